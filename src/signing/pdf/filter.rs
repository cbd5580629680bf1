//! Unpacks the streams this module has to look into: cross-reference streams, object streams, appearances.

use super::PdfError;
use super::object::{Dictionary, Object};
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::cell::Cell;
use std::io::{Read, Write};

/// What may be unpacked of one file in all, in bytes.
const MAX_DECODED: usize = 256 * 1024 * 1024;
/// Entries of cross-reference sections that may be read in all, each section once for each revision it is part of.
const MAX_ENTRIES: usize = 32_000_000;

/// What reading one file may cost, shared by everything that reads it.
///
/// Without it a small file could ask for hours: one object that thousands refer to, or a few kilobytes that unpack to
/// gigabytes.
#[derive(Debug)]
pub(super) struct Work {
    decoded: Cell<usize>,
    parsed: Cell<usize>,
    entries: Cell<usize>,
}

impl Work {
    /// The allowance for a file of this many bytes.
    pub(super) fn for_file(length: usize) -> Self {
        Self {
            decoded: Cell::new(MAX_DECODED),
            parsed: Cell::new(length.saturating_mul(4).saturating_add(96 << 20)),
            entries: Cell::new(MAX_ENTRIES),
        }
    }

    /// Counts bytes that were read as objects.
    pub(super) fn parsed(&self, bytes: usize) -> Result<(), PdfError> {
        // Even an object of a few bytes costs a look-up.
        spend(&self.parsed, bytes.saturating_add(16))
    }

    /// Counts entries of cross-reference sections.
    pub(super) fn entries(&self, count: usize) -> Result<(), PdfError> {
        spend(&self.entries, count)
    }
}

fn spend(left: &Cell<usize>, amount: usize) -> Result<(), PdfError> {
    left.set(left.get().checked_sub(amount).ok_or(PdfError::TooComplex)?);
    Ok(())
}

/// Unpacks a stream: no filter, or `FlateDecode` with or without a PNG predictor. `at` is its offset, for the error.
pub(super) fn decode(dictionary: &Dictionary, raw: &[u8], at: usize, work: &Work) -> Result<Vec<u8>, PdfError> {
    let filter = match dictionary.get("Filter") {
        None | Some(Object::Null) => None,
        Some(Object::Array(filters)) if filters.is_empty() => None,
        Some(Object::Array(filters)) if filters.len() == 1 => filters.first(),
        Some(other) => Some(other),
    };
    let Some(filter) = filter else {
        spend(&work.decoded, raw.len())?;
        return Ok(raw.to_vec());
    };
    if filter.as_name() != Some(b"FlateDecode") {
        return Err(PdfError::broken("a stream that holds objects is packed in an unusual way", at));
    }
    let mut decoded = Vec::new();
    let limit = work.decoded.get() as u64;
    ZlibDecoder::new(raw)
        .take(limit.saturating_add(1))
        .read_to_end(&mut decoded)
        .map_err(|_| PdfError::broken("a stream cannot be unpacked", at))?;
    spend(&work.decoded, decoded.len())?;
    let parameters = match dictionary.get("DecodeParms") {
        Some(Object::Array(items)) => items.first(),
        other => other,
    };
    match parameters {
        None | Some(Object::Null) => Ok(decoded),
        Some(Object::Dictionary(parameters)) => unpredict(decoded, parameters, at),
        Some(_) => Err(PdfError::broken("the parameters of a filter are no dictionary", at)),
    }
}

/// Undoes a PNG predictor over rows of bytes (ISO 32000-1 7.4.4.4, PNG 9.2).
fn unpredict(data: Vec<u8>, parameters: &Dictionary, at: usize) -> Result<Vec<u8>, PdfError> {
    let number = |key: &str, default: i64| parameters.get(key).map_or(Some(default), Object::as_integer);
    if number("Predictor", 1) == Some(1) {
        return Ok(data);
    }
    let unusual = || PdfError::broken("a stream that holds objects has an unusual predictor", at);
    if !matches!(number("Predictor", 1), Some(10..=15))
        || number("Colors", 1) != Some(1)
        || number("BitsPerComponent", 8) != Some(8)
    {
        return Err(unusual());
    }
    let columns = number("Columns", 1).and_then(|c| usize::try_from(c).ok()).filter(|c| (1..=1024).contains(c));
    let columns = columns.ok_or_else(unusual)?;
    let mut above = vec![0_u8; columns];
    let mut rows = Vec::with_capacity(data.len());
    for row in data.chunks(columns + 1) {
        let Some((kind, bytes)) = row.split_first() else { break };
        let (mut left, mut above_left) = (0_u8, 0_u8);
        for (byte, up) in bytes.iter().zip(above.iter_mut()) {
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => *up,
                3 => u8::midpoint(left, *up),
                4 => paeth(left, *up, above_left),
                _ => return Err(unusual()),
            };
            above_left = *up;
            left = byte.wrapping_add(guess);
            *up = left;
            rows.push(left);
        }
    }
    Ok(rows)
}

fn paeth(left: u8, up: u8, above_left: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(above_left));
    let (by_left, by_up, by_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if by_left <= by_up && by_left <= by_corner {
        left
    } else if by_up <= by_corner {
        up
    } else {
        above_left
    }
}

/// Packs bytes for `FlateDecode`.
pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing into a vector does not fail; if it did, the stream would be short and the file's own check would say so.
    let written = encoder.write_all(data).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flate(parameters: Option<Dictionary>) -> Dictionary {
        let mut dictionary = Dictionary::of([("Filter", Object::name_of("FlateDecode"))]);
        dictionary.set_some("DecodeParms", parameters.map(Object::Dictionary));
        dictionary
    }

    #[test]
    fn packing_and_unpacking_agree() {
        let data = b"one two two two".repeat(100);
        let work = Work::for_file(1000);
        assert_eq!(decode(&flate(None), &deflate(&data), 0, &work).unwrap(), data);
    }

    #[test]
    fn every_png_row_filter_is_undone() {
        let rows = [0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 9, 9, 9, 4, 5, 5, 5];
        let parameters = Dictionary::of([("Predictor", Object::Integer(12)), ("Columns", Object::Integer(3))]);
        let work = Work::for_file(1000);
        let decoded = decode(&flate(Some(parameters)), &deflate(&rows), 0, &work).unwrap();
        assert_eq!(decoded, [1, 2, 3, 1, 2, 3, 2, 3, 4, 10, 15, 18, 15, 20, 25]);
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = deflate(&vec![0; 8 << 20]);
        let work = Work::for_file(bomb.len());
        let outcomes: Vec<_> = (0..40).map(|_| decode(&flate(None), &bomb, 0, &work)).collect();
        assert!(outcomes.first().is_some_and(Result::is_ok));
        assert!(matches!(outcomes.last(), Some(Err(PdfError::TooComplex))));
    }
}
