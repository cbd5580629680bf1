//! References: reading them from the formats medicine exchanges them in, and printing them in NLM, AMA or APA style.
//!
//! [`read`] turns a file into a [`Library`] of [`Reference`]s and says everything that is wrong with it; [`format`]
//! turns one reference into finished text. Numbering and the order of citations belong to composing.

mod dates;
mod format;
mod format_ama;
mod format_apa;
mod format_names;
mod format_nlm;
mod format_pages;
mod format_terms;
mod format_text;
mod identifiers;
mod language;
mod names;
mod read;
mod read_bibtex;
mod read_bibtex_split;
mod read_bibtex_values;
mod read_csl_json;
mod read_hayagriva;
mod read_medline;
mod read_ris;
mod read_settle;
mod reference;
mod tex;
mod text;

#[cfg(test)]
mod format_tests;
#[cfg(test)]
mod read_tests;

pub use format::{Style, format, plain};
pub use identifiers::{doi_url, pmcid_url, pmid_url};
pub use read::{Format, MAX_ENTRIES, MAX_FILE_BYTES, read};
pub use reference::{Date, Kind, Library, Name, Person, Reference, Season};
