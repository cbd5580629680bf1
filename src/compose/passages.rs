//! Records that are text, as blocks. Their words stay as they are: no typography of ours, no links, no translation.

use super::build::{fact, heading, para, words};
use super::context::Context;
use crate::case::model::PDate;
use crate::document::{Align, Block, Column, Inline};
use crate::records::TextRecord;
use crate::records::passages::{FactKind, ListingRow, Passage, ResourceKind, Run};

/// The deepest list that Typst sets; deeper ones are set at this depth.
const MAX_DEPTH: usize = 8;

pub(super) fn blocks(cx: &Context<'_>, text: &TextRecord) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(title) = &text.title {
        blocks.push(heading(1, title.clone()));
    }
    if !text.facts.is_empty() {
        let items = text.facts.iter().map(|(kind, value)| fact(cx.t(label(*kind)), words(shown(cx, *kind, value))));
        blocks.push(Block::Facts { items: items.collect() });
    }
    blocks.extend(text.passages.iter().map(|passage| block(cx, passage, 0)));
    blocks
}

fn label(kind: FactKind) -> &'static str {
    match kind {
        FactKind::DocumentDate => "text-document-date",
        FactKind::Author => "text-author",
        FactKind::Custodian => "text-custodian",
        FactKind::Patient => "text-patient",
        FactKind::BirthDate => "text-birth-date",
        FactKind::Identifier => "text-identifier",
        FactKind::Recipient => "text-recipient",
    }
}

fn shown(cx: &Context<'_>, kind: FactKind, value: &str) -> String {
    match kind {
        FactKind::DocumentDate | FactKind::BirthDate => moment(cx, value),
        _ => value.to_owned(),
    }
}

/// A date of the record in the reader's form; what is no plain date stays as it stands.
fn moment(cx: &Context<'_>, value: &str) -> String {
    let day = value.split('T').next().unwrap_or(value);
    match day.parse::<PDate>() {
        Ok(date) => cx.date(date),
        Err(_) => value.to_owned(),
    }
}

fn block(cx: &Context<'_>, passage: &Passage, depth: usize) -> Block {
    match passage {
        Passage::Heading { level, text } => heading((*level).clamp(1, 3), text.clone()),
        Passage::Para(runs) => para(inlines(runs)),
        Passage::List { ordered, items } if depth < MAX_DEPTH => Block::List {
            start: ordered.then_some(1),
            tight: items.iter().all(|item| item.len() == 1),
            items: items
                .iter()
                .map(|item| item.iter().map(|passage| block(cx, passage, depth + 1)).collect())
                .collect(),
        },
        Passage::List { items, .. } => {
            Block::Keep { c: items.iter().flatten().map(|passage| block(cx, passage, depth + 1)).collect() }
        }
        Passage::Table { head, rows } => table(head, rows),
        Passage::Pre(text) => Block::Code { text: text.clone() },
        Passage::Listing { kind, rows } => listing(cx, *kind, rows),
    }
}

fn table(head: &[Vec<Vec<Run>>], rows: &[Vec<Vec<Run>>]) -> Block {
    let cells = |row: &Vec<Vec<Run>>| -> Vec<Vec<Block>> { row.iter().map(|runs| vec![para(inlines(runs))]).collect() };
    let columns = head.iter().chain(rows).map(Vec::len).max().unwrap_or(0);
    // Columns take room by what they hold, within bounds.
    let share = |column: usize| {
        let longest =
            head.iter().chain(rows).filter_map(|row| row.get(column)).map(|runs| length(runs)).max().unwrap_or(0);
        (longest.clamp(6, 48) as f64).sqrt()
    };
    let (first, more) = head.split_first().map_or((None, &[][..]), |(first, more)| (Some(first), more));
    Block::Table {
        caption: None,
        columns: (0..columns).map(|index| Column { align: Align::Start, share: share(index) }).collect(),
        head: first.map(|row| row.iter().map(|runs| inlines(runs)).collect()).unwrap_or_default(),
        row_headers: false,
        rows: more.iter().chain(rows).map(cells).collect(),
    }
}

fn length(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.text.chars().count()).sum()
}

fn listing(cx: &Context<'_>, kind: ResourceKind, rows: &[ListingRow]) -> Block {
    let cell = |value: Option<&str>| vec![para(words(value.unwrap_or_default()))];
    let date = |row: &ListingRow| {
        let value = row.date.as_deref()?;
        Some(value.split('/').map(|part| moment(cx, part)).collect::<Vec<_>>().join(" – "))
    };
    let head = ["listing-date", "listing-what", "listing-value", "listing-status"];
    Block::Table {
        caption: Some(words(cx.t(resource(kind)))),
        columns: [0.9, 2.2, 1.4, 0.9].map(|share| Column { align: Align::Start, share }).to_vec(),
        head: head.iter().map(|id| words(cx.t(id))).collect(),
        row_headers: false,
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    cell(date(row).as_deref()),
                    cell(Some(&row.what)),
                    cell(row.value.as_deref()),
                    cell(row.status.as_deref()),
                ]
            })
            .collect(),
    }
}

fn resource(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Condition => "resource-condition",
        ResourceKind::AllergyIntolerance => "resource-allergy-intolerance",
        ResourceKind::MedicationRequest => "resource-medication-request",
        ResourceKind::Immunization => "resource-immunization",
        ResourceKind::Procedure => "resource-procedure",
        ResourceKind::DiagnosticReport => "resource-diagnostic-report",
        ResourceKind::Observation => "resource-observation",
        ResourceKind::Encounter => "resource-encounter",
        ResourceKind::CarePlan => "resource-care-plan",
        ResourceKind::DocumentReference => "resource-document-reference",
    }
}

fn inlines(runs: &[Run]) -> Vec<Inline> {
    let mut all = Vec::new();
    for run in runs {
        let mut own = Vec::new();
        for (index, line) in run.text.split('\n').enumerate() {
            if index > 0 {
                own.push(Inline::Break);
            }
            own.push(Inline::Text { s: line.to_owned() });
        }
        if run.sup {
            own = vec![Inline::Sup { c: own }];
        }
        if run.sub {
            own = vec![Inline::Sub { c: own }];
        }
        if run.emphasis {
            own = vec![Inline::Emph { c: own }];
        }
        if run.strong {
            own = vec![Inline::Strong { c: own }];
        }
        all.append(&mut own);
    }
    all
}
