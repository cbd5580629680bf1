//! The structure of a ZIP file (PKWARE APPNOTE 6.3.10), read so strictly that there is one way to understand it.

use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};

use super::problem::ArchiveProblem as Problem;
use super::{MAX_ARCHIVE, MAX_MEMBER, MAX_MEMBERS, MAX_TOTAL, is_bomb, names};
use crate::signing::approval::forms::shown;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: u64 = 22;
const CENTRAL_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;
/// Bits of the flags: encrypted, data descriptor, name in UTF-8.
const ENCRYPTED: u16 = 1;
const DESCRIPTOR: u16 = 1 << 3;
const UTF8: u16 = 1 << 11;
/// 1 January 1980, midnight: the first moment of the format.
const DATE: u16 = 0x21;
/// A plain file that its owner may write and everybody read, as Unix.
const ATTRIBUTES: u32 = 0o100_644 << 16;
const UNIX: u8 = 3;

/// How an entry is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Stored,
    Deflated,
}

/// An entry of the directory, whose local header agrees with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub method: Method,
    pub crc: u32,
    /// Bytes in the archive.
    pub packed: u64,
    /// Bytes when unpacked.
    pub size: u64,
    /// Where its data begin.
    pub data: u64,
}

/// Little-endian fields one after the other.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Problem> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Problem::NotZip)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Problem> {
        self.take(N)?.try_into().map_err(|_| Problem::NotZip)
    }

    fn u16(&mut self) -> Result<u16, Problem> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, Problem> {
        self.array().map(u32::from_le_bytes)
    }
}

/// Reads the directory and every local header.
pub fn read<R: Read + Seek>(reader: &mut R) -> Result<Vec<Entry>, Problem> {
    let io = |error| Problem::io(&error);
    let length = reader.seek(SeekFrom::End(0)).map_err(io)?;
    let end_at = length.checked_sub(END_LENGTH).ok_or(Problem::NotZip)?;
    if length > MAX_ARCHIVE {
        return Err(Problem::TooLarge);
    }
    let end = read_at(reader, end_at, END_LENGTH as usize)?;
    let mut end = Fields(&end);
    if end.array()? != END {
        // A comment, or anything else behind the end record, moves it away from here.
        return Err(Problem::NotZip);
    }
    let (disk, start_disk, here, count) = (end.u16()?, end.u16()?, end.u16()?, end.u16()?);
    let (size, start, comment) = (u64::from(end.u32()?), u64::from(end.u32()?), end.u16()?);
    if here == u16::MAX || size == u64::from(u32::MAX) || start == u64::from(u32::MAX) {
        return Err(Problem::Zip64);
    }
    if disk != 0 || start_disk != 0 || here != count || comment != 0 {
        return Err(Problem::NotZip);
    }
    if usize::from(count) > MAX_MEMBERS {
        return Err(Problem::TooLarge);
    }
    // The end record of ZIP64 would stand between directory and end record: there is no room for it.
    if start.checked_add(size) != Some(end_at) {
        return Err(Problem::Gap);
    }
    let largest = MAX_MEMBERS * (CENTRAL_LENGTH + names::MAX_NAME);
    let size = usize::try_from(size).ok().filter(|size| *size <= largest).ok_or(Problem::TooLarge)?;
    let directory = read_at(reader, start, size)?;
    let mut fields = Fields(&directory);
    let (mut entries, mut next, mut total) = (Vec::new(), 0_u64, 0_u64);
    for _ in 0..count {
        let entry = entry(reader, &mut fields, next, start)?;
        next = entry.data + entry.packed;
        total = total.saturating_add(entry.size);
        if total > MAX_TOTAL {
            return Err(Problem::TooLarge);
        }
        entries.push(entry);
    }
    if !fields.0.is_empty() || next != start {
        return Err(Problem::Gap);
    }
    check_names(&entries)?;
    Ok(entries)
}

/// One entry of the directory, which must begin in the file at `at` and end before `limit`.
fn entry<R: Read + Seek>(reader: &mut R, fields: &mut Fields<'_>, at: u64, limit: u64) -> Result<Entry, Problem> {
    if fields.array()? != CENTRAL {
        return Err(Problem::NotZip);
    }
    let [made_by, system]: [u8; 2] = fields.array()?;
    // From here on, the same fields as in the local header.
    let common = fields.take(26)?;
    let mut inner = Fields(common);
    let (needed, flags, method) = (inner.u16()?, inner.u16()?, inner.u16()?);
    let (time, date, crc) = (inner.u16()?, inner.u16()?, inner.u32()?);
    let (packed, size) = (inner.u32()?, inner.u32()?);
    let (name_length, extra) = (inner.u16()?, inner.u16()?);
    let (comment, disk, internal) = (fields.u16()?, fields.u16()?, fields.u16()?);
    let (attributes, offset) = (fields.u32()?, fields.u32()?);
    let raw_name = fields.take(usize::from(name_length))?;
    let shown_name = shown(&String::from_utf8_lossy(raw_name));
    let name = || shown_name.clone();
    if [packed, size, offset].contains(&u32::MAX) {
        return Err(Problem::Zip64);
    }
    if flags & ENCRYPTED != 0 || flags & (1 << 6 | 1 << 13) != 0 {
        return Err(Problem::Encrypted(name()));
    }
    if flags & DESCRIPTOR != 0 {
        return Err(Problem::DataDescriptor(name()));
    }
    let method = match method {
        0 if packed == size => Method::Stored,
        0 => return Err(Problem::Header(name())),
        8 => Method::Deflated,
        _ => return Err(Problem::Method(name())),
    };
    if system != UNIX || attributes != ATTRIBUTES {
        return Err(Problem::Mode(name()));
    }
    let text = str::from_utf8(raw_name).ok().filter(|text| text.is_ascii() || flags & UTF8 != 0);
    let text = text.ok_or_else(|| Problem::Name { name: name(), why: "it is not in UTF-8" })?;
    names::check(text).map_err(|why| Problem::Name { name: name(), why })?;
    if flags & !UTF8 != 0
        // Version 1.0 or 2.0 of the format, in both places.
        || !matches!(needed, 10 | 20)
        || u16::from(made_by) != needed
        || (time, date) != (0, DATE)
        || [extra, comment, disk].iter().any(|field| *field != 0)
        || internal != 0
    {
        return Err(Problem::Header(name()));
    }
    let (packed, size) = (u64::from(packed), u64::from(size));
    if size > MAX_MEMBER {
        return Err(Problem::TooLarge);
    }
    if is_bomb(size, packed) {
        return Err(Problem::Bomb(name()));
    }
    if u64::from(offset) != at {
        return Err(Problem::Gap);
    }
    let header = LOCAL_LENGTH + raw_name.len();
    let data = at + header as u64;
    if data + packed > limit {
        return Err(Problem::Gap);
    }
    let local = read_at(reader, at, header)?;
    let mut local = Fields(&local);
    if local.array()? != LOCAL || local.take(common.len())? != common || local.0 != raw_name {
        return Err(Problem::Header(name()));
    }
    Ok(Entry { name: text.to_owned(), method, crc, packed, size, data })
}

/// No two names may be one file, or one file and the folder of another, on any system.
fn check_names(entries: &[Entry]) -> Result<(), Problem> {
    let mut files = BTreeSet::new();
    let mut folders = BTreeSet::new();
    for entry in entries {
        let folded = names::fold(&entry.name);
        folders.extend(folded.match_indices('/').filter_map(|(at, _)| folded.get(..at).map(str::to_owned)));
        if !files.insert(folded) {
            return Err(Problem::Duplicate(entry.name.clone()));
        }
    }
    match files.intersection(&folders).next() {
        Some(name) => Err(Problem::Duplicate(name.clone())),
        None => Ok(()),
    }
}

fn read_at<R: Read + Seek>(reader: &mut R, at: u64, length: usize) -> Result<Vec<u8>, Problem> {
    let io = |error| Problem::io(&error);
    reader.seek(SeekFrom::Start(at)).map_err(io)?;
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).map_err(io)?;
    Ok(bytes)
}
