//! PNG files.

use flate2::Crc;

use super::super::Colour;
use super::*;

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(body);
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [length.as_slice(), name, body, &crc.sum().to_be_bytes()].concat()
}

fn header(width: u32, height: u32, bits: u8, colour: u8, interlace: u8) -> Vec<u8> {
    let rest = [bits, colour, 0, 0, interlace];
    chunk(b"IHDR", &[width.to_be_bytes().as_slice(), &height.to_be_bytes(), &rest].concat())
}

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    [b"\x89PNG\r\n\x1A\n".as_slice(), &chunks.concat(), &chunk(b"IEND", &[])].concat()
}

/// A file of two rows, in two chunks of data.
fn rows(width: u32, bits: u8, colour: u8, before: &[Vec<u8>], rows: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let data = zlib(rows);
    let (first, second) = data.split_at(data.len() / 2);
    let mut chunks = vec![header(width, 2, bits, colour, 0)];
    chunks.extend_from_slice(before);
    chunks.extend([chunk(b"IDAT", first), chunk(b"IDAT", second)]);
    (file(&chunks), data)
}

#[test]
fn data_are_kept_as_they_are() {
    let palette = chunk(b"PLTE", &[1, 2, 3, 4, 5, 6]);
    for (bits, colour, row) in
        [(1, 0, 1), (2, 0, 1), (4, 0, 2), (8, 0, 3), (16, 0, 6), (8, 2, 9), (16, 2, 18), (4, 3, 2)]
    {
        let (file, data) = rows(3, bits, colour, std::slice::from_ref(&palette), &vec![1; 2 * (row + 1)]);
        let picture = only(&file);
        assert_eq!((picture.packing, picture.bits, &picture.data), (Packing::PngDeflate, bits, &data));
        let mut table = vec![1, 2, 3, 4, 5, 6];
        table.resize(48, 0);
        let expected = [Colour::Gray, Colour::Gray, Colour::Rgb, Colour::Indexed(table)];
        assert_eq!(Some(&picture.colour), expected.get(usize::from(colour)));
    }
}

#[test]
fn alpha_is_laid_on_white() {
    let (file, _) = rows(1, 8, 6, &[], &[0, 10, 20, 30, 255, 0, 10, 20, 30, 0]);
    assert_eq!(samples(&only(&file)), [10, 20, 30, 255, 255, 255]);
    let (file, _) = rows(1, 16, 4, &[], &[0, 0x12, 0x34, 0xFF, 0xFF, 0, 0x12, 0x34, 0, 0]);
    let picture = only(&file);
    assert_eq!((picture.bits, samples(&picture)), (16, vec![0x12, 0x34, 0xFF, 0xFF]));
    let (file, _) = rows(1, 8, 0, &[chunk(b"tRNS", &[0, 7])], &[0, 7, 0, 8]);
    assert_eq!(samples(&only(&file)), [255, 8]);
}

#[test]
fn an_interlaced_file_is_decoded() {
    // Four by two: pass 1 has one pixel, pass 4 one, pass 6 two, pass 7 four.
    let data = zlib(&[0, 1, 0, 3, 0, 2, 4, 0, 5, 6, 7, 8]);
    let picture = only(&file(&[header(4, 2, 8, 0, 1), chunk(b"IDAT", &data)]));
    assert_eq!(samples(&picture), [1, 2, 3, 4, 5, 6, 7, 8]);
    let short = zlib(&[0, 1, 0, 3, 0, 2, 4, 0, 5, 6, 7]);
    assert_eq!(outcome(&file(&[header(4, 2, 8, 0, 1), chunk(b"IDAT", &short)])), Err(Reason::Damaged));
}

#[test]
fn damage_is_found() {
    let (good, _) = rows(3, 8, 2, &[], &[0; 20]);
    for end in 8..good.len() {
        assert_eq!(outcome(good.get(..end).unwrap()), Err(Reason::Damaged), "{end}");
    }
    let data = good.windows(4).position(|name| name == b"IDAT").unwrap() + 6;
    let mut wrong = good.clone();
    wrong[data] ^= 1;
    assert_eq!(outcome(&wrong), Err(Reason::Damaged));
    let damaged = |samples: &[u8]| assert_eq!(outcome(&rows(3, 8, 2, &[], samples).0), Err(Reason::Damaged));
    damaged(&[0; 19]);
    damaged(&[0; 21]);
    damaged(&[[0; 10], [5; 10]].concat());
    // No palette where one is needed; a second header.
    assert_eq!(outcome(&rows(3, 8, 3, &[], &[0; 8]).0), Err(Reason::Damaged));
    assert_eq!(outcome(&rows(3, 8, 2, &[header(3, 2, 8, 2, 0)], &[0; 20]).0), Err(Reason::Damaged));
}

#[test]
fn a_damaged_note_beside_the_picture_changes_nothing() {
    let mut note = chunk(b"tEXt", b"Comment\0hello");
    *note.last_mut().unwrap() ^= 1;
    let (file, data) = rows(3, 8, 2, &[note], &[0; 20]);
    assert_eq!(only(&file).data, data);
}

#[test]
fn size_on_paper_and_orientation_are_told() {
    let density = [11_811_u32.to_be_bytes().as_slice(), &5_906_u32.to_be_bytes(), &[1]].concat();
    let before = [chunk(b"pHYs", &density), chunk(b"eXIf", &exif(6, false))];
    let picture = only(&rows(3, 8, 2, &before, &[0; 20]).0);
    let (horizontal, vertical) = picture.resolution.unwrap();
    assert!((horizontal - 300.0).abs() < 0.1 && (vertical - 150.0).abs() < 0.1);
    assert!((picture.pixel_aspect - 0.5).abs() < 0.001);
    assert_eq!(picture.orientation, 6);
}

#[test]
fn frames_not_shown_are_told() {
    let control = |frames: u32| chunk(b"acTL", &[frames.to_be_bytes(), [0; 4]].concat());
    let frame = chunk(b"fcTL", &[0; 26]);
    let left_out = |before: &[Vec<u8>]| outcome(&rows(3, 8, 2, before, &[0; 20]).0).unwrap().left_out;
    assert_eq!(left_out(&[control(3), frame.clone()]), Some(LeftOut::Frames { shown: 1, of: 3 }));
    assert_eq!(left_out(&[control(1), frame]), None);
    // The picture is not part of the animation.
    assert_eq!(left_out(&[control(1)]), Some(LeftOut::Frames { shown: 1, of: 2 }));
}

#[test]
fn a_bomb_is_too_large() {
    let bomb = file(&[header(100_000, 100_000, 8, 0, 0), chunk(b"IDAT", &zlib(&[0; 100]))]);
    assert_eq!(outcome(&bomb), Err(Reason::TooLarge));
    let wide = file(&[header(u32::MAX, 1, 16, 6, 0), chunk(b"IDAT", &zlib(&[0; 100]))]);
    assert_eq!(outcome(&wide), Err(Reason::TooLarge));
    // More rows than declared stop at the first of them.
    let more = file(&[header(1, 1, 8, 0, 0), chunk(b"IDAT", &zlib(&vec![0; 50_000_000]))]);
    assert_eq!(outcome(&more), Err(Reason::Damaged));
}
