//! The patient's questions and their answers.

use super::*;

vocabulary! {
    /// Where a question comes from.
    pub enum QuestionSource {
        /// Asked by the patient at intake.
        Intake = "intake",
        /// One of the five standard questions of the program.
        Standard = "standard",
        /// Asked after the report.
        FollowUp = "follow_up",
    }
}

vocabulary! {
    /// What a question is about; the first five are the standard questions.
    pub enum QuestionTopic {
        /// Is my diagnosis accurate?
        Diagnosis = "diagnosis",
        /// What are my options, with their pros and cons?
        Options = "options",
        /// What if I wait or do nothing?
        Waiting = "waiting",
        /// What do I do with my results?
        Results = "results",
        /// What evidence supports this?
        Evidence = "evidence",
        /// What is likely to happen?
        Prognosis = "prognosis",
        /// Side effects and risks.
        SideEffects = "side_effects",
        /// Everyday life: work, travel, sport, food, family.
        DailyLife = "daily_life",
        /// Cost and access.
        Cost = "cost",
        /// Family and heredity.
        Family = "family",
        /// Anything else.
        Other = "other",
    }
}

entity! {
    by id
    /// A question, in the words of the one who asks.
    pub struct Question {
        /// Short id, such as `Q1`.
        pub id: Id,
        /// The party who asks.
        pub asked_by: Id,
        /// The patient's own words, never edited.
        pub verbatim: Text,
        /// The language of those words, if it is not the case's source locale.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub verbatim_locale: Option<LocaleTag>,
        /// What those words mean in the case's source locale; needed where they are in another language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub meaning: Option<Text>,
        /// Where the question comes from.
        pub source: QuestionSource,
        /// What it is about.
        pub topic: QuestionTopic,
    }
}

impl Question {
    /// The locale the words were said in, if their language is not that of `source`.
    pub fn foreign_to(&self, source: LocaleTag) -> Option<LocaleTag> {
        self.verbatim_locale.filter(|locale| locale.language() != source.language())
    }
}

vocabulary! {
    /// How far a question could be answered.
    pub enum Disposition {
        /// Answered.
        Answered = "answered",
        /// Answered in part.
        Partly = "partly",
        /// Cannot be answered from what is there.
        CannotAnswer = "cannot_answer",
    }
}

entity! {
    by question
    /// The answer to one question, in both registers.
    pub struct Answer {
        /// The question answered.
        pub question: Id,
        /// For a doctor.
        pub clinician: Text,
        /// For the patient.
        pub patient: Text,
        /// How far it could be answered.
        pub disposition: Disposition,
        /// Why it could not be answered in full, and what would help.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<Text>,
        /// Findings, recommendations and references it rests on.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub cites: Vec<Id>,
        /// The party who wrote it.
        pub author: Id,
    }
}
