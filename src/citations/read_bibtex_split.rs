//! Cutting a BibTeX file into its entries, so that a broken one costs only itself.

use std::ops::Range;

use super::read::Intake;

/// Deepest nesting of braces in an entry.
const MAX_NESTING: usize = 32;
/// Most `@string` abbreviations of a file.
pub(super) const MAX_STRINGS: usize = 20_000;

/// One `@kind{…}` of the file.
pub(super) struct Piece {
    /// Kind, in lower case.
    pub kind: String,
    /// Where it stands in the file.
    pub range: Range<usize>,
    /// Its text with braces as delimiters, even where the file has parentheses.
    pub source: String,
}

/// Cuts the file into its entries. One that is never closed ends where the next begins.
pub(super) fn split(intake: &mut Intake) -> Vec<Piece> {
    let whole = intake.text;
    let mut pieces = Vec::new();
    let mut definitions = 0;
    let mut at = 0;
    // Whether a `%` stands before on the same line: what follows it is a comment.
    let mut comment = false;
    while let Some(found) = whole.get(at..).and_then(|rest| rest.find('@')) {
        let start = at + found;
        let between = whole.get(at..start).unwrap_or_default();
        comment = match between.rfind(['\n', '\r']) {
            Some(end) => between.get(end..).is_some_and(|line| line.contains('%')),
            None => comment || between.contains('%'),
        };
        at = start + 1;
        let Some((kind, open)) = head(whole, start).filter(|_| !comment) else {
            continue;
        };
        let (end, problem) = match close(whole, open) {
            Close::At(end) => (end, None),
            Close::Next(end) => (end, Some("the entry is never closed")),
            Close::TooDeep(end) => (end, Some("the braces of the entry are nested too deeply")),
        };
        at = end.max(at);
        if kind == "comment" {
            continue;
        }
        if matches!(kind.as_str(), "string" | "preamble") {
            definitions += 1;
            if definitions > MAX_STRINGS {
                if definitions == MAX_STRINGS + 1 {
                    let message = format!("more than {MAX_STRINGS} abbreviations");
                    intake.damaged(intake.line_of(start), message, "delete those that are not used");
                }
                continue;
            }
        } else if !intake.admit(start) {
            break;
        }
        if let Some(problem) = problem {
            let line = intake.line_of(start);
            intake.lost(line, problem, "check that every `{` of the entry has its `}`");
            continue;
        }
        let mut source = whole.get(start..end).unwrap_or_default().to_owned();
        if whole.get(open..=open) == Some("(") {
            source.replace_range(open - start..open - start + 1, "{");
            source.pop();
            source.push('}');
        }
        pieces.push(Piece { kind, range: start..end, source });
    }
    pieces
}

/// Kind of the entry that starts at `start` and where its opening delimiter is.
fn head(whole: &str, start: usize) -> Option<(String, usize)> {
    let rest = whole.get(start + 1..)?;
    let name = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let after = rest.get(name..)?;
    let space = after.len() - after.trim_start().len();
    let opens = after.trim_start().starts_with(['{', '(']);
    (name > 0 && name <= 40 && opens).then(|| {
        let kind = rest.get(..name).unwrap_or_default().to_ascii_lowercase();
        (kind, start + 1 + name + space)
    })
}

enum Close {
    /// One past the closing delimiter.
    At(usize),
    /// Not closed before the next entry or the end of the file.
    Next(usize),
    /// Nested beyond the limit; where the entry ends nevertheless.
    TooDeep(usize),
}

fn close(whole: &str, open: usize) -> Close {
    let bytes = whole.as_bytes();
    let round = bytes.get(open) == Some(&b'(');
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut at = open;
    let mut line_start = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && !round {
                    return if deepest > MAX_NESTING { Close::TooDeep(at + 1) } else { Close::At(at + 1) };
                }
            }
            b')' if round && depth == 0 => {
                return if deepest > MAX_NESTING { Close::TooDeep(at + 1) } else { Close::At(at + 1) };
            }
            // A new entry at the start of a line: the one before was not closed.
            b'@' if line_start && head(whole, at).is_some() => return Close::Next(at),
            _ => {}
        }
        line_start = matches!(byte, b'\n' | b'\r') || (line_start && matches!(byte, b' ' | b'\t'));
        at += 1;
    }
    Close::Next(whole.len())
}
