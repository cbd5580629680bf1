//! Reads one object out of bytes. Bounded in depth and in the number of objects; repairs nothing.
//!
//! A verdict rests on what this reader sees, so it is deliberately stricter than a viewer: what it cannot read is an
//! error, and the file is then not called intact.

use super::PdfError;
use super::object::{Dictionary, Object};
use std::ops::Range;

/// Arrays and dictionaries may be nested this deep.
const MAX_DEPTH: usize = 64;
/// Objects inside one indirect object.
const MAX_NODES: usize = 1_000_000;

/// A reader at a place in the bytes.
pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    /// Offset of the next byte.
    pub pos: usize,
    nodes: usize,
    /// Whether a dictionary had the same key twice.
    pub repeated_key: bool,
    /// Where the values of the outermost dictionary stood.
    pub spans: Vec<(Vec<u8>, Range<usize>)>,
}

pub(super) fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_white(byte) && !b"()<>[]{}/%".contains(&byte)
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8], pos: usize) -> Self {
        Self { bytes, pos, nodes: 0, repeated_key: false, spans: Vec::new() }
    }

    /// An error at this place.
    pub(super) fn broken<T>(&self, what: &str) -> Result<T, PdfError> {
        Err(PdfError::Broken { what: what.to_owned(), at: self.pos })
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.pos..).unwrap_or_default()
    }

    /// Passes white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_white(byte) {
                self.pos += 1;
            } else if byte == b'%' {
                self.pos += self.rest().iter().take_while(|b| !matches!(b, b'\r' | b'\n')).count();
            } else {
                return;
            }
        }
    }

    /// Passes white space only.
    pub(super) fn skip_white(&mut self) {
        self.pos += self.rest().iter().take_while(|b| is_white(**b)).count();
    }

    /// Passes these bytes if they come next.
    pub(super) fn eat(&mut self, expected: &[u8]) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.pos += expected.len();
        }
        found
    }

    /// Passes a keyword that ends where it should.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        let rest = self.rest();
        let found = rest.starts_with(word.as_bytes()) && !rest.get(word.len()).is_some_and(|b| is_regular(*b));
        if found {
            self.pos += word.len();
        }
        found
    }

    /// Reads digits only.
    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let length = self.rest().iter().take_while(|b| b.is_ascii_digit()).count();
        let digits = self.rest().get(..length).filter(|d| (1..=19).contains(&d.len()))?;
        let value = std::str::from_utf8(digits).ok()?.parse().ok()?;
        self.pos += length;
        Some(value)
    }

    /// Reads `number generation obj`.
    pub(super) fn header(&mut self) -> Option<(u32, u16)> {
        let number = u32::try_from(self.unsigned()?).ok()?;
        self.skip_space();
        let generation = u16::try_from(self.unsigned()?).ok()?;
        self.skip_space();
        self.keyword("obj").then_some((number, generation))
    }

    /// Reads one object, passing white space before it.
    pub(super) fn object(&mut self) -> Result<Object, PdfError> {
        self.object_at_depth(0)
    }

    fn object_at_depth(&mut self, depth: usize) -> Result<Object, PdfError> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(PdfError::TooComplex);
        }
        self.skip_space();
        match self.peek() {
            Some(b'/') => self.name().map(Object::Name),
            Some(b'(') => self.literal_string(),
            Some(b'<') if self.rest().starts_with(b"<<") => self.dictionary(depth),
            Some(b'<') => self.hex_string(),
            Some(b'[') => self.array(depth),
            Some(b'+' | b'-' | b'.' | b'0'..=b'9') => self.number(),
            _ if self.keyword("true") => Ok(Object::Boolean(true)),
            _ if self.keyword("false") => Ok(Object::Boolean(false)),
            _ if self.keyword("null") => Ok(Object::Null),
            _ => self.broken("this is no object"),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Object, PdfError> {
        self.pos += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.eat(b"]") {
                return Ok(Object::Array(items));
            }
            items.push(self.object_at_depth(depth + 1)?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<Object, PdfError> {
        self.pos += 2;
        let mut dictionary = Dictionary::new();
        loop {
            self.skip_space();
            if self.eat(b">>") {
                self.repeated_key |= dictionary.repeats_a_key();
                return Ok(Object::Dictionary(dictionary));
            }
            if self.peek() != Some(b'/') {
                return self.broken("a dictionary has something else than a key here");
            }
            let key = self.name()?;
            self.skip_space();
            let start = self.pos;
            let value = self.object_at_depth(depth + 1)?;
            if depth == 0 {
                self.spans.push((key.clone(), start..self.pos));
            }
            dictionary.push(key, value);
        }
    }

    fn name(&mut self) -> Result<Vec<u8>, PdfError> {
        self.pos += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|b| is_regular(*b)) {
            self.pos += 1;
            if byte != b'#' {
                name.push(byte);
                continue;
            }
            match self.rest() {
                [high, low, ..] => match (hex_value(*high), hex_value(*low)) {
                    (Some(high), Some(low)) => {
                        name.push(high << 4 | low);
                        self.pos += 2;
                    }
                    _ => return self.broken("`#` in a name has no two hexadecimal digits"),
                },
                _ => return self.broken("the file ends in a name"),
            }
        }
        Ok(name)
    }

    fn literal_string(&mut self) -> Result<Object, PdfError> {
        self.pos += 1;
        let mut bytes = Vec::new();
        let mut open = 1_usize;
        while let Some(byte) = self.peek() {
            self.pos += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(Object::String(bytes));
                    }
                }
                // An end of line in a string counts as one line feed (7.3.4.2).
                b'\r' => {
                    self.eat(b"\n");
                    bytes.push(b'\n');
                    continue;
                }
                b'\\' => {
                    self.escape(&mut bytes);
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
        self.broken("the file ends in a string")
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.pos += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\n' => {}
            b'\r' => {
                self.eat(b"\n");
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    self.pos += 1;
                    code = code * 8 + u32::from(digit - b'0');
                }
                // High-order overflow is ignored (7.3.4.2, table 3).
                bytes.push((code & 0xFF) as u8);
            }
            other => bytes.push(other),
        }
    }

    fn hex_string(&mut self) -> Result<Object, PdfError> {
        self.pos += 1;
        let mut bytes = Vec::new();
        let mut half: Option<u8> = None;
        while let Some(byte) = self.peek() {
            self.pos += 1;
            if byte == b'>' {
                bytes.extend(half.map(|high| high << 4));
                return Ok(Object::String(bytes));
            }
            if is_white(byte) {
                continue;
            }
            let Some(value) = hex_value(byte) else { return self.broken("a hexadecimal string has another character") };
            match half.take() {
                Some(high) => bytes.push(high << 4 | value),
                None => half = Some(value),
            }
        }
        self.broken("the file ends in a string")
    }

    /// A number, or the reference that begins with it.
    fn number(&mut self) -> Result<Object, PdfError> {
        let start = self.pos;
        let length = self.rest().iter().take_while(|b| is_regular(**b)).count();
        let token = self.rest().get(..length).unwrap_or_default();
        self.pos += length;
        let (sign, digits) = match token {
            [sign @ (b'+' | b'-'), digits @ ..] => (Some(*sign), digits),
            digits => (None, digits),
        };
        let points = digits.iter().filter(|b| **b == b'.').count();
        let well_formed = digits.iter().all(|b| b.is_ascii_digit() || *b == b'.') && digits.len() > points;
        if !well_formed || points > 1 || digits.len() > 64 {
            self.pos = start;
            return self.broken("this is no number");
        }
        if points == 1 {
            return Ok(Object::Real(token.to_vec()));
        }
        let Some(value) = std::str::from_utf8(digits).ok().and_then(|text| text.parse::<i64>().ok()) else {
            self.pos = start;
            return self.broken("a number is too large");
        };
        if sign.is_none()
            && let Ok(number) = u32::try_from(value)
            && let Some(reference) = self.reference(number)
        {
            return Ok(reference);
        }
        Ok(Object::Integer(if sign == Some(b'-') { -value } else { value }))
    }

    /// The rest of `number generation R`, or nothing passed.
    fn reference(&mut self, number: u32) -> Option<Object> {
        let after_number = self.pos;
        self.skip_space();
        let found = self.unsigned().and_then(|generation| u16::try_from(generation).ok()).filter(|_| {
            self.skip_space();
            self.keyword("R")
        });
        if found.is_none() {
            self.pos = after_number;
        }
        found.map(|generation| Object::Reference(number, generation))
    }
}

/// The value of a hexadecimal digit.
pub(super) fn hex_value(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Object {
        Parser::new(text.as_bytes(), 0).object().unwrap()
    }

    #[test]
    fn what_is_read_is_written_the_same() {
        let text = "<</A [1 -2 3.50 +.5 true null 7 0 R 8 9]/B (a\\(b\\))/C#20D <feff00e9>/E <</F /G>>>>";
        let object = read(text);
        let mut written = Vec::new();
        object.write(&mut written);
        assert_eq!(String::from_utf8(written.clone()).unwrap(), text);
        assert_eq!(Parser::new(&written, 0).object().unwrap(), object);
    }

    #[test]
    fn strings_are_decoded() {
        assert_eq!(read("(a\\\r\nb\\101\\7c\r\nd(e))"), Object::String(b"abA\x07c\nd(e)".to_vec()));
        assert_eq!(read("<4 1 4>"), Object::String(b"A@".to_vec()));
    }

    #[test]
    fn a_key_that_stands_twice_is_seen_at_any_depth() {
        let mut parser = Parser::new(b"<</A [<</B 1/B 2>>]>>", 0);
        parser.object().unwrap();
        assert!(parser.repeated_key);
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "[".repeat(100_000);
        assert!(matches!(Parser::new(deep.as_bytes(), 0).object(), Err(PdfError::TooComplex)));
        let deep = "<</A".repeat(100_000);
        assert!(matches!(Parser::new(deep.as_bytes(), 0).object(), Err(PdfError::TooComplex)));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in [
            "",
            "]",
            ">>",
            "(",
            "<4",
            "<4x>",
            "1-2",
            "--1",
            "1.2.3",
            ".",
            "/#4",
            "<</A>>",
            "<<1 2>>",
            "99999999999999999999",
        ] {
            assert!(Parser::new(text.as_bytes(), 0).object().is_err(), "{text}");
        }
    }
}
