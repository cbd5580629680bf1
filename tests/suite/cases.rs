//! Reading cases: every mistake with its place and its mend, nothing guessed, never a panic.

use std::fmt::Write as _;

use opine::Case;
use proptest::prelude::*;

use crate::support::{changed, copy_starter, repository, starter};

/// Each file under `tests/fixtures/broken` is a change to the starter case and what must be said of it:
/// `--- find`, `--- replace`, `--- says` parts.
#[test]
fn broken_cases_are_explained() {
    let mut report = String::new();
    let mut count = 0;
    let mut files: Vec<_> =
        std::fs::read_dir(repository("tests/fixtures/broken")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for path in files {
        let fixture = std::fs::read_to_string(&path).unwrap();
        let part = |name: &str| -> String {
            let marker = format!("--- {name}\n");
            let start = fixture.find(&marker).unwrap_or_else(|| panic!("{}: no {name}", path.display())) + marker.len();
            let end = fixture[start..].find("\n--- ").map_or(fixture.len(), |at| start + at);
            fixture[start..end].trim_end_matches('\n').replace("<TAB>", "\t").replace("<LRI>", "\u{2066}")
        };
        let (find, replace, says) = (part("find"), part("replace"), part("says"));
        let said = match changed(|text| {
            assert!(text.contains(&find), "{}: the starter has no `{find}`", path.display());
            text.replacen(&find, &replace, 1)
        }) {
            Err(failure) => failure.to_string(),
            Ok(case) => {
                let found = crate::support::engine().check(&case, opine::Stage::Release);
                found.0.iter().map(|d| opine::diagnostics::render_short(d, &case.sources)).collect()
            }
        };
        for line in says.lines().filter(|line| !line.is_empty()) {
            if !said.contains(line) {
                let _ = writeln!(report, "{}: should say\n  {line}\nsays\n{said}", path.display());
            }
        }
        count += 1;
    }
    assert!(count >= 20, "only {count} fixtures");
    assert!(report.is_empty(), "{report}");
}

#[test]
fn encodings_and_line_ends() {
    let folder = starter();
    let path = folder.path().join("case.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let expected = Case::open(folder.path()).unwrap().content;
    // A byte order mark and Windows line ends change nothing.
    std::fs::write(&path, format!("\u{FEFF}{}", text.replace('\n', "\r\n"))).unwrap();
    assert_eq!(Case::open(folder.path()).unwrap().content, expected);
    // Another encoding is refused with the place of its first byte.
    let mut latin = text.clone().into_bytes();
    let at = text.find("Jane").unwrap();
    latin[at] = 0xE9;
    std::fs::write(&path, &latin).unwrap();
    let said = Case::open(folder.path()).unwrap_err().to_string();
    let line = text[..at].matches('\n').count() + 1;
    assert!(said.contains("YML-02") && said.contains(&format!("line {line}, column")), "{said}");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(&path, utf16).unwrap();
    assert!(Case::open(folder.path()).unwrap_err().to_string().contains("UTF-16"));
    for nothing in ["", " \n", "# only a comment\n", "\u{FEFF}"] {
        std::fs::write(&path, nothing).unwrap();
        assert!(Case::open(folder.path()).unwrap_err().to_string().contains("is empty"), "{nothing:?}");
    }
}

#[test]
fn size_depth_and_aliases_are_bounded() {
    let huge = format!("id: {}", "x".repeat(50_000_000));
    assert!(Case::from_text("case.yaml", &huge).unwrap_err().to_string().contains("larger than 16 MB"));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!Case::from_text("case.yaml", &deep).unwrap_err().diagnostics.0.is_empty());
    let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (from, to) in ('a'..'m').zip('b'..'n') {
        let _ = writeln!(bomb, "{to}: &{to} [*{from},*{from},*{from},*{from},*{from},*{from},*{from},*{from},*{from}]");
    }
    let start = std::time::Instant::now();
    assert!(Case::from_text("case.yaml", &bomb).unwrap_err().to_string().contains("YML-05"));
    assert!(start.elapsed().as_secs() < 5, "an alias bomb takes {:?}", start.elapsed());
}

#[test]
fn a_case_may_be_split() {
    let folder = starter();
    let path = folder.path().join("case.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let expected = Case::open(folder.path()).unwrap().content;
    let start = text.find("\nrecommendations:").unwrap() + 1;
    let end = start + text[start..].find("\nreferences:").unwrap() + 1;
    std::fs::write(folder.path().join("advice.yaml"), &text[start..end]).unwrap();
    std::fs::write(&path, format!("include: [advice.yaml]\n{}{}", &text[..start], &text[end..])).unwrap();
    let mut split = Case::open(folder.path()).unwrap_or_else(|f| panic!("{f}")).content;
    assert_eq!(split.include, ["advice.yaml"]);
    split.include.clear();
    assert_eq!(split, expected);
    // A mistake in a part is reported in that part.
    let broken = text[start..end].replacen("strength: ", "strength: very_", 1);
    std::fs::write(folder.path().join("advice.yaml"), broken).unwrap();
    assert!(Case::open(folder.path()).unwrap_err().to_string().contains("advice.yaml:"));
    // A part outside the folder is not read.
    std::fs::write(&path, format!("include: [../advice.yaml]\n{text}")).unwrap();
    assert!(Case::open(folder.path()).unwrap_err().to_string().contains("YML-27"));
}

#[test]
fn json_is_equally_accepted() {
    let folder = starter();
    let case = Case::open(folder.path()).unwrap();
    let mut json = serde_json::to_value(&case.content).unwrap();
    // As other systems write it: every character beyond ASCII escaped, slashes too, astral ones as surrogate pairs.
    json["patient"]["name"]["display"] = "José 😀/Ñ".into();
    let escaped: String = json
        .to_string()
        .replace('/', "\\/")
        .encode_utf16()
        .map(|unit| if unit < 128 { char::from(unit as u8).to_string() } else { format!("\\u{unit:04x}") })
        .collect();
    let read = Case::from_text("case.json", &escaped).unwrap_or_else(|f| panic!("{f}"));
    assert_eq!(read.content.patient.name.display, "José 😀/Ñ");
}

#[test]
fn stale_and_missing_translations_are_errors_at_release_and_block_their_locale() {
    let case = crate::support::sample("spine");
    let mut stale = case.clone();
    stale.content.second_opinion.main_message.patient = "Other words.".into();
    let es = opine::case::model::LocaleTag::EsUs;
    let refused = stale.localized(es).unwrap_err();
    assert_eq!(refused.0.len(), 1);
    assert_eq!(refused.0[0].code, "LNG-02");
    let job = |locale| opine::Render::new(opine::DocumentKind::PatientSummary, locale);
    assert!(crate::support::engine().compose(&stale, job(es)).is_err());
    // The source locale does not depend on it.
    crate::support::engine().compose(&stale, job(case.content.locale)).unwrap();
}

#[test]
fn withdrawn_consent_renders_nothing() {
    let case = changed(|text| text.replacen("consent:\n", "consent:\n  withdrawn_on: 2026-03-01\n", 1)).unwrap();
    let job = opine::Render::new(opine::DocumentKind::Consultation, case.content.locale);
    let refused = crate::support::engine().compose(&case, job).unwrap_err();
    assert!(refused.0.iter().any(|d| d.code == "CON-02"), "{refused}");
}

#[test]
fn every_starter_case_checks_clean() {
    for entry in std::fs::read_dir(repository("templates/new")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "yaml") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let folder = tempfile::tempdir().unwrap();
        copy_starter(folder.path());
        std::fs::copy(&path, folder.path().join("case.yaml")).unwrap();
        std::fs::copy(
            repository(&format!("templates/new/references/{name}.bib")),
            folder.path().join("references.bib"),
        )
        .unwrap();
        let case = Case::open(folder.path()).unwrap_or_else(|f| panic!("{name}: {f}"));
        let found = crate::support::engine().check(&case, opine::Stage::Draft);
        let shown: String = found.0.iter().map(|d| opine::diagnostics::render_short(d, &case.sources)).collect();
        assert!(found.0.is_empty(), "{name}:\n{shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Bytes of any kind are read or refused, never a panic.
    #[test]
    fn any_bytes_are_refused_calmly(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Case::from_bytes("case.yaml", &bytes);
    }

    /// So is a case with a piece of it replaced by anything.
    #[test]
    fn any_damage_is_reported(at in 0usize..20_000, len in 0usize..60, put in "[\\PC\n]{0,20}") {
        let text = std::fs::read_to_string(repository("templates/new/oncology.yaml")).unwrap();
        let floor = |mut at: usize| { while !text.is_char_boundary(at) { at -= 1; } at };
        let start = floor(at.min(text.len()));
        let end = floor((start + len).min(text.len())).max(start);
        let damaged = format!("{}{put}{}", &text[..start], &text[end..]);
        if let Err(failure) = Case::from_text("case.yaml", &damaged) {
            prop_assert!(!failure.diagnostics.0.is_empty());
            for diagnostic in &failure.diagnostics.0 {
                let _ = opine::diagnostics::render_human(diagnostic, &failure.sources, false);
            }
        }
    }
}
