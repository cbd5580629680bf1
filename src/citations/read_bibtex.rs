//! BibTeX and BibLaTeX.
//!
//! The `biblatex` crate parses; it gives up a whole file at its first error, so the file is cut into its entries here and
//! each is parsed alone. `@string` and `crossref` are resolved here too: the crate does so recursively and without limits.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use biblatex::{Entry, EntryType};

use super::read::Intake;
use super::read_bibtex_split::split;
use super::read_bibtex_values::{Strings, parse, read_strings};
use super::reference::{Kind, Name, Person, Reference};
use super::{language, names, tex, text};

/// Reads all entries of the file.
pub(super) fn read(intake: &mut Intake) {
    let pieces = split(intake);
    let mut strings = Strings::default();
    for piece in pieces.iter().filter(|piece| piece.kind == "string") {
        read_strings(intake, piece, &mut strings);
    }
    let mut parsed = Vec::new();
    let mut keys: HashMap<String, usize> = HashMap::new();
    for piece in pieces.iter().filter(|piece| !matches!(piece.kind.as_str(), "string" | "preamble")) {
        if let Some(entry) = parse(intake, piece, &mut strings) {
            keys.entry(entry.key.to_lowercase()).or_insert(parsed.len());
            parsed.push((entry, piece.range.clone()));
        }
    }
    // Parents as they stand in the file: what they inherit themselves is not passed on a second time.
    let named: BTreeSet<usize> = parsed
        .iter()
        .flat_map(|(entry, _)| parent_keys(entry))
        .filter_map(|key| keys.get(&key.to_lowercase()).copied())
        .collect();
    let parents: HashMap<usize, Entry> =
        named.into_iter().filter_map(|index| Some((index, parsed.get(index)?.0.clone()))).collect();
    for (mut entry, range) in parsed {
        for key in parent_keys(&entry) {
            let Some(parent) = keys.get(&key.to_lowercase()).and_then(|index| parents.get(index)) else {
                let place = intake.place_of(&range, &key);
                let message = format!("the entry refers to `{}`, which is not in the file", text::cut(&key, 80));
                intake.damaged(place, message, "add that entry or delete the field");
                continue;
            };
            let size = parent.fields.values().flatten().map(|chunk| chunk.v.get().len() + size_of_val(chunk)).sum();
            if strings.spend(size) {
                inherit(&mut entry, parent);
            } else {
                intake.damaged(
                    intake.line_of(range.start),
                    "too much is inherited in this file",
                    "write the fields out",
                );
            }
        }
        if entry.entry_type != EntryType::XData {
            let reference = convert(intake, &entry, range);
            intake.push(reference);
        }
    }
}

fn parent_keys(entry: &Entry) -> Vec<String> {
    let names = ["crossref", "xdata"].into_iter().filter_map(|name| entry.get(name));
    let keys =
        names.flat_map(|chunks| tex::plain(chunks).split(',').map(|key| key.trim().to_owned()).collect::<Vec<_>>());
    keys.filter(|key| !key.is_empty()).take(16).collect()
}

/// Fills what an entry leaves to its parent, as BibTeX and BibLaTeX do.
fn inherit(entry: &mut Entry, parent: &Entry) {
    for (name, chunks) in &parent.fields {
        let target = match name.as_str() {
            "crossref" | "xdata" | "note" | "doi" | "pmid" | "pmcid" | "eprint" | "eprinttype" | "pages"
                if parent.entry_type != EntryType::XData =>
            {
                continue;
            }
            "title" if parent.entry_type == EntryType::Periodical => "journaltitle",
            "title" if parent.entry_type != EntryType::XData => "booktitle",
            "subtitle" if parent.entry_type != EntryType::XData => "booksubtitle",
            // The author of a collection is not the author of its parts.
            "author" if parent.entry_type != EntryType::XData && parent.entry_type != EntryType::Book => continue,
            name => name,
        };
        if !entry.fields.contains_key(target) {
            entry.set(target, chunks.clone());
        }
    }
}

fn convert(intake: &mut Intake, entry: &Entry, range: Range<usize>) -> Reference {
    let field = |names: &[&str]| {
        names.iter().find_map(|name| entry.get(name).and_then(|chunks| text::some(&tex::plain(chunks))))
    };
    let verbatim = |name: &str| {
        // Identifiers and addresses hold tildes and underscores that mean themselves.
        entry.get(name).and_then(|chunks| text::some(&chunks.iter().map(|chunk| chunk.v.get()).collect::<String>()))
    };
    let joined = |main: &str, sub: &str| match (field(&[main]), field(&[sub])) {
        (Some(main), Some(sub)) if main.ends_with(['?', '!', ':']) => Some(format!("{main} {sub}")),
        (Some(main), Some(sub)) => Some(format!("{main}: {sub}")),
        (main, sub) => main.or(sub),
    };
    let mut reference = Reference { key: entry.key.trim().to_owned(), span: range, ..Reference::default() };
    reference.title = joined("title", "subtitle").unwrap_or_default();
    (reference.authors, reference.more_authors) = people(entry, "author");
    if let Some(group) = field(&["collaboration"]) {
        reference.authors.push(Name::Group(group));
    }
    let more_editors;
    (reference.editors, more_editors) = people(entry, "editor");
    reference.more_authors |= more_editors && reference.authors.is_empty();
    reference.kind = kind(entry, &reference);
    reference.container = match reference.kind {
        Kind::Chapter | Kind::Conference => {
            joined("booktitle", "booksubtitle").or_else(|| field(&["maintitle", "journaltitle", "journal"]))
        }
        _ => field(&["journaltitle", "journal"]).or_else(|| joined("booktitle", "booksubtitle")),
    };
    reference.container_short = field(&["shortjournal"]);
    reference.volume = field(&["volume"]);
    if reference.kind == Kind::Article {
        reference.issue = field(&["number"]).or_else(|| field(&["issue"]));
    } else {
        reference.issue = field(&["issue"]);
        reference.number = field(&["number"]);
    }
    reference.pages = field(&["pages"]);
    reference.article_number = field(&["eid", "article-number", "articleno"]);
    reference.publisher = field(&["publisher"]).or_else(|| field(&["institution", "school", "organization"]));
    reference.place = field(&["location", "address"]);
    reference.edition = field(&["edition"]);
    reference.series = field(&["series"]);
    reference.genre = field(&["entrysubtype"]).or_else(|| genre(entry, field(&["type"])));
    reference.event = field(&["eventtitle"]);
    reference.event_date = field(&["eventdate"]);
    reference.event_place = field(&["venue"]);
    reference.doi = verbatim("doi");
    reference.pmid = verbatim("pmid");
    reference.pmcid = verbatim("pmcid");
    let eprint_type = field(&["eprinttype", "archiveprefix"]).unwrap_or_default().to_lowercase();
    if let Some(eprint) = verbatim("eprint") {
        match eprint_type.as_str() {
            "pubmed" | "pmid" | "medline" if reference.pmid.is_none() => reference.pmid = Some(eprint),
            "pmc" | "pmcid" if reference.pmcid.is_none() => reference.pmcid = Some(eprint),
            "arxiv" if entry.get("url").is_none() && reference.doi.is_none() => {
                reference.url = Some(format!("https://arxiv.org/abs/{}", eprint.trim_start_matches("arXiv:")));
            }
            _ => {}
        }
    }
    reference.url = verbatim("url")
        .or(reference.url.take())
        .or_else(|| field(&["howpublished"]).filter(|address| address.starts_with("http")));
    reference.language = field(&["langid", "language"]).and_then(|raw| language::tag(&raw));
    reference.accessed = field(&["urldate"]).and_then(|raw| super::dates::parse(&raw));
    set_date(intake, &mut reference, &field);
    let state = field(&["pubstate", "note"]).unwrap_or_default().to_lowercase();
    reference.retracted = state.starts_with("retracted") || state.starts_with("withdrawn");
    reference
}

fn set_date(intake: &mut Intake, reference: &mut Reference, field: &dyn Fn(&[&str]) -> Option<String>) {
    if let Some(date) = field(&["date"]) {
        return intake.set_date(reference, &date);
    }
    let Some(year) = field(&["year"]) else {
        // `month = jan` alone says nothing; `in press` may stand in the state of publication.
        if let Some(state) = field(&["pubstate"]) {
            reference.date_text = Some(match state.as_str() {
                "inpress" => "in press".to_owned(),
                "forthcoming" | "submitted" | "inpreparation" => state,
                _ => return,
            });
        }
        return;
    };
    let month = field(&["month"]).unwrap_or_default();
    let day = field(&["day"]).unwrap_or_default();
    let named = month.chars().any(char::is_alphabetic);
    let full = if named { format!("{year} {month} {day}") } else { format!("{year}-{month}-{day}") };
    match super::dates::parse(&full) {
        Some(date) => reference.date = Some(date),
        None => intake.set_date(reference, &year),
    }
}

fn people(entry: &Entry, name: &str) -> (Vec<Name>, bool) {
    let Some(Ok(people)) = entry.get(name).map(|_| entry.get_as::<Vec<biblatex::Person>>(name)) else {
        return (Vec::new(), false);
    };
    let mut more = false;
    let mut out = Vec::new();
    for person in people {
        let part = |raw: &str| text::clean(&tex::text(raw));
        let (family, given) = (part(&person.name), part(&person.given_name));
        let (particle, suffix) = (part(&person.prefix), part(&person.suffix));
        if family.eq_ignore_ascii_case("others") && given.is_empty() {
            more = true;
        } else if given.is_empty() && suffix.is_empty() {
            let whole = if particle.is_empty() { family } else { format!("{particle} {family}") };
            out.extend(names::inverted(&whole));
        } else if !family.is_empty() {
            out.push(match particle.is_empty() {
                true => names::person(&family, &given, &suffix),
                false => Name::Person(Person { family, given, particle, suffix }),
            });
        } else {
            out.push(Name::Group(given));
        }
    }
    (out, more)
}

fn kind(entry: &Entry, reference: &Reference) -> Kind {
    let has = |name: &str| entry.get(name).is_some();
    match &entry.entry_type {
        EntryType::Article | EntryType::SuppPeriodical => Kind::Article,
        EntryType::Book | EntryType::MvBook | EntryType::Collection | EntryType::MvCollection | EntryType::Booklet => {
            Kind::Book
        }
        EntryType::Reference | EntryType::MvReference | EntryType::Periodical => Kind::Book,
        EntryType::InBook
        | EntryType::InCollection
        | EntryType::InReference
        | EntryType::BookInBook
        | EntryType::SuppBook
        | EntryType::SuppCollection => {
            if has("booktitle") || has("maintitle") {
                Kind::Chapter
            } else {
                Kind::Book
            }
        }
        EntryType::InProceedings | EntryType::Proceedings | EntryType::MvProceedings => Kind::Conference,
        EntryType::Report | EntryType::TechReport | EntryType::Manual => Kind::Report,
        EntryType::Thesis | EntryType::PhdThesis | EntryType::MastersThesis => Kind::Thesis,
        EntryType::Online => Kind::WebPage,
        EntryType::Unknown(name) => match name.to_lowercase().as_str() {
            "conference" => Kind::Conference,
            "electronic" | "www" | "webpage" => Kind::WebPage,
            "techreport" | "standard" => Kind::Report,
            _ => Kind::Other,
        },
        _ if has("journal") || has("journaltitle") => Kind::Article,
        EntryType::Misc if has("url") && reference.publisher.is_none() => Kind::WebPage,
        _ => Kind::Other,
    }
}

fn genre(entry: &Entry, kind: Option<String>) -> Option<String> {
    let named = match kind.as_deref() {
        Some("phdthesis") => "dissertation",
        Some("mathesis" | "mastersthesis") => "master's thesis",
        Some("techreport") => "technical report",
        Some("candthesis") => "thesis",
        Some(other) => other,
        None => match entry.entry_type {
            EntryType::PhdThesis => "dissertation",
            EntryType::MastersThesis => "master's thesis",
            _ => return None,
        },
    };
    Some(named.to_owned())
}
