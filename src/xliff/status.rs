//! How far the translations of a case have come.

use std::collections::BTreeMap;

use super::{states, texts, words};
use crate::case::model::{LocaleTag, Origin};
use crate::case::{BlockState, Case};

/// Blocks and the words of their sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Blocks.
    pub blocks: usize,
    /// Words of the source.
    pub words: usize,
}

impl Count {
    fn add(&mut self, words: usize) {
        self.blocks += 1;
        self.words += words;
    }
}

/// What one translator has done in a locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslatorStatus {
    /// The translator's id.
    pub translator: String,
    /// Translated from the present source and reviewed.
    pub fresh: Count,
    /// Of a source that has changed.
    pub stale: Count,
    /// Not reviewed by someone else.
    pub unreviewed: Count,
}

/// A text that is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenBlock {
    /// Its path.
    pub path: String,
    /// Why it is open.
    pub state: BlockState,
    /// Words of its source; 0 for an orphan.
    pub words: usize,
    /// Where to look: the translation, or the source where there is none.
    pub at: Option<Origin>,
}

/// How far a locale has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleStatus {
    /// The locale.
    pub locale: LocaleTag,
    /// Every text to translate.
    pub total: Count,
    /// Translated from the present source and reviewed.
    pub fresh: Count,
    /// Of a source that has changed.
    pub stale: Count,
    /// Not translated.
    pub missing: Count,
    /// Not reviewed by someone else than the translator.
    pub unreviewed: Count,
    /// Translations of texts that are no longer there.
    pub orphans: usize,
    /// By translator, in the order of their ids.
    pub translators: Vec<TranslatorStatus>,
    /// What is not done, in reading order, orphans last.
    pub open: Vec<OpenBlock>,
}

impl LocaleStatus {
    /// Whether nothing is left to do; an orphan is not in the way.
    pub fn is_done(&self) -> bool {
        self.fresh.blocks == self.total.blocks
    }

    /// Tenths of a percent done, by words, rounded down: 1000 only when all is done.
    pub fn per_mille(&self) -> usize {
        match (self.is_done(), self.total.words) {
            (true, _) => 1000,
            (false, 0) => 0,
            (false, all) => (self.fresh.words * 1000 / all).min(999),
        }
    }
}

/// The status of one locale of a case.
pub fn status(case: &Case, locale: LocaleTag) -> LocaleStatus {
    let texts = texts(case);
    let translation = case.translations.get(&locale);
    let mut translators: BTreeMap<String, TranslatorStatus> = BTreeMap::new();
    let zero = Count::default();
    let mut status = LocaleStatus {
        locale,
        total: zero,
        fresh: zero,
        stale: zero,
        missing: zero,
        unreviewed: zero,
        orphans: 0,
        translators: Vec::new(),
        open: Vec::new(),
    };
    for block in states(case, locale) {
        let words = texts.get(&block.path).map_or(0, |text| words(text.as_str()));
        if block.state != BlockState::Fresh {
            let at = block.translated_at.or(block.written_at);
            status.open.push(OpenBlock { path: block.path.clone(), state: block.state, words, at });
        }
        if block.state == BlockState::Orphan {
            status.orphans += 1;
            continue;
        }
        status.total.add(words);
        let by =
            translation.and_then(|t| Some(t.block(&block.path)?.translator.as_ref().unwrap_or(&t.file.translator)));
        let mut count = |of: fn(&mut TranslatorStatus) -> &mut Count| {
            if let Some(by) = by {
                let entry = translators.entry(by.as_str().to_owned()).or_insert_with(|| TranslatorStatus {
                    translator: by.as_str().to_owned(),
                    fresh: zero,
                    stale: zero,
                    unreviewed: zero,
                });
                of(entry).add(words);
            }
        };
        match block.state {
            BlockState::Fresh => {
                status.fresh.add(words);
                count(|t| &mut t.fresh);
            }
            BlockState::Stale => {
                status.stale.add(words);
                count(|t| &mut t.stale);
            }
            BlockState::Unreviewed => {
                status.unreviewed.add(words);
                count(|t| &mut t.unreviewed);
            }
            BlockState::Missing | BlockState::Orphan => status.missing.add(words),
        }
    }
    status.translators = translators.into_values().collect();
    status
}
