//! Approvals, notices and logs.

use std::collections::BTreeMap;

use super::expect;
use super::fixture::*;
use crate::signing::approval::{Act, LogHead, Sha256Digest, SignedRecord, sign};
use crate::signing::certificates::SignerRole;
use crate::signing::cms::sign_detached;
use crate::signing::fixtures::{Institution, at};
use crate::signing::log::{Action, NewEntry, Object, append};
use crate::signing::minisign;
use crate::signing::signer::Signer;
use crate::signing::verify::*;

fn check(world: &World, approval: &SignedRecord, beside: &[SealedFile<'_>]) -> Report {
    verify_record(&as_file("approval.json", approval), &Options { beside, ..world.options() })
}

/// Signs any bytes as a record, as somebody would who has the key and their own program.
fn forge(record: Vec<u8>, key: &dyn Signer) -> SignedRecord {
    SignedRecord { cms: sign_detached(key, &[&record]).unwrap(), record, minisig: None }
}

#[test]
fn a_release_is_two_records() {
    let world = World::new(201);
    let release = Release::new(&world);
    let (approval, certification) = (as_file("a.json", &release.approval), as_file("c.json", &release.certification));
    let report = check(&world, &release.approval, &[certification]);
    expect("approval with certification", &report, Status::Valid, "verify-minisign-valid");
    assert_eq!((report.complete, report.current), (Answer::Yes, Answer::Yes));
    expect(
        "certification with approval",
        &check(&world, &release.certification, &[approval]),
        Status::Valid,
        "verify-complete",
    );
    expect(
        "approval alone",
        &check(&world, &release.approval, &[]),
        Status::Incomplete,
        "verify-missing-certification",
    );
    expect(
        "certification alone",
        &check(&world, &release.certification, &[]),
        Status::Incomplete,
        "verify-missing-approval",
    );
    // With P-256 there is no minisign file, and nothing is missing.
    let plain = signed(world.record(&world.director, Act::Approve, release.documents.clone()), &world.director.p256);
    assert_eq!(plain.minisig, None);
    expect("P-256", &check(&world, &plain, &[certification]), Status::Valid, "verify-complete");
}

#[test]
fn records_that_are_no_release() {
    let world = World::new(202);
    let documents = Release::new(&world).documents;
    for (person, act) in
        [(&world.director, Act::Return), (&world.director, Act::Decline), (&world.specialist, Act::Attest)]
    {
        let record = signed(world.record(person, act, documents.clone()), &person.ed25519);
        expect(act.as_str(), &check(&world, &record, &[]), Status::Incomplete, "verify-not-a-release");
    }
    let release = Release::new(&world);
    let notice = signed(world.notice(&release.approval, documents), &world.director.ed25519);
    let report = verify_record(&as_file("notice.json", &notice), &world.options());
    expect("notice", &report, Status::Valid, "verify-signature-valid");
    assert_eq!((report.subject, report.complete), (Subject::Notice, Answer::Unknown));
}

#[test]
fn attacks_on_the_record() {
    let world = World::new(203);
    let release = Release::new(&world);
    let certification = [as_file("c.json", &release.certification)];
    let text = String::from_utf8(release.approval.record.clone()).unwrap();
    let with = |record: String| SignedRecord { record: record.into_bytes(), ..release.approval.clone() };
    let altered = |attack: &str, record: String, id: &str| {
        assert_ne!(record, text, "{attack}");
        expect(attack, &check(&world, &with(record), &certification), Status::Altered, id);
    };
    altered("case id swapped", text.replace(CASE, "OP-2026-0043"), "verify-altered");
    altered("version swapped", text.replace("\"case_version\":1", "\"case_version\":2"), "verify-altered");
    altered("locale swapped", text.replace("es-US", "fr-CA"), "verify-altered");
    altered("decision turned", text.replace("\"approved\"", "\"declined\""), "verify-unreadable");
    altered("pretty-printed", text.replace("{\"act\"", "{ \"act\""), "verify-unreadable");
    altered(
        "key twice",
        text.replacen("{\"act\":\"approve\"", "{\"act\":\"approve\",\"act\":\"approve\"", 1),
        "verify-unreadable",
    );
    altered("escaped letters", text.replace("Ana", "\\u0041na"), "verify-unreadable");
    altered("number as fraction", text.replace("\"case_version\":1", "\"case_version\":1.0"), "verify-unreadable");
    altered(
        "unknown field",
        text.replacen("\"opine_approval\"", "\"new\":1,\"opine_approval\"", 1),
        "verify-unreadable",
    );
    altered("unknown version", text.replace("\"opine_approval\":1", "\"opine_approval\":2"), "verify-unreadable");
    altered("line break behind", format!("{text}\n"), "verify-unreadable");
    altered("cut", text[..text.len() - 1].to_owned(), "verify-unreadable");
    for at in (0..text.len()).step_by(41) {
        let mut record = release.approval.record.clone();
        record[at] ^= 1;
        let changed = SignedRecord { record, ..release.approval.clone() };
        assert_eq!(check(&world, &changed, &certification).status, Status::Altered, "{at}");
    }
    for at in (0..release.approval.cms.len()).step_by(23) {
        let mut cms = release.approval.cms.clone();
        cms[at] ^= 0x10;
        let changed = SignedRecord { cms, ..release.approval.clone() };
        assert_ne!(check(&world, &changed, &certification).status, Status::Valid, "{at}");
    }
    let empty = SignedRecord { cms: Vec::new(), ..release.approval.clone() };
    expect("no signature", &check(&world, &empty, &certification), Status::Altered, "verify-signature-unreadable");
    let replayed = SignedRecord { cms: release.certification.cms.clone(), ..release.approval.clone() };
    expect("signature of another record", &check(&world, &replayed, &certification), Status::Altered, "verify-altered");
}

#[test]
fn records_that_a_holder_of_a_key_forged() {
    let mut world = World::new(204);
    let release = Release::new(&world);
    let certification = [as_file("c.json", &release.certification)];
    let text = String::from_utf8(release.approval.record.clone()).unwrap();
    // A specialist, and a manager, sign what says it is by the director.
    for person in [&world.specialist, &world.manager] {
        let forged = forge(release.approval.record.clone(), &person.ed25519);
        let report = check(&world, &forged, &certification);
        expect(person.name, &report, Status::Untrusted, "verify-role-not-certified");
        assert!(report.has("verify-name-differs") && report.has("verify-key-differs"));
    }
    // A specialist under their own name and key, as director.
    let mut claim = world.specialist.signatory();
    claim.role = SignerRole::MedicalDirector;
    let mut record = world.record(&world.director, Act::Approve, release.documents.clone());
    record.signer = claim;
    assert!(sign(&record.clone().into(), &world.specialist.ed25519).is_err(), "our own program does not even sign it");
    let forged = forge(record.to_bytes().unwrap(), &world.specialist.ed25519);
    expect(
        "specialist as director",
        &check(&world, &forged, &certification),
        Status::Untrusted,
        "verify-role-not-certified",
    );
    // Another director under the first one's name.
    let other = Person::new(&mut world.institution, "dir2", "Dr. Otto Other", &[SignerRole::MedicalDirector]);
    let forged = forge(release.approval.record.clone(), &other.ed25519);
    expect("another director", &check(&world, &forged, &certification), Status::Untrusted, "verify-name-differs");
    // The director's own key, over what is not in canonical form or contradicts itself.
    for (attack, bad) in [
        ("spaces", text.replace(":", ": ")),
        ("decision", text.replace("\"decision\":\"approved\"", "\"decision\":\"returned\"")),
        ("time without zone", text.replace("2026-03-01T10:00:00-06:00", "2026-03-01T10:00:00")),
        ("time spelt otherwise", text.replace("2026-03-01T10:00:00-06:00", "2026-03-01t10:00:00-06:00")),
        (
            "digest in capitals",
            text.replace(
                &release.documents[0].sha256.to_string(),
                &release.documents[0].sha256.to_string().to_uppercase(),
            ),
        ),
        ("path as file name", text.replace("booklet.en-US.pdf", "../booklet.pdf")),
        ("no to a question", text.replace("\"yes\":true", "\"yes\":false")),
        ("role of another act", text.replace("\"act\":\"approve\"", "\"act\":\"certify\"")),
        ("hidden letters in the name", text.replace("Dr. Ana", "Dr.\u{202e} Ana")),
        ("null for nothing", text.replace("\"signer\"", "\"supersedes\":null,\"signer\"")),
    ] {
        assert_ne!(bad, text, "{attack}");
        let forged = forge(bad.into_bytes(), &world.director.ed25519);
        expect(attack, &check(&world, &forged, &certification), Status::Altered, "verify-unreadable");
    }
    // A foreign authority.
    let mut foreign = Institution::new(666);
    let thief = Person::new(&mut foreign, "dir", "Dr. Ana Directora", &[SignerRole::MedicalDirector]);
    let forged = signed(world.record(&thief, Act::Approve, release.documents.clone()), &thief.ed25519);
    expect("foreign authority", &check(&world, &forged, &certification), Status::Untrusted, "verify-not-trusted");
}

#[test]
fn certifications_that_do_not_fit() {
    let mut world = World::new(205);
    let release = Release::new(&world);
    let fresh = || world.record(&world.manager, Act::Certify, release.documents.clone());
    let verify = |record| {
        let certification = signed(record, &world.manager.ed25519);
        check(&world, &release.approval, &[as_file("c.json", &certification)])
    };
    let mut other = fresh();
    other.case_id = "OP-1".to_owned();
    expect("of another case", &verify(other), Status::Incomplete, "verify-missing-certification");
    let mut other = fresh();
    other.case_version = 2;
    expect("of another version", &verify(other), Status::Incomplete, "verify-missing-certification");
    let mut other = fresh();
    other.case_digest = Sha256Digest::of(b"edited");
    expect("of an edited case", &verify(other), Status::Incomplete, "verify-missing-certification");
    let mut other = fresh();
    other.documents.pop();
    expect("of fewer documents", &verify(other), Status::Incomplete, "verify-missing-certification");
    let mut other = fresh();
    other.at = at("2026-03-01T11:00:00-06:00");
    expect("after the approval", &verify(other), Status::Incomplete, "verify-wrong-order");
    let both = Person::new(
        &mut world.institution,
        "dir",
        "Dr. Ana Directora",
        &[SignerRole::CaseManager, SignerRole::MedicalDirector],
    );
    let own = signed(world.record(&both, Act::Certify, release.documents.clone()), &both.ed25519);
    let report = check(&world, &release.approval, &[as_file("c.json", &own)]);
    expect("by the director", &report, Status::Incomplete, "verify-same-person");
}

#[test]
fn minisign_files_of_other_records() {
    let world = World::new(206);
    let release = Release::new(&world);
    let certification = [as_file("c.json", &release.certification)];
    let with = |minisig: &str| SignedRecord { minisig: Some(minisig.to_owned()), ..release.approval.clone() };
    let own = release.approval.minisig.clone().unwrap();
    let comment = own.lines().nth(2).unwrap().strip_prefix("trusted comment: ").unwrap().to_owned();
    let other_bytes = minisign::sign(&world.director.ed25519, &[b"another"], &comment).unwrap();
    let other_comment =
        minisign::sign(&world.director.ed25519, &[&release.approval.record], "timestamp:1 opine approve case:OP-1")
            .unwrap();
    let other_key = minisign::sign(&world.manager.ed25519, &[&release.approval.record], &comment).unwrap();
    for (attack, minisig) in [
        ("of another record", release.certification.minisig.as_deref().unwrap()),
        ("of other bytes", &other_bytes),
        ("with another comment", &other_comment),
        ("by another key", &other_key),
        ("garbage", "garbage"),
        ("comment edited", &own.replace("version:1", "version:2")),
    ] {
        expect(attack, &check(&world, &with(minisig), &certification), Status::Altered, "verify-minisign-invalid");
    }
}

#[test]
fn logs_against_what_was_signed() {
    let world = World::new(207);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.jsonl");
    let entry = |action, time: &str| NewEntry {
        at: at(time),
        actor: "mgr".to_owned(),
        action,
        objects: BTreeMap::from([(Object::Case, CASE.to_owned())]),
    };
    append(&path, &[entry(Action::Create, "2026-02-01T08:00:00Z"), entry(Action::Render, "2026-02-02T08:00:00Z")])
        .unwrap();
    let head = append(&path, &[entry(Action::Certify, "2026-03-01T15:00:00Z")]).unwrap();
    let documents = Release::new(&world).documents;
    let mut certification = world.record(&world.manager, Act::Certify, documents.clone());
    certification.log = LogHead { size: 0, head: Sha256Digest::ZERO };
    let mut approval = world.record(&world.director, Act::Approve, documents);
    approval.log = head;
    let (certification, approval) =
        (signed(certification, &world.manager.ed25519), signed(approval, &world.director.ed25519));
    append(&path, &[entry(Action::Approve, "2026-03-01T16:00:00Z")]).unwrap();
    let log = std::fs::read(&path).unwrap();
    let lines: Vec<&[u8]> = log.split_inclusive(|byte| *byte == b'\n').collect();
    let beside = [as_file("c.json", &certification)];
    let verify = |log: &[u8]| {
        verify_record(&as_file("a.json", &approval), &Options { beside: &beside, log: Some(log), ..world.options() })
    };
    expect("whole", &verify(&log), Status::Valid, "verify-log-matches");
    expect("cut after the approval", &verify(&lines[..3].concat()), Status::Valid, "verify-log-matches");
    expect("cut", &verify(&lines[..2].concat()), Status::Altered, "verify-log-cut");
    expect("emptied", &verify(b""), Status::Altered, "verify-log-cut");
    expect(
        "cut in the middle",
        &verify(&[lines[0], lines[2], lines[3]].concat()),
        Status::Altered,
        "verify-log-altered",
    );
    expect("reordered", &verify(&[lines[1], lines[0], lines[2]].concat()), Status::Altered, "verify-log-altered");
    expect("torn", &verify(&log[..log.len() - 1]), Status::Altered, "verify-log-altered");
    let text = String::from_utf8(log.clone()).unwrap();
    expect("edited", &verify(text.replacen("mgr", "dir", 1).as_bytes()), Status::Altered, "verify-log-altered");
    expect(
        "edited at the end",
        &verify(text.replace("approve", "decline").as_bytes()),
        Status::Valid,
        "verify-log-matches",
    );
    // A log made anew from the beginning, with a chain that holds.
    let anew = folder.path().join("anew.jsonl");
    for (action, time) in [
        (Action::Create, "2026-02-01T08:00:00Z"),
        (Action::Check, "2026-02-02T08:00:00Z"),
        (Action::Certify, "2026-03-01T15:00:00Z"),
    ] {
        append(&anew, &[entry(action, time)]).unwrap();
    }
    expect("another log", &verify(&std::fs::read(&anew).unwrap()), Status::Altered, "verify-log-altered");
}
