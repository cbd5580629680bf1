//! `opine explain`: what a rule is for.

use std::fmt::Write as _;

use clap::Args;

use super::{Failure, Terminal};
use crate::diagnostics::Severity;
use crate::rules::{self, FAMILIES, Rule, Stage};

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule, such as `RCM-04`, or a family, such as `RCM`; without one, all rules in one line each
    rule: Option<String>,
    /// Prints all rules as Markdown: `docs/rules.md`
    #[arg(long, conflicts_with = "rule")]
    markdown: bool,
}

impl Explain {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let text = match &self.rule {
            _ if self.markdown => markdown(),
            None => list(&rules::all()),
            Some(name) => match rules::rule(name) {
                Some(rule) => page(rule),
                None => {
                    let family: Vec<&Rule> =
                        rules::all().into_iter().filter(|rule| rule.family().eq_ignore_ascii_case(name)).collect();
                    if family.is_empty() {
                        return Err(Failure::Usage(unknown(name)));
                    }
                    list(&family)
                }
            },
        };
        Ok(terminal.data(text.as_bytes())?)
    }
}

fn unknown(name: &str) -> String {
    let ids = rules::all();
    let near = crate::case::read::nearest(&name.to_ascii_uppercase(), ids.iter().map(|rule| rule.id));
    match near {
        Some(near) => format!("there is no rule `{}`; did you mean `{near}`?", name.escape_debug()),
        None => format!("there is no rule `{}`; `opine explain` lists them", name.escape_debug()),
    }
}

fn list(rules: &[&Rule]) -> String {
    let mut out = String::new();
    for rule in rules {
        let _ = writeln!(out, "{:<7} {:<8} {}", rule.id, rule.severity.as_str(), rule.what);
    }
    out
}

fn weight(rule: &Rule) -> String {
    match (rule.severity, rule.from) {
        (Severity::Error, Stage::Draft) => "error at every stage".to_owned(),
        (Severity::Error, from) => format!("error from stage `{}` on, a warning before", from.as_str()),
        (Severity::Warning, _) => "warning: mend it, or accept it with a waiver (`opine waive`)".to_owned(),
        (Severity::Info, _) => "remark".to_owned(),
    }
}

fn page(rule: &Rule) -> String {
    let part = |name: &str, text: &str| format!("{name:<8} {text}\n");
    format!("{}  {}\n\n", rule.id, rule.what)
        + &part("weight", &weight(rule))
        + &part("why", rule.why)
        + &part("example", rule.example)
        + &part("mend", rule.mend)
        + &part("source", rule.source)
}

/// All rules as a document.
fn markdown() -> String {
    let mut out = String::from(
        "# What a case is checked for\n\n<!-- Made by `opine explain --markdown`; a test keeps it fresh. -->\n\n\
         `opine check` reports all findings at once, each with its rule, its place and its mend. An **error** blocks from the\n\
         stage named; a **warning** wants a mend or a waiver (`opine waive`: who, in which role, why, bound to the very words);\n\
         a **remark** informs. An institution sets weights and limits in its theme (`rules` in `theme.yaml`). The clinical\n\
         rules are a safety net for editors, not a medical device.\n",
    );
    for (family, about) in FAMILIES {
        let _ = write!(out, "\n## {family}: {about}\n");
        for rule in rules::all().into_iter().filter(|rule| rule.family() == *family) {
            let _ = write!(
                out,
                "\n### {}\n\n{}.\n\n- Weight: {}.\n- Why: {}.\n- Example: {}.\n- Mend: {}.\n- Source: {}.\n",
                rule.id,
                capital(rule.what),
                weight(rule),
                rule.why,
                rule.example,
                rule.mend,
                rule.source
            );
        }
    }
    out
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
