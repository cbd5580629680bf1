//! Colour profiles (ICC.1:2010) of JPEG and PNG files. Viewers of a PDF look at the one in the PDF only.

use std::io::Read;

use crate::records::picture::{Colour, Picture};

/// The largest profile that is taken over, in bytes.
const MAX_PROFILE: usize = 4 << 20;

/// Gives every picture the profile of the file, where that fits its colours.
pub(super) fn apply(bytes: &[u8], pictures: &mut [Picture]) {
    let profile = if bytes.starts_with(super::png::SIGNATURE) { of_png(bytes) } else { of_jpeg(bytes) };
    let Some(profile) = profile else { return };
    for picture in pictures {
        let space: &[u8] = match picture.colour {
            Colour::Gray => b"GRAY",
            Colour::Rgb | Colour::Indexed(_) => b"RGB ",
            Colour::Cmyk => b"CMYK",
        };
        if is_sound(&profile, space) {
            picture.profile = Some(profile.clone());
        }
    }
}

/// Whether the header says what a PDF asks of a profile (ICC.1 7.2; ISO 32000-1 8.6.5.5).
fn is_sound(profile: &[u8], space: &[u8]) -> bool {
    let field = |at: usize| profile.get(at..at + 4).unwrap_or_default();
    let length = field(0).first_chunk::<4>().map(|bytes| u32::from_be_bytes(*bytes));
    let class: [&[u8]; 4] = [b"mntr", b"scnr", b"prtr", b"spac"];
    profile.len() >= 132
        && length.and_then(|length| usize::try_from(length).ok()) == Some(profile.len())
        && matches!(profile.get(8), Some(2 | 4))
        && class.contains(&field(12))
        && field(16) == space
        && field(36) == b"acsp"
}

/// The profile in the APP2 segments of a JPEG file (ICC.1, annex B.4), put together in their order.
fn of_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(b"\xFF\xD8")?;
    let mut parts: Vec<(u8, &[u8])> = Vec::new();
    let mut count = 0;
    while let [0xFF, marker, tail @ ..] = rest {
        match marker {
            0xFF => {
                rest = rest.get(1..)?;
                continue;
            }
            0xDA | 0xD9 => break,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*tail.first_chunk()?));
        let segment = tail.get(2..length)?;
        if let (0xE2, Some([number, of, part @ ..])) = (*marker, segment.strip_prefix(b"ICC_PROFILE\0")) {
            count = usize::from(*of);
            parts.push((*number, part));
        }
        rest = tail.get(length..)?;
    }
    parts.sort_by_key(|(number, _)| *number);
    let whole =
        !parts.is_empty() && parts.len() == count && parts.iter().zip(1..).all(|((number, _), at)| *number == at);
    let length: usize = parts.iter().map(|(_, part)| part.len()).sum();
    (whole && length <= MAX_PROFILE).then(|| parts.iter().flat_map(|(_, part)| part.iter().copied()).collect())
}

/// The profile in the iCCP chunk of a PNG file (W3C PNG, 11.3.2.3).
fn of_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.get(8..)?;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let data = rest.get(8..8_usize.checked_add(length)?)?;
        match rest.get(4..8)? {
            b"iCCP" => {
                // A name, its end, the way it is packed (0), then the profile.
                let end = data.iter().take(80).position(|byte| *byte == 0)?;
                let packed = data.get(end + 2..).filter(|_| data.get(end + 1) == Some(&0))?;
                let mut profile = Vec::new();
                flate2::read::ZlibDecoder::new(packed).take(MAX_PROFILE as u64 + 1).read_to_end(&mut profile).ok()?;
                return (profile.len() <= MAX_PROFILE).then_some(profile);
            }
            b"IDAT" | b"IEND" => return None,
            _ => rest = rest.get(12_usize.checked_add(length)?..)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(space: &[u8; 4]) -> Vec<u8> {
        let mut profile = vec![0; 200];
        profile[3] = 200;
        profile[8] = 4;
        profile[12..16].copy_from_slice(b"mntr");
        profile[16..20].copy_from_slice(space);
        profile[36..40].copy_from_slice(b"acsp");
        profile
    }

    fn jpeg(parts: &[(u8, u8, &[u8])]) -> Vec<u8> {
        let mut file = b"\xFF\xD8".to_vec();
        for (number, of, part) in parts {
            let length = u16::try_from(part.len() + 16).unwrap().to_be_bytes();
            file.extend([b"\xFF\xE2".as_slice(), &length, b"ICC_PROFILE\0", &[*number, *of], part].concat());
        }
        file.extend(b"\xFF\xDA");
        file
    }

    #[test]
    fn parts_are_put_together_and_none_may_be_missing() {
        let whole = profile(b"RGB ");
        let (first, second) = whole.split_at(90);
        assert_eq!(of_jpeg(&jpeg(&[(2, 2, second), (1, 2, first)])), Some(whole.clone()));
        assert_eq!(of_jpeg(&jpeg(&[(1, 2, first)])), None);
        assert_eq!(of_jpeg(&jpeg(&[(1, 2, first), (3, 2, second)])), None);
        assert!(is_sound(&whole, b"RGB ") && !is_sound(&whole, b"GRAY") && !is_sound(&whole[..150], b"RGB "));
    }
}
