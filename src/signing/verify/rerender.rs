//! Whether the signed bytes are what the case gives.

use super::facts::Fact;
use super::report::Report;
use crate::signing::approval::first_revision;
use crate::signing::error::Result;

/// What comparing the first revision of a PDF with one typeset anew gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rerender {
    /// They are the same, byte for byte.
    Same,
    /// They differ.
    Different {
        /// Offset of the first byte that does.
        at: u64,
    },
}

/// Compares what was signed, the first revision of `pdf`, with what the case gives when typeset anew. A line break at
/// the end of either is not counted.
///
/// Says nothing of the signatures and of what came after them: [`super::verify_pdf`] does.
///
/// # Errors
/// `pdf` is no PDF that can be read.
pub fn verify_rerender(pdf: &[u8], expected_first_revision: &[u8]) -> Result<Rerender> {
    let signed = first_revision(pdf)?;
    let mut expected = expected_first_revision;
    while let [rest @ .., b'\r' | b'\n'] = expected {
        expected = rest;
    }
    let differs = signed.iter().zip(expected).position(|(a, b)| a != b);
    let at = differs.or((signed.len() != expected.len()).then_some(signed.len().min(expected.len())));
    Ok(at.map_or(Rerender::Same, |at| Rerender::Different { at: at as u64 }))
}

impl Report {
    /// Adds the result of [`verify_rerender`] to a report.
    #[must_use]
    pub fn with_rerender(mut self, rerender: Rerender) -> Self {
        self.facts.push(match rerender {
            Rerender::Same => Fact::note("verify-rerender-same", Vec::new()),
            Rerender::Different { at } => Fact::altered("verify-rerender-differs", vec![("byte", at.to_string())]),
        });
        self.finish()
    }
}
