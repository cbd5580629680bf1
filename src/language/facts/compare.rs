//! A text against its translation, fact by fact.
//!
//! Facts are compared as multisets over the whole text, because languages order a sentence differently; denials and sides
//! also sentence by sentence where both texts have as many. What is written differently and says the same is matched in
//! turn, from the strictest reading to the loosest: the same fact, the same value with a unit of time left out or told in
//! another ("12 months", "un año"), a time of day as its hour, a date taken apart.

use std::collections::HashMap;
use std::ops::Range;

use super::align::{Pairing, align};
use super::{Fact, Found, Side, levels, negation, units};

/// What kind of fact differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// A number or its unit, or a place in an order.
    Number,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A side of the body.
    Side,
    /// A level of the spine.
    Level,
    /// A stage, a gene, a grade.
    Code,
    /// A denial.
    Negation,
}

impl DifferenceKind {
    fn of(fact: &Fact) -> Self {
        match fact {
            Fact::Number { .. } | Fact::Ordinal(_) => Self::Number,
            Fact::Date { .. } => Self::Date,
            Fact::Time { .. } => Self::Time,
            Fact::Side(_) => Self::Side,
            Fact::Level(_) => Self::Level,
            Fact::Code(_) => Self::Code,
            Fact::Negation => Self::Negation,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::Side => "side",
            Self::Level => "spinal level",
            Self::Code => "code",
            Self::Negation => "negation",
        }
    }
}

/// Something that only one of two texts states, or that they state differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What kind of fact.
    pub kind: DifferenceKind,
    /// Bytes of the source that state it; none when only the translation does.
    pub source: Option<Range<usize>>,
    /// Bytes of the translation; none when only the source states it.
    pub target: Option<Range<usize>>,
    /// Both in one line: "number: `5 mg` in the source, `50 mg` in the translation".
    pub text: String,
}

/// What a text states and its translation does not, or the other way, in the order of the source.
///
/// `source` and `target` are the [`super::facts`] of the two texts. Time grows linearly with the texts.
pub fn differences(source: &[Found], source_text: &str, target: &[Found], target_text: &str) -> Vec<Difference> {
    let mut both = Both { a: source, b: target, open_a: vec![true; source.len()], open_b: vec![true; target.len()] };
    both.match_facts();
    let (mut left, mut right) = (both.rest(true), both.rest(false));
    dates_apart(&mut left, &mut right);
    let pairs = align(source_text, target_text);
    let mut found = pair_up(&left, &right, source_text, target_text);
    // What is the same over the whole text may still have changed places between its sentences.
    if !found.iter().any(|difference| difference.kind == DifferenceKind::Side) {
        moved_sides(source, target, &pairs, source_text, target_text, &mut found);
    }
    denials(source, target, &pairs, source_text, target_text, &mut found);
    found.sort_by_key(|difference| {
        (
            difference.source.as_ref().map_or(usize::MAX, |range| range.start),
            difference.target.as_ref().map(|r| r.start),
        )
    });
    found
}

/// The most candidates looked at for one fact, so that a hostile text costs no square of its length.
const MAX_CANDIDATES: usize = 32;

/// What facts must share to be looked at together.
type Key = fn(&Fact) -> Option<String>;
/// Whether two of them say the same.
type Agree = fn(&Found, &Found) -> bool;

/// Two texts whose facts are matched one to one.
struct Both<'f> {
    a: &'f [Found],
    b: &'f [Found],
    open_a: Vec<bool>,
    open_b: Vec<bool>,
}

impl Both<'_> {
    fn match_facts(&mut self) {
        let always: Agree = |_, _| true;
        let passes: [(Key, Agree); 4] =
            [(exact, always), (by_value, values_agree), (by_quantity, always), (by_digits, always)];
        for (key, agree) in passes {
            // Two certain facts belong together before one of them is given to a word that may say nothing.
            for (certain_a, certain_b) in [(true, true), (true, false), (false, true)] {
                self.pass(key, agree, certain_a, certain_b);
            }
        }
    }

    fn pass(&mut self, key: Key, agree: Agree, certain_a: bool, certain_b: bool) {
        let mut buckets: HashMap<String, std::collections::VecDeque<usize>> = HashMap::new();
        for (index, found) in self.b.iter().enumerate() {
            if found.certain == certain_b
                && self.open_b.get(index) == Some(&true)
                && let Some(key) = key(&found.fact)
            {
                buckets.entry(key).or_default().push_back(index);
            }
        }
        if buckets.is_empty() {
            return;
        }
        for (index, found) in self.a.iter().enumerate() {
            if found.certain != certain_a || self.open_a.get(index) != Some(&true) {
                continue;
            }
            let Some(bucket) = key(&found.fact).and_then(|key| buckets.get_mut(&key)) else { continue };
            let fits = |at: &usize| self.b.get(*at).is_some_and(|other| agree(found, other));
            let Some(place) = bucket.iter().take(MAX_CANDIDATES).position(fits) else { continue };
            if let Some(other) = bucket.remove(place) {
                if let Some(open) = self.open_a.get_mut(index) {
                    *open = false;
                }
                if let Some(open) = self.open_b.get_mut(other) {
                    *open = false;
                }
            }
        }
    }

    /// The certain facts without a partner, denials aside.
    fn rest(&self, of_a: bool) -> Vec<Found> {
        let (list, open) = if of_a { (self.a, &self.open_a) } else { (self.b, &self.open_b) };
        let found = list.iter().zip(open);
        found
            .filter(|(found, open)| **open && found.certain && found.fact != Fact::Negation)
            .map(|(found, _)| found.clone())
            .collect()
    }
}

fn exact(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::Number { value, unit } => format!("n{value} {}", unit.as_deref().unwrap_or_default()),
        Fact::Ordinal(place) => format!("o{place}"),
        Fact::Date { year, month, day } => format!("d{year:?}{month:?}{day:?}"),
        Fact::Time { hour, minute } => format!("t{}:{minute}", hour % 24),
        Fact::Side(side) => format!("s{side:?}"),
        Fact::Level(level) => format!("c{}", level.to_string().to_lowercase()),
        // A vertebra that only one of the texts shows to be one.
        Fact::Code(code) => match code.strip_prefix('d') {
            Some(digits) if digits.parse().is_ok_and(|number: u8| (1..=12).contains(&number)) => format!("ct{digits}"),
            _ => format!("c{code}"),
        },
        Fact::Negation => return None,
    })
}

/// The number that a fact says, whatever it counts.
fn by_value(fact: &Fact) -> Option<String> {
    match fact {
        Fact::Number { value, .. } => Some(value.clone()),
        Fact::Ordinal(place) => Some(place.to_string()),
        Fact::Time { hour, minute: 0 } => Some(hour.to_string()),
        Fact::Code(code) => levels::roman(&code.to_uppercase()).map(|value| value.to_string()),
        _ => None,
    }
}

/// Whether two facts of one value may be the same.
fn values_agree(a: &Found, b: &Found) -> bool {
    let certain = a.certain && b.certain;
    match (&a.fact, &b.fact) {
        (Fact::Number { unit: one, .. }, Fact::Number { unit: two, .. }) => match (one.as_deref(), two.as_deref()) {
            // "Age 8" and "8 años"; "both" is no number of years.
            (None, Some(unit)) | (Some(unit), None) => certain && units::is_loose(unit),
            (Some(one), Some(two)) => {
                // "mg" and "mg/d": "5 mg once daily".
                let (short, long) = if one.len() < two.len() { (one, two) } else { (two, one) };
                long.strip_prefix(short)
                    .and_then(|rest| rest.strip_prefix('/'))
                    .is_some_and(|by| units::is_time(by) && !short.contains('/'))
            }
            (None, None) => true,
        },
        (Fact::Number { unit, .. }, Fact::Time { .. }) | (Fact::Time { .. }, Fact::Number { unit, .. }) => {
            matches!(unit.as_deref(), None | Some("h"))
        }
        (Fact::Number { unit, .. }, Fact::Ordinal(_) | Fact::Code(_))
        | (Fact::Ordinal(_) | Fact::Code(_), Fact::Number { unit, .. }) => unit.is_none(),
        _ => false,
    }
}

/// A quantity in the smallest unit of its kind.
fn by_quantity(fact: &Fact) -> Option<String> {
    let Fact::Number { value, unit: Some(unit) } = fact else { return half(fact) };
    let number: f64 = value.parse().ok()?;
    if unit == "%" {
        return Some(format!("{:.6}", number / 100.0));
    }
    // "Quinze jours", "quince días" are two weeks and are counted as written: 15 days.
    let days = if value == "15" && unit == "d" { 14.0 } else { number };
    let (base, factor) = units::base(unit)?;
    Some(format!("{base} {:.6}", days * factor))
}

/// "Half" and "a quarter" against a percentage.
fn half(fact: &Fact) -> Option<String> {
    match fact {
        Fact::Number { value, unit: None } if value.starts_with("0.") => {
            value.parse().ok().map(|number: f64| format!("{number:.6}"))
        }
        _ => None,
    }
}

/// The digits of a name: "ICD-10" and "CIE-10", "FEV1" and "VEF1".
fn by_digits(fact: &Fact) -> Option<String> {
    match fact {
        Fact::Code(code) => {
            let digits: String = code.chars().filter(char::is_ascii_digit).collect();
            (!digits.is_empty() && code.chars().next().is_some_and(char::is_alphabetic) && code.len() > 3)
                .then_some(format!("{digits} {}", code.len()))
        }
        _ => None,
    }
}

/// Takes dates apart where the two texts group their parts differently ("May 3 to 5", "del 3 al 5 de mayo"), and drops what
/// then agrees.
fn dates_apart(left: &mut Vec<Found>, right: &mut Vec<Found>) {
    let is_date = |found: &&Found| matches!(found.fact, Fact::Date { .. });
    let loose = |found: &Found| matches!(found.fact, Fact::Number { unit: None, .. });
    let shape = |list: &[Found]| {
        let mut parts = (0, 0, 0);
        for found in list {
            if let Fact::Date { year, month, day } = found.fact {
                parts.0 += u32::from(year.is_some());
                parts.1 += u32::from(month.is_some());
                parts.2 += u32::from(day.is_some());
            }
        }
        parts
    };
    if !left.iter().chain(right.iter()).any(|found| is_date(&found)) {
        return;
    }
    // Two lists of whole dates that differ are no grouping of the same parts.
    if shape(left) == shape(right) && !left.iter().chain(right.iter()).any(loose) {
        return;
    }
    let parts = |list: &[Found]| -> Vec<Found> {
        let mut parts = Vec::new();
        for found in list {
            let Fact::Date { year, month, day } = found.fact else {
                parts.push(found.clone());
                continue;
            };
            let mut add = |fact: Fact| parts.push(Found { fact, range: found.range.clone(), certain: true });
            let number = |value: String| Fact::Number { value, unit: None };
            if let Some(day) = day {
                add(number(day.to_string()));
            }
            if let Some(month) = month {
                add(Fact::Date { year: None, month: Some(month), day: None });
            }
            if let Some(year) = year {
                add(number(year.to_string()));
            }
        }
        parts
    };
    let (one, two) = (parts(left), parts(right));
    let mut both = Both { a: &one, b: &two, open_a: vec![true; one.len()], open_b: vec![true; two.len()] };
    both.match_facts();
    // A number may be the month of a date in digits.
    let (rest_a, rest_b) = (both.rest(true), both.rest(false));
    let keep = |list: &mut Vec<Found>, rest: &[Found]| {
        list.retain(|found| rest.iter().take(MAX_CANDIDATES * 32).any(|part| part.range == found.range));
    };
    keep(left, &rest_a);
    keep(right, &rest_b);
}

/// Puts what is left over side by side: first by kind and unit, then by kind.
fn pair_up(left: &[Found], right: &[Found], source_text: &str, target_text: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut open: Vec<Option<&Found>> = right.iter().map(Some).collect();
    let mut alone: Vec<&Found> = Vec::new();
    let same_unit = |a: &Fact, b: &Fact| match (a, b) {
        (Fact::Number { unit: one, value: a }, Fact::Number { unit: two, value: b }) => one == two || a == b,
        _ => true,
    };
    for strict in [true, false] {
        let queue: Vec<&Found> = if strict { left.iter().collect() } else { std::mem::take(&mut alone) };
        let mut from = 0;
        for one in queue {
            // The window keeps this linear; what falls out of it is told without its partner.
            while open.get(from).is_some_and(Option::is_none) {
                from += 1;
            }
            let kind = DifferenceKind::of(&one.fact);
            let partner = open.iter_mut().skip(from).take(MAX_CANDIDATES).find(|slot| {
                slot.is_some_and(|two| {
                    DifferenceKind::of(&two.fact) == kind && (!strict || same_unit(&one.fact, &two.fact))
                })
            });
            match partner.and_then(Option::take) {
                Some(two) => found.push(told(kind, Some(&one.range), Some(&two.range), source_text, target_text)),
                None => alone.push(one),
            }
        }
    }
    for one in alone {
        found.push(told(DifferenceKind::of(&one.fact), Some(&one.range), None, source_text, target_text));
    }
    for two in open.into_iter().flatten() {
        found.push(told(DifferenceKind::of(&two.fact), None, Some(&two.range), source_text, target_text));
    }
    found
}

fn told(
    kind: DifferenceKind,
    source: Option<&Range<usize>>,
    target: Option<&Range<usize>>,
    source_text: &str,
    target_text: &str,
) -> Difference {
    let shown = |text: &str, range: &Range<usize>| {
        text.get(range.clone()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let name = kind.name();
    let text = match (source, target) {
        (Some(one), Some(two)) => format!(
            "{name}: `{}` in the source, `{}` in the translation",
            shown(source_text, one),
            shown(target_text, two)
        ),
        (Some(one), None) => format!("{name}: `{}` in the source, nothing in the translation", shown(source_text, one)),
        (None, Some(two)) => {
            format!("{name}: nothing in the source, `{}` in the translation", shown(target_text, two))
        }
        (None, None) => name.to_owned(),
    };
    Difference { kind, source: source.cloned(), target: target.cloned(), text }
}

/// Sides that agree over the whole text but not sentence by sentence: left and right exchanged.
fn moved_sides(
    source: &[Found],
    target: &[Found],
    pairs: &[Pairing],
    source_text: &str,
    target_text: &str,
    out: &mut Vec<Difference>,
) {
    for (Pairing { source: one, target: two, .. }, (a, b)) in pairs.iter().zip(within(source, target, pairs)) {
        let sides = |list: &[Found]| -> Vec<(Side, bool, Range<usize>)> {
            list.iter()
                .filter_map(|found| match found.fact {
                    Fact::Side(side) => Some((side, found.certain, found.range.clone())),
                    _ => None,
                })
                .collect()
        };
        let (a, b) = (sides(a), sides(b));
        let count = |list: &[(Side, bool, Range<usize>)], side: Side, all: bool| {
            list.iter().filter(|(found, certain, _)| *found == side && (all || *certain)).count()
        };
        let short = |of: &[(Side, bool, Range<usize>)], other: &[(Side, bool, Range<usize>)], side: Side| {
            count(of, side, false) > count(other, side, true)
        };
        // One side too many here and the other side too many there: an exchange, not a word left out.
        for (side, other) in [(Side::Left, Side::Right), (Side::Right, Side::Left)] {
            if short(&a, &b, side) && short(&b, &a, other) {
                let place = |list: &[(Side, bool, Range<usize>)], side: Side, whole: &Range<usize>| {
                    list.iter().find(|(found, ..)| *found == side).map_or(whole.clone(), |(.., range)| range.clone())
                };
                let (from, to) = (place(&a, side, one), place(&b, other, two));
                out.push(told(DifferenceKind::Side, Some(&from), Some(&to), source_text, target_text));
            }
        }
    }
}

/// The facts within each pair of sentences.
fn within<'f>(source: &'f [Found], target: &'f [Found], pairs: &[Pairing]) -> Vec<(&'f [Found], &'f [Found])> {
    let cut = |list: &'f [Found], range: &Range<usize>| {
        let start = list.partition_point(|found| found.range.start < range.start);
        let end = list.partition_point(|found| found.range.start < range.end);
        list.get(start..end.max(start)).unwrap_or_default()
    };
    pairs.iter().map(|pair| (cut(source, &pair.source), cut(target, &pair.target))).collect()
}

/// The denials of a stretch of text.
#[derive(Clone, Copy, Default)]
struct Denials {
    /// Certain ones.
    certain: usize,
    /// Words that may stand for one: "unless", "salvo", "unchanged".
    spare: usize,
    /// Words that may only carry one on: "ni", "nor".
    carried: usize,
    /// Those among the spare that the other text must answer: "untreated".
    demanding: usize,
}

impl Denials {
    fn of(found: &[Found], text: &str, other: &str) -> Self {
        let mut counts = Self::default();
        for found in found.iter().filter(|found| found.fact == Fact::Negation) {
            let word = text.get(found.range.clone()).unwrap_or_default();
            match found.certain {
                true => counts.certain += 1,
                false if negation::carries(word) => counts.carried += 1,
                false => {
                    counts.spare += usize::from(negation::answers(word, other));
                    counts.demanding += usize::from(negation::demands(word));
                }
            }
        }
        counts
    }

    /// Whether more is denied here than the other text can answer for. An uncertain word of one text first answers for one of
    /// the other: "unless" and "salvo".
    fn exceed(self, other: Self) -> bool {
        self.certain > other.certain + other.carried + other.spare.saturating_sub(self.spare)
            || self.certain + self.demanding > other.certain + other.carried + other.spare
    }
}

impl std::ops::Add for Denials {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            certain: self.certain + other.certain,
            spare: self.spare + other.spare,
            carried: self.carried + other.carried,
            demanding: self.demanding + other.demanding,
        }
    }
}

/// Denials stretch by stretch.
fn denials(
    source: &[Found],
    target: &[Found],
    pairs: &[Pairing],
    source_text: &str,
    target_text: &str,
    out: &mut Vec<Difference>,
) {
    let inside = within(source, target, pairs);
    let counted: Vec<(Denials, Denials)> = inside
        .iter()
        .zip(pairs)
        .map(|((a, b), pair)| {
            let one = source_text.get(pair.source.clone()).unwrap_or_default();
            let two = target_text.get(pair.target.clone()).unwrap_or_default();
            (Denials::of(a, source_text, two), Denials::of(b, target_text, one))
        })
        .collect();
    for (index, ((a, b), pair)) in inside.iter().zip(pairs).enumerate() {
        // Where the borders are not sure, a denial may stand just beyond them.
        let reach = if pair.sure { index..index + 1 } else { index.saturating_sub(1)..(index + 2).min(counted.len()) };
        let Some(&(here_a, here_b)) = counted.get(index) else { break };
        let near = counted.get(reach).unwrap_or_default().iter().copied();
        let (near_a, near_b) = near.fold(<(Denials, Denials)>::default(), |sum, (a, b)| (sum.0 + a, sum.1 + b));
        let place = |list: &[Found], whole: &Range<usize>| {
            let found = list.iter().find(|found| found.fact == Fact::Negation && found.certain);
            let found = found.or_else(|| list.iter().find(|found| found.fact == Fact::Negation));
            found.map_or(whole.clone(), |found| found.range.clone())
        };
        if here_a.exceed(here_b) && near_a.exceed(near_b) {
            out.push(told(DifferenceKind::Negation, Some(&place(a, &pair.source)), None, source_text, target_text));
        } else if here_b.exceed(here_a) && near_b.exceed(near_a) {
            out.push(told(DifferenceKind::Negation, None, Some(&place(b, &pair.target)), source_text, target_text));
        }
    }
}
