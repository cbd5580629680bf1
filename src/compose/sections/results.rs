//! Results: findings, measured values in the case's units, and sections 13–14's second readings.

use super::records;
use crate::case::model::{Comparator, Decimal, Finding, Id, Measured, Measurement, RereadGrade, RereadScale};
use crate::compose::build::{badge, cell, column, fact, figures_column, joined, reference, text, words};
use crate::compose::context::{Context, anchor};
use crate::compose::figures;
use crate::document::{BadgeTone, Block, ColumnBox, ColumnTone, Inline, ItemRole, Register, Section};
use crate::locale::units::unit_label;
use crate::locale::{Arg, convert, convert_vital, grade_id};

pub(crate) fn section(cx: &Context<'_>) -> Section {
    let mut blocks: Vec<Block> = cx.case.findings.iter().map(|finding| item(cx, finding)).collect();
    let measured: Vec<&Measured> = cx.case.findings.iter().flat_map(|finding| &finding.measured).collect();
    if !measured.is_empty() {
        blocks.push(crate::compose::build::heading(1, cx.t("heading-measured")));
        for (index, series) in measured.iter().filter(|m| m.values.len() > 1).enumerate() {
            blocks.push(figures::series(cx, series, index + 1));
        }
        blocks.push(table(cx, &measured));
    }
    cx.section("results", Register::Clinician, blocks)
}

fn item(cx: &Context<'_>, finding: &Finding) -> Block {
    let mut content = cx.blocks(&finding.statement.clinician);
    let mut facts = Vec::new();
    let records: Vec<Vec<Inline>> = finding.records.iter().map(|id| source(cx, finding, id)).collect();
    facts.push(fact(cx.t("fact-records"), joined(records, ", ")));
    if let Some(side) = finding.laterality {
        facts.push(fact(cx.t("fact-side"), words(cx.word("laterality", side.as_str()))));
    }
    if let Some(author) = finding.author.as_ref().and_then(|id| cx.party(id)) {
        facts.push(fact(cx.t("fact-stated-by"), words(cx.party_name(author))));
    }
    if let Some(limitation) = &finding.limitation {
        facts.push(fact(cx.t("fact-limitation"), cx.inlines(limitation)));
    }
    content.push(Block::Facts { items: facts });
    let mut badges = vec![badge(cx.word("finding-kind", finding.kind.as_str()), BadgeTone::Plain)];
    if let Some(reread) = &finding.reread {
        badges.push(badge(cx.t("badge-read-again"), BadgeTone::Plain));
        if reread.changes_management {
            badges.push(badge(cx.t("badge-changes-management"), BadgeTone::Urgent));
        }
    }
    Block::Item {
        id: anchor(Register::Clinician, finding.id.as_str()),
        role: ItemRole::Finding,
        label: finding.id.to_string(),
        title: words(cx.plain(&finding.title)),
        badges,
        c: content,
        back: Vec::new(),
    }
}

/// A record that a finding rests on, with links to the very pages in the volume of source records.
fn source(cx: &Context<'_>, finding: &Finding, id: &Id) -> Vec<Inline> {
    let mut shown = vec![reference(id.as_str())];
    let record = cx.case.records.iter().find(|record| record.id == *id);
    if !record.is_some_and(records::in_volume) {
        return shown;
    }
    let pages: Vec<u32> = finding.pages.iter().filter(|page| page.record == *id).map(|page| page.page).collect();
    let link =
        |page: Option<u32>, c: String| Inline::Link { url: records::volume_link(cx, id.as_str(), page), c: words(c) };
    let links: Vec<Vec<Inline>> = match pages.as_slice() {
        // Of a record as a whole the reader is led to its divider, which says what it is.
        [] => vec![vec![link(None, cx.t("source-open"))]],
        pages => pages
            .iter()
            .map(|page| {
                let number = cx.locale.integer(u64::from(*page));
                vec![link(Some(*page), cx.tf("source-page", &[("page", Arg::from(&*number))]))]
            })
            .collect(),
    };
    shown.push(text(" ("));
    shown.extend(joined(links, ", "));
    shown.push(text(")"));
    shown
}

/// Section 14: original and second reading side by side, graded.
pub(crate) fn rereads(cx: &Context<'_>) -> Option<Section> {
    let mut blocks = Vec::new();
    for finding in &cx.case.findings {
        let Some(reread) = &finding.reread else { continue };
        let mut title = words(cx.plain(&finding.title));
        title.push(text(" ("));
        title.push(reference(finding.id.as_str()));
        title.push(text(")"));
        let mut facts = vec![fact(cx.t("fact-grade"), words(grade(cx, reread.scale, reread.grade)))];
        facts.push(fact(
            cx.t("fact-changes-management"),
            words(cx.t(if reread.changes_management { "yes" } else { "no" })),
        ));
        if let Some(reader) = reread.reader.as_ref().and_then(|id| cx.party(id)) {
            facts.push(fact(cx.t("fact-read-by"), words(cx.party_name(reader))));
        }
        blocks.push(Block::Heading { level: 1, id: None, c: title });
        blocks.push(Block::Columns {
            columns: vec![
                ColumnBox { title: cx.t("reread-original"), tone: ColumnTone::Plain, c: cx.blocks(&reread.original) },
                ColumnBox { title: cx.t("reread-second"), tone: ColumnTone::Plain, c: cx.blocks(&reread.second) },
            ],
        });
        blocks.push(Block::Facts { items: facts });
    }
    (!blocks.is_empty()).then(|| cx.section("rereads", Register::Clinician, blocks))
}

/// "Imaging scale 1–5, grade 4: important detection".
fn grade(cx: &Context<'_>, scale: RereadScale, grade: RereadGrade) -> String {
    format!("{}{}{}", cx.word("reread-scale", scale.as_str()), cx.colon(), cx.t(&grade_id(scale, grade)))
}

/// A value in the case's units, with what was printed if that differs.
pub(crate) struct Shown {
    pub number: Decimal,
    pub unit: String,
    pub converted: bool,
}

/// Brings a number into the case's unit system where the analyte is known.
pub(crate) fn shown(cx: &Context<'_>, measured: &Measured, number: &Decimal) -> Shown {
    let converted = measured.loinc.as_deref().and_then(|loinc| convert(loinc, number, &measured.unit, cx.case.units));
    match converted {
        Some((number, ucum)) => Shown { number, unit: unit_label(cx.locale, ucum), converted: true },
        None => Shown { number: number.clone(), unit: unit_label(cx.locale, &measured.unit), converted: false },
    }
}

fn comparator(sign: Option<Comparator>) -> &'static str {
    match sign {
        None => "",
        Some(Comparator::Less) => "<\u{A0}",
        Some(Comparator::AtMost) => "≤\u{A0}",
        Some(Comparator::AtLeast) => "≥\u{A0}",
        Some(Comparator::More) => ">\u{A0}",
    }
}

/// "4.2" in the case's units, with the sign before it and no unit: the axis has that.
pub(crate) fn number(cx: &Context<'_>, measured: &Measured, measurement: &Measurement) -> String {
    let shown = shown(cx, measured, &measurement.number);
    format!("{}{}", comparator(measurement.comparator), cx.locale.number(&shown.number))
}

/// "4.2 mg/dL" in the case's units, with the sign before it.
pub(crate) fn value(cx: &Context<'_>, measured: &Measured, measurement: &Measurement) -> String {
    let shown = shown(cx, measured, &measurement.number);
    format!("{}{}", comparator(measurement.comparator), with_unit(cx, &shown.number, &shown.unit))
}

fn with_unit(cx: &Context<'_>, number: &Decimal, unit: &str) -> String {
    match unit {
        "" => cx.locale.number(number),
        "%" => cx.locale.percent(number.as_str()),
        _ => format!("{}\u{A0}{unit}", cx.locale.number(number)),
    }
}

/// What the laboratory printed, where that was in other units.
fn as_printed(cx: &Context<'_>, measured: &Measured, measurement: &Measurement) -> Option<String> {
    shown(cx, measured, &measurement.number)
        .converted
        .then(|| with_unit(cx, &measurement.number, &unit_label(cx.locale, &measured.unit)))
}

/// "3.5–5.1 mmol/L", "under 5", "over 60".
pub(crate) fn range(cx: &Context<'_>, measured: &Measured) -> Option<String> {
    let range = measured.reference_range.as_ref()?;
    let side = |bound: &Decimal| {
        let shown = shown(cx, measured, bound);
        (cx.locale.number(&shown.number), shown)
    };
    match (&range.low, &range.high) {
        (Some(low), Some(high)) => {
            let (low, _) = side(low);
            let (_, shown) = side(high);
            Some(format!("{low}–{}", with_unit(cx, &shown.number, &shown.unit)))
        }
        (None, Some(high)) => {
            let (_, shown) = side(high);
            Some(format!("≤\u{A0}{}", with_unit(cx, &shown.number, &shown.unit)))
        }
        (Some(low), None) => {
            let (_, shown) = side(low);
            Some(format!("≥\u{A0}{}", with_unit(cx, &shown.number, &shown.unit)))
        }
        (None, None) => None,
    }
}

/// Whether a value lies outside its range, in the units it was measured in.
pub(crate) fn outside(measured: &Measured, measurement: &Measurement) -> bool {
    let value = measurement.number.to_f64();
    measured.reference_range.as_ref().is_some_and(|range| {
        range.low.as_ref().is_some_and(|low| value < low.to_f64())
            || range.high.as_ref().is_some_and(|high| value > high.to_f64())
    })
}

fn flag(cx: &Context<'_>, measured: &Measured, measurement: &Measurement) -> String {
    let value = measurement.number.to_f64();
    let Some(range) = &measured.reference_range else { return String::new() };
    if range.low.as_ref().is_some_and(|low| value < low.to_f64()) {
        cx.t("flag-low")
    } else if range.high.as_ref().is_some_and(|high| value > high.to_f64()) {
        cx.t("flag-high")
    } else {
        String::new()
    }
}

/// All measured values, one line each, the converted ones with what was printed.
fn table(cx: &Context<'_>, measured: &[&Measured]) -> Block {
    let any_converted = measured.iter().any(|m| m.values.iter().any(|v| as_printed(cx, m, v).is_some()));
    let mut head = vec![words(cx.t("column-quantity")), words(cx.t("column-date")), words(cx.t("column-value"))];
    let mut columns = vec![column(5.0), column(3.0), figures_column(3.5)];
    if any_converted {
        head.push(words(cx.t("column-as-printed")));
        columns.push(figures_column(3.0));
    }
    head.push(words(cx.t("column-reference-range")));
    head.push(words(cx.t("column-record")));
    columns.push(column(3.0));
    columns.push(column(2.0));
    let mut rows = Vec::new();
    for series in measured {
        let mut values: Vec<&Measurement> = series.values.iter().collect();
        values.sort_by_key(|v| v.date);
        for measurement in values {
            let mut number = vec![text(value(cx, series, measurement))];
            let flag = flag(cx, series, measurement);
            if !flag.is_empty() {
                number = vec![Inline::Strong { c: number }, text(format!(" {flag}"))];
            }
            let mut row = vec![
                cell(words(cx.plain(&series.analyte))),
                cell(words(cx.locale.short_date(measurement.date))),
                cell(number),
            ];
            if any_converted {
                row.push(cell(words(as_printed(cx, series, measurement).unwrap_or_else(|| "–".to_owned()))));
            }
            row.push(cell(words(range(cx, series).unwrap_or_else(|| "–".to_owned()))));
            row.push(cell(measurement.record.as_ref().map_or_else(|| words("–"), |id| vec![reference(id.as_str())])));
            rows.push(row);
        }
    }
    Block::Table { caption: Some(words(cx.t("caption-measured"))), columns, head, row_headers: true, rows }
}

/// The latest value of each series, for the page at a glance: at most six.
pub(crate) fn key_values(cx: &Context<'_>) -> Vec<Vec<Vec<Block>>> {
    let mut rows = Vec::new();
    for series in cx.case.findings.iter().flat_map(|finding| &finding.measured) {
        let Some(last) = series.values.iter().max_by_key(|v| v.date) else { continue };
        let mut number = vec![text(value(cx, series, last))];
        let flag = flag(cx, series, last);
        if !flag.is_empty() {
            number.push(text(format!(" {flag}")));
        }
        rows.push(vec![
            cell(words(cx.plain(&series.analyte))),
            cell(number),
            cell(words(range(cx, series).unwrap_or_else(|| "–".to_owned()))),
            cell(words(cx.locale.short_date(last.date))),
        ]);
        if rows.len() == 6 {
            break;
        }
    }
    rows
}

/// Vital signs on record.
pub(crate) fn vitals(cx: &Context<'_>) -> Block {
    Block::Facts {
        items: cx
            .case
            .summary
            .vitals
            .iter()
            .map(|vital| {
                // Blood pressure is two numbers, and the same in both systems.
                let value = match vital.value.parse::<Decimal>() {
                    Ok(number) => match convert_vital(&number, &vital.unit, cx.case.units) {
                        Some((number, ucum)) => with_unit(cx, &number, &unit_label(cx.locale, ucum)),
                        None => with_unit(cx, &number, &unit_label(cx.locale, &vital.unit)),
                    },
                    Err(_) => {
                        let value = vital.value.clone();
                        format!("{value}\u{A0}{}", unit_label(cx.locale, &vital.unit))
                            .trim_end_matches('\u{A0}')
                            .to_owned()
                    }
                };
                let date = vital.date.map_or_else(String::new, |date| format!(" ({})", cx.locale.short_date(date)));
                let value = format!("{value}{date}");
                fact(cx.plain(&vital.name), words(value))
            })
            .collect(),
    }
}

/// The sentence for the alternative text of a series.
pub(crate) fn series_words(cx: &Context<'_>, series: &Measured) -> String {
    let mut values: Vec<&Measurement> = series.values.iter().collect();
    values.sort_by_key(|v| v.date);
    let each: Vec<String> =
        values.into_iter().map(|v| format!("{}: {}", cx.locale.short_date(v.date), value(cx, series, v))).collect();
    let analyte = cx.plain(&series.analyte);
    match range(cx, series) {
        Some(range) => cx.tf(
            "alt-series-range",
            &[
                ("analyte", Arg::from(&*analyte)),
                ("values", Arg::from(&*each.join("; "))),
                ("range", Arg::from(&*range)),
            ],
        ),
        None => cx.tf("alt-series", &[("analyte", Arg::from(&*analyte)), ("values", Arg::from(&*each.join("; ")))]),
    }
}
