//! Who a file is about and what it is, as the file states it.

use dicom_core::Tag;
use dicom_dictionary_std::tags;

use super::elements::DataSet;
use super::text::CharacterSets;

/// Whom a file is about, as it states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// Patient's name.
    pub name: Option<PersonName>,
    /// Patient's identifier at the institution.
    pub identifier: Option<String>,
    /// Birth date, `YYYY-MM-DD`; none if it is not a day of the calendar.
    pub birth_date: Option<String>,
}

/// A name in its parts (PS3.5 6.2, value representation PN).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Family name.
    pub family: String,
    /// Given names.
    pub given: String,
    /// The whole name in the order of speech: prefix, given, middle and family name, suffix.
    pub display: String,
}

/// What a file is, as it states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Modality, such as `CT`.
    pub modality: Option<String>,
    /// Date of the study, `YYYY-MM-DD`.
    pub study_date: Option<String>,
    /// Description of the study.
    pub study_description: Option<String>,
    /// Description of the series.
    pub series_description: Option<String>,
    /// Which of a pair is shown: `L`, `R`, `B` or `U`.
    pub laterality: Option<String>,
    /// Which part of the body is shown.
    pub body_part: Option<String>,
    /// Where it was made.
    pub institution: Option<String>,
}

/// What a data set states.
pub(super) fn read(set: &DataSet) -> (Identity, About) {
    let sets = CharacterSets::new(set.text(tags::SPECIFIC_CHARACTER_SET));
    let text = |tag: Tag| tidy(&sets.decode(set.bytes(tag)?)?);
    let date = |tag: Tag| set.text(tag).and_then(day);
    let name = set.bytes(tags::PATIENT_NAME).and_then(|bytes| person(&sets.decode(bytes)?));
    let identity = Identity { name, identifier: text(tags::PATIENT_ID), birth_date: date(tags::PATIENT_BIRTH_DATE) };
    let about = About {
        modality: text(tags::MODALITY),
        study_date: date(tags::STUDY_DATE),
        study_description: text(tags::STUDY_DESCRIPTION),
        series_description: text(tags::SERIES_DESCRIPTION),
        laterality: text(tags::IMAGE_LATERALITY).or_else(|| text(tags::LATERALITY)),
        body_part: text(tags::BODY_PART_EXAMINED),
        institution: text(tags::INSTITUTION_NAME),
    };
    (identity, about)
}

/// A text without padding and control characters; none if nothing is left.
fn tidy(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|sign| !sign.is_control()).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The name in its alphabetic group, else in the first that is there.
fn person(text: &str) -> Option<PersonName> {
    // A name of several values is that of the first.
    let text = text.split('\\').next()?;
    let group = text.split('=').find_map(tidy)?;
    let mut parts = group.split('^').map(|part| tidy(part).unwrap_or_default());
    let mut next = || parts.next().unwrap_or_default();
    let (family, given, middle, prefix, suffix) = (next(), next(), next(), next(), next());
    let words = [&prefix, &given, &middle, &family, &suffix];
    let display = words.into_iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    (!display.is_empty()).then_some(PersonName { family, given, display })
}

/// `YYYYMMDD`, or `YYYY.MM.DD` of the ACR-NEMA standard, as `YYYY-MM-DD`, if it is a day of the calendar.
fn day(text: &str) -> Option<String> {
    let digits: String = match text.len() {
        8 => text.to_owned(),
        10 if text.as_bytes().get(4) == Some(&b'.') && text.as_bytes().get(7) == Some(&b'.') => text.replace('.', ""),
        _ => return None,
    };
    if digits.len() != 8 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    let number: u32 = year.parse().ok()?;
    let leap = number.is_multiple_of(4) && (!number.is_multiple_of(100) || number.is_multiple_of(400));
    let days = match month {
        "01" | "03" | "05" | "07" | "08" | "10" | "12" => 31,
        "04" | "06" | "09" | "11" => 30,
        "02" if leap => 29,
        "02" => 28,
        _ => return None,
    };
    (number > 0 && (1..=days).contains(&day.parse::<u32>().ok()?)).then(|| format!("{year}-{month}-{day}"))
}
