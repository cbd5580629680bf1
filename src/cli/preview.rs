//! `opine preview`: renders again whenever the case is saved, only what the change reaches.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use clap::Args;
use notify::{RecursiveMode, Watcher};
use sha2::{Digest, Sha256};

use super::render::{KINDS, stem};
use super::{Failure, Shared, Terminal, built, issued, locales, theme_of};
use crate::Engine;
use crate::case::Case;
use crate::document::DocumentKind;
use crate::engine::Render;
use crate::files::write_atomic;

/// Editors write a file in several steps; what comes within this time is one save.
const SETTLE: Duration = Duration::from_millis(25);

/// A preview comes back to the same nine documents again and again.
const KEPT_LAYOUTS: usize = 30;

#[derive(Debug, Args)]
pub(super) struct Preview {
    /// The case: a folder or a file
    case: PathBuf,
    /// The folder to write to
    #[arg(long, short, value_name = "DIR", default_value = "preview")]
    out: PathBuf,
    /// Which documents; all three without this
    #[arg(long, value_delimiter = ',', value_name = "KIND")]
    document: Vec<DocumentKind>,
    /// Which locales; the source locale without this
    #[arg(long, value_delimiter = ',', value_name = "TAG")]
    locale: Vec<String>,
    /// The date of the documents (YYYY-MM-DD); the case's release date without this
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Renders once and ends
    #[arg(long)]
    once: bool,
}

impl Preview {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        if !self.case.exists() {
            return Err(Failure::Usage(format!("there is no `{}`", self.case.display())));
        }
        let builder = Engine::builder().theme(theme_of(shared, terminal, false)?).kept_layouts(KEPT_LAYOUTS);
        let engine = built(builder, terminal)?;
        let mut written = HashMap::new();
        let (send, receive) = channel();
        let mut watcher = notify::recommended_watcher(move |event: Result<notify::Event, notify::Error>| {
            // Reading a file is an event too, and rendering reads them all.
            if event.is_ok_and(|event| !event.kind.is_access()) {
                let _ = send.send(());
            }
        })
        .map_err(|error| Failure::Usage(format!("cannot watch files here: {error}")))?;
        let folder = if self.case.is_dir() {
            self.case.clone()
        } else {
            self.case.parent().filter(|p| !p.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), PathBuf::from)
        };
        watcher
            .watch(&folder, RecursiveMode::Recursive)
            .map_err(|error| Failure::Usage(format!("cannot watch `{}`: {error}", folder.display())))?;
        self.round(&engine, &mut written, terminal)?;
        if self.once {
            return Ok(());
        }
        terminal.say(&format!("watching {}; end with Ctrl-C", folder.display()));
        while receive.recv().is_ok() {
            loop {
                match receive.recv_timeout(SETTLE) {
                    Ok(()) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
            }
            self.round(&engine, &mut written, terminal)?;
        }
        Ok(())
    }

    /// Renders what differs from what was written last. An error of the case is shown and the next save awaited.
    fn round(
        &self,
        engine: &Engine,
        written: &mut HashMap<String, [u8; 32]>,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        let case = match Case::open(&self.case) {
            Ok(case) => case,
            Err(failure) => {
                terminal.diagnostics(&failure.diagnostics, &failure.sources);
                terminal.summary(&failure.diagnostics);
                return Ok(());
            }
        };
        let date = issued(self.date.as_deref())?;
        let locales = if self.locale.is_empty() { vec![case.content.locale] } else { locales(&self.locale, &case)? };
        let kinds = if self.document.is_empty() { KINDS.to_vec() } else { self.document.clone() };
        for locale in locales {
            for kind in &kinds {
                let start = Instant::now();
                let mut job = Render::new(*kind, locale);
                if let Some(date) = date {
                    job = job.issued(date);
                }
                let composed = match engine.compose(&case, job) {
                    Ok(document) => document,
                    Err(diagnostics) => {
                        terminal.diagnostics(&diagnostics, &case.sources);
                        terminal.summary(&diagnostics);
                        return Ok(());
                    }
                };
                let name = format!("{}.pdf", stem(*kind, locale));
                let digest: [u8; 32] = Sha256::digest(serde_json::to_vec(&composed).unwrap_or_default()).into();
                if written.get(&name) == Some(&digest) {
                    continue;
                }
                match engine.lay_out_document(&case, job, &composed).and_then(|laid| laid.pdf()) {
                    Ok(pdf) => {
                        write_atomic(&self.out.join(&name), &pdf)?;
                        written.insert(name.clone(), digest);
                        terminal.say(&format!("{name}  {:.0} ms", start.elapsed().as_secs_f64() * 1000.0));
                    }
                    Err(diagnostics) => terminal.diagnostics(&diagnostics, &case.sources),
                }
            }
        }
        Ok(())
    }
}
