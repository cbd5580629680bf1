//! Sections 8 and 9: first and second opinion side by side; what to do when they differ.

use serde_json::json;

use crate::case::model::{DiagnosisConcordance, Scenario, TreatmentConcordance};
use crate::compose::build::{fact, heading, sentence, words};
use crate::compose::context::{Context, anchor};
use crate::document::{Block, Figure, OpinionRow, Register, Section, Tone};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let concordance = &cx.case.concordance;
    let mut blocks = vec![comparison(cx, register)];
    blocks.push(heading(1, cx.t("opinions-why")));
    blocks.extend(cx.blocks(cx.side(&concordance.rationale, register)));
    if let Some(dissent) = &concordance.dissent {
        blocks.push(heading(1, cx.t("opinions-dissent")));
        blocks.extend(cx.blocks(cx.side(dissent, register)));
    }
    if register == Register::Clinician {
        blocks.push(Block::Facts {
            items: vec![
                fact(
                    cx.t("fact-concordance-diagnosis"),
                    words(cx.word("diagnosis-concordance", concordance.diagnosis.as_str())),
                ),
                fact(
                    cx.t("fact-concordance-treatment"),
                    words(cx.word("treatment-concordance", concordance.treatment.as_str())),
                ),
                fact(cx.t("fact-impact"), words(cx.word("impact", concordance.impact.as_str()))),
                fact(cx.t("fact-third-opinion"), words(cx.word("third-opinion", concordance.third_opinion.as_str()))),
            ],
        });
    } else {
        blocks.push(sentence(
            cx.t(&format!("third-opinion-sentence-{}", concordance.third_opinion.as_str().replace('_', "-"))),
        ));
    }
    let mut section = cx.section("opinions", register, blocks);
    section.new_page = register == Register::Patient;
    section
}

/// The sentence and mark that say how the opinions compare.
pub(crate) fn verdict(cx: &Context<'_>, register: Register) -> Block {
    let scenario = cx.case.concordance.scenario();
    let suffix = match register {
        Register::Patient => "patient",
        Register::Clinician => "clinician",
    };
    Block::Callout {
        tone: tone(scenario),
        title: Some(cx.t(&format!("scenario-{}", scenario.as_str()))),
        c: vec![sentence(cx.tf(
            &format!("scenario-{}-{suffix}", scenario.as_str()),
            &[("impact", Arg::from(cx.case.concordance.impact.as_str()))],
        ))],
    }
}

fn tone(scenario: Scenario) -> Tone {
    match scenario {
        Scenario::Alignment => Tone::Agree,
        Scenario::Partial => Tone::Partial,
        Scenario::Divergence => Tone::Differ,
        Scenario::Indeterminate => Tone::Unclear,
    }
}

fn comparison(cx: &Context<'_>, register: Register) -> Block {
    let case = cx.case;
    let (first, second, concordance) = (&case.first_opinion, &case.second_opinion, &case.concordance);
    let diagnosis_mark = match concordance.diagnosis {
        DiagnosisConcordance::Same => "same",
        DiagnosisConcordance::Refined => "partial",
        DiagnosisConcordance::Different => "different",
        DiagnosisConcordance::Indeterminate => "unclear",
    };
    let treatment_mark = match concordance.treatment {
        TreatmentConcordance::Endorsed => "same",
        TreatmentConcordance::Modified | TreatmentConcordance::WorkupFirst => "partial",
        TreatmentConcordance::Alternative => "different",
        TreatmentConcordance::Indeterminate => "unclear",
    };
    let mut rows = vec![OpinionRow {
        label: cx.t("row-diagnosis"),
        first: cx.blocks(cx.side(&first.diagnosis, register)),
        second: cx.blocks(cx.side(&second.diagnosis, register)),
        mark: diagnosis_mark.to_owned(),
        mark_label: cx.word("diagnosis-concordance", concordance.diagnosis.as_str()),
    }];
    // The stage is doctors' language; the patient reads what it means in the texts.
    if register == Register::Clinician && (first.staging.is_some() || second.staging.is_some()) {
        let side = |staging: &Option<_>| match staging {
            Some(text) => cx.blocks(text),
            None => vec![sentence(cx.t("not-stated"))],
        };
        let same = first.staging == second.staging;
        rows.push(OpinionRow {
            label: cx.t("row-stage"),
            first: side(&first.staging),
            second: side(&second.staging),
            mark: if same { "same" } else { "partial" }.to_owned(),
            mark_label: cx.t(if same { "mark-same" } else { "mark-changed" }),
        });
    }
    rows.push(OpinionRow {
        label: cx.t("row-plan"),
        first: cx.blocks(cx.side(&first.plan, register)),
        second: cx.blocks(cx.side(&second.plan, register)),
        mark: treatment_mark.to_owned(),
        mark_label: cx.word("treatment-concordance", concordance.treatment.as_str()),
    });
    let verdict = cx.t(&format!("scenario-{}", concordance.scenario().as_str()));
    let first_title =
        cx.tf("opinions-first", &[("by", Arg::from(&*cx.plain(&first.by))), ("date", Arg::from(&*cx.date(first.on)))]);
    let second_title = cx.tf("opinions-second", &[("date", Arg::from(&*cx.date(cx.sources.issued)))]);
    let alt = cx.tf(
        "alt-opinions",
        &[
            ("verdict", Arg::from(&*verdict)),
            ("diagnosis", Arg::from(&*rows[0].mark_label.to_lowercase())),
            ("treatment", Arg::from(&*cx.word("treatment-concordance", concordance.treatment.as_str()).to_lowercase())),
        ],
    );
    Block::Figure {
        id: anchor(register, "~figure-opinions"),
        alt,
        caption: words(cx.t("caption-opinions")),
        figure: Figure::Opinions {
            rows,
            first: first_title,
            second: second_title,
            tone: tone(concordance.scenario()),
            verdict,
        },
    }
}

/// Section 9, for every scenario but alignment.
pub(crate) fn when_they_differ(cx: &Context<'_>) -> Option<Section> {
    let concordance = &cx.case.concordance;
    let scenario = concordance.scenario();
    if scenario == Scenario::Alignment {
        return None;
    }
    let values = json!({ "scenario": scenario.as_str(), "third_opinion": concordance.third_opinion.as_str() });
    Some(cx.section("when-opinions-differ", Register::Patient, cx.letter("when-opinions-differ", &values)))
}
