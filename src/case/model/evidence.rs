//! References, trials and the glossary.

use super::*;

vocabulary! {
    /// What kind of evidence a reference is.
    pub enum EvidenceKind {
        /// Guideline.
        Guideline = "guideline",
        /// Systematic review or meta-analysis.
        SystematicReview = "systematic_review",
        /// Randomized trial.
        RandomizedTrial = "randomized_trial",
        /// Cohort study.
        Cohort = "cohort",
        /// Case-control study.
        CaseControl = "case_control",
        /// Case series or report.
        CaseSeries = "case_series",
        /// Diagnostic accuracy study.
        Diagnostic = "diagnostic",
        /// Narrative review or textbook.
        Review = "review",
        /// Anything else.
        Other = "other",
    }
}

entity! {
    by key
    /// What is known of one reference beyond its bibliographic entry.
    pub struct ReferenceNote {
        /// Citation key in the references file.
        pub key: Id,
        /// What kind of evidence it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<EvidenceKind>,
        /// The day it was read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub accessed_on: Option<PDate>,
        /// The day it was looked up whether it has been retracted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub retraction_checked_on: Option<PDate>,
        /// What it says that matters here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub annotation: Option<Text>,
    }
}

entity! {
    /// The literature of a case.
    pub struct References {
        /// A file beside the case: BibTeX or BibLaTeX (`.bib`), RIS (`.ris`), PubMed (`.nbib`), CSL-JSON (`.json`) or
        /// Hayagriva YAML (`.yaml`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub file: Option<String>,
        /// The text of such a file, for a case that comes without files.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub content: Option<String>,
        /// What is known of each entry.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub entries: Vec<ReferenceNote>,
    }
}

vocabulary! {
    /// Whether a trial takes patients.
    pub enum TrialStatus {
        /// Recruiting.
        Recruiting = "recruiting",
        /// Not yet recruiting.
        NotYetRecruiting = "not_yet_recruiting",
        /// Running, no longer recruiting.
        Active = "active_not_recruiting",
        /// Completed.
        Completed = "completed",
        /// Stopped.
        Stopped = "stopped",
        /// Not known.
        Unknown = "unknown",
    }
}

entity! {
    by id
    /// A clinical trial worth asking about.
    pub struct Trial {
        /// Registry number, such as `NCT01234567`.
        pub id: Id,
        /// Its title.
        pub title: Text,
        /// Its phase.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phase: Option<Text>,
        /// Whether it takes patients.
        pub status: TrialStatus,
        /// The day the status was looked up.
        pub status_checked_on: PDate,
        /// Where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub location: Option<Text>,
        /// Why it may fit.
        pub fit: Statement,
    }
}

entity! {
    by id
    /// A term explained to the patient.
    pub struct GlossaryTerm {
        /// Short id, such as `biopsy`.
        pub id: Id,
        /// The term as it stands in the text.
        pub term: Text,
        /// Other forms of the term that stand in the text, one per item.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub forms: Vec<Text>,
        /// What it means, in plain words.
        pub explanation: Text,
        /// Its code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<Code>,
    }
}
