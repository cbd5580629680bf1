//! `opine booklet build`: all three documents of a case in every locale.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, Subcommand};

use super::render::{KINDS, stem};
use super::{Failure, Shared, Terminal, built, issued, locales, open, refuse, theme_of};
use crate::case::Case;
use crate::case::model::LocaleTag;
use crate::diagnostics::Diagnostics;
use crate::document::DocumentKind;
use crate::engine::{Engine, Render};
use crate::files::write_atomic;
use crate::parallel::in_parallel;

#[derive(Debug, Subcommand)]
pub(super) enum Booklet {
    /// Builds the consultation report, the patient summary and the booklet in every locale
    Build(Build),
}

#[derive(Debug, Args)]
pub(super) struct Build {
    /// The case: a folder or a file
    case: PathBuf,
    /// The folder to write to
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Which locales; all of the case without this
    #[arg(long, value_delimiter = ',', value_name = "TAG")]
    locale: Vec<String>,
    /// The date of the documents (YYYY-MM-DD); the case's release date without this
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Sets the patient's parts in large print
    #[arg(long)]
    large_print: bool,
    /// How many documents are set at the same time; one for each core without this
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
}

/// A finished document.
struct Made {
    name: String,
    bytes: Vec<u8>,
    pages: usize,
    seconds: f64,
}

impl Booklet {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let Self::Build(build) = self;
        build.run(shared, terminal)
    }
}

impl Build {
    fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let start = Instant::now();
        let case = open(&self.case, terminal)?;
        let documents = KINDS.len() * locales(&self.locale, &case)?.len();
        let builder = Engine::builder().theme(theme_of(shared, terminal, self.large_print)?).kept_layouts(documents);
        let engine = built(builder, terminal)?;
        let locales = locales(&self.locale, &case)?;
        let date = issued(self.date.as_deref())?;
        // The booklets take longest, so they start first.
        let mut wanted: Vec<(DocumentKind, LocaleTag)> =
            KINDS.iter().rev().flat_map(|kind| locales.iter().map(move |locale| (*kind, *locale))).collect();
        wanted.dedup();
        let jobs = self.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
        let results = in_parallel(jobs.clamp(1, wanted.len().max(1)), &wanted, |(kind, locale)| {
            make(&engine, &case, *kind, *locale, date)
        });
        let mut made = Vec::new();
        let mut failed = Diagnostics::default();
        for result in results {
            match result {
                Ok(one) => made.push(one),
                Err(diagnostics) => failed.0.extend(diagnostics.0),
            }
        }
        if !failed.0.is_empty() {
            failed.sort();
            return Err(refuse(&failed, &case, terminal));
        }
        // Nothing is written before everything is made.
        made.sort_by(|a, b| a.name.cmp(&b.name));
        for one in &made {
            let path = self.out.join(&one.name);
            write_atomic(&path, &one.bytes)
                .map_err(|error| Failure::Usage(format!("cannot write `{}`: {error}", path.display())))?;
        }
        report(&case, &made, &self.out, start.elapsed().as_secs_f64(), terminal);
        Ok(())
    }
}

fn make(
    engine: &Engine,
    case: &Case,
    kind: DocumentKind,
    locale: LocaleTag,
    date: Option<chrono::NaiveDate>,
) -> Result<Made, Diagnostics> {
    let start = Instant::now();
    let mut job = Render::new(kind, locale);
    if let Some(date) = date {
        job = job.issued(date);
    }
    let laid = engine.lay_out(case, job)?;
    let bytes = laid.pdf()?;
    let name = format!("{}.pdf", stem(kind, locale));
    Ok(Made { name, pages: laid.pages(), bytes, seconds: start.elapsed().as_secs_f64() })
}

/// The summary a case manager reads.
fn report(case: &Case, made: &[Made], out: &Path, seconds: f64, terminal: &Terminal) {
    terminal.say(&format!("case {} → {}", case.content.id, out.display()));
    let width = made.iter().map(|one| one.name.len()).max().unwrap_or(0);
    for one in made {
        terminal.say(&format!(
            "  {:width$}  {:>3} pages  {:>7}  {:>5.2} s",
            one.name,
            one.pages,
            size(one.bytes.len()),
            one.seconds
        ));
    }
    let pages: usize = made.iter().map(|one| one.pages).sum();
    terminal.say(&format!(
        "{} documents, {pages} pages, in {seconds:.2} s; PDF/A-3a and PDF/UA-1; DRAFT until the medical director signs",
        made.len()
    ));
}

fn size(bytes: usize) -> String {
    if bytes >= 1_000_000 { format!("{:.1} MB", bytes as f64 / 1e6) } else { format!("{} kB", bytes.div_ceil(1000)) }
}
