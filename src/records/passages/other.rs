//! Files of other programs, told by their first bytes.

use crate::records::picture::Reason;

/// First bytes of files that hold sound or moving pictures.
const VIDEO: [&[u8]; 12] = [
    b"\x1a\x45\xdf\xa3",
    b"\x00\x00\x01\xba",
    b"\x00\x00\x01\xb3",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
    b"FLV\x01",
    b"OggS",
    b"fLaC",
    b"ID3",
    b"#!AMR",
    b"MThd",
    b".snd",
    b".RMF",
];

/// First bytes of files that are for another program: packed files, office documents, programs, page descriptions.
const KIND: [&[u8]; 20] = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x7fELF",
    b"MZ\x90\x00",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x1f\x8b\x08",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xfd7zXZ\x00",
    b"BZh",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3\0",
    b"%!PS",
    b"\xc5\xd0\xd3\xc6",
];

/// Brands of the ISO base media format (ISO 14496-12) that are still pictures.
const STILL: [&[u8]; 6] = [b"heic", b"heix", b"mif1", b"avif", b"heim", b"heis"];

/// Why a file of a known other kind is not shown, told by its first bytes; `None` if it is none of them.
pub fn known_other(bytes: &[u8]) -> Option<Reason> {
    let at = |from: usize, length: usize| bytes.get(from..from.checked_add(length)?);
    if VIDEO.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(Reason::Video);
    }
    if KIND.iter().any(|magic| bytes.starts_with(magic)) || at(257, 5) == Some(b"ustar") {
        return Some(Reason::Kind);
    }
    if at(4, 4) == Some(b"ftyp") {
        let still = at(8, 4).is_some_and(|brand| STILL.contains(&brand));
        return Some(if still { Reason::Kind } else { Reason::Video });
    }
    // A QuickTime film without a brand: its first box, with a length before it.
    let is_box = at(4, 4).is_some_and(|name| matches!(name, b"moov" | b"mdat" | b"wide" | b"free" | b"skip" | b"pnot"));
    if is_box && bytes.first() == Some(&0) {
        return Some(Reason::Video);
    }
    if bytes.starts_with(b"RIFF") && at(8, 4).is_some_and(|form| matches!(form, b"AVI " | b"WAVE" | b"RMID")) {
        return Some(Reason::Video);
    }
    if bytes.starts_with(b"FORM") && at(8, 4).is_some_and(|form| matches!(form, b"AIFF" | b"AIFC")) {
        return Some(Reason::Video);
    }
    // MPEG transport streams have their mark in each packet of 188 bytes; MPEG audio begins with eleven set bits.
    let is_stream = (0..4).all(|packet| bytes.get(packet * 188) == Some(&0x47));
    let is_audio = matches!(bytes, [0xff, 0xfb | 0xfa | 0xf3 | 0xf2 | 0xf1 | 0xf9, third, ..] if *third != 0xff);
    (is_stream || is_audio).then_some(Reason::Video)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_first_bytes() {
        assert_eq!(known_other(b"PK\x03\x04rest"), Some(Reason::Kind));
        assert_eq!(known_other(b"\0\0\0\x18ftypisom"), Some(Reason::Video));
        assert_eq!(known_other(b"\0\0\0\x18ftypheic"), Some(Reason::Kind));
        assert_eq!(known_other(b"\0\0\0\x08wide\0\0"), Some(Reason::Video));
        assert_eq!(known_other(b"RIFF\x10\0\0\0AVI LIST"), Some(Reason::Video));
        assert_eq!(known_other(b"RIFF\x10\0\0\0WEBPVP8 "), None);
        assert_eq!(known_other(b"I walk"), None);
        assert_eq!(known_other(b""), None);
    }
}
