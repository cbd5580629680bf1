//! Markdown to blocks, for setting.
//!
//! CommonMark 0.31 with the tables, task lists, strike-through and footnotes of GitHub Flavored Markdown, `^super^` and
//! `~sub~`, and our own `[@key]` and `[#F3]`. What cannot be set is a [`Problem`], and its words stay in the value:
//!
//! | code | what |
//! |---|---|
//! | MD-01 | raw HTML |
//! | MD-02 | a link that is not `https`, `http`, `mailto` or `tel`, or has no words |
//! | MD-03 | nested too deep, too long or too many parts |
//! | MD-04 | an image |
//! | MD-05 | a block in a label |
//! | MD-06 | a hidden character |
//! | MD-07 | a malformed citation or cross reference |
//! | MD-08 | words that would not be printed: a link's title, a definition that nothing uses |
//! | MD-09 | a footnote used twice, or inside a footnote |
//! | MD-10 | `^` or `~` that does not do what it seems to |
//! | MD-11 | a table row with more or fewer cells than the table has columns |
//! | MD-12 | a list in which only some items have a box |
//! | MD-13 | a heading without words |
//! | MD-14 | text the Markdown parser fails on |

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use comrak::options::BrokenLinkReference;
use comrak::{Arena, Options, ResolvedReference, parse_document};

use super::convert::Converter;
use super::{hidden, plain, reference};
use crate::document::{Block, Inline};

/// The longest text that is read, in bytes; a whole patient summary is about a tenth of it.
pub const MAX_BYTES: usize = 256 * 1024;
/// How deep lists may stand in lists.
pub const MAX_LISTS: usize = 8;
/// How deep quotations may stand in quotations.
pub const MAX_QUOTES: usize = 6;
/// How deep emphasis and links may stand in one another.
pub const MAX_INLINES: usize = 20;
/// How many blocks and inlines one text may come to.
pub const MAX_NODES: usize = 20_000;

/// Something made from Markdown, with what is wrong in the Markdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// What was made. It holds all words, also those a problem is about, unless the problem says otherwise.
    pub value: T,
    /// The problems, in the order of their places.
    pub problems: Vec<Problem>,
}

/// Something wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the given text.
    pub range: Range<usize>,
    /// Stable code, `MD-01` to `MD-14`.
    pub code: &'static str,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.superscript = true;
    options.extension.subscript = true;
    // A definition that nothing refers to must not vanish.
    options.parse.leave_footnote_definitions = true;
    options.parse.broken_link_callback = Some(Arc::new(|link: BrokenLinkReference| {
        reference::is_meant(link.original)
            .then(|| ResolvedReference { url: format!("{}{}", reference::SCHEME, link.original), title: String::new() })
    }));
    options
});

/// Reads Markdown as blocks. Headings come out as levels 1 to 3 without gaps, whatever levels the text uses.
pub fn blocks(markdown: &str) -> Parsed<Vec<Block>> {
    let text = hidden::prepare(markdown);
    guarded(markdown, &text, as_is, |converter| {
        let arena = Arena::new();
        let root = parse_document(&arena, &text, &OPTIONS);
        converter.document(root)
    })
}

/// Reads the Markdown of a label: one paragraph. A label in which something else stands comes back as it was written,
/// with a problem.
pub fn inlines(markdown: &str) -> Parsed<Vec<Inline>> {
    let text = hidden::prepare(markdown);
    guarded(markdown, &text, literal, |converter| {
        let arena = Arena::new();
        let root = parse_document(&arena, &text, &OPTIONS);
        converter.label(root).unwrap_or_else(|| literal(&text))
    })
}

/// Runs `read` within the limit of length and behind a fence: comrak asserts its own bookkeeping of source positions,
/// and a bug there must not take a worker down with it.
fn guarded<T>(
    markdown: &str,
    text: &str,
    fallback: fn(&str) -> T,
    read: impl FnOnce(&mut Converter) -> T,
) -> Parsed<T> {
    let whole = |code, message: &str, hint: &str| Problem {
        range: 0..markdown.len(),
        code,
        message: message.to_owned(),
        hint: hint.to_owned(),
    };
    if text.len() > MAX_BYTES {
        let problem = whole("MD-03", "the text is longer than 256 KiB", "divide it into several texts");
        return Parsed { value: fallback(text), problems: vec![problem] };
    }
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut converter = Converter::new(text);
        let value = read(&mut converter);
        (value, converter.into_problems())
    }));
    let Ok((value, mut problems)) = result else {
        let problem = whole("MD-14", "the Markdown parser fails on this text", "simplify its lists and tables");
        return Parsed { value: fallback(text), problems: vec![problem] };
    };
    for (at, c) in markdown.char_indices().filter(|(at, c)| hidden::is_hidden(*c) && (*c != '\u{feff}' || *at > 0)) {
        problems.push(Problem {
            range: at..at + c.len_utf8(),
            code: "MD-06",
            message: format!("a hidden character stands here, `U+{:04X}`, and is left out", c as u32),
            hint: "delete it".to_owned(),
        });
    }
    for range in plain::unused_definitions(text) {
        problems.push(Problem {
            range,
            code: "MD-08",
            message: "this line is read as the address of a link that nothing uses, so it is not printed".to_owned(),
            hint: "write `\\[` if it is meant as text, or delete it".to_owned(),
        });
    }
    problems.sort_by(|a, b| (a.range.start, a.range.end, a.code).cmp(&(b.range.start, b.range.end, b.code)));
    problems.dedup();
    Parsed { value, problems }
}

fn as_is(text: &str) -> Vec<Block> {
    vec![Block::Para { c: literal(text) }]
}

/// The source itself, on one line.
fn literal(text: &str) -> Vec<Inline> {
    let (cleaned, _) = hidden::clean(text);
    let s = cleaned.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if s.is_empty() { Vec::new() } else { vec![Inline::Text { s }] }
}
