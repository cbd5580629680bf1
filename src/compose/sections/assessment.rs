//! Section 13, the assessment: diagnosis, differential, certainty, reasoning, uncertainties, prognosis.

use crate::compose::build::{bullets, cell, column, fact, heading, words};
use crate::compose::context::Context;
use crate::document::{Block, Register, Section};

pub(crate) fn section(cx: &Context<'_>) -> Section {
    let second = &cx.case.second_opinion;
    let mut diagnosis = cx.blocks(&second.diagnosis.clinician);
    if let Some(Block::Para { c }) = diagnosis.last_mut() {
        c.extend(super::history::codes(cx, &second.codes));
    }
    let mut blocks = vec![heading(1, cx.t("heading-diagnosis"))];
    blocks.extend(diagnosis);
    let mut facts = vec![fact(cx.t("fact-certainty"), words(cx.word("certainty", second.certainty.as_str())))];
    if let Some(staging) = &second.staging {
        facts.push(fact(cx.t("row-stage"), cx.inlines(staging)));
    }
    blocks.push(Block::Facts { items: facts });
    if !second.differential.is_empty() {
        blocks.push(heading(1, cx.t("heading-differential")));
        blocks.push(Block::Table {
            caption: None,
            columns: vec![column(3.0), column(4.0), column(4.0)],
            head: ["column-diagnosis", "column-for", "column-against"].map(|id| words(cx.t(id))).to_vec(),
            row_headers: true,
            rows: second
                .differential
                .iter()
                .map(|d| vec![cell(cx.inlines(&d.diagnosis)), cell(cx.inlines(&d.for_)), cell(cx.inlines(&d.against))])
                .collect(),
        });
    }
    blocks.push(heading(1, cx.t("heading-reasoning")));
    blocks.extend(cx.blocks(&second.reasoning.clinician));
    blocks.push(heading(1, cx.t("heading-uncertainties")));
    blocks.push(bullets(second.uncertainties.iter().map(|u| cx.blocks(&u.clinician)).collect()));
    if let Some(prognosis) = &second.prognosis {
        blocks.push(heading(1, cx.t("heading-prognosis")));
        blocks.extend(cx.blocks(&prognosis.clinician));
    }
    cx.section("assessment", Register::Clinician, blocks)
}
