//! What a case is checked for before its documents are made: that it fits together.
//!
//! One file per family. Codes `ID-…` are about ids alone.

mod evidence;
mod ids;
mod names;
mod records;
mod translations;

use crate::case::Case;
use crate::citations::{self, Format, Library};
use crate::diagnostics::Diagnostic;

/// How far a case has come, which decides what blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Being written: what is missing is only a warning.
    Draft,
    /// Complete, before the medical director.
    Review,
    /// To be released: everything blocks.
    Release,
}

impl std::str::FromStr for Stage {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "draft" => Ok(Self::Draft),
            "review" => Ok(Self::Review),
            "release" => Ok(Self::Release),
            _ => Err(format!("`{name}` is not a stage; there are `draft`, `review` and `release`")),
        }
    }
}

/// Everything the rules find, in no order.
pub fn check(case: &Case, library: &Library, stage: Stage) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    ids::check(case, library, stage, &mut found);
    evidence::check(case, library, stage, &mut found);
    names::check(case, &mut found);
    records::check(case, stage, &mut found);
    translations::check(case, stage, &mut found);
    found
}

/// What keeps any document of the case from being made: ids that point nowhere, citations of nothing, consent
/// withdrawn. Files of records are not looked at (no document holds them), nor are translations, since a document's own
/// is looked at when the case is brought into its locale.
pub fn obstacles(case: &Case, library: &Library) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    ids::check(case, library, Stage::Draft, &mut found);
    evidence::check(case, library, Stage::Draft, &mut found);
    names::check(case, &mut found);
    records::check_consent(case, &mut found);
    found.retain(Diagnostic::is_error);
    found
}

/// Reads the references of a case, by the format that file name or content shows.
pub fn library(case: &Case) -> (Library, Vec<Diagnostic>) {
    let Some((id, source)) = case.references.and_then(|id| Some((id, case.sources.get(id)?))) else {
        return (Library::new(case.main, Vec::new()), Vec::new());
    };
    match Format::of(&source.name, &source.text) {
        Some(format) => citations::read(format, &source.text, id),
        None => {
            let message = format!("`{}` is in no format of references known here", source.name);
            let hint = "BibTeX (.bib), RIS (.ris), PubMed (.nbib), CSL-JSON (.json) and Hayagriva (.yaml) can be read";
            (
                Library::new(case.main, Vec::new()),
                vec![case.at("references.file", Diagnostic::error("CIT-00", message).hint(hint))],
            )
        }
    }
}

/// Error at release and review, warning while the case is still being written.
fn unfinished(stage: Stage, code: &'static str, message: String) -> Diagnostic {
    match stage {
        Stage::Draft => Diagnostic::warning(code, message),
        Stage::Review | Stage::Release => Diagnostic::error(code, message),
    }
}
