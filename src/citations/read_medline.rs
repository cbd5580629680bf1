//! PubMed's own format (`.nbib`): MEDLINE display tags, NLM's "MEDLINE/PubMed Data Element (Field) Descriptions".

use std::ops::Range;

use super::read::{Intake, MAX_NAMES};
use super::read_ris::lines;
use super::reference::{Kind, Name, Reference};
use super::{dates, language, names, text};

const MAX_FIELDS: usize = 20_000;

struct Record<'a> {
    range: Range<usize>,
    fields: Vec<(&'a str, String)>,
}

/// Tag and value of a line such as `TI  - A title`: a tag of up to four characters padded to four, then `- `.
fn tag_line(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{FEFF}');
    let (head, value) = (line.get(..4)?, line.get(4..)?);
    let tag = head.trim_end_matches(' ');
    let is_tag = tag.len() >= 2 && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = value.strip_prefix('-')?;
    (is_tag && (value.is_empty() || value.starts_with(' '))).then(|| (tag, value.trim()))
}

/// Reads all records of the file.
pub(super) fn read(intake: &mut Intake) {
    let whole = intake.text;
    let mut record: Option<Record> = None;
    for (start, line) in lines(whole) {
        let end = start + line.len();
        if let Some((tag, value)) = tag_line(line) {
            if tag == "PMID" || record.is_none() {
                if let Some(record) = record.take()
                    && !finish(intake, &record)
                {
                    return;
                }
                record = Some(Record { range: start..end, fields: Vec::new() });
            }
            if let Some(record) = &mut record
                && record.fields.len() < MAX_FIELDS
            {
                record.range.end = end;
                record.fields.push((tag, value.to_owned()));
            }
        } else if line.starts_with(' ')
            && let Some(record) = &mut record
            && let Some((_, value)) = record.fields.last_mut()
        {
            // Long values go on, indented.
            record.range.end = end;
            if value.len() < super::read::MAX_FIELD {
                value.push(' ');
                value.push_str(line.trim());
            }
        }
    }
    if let Some(record) = record {
        finish(intake, &record);
    }
}

fn finish(intake: &mut Intake, record: &Record) -> bool {
    if !intake.admit(record.range.start) {
        return false;
    }
    let reference = convert(intake, record);
    intake.push(reference);
    true
}

fn convert(intake: &mut Intake, record: &Record) -> Reference {
    let all =
        |tag: &'static str| record.fields.iter().filter(move |(name, _)| *name == tag).map(|(_, value)| value.as_str());
    let first = |tag: &'static str| all(tag).find_map(|value| text::some(text::cut(value, super::read::MAX_FIELD)));
    let types: Vec<String> = all("PT").map(str::to_lowercase).collect();
    let is = |name: &str| types.iter().any(|kind| kind == name);
    let book = first("BTI");
    let kind = if book.is_some() && first("TI").is_some_and(|title| Some(title) != book) {
        Kind::Chapter
    } else if book.is_some() || is("book") {
        Kind::Book
    } else {
        Kind::Article
    };
    let mut reference = Reference { kind, span: record.range.clone(), ..Reference::default() };
    // The vernacular title is the one on the paper; PubMed's own translation stands in brackets.
    let translated = first("TI").or(book.clone()).unwrap_or_default();
    match first("TT").filter(|_| translated.starts_with('[')) {
        Some(original) => {
            let inside = translated.trim_end_matches('.').trim_start_matches('[').trim_end_matches(']');
            reference.translated_title = text::some(inside);
            reference.title = original;
        }
        None => reference.title = translated,
    }
    reference.authors = people(record);
    reference.editors =
        all("FED").chain(all("ED").filter(|_| all("FED").next().is_none())).filter_map(names::inverted).collect();
    reference.container = if kind == Kind::Chapter { book } else { first("JT") };
    reference.container_short = first("TA");
    reference.volume = first("VI");
    reference.issue = first("IP");
    reference.publisher = first("PB");
    reference.place = if kind == Kind::Article { None } else { first("PL") };
    reference.edition = first("EN");
    reference.pages = first("PG");
    reference.language = first("LA").and_then(|raw| language::tag(&raw));
    reference.pmid = first("PMID");
    reference.pmcid = first("PMC");
    for value in all("LID").chain(all("AID")) {
        if let Some(doi) = value.strip_suffix("[doi]") {
            reference.doi.get_or_insert_with(|| doi.trim().to_owned());
        }
    }
    // A location that is neither DOI nor publisher's number is the article number.
    reference.article_number = all("LID").find(|value| !value.contains('[')).and_then(text::some);
    set_dates(intake, record, &mut reference);
    reference.genre = ["letter", "editorial", "preprint"].into_iter().find(|name| is(name)).map(str::to_owned);
    reference.retracted = is("retracted publication") || all("RIN").next().is_some();
    reference
}

/// Authors with full names where the record has them (`FAU`, from 2002 on), groups (`CN`) in their place.
fn people(record: &Record) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut full = false;
    for (tag, value) in &record.fields {
        match *tag {
            "FAU" => {
                out.extend(names::inverted(value));
                full = true;
            }
            // Each `AU` repeats the `FAU` before it, except in older records, which have no `FAU`.
            "AU" if full => full = false,
            "AU" => out.extend(names::inverted(value)),
            "CN" => out.extend(text::some(value).map(Name::Group)),
            _ => {}
        }
        if out.len() > MAX_NAMES {
            break;
        }
    }
    out
}

fn set_dates(intake: &mut Intake, record: &Record, reference: &mut Reference) {
    let first = |tag: &str| record.fields.iter().find(|(name, _)| *name == tag).map(|(_, value)| value.clone());
    if let Some(raw) = first("DP") {
        intake.set_date(reference, &raw);
    }
    let electronic = first("DEP").and_then(|raw| dates::parse(&raw));
    match first("PST").as_deref() {
        // Only ever electronic: that day is the day of publication, and the issue's date a later collection.
        Some("epublish") => reference.date = electronic.or(reference.date),
        _ => reference.epub = electronic,
    }
    if reference.epub == reference.date {
        reference.epub = None;
    }
}
