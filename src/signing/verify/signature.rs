//! From the facts of a CMS signature to a report in messages.

use super::Options;
use super::facts::{Answer, Fact};
use super::report::SignatureReport;
use crate::signing::approval::forms::{moment, shown};
use crate::signing::certificates::{Certificate, SignerRole};
use crate::signing::cms_verify::{CmsFacts, FormProblem, Integrity, SignatureFact, SubIndication};
use crate::signing::trust::ChainFailure;

/// Reports on a signature; `place` is the field or file it stands in.
pub fn report(place: &str, cms: &CmsFacts, options: &Options<'_>) -> SignatureReport {
    let name = shown(&cms.signer_name());
    let mut facts = Vec::new();
    if cms.sub_indication == Some(SubIndication::FormatFailure) {
        facts.push(Fact::altered(
            "verify-signature-unreadable",
            vec![("reason", cms.reason.clone().unwrap_or_default())],
        ));
    } else {
        cryptography(&name, cms, &mut facts);
        form(&name, cms, options, &mut facts);
        trust(&name, cms, &mut facts);
    }
    let sound = facts.iter().all(|fact| fact.status == super::Status::Valid);
    if !cms.is_passed() && sound {
        let reason = cms.reason.clone().unwrap_or_default();
        facts.push(Fact::untrusted("verify-not-passed", vec![("name", name.clone()), ("reason", reason)]));
    }
    let proven_at = cms.time.is_proven.then_some(cms.time.reference);
    if cms.is_passed() {
        let time = cms.time.claimed.as_ref().map(moment::text).unwrap_or_default();
        facts.push(Fact::note(
            "verify-signature-valid",
            vec![("name", name), ("roles", roles(&cms.roles())), ("time", time)],
        ));
        if let Some(stamp) = cms.time.stamp.as_ref().filter(|_| proven_at.is_some()) {
            let time = proven_at.map(|at| moment::text(&at.fixed_offset())).unwrap_or_default();
            let authority = shown(stamp.authority.as_deref().unwrap_or_default());
            facts.push(Fact::note("verify-time-proven", vec![("time", time), ("authority", authority)]));
        } else if let Some(end) =
            cms.certificate.as_ref().map(Certificate::not_after).filter(|end| *end < options.now.to_utc())
        {
            // Whoever held the key later could have claimed that time: the reader has to know what it rests on.
            let time = moment::text(&end.fixed_offset());
            facts.push(Fact::note("verify-time-claimed", vec![("time", time)]));
        }
    }
    let valid = match &cms.signature {
        SignatureFact::Valid => Answer::from(!facts.iter().any(|fact| fact.id == "verify-form")),
        SignatureFact::Invalid => Answer::No,
        _ => Answer::Unknown,
    };
    SignatureReport {
        place: place.to_owned(),
        name: cms.signer_name(),
        roles: cms.roles(),
        key: cms.key_fingerprint(),
        claimed_at: cms.time.claimed,
        proven_at,
        certifies: false,
        locks: false,
        intact: match &cms.integrity {
            Integrity::Intact => Answer::Yes,
            Integrity::Altered => Answer::No,
            Integrity::Unknown(_) => Answer::Unknown,
        },
        valid,
        trusted: Answer::from(cms.is_trusted()),
        indication: cms.indication,
        sub_indication: cms.sub_indication,
        facts,
    }
}

/// The roles as one argument, by the words a case uses.
pub fn roles(roles: &[SignerRole]) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
}

fn cryptography(name: &str, cms: &CmsFacts, facts: &mut Vec<Fact>) {
    match &cms.integrity {
        Integrity::Intact => {}
        Integrity::Altered => facts.push(Fact::altered("verify-altered", vec![("name", name.to_owned())])),
        Integrity::Unknown(why) => {
            facts.push(Fact::untrusted("verify-integrity-unknown", vec![("reason", why.clone())]))
        }
    }
    match &cms.signature {
        SignatureFact::Valid => {}
        SignatureFact::Invalid => {
            facts.push(Fact::altered("verify-signature-invalid", vec![("name", name.to_owned())]))
        }
        SignatureFact::NoCertificate => facts.push(Fact::untrusted("verify-no-certificate", Vec::new())),
        SignatureFact::Unsupported(what) => {
            let arguments = vec![("name", name.to_owned()), ("reason", what.clone())];
            facts.push(Fact::untrusted("verify-signature-unsupported", arguments));
        }
    }
}

/// A form that is not ours means alteration where the signer is one of ours; of a stranger it means that they use
/// another program.
fn form(name: &str, cms: &CmsFacts, options: &Options<'_>, facts: &mut Vec<Fact>) {
    let counts = |problem: &&FormProblem| {
        // Parts that contradict each other; and content inside, of which another reader may show the wrong one.
        matches!(
            problem,
            FormProblem::CertificateReference | FormProblem::AlgorithmProtection | FormProblem::Encapsulated
        ) || (options.policy.own_form && cms.is_trusted())
    };
    if let Some(problem) = cms.form.iter().find(counts) {
        facts.push(Fact::altered("verify-form", vec![("name", name.to_owned()), ("reason", problem.to_string())]));
    }
}

fn trust(name: &str, cms: &CmsFacts, facts: &mut Vec<Fact>) {
    let Some(certificate) = &cms.certificate else { return };
    let failure = match &cms.chain {
        Some(chain) => chain.failure.as_ref(),
        None => Some(&ChainFailure::NoWay),
    };
    let at = |time: &chrono::DateTime<chrono::Utc>| moment::text(&time.fixed_offset());
    let fact = match failure {
        None => return,
        Some(ChainFailure::NoWay) => {
            let arguments = vec![("name", name.to_owned()), ("issuer", shown(&certificate.issuer_name()))];
            Fact::untrusted("verify-not-trusted", arguments)
        }
        Some(ChainFailure::NotYetValid { name, from }) => {
            Fact::untrusted("verify-not-yet-valid", vec![("name", shown(name)), ("time", at(from))])
        }
        Some(ChainFailure::Expired { name, until }) => {
            Fact::untrusted("verify-expired", vec![("name", shown(name)), ("time", at(until))])
        }
        Some(ChainFailure::Revoked { name, at: since, reason, .. }) => {
            let reason = reason.as_str().to_owned();
            Fact::untrusted("verify-revoked", vec![("name", shown(name)), ("time", at(since)), ("reason", reason)])
        }
        Some(ChainFailure::RevocationUnknown(why)) => {
            Fact::untrusted("verify-revocation-unknown", vec![("reason", why.clone())])
        }
        Some(ChainFailure::Constraint(why)) => {
            Fact::untrusted("verify-certificate-unsuitable", vec![("reason", why.clone())])
        }
        Some(ChainFailure::Weak(why)) => Fact::untrusted("verify-weak", vec![("reason", why.clone())]),
    };
    facts.push(fact);
}
