//! Small values that the entities are made of: texts, identifiers, partial dates, decimals.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{BlockPath, Texts};

/// The name under which [`Text`] asks its deserializer for a value *with* its place in the source.
pub(crate) const TEXT_TOKEN: &str = "$opine::text";

/// Where a value was written: a file of the case's source map and a byte offset in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// Index of the file in the source map.
    pub file: u32,
    /// Byte offset at which the YAML or JSON value starts.
    pub start: u32,
    /// Byte offset just past its end.
    pub end: u32,
}

/// Markdown (CommonMark with tables, footnotes, task lists, sub- and superscript) in the case's source locale.
///
/// Short labels are texts too: whatever a reader sees and a translator must translate is a `Text`.
#[derive(Clone, Default)]
pub struct Text {
    value: Arc<str>,
    origin: Option<Origin>,
}

impl Text {
    /// A text without a place in a file, as another system makes it.
    pub fn new(value: impl Into<Arc<str>>) -> Self {
        Self { value: value.into(), origin: None }
    }

    /// A text read from `origin`.
    pub fn at(value: impl Into<Arc<str>>, origin: Origin) -> Self {
        Self { value: value.into(), origin: Some(origin) }
    }

    /// The Markdown as written.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Where it was written, if it came from a file.
    pub fn origin(&self) -> Option<Origin> {
        self.origin
    }

    /// Whether nothing but white space is there.
    pub fn is_blank(&self) -> bool {
        self.value.trim().is_empty()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.value, f)
    }
}

/// Two texts are equal when their words are, wherever they were written.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl From<&str> for Text {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.value)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> de::Visitor<'de> for TextVisitor {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Text, E> {
                Ok(Text::new(value))
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Text, D::Error> {
                String::deserialize(inner).map(Text::new)
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Text, A::Error> {
                let missing = || de::Error::custom("a text with a place needs four parts");
                let value: String = seq.next_element()?.ok_or_else(missing)?;
                let file = seq.next_element()?.ok_or_else(missing)?;
                let start = seq.next_element()?.ok_or_else(missing)?;
                let end = seq.next_element()?.ok_or_else(missing)?;
                Ok(Text::at(value, Origin { file, start, end }))
            }
        }
        deserializer.deserialize_newtype_struct(TEXT_TOKEN, TextVisitor)
    }
}

impl JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "Markdown in the source language of the case." })
    }
}

impl Texts for Text {
    fn texts<'a>(&'a self, path: &BlockPath, visit: &mut dyn FnMut(&BlockPath, &'a Text)) {
        visit(path, self);
    }
    fn texts_mut(&mut self, path: &BlockPath, visit: &mut dyn FnMut(&BlockPath, &mut Text)) {
        visit(path, self);
    }
}

entity! {
    /// One clinical statement in its two registers: doctor to doctor, and plain language for the patient.
    pub struct Statement {
        /// For a doctor: may be complex, uses the terms of the specialty.
        pub clinician: Text,
        /// For the patient: plain language, short sentences, every term explained.
        pub patient: Text,
    }
}

/// A string with a form of its own, checked when it is read.
macro_rules! checked_string {
    ($(#[$meta:meta])* $name:ident, $pattern:literal, $example:literal, $check:expr, $what:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The string as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(value: &str) -> Result<Self, String> {
                let check: fn(&str) -> bool = $check;
                if check(value) {
                    Ok(Self(value.to_owned()))
                } else {
                    Err(format!(concat!("`{}` is not ", $what, ", such as `", $example, "`"), value.escape_debug()))
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = String::deserialize(deserializer)?;
                value.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "examples": [$example] })
            }
        }

        textless!($name);
    };
}

fn is_id(value: &str) -> bool {
    let mut chars = value.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
        && value.len() <= 64
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '/' | '+'))
}

fn is_decimal(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    value.len() <= 24 && all_digits(whole) && all_digits(fraction)
}

fn is_sha256(value: &str) -> bool {
    value.len() == 64 && value.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn is_country(value: &str) -> bool {
    value.len() == 2 && value.bytes().all(|b| b.is_ascii_uppercase())
}

checked_string! {
    /// A short, stable identifier by which parts of a case cite each other: `Q1`, `F3`, `R2`, `O1`, a citation key.
    Id, "^[A-Za-z0-9][A-Za-z0-9_:/+-]{0,63}$", "F1", is_id,
    "an id (a letter or digit, then letters, digits, `-`, `_`, `:`, `/` or `+`; 64 characters at most)"
}
checked_string! {
    /// A decimal number kept exactly as written, so that `0.50` stays `0.50`: digits carry meaning in a result.
    Decimal, r"^-?[0-9]+(\.[0-9]+)?$", "4.20", is_decimal,
    "a decimal number (digits, a point as decimal sign, digits)"
}
checked_string! {
    /// A SHA-256 digest in lower-case hexadecimal.
    Sha256, "^[0-9a-f]{64}$", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", is_sha256,
    "a SHA-256 digest (64 lower-case hexadecimal digits)"
}
checked_string! {
    /// An ISO 3166-1 alpha-2 country code.
    Country, "^[A-Z]{2}$", "CA", is_country,
    "an ISO 3166-1 country code (two capital letters)"
}

impl Decimal {
    /// The number as a float, for drawing only; what is printed is always the written form.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(0.0)
    }

    /// How many digits stand after the decimal point.
    pub fn fraction_digits(&self) -> usize {
        self.0.split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }
}

/// A date that may be known only to the month or the year: `2024`, `2024-03` or `2024-03-09` (FHIR `date`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PDate {
    /// Only the year is known.
    Year(i32),
    /// Year and month are known.
    Month(i32, u32),
    /// The full date is known.
    Day(NaiveDate),
}

impl PDate {
    /// The first day the date may stand for: what it sorts and is drawn by.
    pub fn earliest(self) -> NaiveDate {
        let (year, month) = match self {
            Self::Year(year) => (year, 1),
            Self::Month(year, month) => (year, month),
            Self::Day(day) => return day,
        };
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
    }

    /// The last day the date may stand for.
    pub fn latest(self) -> NaiveDate {
        match self {
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default(),
            Self::Month(year, month) => {
                let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                NaiveDate::from_ymd_opt(next_year, next_month, 1).and_then(|d| d.pred_opt()).unwrap_or_default()
            }
            Self::Day(day) => day,
        }
    }
}

impl PartialOrd for PDate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Chronological by the earliest day; of two that start alike the more exact one comes first.
impl Ord for PDate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.earliest(), self.latest()).cmp(&(other.earliest(), other.latest()))
    }
}

impl FromStr for PDate {
    type Err = String;
    fn from_str(value: &str) -> Result<Self, String> {
        let wrong = || format!("`{}` is not a date; write `2024-03-09`, `2024-03` or `2024`", value.escape_debug());
        let number = |s: &str, len: usize| {
            if s.len() == len && s.bytes().all(|b| b.is_ascii_digit()) { s.parse::<u32>().ok() } else { None }
        };
        let mut parts = value.split('-');
        let year = parts.next().and_then(|s| number(s, 4)).filter(|y| *y >= 1800).ok_or_else(wrong)? as i32;
        let Some(month) = parts.next() else { return Ok(Self::Year(year)) };
        let month = number(month, 2).filter(|m| (1..=12).contains(m)).ok_or_else(wrong)?;
        let Some(day) = parts.next() else { return Ok(Self::Month(year, month)) };
        let day = number(day, 2).ok_or_else(wrong)?;
        if parts.next().is_some() {
            return Err(wrong());
        }
        NaiveDate::from_ymd_opt(year, month, day)
            .map(Self::Day)
            .ok_or_else(|| format!("`{value}` is not a day of the calendar"))
    }
}

impl fmt::Display for PDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        }
    }
}

impl Serialize for PDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for PDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PDate".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            // A bare year is an integer to YAML, and means the same.
            "type": ["string", "integer"],
            "minimum": 1800,
            "maximum": 9999,
            "pattern": "^(1[89]|[2-9][0-9])[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?$",
            "description": "A date, as exact as it is known: 2024-03-09, 2024-03 or 2024.",
            "examples": ["2024-03-09"]
        })
    }
}

/// A moment with its time zone (RFC 3339): `2026-03-09T14:30:00-05:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub DateTime<FixedOffset>);

impl FromStr for Moment {
    type Err = String;
    fn from_str(value: &str) -> Result<Self, String> {
        DateTime::parse_from_rfc3339(value).map(Self).map_err(|_| {
            format!("`{}` is not a time with its zone, such as `2026-03-09T14:30:00-05:00`", value.escape_debug())
        })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$",
            "description": "A time with its zone.",
            "examples": ["2026-03-09T14:30:00-05:00"]
        })
    }
}

textless!(PDate, Moment, bool, u32, u64, String);
