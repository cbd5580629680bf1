//! Section 26: the volume of source records, each behind a divider that says what it is and what became of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::build::{cell, column, fact, joined, sentence, text, words};
use super::context::Context;
use super::sections::{front, labels};
use super::{Sources, passages};
use crate::case::model::{LocaleTag, Record};
use crate::diagnostics::Diagnostics;
use crate::document::{Block, DocumentKind, FrontMatter, Inline, Tone};
use crate::locale::Arg;
use crate::records::{Reading, Shows};

/// A record of the volume.
pub struct VolumeRecord<'a> {
    /// The record, its texts in the volume's locale.
    pub record: &'a Record,
    /// What its file holds; none if the case names no file.
    pub reading: Option<&'a Reading>,
    /// Where the original is in the package.
    pub file: Option<String>,
}

/// The volume before layout. Pages of records are empty figures; the binder fills them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Volume {
    kind: &'static str,
    /// Its locale.
    pub locale: LocaleTag,
    /// Title block and running header.
    pub front: FrontMatter,
    labels: BTreeMap<String, String>,
    intro: Vec<Block>,
    findings: Vec<Block>,
    records: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Entry {
    id: String,
    /// The page of its divider, as [`Volume::paginate`] was told.
    page: usize,
    kicker: String,
    bookmark: String,
    date: String,
    title: String,
    provider: String,
    /// `{page}` and `{pages}` stand for numbers that are known after layout.
    stamp: String,
    language: Option<String>,
    blocks: Vec<Block>,
    text: Vec<Block>,
    sheets: Vec<Leaf>,
    /// How many sheets there are, in the skeleton too: links to them need a place to go to.
    count: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Leaf {
    width: f64,
    height: f64,
    place: [f64; 4],
    alt: String,
    caption: Option<String>,
}

impl Volume {
    /// The volume without its sheets. Laid out, it tells on which page each divider comes to stand; see [`Self::expected`].
    pub fn skeleton(&self) -> Self {
        let records = self.records.iter().map(|entry| Entry { sheets: Vec::new(), ..entry.clone() }).collect();
        Self { records, ..self.clone() }
    }

    /// The pages of the dividers, from 1, by their pages in the skeleton: each sheet is a page.
    pub fn expected(&self, skeleton: &[usize]) -> Vec<usize> {
        let mut sheets = 0;
        self.records
            .iter()
            .zip(skeleton)
            .map(|(entry, page)| {
                let expected = page + sheets;
                sheets += entry.sheets.len();
                expected
            })
            .collect()
    }

    /// Tells each divider its page. Numbers that are known beforehand cost nothing; looked up while pages are laid out they
    /// would have every page laid out twice.
    pub fn paginate(&mut self, pages: &[usize]) {
        for (entry, page) in self.records.iter_mut().zip(pages) {
            entry.page = *page;
        }
    }

    /// The labels of the dividers, in order.
    pub fn dividers(&self) -> impl Iterator<Item = String> + '_ {
        self.records.iter().map(|entry| anchor(&entry.id, None))
    }
}

/// Composes the volume; records stand in the order given, which should be chronological. `withheld` records are left out
/// of it: the reader is told how many. An `archival` volume holds nothing foreign and keeps the standards.
///
/// # Errors
/// As [`super::compose`].
pub fn volume(
    sources: &Sources<'_>,
    records: &[VolumeRecord<'_>],
    withheld: usize,
    archival: bool,
) -> Result<Volume, Diagnostics> {
    let cx = Context::new(sources, DocumentKind::Consultation);
    let mut front = front::front_matter(&cx);
    front.title = cx.t("volume-title");
    front.subtitle = cx.t("volume-subtitle");
    let mut words_of_layout = labels::labels(&cx);
    for id in
        ["contents", "findings-title", "column-record", "column-date", "column-title", "column-provider", "column-page"]
    {
        words_of_layout.insert(format!("volume-{id}"), cx.t(&format!("volume-{id}")));
    }
    words_of_layout.insert("stamp-volume".to_owned(), cx.tf("stamp-volume", &[("page", Arg::from("{page}"))]));
    let mut intro = vec![sentence(cx.t("volume-intro"))];
    if !archival {
        intro.push(sentence(cx.t("volume-note-standard")));
    }
    if withheld > 0 {
        let c = vec![sentence(cx.tf(
            "withheld-records",
            &[("count", Arg::Count(withheld as u64)), ("sex", Arg::from(sources.case.patient.sex.as_str()))],
        ))];
        intro.push(Block::Callout { tone: Tone::Note, title: None, c });
    }
    let entries = records.iter().map(|record| entry(&cx, record)).collect();
    let findings = findings(&cx, records);
    let volume = Volume {
        kind: "volume",
        locale: sources.locale.tag(),
        front,
        labels: words_of_layout,
        intro,
        findings,
        records: entries,
    };
    let mut diagnostics = cx.into_diagnostics();
    if diagnostics.0.is_empty() {
        Ok(volume)
    } else {
        diagnostics.sort();
        Err(diagnostics)
    }
}

/// The name of a record's divider, or of one of its pages, for links from outside the volume. No id has a full stop.
pub fn destination(record: &str, page: Option<u32>) -> String {
    match page {
        Some(page) => format!("{record}.{page}"),
        None => record.to_owned(),
    }
}

/// The label of that place inside the volume.
fn anchor(record: &str, page: Option<u32>) -> String {
    format!("r:{}", destination(record, page))
}

/// Which finding rests on which record, with links to the pages.
fn findings(cx: &Context<'_>, records: &[VolumeRecord<'_>]) -> Vec<Block> {
    let sheets = |id: &str| {
        let record = records.iter().find(|one| one.record.id.as_str() == id)?;
        // How many pages a text takes is known after layout only: links lead to its divider.
        let pages = record.reading.filter(|reading| reading.text.is_none());
        Some(pages.map_or(0, |reading| reading.sheets.len()))
    };
    let mut rows = Vec::new();
    for finding in &cx.case.findings {
        let mut links = Vec::new();
        for id in &finding.records {
            // What is withheld from this reader has no place to go to.
            let Some(sheets) = sheets(id.as_str()) else { continue };
            let pages = finding.pages.iter().filter(|page| page.record == *id).map(|page| page.page);
            let pages: Vec<u32> =
                pages.filter(|page| usize::try_from(*page).is_ok_and(|page| page <= sheets)).collect();
            if pages.is_empty() {
                links.push(vec![Inline::Ref { to: anchor(id.as_str(), None), mark: None, c: words(id.as_str()) }]);
            }
            for page in pages {
                let shown = cx.locale.integer(u64::from(page));
                let c = cx.tf("volume-page-link", &[("record", Arg::from(id.as_str())), ("page", Arg::from(&*shown))]);
                links.push(vec![Inline::Ref { to: anchor(id.as_str(), Some(page)), mark: None, c: words(c) }]);
            }
        }
        let name = vec![super::build::strong(finding.id.as_str()), text(format!(" {}", cx.plain(&finding.title)))];
        if !links.is_empty() {
            rows.push(vec![cell(name), cell(joined(links, "; "))]);
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        sentence(cx.t("volume-findings-intro")),
        Block::Table {
            caption: None,
            columns: vec![column(1.1), column(1.0)],
            head: vec![words(cx.t("volume-column-finding")), words(cx.t("volume-column-sources"))],
            row_headers: true,
            rows,
        },
    ]
}

fn entry(cx: &Context<'_>, one: &VolumeRecord<'_>) -> Entry {
    let record = one.record;
    let id = record.id.as_str();
    let title = cx.plain(&record.title);
    let sheets: &[crate::records::Sheet] = one.reading.map_or(&[], |reading| &reading.sheets);
    let text_record = one.reading.and_then(|reading| reading.text.as_ref());
    let stamp =
        cx.tf("stamp", &[("record", Arg::from(id)), ("page", Arg::from("{page}")), ("pages", Arg::from("{pages}"))]);
    Entry {
        id: id.to_owned(),
        page: 0,
        kicker: cx.tf("divider-kicker", &[("record", Arg::from(id))]),
        bookmark: title.clone(),
        date: cx.date(record.date),
        title,
        provider: record.provider.clone(),
        stamp,
        language: text_record
            .and_then(|text| text.language.clone())
            .or_else(|| record.language.as_ref().map(ToString::to_string))
            .and_then(|tag| tag.split(['-', '_']).next().map(str::to_ascii_lowercase))
            .filter(|tag| (2..=3).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_lowercase())),
        blocks: divider(cx, one),
        text: text_record.map(|text| passages::blocks(cx, text)).unwrap_or_default(),
        count: sheets.len(),
        sheets: sheets.iter().enumerate().map(|(index, sheet)| leaf(cx, one, sheet, index + 1)).collect(),
    }
}

fn leaf(cx: &Context<'_>, one: &VolumeRecord<'_>, sheet: &crate::records::Sheet, number: usize) -> Leaf {
    let record = one.record;
    let pages = one.reading.map_or(0, |reading| reading.sheets.len());
    let (page, pages) = (cx.locale.integer(number as u64), cx.locale.integer(pages as u64));
    let (title, date) = (cx.plain(&record.title), cx.date(record.date));
    let file = one.file.clone().unwrap_or_default();
    let modality = one.reading.and_then(|reading| reading.modality.clone()).unwrap_or_else(|| "DICOM".to_owned());
    let mut arguments = vec![
        ("record", Arg::from(record.id.as_str())),
        ("page", Arg::from(&*page)),
        ("pages", Arg::from(&*pages)),
        ("title", Arg::from(&*title)),
        ("provider", Arg::from(&*record.provider)),
        ("date", Arg::from(&*date)),
        ("file", Arg::from(&*file)),
    ];
    let (alt, caption) = match &sheet.shows {
        Shows::Page => (cx.tf("page-alt", &arguments), None),
        Shows::Picture => (cx.tf("picture-alt", &arguments), None),
        Shows::Frame { number, of, window } => {
            let (frame, frames) = (cx.locale.integer(u64::from(*number)), cx.locale.integer(u64::from(*of)));
            let numbers = [("frame", Arg::from(&*frame)), ("frames", Arg::from(&*frames))];
            let mut caption = if *of > 1 { cx.tf("frame-caption", &numbers) } else { String::new() };
            if let Some((centre, width)) = window {
                let whole = |value: f64| format!("{:.0}", value.clamp(-1e9, 1e9));
                let (centre, width) = (whole(*centre), whole(*width));
                let window = cx.tf("frame-window", &[("centre", Arg::from(&*centre)), ("width", Arg::from(&*width))]);
                caption = if caption.is_empty() { window } else { format!("{caption} · {window}") };
            }
            arguments.extend(numbers);
            arguments.push(("modality", Arg::from(&*modality)));
            (cx.tf("frame-alt", &arguments), (!caption.is_empty()).then_some(caption))
        }
    };
    // A tenth of a thousandth of a point is finer than any printer, and keeps the JSON short.
    let round = |value: f64| (value * 10_000.0).round() / 10_000.0;
    Leaf { width: round(sheet.width), height: round(sheet.height), place: sheet.place.map(round), alt, caption }
}

fn divider(cx: &Context<'_>, one: &VolumeRecord<'_>) -> Vec<Block> {
    let record = one.record;
    let mut facts = vec![
        fact(cx.t("divider-date"), words(cx.date(record.date))),
        fact(cx.t("divider-provider"), words(record.provider.clone())),
    ];
    if let Some(received) = record.received_on {
        facts.push(fact(cx.t("divider-received"), words(cx.date(received))));
    }
    let shown = one.reading.map_or(0, |reading| reading.sheets.len() as u64);
    if let Some(pages) = record.pages.map(u64::from).or((shown > 0).then_some(shown)) {
        let value = cx.tf("divider-pages-value", &[("count", Arg::Count(pages))]);
        facts.push(fact(cx.t("divider-pages"), words(value)));
    }
    if let Some(language) = &record.language {
        facts.push(fact(cx.t("divider-language"), words(cx.t(&format!("language-{language}")))));
    }
    facts.push(fact(cx.t("divider-quality"), words(cx.word("quality", record.quality.as_str()))));
    if let Some(received) = record.original_received {
        let id = if received { "original-received" } else { "original-not-received" };
        facts.push(fact(cx.t("divider-original"), words(cx.t(id))));
    }
    if let Some(name) = record.printed.as_ref().and_then(|printed| printed.name.clone()) {
        facts.push(fact(cx.t("divider-identity"), words(name)));
    }
    if let Some(file) = &one.file {
        facts.push(fact(cx.t("divider-file"), vec![Inline::Code { s: file.clone() }]));
    }
    if let Some(digest) = record.sha256.as_ref().filter(|_| one.file.is_some()) {
        facts.push(fact(cx.t("divider-digest"), vec![Inline::Code { s: in_groups(digest.as_str()) }]));
    }
    let mut blocks = vec![Block::Facts { items: facts }];
    if let Some(note) = &record.quality_note {
        blocks.extend(cx.blocks(note));
    }
    blocks.push(super::build::heading(1, cx.t("divider-used-for")));
    blocks.push(used_for(cx, record));
    blocks.extend(became(cx, one));
    blocks
}

/// A digest in groups, so that two people can compare it aloud and a line can end between them.
pub(super) fn in_groups(digest: &str) -> String {
    let groups: Vec<String> =
        digest.as_bytes().chunks(8).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join(" ")
}

fn used_for(cx: &Context<'_>, record: &Record) -> Block {
    let findings: Vec<Vec<Block>> = cx
        .case
        .findings
        .iter()
        .filter(|finding| finding.records.contains(&record.id))
        .map(|finding| {
            let name = super::build::strong(finding.id.as_str());
            cell(vec![name, text(format!(" {}", cx.plain(&finding.title)))])
        })
        .collect();
    if findings.is_empty() { sentence(cx.t("divider-used-for-nothing")) } else { super::build::bullets(findings) }
}

/// What of the file is not here, and why.
fn became(cx: &Context<'_>, one: &VolumeRecord<'_>) -> Vec<Block> {
    let file = one.file.clone().unwrap_or_default();
    let Some(reading) = one.reading else {
        let c = vec![sentence(cx.t("attached-no-file"))];
        return vec![Block::Callout { tone: Tone::Note, title: Some(cx.t("attached-title")), c }];
    };
    if let Some(reason) = reading.attached {
        let c = vec![
            sentence(cx.t(&format!("attached-{}", reason.as_str()))),
            sentence(cx.tf("attached-where", &[("file", Arg::from(&*file))])),
        ];
        return vec![Block::Callout { tone: Tone::Caution, title: Some(cx.t("attached-title")), c }];
    }
    let mut blocks = Vec::new();
    let mut notes = Vec::new();
    match reading.frames {
        Some((1, of)) if of > 1 && reading.modality.is_none() => notes.push(sentence(cx.t("first-frame-shown"))),
        Some((shown, of)) => {
            let (shown, of) = (cx.locale.integer(u64::from(shown)), cx.locale.integer(u64::from(of)));
            notes.push(sentence(cx.tf("frames-shown", &[("shown", Arg::from(&*shown)), ("of", Arg::from(&*of))])));
        }
        None => {}
    }
    if reading.left_out > 0 {
        let count = Arg::Count(u64::from(reading.left_out));
        notes.push(sentence(cx.tf("text-parts-left-out", &[("count", count)])));
    }
    if !notes.is_empty() {
        blocks.push(Block::Callout { tone: Tone::Note, title: None, c: notes });
    }
    let removed = reading.removed;
    let counts = [
        ("removed-scripts", removed.scripts),
        ("removed-actions", removed.actions),
        ("removed-links", removed.links),
        ("removed-attachments", removed.attachments),
        ("removed-hidden-layers", removed.hidden_layers),
        ("removed-media", removed.media),
        ("removed-comments", removed.comments),
        ("flattened-form", removed.form),
        ("flattened-notes", removed.notes),
    ];
    let items: Vec<Vec<Block>> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| cell(words(cx.tf(id, &[("count", Arg::Count(*count as u64))]))))
        .collect();
    if !items.is_empty() {
        let c = vec![sentence(cx.t("removed-intro")), super::build::bullets(items)];
        blocks.push(Block::Callout { tone: Tone::Note, title: Some(cx.t("removed-title")), c });
    }
    blocks
}
