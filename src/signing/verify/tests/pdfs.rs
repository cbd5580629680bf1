//! Signed PDFs.

use super::expect;
use super::fixture::*;
use crate::signing::approval::first_revision;
use crate::signing::authority::{Certify, Profile, Revocation, RevocationReason, ValidityPeriod, time_stamp};
use crate::signing::certificates::SignerRole;
use crate::signing::cms::{add_time_stamp, signature_value};
use crate::signing::cms_verify::{Indication, Policy, SubIndication};
use crate::signing::fixtures::{Institution, Source, at, key, utc};
use crate::signing::pdf::{Purpose, revisions};
use crate::signing::requests::CertificateRequest;
use crate::signing::signer::KeyAlgorithm;
use crate::signing::timestamp::TimeStampRequest;
use crate::signing::verify::*;

#[test]
fn a_release_is_valid_with_every_answer() {
    let world = World::new(101);
    let release = Release::new(&world);
    let alone = verify_pdf("booklet.pdf", &release.english, &world.options());
    expect("alone", &alone, Status::Valid, "verify-complete");
    assert_eq!(
        (alone.intact, alone.valid, alone.trusted, alone.complete, alone.current),
        (Answer::Yes, Answer::Yes, Answer::Yes, Answer::Yes, Answer::Unknown)
    );
    assert_eq!(
        alone.signatures.iter().map(|one| (one.name.as_str(), one.certifies, one.locks)).collect::<Vec<_>>(),
        [("Carla Manager", true, false), ("Dr. Ana Directora", false, true),]
    );
    assert!(alone.has("verify-current-not-checked"));
    let beside = [as_file("approval.json", &release.approval), as_file("certification.json", &release.certification)];
    let options = Options { beside: &beside, ..world.options() };
    let report = verify_pdf("booklet.pdf", &release.english, &options);
    expect("with its approval", &report, Status::Valid, "verify-in-approval");
    assert_eq!((report.current, report.case.unwrap().id.as_str()), (Answer::Yes, CASE));
    // With a specialist between the two.
    let certified = world.certify(&typeset("x"));
    let read = Signing::by(&world.specialist, CERTIFIED).next(&certified, "Reader", false);
    let whole = Signing::by(&world.director, APPROVED).next(&read, "Director", true);
    expect("three signatures", &verify_pdf("b.pdf", &whole, &world.options()), Status::Valid, "verify-complete");
}

#[test]
fn json_has_a_version_and_the_facts() {
    let world = World::new(102);
    let pdf = world.certify(&typeset("x"));
    let json = verify_pdf("b.pdf", &pdf, &world.options()).to_json();
    assert_eq!(json["opine_report"], 1);
    assert_eq!((json["status"].as_str(), json["exit_code"].as_u64()), (Some("incomplete"), Some(3)));
    assert_eq!(
        (json["intact"].as_bool(), json["complete"].as_bool(), json["current"].as_bool()),
        (Some(true), Some(false), None)
    );
    assert_eq!(json["signatures"][0]["indication"], "TOTAL-PASSED");
    assert_eq!(json["facts"][0]["message"], "verify-missing-approval");
    assert_eq!(json["signatures"][0]["facts"][0]["arguments"]["roles"], "case_manager");
}

#[test]
fn attacks_on_completeness() {
    let world = World::new(103);
    let base = typeset("Patient 1");
    let by = |person, time| Signing::by(person, time);
    let certified = world.certify(&base);
    let whole = world.release(&base);
    let options = world.options();
    let check = |attack: &str, pdf: &[u8], id: &str| {
        expect(attack, &verify_pdf("b.pdf", pdf, &options), Status::Incomplete, id)
    };

    check("unsigned", &base, "verify-not-signed");
    check("director missing", &certified, "verify-missing-approval");
    let ends = revisions(&whole).unwrap();
    check("cut back to the first signature", &whole[..certified.len()], "verify-missing-approval");
    check("cut back to what was typeset", &whole[..ends[0]], "verify-not-signed");
    let alone = by(&world.director, APPROVED).first(&base, Purpose::Approval { lock_all: true });
    check("manager missing", &alone, "verify-missing-certification");
    let unlocked = by(&world.director, APPROVED).first(&base, Purpose::Approval { lock_all: false });
    check("director without lock", &unlocked, "verify-approval-without-lock");
    let first = by(&world.director, APPROVED).first(&base, Purpose::Certification);
    check(
        "director certifies, manager locks",
        &by(&world.manager, APPROVED).next(&first, "Director", true),
        "verify-missing-certification",
    );
    check(
        "director before certification",
        &by(&world.manager, APPROVED).next(&unlocked, "Director", true),
        "verify-missing-certification",
    );
    check(
        "manager in the director's field",
        &by(&world.manager, APPROVED).next(&certified, "Director", true),
        "verify-missing-approval",
    );
    check(
        "specialist in the director's field",
        &by(&world.specialist, APPROVED).next(&certified, "Director", true),
        "verify-missing-approval",
    );
    let twice = by(&world.director, APPROVED).next(
        &by(&world.director, APPROVED).next(&certified, "Reader", false),
        "Director",
        true,
    );
    check("two approvals of a director", &twice, "verify-several-approvals");
    check(
        "director only in the reader's field",
        &by(&world.director, APPROVED).next(&certified, "Reader", false),
        "verify-approval-without-lock",
    );
}

#[test]
fn one_person_in_both_roles_is_not_two() {
    let mut world = World::new(104);
    let both = [SignerRole::CaseManager, SignerRole::MedicalDirector];
    let one = Person::new(&mut world.institution, "one", "Dr. Both", &both);
    let pdf = Signing::by(&one, CERTIFIED).first(&typeset("x"), Purpose::Certification);
    let pdf = Signing::by(&one, APPROVED).next(&pdf, "Director", true);
    expect("one person", &verify_pdf("b.pdf", &pdf, &world.options()), Status::Incomplete, "verify-same-person");
    // The same with another key of the same name.
    let again = Person::new(&mut world.institution, "two", "Dr. Both", &both);
    let pdf = Signing::by(&one, CERTIFIED).first(&typeset("x"), Purpose::Certification);
    let pdf = Signing::by(&again, APPROVED).next(&pdf, "Director", true);
    expect("one name", &verify_pdf("b.pdf", &pdf, &world.options()), Status::Incomplete, "verify-same-person");
}

#[test]
fn attacks_on_the_bytes() {
    let world = World::new(105);
    let whole = world.release(&typeset("Patient 1: positive"));
    let options = world.options();
    let altered =
        |attack: &str, pdf: &[u8], id: &str| expect(attack, &verify_pdf("b.pdf", pdf, &options), Status::Altered, id);
    let replace = |from: &[u8], to: &[u8]| {
        let at = whole.windows(from.len()).position(|window| window == from).unwrap();
        [&whole[..at], to, &whole[at + from.len()..]].concat()
    };
    altered("one letter of the page", &replace(b"positive", b"negative"), "verify-altered");
    altered("patient swapped", &replace(b"Patient 1", b"Patient 2"), "verify-altered");
    altered("name of the signer", &replace(b"Carla", b"Karla"), "verify-altered");
    altered("time of the signature", &replace(b"D:20260301090000", b"D:20250301090000"), "verify-altered");
    altered("byte at the end", &[&whole[..], b"\n%"].concat(), "verify-changed-after-signing");
    let update = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(en-US)>>\nendobj\n";
    let start = whole.len();
    let tail = format!(
        "xref\n1 1\n{start:010} 00000 n\r\ntrailer\n<</Size 40/Root 1 0 R/Prev 0>>\nstartxref\n{}\n%%EOF\n",
        start + update.len()
    );
    let report = verify_pdf("b.pdf", &[&whole[..], update, tail.as_bytes()].concat(), &options);
    assert_eq!(report.status, Status::Altered);
    altered("no PDF", b"%PDF-1.7\nnothing", "verify-unreadable");
    altered("byte range of another file", &replace(b"/ByteRange", b"/ByteRangX"), "verify-signature-malformed");
    // Every byte of the last signature's CMS.
    let at = whole.windows(10).rposition(|window| window == b"/Contents ").unwrap() + 12;
    for index in (at..at + 1200).step_by(97) {
        let mut pdf = whole.clone();
        pdf[index] = if pdf[index] == b'0' { b'1' } else { b'0' };
        if pdf != whole {
            assert_ne!(verify_pdf("b.pdf", &pdf, &options).status, Status::Valid, "{index}");
        }
    }
}

#[test]
fn a_file_with_something_hidden_is_fatal_when_ours_signed_it() {
    let world = World::new(106);
    let script = String::from_utf8_lossy(&typeset("x")).into_owned();
    assert!(script.contains("/MarkInfo"));
    let mut bytes = typeset("x");
    let at = bytes.windows(9).position(|window| window == b"/MarkInfo").unwrap();
    // Same length, so that the cross-reference table holds.
    let (from, to) = (&b"/MarkInfo<</Marked true>>/Lang(en-US)"[..], &b"/OpenAction<</S/JavaScript/JS(x)>>   "[..]);
    assert_eq!(from.len(), to.len());
    bytes[at..at + to.len()].copy_from_slice(to);
    let whole = world.release(&bytes);
    expect("script", &verify_pdf("b.pdf", &whole, &world.options()), Status::Altered, "verify-risk");
    // Of strangers it is only said.
    let nobody = TrustStore::new();
    let report = verify_pdf("b.pdf", &whole, &Options::strict(&nobody, at_now()));
    expect("script of strangers", &report, Status::Untrusted, "verify-risk");
}

fn at_now() -> DateTime<FixedOffset> {
    at(NOW)
}

#[test]
fn attacks_on_trust() {
    let world = World::new(107);
    let whole = world.release(&typeset("x"));
    let nobody = TrustStore::new();
    let other = Institution::new(9_001).trust();
    for (attack, trust) in [("no root", &nobody), ("another root of the same name", &other)] {
        let report = verify_pdf("b.pdf", &whole, &Options::strict(trust, at(NOW)));
        expect(attack, &report, Status::Untrusted, "verify-not-trusted");
        assert_eq!((report.intact, report.trusted, report.complete), (Answer::Yes, Answer::No, Answer::No), "{attack}");
        assert_eq!(report.signatures[0].sub_indication, Some(SubIndication::NoCertificateChainFound), "{attack}");
    }
    // The present is before the signature.
    let early = Options::strict(&world.trust, at("2026-01-15T00:00:00Z"));
    expect("from the future", &verify_pdf("b.pdf", &whole, &early), Status::Untrusted, "verify-not-passed");
    // Signed after the certificate ran out, and before it began.
    for (attack, time, now, id) in [
        ("expired", "2029-06-01T00:00:00Z", "2029-07-01T00:00:00Z", "verify-expired"),
        ("not yet valid", "2025-06-01T00:00:00Z", NOW, "verify-not-yet-valid"),
    ] {
        let pdf = Signing::by(&world.manager, time).first(&typeset("x"), Purpose::Certification);
        let pdf = Signing::by(&world.director, time).next(&pdf, "Director", true);
        expect(attack, &verify_pdf("b.pdf", &pdf, &Options::strict(&world.trust, at(now))), Status::Untrusted, id);
    }
    // Long after, what was signed in time is still valid.
    let late = Options::strict(&world.trust, at("2040-01-01T00:00:00Z"));
    expect("years later", &verify_pdf("b.pdf", &whole, &late), Status::Valid, "verify-complete");
    // The name in the file is not the one certified.
    let liar = Signing { name: "Dr. Somebody Else", ..Signing::by(&world.manager, CERTIFIED) };
    let pdf = Signing::by(&world.director, APPROVED).next(
        &liar.first(&typeset("x"), Purpose::Certification),
        "Director",
        true,
    );
    expect("another name", &verify_pdf("b.pdf", &pdf, &world.options()), Status::Untrusted, "verify-name-differs");
}

#[test]
fn certificates_without_a_role_do_not_sign() {
    let mut world = World::new(108);
    let plain = key(KeyAlgorithm::P256Sha256, &mut world.institution.source);
    let plain = world.institution.certify(plain, Profile::Signer, "No Role", &[]);
    let signing = Signing { key: &plain, name: "No Role", at: at(APPROVED) };
    let pdf = signing.next(&world.certify(&typeset("x")), "Director", true);
    expect("no role", &verify_pdf("b.pdf", &pdf, &world.options()), Status::Untrusted, "verify-no-role");
    let stamper = Signing { key: &world.institution.stamper, name: "Test Time", at: at(APPROVED) };
    let pdf = stamper.next(&world.certify(&typeset("x")), "Director", true);
    expect(
        "time stamps",
        &verify_pdf("b.pdf", &pdf, &world.options()),
        Status::Untrusted,
        "verify-certificate-unsuitable",
    );
}

#[test]
fn revocation_counts_from_its_time_on() {
    let world = World::new(109);
    let whole = world.release(&typeset("x"));
    let serial = crate::signing::certificates::Certificate::from_der(
        &crate::signing::signer::Signer::certificates(&world.director.p256)[0],
    )
    .unwrap()
    .serial();
    let verified = |time: &str, reason: RevocationReason, pdf: &[u8]| {
        let entry = Revocation { serial: serial.clone(), at: utc(time), reason };
        let list = world
            .institution
            .authority()
            .revocation_list(&[entry], 1, utc("2026-03-30T00:00:00Z"), utc("2027-01-01T00:00:00Z"))
            .unwrap();
        let mut trust = world.institution.trust();
        trust.add_revocation_list(list.der()).unwrap();
        verify_pdf("b.pdf", pdf, &Options::strict(&trust, at(NOW)))
    };
    use RevocationReason::{CessationOfOperation, KeyCompromise};
    expect(
        "left later",
        &verified("2026-03-15T00:00:00Z", CessationOfOperation, &whole),
        Status::Valid,
        "verify-complete",
    );
    expect(
        "left before",
        &verified("2026-02-15T00:00:00Z", CessationOfOperation, &whole),
        Status::Untrusted,
        "verify-revoked",
    );
    expect(
        "stolen later, time only claimed",
        &verified("2026-03-15T00:00:00Z", KeyCompromise, &whole),
        Status::Untrusted,
        "verify-revoked",
    );
    // With a time stamp from before the theft the signature stands.
    let stamped = {
        let certified = world.certify(&typeset("x"));
        let unstamped = Signing::by(&world.director, APPROVED).next(&certified, "Director", true);
        let found = crate::signing::pdf::signatures(&unstamped).unwrap();
        let last = found.last().unwrap();
        let request = TimeStampRequest::new(&signature_value(&last.cms).unwrap(), &mut Source::new(5));
        let response =
            time_stamp(&world.institution.stamper, request.der(), utc("2026-03-01T16:01:00Z"), &mut Source::new(6))
                .unwrap();
        let cms = add_time_stamp(&last.cms, &request.accept(&response).unwrap()).unwrap();
        let [from, ..] = last.byte_range.map(|[_, length, ..]| [length + 1]).unwrap();
        let digits: String = cms.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut pdf = unstamped.clone();
        pdf[from..from + digits.len()].copy_from_slice(digits.as_bytes());
        pdf
    };
    let report = verified("2026-03-15T00:00:00Z", KeyCompromise, &stamped);
    expect("stolen later, time proven", &report, Status::Valid, "verify-time-proven");
    assert_eq!(report.signatures[1].proven_at, Some(utc("2026-03-01T16:01:00Z")));
    let report = verified("2026-02-15T00:00:00Z", KeyCompromise, &stamped);
    expect("stolen before", &report, Status::Untrusted, "verify-revoked");
    assert_eq!(
        (report.signatures[1].indication, report.signatures[1].sub_indication),
        (Indication::TotalFailed, Some(SubIndication::Revoked))
    );
}

#[test]
fn certificates_of_a_foreign_authority_with_our_names_do_not_count() {
    let world = World::new(110);
    let mut foreign = Institution::new(4_711);
    let request = CertificateRequest::read(
        CertificateRequest::create(&world.director.p256, "Dr. Ana Directora", &[SignerRole::MedicalDirector])
            .unwrap()
            .as_bytes(),
    )
    .unwrap();
    let validity = ValidityPeriod { from: utc("2026-01-01T00:00:00Z"), until: utc("2029-01-01T00:00:00Z") };
    let what = Certify {
        profile: Profile::Signer,
        name: "Dr. Ana Directora",
        roles: &[SignerRole::MedicalDirector],
        validity,
    };
    let certificate = crate::signing::authority::Authority::new(foreign.root.clone(), &foreign.root_key)
        .unwrap()
        .certify(&request, &what, &mut foreign.source)
        .unwrap();
    let key = key(KeyAlgorithm::P256Sha256, &mut foreign.source);
    assert!(key.with_certificates(&[certificate]).is_err(), "the certificate is for another key");
    let thief = Person::new(&mut foreign, "dir", "Dr. Ana Directora", &[SignerRole::MedicalDirector]);
    let pdf = Signing::by(&thief, APPROVED).next(&world.certify(&typeset("x")), "Director", true);
    let report = verify_pdf("b.pdf", &pdf, &world.options());
    expect("foreign director", &report, Status::Untrusted, "verify-missing-approval");
    assert!(report.signatures[0].is_sound() && !report.signatures[1].is_sound());
}

#[test]
fn foreign_signatures_have_sensible_facts() {
    let world = World::new(114);
    // Lenient: a certificate without role, no certification, and nothing is missing.
    let pdf = Signing::by(&world.specialist, APPROVED).first(&typeset("x"), Purpose::Approval { lock_all: false });
    let lenient = Options { policy: Policy::lenient(), ..world.options() };
    let report = verify_pdf("b.pdf", &pdf, &lenient);
    expect("lenient", &report, Status::Valid, "verify-signature-valid");
    assert_eq!(report.complete, Answer::Unknown);
}

#[test]
fn rendering_again_gives_the_same_first_revision() {
    let world = World::new(115);
    let base = typeset("x");
    let whole = world.release(&base);
    assert_eq!(first_revision(&whole).unwrap(), &base[..]);
    assert_eq!(verify_rerender(&whole, &base).unwrap(), Rerender::Same);
    assert_eq!(verify_rerender(&whole, &[&base[..], b"\n"].concat()).unwrap(), Rerender::Same);
    let other = typeset("y");
    let differs = base.iter().zip(&other).position(|(a, b)| a != b).unwrap() as u64;
    assert_eq!(verify_rerender(&whole, &other).unwrap(), Rerender::Different { at: differs });
    assert_eq!(
        verify_rerender(&whole, &base[..base.len() - 1]).unwrap(),
        Rerender::Different { at: base.len() as u64 - 1 }
    );
    assert!(verify_rerender(b"no PDF", &base).is_err());
    let report = verify_pdf("b.pdf", &whole, &world.options());
    expect("same", &report.clone().with_rerender(Rerender::Same), Status::Valid, "verify-rerender-same");
    expect("other", &report.with_rerender(Rerender::Different { at: 7 }), Status::Altered, "verify-rerender-differs");
}
