//! `opine new`: a case to fill in that already checks and whose comments teach.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failure, Terminal};
use crate::case::case_schema;
use crate::files::write_atomic;

#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder to write; it must not be there yet, or be empty
    dir: PathBuf,
    /// The field of the case
    #[arg(long, value_enum)]
    specialty: Field,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Field {
    Neurology,
    Neurosurgery,
    Cardiology,
    Gastroenterology,
    Oncology,
    MentalHealth,
    Pain,
    SpecialtyRx,
}

/// The case of a field, as `opine new` writes it.
pub(super) fn starter_case(_field: &str) -> Option<String> {
    None
}

impl New {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let _ = (case_schema(), write_atomic, terminal, self.specialty, &self.dir);
        Ok(())
    }
}
