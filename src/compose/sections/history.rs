//! Section 13, first parts: request, records and limitations, history, medications and allergies.

use crate::case::model::{Allergies, ListStatus, Medications, Problems, Text};
use crate::compose::build::{bullets, cell, column, fact, heading, joined, para, reference, sentence, text, words};
use crate::compose::context::Context;
use crate::document::{Block, Inline, Register, Section};
use crate::locale::Arg;

/// Reason for referral and what was asked.
pub(crate) fn request(cx: &Context<'_>) -> Section {
    let case = cx.case;
    let mut blocks = cx.blocks(&case.summary.reason_for_referral);
    let mut facts = vec![fact(cx.t("fact-requested"), words(cx.date(case.dates.requested)))];
    if let Some(complete) = case.dates.records_complete {
        facts.push(fact(cx.t("fact-records-complete"), words(cx.date(complete))));
    }
    facts.push(fact(cx.t("fact-program"), words(cx.word("program", case.program.as_str()))));
    for acknowledgement in &case.acknowledgements {
        let by = cx.party(&acknowledgement.by).map_or_else(String::new, |party| cx.party_name(party));
        let value = format!(
            "{by} · {} · {}",
            cx.date(acknowledgement.on),
            cx.word_inline("acknowledgement-method", acknowledgement.method.as_str())
        );
        facts.push(fact(cx.t("fact-acknowledged"), words(value)));
    }
    blocks.push(Block::Facts { items: facts });
    cx.section("request", Register::Clinician, blocks)
}

/// What was there to read, and what limits an opinion from records.
pub(crate) fn limitations(cx: &Context<'_>) -> Section {
    let case = cx.case;
    let count = case.records.len() as u64;
    let mut blocks = vec![sentence(cx.tf("records-count", &[("count", Arg::Count(count))]))];
    let mut points: Vec<Vec<Block>> =
        case.second_opinion.limitations.iter().map(|limitation| cx.blocks(&limitation.clinician)).collect();
    for record in case.records.iter().filter(|record| record.quality_note.is_some()) {
        if let Some(note) = &record.quality_note {
            let mut line = vec![reference(record.id.as_str()), text(cx.colon())];
            line.extend(cx.inlines(note));
            points.push(vec![para(line)]);
        }
    }
    blocks.push(bullets(points));
    blocks.extend(super::notices::limits(cx, Register::Clinician));
    cx.section("limitations", Register::Clinician, blocks)
}

pub(crate) fn history(cx: &Context<'_>) -> Section {
    let summary = &cx.case.summary;
    let mut blocks = vec![heading(1, cx.t("heading-present-illness"))];
    blocks.extend(cx.blocks(&summary.present_illness));
    blocks.push(heading(1, cx.t("heading-problems")));
    blocks.push(problems(cx, &summary.problems));
    let mut optional = |id: &str, text: &Option<Text>| {
        if let Some(text) = text {
            blocks.push(heading(1, cx.t(id)));
            blocks.extend(cx.blocks(text));
        }
    };
    optional("heading-past-history", &summary.past_history);
    if !summary.surgeries.is_empty() {
        blocks.push(heading(1, cx.t("heading-surgeries")));
        blocks.push(bullets(
            summary
                .surgeries
                .iter()
                .map(|surgery| {
                    let mut line = cx.inlines(&surgery.name);
                    line.extend(surgery.date.map(|date| text(format!(" ({})", cx.date(date)))));
                    vec![para(line)]
                })
                .collect(),
        ));
    }
    let mut optional = |id: &str, text: &Option<Text>| {
        if let Some(text) = text {
            blocks.push(heading(1, cx.t(id)));
            blocks.extend(cx.blocks(text));
        }
    };
    optional("heading-family-history", &summary.family);
    optional("heading-social-history", &summary.social);
    optional("heading-functional-status", &summary.functional_status);
    optional("heading-advance-directives", &summary.advance_directives);
    if !summary.vitals.is_empty() {
        blocks.push(heading(1, cx.t("heading-vitals")));
        blocks.push(super::results::vitals(cx));
    }
    blocks.push(heading(1, cx.t("heading-examination")));
    blocks.extend(examination(cx));
    cx.section("history", Register::Clinician, blocks)
}

fn examination(cx: &Context<'_>) -> Vec<Block> {
    let examination = &cx.case.summary.examination;
    let mut blocks = Vec::new();
    if !examination.performed {
        blocks.push(sentence(cx.t("examination-not-performed")));
    }
    if let Some(by) = &examination.by {
        let by = cx.plain(by);
        blocks.push(sentence(match examination.date {
            Some(date) => cx.tf("examination-by-on", &[("by", Arg::from(&*by)), ("date", Arg::from(&*cx.date(date)))]),
            None => cx.tf("examination-by", &[("by", Arg::from(&*by))]),
        }));
    }
    if let Some(text) = &examination.text {
        blocks.extend(cx.blocks(text));
    }
    blocks
}

/// Medications and allergies, always present, if only to say that nothing is known.
pub(crate) fn medications(cx: &Context<'_>) -> Section {
    let summary = &cx.case.summary;
    let blocks = vec![
        heading(1, cx.t("heading-medications")),
        medication_table(cx, &summary.medications),
        heading(1, cx.t("heading-allergies")),
        allergy_list(cx, &summary.allergies),
    ];
    cx.section("medications-allergies", Register::Clinician, blocks)
}

fn none(cx: &Context<'_>, list: &str, status: ListStatus) -> Block {
    sentence(cx.t(&format!("{list}-{}", status.as_str().replace('_', "-"))))
}

fn problems(cx: &Context<'_>, problems: &Problems) -> Block {
    if problems.items.is_empty() {
        return none(cx, "problems", problems.status);
    }
    bullets(
        problems
            .items
            .iter()
            .map(|problem| {
                let mut line = cx.inlines(&problem.name);
                line.extend(
                    problem
                        .since
                        .map(|since| text(format!(" ({})", cx.tf("since", &[("date", Arg::from(&*cx.date(since)))])))),
                );
                line.extend(codes(cx, &problem.codes));
                if let Some(note) = &problem.note {
                    line.push(text(cx.colon()));
                    line.extend(cx.inlines(note));
                }
                vec![para(line)]
            })
            .collect(),
    )
}

/// Codes as doctors read them: "ICD-10 C50.412".
pub(crate) fn codes(cx: &Context<'_>, codes: &[crate::case::model::Code]) -> Vec<Inline> {
    if codes.is_empty() {
        return Vec::new();
    }
    let each = codes.iter().map(|code| {
        let system = cx.word("code-system", code.system.as_str());
        words(format!("{system}\u{A0}{}", code.code.clone()))
    });
    let mut all = vec![text(" [")];
    all.extend(joined(each.collect(), "; "));
    all.push(text("]"));
    all
}

fn medication_table(cx: &Context<'_>, medications: &Medications) -> Block {
    if medications.items.is_empty() {
        return none(cx, "medications", medications.status);
    }
    let optional = |text: &Option<Text>| cell(text.as_ref().map_or_else(|| words("–"), |t| cx.inlines(t)));
    Block::Table {
        caption: None,
        columns: vec![column(4.0), column(3.0), column(4.0), column(4.0)],
        head: ["column-medication", "column-dose", "column-schedule", "column-indication"]
            .map(|id| words(cx.t(id)))
            .to_vec(),
        row_headers: true,
        rows: medications
            .items
            .iter()
            .map(|m| vec![cell(cx.inlines(&m.name)), optional(&m.dose), optional(&m.schedule), optional(&m.indication)])
            .collect(),
    }
}

fn allergy_list(cx: &Context<'_>, allergies: &Allergies) -> Block {
    if allergies.items.is_empty() {
        return none(cx, "allergies", allergies.status);
    }
    bullets(
        allergies
            .items
            .iter()
            .map(|allergy| {
                let mut line = vec![Inline::Strong { c: cx.inlines(&allergy.substance) }];
                if let Some(reaction) = &allergy.reaction {
                    line.push(text(cx.colon()));
                    line.extend(cx.inlines(reaction));
                }
                line.extend(
                    allergy
                        .severity
                        .map(|severity| text(format!(" ({})", cx.word_inline("severity", severity.as_str())))),
                );
                vec![para(line)]
            })
            .collect(),
    )
}
