//! What a case is checked for: about a hundred rules, each documented beside the code that checks it.
//!
//! One file per family of rules. Every rule reads the whole case, in every locale, and reports all it finds; none stops
//! at the first. Errors block from the stage each rule names, warnings want a mend or a waiver. The clinical rules are a
//! safety net for editors, not a medical device.

mod approval;
mod booklet;
mod checker;
mod consent;
mod evidence;
mod findings;
mod identity;
mod ids;
mod names;
mod opinions;
mod person_names;
mod plain_language;
mod privacy;
mod questions;
mod recommendations;
mod records;
mod rule;
mod safety;
mod sign_off;
mod texts;
mod times;
mod translations;
mod typography;
mod waivers;
mod wording;

use chrono::NaiveDate;

use crate::case::Case;
use crate::citations::{self, Format, Library};
use crate::diagnostics::{Diagnostic, Severity};
use crate::theme::{RuleSettings, RuleSeverity};

pub use checker::{Checker, Policy};
pub use plain_language::{SectionReadability, sections_by_readability};
pub use rule::{FAMILIES, Rule};
pub use sign_off::attested_digest;
pub use texts::{Audience, Block, Edition};
pub use waivers::content_digest;

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

impl Stage {
    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Release => "release",
        }
    }
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

/// A family: its rules, and what checks them.
type Family = (&'static [&'static Rule], fn(&mut Checker<'_>));

/// Every family of rules.
fn families() -> [Family; 19] {
    [
        (identity::RULES, identity::check),
        (consent::RULES, consent::check),
        (records::RULES, records::check),
        (questions::RULES, questions::check),
        (findings::RULES, findings::check),
        (opinions::RULES, opinions::check),
        (recommendations::RULES, recommendations::check),
        (evidence::RULES, evidence::check),
        (safety::RULES, safety::check),
        (times::RULES, times::check),
        (sign_off::RULES, sign_off::check),
        (translations::RULES, translations::check),
        (plain_language::RULES, plain_language::check),
        (privacy::RULES, privacy::check),
        (typography::RULES, typography::check),
        (booklet::RULES, booklet::check),
        (names::RULES, names::check),
        (ids::RULES, ids::check),
        (waivers::RULES, |_| {}),
    ]
}

/// Every rule, in the order of the documentation.
pub fn all() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = families().iter().flat_map(|(rules, _)| rules.iter().copied()).collect();
    let place = |rule: &Rule| FAMILIES.iter().position(|(id, _)| *id == rule.family());
    rules.sort_by_key(|rule| (place(rule), rule.id));
    rules
}

/// The rule of an id, in any case.
pub fn rule(id: &str) -> Option<&'static Rule> {
    families().iter().flat_map(|(rules, _)| rules.iter().copied()).find(|rule| rule.id.eq_ignore_ascii_case(id))
}

/// Everything the rules find at a stage on a day, in no order; what a valid waiver covers is left out.
pub fn check(case: &Case, library: &Library, stage: Stage, day: NaiveDate, policy: &Policy) -> Vec<Diagnostic> {
    let mut checker = Checker::new(case, library, stage, day, policy);
    for (_, check) in families() {
        check(&mut checker);
    }
    let mut found = checker.into_found();
    weigh(&mut found, &policy.settings);
    waivers::apply(case, stage, found)
}

/// Gives findings the weight the institution sets.
fn weigh(found: &mut Vec<Diagnostic>, settings: &RuleSettings) {
    if settings.severities.is_empty() {
        return;
    }
    found.retain_mut(|diagnostic| {
        match settings.severities.get(diagnostic.code) {
            Some(RuleSeverity::Off) => return false,
            Some(RuleSeverity::Error) => diagnostic.severity = Severity::Error,
            Some(RuleSeverity::Warning) => diagnostic.severity = Severity::Warning,
            Some(RuleSeverity::Info) => diagnostic.severity = Severity::Info,
            None => {}
        }
        true
    });
}

/// What keeps any document of the case from being made: ids that point nowhere, citations of nothing, consent
/// withdrawn. Files of records are not looked at (no document holds them), nor are translations, since a document's own
/// is looked at when the case is brought into its locale.
pub fn obstacles(case: &Case, library: &Library) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    ids::integrity(case, library, Stage::Draft, &mut found);
    evidence::integrity(case, library, Stage::Draft, &mut found);
    names::integrity(case, &mut found);
    found.extend(consent::withdrawn(case));
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
