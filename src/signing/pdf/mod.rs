//! Signatures inside PDF files: how one is added, what is read of those that are there, and what changed after each.
//!
//! A signature is added as an incremental update (ISO 32000-1 7.5.6): the bytes before it stay as they are, so the
//! first bytes of a signed file are the typeset file. This module deals in bytes only. It prepares a file with room for
//! a signature ([`prepare()`]), hands out the bytes to be signed and puts the CMS structure in ([`Prepared`]); it reads
//! the signatures of a file ([`signatures`]) and says what changed after each of them ([`judge()`]). Whether a CMS
//! structure is a valid signature by somebody trusted is not decided here.
//!
//! The verdict rests on a reader of its own rather than on a PDF library: libraries repair what is broken and keep only
//! the newest object of each number, while the verdict needs every revision, the place of every byte and bounds on all
//! work. It is stricter than a viewer, and it knows every object a signature of ours adds or changes. All else is a
//! change.

mod appearance;
#[cfg(test)]
mod attacks;
mod changes;
mod compare;
mod file;
mod filter;
#[cfg(test)]
mod fixture;
mod form;
#[cfg(test)]
mod honest;
mod judge;
mod object;
mod outline;
mod parse;
mod prepare;
mod risks;
mod signatures;
mod stamp;
mod tags;
mod update;
mod xref;

pub use appearance::{Appearance, Colour, Line, Logo, Rule, Segment};
pub use judge::{Judgement, SignatureJudgement, Verdict, judge};
pub use prepare::{DEFAULT_ROOM, FieldChoice, FieldRequest, Prepared, Purpose, Rect, SignatureRequest, prepare};
pub use signatures::{PdfSignature, revisions, signatures};
pub use stamp::{last_signature, with_last_cms};

use std::fmt;

/// The largest file that is read, in bytes.
pub const MAX_FILE: usize = 512 * 1024 * 1024;
/// The most signatures a file may have to be read.
pub const MAX_SIGNATURES: usize = 64;
/// The most revisions a file may have to be read.
pub const MAX_REVISIONS: usize = 64;
/// The most signatures of ours in one file.
pub const MAX_OWN_SIGNATURES: usize = 8;

/// Why a PDF cannot be read, or not be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PdfError {
    /// It is larger than [`MAX_FILE`].
    TooLarge,
    /// Reading it would take more nesting, objects, revisions, memory or time than any honest file needs.
    TooComplex,
    /// It does not follow the standard at a place that matters.
    Broken {
        /// What is wrong.
        what: String,
        /// Byte offset.
        at: usize,
    },
    /// It is encrypted.
    Encrypted,
    /// It has more than [`MAX_SIGNATURES`] signatures, or as many of ours as are allowed.
    TooManySignatures,
    /// It was changed after it had been signed, so no further signature is added.
    Changed {
        /// The first thing that changed.
        what: String,
    },
    /// A signature in it locks it against every further change.
    Locked {
        /// The field of that signature.
        field: String,
    },
    /// A new field, or a certification, was asked for and the file is signed already: only its empty fields can be
    /// filled in.
    NotFirst,
    /// The field was made for another purpose: a lock belongs to the field.
    OtherPurpose {
        /// The name.
        field: String,
    },
    /// A new field's name is taken, empty, or has a full stop in it; or there is no empty field of this name.
    FieldName {
        /// The name.
        name: String,
    },
    /// The document has no such page.
    NoSuchPage {
        /// Index of the page that was asked for, counted from 0.
        page: usize,
        /// How many pages there are.
        pages: usize,
    },
    /// The block cannot stand where it was asked for.
    Place {
        /// Why.
        what: String,
    },
    /// The block cannot be drawn.
    Appearance {
        /// Why.
        what: String,
    },
    /// The CMS structure is longer than the room kept for it.
    NoRoom {
        /// Its length in bytes.
        length: usize,
        /// The room in bytes.
        room: usize,
    },
    /// What was handed in as signature is not one whole DER structure.
    NotCms,
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the PDF is larger than {} MB", MAX_FILE / (1024 * 1024)),
            Self::TooComplex => {
                f.write_str("the PDF is nested too deeply, or too much of it would have to be unpacked")
            }
            Self::Broken { what, at } => write!(f, "the PDF cannot be read: {what} (byte {at})"),
            Self::Encrypted => f.write_str("the PDF is encrypted, which a PDF/A never is"),
            Self::TooManySignatures => f.write_str("the PDF has too many signatures"),
            Self::Changed { what } => write!(f, "the PDF was changed after it had been signed: {what}"),
            Self::Locked { field } => write!(f, "the signature `{field}` locks the PDF against every further change"),
            Self::NotFirst => f.write_str("only the first signature of a PDF can certify it or bring fields with it"),
            Self::OtherPurpose { field } => write!(f, "the field `{field}` was made for a signature of another kind"),
            Self::FieldName { name } => {
                write!(f, "`{name}` names no signature field that could be signed")
            }
            Self::NoSuchPage { page, pages } => {
                write!(f, "there is no page {} in a PDF of {pages} pages", page.saturating_add(1))
            }
            Self::Place { what } => write!(f, "the signature block cannot stand there: {what}"),
            Self::Appearance { what } => write!(f, "the signature block cannot be drawn: {what}"),
            Self::NoRoom { length, room } => {
                write!(f, "the signature takes {length} bytes, but the PDF was prepared with room for {room}")
            }
            Self::NotCms => f.write_str("what was handed in as signature is not one whole DER structure"),
        }
    }
}

impl std::error::Error for PdfError {}

impl PdfError {
    /// A file that does not follow the standard at a byte.
    fn broken(what: impl Into<String>, at: usize) -> Self {
        Self::Broken { what: what.into(), at }
    }
}
