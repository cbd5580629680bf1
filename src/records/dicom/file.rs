//! The parts of a DICOM file (PS3.10 clause 7): preamble, meta information, data set; and data sets that stand alone.

use std::borrow::Cow;
use std::io::Read;

use dicom_core::Tag;
use dicom_core::dictionary::DataDictionary;
use dicom_dictionary_std::{StandardDataDictionary, tags, uids};

use super::elements::{Coding, DataSet, EXPLICIT, IMPLICIT, Reader, guess};
use crate::records::picture::{MAX_SAMPLES, Reason};

const PREAMBLE: usize = 128;
const MAGIC: &[u8] = b"DICM";

/// How pixels are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    /// Not at all.
    Native,
    /// By runs of bytes.
    Rle,
    /// JPEG in any of its processes.
    Jpeg,
    /// JPEG-LS.
    JpegLs,
    /// JPEG 2000.
    Jpeg2000,
    /// As a video.
    Video,
    /// In a way that is not known here.
    Other,
}

/// The data set of a file as bytes, and how it is written.
#[derive(Debug)]
pub(super) struct File<'a> {
    /// The data set, deflated ones inflated.
    pub bytes: Cow<'a, [u8]>,
    /// How its elements are written.
    pub coding: Coding,
    /// How its pixels are packed.
    pub codec: Codec,
}

/// Whether these bytes look like DICOM: a file with its preamble, or a data set without.
pub fn is_dicom(bytes: &[u8]) -> bool {
    bytes.get(PREAMBLE..).is_some_and(|rest| rest.starts_with(MAGIC)) || stands_alone(bytes)
}

/// Whether the first elements are known ones, in order, with lengths that fit.
fn stands_alone(bytes: &[u8]) -> bool {
    let Some(coding) = guess(bytes) else { return false };
    let mut reader = Reader { bytes, at: 0, coding };
    let mut last = Tag(0, 0);
    for number in 0..3 {
        if number > 0 && reader.at == bytes.len() {
            return true;
        }
        // The meta information of a file in another order is still written explicitly.
        let Some(header) = reader.header() else { return false };
        let start = matches!(header.tag.group(), 0x0002 | 0x0004 | 0x0008 | 0x0010);
        let known = StandardDataDictionary.by_tag(header.tag).is_some();
        let Ok(length) = usize::try_from(header.length) else { return false };
        let fits = length <= bytes.len().saturating_sub(reader.at);
        if header.tag <= last || (number == 0 && !start) || !(known || number > 0) || !fits {
            // A sequence of unknown length may follow, but is never the first.
            return number > 0 && header.length == u32::MAX && header.tag > last;
        }
        reader.at += length;
        last = header.tag;
    }
    true
}

/// Most bytes that are inflated to know whom a file is about.
const MAX_HEAD: u64 = 16 << 20;

/// Takes a file apart.
pub(super) fn open(bytes: &[u8]) -> Result<File<'_>, Reason> {
    let (file, cut) = open_within(bytes, MAX_SAMPLES)?;
    if cut { Err(Reason::TooLarge) } else { Ok(file) }
}

/// Takes the start of a file apart: what is before the pixels, be the file cut short or too large.
pub(super) fn open_head(bytes: &[u8]) -> Result<File<'_>, Reason> {
    open_within(bytes, MAX_HEAD).map(|(file, _)| file)
}

/// Takes a file apart, and says whether more of it is deflated than a limit.
fn open_within(bytes: &[u8], most: u64) -> Result<(File<'_>, bool), Reason> {
    if !is_dicom(bytes) {
        return Err(Reason::Kind);
    }
    let preamble = bytes.get(PREAMBLE..).is_some_and(|rest| rest.starts_with(MAGIC));
    let start = if preamble { PREAMBLE + MAGIC.len() } else { 0 };
    let rest = bytes.get(start..).ok_or(Reason::Damaged)?;
    let length = meta_length(rest);
    let (meta, body) = rest.split_at_checked(length).ok_or(Reason::Damaged)?;
    let meta = DataSet::read(meta, EXPLICIT);
    let syntax = meta.text(tags::TRANSFER_SYNTAX_UID);
    let looks = guess(body);
    let (coding, codec) = match syntax {
        Some(uid) => known(uid),
        None => (looks.unwrap_or(IMPLICIT), Codec::Native),
    };
    if syntax == Some(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN) {
        let mut inflated = Vec::new();
        let limit = most.saturating_add(1);
        let inflater = flate2::read::DeflateDecoder::new(body);
        // An end that is missing shows as a data set that is not whole.
        let ended = inflater.take(limit).read_to_end(&mut inflated);
        let cut = u64::try_from(inflated.len()).is_ok_and(|length| length >= limit);
        if ended.is_err() && inflated.is_empty() {
            return Err(Reason::Damaged);
        }
        return Ok((File { bytes: Cow::Owned(inflated), coding, codec }, cut));
    }
    // Writers are known to name one way and to write in another: what the first element looks like decides.
    let coding = match looks {
        Some(looks) if looks.explicit != coding.explicit && stands_alone(body) => looks,
        _ => coding,
    };
    Ok((File { bytes: Cow::Borrowed(body), coding, codec }, false))
}

/// How long the meta information is: as long as its elements go on, whatever its first element says.
fn meta_length(bytes: &[u8]) -> usize {
    let mut reader = Reader { bytes, at: 0, coding: EXPLICIT };
    loop {
        let before = reader.at;
        let Some(header) = reader.header() else { return before };
        let end = usize::try_from(header.length).ok().and_then(|length| reader.at.checked_add(length));
        match end {
            Some(end) if header.tag.group() == 0x0002 && end <= bytes.len() => reader.at = end,
            _ => return before,
        }
    }
}

/// How elements are written and pixels packed in a transfer syntax (PS3.5 annex A).
fn known(uid: &str) -> (Coding, Codec) {
    let codec = match uid {
        uids::IMPLICIT_VR_LITTLE_ENDIAN => return (IMPLICIT, Codec::Native),
        "1.2.840.10008.1.2.2" => return (Coding { explicit: true, big: true }, Codec::Native),
        // A private way of one maker: implicit, the pixels big endian.
        "1.2.840.113619.5.2" => return (IMPLICIT, Codec::Other),
        uids::EXPLICIT_VR_LITTLE_ENDIAN | uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN => Codec::Native,
        uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN => Codec::Native,
        uids::RLE_LOSSLESS => Codec::Rle,
        _ => match uid.strip_prefix("1.2.840.10008.1.2.4.").and_then(|rest| rest.parse::<u32>().ok()) {
            Some(50..=70) => Codec::Jpeg,
            Some(80 | 81) => Codec::JpegLs,
            Some(90 | 91) => Codec::Jpeg2000,
            Some(100..=109) => Codec::Video,
            _ if uid.starts_with("1.2.840.10008.1.2.4.10") || uid.starts_with("1.2.840.10008.1.2.7.") => Codec::Video,
            _ => Codec::Other,
        },
    };
    (EXPLICIT, codec)
}
