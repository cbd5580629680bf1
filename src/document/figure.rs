//! Pictures that are drawn: data for the templates, nothing of their look.

use serde::Serialize;

use super::{Badge, Block, Inline, Tone};

/// A picture that is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figure {
    /// Records and events in time.
    Timeline {
        /// The points, in order of time.
        points: Vec<TimePoint>,
        /// Marks of the axis.
        ticks: Vec<Tick>,
    },
    /// First and second opinion side by side, with the mark between them.
    Opinions {
        /// The rows: diagnosis, stage, plan.
        rows: Vec<OpinionRow>,
        /// Heading of the left column.
        first: String,
        /// Heading of the right column.
        second: String,
        /// What the comparison comes to.
        tone: Tone,
        /// Its words.
        verdict: String,
    },
    /// Natural frequencies: of so many people like you, so many.
    Icons {
        /// What is counted.
        title: String,
        /// One array for each option.
        arrays: Vec<IconArray>,
    },
    /// Measured values over time with their range.
    Series {
        /// Heading, with the unit.
        title: String,
        /// The unit, for the axis.
        unit: String,
        /// The points.
        points: Vec<SeriesPoint>,
        /// The normal range.
        low: Option<f64>,
        /// The normal range.
        high: Option<f64>,
        /// Words for the range.
        range_label: String,
        /// Marks of the time axis, at 0 to 1.
        ticks: Vec<Tick>,
        /// Marks of the value axis.
        values: Vec<ValueTick>,
    },
    /// Options against what matters.
    Options {
        /// The options' names, with marks such as "first plan" or "preferred".
        options: Vec<OptionHead>,
        /// The rows.
        rows: Vec<OptionRow>,
    },
    /// The next steps in order.
    Steps {
        /// The steps.
        steps: Vec<Step>,
    },
}

/// A point of a timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimePoint {
    /// Place on the axis, 0 to 1.
    pub at: f64,
    /// The date as printed.
    pub date: String,
    /// What it was.
    pub label: String,
    /// `event` or the kind of the record, which sets the mark.
    pub kind: String,
    /// Anchor it links to.
    pub to: Option<String>,
}

/// A mark of an axis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tick {
    /// Place on the axis, 0 to 1.
    pub at: f64,
    /// Its words.
    pub label: String,
}

/// A mark of the value axis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueTick {
    /// The value.
    pub value: f64,
    /// As printed.
    pub label: String,
}

/// A row of the comparison of opinions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpinionRow {
    /// What is compared.
    pub label: String,
    /// First opinion.
    pub first: Vec<Block>,
    /// Second opinion.
    pub second: Vec<Block>,
    /// `same`, `partial`, `different` or `unclear`.
    pub mark: String,
    /// The mark in words.
    pub mark_label: String,
}

/// One icon array.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IconArray {
    /// The option.
    pub label: String,
    /// How many are marked.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
    /// The sentence under it: "62 of 100 people".
    pub sentence: String,
    /// Citation and certainty.
    pub note: Vec<Inline>,
    /// Whether the specialists prefer this option.
    pub preferred: bool,
}

/// A value in a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesPoint {
    /// Place on the time axis, 0 to 1.
    pub at: f64,
    /// The value.
    pub value: f64,
    /// As printed.
    pub label: String,
    /// The date as printed.
    pub date: String,
    /// Whether it lies outside the range.
    pub outside: bool,
}

/// The head of an option's column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionHead {
    /// Its name.
    pub name: String,
    /// Anchor it links to.
    pub to: String,
    /// Marks.
    pub badges: Vec<Badge>,
}

/// A row of the comparison of options.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionRow {
    /// What is compared.
    pub label: String,
    /// One cell for each option.
    pub cells: Vec<Vec<Inline>>,
    /// Share of 1 for a bar under the cell, where the row is a frequency.
    pub bars: Vec<Option<f64>>,
}

/// One of the next steps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Its number.
    pub number: String,
    /// Who.
    pub actor: String,
    /// What.
    pub text: Vec<Inline>,
    /// By when.
    pub due: Option<String>,
}
