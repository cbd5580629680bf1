//! Words and sentences as the vocabulary of this module needs them: folded, with their places.
//!
//! A word is a run of letters and digits. Folding takes case, accents (canonical decomposition, marks dropped) and the
//! ligatures œ and æ away, so that "Paracétamol", "PARACETAMOL" and "paracetamol" are one word.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The soft hyphen, which parts no word.
const SOFT_HYPHEN: char = '\u{AD}';

/// The words of a text: their folded spelling and their places.
pub(crate) struct Words<'a> {
    text: &'a str,
    folded: String,
    spans: Vec<Span>,
}

struct Span {
    place: Range<usize>,
    folded: Range<usize>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut words = Words { text, folded: String::with_capacity(text.len()), spans: Vec::new() };
        let mut open: Option<(usize, usize)> = None;
        let mut end = 0;
        for (at, character) in text.char_indices() {
            let inside = character.is_alphanumeric()
                || (open.is_some() && (character == SOFT_HYPHEN || is_combining_mark(character)));
            if inside {
                open.get_or_insert((at, words.folded.len()));
                fold_into(character, &mut words.folded);
                end = at + character.len_utf8();
            } else if let Some((start, folded)) = open.take() {
                words.spans.push(Span { place: start..end, folded: folded..words.folded.len() });
            }
        }
        if let Some((start, folded)) = open {
            words.spans.push(Span { place: start..end, folded: folded..words.folded.len() });
        }
        words
    }

    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The folded spelling of word `index`; empty past the end.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.spans.get(index).and_then(|span| self.folded.get(span.folded.clone())).unwrap_or("")
    }

    /// The word before `index`, empty at the start.
    pub(crate) fn before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |previous| self.word(previous))
    }

    /// Where word `index` stands in the text; an empty place at the end of the text past the last word.
    pub(crate) fn place(&self, index: usize) -> Range<usize> {
        self.spans.get(index).map_or(self.text.len()..self.text.len(), |span| span.place.clone())
    }

    /// Word `index` as it is written.
    pub(crate) fn written(&self, index: usize) -> &'a str {
        self.text.get(self.place(index)).unwrap_or("")
    }

    /// What stands between word `index - 1` and word `index`; for the first word, what stands before it.
    pub(crate) fn gap_before(&self, index: usize) -> &'a str {
        let start = index.checked_sub(1).map_or(0, |previous| self.place(previous).end);
        self.text.get(start..self.place(index).start).unwrap_or("")
    }

    /// Whether the words from `index` spell `phrase`, held together as the words of one name are.
    pub(crate) fn spells(&self, index: usize, phrase: &[Box<str>]) -> bool {
        phrase.iter().enumerate().all(|(offset, word)| {
            self.word(index + offset) == &**word && (offset == 0 || joins(self.gap_before(index + offset)))
        })
    }
}

/// Whether what stands between two words can stand inside one name: white space of one paragraph, a hyphen, a slash,
/// an apostrophe.
fn joins(gap: &str) -> bool {
    !gap.is_empty()
        && gap.len() <= 64
        && gap.matches('\n').count() <= 1
        && gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '/' | '+' | '\'' | '’'))
}

fn fold_into(character: char, out: &mut String) {
    if character.is_ascii() {
        out.push(character.to_ascii_lowercase());
        return;
    }
    match character {
        'œ' | 'Œ' => out.push_str("oe"),
        'æ' | 'Æ' => out.push_str("ae"),
        'ß' => out.push_str("ss"),
        SOFT_HYPHEN => {}
        _ => {
            out.extend(std::iter::once(character).nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase))
        }
    }
}

/// The place of a language among English, Spanish and French; `None` for any other.
pub(crate) fn column_of(language: &str) -> Option<usize> {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    ["en", "es", "fr"].iter().position(|known| known.eq_ignore_ascii_case(primary))
}

/// The folded words of a name.
pub(crate) fn folded_words(name: &str) -> Vec<Box<str>> {
    let words = Words::new(name);
    (0..words.len()).map(|index| words.word(index).into()).collect()
}

/// Phrases looked up by their first word, the longest first.
pub(crate) struct Phrases<T> {
    by_first: HashMap<Box<str>, Vec<Phrase<T>>>,
}

/// The folded words of a phrase, and what it means.
pub(crate) type Phrase<T> = (Vec<Box<str>>, T);

impl<T: Copy> Phrases<T> {
    pub(crate) fn new(entries: impl IntoIterator<Item = Phrase<T>>) -> Self {
        let mut by_first: HashMap<Box<str>, Vec<Phrase<T>>> = HashMap::new();
        for (words, value) in entries {
            if let Some(first) = words.first() {
                by_first.entry(first.clone()).or_default().push((words, value));
            }
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Phrases { by_first }
    }

    /// Phrases of a list such as `"talk to; call"`, parted by semicolons.
    pub(crate) fn of_list(list: &str, value: T) -> Self {
        Phrases::new(list.split(';').map(|phrase| (folded_words(phrase), value)))
    }

    /// The phrases that stand at word `index`, longest first, with their number of words.
    pub(crate) fn at<'b>(&'b self, words: &'b Words<'_>, index: usize) -> impl Iterator<Item = (usize, T)> + 'b {
        self.starting(words.word(index))
            .iter()
            .filter(move |(phrase, _)| words.spells(index, phrase))
            .map(|(phrase, value)| (phrase.len(), *value))
    }

    /// All phrases that start with `word`.
    pub(crate) fn starting(&self, word: &str) -> &[Phrase<T>] {
        self.by_first.get(word).map_or(&[], Vec::as_slice)
    }
}

/// A sentence: its place, its words, and whether it asks.
pub(crate) struct Sentence {
    pub(crate) place: Range<usize>,
    pub(crate) words: Range<usize>,
    pub(crate) asks: bool,
}

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "dr", "dra", "dre", "drs", "mr", "mrs", "ms", "sr", "sra", "srta", "prof", "pr", "st", "ste", "vs", "p", "ej", "e",
    "g", "i", "ex", "approx", "aprox", "fig", "mme", "mlle",
];

/// The sentences of a text. A line break within a paragraph does not end one; a blank line and a list item do.
pub(crate) fn sentences(words: &Words<'_>) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut first = 0;
    for index in 1..=words.len() {
        let gap = if index < words.len() { words.gap_before(index) } else { "" };
        if index == words.len() || ends_sentence(words.before(index), gap) {
            let rest = words.text.get(words.place(index - 1).end..).unwrap_or("");
            let tail = if index < words.len() { gap } else { rest };
            let stop = tail.find(['.', '!', '?', '…', '\n']);
            let end = words.place(index - 1).end
                + stop.map_or(0, |at| at + tail.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8));
            found.push(Sentence {
                place: words.place(first).start..end,
                words: first..index,
                asks: tail.split('\n').next().is_some_and(|line| line.contains('?')),
            });
            first = index;
        }
    }
    found
}

fn ends_sentence(before: &str, gap: &str) -> bool {
    let item = gap.rsplit_once('\n').map_or("", |(_, line)| line.trim_start());
    let broken = gap.matches('\n').count() > 1 || item.starts_with(['-', '*', '•', '#']);
    if broken || gap.contains(['!', '?', '…']) {
        return true;
    }
    gap.find('.').is_some_and(|at| {
        let rest = gap.get(at + 1..).unwrap_or("");
        !ABBREVIATIONS.contains(&before) && rest.contains(|c: char| c.is_whitespace())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_accents_and_ligatures_and_keeps_places() {
        let text = "Œdème: l’Ibuprofène, METRO\u{AD}nidazol e\u{301}te\u{301}";
        let words = Words::new(text);
        let folded: Vec<&str> = (0..words.len()).map(|index| words.word(index)).collect();
        assert_eq!(folded, ["oedeme", "l", "ibuprofene", "metronidazol", "ete"]);
        assert_eq!(words.written(2), "Ibuprofène");
        assert_eq!(words.word(99), "");
        assert_eq!(words.place(99), text.len()..text.len());
    }

    #[test]
    fn parts_sentences_where_a_reader_does() {
        let text = "See Dr. Roe about 0.75 mg\na day. Really? Yes, p. ej. hoy\n\nNew part\n- one\n- two";
        let words = Words::new(text);
        let parts: Vec<(&str, bool)> = sentences(&words).iter().map(|s| (&text[s.place.clone()], s.asks)).collect();
        assert_eq!(
            parts,
            [
                ("See Dr. Roe about 0.75 mg\na day.", false),
                ("Really?", true),
                ("Yes, p. ej. hoy\n", false),
                ("New part\n", false),
                ("one\n", false),
                ("two", false)
            ]
        );
    }

    #[test]
    fn an_empty_text_has_no_sentence() {
        assert!(sentences(&Words::new(" …\n")).is_empty());
    }
}
