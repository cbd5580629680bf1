//! What a text states that must be the same in every language: numbers with their units, dates, times, sides of the body,
//! levels of the spine, stages and genes, and what it denies.
//!
//! The texts are plain (Markdown already removed); ranges are bytes of them. [`facts`] reads one text, [`differences`]
//! compares a text with its translation. Beside them stand what rules on notation ask of a text: error-prone doses
//! ([`dose_notations`]), ambiguous dates, wrong decimal separators, percentages and the ways a risk is told.
//!
//! Everything here is a safety net for editors: it reads words, not meaning. What a word may mean beside a fact is found as
//! uncertain ("one" as an article, "both", "right" in "the right one"): it answers for a fact of the other language but is
//! never missed itself.

mod align;
mod compare;
mod dates;
mod doses;
mod levels;
mod negation;
mod negation_french;
mod notation;
mod read;
mod risk;
mod sides;
mod tokens;
mod units;
mod words;

#[cfg(test)]
mod mutation_tests;
#[cfg(test)]
mod notation_tests;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use crate::case::model::LocaleTag;

pub use compare::{Difference, DifferenceKind, differences};
pub use doses::{DoseNotation, dose_notations};
pub use notation::{ambiguous_dates, wrong_decimal};
pub use risk::{NaturalFrequency, Percentage, natural_frequencies, percentages, relative_risk};

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Left, izquierdo, gauche.
    Left,
    /// Right, derecho, droit.
    Right,
    /// Both: bilateral, ambos lados, des deux côtés.
    Both,
}

/// A level of the spine: a vertebra or a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level {
    /// `C`, `T`, `L` or `S`. The "D" of French and Spanish is `T`.
    pub region: char,
    /// From one.
    pub number: u8,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.region, self.number)
    }
}

/// Something that a text states.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Fact {
    /// A number, in digits or words, with the unit after it.
    Number {
        /// Decimal digits with a point and without useless zeros: `0.5`, `1234`.
        value: String,
        /// A short name that is the same in every language: `mg`, `mcg`, `mg/dL`, `%`, `a` for years, `wk`, `d`, `tablet`.
        unit: Option<String>,
    },
    /// A place in an order: "2nd", "segunda", "1er".
    Ordinal(u32),
    /// A date, whole or in part.
    Date {
        /// Year.
        year: Option<i32>,
        /// Month, 1 to 12.
        month: Option<u8>,
        /// Day, 1 to 31.
        day: Option<u8>,
    },
    /// A time of day.
    Time {
        /// 0 to 24.
        hour: u8,
        /// 0 to 59.
        minute: u8,
    },
    /// A side of the body.
    Side(Side),
    /// A level of the spine.
    Level(Level),
    /// Letters with digits (a gene, a stage, a test), or a Roman numeral, in lower case: `her2`, `ct2n1`, `iiia`.
    Code(String),
    /// A denial: "no", "sin", "ne … pas".
    Negation,
}

/// A fact and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What is stated.
    pub fact: Fact,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Whether the words can mean nothing else. "One", "both" and "second" may say no number.
    pub certain: bool,
}

/// What a text states, in the order of the text. Time grows linearly with the text.
pub fn facts(text: &str, locale: LocaleTag) -> Vec<Found> {
    read::facts(&tokens::tokens(text, locale))
}
