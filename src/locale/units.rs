//! UCUM units as a reader expects them, and results in the reader's unit system.
//!
//! UCUM (*The Unified Code for Units of Measure*) is what cases are written in; `10*9/L` and `mm[Hg]` are for
//! machines. Labels follow the region's habits and the Institute for Safe Medication Practices' list of error-prone
//! abbreviations (micrograms are "mcg", except in France, whose labels write "µg").

use std::borrow::Cow;

use super::formats::spaced_percent;
use super::{Locale, NBSP};
use crate::case::model::{Decimal, LocaleTag};

pub use super::conversion::{convert, convert_vital};

/// The longest unit that is read.
const MAX_UNIT: usize = 64;
/// The deepest nesting of parentheses in a unit.
const MAX_DEPTH: usize = 4;

/// The printed form of a UCUM unit, without the number: "×10⁹/L", "mmHg", "mcg", "mL/min/1.73 m²". Empty for a unit that is
/// not printed, such as `{score}` or `1`. What is no UCUM unit is printed as it is written.
pub fn unit_label(locale: &Locale, ucum: &str) -> String {
    label_for(locale, ucum, false)
}

/// Whether this is a UCUM unit known to the engine (the units of laboratory medicine, vital signs, doses and time).
pub fn is_unit(ucum: &str) -> bool {
    let neutral = Words { locale: None, language: "en", tag: LocaleTag::EnUs };
    ucum.len() <= MAX_UNIT && !ucum.is_empty() && Parser::new(ucum, neutral).whole().is_some()
}

/// The label, in the singular where the unit is a word ("1 year").
pub(super) fn label_for(locale: &Locale, ucum: &str, singular: bool) -> String {
    let words = Words { locale: Some(locale), language: locale.language(), tag: locale.tag() };
    if let Some(word) = whole_word(locale.language(), ucum, singular) {
        return word.to_owned();
    }
    if ucum.len() > MAX_UNIT {
        return ucum.to_owned();
    }
    Parser::new(ucum, words).whole().unwrap_or_else(|| ucum.to_owned())
}

/// A printed number with its label, held together by a no-break space where the region sets one.
pub(super) fn join(locale: &Locale, number: &str, label: &str) -> String {
    let close = match label.chars().next() {
        None => return number.to_owned(),
        Some('%') => label != "%" || !spaced_percent(locale.tag()),
        Some('°') => label == "°",
        Some(first) => first == '/',
    };
    if close { format!("{number}{label}") } else { format!("{number}{NBSP}{label}") }
}

/// Units that are words when they stand alone: (UCUM, [en singular, plural, es, es, fr, fr]).
const WORDS: &[(&str, [&str; 6])] = &[
    ("a", ["year", "years", "año", "años", "an", "ans"]),
    ("mo", ["month", "months", "mes", "meses", "mois", "mois"]),
    ("wk", ["week", "weeks", "semana", "semanas", "semaine", "semaines"]),
    ("d", ["day", "days", "día", "días", "jour", "jours"]),
    ("{beats}/min", ["beats/min", "beats/min", "lat./min", "lat./min", "batt./min", "batt./min"]),
    ("{breaths}/min", ["breaths/min", "breaths/min", "resp./min", "resp./min", "resp./min", "resp./min"]),
    ("{copies}", ["copy", "copies", "copia", "copias", "copie", "copies"]),
    ("{pack}.a", ["pack-year", "pack-years", "paquete-año", "paquetes-año", "paquet-année", "paquets-années"]),
];

fn whole_word(language: &str, ucum: &str, singular: bool) -> Option<&'static str> {
    let ucum = match ucum {
        "{heart_beats}/min" | "{heartbeats}/min" | "{Beats}/min" => "{beats}/min",
        "{resp}/min" | "{respirations}/min" => "{breaths}/min",
        other => other,
    };
    let (_, [en, en_many, es, es_many, fr, fr_many]) = WORDS.iter().find(|(unit, _)| *unit == ucum)?;
    Some(match (language, singular) {
        ("es", true) => es,
        ("es", false) => es_many,
        ("fr", true) => fr,
        ("fr", false) => fr_many,
        (_, true) => en,
        (_, false) => en_many,
    })
}

/// How a label is worded.
#[derive(Clone, Copy)]
struct Words<'l> {
    locale: Option<&'l Locale>,
    language: &'static str,
    tag: LocaleTag,
}

impl Words<'_> {
    fn pick(self, en: &'static str, es: &'static str, fr: &'static str) -> Cow<'static, str> {
        Cow::Borrowed(match self.language {
            "es" => es,
            "fr" => fr,
            _ => en,
        })
    }

    /// The name of an annotation that is printed, such as `{copies}` in `{copies}/mL`.
    fn annotation(self, name: &str) -> Cow<'static, str> {
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "copies" | "copy" => self.pick("copies", "copias", "copies"),
            "cells" | "cell" => self.pick("cells", "células", "cellules"),
            "beats" => self.pick("beats", "latidos", "battements"),
            "cfu" => self.pick("CFU", "UFC", "UFC"),
            "pack" | "packs" => self.pick("packs", "paquetes", "paquets"),
            // Body surface: `mL/min/{1.73_m2}`, the way laboratories write an estimated filtration rate.
            "1.73_m2" | "1.73m2" => {
                let number: Option<Decimal> = "1.73".parse().ok();
                match (self.locale, number) {
                    (Some(locale), Some(number)) => Cow::Owned(format!("{}{NBSP}m²", locale.number(&number))),
                    _ => Cow::Borrowed("1.73\u{a0}m²"),
                }
            }
            _ => Cow::Borrowed(""),
        }
    }

    /// The label of an atom that takes no prefix.
    fn atom(self, atom: &str) -> Option<Cow<'static, str>> {
        Some(match atom {
            "%" => "%".into(),
            "[ppth]" => "‰".into(),
            "[ppm]" => "ppm".into(),
            "10*" | "10^" => "10".into(),
            "min" => "min".into(),
            "h" => "h".into(),
            "d" => self.pick("day", "día", "jour"),
            "wk" => self.pick("week", "semana", "semaine"),
            "mo" => self.pick("month", "mes", "mois"),
            "a" => self.pick("year", "año", "an"),
            "deg" => "°".into(),
            "[degF]" => "°F".into(),
            "[lb_av]" => "lb".into(),
            "[oz_av]" => "oz".into(),
            "[in_i]" => self.pick("in", "pulg.", "po"),
            "[ft_i]" => self.pick("ft", "pies", "pi"),
            "[pH]" => "".into(),
            "[HPF]" => self.pick("HPF", "campo", "champ"),
            "[LPF]" => self.pick("LPF", "campo (10×)", "champ (10×)"),
            "[drp]" => self.pick("drops", "gotas", "gouttes"),
            "[CFU]" => self.pick("CFU", "UFC", "UFC"),
            "[D'ag'U]" => "D'ag'U".into(),
            "[tb'U]" => "TU".into(),
            "[MET]" => "MET".into(),
            "[Ch]" => "Fr".into(),
            "[diop]" => self.pick("D", "D", "δ"),
            "[arb'U]" => self.pick("arb. units", "u. arb.", "u. arb."),
            "ug" => Cow::Borrowed(if self.tag == LocaleTag::FrFr { "µg" } else { "mcg" }),
            _ => return None,
        })
    }

    /// The label of an atom that takes a metric prefix.
    fn metric(self, atom: &str) -> Option<Cow<'static, str>> {
        Some(match atom {
            "m" | "g" | "s" | "mol" | "Hz" | "Pa" | "J" | "W" | "V" | "A" | "N" | "Bq" | "Gy" | "Sv" | "Ci" | "cal"
            | "bar" | "lm" | "lx" | "kat" | "U" | "T" | "F" | "K" => Cow::Owned(atom.to_owned()),
            "L" | "l" => "L".into(),
            "Cel" => "°C".into(),
            "eq" => "Eq".into(),
            "osm" => "Osm".into(),
            "[IU]" | "[iU]" => self.pick("IU", "UI", "UI"),
            "m[Hg]" => "mHg".into(),
            "m[H2O]" => "mH₂O".into(),
            "B" => "B".into(),
            "Ohm" => "Ω".into(),
            _ => return None,
        })
    }

    fn prefixed(self, atom: &str) -> Option<Cow<'static, str>> {
        if let Some(label) = self.atom(atom).or_else(|| self.metric(atom)) {
            return Some(label);
        }
        let (prefix, rest) = [
            ("da", "da"),
            ("k", "k"),
            ("h", "h"),
            ("d", "d"),
            ("c", "c"),
            ("m", "m"),
            ("u", "µ"),
            ("n", "n"),
            ("p", "p"),
            ("f", "f"),
            ("M", "M"),
            ("G", "G"),
            ("T", "T"),
        ]
        .into_iter()
        .find_map(|(code, printed)| Some((printed, self.metric(atom.strip_prefix(code)?)?)))?;
        // A prefixed degree Celsius exists in UCUM but nowhere else.
        (rest != "°C").then(|| Cow::Owned(format!("{prefix}{rest}")))
    }
}

/// A reader of the UCUM grammar (case-sensitive codes), which prints as it reads.
struct Parser<'u, 'l> {
    rest: &'u str,
    words: Words<'l>,
    depth: usize,
}

impl<'u, 'l> Parser<'u, 'l> {
    fn new(ucum: &'u str, words: Words<'l>) -> Self {
        Self { rest: ucum, words, depth: 0 }
    }

    fn whole(mut self) -> Option<String> {
        let label = self.term()?;
        if !self.rest.is_empty() {
            return None;
        }
        // A power of ten is multiplied with the number before it: 4.5 ×10⁹/L.
        Some(if label.starts_with("10") && !label.starts_with("10\u{a0}") { format!("×{label}") } else { label })
    }

    fn eat(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Components joined by `.` and `/`.
    fn term(&mut self) -> Option<String> {
        let mut label = String::new();
        if !self.rest.starts_with('/') {
            label.push_str(&self.component()?.0);
        }
        loop {
            if self.eat('/') {
                let (part, _) = self.component()?;
                if !part.is_empty() {
                    label.push('/');
                    label.push_str(&part);
                }
            } else if self.eat('.') {
                let after_number = label.chars().next_back().is_some_and(|c| c.is_ascii_digit());
                let (part, _) = self.component()?;
                match (label.is_empty() || part.is_empty(), after_number) {
                    (true, _) => {}
                    (false, true) => label.push(NBSP),
                    (false, false) => label.push('·'),
                }
                label.push_str(&part);
            } else {
                return Some(label);
            }
        }
    }

    /// One unit with exponent and annotation, a number, an annotation alone, or a term in parentheses.
    fn component(&mut self) -> Option<(String, bool)> {
        if self.eat('(') {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return None;
            }
            let inner = self.term()?;
            self.depth -= 1;
            return self.eat(')').then_some((inner, false));
        }
        if let Some(name) = self.annotation()? {
            return Some((self.words.annotation(name).into_owned(), false));
        }
        let end = self.atom_end();
        let (code, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let label = self.unit(code)?;
        // An annotation after a unit says of what; the analyte's name says that already.
        self.annotation()?;
        Some((label, true))
    }

    /// The annotation that follows, if one does; `None` if it is not closed.
    fn annotation(&mut self) -> Option<Option<&'u str>> {
        let Some(inner) = self.rest.strip_prefix('{') else {
            return Some(None);
        };
        let (name, rest) = inner.split_once('}')?;
        self.rest = rest;
        (name.is_ascii() && !name.contains('{')).then_some(Some(name))
    }

    /// Where the next unit ends; square brackets may hold any mark.
    fn atom_end(&self) -> usize {
        let mut bracket = false;
        for (at, c) in self.rest.char_indices() {
            match c {
                '[' => bracket = true,
                ']' => bracket = false,
                '.' | '/' | '(' | ')' | '{' if !bracket => return at,
                _ => {}
            }
        }
        self.rest.len()
    }

    fn unit(&self, code: &str) -> Option<String> {
        if code.is_empty() {
            return None;
        }
        if code.bytes().all(|b| b.is_ascii_digit()) {
            return Some(if code == "1" { String::new() } else { code.to_owned() });
        }
        if let Some(label) = self.words.prefixed(code) {
            return Some(label.into_owned());
        }
        // `10*9`, `m2`, `s-1`: an integer exponent at the end.
        let digits = code.bytes().rev().take_while(u8::is_ascii_digit).count();
        let head = code.get(..code.len() - digits)?;
        let (head, negative) = match head.strip_suffix('-') {
            Some(head) => (head, true),
            None => (head.strip_suffix('+').unwrap_or(head), false),
        };
        if digits == 0 || digits > 2 {
            return None;
        }
        let base = self.words.prefixed(head)?;
        let mut label = base.into_owned();
        label.extend(negative.then_some('⁻'));
        label.extend(code.get(code.len() - digits..)?.chars().filter_map(superscript));
        Some(label)
    }
}

fn superscript(digit: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10)? as usize)
}

#[cfg(test)]
#[path = "units_tests.rs"]
mod tests;
