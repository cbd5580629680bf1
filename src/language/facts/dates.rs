//! Dates and times of day.

use super::Fact;
use super::tokens::{Kind, Tokens};

/// The month of a word. `sure` is false for abbreviations and for words that mean something else as well.
fn month(language: &str, text: &str, raw: &str) -> Option<(u8, bool)> {
    let capital = raw.chars().next().is_some_and(char::is_uppercase);
    Some(match language {
        "es" => match text {
            "enero" => (1, true),
            "febrero" => (2, true),
            "marzo" => (3, true),
            "abril" => (4, true),
            "mayo" => (5, true),
            "junio" => (6, true),
            "julio" => (7, true),
            "agosto" => (8, true),
            "septiembre" | "setiembre" => (9, true),
            "octubre" => (10, true),
            "noviembre" => (11, true),
            "diciembre" => (12, true),
            "ene" => (1, false),
            "feb" => (2, false),
            "mar" => (3, false),
            "abr" => (4, false),
            "may" => (5, false),
            "jun" => (6, false),
            "jul" => (7, false),
            "ago" => (8, false),
            "sep" | "sept" => (9, false),
            "oct" => (10, false),
            "nov" => (11, false),
            "dic" => (12, false),
            _ => return None,
        },
        "fr" => match text {
            "janvier" => (1, true),
            "février" => (2, true),
            "mars" => (3, true),
            "avril" => (4, true),
            "mai" => (5, true),
            "juin" => (6, true),
            "juillet" => (7, true),
            "août" | "aout" => (8, true),
            "septembre" => (9, true),
            "octobre" => (10, true),
            "novembre" => (11, true),
            "décembre" => (12, true),
            "janv" => (1, false),
            "févr" => (2, false),
            "avr" => (4, false),
            "juill" => (7, false),
            "sept" => (9, false),
            "oct" => (10, false),
            "nov" => (11, false),
            "déc" => (12, false),
            _ => return None,
        },
        // English months have a capital; "may" and "march" without it are verbs.
        _ if !capital => return None,
        _ => match text {
            "january" => (1, true),
            "february" => (2, true),
            "march" => (3, false),
            "april" => (4, true),
            "may" => (5, false),
            "june" => (6, true),
            "july" => (7, true),
            "august" => (8, true),
            "september" => (9, true),
            "october" => (10, true),
            "november" => (11, true),
            "december" => (12, true),
            "jan" => (1, false),
            "feb" => (2, false),
            "mar" => (3, false),
            "apr" => (4, false),
            "jun" => (6, false),
            "jul" => (7, false),
            "aug" => (8, false),
            "sep" | "sept" => (9, false),
            "oct" => (10, false),
            "nov" => (11, false),
            "dec" => (12, false),
            _ => return None,
        },
    })
}

/// Words before a month that leave no doubt that it is one.
fn introduces_month(word: &str) -> bool {
    matches!(
        word,
        "in" | "since"
            | "until"
            | "till"
            | "by"
            | "from"
            | "to"
            | "between"
            | "last"
            | "next"
            | "early"
            | "late"
            | "mid"
            | "of"
            | "through"
            | "during"
            | "after"
            | "before"
            | "this"
    )
}

fn year(tokens: &Tokens<'_>, at: usize) -> Option<i32> {
    let token = tokens.get(at)?;
    let year = token.whole().filter(|year| (1900..=2100).contains(year))?;
    (token.raw.len() == 4).then_some(year as i32)
}

/// A day of the month, with the place after it and after its ending ("1st", "1er", "1.º").
fn day(tokens: &Tokens<'_>, at: usize) -> Option<(u8, usize)> {
    let token = tokens.get(at)?;
    let day = token.whole().filter(|day| (1..=31).contains(day) && token.raw.len() <= 2)?;
    let mut next = at + 1;
    if tokens.touches(next) && matches!(tokens.text(next), "st" | "nd" | "rd" | "th" | "er" | "º" | "o") {
        next += 1;
    } else if tokens.reads(next, &[".", "º"]) {
        next += 2;
    }
    Some((day as u8, next))
}

/// The month at a place and the place after it, with the full stop of an abbreviation.
fn month_at(tokens: &Tokens<'_>, at: usize) -> Option<(u8, bool, usize)> {
    let token = tokens.get(at).filter(|token| token.is_word())?;
    let (month, sure) = month(tokens.language(), &token.text, token.raw)?;
    let short = token.raw.chars().count() <= 5 && !sure && tokens.text(at + 1) == "." && tokens.touches(at + 1);
    Some((month, sure, at + 1 + usize::from(short)))
}

/// The year after a month: "2026", ", 2026", "de 2026", "del 2026", "of 2026".
fn year_after(tokens: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    if let Some(found) = year(tokens, at) {
        return Some((found, at + 1));
    }
    matches!((tokens.language(), tokens.text(at)), ("en", "," | "of") | ("es", "de" | "del"))
        .then(|| year(tokens, at + 1))
        .flatten()
        .map(|found| (found, at + 2))
}

/// A date at a place, and the place after it.
pub(super) fn date(tokens: &Tokens<'_>, at: usize) -> Option<(Fact, usize)> {
    let token = tokens.get(at)?;
    let made = |year, month, day, next| Some((Fact::Date { year, month, day }, next));
    if token.kind == Kind::Number {
        // 2026-02-03
        if let Some(year) = year(tokens, at)
            && tokens.text(at + 1) == "-"
            && tokens.touches(at + 1)
            && tokens.text(at + 3) == "-"
            && let (Some(month), Some(day)) = (tokens.get(at + 2), tokens.get(at + 4))
            && month.raw.len() == 2
            && day.raw.len() == 2
            && let (Some(month @ 1..=12), Some(day @ 1..=31)) = (month.whole(), day.whole())
        {
            return made(Some(year), Some(month as u8), Some(day as u8), at + 5);
        }
        // 3 May 2026, 3 de mayo de 2026, 1er mai 2026
        let (day, next) = day(tokens, at)?;
        let from = match (tokens.language(), tokens.text(next)) {
            ("es", "de") | ("en", "of") => next + 1,
            _ => next,
        };
        let (month, _, next) = month_at(tokens, from)?;
        // "3 May 12 mg" does not occur; "on 3 may need" has no capital and is no month.
        let (year, next) = year_after(tokens, next).map_or((None, next), |(year, next)| (Some(year), next));
        return made(year, Some(month), Some(day), next);
    }
    let (month, sure, next) = month_at(tokens, at)?;
    if tokens.language() == "en" {
        let comma = usize::from(tokens.text(next) == ",");
        if comma == 0
            && let Some((day, after)) = day(tokens, next)
            // "May 5 to 7" is a day; "March 5 mg" is not written.
            && !tokens.text(after).starts_with(':')
        {
            let (year, after) = year_after(tokens, after).map_or((None, after), |(year, next)| (Some(year), next));
            return made(year, Some(month), Some(day), after);
        }
    }
    let year = year_after(tokens, next);
    let shown = sure || year.is_some() || (tokens.language() == "en" && introduces_month(tokens.before(at, 1)));
    let shown = shown
        || (tokens.before(at, 1) == "-" && tokens.before(at, 2) == "mid")
        || (tokens.language() == "en" && matches!(tokens.text(at), "march") && at > 0 && tokens.before(at, 1) != ".");
    if !shown {
        return None;
    }
    let (year, next) = year.map_or((None, next), |(year, next)| (Some(year), next));
    made(year, Some(month), None, next)
}

/// Half of the day, when the text says it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// "a.m.", "p. m.", "de la tarde", "du soir" at a place, and the place after it.
fn half(tokens: &Tokens<'_>, at: usize) -> Option<(Half, usize)> {
    use Half::*;
    let sides = |word: &str| match word {
        "am" => Some(Morning),
        "pm" => Some(Afternoon),
        _ => None,
    };
    if let Some(found) = sides(tokens.text(at)) {
        return Some((found, at + 1));
    }
    if matches!(tokens.text(at), "a" | "p") && tokens.text(at + 1) == "." && tokens.text(at + 2) == "m" {
        let found = if tokens.text(at) == "a" { Morning } else { Afternoon };
        return Some((found, at + 3 + usize::from(tokens.text(at + 3) == "." && tokens.touches(at + 3))));
    }
    let list: &[(&[&str], Half)] = match tokens.language() {
        "es" => &[
            (&["de", "la", "mañana"], Morning),
            (&["de", "la", "madrugada"], Morning),
            (&["de", "la", "tarde"], Afternoon),
            (&["de", "la", "noche"], Afternoon),
        ],
        "fr" => &[
            (&["du", "matin"], Morning),
            (&["de", "l'", "après", "-", "midi"], Afternoon),
            (&["du", "soir"], Afternoon),
        ],
        _ => &[
            (&["in", "the", "morning"], Morning),
            (&["in", "the", "afternoon"], Afternoon),
            (&["in", "the", "evening"], Afternoon),
        ],
    };
    list.iter().find(|(words, _)| tokens.reads(at, words)).map(|(words, half)| (*half, at + words.len()))
}

fn clock(hour: u32, minute: u32, half: Option<Half>) -> Option<Fact> {
    let hour = match half {
        Some(Half::Morning) if hour == 12 => 0,
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        _ => hour,
    };
    (hour <= 24 && minute < 60).then_some(Fact::Time { hour: hour as u8, minute: minute as u8 })
}

/// Words before hours that make them a time of day in French, where "8 h" is also eight hours.
fn introduces_time(word: &str) -> bool {
    matches!(word, "à" | "vers" | "dès" | "avant" | "après" | "jusqu'" | "entre")
}

/// A time of day at a place, and the place after it.
pub(super) fn time(tokens: &Tokens<'_>, at: usize) -> Option<(Fact, usize)> {
    let token = tokens.get(at)?;
    let language = tokens.language();
    let hour = match token.kind {
        Kind::Number => token.whole().filter(|hour| *hour <= 24 && token.raw.len() <= 2)?,
        Kind::Word => {
            let noon = match (language, token.text.as_ref()) {
                ("en", "noon") | ("es", "mediodía") | ("fr", "midi") => Some(12),
                ("en", "midnight") | ("es", "medianoche") | ("fr", "minuit") => Some(0),
                _ => None,
            };
            // "Après-midi" is the afternoon.
            let after = matches!(tokens.before(at, 1), "-" | "\u{2011}");
            return noon.filter(|_| !after).and_then(|hour| clock(hour, 0, None)).map(|fact| (fact, at + 1));
        }
        _ => return None,
    };
    if tokens.touches(at) && tokens.before(at, 1) == ":" {
        return None;
    }
    let minute = |place: usize| {
        let token = tokens.get(place).filter(|token| token.raw.len() == 2)?;
        token.whole().filter(|minute| *minute < 60)
    };
    // 8:30, 8:30 p.m., 17:00 h
    if tokens.text(at + 1) == ":"
        && tokens.touches(at + 1)
        && tokens.touches(at + 2)
        && let Some(minute) = minute(at + 2)
    {
        let (found, next) = half(tokens, at + 3).map_or((None, at + 3), |(found, next)| (Some(found), next));
        let next = if tokens.text(next) == "h" { next + 1 } else { next };
        return clock(hour, minute, found).map(|fact| (fact, next));
    }
    if let Some((found, next)) = half(tokens, at + 1)
        && (1..=12).contains(&hour)
    {
        return clock(hour, 0, Some(found)).map(|fact| (fact, next));
    }
    if language == "en" && tokens.reads(at + 1, &["o'", "clock"]) {
        let (found, next) = half(tokens, at + 3).map_or((None, at + 3), |(found, next)| (Some(found), next));
        return clock(hour, 0, found).map(|fact| (fact, next));
    }
    let hours = matches!((language, tokens.text(at + 1)), (_, "h") | ("fr", "heures" | "heure") | ("es", "horas"));
    if hours {
        if language == "fr"
            && let Some(minute) = minute(at + 2)
        {
            // 17 h 30
            return clock(hour, minute, None).map(|fact| (fact, at + 3));
        }
        if let Some((found, next)) = half(tokens, at + 2) {
            return clock(hour, 0, Some(found)).map(|fact| (fact, next));
        }
        // "Toutes les 8 h" is an interval, "à 8 h" a time.
        let introduced = language == "fr" && introduces_time(tokens.before(at, 1));
        let introduced = introduced || (language == "es" && tokens.before(at, 1) == "las" && hour > 0);
        let every = language == "es" && tokens.before(at, 2) == "cada";
        if introduced && !every {
            return clock(hour, 0, None).map(|fact| (fact, at + 2));
        }
    }
    None
}

/// Whether the numeric date written by these three numbers can be read as more than one day.
pub(super) fn ambiguous(first: &str, second: &str, third: &str) -> bool {
    let part = |text: &str| text.parse::<u32>().ok().filter(|_| (1..=2).contains(&text.len()));
    let (Some(a), Some(b)) = (part(first), part(second)) else { return false };
    let is_month = |n: u32| (1..=12).contains(&n);
    let is_day = |n: u32| (1..=31).contains(&n);
    let mut readings: Vec<(u32, u32, u32)> = Vec::new();
    let mut add = |year: u32, month: u32, day: u32| {
        if is_month(month) && is_day(day) && !readings.contains(&(year, month, day)) {
            readings.push((year, month, day));
        }
    };
    match third.len() {
        4 => {
            let Some(year) = third.parse().ok().filter(|year| (1800..=2200).contains(year)) else { return false };
            add(year, a, b);
            add(year, b, a);
        }
        2 => {
            let Some(c) = part(third) else { return false };
            add(2000 + c, a, b);
            add(2000 + c, b, a);
            add(2000 + a, b, c);
        }
        _ => return false,
    }
    readings.len() > 1
}
