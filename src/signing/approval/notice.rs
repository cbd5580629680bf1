//! Notices: signed word that a released version no longer holds.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::forms::{self, demand, is_id, shown};
use super::{Document, LogHead, Sha256Digest, Signatory, check_documents, check_signatory};
use crate::signing::canonical;
use crate::signing::certificates::SignerRole;
use crate::signing::error::{ErrorKind, Result, SigningError};

/// What became of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// It no longer holds.
    Withdrawn,
    /// A newer version takes its place.
    Superseded,
}

impl NoticeKind {
    /// The word in the notice.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Superseded => "superseded",
        }
    }
}

/// Why. A closed list: a notice travels further than the documents, and says nothing of the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeReason {
    /// The patient withdrew consent.
    Consent,
    /// The documents have an error.
    Error,
    /// There is new information.
    NewInformation,
    /// It was released by mistake, or to the wrong person.
    Misdelivery,
}

impl NoticeReason {
    /// The word in the notice.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Error => "error",
            Self::NewInformation => "new_information",
            Self::Misdelivery => "misdelivery",
        }
    }
}

/// A notice, signed like an approval: `notice.json`, `notice.json.p7s`, `notice.json.minisig`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// [`super::FORMAT`].
    pub opine_notice: u32,
    /// What became of the version.
    pub kind: NoticeKind,
    /// Why.
    pub reason: NoticeReason,
    /// The case's own id.
    pub case_id: String,
    /// The version that no longer holds.
    pub case_version: u32,
    /// SHA-256 of the approval of that version.
    pub approval: Sha256Digest,
    /// The documents of that version, so that a single PDF can be told by the notice alone.
    pub documents: Vec<Document>,
    /// For a superseded version: the one that takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_version: Option<u32>,
    /// Who says so: a case manager or medical director.
    pub signer: Signatory,
    /// When, in the signer's zone.
    #[serde(with = "forms::moment")]
    pub at: DateTime<FixedOffset>,
    /// The audit log as it was before.
    pub log: LogHead,
}

impl Notice {
    /// Reads a notice strictly, as [`super::Approval::read`] does.
    ///
    /// # Errors
    /// It is not in canonical form, is of another version, or a value has not the form it must have.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let read: Self = canonical::read(bytes)?;
        read.check()?;
        demand(canonical::write(&read)? == bytes, || {
            "a value of the notice has another spelling than Opine's".to_owned()
        })?;
        Ok(read)
    }

    /// The bytes that are signed; documents are brought into order first.
    ///
    /// # Errors
    /// A value has not the form it must have.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut notice = self.clone();
        notice.documents.sort_by(|a, b| a.file.cmp(&b.file));
        notice.check()?;
        canonical::write(&notice)
    }

    fn check(&self) -> Result<()> {
        if self.opine_notice != super::FORMAT {
            return Err(SigningError::new(
                ErrorKind::Unsupported,
                format!("the notice is of version {}", self.opine_notice),
            )
            .with_hint("use a newer Opine"));
        }
        demand(is_id(&self.case_id), || format!("`{}` is not the id of a case", shown(&self.case_id)))?;
        demand(self.case_version > 0, || "versions are counted from 1".to_owned())?;
        check_signatory(&self.signer)?;
        demand(self.signer.role != SignerRole::Specialist, || format!("a {} may not give notice", self.signer.role))?;
        demand(self.documents.len() <= super::MAX_ENTRIES, || "the notice is about too many documents".to_owned())?;
        check_documents(&self.documents)?;
        demand(self.by_version.is_some() == (self.kind == NoticeKind::Superseded), || {
            "a superseded version, and no other, has one that takes its place".to_owned()
        })?;
        demand(self.by_version.is_none_or(|by| by > self.case_version), || {
            "a version is superseded by a later one".to_owned()
        })
    }
}
