//! Ids: each once, and nothing that points nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::Rule;
use super::{Checker, Stage, unfinished};
use crate::case::Case;
use crate::case::model::{self, Id};
use crate::case::read::nearest;
use crate::citations::Library;
use crate::diagnostics::{Diagnostic, Severity};

/// What an id names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Party,
    Question,
    Record,
    Finding,
    Option,
    Recommendation,
    Trial,
    Term,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Question => "question",
            Self::Record => "record",
            Self::Finding => "finding",
            Self::Option => "option",
            Self::Recommendation => "recommendation",
            Self::Trial => "trial",
            Self::Term => "glossary term",
        }
    }
}

struct Ids<'a> {
    case: &'a Case,
    library: &'a Library,
    known: BTreeMap<&'a str, Kind>,
    found: &'a mut Vec<Diagnostic>,
}

static ID_01: Rule = Rule {
    id: "ID-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "an id is used twice",
    why: "Texts, answers and recommendations cite by id; an id that names two things can cite the wrong one",
    example: "two findings with `id: F1`, or a finding and a record that share an id",
    mend: "give one of the two another id",
    source: "FHIR R4, Resource.id; practice of the format",
};

static ID_02: Rule = Rule {
    id: "ID-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "an id points at nothing, or at something of another kind",
    why: "A statement would rest on something that is not in the case",
    example: "`findings: [F9]` where there is no finding F9, or `[#F9]` in a text",
    mend: "name one that is there, or add it",
    source: "practice of the format",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&ID_01, &ID_02];

pub(super) fn check(c: &mut Checker<'_>) {
    let (case, library, stage) = (c.case, c.library, c.stage);
    integrity(case, library, stage, c.found_mut());
}

pub(super) fn integrity(case: &Case, library: &Library, stage: Stage, found: &mut Vec<Diagnostic>) {
    let content = &case.content;
    let mut ids = Ids { case, library, known: BTreeMap::new(), found };
    ids.gather(content);
    ids.people(content);
    ids.questions(content, stage);
    ids.results(content);
    ids.advice(content);
}

impl<'a> Ids<'a> {
    /// Ids of parties, questions, records, findings, options and recommendations share one space, since texts cite
    /// them by id alone.
    fn gather(&mut self, content: &'a model::Case) {
        let lists: [(&str, Kind, Vec<&'a Id>); 8] = [
            ("parties", Kind::Party, content.parties.iter().map(|x| &x.id).collect()),
            ("questions", Kind::Question, content.questions.iter().map(|x| &x.id).collect()),
            ("records", Kind::Record, content.records.iter().map(|x| &x.id).collect()),
            ("findings", Kind::Finding, content.findings.iter().map(|x| &x.id).collect()),
            ("options", Kind::Option, content.options.iter().map(|x| &x.id).collect()),
            ("recommendations", Kind::Recommendation, content.recommendations.iter().map(|x| &x.id).collect()),
            ("trials", Kind::Trial, content.trials.iter().map(|x| &x.id).collect()),
            ("glossary", Kind::Term, content.glossary.iter().map(|x| &x.id).collect()),
        ];
        for (list, kind, ids) in lists {
            for id in ids {
                // Glossary terms are cited by no one, so they may be named as they like.
                let taken = self.known.get(id.as_str()).copied();
                match taken {
                    Some(first) if first == kind || kind != Kind::Term => {
                        let message =
                            format!("the id `{id}` is used twice, for a {} and a {}", first.words(), kind.words());
                        let diagnostic = Diagnostic::error("ID-01", message).hint("give one of the two another id");
                        self.found.push(self.case.at(format!("{list}.{id}.id"), diagnostic));
                    }
                    Some(_) => {}
                    None => {
                        self.known.insert(id.as_str(), kind);
                    }
                }
            }
        }
    }

    /// Reports an id that names nothing, or something of another kind.
    fn need(&mut self, path: String, id: &Id, kinds: &[Kind], references: bool) {
        match self.known.get(id.as_str()) {
            Some(kind) if kinds.contains(kind) => return,
            _ if references && self.library.get(id.as_str()).is_some() => return,
            _ => {}
        }
        let mut wanted: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
        if references {
            wanted.push("reference");
        }
        let wanted = wanted.join(" or ");
        let message = match self.known.get(id.as_str()) {
            Some(kind) => format!("`{id}` is a {}, and here a {wanted} is needed", kind.words()),
            None => format!("no {wanted} has the id `{id}`"),
        };
        let candidates = self.known.iter().filter(|(_, kind)| kinds.contains(kind)).map(|(id, _)| *id);
        let keys: Vec<&str> =
            if references { self.library.iter().map(|r| r.key.as_str()).collect() } else { Vec::new() };
        let mut diagnostic = Diagnostic::error(if kinds.is_empty() { "EVD-02" } else { "ID-02" }, message);
        diagnostic = match nearest(id.as_str(), candidates.chain(keys)) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint("name one that is there, or add it"),
        };
        let diagnostic = self.case.at(path, diagnostic);
        self.found.push(diagnostic);
    }

    fn need_all(&mut self, path: &str, ids: &[Id], kinds: &[Kind], references: bool) {
        for (index, id) in ids.iter().enumerate() {
            self.need(format!("{path}.{}", index + 1), id, kinds, references);
        }
    }

    fn people(&mut self, content: &model::Case) {
        self.need_all("consent.recipients", &content.consent.recipients, &[Kind::Party], false);
        if let Some(override_) = &content.eligibility.override_ {
            self.need("eligibility.override.by".to_owned(), &override_.by, &[Kind::Party], false);
        }
        for (index, acknowledgement) in content.acknowledgements.iter().enumerate() {
            self.need(format!("acknowledgements.{}.by", index + 1), &acknowledgement.by, &[Kind::Party], false);
        }
        for (index, attestation) in content.attestations.iter().enumerate() {
            self.need(format!("attestations.{}.by", index + 1), &attestation.by, &[Kind::Party], false);
        }
        for (index, amendment) in content.amendments.iter().enumerate() {
            self.need(format!("amendments.{}.by", index + 1), &amendment.by, &[Kind::Party], false);
            let path = format!("amendments.{}.questions", index + 1);
            self.need_all(&path, &amendment.questions, &[Kind::Question], false);
        }
        for (index, waiver) in content.waivers.iter().enumerate() {
            self.need(format!("waivers.{}.by", index + 1), &waiver.by, &[Kind::Party], false);
        }
        for (locale, translation) in &self.case.translations {
            let file = &translation.file;
            for (what, id) in [("translator", Some(&file.translator)), ("reviewed_by", file.reviewed_by.as_ref())] {
                let Some(id) = id else { continue };
                if self.known.get(id.as_str()) != Some(&Kind::Party) {
                    let message =
                        format!("`{what}` of the {} translation is `{id}`, which is no party", locale.as_str());
                    let mut diagnostic = Diagnostic::error("ID-02", message).hint("add the person to `parties`");
                    if let Some(source) = translation.source {
                        diagnostic = diagnostic.label(source, 0..0, "");
                    }
                    self.found.push(diagnostic);
                }
            }
        }
    }

    fn questions(&mut self, content: &model::Case, stage: Stage) {
        for question in &content.questions {
            self.need(format!("questions.{}.asked_by", question.id), &question.asked_by, &[Kind::Party], false);
            let answers = content.answers.iter().filter(|answer| answer.question == question.id).count();
            let path = format!("questions.{}.id", question.id);
            if answers == 0 {
                let diagnostic = unfinished(stage, "QST-01", format!("question `{}` has no answer", question.id))
                    .hint(format!("add an entry with `question: {}` to `answers`", question.id));
                self.found.push(self.case.at(path, diagnostic));
            } else if answers > 1 {
                let diagnostic =
                    Diagnostic::error("QST-01", format!("question `{}` has {answers} answers", question.id))
                        .hint("join them in one, or ask a second question");
                self.found.push(self.case.at(path, diagnostic));
            }
            if let (Some(locale), None) = (question.foreign_to(content.locale), &question.meaning) {
                let message = format!(
                    "question `{}` was asked in {} and has no `meaning` in {}",
                    question.id,
                    locale.as_str(),
                    content.locale.as_str()
                );
                let diagnostic = unfinished(stage, "LNG-01", message)
                    .hint("add `meaning`: what the words say in the source language of the case");
                self.found.push(self.case.at(format!("questions.{}.verbatim_locale", question.id), diagnostic));
            }
        }
        let mut seen = BTreeSet::new();
        for answer in &content.answers {
            let path = format!("answers.{}", answer.question);
            if seen.insert(&answer.question) {
                self.need(format!("{path}.question"), &answer.question, &[Kind::Question], false);
            }
            self.need(format!("{path}.author"), &answer.author, &[Kind::Party], false);
            let kinds = [Kind::Finding, Kind::Recommendation, Kind::Option, Kind::Record, Kind::Question];
            self.need_all(&format!("{path}.cites"), &answer.cites, &kinds, true);
        }
    }

    fn results(&mut self, content: &model::Case) {
        for finding in &content.findings {
            let path = format!("findings.{}", finding.id);
            self.need_all(&format!("{path}.records"), &finding.records, &[Kind::Record], false);
            for (index, place) in finding.pages.iter().enumerate() {
                // One that is among the finding's records too was looked for there.
                if !finding.records.contains(&place.record) {
                    self.need(format!("{path}.pages.{}.record", index + 1), &place.record, &[Kind::Record], false);
                }
            }
            if let Some(author) = &finding.author {
                self.need(format!("{path}.author"), author, &[Kind::Party], false);
            }
            if let Some(reread) = &finding.reread {
                if let Some(reader) = &reread.reader {
                    self.need(format!("{path}.reread.reader"), reader, &[Kind::Party], false);
                }
                if !reread.grade.fits(reread.scale) {
                    let message =
                        format!("`{}` is no grade of the scale `{}`", reread.grade.as_str(), reread.scale.as_str());
                    let diagnostic = Diagnostic::error("FND-02", message)
                        .hint("imaging_1_5 has 1 to 5, radpeer 1 to 4, pathology none, minor and major");
                    self.found.push(self.case.at(format!("{path}.reread.grade"), diagnostic));
                }
            }
            for (series, measured) in finding.measured.iter().enumerate() {
                for (index, value) in measured.values.iter().enumerate() {
                    if let Some(record) = &value.record {
                        let path = format!("{path}.measured.{}.values.{}.record", series + 1, index + 1);
                        self.need(path, record, &[Kind::Record], false);
                    }
                }
            }
        }
        self.need_all("first_opinion.records", &content.first_opinion.records, &[Kind::Record], false);
    }

    fn advice(&mut self, content: &model::Case) {
        for option in &content.options {
            for (index, outcome) in option.outcomes.iter().enumerate() {
                let path = format!("options.{}.outcomes.{}", option.id, index + 1);
                self.need_all(&format!("{path}.references"), &outcome.references, &[], true);
                if outcome.numerator > outcome.denominator {
                    let message = format!("{} of {} is more than all", outcome.numerator, outcome.denominator);
                    let diagnostic = Diagnostic::error("OPT-04", message).hint("numerator and denominator are swapped");
                    self.found.push(self.case.at(format!("{path}.numerator"), diagnostic));
                }
            }
        }
        for recommendation in &content.recommendations {
            let path = format!("recommendations.{}", recommendation.id);
            self.need_all(&format!("{path}.findings"), &recommendation.findings, &[Kind::Finding], false);
            self.need_all(&format!("{path}.references"), &recommendation.references, &[], true);
            if let Some(option) = &recommendation.option {
                self.need(format!("{path}.option"), option, &[Kind::Option], false);
            }
        }
        for (index, step) in content.next_steps.iter().enumerate() {
            let path = format!("next_steps.{}.from", index + 1);
            self.need_all(&path, &step.from, &[Kind::Recommendation, Kind::Option, Kind::Question], false);
        }
        for (index, question) in content.doctor_questions.iter().enumerate() {
            let path = format!("doctor_questions.{}.from", index + 1);
            let kinds = [Kind::Recommendation, Kind::Option, Kind::Question, Kind::Finding];
            self.need_all(&path, &question.from, &kinds, false);
        }
    }
}
