//! Runs of bytes (PS3.5 annex G): the bytes of equal weight of all samples of a component make a segment.

use crate::records::picture::Reason;

/// Length of the table of segments.
const HEADER: usize = 64;
/// Most segments.
const SEGMENTS: usize = 15;

/// Unpacks a frame into samples that lie together by pixel, least significant byte first.
pub(super) fn decode(packed: &[u8], pixels: usize, samples: usize, width: usize) -> Result<Vec<u8>, Reason> {
    let header = packed.first_chunk::<HEADER>().ok_or(Reason::Damaged)?;
    let mut numbers = header.as_chunks::<4>().0.iter().map(|&four| u32::from_le_bytes(four));
    let count = numbers.next().and_then(|count| usize::try_from(count).ok()).ok_or(Reason::Damaged)?;
    if count > SEGMENTS || count != samples * width {
        return Err(Reason::Damaged);
    }
    let starts: Vec<usize> =
        numbers.take(count).map(usize::try_from).collect::<Result<_, _>>().map_err(|_| Reason::Damaged)?;
    // What packs into so few bytes is no picture: two bytes give 128 at most.
    if packed.len().saturating_mul(64) < pixels.saturating_mul(count) {
        return Err(Reason::Damaged);
    }
    let stride = samples * width;
    let mut out = vec![0; pixels.checked_mul(stride).ok_or(Reason::TooLarge)?];
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(packed.len());
        let segment = packed.get(start..end).filter(|_| start >= HEADER).ok_or(Reason::Damaged)?;
        // Segments come from the most significant byte down.
        let offset = number / width * width + (width - 1 - number % width);
        let places = out.get_mut(offset..).ok_or(Reason::Damaged)?.iter_mut().step_by(stride);
        unpack(segment, places)?;
    }
    Ok(out)
}

fn unpack<'a>(segment: &[u8], mut places: impl ExactSizeIterator<Item = &'a mut u8>) -> Result<(), Reason> {
    let mut bytes = segment.iter().copied();
    while places.len() > 0 {
        let count = bytes.next().ok_or(Reason::Damaged)?;
        match count {
            0..=127 => {
                for _ in 0..=count {
                    let byte = bytes.next().ok_or(Reason::Damaged)?;
                    // A run may go past the end by what fills the segment up.
                    if let Some(place) = places.next() {
                        *place = byte;
                    }
                }
            }
            128 => {}
            129..=255 => {
                let byte = bytes.next().ok_or(Reason::Damaged)?;
                for place in places.by_ref().take(257 - usize::from(count)) {
                    *place = byte;
                }
            }
        }
    }
    Ok(())
}
