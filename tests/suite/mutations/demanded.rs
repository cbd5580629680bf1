//! Ways to break what a case cannot be read without: the rule that asks for it says so when the case is read.

use std::collections::BTreeMap;
use std::path::Path;

use opine::Case;
use serde_json::Value;

/// What is taken out or emptied, the rule that asks for it, where, and what stands there instead.
const ROWS: &[(&str, &str, &str, Option<&str>)] = &[
    ("no consent", "CON-01", "/consent", None),
    ("a consent nobody dated", "CON-01", "/consent/signed_on", None),
    ("a record without a date", "REC-01", "/records/0/date", None),
    ("a finding without a record", "FND-01", "/findings/0/records", Some("[]")),
    ("a second reading without its grade", "FND-02", "/findings/0/reread/grade", None),
    ("a second reading without its scale", "FND-02", "/findings/0/reread/scale", None),
    ("a vital sign without a unit", "UNT-01", "/summary/vitals/0/unit", None),
    ("nothing about allergies", "SAF-01", "/summary/allergies", None),
    ("nothing on how the opinions compare", "DX-01", "/concordance", None),
    ("nothing says why the opinions compare as they do", "DX-01", "/concordance/rationale", None),
    ("no word on whether the treatment agrees", "DX-01", "/concordance/treatment", None),
    ("no uncertainty", "DX-03", "/second_opinion/uncertainties", Some("[]")),
    ("no limitation", "DX-03", "/second_opinion/limitations", Some("[]")),
    ("an option without what speaks for it", "OPT-02", "/options/0/pros", Some("[]")),
    ("an option without what speaks against it", "OPT-02", "/options/1/cons", Some("[]")),
    ("a recommendation without a finding", "RCM-01", "/recommendations/0/findings", Some("[]")),
    ("a recommendation without its strength", "RCM-03", "/recommendations/0/strength", None),
    ("a recommendation without its certainty", "RCM-03", "/recommendations/1/certainty", None),
    ("nobody answers for a recommendation", "RCM-06", "/recommendations/0/responsible", None),
    ("a recommendation without its urgency", "RCM-06", "/recommendations/2/urgency", None),
    ("no red flags", "SAF-04", "/safety_net/red_flags", Some("[]")),
    ("no emergency number", "SAF-04", "/safety_net/emergency_number", None),
    ("an answer without its patient text", "PLN-04", "/answers/0/patient", None),
    ("an answer without its clinical text", "PLN-04", "/answers/2/clinician", None),
];

#[test]
fn what_a_case_cannot_be_read_without_is_asked_for_by_its_rule() {
    let mut missed = Vec::new();
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for sample in super::SAMPLES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample);
        let case = Case::open(folder).unwrap();
        let whole = serde_json::to_value(&case.content).unwrap();
        for (what, rule, at, instead) in ROWS {
            let mut broken = whole.clone();
            let (parent, key): (&str, &str) = at.rsplit_once('/').unwrap();
            let parent = broken.pointer_mut(parent).and_then(Value::as_object_mut);
            let parent = parent.unwrap_or_else(|| panic!("{sample}: nothing at {at}"));
            match instead {
                Some(value) => *parent.get_mut(key).unwrap() = serde_json::from_str(value).unwrap(),
                None => assert!(parent.remove(key).is_some(), "{sample}: nothing at {at}"),
            }
            let codes: Vec<&str> = match Case::from_text("case.json", &broken.to_string()) {
                Ok(_) => Vec::new(),
                Err(failure) => failure.diagnostics.0.iter().map(|diagnostic| diagnostic.code).collect(),
            };
            if codes.contains(rule) {
                *found.entry(what).or_default() += 1;
            } else {
                missed.push(format!("{sample}: {what}: not by {rule} but by {codes:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(ROWS.iter().all(|(what, ..)| found.get(what) == Some(&super::SAMPLES.len())));
}
