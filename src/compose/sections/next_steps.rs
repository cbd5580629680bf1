//! Sections 11 and 12: questions for the doctor, the checklist of next steps, notes, the online consultation.

use serde_json::json;

use crate::compose::build::{joined, para, reference, sentence, text, words};
use crate::compose::context::{Context, anchor};
use crate::document::{Block, Figure, Inline, Register, Section, Step, Task};
use crate::locale::Arg;

/// Ruled lines on the notes page.
const NOTE_LINES: u32 = 14;

pub(crate) fn doctor_questions(cx: &Context<'_>) -> Section {
    let mut blocks = vec![sentence(cx.t("doctor-questions-intro"))];
    let items = cx
        .case
        .doctor_questions
        .iter()
        .map(|question| {
            let mut c = cx.blocks(&question.text);
            append(&mut c, from(&question.from));
            Task { done: false, c }
        })
        .collect();
    blocks.push(Block::Tasks { items });
    cx.section("doctor-questions", Register::Patient, blocks)
}

pub(crate) fn checklist(cx: &Context<'_>) -> Section {
    let steps = &cx.case.next_steps;
    let figure = Figure::Steps {
        steps: steps
            .iter()
            .enumerate()
            .map(|(index, step)| Step {
                number: cx.locale.integer(index as u64 + 1),
                actor: cx.plain(&step.actor),
                text: cx.inlines(&step.text),
                due: step.due.as_ref().map(|due| cx.plain(due)),
            })
            .collect(),
    };
    let each: Vec<String> =
        steps.iter().enumerate().map(|(i, step)| format!("{}. {}", i + 1, cx.spoken(&step.text))).collect();
    let blocks = vec![
        sentence(cx.t("next-steps-intro")),
        Block::Figure {
            id: anchor(Register::Patient, "~figure-steps"),
            alt: cx.tf("alt-steps", &[("steps", Arg::from(&*each.join(" ")))]),
            caption: words(cx.t("caption-steps")),
            figure,
        },
    ];
    let mut section = cx.section("next-steps", Register::Patient, blocks);
    section.new_page = true;
    section
}

pub(crate) fn online_consultation(cx: &Context<'_>) -> Section {
    let mut blocks = Vec::new();
    if let Some(planned) = &cx.case.follow_up.online_consultation {
        blocks.extend(cx.blocks(planned));
    }
    blocks.extend(cx.letter("online-consultation", &json!({})));
    cx.section("online-consultation", Register::Patient, blocks)
}

pub(crate) fn notes(cx: &Context<'_>) -> Section {
    let blocks =
        vec![sentence(cx.t("notes-intro")), Block::NoteLines { label: cx.t("notes-label"), lines: NOTE_LINES }];
    let mut section = cx.section("notes", Register::Patient, blocks);
    section.in_contents = false;
    section
}

/// "(R1, O2)", the parts of the case something comes from.
fn from(ids: &[crate::case::model::Id]) -> Vec<Inline> {
    if ids.is_empty() {
        return Vec::new();
    }
    let mut all = vec![text(" (")];
    all.extend(joined(ids.iter().map(|id| vec![reference(id.as_str())]).collect(), ", "));
    all.push(text(")"));
    all
}

/// Adds inlines to the last paragraph, or as one of their own.
fn append(blocks: &mut Vec<Block>, more: Vec<Inline>) {
    if more.is_empty() {
        return;
    }
    match blocks.last_mut() {
        Some(Block::Para { c }) => c.extend(more),
        _ => blocks.push(para(more)),
    }
}
