//! Names that cannot be set: longer than a page is wide, or with accents that cannot be read back from the PDF.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::case::Case;
use crate::case::model::{BlockPath, Texts};
use crate::case::place_in_text;
use crate::diagnostics::Diagnostic;

/// Most characters of a name.
const LONGEST_NAME: usize = 120;
/// Most characters of a name without a space or hyphen, at which a line can break.
const LONGEST_WORD: usize = 40;

pub(super) fn check(case: &Case, found: &mut Vec<Diagnostic>) {
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
