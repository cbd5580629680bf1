//! Glyph outlines as PDF path operators.
//!
//! Text drawn as filled paths needs no font in the signature's update: nothing has to be embedded, and nothing can be
//! switched afterwards.

use super::object::decimal;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Collects the path operators of one glyph, in the units of its font.
#[derive(Default)]
struct PathWriter {
    out: String,
    at: (f32, f32),
}

impl PathWriter {
    fn points(&mut self, points: &[(f32, f32)], operator: &str) {
        for (x, y) in points {
            self.out.push_str(&decimal(f64::from(*x), 1));
            self.out.push(' ');
            self.out.push_str(&decimal(f64::from(*y), 1));
            self.out.push(' ');
        }
        self.out.push_str(operator);
        self.out.push('\n');
        if let Some(last) = points.last() {
            self.at = *last;
        }
    }
}

impl OutlineBuilder for PathWriter {
    fn move_to(&mut self, x: f32, y: f32) {
        self.points(&[(x, y)], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.points(&[(x, y)], "l");
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        // PDF has cubic curves only: the same curve, one degree higher.
        let (x0, y0) = self.at;
        let third = |end: f32, control: f32| end + (control - end) * 2.0 / 3.0;
        self.points(&[(third(x0, x1), third(y0, y1)), (third(x, x1), third(y, y1)), (x, y)], "c");
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.points(&[(x1, y1), (x2, y2), (x, y)], "c");
    }

    fn close(&mut self) {
        self.out.push_str("h\n");
    }
}

/// The fonts of a block, the first that has a character is taken for it.
pub(super) struct Fonts<'a> {
    faces: Vec<Face<'a>>,
}

impl<'a> Fonts<'a> {
    /// Reads font files (TTF or OTF); gives the index of one that cannot be read.
    pub(super) fn read(fonts: &[&'a [u8]]) -> Result<Self, usize> {
        let faces = fonts.iter().enumerate().map(|(index, bytes)| Face::parse(bytes, 0).map_err(|_| index));
        Ok(Self { faces: faces.collect::<Result<_, _>>()? })
    }

    fn glyph(&self, character: char, first: usize) -> Option<(&Face<'a>, GlyphId)> {
        let order = self.faces.get(first).into_iter().chain(&self.faces);
        order.filter_map(|face| face.glyph_index(character).map(|glyph| (face, glyph))).next()
    }

    /// A character of the text that no font has.
    pub(super) fn missing(&self, text: &str) -> Option<char> {
        text.chars().find(|character| self.glyph(*character, 0).is_none())
    }

    /// The width of a text at a size of 1 point, in points.
    pub(super) fn width(&self, text: &str, font: usize) -> f64 {
        text.chars().map(|character| self.advance(character, font)).sum()
    }

    fn advance(&self, character: char, font: usize) -> f64 {
        self.glyph(character, font).map_or(0.0, |(face, glyph)| {
            f64::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / f64::from(face.units_per_em())
        })
    }

    /// How far the first font reaches above the base line and below it, at a size of 1 point.
    pub(super) fn extent(&self, font: usize) -> (f64, f64) {
        self.faces.get(font).or(self.faces.first()).map_or((0.8, 0.2), |face| {
            let em = f64::from(face.units_per_em());
            (f64::from(face.ascender()) / em, -f64::from(face.descender()) / em)
        })
    }

    /// Draws a text with its base line beginning at a point.
    pub(super) fn draw(&self, text: &str, font: usize, size: f64, from: (f64, f64), out: &mut String) {
        let (mut x, y) = from;
        for character in text.chars() {
            if let Some((face, glyph)) = self.glyph(character, font) {
                let mut path = PathWriter::default();
                if face.outline_glyph(glyph, &mut path).is_some() && !path.out.is_empty() {
                    let scale = decimal(size / f64::from(face.units_per_em()), 6);
                    let place = format!("{} {}", decimal(x, 3), decimal(y, 3));
                    out.push_str(&format!("q\n{scale} 0 0 {scale} {place} cm\n{}f\nQ\n", path.out));
                }
            }
            x += self.advance(character, font) * size;
        }
    }
}
