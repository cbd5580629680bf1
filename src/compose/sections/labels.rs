//! The words the layout itself needs: page numbers, "Contents", names of marks.

use std::collections::BTreeMap;

use crate::compose::context::Context;

/// Ids the templates may ask for, each a message `layout-<id>`.
pub(crate) const IDS: &[&str] = &[
    "page-of",
    "contents",
    "case-data",
    "preferred",
    "task-done",
    "task-open",
    "tone-agree",
    "tone-caution",
    "tone-differ",
    "tone-emergency",
    "tone-key",
    "tone-note",
    "tone-partial",
    "tone-unclear",
];

pub(crate) fn labels(cx: &Context<'_>) -> BTreeMap<String, String> {
    IDS.iter().map(|id| ((*id).to_owned(), cx.t(&format!("layout-{id}")))).collect()
}
