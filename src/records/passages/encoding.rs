//! Bytes as text: UTF-8, UTF-16 with a byte order mark, Windows-1252; and which characters a page may show.

use std::borrow::Cow;

use crate::records::picture::Reason;

/// A decoded file.
pub struct Decoded<'b> {
    /// Its characters, without the byte order mark.
    pub text: Cow<'b, str>,
    scheme: Scheme,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Utf8,
    Utf16,
    /// A guess: only that it can be.
    Windows1252,
    /// Not Windows-1252, for so many letters beyond ASCII stand together.
    EightBit,
}

/// Windows-1252 from 0x80 to 0x9F; the replacement character where it has none.
const HIGH: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// A byte of Windows-1252, if it has a character there.
pub fn windows_1252(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().filter(|c| *c != '\u{fffd}'),
        _ => Some(char::from(byte)),
    }
}

/// The text of a file, `None` if it is not a text.
pub fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf_16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf_16(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return is_text(text).then_some(Decoded { text: Cow::Borrowed(text), scheme: Scheme::Utf8 });
    }
    let text: Option<String> = bytes.iter().map(|byte| windows_1252(*byte)).collect();
    let text = text.filter(|text| !text.chars().any(is_control))?;
    let scheme = if is_western(bytes) { Scheme::Windows1252 } else { Scheme::EightBit };
    Some(Decoded { text: Cow::Owned(text), scheme })
}

fn utf_16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<Decoded<'static>> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    let units = pairs.filter_map(|pair| pair.try_into().ok()).map(unit);
    let text: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
    is_text(&text).then_some(Decoded { text: Cow::Owned(text), scheme: Scheme::Utf16 })
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')
}

/// Text may hold a stray control character; a file of another program holds zeros or many.
fn is_text(text: &str) -> bool {
    !text.contains('\0') && text.chars().filter(|c| is_control(*c)).count() <= 8 + text.len() / 100
}

/// Whether bytes beyond ASCII stand as accented letters do, alone among others. In Cyrillic, Greek or Chinese code pages
/// they stand in rows, and Windows-1252 would show other words.
fn is_western(bytes: &[u8]) -> bool {
    let (mut high, mut rows) = (0_usize, 0_usize);
    for run in bytes.split(u8::is_ascii).filter(|run| !run.is_empty()) {
        high += run.len();
        let first = run.first();
        if run.len() >= 3 && run.iter().any(|byte| Some(byte) != first) {
            rows += run.len();
        }
    }
    rows * 3 <= high
}

impl Decoded<'_> {
    /// For plain text, where nothing says what the bytes mean.
    pub fn as_text(&self) -> Result<String, Reason> {
        if self.scheme == Scheme::EightBit { Err(Reason::Kind) } else { Ok(visible(&self.text)) }
    }

    /// For XML, where the declaration says it, and UTF-8 is meant if not.
    pub fn as_xml(&self) -> Result<Cow<'_, str>, Reason> {
        let head = self.text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or("", |(head, _)| head);
        self.declared(labelled(head, "encoding="), false)
    }

    /// For HTML, where a `meta` element may say it.
    pub fn as_html(&self) -> Result<Cow<'_, str>, Reason> {
        let mut end = self.text.len().min(2048);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let head = self.text.get(..end).unwrap_or("");
        self.declared(labelled(head, "charset=").or_else(|| labelled(head, "encoding=")), true)
    }

    fn declared(&self, label: Option<String>, guess: bool) -> Result<Cow<'_, str>, Reason> {
        let fits = match (self.scheme, label.as_deref()) {
            (Scheme::Utf16, _) => true,
            (_, Some("iso-8859-1" | "latin1" | "windows-1252" | "cp1252")) => {
                // UTF-8 that is declared otherwise would be read as other characters by one who believes it.
                return if self.text.is_ascii() || self.scheme != Scheme::Utf8 {
                    Ok(Cow::Borrowed(&self.text))
                } else {
                    let bytes = self.text.bytes().map(windows_1252);
                    bytes.collect::<Option<String>>().map(Cow::Owned).ok_or(Reason::Damaged)
                };
            }
            (Scheme::Utf8, None | Some("utf-8" | "utf8" | "us-ascii" | "ascii")) => true,
            (Scheme::Windows1252, None) => guess,
            (_, None | Some("utf-8" | "utf8" | "us-ascii" | "ascii")) => false,
            (_, Some(_)) if self.text.is_ascii() => true,
            (_, Some(_)) => return Err(Reason::Kind),
        };
        if fits { Ok(Cow::Borrowed(&self.text)) } else { Err(Reason::Damaged) }
    }
}

/// The value behind `label`, in lower case.
fn labelled(head: &str, label: &str) -> Option<String> {
    let head = head.to_ascii_lowercase();
    let (_, rest) = head.split_once(label)?;
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
    rest.get(..end).filter(|value| !value.is_empty()).map(str::to_owned)
}

/// Text without the characters that nobody sees but that change what it says; line breaks as line feeds.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\n' | '\t' | '\u{c}' => out.push(c),
            c if is_hidden(c) => {}
            c => out.push(c),
        }
    }
    out
}

fn is_hidden(c: char) -> bool {
    match c {
        '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control(),
    }
}

/// A single line of text: hidden characters taken out, white space made one space each, `None` if nothing is left.
pub fn line(text: &str) -> Option<String> {
    let text = visible(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() { None } else { Some(words.join(" ")) }
}

/// A language tag (BCP 47), if it is written as one.
pub fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    (first && rest && tag.len() <= 35).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "Größe 1,80 m – „gut“";
        let mut utf_16 = vec![0xff, 0xfe];
        utf_16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let western = b"Gr\xf6\xdfe 1,80 m \x96 \x84gut\x93";
        for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &utf_16, western] {
            assert_eq!(decode(bytes).unwrap().as_text().unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_text_is_not_guessed() {
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\r").is_none());
        assert!(decode(b"a\x81\x8d").is_none());
        let cyrillic = b"\xcf\xe0\xf6\xe8\xe5\xed\xf2 \xe7\xe4\xee\xf0\xee\xe2";
        assert_eq!(decode(cyrillic).unwrap().as_text(), Err(Reason::Kind));
    }

    #[test]
    fn xml_is_what_it_declares() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>";
        assert!(decode(latin).unwrap().as_xml().unwrap().contains('é'));
        let wrong = b"<?xml version='1.0' encoding='UTF-8'?><a>\xe9</a>";
        assert_eq!(decode(wrong).unwrap().as_xml(), Err(Reason::Damaged));
    }

    #[test]
    fn hidden_characters_go() {
        assert_eq!(visible("a\u{202e}b\r\nc\rd\u{200b}\u{ad}"), "ab\nc\nd\u{ad}");
        assert_eq!(language("en_US").as_deref(), Some("en-US"));
        assert_eq!(language("English (US)"), None);
    }
}
