//! CSL-JSON (the input schema of the Citation Style Language), as Zotero, Mendeley, pandoc and Crossref write it.
//!
//! The items are cut apart before `serde_json` sees them, so that one broken item costs only itself.

use std::ops::Range;

use serde_json::{Map, Value};

use super::read::{Intake, MAX_NAMES};
use super::reference::{Date, Kind, Name, Person, Reference, Season};
use super::{dates, language, names};

/// Reads all items of the file: an array, an object with `items`, an object of items by key, or a single item.
pub(super) fn read(intake: &mut Intake) {
    let whole = intake.text;
    let start = whole.len() - whole.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).len();
    if start == whole.len() {
        return;
    }
    items(intake, start, 0);
}

fn items(intake: &mut Intake, start: usize, depth: usize) {
    let whole = intake.text;
    let (members, problem) = members(whole, start);
    let scalar =
        |value: &Range<usize>| whole.as_bytes().get(value.start).is_some_and(|byte| !matches!(byte, b'{' | b'['));
    let object = whole.as_bytes().get(start) == Some(&b'{');
    if object {
        let single = members
            .iter()
            .any(|(key, value)| matches!(key.as_deref(), Some("type" | "title" | "DOI")) && scalar(value));
        if single && problem.is_none() {
            let end = members.last().map_or(start, |(_, value)| value.end);
            let end = whole.get(end..).and_then(|rest| rest.find('}')).map_or(whole.len(), |at| end + at + 1);
            item(intake, None, start..end);
            return;
        }
        let list = members.iter().find(|(key, _)| matches!(key.as_deref(), Some("items" | "references")));
        if let Some((_, list)) = list
            && depth == 0
        {
            return items(intake, list.start, 1);
        }
    }
    for (key, value) in members {
        if whole.as_bytes().get(value.start) != Some(&b'{') {
            if !intake.admit(value.start) {
                return;
            }
            let line = intake.line_of(value.start);
            intake.lost(line, "an item is not an object", "write every reference as `{ … }`");
        } else if !item(intake, key, value) {
            return;
        }
    }
    if let Some((at, message)) = problem {
        let line = intake.line_of(at);
        intake.lost(line, message, "check commas, quotation marks and brackets from here on");
    }
}

type Member = (Option<String>, Range<usize>);

/// The members of the array or object that starts at `start`, and the first thing that is wrong with it.
fn members(whole: &str, start: usize) -> (Vec<Member>, Option<(usize, &'static str)>) {
    let bytes = whole.as_bytes();
    let object = bytes.get(start) == Some(&b'{');
    if !object && bytes.get(start) != Some(&b'[') {
        return (Vec::new(), Some((start, "the file is not a JSON array or object")));
    }
    let mut out = Vec::new();
    let mut at = start + 1;
    loop {
        at = skip_space(bytes, at, true);
        match bytes.get(at) {
            Some(b']' | b'}') => return (out, None),
            None => return (out, Some((start, "the list is never closed"))),
            _ => {}
        }
        let mut key = None;
        if object {
            let end = value_end(bytes, at);
            let name = end.and_then(|end| whole.get(at..end)).and_then(|raw| serde_json::from_str::<String>(raw).ok());
            let (Some(name), Some(end)) = (name, end) else {
                return (out, Some((at, "a member has no name")));
            };
            key = Some(name);
            at = skip_space(bytes, end, false);
            if bytes.get(at) != Some(&b':') {
                return (out, Some((at, "a colon is missing")));
            }
            at = skip_space(bytes, at + 1, false);
        }
        let Some(end) = value_end(bytes, at).filter(|end| *end > at) else {
            return (out, Some((at, "the item is never closed")));
        };
        out.push((key, at..end));
        at = end;
    }
}

fn skip_space(bytes: &[u8], mut at: usize, commas: bool) -> usize {
    while let Some(byte) = bytes.get(at)
        && (byte.is_ascii_whitespace() || (commas && *byte == b','))
    {
        at += 1;
    }
    at
}

/// One past the end of the JSON value at `at`; brackets inside strings do not count.
fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut inside = false;
    let mut index = at;
    while let Some(byte) = bytes.get(index) {
        match byte {
            b'\\' if inside => index += 1,
            b'"' => {
                inside = !inside;
                if !inside && depth == 0 {
                    return Some(index + 1);
                }
            }
            _ if inside => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                // The bracket that closes the list ends a number or word before it.
                if depth == 0 {
                    return Some(index);
                }
                depth -= 1;
                if depth == 0 {
                    return Some(index + 1);
                }
            }
            b',' | b':' if depth == 0 => return Some(index),
            _ => {}
        }
        index += 1;
    }
    None
}

fn item(intake: &mut Intake, key: Option<String>, range: Range<usize>) -> bool {
    if !intake.admit(range.start) {
        return false;
    }
    // `serde_json` itself refuses more than 128 levels.
    let parsed = serde_json::from_str::<Map<String, Value>>(intake.text.get(range.clone()).unwrap_or_default());
    let map = match parsed {
        Ok(map) => map,
        Err(error) => {
            let before = intake
                .text
                .get(range.clone())
                .unwrap_or_default()
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1));
            let line = range.start + before.map(str::len).sum::<usize>();
            let place = intake.line_of(line);
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            intake.lost(
                place,
                format!("the item cannot be read: {message}"),
                "check commas, quotation marks and brackets",
            );
            return true;
        }
    };
    let reference = convert(intake, &map, key, range);
    intake.push(reference);
    true
}

fn convert(intake: &mut Intake, map: &Map<String, Value>, key: Option<String>, range: Range<usize>) -> Reference {
    let mut get = |names: &[&str]| -> Option<String> {
        let (name, value) =
            names.iter().find_map(|name| map.get(*name).and_then(scalar).map(|value| (*name, value)))?;
        intake.field(name, &value, &range)
    };
    let mut reference = Reference { span: range.clone(), ..Reference::default() };
    reference.key = get(&["id", "citation-key"]).or(key).map(|key| key.trim().to_owned()).unwrap_or_default();
    let kind = get(&["type"]).unwrap_or_default();
    reference.title = get(&["title"]).unwrap_or_default();
    // Besides the schema's names those of near relatives (Reflib, Crossref) are understood.
    reference.container = get(&["container-title", "journal"]);
    reference.container_short = get(&["container-title-short", "journalAbbreviation"]);
    reference.volume = get(&["volume"]);
    reference.issue = get(&["issue"]);
    reference.pages = get(&["page", "pages"]);
    reference.publisher = get(&["publisher"]);
    reference.place = get(&["publisher-place"]);
    reference.edition = get(&["edition"]);
    reference.series = get(&["collection-title"]);
    reference.genre = get(&["genre"]);
    reference.event =
        get(&["event-title", "event"]).filter(|_| map.get("event").is_none_or(|event| !event.is_object()));
    reference.event_place = get(&["event-place"]);
    reference.doi = get(&["DOI", "doi"]);
    reference.pmid = get(&["PMID", "pmid"]);
    reference.pmcid = get(&["PMCID", "pmcid"]);
    reference.url = get(&["URL", "url"]);
    reference.language = get(&["language"]).and_then(|raw| language::tag(&raw));
    let number = get(&["number"]);
    let note = get(&["note"]).unwrap_or_default();
    let status = get(&["status"]).unwrap_or_default().to_lowercase();
    let event_date = map.get("event-date").and_then(date);
    let (year, day) = (get(&["year"]), get(&["date"]));

    reference.kind = self::kind(&kind, &reference);
    match reference.kind {
        Kind::Article if map.contains_key("journal") && reference.issue.is_none() => reference.issue = number,
        Kind::Article => reference.article_number = number,
        _ => reference.number = number,
    }
    reference.authors = people(map.get("author").or(map.get("authors")));
    reference.editors = people(map.get("editor").or(map.get("container-author")));
    reference.event_date = event_date.map(|date| match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{}-{month:02}", date.year),
        _ => date.year.to_string(),
    });
    reference.accessed = map.get("accessed").and_then(date);
    reference.epub = map.get("available-date").and_then(date);
    reference.retracted = status == "retracted" || map.get("retracted") == Some(&Value::Bool(true));
    // Zotero keeps what CSL has no variable for in the note, one `Name: value` a line.
    for line in note_lines(map.get("note"), &note) {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "pmid" => reference.pmid = reference.pmid.take().or(Some(value.trim().to_owned())),
            "pmcid" => reference.pmcid = reference.pmcid.take().or(Some(value.trim().to_owned())),
            "doi" => reference.doi = reference.doi.take().or(Some(value.trim().to_owned())),
            _ => {}
        }
    }
    set_date(intake, &mut reference, map.get("issued"), year, day);
    reference
}

fn note_lines(value: Option<&Value>, cleaned: &str) -> Vec<String> {
    match value.and_then(Value::as_str) {
        Some(raw) => raw.lines().take(100).map(|line| super::text::cut(line, 200).to_owned()).collect(),
        None => vec![cleaned.to_owned()],
    }
}

fn set_date(
    intake: &mut Intake,
    reference: &mut Reference,
    issued: Option<&Value>,
    year: Option<String>,
    day: Option<String>,
) {
    reference.date = issued.and_then(date);
    if reference.date.is_some() {
        return;
    }
    let literal = issued.and_then(|issued| match issued {
        Value::Object(map) => map.get("raw").or(map.get("literal")).and_then(scalar),
        other => scalar(other),
    });
    let beside = year.map(|year| match day.filter(|day| dates::parse(day).is_none()) {
        Some(day) => format!("{year} {day}"),
        None => year,
    });
    if let Some(raw) = literal.or(beside) {
        intake.set_date(reference, &raw);
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        // Crossref writes titles as lists of one.
        Value::Array(list) => match list.first() {
            Some(Value::String(text)) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn date(value: &Value) -> Option<Date> {
    let Value::Object(map) = value else {
        return scalar(value).and_then(|raw| dates::parse(&raw));
    };
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let parts = map.get("date-parts").and_then(Value::as_array);
    let part = |which: usize, index: usize| parts?.get(which)?.as_array()?.get(index).and_then(number);
    let small = |value: Option<i64>| value.and_then(|value| u8::try_from(value).ok());
    let Some(year) = part(0, 0).and_then(|year| i32::try_from(year).ok()).filter(|year| *year != 0) else {
        let raw = map.get("raw").or(map.get("literal")).and_then(scalar)?;
        return dates::parse(&raw);
    };
    let mut date = Date::of(year, small(part(0, 1)), small(part(0, 2)));
    if date.day.is_none() && part(1, 0) == Some(i64::from(year)) {
        date.end_month = small(part(1, 1))
            .filter(|month| (1..=12).contains(month) && date.month.is_some() && Some(*month) != date.month);
    }
    if date.month.is_none() {
        date.season = match map.get("season").and_then(number) {
            Some(1 | 21) => Some(Season::Spring),
            Some(2 | 22) => Some(Season::Summer),
            Some(3 | 23) => Some(Season::Autumn),
            Some(4 | 24) => Some(Season::Winter),
            _ => None,
        };
    }
    Some(date)
}

fn people(value: Option<&Value>) -> Vec<Name> {
    let Some(Value::Array(list)) = value else {
        return Vec::new();
    };
    list.iter().take(MAX_NAMES + 1).filter_map(name).collect()
}

fn name(value: &Value) -> Option<Name> {
    let Value::Object(map) = value else {
        return value.as_str().and_then(names::inverted);
    };
    let get =
        |name: &str| map.get(name).and_then(Value::as_str).map(super::text::clean).filter(|text| !text.is_empty());
    if let Some(literal) = get("literal").or_else(|| get("name")) {
        return Some(Name::Group(literal));
    }
    let (family, given) = (get("family"), get("given").unwrap_or_default());
    let family = match family {
        Some(family) if given.is_empty() => return names::inverted(&family),
        Some(family) => family,
        None => return (!given.is_empty()).then_some(Name::Group(given)),
    };
    let particles = [get("dropping-particle"), get("non-dropping-particle")];
    let particle = particles.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let suffix = get("suffix").unwrap_or_default();
    Some(match particle.is_empty() {
        true => names::person(&family, &given, &suffix),
        false => Name::Person(Person { family, given, particle, suffix }),
    })
}

fn kind(kind: &str, reference: &Reference) -> Kind {
    match kind {
        "article-journal" | "article-magazine" | "article-newspaper" | "review" | "journal-article"
        | "journalArticle" => Kind::Article,
        // `article` is a preprint in CSL 1.0.2; older exports mean a journal's.
        "article" if reference.container.is_some() => Kind::Article,
        "book" | "collection" | "classic" | "monograph" | "edited-book" => Kind::Book,
        "chapter" | "entry" | "entry-dictionary" | "entry-encyclopedia" | "book-chapter" => Kind::Chapter,
        "report" | "standard" | "regulation" => Kind::Report,
        "webpage" | "post-weblog" | "post" | "dataset" => Kind::WebPage,
        "thesis" | "dissertation" => Kind::Thesis,
        "paper-conference" | "speech" | "event" | "proceedings-article" => Kind::Conference,
        _ => Kind::Other,
    }
}
