//! DER as bytes: what must be compared or signed exactly is never taken apart and put together again by guesswork.
//!
//! Reading hands out slices of the input. Writing covers the few constructions that signatures need; sets are sorted by
//! their encodings as X.690, clause 11.6 demands (the derived order of the `der` crate compares field by field, which
//! differs when elements differ in length). BER, which some other programs write, is turned into DER first.

use std::borrow::Cow;

use const_oid::ObjectIdentifier;
use der::{Decode, Encode, Header, Reader, SliceReader};

use super::error::{ErrorKind, Result, SigningError};

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// `[0]`, constructed.
pub(super) const CONTEXT_0: u8 = 0xA0;
/// `[1]`, constructed.
pub(super) const CONTEXT_1: u8 = 0xA1;

/// Deepest nesting that BER may have.
const MAX_DEPTH: usize = 32;

/// One element: its tag, its content, and both with the length between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tlv<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    pub raw: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// The elements inside.
    pub fn children(&self) -> Result<Cursor<'a>> {
        Cursor::new(self.content)
    }

    /// The object identifier this element is.
    pub fn oid(&self) -> Result<ObjectIdentifier> {
        ObjectIdentifier::from_der(self.raw).map_err(|error| SigningError::malformed("an object identifier", error))
    }
}

/// Reads the elements of a DER value one after another.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    reader: Option<SliceReader<'a>>,
}

impl<'a> Cursor<'a> {
    /// Reads what `bytes` holds; they may be empty.
    pub fn new(bytes: &'a [u8]) -> Result<Self> {
        if bytes.is_empty() {
            return Ok(Self { reader: None });
        }
        let reader = SliceReader::new(bytes).map_err(|error| SigningError::malformed("DER", error))?;
        Ok(Self { reader: Some(reader) })
    }

    /// The next element, if there is one.
    pub fn next(&mut self) -> Result<Option<Tlv<'a>>> {
        let Some(reader) = self.reader.as_mut().filter(|reader| !reader.is_finished()) else {
            return Ok(None);
        };
        let malformed = |error| SigningError::malformed("DER", error);
        let header = Header::peek(reader).map_err(malformed)?;
        let raw = reader.tlv_bytes().map_err(malformed)?;
        let length = usize::try_from(header.length()).map_err(malformed)?;
        let (Some(&tag), Some(content)) = (raw.first(), raw.len().checked_sub(length).and_then(|at| raw.get(at..)))
        else {
            return Err(SigningError::new(ErrorKind::Malformed, "DER ends early"));
        };
        Ok(Some(Tlv { tag, content, raw }))
    }

    /// The next element, which must have this tag.
    pub fn expect(&mut self, tag: u8) -> Result<Tlv<'a>> {
        match self.next()? {
            Some(tlv) if tlv.tag == tag => Ok(tlv),
            Some(tlv) => Err(SigningError::new(
                ErrorKind::Malformed,
                format!("DER has the tag 0x{:02x} where 0x{tag:02x} belongs", tlv.tag),
            )),
            None => Err(SigningError::new(ErrorKind::Malformed, "DER ends early")),
        }
    }

    /// The next element if it has this tag; otherwise nothing is taken.
    pub fn take(&mut self, tag: u8) -> Result<Option<Tlv<'a>>> {
        let mut ahead = self.clone();
        match ahead.next()? {
            Some(tlv) if tlv.tag == tag => {
                *self = ahead;
                Ok(Some(tlv))
            }
            _ => Ok(None),
        }
    }

    /// All remaining elements, at most `limit`.
    pub fn rest(mut self, limit: usize) -> Result<Vec<Tlv<'a>>> {
        let mut all = Vec::new();
        while let Some(tlv) = self.next()? {
            if all.len() == limit {
                return Err(SigningError::new(ErrorKind::TooLarge, format!("DER has more than {limit} elements here")));
            }
            all.push(tlv);
        }
        Ok(all)
    }

    /// That nothing is left.
    pub fn finish(mut self) -> Result<()> {
        match self.next()? {
            None => Ok(()),
            Some(_) => Err(SigningError::new(ErrorKind::Malformed, "DER has more elements than belong here")),
        }
    }
}

/// The single element that `bytes` are, with nothing behind it.
pub(super) fn single(bytes: &[u8], tag: u8) -> Result<Tlv<'_>> {
    let mut cursor = Cursor::new(bytes)?;
    let tlv = cursor.expect(tag)?;
    cursor.finish()?;
    Ok(tlv)
}

/// An element from its tag and content.
pub(super) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(tag);
    let length = content.len();
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let bytes = length.to_be_bytes();
        let skip = bytes.iter().take_while(|byte| **byte == 0).count();
        out.push(0x80 | (bytes.len() - skip) as u8);
        out.extend(bytes.iter().skip(skip));
    }
    out.extend_from_slice(content);
    out
}

/// A constructed element from the elements in it, in their order.
pub(super) fn constructed(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag, &parts.concat())
}

/// A SEQUENCE.
pub(super) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    constructed(SEQUENCE, parts)
}

/// A SET OF under any tag, its elements in the order of X.690, clause 11.6.
pub(super) fn set_of(tag: u8, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    // Comparing as byte strings is the rule: the shorter is padded with zeros, and no encoding is a prefix of another.
    elements.sort();
    tlv(tag, &elements.concat())
}

/// An OCTET STRING.
pub(super) fn octet_string(bytes: &[u8]) -> Vec<u8> {
    tlv(OCTET_STRING, bytes)
}

/// A non-negative INTEGER below 128.
pub(super) fn small_integer(value: u8) -> Vec<u8> {
    tlv(INTEGER, &[value & 0x7F])
}

/// A non-negative INTEGER from its big-endian bytes.
pub(super) fn unsigned_integer(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let digits = bytes.get(zeros..).unwrap_or_default();
    let sign = if digits.first().is_none_or(|byte| *byte & 0x80 != 0) { &[0_u8][..] } else { &[] };
    constructed(INTEGER, &[sign, digits])
}

/// An OBJECT IDENTIFIER.
pub(super) fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    tlv(OID, oid.as_bytes())
}

/// An AlgorithmIdentifier without parameters.
pub(super) fn algorithm(identifier: ObjectIdentifier) -> Vec<u8> {
    sequence(&[&oid(identifier)])
}

/// The encoding of a value of the `der` crates.
pub(super) fn encode(value: &impl Encode) -> Result<Vec<u8>> {
    value.to_der().map_err(SigningError::encoding)
}

/// The first element of `bytes` as DER, and how many bytes it took.
///
/// DER comes back as it is. BER is rewritten: indefinite and overlong lengths become definite and short, a constructed
/// OCTET STRING becomes a primitive one. Sets keep their order.
pub(super) fn to_der(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, usize)> {
    let mut out = Vec::new();
    let taken = transcode(bytes, &mut out, MAX_DEPTH)?;
    match bytes.get(..taken) {
        Some(same) if same == out => Ok((Cow::Borrowed(same), taken)),
        _ => Ok((Cow::Owned(out), taken)),
    }
}

/// Appends the first element of `bytes` as DER and returns how many bytes it took.
fn transcode(bytes: &[u8], out: &mut Vec<u8>, depth: usize) -> Result<usize> {
    let early = || SigningError::new(ErrorKind::Malformed, "BER ends early");
    let Some(depth) = depth.checked_sub(1) else {
        return Err(SigningError::new(ErrorKind::TooLarge, format!("BER is nested deeper than {MAX_DEPTH} levels")));
    };
    let (&tag, &first) = (bytes.first().ok_or_else(early)?, bytes.get(1).ok_or_else(early)?);
    if tag & 0x1F == 0x1F {
        return Err(SigningError::new(ErrorKind::Unsupported, "BER has a tag number above 30"));
    }
    let is_constructed = tag & 0x20 != 0;
    let (start, length) = match first {
        0x80 if is_constructed => (2, None),
        0..=0x7F => (2, Some(usize::from(first))),
        0x81..=0x88 => {
            let end = 2 + usize::from(first & 0x7F);
            let digits = bytes.get(2..end).ok_or_else(early)?;
            let value =
                digits.iter().try_fold(0_usize, |value, byte| value.checked_mul(256)?.checked_add(usize::from(*byte)));
            (end, Some(value.ok_or_else(early)?))
        }
        _ => return Err(SigningError::new(ErrorKind::Malformed, "BER has a length that is not allowed")),
    };
    let end = match length {
        Some(length) => Some(start.checked_add(length).filter(|end| *end <= bytes.len()).ok_or_else(early)?),
        None => None,
    };
    if !is_constructed {
        let content = end.and_then(|end| bytes.get(start..end)).ok_or_else(early)?;
        out.extend(tlv(tag, content));
        return Ok(start + content.len());
    }
    let mut parts = Vec::new();
    let mut at = start;
    loop {
        match end {
            Some(end) if at == end => break,
            None if bytes.get(at..at + 2) == Some(&[0, 0]) => {
                at += 2;
                break;
            }
            _ => {}
        }
        let inner = bytes.get(at..end.unwrap_or(bytes.len())).ok_or_else(early)?;
        at += transcode(inner, &mut parts, depth)?;
    }
    if tag == OCTET_STRING | 0x20 {
        let mut joined = Vec::new();
        let mut pieces = Cursor::new(&parts)?;
        while let Some(piece) = pieces.next()? {
            if piece.tag != OCTET_STRING {
                return Err(SigningError::new(ErrorKind::Malformed, "BER has a wrong piece in an octet string"));
            }
            joined.extend_from_slice(piece.content);
        }
        out.extend(tlv(OCTET_STRING, &joined));
    } else {
        out.extend(tlv(tag, &parts));
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sets_are_sorted_by_their_encodings_not_field_by_field() {
        // The longer element has the smaller object identifier; its length byte is larger, so it comes second.
        let long = sequence(&[&oid(ObjectIdentifier::new_unwrap("1.2.3")), &octet_string(&[0; 40])]);
        let short = sequence(&[&oid(ObjectIdentifier::new_unwrap("1.2.4")), &octet_string(&[0; 4])]);
        assert_eq!(set_of(SET, vec![long.clone(), short.clone()]), constructed(SET, &[&short, &long]));
    }

    #[test]
    fn ber_becomes_der_and_der_stays() {
        let der = sequence(&[&octet_string(b"abcd"), &small_integer(5)]);
        assert!(matches!(to_der(&der).unwrap(), (Cow::Borrowed(same), taken) if same == der && taken == der.len()));
        // Indefinite lengths, an octet string in two pieces, an overlong length, and two bytes of padding behind.
        let ber = [
            &[0x30, 0x80, 0x24, 0x80, 0x04, 0x02, b'a', b'b', 0x04, 0x81, 0x02, b'c', b'd', 0x00, 0x00][..],
            &[0x02, 0x82, 0x00, 0x01, 0x05, 0x00, 0x00, 0x00, 0x00],
        ]
        .concat();
        let (out, taken) = to_der(&ber).unwrap();
        assert_eq!((out.as_ref(), taken), (&der[..], ber.len() - 2));
    }

    #[test]
    fn hostile_ber_is_an_error() {
        assert_eq!(to_der(&[0x30, 0x80].repeat(40_000)).unwrap_err().kind(), ErrorKind::TooLarge);
        for bad in [
            &[][..],
            &[0x30],
            &[0x30, 0x05, 0x02],
            &[0x04, 0x80, 0x00, 0x00],
            &[0x30, 0x88, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x1F, 0x01, 0x00],
            &[0x30, 0x80, 0x02, 0x01, 0x00],
        ] {
            assert!(to_der(bad).is_err(), "{bad:02x?}");
        }
    }

    #[test]
    fn integers_are_minimal() {
        assert_eq!(unsigned_integer(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(unsigned_integer(&[0, 0]), [2, 1, 0]);
        assert_eq!(unsigned_integer(&[0x7F]), [2, 1, 0x7F]);
        assert_eq!(tlv(4, &[7; 300])[..4], [4, 0x82, 1, 44]);
    }
}
