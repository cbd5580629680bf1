//! PDF objects as values (ISO 32000-1 7.3), and how they are written.
//!
//! Numbers with a fraction and the order of keys are kept as read, so an object that is written again says exactly what
//! it said before.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// One object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    /// A number with a fraction, as it was written.
    Real(Vec<u8>),
    /// The bytes of a string, decoded.
    String(Vec<u8>),
    /// A name without its slash, decoded.
    Name(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Stream(Stream),
    /// Object number and generation.
    Reference(u32, u16),
}

/// A stream: its dictionary, and where its bytes lie in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stream {
    pub dictionary: Dictionary,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

/// A dictionary; keys stay in the order of the file. Two are equal whatever their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary(Vec<(Vec<u8>, Object)>);

impl PartialEq for Dictionary {
    fn eq(&self, other: &Self) -> bool {
        if self.0.len() != other.0.len() {
            return false;
        }
        let mut left: Vec<_> = self.0.iter().collect();
        let mut right: Vec<_> = other.0.iter().collect();
        left.sort_by(|a, b| a.0.cmp(&b.0));
        right.sort_by(|a, b| a.0.cmp(&b.0));
        left == right
    }
}

impl Dictionary {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// A dictionary with these entries.
    pub(super) fn of<const N: usize>(entries: [(&str, Object); N]) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.as_bytes().to_vec(), value)).collect())
    }

    pub(super) fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().find(|(k, _)| k == key.as_bytes()).map(|(_, v)| v)
    }

    /// Sets an entry, at its old place if there is one.
    pub(super) fn set(&mut self, key: &str, value: Object) {
        match self.0.iter_mut().find(|(k, _)| k == key.as_bytes()) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.as_bytes().to_vec(), value)),
        }
    }

    /// Sets an entry where there is a value.
    pub(super) fn set_some(&mut self, key: &str, value: Option<Object>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    /// Adds an entry behind the others without looking for an earlier one.
    pub(super) fn push(&mut self, key: Vec<u8>, value: Object) {
        self.0.push((key, value));
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.0.retain(|(k, _)| k != key.as_bytes());
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(k, v)| (k.as_slice(), v))
    }

    /// Whether a key stands here twice: readers disagree on which one counts.
    pub(super) fn repeats_a_key(&self) -> bool {
        let mut keys: Vec<&[u8]> = self.0.iter().map(|(k, _)| k.as_slice()).collect();
        keys.sort_unstable();
        keys.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
    }

    pub(super) fn name(&self, key: &str) -> Option<&[u8]> {
        self.get(key).and_then(Object::as_name)
    }

    /// Whether the entry is this name.
    pub(super) fn is(&self, key: &str, name: &str) -> bool {
        self.name(key) == Some(name.as_bytes())
    }

    pub(super) fn integer(&self, key: &str) -> Option<i64> {
        self.get(key).and_then(Object::as_integer)
    }

    pub(super) fn reference(&self, key: &str) -> Option<u32> {
        self.get(key).and_then(Object::as_reference)
    }
}

impl Object {
    pub(super) fn name_of(name: &str) -> Self {
        Self::Name(name.as_bytes().to_vec())
    }

    pub(super) fn to(number: u32) -> Self {
        Self::Reference(number, 0)
    }

    /// A text string: ASCII as it is, all else as UTF-16BE with its mark (7.9.2.2).
    pub(super) fn text(text: &str) -> Self {
        if text.is_ascii() {
            return Self::String(text.as_bytes().to_vec());
        }
        let mut bytes = vec![0xFE, 0xFF];
        bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        Self::String(bytes)
    }

    /// A length in points with at most three decimals.
    pub(super) fn points(value: f64) -> Self {
        let text = decimal(value, 3);
        text.parse().map_or_else(|_| Self::Real(text.into_bytes()), Self::Integer)
    }

    pub(super) fn as_name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(value) = self { Some(*value) } else { None }
    }

    pub(super) fn as_reference(&self) -> Option<u32> {
        if let Self::Reference(number, _) = self { Some(*number) } else { None }
    }

    pub(super) fn as_array(&self) -> Option<&[Object]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    pub(super) fn as_string(&self) -> Option<&[u8]> {
        if let Self::String(bytes) = self { Some(bytes) } else { None }
    }

    /// The dictionary, also that of a stream.
    pub(super) fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            Self::Stream(stream) => Some(&stream.dictionary),
            _ => None,
        }
    }

    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Real(text) => std::str::from_utf8(text).ok()?.parse().ok(),
            _ => None,
        }
    }

    /// Every object inside this one, itself first.
    pub(super) fn walk<'o>(&'o self, visit: &mut impl FnMut(&'o Object)) {
        visit(self);
        match self {
            Self::Array(items) => items.iter().for_each(|item| item.walk(visit)),
            Self::Dictionary(d) | Self::Stream(Stream { dictionary: d, .. }) => {
                d.iter().for_each(|(_, value)| value.walk(visit));
            }
            _ => {}
        }
    }

    /// Writes the object as it stands between `obj` and `endobj`. Of a stream only the dictionary is written.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Self::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Self::Real(text) => out.extend_from_slice(text),
            Self::String(bytes) => write_string(bytes, out),
            Self::Name(name) => write_name(name, out),
            Self::Array(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b' ');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Dictionary(d) | Self::Stream(Stream { dictionary: d, .. }) => {
                out.extend_from_slice(b"<<");
                for (key, value) in d.iter() {
                    write_name(key, out);
                    out.push(b' ');
                    value.write(out);
                }
                out.extend_from_slice(b">>");
            }
            Self::Reference(number, generation) => out.extend_from_slice(format!("{number} {generation} R").as_bytes()),
        }
    }
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"#/%()<>[]{}".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_string(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.iter().all(|b| b.is_ascii_graphic() || *b == b' ') {
        out.push(b'(');
        for &byte in bytes {
            if b"()\\".contains(&byte) {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b')');
    } else {
        out.push(b'<');
        write_hex(bytes, out);
        out.push(b'>');
    }
}

/// Writes bytes as hexadecimal digits.
pub(super) fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            out.extend(DIGITS.get(usize::from(nibble)));
        }
    }
}

/// A number with at most `places` decimals and no needless zeros; never an exponent, which PDF does not have.
pub(super) fn decimal(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Reads a text string: UTF-16BE or UTF-8 with their marks, or `PDFDocEncoding` (ISO 32000-1 annex D.2, where what has
/// no assignment becomes the replacement character). Control characters become spaces: what a foreign file says of
/// itself must not steer a terminal.
pub(super) fn decode_text(bytes: &[u8]) -> String {
    /// The code points of 0x18 to 0x1F and of 0x80 to 0x9E.
    const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const HIGH: [char; 31] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', '\u{FB01}',
        '\u{FB02}', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž',
    ];
    let text: String = match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes
            .iter()
            .map(|&byte| match byte {
                0x18..=0x1F => LOW.get(usize::from(byte - 0x18)).copied(),
                0x80..=0x9E => HIGH.get(usize::from(byte - 0x80)).copied(),
                0x9F | 0xAD => None,
                0xA0 => Some('€'),
                _ => Some(char::from(byte)),
            })
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    };
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Writes a time as a PDF date (7.9.4).
pub(super) fn write_date(time: &DateTime<FixedOffset>) -> String {
    let minutes = time.offset().local_minus_utc() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("D:{}{sign}{:02}'{:02}'", time.format("%Y%m%d%H%M%S"), minutes / 60, minutes % 60)
}

/// Reads a complete PDF date with its zone: `D:YYYYMMDDHHmmSSOHH'mm'`, where `O` is `+`, `-` or `Z` and the last
/// apostrophe and the minutes may be missing.
pub(super) fn read_date(text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.strip_prefix("D:")?;
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(digits(0..4)?).ok()?, digits(4..6)?, digits(6..8)?)?;
    let time = date.and_hms_opt(digits(8..10)?, digits(10..12)?, digits(12..14)?)?;
    let zone = text.get(14..)?;
    let seconds = match zone.as_bytes().first()? {
        b'Z' => 0,
        sign @ (b'+' | b'-') => {
            let mut parts = zone.get(1..)?.trim_end_matches('\'').split('\'').map(|part| {
                (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i32>().ok())?
            });
            let seconds = parts.next()?? * 3600 + parts.next().unwrap_or(Some(0))? * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    FixedOffset::east_opt(seconds)?;
    time.and_local_timezone(FixedOffset::east_opt(seconds)?).single()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back_as_they_went() {
        for text in ["2026-03-05T14:07:09+01:00", "2026-03-05T14:07:09-05:30", "2026-12-31T23:59:59+00:00"] {
            let time = DateTime::parse_from_rfc3339(text).unwrap();
            assert_eq!(read_date(&write_date(&time)), Some(time));
        }
        let utc = DateTime::parse_from_rfc3339("2026-03-05T00:00:00Z").unwrap();
        assert_eq!(read_date("D:20260305000000Z"), Some(utc));
        assert_eq!(read_date("D:20260305000000+00'00"), Some(utc));
        for bad in ["", "D:", "D:2026", "D:20261305000000Z", "D:20260305000000", "D:20260305000000+xx'00'", "D:é"] {
            assert_eq!(read_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn text_comes_back_as_it_went() {
        for text in ["Dr. A (B) \\ C", "Señora Núñez — 東京 😀", ""] {
            let Object::String(bytes) = Object::text(text) else { panic!("not a string") };
            assert_eq!(decode_text(&bytes), text);
        }
        assert_eq!(decode_text(b"\x1b[31mred\x93"), "˙[31mred\u{FB01}");
        assert_eq!(decode_text(b"\xFE\xFF\x00\x1b\x00A"), " A");
    }

    #[test]
    fn numbers_have_no_needless_digits() {
        for (value, text) in [(1.0, "1"), (0.5, "0.5"), (-0.0001, "0"), (1234.5678, "1234.568"), (1e-9, "0")] {
            assert_eq!(decimal(value, 3), text);
        }
    }
}
