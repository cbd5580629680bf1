//! JPEG (ITU-T T.81) inside DICOM: 8 bits by zune-jpeg, the lossless process by jpeg-decoder.
//!
//! Both are asked for the components as they were coded: whether these are colours or luma and chroma is decided here,
//! for DICOM says so in a place that neither knows.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jpeg_decoder::{ColorTransform, Decoder};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::pixels::{Layout, Samples};
use crate::records::picture::Reason;

/// What the headers say.
#[derive(Debug, Clone, Default)]
struct Headers {
    process: u8,
    precision: u8,
    height: u16,
    width: u16,
    components: Vec<u8>,
    subsampled: bool,
    restarts: bool,
    jfif: bool,
    adobe: Option<u8>,
    /// The headers without what applications add. Some write that wrong, and what it says of colours is read here.
    bare: Vec<u8>,
    /// Where the scan begins.
    scan: usize,
}

impl Headers {
    /// Reads up to the first scan.
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
        let mut headers = Headers { bare: vec![0xFF, 0xD8], ..Headers::default() };
        loop {
            let [0xFF, marker, after @ ..] = rest else { return None };
            if *marker == 0xFF {
                rest = rest.get(1..)?;
                continue;
            }
            let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
            let segment = after.get(2..length)?;
            if !matches!(*marker, 0xE0..=0xEF | 0xFE) {
                headers.bare.extend(rest.get(..length + 2)?);
            }
            match *marker {
                0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                    let [precision, h1, h2, w1, w2, count, parts @ ..] = segment else { return None };
                    headers.process = *marker;
                    headers.precision = *precision;
                    headers.height = u16::from_be_bytes([*h1, *h2]);
                    headers.width = u16::from_be_bytes([*w1, *w2]);
                    let parts = parts.as_chunks::<3>().0;
                    headers.components = parts.iter().map(|part| part[0]).collect();
                    headers.subsampled = parts.iter().any(|part| part[1] != 0x11);
                    if parts.len() != usize::from(*count) {
                        return None;
                    }
                }
                0xDD => headers.restarts = segment.iter().any(|&byte| byte != 0),
                0xE0 => headers.jfif |= segment.starts_with(b"JFIF\0"),
                0xEE if segment.starts_with(b"Adobe") => headers.adobe = segment.get(11).copied(),
                0xDA => {
                    headers.scan = bytes.len().checked_sub(after.get(length..)?.len())?;
                    return (headers.process != 0).then_some(headers);
                }
                _ => {}
            }
            rest = after.get(length..)?;
        }
    }

    /// Whether three components are luma and chroma: JFIF and Adobe say so in the stream itself, else the names of the
    /// components, else DICOM.
    fn luma_chroma(&self, stated: bool) -> bool {
        match (self.jfif, self.adobe) {
            (true, _) => true,
            (false, Some(transform)) => transform == 1,
            (false, None) => self.components != *b"RGB" && stated,
        }
    }
}

/// Unpacks a frame.
pub(super) fn decode(packed: &[u8], layout: &Layout) -> Result<Samples<'static>, Reason> {
    let headers = Headers::read(packed).ok_or(Reason::Damaged)?;
    let same_size = u32::from(headers.width) == layout.columns && u32::from(headers.height) == layout.rows;
    if !same_size || headers.components.len() != layout.samples {
        return Err(Reason::Damaged);
    }
    // A file that was cut off would be shown in part. After the end only what fills up may come.
    let end = packed.windows(2).rposition(|pair| pair == [0xFF, 0xD9]).ok_or(Reason::Damaged)?;
    let (packed, filling) = packed.split_at_checked(end + 2).ok_or(Reason::Damaged)?;
    if filling.iter().any(|byte| !matches!(byte, 0 | 0xFF)) {
        return Err(Reason::Damaged);
    }
    let luma_chroma = layout.samples == 3 && headers.luma_chroma(layout.photometric.is_luma_chroma());
    match (headers.process, headers.precision) {
        (0xC0..=0xC2, 8) => {
            let bytes = discrete_cosine(packed, &headers, layout)?;
            Ok(Samples { bytes: Cow::Owned(bytes), width: 1, depth: 8, planar: false, luma_chroma })
        }
        (0xC3, 2..=16) => {
            // The decoder forgets restarts where the left sample predicts, and knows nothing of subsampling.
            if headers.restarts || headers.subsampled {
                return Err(Reason::Packing);
            }
            let bytes = lossless(packed, &headers, layout)?;
            let (width, depth) = (if headers.precision == 8 { 1 } else { 2 }, u32::from(headers.precision));
            let luma_chroma = layout.samples == 3 && layout.photometric.is_luma_chroma();
            Ok(Samples { bytes: Cow::Owned(bytes), width, depth, planar: false, luma_chroma })
        }
        // 12 bits, arithmetic coding, hierarchies.
        _ => Err(Reason::Packing),
    }
}

fn discrete_cosine(packed: &[u8], headers: &Headers, layout: &Layout) -> Result<Vec<u8>, Reason> {
    // A block of 64 samples takes a bit at the least.
    if packed.len().saturating_mul(1024) < layout.pixels()? {
        return Err(Reason::Damaged);
    }
    let bare = [&headers.bare, packed.get(headers.scan..).ok_or(Reason::Damaged)?].concat();
    let packed = bare.as_slice();
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        let options = DecoderOptions::default().set_strict_mode(true).set_max_width(65_535).set_max_height(65_535);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(packed), options);
        decoder.decode_headers().ok()?;
        let colours = match layout.samples {
            1 => ColorSpace::Luma,
            _ => decoder.input_colorspace()?,
        };
        let options = options.jpeg_set_out_colorspace(colours);
        JpegDecoder::new_with_options(ZCursor::new(packed), options).decode().ok()
    }));
    let bytes = decoded.ok().flatten().ok_or(Reason::Damaged)?;
    if bytes.len() == layout.pixels()? * layout.samples { Ok(bytes) } else { Err(Reason::Damaged) }
}

fn lossless(packed: &[u8], headers: &Headers, layout: &Layout) -> Result<Vec<u8>, Reason> {
    let samples = layout.pixels()? * layout.samples;
    // A sample takes a bit at the least.
    if packed.len().saturating_mul(8) < samples {
        return Err(Reason::Damaged);
    }
    let width = if headers.precision == 8 { 1 } else { 2 };
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        let mut decoder = Decoder::new(packed);
        decoder.set_color_transform(ColorTransform::None);
        decoder.set_max_decoding_buffer_size(samples * width);
        decoder.decode().ok()
    }));
    let mut bytes = decoded.ok().flatten().ok_or(Reason::Damaged)?;
    if bytes.len() != samples * width {
        return Err(Reason::Damaged);
    }
    if width == 2 && cfg!(target_endian = "big") {
        bytes.as_chunks_mut::<2>().0.iter_mut().for_each(|pair| pair.reverse());
    }
    Ok(bytes)
}
