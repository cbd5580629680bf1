//! The seven locales against the table of the languages guide, the wording against the vocabularies of the case.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::case::model::*;

/// The built-in locale: files of the language, then of the region.
pub(super) fn builtin(tag: LocaleTag) -> Locale {
    Locale::new(tag, &builtin_files(tag)).unwrap_or_else(|errors| panic!("{errors}"))
}

fn builtin_files(tag: LocaleTag) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let mut files = Vec::new();
    for folder in [language(tag), tag.as_str()] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "ftl")) {
            let name = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
            files.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    files
}

fn bare(tag: LocaleTag, source: &str) -> Result<Locale, Diagnostics> {
    Locale::new(tag, &[("a.ftl".to_owned(), source.to_owned())])
}

fn each(check: impl Fn(LocaleTag, &Locale) -> [String; 7], expected: [[&str; 7]; 7]) {
    for (tag, expected) in LocaleTag::ALL.iter().zip(expected) {
        let locale = bare(*tag, "").unwrap();
        assert_eq!(check(*tag, &locale), expected, "{}", tag.as_str());
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn date(text: &str) -> PDate {
    text.parse().unwrap()
}

#[test]
fn locales_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Locale>();
}

#[test]
fn numbers_dates_and_lists_follow_the_region() {
    let items = ["A", "B", "C"].map(str::to_owned);
    each(
        |_, locale| {
            [
                locale.number(&decimal("1234567.89")),
                locale.number(&decimal("-1234.50")),
                locale.date(date("2026-03-01")),
                locale.date(date("2026-03")),
                locale.short_date(date("2026-09-14")),
                locale.list_and(&items),
                locale.percent("12.5"),
            ]
        },
        [
            ["1,234,567.89", "−1,234.50", "March 1, 2026", "March 2026", "Sep 14, 2026", "A, B, and C", "12.5%"],
            ["1,234,567.89", "−1,234.50", "March 1, 2026", "March 2026", "Sep 14, 2026", "A, B and C", "12.5%"],
            ["1,234,567.89", "−1,234.50", "1 de marzo de 2026", "marzo de 2026", "14 sep 2026", "A, B y C", "12.5%"],
            ["1,234,567.89", "−1,234.50", "1 de marzo de 2026", "marzo de 2026", "14 sep 2026", "A, B y C", "12.5%"],
            [
                "1.234.567,89",
                "−1234,50",
                "1 de marzo de 2026",
                "marzo de 2026",
                "14 sept 2026",
                "A, B y C",
                "12,5\u{a0}%",
            ],
            [
                "1\u{202f}234\u{202f}567,89",
                "−1\u{202f}234,50",
                "1er mars 2026",
                "mars 2026",
                "14 sept. 2026",
                "A, B et C",
                "12,5\u{a0}%",
            ],
            [
                "1\u{a0}234\u{a0}567,89",
                "−1\u{a0}234,50",
                "1er mars 2026",
                "mars 2026",
                "14 sept. 2026",
                "A, B et C",
                "12,5\u{a0}%",
            ],
        ],
    );
}

#[test]
fn moments_quotes_and_quantities_follow_the_region() {
    let afternoon: Moment = "2026-03-01T14:30:00-05:00".parse().unwrap();
    let one: Moment = "2026-12-09T01:00:00+05:30".parse().unwrap();
    each(
        |_, locale| {
            [
                locale.moment(&afternoon),
                locale.moment(&one),
                locale.quote("no"),
                locale.quantity(&decimal("37.0"), "Cel"),
                locale.quantity(&decimal("58"), "mL/min/{1.73_m2}"),
                locale.quantity(&decimal("5"), "ug"),
                locale.quantity(&decimal("1200"), "[IU]/L"),
            ]
        },
        [
            [
                "March 1, 2026 at 2:30\u{a0}p.m. (UTC−5)",
                "December 9, 2026 at 1:00\u{a0}a.m. (UTC+5:30)",
                "“no”",
                "37.0\u{a0}°C",
                "58\u{a0}mL/min/1.73\u{a0}m²",
                "5\u{a0}mcg",
                "1,200\u{a0}IU/L",
            ],
            [
                "March 1, 2026 at 2:30\u{a0}p.m. (UTC−5)",
                "December 9, 2026 at 1:00\u{a0}a.m. (UTC+5:30)",
                "“no”",
                "37.0\u{a0}°C",
                "58\u{a0}mL/min/1.73\u{a0}m²",
                "5\u{a0}mcg",
                "1,200\u{a0}IU/L",
            ],
            [
                "1 de marzo de 2026 a las 2:30\u{a0}p.\u{a0}m. (UTC−5)",
                "9 de diciembre de 2026 a la 1:00\u{a0}a.\u{a0}m. (UTC+5:30)",
                "“no”",
                "37.0\u{a0}°C",
                "58\u{a0}mL/min/1.73\u{a0}m²",
                "5\u{a0}mcg",
                "1,200\u{a0}UI/L",
            ],
            [
                "1 de marzo de 2026 a las 2:30\u{a0}p.\u{a0}m. (UTC−5)",
                "9 de diciembre de 2026 a la 1:00\u{a0}a.\u{a0}m. (UTC+5:30)",
                "“no”",
                "37.0\u{a0}°C",
                "58\u{a0}mL/min/1.73\u{a0}m²",
                "5\u{a0}mcg",
                "1,200\u{a0}UI/L",
            ],
            [
                "1 de marzo de 2026 a las 14:30 (UTC−5)",
                "9 de diciembre de 2026 a la 1:00 (UTC+5:30)",
                "«no»",
                "37,0\u{a0}°C",
                "58\u{a0}mL/min/1,73\u{a0}m²",
                "5\u{a0}mcg",
                "1200\u{a0}UI/L",
            ],
            [
                "1er mars 2026 à 14\u{a0}h\u{a0}30 (UTC−5)",
                "9 décembre 2026 à 1\u{a0}h (UTC+5:30)",
                "«\u{a0}no\u{a0}»",
                "37,0\u{a0}°C",
                "58\u{a0}mL/min/1,73\u{a0}m²",
                "5\u{a0}µg",
                "1\u{202f}200\u{a0}UI/L",
            ],
            [
                "1er mars 2026 à 14\u{a0}h\u{a0}30 (UTC−5)",
                "9 décembre 2026 à 1\u{a0}h (UTC+5:30)",
                "«\u{a0}no\u{a0}»",
                "37,0\u{a0}°C",
                "58\u{a0}mL/min/1,73\u{a0}m²",
                "5\u{a0}mcg",
                "1\u{a0}200\u{a0}UI/L",
            ],
        ],
    );
}

#[test]
fn dates_are_printed_as_exactly_as_they_are_known() {
    let french = bare(LocaleTag::FrFr, "").unwrap();
    assert_eq!(french.date(date("2026")), "2026");
    assert_eq!(french.date(date("2026-03-11")), "11 mars 2026");
    assert_eq!(french.short_date(date("2026-03-01")), "1er mars 2026");
    assert_eq!(french.short_date(date("2025-09")), "sept. 2025");
    assert_eq!(french.month_year(date("2025-09-30")), "septembre 2025");
}

#[test]
fn spanish_lists_change_their_conjunction_before_the_same_sound() {
    let spanish = bare(LocaleTag::EsUs, "").unwrap();
    assert_eq!(spanish.list_and(&["fiebre", "infección"].map(str::to_owned)), "fiebre e infección");
    assert_eq!(spanish.list_or(&["seno", "otro"].map(str::to_owned)), "seno u otro");
}

#[test]
fn words_sort_by_the_alphabet_of_the_region() {
    let spanish = bare(LocaleTag::EsEs, "").unwrap();
    let mut words = ["ñame", "ola", "zona", "nudo", "ácido", "biopsia"];
    words.sort_by(|a, b| spanish.compare(a, b));
    assert_eq!(words, ["ácido", "biopsia", "nudo", "ñame", "ola", "zona"]);
}

#[test]
fn quotations_inside_quotations_take_the_marks_of_the_second_level() {
    assert_eq!(typography::quote(LocaleTag::EnUs, "say “yes”"), "“say ‘yes’”");
    assert_eq!(typography::quote(LocaleTag::FrCa, "dire «\u{a0}oui\u{a0}»"), "«\u{a0}dire “oui”\u{a0}»");
}

#[test]
fn counts_select_plurals_and_print_by_the_region() {
    let source = "days = { $n ->\n    [one] { $n } jour\n   *[other] { $n } jours\n }\n    .who = { $who }, { days }";
    let french = bare(LocaleTag::FrCa, source).unwrap();
    assert_eq!(french.text("days", &[("n", 0u32.into())]).unwrap(), "0 jour");
    assert_eq!(french.text("days", &[("n", 12345u32.into())]).unwrap(), "12\u{a0}345 jours");
    assert_eq!(french.text("days.who", &[("n", 2u32.into()), ("who", "Ana".into())]).unwrap(), "Ana, 2 jours");
    assert_eq!(french.arguments("days"), ["n", "who"]);
    assert_eq!(french.ids().collect::<Vec<_>>(), ["days", "days.who"]);
    assert!(french.has("days.who") && !french.has("days.when"));
}

#[test]
fn what_is_missing_is_an_error_and_never_a_fallback() {
    let source = "a = { $x ->\n    [one] one\n   *[other] more\n }\nb = say { $y }\n";
    let locale = bare(LocaleTag::EnUs, source).unwrap();
    for (id, args) in [("nothing", vec![]), ("a.form", vec![]), ("a", vec![]), ("b", vec![("z", Arg::Str("1"))])] {
        let error = locale.text(id, &args).unwrap_err();
        assert_eq!(error.code, "LOC-01");
        assert!(error.message.contains(&format!("`{id}`")), "{}", error.message);
    }
}

#[test]
fn mistakes_in_wording_are_named_with_their_place() {
    let codes = |source: &str| -> Vec<(&'static str, String)> {
        let errors = bare(LocaleTag::EnUs, source).err().map_or(Vec::new(), |errors| errors.0);
        errors.into_iter().map(|error| (error.code, error.message)).collect()
    };
    let [(code, message)] = &codes("good = 1\n\nbad 2\n")[..] else { panic!() };
    assert_eq!((*code, message.ends_with("in `a.ftl`, line 3, column 5")), ("LOC-02", true), "{message}");
    assert_eq!(codes("a = 1\na = 2\n")[0].0, "LOC-03");
    assert_eq!(codes("a = { b }\n")[0].0, "LOC-04");
    assert_eq!(codes("a = { SHOUT($b) }\n")[0].0, "LOC-04");
    assert_eq!(
        codes("a = one\u{202e}two\n"),
        [("LOC-05", "hidden character U+202E (right-to-left override) in `a.ftl`, line 1, column 8".to_owned())]
    );
    assert_eq!(codes(&format!("a = {}", "{".repeat(100_000)))[0].0, "LOC-02");
    // Found by the property test below: a panic of fluent-syntax 0.12.
    assert_eq!(codes("a = { \"\\u00é\" }\n")[0].0, "LOC-02");
    assert_eq!(codes(&"#".repeat(2 << 20))[0].0, "LOC-02");
}

#[test]
fn later_files_override_earlier_ones_whole() {
    let file = |name: &str, source: &str| (name.to_owned(), source.to_owned());
    let base = file("en/a.ftl", "word = Base\n    .inline = base\nother = Other\n");
    let overlay = file("theme/a.ftl", "word = Theme\n    .inline = theme\n");
    let locale = Locale::new(LocaleTag::EnUs, &[base.clone(), overlay]).unwrap();
    assert_eq!(locale.text("word.inline", &[]).unwrap(), "theme");
    assert_eq!(locale.text("other", &[]).unwrap(), "Other");
    let error = Locale::new(LocaleTag::EnUs, &[base, file("theme/a.ftl", "word = Theme\n")]).unwrap_err();
    assert_eq!(error.0[0].code, "LOC-03");
    assert!(error.0[0].message.contains("`.inline`"), "{error}");
}

#[test]
fn every_language_defines_the_same_messages() {
    let all: Vec<_> = LocaleTag::ALL.iter().map(|tag| builtin(*tag)).collect();
    let ids: BTreeSet<&str> = all[0].ids().collect();
    for locale in &all[1..] {
        let own: BTreeSet<&str> = locale.ids().collect();
        let differing: Vec<_> = ids.symmetric_difference(&own).collect();
        assert!(differing.is_empty(), "{}: {differing:?}", locale.tag().as_str());
    }
}

#[test]
fn every_word_of_every_vocabulary_has_its_label() {
    macro_rules! ids {
        ($($name:literal $type:ident),* $(,)?) => {{
            let mut ids: Vec<String> = Vec::new();
            $( ids.extend($type::ALL.iter().map(|word| word_id($name, word.as_str()))); )*
            ids
        }};
    }
    let mut ids = ids![
        "program" Program, "case-status" CaseStatus, "unit-system" UnitSystem, "specialty" Specialty,
        "evidence-kind" EvidenceKind, "trial-status" TrialStatus, "code-system" CodeSystem, "finding-kind" FindingKind,
        "laterality" Laterality, "reread-scale" RereadScale, "certainty" Certainty, "locale" LocaleTag,
        "diagnosis-concordance" DiagnosisConcordance, "treatment-concordance" TreatmentConcordance, "impact" Impact,
        "third-opinion" ThirdOpinion, "scenario" Scenario, "cost-tier" CostTier, "sex" Sex, "jurisdiction" Jurisdiction,
        "sensitive-category" SensitiveCategory, "role" Role, "acknowledgement-method" AcknowledgementMethod,
        "question-source" QuestionSource, "question-topic" QuestionTopic, "disposition" Disposition,
        "recommendation-type" RecommendationType, "direction" Direction, "strength" Strength,
        "evidence-certainty" EvidenceCertainty, "urgency" Urgency, "conflict-check" ConflictCheck,
        "record-kind" RecordKind, "quality" Quality, "amendment-kind" AmendmentKind, "list-status" ListStatus,
        "severity" Severity,
    ];
    for scale in RereadScale::ALL {
        ids.extend(RereadGrade::ALL.iter().filter(|grade| grade.fits(*scale)).map(|grade| grade_id(*scale, *grade)));
    }
    for tag in LocaleTag::ALL {
        let locale = builtin(*tag);
        for id in &ids {
            for sex in ["female", "male", "other", "unknown"] {
                let text = locale.text(id, &[("sex", sex.into())]).unwrap();
                assert!(!text.trim().is_empty() && typography::hidden_characters(&text).is_empty(), "{id}");
            }
        }
    }
}

#[test]
fn labels_are_set_as_the_region_sets_prose() {
    for tag in LocaleTag::ALL {
        let mut files = builtin_files(*tag);
        files.retain(|(name, _)| name.ends_with("/vocabulary.ftl") || name.ends_with("/languages.ftl"));
        let locale = Locale::new(*tag, &files).unwrap();
        let own: Vec<&str> =
            locale.ids().filter(|id| locale.arguments(id.split('.').next().unwrap()).is_empty()).collect();
        assert!(own.len() > 400);
        for id in own {
            let text = locale.text(id, &[]).unwrap();
            assert_eq!(locale.typeset(&text), text, "{} {id}", tag.as_str());
        }
    }
}

#[test]
fn titles_agree_with_the_person() {
    let title = |tag, sex: &str| builtin(tag).text("role-medical-director", &[("sex", sex.into())]).unwrap();
    assert_eq!(title(LocaleTag::EsUs, "female"), "Directora médica");
    assert_eq!(title(LocaleTag::EsUs, "male"), "Director médico");
    assert_eq!(title(LocaleTag::FrCa, "female"), "Directrice médicale");
    assert_eq!(title(LocaleTag::EnUs, "female"), "Medical director");
}

#[test]
fn regions_say_what_they_say_differently() {
    assert_eq!(builtin(LocaleTag::EnUs).text("specialty-pulmonology", &[]).unwrap(), "Pulmonology");
    assert_eq!(builtin(LocaleTag::EnCa).text("specialty-pulmonology", &[]).unwrap(), "Respirology");
    assert_eq!(builtin(LocaleTag::FrFr).text("acknowledgement-method-email", &[]).unwrap(), "Par e-mail");
    assert_eq!(
        builtin(LocaleTag::EsEs).text("role-treating-physician.inline", &[("sex", "female".into())]).unwrap(),
        "médica responsable"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_wording_is_too_strange_to_read(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "a", "b", " = ", "\n", "\n    ", "{", "}", "$x", "-t", ".f", "(", ")", " -> ", "[one] ", "*[other] ", "\"", "\\u00", "NUMBER", "1.5",
        ", ", "é", "#", ": ", "a = { b }\n", "b = { a }\n", "-t = { $x }\n", "a = {\n", "    .f = x\n",
    ]), 0..30)) {
        if let Ok(locale) = bare(LocaleTag::EsUs, &pieces.concat()) {
            for id in locale.ids() {
                if let Err(error) = locale.text(id, &[("x", 2u32.into())]) {
                    proptest::prop_assert_eq!(error.code, "LOC-01");
                }
            }
        }
    }
}
