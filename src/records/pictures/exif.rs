//! What is taken from EXIF: how the picture is turned and how large it is on paper. All else is private and stays behind.

use super::Density;
use super::ifd::{Directories, Directory};

const ORIENTATION: u16 = 274;
const HORIZONTAL: u16 = 282;
const VERTICAL: u16 = 283;
const UNIT: u16 = 296;
/// Centimetres of an inch.
const CENTIMETRES: f64 = 2.54;

/// How a picture is turned and how large it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exif {
    pub orientation: u8,
    pub density: Density,
}

/// Reads an EXIF block, which begins with the header of a TIFF file. Whatever is wrong in it changes nothing: EXIF is
/// often written wrong, and pixels do not depend on it.
pub fn read(block: &[u8]) -> Option<Exif> {
    let directories = Directories::open(block)?;
    Some(of(&directories.at(directories.first)?))
}

/// The same from a directory.
pub fn of(directory: &Directory<'_>) -> Exif {
    let orientation = directory.number(ORIENTATION).and_then(|value| u8::try_from(value).ok());
    let orientation = orientation.filter(|value| (1..=8).contains(value)).unwrap_or(1);
    let density = match (directory.fraction(HORIZONTAL), directory.fraction(VERTICAL)) {
        (Some(horizontal), Some(vertical)) => match directory.number(UNIT).unwrap_or(2) {
            2 => Density::per_inch(horizontal, vertical),
            3 => Density::per_inch(horizontal * CENTIMETRES, vertical * CENTIMETRES),
            _ => Density::ratio(horizontal, vertical),
        },
        _ => Density::UNKNOWN,
    };
    Exif { orientation, density }
}
