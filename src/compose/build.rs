//! Short ways to build blocks and inlines, so that a section reads like its page.

use crate::document::{Align, Badge, BadgeTone, Block, Column, Fact, Inline};

pub(crate) fn text(s: impl Into<String>) -> Inline {
    Inline::Text { s: s.into() }
}

pub(crate) fn words(s: impl Into<String>) -> Vec<Inline> {
    vec![text(s)]
}

pub(crate) fn strong(s: impl Into<String>) -> Inline {
    Inline::Strong { c: words(s) }
}

pub(crate) fn emph(c: Vec<Inline>) -> Inline {
    Inline::Emph { c }
}

pub(crate) fn para(c: Vec<Inline>) -> Block {
    Block::Para { c }
}

pub(crate) fn sentence(s: impl Into<String>) -> Block {
    para(words(s))
}

pub(crate) fn heading(level: u8, s: impl Into<String>) -> Block {
    Block::Heading { level, id: None, c: words(s) }
}

pub(crate) fn bullets(items: Vec<Vec<Block>>) -> Block {
    let tight = items.iter().all(|item| matches!(item.as_slice(), [Block::Para { .. }]));
    Block::List { start: None, tight, items }
}

pub(crate) fn fact(label: impl Into<String>, value: Vec<Inline>) -> Fact {
    Fact { label: label.into(), value }
}

pub(crate) fn badge(text: impl Into<String>, tone: BadgeTone) -> Badge {
    Badge { text: text.into(), tone }
}

pub(crate) fn column(share: f64) -> Column {
    Column { align: Align::Start, share }
}

pub(crate) fn figures_column(share: f64) -> Column {
    Column { align: Align::End, share }
}

pub(crate) fn cell(c: Vec<Inline>) -> Vec<Block> {
    vec![para(c)]
}

pub(crate) fn reference(id: impl Into<String>) -> Inline {
    Inline::ShortRef { id: id.into() }
}

/// Joins runs of inlines with a separator.
pub(crate) fn joined(parts: Vec<Vec<Inline>>, separator: &str) -> Vec<Inline> {
    let mut all = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            all.push(text(separator));
        }
        all.extend(part);
    }
    all
}
