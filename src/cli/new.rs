//! `opine new`: a case to fill in that already checks and whose comments teach.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Failure, Shared, Terminal, theme_of};
use crate::case::{case_schema, translation_schema};
use crate::files::write_atomic;
use crate::theme::Theme;

#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder to write; it must not be there yet, or be empty
    dir: PathBuf,
    /// The field of the case
    #[arg(long, value_enum)]
    specialty: Field,
}

/// The fields that have a case to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Field {
    Neurology,
    Neurosurgery,
    Cardiology,
    Gastroenterology,
    Oncology,
    MentalHealth,
    Pain,
    SpecialtyRx,
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Neurology => "neurology",
            Self::Neurosurgery => "neurosurgery",
            Self::Cardiology => "cardiology",
            Self::Gastroenterology => "gastroenterology",
            Self::Oncology => "oncology",
            Self::MentalHealth => "mental-health",
            Self::Pain => "pain",
            Self::SpecialtyRx => "specialty-rx",
        }
    }
}

impl New {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        if self.dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
            let dir = self.dir.display();
            return Err(Failure::Usage(format!("`{dir}` is there and not empty; nothing was written")));
        }
        let theme = theme_of(shared, terminal, false)?;
        write_starter(&theme, self.specialty, &self.dir)?;
        let dir = self.dir.display();
        terminal.say(&format!("wrote {dir}/case.yaml, references.bib and the schemas an editor completes from"));
        terminal.say(&format!("next: opine check {dir}, then opine preview {dir}"));
        Ok(())
    }
}

/// Writes the case of a field into a folder.
pub(super) fn write_starter(theme: &Theme, field: Field, dir: &Path) -> Result<(), Failure> {
    let name = field.name();
    let file = |path: String| {
        let missing = format!("the theme has no `{path}`");
        theme.file(&path).cloned().ok_or(Failure::Usage(missing))
    };
    let case = file(format!("templates/new/{name}.yaml"))?;
    let references = file(format!("templates/new/references/{name}.bib"))?;
    let write = |name: &str, bytes: &[u8]| {
        write_atomic(&dir.join(name), bytes)
            .map_err(|error| Failure::Usage(format!("cannot write `{}`: {error}", dir.join(name).display())))
    };
    write("references.bib", &references)?;
    write("case.schema.json", format!("{:#}\n", case_schema()).as_bytes())?;
    write("translation.schema.json", format!("{:#}\n", translation_schema()).as_bytes())?;
    std::fs::create_dir_all(dir.join("records"))?;
    // The case comes last: a folder without one is plainly unfinished.
    write("case.yaml", &case)
}
