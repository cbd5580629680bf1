//! How large the pages of the volume are: a page of a record keeps its size, a picture is fitted to the paper.

use super::pdf::PageSize;
use super::picture::Picture;

/// The paper of the volume, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A page of the volume that shows a page or a picture of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Width of the page in points, without the strip at its foot.
    pub width: f64,
    /// Height of the page in points, without the strip at its foot.
    pub height: f64,
    /// Left, top, width and height of what is shown, from the upper left corner.
    pub place: [f64; 4],
    /// What is shown.
    pub shows: Shows,
}

/// What a sheet shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Shows {
    /// A page of a PDF.
    Page,
    /// A picture.
    Picture,
    /// A frame of a DICOM file.
    Frame {
        /// Its number, from 1.
        number: u32,
        /// How many the file has.
        of: u32,
        /// Centre and width of the window it is shown in.
        window: Option<(f64, f64)>,
    },
}

/// The narrowest page: the strip at the foot must hold its words.
const NARROWEST: f64 = 260.0;
/// The margin around a picture on paper.
const MARGIN: f64 = 40.0;
/// The largest that a pixel becomes on paper.
const LARGEST_PIXEL: f64 = 2.0;

impl Sheet {
    /// A page that keeps its size.
    pub fn page(size: PageSize) -> Self {
        // A narrow page stands at the left: in the middle it would come between the dots of whoever draws it.
        let width = size.width.max(NARROWEST);
        Self { width, height: size.height, place: [0.0, 0.0, size.width, size.height], shows: Shows::Page }
    }

    /// A picture: at the size of the paper it was scanned from, or fitted to the volume's own.
    pub fn picture(picture: &Picture, shows: Shows, paper: Paper) -> Self {
        let (mut width, mut height) = (f64::from(picture.width) * picture.pixel_aspect, f64::from(picture.height));
        let mut natural = picture
            .resolution
            .filter(|(x, y)| (20.0..=4_800.0).contains(x) && (20.0..=4_800.0).contains(y))
            .map(|(x, y)| (f64::from(picture.width) * 72.0 / x, f64::from(picture.height) * 72.0 / y));
        if picture.orientation >= 5 {
            (width, height) = (height, width);
            natural = natural.map(|(w, h)| (h, w));
        }
        // A scan of a whole sheet stays a whole sheet, of whatever paper it was.
        if let Some((w, h)) = natural
            && w.min(h) >= 0.8 * paper.width.min(paper.height)
            && w.max(h) <= 1_300.0
        {
            return Self { width: w, height: h, place: [0.0, 0.0, w, h], shows };
        }
        let fit = |paper: (f64, f64)| {
            let room = (paper.0 - 2.0 * MARGIN, paper.1 - 2.0 * MARGIN);
            (room.0 / width).min(room.1 / height).min(LARGEST_PIXEL)
        };
        let (upright, lying) = ((paper.width, paper.height), (paper.height, paper.width));
        // The paper is turned only where that makes the picture clearly larger.
        let (page, mut scale) =
            if fit(lying) > 1.15 * fit(upright) { (lying, fit(lying)) } else { (upright, fit(upright)) };
        if let Some((w, _)) = natural {
            scale = scale.min(w / width);
        }
        let (w, h) = (width * scale, height * scale);
        let place = [(page.0 - w) / 2.0, ((page.1 - h) / 2.0).min(MARGIN.max((page.1 - h) / 3.0)), w, h];
        Self { width: page.0, height: page.1, place, shows }
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Colour, Packing};
    use super::*;

    const LETTER: Paper = Paper { width: 612.0, height: 792.0 };

    fn picture(width: u32, height: u32, orientation: u8, resolution: Option<(f64, f64)>) -> Picture {
        Picture {
            width,
            height,
            colour: Colour::Gray,
            bits: 8,
            inverted: false,
            packing: Packing::Plain,
            data: Vec::new(),
            orientation,
            resolution,
            pixel_aspect: 1.0,
            profile: None,
        }
    }

    #[test]
    fn a_scanned_sheet_keeps_its_size() {
        let sheet = Sheet::picture(&picture(2550, 3300, 1, Some((300.0, 300.0))), Shows::Picture, LETTER);
        assert_eq!((sheet.width, sheet.height, sheet.place), (612.0, 792.0, [0.0, 0.0, 612.0, 792.0]));
        let turned = Sheet::picture(&picture(3300, 2550, 6, Some((300.0, 300.0))), Shows::Picture, LETTER);
        assert_eq!((turned.width, turned.height), (612.0, 792.0));
    }

    #[test]
    fn a_picture_fits_the_paper_and_is_never_blown_up() {
        let wide = Sheet::picture(&picture(4000, 1000, 1, None), Shows::Picture, LETTER);
        assert_eq!((wide.width, wide.height), (792.0, 612.0));
        assert!((wide.place[2] - 712.0).abs() < 1e-9);
        let small = Sheet::picture(&picture(64, 64, 1, None), Shows::Picture, LETTER);
        assert_eq!(small.place[2..], [128.0, 128.0]);
        let photo = Sheet::picture(&picture(600, 400, 1, Some((300.0, 300.0))), Shows::Picture, LETTER);
        assert_eq!(photo.place[2..], [144.0, 96.0]);
    }
}
