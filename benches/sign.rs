//! What signing costs beside rendering: `cargo bench --bench sign`.
//!
//! The nine documents of the largest sample are certified by the case manager and approved by the medical director, and the
//! cost of both is held against rendering them. Keys are in memory: opening an encrypted key costs the same whatever is
//! signed, and is slow on purpose.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use opine::case::model::{Party, Role};
use opine::compose::SignOff;
use opine::parallel::in_parallel;
use opine::review::{Reviewer, Seal, State, approve_documents, certify_documents};
use opine::signing::authority::{Authority, Certify, Profile, ValidityPeriod};
use opine::signing::certificates::SignerRole;
use opine::signing::keys::SoftwareKey;
use opine::signing::requests::CertificateRequest;
use opine::signing::signer::KeyAlgorithm;
use opine::{Case, DocumentKind, Engine, Render};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What signing may cost of what rendering costs.
const GOAL: f64 = 0.15;
const ROUNDS: usize = 5;

fn main() {
    // `cargo test --benches` only asks whether it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/oncology");
    let case = Case::open(path).unwrap_or_else(|failure| panic!("{failure}"));
    let sign_off = State { acts: Vec::new() }.sign_off(&case, &BTreeMap::new());
    let [manager, director] = keys(&case);
    let at = DateTime::parse_from_rfc3339("2026-04-01T09:00:00-05:00").unwrap();
    let reviewer = |party, role, keys: &'static [SoftwareKey; 2]| Reviewer {
        party,
        role,
        record_key: &keys[0],
        pdf_key: &keys[1],
        at,
    };
    let manager = reviewer(party(&case, Role::CaseManager), SignerRole::CaseManager, manager);
    let director = reviewer(party(&case, Role::MedicalDirector), SignerRole::MedicalDirector, director);
    // One after the other, so that nothing is hidden by the number of cores.
    let seal = Seal { stamper: None, jobs: 1 };
    let documents = DocumentKind::ALL.len() * case.locales().len();

    let (mut rendering, mut certifying, mut approving) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        // As a process of its own would, with nothing remembered.
        typst::comemo::evict(0);
        let engine = Engine::builder().kept_layouts(documents).build().unwrap();
        rendering.push(timed(|| render(&engine, &case, &sign_off)).0);
        // Laid out already: what is left is writing the same documents again, and signing them.
        let again = timed(|| render(&engine, &case, &sign_off)).0;
        let (both, certified) =
            timed(|| certify_documents(&engine, &case, &sign_off, &manager, &seal).unwrap_or_else(|e| panic!("{e}")));
        assert_eq!(certified.len(), documents);
        certifying.push(both.saturating_sub(again));
        let (taken, approved) =
            timed(|| approve_documents(&engine, certified, &director, &seal).unwrap_or_else(|e| panic!("{e}")));
        assert_eq!(approved.len(), documents);
        approving.push(taken);
    }
    let (rendering, certifying, approving) = (median(rendering), median(certifying), median(approving));
    let ratio = (certifying + approving) / rendering;
    println!("{documents} documents of samples/oncology, one thread, median of {ROUNDS}");
    println!("  rendering  {rendering:7.0} ms");
    println!("  certifying {certifying:7.0} ms");
    println!("  approving  {approving:7.0} ms");
    let verdict = if ratio < GOAL { "met" } else { "missed" };
    println!("  signing costs {:.1} % of rendering; the goal of {:.0} % is {verdict}", ratio * 100.0, GOAL * 100.0);
}

/// The same documents in the same order and on a thread of the same kind as [`certify_documents`] sets them: what is left
/// between the two is signing alone.
fn render(engine: &Engine, case: &Case, sign_off: &SignOff) {
    let kinds = DocumentKind::ALL.iter().rev();
    let wanted: Vec<_> = kinds.flat_map(|kind| case.locales().into_iter().map(move |locale| (*kind, locale))).collect();
    in_parallel(1, &wanted, |(kind, locale)| {
        let laid = engine.lay_out_for_signing(case, Render::new(*kind, *locale), sign_off);
        laid.and_then(|laid| laid.pdf()).unwrap_or_else(|error| panic!("{error}"))
    });
}

fn party(case: &Case, role: Role) -> &Party {
    case.content.parties.iter().find(|party| party.role == role).unwrap()
}

/// The keys of the case manager and the medical director, Ed25519 and P-256, certified by an authority made for them.
fn keys(case: &Case) -> [&'static [SoftwareKey; 2]; 2] {
    let mut rng = UnwrapErr(SysRng);
    let utc = |text: &str| -> DateTime<Utc> { DateTime::parse_from_rfc3339(text).unwrap().to_utc() };
    let validity = ValidityPeriod { from: utc("2026-01-01T00:00:00Z"), until: utc("2036-01-01T00:00:00Z") };
    let (root_key, root) = Authority::new_root("Bench Root", None, validity, &mut rng).unwrap();
    let authority = Authority::new(root, &root_key).unwrap();
    [(Role::CaseManager, SignerRole::CaseManager), (Role::MedicalDirector, SignerRole::MedicalDirector)].map(
        |(role, own)| {
            let name = &party(case, role).name;
            let keys = KeyAlgorithm::ALL.map(|algorithm| {
                let key = SoftwareKey::generate(algorithm, &mut rng).unwrap();
                let request = CertificateRequest::create(&key, name, &[own]).unwrap();
                let request = CertificateRequest::read(request.as_bytes()).unwrap();
                let what = Certify { profile: Profile::Signer, name, roles: &[own], validity };
                let certificate = authority.certify(&request, &what, &mut rng).unwrap();
                key.with_certificates(&[certificate]).unwrap()
            });
            &*Box::leak(Box::new(keys))
        },
    )
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
