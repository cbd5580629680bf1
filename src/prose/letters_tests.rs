//! The letters and notices that come with the engine, in every language and case.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Letters, blocks, plain};
use crate::document::Block;

const LANGUAGES: [&str; 3] = ["en", "es", "fr"];
const NAMES: [&str; 15] = [
    "cover-letter",
    "cover-letter-physician",
    "delivery-other",
    "delivery-patient",
    "delivery-physician",
    "emergency",
    "how-reviewed",
    "how-to-read",
    "language-help",
    "limits",
    "limits-patient",
    "online-consultation",
    "peer-consultation",
    "privacy",
    "when-opinions-differ",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/prose")
}

fn sources(language: &str) -> Vec<(String, String)> {
    let files = fs::read_dir(folder().join(language)).expect(language).flatten();
    let mut sources: Vec<_> = files
        .map(|file| {
            let name = file.path().file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(file.path()).expect("a template"))
        })
        .collect();
    sources.sort();
    sources
}

fn letters(language: &str) -> Letters {
    Letters::new(&sources(language)).unwrap_or_else(|errors| panic!("{language}: {errors}"))
}

/// Values in all the ways that templates tell apart.
fn cases() -> Vec<Value> {
    let manager = |credentials: Option<&str>,
                   phone: Option<&str>,
                   hours: Option<&str>,
                   zone: Option<&str>,
                   email: Option<&str>| {
        let name = "Ana *Ruiz*";
        json!({ "name": name, "credentials": credentials, "phone": phone, "hours": hours, "time_zone": zone, "email": email })
    };
    let managers = [
        manager(Some("RN"), Some("+1 312 555 0100"), Some("8–18"), Some("CT"), Some("ana_ruiz@example.org")),
        manager(None, None, Some("8–18"), None, Some("ana@example.org")),
        manager(None, None, None, None, None),
        json!(null),
    ];
    let specialists = json!([
        { "name": "A. Alvarez, MD", "specialty": "cardiology" },
        { "name": "B. Roy, MD", "specialty": "" },
    ]);
    let scenarios = ["alignment", "partial", "divergence", "indeterminate"];
    let third_opinions = ["not_needed", "consider", "advised"];
    let jurisdictions = ["hipaa", "pipeda", "quebec_law_25", "gdpr", "lfpdppp"];
    let sexes = [json!("female"), json!("male"), json!("other"), json!("unknown"), json!(null)];
    let mut cases = Vec::new();
    for at in 0..60 {
        cases.push(json!({
            "patient_name": "María-José O'Brien <b>",
            "salutation_sex": sexes[at % 4],
            "physician_name": if at % 7 == 3 { json!(null) } else { json!("R. Chen") },
            "physician_sex": sexes[at % 5],
            "case_manager": managers[at / 4 % 4],
            "institution": "Lakeshore University Hospital",
            "specialists": if at % 9 == 8 { json!([]) } else { specialists.clone() },
            "question_count": 1 + at % 3 * 4,
            "record_count": 1 + at % 2 * 8,
            "specialist_count": 1 + at % 2 * 2,
            "scenario": scenarios[at % 4],
            "third_opinion": third_opinions[at % 3],
            "jurisdiction": jurisdictions[at % 5],
            "recipients": if at % 6 == 5 { json!([]) } else { json!(["R. Chen, MD", "1. [x](y)"]) },
            "date": "4 March 2026",
            "follow_up_questions": at % 3,
            "questions_until": if at % 4 < 2 { json!("4 June 2026") } else { json!(null) },
            "emergency_number": "911",
            "recipient_name": if at % 3 == 0 { json!(null) } else { json!("Ana R. O'Neill") },
            "case_id": "ACC-2026-0001",
            "documents": [{ "title": "Consultation report", "file": "consultation.en-US.pdf", "pages": 21 }],
            "records": at % 3,
            "withheld": at % 2,
            "draft": at % 2 == 0,
        }));
    }
    cases
}

#[test]
fn every_letter_is_there_in_every_language() {
    for language in LANGUAGES {
        assert_eq!(letters(language).names().collect::<Vec<_>>(), NAMES, "{language}");
    }
}

#[test]
fn every_letter_renders_and_parses_in_every_case() {
    for language in LANGUAGES {
        let letters = letters(language);
        for name in NAMES {
            for case in cases() {
                let markdown = letters.render(name, &case).unwrap_or_else(|error| panic!("{language} {name}: {error}"));
                let parsed = blocks(&markdown);
                assert_eq!(parsed.problems, [], "{language} {name}: {markdown}");
                let text = plain(&markdown);
                assert!(!text.contains(['{', '}', '\\']), "{language} {name}: {text}");
                let words = text.split_whitespace().count();
                assert!((20..=280).contains(&words), "{language} {name}: {words} words");
            }
        }
    }
}

#[test]
fn the_languages_say_the_same_in_the_same_order() {
    let [english, spanish, french] = LANGUAGES.map(letters);
    for name in NAMES {
        for case in cases() {
            let shape = |letters: &Letters| -> Vec<String> {
                blocks(&letters.render(name, &case).expect(name)).value.iter().map(shape).collect()
            };
            let expected = shape(&english);
            assert_eq!(shape(&spanish), expected, "es {name}");
            assert_eq!(shape(&french), expected, "fr {name}");
        }
    }
}

fn shape(block: &Block) -> String {
    match block {
        Block::Para { .. } => "paragraph".to_owned(),
        Block::Heading { level, .. } => format!("heading {level}"),
        Block::List { start, items, .. } => format!("list {start:?} {}", items.len()),
        Block::Tasks { items } => format!("tasks {}", items.len()),
        other => panic!("unusual in a letter: {other:?}"),
    }
}

/// Grammatical sex is the one value that a language may do without.
#[test]
fn the_languages_use_the_same_values_and_the_guide_lists_them() {
    let guide = fs::read_to_string(folder().join("README.md")).expect("README.md");
    for name in NAMES {
        let row = guide.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).expect(name);
        let listed: BTreeSet<String> = row.split('`').skip(3).step_by(2).map(str::to_owned).collect();
        for language in LANGUAGES {
            let source = sources(language).into_iter().find(|(other, _)| other == name).expect(name).1;
            let environment = minijinja::Environment::empty();
            let template = environment.template_from_str(&source).expect(name);
            let used: BTreeSet<String> = template.undeclared_variables(false).into_iter().collect();
            assert!(used.is_subset(&listed), "{language} {name}: {used:?}");
            let unused: Vec<_> = listed.difference(&used).filter(|value| !value.ends_with("_sex")).collect();
            assert!(unused.is_empty(), "{language} {name}: {unused:?}");
        }
    }
}

#[test]
fn each_notice_names_its_authority() {
    for language in LANGUAGES {
        let letters = letters(language);
        for (jurisdiction, authority) in [
            ("hipaa", "www.hhs.gov/ocr"),
            ("pipeda", "www.priv.gc.ca"),
            ("quebec_law_25", "Commission d'accès à l'information"),
            ("gdpr", "www.edpb.europa.eu"),
            ("lfpdppp", "Secretaría Anticorrupción y Buen Gobierno"),
        ] {
            let values = json!({ "jurisdiction": jurisdiction, "recipients": [] });
            assert!(
                plain(&letters.render("privacy", values).expect("renders")).contains(authority),
                "{language} {jurisdiction}"
            );
        }
    }
}
