//! Marks that an annotation describes without storing how they look (ISO 32000-1 12.5.6): drawn as readers draw them.

use hayro_syntax::object::{Array, Dict};

use super::rect;
use crate::records::objects::number;

/// The most points of one mark.
const MAX_POINTS: usize = 20_000;

/// The drawing of a mark in the page's own coordinates, and whether it darkens what is below; none for kinds that have
/// no look of their own.
pub(super) fn mark(annotation: &Dict<'_>, kind: &str) -> Option<(Vec<u8>, bool)> {
    let colour = colour(annotation, "C");
    let width = annotation
        .get::<Dict<'_>>("BS")
        .and_then(|style| style.get::<f32>("W"))
        .map_or(1.0, |width| f64::from(width).clamp(0.0, 50.0));
    let stroke = |out: &mut String| {
        out.push_str(&format!("{} RG {} w ", colour.clone().unwrap_or_else(|| "0 0 0".to_owned()), number(width)));
    };
    let mut out = String::from("q ");
    match kind {
        "Highlight" | "Underline" | "StrikeOut" | "Squiggly" => {
            let points = points(annotation, "QuadPoints")?;
            let colour = colour.unwrap_or_else(|| if kind == "Highlight" { "1 1 0" } else { "0 0 0" }.to_owned());
            out.push_str(&format!("{colour} rg {colour} RG 1 w "));
            for quad in points.chunks_exact(4) {
                let [a, b, c, d] = quad else { continue };
                match kind {
                    // In the order that all writers use: upper left, upper right, lower left, lower right.
                    "Highlight" => {
                        out.push_str(&format!("{} {} {} {} h f ", at(a, 'm'), at(b, 'l'), at(d, 'l'), at(c, 'l')))
                    }
                    "StrikeOut" => {
                        let middle = |p: &[f64; 2], q: &[f64; 2]| [(p[0] + q[0]) / 2.0, (p[1] + q[1]) / 2.0];
                        out.push_str(&format!("{} {} S ", at(&middle(a, c), 'm'), at(&middle(b, d), 'l')));
                    }
                    _ => out.push_str(&format!("{} {} S ", at(c, 'm'), at(d, 'l'))),
                }
            }
        }
        "Square" | "Circle" => {
            let [x0, y0, x1, y1] = rect::<4>(annotation, "Rect")?;
            let half = width / 2.0;
            let (left, bottom) = (x0.min(x1) + half, y0.min(y1) + half);
            let (w, h) = ((x1 - x0).abs() - width, (y1 - y0).abs() - width);
            let inside = self::colour(annotation, "IC");
            if let Some(inside) = &inside {
                out.push_str(&format!("{inside} rg "));
            }
            stroke(&mut out);
            if kind == "Square" {
                out.push_str(&format!("{} {} {} {} re ", number(left), number(bottom), number(w), number(h)));
            } else {
                out.push_str(&ellipse(left, bottom, w, h));
            }
            out.push_str(if inside.is_some() { "B " } else { "S " });
        }
        "Line" => {
            let [x0, y0, x1, y1] = rect::<4>(annotation, "L")?;
            stroke(&mut out);
            out.push_str(&format!("{} {} S ", at(&[x0, y0], 'm'), at(&[x1, y1], 'l')));
        }
        "PolyLine" | "Polygon" => {
            stroke(&mut out);
            out.push_str(&path(&points(annotation, "Vertices")?));
            out.push_str(if kind == "Polygon" { "s " } else { "S " });
        }
        "Ink" => {
            stroke(&mut out);
            for line in annotation.get::<Array<'_>>("InkList")?.iter::<Array<'_>>().take(1_000) {
                out.push_str(&path(&pairs(&line)));
                out.push_str("S ");
            }
        }
        _ => return None,
    }
    out.push('Q');
    Some((out.into_bytes(), kind == "Highlight"))
}

fn at([x, y]: &[f64; 2], operator: char) -> String {
    format!("{} {} {operator}", number(*x), number(*y))
}

fn path(points: &[[f64; 2]]) -> String {
    let mut out = String::new();
    for (index, point) in points.iter().enumerate() {
        out.push_str(&at(point, if index == 0 { 'm' } else { 'l' }));
        out.push(' ');
    }
    out
}

/// Four curves that come within a thousandth of an ellipse.
fn ellipse(left: f64, bottom: f64, width: f64, height: f64) -> String {
    let (rx, ry) = (width / 2.0, height / 2.0);
    let (cx, cy) = (left + rx, bottom + ry);
    let (kx, ky) = (rx * 0.552_284_749_8, ry * 0.552_284_749_8);
    let curve = |points: [f64; 6]| format!("{} c ", points.map(number).join(" "));
    at(&[cx + rx, cy], 'm')
        + " "
        + &curve([cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry])
        + &curve([cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy])
        + &curve([cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry])
        + &curve([cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy])
}

fn points(dict: &Dict<'_>, key: &str) -> Option<Vec<[f64; 2]>> {
    let points = pairs(&dict.get::<Array<'_>>(key)?);
    if points.is_empty() { None } else { Some(points) }
}

fn pairs(array: &Array<'_>) -> Vec<[f64; 2]> {
    let values: Vec<f64> = array.iter::<f32>().take(2 * MAX_POINTS).map(f64::from).collect();
    values.chunks_exact(2).filter_map(|pair| <[f64; 2]>::try_from(pair).ok()).collect()
}

/// A colour of one, three or four components as red, green and blue.
fn colour(dict: &Dict<'_>, key: &str) -> Option<String> {
    let parts: Vec<f64> =
        dict.get::<Array<'_>>(key)?.iter::<f32>().take(5).map(|part| f64::from(part).clamp(0.0, 1.0)).collect();
    let rgb = match parts.as_slice() {
        [gray] => [*gray; 3],
        [r, g, b] => [*r, *g, *b],
        [c, m, y, k] => [c, m, y].map(|part| (1.0 - part) * (1.0 - k)),
        _ => return None,
    };
    Some(rgb.map(number).join(" "))
}
