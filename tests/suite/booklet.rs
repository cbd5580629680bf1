//! `opine booklet`: what goes into a package, for whom, that it is the same each time, and how it is opened and printed.
//!
//! Records are made here. Cases that tests only look at are built once; a test that changes one works on a copy.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object};
use sha2::{Digest, Sha256};

use crate::rules::sealed_base;
use crate::signing::{attested, copy_of, done, keys, opine, refused, released, said, text, tree};

mod archives;
mod print;
mod recipients;
pub mod samples;

/// A day on which the consent of the base is in force.
const DAY: &str = "2026-03-06";
/// When archives are sealed and looked at.
const SEALED_AT: &str = "2026-03-07T09:00:00-06:00";

fn build(case: &Path, out: &Path, more: &[&str]) -> Output {
    let day = if more.contains(&"--date") { [].as_slice() } else { &["--date", DAY] };
    opine(&[&["booklet", "build", text(case), "--out", text(out)], day, more].concat())
}

fn shared(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("booklet").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The base of the rules in English, with one record more for each kind of file: `case`, `out`, and what was said.
fn kinds() -> &'static (PathBuf, String) {
    static BUILT: OnceLock<(PathBuf, String)> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = shared("kinds");
        let base = sealed_base(|files| {
            files.retain(|name, _| !name.starts_with("translations/"));
            let mut lines = String::new();
            for (number, (name, bytes)) in (6..).zip(samples::records()) {
                let digest = hex(&bytes);
                lines.push_str(&format!(
                    "  - {{id: REC-{number}, kind: visit, date: 2026-02-{number:02}, received_on: 2026-02-20, provider: Lakemont Clinic, \
                     title: \"A file {number}\", pages: 1, file: records/{name}, sha256: {digest}, quality: adequate}}\n"
                ));
                files.insert(format!("records/{name}"), bytes);
            }
            let case = String::from_utf8(files["case.yaml"].clone()).unwrap();
            let case = case.replace("locales: [es-US, fr-CA]\n", "");
            let case = case.replacen("\nsummary:\n", &format!("\n{lines}summary:\n"), 1).replace("\n\n  - {id: REC-6", "\n  - {id: REC-6");
            let linked = "records: [REC-1, REC-4, REC-6]\n    pages: [{record: REC-6, page: 2}]";
            let case = case.replacen("records: [REC-1, REC-4]", linked, 1);
            files.insert("case.yaml".to_owned(), case.into_bytes());
        });
        crate::signing::copy_tree(base.path(), &folder.join("case"));
        let output = build(&folder.join("case"), &folder.join("out"), &[]);
        let said = done(&output);
        (folder, said)
    })
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn pdf(path: &Path) -> Pdf {
    Pdf::new(fs::read(path).unwrap()).unwrap()
}

/// The named places of a PDF and the pages they lead to.
fn places(pdf: &Pdf) -> BTreeMap<String, usize> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap();
    let tree = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("Dests")).unwrap();
    let list = tree.get::<Array<'_>>("Names").unwrap();
    let items: Vec<Object<'_>> = list.iter::<Object<'_>>().collect();
    let pages: Vec<_> = pdf.pages().iter().map(|page| page.raw().obj_id().unwrap()).collect();
    let mut places = BTreeMap::new();
    for pair in items.chunks(2) {
        let name = pair[0].clone().into_string().unwrap();
        let target = match pair[1].clone() {
            Object::Dict(dict) => dict.get::<Array<'_>>("D").unwrap(),
            other => other.into_array().unwrap(),
        };
        let to = target.raw_iter().next().unwrap().as_obj_ref().unwrap().into();
        places.insert(
            String::from_utf8_lossy(name.as_bytes()).into_owned(),
            pages.iter().position(|page| *page == to).unwrap(),
        );
    }
    places
}

/// The start page, its slashes and signs written out.
fn start_page(folder: &Path) -> String {
    let page = fs::read_to_string(folder.join("index.html")).unwrap();
    page.replace("&#x2f;", "/").replace("&amp;", "&")
}

fn pages_said(said: &str, file: &str) -> usize {
    let line = said
        .lines()
        .find(|line| line.trim_start().starts_with(&format!("{file} ")))
        .unwrap_or_else(|| panic!("{said}"));
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn every_record_is_shown_or_attached_with_its_reason() {
    let (folder, said) = kinds();
    let out = folder.join("out");
    let volume = pdf(&out.join("records/volume.en-US.pdf"));
    let places = places(&volume);
    let page = start_page(&out);
    for (number, (name, bytes)) in (6..).zip(samples::records()) {
        assert!(places.contains_key(&format!("REC-{number}")), "{name} has no divider");
        assert_eq!(fs::read(out.join("records").join(name)).unwrap(), bytes, "{name}");
        let attached = format!("REC-{number}: attached whole, not shown (");
        let reason = said.split_once(&attached).map(|(_, rest)| rest.split(')').next().unwrap());
        assert_eq!(reason, samples::reason(name), "{name}: {said}");
        let sheets = places.keys().filter(|place| place.starts_with(&format!("REC-{number}."))).count();
        assert_eq!(sheets, samples::sheets(name), "{name}");
    }
    for words in ["The file is locked with a password.", "It is a video."] {
        assert!(page.contains(words), "{words}");
    }
    for number in [3, 4, 5] {
        assert!(said.contains(&format!("REC-{number}: the case names no file")), "{said}");
    }
    assert!(["REC-1", "REC-2", "REC-3", "REC-4"].iter().all(|id| places.contains_key(*id)));
}

#[test]
fn places_lead_to_their_pages() {
    let (folder, said) = kinds();
    let out = folder.join("out");
    for file in ["records/volume.en-US.pdf", "booklet.en-US.pdf", "consultation.en-US.pdf", "patient-summary.en-US.pdf"]
    {
        assert_eq!(pdf(&out.join(file)).pages().len(), pages_said(said, file), "{file}");
    }
    let volume = pdf(&out.join("records/volume.en-US.pdf"));
    let places = places(&volume);
    let width = |page: usize| volume.pages()[page].render_dimensions().0;
    // The PDF has a page of 400 by 500 and one of 500 by 400 points.
    assert_eq!(places["REC-6.1"], places["REC-6"] + 1);
    assert_eq!(places["REC-6.2"], places["REC-6"] + 2);
    assert_eq!((width(places["REC-6.1"]), width(places["REC-6.2"])), (400.0, 500.0));
    // In the order of their dates: the eye test of 2025 comes first.
    let order: Vec<usize> = ["REC-5", "REC-1", "REC-2", "REC-3", "REC-4", "REC-6", "REC-7", "REC-8"]
        .map(|id| places.get(id).copied())
        .into_iter()
        .flatten()
        .collect();
    assert!(order.is_sorted() && order.len() >= 7, "{places:?}");
    // What acts in the foreign file is not in the volume; its words are.
    let bytes = fs::read(out.join("records/volume.en-US.pdf")).unwrap();
    assert!(!bytes.windows(10).any(|window| window == b"JavaScript"));
    assert!(bytes.windows(12).any(|window| window == b"% first page"));
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let (folder, _) = kinds();
    let again = tempfile::tempdir().unwrap();
    let (first, second) = (tree(&folder.join("out")), again.path().join("out"));
    done(&build(&folder.join("case"), &second, &["--jobs", "1"]));
    let second = tree(&second);
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(*bytes == second[name], "{name}");
    }
    assert!(first.contains_key("OPX-2026-0001-v1.zip"), "the archive too");
}

#[test]
fn the_start_page_leads_to_everything_and_runs_nothing() {
    let base = sealed_base(|_| {});
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    done(&build(base.path(), &out, &[]));
    let page = start_page(&out);
    for locale in ["en-US", "es-US", "fr-CA"] {
        assert!(page.contains(&format!("lang=\"{locale}\"")), "{locale}");
        assert!(page.contains(&format!("href=\"booklet.{locale}.pdf\"")), "{locale}");
    }
    let lower = page.to_lowercase();
    for active in [
        "<script",
        "javascript:",
        "<iframe",
        "<img",
        "<object",
        "<embed",
        "<form",
        "onclick",
        "onload",
        "http://",
        "https://",
        "url(",
        "@import",
    ] {
        assert!(!lower.contains(active), "{active}");
    }
    assert!(page.contains("default-src 'none'"));
    let ids: BTreeSet<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut files = 0;
    for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if let Some(id) = link.strip_prefix('#') {
            assert!(ids.contains(id), "#{id}");
        } else if !link.starts_with("mailto:") && !link.starts_with("tel:") {
            let (path, place) = link.split_once("#nameddest=").unwrap_or((link, ""));
            assert!(out.join(path).is_file(), "{link}");
            assert!(place.is_empty() || places(&pdf(&out.join(path))).contains_key(place), "{link}");
            files += 1;
        }
    }
    assert!(files > 12, "{files} links to files");
    sums_are_right(&out);
}

/// The list names every file but itself and the archive, each with its digest.
fn sums_are_right(out: &Path) {
    let files = tree(out);
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    let mut listed = BTreeSet::new();
    for line in sums.lines() {
        let (digest, name) = line.split_once("  ").unwrap();
        assert_eq!(hex(&files[name]), digest, "{name}");
        assert!(listed.insert(name.to_owned()), "{name} twice");
    }
    let beside = |name: &String| {
        let ends = [".zip", ".asice", ".asice.minisig"];
        ["SHA256SUMS", "minisign.pub"].contains(&name.as_str())
            || !name.contains('/') && ends.iter().any(|end| name.ends_with(end))
    };
    let expected: BTreeSet<String> = files.into_keys().filter(|name| !beside(name)).collect();
    assert_eq!(listed, expected);
}

#[test]
fn a_record_that_is_not_the_reviewed_one_stops_everything() {
    let (folder, _) = kinds();
    let copy = tempfile::tempdir().unwrap();
    let (case, out) = (copy.path().join("case"), copy.path().join("out"));
    crate::signing::copy_tree(&folder.join("case"), &case);
    fs::create_dir(&out).unwrap();
    fs::write(out.join("index.html"), "from before").unwrap();
    let file = case.join("records/frame.dcm");
    let good = fs::read(&file).unwrap();
    let untouched = || {
        let left: Vec<(String, Vec<u8>)> = tree(&out).into_iter().collect();
        assert_eq!(left, [("index.html".to_owned(), b"from before".to_vec())]);
        assert_eq!(fs::read_dir(&out).unwrap().count(), 1, "no folder is left either");
    };
    let mut other = good.clone();
    *other.last_mut().unwrap() ^= 1;
    fs::write(&file, other).unwrap();
    let output = build(&case, &out, &[]);
    refused(&output, 1, "REC-02");
    assert!(said(&output).contains("REC-8"), "it is named: {}", said(&output));
    untouched();
    fs::remove_file(&file).unwrap();
    refused(&build(&case, &out, &[]), 1, "REC-02");
    untouched();
    fs::write(&file, good).unwrap();
    done(&build(&case, &out, &[]));
    assert!(tree(&out).len() > 10);
}

#[test]
fn two_records_of_one_name_are_both_there() {
    let (folder, _) = kinds();
    let copy = tempfile::tempdir().unwrap();
    let (case, out) = (copy.path().join("case"), copy.path().join("out"));
    crate::signing::copy_tree(&folder.join("case"), &case);
    // The package keeps originals in `records/`, whatever folder they come from.
    fs::write(case.join("mammogram.txt"), "Another mammogram altogether.").unwrap();
    // A record may be called as the volume is, and two records may be in one file.
    fs::write(case.join("records/Volume.en-US.pdf"), samples::pdf(&[(300, 300, "")], "", "")).unwrap();
    let file = case.join("case.yaml");
    let yaml = fs::read_to_string(&file).unwrap();
    let mut changed = yaml.clone();
    for (title, name) in [
        ("Blood tests", "mammogram.txt"),
        ("Eye test", "records/Volume.en-US.pdf"),
        ("Visit with plan", "records/photo.png"),
    ] {
        let at = changed.find(&format!("title: \"{title}\", pages: ")).unwrap();
        changed.insert_str(at, &format!("file: {name}, "));
    }
    fs::write(&file, changed).unwrap();
    done(&build(&case, &out, &[]));
    let files = tree(&out);
    let texts: Vec<&Vec<u8>> =
        files.iter().filter(|(name, _)| name.contains("mammogram")).map(|(_, bytes)| bytes).collect();
    assert_eq!(texts.len(), 2);
    assert!(texts.iter().any(|text| text.starts_with(b"Another")));
    assert!(files.contains_key("records/REC-5/Volume.en-US.pdf"), "{:?}", files.keys());
    assert_eq!(files.keys().filter(|name| name.ends_with("photo.png")).count(), 1);
    sums_are_right(&out);
    let page = start_page(&out);
    assert!(page.contains("records/REC-3/mammogram.txt") || page.contains("records/REC-1/mammogram.txt"));
}
