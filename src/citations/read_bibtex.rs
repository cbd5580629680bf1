//! BibTeX and BibLaTeX.
//!
//! The `biblatex` crate parses; it gives up a whole file at its first error, so the file is cut into its entries here and
//! each is parsed alone. `@string` and `crossref` are resolved here too: the crate does so recursively and without limits.

use std::collections::HashMap;
use std::ops::Range;

use biblatex::{
    Bibliography, Chunk, Chunks, Entry, EntryType, Pair, ParseErrorKind, RawBibliography, RawChunk, RawEntry, Spanned,
};

use super::read::{Intake, MAX_FIELD};
use super::reference::{Kind, Name, Person, Reference};
use super::{language, names, tex, text};

/// Deepest nesting of braces in an entry.
const MAX_NESTING: usize = 32;
/// Most braces and dollar signs in a field.
const MAX_BRACES: usize = 1_000;
/// Longest list of names, and longest name in it, in bytes.
const MAX_NAME_LIST: usize = 524_288;
const MAX_NAME: usize = 1_000;
/// Most bytes that abbreviations and inheritance may add to a file.
const MAX_GROWTH: usize = 40_000_000;
/// Most `@string` abbreviations of a file.
const MAX_STRINGS: usize = 20_000;

/// The fields that are read; the others (abstracts, files, keywords) are not even parsed.
const FIELDS: [&str; 52] = [
    "title", "subtitle", "titleaddon", "author", "editor", "journal", "journaltitle", "journalsubtitle", "shortjournal",
    "booktitle", "booksubtitle", "maintitle", "eventtitle", "eventdate", "venue", "date", "year", "month", "day", "volume",
    "number", "issue", "pages", "eid", "article-number", "articleno", "publisher", "institution", "school", "organization",
    "location", "address", "edition", "series", "type", "entrysubtype", "doi", "pmid", "pmcid", "eprint", "eprinttype",
    "archiveprefix", "url", "urldate", "howpublished", "langid", "language", "pubstate", "crossref", "xdata", "note",
    "collaboration",
];

/// The abbreviations of a file, and how much they and inheritance may still add to its text. A file of some kilobytes
/// could otherwise grow to gigabytes.
struct Strings {
    values: HashMap<String, String>,
    budget: usize,
}

impl Strings {
    /// Takes so many bytes from the budget; false once it is spent.
    fn spend(&mut self, bytes: usize) -> bool {
        let enough = bytes <= self.budget;
        self.budget = if enough { self.budget - bytes } else { 0 };
        enough
    }
}

/// Reads all entries of the file.
pub(super) fn read(intake: &mut Intake) {
    let pieces = split(intake);
    let mut strings = Strings { values: HashMap::new(), budget: MAX_GROWTH };
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
    let parents: HashMap<usize, Entry> = parsed
        .iter()
        .flat_map(|(entry, _)| parent_keys(entry))
        .filter_map(|key| keys.get(&key.to_lowercase()).copied())
        .filter_map(|index| parsed.get(index).map(|(entry, _)| (index, entry.clone())))
        .collect();
    for (mut entry, range) in parsed {
        for key in parent_keys(&entry) {
            let Some(parent) = keys.get(&key.to_lowercase()).and_then(|index| parents.get(index)) else {
                let place = intake.place_of(&range, &key);
                let message = format!("the entry refers to `{}`, which is not in the file", text::cut(&key, 80));
                intake.damaged(place, message, "add that entry or delete the field");
                continue;
            };
            let size = parent.fields.values().flatten().map(|chunk| chunk.v.get().len()).sum();
            if strings.spend(size) {
                inherit(&mut entry, parent);
            } else {
                intake.damaged(intake.line_of(range.start), "too much is inherited in this file", "write the fields out");
            }
        }
        if entry.entry_type != EntryType::XData {
            let reference = convert(intake, &entry, range);
            intake.push(reference);
        }
    }
}

/// One `@kind{…}` of the file.
struct Piece {
    kind: String,
    range: Range<usize>,
    /// Its text with braces as delimiters, even where the file has parentheses.
    source: String,
}

/// Cuts the file into its entries. One that is never closed ends where the next begins.
fn split(intake: &mut Intake) -> Vec<Piece> {
    let whole = intake.text;
    let mut pieces = Vec::new();
    let mut definitions = 0;
    let mut at = 0;
    // Whether a `%` stands before on the same line: what follows it is a comment.
    let mut comment = false;
    while let Some(found) = whole.get(at..).and_then(|rest| rest.find('@')) {
        let start = at + found;
        let between = whole.get(at..start).unwrap_or_default();
        comment = match between.rfind(['\n', '\r']) {
            Some(end) => between.get(end..).is_some_and(|line| line.contains('%')),
            None => comment || between.contains('%'),
        };
        at = start + 1;
        let Some((kind, open)) = head(whole, start).filter(|_| !comment) else { continue };
        let (end, problem) = match close(whole, open) {
            Close::At(end) => (end, None),
            Close::Next(end) => (end, Some("the entry is never closed")),
            Close::TooDeep(end) => (end, Some("the braces of the entry are nested too deeply")),
        };
        at = end.max(at);
        if kind == "comment" {
            continue;
        }
        if matches!(kind.as_str(), "string" | "preamble") {
            definitions += 1;
            if definitions > MAX_STRINGS {
                if definitions == MAX_STRINGS + 1 {
                    let message = format!("more than {MAX_STRINGS} abbreviations");
                    intake.damaged(intake.line_of(start), message, "delete those that are not used");
                }
                continue;
            }
        } else if !intake.admit(start) {
            break;
        }
        if let Some(problem) = problem {
            let line = intake.line_of(start);
            intake.lost(line, problem, "check that every `{` of the entry has its `}`");
            continue;
        }
        let mut source = whole.get(start..end).unwrap_or_default().to_owned();
        if whole.get(open..=open) == Some("(") {
            source.replace_range(open - start..open - start + 1, "{");
            source.pop();
            source.push('}');
        }
        pieces.push(Piece { kind, range: start..end, source });
    }
    pieces
}

/// Kind of the entry that starts at `start` and where its opening delimiter is.
fn head(whole: &str, start: usize) -> Option<(String, usize)> {
    let rest = whole.get(start + 1..)?;
    let name = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let after = rest.get(name..)?;
    let space = after.len() - after.trim_start().len();
    let opens = after.trim_start().starts_with(['{', '(']);
    (name > 0 && name <= 40 && opens).then(|| {
        let kind = rest.get(..name).unwrap_or_default().to_ascii_lowercase();
        (kind, start + 1 + name + space)
    })
}

enum Close {
    /// One past the closing delimiter.
    At(usize),
    /// Not closed before the next entry or the end of the file.
    Next(usize),
    /// Nested beyond the limit; where the entry ends nevertheless.
    TooDeep(usize),
}

fn close(whole: &str, open: usize) -> Close {
    let bytes = whole.as_bytes();
    let round = bytes.get(open) == Some(&b'(');
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut at = open;
    let mut line_start = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && !round {
                    return if deepest > MAX_NESTING { Close::TooDeep(at + 1) } else { Close::At(at + 1) };
                }
            }
            b')' if round && depth == 0 => return if deepest > MAX_NESTING { Close::TooDeep(at + 1) } else { Close::At(at + 1) },
            // A new entry at the start of a line: the one before was not closed.
            b'@' if line_start && head(whole, at).is_some() => return Close::Next(at),
            _ => {}
        }
        line_start = matches!(byte, b'\n' | b'\r') || (line_start && matches!(byte, b' ' | b'\t'));
        at += 1;
    }
    Close::Next(whole.len())
}

fn read_strings(intake: &mut Intake, piece: &Piece, strings: &mut Strings) {
    let raw = match RawBibliography::parse(&piece.source) {
        Ok(raw) => raw,
        Err(error) => return lost(intake, piece, &error),
    };
    for pair in &raw.abbreviations {
        if strings.values.len() >= MAX_STRINGS {
            let message = format!("more than {MAX_STRINGS} abbreviations");
            return intake.damaged(intake.line_of(piece.range.start), message, "delete those that are not used");
        }
        // As in BibTeX an abbreviation may only use earlier ones, so nothing can run in circles; what it grows to is cut.
        let (value, _) = expand(&pair.value.v, strings, MAX_FIELD);
        if value.len() > MAX_FIELD {
            let line = intake.line_of(piece.range.start + pair.key.span.start);
            let name = text::cut(pair.key.v, 60);
            intake.damaged(line, format!("the abbreviation `{name}` is longer than {MAX_FIELD} bytes and is cut"), "shorten it");
        }
        strings.values.insert(pair.key.v.to_lowercase(), text::cut(&value, MAX_FIELD).to_owned());
    }
}

/// Joins the parts of a value up to a length, with the abbreviations that are known; the others are returned.
fn expand(field: &[Spanned<RawChunk>], strings: &mut Strings, longest: usize) -> (String, Vec<String>) {
    let mut value = String::new();
    let mut unknown = Vec::new();
    for part in field {
        match part.v {
            RawChunk::Normal(text) => value.push_str(text),
            RawChunk::Abbreviation(name) => match strings.values.get(&name.to_lowercase()).map(String::len) {
                Some(length) if strings.spend(length) => {
                    value.push_str(strings.values.get(&name.to_lowercase()).map_or("", String::as_str));
                }
                _ => {
                    value.push_str(name);
                    if super::dates::month(name).is_none() {
                        unknown.push(name.to_owned());
                    }
                }
            },
        }
        if value.len() > longest {
            break;
        }
    }
    (value, unknown)
}

/// Parses one entry with its abbreviations filled in.
fn parse(intake: &mut Intake, piece: &Piece, strings: &mut Strings) -> Option<Entry> {
    let mut raw = match RawBibliography::parse(&piece.source) {
        Ok(raw) => raw,
        Err(error) => {
            lost(intake, piece, &error);
            return None;
        }
    };
    let raw = raw.entries.pop()?.v;
    let mut entry = Entry::new(raw.key.v.to_owned(), EntryType::new(raw.kind.v));
    let known = raw.fields.iter().map(|pair| (pair.key.v.to_ascii_lowercase(), &pair.value));
    for (name, value) in known.filter(|(name, _)| FIELDS.contains(&name.as_str())).take(4 * FIELDS.len()) {
        let names = matches!(name.as_str(), "author" | "editor");
        let longest = if names { MAX_NAME_LIST } else { MAX_FIELD };
        let (text, unknown) = expand(&value.v, strings, longest);
        for name in unknown {
            let message = format!("the abbreviation `{}` is not defined", text::cut(&name, 60));
            let hint = "put the value in braces or define it with `@string`";
            intake.damaged(intake.place_of(&piece.range, &name), message, hint);
        }
        let line = intake.line_of(piece.range.start + value.span.start);
        if text.len() > longest || (!names && text.matches(['{', '$']).count() > MAX_BRACES) {
            intake.damaged(line, format!("`{name}` is too long and is ignored"), "shorten it");
            continue;
        }
        let mut problem = None;
        let chunks = match name.as_str() {
            // References to other entries stay out of the crate's own resolution: they are followed above.
            "crossref" | "xdata" => vec![plain_chunk(text)],
            _ if names => name_chunks(&text, &mut problem),
            _ => value_chunks(&name, &text, &mut problem),
        };
        if let Some(problem) = problem {
            let hint = "check its backslashes and braces";
            intake.damaged(line, format!("the LaTeX in `{name}` is broken: {problem}"), hint);
        }
        entry.set(&name, chunks);
    }
    Some(entry)
}

fn plain_chunk(text: String) -> Spanned<Chunk> {
    Spanned::new(Chunk::Normal(text), 0..0)
}

/// A value with its LaTeX resolved; what is broken beyond that is kept without braces and backslashes.
fn value_chunks(name: &str, value: &str, problem: &mut Option<String>) -> Chunks {
    // A stray brace would cost the whole value; without its braces it is still worth having.
    let value = if balanced(value) { value.to_owned() } else { value.replace(['{', '}'], "") };
    let value = tame(&lone_dollar(value));
    let field = vec![Spanned::new(RawChunk::Normal(&value), 0..value.len())];
    let raw = RawEntry {
        key: Spanned::new("key", 0..0),
        kind: Spanned::new("misc", 0..0),
        fields: vec![Pair::new(Spanned::new(name, 0..0), Spanned::new(field, 0..value.len()))],
    };
    let one = RawBibliography { preamble: String::new(), entries: vec![Spanned::new(raw, 0..0)], abbreviations: Vec::new() };
    match Bibliography::from_raw(one).map(Bibliography::into_vec) {
        Ok(mut entries) => entries.pop().and_then(|mut entry| entry.fields.remove(name)).unwrap_or_default(),
        Err(error) => {
            *problem = Some(reason(&error.kind));
            vec![plain_chunk(value.replace(['{', '}', '$'], "").replace('\\', " "))]
        }
    }
}

/// A list of names, each resolved by itself: the crate's work grows with the square of the parts of one value.
fn name_chunks(value: &str, problem: &mut Option<String>) -> Chunks {
    let mut chunks = Vec::new();
    for name in name_list(value) {
        if !chunks.is_empty() {
            chunks.push(plain_chunk(" and ".to_owned()));
        }
        chunks.extend(value_chunks("author", text::cut(name, MAX_NAME), problem));
    }
    chunks
}

/// Splits a list of names at the word `and` outside braces.
fn name_list(value: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut depth, mut at) = (0, 0_i64, 0);
    for word in value.split_inclusive(char::is_whitespace) {
        let from = at;
        at += word.len();
        if depth == 0 && from > start && word.trim_end().eq_ignore_ascii_case("and") {
            out.push(value.get(start..from).unwrap_or_default());
            start = at;
        }
        let mut escaped = false;
        for byte in word.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
        }
    }
    out.push(value.get(start..).unwrap_or_default());
    out.retain(|name| !name.trim().is_empty());
    out
}

/// A dollar sign without partner is a dollar: it is escaped, so that it opens no formula.
fn lone_dollar(mut value: String) -> String {
    let mut escaped = false;
    let mut dollars = Vec::new();
    for (at, byte) in value.bytes().enumerate() {
        if byte == b'$' && !escaped {
            dollars.push(at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    if dollars.len() % 2 == 1
        && let Some(last) = dollars.last()
    {
        value.insert(*last, '\\');
    }
    value
}

/// Rewrites what the crate misreads: `\'\i` becomes `\'{\i}`, because it takes the backslash for the letter below the
/// accent, and `\textendash{{X}}` gets a space, because it takes `X` for an argument and drops it.
fn tame(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('\\') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let inside = tail.get(1..).unwrap_or_default();
        let letters = inside.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(inside.len());
        if letters > 0 {
            let (name, after) = inside.split_at(letters);
            out.push('\\');
            out.push_str(name);
            rest = after;
            if after.starts_with('{') && takes_no_argument(name) {
                out.push(' ');
                rest = after.strip_prefix("{}").unwrap_or(after);
            }
            continue;
        }
        let mut chars = inside.chars();
        let (accent, slash, letter, after) = (chars.next(), chars.next(), chars.next(), chars.next());
        match (accent, slash, letter) {
            (Some(accent), Some('\\'), Some(letter @ ('i' | 'j')))
                if "'`\"^~=.".contains(accent) && !after.is_some_and(|c| c.is_ascii_alphabetic()) =>
            {
                out.push_str(&format!("\\{accent}{{\\{letter}}}"));
                // Four ASCII characters, and the space that only ended the command's name.
                let after = tail.get(4..).unwrap_or_default();
                rest = after.strip_prefix(' ').unwrap_or(after);
            }
            _ => {
                // An escaped character is passed over with its backslash.
                let (kept, after) = tail.split_at(1 + accent.map_or(0, char::len_utf8));
                out.push_str(kept);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn takes_no_argument(name: &str) -> bool {
    matches!(
        name,
        "LaTeX" | "TeX" | "aa" | "AA" | "ae" | "AE" | "oe" | "OE" | "o" | "O" | "ss" | "SS" | "l" | "L" | "dh" | "DH" | "dj" | "DJ" | "ng" | "NG"
            | "th" | "TH" | "P" | "S" | "ddag" | "dots" | "pounds" | "copyright" | "guillemotleft" | "guillemotright" | "guilsinglleft"
            | "guilsinglright" | "quotedblbase" | "quotesinglbase"
    ) || (name.starts_with("text")
        && !matches!(
            name,
            "textit" | "textbf" | "textsl" | "textsc" | "texttt" | "textrm" | "textsf" | "textup" | "textmd" | "textnormal" | "text"
                | "textsuperscript" | "textsubscript" | "textcommabelow" | "textcyrillic" | "textgreek" | "textquote"
        ))
}

fn balanced(value: &str) -> bool {
    let mut depth = 0_i64;
    let mut escaped = false;
    for byte in value.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn reason(kind: &ParseErrorKind) -> String {
    kind.to_string().replace('"', "`")
}

fn lost(intake: &mut Intake, piece: &Piece, error: &biblatex::ParseError) {
    let at = (piece.range.start + error.span.start).min(piece.range.end.saturating_sub(1));
    let end = text::cut(intake.text, at + 1).len().max(text::cut(intake.text, at).len());
    let start = text::cut(intake.text, at).len();
    let hint = match &error.kind {
        ParseErrorKind::Expected(biblatex::Token::Comma) => "put a comma between fields and after the key",
        ParseErrorKind::Expected(biblatex::Token::Equals) => "write every field as `name = {value}`",
        ParseErrorKind::Expected(biblatex::Token::Identifier) => "a field name is missing here",
        _ => "write values in braces and check that every brace and quotation mark has its partner",
    };
    intake.lost(start..end, format!("the `@{}` entry cannot be read: {}", piece.kind, reason(&error.kind)), hint);
}

fn parent_keys(entry: &Entry) -> Vec<String> {
    let names = ["crossref", "xdata"].into_iter().filter_map(|name| entry.get(name));
    let keys = names.flat_map(|chunks| tex::plain(chunks).split(',').map(|key| key.trim().to_owned()).collect::<Vec<_>>());
    keys.filter(|key| !key.is_empty()).take(16).collect()
}

/// Fills what an entry leaves to its parent, as BibTeX and BibLaTeX do.
fn inherit(entry: &mut Entry, parent: &Entry) {
    for (name, chunks) in &parent.fields {
        let target = match name.as_str() {
            "crossref" | "xdata" | "note" | "doi" | "pmid" | "pmcid" | "eprint" | "eprinttype" | "pages" if parent.entry_type != EntryType::XData => continue,
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
        Kind::Chapter | Kind::Conference => joined("booktitle", "booksubtitle").or_else(|| field(&["maintitle", "journaltitle", "journal"])),
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
    reference.url = verbatim("url").or(reference.url.take()).or_else(|| field(&["howpublished"]).filter(|address| address.starts_with("http")));
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
        EntryType::Book | EntryType::MvBook | EntryType::Collection | EntryType::MvCollection | EntryType::Booklet => Kind::Book,
        EntryType::Reference | EntryType::MvReference | EntryType::Periodical => Kind::Book,
        EntryType::InBook | EntryType::InCollection | EntryType::InReference | EntryType::BookInBook | EntryType::SuppBook | EntryType::SuppCollection => {
            if has("booktitle") || has("maintitle") { Kind::Chapter } else { Kind::Book }
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
