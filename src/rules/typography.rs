//! Spacing, signs and separators of each locale. What the engine sets by itself (no-break spaces, quotation marks) is not
//! reported; what it would have to guess is.

use std::ops::Range;

use super::rule::Rule;
use super::texts::{Audience, Block};
use super::{Checker, Stage};
use crate::diagnostics::Severity;
use crate::language::facts;

static TYP_01: Rule = Rule {
    id: "TYP-01",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "quotation marks or spaces that are not those of French",
    why: "A French page with English marks reads as translated by a machine",
    example: "„traitement“, <<traitement>> or « traitement\" in a French text",
    mend: "write « » (the spaces inside are set by themselves)",
    source: "Imprimerie nationale, Lexique des règles typographiques; Office québécois de la langue française, espacement des signes",
};

static TYP_02: Rule = Rule {
    id: "TYP-02",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a Spanish question or exclamation without its opening sign",
    why: "Spanish opens what it closes; a lone sign looks careless, and changes how a sentence is read",
    example: "\"Qué hago ahora?\" in a Spanish text",
    mend: "open with ¿ or ¡ where the question or exclamation begins",
    source: "RAE, Ortografía de la lengua española (2010), signos de interrogación y exclamación",
};

static TYP_03: Rule = Rule {
    id: "TYP-03",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a hidden character: a bidirectional, control or invisible one",
    why: "It can make a reader see something else than what is written, and hides from every comparison",
    example: "U+202E (right-to-left override) in a dose",
    mend: "remove it: it can change what a reader sees",
    source: "Unicode Technical Report 36; Boucher and Anderson, Trojan Source, 2021",
};

static TYP_04: Rule = Rule {
    id: "TYP-04",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a decimal sign of another locale",
    why: "1,250 and 1.250 are two numbers; a reader takes the sign of their own country",
    example: "\"0,5 mg\" in es-US or \"0.5 mg\" in fr-FR",
    mend: "write the sign of the locale",
    source: "Unicode CLDR, number symbols by region; ISMP, error-prone dose designations",
};

static TYP_06: Rule = Rule {
    id: "TYP-06",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a letter with two accents one over the other",
    why: "It cannot be read back from the PDF, so it would be lost to search and to who listens to the page",
    example: "a letter with both a circumflex and a dot below as two combining marks",
    mend: "write the letter with one accent, or in its composed form",
    source: "PDF/UA-1 (ISO 14289-1:2014), 7.21.7 (text extraction); practice of the format",
};

/// The rules of this file. Hidden characters and stacked accents are looked for with the names.
pub(super) static RULES: &[&Rule] = &[&TYP_01, &TYP_02, &TYP_03, &TYP_04, &TYP_06];

pub(super) fn check(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for edition in &c.editions {
        for block in edition.blocks.iter().filter(|block| block.audience != Audience::OwnWords) {
            for (range, mend) in facts::wrong_decimal(block.plain(), block.locale) {
                let fix = c.fix(block, range.clone(), mend.as_str());
                let message = format!("a decimal sign that is not that of {}", block.locale.as_str());
                found.push(c.in_text(&TYP_04, block, range, message).hint(format!("write `{mend}`")).fix(fix));
            }
            match block.locale.language() {
                "es" => found.extend(unpaired(block).into_iter().map(|(range, sign)| {
                    c.in_text(
                        &TYP_02,
                        block,
                        range,
                        format!("a sentence ends with `{sign}` and does not open with its pair"),
                    )
                })),
                "fr" => {
                    for (range, mend) in foreign_marks(block.plain()) {
                        let fix = mend.and_then(|mend| c.fix(block, range.clone(), mend));
                        let diagnostic = c.in_text(&TYP_01, block, range, "a mark that is not French, or has no pair");
                        found.push(match mend {
                            Some(mend) => diagnostic.hint(format!("write `{mend}`")).fix(fix),
                            None => diagnostic.hint("write both « and »"),
                        });
                    }
                }
                _ => {}
            }
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// Closing signs of a Spanish text whose opening sign is not in the same sentence.
fn unpaired(block: &Block<'_>) -> Vec<(Range<usize>, char)> {
    let text = block.plain();
    let mut found = Vec::new();
    let mut open: Vec<char> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '¿' | '¡' => open.push(c),
            '?' | '!' => {
                let pair = if c == '?' { '¿' } else { '¡' };
                match open.iter().rposition(|sign| *sign == pair) {
                    Some(place) => open.truncate(place),
                    // "(?)" and "?!" after a sentence that was opened are not sentences of their own.
                    None if text[..at].ends_with(['?', '!', '(']) => {}
                    None => found.push((at..at + 1, c)),
                }
            }
            '\n' => open.clear(),
            _ => {}
        }
    }
    found
}

/// Quotation marks that French does not use, with what to write where that is certain; straight and curly English ones
/// are set by the engine.
fn foreign_marks(text: &str) -> Vec<(Range<usize>, Option<&'static str>)> {
    let mut found = Vec::new();
    for (written, mend) in [("<<", "«"), (">>", "»"), ("„", "«"), ("‟", "»"), ("‹", "«"), ("›", "»")] {
        found.extend(text.match_indices(written).map(|(at, words)| (at..at + words.len(), Some(mend))));
    }
    // A mark that is opened and never closed, or the other way; where its pair belongs only a person knows.
    let (opened, closed) = (text.matches('«').count(), text.matches('»').count());
    let lone = if opened > closed { text.rfind('«') } else { text.find('»') };
    if let Some(at) = lone.filter(|_| found.is_empty() && opened != closed) {
        found.push((at..at + '«'.len_utf8(), None));
    }
    found
}
