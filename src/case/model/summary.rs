//! The history: sections of an HL7 consultation note.

use super::*;

vocabulary! {
    /// What is known of a list that must never be silently empty (problems, medications, allergies).
    pub enum ListStatus {
        /// The items are listed.
        Known = "known",
        /// It was asked, and there are none.
        NoneKnown = "none_known",
        /// The records do not say.
        Unavailable = "unavailable",
        /// It was not asked.
        NotAsked = "not_asked",
    }
}

entity! {
    /// A diagnosis or condition.
    pub struct Problem {
        /// What it is.
        pub name: Text,
        /// Since when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub since: Option<PDate>,
        /// Its codes.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub codes: Vec<Code>,
        /// A remark.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<Text>,
    }
}

entity! {
    /// Active problems.
    pub struct Problems {
        /// What is known.
        pub status: ListStatus,
        /// The problems.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub items: Vec<Problem>,
    }
}

entity! {
    /// A medication the patient takes.
    pub struct Medication {
        /// Generic name.
        pub name: Text,
        /// Strength or dose, such as `50 mg`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub dose: Option<Text>,
        /// How and how often.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub schedule: Option<Text>,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub indication: Option<Text>,
    }
}

entity! {
    /// Current medications.
    pub struct Medications {
        /// What is known.
        pub status: ListStatus,
        /// The medications.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub items: Vec<Medication>,
    }
}

vocabulary! {
    /// How bad a reaction was.
    pub enum Severity {
        /// Mild.
        Mild = "mild",
        /// Moderate.
        Moderate = "moderate",
        /// Severe.
        Severe = "severe",
    }
}

entity! {
    /// An allergy or intolerance.
    pub struct Allergy {
        /// The substance.
        pub substance: Text,
        /// What happened.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reaction: Option<Text>,
        /// How bad it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub severity: Option<Severity>,
    }
}

entity! {
    /// Allergies and intolerances.
    pub struct Allergies {
        /// What is known.
        pub status: ListStatus,
        /// The allergies.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub items: Vec<Allergy>,
    }
}

entity! {
    /// An operation or procedure in the past.
    pub struct Surgery {
        /// What was done.
        pub name: Text,
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PDate>,
    }
}

entity! {
    /// A vital sign as recorded.
    pub struct VitalSign {
        /// What was measured.
        pub name: Text,
        /// The value as printed; blood pressure is written `128/76`.
        pub value: String,
        /// UCUM unit.
        pub unit: String,
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PDate>,
    }
}

entity! {
    /// Physical examination.
    pub struct Examination {
        /// Whether the authors of this opinion examined the patient in person; a remote opinion says `false`.
        pub performed: bool,
        /// Who examined the patient, if the records say so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub by: Option<Text>,
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<PDate>,
        /// What the records say was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text: Option<Text>,
    }
}

entity! {
    /// A dated event of the history that belongs on the timeline but is not a record.
    pub struct HistoryEvent {
        /// When.
        pub date: PDate,
        /// What happened, in a few words.
        pub label: Text,
    }
}

entity! {
    /// The history as the records and the patient tell it.
    pub struct Summary {
        /// Why a second opinion was asked for.
        pub reason_for_referral: Text,
        /// History of present illness.
        pub present_illness: Text,
        /// The patient's story in plain language.
        pub patient_story: Text,
        /// Events of the history for the timeline.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub events: Vec<HistoryEvent>,
        /// Active problems.
        pub problems: Problems,
        /// Past medical history.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub past_history: Option<Text>,
        /// Operations and procedures.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub surgeries: Vec<Surgery>,
        /// Current medications.
        pub medications: Medications,
        /// Allergies and intolerances.
        pub allergies: Allergies,
        /// Family history.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub family: Option<Text>,
        /// Social history.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub social: Option<Text>,
        /// Functional status.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub functional_status: Option<Text>,
        /// Vital signs on record.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub vitals: Vec<VitalSign>,
        /// Physical examination.
        pub examination: Examination,
        /// Advance directives.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub advance_directives: Option<Text>,
    }
}
