//! Walking the inlines of blocks, wherever they stand.

use super::{Block, Figure, Inline};

/// Calls `visit` on every list of inlines in reading order, with the words that name where it stands: the label of the
/// item around it, or `owner`. Lists nested in inlines are reached through [`children`]; footnotes are visited after
/// the list they stand in.
pub(crate) fn each_list(blocks: &mut [Block], owner: &str, visit: &mut dyn FnMut(&mut Vec<Inline>, &str)) {
    for block in blocks {
        match block {
            Block::Para { c } | Block::Heading { c, .. } => list(c, owner, visit),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each_list(item, owner, visit)),
            Block::Tasks { items } => items.iter_mut().for_each(|item| each_list(&mut item.c, owner, visit)),
            Block::Quote { by, c, .. } => {
                each_list(c, owner, visit);
                if let Some(by) = by {
                    list(by, owner, visit);
                }
            }
            Block::Table { caption, head, rows, .. } => {
                if let Some(caption) = caption {
                    list(caption, owner, visit);
                }
                head.iter_mut().for_each(|cell| list(cell, owner, visit));
                rows.iter_mut().flatten().for_each(|cell| each_list(cell, owner, visit));
            }
            Block::Facts { items } => items.iter_mut().for_each(|item| list(&mut item.value, owner, visit)),
            Block::Callout { c, .. } | Block::Keep { c } | Block::Lang { c, .. } => each_list(c, owner, visit),
            Block::Item { label, title, c, back, .. } => {
                let label = label.clone();
                let inner = if label.is_empty() { owner } else { &label };
                list(title, inner, visit);
                each_list(c, inner, visit);
                list(back, inner, visit);
            }
            Block::Figure { caption, figure, .. } => {
                each_figure_list(figure, owner, visit);
                list(caption, owner, visit);
            }
            Block::Columns { columns } => columns.iter_mut().for_each(|column| each_list(&mut column.c, owner, visit)),
            Block::SignatureBox { statement, .. } => list(statement, owner, visit),
            Block::Code { .. } | Block::Rule | Block::NoteLines { .. } => {}
        }
    }
}

fn each_figure_list(figure: &mut Figure, owner: &str, visit: &mut dyn FnMut(&mut Vec<Inline>, &str)) {
    match figure {
        Figure::Opinions { rows, .. } => {
            for row in rows {
                each_list(&mut row.first, owner, visit);
                each_list(&mut row.second, owner, visit);
            }
        }
        Figure::Icons { arrays, .. } => arrays.iter_mut().for_each(|array| list(&mut array.note, owner, visit)),
        Figure::Options { rows, .. } => {
            rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| list(cell, owner, visit));
        }
        Figure::Steps { steps } => steps.iter_mut().for_each(|step| list(&mut step.text, owner, visit)),
        Figure::Timeline { .. } | Figure::Series { .. } => {}
    }
}

fn list(inlines: &mut Vec<Inline>, owner: &str, visit: &mut dyn FnMut(&mut Vec<Inline>, &str)) {
    visit(inlines, owner);
    notes(inlines, owner, visit);
}

fn notes(inlines: &mut [Inline], owner: &str, visit: &mut dyn FnMut(&mut Vec<Inline>, &str)) {
    for inline in inlines {
        if let Inline::Note { c } = inline {
            each_list(c, owner, visit);
        } else if let Some(inner) = children(inline) {
            notes(inner, owner, visit);
        }
    }
}

/// The inlines inside an inline.
pub(crate) fn children(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    match inline {
        Inline::Emph { c }
        | Inline::Strong { c }
        | Inline::Strike { c }
        | Inline::Sup { c }
        | Inline::Sub { c }
        | Inline::Link { c, .. }
        | Inline::Ref { c, .. }
        | Inline::Term { c, .. }
        | Inline::Lang { c, .. } => Some(c),
        _ => None,
    }
}

/// The words of inlines, with nothing for citations and footnotes.
pub(crate) fn plain_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { s } | Inline::Code { s } => out.push_str(s),
            Inline::Emph { c }
            | Inline::Strong { c }
            | Inline::Strike { c }
            | Inline::Sup { c }
            | Inline::Sub { c }
            | Inline::Link { c, .. }
            | Inline::Ref { c, .. }
            | Inline::Term { c, .. }
            | Inline::Lang { c, .. } => plain_inlines(c, out),
            Inline::Break => out.push(' '),
            Inline::CrossRef { id } | Inline::ShortRef { id } => out.push_str(id),
            Inline::Cite { .. } | Inline::Note { .. } | Inline::CiteKeys { .. } => {}
        }
    }
}
