//! What every rule is given, and how it reports.

use std::ops::Range;

use chrono::NaiveDate;

use super::texts::{Block, Edition};
use super::{Rule, Stage};
use crate::case::{Case, model};
use crate::citations::Library;
use crate::diagnostics::{Diagnostic, Fix};
use crate::theme::RuleSettings;

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
    found: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// Reads the texts of a case.
    pub fn new(case: &'a Case, library: &'a Library, stage: Stage, day: NaiveDate, settings: &'a RuleSettings) -> Self {
        let editions = Edition::all(case);
        Self { case, content: &case.content, library, stage, day, settings, editions, found: Vec::new() }
    }

    /// The texts in the source locale.
    pub fn source(&self) -> &Edition<'a> {
        &self.editions[0]
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
