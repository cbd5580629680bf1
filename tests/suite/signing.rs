//! `opine review-and-sign`, `verify`, `log`, `amend`, `addendum` and `withdraw` from end to end: what they sign, what they
//! refuse, and that nothing is ever half there.
//!
//! The case is the base of the rules in two languages. Keys, and the case at each of its stages, are made once for all tests;
//! a test that changes anything works on a copy.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset, Utc};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use opine::review::{Folder, State};
use opine::signing::archive::{self, NewFile};
use opine::signing::authority::{AuthorityFolder, Certify, Profile, ValidityPeriod};
use opine::signing::certificates::SignerRole;
use opine::signing::identity::{Identity, NewIdentity};
use opine::signing::keys::Passphrase;
use opine::signing::requests::CertificateRequest;
use opine::signing::signer::KeyAlgorithm;
use serde_json::Value;

use crate::rules::sealed_base;

mod afterwards;
mod killed;

pub const PASSPHRASE: &str = "wooden harbour lantern étagère 42";
const OTHER: &str = "another five quiet words here";
/// When it is verified.
const LATER: &str = "2026-03-20T12:00:00+00:00";
const CERTIFIED_AT: &str = "2026-03-06T10:00:00-06:00";
const APPROVED_AT: &str = "2026-03-06T11:00:00-06:00";
/// What nobody outside of the reviewers' screens may read.
const PATIENT: [&str; 4] = ["Ruiz", "Ana Luc", "LM-448120", "1967-08-14"];

pub fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &to)
        } else {
            fs::copy(entry.path(), to).map(drop).unwrap()
        }
    }
}

/// A folder with a copy of a stage: `case`, and `out` where there is one.
pub fn copy_of(stage: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_tree(stage, folder.path());
    folder
}

/// Everything in a folder by its name, `/` between the parts.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Where everything that tests share is kept; what an earlier run left there is taken away.
fn shared() -> &'static Path {
    static SHARED: OnceLock<PathBuf> = OnceLock::new();
    SHARED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("signing");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    })
}

/// Two authorities, `ca` and `other-ca`, and everyone's keys, valid for ten years whatever today is.
pub fn keys() -> &'static Path {
    static KEYS: OnceLock<PathBuf> = OnceLock::new();
    KEYS.get_or_init(|| {
        let folder = shared().join("keys");
        fs::create_dir(&folder).unwrap();
        let utc = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        let validity = |from| ValidityPeriod { from: utc(from), until: utc("2036-01-01T00:00:00Z") };
        let passphrase = Passphrase::new(PASSPHRASE);
        let authority = |name: &str| {
            let path = folder.join(name);
            let next: DateTime<Utc> = utc("2036-01-01T00:00:00Z");
            let made = AuthorityFolder::create(
                &path,
                &format!("Test {name}"),
                None,
                validity("2025-01-01T00:00:00Z"),
                next,
                &passphrase,
                &mut UnwrapErr(SysRng),
            );
            let made = made.unwrap();
            fs::write(folder.join(format!("{name}.pem")), made.certificate().to_pem()).unwrap();
            made
        };
        let person = |authority: &AuthorityFolder, key: &str, name: &str, role: SignerRole| {
            let created: DateTime<FixedOffset> = utc("2026-01-01T00:00:00Z").fixed_offset();
            let new = NewIdentity { name, roles: &[role], created };
            let identity = Identity::create(&folder.join(key), &new, &passphrase, &mut UnwrapErr(SysRng)).unwrap();
            let mut chain = String::new();
            for algorithm in KeyAlgorithm::ALL {
                let request = CertificateRequest::read(identity.request(algorithm).unwrap().as_bytes()).unwrap();
                let roles = [role];
                let what = Certify {
                    profile: Profile::Signer,
                    name,
                    roles: &roles,
                    validity: validity("2026-01-01T00:00:00Z"),
                };
                let made = authority.authority().certify(&request, &what, &mut UnwrapErr(SysRng)).unwrap();
                chain.push_str(&made.to_pem());
            }
            identity.install(chain.as_bytes()).unwrap();
        };
        let ca = authority("ca");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let other = authority("other-ca");
                person(&other, "impostor", "Pilar Echegaray", SignerRole::MedicalDirector);
            });
            scope.spawn(|| {
                person(&ca, "oncologist", "Marit Solheim", SignerRole::Specialist);
                person(&ca, "pathologist", "Desmond Achterberg", SignerRole::Specialist);
            });
            person(&ca, "manager", "Iris Kettleby", SignerRole::CaseManager);
            person(&ca, "director", "Pilar Echegaray", SignerRole::MedicalDirector);
        });
        fs::write(folder.join("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        fs::write(folder.join("other-passphrase"), format!("{OTHER}\n")).unwrap();
        folder
    })
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Runs `opine` without a terminal and looks that it never says a passphrase.
pub fn opine(arguments: &[&str]) -> Output {
    let output = command(arguments).output().unwrap();
    for secret in [PASSPHRASE, OTHER, "PRIVATE KEY"] {
        assert!(!said(&output).contains(secret), "a secret is never shown: {arguments:?}");
    }
    output
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opine"));
    command.arg("--no-input").args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", said(output));
    said(output)
}

#[track_caller]
pub fn refused(output: &Output, code: i32, why: &str) {
    assert_eq!(output.status.code(), Some(code), "{}", said(output));
    assert!(said(output).contains(why), "{}", said(output));
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The arguments of an act: who, with whose key, when.
fn act(folder: &Path, role: &str, party: &str, key: &str, at: &str, more: &[&str]) -> Vec<String> {
    let case = folder.join("case");
    let key = keys().join(key);
    let passphrase = keys().join("passphrase");
    let mut arguments =
        vec!["review-and-sign", text(&case), "--role", role, "--as", party, "--key", text(&key), "--at", at];
    if !more.contains(&"--passphrase-file") {
        arguments.extend(["--passphrase-file", text(&passphrase)]);
    }
    if !more.contains(&"--decision") {
        arguments.extend(["--decision", "approve", "--checklist", "all"]);
    }
    arguments.extend(more);
    arguments.into_iter().map(str::to_owned).collect()
}

fn sign(folder: &Path, role: &str, party: &str, key: &str, at: &str, more: &[&str]) -> Output {
    let arguments = act(folder, role, party, key, at, more);
    opine(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

fn attest(folder: &Path, day: &str) {
    for (party, hour) in [("oncologist", "08"), ("pathologist", "09")] {
        done(&sign(folder, "specialist", party, party, &format!("{day}T{hour}:00:00-06:00"), &[]));
    }
}

fn certify(folder: &Path, at: &str) -> Output {
    sign(folder, "case-manager", "manager", "manager", at, &[])
}

fn approve(folder: &Path, at: &str) -> Output {
    let out = folder.join("out");
    sign(folder, "medical-director", "director", "director", at, &["--out", text(&out)])
}

/// The case as both specialists have attested it.
pub fn attested() -> &'static Path {
    static STAGE: OnceLock<PathBuf> = OnceLock::new();
    STAGE.get_or_init(|| {
        let folder = shared().join("attested");
        let base = sealed_base(|files| {
            files.remove("translations/fr-CA.yaml");
            let case = String::from_utf8(files["case.yaml"].clone()).unwrap();
            let case = case.replace("locales: [es-US, fr-CA]", "locales: [es-US]");
            files.insert("case.yaml".to_owned(), case.into_bytes());
        });
        copy_tree(base.path(), &folder.join("case"));
        attest(&folder, "2026-03-06");
        folder
    })
}

/// The same, certified by the case manager.
fn certified() -> &'static Path {
    static STAGE: OnceLock<PathBuf> = OnceLock::new();
    STAGE.get_or_init(|| {
        let folder = shared().join("certified");
        copy_tree(attested(), &folder);
        done(&certify(&folder, CERTIFIED_AT));
        folder
    })
}

/// The same, approved by the director and handed over to `out`.
pub fn released() -> &'static Path {
    static STAGE: OnceLock<PathBuf> = OnceLock::new();
    STAGE.get_or_init(|| {
        let folder = shared().join("released");
        copy_tree(certified(), &folder);
        done(&approve(&folder, APPROVED_AT));
        folder
    })
}

fn acts(folder: &Path) -> Vec<String> {
    let state = State::read(&Folder::of(&folder.join("case"))).unwrap_or_else(|error| panic!("{error}"));
    state.acts.iter().map(|act| act.record.act.as_str().to_owned()).collect()
}

/// Verifies a file against the authority of the tests: the exit code and the report.
fn verify(file: &Path, more: &[&str]) -> (i32, Value) {
    let roots = keys().join("ca.pem");
    let mut arguments = vec!["verify", text(file), "--at", LATER, "--format", "json"];
    if !more.contains(&"--roots") {
        arguments.extend(["--roots", text(&roots)]);
    }
    arguments.extend(more.iter().filter(|one| **one != "--no-roots"));
    let output = opine(&arguments);
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    (output.status.code().unwrap(), report)
}

#[track_caller]
fn verdict(file: &Path, more: &[&str], code: i32) -> Value {
    let (found, report) = verify(file, more);
    assert_eq!(found, code, "{} {more:?}: {report:#}", file.display());
    assert_eq!(report["exit_code"], code);
    report
}

/// Whether a report names this fact anywhere.
fn has(report: &Value, message: &str) -> bool {
    match report {
        Value::Object(map) => map.get("message").is_some_and(|m| m == message) || map.values().any(|v| has(v, message)),
        Value::Array(items) => items.iter().any(|item| has(item, message)),
        _ => false,
    }
}

fn edit(path: &Path, from: &str, to: &str) {
    let before = fs::read_to_string(path).unwrap();
    assert_eq!(before.matches(from).count(), 1, "`{from}` in {}", path.display());
    fs::write(path, before.replacen(from, to, 1)).unwrap();
}

/// Adds a block to the Spanish translation.
fn translate(folder: &Path, path: &str, source: &str, words: &str) {
    let file = folder.join("case/translations/es-US.yaml");
    let mut blocks = fs::read_to_string(&file).unwrap();
    let digest = opine::case::block_digest(source);
    blocks.push_str(&format!("  - path: {path}\n    source: {digest}\n    text: \"{words}\"\n"));
    fs::write(file, blocks).unwrap();
}

#[test]
fn a_release_is_valid_in_every_form() {
    let out = released().join("out");
    assert_eq!(acts(released()), ["attest", "attest", "certify", "approve"]);
    let pdfs: Vec<PathBuf> = tree(&out)
        .into_keys()
        .filter(|name| name.ends_with(".pdf") && !name.starts_with("records/"))
        .map(|name| out.join(name))
        .collect();
    assert_eq!(pdfs.len(), 6, "three documents in two languages");
    for pdf in &pdfs {
        let report = verdict(pdf, &[], 0);
        assert!(has(&report, "verify-complete") && report["signatures"].as_array().unwrap().len() == 2);
    }
    let (approval, certification) = (out.join("approval.json"), out.join("certification.json"));
    let report = verdict(&pdfs[0], &["--status", text(&approval), "--log", text(&out.join("log.jsonl"))], 0);
    for fact in ["verify-in-approval", "verify-current", "verify-log-matches"] {
        assert!(has(&report, fact), "{fact}: {report:#}");
    }
    verdict(&approval, &["--status", text(&certification)], 0);
    verdict(&approval, &[], 0);
    // Without the certification beside it an approval is not complete.
    let alone = tempfile::tempdir().unwrap();
    for name in ["approval.json", "approval.json.p7s", "approval.json.minisig"] {
        fs::copy(out.join(name), alone.path().join(name)).unwrap();
    }
    assert!(has(&verdict(&alone.path().join("approval.json"), &[], 3), "verify-missing-certification"));
    let archive = out.join("OPX-2026-0001-v1.asice");
    let report = verdict(&archive, &[], 0);
    for fact in ["verify-archive-intact", "verify-minisign-valid", "verify-complete", "verify-log-matches"] {
        assert!(has(&report, fact), "{fact}: {report:#}");
    }
    // People are told the same in their own language.
    let roots = keys().join("ca.pem");
    for (locale, words) in [("en-US", "complete"), ("es-US", "está completo"), ("fr-CA", "il est complet")] {
        let file = text(&pdfs[0]);
        let output = opine(&["verify", file, "--roots", text(&roots), "--at", LATER, "--locale", locale]);
        let sentences = done(&output).to_lowercase();
        assert!(sentences.contains("pilar echegaray") && sentences.lines().count() >= 5, "{sentences}");
        assert!(sentences.contains(words), "{locale}: {sentences}");
    }
}

#[test]
fn a_release_nobody_vouches_for_and_one_cut_back() {
    let out = released().join("out");
    let pdf = out.join("consultation.en-US.pdf");
    for file in [&pdf, &out.join("approval.json"), &out.join("OPX-2026-0001-v1.asice")] {
        let output = opine(&["verify", text(file), "--at", LATER, "--format", "json"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        verdict(file, &["--roots", text(&keys().join("other-ca.pem"))], 2);
    }
    // The file as the manager certified it is how the released one begins; by itself it is not complete.
    let whole = fs::read(&pdf).unwrap();
    let first = certified().join("case/signatures/0003-certify/documents/consultation.en-US.pdf");
    let cut = fs::read(&first).unwrap();
    assert!(whole.starts_with(&cut) && whole.len() > cut.len());
    assert!(has(&verdict(&first, &[], 3), "verify-missing-approval"));
    // Before the validity of the keys nobody could have signed.
    let output =
        opine(&["verify", text(&pdf), "--roots", text(&keys().join("ca.pem")), "--at", "2025-06-01T00:00:00Z"]);
    assert_ne!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(opine(&["verify", text(&out.join("minisign.pub"))]).status.code(), Some(64));
    assert_eq!(opine(&["verify", text(&out.join("nowhere.pdf"))]).status.code(), Some(64));
}

#[test]
fn one_byte_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let out = released().join("out");
    let pdf = fs::read(out.join("patient-summary.en-US.pdf")).unwrap();
    let flipped = folder.path().join("flipped.pdf");
    for step in 0..20 {
        let mut bytes = pdf.clone();
        let at = 20 + step * (bytes.len() - 40) / 20;
        bytes[at] ^= 1;
        fs::write(&flipped, bytes).unwrap();
        verdict(&flipped, &[], 1);
    }
    for (name, places) in [("approval.json", 6), ("OPX-2026-0001-v1.asice", 8)] {
        for part in [name.to_owned(), format!("{name}.p7s")] {
            let Ok(bytes) = fs::read(out.join(&part)) else { continue };
            for step in 0..places {
                for entry in [name, &format!("{name}.p7s"), &format!("{name}.minisig")] {
                    let _ = fs::copy(out.join(entry), folder.path().join(entry));
                }
                let mut bytes = bytes.clone();
                let at = 7 + step * (bytes.len() - 14) / places;
                bytes[at] ^= 1;
                fs::write(folder.path().join(&part), bytes).unwrap();
                let code = opine(&[
                    "verify",
                    text(&folder.path().join(name)),
                    "--status",
                    text(&out.join("certification.json")),
                    "--roots",
                    text(&keys().join("ca.pem")),
                    "--at",
                    LATER,
                ])
                .status
                .code();
                // A certificate that no longer reads is nobody's: untrusted. A first byte that is another is no such file.
                assert!(matches!(code, Some(1 | 2 | 64)), "{part}, byte {at}: {code:?}");
            }
        }
    }
}

#[test]
fn a_document_of_another_language_does_not_pass() {
    let out = released().join("out");
    let keys = Identity::open(&keys().join("director")).unwrap().unlock(&Passphrase::new(PASSPHRASE)).unwrap();
    let mut files = tree(&out);
    files.retain(|name, _| name.ends_with(".pdf") || name.starts_with("approval") || name.starts_with("certification"));
    let at = DateTime::parse_from_rfc3339(APPROVED_AT).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("again.asice");
    let write = |files: &BTreeMap<String, Vec<u8>>| {
        let files = files.iter().map(|(name, bytes)| NewFile::bytes(name.clone(), bytes.clone())).collect();
        fs::write(&archive, archive::to_bytes(files, keys.get(KeyAlgorithm::P256Sha256), at).unwrap()).unwrap();
    };
    write(&files);
    verdict(&archive, &[], 0);
    // Everything is signed, even the archive by the director: the Spanish report under the English name.
    let mut swapped = files.clone();
    swapped.insert("consultation.en-US.pdf".to_owned(), files["consultation.es-US.pdf"].clone());
    write(&swapped);
    assert!(has(&verdict(&archive, &[], 1), "verify-document-swapped"));
    // One left out.
    files.remove("consultation.en-US.pdf");
    write(&files);
    let (code, report) = verify(&archive, &[]);
    assert!(has(&report, "verify-document-not-included"), "{code}: {report:#}");
}

#[test]
fn nobody_signs_out_of_turn() {
    let early = copy_of(attested());
    let folder = early.path();
    let before = tree(folder);
    refused(&approve(folder, APPROVED_AT), 2, "the case manager has not certified this version");
    // Keys of another role, of another person, of nobody, and a wrong passphrase.
    let as_manager = |key, more: &[&str]| sign(folder, "case-manager", "manager", key, CERTIFIED_AT, more);
    refused(&as_manager("director", &[]), 2, "does not let it sign as case manager");
    refused(&as_manager("nowhere", &[]), 2, "is no identity");
    let wrong = keys().join("other-passphrase");
    refused(&as_manager("manager", &["--passphrase-file", text(&wrong)]), 2, "the passphrase does not open the key");
    let specialist = |party, key| sign(folder, "specialist", party, key, CERTIFIED_AT, &[]);
    refused(&specialist("oncologist", "pathologist"), 2, "certified for `Desmond Achterberg`");
    refused(&specialist("treating", "oncologist"), 2, "`treating` is no specialist of the case");
    refused(&certify(folder, "2026-03-06T07:00:00-06:00"), 2, "nobody can sign before that");
    refused(&certify(folder, "2037-03-06T10:00:00-06:00"), 2, "the certificate holds from");
    // Without all that has to be said.
    refused(&as_manager("manager", &["--decision", "approve"]), 2, "is not answered with yes");
    refused(&as_manager("manager", &["--decision", "return"]), 2, "at least one --comment");
    refused(&as_manager("manager", &["--decision", "approve", "--comment", "id=no"]), 2, "an approval has no comments");
    assert_eq!(tree(folder), before, "nothing is written");
    // What is wrong with the case is said, and nobody signs it.
    edit(
        &folder.join("case/case.yaml"),
        "disposition: partly\n    reason: \"No study followed people who wait; a new visit in 4 weeks would show any growth.\"\n",
        "disposition: partly\n",
    );
    let before = tree(folder);
    let output = certify(folder, CERTIFIED_AT);
    refused(&output, 1, "not ready to be signed");
    assert!(said(&output).contains("error["), "{}", said(&output));
    assert_eq!(tree(folder), before, "nothing is written");
}

#[test]
fn what_was_certified_is_what_is_approved() {
    let copy = copy_of(certified());
    let folder = copy.path();
    let case = folder.join("case/case.yaml");
    let before = fs::read(&case).unwrap();
    // The treating physician's institution is in no specialist's part, but in the director's.
    edit(
        &case,
        "credentials: MD, specialty: oncology, institution: Lakemont Clinic",
        "credentials: MD, specialty: oncology, institution: Lakemont Clinics",
    );
    refused(&approve(folder, APPROVED_AT), 2, "the case has changed since the case manager certified it");
    fs::write(&case, before).unwrap();
    // A document that is not the one certified.
    let document = folder.join("case/signatures/0003-certify/documents/booklet.es-US.pdf");
    let mut bytes = fs::read(&document).unwrap();
    bytes[2000] ^= 1;
    fs::write(&document, bytes).unwrap();
    refused(&approve(folder, APPROVED_AT), 2, "`booklet.es-US.pdf` is not the document that was signed");
    assert_eq!(acts(folder), ["attest", "attest", "certify"]);
    assert!(!folder.join("out").exists());
}

#[test]
fn a_key_of_another_authority_convinces_nobody() {
    let copy = copy_of(certified());
    let folder = copy.path();
    let out = folder.join("out");
    done(&sign(folder, "medical-director", "director", "impostor", APPROVED_AT, &["--out", text(&out)]));
    for file in ["booklet.en-US.pdf", "approval.json"] {
        verdict(&out.join(file), &[], 2);
    }
    // The manager's certification in it holds, and what is beside it was signed by none of its signers.
    let report = verdict(&out.join("OPX-2026-0001-v1.asice"), &[], 1);
    assert!(has(&report, "verify-not-trusted") && has(&report, "verify-minisign-invalid"));
    // Nor does it take the place of what the true director released.
    let stolen = out.join("approval.json");
    let report = verdict(&released().join("out/booklet.en-US.pdf"), &["--status", text(&stolen)], 0);
    assert!(has(&report, "verify-beside-refused"), "{report:#}");
}

#[test]
fn what_comes_back_is_shown_to_the_authors_until_it_is_certified_again() {
    let copy = copy_of(certified());
    let folder = copy.path();
    let case = folder.join("case");
    let comment = "findings.F2.statement=name the antibody";
    let gone = "findings.F9=there is no such finding";
    let more = ["--decision", "return", "--comment", comment, "--comment", gone];
    done(&sign(folder, "medical-director", "director", "director", APPROVED_AT, &more));
    assert_eq!(acts(folder).last().unwrap(), "return");
    let line = 1 + fs::read_to_string(case.join("case.yaml"))
        .unwrap()
        .lines()
        .position(|line| line.contains("HER2 on second reading"))
        .unwrap();
    for format in ["human", "short", "json", "sarif"] {
        let output = opine(&["check", text(&case), "--format", format]);
        let shown = done(&output);
        assert!(shown.contains("RVW-01") && shown.contains("name the antibody"), "{format}: {shown}");
        assert!(
            shown.contains("findings.F9: there is no such finding") || shown.contains("findings.F9"),
            "{format}: {shown}"
        );
    }
    let json: Value = serde_json::from_slice(&opine(&["check", text(&case), "--format", "json"]).stdout).unwrap();
    let found = json["diagnostics"].as_array().unwrap().iter().find(|d| d["path"] == "findings.F2.statement").unwrap();
    assert_eq!(found["severity"], "warning");
    let at = found["labels"][0]["line"].as_u64().unwrap_or_default() as usize;
    assert!(at > line && at < line + 10, "{found:#}");
    // Nobody approves what was sent back.
    refused(&approve(folder, "2026-03-06T12:00:00-06:00"), 2, "has not certified this version");
    done(&certify(folder, "2026-03-06T13:00:00-06:00"));
    assert!(!done(&opine(&["check", text(&case)])).contains("RVW-01"));
    assert_eq!(acts(folder), ["attest", "attest", "certify", "return", "certify"]);
    // Released after all; the log tells the whole story.
    done(&approve(folder, "2026-03-06T14:00:00-06:00"));
    verdict(&folder.join("out/booklet.es-US.pdf"), &["--status", text(&folder.join("out/approval.json"))], 0);
    verdict(&folder.join("out/OPX-2026-0001-v1.asice"), &[], 0);
    let log = done(&opine(&["log", text(&case)]));
    let words: Vec<usize> = ["return", "approve"].iter().map(|word| log.find(word).unwrap()).collect();
    assert!(words[0] < words[1] && log.contains("6 entries, chain intact"), "{log}");
}

#[test]
fn the_log_shows_what_was_done_to_it() {
    let copy = copy_of(released());
    let folder = copy.path();
    let case = folder.join("case");
    let shown = done(&opine(&["log", text(&case)]));
    assert!(shown.contains("4 entries, chain intact"), "{shown}");
    let json: Value = serde_json::from_slice(&opine(&["log", text(&case), "--format", "json"]).stdout).unwrap();
    assert_eq!((json["size"].as_u64(), json["intact"].as_bool()), (Some(4), Some(true)));
    let log = case.join("signatures/0004-approve/log.jsonl");
    let text_before = fs::read_to_string(&log).unwrap();
    let lines: Vec<&str> = text_before.lines().collect();
    let pdf = released().join("out/booklet.en-US.pdf");
    let approval = released().join("out/approval.json");
    let broken = [
        text_before.replacen("manager", "somebody", 1),
        text_before.replacen("attest", "return", 1),
        lines[..2].join("\n") + "\n",
        lines[1..].join("\n") + "\n",
        [lines[0], lines[2], lines[1], lines[3]].join("\n") + "\n",
        String::new(),
    ];
    for (index, broken) in broken.iter().enumerate() {
        fs::write(&log, broken).unwrap();
        let output = opine(&["log", text(&case)]);
        assert_eq!(output.status.code(), Some(1), "{index}: {}", said(&output));
        verdict(&pdf, &["--status", text(&approval), "--log", text(&log)], 1);
    }
    fs::write(&log, &text_before).unwrap();
    done(&opine(&["log", text(&case)]));
    // An act taken away.
    fs::remove_dir_all(case.join("signatures/0002-attest-pathologist")).unwrap();
    refused(&opine(&["log", text(&case)]), 2, "act 2 is missing");
    refused(&approve(folder, "2026-03-07T11:00:00-06:00"), 2, "act 2 is missing");
    assert!(said(&opine(&["check", text(&case)])).contains("RVW-02"));
}

#[test]
fn the_same_keys_and_times_give_the_same_bytes() {
    let copy = copy_of(attested());
    let folder = copy.path();
    done(&certify(folder, CERTIFIED_AT));
    done(&approve(folder, APPROVED_AT));
    let (one, other) = (tree(released()), tree(folder));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(other[name] == *bytes, "`{name}` differs");
    }
}

#[test]
fn records_logs_and_names_say_nothing_of_the_patient() {
    let files = tree(released());
    let mut looked_at = 0;
    for (name, bytes) in &files {
        assert!(PATIENT.iter().all(|word| !name.contains(word)), "{name}");
        for secret in [PASSPHRASE, OTHER, "PRIVATE KEY"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{name}");
        }
        let record = ["approval.json", "certification.json", "log.jsonl", ".p7s", ".minisig", "minisign.pub"];
        if record.iter().any(|ending| name.ends_with(ending)) {
            looked_at += 1;
            let text = String::from_utf8_lossy(bytes);
            assert!(PATIENT.iter().all(|word| !text.contains(word)), "{name}: {text}");
        }
    }
    assert!(looked_at >= 20);
    // Only the reviewer's brief shows the patient; without it nothing does.
    let copy = copy_of(certified());
    let arguments = act(copy.path(), "medical-director", "director", "director", APPROVED_AT, &["-q"]);
    let quiet = opine(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(done(&quiet), "");
    let case = copy.path().join("case");
    let pdf = released().join("out/booklet.en-US.pdf");
    for arguments in [vec!["log", text(&case)], vec!["verify", text(&pdf), "--at", LATER]] {
        let shown = said(&opine(&arguments));
        assert!(PATIENT.iter().all(|word| !shown.contains(word)), "{shown}");
    }
}
