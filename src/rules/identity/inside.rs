//! Whose record a file itself says it is: DICOM, CDA and FHIR name the patient in their header.

use crate::case::model::{PDate, Patient};
use crate::records::{Identity, identity_of};
use crate::rules::person_names::{differs, fold, same_identifier, words};
use crate::rules::records::file_of;

use super::{Checker, PAT_01, is_no_name, is_placeholder, may_be_the_same};

/// The first year in which a patient may be born: earlier dates stand in files for one that is not known.
const FIRST_BIRTH: i32 = 1901;

pub(super) fn check(c: &mut Checker<'_>) {
    let content = c.content;
    for record in &content.records {
        let Some(said) = file_of(c.case, record).and_then(|path| identity_of(&path)) else { continue };
        let (what, are) = match differences(&content.patient, &said).as_slice() {
            [] => continue,
            [one] => ((*one).to_owned(), "is"),
            several => (several.join(" and the "), "are"),
        };
        let message = format!("the {what} inside the file of `{}` {are} not the patient's", record.id);
        c.report(&PAT_01, format!("records.{}.file", record.id), message);
    }
}

/// In what a file is of somebody else. Every hospital numbers its patients itself: another number says something only
/// where it is all that the file says.
fn differences(patient: &Patient, said: &Identity) -> Vec<&'static str> {
    let name = said.name.as_deref().filter(|name| !fold(name).is_empty());
    if name.is_some_and(is_nobody) {
        // Who takes a name out puts another date and number in its place too.
        return Vec::new();
    }
    let name = name.filter(|name| !words(name).iter().all(|word| is_no_name(&word.folded)));
    let birth_date = said.birth_date.as_deref().and_then(|date| date.parse::<PDate>().ok());
    let birth_date = birth_date.filter(|date| *date >= PDate::Year(FIRST_BIRTH));
    let mut found = Vec::new();
    if let Some(name) = name {
        // Parts that are marked tell family from given names; the whole also has the middle names.
        let parted = match (&said.family, &said.given) {
            (Some(family), Some(given)) if !fold(family).is_empty() && !fold(given).is_empty() => {
                differs(&patient.name, &format!("{family}, {given}"))
            }
            _ => differs(&patient.name, name),
        };
        if let Some(part) = parted
            && differs(&patient.name, name).is_some()
        {
            found.push(part.as_str());
        }
    }
    if birth_date.is_some_and(|date| !may_be_the_same(date, patient.birth_date)) {
        found.push("birth date");
    }
    if name.is_none() && birth_date.is_none() {
        let numbers: Vec<&String> = said.identifiers.iter().filter(|number| !is_placeholder(number)).collect();
        let known = |number: &&String| patient.identifiers.iter().any(|known| same_identifier(&known.value, number));
        if !numbers.is_empty() && !numbers.iter().any(known) {
            found.push("identifier");
        }
    }
    found
}

/// Whether a name says that it was taken out.
fn is_nobody(name: &str) -> bool {
    let whole = fold(name);
    let marks = ["anonym", "anonim", "deidentif", "desidentif", "pseudonym", "seudonim"];
    let is_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
    marks.iter().any(|mark| whole.contains(mark))
        || words(name).iter().any(|word| word.folded.strip_prefix("anon").is_some_and(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patient() -> Patient {
        serde_json::from_value(serde_json::json!({
            "identifiers": [{"system": "Lakemont Clinic MRN", "value": "LM-448120"}],
            "name": {"family": "Ruiz Montán", "given": "Ana Lucía", "display": "Ana Lucía Ruiz Montán"},
            "birth_date": "1967-08-14", "sex": "female", "preferred_locale": "es-US", "country": "US",
        }))
        .unwrap()
    }

    /// Whole name, family and given names, birth date, number; an empty one is not stated.
    fn found(said: [&str; 5]) -> Vec<&'static str> {
        let [name, family, given, birth_date, number] =
            said.map(|value| Some(value.to_owned()).filter(|v| !v.is_empty()));
        let identifiers = number.into_iter().collect();
        differences(&patient(), &Identity { name, family, given, identifiers, birth_date })
    }

    #[test]
    fn the_same_person_is_written_in_many_ways() {
        for said in [
            ["ANA LUCIA RUIZ MONTAN", "RUIZ MONTAN", "ANA LUCIA", "1967-08-14", "OTHER-9"],
            ["ANA LUCIA RUIZ", "RUIZ", "ANA", "1967-08", ""],
            ["RUIZ MONTAN ANA LUCIA", "RUIZ MONTAN ANA LUCIA", "", "", "7"],
            ["Mrs. Lucía M. Montán", "Montán", "Lucía", "", ""],
            ["", "", "", "1967", "OTHER-9"],
            ["", "", "", "", "lm 0448120"],
            ["", "", "", "", ""],
        ] {
            assert!(found(said).is_empty(), "{said:?}");
        }
    }

    #[test]
    fn another_person_is_told_by_name_or_birth_date_and_by_number_where_there_is_no_other() {
        assert_eq!(found(["EVA RUIZ MONTAN", "RUIZ MONTAN", "EVA", "1967-08-14", "LM-448120"]), ["given name"]);
        assert_eq!(found(["ANA RIVAS", "RIVAS", "ANA", "", ""]), ["family name"]);
        assert_eq!(found(["WALTER BRANDT", "BRANDT", "WALTER", "1931-02-03", ""]), ["name", "birth date"]);
        assert_eq!(found(["ANA RUIZ", "RUIZ", "ANA", "1967-08-15", "LM-448120"]), ["birth date"]);
        assert_eq!(found(["", "", "", "", "LM-448102"]), ["identifier"]);
    }

    #[test]
    fn a_name_that_was_taken_out_is_nobodys() {
        for name in ["ANONYMOUS", "Anonymized 0017", "ANON017", "Paciente Anónimo", "DE-IDENTIFIED", "UNKNOWN", "XXXX"]
        {
            assert!(found([name, "", "", "", ""]).is_empty(), "{name}");
        }
        assert!(found(["ANONYMOUS", "", "", "1999-01-01", "S-17"]).is_empty());
        assert!(found(["", "", "", "1900-01-01", "0000"]).is_empty());
        assert_eq!(found(["MARIA AÑONUEVO", "AÑONUEVO", "MARIA", "", ""]), ["name"]);
    }
}
