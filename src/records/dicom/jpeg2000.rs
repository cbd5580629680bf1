//! JPEG 2000 (ITU-T T.800) inside DICOM.
//!
//! The decoder gives 8 bits a component and no more. Its way around is JP2's own palette: wrapped in a file whose
//! palette has a column for the high and one for the low byte of each number, samples of up to 16 bits come out whole.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_jpeg2000::{DecodeSettings, Image};

use super::pixels::{Layout, Samples};
use crate::records::picture::Reason;

const SETTINGS: DecodeSettings =
    DecodeSettings { resolve_palette_indices: true, strict: true, target_resolution: None };
/// Start of a codestream and of its first segment.
const START: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];
/// Most samples of a frame: the decoder takes 16 bytes for each.
const MAX_DECODED: usize = 100_000_000;
/// Above this many samples, a byte must not stand for more than [`MAX_RATIO`] of them.
const FREE_RATIO: usize = 1 << 24;
const MAX_RATIO: usize = 4096;
/// Most entries of a palette.
const MAX_ENTRIES: u32 = 0xFFFF;

/// What the main header says.
#[derive(Debug, Clone)]
struct Headers {
    width: u32,
    height: u32,
    components: usize,
    depth: u8,
    signed: bool,
    reversible: bool,
    /// Where the depths of the components are.
    depths_at: Vec<usize>,
    /// Where the kinds of quantization are: the byte of style and guard bits, and the end of the segment.
    quantizations: Vec<(usize, usize)>,
}

impl Headers {
    /// Reads up to the first tile.
    fn read(bytes: &[u8]) -> Option<Self> {
        let segment = bytes.get(4..)?;
        let four = |at: usize| Some(u32::from_be_bytes(*segment.get(at..)?.first_chunk()?));
        let (width, height) = (four(4)?.checked_sub(four(12)?)?, four(8)?.checked_sub(four(16)?)?);
        let components = usize::from(u16::from_be_bytes(*segment.get(36..)?.first_chunk()?));
        let parts = segment.get(38..)?.get(..components.checked_mul(3)?)?.as_chunks::<3>().0;
        let [first, dx, dy] = *parts.first()?;
        // Components that differ in depth or size are no pixels.
        if dx != 1 || dy != 1 || parts.iter().any(|part| *part != [first, dx, dy]) {
            return None;
        }
        let depths_at = (0..components).map(|number| 42 + number * 3).collect();
        let (depth, signed) = ((first & 0x7F) + 1, first & 0x80 != 0);
        let mut headers = Headers {
            width,
            height,
            components,
            depth,
            signed,
            reversible: false,
            depths_at,
            quantizations: Vec::new(),
        };
        let mut at = 2;
        loop {
            let [0xFF, marker, high, low] = *bytes.get(at..)?.first_chunk()? else { return None };
            let length = usize::from(u16::from_be_bytes([high, low]));
            let start = at + 4;
            let end = at + 2 + length;
            match marker {
                0x52 => headers.reversible = *bytes.get(start + 9)? == 1,
                0x5C => headers.quantizations.push((start, end)),
                0x5D => headers.quantizations.push((start + if components < 257 { 1 } else { 2 }, end)),
                0x90 => return Some(headers),
                _ => {}
            }
            at = end;
        }
    }

    /// Doubles the range around the samples of a lossy stream, so that what lies outside by loss is not lost: one more
    /// bit of depth; for the steps to stay as they are, exponents one higher; for as many bit planes, one guard bit less.
    fn widen(&self, stream: &mut [u8]) -> Option<()> {
        for &at in &self.depths_at {
            *stream.get_mut(at)? += 1;
        }
        for &(at, end) in &self.quantizations {
            let style = stream.get_mut(at)?;
            if *style >> 5 == 0 || !matches!(*style & 0x1F, 1 | 2) {
                return None;
            }
            *style -= 1 << 5;
            for pair in stream.get_mut(at + 1..end)?.as_chunks_mut::<2>().0 {
                let step = u16::from_be_bytes(*pair);
                *pair = step.checked_add(1 << 11)?.to_be_bytes();
            }
        }
        Some(())
    }
}

/// Unpacks a frame.
pub(super) fn decode(packed: &[u8], layout: &Layout) -> Result<Samples<'static>, Reason> {
    let stream = codestream(packed).ok_or(Reason::Damaged)?;
    let headers = Headers::read(stream).ok_or(Reason::Damaged)?;
    if headers.width != layout.columns || headers.height != layout.rows || headers.components != layout.samples {
        return Err(Reason::Damaged);
    }
    let samples = layout.pixels()?.saturating_mul(layout.samples);
    if samples > MAX_DECODED || (samples > FREE_RATIO && samples / MAX_RATIO > stream.len()) {
        return Err(Reason::TooLarge);
    }
    let tiles = tiles(stream).ok_or(Reason::Damaged)?;
    let luma_chroma = layout.samples == 3 && layout.photometric.is_stored_luma_chroma();
    let depth = headers.depth;
    let (bytes, width) = match depth {
        8 => {
            let bytes = unpack(stream, layout.pixels()?, layout.samples)?;
            // The decoder lifts signed samples as it does the others.
            let turned = if headers.signed { bytes.iter().map(|byte| byte ^ 0x80).collect() } else { bytes };
            (turned, 1)
        }
        1..=16 => (deep(stream, &headers, layout, tiles)?, 2),
        _ => return Err(Reason::Packing),
    };
    Ok(Samples { bytes: Cow::Owned(bytes), width, depth: u32::from(depth), planar: false, luma_chroma })
}

/// The stream alone: some writers leave it in its JP2 file, whose colours DICOM does not heed.
fn codestream(packed: &[u8]) -> Option<&[u8]> {
    if packed.starts_with(&START) {
        return Some(packed);
    }
    let mut at = 0;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*packed.get(at..)?.first_chunk()?)).ok()?;
        let kind = packed.get(at + 4..)?.first_chunk::<4>()?;
        let (start, end) = match length {
            0 => (at + 8, packed.len()),
            1 => {
                let long = u64::from_be_bytes(*packed.get(at + 8..)?.first_chunk()?);
                (at + 16, at.checked_add(usize::try_from(long).ok()?)?)
            }
            8.. => (at + 8, at.checked_add(length)?),
            _ => return None,
        };
        if kind == b"jp2c" {
            return packed.get(start..end).filter(|stream| stream.starts_with(&START));
        }
        at = end;
    }
}

/// Goes over the tile parts: gives whether none of them has a quantization of its own, or nothing if the stream does
/// not end where it says.
fn tiles(stream: &[u8]) -> Option<bool> {
    let mut at = 2;
    while *stream.get(at + 1)? != 0x90 {
        at += 2 + usize::from(u16::from_be_bytes(*stream.get(at + 2..)?.first_chunk()?));
    }
    let mut plain = true;
    loop {
        match stream.get(at..)?.first_chunk::<2>()? {
            [0xFF, 0xD9] => return Some(plain),
            [0xFF, 0x90] => {}
            _ => return None,
        }
        let length = usize::try_from(u32::from_be_bytes(*stream.get(at + 6..)?.first_chunk()?)).ok()?;
        let mut inner = at + 12;
        while stream.get(inner..)?.first_chunk::<2>()? != &[0xFF, 0x93] {
            plain &= !matches!(stream.get(inner + 1)?, 0x52 | 0x53 | 0x5C | 0x5D);
            inner += 2 + usize::from(u16::from_be_bytes(*stream.get(inner + 2..)?.first_chunk()?));
        }
        if length == 0 {
            // The last part goes on to the end of the stream.
            let end = stream.iter().rposition(|&byte| byte != 0)?;
            return stream.get(..=end)?.ends_with(&[0xFF, 0xD9]).then_some(plain);
        }
        at = at.checked_add(length.max(14))?;
    }
}

/// Samples that are not of 8 bits, two bytes each, least significant first.
fn deep(stream: &[u8], headers: &Headers, layout: &Layout, plain: bool) -> Result<Vec<u8>, Reason> {
    let mut stream = stream.to_vec();
    let mut depth = u32::from(headers.depth);
    let most = (1_i64 << depth) - 1;
    if !headers.reversible && plain && depth < 16 {
        let before = stream.clone();
        match headers.widen(&mut stream) {
            Some(()) => depth += 1,
            None => stream = before,
        }
    }
    let middle = 1_i64 << (headers.depth - 1);
    // Once the range is twice as wide, what was its start lies by half of it further up.
    let shift = if depth == u32::from(headers.depth) { 0 } else { middle };
    let entries = (1_u32 << depth).min(MAX_ENTRIES);
    let value = |entry: u32| {
        let value = (i64::from(entry) - shift).clamp(0, most);
        // The decoder lifts signed samples as it does the others.
        let value = if headers.signed { value - middle } else { value };
        i16::try_from(value).map_or_else(|_| u16::try_from(value).unwrap_or(0), i16::cast_unsigned)
    };
    let file = wrapped(&stream, entries, headers.components, value).ok_or(Reason::TooLarge)?;
    // A number outside the palette ends the decoder: at 16 bits that says nothing of the file.
    let outside = if depth == 16 { Reason::Packing } else { Reason::Damaged };
    unpack(&file, layout.pixels()?, layout.samples * 2).map_err(|_| outside)
}

/// A JP2 file of the stream with a palette of two columns for each component: low and high byte of a number.
fn wrapped(stream: &[u8], entries: u32, components: usize, value: impl Fn(u32) -> u16) -> Option<Vec<u8>> {
    let columns = u8::try_from(components.checked_mul(2)?).ok()?;
    let mut palette = Vec::new();
    palette.extend(u16::try_from(entries).ok()?.to_be_bytes());
    palette.push(columns);
    palette.extend((0..columns).map(|_| 7));
    for entry in 0..entries {
        let pair = value(entry).to_le_bytes();
        (0..components).for_each(|_| palette.extend(pair));
    }
    let mut mapping = Vec::new();
    for column in 0..columns {
        mapping.extend([0, column / 2, 1, column]);
    }
    let header = [boxed(b"pclr", &palette)?, boxed(b"cmap", &mapping)?].concat();
    Some(
        [
            boxed(b"jP  ", &[0x0D, 0x0A, 0x87, 0x0A])?,
            boxed(b"ftyp", b"jp2 \0\0\0\0jp2 ")?,
            boxed(b"jp2h", &header)?,
            boxed(b"jp2c", stream)?,
        ]
        .concat(),
    )
}

fn boxed(kind: &[u8; 4], content: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(content.len().checked_add(8)?).ok()?;
    Some([&length.to_be_bytes(), kind.as_slice(), content].concat())
}

fn unpack(file: &[u8], pixels: usize, channels: usize) -> Result<Vec<u8>, Reason> {
    let decoded = catch_unwind(AssertUnwindSafe(|| Image::new(file, &SETTINGS).ok()?.decode().ok()));
    let bytes = decoded.ok().flatten().ok_or(Reason::Damaged)?;
    if bytes.len() == pixels * channels { Ok(bytes) } else { Err(Reason::Damaged) }
}
