//! Section 7: every question, in the patient's own words, with its answer.

use crate::case::model::{Answer, Disposition, Question, Role};
use crate::compose::build::{badge, emph, para, reference, sentence, strong, text, words};
use crate::compose::context::{Context, anchor};
use crate::compose::resolve::short_label;
use crate::document::{BadgeTone, Block, Inline, ItemRole, Register, Section};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let blocks = cx.case.questions.iter().map(|question| item(cx, question, register)).collect();
    let mut section = cx.section(
        match register {
            Register::Patient => "questions-patient",
            Register::Clinician => "questions-clinician",
        },
        register,
        blocks,
    );
    section.new_page = register == Register::Patient;
    section
}

fn item(cx: &Context<'_>, question: &Question, register: Register) -> Block {
    let answer = cx.case.answers.iter().find(|answer| answer.question == question.id);
    let mut content = vec![verbatim(cx, question, register)];
    let mut badges = Vec::new();
    match answer {
        Some(answer) => {
            if answer.disposition != Disposition::Answered {
                badges.push(badge(cx.word("disposition", answer.disposition.as_str()), BadgeTone::Urgent));
            }
            content.extend(cx.blocks(match register {
                Register::Patient => &answer.patient,
                Register::Clinician => &answer.clinician,
            }));
            if let Some(reason) = &answer.reason {
                content.push(Block::Callout {
                    tone: crate::document::Tone::Note,
                    title: Some(cx.t("answer-reason")),
                    c: cx.blocks(reason),
                });
            }
            let basis = basis(cx, answer);
            match content.last_mut() {
                // For doctors it runs on: a line of its own would stand alone at the head of a page.
                Some(Block::Para { c }) if register == Register::Clinician => {
                    c.push(text(" "));
                    c.extend(basis);
                }
                _ => content.push(para(basis)),
            }
        }
        // The check refuses such a case for release; a draft says openly what is still to do.
        None => content.push(sentence(cx.t("answer-missing"))),
    }
    Block::Item {
        id: anchor(register, question.id.as_str()),
        role: ItemRole::Question,
        label: short_label(cx, question.id.as_str()),
        title: words(cx.word("question-topic", question.topic.as_str())),
        badges,
        c: content,
        back: Vec::new(),
    }
}

/// The words as asked; where they are in another language, the original and what it means.
fn verbatim(cx: &Context<'_>, question: &Question, register: Register) -> Block {
    let asked_by = cx.party(&question.asked_by);
    let by = asked_by.filter(|party| party.role != Role::Patient || register == Register::Clinician);
    let by = by.map(|party| words(cx.tf("question-asked-by", &[("name", Arg::from(&*party.name))])));
    let mut content = cx.blocks(&question.verbatim);
    let original = question.foreign_to(cx.sources.source_locale).filter(|said| said.language() != cx.locale.language());
    let Some(original) = original else { return Block::Quote { lang: None, by, c: content } };
    // A translation of the case translates `verbatim` too, so the original words stand in the source alone.
    if let Some(meaning) = &question.meaning {
        let mut line = vec![emph(words(cx.t("question-in-other-words"))), text(" ")];
        line.extend(cx.inlines(meaning));
        content = vec![Block::Lang { lang: original.as_str().to_owned(), c: content }, para(line)];
    }
    Block::Quote { lang: None, by, c: content }
}

/// What an answer rests on: its citations that are not in the text already read as one line.
fn basis(cx: &Context<'_>, answer: &Answer) -> Vec<Inline> {
    let mut line = Vec::new();
    let (keys, ids): (Vec<_>, Vec<_>) =
        answer.cites.iter().partition(|id| cx.sources.library.get(id.as_str()).is_some());
    for id in ids {
        if !line.is_empty() {
            line.push(text(", "));
        }
        line.push(reference(id.as_str()));
    }
    if !keys.is_empty() {
        if line.is_empty() {
            line.push(text(cx.t("basis-references")));
        }
        line.push(Inline::CiteKeys { keys: keys.iter().map(ToString::to_string).collect() });
    }
    if line.is_empty() {
        line.push(text(cx.t("basis-none")));
    }
    let mut all = vec![strong(cx.t("answer-based-on")), text(" ")];
    all.extend(line);
    if let Some(author) = cx.party(&answer.author) {
        all.push(text(format!(" · {}", cx.party_name(author))));
    }
    all
}
