//! XML as a tree, bounded in depth and number of parts; no document type, no entity but XML's own (and HTML's in HTML).

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::records::picture::Reason;

/// The deepest nesting.
pub const MAX_DEPTH: usize = 200;
/// The most elements, attributes and stretches of text.
pub const MAX_PARTS: usize = 1_000_000;

/// The namespace of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// HL7 version 3, of which CDA is a part.
    Hl7,
    /// Any other, or none.
    Other,
}

/// An element.
#[derive(Debug)]
pub struct Element {
    /// Its namespace.
    pub space: Space,
    /// Its name without prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Child>,
}

/// What is in an element.
#[derive(Debug)]
pub enum Child {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// The value of an attribute without prefix, or of `xml:lang`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The HL7 elements of this name in it that have a value.
    pub fn all<'e, 'n>(&'e self, name: &'n str) -> impl Iterator<Item = &'e Self> + use<'e, 'n> {
        self.elements().filter(move |e| e.space == Space::Hl7 && e.name == name && e.attribute("nullFlavor").is_none())
    }

    /// The first of them.
    pub fn first(&self, name: &str) -> Option<&Self> {
        self.all(name).next()
    }

    /// The first of the first, and so on.
    pub fn path(&self, names: &[&str]) -> Option<&Self> {
        names.iter().try_fold(self, |element, name| element.first(name))
    }

    /// All text in it.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    fn push_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) => element.push_text(out),
            }
        }
    }

    /// Whether there is anything but white space in it.
    pub fn has_text(&self) -> bool {
        self.children.iter().any(|child| match child {
            Child::Text(text) => !text.trim().is_empty(),
            Child::Element(element) => element.has_text(),
        })
    }
}

/// The first element of a file.
pub struct Root<'t> {
    /// Its name without prefix.
    pub name: &'t str,
    /// Whether the file is surely meant as XML, and not a text that begins with a bracket.
    pub is_xml: bool,
}

/// Looks for the first element without reading the file.
pub fn root_name(text: &str) -> Option<Root<'_>> {
    let mut rest = text.trim_start();
    let declared = rest.starts_with("<?xml");
    let mut prologue = declared;
    loop {
        if let Some(inner) = rest.strip_prefix("<?") {
            rest = inner.split_once("?>")?.1.trim_start();
        } else if let Some(inner) = rest.strip_prefix("<!--") {
            rest = inner.split_once("-->")?.1.trim_start();
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            prologue = true;
            let end = rest.find(['>', '['])?;
            if rest.get(end..).is_some_and(|tail| tail.starts_with('[')) {
                // Its own document type: nothing that is shown has one.
                return Some(Root { name: "", is_xml: true });
            }
            rest = rest.get(end + 1..)?.trim_start();
        } else {
            break;
        }
    }
    let Some(tag) = rest.strip_prefix('<') else {
        return declared.then_some(Root { name: "", is_xml: true });
    };
    let end = tag.find(|c: char| c.is_whitespace() || "/>".contains(c)).unwrap_or(tag.len());
    let name = tag.get(..end)?;
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || "_-.:".contains(c));
    if !is_name {
        return prologue.then_some(Root { name: "", is_xml: true });
    }
    let head = tag.get(..tag.find('>')?)?;
    let closed = text
        .trim_end()
        .strip_suffix('>')
        .map(str::trim_end)
        .is_some_and(|start| start.strip_suffix(name).is_some_and(|start| start.ends_with("</")));
    let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
    Some(Root { name, is_xml: prologue || closed || head.contains("xmlns") })
}

/// Reads a file. In HTML its own document type and named characters are allowed.
pub fn parse(text: &str, html: bool) -> Result<Element, Reason> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut tree = Tree::default();
    loop {
        match reader.read_event().map_err(|_| Reason::Damaged)? {
            Event::Start(start) => {
                let element = tree.element(&reader, &start)?;
                tree.open(element)?;
            }
            Event::Empty(start) => {
                let element = tree.element(&reader, &start)?;
                tree.open(element)?;
                tree.close()?;
            }
            Event::End(_) => tree.close()?,
            Event::Text(content) => tree.text(&content.xml10_content())?,
            Event::CData(content) => tree.text(&content.xml10_content())?,
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c,
                    Ok(None) => entity(&reference, html).ok_or(Reason::Damaged)?,
                    Err(_) => return Err(Reason::Damaged),
                };
                tree.text(character.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) if html && tree.root.is_none() && tree.stack.is_empty() => {}
            Event::DocType(_) => return Err(Reason::Kind),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if !tree.stack.is_empty() {
        return Err(Reason::Damaged);
    }
    tree.root.ok_or(Reason::Damaged)
}

fn entity(name: &str, html: bool) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ if html => super::html::named(name),
        _ => None,
    }
}

fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[derive(Default)]
struct Tree {
    stack: Vec<Element>,
    root: Option<Element>,
    count: usize,
}

impl Tree {
    fn counted(&mut self) -> Result<(), Reason> {
        self.count += 1;
        if self.count > MAX_PARTS { Err(Reason::TooLarge) } else { Ok(()) }
    }

    fn element(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Element, Reason> {
        self.counted()?;
        let (space, name) = reader.resolver().resolve_element(start.name());
        let space = match space {
            ResolveResult::Bound(namespace) if namespace.as_ref() == "urn:hl7-org:v3" => Space::Hl7,
            ResolveResult::Bound(_) | ResolveResult::Unbound => Space::Other,
            ResolveResult::Unknown(_) => return Err(Reason::Damaged),
        };
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| Reason::Damaged)?;
            self.counted()?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let key: &str = attribute.key.as_ref();
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|_| Reason::Damaged)?;
            if !value.chars().all(is_xml) {
                return Err(Reason::Damaged);
            }
            if key == "xml:lang" || !key.contains(':') {
                attributes.push((key.to_owned(), value.into_owned()));
            }
        }
        Ok(Element { space, name: name.as_ref().to_owned(), attributes, children: Vec::new() })
    }

    fn open(&mut self, element: Element) -> Result<(), Reason> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(Reason::TooLarge);
        }
        if self.stack.is_empty() && self.root.is_some() {
            return Err(Reason::Damaged);
        }
        self.stack.push(element);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Reason> {
        let element = self.stack.pop().ok_or(Reason::Damaged)?;
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(Child::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Reason> {
        self.counted()?;
        if !text.chars().all(is_xml) {
            return Err(Reason::Damaged);
        }
        match self.stack.last_mut() {
            Some(parent) => match parent.children.last_mut() {
                Some(Child::Text(before)) => before.push_str(text),
                _ => parent.children.push(Child::Text(text.to_owned())),
            },
            None if text.trim().is_empty() => {}
            None => return Err(Reason::Damaged),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bombs_are_refused() {
        let deep = "<a>".repeat(300) + &"</a>".repeat(300);
        assert_eq!(parse(&deep, false).err(), Some(Reason::TooLarge));
        assert_eq!(parse("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", false).err(), Some(Reason::Kind));
        assert_eq!(parse("<a>&b;</a>", false).err(), Some(Reason::Damaged));
        assert_eq!(parse("<a>&#0;</a>", false).err(), Some(Reason::Damaged));
        assert_eq!(parse("<a><b></a>", false).err(), Some(Reason::Damaged));
        let many = format!("<a>{}</a>", "<b/>".repeat(MAX_PARTS));
        assert_eq!(parse(&many, false).err(), Some(Reason::TooLarge));
    }

    #[test]
    fn text_is_joined_across_references_and_comments() {
        let tree = parse("<a>x&amp;<!-- c -->y<![CDATA[<]]>&#x3bc;</a>", false).unwrap();
        assert_eq!(tree.text(), "x&y<μ");
        assert_eq!(tree.children.len(), 1);
    }

    #[test]
    fn roots_are_found() {
        assert_eq!(root_name("<!-- x --><?y?><n1:ClinicalDocument a='b'>").unwrap().name, "ClinicalDocument");
        assert!(root_name("<3 you > me").is_none());
        assert!(!root_name("<b>bold</b> text").unwrap().is_xml);
        assert!(root_name("<Patient xmlns='http://hl7.org/fhir'>").unwrap().is_xml);
    }
}
