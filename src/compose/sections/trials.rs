//! Section 16: clinical trials worth asking about.

use crate::compose::build::{fact, sentence, words};
use crate::compose::context::{Context, anchor};
use crate::document::{Block, Inline, ItemRole, Register, Section};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Option<Section> {
    if cx.case.trials.is_empty() {
        return None;
    }
    let mut blocks = vec![sentence(cx.t(match register {
        Register::Patient => "trials-intro",
        Register::Clinician => "trials-intro-clinician",
    }))];
    for trial in &cx.case.trials {
        let mut content = cx.blocks(cx.side(&trial.fit, register));
        let status = cx.tf(
            "trial-status",
            &[
                ("status", Arg::from(&*cx.word("trial-status", trial.status.as_str()))),
                ("date", Arg::from(&*cx.date(trial.status_checked_on))),
            ],
        );
        let mut facts = vec![fact(cx.t("fact-status"), words(status))];
        if let Some(phase) = &trial.phase {
            facts.push(fact(cx.t("fact-phase"), cx.inlines(phase)));
        }
        if let Some(location) = &trial.location {
            facts.push(fact(cx.t("fact-location"), cx.inlines(location)));
        }
        if trial.id.as_str().starts_with("NCT") {
            let url = format!("https://clinicaltrials.gov/study/{}", trial.id);
            facts.push(fact(cx.t("fact-registry"), vec![Inline::Link { url, c: words(trial.id.as_str()) }]));
        }
        content.push(Block::Facts { items: facts });
        blocks.push(Block::Item {
            id: anchor(register, trial.id.as_str()),
            role: ItemRole::Trial,
            label: trial.id.to_string(),
            title: words(cx.plain(&trial.title)),
            badges: Vec::new(),
            c: content,
            back: Vec::new(),
        });
    }
    Some(cx.section("trials", register, blocks))
}
