//! Where the chapters of a PDF begin: its bookmarks of the first level that lead to the head of a page.

use std::collections::{HashMap, HashSet};

use hayro_syntax::object::{Array, Dict, MaybeRef, Object, ObjectIdentifier};

use super::PdfRecord;

/// The most bookmarks that are followed.
const MAX_BOOKMARKS: usize = 10_000;

impl PdfRecord {
    /// The pages, from 0, on which chapters begin, ascending.
    pub(super) fn find_chapters(&self) -> Vec<usize> {
        let pages: HashMap<ObjectIdentifier, usize> = self
            .pdf
            .pages()
            .iter()
            .enumerate()
            .filter_map(|(index, page)| Some((page.raw().obj_id()?, index)))
            .collect();
        let catalog = self.catalog();
        let outlines = catalog.get::<Dict<'_>>("Outlines");
        let mut item = outlines.and_then(|outlines| outlines.get::<Dict<'_>>("First"));
        let mut seen = HashSet::new();
        let mut starts = Vec::new();
        while let Some(bookmark) = item {
            if seen.len() >= MAX_BOOKMARKS || bookmark.obj_id().is_some_and(|id| !seen.insert(id)) {
                break;
            }
            starts.extend(self.head_of_page(&catalog, &bookmark, &pages));
            item = bookmark.get::<Dict<'_>>("Next");
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// The page that a bookmark leads to, if it leads to its upper part.
    fn head_of_page(
        &self,
        catalog: &Dict<'_>,
        bookmark: &Dict<'_>,
        pages: &HashMap<ObjectIdentifier, usize>,
    ) -> Option<usize> {
        let action = bookmark.get::<Dict<'_>>("A");
        let target = bookmark.get::<Object<'_>>("Dest").or_else(|| action?.get::<Object<'_>>("D"))?;
        let array = match target {
            Object::Array(array) => array,
            Object::String(name) => named(catalog, name.as_bytes())?,
            _ => return None,
        };
        let mut parts = array.raw_iter();
        let MaybeRef::Ref(to) = parts.next()? else { return None };
        let index = *pages.get(&to.into())?;
        let height = self.pdf.pages().get(index)?.media_box().height();
        // [page /XYZ left top zoom]; without a top it is the head of the page.
        let top = match parts.nth(2) {
            Some(MaybeRef::NotRef(Object::Number(top))) => top.as_f64(),
            _ => height,
        };
        (top > 0.6 * height).then_some(index)
    }
}

/// A named destination, in a tree of one level as we write it.
fn named<'a>(catalog: &Dict<'a>, wanted: &[u8]) -> Option<Array<'a>> {
    let names = catalog.get::<Dict<'a>>("Names")?.get::<Dict<'a>>("Dests")?.get::<Array<'a>>("Names")?;
    let mut items = names.iter::<Object<'a>>();
    while let (Some(name), Some(value)) = (items.next(), items.next()) {
        if matches!(&name, Object::String(bytes) if bytes.as_bytes() == wanted) {
            return match value {
                Object::Array(array) => Some(array),
                Object::Dict(dict) => dict.get::<Array<'a>>("D"),
                _ => None,
            };
        }
    }
    None
}
