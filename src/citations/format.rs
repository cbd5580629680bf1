//! Printing one reference in the style and language of the document.
//!
//! All three styles are written out here rather than through CSL: hayagriva 0.10.1 loses authors in its NLM styles, and in
//! AMA and APA puts the particle behind the name, leaves out editors, days of access and e-locators in places, and sets a
//! full stop behind a question mark. Own code also knows which words are in another language than the document.

use super::reference::Reference;
use super::{format_ama, format_apa, format_nlm, format_terms, format_text};
use crate::case::model::LocaleTag;
use crate::document::Inline;

/// A citation style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Style {
    /// National Library of Medicine: "Citing Medicine", 2nd edition, the style of the ICMJE ("Vancouver").
    #[default]
    Nlm,
    /// American Medical Association: "AMA Manual of Style", 11th edition.
    Ama,
    /// American Psychological Association: "Publication Manual", 7th edition.
    Apa,
}

impl Style {
    /// Every style.
    pub const ALL: [Self; 3] = [Self::Nlm, Self::Ama, Self::Apa];

    /// The word for it in a theme or on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nlm => "nlm",
            Self::Ama => "ama",
            Self::Apa => "apa",
        }
    }
}

/// One reference as finished text, without its number. Titles are marked with their language where it is not the
/// document's (a reference that does not say is taken to be in English).
pub fn format(reference: &Reference, style: Style, locale: LocaleTag) -> Vec<Inline> {
    let terms = format_terms::terms(locale);
    match style {
        Style::Nlm => format_nlm::format(reference, &terms),
        Style::Ama => format_ama::format(reference, &terms),
        Style::Apa => format_apa::format(reference, &terms),
    }
}

/// As [`format`], without marks and links.
pub fn plain(reference: &Reference, style: Style, locale: LocaleTag) -> String {
    format_text::plain(&format(reference, style, locale))
}
