//! Archives as they should be, and every way of writing one that two readers could understand differently.

#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};

use flate2::Crc;

use super::*;
use crate::signing::approval::Sha256Digest;
use crate::signing::fixtures::{Institution, at};
use crate::signing::signer::KeyAlgorithm;

fn files() -> Vec<NewFile<'static>> {
    vec![
        NewFile::bytes("documents/booklet.pdf", b"%PDF-1.7 not really".to_vec()),
        NewFile::bytes(
            "case.json",
            "{\"text\":\"the same words, the same words, the same words\"}".as_bytes().to_vec(),
        ),
        NewFile::bytes("records/r\u{e9}sum\u{e9}.txt", b"old".to_vec()),
    ]
}

fn good(institution: &Institution) -> Vec<u8> {
    let signer = institution.director(KeyAlgorithm::P256Sha256);
    to_bytes(files(), signer, at("2026-03-01T09:30:00-06:00")).unwrap()
}

fn problem(bytes: &[u8]) -> ArchiveProblem {
    match Archive::open(Cursor::new(bytes)).and_then(|mut archive| archive.check()) {
        Ok(_) => panic!("accepted"),
        Err(problem) => problem,
    }
}

/// An entry with every field that an attacker may set.
#[derive(Clone)]
struct Raw {
    name: Vec<u8>,
    local_name: Vec<u8>,
    data: Vec<u8>,
    needed: u16,
    flags: u16,
    method: u16,
    time: u16,
    date: u16,
    crc: u32,
    local_crc: u32,
    packed: u32,
    size: u32,
    local_size: u32,
    extra: Vec<u8>,
    local_extra: Vec<u8>,
    comment: Vec<u8>,
    made_by: u16,
    attributes: u32,
    offset: Option<u32>,
    /// Bytes before the local header.
    before: Vec<u8>,
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

impl Raw {
    fn stored(name: &str, data: &[u8]) -> Self {
        let flags = if name.is_ascii() { 0 } else { 1 << 11 };
        let (crc, size) = (crc(data), data.len() as u32);
        Self {
            name: name.into(),
            local_name: name.into(),
            data: data.to_vec(),
            needed: 20,
            flags,
            method: 0,
            time: 0,
            date: 0x21,
            crc,
            local_crc: crc,
            packed: size,
            size,
            local_size: size,
            extra: Vec::new(),
            local_extra: Vec::new(),
            comment: Vec::new(),
            made_by: 3 << 8 | 20,
            attributes: 0o100_644 << 16,
            offset: None,
            before: Vec::new(),
        }
    }

    fn deflated(name: &str, data: &[u8], packed: Vec<u8>) -> Self {
        let mut raw = Self::stored(name, data);
        (raw.method, raw.packed) = (8, packed.len() as u32);
        raw.data = packed;
        raw
    }
}

fn build(entries: &[Raw]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for raw in entries {
        out.extend_from_slice(&raw.before);
        let start = raw.offset.unwrap_or(out.len() as u32);
        let common = |crc: u32, size: u32, name: &[u8], extra: &[u8]| {
            let mut bytes = Vec::new();
            for field in [raw.needed, raw.flags, raw.method, raw.time, raw.date] {
                bytes.extend_from_slice(&field.to_le_bytes());
            }
            for field in [crc, raw.packed, size] {
                bytes.extend_from_slice(&field.to_le_bytes());
            }
            bytes.extend_from_slice(&(name.len() as u16).to_le_bytes());
            bytes.extend_from_slice(&(extra.len() as u16).to_le_bytes());
            bytes
        };
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common(raw.local_crc, raw.local_size, &raw.local_name, &raw.local_extra));
        out.extend_from_slice(&[&raw.local_name[..], &raw.local_extra, &raw.data].concat());
        directory.extend_from_slice(b"PK\x01\x02");
        directory.extend_from_slice(&raw.made_by.to_le_bytes());
        directory.extend_from_slice(&common(raw.crc, raw.size, &raw.name, &raw.extra));
        directory.extend_from_slice(&(raw.comment.len() as u16).to_le_bytes());
        directory.extend_from_slice(&[0; 4]);
        directory.extend_from_slice(&raw.attributes.to_le_bytes());
        directory.extend_from_slice(&start.to_le_bytes());
        directory.extend_from_slice(&[&raw.name[..], &raw.extra, &raw.comment].concat());
    }
    finish(out, &directory, entries.len() as u16)
}

fn finish(mut out: Vec<u8>, directory: &[u8], count: u16) -> Vec<u8> {
    let start = out.len() as u32;
    out.extend_from_slice(directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&[count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend_from_slice(&[(directory.len() as u32).to_le_bytes(), start.to_le_bytes()].concat());
    out.extend_from_slice(&[0, 0]);
    out
}

/// The entries of an archive of ours, stored.
fn raws(bytes: &[u8]) -> Vec<Raw> {
    let mut archive = Archive::open(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.members().map(|member| member.name.to_owned()).collect();
    names.iter().map(|name| Raw::stored(name, &archive.read(name, MAX_CONTROL).unwrap())).collect()
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let institution = Institution::new(51);
    let bytes = good(&institution);
    assert_eq!(bytes, good(&institution));
    let mut archive = Archive::open(Cursor::new(&bytes)).unwrap();
    let names: Vec<String> = archive.members().map(|member| member.name.to_owned()).collect();
    assert_eq!(
        names,
        ["mimetype", "case.json", "documents/booklet.pdf", "records/r\u{e9}sum\u{e9}.txt", SUMS, MANIFEST, SIGNATURE]
    );
    let contents = archive.check().unwrap();
    assert_eq!(contents.digests["records/r\u{e9}sum\u{e9}.txt"], Sha256Digest::of(b"old"));
    assert_eq!(contents.signed_at, at("2026-03-01T09:30:00-06:00"));
    assert_eq!(&bytes[30..38], b"mimetype");
    assert_eq!(&bytes[38..38 + MIME_TYPE.len()], MIME_TYPE.as_bytes());
    // What the attacks below are made with writes an archive that is accepted.
    assert!(Archive::open(Cursor::new(build(&raws(&bytes)))).unwrap().check().is_ok());
}

#[test]
fn attacks_on_the_structure() {
    let institution = Institution::new(52);
    let bytes = good(&institution);
    let entries = raws(&bytes);
    let with = |index: usize, change: &dyn Fn(&mut Raw)| {
        let mut entries = entries.clone();
        change(&mut entries[index]);
        build(&entries)
    };
    let refused = |attack: &str, bytes: &[u8], code: &str| {
        assert_eq!(problem(bytes).code(), code, "{attack}: {}", problem(bytes))
    };
    refused("nothing", b"", "not-zip");
    refused("trailing data", &[&bytes[..], b"\0"].concat(), "not-zip");
    refused("another archive behind", &[&bytes[..], &bytes].concat(), "gap");
    refused("leading data", &[b"#!/bin/sh\n", &bytes[..]].concat(), "gap");
    refused("cut", &bytes[..bytes.len() - 1], "not-zip");
    let mut comment = bytes.clone();
    let last = comment.len() - 2;
    comment[last] = 1;
    refused("length of a comment", &comment, "not-zip");
    refused("comment", &[&comment[..], b"x"].concat(), "not-zip");
    refused("gap between entries", &with(2, &|raw| raw.before = b"hidden".to_vec()), "gap");
    refused("entries overlap", &with(2, &|raw| raw.offset = Some(0)), "gap");
    refused(
        "data beyond the directory",
        &with(6, &|raw| (raw.packed, raw.size, raw.local_size) = (90_000, 90_000, 90_000)),
        "gap",
    );
    let mut hidden = entries.clone();
    hidden.insert(2, Raw::stored("evil.txt", b"x"));
    let all = build(&hidden);
    // The same bytes with a directory that leaves one out.
    let field = all.len() - 6;
    let start = u32::from_le_bytes(all[field..field + 4].try_into().unwrap()) as usize;
    let (data, directory) = (&all[..start], &all[start..all.len() - 22]);
    let from = directory.windows(8).position(|window| window == b"evil.txt").unwrap() - 46;
    let without = [&directory[..from], &directory[from + 46 + 8..]].concat();
    assert!(Archive::open(Cursor::new(finish(data.to_vec(), directory, 8))).is_ok());
    refused("entry that is not in the directory", &finish(data.to_vec(), &without, 7), "gap");
    refused("fewer entries counted than there are", &finish(data.to_vec(), directory, 7), "gap");
    refused("more entries counted than there are", &finish(data.to_vec(), directory, 9), "not-zip");

    refused("encrypted", &with(1, &|raw| raw.flags |= 1), "encrypted");
    refused("strongly encrypted", &with(1, &|raw| raw.flags |= 1 << 6), "encrypted");
    refused("data descriptor", &with(1, &|raw| raw.flags |= 1 << 3), "data-descriptor");
    let lying = |raw: &mut Raw| {
        raw.flags |= 1 << 3;
        raw.data.extend_from_slice(b"PK\x07\x08\0\0\0\0\0\0\0\0\0\0\0\0");
    };
    refused("data descriptor that lies", &with(1, &lying), "data-descriptor");
    for method in [1, 9, 12, 14, 93, 99] {
        refused("another compression", &with(1, &|raw| raw.method = method), "method");
    }
    refused("symbolic link", &with(3, &|raw| raw.attributes = 0o120_777 << 16), "mode");
    refused("folder", &with(3, &|raw| raw.attributes = 0o040_755 << 16 | 0x10), "mode");
    refused("device", &with(3, &|raw| raw.attributes = 0o060_644 << 16), "mode");
    refused("set user id", &with(3, &|raw| raw.attributes = 0o104_755 << 16), "mode");
    refused("another system", &with(3, &|raw| raw.made_by = 20), "mode");
    refused("extra field in the directory", &with(3, &|raw| raw.extra = vec![1, 0, 0, 0]), "header");
    refused("extra field in the local header", &with(3, &|raw| raw.local_extra = vec![1, 0, 0, 0]), "header");
    let zip64: Vec<u8> = [&[1, 0, 16, 0][..], &5_u64.to_le_bytes(), &5_u64.to_le_bytes()].concat();
    refused(
        "sizes of ZIP64",
        &with(3, &|raw| (raw.size, raw.packed, raw.extra) = (u32::MAX, u32::MAX, zip64.clone())),
        "zip64",
    );
    refused("offset of ZIP64", &with(3, &|raw| raw.offset = Some(u32::MAX)), "zip64");
    refused("ZIP64 beside true sizes", &with(3, &|raw| raw.extra = zip64.clone()), "header");
    let mut end = bytes.clone();
    let at = end.len() - 6;
    end[at..at + 4].copy_from_slice(&[0xFF; 4]);
    refused("directory of ZIP64", &end, "zip64");
    let start = at - 4;
    let directory_start = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let locator = [&bytes[..bytes.len() - 22], b"PK\x06\x07", &[0; 16], &bytes[bytes.len() - 22..]].concat();
    refused("locator of ZIP64", &locator, "gap");
    assert!(directory_start < start);
    refused("comment of an entry", &with(3, &|raw| raw.comment = b"x".to_vec()), "header");
    refused("time", &with(3, &|raw| raw.time = 1), "header");
    refused("date", &with(3, &|raw| raw.date = 0x5821), "header");
    refused("version needed", &with(3, &|raw| raw.needed = 45), "header");
    refused("another name in the local header", &with(3, &|raw| raw.local_name[0] ^= 1), "header");
    refused("another checksum in the local header", &with(3, &|raw| raw.local_crc ^= 1), "header");
    refused("another size in the local header", &with(3, &|raw| raw.local_size += 1), "header");
    refused("stored in fewer bytes than it has", &with(3, &|raw| (raw.size, raw.local_size) = (99, 99)), "header");
}

#[test]
fn attacks_on_names() {
    let institution = Institution::new(53);
    let entries = raws(&good(&institution));
    let named = |name: &[u8]| {
        let mut entries = entries.clone();
        (entries[3].name, entries[3].local_name) = (name.to_vec(), name.to_vec());
        entries[3].flags = 1 << 11;
        problem(&build(&entries)).code()
    };
    for name in [
        &b"../evil"[..],
        b"a/../../evil",
        b"/etc/passwd",
        b"C:\\evil",
        b"C:evil",
        b"a\\b",
        b"a\0b",
        b"a\x1b[2J",
        b"",
        b"a//b",
        b"a/",
        b"./a",
        b"\xff\xfe",
        b"re\xcc\x81sume",
        b"nul",
        b"a.",
        b"a\xe2\x80\xaefdp.exe",
        b"//server/share",
    ] {
        assert_eq!(named(name), "name", "{:?}", String::from_utf8_lossy(name));
    }
    for name in [
        "case.json",
        "CASE.json",
        "Documents/Booklet.PDF",
        "mimetype",
        "MIMETYPE",
        "case.json/x",
        "documents",
        "\u{17f}ha256sums",
    ] {
        assert_eq!(named(name.as_bytes()), "duplicate", "{name}");
    }
    for name in ["META-INF/signature002.p7s", "meta-inf/x", "META-INF/manifest.xml"] {
        assert!(["unlisted", "order"].contains(&named(name.as_bytes())), "{name}");
    }
    let mut latin = entries.clone();
    latin[3].flags = 0;
    assert_eq!(problem(&build(&latin)).code(), "name", "UTF-8 that is not said to be");
}

#[test]
fn attacks_on_sizes() {
    let institution = Institution::new(54);
    let entries = raws(&good(&institution));
    let with = |index: usize, raw: Raw| {
        let mut entries = entries.clone();
        entries[index] = raw;
        problem(&build(&entries)).code()
    };
    let zeros = vec![0; 3 << 20];
    assert_eq!(with(1, Raw::deflated("case.json", &zeros, deflate(&zeros))), "bomb", "declared");
    let mut small = Raw::deflated("case.json", &zeros, deflate(&zeros));
    (small.size, small.local_size) = (1000, 1000);
    assert_eq!(with(1, small), "bomb", "declared small, unpacks large");
    let mut large = Raw::deflated("case.json", b"little", deflate(b"little"));
    (large.size, large.local_size) = (7, 7);
    assert_eq!(with(1, large), "damaged", "unpacks to less");
    let text = entries[1].data.clone();
    let mut hidden = deflate(&text);
    hidden.extend_from_slice(b"hidden");
    assert_eq!(with(1, Raw::deflated("case.json", &text, hidden)), "bomb", "something behind the compressed data");
    assert_eq!(with(1, Raw::deflated("case.json", &text, vec![7; 20])), "damaged", "no compressed data");
    let mut short = deflate(&text);
    short.truncate(short.len() / 2);
    assert_eq!(with(1, Raw::deflated("case.json", &text, short)), "damaged", "cut compressed data");
    let mut wrong = Raw::stored("case.json", &text);
    (wrong.crc, wrong.local_crc) = (1, 1);
    assert_eq!(with(1, wrong), "damaged", "checksum");
    let mut huge = Raw::stored("case.json", &text);
    (huge.size, huge.local_size, huge.packed) = (3 << 30, 3 << 30, 3 << 30);
    assert_eq!(with(1, huge), "too-large");
    let many: Vec<Raw> = (0..MAX_MEMBERS + 1).map(|index| Raw::stored(&format!("f{index}"), b"")).collect();
    assert_eq!(problem(&build(&many)).code(), "too-large");
}

#[test]
fn attacks_on_contents() {
    let institution = Institution::new(55);
    let entries = raws(&good(&institution));
    let code = |change: &dyn Fn(&mut Vec<Raw>)| {
        let mut entries = entries.clone();
        change(&mut entries);
        problem(&build(&entries)).code()
    };
    assert_eq!(code(&|all| all[2] = Raw::stored("documents/booklet.pdf", b"%PDF-1.7 another file")), "digest");
    assert_eq!(code(&|all| all.swap(1, 2)), "order");
    assert_eq!(code(&|all| all.swap(0, 1)), "order");
    assert_eq!(code(&|all| all.swap(5, 6)), "order");
    assert_eq!(code(&|all| drop(all.remove(0))), "order");
    assert_eq!(code(&|all| drop(all.pop())), "order");
    assert_eq!(code(&|all| drop(all.remove(2))), "missing");
    assert_eq!(code(&|all| all.insert(2, Raw::stored("d.txt", b"x"))), "unlisted");
    assert_eq!(code(&|all| all[1] = Raw::stored("cases.json", &all[1].data.clone())), "unlisted");
    assert_eq!(code(&|all| all[0] = Raw::stored("mimetype", b"application/zip")), "order");
    assert_eq!(code(&|all| all[0] = Raw::deflated("mimetype", &all[0].data.clone(), deflate(&all[0].data))), "order");
    let edit = |from: &str, to: &str| {
        code(&|all| {
            let text = String::from_utf8(all[5].data.clone()).unwrap();
            assert!(text.contains(from));
            all[5] = Raw::stored(MANIFEST, text.replacen(from, to, 1).as_bytes());
        })
    };
    assert_eq!(edit("case.json", "cas%65.json"), "manifest");
    assert_eq!(edit("sha256", "sha512"), "manifest");
    assert_eq!(edit("<asic:SigReference", "<!DOCTYPE a []><asic:SigReference"), "manifest");
    assert_eq!(edit("case.json", "evil.json"), "unlisted");
    assert_eq!(edit("documents/booklet.pdf", "case.json"), "manifest");
    // A list that names another file than the manifest, with a manifest that fits it.
    let listed = code(&|all| {
        let list = String::from_utf8(all[4].data.clone()).unwrap().replace("booklet", "bookley");
        let (old, new) = (Sha256Digest::of(&all[4].data), Sha256Digest::of(list.as_bytes()));
        let base64 = |digest: Sha256Digest| <base64ct::Base64 as base64ct::Encoding>::encode_string(digest.as_bytes());
        let xml = String::from_utf8(all[5].data.clone()).unwrap().replace(&base64(old), &base64(new));
        all[4] = Raw::stored(SUMS, list.as_bytes());
        all[5] = Raw::stored(MANIFEST, xml.as_bytes());
    });
    assert_eq!(listed, "sums");
}

#[test]
fn no_flipped_byte_is_accepted_beside_the_signature() {
    let institution = Institution::new(56);
    let bytes = good(&institution);
    let mut accepted = Vec::new();
    for index in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[index] ^= 1 << (index % 8);
        let read = Archive::open(Cursor::new(&changed)).and_then(|mut archive| archive.check());
        if read.is_ok() {
            accepted.push(index);
        }
    }
    // A compressed stream ends within a byte, and the bits behind its end mean nothing: its unpacked bytes are those
    // signed.
    let entries = directory::read(&mut Cursor::new(&bytes)).unwrap();
    let packed = entries.iter().filter(|entry| entry.method == directory::Method::Deflated);
    let ends: Vec<usize> = packed.map(|entry| (entry.data + entry.packed) as usize - 1).collect();
    assert!(accepted.iter().all(|index| ends.contains(index)), "{accepted:?} {ends:?}");
    for length in (0..bytes.len()).step_by(7) {
        assert!(Archive::open(Cursor::new(&bytes[..length])).is_err());
    }
}

#[test]
fn extraction_is_whole_or_nothing() {
    let institution = Institution::new(57);
    let bytes = good(&institution);
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("out");
    let mut archive = Archive::open(Cursor::new(&bytes)).unwrap();
    let contents = archive.check().unwrap();
    archive.extract(&contents, &into).unwrap();
    assert_eq!(std::fs::read(into.join("records/r\u{e9}sum\u{e9}.txt")).unwrap(), b"old");
    assert_eq!(std::fs::read(into.join(SIGNATURE)).unwrap(), contents.signature);
    assert!(matches!(archive.extract(&contents, &into), Err(ArchiveProblem::Io(why)) if why.contains("exists")));
    // A file that changed between check and extraction.
    let mut contents = contents;
    contents.digests.insert("case.json".to_owned(), Sha256Digest::ZERO);
    let other = folder.path().join("other");
    assert_eq!(archive.extract(&contents, &other).unwrap_err().code(), "digest");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["out"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/nowhere", folder.path().join("link")).unwrap();
        assert!(archive.extract(&contents, &folder.path().join("link")).is_err());
    }
}

#[test]
fn files_that_no_archive_may_hold_are_not_written() {
    let institution = Institution::new(58);
    let signer = institution.director(KeyAlgorithm::P256Sha256);
    let refused = |names: &[&str]| {
        let files = names.iter().map(|name| NewFile::bytes(*name, b"x".to_vec())).collect();
        to_bytes(files, signer, at("2026-03-01T09:30:00-06:00")).unwrap_err().message().to_owned()
    };
    for names in [
        &["../a"][..],
        &["a", "A"],
        &["a", "a"],
        &["a", "a/b"],
        &["META-INF/x"],
        &["meta-inf"],
        &["mimetype"],
        &["sha256sums"],
        &["nul"],
        &["a\\b"],
        &[],
    ] {
        assert!(refused(names).contains("archive"), "{names:?}");
    }
}

#[test]
fn what_packs_too_well_is_stored_and_large_files_are_streamed() {
    let institution = Institution::new(59);
    let signer = institution.director(KeyAlgorithm::P256Sha256);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan.dcm");
    let noise: Vec<u8> = (0..5_000_000_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    std::fs::write(&path, &noise).unwrap();
    let files = vec![
        NewFile::bytes("zeros.txt", vec![0; 2 << 20]),
        NewFile::file("records/scan.dcm", &path),
        NewFile::file("copy.txt", &path),
    ];
    let mut out = Cursor::new(Vec::new());
    let written = write(&mut out, files, signer, at("2026-03-01T09:30:00-06:00")).unwrap();
    let bytes = out.into_inner();
    assert_eq!(written.size, bytes.len() as u64);
    let mut archive = Archive::open(Cursor::new(&bytes)).unwrap();
    let contents = archive.check().unwrap();
    assert_eq!(contents.digests["records/scan.dcm"], Sha256Digest::of(&noise));
    assert_eq!(contents.digests["zeros.txt"], Sha256Digest::of(&vec![0; 2 << 20]));
    assert!(bytes.len() > (2 << 20) + 5_000_000);
    let missing = vec![NewFile::file("a", folder.path().join("missing"))];
    assert!(to_bytes(missing, signer, at("2026-03-01T09:30:00-06:00")).is_err());
}
