//! What a case cannot be read without, by the rule that asks for it: a recommendation without its strength is not a
//! mistake of form but of content, and is reported under the rule's name.

use crate::diagnostics::Diagnostic;

/// Paths (`*` is any one segment) and the rule that wants a value there.
const DEMANDS: &[(&str, &str)] = &[
    ("consent", "CON-01"),
    ("consent.signed_on", "CON-01"),
    ("records.*.date", "REC-01"),
    ("findings.*.records", "FND-01"),
    ("findings.*.reread.scale", "FND-02"),
    ("findings.*.reread.grade", "FND-02"),
    ("findings.*.measured.*.unit", "UNT-01"),
    ("summary.vitals.*.unit", "UNT-01"),
    ("summary.allergies", "SAF-01"),
    ("summary.allergies.status", "SAF-01"),
    ("concordance", "DX-01"),
    ("concordance.diagnosis", "DX-01"),
    ("concordance.treatment", "DX-01"),
    ("concordance.impact", "DX-01"),
    ("concordance.rationale", "DX-01"),
    ("second_opinion.uncertainties", "DX-03"),
    ("second_opinion.limitations", "DX-03"),
    ("options.*.pros", "OPT-02"),
    ("options.*.cons", "OPT-02"),
    ("recommendations.*.findings", "RCM-01"),
    ("recommendations.*.strength", "RCM-03"),
    ("recommendations.*.certainty", "RCM-03"),
    ("recommendations.*.responsible", "RCM-06"),
    ("recommendations.*.urgency", "RCM-06"),
    ("safety_net", "SAF-04"),
    ("safety_net.emergency_number", "SAF-04"),
    ("safety_net.text", "SAF-04"),
    ("safety_net.red_flags", "SAF-04"),
];

/// Gives what is missing or empty the code of the rule that asks for it.
pub(super) fn name_rules(errors: &mut [Diagnostic]) {
    for error in errors.iter_mut().filter(|error| matches!(error.code, "YML-12" | "YML-13" | "YML-14")) {
        if let Some(rule) = error.path.as_deref().and_then(rule_of) {
            error.code = rule;
        }
    }
}

fn rule_of(path: &str) -> Option<&'static str> {
    let named = DEMANDS.iter().find(|(pattern, _)| {
        pattern.split('.').count() == path.split('.').count()
            && pattern.split('.').zip(path.split('.')).all(|(wanted, found)| wanted == "*" || wanted == found)
    });
    match named {
        Some((_, rule)) => Some(rule),
        // A statement has two registers wherever it stands.
        None if path.ends_with(".clinician") || path.ends_with(".patient") => Some("PLN-04"),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::rule_of;

    #[test]
    fn a_path_has_the_rule_that_asks_for_it() {
        assert_eq!(rule_of("recommendations.R1.strength"), Some("RCM-03"));
        assert_eq!(rule_of("options.O1.pros.2.patient"), Some("PLN-04"));
        assert_eq!(rule_of("answers.Q1.clinician"), Some("PLN-04"));
        assert_eq!(rule_of("recommendations.R1.title"), None);
        assert_eq!(rule_of("patient"), None);
    }
}
