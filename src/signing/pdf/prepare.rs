//! Adds a signature field, its block on the page and a signature dictionary with room for the signature.

use super::appearance::{self, Appearance};
use super::changes::{Addition, FieldFacts, NewField, Policy, changed_objects, lock, signature};
use super::file::PdfFile;
use super::filter::deflate;
use super::form::{self, Field};
use super::judge::verdicts;
use super::object::{Dictionary, Object, write_date, write_hex};
use super::signatures::der_length;
use super::update::{self, Body};
use super::{MAX_OWN_SIGNATURES, PdfError, Verdict, changes, compare, signatures, tags};
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;
use std::ops::Range;

/// Room for a CMS structure with a chain of certificates and a time stamp, in bytes.
pub const DEFAULT_ROOM: usize = 16 * 1024;
/// The most room that is kept, in bytes.
const MAX_ROOM: usize = 1024 * 1024;

/// What a signature is for, and so what may follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Certifies the document: `DocMDP` with P = 2, named in the catalog's `/Perms`. The first signature, and only one.
    Certification,
    /// Approves it.
    Approval {
        /// Locks all fields (`FieldMDP`, Action All) and allows no change afterwards (P = 1).
        lock_all: bool,
    },
}

/// A rectangle on a page in points, from the lower left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Of the left edge.
    pub x: f64,
    /// Of the lower edge.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Upwards.
    pub height: f64,
}

/// A signature field to be made.
#[derive(Debug, Clone)]
pub struct FieldRequest<'a> {
    /// Its name: no full stop in it, and not yet taken.
    pub name: &'a str,
    /// Index of the page, counted from 0.
    pub page: usize,
    /// Where on the page its block stands. It may take up a fifth of the page and cover no other field.
    pub rect: Rect,
    /// Whether the signature in it locks the document: [`Purpose::Approval`] with `lock_all`.
    pub locks: bool,
    /// What a screen reader says of the field.
    pub tooltip: &'a str,
    /// What a screen reader says in place of the drawn block. It cannot be changed when the field is signed later.
    pub description: &'a str,
    /// BCP 47 tag of these words.
    pub language: &'a str,
}

/// Which field is signed.
#[derive(Debug, Clone)]
pub enum FieldChoice<'a> {
    /// The first signature brings its field, and the fields of all who sign later: after it no field can be added.
    New {
        /// Its own.
        field: FieldRequest<'a>,
        /// The others, each with what its block shows while it is empty.
        reserved: &'a [(FieldRequest<'a>, Appearance<'a>)],
    },
    /// An empty field of the file, by its name.
    Reserved(&'a str),
}

/// A signature to be added.
#[derive(Debug, Clone)]
pub struct SignatureRequest<'a> {
    /// Which field is signed.
    pub field: FieldChoice<'a>,
    /// What the signature is for. A lock has to be that of the field.
    pub purpose: Purpose,
    /// Who signs.
    pub signer_name: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Where.
    pub location: Option<&'a str>,
    /// How the signer is reached.
    pub contact: Option<&'a str>,
    /// When, in the signer's zone.
    pub signed_at: DateTime<FixedOffset>,
    /// What the block shows.
    pub appearance: Appearance<'a>,
    /// Bytes kept for the CMS structure; [`DEFAULT_ROOM`] does for most.
    pub room: usize,
}

/// A file with room for one signature.
#[derive(Debug, Clone)]
pub struct Prepared {
    bytes: Vec<u8>,
    /// The hexadecimal string with `<` and `>`.
    contents: Range<usize>,
}

impl Prepared {
    /// The two pieces of the file that are signed, one after the other.
    pub fn to_be_signed(&self) -> [&[u8]; 2] {
        [
            self.bytes.get(..self.contents.start).unwrap_or_default(),
            self.bytes.get(self.contents.end..).unwrap_or_default(),
        ]
    }

    /// Bytes there are for the CMS structure.
    pub fn room(&self) -> usize {
        self.contents.len().saturating_sub(2) / 2
    }

    /// The file with the CMS structure in it.
    ///
    /// # Errors
    /// When it is not one whole DER structure, or does not fit.
    pub fn finish(mut self, cms: &[u8]) -> Result<Vec<u8>, PdfError> {
        if der_length(cms) != Some(cms.len()) {
            return Err(PdfError::NotCms);
        }
        let room = self.room();
        let too_long = PdfError::NoRoom { length: cms.len(), room };
        if cms.len() > room {
            return Err(too_long);
        }
        let start = self.contents.start + 1;
        let mut digits = Vec::new();
        write_hex(cms, &mut digits);
        self.bytes.get_mut(start..start + digits.len()).ok_or(too_long)?.copy_from_slice(&digits);
        Ok(self.bytes)
    }
}

/// Prepares a file for one more signature, as an incremental update: its bytes come first and unchanged.
///
/// The same file and request give the same bytes. In a tagged file every field is tied into the structure tree, so that
/// PDF/A-3a and PDF/UA-1 still hold.
///
/// # Errors
/// When the file cannot be read, was changed after an earlier signature or is locked by one, and when the request does
/// not fit the file: see [`PdfError`].
pub fn prepare(pdf: &[u8], request: &SignatureRequest<'_>) -> Result<Prepared, PdfError> {
    let file = PdfFile::open(pdf)?;
    if !pdf.get(file.end..).unwrap_or_default().iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
        return Err(file.broken("something follows the end of the file"));
    }
    let empty = check_earlier(pdf, &file, request)?;
    let mut update = Update { objects: BTreeMap::new(), next: file.next_number()? };
    let signature_number = update.take();
    match (&request.field, empty) {
        (FieldChoice::New { field, reserved }, _) => {
            let mut fields = vec![(field, &request.appearance, Some(signature_number))];
            fields.extend(reserved.iter().map(|(field, appearance)| (field, appearance, None)));
            update.make_fields(&file, &fields, request.purpose)?;
        }
        (FieldChoice::Reserved(_), Some(empty)) => update.fill(&empty, request, signature_number)?,
        (FieldChoice::Reserved(name), None) => return Err(PdfError::FieldName { name: (*name).to_owned() }),
    }
    let dictionary = signature(policy(request.purpose), file.root_number()?, said(request));
    update.objects.insert(signature_number, Body::Signature(dictionary, request.room.min(MAX_ROOM)));
    let next = update.objects.last_key_value().map_or(update.next, |(number, _)| number.saturating_add(1));
    let written = update::write(&file, &update.objects, next.max(file.next_number()?))?;
    Ok(Prepared { bytes: written.bytes, contents: written.contents })
}

/// The objects of an update, while it is put together.
struct Update {
    objects: BTreeMap<u32, Body>,
    /// The next free number.
    next: u32,
}

/// A field to be made, what its block shows, and its signature if it is signed at once.
type Wanted<'r, 'a> = (&'r FieldRequest<'a>, &'r Appearance<'a>, Option<u32>);

impl Update {
    fn take(&mut self) -> u32 {
        self.next = self.next.saturating_add(1);
        self.next - 1
    }

    fn add(&mut self, number: u32, dictionary: Dictionary) {
        self.objects.insert(number, Body::Object(Object::Dictionary(dictionary)));
    }

    /// Fills in an empty field.
    fn fill(&mut self, empty: &Field, request: &SignatureRequest<'_>, signature: u32) -> Result<(), PdfError> {
        let named = || PdfError::FieldName { name: empty.name.clone() };
        let number = empty.number.ok_or_else(named)?;
        let rect = empty.dictionary.get("Rect").and_then(form::rectangle).ok_or_else(named)?;
        let locks = empty.dictionary.get("Lock").is_some();
        if request.purpose != (Purpose::Approval { lock_all: locks }) {
            return Err(PdfError::OtherPurpose { field: empty.name.clone() });
        }
        let block = self.take();
        self.objects.insert(block, drawn(&request.appearance, rect[2] - rect[0], rect[3] - rect[1])?);
        self.add(number, changes::filled(empty.dictionary.clone(), Some(signature), block));
        Ok(())
    }

    /// Makes the fields of all who are to sign, and ties them in.
    fn make_fields(&mut self, file: &PdfFile<'_>, wanted: &[Wanted<'_, '_>], purpose: Purpose) -> Result<(), PdfError> {
        if wanted.len() > MAX_OWN_SIGNATURES {
            return Err(PdfError::TooManySignatures);
        }
        let pages = form::pages(file)?;
        let numbers: Vec<Option<u32>> = pages.iter().map(|page| page.number).collect();
        let mut blocks = compare::Blocks::new(file, &pages);
        let mut names: Vec<String> = form::fields(file)?.into_iter().map(|field| field.name).collect();
        let mut made = Vec::new();
        for (request, ..) in wanted {
            let page = numbers.get(request.page).copied().flatten();
            let page = page.ok_or(PdfError::NoSuchPage { page: request.page, pages: pages.len() })?;
            let rect = request.rect.corners();
            blocks.add(page, &rect).map_err(|what| PdfError::Place { what })?;
            if names.iter().any(|name| name == request.name) || request.name.is_empty() || request.name.contains('.') {
                return Err(PdfError::FieldName { name: request.name.to_owned() });
            }
            names.push(request.name.to_owned());
            made.push((NewField { number: self.take(), page, tag: None }, rect));
        }
        if tags::root(file)?.is_some() {
            let places: Vec<_> = wanted.iter().map(|(request, ..)| (request.page, self.take())).collect();
            let tags = tags::place(file, &numbers, &places)?.unwrap_or_default();
            for ((field, _), tag) in made.iter_mut().zip(tags) {
                field.tag = Some(tag);
            }
        }
        for ((field, rect), (request, appearance, signature)) in made.iter().zip(wanted) {
            if signature.is_some() && request.locks != (purpose == Purpose::Approval { lock_all: true }) {
                return Err(PdfError::OtherPurpose { field: request.name.to_owned() });
            }
            let block = self.take();
            self.objects.insert(block, drawn(appearance, request.rect.width, request.rect.height)?);
            let lock_number = request.locks.then(|| self.take());
            if let Some(number) = lock_number {
                self.add(number, lock());
            }
            let facts = FieldFacts {
                name: Object::text(request.name),
                tooltip: Object::text(request.tooltip),
                rect: rect.clone(),
                lock: lock_number,
                appearance: block,
                signature: *signature,
            };
            self.add(field.number, changes::field(field, &facts));
            if let Some(tag) = &field.tag {
                let (said, language) = (Object::text(request.description), Object::text(request.language));
                self.add(tag.element, tags::element(tag, field.page, field.number, said, language));
            }
        }
        let certifies = wanted.iter().find_map(|(.., signature)| *signature);
        let addition = Addition {
            fields: made.into_iter().map(|(field, _)| field).collect(),
            // Taken last: a file that has a form leaves no gap in the numbers.
            new_form: self.take(),
            certifies: certifies.filter(|_| purpose == Purpose::Certification),
        };
        for (number, object) in changed_objects(file, &addition)? {
            self.objects.insert(number, Body::Object(object));
        }
        Ok(())
    }
}

impl Rect {
    fn corners(&self) -> Object {
        let Self { x, y, width, height } = *self;
        Object::Array([x, y, x + width, y + height].map(Object::points).to_vec())
    }
}

fn policy(purpose: Purpose) -> Policy {
    match purpose {
        Purpose::Certification => Policy::Certifies,
        Purpose::Approval { lock_all: true } => Policy::Locks,
        Purpose::Approval { lock_all: false } => Policy::Open,
    }
}

/// What the signature dictionary says of the signer. The time is here and not in the CMS structure, as PAdES has it
/// (ETSI EN 319 142-1 table 1).
fn said(request: &SignatureRequest<'_>) -> Dictionary {
    let mut said = Dictionary::of([
        ("M", Object::text(&write_date(&request.signed_at))),
        ("Name", Object::text(request.signer_name)),
        ("Reason", Object::text(request.reason)),
    ]);
    said.set_some("Location", request.location.map(Object::text));
    said.set_some("ContactInfo", request.contact.map(Object::text));
    said
}

fn drawn(appearance: &Appearance<'_>, width: f64, height: f64) -> Result<Body, PdfError> {
    let content = deflate(appearance::draw(appearance, width, height)?.as_bytes());
    let mut dictionary = changes::appearance(Object::points(width), Object::points(height));
    dictionary.set("Filter", Object::name_of("FlateDecode"));
    dictionary.set("Length", Object::Integer(i64::try_from(content.len()).unwrap_or(i64::MAX)));
    Ok(Body::Stream(dictionary, content))
}

/// A signature is only added to a file that is as it was signed, and that its signatures leave open. Gives the empty
/// field that was chosen.
fn check_earlier(pdf: &[u8], file: &PdfFile<'_>, request: &SignatureRequest<'_>) -> Result<Option<Field>, PdfError> {
    let earlier = signatures(pdf)?;
    let is_new = matches!(request.field, FieldChoice::New { .. });
    if !earlier.is_empty() {
        for judged in verdicts(file, &earlier)? {
            if let Verdict::Malformed { what } | Verdict::ChangedAfterSigning { what } = judged.verdict {
                return Err(PdfError::Changed { what: what.into_iter().next().unwrap_or_default() });
            }
        }
        if let Some(locking) = earlier.iter().find(|signature| signature.locks) {
            return Err(PdfError::Locked { field: locking.field_name.clone() });
        }
        if is_new || request.purpose == Purpose::Certification {
            return Err(PdfError::NotFirst);
        }
    }
    let FieldChoice::Reserved(name) = request.field else { return Ok(None) };
    let empty = |field: &Field| field.name == name && field.kind == b"Sig" && field.value.is_none();
    Ok(form::fields(file)?.into_iter().find(empty))
}
