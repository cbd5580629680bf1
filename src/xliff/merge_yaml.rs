//! `translations/<locale>.yaml` with blocks put in: what stays the same stays byte for byte, comments and all.

use std::collections::{BTreeMap, HashMap};

use super::inline::{Part, Piece, join, protect};
use super::merge::Made;
use super::texts;
use crate::case::model::{BlockPath, Id, LocaleTag, PDate, Sha256, Texts};
use crate::case::read::{self, NodeKind};
use crate::case::{Case, Method, TranslatedBlock, Translation, TranslationFile, translation_schema};
use crate::diagnostics::{Diagnostic, Diagnostics, SourceMap};

/// The longest line of a text, in characters; a longer one is written as a block.
const WIDTH: usize = 108;

/// A block with all that is true of it, whether it says so itself or the head of its file does.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub source: Option<Sha256>,
    pub text: String,
    pub method: Method,
    pub translator: Id,
    pub reviewed_by: Option<Id>,
    pub reviewed_on: Option<PDate>,
}

/// What is true of a block under the head of its file.
pub(super) fn effective(block: &TranslatedBlock, head: Option<&TranslationFile>, made: &Made) -> Entry {
    Entry {
        source: block.source.clone(),
        text: block.text.as_str().to_owned(),
        method: block.method.or(head.map(|h| h.method)).unwrap_or(made.method),
        translator: block
            .translator
            .clone()
            .or_else(|| head.map(|h| h.translator.clone()))
            .unwrap_or_else(|| made.translator.clone()),
        reviewed_by: block.reviewed_by.clone().or_else(|| head.and_then(|h| h.reviewed_by.clone())),
        reviewed_on: block.reviewed_on.or(head.and_then(|h| h.reviewed_on)),
    }
}

/// The file with `changed` put in, blocks in the order of the case, translations of texts that are gone last.
///
/// # Errors
/// `XLF-17` if what is written does not read as what was meant.
pub(super) fn write(
    case: &Case,
    locale: LocaleTag,
    made: &Made,
    changed: BTreeMap<String, Entry>,
) -> Result<String, Diagnostics> {
    let translation = case.translations.get(&locale);
    let before = translation.and_then(|t| case.sources.get(t.source?));
    if let (true, Some(before)) = (changed.is_empty(), before) {
        return Ok(before.text.to_string());
    }
    let head = translation.map(|t| &t.file);
    let mut entries: BTreeMap<&str, Entry> = BTreeMap::new();
    for block in head.iter().flat_map(|h| &h.blocks) {
        entries.entry(&block.path).or_insert_with(|| effective(block, head, made));
    }
    for (path, entry) in &changed {
        entries.insert(path, entry.clone());
    }
    let mut order: Vec<String> = Vec::new();
    case.content.texts(&BlockPath::root(), &mut |path, _| {
        if entries.contains_key(path.as_str()) {
            order.push(path.as_str().to_owned());
        }
    });
    let known = texts(case);
    let gone = head.iter().flat_map(|h| &h.blocks).map(|block| &block.path).filter(|path| !known.contains_key(*path));
    order.extend(gone.cloned());
    let new_head = Head::of(head, &entries, made);
    let kept = match head {
        Some(old) if new_head.covers(old) => chunks(case, translation),
        _ => HashMap::new(),
    };
    let mut yaml = match (head, kept.get("")) {
        // The head as it is written, with its comments.
        (Some(_), Some(lines)) => lines.clone(),
        _ => new_head.yaml(locale, order.is_empty()),
    };
    for path in &order {
        let Some(entry) = entries.get(path.as_str()) else { continue };
        match kept.get(path.as_str()).filter(|_| !changed.contains_key(path)) {
            Some(lines) => yaml.push_str(lines),
            None => block(&mut yaml, path, entry, &new_head),
        }
    }
    verify(&yaml, locale, &order, &entries, made)?;
    Ok(yaml)
}

/// What holds for all blocks that do not say otherwise.
#[derive(Debug, Clone, PartialEq)]
struct Head {
    method: Method,
    translator: Id,
    reviewed_by: Option<Id>,
    reviewed_on: Option<PDate>,
}

impl Head {
    /// As the file has it, unless a block was not reviewed: a block cannot say so of itself, so then those that were
    /// say it instead. A new file takes what came with the import.
    fn of(old: Option<&TranslationFile>, entries: &BTreeMap<&str, Entry>, made: &Made) -> Self {
        let reviewed = entries.values().all(|entry| entry.reviewed_by.is_some() && entry.reviewed_on.is_some());
        let (by, on) = match old {
            Some(old) => (old.reviewed_by.clone(), old.reviewed_on),
            None => made.reviewed.clone().map_or((None, None), |(by, on)| (Some(by), Some(on))),
        };
        Self {
            method: old.map_or(made.method, |old| old.method),
            translator: old.map_or_else(|| made.translator.clone(), |old| old.translator.clone()),
            reviewed_by: by.filter(|_| reviewed),
            reviewed_on: on.filter(|_| reviewed),
        }
    }

    fn covers(&self, old: &TranslationFile) -> bool {
        self.method == old.method
            && self.translator == old.translator
            && self.reviewed_by == old.reviewed_by
            && self.reviewed_on == old.reviewed_on
    }

    fn yaml(&self, locale: LocaleTag, empty: bool) -> String {
        let mut yaml = format!(
            "opine_translation: 1\nlocale: {}\nmethod: {}\ntranslator: {}\n",
            locale.as_str(),
            self.method.as_str(),
            id(&self.translator)
        );
        if let Some(by) = &self.reviewed_by {
            yaml.push_str(&format!("reviewed_by: {}\n", id(by)));
        }
        if let Some(on) = &self.reviewed_on {
            yaml.push_str(&format!("reviewed_on: {on}\n"));
        }
        yaml.push_str(if empty { "blocks: []\n" } else { "blocks:\n" });
        yaml
    }
}

/// An id as a scalar that stays a string: one of digits alone, or one that YAML takes for something else, is quoted.
fn id(id: &Id) -> String {
    let word = id.as_str();
    let plain = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && !matches!(
            word.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
        );
    if plain { word.to_owned() } else { quoted(word) }
}

fn block(yaml: &mut String, path: &str, entry: &Entry, head: &Head) {
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && path.starts_with(|c: char| c.is_ascii_alphabetic());
    let path = if plain { path.to_owned() } else { quoted(path) };
    yaml.push_str(&format!("  - path: {path}\n"));
    if let Some(source) = &entry.source {
        yaml.push_str(&format!("    source: {}\n", digest(source)));
    }
    yaml.push_str("    text: ");
    text(yaml, &entry.text);
    if entry.method != head.method {
        yaml.push_str(&format!("    method: {}\n", entry.method.as_str()));
    }
    if entry.translator != head.translator {
        yaml.push_str(&format!("    translator: {}\n", id(&entry.translator)));
    }
    if let Some(by) = entry.reviewed_by.as_ref().filter(|_| entry.reviewed_by != head.reviewed_by) {
        yaml.push_str(&format!("    reviewed_by: {}\n", id(by)));
    }
    if let Some(on) = entry.reviewed_on.filter(|_| entry.reviewed_on != head.reviewed_on) {
        yaml.push_str(&format!("    reviewed_on: {on}\n"));
    }
}

/// A digest of digits alone, or that reads as a number, is quoted.
fn digest(digest: &Sha256) -> String {
    let word = digest.as_str();
    let number = word.bytes().all(|b| b.is_ascii_digit() || b == b'e');
    if number { quoted(word) } else { word.to_owned() }
}

/// A text: quoted on one line if it is short, as a block if that can hold it.
fn text(yaml: &mut String, text: &str) {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let printable = |c: char| {
        c == '\n' || !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let block = !body.starts_with([' ', '\n', '\t']) && !body.ends_with('\n') && body.chars().all(printable);
    if !block || !text.ends_with('\n') && !body.contains('\n') && body.chars().count() <= WIDTH {
        yaml.push_str(&quoted(text));
        yaml.push('\n');
        return;
    }
    yaml.push_str(if text.ends_with('\n') { "|\n" } else { "|-\n" });
    for line in body.split('\n') {
        if !line.is_empty() {
            yaml.push_str("      ");
            yaml.push_str(line);
        }
        yaml.push('\n');
    }
}

/// A scalar in double quotes (YAML 1.2.2, 7.3.1), on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if (c as u32) < 0x100 && c.is_control() => out.push_str(&format!("\\x{:02X}", c as u32)),
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04X}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as it is stored: paragraphs of a long one broken into lines where that changes nothing.
pub(super) fn wrapped(text: &str) -> String {
    if !text.contains('\n') && text.chars().count() <= WIDTH {
        return text.to_owned();
    }
    let parts = protect(text);
    let mut out = String::new();
    for part in &parts {
        let Part::Segment(pieces) = part else {
            out.push_str(&join(std::slice::from_ref(part)));
            continue;
        };
        let line = out.rsplit('\n').next().unwrap_or_default();
        // Below a bullet the lines go on under its words; in a table or a quotation they cannot be broken.
        let indent = line.chars().count();
        let bullet = line.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '*' | '+' | '.' | ')'));
        let whole: String = pieces.iter().map(Piece::markdown).collect();
        if bullet && !whole.contains('\n') {
            fill(&mut out, &whole, indent);
        } else {
            out.push_str(&whole);
        }
    }
    let same = |other: &str| join(&protect(other)) == join(&parts) && super::write::is_alike(&parts, &protect(other));
    let mut out = if same(&out) { out } else { text.to_owned() };
    out.push('\n');
    out
}

fn fill(out: &mut String, text: &str, indent: usize) {
    let mut column = indent;
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        let safe = !starts_block(word);
        if index > 0 && column + 1 + length > WIDTH - 6 && safe {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent + length;
        } else {
            if index > 0 {
                out.push(' ');
                column += 1;
            }
            column += length;
        }
        out.push_str(word);
    }
}

/// Whether a word at the start of a line may be taken for the start of a block; it stays where it is then.
fn starts_block(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < word.len() && digits.starts_with(['.', ')']);
    numbered || matches!(word, "" | "-" | "+" | "*") || word.starts_with(['#', '>', '|', '=', '-', '`', '<', ':', '~'])
}

/// The lines of the file by the path of their block, those before the first block under the empty path. Nothing if the
/// blocks are not written one below the other.
fn chunks(case: &Case, translation: Option<&Translation>) -> HashMap<String, String> {
    let place = translation.and_then(|t| t.source).and_then(|id| Some((id, case.sources.get(id)?)));
    let Some((id, source)) = place else { return HashMap::new() };
    let tree = read::parse(id, source, &mut Vec::new());
    let Some(NodeKind::List(items)) = tree.as_ref().and_then(|tree| tree.get("blocks")).map(|node| &node.kind) else {
        return HashMap::new();
    };
    let text = &*source.text;
    let mut starts = Vec::new();
    for item in items {
        let at = item.range.start.min(text.len());
        let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let Some(path) = item.get("path").and_then(|node| node.as_text()) else { return HashMap::new() };
        // Our own form only: other indentation or another order of keys cannot stand beside blocks that are added.
        if text.get(line..).is_none_or(|rest| !rest.starts_with("  - path: ")) {
            return HashMap::new();
        }
        starts.push((line, path.to_owned()));
    }
    let mut chunks = HashMap::new();
    let first = starts.first().map_or(text.len(), |(at, _)| *at);
    let mut add = |path: String, range: std::ops::Range<usize>| {
        let mut lines = text.get(range).unwrap_or_default().to_owned();
        if !lines.ends_with('\n') {
            lines.push('\n');
        }
        chunks.insert(path, lines);
    };
    if text.get(..first).is_some_and(|head| head.trim_end().ends_with("blocks:")) {
        add(String::new(), 0..first);
    }
    for (index, (at, path)) in starts.iter().enumerate() {
        add(path.clone(), *at..starts.get(index + 1).map_or(text.len(), |(next, _)| *next));
    }
    chunks
}

/// Reads what was written, and holds it against what was meant.
fn verify(
    yaml: &str,
    locale: LocaleTag,
    order: &[String],
    entries: &BTreeMap<&str, Entry>,
    made: &Made,
) -> Result<(), Diagnostics> {
    let wrong = |why: String| {
        let message = format!("the translations into {} cannot be written: {why}", locale.as_str());
        Diagnostics::from(Diagnostic::error("XLF-17", message).hint("please report this; nothing was changed"))
    };
    let mut sources = SourceMap::default();
    let id = sources.add("translations", yaml);
    let mut errors = Vec::new();
    let tree = sources.get(id).and_then(|source| read::parse(id, source, &mut errors));
    let Some(tree) = tree else { return Err(wrong("no YAML".to_owned())) };
    read::validate(&tree, translation_schema(), &mut errors);
    if let Some(error) = errors.first() {
        return Err(wrong(error.message.clone()));
    }
    let file: TranslationFile = read::from_node(&tree).map_err(|error| wrong(error.message))?;
    let same = file.locale == locale
        && file.blocks.len() == order.len()
        && file.blocks.iter().zip(order).all(|(block, path)| {
            block.path == *path && Some(&effective(block, Some(&file), made)) == entries.get(path.as_str())
        });
    if same { Ok(()) } else { Err(wrong("it does not read as it was meant".to_owned())) }
}
