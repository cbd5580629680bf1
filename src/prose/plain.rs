//! Markdown to reading text, with the place of every word.
//!
//! Readability counts words, translation compares numbers and diagnostics point at the exact word: all of them need
//! what a reader sees, without markup, and the way back to the bytes that were written. pulldown-cmark streams both.
//!
//! The text is that of [`super::markdown::blocks`]: the same extensions, raw HTML as it stands, images by their
//! alternative text, a footnote at the end. Citations are no words, a cross reference reads as its ids.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::hidden;
use super::reference::{self, Reference};

/// A run of text that was written in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Bytes of the Markdown it was written with.
    pub range: Range<usize>,
    /// The text as read.
    pub text: String,
    /// Byte offset at which it stands in [`Reading::text`].
    pub at: usize,
}

/// What a reader sees of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The text, its blocks (paragraphs, items, cells, headings, lines of code) separated by line feeds.
    pub text: String,
    /// Its runs in the order in which they are read.
    pub segments: Vec<Segment>,
}

impl Reading {
    /// The bytes of the Markdown that a range of bytes of [`Reading::text`] was written with. Markup inside the range
    /// is included; a run that was not written as it reads, such as an entity, counts as a whole.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let last = range.end.max(range.start + 1) - 1;
        let start =
            self.find(range.start).map_or(0, |segment| self.offset(segment, range.start, segment.range.start, 0));
        let end = self.find(last).map_or(start, |segment| self.offset(segment, last, segment.range.end, 1));
        start..end.max(start)
    }

    fn find(&self, at: usize) -> Option<&Segment> {
        let next = self.segments.partition_point(|segment| segment.at <= at);
        self.segments.get(next.checked_sub(1)?)
    }

    fn offset(&self, segment: &Segment, at: usize, otherwise: usize, more: usize) -> usize {
        let exact = segment.range.len() == segment.text.len();
        if exact { (segment.range.start + (at - segment.at) + more).min(segment.range.end) } else { otherwise }
    }
}

/// The reading text of a Markdown text, blocks separated by line feeds.
pub fn plain(markdown: &str) -> String {
    read(markdown).text
}

/// The runs of a Markdown text with their places.
pub fn segments(markdown: &str) -> Vec<Segment> {
    read(markdown).segments
}

/// Reads a Markdown text.
pub fn read(markdown: &str) -> Reading {
    let text = hidden::prepare(markdown);
    let mut reader = Reader { source: &text, open: vec![Vec::new()], ..Reader::default() };
    for (event, range) in parser(&text).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish()
}

/// The places of link definitions that no link uses: what is written there is not printed.
pub(super) fn unused_definitions(text: &str) -> Vec<Range<usize>> {
    if !text.contains("]:") {
        return Vec::new();
    }
    let mut events = parser(text).into_offset_iter();
    let mut used = HashSet::new();
    for (event, _) in events.by_ref() {
        if let Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) = event {
            used.insert(fold(&id));
        }
    }
    let definitions = events.reference_definitions().iter();
    definitions
        .filter(|(label, _)| !used.contains(&fold(label)))
        .map(|(_, definition)| definition.span.clone())
        .collect()
}

/// Labels match without regard to case and amount of white space.
fn fold(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Names the address of a citation or cross reference.
pub(crate) type Resolve<'t> = fn(BrokenLink<'t>) -> Option<(CowStr<'t>, CowStr<'t>)>;

/// The parser with our extensions and our references, over a text that [`hidden::prepare`] has prepared.
pub(crate) fn parser(text: &str) -> Parser<'_, Resolve<'_>> {
    // Not its superscript and subscript: it refuses them inside words, where they belong (`H~2~O`). See
    // [`Reader::signs`].
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let resolve: Resolve = |link| {
        reference::is_meant(&link.reference)
            .then(|| (format!("{}{}", reference::SCHEME, link.reference).into(), CowStr::Borrowed("")))
    };
    Parser::new_with_broken_link_callback(text, options, Some(resolve))
}

/// A run before it has its place, or a mark between runs.
enum Piece {
    Run(Range<usize>, String),
    /// The end of a block or line.
    Line,
    /// A citation, whose space before it goes when nothing but punctuation follows.
    Cite,
    /// A reference to a footnote.
    Note(Range<usize>, String),
    /// A `^` or `~` that may turn out to be markup.
    Sign(usize, char),
    /// A sign that did.
    Gone,
}

/// A sign that something may close.
struct Opener {
    sign: char,
    /// How many inline tags it stands in, and its piece.
    depth: usize,
    piece: usize,
}

#[derive(Default)]
struct Reader<'t> {
    source: &'t str,
    /// Where pieces go: the text itself, and the footnote definitions that are open.
    open: Vec<Vec<Piece>>,
    /// Names of the open definitions.
    names: Vec<(usize, String)>,
    /// Definitions with their order of appearance and name.
    notes: Vec<(usize, String, Vec<Piece>)>,
    seen: usize,
    /// Open references: where their pieces start and what their label is.
    links: Vec<Option<(usize, String, Range<usize>)>>,
    code: bool,
    /// Open inline tags, and the signs in the present block.
    depth: usize,
    openers: Vec<Opener>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) if self.code => self.lines(&text, range, false),
            Event::Text(text) => self.signs(&text, range),
            Event::Code(text) | Event::InlineHtml(text) => self.run(&text, range),
            Event::Html(text) => self.lines(&text, range, true),
            Event::SoftBreak => self.run(" ", range),
            // pulldown-cmark counts a tab at the end of a line as the spaces that break it; CommonMark 0.31, 6.7, does
            // not.
            Event::HardBreak if self.is_soft(range.clone()) => self.run(" ", range),
            Event::HardBreak => self.push(Piece::Line),
            Event::FootnoteReference(name) => self.push(Piece::Note(range, name.into_string())),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            // No extension that makes mathematics is switched on; rules and boxes have no words.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn is_soft(&self, range: Range<usize>) -> bool {
        let end = self.source.get(range).unwrap_or_default().trim_end_matches(['\r', '\n']);
        end.contains('\t') && !end.ends_with("  ") && !end.ends_with('\\')
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if is_inline(tag.to_end()) {
            self.depth += 1;
        } else {
            self.openers.clear();
        }
        match tag {
            Tag::CodeBlock(_) => {
                self.push(Piece::Line);
                self.code = true;
            }
            Tag::FootnoteDefinition(name) => {
                self.names.push((self.seen, name.into_string()));
                self.seen += 1;
                self.open.push(Vec::new());
            }
            Tag::Link { dest_url, link_type, .. } => {
                let at = self.open.last().map_or(0, Vec::len);
                let ours = dest_url.strip_prefix(reference::SCHEME).map(str::to_owned);
                let unknown = matches!(
                    link_type,
                    LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown
                );
                self.links.push(ours.filter(|_| unknown).map(|label| (at, label, range)));
            }
            tag if is_inline(tag.to_end()) => {}
            _ => self.push(Piece::Line),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if is_inline(tag) {
            self.depth = self.depth.saturating_sub(1);
            let depth = self.depth;
            self.openers.retain(|opener| opener.depth <= depth);
        } else {
            self.openers.clear();
        }
        match tag {
            TagEnd::CodeBlock => {
                self.code = false;
                self.push(Piece::Line);
            }
            TagEnd::FootnoteDefinition => {
                if let (Some((order, name)), true) = (self.names.pop(), self.open.len() > 1) {
                    let pieces = self.open.pop().unwrap_or_default();
                    self.notes.push((order, name, pieces));
                }
            }
            TagEnd::Link => {
                if let Some(Some((at, label, range))) = self.links.pop() {
                    self.reference(at, &label, range);
                }
            }
            tag if is_inline(tag) => {}
            _ => self.push(Piece::Line),
        }
    }

    /// A citation or cross reference whose words are the pieces from `at` on.
    fn reference(&mut self, at: usize, label: &str, range: Range<usize>) {
        let Some(pieces) = self.open.last_mut() else { return };
        let words: String = pieces
            .iter()
            .skip(at)
            .filter_map(|piece| match piece {
                Piece::Run(_, text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let shortcut = reference::is_shortcut(&words, label);
        match reference::parse(label) {
            Ok(found) if shortcut => {
                pieces.truncate(at);
                pieces.push(match found {
                    Reference::Cite(_) => Piece::Cite,
                    Reference::Cross(ids) => Piece::Run(range, ids.join(", ")),
                });
            }
            _ if shortcut => {
                pieces.insert(at, Piece::Run(range.start..range.start + 1, "[".to_owned()));
                pieces.push(Piece::Run(range.end.saturating_sub(1)..range.end, "]".to_owned()));
            }
            _ => pieces.push(Piece::Run(range.end..range.end, format!("[{}]", hidden::clean(label).0))),
        }
    }

    /// Text in which pairs of `^` and of `~` may raise or lower what is between them: the first is not followed, the
    /// second not preceded by white space, both stand in the same markup. Escaped and doubled signs and entities are
    /// text.
    fn signs(&mut self, text: &str, range: Range<usize>) {
        let source = self.source;
        if source.get(range.clone()) != Some(text) {
            return self.run(text, range);
        }
        let mut done = 0;
        for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '^' | '~')) {
            let place = range.start + at;
            let before = source.get(..place).unwrap_or_default();
            let after = source.get(place + 1..).unwrap_or_default();
            let escaped = before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
            if escaped || before.ends_with(sign) && !before.ends_with('\\') || after.starts_with(sign) {
                continue;
            }
            self.run(text.get(done..at).unwrap_or_default(), range.start + done..place);
            done = at + 1;
            let opener = self.openers.iter().rposition(|opener| opener.sign == sign && opener.depth == self.depth);
            if let Some(index) = opener.filter(|_| !before.ends_with(char::is_whitespace)) {
                let piece = self.openers.get(index).map_or(0, |opener| opener.piece);
                self.openers.truncate(index);
                if let Some(slot) = self.open.last_mut().and_then(|pieces| pieces.get_mut(piece)) {
                    *slot = Piece::Gone;
                }
                self.push(Piece::Gone);
                continue;
            }
            if !after.starts_with(char::is_whitespace) && !after.is_empty() {
                let piece = self.open.last().map_or(0, Vec::len);
                self.openers.push(Opener { sign, depth: self.depth, piece });
            }
            self.push(Piece::Sign(place, sign));
        }
        self.run(text.get(done..).unwrap_or_default(), range.start + done..range.end);
    }

    fn lines(&mut self, text: &str, range: Range<usize>, trim: bool) {
        let mut at = range.start;
        let exact = range.len() == text.len();
        for line in text.split_inclusive('\n') {
            let place = if exact { at..at + line.len() } else { range.clone() };
            at += line.len();
            let bare = line.trim_end_matches(['\n', '\r']);
            let cut = if exact { place.start..place.start + bare.len() } else { place };
            if trim && exact {
                let inner = bare.trim();
                let start = cut.start + (bare.len() - bare.trim_start().len());
                self.run(inner, start..start + inner.len());
            } else {
                self.run(if trim { bare.trim() } else { bare }, cut);
            }
            if line.ends_with('\n') {
                self.push(Piece::Line);
            }
        }
    }

    fn run(&mut self, text: &str, range: Range<usize>) {
        let text = hidden::clean(text).0;
        if text.is_empty() {
            return;
        }
        if let Some(Piece::Run(before, so_far)) = self.open.last_mut().and_then(|pieces| pieces.last_mut()) {
            let exact = before.len() == so_far.len() && range.len() == text.len();
            if exact && before.end == range.start && self.links.last().is_none_or(Option::is_none) {
                before.end = range.end;
                so_far.push_str(&text);
                return;
            }
        }
        self.push(Piece::Run(range, text.into_owned()));
    }

    fn push(&mut self, piece: Piece) {
        if let Some(pieces) = self.open.last_mut() {
            pieces.push(piece);
        }
    }

    /// Puts the text together: the first reference to a footnote takes it to the end; further ones, and those inside of
    /// footnotes, stand as they were written, and so do footnotes that nothing refers to, after the others.
    fn finish(mut self) -> Reading {
        let mut reading = Reading::default();
        self.notes.sort_by_key(|(order, ..)| *order);
        let mut by_name: HashMap<String, usize> = HashMap::new();
        for (index, (_, name, _)) in self.notes.iter().enumerate() {
            by_name.entry(fold(name)).or_insert(index);
        }
        let mut order = Vec::new();
        for piece in self.open.into_iter().flatten() {
            let piece = match piece {
                Piece::Note(range, name) => match by_name.get(&fold(&name)) {
                    Some(index) if !order.contains(index) => {
                        order.push(*index);
                        continue;
                    }
                    _ => Piece::Run(range, format!("[^{}]", hidden::clean(&name).0)),
                },
                piece => piece,
            };
            reading.add(piece);
        }
        order.extend((0..self.notes.len()).filter(|index| !order.contains(index)).collect::<Vec<_>>());
        for index in order {
            let Some((_, _, pieces)) = self.notes.get_mut(index) else { continue };
            reading.add(Piece::Line);
            for piece in std::mem::take(pieces) {
                reading.add(match piece {
                    Piece::Note(range, name) => Piece::Run(range, format!("[^{}]", hidden::clean(&name).0)),
                    piece => piece,
                });
            }
        }
        reading.add(Piece::Line);
        let end = reading.text.trim_end_matches(['\n', CITE]).len();
        reading.text.truncate(end);
        reading
    }
}

/// Stands in the text for a citation until it is known what follows.
const CITE: char = '\u{1}';

impl Reading {
    fn add(&mut self, piece: Piece) {
        let piece = match piece {
            Piece::Gone => return,
            Piece::Sign(at, sign) => Piece::Run(at..at + 1, sign.to_string()),
            piece => piece,
        };
        let text = match &piece {
            Piece::Run(_, text) => text.as_str(),
            Piece::Cite => {
                self.text.push(CITE);
                return;
            }
            _ => "\n",
        };
        if self.text.ends_with(CITE) {
            self.text.truncate(self.text.trim_end_matches(CITE).len());
            if self.text.ends_with(' ') && !text.starts_with(|c: char| c.is_alphanumeric() || "([«“¿¡".contains(c))
            {
                self.drop_space();
            }
        }
        match piece {
            Piece::Run(range, text) => {
                self.segments.push(Segment { range, at: self.text.len(), text: text.clone() });
                self.text.push_str(&text);
            }
            _ if self.text.is_empty() || self.text.ends_with('\n') => {}
            _ => self.text.push('\n'),
        }
    }

    fn drop_space(&mut self) {
        self.text.pop();
        if let Some(segment) = self.segments.last_mut() {
            let exact = segment.range.len() == segment.text.len();
            segment.text.pop();
            segment.range.end -= usize::from(exact);
        }
        if self.segments.last().is_some_and(|segment| segment.text.is_empty()) {
            self.segments.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_reader_sees() {
        assert_eq!(
            plain("# Title\n\nA *b* `c` [d](https://e.org) ~~f~~ H~2~O x^2^.\n\n- one\n- two"),
            "Title\nA b c d f H2O x2.\none\ntwo"
        );
        assert_eq!(plain("a  \nb\nc &amp; \\*d\\*"), "a\nb c & *d*");
        assert_eq!(plain("| a | b |\n|---|---|\n| 1 | *2* |"), "a\nb\n1\n2");
        assert_eq!(plain("x <b>y</b>\n\n<div>\n z"), "x <b>y</b>\n<div>\nz");
        assert_eq!(plain("- [ ] do\n- [x] done"), "do\ndone");
        assert_eq!(plain("    a\n      b"), "a\n  b");
        assert_eq!(plain(""), "");
    }

    #[test]
    fn citations_are_no_words() {
        assert_eq!(plain("shown [@a; @b]. More [@c] text [@d]"), "shown. More text");
        assert_eq!(plain("see [#F3; #R1] and `[@a]` and \\[@a]"), "see F3, R1 and [@a] and [@a]");
        assert_eq!(plain("bad [@a, p. 3]"), "bad [@a, p. 3]");
    }

    #[test]
    fn footnotes_stand_at_the_end() {
        assert_eq!(plain("[^b]: two\n\na[^a] b[^b] c[^a]\n\n[^a]: one\n\n[^x]: lost"), "a b c[^a]\none\ntwo\nlost");
    }

    #[test]
    fn a_word_leads_back_to_its_bytes() {
        let markdown = "Take **two&nbsp;tablets** [@a] of\n> *warfarin* 5&#32;mg";
        let reading = read(markdown);
        let place = |word: &str| {
            let at = reading.text.find(word).expect(word);
            &markdown[reading.source(at..at + word.len())]
        };
        assert_eq!(place("Take"), "Take");
        assert_eq!(place("tablets"), "tablets");
        assert_eq!(place("two\u{a0}tablets"), "two&nbsp;tablets");
        assert_eq!(place("warfarin"), "warfarin");
        assert_eq!(place("arf"), "arf");
        assert_eq!(place("5 mg"), "5&#32;mg");
        for segment in &reading.segments {
            assert_eq!(&reading.text[segment.at..segment.at + segment.text.len()], segment.text);
        }
    }

    #[test]
    fn a_range_past_the_end_is_no_panic() {
        let reading = read("abc");
        assert_eq!(reading.source(0..99), 0..3);
        assert_eq!(read("").source(5..9), 0..0);
    }

    #[test]
    fn definitions_without_use_are_found() {
        let text = "[Note]: take\n\n[used]: https://a.org\n\n[used] here";
        assert_eq!(unused_definitions(text), vec![0..12]);
    }
}
