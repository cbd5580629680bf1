//! All examples of the CommonMark specification, set as a finding, without a panic and with the words they have.
//!
//! The specification's examples are CC-BY-SA and not part of this repository: `OPINE_DATA` names the folder that has
//! `markdown/commonmark`. The project's own Markdown fixtures are tested in `prose`.

use std::path::PathBuf;

fn examples() -> Option<Vec<String>> {
    let root = std::env::var_os("OPINE_DATA").map(PathBuf::from)?;
    let folder = root.join("markdown/commonmark");
    let file = std::fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .find(|p| p.extension().is_some_and(|e| e == "json"))?;
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    Some(json.as_array()?.iter().filter_map(|e| Some(e["markdown"].as_str()?.to_owned())).collect())
}

#[test]
fn every_example_is_set_or_refused_by_name() {
    let Some(examples) = examples() else {
        println!("skipped: OPINE_DATA names no folder with markdown/commonmark");
        return;
    };
    assert!(examples.len() > 600, "only {} examples", examples.len());
    let base = crate::support::sample("spine");
    let engine = crate::support::engine();
    let (mut set, mut refused) = (0, 0);
    // All that are accepted are set together: one document with several hundred examples.
    let mut accepted = Vec::new();
    for markdown in &examples {
        let parsed = opine::prose::blocks(markdown);
        if parsed.problems.is_empty() {
            accepted.push(markdown.clone());
            set += 1;
        } else {
            assert!(parsed.problems.iter().all(|p| p.code.starts_with("MD-") && !p.message.is_empty()), "{markdown:?}");
            refused += 1;
        }
    }
    for chunk in accepted.chunks(60) {
        let mut case = base.clone();
        let template = case.content.findings[0].clone();
        for (index, markdown) in chunk.iter().enumerate() {
            let mut finding = template.clone();
            finding.id = format!("X{index}").parse().unwrap();
            finding.statement.clinician = markdown.as_str().into();
            case.content.findings.push(finding);
        }
        let job = opine::Render::new(opine::DocumentKind::Consultation, case.content.locale);
        engine.render(&case, job).unwrap_or_else(|e| panic!("{e}"));
    }
    println!("{set} examples set, {refused} refused by name");
    assert!(set > 400);
}
