//! One pass over the tokens of a text.

use std::ops::Range;

use super::tokens::{Kind, Tokens};
use super::{Fact, Found, Side, dates, levels, negation, sides, units, words};

/// The facts of a text in order.
pub(super) fn facts(tokens: &Tokens<'_>) -> Vec<Found> {
    let mut reader = Reader { tokens, found: Vec::new(), numbers: Vec::new() };
    let mut at = 0;
    while at < tokens.list.len() {
        at = reader.step(at).max(at + 1);
    }
    reader.carry_units();
    reader.carry_on();
    reader.carry_halves();
    let mut found = reader.found;
    for denial in negation::denials(tokens) {
        if let Some(token) = tokens.get(denial.at) {
            found.push(Found { fact: Fact::Negation, range: token.start..token.end, certain: denial.certain });
        }
    }
    found.sort_by_key(|found| (found.range.start, found.range.end));
    found
}

/// Where a number stands among the tokens and in what was found.
struct Place {
    found: usize,
    first: usize,
    next: usize,
}

struct Reader<'t, 's> {
    tokens: &'t Tokens<'s>,
    found: Vec<Found>,
    /// Numbers and times in order, for what is carried from one to another.
    numbers: Vec<Place>,
}

impl Reader<'_, '_> {
    fn range(&self, first: usize, next: usize) -> Range<usize> {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        start..next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end)
    }

    fn push(&mut self, fact: Fact, first: usize, next: usize, certain: bool) {
        let range = self.range(first, next);
        self.found.push(Found { fact, range, certain });
    }

    /// Reads what begins at a token and gives the place to go on from.
    fn step(&mut self, at: usize) -> usize {
        let tokens = self.tokens;
        let Some(token) = tokens.get(at) else { return at + 1 };
        match token.kind {
            Kind::Mark => at + 1,
            Kind::Dotted => {
                self.push(Fact::Code(token.raw.to_owned()), at, at + 1, true);
                at + 1
            }
            Kind::Number => {
                if let Some((fact, next)) = dates::date(tokens, at) {
                    self.push(fact, at, next, true);
                    return next;
                }
                self.time(at).unwrap_or_else(|| self.digits(at))
            }
            Kind::Word => self.word(at),
        }
    }

    fn time(&mut self, at: usize) -> Option<usize> {
        let (fact, next) = dates::time(self.tokens, at)?;
        self.numbers.push(Place { found: self.found.len(), first: at, next });
        self.push(fact, at, next, true);
        Some(next)
    }

    fn word(&mut self, at: usize) -> usize {
        let tokens = self.tokens;
        let language = tokens.language();
        if let Some((fact, next)) = dates::date(tokens, at) {
            self.push(fact, at, next, true);
            return next;
        }
        if let Some(next) = self.time(at) {
            return next;
        }
        if let Some((levels, next)) = levels::levels(tokens, at) {
            for (level, range) in levels {
                self.found.push(Found { fact: Fact::Level(level), range, certain: true });
            }
            return next;
        }
        let side = sides::side(tokens, at);
        if let Some((side, certain, next)) = side {
            self.push(Fact::Side(side), at, next, certain);
            if side == Side::Both && certain {
                // "Both sides" says two as well.
                let value = Fact::Number { value: "2".to_owned(), unit: None };
                self.push(value, at, next, false);
                return next;
            }
        }
        if let Some((value, next, certain)) = words::number_words(tokens, at) {
            // "Los dos", "les deux" say "both".
            let both = matches!(side, Some((Side::Both, ..)));
            return self.number(value.to_string(), at, next, certain && !both);
        }
        let text = tokens.text(at);
        if let Some(value) = words::near_number(language, text).or_else(|| words::prefixed(text)) {
            let value = match (value / 1000, value % 1000) {
                (whole, 0) => whole.to_string(),
                (whole, rest) => format!("{whole}.{}", format!("{rest:03}").trim_end_matches('0')),
            };
            self.push(Fact::Number { value, unit: None }, at, at + 1, false);
        }
        if let Some(value) = words::ordinal_word(language, text) {
            self.push(Fact::Ordinal(value), at, at + 1, false);
        } else if let Some((fact, certain)) = levels::code(tokens, at) {
            self.push(fact, at, at + 1, certain);
        }
        at + 1
    }

    /// A number in digits.
    fn digits(&mut self, at: usize) -> usize {
        let tokens = self.tokens;
        let Some(token) = tokens.get(at) else { return at + 1 };
        let mut next = at + 1;
        if let Some(after) = tokens.get(next).filter(|_| tokens.touches(next)) {
            let ordinal = match tokens.language() {
                "es" => matches!(after.text.as_ref(), "º" | "ª" | "er" | "ro" | "ra" | "do" | "da" | "o" | "a"),
                "fr" => matches!(after.text.as_ref(), "er" | "re" | "e" | "ᵉ" | "ème" | "ère" | "nd" | "nde" | "o"),
                _ => matches!(after.text.as_ref(), "st" | "nd" | "rd" | "th"),
            };
            let pointed =
                after.is(".") && matches!(tokens.text(next + 1), "º" | "ª" | "er") && tokens.touches(next + 1);
            if (ordinal || pointed)
                && let Some(value) = token.whole()
            {
                next += if pointed { 2 } else { 1 };
                self.push(Fact::Ordinal(value), at, next, true);
                return next;
            }
            // "3D", "19q13", "18F": no quantities, unless the letters are a unit.
            if after.is_word() && units::unit(tokens, next).is_none() && !after.is("x") && !after.is("s") {
                let code = format!("{}{}", token.text, after.text);
                self.push(Fact::Code(code), at, next + 1, true);
                return next + 1;
            }
        }
        // A minus sign: before the digits, and after nothing that it could join to them.
        let sign = matches!(tokens.before(at, 1), "-" | "−" | "–")
            && tokens.touches(at)
            && !tokens.touches(at - 1)
            && !tokens.back(at, 2).is_some_and(|before| before.is_number());
        let value = if sign && !token.is("0") { format!("-{}", token.text) } else { token.text.to_string() };
        self.number(value, at, next, true)
    }

    /// A number whose unit, if any, begins at `next`.
    fn number(&mut self, mut value: String, at: usize, mut next: usize, certain: bool) -> usize {
        let tokens = self.tokens;
        let (mut unit, mut digits_end) = (None, next);
        let half = |at: usize| {
            tokens.reads(at, &["and", "a", "half"])
                || tokens.reads(at, &["y", "medio"])
                || tokens.reads(at, &["y", "media"])
                || tokens.reads(at, &["et", "demi"])
                || tokens.reads(at, &["et", "demie"])
        };
        let width = if tokens.language() == "en" { 3 } else { 2 };
        let mut halved = false;
        if half(next) {
            halved = true;
            next += width;
            digits_end = next;
        }
        if let Some((found, after)) = units::unit(tokens, next) {
            unit = Some(found);
            next = after;
            if !halved && half(next) {
                halved = true;
                next += width;
            }
        }
        if halved && !value.contains('.') {
            value.push_str(".5");
        }
        // "One mg" counts, "one year" may be "a year".
        let certain =
            certain || halved || unit.as_deref().is_some_and(|unit| !units::is_time(unit) && tokens.text(at) == "one");
        if unit.is_none() && !certain && matches!(tokens.text(at), "a" | "an") {
            return at + 1;
        }
        self.numbers.push(Place { found: self.found.len(), first: at, next });
        self.push(Fact::Number { value, unit }, at, next, certain);
        // A count of "two left ribs" goes on after its unit.
        next.max(digits_end)
    }

    /// Gives the numbers of a range or list the unit of its last: "5–10 mg", "17, 19, and 16 ng/mL", "120/80 mmHg".
    fn carry_units(&mut self) {
        let mut carried: Option<(String, usize)> = None;
        for place in self.numbers.iter().rev() {
            let Some(Fact::Number { value, unit }) = self.found.get(place.found).map(|found| found.fact.clone()) else {
                carried = None;
                continue;
            };
            match (unit, &carried) {
                (Some(unit), _) => carried = Some((unit, place.first)),
                (None, Some((unit, first))) => {
                    let is_year = value.len() == 4 && (value.starts_with("19") || value.starts_with("20"));
                    if self.joined(place.next, *first) && !is_year {
                        if let Some(Found { fact: Fact::Number { unit: slot, .. }, .. }) =
                            self.found.get_mut(place.found)
                        {
                            *slot = Some(unit.clone());
                        }
                        carried = Some((unit.clone(), place.first));
                    } else {
                        carried = None;
                    }
                }
                (None, None) => {}
            }
        }
    }

    /// Gives the second number of "a week or two" the unit of the first.
    fn carry_on(&mut self) {
        for pair in 1..self.numbers.len() {
            let (Some(one), Some(two)) = (self.numbers.get(pair - 1), self.numbers.get(pair)) else { break };
            let joined = two.first == one.next + 1 && matches!(self.tokens.text(one.next), "or" | "o" | "u" | "ou");
            let Some(Found { fact: Fact::Number { unit: Some(unit), value }, .. }) = self.found.get(one.found) else {
                continue;
            };
            if !joined || value != "1" || !units::is_time(unit) {
                continue;
            }
            let unit = unit.clone();
            if let Some(Found { fact: Fact::Number { unit: slot @ None, .. }, .. }) = self.found.get_mut(two.found) {
                *slot = Some(unit);
            }
        }
    }

    /// Gives the first hour of "from 1 to 5 p.m." its half of the day.
    fn carry_halves(&mut self) {
        for pair in 1..self.numbers.len() {
            let (Some(one), Some(two)) = (self.numbers.get(pair - 1), self.numbers.get(pair)) else { break };
            let Some(Fact::Time { hour: end, .. }) = self.found.get(two.found).map(|found| found.fact.clone()) else {
                continue;
            };
            let Some(Fact::Number { value, unit: None }) = self.found.get(one.found).map(|found| found.fact.clone())
            else {
                continue;
            };
            let Some(hour) = value.parse::<u8>().ok().filter(|hour| (1..=12).contains(hour)) else { continue };
            if !self.joined(one.next, two.first) {
                continue;
            }
            let later = hour % 12 + 12;
            let hour = if end > 12 && later < end { later } else { hour };
            if let Some(found) = self.found.get_mut(one.found) {
                found.fact = Fact::Time { hour, minute: 0 };
            }
        }
    }

    /// Whether only what joins numbers stands between two places: a dash, "to", "and", or the comma of a list that goes on to
    /// such a word ("17, 19, and 16").
    fn joined(&self, from: usize, to: usize) -> bool {
        let joint = |word: &str| {
            matches!(
                word,
                "-" | "–"
                    | "—"
                    | "\u{2011}"
                    | "/"
                    | "×"
                    | "x"
                    | "±"
                    | "to"
                    | "and"
                    | "or"
                    | "by"
                    | "versus"
                    | "vs"
                    | "contre"
                    | "a"
                    | "y"
                    | "o"
                    | "u"
                    | "e"
                    | "al"
                    | "por"
                    | "à"
                    | "et"
                    | "ou"
                    | "sur"
            )
        };
        let conjunction = |word: &str| matches!(word, "and" | "or" | "y" | "o" | "u" | "e" | "et" | "ou");
        match to.checked_sub(from) {
            Some(1) => joint(self.tokens.text(from)) || self.lists(from, to),
            Some(2) => match (self.tokens.text(from), self.tokens.text(from + 1)) {
                (",", word) => conjunction(word),
                ("+", "/") | ("/", "-") | ("frente", "a") | ("vs", ".") => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a comma between two numbers is one of a list that a conjunction ends.
    fn lists(&self, comma: usize, number: usize) -> bool {
        let (mut comma, mut next) = (comma, number + 1);
        for _ in 0..8 {
            if self.tokens.text(comma) != ","
                || !self.tokens.get(next.wrapping_sub(1)).is_some_and(|token| token.is_number())
            {
                return false;
            }
            match (self.tokens.text(next), self.tokens.text(next + 1)) {
                ("and" | "or" | "y" | "o" | "u" | "e" | "et" | "ou", _) => {
                    return self.tokens.get(next + 1).is_some_and(|token| token.is_number());
                }
                (",", "and" | "or") => return self.tokens.get(next + 2).is_some_and(|token| token.is_number()),
                (",", _) => (comma, next) = (next, next + 2),
                _ => return false,
            }
        }
        false
    }
}
