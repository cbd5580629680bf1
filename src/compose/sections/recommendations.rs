//! Section 15: recommendations with strength and certainty, each with its findings and references.

use crate::case::model::{Direction, Recommendation, RecommendationType, Strength, Urgency};
use crate::compose::build::{badge, fact, joined, para, reference, sentence, strong, text, words};
use crate::compose::context::{Context, anchor};
use crate::document::{Badge, BadgeTone, Block, Fact, Inline, ItemRole, Register, Section};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let mut blocks = vec![sentence(cx.t(match register {
        Register::Clinician => "recommendations-intro-clinician",
        Register::Patient => "recommendations-intro-patient",
    }))];
    let mut ordered: Vec<&Recommendation> = cx.case.recommendations.iter().collect();
    ordered.sort_by_key(|r| r.urgency);
    blocks.extend(ordered.into_iter().map(|r| item(cx, r, register)));
    let mut section = cx.section("recommendations", register, blocks);
    section.new_page = register == Register::Patient;
    section
}

fn item(cx: &Context<'_>, r: &Recommendation, register: Register) -> Block {
    let mut content = cx.blocks(cx.side(&r.text, register));
    match register {
        Register::Clinician => content.push(Block::Facts { items: facts(cx, r) }),
        Register::Patient => {
            let mut line = vec![strong(cx.t("recommendation-who")), text(" ")];
            line.extend(cx.inlines(&r.responsible));
            line.push(text(". "));
            line.push(strong(cx.t("recommendation-when")));
            line.push(text(format!(" {}. ", when(cx, r))));
            line.push(strong(cx.t("recommendation-why")));
            line.push(text(" "));
            line.extend(joined(r.findings.iter().map(|id| vec![reference(id.as_str())]).collect(), ", "));
            line.extend(cite(r));
            line.push(text("."));
            content.push(para(line));
            content.push(sentence(cx.t(&format!("strength-sentence-{}", r.strength.as_str().replace('_', "-")))));
            if r.type_ == RecommendationType::Medication {
                let reminder = cx.t("medication-talk-first");
                // Most authors say it themselves; twice would read like a mistake.
                let opening = reminder.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
                let said = r.text.patient.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
                if !said.contains(&opening) {
                    content.push(sentence(reminder));
                }
            }
        }
    }
    Block::Item {
        id: anchor(register, r.id.as_str()),
        role: ItemRole::Recommendation,
        label: r.id.to_string(),
        title: words(cx.plain(cx.side(&r.title, register))),
        badges: badges(cx, r, register),
        c: content,
        back: Vec::new(),
    }
}

fn badges(cx: &Context<'_>, r: &Recommendation, register: Register) -> Vec<Badge> {
    let mut badges = Vec::new();
    if r.direction == Direction::Against {
        badges.push(badge(cx.word("direction", r.direction.as_str()), BadgeTone::Urgent));
    }
    if register == Register::Clinician {
        let tone = if r.strength == Strength::Strong { BadgeTone::Strong } else { BadgeTone::Plain };
        badges.push(badge(cx.word("strength", r.strength.as_str()), tone));
        let certainty = cx.word_inline("evidence-certainty", r.certainty.as_str());
        badges.push(badge(cx.tf("badge-certainty", &[("certainty", Arg::from(&*certainty))]), BadgeTone::Plain));
    }
    let tone = if matches!(r.urgency, Urgency::Now | Urgency::Days) { BadgeTone::Urgent } else { BadgeTone::Plain };
    badges.push(badge(cx.word("urgency", r.urgency.as_str()), tone));
    badges
}

/// By when, in the case's words or the urgency's.
pub(crate) fn when(cx: &Context<'_>, r: &Recommendation) -> String {
    match &r.timeframe {
        Some(timeframe) => cx.plain(timeframe),
        None => cx.word("urgency", r.urgency.as_str()),
    }
}

fn cite(r: &Recommendation) -> Option<Inline> {
    (!r.references.is_empty())
        .then(|| Inline::CiteKeys { keys: r.references.iter().map(ToString::to_string).collect() })
}

fn facts(cx: &Context<'_>, r: &Recommendation) -> Vec<Fact> {
    let mut based = joined(r.findings.iter().map(|id| vec![reference(id.as_str())]).collect(), ", ");
    based.extend(cite(r));
    let mut facts = vec![
        fact(cx.t("fact-type"), words(cx.word("recommendation-type", r.type_.as_str()))),
        fact(cx.t("fact-responsible"), cx.inlines(&r.responsible)),
        fact(cx.t("fact-when"), words(when(cx, r))),
        fact(cx.t("fact-based-on"), based),
    ];
    facts.extend(r.option.as_ref().and_then(|id| super::options::option_fact(cx, id)));
    let optional = [
        ("fact-justification", &r.justification),
        ("fact-expert-opinion", &r.expert_opinion),
        ("fact-monitoring", &r.monitoring),
        ("fact-stop-rule", &r.stop_rule),
    ];
    for (id, text) in optional {
        if let Some(text) = text {
            facts.push(fact(cx.t(id), cx.inlines(text)));
        }
    }
    if !r.conflicts_checked.is_empty() {
        let checks: Vec<String> =
            r.conflicts_checked.iter().map(|check| cx.word_inline("conflict-check", check.as_str())).collect();
        facts.push(fact(cx.t("fact-conflicts-checked"), words(cx.locale.list_and(&checks))));
    }
    facts
}
