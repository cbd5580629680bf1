//! `opine schema`: what an editor needs to complete and check files as they are typed.

use clap::{Args, ValueEnum};

use super::{Failure, Terminal};
use crate::case::{case_schema, translation_schema};
use crate::theme::settings_schema;

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Which file the schema is of
    #[arg(value_enum, default_value_t = Of::Case)]
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// `case.yaml`
    Case,
    /// `translations/<locale>.yaml`
    Translation,
    /// `theme.yaml`
    Theme,
}

impl Schema {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let schema = match self.of {
            Of::Case => case_schema(),
            Of::Translation => translation_schema(),
            Of::Theme => settings_schema(),
        };
        Ok(terminal.data(format!("{schema:#}\n").as_bytes())?)
    }
}
