//! The samples: complete, clean, and what they are meant to show.

use opine::case::model::Scenario;
use opine::{DocumentKind, Render, Stage};

use crate::support::{SAMPLES, engine, sample};

#[test]
fn samples_check_clean_at_release() {
    for name in SAMPLES {
        let case = sample(name);
        let found = engine().check(&case, Stage::Release);
        let shown: String = found.0.iter().map(|d| opine::diagnostics::render_short(d, &case.sources)).collect();
        assert!(found.0.is_empty(), "{name}:\n{shown}");
    }
}

#[test]
fn samples_show_three_scenarios() {
    let scenario = |name| sample(name).content.concordance.scenario();
    assert_eq!(scenario("oncology"), Scenario::Divergence);
    assert_eq!(scenario("cardiology"), Scenario::Alignment);
    assert_eq!(scenario("spine"), Scenario::Partial);
}

#[test]
fn samples_are_real_sized() {
    for name in SAMPLES {
        let case = sample(name);
        let content = &case.content;
        let (library, problems) = engine().library(&case);
        assert!(problems.is_empty(), "{name}: {problems:?}");
        assert!(content.questions.len() >= 8, "{name} has {} questions", content.questions.len());
        assert!(library.len() >= 10, "{name} has {} references", library.len());
        assert!(
            content.findings.iter().any(|f| f.measured.iter().any(|m| m.values.len() >= 3)),
            "{name}: labs over time"
        );
        assert!(content.records.len() >= 8, "{name} has {} records", content.records.len());
        let names: Vec<&str> = case.locales().iter().map(|l| l.as_str()).collect();
        assert_eq!(names, ["en-US", "es-US", "fr-CA"], "{name}");
    }
}

#[test]
fn every_sample_renders_in_every_locale_with_all_ids_on_the_cover() {
    for name in SAMPLES {
        let case = sample(name);
        for locale in case.locales() {
            for kind in [DocumentKind::Consultation, DocumentKind::PatientSummary, DocumentKind::Booklet] {
                let laid = engine().lay_out(&case, Render::new(kind, locale)).unwrap_or_else(|e| panic!("{name}: {e}"));
                let pdf = laid.pdf().unwrap_or_else(|e| panic!("{name} {kind:?} {locale:?}: {e}"));
                assert!(pdf.starts_with(b"%PDF-"), "{name}");
                assert!(laid.pages() > 4, "{name}");
            }
        }
    }
}
