//! Composed documents: their outline, and that everything that points somewhere points at something.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use opine::document::{Document, DocumentKind};
use opine::{Case, Render};
use serde_json::Value;

use crate::support::{SAMPLES, engine, sample};

const KINDS: [DocumentKind; 3] = [DocumentKind::Consultation, DocumentKind::PatientSummary, DocumentKind::Booklet];

fn compose(case: &Case, kind: DocumentKind, locale: opine::case::model::LocaleTag) -> Document {
    engine().compose(case, Render::new(kind, locale)).unwrap_or_else(|e| panic!("{e}"))
}

/// Every object of a JSON value.
fn objects<'v>(value: &'v Value, visit: &mut dyn FnMut(&'v serde_json::Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            visit(map);
            map.values().for_each(|v| objects(v, visit));
        }
        Value::Array(items) => items.iter().for_each(|v| objects(v, visit)),
        _ => {}
    }
}

#[test]
fn outlines() {
    let mut outline = String::new();
    for name in SAMPLES {
        let case = sample(name);
        for kind in KINDS {
            let document = compose(&case, kind, case.content.locale);
            let _ = writeln!(outline, "{name}: {} ({})", document.front.title, kind.as_str());
            for section in &document.sections {
                if let Some(part) = &section.part {
                    let _ = writeln!(outline, "  == {}", part.title);
                }
                let _ = writeln!(outline, "  {}: {} ({} blocks)", section.id, section.title, section.blocks.len());
            }
        }
    }
    insta::assert_snapshot!("outlines", outline);
}

#[test]
fn every_link_has_its_anchor_and_every_anchor_is_unique() {
    for name in SAMPLES {
        let case = sample(name);
        for locale in case.locales() {
            for kind in KINDS {
                let json = serde_json::to_value(compose(&case, kind, locale)).unwrap();
                let (mut anchors, mut targets) = (Vec::new(), BTreeSet::new());
                objects(&json, &mut |map| {
                    let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
                    anchors.extend(text("id").filter(|_| map.contains_key("t") || map.contains_key("blocks")));
                    anchors.extend(text("mark").filter(|_| map.contains_key("to")));
                    targets.extend(text("to"));
                });
                let unique: BTreeSet<&String> = anchors.iter().collect();
                assert_eq!(unique.len(), anchors.len(), "{name} {kind:?} {locale:?}: an anchor stands twice");
                let dangling: Vec<_> = targets.iter().filter(|t| !unique.contains(t)).collect();
                assert!(dangling.is_empty(), "{name} {kind:?} {locale:?}: {dangling:?}");
                assert!(targets.len() > 20, "{name} {kind:?}: links are missing");
            }
        }
    }
}

#[test]
fn citations_are_numbered_in_order_and_all_have_their_reference() {
    for name in SAMPLES {
        let case = sample(name);
        let json = serde_json::to_value(compose(&case, DocumentKind::Booklet, case.content.locale)).unwrap();
        let mut seen = Vec::new();
        objects(&json, &mut |map| {
            if let (Some(number), Some(_)) = (map.get("number").and_then(Value::as_u64), map.get("mark"))
                && !seen.contains(&number)
            {
                seen.push(number);
            }
        });
        let (library, _) = engine().library(&case);
        assert_eq!(seen.iter().copied().max().unwrap_or(0) as usize, library.len(), "{name}: every reference is cited");
    }
}

#[test]
fn every_question_is_answered_in_every_document() {
    for name in SAMPLES {
        let case = sample(name);
        for kind in KINDS {
            let document = compose(&case, kind, case.content.locale);
            let json = serde_json::to_string(&document).unwrap();
            for question in &case.content.questions {
                let found =
                    ["p:", "c:"].iter().any(|prefix| json.contains(&format!("\"id\":\"{prefix}{}\"", question.id)));
                assert!(found, "{name} {kind:?}: {} is missing", question.id);
            }
        }
    }
}

#[test]
fn every_figure_has_an_alternative_text_in_its_language() {
    for name in SAMPLES {
        let case = sample(name);
        for locale in case.locales() {
            let json = serde_json::to_value(compose(&case, DocumentKind::Booklet, locale)).unwrap();
            let mut count = 0;
            objects(&json, &mut |map| {
                if map.get("t").and_then(Value::as_str) == Some("figure") {
                    let alt = map["alt"].as_str().unwrap_or_default();
                    assert!(alt.len() > 30, "{name} {locale:?}: {alt:?}");
                    count += 1;
                }
            });
            assert!(count >= 6, "{name} {locale:?}: only {count} figures");
        }
    }
}

#[test]
fn placeholders_of_composing_never_reach_a_template() {
    for name in SAMPLES {
        let case = sample(name);
        for kind in KINDS {
            let json = serde_json::to_value(compose(&case, kind, case.content.locale)).unwrap();
            objects(&json, &mut |map| {
                let tag = map.get("t").and_then(Value::as_str).unwrap_or_default();
                assert!(!matches!(tag, "cite_keys" | "cross_ref" | "short_ref"), "{name} {kind:?}: {tag}");
            });
        }
    }
}
