//! JPEG-LS (ITU-T T.87) inside DICOM: lossless and near-lossless, up to 16 bits, however its components interleave.
//!
//! Not read: restarts, mapping tables, point transforms and the colour transforms of one maker; none of them is allowed
//! or usual in DICOM.

use std::borrow::Cow;

use super::pixels::{Layout, Samples};
use crate::records::picture::Reason;

mod bits;
mod scan;

use scan::{Interleave, Parameters};

/// What the frame header says.
#[derive(Debug, Clone)]
struct FrameHeader {
    precision: u32,
    rows: usize,
    columns: usize,
    identifiers: Vec<u8>,
}

/// Unpacks a frame.
pub(super) fn decode(packed: &[u8], layout: &Layout) -> Result<Samples<'static>, Reason> {
    let mut rest = packed.strip_prefix(&[0xFF, 0xD8]).ok_or(Reason::Damaged)?;
    let mut header: Option<FrameHeader> = None;
    let mut preset = [0_u16; 5];
    let mut planes: Vec<Option<Vec<u16>>> = Vec::new();
    loop {
        let [0xFF, marker, after @ ..] = rest else { return Err(Reason::Damaged) };
        match marker {
            0xFF => {
                rest = rest.get(1..).ok_or(Reason::Damaged)?;
                continue;
            }
            0xD9 => break,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*after.first_chunk().ok_or(Reason::Damaged)?));
        let segment = after.get(2..length).ok_or(Reason::Damaged)?;
        rest = after.get(length..).ok_or(Reason::Damaged)?;
        match marker {
            0xF7 if header.is_none() => {
                let read = frame_header(segment, layout)?;
                planes = vec![None; read.identifiers.len()];
                header = Some(read);
            }
            0xF8 => match segment {
                [1, values @ ..] if values.len() == 10 => {
                    for (place, &pair) in preset.iter_mut().zip(values.as_chunks::<2>().0) {
                        *place = u16::from_be_bytes(pair);
                    }
                }
                _ => return Err(Reason::Packing),
            },
            // Restarts; a colour transform.
            0xDD if segment.iter().any(|&byte| byte != 0) => return Err(Reason::Packing),
            0xE8 if segment.starts_with(b"mrfx") && segment.get(4) != Some(&0) => return Err(Reason::Packing),
            0xDA => {
                let header = header.as_ref().ok_or(Reason::Damaged)?;
                rest = one_scan(header, segment, preset, rest, &mut planes)?;
            }
            0xE0..=0xEF | 0xFE | 0xDD => {}
            _ => return Err(Reason::Damaged),
        }
    }
    let header = header.ok_or(Reason::Damaged)?;
    let planes: Vec<Vec<u16>> = planes.into_iter().collect::<Option<_>>().ok_or(Reason::Damaged)?;
    let width = if header.precision <= 8 { 1 } else { 2 };
    let mut bytes = vec![0; layout.pixels()? * layout.samples * width];
    for (number, plane) in planes.iter().enumerate() {
        let places = bytes.chunks_exact_mut(width).skip(number).step_by(layout.samples);
        for (place, value) in places.zip(plane) {
            for (byte, part) in place.iter_mut().zip(value.to_le_bytes()) {
                *byte = part;
            }
        }
    }
    let luma_chroma = layout.samples == 3 && layout.photometric.is_stored_luma_chroma();
    Ok(Samples { bytes: Cow::Owned(bytes), width, depth: header.precision, planar: false, luma_chroma })
}

fn frame_header(segment: &[u8], layout: &Layout) -> Result<FrameHeader, Reason> {
    let [precision, r1, r2, c1, c2, count, parts @ ..] = segment else { return Err(Reason::Damaged) };
    let (rows, columns) = (u16::from_be_bytes([*r1, *r2]), u16::from_be_bytes([*c1, *c2]));
    let parts = parts.as_chunks::<3>().0;
    if u32::from(rows) != layout.rows || u32::from(columns) != layout.columns || !(2..=16).contains(precision) {
        return Err(Reason::Damaged);
    }
    if parts.len() != usize::from(*count) || parts.len() != layout.samples {
        return Err(Reason::Damaged);
    }
    if parts.iter().any(|part| part[1] != 0x11) {
        return Err(Reason::Packing);
    }
    let identifiers = parts.iter().map(|part| part[0]).collect();
    let precision = u32::from(*precision);
    Ok(FrameHeader { precision, rows: usize::from(rows), columns: usize::from(columns), identifiers })
}

/// Reads the components of one scan, and gives what comes after it.
fn one_scan<'a>(
    header: &FrameHeader,
    segment: &[u8],
    preset: [u16; 5],
    coded: &'a [u8],
    planes: &mut [Option<Vec<u16>>],
) -> Result<&'a [u8], Reason> {
    let (&count, rest) = segment.split_first().ok_or(Reason::Damaged)?;
    let (parts, end) = rest.split_at_checked(usize::from(count) * 2).ok_or(Reason::Damaged)?;
    let [near, interleave, transform] = *end else { return Err(Reason::Damaged) };
    let parts = parts.as_chunks::<2>().0;
    if transform != 0 || parts.iter().any(|part| part[1] != 0) {
        return Err(Reason::Packing);
    }
    let place = |part: &[u8; 2]| header.identifiers.iter().position(|name| *name == part[0]);
    let places: Vec<usize> = parts.iter().map(place).collect::<Option<_>>().ok_or(Reason::Damaged)?;
    let interleave = match (interleave, places.len()) {
        (_, 0) => return Err(Reason::Damaged),
        (_, 1) => Interleave::Line,
        (1, _) => Interleave::Line,
        (2, _) => Interleave::Sample,
        _ => return Err(Reason::Damaged),
    };
    let parameters = Parameters::new(header.precision, i32::from(near), preset).ok_or(Reason::Damaged)?;
    let (found, used) = scan::decode(coded, parameters, interleave, places.len(), header.rows, header.columns)
        .ok_or(Reason::Damaged)?;
    for (place, plane) in places.into_iter().zip(found) {
        *planes.get_mut(place).ok_or(Reason::Damaged)? = Some(plane);
    }
    coded.get(used..).ok_or(Reason::Damaged)
}
