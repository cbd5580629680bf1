//! Hayagriva YAML, read by the `hayagriva` crate.
//!
//! The crate gives up a whole file at its first error and nests as deep as the file asks, so the file is cut into its
//! entries here, each is measured with an event parser, and only then handed over.

use std::ops::Range;

use granit_parser::{Event, Parser};
use hayagriva::citationberg::taxonomy::Season as CrateSeason;
use hayagriva::types::EntryType;
use hayagriva::{Entry, Library};

use super::read::{Intake, MAX_FIELD};
use super::reference::{Date, Kind, Name, Person, Reference, Season};
use super::{language, names, text};

/// Deepest nesting of one entry; parents in parents stay far below it, and the crate recurses.
const MAX_NESTING: usize = 12;
/// Most parents above one another.
const MAX_PARENTS: usize = 6;
/// Longest entry, in bytes.
const MAX_ENTRY: usize = 1_000_000;

/// Reads all entries of the file.
pub(super) fn read(intake: &mut Intake) {
    let whole = intake.text;
    for range in split(whole) {
        let source = whole.get(range.clone()).unwrap_or_default().trim_end();
        let range = range.start..range.start + source.len();
        if !intake.admit(range.start) {
            return;
        }
        let line = intake.line_of(range.start);
        if source.len() > MAX_ENTRY {
            intake.lost(line, "the entry is too long", "shorten its fields");
            continue;
        }
        if let Err((at, message, hint)) = measure(source) {
            let place = intake.line_of(range.start + at);
            intake.lost(place, message, hint);
            continue;
        }
        match hayagriva::io::from_yaml_str(source) {
            Ok(library) => add(intake, &library, &range),
            Err(error) => {
                let at = error.location().map_or(0, |location| location.index());
                let place = intake.line_of(range.start + at.min(source.len()));
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or_default().to_owned();
                intake.lost(
                    place,
                    format!("the entry cannot be read: {message}"),
                    "compare it with Hayagriva's description of the format",
                );
            }
        }
    }
}

fn add(intake: &mut Intake, library: &Library, range: &Range<usize>) {
    for (index, entry) in library.iter().enumerate() {
        if index > 0 && !intake.admit(range.start) {
            return;
        }
        // Several entries share a piece only in a file written as one flow mapping.
        let start = if library.len() > 1 { intake.place_of(range, entry.key()).start } else { range.start };
        let reference = convert(intake, entry, start..range.end);
        intake.push(reference);
    }
}

/// Cuts the file at the lines that start a top-level key. A file written as one flow mapping stays whole.
fn split(whole: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut indent = None;
    let mut at = 0;
    for line in whole.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_start_matches('\u{FEFF}').trim_end();
        let body = content.trim_start_matches(' ');
        if body.is_empty() || body.starts_with('#') || content == "---" || content == "..." || content.starts_with('%')
        {
            continue;
        }
        let depth = content.len() - body.len();
        if indent.is_none() && body.starts_with('{') {
            return std::iter::once(start..whole.len()).collect();
        }
        if *indent.get_or_insert(depth) == depth {
            starts.push(start);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([whole.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

type Refusal = (usize, String, &'static str);

/// Refuses what is not YAML, is nested too deep or repeats itself by alias.
fn measure(source: &str) -> Result<(), Refusal> {
    let mut depth = 0_usize;
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0);
            (at, format!("the entry is not YAML: {}", error.info()), "check its indentation and quotation marks")
        })?;
        let at = span.byte_range().map_or(0, |range| range.start);
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                depth += 1;
                if depth > MAX_NESTING {
                    return Err((at, "the entry is nested too deeply".to_owned(), "write it with fewer levels"));
                }
            }
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return Err((at, "aliases are not read in files of references".to_owned(), "write the value out"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn convert(intake: &mut Intake, entry: &Entry, range: Range<usize>) -> Reference {
    // The entry and what contains it, inner first.
    let mut chain = vec![entry];
    while let Some(parent) =
        chain.last().and_then(|entry| entry.parents().first()).filter(|_| chain.len() < MAX_PARENTS)
    {
        chain.push(parent);
    }
    fn any<T>(chain: &[&Entry], get: impl Fn(&Entry) -> Option<T>) -> Option<T> {
        chain.iter().find_map(|entry| get(entry))
    }
    let parent = chain.get(1).copied();
    let string = |value: &dyn std::fmt::Display| text::some(text::cut(&value.to_string(), MAX_FIELD));
    let serial =
        |name: &str| any(&chain, |entry| entry.serial_number().and_then(|numbers| numbers.0.get(name)).cloned());
    let mut reference = Reference { key: entry.key().to_owned(), span: range, ..Reference::default() };
    reference.kind = kind(entry, parent);
    reference.title = entry.title().and_then(|title| string(title)).unwrap_or_default();
    reference.authors = people(entry.authors());
    reference.editors =
        chain.iter().find_map(|entry| entry.editors()).map(|editors| people(Some(editors))).unwrap_or_default();
    if let Some(title) = parent.and_then(Entry::title) {
        reference.container = string(&title.value);
        reference.container_short = title.short.as_ref().and_then(|short| string(short));
    }
    reference.volume = any(&chain, |entry| entry.volume().and_then(|volume| string(&volume.to_str())));
    let issue = any(&chain, |entry| entry.issue().and_then(|issue| string(&issue.to_str())));
    match reference.kind {
        Kind::Article => reference.issue = issue,
        _ => reference.number = issue.or_else(|| serial("serial").and_then(|number| text::some(&number))),
    }
    reference.pages = entry.page_range().and_then(|pages| string(&pages.to_str()));
    reference.article_number =
        serial("article-number").or_else(|| serial("eid")).and_then(|number| text::some(&number));
    reference.publisher =
        any(&chain, |entry| entry.publisher().and_then(|publisher| publisher.name().and_then(|name| string(name))))
            .or_else(|| any(&chain, |entry| entry.organization().and_then(|name| string(name))));
    reference.place = any(&chain, |entry| {
        entry.publisher().and_then(|publisher| publisher.location().and_then(|place| string(place)))
    })
    .or_else(|| any(&chain, |entry| entry.location().and_then(|place| string(place))));
    reference.edition = any(&chain, |entry| entry.edition().and_then(|edition| string(&edition.to_str())));
    reference.genre = entry.genre().and_then(|genre| string(genre));
    if let Some(conference) = chain.iter().find(|entry| *entry.entry_type() == EntryType::Conference) {
        reference.event = conference.title().and_then(|title| string(title));
        reference.event_place = conference.location().and_then(|place| string(place));
    }
    reference.doi = serial("doi");
    reference.pmid = serial("pmid");
    reference.pmcid = serial("pmcid");
    if let Some(url) = any(&chain, |entry| entry.url().cloned()) {
        reference.url = string(&url.value);
        reference.accessed = url.visit_date.as_ref().map(date);
    }
    reference.language =
        any(&chain, |entry| entry.language().map(ToString::to_string)).and_then(|raw| language::tag(&raw));
    reference.date = any(&chain, |entry| entry.date().map(date));
    let note = entry.note().and_then(|note| string(note)).unwrap_or_default().to_lowercase();
    reference.retracted = note.starts_with("retracted");
    if note.starts_with("in press") || note.starts_with("forthcoming") {
        reference.date_text = Some(note).filter(|_| reference.date.is_none());
    }
    if entry.parents().len() > 1 {
        let line = intake.line_of(reference.span.start);
        intake.damaged(line, "only the first parent of the entry is read", "put the parent it is cited by first");
    }
    reference
}

/// The crate counts months and days from zero.
fn date(date: &hayagriva::types::Date) -> Date {
    let up = |part: u8| part.checked_add(1);
    let mut out = Date::of(date.year, date.month.and_then(up), date.day.and_then(up));
    out.season = date.season.filter(|_| out.month.is_none()).map(|season| match season {
        CrateSeason::Spring => Season::Spring,
        CrateSeason::Summer => Season::Summer,
        CrateSeason::Autumn => Season::Autumn,
        CrateSeason::Winter => Season::Winter,
    });
    out
}

fn people(people: Option<&[hayagriva::types::Person]>) -> Vec<Name> {
    let name = |person: &hayagriva::types::Person| {
        let part = |value: &Option<String>| value.as_deref().map(text::clean).unwrap_or_default();
        let (given, particle, suffix) = (part(&person.given_name), part(&person.prefix), part(&person.suffix));
        let family = text::clean(&person.name);
        match (given.is_empty(), particle.is_empty()) {
            (true, true) => names::inverted(&family),
            (_, true) => Some(names::person(&family, &given, &suffix)),
            _ => Some(Name::Person(Person { family, given, particle, suffix })),
        }
    };
    people.unwrap_or_default().iter().take(super::read::MAX_NAMES + 1).filter_map(name).collect()
}

fn kind(entry: &Entry, parent: Option<&Entry>) -> Kind {
    match (entry.entry_type(), parent.map(Entry::entry_type)) {
        (EntryType::Article, Some(EntryType::Proceedings | EntryType::Conference)) => Kind::Conference,
        (EntryType::Article, Some(EntryType::Blog | EntryType::Web)) => Kind::WebPage,
        (EntryType::Article, Some(EntryType::Book | EntryType::Anthology)) => Kind::Chapter,
        (EntryType::Article, _) => Kind::Article,
        (EntryType::Chapter | EntryType::Anthos | EntryType::Entry, _) => Kind::Chapter,
        (EntryType::Book | EntryType::Anthology | EntryType::Reference, _) => Kind::Book,
        (EntryType::Report | EntryType::Legislation, _) => Kind::Report,
        (EntryType::Thesis, _) => Kind::Thesis,
        (EntryType::Web | EntryType::Post | EntryType::Thread | EntryType::Blog, _) => Kind::WebPage,
        (EntryType::Proceedings | EntryType::Conference, _) => Kind::Conference,
        _ => Kind::Other,
    }
}
