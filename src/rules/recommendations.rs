//! Recommendations: what each rests on, how strong it is and whether its words say so, who does it and by when.

use std::ops::Range;

use super::rule::Rule;
use super::wording::{asked_for, hurried, verb, words};
use super::{Checker, Stage};
use crate::case::model::{
    EvidenceCertainty, Recommendation, Scenario, Strength, Text, ThirdOpinion, Urgency, top_actions,
};
use crate::diagnostics::Severity;

static RCM_01: Rule = Rule {
    id: "RCM-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a recommendation cites no finding",
    why: "Advice has to follow from what was found in this patient's records",
    example: "`findings: []` in a recommendation",
    mend: "name the findings it follows from, or take the recommendation out",
    source: "GRADE Evidence to Decision: the recommendation follows from the problem stated (Alonso-Coello, BMJ \
             2016;353:i2016)",
};

static RCM_02: Rule = Rule {
    id: "RCM-02",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a recommendation without a reference and without the reason of the experts",
    why: "The reader cannot tell whether studies or experience stand behind it",
    example: "`references` left out, and no `expert_opinion`",
    mend: "name the references it rests on, or say in `expert_opinion` why the experts advise it",
    source: "GRADE (Guyatt, BMJ 2008;336:924); AGREE II, item 12: an explicit link between recommendations and evidence",
};

static RCM_03: Rule = Rule {
    id: "RCM-03",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "strength or certainty is missing, or what is written in its place grades nothing",
    why: "The reader has to know how sure the advice is; a good practice statement has no certainty of evidence, and \
          `expert_opinion` says nothing of the studies that are cited",
    example: "no `strength`; `strength: good_practice` with `certainty: high`; `certainty: expert_opinion` beside \
              `references`",
    mend: "grade it strong or conditional and rate the evidence cited; a good practice statement has the certainty \
           `expert_opinion`",
    source: "GRADE (Guyatt, BMJ 2008;336:924); good practice statements are not graded (Guyatt, J Clin Epidemiol \
             2016;80:3)",
};

static RCM_04: Rule = Rule {
    id: "RCM-04",
    severity: Severity::Warning,
    from: Stage::Review,
    what: "a strong recommendation on evidence of low or very low certainty, without justification",
    why: "Where the evidence is weak, most patients would want to weigh it; a strong recommendation is right only in a \
          few situations, such as a danger to life",
    example: "`strength: strong` with `certainty: low` and no `justification`",
    mend: "make it conditional, or say in `justification` why it is strong all the same",
    source: "GRADE, five paradigmatic situations for strong recommendations on low certainty (Andrews, J Clin Epidemiol \
             2013;66:726)",
};

static RCM_05: Rule = Rule {
    id: "RCM-05",
    severity: Severity::Warning,
    from: Stage::Review,
    what: "the words do not say how strong the recommendation is",
    why: "Patient and doctor hear the strength in the verb; one locale that suggests what another recommends gives two \
          different opinions",
    example: "`We suggest surgery` in a strong recommendation; in Spanish `sugerimos`, in French `nous suggérons`",
    mend: "write `we recommend` (recomendamos, nous recommandons) where it is strong and `we suggest` (sugerimos, nous \
           suggérons) where it is conditional, in both registers",
    source: "GRADE: wording of strong and conditional recommendations (Guyatt, BMJ 2008;336:924; Andrews, J Clin \
             Epidemiol 2013;66:719)",
};

static RCM_06: Rule = Rule {
    id: "RCM-06",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a recommendation that nobody has to see to, or without a time",
    why: "What nobody is named for and what has no date is not done",
    example: "no `responsible`, or `urgency: weeks` without `timeframe`",
    mend: "name who sees to it in `responsible`, and say by when in `timeframe`",
    source: "practice of quality management: every action has an owner and a date",
};

static RCM_07: Rule = Rule {
    id: "RCM-07",
    severity: Severity::Error,
    from: Stage::Review,
    what: "an urgent recommendation is not on the page \"At a glance\"",
    why: "Many read that page alone; what cannot wait has to stand on it",
    example: "`timeframe: Within 24 hours` with `urgency: routine`, in a case with three actions that come first",
    mend: "set `urgency` to `now` or `days`, as the words say; every urgent recommendation is shown on that page",
    source: "practice of reporting: urgent findings and actions come first (ACR Practice Parameter for Communication of \
             Diagnostic Imaging Findings)",
};

static RCM_08: Rule = Rule {
    id: "RCM-08",
    severity: Severity::Warning,
    from: Stage::Review,
    what: "the opinions diverge, and a third opinion or the call between the doctors is left out",
    why: "With two different opinions in hand the patient cannot choose alone: the doctors talk to one another, and a \
          third opinion is at least considered",
    example: "`treatment: alternative` with `third_opinion: not_needed`, or an empty `peer_consultation`",
    mend: "set `third_opinion` to `consider` or `advised`, offer a call in `follow_up.peer_consultation`, or accept the \
           warning with the reason",
    source: "practice of second opinion programs: what to do when opinions diverge (clarify with both doctors, third \
             opinion)",
};

static RCM_09: Rule = Rule {
    id: "RCM-09",
    severity: Severity::Warning,
    from: Stage::Review,
    what: "the status of a trial was looked up too long before release",
    why: "Trials open and close within weeks; a patient sent to a closed trial loses time and hope",
    example: "`status_checked_on: 2026-01-10` in a case released on 2026-03-06",
    mend: "look it up again in the registry and write the new `status` and `status_checked_on`",
    source: "42 CFR 11.64: recruitment status is updated within 30 days of a change (ClinicalTrials.gov)",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&RCM_01, &RCM_02, &RCM_03, &RCM_04, &RCM_05, &RCM_06, &RCM_07, &RCM_08, &RCM_09];

pub(super) fn check(c: &mut Checker<'_>) {
    let content = c.content;
    for recommendation in &content.recommendations {
        basis(c, recommendation);
        grade(c, recommendation);
        action(c, recommendation);
    }
    wording(c);
    at_a_glance(c);
    divergence(c);
    trials(c);
}

fn blank(text: Option<&Text>) -> bool {
    text.is_none_or(Text::is_blank)
}

/// Findings and references it rests on.
fn basis(c: &mut Checker<'_>, r: &Recommendation) {
    let path = format!("recommendations.{}", r.id);
    // An empty list is refused when a case is read; a program may have made this one.
    if r.findings.is_empty() {
        c.report(&RCM_01, format!("{path}.findings"), format!("the recommendation `{}` cites no finding", r.id));
    }
    // A citation in the words of the recommendation is a reference, too.
    let cites = r.text.clinician.as_str().contains("[@");
    if r.references.is_empty() && !cites && blank(r.expert_opinion.as_ref()) {
        let message = format!("the recommendation `{}` has neither a reference nor an expert-opinion reason", r.id);
        c.report(&RCM_02, format!("{path}.id"), message);
    }
}

/// Strength and certainty, as GRADE combines them.
fn grade(c: &mut Checker<'_>, r: &Recommendation) {
    use EvidenceCertainty as E;
    let path = format!("recommendations.{}", r.id);
    match (r.strength, r.certainty) {
        (Strength::GoodPractice, E::ExpertOpinion) => {}
        (Strength::GoodPractice, certainty) => {
            let message =
                format!("`{}` is a good practice statement, which has no certainty `{}`", r.id, certainty.as_str());
            c.report(&RCM_03, format!("{path}.certainty"), message);
        }
        (_, E::ExpertOpinion) if !r.references.is_empty() => {
            let message = format!("`{}` cites references, and their certainty is not rated", r.id);
            c.report(&RCM_03, format!("{path}.certainty"), message);
        }
        (Strength::Strong, E::Low | E::VeryLow | E::ExpertOpinion) if blank(r.justification.as_ref()) => {
            let message = format!(
                "`{}` is strong on evidence of certainty `{}`, and nothing says why",
                r.id,
                r.certainty.as_str()
            );
            // A waiver covers the whole recommendation, not one word of it.
            let diagnostic = c.at(&RCM_04, format!("{path}.strength"), message).path(path);
            c.push(diagnostic);
        }
        _ => {}
    }
}

/// Who does it, by when.
fn action(c: &mut Checker<'_>, r: &Recommendation) {
    let path = format!("recommendations.{}", r.id);
    if r.responsible.is_blank() {
        c.report(&RCM_06, format!("{path}.responsible"), format!("nobody is named who sees to `{}`", r.id));
    }
    // "At once" and "at the next occasion" say when; days and weeks have to be counted.
    if matches!(r.urgency, Urgency::Days | Urgency::Weeks) && blank(r.timeframe.as_ref()) {
        let key = if r.timeframe.is_some() { "timeframe" } else { "urgency" };
        let message =
            format!("`{}` is to be done within {}, and no `timeframe` says by when", r.id, r.urgency.as_str());
        c.report(&RCM_06, format!("{path}.{key}"), message);
    }
}

/// In every locale and both registers the verb says the strength.
fn wording(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for edition in &c.editions {
        for r in &c.content.recommendations {
            if r.strength == Strength::GoodPractice {
                continue;
            }
            for register in ["clinician", "patient"] {
                let Some(block) = edition.block(&format!("recommendations.{}.text.{register}", r.id)) else { continue };
                let words = words(block.plain());
                let verbs: Vec<(Strength, &Range<usize>)> =
                    words.iter().filter_map(|(word, range)| Some((verb(word, block.locale)?, range))).collect();
                if verbs.iter().any(|(strength, _)| *strength == r.strength) {
                    continue;
                }
                let wanted = asked_for(r.strength, block.locale);
                let strength = r.strength.as_str();
                let (range, message) = match verbs.first() {
                    Some((_, range)) => (
                        (*range).clone(),
                        format!("`{}` is {strength}, and this word says otherwise: `{wanted}`", r.id),
                    ),
                    None => {
                        let first = words.first().map_or(0..0, |(_, range)| range.clone());
                        (first, format!("`{}` is {strength}, and its words do not say `{wanted}`", r.id))
                    }
                };
                found.push(c.in_text(&RCM_05, block, range, message));
            }
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// Urgent in its urgency or in its words, and not among the actions shown.
fn at_a_glance(c: &mut Checker<'_>) {
    let content = c.content;
    let shown = top_actions(&content.recommendations);
    for r in &content.recommendations {
        if shown.iter().any(|top| top.id == r.id) {
            continue;
        }
        let path = format!("recommendations.{}.timeframe", r.id);
        let said = c.source().block(&path).and_then(|block| hurried(block.plain(), block.locale).map(|at| (block, at)));
        let diagnostic = match said {
            Some((block, range)) => {
                let message = format!("`{}` is urgent by its words, and is not on the page \"At a glance\"", r.id);
                c.in_text(&RCM_07, block, range, message)
            }
            None if r.is_urgent() => {
                let message = format!("`{}` is urgent, and is not on the page \"At a glance\"", r.id);
                c.at(&RCM_07, format!("recommendations.{}.urgency", r.id), message)
            }
            None => continue,
        };
        c.push(diagnostic);
    }
}

/// Opinions that differ: a third opinion considered, a call offered.
fn divergence(c: &mut Checker<'_>) {
    let content = c.content;
    if content.concordance.scenario() != Scenario::Divergence {
        return;
    }
    if content.concordance.third_opinion == ThirdOpinion::NotNeeded {
        let message = "the opinions diverge, and a third opinion is called not needed";
        let diagnostic = c.at(&RCM_08, "concordance.third_opinion", message).path("concordance");
        c.push(diagnostic);
    }
    let call = &content.follow_up.peer_consultation;
    for (register, text) in [("clinician", &call.clinician), ("patient", &call.patient)] {
        if text.is_blank() {
            let message = "the opinions diverge, and no call between the doctors is offered";
            let diagnostic = c.at(&RCM_08, format!("follow_up.peer_consultation.{register}"), message);
            c.push(diagnostic.path("follow_up"));
            break;
        }
    }
}

/// Trials looked up long before release.
fn trials(c: &mut Checker<'_>) {
    // Before release the look at the registry may still come.
    let Some(release) =
        c.content.dates.released.map(|day| day.latest()).or((c.stage == Stage::Release).then_some(c.day))
    else {
        return;
    };
    let most = c.settings.thresholds.trial_status_days;
    let content = c.content;
    for trial in &content.trials {
        let days = (release - trial.status_checked_on.latest()).num_days();
        if days > i64::from(most) {
            let message =
                format!("the status of `{}` was looked up {days} days before release, {most} are allowed", trial.id);
            let path = format!("trials.{}", trial.id);
            let diagnostic = c.at(&RCM_09, format!("{path}.status_checked_on"), message).path(path);
            c.push(diagnostic);
        }
    }
}
