//! Names, record numbers and birth dates in free text that are nobody's of the case.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::Datelike;

use super::super::person_names::{Word, before, fold_identifier, same_identifier, words};
use super::super::texts::Block;
use super::super::{Audience, Checker};
use super::PAT_03;
use crate::case::model::{Case, LocaleTag, PDate};
use crate::citations::{Library, Name};
use crate::language::facts::{self, Fact};

pub(super) fn check(c: &mut Checker<'_>) {
    let known = known_names(c.content, c.library);
    let mut found = Vec::new();
    for block in c.editions.iter().flat_map(|edition| &edition.blocks) {
        if block.audience == Audience::OwnWords {
            continue;
        }
        let text = block.plain();
        let list = block.words();
        let mut say = |range: Range<usize>, what: &str| found.push(c.in_text(&PAT_03, block, range, what));
        for range in unknown_people(text, list, block.locale, &known) {
            say(range, "a person is named here who is nobody of this case");
        }
        for range in record_numbers(block, c.content) {
            // A third person's number is a matter of privacy.
            if !tells_of_relative(text, list, &range) {
                say(range, "this record number is not the patient's");
            }
        }
        for range in other_birth_dates(text, list, block.locale, c.content.patient.birth_date) {
            say(range, "this birth date is not the patient's");
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// Every word of a name that belongs to the case.
fn known_names(content: &Case, library: &Library) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut add = |name: &str| known.extend(words(name).into_iter().map(|word| word.folded));
    let patient = &content.patient;
    [&patient.name.family, &patient.name.given, &patient.name.display, &content.consent.signer]
        .into_iter()
        .for_each(|name| add(name));
    patient.representative.iter().for_each(|person| add(&person.name));
    for party in &content.parties {
        add(&party.name);
        party.institution.iter().for_each(|name| add(name));
    }
    add(content.first_opinion.by.as_str());
    content.sponsor.iter().for_each(|sponsor| add(&sponsor.name));
    content.records.iter().for_each(|record| add(&record.provider));
    content.summary.examination.by.iter().for_each(|by| add(by.as_str()));
    for name in library.iter().flat_map(|reference| reference.authors.iter().chain(&reference.editors)) {
        match name {
            Name::Person(person) => {
                add(&person.family);
                add(&person.given);
            }
            Name::Group(group) => add(group),
        }
    }
    known
}

/// Titles before a surname, by language.
fn is_title(language: &str, text: &str, word: &Word) -> bool {
    let written = text.get(word.range.clone()).unwrap_or("");
    // "MS" is a disease, "don" a verb, "miss" another: a title is written with a capital and small letters.
    if !written.starts_with(char::is_uppercase) || (written.len() > 1 && written == written.to_uppercase()) {
        return matches!((language, written), ("es", "señor" | "señora" | "señorita" | "don" | "doña"));
    }
    match language {
        "en" => matches!(written, "Mr" | "Mrs" | "Ms" | "Miss"),
        "es" => matches!(written, "Sr" | "Sra" | "Srta" | "Señor" | "Señora" | "Señorita" | "Don" | "Doña"),
        _ => {
            let monsieur = written == "M" && text.get(word.range.end..).is_some_and(|rest| rest.starts_with('.'));
            monsieur || matches!(written, "Mme" | "Mlle" | "Monsieur" | "Madame" | "Mademoiselle")
        }
    }
}

/// Words that say that the name of the patient follows.
fn names_patient(list: &[Word], at: usize) -> Option<usize> {
    const LABELS: &[&[&str]] = &[
        &["patient", "name"],
        &["name", "of", "patient"],
        &["name", "of", "the", "patient"],
        &["nombre", "del", "paciente"],
        &["nombre", "de", "la", "paciente"],
        &["nom", "du", "patient"],
        &["nom", "de", "la", "patiente"],
    ];
    LABELS.iter().find(|label| reads(list, at, label)).map(|label| at + label.len())
}

fn reads(list: &[Word], at: usize, label: &[&str]) -> bool {
    // Nearly every word is none of a label: the first is looked at before all.
    label.first().zip(list.get(at)).is_some_and(|(first, word)| word.folded == **first)
        && label
            .iter()
            .enumerate()
            .all(|(offset, wanted)| list.get(at + offset).is_some_and(|word| word.folded == **wanted))
}

/// The surname after a title, or the name after "patient name:", where no word of it is known.
fn unknown_people(text: &str, list: &[Word], locale: LocaleTag, known: &BTreeSet<String>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, word) in list.iter().enumerate() {
        let title = is_title(locale.language(), text, word);
        let first = match names_patient(list, at) {
            Some(after) if gap(text, list, after).contains(':') => after,
            _ if title && matches!(gap(text, list, at + 1).trim_start_matches('.').trim(), "") => at + 1,
            _ => continue,
        };
        let name = name_at(text, list, first);
        let Some(last) = name.checked_sub(1).and_then(|length| list.get(first + length)) else { continue };
        let is_known = list.iter().skip(first).take(name).any(|word| {
            known.contains(&word.folded) || word.folded.strip_suffix('s').is_some_and(|w| known.contains(w))
        });
        if !is_known && let Some(start) = list.get(first) {
            found.push(start.range.start..last.range.end);
        }
    }
    found
}

/// What stands before word `at`.
fn gap<'t>(text: &'t str, list: &[Word], at: usize) -> &'t str {
    let (Some(before), Some(word)) = (at.checked_sub(1).and_then(|at| list.get(at)), list.get(at)) else { return "" };
    text.get(before.range.end..word.range.start).unwrap_or("")
}

/// How many words from `at` are written as a name is: capitals at the start, no more than four.
fn name_at(text: &str, list: &[Word], at: usize) -> usize {
    let capital = |word: &Word| {
        let written = text.get(word.range.clone()).unwrap_or("");
        // "John's" is one word; a single letter is an initial.
        written.starts_with(char::is_uppercase) && !written.bytes().any(|byte| byte.is_ascii_digit())
    };
    let mut length = 0;
    while length < 4
        && list.get(at + length).is_some_and(capital)
        && (length == 0 || matches!(gap(text, list, at + length), " " | "-" | "\u{a0}" | ". "))
    {
        length += 1;
    }
    // One capital letter alone is no surname.
    let long = |word: &Word| word.folded.chars().count() > 1;
    if list.iter().skip(at).take(length).any(long) { length } else { 0 }
}

/// Words before a record number. The last may be followed by "no", "n.º" or "#".
const NUMBER_LABELS: &[&[&str]] = &[
    &["mrn"],
    &["medical", "record"],
    &["medical", "record", "number"],
    &["record", "number"],
    &["chart", "number"],
    &["patient", "id"],
    &["patient", "number"],
    &["hospital", "number"],
    &["nhc"],
    &["historia", "clinica"],
    &["numero", "de", "historia"],
    &["numero", "de", "historia", "clinica"],
    &["expediente"],
    &["numero", "de", "expediente"],
    &["expediente", "clinico"],
    &["dossier"],
    &["numero", "de", "dossier"],
    &["dossier", "medical"],
];

/// Digits a record number has at least.
const SHORTEST_NUMBER: usize = 4;

/// Record numbers in a text, told by the words before them, that are no number of the case.
pub(in super::super) fn record_numbers(block: &Block<'_>, content: &Case) -> Vec<Range<usize>> {
    let text = block.plain();
    // Most texts have no number that long.
    if text.bytes().filter(u8::is_ascii_digit).count() < SHORTEST_NUMBER {
        return Vec::new();
    }
    let list = block.words();
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..list.len() {
        let Some(label) = NUMBER_LABELS.iter().filter(|label| reads(list, at, label)).max_by_key(|label| label.len())
        else {
            continue;
        };
        let mut number = at + label.len();
        while list.get(number).is_some_and(|word| {
            matches!(word.folded.as_str(), "no" | "n" | "numero" | "num" | "number" | "is" | "es" | "est" | "o")
        }) {
            number += 1;
        }
        let between = list
            .get(at + label.len() - 1)
            .zip(list.get(number))
            .and_then(|(label, number)| text.get(label.range.end..number.range.start));
        if between.is_none_or(|between| between.len() > 24 || between.contains([',', ';', '\n', '!', '?'])) {
            continue;
        }
        // Letters and digits with hyphens or stops between them are one number: "LM-448120".
        let mut last = number;
        while last - number < 4
            && matches!(gap(text, list, last + 1), "-" | "." | "/")
            && list.get(last + 1).is_some_and(|word| word.folded.bytes().any(|byte| byte.is_ascii_digit()))
        {
            last += 1;
        }
        let Some((start, end)) = list.get(number).zip(list.get(last)) else { continue };
        let range = start.range.start..end.range.end;
        let value = text.get(range.clone()).unwrap_or("");
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let overlaps = found.last().is_some_and(|known| known.end > range.start);
        if digits >= SHORTEST_NUMBER && !overlaps && !is_a_date(value) && !is_of_the_case(value, content) {
            found.push(range);
        }
    }
    found
}

fn is_a_date(value: &str) -> bool {
    value.parse::<PDate>().is_ok() || value.split(['/', '.', '-']).filter(|part| !part.is_empty()).count() == 3
}

fn is_of_the_case(value: &str, content: &Case) -> bool {
    let same = |known: &str| fold_identifier(known) == fold_identifier(value);
    content.patient.identifiers.iter().any(|known| same_identifier(&known.value, value))
        || same(content.id.as_str())
        || content.fulfils.iter().any(|id| same(id))
        || content.records.iter().any(|record| same(record.id.as_str()))
}

/// The bytes of the sentence around a place, as far as full stops and line feeds tell.
pub(in super::super) fn sentence_of(text: &str, place: &Range<usize>) -> Range<usize> {
    let ends = |at: usize, c: char| {
        matches!(c, '\n' | '!' | '?' | ';')
            || (c == '.'
                && text.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)))
    };
    // A text without a full stop is looked at this far, so that time grows with the text and not with its square.
    const REACH: usize = 1000;
    let from = text.floor_char_boundary(place.start.saturating_sub(REACH));
    let to = text.floor_char_boundary(place.end.saturating_add(REACH));
    let before = text.get(from..place.start).unwrap_or("");
    let start = before
        .char_indices()
        .rev()
        .find(|(at, c)| ends(from + at, *c))
        .map_or(from, |(at, c)| from + at + c.len_utf8());
    let after = text.get(place.end..to).unwrap_or("");
    let end = after.char_indices().find(|(at, c)| ends(place.end + at, *c)).map_or(to, |(at, _)| place.end + at);
    start..end
}

/// Whether the sentence around a place speaks of a relative or another person before it.
pub(in super::super) fn tells_of_relative(text: &str, list: &[Word], place: &Range<usize>) -> bool {
    const RELATIVES: &[&str] = &[
        "mother",
        "father",
        "sister",
        "brother",
        "aunt",
        "uncle",
        "daughter",
        "son",
        "grandmother",
        "grandfather",
        "wife",
        "husband",
        "partner",
        "cousin",
        "niece",
        "nephew",
        "friend",
        "neighbor",
        "madre",
        "padre",
        "hermana",
        "hermano",
        "tia",
        "tio",
        "hija",
        "hijo",
        "abuela",
        "abuelo",
        "esposa",
        "esposo",
        "marido",
        "pareja",
        "prima",
        "primo",
        "sobrina",
        "sobrino",
        "amiga",
        "amigo",
        "mere",
        "pere",
        "soeur",
        "frere",
        "tante",
        "oncle",
        "fille",
        "fils",
        "femme",
        "mari",
        "epouse",
        "epoux",
        "conjoint",
        "conjointe",
        "cousine",
        "niece",
        "neveu",
        "ami",
        "amie",
    ];
    let sentence = sentence_of(text, place);
    before(list, place.start)
        .take_while(|word| word.range.start >= sentence.start)
        .any(|word| RELATIVES.contains(&word.folded.as_str()) || RELATIVES.contains(&word.folded.trim_end_matches('s')))
}

/// Words before a birth date; with whether the date may lack its day ("born in 1951" is said of many).
const BIRTH_LABELS: &[(&[&str], bool)] = &[
    (&["dob"], true),
    (&["d", "o", "b"], true),
    (&["date", "of", "birth"], true),
    (&["birth", "date"], true),
    (&["birthdate"], true),
    (&["born"], false),
    (&["fecha", "de", "nacimiento"], true),
    (&["nacida"], false),
    (&["nacido"], false),
    (&["nacio"], false),
    (&["date", "de", "naissance"], true),
    (&["ddn"], true),
    (&["nee", "le"], false),
    (&["ne", "le"], false),
];

/// Birth dates in a text that cannot be the patient's.
fn other_birth_dates(text: &str, list: &[Word], locale: LocaleTag, birth: PDate) -> Vec<Range<usize>> {
    let mut dates: Option<Vec<facts::Found>> = None;
    let mut found = Vec::new();
    for at in 0..list.len() {
        let Some((label, partial)) = BIRTH_LABELS.iter().find(|(label, _)| reads(list, at, label)) else { continue };
        let Some(end) = list.get(at + label.len() - 1).map(|word| word.range.end) else { continue };
        let near = |date: &Range<usize>| {
            let gap = text.get(end..date.start).unwrap_or(";");
            // "D.O.B." ends in a full stop of its own.
            let gap = if label.len() == 3 { gap.trim_start_matches('.') } else { gap };
            gap.len() <= 12 && !gap.contains(['.', ';', '\n'])
        };
        if let Some((range, numbers)) = digits_date(text, list, at + label.len()).filter(|(range, _)| near(range)) {
            if !agrees_in_digits(birth, numbers) {
                found.push(range);
            }
            continue;
        }
        let dates = dates.get_or_insert_with(|| {
            let mut all = facts::facts(text, locale);
            all.retain(|fact| matches!(fact.fact, Fact::Date { .. }));
            all
        });
        let after = dates.get(dates.partition_point(|date| date.range.start < end));
        let Some(date) = after.filter(|date| near(&date.range)) else { continue };
        let Fact::Date { year, month, day } = date.fact else { continue };
        if (day.is_some() || *partial) && !agrees(birth, year, month, day) {
            found.push(date.range.clone());
        }
    }
    found
}

/// A date of three numbers from word `at` on, such as "08/14/1967", "14.08.67" or "1967-08-14".
fn digits_date(text: &str, list: &[Word], at: usize) -> Option<(Range<usize>, [u32; 3])> {
    // "Born on the", "nacida el", "née le": one word may stand between.
    let first = (at..at + 2).find(|at| list.get(*at).is_some_and(|word| word.folded.parse::<u32>().is_ok()))?;
    let mark = gap(text, list, first + 1);
    if !matches!(mark, "/" | "-" | ".") || gap(text, list, first + 2) != mark {
        return None;
    }
    let number = |at: usize| list.get(at).filter(|word| word.folded.len() <= 4)?.folded.parse::<u32>().ok();
    let numbers = [number(first)?, number(first + 1)?, number(first + 2)?];
    Some((list.get(first)?.range.start..list.get(first + 2)?.range.end, numbers))
}

/// Whether three numbers may be the birth date, in whatever order they stand and with a year of two or four digits.
fn agrees_in_digits(birth: PDate, numbers: [u32; 3]) -> bool {
    let [first, second, third] = numbers;
    let readings = [(first, second, third), (third, second, first), (third, first, second)];
    readings.into_iter().any(|(year, month, day)| {
        let part = |number: u32| u8::try_from(number).ok();
        let (Ok(year), Some(month), Some(day)) = (i32::try_from(year), part(month), part(day)) else { return false };
        agrees(birth, Some(year), Some(month), Some(day))
    })
}

/// Whether a date as far as it is known may be the birth date. Day and month in digits may be meant either way.
fn agrees(birth: PDate, year: Option<i32>, month: Option<u8>, day: Option<u8>) -> bool {
    let known: (i32, Option<u32>, Option<u32>) = match birth {
        PDate::Year(year) => (year, None, None),
        PDate::Month(year, month) => (year, Some(month), None),
        PDate::Day(date) => (date.year(), Some(date.month()), Some(date.day())),
    };
    let may =
        |said: Option<u8>, known: Option<u32>| said.zip(known).is_none_or(|(said, known)| u32::from(said) == known);
    let years = year.is_none_or(|said| said == known.0 || (said < 100 && known.0 % 100 == said));
    years && ((may(month, known.1) && may(day, known.2)) || (may(day, known.1) && may(month, known.2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str, locale: LocaleTag) -> Vec<&str> {
        let known = ["ruiz", "montan", "solheim", "loibl"].map(str::to_owned).into_iter().collect();
        unknown_people(text, &words(text), locale, &known).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_title_and_an_unknown_surname_is_somebody_else() {
        assert_eq!(people("Mrs. Holloway walks well.", LocaleTag::EnUs), ["Holloway"]);
        assert_eq!(people("La Sra. Gómez Pardo camina bien.", LocaleTag::EsUs), ["Gómez Pardo"]);
        assert_eq!(people("Mme Gagnon-Roy marche bien. M. Roy aussi.", LocaleTag::FrCa), ["Gagnon-Roy", "Roy"]);
        assert_eq!(people("Patient name: John Doe, seen today", LocaleTag::EnUs), ["John Doe"]);
    }

    #[test]
    fn people_of_the_case_and_other_words_are_left_alone() {
        for (text, locale) in [
            ("Mrs. Ruiz walks well. Ms. Ruiz's pain is less.", LocaleTag::EnUs),
            ("MS patients; Miss no dose; Mr and Mrs; Ms. R", LocaleTag::EnUs),
            ("La Sra. Ruiz. Señora, llame hoy. Hable con su señor", LocaleTag::EsUs),
            ("Mme Ruiz marche. Madame, appelez. 12 M. de plus", LocaleTag::FrCa),
            ("The patient name is on each page", LocaleTag::EnUs),
        ] {
            assert_eq!(people(text, locale), Vec::<&str>::new(), "{text}");
        }
    }

    fn births(text: &str, locale: LocaleTag) -> Vec<&str> {
        let birth = "1967-08-14".parse().unwrap();
        other_birth_dates(text, &words(text), locale, birth).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn another_birth_date_is_found_in_three_languages() {
        assert_eq!(births("DOB: 08/15/1967.", LocaleTag::EnUs), ["08/15/1967"]);
        assert_eq!(births("DDN 1971-05-02", LocaleTag::FrCa), ["1971-05-02"]);
        assert_eq!(births("A woman born on May 2, 1971.", LocaleTag::EnUs).len(), 1);
        assert_eq!(births("Fecha de nacimiento: 2 de mayo de 1971.", LocaleTag::EsUs).len(), 1);
        assert_eq!(births("Patiente née le 2 mai 1971.", LocaleTag::FrCa).len(), 1);
    }

    #[test]
    fn the_patients_own_birth_date_is_not_found() {
        assert_eq!(
            births(
                "DOB: 08/14/1967; D.O.B. 14.08.67; DOB 1967-08-14; born on August 14, 1967; DOB 1967",
                LocaleTag::EnUs
            ),
            Vec::<&str>::new()
        );
        assert_eq!(births("Nacida el 14/08/1967.", LocaleTag::EsUs), Vec::<&str>::new());
        assert_eq!(births("née le 14 août 1967", LocaleTag::FrCa), Vec::<&str>::new());
        assert_eq!(births("Her son, born in 1994. Born to run. May 2, 1971", LocaleTag::EnUs), Vec::<&str>::new());
    }

    #[test]
    fn sentences_end_at_stops_not_at_decimals() {
        let text = "One. Her sister has 0.5 here. Two";
        let at = text.find("0.5").unwrap();
        assert_eq!(&text[sentence_of(text, &(at..at + 3))], " Her sister has 0.5 here");
        assert!(tells_of_relative(text, &words(text), &(at..at + 3)));
        assert!(!tells_of_relative(text, &words(text), &(0..3)));
    }
}
