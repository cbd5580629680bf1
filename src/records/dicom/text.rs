//! Text in the character sets of DICOM (PS3.5 6.1): one set for all of it, or several with escapes between them.

use dicom_encoding::text::{SpecificCharacterSet, TextCodec};

/// Most bytes of a text that is read.
const MAX_TEXT: usize = 4096;
const ESCAPE: u8 = 0x1B;

/// The character sets that a data set names.
#[derive(Debug, Clone, Default)]
pub(super) struct CharacterSets(Vec<String>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Ascii,
    /// By the number of its registration, as dicom-rs knows it.
    Registered(&'static str),
    /// Latin alphabet no. 5 (Turkish).
    Latin5,
    /// Latin alphabet no. 9.
    Latin9,
    Utf8,
}

/// Where Latin alphabet no. 5 is not Latin alphabet no. 1.
const LATIN_5: [(char, char); 6] = [('Ð', 'Ğ'), ('Ý', 'İ'), ('Þ', 'Ş'), ('ð', 'ğ'), ('ý', 'ı'), ('þ', 'ş')];
/// Where Latin alphabet no. 9 is not Latin alphabet no. 1.
const LATIN_9: [(char, char); 8] =
    [('¤', '€'), ('¦', 'Š'), ('¨', 'š'), ('´', 'Ž'), ('¸', 'ž'), ('¼', 'Œ'), ('½', 'œ'), ('¾', 'Ÿ')];

impl CharacterSets {
    /// The sets of an attribute (0008,0005).
    pub fn new(attribute: Option<&str>) -> Self {
        Self(attribute.unwrap_or_default().split('\\').take(16).map(|term| term.trim().to_owned()).collect())
    }

    /// The text, if every byte of it can be read.
    pub fn decode(&self, bytes: &[u8]) -> Option<String> {
        if bytes.len() > MAX_TEXT {
            return None;
        }
        if bytes.is_ascii() && !bytes.contains(&ESCAPE) {
            return String::from_utf8(bytes.to_vec()).ok();
        }
        let first = set(self.0.first().map_or("", String::as_str))?;
        let mut text = String::new();
        for (number, piece) in bytes.split(|&byte| byte == ESCAPE).enumerate() {
            if number == 0 {
                text.push_str(&decode(first, piece)?);
                continue;
            }
            let (set, length) = escaped(piece)?;
            let piece = piece.get(length..)?;
            // After a delimiter the first set holds again; the codes of two-byte sets are none.
            let end = match set {
                Set::Registered("ISO_IR 87") => piece.len(),
                _ => piece.iter().position(|byte| b"^=\\".contains(byte)).unwrap_or(piece.len()),
            };
            let (before, after) = piece.split_at_checked(end)?;
            text.push_str(&decode(set, before)?);
            text.push_str(&decode(first, after)?);
        }
        Some(text)
    }
}

/// The set of a defined term (PS3.3 C.12.1.1.2), however its words are joined.
fn set(term: &str) -> Option<Set> {
    if term.is_empty() {
        return Some(Set::Ascii);
    }
    if let "GB18030" | "GBK" = term {
        return Some(Set::Registered("GB18030"));
    }
    if !term.starts_with("ISO") {
        return None;
    }
    let number = term.rsplit([' ', '_', '-']).next()?;
    Some(match number {
        "6" => Set::Ascii,
        "13" => Set::Registered("ISO_IR 13"),
        "100" => Set::Registered("ISO_IR 100"),
        "101" => Set::Registered("ISO_IR 101"),
        "109" => Set::Registered("ISO_IR 109"),
        "110" => Set::Registered("ISO_IR 110"),
        "126" => Set::Registered("ISO_IR 126"),
        "127" => Set::Registered("ISO_IR 127"),
        "138" => Set::Registered("ISO_IR 138"),
        "144" => Set::Registered("ISO_IR 144"),
        "148" => Set::Latin5,
        "149" => Set::Registered("ISO_IR 149"),
        "166" => Set::Registered("ISO_IR 166"),
        "192" => Set::Utf8,
        "203" => Set::Latin9,
        _ => return None,
    })
}

/// The set that the bytes after an escape name (PS3.3 tables C.12-3 and C.12-4), and how many bytes do.
fn escaped(piece: &[u8]) -> Option<(Set, usize)> {
    let known: [(&[u8], Set); 18] = [
        (b"(B", Set::Ascii),
        (b"(J", Set::Registered("ISO_IR 13")),
        (b")I", Set::Registered("ISO_IR 13")),
        (b"-A", Set::Registered("ISO_IR 100")),
        (b"-B", Set::Registered("ISO_IR 101")),
        (b"-C", Set::Registered("ISO_IR 109")),
        (b"-D", Set::Registered("ISO_IR 110")),
        (b"-F", Set::Registered("ISO_IR 126")),
        (b"-G", Set::Registered("ISO_IR 127")),
        (b"-H", Set::Registered("ISO_IR 138")),
        (b"-L", Set::Registered("ISO_IR 144")),
        (b"-M", Set::Latin5),
        (b"-T", Set::Registered("ISO_IR 166")),
        (b"-b", Set::Latin9),
        (b"$B", Set::Registered("ISO_IR 87")),
        (b"$)A", Set::Registered("GB18030")),
        (b"$)C", Set::Registered("ISO_IR 149")),
        (b"%G", Set::Utf8),
    ];
    known.iter().find(|(code, _)| piece.starts_with(code)).map(|(code, set)| (*set, code.len()))
}

/// The text of bytes in one set.
fn decode(set: Set, bytes: &[u8]) -> Option<String> {
    match set {
        Set::Ascii => bytes.is_ascii().then(|| String::from_utf8(bytes.to_vec()).ok())?,
        Set::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
        Set::Latin5 => Some(replaced(&registered("ISO_IR 100", bytes)?, &LATIN_5)),
        Set::Latin9 => Some(replaced(&registered("ISO_IR 100", bytes)?, &LATIN_9)),
        Set::Registered("ISO_IR 87") => {
            // The codec reads the codes only after the escape that names them.
            registered("ISO_IR 87", &[b"\x1B$B", bytes, b"\x1B(B"].concat())
        }
        Set::Registered(name) => registered(name, bytes),
    }
}

fn replaced(text: &str, table: &[(char, char)]) -> String {
    text.chars().map(|sign| table.iter().find(|pair| pair.0 == sign).map_or(sign, |pair| pair.1)).collect()
}

/// The text of bytes in a set that dicom-rs knows.
fn registered(name: &str, bytes: &[u8]) -> Option<String> {
    let text = SpecificCharacterSet::from_code(name)?.decode(bytes).ok()?;
    // Bytes that mean nothing come out as a backslash and their octal number.
    let backslashes = text.matches('\\').count();
    (backslashes <= bytes.iter().filter(|&&byte| byte == b'\\').count() && !text.contains('\u{FFFD}')).then_some(text)
}
