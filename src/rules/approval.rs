//! The approval beside a signed case: whether it, the case and the documents belong together.

use std::path::{Component, Path};

use serde::Deserialize;
use sha2::{Digest, Sha256 as Hasher};

use super::rule::Rule;
use super::sign_off::{attested_digest, digest, last_of};
use super::{Checker, Stage};
use crate::case::Case;
use crate::case::model::{Attestation, Role, Sha256};
use crate::diagnostics::Severity;
use crate::files::read_limited;

/// Largest approval that is read, in bytes.
const MAX_APPROVAL: u64 = 1_000_000;
/// Largest signed document that is read, in bytes.
const MAX_DOCUMENT: u64 = 500_000_000;
/// Most documents of an approval that are looked at.
const MAX_DOCUMENTS: usize = 64;
/// Most revisions of a signed document that are looked at: each signature adds one.
const MAX_REVISIONS: usize = 64;
/// Where the approval of a signed case is, from the case's folder.
const APPROVAL: &str = "approval.json";
/// The folder of the approval and its documents, in the case's folder.
const SIGNATURES: &str = "signatures";

pub(super) static SGN_04: Rule = Rule {
    id: "SGN-04",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "the approval, the case and the documents do not belong together",
    why: "What was approved, what is written and what is printed have to be one and the same",
    example: "`signatures/approval.json` names another digest of the case, another version, or a PDF that has other bytes \
              (signatures themselves and their certificates are checked by `opine verify`)",
    mend: "sign the case again, or put back the files that were approved; `opine verify` says which signature covers what",
    source: "21 CFR 11.70; FIPS 180-4 (SHA-256)",
};

/// `signatures/approval.json`, as far as the case can be held against it.
#[derive(Deserialize)]
struct Approval {
    opine_approval: u32,
    case_digest: Sha256,
    version: u32,
    documents: Vec<Document>,
}

/// A document as it was approved.
#[derive(Deserialize)]
struct Document {
    /// Its file in the folder `signatures`.
    file: String,
    /// Digest of the document as it was set, which a signed PDF starts with.
    sha256: Sha256,
}

/// The approval beside a signed case against the case, its version and the documents that are there; what was `edited`
/// since is reported already (`SGN-05`).
///
/// This is what the case itself shows; `opine verify` checks the signatures, who made them and what each covers.
pub(super) fn check(c: &mut Checker<'_>, edited: bool) {
    let (case, content) = (c.case, c.content);
    let Some(folder) = case.folder.as_ref().map(|folder| folder.join(SIGNATURES)) else { return };
    let signed = last_of(content, Role::MedicalDirector);
    let place = signed.map_or_else(|| "id".to_owned(), |(index, _)| format!("attestations.{index}.by"));
    let bytes = match read_limited(&folder.join(APPROVAL), MAX_APPROVAL) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => {
            c.report(&SGN_04, place, format!("`{SIGNATURES}/{APPROVAL}` cannot be read: {error}"));
            return;
        }
    };
    let approval: Approval = match serde_json::from_slice(&bytes) {
        Ok(approval) => approval,
        Err(_) => {
            c.report(&SGN_04, place, format!("`{SIGNATURES}/{APPROVAL}` is no approval of a case"));
            return;
        }
    };
    if approval.opine_approval != 1 {
        let message = format!("the approval has format {}, which is not known here", approval.opine_approval);
        c.report(&SGN_04, place, message);
        return;
    }
    // An amendment of the approved version is on its way to its own approval.
    let amended = content.amendments.iter().any(|amendment| amendment.of_version >= approval.version);
    if approval.version != content.version && !(amended && approval.version < content.version) {
        let message = format!("version {} was approved, and the case is version {}", approval.version, content.version);
        c.report(&SGN_04, "version", message);
    } else if !amended
        && !edited
        && present(case, signed.map(|(_, signed)| signed)).is_some_and(|present| approval.case_digest != present)
    {
        c.report(&SGN_04, place.as_str(), "the case is not the one that was approved");
    }
    for document in approval.documents.iter().take(MAX_DOCUMENTS) {
        if let Some(message) = not_as_approved(&folder, document) {
            c.report(&SGN_04, place.as_str(), message);
        }
    }
}

/// The digest of the case as its director sees it now; none for a case without a director, which `SGN-01` reports.
fn present(case: &Case, signed: Option<&Attestation>) -> Option<Sha256> {
    let directors = || case.content.parties.iter().filter(|party| party.role == Role::MedicalDirector);
    let signer = signed.and_then(|signed| directors().find(|director| director.id == signed.by));
    Some(attested_digest(case, signer.or_else(|| directors().next())?))
}

/// What is wrong with a document that is there: it has the approved bytes, up to the end of one of its revisions, since
/// each signature is added behind them.
fn not_as_approved(folder: &Path, document: &Document) -> Option<String> {
    let Document { file, sha256 } = document;
    let inside = !file.is_empty()
        && !file.contains('\\')
        && Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
    let shown = file.escape_debug();
    if !inside {
        return Some(format!("the approval names `{shown}`, which is not inside `{SIGNATURES}`"));
    }
    match read_limited(&folder.join(file), MAX_DOCUMENT) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => Some(format!("`{SIGNATURES}/{shown}` cannot be read: {error}")),
        Ok(bytes) if begins_with(&bytes, sha256) => None,
        Ok(_) => Some(format!("`{SIGNATURES}/{shown}` is not the document that was approved")),
    }
}

/// Whether the bytes, or those up to the end of a revision (ISO 32000-2, 7.5.6: `%%EOF`), have the digest.
fn begins_with(bytes: &[u8], wanted: &Sha256) -> bool {
    const END: &[u8] = b"%%EOF";
    let ends = bytes.windows(END.len()).enumerate().filter(|(_, window)| *window == END).map(|(at, _)| at + END.len());
    let mut hasher = Hasher::new();
    let mut hashed = 0;
    for end in ends.take(MAX_REVISIONS) {
        // The line feed after the mark may belong to the revision or to the next one.
        let rest = bytes.get(end..).unwrap_or_default();
        let line_end =
            if rest.starts_with(b"\r\n") { 2 } else { usize::from(matches!(rest.first(), Some(b'\r' | b'\n'))) };
        for end in [end, end + line_end] {
            hasher.update(bytes.get(hashed..end).unwrap_or_default());
            hashed = end;
            if digest(hasher.clone().finalize().as_slice()) == *wanted {
                return true;
            }
        }
    }
    hasher.update(bytes.get(hashed..).unwrap_or_default());
    digest(hasher.finalize().as_slice()) == *wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sha256(bytes: &[u8]) -> Sha256 {
        digest(Hasher::digest(bytes).as_slice())
    }

    #[test]
    fn a_signed_pdf_begins_with_the_document_that_was_set() {
        let set = b"%PDF-1.7 words\n%%EOF";
        let mut signed = set.to_vec();
        signed.extend_from_slice(b"\r\nsignature\n%%EOF\n");
        assert!(begins_with(set, &sha256(set)));
        assert!(begins_with(&signed, &sha256(set)));
        assert!(begins_with(&signed, &sha256(b"%PDF-1.7 words\n%%EOF\r\n")));
        assert!(begins_with(&signed, &sha256(&signed)));
        assert!(!begins_with(&signed, &sha256(b"%PDF-1.7 words\n")));
        assert!(!begins_with(b"", &sha256(set)));
    }

    #[test]
    fn names_outside_the_folder_are_refused_and_absent_files_are_not() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.pdf"), b"approved").unwrap();
        let look = |file: &str, bytes: &[u8]| {
            not_as_approved(folder.path(), &Document { file: file.to_owned(), sha256: sha256(bytes) }).is_none()
        };
        assert!(look("a.pdf", b"approved") && look("absent.pdf", b""));
        assert!(!look("a.pdf", b"other"));
        for name in ["../a.pdf", "/etc/passwd", "", "x\\a.pdf", "x/../a.pdf", "."] {
            assert!(!look(name, b"approved"), "{name}");
        }
    }
}
