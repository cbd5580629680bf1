//! What every rule is given, and how it reports.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;

use super::texts::{Block, Edition};
use super::{Rule, Stage};
use crate::case::{Case, model};
use crate::citations::Library;
use crate::diagnostics::{Diagnostic, Diagnostics, Fix};
use crate::language::jargon::Jargon;
use crate::theme::{RuleSettings, Theme};

/// What an institution asks of its cases: severities, limits, and the words its patients may not know.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Severities and limits.
    pub settings: RuleSettings,
    /// Words to explain, by language.
    pub jargon: BTreeMap<String, Jargon>,
}

impl Policy {
    /// What a theme sets.
    ///
    /// # Errors
    /// `THM-12` for a rule that does not exist, `THM-13` for a list of words that cannot be read.
    pub fn of(theme: &Theme) -> Result<Self, Diagnostics> {
        let mut errors = Vec::new();
        let settings = theme.settings().rules.clone();
        for id in settings.severities.keys() {
            if super::rule(id).is_none_or(|rule| rule.id != id) {
                let message = format!("`rules.severities` names `{}`, which is no rule", id.escape_debug());
                errors.push(Diagnostic::error("THM-12", message).hint("`opine explain` lists the rules"));
            }
        }
        let mut jargon = BTreeMap::new();
        for language in ["en", "es", "fr"] {
            for (path, text) in theme.texts_in(&format!("locales/{language}/"))? {
                if !path.ends_with("/plain-words.tsv") {
                    continue;
                }
                match Jargon::parse(&text) {
                    Ok(list) => {
                        jargon.insert(language.to_owned(), list);
                    }
                    Err((line, what)) => {
                        let message = format!("`{path}`, line {line}: {what}");
                        errors.push(
                            Diagnostic::error("THM-13", message)
                                .hint("the head of the built-in file says how a line is written"),
                        );
                    }
                }
            }
        }
        if errors.is_empty() { Ok(Self { settings, jargon }) } else { Err(Diagnostics(errors)) }
    }
}

/// A case under its rules: what they read, and what they found.
pub struct Checker<'a> {
    /// The case with its files.
    pub case: &'a Case,
    /// Its content.
    pub content: &'a model::Case,
    /// Its literature.
    pub library: &'a Library,
    /// How far it has come.
    pub stage: Stage,
    /// The day it is checked for: its release date, or the day the caller names.
    pub day: NaiveDate,
    /// What the institution sets.
    pub settings: &'a RuleSettings,
    /// Its texts, the source locale first.
    pub editions: Vec<Edition<'a>>,
    jargon: &'a BTreeMap<String, Jargon>,
    found: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// Reads the texts of a case.
    pub fn new(case: &'a Case, library: &'a Library, stage: Stage, day: NaiveDate, policy: &'a Policy) -> Self {
        let editions = Edition::all(case);
        Self {
            case,
            content: &case.content,
            library,
            stage,
            day,
            settings: &policy.settings,
            editions,
            jargon: &policy.jargon,
            found: Vec::new(),
        }
    }

    /// The texts in the source locale.
    pub fn source(&self) -> &Edition<'a> {
        &self.editions[0]
    }

    /// The words to explain in a language.
    pub fn jargon(&self, language: &str) -> Option<&'a Jargon> {
        self.jargon.get(language)
    }

    /// A finding about the value of a path, pointing at it.
    pub fn at(&self, rule: &'static Rule, path: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        self.case.at(path, Diagnostic::new(rule.id, rule.severity_at(self.stage), message))
    }

    /// A finding about a range of [`Block::plain`], pointing at the very words.
    pub fn in_text(
        &self,
        rule: &'static Rule,
        block: &Block<'_>,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        let diagnostic = Diagnostic::new(rule.id, rule.severity_at(self.stage), message).path(block.path.clone());
        match block.place(self.case, range) {
            Some((file, range)) => diagnostic.label(file, range, ""),
            None => diagnostic,
        }
    }

    /// The mechanical mend of a range of [`Block::plain`], if the file has those very words there.
    pub fn fix(&self, block: &Block<'_>, range: Range<usize>, replacement: impl Into<String>) -> Option<Fix> {
        let words = block.plain().get(range.clone())?;
        let (file, place) = block.place(self.case, range)?;
        let written = self.case.sources.get(file)?.text.get(place.clone())?;
        (written == words).then(|| Fix { file, range: place, replacement: replacement.into() })
    }

    /// Reports a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Reports a finding about the value of a path.
    pub fn report(&mut self, rule: &'static Rule, path: impl Into<String>, message: impl Into<String>) {
        let diagnostic = self.at(rule, path, message);
        self.push(diagnostic);
    }

    /// Everything found; what came without a hint has the one of its rule.
    pub fn into_found(mut self) -> Vec<Diagnostic> {
        for diagnostic in self.found.iter_mut().filter(|diagnostic| diagnostic.hints.is_empty()) {
            if let Some(rule) = super::rule(diagnostic.code) {
                diagnostic.hints.push(rule.mend.to_owned());
            }
        }
        self.found
    }

    /// What was found so far.
    pub fn found_mut(&mut self) -> &mut Vec<Diagnostic> {
        &mut self.found
    }
}
