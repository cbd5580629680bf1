//! Section 10: what can be done, with what speaks for and against, evenly.

use crate::case::model::{Outcome, TreatmentOption};
use crate::compose::build::{badge, bullets, fact, heading, text, words};
use crate::compose::context::{Context, anchor};
use crate::document::{
    Badge, BadgeTone, Block, ColumnBox, ColumnTone, Figure, IconArray, Inline, ItemRole, OptionHead, OptionRow,
    Register, Section,
};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>, register: Register) -> Section {
    let options = &cx.case.options;
    let mut blocks = vec![crate::compose::build::sentence(cx.t(match register {
        Register::Patient => "options-intro-patient",
        Register::Clinician => "options-intro-clinician",
    }))];
    if register == Register::Clinician {
        blocks.push(comparison(cx, register));
    }
    blocks.extend(options.iter().map(|option| item(cx, option, register)));
    if register == Register::Patient {
        blocks.extend(icon_arrays(cx));
        blocks.push(comparison(cx, register));
    }
    let mut section = cx.section("options", register, blocks);
    section.new_page = register == Register::Patient;
    section
}

fn badges(cx: &Context<'_>, option: &TreatmentOption) -> Vec<Badge> {
    let mut badges = Vec::new();
    if option.original_plan {
        badges.push(badge(cx.t("badge-first-plan"), BadgeTone::Plain));
    }
    if option.preferred {
        badges.push(badge(cx.t("badge-preferred"), BadgeTone::Good));
    }
    if option.no_treatment {
        badges.push(badge(cx.t("badge-no-treatment"), BadgeTone::Plain));
    }
    badges
}

fn item(cx: &Context<'_>, option: &TreatmentOption, register: Register) -> Block {
    let list = |statements: &[crate::case::model::Statement]| {
        vec![bullets(statements.iter().map(|s| cx.blocks(cx.side(s, register))).collect())]
    };
    let mut content = cx.blocks(cx.side(&option.description, register));
    content.push(Block::Columns {
        columns: vec![
            ColumnBox { title: cx.t("options-for"), tone: ColumnTone::For, c: list(&option.pros) },
            ColumnBox { title: cx.t("options-against"), tone: ColumnTone::Against, c: list(&option.cons) },
        ],
    });
    Block::Item {
        id: anchor(register, option.id.as_str()),
        role: ItemRole::Option,
        label: option.id.to_string(),
        title: words(cx.plain(&option.name)),
        badges: badges(cx, option),
        c: content,
        back: Vec::new(),
    }
}

/// "62 of 100 people, over 5 years".
fn frequency(cx: &Context<'_>, outcome: &Outcome) -> String {
    cx.tf(
        "frequency-horizon",
        &[
            ("numerator", Arg::Count(u64::from(outcome.numerator))),
            ("denominator", Arg::Count(u64::from(outcome.denominator))),
            ("horizon", Arg::from(&*cx.plain(&outcome.horizon))),
        ],
    )
}

/// Certainty of the evidence and where the number comes from.
fn note(cx: &Context<'_>, outcome: &Outcome) -> Vec<Inline> {
    let certainty = cx.word_inline("evidence-certainty", outcome.certainty.as_str());
    let mut note = words(format!(" ({})", cx.tf("note-certainty", &[("certainty", Arg::from(&*certainty))])));
    if !outcome.references.is_empty() {
        note.push(Inline::CiteKeys { keys: outcome.references.iter().map(ToString::to_string).collect() });
    }
    note
}

/// The measures that options share, in the order of the first option that has them.
fn measures(cx: &Context<'_>) -> Vec<String> {
    let mut measures = Vec::new();
    for outcome in cx.case.options.iter().flat_map(|option| &option.outcomes) {
        let measure = cx.plain(&outcome.measure);
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    measures
}

fn outcome_of<'o>(cx: &Context<'_>, option: &'o TreatmentOption, measure: &str) -> Option<&'o Outcome> {
    option.outcomes.iter().find(|outcome| cx.plain(&outcome.measure) == measure)
}

fn icon_arrays(cx: &Context<'_>) -> Vec<Block> {
    let measures = measures(cx);
    if measures.is_empty() {
        return Vec::new();
    }
    let mut blocks =
        vec![heading(1, cx.t("options-numbers")), crate::compose::build::sentence(cx.t("options-numbers-intro"))];
    for (index, measure) in measures.iter().enumerate() {
        let found: Vec<_> = cx
            .case
            .options
            .iter()
            .filter_map(|option| outcome_of(cx, option, measure).map(|outcome| (option, outcome)))
            .collect();
        let Some((_, first)) = found.first() else { continue };
        let horizon = cx.plain(&first.horizon);
        let arrays: Vec<IconArray> = found
            .iter()
            .map(|(option, outcome)| IconArray {
                label: cx.plain(&option.name),
                numerator: outcome.numerator,
                denominator: outcome.denominator,
                sentence: cx.tf(
                    "frequency",
                    &[
                        ("numerator", Arg::Count(u64::from(outcome.numerator))),
                        ("denominator", Arg::Count(u64::from(outcome.denominator))),
                    ],
                ),
                note: note(cx, outcome),
                preferred: option.preferred,
            })
            .collect();
        let each: Vec<String> = arrays.iter().map(|array| format!("{}: {}", array.label, array.sentence)).collect();
        let title = cx.tf("icons-title", &[("measure", Arg::from(&**measure)), ("horizon", Arg::from(&*horizon))]);
        blocks.push(Block::Figure {
            id: anchor(Register::Patient, &format!("~figure-icons-{}", index + 1)),
            alt: cx.tf("alt-icons", &[("title", Arg::from(&*title)), ("values", Arg::from(&*each.join("; ")))]),
            caption: words(title.clone()),
            figure: Figure::Icons { title, arrays },
        });
    }
    blocks
}

fn comparison(cx: &Context<'_>, register: Register) -> Block {
    let options = &cx.case.options;
    let dash = || words("–");
    let mut rows = Vec::new();
    for measure in measures(cx) {
        let found: Vec<Option<&Outcome>> = options.iter().map(|option| outcome_of(cx, option, &measure)).collect();
        rows.push(OptionRow {
            label: measure,
            cells: found
                .iter()
                .map(|outcome| {
                    outcome.map_or_else(dash, |o| {
                        let mut cell = words(frequency(cx, o));
                        // The patient reads certainty and source under the pictures.
                        if register == Register::Clinician {
                            cell.extend(note(cx, o));
                        }
                        cell
                    })
                })
                .collect(),
            bars: found.iter().map(|o| o.map(|o| f64::from(o.numerator) / f64::from(o.denominator.max(1)))).collect(),
        });
    }
    let mut text_row = |label: &str, cells: Vec<Option<Vec<Inline>>>| {
        if cells.iter().any(Option::is_some) {
            let bars = vec![None; cells.len()];
            let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(dash)).collect();
            rows.push(OptionRow { label: cx.t(label), cells, bars });
        }
    };
    text_row("row-burden", options.iter().map(|o| o.burden.as_ref().map(|t| cx.inlines(t))).collect());
    text_row("row-setting", options.iter().map(|o| o.setting.as_ref().map(|t| cx.inlines(t))).collect());
    text_row(
        "row-cost",
        options.iter().map(|o| o.cost_tier.map(|tier| words(cx.word("cost-tier", tier.as_str())))).collect(),
    );
    let names: Vec<String> = options.iter().map(|option| cx.plain(&option.name)).collect();
    Block::Figure {
        id: anchor(register, "~figure-options"),
        alt: cx.tf("alt-options", &[("options", Arg::from(&*cx.locale.list_and(&names)))]),
        caption: words(cx.t("caption-options")),
        figure: Figure::Options {
            options: options
                .iter()
                .map(|option| OptionHead {
                    name: cx.plain(&option.name),
                    to: anchor(register, option.id.as_str()),
                    badges: badges(cx, option),
                })
                .collect(),
            rows,
        },
    }
}

/// The option a recommendation belongs to, as a fact.
pub(crate) fn option_fact(cx: &Context<'_>, id: &crate::case::model::Id) -> Option<crate::document::Fact> {
    let option = cx.case.options.iter().find(|option| option.id == *id)?;
    let mut value = vec![crate::compose::build::reference(id.as_str()), text(" ")];
    value.extend(words(cx.plain(&option.name)));
    Some(fact(cx.t("fact-option"), value))
}
