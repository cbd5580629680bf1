//! A file of our own whose empty figures are filled with pages of records.
//!
//! The file says everything else: page sizes, tags, alternative texts, links, bookmarks. Each figure is a picture of one
//! dot; the page's resources name a form in its place, and content, structure and metadata stay as they are.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Object, Stream, String as PdfString};
use hayro_syntax::page::Page;

use super::copy::{Copier, Stop};
use super::is;
use super::layers::Layers;
use crate::records::objects::{self, Objects};
use crate::records::picture::Reason;

/// A place that links from outside may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Its name.
    pub name: String,
    /// The page, from 0.
    pub page: usize,
}

/// A page of the filled file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled {
    /// How many pages there are.
    pub pages: usize,
    /// Length of the file in bytes.
    pub size: u64,
}

/// Which pages of a file have an empty figure, in order.
///
/// # Errors
/// [`Reason::Damaged`] if the file is none of ours.
pub fn empty_figures(base: &[u8]) -> Result<Vec<usize>, Reason> {
    let pdf = Pdf::new(base.to_vec()).map_err(|_| Reason::Damaged)?;
    let figures = |page: &Page<'_>| -> usize {
        let resources = page.raw().get::<Dict<'_>>("Resources").unwrap_or_default();
        let images = resources.get::<Dict<'_>>("XObject").unwrap_or_default();
        images.entries().filter(|(name, _)| images.get::<Stream<'_>>(&**name).is_some_and(|s| is_dot(s.dict()))).count()
    };
    Ok(pdf.pages().iter().enumerate().flat_map(|(index, page)| std::iter::repeat_n(index, figures(page))).collect())
}

/// Writes a file of ours, with `forms` in the place of its empty figures in order, and ends the new file.
///
/// # Errors
/// The file is none of ours or has another number of figures than there are forms, or the disk refuses.
pub fn fill(
    base: Vec<u8>,
    title: &str,
    forms: &[u32],
    destinations: &[Destination],
    mut objects: Objects<'_>,
) -> Result<Filled, Stop> {
    let pdf = Pdf::new(base).map_err(|_| Reason::Damaged)?;
    let layers = Layers::default();
    let mut copier = Copier::whole(&pdf, &layers);
    let root_id = pdf.xref().root_id();
    let catalog = pdf.xref().get::<Dict<'_>>(root_id).ok_or(Reason::Damaged)?;
    let root = copier.claim(root_id, &mut objects);
    // Pages are written here, so that whatever points at one finds it.
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let id = page.raw().obj_id().ok_or(Reason::Damaged)?;
        pages.push(copier.claim(id, &mut objects));
    }
    let mut forms = forms.iter();
    for (page, number) in pdf.pages().iter().zip(&pages) {
        write_page(page.raw(), *number, &mut forms, &mut copier, &mut objects)?;
        copier.drain(&mut objects)?;
    }
    if forms.next().is_some() {
        return Err(Reason::Damaged.into());
    }
    let mut body = b"<<".to_vec();
    for (key, value) in catalog.entries() {
        if &*key != b"Names" {
            objects::name(&key, &mut body);
            body.push(b' ');
            copier.value(&value, &mut body, &mut objects)?;
        }
    }
    // Viewers show the title, not the file's name, as PDF/UA asks.
    if !catalog.contains_key("ViewerPreferences") {
        body.extend_from_slice(b"/ViewerPreferences<</DisplayDocTitle true>>");
    }
    write_names(&catalog, destinations, &pages, &mut body, &mut copier, &mut objects)?;
    body.extend_from_slice(b">>");
    objects.object(root, &body)?;
    copier.drain(&mut objects)?;
    let info = objects.number();
    objects.object(info, &[b"<</Title ".to_vec(), objects::text(title), b">>".to_vec()].concat())?;
    Ok(Filled { pages: pages.len(), size: objects.finish(root, Some(info))? })
}

fn is_dot(dict: &Dict<'_>) -> bool {
    is(dict, "Subtype", "Image") && dict.get::<i32>("Width") == Some(1) && dict.get::<i32>("Height") == Some(1)
}

fn write_page<'f>(
    page: &Dict<'_>,
    number: u32,
    forms: &mut impl Iterator<Item = &'f u32>,
    copier: &mut Copier<'_>,
    objects: &mut Objects<'_>,
) -> Result<(), Stop> {
    let mut body = b"<<".to_vec();
    for (key, value) in page.entries() {
        objects::name(&key, &mut body);
        body.push(b' ');
        if &*key == b"Resources" {
            let resources = page.get::<Dict<'_>>("Resources").unwrap_or_default();
            write_resources(&resources, forms, &mut body, copier, objects)?;
        } else {
            copier.value(&value, &mut body, objects)?;
        }
    }
    body.extend_from_slice(b">>");
    Ok(objects.object(number, &body)?)
}

fn write_resources<'f>(
    resources: &Dict<'_>,
    forms: &mut impl Iterator<Item = &'f u32>,
    body: &mut Vec<u8>,
    copier: &mut Copier<'_>,
    objects: &mut Objects<'_>,
) -> Result<(), Stop> {
    body.extend_from_slice(b"<<");
    for (key, value) in resources.entries() {
        objects::name(&key, body);
        body.push(b' ');
        if &*key != b"XObject" {
            copier.value(&value, body, objects)?;
            continue;
        }
        let images = resources.get::<Dict<'_>>("XObject").unwrap_or_default();
        body.extend_from_slice(b"<<");
        for (name, image) in images.entries() {
            objects::name(&name, body);
            body.push(b' ');
            if images.get::<Stream<'_>>(&*name).is_some_and(|stream| is_dot(stream.dict())) {
                let form = forms.next().ok_or(Reason::Damaged)?;
                body.extend_from_slice(format!("{form} 0 R").as_bytes());
            } else {
                copier.value(&image, body, objects)?;
            }
        }
        body.extend_from_slice(b">>");
    }
    body.extend_from_slice(b">>");
    Ok(())
}

/// The names of the file with further destinations (ISO 32000-1 7.9.6: sorted by their bytes).
fn write_names(
    catalog: &Dict<'_>,
    destinations: &[Destination],
    pages: &[u32],
    body: &mut Vec<u8>,
    copier: &mut Copier<'_>,
    objects: &mut Objects<'_>,
) -> Result<(), Stop> {
    let names = catalog.get::<Dict<'_>>("Names").unwrap_or_default();
    let mut all: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    let own = names.get::<Dict<'_>>("Dests").and_then(|tree| tree.get::<Array<'_>>("Names"));
    let mut name: Option<Vec<u8>> = None;
    for item in own.iter().flat_map(Array::raw_iter) {
        match (name.take(), item) {
            (None, MaybeRef::NotRef(Object::String(bytes))) => name = Some(PdfString::as_bytes(&bytes).to_vec()),
            (Some(name), value) => {
                let mut written = Vec::new();
                copier.value(&value, &mut written, objects)?;
                all.insert(name, written);
            }
            _ => return Err(Reason::Damaged.into()),
        }
    }
    for destination in destinations {
        let page = pages.get(destination.page).ok_or(Reason::Damaged)?;
        all.insert(destination.name.as_bytes().to_vec(), format!("[{page} 0 R/XYZ null null null]").into_bytes());
    }
    body.extend_from_slice(b"/Names<<");
    for (key, value) in names.entries().filter(|(key, _)| &**key != b"Dests") {
        objects::name(&key, body);
        body.push(b' ');
        copier.value(&value, body, objects)?;
    }
    if !all.is_empty() {
        body.extend_from_slice(b"/Dests<</Names[");
        for (name, value) in &all {
            objects::string(name, body);
            body.push(b' ');
            body.extend_from_slice(value);
            body.push(b' ');
        }
        body.extend_from_slice(b"]>>");
    }
    body.extend_from_slice(b">>");
    Ok(())
}
