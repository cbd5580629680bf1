//! The values of BibTeX entries: abbreviations filled in, LaTeX resolved.

use std::collections::HashMap;

use biblatex::{
    Bibliography, Chunk, Chunks, Entry, EntryType, Pair, ParseErrorKind, RawBibliography, RawChunk, RawEntry, Spanned,
};

use super::read::{Intake, MAX_FIELD};
use super::read_bibtex_split::{MAX_STRINGS, Piece};
use super::text;

/// Most braces and dollar signs in a field.
const MAX_BRACES: usize = 1_000;
/// Longest list of names, and longest name in it, in bytes.
const MAX_NAME_LIST: usize = 524_288;
const MAX_NAME: usize = 1_000;
/// Most bytes that abbreviations and inheritance may add to a file.
const MAX_GROWTH: usize = 40_000_000;

/// The fields that are read; the others (abstracts, files, keywords) are not even parsed.
const FIELDS: [&str; 52] = [
    "title",
    "subtitle",
    "titleaddon",
    "author",
    "editor",
    "journal",
    "journaltitle",
    "journalsubtitle",
    "shortjournal",
    "booktitle",
    "booksubtitle",
    "maintitle",
    "eventtitle",
    "eventdate",
    "venue",
    "date",
    "year",
    "month",
    "day",
    "volume",
    "number",
    "issue",
    "pages",
    "eid",
    "article-number",
    "articleno",
    "publisher",
    "institution",
    "school",
    "organization",
    "location",
    "address",
    "edition",
    "series",
    "type",
    "entrysubtype",
    "doi",
    "pmid",
    "pmcid",
    "eprint",
    "eprinttype",
    "archiveprefix",
    "url",
    "urldate",
    "howpublished",
    "langid",
    "language",
    "pubstate",
    "crossref",
    "xdata",
    "note",
    "collaboration",
];

/// The abbreviations of a file, and how much they and inheritance may still add to its text. A file of some kilobytes
/// could otherwise grow to gigabytes.
pub(super) struct Strings {
    values: HashMap<String, String>,
    budget: usize,
}

impl Default for Strings {
    fn default() -> Self {
        Self { values: HashMap::new(), budget: MAX_GROWTH }
    }
}

impl Strings {
    /// Takes so many bytes from the budget; false once it is spent.
    pub fn spend(&mut self, bytes: usize) -> bool {
        let enough = bytes <= self.budget;
        self.budget = if enough { self.budget - bytes } else { 0 };
        enough
    }
}

/// Reads the abbreviations of one `@string`.
pub(super) fn read_strings(intake: &mut Intake, piece: &Piece, strings: &mut Strings) {
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
            intake.damaged(
                line,
                format!("the abbreviation `{name}` is longer than {MAX_FIELD} bytes and is cut"),
                "shorten it",
            );
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
pub(super) fn parse(intake: &mut Intake, piece: &Piece, strings: &mut Strings) -> Option<Entry> {
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
    let one =
        RawBibliography { preamble: String::new(), entries: vec![Spanned::new(raw, 0..0)], abbreviations: Vec::new() };
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
        "LaTeX"
            | "TeX"
            | "aa"
            | "AA"
            | "ae"
            | "AE"
            | "oe"
            | "OE"
            | "o"
            | "O"
            | "ss"
            | "SS"
            | "l"
            | "L"
            | "dh"
            | "DH"
            | "dj"
            | "DJ"
            | "ng"
            | "NG"
            | "th"
            | "TH"
            | "P"
            | "S"
            | "ddag"
            | "dots"
            | "pounds"
            | "copyright"
            | "guillemotleft"
            | "guillemotright"
            | "guilsinglleft"
            | "guilsinglright"
            | "quotedblbase"
            | "quotesinglbase"
    ) || (name.starts_with("text")
        && !matches!(
            name,
            "textit"
                | "textbf"
                | "textsl"
                | "textsc"
                | "texttt"
                | "textrm"
                | "textsf"
                | "textup"
                | "textmd"
                | "textnormal"
                | "text"
                | "textsuperscript"
                | "textsubscript"
                | "textcommabelow"
                | "textcyrillic"
                | "textgreek"
                | "textquote"
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
