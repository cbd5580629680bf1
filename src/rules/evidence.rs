//! Citations in texts and notes on references: each points at something, and every reference is cited.

use std::collections::BTreeSet;

use super::rule::Rule;
use super::{Checker, Stage, unfinished};
use crate::case::model::{BlockPath, Text, Texts};
use crate::case::read::nearest;
use crate::case::{Case, place_in_text};
use crate::citations::Library;
use crate::diagnostics::Diagnostic;
use crate::document::Inline;
use crate::document::walk::{children, each_list};
use crate::prose;

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[];

pub(super) fn check(c: &mut Checker<'_>) {
    let (case, library, stage) = (c.case, c.library, c.stage);
    integrity(case, library, stage, c.found_mut());
}

pub(super) fn integrity(case: &Case, library: &Library, stage: Stage, found: &mut Vec<Diagnostic>) {
    let content = &case.content;
    let mut cited: BTreeSet<&str> = BTreeSet::new();
    let mut note = |key: &str| {
        if let Some(reference) = library.get(key) {
            cited.insert(reference.key.as_str());
        }
    };
    content.answers.iter().flat_map(|answer| &answer.cites).for_each(|id| note(id.as_str()));
    content.recommendations.iter().flat_map(|r| &r.references).for_each(|id| note(id.as_str()));
    let outcomes = content.options.iter().flat_map(|option| &option.outcomes);
    outcomes.flat_map(|outcome| &outcome.references).for_each(|id| note(id.as_str()));

    let ids = named_ids(case);
    content.texts(&BlockPath::root(), &mut |path, text| {
        if !text.as_str().contains("[@") && !text.as_str().contains("[#") {
            return;
        }
        let cites = Cites::of(text.as_str());
        for key in cites.keys {
            if library.get(&key).is_some() {
                note(&key);
                continue;
            }
            let mut diagnostic = Diagnostic::error("EVD-02", format!("`[@{key}]` cites a reference that is not there"));
            diagnostic = match nearest(&key, library.iter().map(|r| r.key.as_str())) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint(format!("add `{key}` to the references")),
            };
            found.push(point(case, diagnostic, text, path, &format!("@{key}")));
        }
        for id in cites.ids {
            if !ids.contains(id.as_str()) {
                let mut diagnostic = Diagnostic::error("ID-02", format!("`[#{id}]` points at nothing in this case"));
                if let Some(near) = nearest(&id, ids.iter().copied()) {
                    diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
                }
                found.push(point(case, diagnostic, text, path, &format!("#{id}")));
            }
        }
    });

    for entry in &content.references.entries {
        if library.get(entry.key.as_str()).is_none() {
            let mut diagnostic = Diagnostic::error("EVD-02", format!("no reference has the key `{}`", entry.key));
            if let Some(near) = nearest(entry.key.as_str(), library.iter().map(|r| r.key.as_str())) {
                diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
            }
            found.push(case.at(format!("references.entries.{}.key", entry.key), diagnostic));
        }
    }
    for reference in library.iter().filter(|reference| !cited.contains(reference.key.as_str())) {
        let mut diagnostic = unfinished(stage, "EVD-01", format!("the reference `{}` is never cited", reference.key))
            .hint("cite it where it supports a statement, or take it out");
        if let Some(file) = case.references {
            diagnostic = diagnostic.label(file, reference.span.clone(), "");
        }
        found.push(diagnostic);
    }
}

/// What a text cites.
#[derive(Default)]
struct Cites {
    keys: BTreeSet<String>,
    ids: BTreeSet<String>,
}

impl Cites {
    fn of(markdown: &str) -> Self {
        let mut cites = Self::default();
        each_list(&mut prose::blocks(markdown).value, "", &mut |list, _| cites.gather(list));
        cites
    }

    fn gather(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::CiteKeys { keys } => self.keys.extend(keys.drain(..)),
                Inline::CrossRef { id } => {
                    self.ids.insert(std::mem::take(id));
                }
                _ => {
                    if let Some(inner) = children(inline) {
                        self.gather(inner);
                    }
                }
            }
        }
    }
}

/// Ids that texts may point at.
fn named_ids(case: &Case) -> BTreeSet<&str> {
    let content = &case.content;
    let questions = content.questions.iter().map(|x| x.id.as_str());
    let records = content.records.iter().map(|x| x.id.as_str());
    let findings = content.findings.iter().map(|x| x.id.as_str());
    let options = content.options.iter().map(|x| x.id.as_str());
    let recommendations = content.recommendations.iter().map(|x| x.id.as_str());
    questions.chain(records).chain(findings).chain(options).chain(recommendations).collect()
}

/// Points at the first place of the words in a text.
fn point(case: &Case, diagnostic: Diagnostic, text: &Text, path: &BlockPath, words: &str) -> Diagnostic {
    let diagnostic = diagnostic.path(path.as_str());
    let at = text.as_str().find(words).map_or(0..0, |at| at..at + words.len());
    match place_in_text(&case.sources, text, at) {
        Some((file, range)) => diagnostic.label(file, range, ""),
        None => diagnostic,
    }
}
