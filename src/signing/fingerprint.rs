//! Fingerprints that people compare.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::error::{ErrorKind, Result, SigningError};

/// The SHA-256 of a certificate or a public key, for people to compare.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of these bytes: a certificate in DER, or a SubjectPublicKeyInfo in DER.
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hexadecimal digits, as files carry it.
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The first four groups, where the full one has no room.
    pub fn short(&self) -> String {
        self.to_string().chars().take(19).collect()
    }
}

impl fmt::Display for Fingerprint {
    /// Sixteen groups of four upper-case digits: `9F86 D081 …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if index > 0 && index % 2 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{byte:02X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({})", self.to_hex())
    }
}

impl FromStr for Fingerprint {
    type Err = SigningError;

    /// Reads 64 hexadecimal digits; spaces and colons between them are ignored.
    fn from_str(text: &str) -> Result<Self> {
        let digits: Vec<u32> = text
            .chars()
            .filter(|c| !matches!(c, ' ' | ':'))
            .take(65)
            .map(|c| c.to_digit(16))
            .collect::<Option<_>>()
            .unwrap_or_default();
        let bytes: Vec<u8> =
            digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + *digit as u8)).collect();
        match <[u8; 32]>::try_from(bytes) {
            Ok(bytes) if digits.len() == 64 => Ok(Self(bytes)),
            _ => Err(SigningError::new(ErrorKind::Malformed, format!("`{text}` is not a fingerprint"))
                .with_hint("a fingerprint has 64 hexadecimal digits")),
        }
    }
}
