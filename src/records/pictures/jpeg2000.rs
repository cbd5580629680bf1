//! JPEG 2000 files and code streams (ISO/IEC 15444-1): proved whole, then decoded to 8 bits a component.

use std::collections::BTreeSet;

use hayro_jpeg2000::{DecodeSettings, Image};

use super::{Pictures, Reason, check_size, colour_of, guarded, on_white, plain};

/// How a file begins.
pub const FILE: &[u8] = b"\0\0\0\x0CjP  \r\n\x87\n";
/// How a bare code stream begins.
pub const CODESTREAM: &[u8] = b"\xFF\x4F\xFF\x51";
/// The most precincts that are decoded: a few bytes can declare one for every pixel.
const MAX_PRECINCTS: u64 = 1 << 20;

/// Reads a JPEG 2000 file.
pub fn read(bytes: &[u8]) -> Result<Pictures, Reason> {
    check(if bytes.starts_with(FILE) { codestream(bytes)? } else { bytes })?;
    let settings = DecodeSettings { resolve_palette_indices: true, strict: true, target_resolution: None };
    guarded(|| {
        let image = Image::new(bytes, &settings).map_err(|_| Reason::Damaged)?;
        let (width, height, alpha) = (image.width(), image.height(), image.has_alpha());
        let colours = usize::from(image.color_space().num_channels());
        let colour = colour_of(colours)?;
        // Four components are inks only where the file says so; without a word they may be colours and alpha.
        if colours == 4 && !says_inks(bytes) {
            return Err(Reason::Packing);
        }
        let size = check_size(width, height, 8 * (colours as u64 + u64::from(alpha)))?;
        let samples = image.decode().map_err(|_| Reason::Damaged)?;
        if samples.len() != size {
            return Err(Reason::Damaged);
        }
        let samples = if alpha { on_white(&samples, colours, 8, false) } else { samples };
        Ok(Pictures::one(plain(width, height, colour, 8, &samples)?))
    })
}

fn word(bytes: &[u8], at: usize) -> Result<u32, Reason> {
    let word = bytes.get(at..at.saturating_add(4)).and_then(|word| word.try_into().ok());
    word.map(u32::from_be_bytes).ok_or(Reason::Damaged)
}

fn half(bytes: &[u8], at: usize) -> Result<u16, Reason> {
    let half = bytes.get(at..at.saturating_add(2)).and_then(|half| half.try_into().ok());
    half.map(u16::from_be_bytes).ok_or(Reason::Damaged)
}

/// Whether a file says that its components are inks, by number or by a profile of its own.
fn says_inks(bytes: &[u8]) -> bool {
    let head = bytes.windows(4).position(|name| name == b"jp2c").and_then(|end| bytes.get(..end));
    let head = if bytes.starts_with(FILE) { head.unwrap_or_default() } else { &[] };
    let colour = head.windows(4).position(|name| name == b"colr").and_then(|at| head.get(at + 4..));
    colour.is_some_and(|colour| match colour {
        [1, _, _, number @ ..] => number.starts_with(&[0, 0, 0, 12]),
        [2, _, _, profile @ ..] => profile.get(16..20) == Some(b"CMYK"),
        _ => false,
    })
}

/// The code stream in a file.
fn codestream(mut bytes: &[u8]) -> Result<&[u8], Reason> {
    loop {
        let (short, is_stream) = (word(bytes, 0)?, bytes.get(4..8) == Some(b"jp2c"));
        let (head, length) = match short {
            0 => (8, bytes.len()),
            1 if word(bytes, 8)? == 0 => (16, usize::try_from(word(bytes, 12)?).map_err(|_| Reason::Damaged)?),
            1 => return Err(Reason::Damaged),
            _ => (8, usize::try_from(short).map_err(|_| Reason::Damaged)?),
        };
        let (this, after) = bytes.split_at_checked(length.max(head)).ok_or(Reason::Damaged)?;
        if is_stream {
            return this.get(head..).ok_or(Reason::Damaged);
        }
        bytes = after;
    }
}

/// Whether a code stream declares an honest size and has every part of every tile.
fn check(bytes: &[u8]) -> Result<(), Reason> {
    if !bytes.starts_with(CODESTREAM) {
        return Err(Reason::Damaged);
    }
    let extent = |end: usize, begin: usize| word(bytes, end)?.checked_sub(word(bytes, begin)?).ok_or(Reason::Damaged);
    let (width, height) = (extent(8, 16)?, extent(12, 20)?);
    let (tile_width, tile_height) = (word(bytes, 24)?, word(bytes, 28)?);
    let components = half(bytes, 40)?;
    if components == 0 || tile_width == 0 || tile_height == 0 {
        return Err(Reason::Damaged);
    }
    if components > 5 {
        return Err(Reason::Packing);
    }
    // The decoder holds 32 bits for every sample.
    check_size(width, height, u64::from(components) * 32)?;
    let tiles = |end: usize, begin: usize, size: u32| Ok(extent(end, begin)?.div_ceil(size));
    let tiles = u64::from(tiles(8, 32, tile_width)?) * u64::from(tiles(12, 36, tile_height)?);
    let samples = u64::from(width) * u64::from(height) * u64::from(components);
    let mut at = 2;
    while half(bytes, at)? != 0xFF90 {
        let (marker, length) = (half(bytes, at)?, usize::from(half(bytes, at + 2)?));
        if marker >> 8 != 0xFF || length < 2 {
            return Err(Reason::Damaged);
        }
        let segment = bytes.get(at + 4..at + 2 + length).ok_or(Reason::Damaged)?;
        precincts(marker, segment, samples)?;
        at += 2 + length;
    }
    let mut seen = BTreeSet::new();
    while half(bytes, at)? == 0xFF90 {
        seen.insert(half(bytes, at + 4)?);
        let length = usize::try_from(word(bytes, at + 6)?).map_err(|_| Reason::Damaged)?;
        if length == 0 {
            // The last part goes to the end of the stream, whatever its length.
            at = bytes.len().checked_sub(2).ok_or(Reason::Damaged)?;
        } else if length < 14 {
            return Err(Reason::Damaged);
        } else {
            let part = bytes.get(at + 12..at.saturating_add(length)).ok_or(Reason::Damaged)?;
            // A part may declare precincts of its own.
            tile_header(part, samples)?;
            at += length;
        }
    }
    let whole = half(bytes, at)? == 0xFFD9 && u64::try_from(seen.len()) == Ok(tiles);
    if whole { Ok(()) } else { Err(Reason::Damaged) }
}

/// The header of a part of a tile.
fn tile_header(part: &[u8], samples: u64) -> Result<(), Reason> {
    let mut at = 0;
    while half(part, at)? != 0xFF93 {
        let (marker, length) = (half(part, at)?, usize::from(half(part, at + 2)?));
        let segment = part.get(at + 4..at + 2 + length.max(2)).ok_or(Reason::Damaged)?;
        precincts(marker, segment, samples)?;
        at += 2 + length.max(2);
    }
    Ok(())
}

/// Whether the precincts that a segment declares are few enough.
fn precincts(marker: u16, segment: &[u8], samples: u64) -> Result<(), Reason> {
    let (style, sizes) = match marker {
        0xFF52 => (segment.first(), 10),
        0xFF53 => (segment.get(1), 7),
        _ => return Ok(()),
    };
    if style.is_some_and(|style| style & 1 == 0) {
        return Ok(());
    }
    let sizes = segment.get(sizes..).ok_or(Reason::Damaged)?;
    // The lowest resolution is a small part of the picture; its precincts may be small.
    for size in sizes.iter().skip(1) {
        if samples >> (size & 15) >> (size >> 4) > MAX_PRECINCTS {
            return Err(Reason::TooLarge);
        }
    }
    Ok(())
}
