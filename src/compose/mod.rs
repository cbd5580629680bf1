//! Case, locale and theme become a [`Document`]: what a reader gets, before any layout.
//!
//! One file per section (`sections/`), one outline per document kind (`outline`), then one walk over the result that
//! numbers citations, resolves cross references, links glossary terms at first use and words the links back (`resolve`).

mod build;
mod context;
mod delivery;
mod figures;
mod outline;
mod passages;
mod resolve;
mod sections;
mod volume;

use std::collections::BTreeMap;

use crate::case::model;
use crate::citations::{Library, Style};
use crate::diagnostics::{Diagnostics, SourceMap};

use crate::document::{Document, DocumentKind};
use crate::locale::Locale;
use crate::prose::Letters;

use context::Context;
pub use delivery::{Delivered, Delivery, Parcel, delivery};
pub use volume::{Volume, VolumeRecord, destination, volume};

/// Everything a document is composed from. Nothing else is looked at: no clock, no environment, no files.
pub struct Sources<'a> {
    /// The case with every text in the document's locale.
    pub case: &'a model::Case,
    /// The files the case was read from, for diagnostics.
    pub files: &'a SourceMap,
    /// The locale the case was written in.
    pub source_locale: model::LocaleTag,
    /// The document's language.
    pub locale: &'a Locale,
    /// Letters and notices in that language.
    pub letters: &'a Letters,
    /// The literature.
    pub library: &'a Library,
    /// How references are printed.
    pub style: Style,
    /// What the institution sets.
    pub institution: &'a Institution,
    /// The date of the document.
    pub issued: model::PDate,
    /// Who signs, for a document that is about to be signed; without it every page says that it is a draft.
    pub sign_off: Option<&'a SignOff>,
}

/// Who stands behind a document that is about to be signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignOff {
    /// Parties who sign inside the PDF, in the order in which they sign: each has a field on the signatures page.
    pub signers: Vec<String>,
    /// Parties who have attested with a key of their own, by id.
    pub attested: BTreeMap<String, SignedAttestation>,
}

/// A specialist's attestation, signed with their key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAttestation {
    /// When.
    pub at: model::Moment,
    /// Fingerprint of the key, for people.
    pub fingerprint: String,
}

/// What an institution sets for its documents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Institution {
    /// Its name.
    pub name: String,
    /// The words under the name.
    pub tagline: Option<String>,
    /// Virtual path of its logo.
    pub logo: Option<String>,
    /// Ids of sections left out.
    pub omit_sections: Vec<String>,
}

/// Composes one document.
///
/// # Errors
/// Every problem found in the texts it sets (raw HTML, refused links, hidden characters …), each at its place in the
/// case or its translation; and `LOC-01` if a word of ours is missing in the locale, which is a mistake of ours or of
/// the theme.
pub fn compose(sources: &Sources<'_>, kind: DocumentKind) -> Result<Document, Diagnostics> {
    let context = Context::new(sources, kind);
    let front = sections::front::front_matter(&context);
    let labels = sections::labels::labels(&context);
    let mut sections = outline::sections(&context);
    resolve::resolve(&context, &mut sections);
    let document = Document { kind, locale: sources.locale.tag(), front, labels, sections };
    let mut diagnostics = context.into_diagnostics();
    if diagnostics.0.is_empty() {
        Ok(document)
    } else {
        diagnostics.sort();
        Err(diagnostics)
    }
}
