//! A node as a serde deserializer, so that the model is read from it with every text knowing its place.

use std::fmt;
use std::ops::Range;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use super::node::{Node, NodeKind};
use crate::case::model::TEXT_TOKEN;
use crate::diagnostics::{Diagnostic, SourceId};

/// Reads a model type from a node.
///
/// # Errors
/// The first value that does not fit, with its place. [`super::validate()`] reports all of them; this one is for types
/// without a schema and as a last line of defence.
pub(crate) fn from_node<T: DeserializeOwned>(node: &Node) -> Result<T, Diagnostic> {
    T::deserialize(node).map_err(|error| {
        let diagnostic = Diagnostic::error("YML-10", error.message);
        match error.at {
            Some((file, range)) => diagnostic.label(file, range, ""),
            None => diagnostic.label(node.file, node.mark(), ""),
        }
    })
}

#[derive(Debug)]
pub(crate) struct NodeError {
    message: String,
    at: Option<(SourceId, Range<usize>)>,
}

impl NodeError {
    fn here(mut self, node: &Node) -> Self {
        self.at.get_or_insert_with(|| (node.file, node.mark()));
        self
    }
}

impl fmt::Display for NodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NodeError {}

impl de::Error for NodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), at: None }
    }
}

fn wrong(node: &Node, expected: &str) -> NodeError {
    de::Error::custom::<String>(format!("expected {expected}, found {}", node.describe()))
}

/// Numbers and booleans are read from the scalar's text when the model asks for them.
macro_rules! scalar {
    ($($method:ident $visit:ident $what:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
            let parsed = match &self.kind {
                NodeKind::Scalar { text, quoted: false } => text.parse().ok(),
                _ => None,
            };
            parsed.ok_or_else(|| wrong(self, $what)).and_then(|value| visitor.$visit(value)).map_err(|e: NodeError| e.here(self))
        }
    )*};
}

impl<'de> de::Deserializer<'de> for &'de Node {
    type Error = NodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match &self.kind {
            NodeKind::Null => visitor.visit_unit(),
            NodeKind::Scalar { text, quoted: false } if text == "true" => visitor.visit_bool(true),
            NodeKind::Scalar { text, quoted: false } if text == "false" => visitor.visit_bool(false),
            NodeKind::Scalar { text, quoted: false } => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(number), _) if text == "0" || !text.starts_with('0') => visitor.visit_i64(number),
                (_, Ok(number)) if number.is_finite() && !text.starts_with('0') => visitor.visit_f64(number),
                _ => visitor.visit_str(text),
            },
            NodeKind::Scalar { text, .. } => visitor.visit_str(text),
            NodeKind::List(_) => self.deserialize_seq(visitor),
            NodeKind::Map(_) => self.deserialize_map(visitor),
        }
        .map_err(|error: NodeError| error.here(self))
    }

    scalar! {
        deserialize_bool visit_bool "`true` or `false`";
        deserialize_i8 visit_i8 "a whole number";
        deserialize_i16 visit_i16 "a whole number";
        deserialize_i32 visit_i32 "a whole number";
        deserialize_i64 visit_i64 "a whole number";
        deserialize_u8 visit_u8 "a whole number";
        deserialize_u16 visit_u16 "a whole number";
        deserialize_u32 visit_u32 "a whole number";
        deserialize_u64 visit_u64 "a whole number";
        deserialize_f32 visit_f32 "a number";
        deserialize_f64 visit_f64 "a number";
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => visitor.visit_str(text),
            _ => Err(wrong(self, "text")),
        }
        .map_err(|error: NodeError| error.here(self))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match self.kind {
            NodeKind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match self.kind {
            NodeKind::Null => visitor.visit_unit(),
            _ => Err(wrong(self, "nothing").here(self)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        if name != TEXT_TOKEN {
            return visitor.visit_newtype_struct(self).map_err(|error| error.here(self));
        }
        let NodeKind::Scalar { text, .. } = &self.kind else { return Err(wrong(self, "text").here(self)) };
        let place = [self.file.0, self.range.start as u32, self.range.end as u32];
        visitor.visit_seq(TextWithPlace { text: Some(text), place: place.into_iter() })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match &self.kind {
            NodeKind::List(items) => visitor.visit_seq(Items(items.iter())),
            NodeKind::Null => visitor.visit_seq(Items([].iter())),
            _ => Err(wrong(self, "a list")),
        }
        .map_err(|error: NodeError| error.here(self))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match &self.kind {
            NodeKind::Map(entries) => visitor.visit_map(Entries { entries: entries.iter(), value: None }),
            _ => Err(wrong(self, "a map")),
        }
        .map_err(|error: NodeError| error.here(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        let NodeKind::Scalar { text, .. } = &self.kind else { return Err(wrong(self, "a word").here(self)) };
        let word: StrDeserializer<'_, NodeError> = text.as_str().into_deserializer();
        visitor.visit_enum(word).map_err(|error| error.here(self))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_any(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_unit()
    }
}

/// The text, then file, start and end: see `Text`'s `visit_seq`.
struct TextWithPlace<'a> {
    text: Option<&'a str>,
    place: std::array::IntoIter<u32, 3>,
}

impl<'de> de::SeqAccess<'de> for TextWithPlace<'_> {
    type Error = NodeError;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NodeError> {
        if let Some(text) = self.text.take() {
            let deserializer: StrDeserializer<'_, NodeError> = text.into_deserializer();
            return seed.deserialize(deserializer).map(Some);
        }
        match self.place.next() {
            Some(number) => seed.deserialize(number.into_deserializer()).map(Some),
            None => Ok(None),
        }
    }
}

struct Items<'de>(std::slice::Iter<'de, Node>);

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = NodeError;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NodeError> {
        self.0.next().map(|node| seed.deserialize(node)).transpose()
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Entries<'de> {
    entries: std::slice::Iter<'de, (super::node::Key, Node)>,
    value: Option<&'de Node>,
}

impl<'de> de::MapAccess<'de> for Entries<'de> {
    type Error = NodeError;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NodeError> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        let name: StrDeserializer<'_, NodeError> = key.name.as_str().into_deserializer();
        seed.deserialize(name).map(Some).map_err(|mut error: NodeError| {
            error.at.get_or_insert((value.file, key.range.clone()));
            error
        })
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, NodeError> {
        match self.value.take() {
            Some(node) => seed.deserialize(node),
            None => Err(de::Error::custom("a value without a key")),
        }
    }
}
