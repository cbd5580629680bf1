//! What a release consists of, handed over: the signed PDFs, the approval, the audit log, and the archive that binds all of it
//! with the case and its records.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::key_source::SigningKeys;
use super::review_and_sign::{Before, Decision, usage};
use super::{Failure, Terminal};
use crate::case::Case;
use crate::files::write_atomic;
use crate::review::{ActFolder, fingerprint};
use crate::signing::approval::{Act, Document, SignedRecord};
use crate::signing::archive::{self, NewFile};
use crate::signing::certificates::SignerRole;
use crate::signing::minisign::MinisignKey;
use crate::signing::signer::KeyAlgorithm;

/// A release as it was signed.
pub(super) struct Released {
    /// Id of the case.
    pub case_id: String,
    /// Its version.
    pub version: u32,
    /// When it was approved.
    pub at: DateTime<FixedOffset>,
    /// The approval.
    pub signed: SignedRecord,
    /// The case manager's certification.
    pub certification: Option<SignedRecord>,
    /// The audit log up to and with it.
    pub log: Vec<u8>,
    /// The documents.
    pub documents: Vec<(Document, Vec<u8>)>,
    /// The case.
    pub case_json: Vec<u8>,
    /// Files of records: the name in the case, and where the file is.
    pub records: Vec<(String, PathBuf)>,
}

/// Writes a release into a folder: each file whole or not at all, the archive last.
pub(super) fn hand_over(
    released: &Released,
    out: &Path,
    keys: &SigningKeys,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    let write = |name: &str, bytes: &[u8]| -> Result<(), Failure> {
        let path = out.join(name);
        write_atomic(&path, bytes)
            .map_err(|error| Failure::Usage(format!("cannot write `{}`: {error}", path.display())))
    };
    let ed25519 = keys.get(KeyAlgorithm::Ed25519);
    let public = MinisignKey::of(ed25519).map_err(|error| usage(&error))?.to_string();
    let mut files = vec![
        NewFile::bytes("case.json", released.case_json.clone()),
        NewFile::bytes(archive::LOG, released.log.clone()),
    ];
    write("log.jsonl", &released.log)?;
    write("minisign.pub", public.as_bytes())?;
    // With the certification beside it an approval can be verified alone.
    let records = [("certification.json", released.certification.as_ref()), ("approval.json", Some(&released.signed))];
    for (name, signed) in records.into_iter().filter_map(|(name, signed)| Some((name, signed?))) {
        let mut parts = vec![(name.to_owned(), signed.record.clone()), (format!("{name}.p7s"), signed.cms.clone())];
        parts.extend(signed.minisig.iter().map(|minisig| (format!("{name}.minisig"), minisig.clone().into_bytes())));
        for (name, bytes) in parts {
            write(&name, &bytes)?;
            files.push(NewFile::bytes(name, bytes));
        }
    }
    for (document, bytes) in &released.documents {
        files.push(NewFile::bytes(document.file.clone(), bytes.clone()));
        write(&document.file, bytes)?;
    }
    for (name, path) in &released.records {
        let name = name.trim_start_matches("records/");
        files.push(NewFile::file(format!("{}{name}", archive::RECORDS), path.clone()));
    }
    let bytes =
        archive::to_bytes(files, keys.get(KeyAlgorithm::P256Sha256), released.at).map_err(|error| usage(&error))?;
    let name = format!("{}-v{}.asice", released.case_id, released.version);
    let minisig = archive::minisign(&bytes, &name, ed25519, released.at).map_err(|error| usage(&error))?;
    write(&format!("{name}.minisig"), minisig.as_bytes())?;
    write(&name, &bytes)?;
    terminal.say(&format!("{} documents, approval and archive `{name}` → {}", released.documents.len(), out.display()));
    Ok(())
}

impl Before<'_> {
    /// The release of this version, where all that the director can still want is to have it handed over: the process may
    /// have been stopped between the act and the files outside of the case.
    pub fn released_by(&self, role: SignerRole, decision: Option<Decision>) -> Option<&ActFolder> {
        let version = self.case.content.version;
        let wanted = role == SignerRole::MedicalDirector && decision.is_none_or(|one| one == Decision::Approve);
        self.state.released(version).filter(|_| wanted && self.state.withdrawn(version).is_none())
    }

    /// Writes what the release consists of once more. Nothing is signed but the archive, by who has signed the rest.
    pub fn hand_over_again(
        &self,
        released: &ActFolder,
        out: &Path,
        keys: &SigningKeys,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        let signer = &released.record.signer;
        if signer.ed25519 != Some(fingerprint(keys.get(KeyAlgorithm::Ed25519)).map_err(usage)?) {
            return Err(Failure::Usage(format!("`{}` released this version with another key", signer.party)));
        }
        if released.record.case_digest != self.digest() {
            return Err(Failure::Usage(
                "the case has changed since its release, so the release cannot be handed over again".to_owned(),
            ));
        }
        let documents = read_documents(released)?;
        let log = released.log().map_err(usage)?;
        let release = self.release(released.record.at, released.signed.clone(), log, documents);
        terminal.say("released already; the files are written once more");
        hand_over(&release, out, keys, terminal)
    }

    /// What a release consists of.
    pub fn release(
        &self,
        at: DateTime<FixedOffset>,
        signed: SignedRecord,
        log: Vec<u8>,
        documents: Vec<(Document, Vec<u8>)>,
    ) -> Released {
        let version = self.case.content.version;
        let certified = self.state.of_version(version).rfind(|act| act.record.act == Act::Certify);
        Released {
            case_id: self.case.content.id.to_string(),
            version,
            at,
            signed,
            certification: certified.map(|act| act.signed.clone()),
            log,
            documents,
            case_json: serde_json::to_vec_pretty(&self.case.content).unwrap_or_default(),
            records: records(self.case),
        }
    }
}

/// The documents of an act, each held against its record.
pub(super) fn read_documents(act: &ActFolder) -> Result<Vec<(Document, Vec<u8>)>, Failure> {
    let mut documents = Vec::new();
    for document in &act.record.documents {
        let bytes = act.document(&document.file).map_err(usage)?;
        let found = Document::of(&document.kind, &document.locale, &document.file, &bytes).map_err(usage)?;
        if found != *document {
            return Err(Failure::Usage(format!("`{}` is not the document that was signed", document.file)));
        }
        documents.push((document.clone(), bytes));
    }
    Ok(documents)
}

/// The files of the records, as they go into the archive.
fn records(case: &Case) -> Vec<(String, PathBuf)> {
    let Some(folder) = &case.folder else { return Vec::new() };
    let files =
        case.content.records.iter().filter(|record| record.in_appendix).filter_map(|record| record.file.as_ref());
    files.map(|file| (file.clone(), folder.join(file))).collect()
}
