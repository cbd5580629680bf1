//! First and second opinion, how they compare, and the options.

use super::*;

entity! {
    /// The opinion the patient already had.
    pub struct FirstOpinion {
        /// The diagnosis.
        pub diagnosis: Statement,
        /// Its codes.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub codes: Vec<Code>,
        /// Stage or class.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub staging: Option<Text>,
        /// The plan.
        pub plan: Statement,
        /// Who gave it: a name, or a role and place.
        pub by: Text,
        /// When.
        pub on: PDate,
        /// The records that say so.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub records: Vec<Id>,
    }
}

vocabulary! {
    /// How sure the specialists are of the diagnosis.
    pub enum Certainty {
        /// Definite.
        Definite = "definite",
        /// Probable.
        Probable = "probable",
        /// Possible.
        Possible = "possible",
        /// Undetermined.
        Undetermined = "undetermined",
    }
}

entity! {
    /// A diagnosis considered and set aside or kept open.
    pub struct Differential {
        /// The diagnosis.
        pub diagnosis: Text,
        /// What speaks for it.
        #[serde(rename = "for")]
        pub for_: Text,
        /// What speaks against it.
        pub against: Text,
    }
}

entity! {
    /// The opinion given here.
    pub struct SecondOpinion {
        /// The one sentence to remember.
        pub main_message: Statement,
        /// The diagnosis.
        pub diagnosis: Statement,
        /// Its codes.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub codes: Vec<Code>,
        /// Stage or class.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub staging: Option<Text>,
        /// How sure it is.
        pub certainty: Certainty,
        /// The plan in short.
        pub plan: Statement,
        /// Other diagnoses considered.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub differential: Vec<Differential>,
        /// Why.
        pub reasoning: Statement,
        /// What is not certain.
        #[schemars(length(min = 1))]
        pub uncertainties: Vec<Statement>,
        /// What limits this opinion.
        #[schemars(length(min = 1))]
        pub limitations: Vec<Statement>,
        /// What is likely to happen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub prognosis: Option<Statement>,
    }
}

vocabulary! {
    /// How the diagnoses compare.
    pub enum DiagnosisConcordance {
        /// The same.
        Same = "same",
        /// The same, made more exact.
        Refined = "refined",
        /// Another one.
        Different = "different",
        /// Cannot be said yet.
        Indeterminate = "indeterminate",
    }
}

vocabulary! {
    /// How the treatments compare.
    pub enum TreatmentConcordance {
        /// The first plan is endorsed.
        Endorsed = "endorsed",
        /// The first plan, changed in part.
        Modified = "modified",
        /// Another treatment.
        Alternative = "alternative",
        /// More tests before any decision.
        WorkupFirst = "workup_first",
        /// Cannot be said yet.
        Indeterminate = "indeterminate",
    }
}

vocabulary! {
    /// How much the difference matters.
    pub enum Impact {
        /// None.
        None = "none",
        /// Minor.
        Minor = "minor",
        /// Moderate.
        Moderate = "moderate",
        /// Major.
        Major = "major",
    }
}

vocabulary! {
    /// Whether a third opinion makes sense.
    pub enum ThirdOpinion {
        /// Not needed.
        NotNeeded = "not_needed",
        /// To be considered.
        Consider = "consider",
        /// Advised.
        Advised = "advised",
    }
}

entity! {
    /// How first and second opinion compare.
    pub struct Concordance {
        /// The diagnosis.
        pub diagnosis: DiagnosisConcordance,
        /// The treatment.
        pub treatment: TreatmentConcordance,
        /// How much the difference matters.
        pub impact: Impact,
        /// Why.
        pub rationale: Statement,
        /// Whether a third opinion makes sense.
        pub third_opinion: ThirdOpinion,
        /// Where the specialists of this opinion differ among themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub dissent: Option<Statement>,
    }
}

vocabulary! {
    /// What the reader is told about the two opinions: derived, never typed.
    pub enum Scenario {
        /// The opinions agree.
        Alignment = "alignment",
        /// They agree in part.
        Partial = "partial",
        /// They differ.
        Divergence = "divergence",
        /// Too little is known to compare.
        Indeterminate = "indeterminate",
    }
}

impl Concordance {
    /// The scenario that follows from the axes.
    ///
    /// `indeterminate` if either axis is; `alignment` if the diagnosis is the same or refined, the treatment endorsed and
    /// the impact none or minor; `divergence` if the diagnosis is different, the treatment an alternative or the impact
    /// major; otherwise `partial`.
    pub fn scenario(&self) -> Scenario {
        use DiagnosisConcordance as D;
        use TreatmentConcordance as T;
        if self.diagnosis == D::Indeterminate || self.treatment == T::Indeterminate {
            Scenario::Indeterminate
        } else if matches!(self.diagnosis, D::Same | D::Refined)
            && self.treatment == T::Endorsed
            && matches!(self.impact, Impact::None | Impact::Minor)
        {
            Scenario::Alignment
        } else if self.diagnosis == D::Different || self.treatment == T::Alternative || self.impact == Impact::Major {
            Scenario::Divergence
        } else {
            Scenario::Partial
        }
    }
}

entity! {
    /// How often something happens with an option: natural frequencies, one denominator and one horizon for each measure.
    pub struct Outcome {
        /// What is counted, such as "alive after five years".
        pub measure: Text,
        /// How many of the denominator.
        pub numerator: u32,
        /// Of how many; 100 unless the event is rare.
        #[schemars(range(min = 1))]
        pub denominator: u32,
        /// Over what time.
        pub horizon: Text,
        /// Certainty of the evidence.
        pub certainty: EvidenceCertainty,
        /// Where the number comes from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub references: Vec<Id>,
    }
}

vocabulary! {
    /// What an option costs the patient, roughly.
    pub enum CostTier {
        /// Low.
        Low = "low",
        /// Moderate.
        Moderate = "moderate",
        /// High.
        High = "high",
        /// Not known.
        Unknown = "unknown",
    }
}

entity! {
    by id
    /// One way to go, described evenly.
    pub struct TreatmentOption {
        /// Short id, such as `O1`.
        pub id: Id,
        /// Its name.
        pub name: Text,
        /// What it is, for the patient.
        pub description: Statement,
        /// Whether it is the plan of the first opinion.
        #[serde(default)]
        pub original_plan: bool,
        /// Whether it is waiting or no treatment.
        #[serde(default)]
        pub no_treatment: bool,
        /// Whether the specialists prefer it.
        #[serde(default)]
        pub preferred: bool,
        /// What speaks for it.
        #[schemars(length(min = 1))]
        pub pros: Vec<Statement>,
        /// What speaks against it.
        #[schemars(length(min = 1))]
        pub cons: Vec<Statement>,
        /// What happens how often.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub outcomes: Vec<Outcome>,
        /// What it asks of the patient: visits, time, recovery.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub burden: Option<Text>,
        /// Where it is done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub setting: Option<Text>,
        /// What it costs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cost_tier: Option<CostTier>,
    }
}
