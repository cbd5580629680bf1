//! `opine check`: everything that is wrong with a case, at once.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failure, Shared, Terminal, engine, fix, open, read, today};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, SourceMap, render_json, render_sarif, render_short};
use crate::review::{Folder, State, open_comments};
use crate::rules::Stage;

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The case: a folder, a file, or `-` for standard input
    case: PathBuf,
    /// How far the case has come, which decides what blocks: draft, review or release
    #[arg(long, default_value = "draft")]
    stage: Stage,
    /// The day it is checked for, such as 2026-03-09: what has expired or is too old then. Without it today, or the
    /// release date of a case that has one
    #[arg(long, value_name = "DATE")]
    on: Option<chrono::NaiveDate>,
    /// Makes the mechanical mends in the files, then checks again
    #[arg(long)]
    fix: bool,
    /// Fails on warnings that no waiver covers, too
    #[arg(long)]
    strict: bool,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the source line shown
    Human,
    /// One line each
    Short,
    /// Versioned JSON
    Json,
    /// SARIF 2.1.0
    Sarif,
}

impl Check {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let (diagnostics, sources) = match self.open(terminal) {
            Ok(case) => {
                let engine = engine(shared, terminal, false)?;
                let day = Some(self.on.unwrap_or_else(today));
                let found = |case: &crate::Case| with_comments(case, engine.check_on(case, self.stage, day));
                let diagnostics = found(&case);
                if self.fix {
                    let made = fix::apply(&case, &diagnostics)?;
                    terminal.say(&format!("{made} {} made", if made == 1 { "mend" } else { "mends" }));
                    match self.open(terminal) {
                        Ok(case) => (found(&case), case.sources),
                        Err(Opened::Failure(failure)) => return Err(failure),
                        Err(Opened::Unreadable(failure)) => (failure.diagnostics, failure.sources),
                    }
                } else {
                    (diagnostics, case.sources)
                }
            }
            Err(Opened::Failure(failure)) => return Err(failure),
            Err(Opened::Unreadable(failure)) => (failure.diagnostics, failure.sources),
        };
        self.print(&diagnostics, &sources, terminal)?;
        let open = diagnostics.0.iter().any(|d| d.is_error() || (self.strict && d.severity == Severity::Warning));
        if open { Err(Failure::Case) } else { Ok(()) }
    }

    /// A case that cannot be read is still reported in the format asked for.
    fn open(&self, terminal: &Terminal) -> Result<crate::Case, Opened> {
        if self.format == Format::Human {
            return open(&self.case, terminal).map_err(Opened::Failure);
        }
        read(&self.case).map_err(Opened::Failure)?.map_err(Opened::Unreadable)
    }

    /// What the numbers mean, in one sentence.
    fn verdict(&self, diagnostics: &Diagnostics) -> String {
        let warnings = diagnostics.0.iter().filter(|d| d.severity == Severity::Warning).count();
        match (diagnostics.has_errors(), warnings, self.stage) {
            (true, _, Stage::Draft) => "mend the errors first: they will keep the case from being signed".to_owned(),
            (true, _, Stage::Review) => "not ready for review: every error has to be mended".to_owned(),
            (true, _, Stage::Release) => "not to be released: every error has to be mended".to_owned(),
            (false, 0, Stage::Draft) => "complete so far; `--stage review` asks for more".to_owned(),
            (false, _, Stage::Draft) => "what is still open may stay open in a draft".to_owned(),
            (false, 0, Stage::Review) => "ready for review".to_owned(),
            (false, 0, Stage::Release) => "ready for the medical director's signature".to_owned(),
            (false, _, _) => "mend each warning, or accept it with a reason (`opine waive`)".to_owned(),
        }
    }

    fn print(&self, diagnostics: &Diagnostics, sources: &SourceMap, terminal: &Terminal) -> Result<(), Failure> {
        match self.format {
            Format::Human => {
                terminal.diagnostics(diagnostics, sources);
                terminal.summary(diagnostics);
                terminal.say(&self.verdict(diagnostics));
            }
            Format::Short => {
                let lines: String = diagnostics.0.iter().map(|d| render_short(d, sources)).collect();
                terminal.data(lines.as_bytes())?;
            }
            Format::Json | Format::Sarif => {
                let value = match self.format {
                    Format::Json => render_json(&diagnostics.0, sources),
                    _ => render_sarif(&diagnostics.0, sources),
                };
                terminal.data(format!("{value:#}\n").as_bytes())?;
            }
        }
        Ok(())
    }
}

/// What is found, with what the reviewers wrote when they returned the case.
fn with_comments(case: &crate::Case, mut found: Diagnostics) -> Diagnostics {
    // Who has signed with a key has signed, whatever `attestations` says.
    if let Some(Ok(state)) = case.folder.as_deref().map(|folder| State::read(&Folder::of(folder))) {
        let met = state.meets(case);
        found.0.retain(|diagnostic| !met.contains(&diagnostic.code));
    }
    match open_comments(case) {
        Ok(comments) => found.0.extend(comments.iter().map(|comment| {
            // What is not written, or has been taken out since, is shown at what is around it, with its path.
            let around = comment.path.rsplit_once('.').map_or("", |(around, _)| around);
            let place = case.place(&comment.path);
            let message = if place == case.place(around) {
                format!("{}: {}", comment.path, comment.text)
            } else {
                comment.text.clone()
            };
            let path = if place.is_some() { comment.path.as_str() } else { "id" };
            case.at(path, Diagnostic::warning("RVW-01", message))
                .hint("mend what the reviewer asks for and let the case be certified again: the comment goes with it")
        })),
        Err(error) => found.0.push(
            case.at("id", Diagnostic::warning("RVW-02", format!("what was signed cannot be read: {error}")))
                .hint("put back the folder `signatures` as it was: nothing in it is ever edited"),
        ),
    }
    found.sort();
    found
}

enum Opened {
    Failure(Failure),
    Unreadable(crate::LoadFailure),
}
