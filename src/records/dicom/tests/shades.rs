//! Photometric interpretations, scales and windows.

use super::*;

fn grey(photometric: &str, values: &[u16], signed: bool, more: impl FnOnce(Set) -> Set) -> Vec<u8> {
    let columns = u16::try_from(values.len()).unwrap();
    let set = more(Set::new().image(photometric, 1, columns, 16, 16, signed));
    samples(&set.words(tags::PIXEL_DATA, b"OW", values).explicit())
}

fn windowed(centre: &str, width: &str, function: &str) -> impl FnOnce(Set) -> Set {
    move |set| {
        let set = set.text(tags::WINDOW_CENTER, b"DS", centre).text(tags::WINDOW_WIDTH, b"DS", width);
        if function.is_empty() { set } else { set.text(tags::VOILUT_FUNCTION, b"CS", function) }
    }
}

#[test]
fn without_a_window_the_lowest_is_black_and_the_highest_white() {
    assert_eq!(grey("MONOCHROME2", &[10, 20, 30], false, |set| set), [0, 128, 255]);
    assert_eq!(grey("MONOCHROME1", &[10, 20, 30], false, |set| set), [255, 128, 0]);
    assert_eq!(grey("MONOCHROME2", &[0xFFF6, 0, 10], true, |set| set), [0, 128, 255]);
}

#[test]
fn padding_does_not_count_for_the_range() {
    let more = |set: Set| set.words(tags::PIXEL_PADDING_VALUE, b"SS", &[0x8000]);
    assert_eq!(grey("MONOCHROME2", &[0x8000, 100, 200, 300], true, more), [0, 0, 128, 255]);
}

#[test]
fn a_frame_of_one_value_is_shown_on_the_whole_scale() {
    assert_eq!(grey("MONOCHROME2", &[0x8000; 3], false, |set| set), [128; 3]);
    assert_eq!(grey("MONOCHROME2", &[0; 3], false, |set| set), [0; 3]);
}

#[test]
fn a_linear_window_is_that_of_the_standard() {
    // ((x - (c - 0.5)) / (w - 1) + 0.5) * 255, PS3.3 C.11.2.1.2.1
    let values = [0, 1023, 1024, 2048, 3071, 4095];
    assert_eq!(grey("MONOCHROME2", &values, false, windowed("2048", "4096", "")), [0, 64, 64, 128, 191, 255]);
    assert_eq!(grey("MONOCHROME2", &[99, 100, 101], false, windowed("100\\5", "1\\9", "")), [0, 255, 255]);
    assert_eq!(grey("MONOCHROME1", &[0, 4095], false, windowed("2048", "4096", "")), [255, 0]);
}

#[test]
fn other_functions_are_those_of_the_standard() {
    assert_eq!(grey("MONOCHROME2", &[0, 50, 100], false, windowed("50", "100", "LINEAR_EXACT")), [0, 128, 255]);
    // 1 / (1 + exp(-4 * (x - c) / w))
    assert_eq!(grey("MONOCHROME2", &[0, 50, 100], false, windowed("50", "100", "SIGMOID")), [30, 128, 225]);
}

#[test]
fn a_window_of_no_width_is_none() {
    let set = windowed("50", "0", "")(Set::new().image("MONOCHROME2", 1, 3, 16, 16, false));
    let frames = shown(&set.words(tags::PIXEL_DATA, b"OW", &[0, 5, 10]).explicit(), &[]);
    assert_eq!(frames[0].picture.data, [0, 128, 255]);
    assert_eq!(frames[0].window, None);
}

#[test]
fn the_scale_comes_before_the_window() {
    let more = |set| {
        windowed("40", "400", "")(set).text(tags::RESCALE_INTERCEPT, b"DS", "-1024").text(
            tags::RESCALE_SLOPE,
            b"DS",
            "1",
        )
    };
    assert_eq!(grey("MONOCHROME2", &[0, 864, 1064, 1263, 3000], false, more), [0, 0, 128, 255, 255]);
}

fn table(first: u16, bits: u16, values: &[u16]) -> Set {
    let count = u16::try_from(values.len()).unwrap();
    Set::new().words(tags::LUT_DESCRIPTOR, b"US", &[count, first, bits]).words(tags::LUT_DATA, b"OW", values)
}

#[test]
fn tables_of_the_modality_and_of_the_window() {
    let more = |set: Set| set.item(tags::VOILUT_SEQUENCE, table(10, 8, &[0, 51, 255]));
    assert_eq!(grey("MONOCHROME2", &[0, 10, 11, 12, 99], false, more), [0, 0, 51, 255, 255]);
    let more = |set: Set| set.item(tags::MODALITY_LUT_SEQUENCE, table(0, 16, &[500, 100, 300]));
    assert_eq!(grey("MONOCHROME2", &[0, 1, 2], false, more), [255, 0, 128]);
}

#[test]
fn each_frame_has_its_own_window_and_the_scale_is_shared() {
    let window = |centre: &str| {
        let window = windowed(centre, "100", "LINEAR_EXACT")(Set::new());
        Set::new().item(tags::FRAME_VOILUT_SEQUENCE, window)
    };
    let scale = Set::new().text(tags::RESCALE_INTERCEPT, b"DS", "0").text(tags::RESCALE_SLOPE, b"DS", "2");
    let scale = Set::new().item(tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE, scale);
    let mut set = Set::new()
        .text(tags::NUMBER_OF_FRAMES, b"IS", "2")
        .image("MONOCHROME2", 1, 2, 16, 12, false)
        .item(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE, scale);
    let items = [window("50"), window("250")];
    let item =
        |item: &Set| [&[0xFE, 0xFF, 0x00, 0xE0], &u32::try_from(item.bytes.len()).unwrap().to_le_bytes()[..]].concat();
    let content: Vec<u8> = items.iter().flat_map(|set| [item(set), set.bytes.clone()].concat()).collect();
    set = set.bytes(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, b"SQ", &content);
    let frames = shown(&set.words(tags::PIXEL_DATA, b"OW", &[25, 50, 125, 150]).explicit(), &[]);
    assert_eq!(frames[0].picture.data, [128, 255]);
    assert_eq!(frames[0].window, Some((50.0, 100.0)));
    assert_eq!(frames[1].picture.data, [128, 255]);
    assert_eq!(frames[1].window, Some((250.0, 100.0)));
}

#[test]
fn bits_above_those_that_count_are_left_out() {
    let set = Set::new().image("MONOCHROME2", 1, 3, 16, 12, true);
    assert_eq!(samples(&set.words(tags::PIXEL_DATA, b"OW", &[0xF800, 0x1000, 0xA7FF]).explicit()), [0, 128, 255]);
}

#[test]
fn single_bits_go_on_from_frame_to_frame() {
    let set = Set::new().text(tags::NUMBER_OF_FRAMES, b"IS", "2").image("MONOCHROME2", 1, 5, 1, 1, false);
    let frames = shown(&set.bytes(tags::PIXEL_DATA, b"OB", &[0b1010_0001, 0b11]).explicit(), &[]);
    assert_eq!(frames[0].picture.data, [255, 0, 0, 0, 0]);
    assert_eq!(frames[1].picture.data, [255, 0, 255, 255, 255]);
}

#[test]
fn numbers_of_32_bits() {
    let set = Set::new().image("MONOCHROME2", 1, 3, 32, 32, false);
    let value: Vec<u8> = [0_u32, 0x7FFF_FFFF, 0xFFFF_FFFF].into_iter().flat_map(u32::to_le_bytes).collect();
    assert_eq!(samples(&set.bytes(tags::PIXEL_DATA, b"OW", &value).explicit()), [0, 127, 255]);
}

#[test]
fn colours_by_pixel_and_by_plane() {
    let set = Set::new().image("RGB", 1, 2, 8, 8, false);
    let frames = shown(&set.bytes(tags::PIXEL_DATA, b"OB", &[1, 2, 3, 4, 5, 6]).explicit(), &[]);
    assert_eq!((&frames[0].picture.colour, &frames[0].picture.data), (&Colour::Rgb, &vec![1, 2, 3, 4, 5, 6]));
    let set = Set::new().image("RGB", 1, 2, 8, 8, false).words(tags::PLANAR_CONFIGURATION, b"US", &[1]);
    assert_eq!(samples(&set.bytes(tags::PIXEL_DATA, b"OB", &[1, 4, 2, 5, 3, 6]).explicit()), [1, 2, 3, 4, 5, 6]);
    let set = Set::new().image("RGB", 1, 1, 16, 16, false);
    assert_eq!(samples(&set.words(tags::PIXEL_DATA, b"OW", &[0, 0x8000, 0xFFFF]).explicit()), [0, 128, 255]);
}

#[test]
fn luma_and_chroma() {
    // Pure red is 76, 85, 255 (PS3.3 C.7.6.3.1.2).
    let set = Set::new().image("YBR_FULL", 1, 2, 8, 8, false);
    assert_eq!(
        samples(&set.bytes(tags::PIXEL_DATA, b"OB", &[76, 85, 255, 9, 128, 128]).explicit()),
        [254, 0, 0, 9, 9, 9]
    );
    let set = Set::new().image("YBR_FULL_422", 1, 2, 8, 8, false);
    assert_eq!(samples(&set.bytes(tags::PIXEL_DATA, b"OB", &[76, 9, 128, 128]).explicit()), [76, 76, 76, 9, 9, 9]);
}

fn palette(descriptor: [u16; 3], data: [Tag; 3], tables: [&[u16]; 3]) -> Vec<u8> {
    let mut set = Set::new()
        .image("PALETTE COLOR", 1, 4, 8, 8, false)
        .words(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, b"US", &descriptor)
        .words(tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, b"US", &descriptor)
        .words(tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, b"US", &descriptor);
    for (tag, table) in data.into_iter().zip(tables) {
        set = set.words(tag, b"OW", table);
    }
    samples(&set.bytes(tags::PIXEL_DATA, b"OB", &[0, 5, 6, 255]).explicit())
}

#[test]
fn palettes() {
    let plain = [
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ];
    let expected = [1, 3, 5, 1, 3, 5, 2, 4, 6, 2, 4, 6];
    let sixteen = palette([2, 5, 16], plain, [&[0x100, 0x2FF], &[0x300, 0x400], &[0x500, 0x600]]);
    assert_eq!(sixteen, expected);
    assert_eq!(palette([2, 5, 8], plain, [&[1, 2], &[3, 4], &[5, 6]]), expected);
    assert_eq!(palette([2, 5, 8], plain, [&[0x201], &[0x403], &[0x605]]), expected);
    let segmented = [
        tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ];
    // One number, then a line of four to the end.
    let line: &[u16] = &[0, 1, 0, 1, 4, 0x4000];
    let greys = palette([5, 4, 16], segmented, [line, line, line]);
    assert_eq!(greys, [0, 0, 0, 0x10, 0x10, 0x10, 0x20, 0x20, 0x20, 0x40, 0x40, 0x40]);
}

#[test]
fn pixels_are_as_wide_as_they_lie_apart() {
    let set = Set::new().image("MONOCHROME2", 1, 1, 8, 8, false).text(tags::PIXEL_SPACING, b"DS", "0.5\\0.75");
    let frames = shown(&set.bytes(tags::PIXEL_DATA, b"OB", &[0]).explicit(), &[]);
    assert!((frames[0].picture.pixel_aspect - 1.5).abs() < 1e-9);
}

#[test]
fn graphics_lie_over_the_picture() {
    let overlay = |rows: u16, columns: u16, origin: [u16; 2]| {
        Set::new()
            .image("MONOCHROME2", 2, 3, 8, 8, false)
            .words(Tag(0x6000, 0x0010), b"US", &[rows])
            .words(Tag(0x6000, 0x0011), b"US", &[columns])
            .words(Tag(0x6000, 0x0050), b"SS", &origin)
    };
    let pixels = [0, 0, 0, 0, 0, 0];
    // One and five of six, in the place of the picture; then the same, a row higher and a column further.
    let set = overlay(2, 3, [1, 1]).words(Tag(0x6000, 0x3000), b"OW", &[0b01_0001]);
    assert_eq!(samples(&set.bytes(tags::PIXEL_DATA, b"OB", &pixels).explicit()), [255, 0, 0, 0, 255, 0]);
    let set = overlay(2, 3, [0, 2]).words(Tag(0x6000, 0x3000), b"OW", &[0b01_0001]);
    assert_eq!(samples(&set.bytes(tags::PIXEL_DATA, b"OB", &pixels).explicit()), [0, 0, 255, 0, 0, 0]);
    let cut = overlay(9, 9, [1, 1]).words(Tag(0x6000, 0x3000), b"OW", &[0b01_0001]);
    assert_eq!(refused(&cut.bytes(tags::PIXEL_DATA, b"OB", &pixels).explicit()), Reason::Damaged);
}

#[test]
fn graphics_in_the_bits_that_do_not_count() {
    let set = Set::new()
        .image("MONOCHROME2", 1, 3, 16, 12, false)
        .words(Tag(0x6000, 0x0010), b"US", &[1])
        .words(Tag(0x6000, 0x0011), b"US", &[3])
        .words(Tag(0x6000, 0x0102), b"US", &[12]);
    assert_eq!(samples(&set.words(tags::PIXEL_DATA, b"OW", &[0x1000, 5, 10]).explicit()), [255, 128, 255]);
}
