//! The audit log of a case: who did what to which version, in lines that each carry the hash of the one before.
//!
//! One canonical JSON object a line. Actions and objects are closed vocabularies and values have checked forms, so that
//! a log holds ids and digests and nothing else of a patient. Editing, inserting, reordering or cutting in the middle
//! breaks the chain. Cutting the tail does not: every approval carries the [head](LogHead) the log had, and a log that
//! does not [begin with it](Log::contains) was cut or exchanged.
//!
//! Appending writes the whole file anew beside the old one and renames it. A log of a case has hundreds of lines, so
//! this costs little, and a process killed at any write leaves the old log or the new one. Appending in place would
//! leave torn lines that the next reader had to cut off, and a reader that cuts tails off cannot tell a crash from an
//! attack; here a torn line is always an alteration. A lock beside the file, which the system frees when its holder
//! dies, keeps two writers apart.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::approval::forms::{self, is_id, is_locale, is_path, is_word};
use super::approval::{LogHead, Sha256Digest};
use super::canonical;
use super::error::{ErrorKind, Result, SigningError};
use crate::files::{read_limited, write_atomic};

/// Largest log in bytes.
pub const MAX_LOG: usize = 16_000_000;
/// Longest line in bytes.
const MAX_LINE: usize = 4_096;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A case was begun.
    Create,
    /// The rules were run for a release.
    Check,
    /// Documents were rendered for a release.
    Render,
    /// A review began.
    Review,
    /// A finding of a rule was accepted.
    Waive,
    /// Findings were attested.
    Attest,
    /// The case was certified.
    Certify,
    /// The release was approved.
    Approve,
    /// The case was returned to its authors.
    Return,
    /// The release was declined.
    Decline,
    /// A version was begun that supersedes another.
    Amend,
    /// An addendum was begun.
    Addendum,
    /// A version was withdrawn.
    Withdraw,
    /// A time stamp was added.
    Stamp,
    /// An archive was built.
    Bind,
    /// Documents were handed over.
    Deliver,
}

/// What it was done to: the kind of a value in [`Entry::objects`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// SHA-256 of an approval record.
    Approval,
    /// SHA-256 of an archive.
    Archive,
    /// Id of the case.
    Case,
    /// Digest of the case.
    CaseDigest,
    /// SHA-256 of a document as typeset.
    Document,
    /// Kind of a document.
    Kind,
    /// SHA-256 of a public key.
    Key,
    /// Locale of a document.
    Locale,
    /// SHA-256 of a notice.
    Notice,
    /// Id of another party, such as a recipient.
    Party,
    /// A block of the case.
    Path,
    /// A rule.
    Rule,
    /// Number of the version.
    Version,
}

impl Object {
    fn accepts(self, value: &str) -> bool {
        match self {
            Self::Approval | Self::Archive | Self::CaseDigest | Self::Document | Self::Key | Self::Notice => {
                value.parse::<Sha256Digest>().is_ok()
            }
            Self::Case | Self::Party | Self::Rule => is_id(value),
            Self::Kind => is_word(value),
            Self::Locale => is_locale(value),
            Self::Path => is_path(value),
            Self::Version => value.parse::<u32>().is_ok_and(|version| version > 0 && version.to_string() == value),
        }
    }
}

/// What is to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Id of the party who did it.
    pub actor: String,
    /// What was done.
    pub action: Action,
    /// What to.
    pub objects: BTreeMap<Object, String>,
}

/// One line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What was done.
    pub action: Action,
    /// Id of the party who did it.
    pub actor: String,
    /// When.
    #[serde(with = "forms::moment")]
    pub at: DateTime<FixedOffset>,
    /// What to.
    pub objects: BTreeMap<Object, String>,
    /// SHA-256 of the line before, without its line break; zeros in the first.
    pub previous: Sha256Digest,
    /// Number of the line, counted from 1.
    pub sequence: u64,
}

impl Entry {
    fn check(&self) -> Result<(), &'static str> {
        if !is_id(&self.actor) {
            return Err("the actor is not the id of a party");
        }
        if !self.objects.iter().all(|(object, value)| object.accepts(value)) {
            return Err("an object has not the form it must have");
        }
        Ok(())
    }
}

/// What is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogProblem {
    /// It is longer than [`MAX_LOG`].
    TooLarge,
    /// The last line has no end.
    Torn,
    /// A line is not one of a log.
    Line {
        /// Its number, counted from 1.
        line: u64,
        /// Why.
        why: String,
    },
    /// A line does not follow the one before it: something was edited, inserted, moved or cut out.
    Chain {
        /// Its number.
        line: u64,
    },
    /// A line has a time before that of the line before it.
    Time {
        /// Its number.
        line: u64,
    },
    /// The log is shorter than an approval says it was.
    Cut {
        /// How many lines it has.
        size: u64,
        /// How many it had.
        was: u64,
    },
    /// The log is another than the one an approval was made with.
    OtherHead {
        /// The line at which the approval was made.
        line: u64,
    },
}

impl fmt::Display for LogProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the log is longer than {} MB", MAX_LOG / 1_000_000),
            Self::Torn => f.write_str("the last line of the log has no end"),
            Self::Line { line, why } => write!(f, "line {line} of the log cannot be read: {why}"),
            Self::Chain { line } => write!(f, "line {line} of the log does not follow the line before it"),
            Self::Time { line } => write!(f, "line {line} of the log is older than the line before it"),
            Self::Cut { size, was } => write!(f, "the log has {size} lines, but had {was} when it was signed"),
            Self::OtherHead { line } => write!(f, "line {line} of the log is not the one that was signed"),
        }
    }
}

impl std::error::Error for LogProblem {}

impl From<LogProblem> for SigningError {
    fn from(problem: LogProblem) -> Self {
        let kind = if problem == LogProblem::TooLarge { ErrorKind::TooLarge } else { ErrorKind::Mismatch };
        Self::new(kind, problem.to_string()).with_hint("the log was changed outside Opine: restore it from a copy")
    }
}

/// A log whose chain holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    entries: Vec<Entry>,
    /// SHA-256 of each line.
    hashes: Vec<Sha256Digest>,
}

impl Log {
    /// Reads a log and verifies its chain: every line in canonical form, in sequence, with the hash of the line before
    /// it, and no earlier than it. Says nothing of a tail that was cut off; see [`Self::contains`].
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, LogProblem> {
        if bytes.len() > MAX_LOG {
            return Err(LogProblem::TooLarge);
        }
        let mut log = Self::default();
        let Some((last, lines)) = bytes.split_last() else { return Ok(log) };
        if *last != b'\n' {
            return Err(LogProblem::Torn);
        }
        for (line, number) in lines.split(|byte| *byte == b'\n').zip(1_u64..) {
            let entry = read_line(line).map_err(|why| LogProblem::Line { line: number, why })?;
            if entry.sequence != number || entry.previous != log.head().head {
                return Err(LogProblem::Chain { line: number });
            }
            if log.entries.last().is_some_and(|before| entry.at < before.at) {
                return Err(LogProblem::Time { line: number });
            }
            log.entries.push(entry);
            log.hashes.push(Sha256Digest::of(line));
        }
        Ok(log)
    }

    /// Reads and verifies a log file. One that does not exist is empty.
    ///
    /// # Errors
    /// It cannot be read, or its chain does not hold.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self::read(&read_file(path)?)?)
    }

    /// The lines, the oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What an approval made now carries.
    pub fn head(&self) -> LogHead {
        LogHead { size: self.hashes.len() as u64, head: self.hashes.last().copied().unwrap_or(Sha256Digest::ZERO) }
    }

    /// Whether this log begins with the one that had this head: nothing of it was cut off or exchanged since.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn contains(&self, head: &LogHead) -> Result<(), LogProblem> {
        let size = self.hashes.len() as u64;
        let Some(last) = head.size.checked_sub(1) else {
            return if head.head == Sha256Digest::ZERO { Ok(()) } else { Err(LogProblem::OtherHead { line: 0 }) };
        };
        match usize::try_from(last).ok().and_then(|last| self.hashes.get(last)) {
            None => Err(LogProblem::Cut { size, was: head.size }),
            Some(hash) if *hash == head.head => Ok(()),
            Some(_) => Err(LogProblem::OtherHead { line: head.size }),
        }
    }
}

fn read_line(line: &[u8]) -> Result<Entry, String> {
    if line.len() > MAX_LINE {
        return Err(format!("it is longer than {MAX_LINE} bytes"));
    }
    let entry: Entry = canonical::read(line).map_err(|error| error.to_string())?;
    entry.check()?;
    if canonical::write(&entry).map_err(|error| error.to_string())? != line {
        return Err("a value has another spelling than Opine's".to_owned());
    }
    Ok(entry)
}

/// Appends lines to a log file, all or none, and returns the new head. The file is made where there is none.
///
/// # Errors
/// The log is damaged, a value has not the form it must have, a time is before that of the last line, or the file
/// cannot be written; the log is then as it was. While another process appends, this waits.
pub fn append(path: &Path, new: &[NewEntry]) -> Result<LogHead> {
    let _lock = lock(path)?;
    let mut bytes = read_file(path)?;
    let log = Log::read(&bytes)?;
    let mut head = log.head();
    let mut last = log.entries.last().map(|entry| entry.at);
    for entry in new {
        // Lines keep whole seconds.
        let at = DateTime::from_timestamp(entry.at.timestamp(), 0)
            .map_or(entry.at, |at| at.with_timezone(entry.at.offset()));
        if last.is_some_and(|last| at < last) {
            return Err(SigningError::new(
                ErrorKind::Invalid,
                "the last line of the audit log is of a later time than now",
            )
            .with_hint("set the clock of this computer"));
        }
        last = Some(at);
        let line = Entry {
            action: entry.action,
            actor: entry.actor.clone(),
            at,
            objects: entry.objects.clone(),
            previous: head.head,
            sequence: head.size + 1,
        };
        line.check().map_err(|why| SigningError::new(ErrorKind::Invalid, format!("nothing is logged: {why}")))?;
        let line = canonical::write(&line)?;
        if line.len() > MAX_LINE || bytes.len() + line.len() >= MAX_LOG {
            return Err(SigningError::new(ErrorKind::TooLarge, "the audit log, or a line of it, becomes too long"));
        }
        head = LogHead { size: head.size + 1, head: Sha256Digest::of(&line) };
        bytes.extend_from_slice(&line);
        bytes.push(b'\n');
    }
    write_atomic(path, &bytes).map_err(|error| SigningError::io(path, &error))?;
    sync_folder(path)?;
    Ok(head)
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    match read_limited(path, MAX_LOG as u64) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(SigningError::io(path, &error)),
    }
}

/// The lock of a log: held as long as the file is open.
fn lock(path: &Path) -> Result<File> {
    let folder = folder(path);
    fs::create_dir_all(folder).map_err(|error| SigningError::io(folder, &error))?;
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let fail = |error: &std::io::Error| SigningError::io(&name, error);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&name).map_err(|error| fail(&error))?;
    file.lock().map_err(|error| fail(&error))?;
    Ok(file)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Brings the new name of the file to disk, so that a power cut cannot take back a line an approval already names.
fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder(path)).and_then(|folder| folder.sync_all()).map_err(|error| SigningError::io(path, &error))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
