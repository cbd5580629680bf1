//! What a reader gets, before any layout: sections, blocks, inlines, pictures, in one locale and one register.
//!
//! A [`Document`] is plain data. Typst sets it (`templates/typst`), and it serializes to the JSON those templates read, so
//! each `kind`/`t` tag below is part of the contract with themes that bring templates of their own.

mod figure;
pub(crate) mod walk;

pub use figure::*;

use serde::Serialize;

use crate::case::model::LocaleTag;

/// Which of the three documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// Doctor to doctor.
    Consultation,
    /// In plain language, for the patient.
    PatientSummary,
    /// Everything, bound for the patient and the treating physician.
    Booklet,
}

impl DocumentKind {
    /// All three kinds, in the order they are made.
    pub const ALL: [Self; 3] = [Self::Consultation, Self::PatientSummary, Self::Booklet];

    /// The kind as the command line and file names write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consultation => "consultation",
            Self::PatientSummary => "patient-summary",
            Self::Booklet => "booklet",
        }
    }
}

/// Parses a document kind as the command line and other systems name it.
impl std::str::FromStr for DocumentKind {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Consultation, Self::PatientSummary, Self::Booklet]
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or_else(|| {
                format!("`{name}` is not a document; there are `consultation`, `patient-summary` and `booklet`")
            })
    }
}

/// Whom a section speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// A doctor.
    Clinician,
    /// The patient.
    Patient,
}

/// One document in one locale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Which document.
    pub kind: DocumentKind,
    /// Its locale.
    pub locale: LocaleTag,
    /// Cover page and running header.
    pub front: FrontMatter,
    /// Words the layout itself needs ("Page {n} of {m}", "Contents", …), by id.
    pub labels: std::collections::BTreeMap<String, String>,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// Cover page, running header and what the file says of itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrontMatter {
    /// Title of the document.
    pub title: String,
    /// The line under it, such as the specialties.
    pub subtitle: String,
    /// The institution that gives the opinion.
    pub brand: String,
    /// The words under the brand.
    pub tagline: Option<String>,
    /// The sponsor, where there is one.
    pub sponsor: Option<String>,
    /// Virtual path of the logo and its alternative text.
    pub logo: Option<Picture>,
    /// Facts on the cover: patient, birth date, case, date, version, language.
    pub facts: Vec<Fact>,
    /// Case id, as printed on every page.
    pub case_id: String,
    /// Patient id with its label, as printed on every page.
    pub patient_id: String,
    /// Date of the document, as printed.
    pub date: String,
    /// The word across unsigned pages, or none once signed.
    pub draft: Option<String>,
    /// Notice on the cover, such as "Confidential".
    pub notice: String,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: Vec<Inline>,
}

/// A picture in a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Picture {
    /// Virtual path.
    pub path: String,
    /// Alternative text.
    pub alt: String,
}

/// A section of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Anchor, unique in the document, such as `at-a-glance`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Whom it speaks to: sets type face and size.
    pub register: Register,
    /// Whether it starts on a page of its own.
    pub new_page: bool,
    /// Whether it must fit that one page.
    pub one_page: bool,
    /// Whether the table of contents lists it.
    pub in_contents: bool,
    /// A part of the booklet opens with this section: its name, for a divider.
    pub part: Option<Part>,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A part of the booklet, such as "For you" and "For your doctors".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Its name.
    pub title: String,
    /// A sentence under it.
    pub note: String,
}

/// A block of content.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Para {
        /// Its content.
        c: Vec<Inline>,
    },
    /// A heading inside a section; level 1 is just below the section's own.
    Heading {
        /// 1 to 3.
        level: u8,
        /// Anchor, if something links here.
        id: Option<String>,
        /// Its content.
        c: Vec<Inline>,
    },
    /// A list.
    List {
        /// First number of an ordered list, or none for bullets.
        start: Option<u64>,
        /// Whether items stand close together.
        tight: bool,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A list with boxes to tick.
    Tasks {
        /// The items.
        items: Vec<Task>,
    },
    /// A quotation.
    Quote {
        /// Language of the words, when it is not the document's.
        lang: Option<String>,
        /// Who said it.
        by: Option<Vec<Inline>>,
        /// The words.
        c: Vec<Block>,
    },
    /// Preformatted text.
    Code {
        /// The text.
        text: String,
    },
    /// A thematic break.
    Rule,
    /// A table. Every row has as many cells as there are columns.
    Table {
        /// What it shows, for the caption and for assistive technology.
        caption: Option<Vec<Inline>>,
        /// The columns.
        columns: Vec<Column>,
        /// Header cells.
        head: Vec<Vec<Inline>>,
        /// Whether the first cell of each row is its header.
        row_headers: bool,
        /// The rows.
        rows: Vec<Vec<Vec<Block>>>,
    },
    /// Terms with what belongs to them; `inline` sets each on one line.
    Facts {
        /// The pairs.
        items: Vec<Fact>,
    },
    /// A box that stands out.
    Callout {
        /// What it is for.
        tone: Tone,
        /// Its heading.
        title: Option<String>,
        /// Its content.
        c: Vec<Block>,
    },
    /// A block with an id, a label and content that others link to: question, finding, recommendation, option, reference, term.
    Item {
        /// Anchor.
        id: String,
        /// What it is: sets its look.
        role: ItemRole,
        /// The short label, such as `F1` or `3`.
        label: String,
        /// Its heading, if any.
        title: Vec<Inline>,
        /// Small marks beside the heading, such as "Strong recommendation" or "Within days".
        badges: Vec<Badge>,
        /// The content.
        c: Vec<Block>,
        /// Links back to where it is cited, already worded.
        back: Vec<Inline>,
    },
    /// A picture drawn by the templates.
    Figure {
        /// Anchor.
        id: String,
        /// Alternative text: says what a reader who cannot see the picture must know.
        alt: String,
        /// Caption.
        caption: Vec<Inline>,
        /// What is drawn.
        figure: Figure,
    },
    /// Two columns of blocks side by side, with headings, as in "for" and "against".
    Columns {
        /// The columns.
        columns: Vec<ColumnBox>,
    },
    /// Ruled lines to write on.
    NoteLines {
        /// What to write, as an accessible label.
        label: String,
        /// How many lines.
        lines: u32,
    },
    /// A place to sign.
    SignatureBox {
        /// Name with credentials.
        name: String,
        /// Role.
        role: String,
        /// What is attested.
        statement: Vec<Inline>,
        /// When, or a sentence that it is not signed yet.
        when: String,
        /// Whether it is signed.
        signed: bool,
        /// The party who signs here inside the PDF, in a document that is about to be signed.
        #[serde(skip_serializing_if = "Option::is_none")]
        slot: Option<String>,
    },
    /// Keeps its content on one page.
    Keep {
        /// The content.
        c: Vec<Block>,
    },
    /// Blocks in another language than the document.
    Lang {
        /// BCP 47 tag.
        lang: String,
        /// The content.
        c: Vec<Block>,
    },
}

/// An item of a list with boxes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// Whether it is ticked.
    pub done: bool,
    /// What is to be done.
    pub c: Vec<Block>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Alignment.
    pub align: Align,
    /// Share of the width; 0 takes what the content needs.
    pub share: f64,
}

/// Alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the start.
    Start,
    /// In the middle.
    Center,
    /// At the end.
    End,
}

/// What a callout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Danger to life: what to do at once.
    Emergency,
    /// The main message.
    Key,
    /// The opinions agree.
    Agree,
    /// They agree in part.
    Partial,
    /// They differ.
    Differ,
    /// Too little is known.
    Unclear,
    /// A remark.
    Note,
    /// Take care.
    Caution,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemRole {
    /// A question with its answer.
    Question,
    /// A finding.
    Finding,
    /// A recommendation.
    Recommendation,
    /// A treatment option.
    Option,
    /// A reference.
    Reference,
    /// A glossary term.
    Term,
    /// A record.
    Record,
    /// A person.
    Person,
    /// A clinical trial.
    Trial,
}

/// A small mark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Badge {
    /// Its words.
    pub text: String,
    /// How it looks.
    pub tone: BadgeTone,
}

/// How a badge looks; never by colour alone, the words say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadgeTone {
    /// Filled, strong.
    Strong,
    /// Outlined.
    Plain,
    /// Urgent.
    Urgent,
    /// Favourable.
    Good,
}

/// One of several boxes side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnBox {
    /// Its heading.
    pub title: String,
    /// `for`, `against` or `plain`.
    pub tone: ColumnTone,
    /// The content.
    pub c: Vec<Block>,
}

/// The look of a column box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnTone {
    /// What speaks for it.
    For,
    /// What speaks against it.
    Against,
    /// Neutral.
    Plain,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Inline {
    /// Text.
    Text {
        /// The characters.
        s: String,
    },
    /// Emphasis.
    Emph {
        /// Content.
        c: Vec<Inline>,
    },
    /// Strong emphasis.
    Strong {
        /// Content.
        c: Vec<Inline>,
    },
    /// Struck out.
    Strike {
        /// Content.
        c: Vec<Inline>,
    },
    /// Superscript.
    Sup {
        /// Content.
        c: Vec<Inline>,
    },
    /// Subscript.
    Sub {
        /// Content.
        c: Vec<Inline>,
    },
    /// Code.
    Code {
        /// The characters.
        s: String,
    },
    /// A line break.
    Break,
    /// A link to the outside: `https`, `http`, `mailto` or `tel` only.
    Link {
        /// The address.
        url: String,
        /// Content.
        c: Vec<Inline>,
    },
    /// A link inside the document. `mark` names this very place, so that the target can link back to it.
    Ref {
        /// Anchor it goes to.
        to: String,
        /// Anchor of this place itself.
        mark: Option<String>,
        /// Content.
        c: Vec<Inline>,
    },
    /// Citation numbers set as superscript, such as 3,5–7; each part links to its reference.
    Cite {
        /// The parts.
        parts: Vec<CitePart>,
    },
    /// A footnote.
    Note {
        /// Its content.
        c: Vec<Block>,
    },
    /// A term explained in the glossary, at its first use.
    Term {
        /// Anchor in the glossary.
        to: String,
        /// Anchor of this place itself.
        mark: String,
        /// The words as they stand.
        c: Vec<Inline>,
    },
    /// Words in another language than the document.
    Lang {
        /// BCP 47 tag.
        lang: String,
        /// Content.
        c: Vec<Inline>,
    },
    /// `[@key; @key]` as prose reads it. Composing turns it into [`Inline::Cite`]; it never reaches a template.
    CiteKeys {
        /// The citation keys.
        keys: Vec<String>,
    },
    /// A cross reference printed as the id alone, as sections write it. Composing turns it into [`Inline::Ref`].
    ShortRef {
        /// The id of a finding, recommendation, option, question or record.
        id: String,
    },
    /// `[#F3]` as prose reads it. Composing turns it into [`Inline::Ref`]; it never reaches a template.
    CrossRef {
        /// The id of a finding, recommendation, option, question or record.
        id: String,
    },
}

/// One number of a citation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitePart {
    /// What stands before the number: nothing, a comma or an en dash.
    pub before: String,
    /// The number.
    pub number: u32,
    /// Anchor of the reference.
    pub to: String,
    /// Anchor of this place itself.
    pub mark: String,
}
