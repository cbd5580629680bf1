//! Translations go out as XLIFF and come back: nothing is lost, nothing wrong gets in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use opine::Case;
use opine::case::model::{BlockPath, Id, LocaleTag, PDate, Texts};
use opine::case::{BlockState, Method, block_digest, block_states};
use opine::prose;
use opine::xliff::{ChangeKind, Credit, Import, ImportFailure, Scope, export, import, status};

use crate::support::{SAMPLES, repository, sample};

const ES: LocaleTag = LocaleTag::EsUs;
const YAML: &str = "translations/es-US.yaml";

/// The small case of the rules, with the digests of its translations filled in.
fn small() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let base = repository("tests/fixtures/rules/base");
    let case = Case::from_text("case.yaml", &fs::read_to_string(base.join("case.yaml")).unwrap()).unwrap();
    let mut digests = BTreeMap::new();
    case.content.texts(&BlockPath::root(), &mut |path, text| {
        digests.insert(path.as_str().to_owned(), block_digest(text.as_str()));
    });
    for name in ["case.yaml", "references.bib", YAML, "translations/fr-CA.yaml"] {
        let text = fs::read_to_string(base.join(name)).unwrap();
        let mut path = "";
        let mut sealed = String::new();
        for line in text.lines() {
            path = line.trim().strip_prefix("- path: ").unwrap_or(path);
            let digest = digests.get(path).map(ToString::to_string).unwrap_or_default();
            sealed.push_str(&line.replace("source: sealed", &format!("source: {digest}")));
            sealed.push('\n');
        }
        let to = folder.path().join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, sealed).unwrap();
    }
    folder
}

fn edit(folder: &Path, name: &str, find: &str, replace: &str) {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(find).count(), 1, "`{find}` stands once in {name}");
    fs::write(path, text.replacen(find, replace, 1)).unwrap();
}

fn exported(case: &Case, locale: LocaleTag, scope: Scope) -> String {
    export(case, locale, scope).unwrap().xliff.unwrap()
}

fn credit() -> Credit {
    Credit { method: Method::Human, translator: None, reviewed: None }
}

fn reviewed() -> Credit {
    let by: Id = "reviewer".parse().unwrap();
    Credit { reviewed: Some((by, "2026-03-09".parse::<PDate>().unwrap())), ..credit() }
}

fn imported(case: &Case, xliff: &str, credit: &Credit) -> Result<Import, Box<ImportFailure>> {
    import(case, "back.xlf", xliff.as_bytes(), credit)
}

fn taken(case: &Case, xliff: &str, credit: &Credit) -> Import {
    imported(case, xliff, credit).unwrap_or_else(|failure| panic!("{}", failure.diagnostics))
}

fn kinds(import: &Import) -> Vec<(ChangeKind, &str)> {
    import.changes.iter().map(|change| (change.kind, change.path.as_str())).collect()
}

fn state(case: &Case, path: &str) -> BlockState {
    let states = block_states(&case.content, &case.translations[&ES]);
    states.into_iter().find(|status| status.path == path).unwrap().state
}

/// A target in an export, replaced as a translator would.
fn retarget(xliff: &str, path: &str, find: &str, replace: &str) -> String {
    let start = xliff.find(&format!("<unit id=\"{path}\"")).unwrap();
    let end = start + xliff[start..].find("</unit>").unwrap();
    let unit = &xliff[start..end];
    assert!(unit.contains(find), "`{find}` in {unit}");
    let (sources, targets) = unit.split_at(unit.find("<target>").unwrap_or(0));
    format!("{}{sources}{}{}", &xliff[..start], targets.replace(find, replace), &xliff[end..])
}

#[test]
fn a_round_trip_changes_nothing() {
    for name in SAMPLES {
        let case = sample(name);
        for locale in case.locales().into_iter().skip(1) {
            let out = exported(&case, locale, Scope::All);
            assert_eq!(out, exported(&sample(name), locale, Scope::All), "the same case gives the same bytes");
            let back = taken(&case, &out, &credit());
            assert_eq!(kinds(&back), [], "{name} {}", locale.as_str());
            let file = repository(&format!("samples/{name}/translations/{}.yaml", locale.as_str()));
            assert_eq!(back.yaml, fs::read_to_string(file).unwrap());
            assert!(back.unchanged > 400, "{} units", back.unchanged);
        }
    }
}

/// All that a file knows comes back from it alone: into a case that has no translations yet.
#[test]
fn everything_comes_back_from_the_file_alone() {
    for name in SAMPLES {
        let case = sample(name);
        let mut bare = case.clone();
        bare.translations.clear();
        for locale in case.locales().into_iter().skip(1) {
            let before = &case.translations[&locale];
            let mut by = credit();
            by.translator = Some(before.file.translator.clone());
            by.reviewed = before.file.reviewed_by.clone().zip(before.file.reviewed_on);
            let back = taken(&bare, &exported(&case, locale, Scope::All), &by);
            assert_eq!(back.changes.len(), before.file.blocks.len());
            let folder = tempfile::tempdir().unwrap();
            let from = repository("samples").join(name);
            fs::create_dir(folder.path().join("translations")).unwrap();
            for file in ["case.yaml", "references.bib"] {
                fs::copy(from.join(file), folder.path().join(file)).unwrap();
            }
            let to = folder.path().join(format!("translations/{}.yaml", locale.as_str()));
            fs::write(to, &back.yaml).unwrap();
            let again = Case::open(folder.path()).unwrap_or_else(|failure| panic!("{failure}"));
            let after = &again.translations[&locale];
            for block in &before.file.blocks {
                let text = &after.block(&block.path).unwrap().text;
                assert_eq!(block_digest(text.as_str()), block_digest(block.text.as_str()), "{}", block.path);
                assert_eq!(prose::blocks(text.as_str()).value, prose::blocks(block.text.as_str()).value);
                assert_eq!(prose::plain(text.as_str()), prose::plain(block.text.as_str()), "{}", block.path);
            }
            assert!(status(&again, locale).is_done(), "{name} {}", locale.as_str());
            // A row of a table cannot be broken.
            let long = |line: &&str| line.chars().count() > 120 && !line.contains(" | ");
            assert_eq!(back.yaml.lines().find(long), None);
        }
    }
}

#[test]
fn what_is_open_goes_out_and_comes_back_into_its_place() {
    let folder = small();
    let dir = folder.path();
    // One text is new, one has changed, one is gone.
    let yaml = fs::read_to_string(dir.join(YAML)).unwrap();
    let start = yaml.find("  - path: answers.Q3.clinician").unwrap();
    let end = start + yaml[start..].find("  - path: answers.Q3.patient").unwrap();
    fs::write(dir.join(YAML), format!("{}# a comment stays\n{}", &yaml[..start], &yaml[end..])).unwrap();
    edit(dir, "case.yaml", "I want to keep working and see", "I want to keep my job and see");
    let case = Case::open(dir).unwrap();
    let found = status(&case, ES);
    assert_eq!((found.missing.blocks, found.stale.blocks, found.orphans), (1, 1, 0));
    assert_eq!(
        found.open.iter().map(|block| block.path.as_str()).collect::<Vec<_>>(),
        ["patient.goals", "answers.Q3.clinician"]
    );
    let out = export(&case, ES, Scope::Open).unwrap();
    assert_eq!(out.units, 2);
    let xliff = out.xliff.unwrap();
    assert!(xliff.contains("state=\"initial\" subState=\"opine:stale\""), "{xliff}");
    // Back as it went out: nothing is translated by that.
    let idle = taken(&case, &xliff, &credit());
    assert_eq!((kinds(&idle), idle.unchanged, idle.untranslated), (vec![], 1, 1));
    // The tool confirms the one and translates the other, the citation first.
    let xliff = xliff.replace("state=\"initial\" subState=\"opine:stale\"", "state=\"translated\"");
    let source = &xliff[xliff.rfind("<source>").unwrap()..];
    let code = &source[source.find("<ph").unwrap()..source.find("/>").unwrap() + 2];
    let target = format!("</source><target>{code} \u{bf}Y \"ya\": la recaída?</target>");
    let at = xliff.rfind("</source>").unwrap();
    let xliff = format!("{}{target}{}", &xliff[..at], &xliff[at + "</source>".len()..]);
    let back = taken(&case, &xliff, &reviewed());
    assert_eq!(kinds(&back), [(ChangeKind::Confirmed, "patient.goals"), (ChangeKind::New, "answers.Q3.clinician")]);
    fs::write(dir.join(YAML), &back.yaml).unwrap();
    let again = Case::open(dir).unwrap();
    assert!(status(&again, ES).is_done());
    let block = again.translations[&ES].block("answers.Q3.clinician").unwrap();
    assert_eq!(block.text.as_str(), "[@loibl2024] \u{bf}Y \"ya\": la recaída?");
    assert_eq!(block.reviewed_on.map(|on| on.to_string()).as_deref(), Some("2026-03-09"));
    assert_eq!(block.reviewed_by, None, "as the head says");
    // Everything else is as it was, in the order of the case.
    let (head, rest) = back.yaml.split_at(back.yaml.find("  - path: answers.Q3.clinician").unwrap());
    assert!(head.ends_with("# a comment stays\n"), "{head}");
    assert!(rest.contains(&yaml[end..]));
    assert_eq!(back.yaml.matches("reviewed_on: 2026-03-09").count(), 2);
}

#[test]
fn what_nobody_has_reviewed_never_passes_as_reviewed() {
    let folder = small();
    let case = Case::open(folder.path()).unwrap();
    let xliff = retarget(&exported(&case, ES, Scope::All), "answers.Q3.patient", "más a menudo", "con más frecuencia");
    let back = taken(&case, &xliff, &credit());
    assert_eq!(kinds(&back), [(ChangeKind::Changed, "answers.Q3.patient")]);
    fs::write(folder.path().join(YAML), &back.yaml).unwrap();
    let again = Case::open(folder.path()).unwrap();
    assert_eq!(state(&again, "answers.Q3.patient"), BlockState::Unreviewed);
    let found = status(&again, ES);
    assert_eq!((found.unreviewed.blocks, found.fresh.blocks), (1, found.total.blocks - 1));
    assert!(!found.is_done() && found.per_mille() < 1000);
    // The reviewer's file says so.
    let final_ = exported(&again, ES, Scope::Open).replace("state=\"translated\"", "state=\"final\"");
    let back = taken(&again, &final_, &reviewed());
    assert_eq!(kinds(&back), [(ChangeKind::Reviewed, "answers.Q3.patient")]);
    fs::write(folder.path().join(YAML), &back.yaml).unwrap();
    assert!(status(&Case::open(folder.path()).unwrap(), ES).is_done());
}

#[test]
fn a_source_that_changed_since_the_export_is_named() {
    let folder = small();
    let case = Case::open(folder.path()).unwrap();
    let path = "answers.Q3.patient";
    let xliff = retarget(&exported(&case, ES, Scope::All), path, "más a menudo", "con más frecuencia");
    edit(folder.path(), "case.yaml", "The cancer may come back more often if", "The cancer may return more often if");
    let case = Case::open(folder.path()).unwrap();
    let back = taken(&case, &xliff, &reviewed());
    assert_eq!(kinds(&back), [(ChangeKind::Changed, path)]);
    assert!(back.changes[0].stale);
    let found: Vec<_> = back.diagnostics.0.iter().map(|d| (d.code, d.labels[0].range.start)).collect();
    assert_eq!(found, [("XLF-12", xliff.find(&format!("<unit id=\"{path}\"")).unwrap())]);
    fs::write(folder.path().join(YAML), &back.yaml).unwrap();
    assert_eq!(state(&Case::open(folder.path()).unwrap(), path), BlockState::Stale);
}

/// What a tool or a person may break, the code it is refused with, and the words it is refused at.
#[test]
fn what_is_broken_is_refused_at_its_place() {
    let folder = small();
    let case = Case::open(folder.path()).unwrap();
    let out = exported(&case, ES, Scope::All);
    let unit = "answers.Q3.clinician";
    let start = out.find(&format!("<unit id=\"{unit}\"")).unwrap();
    let target = start + out[start..].find("<target>").unwrap() + "<target>".len();
    let code = &out[target + out[target..].find("<ph").unwrap()..];
    let code = &code[..code.find("/>").unwrap() + 2];
    let changed = |find: &str, replace: &str| retarget(&out, unit, find, replace);
    let head = |find: &str, replace: &str| out.replacen(find, replace, 1);
    let digest = "La recaída es más probable";
    let table = [
        ("XLF-08", changed(code, ""), "La recaída"),
        ("XLF-09", changed(code, &format!("{code} y {code}")), &format!(" y {code}")),
        ("XLF-09", changed(code, &format!("{code} y [@loibl2024]")), " y [@loibl2024]."),
        ("XLF-10", changed(code, &format!("{code} y [@wolff2023]")), " y [@wolff2023]."),
        (
            "XLF-10",
            changed("dataRef=\"d1\"", "dataRef=\"d7\""),
            "<ph id=\"1\" canCopy=\"no\" canDelete=\"no\" dataRef=\"d7\"",
        ),
        ("XLF-06", head(&format!("<unit id=\"{unit}\""), "<unit id=\"answers.Q9.clinician\""), "<unit id=\"answers.Q9"),
        (
            "XLF-06",
            head(&format!("id=\"{unit}\" name"), "id=\"answers.Q3.patient\" name"),
            "<unit id=\"answers.Q3.patient\" name=\"answers.Q3.c",
        ),
        ("XLF-07", head("Relapse is more likely", "Relapse is likely"), "Relapse is likely"),
        ("XLF-05", head("trgLang=\"es-US\"", "trgLang=\"es-MX\""), "<xliff"),
        ("XLF-05", head("trgLang=\"es-US\"", "trgLang=\"en-US\""), "<xliff"),
        ("XLF-05", head(" trgLang=\"es-US\"", ""), "<xliff"),
        ("XLF-05", head("srcLang=\"en-US\"", "srcLang=\"fr-CA\""), "<xliff"),
        ("XLF-05", head("original=\"OPX-2026-0001\"", "original=\"OPX-2026-0002\""), "<file"),
        ("XLF-04", head("version=\"2.1\"", "version=\"1.2\""), "<xliff"),
        ("XLF-02", head("<xliff", "<!DOCTYPE xliff SYSTEM \"x.dtd\"><xliff"), "<!DOCTYPE"),
        ("XLF-02", changed(digest, "&nbsp;"), "&nbsp;"),
        ("XLF-01", head("</file>", ""), "</xliff>"),
    ];
    for (code, xliff, words) in table {
        let failure = imported(&case, &xliff, &credit()).expect_err(words);
        let first = &failure.diagnostics.0[0];
        assert_eq!(first.code, code, "{words}: {}", failure.diagnostics);
        let at = xliff.find(words).unwrap() + if words.starts_with(" y <") { 3 } else { 0 };
        assert_eq!(first.labels[0].range.start, at, "{words}: {first}");
        assert!(!first.hints.is_empty() && !first.message.ends_with('.'), "{first}");
    }
}

#[test]
fn markup_that_has_no_effect_is_refused_and_lost_structure_named() {
    let folder = small();
    edit(
        folder.path(),
        "case.yaml",
        "\"I want to keep working and see my son finish school.\"",
        "\"I **want** to:\\n\\n- keep working\\n- see my son\"",
    );
    let case = Case::open(folder.path()).unwrap();
    let out = exported(&case, ES, Scope::Open);
    assert_eq!(out.matches("<segment").count(), 1, "divided otherwise than its translation: one segment");
    let mut bare = case.clone();
    bare.translations.clear();
    let out = exported(&bare, ES, Scope::Open);
    let start = out.find("<unit id=\"patient.goals\"").unwrap();
    let goals = &out[start..start + out[start..].find("</unit>").unwrap()];
    assert_eq!((goals.matches("<segment").count(), goals.matches("<ignorable").count()), (3, 2), "{goals}");
    let translated = |first: &str, second: &str| {
        let mut goals = goals.replace(
            "<source>keep working</source>",
            &format!("<source>keep working</source><target>{second}</target>"),
        );
        let at = goals.find("</source>").unwrap() + "</source>".len();
        goals.insert_str(at, &format!("<target>{first}</target>"));
        goals =
            goals.replace("<source>see my son</source>", "<source>see my son</source><target>ver a mi hijo</target>");
        format!("{}{goals}</unit></file></xliff>", &out[..out.find("<unit ").unwrap()])
    };
    let code = &goals[goals.find("<pc").unwrap()..];
    let code = &code[..code.find('>').unwrap() + 1];
    let by = Credit { translator: Some("translator".parse().unwrap()), ..credit() };
    let good = taken(&bare, &translated(&format!("{code}Quiero</pc>:"), "trabajar"), &by);
    assert_eq!(good.changes[0].after, "**Quiero**:\n\n- trabajar\n- ver a mi hijo\n");
    assert!(good.diagnostics.0.is_empty(), "{}", good.diagnostics);
    let plain = taken(&bare, &translated("Quiero:", "trabajar"), &by);
    assert!(plain.diagnostics.0.is_empty(), "emphasis may go: {}", plain.diagnostics);
    let xliff = translated(&format!("{code} Quiero </pc>:"), "trabajar");
    let failure = imported(&bare, &xliff, &by).unwrap_err();
    assert_eq!(failure.diagnostics.0[0].code, "XLF-11", "{}", failure.diagnostics);
    assert_eq!(failure.diagnostics.0[0].labels[0].range.start, xliff.find(&format!("<target>{code}")).unwrap() + 8);
    let odd = taken(&bare, &translated("Quiero:", "a\n\n# b\u{200b}c"), &by);
    let codes: Vec<_> = odd.diagnostics.0.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["XLF-14", "XLF-15"], "{}", odd.diagnostics);
    let half = taken(&bare, &translated("Quiero:", " "), &by);
    assert_eq!((half.changes.len(), half.diagnostics.0[0].code), (0, "XLF-13"));
}

/// Texts that YAML, XML and Markdown each would like to read otherwise.
#[test]
fn any_words_survive_the_way_into_the_file() {
    for words in [
        "yes",
        "- no",
        "# x",
        "a: b #c",
        "\u{a0}5\u{202f}mg\u{a0}",
        "\"quoted\" 'so' \\ and",
        "{a} [b] & < c > | %",
        "tab\there",
        "e\u{301} \u{1f600}",
        "null",
        "12",
        "]]>",
    ] {
        let folder = small();
        let case = Case::open(folder.path()).unwrap();
        let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let xliff = retarget(&exported(&case, ES, Scope::All), "answers.Q3.patient", "Solo podemos", &escaped);
        let back = taken(&case, &xliff, &reviewed());
        fs::write(folder.path().join(YAML), &back.yaml).unwrap();
        let again = Case::open(folder.path()).unwrap_or_else(|failure| panic!("{words}: {failure}"));
        let text = again.translations[&ES].block("answers.Q3.patient").unwrap().text.as_str().to_owned();
        assert!(text.starts_with(words.trim_start()), "{text}");
        assert_eq!(state(&again, "answers.Q3.patient"), BlockState::Fresh);
    }
}

fn opine(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_opine")).args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_command_line_goes_all_the_way() {
    let folder = small();
    let dir = folder.path();
    let done = opine(&["translate", "status", "."], dir);
    assert_eq!(done.status.code(), Some(0), "{}{}", text(&done.stdout), text(&done.stderr));
    let none = opine(&["translate", "export", ".", "--locale", "es-US", "--out", "open.xlf"], dir);
    assert_eq!((none.status.code(), dir.join("open.xlf").exists()), (Some(0), false));
    edit(dir, "case.yaml", "I want to keep working and see", "I want to keep my job and see");
    let open = opine(&["translate", "status", ".", "--locale", "es-US"], dir);
    assert_eq!(open.status.code(), Some(1));
    let table = text(&open.stdout);
    assert!(table.contains("stale       patient.goals  translations/es-US.yaml:13"), "{table}");
    let json = opine(&["translate", "status", ".", "--format", "json"], dir);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["version"], &json["locales"][0]["stale"]["blocks"]), (&1.into(), &1.into()));
    assert_eq!(json["locales"][0]["open"][0]["path"], "patient.goals");
    assert_eq!(json["locales"][0]["translators"][0]["translator"], "translator");

    let out = opine(&["translate", "export", ".", "--locale", "es-US", "--out", "open.xlf"], dir);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert!(out.stdout.is_empty());
    let xliff = fs::read_to_string(dir.join("open.xlf")).unwrap();
    fs::write(dir.join("back.xlf"), retarget(&xliff, "patient.goals", "seguir trabajando", "conservar mi trabajo"))
        .unwrap();
    let before = fs::read_to_string(dir.join(YAML)).unwrap();
    let by = ["--translator", "translator", "--reviewer", "reviewer", "--reviewed-on", "2026-03-09"];
    let arguments = |more: &[&'static str]| [&["translate", "import", ".", "back.xlf"], &by[..], more].concat();
    let dry = opine(&arguments(&["--dry-run"]), dir);
    assert_eq!(dry.status.code(), Some(0), "{}", text(&dry.stderr));
    assert!(text(&dry.stdout).contains("changed: patient.goals\n  - Quiero seguir"), "{}", text(&dry.stdout));
    assert_eq!(fs::read_to_string(dir.join(YAML)).unwrap(), before);
    let back = opine(&arguments(&[]), dir);
    assert_eq!(back.status.code(), Some(0), "{}", text(&back.stderr));
    assert_eq!(opine(&["translate", "status", "."], dir).status.code(), Some(1), "French is stale still");
    assert_eq!(opine(&["translate", "status", ".", "--locale", "es-US"], dir).status.code(), Some(0));

    let before = fs::read_to_string(dir.join(YAML)).unwrap();
    fs::write(dir.join("back.xlf"), &xliff[..xliff.len() - 20]).unwrap();
    let broken = opine(&arguments(&[]), dir);
    assert_eq!(broken.status.code(), Some(1));
    assert!(text(&broken.stderr).contains("XLF-01"), "{}", text(&broken.stderr));
    assert_eq!(fs::read_to_string(dir.join(YAML)).unwrap(), before, "nothing half");
    for wrong in [
        &["translate", "export", ".", "--locale", "xx"][..],
        &["translate", "import", ".", "nowhere.xlf"],
        &["translate", "import", ".", "open.xlf", "--reviewer", "reviewer"],
        &["translate", "status", ".", "--locale", "en-US"],
    ] {
        assert_eq!(opine(wrong, dir).status.code(), Some(2), "{wrong:?}");
    }
    let other = opine(&["translate", "import", ".", "open.xlf", "--translator", "nobody"], dir);
    assert_eq!(other.status.code(), Some(1));
    assert!(text(&other.stderr).contains("XLF-18"), "{}", text(&other.stderr));
}
