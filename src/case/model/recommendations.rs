//! Recommendations, graded as GRADE does (Guyatt et al., BMJ 2008;336:924).

use super::*;

vocabulary! {
    /// What kind of step is recommended.
    pub enum RecommendationType {
        /// A treatment.
        Treatment = "treatment",
        /// A test.
        Test = "test",
        /// A referral.
        Referral = "referral",
        /// Monitoring.
        Monitoring = "monitoring",
        /// A medication.
        Medication = "medication",
        /// A way of living.
        Lifestyle = "lifestyle",
        /// A clinical trial.
        Trial = "trial",
    }
}

vocabulary! {
    /// For or against.
    pub enum Direction {
        /// For doing it.
        For = "for",
        /// Against doing it.
        Against = "against",
    }
}

vocabulary! {
    /// Strength of a recommendation (GRADE): strong is worded "we recommend", conditional "we suggest".
    pub enum Strength {
        /// Strong.
        Strong = "strong",
        /// Conditional.
        Conditional = "conditional",
        /// Good practice statement.
        GoodPractice = "good_practice",
    }
}

vocabulary! {
    /// Certainty of the evidence (GRADE).
    pub enum EvidenceCertainty {
        /// High.
        High = "high",
        /// Moderate.
        Moderate = "moderate",
        /// Low.
        Low = "low",
        /// Very low.
        VeryLow = "very_low",
        /// Expert opinion only.
        ExpertOpinion = "expert_opinion",
    }
}

vocabulary! {
    /// How soon.
    pub enum Urgency {
        /// At once.
        Now = "now",
        /// Within days.
        Days = "days",
        /// Within weeks.
        Weeks = "weeks",
        /// At the next planned occasion.
        Routine = "routine",
    }
}

vocabulary! {
    /// What a drug recommendation was checked against.
    pub enum ConflictCheck {
        /// Allergies.
        Allergy = "allergy",
        /// Interactions.
        Interaction = "interaction",
        /// Pregnancy and breast-feeding.
        Pregnancy = "pregnancy",
        /// Kidney function.
        Renal = "renal",
    }
}

entity! {
    by id
    /// One recommendation.
    pub struct Recommendation {
        /// Short id, such as `R1`.
        pub id: Id,
        /// What kind of step it is.
        #[serde(rename = "type")]
        pub type_: RecommendationType,
        /// A few words that name it.
        pub title: Statement,
        /// What is recommended: "we recommend" when strong, "we suggest" when conditional.
        pub text: Statement,
        /// For or against.
        pub direction: Direction,
        /// How strongly.
        pub strength: Strength,
        /// How certain the evidence is.
        pub certainty: EvidenceCertainty,
        /// Why it is strong although the evidence is of low certainty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub justification: Option<Text>,
        /// How soon.
        pub urgency: Urgency,
        /// By when, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub timeframe: Option<Text>,
        /// Who sees to it.
        pub responsible: Text,
        /// The findings it rests on.
        #[schemars(length(min = 1))]
        pub findings: Vec<Id>,
        /// The references it rests on.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub references: Vec<Id>,
        /// The reason, where there is no reference.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub expert_opinion: Option<Text>,
        /// The option it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub option: Option<Id>,
        /// What to watch.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub monitoring: Option<Text>,
        /// When to stop.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stop_rule: Option<Text>,
        /// What a drug was checked against.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub conflicts_checked: Vec<ConflictCheck>,
    }
}

impl Recommendation {
    /// Whether it cannot wait for the next visit: at once or within days.
    pub fn is_urgent(&self) -> bool {
        matches!(self.urgency, Urgency::Now | Urgency::Days)
    }
}

/// Actions the page "At a glance" shows at least; every urgent one is shown, however many there are.
pub const TOP_ACTIONS: usize = 3;

/// The recommendations the page "At a glance" shows: the most urgent, in the order of the case within one urgency; all
/// that are urgent.
pub fn top_actions(recommendations: &[Recommendation]) -> Vec<&Recommendation> {
    let mut all: Vec<&Recommendation> = recommendations.iter().collect();
    all.sort_by_key(|r| r.urgency);
    let urgent = all.iter().filter(|r| r.is_urgent()).count();
    all.truncate(TOP_ACTIONS.max(urgent));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recommendation(id: &str, urgency: Urgency) -> Recommendation {
        let words = || Statement { clinician: "x".into(), patient: "x".into() };
        Recommendation {
            id: id.parse().unwrap(),
            type_: RecommendationType::Test,
            title: words(),
            text: words(),
            direction: Direction::For,
            strength: Strength::Strong,
            certainty: EvidenceCertainty::High,
            justification: None,
            urgency,
            timeframe: None,
            responsible: "x".into(),
            findings: Vec::new(),
            references: Vec::new(),
            expert_opinion: None,
            option: None,
            monitoring: None,
            stop_rule: None,
            conflicts_checked: Vec::new(),
        }
    }

    #[test]
    fn three_actions_and_every_urgent_one() {
        use Urgency::*;
        let shown = |urgencies: &[Urgency]| {
            let all: Vec<Recommendation> =
                urgencies.iter().enumerate().map(|(at, u)| recommendation(&format!("R{}", at + 1), *u)).collect();
            top_actions(&all).iter().map(|r| r.id.as_str().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(&[Routine, Weeks, Now, Routine, Weeks]), "R3 R2 R5");
        assert_eq!(shown(&[Days, Routine, Now, Days, Days]), "R3 R1 R4 R5");
        assert_eq!(shown(&[Routine]), "R1");
    }
}
