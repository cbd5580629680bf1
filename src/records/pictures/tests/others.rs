//! The other kinds.

use image::codecs::gif::GifEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, Frame, Rgba, RgbaImage};

use super::super::Colour;
use super::*;

fn gif(frames: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = GifEncoder::new(&mut out);
    for _ in 0..frames {
        let mut image = RgbaImage::from_pixel(3, 2, Rgba([255, 0, 0, 255]));
        image.put_pixel(2, 1, Rgba([0, 0, 0, 0]));
        encoder.encode_frame(Frame::new(image)).unwrap();
    }
    drop(encoder);
    out
}

#[test]
fn a_gif_shows_its_first_frame_and_says_so() {
    for frames in 1..=3 {
        let pictures = outcome(&gif(frames)).unwrap();
        assert_eq!(pictures.left_out, (frames > 1).then_some(LeftOut::Frames { shown: 1, of: frames }));
        let mut expected = [255, 0, 0].repeat(5);
        expected.extend([255; 3]);
        assert_eq!(pictures.pictures.first().map(samples), Some(expected));
    }
    // Only the mark of the end may be missing.
    let file = gif(2);
    for end in 6..file.len() - 1 {
        let cut = outcome(file.get(..end).unwrap());
        let shown = cut.as_ref().ok().and_then(|pictures| pictures.left_out);
        assert!(cut.is_err() || shown.is_none(), "{end}");
    }
    assert_eq!(outcome(b"GIF89a\x01\0\x01\0\0\0\0;"), Err(Reason::NothingToShow));
    assert_eq!(outcome(b"GIF89a\xFF\xFF\xFF\xFF\0\0\0;"), Err(Reason::TooLarge));
}

#[test]
fn a_webp_file_is_decoded() {
    let mut file = Vec::new();
    let pixels = [10, 20, 30, 255, 1, 2, 3, 0];
    WebPEncoder::new_lossless(&mut file).encode(&pixels, 2, 1, ExtendedColorType::Rgba8).unwrap();
    let picture = only(&file);
    assert_eq!((picture.colour.clone(), samples(&picture)), (Colour::Rgb, vec![10, 20, 30, 255, 255, 255]));
    for end in 12..file.len() {
        assert_eq!(outcome(file.get(..end).unwrap()), Err(Reason::Damaged), "{end}");
    }
}

fn bmp(size: (i32, i32), bits: u16, packing: u32, behind: &[u8], rows: &[u8]) -> Vec<u8> {
    let word = |value: usize| u32::try_from(value).unwrap().to_le_bytes();
    let mut out = [b"BM".as_slice(), &word(0), &word(0), &word(54 + behind.len()), &word(40)].concat();
    out.extend([size.0.to_le_bytes(), size.1.to_le_bytes()].concat());
    out.extend([1_u16.to_le_bytes(), bits.to_le_bytes()].concat());
    out.extend([packing.to_le_bytes(), word(0), word(11_811), word(11_811), word(0), word(0)].concat());
    [out.as_slice(), behind, rows].concat()
}

#[test]
fn bitmaps_are_read_from_the_bottom_or_the_top() {
    let rows = [1, 2, 3, 0, 4, 5, 6, 0];
    assert_eq!(samples(&only(&bmp((1, 2), 24, 0, &[], &rows))), [6, 5, 4, 3, 2, 1]);
    assert_eq!(samples(&only(&bmp((1, -2), 24, 0, &[], &rows))), [3, 2, 1, 6, 5, 4]);
    let table = [1, 2, 3, 0, 4, 5, 6, 0];
    let picture = only(&bmp((3, 1), 1, 0, &table, &[0b0100_0000, 0, 0, 0]));
    assert_eq!(picture.colour, Colour::Indexed(vec![3, 2, 1, 6, 5, 4]));
    assert_eq!(samples(&picture), [0b0100_0000]);
    assert_eq!(picture.resolution.map(|(horizontal, _)| horizontal.round()), Some(300.0));
    let masks = [[0, 0xF8, 0, 0], [0xE0, 7, 0, 0], [0x1F, 0, 0, 0]].concat();
    assert_eq!(samples(&only(&bmp((1, 1), 16, 3, &masks, &[0xE0, 0xFF, 0, 0]))), [255, 255, 0]);
    assert_eq!(outcome(&bmp((1, 2), 24, 0, &[], rows.get(..7).unwrap())), Err(Reason::Damaged));
    assert_eq!(outcome(&bmp((i32::MAX, i32::MIN), 24, 0, &[], &rows)), Err(Reason::TooLarge));
    assert_eq!(outcome(&bmp((1, 2), 8, 1, &[0; 1024], &rows)), Err(Reason::Packing));
}

#[test]
fn portable_maps_are_read_in_text_and_in_bytes() {
    assert_eq!(samples(&only(b"P1\n# a cross\n3 2\n0 1 0 111\n")), [0b1011_1111, 0b0001_1111]);
    assert_eq!(samples(&only(b"P4\n3 2\n\x40\xE0")), [0b1011_1111, 0b0001_1111]);
    assert_eq!(samples(&only(b"P2 2 1 15\n0 15")), [0, 255]);
    assert_eq!(samples(&only(b"P3 1 1 255 1 2 3")), [1, 2, 3]);
    assert_eq!(samples(&only(b"P6\n1 1\n255\n\x01\x02\x03")), [1, 2, 3]);
    let deep = only(b"P5\n1 1\n4095\n\x0F\xFF");
    assert_eq!((deep.bits, samples(&deep)), (16, vec![255, 255]));
    assert_eq!(outcome(b"P5 1 1 255\n\x01P5 1 1 255\n\x02").unwrap().pictures.len(), 2);
    for damaged in
        [b"P5 2 1 255\n\x01".as_slice(), b"P2 2 1 15\n0", b"P5 0 1 255\n", b"P5 1 1 0\n\x01", b"P5 1 1 70000\n\x01"]
    {
        assert_eq!(outcome(damaged), Err(Reason::Damaged));
    }
    assert_eq!(outcome(b"P5 100000 100000 255\n"), Err(Reason::TooLarge));
}

#[test]
fn a_code_stream_that_lies_about_its_size_is_not_decoded() {
    let stream = |width: u32, tile: u32| {
        let mut out = b"\xFF\x4F\xFF\x51\x00\x29\0\0".to_vec();
        for value in [width, width, 0, 0, tile, tile, 0, 0] {
            out.extend(value.to_be_bytes());
        }
        out.extend([0, 1, 7, 1, 1]);
        out
    };
    assert_eq!(outcome(&stream(1_000_000, 1_000_000)), Err(Reason::TooLarge));
    assert_eq!(outcome(&stream(16, 0)), Err(Reason::Damaged));
    // Declared, and nothing behind it.
    assert_eq!(outcome(&stream(16, 16)), Err(Reason::Damaged));
    let empty = [stream(16, 8), b"\xFF\x90\0\x0A\0\0\0\0\0\x0E\0\x01\xFF\x93\xFF\xD9".to_vec()].concat();
    assert_eq!(outcome(&empty), Err(Reason::Damaged));
}

#[test]
fn what_is_known_by_name_only_is_told_and_anything_else_is_no_picture() {
    for kind in [
        b"8BPS\0\x01".as_slice(),
        b"%!PS-Adobe-3.0 EPSF",
        b"\0\0\0\x18ftypheic\0\0",
        b"\0\0\0\x1Cftypavif",
        b"icns\0\0",
    ] {
        assert_eq!(outcome(kind), Err(Reason::Kind));
    }
    for none in [
        b"".as_slice(),
        b"BM",
        b"P1 is better",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"<svg xmlns=",
        b"\0\0\0\x18ftypmp42",
        b"BMW is a car",
    ] {
        assert_eq!(read(none), None);
    }
    let mut dicom = b"II*\0\x08".to_vec();
    dicom.resize(128, 0);
    dicom.extend(b"DICM\x02\0\0\0");
    assert_eq!(read(&dicom), None);
}
