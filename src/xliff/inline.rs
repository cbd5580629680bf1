//! Markdown as a translator gets it: segments of words, with everything that is no word protected as a code.
//!
//! A text comes apart into *segments* (a paragraph, the words of a list item, a heading, a cell of a table) and the *gaps*
//! between them (blank lines, bullets, bars). Inside a segment, emphasis, links, citations and cross references are
//! codes that hold the bytes they were written with, so that putting all pieces together gives the text again. Only line
//! feeds inside a paragraph or a code are not kept: they fold to a space, as the digest of a block folds them.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::prose::{REFERENCE, parser, prepare};

/// What a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeKind {
    /// `[@key]`, literature.
    Citation,
    /// `[#F3]`, a part of the case.
    CrossReference,
    /// `[^1]`, a footnote.
    Footnote,
    /// The address of a link.
    Link,
    /// `` `code` ``, which is not translated.
    Verbatim,
    /// An image or raw HTML, which no document shows.
    Refused,
    /// Emphasis, strike-through, super- and subscript.
    Emphasis,
    /// A character written as an entity, such as `&nbsp;`.
    Entity,
    /// A forced line break.
    Break,
    /// Markup of blocks: blank lines, bullets, bars.
    Structure,
}

impl CodeKind {
    /// The word for it in `subType` and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Citation => "citation",
            Self::CrossReference => "cross-reference",
            Self::Footnote => "footnote",
            Self::Link => "link",
            Self::Verbatim => "verbatim",
            Self::Refused => "refused",
            Self::Emphasis => "emphasis",
            Self::Entity => "entity",
            Self::Break => "break",
            Self::Structure => "structure",
        }
    }

    /// Whether a translation has to have exactly the codes of its source. Emphasis may move or go with the grammar of
    /// the language; a citation may not.
    pub fn is_required(self) -> bool {
        matches!(
            self,
            Self::Citation | Self::CrossReference | Self::Footnote | Self::Link | Self::Verbatim | Self::Refused
        )
    }
}

/// Which part of a code stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// All of it.
    Alone,
    /// The start of a pair; pairs are properly nested.
    Open,
    /// The end of a pair.
    Close,
}

/// A piece of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words, as Markdown: an escape is part of them.
    Text(String),
    /// A code with the bytes it was written with.
    Code {
        /// Which part of it.
        side: Side,
        /// What it is.
        kind: CodeKind,
        /// Its Markdown.
        data: String,
    },
}

impl Piece {
    /// The Markdown of the piece.
    pub fn markdown(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Code { data, .. } => data,
        }
    }
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words to translate.
    Segment(Vec<Piece>),
    /// What stands between them.
    Gap(String),
}

/// Takes a text apart. White space at its end is left out.
pub fn protect(markdown: &str) -> Vec<Part> {
    let markdown = markdown.trim_end();
    let prepared = prepare(markdown);
    let mut builder = Builder::new(markdown);
    for (event, range) in parser(&prepared).into_offset_iter() {
        builder.event(&event, range);
    }
    builder.finish()
}

/// The text of parts, line feeds inside paragraphs folded to spaces: two texts that say the same in the same form have
/// the same.
pub fn join(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Segment(pieces) => pieces.iter().for_each(|piece| text.push_str(piece.markdown())),
            Part::Gap(gap) => text.push_str(gap),
        }
    }
    text
}

/// The pieces of all parts in one row, gaps as codes.
pub fn flatten(parts: Vec<Part>) -> Vec<Piece> {
    let mut all = Vec::new();
    for part in parts {
        match part {
            Part::Segment(pieces) => all.extend(pieces),
            Part::Gap(data) => all.push(Piece::Code { side: Side::Alone, kind: CodeKind::Structure, data }),
        }
    }
    all
}

/// The codes in the segments of a text, in their order.
pub fn codes(parts: &[Part]) -> Vec<(CodeKind, String)> {
    let pieces = parts.iter().filter_map(|part| match part {
        Part::Segment(pieces) => Some(pieces),
        Part::Gap(_) => None,
    });
    pieces
        .flatten()
        .filter_map(|piece| match piece {
            Piece::Code { kind, data, .. } => Some((*kind, data.clone())),
            Piece::Text(_) => None,
        })
        .collect()
}

/// A pair that is open.
struct Pair {
    kind: CodeKind,
    /// Bytes of its end, if they are known from its start.
    close: Option<usize>,
}

struct Builder<'t> {
    source: &'t str,
    parts: Vec<Part>,
    pieces: Vec<Piece>,
    /// Everything before is in a piece.
    at: usize,
    /// Whether a block started or ended since the last piece.
    crossed: bool,
    /// The break of a line that came since the last piece.
    broken: Option<CodeKind>,
    pairs: Vec<Pair>,
    /// How many inline tags deep a code is that counts as a whole.
    whole: usize,
    /// Whether the text is code, in which nothing is markup.
    code: bool,
    /// Whether a place was met that lies before one already taken.
    confused: bool,
}

impl<'t> Builder<'t> {
    fn new(source: &'t str) -> Self {
        Self {
            source,
            parts: Vec::new(),
            pieces: Vec::new(),
            at: 0,
            crossed: true,
            broken: None,
            pairs: Vec::new(),
            whole: 0,
            code: false,
            confused: false,
        }
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if self.whole > 0 {
            match event {
                Event::Start(_) => self.whole += 1,
                Event::End(_) => self.whole -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Text(_) => self.text(range),
            Event::Code(_) => self.alone(CodeKind::Verbatim, range),
            Event::InlineHtml(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.alone(CodeKind::Refused, range);
            }
            Event::FootnoteReference(_) => self.alone(CodeKind::Footnote, range),
            // Of two breaks in a row, as at an empty quoted line, the forced one counts.
            Event::SoftBreak => self.broken = self.broken.or(Some(CodeKind::Structure)),
            Event::HardBreak => self.broken = Some(CodeKind::Break),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            // Blocks without words belong to the gaps.
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let (source, whole) = (self.source, range.clone());
        // As many bytes at the start as at the end, and the same.
        let same = |length: usize| {
            let marks = source.get(whole.start..whole.start + length);
            let closing = whole.end.checked_sub(length).and_then(|at| source.get(at..whole.end));
            (marks.is_some() && marks == closing).then_some(length)
        };
        match tag {
            Tag::Emphasis => self.open(CodeKind::Emphasis, range, same(1)),
            Tag::Strong => self.open(CodeKind::Emphasis, range, same(2)),
            Tag::Strikethrough => {
                let length = if self.source.get(range.clone()).is_some_and(|s| s.starts_with("~~")) { 2 } else { 1 };
                let marks = same(length);
                self.open(CodeKind::Emphasis, range, marks);
            }
            Tag::Link { link_type, dest_url, .. } => {
                let ours = dest_url.starts_with(REFERENCE);
                match link_type {
                    LinkType::Inline | LinkType::Reference | LinkType::ReferenceUnknown => {
                        self.take(range.start, range.start + 1, |data| Piece::Code {
                            side: Side::Open,
                            kind: CodeKind::Link,
                            data,
                        });
                        self.pairs.push(Pair { kind: CodeKind::Link, close: None });
                    }
                    _ => {
                        let citation = self.source.get(range.start + 1..).unwrap_or_default().trim_start();
                        let kind = match ours {
                            true if citation.starts_with('@') => CodeKind::Citation,
                            true => CodeKind::CrossReference,
                            false => CodeKind::Link,
                        };
                        self.alone(kind, range);
                        self.whole = 1;
                    }
                }
            }
            Tag::Image { .. } => {
                self.alone(CodeKind::Refused, range);
                self.whole = 1;
            }
            Tag::Superscript | Tag::Subscript => self.pairs.push(Pair { kind: CodeKind::Emphasis, close: Some(0) }),
            tag => {
                self.code |= matches!(tag, Tag::CodeBlock(_));
                self.crossed = true;
            }
        }
    }

    fn open(&mut self, kind: CodeKind, range: Range<usize>, length: Option<usize>) {
        let length = length.unwrap_or(0);
        if length > 0 {
            self.take(range.start, range.start + length, |data| Piece::Code { side: Side::Open, kind, data });
        }
        self.pairs.push(Pair { kind, close: Some(length) });
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        let inline = matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
        );
        if !inline {
            self.code &= tag != TagEnd::CodeBlock;
            self.crossed = true;
            return;
        }
        let Some(pair) = self.pairs.pop() else { return };
        let start = match pair.close {
            Some(0) => return,
            Some(length) => range.end.saturating_sub(length),
            None => self.at,
        };
        self.take(start, range.end, |data| Piece::Code { side: Side::Close, kind: pair.kind, data });
    }

    fn alone(&mut self, kind: CodeKind, range: Range<usize>) {
        self.take(range.start, range.end, |data| Piece::Code { side: Side::Alone, kind, data });
    }

    fn text(&mut self, range: Range<usize>) {
        let entity =
            self.source.get(range.clone()).is_some_and(|s| s.len() > 1 && s.starts_with('&') && s.ends_with(';'));
        if entity && !self.code {
            return self.alone(CodeKind::Entity, range);
        }
        self.take(range.start, range.end, Piece::Text);
    }

    /// Takes the bytes up to `start` as what they are, then those up to `end` as a piece.
    fn take(&mut self, start: usize, end: usize, piece: impl FnOnce(String) -> Piece) {
        let (Some(mut gap), Some(taken)) = (self.source.get(self.at..start), self.source.get(start..end)) else {
            self.confused = true;
            return;
        };
        if taken.is_empty() {
            return;
        }
        // The parsers leave the backslash of an escape out of the text; it belongs to the words.
        let escape = !self.code && gap.ends_with('\\') && taken.starts_with(|c: char| c.is_ascii_punctuation());
        if escape {
            gap = gap.get(..gap.len() - 1).unwrap_or_default();
        }
        let broken = self.broken.take();
        if std::mem::take(&mut self.crossed) {
            self.close_segment();
            if !gap.is_empty() {
                self.parts.push(Part::Gap(gap.to_owned()));
            }
        } else if !gap.is_empty() {
            match broken {
                Some(CodeKind::Structure) if gap.trim().is_empty() => self.push(Piece::Text(" ".to_owned())),
                Some(kind) => self.push(Piece::Code { side: Side::Alone, kind, data: gap.to_owned() }),
                None => self.push(Piece::Text(gap.to_owned())),
            }
        }
        if escape {
            self.push(Piece::Text("\\".to_owned()));
        }
        let mut piece = piece(taken.to_owned());
        if let Piece::Code { data, .. } = &mut piece {
            *data = on_one_line(data);
        }
        self.at = end;
        self.push(piece);
    }

    fn push(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(more)) => before.push_str(&more),
            (_, piece) => self.pieces.push(piece),
        }
    }

    fn close_segment(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        if !pieces.is_empty() {
            self.parts.push(Part::Segment(pieces));
        }
    }

    fn finish(mut self) -> Vec<Part> {
        let rest = self.source.get(self.at..).unwrap_or_default().to_owned();
        self.close_segment();
        if !rest.is_empty() {
            self.parts.push(Part::Gap(rest));
        }
        let paired = self.parts.iter().all(|part| match part {
            Part::Segment(pieces) => is_paired(pieces),
            Part::Gap(_) => true,
        });
        let words = self.parts.iter().any(|part| matches!(part, Part::Segment(_)));
        if self.confused || !paired || !words {
            // A construct that this does not know: the words as they stand, unprotected, are better than wrong codes.
            let whole = self.source.to_owned();
            return if whole.is_empty() { Vec::new() } else { vec![Part::Segment(vec![Piece::Text(whole)])] };
        }
        for part in &mut self.parts {
            if let Part::Segment(pieces) = part {
                let before = std::mem::take(pieces);
                for piece in before {
                    match piece {
                        Piece::Text(text) => raised(&text, pieces),
                        piece => pieces.push(piece),
                    }
                }
            }
        }
        self.parts
    }
}

/// Where the lines of a citation or an address end is as little part of it as where those of a paragraph do.
fn on_one_line(data: &str) -> String {
    if !data.contains('\n') {
        return data.to_owned();
    }
    let lines: Vec<&str> = data.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

fn is_paired(pieces: &[Piece]) -> bool {
    let mut depth = 0_usize;
    for piece in pieces {
        match piece {
            Piece::Code { side: Side::Open, .. } => depth += 1,
            Piece::Code { side: Side::Close, .. } if depth == 0 => return false,
            Piece::Code { side: Side::Close, .. } => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Finds `^super^` and `~sub~` in a run of text: as in `prose::plain`, the first sign is not followed and the second not
/// preceded by white space, and escaped and doubled signs are text.
fn raised(text: &str, out: &mut Vec<Piece>) {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut marks: Vec<(usize, Side)> = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '^' | '~')) {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let escaped = before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        if escaped || before.ends_with(sign) || after.starts_with(sign) {
            continue;
        }
        let opener = open.iter().rposition(|(known, _)| *known == sign);
        if let Some(index) = opener.filter(|_| !before.ends_with(char::is_whitespace)) {
            let start = open.get(index).map_or(0, |(_, start)| *start);
            open.truncate(index);
            // Pairs inside stay, a sign inside that nothing closes is text.
            marks.push((start, Side::Open));
            marks.push((at, Side::Close));
        } else if !after.starts_with(char::is_whitespace) && !after.is_empty() {
            open.push((sign, at));
        }
    }
    marks.sort_unstable();
    let mut done = 0;
    for (at, side) in marks {
        if let Some(words) = text.get(done..at).filter(|words| !words.is_empty()) {
            out.push(Piece::Text(words.to_owned()));
        }
        let data = text.get(at..at + 1).unwrap_or_default().to_owned();
        out.push(Piece::Code { side, kind: CodeKind::Emphasis, data });
        done = at + 1;
    }
    if let Some(words) = text.get(done..).filter(|words| !words.is_empty()) {
        out.push(Piece::Text(words.to_owned()));
    }
}
