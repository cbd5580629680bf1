//! The structure tree of a tagged file: where a signature's element goes, and how the tree learns of it
//! (ISO 32000-1 14.7, ISO 14289-1 7.18).

use super::PdfError;
use super::changes::Editor;
use super::file::PdfFile;
use super::object::{Dictionary, Object};
use std::collections::{BTreeMap, BTreeSet};

/// Elements that are looked at to find the place in the reading order.
const MAX_STEPS: usize = 200_000;
const MAX_DEPTH: usize = 64;

/// The element of a signature in the structure tree.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub element: u32,
    /// The element it is put into, or the root of the tree.
    pub parent: u32,
    /// Its place among the parent's kids once all new elements are there.
    pub index: usize,
    /// The widget's key in the parent tree.
    pub key: i64,
}

/// The `Form` element that ties the widget in; `said` is what the block shows, for those who do not see it.
pub(super) fn element(tag: &Tag, page: u32, field: u32, said: Object, language: Object) -> Dictionary {
    let kid = Dictionary::of([("Type", Object::name_of("OBJR")), ("Obj", Object::to(field)), ("Pg", Object::to(page))]);
    Dictionary::of([
        ("Type", Object::name_of("StructElem")),
        ("S", Object::name_of("Form")),
        ("P", Object::to(tag.parent)),
        ("Pg", Object::to(page)),
        ("K", Object::Dictionary(kid)),
        ("Alt", said),
        ("Lang", language),
    ])
}

/// The root of the structure tree; none in a file that is not tagged.
pub(super) fn root(file: &PdfFile<'_>) -> Result<Option<(u32, Dictionary)>, PdfError> {
    match file.catalog()?.get("StructTreeRoot") {
        None | Some(Object::Null) => Ok(None),
        Some(Object::Reference(number, _)) => Ok(Some((*number, file.dictionary(*number)?))),
        Some(_) => Err(file.broken("the root of the structure tree is no object of its own")),
    }
}

/// The kids of an element, whichever way they are written.
pub(super) fn kids(file: &PdfFile<'_>, element: &Dictionary) -> Result<Vec<Object>, PdfError> {
    Ok(match element.get("K") {
        None | Some(Object::Null) => Vec::new(),
        Some(Object::Array(kids)) => kids.clone(),
        Some(Object::Reference(number, _)) => match file.object(*number)? {
            Object::Array(kids) => kids,
            _ => vec![Object::to(*number)],
        },
        Some(other) => vec![other.clone()],
    })
}

/// Where the elements of new fields go: each behind the last element that is on its field's page or on one before it.
/// `pages` has the objects of the pages in order; `fields` the page of each field, by index, and the number for its
/// element. Gives nothing for a file that is not tagged.
pub(super) fn place(
    file: &PdfFile<'_>,
    pages: &[Option<u32>],
    fields: &[(usize, u32)],
) -> Result<Option<Vec<Tag>>, PdfError> {
    let Some((root_number, root)) = root(file)? else { return Ok(None) };
    let mut parent = root_number;
    let mut parent_kids = kids(file, &root)?;
    if let Some(Object::Reference(document, _)) = parent_kids.last() {
        parent = *document;
        parent_kids = kids(file, &file.dictionary(*document)?)?;
    }
    let pages = pages.iter().enumerate().filter_map(|(index, number)| Some(((*number)?, index))).collect();
    let mut search = Search { file, pages, steps: 0 };
    let mut found = Vec::new();
    let mut key = next_key(file, &root)?;
    for (page, element) in fields {
        let mut index = parent_kids.len();
        for (at, kid) in parent_kids.iter().enumerate().rev() {
            match search.last_page(kid, None, 0)? {
                Some(last) if last > *page => index = at,
                Some(_) => break,
                None => {}
            }
        }
        found.push(Tag { element: *element, parent, index, key });
        key = key.saturating_add(1);
    }
    // Each new element moves those behind it by one place.
    let mut order: Vec<&mut Tag> = found.iter_mut().collect();
    order.sort_by_key(|tag| tag.index);
    for (earlier, tag) in order.into_iter().enumerate() {
        tag.index += earlier;
    }
    Ok(Some(found))
}

struct Search<'f, 'a> {
    file: &'f PdfFile<'a>,
    /// The index of each page by its object.
    pages: BTreeMap<u32, usize>,
    steps: usize,
}

impl Search<'_, '_> {
    /// The page of the last thing in an element.
    fn last_page(&mut self, kid: &Object, above: Option<u32>, depth: usize) -> Result<Option<usize>, PdfError> {
        self.steps += 1;
        if depth > MAX_DEPTH || self.steps > MAX_STEPS {
            return Err(PdfError::TooComplex);
        }
        let here = self.file.resolve(kid)?;
        let Some(dictionary) = here.as_dictionary() else { return Ok(self.index(above)) };
        let page = dictionary.reference("Pg").or(above);
        for below in kids(self.file, dictionary)?.iter().rev() {
            if let Some(found) = self.last_page(below, page, depth + 1)? {
                return Ok(Some(found));
            }
        }
        Ok(self.index(page))
    }

    fn index(&self, page: Option<u32>) -> Option<usize> {
        self.pages.get(&page?).copied()
    }
}

/// The first key of the parent tree that is free.
pub(super) fn next_key(file: &PdfFile<'_>, root: &Dictionary) -> Result<i64, PdfError> {
    let said = root.integer("ParentTreeNextKey").unwrap_or(0);
    let mut node = root.get("ParentTree").cloned().unwrap_or(Object::Null);
    let mut last = -1;
    for _ in 0..MAX_DEPTH {
        let Object::Dictionary(dictionary) = file.resolve(&node)? else { break };
        if let Object::Array(numbers) = file.value(&dictionary, "Nums")? {
            last = numbers.iter().step_by(2).filter_map(Object::as_integer).max().unwrap_or(-1);
            break;
        }
        let Object::Array(kids) = file.value(&dictionary, "Kids")? else { break };
        node = kids.last().cloned().unwrap_or(Object::Null);
    }
    let next = said.max(last.saturating_add(1));
    // A 32-bit integer is what readers have to take (annex C.2).
    if (0..i64::from(i32::MAX)).contains(&next) {
        Ok(next)
    } else {
        Err(file.broken("the parent tree has no free key"))
    }
}

/// Puts the elements among the kids of their parents and into the parent tree.
pub(super) fn insert(editor: &mut Editor<'_, '_>, tags: &[&Tag]) -> Result<(), PdfError> {
    let mut in_place: Vec<&Tag> = tags.to_vec();
    in_place.sort_by_key(|tag| tag.index);
    for tag in in_place {
        let mut parent = editor.dictionary(tag.parent)?;
        let before = parent.clone();
        editor.insert(&mut parent, "K", Some(tag.index), Object::to(tag.element))?;
        if parent != before {
            editor.put(tag.parent, parent);
        }
    }
    let Some((root_number, _)) = root(editor.file)? else {
        return Err(editor.file.broken("there is no structure tree"));
    };
    let mut by_key: Vec<&Tag> = tags.to_vec();
    by_key.sort_by_key(|tag| tag.key);
    for tag in by_key {
        let mut root = editor.dictionary(root_number)?;
        let mut tree = root.get("ParentTree").cloned().unwrap_or(Object::Null);
        add_number(editor, &mut tree, tag, 0, &mut BTreeSet::new())?;
        root.set("ParentTree", tree);
        root.set("ParentTreeNextKey", Object::Integer(tag.key.saturating_add(1)));
        editor.put(root_number, root);
    }
    Ok(())
}

/// Adds the last entry of a number tree (7.9.7): into its last leaf, with the limits on the way there.
fn add_number(
    editor: &mut Editor<'_, '_>,
    node: &mut Object,
    tag: &Tag,
    depth: usize,
    seen: &mut BTreeSet<u32>,
) -> Result<(), PdfError> {
    if depth > MAX_DEPTH {
        return Err(PdfError::TooComplex);
    }
    if let Object::Reference(number, _) = *node
        && !matches!(editor.object(number)?, Object::Null)
    {
        if !seen.insert(number) {
            return Err(editor.file.broken("the parent tree runs in a circle"));
        }
        let mut there = editor.object(number)?;
        add_number(editor, &mut there, tag, depth + 1, seen)?;
        editor.changed.insert(number, there);
        return Ok(());
    }
    let mut dictionary = match std::mem::replace(node, Object::Null) {
        Object::Dictionary(dictionary) => dictionary,
        Object::Null | Object::Reference(..) => Dictionary::new(),
        _ => return Err(editor.file.broken("the parent tree is no number tree")),
    };
    let kids = match dictionary.get("Kids") {
        Some(Object::Reference(number, _)) => editor.object(*number)?,
        Some(other) => other.clone(),
        None => Object::Null,
    };
    match (kids, dictionary.get("Kids")) {
        (Object::Array(mut kids), Some(Object::Array(_))) if !kids.is_empty() => {
            if let Some(last) = kids.last_mut() {
                add_number(editor, last, tag, depth + 1, seen)?;
            }
            dictionary.set("Kids", Object::Array(kids));
        }
        (Object::Array(_), Some(Object::Reference(..))) => {
            return Err(editor.file.broken("the kids of the parent tree are no array of their own"));
        }
        _ => {
            editor.insert(&mut dictionary, "Nums", None, Object::Integer(tag.key))?;
            editor.insert(&mut dictionary, "Nums", None, Object::to(tag.element))?;
        }
    }
    if let Some(Object::Array(limits)) = dictionary.get("Limits") {
        let first = limits.first().cloned().unwrap_or(Object::Integer(tag.key));
        dictionary.set("Limits", Object::Array(vec![first, Object::Integer(tag.key)]));
    }
    *node = Object::Dictionary(dictionary);
    Ok(())
}
