//! Files inside a document: base64, perhaps compressed, bounded.

use std::io::Read;

use base64ct::{Base64, Base64Unpadded, Encoding};
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::Embedded;
use super::encoding::line;
use super::xml::{Element, Space};
use crate::records::picture::Reason;

/// The most bytes of a file inside a document, unpacked, and of all of them.
pub const MAX_EMBEDDED: usize = 100 << 20;

/// Decodes base64, whatever white space is in it and whether it is padded or not.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Base64::decode_vec(&packed).or_else(|_| Base64Unpadded::decode_vec(&packed)).ok().filter(|bytes| !bytes.is_empty())
}

/// A picture written as a `data:` URL.
pub fn data_url(url: &str) -> Option<Embedded> {
    let (head, data) = url.trim().strip_prefix("data:")?.split_once(',')?;
    let media_type = head.strip_suffix(";base64")?;
    let media_type = media_type.split(';').next().and_then(line);
    Some(Embedded { media_type, title: None, bytes: base64(data)? })
}

/// The value of an HL7 `ED` (encapsulated data), `None` if it only says where it is.
pub fn encapsulated(data: &Element) -> Result<Option<Embedded>, Reason> {
    if data.attribute("nullFlavor").is_some() {
        return Ok(None);
    }
    let mut text = String::new();
    for child in &data.children {
        match child {
            super::xml::Child::Text(part) => text.push_str(part),
            // The one with the full data comes first if there is any; the others say where more is.
            super::xml::Child::Element(inner) if inner.space == Space::Hl7 => {}
            super::xml::Child::Element(_) => return Err(Reason::Kind),
        }
    }
    if text.trim().is_empty() {
        return Ok(None);
    }
    let media_type = Some(data.attribute("mediaType").and_then(line).unwrap_or_else(|| "text/plain".to_owned()));
    let bytes = match data.attribute("representation") {
        Some("B64") => base64(&text).ok_or(Reason::Damaged)?,
        None | Some("TXT") => text.into_bytes(),
        Some(_) => return Err(Reason::Kind),
    };
    let bytes = match data.attribute("compression") {
        None => bytes,
        Some("DF") => inflate(&bytes)?,
        Some("GZ") => unpack(GzDecoder::new(bytes.as_slice()))?,
        Some("ZL") => unpack(ZlibDecoder::new(bytes.as_slice()))?,
        Some(_) => return Err(Reason::Packing),
    };
    Ok(Some(Embedded { media_type, title: None, bytes }))
}

/// `DF` is a bare deflate stream (RFC 1951); many write a zlib stream.
fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    match unpack(DeflateDecoder::new(bytes)) {
        Err(Reason::Damaged) => unpack(ZlibDecoder::new(bytes)),
        result => result,
    }
}

fn unpack(reader: impl Read) -> Result<Vec<u8>, Reason> {
    let most = u64::try_from(MAX_EMBEDDED).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    reader.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Reason::Damaged)?;
    if bytes.len() > MAX_EMBEDDED {
        return Err(Reason::TooLarge);
    }
    if bytes.is_empty() { Err(Reason::Damaged) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::super::xml::parse;
    use super::*;

    fn data(attributes: &str, bytes: &[u8]) -> Element {
        let text = Base64::encode_string(bytes);
        let xml = format!("<text xmlns='urn:hl7-org:v3' representation='B64' {attributes}>\n{text}\n</text>");
        parse(&xml, false).unwrap()
    }

    #[test]
    fn every_compression_is_unpacked() {
        let text = b"a letter".repeat(20);
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
        deflate.write_all(&text).unwrap();
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&text).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(&text).unwrap();
        let zlib = zlib.finish().unwrap();
        let cases =
            [("DF", deflate.finish().unwrap()), ("GZ", gzip.finish().unwrap()), ("DF", zlib.clone()), ("ZL", zlib)];
        for (name, bytes) in cases {
            let read = encapsulated(&data(&format!("compression='{name}' mediaType='application/pdf'"), &bytes));
            let read = read.unwrap().unwrap();
            assert_eq!((read.bytes.as_slice(), read.media_type.as_deref()), (text.as_slice(), Some("application/pdf")));
        }
        assert_eq!(encapsulated(&data("compression='C'", b"x")), Err(Reason::Packing));
        assert_eq!(encapsulated(&data("compression='GZ'", b"x")), Err(Reason::Damaged));
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        let zeros = vec![0; 1 << 20];
        for _ in 0..101 {
            gzip.write_all(&zeros).unwrap();
        }
        let bomb = gzip.finish().unwrap();
        assert_eq!(encapsulated(&data("compression='GZ'", &bomb)), Err(Reason::TooLarge));
    }

    #[test]
    fn what_is_elsewhere_is_not_there() {
        let xml = "<text xmlns='urn:hl7-org:v3'> <reference value='a.pdf'/> </text>";
        assert_eq!(encapsulated(&parse(xml, false).unwrap()), Ok(None));
        assert_eq!(data_url("https://example.org/a.png"), None);
        assert_eq!(data_url("data:image/png;base64,aGk=").unwrap().bytes, b"hi");
    }
}
