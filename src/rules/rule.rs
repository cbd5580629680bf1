//! What a rule is: its own page of documentation, beside the code that checks it.

use crate::diagnostics::Severity;

use super::Stage;

/// One thing a case is checked for.
///
/// `opine explain ID` prints all of it, and `docs/rules.md` is made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id, such as `RCM-04`; it never changes its meaning.
    pub id: &'static str,
    /// How much a finding weighs at release, unless the institution's theme sets it otherwise.
    pub severity: Severity,
    /// For errors: the stage from which they block; before it a finding is a warning.
    pub from: Stage,
    /// What it finds, as a phrase without a full stop.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What triggers it.
    pub example: &'static str,
    /// How to mend it, as one sentence without a full stop: also the hint where the finding has none of its own.
    pub mend: &'static str,
    /// Where it comes from: a standard, a paper, a practice of the field.
    pub source: &'static str,
}

impl Rule {
    /// The weight of a finding at a stage.
    pub fn severity_at(&self, stage: Stage) -> Severity {
        if self.severity == Severity::Error && stage < self.from { Severity::Warning } else { self.severity }
    }

    /// Its family, such as `RCM`.
    pub fn family(&self) -> &'static str {
        self.id.split('-').next().unwrap_or(self.id)
    }

    /// Whether a waiver can silence its findings: warnings only, an error has to be mended.
    pub fn can_be_waived(&self) -> bool {
        self.severity == Severity::Warning
    }
}

/// The families in the order of the documentation, with what each is about.
pub const FAMILIES: &[(&str, &str)] = &[
    ("PAT", "The right patient, the right side"),
    ("CON", "Consent and recipients"),
    ("ELI", "Whether a remote opinion is suitable"),
    ("REC", "Records"),
    ("QST", "The patient's questions"),
    ("FND", "Findings"),
    ("DX", "Diagnosis and concordance"),
    ("OPT", "Options"),
    ("RCM", "Recommendations"),
    ("EVD", "Evidence"),
    ("SAF", "Safety"),
    ("UNT", "Quantities and units"),
    ("TIM", "Dates and times"),
    ("SPC", "Specialists"),
    ("SGN", "Signatures"),
    ("LNG", "Translations"),
    ("PLN", "Plain language"),
    ("PRV", "Privacy"),
    ("TYP", "Typography"),
    ("BKL", "The documents as a whole"),
    ("WVR", "Waivers"),
    ("ID", "Ids"),
    ("NAM", "Names"),
];
