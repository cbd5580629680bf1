//! Records that are texts or structured documents: plain text, CDA, FHIR, RTF, HTML, as plain blocks to be typeset.

mod cda;
mod cda_header;
mod csv;
mod encoding;
mod fhir;
mod fhir_composition;
mod fhir_rows;
mod fhir_values;
mod html;
mod media;
mod narrative;
mod narrative_look;
mod narrative_table;
mod other;
mod rtf;
mod rtf_flow;
mod rtf_symbols;
mod rtf_text;
mod text;
mod xml;

pub use other::known_other;

use crate::records::picture::Reason;

/// The most passages, items, rows and preformatted lines of one record.
pub const MAX_PASSAGES: usize = 20_000;
/// The most bytes of a plain text or an HTML file, and characters of an RTF file.
pub const MAX_TEXT: usize = 5 << 20;
/// The most bytes of an RTF file: pictures are written in it as digits.
pub const MAX_RTF: usize = 50 << 20;
/// The most bytes of a CDA document.
pub const MAX_CDA: usize = 20 << 20;
/// The most bytes of a FHIR file.
pub const MAX_FHIR: usize = 50 << 20;
/// How much of a larger file is looked at to tell what it is.
const SNIFF: usize = 64 << 10;

/// What a text-like record holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// `text`, `cda`, `fhir`, `rtf` or `html`.
    pub kind: &'static str,
    /// The title that the document gives itself.
    pub title: Option<String>,
    /// Its language (BCP 47), if it says so.
    pub language: Option<String>,
    /// Whose record it says it is.
    pub identity: Identity,
    /// What its header says, in its order.
    pub facts: Vec<(FactKind, String)>,
    /// What it says.
    pub passages: Vec<Passage>,
    /// Files inside it, decoded. They may be anything, also another text-like record.
    pub embedded: Vec<Embedded>,
    /// Parts that are not shown: sound, films, files elsewhere, deleted text, data without a narrative.
    pub left_out: u32,
}

/// Whose record a document says it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The whole name, in the document's order.
    pub name: Option<String>,
    /// Family names.
    pub family: Option<String>,
    /// Given names.
    pub given: Option<String>,
    /// Numbers of the patient, without who gave them.
    pub identifiers: Vec<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub birth_date: Option<String>,
}

/// What a fact of a document's header is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// When the document was made: ISO 8601 if it could be read, else as it stands.
    DocumentDate,
    /// Who wrote it; a device if no person.
    Author,
    /// The organization that keeps it.
    Custodian,
    /// The patient's name.
    Patient,
    /// ISO 8601 if it could be read, else as it stands.
    BirthDate,
    /// A number of the patient.
    Identifier,
    /// To whom it goes.
    Recipient,
}

/// A block of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Passage {
    /// A heading; level 1 to 6.
    Heading {
        /// 1 is the highest.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph. A line feed in a run begins a new line.
    Para(Vec<Run>),
    /// A list.
    List {
        /// Whether it is numbered, from 1.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Passage>>,
    },
    /// A table; every row, of the head too, has the same number of cells. What a cell spans besides its first place
    /// is empty cells. A line feed in a run begins a new line.
    Table {
        /// Rows of headings: rows, cells, runs.
        head: Vec<Vec<Vec<Run>>>,
        /// Rows: rows, cells, runs.
        rows: Vec<Vec<Vec<Run>>>,
    },
    /// Text whose spaces and line breaks matter.
    Pre(String),
    /// Structured data of one kind, in the order of their dates.
    Listing {
        /// What they are.
        kind: ResourceKind,
        /// One each.
        rows: Vec<ListingRow>,
    },
}

/// A kind of FHIR resource that is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceKind {
    /// Problems and diagnoses.
    Condition,
    /// Allergies and intolerances.
    AllergyIntolerance,
    /// Prescriptions.
    MedicationRequest,
    /// Immunizations.
    Immunization,
    /// Procedures.
    Procedure,
    /// Reports of examinations.
    DiagnosticReport,
    /// Measurements and findings.
    Observation,
    /// Visits and stays.
    Encounter,
    /// Plans of care.
    CarePlan,
    /// Documents that the record names.
    DocumentReference,
}

/// One resource of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListingRow {
    /// ISO 8601 as it stands: a date, perhaps partial, a moment, or an interval `from/to` of them.
    pub date: Option<String>,
    /// What it is.
    pub what: String,
    /// What was found or ordered.
    pub value: Option<String>,
    /// Its status, in FHIR's codes or the document's words.
    pub status: Option<String>,
}

/// A stretch of text in one look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// Its characters, spaces between runs included.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Subscript.
    pub sub: bool,
    /// Superscript.
    pub sup: bool,
}

/// A file inside a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    /// Its media type as stated.
    pub media_type: Option<String>,
    /// Its title as stated.
    pub title: Option<String>,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
}

/// What a text-like record holds, told by its bytes. `None`: it is not a text-like record.
///
/// # Errors
/// The record is one, but cannot be shown whole and right, and why. A file that [`known_other`] knows is not one.
pub fn read(bytes: &[u8]) -> Option<Result<Reading, Reason>> {
    if bytes.is_empty() || bytes.starts_with(b"%PDF-") || known_other(bytes).is_some() {
        return None;
    }
    if rtf::is_rtf(bytes) {
        return Some(within(bytes, MAX_RTF).and_then(|()| rtf::read(bytes)).and_then(bounded));
    }
    // What is larger than anything that is read is not decoded, only told apart.
    let largest = MAX_FHIR.max(MAX_CDA).max(MAX_TEXT);
    if bytes.len() > largest {
        let head = bytes.get(..SNIFF).unwrap_or(bytes);
        // A character may be cut where the head ends.
        let whole = (0..4).any(|cut| encoding::decode(head.get(..head.len() - cut).unwrap_or(head)).is_some());
        return whole.then_some(Err(Reason::TooLarge));
    }
    let decoded = encoding::decode(bytes)?;
    let text = decoded.text.as_ref();
    let result = match xml::root_name(text) {
        Some(root) if root.name == "ClinicalDocument" => {
            within(bytes, MAX_CDA).and_then(|()| decoded.as_xml()).and_then(|text| cda::read(&text))
        }
        Some(root) if root.name.eq_ignore_ascii_case("html") => {
            within(bytes, MAX_TEXT).and_then(|()| decoded.as_html()).and_then(|text| html::read(&text))
        }
        // FHIR as XML, pictures as SVG, data of any program.
        Some(root) if root.is_xml => Err(Reason::Kind),
        _ => match fhir::read(text) {
            Some(result) => result,
            None => within(bytes, MAX_TEXT).and_then(|()| decoded.as_text()).and_then(|text| text::read(&text)),
        },
    };
    Some(result.and_then(bounded))
}

/// Whose record a CDA or FHIR document says it is, without what else it says. `None`: it is neither, or cannot be read.
pub fn identity(bytes: &[u8]) -> Option<Identity> {
    let decoded = encoding::decode(bytes)?;
    match xml::root_name(&decoded.text) {
        Some(root) if root.name == "ClinicalDocument" => {
            within(bytes, MAX_CDA).ok()?;
            cda::identity(&decoded.as_xml().ok()?)
        }
        Some(root) if root.is_xml => None,
        _ => fhir::identity(&decoded.text),
    }
}

fn within(bytes: &[u8], most: usize) -> Result<(), Reason> {
    if bytes.len() > most { Err(Reason::TooLarge) } else { Ok(()) }
}

/// Nothing empty, nothing endless.
fn bounded(reading: Reading) -> Result<Reading, Reason> {
    if reading.passages.is_empty() && reading.embedded.is_empty() {
        return Err(Reason::NothingToShow);
    }
    if count(&reading.passages) + reading.facts.len() + reading.embedded.len() > MAX_PASSAGES {
        return Err(Reason::TooLarge);
    }
    Ok(reading)
}

fn count(passages: &[Passage]) -> usize {
    let of = |passage: &Passage| match passage {
        Passage::Heading { .. } => 1,
        Passage::Para(runs) => lines(runs.iter()),
        Passage::List { items, .. } => items.iter().map(|item| 1 + count(item)).sum(),
        Passage::Table { head, rows } => {
            head.iter().chain(rows).map(|row| row.iter().map(|cell| lines(cell.iter())).max().unwrap_or(1)).sum()
        }
        Passage::Pre(text) => text.lines().count(),
        Passage::Listing { rows, .. } => rows.len(),
    };
    passages.iter().map(of).sum()
}

fn lines<'r>(runs: impl Iterator<Item = &'r Run>) -> usize {
    1 + runs.map(|run| run.text.matches('\n').count()).sum::<usize>()
}

#[cfg(test)]
mod tests;
