//! `opine booklet`: the package that goes to patient and treating physician, built, opened and printed.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Subcommand};

use super::booklet_open::Open;
use super::booklet_print::Print;
use super::key_source::{KeySource, TokenOptions};
use super::package::{Draft, Sealing, archive_name, put_in_place, released_files, write_archive};
use super::secrets::PassphraseSource;
use super::{Failure, Shared, Terminal, built, issued, locales, now, open, refuse, theme_of, today};
use crate::booklet::{Build as PackageBuild, Made, Package, Recipient};
use crate::case::Case;
use crate::engine::Engine;
use crate::review::{Folder, State};

#[derive(Debug, Subcommand)]
pub(super) enum Booklet {
    /// Builds the package: documents in every locale, source records, start page, one archive
    Build(Box<Build>),
    /// Verifies an archive, then lists it or takes its files out
    Open(Open),
    /// Lays out a PDF for the printer: as a folded booklet, or for both sides of the sheet
    Print(Print),
}

#[derive(Debug, Args)]
pub(super) struct Build {
    /// The case: a folder or a file
    case: PathBuf,
    /// The folder to write to
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Builds for one reader: `patient`, `treating-physician`, or the id of a party; everything without this
    #[arg(long = "for", value_name = "RECIPIENT")]
    recipient: Option<String>,
    /// Which locales; all of the case, or the reader's own, without this
    #[arg(long, value_delimiter = ',', value_name = "TAG")]
    locale: Vec<String>,
    /// The date of the documents (YYYY-MM-DD); the case's release date without this
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Sets the patient's parts in large print
    #[arg(long)]
    large_print: bool,
    /// The identity that seals the archive, a folder of `opine keys new`; without it the archive is not signed
    #[arg(long, value_name = "DIR")]
    key: Option<PathBuf>,
    #[command(flatten)]
    token: TokenOptions,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// When the archive is sealed, such as 2026-03-09T14:30:00-05:00; now without this
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime<FixedOffset>>,
    /// Locks the archive for the way with a password (AES-256 ZIP), read from the first line of a file
    #[arg(long, value_name = "FILE")]
    delivery_password_file: Option<PathBuf>,
    /// How many documents are set at the same time; one for each core without this
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
}

impl Booklet {
    /// Whether it has the exit codes of `opine verify`.
    pub fn verifies(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<u8, Failure> {
        match self {
            Self::Build(build) => build.run(shared, terminal).map(|()| 0),
            Self::Open(open) => open.run(shared, terminal),
            Self::Print(print) => print.run(terminal).map(|()| 0),
        }
    }
}

impl Build {
    fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let start = Instant::now();
        let case = open(&self.case, terminal)?;
        let mut locales = locales(&self.locale, &case)?;
        let issued = issued(self.date.as_deref())?;
        let day = issued.unwrap_or_else(|| self.at.map_or_else(today, |at| at.date_naive()));
        let mut recipient = match &self.recipient {
            Some(name) => Some(Recipient::of(&case, name, day).map_err(|found| refuse(&found, &case, terminal))?),
            None => None,
        };
        if let Some(recipient) = &mut recipient {
            match (self.locale.as_slice(), locales.as_slice()) {
                ([], _) => {}
                (_, [one]) => recipient.locale = *one,
                _ => return Err(Failure::Usage("a package for one reader is in one locale: name one".to_owned())),
            }
            locales = vec![recipient.locale];
        }
        let builder =
            Engine::builder().theme(theme_of(shared, terminal, self.large_print)?).kept_layouts(3 * locales.len());
        let engine = built(builder, terminal)?;
        let released = self.released(&case)?;
        if released.is_some() && (self.large_print || !shared.theme.is_empty()) {
            let message = "the documents are as they were signed: `--large-print` and `--theme` change the letter and the records' volume only";
            terminal.say(message);
        }
        let build = PackageBuild {
            engine: &engine,
            case: &case,
            locales: &locales,
            issued,
            signed: released.as_ref().map(|released| released.documents.as_slice()),
            recipient,
            beside: released.as_ref().map_or(&[], |released| released.beside.as_slice()),
            jobs: self.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1),
        };
        // Everything is made beside the place it goes to, and put there when it is whole.
        let draft = Draft::begin(&self.out)?;
        let folder = draft.folder();
        let records = build.records();
        let package = build.into_folder(&records, &folder).map_err(|found| refuse(&found, &case, terminal))?;
        let sealing = self.sealing(shared, terminal)?;
        let name = archive_name(&case, recipient.as_ref().map(Recipient::slug), sealing.is_some());
        let mut files = write_archive(&package, &folder, draft.path(), &name, sealing.as_ref())?;
        if let Some(path) = &self.delivery_password_file {
            let locked = super::package::lock(draft.path(), &files, &name, path, terminal)?;
            files.push(locked);
        }
        put_in_place(&package, &folder, draft.path(), &files, &self.out)?;
        report(&case, &package, &name, &self.out, start.elapsed().as_secs_f64(), terminal);
        Ok(())
    }

    /// The release of this version, where there is one and nothing was changed since.
    fn released(&self, case: &Case) -> Result<Option<super::package::ReleasedFiles>, Failure> {
        let Some(folder) = case.folder.as_deref().map(Folder::of) else { return Ok(None) };
        let state = State::read(&folder).map_err(|error| Failure::Usage(error.to_string()))?;
        released_files(case, &state)
    }

    fn sealing(&self, shared: &Shared, terminal: &Terminal) -> Result<Option<Sealing>, Failure> {
        if self.key.is_none() && self.token.is_empty() {
            return Ok(None);
        }
        let source = KeySource::of(self.key.as_deref(), &self.token, "--key")?;
        let keys = source.open(&self.passphrase, shared, terminal)?;
        let at = self.at.unwrap_or_else(now);
        super::review_and_sign::must_be_certified(&*keys.p256, at)?;
        Ok(Some(Sealing { keys, at }))
    }
}

pub(super) fn cannot(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Usage(format!("cannot write `{}`: {error}", path.display()))
}

/// The summary a case manager reads.
fn report(case: &Case, package: &Package<'_>, archive: &str, out: &Path, seconds: f64, terminal: &Terminal) {
    terminal.say(&format!("case {} → {}", case.content.id, out.display()));
    let made: Vec<&Made> = package.documents.iter().chain(&package.volumes).collect();
    let width = made.iter().map(|one| one.file.len()).max().unwrap_or(0);
    for one in &made {
        terminal.say(&format!("  {:width$}  {:>4} pages  {:>8}", one.file, one.pages, size(one.size)));
    }
    for record in package.records.iter() {
        let Some(reading) = &record.reading else {
            terminal.say(&format!("  {}: the case names no file", record.id));
            continue;
        };
        if let Some(reason) = reading.attached {
            terminal.say(&format!("  {}: attached whole, not shown ({})", record.id, reason.as_str()));
        }
    }
    if package.records.withheld() > 0 {
        let records = if package.records.withheld() == 1 { "record is" } else { "records are" };
        terminal.say(&format!("  {} {records} withheld from this reader", package.records.withheld()));
    }
    let pages: usize = made.iter().map(|one| one.pages).sum();
    let state = if package.draft { "DRAFT until the medical director signs" } else { "as the medical director signed" };
    terminal.say(&format!("{} PDFs, {pages} pages, `{archive}`, in {seconds:.2} s; {state}", made.len()));
}

/// Rounded up, as the start page does.
fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1_000));
    }
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
