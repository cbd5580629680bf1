//! The published JSON Schema of a case and of a translation file: draft-07, because YAML language servers read that.

use std::sync::OnceLock;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::model;
use super::translation::TranslationFile;

fn generate<T: schemars::JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), Value::from(title));
    }
    schema
}

/// The JSON Schema of `case.yaml`.
pub fn case_schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| generate::<model::Case>("Opine case, format 1"))
}

/// The JSON Schema of `translations/<locale>.yaml`.
pub fn translation_schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| generate::<TranslationFile>("Opine translation, format 1"))
}
