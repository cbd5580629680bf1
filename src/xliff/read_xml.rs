//! XML as a tree with places, bounded in size, depth and number of parts; no document type, no entity but XML's own.

use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::read::Limits;
use super::write::is_xml;
use super::{CORE, GLOSSARY, METADATA, XML};
use crate::diagnostics::{Diagnostic, SourceId};

/// The namespace of an element or attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Core,
    Metadata,
    Glossary,
    Xml,
    /// An attribute without prefix.
    None,
    Other,
}

impl Space {
    fn of(uri: &str) -> Self {
        match uri {
            CORE => Self::Core,
            METADATA => Self::Metadata,
            GLOSSARY => Self::Glossary,
            XML => Self::Xml,
            _ => Self::Other,
        }
    }
}

#[derive(Debug)]
pub(super) struct Element {
    pub space: Space,
    pub name: String,
    attributes: Vec<(Space, String, String)>,
    pub children: Vec<Child>,
    /// Its start tag.
    pub tag: Range<usize>,
    /// All of it.
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Child {
    Element(Element),
    Text(String, Range<usize>),
}

impl Element {
    /// The value of an attribute without prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.of(Space::None, name)
    }

    pub fn of(&self, space: Space, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(s, n, _)| *s == space && n == name).map(|(_, _, value)| value.as_str())
    }

    pub fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name == name
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(..) => None,
        })
    }

    /// The text directly inside, and inside of `cp`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for child in &self.children {
            match child {
                Child::Text(part, _) => text.push_str(part),
                Child::Element(element) => text.extend(element.code_point()),
            }
        }
        text
    }

    /// The character of a `cp`.
    pub fn code_point(&self) -> Option<char> {
        if !self.is(Space::Core, "cp") {
            return None;
        }
        self.attribute("hex").and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32)
    }
}

pub(super) fn parse(file: SourceId, text: &str, limits: &Limits) -> Result<Element, Box<Diagnostic>> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut tree = Tree { file, limits, stack: Vec::new(), root: None, count: 0 };
    loop {
        let start = position(reader.buffer_position(), text);
        let event = reader.read_event();
        let range = start..position(reader.buffer_position(), text);
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                let at = position(reader.error_position(), text);
                return Err(tree.malformed(at..at, &error.to_string()));
            }
        };
        match event {
            Event::Start(start) => {
                let element = tree.element(&reader, &start, range)?;
                tree.open(element)?;
            }
            Event::Empty(start) => {
                let element = tree.element(&reader, &start, range.clone())?;
                tree.open(element)?;
                tree.close(range)?;
            }
            Event::End(_) => tree.close(range)?,
            Event::Text(content) => tree.text(&content.xml10_content(), range)?,
            Event::CData(content) => tree.text(&content.xml10_content(), range)?,
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(c)) if is_xml(c) => c,
                    Ok(None) => match &*reference {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        name => return Err(tree.entity(range, name)),
                    },
                    _ => return Err(tree.malformed(range, "a character that XML cannot hold")),
                };
                tree.push(character.encode_utf8(&mut [0; 4]), range)?;
            }
            Event::DocType(_) => {
                let diagnostic = Diagnostic::error("XLF-02", "the file has a document type definition")
                    .label(file, range, "")
                    .hint("XLIFF has none: take it out, or export from the tool again");
                return Err(Box::new(diagnostic));
            }
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().and_then(Result::ok).map(|name| name.to_ascii_lowercase());
                if encoding.is_some_and(|name| !matches!(name.as_str(), "utf-8" | "utf8" | "us-ascii" | "ascii")) {
                    return Err(tree.malformed(range, "it says that it is not in UTF-8"));
                }
                if matches!(declaration.xml_version(), Ok(XmlVersion::Explicit1_1)) {
                    return Err(tree.malformed(range, "it is XML 1.1, and XLIFF is XML 1.0"));
                }
            }
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if let Some(open) = tree.stack.last() {
        let (tag, name) = (open.tag.clone(), open.name.clone());
        return Err(tree.malformed(tag, &format!("`{}` is not closed", name.escape_debug())));
    }
    let (root, end) = (tree.root.take(), text.len());
    root.ok_or_else(|| tree.malformed(end..end, "it has no element"))
}

fn position(at: u64, text: &str) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX).min(text.len())
}

struct Tree<'l> {
    file: SourceId,
    limits: &'l Limits,
    stack: Vec<Element>,
    root: Option<Element>,
    count: usize,
}

impl Tree<'_> {
    fn malformed(&self, range: Range<usize>, why: &str) -> Box<Diagnostic> {
        let diagnostic = Diagnostic::error("XLF-01", format!("the file is no well-formed XML: {why}"))
            .label(self.file, range, "")
            .hint("export from the tool again; a file edited by hand often lacks an end tag or has a bare `&`");
        Box::new(diagnostic)
    }

    fn too_large(&self, range: Range<usize>, message: String) -> Box<Diagnostic> {
        Box::new(Diagnostic::error("XLF-03", message).label(self.file, range, "here"))
    }

    fn entity(&self, range: Range<usize>, name: &str) -> Box<Diagnostic> {
        let message = format!("the entity `{}` is not one of XML's own", name.escape_debug());
        let diagnostic = Diagnostic::error("XLF-02", message).label(self.file, range, "");
        Box::new(diagnostic.hint("write the character itself"))
    }

    fn counted(&mut self, range: &Range<usize>) -> Result<(), Box<Diagnostic>> {
        self.count += 1;
        if self.count > self.limits.parts {
            let message = format!("the file has more than {} parts", self.limits.parts);
            return Err(self.too_large(range.clone(), message));
        }
        Ok(())
    }

    fn element(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
        range: Range<usize>,
    ) -> Result<Element, Box<Diagnostic>> {
        self.counted(&range)?;
        let (space, name) = reader.resolver().resolve_element(start.name());
        let space = self.space(space, Space::Other, &range)?;
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.malformed(range.clone(), &error.to_string()))?;
            self.counted(&range)?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|error| self.malformed(range.clone(), &error.to_string()))?;
            if !value.chars().all(is_xml) {
                return Err(self.malformed(range, "a character that XML cannot hold"));
            }
            let (space, local) = reader.resolver().resolve_attribute(attribute.key);
            let space = self.space(space, Space::None, &range)?;
            attributes.push((space, local.as_ref().to_owned(), value.into_owned()));
        }
        Ok(Element {
            space,
            name: name.as_ref().to_owned(),
            attributes,
            children: Vec::new(),
            tag: range.clone(),
            range,
        })
    }

    fn space(&self, found: ResolveResult<'_>, unbound: Space, range: &Range<usize>) -> Result<Space, Box<Diagnostic>> {
        match found {
            ResolveResult::Bound(namespace) => Ok(Space::of(namespace.as_ref())),
            ResolveResult::Unbound => Ok(unbound),
            ResolveResult::Unknown(prefix) => {
                let why = format!("the prefix `{}` has no namespace", prefix.escape_debug());
                Err(self.malformed(range.clone(), &why))
            }
        }
    }

    fn open(&mut self, element: Element) -> Result<(), Box<Diagnostic>> {
        if self.stack.len() >= self.limits.depth {
            let message = format!("the file is nested more than {} elements deep", self.limits.depth);
            return Err(self.too_large(element.tag, message));
        }
        if self.stack.is_empty() && self.root.is_some() {
            return Err(self.malformed(element.tag, "a second element at the top"));
        }
        self.stack.push(element);
        Ok(())
    }

    fn close(&mut self, range: Range<usize>) -> Result<(), Box<Diagnostic>> {
        let Some(mut element) = self.stack.pop() else {
            return Err(self.malformed(range, "an end tag without its start"));
        };
        element.range.end = range.end;
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(Child::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str, range: Range<usize>) -> Result<(), Box<Diagnostic>> {
        if !text.chars().all(is_xml) {
            return Err(self.malformed(range, "a character that XML cannot hold"));
        }
        self.push(text, range)
    }

    fn push(&mut self, text: &str, range: Range<usize>) -> Result<(), Box<Diagnostic>> {
        self.counted(&range)?;
        match self.stack.last_mut() {
            Some(parent) => match parent.children.last_mut() {
                Some(Child::Text(before, place)) if place.end == range.start => {
                    before.push_str(text);
                    place.end = range.end;
                }
                _ => parent.children.push(Child::Text(text.to_owned(), range)),
            },
            None if text.trim().is_empty() => {}
            None => return Err(self.malformed(range, "text outside of its element")),
        }
        Ok(())
    }
}
