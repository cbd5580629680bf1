//! Diagnostics for people: with the source line shown, or one line each.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Severity, SourceMap};

/// Longest part of a source line that is shown; a case may be one JSON line of megabytes.
const SHOWN_LINE: usize = 160;

/// Renders one diagnostic with its source, readable without colour.
pub fn render_human(diagnostic: &Diagnostic, sources: &SourceMap, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let message = printable(&diagnostic.message);
    let title = level.primary_title(message.as_str()).id(diagnostic.code);
    let shown: Vec<_> = diagnostic
        .labels
        .iter()
        .filter_map(|label| {
            let file = sources.get(label.file)?;
            let excerpt = Excerpt::of(&file.text, label.range.start, label.range.end);
            let line = file.line_column(excerpt.start).line;
            Some((file.name.clone(), line, excerpt, printable(&label.text)))
        })
        .collect();
    let hints: Vec<String> = diagnostic.hints.iter().map(|hint| printable(hint)).collect();

    let mut group = Group::with_title(title);
    for (index, (name, line, excerpt, text)) in shown.iter().enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let mut annotation = kind.span(excerpt.span.clone());
        if !text.is_empty() {
            annotation = annotation.label(text.as_str());
        }
        group = group.element(
            Snippet::source(excerpt.text.as_str()).line_start(*line).path(name.as_str()).annotation(annotation),
        );
    }
    for hint in &hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.render(&[group]))
}

/// Renders one diagnostic on one line: `case.yaml:12:7: error[FND-01]: …`.
pub fn render_short(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let place = diagnostic.labels.first().and_then(|label| {
        let file = sources.get(label.file)?;
        let at = file.line_column(label.range.start);
        Some(format!("{}:{}:{}: ", file.name, at.line, at.column))
    });
    printable(&format!("{}{diagnostic}", place.unwrap_or_default())) + "\n"
}

/// Makes control, bidirectional and invisible characters visible, so that a hostile text cannot change what a
/// terminal shows.
fn printable(text: &str) -> String {
    text.chars().flat_map(|c| if is_hidden(c) { c.escape_unicode().collect::<Vec<_>>() } else { vec![c] }).collect()
}

fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The lines around a label, cut to a length that can be read.
struct Excerpt {
    text: String,
    /// Where the excerpt starts in the file.
    start: usize,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    fn of(source: &str, from: usize, to: usize) -> Self {
        let from = floor(source, from.min(source.len()));
        let line_start = source[..from].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[from..].find('\n').map_or(source.len(), |at| from + at);
        let to = floor(source, to.clamp(from, line_end.max(from)));
        let start = if from - line_start > SHOWN_LINE / 2 { floor(source, from - SHOWN_LINE / 2) } else { line_start };
        let end = floor(source, line_end.min(start + SHOWN_LINE).max(from));
        // Hidden characters are replaced one for one, so that the marks below stay under the right columns.
        let show = |part: &str| part.chars().map(|c| if is_hidden(c) { '\u{FFFD}' } else { c }).collect::<String>();
        let before = show(&source[start..from]);
        let marked = show(&source[from..to.min(end).max(from)]);
        let after = show(&source[to.min(end).max(from)..end]);
        let span = before.len()..before.len() + marked.len();
        Self { text: format!("{before}{marked}{after}"), start, span }
    }
}

fn floor(source: &str, mut at: usize) -> usize {
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}
