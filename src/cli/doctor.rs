//! `opine doctor`: whether this installation is sound.

use std::time::Instant;

use clap::Args;

use super::new::{Field, write_starter};
use super::{Failure, Shared, Terminal, engine};
use crate::Engine;
use crate::booklet::{Build, Recipient};
use crate::case::Case;
use crate::case::model::LocaleTag;
use crate::engine::Render;
use crate::theme::built_in_files;

#[derive(Debug, Args)]
pub(super) struct Doctor {}

impl Doctor {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let mut lines = vec![format!("opine {}", env!("CARGO_PKG_VERSION"))];
        let start = Instant::now();
        let engine = engine(shared, terminal, false)?;
        lines.push(format!("built-in files   {} ok", built_in_files().len()));
        lines.push(format!("theme            {} ok", engine.theme().settings().institution.name));
        let fonts = engine.theme().files_in("fonts/").filter(|(path, _)| path.ends_with("tf")).count();
        lines.push(format!("fonts            {fonts} ok"));
        let locales: Vec<&str> =
            LocaleTag::ALL.iter().filter(|tag| engine.locale(**tag).is_some()).map(|t| t.as_str()).collect();
        lines.push(format!("locales          {} ok", locales.join(" ")));
        let pages = try_out(&engine, terminal)?;
        lines.push(format!("typesetting      {pages} pages, PDF/A-3a and PDF/UA-1 ok"));
        lines.push(format!("cores            {}", std::thread::available_parallelism().map_or(1, usize::from)));
        lines.push(format!("took             {:.2} s", start.elapsed().as_secs_f64()));
        terminal.data(format!("{}\n", lines.join("\n")).as_bytes())?;
        Ok(())
    }
}

/// Sets the case that `opine new` writes, in a folder that goes away again, and returns how many pages came of it.
pub(super) fn try_out(engine: &Engine, terminal: &Terminal) -> Result<usize, Failure> {
    let folder = tempfile::tempdir()?;
    write_starter(engine.theme(), Field::Oncology, folder.path())?;
    let case = Case::open(folder.path()).map_err(|failure| {
        terminal.diagnostics(&failure.diagnostics, &failure.sources);
        Failure::Usage("the case that `opine new` writes cannot be read".to_owned())
    })?;
    let mut pages = 0;
    for kind in super::render::KINDS {
        let set = engine.lay_out(&case, Render::new(kind, case.content.locale)).and_then(|laid| {
            laid.pdf()?;
            Ok(laid.pages())
        });
        pages += set.map_err(|diagnostics| {
            terminal.diagnostics(&diagnostics, &case.sources);
            Failure::Usage("the case that `opine new` writes cannot be set".to_owned())
        })?;
    }
    // Packages have templates of their own: the start page, the volume of records, the letters.
    for name in [None, Some("patient"), Some("treating-physician")] {
        let set = name.map(|name| Recipient::of(&case, name, case.content.consent.signed_on.latest())).transpose();
        let built = set.and_then(|recipient| {
            let folder = folder.path().join(name.unwrap_or("package"));
            let locales = [case.content.locale];
            let build = Build {
                engine,
                case: &case,
                locales: &locales,
                issued: None,
                signed: None,
                recipient,
                beside: &[],
                jobs: 1,
            };
            build.into_folder(&build.records(), &folder).map(|_| ())
        });
        built.map_err(|diagnostics| {
            terminal.diagnostics(&diagnostics, &case.sources);
            Failure::Usage("the package of the case that `opine new` writes cannot be built".to_owned())
        })?;
    }
    Ok(pages)
}
