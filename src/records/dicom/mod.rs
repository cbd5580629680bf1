//! DICOM files (PS3.10): whom they are about, and their frames as they are printed.
//!
//! Elements are read here, without copying and without going deeper than a bound: a file that lies about its lengths
//! or nests its sequences a million times costs nothing, and of a file that was cut short it is still known whom it is
//! about. Pixels go through the pipeline of PS3.3 C.11: stored value, modality, window, grey; or colour.

mod colour;
mod elements;
mod file;
mod frames;
mod identity;
mod jpeg;
mod jpeg2000;
mod jpegls;
mod overlay;
mod pixels;
mod rle;
#[cfg(test)]
mod tests;
mod text;
mod window;

use dicom_dictionary_std::{tags, uids};

pub use file::is_dicom;
pub use identity::{About, Identity, PersonName};

use crate::records::picture::{MAX_PICTURES, Picture, Reason};
use elements::{DataSet, Value};

/// Most frames that are shown of a file whose frames nobody chose.
pub const KEY_FRAMES: u32 = 12;

/// A DICOM file.
#[derive(Debug, Clone, PartialEq)]
pub struct Dicom {
    /// Whom it is about. This is known also where the content cannot be shown.
    pub identity: Identity,
    /// What it is.
    pub about: About,
    /// What it shows, or why that is not shown.
    pub content: Result<Content, Reason>,
}

/// What a DICOM file shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Pictures.
    Frames {
        /// The frames that were asked for, in that order.
        frames: Vec<Frame>,
        /// How many frames the file has.
        of: u32,
    },
    /// A PDF file that it encloses.
    Pdf(Vec<u8>),
}

/// A frame as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Its number; the first is 1.
    pub number: u32,
    /// The picture, 8 bits a component.
    pub picture: Picture,
    /// Centre and width of the window it is seen through, if the file names one.
    pub window: Option<(f64, f64)>,
}

/// Reads a DICOM file: whom it is about, and the frames that are wanted, counted from 1. If none are named, all up to
/// [`KEY_FRAMES`], else as many evenly spread with the first and the last.
///
/// # Errors
///
/// The bytes are no DICOM file, or nothing of it can be read.
pub fn read(bytes: &[u8], wanted_frames: &[u32]) -> Result<Dicom, Reason> {
    let file = file::open(bytes)?;
    let set = DataSet::read(&file.bytes, file.coding);
    if set.len() == 0 {
        return Err(Reason::Damaged);
    }
    let (identity, about) = identity::read(&set);
    let content = content(&set, file.codec, wanted_frames);
    Ok(Dicom { identity, about, content })
}

/// Whom a file is about, read from its first bytes: they may end anywhere behind the patient's data. None where the file
/// says that the identity was removed, since names may then stand in it that are nobody's (PS3.3 C.7.1.1, PS3.15 annex E).
pub fn identity(head: &[u8]) -> Option<Identity> {
    let file = file::open_head(head).ok()?;
    let set = DataSet::read(&file.bytes, file.coding);
    let removed = set.text(tags::PATIENT_IDENTITY_REMOVED).is_some_and(|removed| removed.eq_ignore_ascii_case("YES"));
    (!removed).then(|| identity::read(&set).0)
}

fn content(set: &DataSet, codec: file::Codec, wanted: &[u32]) -> Result<Content, Reason> {
    if wanted.len() > MAX_PICTURES {
        return Err(Reason::TooLarge);
    }
    if set.text(tags::SOP_CLASS_UID) == Some(uids::MEDIA_STORAGE_DIRECTORY_STORAGE)
        || set.has(tags::DIRECTORY_RECORD_SEQUENCE)
    {
        return Err(Reason::NothingToShow);
    }
    if !set.whole {
        return Err(Reason::Damaged);
    }
    if let Some(Value::Bytes(document)) = set.value(tags::ENCAPSULATED_DOCUMENT) {
        return document_content(set, document);
    }
    if set.has(tags::FLOAT_PIXEL_DATA) || set.has(tags::DOUBLE_FLOAT_PIXEL_DATA) {
        return Err(Reason::Packing);
    }
    let Some(pixels) = set.value(tags::PIXEL_DATA) else { return Err(Reason::NothingToShow) };
    match codec {
        file::Codec::Video => return Err(Reason::Video),
        file::Codec::Other => return Err(Reason::Packing),
        _ => {}
    }
    let (frames, of) = pixels::frames(set, pixels, codec, wanted)?;
    Ok(Content::Frames { frames, of })
}

/// The PDF that a file encloses; other documents are no pages.
fn document_content(set: &DataSet, document: &[u8]) -> Result<Content, Reason> {
    let pdf = match set.text(tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT) {
        Some(kind) => kind.eq_ignore_ascii_case("application/pdf"),
        None => set.text(tags::SOP_CLASS_UID) == Some(uids::ENCAPSULATED_PDF_STORAGE),
    };
    if !pdf {
        return Err(Reason::Kind);
    }
    // A value of an odd length is filled up with a zero.
    let document = match document.split_last() {
        Some((0, rest)) => rest,
        _ => document,
    };
    if document.is_empty() { Err(Reason::NothingToShow) } else { Ok(Content::Pdf(document.to_vec())) }
}
