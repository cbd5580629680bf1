//! Keys, identities and the authority on disk.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use super::authority::{AuthorityFolder, Certify, Profile, RevocationReason, ValidityPeriod};
use super::certificates::{Certificate, SignerRole};
use super::error::ErrorKind;
use super::fingerprint::Fingerprint;
use super::fixtures::{Source, at, key, utc};
use super::identity::{Identity, NewIdentity};
use super::keys::{Passphrase, Protection, SoftwareKey};
use super::requests::CertificateRequest;
use super::signer::{KeyAlgorithm, Signer};

const PASSPHRASE: &str = "four unrelated words étagère";

fn identity(folder: &Path, seed: u64) -> Identity {
    let new = NewIdentity {
        name: "Dr. Ana Directora",
        roles: &[SignerRole::MedicalDirector],
        created: at("2026-03-01T09:00:00-06:00"),
    };
    Identity::create_with(folder, &new, &Passphrase::new(PASSPHRASE), Protection::Quick, &mut Source::new(seed))
        .unwrap()
}

fn authority(folder: &Path) -> AuthorityFolder {
    let validity = ValidityPeriod { from: utc("2025-01-01T00:00:00Z"), until: utc("2045-01-01T00:00:00Z") };
    let new = ("Clinic Root", Some("Clinic"), validity, utc("2026-07-01T00:00:00Z"));
    AuthorityFolder::create_with(folder, new, &Passphrase::new(PASSPHRASE), Protection::Quick, &mut Source::new(99))
        .unwrap()
}

fn certify(authority: &AuthorityFolder, identity: &Identity, algorithm: KeyAlgorithm) -> Certificate {
    let request = CertificateRequest::read(identity.request(algorithm).unwrap().as_bytes()).unwrap();
    assert_eq!(request.name().as_deref(), Some("Dr. Ana Directora"));
    assert_eq!(request.roles(), [SignerRole::MedicalDirector]);
    assert_eq!(request.key_fingerprint(), identity.key_fingerprint(algorithm));
    let validity = ValidityPeriod { from: utc("2026-01-01T00:00:00Z"), until: utc("2029-01-01T00:00:00Z") };
    let what = Certify {
        profile: Profile::Signer,
        name: "Dr. Ana Directora",
        roles: &[SignerRole::MedicalDirector],
        validity,
    };
    authority.certify(&request, &what, &mut Source::new(algorithm as u64 + 500)).unwrap()
}

#[test]
fn an_identity_lives_from_making_to_signing() {
    let folder = tempfile::tempdir().unwrap();
    let made = identity(&folder.path().join("director"), 1);
    let authority = authority(&folder.path().join("ca"));
    let opened = Identity::open(made.folder()).unwrap();
    assert_eq!((opened.name(), opened.roles(), opened.created()), (made.name(), made.roles(), made.created()));
    // Before it is certified it opens but has no certificates.
    let keys = opened.unlock(&Passphrase::new(PASSPHRASE)).unwrap();
    assert!(keys.p256.certificates().is_empty());
    let answer: String =
        KeyAlgorithm::ALL.iter().map(|algorithm| certify(&authority, &opened, *algorithm).to_pem()).collect();
    // The root along with them does no harm and is left out.
    assert_eq!(opened.install((answer + &authority.certificate().to_pem()).as_bytes()).unwrap(), KeyAlgorithm::ALL);
    let keys = opened.unlock(&Passphrase::new(PASSPHRASE)).unwrap();
    for algorithm in KeyAlgorithm::ALL {
        assert_eq!(keys.get(algorithm).certificates().len(), 1);
        assert_eq!(keys.get(algorithm).key_fingerprint(), made.key_fingerprint(algorithm));
    }
    let listed = Identity::list(folder.path()).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].as_ref().unwrap().name(), "Dr. Ana Directora");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let made = identity(&folder.path().join("a/b/director"), 1);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(made.folder()), 0o700);
    let mut files = 0;
    for entry in made.folder().read_dir().unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
        files += 1;
    }
    assert_eq!(files, 5);
    // Nothing is left beside it.
    assert_eq!(folder.path().join("a/b").read_dir().unwrap().count(), 1);
}

#[test]
fn what_is_there_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("director");
    std::fs::create_dir(&target).unwrap();
    let new = NewIdentity { name: "Dr. A", roles: &[], created: at("2026-03-01T09:00:00Z") };
    let error =
        Identity::create_with(&target, &new, &Passphrase::new(PASSPHRASE), Protection::Quick, &mut Source::new(1))
            .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Exists);
    assert_eq!(target.read_dir().unwrap().count(), 0);
}

#[test]
fn a_wrong_passphrase_and_exchanged_files_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (identity(&folder.path().join("one"), 1), identity(&folder.path().join("two"), 2));
    for wrong in ["", "four unrelated words etagere", "another passphrase entirely"] {
        let error = one.unlock(&Passphrase::new(wrong)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WrongPassphrase);
        assert!(error.hint().is_some());
    }
    // The same characters in another Unicode form, and with the line break of a file.
    assert!(one.unlock(&Passphrase::new("four unrelated words e\u{301}tage\u{300}re\r\n")).is_ok());
    std::fs::copy(two.folder().join("p256.key.pem"), one.folder().join("p256.key.pem")).unwrap();
    assert_eq!(one.unlock(&Passphrase::new(PASSPHRASE)).unwrap_err().kind(), ErrorKind::Mismatch);
    assert_eq!(Identity::open(&folder.path().join("nobody")).unwrap_err().kind(), ErrorKind::NotFound);
    // Certificates of someone else.
    let authority = authority(&folder.path().join("ca"));
    let foreign = certify(&authority, &two, KeyAlgorithm::P256Sha256);
    assert_eq!(one.install(foreign.to_pem().as_bytes()).unwrap_err().kind(), ErrorKind::Mismatch);
}

#[test]
fn weak_passphrases_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let new = NewIdentity { name: "Ana Maria Directora", roles: &[], created: at("2026-03-01T09:00:00Z") };
    for weak in [
        "",
        "short",
        "elevenchars",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcdefghijklmnop",
        "1234567890123456",
        "Ana Maria Directora 1",
        "Password1234",
        "passphrase2026!",
        "tab\tin the middle",
    ] {
        let error = Identity::create_with(
            &folder.path().join("x"),
            &new,
            &Passphrase::new(weak),
            Protection::Quick,
            &mut Source::new(1),
        )
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WeakPassphrase, "{weak}");
        assert!(weak.len() < 9 || !error.to_string().contains(weak));
    }
    for strong in ["correct horse battery staple", "K7#mq_vP2x!r", "doce caracteres sí", "日本語の長い合言葉です、はい"]
    {
        assert!(Passphrase::new(strong).check_strength(new.name).is_ok(), "{strong}");
    }
}

#[test]
fn nothing_secret_is_printed() {
    let key = key(KeyAlgorithm::P256Sha256, &mut Source::new(1));
    let pem = key.to_encrypted_pem(&Passphrase::new(PASSPHRASE), Protection::Quick, &mut Source::new(2)).unwrap();
    let printed = format!("{:?} {:?}", Passphrase::new(PASSPHRASE), key);
    assert!(!printed.contains("unrelated"));
    assert!(printed.contains("fingerprint"));
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
}

#[test]
fn keys_survive_the_file_and_damaged_files_do_not_open() {
    let passphrase = Passphrase::new(PASSPHRASE);
    for algorithm in KeyAlgorithm::ALL {
        let key = key(algorithm, &mut Source::new(5));
        for protection in [Protection::Quick, Protection::OpenSsl] {
            let pem = key.to_encrypted_pem(&passphrase, protection, &mut Source::new(6)).unwrap();
            let back = SoftwareKey::from_encrypted_pem(&pem, &passphrase).unwrap();
            assert_eq!(back.key_fingerprint(), key.key_fingerprint());
            assert_eq!(back.sign(b"message").unwrap(), key.sign(b"message").unwrap());
        }
        let pem = key.to_encrypted_pem(&passphrase, Protection::Quick, &mut Source::new(6)).unwrap();
        for at in (30..pem.len() - 30).step_by(7) {
            let mut changed = pem.as_bytes().to_vec();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let opened = SoftwareKey::from_encrypted_pem(&changed, &passphrase);
            // CBC has no checksum: a changed byte may give another key, and the fingerprint in `identity.json` tells.
            assert!(
                opened.is_err()
                    || opened.unwrap().key_fingerprint() != key.key_fingerprint()
                    || changed.contains("\nA"),
                "at {at}"
            );
        }
    }
}

#[test]
fn a_key_file_that_would_cost_gigabytes_is_refused() {
    // scrypt with N = 2^30: 1 TB with r = 8. The salt and the data do not matter.
    let parameters = super::asn1::sequence(&[
        &super::asn1::octet_string(&[0; 16]),
        &super::asn1::unsigned_integer(&(1_u64 << 30).to_be_bytes()),
        &super::asn1::small_integer(8),
        &super::asn1::small_integer(1),
    ]);
    let oid = |text| super::asn1::oid(const_oid::ObjectIdentifier::new_unwrap(text));
    let kdf = super::asn1::sequence(&[&oid("1.3.6.1.4.1.11591.4.11"), &parameters]);
    let cipher = super::asn1::sequence(&[&oid("2.16.840.1.101.3.4.1.42"), &super::asn1::octet_string(&[0; 16])]);
    let scheme = super::asn1::sequence(&[&oid("1.2.840.113549.1.5.13"), &super::asn1::sequence(&[&kdf, &cipher])]);
    let file = super::asn1::sequence(&[&scheme, &super::asn1::octet_string(&[0; 48])]);
    let pem = super::pem::write_pem("ENCRYPTED PRIVATE KEY", &file);
    let error = SoftwareKey::from_encrypted_pem(&pem, &Passphrase::new(PASSPHRASE)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
}

#[test]
fn the_authority_certifies_lists_and_revokes() {
    let folder = tempfile::tempdir().unwrap();
    let made = authority(&folder.path().join("ca"));
    let person = identity(&folder.path().join("director"), 1);
    let certificate = certify(&made, &person, KeyAlgorithm::P256Sha256);
    assert_eq!((certificate.name().as_str(), certificate.issuer_name().as_str()), ("Dr. Ana Directora", "Clinic Root"));
    assert_eq!(
        (certificate.organization().as_deref(), certificate.roles()),
        (Some("Clinic"), vec![SignerRole::MedicalDirector])
    );
    let opened = AuthorityFolder::open(&folder.path().join("ca"), &Passphrase::new(PASSPHRASE)).unwrap();
    assert_eq!(opened.issued().unwrap(), std::slice::from_ref(&certificate));
    assert_eq!(opened.revocation_list().unwrap().entries().count(), 0);
    let (now, next) = (utc("2026-04-01T00:00:00Z"), utc("2026-05-01T00:00:00Z"));
    let revoke = |serial: &str, at| opened.revoke(serial, RevocationReason::Superseded, utc(at), now, next);
    assert_eq!(revoke("0102", "2026-03-01T00:00:00Z").unwrap_err().kind(), ErrorKind::NotFound);
    let list = revoke(&certificate.serial(), "2026-03-01T00:00:00Z").unwrap();
    assert_eq!(list.number(), 2);
    let entry = list.get(&certificate.serial()).unwrap();
    assert_eq!((entry.at, entry.reason), (utc("2026-03-01T00:00:00Z"), RevocationReason::Superseded));
    // Again with a later date: the earlier one stays. On disk it is the same.
    revoke(&certificate.serial(), "2026-03-20T00:00:00Z").unwrap();
    let list = opened.renew_revocation_list(now, next).unwrap();
    assert_eq!((list.number(), list.get(&certificate.serial()).unwrap().at), (4, utc("2026-03-01T00:00:00Z")));
    assert_eq!(opened.revocation_list().unwrap().der(), list.der());
    assert_eq!(
        AuthorityFolder::open(&folder.path().join("ca"), &Passphrase::new("wrong wrong wrong")).unwrap_err().kind(),
        ErrorKind::WrongPassphrase
    );
}

#[test]
fn requests_prove_the_key_and_names_are_checked() {
    let signer = key(KeyAlgorithm::P256Sha256, &mut Source::new(1));
    let pem = CertificateRequest::create(&signer, "Dr. \"Ñ\", MD + PhD", &SignerRole::ALL).unwrap();
    let request = CertificateRequest::read(pem.as_bytes()).unwrap();
    assert_eq!((request.name().as_deref(), request.roles()), (Some("Dr. \"Ñ\", MD + PhD"), SignerRole::ALL.to_vec()));
    let der = super::pem::read_pem(pem.as_bytes(), "CERTIFICATE REQUEST").unwrap().remove(0);
    for at in 0..der.len() {
        let mut changed = der.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(CertificateRequest::read(&changed).is_err(), "at {at}");
    }
    for bad in ["", " Ana", "Ana\nMaria", "a\0b", &"x".repeat(65)] {
        assert_eq!(CertificateRequest::create(&signer, bad, &[]).unwrap_err().kind(), ErrorKind::Invalid, "{bad:?}");
    }
    assert_eq!("medical-director".parse::<SignerRole>().unwrap(), SignerRole::MedicalDirector);
    assert!("director".parse::<SignerRole>().is_err());
}

#[test]
fn fingerprints_read_what_they_print() {
    let fingerprint = Fingerprint::of(b"abc");
    assert_eq!(fingerprint.to_string().get(..14), Some("BA78 16BF 8F01"));
    assert_eq!(fingerprint.short(), "BA78 16BF 8F01 CFEA");
    assert_eq!(fingerprint.to_string().parse::<Fingerprint>().unwrap(), fingerprint);
    assert_eq!(fingerprint.to_hex().parse::<Fingerprint>().unwrap(), fingerprint);
    for bad in ["", "BA78", &"0".repeat(66), &"g".repeat(64)] {
        assert!(bad.parse::<Fingerprint>().is_err(), "{bad}");
    }
}

#[test]
fn certificates_may_not_outlive_the_authority() {
    let folder = tempfile::tempdir().unwrap();
    let made = authority(&folder.path().join("ca"));
    let signer = key(KeyAlgorithm::Ed25519, &mut Source::new(1));
    let request =
        CertificateRequest::read(CertificateRequest::create(&signer, "Dr. A", &[]).unwrap().as_bytes()).unwrap();
    for (from, until) in
        [("2026-01-01T00:00:00Z", "2046-01-01T00:00:00Z"), ("2026-01-01T00:00:00Z", "2025-06-01T00:00:00Z")]
    {
        let what = Certify {
            profile: Profile::Signer,
            name: "Dr. A",
            roles: &[],
            validity: ValidityPeriod { from: utc(from), until: utc(until) },
        };
        assert_eq!(made.certify(&request, &what, &mut Source::new(1)).unwrap_err().kind(), ErrorKind::Invalid);
    }
    assert_eq!(made.issued().unwrap(), []);
}

#[test]
fn a_new_passphrase_opens_both_keys_whenever_the_change_is_cut_short() {
    let folder = tempfile::tempdir().unwrap();
    let identity = identity(&folder.path().join("director"), 5);
    let (old, new) = (Passphrase::new(PASSPHRASE), Passphrase::new("another five quiet words here"));
    let files = || -> Vec<(String, Vec<u8>)> {
        let read =
            |entry: std::fs::DirEntry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap());
        let mut all: Vec<_> = std::fs::read_dir(identity.folder()).unwrap().map(|entry| read(entry.unwrap())).collect();
        all.sort();
        all
    };
    let before = files();
    let change = |from: &Passphrase, to: &Passphrase| {
        identity.change_passphrase_with(from, to, Protection::Quick, &mut Source::new(6))
    };
    assert_eq!(change(&new, &new).unwrap_err().kind(), ErrorKind::WrongPassphrase);
    assert_eq!(change(&old, &Passphrase::new("short")).unwrap_err().kind(), ErrorKind::WeakPassphrase);
    assert_eq!(files(), before, "a refused change changes nothing");
    change(&old, &new).unwrap();
    let after = files();
    assert_eq!(before.len(), after.len(), "nothing is left behind");
    let text = |files: &[(String, Vec<u8>)], name: &str| files.iter().find(|file| file.0 == name).unwrap().1.clone();
    let both = [text(&after, "ed25519.key.pem"), text(&after, "p256.key.pem")].concat();
    // Every state on the way: what counts is written, then one file replaced, then both.
    for replaced in 0..=2 {
        for (index, (name, bytes)) in before.iter().filter(|file| file.0.ends_with("key.pem")).enumerate() {
            let bytes = if index < replaced { text(&after, name) } else { bytes.clone() };
            std::fs::write(identity.folder().join(name), bytes).unwrap();
        }
        std::fs::write(identity.folder().join("next.key.pem"), &both).unwrap();
        identity.unlock(&new).unwrap();
        assert_eq!(identity.unlock(&old).unwrap_err().kind(), ErrorKind::WrongPassphrase);
        // The next change finishes the one before.
        change(&new, &old).unwrap();
        identity.unlock(&old).unwrap();
        assert!(!identity.folder().join("next.key.pem").exists());
    }
}
