//! Pictures over time: the timeline of records and events, and measured values with their range.

use chrono::{Datelike, NaiveDate};

use super::build::words;
use super::context::{Context, anchor};
use super::sections::results;
use crate::case::model::{Decimal, Measured, Measurement, PDate, Record};
use crate::document::{Block, Figure, Register, SeriesPoint, Tick, TimePoint, ValueTick};
use crate::locale::Arg;

/// A span of days drawn on an axis from 0 to 1.
struct Axis {
    start: NaiveDate,
    days: f64,
}

impl Axis {
    /// From the first to the last of the dates, at least four weeks, with a little room on both sides.
    fn over(dates: impl Iterator<Item = PDate> + Clone) -> Self {
        let first = dates.clone().map(PDate::earliest).min().unwrap_or_default();
        let last = dates.map(PDate::earliest).max().unwrap_or_default();
        let days = ((last - first).num_days() as f64).max(28.0);
        let margin = days * 0.04;
        let start = first - chrono::Duration::days(margin.ceil() as i64);
        Self { start, days: days + 2.0 * margin.ceil() }
    }

    fn at(&self, date: NaiveDate) -> f64 {
        round((date - self.start).num_days() as f64 / self.days)
    }

    /// Marks at whole years, or months where the span is short: at most eight.
    fn ticks(&self, cx: &Context<'_>) -> Vec<Tick> {
        let end = self.start + chrono::Duration::days(self.days as i64);
        let months = ((end.year() - self.start.year()) * 12 + end.month() as i32 - self.start.month() as i32).max(1);
        let step = [1, 2, 3, 6, 12, 24, 60, 120, 240].into_iter().find(|s| months / s <= 7).unwrap_or(600);
        let first = self.start.year() * 12 + self.start.month0() as i32 + 1;
        let first = first.div_euclid(step) * step + if first.rem_euclid(step) == 0 { 0 } else { step };
        (0..9)
            .filter_map(|i| {
                let month = first + i * step;
                let (year, month0) = (month.div_euclid(12), month.rem_euclid(12) as u32);
                let date = NaiveDate::from_ymd_opt(year, month0 + 1, 1).filter(|date| *date <= end)?;
                let label = if step % 12 == 0 {
                    cx.date(PDate::Year(year))
                } else {
                    cx.locale.short_date(PDate::Month(year, month0 + 1))
                };
                Some(Tick { at: self.at(date), label })
            })
            .collect()
    }
}

/// Four decimals are exact to a tenth of a point on any page, and print the same everywhere.
fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

pub(crate) fn timeline(cx: &Context<'_>, records: &[&Record]) -> Block {
    let mut points: Vec<(PDate, TimePoint)> = records
        .iter()
        .map(|record| {
            let point = TimePoint {
                at: 0.0,
                date: cx.locale.short_date(record.date),
                label: cx.plain(&record.title),
                kind: record.kind.as_str().to_owned(),
                to: Some(anchor(Register::Clinician, record.id.as_str())),
            };
            (record.date, point)
        })
        .collect();
    points.extend(cx.case.summary.events.iter().map(|event| {
        let point = TimePoint {
            at: 0.0,
            date: cx.locale.short_date(event.date),
            label: cx.plain(&event.label),
            kind: "event".to_owned(),
            to: None,
        };
        (event.date, point)
    }));
    points.sort_by_key(|(date, _)| *date);
    let axis = Axis::over(points.iter().map(|(date, _)| *date));
    for (date, point) in &mut points {
        point.at = axis.at(date.earliest());
    }
    let each: Vec<String> = points.iter().map(|(_, p)| format!("{}: {}", p.date, p.label)).collect();
    Block::Figure {
        id: anchor(Register::Clinician, "~figure-timeline"),
        alt: cx.tf("alt-timeline", &[("points", Arg::from(&*each.join("; ")))]),
        caption: words(cx.t("caption-timeline")),
        figure: Figure::Timeline { points: points.into_iter().map(|(_, p)| p).collect(), ticks: axis.ticks(cx) },
    }
}

pub(crate) fn series(cx: &Context<'_>, measured: &Measured, number: usize) -> Block {
    let mut values: Vec<&Measurement> = measured.values.iter().collect();
    values.sort_by_key(|v| v.date);
    let axis = Axis::over(values.iter().map(|v| v.date));
    let shown = |number: &Decimal| results::shown(cx, measured, number);
    let bound = |bound: Option<&Decimal>| bound.map(|b| shown(b).number.to_f64());
    let range = measured.reference_range.as_ref();
    let (low, high) = (bound(range.and_then(|r| r.low.as_ref())), bound(range.and_then(|r| r.high.as_ref())));
    let points: Vec<SeriesPoint> = values
        .iter()
        .map(|v| SeriesPoint {
            at: axis.at(v.date.earliest()),
            value: shown(&v.number).number.to_f64(),
            label: results::number(cx, measured, v),
            date: cx.locale.short_date(v.date),
            outside: results::outside(measured, v),
        })
        .collect();
    let unit = values.first().map(|v| shown(&v.number).unit).unwrap_or_default();
    let analyte = cx.plain(&measured.analyte);
    let title = if unit.is_empty() { analyte.clone() } else { format!("{analyte} ({unit})") };
    let all = points.iter().map(|p| p.value).chain(low).chain(high);
    let ticks = value_ticks(cx, all.clone().fold(f64::MAX, f64::min), all.fold(f64::MIN, f64::max));
    let range_words = results::range(cx, measured);
    Block::Figure {
        id: anchor(Register::Clinician, &format!("~figure-series-{number}")),
        alt: results::series_words(cx, measured),
        caption: words(title.clone()),
        figure: Figure::Series {
            title,
            unit,
            points,
            low,
            high,
            range_label: range_words
                .map(|range| cx.tf("range-label", &[("range", Arg::from(&*range))]))
                .unwrap_or_default(),
            ticks: axis.ticks(cx),
            values: ticks,
        },
    }
}

/// Three to six round numbers that span the values: steps of 1, 2 or 5 times a power of ten.
fn value_ticks(cx: &Context<'_>, low: f64, high: f64) -> Vec<ValueTick> {
    if !(low.is_finite() && high.is_finite()) || high < low {
        return Vec::new();
    }
    let span = if high > low { high - low } else { high.abs().max(1.0) };
    let power = 10f64.powf((span / 4.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| span / s <= 5.0).unwrap_or(power * 10.0);
    let digits = if step >= 1.0 { 0 } else { (-step.log10().floor()).min(6.0) as usize };
    let start = (low / step).floor() as i64;
    let end = (high / step).ceil() as i64;
    (start..=end)
        .map(|i| {
            let value = round(i as f64 * step);
            let label = format!("{value:.digits$}");
            let label = label.parse::<Decimal>().map_or(label, |number| cx.locale.number(&number));
            ValueTick { value, label }
        })
        .collect()
}
