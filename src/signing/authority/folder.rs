//! An authority on disk.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use signature::rand_core::CryptoRng;

use super::revocation::MAX_LIST;
use super::{Authority, Certify, Revocation, RevocationList, RevocationReason, ValidityPeriod};
use crate::files::{read_limited, write_atomic};
use crate::signing::certificates::{Certificate, MAX_CERTIFICATE};
use crate::signing::error::{ErrorKind, Result, SigningError};
use crate::signing::keys::{MAX_KEY_FILE, Passphrase, Protection, SoftwareKey};
use crate::signing::private_files;
use crate::signing::requests::CertificateRequest;

const ROOT: &str = "root.pem";
const KEY: &str = "root.key.pem";
const LIST: &str = "crl.pem";
const ISSUED: &str = "issued";
/// Most issued certificates that are looked through.
const MAX_ISSUED: usize = 100_000;

/// An authority on disk, its key opened.
#[derive(Debug)]
pub struct AuthorityFolder {
    folder: PathBuf,
    certificate: Certificate,
    key: SoftwareKey,
}

impl AuthorityFolder {
    /// Makes a root and writes the folder with an empty revocation list.
    ///
    /// `next_update` says until when readers may rely on that list.
    ///
    /// # Errors
    /// The passphrase is weak, a name makes no sense, or there is already something at `folder`.
    pub fn create(
        folder: &Path,
        name: &str,
        organization: Option<&str>,
        validity: ValidityPeriod,
        next_update: DateTime<Utc>,
        passphrase: &Passphrase,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self> {
        let new = (name, organization, validity, next_update);
        Self::create_with(folder, new, passphrase, Protection::Standard, rng)
    }

    pub(in crate::signing) fn create_with(
        folder: &Path,
        (name, organization, validity, next_update): (&str, Option<&str>, ValidityPeriod, DateTime<Utc>),
        passphrase: &Passphrase,
        protection: Protection,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self> {
        passphrase.check_strength(name)?;
        let (key, certificate) = Authority::new_root(name, organization, validity, rng)?;
        let list = Authority::new(certificate.clone(), &key)?.revocation_list(&[], 1, validity.from, next_update)?;
        let secret = key.to_encrypted_pem(passphrase, protection, rng)?;
        let files = [(ROOT, certificate.to_pem()), (LIST, list.to_pem())];
        let mut files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        files.push((KEY, secret.as_bytes()));
        private_files::write_folder(folder, &files)?;
        Ok(Self { folder: folder.to_owned(), certificate, key })
    }

    /// Opens an authority.
    ///
    /// # Errors
    /// There is none at `folder`, the passphrase is wrong, or key and certificate do not belong together.
    pub fn open(folder: &Path, passphrase: &Passphrase) -> Result<Self> {
        let certificate = Self::root(folder)?;
        let pem = zeroize::Zeroizing::new(read(&folder.join(KEY), MAX_KEY_FILE)?);
        let pem = std::str::from_utf8(&pem).map_err(|error| SigningError::malformed("the key file", error))?;
        let key = SoftwareKey::from_encrypted_pem(pem, passphrase)?;
        Authority::new(certificate.clone(), &key)?;
        Ok(Self { folder: folder.to_owned(), certificate, key })
    }

    /// Whether there is an authority at `folder`.
    pub fn is_at(folder: &Path) -> bool {
        folder.join(ROOT).is_file()
    }

    /// The root certificate of the authority at `folder`, which anybody may read.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn root(folder: &Path) -> Result<Certificate> {
        let root = read(&folder.join(ROOT), MAX_CERTIFICATE as u64).map_err(|error| {
            if error.kind() != ErrorKind::NotFound {
                return error;
            }
            SigningError::new(ErrorKind::NotFound, format!("`{}` is no certificate authority", folder.display()))
                .with_hint("make one with `opine keys new-ca`")
        })?;
        let certificate = Certificate::read_all(&root)?.into_iter().next();
        certificate.ok_or_else(|| SigningError::malformed("the root", "it is empty"))
    }

    /// Puts the key under a new passphrase. Its file is replaced whole or not at all.
    ///
    /// # Errors
    /// The new passphrase is weak, or the file cannot be written.
    pub fn change_passphrase(&self, new: &Passphrase, rng: &mut dyn CryptoRng) -> Result<()> {
        new.check_strength(&self.certificate.name())?;
        let secret = self.key.to_encrypted_pem(new, Protection::Standard, rng)?;
        private_files::write(&self.folder.join(KEY), secret.as_bytes())
    }

    /// The authority itself.
    pub fn authority(&self) -> Authority<'_> {
        Authority { certificate: self.certificate.clone(), signer: &self.key }
    }

    /// The root certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The file that the current revocation list is in.
    pub fn list_path(&self) -> PathBuf {
        self.folder.join(LIST)
    }

    /// The current revocation list.
    ///
    /// # Errors
    /// It cannot be read, or is not signed by this authority.
    pub fn revocation_list(&self) -> Result<RevocationList> {
        Self::revocation_list_at(&self.folder)
    }

    /// The current revocation list of the authority at `folder`, which anybody may read.
    ///
    /// # Errors
    /// As [`AuthorityFolder::revocation_list`].
    pub fn revocation_list_at(folder: &Path) -> Result<RevocationList> {
        let root = Self::root(folder)?;
        let list = RevocationList::read(&read(&folder.join(LIST), MAX_LIST as u64 * 3 / 2)?)?;
        if !list.is_by(&root) || list.verify(&root).is_err() {
            return Err(SigningError::new(ErrorKind::Mismatch, format!("`{LIST}` is not signed by this authority"))
                .with_hint("the file was changed: restore it from a copy"));
        }
        Ok(list)
    }

    /// Certifies a request and keeps a copy under `issued`.
    ///
    /// # Errors
    /// As [`Authority::certify`], or the copy cannot be written; nothing is returned then.
    pub fn certify(
        &self,
        request: &CertificateRequest,
        what: &Certify<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Certificate> {
        let certificate = self.authority().certify(request, what, rng)?;
        let path = self.folder.join(ISSUED).join(format!("{}.pem", certificate.serial()));
        write_atomic(&path, certificate.to_pem().as_bytes()).map_err(|error| SigningError::io(&path, &error))?;
        Ok(certificate)
    }

    /// Every certificate it made, the oldest first.
    ///
    /// # Errors
    /// The folder `issued` or a file in it cannot be read.
    pub fn issued(&self) -> Result<Vec<Certificate>> {
        Self::issued_at(&self.folder)
    }

    /// Every certificate that the authority at `folder` made, the oldest first.
    ///
    /// # Errors
    /// As [`AuthorityFolder::issued`].
    pub fn issued_at(folder: &Path) -> Result<Vec<Certificate>> {
        let folder = folder.join(ISSUED);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let fail = |error: std::io::Error| SigningError::io(&folder, &error);
        let mut all = Vec::new();
        for entry in fs::read_dir(&folder).map_err(fail)?.take(MAX_ISSUED) {
            let path = entry.map_err(fail)?.path();
            if path.extension().is_some_and(|extension| extension == "pem") {
                all.extend(Certificate::read_all(&read(&path, MAX_CERTIFICATE as u64)?)?);
            }
        }
        all.sort_by_key(|certificate| (certificate.not_before(), certificate.serial()));
        Ok(all)
    }

    /// Revokes a certificate by its serial number and replaces the revocation list. A certificate that is revoked already
    /// keeps the earlier date.
    ///
    /// # Errors
    /// This authority issued no such certificate, or the list cannot be written.
    pub fn revoke(
        &self,
        serial: &str,
        reason: RevocationReason,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
        next_update: DateTime<Utc>,
    ) -> Result<RevocationList> {
        if !self.issued()?.iter().any(|certificate| certificate.serial() == serial) {
            return Err(SigningError::new(
                ErrorKind::NotFound,
                format!("this authority issued no certificate `{serial}`"),
            )
            .with_hint("the serial numbers are the names of the files in `issued`"));
        }
        let current = self.revocation_list()?;
        let mut entries: Vec<_> = current.entries().cloned().collect();
        match entries.iter_mut().find(|entry| entry.serial == serial) {
            Some(entry) => {
                entry.at = entry.at.min(at);
                entry.reason = reason;
            }
            None => entries.push(Revocation { serial: serial.to_owned(), at, reason }),
        }
        self.replace_list(&entries, current.number(), now, next_update)
    }

    /// Makes the revocation list anew, so that readers may rely on it for longer.
    ///
    /// # Errors
    /// As [`AuthorityFolder::revoke`].
    pub fn renew_revocation_list(&self, now: DateTime<Utc>, next_update: DateTime<Utc>) -> Result<RevocationList> {
        let current = self.revocation_list()?;
        let entries: Vec<_> = current.entries().cloned().collect();
        self.replace_list(&entries, current.number(), now, next_update)
    }

    fn replace_list(
        &self,
        entries: &[Revocation],
        number: u64,
        now: DateTime<Utc>,
        next_update: DateTime<Utc>,
    ) -> Result<RevocationList> {
        let list = self.authority().revocation_list(entries, number.saturating_add(1), now, next_update)?;
        let path = self.folder.join(LIST);
        write_atomic(&path, list.to_pem().as_bytes()).map_err(|error| SigningError::io(&path, &error))?;
        Ok(list)
    }
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    read_limited(path, limit).map_err(|error| SigningError::io(path, &error))
}
