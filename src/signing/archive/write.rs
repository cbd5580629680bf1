//! Writing an archive.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, Write};
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime as ZipTime, System, ZipWriter};

use super::manifest::{Manifest, Reference, sums};
use super::{
    MANIFEST, MAX_ARCHIVE, MAX_MEMBER, MAX_MEMBERS, MAX_TOTAL, MIME_TYPE, MIME_TYPE_NAME, SIGNATURE, SUMS, is_bomb,
    names,
};
use crate::signing::approval::Sha256Digest;
use crate::signing::approval::forms::{moment, shown};
use crate::signing::cms;
use crate::signing::error::{ErrorKind, Result, SigningError};
use crate::signing::minisign as minisign_format;
use crate::signing::signer::{KeyAlgorithm, Signer};

/// Largest file that is packed: it is held in memory to see whether packing pays.
const MAX_PACKED: u64 = 32 << 20;
/// Extensions of files that are packed already.
const DENSE: [&str; 12] = ["pdf", "png", "jpg", "jpeg", "dcm", "zip", "gz", "jp2", "mp4", "docx", "xlsx", "age"];

/// What a file of the archive consists of.
#[derive(Debug, Clone)]
pub enum Content<'a> {
    /// These bytes.
    Bytes(Cow<'a, [u8]>),
    /// The bytes of a file on disk, read while the archive is written.
    File(PathBuf),
}

/// A file for a new archive.
#[derive(Debug, Clone)]
pub struct NewFile<'a> {
    /// Its name with its folders, divided by `/`.
    pub name: String,
    /// What it consists of.
    pub content: Content<'a>,
}

impl<'a> NewFile<'a> {
    /// A file from bytes.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { name: name.into(), content: Content::Bytes(bytes.into()) }
    }

    /// A file from disk.
    pub fn file(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { name: name.into(), content: Content::File(path.into()) }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Length of the archive in bytes.
    pub size: u64,
    /// Name and SHA-256 of every file in the manifest, in the order of the archive.
    pub files: Vec<(String, Sha256Digest)>,
}

/// Writes a signed archive. The same files, signer and time give the same bytes.
///
/// The signer should be P-256, which OpenSSL verifies. Files are streamed; `out` must be empty and is left at its end.
///
/// # Errors
/// A name is refused or there twice, something is larger than its limit, a file cannot be read, or the signer refused.
pub fn write<W: Write + Seek>(
    out: &mut W,
    files: Vec<NewFile<'_>>,
    signer: &dyn Signer,
    signed_at: DateTime<FixedOffset>,
) -> Result<Written> {
    let mut zip = Zip { writer: ZipWriter::new(out), total: 0 };
    zip.add(MIME_TYPE_NAME, MIME_TYPE.as_bytes(), false)?;
    let references = add_all(&mut zip, files)?;
    let manifest = Manifest { references, signed_at };
    let xml = manifest.to_xml();
    zip.add(MANIFEST, xml.as_bytes(), true)?;
    zip.add(SIGNATURE, &cms::sign_detached(signer, &[xml.as_bytes()])?, false)?;
    finish(zip, manifest.references)
}

/// Writes a signed archive into memory.
///
/// # Errors
/// As [`write()`].
pub fn to_bytes(files: Vec<NewFile<'_>>, signer: &dyn Signer, signed_at: DateTime<FixedOffset>) -> Result<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    write(&mut out, files, signer, signed_at)?;
    Ok(out.into_inner())
}

/// The `.minisig` that goes beside an archive, over all that `archive` gives. The signer has to be Ed25519.
///
/// # Errors
/// It is not, or refused; or reading fails.
pub fn minisign(
    archive: impl Read,
    file: &str,
    signer: &dyn Signer,
    signed_at: DateTime<FixedOffset>,
) -> Result<String> {
    if signer.algorithm() != KeyAlgorithm::Ed25519 {
        return Err(SigningError::new(ErrorKind::Unsupported, "minisign needs an Ed25519 key"));
    }
    let seconds = signed_at.timestamp();
    let comment = format!("timestamp:{seconds} file:{} at:{} hashed", shown(file), moment::text(&signed_at));
    minisign_format::sign_read(signer, archive, &comment)
}

/// Writes the files as an ordinary ZIP with the list for `sha256sum`, signed by nobody. The same files give the same bytes.
///
/// # Errors
/// As [`write()`].
pub fn write_unsigned<W: Write + Seek>(out: &mut W, files: Vec<NewFile<'_>>) -> Result<Written> {
    let mut zip = Zip { writer: ZipWriter::new(out), total: 0 };
    let references = add_all(&mut zip, files)?;
    finish(zip, references)
}

/// Adds files by name, and the list of their digests.
fn add_all<W: Write + Seek>(zip: &mut Zip<W>, mut files: Vec<NewFile<'_>>) -> Result<Vec<Reference>> {
    files.sort_by(|a, b| a.name.cmp(&b.name));
    check_names(&files)?;
    let mut references = Vec::new();
    for file in files {
        let sha256 = match &file.content {
            Content::Bytes(bytes) => zip.add(&file.name, bytes, true)?,
            Content::File(path) => {
                let fail = |error: io::Error| SigningError::io(path, &error);
                let mut source = File::open(path).map_err(fail)?;
                let length = source.metadata().map_err(fail)?.len();
                if length > MAX_PACKED || is_dense(&file.name) {
                    zip.store(&file.name, &mut source).map_err(|error| match error {
                        Stop::Read(error) => fail(error),
                        Stop::Other(error) => error,
                    })?
                } else {
                    let bytes = crate::files::read_from(source, MAX_PACKED).map_err(fail)?;
                    zip.add(&file.name, &bytes, true)?
                }
            }
        };
        references.push(reference(file.name, sha256));
    }
    let list = sums(references.iter());
    references.push(reference(SUMS.to_owned(), zip.add(SUMS, list.as_bytes(), true)?));
    Ok(references)
}

fn finish<W: Write + Seek>(zip: Zip<&mut W>, references: Vec<Reference>) -> Result<Written> {
    let out = zip.writer.finish().map_err(zip_error)?;
    let size = out.stream_position().map_err(|error| SigningError::new(ErrorKind::Io, error.to_string()))?;
    if size > MAX_ARCHIVE {
        return Err(too_large());
    }
    let files = references.into_iter().map(|reference| (reference.name, reference.sha256)).collect();
    Ok(Written { size, files })
}

fn reference(name: String, sha256: Sha256Digest) -> Reference {
    Reference { media_type: names::media_type(&name).to_owned(), name, sha256 }
}

fn check_names(files: &[NewFile<'_>]) -> Result<()> {
    let refuse = |name: &str, why: &str| {
        SigningError::new(ErrorKind::Invalid, format!("`{}` cannot be in an archive: {why}", shown(name)))
    };
    if files.is_empty() || files.len() + 4 > MAX_MEMBERS {
        return Err(SigningError::new(
            ErrorKind::Invalid,
            format!("an archive has between 1 and {} files", MAX_MEMBERS - 4),
        ));
    }
    let mut seen: BTreeSet<String> = [MIME_TYPE_NAME, SUMS].into_iter().map(names::fold).collect();
    let mut folders = BTreeSet::new();
    for file in files {
        names::check(&file.name).map_err(|why| refuse(&file.name, why))?;
        let folded = names::fold(&file.name);
        if folded == "meta-inf" || folded.starts_with("meta-inf/") {
            return Err(refuse(&file.name, "the folder `META-INF` is for signatures"));
        }
        folders.extend(folded.match_indices('/').filter_map(|(at, _)| folded.get(..at).map(str::to_owned)));
        if !seen.insert(folded) {
            return Err(refuse(&file.name, "another file has the same name on some systems"));
        }
    }
    match seen.intersection(&folders).next() {
        Some(name) => Err(refuse(name, "it is the name of a file and of a folder")),
        None => Ok(()),
    }
}

fn is_dense(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    DENSE.contains(&extension.as_str())
}

struct Zip<W: Write + Seek> {
    writer: ZipWriter<W>,
    /// Bytes written so far, unpacked.
    total: u64,
}

/// Why streaming stopped: the source, or all else.
enum Stop {
    Read(io::Error),
    Other(SigningError),
}

impl<W: Write + Seek> Zip<W> {
    fn start(&mut self, name: &str, method: CompressionMethod) -> Result<()> {
        let options = SimpleFileOptions::DEFAULT
            .compression_method(method)
            .last_modified_time(ZipTime::DEFAULT)
            .unix_permissions(0o644)
            .system(System::Unix);
        self.writer.start_file(name, options).map_err(zip_error)
    }

    /// Adds bytes, packed where that helps and stays far from what looks like a bomb.
    fn add(&mut self, name: &str, bytes: &[u8], may_pack: bool) -> Result<Sha256Digest> {
        let packs = may_pack && !is_dense(name) && bytes.len() as u64 <= MAX_PACKED && {
            let packed = packed_size(bytes).map_err(|error| SigningError::new(ErrorKind::Io, error.to_string()))?;
            packed < bytes.len() as u64 && !is_bomb(bytes.len() as u64, packed)
        };
        self.count(bytes.len() as u64)?;
        self.start(name, if packs { CompressionMethod::Deflated } else { CompressionMethod::Stored })?;
        self.writer.write_all(bytes).map_err(|error| SigningError::new(ErrorKind::Io, error.to_string()))?;
        Ok(Sha256Digest::of(bytes))
    }

    /// Adds what a reader gives, stored.
    fn store(&mut self, name: &str, source: &mut dyn Read) -> Result<Sha256Digest, Stop> {
        self.start(name, CompressionMethod::Stored).map_err(Stop::Other)?;
        let mut digest = Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        let mut size = 0;
        loop {
            let count = match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Stop::Read(error)),
            };
            let chunk = buffer.get(..count).unwrap_or_default();
            size += count as u64;
            if size > MAX_MEMBER {
                return Err(Stop::Other(too_large()));
            }
            digest.update(chunk);
            self.writer
                .write_all(chunk)
                .map_err(|error| Stop::Other(SigningError::new(ErrorKind::Io, error.to_string())))?;
        }
        self.count(size).map_err(Stop::Other)?;
        Ok(Sha256Digest::from_bytes(digest.finalize().into()))
    }

    fn count(&mut self, size: u64) -> Result<()> {
        self.total = self.total.saturating_add(size);
        if size > MAX_MEMBER || self.total > MAX_TOTAL { Err(too_large()) } else { Ok(()) }
    }
}

/// How long bytes become when packed.
fn packed_size(bytes: &[u8]) -> io::Result<u64> {
    let mut encoder = flate2::write::DeflateEncoder::new(Count(0), flate2::Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.0)
}

struct Count(u64);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn too_large() -> SigningError {
    SigningError::new(ErrorKind::TooLarge, "the archive, or a file in it, becomes too large")
        .with_hint("an archive holds up to 4 GB, a file in it up to 2 GB")
}

fn zip_error(error: zip::result::ZipError) -> SigningError {
    SigningError::new(ErrorKind::Io, format!("the archive cannot be written: {error}"))
}
