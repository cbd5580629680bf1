//! Values as Markdown that says nothing but the value.

/// Writes a value so that Markdown sets it literally wherever text may stand: at the start of a line, in emphasis, in a
/// table, in the words or the address of a link (not in code, where nothing can be escaped).
///
/// A backslash before every ASCII punctuation character is what CommonMark 0.31, 2.4 allows, so no list of dangerous
/// signs has to be kept. White space, which a value cannot keep at the ends of lines, is folded: runs of ASCII white
/// space and of line separators become one space, ends are trimmed; no-break spaces inside stay.
///
/// ```
/// assert_eq!(opine::prose::escape("1. *Ann*\n<b>"), r"1\. \*Ann\* \<b\>");
/// ```
pub fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + 8);
    let mut blank = false;
    for c in value.trim().chars() {
        if c.is_ascii_whitespace() || matches!(c, '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            escaped.push(' ');
        }
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A piece of a text as a message shows it: visible and at most 60 characters long.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String = text.escape_debug().take(60).collect();
    if text.escape_debug().nth(60).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_folds() {
        assert_eq!(escape("  \u{a0}a \n\t b\u{a0}c\u{2028}d "), "a b\u{a0}c d");
        assert_eq!(escape("#1 [x](y) `z` & ~_^|\\"), r"\#1 \[x\]\(y\) \`z\` \& \~\_\^\|\\");
        assert_eq!(escape(""), "");
    }

    #[test]
    fn shows_long_texts_short() {
        assert_eq!(shown("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 61);
    }
}
