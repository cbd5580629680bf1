//! The text of an RTF file as it comes, as paragraphs and tables.

use super::narrative::paragraph;
use super::narrative_look::Look;
use super::{MAX_PASSAGES, Passage, Run};
use crate::records::picture::Reason;

/// The most cells of all tables.
const MAX_CELLS: usize = 400_000;

/// One of the streams of text: the body, a header, the notes.
#[derive(Default)]
pub struct Flow {
    out: Vec<Passage>,
    runs: Vec<Run>,
    cells: Vec<Vec<Run>>,
    rows: Vec<Vec<Vec<Run>>>,
    count: usize,
}

impl Flow {
    /// Adds a character.
    pub fn push(&mut self, c: char, look: Look) {
        let Look { strong, emphasis, sub, sup } = look;
        match self.runs.last_mut() {
            Some(run) if (run.strong, run.emphasis, run.sub, run.sup) == (strong, emphasis, sub, sup) => {
                run.text.push(c)
            }
            _ => self.runs.push(Run { text: c.to_string(), strong, emphasis, sub, sup }),
        }
    }

    /// Ends a paragraph; in a table it is a line of a cell.
    pub fn paragraph(&mut self, in_table: bool) -> Result<(), Reason> {
        if in_table || !self.cells.is_empty() {
            self.push('\n', Look::default());
            return Ok(());
        }
        self.table()?;
        self.out.extend(paragraph(std::mem::take(&mut self.runs)));
        if self.out.len() > MAX_PASSAGES { Err(Reason::TooLarge) } else { Ok(()) }
    }

    /// Ends a cell.
    pub fn cell(&mut self) -> Result<(), Reason> {
        self.count += 1;
        if self.count > MAX_CELLS {
            return Err(Reason::TooLarge);
        }
        let cell = match paragraph(std::mem::take(&mut self.runs)) {
            Some(Passage::Para(runs)) => runs,
            _ => Vec::new(),
        };
        self.cells.push(cell);
        Ok(())
    }

    /// Ends a row.
    pub fn row(&mut self) {
        if !self.cells.is_empty() {
            self.rows.push(std::mem::take(&mut self.cells));
        }
    }

    fn table(&mut self) -> Result<(), Reason> {
        let mut rows = std::mem::take(&mut self.rows);
        if rows.iter().flatten().all(Vec::is_empty) {
            return Ok(());
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width.saturating_mul(rows.len()) > MAX_CELLS {
            return Err(Reason::TooLarge);
        }
        rows.iter_mut().for_each(|row| row.resize(width, Vec::new()));
        self.out.push(Passage::Table { head: Vec::new(), rows });
        Ok(())
    }

    /// All of it.
    pub fn finish(mut self) -> Result<Vec<Passage>, Reason> {
        if !self.cells.is_empty() {
            self.cell()?;
            self.row();
        }
        self.paragraph(false)?;
        Ok(self.out)
    }
}
