//! What came back goes into the case's translations: checked whole, then merged, or not at all.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::inline::{CodeKind, Part, codes, join, protect};
use super::merge_yaml::{self, Entry};
use super::read::{Content, Document, Limits, State, Unit, read};
use super::write::{check_locale, is_alike};
use super::{texts, unit_id};
use crate::case::model::{Id, LocaleTag, PDate, Sha256, Text};
use crate::case::{BlockState, Case, Method, TranslatedBlock, block_digest};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, SourceId, SourceMap};

/// Who translated what is imported, and who reviewed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// How it was translated.
    pub method: Method,
    /// The party who translated it; without one, who the present translations say translated them.
    pub translator: Option<Id>,
    /// The party who reviewed it, and when; nothing if nobody has yet.
    pub reviewed: Option<(Id, PDate)>,
}

/// The same, with the translator known.
pub(super) struct Made {
    pub method: Method,
    pub translator: Id,
    pub reviewed: Option<(Id, PDate)>,
}

/// What an import does to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It had no translation.
    New,
    /// Its translation is another one.
    Changed,
    /// The same words, now said to be of the present source.
    Confirmed,
    /// The same words, now reviewed.
    Reviewed,
}

/// A block that an import changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path.
    pub path: String,
    /// What happens to it.
    pub kind: ChangeKind,
    /// The translation so far.
    pub before: Option<String>,
    /// The translation from now on.
    pub after: String,
    /// Whether its source has changed since the export, so that it is stale all the same.
    pub stale: bool,
}

/// What an import comes to; nothing is written yet.
#[derive(Debug, Clone)]
pub struct Import {
    /// The locale.
    pub locale: LocaleTag,
    /// What changes, in the order of the case.
    pub changes: Vec<Change>,
    /// How many units of the file changed nothing: translated as before.
    pub unchanged: usize,
    /// How many units of the file have no translation.
    pub untranslated: usize,
    /// The new `translations/<locale>.yaml`; the present one byte for byte if nothing changes.
    pub yaml: String,
    /// Warnings and remarks; places in the XLIFF file.
    pub diagnostics: Diagnostics,
    /// The XLIFF file, which the diagnostics point into.
    pub sources: SourceMap,
}

/// Why a file cannot be imported; nothing of it is taken.
#[derive(Debug, Clone)]
pub struct ImportFailure {
    /// Everything that is wrong.
    pub diagnostics: Diagnostics,
    /// The XLIFF file, which the diagnostics point into.
    pub sources: SourceMap,
}

/// Reads the XLIFF file `name` and merges its translations into those of a case. The locale is the file's.
///
/// # Errors
/// All that keeps the file from being taken: see the table of [`super`].
pub fn import(case: &Case, name: &str, bytes: &[u8], credit: &Credit) -> Result<Import, Box<ImportFailure>> {
    let mut sources = SourceMap::default();
    let fail = |diagnostics: Diagnostics, sources| Err(Box::new(ImportFailure { diagnostics, sources }));
    let limits = Limits::default();
    let text = match crate::case::read::decode(bytes) {
        Ok(text) => text,
        Err(mut diagnostic) => {
            diagnostic.code = "XLF-01";
            diagnostic.message = format!("`{name}`: {}", diagnostic.message);
            return fail(diagnostic.into(), sources);
        }
    };
    let file = sources.add(name, text);
    let document = match read(file, text, &limits) {
        Ok(document) => document,
        Err(diagnostics) => return fail(diagnostics, sources),
    };
    let locale = match check_document(case, file, &document) {
        Ok(locale) => locale,
        Err(diagnostics) => return fail(diagnostics, sources),
    };
    let made = match made(case, locale, credit) {
        Ok(made) => made,
        Err(diagnostics) => return fail(diagnostics, sources),
    };
    let mut merger = Merger::new(case, file, locale, &made);
    let mut seen = HashMap::new();
    for unit in &document.units {
        merger.unit(unit, &mut seen);
    }
    let Merger { mut diagnostics, blocks, mut changes, unchanged, untranslated, order, .. } = merger;
    changes.sort_by_key(|change| order.get(&change.path).copied());
    diagnostics.sort();
    if diagnostics.has_errors() {
        return fail(diagnostics, sources);
    }
    match merge_yaml::write(case, locale, &made, blocks) {
        Ok(yaml) => Ok(Import { locale, changes, unchanged, untranslated, yaml, diagnostics, sources }),
        Err(diagnostics) => fail(diagnostics, sources),
    }
}

/// Who translated and who reviewed: two parties of the case.
fn made(case: &Case, locale: LocaleTag, credit: &Credit) -> Result<Made, Diagnostics> {
    let error = |message: String, hint: &str| Diagnostics::from(Diagnostic::error("XLF-18", message).hint(hint));
    let known = case.translations.get(&locale).map(|translation| &translation.file.translator);
    let Some(translator) = credit.translator.as_ref().or(known) else {
        return Err(error(
            format!("nobody is named who translated into {}", locale.as_str()),
            "name a party of the case with `--translator`",
        ));
    };
    let reviewer = credit.reviewed.as_ref().map(|(by, _)| by);
    for id in [Some(translator), reviewer].into_iter().flatten() {
        if !case.content.parties.iter().any(|party| party.id == *id) {
            return Err(error(format!("the case has no party `{id}`"), "add who it is to `parties`, as a translator"));
        }
    }
    if reviewer == Some(translator) {
        return Err(error(format!("`{translator}` translated and reviewed"), "the reviewer is another person"));
    }
    Ok(Made { method: credit.method, translator: translator.clone(), reviewed: credit.reviewed.clone() })
}

/// Whether the file is of this case; the locale it is translated into.
fn check_document(case: &Case, file: SourceId, document: &Document) -> Result<LocaleTag, Diagnostics> {
    let error =
        |message: String, place: &Range<usize>| Diagnostic::error("XLF-05", message).label(file, place.clone(), "");
    let mut errors = Vec::new();
    let own = case.content.locale.as_str();
    if !document.source.eq_ignore_ascii_case(own) {
        let message =
            format!("the file is translated from `{}`, and the case is in {own}", document.source.escape_debug());
        errors.push(error(message, &document.place).hint("import a file that was exported from this case"));
    }
    for (original, place) in &document.originals {
        let id = case.content.id.as_str();
        if original.as_ref().is_some_and(|original| original != id) {
            let message = format!("the file is of another case than `{id}`");
            errors.push(error(message, place).hint("import it into the case that its `original` names"));
        }
    }
    let wanted = document.target.as_deref().unwrap_or_default();
    let locale = case.locales().into_iter().find(|locale| locale.as_str().eq_ignore_ascii_case(wanted));
    match locale {
        Some(locale) => match check_locale(case, locale) {
            Ok(()) if errors.is_empty() => return Ok(locale),
            Ok(()) => {}
            Err(_) => {
                let message = format!("the file's target language is {own}, that of the case itself");
                errors.push(error(message, &document.place).hint("`trgLang` is as it was in the file that went out"));
            }
        },
        None => {
            let targets: Vec<&str> = case.locales().into_iter().skip(1).map(LocaleTag::as_str).collect();
            let message = match wanted {
                "" => "the file says no target language".to_owned(),
                wanted => format!("the case is not translated into `{}`", wanted.escape_debug()),
            };
            let hint = format!("`trgLang` is one of {}, as in the file that went out", targets.join(", "));
            errors.push(error(message, &document.place).hint(hint));
        }
    }
    Err(Diagnostics(errors))
}

struct Merger<'c> {
    case: &'c Case,
    file: SourceId,
    locale: LocaleTag,
    made: &'c Made,
    sources: BTreeMap<String, &'c Text>,
    /// Path and state of each text by the id of its unit.
    paths: HashMap<String, (String, BlockState)>,
    /// Where each text stands in the case.
    order: HashMap<String, usize>,
    diagnostics: Diagnostics,
    blocks: BTreeMap<String, Entry>,
    changes: Vec<Change>,
    unchanged: usize,
    untranslated: usize,
}

impl<'c> Merger<'c> {
    fn new(case: &'c Case, file: SourceId, locale: LocaleTag, made: &'c Made) -> Self {
        let mut states = super::states(case, locale);
        states.retain(|status| status.state != BlockState::Orphan);
        Self {
            case,
            file,
            locale,
            made,
            sources: texts(case),
            order: states.iter().enumerate().map(|(at, status)| (status.path.clone(), at)).collect(),
            paths: states.into_iter().map(|status| (unit_id(&status.path), (status.path, status.state))).collect(),
            diagnostics: Diagnostics::default(),
            blocks: BTreeMap::new(),
            changes: Vec::new(),
            unchanged: 0,
            untranslated: 0,
        }
    }

    fn find(&mut self, severity: Severity, code: &'static str, message: String, place: &Range<usize>, hint: &str) {
        let mut diagnostic = Diagnostic::new(code, severity, message).label(self.file, place.clone(), "");
        if !hint.is_empty() {
            diagnostic = diagnostic.hint(hint);
        }
        self.diagnostics.0.push(diagnostic);
    }

    fn error(&mut self, code: &'static str, message: String, place: &Range<usize>, hint: &str) {
        self.find(Severity::Error, code, message, place, hint);
    }

    fn unit<'u>(&mut self, unit: &'u Unit, seen: &mut HashMap<&'u str, &'u Range<usize>>) {
        for (note, place) in &unit.notes {
            let message = format!("a note of the translator on `{}`: {}", unit.id.escape_debug(), note);
            self.find(Severity::Info, "XLF-16", message, place, "");
        }
        let shown = unit.id.escape_debug().to_string();
        if let Some(first) = seen.insert(&unit.id, &unit.place) {
            let message = format!("two units have the id `{shown}`");
            let diagnostic = Diagnostic::error("XLF-06", message)
                .label(self.file, unit.place.clone(), "again here")
                .label(self.file, first.clone(), "first here");
            self.diagnostics.0.push(diagnostic.hint("keep the ids of the file that went out"));
            return;
        }
        let Some((path, state)) = self.paths.get(&unit.id).cloned() else {
            let message = format!("the case has no text for the unit `{shown}`");
            let hint = "keep the ids of the file that went out; if the text was taken out of the case since, take the \
                        unit out of the file";
            return self.error("XLF-06", message, &unit.place, hint);
        };
        if unit.name.as_ref().is_some_and(|name| *name != path) {
            let message = format!("the unit `{shown}` has the name of another text");
            return self.error("XLF-06", message, &unit.place, "keep ids and names of the file that went out");
        }
        let source = unit.source_markdown();
        let digest = block_digest(&source);
        if unit.digest.as_ref().is_some_and(|known| *known != digest.to_string()) {
            let message = format!("the source text of `{shown}` was changed in the file");
            let place = span(&unit.source).unwrap_or_else(|| unit.place.clone());
            return self.error(
                "XLF-07",
                message,
                &place,
                "translate the source as it went out; have it mended in the case",
            );
        }
        let Some(target) = unit.target_markdown() else {
            self.untranslated += 1;
            return;
        };
        if let Some(open) = unit.open.first() {
            let message = format!("only a part of `{shown}` is translated; it is not imported");
            self.find(Severity::Warning, "XLF-13", message, open, "translate its other segments and import again");
            self.untranslated += 1;
            return;
        }
        self.translated(unit, &path, state, digest, &source, &target);
    }

    fn translated(&mut self, unit: &Unit, path: &str, state: BlockState, digest: Sha256, source: &str, target: &str) {
        let before =
            self.case.translations.get(&self.locale).and_then(|t| t.block(path)).filter(|b| !b.text.is_blank());
        let present = self.sources.get(path).map(|text| block_digest(text.as_str()));
        let stale = present.as_ref() != Some(&digest);
        let target_parts = protect(target.trim());
        let same = before.filter(|block| join(&protect(block.text.as_str())).trim() == join(&target_parts).trim());
        let done = unit.state >= State::Translated && !unit.stale;
        let kind = match (before, same) {
            (None, _) => ChangeKind::New,
            (Some(_), None) => ChangeKind::Changed,
            (_, Some(block)) if block.source.as_ref() != Some(&digest) && done && !stale => ChangeKind::Confirmed,
            (_, Some(block))
                if state == BlockState::Unreviewed
                    && unit.state >= State::Reviewed
                    && self.made.reviewed.as_ref().is_some_and(|(by, _)| *by != self.effective(block).translator) =>
            {
                ChangeKind::Reviewed
            }
            _ => {
                self.unchanged += 1;
                return;
            }
        };
        self.check_codes(unit, &protect(source), &target_parts, before.map(|block| protect(block.text.as_str())));
        if stale {
            let message = format!("the source of `{path}` has changed since the export; its translation is stale");
            let hint = "export it again, and have the translation compared with the present source";
            self.find(Severity::Warning, "XLF-12", message, &unit.place, hint);
        }
        let text = match same {
            Some(block) => block.text.as_str().to_owned(),
            None => merge_yaml::wrapped(target.trim()),
        };
        self.changes.push(Change {
            path: path.to_owned(),
            kind,
            before: before.map(|block| block.text.as_str().to_owned()),
            after: text.clone(),
            stale,
        });
        let mut entry = match (same, kind) {
            // A review changes nothing about who translated it.
            (Some(block), ChangeKind::Reviewed) => self.effective(block),
            _ => Entry {
                source: Some(digest),
                text,
                method: self.made.method,
                translator: self.made.translator.clone(),
                reviewed_by: None,
                reviewed_on: None,
            },
        };
        if let Some((by, on)) = &self.made.reviewed {
            entry.reviewed_by = Some(by.clone());
            entry.reviewed_on = Some(*on);
        }
        self.blocks.insert(path.to_owned(), entry);
    }

    fn effective(&self, block: &TranslatedBlock) -> Entry {
        let head = self.case.translations.get(&self.locale).map(|t| &t.file);
        merge_yaml::effective(block, head, self.made)
    }

    /// Holds the codes of a translation against those of its source, as the Markdown parser will see them.
    fn check_codes(&mut self, unit: &Unit, source: &[Part], target: &[Part], before: Option<Vec<Part>>) {
        let whole = unit.target.as_deref().and_then(span).unwrap_or_else(|| unit.place.clone());
        let content = unit.target.as_deref().unwrap_or_default();
        let id = unit.id.escape_debug().to_string();
        let (wanted, found) = (count(source), count(target));
        let known = before.map(|parts| count(&parts)).unwrap_or_default();
        for ((kind, data), want) in wanted.iter().filter(|((kind, _), _)| kind.is_required()) {
            let have = found.get(&(*kind, data.clone())).copied().unwrap_or(0);
            // The words of a link have no content of their own to be told by.
            if have < *want && data != "[" {
                let written = content.iter().filter(|c| c.code && c.markdown == *data).count();
                if written > have {
                    continue;
                }
                let message = format!("the translation of `{id}` lacks the {} `{}`", kind.as_str(), shown(data));
                self.error("XLF-08", message, &whole, "put the placeholder back where it belongs in the translation");
            }
        }
        for ((kind, data), have) in found.iter().filter(|((kind, _), _)| kind.is_required()) {
            let key = (*kind, data.clone());
            let want = wanted.get(&key).copied().unwrap_or(0);
            if *have <= want.max(known.get(&key).copied().unwrap_or(0)) || data == "[" {
                continue;
            }
            let written: Vec<&Content> = content.iter().filter(|c| c.markdown.contains(data.as_str())).collect();
            let place = written.last().map_or_else(|| whole.clone(), |c| c.place.clone());
            let name = shown(data);
            if want > 0 {
                let message =
                    format!("the {} `{name}` stands {have} times in the translation of `{id}`", kind.as_str());
                let hint = format!("the source has it {}", times(want));
                self.error("XLF-09", message, &place, &hint);
            } else {
                let message = format!("the source of `{id}` has no {} `{name}`", kind.as_str());
                self.error("XLF-10", message, &place, "use the placeholders of the source, unchanged");
            }
        }
        // A code that the parser does not see as one: `** words**` prints its asterisks.
        let mut effective: HashMap<&str, usize> = HashMap::new();
        for ((_, data), n) in &found {
            *effective.entry(data).or_default() += n;
        }
        let mut said = HashSet::new();
        for code in content.iter().filter(|c| c.code && !c.markdown.trim().is_empty() && is_mark(&c.markdown)) {
            match effective.get_mut(code.markdown.as_str()) {
                Some(n) if *n > 0 => *n -= 1,
                _ if said.insert(&code.markdown) => {
                    let message = format!("the placeholder `{}` of `{id}` has no effect here", shown(&code.markdown));
                    let hint = "no white space directly inside of emphasis, and none of its codes without the other";
                    self.error("XLF-11", message, &code.place, hint);
                }
                _ => {}
            }
        }
        if !is_alike(source, target) && !self.diagnostics.has_errors() {
            let message = format!("the translation of `{id}` is not divided as its source is");
            let hint = "paragraphs, list items and cells are the same in every language";
            self.find(Severity::Warning, "XLF-14", message, &whole, hint);
        }
        for problem in crate::prose::blocks(&join(target)).problems {
            let message = format!("the translation of `{id}`: {}", problem.message);
            self.find(Severity::Warning, "XLF-15", message, &whole, &problem.hint);
        }
    }
}

fn count(parts: &[Part]) -> BTreeMap<(CodeKind, String), usize> {
    let mut counts = BTreeMap::new();
    for code in codes(parts) {
        *counts.entry(code).or_default() += 1;
    }
    counts
}

/// Whether the Markdown of a code is a mark inside of words, not between blocks.
fn is_mark(markdown: &str) -> bool {
    !markdown.contains('\n')
        && (markdown.starts_with('[') || matches!(markdown, "*" | "**" | "_" | "__" | "~~" | "~" | "^"))
}

fn shown(data: &str) -> String {
    data.escape_debug().to_string()
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// From the first to the last piece.
fn span(content: &[Content]) -> Option<Range<usize>> {
    Some(content.first()?.place.start..content.last()?.place.end)
}
