//! An institution with a manager, a director and a specialist, and a case of two documents that they signed.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::super::*;
use crate::signing::approval::{
    Act, Approval, ChecklistAnswer, Comment, Document, LogHead, Notice, NoticeKind, NoticeReason, Record, Sha256Digest,
    Signatory, SignedRecord, sign,
};
use crate::signing::archive::{NewFile, to_bytes};
use crate::signing::authority::Profile;
use crate::signing::certificates::SignerRole;
use crate::signing::cms::sign_detached;
use crate::signing::fixtures::{Institution, at, key};
use crate::signing::keys::SoftwareKey;
use crate::signing::pdf::{Appearance, FieldChoice, FieldRequest, Purpose, Rect, Rule, SignatureRequest, prepare};
use crate::signing::signer::{KeyAlgorithm, Signer};

pub const CASE: &str = "OP-2026-0042";
pub const NOW: &str = "2026-04-01T12:00:00+02:00";
pub const CERTIFIED: &str = "2026-03-01T09:00:00-06:00";
pub const APPROVED: &str = "2026-03-01T10:00:00-06:00";

/// Somebody with both keys.
pub struct Person {
    pub party: &'static str,
    pub name: &'static str,
    pub role: SignerRole,
    pub ed25519: SoftwareKey,
    pub p256: SoftwareKey,
}

impl Person {
    pub fn new(institution: &mut Institution, party: &'static str, name: &'static str, roles: &[SignerRole]) -> Self {
        let mut certified = |algorithm| {
            let key = key(algorithm, &mut institution.source);
            institution.certify(key, Profile::Signer, name, roles)
        };
        let (ed25519, p256) = (certified(KeyAlgorithm::Ed25519), certified(KeyAlgorithm::P256Sha256));
        Self { party, name, role: roles[0], ed25519, p256 }
    }

    pub fn signatory(&self) -> Signatory {
        Signatory {
            party: self.party.to_owned(),
            name: self.name.to_owned(),
            role: self.role,
            ed25519: Some(self.ed25519.key_fingerprint().into()),
            p256: Some(self.p256.key_fingerprint().into()),
        }
    }
}

pub struct World {
    pub institution: Institution,
    pub trust: TrustStore,
    pub manager: Person,
    pub director: Person,
    pub specialist: Person,
}

/// A small tagged PDF of one page that says who it is about.
pub fn typeset(text: &str) -> Vec<u8> {
    let content = format!("/P<</MCID 0>>BDC ({text}) pop EMC");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>/Lang(en-US)>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 600 800]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/StructParents 0>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/StructTreeRoot/K[6 0 R]/ParentTree<</Kids[7 0 R]>>/ParentTreeNextKey 1>>".to_owned(),
        "<</Type/StructElem/S/Document/P 5 0 R/K[8 0 R]>>".to_owned(),
        "<</Limits[0 0]/Nums[0 [8 0 R]]>>".to_owned(),
        "<</Type/StructElem/S/P/P 6 0 R/Pg 3 0 R/K 0>>".to_owned(),
    ];
    let mut out = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n\n").as_bytes());
    }
    let start = out.len();
    let size = objects.len() + 1;
    out.extend_from_slice(
        format!("{table}trailer\n<</Size {size}/Root 1 0 R/ID[(first) (first)]>>\nstartxref\n{start}\n%%EOF")
            .as_bytes(),
    );
    out
}

fn frame() -> Appearance<'static> {
    let frame = Some(Rule { colour: [0, 90, 110], width: 1.0 });
    Appearance { fonts: &[], lines: &[], padding: 4.0, background: None, frame, bar: None, logo: None }
}

fn field(name: &'static str, x: f64, locks: bool) -> FieldRequest<'static> {
    let rect = Rect { x, y: 20.0, width: 120.0, height: 60.0 };
    FieldRequest {
        name,
        page: 0,
        rect,
        locks,
        tooltip: "Signature",
        description: "Block of a signature",
        language: "en-US",
    }
}

/// How a PDF is signed.
pub struct Signing<'a> {
    pub key: &'a SoftwareKey,
    pub name: &'a str,
    pub at: DateTime<FixedOffset>,
}

impl<'a> Signing<'a> {
    pub fn by(person: &'a Person, time: &str) -> Self {
        Self { key: &person.p256, name: person.name, at: at(time) }
    }

    fn finish(&self, pdf: &[u8], choice: FieldChoice<'_>, purpose: Purpose) -> Vec<u8> {
        let request = SignatureRequest {
            field: choice,
            purpose,
            signer_name: self.name,
            reason: "Tested",
            location: None,
            contact: None,
            signed_at: self.at,
            appearance: frame(),
            room: 4096,
        };
        let prepared = prepare(pdf, &request).unwrap();
        let cms = sign_detached(self.key, &prepared.to_be_signed()).unwrap();
        prepared.finish(&cms).unwrap()
    }

    /// The first signature: brings the fields `Reader` and `Director`.
    pub fn first(&self, pdf: &[u8], purpose: Purpose) -> Vec<u8> {
        let locks = purpose == Purpose::Approval { lock_all: true };
        let reserved = [(field("Reader", 150.0, false), frame()), (field("Director", 300.0, true), frame())];
        self.finish(pdf, FieldChoice::New { field: field("Manager", 20.0, locks), reserved: &reserved }, purpose)
    }

    pub fn next(&self, pdf: &[u8], field: &str, lock_all: bool) -> Vec<u8> {
        self.finish(pdf, FieldChoice::Reserved(field), Purpose::Approval { lock_all })
    }
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut institution = Institution::new(seed);
        let manager = Person::new(&mut institution, "mgr", "Carla Manager", &[SignerRole::CaseManager]);
        let director = Person::new(&mut institution, "dir", "Dr. Ana Directora", &[SignerRole::MedicalDirector]);
        let specialist = Person::new(&mut institution, "spec", "Dr. Ben Reader", &[SignerRole::Specialist]);
        let trust = institution.trust();
        Self { institution, trust, manager, director, specialist }
    }

    pub fn certify(&self, pdf: &[u8]) -> Vec<u8> {
        Signing::by(&self.manager, CERTIFIED).first(pdf, Purpose::Certification)
    }

    pub fn release(&self, pdf: &[u8]) -> Vec<u8> {
        Signing::by(&self.director, APPROVED).next(&self.certify(pdf), "Director", true)
    }

    pub fn options(&self) -> Options<'_> {
        Options::strict(&self.trust, at(NOW))
    }

    /// The record of a person about the documents of a case, not yet signed.
    pub fn record(&self, person: &Person, act: Act, documents: Vec<Document>) -> Approval {
        Approval {
            opine_approval: 1,
            case_id: CASE.to_owned(),
            case_version: 1,
            case_digest: Sha256Digest::of(b"the case"),
            act,
            decision: act.decision(),
            signer: person.signatory(),
            at: at(if act == Act::Certify { CERTIFIED } else { APPROVED }),
            documents,
            made_with: BTreeMap::from([
                ("engine".to_owned(), "0.1.0".to_owned()),
                ("templates".to_owned(), "ab".repeat(32)),
            ]),
            waivers: Vec::new(),
            checklist: vec![ChecklistAnswer { id: "right-patient".to_owned(), yes: true }],
            comments: match act {
                Act::Return => vec![Comment { path: "findings[F1]".to_owned(), text: "Which side?".to_owned() }],
                _ => Vec::new(),
            },
            supersedes: None,
            log: LogHead { size: 0, head: Sha256Digest::ZERO },
        }
    }

    pub fn notice(&self, approval: &SignedRecord, documents: Vec<Document>) -> Notice {
        Notice {
            opine_notice: 1,
            kind: NoticeKind::Withdrawn,
            reason: NoticeReason::Error,
            case_id: CASE.to_owned(),
            case_version: 1,
            approval: approval.digest(),
            documents,
            by_version: None,
            signer: self.director.signatory(),
            at: at("2026-03-20T08:00:00-05:00"),
            log: LogHead { size: 0, head: Sha256Digest::ZERO },
        }
    }
}

pub fn signed(record: impl Into<Record>, key: &dyn Signer) -> SignedRecord {
    sign(&record.into(), key).unwrap()
}

pub fn as_file<'a>(name: &'a str, signed: &'a SignedRecord) -> SealedFile<'a> {
    SealedFile { name, record: &signed.record, cms: &signed.cms, minisig: signed.minisig.as_deref() }
}

/// A case released in two languages: its PDFs, records and archive.
pub struct Release {
    pub english: Vec<u8>,
    pub spanish: Vec<u8>,
    pub documents: Vec<Document>,
    pub certification: SignedRecord,
    pub approval: SignedRecord,
}

impl Release {
    pub fn new(world: &World) -> Self {
        let english = world.release(&typeset("Patient 1: positive"));
        let spanish = world.release(&typeset("Paciente 1: positivo"));
        let documents = vec![
            Document::of("booklet", "en-US", "booklet.en-US.pdf", &english).unwrap(),
            Document::of("booklet", "es-US", "booklet.es-US.pdf", &spanish).unwrap(),
        ];
        let certification = world.record(&world.manager, Act::Certify, documents.clone());
        let approval = world.record(&world.director, Act::Approve, documents.clone());
        Self {
            english,
            spanish,
            documents,
            certification: signed(certification, &world.manager.ed25519),
            approval: signed(approval, &world.director.ed25519),
        }
    }

    /// The files of its archive.
    pub fn files(&self) -> Vec<NewFile<'static>> {
        let mut files = vec![
            NewFile::bytes("documents/booklet.en-US.pdf", self.english.clone()),
            NewFile::bytes("documents/booklet.es-US.pdf", self.spanish.clone()),
            NewFile::bytes("records/01-CT.pdf", typeset("an old record")),
            NewFile::bytes("index.html", b"<!doctype html><title>Start</title>".to_vec()),
        ];
        add(&mut files, "approvals/certification.json", &self.certification);
        add(&mut files, "approvals/approval.json", &self.approval);
        files
    }

    pub fn archive(&self, world: &World) -> Vec<u8> {
        archive(world, self.files())
    }
}

/// Puts a record and its signatures into an archive.
pub fn add(files: &mut Vec<NewFile<'static>>, name: &str, signed: &SignedRecord) {
    files.push(NewFile::bytes(name, signed.record.clone()));
    files.push(NewFile::bytes(format!("{name}.p7s"), signed.cms.clone()));
    if let Some(minisig) = &signed.minisig {
        files.push(NewFile::bytes(format!("{name}.minisig"), minisig.clone().into_bytes()));
    }
}

pub fn archive(world: &World, files: Vec<NewFile<'static>>) -> Vec<u8> {
    to_bytes(files, &world.manager.p256, at("2026-03-02T08:00:00-06:00")).unwrap()
}
