//! The report on a file.

use chrono::{DateTime, FixedOffset, Utc};

use super::facts::{Answer, Fact, Status};
use crate::signing::certificates::SignerRole;
use crate::signing::cms_verify::{Indication, SubIndication};
use crate::signing::fingerprint::Fingerprint;

/// What sort of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A PDF.
    Pdf,
    /// An approval record.
    Approval,
    /// A notice.
    Notice,
    /// An archive.
    Archive,
}

impl Subject {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Approval => "approval",
            Self::Notice => "notice",
            Self::Archive => "archive",
        }
    }
}

/// The case a file belongs to, as an accepted record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReference {
    /// The case's own id.
    pub id: String,
    /// The version of its documents.
    pub version: u32,
}

/// What is known of one signature.
#[derive(Debug, Clone)]
pub struct SignatureReport {
    /// Where it stands: the field of a PDF, or the name of a file.
    pub place: String,
    /// The signer's name as certified; empty where there is no certificate.
    pub name: String,
    /// What the certificate lets them sign as.
    pub roles: Vec<SignerRole>,
    /// SHA-256 of the public key.
    pub key: Option<Fingerprint>,
    /// When, as the signer says.
    pub claimed_at: Option<DateTime<FixedOffset>>,
    /// When, as a trusted time stamp proves.
    pub proven_at: Option<DateTime<Utc>>,
    /// Whether it certifies a PDF.
    pub certifies: bool,
    /// Whether it locks a PDF against every further change.
    pub locks: bool,
    /// Whether what was signed is what is here, and nothing was added that it does not allow.
    pub intact: Answer,
    /// Whether it is a signature of the certified key, in the form it must have.
    pub valid: Answer,
    /// Whether the signer is trusted to sign this.
    pub trusted: Answer,
    /// The main indication of ETSI EN 319 102-1.
    pub indication: Indication,
    /// Its sub-indication.
    pub sub_indication: Option<SubIndication>,
    /// What was found out.
    pub facts: Vec<Fact>,
}

impl SignatureReport {
    /// Whether nothing speaks against it.
    pub fn is_sound(&self) -> bool {
        self.indication == Indication::TotalPassed && self.facts.iter().all(|fact| fact.status == Status::Valid)
    }

    /// Records something that makes a signature fail though its cryptography holds.
    pub(super) fn refuse(&mut self, sub: SubIndication, fact: Fact) {
        match fact.status {
            Status::Altered => self.intact = Answer::No,
            Status::Untrusted => self.trusted = Answer::No,
            _ => {}
        }
        if self.indication == Indication::TotalPassed {
            self.indication = Indication::Indeterminate;
            self.sub_indication = Some(sub);
        }
        self.facts.push(fact);
    }
}

/// What is known of a file.
#[derive(Debug, Clone)]
pub struct Report {
    /// The name it was given under.
    pub file: String,
    /// What it is.
    pub subject: Subject,
    /// The case it belongs to, where an accepted record says.
    pub case: Option<CaseReference>,
    /// Whether it is what was signed.
    pub intact: Answer,
    /// Whether its signatures are.
    pub valid: Answer,
    /// Whether its signers are trusted.
    pub trusted: Answer,
    /// Whether every signature is there that must be. Unknown where nothing is asked.
    pub complete: Answer,
    /// Whether it still holds. Unknown as long as no approval or notice of the institution was looked at.
    pub current: Answer,
    /// The status of the whole.
    pub status: Status,
    /// Its signatures, in order.
    pub signatures: Vec<SignatureReport>,
    /// What was found out of the whole.
    pub facts: Vec<Fact>,
    /// Reports on the files in an archive.
    pub members: Vec<Report>,
}

impl Report {
    pub(super) fn new(file: &str, subject: Subject) -> Self {
        Self {
            file: file.to_owned(),
            subject,
            case: None,
            intact: Answer::Unknown,
            valid: Answer::Unknown,
            trusted: Answer::Unknown,
            complete: Answer::Unknown,
            current: Answer::Unknown,
            status: Status::Valid,
            signatures: Vec::new(),
            facts: Vec::new(),
            members: Vec::new(),
        }
    }

    /// The exit code of `opine verify` for this file.
    pub fn exit_code(&self) -> u8 {
        self.status.exit_code()
    }

    /// Every fact: of the whole, then of each signature, then of each member.
    pub fn all_facts(&self) -> Vec<&Fact> {
        let own = self.facts.iter().chain(self.signatures.iter().flat_map(|signature| &signature.facts));
        own.chain(self.members.iter().flat_map(Self::all_facts)).collect()
    }

    /// Whether a fact with this message was found, anywhere.
    pub fn has(&self, id: &str) -> bool {
        self.all_facts().iter().any(|fact| fact.id == id)
    }

    /// Draws the conclusions: answers and status of the whole from the facts.
    pub(super) fn finish(mut self) -> Self {
        self.members = std::mem::take(&mut self.members).into_iter().map(Self::finish).collect();
        let every = |answer: fn(&SignatureReport) -> Answer| {
            self.signatures.iter().map(answer).reduce(Answer::and).unwrap_or(Answer::Unknown)
        };
        let (intact, valid, trusted) = (every(|s| s.intact), every(|s| s.valid), every(|s| s.trusted));
        (self.intact, self.valid, self.trusted) = (intact, valid, trusted);
        for member in &self.members {
            self.intact = self.intact.and(member.intact);
            self.valid = self.valid.and(member.valid);
            self.trusted = self.trusted.and(member.trusted);
        }
        let has = |facts: &[Fact], status| facts.iter().any(|fact| fact.status == status);
        if has(&self.facts, Status::Altered) {
            self.intact = Answer::No;
        }
        if has(&self.facts, Status::Untrusted) {
            self.trusted = Answer::No;
        }
        self.status = self.all_facts().iter().map(|fact| fact.status).min().unwrap_or(Status::Valid);
        if self.all_facts().iter().any(|fact| fact.status == Status::Incomplete) {
            self.complete = Answer::No;
        } else if self.facts.iter().any(|fact| fact.id == "verify-complete") {
            self.complete = Answer::Yes;
        }
        // Nothing is valid for want of facts: a signature that did not pass has said why.
        if self.status == Status::Valid && self.signatures.iter().any(|signature| !signature.is_sound()) {
            self.status = Status::Untrusted;
        }
        if self.all_facts().iter().any(|fact| matches!(fact.status, Status::Withdrawn | Status::Superseded)) {
            self.current = Answer::No;
        }
        self
    }
}
