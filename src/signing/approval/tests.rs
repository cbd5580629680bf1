//! The form of records. Their signatures are tested with `verify`.

#![allow(clippy::unwrap_used)]

use chrono::DateTime;

use super::*;

fn approval() -> Approval {
    let document = |file: &str, locale: &str| Document {
        kind: "booklet".to_owned(),
        locale: locale.to_owned(),
        file: file.to_owned(),
        sha256: Sha256Digest::of(file.as_bytes()),
        size: 1_000,
    };
    Approval {
        opine_approval: FORMAT,
        case_id: "OP-1".to_owned(),
        case_version: 2,
        case_digest: Sha256Digest::of(b"case"),
        act: Act::Amend,
        decision: Decision::Approved,
        signer: Signatory {
            party: "dir".to_owned(),
            name: "Dr. Ana Núñez".to_owned(),
            role: SignerRole::MedicalDirector,
            ed25519: Some(Sha256Digest::of(b"key")),
            p256: None,
        },
        at: DateTime::parse_from_rfc3339("2026-03-01T10:00:00-06:00").unwrap(),
        documents: vec![document("b.fr-CA.pdf", "fr-CA"), document("b.en-US.pdf", "en-US")],
        made_with: BTreeMap::from([("typst".to_owned(), "0.15.0".to_owned())]),
        waivers: vec![WaivedRule {
            rule: "OPT-03".to_owned(),
            path: "options[O1]".to_owned(),
            reason: "known".to_owned(),
            by: "dir".to_owned(),
            content_digest: Sha256Digest::of(b"block"),
        }],
        checklist: vec![ChecklistAnswer { id: "consent".to_owned(), yes: true }],
        comments: Vec::new(),
        supersedes: Some(Supersedes {
            version: 1,
            sha256: Sha256Digest::of(b"old"),
            documents: vec![Sha256Digest::of(b"1")],
        }),
        log: LogHead { size: 3, head: Sha256Digest::of(b"line") },
    }
}

#[test]
fn a_record_is_read_as_written() {
    let bytes = approval().to_bytes().unwrap();
    let read = Approval::read(&bytes).unwrap();
    assert_eq!(
        read.documents.iter().map(|document| document.file.as_str()).collect::<Vec<_>>(),
        ["b.en-US.pdf", "b.fr-CA.pdf"]
    );
    assert_eq!(read.to_bytes().unwrap(), bytes);
    assert!(bytes.starts_with(b"{\"act\":\"amend\",\"at\":\"2026-03-01T10:00:00-06:00\",\"case_digest\":"));
    assert_eq!(Record::read(&bytes).unwrap(), Record::from(read));
}

#[test]
fn records_that_contradict_themselves_are_neither_written_nor_read() {
    type Change = fn(&mut Approval);
    let changes: [(&str, Change); 24] = [
        ("version of the form", |a| a.opine_approval = 2),
        ("case id", |a| a.case_id = "María".to_owned()),
        ("version", |a| a.case_version = 0),
        ("decision", |a| a.decision = Decision::Returned),
        ("role", |a| a.signer.role = SignerRole::Specialist),
        ("party", |a| a.signer.party.clear()),
        ("name", |a| a.signer.name = "Dr.\nAna".to_owned()),
        ("no key", |a| a.signer.ed25519 = None),
        ("no documents", |a| a.documents.clear()),
        ("file twice", |a| a.documents[0].file = a.documents[1].file.clone()),
        ("kind and locale twice", |a| a.documents[0].locale = a.documents[1].locale.clone()),
        ("folder in a file name", |a| a.documents[0].file = "a/b.pdf".to_owned()),
        ("kind", |a| a.documents[0].kind = "The Booklet".to_owned()),
        ("locale", |a| a.documents[0].locale = "e".to_owned()),
        ("answer no", |a| a.checklist[0].yes = false),
        ("question twice", |a| a.checklist.push(a.checklist[0].clone())),
        ("comments", |a| a.comments.push(Comment { path: "a".to_owned(), text: "b".to_owned() })),
        ("superseding itself", |a| a.case_version = 1),
        ("amending nothing", |a| a.supersedes = None),
        ("log", |a| a.log.size = 0),
        ("waiver without reason", |a| a.waivers[0].reason = " ".to_owned()),
        ("returning without comments", |a| (a.act, a.decision) = (Act::Return, Decision::Returned)),
        ("made with a line break", |a| drop(a.made_with.insert("x".to_owned(), "a\nb".to_owned()))),
        ("too many", |a| {
            a.checklist = (0..2_001).map(|i| ChecklistAnswer { id: format!("q{i}"), yes: true }).collect()
        }),
    ];
    for (what, change) in changes {
        let mut record = approval();
        record.documents.sort_by(|a, b| a.file.cmp(&b.file));
        change(&mut record);
        assert!(record.to_bytes().is_err(), "{what}");
        assert!(Approval::read(&canonical::write(&record).unwrap()).is_err(), "{what}");
    }
    // Not in order: brought into order when written, refused when read.
    assert!(Approval::read(&canonical::write(&approval()).unwrap()).is_err());
}

#[test]
fn acts_have_their_roles_and_decisions() {
    use Act::{Addendum, Amend, Approve, Attest, Certify, Decline, Return, Withdraw};
    for act in [Attest, Certify, Approve, Return, Decline, Withdraw, Amend, Addendum] {
        assert_eq!(serde_json::to_value(act).unwrap(), act.as_str());
        assert_eq!(
            act.releases(),
            act.roles() == [SignerRole::MedicalDirector] && act.decision() == Decision::Approved
        );
    }
}

#[test]
fn digests_have_one_spelling() {
    let digest = Sha256Digest::of(b"abc");
    assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(digest.to_string().parse::<Sha256Digest>().unwrap(), digest);
    for bad in [
        "",
        "ba78",
        &digest.to_string().to_uppercase(),
        &format!("{digest} "),
        &digest.to_string().replace("ba7816", "ba 7816"),
    ] {
        assert!(bad.parse::<Sha256Digest>().is_err(), "{bad}");
    }
}
