//! Image pixels (PS3.3 C.7.6.3): how they lie in the file, and frames made of them.

use std::borrow::Cow;

use dicom_core::Tag;
use dicom_dictionary_std::tags;

use super::Frame;
use super::colour::{self, Palette};
use super::elements::{DataSet, Value};
use super::file::Codec;
use super::frames::{Encapsulated, chosen};
use super::window::Shades;
use super::{jpeg, jpeg2000, jpegls, overlay, rle};
use crate::records::picture::{Colour, MAX_PIXELS, MAX_SAMPLES, Packing, Picture, Reason};

/// What the samples of a pixel are (photometric interpretation).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Photometric {
    /// Grey; the lowest value is white.
    Monochrome1,
    /// Grey; the lowest value is black.
    Monochrome2,
    /// A number in a table of colours.
    Palette,
    /// Red, green, blue.
    Rgb,
    /// Luma and chroma of full range.
    YbrFull,
    /// The same, two pixels sharing their chroma.
    YbrFull422,
    /// Red, green, blue once JPEG 2000 is unpacked.
    YbrJpeg2000,
}

impl Photometric {
    /// Whether a JPEG stream of it has luma and chroma.
    pub fn is_luma_chroma(self) -> bool {
        matches!(self, Self::YbrFull | Self::YbrFull422 | Self::YbrJpeg2000)
    }

    /// Whether samples are luma and chroma also once they are unpacked.
    pub fn is_stored_luma_chroma(self) -> bool {
        matches!(self, Self::YbrFull | Self::YbrFull422)
    }
}

/// How pixels lie in the file.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub rows: u32,
    pub columns: u32,
    /// Samples of a pixel: 1 or 3.
    pub samples: usize,
    /// Bits a sample takes: 1, 8, 16 or 32.
    pub allocated: u32,
    /// Bits of them that count.
    pub stored: u32,
    /// The highest of these.
    pub high: u32,
    pub signed: bool,
    /// Whether each component lies by itself.
    pub planar: bool,
    pub photometric: Photometric,
    pub frames: u32,
}

impl Layout {
    fn read(set: &DataSet) -> Result<Self, Reason> {
        let number = |tag| set.number(tag).ok_or(Reason::Damaged);
        let (rows, columns) = (u32::from(number(tags::ROWS)?), u32::from(number(tags::COLUMNS)?));
        if rows == 0 || columns == 0 {
            return Err(Reason::Damaged);
        }
        let photometric = match set.text(tags::PHOTOMETRIC_INTERPRETATION).ok_or(Reason::Damaged)? {
            "MONOCHROME1" => Photometric::Monochrome1,
            "MONOCHROME2" => Photometric::Monochrome2,
            "PALETTE COLOR" => Photometric::Palette,
            "RGB" => Photometric::Rgb,
            "YBR_FULL" => Photometric::YbrFull,
            "YBR_FULL_422" => Photometric::YbrFull422,
            "YBR_RCT" | "YBR_ICT" => Photometric::YbrJpeg2000,
            _ => return Err(Reason::Packing),
        };
        let colours =
            !matches!(photometric, Photometric::Monochrome1 | Photometric::Monochrome2 | Photometric::Palette);
        let samples = usize::from(set.number(tags::SAMPLES_PER_PIXEL).unwrap_or(if colours { 3 } else { 1 }));
        if samples != if colours { 3 } else { 1 } {
            return Err(Reason::Damaged);
        }
        let allocated = u32::from(number(tags::BITS_ALLOCATED)?);
        let stored = set.number(tags::BITS_STORED).map_or(allocated, u32::from);
        let high = set.number(tags::HIGH_BIT).map_or(stored.saturating_sub(1), u32::from);
        if !matches!(allocated, 1 | 8 | 16 | 32) || (allocated == 1 && samples == 3) {
            return Err(Reason::Packing);
        }
        if stored == 0 || high >= allocated || stored > high + 1 {
            return Err(Reason::Damaged);
        }
        let frames = match set.bytes(tags::NUMBER_OF_FRAMES) {
            None => 1,
            Some(_) => set.text(tags::NUMBER_OF_FRAMES).and_then(|text| text.parse().ok()).ok_or(Reason::Damaged)?,
        };
        if frames == 0 {
            return Err(Reason::NothingToShow);
        }
        let pixels = u64::from(rows) * u64::from(columns);
        let bytes = pixels * u64::from(allocated.div_ceil(8)) * if colours { 3 } else { 1 };
        if pixels > MAX_PIXELS || bytes > MAX_SAMPLES {
            return Err(Reason::TooLarge);
        }
        let signed = set.number(tags::PIXEL_REPRESENTATION) == Some(1);
        let planar = samples == 3 && set.number(tags::PLANAR_CONFIGURATION) == Some(1);
        Ok(Self { rows, columns, samples, allocated, stored, high, signed, planar, photometric, frames })
    }

    /// Whether a bit of a sample is one of those that count.
    pub fn counts(&self, bit: u32) -> bool {
        bit <= self.high && bit + self.stored > self.high
    }

    /// Pixels of a frame.
    pub fn pixels(&self) -> Result<usize, Reason> {
        usize::try_from(u64::from(self.rows) * u64::from(self.columns)).map_err(|_| Reason::TooLarge)
    }
}

/// The samples of a frame, unpacked.
#[derive(Debug)]
pub(super) struct Samples<'a> {
    /// Least significant byte first.
    pub bytes: Cow<'a, [u8]>,
    /// Bytes of a sample: 1, 2 or 4.
    pub width: usize,
    /// Bits that count by the packing itself; 0 if it does not say.
    pub depth: u32,
    /// Whether each component lies by itself.
    pub planar: bool,
    /// Whether three components are luma and chroma.
    pub luma_chroma: bool,
}

impl Samples<'_> {
    /// The bits of each sample, in the order of the bytes.
    pub fn raw(&self) -> impl Iterator<Item = u32> + '_ {
        let width = self.width;
        self.bytes
            .chunks_exact(width)
            .map(move |bytes| bytes.iter().rev().fold(0_u32, |number, &byte| (number << 8) | u32::from(byte)))
    }
}

/// Which bits of a sample count, and whether the highest is a sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    /// How many bits lie below those that count.
    pub shift: u32,
    /// How many bits count.
    pub bits: u32,
    /// Whether the highest is a sign.
    pub signed: bool,
}

impl Stored {
    /// By what the file says, and by how many bits a packing says there are; 0 if it does not say.
    fn new(layout: &Layout, depth: u32) -> Self {
        let (shift, signed) = (layout.high + 1 - layout.stored, layout.signed);
        match depth {
            0 => Self { shift, bits: layout.stored, signed },
            // A packing of fewer bits than the highest has what counts at the low end.
            _ if depth <= layout.high => Self { shift: 0, bits: depth.min(layout.stored), signed },
            _ => Self { shift, bits: layout.stored, signed },
        }
    }

    /// The number that the bits stand for.
    pub fn number(self, raw: u32) -> i64 {
        let number = i64::from(raw >> self.shift) & ((1 << self.bits) - 1);
        if self.signed && number >> (self.bits - 1) == 1 { number - (1 << self.bits) } else { number }
    }

    /// The number that a word of another element stands for, which is signed where pixels are.
    pub fn number_of_word(self, word: u16) -> i64 {
        if self.signed { i64::from(word.cast_signed()) } else { i64::from(word) }
    }
}

/// What is stated for a single frame (PS3.3 C.7.6.16): its own functional groups, then those that all share.
#[derive(Debug)]
pub(super) struct Groups<'a> {
    own: Option<DataSet<'a>>,
    shared: Option<DataSet<'a>>,
}

impl<'a> Groups<'a> {
    /// The first item of a sequence.
    pub fn item(&self, tag: Tag) -> Option<DataSet<'a>> {
        let own = self.own.as_ref().and_then(|group| group.item(tag));
        own.or_else(|| self.shared.as_ref()?.item(tag))
    }
}

/// The frames that are wanted, and how many there are.
pub(super) fn frames(set: &DataSet, pixels: &Value, codec: Codec, wanted: &[u32]) -> Result<(Vec<Frame>, u32), Reason> {
    let layout = Layout::read(set)?;
    let chosen = chosen(wanted, layout.frames)?;
    let pages = u64::try_from(chosen.len()).map_err(|_| Reason::TooLarge)?;
    let page = u64::try_from(layout.pixels()?).map_err(|_| Reason::TooLarge)?;
    let components = if layout.samples == 3 || layout.photometric == Photometric::Palette { 3 } else { 1 };
    if page.saturating_mul(pages).saturating_mul(components) > MAX_SAMPLES {
        return Err(Reason::TooLarge);
    }
    let palette = match layout.photometric {
        Photometric::Palette => Some(Palette::read(set)?),
        _ => None,
    };
    let source = Source::new(set, pixels, codec, &layout)?;
    let own = set.items(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
    let mut frames = Vec::with_capacity(chosen.len());
    for number in chosen {
        let index = usize::try_from(number - 1).map_err(|_| Reason::TooLarge)?;
        let samples = source.frame(index, &layout)?;
        let groups = Groups { own: own.get(index), shared: set.item(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE) };
        let (mut picture, window) = picture(set, &groups, &layout, &samples, palette.as_ref())?;
        overlay::draw(set, &layout, &samples, number - 1, &mut picture.data)?;
        frames.push(Frame { number, picture, window });
    }
    Ok((frames, layout.frames))
}

/// Where frames come from.
enum Source<'a> {
    Native(Cow<'a, [u8]>),
    Packed(Encapsulated<'a>, Codec),
}

impl<'a> Source<'a> {
    fn new(set: &DataSet<'a>, pixels: &'a Value<'a>, codec: Codec, layout: &Layout) -> Result<Self, Reason> {
        match pixels {
            Value::Bytes(bytes) => {
                // Pixels that lie open belong to a syntax that packs nothing.
                if codec != Codec::Native {
                    return Err(Reason::Damaged);
                }
                let bits = bits_per_frame(layout)?.checked_mul(u64::from(layout.frames)).ok_or(Reason::Damaged)?;
                let there = u64::try_from(bytes.len()).map_err(|_| Reason::TooLarge)?;
                if there < bits.div_ceil(8) {
                    return Err(Reason::Damaged);
                }
                // Words and longer numbers are turned once, not frame by frame: single bytes may share a word.
                let mut bytes = Cow::Borrowed(*bytes);
                let width = match layout.allocated {
                    1 | 8 if !set.is_words(tags::PIXEL_DATA) => 1,
                    1 | 8 => 2,
                    bits => usize::try_from(bits / 8).map_err(|_| Reason::Damaged)?,
                };
                if set.coding().big && width > 1 {
                    bytes.to_mut().chunks_exact_mut(width).for_each(<[u8]>::reverse);
                }
                Ok(Self::Native(bytes))
            }
            Value::Fragments(fragments) => {
                let beginning: &[u8] = match codec {
                    Codec::Jpeg | Codec::JpegLs => &[0xFF, 0xD8],
                    Codec::Jpeg2000 => &[0xFF, 0x4F, 0xFF, 0x51],
                    // Each frame of the others is one fragment (PS3.5 A.4.2).
                    _ => &[],
                };
                let extended = set.bytes(tags::EXTENDED_OFFSET_TABLE);
                Ok(Self::Packed(Encapsulated::new(fragments, extended, layout.frames, beginning)?, codec))
            }
        }
    }

    fn frame(&self, index: usize, layout: &Layout) -> Result<Samples<'_>, Reason> {
        match self {
            Self::Native(bytes) => native(bytes, index, layout),
            Self::Packed(frames, codec) => {
                let packed = frames.frame(index).ok_or(Reason::Damaged)?;
                match codec {
                    Codec::Rle if layout.allocated >= 8 => {
                        let width = usize::try_from(layout.allocated / 8).map_err(|_| Reason::Damaged)?;
                        let bytes = rle::decode(&packed, layout.pixels()?, layout.samples, width)?;
                        let luma_chroma = layout.photometric.is_stored_luma_chroma();
                        Ok(Samples { bytes: Cow::Owned(bytes), width, depth: 0, planar: false, luma_chroma })
                    }
                    Codec::Jpeg => jpeg::decode(&packed, layout),
                    Codec::JpegLs => jpegls::decode(&packed, layout),
                    Codec::Jpeg2000 => jpeg2000::decode(&packed, layout),
                    Codec::Native => match packed {
                        Cow::Borrowed(bytes) => native(bytes, 0, layout),
                        Cow::Owned(_) => Err(Reason::Packing),
                    },
                    _ => Err(Reason::Packing),
                }
            }
        }
    }
}

/// Bits of a frame that is not packed.
fn bits_per_frame(layout: &Layout) -> Result<u64, Reason> {
    let pixels = u64::from(layout.rows) * u64::from(layout.columns);
    let samples = match layout.photometric {
        // Four samples for two pixels.
        Photometric::YbrFull422 if !layout.planar => {
            if !layout.columns.is_multiple_of(2) || layout.allocated != 8 {
                return Err(Reason::Packing);
            }
            pixels * 2
        }
        _ => pixels * u64::try_from(layout.samples).map_err(|_| Reason::Damaged)?,
    };
    Ok(samples * u64::from(layout.allocated))
}

/// A frame that lies open. Bits of single-bit frames go on from one frame to the next.
fn native<'a>(bytes: &'a [u8], index: usize, layout: &Layout) -> Result<Samples<'a>, Reason> {
    let bits = usize::try_from(bits_per_frame(layout)?).map_err(|_| Reason::TooLarge)?;
    let start = bits.checked_mul(index).ok_or(Reason::Damaged)?;
    let luma_chroma = layout.photometric.is_stored_luma_chroma();
    if layout.allocated == 1 {
        let bit = |place: usize| bytes.get(place / 8).map(|byte| byte >> (place % 8) & 1);
        let bytes: Option<Vec<u8>> = (start..start.checked_add(bits).ok_or(Reason::Damaged)?).map(bit).collect();
        let bytes = Cow::Owned(bytes.ok_or(Reason::Damaged)?);
        return Ok(Samples { bytes, width: 1, depth: 0, planar: false, luma_chroma });
    }
    let width = usize::try_from(layout.allocated / 8).map_err(|_| Reason::Damaged)?;
    let slice = start.checked_div(8).and_then(|start| bytes.get(start..)?.get(..bits / 8)).ok_or(Reason::Damaged)?;
    let bytes = Cow::Borrowed(slice);
    if layout.photometric == Photometric::YbrFull422 && !layout.planar {
        let pairs = bytes.as_chunks::<4>().0.iter();
        let whole: Vec<u8> = pairs.flat_map(|&[y1, y2, cb, cr]| [y1, cb, cr, y2, cb, cr]).collect();
        return Ok(Samples { bytes: Cow::Owned(whole), width, depth: 0, planar: false, luma_chroma });
    }
    Ok(Samples { bytes, width, depth: 0, planar: layout.planar, luma_chroma })
}

/// A picture as it is printed, and the window it is seen through.
fn picture(
    set: &DataSet,
    groups: &Groups,
    layout: &Layout,
    samples: &Samples,
    palette: Option<&Palette>,
) -> Result<(Picture, Option<(f64, f64)>), Reason> {
    let stored = Stored::new(layout, samples.depth);
    let mut window = None;
    let (colour, data) = match palette {
        Some(palette) => (Colour::Rgb, palette.colours(samples, stored)),
        None if layout.samples == 3 => (Colour::Rgb, colour::rgb(samples, stored)),
        None => {
            let shades = Shades::read(set, groups, stored, layout.photometric == Photometric::Monochrome1)?;
            window = shades.stated();
            (Colour::Gray, shades.grey(samples))
        }
    };
    let picture = Picture {
        width: layout.columns,
        height: layout.rows,
        colour,
        bits: 8,
        inverted: false,
        packing: Packing::Plain,
        data,
        orientation: 1,
        resolution: None,
        pixel_aspect: aspect(set, groups),
        profile: None,
    };
    Ok((picture, window))
}

/// How wide a pixel is by its height, by the distance of rows and columns or by the ratio the file states.
fn aspect(set: &DataSet, groups: &Groups) -> f64 {
    let pair = |set: &DataSet, tag| match *set.decimals(tag)?.as_slice() {
        [rows, columns] => Some((rows, columns)),
        _ => None,
    };
    let measures = groups.item(tags::PIXEL_MEASURES_SEQUENCE).and_then(|group| pair(&group, tags::PIXEL_SPACING));
    let stated = [
        tags::PIXEL_SPACING,
        tags::IMAGER_PIXEL_SPACING,
        tags::NOMINAL_SCANNED_PIXEL_SPACING,
        tags::PIXEL_ASPECT_RATIO,
    ];
    let (rows, columns) = measures.or_else(|| stated.iter().find_map(|&tag| pair(set, tag))).unwrap_or((1.0, 1.0));
    let ratio = columns / rows;
    // Far outside of what any machine makes, the numbers mean something else.
    if (0.05..=20.0).contains(&ratio) { ratio } else { 1.0 }
}
