//! What keeps a foreign PDF from taking more memory or time than an honest one.

use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::object::{Array, Name};
use hayro_syntax::object::{Dict, Stream};

use super::object_streams::{Containers, value};
use super::page_tree::Branches;
use crate::records::picture::{MAX_PIXELS, MAX_SAMPLES, Reason};

/// The most bytes of the content of one page, unpacked.
pub(super) const MAX_CONTENT: usize = 64 << 20;
/// The most bytes of all object streams of a file, unpacked.
const MAX_OBJECT_STREAMS: u64 = 512 << 20;
/// The most bytes that a stream may become that cannot be counted before it is unpacked.
const MAX_UNPACKED: u64 = 1 << 30;
/// How many times as large deflated data can become.
const DEFLATE_GROWS: u64 = 1_032;
/// How many times as large LZW data can become: the longest sequence of 4,096 bytes for each 12 bits.
const LZW_GROWS: u64 = 2_731;
/// How many times as large run-length data can become: 128 bytes for two.
const RUNS_GROW: u64 = 64;
/// How far before `stream` its dictionary may begin.
const MAX_DICTIONARY: usize = 4_096;

/// Refuses files whose cross-reference and object streams, which every reader unpacks as soon as it opens the file,
/// become larger than any honest ones.
pub(super) fn streams_that_are_unpacked_at_once(bytes: &[u8]) -> Result<(), Reason> {
    let mut total = 0_u64;
    let mut from = 0;
    let mut branches = Branches::default();
    let mut containers = Containers::default();
    let is_encrypted = find(bytes, b"/Encrypt", 0).is_some();
    branches.add_file(bytes);
    while let Some(at) = find(bytes, b"stream", from) {
        from = at + 6;
        // `endstream` is the end of one.
        if at >= 3 && bytes.get(at - 3..at) == Some(b"end") {
            continue;
        }
        let before = bytes.get(at.saturating_sub(MAX_DICTIONARY)..at).unwrap_or_default();
        let before = rfind(before, b"obj").and_then(|start| before.get(start..)).unwrap_or(before);
        let dictionary = unescaped(before);
        if rfind(&dictionary, b"ObjStm").is_none() && rfind(&dictionary, b"XRef").is_none() {
            continue;
        }
        let packings = [&b"FlateDecode"[..], b"LZWDecode", b"/Fl", b"RunLength"];
        if packings.iter().map(|name| count(&dictionary, name)).sum::<usize>() > 2 {
            return Err(Reason::TooLarge);
        }
        let mut data = bytes.get(from..).unwrap_or_default();
        data = data.strip_prefix(b"\r").unwrap_or(data);
        data = data.strip_prefix(b"\n").unwrap_or(data);
        // What is packed otherwise is reckoned at the most that it can become.
        let grows = [(&b"LZW"[..], LZW_GROWS), (b"RunLength", RUNS_GROW), (b"/RL", RUNS_GROW)];
        total = total.saturating_add(match grows.iter().find(|(name, _)| rfind(&dictionary, name).is_some()) {
            Some((_, times)) => find(data, b"endstream", 0).unwrap_or(data.len()) as u64 * times,
            None => inflated_size(data, MAX_OBJECT_STREAMS),
        });
        if total > MAX_OBJECT_STREAMS {
            return Err(Reason::TooLarge);
        }
        // A lenient reader goes on with a part of it, and where that leads nobody can tell beforehand.
        let unpacked = match find(&dictionary, b"/Filter", 0) {
            Some(_) if is_encrypted && rfind(&dictionary, b"ObjStm").is_some() => continue,
            Some(_) => inflate(data, MAX_CONTENT)?,
            None => data.get(..find(data, b"endstream", 0).unwrap_or(data.len())).unwrap_or_default().to_vec(),
        };
        match value(&dictionary, b"/First").and_then(|first| usize::try_from(first).ok()) {
            Some(first) => {
                branches.add_stream(&unpacked, first);
                containers.add_object_stream(number_before(bytes, at), &unpacked, first);
            }
            None => containers.add_cross_references(&dictionary, &unpacked),
        }
    }
    containers.check()?;
    branches.check()
}

/// The number of the object whose stream begins at `at`: "12 0 obj" stands before its dictionary.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let before = bytes.get(at.saturating_sub(MAX_DICTIONARY)..at)?;
    let head = before.get(..rfind(before, b"obj")?)?;
    let mut words = head.rsplit(|byte| !byte.is_ascii_digit()).filter(|word| !word.is_empty());
    std::str::from_utf8(words.nth(1)?).ok()?.parse().ok()
}

/// The bytes of a stream that is no image, unpacked within limits; all of them or none.
pub(super) fn decoded(stream: &Stream<'_>) -> Result<Vec<u8>, Reason> {
    let filters = filter_names(stream.dict());
    let is_deflate = |name: &str| matches!(name, "FlateDecode" | "Fl");
    let raw = stream.raw_data();
    // A reader makes do with the part before a cut; here nothing is shown then.
    let (size, rest) = match filters.split_first() {
        None => return Ok(raw.into_owned()),
        Some((first, [])) if is_deflate(first) && !has_parameters(stream.dict()) => return inflate(&raw, MAX_CONTENT),
        Some((first, rest)) if is_deflate(first) => (inflate(&raw, MAX_CONTENT)?.len(), rest),
        Some(_) => (raw.len(), filters.as_slice()),
    };
    // What else there is cannot be counted beforehand, so it must be small at the most that it can become.
    let most = rest.iter().fold(size as u64, |size, name| {
        size.saturating_mul(match name.as_str() {
            "FlateDecode" | "Fl" => DEFLATE_GROWS,
            "LZWDecode" | "LZW" => LZW_GROWS,
            "RunLengthDecode" | "RL" => RUNS_GROW,
            _ => 1,
        })
    });
    if most > MAX_UNPACKED {
        return Err(Reason::TooLarge);
    }
    let bytes = stream.decoded().map_err(|_| Reason::Damaged)?.into_owned();
    if bytes.len() > MAX_CONTENT { Err(Reason::TooLarge) } else { Ok(bytes) }
}

/// Refuses an image that declares more than any honest one has.
pub(super) fn image(dict: &Dict<'_>) -> Result<(), Reason> {
    let side = |key: &str| dict.get::<f32>(key).map_or(0, |value| value.max(0.0) as u64);
    let (width, height) = (side("Width"), side("Height"));
    let bits = side("BitsPerComponent").clamp(1, 16);
    let pixels = width.saturating_mul(height);
    // Bilevel scans of large drawings have many pixels and few bytes.
    let samples = pixels.saturating_mul(bits) / 8;
    if samples > MAX_SAMPLES || pixels > MAX_PIXELS * 8 { Err(Reason::TooLarge) } else { Ok(()) }
}

/// Unpacks a zlib stream to its end. A wrong checksum behind the end is common and does no harm.
fn inflate(raw: &[u8], limit: usize) -> Result<Vec<u8>, Reason> {
    let body = if looks_like_zlib(raw) { raw.get(2..).unwrap_or_default() } else { raw };
    // Counted before anything of that size is made.
    let size = usize::try_from(inflated_size(raw, limit as u64)).unwrap_or(usize::MAX);
    if size > limit {
        return Err(Reason::TooLarge);
    }
    let mut inflater = Decompress::new(false);
    let mut out = Vec::with_capacity(size + 64);
    loop {
        if out.len() == out.capacity() {
            if out.len() >= limit {
                return Err(Reason::TooLarge);
            }
            out.reserve(64 * 1024);
        }
        let read = usize::try_from(inflater.total_in()).unwrap_or(usize::MAX);
        let rest = body.get(read..).unwrap_or_default();
        let before = (inflater.total_in(), inflater.total_out());
        match inflater.decompress_vec(rest, &mut out, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return Ok(out),
            Ok(_) if (inflater.total_in(), inflater.total_out()) != before => {}
            // An empty stream is no stream, and shows nothing.
            _ if raw.iter().all(u8::is_ascii_whitespace) => return Ok(Vec::new()),
            _ => return Err(Reason::Damaged),
        }
    }
}

/// How many bytes a deflated stream gives, counted up to a limit.
fn inflated_size(raw: &[u8], limit: u64) -> u64 {
    let body = if looks_like_zlib(raw) { raw.get(2..).unwrap_or_default() } else { raw };
    let mut inflater = Decompress::new(false);
    let mut window = vec![0; 64 * 1024];
    loop {
        let read = usize::try_from(inflater.total_in()).unwrap_or(usize::MAX);
        let before = (inflater.total_in(), inflater.total_out());
        let rest = body.get(read..).unwrap_or_default();
        match inflater.decompress(rest, &mut window, FlushDecompress::None) {
            Ok(Status::Ok | Status::BufError)
                if (inflater.total_in(), inflater.total_out()) != before && inflater.total_out() <= limit => {}
            _ => return inflater.total_out(),
        }
    }
}

fn looks_like_zlib(raw: &[u8]) -> bool {
    matches!(raw, [cmf, flg, ..] if cmf & 0x0F == 8 && (u16::from(*cmf) << 8 | u16::from(*flg)).is_multiple_of(31))
}

/// The filters of a stream, in order.
pub(super) fn filter_names(dict: &Dict<'_>) -> Vec<String> {
    if let Some(name) = dict.get::<Name<'_>>("Filter") {
        return vec![name.as_str().to_owned()];
    }
    let list = dict.get::<Array<'_>>("Filter");
    list.map(|list| list.iter::<Name<'_>>().map(|name| name.as_str().to_owned()).collect()).unwrap_or_default()
}

fn has_parameters(dict: &Dict<'_>) -> bool {
    let of = |dict: Dict<'_>| dict.get::<i32>("Predictor").is_some_and(|predictor| predictor > 1);
    match dict.get::<Array<'_>>("DecodeParms") {
        Some(list) => list.iter::<Dict<'_>>().any(of),
        None => dict.get::<Dict<'_>>("DecodeParms").is_some_and(of),
    }
}

/// A dictionary's text with `#41` in names written out, so that no spelling of a name hides what it is.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(value) if byte == b'#' => {
                out.push(value);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                out.push(byte);
                rest = tail;
            }
        }
    }
    out
}

pub(super) fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(at..at + needle.len()) == Some(needle) {
            return Some(at);
        }
        at += 1;
    }
}

fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).rposition(|window| window == needle)
}

fn count(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).filter(|window| *window == needle).count()
}
