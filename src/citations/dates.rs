//! Dates as reference files write them: `2018 Mar-Apr`, `2018/03/09/`, `20180327`, `9 mars 2024`, `Spring 2002`.

use super::reference::{Date, Season};

impl Date {
    /// Only a year.
    pub(super) fn of_year(year: i32) -> Self {
        Self { year, ..Self::default() }
    }

    /// A date from numbers; parts that cannot be are left out.
    pub(super) fn of(year: i32, month: Option<u8>, day: Option<u8>) -> Self {
        let month = month.filter(|month| (1..=12).contains(month));
        let day = day.filter(|day| month.is_some_and(|month| (1..=days_in(year, month)).contains(day)));
        Self { year, month, day, ..Self::default() }
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads a date; `None` if there is no year in it.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = super::text::cut(text.trim(), 200);
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
        let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
        let date = Date::of(i32::try_from(year).ok()?, u8::try_from(month).ok(), u8::try_from(day).ok());
        return is_year(date.year).then_some(date);
    }
    // Of a range `2002-07-25/2002-07-28` the first day counts; a slash inside one date is a mere separator.
    let first = match text.split_once('/') {
        Some((first, second)) if first.contains('-') && second.contains('-') => first,
        _ => text,
    };
    // A time of day says nothing here.
    let first = match first.find('T') {
        Some(at) if first.get(..at).is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit())) => {
            first.get(..at).unwrap_or(first)
        }
        _ => first,
    };
    let mut year = None;
    let mut months = Vec::new();
    let mut season = None;
    let mut numbers: Vec<u8> = Vec::new();
    let mut year_first = true;
    for token in first.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()) {
        if token.bytes().all(|byte| byte.is_ascii_digit()) {
            match token.parse::<u32>() {
                Ok(value) if token.len() == 4 && is_year(value as i32) => {
                    if year.is_none() {
                        year_first = numbers.is_empty() && months.is_empty();
                        year = Some(value as i32);
                    } else if months.len() > 1 || !months.is_empty() {
                        // `2020 Dec-2021 Jan`: the issue starts in the first year.
                        break;
                    }
                }
                Ok(value) if value <= 31 => numbers.push(value as u8),
                _ => {}
            }
        } else if let Some(month) = month(token) {
            months.push(month);
        } else if season.is_none() {
            season = season_of(token);
        } else if let Some(digits) = ordinal(token) {
            numbers.push(digits);
        }
    }
    let year = year?;
    if let Some(month) = months.first() {
        let mut date = Date::of(year, Some(*month), numbers.first().copied());
        let end = months.get(1).filter(|end| *end != month);
        if date.day.is_none() {
            date.end_month = end.copied();
        }
        return Some(date);
    }
    if season.is_some() {
        return Some(Date { season, ..Date::of_year(year) });
    }
    let (month, day) = match (numbers.first(), numbers.get(1)) {
        // `25/07/2002`, `07/25/2002`: only what cannot be taken for something else is read.
        (Some(a), Some(b)) if !year_first => match (*a > 12, *b > 12) {
            (true, false) => (Some(*b), Some(*a)),
            (false, true) => (Some(*a), Some(*b)),
            _ => (None, None),
        },
        (month, day) => (month.copied(), day.copied()),
    };
    Some(Date::of(year, month, day))
}

fn is_year(year: i32) -> bool {
    (1400..=2999).contains(&year)
}

fn ordinal(token: &str) -> Option<u8> {
    let digits = ["st", "nd", "rd", "th", "er"].iter().find_map(|end| token.strip_suffix(end))?;
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

/// Month of a name or abbreviation in English, Spanish or French.
pub(super) fn month(token: &str) -> Option<u8> {
    let token = token.to_lowercase();
    const NAMES: [&[&str]; 12] = [
        &["january", "enero", "janvier"],
        &["february", "febrero", "février", "fevrier"],
        &["march", "marzo", "mars"],
        &["april", "abril", "avril"],
        &["may", "mayo", "mai"],
        &["june", "junio", "juin"],
        &["july", "julio", "juillet"],
        &["august", "agosto", "août", "aout"],
        &["september", "septiembre", "septembre", "setiembre"],
        &["october", "octubre", "octobre"],
        &["november", "noviembre", "novembre"],
        &["december", "diciembre", "décembre", "decembre"],
    ];
    if token.chars().count() < 3 {
        return None;
    }
    // Three letters are enough, except for the French `juin` and `juillet`, which need four.
    let found = NAMES.iter().position(|names| names.iter().any(|name| name.starts_with(&token)))?;
    u8::try_from(found + 1).ok()
}

fn season_of(token: &str) -> Option<Season> {
    Some(match token.to_lowercase().as_str() {
        "spring" | "primavera" | "printemps" => Season::Spring,
        "summer" | "verano" | "été" => Season::Summer,
        "autumn" | "fall" | "otoño" | "automne" => Season::Autumn,
        "winter" | "invierno" | "hiver" => Season::Winter,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (i32, Option<u8>, Option<u8>, Option<u8>) {
        let date = parse(text).expect(text);
        (date.year, date.month, date.end_month, date.day)
    }

    #[test]
    fn dates_of_every_export_are_understood() {
        assert_eq!(read("2002"), (2002, None, None, None));
        assert_eq!(read("2019//"), (2019, None, None, None));
        assert_eq!(read("2018/03/09/"), (2018, Some(3), None, Some(9)));
        assert_eq!(read("2002-07-25T00:00:00Z"), (2002, Some(7), None, Some(25)));
        assert_eq!(read("2002-07-25/2002-07-28"), (2002, Some(7), None, Some(25)));
        assert_eq!(read("20180327"), (2018, Some(3), None, Some(27)));
        assert_eq!(read("2017 Mar-Apr"), (2017, Some(3), Some(4), None));
        assert_eq!(read("2017 Jun 1"), (2017, Some(6), None, Some(1)));
        assert_eq!(read("2019/Nov"), (2019, Some(11), None, None));
        assert_eq!(read("Jul 25, 2002"), (2002, Some(7), None, Some(25)));
        assert_eq!(read("25 de julio de 2002"), (2002, Some(7), None, Some(25)));
        assert_eq!(read("9 mars 2024"), (2024, Some(3), None, Some(9)));
        assert_eq!(read("juin 2024"), (2024, Some(6), None, None));
        assert_eq!(read("juil. 2024"), (2024, Some(7), None, None));
        assert_eq!(read("2020 Dec-2021 Jan"), (2020, Some(12), None, None));
    }

    #[test]
    fn what_is_ambiguous_or_impossible_is_left_out() {
        assert_eq!(read("25/07/2002"), (2002, Some(7), None, Some(25)));
        assert_eq!(read("03/04/2002"), (2002, None, None, None));
        assert_eq!(read("2023-02-30"), (2023, Some(2), None, None));
        assert_eq!(read("2023-17"), (2023, None, None, None));
        assert_eq!(parse("in press"), None);
        assert_eq!(parse("18th century"), None);
        assert_eq!(parse("99999999"), None);
        assert_eq!(parse("Spring 2002").and_then(|date| date.season), Some(Season::Spring));
    }
}
