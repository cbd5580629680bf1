//! The booklet archive: ASiC-E with a CAdES signature (ETSI EN 319 162-1), an ordinary ZIP file that ordinary tools
//! open and check.
//!
//! In this order: `mimetype`, stored and first; the files by name; `SHA256SUMS` for `sha256sum -c`; the manifest with
//! the digest of each of them; the detached CMS signature over the manifest. Times and modes are always the same, so
//! that the same files, signer and time give the same bytes.
//!
//! The reader takes this form and no other: entries tile the file without a gap, headers agree with the directory,
//! every name is portable and there once, every file is in the manifest and every digest right. ZIP readers differ in
//! which of two contradicting statements they believe; what is refused here cannot be read in two ways.

mod directory;
mod extract;
mod manifest;
pub(in crate::signing) mod names;
mod problem;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use problem::ArchiveProblem;
pub use read::{Archive, Contents, Member};
pub use write::{Content, NewFile, Written, minisign, to_bytes, write, write_unsigned};

/// What `mimetype` says (ETSI EN 319 162-1, clause 4.3.3.1).
pub const MIME_TYPE: &str = "application/vnd.etsi.asic-e+zip";
/// Name of the list for `sha256sum -c`.
pub const SUMS: &str = "SHA256SUMS";
/// Name of the manifest.
pub const MANIFEST: &str = "META-INF/ASiCManifest001.xml";
/// Name of the signature over it.
pub const SIGNATURE: &str = "META-INF/signature001.p7s";
/// Folder of the original records: files in it are evidence, not documents that anybody approved.
pub const RECORDS: &str = "records/";
/// Folder of the letter that goes with a package: it is the sender's, and nobody approves it.
pub const DELIVERY: &str = "delivery/";
/// Name of the audit log, where an archive has it.
pub const LOG: &str = "log.jsonl";

const MIME_TYPE_NAME: &str = "mimetype";
/// Most files.
pub const MAX_MEMBERS: usize = 10_000;
/// Largest file in bytes.
pub const MAX_MEMBER: u64 = 2 << 30;
/// Largest archive in bytes: below what would take ZIP64.
pub const MAX_ARCHIVE: u64 = u32::MAX as u64 - 1;
/// Most bytes of all files together, unpacked.
pub const MAX_TOTAL: u64 = 8 << 30;
/// Largest of the files that are read as a whole: manifest, list and signature.
const MAX_CONTROL: u64 = 8_000_000;
/// How many times larger a file may become by unpacking, where it becomes larger than [`FREE_RATIO`].
const MAX_RATIO: u64 = 100;
/// Files up to this size may be packed as tightly as they like.
const FREE_RATIO: u64 = 1 << 20;

/// Whether a file of this size, packed to that size, unpacks further than any honest one.
fn is_bomb(size: u64, packed: u64) -> bool {
    size > FREE_RATIO && size / MAX_RATIO > packed
}
