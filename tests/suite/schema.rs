//! The published schemas: draft-07, and saying yes and no where the engine does.

use opine::case::{case_schema, translation_schema};
use opine::theme::settings_schema;
use serde_json::Value;

use crate::support::{SAMPLES, repository, sample};

#[test]
fn schemas_are_valid_draft_07() {
    for schema in [case_schema(), translation_schema(), settings_schema()] {
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        assert!(jsonschema::draft7::meta::is_valid(schema), "not a draft-07 schema");
    }
}

#[test]
fn samples_as_json_fit_the_schema_and_read_back_the_same() {
    let validator = jsonschema::draft7::new(case_schema()).unwrap();
    for name in SAMPLES {
        let case = sample(name);
        let json = serde_json::to_value(&case.content).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let again = opine::Case::from_text("case.json", &json.to_string()).unwrap_or_else(|f| panic!("{name}: {f}"));
        assert_eq!(again.content, case.content, "{name}");
    }
}

/// What the engine refuses the schema refuses too, and the other way round, on values broken one at a time.
#[test]
fn engine_and_schema_agree_on_broken_cases() {
    let validator = jsonschema::draft7::new(case_schema()).unwrap();
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
        assert!(!validator.is_valid(&json), "the schema takes {pointer}");
    }
}

#[test]
fn theme_settings_fit_their_schema() {
    let theme = opine::Theme::builtin().unwrap();
    let json = serde_json::to_value(theme.settings()).unwrap();
    assert!(jsonschema::draft7::new(settings_schema()).unwrap().is_valid(&json));
    assert!(repository("templates/theme.yaml").exists());
}
