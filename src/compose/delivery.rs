//! What goes with a package to one reader: a letter and a sheet that says what was handed over.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::Sources;
use super::build::{cell, column, fact, figures_column, heading, sentence, text, words};
use super::context::Context;
use super::sections::{front, labels, notices};
use super::volume::in_groups;
use crate::case::model::{LocaleTag, Party, Role, Sex};
use crate::diagnostics::Diagnostics;
use crate::document::{Block, DocumentKind, FrontMatter, Inline, Register, Section, Task};
use crate::locale::Arg;

/// A file that is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Its name in the package.
    pub file: String,
    /// What it is, in the reader's language.
    pub title: String,
    /// How many pages it has, where it has pages.
    pub pages: Option<usize>,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// To whom, and what.
pub struct Parcel<'a> {
    /// Who receives it.
    pub recipient: &'a Party,
    /// What is handed over, what to read first at the front.
    pub files: &'a [Delivered],
    /// How many records are in it.
    pub records: usize,
    /// How many records are left out for this reader.
    pub withheld: usize,
}

/// The letter and the receipt before layout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Delivery {
    kind: &'static str,
    /// Its locale.
    pub locale: LocaleTag,
    /// Letterhead and running header.
    pub front: FrontMatter,
    labels: BTreeMap<String, String>,
    sections: Vec<Section>,
}

/// Composes the letter to a recipient with the receipt.
///
/// # Errors
/// As [`super::compose`].
pub fn delivery(sources: &Sources<'_>, parcel: &Parcel<'_>) -> Result<Delivery, Diagnostics> {
    let cx = Context::new(sources, DocumentKind::Consultation);
    let mut front = front::front_matter(&cx);
    let for_patient = parcel.recipient.role == Role::Patient;
    front.title = cx.t(if for_patient { "delivery-title" } else { "delivery-title-other" });
    let sections = vec![letter(&cx, parcel, &front.title), receipt(&cx, parcel)];
    let delivery =
        Delivery { kind: "delivery", locale: sources.locale.tag(), labels: labels::labels(&cx), front, sections };
    let mut diagnostics = cx.into_diagnostics();
    if diagnostics.0.is_empty() {
        Ok(delivery)
    } else {
        diagnostics.sort();
        Err(diagnostics)
    }
}

fn letter(cx: &Context<'_>, parcel: &Parcel<'_>, title: &str) -> Section {
    let name = match parcel.recipient.role {
        Role::Patient => "delivery-patient",
        Role::TreatingPhysician => "delivery-physician",
        _ => "delivery-other",
    };
    let documents: Vec<_> = parcel
        .files
        .iter()
        .filter(|file| file.pages.is_some())
        .map(|file| json!({ "title": file.title, "file": file.file, "pages": file.pages }))
        .collect();
    let manager = cx.parties(Role::CaseManager).next();
    let values = json!({
        "date": cx.date(cx.sources.issued),
        "patient_name": cx.case.patient.name.display,
        "recipient_name": parcel.recipient.name,
        "institution": cx.sources.institution.name,
        "case_id": cx.case.id.as_str(),
        "case_manager": manager.map(|party| notices::manager_values(cx, party)),
        "documents": documents,
        "records": parcel.records,
        "withheld": parcel.withheld,
        "draft": cx.sources.sign_off.is_none(),
    });
    let register = if parcel.recipient.role == Role::Patient { Register::Patient } else { Register::Clinician };
    cx.titled("delivery-letter", title.to_owned(), register, cx.letter(name, &values))
}

fn receipt(cx: &Context<'_>, parcel: &Parcel<'_>) -> Section {
    let sex = parcel.recipient.sex.map_or("unknown", Sex::as_str);
    let role = match parcel.recipient.role {
        Role::Patient => "recipient-patient",
        Role::TreatingPhysician => "recipient-treating-physician",
        _ => "recipient-other",
    };
    let role = cx.tf(role, &[("sex", Arg::from(sex))]);
    let facts = vec![
        fact(cx.t("receipt-package"), words(format!("{} · {}", cx.case.id, cx.case.version))),
        fact(cx.t("receipt-recipient"), words(format!("{} · {role}", cx.party_name(parcel.recipient)))),
        fact(cx.t("receipt-language"), words(cx.t(&format!("locale-{}", cx.locale.tag().as_str())))),
        fact(cx.t("receipt-date"), words(cx.date(cx.sources.issued))),
    ];
    let rows = parcel
        .files
        .iter()
        .map(|file| {
            let pages = file.pages.map(|pages| cx.locale.integer(pages as u64)).unwrap_or_default();
            let digest = Inline::Code { s: in_groups(&file.sha256) };
            vec![cell(words(file.title.clone())), cell(words(pages)), cell(vec![digest])]
        })
        .collect();
    let mut blocks = vec![sentence(cx.t("receipt-intro")), Block::Facts { items: facts }];
    blocks.push(heading(1, cx.t("receipt-contents")));
    blocks.push(Block::Table {
        caption: None,
        columns: vec![column(1.3), figures_column(0.5), column(1.7)],
        head: vec![
            words(cx.t("receipt-column-file")),
            words(cx.t("receipt-column-pages")),
            words(cx.t("receipt-column-digest")),
        ],
        row_headers: true,
        rows,
    });
    blocks.push(heading(1, cx.t("receipt-how")));
    let ways = ["receipt-by-hand", "receipt-by-mail", "receipt-by-portal"];
    blocks.push(Block::Tasks { items: ways.iter().map(|id| Task { done: false, c: cell(words(cx.t(id))) }).collect() });
    blocks.push(sentence(cx.t("receipt-return")));
    // Room to write in, as high as a line of handwriting.
    let room = || cell(vec![Inline::Break, Inline::Break, text("\u{A0}")]);
    let lines = ["receipt-received-by", "receipt-on", "receipt-signature"];
    blocks.push(Block::Table {
        caption: None,
        columns: vec![column(1.0), column(2.2)],
        head: Vec::new(),
        row_headers: true,
        rows: lines.iter().map(|id| vec![cell(words(cx.t(id))), room()]).collect(),
    });
    let mut section = cx.titled("receipt", cx.t("receipt-title"), Register::Clinician, blocks);
    section.new_page = true;
    section
}
