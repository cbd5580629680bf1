//! What a release consists of, handed over: the signed PDFs, the approval, the audit log, and the archive that binds all of it
//! with the case and its records.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::key_source::SigningKeys;
use super::package::{Draft, Sealing, archive_name, put_in_place, sealed_files, write_archive};
use super::review_and_sign::{Before, Decision, usage};
use super::{Failure, Terminal, refuse};
use crate::booklet::Build;
use crate::case::Case;
use crate::engine::Engine;
use crate::review::{ActFolder, fingerprint};
use crate::signing::approval::{Act, Document, SignedRecord};
use crate::signing::archive;
use crate::signing::certificates::SignerRole;
use crate::signing::signer::KeyAlgorithm;

/// A release as it was signed.
pub(super) struct Released {
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
}

/// Writes a release into a folder: the whole package, in all locales, and its archive; each file whole or not at all.
pub(super) fn hand_over(
    engine: &Engine,
    case: &Case,
    released: Released,
    out: &Path,
    keys: SigningKeys,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let Released { at, signed, certification, log, documents } = released;
    let mut beside = vec![(archive::LOG.to_owned(), log)];
    // With the certification beside it an approval can be verified alone.
    let records = [("certification.json", certification.as_ref()), ("approval.json", Some(&signed))];
    for (name, signed) in records.into_iter().filter_map(|(name, signed)| Some((name, signed?))) {
        beside.extend(sealed_files(name, signed));
    }
    let documents: Vec<(String, Vec<u8>)> =
        documents.into_iter().map(|(document, bytes)| (document.file, bytes)).collect();
    let build = Build {
        engine,
        case,
        locales: &case.locales(),
        issued: None,
        signed: Some(&documents),
        recipient: None,
        beside: &beside,
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let draft = Draft::begin(out)?;
    let folder = draft.folder();
    let records = build.records();
    let package = build.into_folder(&records, &folder).map_err(|found| refuse(&found, case, terminal))?;
    let name = archive_name(case, None, true);
    let files = write_archive(&package, &folder, draft.path(), &name, Some(&Sealing { keys, at }))?;
    put_in_place(&package, &folder, draft.path(), &files, out)?;
    terminal.say(&format!("{} documents, approval and archive `{name}` → {}", documents.len(), out.display()));
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
        keys: SigningKeys,
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
        hand_over(self.engine, self.case, release, out, keys, terminal)
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
        Released { at, signed, certification: certified.map(|act| act.signed.clone()), log, documents }
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
