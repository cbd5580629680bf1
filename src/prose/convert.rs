//! The walk over comrak's tree: blocks, places, problems.

mod inlines;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use comrak::nodes::{ListType, Node, NodeValue, Sourcepos, TableAlignment};

use self::inlines::{text_inline, unescaped};
use super::markdown::{MAX_LISTS, MAX_NODES, MAX_QUOTES, Problem};
use super::{escape, hidden};
use crate::document::{Align, Block, Column, Inline, Task};

/// How deep a place is; each is capped on its own.
#[derive(Clone, Copy, Default)]
struct Depth {
    lists: usize,
    quotes: usize,
    inlines: usize,
    /// Inside a footnote, where no other footnote can stand.
    note: bool,
}

/// Turns one tree into blocks or inlines and collects the problems.
pub(super) struct Converter<'s> {
    source: &'s str,
    line_starts: Vec<usize>,
    problems: Vec<Problem>,
    nodes: usize,
    full: bool,
}

/// Footnotes of a text, by name.
struct Notes<'a> {
    definitions: HashMap<String, Node<'a>>,
    used: HashSet<String>,
}

impl<'s> Converter<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        let line_starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source, line_starts, problems: Vec::new(), nodes: 0, full: false }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// All blocks of a text; footnotes that nothing refers to stand at the end.
    pub(super) fn document<'a>(&mut self, root: Node<'a>) -> Vec<Block> {
        let mut notes = Notes { definitions: HashMap::new(), used: HashSet::new() };
        let mut all = Vec::new();
        for node in root.descendants() {
            if let NodeValue::FootnoteDefinition(ref definition) = node.data().value {
                all.push((definition.name.clone(), node));
                if definition.total_references > 0 {
                    notes.definitions.entry(definition.name.clone()).or_insert(node);
                }
            }
        }
        let mut blocks = self.blocks(root, Depth::default(), &mut notes);
        for (name, node) in all {
            let printed = notes.used.contains(&name)
                && notes.definitions.get(&name).is_some_and(|definition| definition.same_node(node));
            if !printed {
                let range = self.range(node);
                let message = format!("the footnote `{}` has no place in the text it belongs to", escape::shown(&name));
                self.problem(range, "MD-08", message, "refer to it once, outside of other footnotes, or delete it");
                blocks.extend(self.blocks(node, Depth { note: true, ..Depth::default() }, &mut notes));
            }
        }
        level_headings(&mut blocks);
        blocks
    }

    /// The inlines of a label, or none if it is not a single paragraph.
    pub(super) fn label(&mut self, root: Node<'_>) -> Option<Vec<Inline>> {
        let Some(first) = root.first_child() else { return Some(Vec::new()) };
        let odd =
            root.children().find(|node| !matches!(node.data().value, NodeValue::Paragraph)).or(first.next_sibling());
        if let Some(node) = odd {
            let what = match node.data().value {
                NodeValue::Heading(_) => "a heading",
                NodeValue::List(_) => "a list",
                NodeValue::BlockQuote => "a quotation",
                NodeValue::CodeBlock(_) => "preformatted text",
                NodeValue::HtmlBlock(_) => "raw HTML",
                NodeValue::ThematicBreak => "a rule",
                NodeValue::Table(_) => "a table",
                NodeValue::FootnoteDefinition(_) => "a footnote",
                _ => "a second paragraph",
            };
            let range = self.range(node);
            let hint =
                "write `\\` before the first sign of the line, such as `1\\.`, `\\-` or `\\#`, if it is meant as text";
            self.problem(range, "MD-05", format!("{what} cannot stand in a label"), hint);
            return None;
        }
        let mut notes = Notes { definitions: HashMap::new(), used: HashSet::new() };
        Some(self.inlines(first, Depth::default(), &mut notes))
    }

    // Blocks.

    fn blocks<'a>(&mut self, parent: Node<'a>, depth: Depth, notes: &mut Notes<'a>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for node in parent.children() {
            if self.count(node) {
                self.block(node, depth, notes, &mut blocks);
            }
        }
        blocks
    }

    fn block<'a>(&mut self, node: Node<'a>, depth: Depth, notes: &mut Notes<'a>, out: &mut Vec<Block>) {
        let data = node.data();
        match &data.value {
            NodeValue::Paragraph => {
                let c = self.inlines(node, depth, notes);
                if !c.is_empty() {
                    out.push(Block::Para { c });
                }
            }
            NodeValue::Heading(heading) => {
                let c = self.inlines(node, depth, notes);
                if c.is_empty() {
                    self.problem(self.range(node), "MD-13", "a heading has no words", "write its words or delete it");
                } else {
                    out.push(Block::Heading { level: heading.level, id: None, c });
                }
            }
            NodeValue::List(list) => {
                if depth.lists == MAX_LISTS {
                    return self.flattened(node, "a list", MAX_LISTS, out);
                }
                let start = (list.list_type == ListType::Ordered).then_some(list.start as u64);
                out.push(self.list(node, start, list.tight, Depth { lists: depth.lists + 1, ..depth }, notes));
            }
            NodeValue::BlockQuote => {
                if depth.quotes == MAX_QUOTES {
                    return self.flattened(node, "a quotation", MAX_QUOTES, out);
                }
                let c = self.blocks(node, Depth { quotes: depth.quotes + 1, ..depth }, notes);
                out.push(Block::Quote { lang: None, by: None, c });
            }
            NodeValue::CodeBlock(code) => {
                let (text, hidden) = hidden::clean_code(&code.literal);
                self.hidden_entity(node, hidden);
                out.push(Block::Code { text });
            }
            NodeValue::HtmlBlock(html) => {
                self.html(node);
                out.push(Block::Para { c: lines(&html.literal) });
            }
            NodeValue::ThematicBreak => out.push(Block::Rule),
            NodeValue::Table(table) => {
                let columns =
                    table.alignments.iter().map(|align| Column { align: aligned(*align), share: 0.0 }).collect();
                out.push(self.table(node, columns, depth, notes));
            }
            // Printed where they are referred to.
            NodeValue::FootnoteDefinition(_) => {}
            // No extension that makes further kinds of blocks is switched on.
            _ => out.extend(words(node)),
        }
    }

    fn list<'a>(
        &mut self,
        list: Node<'a>,
        start: Option<u64>,
        tight: bool,
        depth: Depth,
        notes: &mut Notes<'a>,
    ) -> Block {
        let (mut items, mut done, mut boxes) = (Vec::new(), Vec::new(), 0);
        for item in list.children() {
            if !self.count(item) {
                break;
            }
            let task = match item.data().value {
                NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                _ => None,
            };
            boxes += usize::from(task.is_some());
            done.push(task.unwrap_or(false));
            items.push(self.blocks(item, depth, notes));
        }
        if boxes == 0 {
            return Block::List { start, tight, items };
        }
        if boxes < items.len() {
            let hint = "write `[ ]` before every item or before none";
            self.problem(self.range(list), "MD-12", "only some items of this list have a box to tick", hint);
        }
        Block::Tasks { items: done.into_iter().zip(items).map(|(done, c)| Task { done, c }).collect() }
    }

    fn table<'a>(&mut self, table: Node<'a>, columns: Vec<Column>, depth: Depth, notes: &mut Notes<'a>) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        for row in table.children() {
            let mut cells = Vec::new();
            for cell in row.children().take(columns.len()) {
                if self.count(cell) {
                    cells.push(self.inlines(cell, depth, notes));
                }
            }
            cells.resize_with(columns.len(), Vec::new);
            if matches!(row.data().value, NodeValue::TableRow(true)) {
                head = cells;
                continue;
            }
            let range = self.range(row);
            let written = cells_in(self.source.get(range.clone()).unwrap_or_default());
            if written != columns.len() {
                let message = format!("this row has {written} cells, the table {} columns", columns.len());
                self.problem(
                    range,
                    "MD-11",
                    message,
                    "give every row the same number of cells; write `\\|` for a bar as text",
                );
            }
            let paragraph = |c: Vec<Inline>| if c.is_empty() { Vec::new() } else { vec![Block::Para { c }] };
            rows.push(cells.into_iter().map(paragraph).collect());
        }
        Block::Table { caption: None, columns, head, row_headers: false, rows }
    }

    /// What stands deeper than it may: its words, a paragraph for each of its blocks.
    fn flattened(&mut self, node: Node<'_>, what: &str, limit: usize, out: &mut Vec<Block>) {
        let message = format!("{what} stands more than {limit} levels deep");
        self.problem(self.range(node), "MD-03", message, "divide the text differently");
        out.extend(words(node));
    }

    // Problems and places.

    fn html(&mut self, node: Node<'_>) {
        let hint = "say it in Markdown; write `\\<` for the sign itself";
        self.problem(self.range(node), "MD-01", "raw HTML is printed as it stands, not set", hint);
    }

    /// A hidden character written as an entity; others are found in the source itself.
    fn hidden_entity(&mut self, node: Node<'_>, hidden: bool) {
        let range = self.range(node);
        if hidden && !self.source.get(range.clone()).unwrap_or_default().contains(hidden::is_hidden) {
            self.problem(range, "MD-06", "a hidden character is written here and is left out", "delete it");
        }
    }

    fn no_blank(&mut self, node: Node<'_>, what: &str, sign: &str) {
        if flat_text(node).contains([' ', '\n']) {
            let hint = format!("write `{sign}` if the sign itself is meant");
            self.problem(self.range(node), "MD-10", format!("this {what} holds a space"), &hint);
        }
    }

    /// Counts a node; false once there are too many.
    fn count(&mut self, node: Node<'_>) -> bool {
        self.nodes += 1;
        if self.nodes > MAX_NODES && !self.full {
            self.full = true;
            let message = format!("the text has more than {MAX_NODES} parts; the rest is left out");
            self.problem(self.range(node), "MD-03", message, "divide it into several texts");
        }
        !self.full
    }

    fn problem(&mut self, range: Range<usize>, code: &'static str, message: impl Into<String>, hint: &str) {
        self.problems.push(Problem { range, code, message: message.into(), hint: hint.to_owned() });
    }

    fn range(&self, node: Node<'_>) -> Range<usize> {
        self.span(node.data().sourcepos)
    }

    /// comrak counts lines and bytes of a line from 1, both ends included; now and then it counts past the end.
    fn span(&self, place: Sourcepos) -> Range<usize> {
        let at = |line: usize, column: usize| {
            let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.source.len());
            let end = self.line_starts.get(line).copied().unwrap_or(self.source.len());
            (start + column).min(end)
        };
        let mut start = at(place.start.line, place.start.column.saturating_sub(1));
        let mut end = at(place.end.line, place.end.column).max(start);
        while !self.source.is_char_boundary(start) {
            start -= 1;
        }
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }
}

fn aligned(align: TableAlignment) -> Align {
    match align {
        TableAlignment::None | TableAlignment::Left => Align::Start,
        TableAlignment::Center => Align::Center,
        TableAlignment::Right => Align::End,
    }
}

/// The text of all leaves under a node.
fn flat_text(node: Node<'_>) -> String {
    let mut text = String::new();
    for leaf in node.descendants() {
        match &leaf.data().value {
            NodeValue::Text(s) => text.push_str(&hidden::clean(s).0),
            NodeValue::Code(code) => text.push_str(&hidden::clean(&code.literal).0),
            NodeValue::HtmlInline(s) => text.push_str(&hidden::clean(s).0),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            NodeValue::FootnoteReference(footnote) => text.push_str(&format!("[^{}]", footnote.name)),
            _ => {}
        }
    }
    text
}

/// A paragraph for each block of words under a node.
fn words(node: Node<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell => {
                let c = text_inline(flat_text(inner));
                if !c.is_empty() {
                    blocks.push(Block::Para { c });
                }
            }
            NodeValue::CodeBlock(code) => blocks.push(Block::Code { text: hidden::clean_code(&code.literal).0 }),
            NodeValue::HtmlBlock(html) => blocks.push(Block::Para { c: lines(&html.literal) }),
            _ => {}
        }
    }
    blocks
}

/// Raw lines, one below the other.
fn lines(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    for line in text.lines() {
        let line = hidden::clean(line).0.trim().to_owned();
        if !line.is_empty() {
            if !out.is_empty() {
                out.push(Inline::Break);
            }
            out.push(Inline::Text { s: line });
        }
    }
    out
}

/// How many cells the source of a row has (GFM, tables: a bar is text after a backslash).
fn cells_in(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let bars: Vec<usize> = unescaped(row, "|").collect();
    bars.len() + usize::from(bars.last().is_none_or(|last| last + 1 < row.len()))
}

/// Brings headings to the levels 1 to 3: the highest one used becomes 1, and none is more than one deeper than the
/// heading before it (PDF/UA-1, 7.4.2).
fn level_headings(blocks: &mut [Block]) {
    let mut used: Vec<u8> = Vec::new();
    each_heading(blocks, &mut |level| used.push(*level));
    used.sort_unstable();
    used.dedup();
    let mut before = 0;
    each_heading(blocks, &mut |level| {
        let rank = used.iter().position(|other| other == level).unwrap_or(0) as u8 + 1;
        *level = rank.min(before + 1).min(3);
        before = *level;
    });
}

fn each_heading(blocks: &mut [Block], visit: &mut dyn FnMut(&mut u8)) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => visit(level),
            Block::Quote { c, .. } => each_heading(c, visit),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each_heading(item, visit)),
            Block::Tasks { items } => items.iter_mut().for_each(|item| each_heading(&mut item.c, visit)),
            _ => {}
        }
    }
}
