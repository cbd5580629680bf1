//! The block a signature shows on the page: lines of text, a rule, a logo, all drawn as filled paths.

use super::PdfError;
use super::object::decimal;
use super::outline::Fonts;

/// A colour as red, green and blue.
pub type Colour = [u8; 3];

/// What the block of a signature looks like.
#[derive(Debug, Clone)]
pub struct Appearance<'a> {
    /// Font files (TTF or OTF). For each character the line's own font is tried first, then the others in order.
    pub fonts: &'a [&'a [u8]],
    /// From top to bottom. Lines too long for the block are broken at spaces; if they are too many, all become smaller.
    pub lines: &'a [Line],
    /// Space between the edge of the block and what is in it, in points.
    pub padding: f64,
    /// Filled before all else.
    pub background: Option<Colour>,
    /// A frame around the block.
    pub frame: Option<Rule>,
    /// A bar along the left edge.
    pub bar: Option<Rule>,
    /// Drawn at the right edge, in the upper corner.
    pub logo: Option<Logo<'a>>,
}

/// One line of text.
#[derive(Debug, Clone)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Size of the letters in points.
    pub size: f64,
    /// Index among the fonts.
    pub font: usize,
    /// Of the letters.
    pub colour: Colour,
}

/// A drawn rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Of the rule.
    pub colour: Colour,
    /// In points.
    pub width: f64,
}

/// A logo as one filled path.
#[derive(Debug, Clone)]
pub struct Logo<'a> {
    /// The path, in units of its own with y upwards and the origin at the lower left.
    pub path: &'a [Segment],
    /// Width and height in these units.
    pub size: (f64, f64),
    /// Height on the page in points.
    pub height: f64,
    /// Filled with it.
    pub colour: Colour,
}

/// A piece of a path.
#[derive(Debug, Clone, Copy)]
pub enum Segment {
    /// Begins a contour.
    Move(f64, f64),
    /// A straight line to a point.
    Line(f64, f64),
    /// A cubic Bézier curve: two control points and the end.
    Curve([(f64, f64); 3]),
    /// Closes the contour.
    Close,
}

/// Distance of base lines, in sizes of the letters.
const LEADING: f64 = 1.25;
/// Letters are made smaller down to this share of their size, never further.
const SMALLEST: f64 = 0.6;

/// Draws the block at this width and height in points: the content of a form.
pub(super) fn draw(appearance: &Appearance<'_>, width: f64, height: f64) -> Result<String, PdfError> {
    let fonts = Fonts::read(appearance.fonts)
        .map_err(|index| refused(format!("font {} cannot be read", index.saturating_add(1))))?;
    check(appearance, &fonts)?;
    let mut out = String::new();
    if let Some(colour) = appearance.background {
        fill(&mut out, colour, [0.0, 0.0, width, height]);
    }
    if let Some(bar) = appearance.bar {
        fill(&mut out, bar.colour, [0.0, 0.0, bar.width, height]);
    }
    if let Some(frame) = appearance.frame {
        for rect in [
            [0.0, 0.0, width, frame.width],
            [0.0, height - frame.width, width, frame.width],
            [0.0, 0.0, frame.width, height],
            [width - frame.width, 0.0, frame.width, height],
        ] {
            fill(&mut out, frame.colour, rect);
        }
    }
    let bar = appearance.bar.map_or(0.0, |bar| bar.width);
    let left = bar + appearance.padding;
    let mut room = width - left - appearance.padding;
    if let Some(logo) = &appearance.logo {
        room -= draw_logo(logo, width - appearance.padding, height - appearance.padding, &mut out) + appearance.padding;
    }
    let (scale, lines) = fit(appearance, &fonts, room, height - 2.0 * appearance.padding)?;
    let mut y = height - appearance.padding;
    for (line, text) in lines {
        let size = line.size * scale;
        let (above, below) = fonts.extent(line.font);
        // The line's height is shared out above and below the letters.
        let slack = size * (LEADING - above - below) / 2.0;
        push_colour(&mut out, line.colour);
        fonts.draw(&text, line.font, size, (left, y - slack - above * size), &mut out);
        y -= size * LEADING;
    }
    Ok(out)
}

fn refused(what: impl Into<String>) -> PdfError {
    PdfError::Appearance { what: what.into() }
}

fn check(appearance: &Appearance<'_>, fonts: &Fonts<'_>) -> Result<(), PdfError> {
    let reasonable = |value: f64| value.is_finite() && (0.0..=10_000.0).contains(&value);
    let rules = appearance.frame.iter().chain(&appearance.bar).map(|rule| rule.width);
    let logos = appearance.logo.iter().flat_map(|logo| [logo.size.0, logo.size.1, logo.height]);
    let sizes = appearance.lines.iter().map(|line| line.size);
    if !rules.chain(logos).chain(sizes).chain([appearance.padding]).all(reasonable) {
        return Err(refused("a size is no length on a page"));
    }
    for line in appearance.lines {
        if let Some(character) = fonts.missing(&line.text) {
            return Err(refused(format!("no font has the character `{}`", character.escape_debug())));
        }
    }
    Ok(())
}

/// The scale of the letters, and the lines as broken.
type Fitted<'l> = (f64, Vec<(&'l Line, String)>);

/// Breaks the lines to the room there is, smaller if need be; gives the scale of the letters and the broken lines.
fn fit<'l>(appearance: &'l Appearance<'_>, fonts: &Fonts<'_>, width: f64, height: f64) -> Result<Fitted<'l>, PdfError> {
    let mut percent = 100_u32;
    while f64::from(percent) / 100.0 >= SMALLEST {
        let scale = f64::from(percent) / 100.0;
        let lines: Option<Vec<_>> = appearance
            .lines
            .iter()
            .map(|line| {
                let broken = wrap(&line.text, |text| fonts.width(text, line.font) * line.size * scale <= width)?;
                Some(broken.into_iter().map(move |text| (line, text)).collect::<Vec<_>>())
            })
            .collect();
        if let Some(lines) = lines {
            let lines: Vec<_> = lines.into_iter().flatten().collect();
            if lines.iter().map(|(line, _)| line.size * scale * LEADING).sum::<f64>() <= height {
                return Ok((scale, lines));
            }
        }
        percent -= 5;
    }
    Err(refused("its lines do not fit into it, even with smaller letters"))
}

/// Breaks a text at spaces so that every line fits; none where a word alone does not.
fn wrap(text: &str, fits: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    let mut line = String::new();
    // A no-break space keeps its words together, so only plain spaces count.
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !fits(word) {
            return None;
        }
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    lines.push(line);
    Some(lines)
}

fn push_colour(out: &mut String, colour: Colour) {
    for part in colour {
        out.push_str(&decimal(f64::from(part) / 255.0, 4));
        out.push(' ');
    }
    out.push_str("rg\n");
}

fn fill(out: &mut String, colour: Colour, rect: [f64; 4]) {
    push_colour(out, colour);
    out.push_str(&format!("{} re\nf\n", rect.map(|value| decimal(value, 3)).join(" ")));
}

/// Draws the logo with its upper right corner at a point; gives its width.
fn draw_logo(logo: &Logo<'_>, right: f64, top: f64, out: &mut String) -> f64 {
    let scale = if logo.size.1 > 0.0 { logo.height / logo.size.1 } else { 0.0 };
    let width = logo.size.0 * scale;
    out.push_str("q\n");
    push_colour(out, logo.colour);
    let scale_text = decimal(scale, 6);
    let place = format!("{} {}", decimal(right - width, 3), decimal(top - logo.height, 3));
    out.push_str(&format!("{scale_text} 0 0 {scale_text} {place} cm\n"));
    let point = |x: &f64, y: &f64| format!("{} {} ", decimal(*x, 3), decimal(*y, 3));
    for segment in logo.path {
        match segment {
            Segment::Move(x, y) => out.push_str(&(point(x, y) + "m\n")),
            Segment::Line(x, y) => out.push_str(&(point(x, y) + "l\n")),
            Segment::Curve(points) => {
                points.iter().for_each(|(x, y)| out.push_str(&point(x, y)));
                out.push_str("c\n");
            }
            Segment::Close => out.push_str("h\n"),
        }
    }
    out.push_str("f\nQ\n");
    width
}

/// Whether a drawn block has nothing but what [`draw`] writes: numbers and operators that make and fill paths. Text,
/// images and other forms could show what nobody signed.
pub(super) fn only_fills_paths(content: &[u8]) -> bool {
    const OPERATORS: [&[u8]; 9] = [b"q", b"Q", b"cm", b"m", b"l", b"c", b"h", b"f", b"rg"];
    content.split(|byte| matches!(byte, b' ' | b'\n')).filter(|token| !token.is_empty()).all(|token| {
        OPERATORS.contains(&token)
            || token == b"re"
            || token.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_at_spaces() {
        let fits = |text: &str| text.chars().count() <= 9;
        assert_eq!(wrap("one two three four", fits).unwrap(), ["one two", "three", "four"]);
        assert_eq!(wrap("one\u{a0}two three", fits).unwrap(), ["one\u{a0}two", "three"]);
        assert_eq!(wrap("incomprehensible", fits), None);
    }

    #[test]
    fn text_images_and_forms_are_more_than_paths() {
        assert!(only_fills_paths(
            b"q\n0.1 0 0 0.1 3 -4 cm\n1 2 m\n3 4 l\n1 2 3 4 5 6 c\nh\nf\nQ\n0 0 0 rg\n1 1 2 2 re\nf\n"
        ));
        for content in
            ["BT /F1 12 Tf (x) Tj ET", "/Im1 Do", "BI /W 1 ID x EI", "/GS gs", "/OC /A BDC", "% x", "W n", "(x)"]
        {
            assert!(!only_fills_paths(content.as_bytes()), "{content}");
        }
    }
}
