//! Section 18: the records reviewed, in chronological order, with the timeline.

use crate::case::model::{Quality, Record};
use crate::compose::build::{badge, fact, sentence, words};
use crate::compose::context::{Context, anchor};
use crate::compose::{destination, figures};
use crate::document::{BadgeTone, Block, Inline, ItemRole, Register, Section};
use crate::locale::Arg;

pub(crate) fn section(cx: &Context<'_>) -> Section {
    let mut records: Vec<&Record> = cx.case.records.iter().collect();
    records.sort_by_key(|record| record.date);
    let mut blocks = vec![sentence(cx.t("records-intro"))];
    if records.iter().any(|record| in_volume(record)) {
        let note = cx.tf("records-volume-note", &[("file", Arg::from(&*volume_file(cx)))]);
        blocks.push(sentence(note));
    }
    blocks.push(figures::timeline(cx, &records));
    blocks.extend(records.into_iter().map(|record| item(cx, record)));
    let mut section = cx.section("records", Register::Clinician, blocks);
    section.new_page = true;
    section
}

/// Whether a record is bound into the volume of source records.
pub(crate) fn in_volume(record: &Record) -> bool {
    record.in_appendix && record.file.is_some()
}

/// Where the volume of the document's locale is, seen from the document.
fn volume_file(cx: &Context<'_>) -> String {
    format!("records/volume.{}.pdf", cx.locale.tag().as_str())
}

/// A link to a record, or to one of its pages, in the volume beside the document. Readers that do not know the place open
/// the file.
pub(crate) fn volume_link(cx: &Context<'_>, record: &str, page: Option<u32>) -> String {
    format!("./{}#nameddest={}", volume_file(cx), destination(record, page))
}

fn item(cx: &Context<'_>, record: &Record) -> Block {
    let mut facts = vec![
        fact(cx.t("fact-date"), words(cx.date(record.date))),
        fact(cx.t("fact-provider"), words(record.provider.clone())),
    ];
    if let Some(received) = record.received_on {
        facts.push(fact(cx.t("fact-received"), words(cx.date(received))));
    }
    if let Some(pages) = record.pages {
        facts.push(fact(cx.t("fact-pages"), words(cx.locale.integer(u64::from(pages)))));
    }
    if let Some(language) = &record.language {
        facts.push(fact(cx.t("fact-language"), words(cx.t(&format!("language-{language}")))));
    }
    if let Some(received) = record.original_received {
        let id = if received { "original-received" } else { "original-not-received" };
        facts.push(fact(cx.t("fact-original"), words(cx.t(id))));
    }
    if record.not_contributory {
        facts.push(fact(cx.t("fact-use"), words(cx.t("record-not-contributory"))));
    }
    if in_volume(record) {
        let c = words(cx.t("records-volume-open"));
        facts.push(fact(
            cx.t("fact-record-itself"),
            vec![Inline::Link { url: volume_link(cx, record.id.as_str(), None), c }],
        ));
    }
    let mut badges = vec![badge(cx.word("record-kind", record.kind.as_str()), BadgeTone::Plain)];
    let tone = if record.quality == Quality::Adequate { BadgeTone::Good } else { BadgeTone::Urgent };
    let quality = cx.word_inline("quality", record.quality.as_str());
    badges.push(badge(cx.tf("badge-quality", &[("quality", Arg::from(&*quality))]), tone));
    let mut content = vec![Block::Facts { items: facts }];
    if let Some(note) = &record.quality_note {
        content.extend(cx.blocks(note));
    }
    Block::Item {
        id: anchor(Register::Clinician, record.id.as_str()),
        role: ItemRole::Record,
        label: record.id.to_string(),
        title: words(cx.plain(&record.title)),
        badges,
        c: content,
        back: Vec::new(),
    }
}
