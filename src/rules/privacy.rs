//! Other people's identifiers in what the patient receives, and the patient's own in names of files.

mod identifiers;

use chrono::Datelike;

use super::identity::{record_numbers, tells_of_relative};
use super::person_names::{fold, fold_identifier, words};
use super::rule::Rule;
use super::{Checker, Stage};
use crate::case::model::{Case, PDate, Role};
use crate::citations::{Library, Name};
use crate::diagnostics::Severity;

static PRV_01: Rule = Rule {
    id: "PRV-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a text holds an e-mail address, telephone, insurance or identity number that is nobody's of this case",
    why: "The booklet is copied and passed on: what identifies a third person in it was never theirs to give",
    example: "`her sister can be reached at 312 555 0187`, `SSN 219-09-9999`",
    mend: "take the number or address out; a number that the patient is to call belongs into the `contact` of a party",
    source: "HIPAA, 45 CFR 164.514(b)(2): identifiers; GDPR, article 5(1)(c): data minimization",
};

static PRV_02: Rule = Rule {
    id: "PRV-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "the patient's family name, number or birth date stands in a file name or an id",
    why: "File names and ids are seen where content is not: in mail, in logs, in the properties of a PDF",
    example: "`file: records/ruiz-ct-2026-01-12.pdf`, or a case id that ends in the record number",
    mend: "rename it to say what it is and not whose, such as `records/ct-2026-01-12.pdf`",
    source: "HIPAA, 45 CFR 164.514(b)(2)(i): names, dates and record numbers as identifiers; GDPR, article 5(1)(c)",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&PRV_01, &PRV_02];

pub(super) fn check(c: &mut Checker<'_>) {
    third_persons(c);
    names_of_files(c);
}

fn third_persons(c: &mut Checker<'_>) {
    let own = identifiers::Own::of(c.content);
    let mut found = Vec::new();
    for block in c.editions.iter().flat_map(|edition| &edition.blocks) {
        // Whom to reach in a crisis is said there, and is checked by SAF-05.
        if block.path == "safety_net.crisis_contact" {
            continue;
        }
        let text = block.plain();
        let list = block.words();
        for (range, kind) in identifiers::find(text, list, &own) {
            found.push(c.in_text(&PRV_01, block, range, format!("this {} is nobody's of this case", kind.as_str())));
        }
        for range in record_numbers(block, c.content) {
            if tells_of_relative(text, list, &range) {
                found.push(c.in_text(&PRV_01, block, range, "this record number is of a third person"));
            }
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// What of the patient must stand in no name of a file.
struct Identity {
    family: Vec<String>,
    whole_family: String,
    identifiers: Vec<String>,
    written: Vec<String>,
    numbers: Vec<String>,
    birth: Vec<String>,
}

/// Names too short to be told from parts of other words.
const SHORTEST_NAME: usize = 3;

impl Identity {
    fn of(content: &Case) -> Self {
        let patient = &content.patient;
        let particles = ["del", "las", "los", "der", "den", "van", "von", "des"];
        // "Example" is how fictional people are called, and the case of one may be called an example.
        let counts = |word: &String| {
            word.chars().count() >= SHORTEST_NAME && !particles.contains(&word.as_str()) && word != "example"
        };
        let family: Vec<String> =
            words(&patient.name.family).into_iter().map(|word| word.folded).filter(counts).collect();
        let folded: Vec<String> = patient.identifiers.iter().map(|known| fold_identifier(&known.value)).collect();
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        let numbers = folded.iter().map(|id| id.chars().filter(char::is_ascii_digit).collect::<String>());
        let written = patient.identifiers.iter().map(|known| known.value.to_lowercase());
        let birth = match patient.birth_date {
            PDate::Day(day) => {
                let (y, m, d) = (day.year(), day.month(), day.day());
                vec![format!("{y:04}{m:02}{d:02}"), format!("{d:02}{m:02}{y:04}"), format!("{m:02}{d:02}{y:04}")]
            }
            PDate::Year(_) | PDate::Month(..) => Vec::new(),
        };
        Self {
            whole_family: family.concat(),
            family,
            identifiers: folded.iter().filter(|id| digits(id) >= 4).cloned().collect(),
            written: written.filter(|id| digits(id) >= 5).collect(),
            numbers: numbers.filter(|number| number.len() >= 5).collect(),
            birth,
        }
    }

    /// What of it stands in a name; words of `except` may.
    fn within(&self, name: &str, except: &[String]) -> Option<&'static str> {
        let parts = words(name);
        // "RuizMontan" and "ct2026": capitals and digits part words too.
        let letters: Vec<String> = parts
            .iter()
            .filter_map(|part| name.get(part.range.clone()))
            .flat_map(|part| part.split(|c: char| c.is_ascii_digit()))
            .flat_map(humps)
            .map(|word| fold(&word))
            .collect();
        let whole: Vec<String> =
            parts.iter().flat_map(|part| part.folded.split(|c: char| c.is_ascii_digit())).map(str::to_owned).collect();
        let named = self
            .family
            .iter()
            .any(|family| !except.contains(family) && (letters.contains(family) || whole.contains(family)));
        let run_together = self.family.len() > 1 && fold(name).contains(&self.whole_family);
        if named || run_together {
            return Some("family name");
        }
        let compact = fold_identifier(name);
        let (alone, joined) = digit_runs(name);
        let numbered =
            self.identifiers.iter().any(|id| !id.bytes().all(|b| b.is_ascii_digit()) && compact.contains(id))
                || self.written.iter().any(|id| name.to_lowercase().contains(id))
                || self.numbers.iter().any(|number| alone.iter().any(|run| run.trim_start_matches('0') == number));
        if numbered {
            return Some("identifier");
        }
        self.birth.iter().any(|birth| joined.iter().any(|run| run.contains(birth))).then_some("birth date")
    }
}

/// A word parted where a capital follows a small letter.
fn humps(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut small = false;
    for c in word.chars() {
        if c.is_uppercase() && small {
            parts.push(String::new());
        }
        small = c.is_lowercase();
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}

/// The numbers in a name: digits alone, and digits held together by one hyphen, stop or underscore, as those of a date.
fn digit_runs(name: &str) -> (Vec<String>, Vec<String>) {
    let mut alone = vec![String::new()];
    let mut joined = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        if c.is_ascii_digit() {
            for list in [&mut alone, &mut joined] {
                if let Some(last) = list.last_mut() {
                    last.push(c);
                }
            }
        } else {
            alone.push(String::new());
            if !(matches!(c, '-' | '_' | '.') && before.is_ascii_digit()) {
                joined.push(String::new());
            }
        }
        before = c;
    }
    (alone, joined)
}

fn names_of_files(c: &mut Checker<'_>) {
    let (content, library) = (c.content, c.library);
    let identity = Identity::of(content);
    let mut say = |path: String, what: &str, name: &str, except: &[String]| {
        if let Some(part) = identity.within(name, except) {
            c.report(&PRV_02, path, format!("{what} holds the patient's {part}"));
        }
    };
    say("id".to_owned(), "the case id", content.id.as_str(), &[]);
    for (index, id) in content.fulfils.iter().enumerate() {
        say(format!("fulfils.{}", index + 1), "a request id", id, &[]);
    }
    for (index, file) in content.include.iter().enumerate() {
        say(format!("include.{}", index + 1), "the name of a file of the case", file, &[]);
    }
    for party in &content.parties {
        // A doctor may have the same family name.
        let own: Vec<String> = words(&party.name).into_iter().map(|word| word.folded).collect();
        let except = if party.role == Role::Patient { &[][..] } else { &own };
        say(format!("parties.{}.id", party.id), "the id of a party", party.id.as_str(), except);
    }
    for record in &content.records {
        say(format!("records.{}.id", record.id), "the id of a record", record.id.as_str(), &[]);
        if let Some(file) = &record.file {
            say(format!("records.{}.file", record.id), "the name of a record's file", file, &[]);
        }
    }
    for entry in &content.references.entries {
        let path = format!("references.entries.{}.key", entry.key);
        say(path, "a citation key", entry.key.as_str(), &authors(library, entry.key.as_str()));
    }
}

/// The folded family names of who wrote a reference.
fn authors(library: &Library, key: &str) -> Vec<String> {
    let reference = library.get(key);
    let names = reference.into_iter().flat_map(|reference| reference.authors.iter().chain(&reference.editors));
    names
        .flat_map(|name| match name {
            Name::Person(person) => words(&person.family),
            Name::Group(group) => words(group),
        })
        .map(|word| word.folded)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> Identity {
        Identity {
            family: vec!["ruiz".into(), "montan".into()],
            whole_family: "ruizmontan".into(),
            identifiers: vec!["lm448120".into()],
            written: vec!["lm-448120".into()],
            numbers: vec!["448120".into()],
            birth: vec!["19670814".into(), "14081967".into()],
        }
    }

    #[test]
    fn a_name_of_a_file_may_say_what_but_not_whose() {
        for (name, part) in [
            ("records/ruiz-ct.pdf", "family name"),
            ("records/CT_RUIZ_2026.pdf", "family name"),
            ("records/ctMontán2026.pdf", "family name"),
            ("records/ruizmontan.pdf", "family name"),
            ("records/ct-LM-448120.pdf", "identifier"),
            ("records/ct_lm448120.pdf", "identifier"),
            ("records/00448120.pdf", "identifier"),
            ("ACC-1967-08-14", "birth date"),
            ("ACC-14081967-2", "birth date"),
        ] {
            assert_eq!(identity().within(name, &[]), Some(part), "{name}");
        }
        for name in [
            "records/ct-2026-01-12.pdf",
            "records/fruiz.pdf",
            "ACC-2026-0814",
            "records/448-120.pdf",
            "records/1448120.pdf",
        ] {
            assert_eq!(identity().within(name, &[]), None, "{name}");
        }
        assert_eq!(identity().within("ruiz2024", &["ruiz".to_owned()]), None);
    }
}
