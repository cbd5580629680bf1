//! Plain text: a table, prose, or lines as they stand.

use super::{Passage, Reading, Run, csv};
use crate::records::picture::Reason;

/// How far tab stops are apart.
const TAB: usize = 8;
/// A line of more characters was not broken by hand.
const LONG: usize = 100;

/// Shows a text whose hidden characters are gone.
pub fn read(text: &str) -> Result<Reading, Reason> {
    let passages = match csv::read(text) {
        Some(rows) => vec![table(rows)],
        None => text.split('\u{c}').flat_map(part).collect(),
    };
    Ok(Reading { kind: "text", passages, ..Reading::default() })
}

fn table(rows: Vec<Vec<String>>) -> Passage {
    let has_head = csv::has_head(&rows);
    let cell = |field: String| {
        let text = super::encoding::visible(&field.replace(['\u{c}', '\t'], " ")).trim().to_owned();
        if text.is_empty() { Vec::new() } else { vec![Run { text, ..Run::default() }] }
    };
    let mut rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect());
    Passage::Table { head: if has_head { rows.next().into_iter().collect() } else { Vec::new() }, rows: rows.collect() }
}

/// The text between form feeds.
fn part(text: &str) -> Vec<Passage> {
    if !is_prose(text) {
        let lines: Vec<String> = text.lines().map(expanded).collect();
        let filled = |line: &String| !line.is_empty();
        let (Some(first), Some(last)) = (lines.iter().position(filled), lines.iter().rposition(filled)) else {
            return Vec::new();
        };
        return vec![Passage::Pre(lines.get(first..=last).unwrap_or_default().join("\n"))];
    }
    let mut out = Vec::new();
    let mut paragraph = String::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            if !paragraph.is_empty() {
                // A line break in prose was meant: nothing else broke the lines.
                paragraph.push('\n');
            }
            paragraph.push_str(line);
        } else if !paragraph.is_empty() {
            out.push(Passage::Para(vec![Run { text: std::mem::take(&mut paragraph), ..Run::default() }]));
        }
    }
    out
}

/// Prose has lines longer than any page, and none that is laid out with tabs, indents or gaps.
fn is_prose(text: &str) -> bool {
    let long = text.lines().any(|line| line.trim().chars().count() > LONG);
    long && !text.lines().any(|line| {
        let inner = line.trim();
        inner.contains('\t')
            || inner.contains("   ")
            || line.starts_with(['\t'])
            || line.starts_with("  ") && !inner.is_empty()
    })
}

/// A line with its tabs as spaces, without spaces at its end.
fn expanded(line: &str) -> String {
    let (mut out, mut column) = (String::with_capacity(line.len()), 0);
    for c in line.trim_end().chars() {
        if c == '\t' {
            let width = TAB - column % TAB;
            out.extend(std::iter::repeat_n(' ', width));
            column += width;
        } else {
            out.push(c);
            column += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_flows_and_columns_stand() {
        let prose = format!("Title\n\n{}\nnext line\n\u{c}second page {}", "word ".repeat(30), "word ".repeat(30));
        let passages = read(&prose).unwrap().passages;
        assert_eq!(passages.len(), 3);
        assert!(matches!(passages.get(1), Some(Passage::Para(runs)) if runs[0].text.ends_with("word\nnext line")));
    }

    #[test]
    fn lines_keep_their_places() {
        let text = "\n  Na\t140 mmol/l  \n\n  K         4\n\n";
        assert_eq!(read(text).unwrap().passages, [Passage::Pre("  Na    140 mmol/l\n\n  K         4".to_owned())]);
    }
}
