//! The release beside a signed case: whether its approval, the case and the documents belong together.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256 as Hasher};

use super::rule::Rule;
use super::sign_off::digest;
use super::{Checker, Stage};
use crate::case::Case;
use crate::case::model::{self, Sha256};
use crate::diagnostics::Severity;
use crate::files::read_limited;

/// Most acts of a case that are looked at.
const MAX_ACTS: usize = 2_000;
/// Largest record of an act that is read, in bytes.
const MAX_RECORD: u64 = 8_000_000;
/// Largest signed document that is read, in bytes.
const MAX_DOCUMENT: u64 = 512 * 1024 * 1024;
/// Most documents of an act that are looked at.
const MAX_DOCUMENTS: usize = 64;
/// The folder of the acts, in the case's folder.
const SIGNATURES: &str = "signatures";
/// The record in the folder of an act.
const RECORD: &str = "approval.json";
/// The documents in the folder of an act.
const DOCUMENTS: &str = "documents";
/// The acts by which the medical director releases a version.
const RELEASES: [&str; 3] = ["approve", "amend", "addendum"];

pub(super) static SGN_04: Rule = Rule {
    id: "SGN-04",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "the approval, the case and the documents do not belong together",
    why: "What was approved, what is written and what is printed have to be one and the same",
    example: "the release in `signatures/` is of version 2 where the case is version 1, or one of its PDFs has other bytes \
              (signatures and certificates are checked by `opine verify`)",
    mend: "put back the files that were approved, or sign the case again; `opine verify` says which signature covers what",
    source: "21 CFR 11.70: signatures are linked to their records; FIPS 180-4 (SHA-256)",
};

/// The record of an act, as far as the case can be held against it.
#[derive(Deserialize)]
struct Record {
    act: String,
    case_version: u32,
    case_digest: Sha256,
    documents: Vec<Document>,
}

/// A document as it was approved.
#[derive(Deserialize)]
struct Document {
    /// Its file name in the folder of documents.
    file: String,
    /// Digest of the document as it was set, which a signed PDF starts with.
    sha256: Sha256,
    /// Length of what was set, in bytes.
    size: u64,
}

/// The release of a case that holds.
pub(super) struct Release {
    /// The folder of the act.
    folder: PathBuf,
    /// Its name.
    name: String,
    record: Record,
}

impl Release {
    /// The newest release beside a case; none where there is none, or where it was taken back.
    ///
    /// # Errors
    /// What is wrong with the folder or a record in it.
    pub(super) fn of(case: &Case) -> Result<Option<Self>, String> {
        let Some(signatures) = case.folder.as_ref().map(|folder| folder.join(SIGNATURES)) else { return Ok(None) };
        let entries = match fs::read_dir(&signatures) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("`{SIGNATURES}` cannot be read: {error}")),
        };
        let mut acts: Vec<(usize, String)> = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // An act's folder is called `0003-approve`; everything else is none of ours.
            let Some(number) = name.split_once('-').and_then(|(number, _)| number.parse().ok()) else { continue };
            if acts.len() == MAX_ACTS {
                return Err(format!("`{SIGNATURES}` has more than {MAX_ACTS} acts"));
            }
            acts.push((number, name));
        }
        acts.sort_unstable_by(|a, b| b.cmp(a));
        for (_, name) in acts {
            let folder = signatures.join(&name);
            let shown = format!("{SIGNATURES}/{}/{RECORD}", name.escape_debug());
            let bytes = read_limited(&folder.join(RECORD), MAX_RECORD)
                .map_err(|error| format!("`{shown}` cannot be read: {error}"))?;
            let record: Record =
                serde_json::from_slice(&bytes).map_err(|_| format!("`{shown}` is no record of an act"))?;
            if record.act == "withdraw" {
                return Ok(None);
            }
            if RELEASES.contains(&record.act.as_str()) {
                return Ok(Some(Self { folder, name, record }));
            }
        }
        Ok(None)
    }

    /// Whether the case is on its way to a version that takes the place of this one.
    fn amended(&self, content: &model::Case) -> bool {
        content.amendments.iter().any(|amendment| amendment.of_version >= self.record.case_version)
    }

    /// Whether the case has other words than those released, and no amendment says so.
    pub(super) fn differs(&self, content: &model::Case, present: &Sha256) -> bool {
        self.record.case_version == content.version && !self.amended(content) && self.record.case_digest != *present
    }
}

/// The release beside a case against its version and the documents that are there.
///
/// This is what the case itself shows; `opine verify` checks the signatures, who made them and what each covers.
pub(super) fn check(c: &mut Checker<'_>, release: &Release, place: &str) {
    let content = c.content;
    let Release { folder, name, record } = release;
    let (released, version) = (record.case_version, content.version);
    if released != version && !(released < version && release.amended(content)) {
        let message =
            format!("version {released} was released in `{SIGNATURES}/{name}`, and the case is version {version}");
        c.report(&SGN_04, "version", message);
    }
    for document in record.documents.iter().take(MAX_DOCUMENTS) {
        if let Some(wrong) = not_as_approved(&folder.join(DOCUMENTS), document) {
            c.report(&SGN_04, place, format!("`{SIGNATURES}/{name}`: {wrong}"));
        }
    }
}

/// What is wrong with a document that is there: it starts with the approved bytes, since signatures are added behind them.
fn not_as_approved(folder: &Path, document: &Document) -> Option<String> {
    let Document { file, sha256, size } = document;
    let shown = file.escape_debug();
    let plain = !file.is_empty() && !file.contains(['/', '\\', ':']) && file != "." && file != "..";
    if !plain {
        return Some(format!("`{shown}` is not a file name"));
    }
    match read_limited(&folder.join(file), MAX_DOCUMENT) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(format!("`{shown}` cannot be read: {error}")),
        Ok(bytes) => {
            let set = usize::try_from(*size).ok().and_then(|size| bytes.get(..size));
            let same = set.is_some_and(|set| digest(Hasher::digest(set).as_slice()) == *sha256);
            (!same).then(|| format!("`{shown}` is not the document that was approved"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_document_starts_with_what_was_approved() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), b"approved, then signed").unwrap();
        let look = |file: &str, bytes: &[u8], size: u64| {
            let sha256 = digest(Hasher::digest(bytes).as_slice());
            not_as_approved(folder.path(), &Document { file: file.to_owned(), sha256, size }).is_none()
        };
        assert!(look("a.pdf", b"approved", 8) && look("absent.pdf", b"", 0));
        assert!(
            !look("a.pdf", b"approves", 8) && !look("a.pdf", b"approved", 9) && !look("a.pdf", b"approved", u64::MAX)
        );
        for name in ["../a.pdf", "/etc/passwd", "", "x\\a.pdf", "x/a.pdf", ".", ".."] {
            assert!(!look(name, b"approved", 8), "{name}");
        }
    }
}
