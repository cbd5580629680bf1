//! `opine waive`: writes the entry that accepts a warning.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::Args;

use super::{Failure, Shared, Terminal, engine, now, open};
use crate::rules::{self, Stage};

#[derive(Debug, Args)]
pub(super) struct Waive {
    /// The case: a folder or a file
    case: PathBuf,
    /// The rule whose warning is accepted, such as `OPT-03`
    rule: String,
    /// What it is about, such as `options.O2`; not needed where the rule finds one thing only
    #[arg(long)]
    path: Option<String>,
    /// Who accepts it: the id of a specialist, the case manager or the medical director
    #[arg(long)]
    by: String,
    /// Why
    #[arg(long)]
    reason: String,
    /// When, such as 2026-03-09T14:30:00-05:00; now without this
    #[arg(long)]
    at: Option<DateTime<FixedOffset>>,
}

impl Waive {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let case = open(&self.case, terminal)?;
        let Some(rule) = rules::rule(&self.rule) else {
            return Err(Failure::Usage(format!("there is no rule `{}`", self.rule.escape_debug())));
        };
        if !case.content.parties.iter().any(|party| party.id.as_str() == self.by) {
            return Err(Failure::Usage(format!("the case has no party `{}`", self.by.escape_debug())));
        }
        let engine = engine(shared, terminal, false)?;
        let found = engine.check(&case, Stage::Release);
        let mut paths: Vec<&str> =
            found.0.iter().filter(|d| d.code == rule.id && !d.is_error()).filter_map(|d| d.path.as_deref()).collect();
        if paths.is_empty() && found.0.iter().any(|d| d.code == rule.id) {
            return Err(Failure::Usage(format!("what {} finds is an error: it has to be mended", rule.id)));
        }
        paths.dedup();
        let path = match (&self.path, paths.as_slice()) {
            (Some(path), paths) if paths.contains(&path.as_str()) => path.as_str(),
            (None, [path]) => path,
            (_, []) => return Err(Failure::Usage(format!("{} finds nothing in this case", rule.id))),
            (None, paths) => {
                return Err(Failure::Usage(format!("name one with --path: {}", paths.join(", "))));
            }
            (Some(path), paths) => {
                let message =
                    format!("{} finds nothing at `{}`, only at {}", rule.id, path.escape_debug(), paths.join(", "));
                return Err(Failure::Usage(message));
            }
        };
        let Some(digest) = rules::content_digest(&case, path) else {
            return Err(Failure::Usage(format!("the case has nothing at `{path}`")));
        };
        let at = self.at.unwrap_or_else(now);
        let text = |value: &str| serde_json::to_string(value).unwrap_or_default();
        let entry = format!(
            "  - rule: {}\n    path: {}\n    reason: {}\n    by: {}\n    at: {}\n    content_digest: {digest}\n",
            rule.id,
            text(path),
            text(&self.reason),
            self.by,
            at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        );
        terminal.say("add this to `waivers:` in the case; any edit of what it is about voids it");
        Ok(terminal.data(entry.as_bytes())?)
    }
}
