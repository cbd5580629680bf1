//! Data elements of a DICOM data set (PS3.5 clause 7), as slices of the file: nothing is copied, a sequence is read only
//! where it is asked for, and no file can make the reader go deeper than [`MAX_DEPTH`].

use std::collections::BTreeMap;

use dicom_core::Tag;
use dicom_dictionary_std::tags;

/// How deep sequences of unknown length may lie in each other.
const MAX_DEPTH: usize = 64;
/// Most elements of one data set, most items of one sequence, most fragments of the pixel data.
const MAX_COUNT: usize = 200_000;
/// A length that is not known beforehand.
const UNDEFINED: u32 = u32::MAX;
const ITEM: Tag = Tag(0xFFFE, 0xE000);
const ITEM_END: Tag = Tag(0xFFFE, 0xE00D);
const SEQUENCE_END: Tag = Tag(0xFFFE, 0xE0DD);

/// How elements are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coding {
    /// Whether each element names its value representation.
    pub explicit: bool,
    /// Whether the most significant byte comes first.
    pub big: bool,
}

/// What a file has without being told otherwise, and what is inside elements of unknown kind.
pub(super) const IMPLICIT: Coding = Coding { explicit: false, big: false };
/// What the file meta information has.
pub(super) const EXPLICIT: Coding = Coding { explicit: true, big: false };

/// A value as it is in the file.
#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    /// Bytes: of a plain value, or of the items of a sequence.
    Bytes(&'a [u8]),
    /// Encapsulated pixel data: the offset table and the fragments.
    Fragments(Vec<&'a [u8]>),
}

#[derive(Debug, Clone)]
struct Element<'a> {
    value: Value<'a>,
    /// How the items are written, where the element is a sequence.
    inner: Coding,
    /// Whether it is stated to be a string of words.
    words: bool,
}

/// A data set, or an item of a sequence.
#[derive(Debug, Clone)]
pub(super) struct DataSet<'a> {
    elements: BTreeMap<Tag, Element<'a>>,
    coding: Coding,
    /// Whether the file ends where an element ends, at least up to the pixel data.
    pub whole: bool,
}

impl<'a> DataSet<'a> {
    /// Reads elements up to the end of the bytes, or to where they stop making sense. What comes after the pixel data
    /// is left out: nothing of it is shown, and much of it is padding.
    pub fn read(bytes: &'a [u8], coding: Coding) -> Self {
        let mut set = DataSet { elements: BTreeMap::new(), coding, whole: false };
        let mut reader = Reader { bytes, at: 0, coding };
        while reader.at < bytes.len() {
            if set.elements.len() >= MAX_COUNT {
                return set;
            }
            let before = reader.at;
            let Some(header) = reader.header() else {
                // A file that ends in zeros was filled up to a block.
                set.whole = bytes.get(before..).is_some_and(|rest| rest.iter().all(|&byte| byte == 0));
                return set;
            };
            if header.tag == Tag(0, 0) && bytes.get(before..).is_some_and(|rest| rest.iter().all(|&byte| byte == 0)) {
                set.whole = true;
                return set;
            }
            let is_pixels = header.tag == tags::PIXEL_DATA;
            let Some((element, whole)) = reader.value(&header) else { return set };
            if whole || is_pixels {
                set.elements.entry(header.tag).or_insert(element);
            }
            if is_pixels || !whole {
                set.whole = whole;
                return set;
            }
        }
        set.whole = true;
        set
    }

    /// How elements are written here.
    pub fn coding(&self) -> Coding {
        self.coding
    }

    /// Whether there is such an element, be it empty.
    pub fn has(&self, tag: Tag) -> bool {
        self.elements.contains_key(&tag)
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// The value of an element.
    pub fn value(&self, tag: Tag) -> Option<&Value<'a>> {
        self.elements.get(&tag).map(|element| &element.value)
    }

    /// Whether an element is stated to be a string of words: where the most significant byte of them comes first, single
    /// bytes lie in them the other way round.
    pub fn is_words(&self, tag: Tag) -> bool {
        self.elements.get(&tag).is_some_and(|element| element.words)
    }

    /// The bytes of a plain value, unless it is empty.
    pub fn bytes(&self, tag: Tag) -> Option<&'a [u8]> {
        match self.value(tag) {
            Some(Value::Bytes(bytes)) if !bytes.is_empty() => Some(bytes),
            _ => None,
        }
    }

    /// A text of the default repertoire, without the spaces and zeros that pad it.
    pub fn text(&self, tag: Tag) -> Option<&'a str> {
        let text = std::str::from_utf8(self.bytes(tag)?).ok()?;
        let text = text.trim_matches([' ', '\0']);
        (!text.is_empty() && text.is_ascii()).then_some(text)
    }

    /// The 16-bit words of a value, in the order of the file.
    pub fn words(&self, tag: Tag) -> Option<Vec<u16>> {
        let big = self.coding.big;
        let bytes = self.bytes(tag)?;
        Some(bytes.as_chunks::<2>().0.iter().map(|&pair| word(pair, big)).collect())
    }

    /// A first number of 16 bits.
    pub fn number(&self, tag: Tag) -> Option<u16> {
        let pair = self.bytes(tag)?.first_chunk::<2>()?;
        Some(word(*pair, self.coding.big))
    }

    /// Numbers written in decimals. One that is none makes the whole value none.
    pub fn decimals(&self, tag: Tag) -> Option<Vec<f64>> {
        let read = |part: &str| part.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        self.text(tag)?.split('\\').take(64).map(read).collect()
    }

    /// The items of a sequence.
    pub fn items(&self, tag: Tag) -> Items<'a> {
        let Some(Element { value: Value::Bytes(bytes), inner, .. }) = self.elements.get(&tag) else {
            return Items { items: Vec::new(), coding: self.coding };
        };
        let mut reader = Reader { bytes, at: 0, coding: *inner };
        let mut items = Vec::new();
        while let Some(item) = reader.item()
            && items.len() < MAX_COUNT
        {
            items.push(item);
        }
        Items { items, coding: *inner }
    }

    /// The first item of a sequence.
    pub fn item(&self, tag: Tag) -> Option<DataSet<'a>> {
        let Element { value: Value::Bytes(bytes), inner, .. } = self.elements.get(&tag)? else { return None };
        let mut reader = Reader { bytes, at: 0, coding: *inner };
        Some(DataSet::read(reader.item()?, *inner))
    }
}

/// The items of a sequence, each read only where it is asked for: the frames of a file may have thousands of them.
#[derive(Debug, Clone)]
pub(super) struct Items<'a> {
    items: Vec<&'a [u8]>,
    coding: Coding,
}

impl<'a> Items<'a> {
    /// An item by its place.
    pub fn get(&self, index: usize) -> Option<DataSet<'a>> {
        self.items.get(index).map(|item| DataSet::read(item, self.coding))
    }
}

/// A 16-bit number of two bytes.
pub(super) fn word(pair: [u8; 2], big: bool) -> u16 {
    if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
}

/// Whether these are a value representation (PS3.5 6.2), and if so whether its length takes four bytes.
fn long_form(vr: [u8; 2]) -> Option<bool> {
    match &vr {
        b"AE" | b"AS" | b"AT" | b"CS" | b"DA" | b"DS" | b"DT" | b"FD" | b"FL" | b"IS" | b"LO" | b"LT" | b"PN"
        | b"SH" | b"SL" | b"SS" | b"ST" | b"TM" | b"UI" | b"UL" | b"US" => Some(false),
        b"OB" | b"OD" | b"OF" | b"OL" | b"OV" | b"OW" | b"SQ" | b"SV" | b"UC" | b"UN" | b"UR" | b"UT" | b"UV" => {
            Some(true)
        }
        _ => None,
    }
}

/// What is written before a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    /// Group and element.
    pub tag: Tag,
    /// The value representation, where elements name it.
    pub vr: Option<[u8; 2]>,
    /// Length in bytes; all ones if it is not known beforehand.
    pub length: u32,
}

/// Reads elements one after the other.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    /// What is read.
    pub bytes: &'a [u8],
    /// How far it is read.
    pub at: usize,
    /// How elements are written.
    pub coding: Coding,
}

impl<'a> Reader<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let taken = *self.bytes.get(self.at..)?.first_chunk::<N>()?;
        self.at += N;
        Some(taken)
    }

    fn word(&mut self) -> Option<u16> {
        self.take::<2>().map(|pair| word(pair, self.coding.big))
    }

    fn long(&mut self) -> Option<u32> {
        let four = self.take::<4>()?;
        Some(if self.coding.big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    }

    /// What is written before the next value.
    pub fn header(&mut self) -> Option<Header> {
        let tag = Tag(self.word()?, self.word()?);
        if tag.group() == 0xFFFE || !self.coding.explicit {
            return Some(Header { tag, vr: None, length: self.long()? });
        }
        let vr = self.take::<2>()?;
        let length = match long_form(vr) {
            Some(true) => {
                self.take::<2>()?;
                self.long()?
            }
            Some(false) => u32::from(self.word()?),
            // Kinds yet to come have four bytes (PS3.5 6.2.2); what is no kind at all is an element without one.
            None if vr.iter().all(u8::is_ascii_uppercase) => {
                self.take::<2>()?;
                self.long()?
            }
            None => {
                self.at -= 2;
                self.long()?
            }
        };
        Some(Header { tag, vr: Some(vr), length })
    }

    fn slice(&mut self, length: u32) -> Option<&'a [u8]> {
        let end = self.at.checked_add(usize::try_from(length).ok()?)?;
        let slice = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(slice)
    }

    /// The value after a header, and whether all of it is there.
    fn value(&mut self, header: &Header) -> Option<(Element<'a>, bool)> {
        // An element of unknown kind holds what an implicit file would (PS3.5 6.2.2 note 2).
        let unknown = header.vr == Some(*b"UN");
        let inner = if unknown { IMPLICIT } else { self.coding };
        let words = header.vr == Some(*b"OW");
        let start = self.at;
        if header.length != UNDEFINED {
            if let Some(slice) = self.slice(header.length) {
                return Some((Element { value: Value::Bytes(slice), inner, words }, true));
            }
            let rest = self.bytes.get(start..)?;
            self.at = self.bytes.len();
            return Some((Element { value: Value::Bytes(rest), inner, words }, false));
        }
        if header.tag == tags::PIXEL_DATA {
            let (fragments, whole) = self.fragments();
            return Some((Element { value: Value::Fragments(fragments), inner, words }, whole));
        }
        let outer = std::mem::replace(&mut self.coding, inner);
        let skipped = self.skip_items(0);
        self.coding = outer;
        let end = skipped?;
        Some((Element { value: Value::Bytes(self.bytes.get(start..end)?), inner, words }, true))
    }

    /// The offset table and the fragments of encapsulated pixel data, and whether all are there.
    fn fragments(&mut self) -> (Vec<&'a [u8]>, bool) {
        let mut fragments = Vec::new();
        loop {
            // Some writers leave the delimiter out; a fragment cut short is told by its length.
            if self.at >= self.bytes.len() {
                return (fragments, true);
            }
            match self.header() {
                Some(header) if header.tag == ITEM && fragments.len() < MAX_COUNT => match self.slice(header.length) {
                    Some(slice) => fragments.push(slice),
                    None => return (fragments, false),
                },
                Some(header) if header.tag == SEQUENCE_END => return (fragments, true),
                _ => return (fragments, false),
            }
        }
    }

    /// Goes past the items of a sequence of unknown length, and gives where the last one ends.
    fn skip_items(&mut self, depth: usize) -> Option<usize> {
        if depth > MAX_DEPTH {
            return None;
        }
        loop {
            let end = self.at;
            let header = self.header()?;
            match header.tag {
                SEQUENCE_END => return Some(end),
                ITEM if header.length == UNDEFINED => {
                    self.skip_item(depth)?;
                }
                ITEM => {
                    self.slice(header.length)?;
                }
                _ => return None,
            }
        }
    }

    /// Goes past the elements of an item of unknown length, and gives where the last one ends.
    fn skip_item(&mut self, depth: usize) -> Option<usize> {
        loop {
            let end = self.at;
            let header = self.header()?;
            if header.tag == ITEM_END {
                return Some(end);
            }
            if header.length != UNDEFINED {
                self.slice(header.length)?;
                continue;
            }
            let inner = if header.vr == Some(*b"UN") { IMPLICIT } else { self.coding };
            let outer = std::mem::replace(&mut self.coding, inner);
            let skipped = self.skip_items(depth + 1);
            self.coding = outer;
            skipped?;
        }
    }

    /// The content of the next item of a sequence.
    fn item(&mut self) -> Option<&'a [u8]> {
        let header = self.header()?;
        if header.tag != ITEM {
            return None;
        }
        if header.length != UNDEFINED {
            return self.slice(header.length);
        }
        let start = self.at;
        let end = self.skip_item(0)?;
        self.bytes.get(start..end)
    }
}

/// How elements at the start of these bytes are written, by the looks of the first one.
pub(super) fn guess(bytes: &[u8]) -> Option<Coding> {
    let [first, second, _, _, v, r] = *bytes.first_chunk::<6>()?;
    let big = first == 0 && second != 0;
    let explicit = long_form([v, r]).is_some();
    // Without value representations the most significant byte never comes first.
    if big && !explicit { None } else { Some(Coding { explicit, big }) }
}
