//! Opening a case: a folder, one file, or bytes; split files merged; translations and references beside it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use super::model::{self, LocaleTag};
use super::read::{self, Node, NodeKind};
use super::translation::{Translation, TranslationFile};
use super::{case_schema, translation_schema};
use crate::diagnostics::{Diagnostic, Diagnostics, SourceId, SourceMap, render_short};
use crate::files::read_limited;

/// Bounds on what is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest case, part or translation file, in bytes.
    pub case_file: u64,
    /// Largest file of references, in bytes.
    pub references_file: u64,
    /// Most files a case may be split into.
    pub parts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { case_file: 16_000_000, references_file: 20_000_000, parts: 64 }
    }
}

/// A case as it was read: the model, and what ties it to its files.
#[derive(Debug, Clone)]
pub struct Case {
    /// What people wrote.
    pub content: model::Case,
    /// The folder its records and references are in; none for a case that came as bytes.
    pub folder: Option<PathBuf>,
    /// Every file read, for diagnostics.
    pub sources: SourceMap,
    /// Its translations.
    pub translations: BTreeMap<LocaleTag, Translation>,
    /// The references file, if it could be read.
    pub references: Option<SourceId>,
    /// The file that names everything else.
    pub main: SourceId,
    /// Where each value was written, by its path (`recommendations.R1.findings.2`).
    places: HashMap<String, (SourceId, Range<usize>)>,
}

/// Why a case could not be opened, with the sources the diagnostics point into.
#[derive(Debug, Clone)]
pub struct LoadFailure {
    /// Everything that is wrong.
    pub diagnostics: Diagnostics,
    /// The files read so far.
    pub sources: SourceMap,
}

impl fmt::Display for LoadFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.diagnostics.0 {
            f.write_str(&render_short(diagnostic, &self.sources))?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadFailure {}

impl Case {
    /// Opens a case: a folder with `case.yaml` (or `case.json`), or such a file itself.
    ///
    /// # Errors
    /// Everything that keeps the case from being read, each with file, line and column.
    ///
    /// # Examples
    /// ```
    /// let case = opine::Case::open("samples/oncology")?;
    /// assert_eq!(case.content.locale.as_str(), "en-US");
    /// # Ok::<(), opine::LoadFailure>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LoadFailure> {
        Self::open_with(path, Limits::default())
    }

    /// Opens a case within other limits.
    ///
    /// # Errors
    /// As [`Case::open`].
    pub fn open_with(path: impl AsRef<Path>, limits: Limits) -> Result<Self, LoadFailure> {
        let path = path.as_ref();
        let mut loader = Loader { folder: None, limits, sources: SourceMap::default(), errors: Vec::new() };
        let main = if path.is_dir() {
            let found = ["case.yaml", "case.yml", "case.json"].into_iter().find(|name| path.join(name).is_file());
            let Some(name) = found else {
                loader.errors.push(
                    Diagnostic::error("YML-20", format!("no `case.yaml` in `{}`", path.display()))
                        .hint("`opine new DIR --specialty oncology` writes a case to start from"),
                );
                return Err(loader.fail());
            };
            path.join(name)
        } else {
            path.to_owned()
        };
        let folder = match main.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let name = main.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        loader.folder = Some(folder);
        let Some(file) = loader.read(&name, None, limits.case_file) else { return Err(loader.fail()) };
        loader.finish(file)
    }

    /// Reads a case from text, as other systems send it (YAML or JSON). References and translations are not looked for.
    ///
    /// # Errors
    /// As [`Case::open`].
    pub fn from_text(name: &str, text: &str) -> Result<Self, LoadFailure> {
        Self::from_bytes(name, text.as_bytes())
    }

    /// Reads a case from bytes; see [`Case::from_text`].
    ///
    /// # Errors
    /// As [`Case::open`].
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, LoadFailure> {
        let mut loader =
            Loader { folder: None, limits: Limits::default(), sources: SourceMap::default(), errors: Vec::new() };
        if bytes.len() as u64 > loader.limits.case_file {
            let limit = loader.limits.case_file / 1_000_000;
            loader.errors.push(Diagnostic::error("YML-21", format!("`{name}` is larger than {limit} MB")));
            return Err(loader.fail());
        }
        let Some(file) = loader.add(name, bytes) else { return Err(loader.fail()) };
        loader.finish(file)
    }

    /// Where the value of a path was written; of the nearest value around it that is there.
    pub fn place(&self, path: &str) -> Option<(SourceId, Range<usize>)> {
        let mut path = path;
        loop {
            if let Some((file, range)) = self.places.get(path) {
                return Some((*file, range.clone()));
            }
            path = &path[..path.rfind('.')?];
        }
    }

    /// A diagnostic about the value of a path, pointing at it.
    pub fn at(&self, path: impl Into<String>, mut diagnostic: Diagnostic) -> Diagnostic {
        let path = path.into();
        if let Some((file, range)) = self.place(&path) {
            diagnostic = diagnostic.label(file, range, "");
        }
        diagnostic.path(path)
    }

    /// The locales documents are made in: the source locale first.
    pub fn locales(&self) -> Vec<LocaleTag> {
        let mut all = vec![self.content.locale];
        for locale in &self.content.locales {
            if !all.contains(locale) {
                all.push(*locale);
            }
        }
        all
    }

    /// The case with every text in `locale`.
    ///
    /// # Errors
    /// `LNG-01`, `LNG-02` as [`super::localize`]; `LNG-01` once if there is no translation file at all.
    pub fn localized(&self, locale: LocaleTag) -> Result<model::Case, Diagnostics> {
        if locale == self.content.locale {
            return Ok(self.content.clone());
        }
        match self.translations.get(&locale) {
            Some(translation) => super::localize(&self.content, translation),
            None => Err(Diagnostic::error("LNG-01", format!("the case has no translation into {}", locale.as_str()))
                .hint(format!("write `translations/{}.yaml` and name the locale under `locales`", locale.as_str()))
                .into()),
        }
    }
}

/// Where a part of a text lies in its file: the exact words, also inside a quoted value or a `|` block, whose escapes and
/// indentation shift every offset. The part is found again by its own words, counted from the start of the text.
pub fn place_in_text(sources: &SourceMap, text: &model::Text, part: Range<usize>) -> Option<(SourceId, Range<usize>)> {
    let origin = text.origin()?;
    let file = SourceId(origin.file);
    let whole = origin.start as usize..origin.end as usize;
    let written = sources.get(file)?.text.get(whole.clone())?;
    let value = text.as_str();
    let words = value.get(part.clone()).and_then(|words| words.lines().next()).filter(|words| !words.trim().is_empty());
    let Some(words) = words else { return Some((file, whole)) };
    let before = value.match_indices(words).take_while(|(at, _)| *at < part.start).count();
    Some(match written.match_indices(words).nth(before) {
        Some((at, _)) => (file, whole.start + at..whole.start + at + words.len()),
        None => (file, whole),
    })
}

struct Loader {
    folder: Option<PathBuf>,
    limits: Limits,
    sources: SourceMap,
    errors: Vec<Diagnostic>,
}

impl Loader {
    fn fail(self) -> LoadFailure {
        let mut diagnostics = Diagnostics(self.errors);
        diagnostics.sort();
        LoadFailure { diagnostics, sources: self.sources }
    }

    /// Adds a file's bytes as a source, or says why they are no text.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Option<SourceId> {
        match read::decode(bytes) {
            Ok(text) => Some(self.sources.add(name, text)),
            Err(mut diagnostic) => {
                diagnostic.message = format!("`{name}`: {}", diagnostic.message);
                self.errors.push(diagnostic);
                None
            }
        }
    }

    /// Reads a file beside the case; `from` is the place that names it.
    fn read(&mut self, name: &str, from: Option<(SourceId, Range<usize>)>, limit: u64) -> Option<SourceId> {
        let folder = self.folder.clone()?;
        match read_limited(&folder.join(name), limit) {
            Ok(bytes) => self.add(name, &bytes),
            Err(error) => {
                let mut diagnostic = Diagnostic::error("YML-21", format!("cannot read `{name}`: {}", reason(&error)));
                if let Some((file, range)) = from {
                    diagnostic = diagnostic.label(file, range, "named here");
                }
                self.errors.push(diagnostic);
                None
            }
        }
    }

    fn tree(&mut self, file: SourceId) -> Option<Node> {
        let source = self.sources.get(file)?.clone();
        read::parse(file, &source, &mut self.errors)
    }

    fn finish(mut self, main: SourceId) -> Result<Case, LoadFailure> {
        let Some(mut tree) = self.tree(main) else { return Err(self.fail()) };
        self.merge_parts(&mut tree);
        read::validate(&tree, case_schema(), &mut self.errors);
        self.check_version(&tree, "opine", model::FORMAT_VERSION);
        if !self.errors.is_empty() {
            return Err(self.fail());
        }
        let content: model::Case = match read::from_node(&tree) {
            Ok(content) => content,
            Err(diagnostic) => {
                self.errors.push(diagnostic);
                return Err(self.fail());
            }
        };
        let mut translations = BTreeMap::new();
        let mut references = None;
        if self.folder.is_some() {
            for locale in content.locales.iter().filter(|locale| **locale != content.locale) {
                if let Some(translation) = self.translation(*locale) {
                    translations.insert(*locale, translation);
                }
            }
        }
        let given = tree.get("references");
        let place =
            |key| given.and_then(|r| r.get(key)).or(given).map_or((main, 0..0), |node| (node.file, node.mark()));
        match (&content.references.file, &content.references.content) {
            (Some(name), None) => {
                if self.folder.is_some() && self.inside(name, &place("file")) {
                    references = self.read(name, Some(place("file")), self.limits.references_file);
                }
            }
            (None, Some(text)) => references = Some(self.sources.add("references.content", text.as_str())),
            (file, _) => {
                let message = match file {
                    Some(_) => "`references` has a `file` and `content`",
                    None => "`references` has neither a `file` nor `content`",
                };
                let (file, range) = place("file");
                let diagnostic = Diagnostic::error("YML-28", message).label(file, range, "");
                self.errors.push(diagnostic.hint("give one of the two: a file beside the case, or the text of one"));
            }
        }
        if !self.errors.is_empty() {
            return Err(self.fail());
        }
        let mut places = HashMap::new();
        note_places(&tree, String::new(), &mut places);
        Ok(Case { content, folder: self.folder, sources: self.sources, translations, references, main, places })
    }

    /// Merges the files named under `include`: lists are joined, maps completed, nothing is overwritten.
    fn merge_parts(&mut self, tree: &mut Node) {
        let names: Vec<(String, SourceId, Range<usize>)> = match tree.get("include").map(|node| &node.kind) {
            Some(NodeKind::List(items)) => {
                items.iter().filter_map(|i| Some((i.as_text()?.to_owned(), i.file, i.mark()))).collect()
            }
            _ => return,
        };
        if names.len() > self.limits.parts {
            let message = format!("`include` names more than {} files", self.limits.parts);
            self.errors.push(Diagnostic::error("YML-22", message).label(tree.file, tree.mark(), ""));
            return;
        }
        if self.folder.is_none() {
            let diagnostic =
                Diagnostic::error("YML-22", "`include` needs a case in a folder, and this one came as text");
            self.errors.push(diagnostic.label(tree.file, tree.mark(), "").hint("send the parts merged"));
            return;
        }
        for (name, file, range) in names {
            let place = (file, range);
            if !self.inside(&name, &place) {
                continue;
            }
            let limit = self.limits.case_file;
            let Some(part) = self.read(&name, Some(place), limit).and_then(|id| self.tree(id)) else { continue };
            if let Some(nested) = part.get("include") {
                let message = format!("`{name}` is itself a part and includes no further ones");
                let diagnostic = Diagnostic::error("YML-22", message).label(nested.file, nested.mark(), "");
                self.errors.push(diagnostic.hint("name every part under `include` of the main file"));
                continue;
            }
            self.merge(tree, part, "");
        }
    }

    fn merge(&mut self, into: &mut Node, part: Node, path: &str) {
        match (&mut into.kind, part.kind) {
            (NodeKind::Map(entries), NodeKind::Map(more)) => {
                for (key, value) in more {
                    match entries.iter_mut().find(|(known, _)| known.name == key.name) {
                        Some((_, known)) => self.merge(known, value, &key.name),
                        None => entries.push((key, value)),
                    }
                }
            }
            (NodeKind::List(items), NodeKind::List(more)) => items.extend(more),
            _ => self.errors.push(
                Diagnostic::error("YML-23", format!("`{path}` is written in two files of the case"))
                    .label(part.file, part.range.clone(), "again here")
                    .label(into.file, into.mark(), "first here")
                    .hint("keep it in one file; only lists and maps are merged"),
            ),
        }
    }

    fn translation(&mut self, locale: LocaleTag) -> Option<Translation> {
        let name = format!("translations/{}.yaml", locale.as_str());
        // A missing file is not an error of reading: `check` counts its blocks as missing.
        if !self.folder.as_ref()?.join(&name).exists() {
            return None;
        }
        let file = self.read(&name, None, self.limits.case_file)?;
        let tree = self.tree(file)?;
        let before = self.errors.len();
        read::validate(&tree, translation_schema(), &mut self.errors);
        self.check_version(&tree, "opine_translation", 1);
        if self.errors.len() > before {
            return None;
        }
        let parsed: TranslationFile = match read::from_node(&tree) {
            Ok(parsed) => parsed,
            Err(diagnostic) => {
                self.errors.push(diagnostic);
                return None;
            }
        };
        if parsed.locale != locale {
            let range = tree.get("locale").map_or(0..0, Node::mark);
            let message = format!("`{name}` says it is in `{}`", parsed.locale.as_str());
            self.errors.push(Diagnostic::error("YML-24", message).label(file, range, ""));
        }
        let mut seen = BTreeMap::new();
        for block in &parsed.blocks {
            let at = block.text.origin().map_or(0..0, |o| o.start as usize..o.end as usize);
            if let Some(first) = seen.insert(block.path.clone(), at.clone()) {
                self.errors.push(
                    Diagnostic::error("YML-25", format!("`{}` is translated twice", block.path))
                        .label(file, at, "again here")
                        .label(file, first, "first here"),
                );
            }
        }
        Some(Translation::new(parsed, Some(file)))
    }

    fn check_version(&mut self, tree: &Node, key: &str, known: u32) {
        let Some(node) = tree.get(key) else { return };
        if let Some(version) = node.as_text().and_then(|text| text.parse::<u32>().ok())
            && version != known
        {
            self.errors.push(
                Diagnostic::error("YML-26", format!("format version {version} is not known to this engine"))
                    .label(node.file, node.mark(), "")
                    .hint(format!("this engine reads version {known}")),
            );
        }
    }

    /// Whether a named file stays inside the case's folder.
    fn inside(&mut self, name: &str, place: &(SourceId, Range<usize>)) -> bool {
        let escapes = name.is_empty()
            || name.contains('\\')
            || !Path::new(name).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
        if escapes {
            self.errors.push(
                Diagnostic::error(
                    "YML-27",
                    format!("`{}` is not a file inside the case's folder", name.escape_debug()),
                )
                .label(place.0, place.1.clone(), "")
                .hint("put the file beside `case.yaml` and name it relative to it"),
            );
        }
        !escapes
    }
}

/// Notes the place of every value below a node, by the same paths as the walk over texts.
fn note_places(node: &Node, path: String, places: &mut HashMap<String, (SourceId, Range<usize>)>) {
    match &node.kind {
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                note_places(value, read::join(&path, &key.name), places);
            }
        }
        NodeKind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                note_places(item, read::join(&path, &read::segment(item, index)), places);
            }
        }
        _ => {}
    }
    places.entry(path).or_insert((node.file, node.mark()));
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
