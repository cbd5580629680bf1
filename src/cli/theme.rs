//! `opine theme init` and `opine theme check`.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Failure, Shared, Terminal, engine};
use crate::files::write_atomic;
use crate::theme::{Theme, built_in_files};

#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    /// Writes out every built-in file that a theme can replace
    Init {
        /// The folder; it must not be there yet, or be empty
        dir: PathBuf,
        /// Writes only `theme.yaml`, which is enough for brand, colours, paper and sizes
        #[arg(long)]
        settings_only: bool,
    },
    /// Says whether a theme can be used: places of files, settings, contrast, fonts, words, templates
    Check {
        /// The folder
        dir: PathBuf,
    },
}

impl ThemeCommand {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        match self {
            Self::Init { dir, settings_only } => {
                if dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
                    return Err(Failure::Usage(format!(
                        "`{}` is there and not empty; nothing was written",
                        dir.display()
                    )));
                }
                let mut count = 0;
                for (path, bytes) in built_in_files() {
                    let target = match path.as_str() {
                        "templates/theme.yaml" => "theme.yaml",
                        _ if *settings_only => continue,
                        _ => &path,
                    };
                    write_atomic(&dir.join(target), &bytes)?;
                    count += 1;
                }
                terminal.say(&format!("wrote {count} files to {}; delete what you do not change", dir.display()));
                Ok(())
            }
            Self::Check { dir } => {
                let theme = Theme::builtin().map_err(|problem| Failure::Usage(problem.to_string()))?;
                let found = match theme.overlay(dir) {
                    Ok(theme) => crate::Engine::builder().theme(theme).build().err().map(|d| (d, Default::default())),
                    Err(problem) => Some((problem.diagnostics, problem.sources)),
                };
                if let Some((diagnostics, sources)) = found {
                    terminal.diagnostics(&diagnostics, &sources);
                    terminal.summary(&diagnostics);
                    return Err(Failure::Case);
                }
                // A template is only sound if it sets a document.
                let engine = engine(&Shared { theme: vec![dir.clone()], ..shared.clone() }, terminal, false)?;
                super::doctor::try_out(&engine, terminal)?;
                terminal.say("the theme is sound");
                Ok(())
            }
        }
    }
}
