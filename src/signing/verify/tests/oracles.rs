//! The same verdicts from tools that are not ours, where they are installed.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::fixture::*;
use crate::signing::archive::{Archive, minisign};
use crate::signing::fixtures::at;
use crate::signing::minisign::MinisignKey;

/// Runs a tool; none where it is not installed.
fn run(folder: &Path, tool: &str, arguments: &[&str]) -> Option<bool> {
    match Command::new(tool).args(arguments).current_dir(folder).output() {
        Ok(output) => Some(output.status.success()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("{tool}: {error}"),
    }
}

#[test]
fn other_tools_agree() {
    let world = World::new(401);
    let release = Release::new(&world);
    let bytes = release.archive(&world);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, bytes: &[u8]| fs::write(path(name), bytes).unwrap();
    write("booklet.asice", &bytes);
    write("roots.pem", world.institution.root.to_pem().as_bytes());
    let mut archive = Archive::open(std::io::Cursor::new(&bytes)).unwrap();
    let contents = archive.check().unwrap();
    archive.extract(&contents, &path("out")).unwrap();
    let out = path("out");

    let agree = |tool: &str, result: Option<bool>| assert_ne!(result, Some(false), "{tool}");
    agree("unzip", run(folder.path(), "unzip", &["-tqq", "booklet.asice"]));
    agree("sha256sum", run(&out, "sha256sum", &["--strict", "-c", "SHA256SUMS"]));
    let openssl = |content: &str, signature: &str| {
        let arguments =
            ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature, "-content", content];
        let roots = ["-CAfile", "../roots.pem", "-purpose", "any", "-attime", "1772400000", "-out", "/dev/null"];
        run(&out, "openssl", &[&arguments[..], &roots[..]].concat())
    };
    agree("openssl", openssl("META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"));
    assert_ne!(openssl("SHA256SUMS", "META-INF/signature001.p7s"), Some(true), "openssl sees another file");

    let signature = minisign(bytes.as_slice(), "booklet.asice", &world.manager.ed25519, at(NOW)).unwrap();
    write("booklet.asice.minisig", signature.as_bytes());
    write("manager.pub", MinisignKey::of(&world.manager.ed25519).unwrap().to_string().as_bytes());
    write("director.pub", MinisignKey::of(&world.director.ed25519).unwrap().to_string().as_bytes());
    agree("minisign", run(folder.path(), "minisign", &["-Vm", "booklet.asice", "-p", "manager.pub"]));
    agree("minisign", run(folder.path(), "minisign", &["-Vm", "out/approvals/approval.json", "-p", "director.pub"]));
    assert_ne!(
        run(folder.path(), "minisign", &["-Vm", "booklet.asice", "-p", "director.pub"]),
        Some(true),
        "another key"
    );
}
