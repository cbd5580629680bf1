//! Says for each signature what it covers and what changed after it.

use super::PdfError;
use super::compare::step;
use super::file::PdfFile;
use super::form;
use super::risks::risks;
use super::signatures::{PdfSignature, revision_end};

/// What became of a file after its signatures.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// One for each signature, in the same order.
    pub signatures: Vec<SignatureJudgement>,
    /// Names of the signature fields that are still empty: who may yet sign.
    pub empty_fields: Vec<String>,
    /// What the revision of the first signature already had that may show something else than what was signed, or hides
    /// something: one plain reason each. A file Opine made and signed has none.
    pub risks: Vec<String>,
}

/// What became of a file after one signature.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureJudgement {
    /// The whole name of its field.
    pub field_name: String,
    /// Whether it covers every byte of the file but its own contents.
    pub covers_whole_file: bool,
    /// What follows from it.
    pub verdict: Verdict,
}

/// The verdict on the bytes after a signature. Says nothing of whether the signature itself is valid.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It covers the whole file.
    Unchanged,
    /// Only further signatures were added, each as this module adds them and as the earlier ones allow.
    SignedAgain {
        /// Names of the fields, in order.
        by: Vec<String>,
    },
    /// Something else changed.
    ChangedAfterSigning {
        /// One plain reason each.
        what: Vec<String>,
    },
    /// The signature is malformed, so it is not known what it covers.
    Malformed {
        /// One plain reason each.
        what: Vec<String>,
    },
}

/// Judges a file by its [signatures](super::signatures()).
///
/// # Errors
/// When the file, or a revision that a signature covers, cannot be read.
pub fn judge(pdf: &[u8], signatures: &[PdfSignature]) -> Result<Judgement, PdfError> {
    let file = PdfFile::open(pdf)?;
    let judged = verdicts(&file, signatures)?;
    let first =
        signatures.iter().filter_map(|signature| Some((signature.end()?, signature))).min_by_key(|(end, _)| *end);
    let mut found;
    match first {
        Some((end, signature)) => {
            let signed = file.prefix(end)?;
            found = risks(&signed)?;
            found.extend(before_first(&signed, signature)?);
        }
        None => found = risks(&file)?,
    }
    let empty = form::fields(&file)?.into_iter().filter(|field| field.kind == b"Sig" && field.value.is_none());
    Ok(Judgement { signatures: judged, empty_fields: empty.map(|field| field.name).collect(), risks: found })
}

/// The verdict for each signature, in the same order.
pub(super) fn verdicts(file: &PdfFile<'_>, signatures: &[PdfSignature]) -> Result<Vec<SignatureJudgement>, PdfError> {
    let length = file.bytes.len();
    let mut sound: Vec<(usize, &PdfSignature)> = signatures.iter().filter_map(|s| Some((s.end()?, s))).collect();
    sound.sort_by_key(|(end, _)| *end);
    // What was done wrongly between each signature and the next, the last with the end of the file.
    let mut steps: Vec<Vec<String>> = Vec::new();
    let mut locked: Option<&PdfSignature> = None;
    for (index, (end, signature)) in sound.iter().enumerate() {
        let old = file.prefix(*end)?;
        let mut wrong = match sound.get(index + 1) {
            Some((next, _)) if next == end => vec!["another signature covers the same bytes".to_owned()],
            Some((next, by)) => step(&old, &file.prefix(*next)?, Some(by)),
            None if *end == length => Vec::new(),
            None => step(&old, file, None),
        };
        if signature.locks {
            locked = locked.or(Some(signature));
        }
        if let Some(lock) = locked.filter(|_| *end != length) {
            wrong.insert(0, format!("the signature `{}` allowed nothing after it", lock.field_name));
        }
        steps.push(wrong);
    }
    let judged = signatures.iter().map(|signature| SignatureJudgement {
        field_name: signature.field_name.clone(),
        covers_whole_file: signature.end() == Some(length),
        verdict: match sound.iter().position(|(_, other)| std::ptr::eq(*other, signature)) {
            Some(index) => verdict(steps.get(index..).unwrap_or_default(), sound.get(index + 1..).unwrap_or_default()),
            None => Verdict::Malformed { what: signature.defects.clone() },
        },
    });
    Ok(judged.collect())
}

fn verdict(steps: &[Vec<String>], later: &[(usize, &PdfSignature)]) -> Verdict {
    let mut what: Vec<String> = Vec::new();
    for reason in steps.iter().flatten() {
        if !what.contains(reason) {
            what.push(reason.clone());
        }
    }
    if !what.is_empty() {
        Verdict::ChangedAfterSigning { what }
    } else if later.is_empty() {
        Verdict::Unchanged
    } else {
        Verdict::SignedAgain { by: later.iter().map(|(_, signature)| signature.field_name.clone()).collect() }
    }
}

/// What the revision of the first signature did beyond signing the file that was there before.
fn before_first(first: &PdfFile<'_>, signature: &PdfSignature) -> Result<Vec<String>, PdfError> {
    let [_, before] = first.sections.as_slice() else {
        let times = first.sections.len();
        return Ok(vec![if times < 2 {
            "the first signature was part of the file from the beginning".to_owned()
        } else {
            format!("the file was saved {times} times up to the first signature")
        }]);
    };
    let Some(end) = revision_end(first, before) else {
        return Ok(vec!["the file before the first signature has no proper end".to_owned()]);
    };
    let wrong = step(&first.prefix(end)?, first, Some(signature));
    Ok(wrong.into_iter().map(|reason| format!("together with the first signature, {reason}")).collect())
}
