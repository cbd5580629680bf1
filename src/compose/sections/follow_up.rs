//! Section 22: peer consultation, follow-up questions, a visit in person.

use serde_json::json;

use crate::compose::build::{heading, sentence};
use crate::compose::context::Context;
use crate::document::{Register, Section};

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let follow_up = &cx.case.follow_up;
    let until = follow_up.questions_until.map(|date| cx.date(date));
    let mut blocks = cx.letter(
        "peer-consultation",
        &json!({ "follow_up_questions": follow_up.included_questions, "questions_until": until }),
    );
    blocks.push(heading(1, cx.t("heading-peer-consultation")));
    blocks.extend(cx.blocks(cx.side(&follow_up.peer_consultation, register)));
    blocks.push(heading(1, cx.t("heading-in-person")));
    match &follow_up.in_person {
        Some(visit) => blocks.extend(cx.blocks(cx.side(visit, register))),
        None => blocks.push(sentence(cx.t("in-person-none"))),
    }
    cx.section("follow-up", register, blocks)
}
