//! Pictures as form XObjects that fill the unit square, as an image does.

use std::io;

use super::objects::{self, Objects};
use super::picture::{Colour, Packing, Picture};

/// Writes a picture, turned upright; gives the number of the form.
///
/// # Errors
/// The I/O error.
pub fn picture(picture: &Picture, objects: &mut Objects<'_>) -> io::Result<u32> {
    let image = objects.number();
    let mut dictionary = format!(
        "/Type/XObject/Subtype/Image/Width {}/Height {}/BitsPerComponent {}",
        picture.width, picture.height, picture.bits
    )
    .into_bytes();
    let (components, device) = match &picture.colour {
        Colour::Gray => (1, "/DeviceGray"),
        Colour::Rgb => (3, "/DeviceRGB"),
        Colour::Cmyk => (4, "/DeviceCMYK"),
        Colour::Indexed(_) => (1, "/DeviceRGB"),
    };
    let space = match &picture.profile {
        Some(profile) => {
            let number = objects.number();
            let samples = if matches!(picture.colour, Colour::Indexed(_)) { 3 } else { components };
            objects.deflated(number, format!("/N {samples}/Alternate{device}").as_bytes(), profile)?;
            format!("[/ICCBased {number} 0 R]")
        }
        None => device.to_owned(),
    };
    dictionary.extend_from_slice(b"/ColorSpace");
    if let Colour::Indexed(table) = &picture.colour {
        let last = (table.len() / 3).saturating_sub(1).min(255);
        dictionary.extend_from_slice(format!("[/Indexed{space} {last} ").as_bytes());
        objects::string(table.get(..(last + 1) * 3).unwrap_or(table), &mut dictionary);
        dictionary.push(b']');
    } else {
        dictionary.extend_from_slice(space.as_bytes());
    }
    if picture.inverted {
        dictionary.extend_from_slice(
            format!("/Decode[{}]", ["1 0"; 4].get(..components).unwrap_or(&[]).join(" ")).as_bytes(),
        );
    }
    let packing = match picture.packing {
        Packing::Plain => String::new(),
        Packing::Jpeg => "/Filter/DCTDecode".to_owned(),
        Packing::Deflate => "/Filter/FlateDecode".to_owned(),
        Packing::PngDeflate => format!(
            "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {components}/BitsPerComponent {}/Columns {}>>",
            picture.bits, picture.width
        ),
        Packing::Fax4 { black_is_1 } => format!(
            "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns {}/Rows {}/BlackIs1 {black_is_1}>>",
            picture.width, picture.height
        ),
    };
    dictionary.extend_from_slice(packing.as_bytes());
    if picture.packing == Packing::Plain {
        objects.deflated(image, &dictionary, &picture.data)?;
    } else {
        objects.stream(image, &dictionary, &picture.data)?;
    }
    let matrix = upright(picture.orientation);
    let form = objects.number();
    let dictionary = format!(
        "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Matrix[{}]/Resources<</XObject<</I {image} 0 R>>>>",
        matrix.map(|value| value.to_string()).join(" ")
    );
    objects.stream(form, dictionary.as_bytes(), b"/I Do")?;
    Ok(form)
}

/// What turns a stored picture upright inside the unit square (TIFF 6.0, Orientation).
fn upright(orientation: u8) -> [i8; 6] {
    match orientation {
        2 => [-1, 0, 0, 1, 1, 0],
        3 => [-1, 0, 0, -1, 1, 1],
        4 => [1, 0, 0, -1, 0, 1],
        5 => [0, -1, -1, 0, 1, 1],
        6 => [0, -1, 1, 0, 0, 1],
        7 => [0, 1, 1, 0, 0, 0],
        8 => [0, 1, -1, 0, 1, 0],
        _ => [1, 0, 0, 1, 0, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the corner that is stored first (upper left) and the one stored last in the first row come to lie.
    #[test]
    fn every_orientation_brings_the_first_corner_where_it_belongs() {
        let at = |matrix: [i8; 6], (x, y): (i8, i8)| {
            let [a, b, c, d, e, f] = matrix;
            (a * x + c * y + e, b * x + d * y + f)
        };
        // First row's start and end, in a square whose upper left corner is (0, 1).
        let expected = [
            (1, (0, 1), (1, 1)),
            (2, (1, 1), (0, 1)),
            (3, (1, 0), (0, 0)),
            (4, (0, 0), (1, 0)),
            (5, (0, 1), (0, 0)),
            (6, (1, 1), (1, 0)),
            (7, (1, 0), (1, 1)),
            (8, (0, 0), (0, 1)),
        ];
        for (orientation, start, end) in expected {
            let matrix = upright(orientation);
            assert_eq!((at(matrix, (0, 1)), at(matrix, (1, 1))), (start, end), "{orientation}");
        }
    }
}
