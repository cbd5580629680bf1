//! GIF and WebP files: the first frame, and how many there are.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, ImageDecoder, ImageError, Limits};

use super::{Picture, Pictures, Reason, check_size, colour_of, exif, guarded, on_white, plain};

/// The most frames that are counted.
const MAX_FRAMES: usize = 1 << 20;

/// Reads a GIF file.
pub fn gif(bytes: &[u8]) -> Result<Pictures, Reason> {
    let size = |at: usize| bytes.get(at..at + 2).and_then(|size| size.try_into().ok()).map(u16::from_le_bytes);
    let (width, height) = (size(6).ok_or(Reason::Damaged)?, size(8).ok_or(Reason::Damaged)?);
    check_size(width.into(), height.into(), 32)?;
    let frames = gif_frames(bytes)?;
    if frames == 0 {
        return Err(Reason::NothingToShow);
    }
    let picture = guarded(|| decode(GifDecoder::new(Cursor::new(bytes)).map_err(reason)?))?;
    Ok(Pictures::first(picture, frames))
}

/// Counts the frames of a GIF file, through its last block.
fn gif_frames(bytes: &[u8]) -> Result<usize, Reason> {
    /// The bytes of a table of colours, by the flags before it.
    fn table(flags: u8) -> usize {
        if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
    }
    /// Behind a row of blocks that ends with an empty one.
    fn blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                return Some(at);
            }
        }
    }
    let byte = |at: usize| bytes.get(at).copied().ok_or(Reason::Damaged);
    let half = |at: usize| Ok(u32::from(byte(at)?) | u32::from(byte(at + 1)?) << 8);
    let mut at = 13 + table(byte(10)?);
    let mut frames = 0;
    loop {
        at = match bytes.get(at) {
            Some(0x21) => blocks(bytes, at + 2).ok_or(Reason::Damaged)?,
            Some(0x2C) => {
                frames += 1;
                check_size(half(at + 5)?, half(at + 7)?, 32)?;
                blocks(bytes, at + 11 + table(byte(at + 9)?)).ok_or(Reason::Damaged)?
            }
            // Some programs forget the mark of the end, some fill up behind it.
            Some(0x3B) | None if at <= bytes.len() => return Ok(frames),
            _ => return Err(Reason::Damaged),
        };
        if frames > MAX_FRAMES {
            return Err(Reason::TooLarge);
        }
    }
}

/// Reads a WebP file.
pub fn webp(bytes: &[u8]) -> Result<Pictures, Reason> {
    let length = bytes.get(4..8).and_then(|length| length.try_into().ok()).map_or(0, u32::from_le_bytes);
    let end = usize::try_from(length).ok().and_then(|length| length.checked_add(8)).ok_or(Reason::Damaged)?;
    let mut rest = bytes.get(12..end).ok_or(Reason::Damaged)?;
    let (mut frames, mut orientation) = (0, 1);
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let (name, length) = head.split_first_chunk::<4>().ok_or(Reason::Damaged)?;
        let length = length.try_into().map(u32::from_le_bytes).map_err(|_| Reason::Damaged)?;
        let length = usize::try_from(length).map_err(|_| Reason::Damaged)?;
        let body = after.get(..length).ok_or(Reason::Damaged)?;
        match name {
            b"ANMF" => frames += 1,
            b"EXIF" => {
                let block = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
                orientation = exif::read(block).map_or(1, |exif| exif.orientation);
            }
            _ => {}
        }
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    let mut picture = guarded(|| decode(WebPDecoder::new(Cursor::new(bytes)).map_err(reason)?))?;
    picture.orientation = orientation;
    Ok(Pictures::first(picture, frames))
}

fn reason(error: ImageError) -> Reason {
    match error {
        ImageError::Limits(_) => Reason::TooLarge,
        ImageError::Unsupported(_) => Reason::Packing,
        _ => Reason::Damaged,
    }
}

/// Decodes the first frame.
fn decode(mut decoder: impl ImageDecoder) -> Result<Picture, Reason> {
    let (width, height) = decoder.dimensions();
    let (colours, alpha) = match decoder.color_type() {
        ColorType::L8 => (1, false),
        ColorType::La8 => (1, true),
        ColorType::Rgb8 => (3, false),
        ColorType::Rgba8 => (3, true),
        _ => return Err(Reason::Packing),
    };
    let size = check_size(width, height, 8 * (colours as u64 + u64::from(alpha)))?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * u64::try_from(size).unwrap_or(0) + (1 << 26));
    decoder.set_limits(limits).map_err(reason)?;
    let mut samples = vec![0; size];
    decoder.read_image(&mut samples).map_err(reason)?;
    let samples = if alpha { on_white(&samples, colours, 8, false) } else { samples };
    plain(width, height, colour_of(colours)?, 8, &samples)
}
