//! Dates and decimals that a reader elsewhere would take for another.

use std::ops::Range;

use super::tokens::{Kind, Token, decimal_comma, tokens};
use super::{dates, doses, units};
use crate::case::model::LocaleTag;

/// Dates in digits alone that can be read as more than one day: "03/04/2026", "3-4-26", "3.4.2026".
///
/// "25/03/2026" has one reading and "05/05/2026" gives the same day in both, so they are not found; nor is a pair of numbers
/// without a year, which may be a fraction, a score or a pressure.
pub fn ambiguous_dates(text: &str) -> Vec<Range<usize>> {
    let tokens = tokens(text, LocaleTag::EnUs);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let before = tokens.back(at, 2).filter(|_| tokens.touches(at - 1));
        let free = |before: Option<&Token<'_>>, after: Option<&Token<'_>>| {
            let joins = |token: &Token<'_>| {
                token.kind != Kind::Mark
                    || matches!(token.raw, "/" | "-" | "–" | "_" | "#" | "+" | "$" | "=" | "@" | "%")
            };
            !before.is_some_and(joins) && !after.is_some_and(|after| joins(after) && !matches!(after.raw, "-" | "–"))
        };
        if token.kind == Kind::Dotted {
            let parts: Vec<&str> = token.raw.split('.').collect();
            let after = tokens.get(at).filter(|_| tokens.touches(at));
            if let [first, second, third] = parts.as_slice()
                && third.len() == 4
                && dates::ambiguous(first, second, third)
                && free(before, after)
            {
                found.push(token.start..token.end);
            }
            continue;
        }
        if !token.is_number() || token.decimal.is_some() || token.raw.len() > 2 {
            continue;
        }
        let mark = tokens.text(at);
        if !matches!(mark, "/" | "-") || tokens.text(at + 2) != mark || !(at..at + 4).all(|place| tokens.touches(place))
        {
            continue;
        }
        let (Some(second), Some(third)) = (tokens.get(at + 1), tokens.get(at + 3)) else { continue };
        let after = tokens.get(at + 4).filter(|_| tokens.touches(at + 4));
        // "1/2/10 mg" are three doses.
        let doses = third.raw.len() == 2 && doses::unit_follows(&tokens, at + 4);
        if second.is_number()
            && third.is_number()
            && dates::ambiguous(token.raw, second.raw, third.raw)
            && free(before, after)
            && !doses
        {
            found.push(token.start..third.end);
            at += 4;
        }
    }
    found
}

/// Words before a number with a full stop that make it the name of something: a version, a section, a rule.
fn names_number(word: &str) -> bool {
    matches!(
        word,
        "version"
            | "versión"
            | "v"
            | "ver"
            | "section"
            | "sección"
            | "apartado"
            | "chapter"
            | "capítulo"
            | "chapitre"
            | "table"
            | "tabla"
            | "cuadro"
            | "tableau"
            | "figure"
            | "figura"
            | "fig"
            | "appendix"
            | "anexo"
            | "annexe"
            | "item"
            | "artículo"
            | "article"
            | "art"
            | "rule"
            | "regla"
            | "règle"
            | "no"
            | "n"
            | "nº"
            | "recist"
            | "irecist"
            | "ctcae"
            | "rads"
            | "nccn"
            | "icd"
            | "cie"
            | "cim"
            | "dsm"
            | "iso"
            | "wcag"
            | "fhir"
            | "ajcc"
            | "release"
            | "edición"
            | "édition"
            | "§"
            | "p"
            | "pp"
            | "página"
            | "page"
            | "canal"
            | "grupo"
            | "group"
            | "groupe"
            | "ec"
    )
}

/// Numbers with the decimal separator of another region, with the number as the locale writes it.
///
/// What is no number (a version, a section, a time, an identifier) and what may be thousands or a list is left alone.
pub fn wrong_decimal(text: &str, locale: LocaleTag) -> Vec<(Range<usize>, String)> {
    let tokens = tokens(text, locale);
    let right = if decimal_comma(locale) { ',' } else { '.' };
    let mut found = Vec::new();
    for (at, token) in tokens.list.iter().enumerate() {
        let Some(mark) = token.decimal.filter(|mark| *mark != right) else { continue };
        let (whole, decimals) = token.raw.rsplit_once(mark).unwrap_or((token.raw, ""));
        let zero = whole == "0" || (token.naked && whole.is_empty());
        let unit = units::unit(&tokens, at + 1).is_some();
        // Beside a letter, a slash or another mark that joins, it is part of a name.
        let joined = |other: Option<&Token<'_>>, after: bool| {
            other.is_some_and(|other| match other.kind {
                Kind::Mark => {
                    matches!(other.raw, "_" | "@" | "#" | "\\" | "&")
                        || (matches!(other.raw, "." | ":") && !after)
                        || (other.raw == "/" && !unit)
                }
                Kind::Word => !(after && unit),
                _ => true,
            })
        };
        let before = tokens.back(at, 1).filter(|_| tokens.touches(at));
        let after = tokens.get(at + 1).filter(|_| tokens.touches(at + 1));
        if joined(before, false) || joined(after, true) {
            continue;
        }
        // "10.1000/xyz", "3.2026", three decimals that may be thousands.
        let year = decimals.len() == 4 && decimals.starts_with("20");
        let thousands = decimals.len() == 3 && !zero && whole.len() <= 3;
        if year || thousands || decimals.len() > 6 || (mark == '.' && whole == "10" && decimals.len() >= 4) {
            continue;
        }
        let earlier = match tokens.before(at, 1) {
            "." | "-" | "º" => tokens.before(at, 2),
            word => word,
        };
        if !unit && !zero && names_number(earlier) {
            continue;
        }
        if mark == '.' && !unit && is_time(whole, decimals) && introduces_hour(earlier) {
            continue;
        }
        if mark == ',' && !unit && !zero {
            // "grades 1,2 and 3", "[1,2]": a list.
            let list = matches!(
                tokens.text(at + 1),
                "and" | "or" | "y" | "o" | "u" | "et" | "ou" | "&" | "," | "-" | "–" | "]"
            ) || matches!(tokens.before(at, 1), "[" | "," | "-");
            if list {
                continue;
            }
        }
        let whole = if whole.is_empty() { "0" } else { whole };
        found.push((token.start..token.end, format!("{whole}{right}{decimals}")));
    }
    found
}

fn is_time(whole: &str, decimals: &str) -> bool {
    decimals.len() == 2
        && whole.parse().is_ok_and(|hour: u8| hour <= 24)
        && decimals.parse().is_ok_and(|minute: u8| minute < 60)
}

fn introduces_hour(word: &str) -> bool {
    matches!(
        word,
        "at" | "las" | "la" | "à" | "vers" | "hacia" | "dès" | "hasta" | "jusqu'" | "avant" | "après" | "entre"
    )
}
