//! A theme: built-in files with folders laid over them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::assets::built_in_files;
use super::contrast;
use super::settings::{Settings, settings_schema};
use crate::case::read;
use crate::diagnostics::{Diagnostic, Diagnostics, SourceId, SourceMap};
use crate::files::read_limited;

/// Largest file of a theme; fonts are the largest.
const MAX_FILE: u64 = 32_000_000;
/// Most files of one overlay.
const MAX_FILES: usize = 2_000;
/// Deepest folder of an overlay.
const MAX_DEPTH: usize = 8;

/// Sections an institution may leave out; what a second opinion must say is not among them.
const OMITTABLE: &[&str] = &[
    "cover-letter",
    "cover-letter-physician",
    "doctor-questions",
    "glossary",
    "how-to-read",
    "notes",
    "online-consultation",
    "trials",
];

/// What is wrong with a theme folder, with the sources the diagnostics point into.
#[derive(Debug, Clone)]
pub struct ThemeProblem {
    /// Everything that is wrong.
    pub diagnostics: Diagnostics,
    /// The files they point into.
    pub sources: SourceMap,
}

impl std::fmt::Display for ThemeProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for diagnostic in &self.diagnostics.0 {
            f.write_str(&crate::diagnostics::render_short(diagnostic, &self.sources))?;
        }
        Ok(())
    }
}

impl std::error::Error for ThemeProblem {}

/// Templates, locales, fonts and settings, with every layer applied.
#[derive(Clone)]
pub struct Theme {
    settings: Settings,
    files: BTreeMap<String, Asset>,
    /// `theme.yaml` of each layer, the built-in one not counted.
    own_settings: Vec<Vec<u8>>,
    layers: Vec<PathBuf>,
}

/// A file and the layer it comes from: 0 is built in.
#[derive(Clone)]
struct Asset {
    layer: usize,
    bytes: Arc<[u8]>,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("layers", &self.layers).field("files", &self.files.len()).finish()
    }
}

impl Theme {
    /// The built-in theme.
    ///
    /// # Errors
    /// Only if the built-in files themselves are wrong, which a test rules out.
    pub fn builtin() -> Result<Self, ThemeProblem> {
        let files: BTreeMap<String, Asset> = built_in_files()
            .into_iter()
            .map(|(path, data)| {
                let bytes: Arc<[u8]> = match data {
                    Cow::Borrowed(bytes) => bytes.into(),
                    Cow::Owned(bytes) => bytes.into(),
                };
                (path, Asset { layer: 0, bytes })
            })
            .collect();
        let mut sources = SourceMap::default();
        let settings = settings(&[], &files, &mut sources);
        match settings {
            Ok(settings) => Ok(Self { settings, files, own_settings: Vec::new(), layers: Vec::new() }),
            Err(diagnostics) => Err(ThemeProblem { diagnostics, sources }),
        }
    }

    /// Lays a folder over this theme.
    ///
    /// # Errors
    /// An unreadable folder, a file in no known place, settings that are wrong, colours that cannot be read on their
    /// background, a logo or font that is missing or none.
    pub fn overlay(mut self, folder: impl AsRef<Path>) -> Result<Self, ThemeProblem> {
        let folder = folder.as_ref();
        let mut sources = SourceMap::default();
        let mut errors = Vec::new();
        let found = match collect(folder) {
            Ok(found) => found,
            Err(message) => {
                let diagnostics = Diagnostic::error("THM-01", message).into();
                return Err(ThemeProblem { diagnostics, sources });
            }
        };
        let layer = self.layers.len() + 1;
        let mut has_settings = false;
        for (path, bytes) in found {
            if path == "theme.yaml" {
                self.own_settings.push(bytes);
                has_settings = true;
                continue;
            }
            if !self.known(&path) {
                errors.push(self.unknown(&path));
                continue;
            }
            self.files.insert(path, Asset { layer, bytes: bytes.into() });
        }
        if has_settings {
            match settings(&self.own_settings, &self.files, &mut sources) {
                Ok(settings) => self.settings = settings,
                Err(diagnostics) => errors.extend(diagnostics.0),
            }
        }
        for problem in contrast::problems(&self.settings.colours) {
            errors.push(Diagnostic::error("THM-04", problem).hint("choose a darker text or a lighter field"));
        }
        if let Some(logo) = &self.settings.institution.logo
            && !self.files.contains_key(logo)
        {
            errors.push(
                Diagnostic::error("THM-05", format!("the logo `{logo}` is not in the theme"))
                    .hint("put it into the theme's `media/` folder"),
            );
        }
        self.layers.push(folder.to_owned());
        if errors.is_empty() { Ok(self) } else { Err(ThemeProblem { diagnostics: Diagnostics(errors), sources }) }
    }

    /// The settings, merged.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// This theme with other settings, such as large print for one edition.
    #[must_use]
    pub fn with_settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// A file by its path.
    pub fn file(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path).map(|asset| &asset.bytes)
    }

    /// The files below a folder such as `fonts/`, by path.
    pub fn files_in<'t>(&'t self, folder: &'t str) -> impl Iterator<Item = (&'t str, &'t Arc<[u8]>)> {
        self.files
            .range(folder.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(folder))
            .map(|(path, asset)| (path.as_str(), &asset.bytes))
    }

    /// The text files below a folder, those of later layers last, since what comes later takes the place of what came
    /// before; one that is no UTF-8 is an error.
    ///
    /// # Errors
    /// `THM-06`, naming the file.
    pub fn texts_in(&self, folder: &str) -> Result<Vec<(String, String)>, Diagnostics> {
        self.texts_in_all(&[folder])
    }

    /// As [`Theme::texts_in`], for several folders: within a layer in their order.
    ///
    /// # Errors
    /// `THM-06`, naming the file.
    pub fn texts_in_all(&self, folders: &[&str]) -> Result<Vec<(String, String)>, Diagnostics> {
        let mut texts = Vec::new();
        let mut errors = Vec::new();
        let mut files: Vec<(&str, &Arc<[u8]>)> = Vec::new();
        for (path, asset) in folders.iter().flat_map(|folder| {
            let from = (*folder).to_owned();
            self.files.range(from..).take_while(move |(path, _)| path.starts_with(*folder))
        }) {
            files.push((path.as_str(), &asset.bytes));
        }
        files.sort_by_key(|(path, _)| self.files.get(*path).map_or(0, |asset| asset.layer));
        for (path, bytes) in files {
            match std::str::from_utf8(bytes) {
                Ok(text) => texts.push((path.to_owned(), text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned())),
                Err(_) => errors.push(
                    Diagnostic::error("THM-06", format!("`{path}` of the theme is not UTF-8")).hint("save it as UTF-8"),
                ),
            }
        }
        if errors.is_empty() { Ok(texts) } else { Err(Diagnostics(errors)) }
    }

    /// SHA-256 of every file and of the settings, by path: what an approval records of the theme.
    pub fn digests(&self) -> BTreeMap<String, String> {
        let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect::<String>();
        let mut digests: BTreeMap<String, String> =
            self.files.iter().map(|(path, asset)| (path.clone(), hex(&asset.bytes))).collect();
        let settings = serde_json::to_vec(&self.settings).unwrap_or_default();
        digests.insert("theme.yaml".to_owned(), hex(&settings));
        digests
    }

    /// Whether a file has a place: one of the built-in ones, a further font, locale or picture.
    fn known(&self, path: &str) -> bool {
        self.files.contains_key(path)
            || path.starts_with("media/")
            || path.starts_with("fonts/")
            || (path.starts_with("locales/")
                && path.ends_with(".ftl")
                && path.split('/').nth(1).is_some_and(|l| {
                    ["en", "es", "fr"].contains(&l)
                        || crate::case::model::LocaleTag::ALL.iter().any(|tag| tag.as_str() == l)
                }))
            || (path.starts_with("templates/typst/") && path.ends_with(".typ"))
    }

    fn unknown(&self, path: &str) -> Diagnostic {
        let nearest = self
            .files
            .keys()
            .map(|known| (strsim::levenshtein(known, path), known))
            .min()
            .filter(|(distance, known)| *distance <= known.len() / 3);
        let diagnostic = Diagnostic::error("THM-02", format!("`{}` has no place in a theme", path.escape_debug()));
        match nearest {
            Some((_, known)) => diagnostic.hint(format!("did you mean `{known}`?")),
            None => diagnostic.hint("`opine theme init DIR` writes out every file that can be replaced"),
        }
    }
}

/// The built-in settings with further ones laid over them, key by key.
fn settings(
    layers: &[Vec<u8>],
    files: &BTreeMap<String, Asset>,
    sources: &mut SourceMap,
) -> Result<Settings, Diagnostics> {
    let mut errors = Vec::new();
    let base = files.get("templates/theme.yaml").map(|asset| asset.bytes.to_vec()).unwrap_or_default();
    let mut merged: Option<read::Node> = None;
    for (index, bytes) in std::iter::once(&base).chain(layers).enumerate() {
        let text = match read::decode(bytes) {
            Ok(text) => text.to_owned(),
            Err(diagnostic) => {
                errors.push(diagnostic);
                continue;
            }
        };
        let file = sources.add(if index == 0 { "templates/theme.yaml" } else { "theme.yaml" }, text);
        let Some(source) = sources.get(file).cloned() else { continue };
        if index > 0 && source.text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
            continue;
        }
        let Some(node) = read::parse(file, &source, &mut errors) else { continue };
        merged = Some(match merged {
            None => node,
            Some(base) => lay_over(base, node),
        });
    }
    let Some(node) = merged else { return Err(Diagnostics(errors)) };
    read::validate(&node, settings_schema(), &mut errors);
    if let Some(version) = node.get("opine_theme").filter(|v| v.as_text() != Some("1")) {
        errors.push(
            Diagnostic::error("THM-07", "this version of the theme format is not known to this engine")
                .label(version.file, version.mark(), "")
                .hint("this engine reads version 1"),
        );
    }
    if !errors.is_empty() {
        return Err(Diagnostics(errors));
    }
    let settings: Settings = read::from_node(&node)?;
    let at = |key: &str| node.get(key).map_or((SourceId(0), 0..0), |n| (n.file, n.mark()));
    let margins = &settings.margins;
    for (name, value) in
        [("top", margins.top), ("bottom", margins.bottom), ("left", margins.left), ("right", margins.right)]
    {
        if !(10.0..=60.0).contains(&value) {
            let (file, range) = at("margins");
            errors.push(
                Diagnostic::error("THM-03", format!("`margins.{name}` is {value} mm; 10 to 60 mm can be printed"))
                    .label(file, range, ""),
            );
        }
    }
    let sizes = &settings.sizes;
    for (name, value, least, most) in [
        ("clinician", sizes.clinician, 8.0, 16.0),
        ("patient", sizes.patient, 11.0, 24.0),
        ("patient_large", sizes.patient_large, 16.0, 28.0),
        ("running", sizes.running, 7.0, 12.0),
    ] {
        if !(least..=most).contains(&value) {
            let (file, range) = at("sizes");
            errors.push(
                Diagnostic::error("THM-03", format!("`sizes.{name}` is {value} pt; {least} to {most} pt can be read"))
                    .label(file, range, ""),
            );
        }
    }
    for section in &settings.omit_sections {
        let name = section.strip_prefix("p-").or(section.strip_prefix("c-")).unwrap_or(section);
        if !OMITTABLE.contains(&name) {
            let (file, range) = at("omit_sections");
            let message = format!("the section `{}` cannot be left out", section.escape_debug());
            let hint = format!("a report needs every section but these: {}", OMITTABLE.join(", "));
            errors.push(Diagnostic::error("THM-11", message).label(file, range, "").hint(hint));
        }
    }
    if errors.is_empty() { Ok(settings) } else { Err(Diagnostics(errors)) }
}

/// Maps are merged, everything else is replaced. A tagline is replaced in all languages at once: an institution's name
/// over another one's words would be worse than none.
fn lay_over(base: read::Node, top: read::Node) -> read::Node {
    use read::NodeKind::Map;
    match (base.kind, top.kind) {
        (Map(mut entries), Map(more)) => {
            for (key, value) in more {
                match entries.iter().position(|(known, _)| known.name == key.name) {
                    Some(at) => {
                        let (known, old) = entries.remove(at);
                        let merged = if known.name == "tagline" { value } else { lay_over(old, value) };
                        entries.insert(at, (known, merged));
                    }
                    None => entries.push((key, value)),
                }
            }
            read::Node { kind: Map(entries), file: top.file, range: top.range }
        }
        (_, kind) => read::Node { kind, file: top.file, range: top.range },
    }
}

/// Every file of a folder by its path with forward slashes; links are not followed.
fn collect(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    fn walk(folder: &Path, prefix: &str, depth: usize, found: &mut Vec<(String, Vec<u8>)>) -> Result<(), String> {
        if depth > MAX_DEPTH {
            return Err(format!("the theme's folders are nested deeper than {MAX_DEPTH} levels"));
        }
        let wrong = |error: std::io::Error| format!("cannot read the theme folder `{}`: {error}", folder.display());
        let mut entries: Vec<_> = std::fs::read_dir(folder).map_err(wrong)?.collect::<Result<_, _>>().map_err(wrong)?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let kind = entry.file_type().map_err(wrong)?;
            if kind.is_dir() {
                walk(&entry.path(), &path, depth + 1, found)?;
            } else if kind.is_file() {
                if found.len() >= MAX_FILES {
                    return Err(format!("the theme has more than {MAX_FILES} files"));
                }
                let bytes = read_limited(&entry.path(), MAX_FILE).map_err(|e| format!("`{path}` of the theme {e}"))?;
                found.push((path, bytes));
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(folder, "", 0, &mut found)?;
    // A README beside a theme is for people.
    found.retain(|(path, _)| !matches!(path.as_str(), "README.md" | "LICENSE" | "LICENSE.txt"));
    Ok(found)
}
