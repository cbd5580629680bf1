//! Putting a line of a bibliography together: punctuation that never doubles, marks, links, language.

use super::identifiers;
use super::reference::Reference;
use crate::document::Inline;
use crate::document::walk::plain_inlines;

/// Deepest nesting of marks in a title; further ones are dropped, their text is kept.
const MAX_MARKS: usize = 6;

/// A line as it grows.
pub(super) struct Line {
    parts: Vec<Inline>,
    /// Last character that is seen, to know whether a full stop is still needed.
    last: Option<char>,
    /// Primary language of the document.
    language: &'static str,
}

impl Line {
    pub fn new(language: &'static str) -> Self {
        Self { parts: Vec::new(), last: None, language }
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub fn finish(self) -> Vec<Inline> {
        self.parts
    }

    /// Adds plain text.
    pub fn text(&mut self, text: &str) {
        let Some(last) = text.chars().next_back() else { return };
        self.last = Some(last);
        if let Some(Inline::Text { s }) = self.parts.last_mut() {
            s.push_str(text);
        } else {
            self.parts.push(Inline::Text { s: text.to_owned() });
        }
    }

    fn add(&mut self, parts: Vec<Inline>) {
        if let Some(last) = plain(&parts).chars().next_back() {
            self.last = Some(last);
        }
        for part in parts {
            match (self.parts.last_mut(), part) {
                (Some(Inline::Text { s }), Inline::Text { s: more }) => s.push_str(&more),
                (_, part) => self.parts.push(part),
            }
        }
    }

    /// Adds text with marks, emphasized as a whole if asked.
    pub fn rich(&mut self, text: &str, emphasized: bool) {
        let parts = marks(text);
        if parts.is_empty() {
            return;
        }
        self.add(if emphasized { vec![Inline::Emph { c: parts }] } else { parts });
    }

    /// Adds text with marks in the language of the work.
    pub fn foreign(&mut self, text: &str, language: Option<&str>, emphasized: bool) {
        let mut parts = marks(text);
        if parts.is_empty() {
            return;
        }
        if emphasized {
            parts = vec![Inline::Emph { c: parts }];
        }
        match language {
            Some(lang) if lang != self.language => self.add(vec![Inline::Lang { lang: lang.to_owned(), c: parts }]),
            _ => self.add(parts),
        }
    }

    /// Adds a link, or its text alone if the address is none that may be linked.
    pub fn link(&mut self, url: &str, text: &str) {
        if is_linkable(url) {
            self.add(vec![Inline::Link { url: url.to_owned(), c: vec![Inline::Text { s: text.to_owned() }] }]);
        } else {
            self.text(text);
        }
    }

    /// Ends a sentence, unless it has ended, and leaves a space for the next.
    pub fn stop(&mut self) {
        self.end_with(".");
        self.space();
    }

    /// Adds a mark of punctuation, unless the text ends in one that is as strong.
    pub fn end_with(&mut self, mark: &str) {
        let ended = matches!(self.last, Some('.' | '?' | '!' | '…')) || self.ends_quoted();
        if !self.is_empty() && !ended && !matches!(self.last, Some(' ')) {
            self.text(mark);
        }
    }

    /// A question or exclamation mark inside the closing quotation mark ends a sentence too.
    fn ends_quoted(&self) -> bool {
        if !matches!(self.last, Some('"' | '”' | '»' | '’')) {
            return false;
        }
        let text = plain(self.parts.last().map(std::slice::from_ref).unwrap_or_default());
        matches!(text.chars().rev().nth(1), Some('.' | '?' | '!'))
    }

    /// Adds a space between two parts.
    pub fn space(&mut self) {
        if !self.is_empty() && self.last != Some(' ') {
            self.text(" ");
        }
    }

    /// Drops the space that waits for a part that did not come.
    pub fn trim(&mut self) {
        if let Some(Inline::Text { s }) = self.parts.last_mut() {
            let end = s.trim_end_matches(' ').len();
            s.truncate(end);
            self.last = s.chars().next_back();
            if s.is_empty() {
                self.parts.pop();
                self.last = plain(&self.parts).chars().next_back();
            }
        }
    }
}

/// The characters of a line, without marks and links.
pub(super) fn plain(parts: &[Inline]) -> String {
    let mut out = String::new();
    plain_inlines(parts, &mut out);
    out
}

/// Turns the marks that CSL allows in titles (`<i> <b> <sup> <sub>`) into inlines. A mark without partner is dropped.
pub(super) fn marks(text: &str) -> Vec<Inline> {
    let mut stack: Vec<(Mark, Vec<Inline>)> = Vec::new();
    let mut top: Vec<Inline> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        let Some((mark, closes, length)) = tag(tail) else {
            push_text(&mut top, before);
            push_text(&mut top, "<");
            rest = tail.get(1..).unwrap_or_default();
            continue;
        };
        push_text(&mut top, before);
        rest = tail.get(length..).unwrap_or_default();
        if !closes && stack.len() < MAX_MARKS {
            stack.push((mark, std::mem::take(&mut top)));
        } else if closes
            && stack.last().is_some_and(|(open, _)| *open == mark)
            && let Some((mark, mut outer)) = stack.pop()
        {
            let inner = std::mem::take(&mut top);
            append(&mut outer, mark.wrap(inner));
            top = outer;
        }
    }
    push_text(&mut top, rest);
    while let Some((_, mut outer)) = stack.pop() {
        append(&mut outer, std::mem::take(&mut top));
        top = outer;
    }
    top
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Italic,
    Bold,
    Sup,
    Sub,
    /// Small capitals and spans: their text only.
    None,
}

impl Mark {
    fn wrap(self, c: Vec<Inline>) -> Vec<Inline> {
        if c.is_empty() {
            return c;
        }
        match self {
            Self::Italic => vec![Inline::Emph { c }],
            Self::Bold => vec![Inline::Strong { c }],
            Self::Sup => vec![Inline::Sup { c }],
            Self::Sub => vec![Inline::Sub { c }],
            Self::None => c,
        }
    }
}

/// The mark at the start of the text, whether it closes, and how long it is. Anything else, as in `p<0.05`, is text.
fn tag(text: &str) -> Option<(Mark, bool, usize)> {
    let inside = super::text::cut(text, 80).get(1..)?;
    let end = inside.find('>')?;
    let body = inside.get(..end)?.to_ascii_lowercase();
    let (closes, name) = match body.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, body.as_str()),
    };
    let mark = match name.split(' ').next()? {
        "i" | "em" | "italic" => Mark::Italic,
        "b" | "strong" | "bold" => Mark::Bold,
        "sup" => Mark::Sup,
        "sub" | "inf" => Mark::Sub,
        "sc" | "scp" | "span" | "u" => Mark::None,
        _ => return None,
    };
    Some((mark, closes, end + 2))
}

fn push_text(parts: &mut Vec<Inline>, text: &str) {
    if !text.is_empty() {
        append(parts, vec![Inline::Text { s: text.to_owned() }]);
    }
}

fn append(parts: &mut Vec<Inline>, more: Vec<Inline>) {
    for part in more {
        match (parts.last_mut(), part) {
            (Some(Inline::Text { s }), Inline::Text { s: more }) => s.push_str(&more),
            (_, part) => parts.push(part),
        }
    }
}

/// Whether an address may be linked: http or https, without spaces or control characters.
pub(super) fn is_linkable(url: &str) -> bool {
    let lower = super::text::cut(url, 8).to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && url.len() <= 4096
        && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'))
}

/// Title of a work, its translation in brackets behind it.
pub(super) fn work_title(line: &mut Line, reference: &Reference, emphasized: bool) {
    line.foreign(&title(&reference.title), title_language(reference), emphasized);
    if let Some(translation) = &reference.translated_title {
        line.space();
        line.foreign(&format!("[{}]", title(translation)), Some("en"), false);
    }
}

/// The language of a reference's title: its own, English where it does not say; a translation in brackets is English.
pub(super) fn title_language(reference: &Reference) -> Option<&str> {
    if reference.title.starts_with('[') {
        return Some("en");
    }
    Some(reference.language.as_deref().unwrap_or("en"))
}

/// A title as it is printed: as written, without its own full stop, and no longer in capitals throughout.
pub(super) fn title(raw: &str) -> String {
    let text = raw.trim();
    // `[Title].` of PubMed: the full stop goes, an ellipsis or an abbreviation of several stops stays.
    let text = match text.strip_suffix('.') {
        Some(head) if !head.ends_with('.') && !head.rsplit(' ').next().is_some_and(|word| word.contains('.')) => head,
        _ => text,
    };
    if is_shouted(text) { calm(text) } else { text.to_owned() }
}

/// The title of a journal or book as it is printed; one in capitals gets capital initials back.
pub(super) fn container(raw: &str) -> String {
    let text = raw.trim();
    let text = text.strip_suffix('.').unwrap_or(text);
    let long = text.split(' ').any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 5);
    if is_shouted(text) && long { initial_capitals(text) } else { text.to_owned() }
}

/// The abbreviated title of a journal as the NLM writes it, without full stops: `N. Engl. J. Med.` is `N Engl J Med`.
pub(super) fn abbreviation(raw: &str) -> String {
    let text = raw.replace(". ", " ").replace('.', " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_shouted(&text) && text.split(' ').count() > 1 && text.split(' ').any(|word| word.chars().count() > 4) {
        initial_capitals(&text)
    } else {
        text
    }
}

/// The title of a journal as NLM and AMA print it: abbreviated if the source has an abbreviation, be it where the full
/// title belongs (`Commun. ACM`), or else in full.
pub(super) fn journal(reference: &Reference) -> Option<String> {
    match (&reference.container_short, &reference.container) {
        (Some(short), _) => Some(abbreviation(short)),
        (None, Some(full))
            if full.split(' ').filter(|word| word.len() > 2 && word.ends_with('.')).count()
                > usize::from(!full.contains(' ')) =>
        {
            Some(abbreviation(full))
        }
        (None, Some(full)) => Some(container(full)),
        (None, None) => None,
    }
}

/// Whether a text of some length is in capitals throughout.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 5 && !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase)
}

/// Acronyms that keep their capitals when a title loses its own.
const ACRONYMS: [&str; 40] = [
    "AIDS", "BMI", "BRCA", "CKD", "COPD", "COVID", "CSF", "CT", "DNA", "ECG", "EEG", "EGFR", "GERD", "HDL", "HIV",
    "HPV", "ICD", "ICU", "II", "III", "IV", "LDL", "MRI", "NSAID", "NSAIDS", "PCR", "PET", "PSA", "PTSD", "RCT", "RNA",
    "SARS", "TNF", "UK", "USA", "WHO", "JAMA", "BMJ", "PLOS", "BMC",
];

fn keeps_capitals(word: &str) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    core.chars().any(|c| c.is_ascii_digit()) || core.split('-').any(|part| ACRONYMS.contains(&part))
}

fn calm(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for word in text.split_inclusive(' ') {
        if keeps_capitals(word) {
            out.push_str(word);
        } else if start {
            out.push_str(&capitalized(word));
        } else {
            out.push_str(&word.to_lowercase());
        }
        start = word.trim_end().ends_with(['.', '?', '!']);
    }
    out
}

fn initial_capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in text.split_inclusive(' ').enumerate() {
        let small = matches!(
            word.trim_end(),
            "OF" | "AND"
                | "THE"
                | "IN"
                | "FOR"
                | "ON"
                | "TO"
                | "A"
                | "DE"
                | "LA"
                | "LE"
                | "DU"
                | "ET"
                | "Y"
                | "DER"
                | "UND"
                | "DEL"
                | "DES"
        );
        if keeps_capitals(word) {
            out.push_str(word);
        } else if index > 0 && small {
            out.push_str(&word.to_lowercase());
        } else {
            out.push_str(&capitalized(word));
        }
    }
    out
}

/// Lower-case but for the first letter of the word and of its parts after a hyphen.
fn capitalized(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut start = true;
    for c in word.chars() {
        if start && c.is_alphabetic() {
            out.push(c);
            start = false;
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Adds the DOI as a link.
pub(super) fn doi(line: &mut Line, doi: &str, text: &str) {
    line.link(&identifiers::doi_url(doi), text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_inlines() {
        let parts = marks("Eradication of <i>H. pylori</i> at p<0.05 with <sup>13</sup>C");
        assert_eq!(plain(&parts), "Eradication of H. pylori at p<0.05 with 13C");
        assert!(matches!(&parts[1], Inline::Emph { c } if plain(c) == "H. pylori"));
        assert!(matches!(&parts[3], Inline::Sup { .. }));
        assert_eq!(plain(&marks("<i>open <b>marks</i> end")), "open marks end");
        assert_eq!(plain(&marks("</i>x<i></i>")), "x");
    }

    #[test]
    fn capitals_are_calmed() {
        assert_eq!(title("TREATMENT OF HIV-INFECTED ADULTS: A REVIEW."), "Treatment of HIV-INFECTED adults: a review");
        assert_eq!(title("COVID-19"), "COVID-19");
        assert_eq!(title("Use of CT in the U.S."), "Use of CT in the U.S.");
        assert_eq!(
            container("JOURNAL OF APPLIED RESEARCH IN MEMORY AND COGNITION"),
            "Journal of Applied Research in Memory and Cognition"
        );
        assert_eq!(container("PLOS ONE"), "PLOS ONE");
        assert_eq!(abbreviation("J. Appl. Res. Mem. Cogn."), "J Appl Res Mem Cogn");
        let reference = Reference { container: Some("Commun. ACM".to_owned()), ..Reference::default() };
        assert_eq!(journal(&reference).as_deref(), Some("Commun ACM"));
        assert_eq!(abbreviation("J APPL RES MEM COGN"), "J APPL RES MEM COGN");
    }

    #[test]
    fn full_stops_never_double() {
        let mut line = Line::new("en");
        line.text("Is it so?");
        line.stop();
        line.text("He said “yes!”");
        line.stop();
        line.text("End");
        line.stop();
        line.trim();
        assert_eq!(plain(&line.finish()), "Is it so? He said “yes!” End.");
    }

    #[test]
    fn only_web_addresses_are_linked() {
        assert!(is_linkable("https://example.org/a?b=c"));
        for bad in ["javascript:alert(1)", "ftp://example.org", "https://a b", "file:///etc/passwd", "http://a\"b"] {
            assert!(!is_linkable(bad), "{bad}");
        }
    }
}
