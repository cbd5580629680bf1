//! Translations go out to an agency and come back as XLIFF 2.1 (OASIS Standard, 13 February 2018).
//!
//! [`export`] writes one `<unit>` for each text of a case, [`import`] reads what a translator's tool made of it and merges
//! it into `translations/<locale>.yaml`, [`status`] says what is open. What is no word is protected ([`inline`]), the
//! digest of each source text goes out with it and comes back, and nothing is taken from a file that was changed in any
//! other way than by translating it.
//!
//! | code | what |
//! |---|---|
//! | XLF-01 | the file is no well-formed XML in UTF-8 |
//! | XLF-02 | a document type definition, or an entity that it would define |
//! | XLF-03 | too large, too deep or too many parts |
//! | XLF-04 | no XLIFF 2.0 or 2.1, or an element where XLIFF has none |
//! | XLF-05 | of another case, another source language or another target language |
//! | XLF-06 | a unit whose id is unknown, changed or used twice |
//! | XLF-07 | the source text was changed in the file |
//! | XLF-08 | a placeholder is missing from a translation |
//! | XLF-09 | a placeholder stands twice in a translation |
//! | XLF-10 | a placeholder that the source does not have, or that has lost its content |
//! | XLF-11 | a placeholder that has no effect where it stands |
//! | XLF-12 | warning: the source has changed since the export; imported, and stale |
//! | XLF-13 | warning: only some segments of a text are translated; not imported |
//! | XLF-14 | warning: paragraphs, list items or cells are not those of the source |
//! | XLF-15 | warning: the translation is no sound Markdown |
//! | XLF-16 | a note of the translator |
//! | XLF-17 | the file of translations cannot be written so that it can be read again |
//! | XLF-18 | who translated or reviewed is not named, no party of the case, or one person |

pub mod inline;
mod merge;
mod merge_yaml;
mod place;
mod read;
mod read_xml;
mod status;
mod write;

pub use merge::{Change, ChangeKind, Credit, Import, ImportFailure, import};
pub use read::{Content, Document, Limits, State, Unit, read};
pub use status::{Count, LocaleStatus, OpenBlock, TranslatorStatus, status};
pub use write::{Export, Scope, export};

use std::collections::BTreeMap;

use crate::case::model::{BlockPath, Id, LocaleTag, Text, Texts};
use crate::case::{self, BlockStatus, Case, Method, Translation, TranslationFile};

/// XLIFF 2.0 and 2.1 share one namespace.
const CORE: &str = "urn:oasis:names:tc:xliff:document:2.0";
/// The Metadata module.
const METADATA: &str = "urn:oasis:names:tc:xliff:metadata:2.0";
/// The Glossary module.
const GLOSSARY: &str = "urn:oasis:names:tc:xliff:glossary:2.0";
/// The namespace of `xml:space` and `xml:lang`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The `type` of the metadata that holds the digest of a unit's source.
const DIGEST: &str = "source-sha256";
/// The `subState` of a translation whose source has changed; a tool that changes the state takes it away (XLIFF 2.1,
/// "subState").
const STALE: &str = "opine:stale";

/// The state of every text in a locale, also in one that has no file of translations yet.
pub(crate) fn states(case: &Case, locale: LocaleTag) -> Vec<BlockStatus> {
    match case.translations.get(&locale) {
        Some(translation) => case::block_states(&case.content, translation),
        None => {
            let Ok(nobody) = "nobody".parse::<Id>() else { return Vec::new() };
            let empty = TranslationFile {
                opine_translation: 1,
                locale,
                method: Method::Human,
                translator: nobody,
                reviewed_by: None,
                reviewed_on: None,
                blocks: Vec::new(),
            };
            case::block_states(&case.content, &Translation::new(empty, None))
        }
    }
}

/// Every text of a case by its path.
fn texts(case: &Case) -> BTreeMap<String, &Text> {
    let mut texts = BTreeMap::new();
    case.content.texts(&BlockPath::root(), &mut |path, text| {
        texts.insert(path.as_str().to_owned(), text);
    });
    texts
}

/// The words a translator is paid for: runs between white space that hold a letter or digit, without markup.
fn words(markdown: &str) -> usize {
    crate::prose::plain(markdown).split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The id of a unit: the path, which is an XML NMTOKEN but for `/` and `+` in ids. The middle dot cannot stand in a path.
fn unit_id(path: &str) -> String {
    let mut id = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':') {
            id.push(c);
        } else {
            id.push_str(&format!("\u{b7}{:X}\u{b7}", c as u32));
        }
    }
    id
}

#[cfg(test)]
mod inline_tests;
#[cfg(test)]
mod tests;
