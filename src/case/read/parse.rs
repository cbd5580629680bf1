//! YAML 1.2 and JSON (of which YAML is a superset) to nodes, with limits on size, depth and aliases.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};

use super::node::{Key, Node, NodeKind};
use crate::diagnostics::{Diagnostic, SourceFile, SourceId};

/// Deepest nesting of maps and lists; a case needs eight.
const MAX_DEPTH: usize = 48;
/// Most values in a file, those that aliases repeat counted again.
const MAX_NODES: usize = 400_000;
/// Most bytes that aliases may repeat.
const MAX_EXPANDED: usize = 32_000_000;

/// Decodes the bytes of a file as UTF-8 and says how to mend what is not.
///
/// A byte order mark is dropped. Nothing is guessed: a file in another encoding is refused.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, Diagnostic> {
    let utf16 = [[0xFF, 0xFE], [0xFE, 0xFF]].iter().any(|mark| bytes.starts_with(mark));
    if utf16 {
        return Err(Diagnostic::error("YML-02", "the file is UTF-16, not UTF-8").hint("save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let good = &bytes[..error.valid_up_to()];
            let line = good.iter().filter(|b| **b == b'\n').count() + 1;
            let start = good.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
            let column = String::from_utf8_lossy(&good[start..]).chars().count() + 1;
            let byte = bytes[error.valid_up_to()];
            let message = format!("line {line}, column {column} is not UTF-8 (byte 0x{byte:02X})");
            Err(Diagnostic::error("YML-02", message)
                .hint("save the file as UTF-8; it was probably written as Windows-1252 or ISO 8859-1"))
        }
    }
}

/// Parses one file. Syntax errors end the reading (what follows them would only repeat them); duplicate keys do not.
pub(crate) fn parse(file: SourceId, source: &SourceFile, errors: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = &*source.text;
    let empty = || {
        Diagnostic::error("YML-03", format!("`{}` is empty", source.name))
            .label(file, 0..0, "")
            .hint("`opine new DIR --specialty oncology` writes a case to start from")
    };
    if text.trim().is_empty() {
        errors.push(empty());
        return None;
    }
    let mut builder = Builder { file, text, anchors: HashMap::new(), nodes: 0, expanded: 0, errors: &mut *errors };
    let mut stack: Vec<Open> = Vec::new();
    let mut root: Option<Node> = None;
    let mut documents = 0;
    for item in Parser::new_from_str(text) {
        let (event, span) = match item {
            Ok(item) => item,
            Err(error) => {
                builder.syntax_error(&error);
                return None;
            }
        };
        let range = builder.range(&span);
        let done = match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    builder
                        .error("YML-04", "a case is one YAML document, and here a second one starts", range)
                        .hints
                        .push("put further parts into files of their own and name them under `include`".to_owned());
                    return None;
                }
                continue;
            }
            Event::Scalar(value, style, anchor, _) => {
                let quoted = style != ScalarStyle::Plain;
                let kind = if !quoted && matches!(&*value, "" | "~" | "null" | "Null" | "NULL") {
                    NodeKind::Null
                } else {
                    NodeKind::Scalar { text: value.into_owned(), quoted }
                };
                Some((Node { kind, file, range }, anchor))
            }
            Event::SequenceStart(_, anchor, _) => {
                stack.push(Open { node: Node { kind: NodeKind::List(Vec::new()), file, range }, key: None, anchor });
                None
            }
            Event::MappingStart(_, anchor, _) => {
                stack.push(Open { node: Node { kind: NodeKind::Map(Vec::new()), file, range }, key: None, anchor });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => stack.pop().map(|open| {
                let mut node = open.node;
                node.range.end = range.end.max(node.range.start);
                (node, open.anchor)
            }),
            Event::Alias(id) => match builder.alias(id, range) {
                Some(node) => Some((node, 0)),
                None => return None,
            },
            _ => continue,
        };
        builder.nodes += 1;
        if builder.nodes > MAX_NODES || stack.len() > MAX_DEPTH {
            let at = builder.range(&span);
            let what = if stack.len() > MAX_DEPTH {
                format!("nested deeper than {MAX_DEPTH} levels")
            } else {
                format!("more than {MAX_NODES} values")
            };
            builder.error("YML-05", what, at).hints.push("a case is flat; is this the right file?".to_owned());
            return None;
        }
        let Some((node, anchor)) = done else { continue };
        if anchor > 0 {
            builder.anchors.insert(anchor, node.clone());
        }
        match stack.last_mut() {
            None => root = Some(node),
            Some(open) => builder.place(open, node),
        }
    }
    // Comments alone are no value either.
    if root.is_none() {
        errors.push(empty());
    }
    root
}

/// A map or list whose end has not come yet.
struct Open {
    node: Node,
    key: Option<Key>,
    anchor: usize,
}

struct Builder<'a> {
    file: SourceId,
    text: &'a str,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    expanded: usize,
    errors: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn error(&mut self, code: &'static str, message: impl Into<String>, at: std::ops::Range<usize>) -> &mut Diagnostic {
        self.errors.push(Diagnostic::error(code, message).label(self.file, at, ""));
        let last = self.errors.len() - 1;
        &mut self.errors[last]
    }

    fn range(&self, span: &granit_parser::Span) -> std::ops::Range<usize> {
        let offset = |mark: &granit_parser::Marker| {
            mark.byte_offset()
                .unwrap_or_else(|| self.text.char_indices().nth(mark.index()).map_or(self.text.len(), |(at, _)| at))
        };
        let (start, end) = (offset(&span.start), offset(&span.end));
        start.min(self.text.len())..end.min(self.text.len()).max(start.min(self.text.len()))
    }

    /// Puts a finished node into the map or list around it.
    fn place(&mut self, open: &mut Open, node: Node) {
        match &mut open.node.kind {
            NodeKind::List(items) => items.push(node),
            NodeKind::Map(entries) => match open.key.take() {
                None => {
                    let name = match &node.kind {
                        NodeKind::Scalar { text, .. } => text.clone(),
                        NodeKind::Null => String::new(),
                        _ => {
                            self.error("YML-06", "a key must be a single word", node.mark());
                            String::new()
                        }
                    };
                    open.key = Some(Key { name, range: node.range });
                }
                Some(key) => {
                    if let Some((first, _)) = entries.iter().find(|(other, _)| other.name == key.name) {
                        let first = first.range.clone();
                        let file = self.file;
                        let diagnostic =
                            self.error("YML-07", format!("`{}` is written twice in the same map", key.name), key.range);
                        diagnostic.labels.push(crate::diagnostics::Label {
                            file,
                            range: first,
                            text: "first written here".to_owned(),
                        });
                        diagnostic.hints.push("keep one of the two".to_owned());
                    } else {
                        entries.push((key, node));
                    }
                }
            },
            _ => {}
        }
    }

    fn alias(&mut self, id: usize, range: std::ops::Range<usize>) -> Option<Node> {
        let Some(node) = self.anchors.get(&id).cloned() else {
            self.error("YML-08", "an alias to a value that contains it", range);
            return None;
        };
        let (nodes, bytes) = weight(&node);
        self.nodes += nodes;
        self.expanded += bytes;
        if self.nodes > MAX_NODES || self.expanded > MAX_EXPANDED {
            self.error("YML-05", "aliases repeat so much that the case would become huge", range)
                .hints
                .push("write the values out, or remove the anchors".to_owned());
            return None;
        }
        Some(node)
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let mark = error.marker();
        let at = mark
            .byte_offset()
            .unwrap_or_else(|| self.text.char_indices().nth(mark.index()).map_or(self.text.len(), |(at, _)| at))
            .min(self.text.len());
        let line_start = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
        let line_end = self.text[at..].find('\n').map_or(self.text.len(), |n| at + n);
        let line = &self.text[line_start..line_end];
        let indent = &line[..line.len() - line.trim_start().len()];
        let info = error.info().to_lowercase();
        // The scanner notices a tab at the end of what came before it.
        let tab = if info.contains("tab") { text_from(self.text, at).find('\t').map(|n| at + n) } else { None };
        let (message, hint) = if let Some(tab) = indent.find('\t').map(|n| line_start + n).or(tab) {
            self.error("YML-01", "a tab stands in the indentation", tab..tab + 1)
                .hints
                .push("indent with spaces: two for each level".to_owned());
            return;
        } else if line.trim_start().starts_with(['@', '`', '%', '&', '*', '!', '|', '>']) || line.contains(": *") {
            (format!("this is not YAML: {info}"), "put quotes around a value that starts with a special character")
        } else if line.matches(": ").count() > 1 {
            (
                format!("this is not YAML: {info}"),
                "put quotes around a value that contains `: `, or write it as a `|` block",
            )
        } else {
            (format!("this is not YAML: {info}"), "look at indentation, colons and quotes here and on the line above")
        };
        self.error("YML-01", message, at..at).hints.push(hint.to_owned());
    }
}

/// The text from a place on, a few lines of it.
fn text_from(text: &str, at: usize) -> &str {
    let mut end = text.len().min(at + 400);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or_default()
}

/// How many values and bytes a node holds.
fn weight(node: &Node) -> (usize, usize) {
    match &node.kind {
        NodeKind::Null => (1, 0),
        NodeKind::Scalar { text, .. } => (1, text.len()),
        NodeKind::List(items) => {
            items.iter().map(weight).fold((1, 0), |sum, (nodes, bytes)| (sum.0 + nodes, sum.1 + bytes))
        }
        NodeKind::Map(entries) => entries
            .iter()
            .map(|(key, value)| (key, weight(value)))
            .fold((1, 0), |sum, (key, (nodes, bytes))| (sum.0 + nodes, sum.1 + bytes + key.name.len())),
    }
}
