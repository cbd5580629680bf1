//! Diagnostics for machines: versioned JSON, and SARIF 2.1.0 (OASIS) for editors and code hosts.

use serde_json::{Value, json};

use super::{Diagnostic, Label, Severity, SourceMap};

/// Version of the JSON form; raised when a field changes its meaning or goes away.
pub const JSON_FORMAT_VERSION: u32 = 1;

/// All diagnostics as one JSON document.
pub fn render_json(diagnostics: &[Diagnostic], sources: &SourceMap) -> Value {
    json!({
        "version": JSON_FORMAT_VERSION,
        "diagnostics": diagnostics.iter().map(|d| json!({
            "code": d.code,
            "severity": d.severity.as_str(),
            "message": d.message,
            "path": d.path,
            "hints": d.hints,
            "labels": d.labels.iter().filter_map(|l| place(l, sources)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn place(label: &Label, sources: &SourceMap) -> Option<Value> {
    let file = sources.get(label.file)?;
    let (start, end) = (file.line_column(label.range.start), file.line_column(label.range.end));
    Some(json!({
        "file": file.name,
        "line": start.line, "column": start.column,
        "end_line": end.line, "end_column": end.column,
        "text": label.text,
    }))
}

/// All diagnostics as a SARIF 2.1.0 log (columns count characters).
pub fn render_sarif(diagnostics: &[Diagnostic], sources: &SourceMap) -> Value {
    let mut rules: Vec<&str> = diagnostics.iter().map(|d| d.code).collect();
    rules.sort_unstable();
    rules.dedup();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|d| {
            let level = match d.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "note",
            };
            let text = std::iter::once(&d.message).chain(&d.hints).cloned().collect::<Vec<_>>().join("; ");
            let locations: Vec<Value> = d
                .labels
                .iter()
                .filter_map(|label| {
                    let file = sources.get(label.file)?;
                    let (start, end) = (file.line_column(label.range.start), file.line_column(label.range.end));
                    Some(json!({ "physicalLocation": {
                        "artifactLocation": { "uri": file.name.replace('\\', "/").replace(' ', "%20") },
                        "region": {
                            "startLine": start.line, "startColumn": start.column,
                            "endLine": end.line, "endColumn": end.column,
                        },
                    }}))
                })
                .collect();
            json!({ "ruleId": d.code, "level": level, "message": { "text": text }, "locations": locations })
        })
        .collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "opine",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}
