//! Reads one cross-reference section: a table with its trailer, or a cross-reference stream (ISO 32000-1 7.5.4, 7.5.8).

use super::PdfError;
use super::filter::{Work, decode};
use super::object::{Dictionary, Object};
use super::parse::Parser;

/// The most objects a file may have (ISO 32000-1 annex C.2).
const MAX_OBJECTS: u64 = 8_388_607;

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Free,
    /// At a byte offset, with its generation.
    At(usize, u16),
    /// In an object stream, with its index there.
    In(u32, usize),
}

/// One cross-reference section.
#[derive(Debug)]
pub(super) struct Section {
    /// Offset of the keyword `xref` or of the stream's object.
    pub start: usize,
    /// Offset behind the trailer dictionary or behind `endobj`.
    pub end: usize,
    /// The object number of a cross-reference stream; none for a table.
    pub stream: Option<u32>,
    /// The trailer, or the stream's dictionary.
    pub trailer: Dictionary,
    /// In the order of the file.
    pub entries: Vec<(u32, Entry)>,
}

impl Section {
    /// Reads the section at an offset.
    pub(super) fn read(bytes: &[u8], start: usize, work: &Work) -> Result<Self, PdfError> {
        let mut parser = Parser::new(bytes, start);
        let section = if parser.keyword("xref") { table(parser, start, work)? } else { stream(bytes, start, work)? };
        if section.trailer.repeats_a_key() {
            return Err(PdfError::broken("a trailer has the same key twice", start));
        }
        Ok(section)
    }

    /// Offset of the section before this one.
    pub(super) fn previous(&self) -> Result<Option<usize>, PdfError> {
        self.offset("Prev")
    }

    /// Offset of the cross-reference stream that stands beside this table in a hybrid file (7.5.8.4).
    pub(super) fn beside(&self) -> Result<Option<usize>, PdfError> {
        if self.stream.is_some() { Ok(None) } else { self.offset("XRefStm") }
    }

    fn offset(&self, key: &str) -> Result<Option<usize>, PdfError> {
        match self.trailer.get(key) {
            None => Ok(None),
            Some(Object::Integer(offset)) if *offset >= 0 => Ok(usize::try_from(*offset).ok()),
            Some(_) => Err(PdfError::broken(format!("/{key} of a trailer is no offset"), self.start)),
        }
    }
}

fn table(mut parser: Parser<'_>, start: usize, work: &Work) -> Result<Section, PdfError> {
    let mut entries = Vec::new();
    loop {
        parser.skip_white();
        if parser.keyword("trailer") {
            break;
        }
        let range = parser.unsigned().and_then(|first| {
            parser.skip_white();
            Some((first, parser.unsigned()?))
        });
        let Some((first, count)) =
            range.filter(|(f, c)| *f <= MAX_OBJECTS && *c <= MAX_OBJECTS && f + c <= MAX_OBJECTS + 1)
        else {
            return parser.broken("a cross-reference table has no proper range here");
        };
        work.entries(usize::try_from(count).unwrap_or(usize::MAX))?;
        for number in first..first + count {
            let entry = table_entry(&mut parser)?;
            entries.push((u32::try_from(number).unwrap_or(u32::MAX), entry));
        }
    }
    let trailer = match parser.object()? {
        Object::Dictionary(trailer) => trailer,
        _ => return parser.broken("the trailer is no dictionary"),
    };
    work.parsed(parser.pos - start)?;
    Ok(Section { start, end: parser.pos, stream: None, trailer, entries })
}

fn table_entry(parser: &mut Parser<'_>) -> Result<Entry, PdfError> {
    parser.skip_white();
    let offset = parser.unsigned();
    parser.skip_white();
    let generation = parser.unsigned();
    parser.skip_white();
    let in_use = parser.keyword("n");
    match (offset.map(usize::try_from), generation.map(u16::try_from)) {
        (Some(Ok(offset)), Some(Ok(generation))) if in_use => Ok(Entry::At(offset, generation)),
        (Some(_), Some(_)) if parser.keyword("f") => Ok(Entry::Free),
        _ => parser.broken("a cross-reference table has no proper entry here"),
    }
}

fn stream(bytes: &[u8], start: usize, work: &Work) -> Result<Section, PdfError> {
    let mut parser = Parser::new(bytes, start);
    let Some((number, _)) = parser.header() else {
        return Err(PdfError::broken("there is no cross-reference section where one should be", start));
    };
    let Object::Dictionary(trailer) = parser.object()? else {
        return parser.broken("a cross-reference stream has no dictionary");
    };
    if !trailer.is("Type", "XRef") {
        return parser.broken("this stream is no cross-reference stream");
    }
    let length = trailer.integer("Length").and_then(|length| usize::try_from(length).ok());
    let Some((raw, data_at)) = length.and_then(|length| stream_data(bytes, &mut parser, length)) else {
        return parser.broken("a cross-reference stream has no proper length");
    };
    let data = decode(&trailer, raw, data_at, work)?;
    work.parsed((parser.pos - start).saturating_add(data.len()))?;
    let entries = stream_entries(&trailer, &data, start, work)?;
    Ok(Section { start, end: parser.pos, stream: Some(number), trailer, entries })
}

/// Passes `stream`, this many bytes, `endstream` and `endobj`; gives the bytes and their offset.
pub(super) fn stream_data<'a>(bytes: &'a [u8], parser: &mut Parser<'_>, length: usize) -> Option<(&'a [u8], usize)> {
    parser.skip_space();
    if !parser.keyword("stream") {
        return None;
    }
    parser.eat(b"\r");
    if !parser.eat(b"\n") {
        return None;
    }
    let start = parser.pos;
    let data = bytes.get(start..start.checked_add(length)?)?;
    parser.pos = start + length;
    parser.skip_white();
    if !parser.keyword("endstream") {
        return None;
    }
    parser.skip_space();
    parser.keyword("endobj").then_some((data, start))
}

fn stream_entries(trailer: &Dictionary, data: &[u8], at: usize, work: &Work) -> Result<Vec<(u32, Entry)>, PdfError> {
    let improper = || PdfError::broken("a cross-reference stream does not say what its entries are", at);
    let numbers = |object: &Object| -> Option<Vec<u64>> {
        object.as_array()?.iter().map(|item| u64::try_from(item.as_integer()?).ok()).collect()
    };
    let widths = trailer.get("W").and_then(numbers).ok_or_else(improper)?;
    let [kind_width, second_width, third_width] = widths.as_slice() else { return Err(improper()) };
    if widths.iter().any(|width| *width > 8) || widths.iter().all(|width| *width == 0) {
        return Err(improper());
    }
    let size = trailer.integer("Size").and_then(|size| u64::try_from(size).ok()).ok_or_else(improper)?;
    let index = match trailer.get("Index") {
        None => vec![0, size],
        Some(index) => numbers(index).ok_or_else(improper)?,
    };
    let mut rest = data;
    let mut field = |width: u64| -> Option<u64> {
        let (head, tail) = rest.split_at_checked(usize::try_from(width).ok()?)?;
        rest = tail;
        Some(head.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    };
    let mut entries = Vec::new();
    for range in index.chunks(2) {
        let (Some(first), Some(count)) = (range.first(), range.get(1)) else { return Err(improper()) };
        if *first > MAX_OBJECTS || *count > MAX_OBJECTS || first + count > MAX_OBJECTS + 1 {
            return Err(improper());
        }
        work.entries(usize::try_from(*count).unwrap_or(usize::MAX))?;
        for number in *first..first + count {
            let kind = if *kind_width == 0 { 1 } else { field(*kind_width).ok_or_else(improper)? };
            let second = field(*second_width).ok_or_else(improper)?;
            let third = field(*third_width).ok_or_else(improper)?;
            let entry = match kind {
                0 => Some(Entry::Free),
                1 => usize::try_from(second).ok().zip(u16::try_from(third).ok()).map(|(o, g)| Entry::At(o, g)),
                2 => u32::try_from(second).ok().zip(usize::try_from(third).ok()).map(|(s, i)| Entry::In(s, i)),
                _ => None,
            };
            entries.push((u32::try_from(number).unwrap_or(u32::MAX), entry.ok_or_else(improper)?));
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_with_its_ranges() {
        let text = b"xref\n0 1\n0000000000 65535 f\r\n4 2\n0000000017 00000 n \n0000000081 00003 n \ntrailer\n<</Size 6/Prev 5>>";
        let section = Section::read(text, 0, &Work::for_file(100)).unwrap();
        assert_eq!(section.entries, [(0, Entry::Free), (4, Entry::At(17, 0)), (5, Entry::At(81, 3))]);
        assert_eq!((section.previous(), section.end), (Ok(Some(5)), text.len()));
    }

    #[test]
    fn a_stream_is_read_with_its_widths() {
        let mut text = b"9 0 obj\n<</Type/XRef/Size 3/W[1 2 1]/Length 12>>stream\n".to_vec();
        text.extend([0, 0, 0, 255, 1, 1, 4, 0, 2, 0, 7, 3]);
        text.extend(b"\nendstream\nendobj");
        let section = Section::read(&text, 0, &Work::for_file(100)).unwrap();
        assert_eq!(section.entries, [(0, Entry::Free), (1, Entry::At(260, 0)), (2, Entry::In(7, 3))]);
        assert_eq!((section.stream, section.end), (Some(9), text.len()));
    }

    #[test]
    fn a_count_beyond_all_objects_is_refused() {
        for text in ["xref\n0 99999999999\n", "xref\n8388607 2\n", "xref\n0 2\n0000000000 65535 f\r\ntrailer<<>>"] {
            assert!(Section::read(text.as_bytes(), 0, &Work::for_file(100)).is_err(), "{text}");
        }
    }
}
