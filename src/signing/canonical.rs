//! Canonical JSON: the one form in which approvals, notices and log lines are written (RFC 8785).
//!
//! Exact bytes are signed, never a value: the canonical form only makes sure that one value has one spelling, so that a
//! reader sees what the signer saw. Reading therefore demands that writing what was read gives the same bytes. Numbers
//! are whole and at most 2^53 − 1 (RFC 7493, clause 2.2): everything a JavaScript or jq reader would round is refused.
//! Measurements are strings.

use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::error::{ErrorKind, Result, SigningError};

/// Largest document in bytes.
pub const MAX_BYTES: usize = 8_000_000;
/// Deepest nesting of arrays and objects.
pub const MAX_DEPTH: usize = 32;
/// Largest whole number, and with a minus sign the smallest.
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// Writes a value in canonical form.
///
/// # Errors
/// It has a fraction, a number beyond [`MAX_INTEGER`], more than [`MAX_DEPTH`] levels, or becomes longer than
/// [`MAX_BYTES`].
pub fn to_canonical(value: &Value) -> Result<Vec<u8>> {
    check(value, 0).map_err(|why| SigningError::new(ErrorKind::Invalid, format!("cannot be written: {why}")))?;
    let bytes = serde_json_canonicalizer::to_vec(value).map_err(SigningError::encoding)?;
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Writes anything that serde can write.
///
/// # Errors
/// As [`to_canonical`].
pub fn write(value: &impl Serialize) -> Result<Vec<u8>> {
    to_canonical(&serde_json::to_value(value).map_err(SigningError::encoding)?)
}

/// Reads a value, and demands that its bytes are the canonical ones.
///
/// # Errors
/// It is no JSON, has the same key twice in an object, a number that is not whole or is beyond [`MAX_INTEGER`], more
/// than [`MAX_DEPTH`] levels, is longer than [`MAX_BYTES`], or is spelt in any other way than [`to_canonical`] would.
pub fn read_canonical(bytes: &[u8]) -> Result<Value> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    let malformed = |error: serde_json::Error| SigningError::malformed("the canonical JSON", error);
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0 }.deserialize(&mut deserializer).map_err(malformed)?;
    deserializer.end().map_err(malformed)?;
    if to_canonical(&value)? != bytes {
        return Err(SigningError::malformed("the canonical JSON", "it is not in canonical form (RFC 8785)")
            .with_hint("use the file as it was signed: formatting, reordering or re-encoding it breaks it"));
    }
    Ok(value)
}

/// Reads a document of a known shape, as strictly as [`read_canonical`].
///
/// # Errors
/// As [`read_canonical`], or it has not this shape.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    T::deserialize(read_canonical(bytes)?).map_err(|error| SigningError::malformed("the canonical JSON", error))
}

fn too_large() -> SigningError {
    SigningError::new(ErrorKind::TooLarge, format!("the canonical JSON is longer than {} MB", MAX_BYTES / 1_000_000))
}

fn check(value: &Value, depth: usize) -> Result<(), String> {
    let deeper = || if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(too_deep()) };
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => whole(number.as_u64(), number.as_i64()).map(|_| ()),
        Value::Array(items) => {
            let depth = deeper()?;
            items.iter().try_for_each(|item| check(item, depth))
        }
        Value::Object(fields) => {
            let depth = deeper()?;
            fields.values().try_for_each(|item| check(item, depth))
        }
    }
}

fn too_deep() -> String {
    format!("it is nested deeper than {MAX_DEPTH} levels")
}

fn whole(unsigned: Option<u64>, signed: Option<i64>) -> Result<Number, String> {
    match (unsigned, signed) {
        (Some(number), _) if number <= MAX_INTEGER => Ok(number.into()),
        (None, Some(number)) if number.unsigned_abs() <= MAX_INTEGER => Ok(number.into()),
        (None, None) => Err("it has a number that is not whole, or that no reader keeps exactly".to_owned()),
        _ => Err(format!("it has a number beyond {MAX_INTEGER}")),
    }
}

/// Builds a value and refuses what [`Value`] itself would take silently: a key twice, a fraction, a large number.
#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth < MAX_DEPTH { Ok(Self { depth: self.depth + 1 }) } else { Err(E::custom(too_deep())) }
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without fractions")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        whole(Some(value), None).map(Value::Number).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        whole(u64::try_from(value).ok(), Some(value)).map(Value::Number).map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Value, E> {
        whole(None, None).map(Value::Number).map_err(E::custom)
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut out = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            out.push(item);
        }
        Ok(Value::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut out = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            if out.contains_key(&key) {
                return Err(A::Error::custom(format!("it has the key `{}` twice", key.escape_debug())));
            }
            out.insert(key, fields.next_value_seed(inner)?);
        }
        Ok(Value::Object(out))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn the_form_is_that_of_rfc_8785() {
        let mut value = json!({"b": [1, -2, true, null], "a": "é\u{8}\n\"\\ \u{7f}€", "\u{1F600}": {}});
        value["\u{FB33}"] = json!(MAX_INTEGER);
        let bytes = to_canonical(&value).unwrap();
        // Keys in the order of their UTF-16 units: the surrogates of U+1F600 come before U+FB33 (clause 3.2.3).
        assert_eq!(
            String::from_utf8(bytes.clone()).unwrap(),
            "{\"a\":\"é\\b\\n\\\"\\\\ \u{7f}€\",\"b\":[1,-2,true,null],\"\u{1F600}\":{},\"\u{FB33}\":9007199254740991}"
        );
        assert_eq!(read_canonical(&bytes).unwrap(), value);
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for (bad, why) in [
            ("{\"a\":1,\"a\":1}", "twice"),
            ("{\"a\":1,\"\\u0061\":2}", "twice"),
            ("{\"b\":1,\"a\":2}", "canonical form"),
            ("{\"a\": 1}", "canonical form"),
            ("{\"a\":1}\n", "canonical form"),
            (" {\"a\":1}", "canonical form"),
            ("[\"\\u0061\"]", "canonical form"),
            ("[\"\\/\"]", "canonical form"),
            ("[\"\\u00e9\"]", "canonical form"),
            ("[1.0]", "not whole"),
            ("[1e2]", "not whole"),
            ("[-0]", "not whole"),
            ("[9007199254740992]", "beyond"),
            ("[-9007199254740992]", "beyond"),
            ("[18446744073709551616]", "not whole"),
            ("[\"\\ud800\"]", "hex escape"),
            ("{\"a\":1}{", "trailing"),
            ("\u{feff}{\"a\":1}", "expected value"),
            ("[NaN]", "expected"),
            ("[01]", "invalid number"),
            ("", "EOF"),
        ] {
            let error = read_canonical(bad.as_bytes()).unwrap_err();
            assert!(error.message().contains(why), "{bad}: {error}");
        }
        assert!(read_canonical(b"[\"\xC3\"]").is_err());
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read_canonical(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert!(read_canonical(nested(MAX_DEPTH + 1).as_bytes()).unwrap_err().message().contains("deeper"));
        assert!(read_canonical(nested(1_000_000).as_bytes()).is_err());
        let long = format!("\"{}\"", "x".repeat(MAX_BYTES));
        assert_eq!(read_canonical(long.as_bytes()).unwrap_err().kind(), ErrorKind::TooLarge);
        assert_eq!(to_canonical(&Value::String("x".repeat(MAX_BYTES))).unwrap_err().kind(), ErrorKind::TooLarge);
    }

    #[test]
    fn what_cannot_be_kept_exactly_is_not_written() {
        for bad in [json!(0.5), json!(1.0), json!({"n": [MAX_INTEGER + 1]}), json!(i64::MIN)] {
            assert_eq!(to_canonical(&bad).unwrap_err().kind(), ErrorKind::Invalid, "{bad}");
        }
    }
}
