//! The texts of a case as the rules read them: every block in every locale, who it is for, and what a reader sees of it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::person_names::{self, Word};
use crate::case::model::{BlockPath, LocaleTag, Text, Texts};
use crate::case::{Case, place_in_text};
use crate::diagnostics::SourceId;
use crate::language::jargon;
use crate::language::sentences::{self, Sentence};
use crate::prose::{self, Reading};

/// Who a text is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The patient: plain language.
    Patient,
    /// Doctors.
    Clinician,
    /// Printed for both: names, titles, labels.
    Both,
    /// The patient's own words, which nobody edits.
    OwnWords,
}

impl Audience {
    /// Who reads the block of a path.
    pub fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('.').collect();
        match parts.as_slice() {
            ["questions", _, "verbatim" | "meaning"] | ["patient", "goals"] => Self::OwnWords,
            [.., "patient"] if parts.len() > 1 => Self::Patient,
            ["summary", "patient_story"]
            | ["safety_net", ..]
            | ["next_steps", ..]
            | ["doctor_questions", ..]
            | ["glossary", _, "explanation"]
            | ["follow_up", "online_consultation"] => Self::Patient,
            [.., "clinician"]
            | ["summary", ..]
            | ["findings", _, "reread" | "limitation", ..]
            | ["second_opinion", "differential" | "staging", ..]
            | ["first_opinion", "staging", ..]
            | ["answers", _, "reason"]
            | ["recommendations", _, "justification" | "expert_opinion" | "monitoring" | "stop_rule"]
            | ["eligibility", ..]
            | ["references", ..] => Self::Clinician,
            _ => Self::Both,
        }
    }
}

/// One text of the case in one locale.
pub struct Block<'a> {
    /// Its path in the case.
    pub path: String,
    /// Its words, with their place in a file.
    pub text: &'a Text,
    /// The locale it is written in.
    pub locale: LocaleTag,
    /// Who it is for.
    pub audience: Audience,
    reading: Reading,
    // What more than one rule asks for is read once.
    sentences: OnceLock<Vec<Sentence>>,
    words: OnceLock<Vec<Word>>,
    folded: OnceLock<String>,
}

impl<'a> Block<'a> {
    fn new(path: &str, text: &'a Text, locale: LocaleTag) -> Self {
        let reading = prose::read(text.as_str());
        Self {
            path: path.to_owned(),
            text,
            locale,
            audience: Audience::of(path),
            reading,
            sentences: OnceLock::new(),
            words: OnceLock::new(),
            folded: OnceLock::new(),
        }
    }

    /// What a reader sees: the text without its markup, blocks separated by line feeds.
    pub fn plain(&self) -> &str {
        &self.reading.text
    }

    /// The sentences of [`Block::plain`].
    pub fn sentences(&self) -> &[Sentence] {
        self.sentences.get_or_init(|| sentences::sentences(self.plain(), self.locale.language()))
    }

    /// The words of [`Block::plain`], folded as names are compared.
    pub(super) fn words(&self) -> &[Word] {
        self.words.get_or_init(|| person_names::words(self.plain()))
    }

    /// [`Block::plain`] as medical words are looked up in it.
    pub(super) fn folded(&self) -> &str {
        self.folded.get_or_init(|| jargon::fold_words(self.plain()))
    }

    /// The bytes of the Markdown that a range of [`Block::plain`] was written with.
    pub fn written(&self, range: Range<usize>) -> Range<usize> {
        self.reading.source(range)
    }

    /// Where a range of [`Block::plain`] lies in its file.
    pub fn place(&self, case: &Case, range: Range<usize>) -> Option<(SourceId, Range<usize>)> {
        place_in_text(&case.sources, self.text, self.reading.source(range))
    }
}

/// All texts of a case in one locale.
pub struct Edition<'a> {
    /// The locale.
    pub locale: LocaleTag,
    /// Its blocks in reading order; those that are not translated are left out.
    pub blocks: Vec<Block<'a>>,
    index: HashMap<String, usize>,
}

impl<'a> Edition<'a> {
    /// The source locale first, then every locale that has a translation.
    pub fn all(case: &'a Case) -> Vec<Self> {
        let source = Self::source(case);
        let mut editions = vec![source];
        for locale in case.locales().into_iter().skip(1) {
            let Some(translation) = case.translations.get(&locale) else { continue };
            let blocks: Vec<Block<'a>> = editions[0]
                .blocks
                .iter()
                .filter_map(|block| {
                    let translated = translation.block(&block.path)?;
                    (!translated.text.is_blank()).then(|| Block::new(&block.path, &translated.text, locale))
                })
                .collect();
            editions.push(Self::new(locale, blocks));
        }
        editions
    }

    fn source(case: &'a Case) -> Self {
        let locale = case.content.locale;
        // A patient's own words in another language are read in that language.
        let foreign: HashMap<String, LocaleTag> = case
            .content
            .questions
            .iter()
            .filter_map(|q| Some((format!("questions.{}.verbatim", q.id), q.foreign_to(locale)?)))
            .collect();
        let mut blocks = Vec::new();
        case.content.texts(&BlockPath::root(), &mut |path, text| {
            if !text.is_blank() {
                blocks.push(Block::new(path.as_str(), text, foreign.get(path.as_str()).copied().unwrap_or(locale)));
            }
        });
        Self::new(locale, blocks)
    }

    fn new(locale: LocaleTag, blocks: Vec<Block<'a>>) -> Self {
        let index = blocks.iter().enumerate().map(|(at, block)| (block.path.clone(), at)).collect();
        Self { locale, blocks, index }
    }

    /// The block of a path.
    pub fn block(&self, path: &str) -> Option<&Block<'a>> {
        self.index.get(path).and_then(|at| self.blocks.get(*at))
    }

    /// The blocks whose path starts with `prefix` and a dot, or is `prefix`.
    pub fn under<'e>(&'e self, prefix: &'e str) -> impl Iterator<Item = &'e Block<'a>> {
        self.blocks.iter().filter(move |block| {
            block.path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}
