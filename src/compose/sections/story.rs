//! Section 6: the summary in plain language.

use crate::compose::build::{heading, words};
use crate::compose::context::{Context, anchor};
use crate::document::{Badge, BadgeTone, Block, ItemRole, Register, Section};

pub(crate) fn section(cx: &Context<'_>) -> Section {
    let case = cx.case;
    let mut blocks = vec![heading(1, cx.t("story-what-happened"))];
    blocks.extend(cx.blocks(&case.summary.patient_story));
    if let Some(goals) = &case.patient.goals {
        blocks.push(heading(1, cx.t("story-what-matters")));
        blocks.extend(cx.blocks(goals));
    }
    blocks.push(heading(1, cx.t("story-what-we-found")));
    for finding in &case.findings {
        let mut badges = Vec::new();
        if finding.reread.as_ref().is_some_and(|reread| reread.changes_management) {
            badges.push(Badge { text: cx.t("badge-changes-plan"), tone: BadgeTone::Urgent });
        }
        blocks.push(Block::Item {
            id: anchor(Register::Patient, finding.id.as_str()),
            role: ItemRole::Finding,
            label: finding.id.to_string(),
            title: words(cx.plain(&finding.title)),
            badges,
            c: cx.blocks(&finding.statement.patient),
            back: Vec::new(),
        });
    }
    blocks.push(heading(1, cx.t("story-what-we-think")));
    blocks.extend(cx.blocks(&case.second_opinion.diagnosis.patient));
    blocks.extend(cx.blocks(&case.second_opinion.reasoning.patient));
    if let Some(prognosis) = &case.second_opinion.prognosis {
        blocks.push(heading(1, cx.t("story-what-to-expect")));
        blocks.extend(cx.blocks(&prognosis.patient));
    }
    blocks.push(heading(1, cx.t("story-not-sure")));
    let unsure = case.second_opinion.uncertainties.iter().chain(&case.second_opinion.limitations);
    blocks.push(crate::compose::build::bullets(unsure.map(|s| cx.blocks(&s.patient)).collect()));
    blocks.extend(super::notices::limits(cx, Register::Patient));
    let mut section = cx.section("summary", Register::Patient, blocks);
    section.new_page = true;
    section
}
