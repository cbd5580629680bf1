//! Tables of narratives as grids.

use super::narrative::{Flow, Narrator};
use super::narrative_look::{Look, is_deleted, styled};
use super::xml::{Child, Element};
use super::{Passage, Run};
use crate::records::picture::Reason;

/// The most cells of all tables of a record, those that spans fill included.
const MAX_CELLS: usize = 400_000;
/// The most columns.
const MAX_COLUMNS: usize = 1_000;

struct Cell {
    passages: Vec<Passage>,
    columns: usize,
    rows: usize,
    is_heading: bool,
}

#[derive(Default)]
struct Groups {
    head: Vec<Vec<Cell>>,
    bodies: Vec<Vec<Vec<Cell>>>,
    foot: Vec<Vec<Cell>>,
}

impl Narrator {
    /// Reads a table; its caption, and what stands in it outside of cells, come before it.
    pub(super) fn table(&mut self, table: &Element, look: Look, flow: &mut Flow) -> Result<(), Reason> {
        let mut groups = Groups::default();
        let mut loose = Vec::new();
        for child in &table.children {
            let Child::Element(element) = child else {
                self.child(child, look, flow)?;
                continue;
            };
            let name = element.name.to_ascii_lowercase();
            let look = styled(element, look);
            match name.as_str() {
                _ if is_deleted(element, &name) => self.child(child, look, flow)?,
                "tr" => loose.extend(self.row(element, look, flow)?),
                "thead" => groups.head.extend(self.rows(element, look, flow)?),
                "tfoot" => groups.foot.extend(self.rows(element, look, flow)?),
                "tbody" => {
                    groups.bodies.push(std::mem::take(&mut loose));
                    let rows = self.rows(element, look, flow)?;
                    groups.bodies.push(rows);
                }
                _ => self.child(child, look, flow)?,
            }
        }
        groups.bodies.push(loose);
        flow.flush();
        flow.out.extend(self.grid(groups)?);
        Ok(())
    }

    fn rows(&mut self, group: &Element, look: Look, flow: &mut Flow) -> Result<Vec<Vec<Cell>>, Reason> {
        let mut rows = Vec::new();
        for child in &group.children {
            match child {
                Child::Element(row) if row.name.eq_ignore_ascii_case("tr") && !is_deleted(row, "tr") => {
                    rows.extend(self.row(row, styled(row, look), flow)?);
                }
                _ => self.child(child, look, flow)?,
            }
        }
        Ok(rows)
    }

    fn row(&mut self, row: &Element, look: Look, flow: &mut Flow) -> Result<Option<Vec<Cell>>, Reason> {
        let mut cells = Vec::new();
        for child in &row.children {
            let name = match child {
                Child::Element(cell) => cell.name.to_ascii_lowercase(),
                Child::Text(_) => String::new(),
            };
            match child {
                Child::Element(cell) if matches!(name.as_str(), "td" | "th") => {
                    let deleted = is_deleted(cell, &name);
                    self.leave_out(usize::from(deleted && cell.has_text()));
                    let passages = if deleted { Vec::new() } else { self.passages(cell, styled(cell, look))? };
                    let (columns, rows) = (span(cell, "colspan")?.max(1), span(cell, "rowspan")?);
                    cells.push(Cell { passages, columns, rows, is_heading: name == "th" });
                }
                _ => self.child(child, look, flow)?,
            }
        }
        Ok(if cells.is_empty() { None } else { Some(cells) })
    }

    fn grid(&mut self, groups: Groups) -> Result<Vec<Passage>, Reason> {
        let Groups { mut head, mut bodies, foot } = groups;
        bodies.push(foot);
        let is_heading = |row: &Vec<Cell>| row.iter().all(|cell| cell.is_heading && cell.rows == 1);
        if head.is_empty() {
            // Without a head, a first row of heading cells is one, if there are rows under it.
            let count: usize = bodies.iter().map(Vec::len).sum();
            let body = bodies.iter_mut().find(|body| !body.is_empty()).filter(|_| count > 1);
            if let Some(body) = body.filter(|body| body.first().is_some_and(is_heading)) {
                head.push(body.remove(0));
            }
        }
        let cells = || head.iter().chain(bodies.iter().flatten()).flatten();
        if cells().all(|cell| cell.passages.is_empty()) {
            return Ok(Vec::new());
        }
        if cells().count() == 1 {
            // A frame around other things.
            let cell = head.into_iter().chain(bodies.into_iter().flatten()).flatten().next();
            return Ok(cell.map(|cell| cell.passages).unwrap_or_default());
        }
        let mut head = self.fill(head, true)?;
        let mut rows = Vec::new();
        for body in bodies {
            rows.extend(self.fill(body, false)?);
        }
        let width = head.iter().chain(&rows).map(Vec::len).max().unwrap_or(0);
        if width > MAX_COLUMNS || width.saturating_mul(head.len() + rows.len()) > MAX_CELLS {
            return Err(Reason::TooLarge);
        }
        for row in head.iter_mut().chain(&mut rows) {
            row.resize(width, Vec::new());
        }
        Ok(vec![Passage::Table { head, rows }])
    }

    /// Rows with a cell in every place that they span (HTML, 4.9.12.1); no span leads out of its group.
    fn fill(&mut self, group: Vec<Vec<Cell>>, is_head: bool) -> Result<Vec<Vec<Vec<Run>>>, Reason> {
        let count = group.len();
        let mut pending: Vec<usize> = Vec::new();
        let mut out = Vec::with_capacity(count);
        for (index, cells) in group.into_iter().enumerate() {
            let mut row: Vec<Vec<Run>> = Vec::new();
            for cell in cells {
                while take(&mut pending, row.len()) {
                    row.push(Vec::new());
                }
                let left = count - index;
                let down = if cell.rows == 0 { left } else { cell.rows.min(left) } - 1;
                for _ in 0..cell.columns {
                    let at = row.len();
                    if at >= MAX_COLUMNS {
                        return Err(Reason::TooLarge);
                    }
                    if pending.len() <= at {
                        pending.resize(at + 1, 0);
                    }
                    take(&mut pending, at);
                    if let Some(pending) = pending.get_mut(at) {
                        *pending = down.max(*pending);
                    }
                    row.push(Vec::new());
                }
                let first = row.len() - cell.columns;
                if let Some(place) = row.get_mut(first) {
                    let mut runs = runs_of(cell.passages);
                    if cell.is_heading && !is_head {
                        runs.iter_mut().for_each(|run| run.strong = true);
                    }
                    *place = runs;
                }
            }
            while pending.iter().skip(row.len()).any(|rows| *rows > 0) {
                take(&mut pending, row.len());
                row.push(Vec::new());
            }
            self.cells = self.cells.saturating_add(row.len());
            if self.cells > MAX_CELLS {
                return Err(Reason::TooLarge);
            }
            out.push(row);
        }
        Ok(out)
    }
}

/// Takes one row off what spans down into this column.
fn take(pending: &mut [usize], column: usize) -> bool {
    match pending.get_mut(column) {
        Some(rows) if *rows > 0 => {
            *rows -= 1;
            true
        }
        _ => false,
    }
}

/// How far a cell spans; 1 if it does not say a number.
fn span(cell: &Element, name: &str) -> Result<usize, Reason> {
    match cell.attribute(name).map(|value| value.trim().parse::<u32>()) {
        Some(Ok(span)) => usize::try_from(span).map_err(|_| Reason::TooLarge),
        _ => Ok(1),
    }
}

/// What stands in a cell as lines: items with bullets or numbers, rows of inner tables one each.
pub(super) fn runs_of(passages: Vec<Passage>) -> Vec<Run> {
    let mut out = Vec::new();
    for passage in passages {
        let runs = match passage {
            Passage::Para(runs) => runs,
            Passage::Heading { text, .. } => vec![Run { text, strong: true, ..Run::default() }],
            Passage::Pre(text) => vec![Run { text, ..Run::default() }],
            Passage::List { ordered, items } => {
                let mut runs = Vec::new();
                for (index, item) in items.into_iter().enumerate() {
                    let mark = if ordered { format!("{}. ", index + 1) } else { "• ".to_owned() };
                    let mut item = runs_of(item);
                    item.insert(0, Run { text: mark, ..Run::default() });
                    append(&mut runs, item);
                }
                runs
            }
            Passage::Table { head, rows } => {
                let mut runs = Vec::new();
                for row in head.into_iter().chain(rows) {
                    let mut line: Vec<Run> = Vec::new();
                    for cell in row.into_iter().filter(|cell| !cell.is_empty()) {
                        if !line.is_empty() {
                            line.push(Run { text: "\u{2003}".to_owned(), ..Run::default() });
                        }
                        line.extend(cell);
                    }
                    append(&mut runs, line);
                }
                runs
            }
            Passage::Listing { .. } => Vec::new(),
        };
        append(&mut out, runs);
    }
    out
}

/// Adds runs as lines of their own.
fn append(runs: &mut Vec<Run>, more: Vec<Run>) {
    if more.is_empty() {
        return;
    }
    if let Some(last) = runs.last_mut() {
        last.text.push('\n');
    }
    runs.extend(more);
}

#[cfg(test)]
mod tests {
    use super::super::narrative::plain;
    use super::super::xml::parse;
    use super::*;

    fn read(xml: &str) -> Result<Vec<Passage>, Reason> {
        Narrator::default().narrate(&parse(&format!("<text>{xml}</text>"), false).unwrap())
    }

    fn grid(xml: &str) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let passages = read(xml).unwrap();
        let Some(Passage::Table { head, rows }) = passages.into_iter().next_back() else { panic!("no table") };
        let texts = |rows: Vec<Vec<Vec<Run>>>| {
            rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect()).collect::<Vec<Vec<String>>>()
        };
        (texts(head), texts(rows))
    }

    #[test]
    fn spans_are_filled() {
        let (head, rows) = grid(
            "<table><thead><tr><th>a</th><th colspan='2'>b</th></tr></thead><tfoot><tr><td>z</td></tr></tfoot>\
             <tbody><tr><td rowspan='2'>c</td><td>d</td><td rowspan='9'>e</td></tr><tr><td>f</td></tr></tbody></table>",
        );
        assert_eq!(head, [["a", "b", ""]]);
        assert_eq!(rows, [["c", "d", "e"], ["", "f", ""], ["z", "", ""]]);
    }

    #[test]
    fn a_first_row_of_heading_cells_is_the_head() {
        let (head, rows) = grid("<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>d</td></tr></table>");
        assert_eq!((head, rows), (vec![vec!["a".into(), "b".into()]], vec![vec!["c".into(), "d".into()]]));
    }

    #[test]
    fn cells_hold_lines() {
        let (_, rows) = grid(
            "<table><tr><td><list listType='ordered'><item>a</item><item>b</item></list></td><td>\
             <paragraph>c</paragraph><table><tr><td>d</td><td>e</td></tr></table></td></tr></table>",
        );
        assert_eq!(rows, [["1. a\n2. b", "c\nd\u{2003}e"]]);
    }

    #[test]
    fn wide_tables_are_refused() {
        assert_eq!(read("<table><tr><td colspan='4000000000'>a</td><td>b</td></tr></table>"), Err(Reason::TooLarge));
        let row = "<tr><td colspan='999'>a</td></tr>".repeat(500);
        assert_eq!(read(&format!("<table>{row}</table>")), Err(Reason::TooLarge));
        let rows = "<tr><td rowspan='100000'>a</td></tr>".repeat(300);
        assert!(read(&format!("<table>{rows}</table>")).is_ok());
    }
}
