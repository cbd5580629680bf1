//! The tree between file and model: maps, lists and scalars, each with its place.

use std::ops::Range;

use crate::diagnostics::SourceId;

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub kind: NodeKind,
    pub file: SourceId,
    pub range: Range<usize>,
}

#[derive(Debug, Clone)]
pub(crate) enum NodeKind {
    /// Nothing written, `~` or `null`.
    Null,
    /// A scalar as written: numbers keep their digits. `quoted` scalars are always strings.
    Scalar {
        text: String,
        quoted: bool,
    },
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a map, with its place.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub name: String,
    pub range: Range<usize>,
}

impl Node {
    /// What the value is, for messages.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Scalar { .. } => "a single value",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
        }
    }

    /// The value under a key.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.kind {
            NodeKind::Map(entries) => entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// A short range to point at: the start of a value, never pages of a list.
    pub fn mark(&self) -> Range<usize> {
        match self.kind {
            NodeKind::Scalar { .. } => self.range.clone(),
            _ => self.range.start..self.range.start,
        }
    }
}
