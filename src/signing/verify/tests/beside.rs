//! PDFs with what lies beside them: approvals, notices, what the caller expects.

use super::expect;
use super::fixture::*;
use crate::signing::approval::{Act, Document, Notice, NoticeKind, Supersedes};
use crate::signing::certificates::SignerRole;
use crate::signing::fixtures::at;
use crate::signing::verify::*;

#[test]
fn approvals_and_notices_beside_a_document() {
    let world = World::new(111);
    let release = Release::new(&world);
    let verify =
        |pdf: &[u8], beside: &[SealedFile<'_>]| verify_pdf("b.pdf", pdf, &Options { beside, ..world.options() });
    let approval = as_file("approval.json", &release.approval);

    // An approval about other documents.
    let other = Document::of("booklet", "en-US", "booklet.en-US.pdf", &typeset("another case")).unwrap();
    let stray = signed(world.record(&world.director, Act::Approve, vec![other]), &world.director.ed25519);
    expect(
        "replayed approval",
        &verify(&release.english, &[as_file("approval.json", &stray)]),
        Status::Altered,
        "verify-not-in-approval",
    );
    expect(
        "with its own as well",
        &verify(&release.english, &[as_file("a", &stray), approval]),
        Status::Valid,
        "verify-in-approval",
    );

    // A document typeset from another case, signed by the right people.
    let patient = world.release(&typeset("Patient 2: positive"));
    expect("patient swapped before signing", &verify(&patient, &[approval]), Status::Altered, "verify-not-in-approval");

    // Withdrawn, superseded, and words of people who may not.
    let notice = world.notice(&release.approval, release.documents.clone());
    let withdrawn = signed(notice.clone(), &world.director.ed25519);
    expect(
        "withdrawn",
        &verify(&release.english, &[approval, as_file("notice.json", &withdrawn)]),
        Status::Withdrawn,
        "verify-withdrawn",
    );
    let report = verify(&release.english, &[as_file("notice.json", &withdrawn)]);
    expect("withdrawn, by the notice alone", &report, Status::Withdrawn, "verify-withdrawn");
    assert_eq!((report.current, report.exit_code()), (Answer::No, 4));
    let superseded = Notice {
        kind: NoticeKind::Superseded,
        by_version: Some(2),
        documents: Vec::new(),
        signer: world.manager.signatory(),
        ..notice.clone()
    };
    let superseded = signed(superseded, &world.manager.ed25519);
    expect(
        "superseded",
        &verify(&release.english, &[approval, as_file("n", &superseded)]),
        Status::Superseded,
        "verify-superseded",
    );
    let mut forged = withdrawn.clone();
    forged.record = notice_of_error_as_consent(&forged.record);
    let report = verify(&release.english, &[approval, as_file("notice.json", &forged)]);
    expect("forged notice", &report, Status::Valid, "verify-beside-refused");
    let elsewhere = Notice { case_id: "OTHER-1".to_owned(), documents: Vec::new(), approval: stray.digest(), ..notice };
    let elsewhere = signed(elsewhere, &world.director.ed25519);
    expect(
        "notice of another case",
        &verify(&release.english, &[approval, as_file("n", &elsewhere)]),
        Status::Valid,
        "verify-current",
    );

    // An amendment, seen from the old PDF with and without its own approval.
    let new = Document::of("booklet", "en-US", "booklet.en-US.pdf", &typeset("version 2")).unwrap();
    let mut amendment = world.record(&world.director, Act::Amend, vec![new]);
    amendment.case_version = 2;
    amendment.at = at("2026-03-10T10:00:00-06:00");
    amendment.supersedes = Some(Supersedes {
        version: 1,
        sha256: release.approval.digest(),
        documents: release.documents.iter().map(|document| document.sha256).collect(),
    });
    let amendment = signed(amendment, &world.director.ed25519);
    for beside in [vec![as_file("amend", &amendment)], vec![approval, as_file("amend", &amendment)]] {
        expect("amended", &verify(&release.english, &beside), Status::Superseded, "verify-superseded");
    }
    // A damaged file that was withdrawn as well is first of all damaged.
    let mut damaged = release.english.clone();
    let at = damaged.windows(8).position(|window| window == b"positive").unwrap();
    damaged[at] = b'P';
    expect("damaged and withdrawn", &verify(&damaged, &[as_file("n", &withdrawn)]), Status::Altered, "verify-altered");
}

fn notice_of_error_as_consent(record: &[u8]) -> Vec<u8> {
    String::from_utf8(record.to_vec()).unwrap().replace("\"error\"", "\"consent\"").into_bytes()
}

#[test]
fn the_director_of_the_record_signed_the_pdf() {
    let mut world = World::new(112);
    let release = Release::new(&world);
    let other = Person::new(&mut world.institution, "dir2", "Dr. Otto Other", &[SignerRole::MedicalDirector]);
    let approval = signed(world.record(&other, Act::Approve, release.documents.clone()), &other.ed25519);
    let beside = [as_file("approval.json", &approval)];
    let report = verify_pdf("b.pdf", &release.english, &Options { beside: &beside, ..world.options() });
    expect("another director's record", &report, Status::Incomplete, "verify-other-signer");
}

#[test]
fn expectations_of_the_caller() {
    let world = World::new(113);
    let release = Release::new(&world);
    let beside = [as_file("approval.json", &release.approval)];
    let digest = Sha256Digest::of;
    for (case_id, case_version, case_digest, status, id) in [
        (CASE, 1, digest(b"the case"), Status::Valid, "verify-in-approval"),
        ("OP-2026-0043", 1, digest(b"the case"), Status::Altered, "verify-other-case"),
        (CASE, 2, digest(b"the case"), Status::Altered, "verify-other-version"),
        (CASE, 1, digest(b"the case, edited"), Status::Altered, "verify-case-changed"),
    ] {
        let expected = Some(Expected { case_id, case_version, case_digest: Some(case_digest) });
        let report = verify_pdf("b.pdf", &release.english, &Options { beside: &beside, expected, ..world.options() });
        expect(id, &report, status, id);
    }
}
