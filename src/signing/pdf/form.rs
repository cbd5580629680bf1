//! The pages of a file, and the fields of its form (ISO 32000-1 7.7.3, 12.7).

use super::PdfError;
use super::file::PdfFile;
use super::object::{Dictionary, Object, decode_text};
use std::collections::BTreeSet;

const MAX_PAGES: usize = 100_000;
const MAX_FIELDS: usize = 20_000;
const MAX_DEPTH: usize = 64;

/// One page.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Its object; none for a page that stands inside the page tree.
    pub number: Option<u32>,
    /// What of it is shown, in points: left, bottom, right, top.
    pub bounds: Option<[f64; 4]>,
}

/// A field that has no further fields below it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Its object; none for a field that stands inside another object.
    pub number: Option<u32>,
    /// The whole name, parts divided by full stops.
    pub name: String,
    /// `Sig`, `Tx` and so on; empty where none is given.
    pub kind: Vec<u8>,
    /// `/V` as it stands there.
    pub value: Option<Object>,
    /// The object of the page it is on.
    pub page: Option<u32>,
    pub dictionary: Dictionary,
}

/// The pages in order.
pub(super) fn pages(file: &PdfFile<'_>) -> Result<Vec<Page>, PdfError> {
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    let root = file.catalog()?.get("Pages").cloned().unwrap_or(Object::Null);
    page_node(file, &root, [None, None], &mut seen, &mut pages, 0)?;
    Ok(pages)
}

fn page_node(
    file: &PdfFile<'_>,
    node: &Object,
    inherited: [Option<[f64; 4]>; 2],
    seen: &mut BTreeSet<u32>,
    pages: &mut Vec<Page>,
    depth: usize,
) -> Result<(), PdfError> {
    let number = node.as_reference();
    if depth > MAX_DEPTH || pages.len() > MAX_PAGES || number.is_some_and(|number| !seen.insert(number)) {
        return Err(file.broken("the page tree runs in a circle or has no end"));
    }
    let Object::Dictionary(dictionary) = file.resolve(node)? else {
        return Err(file.broken("the page tree has something else than a page"));
    };
    let [media, crop] = inherited;
    let media = rectangle(&file.value(&dictionary, "MediaBox")?).or(media);
    let crop = rectangle(&file.value(&dictionary, "CropBox")?).or(crop);
    match file.value(&dictionary, "Kids")? {
        Object::Array(kids) if !dictionary.is("Type", "Page") => {
            for kid in &kids {
                page_node(file, kid, [media, crop], seen, pages, depth + 1)?;
            }
        }
        _ => pages.push(Page { number, bounds: crop.or(media) }),
    }
    Ok(())
}

/// A rectangle as left, bottom, right, top, whichever corners were given.
pub(super) fn rectangle(object: &Object) -> Option<[f64; 4]> {
    let numbers: Option<Vec<f64>> = object.as_array()?.iter().map(Object::as_number).collect();
    let [a, b, c, d] = *numbers?.as_slice() else { return None };
    [a, b, c, d].iter().all(|n| n.is_finite()).then(|| [a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// The form, or an empty dictionary.
pub(super) fn acro_form(file: &PdfFile<'_>) -> Result<Dictionary, PdfError> {
    match file.value(&file.catalog()?, "AcroForm")? {
        Object::Dictionary(form) => Ok(form),
        Object::Null => Ok(Dictionary::new()),
        _ => Err(file.broken("the form is no dictionary")),
    }
}

/// Every field of the form.
pub(super) fn fields(file: &PdfFile<'_>) -> Result<Vec<Field>, PdfError> {
    let mut walk = Walk { file, seen: BTreeSet::new(), fields: Vec::new(), steps: 0 };
    if let Object::Array(roots) = file.value(&acro_form(file)?, "Fields")? {
        for root in &roots {
            walk.node(root, &Inherited::default(), 0)?;
        }
    }
    Ok(walk.fields)
}

struct Walk<'f, 'a> {
    file: &'f PdfFile<'a>,
    seen: BTreeSet<u32>,
    fields: Vec<Field>,
    steps: usize,
}

#[derive(Default, Clone)]
struct Inherited {
    name: String,
    kind: Vec<u8>,
    value: Option<Object>,
}

impl Walk<'_, '_> {
    fn node(&mut self, node: &Object, inherited: &Inherited, depth: usize) -> Result<(), PdfError> {
        let number = node.as_reference();
        self.steps += 1;
        if depth > MAX_DEPTH || self.steps > MAX_FIELDS || number.is_some_and(|number| !self.seen.insert(number)) {
            return Err(self.file.broken("the fields of the form run in a circle or have no end"));
        }
        let Object::Dictionary(dictionary) = self.file.resolve(node)? else {
            return Err(self.file.broken("the form has something else than a field"));
        };
        let mut here = inherited.clone();
        if let Object::String(part) = self.file.value(&dictionary, "T")? {
            if !here.name.is_empty() {
                here.name.push('.');
            }
            here.name.push_str(&decode_text(&part));
        }
        if let Object::Name(kind) = self.file.value(&dictionary, "FT")? {
            here.kind = kind;
        }
        if let Some(value) = dictionary.get("V") {
            here.value = Some(value.clone());
        }
        let kids = match self.file.value(&dictionary, "Kids")? {
            Object::Array(kids) => kids,
            _ => Vec::new(),
        };
        let mut page = dictionary.reference("P");
        let mut has_fields = false;
        for kid in &kids {
            let Object::Dictionary(below) = self.file.resolve(kid)? else { continue };
            if below.get("T").is_some() {
                has_fields = true;
                self.node(kid, &here, depth + 1)?;
            } else {
                page = page.or(below.reference("P"));
            }
        }
        if !has_fields {
            self.fields.push(Field { number, name: here.name, kind: here.kind, value: here.value, page, dictionary });
        }
        Ok(())
    }
}
