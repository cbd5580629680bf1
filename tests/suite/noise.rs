//! How often the rules cry wolf: clinical narratives in which nothing is wrong, pasted as findings.
//!
//! `tests/fixtures/noise/LANGUAGE/*.txt` holds case reports of invented patients as doctors write them, in English,
//! Spanish and French. The first line names sex and birth date, so that the narrative stands in a case of its own
//! patient. Whatever a rule finds in one of them is a false alarm.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use opine::case::Case;
use opine::case::model::{Finding, FindingKind, LocaleTag, Sex, Statement, Text};
use opine::rules::{self, Policy, Stage};

/// False alarms of one rule in a thousand words, at most.
const LIMIT: f64 = 2.0;
const LANGUAGES: [(&str, LocaleTag); 3] = [("en", LocaleTag::EnUs), ("es", LocaleTag::EsUs), ("fr", LocaleTag::FrCa)];
const FINDING: &str = "NOISE";

struct Narrative {
    file: PathBuf,
    sex: Sex,
    born: String,
    text: String,
}

/// The case the rules are tried on, without its translations.
fn base() -> Case {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules/base/case.yaml");
    Case::from_text("case.yaml", &std::fs::read_to_string(file).unwrap()).unwrap()
}

fn narratives(language: &str) -> Vec<Narrative> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/noise").join(language);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(narrative).collect()
}

/// `patient: female, born 1957-09-02`, an empty line, the text.
fn narrative(file: PathBuf) -> Narrative {
    let whole = std::fs::read_to_string(&file).unwrap();
    let (head, text) = whole.split_once("\n\n").unwrap();
    let (sex, born) = head.strip_prefix("patient: ").unwrap().split_once(", born ").unwrap();
    let sex = *Sex::ALL.iter().find(|known| known.as_str() == sex).unwrap();
    Narrative { file, sex, born: born.to_owned(), text: text.trim().to_owned() }
}

/// A case written in one language, about the patient of a narrative, with the narrative as the words of a finding.
fn case_of(base: &Case, locale: LocaleTag, narrative: &Narrative) -> Case {
    let mut case = base.clone();
    case.translations.clear();
    let content = &mut case.content;
    content.locale = locale;
    content.locales.clear();
    content.patient.sex = narrative.sex;
    content.patient.birth_date = narrative.born.parse().unwrap();
    let model = content.findings.iter().find(|finding| finding.reread.is_none() && finding.measured.is_empty());
    let finding = Finding {
        id: FINDING.parse().unwrap(),
        kind: FindingKind::Clinical,
        laterality: None,
        limitation: Some(Text::new("-")),
        statement: Statement { clinician: Text::new(narrative.text.as_str()), patient: Text::new("-") },
        ..model.unwrap().clone()
    };
    content.findings.push(finding);
    case
}

/// What is found in the narrative: rule and words.
fn alarms(case: &Case, policy: &Policy) -> Vec<(String, String)> {
    let (library, _) = rules::library(case);
    let day = case.content.dates.released.unwrap().latest();
    let path = format!("findings.{FINDING}.statement.clinician");
    rules::check(case, &library, Stage::Release, day, policy)
        .into_iter()
        .filter(|found| found.path.as_deref() == Some(path.as_str()))
        .map(|found| (found.code.to_owned(), found.message))
        .collect()
}

#[test]
fn correct_narratives_raise_next_to_no_alarm() {
    let base = base();
    let policy = Policy::of(&opine::Theme::builtin().unwrap()).unwrap();
    let mut report = String::new();
    let mut wrong = false;
    for (language, locale) in LANGUAGES {
        let narratives = narratives(language);
        let words: usize = narratives.iter().map(|narrative| narrative.text.split_whitespace().count()).sum();
        assert!(narratives.len() >= 8 && words >= 2_400, "{language}: {} narratives, {words} words", narratives.len());
        let mut by_rule: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for narrative in &narratives {
            let name = narrative.file.file_name().unwrap().to_string_lossy();
            for (code, message) in alarms(&case_of(&base, locale, narrative), &policy) {
                by_rule.entry(code).or_default().push(format!("{name}: {message}"));
            }
        }
        report.push_str(&format!("{language}: {words} words\n"));
        for (code, messages) in by_rule {
            let rate = messages.len() as f64 * 1000.0 / words as f64;
            wrong |= rate > LIMIT;
            report.push_str(&format!("  {code}: {rate:.2} per thousand words\n    {}\n", messages.join("\n    ")));
        }
    }
    println!("{report}");
    assert!(!wrong, "a rule is above {LIMIT} false alarms in a thousand words:\n{report}");
}

/// A rule that looks into texts sees the narrative: else the silence above would mean nothing.
#[test]
fn a_narrative_that_is_wrong_raises_the_alarm() {
    let base = base();
    let policy = Policy::of(&opine::Theme::builtin().unwrap()).unwrap();
    for (language, locale) in LANGUAGES {
        let mut narrative = narratives(language).remove(0);
        narrative.text.push_str(" A temperature of 38 \u{b0}C (99 \u{b0}F).");
        let found = alarms(&case_of(&base, locale, &narrative), &policy);
        assert!(found.iter().any(|(code, _)| code == "UNT-05"), "{language}: {found:?}");
    }
}
