//! Archives: their own signature, the approvals in them, and every document against its approval.

use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};

use super::facts::Fact;
use super::report::{CaseReference, Report, Subject};
use super::status::{Beside, Item};
use super::{Options, SealedFile, pdf, record, signature, status};
use crate::files::read_from;
use crate::signing::approval::forms::shown;
use crate::signing::approval::{Act, Approval, Document, Record, Sha256Digest, first_revision};
use crate::signing::archive::{Archive, ArchiveProblem, Contents, DELIVERY, LOG, MAX_ARCHIVE, RECORDS, SIGNATURE};
use crate::signing::canonical;
use crate::signing::certificates::SignerRole;
use crate::signing::cms_verify::{self, Moments, SubIndication};
use crate::signing::log::MAX_LOG;
use crate::signing::minisign::MinisignKey;
use crate::signing::pdf::MAX_FILE;

/// Most approvals and notices in one archive.
const MAX_RECORDS: usize = 200;
const MAX_SIGNATURE: u64 = 1_000_000;

/// Reports on an archive.
pub fn verify<R: Read + Seek>(file: &str, mut reader: R, minisig: Option<&str>, options: &Options<'_>) -> Report {
    let mut report = Report::new(file, Subject::Archive);
    let whole = minisig.map(|minisig| (minisig, whole(&mut reader)));
    let read = Archive::open(reader).and_then(|mut archive| {
        let contents = archive.check()?;
        Ok((archive, contents))
    });
    let (mut archive, contents) = match read {
        Ok(read) => read,
        Err(problem) => {
            report.facts.push(structure(&problem));
            return report;
        }
    };
    report.facts.push(Fact::note("verify-archive-intact", vec![("files", contents.digests.len().to_string())]));
    own_signature(&mut report, &contents, options);
    if let Err(problem) = inside(&mut report, &mut archive, &contents, whole, options) {
        report.facts.push(structure(&problem));
    }
    report
}

fn structure(problem: &ArchiveProblem) -> Fact {
    let arguments =
        vec![("problem", problem.code().to_owned()), ("file", shown(problem.file())), ("reason", problem.to_string())];
    Fact::altered("verify-archive", arguments)
}

fn whole<R: Read + Seek>(reader: &mut R) -> Result<Vec<u8>, ArchiveProblem> {
    let io = |error: std::io::Error| ArchiveProblem::Io(error.to_string());
    reader.seek(SeekFrom::Start(0)).map_err(io)?;
    read_from(reader, MAX_ARCHIVE).map_err(io)
}

/// The signature over the manifest: by a case manager or a medical director.
fn own_signature(report: &mut Report, contents: &Contents, options: &Options<'_>) {
    let moments = Moments { now: options.now, claimed: Some(contents.signed_at) };
    let cms = cms_verify::verify(&contents.signature, &[&contents.manifest], options.trust, &moments, &options.policy);
    let mut own = signature::report(SIGNATURE, &cms, options);
    let may_sign = [SignerRole::CaseManager, SignerRole::MedicalDirector];
    if options.policy.own_form && cms.is_trusted() && !own.roles.iter().any(|role| may_sign.contains(role)) {
        let fact = Fact::untrusted("verify-no-role", vec![("name", shown(&own.name))]);
        own.refuse(SubIndication::SigConstraintsFailure, fact);
    }
    report.signatures.push(own);
}

/// A minisign file and the bytes it should be over.
type Minisig<'a> = Option<(&'a str, Result<Vec<u8>, ArchiveProblem>)>;

fn inside<R: Read + Seek>(
    report: &mut Report,
    archive: &mut Archive<R>,
    contents: &Contents,
    minisig: Minisig<'_>,
    options: &Options<'_>,
) -> Result<(), ArchiveProblem> {
    let sealed = sealed(archive, contents)?;
    let mut files: Vec<SealedFile<'_>> = sealed.iter().map(Sealed::as_file).collect();
    let own = Beside::read(&files, options);
    files.extend_from_slice(options.beside);
    let all = Beside::read(&files, options);
    report.members.extend(own.items.iter().map(|item| record::report(item, options)));
    if let Some((minisig, bytes)) = minisig {
        report.facts.push(check_minisig(minisig, &bytes?, &all));
    }
    let release = last_word(&own);
    if let Some(release) = &release {
        report.case = Some(CaseReference { id: release.case_id.clone(), version: release.case_version });
    }
    // What a director sent back lists nothing that is released.
    let listed = release.as_ref().filter(|word| word.act.releases()).map(|word| word.documents.as_slice());
    let certified = documents(report, archive, contents, &all, listed, options)?;
    if options.policy.own_form {
        report.facts.append(&mut complete(release.as_ref(), &own, &all, certified));
    }
    status::check_expected(report, options);
    let (digests, documents) = (own.digests(), own.documents());
    let beside = Beside::read(options.beside, options);
    status::check_current(report, &beside, &digests, &documents);
    let log = if contents.digests.contains_key(LOG) { Some(archive.read(LOG, MAX_LOG as u64)?) } else { None };
    // The archive's own log ends with its own approval; what came later is in the log of the case alone.
    match &log {
        Some(log) => status::check_log(report, Some(log), &own),
        None => status::check_log(report, options.log, &all),
    }
    if log.is_some() && options.log.is_some() {
        status::check_log(report, options.log, &all);
    }
    // A notice inside the archive counts as well.
    let notices = Beside { items: notices(own.items) };
    if !notices.items.is_empty() {
        status::check_current(report, &notices, &digests, &documents);
    }
    status::note_refused(report, &beside);
    Ok(())
}

fn notices(items: Vec<Item>) -> Vec<Item> {
    items.into_iter().filter(|item| matches!(item.facts.record, Ok(Record::Notice(_)))).collect()
}

/// A record of the archive with its signatures.
struct Sealed {
    name: String,
    record: Vec<u8>,
    cms: Vec<u8>,
    minisig: Option<String>,
}

impl Sealed {
    fn as_file(&self) -> SealedFile<'_> {
        SealedFile { name: &self.name, record: &self.record, cms: &self.cms, minisig: self.minisig.as_deref() }
    }
}

/// Every JSON file outside the records with a signature beside it.
fn sealed<R: Read + Seek>(archive: &mut Archive<R>, contents: &Contents) -> Result<Vec<Sealed>, ArchiveProblem> {
    let mut found = Vec::new();
    for name in contents.digests.keys().filter(|name| name.ends_with(".json") && !name.starts_with(RECORDS)) {
        let (cms, minisig) = (format!("{name}.p7s"), format!("{name}.minisig"));
        if !contents.digests.contains_key(&cms) {
            continue;
        }
        if found.len() == MAX_RECORDS {
            return Err(ArchiveProblem::TooLarge);
        }
        let minisig = match contents.digests.contains_key(&minisig) {
            // One that is no text fails as a minisign signature.
            true => Some(String::from_utf8_lossy(&archive.read(&minisig, MAX_SIGNATURE)?).into_owned()),
            false => None,
        };
        found.push(Sealed {
            record: archive.read(name, canonical::MAX_BYTES as u64)?,
            cms: archive.read(&cms, MAX_SIGNATURE)?,
            name: name.clone(),
            minisig,
        });
    }
    Ok(found)
}

/// The minisign signature of the archive, by the Ed25519 key of anyone whose record holds.
fn check_minisig(minisig: &str, bytes: &[u8], records: &Beside) -> Fact {
    let certificates = records.sound().filter_map(|(seal, _)| seal.cms.certificate.as_ref());
    let keys = certificates.filter_map(|certificate| MinisignKey::from_public_key(certificate.public_key()).ok());
    let mut reason = None;
    for key in keys {
        match key.verify(minisig, &[bytes]) {
            Ok(_) => return Fact::note("verify-minisign-valid", Vec::new()),
            Err(error) => reason = Some(error.to_string()),
        }
    }
    match reason {
        Some(reason) => Fact::altered("verify-minisign-invalid", vec![("reason", reason)]),
        None => Fact::note("verify-minisign-not-checked", Vec::new()),
    }
}

/// What the archive rests on: the latest word of a director.
fn last_word(own: &Beside) -> Option<Approval> {
    let approvals = own.approvals().map(|(_, approval)| approval);
    let words = approvals.filter(|one| matches!(one.act, Act::Return | Act::Decline) || one.act.releases());
    words.max_by_key(|one| one.at).cloned()
}

/// Whether the release is complete: approved, and certified before, by a record or, where there is none, inside each
/// document. `certified` names who did that.
fn complete(word: Option<&Approval>, own: &Beside, all: &Beside, certified: Option<String>) -> Vec<Fact> {
    let approvals: Vec<&Approval> = all.approvals().map(|(_, approval)| approval).collect();
    let has_record = approvals.iter().any(|one| one.act == Act::Certify);
    let Some(word) = word else {
        let mut facts = vec![Fact::incomplete("verify-missing-approval", Vec::new())];
        if !own.approvals().any(|(_, one)| one.act == Act::Certify) {
            facts.push(Fact::incomplete("verify-missing-certification", Vec::new()));
        }
        return facts;
    };
    if !word.act.releases() {
        return vec![Fact::incomplete("verify-not-a-release", vec![("act", word.act.as_str().to_owned())])];
    }
    vec![match (record::certification(word, &approvals), certified) {
        (Ok(manager), _) => record::complete_fact(&manager.signer.name, &word.signer.name),
        (Err(_), Some(manager)) if !has_record => record::complete_fact(&manager, &word.signer.name),
        (Err(fact), _) => fact,
    }]
}

/// Verifies every PDF that is no record, and compares it with what the release lists by name and digest. Gives who
/// certified the documents, where each that is listed and here is complete in itself.
fn documents<R: Read + Seek>(
    report: &mut Report,
    archive: &mut Archive<R>,
    contents: &Contents,
    beside: &Beside,
    release: Option<&[Document]>,
    options: &Options<'_>,
) -> Result<Option<String>, ArchiveProblem> {
    let listed = release.unwrap_or_default();
    let mut present = BTreeSet::new();
    let mut managers = Vec::new();
    for name in contents.digests.keys().filter(|name| !name.starts_with(RECORDS) && !name.starts_with(DELIVERY)) {
        let base = name.rsplit('/').next().unwrap_or(name);
        let by_name = listed.iter().find(|document| document.file == base);
        if !name.to_ascii_lowercase().ends_with(".pdf") && by_name.is_none() {
            continue;
        }
        let bytes = archive.read(name, MAX_FILE as u64)?;
        let mut member = pdf::verify(name, &bytes, options, beside);
        let digest = first_revision(&bytes).ok().map(Sha256Digest::of);
        match (by_name, listed.iter().find(|document| Some(document.sha256) == digest)) {
            (_, Some(document)) if document.file == base => {
                present.insert(document.file.as_str());
                let complete = member.facts.iter().find(|fact| fact.id == "verify-complete");
                managers.push(complete.and_then(|fact| fact.argument("manager")).map(str::to_owned));
            }
            (_, Some(other)) => member.facts.push(swapped(base, &other.file)),
            (Some(expected), None) => member.facts.push(swapped(base, &expected.file)),
            (None, None)
                if release.is_some() && !member.facts.iter().any(|fact| fact.id == "verify-not-in-approval") =>
            {
                member.facts.push(Fact::incomplete("verify-not-in-approval", vec![("file", shown(name))]));
            }
            (None, None) => {}
        }
        report.members.push(member);
    }
    for document in listed.iter().filter(|document| !present.contains(document.file.as_str())) {
        report.facts.push(Fact::note("verify-document-not-included", vec![("file", shown(&document.file))]));
    }
    if present.is_empty() && options.policy.own_form {
        report.facts.push(Fact::incomplete("verify-no-documents", Vec::new()));
    }
    let managers: Option<Vec<String>> = managers.into_iter().collect();
    Ok(managers.and_then(|managers| managers.into_iter().next()))
}

fn swapped(file: &str, expected: &str) -> Fact {
    Fact::altered("verify-document-swapped", vec![("file", shown(file)), ("expected", shown(expected))])
}
