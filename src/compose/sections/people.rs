//! Sections 20 and 21: the specialists, and how the case was reviewed.

use serde_json::json;

use crate::case::model::{Party, Role};
use crate::compose::build::{bullets, cell, column, fact, heading, para, text, words};
use crate::compose::context::{Context, anchor};
use crate::document::{Block, ItemRole, Register, Section};
use crate::locale::Arg;

pub(crate) fn specialists(cx: &Context<'_>) -> Section {
    let mut blocks: Vec<Block> = cx.parties(Role::Specialist).map(|party| person(cx, party)).collect();
    blocks.extend(cx.parties(Role::MedicalDirector).map(|party| person(cx, party)));
    cx.section("specialists", Register::Clinician, blocks)
}

fn person(cx: &Context<'_>, party: &Party) -> Block {
    let mut facts = Vec::new();
    if let Some(specialty) = party.specialty {
        facts.push(fact(cx.t("fact-specialty"), words(cx.word("specialty", specialty.as_str()))));
    }
    if let Some(institution) = &party.institution {
        facts.push(fact(cx.t("fact-institution"), words(institution.to_owned())));
    }
    if let Some(years) = party.years_of_experience {
        facts.push(fact(cx.t("fact-experience"), words(cx.tf("years", &[("count", Arg::Count(u64::from(years)))]))));
    }
    if let Some(licence) = &party.licence {
        facts.push(fact(cx.t("fact-licence"), words(licence.to_owned())));
    }
    if !party.languages.is_empty() {
        let names: Vec<String> = party.languages.iter().map(|code| cx.t(&format!("language-{code}"))).collect();
        facts.push(fact(cx.t("fact-languages"), words(cx.locale.list_and(&names))));
    }
    if let Some(conflict) = &party.conflict_of_interest {
        facts.push(fact(cx.t("fact-conflict-of-interest"), cx.inlines(conflict)));
    }
    let mut content = party.biography.as_ref().map(|biography| cx.blocks(biography)).unwrap_or_default();
    content.push(Block::Facts { items: facts });
    Block::Item {
        id: anchor(Register::Clinician, party.id.as_str()),
        role: ItemRole::Person,
        label: String::new(),
        title: words(format!("{} · {}", cx.party_name(party), cx.role(party.role, Some(party)))),
        badges: Vec::new(),
        c: content,
        back: Vec::new(),
    }
}

/// How the case was reviewed, who translated, and the warnings accepted with a reason.
pub(crate) fn how_reviewed(cx: &Context<'_>) -> Section {
    let case = cx.case;
    let mut blocks = cx.letter(
        "how-reviewed",
        &json!({
            "record_count": case.records.len(),
            "question_count": case.questions.len(),
            "specialist_count": cx.parties(Role::Specialist).count(),
        }),
    );
    let translators: Vec<Vec<Block>> = cx
        .parties(Role::Translator)
        .map(|party| {
            let mut line = words(cx.party_name(party));
            if !party.languages.is_empty() {
                let names: Vec<String> = party.languages.iter().map(|code| cx.t(&format!("language-{code}"))).collect();
                line.push(text(format!(" ({})", cx.locale.list_and(&names))));
            }
            vec![para(line)]
        })
        .collect();
    if !translators.is_empty() {
        blocks.push(heading(1, cx.t("heading-translators")));
        blocks.push(bullets(translators));
    }
    if !case.waivers.is_empty() {
        blocks.push(heading(1, cx.t("heading-waivers")));
        blocks.push(Block::Table {
            caption: None,
            columns: vec![column(0.0), column(5.0), column(3.0), column(3.0)],
            head: ["column-rule", "column-reason", "column-by", "column-date"].map(|id| words(cx.t(id))).to_vec(),
            row_headers: true,
            rows: case
                .waivers
                .iter()
                .map(|waiver| {
                    let by = cx.party(&waiver.by).map_or_else(String::new, |party| {
                        format!("{} · {}", cx.party_name(party), cx.role(party.role, Some(party)))
                    });
                    vec![
                        cell(words(waiver.rule.as_str())),
                        cell(cx.inlines(&waiver.reason)),
                        cell(words(by)),
                        cell(words(cx.locale.moment(&waiver.at))),
                    ]
                })
                .collect(),
        });
    }
    cx.section("how-reviewed", Register::Clinician, blocks)
}
