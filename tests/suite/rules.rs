//! Every rule has a case that breaks it, at the right line and column, and one that comes close and does not.
//!
//! `tests/fixtures/rules/base` is a small case in three languages in which nothing is found. `tests/fixtures/rules/ID.txt`
//! holds variants of it, each begun by `=== breaks` or `=== clean` (with `stage=`, `day=` as needed) and made by
//! edits: `--- in FILE`, `--- find` with words that stand in the file once, `--- replace`. `⟦` and `⟧` mark the words a finding must point at,
//! in a replacement or after `--- at FILE` in words that stand in the edited file once. Digests of translations
//! (`source: sealed`), and those of what a party attests (`"sealed:ID"`), are filled in after the edits, unless the variant
//! is `unsealed`. Files of records that are no text are made: `--- dicom FILE` is followed by lines such as
//! `0010,0010 PN Ruiz^Ana`, `--- pdf FILE` by the number of pages. `SHA(FILE)` stands for the digest of a file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use opine::case::{Case, block_digest};
use opine::diagnostics::{Diagnostic, SourceMap};
use opine::rules::{self, Stage};

const MARKS: [char; 2] = ['⟦', '⟧'];

#[derive(Debug, Default)]
struct Variant {
    breaks: bool,
    stage: String,
    day: Option<NaiveDate>,
    sealed: bool,
    /// Codes that come with it by necessity.
    also: BTreeSet<String>,
    edits: Vec<(String, String, String)>,
    /// Files to be made: kind, name, what is in them.
    made: Vec<(String, String, String)>,
    at: Option<(String, String)>,
    line: usize,
}

fn parse(text: &str) -> Vec<Variant> {
    let mut variants: Vec<Variant> = Vec::new();
    let mut field = String::new();
    let mut file = "case.yaml".to_owned();
    for (number, line) in text.lines().enumerate() {
        if let Some(head) = line.strip_prefix("=== ") {
            let mut words = head.split_whitespace();
            let kind = words.next().unwrap();
            assert!(matches!(kind, "breaks" | "clean"), "line {}: `{kind}`", number + 1);
            let mut variant = Variant {
                breaks: kind == "breaks",
                stage: "release".into(),
                sealed: true,
                line: number + 1,
                ..Variant::default()
            };
            for word in words {
                match word.split_once('=') {
                    Some(("stage", value)) => variant.stage = value.to_owned(),
                    Some(("day", value)) => variant.day = Some(value.parse().unwrap()),
                    Some(("also", value)) => variant.also.extend(value.split(',').map(str::to_owned)),
                    None if word == "unsealed" => variant.sealed = false,
                    _ => panic!("line {}: `{word}`", number + 1),
                }
            }
            variants.push(variant);
            field.clear();
            file = "case.yaml".to_owned();
        } else if let Some(head) = line.strip_prefix("--- ") {
            let variant = variants.last_mut().unwrap();
            field = head.split(' ').next().unwrap().to_owned();
            let named = head.strip_prefix(field.as_str()).unwrap().trim().to_owned();
            match field.as_str() {
                "in" => file = named,
                "find" => variant.edits.push((file.clone(), String::new(), String::new())),
                "replace" => {}
                "at" => variant.at = Some((named, String::new())),
                "dicom" | "pdf" => variant.made.push((field.clone(), named, String::new())),
                other => panic!("line {}: `{other}`", number + 1),
            }
        } else {
            let Some(variant) = variants.last_mut() else { continue };
            let target = match field.as_str() {
                "find" => variant.edits.last_mut().map(|edit| &mut edit.1),
                "replace" => variant.edits.last_mut().map(|edit| &mut edit.2),
                "at" => variant.at.as_mut().map(|at| &mut at.1),
                "dicom" | "pdf" => variant.made.last_mut().map(|made| &mut made.2),
                _ => None,
            };
            if let Some(target) = target {
                target.push_str(line);
                target.push('\n');
            }
        }
    }
    variants
}

/// The files of the base, by their name inside it.
fn base(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Writes the digests of the source blocks into the translations.
fn seal(files: &mut BTreeMap<String, Vec<u8>>) {
    let text = String::from_utf8(with_digests(&files["case.yaml"], &no_digest)).unwrap();
    let text = text.replace("content_digest: GOOD", &format!("content_digest: {}", "0".repeat(64)));
    let Ok(case) = Case::from_text("case.yaml", &text) else { return };
    let mut digests = BTreeMap::new();
    use opine::case::model::{BlockPath, Texts};
    case.content.texts(&BlockPath::root(), &mut |path, text| {
        digests.insert(path.as_str().to_owned(), block_digest(text.as_str()));
    });
    for (name, bytes) in files.iter_mut().filter(|(name, _)| name.starts_with("translations/")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut path = String::new();
        let mut sealed = String::new();
        for line in text.split_inclusive('\n') {
            if let Some(named) = line.trim().strip_prefix("- path: ") {
                path = named.to_owned();
            }
            // A text that was taken out has no digest any more; any other will do.
            let digest = digests.get(&path).map_or_else(|| no_digest(&path), |digest| digest.to_string());
            match line.trim() {
                "source: sealed" => sealed.push_str(&line.replace("sealed", &digest)),
                _ => sealed.push_str(line),
            }
        }
        assert!(!name.is_empty());
        *bytes = sealed.into_bytes();
    }
    if files.values().any(|bytes| bytes.windows(8).any(|window| window == b"\"sealed:")) {
        attest(files);
    }
}

/// Writes the digest of what each party stands behind in place of `"sealed:ID"`. It does not depend on attestations, so
/// any digest may stand there meanwhile.
fn attest(files: &mut BTreeMap<String, Vec<u8>>) {
    let draft = files.iter().map(|(name, bytes)| (name.clone(), with_digests(bytes, &no_digest))).collect();
    let case = Case::open(written(&draft).path()).unwrap_or_else(|failure| panic!("{failure}"));
    let digest = |id: &str| {
        let party = case.content.parties.iter().find(|party| party.id.as_str() == id).unwrap();
        rules::attested_digest(&case, party).to_string()
    };
    for bytes in files.values_mut() {
        *bytes = with_digests(bytes, &digest);
    }
}

fn no_digest(_: &str) -> String {
    "0".repeat(64)
}

fn with_digests(bytes: &[u8], digest: &dyn Fn(&str) -> String) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let mut parts = text.split("\"sealed:");
    let mut done = parts.next().unwrap().to_owned();
    for part in parts {
        let (id, rest) = part.split_once('"').unwrap();
        done.push_str(&format!("\"{}\"{rest}", digest(id)));
    }
    done.into_bytes()
}

/// The base as a folder, changed before its digests are filled in.
pub fn sealed_base(change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> tempfile::TempDir {
    let mut files = base(&fixtures().join("base"));
    change(&mut files);
    seal(&mut files);
    written(&files)
}

/// A folder with the files.
fn written(files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// What the built-in theme asks, read once.
fn policy() -> &'static rules::Policy {
    static POLICY: std::sync::OnceLock<rules::Policy> = std::sync::OnceLock::new();
    POLICY.get_or_init(|| rules::Policy::of(&opine::Theme::builtin().unwrap()).unwrap())
}

/// What the rules find: code, file, line, column of the first label.
type Found = Vec<(String, Option<(String, usize, usize)>, String)>;

fn check(files: &BTreeMap<String, Vec<u8>>, variant: &Variant) -> Found {
    let folder = written(files);
    let case = match Case::open(folder.path()) {
        Ok(case) => case,
        // What a case cannot be read without is reported under the rule that asks for it.
        Err(failure) => return said(failure.diagnostics.0, &failure.sources),
    };
    // What is wrong with the references (`EVD-03`) is found as they are read.
    let (library, mut found) = rules::library(&case);
    let stage: Stage = variant.stage.parse().unwrap();
    let day = variant.day.or_else(|| case.content.dates.released.map(|date| date.latest())).unwrap();
    found.extend(rules::check(&case, &library, stage, day, policy()));
    said(found, &case.sources)
}

fn said(found: Vec<Diagnostic>, sources: &SourceMap) -> Found {
    found
        .into_iter()
        .map(|d| {
            let place = d.labels.first().map(|label| {
                let file = sources.get(label.file).unwrap();
                let at = file.line_column(label.range.start);
                (file.name.replace('\\', "/"), at.line, at.column)
            });
            assert!(!d.hints.is_empty(), "{}: no hint: {}", d.code, d.message);
            (d.code.to_owned(), place, d.message)
        })
        .collect()
}

/// Digests stand in fixtures by name: `SHA1` and `SHA2` are those of the base's records, `SHA(FILE)` that of a file as the
/// variant has it.
fn named(text: &str, files: &BTreeMap<String, Vec<u8>>) -> String {
    use sha2::{Digest, Sha256};
    let digest = |bytes: &[u8]| -> String { Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect() };
    let of_base = |name: &str| digest(&std::fs::read(fixtures().join("base/records").join(name)).unwrap());
    let mut text = text.replace("SHA1", &of_base("mammogram.txt")).replace("SHA2", &of_base("pathology.txt"));
    while let Some((before, rest)) = text.split_once("SHA(") {
        let (name, after) = rest.split_once(')').unwrap();
        text = format!("{before}{}{after}", digest(&files[name]));
    }
    text
}

/// A DICOM file with these elements, one a line, in explicit little endian.
fn dicom(lines: &str) -> Vec<u8> {
    let mut bytes = [vec![0; 128], b"DICM".to_vec()].concat();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let [tag, kind, value] = line.splitn(3, ' ').collect::<Vec<_>>().try_into().unwrap();
        for half in tag.split(',') {
            bytes.extend(u16::from_str_radix(half, 16).unwrap().to_le_bytes());
        }
        let value = format!("{value}{}", " ".repeat(value.len() % 2));
        bytes.extend(kind.as_bytes());
        bytes.extend(u16::try_from(value.len()).unwrap().to_le_bytes());
        bytes.extend(value.as_bytes());
    }
    bytes
}

/// A PDF file of so many blank pages.
fn pdf(pages: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", page + 3)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {pages}/Kids[{}]>>", kids.join(" ")),
    ];
    objects.extend(kids.iter().map(|_| "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>".to_owned()));
    let (mut text, mut table) = ("%PDF-1.7\n".to_owned(), "0000000000 65535 f \n".to_owned());
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let (start, size) = (text.len(), objects.len() + 1);
    text.push_str(&format!("xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    text.into_bytes()
}

/// `GOOD` stands for the digest of what the first waiver is about.
fn seal_waiver(files: &mut BTreeMap<String, Vec<u8>>) {
    let text = String::from_utf8(files["case.yaml"].clone()).unwrap();
    if !text.contains("content_digest: GOOD") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files.iter() {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let bytes = String::from_utf8(bytes.clone())
            .unwrap()
            .replace("content_digest: GOOD", &format!("content_digest: {}", "0".repeat(64)));
        std::fs::write(path, bytes).unwrap();
    }
    let case = Case::open(folder.path()).unwrap();
    let digest = rules::content_digest(&case, &case.content.waivers[0].path).map_or("0".repeat(64), |d| d.to_string());
    files.insert(
        "case.yaml".to_owned(),
        text.replace("content_digest: GOOD", &format!("content_digest: {digest}")).into_bytes(),
    );
}

/// Makes the edits; the marked place is looked for after sealing, since digests move columns.
fn edit(files: &mut BTreeMap<String, Vec<u8>>, id: &str, variant: &Variant) -> Option<(String, String)> {
    for (kind, file, content) in &variant.made {
        let bytes = if kind == "pdf" { pdf(content.trim().parse().unwrap()) } else { dicom(content) };
        files.insert(file.clone(), bytes);
    }
    let mut marked = None;
    for (file, find, replace) in &variant.edits {
        let (find, replace) = (&named(find, files), &named(replace, files));
        let bytes = files.entry(file.clone()).or_default();
        let text = String::from_utf8(bytes.clone()).unwrap_or_else(|_| panic!("{id}: `{file}` is no text"));
        if replace.contains(MARKS) {
            marked = Some((file.clone(), replace.clone()));
        }
        let replace = replace.replace(MARKS, "");
        if find.is_empty() {
            *bytes = replace.into_bytes();
            continue;
        }
        // The last line feed is the fixture's, not the text's, unless whole lines are replaced.
        let (find, replace) = if text.matches(find.as_str()).count() == 1 {
            (find.clone(), replace)
        } else {
            (find.trim_end_matches('\n').to_owned(), replace.trim_end_matches('\n').to_owned())
        };
        assert_eq!(text.matches(&find).count(), 1, "{id}, variant at line {}: `{find}` in {file}", variant.line);
        *bytes = text.replacen(&find, &replace, 1).into_bytes();
    }
    variant.at.clone().map(|(file, words)| (file, named(&words, files))).or(marked)
}

fn place_of(
    files: &BTreeMap<String, Vec<u8>>,
    marked: &(String, String),
    id: &str,
    variant: &Variant,
) -> (String, usize, usize) {
    let text = String::from_utf8(files[&marked.0].clone()).unwrap();
    let words = marked.1.trim_end_matches('\n');
    let inside = words.find(MARKS[0]).unwrap_or_else(|| panic!("{id}, variant at line {}: no mark", variant.line));
    let clean = words.replace(MARKS, "");
    let found: Vec<usize> = text.match_indices(&clean).map(|(at, _)| at).collect();
    assert_eq!(found.len(), 1, "{id}, variant at line {}: `{clean}` stands {} times", variant.line, found.len());
    let at = found[0] + inside;
    let line = text[..at].matches('\n').count() + 1;
    let column = text[text[..at].rfind('\n').map_or(0, |n| n + 1)..at].chars().count() + 1;
    (marked.0.clone(), line, column)
}

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules"))
}

#[test]
fn nothing_is_found_in_the_base() {
    let mut files = base(&fixtures().join("base"));
    seal(&mut files);
    for stage in ["draft", "review", "release"] {
        let variant = Variant { stage: stage.into(), ..Variant::default() };
        assert_eq!(check(&files, &variant), Vec::new(), "{stage}");
    }
}

#[test]
fn every_rule_finds_what_it_is_for_and_nothing_else() {
    let wanted = std::env::var("OPINE_RULE").ok();
    let mut wrong = Vec::new();
    for rule in rules::all() {
        if wanted.as_ref().is_some_and(|wanted| !rule.id.starts_with(wanted.as_str())) {
            continue;
        }
        let path = fixtures().join(format!("{}.txt", rule.id));
        let Ok(text) = std::fs::read_to_string(&path) else {
            wrong.push(format!("{} has no fixture", rule.id));
            continue;
        };
        let variants = parse(&text);
        if !variants.iter().any(|v| v.breaks) || !variants.iter().any(|v| !v.breaks && !v.edits.is_empty()) {
            wrong.push(format!("{} lacks a case that breaks it, or an edited one that does not", rule.id));
        }
        for variant in &variants {
            // One fixture that does not fit the base any more must not hide the others.
            let tried = std::panic::catch_unwind(|| attempt(rule.id, variant));
            match tried {
                Ok(problem) => wrong.extend(problem),
                Err(_) => wrong
                    .push(format!("{}, variant at line {}: does not fit the base (see above)", rule.id, variant.line)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with a variant, if anything.
fn attempt(id: &str, variant: &Variant) -> Option<String> {
    let mut files = base(&fixtures().join("base"));
    let marked = edit(&mut files, id, variant);
    if variant.sealed {
        seal(&mut files);
    }
    seal_waiver(&mut files);
    let found: Found = check(&files, variant).into_iter().filter(|f| !variant.also.contains(&f.0)).collect();
    let say = |what: &str| format!("{}, variant at line {}: {what}: {found:#?}", id, variant.line);
    if !variant.breaks {
        return (!found.is_empty()).then(|| say("found something"));
    }
    if found.is_empty() || found.iter().any(|(code, ..)| code != id) {
        return Some(say("not exactly this rule"));
    }
    let Some(marked) = marked else {
        return Some(say("no place is marked"));
    };
    let place = place_of(&files, &marked, id, variant);
    let there = found.iter().any(|(_, at, _)| at.as_ref() == Some(&place));
    (!there).then(|| say(&format!("not at {place:?}")))
}

#[test]
fn every_fixture_is_of_a_rule() {
    let ids: BTreeSet<&str> = rules::all().iter().map(|rule| rule.id).collect();
    for entry in std::fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            assert!(ids.contains(path.file_stem().unwrap().to_str().unwrap()), "{}", path.display());
        }
    }
}

#[test]
fn every_rule_is_documented() {
    let mut seen = BTreeSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.id), "{} is there twice", rule.id);
        assert!(rules::FAMILIES.iter().any(|(id, _)| *id == rule.family()), "{}", rule.id);
        for (what, text) in [
            ("what", rule.what),
            ("why", rule.why),
            ("example", rule.example),
            ("mend", rule.mend),
            ("source", rule.source),
        ] {
            assert!(text.len() > 15 && !text.ends_with('.'), "{} {what}: `{text}`", rule.id);
        }
    }
    let design = [
        "PAT 1-5", "CON 1-5", "ELI 1-2", "REC 1-7", "QST 1-5", "FND 1-3", "DX 1-5", "OPT 1-6", "RCM 1-9", "EVD 1-5",
        "SAF 1-7", "UNT 1-3", "UNT 5-5", "TIM 1-5", "SPC 1-5", "SGN 1-5", "LNG 1-8", "PLN 1-4", "PLN 6-6", "PLN 8-8",
        "PRV 1-2", "TYP 1-4", "BKL 1-1", "BKL 3-4",
    ];
    for family in design {
        let (family, range) = family.split_once(' ').unwrap();
        let (from, to) = range.split_once('-').unwrap();
        for number in from.parse::<u32>().unwrap()..=to.parse().unwrap() {
            let id = format!("{family}-{number:02}");
            assert!(seen.contains(id.as_str()), "{id} is not there");
        }
    }
}

/// `docs/rules.md` is what `opine explain --markdown` prints; `OPINE_UPDATE_DOCS=1` writes it.
#[test]
fn the_documentation_of_the_rules_is_fresh() {
    let made =
        std::process::Command::new(env!("CARGO_BIN_EXE_opine")).args(["explain", "--markdown"]).output().unwrap();
    assert!(made.status.success());
    let made = String::from_utf8(made.stdout).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    if std::env::var_os("OPINE_UPDATE_DOCS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap_or_default() == made,
        "docs/rules.md is not fresh: OPINE_UPDATE_DOCS=1"
    );
}

/// Nothing in the samples keeps them from release, and no warning is left without a reason.
#[test]
fn the_samples_are_ready_for_release() {
    for name in crate::support::SAMPLES {
        let found = crate::support::engine().check(&crate::support::sample(name), Stage::Release);
        let open: Vec<_> = found.0.iter().filter(|d| d.severity != opine::diagnostics::Severity::Info).collect();
        assert!(open.is_empty(), "{name}: {open:#?}");
    }
}
