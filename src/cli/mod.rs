//! The command line: one file for each command, this one for what they share.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 clean, 1 the case has errors, 2 usage,
//! configuration or input and output.

mod amend;
mod authority;
mod booklet;
mod booklet_open;
mod booklet_print;
mod check;
mod doctor;
mod explain;
mod fix;
mod key_list;
mod key_source;
mod keys;
mod log;
mod new;
mod package;
mod preview;
mod readability;
mod release;
mod render;
mod review_and_sign;
mod schema;
mod secrets;
mod terminal;
mod theme;
mod time_stamp;
mod translate;
mod verify;
mod waive;
mod withdraw;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::case::model::LocaleTag;
use crate::case::{Case, LoadFailure};
use crate::diagnostics::{Diagnostics, SourceMap};
use crate::engine::{Engine, EngineBuilder};
use crate::theme::Theme;
use terminal::Terminal;

/// Authors reports and builds booklets for remote medical second opinions.
#[derive(Debug, Parser)]
#[command(name = "opine", version, about, max_term_width = 100)]
struct Opine {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Args)]
struct Shared {
    /// A theme folder laid over the built-in one; several are laid one over the other
    #[arg(long, global = true, value_name = "DIR")]
    theme: Vec<PathBuf>,
    /// Says nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Never asks anything: what a command needs to know comes from its options
    #[arg(long, global = true)]
    no_input: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Renders documents of a case
    Render(render::Render),
    /// Works with the ACCESS booklet
    #[command(subcommand)]
    Booklet(booklet::Booklet),
    /// Finds what is wrong with a case
    Check(check::Check),
    /// Says how hard the patient's texts are to read
    Readability(readability::Readability),
    /// Says what a rule of `check` is for
    Explain(explain::Explain),
    /// Writes the entry that accepts a warning
    Waive(waive::Waive),
    /// Makes, certifies and shows the keys that people sign with
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Shows a case to who has to sign it, and signs: specialist, case manager, medical director
    ReviewAndSign(review_and_sign::ReviewAndSign),
    /// Says whether a signed file is what was signed, by whom, complete and in force
    Verify(verify::Verify),
    /// Puts a time stamp on a signature, also without a network
    TimeStamp(time_stamp::TimeStamp),
    /// Shows what was done to a case, by whom and when
    Log(log::Log),
    /// Begins the next version of a released case
    Amend(amend::Amend),
    /// Begins an addendum to a released case: answers to follow-up questions
    Addendum(amend::Addendum),
    /// Takes a released version back by a signed notice
    Withdraw(withdraw::Withdraw),
    /// Writes a case to fill in
    New(new::New),
    /// Prints the JSON Schema of a case, a translation or a theme
    Schema(schema::Schema),
    /// Makes and checks themes
    #[command(subcommand)]
    Theme(theme::ThemeCommand),
    /// Translations: what is open, and XLIFF for translators and agencies
    #[command(subcommand)]
    Translate(translate::Translate),
    /// Renders again whenever the case is saved
    Preview(preview::Preview),
    /// Says whether this installation is sound
    Doctor(doctor::Doctor),
    /// Prints a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Why a command ended without doing its work.
enum Failure {
    /// The case has errors; they have been shown.
    Case,
    /// Usage, configuration or input and output.
    Usage(String),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let opine = match Opine::try_parse_from(arguments) {
        Ok(opine) => opine,
        Err(error) => {
            // Help and version are answers, not errors; a closed pipe is the reader's choice.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let terminal = Terminal::new(opine.shared.quiet);
    // A reader made by others that panics over a foreign file means that the file is attached; what it says then may be of
    // the patient's.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let in_reader = panic.location().is_some_and(|place| place.file().contains("hayro"));
        if !in_reader && std::thread::current().name() != Some(crate::records::THREAD) {
            hook(panic);
        }
    }));
    let shared = &opine.shared;
    let result = match &opine.command {
        Command::Render(command) => command.run(shared, &terminal),
        Command::Booklet(command) => match command.run(shared, &terminal) {
            Ok(code) => return ExitCode::from(code),
            Err(Failure::Usage(message)) if command.verifies() => {
                terminal.error(&message);
                return ExitCode::from(verify::USAGE);
            }
            Err(failure) => Err(failure),
        },
        Command::Check(command) => command.run(shared, &terminal),
        Command::Readability(command) => command.run(shared, &terminal),
        Command::Explain(command) => command.run(&terminal),
        Command::Waive(command) => command.run(shared, &terminal),
        Command::Keys(command) => command.run(shared, &terminal),
        Command::ReviewAndSign(command) => command.run(shared, &terminal),
        Command::Verify(command) => match command.run(shared, &terminal) {
            Ok(code) => return ExitCode::from(code),
            Err(Failure::Usage(message)) => {
                terminal.error(&message);
                return ExitCode::from(verify::USAGE);
            }
            Err(Failure::Case) => return ExitCode::from(verify::USAGE),
        },
        Command::TimeStamp(command) => command.run(&terminal),
        Command::Log(command) => command.run(&terminal),
        Command::Amend(command) => command.run(&terminal),
        Command::Addendum(command) => command.run(&terminal),
        Command::Withdraw(command) => command.run(shared, &terminal),
        Command::New(command) => command.run(shared, &terminal),
        Command::Schema(command) => command.run(&terminal),
        Command::Theme(command) => command.run(shared, &terminal),
        Command::Translate(command) => command.run(shared, &terminal),
        Command::Preview(command) => command.run(shared, &terminal),
        Command::Doctor(command) => command.run(shared, &terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Opine::command(), "opine", &mut script);
            terminal.data(&script).map_err(Failure::from)
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Case) => ExitCode::from(1),
        Err(Failure::Usage(message)) => {
            terminal.error(&message);
            ExitCode::from(2)
        }
    }
}

/// The built-in theme with those laid over it that the command line names.
fn theme_of(shared: &Shared, terminal: &Terminal, large_print: bool) -> Result<Theme, Failure> {
    let mut theme = Theme::builtin().map_err(|problem| Failure::Usage(problem.to_string()))?;
    for folder in &shared.theme {
        theme = match theme.overlay(folder) {
            Ok(theme) => theme,
            Err(problem) => {
                terminal.diagnostics(&problem.diagnostics, &problem.sources);
                return Err(Failure::Usage(format!("the theme `{}` cannot be used", folder.display())));
            }
        };
    }
    if large_print {
        theme = theme.with_settings(|settings| settings.large_print = true);
    }
    Ok(theme)
}

/// The engine with the themes the command line names.
fn engine(shared: &Shared, terminal: &Terminal, large_print: bool) -> Result<Engine, Failure> {
    let theme = theme_of(shared, terminal, large_print)?;
    built(Engine::builder().theme(theme), terminal)
}

fn built(builder: EngineBuilder, terminal: &Terminal) -> Result<Engine, Failure> {
    builder.build().map_err(|diagnostics| {
        terminal.diagnostics(&diagnostics, &SourceMap::default());
        Failure::Usage("the theme cannot be used".to_owned())
    })
}

/// Reads a case; `-` is standard input.
fn read(path: &Path) -> Result<Result<Case, LoadFailure>, Failure> {
    if path == Path::new("-") {
        let limit = crate::case::Limits::default().case_file;
        let bytes = crate::files::read_from(std::io::stdin().lock(), limit)
            .map_err(|error| Failure::Usage(format!("standard input: {error}")))?;
        Ok(Case::from_bytes("standard input", &bytes))
    } else if !path.exists() {
        Err(Failure::Usage(format!("there is no `{}`", path.display())))
    } else {
        Ok(Case::open(path))
    }
}

/// Opens a case, or shows what keeps it from being opened.
fn open(path: &Path, terminal: &Terminal) -> Result<Case, Failure> {
    read(path)?.map_err(|failure| {
        terminal.diagnostics(&failure.diagnostics, &failure.sources);
        terminal.summary(&failure.diagnostics);
        Failure::Case
    })
}

/// Shows diagnostics of a case and fails.
fn refuse(diagnostics: &Diagnostics, case: &Case, terminal: &Terminal) -> Failure {
    terminal.diagnostics(diagnostics, &case.sources);
    terminal.summary(diagnostics);
    Failure::Case
}

/// Locales the command line names, or all of the case.
fn locales(wanted: &[String], case: &Case) -> Result<Vec<LocaleTag>, Failure> {
    let mut found = Vec::new();
    for name in wanted {
        let tag: LocaleTag = name.parse().map_err(Failure::Usage)?;
        if !case.locales().contains(&tag) {
            let own: Vec<&str> = case.locales().into_iter().map(LocaleTag::as_str).collect();
            return Err(Failure::Usage(format!("the case is not in {name}, only in {}", own.join(", "))));
        }
        if !found.contains(&tag) {
            found.push(tag);
        }
    }
    Ok(if found.is_empty() { case.locales() } else { found })
}

/// Today: the edge where the clock is read.
#[expect(clippy::disallowed_methods, reason = "this is the edge where the clock is read")]
fn now() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::Local::now().fixed_offset()
}

/// Today's date where the command runs.
fn today() -> chrono::NaiveDate {
    now().date_naive()
}

/// The date of a document as the command line gives it, or `SOURCE_DATE_EPOCH`.
fn issued(date: Option<&str>) -> Result<Option<chrono::NaiveDate>, Failure> {
    if let Some(date) = date {
        return chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d")
            .map(Some)
            .map_err(|_| Failure::Usage(format!("`{date}` is not a date such as 2026-03-09")));
    }
    #[expect(clippy::disallowed_methods, reason = "this is the edge where the environment is read")]
    let epoch = std::env::var("SOURCE_DATE_EPOCH");
    match epoch {
        Ok(epoch) => epoch
            .parse::<i64>()
            .ok()
            .and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0))
            .map(|moment| Some(moment.date_naive()))
            .ok_or_else(|| Failure::Usage("SOURCE_DATE_EPOCH is not a number of seconds".to_owned())),
        Err(_) => Ok(None),
    }
}
