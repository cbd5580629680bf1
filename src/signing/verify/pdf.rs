//! PDFs.

use super::facts::{Answer, Fact, Status};
use super::report::{CaseReference, Report, SignatureReport, Subject};
use super::status::Beside;
use super::{Options, completeness, signature, status};
use crate::signing::approval::forms::shown;
use crate::signing::approval::{Approval, Sha256Digest, first_revision};
use crate::signing::cms_verify::{self, Indication, Moments, SubIndication};
use crate::signing::pdf::{self, PdfSignature, SignatureJudgement, Verdict};

/// The kind of signature Opine makes (ETSI EN 319 142-1, clause 6.3).
const CADES: &str = "ETSI.CAdES.detached";
/// Reasons listed of one change or one set of risks.
const MAX_REASONS: usize = 20;

/// Reports on a PDF.
pub fn verify(file: &str, bytes: &[u8], options: &Options<'_>, beside: &Beside) -> Report {
    let mut report = Report::new(file, Subject::Pdf);
    if let Err(error) = read(&mut report, bytes, options, beside) {
        report.facts.push(Fact::altered("verify-unreadable", vec![("reason", error.to_string())]));
    }
    report
}

fn read(report: &mut Report, bytes: &[u8], options: &Options<'_>, beside: &Beside) -> Result<(), pdf::PdfError> {
    let found = pdf::signatures(bytes)?;
    let judgement = pdf::judge(bytes, &found)?;
    for (signature, judged) in found.iter().zip(&judgement.signatures) {
        report.signatures.push(one(bytes, signature, judged, options));
    }
    let ours = options.policy.own_form && report.signatures.iter().any(|one| one.trusted == Answer::Yes);
    for reason in judgement.risks.into_iter().take(MAX_REASONS) {
        // A file of ours has none: somebody made ours from what was theirs.
        let status = if ours { Status::Altered } else { Status::Valid };
        report.facts.push(Fact::new("verify-risk", status, vec![("reason", reason)]));
    }
    if found.is_empty() {
        report.facts.push(Fact::incomplete("verify-not-signed", Vec::new()));
    } else if options.policy.own_form {
        let mdp: Vec<Option<i64>> = found.iter().map(|one| one.doc_mdp).collect();
        report.facts.append(&mut completeness::check(&report.signatures, &mdp));
    }
    let documents: Vec<Sha256Digest> = first_revision(bytes).ok().map(Sha256Digest::of).into_iter().collect();
    let approvals = belongs(report, &documents, beside, options);
    status::check_expected(report, options);
    status::check_current(report, beside, &approvals, &documents);
    Ok(())
}

fn one(bytes: &[u8], found: &PdfSignature, judged: &SignatureJudgement, options: &Options<'_>) -> SignatureReport {
    let moments = Moments { now: options.now, claimed: found.signed_at };
    let covered = found.covered(bytes);
    let pieces = covered.as_ref().map_or(&[][..], |pieces| &pieces[..]);
    let cms = cms_verify::verify(&found.cms, pieces, options.trust, &moments, &options.policy);
    let mut report = signature::report(&found.field_name, &cms, options);
    (report.certifies, report.locks) = (found.certifies, found.locks);
    let name = shown(&report.name);
    let joined = |what: &[String]| what.iter().take(MAX_REASONS).cloned().collect::<Vec<_>>().join("; ");
    match &judged.verdict {
        Verdict::Unchanged => {}
        Verdict::SignedAgain { by } => {
            report.facts.push(Fact::note(
                "verify-signed-again",
                vec![("fields", by.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", "))],
            ));
        }
        Verdict::ChangedAfterSigning { what } => {
            let fact =
                Fact::altered("verify-changed-after-signing", vec![("name", name.clone()), ("reason", joined(what))]);
            report.refuse(SubIndication::SigConstraintsFailure, fact);
        }
        Verdict::Malformed { what } => {
            // It is not known what it covers, so nothing that was said of digest and signature counts.
            report.facts.clear();
            report.indication = Indication::TotalFailed;
            report.sub_indication = Some(SubIndication::FormatFailure);
            (report.intact, report.valid) = (Answer::No, Answer::No);
            let arguments = vec![("field", shown(&found.field_name)), ("reason", joined(what))];
            report.facts.push(Fact::altered("verify-signature-malformed", arguments));
        }
    }
    if options.policy.own_form && report.trusted == Answer::Yes {
        if found.sub_filter != CADES {
            let arguments =
                vec![("name", name.clone()), ("reason", format!("its kind is `{}`", shown(&found.sub_filter)))];
            report.refuse(SubIndication::SigConstraintsFailure, Fact::altered("verify-form", arguments));
        }
        if found.signed_at.is_none() {
            let arguments = vec![("name", name.clone()), ("reason", "it states no time".to_owned())];
            report.refuse(SubIndication::SigConstraintsFailure, Fact::altered("verify-form", arguments));
        }
        if report.roles.is_empty() {
            report.refuse(
                SubIndication::SigConstraintsFailure,
                Fact::untrusted("verify-no-role", vec![("name", name.clone())]),
            );
        }
        if found.name.as_deref() != Some(report.name.as_str()) {
            let claimed = shown(found.name.as_deref().unwrap_or_default());
            let fact = Fact::untrusted("verify-name-differs", vec![("name", name), ("claimed", claimed)]);
            report.refuse(SubIndication::SigConstraintsFailure, fact);
        }
    }
    report
}

/// Finds the approvals that list the document, and returns their digests. Approvals that are all about other documents
/// do not belong to this file.
fn belongs(
    report: &mut Report,
    documents: &[Sha256Digest],
    beside: &Beside,
    options: &Options<'_>,
) -> Vec<Sha256Digest> {
    let mut digests = Vec::new();
    let mut elsewhere = false;
    for (seal, approval) in beside.approvals().filter(|(_, approval)| approval.act.releases()) {
        let listed = approval.documents.iter().find(|document| documents.contains(&document.sha256));
        let Some(document) = listed else {
            let earlier = approval.supersedes.as_ref();
            elsewhere |=
                !earlier.is_some_and(|earlier| earlier.documents.iter().any(|digest| documents.contains(digest)));
            continue;
        };
        digests.push(seal.digest);
        report.case = Some(CaseReference { id: approval.case_id.clone(), version: approval.case_version });
        let arguments = vec![
            ("case", approval.case_id.clone()),
            ("version", approval.case_version.to_string()),
            ("kind", document.kind.clone()),
            ("locale", document.locale.clone()),
        ];
        report.facts.push(Fact::note("verify-in-approval", arguments));
        same_signer(report, approval, options);
        status::check_case_digest(report, approval, options);
    }
    if digests.is_empty() && elsewhere && !report.signatures.is_empty() {
        report.facts.push(Fact::altered("verify-not-in-approval", vec![("file", shown(&report.file))]));
    }
    digests
}

/// The director who locked the file must be the one who approved it: one act with results that agree.
fn same_signer(report: &mut Report, approval: &Approval, options: &Options<'_>) {
    let keys = [approval.signer.ed25519, approval.signer.p256];
    let locking = report.signatures.iter().find(|one| one.locks && one.is_sound() && options.policy.own_form);
    let Some(other) = locking.filter(|one| !keys.contains(&one.key.map(Sha256Digest::from))) else { return };
    let arguments = vec![("name", shown(&other.name)), ("expected", shown(&approval.signer.name))];
    report.facts.push(Fact::incomplete("verify-other-signer", arguments));
}
