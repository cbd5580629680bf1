//! `opine render`: one or several documents of a case.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Failure, Shared, Terminal, engine, issued, locales, open, refuse};
use crate::case::Case;
use crate::case::model::LocaleTag;
use crate::document::DocumentKind;
use crate::engine::{Engine, Render as Job};
use crate::files::write_atomic;

#[derive(Debug, Args)]
pub(super) struct Render {
    /// The case: a folder, a file, or `-` for standard input
    case: PathBuf,
    /// Which documents; all three without this
    #[arg(long, value_delimiter = ',', value_name = "KIND")]
    document: Vec<DocumentKind>,
    /// Which locales; all of the case without this
    #[arg(long, value_delimiter = ',', value_name = "TAG")]
    locale: Vec<String>,
    /// The folder to write to; `-` writes a single document to standard output
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Pdf)]
    format: Format,
    /// Dots per inch of PNG pictures
    #[arg(long, default_value_t = 110.0, value_name = "DPI")]
    resolution: f64,
    /// The date of the documents (YYYY-MM-DD); the case's release date without this
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Sets the patient's parts in large print
    #[arg(long)]
    large_print: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One PDF for each document
    Pdf,
    /// One picture for each page
    Png,
    /// The composed document before layout, as JSON
    Json,
}

/// All three kinds, in the order they are made.
pub(super) const KINDS: [DocumentKind; 3] =
    [DocumentKind::Consultation, DocumentKind::PatientSummary, DocumentKind::Booklet];

/// File name without ending: kind and locale, and nothing of the patient.
pub(super) fn stem(kind: DocumentKind, locale: LocaleTag) -> String {
    format!("{}.{}", kind.as_str(), locale.as_str())
}

impl Render {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let case = open(&self.case, terminal)?;
        let engine = engine(shared, terminal, self.large_print)?;
        let locales = locales(&self.locale, &case)?;
        let kinds = if self.document.is_empty() { KINDS.to_vec() } else { self.document.clone() };
        let to_stdout = self.out == Path::new("-");
        if to_stdout && (kinds.len() * locales.len() != 1 || self.format == Format::Png) {
            return Err(Failure::Usage(
                "`--out -` writes one PDF or JSON: name one document and one locale".to_owned(),
            ));
        }
        let date = issued(self.date.as_deref())?;
        for locale in locales {
            for &kind in &kinds {
                let mut job = Job::new(kind, locale);
                if let Some(date) = date {
                    job = job.issued(date);
                }
                for (name, bytes) in self.outputs(&engine, &case, job, kind, locale, terminal)? {
                    if to_stdout {
                        terminal.data(&bytes)?;
                    } else {
                        let path = self.out.join(&name);
                        write_atomic(&path, &bytes)
                            .map_err(|error| Failure::Usage(format!("cannot write `{}`: {error}", path.display())))?;
                        terminal.say(&path.display().to_string());
                    }
                }
            }
        }
        Ok(())
    }

    fn outputs(
        &self,
        engine: &Engine,
        case: &Case,
        job: Job,
        kind: DocumentKind,
        locale: LocaleTag,
        terminal: &Terminal,
    ) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let refused = |diagnostics| refuse(&diagnostics, case, terminal);
        let stem = stem(kind, locale);
        Ok(match self.format {
            Format::Json => {
                let document = engine.compose(case, job).map_err(refused)?;
                let json = serde_json::to_vec_pretty(&document).map_err(|error| Failure::Usage(error.to_string()))?;
                vec![(format!("{stem}.json"), json)]
            }
            Format::Pdf => {
                let pdf = engine.render(case, job).map_err(refused)?;
                vec![(format!("{stem}.pdf"), pdf)]
            }
            Format::Png => {
                let pages = engine.lay_out(case, job).and_then(|laid| laid.png(self.resolution)).map_err(refused)?;
                pages.into_iter().enumerate().map(|(i, png)| (format!("{stem}-{:03}.png", i + 1), png)).collect()
            }
        })
    }
}
