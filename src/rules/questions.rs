//! Every question answered, in both registers, from something.

use super::rule::Rule;
use super::{Checker, Stage};
use crate::case::model::{Disposition, QuestionSource, QuestionTopic, Role};
use crate::diagnostics::Severity;

static QST_01: Rule = Rule {
    id: "QST-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a question has no answer, or more than one",
    why: "The patient asked; an unanswered question is the first thing a reader of the booklet sees",
    example: "a question `Q3` without an entry `question: Q3` in `answers`",
    mend: "write one answer for each question, if only to say why it cannot be answered",
    source: "practice of second opinion programs: case manager and director both check that every question is answered",
};

static QST_02: Rule = Rule {
    id: "QST-02",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a question is answered in part or not at all, and nothing says why or what would help",
    why: "\"We cannot say\" is an answer only with its reason and the next step",
    example: "`disposition: cannot_answer` without `reason`",
    mend: "say in `reason` what is missing, and what would answer the question",
    source: "IPDAS collaboration, minimum standards: uncertainty is stated (Joseph-Williams et al., Med Decis Making 2014;34:699)",
};

static QST_03: Rule = Rule {
    id: "QST-03",
    severity: Severity::Error,
    from: Stage::Review,
    what: "an answer rests on nothing",
    why: "Whoever doubts an answer must be able to follow it to a finding, a recommendation or the literature",
    example: "`cites: []` and no `[#F1]` or `[@key]` in the clinician's text",
    mend: "name in `cites` the findings, options, recommendations or references it rests on",
    source: "practice of evidence-based reports",
};

static QST_04: Rule = Rule {
    id: "QST-04",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "no question is in the patient's own words",
    why: "A question put into a doctor's words is often another question",
    example: "only questions with `source: standard`, or an intake question asked by the case manager",
    mend: "add the patient's questions as they were asked, with `source: intake`, `asked_by` the patient",
    source: "practice of second opinion programs: the question verbatim",
};

static QST_05: Rule = Rule {
    id: "QST-05",
    severity: Severity::Info,
    from: Stage::Draft,
    what: "one of the five standard questions is not covered",
    why: "Diagnosis, options, waiting, results and evidence are what patients ask most, said or unsaid",
    example: "no question with `topic: waiting`",
    mend: "add it with `source: standard`, or leave it if it does not apply",
    source: "practice of second opinion programs: five standard questions",
};

/// The rules of this file. That each question has one answer is checked with the ids.
pub(super) static RULES: &[&Rule] = &[&QST_01, &QST_02, &QST_03, &QST_04, &QST_05];

pub(super) fn check(c: &mut Checker<'_>) {
    let content = c.content;
    for answer in &content.answers {
        let path = format!("answers.{}", answer.question);
        let reason = answer.reason.as_ref().is_some_and(|reason| !reason.is_blank());
        if answer.disposition != Disposition::Answered && !reason {
            let message =
                format!("question `{}` is {}, and no `reason` says why", answer.question, said(answer.disposition));
            c.report(&QST_02, format!("{path}.disposition"), message);
        }
        let in_text = ["[#", "[@"].iter().any(|mark| answer.clinician.as_str().contains(mark));
        if answer.cites.is_empty() && !in_text {
            c.report(&QST_03, format!("{path}.question"), format!("the answer to `{}` cites nothing", answer.question));
        }
    }
    let is = |id: &crate::case::model::Id, roles: &[Role]| {
        content.parties.iter().any(|party| party.id == *id && roles.contains(&party.role))
    };
    let own = content.questions.iter().any(|q| q.source == QuestionSource::Intake && is(&q.asked_by, &[Role::Patient]));
    // A doctor or a representative may ask too, but not instead of the patient.
    if !own && content.patient.representative.is_none() {
        c.report(&QST_04, "questions", "no question is in the patient's own words");
    }
    let five = [
        QuestionTopic::Diagnosis,
        QuestionTopic::Options,
        QuestionTopic::Waiting,
        QuestionTopic::Results,
        QuestionTopic::Evidence,
    ];
    for topic in five {
        if !content.questions.iter().any(|question| question.topic == topic) {
            c.report(&QST_05, "questions", format!("no question is about `{}`", topic.as_str()));
        }
    }
}

fn said(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Partly => "answered in part",
        Disposition::Answered | Disposition::CannotAnswer => "not answered",
    }
}
