//! `signatures/` beside a case: one folder for each act, written whole or not at all.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::read_limited;
use crate::signing::approval::{Approval, SignedRecord};

/// Most acts that are read of one case.
const MAX_ACTS: usize = 2_000;
/// Largest record, signature or log that is read, in bytes.
const MAX_SMALL: u64 = 8_000_000;
/// Largest document that is read, in bytes.
const MAX_DOCUMENT: u64 = 512 * 1024 * 1024;

/// Name of the record in an act's folder.
pub(super) const RECORD: &str = "approval.json";
/// Name of the audit log in an act's folder.
pub(super) const LOG: &str = "log.jsonl";
/// Name of the content that was reviewed.
pub(super) const REVIEWED: &str = "reviewed.json";
/// The file that is locked while an act is written; it stays empty.
const LOCK: &str = ".lock";
/// Folder of the documents.
pub(super) const DOCUMENTS: &str = "documents";

/// Why the folder cannot be read or written.
#[derive(Debug)]
pub struct FolderError {
    /// What was touched, relative to the case.
    pub path: String,
    /// What went wrong.
    pub what: String,
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path, self.what)
    }
}

impl std::error::Error for FolderError {}

fn failed(path: &Path, what: impl fmt::Display) -> FolderError {
    let name: Vec<String> =
        path.components().rev().take(3).map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    FolderError { path: name.into_iter().rev().collect::<Vec<_>>().join("/"), what: what.to_string() }
}

/// `signatures/` of a case.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// One act.
#[derive(Debug, Clone)]
pub struct ActFolder {
    /// Its place in the order, from 1.
    pub number: usize,
    /// Its folder.
    pub path: PathBuf,
    /// The record and its signatures.
    pub signed: SignedRecord,
    /// What the record says.
    pub record: Approval,
}

impl Folder {
    /// The folder of a case; it need not be there yet.
    pub fn of(case: &Path) -> Self {
        Self { path: case.join("signatures") }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All acts in order. A folder that was being written when the process was stopped is not one of them.
    ///
    /// # Errors
    /// A record that cannot be read strictly: someone has touched it.
    pub fn acts(&self) -> Result<Vec<ActFolder>, FolderError> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(&self.path, error)),
        };
        let mut acts = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| failed(&self.path, error))?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let Some(number) = name.split_once('-').and_then(|(number, _)| number.parse::<usize>().ok()) else {
                continue;
            };
            if acts.len() == MAX_ACTS {
                return Err(failed(&self.path, format!("has more than {MAX_ACTS} acts")));
            }
            acts.push(Self::read(number, path)?);
        }
        acts.sort_by_key(|act| act.number);
        // A missing number is an act that someone took away.
        match acts.iter().enumerate().find(|(index, act)| act.number != index + 1) {
            Some((index, _)) => Err(failed(&self.path, format!("act {} is missing, or is there twice", index + 1))),
            None => Ok(acts),
        }
    }

    fn read(number: usize, path: PathBuf) -> Result<ActFolder, FolderError> {
        let small =
            |name: &str| read_limited(&path.join(name), MAX_SMALL).map_err(|error| failed(&path.join(name), error));
        let record = small(RECORD)?;
        let approval = Approval::read(&record).map_err(|error| failed(&path.join(RECORD), error))?;
        let cms = small(&format!("{RECORD}.p7s"))?;
        let minisig = match read_limited(&path.join(format!("{RECORD}.minisig")), MAX_SMALL) {
            Ok(bytes) => {
                Some(String::from_utf8(bytes).map_err(|_| failed(&path, "the minisign signature is no text"))?)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(&path, error)),
        };
        Ok(ActFolder { number, signed: SignedRecord { record, cms, minisig }, record: approval, path })
    }

    /// Writes the next act: all files under a name of their own, flushed to disk, then one rename.
    ///
    /// # Errors
    /// The I/O error; nothing is there then, or someone else wrote an act of this number at the same time.
    pub fn commit(&self, number: usize, name: &str, files: &[(String, Vec<u8>)]) -> Result<PathBuf, FolderError> {
        fs::create_dir_all(&self.path).map_err(|error| failed(&self.path, error))?;
        // Two who act at the same moment would both find the number free. The system lets go of the lock, however this ends.
        let lock = self.path.join(LOCK);
        let held = fs::File::create(&lock).map_err(|error| failed(&lock, error))?;
        match held.lock() {
            Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(failed(&lock, error)),
            _ => {}
        }
        let target = self.path.join(format!("{number:04}-{name}"));
        let taken = self.acts()?.iter().any(|act| act.number >= number);
        if taken || target.exists() {
            return Err(failed(&target, "is there already: someone else has acted in the meantime; start again"));
        }
        let draft = tempfile::Builder::new()
            .prefix(".unfinished-")
            .tempdir_in(&self.path)
            .map_err(|error| failed(&self.path, error))?;
        for (file, bytes) in files {
            let path = draft.path().join(file);
            crate::files::write_atomic(&path, bytes).map_err(|error| failed(&path, error))?;
        }
        sync(draft.path()).map_err(|error| failed(draft.path(), error))?;
        let draft = draft.keep();
        // A folder cannot take the place of one that has files in it, so of two at the same time one fails.
        if let Err(error) = fs::rename(&draft, &target) {
            let _ = fs::remove_dir_all(&draft);
            return Err(failed(&target, error));
        }
        sync(&self.path).map_err(|error| failed(&self.path, error))?;
        Ok(target)
    }

    /// Takes away what a process that was stopped has left unfinished.
    pub fn clear_unfinished(&self) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with(".unfinished-") {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// Flushes a folder's entries to disk, where the system knows how.
fn sync(folder: &Path) -> io::Result<()> {
    match fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some systems have no way to flush a folder; the files themselves are flushed.
        Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported) => Ok(()),
        result => result,
    }
}

impl ActFolder {
    /// The audit log up to and with this act.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn log(&self) -> Result<Vec<u8>, FolderError> {
        let path = self.path.join(LOG);
        read_limited(&path, 64_000_000).map_err(|error| failed(&path, error))
    }

    /// The content that was reviewed, as [`super::reviewed_content`] writes it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn reviewed(&self) -> Result<Vec<u8>, FolderError> {
        let path = self.path.join(REVIEWED);
        read_limited(&path, MAX_DOCUMENT).map_err(|error| failed(&path, error))
    }

    /// A document as this act left it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn document(&self, file: &str) -> Result<Vec<u8>, FolderError> {
        let path = self.path.join(DOCUMENTS).join(file);
        read_limited(&path, MAX_DOCUMENT).map_err(|error| failed(&path, error))
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::signing::approval::{self, Act, FORMAT, LogHead, Record, Sha256Digest, Signatory};
    use crate::signing::certificates::SignerRole;
    use crate::signing::fixtures::Institution;
    use crate::signing::log::Log;
    use crate::signing::signer::{KeyAlgorithm, Signer as _};

    /// The files of an act as `review-and-sign` writes them.
    fn files() -> Vec<(String, Vec<u8>)> {
        let institution = Institution::new(7);
        let key = institution.director(KeyAlgorithm::Ed25519);
        let record = Approval {
            opine_approval: FORMAT,
            case_id: "OPX-1".to_owned(),
            case_version: 1,
            case_digest: Sha256Digest::of(b"case"),
            act: Act::Decline,
            decision: Act::Decline.decision(),
            signer: Signatory {
                party: "director".to_owned(),
                name: "Dr. Ana Directora".to_owned(),
                role: SignerRole::MedicalDirector,
                ed25519: Some(Sha256Digest::of(key.public_key())),
                p256: None,
            },
            at: DateTime::parse_from_rfc3339("2026-03-09T14:30:00-05:00").unwrap(),
            documents: Vec::new(),
            made_with: std::collections::BTreeMap::new(),
            waivers: Vec::new(),
            checklist: Vec::new(),
            comments: vec![approval::Comment { path: "findings.F1".to_owned(), text: "look again".to_owned() }],
            supersedes: None,
            log: Log::read(b"").map(|log| log.head()).unwrap_or(LogHead { size: 0, head: Sha256Digest::ZERO }),
        };
        let signed = approval::sign(&Record::from(record), key).unwrap();
        vec![
            (RECORD.to_owned(), signed.record),
            (format!("{RECORD}.p7s"), signed.cms),
            (LOG.to_owned(), Vec::new()),
            (REVIEWED.to_owned(), b"{}".to_vec()),
            (format!("{DOCUMENTS}/booklet.en-US.pdf"), b"%PDF-".to_vec()),
        ]
    }

    fn names(folder: &Folder) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name != LOCK)
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_stop_after_any_file_leaves_no_act() {
        let files = files();
        for written in 0..=files.len() {
            let case = tempfile::tempdir().unwrap();
            let folder = Folder::of(case.path());
            folder.commit(1, "decline", &files).unwrap();
            let unfinished = folder.path().join(".unfinished-x1y2");
            fs::create_dir(&unfinished).unwrap();
            for (name, bytes) in files.iter().take(written) {
                crate::files::write_atomic(&unfinished.join(name), bytes).unwrap();
            }
            assert_eq!(folder.acts().unwrap().len(), 1, "{written} files");
            folder.clear_unfinished();
            assert_eq!(names(&folder), ["0001-decline"], "{written} files");
            folder.commit(2, "decline", &files).unwrap();
            assert_eq!(folder.acts().unwrap().len(), 2);
        }
    }

    #[test]
    fn an_act_that_fails_leaves_nothing_behind() {
        let case = tempfile::tempdir().unwrap();
        let folder = Folder::of(case.path());
        let mut files = files();
        // A file cannot be written where a folder of its name is needed.
        files.push((DOCUMENTS.to_owned(), Vec::new()));
        assert!(folder.commit(1, "decline", &files).is_err());
        assert!(names(&folder).is_empty());
        assert!(folder.acts().unwrap().is_empty());
    }

    #[test]
    fn of_many_who_act_at_the_same_moment_one_succeeds() {
        let case = tempfile::tempdir().unwrap();
        let folder = Folder::of(case.path());
        let files = files();
        let done = crate::parallel::in_parallel(8, &["approve", "decline", "return", "certify"].repeat(2), |name| {
            folder.commit(1, name, &files).is_ok()
        });
        assert_eq!(done.iter().filter(|done| **done).count(), 1);
        assert_eq!(folder.acts().unwrap().len(), 1);
        assert_eq!(names(&folder).len(), 1);
    }

    #[test]
    fn an_act_taken_away_or_put_in_between_is_noticed() {
        let case = tempfile::tempdir().unwrap();
        let folder = Folder::of(case.path());
        let files = files();
        for number in 1..=3 {
            folder.commit(number, "decline", &files).unwrap();
        }
        assert!(folder.commit(3, "approve", &files).is_err());
        fs::rename(folder.path().join("0002-decline"), folder.path().join("0003-approve")).unwrap();
        assert!(folder.acts().unwrap_err().what.contains("act 2 is missing"));
    }
}
