//! An XLIFF file as translators' tools write it back: segments split or joined, codes renamed or in halves, notes and
//! other namespaces added.

use std::collections::HashMap;
use std::ops::Range;

use super::read_xml::{Child, Element, Space, parse};
use super::{DIGEST, STALE};
use crate::diagnostics::{Diagnostic, Diagnostics, SourceId};

/// Bounds on what is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file in bytes.
    pub bytes: u64,
    /// Most elements one in the other.
    pub depth: usize,
    /// Most elements, attributes and runs of text.
    pub parts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 32_000_000, depth: 64, parts: 2_000_000 }
    }
}

/// How far a translation has come (XLIFF 2.1, "state").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not translated, or not confirmed.
    Initial,
    /// Translated.
    Translated,
    /// Reviewed.
    Reviewed,
    /// Done.
    Final,
}

/// A piece of content with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The Markdown.
    pub markdown: String,
    /// Whether it came from a code.
    pub code: bool,
    /// Where it stands.
    pub place: Range<usize>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// Its name: the path, unless a tool has left it out.
    pub name: Option<String>,
    /// The digest that went out with it.
    pub digest: Option<String>,
    /// The source as the file has it.
    pub source: Vec<Content>,
    /// The translation, if any segment has one.
    pub target: Option<Vec<Content>>,
    /// Segments without a translation, where others have one.
    pub open: Vec<Range<usize>>,
    /// The least of its segments' states.
    pub state: State,
    /// Whether a segment still says that its source has changed.
    pub stale: bool,
    /// Notes that Opine did not write.
    pub notes: Vec<(String, Range<usize>)>,
    /// Its start tag.
    pub place: Range<usize>,
}

impl Unit {
    /// The source as Markdown.
    pub fn source_markdown(&self) -> String {
        self.source.iter().map(|content| content.markdown.as_str()).collect()
    }

    /// The translation as Markdown.
    pub fn target_markdown(&self) -> Option<String> {
        Some(self.target.as_ref()?.iter().map(|content| content.markdown.as_str()).collect())
    }
}

/// A file as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The source language, as written.
    pub source: String,
    /// The target language, if the file has one.
    pub target: Option<String>,
    /// Where both are written.
    pub place: Range<usize>,
    /// What the files are of, with their places.
    pub originals: Vec<(Option<String>, Range<usize>)>,
    /// The units of all files, groups opened.
    pub units: Vec<Unit>,
}

/// Reads XLIFF 2.0 or 2.1.
///
/// # Errors
/// `XLF-01` to `XLF-04` and, for codes that cannot be told, `XLF-10`.
pub fn read(file: SourceId, text: &str, limits: &Limits) -> Result<Document, Diagnostics> {
    if text.len() as u64 > limits.bytes {
        let message = format!("the file is larger than {} MB", limits.bytes / 1_000_000);
        return Err(Diagnostic::error("XLF-03", message).label(file, 0..0, "").into());
    }
    let root = parse(file, text, limits).map_err(|diagnostic| Diagnostics(vec![*diagnostic]))?;
    let mut reader = Reader { file, errors: Vec::new(), units: Vec::new() };
    let document = reader.document(&root)?;
    if reader.errors.is_empty() {
        Ok(Document { units: reader.units, ..document })
    } else {
        Err(Diagnostics(reader.errors))
    }
}

struct Reader {
    file: SourceId,
    errors: Vec<Diagnostic>,
    units: Vec<Unit>,
}

impl Reader {
    fn error(&self, code: &'static str, message: String, range: &Range<usize>) -> Diagnostic {
        Diagnostic::error(code, message).label(self.file, range.clone(), "")
    }

    fn document(&mut self, root: &Element) -> Result<Document, Diagnostics> {
        if !root.is(Space::Core, "xliff") {
            let message =
                if root.name == "xliff" { "the file is XLIFF of another version" } else { "the file is no XLIFF" };
            let error = self.error("XLF-04", message.to_owned(), &root.tag);
            return Err(error.hint("have the tool save XLIFF 2.0 or 2.1, the format it was given").into());
        }
        let version = root.attribute("version").unwrap_or_default();
        if !matches!(version, "2.0" | "2.1") {
            let message = format!("the file is XLIFF {}, not 2.0 or 2.1", version.escape_debug());
            let error = self.error("XLF-04", message, &root.tag);
            return Err(error.hint("have the tool save XLIFF 2.0 or 2.1").into());
        }
        let preserve = space(root, false);
        let mut originals = Vec::new();
        for element in root.elements().filter(|e| e.space == Space::Core) {
            if element.name == "file" {
                originals.push((element.attribute("original").map(str::to_owned), element.tag.clone()));
                self.units_of(element, space(element, preserve));
            } else {
                self.stray(element, "xliff");
            }
        }
        Ok(Document {
            source: root.attribute("srcLang").unwrap_or_default().to_owned(),
            target: root.attribute("trgLang").map(str::to_owned),
            place: root.tag.clone(),
            originals,
            units: Vec::new(),
        })
    }

    fn stray(&mut self, element: &Element, parent: &str) {
        let message = format!("`{}` does not stand in `{parent}` of XLIFF", element.name.escape_debug());
        let error = self.error("XLF-04", message, &element.tag);
        self.errors.push(error);
    }

    /// The units of a file or group. As deep as the tree, which is bounded.
    fn units_of(&mut self, parent: &Element, preserve: bool) {
        for element in parent.elements().filter(|e| e.space == Space::Core) {
            match element.name.as_str() {
                "unit" => {
                    let unit = self.unit(element, space(element, preserve));
                    self.units.push(unit);
                }
                "group" => self.units_of(element, space(element, preserve)),
                "notes" | "skeleton" => {}
                _ => self.stray(element, &parent.name),
            }
        }
    }

    fn unit(&mut self, element: &Element, preserve: bool) -> Unit {
        let mut unit = Unit {
            id: element.attribute("id").unwrap_or_default().to_owned(),
            name: element.attribute("name").map(str::to_owned),
            digest: digest(element),
            source: Vec::new(),
            target: None,
            open: Vec::new(),
            state: State::Final,
            stale: false,
            notes: Vec::new(),
            place: element.tag.clone(),
        };
        let mut data: HashMap<&str, String> = HashMap::new();
        let mut sections = Vec::new();
        for child in element.elements().filter(|e| e.space == Space::Core) {
            match child.name.as_str() {
                "originalData" => {
                    let known = child.elements().filter(|e| e.is(Space::Core, "data"));
                    data.extend(known.filter_map(|e| Some((e.attribute("id")?, e.text()))));
                }
                "notes" => unit.notes.extend(child.elements().filter(|e| is_foreign_note(e)).map(|e| {
                    let text = e.text().split_whitespace().collect::<Vec<_>>().join(" ");
                    (text, e.range.clone())
                })),
                "segment" | "ignorable" => sections.push(child),
                _ => self.stray(child, "unit"),
            }
        }
        let translate = element.attribute("translate") != Some("no");
        let mut targets = Vec::new();
        let mut translated = false;
        for (index, section) in sections.into_iter().enumerate() {
            let is_segment = section.name == "segment";
            let source = self.side(section, "source", &data, preserve).map(|(_, content)| content).unwrap_or_default();
            let target = self.side(section, "target", &data, preserve);
            let has_words = source.iter().any(|c| !c.code && !c.markdown.trim().is_empty());
            if is_segment {
                let state = match section.attribute("state") {
                    Some("translated") => State::Translated,
                    Some("reviewed") => State::Reviewed,
                    Some("final") => State::Final,
                    _ => State::Initial,
                };
                unit.state = unit.state.min(state);
                unit.stale |= section.attribute("subState") == Some(STALE);
            }
            let order = target.as_ref().and_then(|(order, _)| *order).unwrap_or(index + 1);
            let target = target.map(|(_, content)| content).filter(|content| !is_blank(content));
            translated |= is_segment && has_words && target.is_some();
            if is_segment && has_words && target.is_none() {
                unit.open.push(section.tag.clone());
            }
            targets.push((order, target.unwrap_or_else(|| source.clone())));
            unit.source.extend(source);
        }
        if translated && translate {
            targets.sort_by_key(|(order, _)| *order);
            unit.target = Some(targets.into_iter().flat_map(|(_, content)| content).collect());
        } else {
            unit.open.clear();
        }
        unit
    }

    /// The content of `source` or `target` of a segment, with the place in the sentence order that it asks for.
    fn side(
        &mut self,
        section: &Element,
        name: &str,
        data: &HashMap<&str, String>,
        preserve: bool,
    ) -> Option<(Option<usize>, Vec<Content>)> {
        let element = section.elements().find(|e| e.is(Space::Core, name))?;
        let mut content = Vec::new();
        self.content(element, data, space(element, preserve), &mut content);
        Some((element.attribute("order").and_then(|order| order.parse().ok()), content))
    }

    /// Inline content. As deep as the tree, which is bounded.
    fn content(&mut self, parent: &Element, data: &HashMap<&str, String>, preserve: bool, out: &mut Vec<Content>) {
        for child in &parent.children {
            let element = match child {
                Child::Text(text, place) => {
                    let markdown = if preserve { text.clone() } else { folded(text) };
                    out.push(Content { markdown, code: false, place: place.clone() });
                    continue;
                }
                // Elements of other namespaces have no place here by the standard; what they hold is not ours.
                Child::Element(element) if element.space != Space::Core => continue,
                Child::Element(element) => element,
            };
            match element.name.as_str() {
                "cp" => match element.code_point() {
                    Some(c) => {
                        out.push(Content { markdown: c.to_string(), code: false, place: element.tag.clone() });
                    }
                    None => {
                        let message = "`cp` holds no code point".to_owned();
                        let error = self.error("XLF-04", message, &element.tag);
                        self.errors.push(error);
                    }
                },
                "ph" | "sc" | "ec" => self.code(element, "dataRef", data, out),
                "pc" => {
                    self.code(element, "dataRefStart", data, out);
                    self.content(element, data, preserve, out);
                    self.code(element, "dataRefEnd", data, out);
                }
                "mrk" => self.content(element, data, preserve, out),
                "sm" | "em" => {}
                _ => self.stray(element, &parent.name),
            }
        }
    }

    fn code(&mut self, element: &Element, reference: &str, data: &HashMap<&str, String>, out: &mut Vec<Content>) {
        let id = element.attribute(reference);
        match id.and_then(|id| data.get(id)) {
            Some(markdown) => {
                out.push(Content { markdown: markdown.clone(), code: true, place: element.tag.clone() });
            }
            None => {
                let name = element.attribute("disp").or_else(|| element.attribute("dispStart"));
                let name = name.or_else(|| element.attribute("id")).unwrap_or_default();
                let message = format!("the placeholder `{}` has lost what it stands for", name.escape_debug());
                let error = self
                    .error("XLF-10", message, &element.tag)
                    .hint(format!("its `{reference}` has to name a `data` of the unit, as in the file that went out"));
                self.errors.push(error);
            }
        }
    }
}

/// `xml:space` of an element.
fn space(element: &Element, inherited: bool) -> bool {
    match element.of(Space::Xml, "space") {
        Some("preserve") => true,
        Some(_) => false,
        None => inherited,
    }
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !matches!(c, ' ' | '\t' | '\r' | '\n') {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

fn is_blank(content: &[Content]) -> bool {
    content.iter().all(|c| c.markdown.trim().is_empty())
}

fn digest(unit: &Element) -> Option<String> {
    let metadata = unit.elements().filter(|e| e.is(Space::Metadata, "metadata"));
    metadata
        .flat_map(|m| m.elements().filter(|e| e.is(Space::Metadata, "metaGroup")))
        .flat_map(|g| g.elements().filter(|e| e.is(Space::Metadata, "meta") && e.attribute("type") == Some(DIGEST)))
        .map(|meta| meta.text().trim().to_owned())
        .next()
}

fn is_foreign_note(note: &Element) -> bool {
    note.is(Space::Core, "note") && note.attribute("category") != Some("context") && !note.text().trim().is_empty()
}
