//! Private keys in memory and, encrypted, in files; and the passphrases that protect them.

use std::collections::BTreeSet;
use std::fmt;

use pkcs8::pkcs5::{pbes2, scrypt};
use pkcs8::{EncodePrivateKey, EncodePublicKey, EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use signature::Signer as _;
use signature::rand_core::CryptoRng;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::algorithms::key_algorithm;
use super::certificates::Certificate;
use super::error::{ErrorKind, Result, SigningError};
use super::fingerprint::Fingerprint;
use super::signer::{KeyAlgorithm, Signer};

/// Shortest passphrase of a new key in characters.
pub const MIN_PASSPHRASE: usize = 12;
/// Fewest different characters in a passphrase of a new key.
pub const MIN_DIFFERENT: usize = 6;
/// Longest passphrase in bytes.
const MAX_PASSPHRASE: usize = 1024;
/// Largest encrypted key file in bytes.
pub(super) const MAX_KEY_FILE: u64 = 64 * 1024;
/// Costs of a foreign key file beyond which it is refused rather than computed: scrypt N up to 2^20 (1 GB with r = 8).
const MAX_SCRYPT_N: u64 = 1 << 20;
const MAX_PBKDF2: u32 = 10_000_000;
const LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// A passphrase or PIN. Wiped from memory when dropped, and never printed.
///
/// It is brought into Unicode's NFC first, so that the same characters typed on another system give the same key.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// A passphrase as given; one line break at its end is not part of it, as files and pipes add one.
    pub fn new(text: &str) -> Self {
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        // The capacity is reserved, for a string that grows leaves copies behind.
        let mut normal = Zeroizing::new(String::with_capacity(line.len() * 3));
        normal.extend(line.nfc());
        Self(normal)
    }

    /// Whether it may protect a new key: at least 12 characters, at least 6 of them different, no run such as `abcdefgh` or
    /// `12345678` for most of it, and neither the name of the key's owner nor one of the passwords everybody tries.
    ///
    /// # Errors
    /// Which part of the rule it breaks.
    pub fn check_strength(&self, name: &str) -> Result<()> {
        let refuse = |why: &str| {
            Err(SigningError::new(ErrorKind::WeakPassphrase, format!("the passphrase {why}")).with_hint(format!(
                "use at least {MIN_PASSPHRASE} characters, {MIN_DIFFERENT} of them different; four or five unrelated words are easy to keep in mind"
            )))
        };
        let characters: Vec<char> = self.0.chars().collect();
        if characters.len() < MIN_PASSPHRASE {
            return refuse(&format!("is shorter than {MIN_PASSPHRASE} characters"));
        }
        if self.0.len() > MAX_PASSPHRASE {
            return refuse(&format!("is longer than {MAX_PASSPHRASE} bytes"));
        }
        if characters.iter().any(|c| c.is_control()) {
            return refuse("has a control character in it");
        }
        if characters.iter().collect::<BTreeSet<_>>().len() < MIN_DIFFERENT {
            return refuse("repeats too few characters");
        }
        let steps = characters.windows(2).filter(|pair| match pair {
            [a, b] => (*a as i64 - *b as i64).abs() <= 1,
            _ => false,
        });
        if steps.count() * 3 >= characters.len() * 2 {
            return refuse("is mostly a run of neighbouring characters");
        }
        let plain = |text: &str| -> Zeroizing<String> {
            Zeroizing::new(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
        };
        let (own, name) = (plain(&self.0), plain(name));
        let without_digits = Zeroizing::new(own.trim_matches(|c: char| c.is_ascii_digit()).to_owned());
        if !name.is_empty() && (*without_digits == *name || name.contains(own.as_str())) {
            return refuse("is the name of its owner");
        }
        const TRIED: [&str; 8] = [
            "password",
            "passwordpassword",
            "passphrase",
            "letmeinletmein",
            "qwertyuiop",
            "qwertyuiopasdf",
            "iloveyou",
            "administrator",
        ];
        if TRIED.contains(&without_digits.as_str()) {
            return refuse("is one that everybody tries");
        }
        Ok(())
    }

    /// Whether both are the same, as when one is typed twice.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The text, for a device that wants its PIN.
    #[cfg(feature = "pkcs11")]
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// How an encrypted key file is protected. All are PBES2 with AES-256-CBC (RFC 8018, RFC 7914).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protection {
    /// scrypt with N = 2^17, r = 8, p = 1: 128 MB of memory for every guess. OpenSSL refuses more than 32 MB.
    Standard,
    /// PBKDF2 with HMAC-SHA-256 and 600,000 rounds, which OpenSSL 1.1 and later read.
    OpenSsl,
    /// scrypt with N = 2^4, so that tests are quick.
    #[cfg(test)]
    Quick,
}

const PBKDF2_ROUNDS: u32 = 600_000;

impl Protection {
    fn parameters(self, rng: &mut dyn CryptoRng) -> Result<pbes2::Parameters> {
        let (mut salt, mut iv) = ([0; 16], [0; 16]);
        rng.fill_bytes(&mut salt);
        rng.fill_bytes(&mut iv);
        let log_n = match self {
            Self::OpenSsl => {
                return pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(PBKDF2_ROUNDS, &salt, iv)
                    .map_err(SigningError::encoding);
            }
            Self::Standard => 17,
            #[cfg(test)]
            Self::Quick => 4,
        };
        let cost = scrypt::Params::new(log_n, 8, 1).map_err(SigningError::encoding)?;
        pbes2::Parameters::generate_scrypt_aes256cbc(cost, &salt, iv).map_err(SigningError::encoding)
    }
}

enum Secret {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    P256(Box<p256::ecdsa::SigningKey>),
}

/// A private key in memory, with its certificates. Wiped when dropped; printing it shows the public key only.
pub struct SoftwareKey {
    secret: Secret,
    public_key: Vec<u8>,
    certificates: Vec<Vec<u8>>,
}

impl SoftwareKey {
    /// A new key from a source of randomness that is fit for keys.
    ///
    /// # Errors
    /// The source gave nothing usable.
    pub fn generate(algorithm: KeyAlgorithm, rng: &mut dyn CryptoRng) -> Result<Self> {
        let mut seed = Zeroizing::new([0_u8; 32]);
        match algorithm {
            KeyAlgorithm::Ed25519 => {
                rng.fill_bytes(&mut *seed);
                Self::new(Secret::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed))))
            }
            KeyAlgorithm::P256Sha256 => {
                // About one in 2^32 values is no scalar of P-256; a source that fails eight times is broken.
                for _ in 0..8 {
                    rng.fill_bytes(&mut *seed);
                    if let Ok(key) = p256::ecdsa::SigningKey::from_slice(&*seed) {
                        return Self::new(Secret::P256(Box::new(key)));
                    }
                }
                Err(SigningError::new(ErrorKind::Invalid, "the source of randomness gives no usable key"))
            }
        }
    }

    fn new(secret: Secret) -> Result<Self> {
        let public_key = match &secret {
            Secret::Ed25519(key) => key.verifying_key().to_public_key_der(),
            Secret::P256(key) => key.verifying_key().to_public_key_der(),
        };
        let public_key = public_key.map_err(SigningError::encoding)?.into_vec();
        Ok(Self { secret, public_key, certificates: Vec::new() })
    }

    /// Gives the key its certificate and the intermediates above it, without the root.
    ///
    /// # Errors
    /// The first certificate is not for this key.
    pub fn with_certificates(mut self, chain: &[Certificate]) -> Result<Self> {
        match chain.first() {
            Some(own) if own.public_key() == self.public_key => {}
            _ => {
                return Err(SigningError::new(ErrorKind::Mismatch, "the certificate is for another key")
                    .with_hint("install the certificate that was made from this key's request"));
            }
        }
        self.certificates = chain.iter().map(|certificate| certificate.der().to_vec()).collect();
        Ok(self)
    }

    /// The SHA-256 of the public key.
    pub fn key_fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.public_key)
    }

    /// The private key as unencrypted PKCS #8 version 1: OpenSSL 3.0 reads no version 2, which carries the public key.
    fn to_pkcs8(&self) -> Result<pkcs8::SecretDocument> {
        match &self.secret {
            Secret::Ed25519(key) => {
                let bytes = ed25519_dalek::pkcs8::KeypairBytes { secret_key: key.to_bytes(), public_key: None };
                bytes.to_pkcs8_der().map_err(SigningError::encoding)
            }
            Secret::P256(key) => p256::SecretKey::from(&**key).to_pkcs8_der().map_err(SigningError::encoding),
        }
    }

    /// The private key as encrypted PKCS #8 in PEM.
    pub(super) fn to_encrypted_pem(
        &self,
        passphrase: &Passphrase,
        protection: Protection,
        rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<String>> {
        let plain = self.to_pkcs8()?;
        let info = PrivateKeyInfoRef::try_from(plain.as_bytes()).map_err(SigningError::encoding)?;
        let encrypted = info
            .encrypt_with_params(protection.parameters(rng)?, passphrase.as_bytes())
            .map_err(SigningError::encoding)?;
        encrypted.to_pem(LABEL, pkcs8::LineEnding::LF).map_err(SigningError::encoding)
    }

    /// Opens an encrypted PKCS #8 key in PEM.
    ///
    /// # Errors
    /// It is no such key, its costs are beyond reason, or the passphrase is wrong. A wrong passphrase and a damaged file
    /// cannot always be told apart, for the format has no checksum.
    pub fn from_encrypted_pem(pem: &str, passphrase: &Passphrase) -> Result<Self> {
        let wrong = || {
            SigningError::new(ErrorKind::WrongPassphrase, "the passphrase does not open the key")
                .with_hint("type it again; if you are sure of it, the file is damaged: restore it from a copy")
        };
        if pem.len() as u64 > MAX_KEY_FILE {
            return Err(SigningError::new(ErrorKind::TooLarge, "the key file is too large"));
        }
        let (label, der) =
            pkcs8::SecretDocument::from_pem(pem).map_err(|error| SigningError::malformed("the key file", error))?;
        if label != LABEL {
            return Err(SigningError::new(ErrorKind::Malformed, format!("the key file holds `{label}`"))
                .with_hint(format!("it must hold `{LABEL}` (PKCS #8)")));
        }
        let info = EncryptedPrivateKeyInfoRef::try_from(der.as_bytes())
            .map_err(|error| SigningError::malformed("the key file", error))?;
        check_cost(&info)?;
        let plain = info.decrypt(passphrase.as_bytes()).map_err(|_| wrong())?;
        let info = PrivateKeyInfoRef::try_from(plain.as_bytes()).map_err(|_| wrong())?;
        if let Ok(key) = ed25519_dalek::SigningKey::try_from(info.clone()) {
            return Self::new(Secret::Ed25519(Box::new(key)));
        }
        let key = p256::SecretKey::try_from(info).map_err(|_| wrong())?;
        Self::new(Secret::P256(Box::new(p256::ecdsa::SigningKey::from(&key))))
    }
}

/// Refuses a key file that would cost gigabytes or minutes to open.
fn check_cost(info: &EncryptedPrivateKeyInfoRef<'_>) -> Result<()> {
    let unsupported =
        |what: &str| Err(SigningError::new(ErrorKind::Unsupported, format!("the key file is encrypted with {what}")));
    let Some(parameters) = info.encryption_algorithm.pbes2() else { return unsupported("an old scheme") };
    match &parameters.kdf {
        pbes2::Kdf::Scrypt(cost)
            if cost.cost_parameter > MAX_SCRYPT_N || cost.block_size > 8 || cost.parallelization > 4 =>
        {
            unsupported("a cost beyond reason")
        }
        pbes2::Kdf::Pbkdf2(cost) if cost.iteration_count > MAX_PBKDF2 => unsupported("a cost beyond reason"),
        pbes2::Kdf::Scrypt(_) | pbes2::Kdf::Pbkdf2(_) => Ok(()),
        _ => unsupported("an unknown scheme"),
    }
}

impl Signer for SoftwareKey {
    fn algorithm(&self) -> KeyAlgorithm {
        match self.secret {
            Secret::Ed25519(_) => KeyAlgorithm::Ed25519,
            Secret::P256(_) => KeyAlgorithm::P256Sha256,
        }
    }

    fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let refused = |_| SigningError::new(ErrorKind::Refused, "the key gave no signature");
        match &self.secret {
            Secret::Ed25519(key) => Ok(key.try_sign(message).map_err(refused)?.to_bytes().to_vec()),
            Secret::P256(key) => {
                // Deterministic (RFC 6979): a weak source of randomness cannot give the key away.
                let signature: p256::ecdsa::Signature = key.try_sign(message).map_err(refused)?;
                Ok(signature.normalize_s().to_der().as_bytes().to_vec())
            }
        }
    }
}

impl fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoftwareKey")
            .field("algorithm", &key_algorithm(&self.public_key))
            .field("fingerprint", &self.key_fingerprint())
            .finish_non_exhaustive()
    }
}
