//! Characters that a reader cannot see but that change what a text says or how it is set.

use std::borrow::Cow;

/// Whether a character is hidden: controls, zero-width and bidirectional marks, tags, non-characters and the
/// replacement character, which says that something was lost in decoding. Unicode 16, chapters 23.1 to 23.9.
///
/// The zero-width joiner and the variation selectors 1 to 16 are kept: emoji are made of them.
pub(super) fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' => true,
        '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control() || (c as u32) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c),
    }
}

/// The text as both parsers get it, byte for byte as long as it was: ASCII controls (and a byte order mark at the
/// start) become spaces and a lone carriage return a line feed, about which the parsers differ otherwise.
pub(crate) fn prepare(markdown: &str) -> Cow<'_, str> {
    let odd = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n');
    if !markdown.contains(odd) && !markdown.starts_with('\u{feff}') {
        return Cow::Borrowed(markdown);
    }
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    if let Some(after) = markdown.strip_prefix('\u{feff}') {
        text.push_str("   ");
        rest = after;
    }
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\r' if chars.peek() == Some(&'\n') => '\r',
            '\r' => '\n',
            c if odd(c) => ' ',
            c => c,
        });
    }
    Cow::Owned(text)
}

/// A piece of text without hidden characters and on one line, and whether any were there.
pub(super) fn clean(text: &str) -> (Cow<'_, str>, bool) {
    if !text.contains(|c: char| is_hidden(c) || matches!(c, '\t' | '\n' | '\r')) {
        return (Cow::Borrowed(text), false);
    }
    let mut hidden = false;
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => cleaned.push(' '),
            c if is_hidden(c) => hidden = true,
            c => cleaned.push(c),
        }
    }
    (Cow::Owned(cleaned), hidden)
}

/// The same for preformatted text, whose lines and tabs stay.
pub(super) fn clean_code(text: &str) -> (String, bool) {
    let text = text.strip_suffix('\n').unwrap_or(text).replace("\r\n", "\n");
    let cleaned: String = text.chars().filter(|c| !is_hidden(*c)).collect();
    let hidden = cleaned.len() != text.len();
    (cleaned, hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preparing_keeps_every_offset() {
        for text in ["plain", "a\0b", "\u{feff}x", "a\rb\r\nc", "é\u{7f}\u{b}ü"] {
            assert_eq!(prepare(text).len(), text.len());
        }
        assert_eq!(prepare("a\0b\rc\r\nd"), "a b\nc\r\nd");
        assert!(matches!(prepare("nothing odd\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn hidden_characters_are_found_and_removed() {
        assert_eq!(clean("5\u{200b}0 mg\u{202e}"), ("50 mg".into(), true));
        assert_eq!(clean("família\u{a0}👩\u{200d}⚕\u{fe0f}"), ("família\u{a0}👩\u{200d}⚕\u{fe0f}".into(), false));
        assert_eq!(clean("a\nb"), ("a b".into(), false));
        assert_eq!(clean_code("a\u{0}\n\tb\n"), ("a\n\tb".into(), true));
        assert!(is_hidden('\u{fffe}') && is_hidden('\u{10ffff}') && is_hidden('\u{85}') && !is_hidden('\u{202f}'));
    }
}
