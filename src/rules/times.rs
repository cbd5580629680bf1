//! Dates that cannot be, and dates that can be read in two ways.

use chrono::{Datelike, NaiveDate};

use super::rule::Rule;
use super::{Audience, Checker, Stage};
use crate::case::model::{self, Moment, PDate};
use crate::diagnostics::{Diagnostic, Severity, SourceId};
use crate::language::facts::ambiguous_dates;

static TIM_01: Rule = Rule {
    id: "TIM-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a date in the future on something that has happened",
    why: "A record, a result or a signature from tomorrow is a slip of the pen, and may hide a wrong patient or a wrong \
          year; a signature dated ahead stands for nothing",
    example: "`date: 2027-01-20` on a record of a case released on 2026-03-06",
    mend: "write the date as the record has it",
    source: "21 CFR 11.10(e) and ALCOA (contemporaneous): entries are dated when they are made",
};

static TIM_02: Rule = Rule {
    id: "TIM-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "something happened before the patient was born",
    why: "Either the date is wrong, or the record is another person's",
    example: "a blood test of 1956 in the case of someone born in 1967",
    mend: "compare the date and the date of birth with the record",
    source: "practice of data quality: plausibility over time (Kahn, eGEMs 2016;4:1244)",
};

static TIM_03: Rule = Rule {
    id: "TIM-03",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "the order is broken: requested, received, signed, released",
    why: "Who signs before the last record is there has not seen it; what is signed after release was released unsigned",
    example: "an attestation of 2026-03-05 where `records_complete` is 2026-03-08, or a record received before it was made",
    mend: "compare both dates with the file of the case, and correct the wrong one",
    source: "practice of records: a chain of dated steps (ISO 15489-1:2016)",
};

static TIM_04: Rule = Rule {
    id: "TIM-04",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a date in digits that can be read in two ways",
    why: "03/04/2026 is March 4 in the United States and 3 April in Spain, Mexico and France; one report is read \
          in all of them",
    example: "`CT on 03/04/2026` in any text",
    mend: "write the month in words, or the date as 2026-03-04",
    source: "ISO 8601-1:2019, dates without ambiguity between countries; practice of clinical records",
};

static TIM_05: Rule = Rule {
    id: "TIM-05",
    severity: Severity::Warning,
    from: Stage::Review,
    what: "the report is later than promised",
    why: "The patient waits with a decision; who is late tells the patient, and says why",
    example: "`due: 2026-03-05` and `released: 2026-03-09`; without `due`, more business days (Monday to Friday) after \
              `records_complete` than the institution allows",
    mend: "agree on a new day with the patient and set `due`, or accept the warning with the reason",
    source: "turnaround of second opinion programs (four to ten business days); the limit is the institution's",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&TIM_01, &TIM_02, &TIM_03, &TIM_04, &TIM_05];

pub(super) fn check(c: &mut Checker<'_>) {
    happened(c);
    translated(c);
    signed(c);
    order(c);
    ambiguous(c);
    turnaround(c);
}

/// A date of something that has happened.
struct Event {
    path: String,
    date: PDate,
}

/// Everything dated in the past of the patient: what can lie neither ahead nor before birth. The signing of the consent is
/// held against the day by `CON-01`.
fn events(content: &model::Case) -> Vec<Event> {
    let mut all: Vec<(String, Option<PDate>)> = Vec::new();
    for record in &content.records {
        all.push((format!("records.{}.date", record.id), Some(record.date)));
        all.push((format!("records.{}.received_on", record.id), record.received_on));
    }
    let summary = &content.summary;
    for (index, event) in summary.events.iter().enumerate() {
        all.push((format!("summary.events.{}.date", index + 1), Some(event.date)));
    }
    for (index, problem) in summary.problems.items.iter().enumerate() {
        all.push((format!("summary.problems.items.{}.since", index + 1), problem.since));
    }
    for (index, surgery) in summary.surgeries.iter().enumerate() {
        all.push((format!("summary.surgeries.{}.date", index + 1), surgery.date));
    }
    for (index, vital) in summary.vitals.iter().enumerate() {
        all.push((format!("summary.vitals.{}.date", index + 1), vital.date));
    }
    all.push(("summary.examination.date".to_owned(), summary.examination.date));
    for finding in &content.findings {
        for (series, measured) in finding.measured.iter().enumerate() {
            for (index, value) in measured.values.iter().enumerate() {
                let path = format!("findings.{}.measured.{}.values.{}.date", finding.id, series + 1, index + 1);
                all.push((path, Some(value.date)));
            }
        }
    }
    all.push(("first_opinion.on".to_owned(), Some(content.first_opinion.on)));
    all.into_iter().filter_map(|(path, date)| Some(Event { path, date: date? })).collect()
}

/// Work on the case that has a date: it can lie before birth only if the birth date is wrong.
fn work(content: &model::Case) -> Vec<Event> {
    let mut all: Vec<(String, Option<PDate>)> = Vec::new();
    // The order of these two and the release is looked at as a whole, see `order`.
    if content.dates.released.is_none() {
        all.push(("dates.requested".to_owned(), Some(content.dates.requested)));
        all.push(("dates.records_complete".to_owned(), content.dates.records_complete));
    }
    for (index, acknowledgement) in content.acknowledgements.iter().enumerate() {
        all.push((format!("acknowledgements.{}.on", index + 1), Some(acknowledgement.on)));
    }
    for entry in &content.references.entries {
        all.push((format!("references.entries.{}.accessed_on", entry.key), entry.accessed_on));
        all.push((format!("references.entries.{}.retraction_checked_on", entry.key), entry.retraction_checked_on));
    }
    for trial in &content.trials {
        all.push((format!("trials.{}.status_checked_on", trial.id), Some(trial.status_checked_on)));
    }
    all.into_iter().filter_map(|(path, date)| Some(Event { path, date: date? })).collect()
}

/// Whether the day is that of a release or of a look at the case. A caller that names no day gives that of the complete
/// records, and the work on the case comes after it.
fn knows_the_day(c: &Checker<'_>) -> bool {
    let dates = &c.content.dates;
    dates.released.is_some() || c.day != dates.records_complete.unwrap_or(dates.requested).latest()
}

/// What has happened, neither ahead nor before birth.
fn happened(c: &mut Checker<'_>) {
    let (content, day) = (c.content, c.day);
    let birth = content.patient.birth_date;
    // One wrong birth date would put everything before it: it is said once, there.
    let unborn = birth.earliest() > content.dates.requested.latest();
    if unborn {
        let message = "the date of birth lies after the day the opinion was asked for";
        c.report(&TIM_02, "patient.birth_date", message);
    }
    for Event { path, date } in events(content) {
        if date.earliest() > day {
            c.report(&TIM_01, path, format!("`{date}` lies in the future: the case is checked for {day}"));
        } else if !unborn && date.latest() < birth.earliest() {
            c.report(&TIM_02, path, format!("`{date}` lies before the patient's birth"));
        }
    }
    if !knows_the_day(c) {
        return;
    }
    for Event { path, date } in work(content) {
        if date.earliest() > day {
            c.report(&TIM_01, path, format!("`{date}` lies in the future: the case is checked for {day}"));
        }
    }
}

/// The days on which translations were reviewed.
fn translated(c: &mut Checker<'_>) {
    let (case, day) = (c.case, c.day);
    if !knows_the_day(c) {
        return;
    }
    let ahead = |date: Option<PDate>| date.filter(|date| date.earliest() > day);
    for (locale, translation) in &case.translations {
        let locale = locale.as_str();
        let say = |date: PDate, path: &str| {
            let message = format!("the {locale} translation was reviewed on `{date}`, which lies in the future");
            Diagnostic::new(TIM_01.id, TIM_01.severity_at(c.stage), message).path(path)
        };
        let mut found = Vec::new();
        if let Some(date) = ahead(translation.file.reviewed_on) {
            let mut diagnostic = say(date, "reviewed_on");
            if let Some(source) = translation.source {
                let text = case.sources.get(source).map_or("", |file| &*file.text);
                let written = date.to_string();
                // The head of the file comes before its blocks, so the first place of the key is the file's own.
                let at = text.find("reviewed_on:").and_then(|key| Some(key + text.get(key..)?.find(&written)?));
                diagnostic = diagnostic.label(source, at.map_or(0..0, |at| at..at + written.len()), "");
            }
            found.push(diagnostic);
        }
        for block in &translation.file.blocks {
            let (Some(date), Some(origin)) = (ahead(block.reviewed_on), block.text.origin()) else { continue };
            let range = origin.start as usize..origin.end as usize;
            found.push(say(date, &block.path).label(SourceId(origin.file), range, ""));
        }
        found.into_iter().for_each(|diagnostic| c.push(diagnostic));
    }
}

/// The calendar day of a moment: in its own zone or in UTC, whichever is earlier, so that no zone puts it ahead.
fn day_of(moment: &Moment) -> NaiveDate {
    moment.0.date_naive().min(moment.0.naive_utc().date())
}

/// Attestations between complete records and release; waivers and amendments not ahead.
fn signed(c: &mut Checker<'_>) {
    let (content, day) = (c.content, c.day);
    let dates = &content.dates;
    let ready = dates.records_complete.unwrap_or(dates.requested);
    // What belongs to an amended version comes after the release of the one before.
    let amended = content.amendments.iter().map(|amendment| amendment.at).min();
    for (index, attestation) in content.attestations.iter().enumerate() {
        let path = format!("attestations.{}.at", index + 1);
        let on = day_of(&attestation.at);
        if attestation.at.0.date_naive() < ready.earliest() {
            let what = if dates.records_complete.is_some() { "the records were complete" } else { "it was asked for" };
            c.report(&TIM_03, path, format!("signed on {on}, before {what} (`{ready}`)"));
        } else if amended.is_some_and(|first| attestation.at >= first) {
            continue;
        } else if let Some(released) = dates.released.filter(|released| on > released.latest()) {
            c.report(&TIM_03, path, format!("signed on {on}, after the release on `{released}`"));
        } else if on > day && knows_the_day(c) {
            c.report(&TIM_01, path, format!("signed on {on}, which lies in the future: the case is checked for {day}"));
        }
    }
    if (amended.is_some() && dates.released.is_some()) || !knows_the_day(c) {
        return;
    }
    let amendments = content.amendments.iter().enumerate().map(|(n, a)| (format!("amendments.{}.at", n + 1), a.at));
    let waivers = content.waivers.iter().enumerate().map(|(n, w)| (format!("waivers.{}.at", n + 1), w.at));
    for (path, at) in amendments.chain(waivers) {
        let on = day_of(&at);
        if on > day {
            c.report(&TIM_01, path, format!("{on} lies in the future: the case is checked for {day}"));
        }
    }
}

/// Requested, received, complete, due, released: each no earlier than the one before, where both are known well enough.
fn order(c: &mut Checker<'_>) {
    let (content, day) = (c.content, c.day);
    let dates = &content.dates;
    let before = |a: PDate, b: PDate| a.latest() < b.earliest();
    let requested = dates.requested;
    let complete = dates.records_complete;
    let mut settled = complete;
    if let Some(complete) = complete.filter(|complete| before(*complete, requested)) {
        let message =
            format!("the records were complete on `{complete}`, before the opinion was asked for (`{requested}`)");
        c.report(&TIM_03, "dates.records_complete", message);
        settled = None;
    }
    let (from, what) = match settled {
        Some(complete) => (complete, "the records were complete"),
        None => (requested, "it was asked for"),
    };
    for (key, date, word) in [("due", dates.due, "due"), ("released", dates.released, "released")] {
        if let Some(date) = date.filter(|date| before(*date, from)) {
            c.report(&TIM_03, format!("dates.{key}"), format!("{word} on `{date}`, before {what} (`{from}`)"));
        }
    }
    for record in &content.records {
        let Some(received) = record.received_on else { continue };
        if received.earliest() > day || record.date.earliest() > day {
            continue;
        }
        let path = format!("records.{}.received_on", record.id);
        if before(received, record.date) {
            let message = format!("`{}` came in on `{received}`, before it was made (`{}`)", record.id, record.date);
            c.report(&TIM_03, path, message);
        } else if let Some(complete) =
            settled.filter(|complete| before(*complete, received) && !record.not_contributory)
        {
            let message =
                format!("`{}` came in on `{received}`, after the records were complete (`{complete}`)", record.id);
            c.report(&TIM_03, path, message);
        }
    }
    for finding in &content.findings {
        for (series, measured) in finding.measured.iter().enumerate() {
            for (index, value) in measured.values.iter().enumerate() {
                let record = content.records.iter().find(|record| Some(&record.id) == value.record.as_ref());
                let Some(received) = record.and_then(|record| record.received_on) else { continue };
                if value.date.earliest() <= day && before(received, value.date) {
                    let path = format!("findings.{}.measured.{}.values.{}.date", finding.id, series + 1, index + 1);
                    let message = format!("measured on `{}`, after its record had come in (`{received}`)", value.date);
                    c.report(&TIM_03, path, message);
                }
            }
        }
    }
}

/// Dates in digits, in every locale. The patient's own words are nobody's to change.
fn ambiguous(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for block in c.editions.iter().flat_map(|edition| &edition.blocks) {
        if block.audience == Audience::OwnWords {
            continue;
        }
        for range in ambiguous_dates(block.plain()) {
            let written = block.plain().get(range.clone()).unwrap_or_default();
            let message = format!("`{written}` can be read in two ways");
            found.push(c.in_text(&TIM_04, block, range, message));
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// Later than due, or than the institution allows after complete records.
fn turnaround(c: &mut Checker<'_>) {
    let content = c.content;
    let dates = &content.dates;
    // Before release a case is late only when it is about to be released.
    let (day, key) = match dates.released {
        Some(released) => (released.earliest(), "released"),
        None if c.stage == Stage::Release => (c.day, if dates.due.is_some() { "due" } else { "records_complete" }),
        None => return,
    };
    let message = match (dates.due, dates.records_complete) {
        (Some(due), complete) => {
            // A due day before the records were complete is itself wrong, and said so.
            let wrong = complete.is_some_and(|complete| due.latest() < complete.earliest());
            (day > due.latest() && !wrong).then(|| format!("the report was due on `{due}`, and it is {day}"))
        }
        (None, Some(complete)) => {
            let days = business_days(complete.latest(), day);
            let most = i64::from(c.settings.thresholds.turnaround_days);
            (days > most).then(|| {
                format!("{days} business days lie between complete records and the report, {most} are allowed")
            })
        }
        (None, None) => None,
    };
    if let Some(message) = message {
        let diagnostic = c.at(&TIM_05, format!("dates.{key}"), message).path("dates");
        c.push(diagnostic);
    }
}

/// Days from Monday to Friday after `from`, up to and with `to`; none if `to` is not later.
fn business_days(from: NaiveDate, to: NaiveDate) -> i64 {
    // Whole weeks have five each; what is left is counted from the day of the week.
    let days = (to - from).num_days().max(0);
    let start = i64::from(from.weekday().num_days_from_monday());
    (days / 7) * 5 + (1..=days % 7).filter(|n| (start + n) % 7 < 5).count() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_days_leave_out_weekends() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (from, to, days) in [
            ("2026-02-20", "2026-03-06", 10),
            ("2026-02-20", "2026-02-22", 0),
            ("2026-02-20", "2026-02-23", 1),
            ("2026-02-21", "2026-02-27", 5),
            ("2026-02-22", "2026-03-02", 6),
            ("2026-03-06", "2026-02-20", 0),
        ] {
            let (from, to) = (date(from), date(to));
            assert_eq!(business_days(from, to), days, "{from} {to}");
            let counted = from.iter_days().skip(1).take_while(|d| *d <= to);
            let counted = counted.filter(|d| d.weekday().num_days_from_monday() < 5).count();
            assert_eq!(i64::try_from(counted).unwrap(), days);
        }
    }
}
