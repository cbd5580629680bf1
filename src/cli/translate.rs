//! `opine translate`: what is open in the translations, and the way to an agency and back.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{Failure, Shared, Terminal, locales, open, refuse};
use crate::case::model::{Id, LocaleTag, Origin, PDate};
use crate::case::{BlockState, Case, Method};
use crate::diagnostics::SourceId;
use crate::files::{read_from, read_limited, write_atomic};
use crate::xliff::{self, Change, ChangeKind, Count, Credit, Import, LocaleStatus, Scope};

#[derive(Debug, Subcommand)]
pub(super) enum Translate {
    /// Says how far the translations have come, and what is open
    Status(Status),
    /// Writes texts as XLIFF 2.1 for a translator or an agency
    Export(Export),
    /// Takes translations from an XLIFF file that came back
    Import(ImportFile),
}

#[derive(Debug, Args)]
pub(super) struct Status {
    /// The case: a folder or a file
    case: PathBuf,
    /// Only this locale; given again, several
    #[arg(long, value_name = "LOCALE")]
    locale: Vec<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables
    Human,
    /// Versioned JSON
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The case: a folder or a file
    case: PathBuf,
    /// The locale to translate into
    #[arg(long, value_name = "LOCALE")]
    locale: String,
    /// The file to write; standard output without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Every text, also those that are done
    #[arg(long, conflicts_with = "open")]
    all: bool,
    /// Only texts that are missing, stale or not reviewed, as without this
    #[arg(long)]
    open: bool,
}

#[derive(Debug, Args)]
pub(super) struct ImportFile {
    /// The case: a folder or a file
    case: PathBuf,
    /// The XLIFF file, or `-` for standard input
    file: PathBuf,
    /// Who translated: the id of a party of the case. Without it, who translated the case's texts so far
    #[arg(long, value_name = "ID")]
    translator: Option<String>,
    /// Who reviewed the translations that are taken: the id of another party
    #[arg(long, value_name = "ID", requires = "reviewed_on")]
    reviewer: Option<String>,
    /// When they were reviewed, such as 2026-03-09
    #[arg(long, value_name = "DATE", requires = "reviewer")]
    reviewed_on: Option<String>,
    /// How the translations were made
    #[arg(long, value_enum, default_value_t = Made::Human)]
    method: Made,
    /// Writes nothing, and shows what would change
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Made {
    /// By a person
    Human,
    /// By a machine, then edited by a person
    #[value(name = "post_edited")]
    PostEdited,
}

impl Translate {
    pub fn run(&self, _: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        match self {
            Self::Status(command) => command.run(terminal),
            Self::Export(command) => command.run(terminal),
            Self::Import(command) => command.run(terminal),
        }
    }
}

impl Status {
    fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let case = open(&self.case, terminal)?;
        let source = case.content.locale;
        let mut wanted = locales(&self.locale, &case)?;
        if !self.locale.is_empty() && wanted.contains(&source) {
            return Err(Failure::Usage(format!("the case is written in {}", source.as_str())));
        }
        wanted.retain(|locale| *locale != source);
        let found: Vec<LocaleStatus> = wanted.into_iter().map(|locale| xliff::status(&case, locale)).collect();
        let text = match self.format {
            Format::Human => human(&case, &found),
            Format::Json => format!("{:#}\n", machine(&case, &found)),
        };
        terminal.data(text.as_bytes())?;
        if found.iter().all(LocaleStatus::is_done) { Ok(()) } else { Err(Failure::Case) }
    }
}

fn word(state: BlockState) -> &'static str {
    match state {
        BlockState::Missing => "missing",
        BlockState::Stale => "stale",
        BlockState::Unreviewed => "unreviewed",
        BlockState::Fresh => "fresh",
        BlockState::Orphan => "orphan",
    }
}

fn percent(status: &LocaleStatus) -> String {
    format!("{}.{}%", status.per_mille() / 10, status.per_mille() % 10)
}

/// File, line and column of a place.
fn place(case: &Case, at: Option<Origin>) -> Option<(String, usize, usize)> {
    let origin = at?;
    let file = case.sources.get(SourceId(origin.file))?;
    let place = file.line_column(origin.start as usize);
    Some((file.name.clone(), place.line, place.column))
}

fn human(case: &Case, found: &[LocaleStatus]) -> String {
    if found.is_empty() {
        return format!("{} is in {} only\n", case.content.id, case.content.locale.as_str());
    }
    let number = |n: usize| n.to_string();
    let mut rows =
        vec![row(&["locale", "texts", "fresh", "stale", "missing", "unreviewed", "orphan", "words", "done"])];
    for status in found {
        rows.push(vec![
            status.locale.as_str().to_owned(),
            number(status.total.blocks),
            number(status.fresh.blocks),
            number(status.stale.blocks),
            number(status.missing.blocks),
            number(status.unreviewed.blocks),
            number(status.orphans),
            format!("{}/{}", status.fresh.words, status.total.words),
            percent(status),
        ]);
    }
    let mut text = table(&rows);
    let mut rows = vec![row(&["translator", "locale", "fresh", "stale", "unreviewed", "words"])];
    for status in found {
        for by in &status.translators {
            rows.push(vec![
                by.translator.clone(),
                status.locale.as_str().to_owned(),
                number(by.fresh.blocks),
                number(by.stale.blocks),
                number(by.unreviewed.blocks),
                number(by.fresh.words + by.stale.words + by.unreviewed.words),
            ]);
        }
    }
    if rows.len() > 1 {
        text.push('\n');
        text.push_str(&table(&rows));
    }
    for status in found.iter().filter(|status| !status.open.is_empty()) {
        text.push_str(&format!("\nopen in {}:\n", status.locale.as_str()));
        for block in &status.open {
            let place = place(case, block.at).map(|(file, line, _)| format!("  {file}:{line}")).unwrap_or_default();
            text.push_str(&format!("  {:<10}  {}{place}\n", word(block.state), block.path));
        }
    }
    text
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// The first column to the left, numbers to the right.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let line: Vec<String> = cells
            .map(
                |(index, (cell, width))| if index == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") },
            )
            .collect();
        text.push_str(line.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn machine(case: &Case, found: &[LocaleStatus]) -> serde_json::Value {
    let count = |count: Count| json!({ "blocks": count.blocks, "words": count.words });
    let locales: Vec<serde_json::Value> = found
        .iter()
        .map(|status| {
            let translators: Vec<serde_json::Value> = status
                .translators
                .iter()
                .map(|by| {
                    json!({
                        "translator": by.translator,
                        "fresh": count(by.fresh),
                        "stale": count(by.stale),
                        "unreviewed": count(by.unreviewed),
                    })
                })
                .collect();
            let open: Vec<serde_json::Value> = status
                .open
                .iter()
                .map(|block| {
                    let (file, line, column) = place(case, block.at)
                        .map_or((None, None, None), |(file, line, column)| (Some(file), Some(line), Some(column)));
                    json!({
                        "path": block.path,
                        "state": word(block.state),
                        "words": block.words,
                        "file": file,
                        "line": line,
                        "column": column,
                    })
                })
                .collect();
            json!({
                "locale": status.locale.as_str(),
                "done": status.is_done(),
                "percent": status.per_mille() as f64 / 10.0,
                "total": count(status.total),
                "fresh": count(status.fresh),
                "stale": count(status.stale),
                "missing": count(status.missing),
                "unreviewed": count(status.unreviewed),
                "orphans": status.orphans,
                "translators": translators,
                "open": open,
            })
        })
        .collect();
    json!({ "version": 1, "case": case.content.id.as_str(), "locales": locales })
}

impl Export {
    fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let case = open(&self.case, terminal)?;
        let locale: LocaleTag = self.locale.parse().map_err(Failure::Usage)?;
        let scope = if self.all { Scope::All } else { Scope::Open };
        let export = xliff::export(&case, locale, scope).map_err(|found| refuse(&found, &case, terminal))?;
        let Some(text) = export.xliff else {
            terminal.say(&format!("nothing is open in {}; `--all` exports every text", locale.as_str()));
            return Ok(());
        };
        match self.out.as_deref().filter(|out| *out != Path::new("-")) {
            Some(out) => write_atomic(out, text.as_bytes())
                .map_err(|error| Failure::Usage(format!("`{}` is not written: {error}", out.display())))?,
            None => terminal.data(text.as_bytes())?,
        }
        let texts = if export.units == 1 { "text" } else { "texts" };
        terminal.say(&format!("{} {texts}, {} words, into {}", export.units, export.words, locale.as_str()));
        terminal.say("the texts are a patient's data: send them only as such may be sent");
        Ok(())
    }
}

impl ImportFile {
    fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let case = open(&self.case, terminal)?;
        let Some(folder) = case.folder.clone() else {
            return Err(Failure::Usage("a case from standard input has no folder for translations".to_owned()));
        };
        let limit = xliff::Limits::default().bytes;
        let (name, bytes) = if self.file == Path::new("-") {
            ("standard input".to_owned(), read_from(std::io::stdin().lock(), limit))
        } else {
            (self.file.display().to_string(), read_limited(&self.file, limit))
        };
        let bytes = bytes.map_err(|error| Failure::Usage(format!("`{name}`: {error}")))?;
        let credit = self.credit()?;
        let import = match xliff::import(&case, &name, &bytes, &credit) {
            Ok(import) => import,
            Err(failure) => {
                terminal.diagnostics(&failure.diagnostics, &failure.sources);
                terminal.summary(&failure.diagnostics);
                terminal.say("nothing was imported");
                return Err(Failure::Case);
            }
        };
        terminal.diagnostics(&import.diagnostics, &import.sources);
        if self.dry_run {
            terminal.data(&preview(&import.changes)?)?;
        } else if !import.changes.is_empty() {
            let path = folder.join(format!("translations/{}.yaml", import.locale.as_str()));
            write_atomic(&path, import.yaml.as_bytes())
                .map_err(|error| Failure::Usage(format!("`{}` is left as it is: {error}", path.display())))?;
        }
        terminal.say(&self.summary(&import));
        Ok(())
    }

    fn summary(&self, import: &Import) -> String {
        let of = |kind| import.changes.iter().filter(|change| change.kind == kind).count();
        let counts = [
            (of(ChangeKind::New), "new"),
            (of(ChangeKind::Changed), "changed"),
            (of(ChangeKind::Confirmed), "confirmed"),
            (of(ChangeKind::Reviewed), "reviewed"),
            (import.changes.iter().filter(|change| change.stale).count(), "of them stale"),
            (import.unchanged, "unchanged"),
            (import.untranslated, "not translated"),
        ];
        let parts: Vec<String> =
            counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        let counted = if parts.is_empty() { "no texts".to_owned() } else { parts.join(", ") };
        let done = if self.dry_run { "would be " } else { "" };
        format!("{}: {done}{counted}", import.locale.as_str())
    }

    fn credit(&self) -> Result<Credit, Failure> {
        let id = |id: &String| id.parse::<Id>().map_err(Failure::Usage);
        let reviewed = match (&self.reviewer, &self.reviewed_on) {
            (Some(by), Some(on)) => Some((id(by)?, on.parse::<PDate>().map_err(Failure::Usage)?)),
            _ => None,
        };
        let method = match self.method {
            Made::Human => Method::Human,
            Made::PostEdited => Method::PostEdited,
        };
        Ok(Credit { method, translator: self.translator.as_ref().map(id).transpose()?, reviewed })
    }
}

/// What would change, text by text.
fn preview(changes: &[Change]) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    for change in changes {
        let kind = match change.kind {
            ChangeKind::New => "new",
            ChangeKind::Changed => "changed",
            ChangeKind::Confirmed => "confirmed",
            ChangeKind::Reviewed => "reviewed",
        };
        writeln!(out, "{kind}{}: {}", if change.stale { ", stale" } else { "" }, change.path)?;
        if matches!(change.kind, ChangeKind::New | ChangeKind::Changed) {
            for line in change.before.as_deref().unwrap_or_default().lines() {
                writeln!(out, "  - {line}")?;
            }
            for line in change.after.lines() {
                writeln!(out, "  + {line}")?;
            }
        }
    }
    Ok(out)
}
