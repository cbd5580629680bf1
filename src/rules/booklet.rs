//! What every booklet must hold.

use super::rule::Rule;
use super::{Checker, Stage};
use crate::case::model::Role;
use crate::diagnostics::Severity;

static BKL_01: Rule = Rule {
    id: "BKL-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a section that every booklet has would be empty",
    why: "A heading with nothing under it looks like a page that was lost",
    example: "`next_steps: []` in the case",
    mend: "write the section: questions, answers, records, findings, options, recommendations, steps, questions for the doctor, glossary",
    source: "practice of second opinion programs: contents of the booklet (docs/case-format.md)",
};

static BKL_03: Rule = Rule {
    id: "BKL-03",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a picture without words that say what it shows",
    why: "Whoever cannot see it is read these words instead",
    example: "a scanned image among the records with the title \"IMG_0231.jpg\", or a curve of an analyte without a name",
    mend: "give it a title in words: what it is, of which part, on which side",
    source: "PDF/UA-1 (ISO 14289-1:2014), 7.3; WCAG 2.2, 1.1.1",
};

static BKL_04: Rule = Rule {
    id: "BKL-04",
    severity: Severity::Error,
    from: Stage::Review,
    what: "the case manager's name, phone, hours or time zone is missing",
    why: "The patient must be able to reach someone, and to know when",
    example: "`contact` of the case manager without `hours`",
    mend: "give the case manager's `contact` a `phone`, `hours` and a `time_zone`",
    source: "practice of case management (CMSA Standards of Practice, 2022)",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&BKL_01, &BKL_03, &BKL_04];

pub(super) fn check(c: &mut Checker<'_>) {
    let content = c.content;
    let sections: [(&str, bool); 9] = [
        ("questions", content.questions.is_empty()),
        ("answers", content.answers.is_empty()),
        ("records", content.records.is_empty()),
        ("findings", content.findings.is_empty()),
        ("options", content.options.is_empty()),
        ("recommendations", content.recommendations.is_empty()),
        ("next_steps", content.next_steps.is_empty()),
        ("doctor_questions", content.doctor_questions.is_empty()),
        ("glossary", content.glossary.is_empty()),
    ];
    for (section, empty) in sections {
        if empty {
            c.report(&BKL_01, section, format!("`{section}` is empty"));
        }
    }
    pictures(c);
    contact(c);
}

fn pictures(c: &mut Checker<'_>) {
    let content = c.content;
    for record in content.records.iter().filter(|record| record.in_appendix) {
        let Some(file) = &record.file else { continue };
        let title = record.title.as_str().trim();
        let name = file.rsplit('/').next().unwrap_or(file);
        let stem = name.split('.').next().unwrap_or(name);
        let file_name = title.eq_ignore_ascii_case(name) || title.eq_ignore_ascii_case(stem) || is_file_name(title);
        if title.is_empty() || file_name || !title.chars().any(char::is_alphabetic) {
            let message = format!("the title of `{}` does not say what it shows", record.id);
            c.report(&BKL_03, format!("records.{}.title", record.id), message);
        }
    }
    for finding in &content.findings {
        for (index, measured) in finding.measured.iter().enumerate() {
            if measured.analyte.is_blank() {
                let path = format!("findings.{}.measured.{}.analyte", finding.id, index + 1);
                c.report(&BKL_03, path, "a curve of something without a name");
            }
        }
    }
}

/// Whether a title is what a scanner or camera calls its files: one word with digits, or with an extension.
fn is_file_name(title: &str) -> bool {
    let extension = title.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && (2..=4).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    let numbered = title.contains('_') && title.bytes().any(|byte| byte.is_ascii_digit());
    !title.contains(char::is_whitespace) && (extension || numbered)
}

fn contact(c: &mut Checker<'_>) {
    let content = c.content;
    let mut managers = content.parties.iter().filter(|party| party.role == Role::CaseManager).peekable();
    if managers.peek().is_none() {
        c.report(&BKL_04, "parties", "no case manager is named");
    }
    for manager in managers {
        let contact = manager.contact.as_ref();
        let text = |text: Option<&crate::case::model::Text>| text.is_some_and(|text| !text.is_blank());
        let parts = [
            (
                "phone",
                contact.and_then(|c| c.phone.as_deref()).is_some_and(|phone| phone.chars().any(|c| c.is_ascii_digit())),
            ),
            ("hours", text(contact.and_then(|c| c.hours.as_ref()))),
            ("time_zone", text(contact.and_then(|c| c.time_zone.as_ref()))),
        ];
        for (part, there) in parts {
            if !there {
                let message = format!("the case manager `{}` has no `{part}`", manager.id);
                c.report(&BKL_04, format!("parties.{}.contact", manager.id), message);
            }
        }
    }
}
