//! Minisign files: an Ed25519 signature that a small, widely packaged tool checks (`minisign -Vm FILE -p minisign.pub`).
//!
//! Only the prehashed form `ED` is written and read: Ed25519 over BLAKE2b-512 of the file, and a second signature over the first
//! and the trusted comment (<https://jedisct1.github.io/minisign/>, "Signature format").

use std::fmt;
use std::io::Read;

use base64ct::{Base64, Encoding};
use blake2::{Blake2b512, Digest};
use sha2::Sha256;

use super::algorithms::key_algorithm;
use super::asn1;
use super::error::{ErrorKind, Result, SigningError};
use super::signer::{KeyAlgorithm, Signer};

/// Longest comment in bytes; minisign itself allows 8,192 for the trusted one.
const MAX_COMMENT: usize = 1_024;
/// Largest signature or key file in bytes.
const MAX_FILE: usize = 16 * 1024;
/// Algorithm of a signature over the BLAKE2b-512 digest.
const PREHASHED: &[u8; 2] = b"ED";
/// Algorithm in a public key.
const KEY: &[u8; 2] = b"Ed";

/// A minisign public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinisignKey {
    id: [u8; 8],
    key: [u8; 32],
}

impl MinisignKey {
    /// The public key of an Ed25519 signer. Its id is the beginning of the SHA-256 of the key, so that it is always the same.
    ///
    /// # Errors
    /// The signer has another kind of key.
    pub fn of(signer: &dyn Signer) -> Result<Self> {
        Self::from_public_key(signer.public_key())
    }

    /// The same from a SubjectPublicKeyInfo in DER, such as that of a certificate.
    ///
    /// # Errors
    /// It is another kind of key.
    pub fn from_public_key(public_key: &[u8]) -> Result<Self> {
        let wrong = || SigningError::new(ErrorKind::Unsupported, "minisign needs an Ed25519 key");
        if key_algorithm(public_key) != Some(KeyAlgorithm::Ed25519) {
            return Err(wrong());
        }
        // SEQUENCE { algorithm, BIT STRING }, the bit string with no unused bits before the 32 bytes (RFC 8410, clause 4).
        let mut fields = asn1::single(public_key, asn1::SEQUENCE)?.children()?;
        fields.expect(asn1::SEQUENCE)?;
        let key =
            fields.expect(asn1::BIT_STRING)?.content.split_first().and_then(|(_, key)| <[u8; 32]>::try_from(key).ok());
        let key = key.ok_or_else(wrong)?;
        let mut id = [0; 8];
        id.iter_mut().zip(Sha256::digest(key)).for_each(|(id, byte)| *id = byte);
        Ok(Self { id, key })
    }

    /// Reads a `minisign.pub`, or its second line alone.
    ///
    /// # Errors
    /// It is no such key.
    pub fn read(text: &str) -> Result<Self> {
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
        match decode::<42>(line)?.split_first_chunk::<2>() {
            Some((KEY, rest)) => match (rest.first_chunk(), rest.last_chunk()) {
                (Some(id), Some(key)) => Ok(Self { id: *id, key: *key }),
                _ => Err(malformed("the key is too short")),
            },
            _ => Err(malformed("it is no Ed25519 key")),
        }
    }

    /// The key id as minisign prints it: 16 hexadecimal digits of the little-endian number.
    pub fn id(&self) -> String {
        format!("{:016X}", u64::from_le_bytes(self.id))
    }

    /// Verifies a `.minisig` over content given in pieces. Returns the trusted comment.
    ///
    /// # Errors
    /// It is no such signature, or not by this key, or the content or the comment was changed.
    pub fn verify(&self, signature: &str, content: &[&[u8]]) -> Result<String> {
        let refuse = |what: &str| SigningError::new(ErrorKind::Mismatch, format!("the minisign signature {what}"));
        if signature.len() > MAX_FILE {
            return Err(SigningError::new(ErrorKind::TooLarge, "the minisign signature is too large"));
        }
        let mut lines = signature.lines();
        let (Some(untrusted), Some(first), Some(trusted), Some(second), None) =
            (lines.next(), lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(malformed("it has not four lines"));
        };
        let (Some(_), Some(comment)) =
            (untrusted.strip_prefix("untrusted comment: "), trusted.strip_prefix("trusted comment: "))
        else {
            return Err(malformed("a comment is missing"));
        };
        let (first, second) = (decode::<74>(first)?, decode::<64>(second)?);
        let Some((algorithm, rest)) = first.split_first_chunk::<2>() else { return Err(malformed("it is too short")) };
        let (Some(id), Some(value)) = (rest.first_chunk::<8>(), rest.last_chunk::<64>()) else {
            return Err(malformed("it is too short"));
        };
        if algorithm != PREHASHED {
            return Err(malformed("it is not of the prehashed form"));
        }
        if *id != self.id {
            return Err(refuse("is by another key"));
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(&self.key).map_err(|_| malformed("the key is no point"))?;
        let check =
            |message: &[u8], value: &[u8; 64]| key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(value));
        check(&digest(content), value).map_err(|_| refuse("is not one over this file"))?;
        check(&[value, comment.as_bytes()].concat(), &second)
            .map_err(|_| refuse("has a trusted comment that was changed"))?;
        Ok(comment.to_owned())
    }
}

impl fmt::Display for MinisignKey {
    /// The file `minisign.pub`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = Base64::encode_string(&[&KEY[..], &self.id, &self.key].concat());
        write!(f, "untrusted comment: minisign public key {}\n{encoded}\n", self.id())
    }
}

/// Makes a `.minisig` over content given in pieces. The trusted comment is signed too: say in it what was signed and when.
///
/// # Errors
/// The key is not Ed25519, the comment has a line break or is too long, or the signer refused.
pub fn sign(signer: &dyn Signer, content: &[&[u8]], trusted_comment: &str) -> Result<String> {
    sign_digest(signer, &digest(content), trusted_comment)
}

/// The same over all that a reader gives, however much it is.
///
/// # Errors
/// As [`sign`], and if reading fails.
pub fn sign_read(signer: &dyn Signer, mut content: impl Read, trusted_comment: &str) -> Result<String> {
    let mut digest = Blake2b512::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match content.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => digest.update(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(SigningError::new(ErrorKind::Io, error.to_string())),
        }
    }
    sign_digest(signer, &digest.finalize(), trusted_comment)
}

fn sign_digest(signer: &dyn Signer, digest: &[u8], trusted_comment: &str) -> Result<String> {
    let key = MinisignKey::of(signer)?;
    if trusted_comment.len() > MAX_COMMENT || trusted_comment.chars().any(char::is_control) {
        return Err(SigningError::new(ErrorKind::Invalid, "the trusted comment is too long or has a line break"));
    }
    let value = signer.sign(digest)?;
    let second = signer.sign(&[value.as_slice(), trusted_comment.as_bytes()].concat())?;
    Ok(format!(
        "untrusted comment: signature by minisign key {}\n{}\ntrusted comment: {trusted_comment}\n{}\n",
        key.id(),
        Base64::encode_string(&[&PREHASHED[..], &key.id, &value].concat()),
        Base64::encode_string(&second),
    ))
}

fn digest(content: &[&[u8]]) -> Vec<u8> {
    content.iter().fold(Blake2b512::new(), |digest, piece| digest.chain_update(piece)).finalize().to_vec()
}

fn decode<const N: usize>(line: &str) -> Result<[u8; N]> {
    let mut out = [0; N];
    match Base64::decode(line.trim_end(), &mut out) {
        Ok(decoded) if decoded.len() == N => Ok(out),
        _ => Err(malformed("a line is not base64 of the right length")),
    }
}

fn malformed(why: &str) -> SigningError {
    SigningError::malformed("the minisign file", why)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signing::fixtures::{Source, key};

    #[test]
    fn a_signature_verifies_and_no_changed_character_does() {
        let signer = key(KeyAlgorithm::Ed25519, &mut Source::new(1));
        let public = MinisignKey::read(&MinisignKey::of(&signer).unwrap().to_string()).unwrap();
        let text = sign(&signer, &[b"the book", b"let"], "timestamp:1767225600 file:booklet.zip hashed").unwrap();
        assert_eq!(public.verify(&text, &[b"the booklet"]).unwrap(), "timestamp:1767225600 file:booklet.zip hashed");
        assert!(public.verify(&text, &[b"the bookle"]).is_err());
        // Everything but the first line, which says of itself that nobody vouches for it.
        let start = text.find('\n').unwrap() + 1;
        for at in start..text.len() - 1 {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert!(public.verify(&changed, &[b"the booklet"]).is_err(), "at {at}: {changed}");
        }
    }

    #[test]
    fn another_key_and_another_kind_of_key_are_refused() {
        let (one, two) =
            (key(KeyAlgorithm::Ed25519, &mut Source::new(1)), key(KeyAlgorithm::Ed25519, &mut Source::new(2)));
        let text = sign(&one, &[b"x"], "c").unwrap();
        assert!(MinisignKey::of(&two).unwrap().verify(&text, &[b"x"]).unwrap_err().message().contains("another key"));
        assert_eq!(
            MinisignKey::of(&key(KeyAlgorithm::P256Sha256, &mut Source::new(3))).unwrap_err().kind(),
            ErrorKind::Unsupported
        );
        assert!(sign(&one, &[b"x"], "two\nlines").is_err());
    }
}
