//! A node against the JSON Schema of a model type: every mistake at once, each with its mend.
//!
//! Only the keywords that schemars writes for our types are read; the published schema is checked against the draft-07
//! meta-schema and against a full validator in the tests.

use std::str::FromStr;

use serde_json::Value;

use super::node::{Node, NodeKind};
use crate::case::model::{Country, Decimal, Id, Moment, PDate, Sha256};
use crate::diagnostics::Diagnostic;

/// Checks a node against a root schema.
pub(crate) fn validate(node: &Node, schema: &Value, errors: &mut Vec<Diagnostic>) {
    let before = errors.len();
    Validator { root: schema, errors }.check(node, schema, "", 0);
    super::demands::name_rules(&mut errors[before..]);
}

struct Validator<'a> {
    root: &'a Value,
    errors: &'a mut Vec<Diagnostic>,
}

impl<'a> Validator<'a> {
    fn check(&mut self, node: &Node, schema: &'a Value, path: &str, depth: usize) {
        // The schema refers to itself nowhere, so this bounds only a mistake of ours.
        if depth > 64 {
            return;
        }
        if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next()) {
            if let Some(form) = form_of(name) {
                return self.form(node, form, path);
            }
            if let Some(target) = self.root.get("definitions").and_then(|d| d.get(name)) {
                self.check(node, target, path, depth + 1);
            }
            return;
        }
        // schemars writes a `$ref` with a description of its own as `allOf: [$ref]` in draft-07.
        if let Some([only]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
            return self.check(node, only, path, depth + 1);
        }
        if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
            let is_null = |s: &Value| s.get("type").and_then(Value::as_str) == Some("null");
            if matches!(node.kind, NodeKind::Null) && any.iter().any(is_null) {
                return;
            }
            if let Some(inner) = any.iter().find(|s| !is_null(s)) {
                self.check(node, inner, path, depth + 1);
            }
            return;
        }
        if let Some(words) = words_of(schema) {
            return self.word(node, &words, path);
        }
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        if matches!(node.kind, NodeKind::Null) && types.contains(&"null") {
            return;
        }
        match types.iter().find(|t| **t != "null") {
            Some(&"object") => self.object(node, schema, path, depth),
            Some(&"array") => self.array(node, schema, path, depth),
            Some(&"string") if node.as_text().is_none() => {
                self.wrong(node, path, "text");
            }
            Some(&"boolean") => {
                let fits =
                    matches!(&node.kind, NodeKind::Scalar { text, quoted: false } if text == "true" || text == "false");
                if !fits {
                    let old = node.as_text().map(str::to_lowercase);
                    let diagnostic = self.wrong(node, path, "`true` or `false`");
                    match old.as_deref() {
                        Some("yes" | "y" | "on") => diagnostic.hints.push("write `true`".to_owned()),
                        Some("no" | "n" | "off") => diagnostic.hints.push("write `false`".to_owned()),
                        _ => {}
                    }
                }
            }
            Some(&"integer") => {
                let number = match &node.kind {
                    NodeKind::Scalar { text, quoted: false } => text.parse::<u32>().ok(),
                    _ => None,
                };
                let minimum = schema.get("minimum").and_then(Value::as_u64).unwrap_or(0);
                if number.is_none_or(|n| u64::from(n) < minimum) {
                    let what = if minimum > 0 {
                        format!("a whole number from {minimum}")
                    } else {
                        "a whole number".to_owned()
                    };
                    self.wrong(node, path, &what);
                }
            }
            Some(&"number") => {
                let fits = matches!(&node.kind, NodeKind::Scalar { text, quoted: false } if text.parse::<f64>().is_ok_and(f64::is_finite));
                if !fits {
                    self.wrong(node, path, "a number");
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, node: &Node, schema: &'a Value, path: &str, depth: usize) {
        let NodeKind::Map(entries) = &node.kind else {
            self.wrong(node, path, "a map of keys and values");
            return;
        };
        static NONE: std::sync::LazyLock<serde_json::Map<String, Value>> = std::sync::LazyLock::new(Default::default);
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&NONE);
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        let additional = schema.get("additionalProperties").filter(|s| s.is_object());
        let mut missing: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut unknown = Vec::new();
        for (key, value) in entries {
            let child = join(path, &key.name);
            match properties.get(&key.name) {
                Some(property) => {
                    if matches!(value.kind, NodeKind::Null) && missing.contains(&key.name.as_str()) {
                        self.errors.push(
                            Diagnostic::error("YML-12", format!("`{}` has no value", key.name))
                                .label(node.file, key.range.clone(), "")
                                .hint("give it a value")
                                .path(&child),
                        );
                    } else if !(matches!(value.kind, NodeKind::Null) && has_default(property)) {
                        self.check(value, property, &child, depth + 1);
                    }
                }
                None => match additional {
                    Some(any) => self.check(value, any, &child, depth + 1),
                    None if closed => unknown.push(key),
                    None => {}
                },
            }
            missing.retain(|name| *name != key.name);
        }
        for key in unknown {
            // A missing required key is the likelier meaning, so those are tried first.
            let names = missing.iter().copied().chain(properties.keys().map(String::as_str));
            let mut diagnostic = Diagnostic::error("YML-11", format!("unknown key `{}`", key.name.escape_debug()))
                .label(node.file, key.range.clone(), "")
                .path(join(path, &key.name));
            diagnostic = match nearest(&key.name, names) {
                Some(name) => {
                    missing.retain(|other| *other != name);
                    diagnostic.hint(format!("did you mean `{name}`?"))
                }
                None => {
                    let known: Vec<&str> = properties
                        .keys()
                        .map(String::as_str)
                        .filter(|n| !entries.iter().any(|(k, _)| k.name == *n))
                        .collect();
                    diagnostic.hint(format!("known here and not yet used: {}", ticked(&known)))
                }
            };
            self.errors.push(diagnostic);
        }
        for name in missing {
            let what =
                properties.get(name).and_then(|p| p.get("description")).and_then(Value::as_str).unwrap_or_default();
            let what = what.lines().next().unwrap_or_default().trim_end_matches('.');
            let named = entries.iter().find(|(k, _)| k.name == "id" || k.name == "key").and_then(|(_, v)| v.as_text());
            let owner = named.map_or_else(String::new, |id| format!(" in `{}`", id.escape_debug()));
            let mut diagnostic = Diagnostic::error("YML-13", format!("`{name}` is missing{owner}"))
                .label(node.file, node.range.start..node.range.start, "")
                .path(join(path, name));
            if !what.is_empty() {
                diagnostic = diagnostic.hint(format!("`{name}`: {what}"));
            }
            self.errors.push(diagnostic);
        }
    }

    fn array(&mut self, node: &Node, schema: &'a Value, path: &str, depth: usize) {
        let NodeKind::List(items) = &node.kind else {
            self.wrong(node, path, "a list").hints.push("start each item with `- `".to_owned());
            return;
        };
        let minimum = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0) as usize;
        if items.len() < minimum {
            let name = path.rsplit('.').next().unwrap_or(path);
            self.errors.push(
                Diagnostic::error(
                    "YML-14",
                    format!("`{name}` needs at least {minimum} item{}", if minimum == 1 { "" } else { "s" }),
                )
                .label(node.file, node.mark(), "")
                .hint(if minimum == 1 { "add one" } else { "add what is missing" })
                .path(path),
            );
        }
        if let Some(item_schema) = schema.get("items") {
            for (index, item) in items.iter().enumerate() {
                self.check(item, item_schema, &join(path, &segment(item, index)), depth + 1);
            }
        }
    }

    fn word(&mut self, node: &Node, words: &[&str], path: &str) {
        let Some(text) = node.as_text() else {
            self.wrong(node, path, &format!("one of {}", ticked(words)));
            return;
        };
        if words.contains(&text) {
            return;
        }
        let name = path.rsplit('.').next().unwrap_or(path);
        let diagnostic = Diagnostic::error("YML-15", format!("`{}` is not a value of `{name}`", text.escape_debug()))
            .label(node.file, node.mark(), "")
            .path(path);
        let regional: Vec<&str> = words
            .iter()
            .copied()
            .filter(|w| text.len() == 2 && w.starts_with(text) && w[2..].starts_with('-'))
            .collect();
        self.errors.push(if !regional.is_empty() {
            diagnostic.hint(format!(
                "name the region too: {} (number signs, dates and emergency numbers differ)",
                ticked(&regional)
            ))
        } else {
            match nearest(text, words.iter().copied()) {
                Some(word) => diagnostic.hint(format!("did you mean `{word}`?")),
                None => diagnostic.hint(format!("allowed: {}", ticked(words))),
            }
        });
    }

    fn form(&mut self, node: &Node, form: Form, path: &str) {
        let Some(text) = node.as_text() else {
            self.wrong(node, path, "a single value");
            return;
        };
        if let Err(message) = form(text) {
            self.errors.push(Diagnostic::error("YML-16", message).label(node.file, node.mark(), "").path(path));
        }
    }

    fn wrong(&mut self, node: &Node, path: &str, expected: &str) -> &mut Diagnostic {
        let name = path.rsplit('.').next().filter(|n| !n.is_empty()).unwrap_or("the case");
        let found = match &node.kind {
            NodeKind::Scalar { text, .. } if text.chars().count() <= 40 => format!("`{}`", text.escape_debug()),
            _ => node.describe().to_owned(),
        };
        self.errors.push(
            Diagnostic::error("YML-17", format!("`{name}` must be {expected}, and here is {found}"))
                .label(node.file, node.mark(), "")
                .path(path),
        );
        let last = self.errors.len() - 1;
        &mut self.errors[last]
    }
}

type Form = fn(&str) -> Result<(), String>;

/// The check of a string that has a form of its own, by its name in the schema.
fn form_of(name: &str) -> Option<Form> {
    fn parsed<T: FromStr<Err = String>>(text: &str) -> Result<(), String> {
        text.parse::<T>().map(|_| ())
    }
    Some(match name {
        "Id" => parsed::<Id>,
        "Decimal" => parsed::<Decimal>,
        "PDate" => parsed::<PDate>,
        "Moment" => parsed::<Moment>,
        "Sha256" => parsed::<Sha256>,
        "Country" => parsed::<Country>,
        _ => return None,
    })
}

fn words_of(schema: &Value) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return words.iter().map(Value::as_str).collect();
    }
    let mut words = Vec::new();
    for part in schema.get("oneOf").and_then(Value::as_array)? {
        match part.get("const").and_then(Value::as_str) {
            Some(word) => words.push(word),
            None => words.extend(part.get("enum").and_then(Value::as_array)?.iter().filter_map(Value::as_str)),
        }
    }
    Some(words)
}

fn has_default(schema: &Value) -> bool {
    schema.get("default").is_some()
}

/// The name of a list's item in a path: its key where it has one, otherwise its position from 1.
pub(crate) fn segment(item: &Node, index: usize) -> String {
    let key = ["id", "key", "question"].iter().find_map(|k| item.get(k)).and_then(Node::as_text);
    key.map_or_else(|| (index + 1).to_string(), str::to_owned)
}

pub(crate) fn join(path: &str, segment: &str) -> String {
    if path.is_empty() { segment.to_owned() } else { format!("{path}.{segment}") }
}

/// The known word nearest to what was written, if it is near enough to be meant.
pub(crate) fn nearest<'w>(written: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let folded = written.to_lowercase().replace(['-', ' '], "_");
    if written.len() > 64 {
        return None;
    }
    words
        .map(|word| (strsim::damerau_levenshtein(&folded, word), word))
        .filter(|(distance, word)| {
            *distance <= (word.len() / 3).max(1)
                || (folded.len() >= 4 && (word.starts_with(&folded) || folded.starts_with(word)))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

fn ticked(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
