//! Words a patient may not know: terms and acronyms of medicine with a plain alternative, found in a text.
//!
//! The words stand in `locales/<language>/plain-words.tsv`, so that an institution can lay its own list over ours. A text
//! is searched once, whatever the size of the list: each word looks up the entries that begin with it.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// What kind of entry a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JargonKind {
    /// A word of medicine that has to be explained.
    Term,
    /// An abbreviation that has to be explained.
    Acronym,
    /// A word many know; an explanation once is a courtesy.
    Known,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JargonTerm {
    /// The term as it is listed.
    pub term: String,
    /// What kind it is.
    pub kind: JargonKind,
    /// Words that can take its place or explain it.
    pub plain: String,
    /// All its forms, the term first, folded as texts are.
    forms: Vec<Form>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    folded: String,
    /// As written, where only that very case is meant ("AIT", not the verb).
    exact: Option<String>,
}

/// A term where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JargonHit<'j> {
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub term: &'j JargonTerm,
}

/// The terms of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Jargon {
    terms: Vec<JargonTerm>,
    /// First word of a form → (entry, form), the longest form first.
    index: HashMap<String, Vec<(usize, usize)>>,
}

/// Most bytes of a list that is read.
const MAX_LIST: usize = 4_000_000;

impl Jargon {
    /// Reads a list: `term`, `kind`, forms and fields parted by `;`, the plain alternative, tab separated; `#` begins a remark.
    ///
    /// # Errors
    /// The line (from 1) and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        if text.len() > MAX_LIST {
            return Err((1, format!("is longer than {MAX_LIST} bytes")));
        }
        let mut jargon = Self::default();
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [term, kind, forms, plain, ..] = columns.as_slice() else {
                return Err((
                    number + 1,
                    format!("has {} columns and needs at least 4, parted by tabs", columns.len()),
                ));
            };
            let kind = match kind.trim() {
                "term" => JargonKind::Term,
                "acronym" => JargonKind::Acronym,
                "known" => JargonKind::Known,
                other => {
                    let message =
                        format!("`{}` is no kind; there are `term`, `acronym` and `known`", other.escape_debug());
                    return Err((number + 1, message));
                }
            };
            if term.trim().is_empty() || plain.trim().is_empty() {
                return Err((number + 1, "has no term or no plain alternative".to_owned()));
            }
            let written = std::iter::once(*term).chain(forms.split(';')).map(str::trim).filter(|form| !form.is_empty());
            let forms: Vec<Form> = written
                .map(|form| Form {
                    folded: fold(form).0,
                    exact: (!form.chars().any(char::is_lowercase)).then(|| spaced(form)),
                })
                .collect();
            let at = jargon.terms.len();
            for (index, form) in forms.iter().enumerate() {
                let Some(first) = words(&form.folded).next() else { continue };
                let key = form.folded.get(first).unwrap_or_default().to_owned();
                jargon.index.entry(key).or_default().push((at, index));
            }
            jargon.terms.push(JargonTerm { term: term.trim().to_owned(), kind, plain: plain.trim().to_owned(), forms });
        }
        let lengths: Vec<Vec<usize>> =
            jargon.terms.iter().map(|term| term.forms.iter().map(|form| form.folded.len()).collect()).collect();
        for entries in jargon.index.values_mut() {
            entries.sort_by_key(|(term, form)| std::cmp::Reverse(lengths[*term][*form]));
        }
        Ok(jargon)
    }

    /// The entries.
    pub fn terms(&self) -> &[JargonTerm] {
        &self.terms
    }

    /// Every term of a text, the longest at each place, none inside another.
    pub fn find(&self, text: &str) -> Vec<JargonHit<'_>> {
        let (folded, places) = fold(text);
        let mut hits = Vec::new();
        let mut after = 0;
        for word in words(&folded) {
            if word.start < after {
                continue;
            }
            let Some(entries) = folded.get(word.clone()).and_then(|word| self.index.get(word)) else { continue };
            for (term, form) in entries {
                let (term, form) = (&self.terms[*term], &self.terms[*term].forms[*form]);
                // A form may begin with a sign, as "β-blocker" does not: its first word then stands later.
                let lead = words(&form.folded).next().map_or(0, |first| first.start);
                let Some(start) = word.start.checked_sub(lead) else { continue };
                let end = start + form.folded.len();
                if folded.get(start..end) != Some(form.folded.as_str()) || !ends_a_word(&folded, start, end) {
                    continue;
                }
                let (Some(from), Some(to)) = (places.get(start), places.get(end)) else { continue };
                let range = *from..*to;
                let written = text.get(range.clone()).unwrap_or_default();
                if form.exact.as_ref().is_some_and(|exact| spaced(written) != *exact) {
                    continue;
                }
                after = end;
                hits.push(JargonHit { range, term });
                break;
            }
        }
        hits
    }
}

impl JargonTerm {
    /// Whether one of its forms is, or stands in, one of these words (folded by [`fold_words`]).
    pub fn is_among(&self, explained: &[String]) -> bool {
        self.forms.iter().any(|form| {
            explained.iter().any(|words| {
                words == &form.folded
                    || words.match_indices(&form.folded).any(|(at, found)| ends_a_word(words, at, at + found.len()))
            })
        })
    }
}

/// Words as they are compared: lower case, composed, straight apostrophes, plain spaces.
pub fn fold_words(text: &str) -> String {
    fold(text).0
}

/// A text in its own case with plain spaces.
fn spaced(text: &str) -> String {
    text.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// A folded text, and for each of its bytes (and its end) the byte of the text it came from.
fn fold(text: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        if c.is_ascii() && !matches!(c, '\n' | '\t') {
            folded.push(c.to_ascii_lowercase());
            places.push(at);
            continue;
        }
        let c = match c {
            '’' | 'ʼ' | '‘' => '\'',
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\n' | '\t' => ' ',
            '\u{2011}' | '\u{2010}' => '-',
            other => other,
        };
        let before = folded.len();
        folded.extend(c.to_lowercase());
        places.extend(std::iter::repeat_n(at, folded.len() - before));
    }
    places.push(text.len());
    (folded, places)
}

/// Runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(char::is_alphanumeric)?;
        let rest = text.get(start..)?;
        let end = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        at = end;
        Some(start..end)
    })
}

/// Whether nothing that belongs to a word stands on either side.
fn ends_a_word(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    let after = text.get(end..).and_then(|text| text.chars().next());
    before.is_none_or(|c| !c.is_alphanumeric()) && after.is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# term\tkind\tforms\tplain\tfields\n\
        heart attack\tknown\theart attacks\tdamage to the heart\tcardiology\n\
        stenosis\tterm\tstenoses;stenotic\ta narrowing\tcardiology\n\
        aortic stenosis\tterm\t\ta narrowed heart valve\tcardiology\n\
        AIT\tacronym\t\ta short stroke\tneurology\n\
        IC 95 %\tacronym\t\tthe range\tstatistics\n";

    fn found(text: &str) -> Vec<String> {
        let jargon = Jargon::parse(LIST).unwrap();
        jargon.find(text).into_iter().map(|hit| format!("{}={}", &text[hit.range], hit.term.term)).collect()
    }

    #[test]
    fn the_longest_term_is_found_in_any_of_its_forms() {
        assert_eq!(found("Aortic stenosis, stenotic valve"), ["Aortic stenosis=aortic stenosis", "stenotic=stenosis"]);
        assert_eq!(found("two heart\u{a0}attacks"), ["heart\u{a0}attacks=heart attack"]);
        assert_eq!(found("IC\u{a0}95\u{202f}% : 3"), ["IC\u{a0}95\u{202f}%=IC 95 %"]);
        assert!(found("restenosisx and stenosissy").is_empty());
    }

    #[test]
    fn an_acronym_is_found_in_its_own_case_only() {
        assert_eq!(found("un AIT en mai"), ["AIT=AIT"]);
        assert!(found("il ait mal").is_empty());
    }

    #[test]
    fn a_list_that_is_wrong_names_its_line() {
        assert_eq!(Jargon::parse("# x\nstenosis\tterm\n").unwrap_err().0, 2);
        assert_eq!(Jargon::parse("stenosis\tnoun\t\tnarrow\t\n").unwrap_err().0, 1);
    }

    #[test]
    fn a_term_is_explained_by_any_of_its_forms() {
        let jargon = Jargon::parse(LIST).unwrap();
        let term = &jargon.terms()[1];
        assert!(term.is_among(&[fold_words("Aortic Stenoses")]));
        assert!(!term.is_among(&[fold_words("narrow")]));
    }
}
