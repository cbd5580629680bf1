//! Colours (PS3.3 C.7.6.3.1.2 and C.7.9): luma and chroma, palettes, and components of more than 8 bits.

use dicom_core::Tag;
use dicom_dictionary_std::tags;

use super::elements::DataSet;
use super::pixels::{Samples, Stored};
use crate::records::picture::Reason;

/// The samples of a frame of three components as red, green, blue of 8 bits.
pub(super) fn rgb(samples: &Samples, stored: Stored) -> Vec<u8> {
    // Colours have no sign: what is stated otherwise is a mistake.
    let stored = Stored { signed: false, ..stored };
    let most = (1_u64 << stored.bits) - 1;
    let eight = |raw: u32| {
        let number = u64::try_from(stored.number(raw)).unwrap_or(0);
        u8::try_from((number * 255 + most / 2) / most).unwrap_or(u8::MAX)
    };
    let mut out: Vec<u8> = samples.raw().map(eight).collect();
    if samples.planar {
        let (red, rest) = out.split_at(out.len() / 3);
        let (green, blue) = rest.split_at(rest.len() / 2);
        out = red.iter().zip(green).zip(blue).flat_map(|((&red, &green), &blue)| [red, green, blue]).collect();
    }
    if samples.luma_chroma {
        for pixel in out.as_chunks_mut::<3>().0 {
            *pixel = from_luma_chroma(*pixel);
        }
    }
    out
}

/// ITU-R BT.601 of full range (PS3.3 C.7.6.3.1.2), in 16 bits behind the point.
fn from_luma_chroma([luma, blue, red]: [u8; 3]) -> [u8; 3] {
    let (luma, blue, red) = (i32::from(luma) << 16, i32::from(blue) - 128, i32::from(red) - 128);
    let eight = |number: i32| u8::try_from(((number + 0x8000) >> 16).clamp(0, 255)).unwrap_or(0);
    [eight(luma + 91_881 * red), eight(luma - 22_554 * blue - 46_802 * red), eight(luma + 116_130 * blue)]
}

/// A table of colours.
#[derive(Debug)]
pub(super) struct Palette {
    /// The number that the first entry is for.
    first: i64,
    entries: Vec<[u8; 3]>,
}

impl Palette {
    /// Reads the tables of red, green and blue.
    pub fn read(set: &DataSet) -> Result<Self, Reason> {
        let red = table(
            set,
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        )?;
        let green = table(
            set,
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        )?;
        let blue = table(
            set,
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        )?;
        if red.1.len() != green.1.len() || red.1.len() != blue.1.len() || red.0 != green.0 || red.0 != blue.0 {
            return Err(Reason::Damaged);
        }
        let entries = red.1.iter().zip(&green.1).zip(&blue.1).map(|((&red, &green), &blue)| [red, green, blue]);
        Ok(Self { first: red.0, entries: entries.collect() })
    }

    /// The colours of a frame. Numbers outside the table have its first or last colour.
    pub fn colours(&self, samples: &Samples, stored: Stored) -> Vec<u8> {
        let last = self.entries.len().saturating_sub(1);
        let colour = |raw: u32| {
            let place = usize::try_from(stored.number(raw) - self.first).unwrap_or(0).min(last);
            self.entries.get(place).copied().unwrap_or_default()
        };
        samples.raw().flat_map(colour).collect()
    }
}

/// One of the tables: the number its first entry is for, and its entries in 8 bits.
fn table(set: &DataSet, descriptor: Tag, data: Tag, segmented: Tag) -> Result<(i64, Vec<u8>), Reason> {
    let described = set.words(descriptor).ok_or(Reason::Damaged)?;
    let [count, first, bits] = *described.as_slice() else { return Err(Reason::Damaged) };
    let count = if count == 0 { 0x1_0000 } else { usize::from(count) };
    let signed = set.number(tags::PIXEL_REPRESENTATION) == Some(1);
    let first = if signed { i64::from(first.cast_signed()) } else { i64::from(first) };
    let words = match (set.bytes(data), set.words(segmented)) {
        // Entries of 8 bits lie two in a word, or one.
        (Some(bytes), _) if bits == 8 && bytes.len() < count * 2 => {
            let words = set.words(data).unwrap_or_default();
            words.iter().flat_map(|word| word.to_le_bytes()).map(u16::from).collect()
        }
        (Some(_), _) => set.words(data).unwrap_or_default(),
        (None, Some(segments)) => expanded(&segments, count).ok_or(Reason::Damaged)?,
        (None, None) => return Err(Reason::Damaged),
    };
    let eight = |word: u16| {
        let [high, low] = word.to_be_bytes();
        if bits == 16 { high } else { low }
    };
    let entries: Vec<u8> = words.into_iter().take(count).map(eight).collect();
    if entries.len() == count && matches!(bits, 8 | 16) { Ok((first, entries)) } else { Err(Reason::Damaged) }
}

/// The entries of a segmented table (PS3.3 C.7.9.2): runs of numbers, lines, and segments used again.
fn expanded(words: &[u16], count: usize) -> Option<Vec<u16>> {
    let mut entries = Vec::new();
    let mut rest = words;
    while entries.len() < count {
        rest = match *rest {
            [2, segments, low, high, ref after @ ..] => {
                let offset = usize::try_from((u32::from(high) << 16) | u32::from(low)).ok()?;
                let mut again = words.get(offset / 2..)?;
                for _ in 0..segments {
                    again = segment(again, &mut entries, count)?;
                }
                after
            }
            _ => segment(rest, &mut entries, count)?,
        };
    }
    Some(entries)
}

/// Adds a run or a line, and gives what comes after.
fn segment<'a>(words: &'a [u16], entries: &mut Vec<u16>, count: usize) -> Option<&'a [u16]> {
    match *words {
        [0, length, ref after @ ..] => {
            let (run, after) = after.split_at_checked(usize::from(length))?;
            entries.extend(run);
            (entries.len() <= count).then_some(after)
        }
        [1, length, end, ref after @ ..] => {
            let start = i64::from(*entries.last()?);
            let (length, end) = (i64::from(length), i64::from(end));
            for step in 1..=length {
                entries.push(u16::try_from(start + (end - start) * step / length).ok()?);
            }
            (entries.len() <= count).then_some(after)
        }
        _ => None,
    }
}
