//! Files built here, element by element.

mod codecs;
mod files;
mod shades;

use dicom_core::Tag;
use dicom_dictionary_std::{tags, uids};

use super::{Content, Dicom, Frame, read};
use crate::records::picture::{Colour, Reason};

/// Writes a data set.
#[derive(Debug, Clone)]
struct Set {
    bytes: Vec<u8>,
    explicit: bool,
    big: bool,
}

impl Set {
    fn new() -> Self {
        Self { bytes: Vec::new(), explicit: true, big: false }
    }

    fn word(&mut self, word: u16) {
        self.bytes.extend(if self.big { word.to_be_bytes() } else { word.to_le_bytes() });
    }

    fn long(&mut self, long: u32) {
        self.bytes.extend(if self.big { long.to_be_bytes() } else { long.to_le_bytes() });
    }

    fn header(&mut self, tag: Tag, kind: &[u8; 2], length: u32) {
        self.word(tag.0);
        self.word(tag.1);
        if tag.0 == 0xFFFE || !self.explicit {
            return self.long(length);
        }
        self.bytes.extend(kind);
        if matches!(kind, b"OB" | b"OW" | b"SQ" | b"UN" | b"UT") {
            self.bytes.extend([0, 0]);
            self.long(length);
        } else {
            self.word(u16::try_from(length).unwrap());
        }
    }

    fn bytes(mut self, tag: Tag, kind: &[u8; 2], value: &[u8]) -> Self {
        let odd = value.len() % 2;
        self.header(tag, kind, u32::try_from(value.len() + odd).unwrap());
        self.bytes.extend(value);
        self.bytes.extend(std::iter::repeat_n(if kind == b"OB" { 0 } else { b' ' }, odd));
        self
    }

    fn text(self, tag: Tag, kind: &[u8; 2], value: &str) -> Self {
        self.bytes(tag, kind, value.as_bytes())
    }

    fn words(mut self, tag: Tag, kind: &[u8; 2], values: &[u16]) -> Self {
        self.header(tag, kind, u32::try_from(values.len() * 2).unwrap());
        values.iter().for_each(|&value| self.word(value));
        self
    }

    /// A sequence with one item, of unknown length.
    fn item(mut self, tag: Tag, item: Set) -> Self {
        self.header(tag, b"SQ", u32::MAX);
        self.header(Tag(0xFFFE, 0xE000), b"  ", u32::MAX);
        self.bytes.extend(item.bytes);
        self.header(Tag(0xFFFE, 0xE00D), b"  ", 0);
        self.header(Tag(0xFFFE, 0xE0DD), b"  ", 0);
        self
    }

    fn fragments(mut self, fragments: &[&[u8]]) -> Self {
        self.header(tags::PIXEL_DATA, b"OB", u32::MAX);
        for fragment in fragments {
            self.header(Tag(0xFFFE, 0xE000), b"  ", u32::try_from(fragment.len()).unwrap());
            self.bytes.extend(*fragment);
        }
        self.header(Tag(0xFFFE, 0xE0DD), b"  ", 0);
        self
    }

    /// Image pixel attributes: photometric interpretation, rows, columns, bits allocated and stored, sign.
    fn image(self, photometric: &str, rows: u16, columns: u16, allocated: u16, stored: u16, signed: bool) -> Self {
        let colours = !photometric.starts_with("MONO") && !photometric.starts_with("PAL");
        self.words(tags::SAMPLES_PER_PIXEL, b"US", &[if colours { 3 } else { 1 }])
            .text(tags::PHOTOMETRIC_INTERPRETATION, b"CS", photometric)
            .words(tags::ROWS, b"US", &[rows])
            .words(tags::COLUMNS, b"US", &[columns])
            .words(tags::BITS_ALLOCATED, b"US", &[allocated])
            .words(tags::BITS_STORED, b"US", &[stored])
            .words(tags::HIGH_BIT, b"US", &[stored - 1])
            .words(tags::PIXEL_REPRESENTATION, b"US", &[u16::from(signed)])
    }

    /// The set as a file in a transfer syntax.
    fn file(self, syntax: &str) -> Vec<u8> {
        let meta = Set::new().text(tags::TRANSFER_SYNTAX_UID, b"UI", syntax);
        [vec![0; 128], b"DICM".to_vec(), meta.bytes, self.bytes].concat()
    }

    fn explicit(self) -> Vec<u8> {
        self.file(uids::EXPLICIT_VR_LITTLE_ENDIAN)
    }
}

fn shown(file: &[u8], wanted: &[u32]) -> Vec<Frame> {
    match read(file, wanted).unwrap().content.unwrap() {
        Content::Frames { frames, .. } => frames,
        Content::Pdf(_) => panic!("a PDF"),
    }
}

/// The samples of the only frame.
fn samples(file: &[u8]) -> Vec<u8> {
    let [frame] = shown(file, &[]).try_into().unwrap();
    frame.picture.data
}

fn refused(file: &[u8]) -> Reason {
    read(file, &[]).unwrap().content.unwrap_err()
}

fn named(set: Set) -> Dicom {
    read(&set.explicit(), &[]).unwrap()
}
