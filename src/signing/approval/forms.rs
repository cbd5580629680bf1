//! The forms of the small values in signed records: digests, ids, times, names. Each has one spelling.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::signing::error::{ErrorKind, Result, SigningError};
use crate::signing::fingerprint::Fingerprint;

/// Longest name of a person, in characters.
const MAX_NAME: usize = 64;
/// Longest reason or comment, in characters.
const MAX_TEXT: usize = 10_000;
/// Longest path within a case, in bytes.
const MAX_PATH: usize = 200;

/// A SHA-256 digest; in files 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256Digest([u8; 32]);

impl Sha256Digest {
    /// All zeros: what the first line of a log names as the line before it.
    pub const ZERO: Self = Self([0; 32]);

    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// A digest computed elsewhere.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<Fingerprint> for Sha256Digest {
    fn from(fingerprint: Fingerprint) -> Self {
        Self(*fingerprint.as_bytes())
    }
}

impl fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256Digest({self})")
    }
}

impl FromStr for Sha256Digest {
    type Err = SigningError;

    /// Reads 64 lower-case hexadecimal digits and nothing else.
    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            SigningError::new(ErrorKind::Malformed, format!("`{}` is not a SHA-256 digest", shown(text)))
                .with_hint("a SHA-256 digest has 64 hexadecimal digits in lower case")
        };
        if text.len() != 64 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(wrong());
        }
        text.parse::<Fingerprint>().map(Self::from).map_err(|_| wrong())
    }
}

impl Serialize for Sha256Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Times as RFC 3339 to the second with their offset; `Z` for UTC.
pub(in crate::signing) mod moment {
    use chrono::{DateTime, FixedOffset, SecondsFormat};
    use serde::{Deserialize, Deserializer, Serializer};

    /// The text of a moment.
    pub fn text(moment: &DateTime<FixedOffset>) -> String {
        moment.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    pub fn serialize<S: Serializer>(moment: &DateTime<FixedOffset>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&text(moment))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<FixedOffset>, D::Error> {
        DateTime::parse_from_rfc3339(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Roles by the identifier a case uses.
pub(in crate::signing) mod role {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::signing::certificates::SignerRole;

    #[allow(clippy::trivially_copy_pass_by_ref)] // The signature serde asks for.
    pub fn serialize<S: Serializer>(role: &SignerRole, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(role.as_str())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SignerRole, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An id as cases have them: a letter or digit, then letters, digits, `-`, `_`, `:`, `/` or `+`; 64 bytes at most.
pub(in crate::signing) fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'/' | b'+'))
}

/// A path to a block of a case, such as `findings[F3].text`.
pub(in crate::signing) fn is_path(text: &str) -> bool {
    text.len() <= MAX_PATH
        && text.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'/' | b'+' | b'.' | b'[' | b']' | b'@')
        })
}

/// A word of a closed vocabulary, such as a kind of document: lower-case letters, digits and hyphens.
pub(in crate::signing) fn is_word(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A locale tag such as `es-US` (BCP 47, letters, digits and hyphens).
pub(in crate::signing) fn is_locale(text: &str) -> bool {
    (2..=35).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A name: something visible, nothing that could make it look like another.
pub(in crate::signing) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && text.chars().count() <= MAX_NAME && !text.chars().any(is_hidden)
}

/// A text of one or more lines.
pub(in crate::signing) fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= MAX_TEXT
        && !text.chars().any(|c| is_hidden(c) && !matches!(c, '\n' | '\t'))
}

/// Control characters, and those that change the direction of writing or show nothing (Unicode TR 36, clause 2.5.2).
pub(in crate::signing) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{FEFF}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
}

/// Foreign text cut to what fits a message.
pub(in crate::signing) fn shown(text: &str) -> String {
    text.chars().take(80).flat_map(char::escape_debug).collect()
}

/// Collects what a record violates: the first thing becomes the error.
pub(in crate::signing) fn demand(holds: bool, what: impl FnOnce() -> String) -> Result<()> {
    if holds { Ok(()) } else { Err(SigningError::new(ErrorKind::Malformed, what())) }
}
