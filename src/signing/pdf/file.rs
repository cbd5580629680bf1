//! A PDF as its cross-reference sections say: which objects there are and what they are.

use super::filter::{Work, decode};
use super::object::{Dictionary, Object, Stream};
use super::parse::Parser;
use super::xref::{Entry, Section, stream_data};
use super::{MAX_FILE, MAX_REVISIONS, PdfError};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Entries that the sections of one file may have in all: more than honest files have by far.
const MAX_ENTRIES: usize = 2_000_000;
/// How far from the end the last `startxref` may stand, in bytes.
const MAX_TAIL: usize = 64 * 1024;

/// A file, or the file it was at an earlier revision: the bytes up to there.
pub(super) struct PdfFile<'a> {
    pub bytes: &'a [u8],
    work: Rc<Work>,
    /// The newest first.
    pub sections: Vec<Section>,
    /// Where each object is, as the newest section that names it says.
    pub entries: BTreeMap<u32, Entry>,
    /// Offset that the last `startxref` gives.
    pub start: usize,
    /// Offset behind the last `%%EOF`, without the end of line after it.
    pub end: usize,
    unpacked: RefCell<BTreeMap<u32, Rc<Unpacked>>>,
}

/// An object stream, unpacked: its bytes, and number and offset of each object.
struct Unpacked {
    bytes: Vec<u8>,
    index: Vec<(u32, usize)>,
}

/// An indirect object as it stands in the file.
pub(super) struct Indirect {
    pub number: u32,
    pub generation: u16,
    pub object: Object,
    /// Offset behind `endobj`.
    pub end: usize,
    /// Whether a dictionary in it has a key twice.
    pub repeated_key: bool,
    /// Where the values of its dictionary stand.
    pub spans: Vec<(Vec<u8>, std::ops::Range<usize>)>,
}

impl<'a> PdfFile<'a> {
    /// Reads the sections of a file.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, PdfError> {
        Self::open_sharing(bytes, Rc::new(Work::for_file(bytes.len())))
    }

    /// The file as it was when it ended here; what reading it costs is counted on this one's account.
    pub(super) fn prefix(&self, end: usize) -> Result<PdfFile<'a>, PdfError> {
        let bytes = self.bytes.get(..end).ok_or_else(|| PdfError::broken("the file is shorter than this", end))?;
        Self::open_sharing(bytes, Rc::clone(&self.work))
    }

    fn open_sharing(bytes: &'a [u8], work: Rc<Work>) -> Result<Self, PdfError> {
        if bytes.len() > MAX_FILE {
            return Err(PdfError::TooLarge);
        }
        if !bytes.starts_with(b"%PDF-") {
            return Err(PdfError::broken("the file does not begin as a PDF does", 0));
        }
        let (start, end) = last_start(bytes)?;
        let mut file = Self {
            bytes,
            work,
            sections: Vec::new(),
            entries: BTreeMap::new(),
            start,
            end,
            unpacked: RefCell::default(),
        };
        let mut seen = BTreeSet::new();
        let mut next = Some(start);
        while let Some(offset) = next {
            if !seen.insert(offset) {
                return Err(PdfError::broken("the cross-reference sections run in a circle", offset));
            }
            if seen.len() > MAX_REVISIONS {
                return Err(PdfError::TooComplex);
            }
            let section = Section::read(bytes, offset, &file.work)?;
            next = section.previous()?;
            let beside = section.beside()?;
            file.add(section, beside)?;
            if file.sections.iter().map(|section| section.entries.len()).sum::<usize>() > MAX_ENTRIES {
                return Err(PdfError::TooComplex);
            }
        }
        if file.trailer().get("Encrypt").is_some() || file.sections.iter().any(|s| s.trailer.get("Encrypt").is_some()) {
            return Err(PdfError::Encrypted);
        }
        Ok(file)
    }

    fn add(&mut self, section: Section, beside: Option<usize>) -> Result<(), PdfError> {
        let (free, used): (Vec<_>, Vec<_>) = section.entries.iter().partition(|(_, entry)| *entry == Entry::Free);
        for (number, entry) in used {
            self.entries.entry(number).or_insert(entry);
        }
        // What a hybrid file hides from old readers is free in the table and lies in the stream beside it (7.5.8.4).
        if let Some(offset) = beside {
            for (number, entry) in Section::read(self.bytes, offset, &self.work)?.entries {
                self.entries.entry(number).or_insert(entry);
            }
        }
        for (number, entry) in free {
            self.entries.entry(number).or_insert(entry);
        }
        self.sections.push(section);
        Ok(())
    }

    /// The newest trailer.
    pub(super) fn trailer(&self) -> &Dictionary {
        static EMPTY: std::sync::OnceLock<Dictionary> = std::sync::OnceLock::new();
        self.sections.first().map_or_else(|| EMPTY.get_or_init(Dictionary::new), |section| &section.trailer)
    }

    /// An error at the newest cross-reference section.
    pub(super) fn broken(&self, what: impl Into<String>) -> PdfError {
        PdfError::broken(what, self.start)
    }

    pub(super) fn root_number(&self) -> Result<u32, PdfError> {
        self.trailer().reference("Root").ok_or_else(|| self.broken("the trailer names no catalog"))
    }

    pub(super) fn catalog(&self) -> Result<Dictionary, PdfError> {
        self.dictionary(self.root_number()?)
    }

    /// An object by its number; what no section names is null (7.3.10).
    pub(super) fn object(&self, number: u32) -> Result<Object, PdfError> {
        self.object_at_depth(number, 0)
    }

    fn object_at_depth(&self, number: u32, depth: usize) -> Result<Object, PdfError> {
        if depth > 4 {
            return Err(PdfError::TooComplex);
        }
        match self.entries.get(&number) {
            None | Some(Entry::Free) => {
                self.work.parsed(0)?;
                Ok(Object::Null)
            }
            Some(Entry::At(offset, _)) => self.indirect_at_depth(number, *offset, depth).map(|found| found.object),
            Some(Entry::In(stream, index)) => self.packed(number, *stream, *index, depth),
        }
    }

    /// The object with this number that stands at this offset.
    pub(super) fn indirect(&self, number: u32, offset: usize) -> Result<Indirect, PdfError> {
        self.indirect_at_depth(number, offset, 0)
    }

    fn indirect_at_depth(&self, number: u32, offset: usize, depth: usize) -> Result<Indirect, PdfError> {
        let mut parser = Parser::new(self.bytes, offset);
        let Some((found, generation)) = parser.header().filter(|(found, _)| *found == number) else {
            return Err(PdfError::broken(format!("object {number} is not where it should be"), offset));
        };
        let read = parser.object();
        // Counted also when it fails, or one bad object could be read without end.
        self.work.parsed(parser.pos.saturating_sub(offset))?;
        let mut object = read?;
        let spans = std::mem::take(&mut parser.spans);
        parser.skip_space();
        if let Object::Dictionary(dictionary) = &object
            && self.bytes.get(parser.pos..).is_some_and(|rest| rest.starts_with(b"stream"))
        {
            let length = match dictionary.get("Length") {
                Some(Object::Reference(number, _)) => self.object_at_depth(*number, depth + 1)?.as_integer(),
                other => other.and_then(Object::as_integer),
            };
            let length = length.and_then(|length| usize::try_from(length).ok());
            let Some((data, start)) = length.and_then(|length| stream_data(self.bytes, &mut parser, length)) else {
                return Err(PdfError::broken(
                    format!("the stream of object {number} does not end where it says"),
                    offset,
                ));
            };
            object = Object::Stream(Stream { dictionary: dictionary.clone(), start, end: start + data.len() });
        } else if !parser.keyword("endobj") {
            return Err(PdfError::broken(format!("object {number} does not end where it should"), parser.pos));
        }
        Ok(Indirect { number: found, generation, object, end: parser.pos, repeated_key: parser.repeated_key, spans })
    }

    fn packed(&self, number: u32, stream: u32, index: usize, depth: usize) -> Result<Object, PdfError> {
        let unpacked = self.unpacked(stream, depth)?;
        let Some((_, offset)) = unpacked.index.get(index).filter(|(found, _)| *found == number) else {
            return Err(self.broken(format!("object {number} is not in the object stream {stream}")));
        };
        let mut parser = Parser::new(&unpacked.bytes, *offset);
        let object = parser.object();
        self.work.parsed(parser.pos.saturating_sub(*offset))?;
        object
    }

    fn unpacked(&self, stream: u32, depth: usize) -> Result<Rc<Unpacked>, PdfError> {
        if let Some(unpacked) = self.unpacked.borrow().get(&stream) {
            return Ok(Rc::clone(unpacked));
        }
        // An object stream is never itself in one (7.5.7).
        let Some(Entry::At(offset, _)) = self.entries.get(&stream) else {
            return Err(self.broken(format!("there is no object stream {stream}")));
        };
        let Object::Stream(found) = self.indirect_at_depth(stream, *offset, depth + 1)?.object else {
            return Err(self.broken(format!("object {stream} is no stream")));
        };
        let bytes = decode(&found.dictionary, self.data(&found), found.start, &self.work)?;
        let number = |key: &str| found.dictionary.integer(key).and_then(|value| usize::try_from(value).ok());
        let index = number("N").zip(number("First")).and_then(|(count, first)| {
            let mut parser = Parser::new(bytes.get(..first)?, 0);
            let mut index = Vec::new();
            for _ in 0..count {
                parser.skip_white();
                let number = u32::try_from(parser.unsigned()?).ok()?;
                parser.skip_white();
                index.push((number, usize::try_from(parser.unsigned()?).ok()?.checked_add(first)?));
            }
            Some(index)
        });
        let index = index.ok_or_else(|| PdfError::broken("an object stream has no proper index", found.start))?;
        let unpacked = Rc::new(Unpacked { bytes, index });
        self.unpacked.borrow_mut().insert(stream, Rc::clone(&unpacked));
        Ok(unpacked)
    }

    /// The bytes of a stream as they stand in the file.
    pub(super) fn data(&self, stream: &Stream) -> &'a [u8] {
        self.bytes.get(stream.start..stream.end).unwrap_or_default()
    }

    /// The bytes of a stream, unpacked.
    pub(super) fn decoded(&self, stream: &Stream) -> Result<Vec<u8>, PdfError> {
        decode(&stream.dictionary, self.data(stream), stream.start, &self.work)
    }

    /// The object a reference leads to, or the object itself.
    pub(super) fn resolve(&self, object: &Object) -> Result<Object, PdfError> {
        match object {
            Object::Reference(number, _) => self.object(*number),
            other => Ok(other.clone()),
        }
    }

    /// An entry of a dictionary, resolved; null where there is none.
    pub(super) fn value(&self, dictionary: &Dictionary, key: &str) -> Result<Object, PdfError> {
        dictionary.get(key).map_or(Ok(Object::Null), |object| self.resolve(object))
    }

    /// An object that has to be a dictionary.
    pub(super) fn dictionary(&self, number: u32) -> Result<Dictionary, PdfError> {
        match self.object(number)? {
            Object::Dictionary(dictionary) => Ok(dictionary),
            _ => Err(self.broken(format!("object {number} is no dictionary"))),
        }
    }

    /// The first number that no object has.
    pub(super) fn next_number(&self) -> Result<u32, PdfError> {
        let size = self.trailer().integer("Size").and_then(|size| u32::try_from(size).ok()).unwrap_or(0);
        let used = self.entries.last_key_value().map_or(0, |(number, _)| number.saturating_add(1));
        // Room is left for what an update adds.
        Some(size.max(used)).filter(|next| *next < 8_000_000).ok_or(PdfError::TooComplex)
    }
}

/// Offset that the last `startxref` gives, and the offset behind the `%%EOF` after it.
fn last_start(bytes: &[u8]) -> Result<(usize, usize), PdfError> {
    const WORD: &[u8] = b"startxref";
    let none = || PdfError::broken("the file does not end as a PDF does", bytes.len());
    let tail = bytes.len().saturating_sub(MAX_TAIL);
    let near_end = bytes.get(tail..).unwrap_or_default();
    let at = tail + near_end.windows(WORD.len()).rposition(|window| window == WORD).ok_or_else(none)?;
    let mut parser = Parser::new(bytes, at + WORD.len());
    parser.skip_white();
    let start = parser.unsigned().and_then(|offset| usize::try_from(offset).ok()).ok_or_else(none)?;
    parser.skip_white();
    if start >= at || !parser.eat(b"%%EOF") {
        return Err(none());
    }
    Ok((start, parser.pos))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn the_fixture_is_read() {
        for packed in [false, true] {
            let pdf = if packed { fixture::packed() } else { fixture::tagged() };
            let file = PdfFile::open(&pdf).unwrap();
            assert!(file.catalog().unwrap().is("Type", "Catalog"));
            assert_eq!(file.end, pdf.trim_ascii_end().len());
        }
    }

    #[test]
    fn sections_that_run_in_a_circle_are_refused() {
        let text = "%PDF-1.7\nxref\n0 1\n0000000000 65535 f\r\ntrailer\n<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF";
        assert!(matches!(PdfFile::open(text.as_bytes()), Err(PdfError::Broken { .. })));
    }

    #[test]
    fn a_length_that_leads_to_itself_is_refused() {
        let body = "%PDF-1.7\n1 0 obj\n<</Length 1 0 R>>stream\n\nendstream\nendobj\n";
        let text = format!(
            "{body}xref\n0 2\n0000000000 65535 f\r\n0000000009 00000 n\r\ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{}\n%%EOF",
            body.len()
        );
        assert_eq!(PdfFile::open(text.as_bytes()).unwrap().object(1), Err(PdfError::TooComplex));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let pdf = fixture::packed();
        for at in 0..pdf.len() {
            let mut changed = pdf.clone();
            if let Some(byte) = changed.get_mut(at) {
                *byte ^= 0x15;
            }
            if let Ok(file) = PdfFile::open(&changed) {
                let numbers: Vec<u32> = file.entries.keys().copied().collect();
                assert!(
                    numbers.into_iter().filter(|number| file.object(*number).is_ok()).count() <= file.entries.len()
                );
            }
        }
    }
}
