//! Safety net, next steps, follow-up, and who stands behind what.

use super::*;

entity! {
    /// When and whom to call for help at once.
    pub struct SafetyNet {
        /// The emergency number of the patient's country.
        pub emergency_number: String,
        /// What to do in an emergency.
        pub text: Text,
        /// The signs that call for help at once.
        #[schemars(length(min = 1))]
        pub red_flags: Vec<Text>,
        /// Crisis line, in mental health.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub crisis_contact: Option<Text>,
    }
}

entity! {
    /// One step on the patient's list.
    pub struct NextStep {
        /// Who does it.
        pub actor: Text,
        /// What is done.
        pub text: Text,
        /// By when, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<Text>,
        /// The recommendations it comes from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub from: Vec<Id>,
    }
}

entity! {
    /// A question the patient may put to the treating doctor.
    pub struct DoctorQuestion {
        /// The question.
        pub text: Text,
        /// What it comes from: recommendations, options or questions.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub from: Vec<Id>,
    }
}

entity! {
    /// What is included after the report.
    pub struct FollowUp {
        /// A talk between the specialists and the treating physician.
        pub peer_consultation: Statement,
        /// How many follow-up questions are included.
        #[serde(default = "three")]
        pub included_questions: u32,
        /// Until when follow-up questions may be asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub questions_until: Option<PDate>,
        /// A visit in person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub in_person: Option<Statement>,
        /// The online consultation, if one is planned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub online_consultation: Option<Text>,
    }
}

fn three() -> u32 {
    3
}

entity! {
    /// Someone stands behind their part.
    pub struct Attestation {
        /// The party who attests.
        pub by: Id,
        /// In which role.
        pub role: Role,
        /// What they attest.
        pub statement: Text,
        /// Digest of the content attested.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub content_digest: Option<Sha256>,
        /// When, with the time zone.
        pub at: Moment,
        /// Their signature, base64.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub signature: Option<String>,
    }
}

vocabulary! {
    /// How an amendment relates to the signed version.
    pub enum AmendmentKind {
        /// It takes its place.
        Replaces = "replaces",
        /// It is added to it.
        Appends = "appends",
    }
}

entity! {
    /// A change after release.
    pub struct Amendment {
        /// Whether it replaces or is added.
        pub kind: AmendmentKind,
        /// The signed version it belongs to.
        pub of_version: u32,
        /// What changed and why.
        pub reason: Text,
        /// For an addendum: the questions of the follow-up it answers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub questions: Vec<Id>,
        /// The party responsible.
        pub by: Id,
        /// When.
        pub at: Moment,
    }
}

entity! {
    /// A warning accepted with a reason.
    pub struct Waiver {
        /// The rule, such as `OPT-03`.
        pub rule: Id,
        /// The block it is about.
        pub path: String,
        /// Why it is accepted.
        pub reason: Text,
        /// The party who accepts it.
        pub by: Id,
        /// When.
        pub at: Moment,
        /// Digest of the block accepted: any edit voids the waiver.
        pub content_digest: Sha256,
    }
}
