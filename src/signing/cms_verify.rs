//! Verifying a detached CMS signature: separate facts, and the indication of ETSI EN 319 102-1 that follows from them.
//!
//! [`verify`] never fails: bytes that are no signature give facts that say so. Under [`Policy::strict`] a signature passes only
//! if it is of Opine's own profile (see [`super::cms`]), whose single encoding is rebuilt and compared byte for byte; under
//! [`Policy::lenient`] signatures of other programs are judged by integrity, signature, chain and time alone.
//!
//! What counts as the time: with a time stamp that holds, its time, proven. Without, the time the signer claims (the
//! caller hands it in: a PDF states it in the signature dictionary), which is believed for the validity of certificates and for revocations in good
//! order, and never for a key that was compromised. Where none is claimed, or the policy believes none, the present.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, FixedOffset, Utc};

use super::asn1;
use super::certificates::{Certificate, SignerRole};
use super::cms::{ID_DATA, MAX_CMS, TIME_STAMP_TOKEN};
pub use super::cms_check::{FormProblem, Integrity, SignatureFact};
use super::cms_check::{check, compare_with_profile};
use super::cms_read::SignedData;
use super::fingerprint::Fingerprint;
use super::timestamp::{CLOCK_TOLERANCE, TimeStampFacts, verify_token};
use super::trust::{Chain, ChainFailure, Question, TrustStore, Usage};

/// What a signature must satisfy to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Whether it must be of Opine's own profile to the byte.
    pub own_form: bool,
    /// Whether the time that the signer claims is believed where there is no time stamp.
    pub believe_claimed_time: bool,
    /// Whether every certificate needs a current revocation list.
    pub needs_revocation_lists: bool,
}

impl Policy {
    /// For signatures that Opine made.
    pub fn strict() -> Self {
        Self { own_form: true, believe_claimed_time: true, needs_revocation_lists: false }
    }

    /// For signatures of other programs.
    pub fn lenient() -> Self {
        Self { own_form: false, ..Self::strict() }
    }
}

/// When a signature is verified, and when it says it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moments {
    /// The present.
    pub now: DateTime<FixedOffset>,
    /// What the signer claims, if anything.
    pub claimed: Option<DateTime<FixedOffset>>,
}

/// The main indication of ETSI EN 319 102-1, clause 5.1.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Indication {
    /// The signature is valid under the policy.
    TotalPassed,
    /// What is known does not suffice to say.
    Indeterminate,
    /// The signature is not valid.
    TotalFailed,
}

impl fmt::Display for Indication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TotalPassed => "TOTAL-PASSED",
            Self::Indeterminate => "INDETERMINATE",
            Self::TotalFailed => "TOTAL-FAILED",
        })
    }
}

/// The sub-indications of ETSI EN 319 102-1, tables 5 and 6, as far as they occur here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SubIndication {
    /// It is no signature that can be read.
    FormatFailure,
    /// What was signed has been changed.
    HashFailure,
    /// The signature is not one of the key.
    SigCryptoFailure,
    /// Proven to be signed after the certificate was revoked.
    Revoked,
    /// Proven to be signed after the certificate ran out.
    Expired,
    /// Proven to be signed before the certificate began.
    NotYetValid,
    /// The form is not what the policy demands.
    SigConstraintsFailure,
    /// A certificate may not be used like this.
    ChainConstraintsFailure,
    /// An algorithm is too weak or not supported.
    CryptoConstraintsFailure,
    /// The times contradict each other.
    TimestampOrderFailure,
    /// The certificate of the signer is not there, or is not the one signed.
    NoSigningCertificateFound,
    /// No trusted root stands behind the certificate.
    NoCertificateChainFound,
    /// The certificate is revoked, and nothing proves that the signature is older.
    RevokedNoPoe,
    /// The certificate of an authority is revoked, and nothing proves that the signature is older.
    RevokedCaNoPoe,
    /// The certificate is not valid at the time, and nothing proves another.
    OutOfBoundsNoPoe,
    /// There is no current revocation list.
    TryLater,
}

impl SubIndication {
    /// The name in the standard.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FormatFailure => "FORMAT_FAILURE",
            Self::HashFailure => "HASH_FAILURE",
            Self::SigCryptoFailure => "SIG_CRYPTO_FAILURE",
            Self::Revoked => "REVOKED",
            Self::Expired => "EXPIRED",
            Self::NotYetValid => "NOT_YET_VALID",
            Self::SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::CryptoConstraintsFailure => "CRYPTO_CONSTRAINTS_FAILURE",
            Self::TimestampOrderFailure => "TIMESTAMP_ORDER_FAILURE",
            Self::NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::RevokedNoPoe => "REVOKED_NO_POE",
            Self::RevokedCaNoPoe => "REVOKED_CA_NO_POE",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::TryLater => "TRY_LATER",
        }
    }
}

impl fmt::Display for SubIndication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The time a signature was judged at.
#[derive(Debug, Clone)]
pub struct TimeFact {
    /// What the signer claims.
    pub claimed: Option<DateTime<FixedOffset>>,
    /// What the time stamp says, where there is one.
    pub stamp: Option<TimeStampFacts>,
    /// The moment at which certificates had to be valid.
    pub reference: DateTime<Utc>,
    /// Whether a trusted time stamp proves that moment.
    pub is_proven: bool,
}

/// All that is known about a signature. Every fact stands on its own: a signature may be intact and valid though nobody
/// trusts it.
#[derive(Debug, Clone)]
pub struct CmsFacts {
    /// Whether what was signed is what is here.
    pub integrity: Integrity,
    /// Whether the signature is one of the certified key.
    pub signature: SignatureFact,
    /// How it differs from Opine's profile; empty when it does not.
    pub form: Vec<FormProblem>,
    /// The signer's certificate.
    pub certificate: Option<Certificate>,
    /// The way from it to a trusted root.
    pub chain: Option<Chain>,
    /// When.
    pub time: TimeFact,
    /// What follows under the policy.
    pub indication: Indication,
    /// Why it did not pass.
    pub sub_indication: Option<SubIndication>,
    /// What stood in the way, in plain words: lower case, no full stop.
    pub reason: Option<String>,
}

impl CmsFacts {
    /// Whether it passed.
    pub fn is_passed(&self) -> bool {
        self.indication == Indication::TotalPassed
    }

    /// The signer's name as certified; empty where there is no certificate.
    pub fn signer_name(&self) -> String {
        self.certificate.as_ref().map(Certificate::name).unwrap_or_default()
    }

    /// What the certificate lets the signer sign as. Means nothing unless the chain is trusted.
    pub fn roles(&self) -> Vec<SignerRole> {
        self.certificate.as_ref().map(Certificate::roles).unwrap_or_default()
    }

    /// The fingerprint of the signer's public key.
    pub fn key_fingerprint(&self) -> Option<Fingerprint> {
        self.certificate.as_ref().map(Certificate::key_fingerprint)
    }

    /// Whether the certificate leads to a trusted root and held at the time.
    pub fn is_trusted(&self) -> bool {
        self.chain.as_ref().is_some_and(Chain::is_trusted)
    }
}

/// Verifies a detached signature over content given in pieces, such as the byte ranges of a PDF.
///
/// A PDF pads the signature with zeros; the caller hands in the signature without them (the first DER element), and
/// checks that what follows is zeros only. Under a lenient policy they may stay.
pub fn verify(cms: &[u8], content: &[&[u8]], trust: &TrustStore, moments: &Moments, policy: &Policy) -> CmsFacts {
    let now = moments.now.to_utc();
    let mut facts = CmsFacts {
        integrity: Integrity::Unknown("there is no readable signature".to_owned()),
        signature: SignatureFact::NoCertificate,
        form: Vec::new(),
        certificate: None,
        chain: None,
        time: TimeFact { claimed: moments.claimed, stamp: None, reference: now, is_proven: false },
        indication: Indication::TotalFailed,
        sub_indication: Some(SubIndication::FormatFailure),
        reason: None,
    };
    if cms.len() > MAX_CMS {
        facts.reason = Some(format!("the signature is larger than {} MB", MAX_CMS / 1_000_000));
        return facts;
    }
    let (der, taken) = match asn1::to_der(cms) {
        Ok(read) => read,
        Err(error) => {
            facts.reason = Some(error.to_string());
            return facts;
        }
    };
    if matches!(der, Cow::Owned(_)) || taken != cms.len() {
        facts.form.push(FormProblem::NotDer);
    }
    let data = match SignedData::read(&der) {
        Ok(data) => data,
        Err(error) => {
            facts.reason = Some(error.to_string());
            return facts;
        }
    };
    let Some(signer) = data.signers.first() else {
        facts.reason = Some("nobody signed".to_owned());
        return facts;
    };
    let mut checked = check(&data, signer, content, ID_DATA, trust.intermediates());
    compare_with_profile(&der, &data, signer, content, &mut checked);
    facts.integrity = checked.integrity;
    facts.signature = checked.signature;
    facts.form.append(&mut checked.problems);

    let stamps: Vec<_> =
        signer.unsigned_attributes.iter().filter(|attribute| attribute.oid == TIME_STAMP_TOKEN).collect();
    if let Some(token) = stamps.first().and_then(|attribute| attribute.values.first()) {
        let stamp = verify_token(token.raw, &[signer.signature], trust, now, policy.needs_revocation_lists);
        if let Some(why) = &stamp.problem {
            facts.form.push(FormProblem::TimeStamp(why.clone()));
        }
        facts.time.stamp = Some(stamp);
    }
    facts.time.decide(now, policy);

    if let Some(certificate) = checked.certificate {
        let question = Question {
            usage: if policy.own_form { Usage::DocumentSigning } else { Usage::AnySigning },
            at: facts.time.reference,
            proven: facts.time.is_proven,
            needs_lists: policy.needs_revocation_lists,
        };
        let chain = trust.chain(&certificate, &checked.others, &question);
        // Only leaf and intermediates belong in a signature: each of them on the way, and not the root itself.
        let on_the_way = |other: &Certificate| chain.certificates.iter().rev().skip(1).any(|used| used == other);
        if chain.is_trusted()
            && !checked.others.iter().all(on_the_way)
            && !facts.form.contains(&FormProblem::ExtraCertificate)
        {
            facts.form.push(FormProblem::ExtraCertificate);
        }
        facts.certificate = Some(certificate);
        facts.chain = Some(chain);
    }
    let weakness = checked.traits.weakness;
    let (indication, sub_indication, reason) = conclude(&facts, weakness, now, policy);
    CmsFacts { indication, sub_indication, reason, ..facts }
}

impl TimeFact {
    /// Decides at which moment the certificates must have been valid.
    fn decide(&mut self, now: DateTime<Utc>, policy: &Policy) {
        let stamped = self.stamp.as_ref().filter(|stamp| stamp.is_proof()).and_then(|stamp| stamp.time);
        let claimed = self
            .claimed
            .map(|claimed| claimed.to_utc())
            .filter(|claimed| policy.believe_claimed_time && *claimed <= now);
        self.is_proven = stamped.is_some();
        self.reference = stamped.or(claimed).unwrap_or(now);
    }
}

type Conclusion = (Indication, Option<SubIndication>, Option<String>);

/// The indication that follows from the facts, in the order of ETSI EN 319 102-1, clause 5.3.
fn conclude(facts: &CmsFacts, weakness: Option<String>, now: DateTime<Utc>, policy: &Policy) -> Conclusion {
    let failed = |sub, reason: &str| (Indication::TotalFailed, Some(sub), Some(reason.to_owned()));
    let open = |sub, reason: String| (Indication::Indeterminate, Some(sub), Some(reason));
    if facts.integrity == Integrity::Altered {
        return failed(SubIndication::HashFailure, "what was signed has been changed");
    }
    if facts.signature == SignatureFact::NoCertificate {
        return open(
            SubIndication::NoSigningCertificateFound,
            "the certificate of the signer is not in the signature".to_owned(),
        );
    }
    if facts.form.contains(&FormProblem::CertificateReference) {
        return open(SubIndication::NoSigningCertificateFound, FormProblem::CertificateReference.to_string());
    }
    match (&facts.signature, &facts.integrity) {
        (SignatureFact::Invalid, _) => {
            return failed(SubIndication::SigCryptoFailure, "the signature is not one of the certified key");
        }
        (SignatureFact::Unsupported(what), _) => {
            return open(
                SubIndication::CryptoConstraintsFailure,
                format!("the signature uses {what}, which is not supported"),
            );
        }
        (_, Integrity::Unknown(why)) => return open(SubIndication::CryptoConstraintsFailure, why.clone()),
        _ => {}
    }
    if let Some(problem) = facts.form.iter().find(|problem| policy.own_form || problem.is_contradiction()) {
        return open(SubIndication::SigConstraintsFailure, problem.to_string());
    }
    if let Some(weakness) = weakness {
        return open(SubIndication::CryptoConstraintsFailure, weakness);
    }
    if let Some(conclusion) = chain_conclusion(facts) {
        return conclusion;
    }
    let claimed = facts.time.claimed.map(|claimed| claimed.to_utc());
    if claimed.is_some_and(|claimed| claimed > now + CLOCK_TOLERANCE) {
        return open(SubIndication::SigConstraintsFailure, "the signer claims a time in the future".to_owned());
    }
    if let Some(stamp) = &facts.time.stamp {
        // Under a lenient policy a time stamp that proves nothing is as good as none.
        if let Some(why) = stamp.why_not().filter(|_| policy.own_form) {
            return open(SubIndication::NoCertificateChainFound, format!("the time stamp does not hold: {why}"));
        }
        if stamp.is_proof()
            && claimed.zip(stamp.time).is_some_and(|(claimed, stamped)| claimed > stamped + CLOCK_TOLERANCE)
        {
            return open(
                SubIndication::TimestampOrderFailure,
                "the signer claims a time after the time stamp".to_owned(),
            );
        }
    }
    (Indication::TotalPassed, None, None)
}

fn chain_conclusion(facts: &CmsFacts) -> Option<Conclusion> {
    let failure = match &facts.chain {
        Some(chain) => chain.failure.as_ref()?,
        None => &ChainFailure::NoWay,
    };
    let proven = facts.time.is_proven;
    let sub = match failure {
        ChainFailure::NoWay => SubIndication::NoCertificateChainFound,
        ChainFailure::NotYetValid { .. } if proven => SubIndication::NotYetValid,
        ChainFailure::Expired { .. } if proven => SubIndication::Expired,
        ChainFailure::NotYetValid { .. } | ChainFailure::Expired { .. } => SubIndication::OutOfBoundsNoPoe,
        ChainFailure::Revoked { authority: true, .. } => SubIndication::RevokedCaNoPoe,
        ChainFailure::Revoked { .. } if proven => SubIndication::Revoked,
        ChainFailure::Revoked { .. } => SubIndication::RevokedNoPoe,
        ChainFailure::RevocationUnknown(_) => SubIndication::TryLater,
        ChainFailure::Constraint(_) => SubIndication::ChainConstraintsFailure,
        ChainFailure::Weak(_) => SubIndication::CryptoConstraintsFailure,
    };
    let indication = match sub {
        SubIndication::NotYetValid | SubIndication::Expired | SubIndication::Revoked => Indication::TotalFailed,
        _ => Indication::Indeterminate,
    };
    Some((indication, Some(sub), Some(failure.to_string())))
}
