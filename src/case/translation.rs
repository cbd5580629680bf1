//! Translations: one block for each text of the case, bound to the source block by path and digest.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256 as Hasher};
use unicode_normalization::UnicodeNormalization;

use super::model::{self, BlockPath, Id, LocaleTag, Origin, PDate, Sha256, Text, Texts};
use crate::diagnostics::{Diagnostic, Diagnostics, SourceId};

vocabulary! {
    /// How a translation was made.
    pub enum Method {
        /// By a person.
        Human = "human",
        /// By a machine, then edited by a person.
        PostEdited = "post_edited",
        /// By a machine alone.
        Machine = "machine",
    }
}

entity! {
    /// A block as translated.
    pub struct TranslatedBlock {
        /// The block's path in the case, such as `findings.F1.statement.patient`.
        pub path: String,
        /// SHA-256 of the source block this was made from (NFC, white space folded).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Sha256>,
        /// The translation.
        pub text: Text,
        /// How it was made, if not as the whole file was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub method: Option<Method>,
        /// Who made it, if not who made the whole file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub translator: Option<Id>,
        /// Who reviewed it, if not who reviewed the whole file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reviewed_by: Option<Id>,
        /// When it was reviewed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reviewed_on: Option<PDate>,
    }
}

entity! {
    /// `translations/<locale>.yaml`.
    pub struct TranslationFile {
        /// Version of the translation format: 1.
        pub opine_translation: u32,
        /// The locale translated into.
        pub locale: LocaleTag,
        /// How the blocks were made.
        pub method: Method,
        /// The party who translated.
        pub translator: Id,
        /// The qualified party who reviewed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reviewed_by: Option<Id>,
        /// When it was reviewed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reviewed_on: Option<PDate>,
        /// The blocks.
        pub blocks: Vec<TranslatedBlock>,
    }
}

/// A translation file, indexed by path.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// The file as read.
    pub file: TranslationFile,
    /// Where it was read from, if from a file.
    pub source: Option<SourceId>,
    index: BTreeMap<String, usize>,
}

impl Translation {
    /// Indexes a file; of two blocks with one path the first counts (loading reports the second).
    pub fn new(file: TranslationFile, source: Option<SourceId>) -> Self {
        let mut index = BTreeMap::new();
        for (at, block) in file.blocks.iter().enumerate() {
            index.entry(block.path.clone()).or_insert(at);
        }
        Self { file, source, index }
    }

    /// The block of a path.
    pub fn block(&self, path: &str) -> Option<&TranslatedBlock> {
        self.index.get(path).and_then(|at| self.file.blocks.get(*at))
    }
}

/// Digest by which a translation is bound to its source block: SHA-256 over NFC with white space folded.
pub fn block_digest(text: &str) -> Sha256 {
    // ASCII is in NFC as it is, and most texts of an English case are ASCII.
    let normal: Cow<'_, str> = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
    let folded = normal.split_whitespace().collect::<Vec<_>>().join(" ");
    let hex: String = Hasher::digest(folded.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    // 64 lower-case hexadecimal digits always parse.
    hex.parse().unwrap_or_else(|_| unreachable!("a digest is 64 hexadecimal digits"))
}

/// Paths of texts that are never translated: a patient's own words in another language stand as they were said, and
/// their `meaning` is translated.
fn untranslated(case: &model::Case) -> BTreeSet<String> {
    let foreign = case.questions.iter().filter(|question| question.foreign_to(case.locale).is_some());
    foreign.map(|question| format!("questions.{}.verbatim", question.id)).collect()
}

/// How a block of the source stands in a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockState {
    /// Not translated.
    Missing,
    /// The source changed since, or was never recorded.
    Stale,
    /// Translated, but by a machine alone or with no qualified reviewer.
    Unreviewed,
    /// Translated from this very source, and reviewed.
    Fresh,
    /// A translation of a block that no longer exists.
    Orphan,
}

/// How one block stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockStatus {
    /// Its path in the case.
    pub path: String,
    /// Its state.
    pub state: BlockState,
    /// Where the translation was written, if there is one.
    pub translated_at: Option<Origin>,
    /// Where the source was written; none for an orphan.
    pub written_at: Option<Origin>,
    /// Digest of the source as it is now: what a fresh translation records.
    pub digest: Option<Sha256>,
}

/// The state of every block in a locale: source blocks in reading order, then orphans.
pub fn block_states(case: &model::Case, translation: &Translation) -> Vec<BlockStatus> {
    let mut states = Vec::new();
    let mut paths = BTreeSet::new();
    let kept = untranslated(case);
    case.texts(&BlockPath::root(), &mut |path, text| {
        if text.is_blank() || kept.contains(path.as_str()) {
            return;
        }
        paths.insert(path.as_str().to_owned());
        let block = translation.block(path.as_str());
        let digest = block_digest(text.as_str());
        let state = match block {
            None => BlockState::Missing,
            Some(block) if block.text.is_blank() => BlockState::Missing,
            Some(block) if block.source.as_ref() != Some(&digest) => BlockState::Stale,
            Some(block) => {
                let method = block.method.unwrap_or(translation.file.method);
                let reviewer = block.reviewed_by.as_ref().or(translation.file.reviewed_by.as_ref());
                let reviewed_on = block.reviewed_on.or(translation.file.reviewed_on);
                let translator = block.translator.as_ref().unwrap_or(&translation.file.translator);
                if method == Method::Machine || reviewed_on.is_none() || reviewer.is_none_or(|r| r == translator) {
                    BlockState::Unreviewed
                } else {
                    BlockState::Fresh
                }
            }
        };
        states.push(BlockStatus {
            path: path.as_str().to_owned(),
            state,
            translated_at: block.and_then(|b| b.text.origin()),
            written_at: text.origin(),
            digest: Some(digest),
        });
    });
    for block in &translation.file.blocks {
        if !paths.contains(&block.path) {
            states.push(BlockStatus {
                path: block.path.clone(),
                state: BlockState::Orphan,
                translated_at: block.text.origin(),
                written_at: None,
                digest: None,
            });
        }
    }
    states
}

/// The case with every text in the translation's locale.
///
/// # Errors
/// `LNG-01` for every block not translated and `LNG-02` for every stale one: a report never falls back to another
/// language, and never shows a translation of words that have changed.
pub fn localize(case: &model::Case, translation: &Translation) -> Result<model::Case, Diagnostics> {
    let mut diagnostics = Vec::new();
    let locale = translation.file.locale;
    let mut localized = case.clone();
    let kept = untranslated(case);
    localized.texts_mut(&BlockPath::root(), &mut |path, text| {
        if text.is_blank() || kept.contains(path.as_str()) {
            return;
        }
        match translation.block(path.as_str()).filter(|block| !block.text.is_blank()) {
            None => diagnostics.push(missing_block(locale, path.as_str(), text.origin())),
            Some(block) if block.source.as_ref() != Some(&block_digest(text.as_str())) => {
                let digest = block_digest(text.as_str());
                diagnostics.push(stale_block(locale, path.as_str(), block.text.origin(), text.origin(), &digest));
            }
            Some(block) => *text = block.text.clone(),
        }
    });
    if diagnostics.is_empty() { Ok(localized) } else { Err(Diagnostics(diagnostics)) }
}

pub(crate) fn missing_block(locale: LocaleTag, path: &str, source: Option<Origin>) -> Diagnostic {
    let mut diagnostic = Diagnostic::error("LNG-01", format!("not translated into {}: `{path}`", locale.as_str()))
        .hint(format!("add the block to `translations/{}.yaml`", locale.as_str()))
        .path(path);
    if let Some(origin) = source {
        diagnostic = diagnostic.label(SourceId(origin.file), origin.start as usize..origin.end as usize, "this text");
    }
    diagnostic
}

pub(crate) fn stale_block(
    locale: LocaleTag,
    path: &str,
    at: Option<Origin>,
    source: Option<Origin>,
    digest: &Sha256,
) -> Diagnostic {
    let message = format!("the {} translation of `{path}` is not of the present source text", locale.as_str());
    let mut diagnostic = Diagnostic::error("LNG-02", message)
        .hint(format!("compare the two, mend the translation, then write `source: {digest}`"))
        .path(path);
    for (origin, text) in [(at, "translated from an earlier text"), (source, "the source now says this")] {
        if let Some(origin) = origin {
            diagnostic = diagnostic.label(SourceId(origin.file), origin.start as usize..origin.end as usize, text);
        }
    }
    diagnostic
}
