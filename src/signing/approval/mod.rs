//! Approval records: who stands behind which documents of a case, in which role, with what decision.
//!
//! A record is canonical JSON (see [`super::canonical`]) and never patient data beyond the case's id. Its exact bytes
//! are signed: `approval.json.p7s` is a detached CMS signature with the certificates, Ed25519 by default, and
//! `approval.json.minisig` the same key's signature for `minisign`. Digests bind it to the case, to every PDF as
//! typeset, to the templates and fonts that made them, to the earlier approval it supersedes and to the audit log as it
//! was.

pub(super) mod forms;
mod notice;
mod seal;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::archive::names;
use super::canonical;
use super::certificates::SignerRole;
use super::error::{ErrorKind, Result, SigningError};
use super::pdf;
use forms::{demand, is_id, is_locale, is_name, is_path, is_text, is_word, shown};

pub use forms::Sha256Digest;
pub use notice::{Notice, NoticeKind, NoticeReason};
pub use seal::{MinisigFact, Record, SealFacts, SignedRecord, sign, verify};

/// The version of the record's form.
pub const FORMAT: u32 = 1;
/// Most entries of one list in a record.
const MAX_ENTRIES: usize = 2_000;

/// What a person does by signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Stands behind their own findings.
    Attest,
    /// Certifies that the case is complete.
    Certify,
    /// Approves the release.
    Approve,
    /// Sends the case back with comments.
    Return,
    /// Declines the release.
    Decline,
    /// Takes a released version back.
    Withdraw,
    /// Approves a version that takes the place of an earlier one.
    Amend,
    /// Approves answers to follow-up questions, added to a released version.
    Addendum,
}

impl Act {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attest => "attest",
            Self::Certify => "certify",
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Decline => "decline",
            Self::Withdraw => "withdraw",
            Self::Amend => "amend",
            Self::Addendum => "addendum",
        }
    }

    /// The decision it is an expression of.
    pub fn decision(self) -> Decision {
        match self {
            Self::Attest | Self::Certify | Self::Approve | Self::Amend | Self::Addendum => Decision::Approved,
            Self::Return => Decision::Returned,
            Self::Decline => Decision::Declined,
            Self::Withdraw => Decision::Withdrawn,
        }
    }

    /// Whether it is the medical director's approval of a release.
    pub fn releases(self) -> bool {
        matches!(self, Self::Approve | Self::Amend | Self::Addendum)
    }

    /// Who may do it.
    pub fn roles(self) -> &'static [SignerRole] {
        match self {
            Self::Attest => &[SignerRole::Specialist],
            Self::Certify => &[SignerRole::CaseManager],
            Self::Approve | Self::Amend | Self::Addendum => &[SignerRole::MedicalDirector],
            Self::Return | Self::Decline | Self::Withdraw => &[SignerRole::CaseManager, SignerRole::MedicalDirector],
        }
    }
}

/// What was decided: the part of [`Act`] that a reader of the record alone needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The signer stands behind it.
    Approved,
    /// It goes back to the authors.
    Returned,
    /// It will not be released.
    Declined,
    /// It no longer holds.
    Withdrawn,
}

/// Who signs, as they say; the certificate has to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Id of the party in the case.
    pub party: String,
    /// The name, as certified.
    pub name: String,
    /// In which role they sign.
    #[serde(with = "forms::role")]
    pub role: SignerRole,
    /// The SHA-256 of their Ed25519 public key (SubjectPublicKeyInfo in DER).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ed25519: Option<Sha256Digest>,
    /// The SHA-256 of their P-256 public key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p256: Option<Sha256Digest>,
}

/// A document the record is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The kind, such as `booklet`.
    pub kind: String,
    /// The locale it is in.
    pub locale: String,
    /// Its file name, without folders.
    pub file: String,
    /// SHA-256 of the PDF as typeset: its first revision up to `%%EOF`.
    pub sha256: Sha256Digest,
    /// Length of that revision in bytes.
    pub size: u64,
}

impl Document {
    /// Describes a PDF, signed or not yet.
    ///
    /// # Errors
    /// It is no PDF that can be read.
    pub fn of(kind: &str, locale: &str, file: &str, pdf: &[u8]) -> Result<Self> {
        let first = first_revision(pdf)?;
        Ok(Self {
            kind: kind.to_owned(),
            locale: locale.to_owned(),
            file: file.to_owned(),
            sha256: Sha256Digest::of(first),
            size: first.len() as u64,
        })
    }

    fn check(&self) -> Result<()> {
        let name = shown(&self.file);
        demand(is_word(&self.kind), || format!("`{}` is not a kind of document", shown(&self.kind)))?;
        demand(is_locale(&self.locale), || format!("`{}` is not a locale", shown(&self.locale)))?;
        demand(!self.file.contains('/') && names::check(&self.file).is_ok(), || format!("`{name}` is not a file name"))
    }
}

/// The bytes of a PDF before anybody signed it: up to and with the `%%EOF` of its first revision.
///
/// The line break that may follow is not counted, for signing adds it where it is missing.
///
/// # Errors
/// It is no PDF that can be read.
pub fn first_revision(pdf: &[u8]) -> Result<&[u8]> {
    let unreadable = |why: String| SigningError::malformed("the PDF", why);
    let ends = pdf::revisions(pdf).map_err(|error| unreadable(error.to_string()))?;
    ends.first().and_then(|end| pdf.get(..*end)).ok_or_else(|| unreadable("it has no revision that ends".to_owned()))
}

/// A finding of a rule that is accepted with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaivedRule {
    /// The rule, such as `OPT-03`.
    pub rule: String,
    /// The block it is about.
    pub path: String,
    /// Why it is accepted.
    pub reason: String,
    /// The party who accepts it.
    pub by: String,
    /// Digest of the block accepted.
    pub content_digest: Sha256Digest,
}

/// A question of the checklist, answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistAnswer {
    /// The question's id in the theme.
    pub id: String,
    /// Whether the answer is yes.
    pub yes: bool,
}

/// What the authors should look at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// The block it is about.
    pub path: String,
    /// What is to be done.
    pub text: String,
}

/// The earlier approval that this one takes the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supersedes {
    /// The version of the case approved then.
    pub version: u32,
    /// SHA-256 of that approval's bytes.
    pub sha256: Sha256Digest,
    /// SHA-256 of each document of that version as typeset, in ascending order, so that a single PDF shows as
    /// superseded.
    pub documents: Vec<Sha256Digest>,
}

/// A log as it was: what a later, longer log must begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogHead {
    /// How many lines it had.
    pub size: u64,
    /// SHA-256 of the last line; zeros for an empty log.
    pub head: Sha256Digest,
}

/// An approval record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// [`FORMAT`].
    pub opine_approval: u32,
    /// The case's own id.
    pub case_id: String,
    /// The version of its documents.
    pub case_version: u32,
    /// Digest of the whole case.
    pub case_digest: Sha256Digest,
    /// What is done.
    pub act: Act,
    /// What is decided: [`Act::decision`].
    pub decision: Decision,
    /// Who.
    pub signer: Signatory,
    /// When, in the signer's zone.
    #[serde(with = "forms::moment")]
    pub at: DateTime<FixedOffset>,
    /// The documents, by file name in ascending order.
    pub documents: Vec<Document>,
    /// What made the documents: digests of templates, locales and fonts, versions of the programs, by name.
    pub made_with: BTreeMap<String, String>,
    /// Accepted findings.
    pub waivers: Vec<WaivedRule>,
    /// The checklist as answered.
    pub checklist: Vec<ChecklistAnswer>,
    /// Comments for the authors, where the case is returned or declined.
    pub comments: Vec<Comment>,
    /// The approval this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Supersedes>,
    /// The audit log as it was before this act.
    pub log: LogHead,
}

impl Approval {
    /// Reads a record strictly: the canonical bytes of a record that holds what this version knows, and nothing else.
    ///
    /// # Errors
    /// It is not in canonical form, is of another version, or a value has not the form it must have.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let read: Self = canonical::read(bytes)?;
        read.check()?;
        // The types take some values in several spellings, such as times: only ours is one.
        demand(canonical::write(&read)? == bytes, || {
            "a value of the approval has another spelling than Opine's".to_owned()
        })?;
        Ok(read)
    }

    /// The bytes that are signed. Documents and superseded digests are brought into order first.
    ///
    /// # Errors
    /// A value has not the form it must have.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut record = self.clone();
        record.documents.sort_by(|a, b| a.file.cmp(&b.file));
        if let Some(supersedes) = &mut record.supersedes {
            supersedes.documents.sort_unstable();
            supersedes.documents.dedup();
        }
        record.check()?;
        canonical::write(&record)
    }

    /// Whether the record is in itself consistent; nothing here looks at the signature.
    fn check(&self) -> Result<()> {
        if self.opine_approval != FORMAT {
            return Err(SigningError::new(
                ErrorKind::Unsupported,
                format!("the approval is of version {}", self.opine_approval),
            )
            .with_hint("use a newer Opine"));
        }
        demand(is_id(&self.case_id), || format!("`{}` is not the id of a case", shown(&self.case_id)))?;
        demand(self.case_version > 0, || "versions are counted from 1".to_owned())?;
        check_signatory(&self.signer)?;
        demand(self.decision == self.act.decision(), || {
            format!("the decision does not belong to the act `{}`", self.act.as_str())
        })?;
        demand(self.act.roles().contains(&self.signer.role), || {
            format!("a {} may not {}", self.signer.role, self.act.as_str())
        })?;
        let counts =
            [self.documents.len(), self.waivers.len(), self.checklist.len(), self.comments.len(), self.made_with.len()];
        demand(counts.iter().all(|count| *count <= MAX_ENTRIES), || {
            format!("a list has more than {MAX_ENTRIES} entries")
        })?;
        let needs_documents = self.act == Act::Certify || self.act.releases();
        demand(!self.documents.is_empty() || !needs_documents, || {
            format!("to {} takes a document", self.act.as_str())
        })?;
        check_documents(&self.documents)?;
        for (name, value) in &self.made_with {
            let name_is_good = (1..=80).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_graphic());
            demand(name_is_good && is_name(value), || {
                format!("`{}` is not something documents are made with", shown(name))
            })?;
        }
        for waiver in &self.waivers {
            let good = is_id(&waiver.rule) && is_path(&waiver.path) && is_text(&waiver.reason) && is_id(&waiver.by);
            demand(good, || format!("the waiver of `{}` is malformed", shown(&waiver.rule)))?;
        }
        let mut asked = BTreeSet::new();
        for answer in &self.checklist {
            demand(is_id(&answer.id) && asked.insert(&answer.id), || {
                format!("`{}` is not a question of the checklist, or is there twice", shown(&answer.id))
            })?;
        }
        // A director who answers no to a question cannot approve: the checklist is what the decision rests on.
        demand(!self.act.releases() || self.checklist.iter().all(|answer| answer.yes), || {
            "a release is approved only when every question of the checklist is answered with yes".to_owned()
        })?;
        let may_comment = matches!(self.act, Act::Return | Act::Decline | Act::Withdraw);
        demand(self.comments.is_empty() || may_comment, || "an approval has no comments for the authors".to_owned())?;
        demand(!self.comments.is_empty() || self.act != Act::Return, || "a case is returned with comments".to_owned())?;
        for comment in &self.comments {
            demand(is_path(&comment.path) && is_text(&comment.text), || {
                format!("the comment on `{}` is malformed", shown(&comment.path))
            })?;
        }
        self.check_supersedes()?;
        demand((self.log.size == 0) == (self.log.head == Sha256Digest::ZERO), || {
            "the size of the log and its head contradict each other".to_owned()
        })
    }

    fn check_supersedes(&self) -> Result<()> {
        let Some(supersedes) = &self.supersedes else {
            return demand(self.act != Act::Amend, || "an amendment names the approval it supersedes".to_owned());
        };
        demand(supersedes.version > 0 && supersedes.version < self.case_version, || {
            format!("version {} cannot supersede version {}", self.case_version, supersedes.version)
        })?;
        demand(supersedes.documents.len() <= MAX_ENTRIES && supersedes.documents.is_sorted_by(|a, b| a < b), || {
            "the superseded documents are not in order".to_owned()
        })
    }
}

/// The form of a signatory.
fn check_signatory(signer: &Signatory) -> Result<()> {
    demand(is_id(&signer.party), || format!("`{}` is not the id of a party", shown(&signer.party)))?;
    demand(is_name(&signer.name), || format!("`{}` is not the name of a signer", shown(&signer.name)))?;
    demand(signer.ed25519.is_some() || signer.p256.is_some(), || "the signer has no key".to_owned())
}

/// The form and order of documents.
fn check_documents(documents: &[Document]) -> Result<()> {
    documents.iter().try_for_each(Document::check)?;
    demand(documents.is_sorted_by(|a, b| a.file < b.file), || {
        "the documents are not in the order of their file names, or one is there twice".to_owned()
    })?;
    let mut kinds = BTreeSet::new();
    demand(documents.iter().all(|document| kinds.insert((&document.kind, &document.locale))), || {
        "two documents are of the same kind and locale".to_owned()
    })
}
