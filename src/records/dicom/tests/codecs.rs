//! Packed pixels.

use super::*;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn packed(set: Set, fragments: &[&[u8]], syntax: &str) -> Vec<u8> {
    let all: Vec<&[u8]> = std::iter::once(&[][..]).chain(fragments.iter().copied()).collect();
    set.fragments(&all).file(syntax)
}

#[test]
fn runs() {
    let mut frame = vec![0; 64];
    frame[0] = 2;
    frame[4] = 64;
    frame[8] = 70;
    // High bytes: three of 1 and a 2; low bytes as they are.
    frame.extend([254, 1, 0, 2, 128, 128]);
    frame.extend([3, 10, 20, 30, 40, 128]);
    let set = Set::new().image("MONOCHROME2", 2, 2, 16, 16, false);
    let set = set.text(tags::WINDOW_CENTER, b"DS", "256").text(tags::WINDOW_WIDTH, b"DS", "512");
    let set = set.text(tags::VOILUT_FUNCTION, b"CS", "LINEAR_EXACT");
    let file = packed(set.clone(), &[&frame], uids::RLE_LOSSLESS);
    assert_eq!(samples(&file), [132, 137, 142, 255]);
    frame[8] = 200;
    assert_eq!(refused(&packed(set, &[&frame], uids::RLE_LOSSLESS)), Reason::Damaged);
}

#[test]
fn jpeg_ls() {
    // The example of ITU-T T.87, H.3.
    let stream = hex("FFD8 FFF7 000B 08 0004 0004 01 01 11 00 FFDA 0008 01 01 00 00 00 00
         C0 00 00 6C 80 20 8E 01 C0 00 00 57 40 00 00 6E E6 00 00 01 BC 18 00 00 05 D8 00 00 91 60 FFD9");
    let set = Set::new().image("MONOCHROME2", 4, 4, 8, 8, false);
    let set = set.text(tags::WINDOW_CENTER, b"DS", "127.5").text(tags::WINDOW_WIDTH, b"DS", "255");
    let set = set.text(tags::VOILUT_FUNCTION, b"CS", "LINEAR_EXACT");
    let file = packed(set.clone(), &[&stream], "1.2.840.10008.1.2.4.80");
    let expected = [0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145];
    assert_eq!(samples(&file), expected);
    for end in 0..stream.len() - 2 {
        let cut = packed(set.clone(), &[&stream[..end]], "1.2.840.10008.1.2.4.80");
        assert_eq!(refused(&cut), Reason::Damaged, "{end}");
    }
}

#[test]
fn jpeg_lossless_of_12_bits() {
    let stream = hex(
        "FFD8 FFC3000B0C0002000401011100 FFC400240000000000110000000000000000000000000102030405060708090A0B0C0D0E0F10
         FFDA000801010001000063FF00B3FF00D600160007430C3F FFD9",
    );
    let set = Set::new().image("MONOCHROME2", 2, 4, 16, 12, false);
    let file = packed(set, &[&stream], "1.2.840.10008.1.2.4.70");
    assert_eq!(samples(&file), [0, 255, 128, 0, 0, 0, 0, 0]);
}

/// A JPEG of 8 by 8, half of 200, half of 40.
fn baseline() -> Vec<u8> {
    hex(&format!(
        "FFD8FFE000104A46494600010100000100010000 FFDB004300{} FFC0000B080008000801011100
         FFC40014000100000000000000000000000000000007 FFC400181000020300000000000000000000000000000A4888C7
         FFDA0008010100003F003F6448676230C3FFD9",
        "01".repeat(64)
    ))
}

#[test]
fn jpeg_baseline_whole_and_cut() {
    let stream = baseline();
    let set = Set::new().image("MONOCHROME2", 8, 8, 8, 8, false);
    let file = packed(set.clone(), &[&stream], "1.2.840.10008.1.2.4.50");
    assert_eq!(samples(&file)[..8], [255, 255, 255, 255, 0, 0, 0, 0]);
    let cut = packed(set, &[&stream[..stream.len() - 6]], "1.2.840.10008.1.2.4.50");
    assert_eq!(refused(&cut), Reason::Damaged);
    let other = Set::new().image("MONOCHROME2", 8, 16, 8, 8, false);
    assert_eq!(refused(&packed(other, &[&stream], "1.2.840.10008.1.2.4.50")), Reason::Damaged);
}

#[test]
fn jpeg_of_12_bits_is_not_shown() {
    let mut stream = baseline();
    let frame = stream.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    stream[frame + 1] = 0xC1;
    stream[frame + 4] = 12;
    let set = Set::new().image("MONOCHROME2", 8, 8, 16, 12, false);
    assert_eq!(refused(&packed(set, &[&stream], "1.2.840.10008.1.2.4.51")), Reason::Packing);
}

/// JPEG 2000, 32 by 32 numbers of 12 bits: 100, 103, 106 and so on.
const DEEP: &str = "FF4FFF5100290000000000200000002000000000000000000000002000000020000000000000000000010B0101
    FF52000C00000001000504040001FF5C00134060686870686870686870686870686870
    FF640025000143726561746564206279204F70656E4A5045472076657273696F6E20322E352E32
    FF90000A0000000000650001FF93CFE408075FC03EA028FE4080017F0160C01F38387EC0A00CF6F70B398D467FC00F90241F9838221877BF03
    7E8AB9B6877FC007C2240FC02836A1853F3DA62F155B94B033DE0FC003A2407DA0C05FA7C7319DAC295D4CCFFFD9";

#[test]
fn jpeg_2000_keeps_its_depth() {
    let stream = hex(DEEP);
    let set = Set::new().image("MONOCHROME2", 32, 32, 16, 12, false);
    // A window so narrow that 8 bits would not do.
    let set = set.text(tags::WINDOW_CENTER, b"DS", "112.5").text(tags::WINDOW_WIDTH, b"DS", "25");
    let set = set.text(tags::VOILUT_FUNCTION, b"CS", "LINEAR_EXACT");
    let file = packed(set.clone(), &[&stream], "1.2.840.10008.1.2.4.90");
    assert_eq!(samples(&file)[..10], [0, 31, 61, 92, 122, 153, 184, 214, 245, 255]);
    let cut = packed(set, &[&stream[..stream.len() - 40]], "1.2.840.10008.1.2.4.90");
    assert_eq!(refused(&cut), Reason::Damaged);
}

#[test]
fn frames_of_several_fragments() {
    let stream = baseline();
    let (front, back) = stream.split_at(90);
    let set = || Set::new().text(tags::NUMBER_OF_FRAMES, b"IS", "2").image("MONOCHROME2", 8, 8, 8, 8, false);
    let fragments = [front, back, front, back];
    // Found by what fragments begin with, and by the offset table.
    let file = packed(set(), &fragments, "1.2.840.10008.1.2.4.50");
    assert_eq!(shown(&file, &[]).len(), 2);
    let offset = u32::try_from(stream.len() + 16).unwrap();
    let table = [0_u32.to_le_bytes(), offset.to_le_bytes()].concat();
    let all: Vec<&[u8]> = std::iter::once(table.as_slice()).chain(fragments).collect();
    assert_eq!(shown(&set().fragments(&all).file("1.2.840.10008.1.2.4.50"), &[2]).len(), 1);
    let wrong = [0_u32.to_le_bytes(), 7_u32.to_le_bytes()].concat();
    let all: Vec<&[u8]> = std::iter::once(wrong.as_slice()).chain(fragments).collect();
    assert_eq!(refused(&set().fragments(&all).file("1.2.840.10008.1.2.4.50")), Reason::Damaged);
}

#[test]
fn videos_and_unknown_packings_are_told_apart() {
    let set = || Set::new().image("YBR_FULL", 8, 8, 8, 8, false);
    assert_eq!(refused(&packed(set(), &[&[0; 8]], "1.2.840.10008.1.2.4.102")), Reason::Video);
    assert_eq!(refused(&packed(set(), &[&[0; 8]], "1.2.840.10008.1.2.4.100.1")), Reason::Video);
    assert_eq!(refused(&packed(set(), &[&[0; 8]], "1.2.840.10008.1.2.4.201")), Reason::Packing);
    assert_eq!(refused(&packed(set(), &[&[0; 8]], "1.2.3")), Reason::Packing);
}
