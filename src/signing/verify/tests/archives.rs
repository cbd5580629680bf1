//! Archives: what is inside them. Attacks on their structure are tested beside the reader.

use std::io::Cursor;

use super::expect;
use super::fixture::*;
use crate::signing::approval::{Act, SignedRecord};
use crate::signing::archive::{NewFile, minisign, to_bytes};
use crate::signing::fixtures::{Institution, at};
use crate::signing::pdf::Purpose;
use crate::signing::verify::*;

fn check(world: &World, archive: &[u8]) -> Report {
    verify_archive("booklet.asice", Cursor::new(archive), None, &world.options())
}

/// The archive of a release after its files were changed by its manager, who may sign archives.
fn changed(world: &World, change: impl FnOnce(&mut Vec<NewFile<'static>>)) -> Report {
    let mut files = Release::new(world).files();
    change(&mut files);
    check(world, &archive(world, files))
}

fn position(files: &[NewFile<'static>], name: &str) -> usize {
    files.iter().position(|file| file.name == name).unwrap()
}

fn replace(files: &mut [NewFile<'static>], name: &str, bytes: Vec<u8>) {
    let at = position(files, name);
    files[at] = NewFile::bytes(name, bytes);
}

fn remove(files: &mut Vec<NewFile<'static>>, prefix: &str) {
    files.retain(|file| !file.name.starts_with(prefix));
}

const ENGLISH: &str = "documents/booklet.en-US.pdf";
const SPANISH: &str = "documents/booklet.es-US.pdf";

#[test]
fn an_archive_is_valid_with_all_its_members() {
    let world = World::new(301);
    let release = Release::new(&world);
    let bytes = release.archive(&world);
    let report = check(&world, &bytes);
    expect("archive", &report, Status::Valid, "verify-complete");
    assert_eq!(
        (report.intact, report.valid, report.trusted, report.complete, report.current),
        (Answer::Yes, Answer::Yes, Answer::Yes, Answer::Yes, Answer::Unknown)
    );
    assert_eq!(report.members.len(), 4, "two records and two documents, the old record not among them");
    assert_eq!(report.case.as_ref().unwrap().id, CASE);
    let signature =
        minisign(&*bytes, "booklet.asice", &world.manager.ed25519, at("2026-03-02T08:00:00-06:00")).unwrap();
    let with = |minisig: &str| verify_archive("b", Cursor::new(&bytes), Some(minisig), &world.options());
    expect("minisign", &with(&signature), Status::Valid, "verify-minisign-valid");
    let other = minisign(&b"another"[..], "booklet.asice", &world.manager.ed25519, at(NOW)).unwrap();
    expect("minisign of another file", &with(&other), Status::Altered, "verify-minisign-invalid");
    let stranger = minisign(&*bytes, "b", &world.specialist.ed25519, at(NOW)).unwrap();
    expect("minisign by a stranger", &with(&stranger), Status::Altered, "verify-minisign-invalid");
    // For one reader only: the other language is left out, and said to be.
    let one = changed(&world, |files| remove(files, SPANISH));
    expect("one language", &one, Status::Valid, "verify-document-not-included");
}

#[test]
fn attacks_on_what_is_inside() {
    let world = World::new(302);
    let release = Release::new(&world);
    let other_patient = world.release(&typeset("Patient 2: positive"));
    let incomplete = |attack: &str, id: &str, change: &dyn Fn(&mut Vec<NewFile<'static>>)| {
        expect(attack, &changed(&world, change), Status::Incomplete, id);
    };
    let altered = |attack: &str, id: &str, change: &dyn Fn(&mut Vec<NewFile<'static>>)| {
        expect(attack, &changed(&world, change), Status::Altered, id);
    };
    altered("locales swapped", "verify-document-swapped", &|files| {
        replace(files, ENGLISH, release.spanish.clone());
        replace(files, SPANISH, release.english.clone());
    });
    altered("Spanish in place of English", "verify-document-swapped", &|files| {
        replace(files, ENGLISH, release.spanish.clone())
    });
    altered("another patient's document", "verify-document-swapped", &|files| {
        replace(files, ENGLISH, other_patient.clone())
    });
    altered("a further document of another patient", "verify-not-in-approval", &|files| {
        files.push(NewFile::bytes("documents/annex.pdf", other_patient.clone()));
    });
    incomplete("a further document nobody signed", "verify-not-in-approval", &|files| {
        files.push(NewFile::bytes("documents/annex.pdf", typeset("annex")));
    });
    incomplete("document without signatures", "verify-not-signed", &|files| {
        replace(files, ENGLISH, typeset("Patient 1: positive"));
    });
    incomplete("document cut back to the certification", "verify-missing-approval", &|files| {
        replace(files, ENGLISH, world.certify(&typeset("Patient 1: positive")));
    });
    altered("document damaged", "verify-altered", &|files| {
        let mut bytes = release.english.clone();
        let at = bytes.windows(8).position(|window| window == b"positive").unwrap();
        bytes[at] = b'P';
        replace(files, ENGLISH, bytes);
    });
    altered("document that is none", "verify-unreadable", &|files| replace(files, ENGLISH, b"not a PDF".to_vec()));
    incomplete("approval left out", "verify-missing-approval", &|files| remove(files, "approvals/approval"));
    // Each document carries the manager's certification inside.
    let without = changed(&world, |files| remove(files, "approvals/certification"));
    expect("certification by the documents alone", &without, Status::Valid, "verify-complete");
    incomplete("no certification at all", "verify-missing-certification", &|files| {
        remove(files, "approvals/certification");
        for (name, text) in [(ENGLISH, "Patient 1: positive"), (SPANISH, "Paciente 1: positivo")] {
            let alone =
                Signing::by(&world.director, APPROVED).first(&typeset(text), Purpose::Approval { lock_all: true });
            replace(files, name, alone);
        }
    });
    incomplete("approval without its signature", "verify-missing-approval", &|files| {
        remove(files, "approvals/approval.json.p7s")
    });
    incomplete("no documents", "verify-no-documents", &|files| remove(files, "documents/"));
    altered("approval edited", "verify-altered", &|files| {
        let text = String::from_utf8(release.approval.record.clone()).unwrap().replace("0.1.0", "0.2.0");
        replace(files, "approvals/approval.json", text.into_bytes());
    });
    altered("minisign of the other record", "verify-minisign-invalid", &|files| {
        replace(files, "approvals/approval.json.minisig", release.certification.minisig.clone().unwrap().into_bytes());
    });
    altered("log that was cut", "verify-log-altered", &|files| {
        files.push(NewFile::bytes("log.jsonl", b"{}\n".to_vec()))
    });
}

#[test]
fn approvals_of_other_cases_and_versions_in_an_archive() {
    let world = World::new(303);
    let release = Release::new(&world);
    let swap = |files: &mut Vec<NewFile<'static>>, name: &str, record: &SignedRecord| {
        remove(files, name);
        add(files, name, record);
    };
    // The approval of another case takes the place of its own.
    let mut record = world.record(&world.director, Act::Approve, release.documents.clone());
    record.case_id = "OP-2026-0043".to_owned();
    let other = signed(record, &world.director.ed25519);
    let report = changed(&world, |files| swap(files, "approvals/approval.json", &other));
    expect("approval of another case", &report, Status::Incomplete, "verify-missing-certification");
    let mut record = world.record(&world.director, Act::Approve, release.documents.clone());
    record.case_version = 2;
    let other = signed(record, &world.director.ed25519);
    let report = changed(&world, |files| swap(files, "approvals/approval.json", &other));
    expect("approval of another version", &report, Status::Incomplete, "verify-missing-certification");
    // The director sent it back after approving it.
    let mut returned = world.record(&world.director, Act::Return, release.documents.clone());
    returned.at = at("2026-03-01T12:00:00-06:00");
    let returned = signed(returned, &world.director.ed25519);
    let report = changed(&world, |files| add(files, "approvals/returned.json", &returned));
    expect("returned later", &report, Status::Incomplete, "verify-not-a-release");
    // Whole, but of another case than the reader asked for.
    let bytes = release.archive(&world);
    let expected = Some(Expected { case_id: "OP-2026-0043", case_version: 1, case_digest: None });
    let report = verify_archive("b", Cursor::new(&bytes), None, &Options { expected, ..world.options() });
    expect("another case", &report, Status::Altered, "verify-other-case");
    // Notices inside and beside.
    let notice = signed(world.notice(&release.approval, Vec::new()), &world.director.ed25519);
    let report = changed(&world, |files| add(files, "approvals/notice.json", &notice));
    expect("notice inside", &report, Status::Withdrawn, "verify-withdrawn");
    let beside = [as_file("notice.json", &notice)];
    let report = verify_archive("b", Cursor::new(&bytes), None, &Options { beside: &beside, ..world.options() });
    expect("notice beside", &report, Status::Withdrawn, "verify-withdrawn");
}

#[test]
fn who_may_sign_an_archive() {
    let world = World::new(304);
    let files = || Release::new(&world).files();
    let time = at("2026-03-02T08:00:00-06:00");
    let by_specialist = to_bytes(files(), &world.specialist.p256, time).unwrap();
    expect("specialist", &check(&world, &by_specialist), Status::Untrusted, "verify-no-role");
    let by_director = to_bytes(files(), &world.director.p256, time).unwrap();
    expect("director", &check(&world, &by_director), Status::Valid, "verify-complete");
    let mut foreign = Institution::new(667);
    let thief =
        Person::new(&mut foreign, "mgr", "Carla Manager", &[crate::signing::certificates::SignerRole::CaseManager]);
    let by_thief = to_bytes(files(), &thief.p256, time).unwrap();
    expect("foreign authority", &check(&world, &by_thief), Status::Untrusted, "verify-not-trusted");
    let expired = to_bytes(files(), &world.manager.p256, at("2029-02-01T00:00:00Z")).unwrap();
    let late = Options::strict(&world.trust, at("2029-03-01T00:00:00Z"));
    expect("expired", &verify_archive("b", Cursor::new(&expired), None, &late), Status::Untrusted, "verify-expired");
}
