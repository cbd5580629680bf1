//! Inside a paragraph: text, markup, links, citations, footnotes.

use std::borrow::Cow;
use std::ops::Range;

use comrak::nodes::{Node, NodeLink, NodeValue};

use super::super::markdown::MAX_INLINES;
use super::super::reference::{self, Reference};
use super::super::{escape, hidden};
use super::{Converter, Depth, Notes, flat_text};
use crate::document::Inline;

impl Converter<'_> {
    pub(super) fn inlines<'a>(&mut self, parent: Node<'a>, depth: Depth, notes: &mut Notes<'a>) -> Vec<Inline> {
        if depth.inlines > MAX_INLINES {
            let message = format!("markup stands more than {MAX_INLINES} levels deep");
            self.problem(self.range(parent), "MD-03", message, "write it without so much emphasis");
            return text_inline(flat_text(parent));
        }
        let mut out = Vec::new();
        let (mut run, mut place) = (String::new(), 0..0);
        let inside = Depth { inlines: depth.inlines + 1, ..depth };
        for node in parent.children() {
            let data = node.data();
            let range = self.span(data.sourcepos);
            // comrak gives text in pieces around every sign that could have been markup.
            let (text, hidden): (Cow<str>, bool) = match &data.value {
                NodeValue::Text(text) => hidden::clean(text),
                NodeValue::SoftBreak => (" ".into(), false),
                NodeValue::HtmlInline(html) => {
                    self.html(node);
                    hidden::clean(html)
                }
                _ => {
                    self.flush(&mut run, place.clone(), &mut out);
                    place = range.end..range.end;
                    if self.count(node) {
                        self.inline(node, &data.value, inside, notes, &mut out);
                    }
                    continue;
                }
            };
            self.hidden_entity(node, hidden);
            place = if run.is_empty() { range } else { place.start..range.end.max(place.end) };
            run.push_str(&text);
        }
        self.flush(&mut run, place, &mut out);
        out
    }

    fn inline<'a>(
        &mut self,
        node: Node<'a>,
        value: &NodeValue,
        inside: Depth,
        notes: &mut Notes<'a>,
        out: &mut Vec<Inline>,
    ) {
        match value {
            NodeValue::LineBreak => out.push(Inline::Break),
            NodeValue::Code(code) => {
                let (s, hidden) = hidden::clean(&code.literal);
                self.hidden_entity(node, hidden);
                out.push(Inline::Code { s: s.into_owned() });
            }
            NodeValue::Emph => out.push(Inline::Emph { c: self.inlines(node, inside, notes) }),
            NodeValue::Strong => out.push(Inline::Strong { c: self.inlines(node, inside, notes) }),
            NodeValue::Strikethrough => out.push(Inline::Strike { c: self.inlines(node, inside, notes) }),
            NodeValue::Superscript => {
                self.no_blank(node, "superscript", "\\^");
                out.push(Inline::Sup { c: self.inlines(node, inside, notes) });
            }
            NodeValue::Subscript => {
                self.no_blank(node, "subscript", "\\~");
                out.push(Inline::Sub { c: self.inlines(node, inside, notes) });
            }
            NodeValue::Link(link) => self.link(node, link, inside, notes, out),
            NodeValue::Image(image) => {
                let name = image.url.strip_prefix(reference::SCHEME).unwrap_or(&image.url);
                let message = format!("the image `{}` cannot be set from a text", escape::shown(name));
                self.problem(self.range(node), "MD-04", message, "add it to the case as a record and refer to that");
                merge(out, self.inlines(node, inside, notes));
            }
            NodeValue::FootnoteReference(footnote) => self.footnote(node, &footnote.name, inside, notes, out),
            // No extension that makes further kinds of inlines is switched on.
            _ => merge(out, text_inline(flat_text(node))),
        }
    }

    fn link<'a>(
        &mut self,
        node: Node<'a>,
        link: &NodeLink,
        inside: Depth,
        notes: &mut Notes<'a>,
        out: &mut Vec<Inline>,
    ) {
        let range = self.range(node);
        let words = flat_text(node);
        if let Some(label) = link.url.strip_prefix(reference::SCHEME) {
            return self.reference(node, label, &words, inside, notes, out);
        }
        let c = self.inlines(node, inside, notes);
        if reference::is_meant(&words) && reference::parse(&words).is_ok() {
            let message = format!("`[{}]` is a citation and a link at once", escape::shown(words.trim()));
            self.problem(range, "MD-07", message, "leave a space after it, or delete the definition of the same name");
            return merge(out, c);
        }
        if !link.title.is_empty() {
            let message = format!("the link's title `{}` is not printed", escape::shown(&link.title));
            self.problem(range.clone(), "MD-08", message, "say it in the text");
        }
        if c.is_empty() {
            return self.problem(range, "MD-02", "a link has no words", "say between the brackets where it leads");
        }
        match address(&link.url) {
            Ok(url) => out.push(Inline::Link { url, c }),
            Err(why) => {
                let message = format!("the link to `{}` cannot be set: {why}", escape::shown(&link.url));
                let hint =
                    "link to `https:`, `http:`, `mailto:` or `tel:`; a part of the case is referred to as `[#F3]`";
                self.problem(range, "MD-02", message, hint);
                merge(out, c);
            }
        }
    }

    fn reference<'a>(
        &mut self,
        node: Node<'a>,
        label: &str,
        words: &str,
        inside: Depth,
        notes: &mut Notes<'a>,
        out: &mut Vec<Inline>,
    ) {
        let shortcut = reference::is_shortcut(words, label);
        let why = match reference::parse(label) {
            Ok(Reference::Cite(keys)) if shortcut => return out.push(Inline::CiteKeys { keys }),
            Ok(Reference::Cross(ids)) if shortcut => {
                for (index, id) in ids.into_iter().enumerate() {
                    if index > 0 {
                        out.push(Inline::Text { s: ", ".to_owned() });
                    }
                    out.push(Inline::CrossRef { id });
                }
                return;
            }
            Ok(_) => "it cannot have words of its own",
            Err(why) => why,
        };
        let message = format!("`[{}]` is not a citation or cross reference: {why}", escape::shown(label));
        let hint = "write `[@key1; @key2]` or `[#F3; #F4]`, or `\\[` if it is meant as text";
        self.problem(self.range(node), "MD-07", message, hint);
        if shortcut {
            merge(out, text_inline("[".to_owned()));
            merge(out, self.inlines(node, inside, notes));
            merge(out, text_inline("]".to_owned()));
        } else {
            merge(out, self.inlines(node, inside, notes));
            merge(out, text_inline(format!("[{}]", hidden::clean(label).0)));
        }
    }

    fn footnote<'a>(
        &mut self,
        node: Node<'a>,
        name: &str,
        inside: Depth,
        notes: &mut Notes<'a>,
        out: &mut Vec<Inline>,
    ) {
        let problem = if inside.note {
            Some(("a footnote cannot refer to a footnote", "say it in the first one"))
        } else if notes.used.contains(name) {
            Some(("this footnote is used a second time", "give each place a footnote of its own"))
        } else {
            None
        };
        if let Some((message, hint)) = problem {
            self.problem(self.range(node), "MD-09", message, hint);
            return merge(out, text_inline(format!("[^{}]", hidden::clean(name).0)));
        }
        let Some(definition) = notes.definitions.get(name).copied() else {
            return merge(out, text_inline(format!("[^{}]", hidden::clean(name).0)));
        };
        notes.used.insert(name.to_owned());
        let c = self.blocks(definition, Depth { note: true, ..Depth::default() }, notes);
        out.push(Inline::Note { c });
    }

    /// Ends a run of text. In it comrak leaves `^9^` after an open bracket alone, which intervals such as
    /// `[4.5–11 × 10^9^/L]` need.
    fn flush(&mut self, run: &mut String, place: Range<usize>, out: &mut Vec<Inline>) {
        if run.is_empty() {
            return;
        }
        let run = std::mem::take(run);
        let source = self.source.get(place.clone()).unwrap_or_default();
        for (at, sign) in unescaped(source, "[").filter_map(|at| Some((at, source[at + 1..].chars().next()?))) {
            if matches!(sign, '@' | '#') {
                let message = format!("`[{sign}` starts no citation or cross reference here");
                let start = place.start + at;
                let hint =
                    "close it with `]` and leave a space before another `[`, or write `\\[` if it is meant as text";
                self.problem(start..start + 2, "MD-07", message, hint);
            }
        }
        let mut rest = run.as_str();
        let mut carets = unescaped(source, "^");
        let all_plain = carets.by_ref().count() == rest.matches('^').count();
        while let Some((before, after)) = rest.split_once('^') {
            match after.split_once('^') {
                Some((inner, tail)) if all_plain && is_exponent(inner) => {
                    merge(out, text_inline(before.to_owned()));
                    out.push(Inline::Sup { c: text_inline(inner.to_owned()) });
                    rest = tail;
                }
                _ => {
                    if after.starts_with(|c: char| c.is_ascii_digit()) && all_plain {
                        let hint = "write a power as `10^9^`, or `\\^` if the sign itself is meant";
                        self.problem(place.clone(), "MD-10", "`^` before a number does not raise it", hint);
                    }
                    merge(out, text_inline(format!("{before}^")));
                    rest = after;
                }
            }
        }
        merge(out, text_inline(rest.to_owned()));
    }
}

pub(super) fn text_inline(s: String) -> Vec<Inline> {
    if s.is_empty() { Vec::new() } else { vec![Inline::Text { s }] }
}

/// Appends inlines so that no two texts stand side by side.
fn merge(out: &mut Vec<Inline>, more: Vec<Inline>) {
    for inline in more {
        match (out.last_mut(), inline) {
            (Some(Inline::Text { s: before }), Inline::Text { s }) => before.push_str(&s),
            (_, inline) => out.push(inline),
        }
    }
}

/// Offsets at which a sign stands that no backslash takes the meaning of.
pub(super) fn unescaped<'t>(text: &'t str, sign: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(sign).map(|(at, _)| at).filter(move |at| {
        let before = text.as_bytes().get(..*at).unwrap_or_default();
        before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
    })
}

fn is_exponent(text: &str) -> bool {
    (1..=12).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '−' | '–' | '.' | ','))
}

/// The address of a link in ASCII, as PDF (ISO 32000-2, 12.6.4.8) and RFC 3986 want it, or why it cannot be linked to.
fn address(url: &str) -> Result<String, &'static str> {
    const MAX: usize = 2_000;
    let Some((scheme, rest)) = url.split_once(':') else { return Err("it has no scheme") };
    let scheme = scheme.to_ascii_lowercase();
    let target = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//").unwrap_or_default(),
        "mailto" | "tel" => rest,
        _ => return Err("its scheme is refused"),
    };
    if target.is_empty() || target.starts_with(['/', '?', '#']) {
        return Err("it names no place");
    }
    if target.contains(hidden::is_hidden) || rest.len() > MAX {
        return Err("it is too long or holds hidden characters");
    }
    let mut address = format!("{scheme}:");
    for byte in rest.bytes() {
        match byte {
            b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => address.push(byte as char),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(address)
}
