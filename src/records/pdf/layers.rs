//! Optional content (ISO 32000-1 8.11): which layers a reader that opens the file does not show.

use std::collections::HashSet;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};

/// How deep a visibility expression may be nested.
const MAX_DEPTH: usize = 8;

/// The layers that are switched off.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: HashSet<ObjectIdentifier>,
}

impl Layers {
    /// Reads the default configuration of a document.
    pub fn of(catalog: &Dict<'_>) -> Self {
        let Some(properties) = catalog.get::<Dict<'_>>("OCProperties") else { return Self::default() };
        let mut off = HashSet::new();
        let Some(config) = properties.get::<Dict<'_>>("D") else { return Self::default() };
        if super::is(&config, "BaseState", "OFF") {
            off.extend(references(&properties, "OCGs"));
            for on in references(&config, "ON") {
                off.remove(&on);
            }
        }
        off.extend(references(&config, "OFF"));
        Self { off }
    }

    /// Whether anything may be hidden in the document.
    pub fn hide_something(&self) -> bool {
        !self.off.is_empty()
    }

    /// How many layers are switched off.
    pub fn count(&self) -> usize {
        self.off.len()
    }

    /// Whether what the entry `key` of a dictionary names is hidden: a layer, or a membership of several.
    pub fn hide(&self, dict: &Dict<'_>, key: &str) -> bool {
        if self.off.is_empty() {
            return false;
        }
        match dict.get_raw::<Object<'_>>(key) {
            Some(MaybeRef::Ref(to)) if self.off.contains(&to.into()) => true,
            Some(_) => dict.get::<Dict<'_>>(key).is_some_and(|content| self.hides(&content)),
            None => false,
        }
    }

    /// A membership dictionary (8.11.2.2).
    fn hides(&self, content: &Dict<'_>) -> bool {
        if !super::is(content, "Type", "OCMD") {
            return content.obj_id().is_some_and(|id| self.off.contains(&id));
        }
        if let Some(expression) = content.get::<Array<'_>>("VE") {
            return !self.visible(&expression, 0);
        }
        let groups: Vec<bool> = match content.get_raw::<Object<'_>>("OCGs") {
            Some(MaybeRef::Ref(to)) if content.get::<Array<'_>>("OCGs").is_none() => {
                vec![self.off.contains(&to.into())]
            }
            _ => references(content, "OCGs").iter().map(|id| self.off.contains(id)).collect(),
        };
        if groups.is_empty() {
            return false;
        }
        let policy = content.get::<Name<'_>>("P");
        let visible = match policy.as_ref().map_or("AnyOn", |name| name.as_str()) {
            "AllOn" => groups.iter().all(|off| !off),
            "AnyOff" => groups.iter().any(|off| *off),
            "AllOff" => groups.iter().all(|off| *off),
            _ => groups.iter().any(|off| !off),
        };
        !visible
    }

    fn visible(&self, expression: &Array<'_>, depth: usize) -> bool {
        let mut items = expression.raw_iter();
        let operator = match items.next() {
            Some(MaybeRef::NotRef(Object::Name(name))) if depth < MAX_DEPTH => name.as_str().to_owned(),
            _ => return true,
        };
        // `raw_iter` gives references as they are; nested expressions are arrays in place.
        let mut values = items.map(|item| match item {
            MaybeRef::Ref(to) => !self.off.contains(&to.into()),
            MaybeRef::NotRef(Object::Array(inner)) => self.visible(&inner, depth + 1),
            MaybeRef::NotRef(_) => true,
        });
        match operator.as_str() {
            "Not" => !values.next().unwrap_or(false),
            "Or" => values.any(|value| value),
            _ => values.all(|value| value),
        }
    }
}

fn references(dict: &Dict<'_>, key: &str) -> Vec<ObjectIdentifier> {
    let Some(list) = dict.get::<Array<'_>>(key) else { return Vec::new() };
    list.raw_iter().filter_map(|item| item.as_obj_ref()).map(Into::into).collect()
}
