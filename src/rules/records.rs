//! Records: dated, there, the ones that were read, each used or marked as of no use.

use std::path::{Component, Path};

use sha2::{Digest, Sha256};

use super::rule::Rule;
use super::{Checker, Stage, unfinished};
use crate::case::Case;
use crate::diagnostics::Diagnostic;
use crate::files::read_limited;

/// Largest record that is read for its digest.
const MAX_RECORD: u64 = 2_000_000_000;

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[];

pub(super) fn check(c: &mut Checker<'_>) {
    let (case, stage) = (c.case, c.stage);
    files(case, stage, c.found_mut());
}

fn files(case: &Case, stage: Stage, found: &mut Vec<Diagnostic>) {
    let Some(folder) = &case.folder else { return };
    for record in &case.content.records {
        let Some(file) = &record.file else { continue };
        let path = format!("records.{}.file", record.id);
        let inside = Path::new(file).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir))
            && !file.contains('\\');
        if !inside {
            let diagnostic =
                Diagnostic::error("REC-02", format!("the file of `{}` is not inside the case's folder", record.id))
                    .hint("put it into `records/` and name it relative to `case.yaml`");
            found.push(case.at(path, diagnostic));
            continue;
        }
        match read_limited(&folder.join(file), MAX_RECORD) {
            Err(error) => {
                let message = format!("the file of `{}` cannot be read: {error}", record.id);
                let diagnostic = unfinished(stage, "REC-02", message).hint("put the record where the case says it is");
                found.push(case.at(path, diagnostic));
            }
            Ok(bytes) => {
                let digest: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
                match &record.sha256 {
                    Some(expected) if expected.as_str() != digest => {
                        let message = format!("the file of `{}` is not the one that was reviewed", record.id);
                        let diagnostic = Diagnostic::error("REC-02", message)
                            .hint(format!("compare it; if it is right, write `sha256: {digest}`"));
                        found.push(case.at(format!("records.{}.sha256", record.id), diagnostic));
                    }
                    Some(_) => {}
                    None => {
                        let message = format!("the file of `{}` has no `sha256`", record.id);
                        let diagnostic = unfinished(stage, "REC-02", message).hint(format!("write `sha256: {digest}`"));
                        found.push(case.at(path, diagnostic));
                    }
                }
            }
        }
    }
}
