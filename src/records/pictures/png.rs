//! PNG files (W3C PNG, third edition): checked to the last byte, and taken as they are if a PDF can hold them so.

use std::io::Cursor;

use ::png::{BitDepth, ColorType, Decoder, Limits, Transformations};
use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::exif;
use super::{
    Colour, Density, Packing, Picture, Pictures, Reason, check_size, colour_of, guarded, on_white, plain, row_bytes,
};

/// How every PNG file begins.
pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";
/// Metres of an inch.
const METRES: f64 = 0.0254;
/// The passes of an interlaced file: first column and row, steps across and down.
const PASSES: [(u32, u32, u32, u32); 7] =
    [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

/// What the chunks say.
#[derive(Debug, Default)]
struct Chunks {
    width: u32,
    height: u32,
    bits: u8,
    colour: u8,
    interlaced: bool,
    palette: Option<Vec<u8>>,
    transparent: bool,
    data: Vec<u8>,
    /// Frames of the animation, as declared.
    frames: usize,
    /// Whether the picture itself is the first of them.
    is_frame: bool,
    density: Option<Density>,
    orientation: u8,
}

/// Reads a PNG file.
pub fn read(bytes: &[u8]) -> Result<Pictures, Reason> {
    let mut chunks = chunks(bytes)?;
    let used = check_data(&chunks)?;
    let mut picture = if chunks.interlaced || chunks.transparent || chunks.colour & 4 != 0 {
        decoded(bytes, &chunks)?
    } else {
        chunks.data.truncate(used);
        let colour = match (chunks.colour, chunks.palette.take()) {
            (0, _) => Colour::Gray,
            (2, _) => Colour::Rgb,
            (_, Some(mut palette)) => {
                // A number behind the end of the palette is black, not the last colour.
                palette.resize(3 << chunks.bits, 0);
                Colour::Indexed(palette)
            }
            (_, None) => return Err(Reason::Damaged),
        };
        Picture {
            width: chunks.width,
            height: chunks.height,
            colour,
            bits: chunks.bits,
            inverted: false,
            packing: Packing::PngDeflate,
            data: chunks.data,
            orientation: 1,
            resolution: None,
            pixel_aspect: 1.0,
            profile: None,
        }
    };
    chunks.density.unwrap_or(Density::UNKNOWN).apply(&mut picture);
    picture.orientation = chunks.orientation;
    let apart = usize::from(chunks.frames > 0 && !chunks.is_frame);
    Ok(Pictures::first(picture, chunks.frames.saturating_add(apart)))
}

/// Reads the chunks through the last one.
fn chunks(bytes: &[u8]) -> Result<Chunks, Reason> {
    let mut chunks = Chunks { orientation: 1, ..Chunks::default() };
    let mut rest = bytes.get(SIGNATURE.len()..).ok_or(Reason::Damaged)?;
    loop {
        let (head, after) = rest.split_first_chunk::<8>().ok_or(Reason::Damaged)?;
        let (length, name) = head.split_first_chunk::<4>().ok_or(Reason::Damaged)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Reason::Damaged)?;
        let (body, after) = after.split_at_checked(length).ok_or(Reason::Damaged)?;
        let (stored, after) = after.split_first_chunk::<4>().ok_or(Reason::Damaged)?;
        rest = after;
        let mut crc = Crc::new();
        crc.update(name);
        crc.update(body);
        if crc.sum() != u32::from_be_bytes(*stored) {
            // Small letter: a chunk without which the picture is the same, except for the two that change it.
            let needless =
                name.first().is_some_and(u8::is_ascii_lowercase) && ![b"tRNS", b"acTL"].iter().any(|it| name == *it);
            if needless {
                continue;
            }
            return Err(Reason::Damaged);
        }
        if (chunks.width == 0) != (name == b"IHDR") {
            return Err(Reason::Damaged);
        }
        match name {
            b"IHDR" => header(&mut chunks, body)?,
            b"PLTE" => {
                if body.is_empty() || !body.len().is_multiple_of(3) || body.len() > 768 {
                    return Err(Reason::Damaged);
                }
                chunks.palette = Some(body.to_vec());
            }
            b"tRNS" => chunks.transparent = true,
            b"acTL" => {
                let frames = body.first_chunk::<4>().map_or(0, |frames| u32::from_be_bytes(*frames));
                chunks.frames = usize::try_from(frames).map_err(|_| Reason::Damaged)?;
            }
            b"fcTL" if chunks.data.is_empty() => chunks.is_frame = true,
            b"pHYs" => {
                if let [h3, h2, h1, h0, v3, v2, v1, v0, unit] = *body {
                    let horizontal = f64::from(u32::from_be_bytes([h3, h2, h1, h0]));
                    let vertical = f64::from(u32::from_be_bytes([v3, v2, v1, v0]));
                    chunks.density = Some(match unit {
                        1 => Density::per_inch(horizontal * METRES, vertical * METRES),
                        _ => Density::ratio(horizontal, vertical),
                    });
                }
            }
            b"eXIf" => chunks.orientation = exif::read(body).map_or(1, |exif| exif.orientation),
            b"IDAT" => chunks.data.extend_from_slice(body),
            b"IEND" => return Ok(chunks),
            _ => {}
        }
    }
}

/// Reads the header.
fn header(chunks: &mut Chunks, body: &[u8]) -> Result<(), Reason> {
    let [w3, w2, w1, w0, h3, h2, h1, h0, bits, colour, method, filter, interlace] =
        *<&[u8; 13]>::try_from(body).map_err(|_| Reason::Damaged)?;
    let bits_known = match colour {
        0 => [1, 2, 4, 8, 16].contains(&bits),
        3 => [1, 2, 4, 8].contains(&bits),
        2 | 4 | 6 => [8, 16].contains(&bits),
        _ => false,
    };
    if !bits_known || method != 0 || filter != 0 || interlace > 1 {
        return Err(Reason::Damaged);
    }
    (chunks.width, chunks.height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
    (chunks.bits, chunks.colour, chunks.interlaced) = (bits, colour, interlace == 1);
    check_size(chunks.width, chunks.height, pixel_bits(chunks))?;
    Ok(())
}

fn pixel_bits(chunks: &Chunks) -> u64 {
    let components = match chunks.colour {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };
    components * u64::from(chunks.bits)
}

/// Inflates the data to the end: exactly the rows there should be, each with a filter that exists. Returns how many bytes
/// of the data that took.
fn check_data(chunks: &Chunks) -> Result<usize, Reason> {
    let whole = [(0, 0, 1, 1)];
    let mut rows = Vec::new();
    for (left, top, across, down) in if chunks.interlaced { PASSES.as_slice() } else { whole.as_slice() } {
        let width = chunks.width.saturating_sub(*left).div_ceil(*across);
        let height = chunks.height.saturating_sub(*top).div_ceil(*down);
        if width > 0 && height > 0 {
            rows.push((row_bytes(width, pixel_bits(chunks))? + 1, height));
        }
    }
    let mut inflater = Decompress::new(true);
    let mut buffer = vec![0; 1 << 16];
    let (mut rows, mut row, mut left) = (rows.into_iter(), (0, 0), 0);
    loop {
        let used = usize::try_from(inflater.total_in()).map_err(|_| Reason::Damaged)?;
        let before = inflater.total_out();
        let input = chunks.data.get(used..).ok_or(Reason::Damaged)?;
        let status = inflater.decompress(input, &mut buffer, FlushDecompress::None).map_err(|_| Reason::Damaged)?;
        let new = usize::try_from(inflater.total_out() - before).map_err(|_| Reason::Damaged)?;
        let mut bytes = buffer.get(..new).ok_or(Reason::Damaged)?;
        while let Some(first) = bytes.first() {
            if left == 0 {
                if row.1 == 0 {
                    row = rows.next().ok_or(Reason::Damaged)?;
                }
                row.1 -= 1;
                left = row.0;
                if *first > 4 {
                    return Err(Reason::Damaged);
                }
            }
            let taken = left.min(bytes.len());
            left -= taken;
            bytes = bytes.get(taken..).unwrap_or_default();
        }
        let total_in = usize::try_from(inflater.total_in()).map_err(|_| Reason::Damaged)?;
        match status {
            Status::StreamEnd if left == 0 && row.1 == 0 && rows.next().is_none() => return Ok(total_in),
            Status::StreamEnd => return Err(Reason::Damaged),
            _ if new == 0 && total_in == used => return Err(Reason::Damaged),
            _ => {}
        }
    }
}

/// Decodes what a PDF cannot hold as it is.
fn decoded(bytes: &[u8], chunks: &Chunks) -> Result<Picture, Reason> {
    // With alpha, and whatever has fewer than 8 bits has 8 then.
    let widest = if chunks.bits == 16 { 64 } else { 32 };
    let limit = check_size(chunks.width, chunks.height, widest)?;
    guarded(|| {
        let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: limit.saturating_add(1 << 26) });
        decoder.set_transformations(Transformations::EXPAND);
        decoder.set_ignore_text_chunk(true);
        decoder.set_ignore_iccp_chunk(true);
        let mut reader = decoder.read_info().map_err(|_| Reason::Damaged)?;
        let size = reader.output_buffer_size().filter(|size| *size <= limit).ok_or(Reason::TooLarge)?;
        let mut samples = vec![0; size];
        let frame = reader.next_frame(&mut samples).map_err(|_| Reason::Damaged)?;
        if (frame.width, frame.height) != (chunks.width, chunks.height) {
            return Err(Reason::Damaged);
        }
        let bits = if frame.bit_depth == BitDepth::Sixteen { 16 } else { 8 };
        let (colours, alpha) = match frame.color_type {
            ColorType::Grayscale => (1, false),
            ColorType::GrayscaleAlpha => (1, true),
            ColorType::Rgb => (3, false),
            ColorType::Rgba => (3, true),
            ColorType::Indexed => return Err(Reason::Packing),
        };
        let samples = if alpha { on_white(&samples, colours, bits, false) } else { samples };
        plain(frame.width, frame.height, colour_of(colours)?, bits, &samples)
    })
}
