//! What can be said of a signed file: a PDF, an approval or notice, an archive.
//!
//! A [`Report`] keeps the facts apart: whether the file is intact, its signatures valid, its signers trusted, the
//! release complete, and still current. Each fact has a message id and arguments; sentences in the reader's language
//! are made by whoever shows them. The status of the whole is the gravest of its facts: altered, then untrusted,
//! incomplete, superseded or withdrawn.
//!
//! A release is complete only with the case manager's certification and, after it, the medical director's approval that
//! locks the file, by certificates that carry those roles. A file cut back to an earlier revision is whole and valid in
//! itself; it is the missing signature that gives it away.

mod archive;
mod completeness;
mod facts;
mod json;
mod pdf;
mod record;
mod report;
mod rerender;
mod signature;
mod status;
#[cfg(test)]
mod tests;

use std::io::{Read, Seek};

use chrono::{DateTime, FixedOffset};

use super::approval::Sha256Digest;
use super::cms_verify::Policy;
use super::trust::TrustStore;

pub use facts::{Answer, Fact, MESSAGES, Status};
pub use report::{CaseReference, Report, SignatureReport, Subject};
pub use rerender::{Rerender, verify_rerender};

use status::Beside;

/// An approval or notice with its signatures, as its files have them.
#[derive(Debug, Clone, Copy)]
pub struct SealedFile<'a> {
    /// The name of the record's file, for the report.
    pub name: &'a str,
    /// `approval.json` or `notice.json`.
    pub record: &'a [u8],
    /// `….p7s`.
    pub cms: &'a [u8],
    /// `….minisig`, where there is one.
    pub minisig: Option<&'a str>,
}

/// What a file should be about, where the caller knows.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The case's own id.
    pub case_id: &'a str,
    /// The version.
    pub case_version: u32,
    /// Digest of the case as it is; none where it is not at hand.
    pub case_digest: Option<Sha256Digest>,
}

/// How a file is verified, and what is known besides.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Whom to trust.
    pub trust: &'a TrustStore,
    /// The present.
    pub now: DateTime<FixedOffset>,
    /// [`Policy::strict`] for what Opine signs. Under [`Policy::lenient`] nothing is asked of roles and completeness.
    pub policy: Policy,
    /// Approvals and notices that lie beside the file, or come from the institution: they bind it to a case, complete
    /// it, or say that it no longer holds.
    pub beside: &'a [SealedFile<'a>],
    /// The audit log of the case.
    pub log: Option<&'a [u8]>,
    /// What the file should be about.
    pub expected: Option<Expected<'a>>,
}

impl<'a> Options<'a> {
    /// Strict, and nothing known besides.
    pub fn strict(trust: &'a TrustStore, now: DateTime<FixedOffset>) -> Self {
        Self { trust, now, policy: Policy::strict(), beside: &[], log: None, expected: None }
    }
}

/// What a file is, by its first bytes; none for one that is nothing of ours.
pub fn subject(first: &[u8]) -> Option<Subject> {
    if first.starts_with(b"PK\x03\x04") {
        Some(Subject::Archive)
    } else if first.starts_with(br#"{"act":"#) {
        Some(Subject::Approval)
    } else if first.starts_with(br#"{"approval":"#) {
        Some(Subject::Notice)
    } else if first.get(..first.len().min(1024))?.windows(5).any(|window| window == b"%PDF-") {
        Some(Subject::Pdf)
    } else {
        None
    }
}

/// Verifies a PDF. `file` is its name, for the report.
pub fn verify_pdf(file: &str, pdf: &[u8], options: &Options<'_>) -> Report {
    let beside = Beside::read(options.beside, options);
    let mut report = pdf::verify(file, pdf, options, &beside);
    status::note_refused(&mut report, &beside);
    status::check_log(&mut report, options.log, &beside);
    report.finish()
}

/// Verifies an approval or a notice.
pub fn verify_record(file: &SealedFile<'_>, options: &Options<'_>) -> Report {
    let beside = Beside::read(options.beside, options);
    let own = Beside::read(std::slice::from_ref(file), options);
    let mut report = record::verify(&own, options);
    record::complete(&mut report, &own, &beside, options);
    status::check_expected(&mut report, options);
    status::check_current(&mut report, &beside, &own.digests(), &own.documents());
    status::note_refused(&mut report, &beside);
    status::check_log(&mut report, options.log, &own);
    report.finish()
}

/// Verifies an archive. `minisig` is the file beside it; to check that, the archive is read into memory.
pub fn verify_archive<R: Read + Seek>(file: &str, archive: R, minisig: Option<&str>, options: &Options<'_>) -> Report {
    archive::verify(file, archive, minisig, options).finish()
}
