//! A package on disk: the release it is made of, its archive, and its way into the folder that was asked for.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::booklet::cannot;
use super::key_source::SigningKeys;
use super::release::read_documents;
use super::review_and_sign::{digest_of, usage};
use super::{Failure, Terminal};
use crate::booklet::{Package, SUMS, paths};
use crate::case::Case;
use crate::review::{ActFolder, State};
use crate::signing::approval::{Act, Sha256Digest, SignedRecord};
use crate::signing::archive::{self, NewFile};
use crate::signing::minisign::MinisignKey;
use crate::signing::signer::KeyAlgorithm;

/// Largest list of digests of an earlier package, in bytes.
const MAX_SUMS: u64 = 8_000_000;

/// Who seals an archive, and when.
pub(super) struct Sealing {
    /// The keys.
    pub keys: SigningKeys,
    /// The moment.
    pub at: DateTime<FixedOffset>,
}

/// Where a package is made before it is put in its place: a hidden folder beside that, which goes away again.
///
/// What a process that was stopped has left is cleared by the next one; two at the same time would mix.
pub(super) struct Draft {
    path: PathBuf,
    /// Held as long as the folder is in use; the system lets go of it, however the process ends.
    _lock: File,
}

impl Draft {
    /// Begins one in the folder a package goes to.
    pub fn begin(out: &Path) -> Result<Self, Failure> {
        let path = out.join(".opine-unfinished");
        fs::create_dir_all(&path).map_err(|error| cannot(&path, &error))?;
        let lock = File::create(path.join("lock")).map_err(|error| cannot(&path, &error))?;
        match lock.try_lock() {
            Err(fs::TryLockError::WouldBlock) => {
                return Err(Failure::Usage(format!("another build is writing to `{}`", out.display())));
            }
            Err(fs::TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
                return Err(cannot(&path, &error));
            }
            _ => {}
        }
        let draft = Self { path, _lock: lock };
        let old = draft.folder();
        if old.exists() {
            fs::remove_dir_all(&old).map_err(|error| cannot(&old, &error))?;
        }
        for entry in fs::read_dir(&draft.path).map_err(|error| cannot(&draft.path, &error))?.flatten() {
            if entry.file_name() != "lock" {
                fs::remove_file(entry.path()).map_err(|error| cannot(&entry.path(), &error))?;
            }
        }
        fs::create_dir(&old).map_err(|error| cannot(&old, &error))?;
        Ok(draft)
    }

    /// Where archives are made.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the files of the package are made.
    pub fn folder(&self) -> PathBuf {
        self.path.join("package")
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// What a release has left beside the case.
pub(super) struct ReleasedFiles {
    /// The documents: file name and bytes.
    pub documents: Vec<(String, Vec<u8>)>,
    /// Approval, certification and audit log.
    pub beside: Vec<(String, Vec<u8>)>,
}

/// The release of the present version; none if there is none yet.
///
/// A case that was changed since its release has no release: what it says now nobody has signed.
pub(super) fn released_files(case: &Case, state: &State) -> Result<Option<ReleasedFiles>, Failure> {
    let version = case.content.version;
    let Some(released) = state.released(version) else { return Ok(None) };
    if state.withdrawn(version).is_some() {
        return Err(Failure::Usage("this version was withdrawn, so nothing goes out".to_owned()));
    }
    if released.record.case_digest != digest_now(case, released)? {
        return Err(Failure::Usage(
            "the case has changed since its release (SGN-05)\nhelp: `opine amend` begins a new version".to_owned(),
        ));
    }
    let documents = read_documents(released)?.into_iter().map(|(document, bytes)| (document.file, bytes)).collect();
    let certified = state.of_version(version).rfind(|act| act.record.act == Act::Certify);
    let mut beside = sealed_files("approval.json", &released.signed);
    if let Some(certified) = certified {
        beside.extend(sealed_files("certification.json", &certified.signed));
    }
    beside.push((archive::LOG.to_owned(), released.log().map_err(usage)?));
    Ok(Some(ReleasedFiles { documents, beside }))
}

/// The digest of what the signer of a release stands behind, as the case is now.
fn digest_now(case: &Case, released: &ActFolder) -> Result<Sha256Digest, Failure> {
    let signer = &released.record.signer.party;
    let party = case.content.parties.iter().find(|party| party.id.as_str() == signer);
    let party = party.ok_or_else(|| Failure::Usage(format!("`{signer}`, who released the case, is no party of it")))?;
    Ok(digest_of(case, party))
}

/// A record with its signatures, as files.
pub(super) fn sealed_files(name: &str, signed: &SignedRecord) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![(name.to_owned(), signed.record.clone()), (format!("{name}.p7s"), signed.cms.clone())];
    files.extend(signed.minisig.iter().map(|minisig| (format!("{name}.minisig"), minisig.clone().into_bytes())));
    files
}

/// Name of the archive of a package.
pub(super) fn archive_name(case: &Case, recipient: Option<&str>, sealed: bool) -> String {
    let recipient = recipient.map(|slug| format!("-{slug}")).unwrap_or_default();
    let ending = if sealed { "asice" } else { "zip" };
    format!("{}-v{}{recipient}.{ending}", case.content.id, case.content.version)
}

/// Writes the archive of a package into a folder; gives the files that were written.
pub(super) fn write_archive(
    package: &Package<'_>,
    folder: &Path,
    into: &Path,
    name: &str,
    sealing: Option<&Sealing>,
) -> Result<Vec<String>, Failure> {
    let files: Vec<NewFile<'_>> =
        paths(package, folder).into_iter().map(|(name, path)| NewFile::file(name, path)).collect();
    let path = into.join(name);
    let mut out = File::create_new(&path).map_err(|error| cannot(&path, &error))?;
    let Some(Sealing { keys, at }) = sealing else {
        archive::write_unsigned(&mut out, files).map_err(usage)?;
        out.sync_all().map_err(|error| cannot(&path, &error))?;
        return Ok(vec![name.to_owned()]);
    };
    archive::write(&mut out, files, keys.get(KeyAlgorithm::P256Sha256), *at).map_err(usage)?;
    out.sync_all().map_err(|error| cannot(&path, &error))?;
    let ed25519 = keys.get(KeyAlgorithm::Ed25519);
    let sealed = File::open(&path).map_err(|error| cannot(&path, &error))?;
    let minisig = archive::minisign(sealed, name, ed25519, *at).map_err(usage)?;
    let public = MinisignKey::of(ed25519).map_err(usage)?.to_string();
    let mut written = vec![name.to_owned()];
    for (name, text) in [(format!("{name}.minisig"), minisig), ("minisign.pub".to_owned(), public)] {
        let path = into.join(&name);
        crate::files::write_atomic(&path, text.as_bytes()).map_err(|error| cannot(&path, &error))?;
        written.push(name);
    }
    Ok(written)
}

/// Puts an archive and what lies beside it into a ZIP file that a password locks (AES-256, WinZip AE-2).
pub(super) fn lock(
    folder: &Path,
    files: &[String],
    name: &str,
    password: &Path,
    terminal: &Terminal,
) -> Result<String, Failure> {
    let password = super::secrets::delivery_password(password, terminal)?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let locked = format!("{stem}-locked.zip");
    let path = folder.join(&locked);
    let fail = |error: io::Error| cannot(&path, &error);
    let out = BufWriter::new(File::create_new(&path).map_err(fail)?);
    let mut zip = zip::ZipWriter::new(out);
    for file in files {
        let large = fs::metadata(folder.join(file)).map_err(fail)?.len() >= u64::from(u32::MAX);
        let options = zip::write::SimpleFileOptions::DEFAULT
            .compression_method(zip::CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::DEFAULT)
            .large_file(large)
            .with_aes_encryption_bytes(zip::AesMode::Aes256, password.as_bytes());
        zip.start_file(file.as_str(), options).map_err(usage)?;
        let mut source = File::open(folder.join(file)).map_err(fail)?;
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match source.read(&mut buffer).map_err(fail)? {
                0 => break,
                count => zip.write_all(buffer.get(..count).unwrap_or_default()).map_err(fail)?,
            }
        }
    }
    let mut out = zip.finish().map_err(usage)?;
    out.flush().map_err(fail)?;
    Ok(locked)
}

/// Moves a finished package to its place: each file appears whole, the archive last.
pub(super) fn put_in_place(
    package: &Package<'_>,
    folder: &Path,
    archives: &Path,
    files: &[String],
    out: &Path,
) -> Result<(), Failure> {
    // What an earlier package left here under its own list would seem to belong to this one.
    let earlier = crate::files::read_limited(&out.join(SUMS), MAX_SUMS).unwrap_or_default();
    for name in String::from_utf8_lossy(&earlier).lines().filter_map(|line| line.split_once("  ").map(|(_, name)| name))
    {
        let stays_inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if stays_inside && !package.files.iter().any(|own| own == name) {
            match fs::remove_file(out.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(cannot(&out.join(name), &error)),
                _ => {}
            }
        }
    }
    let moves = package.files.iter().map(|name| (folder.join(name), out.join(name)));
    let moves = moves.chain(files.iter().map(|name| (archives.join(name), out.join(name))));
    for (from, to) in moves.collect::<Vec<(PathBuf, PathBuf)>>() {
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(|error| cannot(parent, &error))?;
        }
        fs::rename(&from, &to).map_err(|error| cannot(&to, &error))?;
    }
    Ok(())
}
