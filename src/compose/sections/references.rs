//! Section 17: the literature, numbered in order of citation.

use crate::citations;
use crate::compose::build::{para, sentence};
use crate::compose::context::Context;
use crate::document::{Block, ItemRole, Register, Section};

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let mut section = cx.section("references", register, Vec::new());
    section.new_page = register == Register::Patient;
    section
}

/// Whether a section is the list that resolving fills in.
pub(crate) fn is_references(section: &str) -> bool {
    matches!(section, "c-references" | "p-references")
}

/// The anchor of a numbered reference: one list serves both registers.
pub(crate) fn anchor_of(number: u32) -> String {
    format!("ref-{number}")
}

/// The list, for citation keys in the order of their numbers.
pub(crate) fn blocks(cx: &Context<'_>, register: Register, order: &[String]) -> Vec<Block> {
    let mut blocks = Vec::new();
    if register == Register::Patient {
        blocks.push(sentence(cx.t("references-intro-patient")));
    }
    if order.is_empty() {
        blocks.push(sentence(cx.t("references-none")));
    }
    for (index, key) in order.iter().enumerate() {
        let Some(reference) = cx.sources.library.get(key) else { continue };
        let number = index as u32 + 1;
        let mut content = vec![para(citations::format(reference, cx.sources.style, cx.locale.tag()))];
        let note = cx.case.references.entries.iter().find(|entry| entry.key.as_str() == key);
        if let Some(note) = note {
            let mut line = Vec::new();
            if let Some(kind) = note.kind {
                line.push(crate::compose::build::text(cx.word("evidence-kind", kind.as_str())));
            }
            if let Some(annotation) = &note.annotation {
                if !line.is_empty() {
                    line.push(crate::compose::build::text(". "));
                }
                line.extend(cx.inlines(annotation));
            }
            if !line.is_empty() {
                content.push(para(line));
            }
        }
        blocks.push(Block::Item {
            id: anchor_of(number),
            role: ItemRole::Reference,
            label: cx.locale.integer(u64::from(number)),
            title: Vec::new(),
            badges: Vec::new(),
            c: content,
            back: Vec::new(),
        });
    }
    blocks
}
