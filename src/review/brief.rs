//! What a reviewer must have seen before signing, on one screen after the other.

use std::fmt::Write as _;

use super::changes::Change;
use crate::case::Case;
use crate::case::model::{Direction, Disposition, Urgency};

/// Longest part of a text that is shown; the documents hold all of it.
const SHOWN: usize = 400;

/// The brief: patient, scenario, recommendations by urgency, every question with its answer, second readings that change
/// what is done, waivers, and what changed since the last review. It holds patient data: it is for the reviewer's screen.
pub fn brief(case: &Case, since: Option<(&str, &[Change])>) -> String {
    let content = &case.content;
    let mut out = String::new();
    let patient = &content.patient;
    let number = patient.identifiers.first().map(|id| format!("{} {}", id.system, id.value)).unwrap_or_default();
    let _ = writeln!(
        out,
        "PATIENT\n  {}, born {}, {}\n  {number}",
        patient.name.display,
        patient.birth_date,
        patient.sex.as_str()
    );
    let _ = writeln!(out, "  case {}, version {}, in {}\n", content.id, content.version, locales(case));
    let concordance = &content.concordance;
    let _ = writeln!(
        out,
        "FIRST AND SECOND OPINION: {}\n  diagnosis {}, treatment {}, impact {}\n  {}\n",
        concordance.scenario().as_str(),
        concordance.diagnosis.as_str(),
        concordance.treatment.as_str(),
        concordance.impact.as_str(),
        cut(content.second_opinion.main_message.clinician.as_str())
    );
    out += "RECOMMENDATIONS\n";
    for urgency in [Urgency::Now, Urgency::Days, Urgency::Weeks, Urgency::Routine] {
        for recommendation in content.recommendations.iter().filter(|r| r.urgency == urgency) {
            let against = if recommendation.direction == Direction::Against { " against" } else { "" };
            let _ = writeln!(
                out,
                "  {} [{}] {}{against}, {} certainty: {}",
                recommendation.id,
                urgency.as_str(),
                recommendation.strength.as_str(),
                recommendation.certainty.as_str(),
                cut(recommendation.text.clinician.as_str())
            );
        }
    }
    out += "\nQUESTIONS AND ANSWERS\n";
    for question in &content.questions {
        let _ = writeln!(out, "  {} {}", question.id, cut(question.verbatim.as_str()));
        match content.answers.iter().find(|answer| answer.question == question.id) {
            Some(answer) => {
                let open = match answer.disposition {
                    Disposition::Answered => String::new(),
                    other => format!("({}) ", other.as_str()),
                };
                let _ = writeln!(out, "     → {open}{}", cut(answer.patient.as_str()));
            }
            None => out += "     → NO ANSWER\n",
        }
    }
    let rereads: Vec<_> =
        content.findings.iter().filter(|f| f.reread.as_ref().is_some_and(|reread| reread.changes_management)).collect();
    if !rereads.is_empty() {
        out += "\nSECOND READINGS THAT CHANGE WHAT IS DONE\n";
        for finding in rereads {
            let Some(reread) = &finding.reread else { continue };
            let _ = writeln!(
                out,
                "  {} ({} {}): {}\n     first: {}\n     now:   {}",
                finding.id,
                reread.scale.as_str(),
                reread.grade.as_str(),
                cut(finding.title.as_str()),
                cut(reread.original.as_str()),
                cut(reread.second.as_str())
            );
        }
    }
    if !content.waivers.is_empty() {
        out += "\nWARNINGS ACCEPTED WITH A REASON\n";
        for waiver in &content.waivers {
            let _ =
                writeln!(out, "  {} at {} by {}: {}", waiver.rule, waiver.path, waiver.by, cut(waiver.reason.as_str()));
        }
    }
    match since {
        None => out += "\nNobody has reviewed this version before.\n",
        Some((what, [])) => {
            let _ = writeln!(out, "\nNothing has changed since {what}.");
        }
        Some((what, changes)) => {
            let _ = writeln!(out, "\nCHANGED SINCE {what}");
            for change in changes {
                let _ = writeln!(out, "  {}", change.path);
                if let Some(before) = &change.before {
                    let _ = writeln!(out, "    - {}", cut(before));
                }
                if let Some(after) = &change.after {
                    let _ = writeln!(out, "    + {}", cut(after));
                }
            }
        }
    }
    out
}

fn locales(case: &Case) -> String {
    case.locales().into_iter().map(|locale| locale.as_str()).collect::<Vec<_>>().join(", ")
}

fn cut(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SHOWN { words } else { words.chars().take(SHOWN).collect::<String>() + " …" }
}
