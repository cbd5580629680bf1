//! What a release consists of, handed over: the signed PDFs, the approval, the audit log, and the archive that binds all of it
//! with the case and its records.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::key_source::SigningKeys;
use super::{Failure, Terminal};
use crate::files::write_atomic;
use crate::signing::approval::{Document, SignedRecord};
use crate::signing::archive::{self, NewFile};
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
