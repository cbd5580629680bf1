//! Forms, notes and marks as part of the page (ISO 32000-1 12.5.5).

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::Page;

use super::copy::{Copier, Stop};
use super::layers::Layers;
use super::{bounds, content, draw, rect};
use crate::records::objects::Objects;
use crate::records::picture::Reason;

/// The most annotations of one page.
const MAX_ANNOTATIONS: usize = 20_000;

/// How something looks that stands on a page.
pub(super) struct Look<'a> {
    /// Where it goes.
    pub matrix: [f64; 6],
    drawing: Drawing<'a>,
}

enum Drawing<'a> {
    /// As the file stores it.
    Stored(Stream<'a>),
    /// As readers draw it; whether it darkens what is below.
    Drawn(Vec<u8>, bool),
}

impl Look<'_> {
    /// Writes it as a form XObject.
    pub fn write(&self, copier: &mut Copier<'_>, objects: &mut Objects<'_>) -> Result<u32, Stop> {
        let number = objects.number();
        match &self.drawing {
            Drawing::Stored(stream) => copier.look(stream, number, objects)?,
            Drawing::Drawn(content, multiplies) => {
                let state = if *multiplies { "/G<</BM/Multiply>>" } else { "/G<<>>" };
                let size = "-1000000 -1000000 1000000 1000000";
                let dictionary = format!("/Type/XObject/Subtype/Form/BBox[{size}]/Resources<</ExtGState<<{state}>>>>");
                objects.deflated(number, dictionary.as_bytes(), &[b"/G gs ", content.as_slice()].concat())?;
            }
        }
        Ok(number)
    }
}

/// What one annotation comes to.
pub(super) enum Outcome<'a> {
    /// It is drawn.
    Drawn(Look<'a>),
    /// It shows nothing on the page.
    Nothing,
    /// It stands on a layer that is switched off, or is marked as hidden.
    Hidden,
}

/// The annotations of a page in the order in which they are painted.
pub(super) fn all<'a>(page: &Page<'a>) -> impl Iterator<Item = Dict<'a>> {
    let list = page.raw().get::<Array<'a>>("Annots");
    list.into_iter().flat_map(|list| list.iter::<Dict<'a>>().take(MAX_ANNOTATIONS).collect::<Vec<_>>())
}

/// What stands on a page beside its content, as it looks.
///
/// # Errors
/// [`Reason::FormWithoutLook`] if something visible has no look.
pub(super) fn drawn<'a>(page: &Page<'a>, layers: &Layers) -> Result<Vec<Look<'a>>, Reason> {
    let mut looks = Vec::new();
    for annotation in all(page) {
        if let Outcome::Drawn(look) = outcome(&annotation, layers)? {
            looks.push(look);
        }
    }
    Ok(looks)
}

/// What an annotation comes to.
pub(super) fn outcome<'a>(annotation: &Dict<'a>, layers: &Layers) -> Result<Outcome<'a>, Reason> {
    const HIDDEN: i32 = 1 << 1;
    const NO_VIEW: i32 = 1 << 5;
    let kind = kind(annotation);
    let flags = annotation.get::<i32>("F").unwrap_or(0);
    if flags & (HIDDEN | NO_VIEW) != 0 || layers.hide(annotation, "OC") {
        return Ok(Outcome::Hidden);
    }
    // Readers open pop-ups beside the page; they are the words of a note, not a part of the page.
    if kind == "Popup" {
        return Ok(Outcome::Nothing);
    }
    let Some(stream) = stored_look(annotation) else {
        if let Some((content, multiplies)) = draw::mark(annotation, &kind) {
            let drawing = Drawing::Drawn(content, multiplies);
            return Ok(Outcome::Drawn(Look { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], drawing }));
        }
        let shows = match kind.as_str() {
            "Widget" => has_value(annotation),
            "FreeText" => annotation.get::<PdfString<'_>>("Contents").is_some_and(|words| !words.is_empty()),
            "Stamp" => true,
            _ => false,
        };
        return if shows { Err(Reason::FormWithoutLook) } else { Ok(Outcome::Nothing) };
    };
    // A field filled in by a program that leaves drawing to the reader keeps its old, empty look.
    if kind == "Widget" && is_text(annotation) && has_value(annotation) {
        let decoded = bounds::decoded(&stream)?;
        if !content::paints(&decoded) {
            return Err(Reason::FormWithoutLook);
        }
    }
    match place(annotation, stream.dict()) {
        Some(matrix) => Ok(Outcome::Drawn(Look { matrix, drawing: Drawing::Stored(stream) })),
        None => Ok(Outcome::Nothing),
    }
}

pub(super) fn kind(annotation: &Dict<'_>) -> String {
    annotation.get::<Name<'_>>("Subtype").map(|name| name.as_str().to_owned()).unwrap_or_default()
}

/// The normal look in the present state.
fn stored_look<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    let looks = annotation.get::<Dict<'a>>("AP")?;
    if let Some(stream) = looks.get::<Stream<'a>>("N") {
        return Some(stream);
    }
    let states = looks.get::<Dict<'a>>("N")?;
    let state = annotation.get::<Name<'_>>("AS")?;
    states.get::<Stream<'a>>(&*state)
}

/// Algorithm 8.1 of the standard: the look's box, turned by its own matrix, is laid onto the annotation's rectangle.
fn place(annotation: &Dict<'_>, look: &Dict<'_>) -> Option<[f64; 6]> {
    let [x0, y0, x1, y1] = rect::<4>(annotation, "Rect")?;
    let [bx0, by0, bx1, by1] = rect::<4>(look, "BBox")?;
    let [a, b, c, d, e, f] = rect::<6>(look, "Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let corners = [(bx0, by0), (bx1, by0), (bx1, by1), (bx0, by1)].map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
    let low = corners.iter().fold((f64::MAX, f64::MAX), |m, p| (m.0.min(p.0), m.1.min(p.1)));
    let high = corners.iter().fold((f64::MIN, f64::MIN), |m, p| (m.0.max(p.0), m.1.max(p.1)));
    let (width, height) = (high.0 - low.0, high.1 - low.1);
    if !(width > 0.0 && height > 0.0) {
        return None;
    }
    let (sx, sy) = ((x1 - x0).abs() / width, (y1 - y0).abs() / height);
    Some([sx, 0.0, 0.0, sy, x0.min(x1) - low.0 * sx, y0.min(y1) - low.1 * sy])
}

/// An entry of a field, its own or inherited from the fields above it (12.7.3.1).
fn inherited<'a>(field: &Dict<'a>, key: &str) -> Option<Object<'a>> {
    let mut node = field.clone();
    for _ in 0..32 {
        if let Some(found) = node.get::<Object<'_>>(key) {
            return Some(found);
        }
        node = match node.get_raw::<Object<'_>>("Parent")? {
            MaybeRef::Ref(_) => node.get::<Dict<'_>>("Parent")?,
            MaybeRef::NotRef(object) => object.into_dict()?,
        };
    }
    None
}

fn is_text(field: &Dict<'_>) -> bool {
    matches!(inherited(field, "FT"), Some(Object::Name(name)) if matches!(name.as_str(), "Tx" | "Ch"))
}

/// Whether a field is filled in with something that is seen.
fn has_value(field: &Dict<'_>) -> bool {
    // Password fields show dots at most.
    let secret = matches!(inherited(field, "Ff"), Some(Object::Number(flags)) if flags.as_i64() & (1 << 13) != 0);
    match inherited(field, "V") {
        _ if secret => false,
        Some(Object::String(words)) => {
            let bytes = words.as_bytes();
            let bytes = bytes.strip_prefix(b"\xFE\xFF").unwrap_or(bytes);
            bytes.iter().any(|byte| *byte > b' ')
        }
        Some(Object::Array(choices)) => choices.raw_iter().next().is_some(),
        Some(Object::Stream(_)) => true,
        // A button is pressed in the state that its own look has; without a look it shows nothing.
        _ => false,
    }
}
