//! How an entity of the case is declared: one macro gives it serde, a JSON Schema and a walk over its texts.
//!
//! The walk matters: a translation is bound to the *path* of a block, so no text may ever be left out of it. Since the
//! macro writes the walk from the field list, a new field cannot be forgotten.

use super::Text;

/// The stable address of one block of text in a case, such as `findings.F1.statement.patient`.
///
/// Items of a list are named by their `id` (or citation key) where they have one, otherwise by position from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockPath(String);

impl BlockPath {
    /// The empty path, the case itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path as written in a translation file.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This path with one more segment.
    pub fn child(&self, segment: &str) -> Self {
        if self.0.is_empty() { Self(segment.to_owned()) } else { Self(format!("{}.{segment}", self.0)) }
    }
}

impl std::fmt::Display for BlockPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A part of the case that may hold text people wrote.
pub trait Texts {
    /// Calls `visit` for every text in reading order.
    fn texts<'a>(&'a self, path: &BlockPath, visit: &mut dyn FnMut(&BlockPath, &'a Text));

    /// Calls `visit` for every text in reading order, allowing it to be replaced.
    fn texts_mut(&mut self, path: &BlockPath, visit: &mut dyn FnMut(&BlockPath, &mut Text));

    /// The stable key of this part inside a list, if it has one.
    fn key(&self) -> Option<&str> {
        None
    }
}

impl<T: Texts> Texts for Option<T> {
    fn texts<'a>(&'a self, path: &BlockPath, visit: &mut dyn FnMut(&BlockPath, &'a Text)) {
        if let Some(inner) = self {
            inner.texts(path, visit);
        }
    }

    fn texts_mut(&mut self, path: &BlockPath, visit: &mut dyn FnMut(&BlockPath, &mut Text)) {
        if let Some(inner) = self {
            inner.texts_mut(path, visit);
        }
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn texts<'a>(&'a self, path: &BlockPath, visit: &mut dyn FnMut(&BlockPath, &'a Text)) {
        for (index, item) in self.iter().enumerate() {
            let segment = item.key().map_or_else(|| (index + 1).to_string(), str::to_owned);
            item.texts(&path.child(&segment), visit);
        }
    }

    fn texts_mut(&mut self, path: &BlockPath, visit: &mut dyn FnMut(&BlockPath, &mut Text)) {
        for (index, item) in self.iter_mut().enumerate() {
            let segment = item.key().map_or_else(|| (index + 1).to_string(), str::to_owned);
            item.texts_mut(&path.child(&segment), visit);
        }
    }
}

/// Marks types that hold no text of their own.
macro_rules! textless {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::case::model::Texts for $type {
            fn texts<'a>(&'a self, _: &$crate::case::model::BlockPath, _: &mut dyn FnMut(&$crate::case::model::BlockPath, &'a $crate::case::model::Text)) {}
            fn texts_mut(&mut self, _: &$crate::case::model::BlockPath, _: &mut dyn FnMut(&$crate::case::model::BlockPath, &mut $crate::case::model::Text)) {}
        }
    )*};
}

/// Declares an entity: a struct with serde (unknown keys refused), JSON Schema and the walk over its texts.
/// `by field` names the field that identifies it inside a list.
macro_rules! entity {
    ($(by $key:ident)? $(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* pub $field:ident : $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type),* }

        impl $crate::case::model::Texts for $name {
            fn texts<'a>(&'a self, path: &$crate::case::model::BlockPath, visit: &mut dyn FnMut(&$crate::case::model::BlockPath, &'a $crate::case::model::Text)) {
                $( self.$field.texts(&path.child(stringify!($field).trim_end_matches('_')), visit); )*
            }
            fn texts_mut(&mut self, path: &$crate::case::model::BlockPath, visit: &mut dyn FnMut(&$crate::case::model::BlockPath, &mut $crate::case::model::Text)) {
                $( self.$field.texts_mut(&path.child(stringify!($field).trim_end_matches('_')), visit); )*
            }
            $( fn key(&self) -> Option<&str> { Some(self.$key.as_str()) } )?
        }
    };
}

/// Declares a closed vocabulary: an enum written in snake_case, with its spelling available to Fluent.
macro_rules! vocabulary {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// Every word of the vocabulary, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word as written in a case.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        textless!($name);
    };
}
