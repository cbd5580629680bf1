//! Addresses and numbers in free text that identify a person.

use std::ops::Range;

use super::super::person_names::{Word, before, same_identifier};
use crate::case::model::{Case, Contact};
use crate::language::help_numbers;

/// What is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Email,
    Phone,
    Identity,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Email => "e-mail address",
            Self::Phone => "telephone number",
            Self::Identity => "insurance or identity number",
        }
    }
}

/// The addresses and numbers that belong to the case.
#[derive(Debug, Default)]
pub(super) struct Own {
    emails: Vec<String>,
    /// Digits of telephone numbers.
    phones: Vec<String>,
    identifiers: Vec<String>,
}

impl Own {
    pub(super) fn of(content: &Case) -> Self {
        let mut own = Self::default();
        let patient = &content.patient;
        let representative = patient.representative.as_ref().and_then(|person| person.contact.as_ref());
        let parties = content.parties.iter().filter_map(|party| party.contact.as_ref());
        let contacts: Vec<&Contact> = patient.contact.iter().chain(representative).chain(parties).collect();
        own.emails.extend(contacts.iter().filter_map(|contact| contact.email.as_deref()).map(str::to_lowercase));
        own.phones.extend(contacts.iter().filter_map(|contact| contact.phone.as_deref()).map(digits));
        own.phones.push(digits(&content.safety_net.emergency_number));
        let country = patient.country.as_str();
        for line in help_numbers::crisis_contacts(country).unwrap_or_default() {
            own.phones.push(digits(line.phone));
            own.phones.extend(line.text.map(digits));
        }
        if let Some(contact) = &content.safety_net.crisis_contact {
            own.phones.extend(
                phone_like(contact.as_str()).into_iter().filter_map(|range| contact.as_str().get(range)).map(digits),
            );
        }
        own.identifiers.extend(patient.identifiers.iter().map(|known| known.value.clone()));
        own.identifiers.push(content.id.as_str().to_owned());
        own.identifiers.extend(content.fulfils.iter().cloned());
        own.identifiers.extend(content.parties.iter().filter_map(|party| party.licence.clone()));
        own
    }

    /// Whether the number is one of the case, with or without the code of the country.
    fn has_phone(&self, number: &str) -> bool {
        let ends = |long: &str, short: &str| short.len() >= 7 && long.ends_with(short) && long.len() - short.len() <= 3;
        self.phones.iter().any(|known| known == number || ends(known, number) || ends(number, known))
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Everything in a text that identifies somebody who is nobody of the case.
pub(super) fn find(text: &str, list: &[Word], own: &Own) -> Vec<(Range<usize>, Kind)> {
    let mut found: Vec<(Range<usize>, Kind)> = Vec::new();
    for range in emails(text) {
        if text.get(range.clone()).is_some_and(|email| !own.emails.contains(&email.to_lowercase())) {
            found.push((range, Kind::Email));
        }
    }
    for range in identity_numbers(text, list) {
        let value = text.get(range.clone()).unwrap_or("");
        if !own.identifiers.iter().any(|known| same_identifier(known, value)) {
            found.push((range, Kind::Identity));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    let others = found.clone();
    for range in phone_like(text) {
        let value = text.get(range.clone()).unwrap_or("");
        let number = digits(value);
        let last = others.partition_point(|(other, _)| other.start < range.end);
        let taken = last.checked_sub(1).and_then(|at| others.get(at)).is_some_and(|(other, _)| range.start < other.end);
        if !taken && is_phone(text, list, &range) && !own.has_phone(&number) && !is_free_of_charge(&number) {
            found.push((range, Kind::Phone));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Addresses: `name@host.domain`.
fn emails(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
        let before = text.get(..at).unwrap_or("");
        let start = before
            .rfind(|c| !local(c))
            .map_or(0, |stop| stop + before.get(stop..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8));
        let after = text.get(at + 1..).unwrap_or("");
        let host = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(after.len());
        let host = after.get(..host).unwrap_or("").trim_end_matches(['.', '-']);
        let domain = host.rsplit_once('.').is_some_and(|(name, top)| {
            !name.is_empty() && top.chars().count() >= 2 && top.chars().all(char::is_alphabetic)
        });
        if start < at && domain {
            found.push(start..at + 1 + host.len());
        }
    }
    found
}

/// Runs of digits with what stands between the groups of a telephone number.
fn phone_like(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut gap = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c.is_ascii_digit() {
            gap = 0;
            open = Some(open.map_or((at, end), |(start, _)| (start, end)));
        } else if open.is_none() && matches!(c, '+' | '(') {
            open = Some((at, end));
            gap = 0;
        } else if open.is_some()
            && gap < 2
            && matches!(c, ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '\u{202f}' | '\u{2011}' | '–')
        {
            gap += 1;
        } else if let Some((start, end)) = open.take() {
            found.push(start..end);
        }
    }
    found.extend(open.map(|(start, end)| start..end));
    found.retain(|range| {
        let count = text.get(range.clone()).map_or(0, |run| run.bytes().filter(u8::is_ascii_digit).count());
        let before = text.get(..range.start).and_then(|before| before.chars().next_back());
        let after = text.get(range.end..).and_then(|after| after.chars().next());
        let part_of_word =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | ':' | '%' | '='));
        (7..=15).contains(&count) && !part_of_word(before) && !part_of_word(after)
    });
    found
}

/// Words before a telephone number.
const CALLS: &[&str] = &[
    "tel",
    "telephone",
    "phone",
    "call",
    "calls",
    "text",
    "fax",
    "cell",
    "mobile",
    "number",
    "reach",
    "reached",
    "dial",
    "telefono",
    "celular",
    "movil",
    "llame",
    "llamar",
    "llamando",
    "marque",
    "numero",
    "localizar",
    "telephoner",
    "appelez",
    "appeler",
    "composez",
    "joindre",
    "joignable",
    "cellulaire",
    "portable",
    "telecopieur",
];

/// Whether a run of digits is written as a telephone number is.
fn is_phone(text: &str, list: &[Word], range: &Range<usize>) -> bool {
    let written = text.get(range.clone()).unwrap_or("");
    let groups: Vec<&str> = written.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    if written.starts_with('+') {
        return true;
    }
    // A date, or a list of years, is none.
    let year = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    if matches!(lengths.as_slice(), [4, 2, 2] | [2, 2, 4] | [1, 2, 4] | [2, 1, 4] | [4, 4]) && groups.iter().any(year) {
        return false;
    }
    let hyphened = written.contains(['-', '(', '\u{2011}']) || written.matches('.').count() == lengths.len() - 1;
    let north_american = matches!(lengths.as_slice(), [3, 3, 4] | [1, 3, 3, 4]) && hyphened;
    let french = lengths.as_slice() == [2, 2, 2, 2, 2] && written.starts_with('0');
    let called = before(list, range.start)
        .take(4)
        .take_while(|word| {
            text.get(word.range.end..range.start).is_some_and(|gap| !gap.contains(['.', ';', '\n']) || gap.len() <= 2)
        })
        .any(|word| CALLS.contains(&word.folded.as_str()));
    // Thousands are parted by spaces, too: groups of three alone need a word that says "call".
    north_american || french || called
}

/// Numbers that are called free of charge belong to services, not to people.
fn is_free_of_charge(number: &str) -> bool {
    let national = number.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(number);
    let north_american = national.len() == 10
        && ["800", "888", "877", "866", "855", "844", "833", "822"].iter().any(|code| national.starts_with(code));
    let european = ["0800", "0805", "0808", "0809", "900", "800"].iter().any(|code| number.starts_with(code));
    north_american || (european && (8..=11).contains(&number.len()))
}

/// Words before a number that an insurance or an authority gave.
const IDENTITY_LABELS: &[&[&str]] = &[
    &["ssn"],
    &["social", "security", "number"],
    &["social", "insurance", "number"],
    &["medicare", "number"],
    &["medicaid", "number"],
    &["insurance", "number"],
    &["policy", "number"],
    &["member", "id"],
    &["member", "number"],
    &["passport", "number"],
    &["health", "card", "number"],
    &["numero", "de", "seguro", "social"],
    &["numero", "de", "seguridad", "social"],
    &["seguridad", "social"],
    &["nss"],
    &["nuss"],
    &["curp"],
    &["dni"],
    &["nie"],
    &["numero", "de", "poliza"],
    &["poliza"],
    &["numero", "de", "afiliacion"],
    &["pasaporte"],
    &["numero", "de", "securite", "sociale"],
    &["securite", "sociale"],
    &["numero", "d", "assurance", "maladie"],
    &["assurance", "maladie"],
    &["numero", "d", "assurance", "sociale"],
    &["nas"],
    &["nam"],
    &["passeport"],
];

/// Numbers by which insurances and authorities know a person: by the words before them, or by their own form.
fn identity_numbers(text: &str, list: &[Word]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..list.len() {
        if let Some(range) = by_form(text, list, at)
            && found.last().is_none_or(|known| known.end <= range.start)
        {
            found.push(range);
            continue;
        }
        let reads = |label: &&&[&str]| {
            label.iter().enumerate().all(|(offset, wanted)| list.get(at + offset).is_some_and(|w| w.folded == **wanted))
        };
        let Some(label) = IDENTITY_LABELS.iter().filter(reads).max_by_key(|label| label.len()) else { continue };
        let mut first = at + label.len();
        while list
            .get(first)
            .is_some_and(|word| matches!(word.folded.as_str(), "no" | "n" | "numero" | "number" | "is" | "es" | "est"))
        {
            first += 1;
        }
        let near = list
            .get(first)
            .zip(list.get(at + label.len() - 1))
            .and_then(|(word, label)| text.get(label.range.end..word.range.start));
        if near.is_none_or(|gap| gap.len() > 16 || gap.contains([',', ';', '\n'])) {
            continue;
        }
        let mut last = first;
        while last - first < 8
            && list.get(last + 1).is_some_and(|word| word.folded.bytes().all(|byte| byte.is_ascii_digit()))
            && gap(text, list, last + 1).len() == 1
        {
            last += 1;
        }
        let Some((start, end)) = list.get(first).zip(list.get(last)) else { continue };
        let range = start.range.start..end.range.end;
        let count = text.get(range.clone()).map_or(0, |value| value.bytes().filter(u8::is_ascii_digit).count());
        if count >= 6 && found.last().is_none_or(|known| known.end <= range.start) {
            found.push(range);
        }
    }
    found
}

fn gap<'t>(text: &'t str, list: &[Word], at: usize) -> &'t str {
    let (Some(before), Some(word)) = (at.checked_sub(1).and_then(|at| list.get(at)), list.get(at)) else { return "" };
    text.get(before.range.end..word.range.start).unwrap_or("")
}

/// A number whose form tells what it is: a United States social security number, a Spanish DNI or NIE with the right check
/// letter, a French NIR with the right key, a Mexican CURP.
fn by_form(text: &str, list: &[Word], at: usize) -> Option<Range<usize>> {
    let word = list.get(at)?;
    let number = |offset: usize, length: usize| {
        list.get(at + offset).filter(|w| w.folded.len() == length && w.folded.bytes().all(|b| b.is_ascii_digit()))
    };
    let free = |end: usize| {
        let before = text.get(..word.range.start).and_then(|before| before.chars().next_back());
        let after = text.get(end..).and_then(|after| after.chars().next());
        !matches!(before, Some('-' | '.' | '/')) && !matches!(after, Some('-' | '/'))
    };
    if let (Some(_), Some(_), Some(last)) = (number(0, 3), number(1, 2), number(2, 4))
        && gap(text, list, at + 1) == "-"
        && gap(text, list, at + 2) == "-"
        && free(last.range.end)
    {
        return Some(word.range.start..last.range.end);
    }
    let mut value = word.folded.clone();
    let mut end = word.range.end;
    // "12345678-Z" is the same DNI.
    if value.len() == 8
        && gap(text, list, at + 1) == "-"
        && let Some(letter) = list.get(at + 1).filter(|w| w.folded.len() == 1)
    {
        value.push_str(&letter.folded);
        end = letter.range.end;
    }
    if is_dni(&value) || is_curp(&value) || is_nir(&value) {
        return Some(word.range.start..end);
    }
    // "2 67 08 75 116 001 23": spaces between the parts of a NIR.
    if value == "1" || value == "2" {
        let parts: Vec<&Word> = list.iter().skip(at).take(7).collect();
        let joined: String = parts.iter().map(|w| w.folded.as_str()).collect();
        if parts.len() == 7 && (1..7).all(|offset| gap(text, list, at + offset).trim().is_empty()) && is_nir(&joined) {
            return parts.last().map(|last| word.range.start..last.range.end);
        }
    }
    None
}

/// DNI: eight digits and the letter of their remainder by 23; NIE: X, Y or Z for 0, 1 or 2 as the first digit.
fn is_dni(value: &str) -> bool {
    const LETTERS: &[u8; 23] = b"trwagmyfpdxbnjzsqvhlcke";
    let Some((number, letter)) = value.len().checked_sub(1).and_then(|at| value.split_at_checked(at)) else {
        return false;
    };
    if number.len() != 8 {
        return false;
    }
    let number = match number.as_bytes().first() {
        Some(b'x') => number.replacen('x', "0", 1),
        Some(b'y') => number.replacen('y', "1", 1),
        Some(b'z') => number.replacen('z', "2", 1),
        _ => number.to_owned(),
    };
    let check = number.parse::<usize>().ok().and_then(|number| LETTERS.get(number % 23));
    check.is_some_and(|check| letter.as_bytes() == [*check])
}

/// CURP: four letters, the birth date, H or M, five letters, a letter or digit, a digit.
fn is_curp(value: &str) -> bool {
    let bytes = value.as_bytes();
    let letters = |range: Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_lowercase));
    let digits = |range: Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    bytes.len() == 18
        && letters(0..4)
        && digits(4..10)
        && matches!(bytes.get(10), Some(b'h' | b'm'))
        && letters(11..16)
        && digits(17..18)
}

/// NIR: fifteen digits that begin with 1 or 2 and end in the key, 97 less the remainder of the first thirteen by 97.
fn is_nir(value: &str) -> bool {
    value.len() == 15
        && value.starts_with(['1', '2'])
        && value.split_at_checked(13).is_some_and(|(number, key)| {
            let number = number.parse::<u64>().ok();
            number.zip(key.parse::<u64>().ok()).is_some_and(|(number, key)| 97 - number % 97 == key)
        })
}

#[cfg(test)]
mod tests {
    use super::super::super::person_names::words;
    use super::*;

    fn own() -> Own {
        Own {
            emails: vec!["iris@example.org".into()],
            phones: vec!["13125550142".into(), "911".into(), "988".into()],
            identifiers: vec!["LM-448120".into()],
        }
    }

    #[track_caller]
    fn one(text: &str, value: &str, kind: Kind) {
        let found: Vec<(&str, Kind)> =
            find(text, &words(text), &own()).into_iter().map(|(range, kind)| (&text[range], kind)).collect();
        assert_eq!(found, [(value, kind)], "{text}");
    }

    #[track_caller]
    fn none(text: &str) {
        assert_eq!(find(text, &words(text), &own()), [], "{text}");
    }

    #[test]
    fn addresses_and_telephones() {
        one("Write to maria.g+x@mail.example.com.", "maria.g+x@mail.example.com", Kind::Email);
        one("Her sister: (312) 555-0187.", "(312) 555-0187", Kind::Phone);
        one("Call 312 555 0187 at noon", "312 555 0187", Kind::Phone);
        one("Llame al +34 612 345 678, por favor", "+34 612 345 678", Kind::Phone);
        one("Sa sœur : 06 12 34 56 78.", "06 12 34 56 78", Kind::Phone);
        one("1-312-555-0187", "1-312-555-0187", Kind::Phone);
        one("El celular es 55 1234 5678", "55 1234 5678", Kind::Phone);
    }

    #[test]
    fn numbers_of_insurances_and_authorities() {
        one("SSN 219-09-9999", "219-09-9999", Kind::Identity);
        one("It was 219-09-9999 on the form.", "219-09-9999", Kind::Identity);
        one("con DNI 12345678Z", "12345678Z", Kind::Identity);
        one("con el documento 12345678-Z", "12345678-Z", Kind::Identity);
        one("Policy number: 88213345", "88213345", Kind::Identity);
        one("CURP GOMC710502MDFRRL09", "GOMC710502MDFRRL09", Kind::Identity);
        one("NIR 2 67 08 75 116 001 66 inscrit", "2 67 08 75 116 001 66", Kind::Identity);
        one("numéro de sécurité sociale 1234567", "1234567", Kind::Identity);
    }

    #[test]
    fn what_belongs_to_the_case_and_to_services_is_left_alone() {
        none("Write to Iris@example.org or call +1 312 555 0142, 312-555-0142 or 911.");
        none("Call 988. Free help: 1-800-784-8669 or 1-855-335-3569.");
        none("Numéro vert 0 800 123 456; call 0800 111 222.");
        none("Insurance number LM-448120.");
    }

    #[test]
    fn numbers_of_medicine_are_no_telephones() {
        for text in [
            "On 2026-03-09 and 03-09-2026, in 2019-2023 and from 2019 2023.",
            "A count of 1 200 000 cells, 250 000 platelets, 12 345 678 copies.",
            "NCT09999991, doi 10.1016/j.annonc.2023.11.016, PMID 31234567.",
            "Doses 100-200-300 mg; ISBN 978-3-16-148410-0; 120/80/60",
            "HR 0.81 (0.72-0.91), 95 of 100, 10.1234.5678",
            "Codes C50.912 and 2160-0; slides 26-1183-4",
            "user@localhost, a @ b, @loibl2024",
        ] {
            none(text);
        }
    }
}
