//! The command line as people and scripts meet it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{repository, starter};

fn opine(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_opine"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Recorded sessions: `tests/cmd/*.trycmd`.
#[test]
fn recorded_sessions() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").default_bin_name("opine");
}

#[test]
fn new_check_render_from_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for field in [
        "neurology",
        "neurosurgery",
        "cardiology",
        "gastroenterology",
        "oncology",
        "mental-health",
        "pain",
        "specialty-rx",
    ] {
        let made = opine(&["new", field, "--specialty", field], folder.path());
        assert_eq!(made.status.code(), Some(0), "{field}: {}", text(&made.stderr));
        let checked = opine(&["check", field], folder.path());
        assert_eq!(checked.status.code(), Some(0), "{field}: {}", text(&checked.stderr));
        assert!(text(&checked.stderr).contains("nothing found"), "{field}: {}", text(&checked.stderr));
        // A second `new` never overwrites.
        assert_eq!(opine(&["new", field, "--specialty", field], folder.path()).status.code(), Some(2));
    }
    let rendered = opine(&["render", "pain", "--document", "patient-summary", "--out", "out"], folder.path());
    assert_eq!(rendered.status.code(), Some(0), "{}", text(&rendered.stderr));
    assert!(folder.path().join("out/patient-summary.en-US.pdf").exists());
    assert!(rendered.stdout.is_empty(), "data goes to files, words to standard error");
}

#[test]
fn exit_codes_and_streams() {
    let folder = starter();
    let dir = folder.path();
    assert_eq!(opine(&["check", "nowhere"], dir).status.code(), Some(2));
    assert_eq!(opine(&["render", "."], dir).status.code(), Some(2));
    assert_eq!(opine(&["check", ".", "--format", "json"], dir).status.code(), Some(0));
    let path = dir.join("case.yaml");
    let case = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, case.replacen("\nprogram: ", "\nprogram: x", 1)).unwrap();
    let failed = opine(&["check", ".", "--format", "json"], dir);
    assert_eq!(failed.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["diagnostics"][0]["code"], "YML-15");
    assert_eq!(json["diagnostics"][0]["labels"][0]["file"], "case.yaml");
    let refused = opine(&["booklet", "build", ".", "--out", "out"], dir);
    assert_eq!(refused.status.code(), Some(1));
    assert!(!dir.join("out").exists(), "nothing is half written");
}

#[test]
fn a_case_from_standard_input_and_a_document_to_standard_output() {
    let folder = starter();
    let mut case = serde_json::to_value(opine::Case::open(folder.path()).unwrap().content).unwrap();
    // A case that comes as bytes has no file beside it: it brings the text of its references.
    let references = case["references"].as_object_mut().unwrap();
    references.remove("file");
    references
        .insert("content".to_owned(), std::fs::read_to_string(folder.path().join("references.bib")).unwrap().into());
    let mut child = Command::new(env!("CARGO_BIN_EXE_opine"))
        .args(["render", "-", "--document", "consultation", "--locale", "en-US", "--out", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), case.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(output.stdout.starts_with(b"%PDF-"));
}

#[test]
fn no_patient_name_in_file_names_or_messages() {
    let folder = tempfile::tempdir().unwrap();
    let made = opine(
        &["booklet", "build", repository("samples/spine").to_str().unwrap(), "--locale", "en-US", "--out", "out"],
        folder.path(),
    );
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let name = crate::support::sample("spine").content.patient.name;
    let said = text(&made.stderr) + &text(&made.stdout);
    assert!(!said.contains(&name.family), "{said}");
    for entry in std::fs::read_dir(folder.path().join("out")).unwrap() {
        let file = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(!file.contains(&name.family), "{file}");
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_opine"))
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(0));
}
