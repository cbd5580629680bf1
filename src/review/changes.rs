//! What changed since an earlier act, block by block, as a person reads it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::case::Case;

/// One value that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path, after the locale of a translation: `findings.F1.title`, `es-US: findings.F1.title`.
    pub path: String,
    /// What it was; none where it is new.
    pub before: Option<String>,
    /// What it is; none where it is gone.
    pub after: Option<String>,
}

/// Everything a reviewer looks at, as JSON: the case and its translations. It is kept with every act, so that the next
/// reviewer can be shown what changed.
pub fn reviewed_content(case: &Case) -> Vec<u8> {
    let translations: BTreeMap<&str, BTreeMap<&str, &str>> = case
        .translations
        .iter()
        .map(|(locale, translation)| {
            let blocks = translation.file.blocks.iter().map(|block| (block.path.as_str(), block.text.as_str()));
            (locale.as_str(), blocks.collect())
        })
        .collect();
    let references = case.references.and_then(|id| case.sources.get(id)).map(|source| source.text.to_string());
    let content = json!({ "case": case.content, "translations": translations, "references": references });
    serde_json::to_vec(&content).unwrap_or_default()
}

/// What differs between two contents as [`reviewed_content`] writes them, in the order of the paths.
pub fn changes(before: &[u8], after: &[u8]) -> Vec<Change> {
    let (before, after) = (leaves(before), leaves(after));
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| Change { path: path.clone(), before: before.get(path).cloned(), after: after.get(path).cloned() })
        .collect()
}

fn leaves(content: &[u8]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let Ok(content) = serde_json::from_slice::<Value>(content) else { return found };
    if let Some(case) = content.get("case") {
        gather(case, "", "", &mut found);
    }
    for (locale, blocks) in content.get("translations").and_then(Value::as_object).into_iter().flatten() {
        gather(blocks, &format!("{locale}: "), "", &mut found);
    }
    if let Some(references) = content.get("references").and_then(Value::as_str) {
        found.insert("references".to_owned(), references.to_owned());
    }
    found
}

fn gather(value: &Value, prefix: &str, path: &str, found: &mut BTreeMap<String, String>) {
    let join = |segment: &str| if path.is_empty() { segment.to_owned() } else { format!("{path}.{segment}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| gather(value, prefix, &join(key), found)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let key = ["id", "key", "question"].iter().find_map(|key| item.get(key)).and_then(Value::as_str);
                let segment = key.map_or_else(|| (index + 1).to_string(), str::to_owned);
                gather(item, prefix, &join(&segment), found);
            }
        }
        Value::String(text) => {
            found.insert(format!("{prefix}{path}"), text.clone());
        }
        Value::Null => {}
        other => {
            found.insert(format!("{prefix}{path}"), other.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_gone_and_other_is_named_by_its_path() {
        let before = br#"{"case":{"findings":[{"id":"F1","title":"left"},{"id":"F2","title":"b"}]},"translations":{"es-US":{"findings.F1.title":"izquierda"}}}"#;
        let after = br#"{"case":{"findings":[{"id":"F1","title":"right"},{"id":"F3","title":"c"}]},"translations":{"es-US":{"findings.F1.title":"derecha"}}}"#;
        let paths: Vec<String> = changes(before, after).into_iter().map(|change| change.path).collect();
        assert_eq!(
            paths,
            [
                "es-US: findings.F1.title",
                "findings.F1.title",
                "findings.F2.id",
                "findings.F2.title",
                "findings.F3.id",
                "findings.F3.title"
            ]
        );
        assert!(changes(before, before).is_empty());
    }
}
