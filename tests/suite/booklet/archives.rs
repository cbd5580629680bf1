//! Archives: sealed, opened, altered, locked.

use super::*;

const NAME: &str = "OPX-2026-0001-v1.asice";

fn open(file: &Path, more: &[&str]) -> Output {
    let roots = keys().join("ca.pem");
    let roots = if more.contains(&"--no-roots") { vec![] } else { vec!["--roots", text(&roots)] };
    let more: Vec<&str> = more.iter().copied().filter(|one| *one != "--no-roots").collect();
    opine(&[&["booklet", "open", text(file), "--at", SEALED_AT], roots.as_slice(), &more].concat())
}

#[test]
fn an_archive_is_listed_and_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let archive = released().join("out").join(NAME);
    let output = open(&archive, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let list = String::from_utf8(output.stdout.clone()).unwrap();
    for name in [
        "booklet.en-US.pdf",
        "records/volume.es-US.pdf",
        "records/pathology.txt",
        "index.html",
        "case.json",
        "META-INF/ASiCManifest001.xml",
    ] {
        assert!(list.lines().any(|line| line.split_whitespace().nth(1) == Some(name)), "{name} in\n{list}");
    }
    let out = folder.path().join("new");
    done(&open(&archive, &["--out", text(&out)]));
    let (found, package) = (tree(&out), tree(&released().join("out")));
    for (name, bytes) in package.iter().filter(|(name, _)| !name.starts_with(NAME) && *name != "minisign.pub") {
        assert!(found.get(name) == Some(bytes), "{name}");
    }
    // A folder that is there is never written to, not even an empty one with the same files.
    let before = tree(&out);
    let again = open(&archive, &["--out", text(&out)]);
    assert_ne!(again.status.code(), Some(0));
    assert!(tree(&out) == before);
}

#[test]
fn nobody_is_trusted_without_being_named() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let archive = released().join("out").join(NAME);
    let other = keys().join("other-ca.pem");
    for more in [["--no-roots"].as_slice(), &["--no-roots", "--roots", text(&other)]] {
        let output = open(&archive, &[more, &["--out", text(&out)]].concat());
        refused(&output, 2, "nothing was taken out");
        assert!(!out.exists());
        assert_eq!(open(&archive, more).status.code(), Some(2));
    }
    let output = open(&archive, &["--no-roots", "--not-valid", "--out", text(&out)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out.join("index.html").is_file(), "to be looked into: {}", said(&output));
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = bytes.to_vec();
    let mut count = 0;
    for at in 0..=out.len() - from.len() {
        if out[at..].starts_with(from) {
            out[at..at + from.len()].copy_from_slice(to);
            count += 1;
        }
    }
    assert!(count >= 2, "both headers have the name");
    out
}

#[test]
fn an_altered_archive_is_never_taken_out() {
    let good = fs::read(released().join("out").join(NAME)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join(NAME), folder.path().join("out"));
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    // Somewhere inside the largest file: its data are most of the archive.
    let altered = [
        ("a flipped bit", flipped(good.len() / 2)),
        ("a flipped bit near the head", flipped(200)),
        ("a renamed entry", replaced(&good, b"index.html", b"indey.html")),
        ("an entry twice", replaced(&good, b"booklet.es-US.pdf", b"booklet.en-US.pdf")),
        ("an entry that climbs out", replaced(&good, b"records/pathology.txt", b"../cords/pathology.tx")),
        ("bytes behind the end", [good.as_slice(), b"PK and more"].concat()),
        ("bytes before the start", [b"#!/bin/sh\n", good.as_slice()].concat()),
        ("a cut end", good[..good.len() - 30].to_vec()),
        ("nothing", Vec::new()),
    ];
    for (what, bytes) in altered {
        fs::write(&file, bytes).unwrap();
        for more in [["--out", text(&out)].as_slice(), &["--out", text(&out), "--not-valid"]] {
            let output = open(&file, more);
            assert_eq!(output.status.code(), Some(1), "{what}: {}", said(&output));
            assert!(!out.exists(), "{what}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing climbed out");
    fs::write(&file, good).unwrap();
    assert_eq!(open(&file, &[]).status.code(), Some(0));
}

#[test]
fn a_sealed_package_is_the_same_each_time() {
    let copy = copy_of(released());
    let case = copy.path().join("case");
    let (key, passphrase) = (keys().join("manager"), keys().join("passphrase"));
    let sealed = ["--for", "patient", "--key", text(&key), "--passphrase-file", text(&passphrase), "--at", SEALED_AT];
    let (one, two) = (copy.path().join("one"), copy.path().join("two"));
    done(&build(&case, &one, &sealed));
    done(&build(&case, &two, &[sealed.as_slice(), &["--jobs", "1"]].concat()));
    let (one_tree, two_tree) = (tree(&one), tree(&two));
    for (name, bytes) in &one_tree {
        assert!(two_tree.get(name) == Some(bytes), "{name}");
    }
    assert_eq!(one_tree.len(), two_tree.len());
    let name = "OPX-2026-0001-v1-patient.asice";
    assert!(one_tree.contains_key(name) && one_tree.contains_key(&format!("{name}.minisig")));
    assert_eq!(open(&one.join(name), &[]).status.code(), Some(0), "{}", said(&open(&one.join(name), &[])));
}

#[test]
fn a_locked_delivery_opens_with_its_password_only() {
    let copy = copy_of(attested());
    let (case, out) = (copy.path().join("case"), copy.path().join("out"));
    let password = copy.path().join("password");
    let words = "seven green lanterns étagère";
    fs::write(&password, format!("{words}\nnot this\n")).unwrap();
    done(&build(&case, &out, &["--for", "treating", "--delivery-password-file", text(&password)]));
    let locked = fs::read(out.join("OPX-2026-0001-v1-treating-physician-locked.zip")).unwrap();
    let plain = fs::read(out.join("OPX-2026-0001-v1-treating-physician.zip")).unwrap();
    let open = |password: &str| {
        let mut zip = zip::ZipArchive::new(Cursor::new(&locked)).unwrap();
        let mut found = Vec::new();
        let mut file = zip.by_index_decrypt(0, password.as_bytes()).ok()?;
        file.read_to_end(&mut found).ok()?;
        Some((file.name().unwrap().into_owned(), found))
    };
    let (name, found) = open(words).unwrap();
    assert!(name == "OPX-2026-0001-v1-treating-physician.zip" && found == plain);
    for wrong in ["", "seven green lanterns etagere", "not this", "seven green lanterns étagère\n"] {
        assert!(open(wrong).is_none(), "{wrong:?}");
    }
    assert!(zip::ZipArchive::new(Cursor::new(&locked)).unwrap().by_index(0).is_err(), "not without one");
    assert!(
        !locked.windows(20).any(|window| plain.windows(20).take(1).any(|head| head == window)),
        "nothing of it is readable"
    );
    // A weak one is no lock, and nothing is left behind.
    fs::write(&password, "short\n").unwrap();
    let weak = copy.path().join("weak");
    let output = build(&case, &weak, &["--for", "treating", "--delivery-password-file", text(&password)]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(fs::read_dir(&weak).map_or(0, Iterator::count), 0);
}
