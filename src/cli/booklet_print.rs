//! `opine booklet print`: finished PDFs laid out for the printer.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failure, Terminal};
use crate::booklet::{Layout, print};
use crate::files::{read_limited, write_atomic};
use crate::records::pdf::PageSize;

/// Largest PDF that is laid out, in bytes.
const MAX_PDF: u64 = 512 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct Print {
    /// The PDFs, in their order
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The PDF to write
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// How pages are laid onto sheets
    #[arg(long, value_enum, default_value_t = How::Booklet)]
    layout: How,
    /// The paper in the printer; for `duplex` each page keeps its own without this
    #[arg(long, value_enum)]
    paper: Option<Paper>,
    /// The most sheets that are folded into each other
    #[arg(long, value_name = "SHEETS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=200))]
    signature: u16,
    /// How thick the paper is in millimetres: inner pages are moved towards the fold by as much for each sheet around them
    #[arg(long, value_name = "MM", default_value_t = 0.1)]
    thickness: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum How {
    /// Two pages on each side, to be folded and stitched through the spine
    Booklet,
    /// One page on each side, with blank pages so that files, parts and records begin on the right
    Duplex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Paper {
    /// 8.5 by 11 inches
    Letter,
    /// 11 by 17 inches: two letter pages at their full size
    Tabloid,
    /// 210 by 297 mm
    A4,
    /// 297 by 420 mm: two A4 pages at their full size
    A3,
}

impl Paper {
    fn upright(self) -> PageSize {
        let (width, height) = match self {
            Self::Letter => (612.0, 792.0),
            Self::Tabloid => (792.0, 1224.0),
            Self::A4 => (595.276, 841.89),
            Self::A3 => (841.89, 1190.551),
        };
        PageSize { width, height }
    }
}

impl Print {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        if !(0.0..=1.0).contains(&self.thickness) {
            return Err(Failure::Usage("paper is between 0 and 1 mm thick".to_owned()));
        }
        let mut documents = Vec::new();
        for path in &self.files {
            let bytes = read_limited(path, MAX_PDF);
            documents.push(bytes.map_err(|error| Failure::Usage(format!("`{}`: {error}", path.display())))?);
        }
        let layout = match self.layout {
            How::Duplex => Layout::Duplex { sheet: self.paper.map(Paper::upright) },
            How::Booklet => {
                let upright = self.paper.unwrap_or(Paper::Letter).upright();
                Layout::Folded {
                    sheet: PageSize { width: upright.height, height: upright.width },
                    signature: usize::from(self.signature),
                    thickness: self.thickness,
                }
            }
        };
        let mut out = Vec::new();
        let printed = print(documents, layout, &mut out).map_err(|found| Failure::Usage(found.to_string()))?;
        write_atomic(&self.out, &out)
            .map_err(|error| Failure::Usage(format!("cannot write `{}`: {error}", self.out.display())))?;
        let edge = if self.layout == How::Booklet { "short" } else { "long" };
        terminal.say(&format!(
            "{} sheets, {} sides, {} blank pages → {}\nprint on both sides, turned on the {edge} edge, at actual size",
            printed.sheets,
            printed.sides,
            printed.blank,
            self.out.display()
        ));
        Ok(())
    }
}
