//! Typst's view of the world: templates, fonts, one document. Nothing else is there: no disk, no packages, no clock.

use std::collections::HashMap;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World};

use super::shared;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::theme::Theme;

/// What all documents of a theme share.
pub(super) struct Assets {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    pub fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    main: FileId,
    volume: FileId,
    document: FileId,
    case: FileId,
}

/// Which template sets a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    /// `main.typ`: documents of sections.
    Main,
    /// `volume.typ`: the volume of source records.
    Volume,
}

/// The id of a constant virtual path. Ids are a table of 65,536 for the whole process, so no path may depend on a case.
fn file_id(path: &str) -> Result<FileId, Diagnostics> {
    let path = VirtualPath::new(path)
        .map_err(|_| Diagnostic::error("THM-10", format!("`{}` is no path for a template", path.escape_debug())))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl Assets {
    pub fn new(theme: &Theme) -> Result<Self, Diagnostics> {
        let mut errors = Vec::new();
        let mut fonts = Vec::new();
        for (path, bytes) in theme.files_in("fonts/") {
            if path.ends_with(".ttf") || path.ends_with(".otf") || path.ends_with(".ttc") {
                let before = fonts.len();
                fonts.extend(Font::iter(shared(bytes)));
                if fonts.len() == before {
                    errors.push(Diagnostic::error(
                        "THM-08",
                        format!("`{path}` of the theme is no font that can be read"),
                    ));
                }
            }
        }
        let book = FontBook::from_fonts(&fonts);
        let wanted = &theme.settings().fonts;
        for family in [
            &wanted.clinician,
            &wanted.clinician_heading,
            &wanted.patient,
            &wanted.patient_heading,
            &wanted.mono,
            &wanted.fallback,
        ]
        .into_iter()
        .flatten()
        {
            if !book.contains_family(&family.to_lowercase()) {
                errors.push(
                    Diagnostic::error("THM-09", format!("no font file of the theme has the family `{family}`"))
                        .hint("put its files into `fonts/`, or name a family that is there"),
                );
            }
        }
        let mut sources = HashMap::new();
        for (path, text) in theme.texts_in("templates/typst/")? {
            if let Some(name) = path.strip_prefix("templates/typst").filter(|name| name.ends_with(".typ")) {
                let id = file_id(name)?;
                sources.insert(id, Source::new(id, text));
            }
        }
        let mut files = HashMap::new();
        for (path, bytes) in theme.files_in("media/") {
            files.insert(file_id(&format!("/{path}"))?, shared(bytes));
        }
        let settings = serde_json::to_vec(&theme.settings().layout_json()).unwrap_or_default();
        files.insert(file_id("/theme.json")?, Bytes::new(settings));
        if !errors.is_empty() {
            return Err(Diagnostics(errors));
        }
        Ok(Self {
            // Row headers and table summaries for assistive technology are still a feature in 0.15.
            library: LazyHash::new(
                Library::builder().with_features(Features::from_iter([Feature::A11yExtras])).build(),
            ),
            book: LazyHash::new(book),
            fonts,
            sources,
            files,
            main: file_id("/main.typ")?,
            volume: file_id("/volume.typ")?,
            document: file_id("/document.json")?,
            case: file_id("/case.json")?,
        })
    }
}

/// One document to set.
pub(super) struct Job {
    assets: Arc<Assets>,
    template: Template,
    document: Bytes,
    case: Bytes,
}

impl Job {
    pub fn new(assets: Arc<Assets>, template: Template, document: Vec<u8>, case: Vec<u8>) -> Self {
        Self { assets, template, document: Bytes::new(document), case: Bytes::new(case) }
    }
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.assets.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.assets.book
    }

    fn main(&self) -> FileId {
        match self.template {
            Template::Main => self.assets.main,
            Template::Volume => self.assets.volume,
        }
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.assets.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.assets.document {
            return Ok(self.document.clone());
        }
        if id == self.assets.case {
            return Ok(self.case.clone());
        }
        if let Some(source) = self.assets.sources.get(&id) {
            return Ok(Bytes::from_string(source.text().to_owned()));
        }
        self.assets.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.assets.fonts.get(index).cloned()
    }

    /// No template may ask for today: the date of a document comes with the document.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
