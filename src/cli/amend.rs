//! `opine amend` and `opine addendum`: begin the next version of a released case.
//!
//! A released document is never edited. The case file gets the next version number and an entry in `amendments`; its
//! authors then change what is to be changed, and it goes through the same review.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::Args;

use super::{Failure, Terminal, now, open};
use crate::case::Case;
use crate::case::model::QuestionSource;
use crate::files::write_atomic;
use crate::review::{Folder, State};

#[derive(Debug, Args)]
pub(super) struct Amend {
    #[command(flatten)]
    entry: Entry,
}

#[derive(Debug, Args)]
pub(super) struct Addendum {
    #[command(flatten)]
    entry: Entry,
    /// The follow-up questions it answers, by id; each is in the case already, with `source: follow_up`
    #[arg(long, required = true, value_delimiter = ',', value_name = "ID")]
    questions: Vec<String>,
    /// Answers more follow-up questions than are included
    #[arg(long)]
    beyond_included: bool,
}

#[derive(Debug, Args)]
struct Entry {
    /// The case: a folder
    case: PathBuf,
    /// What changes, and why: printed in the documents
    #[arg(long)]
    reason: String,
    /// Who is responsible: the id of a party
    #[arg(long)]
    by: String,
    /// When, such as 2026-03-09T14:30:00-05:00; now without this
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime<FixedOffset>>,
}

impl Amend {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        self.entry.begin(terminal, "replaces", &[])
    }
}

impl Addendum {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let case = open(&self.entry.case, terminal)?;
        for id in &self.questions {
            match case.content.questions.iter().find(|question| question.id.as_str() == id) {
                Some(question) if question.source == QuestionSource::FollowUp => {}
                Some(_) => return Err(Failure::Usage(format!("question `{id}` is no follow-up question"))),
                None => return Err(Failure::Usage(format!("the case has no question `{id}`"))),
            }
        }
        let before: usize = case.content.amendments.iter().map(|amendment| amendment.questions.len()).sum();
        let included = case.content.follow_up.included_questions as usize;
        if before + self.questions.len() > included && !self.beyond_included {
            return Err(Failure::Usage(format!(
                "{included} follow-up questions are included, {before} of them used; say --beyond-included to answer more"
            )));
        }
        self.entry.begin(terminal, "appends", &self.questions)
    }
}

impl Entry {
    fn begin(&self, terminal: &Terminal, kind: &str, questions: &[String]) -> Result<(), Failure> {
        let case = open(&self.case, terminal)?;
        let Some(folder) = case.folder.clone() else {
            return Err(Failure::Usage("a case from standard input has no signed version".to_owned()));
        };
        let state = State::read(&Folder::of(&folder)).map_err(|error| Failure::Usage(error.to_string()))?;
        let version = case.content.version;
        if state.released(version).is_none() {
            return Err(Failure::Usage(format!(
                "version {version} is not released, so it can still be edited; only a released version is amended"
            )));
        }
        if !case.content.parties.iter().any(|party| party.id.as_str() == self.by) {
            return Err(Failure::Usage(format!("the case has no party `{}`", self.by.escape_debug())));
        }
        let entry = self.entry(kind, version, questions);
        let (name, text) = edited(&case, version, &entry)?;
        // Nothing is written that could not be read again.
        let tried = Case::from_text(&name, &text).map_err(|failure| Failure::Usage(failure.to_string()))?;
        if tried.content.version != version + 1 || tried.content.amendments.len() != case.content.amendments.len() + 1 {
            return Err(Failure::Usage(format!(
                "`{name}` is written in a way that cannot be edited by itself: set `version: {}` and add to `amendments`:\n{entry}",
                version + 1
            )));
        }
        write_atomic(&folder.join(&name), text.as_bytes())?;
        terminal.say(&format!(
            "`{name}` is now version {}: change what is to be changed, then review and sign it",
            version + 1
        ));
        Ok(())
    }

    /// The entry as a line of YAML, which is JSON too.
    fn entry(&self, kind: &str, version: u32, questions: &[String]) -> String {
        let text = |value: &str| serde_json::to_string(value).unwrap_or_default();
        let at = self.at.unwrap_or_else(now).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let questions = if questions.is_empty() {
            String::new()
        } else {
            format!(", \"questions\": {}", serde_json::json!(questions))
        };
        format!(
            "{{\"kind\": \"{kind}\", \"of_version\": {version}, \"reason\": {}, \"by\": {}, \"at\": \"{at}\"{questions}}}",
            text(&self.reason),
            text(&self.by)
        )
    }
}

/// The case file with the next version and one more amendment.
fn edited(case: &Case, version: u32, entry: &str) -> Result<(String, String), Failure> {
    let main = case.sources.get(case.main).ok_or_else(|| Failure::Usage("the case has no file".to_owned()))?;
    let (name, text) = (main.name.clone(), main.text.to_string());
    if text.trim_start().starts_with('{') {
        return Ok((name, json(&text, version, entry)?));
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let next = format!("version: {}", version + 1);
    match lines.iter().position(|line| line.starts_with("version:")) {
        Some(at) => lines[at] = next,
        // A case without a version is version 1.
        None => {
            let at = lines.iter().position(|line| line.starts_with("id:")).map_or(0, |at| at + 1);
            lines.insert(at, next);
        }
    }
    if let Some(at) = lines.iter().position(|line| line.starts_with("status:")) {
        lines[at] = "status: in_review".to_owned();
    }
    match lines.iter().position(|line| line.starts_with("amendments:")) {
        Some(at) if lines[at].trim() == "amendments:" => {
            let indent = lines.get(at + 1).map_or(2, |line| line.len() - line.trim_start().len());
            let end = (at + 1..lines.len())
                .find(|index| lines[*index].starts_with(|c: char| c.is_alphanumeric()))
                .unwrap_or(lines.len());
            lines.insert(end, format!("{}- {entry}", " ".repeat(indent)));
        }
        Some(at) if lines[at].trim() == "amendments: []" => lines[at] = format!("amendments:\n  - {entry}"),
        Some(_) => {}
        None => lines.push(format!("amendments:\n  - {entry}")),
    }
    Ok((name, lines.join("\n") + "\n"))
}

fn json(text: &str, version: u32, entry: &str) -> Result<String, Failure> {
    let failed = |error: serde_json::Error| Failure::Usage(error.to_string());
    let mut value: serde_json::Value = serde_json::from_str(text).map_err(failed)?;
    value["version"] = (version + 1).into();
    value["status"] = "in_review".into();
    let entry: serde_json::Value = serde_json::from_str(entry).map_err(failed)?;
    match value.get_mut("amendments").and_then(serde_json::Value::as_array_mut) {
        Some(amendments) => amendments.push(entry),
        None => value["amendments"] = serde_json::json!([entry]),
    }
    Ok(format!("{value:#}\n"))
}
