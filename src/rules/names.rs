//! Names and labels that cannot be set: longer than a page is wide, with hidden characters, or with accents that cannot be
//! read back from the PDF.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::rule::Rule;
use super::{Checker, Stage};
use crate::case::model::{BlockPath, Texts};
use crate::case::read::join;
use crate::case::{Case, place_in_text};
use crate::diagnostics::{Diagnostic, Severity};
use crate::locale::typography::{hidden_characters, hidden_name};

/// Most characters of a name.
const LONGEST_NAME: usize = 120;
/// Most characters of a name without a space or hyphen, at which a line can break.
const LONGEST_WORD: usize = 40;

static NAM_01: Rule = Rule {
    id: "NAM-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a name or number is longer than a page is wide",
    why: "It would be cut or would run off the page, and a name that cannot be read in full identifies nobody",
    example: "a family name of 200 characters without a space",
    mend: "write the name as it stands on the records, with its spaces and hyphens",
    source: "practice of the format",
};

/// The rules of this file; hidden characters (`TYP-03`) and marks (`TYP-06`) are documented with typography.
pub(super) static RULES: &[&Rule] = &[&NAM_01];

pub(super) fn check(c: &mut Checker<'_>) {
    let case = c.case;
    integrity(case, c.found_mut());
}

pub(super) fn integrity(case: &Case, found: &mut Vec<Diagnostic>) {
    let content = &case.content;
    let patient = &content.patient;
    let mut names = vec![
        ("patient.name.family".to_owned(), &patient.name.family),
        ("patient.name.given".to_owned(), &patient.name.given),
        ("patient.name.display".to_owned(), &patient.name.display),
    ];
    for (index, identifier) in patient.identifiers.iter().enumerate() {
        names.push((format!("patient.identifiers.{}.value", index + 1), &identifier.value));
    }
    names.extend(content.parties.iter().map(|party| (format!("parties.{}.name", party.id), &party.name)));
    for (path, name) in names {
        let longest = name.split([' ', '-']).map(|word| word.chars().count()).max().unwrap_or(0);
        if name.chars().count() > LONGEST_NAME || longest > LONGEST_WORD {
            let message = format!(
                "a name of {} characters, {longest} of them without a space, does not fit on a page",
                name.chars().count()
            );
            let hint = format!("at most {LONGEST_NAME} characters, {LONGEST_WORD} without a space, can be printed");
            found.push(case.at(path.clone(), Diagnostic::error("NAM-01", message).hint(hint)));
        }
        if stacked(name).is_some() {
            found.push(case.at(path, stacked_marks()));
        }
    }
    hidden(case, found);
    content.texts(&BlockPath::root(), &mut |path, text| {
        if let Some(at) = stacked(text.as_str()) {
            let mut diagnostic = stacked_marks().path(path.as_str());
            if let Some((file, range)) = place_in_text(&case.sources, text, at..text.as_str().len().min(at + 1)) {
                diagnostic = diagnostic.label(file, range, "");
            }
            found.push(diagnostic);
        }
    });
}

/// Hidden characters in every string that is no text (texts are looked at where they are set): names, numbers, addresses.
fn hidden(case: &Case, found: &mut Vec<Diagnostic>) {
    let mut texts = BTreeSet::new();
    case.content.texts(&BlockPath::root(), &mut |path, _| {
        texts.insert(path.as_str().to_owned());
    });
    let content = serde_json::to_value(&case.content).unwrap_or_default();
    each_string(&content, "", &mut |path, value| {
        if texts.contains(path) || path == "references.content" {
            return;
        }
        if let Some((_, c)) = hidden_characters(value).first() {
            let diagnostic = Diagnostic::error("TYP-03", format!("hidden character {}", hidden_name(*c)))
                .hint("remove it: it can change what a reader sees");
            found.push(case.at(path, diagnostic));
        }
    });
}

/// Calls `visit` on every string of a case with its path; keys of lists as [`BlockPath`] has them.
fn each_string(value: &Value, path: &str, visit: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::String(text) => visit(path, text),
        Value::Object(map) => map.iter().for_each(|(key, value)| each_string(value, &join(path, key), visit)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let key = ["id", "key", "question"].iter().find_map(|key| item.get(key)).and_then(Value::as_str);
                let segment = key.map_or_else(|| (index + 1).to_string(), str::to_owned);
                each_string(item, &join(path, &segment), visit);
            }
        }
        _ => {}
    }
}

/// Where two combining marks follow one another after composition, in bytes of the text as written.
fn stacked(text: &str) -> Option<usize> {
    if text.is_ascii() {
        return None;
    }
    let composed: Vec<char> = text.nfc().collect();
    let pair = composed.windows(2).any(|pair| pair.iter().all(|c| is_combining_mark(*c)));
    pair.then(|| text.char_indices().find(|(_, c)| is_combining_mark(*c)).map_or(0, |(at, _)| at))
}

fn stacked_marks() -> Diagnostic {
    // A PDF made of such a cluster reads back as another text (docs/known-issues.md).
    Diagnostic::error("TYP-06", "two accents stand on one letter, which cannot be read back from a PDF")
        .hint("write the letter with one accent")
}
