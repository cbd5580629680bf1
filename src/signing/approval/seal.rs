//! Signing and verifying records: the same for approvals and notices.

use chrono::{DateTime, FixedOffset};

use super::forms::moment;
use super::{Approval, Notice, Sha256Digest, Signatory};
use crate::signing::certificates::Certificate;
use crate::signing::cms;
use crate::signing::cms_verify::{self, CmsFacts, Moments, Policy};
use crate::signing::error::{ErrorKind, Result, SigningError};
use crate::signing::minisign::{self, MinisignKey};
use crate::signing::signer::{KeyAlgorithm, Signer};
use crate::signing::trust::TrustStore;

/// A record that can be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An approval.
    Approval(Box<Approval>),
    /// A notice.
    Notice(Box<Notice>),
}

impl Record {
    /// Reads an approval or a notice strictly; which of the two it is, its bytes say.
    ///
    /// # Errors
    /// It is neither.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        // Every record begins with the key that sorts first: only an approval has a field `act`.
        if bytes.starts_with(br#"{"act":"#) {
            return Ok(Self::Approval(Box::new(Approval::read(bytes)?)));
        }
        Ok(Self::Notice(Box::new(Notice::read(bytes)?)))
    }

    /// The bytes that are signed.
    ///
    /// # Errors
    /// A value has not the form it must have.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        match self {
            Self::Approval(approval) => approval.to_bytes(),
            Self::Notice(notice) => notice.to_bytes(),
        }
    }

    /// Who signs, as they say.
    pub fn signer(&self) -> &Signatory {
        match self {
            Self::Approval(approval) => &approval.signer,
            Self::Notice(notice) => &notice.signer,
        }
    }

    /// When, as they say.
    pub fn at(&self) -> DateTime<FixedOffset> {
        match self {
            Self::Approval(approval) => approval.at,
            Self::Notice(notice) => notice.at,
        }
    }

    /// The case's id and the version.
    pub fn case(&self) -> (&str, u32) {
        match self {
            Self::Approval(approval) => (&approval.case_id, approval.case_version),
            Self::Notice(notice) => (&notice.case_id, notice.case_version),
        }
    }

    /// What it says, in a word.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Approval(approval) => approval.act.as_str(),
            Self::Notice(notice) => notice.kind.as_str(),
        }
    }

    /// The trusted comment of the minisign signature: what was signed, for people who use that tool alone.
    fn comment(&self) -> String {
        let (id, version) = self.case();
        let seconds = self.at().timestamp();
        format!("timestamp:{seconds} opine {} case:{id} version:{version} at:{}", self.verb(), moment::text(&self.at()))
    }
}

impl From<Approval> for Record {
    fn from(approval: Approval) -> Self {
        Self::Approval(Box::new(approval))
    }
}

impl From<Notice> for Record {
    fn from(notice: Notice) -> Self {
        Self::Notice(Box::new(notice))
    }
}

/// A record and its signatures, each as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRecord {
    /// `approval.json`, or `notice.json`.
    pub record: Vec<u8>,
    /// `….p7s`: detached CMS in DER.
    pub cms: Vec<u8>,
    /// `….minisig`; none where the key is not Ed25519.
    pub minisig: Option<String>,
}

impl SignedRecord {
    /// SHA-256 of the record: what [`super::Supersedes`] and [`Notice::approval`] name.
    pub fn digest(&self) -> Sha256Digest {
        Sha256Digest::of(&self.record)
    }
}

/// Signs a record. The signer's certificate must carry the name and role the record claims, and the key must be one it
/// names: otherwise nobody would accept the signature.
///
/// # Errors
/// The record is malformed, is not by this signer, or the signer refused.
pub fn sign(record: &Record, signer: &dyn Signer) -> Result<SignedRecord> {
    let said = record.signer();
    let leaf = signer.certificates().first().ok_or_else(|| {
        SigningError::new(ErrorKind::NotFound, "the key has no certificate")
            .with_hint("have its request certified with `opine keys certify`, then install the certificate")
    })?;
    let claim = Claim::check(said, &Certificate::from_der(leaf)?);
    let mismatch = |what: String| SigningError::new(ErrorKind::Mismatch, what);
    if !claim.role {
        return Err(mismatch(format!("the certificate does not let `{}` sign as {}", said.name, said.role))
            .with_hint("sign in a role the institution certified, or have the role certified"));
    }
    if !claim.name {
        return Err(mismatch(format!("the certificate is not one of `{}`", said.name))
            .with_hint("the name of the party in the case must be the one in the certificate"));
    }
    if !claim.key {
        return Err(mismatch("the record names other keys than the one that signs".to_owned()));
    }
    let bytes = record.to_bytes()?;
    let cms = cms::sign_detached(signer, &[&bytes])?;
    let minisig = match signer.algorithm() {
        KeyAlgorithm::Ed25519 => Some(minisign::sign(signer, &[&bytes], &record.comment())?),
        KeyAlgorithm::P256Sha256 => None,
    };
    Ok(SignedRecord { record: bytes, cms, minisig })
}

/// Whether a certificate is what a record claims of its signer.
struct Claim {
    role: bool,
    name: bool,
    key: bool,
}

impl Claim {
    fn check(said: &Signatory, certificate: &Certificate) -> Self {
        let key = Some(Sha256Digest::from(certificate.key_fingerprint()));
        Self {
            role: certificate.roles().contains(&said.role),
            name: certificate.name() == said.name,
            key: [said.ed25519, said.p256].contains(&key),
        }
    }
}

/// What a minisign signature beside a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MinisigFact {
    /// There is none.
    Absent,
    /// It is one over this record by the key that signed the CMS.
    Valid,
    /// It is not; the text says why.
    Invalid(String),
}

/// All that is known about the signatures of a record.
#[derive(Debug, Clone)]
pub struct SealFacts {
    /// What it says; the error where it cannot be read strictly.
    pub record: Result<Record>,
    /// SHA-256 of its bytes.
    pub digest: Sha256Digest,
    /// The CMS signature.
    pub cms: CmsFacts,
    /// Whether the certificate lets the signer sign in the role claimed.
    pub role_matches: bool,
    /// Whether the certificate is one of the name claimed.
    pub name_matches: bool,
    /// Whether the key is one of those the record names.
    pub key_matches: bool,
    /// The minisign signature.
    pub minisig: MinisigFact,
}

impl SealFacts {
    /// Whether everything holds.
    pub fn is_passed(&self) -> bool {
        self.record.is_ok()
            && self.cms.is_passed()
            && self.role_matches
            && self.name_matches
            && self.key_matches
            && !matches!(self.minisig, MinisigFact::Invalid(_))
    }
}

/// Verifies a record, its CMS signature and, where there is one, its minisign signature.
///
/// Never fails: what cannot be read gives facts that say so.
pub fn verify(
    record: &[u8],
    cms: &[u8],
    minisig: Option<&str>,
    trust: &TrustStore,
    now: DateTime<FixedOffset>,
    policy: &Policy,
) -> SealFacts {
    let read = Record::read(record);
    let claimed = read.as_ref().ok().map(Record::at);
    let facts = cms_verify::verify(cms, &[record], trust, &Moments { now, claimed }, policy);
    let claim = match (&read, &facts.certificate) {
        (Ok(read), Some(certificate)) => Claim::check(read.signer(), certificate),
        _ => Claim { role: false, name: false, key: false },
    };
    let minisig = match minisig {
        None => MinisigFact::Absent,
        Some(text) => match check_minisig(text, record, &read, facts.certificate.as_ref()) {
            Ok(()) => MinisigFact::Valid,
            Err(error) => MinisigFact::Invalid(error.to_string()),
        },
    };
    SealFacts {
        record: read,
        digest: Sha256Digest::of(record),
        cms: facts,
        role_matches: claim.role,
        name_matches: claim.name,
        key_matches: claim.key,
        minisig,
    }
}

fn check_minisig(text: &str, bytes: &[u8], read: &Result<Record>, certificate: Option<&Certificate>) -> Result<()> {
    let no_key =
        || SigningError::new(ErrorKind::NotFound, "there is no certificate to check the minisign signature with");
    let key = MinisignKey::from_public_key(certificate.ok_or_else(no_key)?.public_key())?;
    let comment = key.verify(text, &[bytes])?;
    match read {
        Ok(read) if read.comment() == comment => Ok(()),
        Ok(_) => {
            Err(SigningError::new(ErrorKind::Mismatch, "the minisign signature has a comment about another record"))
        }
        Err(error) => Err(error.clone()),
    }
}
