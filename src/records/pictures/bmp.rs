//! Windows bitmaps that are not packed.

use super::{Colour, Density, Picture, Pictures, Reason, check_size, on_white, plain, row_bytes};

/// The bytes before the header that tells the size.
const FILE_HEADER: usize = 14;
/// Metres of an inch.
const METRES: f64 = 0.0254;
/// Rows of plain samples; 16 and 32 bits with masks that say where the colours are.
const PLAIN: u32 = 0;
const MASKS: u32 = 3;
const MASKS_ALPHA: u32 = 6;

/// Whether a file begins as a bitmap does.
pub fn is_bmp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && word(bytes, FILE_HEADER).is_some_and(|size| (12..=1024).contains(&size))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// Reads a bitmap.
pub fn read(bytes: &[u8]) -> Result<Pictures, Reason> {
    let word = |at| word(bytes, at).ok_or(Reason::Damaged);
    let half = |at| half(bytes, at).ok_or(Reason::Damaged);
    let (pixels_at, header) = (word(10)?, word(FILE_HEADER)?);
    let old = header == 12;
    if ![12, 40, 52, 56, 64, 108, 124].contains(&header) {
        return Err(Reason::Packing);
    }
    let (width, height, bits) = if old {
        (u32::from(half(18)?), i32::from(half(20)?), half(24)?)
    } else {
        (word(18)?, i32::from_le_bytes(word(22)?.to_le_bytes()), half(28)?)
    };
    let packing = if old { PLAIN } else { word(30)? };
    let upwards = height > 0;
    let height = height.unsigned_abs();
    let masks = packing == MASKS || packing == MASKS_ALPHA && header != 64;
    let known = packing == PLAIN && [1, 4, 8, 16, 24, 32].contains(&bits) || masks && [16, 32].contains(&bits);
    if !known || i32::try_from(width).is_err() {
        return Err(if i32::try_from(width).is_err() { Reason::Damaged } else { Reason::Packing });
    }
    check_size(width, height, if bits <= 8 { bits.into() } else { 32 })?;
    let row = row_bytes(width, bits.into())?;
    let rows = usize::try_from(height).map_err(|_| Reason::TooLarge)?;
    let start = usize::try_from(pixels_at).map_err(|_| Reason::Damaged)?;
    let end = row.next_multiple_of(4).checked_mul(rows).and_then(|size| size.checked_add(start));
    let stored = end.and_then(|end| bytes.get(start..end)).ok_or(Reason::Damaged)?;
    let rows: Vec<&[u8]> =
        stored.chunks_exact(row.next_multiple_of(4)).filter_map(|padded| padded.get(..row)).collect();
    let rows: Vec<&[u8]> = if upwards { rows.into_iter().rev().collect() } else { rows };
    let after = FILE_HEADER + usize::try_from(header).map_err(|_| Reason::Damaged)?;
    let mut picture = if bits <= 8 {
        let count = 1_usize << bits;
        let used = if old { 0 } else { usize::try_from(word(46)?).map_err(|_| Reason::Damaged)? };
        let used = if used == 0 { count } else { used.min(count) };
        let size = if old { 3 } else { 4 };
        let table = bytes.get(after..after + used * size).ok_or(Reason::Damaged)?;
        let mut colours: Vec<u8> = table.chunks_exact(size).flat_map(|bgr| bgr.iter().take(3).rev()).copied().collect();
        colours.resize(3 * count, 0);
        let bits = u8::try_from(bits).map_err(|_| Reason::Packing)?;
        plain(width, height, Colour::Indexed(colours), bits, &rows.concat())?
    } else if bits == 24 {
        let bgr = rows.iter().flat_map(|row| row.chunks_exact(3));
        let samples: Vec<u8> = bgr.flat_map(|bgr| bgr.iter().rev()).copied().collect();
        plain(width, height, Colour::Rgb, 8, &samples)?
    } else {
        let masks = match (masks, bits) {
            (false, 16) => [0x7C00, 0x03E0, 0x001F, 0],
            (false, _) => [0xFF_0000, 0xFF00, 0xFF, 0],
            (true, _) => {
                // Behind a header of 40 bytes, or in a longer one.
                let alpha = if header > 52 || packing == MASKS_ALPHA { word(66)? } else { 0 };
                [word(54)?, word(58)?, word(62)?, alpha]
            }
        };
        masked(&rows, usize::from(bits / 8), masks, width, height)?
    };
    if !old {
        let density = Density::per_inch(f64::from(word(38)?) * METRES, f64::from(word(42)?) * METRES);
        density.apply(&mut picture);
    }
    Ok(Pictures::one(picture))
}

/// Pixels of so many bytes, of which masks say where red, green, blue and alpha are.
fn masked(rows: &[&[u8]], size: usize, masks: [u32; 4], width: u32, height: u32) -> Result<Picture, Reason> {
    let [_, _, _, alpha] = masks;
    if masks.iter().take(3).any(|mask| *mask == 0) {
        return Err(Reason::Packing);
    }
    let mut pixels = Vec::with_capacity(check_size(width, height, 32)?);
    for pixel in rows.iter().flat_map(|row| row.chunks_exact(size)) {
        let value = pixel.iter().rev().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
        for mask in masks {
            let shift = mask.trailing_zeros() % 32;
            let (most, part) = (u64::from(mask >> shift), u64::from((value & mask) >> shift));
            // Without a mask for alpha nothing shines through.
            let scaled = (part * 255 + most / 2).checked_div(most).unwrap_or(255);
            pixels.push(u8::try_from(scaled).unwrap_or(u8::MAX));
        }
    }
    // Where alpha is zero everywhere it was never written.
    if alpha != 0 && pixels.iter().skip(3).step_by(4).all(|alpha| *alpha == 0) {
        pixels.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = u8::MAX);
    }
    plain(width, height, Colour::Rgb, 8, &on_white(&pixels, 3, 8, false))
}
