//! The same case gives the same bytes.

use opine::{DocumentKind, Engine, Render};

use crate::support::{engine, sample};

#[test]
fn two_engines_and_two_threads_give_the_same_bytes() {
    let case = sample("spine");
    let job = Render::new(DocumentKind::PatientSummary, opine::case::model::LocaleTag::EsUs);
    let first = engine().render(&case, job).unwrap();
    // Another engine, in another thread, after other work.
    let second = std::thread::scope(|scope| {
        scope
            .spawn(|| {
                let other = Engine::builder().build().unwrap();
                other
                    .render(&case, Render::new(DocumentKind::Consultation, opine::case::model::LocaleTag::FrCa))
                    .unwrap();
                other.render(&case, job).unwrap()
            })
            .join()
            .unwrap()
    });
    assert!(first == second, "the bytes differ");
}

#[test]
fn the_date_is_the_only_thing_a_date_changes() {
    let case = sample("spine");
    let job = Render::new(DocumentKind::Consultation, case.content.locale);
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 31).unwrap();
    let one = engine().compose(&case, job.issued(date)).unwrap();
    let two = engine().compose(&case, job.issued(date)).unwrap();
    assert_eq!(one, two);
    assert_eq!(one.front.date, "March 31, 2026");
}
