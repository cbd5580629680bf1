//! Graphics that lie over a picture (PS3.3 C.9.2): contours and marks that somebody drew there to be seen.

use std::borrow::Cow;

use dicom_core::Tag;

use super::elements::DataSet;
use super::pixels::{Layout, Samples};
use crate::records::picture::Reason;

/// What is drawn, in all components.
const WHITE: u8 = 255;

/// Draws all overlays of a frame, counted from 0, into a picture of 8 bits a component.
pub(super) fn draw(
    set: &DataSet,
    layout: &Layout,
    samples: &Samples,
    frame: u32,
    data: &mut [u8],
) -> Result<(), Reason> {
    for group in (0x6000_u16..=0x601E).step_by(2) {
        if let Some(overlay) = Overlay::read(set, group)? {
            overlay.draw(layout, samples, frame, data)?;
        }
    }
    Ok(())
}

/// One of up to 16 planes.
#[derive(Debug)]
struct Overlay<'a> {
    rows: usize,
    columns: usize,
    /// Where its first pixel lies, counted from 0.
    row: i32,
    column: i32,
    /// The frames it is for: the first, counted from 0, and how many.
    first: u32,
    frames: u32,
    /// Its bits; none if they lie in the unused bits of the pixels.
    bits: Option<Cow<'a, [u8]>>,
    position: u32,
}

impl<'a> Overlay<'a> {
    fn read(set: &DataSet<'a>, group: u16) -> Result<Option<Self>, Reason> {
        let tag = |element| Tag(group, element);
        let (Some(rows), Some(columns)) = (set.number(tag(0x0010)), set.number(tag(0x0011))) else { return Ok(None) };
        let origin = set.words(tag(0x0050)).unwrap_or_else(|| vec![1, 1]);
        let [row, column] = *origin.as_slice() else { return Err(Reason::Damaged) };
        let position = u32::from(set.number(tag(0x0102)).unwrap_or(0));
        let bits = match set.bytes(tag(0x3000)) {
            Some(bytes) if set.coding().big && set.is_words(tag(0x3000)) => {
                Some(Cow::Owned(bytes.as_chunks::<2>().0.iter().flat_map(|&[high, low]| [low, high]).collect()))
            }
            Some(bytes) => Some(Cow::Borrowed(bytes)),
            // An overlay that is stated but has no bits of its own, nor a place among those of the pixels, is empty.
            None if position == 0 => return Ok(None),
            None => None,
        };
        let number = |element| set.text(tag(element)).map(|text| text.parse().map_err(|_| Reason::Damaged));
        let frames = number(0x0015).transpose()?;
        let first: u32 = match set.number(tag(0x0051)) {
            Some(first) => u32::from(first).checked_sub(1).ok_or(Reason::Damaged)?,
            None => 0,
        };
        Ok(Some(Self {
            rows: usize::from(rows),
            columns: usize::from(columns),
            row: i32::from(row.cast_signed()) - 1,
            column: i32::from(column.cast_signed()) - 1,
            first,
            // One plane without a number is for all frames.
            frames: frames.unwrap_or(0),
            bits,
            position,
        }))
    }

    fn draw(&self, layout: &Layout, samples: &Samples, frame: u32, data: &mut [u8]) -> Result<(), Reason> {
        let width = usize::try_from(layout.columns).map_err(|_| Reason::TooLarge)?;
        let components = data.len() / layout.pixels()?;
        let Some(bits) = &self.bits else {
            // Bits of packed pixels are those that count, and no others.
            if samples.depth != 0
                || layout.samples != 1
                || self.position >= layout.allocated
                || layout.counts(self.position)
            {
                return Err(Reason::Packing);
            }
            let marked = |raw: u32| raw >> self.position & 1 == 1;
            let pixels = data.chunks_exact_mut(components);
            samples.raw().zip(pixels).filter(|(raw, _)| marked(*raw)).for_each(|(_, pixel)| pixel.fill(WHITE));
            return Ok(());
        };
        let index = match self.frames {
            0 => 0,
            frames => match frame.checked_sub(self.first) {
                Some(index) if index < frames => index,
                _ => return Ok(()),
            },
        };
        let plane = self.rows * self.columns;
        let start = usize::try_from(index).ok().and_then(|index| index.checked_mul(plane)).ok_or(Reason::Damaged)?;
        let end = start.checked_add(plane).ok_or(Reason::Damaged)?;
        if bits.len().checked_mul(8).is_none_or(|there| there < end) {
            return Err(Reason::Damaged);
        }
        for (place, bit) in (start..end).enumerate() {
            let marked = bits.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1);
            if !marked {
                continue;
            }
            let row = i32::try_from(place / self.columns).ok().and_then(|row| usize::try_from(row + self.row).ok());
            let column = i32::try_from(place % self.columns).ok().and_then(|at| usize::try_from(at + self.column).ok());
            let (Some(row), Some(column)) = (row, column) else { continue };
            if column < width
                && let Some(pixel) = data.chunks_exact_mut(components).nth(row * width + column)
            {
                pixel.fill(WHITE);
            }
        }
        Ok(())
    }
}
