//! Section 19: terms in plain words, in the order of the language.

use crate::compose::build::words;
use crate::compose::context::{Context, anchor};
use crate::compose::resolve::capitalized;
use crate::document::{Block, ItemRole, Register, Section};

pub(crate) fn section(cx: &Context<'_>) -> Option<Section> {
    if cx.case.glossary.is_empty() {
        return None;
    }
    let mut terms: Vec<_> = cx.case.glossary.iter().map(|term| (capitalized(&cx.plain(&term.term)), term)).collect();
    terms.sort_by(|a, b| cx.locale.compare(&a.0, &b.0));
    let blocks = terms
        .into_iter()
        .map(|(name, term)| Block::Item {
            id: anchor(Register::Patient, &format!("~term-{}", term.id)),
            role: ItemRole::Term,
            label: String::new(),
            title: words(name),
            badges: Vec::new(),
            c: cx.blocks(&term.explanation),
            back: Vec::new(),
        })
        .collect();
    Some(cx.section("glossary", Register::Patient, blocks))
}
