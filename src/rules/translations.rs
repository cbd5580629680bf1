//! Translations: complete, of the present source, reviewed by someone qualified.

use super::rule::Rule;
use super::{Checker, Stage, unfinished};
use crate::case::{BlockState, BlockStatus, Case, block_states, missing_block, stale_block};
use crate::diagnostics::{Diagnostic, Severity, SourceId};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[];

pub(super) fn check(c: &mut Checker<'_>) {
    let (case, stage) = (c.case, c.stage);
    states(case, stage, c.found_mut());
}

fn states(case: &Case, stage: Stage, found: &mut Vec<Diagnostic>) {
    for locale in case.locales().into_iter().skip(1) {
        let Some(translation) = case.translations.get(&locale) else {
            let message = format!("the case has no translation into {}", locale.as_str());
            let diagnostic = unfinished(stage, "LNG-01", message)
                .hint(format!("write `translations/{}.yaml`, or take the locale out of `locales`", locale.as_str()));
            found.push(case.at("locales", diagnostic));
            continue;
        };
        for status in block_states(&case.content, translation) {
            let BlockStatus { path, state, translated_at, written_at, digest } = status;
            let place = |diagnostic: Diagnostic| match translated_at {
                Some(o) => diagnostic.label(SourceId(o.file), o.start as usize..o.end as usize, ""),
                None => diagnostic,
            };
            let mut diagnostic = match state {
                BlockState::Fresh => continue,
                BlockState::Missing => missing_block(locale, &path, written_at),
                BlockState::Stale => {
                    let Some(digest) = digest else { continue };
                    stale_block(locale, &path, translated_at, written_at, &digest)
                }
                BlockState::Unreviewed => {
                    let message = format!("the {} translation of `{path}` has no qualified reviewer", locale.as_str());
                    place(Diagnostic::error("LNG-04", message))
                        .hint("set `reviewed_by` and `reviewed_on`; the reviewer is another person than the translator")
                        .path(&path)
                }
                BlockState::Orphan => {
                    let message =
                        format!("`{path}` is translated into {}, and the case has no such text", locale.as_str());
                    place(Diagnostic::new("LNG-08", Severity::Info, message)).hint("take the block out").path(&path)
                }
            };
            if stage == Stage::Draft && diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
            }
            found.push(diagnostic);
        }
    }
}
