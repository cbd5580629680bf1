//! Writes an incremental update behind a file (ISO 32000-1 7.5.6), in the kind of cross-reference the file has.

use super::file::PdfFile;
use super::object::{Dictionary, Object, write_hex};
use super::xref::Entry;
use super::{MAX_FILE, PdfError};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;

/// Digits of an offset: enough for every file that is read.
const OFFSET_WIDTH: usize = 10;

/// What is written between `obj` and `endobj`.
pub(super) enum Body {
    Object(Object),
    Stream(Dictionary, Vec<u8>),
    /// A signature dictionary, and the bytes of room kept in `/Contents`.
    Signature(Dictionary, usize),
}

/// A file with its update.
pub(super) struct Written {
    pub bytes: Vec<u8>,
    /// The hexadecimal string of the signature, with `<` and `>`.
    pub contents: Range<usize>,
}

/// The trailer of the update of a file: all the file's own says, but for what an update has of its own.
pub(super) fn next_trailer(old: &Dictionary, size: u32, previous: usize, id: Vec<u8>) -> Dictionary {
    let mut trailer = old.clone();
    for key in ["Type", "W", "Index", "Length", "Filter", "DecodeParms", "XRefStm"] {
        trailer.remove(key);
    }
    trailer.set("Size", Object::Integer(i64::from(size)));
    trailer.set("Prev", Object::Integer(i64::try_from(previous).unwrap_or(i64::MAX)));
    let first = trailer.get("ID").and_then(Object::as_array).and_then(|ids| ids.first()).and_then(Object::as_string);
    let first = first.map_or_else(|| id.clone(), <[u8]>::to_vec);
    trailer.set("ID", Object::Array(vec![Object::String(first), Object::String(id)]));
    trailer
}

/// Writes the objects behind the file. `next` is the first free object number after them.
pub(super) fn write(file: &PdfFile<'_>, objects: &BTreeMap<u32, Body>, next: u32) -> Result<Written, PdfError> {
    let mut out = file.bytes.to_vec();
    if !matches!(out.last(), Some(b'\n' | b'\r')) {
        out.push(b'\n');
    }
    let from = out.len();
    let mut entries: Vec<(u32, usize, u16)> = Vec::new();
    let mut contents = 0..0;
    let mut byte_range = 0..0;
    for (number, body) in objects {
        let generation = match file.entries.get(number) {
            Some(Entry::At(_, generation)) => *generation,
            _ => 0,
        };
        entries.push((*number, out.len(), generation));
        out.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        match body {
            Body::Object(object) => object.write(&mut out),
            Body::Stream(dictionary, data) => {
                Object::Dictionary(dictionary.clone()).write(&mut out);
                out.extend_from_slice(b"stream\n");
                out.extend_from_slice(data);
                out.extend_from_slice(b"\nendstream");
            }
            Body::Signature(dictionary, room) => (contents, byte_range) = write_signature(dictionary, *room, &mut out),
        }
        out.extend_from_slice(b"\nendobj\n");
    }
    let trailer = |size: u32, out: &[u8]| {
        let ids = file.trailer().get("ID").and_then(Object::as_array);
        let last = ids.and_then(|ids| ids.get(1)).and_then(Object::as_string).unwrap_or_default();
        let digest = Sha256::new().chain_update(last).chain_update(out.get(from..).unwrap_or_default()).finalize();
        let id = digest.iter().copied().take(16).collect();
        next_trailer(file.trailer(), size, file.start, id)
    };
    let start = out.len();
    if file.sections.first().is_some_and(|section| section.stream.is_some()) {
        let trailer = trailer(next.saturating_add(1), &out);
        entries.push((next, start, 0));
        write_stream_section(trailer, next, &entries, &mut out);
    } else {
        let trailer = trailer(next, &out);
        write_table(&entries, &mut out);
        out.extend_from_slice(b"trailer\n");
        Object::Dictionary(trailer).write(&mut out);
    }
    out.extend_from_slice(format!("\nstartxref\n{start}\n%%EOF\n").as_bytes());
    if out.len() > MAX_FILE {
        return Err(PdfError::TooLarge);
    }
    let range = format!("[0 {} {} {}", contents.start, contents.end, out.len() - contents.end);
    if let Some(place) = out.get_mut(byte_range) {
        let width = place.len();
        place.copy_from_slice(format!("{range:<0$}]", width - 1).as_bytes());
    }
    Ok(Written { bytes: out, contents })
}

/// Writes the dictionary; gives where `/Contents` and `/ByteRange` stand.
fn write_signature(dictionary: &Dictionary, room: usize, out: &mut Vec<u8>) -> (Range<usize>, Range<usize>) {
    Object::Dictionary(dictionary.clone()).write(out);
    out.truncate(out.len() - b">>".len());
    out.extend_from_slice(b"/ByteRange ");
    let range_at = out.len();
    out.resize(range_at + "[0   ]".len() + 3 * OFFSET_WIDTH, b' ');
    let range = range_at..out.len();
    out.extend_from_slice(b"/Contents ");
    let start = out.len();
    out.push(b'<');
    write_hex(&vec![0; room], out);
    out.push(b'>');
    let contents = start..out.len();
    out.extend_from_slice(b">>");
    (contents, range)
}

/// Entries in runs of numbers that follow each other: the first number and how many.
fn runs(entries: &[(u32, usize, u16)]) -> Vec<&[(u32, usize, u16)]> {
    entries.chunk_by(|(a, ..), (b, ..)| a.checked_add(1) == Some(*b)).collect()
}

fn write_table(entries: &[(u32, usize, u16)], out: &mut Vec<u8>) {
    out.extend_from_slice(b"xref\n");
    for run in runs(entries) {
        let first = run.first().map_or(0, |(number, ..)| *number);
        out.extend_from_slice(format!("{first} {}\n", run.len()).as_bytes());
        for (_, offset, generation) in run {
            out.extend_from_slice(format!("{offset:010} {generation:05} n\r\n").as_bytes());
        }
    }
}

fn write_stream_section(mut dictionary: Dictionary, number: u32, entries: &[(u32, usize, u16)], out: &mut Vec<u8>) {
    let mut data = Vec::new();
    for (_, offset, generation) in entries {
        data.push(1);
        data.extend_from_slice(&u32::try_from(*offset).unwrap_or(u32::MAX).to_be_bytes());
        data.extend_from_slice(&generation.to_be_bytes());
    }
    let integer = |value: usize| Object::Integer(i64::try_from(value).unwrap_or(i64::MAX));
    let index = runs(entries).into_iter().flat_map(|run| {
        [Object::Integer(run.first().map_or(0, |(number, ..)| i64::from(*number))), integer(run.len())]
    });
    dictionary.set("Type", Object::name_of("XRef"));
    dictionary.set("W", Object::Array([1, 4, 2].map(Object::Integer).to_vec()));
    dictionary.set("Index", Object::Array(index.collect()));
    dictionary.set("Length", integer(data.len()));
    out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    Object::Dictionary(dictionary).write(out);
    out.extend_from_slice(b"stream\n");
    out.extend_from_slice(&data);
    out.extend_from_slice(b"\nendstream\nendobj");
}
