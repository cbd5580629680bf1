//! What an update did to a file, object by object, against what a signature of ours does.

use super::changes::{self, Addition, FieldFacts, NewField, Policy, changed_objects};
use super::file::PdfFile;
use super::form;
use super::object::{Dictionary, Object, decode_text};
use super::parse::Parser;
use super::signatures::PdfSignature;
use super::tags::{self, Tag};
use super::xref::{Entry, Section};
use super::{MAX_OWN_SIGNATURES, PdfError, appearance, update};
use std::collections::{BTreeMap, BTreeSet};

/// A block may take up this share of its page at most: a larger one could cover what others signed.
const LARGEST_SHARE: f64 = 0.2;
/// Reasons that are given before the rest is only counted.
const MAX_REASONS: usize = 24;

/// What the bytes behind `old` did beyond adding one signature of ours. Empty where they did that and nothing else.
/// `new` is the file with them; `signature` the one that covers all of it, if there is one.
pub(super) fn step(old: &PdfFile<'_>, new: &PdfFile<'_>, signature: Option<&PdfSignature>) -> Vec<String> {
    let mut reasons = Vec::new();
    let added: Vec<&Section> = new.sections.iter().filter(|section| section.start >= old.bytes.len()).collect();
    match added.as_slice() {
        [] => reasons.push("bytes were added at the end of the file".to_owned()),
        [section] => {
            if new.sections.len() != old.sections.len() + 1 || section.previous() != Ok(Some(old.start)) {
                reasons.push("an update does not follow the revision before it".to_owned());
            }
            reasons.extend(layout(new, old.bytes.len(), section).err());
            reasons.extend(trailer(old, new, section).err());
        }
        several => reasons.push(format!("the file was saved {} more times", several.len())),
    }
    let numbers: BTreeSet<u32> = added.iter().flat_map(|section| &section.entries).map(|(number, _)| *number).collect();
    let own_section: Vec<u32> = added.iter().filter_map(|section| section.stream).collect();
    let expected = match signature.map(|signature| expected(old, new, signature, &numbers)) {
        Some(Ok(expected)) => expected,
        Some(Err(reason)) => {
            reasons.push(reason);
            BTreeMap::new()
        }
        None => BTreeMap::new(),
    };
    let mut more = 0_usize;
    for number in numbers.iter().filter(|number| !own_section.contains(number)) {
        if reasons.len() >= MAX_REASONS {
            more += 1;
            continue;
        }
        let as_expected = match (expected.get(number), new.object(*number)) {
            (Some(Expected::Exactly(object)), Ok(actual)) => *object == actual,
            (Some(Expected::Checked), Ok(_)) => true,
            _ => false,
        };
        if !as_expected {
            reasons.push(describe(old, new, *number));
        }
    }
    for number in expected.keys().filter(|number| !numbers.contains(number)) {
        reasons.push(format!("object {number} was not written as a signature needs it"));
    }
    if signature.is_none() && reasons.is_empty() {
        reasons.push("the file was saved once more".to_owned());
    }
    if more > 0 {
        reasons.push(format!("and up to {more} more changes"));
    }
    reasons
}

/// One change in plain words.
fn describe(old: &PdfFile<'_>, new: &PdfFile<'_>, number: u32) -> String {
    let before = old.object(number).ok().filter(|object| *object != Object::Null);
    let after = new.object(number).ok().filter(|object| *object != Object::Null);
    let kind = kind(before.as_ref().or(after.as_ref()));
    match (before, after) {
        (Some(_), Some(_)) => format!("{kind} was changed (object {number})"),
        (Some(_), None) => format!("{kind} was removed (object {number})"),
        _ => format!("{kind} was added (object {number})"),
    }
}

/// What an object is, for people.
fn kind(object: Option<&Object>) -> &'static str {
    let Some(dictionary) = object.and_then(Object::as_dictionary) else { return "a value" };
    match (dictionary.name("Type"), dictionary.name("Subtype")) {
        (Some(b"Catalog"), _) => "the catalog",
        (Some(b"Page"), _) => "a page",
        (Some(b"Pages"), _) => "the page tree",
        (_, Some(b"Widget")) => "a form field",
        (Some(b"Annot"), _) => "an annotation",
        (Some(b"Font" | b"FontDescriptor"), _) => "a font",
        (Some(b"StructElem" | b"StructTreeRoot"), _) => "the structure tree",
        (Some(b"Sig" | b"DocTimeStamp"), _) => "a signature",
        (Some(b"Metadata"), _) => "the metadata",
        (Some(b"EmbeddedFile" | b"Filespec"), _) => "an attached file",
        (Some(b"OCG"), _) => "a layer",
        (_, Some(b"Image")) => "an image",
        (_, Some(b"Form")) => "a drawing",
        _ if dictionary.get("FT").is_some() => "a form field",
        _ if dictionary.get("Fields").is_some() => "the form",
        _ if matches!(object, Some(Object::Stream(_))) => "a content",
        _ => "an object",
    }
}

/// Checks that the bytes from an offset on are the objects of this section, the section and the end of the file, with
/// nothing but white space between them.
pub(super) fn layout(file: &PdfFile<'_>, from: usize, section: &Section) -> Result<(), String> {
    let mut numbers: Vec<u32> = section.entries.iter().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    if let Some([number, _]) = numbers.windows(2).find(|pair| matches!(pair, [a, b] if a == b)) {
        return Err(format!("object {number} is listed twice"));
    }
    let mut objects: Vec<(usize, u32, u16)> = Vec::new();
    for (number, entry) in &section.entries {
        if let Entry::At(offset, generation) = entry
            && *offset != section.start
        {
            objects.push((*offset, *number, *generation));
        }
    }
    objects.sort_unstable();
    let mut parser = Parser::new(file.bytes, from);
    let unaccounted = |at: usize| format!("there are bytes that belong to nothing (byte {at})");
    for (offset, number, generation) in objects {
        parser.skip_white();
        if parser.pos != offset {
            return Err(unaccounted(parser.pos));
        }
        let indirect = file.indirect(number, offset).map_err(|error| error.to_string())?;
        if indirect.repeated_key || indirect.generation != generation || indirect.number != number {
            return Err(format!("object {number} can be read in two ways"));
        }
        parser.pos = indirect.end;
    }
    parser.skip_white();
    if parser.pos != section.start {
        return Err(unaccounted(parser.pos));
    }
    let end = super::signatures::revision_end(file, section).ok_or_else(|| unaccounted(section.end))?;
    match file.bytes.get(end..) {
        Some(b"" | b"\n" | b"\r" | b"\r\n") => Ok(()),
        _ => Err(unaccounted(end)),
    }
}

fn trailer(old: &PdfFile<'_>, new: &PdfFile<'_>, section: &Section) -> Result<(), String> {
    if section.entries.iter().any(|(_, entry)| !matches!(entry, Entry::At(offset, _) if *offset >= old.bytes.len())) {
        return Err("an update lists objects that are not in it".to_owned());
    }
    for (number, entry) in &section.entries {
        let before = match old.entries.get(number) {
            Some(Entry::At(_, generation)) => *generation,
            _ => 0,
        };
        // A new generation would cut off every reference to the object (7.3.10).
        if !matches!(entry, Entry::At(_, generation) if *generation == before) {
            return Err(format!("object {number} got another generation"));
        }
    }
    if section.beside() != Ok(None) {
        return Err("an update has a second list of objects".to_owned());
    }
    let ids = section.trailer.get("ID").and_then(Object::as_array).unwrap_or_default();
    let id = ids.get(1).and_then(Object::as_string).ok_or("the identifier of the file is gone")?;
    let size = new.entries.last_key_value().map_or(0, |(number, _)| number.saturating_add(1));
    let expected = update::next_trailer(old.trailer(), size, old.start, id.to_vec());
    let mut actual = section.trailer.clone();
    if section.stream.is_some() {
        for key in ["Type", "W", "Index", "Length", "Filter", "DecodeParms"] {
            actual.remove(key);
        }
    }
    if actual == expected { Ok(()) } else { Err("the trailer was changed".to_owned()) }
}

/// What an object has to be.
enum Expected {
    Exactly(Object),
    /// Already found to be as it has to be.
    Checked,
}

/// Objects of an update and what each has to be.
type Wanted = BTreeMap<u32, Expected>;

/// Every object that the update of this signature may have, and what it has to be.
fn expected(
    old: &PdfFile<'_>,
    new: &PdfFile<'_>,
    signature: &PdfSignature,
    numbers: &BTreeSet<u32>,
) -> Result<Wanted, String> {
    let text = |error: PdfError| error.to_string();
    let update = Update { old, new, numbers };
    let number = update.own(signature.object, "the signature dictionary")?;
    let said = new.dictionary(number).map_err(text)?;
    let policy = policy(&said);
    check_dictionary(&said, policy, old.root_number().map_err(text)?)?;
    let field = signature.field_object.ok_or("the signature field is no object of its own")?;
    let mut wanted = if has_signatures(old).map_err(text)? {
        update.fills(field, number, policy)?
    } else {
        update.makes(field, number, policy)?
    };
    wanted.insert(number, Expected::Checked);
    Ok(wanted)
}

/// An update that signs, under examination.
struct Update<'f, 'a> {
    old: &'f PdfFile<'a>,
    new: &'f PdfFile<'a>,
    /// Its objects.
    numbers: &'f BTreeSet<u32>,
}

impl Update<'_, '_> {
    /// An object that this update brought.
    fn own(&self, number: Option<u32>, what: &str) -> Result<u32, String> {
        number
            .filter(|number| self.numbers.contains(number) && !self.old.entries.contains_key(number))
            .ok_or_else(|| format!("{what} is not as a signature of this kind has it"))
    }

    /// A later signature: it fills in an empty field and does nothing else.
    fn fills(&self, number: u32, signature: u32, policy: Policy) -> Result<Wanted, String> {
        let text = |error: PdfError| error.to_string();
        if policy == Policy::Certifies {
            return Err("a certification was added behind another signature".to_owned());
        }
        let known = form::fields(self.old).map_err(text)?;
        let is_empty =
            |field: &&form::Field| field.number == Some(number) && field.kind == b"Sig" && field.value.is_none();
        let Some(empty) = known.iter().find(is_empty) else {
            return Err("a signature was added in a field that had not been there".to_owned());
        };
        if empty.dictionary.get("Lock").is_some() != (policy == Policy::Locks) {
            return Err("the lock of the signature field is not that of the signature".to_owned());
        }
        let field = self.new.dictionary(number).map_err(text)?;
        let rect = empty.dictionary.get("Rect").cloned().unwrap_or(Object::Null);
        let block = self.block(&field, &rect)?;
        let filled = changes::filled(empty.dictionary.clone(), Some(signature), block);
        Ok(Wanted::from([(number, Expected::Exactly(Object::Dictionary(filled))), (block, Expected::Checked)]))
    }

    /// The first signature: it brings all fields.
    fn makes(&self, own: u32, signature: u32, policy: Policy) -> Result<Wanted, String> {
        let text = |error: PdfError| error.to_string();
        let pages = form::pages(self.old).map_err(text)?;
        let mut blocks = Blocks::new(self.old, &pages);
        let known = form::fields(self.old).map_err(text)?;
        let mut names: BTreeSet<String> = known.iter().map(|field| field.name.clone()).collect();
        let form = form::acro_form(self.new).map_err(text)?;
        let fields = self.new.value(&form, "Fields").map_err(text)?;
        let before: BTreeSet<u32> = known.iter().filter_map(|field| field.number).collect();
        let fields = fields.as_array().unwrap_or_default().iter().filter_map(Object::as_reference);
        let fields: Vec<u32> = fields.filter(|number| !before.contains(number)).collect();
        if fields.len() > MAX_OWN_SIGNATURES {
            return Err("more fields were added than there are signers".to_owned());
        }
        let mut wanted = Wanted::new();
        let mut made = Vec::new();
        let mut tags = self.tags(&fields).map_err(text)?;
        for number in fields {
            let number = self.own(Some(number), "a signature field")?;
            let field = self.new.dictionary(number).map_err(text)?;
            let page = field.reference("P").ok_or("a signature field names no page")?;
            let rect = field.get("Rect").cloned().unwrap_or(Object::Null);
            blocks.add(page, &rect)?;
            let name = string(&field, "T")?;
            if !names.insert(name.as_string().map(decode_text).unwrap_or_default()) {
                return Err("two fields have the same name".to_owned());
            }
            let lock = field.get("Lock").map(|lock| self.own(lock.as_reference(), "the lock of a signature field"));
            let facts = FieldFacts {
                name,
                tooltip: string(&field, "TU")?,
                lock: lock.transpose()?,
                appearance: self.block(&field, &rect)?,
                rect,
                signature: (number == own).then_some(signature),
            };
            if number == own && facts.lock.is_some() != (policy == Policy::Locks) {
                return Err("the lock of the signature field is not that of the signature".to_owned());
            }
            wanted.insert(facts.appearance, Expected::Checked);
            if let Some(lock) = facts.lock {
                wanted.insert(lock, Expected::Exactly(Object::Dictionary(changes::lock())));
            }
            let new_field = NewField { number, page, tag: tags.remove(&number) };
            wanted.insert(number, Expected::Exactly(Object::Dictionary(changes::field(&new_field, &facts))));
            if let Some(tag) = &new_field.tag {
                let element = self.new.dictionary(tag.element).map_err(text)?;
                let (words, language) = (string(&element, "Alt")?, string(&element, "Lang")?);
                let element = tags::element(tag, page, number, words, language);
                wanted.insert(tag.element, Expected::Exactly(Object::Dictionary(element)));
            }
            made.push(new_field);
        }
        let addition = Addition {
            fields: made,
            new_form: self.new.catalog().map_err(text)?.reference("AcroForm").unwrap_or(0),
            certifies: (policy == Policy::Certifies).then_some(signature),
        };
        for (number, object) in changed_objects(self.old, &addition).map_err(text)? {
            wanted.insert(number, Expected::Exactly(object));
        }
        Ok(wanted)
    }

    /// The drawn block of a field, checked.
    fn block(&self, field: &Dictionary, rect: &Object) -> Result<u32, String> {
        let drawn = field.get("AP").and_then(Object::as_dictionary).and_then(|ap| ap.reference("N"));
        let drawn = self.own(drawn, "the block of a signature")?;
        check_drawn(self.new, drawn, rect)?;
        Ok(drawn)
    }

    /// The elements of these new fields in the structure tree, wherever in it they were put; empty for a file that is
    /// not tagged.
    fn tags(&self, fields: &[u32]) -> Result<BTreeMap<u32, Tag>, PdfError> {
        let Some((_, root)) = tags::root(self.old)? else { return Ok(BTreeMap::new()) };
        let mut found = BTreeMap::new();
        for number in self.numbers.iter().filter(|number| !self.old.entries.contains_key(number)) {
            let Object::Dictionary(element) = self.new.object(*number)? else { continue };
            let field = element.get("K").and_then(Object::as_dictionary).and_then(|kid| kid.reference("Obj"));
            let (Some(field), Some(parent)) = (field, element.reference("P")) else { continue };
            if !fields.contains(&field) || found.contains_key(&field) {
                continue;
            }
            let kids = tags::kids(self.new, &self.new.dictionary(parent)?)?;
            let Some(index) = kids.iter().position(|kid| kid.as_reference() == Some(*number)) else { continue };
            found.insert(field, Tag { element: *number, parent, index, key: 0 });
        }
        // Keys are given in the order of the form.
        let mut key = tags::next_key(self.old, &root)?;
        for field in fields {
            if let Some(tag) = found.get_mut(field) {
                tag.key = key;
                key = key.saturating_add(1);
            }
        }
        Ok(found)
    }
}

/// An entry that has to be a string.
fn string(dictionary: &Dictionary, key: &str) -> Result<Object, String> {
    dictionary.get(key).filter(|value| value.as_string().is_some()).cloned().ok_or_else(|| format!("/{key} is no text"))
}

fn policy(said: &Dictionary) -> Policy {
    let reference = said.get("Reference").and_then(Object::as_array).and_then(|references| references.first());
    match reference.and_then(Object::as_dictionary).and_then(|reference| reference.name("TransformMethod")) {
        Some(b"DocMDP") => Policy::Certifies,
        Some(b"FieldMDP") => Policy::Locks,
        _ => Policy::Open,
    }
}

fn has_signatures(file: &PdfFile<'_>) -> Result<bool, PdfError> {
    Ok(form::fields(file)?.iter().any(|field| field.kind == b"Sig" && field.value.is_some()))
}

fn check_dictionary(said: &Dictionary, policy: Policy, root: u32) -> Result<(), String> {
    let mut words = Dictionary::new();
    for key in ["M", "Name", "Reason", "Location", "ContactInfo"] {
        if said.get(key).is_some() {
            words.set(key, string(said, key)?);
        }
    }
    let mut actual = said.clone();
    actual.remove("Contents");
    actual.remove("ByteRange");
    let same = actual == changes::signature(policy, root, words);
    same.then_some(()).ok_or_else(|| "the signature dictionary has entries it should not have".to_owned())
}

fn check_drawn(new: &PdfFile<'_>, number: u32, rect: &Object) -> Result<(), String> {
    let Ok(Object::Stream(stream)) = new.object(number) else {
        return Err("the block of the signature is no drawing".to_owned());
    };
    let bounds = stream.dictionary.get("BBox").and_then(Object::as_array).unwrap_or_default();
    let [_, _, width, height] = bounds else { return Err("the block of the signature has no size".to_owned()) };
    let mut actual = stream.dictionary.clone();
    actual.remove("Length");
    if actual.is("Filter", "FlateDecode") {
        actual.remove("Filter");
    }
    let size = form::rectangle(rect).map(|[left, bottom, right, top]| [right - left, top - bottom]);
    let same = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| (a - b).abs() < 0.01);
    let as_large = same(width.as_number(), size.map(|s| s[0])) && same(height.as_number(), size.map(|s| s[1]));
    if !as_large || actual != changes::appearance(width.clone(), height.clone()) {
        return Err("the block of the signature has entries it should not have".to_owned());
    }
    let content = new.decoded(&stream).map_err(|error| error.to_string())?;
    let paths = appearance::only_fills_paths(&content);
    paths.then_some(()).ok_or_else(|| "the block of the signature has more than drawn lines".to_owned())
}

/// The blocks of a file's fields, page by page.
pub(super) struct Blocks<'f, 'a> {
    file: &'f PdfFile<'a>,
    pages: &'f [form::Page],
    added: Vec<(u32, [f64; 4])>,
}

impl<'f, 'a> Blocks<'f, 'a> {
    pub(super) fn new(file: &'f PdfFile<'a>, pages: &'f [form::Page]) -> Self {
        Self { file, pages, added: Vec::new() }
    }

    /// Adds a block, if it stands on its page, is small, and covers no other field. The error says what is wrong.
    pub(super) fn add(&mut self, page: u32, rect: &Object) -> Result<(), String> {
        let text = |error: PdfError| error.to_string();
        let block = form::rectangle(rect).ok_or("its place is no rectangle")?;
        let found =
            self.pages.iter().find(|other| other.number == Some(page)).ok_or("it names no page of the document")?;
        let bounds = found.bounds.ok_or("its page has no size")?;
        let area = |[left, bottom, right, top]: [f64; 4]| (right - left) * (top - bottom);
        if block[0] < bounds[0] || block[1] < bounds[1] || block[2] > bounds[2] || block[3] > bounds[3] {
            return Err("it reaches over the edge of the page".to_owned());
        }
        if block[2] - block[0] < 1.0 || block[3] - block[1] < 1.0 || area(block) > LARGEST_SHARE * area(bounds) {
            return Err("it has no size a signature block has".to_owned());
        }
        let mut others: Vec<[f64; 4]> =
            self.added.iter().filter(|(other, _)| *other == page).map(|(_, block)| *block).collect();
        let dictionary = self.file.dictionary(page).map_err(text)?;
        if let Object::Array(annotations) = self.file.value(&dictionary, "Annots").map_err(text)? {
            for annotation in &annotations {
                let annotation = self.file.resolve(annotation).map_err(text)?;
                let Some(widget) = annotation.as_dictionary().filter(|a| a.is("Subtype", "Widget")) else { continue };
                others.extend(form::rectangle(&self.file.value(widget, "Rect").map_err(text)?));
            }
        }
        let over =
            |other: &[f64; 4]| block[0] < other[2] && other[0] < block[2] && block[1] < other[3] && other[1] < block[3];
        if others.iter().any(over) {
            return Err("it would cover another field".to_owned());
        }
        self.added.push((page, block));
        Ok(())
    }
}
