//! Prose as a region sets it: quotation marks, apostrophes, spaces that hold, dashes, signs.
//!
//! Only spaces and marks are touched: letters and digits stay as they are, and so does everything inside an address, a path
//! or another identifier. What is already set is left alone, so setting twice gives the same text.
//!
//! Sources: *AMA Manual of Style*; RAE, *Ortografía de la lengua española*; Imprimerie nationale, *Lexique des règles
//! typographiques*; Office québécois de la langue française, *Banque de dépannage linguistique*, espacement avant et après les
//! signes.

use std::borrow::Cow;

pub use super::hidden::{hidden_characters, hidden_name};
use super::words::{COUNTERS, OUT_OF, RANGE_WORDS, TITLES, UNITS};
use super::{MINUS, NBSP, NNBSP, language};
use crate::case::model::LocaleTag;

/// Prose as the region sets it: apostrophes, quotation marks, French spaces before `; : ! ?`, no-break spaces between numbers
/// and units and in "Dr. Name", the ellipsis, the dash of ranges and the minus sign.
///
/// `text` is one run of prose without markup; code and identifiers of the case are not passed. Idempotent; letters and digits
/// are never changed.
pub fn typeset(tag: LocaleTag, text: &str) -> Cow<'_, str> {
    let french = language(tag) == "fr";
    let mut run = quotes(tag, &mark(text));
    run = ellipses(&run);
    if french {
        run = guillemets(&run);
        run = high_punctuation(tag, &run);
    }
    run = dashes(&run);
    hold(french, &mut run);
    let set: String = run.iter().map(|glyph| glyph.c).collect();
    if set == text { Cow::Borrowed(text) } else { Cow::Owned(set) }
}

/// Text in the region's quotation marks; marks of the first level inside it become those of the second.
pub(super) fn quote(tag: LocaleTag, text: &str) -> String {
    let (open, close) = marks(tag);
    let (inner_open, inner_close) = if open == '«' { ('“', '”') } else { ('‘', '’') };
    let gap = if language(tag) == "fr" { NBSP.to_string() } else { String::new() };
    let inner: String = text
        .replace([open, NBSP].iter().collect::<String>().as_str(), &open.to_string())
        .replace([NBSP, close].iter().collect::<String>().as_str(), &close.to_string())
        .chars()
        .map(|c| {
            if c == open {
                inner_open
            } else if c == close {
                inner_close
            } else {
                c
            }
        })
        .collect();
    format!("{open}{gap}{inner}{gap}{close}")
}

/// The region's quotation marks.
fn marks(tag: LocaleTag) -> (char, char) {
    match tag {
        LocaleTag::EnUs | LocaleTag::EnCa | LocaleTag::EsUs | LocaleTag::EsMx => ('“', '”'),
        LocaleTag::EsEs | LocaleTag::FrFr | LocaleTag::FrCa => ('«', '»'),
    }
}

/// A character, and whether it belongs to an address, a path or another identifier.
#[derive(Clone, Copy)]
struct Glyph {
    c: char,
    opaque: bool,
}

fn plain(c: char) -> Glyph {
    Glyph { c, opaque: false }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | NBSP | NNBSP | '\u{2009}')
}

fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '«' | '“' | '‘' | '¿' | '¡' | '—' | '–')
}

fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '»' | '”' | '’' | '.' | ',' | ';' | ':' | '!' | '?' | '…' | '—' | '–')
}

/// Marks the identifiers of a run, word by word and without the punctuation around them.
fn mark(text: &str) -> Vec<Glyph> {
    let mut run: Vec<Glyph> = text.chars().map(plain).collect();
    let mut start = 0;
    while start < run.len() {
        let length = run.iter().skip(start).take_while(|glyph| !glyph.c.is_whitespace()).count();
        if let Some(word) = run.get_mut(start..start + length) {
            let edge = |glyph: &Glyph| is_opener(glyph.c) || is_closer(glyph.c) || matches!(glyph.c, '"' | '\'');
            let head = word.iter().take_while(|glyph| edge(glyph)).count();
            let tail = word.iter().rev().take_while(|glyph| edge(glyph)).count();
            if let Some(core) = word.get_mut(head..length.saturating_sub(tail).max(head)) {
                let letters: String = core.iter().map(|glyph| glyph.c).collect();
                let opaque = is_identifier(&letters);
                core.iter_mut().for_each(|glyph| glyph.opaque = opaque);
            }
        }
        start += length + 1;
    }
    run
}

/// Whether a word is an address, a path or another name that machines read.
fn is_identifier(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let between = |mark: char| {
        word.match_indices(mark).any(|(at, _)| {
            let before = word.get(..at).and_then(|s| s.chars().next_back());
            let after = word.get(at + mark.len_utf8()..).and_then(|s| s.chars().next());
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
        })
    };
    let file = || {
        lower.rsplit_once('.').is_some_and(|(_, kind)| {
            matches!(
                kind,
                "pdf" | "png" | "jpg" | "jpeg" | "tif" | "tiff" | "dcm" | "yaml" | "yml" | "json" | "bib" | "xml"
            )
        })
    };
    let doi = || {
        lower.strip_prefix("10.").is_some_and(|rest| {
            rest.split_once('/')
                .is_some_and(|(n, _)| n.len() >= 4 && n.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
        })
    };
    lower.contains("://")
        || lower.contains("::")
        || lower.contains(['`', '\\'])
        || ["www.", "doi:", "mailto:", "urn:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
        || between('@')
        || between('_')
        || file()
        || doi()
}

/// Straight quotation marks and apostrophes.
fn quotes(tag: LocaleTag, run: &[Glyph]) -> Vec<Glyph> {
    let (open, close) = marks(tag);
    let mut out: Vec<Glyph> = Vec::with_capacity(run.len() + 8);
    // Single marks that opened and still wait for their partner.
    let mut singles = 0usize;
    for (index, glyph) in run.iter().enumerate() {
        if glyph.opaque || !matches!(glyph.c, '"' | '\'') {
            out.push(*glyph);
            continue;
        }
        let before = out.last().map(|glyph| glyph.c);
        let after = run.get(index + 1).map(|glyph| glyph.c);
        let starts = before.is_none_or(|c| c.is_whitespace() || is_opener(c));
        let ends = after.is_none_or(|c| c.is_whitespace() || is_closer(c) || matches!(c, '"' | '\''));
        let digit_before = before.is_some_and(|c| c.is_ascii_digit());
        let word_before = before.is_some_and(char::is_alphanumeric);
        let word_after = after.is_some_and(char::is_alphanumeric);
        // A single mark between says nothing of its own: "'Tis so."
        let beyond = if matches!(after, Some('\'' | '’')) { run.get(index + 2).map(|glyph| glyph.c) } else { after };
        let beyond_ends = beyond.is_none_or(|c| c.is_whitespace() || is_closer(c) || matches!(c, '"' | '\''));
        let doubled = |at: Option<usize>| at.and_then(|at| run.get(at)).is_some_and(|next| next.c == '"');
        let set = if glyph.c == '"' {
            if doubled(index.checked_sub(1)) || doubled(Some(index + 1)) {
                '"'
            } else if digit_before && feet_before(&out) {
                '″'
            } else if starts && !beyond_ends {
                open
            } else if beyond_ends
                && (!starts || (before.is_none() && matches!(after, Some('.' | ',' | ';' | ':' | '!' | '?' | ')'))))
            {
                close
            } else {
                '"'
            }
        } else if digit_before && after.is_some_and(|c| c.is_ascii_digit()) {
            '′'
        } else if word_before && word_after {
            '’'
        } else if starts && word_after {
            if closes_later(run, index) {
                singles += 1;
                '‘'
            } else {
                '’'
            }
        } else if !starts && ends && !(digit_before && singles == 0) {
            singles = singles.saturating_sub(1);
            '’'
        } else {
            '\''
        };
        out.push(plain(set));
    }
    out
}

/// Whether the digits at the end of `out` are the inches of a height such as 5′10″.
fn feet_before(out: &[Glyph]) -> bool {
    out.iter().rev().find(|glyph| !glyph.c.is_ascii_digit()).is_some_and(|glyph| glyph.c == '′')
}

/// Whether the single mark at `index` has a partner that closes it.
fn closes_later(run: &[Glyph], index: usize) -> bool {
    // The limit keeps a text full of single marks from costing the square of its length.
    run.iter().enumerate().skip(index + 2).take(400).any(|(at, glyph)| {
        let before = run.get(at - 1).map(|glyph| glyph.c);
        let after = run.get(at + 1).map(|glyph| glyph.c);
        glyph.c == '\''
            && !glyph.opaque
            && before.is_some_and(|c| !c.is_whitespace())
            && after.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Three full stops become an ellipsis.
fn ellipses(run: &[Glyph]) -> Vec<Glyph> {
    let is_dot = |index: usize| run.get(index).is_some_and(|glyph| glyph.c == '.' && !glyph.opaque);
    let mut out = Vec::with_capacity(run.len());
    let mut index = 0;
    while index < run.len() {
        let dots = (index..run.len()).take_while(|at| is_dot(*at)).count();
        if dots == 3 {
            out.push(plain('…'));
        } else {
            out.extend(run.iter().skip(index).take(dots.max(1)));
        }
        index += dots.max(1);
    }
    out
}

fn drop_spaces(out: &mut Vec<Glyph>) -> bool {
    let before = out.len();
    while out.last().is_some_and(|glyph| is_space(glyph.c)) {
        out.pop();
    }
    out.len() < before
}

/// French: a no-break space inside the marks.
fn guillemets(run: &[Glyph]) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(run.len() + 8);
    let mut opened = false;
    for glyph in run {
        if opened && is_space(glyph.c) {
            continue;
        }
        opened = false;
        match glyph.c {
            '«' if !glyph.opaque => {
                out.extend([*glyph, plain(NBSP)]);
                opened = true;
            }
            '»' if !glyph.opaque => {
                drop_spaces(&mut out);
                out.extend([plain(NBSP), *glyph]);
            }
            _ => out.push(*glyph),
        }
    }
    out
}

/// French: the space before `; : ! ?`, which France sets and Canada only sets before the colon.
fn high_punctuation(tag: LocaleTag, run: &[Glyph]) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(run.len() + 8);
    for (index, glyph) in run.iter().enumerate() {
        let after = run.get(index + 1).map(|glyph| glyph.c);
        if !glyph.opaque && is_high(glyph.c, &out, after) {
            let space = match (glyph.c, tag) {
                (':', _) => Some(NBSP),
                (_, LocaleTag::FrFr) => Some(NNBSP),
                _ => None,
            };
            drop_spaces(&mut out);
            out.extend(space.map(plain));
        }
        out.push(*glyph);
    }
    out
}

/// Whether a mark is punctuation here, not part of a time, a ratio, an emoticon or `::`.
fn is_high(mark: char, out: &[Glyph], after: Option<char>) -> bool {
    let spaced = out.last().is_some_and(|glyph| is_space(glyph.c));
    let before = out.iter().rev().map(|glyph| glyph.c).find(|c| !is_space(*c));
    let after_fits = match mark {
        ';' | ':' => after.is_none_or(|c| c.is_whitespace() || matches!(c, '»' | '”')),
        '!' | '?' => after.is_none_or(|c| c.is_whitespace() || is_closer(c)),
        _ => false,
    };
    let before_fits = match before {
        // At the start of a run the word before stands in another run, in bold type perhaps.
        None => true,
        Some(c) if c.is_alphanumeric() => true,
        Some(')' | ']' | '»' | '”' | '’' | '%' | '°' | '…' | '.' | '*' | '′' | '″' | '€' | '$') => true,
        // "?!" stays together.
        Some('!' | '?') => matches!(mark, ';' | ':') || spaced,
        _ => false,
    };
    after_fits && before_fits
}

/// The dash of ranges and the minus sign.
fn dashes(run: &[Glyph]) -> Vec<Glyph> {
    let mut out = run.to_vec();
    for (index, glyph) in run.iter().enumerate() {
        if glyph.c != '-' || glyph.opaque {
            continue;
        }
        let set = if is_range(run, index) {
            '–'
        } else if is_minus(run, index) {
            MINUS
        } else {
            continue;
        };
        if let Some(place) = out.get_mut(index) {
            place.c = set;
        }
    }
    out
}

/// The number that starts at `start`: its text and where it ends.
fn number_at(run: &[Glyph], start: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    for glyph in run.iter().skip(start).take(12) {
        let fits = glyph.c.is_ascii_digit()
            || (matches!(glyph.c, '.' | ',') && !text.is_empty() && !text.contains(['.', ',']));
        if !fits || glyph.opaque {
            break;
        }
        text.push(glyph.c);
    }
    let text = text.trim_end_matches(['.', ',']).to_owned();
    (!text.is_empty()).then(|| (text.clone(), start + text.len()))
}

/// Where the number starts that ends just before `end`.
fn number_start(run: &[Glyph], end: usize) -> Option<usize> {
    let head = run.get(..end)?;
    let length = head.iter().rev().take_while(|glyph| glyph.c.is_ascii_digit() || matches!(glyph.c, '.' | ',')).count();
    let start = end - length;
    (length > 0 && run.get(start)?.c.is_ascii_digit()).then_some(start)
}

fn value(number: &str) -> Option<f64> {
    number.replace(',', ".").parse().ok()
}

/// Whether the hyphen at `index` stands in a range: two rising numbers, then a unit or a word of time.
fn is_range(run: &[Glyph], index: usize) -> bool {
    let Some(start) = number_start(run, index) else {
        return false;
    };
    let before = start.checked_sub(1).and_then(|at| run.get(at)).map(|glyph| glyph.c);
    if before
        .is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '«' | '“' | '≈' | '~' | '<' | '>' | '≤' | '≥'))
    {
        return false;
    }
    let Some((low, end)) = number_at(run, start) else {
        return false;
    };
    let Some((high, after)) = number_at(run, index + 1) else {
        return false;
    };
    let leading_zero = |number: &str| number.len() > 1 && number.starts_with('0') && !number.contains(['.', ',']);
    if end != index
        || leading_zero(&low)
        || leading_zero(&high)
        || !matches!((value(&low), value(&high)), (Some(l), Some(h)) if l < h)
    {
        return false;
    }
    let gap = usize::from(run.get(after).is_some_and(|glyph| is_space(glyph.c)));
    word_at(run, after + gap, UNITS) || (gap == 1 && word_at(run, after + gap, RANGE_WORDS))
}

/// Whether the hyphen at `index` is the sign of a negative number.
fn is_minus(run: &[Glyph], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|at| run.get(at)).map(|glyph| glyph.c);
    let starts = before
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '«' | '“' | '=' | '<' | '>' | '≤' | '≥' | '±'));
    // "5 -10" may be a range, badly spaced.
    let word_before =
        run.get(..index).and_then(|head| head.iter().rev().map(|glyph| glyph.c).find(|c| !c.is_whitespace()));
    if !starts || word_before.is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    let Some((_, end)) = number_at(run, index + 1) else {
        return false;
    };
    let tail = run.get(end).map(|glyph| glyph.c);
    tail.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '%' | '°' | ')' | ']' | '»' | '”' | ';' | ':' | '!' | '?' | '…')
    }) || (matches!(tail, Some('.' | ',')) && run.get(end + 1).is_none_or(|glyph| !glyph.c.is_alphanumeric()))
}

/// Whether one of `words` stands at `start`, with a boundary after it.
fn word_at(run: &[Glyph], start: usize, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let length = word.chars().count();
        let equal =
            run.get(start..start + length).is_some_and(|part| part.iter().map(|glyph| glyph.c).eq(word.chars()));
        // Superscripts belong to the unit: "12 cm²".
        let boundary = |c: char| !c.is_alphanumeric() || matches!(c, '²' | '³' | '⁹' | '⁶' | '¹');
        equal && run.get(start + length).is_none_or(|glyph| boundary(glyph.c))
    })
}

/// The word that ends just before `end`.
fn word_before(run: &[Glyph], end: usize) -> String {
    let head = run.get(..end).unwrap_or_default();
    let length = head.iter().rev().take(8).take_while(|glyph| !glyph.c.is_whitespace() && !is_opener(glyph.c)).count();
    head.iter().skip(end - length).map(|glyph| glyph.c).collect()
}

/// Makes the spaces hold at which no line may end.
fn hold(french: bool, run: &mut [Glyph]) {
    for index in 0..run.len() {
        let held = run.get(index).is_some_and(|glyph| glyph.c == ' ') && holds(french, run, index);
        if let Some(space) = run.get_mut(index).filter(|_| held) {
            space.c = NBSP;
        }
    }
}

fn holds(french: bool, run: &[Glyph], index: usize) -> bool {
    let Some(after) = run.get(index + 1).map(|glyph| glyph.c) else {
        return false;
    };
    let ends_in_number = |end: usize| {
        number_start(run, end).is_some_and(|start| {
            let before = start.checked_sub(1).and_then(|at| run.get(at)).map(|glyph| glyph.c);
            before.is_none_or(|c| !c.is_alphanumeric() && c != '-')
        })
    };
    if ends_in_number(index) {
        if word_at(run, index + 1, UNITS) {
            return true;
        }
        // "12 345": groups of three, as French writes them.
        let digits = |range: &[Glyph]| range.iter().take_while(|glyph| glyph.c.is_ascii_digit()).count();
        let left =
            run.get(..index).unwrap_or_default().iter().rev().take_while(|glyph| glyph.c.is_ascii_digit()).count();
        if french && left <= 3 && digits(run.get(index + 1..).unwrap_or_default()) == 3 {
            return true;
        }
    }
    let word = word_before(run, index);
    if after.is_uppercase() && TITLES.contains(&word.as_str()) {
        return true;
    }
    if !after.is_ascii_digit() {
        return false;
    }
    let length = word.chars().count();
    let number_before_word = || {
        let gap = (index - length).checked_sub(1);
        gap.is_some_and(|gap| run.get(gap).is_some_and(|glyph| is_space(glyph.c)) && ends_in_number(gap))
    };
    COUNTERS.contains(&word.as_str()) && (word != "no" || french)
        || OUT_OF.contains(&word.as_str()) && number_before_word()
        || french && word == "h" && number_before_word()
}

#[cfg(test)]
#[path = "typography_tests.rs"]
mod tests;
