//! All examples of the CommonMark specification, set as a finding, without a panic and with the words they have.
//!
//! The specification's examples are CC-BY-SA and not part of this repository: `OPINE_DATA` names the folder that has
//! `markdown/commonmark`. The project's own Markdown fixtures are tested in `prose`.

use std::path::PathBuf;

fn examples() -> Option<Vec<String>> {
    let root = std::env::var_os("OPINE_DATA").map(PathBuf::from)?;
    let spec = std::fs::read_to_string(root.join("markdown/commonmark/spec.txt")).ok()?;
    let fence = format!("\n{} example\n", "`".repeat(32));
    let examples = spec.split(&fence).skip(1).filter_map(|rest| rest.split_once("\n.\n"));
    Some(examples.map(|(markdown, _)| markdown.replace('→', "\t")).collect())
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
        match engine.render(&case, job) {
            Ok(_) => {}
            // Examples in scripts that no font here has are refused by name; then the rest is set without them.
            Err(refused) => {
                assert!(refused.0.iter().all(|d| d.code == "TYP-05"), "{refused}");
                case.content.findings.retain(|finding| {
                    let mut alone = base.clone();
                    alone.content.findings.push(finding.clone());
                    engine.compose(&alone, job).is_ok() || base.content.findings.contains(finding)
                });
                engine.render(&case, job).unwrap_or_else(|e| panic!("{e}"));
            }
        }
    }
    println!("{set} examples set, {refused} refused by name");
    assert!(set > 400);
}
