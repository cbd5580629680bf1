//! A page of a TIFF file that a PDF cannot hold as it is: unpacked by the `tiff` crate, then told in the colours of a PDF.

use std::io::{Cursor, Read, Result as Io, Seek, SeekFrom, copy, sink};

use ::tiff::TiffError;
use ::tiff::decoder::{Decoder, DecodingResult, Limits};
use flate2::read::ZlibDecoder;

use super::tiff::{Page, packed, photometric, tag};
use super::{Colour, MAX_SAMPLES, Picture, Reason, check_size, colour_of, guarded, on_white, plain, row_bytes};

/// The samples of a page as they are stored, 16 bits with the higher byte first.
pub struct Unpacked {
    samples: Vec<u8>,
    /// Samples of a pixel among them.
    stored: usize,
}

/// A file some of whose bytes are read as others.
struct Noted<'a> {
    bytes: Cursor<&'a [u8]>,
    notes: Vec<(usize, Vec<u8>)>,
}

impl Read for Noted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Io<usize> {
        let from = usize::try_from(self.bytes.position()).unwrap_or(usize::MAX);
        let count = self.bytes.read(buffer)?;
        for (at, note) in &self.notes {
            for (place, byte) in (*at..).zip(note) {
                let within = place.checked_sub(from).filter(|place| *place < count);
                if let Some(old) = within.and_then(|place| buffer.get_mut(place)) {
                    *old = *byte;
                }
            }
        }
        Ok(count)
    }
}

impl Seek for Noted<'_> {
    fn seek(&mut self, to: SeekFrom) -> Io<u64> {
        self.bytes.seek(to)
    }
}

/// Unpacks a page. Grey where 0 is white comes as it is stored.
pub fn unpack(page: &Page<'_>) -> Result<Unpacked, Reason> {
    // The crate reads no palettes, no fax strips of endless height, no bits in reverse, and skips extra samples wrongly
    // where a predictor is used; what it reads instead is the same but for the names.
    let mut notes = vec![page.directories.first_note(page.at).ok_or(Reason::Damaged)?];
    if [photometric::WHITE_IS_ZERO, photometric::PALETTE].contains(&page.photometric) {
        notes.extend(page.directory.note(tag::PHOTOMETRIC, photometric::BLACK_IS_ZERO));
    }
    notes.extend(page.directory.note(tag::STRIP_ROWS, page.piece.1.into()));
    if page.directory.numbers(tag::EXTRA).is_some_and(|extra| extra == [0]) {
        notes.extend(page.directory.note(tag::EXTRA, 2));
    }
    let mut turned = Vec::new();
    if page.lowest_first && page.compression != packed::JPEG {
        turned = page.bytes.to_vec();
        // Pieces may be the same bytes; each byte is turned once.
        let mut done = 0;
        let mut pieces = page.pieces.clone();
        pieces.sort_unstable();
        for (start, end) in pieces {
            let piece = turned.get_mut(start.max(done)..end.max(start).max(done)).ok_or(Reason::Damaged)?;
            piece.iter_mut().for_each(|byte| *byte = byte.reverse_bits());
            done = done.max(end);
        }
    }
    let bytes = if turned.is_empty() { page.bytes } else { &turned };
    guarded(|| unpack_noted(page, Noted { bytes: Cursor::new(bytes), notes }))
}

/// Whether pieces that are not packed, or deflated, are whole: the crate reads on behind them.
fn check_pieces(page: &Page<'_>) -> Result<(), Reason> {
    let samples = if page.planar { 1 } else { page.samples };
    let row = row_bytes(page.piece.0, samples as u64 * u64::from(page.bits))?;
    let down = page.height.div_ceil(page.piece.1);
    let tiled = page.directory.has(tag::TILES);
    for (nth, piece) in (0_u32..).zip(&page.pieces) {
        let is_last = !tiled && (nth + 1) % down == 0;
        let rows = if is_last { page.height - (down - 1) * page.piece.1 } else { page.piece.1 };
        let size = usize::try_from(rows).ok().and_then(|rows| rows.checked_mul(row)).ok_or(Reason::TooLarge)?;
        let bytes = page.piece_bytes(*piece)?;
        let whole = match page.compression {
            packed::NOT => bytes.len() >= size,
            packed::DEFLATE | packed::OLD_DEFLATE => inflates_to(bytes, size, page.lowest_first),
            _ => true,
        };
        if !whole {
            return Err(Reason::Damaged);
        }
    }
    Ok(())
}

/// Whether a zlib stream has so many bytes and the right sum of them.
fn inflates_to(bytes: &[u8], size: usize, lowest_first: bool) -> bool {
    let turned: Vec<u8> =
        if lowest_first { bytes.iter().map(|byte| byte.reverse_bits()).collect() } else { Vec::new() };
    let mut inflater = ZlibDecoder::new(if lowest_first { turned.as_slice() } else { bytes });
    // To the end, where the sum is; some programs fill up the last strip of a page.
    let limit = u64::try_from(size).unwrap_or(u64::MAX).saturating_add(1 << 24);
    let copied = copy(&mut (&mut inflater).take(limit), &mut sink());
    copied.is_ok_and(|copied| usize::try_from(copied).is_ok_and(|copied| copied >= size))
}

fn reason(error: TiffError) -> Reason {
    match error {
        TiffError::UnsupportedError(_) => Reason::Packing,
        TiffError::LimitsExceeded | TiffError::IntSizeError => Reason::TooLarge,
        _ => Reason::Damaged,
    }
}

fn unpack_noted(page: &Page<'_>, file: Noted<'_>) -> Result<Unpacked, Reason> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = usize::try_from(MAX_SAMPLES).map_err(|_| Reason::TooLarge)?;
    limits.intermediate_buffer_size = page.bytes.len();
    limits.ifd_value_size = 1 << 22;
    let mut decoder = Decoder::new(file).map_err(reason)?.with_limits(limits);
    if decoder.dimensions().map_err(reason)? != (page.width, page.height) {
        return Err(Reason::Damaged);
    }
    let mut result = DecodingResult::U8(Vec::new());
    let layout = decoder.read_image_to_buffer(&mut result).map_err(reason)?;
    let colours = usize::from(decoder.colortype().map_err(reason)?.num_samples());
    let planes = if page.planar { layout.planes } else { 1 };
    let samples = match result {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.iter().flat_map(|sample| sample.to_be_bytes()).collect(),
        _ => return Err(Reason::Packing),
    };
    if samples.len() != layout.complete_len {
        return Err(Reason::TooLarge);
    }
    if planes == 1 {
        return Ok(Unpacked { samples, stored: colours });
    }
    if page.bits < 8 {
        return Err(Reason::Packing);
    }
    let plane = samples.len() / planes;
    let size = usize::from(page.bits / 8);
    let mut mixed = Vec::with_capacity(samples.len());
    for at in (0..plane).step_by(size) {
        for nth in 0..planes {
            let from = nth * plane + at;
            mixed.extend_from_slice(samples.get(from..from + size).ok_or(Reason::Damaged)?);
        }
    }
    Ok(Unpacked { samples: mixed, stored: planes })
}

/// Decodes a page.
pub fn decode(page: &Page<'_>) -> Result<Picture, Reason> {
    let colours = match page.photometric {
        photometric::WHITE_IS_ZERO | photometric::BLACK_IS_ZERO | photometric::PALETTE => 1,
        photometric::RGB | photometric::YCBCR => 3,
        photometric::CMYK => 4,
        _ => return Err(Reason::Packing),
    };
    if page.samples < colours {
        return Err(Reason::Damaged);
    }
    // The crate stops at tiles of planes that reach out of the picture.
    if page.planar && page.directory.has(tag::TILES) {
        return Err(Reason::Packing);
    }
    check_pieces(page)?;
    let Unpacked { mut samples, mut stored } = unpack(page)?;
    if stored < colours || stored > page.samples {
        return Err(Reason::Damaged);
    }
    let bytes = usize::from(page.bits.div_ceil(8));
    if stored > 1 && page.bits < 8 {
        return Err(Reason::Packing);
    }
    // The first extra sample: 1 is alpha that the colours are multiplied with, 2 is alpha beside them.
    let extra = page.directory.numbers(tag::EXTRA).and_then(|extra| extra.first().copied());
    let alpha = match extra {
        None if page.photometric == photometric::RGB && page.samples == 4 => Some(false),
        Some(1) => Some(true),
        Some(2) => Some(false),
        _ => None,
    };
    let keep = if alpha.is_some() && stored > colours { colours + 1 } else { colours };
    if keep < stored {
        samples =
            samples.chunks_exact(stored * bytes).flat_map(|pixel| pixel.iter().take(keep * bytes)).copied().collect();
        stored = keep;
    }
    let whole = page.bits == 8;
    match page.photometric {
        photometric::PALETTE => return palette(page, &samples, stored, alpha),
        photometric::YCBCR if whole && stored == 3 => samples.chunks_exact_mut(3).for_each(to_rgb),
        photometric::YCBCR => return Err(Reason::Packing),
        photometric::WHITE_IS_ZERO => samples_inverted(&mut samples, stored, bytes, page),
        _ => {}
    }
    if stored > colours {
        samples = on_white(&samples, colours, page.bits, alpha == Some(true));
    }
    plain(page.width, page.height, colour_of(colours)?, page.bits, &samples)
}

/// Turns grey where 0 is white into grey where 0 is black; alpha stays.
fn samples_inverted(samples: &mut [u8], stored: usize, bytes: usize, page: &Page<'_>) {
    if page.bits < 8 {
        samples.iter_mut().for_each(|byte| *byte = !*byte);
        return;
    }
    for pixel in samples.chunks_exact_mut(stored * bytes) {
        pixel.iter_mut().take(bytes).for_each(|byte| *byte = !*byte);
    }
}

/// A page of numbers into a table of colours.
fn palette(page: &Page<'_>, samples: &[u8], stored: usize, alpha: Option<bool>) -> Result<Picture, Reason> {
    let count = 1_usize << page.bits;
    let map = page.directory.numbers(tag::COLOUR_MAP).ok_or(Reason::Damaged)?;
    if page.bits > 8 {
        return Err(Reason::Packing);
    }
    if map.len() < 3 * count {
        return Err(Reason::Damaged);
    }
    // Some programs wrote 8 bits where the format has 16.
    let shift = if map.iter().all(|value| *value < 256) { 0 } else { 8 };
    let value = |nth: usize| map.get(nth).map_or(0, |value| u8::try_from(value >> shift).unwrap_or(u8::MAX));
    let table: Vec<u8> = (0..count).flat_map(|nth| [value(nth), value(count + nth), value(2 * count + nth)]).collect();
    if stored == 1 {
        return plain(page.width, page.height, Colour::Indexed(table), page.bits, samples);
    }
    check_size(page.width, page.height, 32)?;
    let mut pixels = Vec::with_capacity(samples.len() * 2);
    for pixel in samples.chunks_exact(2) {
        let [number, alpha] = *pixel else { return Err(Reason::Damaged) };
        let from = 3 * usize::from(number);
        pixels.extend_from_slice(table.get(from..from + 3).ok_or(Reason::Damaged)?);
        pixels.push(alpha);
    }
    // Colours out of a table cannot be multiplied with anything.
    let _ = alpha;
    plain(page.width, page.height, Colour::Rgb, 8, &on_white(&pixels, 3, 8, false))
}

/// Luminance and two colour differences to red, green and blue (ITU-T T.871), in thousandths of a bit.
fn to_rgb(pixel: &mut [u8]) {
    if let [y, cb, cr] = pixel {
        let (light, blue, red) = (i32::from(*y) << 16, i32::from(*cb) - 128, i32::from(*cr) - 128);
        let round = |value: i32| u8::try_from(((value + (1 << 15)) >> 16).clamp(0, 255)).unwrap_or(u8::MAX);
        *y = round(light + 91_881 * red);
        *cb = round(light - 22_554 * blue - 46_802 * red);
        *cr = round(light + 116_130 * blue);
    }
}
