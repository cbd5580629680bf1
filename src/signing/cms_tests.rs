//! Signatures, end to end: made, verified, changed in every byte, judged at other times and under other trust.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Utc};

use super::asn1;
use super::authority::{Certify, Profile, Revocation, RevocationReason, ValidityPeriod, time_stamp};
use super::certificates::{Certificate, SignerRole};
use super::cms::{self, add_time_stamp, max_size, sign_detached, signature_value};
use super::cms_verify::*;
use super::fingerprint::Fingerprint;
use super::fixtures::{Institution, Source, at, key, moments, utc};
use super::keys::SoftwareKey;
use super::requests::CertificateRequest;
use super::signer::{KeyAlgorithm, Signer};
use super::timestamp::TimeStampRequest;
use super::trust::{ChainFailure, RevocationCheck, RevokedKey, TrustStore};

const CONTENT: [&[u8]; 2] = [b"first range of a PDF", b"second range"];

fn signed(institution: &Institution, algorithm: KeyAlgorithm) -> Vec<u8> {
    sign_detached(institution.director(algorithm), &CONTENT).unwrap()
}

fn stamped(institution: &Institution, cms: &[u8], time: DateTime<Utc>) -> Vec<u8> {
    let value = signature_value(cms).unwrap();
    let request = TimeStampRequest::new(&value, &mut Source::new(77));
    let response = time_stamp(&institution.stamper, request.der(), time, &mut Source::new(78)).unwrap();
    add_time_stamp(cms, &request.accept(&response).unwrap()).unwrap()
}

fn strict(cms: &[u8], trust: &TrustStore) -> CmsFacts {
    verify(cms, &CONTENT, trust, &moments(), &Policy::strict())
}

#[test]
fn both_algorithms_pass_with_all_facts() {
    let institution = Institution::new(1);
    for algorithm in KeyAlgorithm::ALL {
        let cms = signed(&institution, algorithm);
        assert!(cms.len() <= max_size(institution.director(algorithm), false).unwrap());
        let facts = strict(&cms, &institution.trust());
        assert!(facts.is_passed(), "{facts:?}");
        assert_eq!(
            (facts.integrity.clone(), facts.signature.clone(), facts.form.as_slice()),
            (Integrity::Intact, SignatureFact::Valid, &[][..])
        );
        assert_eq!(
            (facts.signer_name().as_str(), facts.roles()),
            ("Dr. Ana Directora", vec![SignerRole::MedicalDirector])
        );
        assert_eq!(facts.chain.as_ref().unwrap().certificates.last(), Some(&institution.root));
        assert_eq!(facts.time.reference, utc("2026-03-01T15:30:00Z"));
        assert!(!facts.time.is_proven);
        // The pieces of the content are one content.
        assert!(verify(&cms, &[&CONTENT.concat()], &institution.trust(), &moments(), &Policy::strict()).is_passed());
    }
}

#[test]
fn no_changed_byte_is_accepted() {
    let institution = Institution::new(2);
    let trust = institution.trust();
    let mut flips = 0;
    for algorithm in KeyAlgorithm::ALL {
        let plain = signed(&institution, algorithm);
        let with_time = stamped(&institution, &plain, utc("2026-03-01T15:31:00Z"));
        assert!(with_time.len() <= max_size(institution.director(algorithm), true).unwrap());
        for cms in [plain, with_time] {
            assert!(strict(&cms, &trust).is_passed());
            for at in 0..cms.len() {
                let mut changed = cms.clone();
                changed[at] ^= 1 << (at % 8);
                let facts = strict(&changed, &trust);
                assert!(!facts.is_passed(), "{algorithm:?} at {at}: {facts:?}");
                flips += 1;
            }
            // Cut short, and with something behind.
            for length in (0..cms.len()).step_by(5) {
                assert!(!strict(&cms[..length], &trust).is_passed());
            }
            assert!(!strict(&[&cms[..], &[0]].concat(), &trust).is_passed());
        }
    }
    assert!(flips > 4_000, "{flips}");
}

#[test]
fn a_changed_document_is_a_hash_failure() {
    let institution = Institution::new(3);
    let cms = signed(&institution, KeyAlgorithm::P256Sha256);
    for policy in [Policy::strict(), Policy::lenient()] {
        let facts = verify(&cms, &[b"another document"], &institution.trust(), &moments(), &policy);
        assert_eq!(
            (facts.indication, facts.sub_indication),
            (Indication::TotalFailed, Some(SubIndication::HashFailure))
        );
        assert_eq!(
            (facts.integrity, facts.signature, facts.form.as_slice()),
            (Integrity::Altered, SignatureFact::Valid, &[][..])
        );
    }
}

#[test]
fn rewriting_outside_the_signature_is_seen() {
    let institution = Institution::new(4);
    let trust = institution.trust();
    let cms = signed(&institution, KeyAlgorithm::P256Sha256);
    // The other ECDSA signature that anyone can compute.
    let value = signature_value(&cms).unwrap();
    let high = {
        let low = p256::ecdsa::Signature::from_der(&value).unwrap();
        p256::ecdsa::Signature::from_scalars(low.r(), -*low.s()).unwrap().to_der()
    };
    assert_ne!(high.as_bytes(), value);
    let parts = |certificates: &[Certificate], signature: &[u8]| {
        let attributes = cms::signed_attributes(
            cms::ID_DATA,
            &KeyAlgorithm::P256Sha256.digest().digest(&CONTENT),
            &certificates[..1],
            KeyAlgorithm::P256Sha256,
        );
        cms::assemble(&cms::Parts {
            algorithm: KeyAlgorithm::P256Sha256,
            content_type: cms::ID_DATA,
            content: None,
            certificates,
            signed_attributes: &attributes,
            signature,
            time_stamp: None,
        })
    };
    let leaf = Certificate::from_der(&institution.director(KeyAlgorithm::P256Sha256).certificates()[0]).unwrap();
    assert_eq!(parts(std::slice::from_ref(&leaf), &value), cms);
    let changed = parts(std::slice::from_ref(&leaf), high.as_bytes());
    let facts = strict(&changed, &trust);
    assert_eq!(
        (facts.signature.clone(), facts.sub_indication),
        (SignatureFact::Valid, Some(SubIndication::SigConstraintsFailure))
    );
    assert_eq!(facts.form, [FormProblem::Malleable]);
    assert!(verify(&changed, &CONTENT, &trust, &moments(), &Policy::lenient()).is_passed());
    // A certificate more than belongs there: the root.
    let facts = strict(&parts(&[leaf, institution.root.clone()], &value), &trust);
    assert!(facts.form.contains(&FormProblem::ExtraCertificate), "{facts:?}");
    assert!(!facts.is_passed());
    // The same in BER with an indefinite length.
    let inner = asn1::single(&cms, asn1::SEQUENCE).unwrap().content;
    let ber = [&[0x30, 0x80], inner, &[0, 0]].concat();
    assert_eq!(strict(&ber, &trust).form, [FormProblem::NotDer]);
    assert!(verify(&ber, &CONTENT, &trust, &moments(), &Policy::lenient()).is_passed());
    assert!(verify(&[&cms[..], &[0; 50]].concat(), &CONTENT, &trust, &moments(), &Policy::lenient()).is_passed());
}

#[test]
fn nobody_trusts_another_root() {
    let institution = Institution::new(5);
    let cms = signed(&institution, KeyAlgorithm::P256Sha256);
    // The same names and another key.
    for trust in [TrustStore::new(), Institution::new(6).trust()] {
        let facts = strict(&cms, &trust);
        assert_eq!(
            (facts.indication, facts.sub_indication),
            (Indication::Indeterminate, Some(SubIndication::NoCertificateChainFound))
        );
        assert_eq!((facts.integrity, facts.signature), (Integrity::Intact, SignatureFact::Valid));
    }
}

#[test]
fn certificates_count_only_while_they_are_valid() {
    let institution = Institution::new(7);
    let cms = signed(&institution, KeyAlgorithm::P256Sha256);
    let judged = |now, claimed: Option<&str>| {
        let facts = verify(
            &cms,
            &CONTENT,
            &institution.trust(),
            &Moments { now: at(now), claimed: claimed.map(at) },
            &Policy::strict(),
        );
        (facts.indication, facts.sub_indication)
    };
    let passed = (Indication::TotalPassed, None);
    let out = (Indication::Indeterminate, Some(SubIndication::OutOfBoundsNoPoe));
    // Ten years later the claimed time still counts, but not without it.
    assert_eq!(judged("2036-01-01T00:00:00Z", Some("2026-03-01T00:00:00Z")), passed);
    assert_eq!(judged("2036-01-01T00:00:00Z", None), out);
    assert_eq!(judged("2036-01-01T00:00:00Z", Some("2030-01-01T00:00:00Z")), out);
    assert_eq!(judged("2036-01-01T00:00:00Z", Some("2025-06-01T00:00:00Z")), out);
    assert_eq!(
        judged("2026-03-01T00:00:00Z", Some("2027-01-01T00:00:00Z")),
        (Indication::Indeterminate, Some(SubIndication::SigConstraintsFailure))
    );
    // A clock five minutes fast is no crime.
    assert_eq!(judged("2026-03-01T00:00:00Z", Some("2026-03-01T00:05:00Z")), passed);
    let doubting = Policy { believe_claimed_time: false, ..Policy::strict() };
    let moments = Moments { now: at("2036-01-01T00:00:00Z"), claimed: Some(at("2026-03-01T00:00:00Z")) };
    assert_eq!(
        verify(&cms, &CONTENT, &institution.trust(), &moments, &doubting).sub_indication,
        Some(SubIndication::OutOfBoundsNoPoe)
    );
}

fn list_with(institution: &Institution, algorithm: KeyAlgorithm, date: &str, reason: RevocationReason) -> Vec<u8> {
    let leaf = Certificate::from_der(&institution.director(algorithm).certificates()[0]).unwrap();
    let entry = Revocation { serial: leaf.serial(), at: utc(date), reason };
    let list =
        institution.authority().revocation_list(&[entry], 2, utc("2026-03-20T00:00:00Z"), utc("2026-05-01T00:00:00Z"));
    list.unwrap().to_pem().into_bytes()
}

#[test]
fn revocation_counts_at_the_signing_time() {
    use RevocationReason::{CessationOfOperation, KeyCompromise};
    let institution = Institution::new(8);
    let algorithm = KeyAlgorithm::P256Sha256;
    let cms = signed(&institution, algorithm);
    let with_time = stamped(&institution, &cms, utc("2026-03-01T15:31:00Z"));
    let judged = |cms: &[u8], date, reason| {
        let mut trust = institution.trust();
        trust.add_revocation_list(&list_with(&institution, algorithm, date, reason)).unwrap();
        let facts = strict(cms, &trust);
        (facts.indication, facts.sub_indication)
    };
    let passed = (Indication::TotalPassed, None);
    let no_proof = (Indication::Indeterminate, Some(SubIndication::RevokedNoPoe));
    let (before, after) = ("2026-02-01T00:00:00Z", "2026-03-15T00:00:00Z");
    // Left in good order after signing: the claimed time is believed. Before: not.
    assert_eq!(judged(&cms, after, CessationOfOperation), passed);
    assert_eq!(judged(&cms, before, CessationOfOperation), no_proof);
    // A stolen key can claim any time; only a time stamp helps, and only one from before.
    assert_eq!(judged(&cms, after, KeyCompromise), no_proof);
    assert_eq!(judged(&with_time, after, KeyCompromise), passed);
    assert_eq!(judged(&with_time, before, KeyCompromise), (Indication::TotalFailed, Some(SubIndication::Revoked)));
    // The institution's own word, by the fingerprint of the key.
    let mut trust = institution.trust();
    let own = institution.director(algorithm);
    trust.add_revocation(RevokedKey {
        fingerprint: Fingerprint::of(own.public_key()),
        at: utc(before),
        reason: KeyCompromise,
    });
    assert_eq!(strict(&cms, &trust).sub_indication, Some(SubIndication::RevokedNoPoe));
}

#[test]
fn revocation_lists_must_be_genuine_and_current_where_demanded() {
    let institution = Institution::new(9);
    let cms = signed(&institution, KeyAlgorithm::P256Sha256);
    let demanding = Policy { needs_revocation_lists: true, ..Policy::strict() };
    let judged = |list: Option<(&str, &str)>, policy: &Policy| {
        let mut trust = institution.trust();
        if let Some((this, next)) = list {
            let list = institution.authority().revocation_list(&[], 2, utc(this), utc(next)).unwrap();
            trust.add_revocation_list(list.der()).unwrap();
        }
        let facts = verify(&cms, &CONTENT, &trust, &moments(), policy);
        (facts.sub_indication, facts.chain.unwrap().revocation)
    };
    assert_eq!(judged(None, &Policy::strict()), (None, RevocationCheck::NotChecked));
    assert_eq!(judged(None, &demanding), (Some(SubIndication::TryLater), RevocationCheck::NotChecked));
    let (current, old) = (
        Some(("2026-03-20T00:00:00Z", "2026-05-01T00:00:00Z")),
        Some(("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")),
    );
    assert_eq!(judged(current, &demanding), (None, RevocationCheck::Checked));
    assert_eq!(judged(old, &demanding), (Some(SubIndication::TryLater), RevocationCheck::Partly));
    // A list that someone changed is worse than none.
    let mut trust = institution.trust();
    let mut list = institution
        .authority()
        .revocation_list(&[], 2, utc("2026-03-20T00:00:00Z"), utc("2026-05-01T00:00:00Z"))
        .unwrap()
        .der()
        .to_vec();
    let last = list.len() - 1;
    list[last] ^= 1;
    trust.add_revocation_list(&list).unwrap();
    assert_eq!(strict(&cms, &trust).sub_indication, Some(SubIndication::TryLater));
}

#[test]
fn a_time_stamp_proves_the_time() {
    let institution = Institution::new(10);
    let cms = signed(&institution, KeyAlgorithm::Ed25519);
    let facts = strict(&stamped(&institution, &cms, utc("2026-03-01T15:31:00Z")), &institution.trust());
    assert!(facts.is_passed() && facts.time.is_proven, "{facts:?}");
    assert_eq!(facts.time.reference, utc("2026-03-01T15:31:00Z"));
    assert_eq!(facts.time.stamp.unwrap().authority.as_deref(), Some("Test Time"));
    let sub = |time| strict(&stamped(&institution, &cms, utc(time)), &institution.trust()).sub_indication;
    // An hour before the claimed time, in the future, and before the authority was certified.
    assert_eq!(sub("2026-03-01T14:30:00Z"), Some(SubIndication::TimestampOrderFailure));
    assert_eq!(sub("2026-06-01T00:00:00Z"), Some(SubIndication::SigConstraintsFailure));
    assert_eq!(sub("2025-06-01T00:00:00Z"), Some(SubIndication::NoCertificateChainFound));
}

#[test]
fn a_time_stamp_of_nobody_known_is_not_accepted_silently() {
    let mut institution = Institution::new(11);
    let cms = signed(&institution, KeyAlgorithm::P256Sha256);
    let stranger = Institution::new(12);
    let by_stranger = stamped(&stranger, &cms, utc("2026-03-01T15:31:00Z"));
    let facts = strict(&by_stranger, &institution.trust());
    assert_eq!(facts.sub_indication, Some(SubIndication::NoCertificateChainFound));
    assert!(facts.reason.unwrap().starts_with("the time stamp"));
    assert!(verify(&by_stranger, &CONTENT, &institution.trust(), &moments(), &Policy::lenient()).is_passed());
    // A certificate for documents does not stamp times.
    let other = key(KeyAlgorithm::P256Sha256, &mut Source::new(90));
    institution.stamper = institution.certify(other, Profile::Signer, "No Time", &[]);
    let facts = strict(&stamped(&institution, &cms, utc("2026-03-01T15:31:00Z")), &institution.trust());
    assert!(facts.reason.unwrap().contains("is not for time stamps"));
}

#[test]
fn answers_that_do_not_fit_the_request_are_refused() {
    let institution = Institution::new(13);
    let request = TimeStampRequest::new(b"value", &mut Source::new(1));
    let answer = |request: &TimeStampRequest| {
        time_stamp(&institution.stamper, request.der(), utc("2026-03-01T00:00:00Z"), &mut Source::new(2)).unwrap()
    };
    let good = answer(&request);
    assert!(request.accept(&good).is_ok());
    // From a file written earlier.
    assert!(TimeStampRequest::read(request.der()).unwrap().accept(&good).is_ok());
    assert!(request.is_about(b"value") && !request.is_about(b"other"));
    let message = |response: &[u8]| request.accept(response).unwrap_err().to_string();
    assert!(message(&answer(&TimeStampRequest::new(b"value", &mut Source::new(3)))).contains("another request"));
    assert!(message(&answer(&TimeStampRequest::new(b"other", &mut Source::new(1)))).contains("other bytes"));
    let refusal = asn1::sequence(&[&asn1::sequence(&[
        &asn1::small_integer(2),
        &asn1::sequence(&[&asn1::tlv(0x0C, b"out of order")]),
    ])]);
    assert_eq!(message(&refusal), "the time-stamping authority refused: out of order");
    // A request that someone changed after signing, in every byte of the answer.
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] ^= 1 << (at % 8);
        if let Ok(token) = request.accept(&changed) {
            let facts = super::timestamp::verify_token(
                &token,
                &[b"value"],
                &institution.trust(),
                utc("2026-04-01T00:00:00Z"),
                false,
            );
            assert!(!facts.is_proof() || token == request.accept(&good).unwrap(), "at {at}");
        }
    }
}

/// A second authority between root and signer.
fn with_intermediate(institution: &mut Institution, profile: Profile) -> SoftwareKey {
    let middle = key(KeyAlgorithm::P256Sha256, &mut Source::new(50));
    let middle = institution.certify(middle, profile, "Department", &[]);
    let certificate = Certificate::from_der(&middle.certificates()[0]).unwrap();
    let signer = key(KeyAlgorithm::P256Sha256, &mut Source::new(51));
    let request =
        CertificateRequest::read(CertificateRequest::create(&signer, "Dr. B", &[]).unwrap().as_bytes()).unwrap();
    let validity = ValidityPeriod { from: utc("2026-01-01T00:00:00Z"), until: utc("2028-01-01T00:00:00Z") };
    let what = Certify { profile: Profile::Signer, name: "Dr. B", roles: &[], validity };
    let authority = super::authority::Authority::unchecked(certificate.clone(), &middle);
    let leaf = authority.certify(&request, &what, &mut Source::new(52)).unwrap();
    signer.with_certificates(&[leaf, certificate]).unwrap()
}

#[test]
fn intermediates_are_bound_and_must_be_authorities() {
    let mut institution = Institution::new(14);
    let signer = with_intermediate(&mut institution, Profile::Intermediate);
    let cms = sign_detached(&signer, &CONTENT).unwrap();
    let facts = strict(&cms, &institution.trust());
    assert!(facts.is_passed(), "{facts:?}");
    assert_eq!(facts.chain.unwrap().certificates.len(), 3);
    for at in 0..cms.len() {
        let mut changed = cms.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(!strict(&changed, &institution.trust()).is_passed(), "at {at}");
    }
    // A doctor's certificate certifies nobody.
    let forged = with_intermediate(&mut institution, Profile::Signer);
    let facts = strict(&sign_detached(&forged, &CONTENT).unwrap(), &institution.trust());
    assert_eq!(facts.sub_indication, Some(SubIndication::ChainConstraintsFailure));
    assert!(
        matches!(facts.chain.unwrap().failure, Some(ChainFailure::Constraint(why)) if why.contains("`Department` may not certify others"))
    );
}

#[test]
fn an_intermediate_may_not_certify_authorities() {
    let mut institution = Institution::new(15);
    let middle = key(KeyAlgorithm::P256Sha256, &mut Source::new(60));
    let middle = institution.certify(middle, Profile::Intermediate, "Department", &[]);
    let above = Certificate::from_der(&middle.certificates()[0]).unwrap();
    let root_key = std::mem::replace(&mut institution.root_key, key(KeyAlgorithm::P256Sha256, &mut Source::new(61)));
    let trust = institution.trust();
    // The department now plays the root and makes an authority of its own.
    let mut department = Institution { root: above.clone(), root_key: middle, ..institution };
    let signer = with_intermediate(&mut department, Profile::Intermediate);
    let chain: Vec<_> =
        signer.certificates().iter().map(|der| Certificate::from_der(der).unwrap()).chain([above]).collect();
    let signer = signer.with_certificates(&chain).unwrap();
    let facts = strict(&sign_detached(&signer, &CONTENT).unwrap(), &trust);
    assert!(
        matches!(facts.chain.unwrap().failure, Some(ChainFailure::Constraint(why)) if why.contains("further authorities"))
    );
    drop(root_key);
}

#[test]
fn garbage_is_a_format_failure_and_never_a_panic() {
    let institution = Institution::new(16);
    let mut source = Source::new(1);
    use signature::rand_core::Rng;
    for length in [0, 1, 2, 30, 500, 5_000] {
        let mut bytes = vec![0; length];
        source.fill_bytes(&mut bytes);
        for policy in [Policy::strict(), Policy::lenient()] {
            let facts = verify(&bytes, &CONTENT, &institution.trust(), &moments(), &policy);
            assert_eq!(facts.sub_indication, Some(SubIndication::FormatFailure));
        }
    }
    assert!(strict(&vec![0x30; 2_000_000], &institution.trust()).reason.unwrap().contains("larger than 1 MB"));
    // Cut and changed signatures under the lenient policy: whatever they are, they are not accepted with another content.
    let cms = stamped(&institution, &signed(&institution, KeyAlgorithm::P256Sha256), utc("2026-03-01T15:31:00Z"));
    for at in 0..cms.len() {
        let mut changed = cms.clone();
        changed[at] = changed[at].wrapping_add(0x7F);
        assert!(!verify(&changed, &[b"other"], &institution.trust(), &moments(), &Policy::lenient()).is_passed());
        assert!(!verify(&cms[..at], &CONTENT, &institution.trust(), &moments(), &Policy::lenient()).is_passed());
    }
}
