//! Words, numbers and marks of a text, in one pass.
//!
//! A number is read with the separators of the locale; what is written with those of another is still read as what it
//! must mean ("0.5" in French), and the separator is kept so that it can be found fault with.

use std::borrow::Cow;

use crate::case::model::LocaleTag;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, and digits after them. Ends after an apostrophe: `n’` and `est`, `don’` and `t`.
    Word,
    /// A number in digits.
    Number,
    /// Digits with several full stops or colons that are no number: a version, a date, a section.
    Dotted,
    /// Any other character that is not white space, and the line feed.
    Mark,
}

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// As written.
    pub raw: &'t str,
    /// A word in lower case with a straight apostrophe; a number as digits and a decimal point without useless zeros; a
    /// mark as it is.
    pub text: Cow<'t, str>,
    /// The decimal separator of a number, as written.
    pub decimal: Option<char>,
    /// A number that begins with its separator, such as `.5`.
    pub naked: bool,
}

impl Token<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text
    }
    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
    pub(super) fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }
    /// The value of a whole number of at most nine digits.
    pub(super) fn whole(&self) -> Option<u32> {
        (self.kind == Kind::Number && self.text.len() <= 9).then(|| self.text.parse().ok()).flatten()
    }
}

/// A text as tokens, with the look-ups that readers of it share.
pub(super) struct Tokens<'t> {
    pub list: Vec<Token<'t>>,
    pub locale: LocaleTag,
}

impl<'t> Tokens<'t> {
    pub(super) fn get(&self, at: usize) -> Option<&Token<'t>> {
        self.list.get(at)
    }
    /// The token `by` places before `at`.
    pub(super) fn back(&self, at: usize, by: usize) -> Option<&Token<'t>> {
        self.list.get(at.checked_sub(by)?)
    }
    /// The word, number or mark at a place, or nothing.
    pub(super) fn text(&self, at: usize) -> &str {
        self.get(at).map_or("", |token| &token.text)
    }
    /// The same, `by` places before.
    pub(super) fn before(&self, at: usize, by: usize) -> &str {
        self.back(at, by).map_or("", |token| &token.text)
    }
    /// Whether the tokens at `at` and after it read as these.
    pub(super) fn reads(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(step, word)| self.text(at + step) == *word)
    }
    /// Whether nothing stands between a token and the one before it.
    pub(super) fn touches(&self, at: usize) -> bool {
        match (self.back(at, 1), self.get(at)) {
            (Some(before), Some(token)) => before.end == token.start,
            _ => false,
        }
    }
    pub(super) fn language(&self) -> &'static str {
        self.locale.language()
    }
}

/// Whether the locale writes a decimal comma.
pub(super) fn decimal_comma(locale: LocaleTag) -> bool {
    matches!(locale, LocaleTag::EsEs | LocaleTag::FrFr | LocaleTag::FrCa)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || (c.is_numeric() && !c.is_ascii_digit() && fraction(c).is_none()) || c == '\u{301}'
}

/// A vulgar fraction as its decimals.
fn fraction(c: char) -> Option<&'static str> {
    Some(match c {
        '½' => "5",
        '¼' => "25",
        '¾' => "75",
        '⅓' => "333",
        '⅔' => "667",
        '⅛' => "125",
        _ => return None,
    })
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Reads a text.
pub(super) fn tokens(text: &str, locale: LocaleTag) -> Tokens<'_> {
    let mut list: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(c) = rest.chars().next()
    {
        let length = if c.is_ascii_digit() || fraction(c).is_some() || starts_naked(text, at, c) {
            number(text, at, locale, &mut list)
        } else if is_letter(c) {
            let length = word_length(rest);
            let raw = rest.get(..length).unwrap_or(rest);
            list.push(Token {
                kind: Kind::Word,
                start: at,
                end: at + length,
                raw,
                text: fold(raw),
                decimal: None,
                naked: false,
            });
            length
        } else {
            let length = c.len_utf8();
            if c == '\n' || !c.is_whitespace() {
                push(&mut list, Kind::Mark, text, at, at + length);
            }
            length
        };
        at += length;
    }
    Tokens { list, locale }
}

fn push<'t>(list: &mut Vec<Token<'t>>, kind: Kind, text: &'t str, start: usize, end: usize) {
    let raw = text.get(start..end).unwrap_or_default();
    list.push(Token { kind, start, end, raw, text: Cow::Borrowed(raw), decimal: None, naked: false });
}

fn word_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if is_apostrophe(c) {
            // It belongs to the word only between letters.
            let joins = letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
            return if joins { at + c.len_utf8() } else { at };
        }
        if !is_letter(c) && !c.is_ascii_digit() {
            return at;
        }
    }
    rest.len()
}

/// Lower case, with a straight apostrophe.
fn fold(raw: &str) -> Cow<'_, str> {
    if raw.chars().any(|c| c.is_uppercase() || c == '’') {
        Cow::Owned(raw.to_lowercase().replace('’', "'"))
    } else {
        Cow::Borrowed(raw)
    }
}

/// Whether a separator begins a number: ".5" or ",5" after a space or an opening mark.
fn starts_naked(text: &str, at: usize, c: char) -> bool {
    matches!(c, '.' | ',')
        && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
        && text.get(..at).and_then(|head| head.chars().next_back()).is_none_or(|before| {
            before.is_whitespace() || matches!(before, '(' | '[' | '<' | '>' | '=' | '≤' | '≥' | '~' | '-' | '–' | '−')
        })
}

/// A piece of digits and the separator before it.
struct Piece<'t> {
    separator: char,
    digits: &'t str,
}

/// The most pieces of one number: more than any number has.
const MAX_PIECES: usize = 16;

/// Reads what begins with a digit at `at`, and says how long it is.
fn number<'t>(text: &'t str, at: usize, locale: LocaleTag, list: &mut Vec<Token<'t>>) -> usize {
    let bytes = text.as_bytes();
    let digits_from = |from: usize| {
        let length = bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
        text.get(from..from + length).unwrap_or_default()
    };
    let naked = matches!(bytes.get(at), Some(b'.' | b','));
    let mut pieces: Vec<Piece<'t>> = vec![Piece { separator: ' ', digits: digits_from(at) }];
    let mut end = at + pieces.first().map_or(0, |piece| piece.digits.len());
    while pieces.len() < MAX_PIECES
        && let Some(separator) = text.get(end..).and_then(|rest| rest.chars().next())
    {
        let digits = digits_from(end + separator.len_utf8());
        let fits = match separator {
            '.' | ',' => !digits.is_empty(),
            '\u{a0}' | '\u{202f}' | '\u{2009}' => grouped(&pieces, digits),
            ' ' => locale.language() != "en" && grouped(&pieces, digits),
            _ => false,
        };
        if !fits {
            break;
        }
        end += separator.len_utf8() + digits.len();
        pieces.push(Piece { separator, digits });
    }
    let next = text.get(end..).and_then(|rest| rest.chars().next());
    if pieces.len() == 1
        && let Some(c) = next
        && let Some(decimals) = fraction(c)
    {
        let whole = pieces.first().map_or("", |piece| piece.digits);
        let end = end + c.len_utf8();
        let raw = text.get(at..end).unwrap_or_default();
        let text = Cow::Owned(normal(if whole.is_empty() { "0" } else { whole }, decimals));
        list.push(Token { kind: Kind::Number, start: at, end, raw, text, decimal: None, naked: false });
        return end - at;
    }
    let Some((kind, value, decimal)) = value(&pieces, naked, locale) else {
        let mut start = at;
        for piece in &pieces {
            if start > at {
                push(list, Kind::Mark, text, start, start + 1);
                start += 1;
            }
            push(list, Kind::Number, text, start, start + piece.digits.len());
            start += piece.digits.len();
        }
        return end - at;
    };
    let raw = text.get(at..end).unwrap_or_default();
    let text = match kind {
        Kind::Number if value == raw => Cow::Borrowed(raw),
        Kind::Number => Cow::Owned(value),
        _ => Cow::Borrowed(raw),
    };
    list.push(Token { kind, start: at, end, raw, text, decimal, naked });
    end - at
}

/// Whether three digits after a space continue the number before it.
fn grouped(pieces: &[Piece<'_>], digits: &str) -> bool {
    digits.len() == 3
        && pieces.iter().enumerate().all(|(index, piece)| match index {
            0 => (1..=3).contains(&piece.digits.len()) && !piece.digits.starts_with('0'),
            _ => piece.digits.len() == 3 && !matches!(piece.separator, '.' | ','),
        })
}

/// What pieces of digits are, their value and the decimal separator. Nothing for a list without spaces, such as "1,2,3".
fn value(pieces: &[Piece<'_>], naked: bool, locale: LocaleTag) -> Option<(Kind, String, Option<char>)> {
    let comma = decimal_comma(locale);
    let first = pieces.first().map_or("", |piece| piece.digits);
    let points = pieces.iter().skip(1).filter(|piece| matches!(piece.separator, '.' | ',')).count();
    let thousands = |list: &[Piece<'_>]| -> bool {
        (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && list.iter().skip(1).all(|piece| piece.digits.len() == 3)
    };
    let joined = |list: &[Piece<'_>]| list.iter().map(|piece| piece.digits).collect::<String>();
    let Some(last) = pieces.last().filter(|_| pieces.len() > 1) else {
        return Some((Kind::Number, normal(first, ""), None));
    };
    if naked {
        // The first piece is empty: "," or "." comes before the digits.
        let (kind, decimals) = if pieces.len() == 2 { (Kind::Number, last.digits) } else { (Kind::Dotted, "") };
        return Some((kind, normal("0", decimals), Some(last.separator)));
    }
    if points == 0 {
        return Some((Kind::Number, normal(&joined(pieces), ""), None));
    }
    let head = pieces.get(..pieces.len() - 1).unwrap_or_default();
    if points == 1 && matches!(last.separator, '.' | ',') {
        // With a space before ("1 234,5") the mark can only be the decimal one.
        let grouping = if comma { '.' } else { ',' };
        let french = locale.language() == "fr";
        if pieces.len() == 2 && last.separator == grouping && !french && thousands(pieces) {
            return Some((Kind::Number, normal(&joined(pieces), ""), None));
        }
        return Some((Kind::Number, normal(&joined(head), last.digits), Some(last.separator)));
    }
    let same = |list: &[Piece<'_>]| {
        let mut separators = list.iter().skip(1).map(|piece| piece.separator);
        let one = separators.next();
        separators.all(|separator| Some(separator) == one)
    };
    if same(pieces) && thousands(pieces) {
        return Some((Kind::Number, normal(&joined(pieces), ""), None));
    }
    let before = pieces.get(1).map_or(' ', |piece| piece.separator);
    if same(head) && thousands(head) && before != last.separator {
        return Some((Kind::Number, normal(&joined(head), last.digits), Some(last.separator)));
    }
    if pieces.iter().skip(1).all(|piece| piece.separator == ',') {
        return None;
    }
    Some((Kind::Dotted, String::new(), None))
}

/// Digits as a number without useless zeros.
fn normal(whole: &str, decimals: &str) -> String {
    let whole = whole.trim_start_matches('0');
    let decimals = decimals.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, locale: LocaleTag) -> Vec<String> {
        tokens(text, locale).list.iter().map(|token| token.text.to_string()).collect()
    }

    #[test]
    fn numbers_are_read_with_the_separators_of_the_locale() {
        use LocaleTag::*;
        for (text, locale, value) in [
            ("1,234.50", EnUs, "1234.5"),
            ("1,234", EsMx, "1234"),
            ("1.234,5", EsEs, "1234.5"),
            ("1.234", EsEs, "1234"),
            ("12 345,67", FrFr, "12345.67"),
            ("12\u{202f}345,67", FrFr, "12345.67"),
            ("1\u{a0}234\u{a0}567", FrCa, "1234567"),
            ("0,5", EnUs, "0.5"),
            ("0.5", FrFr, "0.5"),
            ("0.375", EsEs, "0.375"),
            ("1,2", EsUs, "1.2"),
            ("1.234", FrCa, "1.234"),
            (".5", EnUs, "0.5"),
            ("007", EnUs, "7"),
            ("1½", EnUs, "1.5"),
            ("½", EnUs, "0.5"),
            ("1.0", EnUs, "1"),
        ] {
            assert_eq!(texts(text, locale), [value], "{text} in {}", locale.as_str());
        }
        assert_eq!(texts("1 234", EnUs), ["1", "234"]);
        assert_eq!(texts("in 2024 500", FrFr), ["in", "2024", "500"]);
        assert_eq!(texts("1,2,3", EnUs), ["1", ",", "2", ",", "3"]);
        assert_eq!(texts("3.4.2026", EnUs), ["3.4.2026"]);
        assert_eq!(texts("fin.5 mg", EnUs), ["fin", ".", "5", "mg"]);
    }

    #[test]
    fn apostrophes_end_a_word() {
        assert_eq!(texts("N’est don't aujourd’hui", LocaleTag::FrFr), ["n'", "est", "don'", "t", "aujourd'", "hui"]);
        assert_eq!(texts("the patients' knees 'here'", LocaleTag::EnUs).len(), 7);
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "Élan 1\u{202f}234 mg/m² — ok\nHbA1c";
        for token in tokens(text, LocaleTag::FrFr).list {
            assert_eq!(&text[token.start..token.end], token.raw);
        }
    }
}
