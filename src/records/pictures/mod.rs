//! Pictures of a record: what a file of pixels holds, as a PDF can show it, whole or not at all.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::picture::{Colour, MAX_PICTURES, MAX_PIXELS, MAX_SAMPLES, Packing, Picture, Reason};

mod bmp;
mod exif;
mod frames;
mod huffman;
mod ifd;
mod jpeg;
mod jpeg2000;
mod png;
mod pnm;
mod profile;
mod scan;
mod tiff;
mod tiff_page;

#[cfg(test)]
mod tests;

pub use tiff::{is_tiff, page_count as tiff_pages};

/// The pictures of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Pictures {
    /// The pictures in the order of the file, each to be one page.
    pub pictures: Vec<Picture>,
    /// What of the file is not among them.
    pub left_out: Option<LeftOut>,
}

/// What of a file is not shown although the rest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Frames of a moving picture, or further views of the same scene.
    Frames {
        /// Frames shown.
        shown: usize,
        /// Frames in the file.
        of: usize,
    },
}

impl Pictures {
    fn one(picture: Picture) -> Self {
        Self { pictures: vec![picture], left_out: None }
    }

    /// The first of `of` frames.
    fn first(picture: Picture, of: usize) -> Self {
        let left_out = (of > 1).then_some(LeftOut::Frames { shown: 1, of });
        Self { pictures: vec![picture], left_out }
    }
}

/// Reads the pictures of a file, in order, each to be one page; what a file is is told by its first bytes, never by its
/// name. `None`: these bytes are no picture format known here.
///
/// # Errors
///
/// The reason why the file is not shown, if a part of it cannot be shown whole and right.
pub fn read(bytes: &[u8]) -> Option<Result<Pictures, Reason>> {
    let after = |at: usize| bytes.get(at..).unwrap_or_default();
    // DICOM leaves its first 128 bytes to others; scanners put the header of a TIFF file there.
    if after(128).starts_with(b"DICM") {
        return None;
    }
    let reader: fn(&[u8]) -> Result<Pictures, Reason> = if bytes.starts_with(b"\xFF\xD8\xFF") {
        jpeg::read
    } else if bytes.starts_with(png::SIGNATURE) {
        png::read
    } else if is_tiff(bytes) {
        tiff::read
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        frames::gif
    } else if bytes.starts_with(b"RIFF") && after(8).starts_with(b"WEBP") {
        frames::webp
    } else if bmp::is_bmp(bytes) {
        bmp::read
    } else if bytes.starts_with(jpeg2000::FILE) || bytes.starts_with(jpeg2000::CODESTREAM) {
        jpeg2000::read
    } else if pnm::is_pnm(bytes) {
        pnm::read
    } else if is_other(bytes) {
        |_| Err(Reason::Kind)
    } else {
        return None;
    };
    let mut found = reader(bytes);
    if let Ok(found) = &mut found {
        profile::apply(bytes, &mut found.pictures);
    }
    Some(found)
}

/// Whether the bytes begin as a picture format that is known by name only.
fn is_other(bytes: &[u8]) -> bool {
    /// Photoshop, EPS (plain and with a preview), icons, JPEG XL, JPEG XR, DirectDraw, OpenEXR, Radiance, Quite OK,
    /// GIMP, BPG, JBIG2, DjVu, SGI, Sun raster, metafiles, farbfeld, FLIF.
    const MAGIC: [&[u8]; 22] = [
        b"8BPS",
        b"%!PS",
        b"\xC5\xD0\xD3\xC6",
        b"icns",
        b"\0\0\x01\0",
        b"\0\0\x02\0",
        b"\xFF\x0A",
        b"\0\0\0\x0CJXL ",
        b"II\xBC\x01",
        b"DDS ",
        b"\x76\x2F\x31\x01",
        b"#?RADIANCE",
        b"qoif",
        b"gimp xcf",
        b"BPG\xFB",
        b"\x97JB2\r\n\x1A\n",
        b"AT&TFORM",
        b"\x01\xDA\x00",
        b"\x59\xA6\x6A\x95",
        b"\xD7\xCD\xC6\x9A",
        b"farbfeld",
        b"FLIF",
    ];
    /// Brands of the ISO base media format that are still pictures (HEIF, AVIF).
    const BRANDS: [&[u8]; 10] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"];
    let brand = (bytes.get(4..8) == Some(b"ftyp")).then(|| bytes.get(8..12)).flatten();
    MAGIC.iter().any(|magic| bytes.starts_with(magic)) || brand.is_some_and(|brand| BRANDS.contains(&brand))
}

/// Runs a decoder written by others: a panic in it means a file it was not made for.
fn guarded<T>(decode: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(Reason::Damaged))
}

/// The bytes of a row of `width` pixels of `bits` bits each.
fn row_bytes(width: u32, bits: u64) -> Result<usize, Reason> {
    let bits = u64::from(width).checked_mul(bits).ok_or(Reason::TooLarge)?;
    usize::try_from(bits.div_ceil(8)).map_err(|_| Reason::TooLarge)
}

/// Whether a picture of pixels of `bits` bits is of a size that is decoded; returns the bytes of its samples.
fn check_size(width: u32, height: u32, bits: u64) -> Result<usize, Reason> {
    if width == 0 || height == 0 {
        return Err(Reason::Damaged);
    }
    let row = u64::try_from(row_bytes(width, bits)?).map_err(|_| Reason::TooLarge)?;
    let samples = row.checked_mul(u64::from(height)).ok_or(Reason::TooLarge)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS || samples > MAX_SAMPLES {
        return Err(Reason::TooLarge);
    }
    usize::try_from(samples).map_err(|_| Reason::TooLarge)
}

/// Deflates plain rows.
fn deflate(samples: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(samples).and_then(|()| encoder.finish()).map_err(|_| Reason::TooLarge)
}

/// A picture of plain rows, upright, nothing known of its size on paper.
fn plain(width: u32, height: u32, colour: Colour, bits: u8, samples: &[u8]) -> Result<Picture, Reason> {
    let components: u64 = match colour {
        Colour::Gray | Colour::Indexed(_) => 1,
        Colour::Rgb => 3,
        Colour::Cmyk => 4,
    };
    if check_size(width, height, components * u64::from(bits))? != samples.len() {
        return Err(Reason::Damaged);
    }
    Ok(Picture {
        width,
        height,
        colour,
        bits,
        inverted: false,
        packing: Packing::Deflate,
        data: deflate(samples)?,
        orientation: 1,
        resolution: None,
        pixel_aspect: 1.0,
        profile: None,
    })
}

/// The colour of samples of so many components.
fn colour_of(components: usize) -> Result<Colour, Reason> {
    match components {
        1 => Ok(Colour::Gray),
        3 => Ok(Colour::Rgb),
        4 => Ok(Colour::Cmyk),
        _ => Err(Reason::Packing),
    }
}

/// Lays pixels of `colours` components and one of alpha, of 8 or 16 bits (the higher byte first), on white paper.
/// `multiplied`: the colours are already multiplied with alpha.
fn on_white(pixels: &[u8], colours: usize, bits: u8, multiplied: bool) -> Vec<u8> {
    let bytes = usize::from(bits / 8).max(1);
    let most: u64 = if bytes == 2 { 0xFFFF } else { 0xFF };
    let value = |sample: &[u8]| sample.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    // White is no ink where components are inks.
    let white = if colours == 4 { 0 } else { most };
    let mut laid = Vec::with_capacity(pixels.len() / (colours + 1) * colours);
    for pixel in pixels.chunks_exact((colours + 1) * bytes) {
        let (colour, alpha) = pixel.split_at(colours * bytes);
        let alpha = value(alpha);
        for sample in colour.chunks_exact(bytes) {
            let colour = if multiplied { value(sample) * most } else { value(sample) * alpha };
            let mixed = ((colour + white * (most - alpha) + most / 2) / most).min(most);
            laid.extend_from_slice(mixed.to_be_bytes().get(8 - bytes..).unwrap_or_default());
        }
    }
    laid
}

/// What a file says of its size on paper, taken only if it can be true: some programs write 0, 1 or garbage.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Density {
    resolution: Option<(f64, f64)>,
    pixel_aspect: f64,
}

impl Density {
    const UNKNOWN: Self = Self { resolution: None, pixel_aspect: 1.0 };

    /// From pixels per inch.
    fn per_inch(horizontal: f64, vertical: f64) -> Self {
        let plausible = 10.0..=20_000.0;
        if !plausible.contains(&horizontal) || !plausible.contains(&vertical) {
            return Self::UNKNOWN;
        }
        match Self::ratio(horizontal, vertical) {
            Self { pixel_aspect, .. } if (horizontal == vertical) == (pixel_aspect == 1.0) => {
                Self { resolution: Some((horizontal, vertical)), pixel_aspect }
            }
            unknown => unknown,
        }
    }

    /// From pixels per an unknown unit: a pixel is the wider, the fewer of them there are.
    fn ratio(horizontal: f64, vertical: f64) -> Self {
        let aspect = vertical / horizontal;
        let pixel_aspect = if (0.2..=5.0).contains(&aspect) { aspect } else { 1.0 };
        Self { resolution: None, pixel_aspect }
    }

    fn apply(self, picture: &mut Picture) {
        picture.resolution = self.resolution;
        picture.pixel_aspect = self.pixel_aspect;
    }
}
