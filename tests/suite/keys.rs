//! `opine keys`: what it makes, what it refuses, what it never says, and that nothing is ever half there.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const PASSPHRASE: &str = "four unrelated words étagère";
const OTHER: &str = "another five quiet words here";

/// Runs `opine keys …` in a folder without a terminal; `input` goes to standard input.
fn keys(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(folder, arguments).stdin(Stdio::piped()).spawn().unwrap();
    // A command that refuses before it reads closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    for secret in [PASSPHRASE, OTHER] {
        assert!(!said(&output).contains(secret), "a passphrase is never shown: {arguments:?}");
    }
    assert!(!said(&output).contains("PRIVATE KEY"), "a private key is never shown: {arguments:?}");
    output
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opine"));
    command.arg("--no-input").arg("keys").args(arguments).current_dir(folder);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The same where it has to succeed; what it said.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = keys(folder, &[arguments, &["--passphrase-file", "-"]].concat(), PASSPHRASE);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
    said(&output)
}

fn plain(folder: &Path, arguments: &[&str]) -> String {
    let output = keys(folder, arguments, "");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(folder: &Path, arguments: &[&str], input: &str, why: &str) {
    let output = keys(folder, arguments, input);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    assert!(said(&output).contains(why), "{arguments:?}: {}", said(&output));
}

const NEW: [&str; 6] = ["new", "--name", "Dr. Ana Directora", "--role", "medical-director", "--out"];
const NEW_CA: [&str; 6] = ["new-ca", "--name", "Clinic Root", "--organization", "Clinic", "--out"];

/// A folder with an authority `ca` and a certified director `ana`.
fn clinic() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    done(dir, &[NEW_CA.as_slice(), &["ca"]].concat());
    done(dir, &[NEW.as_slice(), &["ana"]].concat());
    done(dir, &["certify", "ca", "ana"]);
    folder
}

fn listed(folder: &Path, what: &str) -> serde_json::Value {
    let json: serde_json::Value = serde_json::from_str(&plain(folder, &["list", what, "--format", "json"])).unwrap();
    assert_eq!(json["version"], 1);
    json["keys"][0].clone()
}

#[test]
fn from_an_authority_to_a_revocation() {
    let folder = clinic();
    let dir = folder.path();
    let ana = listed(dir, "ana");
    assert_eq!(ana["name"], "Dr. Ana Directora");
    let mut serials = Vec::new();
    for key in ["ed25519", "p256"] {
        let certificate = &ana["keys"][key]["certificate"];
        assert_eq!(certificate["state"], "valid");
        assert_eq!(certificate["issuer"], "Clinic Root");
        assert_eq!(certificate["may_sign_as"][0], "medical director");
        // Grouped, so that two people can read it to each other.
        let fingerprint = ana["keys"][key]["fingerprint"].as_str().unwrap();
        assert!(fingerprint.split(' ').count() == 16 && fingerprint.split(' ').all(|group| group.len() == 4));
        assert!(plain(dir, &["fingerprint", "ana"]).contains(fingerprint));
        serials.push(certificate["serial"].as_str().unwrap().to_owned());
    }
    assert!(plain(dir, &["list", "ana"]).starts_with("Dr. Ana Directora\n"));
    done(dir, &["revoke", "ca", &serials[0], "--reason", "superseded"]);
    let issued = |serial: &str| {
        let ca = listed(dir, "ca");
        let all = ca["issued"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["serial"] == serial).unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert!(issued(&serials[0]).starts_with("revoked from ") && issued(&serials[0]).ends_with(": superseded"));
    assert_eq!(issued(&serials[1]), "valid");
    done(dir, &["revoke", "ca", "ana", "--reason", "key-compromise", "--since", "2026-01-01T00:00:00Z"]);
    assert_eq!(issued(&serials[1]), "revoked from 2026-01-01T00:00:00Z on: key compromise");
    done(dir, &["crl", "ca", "--out", "crl.pem"]);
    assert!(fs::read_to_string(dir.join("crl.pem")).unwrap().starts_with("-----BEGIN X509 CRL-----"));
    assert_eq!(listed(dir, "ca")["revocation_list"]["number"], 5, "one list for each change");
    plain(dir, &["roots", "ca", "--out", "roots.pem"]);
    let roots = fs::read(dir.join("roots.pem")).unwrap();
    let mut trust = opine::signing::trust::TrustStore::new();
    trust.add_roots(&roots).unwrap();
    trust.add_revocation_list(&fs::read(dir.join("crl.pem")).unwrap()).unwrap();
    refused(
        dir,
        &["revoke", "ca", "00ff", "--reason", "hold", "--passphrase-file", "-"],
        PASSPHRASE,
        "issued no certificate `00ff`",
    );
    refused(dir, &["revoke", "ca", "ana", "--reason", "boredom"], "", "is not a reason to revoke");
}

#[test]
fn a_request_goes_to_the_authority_and_a_chain_comes_back() {
    let folder = clinic();
    let dir = folder.path();
    let new = ["new", "--name", "Luis Gómez", "--role", "specialist", "--role", "case-manager", "--out", "luis"];
    done(dir, &new);
    plain(dir, &["request", "luis", "--out", "luis.csr.pem"]);
    let requests = fs::read_to_string(dir.join("luis.csr.pem")).unwrap();
    assert_eq!(requests.matches("BEGIN CERTIFICATE REQUEST").count(), 2);
    assert_eq!(plain(dir, &["request", "luis", "--curve", "p256"]).matches("BEGIN").count(), 1);
    // The authority decides on the role, whatever was asked for.
    done(dir, &["certify", "ca", "luis.csr.pem", "--role", "specialist", "--days", "30", "--out", "chain.pem"]);
    refused(
        dir,
        &["install", "ana", "chain.pem"],
        "",
        "no certificate in the file is for a key of `Dr. Ana Directora`",
    );
    assert_eq!(listed(dir, "luis")["keys"]["p256"]["certificate"]["state"], "not certified");
    plain(dir, &["install", "luis", "chain.pem"]);
    let certificate = listed(dir, "luis")["keys"]["p256"]["certificate"].clone();
    assert_eq!(certificate["may_sign_as"], serde_json::json!(["specialist"]));
    assert_eq!(certificate["name"], "Luis Gómez");
    let too_long = ["certify", "ca", "luis.csr.pem", "--days", "9000", "--out", "late.pem", "--passphrase-file", "-"];
    refused(dir, &too_long, PASSPHRASE, "the certificate would be valid when the authority is not");
    assert!(!dir.join("late.pem").exists());
    // A request that was changed on its way.
    let changed = requests.replacen("\nM", "\nN", 1);
    fs::write(dir.join("changed.pem"), changed).unwrap();
    assert_eq!(keys(dir, &["certify", "ca", "changed.pem"], "").status.code(), Some(2));
}

#[test]
fn weak_wrong_and_missing_passphrases() {
    let folder = clinic();
    let dir = folder.path();
    for weak in ["short", "aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "Dr. Ana Directora", "password12345678"] {
        refused(dir, &[NEW.as_slice(), &["weak", "--passphrase-file", "-"]].concat(), weak, "the passphrase ");
        assert!(!dir.join("weak").exists());
    }
    let export = ["export", "ana", "--openssl", "--out", "key.pem"];
    let from_input = [export.as_slice(), &["--passphrase-file", "-"]].concat();
    refused(dir, &from_input, OTHER, "the passphrase does not open the key");
    refused(dir, &from_input, "", "it holds no passphrase");
    refused(dir, &from_input, "\n", "it holds no passphrase");
    refused(dir, &export, PASSPHRASE, "`--no-input` forbids to ask");
    refused(dir, &["certify", "ca", "ana", "--passphrase-file", "-"], OTHER, "the passphrase does not open the key");
    refused(dir, &[export.as_slice(), &["--passphrase-file", "nowhere"]].concat(), "", "nowhere");
    assert!(!dir.join("key.pem").exists());
    // Never as an argument, never from the environment.
    assert_eq!(keys(dir, &[export.as_slice(), &["--passphrase", "x"]].concat(), "").status.code(), Some(2));
    let output =
        command(dir, &export).env("OPINE_PASSPHRASE", PASSPHRASE).env("PASSPHRASE", PASSPHRASE).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    refused(dir, &[NEW.as_slice(), &["ana"]].concat(), "", "keys are never overwritten");
    refused(dir, &[NEW_CA.as_slice(), &["ca"]].concat(), "", "keys are never overwritten");
}

#[test]
fn a_new_passphrase_for_an_identity_and_for_an_authority() {
    let folder = clinic();
    let dir = folder.path();
    for what in ["ana", "ca"] {
        let change = ["change-passphrase", what, "--passphrase-file", "-", "--new-passphrase-file", "-"];
        refused(dir, &change, &format!("{PASSPHRASE}\nshort\n"), "is shorter than 12 characters");
        refused(dir, &change, &format!("{OTHER}\n{OTHER}\n"), "the passphrase does not open the key");
        let output = keys(dir, &change, &format!("{PASSPHRASE}\n{OTHER}\n"));
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let certify = ["certify", "ca", "ana", "--passphrase-file", "-"];
    refused(dir, &certify, PASSPHRASE, "the passphrase does not open the key");
    assert_eq!(keys(dir, &certify, OTHER).status.code(), Some(0));
    let export = ["export", "ana", "--openssl", "--out", "key.pem", "--passphrase-file", "-"];
    refused(dir, &export, PASSPHRASE, "the passphrase does not open the key");
    assert_eq!(keys(dir, &export, OTHER).status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_keys() {
    use std::os::unix::fs::PermissionsExt;
    let folder = clinic();
    let dir = folder.path();
    done(dir, &["export", "ana", "--openssl", "--curve", "ed25519", "--out", "key.pem"]);
    assert!(fs::read_to_string(dir.join("key.pem")).unwrap().starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    let mode = |path: &str| fs::metadata(dir.join(path)).unwrap().permissions().mode() & 0o777;
    for path in ["ana", "ca"] {
        assert_eq!(mode(path), 0o700, "{path}");
    }
    for path in ["ana/ed25519.key.pem", "ana/p256.key.pem", "ca/root.key.pem", "key.pem"] {
        assert_eq!(mode(path), 0o600, "{path}");
        assert!(!fs::read(dir.join(path)).unwrap().windows(PASSPHRASE.len()).any(|part| part == PASSPHRASE.as_bytes()));
    }
    // A file that others may read is used, with a warning.
    let secret = dir.join("secret.txt");
    fs::write(&secret, format!("{PASSPHRASE}\r\nnot this line\n")).unwrap();
    let export = |out: &str| {
        let output = keys(dir, &["export", "ana", "--openssl", "--out", out, "--passphrase-file", "secret.txt"], "");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        said(&output)
    };
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(export("one.pem").contains("warning: others may read"));
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(!export("two.pem").contains("warning"));
    refused(dir, &["export", "ana", "--openssl", "--out", "two.pem"], "", "is already there");
    // The public key needs no passphrase.
    plain(dir, &["export", "ana", "--minisign", "--out", "minisign.pub"]);
    assert!(fs::read_to_string(dir.join("minisign.pub")).unwrap().starts_with("untrusted comment: "));
}

#[test]
fn a_damaged_identity_is_named_and_the_others_are_shown() {
    let folder = clinic();
    let dir = folder.path();
    fs::create_dir(dir.join("broken")).unwrap();
    fs::write(dir.join("broken/identity.json"), "{").unwrap();
    let output = keys(dir, &["list", "."], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("Dr. Ana Directora") && said(&output).contains("broken/identity.json"));
    // An exchanged key file does not pass for the one that was certified.
    fs::copy(dir.join("ana/p256.key.pem"), dir.join("ana/ed25519.key.pem")).unwrap();
    let export = ["export", "ana", "--openssl", "--curve", "ed25519", "--out", "key.pem", "--passphrase-file", "-"];
    refused(dir, &export, PASSPHRASE, "is not the key that `identity.json` names");
}

/// Whatever the moment at which the program is killed, a folder under its final name is whole, and one passphrase opens
/// both keys in it.
#[test]
fn killed_at_any_moment_nothing_is_half() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    done(dir, &[NEW.as_slice(), &["ana"]].concat());
    let (mut made, mut changed) = (0, 0);
    // What opens the keys of `ana`, and what else might.
    let (mut current, mut next) = (PASSPHRASE, OTHER);
    for step in 0..8 {
        let out = format!("new-{step}");
        kill_after(dir, &[NEW.as_slice(), &[&out, "--passphrase-file", "-"]].concat(), PASSPHRASE, step);
        if dir.join(&out).exists() {
            assert_eq!(fs::read_dir(dir.join(&out)).unwrap().count(), 5, "facts, two keys, two requests");
            assert_eq!(listed(dir, &out)["name"], "Dr. Ana Directora");
            made += 1;
        }
        let change = ["change-passphrase", "ana", "--passphrase-file", "-", "--new-passphrase-file", "-"];
        kill_after(dir, &change, &format!("{current}\n{next}\n"), step);
        let opens = |passphrase: &str| {
            let identity = opine::signing::identity::Identity::open(&dir.join("ana")).unwrap();
            identity.unlock(&opine::signing::keys::Passphrase::new(passphrase)).is_ok()
        };
        if !opens(current) {
            assert!(opens(next), "neither the old nor the new passphrase opens both keys");
            std::mem::swap(&mut current, &mut next);
            changed += 1;
        }
    }
    println!("{made} of 8 made, {changed} of 8 changed before they were killed");
}

/// Starts a command and kills it after a while that grows with `step`.
fn kill_after(folder: &Path, arguments: &[&str], input: &str, step: u64) {
    let mut child = command(folder, arguments).stdin(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    std::thread::sleep(Duration::from_millis(20 + step * step * 45));
    let _ = child.kill();
    child.wait().unwrap();
}
