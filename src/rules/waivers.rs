//! Waivers: a warning accepted by someone, for a reason, about the very words they saw.

use std::collections::BTreeSet;

use serde_json::Value;

use super::rule::Rule;
use super::{Stage, rule};
use crate::case::model::{Role, Sha256};
use crate::case::{Case, block_digest};
use crate::diagnostics::{Diagnostic, Severity};

static WVR_01: Rule = Rule {
    id: "WVR-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a waiver is about words that have changed since",
    why: "Whoever accepted the warning accepted it for what was written then",
    example: "a text edited after its waiver was written",
    mend: "look again; `opine waive` writes a new waiver for the present words",
    source: "practice of quality management: an approval is bound to what was approved (ISO 9001:2015, 7.5.3)",
};

static WVR_02: Rule = Rule {
    id: "WVR-02",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a waiver that cannot be: of an error, of no rule, or by someone who may not",
    why: "An error has to be mended, and a warning is accepted by those who answer for the case",
    example: "`rule: CON-02`, or a waiver `by` the translator",
    mend: "mend what the rule finds; waivers are for warnings, by a specialist, the case manager or the medical director",
    source: "practice of quality management",
};

static WVR_03: Rule = Rule {
    id: "WVR-03",
    severity: Severity::Info,
    from: Stage::Draft,
    what: "a waiver of something that is not found any more",
    why: "It would be printed in the booklet for nothing",
    example: "a waiver of OPT-03 for an option that has been balanced since",
    mend: "take the waiver out of the case",
    source: "practice of the format",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&WVR_01, &WVR_02, &WVR_03];

/// Digest of the content at a path, by which a waiver is bound to it: SHA-256 of the canonical JSON (RFC 8785) of what
/// the case has there and of its translations, so that an edit in any language voids it. `None` if the case has nothing
/// at the path; the empty path is the whole case, without its waivers.
pub fn content_digest(case: &Case, path: &str) -> Option<Sha256> {
    let mut whole = serde_json::to_value(&case.content).ok()?;
    // A digest of the whole case must not change with the waiver that holds it.
    whole.as_object_mut()?.remove("waivers");
    let mut value = &whole;
    for segment in path.split('.').filter(|segment| !segment.is_empty()) {
        value = match value {
            Value::Object(map) => map.get(segment)?,
            Value::Array(items) => items
                .iter()
                .find(|item| {
                    ["id", "key", "question"].iter().find_map(|key| item.get(key)).and_then(Value::as_str)
                        == Some(segment)
                })
                .or_else(|| items.get(segment.parse::<usize>().ok()?.checked_sub(1)?))?,
            _ => return None,
        };
    }
    let mut languages = serde_json::Map::new();
    for (locale, translation) in &case.translations {
        let blocks: serde_json::Map<String, Value> = translation
            .file
            .blocks
            .iter()
            .filter(|block| {
                path.is_empty()
                    || block.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
            .map(|block| (block.path.clone(), Value::from(block.text.as_str())))
            .collect();
        languages.insert(locale.as_str().to_owned(), Value::Object(blocks));
    }
    let content = serde_json::json!({ "content": value, "translations": languages });
    serde_json_canonicalizer::to_string(&content).ok().map(|json| block_digest(&json))
}

/// Leaves out what valid waivers cover, and reports those that are void, not allowed or of no use.
pub(super) fn apply(case: &Case, stage: Stage, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let content = &case.content;
    let mut said = Vec::new();
    for (index, waiver) in content.waivers.iter().enumerate() {
        let path = format!("waivers.{}", index + 1);
        let mut say = |rule: &'static Rule, field: &str, message: String| {
            let diagnostic = Diagnostic::new(rule.id, rule.severity_at(stage), message).hint(rule.mend);
            said.push(case.at(format!("{path}.{field}"), diagnostic));
        };
        let Some(rule) = rule(waiver.rule.as_str()) else {
            say(&WVR_02, "rule", format!("there is no rule `{}`", waiver.rule));
            continue;
        };
        let covered: BTreeSet<usize> = found
            .iter()
            .enumerate()
            .filter(|(_, d)| d.code == rule.id && d.path.as_deref() == Some(waiver.path.as_str()))
            .map(|(at, _)| at)
            .collect();
        let error = covered.iter().any(|at| found[*at].is_error());
        // Some rules warn of lesser cases: those can be accepted, though the rule itself is an error.
        if error || (covered.is_empty() && !rule.can_be_waived()) {
            say(&WVR_02, "rule", format!("{} is an error, which no waiver covers", rule.id));
            continue;
        }
        let role = content.parties.iter().find(|party| party.id == waiver.by).map(|party| party.role);
        if !matches!(role, Some(Role::Specialist | Role::CaseManager | Role::MedicalDirector)) {
            say(&WVR_02, "by", format!("`{}` may not accept warnings", waiver.by));
            continue;
        }
        if content_digest(case, &waiver.path).as_ref() != Some(&waiver.content_digest) {
            say(&WVR_01, "content_digest", format!("the waiver of {} is not about the present words", rule.id));
            continue;
        }
        if covered.is_empty() {
            say(&WVR_03, "rule", format!("nothing of {} is found at `{}`", rule.id, waiver.path));
            continue;
        }
        let mut at = 0;
        found.retain(|_| {
            at += 1;
            !covered.contains(&(at - 1))
        });
    }
    found.extend(said);
    found
}
