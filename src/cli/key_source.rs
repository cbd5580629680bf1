//! Whose keys a command uses: an identity in a folder, or key pairs on a token. Either way one person signs with two
//! keys, Ed25519 and P-256.

use std::path::{Path, PathBuf};

use clap::Args;

use super::secrets::{PassphraseSource, shown};
use super::{Failure, Shared, Terminal};
use crate::files::read_limited;
use crate::signing::certificates::Certificate;
use crate::signing::error::SigningError;
use crate::signing::identity::Identity;
use crate::signing::pkcs11::{Pkcs11Signer, TokenKey};
use crate::signing::signer::{KeyAlgorithm, Signer};

/// Largest file of certificates that is read, in bytes.
pub(super) const MAX_CERTIFICATES: u64 = 1_000_000;

/// The options that name keys on a token.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct TokenOptions {
    /// Uses keys on a token or in a hardware module: the PKCS #11 library of its maker, such as `libsofthsm2.so`
    #[arg(long, value_name = "MODULE", requires = "token", requires = "key_label")]
    pkcs11: Option<PathBuf>,
    /// The label of the token
    #[arg(long, value_name = "LABEL", requires = "pkcs11")]
    token: Option<String>,
    /// The label that both key pairs on the token have
    #[arg(long, value_name = "LABEL", requires = "pkcs11")]
    key_label: Option<String>,
    /// The certificates of the keys on the token, as the authority sent them
    #[arg(long, value_name = "FILE", requires = "pkcs11")]
    certificates: Option<PathBuf>,
}

impl TokenOptions {
    /// Whether no token is named.
    pub fn is_empty(&self) -> bool {
        self.pkcs11.is_none()
    }
}

/// Where the keys of a person are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KeySource {
    /// The folder that `opine keys new` made.
    Identity(PathBuf),
    /// A token.
    Token {
        /// The library of its maker.
        module: PathBuf,
        /// The label of the token.
        token: String,
        /// The label of both key pairs.
        label: String,
        /// The certificates of both keys.
        certificates: Option<PathBuf>,
    },
}

/// Both keys of a person, ready to sign, each with its certificates as far as it is certified.
pub(super) struct SigningKeys {
    /// Signs approval records, minisign files and, where selected, PDFs.
    pub ed25519: Box<dyn Signer>,
    /// Signs PDFs and archives.
    pub p256: Box<dyn Signer>,
}

impl SigningKeys {
    /// The key for an algorithm.
    pub fn get(&self, algorithm: KeyAlgorithm) -> &dyn Signer {
        match algorithm {
            KeyAlgorithm::Ed25519 => &*self.ed25519,
            KeyAlgorithm::P256Sha256 => &*self.p256,
        }
    }
}

impl KeySource {
    /// What the command line names: a folder or a token, and not both. `option` is how the folder is named in a message.
    pub fn of(folder: Option<&Path>, token: &TokenOptions, option: &str) -> Result<Self, Failure> {
        match (folder, &token.pkcs11, &token.token, &token.key_label) {
            (Some(folder), None, None, None) => Ok(Self::Identity(folder.to_owned())),
            (None, Some(module), Some(name), Some(label)) => Ok(Self::Token {
                module: module.clone(),
                token: name.clone(),
                label: label.clone(),
                certificates: token.certificates.clone(),
            }),
            (None, ..) => Err(Failure::Usage(format!(
                "no keys are named\nhelp: name the folder of an identity with `{option}`, or a token with `--pkcs11`, `--token` and \
                 `--key-label`"
            ))),
            (Some(_), ..) => Err(Failure::Usage(format!("`{option}` and `--pkcs11` name two keys: use one of them"))),
        }
    }

    /// Opens both keys with the passphrase of the identity or the PIN of the token.
    pub fn open(
        &self,
        passphrase: &PassphraseSource,
        shared: &Shared,
        terminal: &Terminal,
    ) -> Result<SigningKeys, Failure> {
        match self {
            Self::Identity(folder) => {
                let identity = Identity::open(folder)?;
                let secret =
                    passphrase.existing(&format!("the keys of {}", shown(identity.name())), shared, terminal)?;
                let keys = identity.unlock(&secret)?;
                Ok(SigningKeys { ed25519: Box::new(keys.ed25519), p256: Box::new(keys.p256) })
            }
            Self::Token { module, token, label, certificates } => {
                let known = match certificates {
                    Some(path) => Certificate::read_all(&contents(path)?)?,
                    None => Vec::new(),
                };
                let pin = passphrase.pin(token, shared, terminal)?;
                let open = |algorithm| -> Result<Box<dyn Signer>, SigningError> {
                    let signer = Pkcs11Signer::open(&TokenKey { module, token, key: label, algorithm }, &pin)?;
                    let own = known.iter().find(|certificate| certificate.public_key() == signer.public_key());
                    Ok(match own {
                        Some(own) => Box::new(signer.with_certificates(&own.path_among(&known))?),
                        None => Box::new(signer),
                    })
                };
                Ok(SigningKeys { ed25519: open(KeyAlgorithm::Ed25519)?, p256: open(KeyAlgorithm::P256Sha256)? })
            }
        }
    }
}

/// A file of certificates or requests, bounded.
pub(super) fn contents(path: &Path) -> Result<Vec<u8>, Failure> {
    read_limited(path, MAX_CERTIFICATES).map_err(|error| Failure::Usage(format!("`{}`: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_source_is_named_and_not_two() {
        let token = TokenOptions {
            pkcs11: Some("module.so".into()),
            token: Some("clinic".to_owned()),
            key_label: Some("director".to_owned()),
            certificates: None,
        };
        let folder = Some(Path::new("director"));
        let of = |folder, token: &TokenOptions| KeySource::of(folder, token, "--key").ok();
        assert_eq!(of(folder, &TokenOptions::default()), Some(KeySource::Identity("director".into())));
        assert!(matches!(of(None, &token), Some(KeySource::Token { label, .. }) if label == "director"));
        assert_eq!(of(folder, &token), None);
        assert_eq!(of(None, &TokenOptions::default()), None);
    }
}
