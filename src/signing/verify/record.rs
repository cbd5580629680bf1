//! Approvals and notices.

use super::facts::Fact;
use super::report::{CaseReference, Report, SignatureReport, Subject};
use super::status::{Beside, Item};
use super::{Options, signature, status};
use crate::signing::approval::forms::shown;
use crate::signing::approval::{Act, Approval, MinisigFact, Record, Signatory};
use crate::signing::cms_verify::SubIndication;

/// Reports on the only record of `own`: its signature and whether it is who it says. Not on completeness.
pub fn verify(own: &Beside, options: &Options<'_>) -> Report {
    let Some(item) = own.items.first() else { return Report::new("", Subject::Approval) };
    report(item, options)
}

/// The same for a record of an archive.
pub fn report(item: &Item, options: &Options<'_>) -> Report {
    let subject = match &item.facts.record {
        Ok(Record::Notice(_)) => Subject::Notice,
        _ => Subject::Approval,
    };
    let mut report = Report::new(&item.name, subject);
    report.signatures.push(seal(item, options));
    match &item.facts.record {
        Err(error) => report.facts.push(Fact::altered("verify-unreadable", vec![("reason", error.to_string())])),
        Ok(record) => {
            if item.facts.is_passed() {
                let (id, version) = record.case();
                report.case = Some(CaseReference { id: id.to_owned(), version });
            }
            if let Record::Approval(approval) = record {
                status::check_case_digest(&mut report, approval, options);
            }
        }
    }
    report
}

fn seal(item: &Item, options: &Options<'_>) -> SignatureReport {
    let facts = &item.facts;
    let mut report = signature::report(&item.name, &facts.cms, options);
    if let (Ok(record), true) = (&facts.record, facts.cms.certificate.is_some()) {
        let said = record.signer();
        let name = shown(&facts.cms.signer_name());
        if !facts.role_matches {
            let fact = Fact::untrusted(
                "verify-role-not-certified",
                vec![("name", name.clone()), ("role", said.role.as_str().to_owned())],
            );
            report.refuse(SubIndication::SigConstraintsFailure, fact);
        }
        if !facts.name_matches {
            let fact =
                Fact::untrusted("verify-name-differs", vec![("name", name.clone()), ("claimed", shown(&said.name))]);
            report.refuse(SubIndication::SigConstraintsFailure, fact);
        }
        if !facts.key_matches {
            report.refuse(
                SubIndication::SigConstraintsFailure,
                Fact::untrusted("verify-key-differs", vec![("name", name)]),
            );
        }
    }
    match &facts.minisig {
        MinisigFact::Absent => {}
        MinisigFact::Valid => report.facts.push(Fact::note("verify-minisign-valid", Vec::new())),
        MinisigFact::Invalid(reason) => {
            let fact = Fact::altered("verify-minisign-invalid", vec![("reason", reason.clone())]);
            report.refuse(SubIndication::SigConstraintsFailure, fact);
        }
    }
    report
}

/// Whether the record is part of a complete release: certified by a case manager, then approved by a medical director.
pub fn complete(report: &mut Report, own: &Beside, beside: &Beside, options: &Options<'_>) {
    let Some((_, approval)) = own.approvals().next().filter(|_| options.policy.own_form) else { return };
    let others: Vec<&Approval> = beside.approvals().map(|(_, other)| other).collect();
    let fact = if approval.act.releases() {
        certification(approval, &others).map(|manager| (manager, approval))
    } else if approval.act == Act::Certify {
        let directors = others.iter().copied().filter(|other| other.act.releases());
        let pairs = directors.map(|director| certification(director, &[approval]).map(|manager| (manager, director)));
        pairs.reduce(Result::or).unwrap_or_else(|| Err(Fact::incomplete("verify-missing-approval", Vec::new())))
    } else {
        Err(Fact::incomplete("verify-not-a-release", vec![("act", approval.act.as_str().to_owned())]))
    };
    report.facts.push(match fact {
        Ok((manager, director)) => complete_fact(&manager.signer.name, &director.signer.name),
        Err(fact) => fact,
    });
}

/// The fact that nothing is missing.
pub fn complete_fact(manager: &str, director: &str) -> Fact {
    Fact::note("verify-complete", vec![("manager", shown(manager)), ("director", shown(director))])
}

/// The certification that an approval rests on: of the same case, version and documents, by somebody else, and not
/// later.
pub fn certification<'a>(director: &Approval, others: &[&'a Approval]) -> Result<&'a Approval, Fact> {
    let same = |other: &&&Approval| {
        other.act == Act::Certify
            && (&other.case_id, other.case_version, other.case_digest)
                == (&director.case_id, director.case_version, director.case_digest)
            && other.documents == director.documents
    };
    let fitting: Vec<&Approval> = others.iter().filter(same).copied().collect();
    let Some(first) = fitting.first() else { return Err(Fact::incomplete("verify-missing-certification", Vec::new())) };
    let Some(earlier) = fitting.iter().find(|other| other.at <= director.at) else {
        return Err(Fact::incomplete("verify-wrong-order", Vec::new()));
    };
    if fitting.iter().all(|other| same_person(&other.signer, &director.signer)) {
        return Err(Fact::incomplete("verify-same-person", vec![("name", shown(&first.signer.name))]));
    }
    Ok(earlier)
}

fn same_person(one: &Signatory, other: &Signatory) -> bool {
    let keys = |signer: &Signatory| [signer.ed25519, signer.p256].into_iter().flatten().collect::<Vec<_>>();
    one.name == other.name || one.party == other.party || keys(one).iter().any(|key| keys(other).contains(key))
}
