//! JPEG files (ITU-T T.81, JFIF): proved whole, then taken as they are, without what they tell of the camera and its place.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::exif::{self, Exif};
use super::ifd::Directories;
use super::scan::{Frame, Tables};
use super::{Colour, Density, Packing, Picture, Pictures, Reason, colour_of, guarded, plain};

const START: u8 = 0xD8;
const END: u8 = 0xD9;
/// Images of a multi-picture file, 16 bytes each (CIPA DC-007).
const VIEWS: u16 = 0xB002;

/// A JPEG stream that holds its picture whole.
pub struct Jpeg {
    pub width: u32,
    pub height: u32,
    /// The ids of its components.
    pub components: Vec<u8>,
    /// The stream without segments that no picture needs, and without Adobe's.
    stream: Vec<u8>,
    /// Whether it is a JFIF file, which says that three components are luminance and two colour differences.
    jfif: Option<Density>,
    /// Adobe's segment, with its word on the colours.
    adobe: Option<(u8, Vec<u8>)>,
    exif: Option<Exif>,
    /// Views of the scene in the file.
    views: usize,
}

/// Reads a JPEG file.
pub fn read(bytes: &[u8]) -> Result<Pictures, Reason> {
    let jpeg = Jpeg::read(bytes)?;
    let (views, exif, jfif) = (jpeg.views, jpeg.exif, jpeg.jfif);
    let mut picture = if jpeg.is_rgb() { jpeg.rgb()? } else { jpeg.kept() };
    let known = |density: &Density| *density != Density::UNKNOWN;
    let density = jfif.filter(|density| density.resolution.is_some()).or(exif.map(|exif| exif.density).filter(known));
    density.or(jfif).unwrap_or(Density::UNKNOWN).apply(&mut picture);
    picture.orientation = exif.map_or(1, |exif| exif.orientation);
    Ok(Pictures::first(picture, views))
}

impl Jpeg {
    /// Reads a stream, through its last scan.
    pub fn read(bytes: &[u8]) -> Result<Self, Reason> {
        let mut jpeg = Self {
            width: 0,
            height: 0,
            components: Vec::new(),
            stream: vec![0xFF, START],
            jfif: None,
            adobe: None,
            exif: None,
            views: 1,
        };
        let (mut frame, mut tables, mut at) = (None::<Frame>, Tables::default(), 2);
        if bytes.get(..2) != Some(&[0xFF, START]) {
            return Err(Reason::Damaged);
        }
        // A file that lacks only the mark of its end is still whole if its scans are.
        while let Some((marker, after)) = next_marker(bytes, at) {
            if marker == END {
                break;
            }
            let length = bytes.get(after..after + 2).and_then(|length| length.try_into().ok()).map(u16::from_be_bytes);
            let end = after + usize::from(length.filter(|length| *length >= 2).ok_or(Reason::Damaged)?);
            let segment = bytes.get(after + 2..end).ok_or(Reason::Damaged)?;
            at = end;
            match marker {
                0xC0..=0xC2 => {
                    if frame.is_some() {
                        return Err(Reason::Damaged);
                    }
                    frame = Some(Frame::read(segment, marker == 0xC2)?);
                }
                0xC4 => tables.read(segment)?,
                0xDB => {}
                0xDD => {
                    let interval = segment.try_into().map_err(|_| Reason::Damaged)?;
                    tables.restart = u16::from_be_bytes(interval).into();
                }
                0xDA => {
                    let frame = frame.as_mut().ok_or(Reason::Damaged)?;
                    at = frame.scan(&tables, segment, bytes, end)?;
                }
                // Lossless, hierarchical, arithmetic, JPEG-LS.
                0xC3 | 0xC5..=0xCF | 0xF7 => return Err(Reason::Packing),
                START => return Err(Reason::Damaged),
                _ => {
                    jpeg.note(marker, segment);
                    continue;
                }
            }
            jpeg.stream.extend_from_slice(&[0xFF, marker]);
            jpeg.stream.extend_from_slice(bytes.get(after..at).ok_or(Reason::Damaged)?);
        }
        let frame = frame.filter(Frame::is_whole).ok_or(Reason::Damaged)?;
        jpeg.stream.extend_from_slice(&[0xFF, END]);
        (jpeg.width, jpeg.height) = (frame.width, frame.height);
        jpeg.components = frame.components.iter().map(|component| component.id).collect();
        Ok(jpeg)
    }

    /// Notes what a segment says that is not needed for decoding, and keeps it only if a PDF can use it.
    fn note(&mut self, marker: u8, segment: &[u8]) {
        match marker {
            0xE0 if segment.starts_with(b"JFIF\0") && self.jfif.is_none() => {
                let [_, _, unit, h1, h0, v1, v0] =
                    *segment.get(5..12).and_then(|part| part.try_into().ok()).unwrap_or(&[0; 7]);
                let pair = |high, low| f64::from(u16::from_be_bytes([high, low]));
                let (horizontal, vertical) = (pair(h1, h0), pair(v1, v0));
                self.jfif = Some(match unit {
                    1 => Density::per_inch(horizontal, vertical),
                    2 => Density::per_inch(horizontal * 2.54, vertical * 2.54),
                    _ => Density::ratio(horizontal, vertical),
                });
                // Written anew: the old one may hold a thumbnail of the picture before it was cut or blackened.
                self.stream.extend_from_slice(b"\xFF\xE0\0\x10JFIF\0\x01\x02");
                self.stream.extend_from_slice(&[unit, h1, h0, v1, v0, 0, 0]);
            }
            0xE1 if self.exif.is_none() => {
                self.exif = segment.strip_prefix(b"Exif\0").and_then(|block| exif::read(block.get(1..)?));
            }
            0xE2 if segment.starts_with(b"ICC_PROFILE\0") => {
                let length = u16::try_from(segment.len() + 2).unwrap_or(2).to_be_bytes();
                self.stream.extend_from_slice(&[0xFF, marker]);
                self.stream.extend_from_slice(&length);
                self.stream.extend_from_slice(segment);
            }
            0xE2 => {
                if let Some(views) = segment.strip_prefix(b"MPF\0").and_then(views) {
                    self.views = self.views.max(views);
                }
            }
            0xEE if segment.starts_with(b"Adobe") => {
                if let Some(body) = segment.get(..12) {
                    let transform = body.last().copied().unwrap_or(0);
                    self.adobe = Some((transform, [b"\xFF\xEE\0\x0E", body].concat()));
                }
            }
            _ => {}
        }
    }

    /// Whether three components are red, green and blue, which a PDF would take for luminance and colour differences.
    fn is_rgb(&self) -> bool {
        let adobe = self.adobe.as_ref().map(|(transform, _)| *transform);
        self.components.len() == 3
            && self.jfif.is_none()
            && (adobe == Some(0) || adobe.is_none() && self.components == *b"RGB")
    }

    /// Whether Adobe's program wrote it.
    pub fn is_adobe(&self) -> bool {
        self.adobe.is_some()
    }

    /// The picture as it is.
    pub fn kept(self) -> Picture {
        let colour = match self.components.len() {
            1 => Colour::Gray,
            3 => Colour::Rgb,
            _ => Colour::Cmyk,
        };
        let mut data = self.stream;
        // A JFIF file is what JFIF says, whatever Adobe's segment says: a PDF reader must not see both.
        if let Some((_, adobe)) = self.adobe.as_ref().filter(|_| colour == Colour::Cmyk || self.jfif.is_none()) {
            // JFIF, 18 bytes, comes first.
            let at = if data.get(2..4) == Some(&[0xFF, 0xE0]) { 20 } else { 2 };
            data.splice(at..at, adobe.iter().copied());
        }
        Picture {
            width: self.width,
            height: self.height,
            // Adobe's programs write inks the other way round.
            inverted: colour == Colour::Cmyk && self.adobe.is_some(),
            colour,
            bits: 8,
            packing: Packing::Jpeg,
            data,
            orientation: 1,
            resolution: None,
            pixel_aspect: 1.0,
            profile: None,
        }
    }

    /// The components as they are stored, decoded.
    pub fn samples(&self) -> Result<Vec<u8>, Reason> {
        let limit = 1 << 16;
        let options = DecoderOptions::default().set_strict_mode(true).set_max_width(limit).set_max_height(limit);
        guarded(|| {
            // Without Adobe's segment, input and output named alike: nothing is converted.
            let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&self.stream), options);
            decoder.decode_headers().map_err(|_| Reason::Damaged)?;
            let stored = decoder.input_colorspace().unwrap_or(ColorSpace::YCbCr);
            decoder.set_options(options.jpeg_set_out_colorspace(stored));
            decoder.decode().map_err(|_| Reason::Damaged)
        })
    }

    fn rgb(&self) -> Result<Picture, Reason> {
        plain(self.width, self.height, colour_of(3)?, 8, &self.samples()?)
    }
}

/// The next marker from a place on, and what follows it. Between segments some programs leave a few bytes.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        let found = bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        at += found + 1;
        match *bytes.get(at)? {
            0xFF | 0x00 | 0x01 | 0xD0..=0xD7 => {}
            marker => return Some((marker, at + 1)),
        }
    }
}

/// How many full views a multi-picture file has: stereo pairs, angles, panoramas; previews do not count.
fn views(block: &[u8]) -> Option<usize> {
    let directories = Directories::open(block)?;
    let entries = directories.at(directories.first)?.bytes(VIEWS)?;
    let little = block.starts_with(b"II");
    let is_view = |entry: &&[u8]| {
        let kind = if little { entry.get(2) } else { entry.get(1) };
        kind == Some(&2)
    };
    Some(1 + entries.chunks_exact(16).skip(1).filter(is_view).count())
}
