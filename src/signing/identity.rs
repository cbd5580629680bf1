//! An identity on disk: one person, two keys, one passphrase.
//!
//! A folder with `identity.json` (public facts), and for Ed25519 and P-256 each a private key (`ed25519.key.pem`, encrypted
//! PKCS #8), a certificate request (`ed25519.csr.pem`) and, once the institution's authority answered, the certificate
//! chain (`ed25519.chain.pem`). The folder appears whole or not at all; only its owner may read it.
//!
//! A new passphrase concerns two files, and no file system replaces two at once. So both keys are first written into one
//! more file, `next.key.pem`: from the moment it is there it is what counts, and once its keys have taken the place of the
//! old ones it goes again. Whoever stops the program in between finds one passphrase that opens both keys.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use signature::rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::certificates::{Certificate, MAX_CERTIFICATE, SignerRole};
use super::error::{ErrorKind, Result, SigningError};
use super::fingerprint::Fingerprint;
use super::keys::{MAX_KEY_FILE, Passphrase, Protection, SoftwareKey};
use super::private_files;
use super::requests::CertificateRequest;
use super::signer::{KeyAlgorithm, Signer};
use super::trust::MAX_PATH;
use crate::files::read_limited;

/// The version of the folder's layout.
const FORMAT: &str = "opine-identity/1";
const FACTS: &str = "identity.json";
/// Both keys under a new passphrase, for as long as they have not replaced the two files.
const NEXT: &str = "next.key.pem";
/// What ends each of the keys in it.
const END: &str = "-----END ENCRYPTED PRIVATE KEY-----\n";
const MAX_FACTS: u64 = 64 * 1024;
/// Most folders looked at when listing.
const MAX_LISTED: usize = 1_000;

/// `identity.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    format: String,
    name: String,
    roles: Vec<String>,
    created: String,
    keys: KeyFacts,
}

/// SHA-256 of the public keys, 64 hexadecimal digits each.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFacts {
    ed25519: String,
    p256: String,
}

/// Who a new identity is for.
#[derive(Debug, Clone)]
pub struct NewIdentity<'a> {
    /// The name as certificates will carry it.
    pub name: &'a str,
    /// What they ask to sign as; the authority decides.
    pub roles: &'a [SignerRole],
    /// When it is made.
    pub created: DateTime<FixedOffset>,
}

/// An identity as far as it is public. [`Identity::unlock`] gives the keys.
#[derive(Debug, Clone)]
pub struct Identity {
    folder: PathBuf,
    name: String,
    roles: Vec<SignerRole>,
    created: DateTime<FixedOffset>,
    fingerprints: [Fingerprint; 2],
}

/// The two keys of an identity, in memory.
#[derive(Debug)]
pub struct IdentityKeys {
    /// Signs approval records, minisign files and, where selected, PDFs.
    pub ed25519: SoftwareKey,
    /// Signs PDFs and archives.
    pub p256: SoftwareKey,
}

impl IdentityKeys {
    /// The key for an algorithm.
    pub fn get(&self, algorithm: KeyAlgorithm) -> &SoftwareKey {
        match algorithm {
            KeyAlgorithm::Ed25519 => &self.ed25519,
            KeyAlgorithm::P256Sha256 => &self.p256,
        }
    }
}

impl Identity {
    /// Makes two keys and writes the folder.
    ///
    /// # Errors
    /// The passphrase is weak, the name cannot stand in a certificate, or there is already something at `folder`.
    pub fn create(
        folder: &Path,
        new: &NewIdentity<'_>,
        passphrase: &Passphrase,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self> {
        Self::create_with(folder, new, passphrase, Protection::Standard, rng)
    }

    pub(super) fn create_with(
        folder: &Path,
        new: &NewIdentity<'_>,
        passphrase: &Passphrase,
        protection: Protection,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self> {
        passphrase.check_strength(new.name)?;
        let mut files: Vec<(String, Zeroizing<String>)> = Vec::new();
        let mut fingerprints = Vec::new();
        for algorithm in KeyAlgorithm::ALL {
            let key = SoftwareKey::generate(algorithm, rng)?;
            fingerprints.push(key.key_fingerprint().to_hex());
            let request = CertificateRequest::create(&key, new.name, new.roles)?;
            files.push((file_name(algorithm, "key"), key.to_encrypted_pem(passphrase, protection, rng)?));
            files.push((file_name(algorithm, "csr"), request.into()));
        }
        let mut fingerprints = fingerprints.into_iter();
        let facts = Facts {
            format: FORMAT.to_owned(),
            name: new.name.to_owned(),
            roles: new.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            created: new.created.to_rfc3339(),
            keys: KeyFacts {
                ed25519: fingerprints.next().unwrap_or_default(),
                p256: fingerprints.next().unwrap_or_default(),
            },
        };
        let mut facts = serde_json::to_string_pretty(&facts).map_err(SigningError::encoding)?;
        facts.push('\n');
        files.push((FACTS.to_owned(), facts.into()));
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        private_files::write_folder(folder, &files)?;
        Self::open(folder)
    }

    /// Reads the public facts of an identity.
    ///
    /// # Errors
    /// There is none at `folder`, or it is of a version this program does not know.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(FACTS);
        let bytes = read_limited(&path, MAX_FACTS).map_err(|error| {
            let error = SigningError::io(&path, &error);
            if error.kind() == ErrorKind::NotFound {
                return SigningError::new(ErrorKind::NotFound, format!("`{}` is no identity", folder.display()))
                    .with_hint("make one with `opine keys new`");
            }
            error
        })?;
        let malformed = |error: String| SigningError::malformed(&format!("`{}`", path.display()), error);
        let facts: Facts = serde_json::from_slice(&bytes).map_err(|error| malformed(error.to_string()))?;
        if facts.format != FORMAT {
            return Err(malformed(format!("its format is `{}`, not `{FORMAT}`", facts.format)));
        }
        Ok(Self {
            folder: folder.to_owned(),
            name: facts.name,
            roles: facts.roles.iter().map(|role| role.parse()).collect::<Result<_>>()?,
            created: DateTime::parse_from_rfc3339(&facts.created).map_err(|error| malformed(error.to_string()))?,
            fingerprints: [facts.keys.ed25519.parse()?, facts.keys.p256.parse()?],
        })
    }

    /// The identities in `folder` and in the folders right below it, sorted by name. Folders that are no identity are passed
    /// over; one that is damaged comes as an error.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn list(folder: &Path) -> Result<Vec<Result<Self>>> {
        let fail = |error: std::io::Error| SigningError::io(folder, &error);
        let mut folders = vec![folder.to_owned()];
        for entry in fs::read_dir(folder).map_err(fail)?.take(MAX_LISTED) {
            folders.push(entry.map_err(fail)?.path());
        }
        let mut found: Vec<_> =
            folders.iter().filter(|path| path.join(FACTS).is_file()).map(|path| Self::open(path)).collect();
        found.sort_by_key(|identity| {
            identity.as_ref().ok().map(|identity| (identity.name.clone(), identity.folder.clone()))
        });
        Ok(found)
    }

    /// The folder it lives in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The name it was made for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The roles asked for when it was made. What counts is the certificate.
    pub fn roles(&self) -> &[SignerRole] {
        &self.roles
    }

    /// When it was made.
    pub fn created(&self) -> DateTime<FixedOffset> {
        self.created
    }

    /// The SHA-256 of a public key.
    pub fn key_fingerprint(&self, algorithm: KeyAlgorithm) -> Fingerprint {
        let [ed25519, p256] = self.fingerprints;
        match algorithm {
            KeyAlgorithm::Ed25519 => ed25519,
            KeyAlgorithm::P256Sha256 => p256,
        }
    }

    /// The certificate request for a key, in PEM.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn request(&self, algorithm: KeyAlgorithm) -> Result<String> {
        self.read_text(&file_name(algorithm, "csr"), MAX_CERTIFICATE as u64)
    }

    /// The certificate and its intermediates for a key; empty as long as it is not certified.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn certificates(&self, algorithm: KeyAlgorithm) -> Result<Vec<Certificate>> {
        let path = self.folder.join(file_name(algorithm, "chain"));
        if !path.exists() {
            return Ok(Vec::new());
        }
        let bytes = read_limited(&path, (MAX_CERTIFICATE * MAX_PATH) as u64)
            .map_err(|error| SigningError::io(&path, &error))?;
        Certificate::read_all(&bytes)
    }

    /// Installs certificates that the authority made, in PEM or DER: for each of the two keys its own, followed by the
    /// intermediates that lead from it towards the root. Roots in the file are left out.
    ///
    /// Returns the algorithms that have been certified.
    ///
    /// # Errors
    /// None of the certificates is for a key of this identity.
    pub fn install(&self, bytes: &[u8]) -> Result<Vec<KeyAlgorithm>> {
        let given = Certificate::read_all(bytes)?;
        let mut done = Vec::new();
        for algorithm in KeyAlgorithm::ALL {
            let fingerprint = self.key_fingerprint(algorithm);
            let Some(own) = given.iter().find(|certificate| certificate.key_fingerprint() == fingerprint) else {
                continue;
            };
            let mut pem = String::new();
            for certificate in own.path_among(&given) {
                // For people who open the file: PEM readers skip text between the blocks.
                let _ = writeln!(pem, "{} ({})", certificate.name().escape_debug(), certificate.fingerprint());
                pem.push_str(&certificate.to_pem());
            }
            private_files::write(&self.folder.join(file_name(algorithm, "chain")), pem.as_bytes())?;
            done.push(algorithm);
        }
        if done.is_empty() {
            return Err(SigningError::new(
                ErrorKind::Mismatch,
                format!("no certificate in the file is for a key of `{}`", self.name),
            )
            .with_hint(
                "certify the requests in this folder (`ed25519.csr.pem`, `p256.csr.pem`) and install what comes back",
            ));
        }
        Ok(done)
    }

    /// Opens both keys. Takes about half a second and 128 MB, on purpose.
    ///
    /// # Errors
    /// The passphrase is wrong, or a key is not the one `identity.json` names.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<IdentityKeys> {
        Ok(IdentityKeys {
            ed25519: self.unlock_one(KeyAlgorithm::Ed25519, passphrase)?,
            p256: self.unlock_one(KeyAlgorithm::P256Sha256, passphrase)?,
        })
    }

    /// Opens one of the keys.
    ///
    /// # Errors
    /// As [`Identity::unlock`].
    pub fn unlock_one(&self, algorithm: KeyAlgorithm, passphrase: &Passphrase) -> Result<SoftwareKey> {
        let pem = self.key_text(algorithm)?;
        let key = SoftwareKey::from_encrypted_pem(&pem, passphrase)?;
        if key.algorithm() != algorithm || key.key_fingerprint() != self.key_fingerprint(algorithm) {
            let file = file_name(algorithm, "key");
            return Err(SigningError::new(
                ErrorKind::Mismatch,
                format!("`{file}` is not the key that `{FACTS}` names"),
            )
            .with_hint("a file of this identity was exchanged: restore the folder from a copy"));
        }
        match self.certificates(algorithm)? {
            chain if chain.is_empty() => Ok(key),
            chain => key.with_certificates(&chain),
        }
    }

    /// A private key as PKCS #8 that OpenSSL 3.0 reads, under the same passphrase: PBKDF2 with 600,000 rounds in place of
    /// scrypt, for OpenSSL refuses scrypt that takes more than 32 MB.
    ///
    /// # Errors
    /// As [`Identity::unlock`].
    pub fn export_openssl(
        &self,
        algorithm: KeyAlgorithm,
        passphrase: &Passphrase,
        rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<String>> {
        self.unlock_one(algorithm, passphrase)?.to_encrypted_pem(passphrase, Protection::OpenSsl, rng)
    }

    /// Puts both keys under a new passphrase; the certificates stay valid. Stopped at any moment, it leaves both keys under
    /// the old passphrase or both under the new one.
    ///
    /// # Errors
    /// The old passphrase is wrong, the new one is weak, or a file cannot be written.
    pub fn change_passphrase(&self, old: &Passphrase, new: &Passphrase, rng: &mut dyn CryptoRng) -> Result<()> {
        self.change_passphrase_with(old, new, Protection::Standard, rng)
    }

    pub(super) fn change_passphrase_with(
        &self,
        old: &Passphrase,
        new: &Passphrase,
        protection: Protection,
        rng: &mut dyn CryptoRng,
    ) -> Result<()> {
        new.check_strength(&self.name)?;
        // What an earlier change left undone, before `next.key.pem` is written again.
        self.settle()?;
        let keys = self.unlock(old)?;
        let mut both = Zeroizing::new(String::with_capacity(MAX_KEY_FILE as usize));
        for algorithm in KeyAlgorithm::ALL {
            both.push_str(&keys.get(algorithm).to_encrypted_pem(new, protection, rng)?);
        }
        private_files::write(&self.folder.join(NEXT), both.as_bytes())?;
        self.settle()
    }

    /// Lets the keys of `next.key.pem` replace the two files.
    fn settle(&self) -> Result<()> {
        let next = self.folder.join(NEXT);
        if !next.exists() {
            return Ok(());
        }
        for algorithm in KeyAlgorithm::ALL {
            let pem = self.key_text(algorithm)?;
            private_files::write(&self.folder.join(file_name(algorithm, "key")), pem.as_bytes())?;
        }
        fs::remove_file(&next).map_err(|error| SigningError::io(&next, &error))
    }

    /// The encrypted key that counts: the one in `next.key.pem` where there is such a file.
    fn key_text(&self, algorithm: KeyAlgorithm) -> Result<Zeroizing<String>> {
        if !self.folder.join(NEXT).exists() {
            return self.read_text(&file_name(algorithm, "key"), MAX_KEY_FILE).map(Zeroizing::new);
        }
        let both = Zeroizing::new(self.read_text(NEXT, 2 * MAX_KEY_FILE)?);
        let index = KeyAlgorithm::ALL.iter().position(|one| *one == algorithm).unwrap_or_default();
        let own = both.split_inclusive(END).nth(index);
        own.map(|text| Zeroizing::new(text.to_owned()))
            .ok_or_else(|| SigningError::malformed(&format!("`{NEXT}`"), "it has not both keys"))
    }

    fn read_text(&self, name: &str, limit: u64) -> Result<String> {
        let path = self.folder.join(name);
        let bytes = read_limited(&path, limit).map_err(|error| SigningError::io(&path, &error))?;
        String::from_utf8(bytes)
            .map_err(|_| SigningError::malformed(&format!("`{}`", path.display()), "it is not UTF-8"))
    }
}

fn file_name(algorithm: KeyAlgorithm, what: &str) -> String {
    format!("{}.{what}.pem", algorithm.as_str())
}
