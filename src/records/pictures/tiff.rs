//! TIFF files (TIFF 6.0, BigTIFF): their pages, each taken as it is if a PDF can hold it so, else decoded.

use std::collections::BTreeSet;

use super::ifd::{Directories, Directory};
use super::jpeg::Jpeg;
use super::tiff_page;
use super::{Colour, MAX_PICTURES, MAX_SAMPLES, Packing, Picture, Pictures, Reason, check_size, exif};

/// The most bytes of samples of all pages together: pages may share their data, so that a small file declares many large
/// ones. A file that is larger itself may declare more.
const MAX_TOTAL: u64 = 5 * MAX_SAMPLES;

/// Numbers of fields.
pub mod tag {
    pub const SUBFILE: u16 = 254;
    pub const WIDTH: u16 = 256;
    pub const HEIGHT: u16 = 257;
    pub const BITS: u16 = 258;
    pub const COMPRESSION: u16 = 259;
    pub const PHOTOMETRIC: u16 = 262;
    pub const FILL_ORDER: u16 = 266;
    pub const STRIPS: u16 = 273;
    pub const SAMPLES: u16 = 277;
    pub const STRIP_ROWS: u16 = 278;
    pub const STRIP_BYTES: u16 = 279;
    pub const PLANAR: u16 = 284;
    pub const COLOUR_MAP: u16 = 320;
    pub const TILE_WIDTH: u16 = 322;
    pub const TILE_HEIGHT: u16 = 323;
    pub const TILES: u16 = 324;
    pub const TILE_BYTES: u16 = 325;
    pub const SUB_DIRECTORIES: u16 = 330;
    pub const INK_SET: u16 = 332;
    pub const EXTRA: u16 = 338;
    pub const FORMAT: u16 = 339;
    pub const JPEG_TABLES: u16 = 347;
}

/// How the pieces of a page are packed.
pub mod packed {
    pub const NOT: u64 = 1;
    pub const GROUP_4: u64 = 4;
    pub const JPEG: u64 = 7;
    pub const DEFLATE: u64 = 8;
    pub const OLD_DEFLATE: u64 = 32_946;
    /// Those that are decoded: these, LZW and PackBits.
    pub const KNOWN: [u64; 7] = [NOT, GROUP_4, 5, JPEG, DEFLATE, 32_773, OLD_DEFLATE];
}

/// What the samples of a page mean.
pub mod photometric {
    pub const WHITE_IS_ZERO: u64 = 0;
    pub const BLACK_IS_ZERO: u64 = 1;
    pub const RGB: u64 = 2;
    pub const PALETTE: u64 = 3;
    pub const MASK: u64 = 4;
    pub const CMYK: u64 = 5;
    pub const YCBCR: u64 = 6;
}

/// A page as its directory declares it.
pub struct Page<'a> {
    pub bytes: &'a [u8],
    pub directories: Directories<'a>,
    pub directory: Directory<'a>,
    /// Where the directory is.
    pub at: u64,
    pub width: u32,
    pub height: u32,
    /// Bits of a sample, the same for all.
    pub bits: u8,
    /// Samples of a pixel.
    pub samples: usize,
    pub compression: u64,
    pub photometric: u64,
    /// Whether the lowest bit of a byte comes first.
    pub lowest_first: bool,
    /// Whether samples come one plane after the other.
    pub planar: bool,
    /// Where the pieces (strips or tiles) begin and end.
    pub pieces: Vec<(usize, usize)>,
    /// Width and height of a piece.
    pub piece: (u32, u32),
}

/// Whether these bytes are a TIFF file.
pub fn is_tiff(bytes: &[u8]) -> bool {
    [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|magic| bytes.starts_with(*magic))
}

/// How many pages a TIFF file has, as it is shown.
pub fn page_count(bytes: &[u8]) -> Result<usize, Reason> {
    let directories = Directories::open(bytes).ok_or(Reason::Damaged)?;
    pages_of(&directories).map(|pages| pages.len())
}

/// Where the directories of the pages are.
fn pages_of<'a>(directories: &Directories<'a>) -> Result<Vec<(u64, Directory<'a>)>, Reason> {
    let mut pages = Vec::new();
    let (mut seen, mut at) = (BTreeSet::new(), directories.first);
    while at != 0 {
        // A chain that comes back to itself has lost the rest of its pages.
        if !seen.insert(at) {
            return Err(Reason::Damaged);
        }
        if seen.len() > 2 * MAX_PICTURES {
            return Err(Reason::TooLarge);
        }
        let directory = directories.at(at).ok_or(Reason::Damaged)?;
        let next = directory.next;
        pages.push((at, directory));
        at = next;
    }
    let is_full = |directory: &Directory<'_>| {
        let subfile = directory.number(tag::SUBFILE).unwrap_or(0);
        subfile & (1 | 4) == 0 && directory.number(tag::PHOTOMETRIC) != Some(photometric::MASK)
    };
    if pages.iter().any(|(_, directory)| is_full(directory)) {
        pages.retain(|(_, directory)| is_full(directory));
    } else if pages.iter().any(|(_, directory)| directory.has(tag::SUB_DIRECTORIES)) {
        // Raw files of cameras: previews here, the picture elsewhere in a maker's own form.
        return Err(Reason::Packing);
    }
    if pages.is_empty() {
        return Err(Reason::NothingToShow);
    }
    if pages.len() > MAX_PICTURES { Err(Reason::TooLarge) } else { Ok(pages) }
}

/// Reads a TIFF file.
pub fn read(bytes: &[u8]) -> Result<Pictures, Reason> {
    let directories = Directories::open(bytes).ok_or(Reason::Damaged)?;
    let pages = pages_of(&directories)?;
    let mut declared = Vec::new();
    let (mut total, most) = (0_u64, MAX_TOTAL.max(4 * u64::try_from(bytes.len()).unwrap_or(u64::MAX / 4)));
    for (at, directory) in pages {
        let page = Page::read(bytes, directories, directory, at)?;
        let size = check_size(page.width, page.height, u64::from(page.bits) * page.samples as u64)?;
        total = total.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
        if total > most {
            return Err(Reason::TooLarge);
        }
        declared.push(page);
    }
    let pictures = declared.into_iter().map(|page| page.picture()).collect::<Result<_, _>>()?;
    Ok(Pictures { pictures, left_out: None })
}

impl<'a> Page<'a> {
    fn read(bytes: &'a [u8], directories: Directories<'a>, directory: Directory<'a>, at: u64) -> Result<Self, Reason> {
        let number = |tag, usual: u64| {
            if directory.has(tag) { directory.number(tag).ok_or(Reason::Damaged) } else { Ok(usual) }
        };
        let size = |tag| u32::try_from(directory.number(tag).ok_or(Reason::Damaged)?).map_err(|_| Reason::TooLarge);
        let (width, height) = (size(tag::WIDTH)?, size(tag::HEIGHT)?);
        let bits =
            if directory.has(tag::BITS) { directory.numbers(tag::BITS).ok_or(Reason::Damaged)? } else { vec![1] };
        let first = *bits.first().ok_or(Reason::Damaged)?;
        let known = bits.iter().all(|bits| *bits == first) && [1, 2, 4, 8, 16].contains(&first);
        // Numbers that are not whole, or that have a sign, have no black and white of their own.
        let format = directory.numbers(tag::FORMAT).unwrap_or_default();
        if !known || format.iter().any(|format| ![1, 4].contains(format)) {
            return Err(Reason::Packing);
        }
        let samples = number(tag::SAMPLES, 1)?;
        if samples == 0 {
            return Err(Reason::Damaged);
        }
        let compression = number(tag::COMPRESSION, packed::NOT)?;
        if samples > 8 || !packed::KNOWN.contains(&compression) || number(tag::INK_SET, 1)? != 1 {
            return Err(Reason::Packing);
        }
        let tiled = directory.has(tag::TILES);
        let (starts, lengths) = if tiled { (tag::TILES, tag::TILE_BYTES) } else { (tag::STRIPS, tag::STRIP_BYTES) };
        let starts = directory.numbers(starts).ok_or(Reason::Damaged)?;
        let lengths = directory.numbers(lengths).ok_or(Reason::Damaged)?;
        let piece = if tiled {
            (size(tag::TILE_WIDTH)?, size(tag::TILE_HEIGHT)?)
        } else {
            (width, u32::try_from(number(tag::STRIP_ROWS, height.into())?).map_or(height, |rows| rows.min(height)))
        };
        check_size(piece.0, piece.1, samples * first)?;
        let planar = number(tag::PLANAR, 1)? == 2 && samples > 1;
        let across = u64::from(width.div_ceil(piece.0)) * u64::from(height.div_ceil(piece.1));
        let expected = if planar { across * samples } else { across };
        if starts.len() != lengths.len() || u64::try_from(starts.len()) != Ok(expected) {
            return Err(Reason::Damaged);
        }
        let mut pieces = Vec::new();
        for (start, length) in starts.iter().zip(&lengths) {
            let end = start.checked_add(*length).and_then(|end| usize::try_from(end).ok());
            let end = end.filter(|end| *end <= bytes.len()).ok_or(Reason::Damaged)?;
            pieces.push((usize::try_from(*start).map_err(|_| Reason::Damaged)?, end));
        }
        Ok(Self {
            width,
            height,
            bits: u8::try_from(first).map_err(|_| Reason::Packing)?,
            samples: usize::try_from(samples).map_err(|_| Reason::Packing)?,
            compression,
            photometric: directory.number(tag::PHOTOMETRIC).ok_or(Reason::Packing)?,
            lowest_first: number(tag::FILL_ORDER, 1)? == 2,
            planar,
            pieces,
            piece,
            bytes,
            directories,
            directory,
            at,
        })
    }

    /// The page as a picture.
    fn picture(&self) -> Result<Picture, Reason> {
        let kept = match self.compression {
            packed::GROUP_4 => self.fax()?,
            packed::JPEG => self.jpeg()?,
            _ => None,
        };
        let mut picture = match kept {
            Some(picture) => picture,
            None => tiff_page::decode(self)?,
        };
        let exif = exif::of(&self.directory);
        exif.density.apply(&mut picture);
        picture.orientation = exif.orientation;
        Ok(picture)
    }

    /// The bytes of a piece.
    pub fn piece_bytes(&self, (start, end): (usize, usize)) -> Result<&'a [u8], Reason> {
        self.bytes.get(start..end).ok_or(Reason::Damaged)
    }

    /// A fax page in one strip, as it is.
    fn fax(&self) -> Result<Option<Picture>, Reason> {
        let black_is_1 = match self.photometric {
            photometric::WHITE_IS_ZERO => false,
            photometric::BLACK_IS_ZERO => true,
            _ => return Ok(None),
        };
        let ([piece], 1, 1) = (self.pieces.as_slice(), self.samples, self.bits) else { return Ok(None) };
        // Decoded once to see that all rows are there; fax data cannot tell otherwise.
        tiff_page::unpack(self)?;
        let mut data = self.piece_bytes(*piece)?.to_vec();
        if self.lowest_first {
            data.iter_mut().for_each(|byte| *byte = byte.reverse_bits());
        }
        Ok(Some(Picture {
            width: self.width,
            height: self.height,
            colour: Colour::Gray,
            bits: 1,
            inverted: false,
            packing: Packing::Fax4 { black_is_1 },
            data,
            orientation: 1,
            resolution: None,
            pixel_aspect: 1.0,
            profile: None,
        }))
    }

    /// A JPEG page in one strip, as it is, if it means the same outside of TIFF. All JPEG pieces are proved whole here.
    fn jpeg(&self) -> Result<Option<Picture>, Reason> {
        let tables = self.directory.bytes(tag::JPEG_TABLES);
        if self.directory.has(tag::JPEG_TABLES) && tables.is_none() || self.bits != 8 {
            return Err(if self.bits == 8 { Reason::Damaged } else { Reason::Packing });
        }
        let samples = if self.planar { 1 } else { self.samples };
        let down = self.height.div_ceil(self.piece.1);
        for (nth, piece) in self.pieces.iter().enumerate() {
            let jpeg = Jpeg::read(&joined(tables, self.piece_bytes(*piece)?)?)?;
            if jpeg.components.len() != samples || jpeg.width != self.piece.0 || jpeg.height > self.piece.1 {
                return Err(Reason::Damaged);
            }
            // A strip at the bottom may be as low as what is left.
            let is_last = (nth + 1) % usize::try_from(down).map_err(|_| Reason::TooLarge)? == 0;
            let left = self.height - (down - 1) * self.piece.1;
            if jpeg.height < self.piece.1 && !(is_last && jpeg.height >= left && !self.directory.has(tag::TILES)) {
                return Err(Reason::Damaged);
            }
            if jpeg.is_adobe() && samples != 1 {
                // Adobe's word on the colours and that of the directory may differ.
                return Err(Reason::Packing);
            }
            let alone =
                self.pieces.len() == 1 && !self.planar && (jpeg.width, jpeg.height) == (self.width, self.height);
            let same = match self.photometric {
                photometric::WHITE_IS_ZERO | photometric::BLACK_IS_ZERO => samples == 1,
                photometric::YCBCR => samples == 3 && jpeg.components != *b"RGB",
                photometric::CMYK => samples == 4,
                _ => false,
            };
            if alone && same {
                let mut picture = jpeg.kept();
                picture.inverted = self.photometric == photometric::WHITE_IS_ZERO;
                return Ok(Some(picture));
            }
        }
        Ok(None)
    }
}

/// A JPEG piece with the tables it shares with others put in.
fn joined(tables: Option<&[u8]>, piece: &[u8]) -> Result<Vec<u8>, Reason> {
    let Some(tables) = tables else { return Ok(piece.to_vec()) };
    let tables = tables.strip_suffix(b"\xFF\xD9").ok_or(Reason::Damaged)?;
    let piece = piece.strip_prefix(b"\xFF\xD8").ok_or(Reason::Damaged)?;
    Ok([tables, piece].concat())
}
