//! Section 27: amendments and answers to follow-up questions.

use crate::compose::build::{fact, words};
use crate::compose::context::Context;
use crate::document::{Block, Register, Section};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Option<Section> {
    if cx.case.amendments.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    for amendment in &cx.case.amendments {
        let version = Arg::Count(u64::from(amendment.of_version));
        let title = cx.tf(&format!("amendment-{}", amendment.kind.as_str()), &[("version", version)]);
        blocks.push(crate::compose::build::heading(1, title));
        blocks.extend(cx.blocks(&amendment.reason));
        let by = cx.party(&amendment.by).map_or_else(String::new, |party| cx.party_name(party));
        let mut facts =
            vec![fact(cx.t("column-by"), words(by)), fact(cx.t("fact-date"), words(cx.locale.moment(&amendment.at)))];
        if !amendment.questions.is_empty() {
            let references = amendment.questions.iter().map(|id| vec![crate::compose::build::reference(id.as_str())]);
            facts.push(fact(cx.t("fact-answers"), crate::compose::build::joined(references.collect(), ", ")));
        }
        blocks.push(Block::Facts { items: facts });
    }
    Some(cx.section("addenda", register, blocks))
}
