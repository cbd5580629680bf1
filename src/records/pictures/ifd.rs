//! The directories of a TIFF file (TIFF 6.0 section 2, BigTIFF), which EXIF uses as well.

/// The most numbers of one field that are read: strips or tiles of the largest picture.
const MAX_NUMBERS: usize = 1 << 18;
/// The most fields of a directory.
const MAX_FIELDS: u64 = 4096;

/// Where directories are read from.
#[derive(Debug, Clone, Copy)]
pub struct Directories<'a> {
    bytes: &'a [u8],
    little: bool,
    /// Whether offsets take 64 bits (BigTIFF).
    big: bool,
    /// Where the first directory is.
    pub first: u64,
}

/// A directory.
#[derive(Debug, Clone)]
pub struct Directory<'a> {
    fields: Vec<Field<'a>>,
    little: bool,
    /// Where the next one is; 0 if there is none.
    pub next: u64,
}

/// A field of a directory.
#[derive(Debug, Clone, Copy)]
struct Field<'a> {
    tag: u16,
    kind: u16,
    /// Its values as stored, if the file has them all.
    values: Option<&'a [u8]>,
    /// Where they are in the file.
    at: usize,
}

/// An unsigned number from up to 8 bytes.
fn number(bytes: &[u8], little: bool) -> u64 {
    let add = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
    if little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) }
}

/// The bytes of a value of a type; 0 if the type is unknown.
fn size_of_kind(kind: u16) -> usize {
    match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16..=18 => 8,
        _ => 0,
    }
}

impl<'a> Directories<'a> {
    /// Reads the header.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..2)? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        let big = match number(bytes.get(2..4)?, little) {
            42 => false,
            43 => true,
            _ => return None,
        };
        let first = if big { bytes.get(8..16)? } else { bytes.get(4..8)? };
        Some(Self { bytes, little, big, first: number(first, little) })
    }

    /// Where in the file the place of the first directory is noted, and how an offset is written.
    pub fn first_note(&self, first: u64) -> Option<(usize, Vec<u8>)> {
        if self.big { Some((8, in_order(first, 8, self.little)?)) } else { Some((4, in_order(first, 4, self.little)?)) }
    }

    /// The directory at a place.
    pub fn at(&self, at: u64) -> Option<Directory<'a>> {
        let (count_size, entry_size, offset_size) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let take = |at: usize, size: usize| self.bytes.get(at..at.checked_add(size)?);
        let at = usize::try_from(at).ok()?;
        let count = number(take(at, count_size)?, self.little);
        if count == 0 || count > MAX_FIELDS {
            return None;
        }
        let mut place = at.checked_add(count_size)?;
        let mut fields = Vec::new();
        for _ in 0..count {
            let entry = take(place, entry_size)?;
            let (tag, kind) = (number(entry.get(..2)?, self.little), number(entry.get(2..4)?, self.little));
            let count = usize::try_from(number(entry.get(4..4 + offset_size)?, self.little)).ok();
            let kind = u16::try_from(kind).ok()?;
            let size = count.and_then(|count| count.checked_mul(size_of_kind(kind)));
            let inline = place + 4 + offset_size;
            let values_at = match size {
                Some(size) if size <= offset_size => Some(inline),
                _ => usize::try_from(number(take(inline, offset_size)?, self.little)).ok(),
            };
            let values = size.and_then(|size| take(values_at?, size)).filter(|values| !values.is_empty());
            fields.push(Field { tag: u16::try_from(tag).ok()?, kind, values, at: values_at.unwrap_or(0) });
            place = place.checked_add(entry_size)?;
        }
        // EXIF written by some cameras ends without the place of a next directory.
        let next = take(place, offset_size).map_or(0, |next| number(next, self.little));
        Some(Directory { fields, little: self.little, next })
    }
}

/// A number as so many bytes, if it fits.
fn in_order(value: u64, size: usize, little: bool) -> Option<Vec<u8>> {
    let bytes = value.to_be_bytes();
    let (high, low) = bytes.split_at(bytes.len().checked_sub(size)?);
    if high.iter().any(|byte| *byte != 0) {
        return None;
    }
    let mut low = low.to_vec();
    if little {
        low.reverse();
    }
    Some(low)
}

impl<'a> Directory<'a> {
    fn field(&self, tag: u16) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.tag == tag)
    }

    /// Whether there is such a field, readable or not.
    pub fn has(&self, tag: u16) -> bool {
        self.field(tag).is_some()
    }

    /// The bytes of a field.
    pub fn bytes(&self, tag: u16) -> Option<&'a [u8]> {
        self.field(tag)?.values
    }

    /// The unsigned numbers of a field.
    pub fn numbers(&self, tag: u16) -> Option<Vec<u64>> {
        let field = self.field(tag)?;
        let size = match field.kind {
            1 | 3 | 4 | 7 | 13 | 16 | 18 => size_of_kind(field.kind),
            _ => return None,
        };
        let values = field.values?;
        if values.len() / size > MAX_NUMBERS {
            return None;
        }
        Some(values.chunks_exact(size).map(|value| number(value, self.little)).collect())
    }

    /// The first number of a field.
    pub fn number(&self, tag: u16) -> Option<u64> {
        let field = self.field(tag)?;
        match field.kind {
            1 | 3 | 4 | 7 | 13 | 16 | 18 => {
                field.values?.get(..size_of_kind(field.kind)).map(|value| number(value, self.little))
            }
            _ => None,
        }
    }

    /// The first number of a field that may be a fraction.
    pub fn fraction(&self, tag: u16) -> Option<f64> {
        let field = self.field(tag)?;
        let first = |size: usize| field.values?.get(..size).map(|value| number(value, self.little));
        match field.kind {
            5 | 10 => {
                let values = field.values?;
                let part = |range: std::ops::Range<usize>| {
                    u32::try_from(number(values.get(range)?, self.little)).ok().map(f64::from)
                };
                let (above, below) = (part(0..4)?, part(4..8)?);
                (below > 0.0).then_some(above / below)
            }
            11 => u32::try_from(first(4)?).ok().map(|bits| f64::from(f32::from_bits(bits))),
            12 => first(8).map(f64::from_bits),
            _ => u32::try_from(self.number(tag)?).ok().map(f64::from),
        }
        .filter(|value| value.is_finite())
    }

    /// Where and how the first number of a field is to be written to be `value`.
    pub fn note(&self, tag: u16, value: u64) -> Option<(usize, Vec<u8>)> {
        let field = self.field(tag)?;
        field.values?;
        Some((field.at, in_order(value, size_of_kind(field.kind), self.little)?))
    }
}
