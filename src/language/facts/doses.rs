//! Dose notations that have led to errors.
//!
//! Source: Institute for Safe Medication Practices, *List of Error-Prone Abbreviations, Symbols, and Dose Designations*, and
//! ISMP Canada's list of the same purpose. Their notations are looked for only where they are of a dose: "4.0 g/dL" is a
//! measurement, "MS" a disease.

use std::ops::Range;

use super::tokens::{Token, Tokens, tokens};
use super::{dates, units};
use crate::case::model::LocaleTag;

/// What is error-prone about a notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoseNotation {
    /// "1.0 mg": read as 10 mg when the point is not seen.
    TrailingZero,
    /// ".5 mg": read as 5 mg when the point is not seen.
    NakedDecimal,
    /// "10 U": read as 100.
    Units,
    /// "IU", "UI": read as IV or 10.
    InternationalUnits,
    /// "QD", "q.d.": read as QID.
    EveryDay,
    /// "QOD": read as QD or QID.
    EveryOtherDay,
    /// "HS": half-strength or bedtime.
    Bedtime,
    /// "SC", "SQ": read as SL or "5 every".
    Subcutaneous,
    /// "OD" for once daily: the right eye.
    OnceDaily,
    /// "MS", "MSO4", "MgSO4": morphine sulfate or magnesium sulfate.
    MorphineOrMagnesium,
    /// "µg": read as mg.
    Microgram,
    /// "cc": read as U.
    CubicCentimetre,
    /// "gtt": drops, unknown to many readers.
    Drops,
    /// "@": read as 2.
    At,
}

/// The error-prone dose notations of a text with their places and, where one is exact, the words to put instead.
///
/// In France labels write "µg", so it is no error there.
pub fn dose_notations(text: &str, locale: LocaleTag) -> Vec<(Range<usize>, DoseNotation, Option<String>)> {
    let tokens = tokens(text, locale);
    let mut found = Vec::new();
    for at in 0..tokens.list.len() {
        let Some(token) = tokens.get(at) else { break };
        if token.is_number() {
            number(&tokens, at, token, &mut found);
        } else if token.is_word() {
            word(&tokens, at, token, &mut found);
        } else if token.raw == "@"
            && (follows_dose(&tokens, at) || tokens.before(at, 1) == "." && follows_dose(&tokens, at - 1))
            && !tokens.touches(at + 1)
        {
            found.push((token.start..token.end, DoseNotation::At, pick(&tokens, "at", "a", "à").map(str::to_owned)));
        }
    }
    found.sort_by_key(|(range, ..)| range.start);
    found
}

type Notations = Vec<(Range<usize>, DoseNotation, Option<String>)>;

fn pick(tokens: &Tokens<'_>, en: &'static str, es: &'static str, fr: &'static str) -> Option<&'static str> {
    Some(match tokens.language() {
        "es" => es,
        "fr" => fr,
        _ => en,
    })
}

/// Whether a unit is one that drugs are given in, and nothing is measured in.
fn is_dose_unit(unit: &str) -> bool {
    let (stem, by) = unit.split_once('/').unwrap_or((unit, ""));
    let given = matches!(
        stem,
        "mg" | "g"
            | "mcg"
            | "ng"
            | "mL"
            | "U"
            | "kU"
            | "IU"
            | "mEq"
            | "mmol"
            | "tablet"
            | "capsule"
            | "drop"
            | "Gy"
            | "cGy"
            | "mCi"
            | "MBq"
    );
    let rate = by.is_empty() || by.split('/').all(|by| units::is_time(by) || matches!(by, "kg" | "m2"));
    given && rate
}

/// The unit after a number or, in a range or a pair, after the number that follows it.
fn dose_unit(tokens: &Tokens<'_>, at: usize) -> Option<String> {
    let mut next = at + 1;
    for _ in 0..4 {
        if let Some((unit, _)) = units::unit(tokens, next) {
            return is_dose_unit(&unit).then_some(unit);
        }
        let joint =
            matches!(tokens.text(next), "-" | "–" | "/" | "to" | "or" | "and" | "a" | "o" | "y" | "à" | "ou" | "et");
        if !joint || !tokens.get(next + 1).is_some_and(Token::is_number) {
            return None;
        }
        next += 2;
    }
    None
}

fn number(tokens: &Tokens<'_>, at: usize, token: &Token<'_>, found: &mut Notations) {
    let range = token.start..token.end;
    if let Some(mark) = token.decimal {
        let (whole, decimals) = token.raw.rsplit_once(mark).unwrap_or((token.raw, ""));
        let trailing = decimals.ends_with('0');
        if (token.naked || trailing) && dose_unit(tokens, at).is_some() {
            let decimals = decimals.trim_end_matches('0');
            let mend = match (token.naked, decimals.is_empty()) {
                (true, true) => "0".to_owned(),
                (true, false) => format!("0{mark}{decimals}"),
                (false, true) => whole.to_owned(),
                (false, false) => format!("{whole}{mark}{decimals}"),
            };
            // "2.50 mg" is read as 250 as "1.0 mg" is as 10.
            let kind = if token.naked { DoseNotation::NakedDecimal } else { DoseNotation::TrailingZero };
            found.push((range.clone(), kind, Some(mend)));
        }
    }
    let Some(unit) = tokens.get(at + 1).filter(|unit| unit.is_word()) else { return };
    let one = token.is("1");
    let space = if tokens.touches(at + 1) { " " } else { "" };
    let mut say = |kind: DoseNotation, end: usize, word: &str| {
        found.push((unit.start..end, kind, Some(format!("{space}{word}"))));
    };
    let (next, after) = (tokens.text(at + 2), tokens.text(at + 3));
    // "40 U/L" and "UI/mL" are measurements; "10 U/h" is a dose.
    let rate =
        next != "/" || matches!(after, "h" | "hr" | "kg" | "d" | "j" | "day" | "día" | "jour" | "min" | "m2" | "m²");
    // "5 U.S. patients".
    let word_after = next == "." && tokens.touches(at + 2) && tokens.touches(at + 3);
    match unit.raw {
        "U" | "u" | "Us"
            if rate && !word_after && !(unit.raw == "u" && tokens.get(at + 2).is_some_and(Token::is_number)) =>
        {
            // "1 u 2" in Spanish is "1 or 2".
            if unit.raw == "u"
                && tokens.language() == "es"
                && tokens.get(at + 2).is_some_and(Token::is_word)
                && next != "de"
            {
                return;
            }
            let words = if one { ["unit", "unidad", "unité"] } else { ["units", "unidades", "unités"] };
            pick(tokens, words[0], words[1], words[2]).into_iter().for_each(|w| say(DoseNotation::Units, unit.end, w));
        }
        "IU" | "UI" | "iu" | "ui" if rate => {
            let words = if one {
                ["international unit", "unidad internacional", "unité internationale"]
            } else {
                ["international units", "unidades internacionales", "unités internationales"]
            };
            pick(tokens, words[0], words[1], words[2])
                .into_iter()
                .for_each(|w| say(DoseNotation::InternationalUnits, unit.end, w));
        }
        "µg" | "μg" | "ug"
            if (tokens.locale != LocaleTag::FrFr || unit.raw == "ug") && dose_unit(tokens, at).is_some() =>
        {
            let word = if tokens.locale == LocaleTag::FrFr { "µg" } else { "mcg" };
            say(DoseNotation::Microgram, unit.end, word);
        }
        "cc" | "CC" => say(DoseNotation::CubicCentimetre, unit.end, "mL"),
        "c" if next == "." && after == "c" && tokens.touches(at + 2) && tokens.touches(at + 3) => {
            let end = match tokens.get(at + 4) {
                Some(stop) if stop.is(".") && tokens.touches(at + 4) => stop.end,
                _ => tokens.get(at + 3).map_or(unit.end, |last| last.end),
            };
            say(DoseNotation::CubicCentimetre, end, "mL");
        }
        "gtt" | "gtts" => {
            let words = if one { ["drop", "gota", "goutte"] } else { ["drops", "gotas", "gouttes"] };
            pick(tokens, words[0], words[1], words[2]).into_iter().for_each(|w| say(DoseNotation::Drops, unit.end, w));
        }
        _ => {}
    }
}

/// Whether a number with a dose unit ends just before a token, a route or form of at most one word between.
fn follows_dose(tokens: &Tokens<'_>, at: usize) -> bool {
    (1..=4).any(|by| {
        let Some(start) = at.checked_sub(by + 1) else { return false };
        if !tokens.get(start).is_some_and(Token::is_number) {
            return false;
        }
        units::unit(tokens, start + 1).is_some_and(|(unit, next)| is_dose_unit(&unit) && next <= at && at - next <= 1)
    })
}

/// The last token of an abbreviation with full stops that starts at `at`: "q.d.", "Q.O.D.".
fn dotted(tokens: &Tokens<'_>, at: usize, letters: &[&str]) -> Option<usize> {
    let mut place = at;
    for (index, letter) in letters.iter().enumerate() {
        if tokens.text(place) != *letter || (index > 0 && !tokens.touches(place)) {
            return None;
        }
        place += 1;
        let last = index + 1 == letters.len();
        if tokens.text(place) == "." && tokens.touches(place) {
            place += 1;
        } else if !last {
            return None;
        }
    }
    Some(place - 1)
}

fn word(tokens: &Tokens<'_>, at: usize, token: &Token<'_>, found: &mut Notations) {
    let range = token.start..token.end;
    let daily = || pick(tokens, "daily", "cada día", "chaque jour").map(str::to_owned);
    let other = || pick(tokens, "every other day", "cada dos días", "tous les deux jours").map(str::to_owned);
    let end_of = |last: usize| tokens.get(last).map_or(token.end, |last| last.end);
    match token.text.as_ref() {
        "qd" | "q1d" => found.push((range, DoseNotation::EveryDay, daily())),
        "qod" => found.push((range, DoseNotation::EveryOtherDay, other())),
        "q" if !tokens.touches(at) => {
            if let Some(last) = dotted(tokens, at, &["q", "o", "d"]) {
                found.push((token.start..end_of(last), DoseNotation::EveryOtherDay, other()));
            } else if let Some(last) = dotted(tokens, at, &["q", "d"]) {
                found.push((token.start..end_of(last), DoseNotation::EveryDay, daily()));
            }
        }
        "qhs" => found.push((
            range,
            DoseNotation::Bedtime,
            pick(tokens, "at bedtime", "al acostarse", "au coucher").map(str::to_owned),
        )),
        "hs" if follows_dose(tokens, at) => {
            // Half-strength or bedtime: only the writer knows.
            found.push((range, DoseNotation::Bedtime, None));
        }
        "sc" | "sq" if follows_dose(tokens, at) => {
            let mend = pick(tokens, "subcutaneously", "por vía subcutánea", "par voie sous-cutanée").map(str::to_owned);
            found.push((range, DoseNotation::Subcutaneous, mend));
        }
        "od" if token.raw == "OD" && tokens.language() == "en" && follows_dose(tokens, at) => {
            found.push((range, DoseNotation::OnceDaily, Some("once daily".to_owned())));
        }
        "ms" if token.raw == "MS" => {
            // A disease, unless a dose is beside it.
            let before = follows_dose(tokens, at);
            let after = tokens.get(at + 1).is_some_and(Token::is_number) && dose_unit(tokens, at + 1).is_some();
            if before || after {
                found.push((range, DoseNotation::MorphineOrMagnesium, None));
            }
        }
        "mso4" | "mso₄" => {
            let mend = pick(tokens, "morphine sulfate", "sulfato de morfina", "sulfate de morphine").map(str::to_owned);
            found.push((range, DoseNotation::MorphineOrMagnesium, mend));
        }
        "mgso4" | "mgso₄" => {
            let mend =
                pick(tokens, "magnesium sulfate", "sulfato de magnesio", "sulfate de magnésium").map(str::to_owned);
            found.push((range, DoseNotation::MorphineOrMagnesium, mend));
        }
        _ => {}
    }
}

/// Whether a number and unit follow a token, so that numbers before it are doses of a schedule and no date.
pub(super) fn unit_follows(tokens: &Tokens<'_>, at: usize) -> bool {
    units::unit(tokens, at).is_some() && dates::date(tokens, at).is_none()
}
