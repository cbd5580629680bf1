//! Reading an archive: first its structure, then its contents against the manifest.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use chrono::{DateTime, FixedOffset};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use sha2::{Digest, Sha256};

use super::directory::{self, Entry, Method};
use super::manifest::{Manifest, Reference, sums};
use super::problem::ArchiveProblem as Problem;
use super::{MANIFEST, MAX_CONTROL, MIME_TYPE, MIME_TYPE_NAME, SIGNATURE, SUMS};
use crate::signing::approval::Sha256Digest;

const CHUNK: usize = 64 * 1024;

/// A file in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member<'a> {
    /// Its name with its folders.
    pub name: &'a str,
    /// Its size unpacked, in bytes.
    pub size: u64,
}

/// An archive whose structure holds. Nothing is said of its contents until [`Self::check`].
#[derive(Debug)]
pub struct Archive<R> {
    reader: R,
    entries: Vec<Entry>,
}

/// What a checked archive holds.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The manifest: what is signed.
    pub manifest: Vec<u8>,
    /// The detached CMS signature over it; not yet verified.
    pub signature: Vec<u8>,
    /// When it was signed, as the signer says.
    pub signed_at: DateTime<FixedOffset>,
    /// SHA-256 of every file, `mimetype`, manifest and signature left out.
    pub digests: BTreeMap<String, Sha256Digest>,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the structure and the names, and nothing of the contents.
    ///
    /// # Errors
    /// The file is no ZIP of the strict form this module demands.
    pub fn open(mut reader: R) -> Result<Self, Problem> {
        let entries = directory::read(&mut reader)?;
        Ok(Self { reader, entries })
    }

    /// The files, in the order of the archive.
    pub fn members(&self) -> impl Iterator<Item = Member<'_>> {
        self.entries.iter().map(|entry| Member { name: &entry.name, size: entry.size })
    }

    /// A whole file of at most `limit` bytes.
    ///
    /// # Errors
    /// There is no such file, it is larger, or its data are damaged.
    pub fn read(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Problem> {
        let entry = self.entry(name)?;
        if entry.size > limit {
            return Err(Problem::TooLarge);
        }
        let mut out = Vec::new();
        self.copy(name, &mut out)?;
        Ok(out)
    }

    /// Copies a file out and returns its SHA-256.
    ///
    /// # Errors
    /// There is no such file, its data are damaged or unpack to another size, or `out` cannot be written.
    pub fn copy(&mut self, name: &str, out: &mut dyn Write) -> Result<Sha256Digest, Problem> {
        let entry = self.entry(name)?;
        self.reader.seek(SeekFrom::Start(entry.data)).map_err(|error| Problem::io(&error))?;
        let mut packed = BufReader::with_capacity(CHUNK, (&mut self.reader).take(entry.packed));
        match entry.method {
            Method::Stored => copy_checked(&entry, &mut packed, out),
            Method::Deflated => {
                let mut decoder = DeflateDecoder::new(&mut packed);
                let digest = copy_checked(&entry, &mut decoder, out)?;
                // Something could hide behind the end of the compressed stream.
                if decoder.total_in() != entry.packed {
                    return Err(Problem::Bomb(entry.name));
                }
                Ok(digest)
            }
        }
    }

    /// Checks order, manifest, list and the digest of every file. Memory does not grow with the files.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&mut self) -> Result<Contents, Problem> {
        let order = |name: &str| Problem::Order(name.to_owned());
        let [first, files @ .., sums_entry, manifest_entry, signature_entry] = self.entries.as_slice() else {
            return Err(order(MIME_TYPE_NAME));
        };
        for (entry, name) in
            [(first, MIME_TYPE_NAME), (sums_entry, SUMS), (manifest_entry, MANIFEST), (signature_entry, SIGNATURE)]
        {
            if entry.name != name {
                return Err(order(name));
            }
        }
        if first.method != Method::Stored {
            return Err(order(MIME_TYPE_NAME));
        }
        if let Some([_, late]) = files.windows(2).find(|pair| matches!(pair, [a, b] if a.name >= b.name)) {
            return Err(order(&late.name));
        }
        // Further signatures or manifests would be read by others, and not by us.
        if let Some(entry) = files.iter().find(|entry| super::names::fold(&entry.name).starts_with("meta-inf/")) {
            return Err(Problem::Unlisted(entry.name.clone()));
        }
        let names: Vec<String> = files.iter().chain([sums_entry]).map(|entry| entry.name.clone()).collect();
        if self.read(MIME_TYPE_NAME, 64)? != MIME_TYPE.as_bytes() {
            return Err(order(MIME_TYPE_NAME));
        }
        let xml = self.read(MANIFEST, MAX_CONTROL)?;
        let manifest = Manifest::read(&xml).map_err(|why| Problem::Manifest(why.to_owned()))?;
        let signature = self.read(SIGNATURE, MAX_CONTROL)?;
        let listed: BTreeMap<&str, &Reference> =
            manifest.references.iter().map(|reference| (reference.name.as_str(), reference)).collect();
        if listed.len() != manifest.references.len() {
            return Err(Problem::Manifest("it lists a file twice".to_owned()));
        }
        if let Some(name) = names.iter().find(|name| !listed.contains_key(name.as_str())) {
            return Err(Problem::Unlisted(name.clone()));
        }
        if let Some(name) = listed.keys().find(|name| !names.iter().any(|own| own == *name)) {
            return Err(Problem::Missing((*name).to_owned()));
        }
        if !manifest.references.iter().map(|reference| &reference.name).eq(&names) {
            return Err(Problem::Manifest("its files are in another order".to_owned()));
        }
        let mut digests = BTreeMap::new();
        for reference in &manifest.references {
            if self.copy(&reference.name, &mut io::sink())? != reference.sha256 {
                return Err(Problem::Digest(reference.name.clone()));
            }
            digests.insert(reference.name.clone(), reference.sha256);
        }
        let list = sums(manifest.references.iter().filter(|reference| reference.name != SUMS));
        if self.read(SUMS, MAX_CONTROL)? != list.as_bytes() {
            return Err(Problem::Sums);
        }
        Ok(Contents { manifest: xml, signature, signed_at: manifest.signed_at, digests })
    }

    fn entry(&self, name: &str) -> Result<Entry, Problem> {
        self.entries.iter().find(|entry| entry.name == name).cloned().ok_or_else(|| Problem::Missing(name.to_owned()))
    }
}

/// Copies exactly the size the directory states, with its checksum; one byte more or less is refused.
fn copy_checked(entry: &Entry, from: &mut dyn Read, out: &mut dyn Write) -> Result<Sha256Digest, Problem> {
    let damaged = || Problem::Damaged(entry.name.clone());
    let (mut crc, mut sha256, mut size) = (Crc::new(), Sha256::new(), 0_u64);
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
                ) =>
            {
                return Err(damaged());
            }
            Err(error) => return Err(Problem::io(&error)),
        };
        let chunk = buffer.get(..count).unwrap_or_default();
        size += count as u64;
        if size > entry.size {
            return Err(Problem::Bomb(entry.name.clone()));
        }
        crc.update(chunk);
        sha256.update(chunk);
        out.write_all(chunk).map_err(|error| Problem::Io(error.to_string()))?;
    }
    if size != entry.size || crc.sum() != entry.crc {
        return Err(damaged());
    }
    Ok(Sha256Digest::from_bytes(sha256.finalize().into()))
}
