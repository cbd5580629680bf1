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
