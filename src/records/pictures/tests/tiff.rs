//! TIFF files.

use super::super::tiff::tag;
use super::super::{Colour, MAX_PICTURES};
use super::jpeg;
use super::*;

/// A page: its fields, all numbers of 32 bits, and its strips.
#[derive(Clone)]
struct Draft {
    fields: Vec<(u16, Vec<u32>)>,
    strips: Vec<Vec<u8>>,
}

const COMPRESSION: u16 = tag::COMPRESSION;
const PHOTOMETRIC: u16 = tag::PHOTOMETRIC;
const ORIENTATION: u16 = 274;
const RESOLUTION: [u16; 2] = [282, 283];
const UNIT: u16 = 296;

/// A page of so many samples of so many bits, not packed, in one strip.
fn page(size: (u32, u32), samples: u32, bits: u32, photometric: u32, strip: &[u8]) -> Draft {
    let fields = vec![
        (tag::WIDTH, vec![size.0]),
        (tag::HEIGHT, vec![size.1]),
        (tag::BITS, vec![bits; usize::try_from(samples).unwrap()]),
        (COMPRESSION, vec![1]),
        (PHOTOMETRIC, vec![photometric]),
        (tag::SAMPLES, vec![samples]),
        (tag::STRIP_ROWS, vec![size.1]),
    ];
    Draft { fields, strips: vec![strip.to_vec()] }
}

impl Draft {
    fn with(mut self, tag: u16, values: &[u32]) -> Self {
        self.fields.retain(|(old, _)| *old != tag);
        self.fields.push((tag, values.to_vec()));
        self
    }
}

/// A file of pages, and where its directories are.
fn file(pages: &[Draft]) -> (Vec<u8>, Vec<usize>) {
    let word = |value: usize| u32::try_from(value).unwrap().to_le_bytes();
    let mut out = b"II*\0\0\0\0\0".to_vec();
    let (mut note, mut places) = (4, Vec::new());
    for page in pages {
        let mut fields = page.fields.clone();
        let starts = page.strips.iter().map(|strip| {
            out.extend(strip);
            u32::try_from(out.len() - strip.len()).unwrap()
        });
        fields.push((tag::STRIPS, starts.collect()));
        fields.push((tag::STRIP_BYTES, page.strips.iter().map(|strip| u32::try_from(strip.len()).unwrap()).collect()));
        fields.sort();
        let mut entries = u16::try_from(fields.len()).unwrap().to_le_bytes().to_vec();
        for (tag, values) in fields {
            let fraction = RESOLUTION.contains(&tag);
            let count = if fraction { 1 } else { values.len() };
            entries.extend(tag.to_le_bytes());
            entries.extend(if fraction {
                [5, 0]
            } else if tag == tag::EXTRA {
                [3, 0]
            } else {
                [4, 0]
            });
            entries.extend(word(count));
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            if bytes.len() == 4 {
                entries.extend(bytes);
            } else {
                entries.extend(word(out.len()));
                out.extend(bytes);
            }
        }
        let at = out.len();
        places.push(at);
        out.splice(note..note + 4, word(at));
        out.extend(&entries);
        note = out.len();
        out.extend([0; 4]);
    }
    (out, places)
}

fn one(page: Draft) -> Vec<u8> {
    file(&[page]).0
}

/// Eight by three: three white pixels, two black, three white; two more rows like it; the end.
const FAX: [u8; 5] = [0b0011_0001, 0b1111_1111, 0b0000_0000, 0b0001_0000, 0b0000_0001];

fn fax() -> Draft {
    page((8, 3), 1, 1, 0, &FAX).with(COMPRESSION, &[4])
}

#[test]
fn a_fax_page_is_kept_in_either_order_of_bits() {
    let reversed: Vec<u8> = FAX.iter().map(|byte| byte.reverse_bits()).collect();
    for (order, strip) in [(1, FAX.to_vec()), (2, reversed)] {
        for (photometric, black_is_1) in [(0, false), (1, true)] {
            let draft = Draft { strips: vec![strip.clone()], ..fax() };
            let draft = draft.with(PHOTOMETRIC, &[photometric]).with(tag::FILL_ORDER, &[order]);
            // As many rows in a strip as there can be.
            let picture = only(&one(draft.with(tag::STRIP_ROWS, &[u32::MAX])));
            assert_eq!((picture.packing, picture.inverted), (Packing::Fax4 { black_is_1 }, false));
            assert_eq!(picture.data, FAX);
        }
    }
}

#[test]
fn fax_strips_are_decoded_the_right_way_round() {
    // Every strip begins anew: the first row by its runs, the second as the first.
    let strip = vec![0b0011_0001, 0b1111_1000, 0b0000_0000, 0b1000_0000, 0b0000_1000];
    let draft = page((8, 4), 1, 1, 0, &[]).with(COMPRESSION, &[4]).with(tag::STRIP_ROWS, &[2]);
    for (photometric, row) in [(0, 0b1110_0111), (1, 0b0001_1000)] {
        let draft = Draft { strips: vec![strip.clone(); 2], ..draft.clone() };
        let picture = only(&one(draft.with(PHOTOMETRIC, &[photometric])));
        assert_eq!((picture.bits, samples(&picture)), (1, vec![row; 4]));
    }
}

#[test]
fn a_fax_page_of_fewer_rows_is_damaged() {
    assert_eq!(outcome(&one(fax().with(tag::HEIGHT, &[4]))), Err(Reason::Damaged));
}

#[test]
fn pages_come_in_order_and_thumbnails_do_not() {
    let pages: Vec<Draft> = (1..=4_u8).map(|grey| page((1, 1), 1, 8, 1, &[grey])).collect();
    let mut with_thumbnail = pages.clone();
    with_thumbnail.insert(1, page((1, 1), 1, 8, 1, &[99]).with(tag::SUBFILE, &[1]));
    for pages in [pages.clone(), with_thumbnail] {
        let pictures = outcome(&file(&pages).0).unwrap().pictures;
        let greys: Vec<Vec<u8>> = pictures.iter().map(samples).collect();
        assert_eq!(greys, [[1], [2], [3], [4]]);
    }
    // One page that cannot be shown: none is.
    let mut last_wrong = pages;
    last_wrong.push(page((1, 1), 1, 8, 8, &[1]));
    assert_eq!(outcome(&file(&last_wrong).0), Err(Reason::Packing));
}

#[test]
fn a_chain_that_returns_or_leads_nowhere_is_damaged() {
    let (good, places) = file(&[page((1, 1), 1, 8, 1, &[1]), page((1, 1), 1, 8, 1, &[2])]);
    let end = good.len() - 4;
    for next in [places[0], places[1], good.len() + 100, 3] {
        let mut wrong = good.clone();
        wrong.splice(end.., u32::try_from(next).unwrap().to_le_bytes());
        assert_eq!(outcome(&wrong), Err(Reason::Damaged));
    }
    let many = vec![page((1, 1), 1, 8, 1, &[1]); MAX_PICTURES + 1];
    assert_eq!(outcome(&file(&many).0), Err(Reason::TooLarge));
}

#[test]
fn samples_are_told_in_the_colours_of_a_pdf() {
    let of = |draft: Draft| {
        let picture = only(&one(draft));
        let samples = samples(&picture);
        (picture.colour, picture.bits, samples)
    };
    assert_eq!(of(page((2, 1), 1, 8, 0, &[0, 10])), (Colour::Gray, 8, vec![255, 245]));
    assert_eq!(of(page((2, 1), 1, 4, 1, &[0x1F])), (Colour::Gray, 4, vec![0x1F]));
    assert_eq!(of(page((1, 1), 1, 16, 1, &[0x34, 0x12])), (Colour::Gray, 16, vec![0x12, 0x34]));
    assert_eq!(of(page((1, 1), 3, 8, 2, &[1, 2, 3])), (Colour::Rgb, 8, vec![1, 2, 3]));
    assert_eq!(of(page((1, 1), 4, 8, 5, &[1, 2, 3, 4])), (Colour::Cmyk, 8, vec![1, 2, 3, 4]));
    let planes = Draft { strips: vec![vec![1, 4], vec![2, 5], vec![3, 6]], ..page((2, 1), 3, 8, 2, &[]) };
    assert_eq!(of(planes.with(tag::PLANAR, &[2])).2, [1, 2, 3, 4, 5, 6]);
    // A palette of two colours, red and blue.
    let map = [0xFF00, 0, 0, 0, 0, 0xFF00];
    let numbers = page((3, 1), 1, 1, 3, &[0b0100_0000]).with(tag::COLOUR_MAP, &map);
    assert_eq!(of(numbers), (Colour::Indexed(vec![255, 0, 0, 0, 0, 255]), 1, vec![0b0100_0000]));
}

#[test]
fn alpha_is_laid_on_white_as_it_was_meant() {
    let of = |extra: &[u32]| {
        let draft = page((1, 1), 4, 8, 2, &[100, 0, 50, 128]);
        samples(&only(&one(if extra.is_empty() { draft } else { draft.with(tag::EXTRA, extra) })))
    };
    assert_eq!(of(&[1]), [227, 127, 177]);
    assert_eq!(of(&[2]), [177, 127, 152]);
    assert_eq!(of(&[]), of(&[2]));
    assert_eq!(of(&[0]), [100, 0, 50]);
}

#[test]
fn orientation_and_size_on_paper_are_told() {
    for orientation in 1..=8_u8 {
        let draft = page((1, 1), 1, 8, 1, &[1]).with(ORIENTATION, &[orientation.into()]).with(UNIT, &[3]);
        let picture = only(&one(draft.with(RESOLUTION[0], &[100, 1]).with(RESOLUTION[1], &[50, 1])));
        assert_eq!((picture.orientation, picture.resolution), (orientation, Some((254.0, 127.0))));
        assert_eq!(picture.pixel_aspect, 0.5);
    }
}

#[test]
fn a_jpeg_page_is_kept_if_it_means_the_same() {
    let draft = |photometric: u32, strip: &[u8]| {
        page((16, 16), 3, 8, photometric, strip).with(COMPRESSION, &[7]).with(530, &[1, 1])
    };
    let stream = jpeg::stream((16, 16), &[1, 2, 3]);
    let kept = only(&one(draft(6, &stream)));
    assert_eq!((kept.packing, &kept.data), (Packing::Jpeg, &stream));
    // Red, green and blue: decoded.
    assert_eq!(samples(&only(&one(draft(2, &stream)))), vec![128; 16 * 16 * 3]);
    for photometric in [2, 6] {
        let cut = stream.get(..stream.len() - 4).unwrap();
        assert_eq!(outcome(&one(draft(photometric, cut))), Err(Reason::Damaged));
        let other = jpeg::stream((24, 16), &[1, 2, 3]);
        assert_eq!(outcome(&one(draft(photometric, &other))), Err(Reason::Damaged));
    }
}

#[test]
fn damage_is_found() {
    let damaged = |draft: Draft| assert_eq!(outcome(&one(draft)), Err(Reason::Damaged));
    damaged(page((2, 2), 1, 8, 1, &[1, 2, 3]));
    damaged(page((2, 2), 1, 8, 1, &zlib(&[1, 2, 3])).with(COMPRESSION, &[8]));
    // The rest of a cut strip is not what happens to stand behind it.
    let whole = zlib(&[1, 2, 3, 4]);
    let (begin, end) = whole.split_at(4);
    let halves = page((2, 2), 1, 8, 1, &[]).with(COMPRESSION, &[8]).with(tag::STRIP_ROWS, &[1]);
    damaged(Draft { strips: vec![begin.to_vec(), end.to_vec()], ..halves });
    let mut wrong = whole.clone();
    *wrong.last_mut().unwrap() ^= 1;
    damaged(page((2, 2), 1, 8, 1, &wrong).with(COMPRESSION, &[8]));
    damaged(page((0, 2), 1, 8, 1, &[1]));
    damaged(page((2, 2), 1, 8, 1, &[1, 2, 3, 4]).with(tag::STRIP_ROWS, &[1]));
    let (good, places) = file(&[page((2, 2), 1, 8, 1, &[1, 2, 3, 4])]);
    for end in 4..good.len() - 4 {
        assert_eq!(outcome(good.get(..end).unwrap()), Err(Reason::Damaged), "{end} {places:?}");
    }
}

#[test]
fn what_has_no_colours_of_its_own_is_told() {
    let packing = |draft: Draft| assert_eq!(outcome(&one(draft)), Err(Reason::Packing));
    packing(page((1, 1), 1, 16, 1, &[0; 2]).with(tag::FORMAT, &[3]));
    packing(page((1, 1), 1, 8, 1, &[0]).with(tag::FORMAT, &[2]));
    packing(page((1, 1), 1, 32, 1, &[0; 4]));
    packing(page((1, 1), 1, 12, 1, &[0; 2]));
    packing(page((1, 1), 3, 8, 8, &[0; 3]));
    packing(page((1, 1), 1, 1, 0, &[0]).with(COMPRESSION, &[3]));
    packing(page((1, 1), 1, 8, 1, &[0]).with(tag::SUBFILE, &[1]).with(tag::SUB_DIRECTORIES, &[8]));
}

#[test]
fn a_bomb_is_too_large() {
    let large = |size| page(size, 1, 8, 1, &[0]).with(COMPRESSION, &[8]);
    assert_eq!(outcome(&one(large((100_000, 100_000)))), Err(Reason::TooLarge));
    assert_eq!(outcome(&one(large((u32::MAX, u32::MAX)))), Err(Reason::TooLarge));
    // Each page alone would do.
    assert_eq!(outcome(&file(&vec![large((14_000, 14_000)); 30]).0), Err(Reason::TooLarge));
}
