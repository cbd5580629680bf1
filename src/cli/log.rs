//! `opine log`: what was done to a case, by whom and when.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Failure, Terminal};
use crate::review::{Folder, State};
use crate::signing::log::Log as AuditLog;

#[derive(Debug, Args)]
pub(super) struct Log {
    /// The case: a folder
    case: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line for each act
    Human,
    /// The log itself: JSON lines, each with the hash of the one before
    Jsonl,
    /// Versioned JSON with what was verified
    Json,
}

impl Log {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        if !self.case.is_dir() {
            return Err(Failure::Usage(format!("there is no folder `{}`", self.case.display())));
        }
        let state = State::read(&Folder::of(&self.case)).map_err(|error| usage(&error))?;
        let Some(last) = state.acts.last() else {
            terminal.say("nothing has been signed yet");
            return Ok(());
        };
        let bytes = last.log().map_err(|error| usage(&error))?;
        let log = match AuditLog::read(&bytes) {
            Ok(log) => log,
            Err(problem) => {
                terminal.error(&format!("the audit log has been altered: {problem}"));
                return Err(Failure::Case);
            }
        };
        // Every approval carries the head the log had: a tail that was cut off shows here.
        for act in &state.acts {
            if let Err(problem) = log.contains(&act.record.log) {
                terminal.error(&format!("the audit log does not fit act {}: {problem}", act.number));
                return Err(Failure::Case);
            }
        }
        let text = match self.format {
            Format::Jsonl => bytes,
            Format::Human => human(&log).into_bytes(),
            Format::Json => {
                let head = log.head();
                let value = json!({
                    "version": 1,
                    "intact": true,
                    "size": head.size,
                    "head": head.head.to_string(),
                    "entries": log.entries(),
                });
                format!("{value:#}\n").into_bytes()
            }
        };
        terminal.data(&text)?;
        terminal.say(&format!("{} entries, chain intact, head {}", log.entries().len(), log.head().head));
        Ok(())
    }
}

fn human(log: &AuditLog) -> String {
    let word = |value: serde_json::Value| value.as_str().map(|word| word.replace('_', " ")).unwrap_or_default();
    let entries = log.entries();
    let width = entries.iter().map(|entry| entry.actor.len()).max().unwrap_or(0);
    entries
        .iter()
        .map(|entry| {
            let objects: Vec<String> = entry
                .objects
                .iter()
                .map(|(object, value)| {
                    let name = word(serde_json::to_value(object).unwrap_or_default());
                    // Digests are told by their first characters.
                    format!("{name} {}", if value.len() == 64 { value.get(..12).unwrap_or(value) } else { value })
                })
                .collect();
            format!(
                "{:>4}  {}  {:width$}  {:<9} {}\n",
                entry.sequence,
                entry.at.format("%Y-%m-%d %H:%M:%S %:z"),
                entry.actor,
                word(serde_json::to_value(entry.action).unwrap_or_default()),
                objects.join(", ")
            )
        })
        .collect()
}
