//! What a translator has to know about a text: who reads it, and where it stands.

/// Who a text is for, in words for a translator.
pub(super) fn audience(path: &str) -> &'static str {
    let top = path.split('.').next().unwrap_or_default();
    let field = path.rsplit('.').next().unwrap_or_default();
    match (top, field) {
        (_, "verbatim") => "The patient's own words: keep their tone, and correct nothing.",
        ("attestations", _) => "A statement that someone signs: translate it exactly.",
        (_, "clinician") => "For clinicians: the terms of the specialty.",
        (_, "patient") => "For the patient: plain language, short sentences.",
        ("patient" | "consent" | "safety_net" | "doctor_questions" | "next_steps" | "glossary" | "sponsor", _) => {
            "For the patient: plain language, short sentences."
        }
        ("follow_up", _) => "For the patient: plain language, short sentences.",
        _ => "For clinicians, and for patients who read on: exact, and as short as the source.",
    }
}

/// Where a text stands, such as `answers, Q1, patient`.
pub(super) fn field(path: &str) -> String {
    path.split('.').map(|part| part.replace('_', " ")).collect::<Vec<_>>().join(", ")
}
