//! Numbers, dates, lists and sorting by ICU4X.
//!
//! Three habits are not in the CLDR data that ICU4X carries and are added here: the French "1er" for the first of a month,
//! the time of day as running text writes it, and the minus sign U+2212 in place of the hyphen.

use std::cmp::Ordering;

use chrono::{Datelike, Timelike};
use icu_calendar::{Date, Gregorian};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal as IcuDecimal;
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_plurals::{PluralCategory, PluralRules};

use super::{MINUS, NBSP, language};
use crate::case::model::{Decimal, LocaleTag, Moment, PDate};
use crate::diagnostics::Diagnostic;

pub(super) struct Formats {
    tag: LocaleTag,
    decimal: DecimalFormatter,
    long_date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    short_date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    long_month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    short_month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    and: ListFormatter,
    or: ListFormatter,
    collator: CollatorBorrowed<'static>,
    plurals: PluralRules,
}

impl Formats {
    pub(super) fn new(tag: LocaleTag) -> Result<Self, Diagnostic> {
        let locale = icu_locale_core::Locale::try_from_str(tag.as_str()).map_err(|error| missing(tag, &error))?;
        let list = ListFormatterOptions::default().with_length(ListLength::Wide);
        let date = |length| {
            FixedCalendarDateTimeFormatter::try_new((&locale).into(), length).map_err(|error| missing(tag, &error))
        };
        let month = |length| {
            FixedCalendarDateTimeFormatter::try_new((&locale).into(), length).map_err(|error| missing(tag, &error))
        };
        Ok(Self {
            tag,
            decimal: decimal_formatter(tag)?,
            long_date: date(YMD::long())?,
            short_date: date(YMD::medium())?,
            long_month: month(YM::long())?,
            short_month: month(YM::medium())?,
            and: ListFormatter::try_new_and((&locale).into(), list).map_err(|error| missing(tag, &error))?,
            or: ListFormatter::try_new_or((&locale).into(), list).map_err(|error| missing(tag, &error))?,
            collator: Collator::try_new((&locale).into(), CollatorOptions::default())
                .map_err(|error| missing(tag, &error))?,
            plurals: PluralRules::try_new_cardinal((&locale).into()).map_err(|error| missing(tag, &error))?,
        })
    }

    pub(super) fn date(&self, date: PDate) -> String {
        match date {
            PDate::Day(day) => self.print_day(&self.long_date, day),
            _ => self.month_year(date),
        }
    }

    pub(super) fn short_date(&self, date: PDate) -> String {
        match date {
            PDate::Day(day) => self.print_day(&self.short_date, day),
            PDate::Month(year, month) => print_month(&self.short_month, year, month),
            PDate::Year(year) => year.to_string(),
        }
    }

    pub(super) fn month_year(&self, date: PDate) -> String {
        match date {
            PDate::Day(day) => print_month(&self.long_month, day.year(), day.month()),
            PDate::Month(year, month) => print_month(&self.long_month, year, month),
            PDate::Year(year) => year.to_string(),
        }
    }

    fn print_day(&self, formatter: &FixedCalendarDateTimeFormatter<Gregorian, YMD>, day: chrono::NaiveDate) -> String {
        let Ok(date) = Date::try_new_gregorian(day.year(), day.month() as u8, day.day() as u8) else {
            return day.to_string();
        };
        let printed = formatter.format(&date).to_string();
        match printed.strip_prefix("1 ") {
            // The only ordinal of French dates; CLDR leaves it out.
            Some(rest) if language(self.tag) == "fr" => format!("1er {rest}"),
            _ => printed,
        }
    }

    pub(super) fn moment(&self, moment: &Moment) -> String {
        let local = moment.0.naive_local();
        let date = self.date(PDate::Day(local.date()));
        let (hour, minute) = (local.hour(), local.minute());
        let half_day = || {
            // Spanish parts the two letters (Ortografía de la lengua española, RAE 2010, on abbreviations).
            let half = match (language(self.tag), hour < 12) {
                ("es", true) => "a.\u{a0}m.",
                ("es", false) => "p.\u{a0}m.",
                (_, true) => "a.m.",
                (_, false) => "p.m.",
            };
            format!("{}:{minute:02}{NBSP}{half}", twelve(hour))
        };
        let (joint, time) = match self.tag {
            LocaleTag::EnUs | LocaleTag::EnCa => ("at", half_day()),
            LocaleTag::EsUs | LocaleTag::EsMx => (if twelve(hour) == 1 { "a la" } else { "a las" }, half_day()),
            LocaleTag::EsEs => (if hour == 1 { "a la" } else { "a las" }, format!("{hour}:{minute:02}")),
            LocaleTag::FrFr | LocaleTag::FrCa if minute == 0 => ("à", format!("{hour}{NBSP}h")),
            LocaleTag::FrFr | LocaleTag::FrCa => ("à", format!("{hour}{NBSP}h{NBSP}{minute:02}")),
        };
        format!("{date} {joint} {time} ({})", zone(moment.0.offset().local_minus_utc()))
    }

    pub(super) fn number(&self, number: &str) -> String {
        print_number(&self.decimal, number)
    }

    pub(super) fn percent(&self, number: &str) -> String {
        let number = self.number(number);
        if spaced_percent(self.tag) { format!("{number}{NBSP}%") } else { format!("{number}%") }
    }

    pub(super) fn is_singular(&self, number: &Decimal) -> bool {
        let Ok(number) = IcuDecimal::try_from_str(number.as_str()) else {
            return false;
        };
        self.plurals.category_for(&number) == PluralCategory::One
    }

    pub(super) fn list_and(&self, items: &[String]) -> String {
        self.and.format(items.iter()).to_string()
    }

    pub(super) fn list_or(&self, items: &[String]) -> String {
        self.or.format(items.iter()).to_string()
    }

    pub(super) fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(a, b)
    }
}

/// The formatter of plain numbers.
pub(super) fn decimal_formatter(tag: LocaleTag) -> Result<DecimalFormatter, Diagnostic> {
    let locale = icu_locale_core::Locale::try_from_str(tag.as_str()).map_err(|error| missing(tag, &error))?;
    DecimalFormatter::try_new((&locale).into(), Default::default()).map_err(|error| missing(tag, &error))
}

/// A number as written in a case (`-1234.50`) in the formatter's region; what is no number is left as it is.
pub(super) fn print_number(formatter: &DecimalFormatter, number: &str) -> String {
    match IcuDecimal::try_from_str(number) {
        Ok(decimal) => formatter.format(&decimal).to_string().replace('-', &MINUS.to_string()),
        Err(_) => number.to_owned(),
    }
}

/// Whether the region sets a space before the percent sign (CLDR percent patterns).
pub(super) fn spaced_percent(tag: LocaleTag) -> bool {
    matches!(tag, LocaleTag::EsEs | LocaleTag::FrFr | LocaleTag::FrCa)
}

fn print_month(formatter: &FixedCalendarDateTimeFormatter<Gregorian, YM>, year: i32, month: u32) -> String {
    match u8::try_from(month).map(|month| Date::try_new_gregorian(year, month, 1)) {
        Ok(Ok(date)) => formatter.format(&date).to_string(),
        _ => PDate::Month(year, month).to_string(),
    }
}

fn twelve(hour: u32) -> u32 {
    match hour % 12 {
        0 => 12,
        hour => hour,
    }
}

/// The zone as its distance from UTC, since abbreviations such as CST name several zones.
fn zone(seconds: i32) -> String {
    let minutes = seconds.unsigned_abs() / 60;
    if minutes == 0 {
        return "UTC".to_owned();
    }
    let sign = if seconds < 0 { MINUS } else { '+' };
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

fn missing(tag: LocaleTag, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("LOC-06", format!("no locale data for `{}`: {error}", tag.as_str()))
        .hint("build with the compiled data of ICU4X (feature `compiled_data`)")
}
