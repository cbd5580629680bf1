//! Hostile text stays text: shown literally or refused by name, never evaluated, never a panic.

use opine::{DocumentKind, Render};

use crate::support::{engine, sample};

const STRINGS: &[&str] = &[
    "#panic(\"x\")",
    "#{ 1/0 }",
    "#include \"/etc/passwd\"",
    "$ x^2 $",
    "@ref <label>",
    "= Heading",
    "\\u{41}",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# c #}",
    "${jndi:ldap://x}",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![i](file:///etc/passwd)",
    "`code`",
    "*star* _under_",
    "a | b",
    "~~~",
    "&lt;&amp;",
    "'; DROP TABLE users; --",
    "../../../etc/passwd",
    "%s%n%x",
    "NaN",
    "undefined",
    "null",
    "true",
    "0x41",
    "1e309",
    "\u{202E}right to left",
    "zero\u{200B}width",
    "\u{0007}bell",
    "Ω≈ç√∫",
    "éàüñ",
    "Ж Я",
    "田中",
    "😍",
    "ﷺ",
    "Z̮̞̠",
];

#[test]
fn strings_in_finding_question_and_name() {
    let mut literal = 0;
    for string in STRINGS {
        let mut case = sample("spine");
        case.content.findings[0].statement.patient = (*string).into();
        case.content.questions[1].verbatim = (*string).into();
        case.content.patient.name.display = (*string).to_owned();
        let job = Render::new(DocumentKind::PatientSummary, case.content.locale);
        match engine().compose(&case, job) {
            Ok(document) => {
                // A name is never Markdown: it stands on the cover exactly as written.
                let name = &document.front.facts[0].value;
                assert!(
                    matches!(name.as_slice(), [opine::document::Inline::Text { s }] if s == string),
                    "{string:?}: {name:?}"
                );
                literal += 1;
            }
            Err(refused) => {
                assert!(refused.0.iter().all(|d| !d.code.is_empty() && !d.message.is_empty()), "{string:?}");
                let known = refused.0.iter().all(|d| d.code.starts_with("MD-") || d.code.starts_with("TYP-"));
                assert!(known, "{string:?}: {refused}");
            }
        }
    }
    assert!(literal >= 15, "only {literal} strings are shown");
}

#[test]
fn the_accepted_ones_are_set_in_one_document() {
    let mut case = sample("spine");
    let template = case.content.findings[0].clone();
    for (index, string) in STRINGS.iter().enumerate() {
        let mut finding = template.clone();
        finding.id = format!("X{index}").parse().unwrap();
        finding.statement.patient = (*string).into();
        finding.title = (*string).into();
        let mut probe = case.clone();
        probe.content.findings.push(finding.clone());
        let job = Render::new(DocumentKind::PatientSummary, case.content.locale);
        if engine().compose(&probe, job).is_ok() {
            case = probe;
        }
    }
    assert!(case.content.findings.len() > 20);
    let pdf = engine().render(&case, Render::new(DocumentKind::PatientSummary, case.content.locale)).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
}
