//! Cleaning what foreign files call text, and folding it to ASCII.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text on one line in NFC: white space folded, HTML entities resolved, control and direction characters gone.
pub(super) fn clean(raw: &str) -> String {
    let raw = if raw.contains('&') { entities(raw) } else { raw.to_owned() };
    let visible = raw.chars().filter(|c| !is_hidden(*c)).map(|c| if c.is_control() { ' ' } else { c });
    let mut out = String::with_capacity(raw.len());
    let mut gap = false;
    for c in visible.nfc() {
        // A no-break space is kept: people put it where a line must not break.
        if c.is_whitespace() && c != '\u{A0}' && c != '\u{202F}' {
            gap = true;
        } else {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

/// As [`clean`], and `None` when nothing is left.
pub(super) fn some(raw: &str) -> Option<String> {
    let text = clean(raw);
    (!text.is_empty()).then_some(text)
}

/// Characters that show nothing and can only confuse: direction marks and overrides, byte order marks, soft hyphens.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
        || (c.is_control() && !c.is_whitespace())
}

/// Resolves the entities that turn up in exports; an unknown one stays as it is.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = tail.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let resolved = end.and_then(|end| tail.get(1..end)).and_then(entity);
        match (resolved, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = tail.get(end + 1..).unwrap_or_default();
            }
            _ => {
                out.push('&');
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "ndash" => '–',
        "mdash" => '—',
        "alpha" => 'α',
        "beta" => 'β',
        "gamma" => 'γ',
        "mu" => 'μ',
        "reg" => '®',
        "deg" => '°',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

/// Lower-case ASCII letters and digits of a text, for keys that are made: `Jørgensen-Pérez` gives `jorgensenperez`.
pub(super) fn ascii_key(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'þ' | 'Þ' => out.push_str("th"),
            'ı' => out.push('i'),
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            _ => {}
        }
    }
    out
}

/// The text, cut to at most `limit` bytes at a character.
pub(super) fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned() {
        assert_eq!(clean("  a\r\n b\u{202E}c &amp; d &lt;5 &#x3B1; &nope; &"), "a bc & d <5 α &nope; &");
        assert_eq!(clean("e\u{301}t\u{AD}ude"), "étude");
        assert_eq!(some(" \u{FEFF}\n"), None);
    }

    #[test]
    fn keys_are_ascii() {
        assert_eq!(ascii_key("Jørgensen-Pérez"), "jorgensenperez");
        assert_eq!(ascii_key("Łukasz Strauß"), "lukaszstrauss");
        assert_eq!(ascii_key("王"), "");
    }

    #[test]
    fn cutting_keeps_characters_whole() {
        assert_eq!(cut("aé", 2), "a");
        assert_eq!(cut("aé", 9), "aé");
    }
}
