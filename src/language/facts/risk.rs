//! How a text tells a risk: in percent, as people out of a number of people, or against another risk.

use std::ops::Range;

use super::tokens::{Kind, Token, Tokens, tokens};
use super::{units, words};
use crate::case::model::LocaleTag;

/// A percentage in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Percentage {
    /// Bytes of the number and its sign or word.
    pub range: Range<usize>,
    /// Digits with a decimal point.
    pub value: String,
}

/// A natural frequency: "12 of 100", "uno de cada cuatro".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NaturalFrequency {
    /// Bytes from the first number to the second.
    pub range: Range<usize>,
    /// How many, digits with a decimal point.
    pub count: String,
    /// Of how many.
    pub of: u32,
}

/// A number in digits or words: value, first token, place after it.
fn number_at(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let token = tokens.get(at)?;
    if token.is_number() {
        return Some((token.text.to_string(), at + 1));
    }
    if matches!(tokens.text(at), "a" | "an") {
        return None;
    }
    words::number_words(tokens, at).map(|(value, next, _)| (value.to_string(), next))
}

/// The percentages of a text, with each number of a range: "5–10 %".
pub fn percentages(text: &str, locale: LocaleTag) -> Vec<Percentage> {
    let tokens = tokens(text, locale);
    let mut found: Vec<Percentage> = Vec::new();
    let mut at = 0;
    while at < tokens.list.len() {
        let Some((value, next)) = number_at(&tokens, at) else {
            at += 1;
            continue;
        };
        let mut end = next;
        let mut is_percent = |from: usize| match units::unit(&tokens, from) {
            Some((unit, after)) if unit == "%" => {
                end = after;
                true
            }
            _ => false,
        };
        let direct = is_percent(next);
        // The first number of "5 to 10%" has the sign of the second.
        let first = !direct
            && matches!(tokens.text(next), "-" | "–" | "to" | "a" | "à" | "and" | "y" | "et" | "or" | "o" | "ou")
            && number_at(&tokens, next + 1).is_some_and(|(_, after)| is_percent(after));
        if direct || first {
            let last = if direct { end } else { next };
            let range = span(&tokens, at, last);
            found.push(Percentage { range, value });
        }
        at = if direct { end } else { next };
    }
    found
}

fn span(tokens: &Tokens<'_>, first: usize, next: usize) -> Range<usize> {
    let start = tokens.get(first).map_or(0, |token| token.start);
    start..next.checked_sub(1).and_then(|last| tokens.get(last)).map_or(start, |token| token.end)
}

/// The natural frequencies of a text: "12 of 100", "12 women in 100", "1 in 4", "of 100 people, about 12", and the same in
/// Spanish and French.
pub fn natural_frequencies(text: &str, locale: LocaleTag) -> Vec<NaturalFrequency> {
    let tokens = tokens(text, locale);
    let mut found: Vec<NaturalFrequency> = Vec::new();
    let mut at = 0;
    while at < tokens.list.len() {
        let frequency = after_base(&tokens, at).or_else(|| before_base(&tokens, at));
        match frequency {
            Some((frequency, next)) => {
                found.push(frequency);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// The number of people that frequencies are told of, at a place: a whole number of at least two, and no year, unit, dose.
fn base(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    let (value, next) = number_at(tokens, at)?;
    let value: u32 = value.parse().ok().filter(|value| *value >= 2)?;
    let is_year = (1900..=2100).contains(&value) && tokens.get(at).is_some_and(|token| token.raw.len() == 4);
    let counts = units::unit(tokens, next).is_none() && tokens.text(next) != "/";
    (!is_year && counts).then_some((value, next))
}

/// The words between the two numbers of a frequency at a place, and whether they leave no doubt ("out of", "de cada").
fn joint(tokens: &Tokens<'_>, at: usize) -> Option<(usize, bool)> {
    let list: &[(&[&str], bool)] = match tokens.language() {
        "es" => &[
            (&["de", "cada"], true),
            (&["por", "cada"], true),
            (&["de", "entre"], true),
            (&["de"], false),
            (&["en"], false),
            (&["por"], false),
        ],
        "fr" => &[(&["sur"], true), (&["pour"], false), (&["parmi"], false)],
        _ => &[
            (&["out", "of", "every"], true),
            (&["out", "of"], true),
            (&["of", "every"], true),
            (&["in", "every"], true),
            (&["of", "each"], true),
            (&["of"], false),
            (&["in"], false),
            (&["per"], true),
        ],
    };
    list.iter().find(|(words, _)| tokens.reads(at, words)).map(|(words, sure)| (at + words.len(), *sure))
}

/// "12 of 100", "12 women of 100", "one in four".
fn before_base(tokens: &Tokens<'_>, at: usize) -> Option<(NaturalFrequency, usize)> {
    let (count, mut next) = number_at(tokens, at)?;
    if units::unit(tokens, next).is_some() {
        return None;
    }
    // "Un ensayo de 66" counts nothing; "una de cada cuatro" does.
    let article = matches!(tokens.text(at), "un" | "una" | "une");
    // Up to two words name who is counted: "12 people", "12 premières opérations".
    for words in 0..3 {
        if let Some((after, sure)) = joint(tokens, next)
            && (!article || (sure && words == 0))
            && let Some((of, end)) = base(tokens, after)
            && let Ok(value) = count.parse::<f64>()
            && value <= f64::from(of)
        {
            // "3 in 5" tells a frequency; "L4 in 2 levels" and "2 of 3 views" count things, but so do "2 of 3 people".
            let told = sure || of >= 10 || matches!(tokens.text(next), "of" | "in" | "de" | "en");
            let range = span(tokens, at, end);
            return told.then_some((NaturalFrequency { range, count, of }, end));
        }
        if !tokens.get(next).is_some_and(Token::is_word) {
            return None;
        }
        next += 1;
    }
    None
}

/// "Of 100 people, about 12", "de cada 100 personas, unas 12", "sur 100 personnes, environ 12".
fn after_base(tokens: &Tokens<'_>, at: usize) -> Option<(NaturalFrequency, usize)> {
    let opens = match tokens.language() {
        "es" => tokens.reads(at, &["de", "cada"]) || tokens.reads(at, &["por", "cada"]),
        "fr" => tokens.reads(at, &["sur"]),
        _ => tokens.reads(at, &["of"]) || tokens.reads(at, &["out", "of"]) || tokens.reads(at, &["among"]),
    };
    if !opens {
        return None;
    }
    let from = (at + 1..at + 4).find(|place| tokens.get(*place).is_some_and(Token::is_number))?;
    let (of, next) = base(tokens, from).filter(|(of, _)| *of >= 10)?;
    let mut commas = 0;
    for place in next..next + 10 {
        let token = tokens.get(place)?;
        match token.kind {
            Kind::Mark if token.raw == "," => commas += 1,
            Kind::Mark => return None,
            Kind::Number if commas > 0 || place > next => {
                if units::unit(tokens, place + 1).is_some() {
                    return None;
                }
                let value: f64 = token.text.parse().ok()?;
                let frequency =
                    NaturalFrequency { range: span(tokens, at, place + 1), count: token.text.to_string(), of };
                return (value <= f64::from(of)).then_some((frequency, place + 1));
            }
            _ => {}
        }
    }
    None
}

/// Where a text tells a risk only against another one: "30% less likely", "halves the risk", "reduce el riesgo un 30 %",
/// "deux fois plus probable", "hazard ratio 0.7".
pub fn relative_risk(text: &str, locale: LocaleTag) -> Vec<Range<usize>> {
    let tokens = tokens(text, locale);
    let lexicon = Lexicon::of(tokens.language());
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    // Clause by clause, so that a change and a risk of two sentences are not joined.
    for at in 0..=tokens.list.len() {
        let ends = tokens.get(at).is_none_or(|token| {
            token.kind == Kind::Mark && matches!(token.raw, "." | ";" | "!" | "?" | "\n" | ":" | "¿" | "¡")
        });
        if ends {
            clause(&tokens, start, at, &lexicon, &mut found);
            start = at + 1;
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

struct Lexicon {
    /// What is likely: "risk", "chance".
    risk: &'static [&'static str],
    /// That it changes: "reduce", "lower", "more".
    change: &'static [&'static str],
    /// That it changes by a factor, with a risk beside: "halves", "doubles".
    factor: &'static [&'static str],
    /// Names of ratios, word by word.
    ratios: &'static [&'static [&'static str]],
}

impl Lexicon {
    fn of(language: &str) -> Self {
        match language {
            "es" => Self {
                risk: &["riesgo", "probab", "posibilidad", "mortalidad", "recaída", "recurrenc"],
                change: &[
                    "reduc",
                    "reduj",
                    "redú",
                    "disminuy",
                    "disminu",
                    "baj",
                    "aument",
                    "sub",
                    "increment",
                    "elev",
                    "menos",
                    "más",
                    "menor",
                    "mayor",
                    "reducción",
                ],
                factor: &["duplic", "triplic", "doble", "triple", "mitad", "veces", "cuadruplic"],
                ratios: &[
                    &["hazard", "ratio"],
                    &["odds", "ratio"],
                    &["riesgo", "relativo"],
                    &["razón", "de", "riesgos"],
                    &["razón", "de", "riesgo"],
                    &["razón", "de", "momios"],
                    &["razón", "de", "probabilidades"],
                    &["razón", "de", "tasas"],
                    &["cociente", "de", "riesgos"],
                    &["cociente", "de", "probabilidades"],
                    &["cociente", "de", "riesgos", "instantáneos"],
                ],
            },
            "fr" => Self {
                risk: &["risque", "probab", "chance", "mortalité", "récidive", "rechute"],
                change: &[
                    "rédui",
                    "diminu",
                    "abaiss",
                    "baiss",
                    "augment",
                    "accro",
                    "moins",
                    "plus",
                    "réduction",
                    "hausse",
                    "inférieur",
                    "supérieur",
                ],
                factor: &["double", "doubl", "triple", "tripl", "moitié", "fois", "divis", "multipli"],
                ratios: &[
                    &["hazard", "ratio"],
                    &["odds", "ratio"],
                    &["risque", "relatif"],
                    &["rapport", "de", "risques"],
                    &["rapport", "de", "risque"],
                    &["rapport", "de", "cotes"],
                    &["rapport", "des", "cotes"],
                    &["rapport", "des", "risques"],
                    &["rapport", "de", "taux"],
                ],
            },
            _ => Self {
                risk: &["risk", "likel", "chance", "odds", "probab", "mortality", "recurrence", "relapse", "hazard"],
                change: &[
                    "reduc", "lower", "decreas", "increas", "rais", "cut", "less", "more", "fewer", "higher", "drop",
                    "greater", "smaller",
                ],
                factor: &[
                    "halv",
                    "half",
                    "doubl",
                    "twice",
                    "tripl",
                    "times",
                    "fold",
                    "twofold",
                    "threefold",
                    "quadrupl",
                ],
                ratios: &[
                    &["hazard", "ratio"],
                    &["odds", "ratio"],
                    &["risk", "ratio"],
                    &["rate", "ratio"],
                    &["relative", "risk"],
                    &["relative", "risks"],
                ],
            },
        }
    }
}

/// How far apart a change, its amount and its risk stand, in tokens.
const REACH: usize = 8;

fn clause(tokens: &Tokens<'_>, start: usize, end: usize, lexicon: &Lexicon, found: &mut Vec<Range<usize>>) {
    let has = |at: usize, stems: &[&str]| {
        tokens.get(at).is_some_and(|token| token.is_word() && stems.iter().any(|stem| token.text.starts_with(stem)))
    };
    let near = |at: usize, reach: usize, stems: &[&str]| {
        (at.saturating_sub(reach).max(start)..(at + reach + 1).min(end)).find(|place| has(*place, stems))
    };
    let mut last = start;
    let mut at = start;
    while at < end {
        let here = at;
        at += 1;
        if here < last {
            continue;
        }
        if let Some(words) = lexicon.ratios.iter().find(|words| tokens.reads(here, words)) {
            last = (here + words.len()).min(end);
            found.push(span(tokens, here, last));
            continue;
        }
        let Some(token) = tokens.get(here) else { break };
        // "HR 0.7", "OR = 1.5".
        let short = matches!(token.raw, "HR" | "OR" | "RR" | "aHR" | "aOR")
            || (token.raw == "RC" && tokens.language() == "fr")
            || (token.raw == "RM" && tokens.language() == "es");
        if short {
            let value = (here + 1..here + 4)
                .take_while(|place| *place < end)
                .find(|place| tokens.get(*place).is_some_and(|token| token.is_number() && token.decimal.is_some()));
            let joined = value.is_some_and(|value| {
                (here + 1..value).all(|place| matches!(tokens.text(place), "=" | "," | "de" | "of" | "(" | ":" | "à"))
            });
            if let Some(value) = value.filter(|_| joined) {
                last = value + 1;
                found.push(span(tokens, here, last));
            }
            continue;
        }
        // A percentage by which something changes.
        let after = units::unit(tokens, here + 1).filter(|(unit, _)| unit == "%").map(|(_, after)| after);
        // "Lower risk (65% versus 70%)" gives the risks themselves.
        let aside = tokens.before(here, 1) == "(" && !after.is_some_and(|after| has(after, lexicon.change));
        let percent = token.is_number() && after.is_some() && !aside && !is_level(tokens, here, start);
        if percent
            && let Some(change) = near(here, REACH, lexicon.change)
            && let Some(risk) = near(here, REACH, lexicon.risk)
            && between_is_free(tokens, here, change, risk)
        {
            let (first, most) = (here.min(change).min(risk), here.max(change).max(risk));
            last = (most + 1).max(units::unit(tokens, here + 1).map_or(here + 1, |(_, next)| next));
            found.push(span(tokens, first, last));
            continue;
        }
        // "Halves the risk", "twice as likely", "el doble de riesgo", "trois fois plus probable".
        if has(here, lexicon.factor)
            && let Some(risk) = near(here, 4, lexicon.risk)
        {
            let fold = matches!(token.text.as_ref(), "times" | "veces" | "fois" | "fold");
            let counted = !fold
                || (words::number_words(tokens, here.saturating_sub(1)).is_some_and(|(value, ..)| value > 1)
                    || tokens.back(here, 1).is_some_and(Token::is_number)
                    || (tokens.before(here, 1) == "-" && tokens.back(here, 2).is_some_and(Token::is_number)));
            // "Two times a day … risk": the factor and the risk are joined by few words.
            let stays = matches!(token.text.as_ref(), "half" | "mitad" | "moitié")
                && (here + 1..risk).any(|place| {
                    matches!(tokens.text(place), "patients" | "people" | "pacientes" | "personas" | "personnes")
                });
            if counted && !stays {
                let first = if fold { here.saturating_sub(1).max(start) } else { here };
                last = here.max(risk) + 1;
                found.push(span(tokens, first.min(risk), last));
            }
        }
    }
}

/// Whether a percentage is the risk itself, not by how much it changes: "from 10% to 5%", "to 5%", "a un 5 %".
fn is_level(tokens: &Tokens<'_>, at: usize, start: usize) -> bool {
    let (before, earlier) = if at > start { (tokens.before(at, 1), tokens.before(at, 2)) } else { ("", "") };
    let unit_end = units::unit(tokens, at + 1).map_or(at + 1, |(_, next)| next);
    let next = tokens.text(unit_end);
    let after_number = tokens.get(unit_end + 1).is_some_and(Token::is_number)
        || tokens.get(unit_end + 2).is_some_and(|token| token.is_number() && tokens.text(unit_end + 1) == "un");
    match tokens.language() {
        "es" => {
            matches!(before, "al" | "del")
                || (before == "a")
                || (before == "un" && matches!(earlier, "a" | "desde"))
                || (before == "de" && matches!(next, "a" | "al") && after_number)
                || (matches!(before, "es" | "fue" | "era"))
        }
        "fr" => {
            matches!(before, "à" | "était" | "est")
                || (before == "de" && next == "à" && after_number)
                || (before == "environ" && matches!(earlier, "est" | "à"))
        }
        _ => {
            matches!(before, "to" | "from" | "is" | "was" | "at" | "below" | "above" | "under" | "than")
                || (matches!(before, "about" | "around") && matches!(earlier, "to" | "is" | "was" | "from" | "at"))
                || (next == "to" && after_number)
        }
    }
}

/// Whether no other percentage stands between the amount and what it is of.
fn between_is_free(tokens: &Tokens<'_>, amount: usize, change: usize, risk: usize) -> bool {
    let (first, last) = (amount.min(change).min(risk), amount.max(change).max(risk));
    let others = (first..last).filter(|at| *at != amount && tokens.get(*at).is_some_and(Token::is_number));
    others.count() == 0
}
