//! A picture as it goes into a PDF: an image XObject (ISO 32000-1 8.9.5), its bytes kept as they were wherever a PDF can
//! hold them so.

/// A picture of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Width in pixels as stored.
    pub width: u32,
    /// Height in pixels as stored.
    pub height: u32,
    /// What the samples mean.
    pub colour: Colour,
    /// Bits of a component: 1, 2, 4, 8 or 16.
    pub bits: u8,
    /// Whether samples mean the opposite of what is usual (`/Decode [1 0 …]`).
    pub inverted: bool,
    /// How the samples are packed.
    pub packing: Packing,
    /// The packed samples.
    pub data: Vec<u8>,
    /// How the stored picture is turned to stand upright (TIFF and EXIF orientation, 1 to 8).
    pub orientation: u8,
    /// Pixels per inch, horizontally and vertically as stored, if the file says so.
    pub resolution: Option<(f64, f64)>,
    /// How wide a pixel is by its height; 1 almost always.
    pub pixel_aspect: f64,
    /// The ICC profile of the samples, or of the table they are numbers into; none is sRGB, or plain grey.
    pub profile: Option<Vec<u8>>,
}

/// What the samples of a picture mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Colour {
    /// One component, black to white.
    Gray,
    /// Red, green, blue (sRGB).
    Rgb,
    /// Cyan, magenta, yellow, black.
    Cmyk,
    /// Numbers into a table of red, green, blue.
    Indexed(Vec<u8>),
}

/// How the samples are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all; who writes the PDF deflates them.
    Plain,
    /// A JPEG file as a PDF takes it: baseline or progressive, 8 bits (`DCTDecode`).
    Jpeg,
    /// A zlib stream whose rows each begin with a PNG filter byte (`FlateDecode` with `/Predictor 15`).
    PngDeflate,
    /// A zlib stream of plain rows (`FlateDecode`).
    Deflate,
    /// ITU-T T.6 (Group 4) fax (`CCITTFaxDecode` with `/K -1`); `true` if a 1 bit is black.
    Fax4 {
        /// Whether a 1 bit is black.
        black_is_1: bool,
    },
}

/// Why a file, or a part of it, is not shown and is attached whole instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is encrypted and asks for a password.
    Encrypted,
    /// It is damaged: showing it might show a part.
    Damaged,
    /// It is a form that only one maker's programs can show (XFA).
    Xfa,
    /// A form in it is filled in, and the file does not say how the entries look.
    FormWithoutLook,
    /// It is a video or a moving picture.
    Video,
    /// It holds no picture and no page.
    NothingToShow,
    /// What it declares to hold is larger than any honest record: a bomb, or a file for another program.
    TooLarge,
    /// It took longer than a minute.
    TooSlow,
    /// It is packed in a way that cannot be unpacked here.
    Packing,
    /// A kind of file that is not shown.
    Kind,
    /// It is written in letters that no font of the volume has.
    Letters,
    /// There is no such file, or it cannot be read from disk.
    Unreadable,
}

/// The most pixels of one picture.
pub const MAX_PIXELS: u64 = 200_000_000;
/// The most bytes of the samples of one picture, unpacked.
pub const MAX_SAMPLES: u64 = 250_000_000;
/// The most pictures of one file that become pages.
pub const MAX_PICTURES: usize = 2_000;

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::Encrypted,
        Self::Damaged,
        Self::Xfa,
        Self::FormWithoutLook,
        Self::Video,
        Self::NothingToShow,
        Self::TooLarge,
        Self::TooSlow,
        Self::Packing,
        Self::Kind,
        Self::Letters,
        Self::Unreadable,
    ];

    /// Its name, as messages and machines use it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::Xfa => "xfa",
            Self::FormWithoutLook => "form-without-look",
            Self::Video => "video",
            Self::NothingToShow => "nothing-to-show",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Packing => "packing",
            Self::Kind => "kind",
            Self::Letters => "letters",
            Self::Unreadable => "unreadable",
        }
    }
}
