//! What can be wrong with an archive.

use std::fmt;
use std::io;

use crate::signing::error::{ErrorKind, SigningError};

/// Why an archive is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArchiveProblem {
    /// It is no ZIP file that ends with its end record.
    NotZip,
    /// There are bytes before, between or behind the entries.
    Gap,
    /// It is larger than its limits, or has too many files.
    TooLarge,
    /// It uses ZIP64, which no archive of ours needs.
    Zip64,
    /// An entry is encrypted.
    Encrypted(String),
    /// An entry states its sizes behind its data.
    DataDescriptor(String),
    /// An entry is packed in another way than stored or deflated.
    Method(String),
    /// An entry is no plain file: a symbolic link, a folder or another mode.
    Mode(String),
    /// The header of an entry and the directory contradict each other, or have fields we never write.
    Header(String),
    /// A name is not portable or leads out of the folder.
    Name {
        /// The name, cut and escaped.
        name: String,
        /// Why it is refused.
        why: &'static str,
    },
    /// Two names are the same file on some system.
    Duplicate(String),
    /// An entry unpacks to more than any honest file, or to another size than it says.
    Bomb(String),
    /// The data of an entry are damaged.
    Damaged(String),
    /// The entries are not in our order, or one that must be there is missing.
    Order(String),
    /// The manifest is not one of ours.
    Manifest(String),
    /// A file is not in the manifest.
    Unlisted(String),
    /// A file of the manifest is not there.
    Missing(String),
    /// A file is not the one in the manifest.
    Digest(String),
    /// `SHA256SUMS` says something else than the manifest.
    Sums,
    /// It cannot be read from the disk, or something not be written to it.
    Io(String),
}

impl ArchiveProblem {
    /// A name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotZip => "not-zip",
            Self::Gap => "gap",
            Self::TooLarge => "too-large",
            Self::Zip64 => "zip64",
            Self::Encrypted(_) => "encrypted",
            Self::DataDescriptor(_) => "data-descriptor",
            Self::Method(_) => "method",
            Self::Mode(_) => "mode",
            Self::Header(_) => "header",
            Self::Name { .. } => "name",
            Self::Duplicate(_) => "duplicate",
            Self::Bomb(_) => "bomb",
            Self::Damaged(_) => "damaged",
            Self::Order(_) => "order",
            Self::Manifest(_) => "manifest",
            Self::Unlisted(_) => "unlisted",
            Self::Missing(_) => "missing",
            Self::Digest(_) => "digest",
            Self::Sums => "sums",
            Self::Io(_) => "io",
        }
    }

    /// The file it is about; empty where it is about the whole.
    pub fn file(&self) -> &str {
        match self {
            Self::Encrypted(name)
            | Self::DataDescriptor(name)
            | Self::Method(name)
            | Self::Mode(name)
            | Self::Header(name)
            | Self::Name { name, .. }
            | Self::Duplicate(name)
            | Self::Bomb(name)
            | Self::Damaged(name)
            | Self::Order(name)
            | Self::Unlisted(name)
            | Self::Missing(name)
            | Self::Digest(name) => name,
            _ => "",
        }
    }

    pub(super) fn io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::NotZip,
            _ => Self::Io(error.to_string()),
        }
    }
}

impl fmt::Display for ArchiveProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotZip => f.write_str("the archive is no ZIP file that ends where it says"),
            Self::Gap => f.write_str("the archive has bytes that belong to no file"),
            Self::TooLarge => f.write_str("the archive is too large, or has too many files"),
            Self::Zip64 => f.write_str("the archive uses ZIP64"),
            Self::Encrypted(name) => write!(f, "`{name}` is encrypted"),
            Self::DataDescriptor(name) => write!(f, "`{name}` states its size behind its data"),
            Self::Method(name) => write!(f, "`{name}` is packed in a way that is not supported"),
            Self::Mode(name) => write!(f, "`{name}` is no plain file"),
            Self::Header(name) => write!(f, "what the archive says of `{name}` is contradictory"),
            Self::Name { name, why } => write!(f, "`{name}` is refused as a name: {why}"),
            Self::Duplicate(name) => write!(f, "`{name}` is there twice, or is file and folder"),
            Self::Bomb(name) => write!(f, "`{name}` unpacks to another size than any honest file"),
            Self::Damaged(name) => write!(f, "`{name}` is damaged"),
            Self::Order(name) => write!(f, "`{name}` is not where it must be in the archive"),
            Self::Manifest(why) => write!(f, "the manifest cannot be read: {why}"),
            Self::Unlisted(name) => write!(f, "`{name}` is not in the manifest"),
            Self::Missing(name) => write!(f, "`{name}` is missing"),
            Self::Digest(name) => write!(f, "`{name}` was changed"),
            Self::Sums => f.write_str("`SHA256SUMS` says something else than the manifest"),
            Self::Io(error) => f.write_str(error),
        }
    }
}

impl std::error::Error for ArchiveProblem {}

impl From<ArchiveProblem> for SigningError {
    fn from(problem: ArchiveProblem) -> Self {
        let kind = match problem {
            ArchiveProblem::TooLarge => ErrorKind::TooLarge,
            ArchiveProblem::Io(_) => ErrorKind::Io,
            ArchiveProblem::Digest(_) | ArchiveProblem::Unlisted(_) | ArchiveProblem::Missing(_) => ErrorKind::Mismatch,
            _ => ErrorKind::Malformed,
        };
        Self::new(kind, problem.to_string())
    }
}
