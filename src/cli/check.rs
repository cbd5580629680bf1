//! `opine check`: everything that is wrong with a case, at once.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failure, Shared, Terminal, engine, open, read};
use crate::diagnostics::{Diagnostics, SourceMap, render_json, render_sarif, render_short};
use crate::rules::Stage;

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The case: a folder, a file, or `-` for standard input
    case: PathBuf,
    /// How far the case has come, which decides what blocks: draft, review or release
    #[arg(long, default_value = "draft")]
    stage: Stage,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the source line shown
    Human,
    /// One line each
    Short,
    /// Versioned JSON
    Json,
    /// SARIF 2.1.0
    Sarif,
}

impl Check {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let (diagnostics, sources) = match self.open(terminal) {
            Ok(case) => {
                let engine = engine(shared, terminal, false)?;
                (engine.check(&case, self.stage), case.sources)
            }
            Err(Opened::Failure(failure)) => return Err(failure),
            Err(Opened::Unreadable(failure)) => (failure.diagnostics, failure.sources),
        };
        self.print(&diagnostics, &sources, terminal)?;
        if diagnostics.has_errors() { Err(Failure::Case) } else { Ok(()) }
    }

    /// A case that cannot be read is still reported in the format asked for.
    fn open(&self, terminal: &Terminal) -> Result<crate::Case, Opened> {
        if self.format == Format::Human {
            return open(&self.case, terminal).map_err(Opened::Failure);
        }
        read(&self.case).map_err(Opened::Failure)?.map_err(Opened::Unreadable)
    }

    fn print(&self, diagnostics: &Diagnostics, sources: &SourceMap, terminal: &Terminal) -> Result<(), Failure> {
        match self.format {
            Format::Human => {
                terminal.diagnostics(diagnostics, sources);
                terminal.summary(diagnostics);
            }
            Format::Short => {
                let lines: String = diagnostics.0.iter().map(|d| render_short(d, sources)).collect();
                terminal.data(lines.as_bytes())?;
            }
            Format::Json | Format::Sarif => {
                let value = match self.format {
                    Format::Json => render_json(&diagnostics.0, sources),
                    _ => render_sarif(&diagnostics.0, sources),
                };
                terminal.data(format!("{value:#}\n").as_bytes())?;
            }
        }
        Ok(())
    }
}

enum Opened {
    Failure(Failure),
    Unreadable(crate::LoadFailure),
}
