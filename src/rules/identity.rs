//! The right patient and the right side on every record, statement and language.

mod inside;
mod other_people;
mod sides;

use chrono::{Datelike, NaiveDate};

use super::person_names::{differs, fold, same_identifier};
use super::rule::Rule;
use super::{Audience, Checker, Stage};
use crate::case::model::{PDate, Sex};
use crate::diagnostics::Severity;
use crate::language::fit;

pub(super) use other_people::{record_numbers, sentence_of, tells_of_relative};

static PAT_01: Rule = Rule {
    id: "PAT-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "the name, number or birth date printed on a record, or stated inside its file, is not the patient's",
    why: "A record of someone else that slips in turns the whole opinion wrong, and shows one patient's data to another",
    example: "`printed: {name: \"Eva Ruiz\"}` on a record of Ana Ruiz, or a DICOM, C-CDA or FHIR file that names Eva Ruiz; \
              case, accents, order, titles and initials do not matter, nor inside a file the number of another hospital",
    mend: "look at the record itself: take it out if it is another person's, correct `printed` if it was copied wrongly, \
           and otherwise complete the name and the identifiers of `patient`",
    source: "Joint Commission National Patient Safety Goal NPSG.01.01.01: two patient identifiers; WHO Patient Safety \
             Solutions 2, patient identification (2007)",
};

static PAT_02: Rule = Rule {
    id: "PAT-02",
    severity: Severity::Error,
    from: Stage::Review,
    what: "the patient's number, name or the case id is empty or a placeholder, so that pages would lack it",
    why: "Every page and export names patient and case; a loose page that names nobody ends in another chart",
    example: "`value: \"TBD\"` as the first identifier, or a blank `display` name",
    mend: "write the number that the institution gave the patient, and the name as it is to be printed",
    source: "Joint Commission National Patient Safety Goal NPSG.01.01.01: two patient identifiers",
};

static PAT_03: Rule = Rule {
    id: "PAT-03",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a text names somebody who is nobody of this case, or another record number or birth date",
    why: "Words copied from another patient's report are the most frequent way by which a wrong statement gets in",
    example: "`Mrs. Holloway tolerates walking`, `MRN 889120` or `born on May 2, 1971` in the case of another patient",
    mend: "check whose words these are; if they are this patient's, write the name or number as the case has it",
    source: "Partnership for Health IT Patient Safety (ECRI): Safe practices for the use of copy and paste (2016)",
};

static PAT_04: Rule = Rule {
    id: "PAT-04",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a statement does not fit the patient's sex or age",
    why: "A prostate in a woman's report is a sign of another patient's words, and costs the reader's trust",
    example: "`Your prostate is enlarged` for a woman, `You are pregnant` at 70",
    mend: "check whose words these are; if the patient's anatomy differs from the recorded sex, waive this with that reason",
    source: "Partnership for Health IT Patient Safety (ECRI): Safe practices for the use of copy and paste (2016)",
};

static PAT_05: Rule = Rule {
    id: "PAT-05",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a finding is on one side or level, and its words or what is built on it name the other",
    why: "The wrong side is among the most frequent wrong-site errors; it begins in a report more often than in the theater",
    example: "`laterality: left` with the statement `a mass in the right breast`; a finding at L4-L5, surgery at L3-L4",
    mend: "look at the record, then make the side or level of the finding and of all that rests on it agree",
    source: "Joint Commission Universal Protocol, UP.01.01.01; American College of Radiology, Practice Parameter for \
             Communication of Diagnostic Imaging Findings",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&PAT_01, &PAT_02, &PAT_03, &PAT_04, &PAT_05];

pub(super) fn check(c: &mut Checker<'_>) {
    printed(c);
    inside::check(c);
    placeholders(c);
    other_people::check(c);
    misfits(c);
    sides::check(c);
}

/// What records print against the case.
fn printed(c: &mut Checker<'_>) {
    let content = c.content;
    let patient = &content.patient;
    for record in &content.records {
        let Some(printed) = &record.printed else { continue };
        let path = |field: &str| format!("records.{}.printed.{field}", record.id);
        let mut say = |field: &str, what: &str| {
            let message = format!("the {what} printed on `{}` is not the patient's", record.id);
            c.report(&PAT_01, path(field), message);
        };
        if let Some(part) = printed.name.as_deref().and_then(|name| differs(&patient.name, name)) {
            say("name", part.as_str());
        }
        if let Some(identifier) = printed.identifier.as_deref().filter(|identifier| !fold(identifier).is_empty())
            && !patient.identifiers.iter().any(|known| same_identifier(&known.value, identifier))
        {
            say("identifier", "identifier");
        }
        if printed.birth_date.is_some_and(|date| !may_be_the_same(date, patient.birth_date)) {
            say("birth_date", "birth date");
        }
    }
}

/// Whether two dates may stand for the same day: one known to the month or year is no conflict with a day in it.
fn may_be_the_same(one: PDate, other: PDate) -> bool {
    one.earliest() <= other.latest() && other.earliest() <= one.latest()
}

fn placeholders(c: &mut Checker<'_>) {
    let content = c.content;
    let patient = &content.patient;
    match patient.identifiers.first() {
        None => c.report(&PAT_02, "patient.identifiers", "the patient has no identifier, so no page would name one"),
        Some(first) => {
            if is_placeholder(&first.value) {
                let message = "the patient's first identifier, which every page prints, is empty or a placeholder";
                c.report(&PAT_02, "patient.identifiers.1.value", message);
            }
        }
    }
    for (field, value) in [("display", &patient.name.display), ("family", &patient.name.family)] {
        let empty = fold(value).is_empty();
        if empty || is_no_name(&fold(value)) {
            c.report(
                &PAT_02,
                format!("patient.name.{field}"),
                format!("the patient's {field} name is empty or a placeholder"),
            );
        }
    }
    if is_placeholder(content.id.as_str()) {
        c.report(&PAT_02, "id", "the case id, which every page prints, is a placeholder");
    }
}

/// Words that stand where a value is not known, folded.
fn is_no_name(folded: &str) -> bool {
    matches!(
        folded,
        "tbd"
            | "tba"
            | "tbc"
            | "todo"
            | "unknown"
            | "notknown"
            | "notavailable"
            | "unavailable"
            | "na"
            | "nd"
            | "sd"
            | "ns"
            | "nc"
            | "none"
            | "nil"
            | "null"
            | "pending"
            | "missing"
            | "placeholder"
            | "xxx"
            | "xxxx"
            | "desconocido"
            | "desconocida"
            | "pordefinir"
            | "porconfirmar"
            | "pendiente"
            | "nodisponible"
            | "sindato"
            | "sindatos"
            | "sinnumero"
            | "ninguno"
            | "inconnu"
            | "inconnue"
            | "nondisponible"
            | "adefinir"
            | "avenir"
            | "enattente"
            | "aucun"
            | "mrn"
            | "nhc"
    )
}

fn is_placeholder(value: &str) -> bool {
    let folded = fold(value);
    let one_character = |c: char| folded.chars().all(|other| other == c);
    folded.is_empty()
        || is_no_name(&folded)
        || one_character('0')
        || one_character('x')
        || (folded.len() >= 4 && folded.chars().next().is_some_and(one_character))
        || matches!(folded.as_str(), "12345" | "123456" | "1234567" | "12345678" | "123456789")
}

/// Statements that fit neither sex nor age.
fn misfits(c: &mut Checker<'_>) {
    let patient = &c.content.patient;
    let sex = match patient.sex {
        Sex::Female => fit::Sex::Female,
        Sex::Male => fit::Sex::Male,
        Sex::Other | Sex::Unknown => fit::Sex::Other,
    };
    let age = age_on(patient.birth_date, c.day);
    let mut found = Vec::new();
    for block in c.editions.iter().flat_map(|edition| &edition.blocks) {
        // Who the specialists are and what studies were of is not said of the patient.
        let of_others = ["parties.", "references.", "trials.", "glossary.", "summary.family"]
            .iter()
            .any(|start| block.path.starts_with(start));
        if of_others || block.audience == Audience::OwnWords {
            continue;
        }
        for (range, misfit) in fit::misfits(block.plain(), block.locale.as_str(), sex, age) {
            found.push(c.in_text(&PAT_04, block, range, format!("this {}", misfit.reason())));
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// The patient's age in full years; of a birth date known to the year, the greatest it may be.
pub(super) fn age_on(birth: PDate, day: NaiveDate) -> Option<u32> {
    let birth = birth.earliest();
    let before_birthday = (day.month(), day.day()) < (birth.month(), birth.day());
    u32::try_from(day.year() - birth.year() - i32::from(before_birthday)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_known_less_exactly_is_no_conflict() {
        assert!(may_be_the_same(date("1967"), date("1967-08-14")));
        assert!(may_be_the_same(date("1967-08"), date("1967")));
        assert!(!may_be_the_same(date("1967-09"), date("1967-08-14")));
        assert!(!may_be_the_same(date("1967-08-13"), date("1967-08-14")));
    }

    #[test]
    fn years_are_full_on_the_birthday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(age_on(date("1967-08-14"), day("2026-08-13")), Some(58));
        assert_eq!(age_on(date("1967-08-14"), day("2026-08-14")), Some(59));
        assert_eq!(age_on(date("2027-01-01"), day("2026-08-14")), None);
    }

    #[test]
    fn placeholders_are_told_from_numbers() {
        for value in
            ["", " - ", "TBD", "n/a", "000000", "unknown", "Desconocido", "inconnu", "XXXX", "9999999", "123456"]
        {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["LM-448120", "218845", "E-20871", "EXAMPLE-0001", "12", "100200", "1234509"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
