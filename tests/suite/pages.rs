//! Pages as pictures: a change that anyone would see fails, with the two pages and their difference side by side.
//!
//! `OPINE_UPDATE_PAGES=1 cargo test pages` accepts what is there now.

use std::path::PathBuf;

use opine::{DocumentKind, Render};

use crate::support::{engine, repository, sample};

/// Dots per inch: enough to see a moved line, small enough for the repository.
const RESOLUTION: f64 = 48.0;
/// Share of points that may differ by more than a shade: antialiasing is the same everywhere, so almost none.
const TOLERANCE: f64 = 0.0005;

struct Picture {
    width: u32,
    height: u32,
    grey: Vec<u8>,
}

fn read(png: &[u8]) -> Picture {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut buffer).unwrap();
    let samples = info.color_type.samples();
    let grey = buffer[..info.buffer_size()]
        .chunks(samples)
        .map(|point| match point {
            [r, g, b, ..] => ((u32::from(*r) * 30 + u32::from(*g) * 59 + u32::from(*b) * 11) / 100) as u8,
            [grey, ..] => *grey,
            [] => 0,
        })
        .collect();
    Picture { width: info.width, height: info.height, grey }
}

fn write(picture: &Picture) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(&picture.grey).unwrap();
    bytes
}

/// Expected, found, and the difference in black, side by side.
fn side_by_side(expected: &Picture, found: &Picture) -> Picture {
    let height = expected.height.max(found.height);
    let width = expected.width.max(found.width);
    let at = |picture: &Picture, x: u32, y: u32| {
        if x < picture.width && y < picture.height { picture.grey[(y * picture.width + x) as usize] } else { 128 }
    };
    let mut grey = Vec::with_capacity((width * 3 * height) as usize);
    for y in 0..height {
        grey.extend((0..width).map(|x| at(expected, x, y)));
        grey.extend((0..width).map(|x| at(found, x, y)));
        grey.extend((0..width).map(|x| 255 - at(expected, x, y).abs_diff(at(found, x, y)).saturating_mul(2)));
    }
    Picture { width: width * 3, height, grey }
}

#[test]
fn pages_look_as_they_did() {
    let update = std::env::var_os("OPINE_UPDATE_PAGES").is_some();
    let case = sample("spine");
    let mut failures = Vec::new();
    use opine::case::model::LocaleTag::{EnUs, EsUs, FrCa};
    for (kind, locale, pages) in [
        (DocumentKind::Consultation, EnUs, [1, 5]),
        (DocumentKind::PatientSummary, EsUs, [1, 2]),
        (DocumentKind::Booklet, FrCa, [1, 2]),
    ] {
        let drawn = engine().lay_out(&case, Render::new(kind, locale)).unwrap().png(RESOLUTION).unwrap();
        for page in pages {
            let name = format!("{}.{}-{page}.png", kind.as_str(), locale.as_str());
            let path = repository("tests/pages").join(&name);
            let found = read(&drawn[page - 1]);
            if update {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, write(&found)).unwrap();
                continue;
            }
            let expected = read(&std::fs::read(&path).unwrap_or_else(|e| panic!("{name}: {e}")));
            let same_size = (expected.width, expected.height) == (found.width, found.height);
            let differing = expected.grey.iter().zip(&found.grey).filter(|(a, b)| a.abs_diff(**b) > 40).count();
            if !same_size || differing as f64 > TOLERANCE * found.grey.len() as f64 {
                let shown: PathBuf = std::env::temp_dir().join(format!("opine-page-{name}"));
                std::fs::write(&shown, write(&side_by_side(&expected, &found))).unwrap();
                failures.push(format!("{name}: {differing} points differ; see {}", shown.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
