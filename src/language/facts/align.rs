//! Which sentences of a text and its translation belong together.

use std::ops::Range;

/// Two stretches of text that say the same.
pub(super) struct Pairing {
    pub source: Range<usize>,
    pub target: Range<usize>,
    /// Whether their borders are sure: both texts have as many sentences, of lengths that fit.
    pub sure: bool,
}

/// Pairs of clauses or sentences, or of two against one, line by line; of whole texts when the lines differ in number.
pub(super) fn align(one: &str, two: &str) -> Vec<Pairing> {
    let (lines_a, lines_b) = (lines(one), lines(two));
    let mut pairs = Vec::new();
    let mut add = |a: Range<usize>, b: Range<usize>| {
        for cut in [clauses, sentences] {
            let (inner_a, inner_b) = (cut(one, a.clone()), cut(two, b.clone()));
            if inner_a.len() == inner_b.len() && lengths_fit(&inner_a, &inner_b) {
                let both = inner_a.into_iter().zip(inner_b);
                pairs.extend(both.map(|(source, target)| Pairing { source, target, sure: true }));
                return;
            }
        }
        let (inner_a, inner_b) = (sentences(one, a.clone()), sentences(two, b.clone()));
        match by_length(&inner_a, &inner_b) {
            Some(both) => {
                pairs.extend(both.into_iter().map(|(source, target)| Pairing { source, target, sure: false }));
            }
            None => pairs.push(Pairing { source: a, target: b, sure: true }),
        }
    };
    if lines_a.len() == lines_b.len() {
        lines_a.into_iter().zip(lines_b).for_each(|(a, b)| add(a, b));
    } else {
        add(0..one.len(), 0..two.len());
    }
    pairs
}

/// Whether no sentence is far longer or shorter than its partner.
fn lengths_fit(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    let total = |list: &[Range<usize>]| list.iter().map(|range| range.len() as f64).sum::<f64>().max(1.0);
    let ratio = total(b) / total(a);
    a.iter().zip(b).all(|(one, two)| {
        let (one, two) = (one.len() as f64 * ratio, two.len() as f64);
        (one < two * 2.2 && two < one * 2.2) || one.max(two) < 40.0
    })
}

/// The most pairs of sentences weighed against each other.
const MAX_CELLS: usize = 2500;

/// Sentences in order, one to one, two to one or one to two, so that the lengths fit best (after Gale and Church, *A Program
/// for Aligning Sentences in Bilingual Corpora*, 1993). Nothing when one text has more than twice the sentences.
fn by_length(a: &[Range<usize>], b: &[Range<usize>]) -> Option<Vec<(Range<usize>, Range<usize>)>> {
    if a.is_empty() || b.is_empty() || a.len() * b.len() > MAX_CELLS {
        return None;
    }
    let width = b.len() + 1;
    let total = |list: &[Range<usize>]| list.iter().map(|range| range.len() as f64).sum::<f64>().max(1.0);
    let ratio = total(b) / total(a);
    let mut best: Vec<Option<(f64, usize, usize)>> = vec![None; (a.len() + 1) * width];
    *best.first_mut()? = Some((0.0, 0, 0));
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let Some((cost, ..)) = best.get(i * width + j).copied().flatten() else { continue };
            for (step_a, step_b, price) in [(1, 1, 0.0), (2, 1, 0.6), (1, 2, 0.6)] {
                let (Some(some_a), Some(some_b)) = (a.get(i..i + step_a), b.get(j..j + step_b)) else { continue };
                let (length_a, length_b) = (total(some_a) * ratio, total(some_b));
                let misfit = (length_a - length_b).abs() / (length_a + length_b).sqrt() / 4.0;
                let cost = cost + misfit + price;
                if let Some(slot) = best.get_mut((i + step_a) * width + j + step_b)
                    && slot.is_none_or(|(other, ..)| cost < other)
                {
                    *slot = Some((cost, step_a, step_b));
                }
            }
        }
    }
    let (mut i, mut j) = (a.len(), b.len());
    let mut pairs = Vec::new();
    while i > 0 && j > 0 {
        let (_, step_a, step_b) = best.get(i * width + j).copied().flatten()?;
        let (from_a, from_b) = (a.get(i.checked_sub(step_a)?)?, b.get(j.checked_sub(step_b)?)?);
        pairs.push((from_a.start..a.get(i - 1)?.end, from_b.start..b.get(j - 1)?.end));
        (i, j) = (i - step_a, j - step_b);
    }
    pairs.reverse();
    (i == 0 && j == 0).then_some(pairs)
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            lines.push(start..start + line.len());
        }
        start += line.len();
    }
    lines
}

/// The sentences of a part of a text: they end at a full stop, question mark or exclamation mark before a space and a capital.
fn sentences(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let inner = text.get(part.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in inner.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…')) {
        let rest = inner.get(at + mark.len_utf8()..).unwrap_or_default();
        let after = rest.trim_start_matches([')', '»', '”', '"', '\u{a0}', '\u{202f}']);
        let next = after.trim_start();
        let spaced = next.len() < after.len();
        let opens =
            next.chars().next().is_some_and(|c| c.is_uppercase() || matches!(c, '¿' | '¡' | '«' | '“' | '"' | '('));
        if spaced && opens && !(mark == '.' && is_abbreviation(inner.get(start..at).unwrap_or_default())) {
            let end = inner.len() - next.len();
            found.push(part.start + start..part.start + end);
            start = end;
        }
    }
    if inner.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        found.push(part.start + start..part.end);
    }
    found
}

/// The sentences of a part of a text, cut at their semicolons, which translators keep.
fn clauses(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in sentences(text, part) {
        let mut start = sentence.start;
        for (at, _) in text.get(sentence.clone()).unwrap_or_default().match_indices("; ") {
            found.push(start..sentence.start + at + 1);
            start = sentence.start + at + 1;
        }
        found.push(start..sentence.end);
    }
    found
}

/// Whether a full stop after this text ends an abbreviation before a name: "Dr.", an initial.
fn is_abbreviation(before: &str) -> bool {
    let start = before
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let word = before.get(start..).unwrap_or_default();
    if matches!(word, "Dr" | "Dra" | "Dre" | "Mr" | "Mrs" | "Ms" | "Sr" | "Sra" | "Prof" | "St" | "vs" | "No" | "Mme") {
        return true;
    }
    // An initial follows a name, a title or nothing: "J. Smith"; "vitamin D." ends a sentence.
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let previous = before.get(..start).unwrap_or_default().trim_end();
    let name = previous.rsplit(char::is_whitespace).next().unwrap_or_default();
    initial && (name.is_empty() || name.ends_with('.') || name.chars().next().is_some_and(char::is_uppercase))
}
