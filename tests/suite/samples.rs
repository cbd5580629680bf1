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

/// The samples are in three locales; the other four set the same texts with their own numbers, dates and words.
#[test]
fn all_seven_locales_set_a_document() {
    use opine::case::Translation;
    use opine::case::model::LocaleTag::{EnCa, EnUs, EsEs, EsMx, EsUs, FrCa, FrFr};
    let base = sample("cardiology");
    for (tag, from) in [(EnCa, EnUs), (EsMx, EsUs), (EsEs, EsUs), (FrFr, FrCa)] {
        let mut case = base.clone();
        if from == EnUs {
            case.content.locale = tag;
            case.content.locales.clear();
        } else {
            let mut file = case.translations[&from].file.clone();
            file.locale = tag;
            case.content.locales = vec![tag];
            case.translations.insert(tag, Translation::new(file, None));
        }
        let job = Render::new(DocumentKind::Booklet, tag);
        let document = engine().compose(&case, job).unwrap_or_else(|e| panic!("{}: {e}", tag.as_str()));
        assert_eq!(document.locale, tag);
        let expected = match tag {
            EnCa => "March",
            EsMx | EsEs => "de marzo de",
            _ => "mars",
        };
        assert!(document.front.date.contains(expected), "{}: {}", tag.as_str(), document.front.date);
        let pdf = engine().render(&case, job).unwrap();
        // The catalogue names the language with its region.
        let lang = format!("/Lang({})", tag.as_str());
        let found = pdf.windows(lang.len()).any(|window| window == lang.as_bytes());
        assert!(found, "{} is not the document's language", tag.as_str());
    }
}
