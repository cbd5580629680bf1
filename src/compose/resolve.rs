//! One walk over a composed document: citations are numbered in order of appearance, cross references become links,
//! glossary terms are linked at first use, and everything that is cited says where.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{text, words};
use super::context::{Context, anchor};
use super::sections::references;
use crate::document::walk::{children, each_list};
use crate::document::{Block, CitePart, Inline, ItemRole, Register, Section};
use crate::locale::Arg;

/// Sections whose words are not searched for glossary terms: the glossary itself, and lists of names.
const WITHOUT_TERMS: &[&str] = &["p-glossary", "p-references", "p-signatures", "p-contact", "p-privacy"];

pub(crate) fn resolve(context: &Context<'_>, sections: &mut [Section]) {
    let mut state = State::new(context, sections);
    for section in sections.iter_mut() {
        state.register = section.register;
        state.terms_wanted = section.register == Register::Patient && !WITHOUT_TERMS.contains(&section.id.as_str());
        let title = section.title.clone();
        each_list(&mut section.blocks, &title, &mut |list, owner| state.list(list, owner, true));
    }
    for section in sections.iter_mut().filter(|section| references::is_references(&section.id)) {
        section.blocks = references::blocks(context, section.register, &state.order);
    }
    for section in sections.iter_mut() {
        state.back_links(&mut section.blocks);
    }
}

/// A place that cites something.
struct Citing {
    mark: String,
    owner: String,
}

struct State<'c, 'a> {
    context: &'c Context<'a>,
    register: Register,
    terms_wanted: bool,
    anchors: BTreeSet<String>,
    /// Canonical citation keys in order of first appearance.
    order: Vec<String>,
    marks: usize,
    cited: BTreeMap<String, Vec<Citing>>,
    /// Forms of the terms not yet seen: (form in lower case, anchor).
    terms: Vec<(String, String)>,
}

impl<'c, 'a> State<'c, 'a> {
    fn new(context: &'c Context<'a>, sections: &[Section]) -> Self {
        let mut anchors = BTreeSet::new();
        let mut has_glossary = false;
        for section in sections {
            anchors.insert(section.id.clone());
            has_glossary |= section.id == "p-glossary";
            gather_anchors(&section.blocks, &mut anchors);
        }
        let mut terms = Vec::new();
        if has_glossary {
            for term in &context.case.glossary {
                for form in std::iter::once(&term.term).chain(&term.forms) {
                    let form = context.plain(form).to_lowercase();
                    if !form.is_empty() {
                        terms.push((form, anchor(Register::Patient, &format!("~term-{}", term.id))));
                    }
                }
            }
            // Of two forms at one place the longer one is meant: "lymph node biopsy", not "biopsy".
            terms.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        Self {
            context,
            register: Register::Clinician,
            terms_wanted: false,
            anchors,
            order: Vec::new(),
            marks: 0,
            cited: BTreeMap::new(),
            terms,
        }
    }

    fn mark(&mut self, target: &str, owner: &str) -> String {
        self.marks += 1;
        let mark = format!("m-{}", self.marks);
        self.cited.entry(target.to_owned()).or_default().push(Citing { mark: mark.clone(), owner: owner.to_owned() });
        mark
    }

    fn list(&mut self, list: &mut Vec<Inline>, owner: &str, terms: bool) {
        let mut resolved: Vec<Inline> = Vec::with_capacity(list.len());
        for mut inline in list.drain(..) {
            match inline {
                Inline::CiteKeys { keys } => {
                    if let Some(cite) = self.cite(&keys, owner) {
                        // The number stands at the word, not after a space.
                        if let Some(Inline::Text { s }) = resolved.last_mut() {
                            s.truncate(s.trim_end_matches(' ').len());
                        }
                        resolved.push(cite);
                    }
                }
                Inline::CrossRef { id } => {
                    let label = self.short_label(&id);
                    let reference = self.cross_reference(&id, label, owner);
                    bracketed(&mut resolved, reference);
                }
                Inline::ShortRef { id } => {
                    let label = self.short_label(&id);
                    resolved.push(self.cross_reference(&id, label, owner));
                }
                // White space between two cross references does not part them.
                Inline::Text { s } if s.trim().is_empty() && ends_bracketed(&resolved) => {
                    if let Some(Inline::Text { s: last }) = resolved.last_mut() {
                        last.push_str(&s);
                    }
                }
                Inline::Text { s } if terms && self.terms_wanted && !self.terms.is_empty() => {
                    self.link_terms(s, owner, &mut resolved);
                }
                _ => {
                    let inner_terms = terms && !matches!(inline, Inline::Link { .. } | Inline::Ref { .. });
                    if let Some(inner) = children(&mut inline) {
                        self.list(inner, owner, inner_terms);
                    }
                    resolved.push(inline);
                }
            }
        }
        *list = resolved;
    }

    fn cite(&mut self, keys: &[String], owner: &str) -> Option<Inline> {
        let mut numbers: Vec<u32> = Vec::new();
        for key in keys {
            // An unknown key is an error of the check; here it has nothing to show.
            let Some(reference) = self.context.sources.library.get(key) else { continue };
            let known = self.order.iter().position(|k| *k == reference.key);
            let position = known.unwrap_or_else(|| {
                self.order.push(reference.key.clone());
                self.order.len() - 1
            });
            numbers.push(position as u32 + 1);
        }
        numbers.sort_unstable();
        numbers.dedup();
        let mut parts = Vec::new();
        let mut at = 0;
        while at < numbers.len() {
            let mut end = at;
            while end + 1 < numbers.len() && numbers[end + 1] == numbers[end] + 1 {
                end += 1;
            }
            let comma = if parts.is_empty() { "" } else { "," };
            if end >= at + 2 {
                parts.push((comma, numbers[at]));
                parts.push(("–", numbers[end]));
            } else {
                for (offset, number) in numbers[at..=end].iter().enumerate() {
                    parts.push((if offset == 0 { comma } else { "," }, *number));
                }
            }
            at = end + 1;
        }
        // Every reference is told of the citation, also those inside a range.
        let mut marks = BTreeMap::new();
        for number in &numbers {
            let to = references::anchor_of(*number);
            let mark = self.mark(&to, owner);
            marks.insert(*number, mark);
        }
        let shown: BTreeSet<u32> = parts.iter().map(|(_, number)| *number).collect();
        // A number inside a range has no place of its own: its mark is that of the range's start.
        for (number, mark) in &marks {
            if !shown.contains(number) {
                let start = shown.range(..number).next_back().and_then(|n| marks.get(n)).cloned();
                if let (Some(start), Some(citing)) = (start, self.cited.get_mut(&references::anchor_of(*number))) {
                    for place in citing.iter_mut().filter(|place| place.mark == *mark) {
                        place.mark.clone_from(&start);
                    }
                }
            }
        }
        if parts.is_empty() {
            return None;
        }
        Some(Inline::Cite {
            parts: parts
                .into_iter()
                .map(|(before, number)| CitePart {
                    before: before.to_owned(),
                    number,
                    to: references::anchor_of(number),
                    mark: marks.get(&number).cloned().unwrap_or_default(),
                })
                .collect(),
        })
    }

    fn cross_reference(&mut self, id: &str, label: String, owner: &str) -> Inline {
        let own = anchor(self.register, id);
        let other = anchor(
            match self.register {
                Register::Clinician => Register::Patient,
                Register::Patient => Register::Clinician,
            },
            id,
        );
        let target = [own, other].into_iter().find(|target| self.anchors.contains(target));
        match target {
            Some(to) => {
                let mark = self.mark(&to, owner);
                Inline::Ref { to, mark: Some(mark), c: words(label) }
            }
            // What it points at is not part of this document; its name still tells the reader what is meant.
            None => text(label),
        }
    }

    fn short_label(&self, id: &str) -> String {
        short_label(self.context, id)
    }

    /// Links the first place of each term that is still to come.
    fn link_terms(&mut self, s: String, owner: &str, resolved: &mut Vec<Inline>) {
        let mut rest = s.as_str();
        while let Some((range, to)) = self.first_term(rest) {
            if range.start > 0 {
                resolved.push(text(&rest[..range.start]));
            }
            let mark = self.mark(&to, owner);
            resolved.push(Inline::Term { to: to.clone(), mark, c: words(&rest[range.clone()]) });
            self.terms.retain(|(_, anchor)| *anchor != to);
            rest = &rest[range.end..];
        }
        if !rest.is_empty() {
            resolved.push(text(rest));
        }
    }

    fn first_term(&self, haystack: &str) -> Option<(std::ops::Range<usize>, String)> {
        let lower = haystack.to_lowercase();
        // Lower-casing may change lengths (`İ`); such a rare run is left without a link.
        if lower.len() != haystack.len() {
            return None;
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '-';
        let mut best: Option<(std::ops::Range<usize>, &str)> = None;
        for (form, to) in &self.terms {
            let found = lower.match_indices(form.as_str()).map(|(at, _)| at..at + form.len()).find(|range| {
                haystack.is_char_boundary(range.start)
                    && haystack.is_char_boundary(range.end)
                    && !lower[..range.start].chars().next_back().is_some_and(is_word)
                    && !lower[range.end..].chars().next().is_some_and(is_word)
            });
            if let Some(range) = found
                && best.as_ref().is_none_or(|(other, _)| range.start < other.start)
            {
                best = Some((range, to));
            }
        }
        best.map(|(range, to)| (range, to.to_owned()))
    }

    /// Words the links back of every item: where it is cited.
    fn back_links(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Item { id, role, label, c, back, .. } => {
                    let wanted = matches!(
                        role,
                        ItemRole::Finding
                            | ItemRole::Recommendation
                            | ItemRole::Option
                            | ItemRole::Record
                            | ItemRole::Reference
                            | ItemRole::Term
                    );
                    if wanted && let Some(citing) = self.cited.get(id.as_str()) {
                        let mut seen = BTreeSet::from([label.as_str()]);
                        let places: Vec<&Citing> = citing.iter().filter(|c| seen.insert(&c.owner)).collect();
                        let message = if *role == ItemRole::Term { "back-first-used" } else { "back-cited-in" };
                        let places = if *role == ItemRole::Term { &places[..places.len().min(1)] } else { &places[..] };
                        if !places.is_empty() {
                            back.push(text(self.context.t(message)));
                            for (index, place) in places.iter().enumerate() {
                                back.push(text(if index == 0 { " " } else { ", " }));
                                back.push(Inline::Ref { to: place.mark.clone(), mark: None, c: words(&place.owner) });
                            }
                        }
                    }
                    self.back_links(c);
                }
                Block::Callout { c, .. } | Block::Keep { c } | Block::Lang { c, .. } => self.back_links(c),
                Block::Columns { columns } => columns.iter_mut().for_each(|column| self.back_links(&mut column.c)),
                Block::List { items, .. } => items.iter_mut().for_each(|item| self.back_links(item)),
                _ => {}
            }
        }
    }
}

/// The label of an id as printed: questions are numbered in the order of the case, the rest keep their ids.
pub(crate) fn short_label(context: &Context<'_>, id: &str) -> String {
    match context.case.questions.iter().position(|q| q.id.as_str() == id) {
        Some(at) => context.tf("label-question-number", &[("number", Arg::Count(at as u64 + 1))]),
        None => id.to_owned(),
    }
}

fn gather_anchors(blocks: &[Block], anchors: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Item { id, c, .. } => {
                anchors.insert(id.clone());
                gather_anchors(c, anchors);
            }
            Block::Figure { id, .. } | Block::Heading { id: Some(id), .. } => {
                anchors.insert(id.clone());
            }
            Block::Callout { c, .. } | Block::Keep { c } | Block::Lang { c, .. } | Block::Quote { c, .. } => {
                gather_anchors(c, anchors);
            }
            Block::Columns { columns } => columns.iter().for_each(|column| gather_anchors(&column.c, anchors)),
            Block::List { items, .. } => items.iter().for_each(|item| gather_anchors(item, anchors)),
            _ => {}
        }
    }
}

fn ends_bracketed(list: &[Inline]) -> bool {
    matches!(list.last(), Some(Inline::Text { s }) if s.trim_end() == "]")
}

/// Adds a cross reference as a label in brackets, which reads well after any word of any language: "the node [F5, R1]".
/// One that follows another joins it; one the author put in parentheses needs no brackets of its own.
fn bracketed(list: &mut Vec<Inline>, reference: Inline) {
    if let Some(Inline::Text { s }) = list.last_mut() {
        if s == "]" || (s.starts_with(']') && s[1..].trim().is_empty()) {
            *s = ", ".to_owned();
            list.push(reference);
            list.push(text("]"));
            return;
        }
        if s.ends_with('(') {
            list.push(reference);
            return;
        }
        if !s.ends_with([' ', '\u{A0}']) {
            s.push('\u{A0}');
        }
        s.push('[');
    } else {
        list.push(text("["));
    }
    list.push(reference);
    list.push(text("]"));
}

pub(crate) fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
