//! The published schemas. `tests/conformance/schema.py` holds them against the draft-07 meta-schema and a full validator.

use opine::case::{case_schema, translation_schema};
use opine::theme::settings_schema;
use serde_json::Value;

use crate::support::{SAMPLES, sample};

#[test]
fn schemas_say_what_they_are() {
    for schema in [case_schema(), translation_schema(), settings_schema()] {
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        assert!(schema["properties"].as_object().is_some_and(|p| p.len() > 4), "{schema}");
    }
}

#[test]
fn samples_as_json_read_back_the_same() {
    for name in SAMPLES {
        let case = sample(name);
        let json = serde_json::to_value(&case.content).unwrap();
        let again = opine::Case::from_text("case.json", &json.to_string()).unwrap_or_else(|f| panic!("{name}: {f}"));
        assert_eq!(again.content, case.content, "{name}");
    }
}

/// Values broken one at a time; `schema.py` breaks the same ones.
#[test]
fn broken_values_are_refused() {
    let base = serde_json::to_value(&sample("spine").content).unwrap();
    let broken: Vec<(&str, Value)> = vec![
        ("/program", "acces".into()),
        ("/locale", "es".into()),
        ("/patient/birth_date", "March 1".into()),
        ("/patient/country", "usa".into()),
        ("/eligibility/emergency", "no".into()),
        ("/findings", "none".into()),
        ("/questions/0/source", "patient".into()),
        ("/options/0/outcomes/0/numerator", "twelve".into()),
        ("/recommendations/0/findings", Value::Array(Vec::new())),
        ("/safety_net", Value::Null),
        ("/second_opinion/limitations", Value::Array(Vec::new())),
        ("/records/0/sha256", "abc".into()),
    ];
    for (pointer, value) in broken {
        let mut json = base.clone();
        *json.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
        let engine_refuses = opine::Case::from_text("case.json", &json.to_string()).is_err();
        assert!(engine_refuses, "the engine takes {pointer}");
    }
}
