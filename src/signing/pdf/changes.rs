//! What a signature of ours adds to a file and changes in it.
//!
//! The first signature brings its own field and the empty fields of those who sign later, with all that ties them in:
//! the form, the pages, the structure tree. Every later one only fills in an empty field. So after a certification with
//! P = 2 nothing happens but what strict readers, too, count as signing.
//!
//! The same functions serve twice: [`super::prepare()`] writes what they give, and [`super::judge()`] accepts nothing
//! but what they give. What older versions wrote must stay acceptable, so whoever changes a shape here keeps the old
//! one for judging.

use super::PdfError;
use super::file::PdfFile;
use super::object::{Dictionary, Object};
use super::tags::{self, Tag};
use std::collections::BTreeMap;

/// A new signature field, which is also its widget annotation.
#[derive(Debug, Clone)]
pub(super) struct NewField {
    pub number: u32,
    pub page: u32,
    /// In a tagged file, its element in the structure tree.
    pub tag: Option<Tag>,
}

/// What the first signature ties into a file.
#[derive(Debug, Clone)]
pub(super) struct Addition {
    /// In the order of the form.
    pub fields: Vec<NewField>,
    /// The number for the form if the file has none.
    pub new_form: u32,
    /// The signature dictionary, if it certifies: then the catalog names it.
    pub certifies: Option<u32>,
}

/// Objects of a file that are being changed.
pub(super) struct Editor<'f, 'a> {
    pub file: &'f PdfFile<'a>,
    pub changed: BTreeMap<u32, Object>,
}

impl Editor<'_, '_> {
    /// An object as it is by now.
    pub(super) fn object(&self, number: u32) -> Result<Object, PdfError> {
        self.changed.get(&number).map_or_else(|| self.file.object(number), |object| Ok(object.clone()))
    }

    /// An object that has to be a dictionary.
    pub(super) fn dictionary(&self, number: u32) -> Result<Dictionary, PdfError> {
        match self.object(number)? {
            Object::Dictionary(dictionary) => Ok(dictionary),
            _ => Err(self.file.broken(format!("object {number} is no dictionary"))),
        }
    }

    pub(super) fn put(&mut self, number: u32, dictionary: Dictionary) {
        self.changed.insert(number, Object::Dictionary(dictionary));
    }

    /// Puts an item into the array that an entry has or leads to, at `index` or behind the others.
    pub(super) fn insert(
        &mut self,
        holder: &mut Dictionary,
        key: &str,
        index: Option<usize>,
        item: Object,
    ) -> Result<(), PdfError> {
        let put = |items: &mut Vec<Object>| items.insert(index.unwrap_or(items.len()).min(items.len()), item);
        match holder.get(key).cloned() {
            None | Some(Object::Null) => {
                let mut items = Vec::new();
                put(&mut items);
                holder.set(key, Object::Array(items));
            }
            Some(Object::Array(mut items)) => {
                put(&mut items);
                holder.set(key, Object::Array(items));
            }
            Some(Object::Reference(number, _)) if matches!(self.object(number)?, Object::Array(_)) => {
                if let Object::Array(mut items) = self.object(number)? {
                    put(&mut items);
                    self.changed.insert(number, Object::Array(items));
                }
            }
            Some(other) => {
                let mut items = vec![other];
                put(&mut items);
                holder.set(key, Object::Array(items));
            }
        }
        Ok(())
    }
}

/// Every object of the old file that changes, as it is afterwards, and the form if it is new.
pub(super) fn changed_objects(old: &PdfFile<'_>, addition: &Addition) -> Result<BTreeMap<u32, Object>, PdfError> {
    let mut editor = Editor { file: old, changed: BTreeMap::new() };
    let root = old.root_number()?;
    let mut catalog = old.catalog()?;
    let catalog_before = catalog.clone();
    if let Some(signature) = addition.certifies {
        let perms = Dictionary::of([("DocMDP", Object::to(signature))]);
        catalog.set("Perms", Object::Dictionary(perms));
    }
    match catalog.get("AcroForm").cloned() {
        Some(Object::Reference(number, _)) if !matches!(editor.object(number)?, Object::Null) => {
            let mut form = editor.dictionary(number)?;
            add_fields(&mut editor, &mut form, addition)?;
            editor.put(number, form);
        }
        Some(Object::Dictionary(mut form)) => {
            add_fields(&mut editor, &mut form, addition)?;
            catalog.set("AcroForm", Object::Dictionary(form));
        }
        _ => {
            let mut form = Dictionary::new();
            add_fields(&mut editor, &mut form, addition)?;
            editor.put(addition.new_form, form);
            catalog.set("AcroForm", Object::to(addition.new_form));
        }
    }
    if catalog != catalog_before {
        editor.put(root, catalog);
    }
    for field in &addition.fields {
        let mut page = editor.dictionary(field.page)?;
        let before = page.clone();
        editor.insert(&mut page, "Annots", None, Object::to(field.number))?;
        if field.tag.is_some() {
            page.set("Tabs", Object::name_of("S"));
        }
        if page != before {
            editor.put(field.page, page);
        }
    }
    let tags: Vec<&Tag> = addition.fields.iter().filter_map(|field| field.tag.as_ref()).collect();
    if !tags.is_empty() {
        tags::insert(&mut editor, &tags)?;
    }
    Ok(editor.changed)
}

fn add_fields(editor: &mut Editor<'_, '_>, form: &mut Dictionary, addition: &Addition) -> Result<(), PdfError> {
    for field in &addition.fields {
        editor.insert(form, "Fields", None, Object::to(field.number))?;
    }
    // Signatures exist, and the file may only be saved by appending (12.7.2, table 219).
    form.set("SigFlags", Object::Integer(3));
    Ok(())
}

/// What a field says beside what all of them say.
#[derive(Debug, Clone)]
pub(super) struct FieldFacts {
    pub name: Object,
    pub tooltip: Object,
    pub rect: Object,
    /// The lock dictionary, which has to be an object of its own (12.7.4.5).
    pub lock: Option<u32>,
    pub appearance: u32,
    /// The signature dictionary; none in a field that is still empty.
    pub signature: Option<u32>,
}

/// The field of a signature, which is also its widget: printed, and locked against being moved.
pub(super) fn field(field: &NewField, facts: &FieldFacts) -> Dictionary {
    let mut dictionary = Dictionary::of([
        ("Type", Object::name_of("Annot")),
        ("Subtype", Object::name_of("Widget")),
        ("FT", Object::name_of("Sig")),
        ("T", facts.name.clone()),
        ("TU", facts.tooltip.clone()),
        ("F", Object::Integer(132)),
        ("P", Object::to(field.page)),
        ("Rect", facts.rect.clone()),
    ]);
    dictionary.set_some("Lock", facts.lock.map(Object::to));
    dictionary.set_some("StructParent", field.tag.as_ref().map(|tag| Object::Integer(tag.key)));
    filled(dictionary, facts.signature, facts.appearance)
}

/// A field with its signature, and the block that shows it.
pub(super) fn filled(mut field: Dictionary, signature: Option<u32>, appearance: u32) -> Dictionary {
    field.set("AP", Object::Dictionary(Dictionary::of([("N", Object::to(appearance))])));
    field.set_some("V", signature.map(Object::to));
    field
}

/// What a signature may do to the file after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    /// Certifies; further signatures are allowed.
    Certifies,
    /// Locks everything.
    Locks,
    Open,
}

/// A signature dictionary without `/Contents` and `/ByteRange`; `said` has `/M`, `/Name` and so on.
pub(super) fn signature(policy: Policy, catalog: u32, said: Dictionary) -> Dictionary {
    let mut signature = Dictionary::of([
        ("Type", Object::name_of("Sig")),
        ("Filter", Object::name_of("Adobe.PPKLite")),
        ("SubFilter", Object::name_of("ETSI.CAdES.detached")),
    ]);
    let reference = match policy {
        Policy::Certifies => Some(transform("DocMDP", &[("P", Object::Integer(2))], None)),
        // The entry /P here is what Acrobat writes and reads; ISO 32000-2 has it in the lock dictionary.
        Policy::Locks => Some(transform(
            "FieldMDP",
            &[("Action", Object::name_of("All")), ("P", Object::Integer(1))],
            Some(Object::to(catalog)),
        )),
        Policy::Open => None,
    };
    signature.set_some("Reference", reference.map(|reference| Object::Array(vec![reference])));
    for (key, value) in said.iter() {
        signature.push(key.to_vec(), value.clone());
    }
    signature
}

/// A signature reference dictionary (12.8.1, tables 253 to 256).
fn transform(method: &str, parameters: &[(&str, Object)], data: Option<Object>) -> Object {
    let mut params = Dictionary::of([("Type", Object::name_of("TransformParams")), ("V", Object::name_of("1.2"))]);
    for (key, value) in parameters {
        params.set(key, value.clone());
    }
    let mut reference = Dictionary::of([
        ("Type", Object::name_of("SigRef")),
        ("TransformMethod", Object::name_of(method)),
        ("TransformParams", Object::Dictionary(params)),
    ]);
    reference.set_some("Data", data);
    Object::Dictionary(reference)
}

/// The lock of a field that allows nothing afterwards (12.7.4.5, table 233; /P since ISO 32000-2).
pub(super) fn lock() -> Dictionary {
    Dictionary::of([
        ("Type", Object::name_of("SigFieldLock")),
        ("Action", Object::name_of("All")),
        ("P", Object::Integer(1)),
    ])
}

/// The dictionary of the drawn block, without `/Length` and `/Filter`: no fonts, no images, no resources at all.
pub(super) fn appearance(width: Object, height: Object) -> Dictionary {
    Dictionary::of([
        ("Type", Object::name_of("XObject")),
        ("Subtype", Object::name_of("Form")),
        ("BBox", Object::Array(vec![Object::Integer(0), Object::Integer(0), width, height])),
        ("Resources", Object::Dictionary(Dictionary::new())),
    ])
}
