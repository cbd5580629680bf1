//! Pictures built here byte by byte, right and wrong.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::{LeftOut, Packing, Picture, Pictures, Reason, guarded, read};

mod jpeg;
mod others;
mod png;
mod tiff;

/// What a file is read as, which must be a kind of picture.
fn outcome(bytes: &[u8]) -> Result<Pictures, Reason> {
    read(bytes).expect("a kind of picture")
}

/// The only picture of a file.
fn only(bytes: &[u8]) -> Picture {
    let mut pictures = outcome(bytes).expect("a picture").pictures;
    assert_eq!(pictures.len(), 1);
    pictures.remove(0)
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The samples of a picture that was decoded.
fn samples(picture: &Picture) -> Vec<u8> {
    assert_eq!(picture.packing, Packing::Deflate);
    let mut samples = Vec::new();
    ZlibDecoder::new(picture.data.as_slice()).read_to_end(&mut samples).unwrap();
    samples
}

/// An EXIF block that turns a picture, in either order of bytes, with a name in it.
fn exif(orientation: u16, little: bool) -> Vec<u8> {
    let half = |value: u16| if little { value.to_le_bytes() } else { value.to_be_bytes() };
    let word = |value: u32| if little { value.to_le_bytes() } else { value.to_be_bytes() };
    let mut block = if little { b"II".to_vec() } else { b"MM".to_vec() };
    block.extend(half(42));
    block.extend(word(8));
    block.extend(half(4));
    for (tag, kind, value) in [(282, 5, 62), (283, 5, 62)] {
        block.extend([half(tag), half(kind)].concat());
        block.extend([word(1), word(value)].concat());
    }
    for (tag, value) in [(274, orientation), (296, 2)] {
        block.extend([half(tag), half(3)].concat());
        block.extend(word(1));
        block.extend([half(value), half(0)].concat());
    }
    block.extend(word(0));
    assert_eq!(block.len(), 62);
    block.extend([word(300), word(1)].concat());
    block.extend(b"PATIENT NAME");
    block
}

#[test]
fn a_panic_of_a_decoder_is_damage() {
    assert_eq!(guarded(|| -> Result<(), Reason> { panic!("a decoder gives up") }), Err(Reason::Damaged));
}
