//! Section 5: the opinion on one page.

use super::{opinions, recommendations};
use crate::case::model::{Recommendation, Role, top_actions};
use crate::compose::build::{cell, column, figures_column, para, reference, sentence, strong, text, words};
use crate::compose::context::Context;
use crate::document::{Block, Register, Section, Tone};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let second = &cx.case.second_opinion;
    let mut blocks = vec![Block::Callout {
        tone: Tone::Key,
        title: Some(cx.t("glance-main-message")),
        c: cx.blocks(cx.side(&second.main_message, register)),
    }];
    blocks.push(opinions::verdict(cx, register));
    let top = top_actions(&cx.case.recommendations);
    match register {
        Register::Patient => {
            blocks.push(crate::compose::build::heading(1, cx.t("glance-actions")));
            let items = top
                .iter()
                .map(|r| {
                    let mut line = vec![strong(cx.plain(&r.title.patient)), text(" — ")];
                    line.extend(words(when(cx, r)));
                    line.push(text(" ("));
                    line.push(reference(r.id.as_str()));
                    line.push(text(")"));
                    vec![para(line)]
                })
                .collect();
            blocks.push(Block::List { start: Some(1), tight: false, items });
            blocks.extend(contact_line(cx));
        }
        Register::Clinician => {
            let rows = top
                .iter()
                .map(|r| {
                    vec![
                        cell(vec![reference(r.id.as_str())]),
                        cell(cx.inlines(&r.title.clinician)),
                        cell(words(format!(
                            "{} · {}",
                            cx.word("strength", r.strength.as_str()),
                            cx.word_inline("evidence-certainty", r.certainty.as_str())
                        ))),
                        cell(words(when(cx, r))),
                    ]
                })
                .collect();
            blocks.push(Block::Table {
                caption: Some(words(cx.t("glance-actions"))),
                columns: vec![column(0.0), column(5.0), column(4.0), column(3.0)],
                head: vec![
                    words(cx.t("column-number")),
                    words(cx.t("column-recommendation")),
                    words(cx.t("column-strength-certainty")),
                    words(cx.t("column-when")),
                ],
                row_headers: false,
                rows,
            });
            let measured = super::results::key_values(cx);
            if !measured.is_empty() {
                blocks.push(Block::Table {
                    caption: Some(words(cx.t("glance-latest-values"))),
                    columns: vec![column(5.0), figures_column(3.0), column(3.0), column(3.0)],
                    head: vec![
                        words(cx.t("column-quantity")),
                        words(cx.t("column-latest-value")),
                        words(cx.t("column-reference-range")),
                        words(cx.t("column-date")),
                    ],
                    row_headers: true,
                    rows: measured,
                });
            }
        }
    }
    let mut section = cx.section("at-a-glance", register, blocks);
    section.new_page = true;
    section.one_page = true;
    section
}

fn when(cx: &Context<'_>, r: &Recommendation) -> String {
    recommendations::when(cx, r)
}

fn contact_line(cx: &Context<'_>) -> Option<Block> {
    let manager = cx.parties(Role::CaseManager).next()?;
    let phone = manager.contact.as_ref()?.phone.as_deref()?;
    Some(sentence(cx.tf(
        "glance-contact",
        &[
            ("name", Arg::from(&*manager.name)),
            ("role", Arg::from(&*cx.role(Role::CaseManager, Some(manager)).to_lowercase())),
            ("phone", Arg::from(&*phone.to_owned())),
        ],
    )))
}
