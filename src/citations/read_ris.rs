//! RIS, the tagged format of reference managers (Research Information Systems, 2001 and 2011 tags).
//!
//! Every exporter has its own idea of it, so tags are taken by meaning: `T1`/`TI`, `A1`/`AU`, `Y1`/`PY`/`DA` and so on.

use std::ops::Range;

use super::read::{Intake, MAX_NAMES};
use super::reference::{Date, Kind, Name, Reference};
use super::{dates, language, names, text};

/// Longest record that is kept, in fields.
const MAX_FIELDS: usize = 20_000;

/// Tag and value of a line such as `TI  - A title`; one or two spaces before the hyphen, and none behind it, are met too.
pub(super) fn tag_line(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{FEFF}');
    let tag = line.get(..2)?;
    let mut letters = tag.bytes();
    let is_tag = letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
        && letters.next().is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let rest = line.get(2..)?;
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let value = rest.get(gap..)?.strip_prefix('-')?;
    let value_starts = value.is_empty() || value.starts_with([' ', '\t', '\r']);
    (is_tag && (1..=3).contains(&gap) && value_starts).then(|| (tag, value.trim()))
}

/// Lines with their places; `\r\n`, `\n` and the lone `\r` of old exports all end one.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// Fields of one record in order, with where they stand.
#[derive(Default)]
struct Record<'a> {
    start: usize,
    end: usize,
    fields: Vec<(&'a str, String)>,
    closed: bool,
}

/// Reads all records of the file.
pub(super) fn read(intake: &mut Intake) {
    let mut record: Option<Record> = None;
    let whole = intake.text;
    for (start, line) in lines(whole) {
        let end = start + line.len();
        match tag_line(line) {
            Some(("TY", value)) => {
                if !finish(intake, record.take()) {
                    return;
                }
                record = Some(Record { start, end, fields: vec![("TY", value.to_owned())], closed: false });
            }
            Some(("ER", _)) => {
                if let Some(mut record) = record.take() {
                    record.closed = true;
                    record.end = end;
                    if !finish(intake, Some(record)) {
                        return;
                    }
                }
            }
            Some((tag, value)) => match &mut record {
                Some(record) => {
                    record.end = end;
                    if record.fields.len() < MAX_FIELDS {
                        record.fields.push((tag, value.to_owned()));
                    }
                }
                // A record that lost its first line still is one; a lone note after `ER` is not.
                None if matches!(tag, "TI" | "T1" | "AU" | "A1") => {
                    intake.damaged(
                        start..end,
                        "the record has no `TY` line",
                        "start every record with its type, such as `TY  - JOUR`",
                    );
                    record = Some(Record { start, end, fields: vec![(tag, value.to_owned())], closed: false });
                }
                None => {}
            },
            // A line without tag goes on with the one before.
            None => {
                if let Some(record) = &mut record
                    && !line.trim().is_empty()
                    && let Some((_, value)) = record.fields.last_mut()
                {
                    record.end = end;
                    // Abstracts and notes may go on for ever; nothing that is printed does.
                    if value.len() < 2 * super::read::MAX_FIELD {
                        value.push('\n');
                        value.push_str(line.trim());
                    }
                }
            }
        }
    }
    finish(intake, record);
}

fn finish(intake: &mut Intake, record: Option<Record>) -> bool {
    let Some(record) = record else { return true };
    if !intake.admit(record.start) {
        return false;
    }
    if !record.closed {
        let line = intake.line_of(record.start);
        intake.damaged(line, "the record has no `ER` line", "end every record with `ER  - `");
    }
    let reference = convert(intake, &record);
    intake.push(reference);
    true
}

fn convert(intake: &mut Intake, record: &Record) -> Reference {
    let range: Range<usize> = record.start..record.end;
    let first = |tags: &[&str]| -> Option<String> {
        tags.iter().find_map(|tag| {
            let found = record.fields.iter().filter(|(name, _)| name == tag).map(|(_, value)| value.as_str());
            found.map(|value| text::cut(value, super::read::MAX_FIELD)).find_map(text::some)
        })
    };
    let line = |tags: &[&str]| -> Option<String> {
        // Of a value over several lines only the first is the value; the rest is what a program put below it.
        tags.iter().find_map(|tag| {
            let found = record.fields.iter().filter(|(name, _)| name == tag);
            found
                .filter_map(|(_, value)| value.lines().next())
                .map(|value| text::cut(value, super::read::MAX_FIELD))
                .find_map(text::some)
        })
    };
    let people = |tags: &[&str]| -> Vec<Name> {
        let values = record.fields.iter().filter(|(name, _)| tags.contains(name));
        values.flat_map(|(_, value)| value.lines()).filter_map(names::inverted).take(MAX_NAMES + 1).collect()
    };
    let mut reference = Reference { span: range.clone(), ..Reference::default() };
    let ty = line(&["TY"]).unwrap_or_default();
    reference.kind = match kind(&ty.to_ascii_uppercase()) {
        Some(kind) => kind,
        None => {
            let message = if ty.is_empty() {
                "the record has no type".to_owned()
            } else {
                format!("unknown type of reference `{}`", text::cut(&ty, 40))
            };
            intake.damaged(
                intake.line_of(record.start),
                message,
                "use `JOUR`, `BOOK`, `CHAP`, `RPRT`, `ELEC`, `THES` or `CONF`",
            );
            Kind::Other
        }
    };
    let part = matches!(reference.kind, Kind::Chapter | Kind::Conference);
    reference.title = first(&["TI", "T1", "CT"]).or_else(|| first(&["BT"]).filter(|_| !part)).unwrap_or_default();
    reference.authors = people(&["AU", "A1"]);
    reference.editors = people(if reference.kind == Kind::Article { &["ED"] } else { &["A2", "ED"] });
    // `ED` is the edition in some programs.
    if reference.kind != Kind::Article
        && reference
            .editors
            .iter()
            .all(|name| matches!(name, Name::Group(name) if name.starts_with(|c: char| c.is_ascii_digit())))
    {
        reference.editors.clear();
    }
    let full =
        line(&["JF", "T2", "JO", "BT"]).filter(|title| *title != reference.title || reference.kind == Kind::Article);
    let short = line(&["J2", "JA", "JI", "J9", "J1"]).or_else(|| line(&["JO"]));
    match reference.kind {
        Kind::Article => {
            (reference.container, reference.container_short) = (full.or_else(|| short.clone()), short);
        }
        Kind::Book | Kind::Report | Kind::Thesis => {
            reference.series = line(&["T2", "T3"]).filter(|title| *title != reference.title)
        }
        _ => {
            (reference.container, reference.series) = (full, line(&["T3"]));
        }
    }
    reference.volume = line(&["VL"]);
    match reference.kind {
        Kind::Report => reference.number = line(&["IS", "M1", "SN"]).filter(|number| !is_serial(number)),
        _ => reference.issue = line(&["IS"]).or_else(|| line(&["CP"])),
    }
    pages(&mut reference, line(&["SP"]), line(&["EP"]));
    reference.article_number = line(&["C7"]).map(|number| number.trim_start_matches("Art. No. ").to_owned());
    reference.publisher = line(&["PB", "PU"]);
    reference.place = line(&["CY", "PI", "PP"]);
    if reference.kind == Kind::Conference {
        reference.event = line(&["T3", "C3"]);
        (reference.event_date, reference.event_place) = (line(&["C2"]).filter(|_| ty != "JOUR"), line(&["C1"]));
    }
    reference.doi = line(&["DO", "DI"]).or_else(|| line(&["L3", "M3"]).filter(|value| value.starts_with("10.")));
    reference.url = line(&["UR", "LK"]).filter(|address| address.starts_with("http"));
    reference.language = line(&["LA"]).and_then(|raw| language::tag(&raw));
    reference.accessed = line(&["Y2", "RD"]).and_then(|raw| dates::parse(&raw));
    set_dates(intake, &mut reference, &line);
    set_pubmed(&mut reference, record, &line);
    reference.genre = match ty.to_ascii_uppercase().as_str() {
        "ABST" => Some("abstract".to_owned()),
        "THES" => line(&["M3"]).filter(|kind| kind.len() < 60),
        _ => None,
    };
    if let Some(id) = line(&["ID"]).filter(|id| is_key(id)) {
        reference.key = id;
    }
    reference
}

/// PubMed numbers: Ovid and EndNote put the PMID in `AN`, EndNote the PMCID in `C2`, Zotero both in notes.
fn set_pubmed(reference: &mut Reference, record: &Record, line: &dyn Fn(&[&str]) -> Option<String>) {
    let pubmed = line(&["DP", "DB"])
        .is_some_and(|source| ["nlm", "pubmed", "medline"].contains(&source.to_lowercase().as_str()));
    reference.pmid = line(&["AN"]).filter(|number| pubmed && number.bytes().all(|byte| byte.is_ascii_digit()));
    reference.pmcid = line(&["C2"]).filter(|number| number.starts_with("PMC"));
    for (_, value) in record.fields.iter().filter(|(tag, _)| matches!(*tag, "N1" | "M1" | "AN" | "C6" | "U1")) {
        for note in value.lines().flat_map(|note| note.split(';')).map(str::trim) {
            if let Some(number) = note.strip_prefix("PMCID:") {
                reference.pmcid.get_or_insert_with(|| number.trim().to_owned());
            } else if let Some(number) = note.strip_prefix("PMID:") {
                reference.pmid.get_or_insert_with(|| number.trim().to_owned());
            } else if note.eq_ignore_ascii_case("retracted publication") {
                reference.retracted = true;
            }
        }
    }
}

fn set_dates(intake: &mut Intake, reference: &mut Reference, line: &dyn Fn(&[&str]) -> Option<String>) {
    let year = line(&["PY", "Y1"]);
    let date = line(&["DA"]);
    // `DA` may be a whole date, or only `Nov` or `Mar 9` beside the year.
    let whole = date.as_deref().and_then(dates::parse);
    let joined = match (&year, &date) {
        (Some(year), Some(date)) if whole.is_none() => dates::parse(&format!("{} {date}", year.trim_end_matches('/'))),
        _ => None,
    };
    let of_year = year.as_deref().and_then(dates::parse);
    // A date that contradicts the year is that of something else, such as the export.
    let agree = |date: &Date| {
        of_year.is_none_or(|year| year.year == date.year && year.month.is_none_or(|month| date.month == Some(month)))
    };
    reference.date = whole.or(joined).filter(agree).or(of_year);
    if reference.date.is_none()
        && let Some(raw) = year.or(date)
    {
        intake.set_date(reference, &raw);
    }
    if let Some(edition) = line(&["ET"]) {
        // PubMed through EndNote puts the day of the electronic publication here.
        match dates::parse(&edition) {
            Some(epub) if reference.kind == Kind::Article => reference.epub = Some(epub),
            _ => reference.edition = Some(edition),
        }
    }
}

fn pages(reference: &mut Reference, start: Option<String>, end: Option<String>) {
    let pages = match (start, end) {
        (Some(start), Some(end)) if start != end && !start.contains('-') => Some(format!("{start}-{end}")),
        (start, end) => start.or(end),
    };
    // Ovid writes `No Pagination Specified` over the two fields.
    reference.pages = pages.filter(|pages| !pages.to_lowercase().starts_with("no"));
}

fn is_serial(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    number.contains('-')
        && (7..=13).contains(&digits)
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'X')
}

/// Whether an `ID` is a citation key someone chose, and not a running number.
fn is_key(id: &str) -> bool {
    id.len() <= 80
        && id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:+".contains(&byte))
}

fn kind(ty: &str) -> Option<Kind> {
    Some(match ty {
        "JOUR" | "EJOUR" | "MGZN" | "NEWS" | "ABST" | "INPR" | "JFULL" | "ARTICLE" => Kind::Article,
        "BOOK" | "EBOOK" | "EDBOOK" | "CLSWK" | "CTLG" | "SER" | "PAMP" | "ANCIENT" => Kind::Book,
        "CHAP" | "ECHAP" | "DICT" | "ENCYC" => Kind::Chapter,
        "RPRT" | "GOVDOC" | "STAND" | "GRNT" | "CTRIAL" => Kind::Report,
        "ELEC" | "WEB" | "BLOG" | "ICOMM" => Kind::WebPage,
        "THES" => Kind::Thesis,
        "CONF" | "CPAPER" => Kind::Conference,
        "ADVS" | "AGGR" | "ART" | "BILL" | "CASE" | "CHART" | "COMP" | "DATA" | "DBASE" | "EQUA" | "FIGURE" | "GEN"
        | "HEAR" | "INTV" | "LEGAL" | "MANSCPT" | "MAP" | "MPCT" | "MULTI" | "MUSIC" | "PAT" | "PCOMM" | "POD"
        | "PRESS" | "SLIDE" | "SOUND" | "STAT" | "UNBILL" | "UNPB" | "VIDEO" => Kind::Other,
        _ => return None,
    })
}
