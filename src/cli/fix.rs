//! `opine check --fix`: writes the mechanical mends, whole files at a time.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::case::Case;
use crate::diagnostics::{Diagnostics, Fix, SourceId};
use crate::files::{read_limited, write_atomic};

use super::Failure;

/// Writes the mends of a case into its files and says how many were made. Of two that overlap the first is made; the
/// other is found again by the next check.
///
/// A file that was saved since it was read, or that is no plain UTF-8, is left as it is and named.
pub(super) fn apply(case: &Case, diagnostics: &Diagnostics) -> Result<usize, Failure> {
    let Some(folder) = &case.folder else {
        return Err(Failure::Usage("a case from standard input has no file to mend".to_owned()));
    };
    let mut by_file: BTreeMap<SourceId, Vec<&Fix>> = BTreeMap::new();
    for fix in diagnostics.0.iter().filter_map(|d| d.fix.as_deref()) {
        by_file.entry(fix.file).or_default().push(fix);
    }
    let mut made = 0;
    for (file, fixes) in by_file {
        let Some(source) = case.sources.get(file) else { continue };
        let path = folder.join(&source.name);
        let bytes = read_limited(&path, source.text.len() as u64 + 8)
            .map_err(|error| Failure::Usage(format!("`{}` is left as it is: {error}", source.name)))?;
        if bytes != source.text.as_bytes() {
            let message = format!("`{}` is left as it is: it is not what was checked, or no plain UTF-8", source.name);
            return Err(Failure::Usage(message));
        }
        let (text, count) = mended(&source.text, fixes);
        if count > 0 {
            write_atomic(&path, text.as_bytes())
                .map_err(|error| Failure::Usage(format!("`{}` is left as it is: {error}", source.name)))?;
            made += count;
        }
    }
    Ok(made)
}

/// A text with mends made, those that overlap an earlier one left out.
fn mended(text: &str, mut fixes: Vec<&Fix>) -> (String, usize) {
    fixes.sort_by_key(|fix| (fix.range.start, fix.range.end));
    let mut out = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    for fix in fixes {
        let Range { start, end } = fix.range;
        let (Some(before), true) = (text.get(at..start), start >= at) else { continue };
        if text.get(start..end).is_none() {
            continue;
        }
        out.push_str(before);
        out.push_str(&fix.replacement);
        at = end;
        count += 1;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(range: Range<usize>, replacement: &str) -> Fix {
        Fix { file: SourceId(0), range, replacement: replacement.to_owned() }
    }

    #[test]
    fn mends_are_made_from_the_front_and_never_overlap() {
        let (a, b, c) = (fix(7..13, "5 mg"), fix(0..2, "0.5"), fix(9..13, "mg"));
        assert_eq!(mended(".5 mg, 5.0 mg daily", vec![&a, &b, &c]), ("0.5 mg, 5 mg daily".to_owned(), 2));
        assert_eq!(mended("é", vec![&fix(1..2, "x")]), ("é".to_owned(), 0));
    }
}
