//! The engine: case, locale and theme brought together. Build it once, share it between threads.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::case::model::{self, BlockPath, LocaleTag, PDate, Texts};
use crate::case::{Case, place_in_text};
use crate::citations::{Library, Style};
use crate::compose::{self, Institution, Parcel, SignOff, Sources, Volume, VolumeRecord};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::{Document, DocumentKind};
use crate::locale::Locale;
use crate::parallel::in_parallel;
use crate::prose::Letters;
use crate::records::Reading;
use crate::rules::{self, Policy, Stage};
use crate::theme::{CitationStyle, Theme};
use crate::typeset::{Attachments, Laid, Typesetter};

/// Renders and checks cases with one theme. `Send` and `Sync`: build it once, use it everywhere.
pub struct Engine {
    theme: Theme,
    typesetter: Typesetter,
    locales: BTreeMap<LocaleTag, Locale>,
    letters: BTreeMap<&'static str, Letters>,
    policy: Policy,
}

/// A worker that sets one document after another, each of another case, gains nothing from more, and its memory stays flat.
const KEPT_LAYOUTS: usize = 1;

/// How often the volume of records is laid out until its page numbers hold; twice is rare.
const PAGINATIONS: usize = 4;

/// Builds an [`Engine`].
#[derive(Debug, Default)]
pub struct EngineBuilder {
    theme: Option<Theme>,
    kept_layouts: Option<usize>,
}

/// What is to be rendered.
#[derive(Debug, Clone, Copy)]
pub struct Render {
    kind: DocumentKind,
    locale: LocaleTag,
    issued: Option<NaiveDate>,
}

impl Render {
    /// A document kind in a locale.
    pub fn new(kind: DocumentKind, locale: LocaleTag) -> Self {
        Self { kind, locale, issued: None }
    }

    /// The date of the document; without one, the case's release date, or the latest date the case itself has.
    #[must_use]
    pub fn issued(mut self, date: NaiveDate) -> Self {
        self.issued = Some(date);
        self
    }
}

/// What the volume of source records is composed of.
pub struct VolumeContent<'a> {
    /// Id of each record in the order of the volume, what its file holds, and where the original is in the package.
    pub records: &'a [(&'a model::Id, Option<&'a Reading>, Option<String>)],
    /// How many records are left out for this reader.
    pub withheld: usize,
    /// Whether everything in it is made here, so that it can say that it is PDF/A and PDF/UA.
    pub archival: bool,
    /// Who signed the documents it goes with; without it every page says that it is a draft.
    pub sign_off: Option<&'a SignOff>,
}

impl EngineBuilder {
    /// The theme; the built-in one without this.
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = Some(theme);
        self
    }

    /// For how many further documents a piece of layout is kept in memory without being used; 1 without this.
    ///
    /// The documents of one case share most of their text, so as many as are made of it; more for a preview that comes
    /// back to them. Each takes some 50 MB.
    #[must_use]
    pub fn kept_layouts(mut self, documents: usize) -> Self {
        self.kept_layouts = Some(documents);
        self
    }

    /// Reads fonts, templates and words of the theme.
    ///
    /// # Errors
    /// Whatever is wrong with the theme.
    pub fn build(self) -> Result<Engine, Diagnostics> {
        let theme = match self.theme {
            Some(theme) => theme,
            None => Theme::builtin().map_err(|problem| problem.diagnostics)?,
        };
        let mut locales = BTreeMap::new();
        let mut errors = Vec::new();
        for tag in LocaleTag::ALL {
            let language = &tag.as_str()[..2];
            let language = format!("locales/{language}/");
            let region = format!("locales/{}/", tag.as_str());
            // The language first, then the region; a theme's words after all built-in ones.
            let mut resources = theme.texts_in_all(&[&language, &region])?;
            resources.retain(|(path, _)| path.ends_with(".ftl"));
            match Locale::new(*tag, &resources) {
                Ok(locale) => {
                    locales.insert(*tag, locale);
                }
                Err(found) => errors.extend(found.0),
            }
        }
        let mut letters = BTreeMap::new();
        for language in ["en", "es", "fr"] {
            let folder = format!("templates/prose/{language}/");
            let sources: Vec<(String, String)> = theme
                .texts_in(&folder)?
                .into_iter()
                .map(|(path, text)| (path[folder.len()..].trim_end_matches(".md").to_owned(), text))
                .collect();
            match Letters::new(&sources) {
                Ok(found) => {
                    letters.insert(language, found);
                }
                Err(found) => errors.extend(found.0),
            }
        }
        let policy = match Policy::of(&theme) {
            Ok(policy) => policy,
            Err(found) => {
                errors.extend(found.0);
                Policy::default()
            }
        };
        if !errors.is_empty() {
            return Err(Diagnostics(errors));
        }
        let typesetter = Typesetter::new(&theme, self.kept_layouts.unwrap_or(KEPT_LAYOUTS))?;
        Ok(Engine { theme, typesetter, locales, letters, policy })
    }
}

impl Engine {
    /// Starts to build an engine.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The theme in use.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The words and formats of a locale.
    pub fn locale(&self, tag: LocaleTag) -> Option<&Locale> {
        self.locales.get(&tag)
    }

    /// Everything found in the case, never only the first; dates are held against the case's own last date.
    pub fn check(&self, case: &Case, stage: Stage) -> Diagnostics {
        self.check_on(case, stage, None)
    }

    /// Everything found in the case on a day: what has expired or is too old then. A case that is released is held
    /// against its release date, whatever the day.
    pub fn check_on(&self, case: &Case, stage: Stage, day: Option<NaiveDate>) -> Diagnostics {
        let (library, mut found) = self.library(case);
        let released = case.content.dates.released.map(PDate::latest);
        let own = || issued(case, Render::new(DocumentKind::Booklet, case.content.locale));
        let day = released.or(day).unwrap_or_else(own);
        // The rules take about as long as the documents, so they go side by side; what is found is sorted in the end.
        let mut tasks = vec![None];
        tasks.extend(case.locales().into_iter().map(Some));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let results = in_parallel(threads, &tasks, |task| match task {
            None => rules::check(case, &library, stage, day, &self.policy),
            Some(tag) => self.check_documents(case, &library, *tag),
        });
        found.extend(results.into_iter().flatten());
        let mut diagnostics = Diagnostics(found);
        diagnostics.sort();
        diagnostics
    }

    /// What keeps the documents of a locale from being made.
    fn check_documents(&self, case: &Case, library: &Library, tag: LocaleTag) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if tag == case.content.locale {
            found.extend(self.unprintable(case, &case.content));
        }
        // Errors of the translation are reported by the rules already.
        let Ok(localized) = case.localized(tag) else { return found };
        if tag != case.content.locale {
            found.extend(self.unprintable(case, &localized));
        }
        for kind in DocumentKind::ALL {
            if let Err(more) = self.compose_localized(case, &localized, library, Render::new(kind, tag), None) {
                found.extend(more.0);
            }
        }
        found
    }

    /// Composes a document without setting it.
    ///
    /// # Errors
    /// Every error of the case that would make the document wrong, and every problem of its texts.
    pub fn compose(&self, case: &Case, render: Render) -> Result<Document, Diagnostics> {
        self.compose_for(case, render, None)
    }

    /// Lays out a document that is about to be signed: not marked as a draft, with a field for each signer
    /// ([`Laid::signature_slots`]).
    ///
    /// # Errors
    /// As [`Engine::lay_out`].
    pub fn lay_out_for_signing(&self, case: &Case, render: Render, sign_off: &SignOff) -> Result<Laid, Diagnostics> {
        self.lay_out_document(case, render, &self.compose_for(case, render, Some(sign_off))?)
    }

    fn compose_for(&self, case: &Case, render: Render, sign_off: Option<&SignOff>) -> Result<Document, Diagnostics> {
        let (library, mut found) = self.library(case);
        found.extend(rules::obstacles(case, &library));
        found.retain(Diagnostic::is_error);
        let localized = case.localized(render.locale);
        match localized {
            Ok(localized) => {
                found.extend(self.unprintable(case, &localized));
                if found.is_empty() {
                    return self.compose_localized(case, &localized, &library, render, sign_off);
                }
            }
            Err(more) => found.extend(more.0),
        }
        let mut diagnostics = Diagnostics(found);
        diagnostics.sort();
        Err(diagnostics)
    }

    /// Lays a document out.
    ///
    /// # Errors
    /// As [`Engine::compose`], and what typesetting finds.
    pub fn lay_out(&self, case: &Case, render: Render) -> Result<Laid, Diagnostics> {
        self.lay_out_document(case, render, &self.compose(case, render)?)
    }

    /// Lays out a document that was composed before, from this case and for this job.
    ///
    /// # Errors
    /// What typesetting finds.
    pub fn lay_out_document(&self, case: &Case, render: Render, document: &Document) -> Result<Laid, Diagnostics> {
        let case_json = case_json(&case.content)?;
        self.typesetter.lay_out(document, Attachments { case_json }, issued(case, render))
    }

    /// Lays out the volume of source records: `records` in chronological order, with what was read of them by id and
    /// where each original is in the package. Pages of records are empty figures; [`crate::booklet`] fills them.
    ///
    /// # Errors
    /// As [`Engine::lay_out`].
    pub fn lay_out_volume(&self, case: &Case, render: Render, volume: &VolumeContent<'_>) -> Result<Laid, Diagnostics> {
        let composed = self.with_sources(case, render, volume.sign_off, |sources| {
            let entries: Vec<VolumeRecord<'_>> = volume
                .records
                .iter()
                .filter_map(|(id, reading, file)| {
                    let record = sources.case.records.iter().find(|record| record.id == **id)?;
                    Some(VolumeRecord { record, reading: *reading, file: file.clone() })
                })
                .collect();
            compose::volume(sources, &entries, volume.withheld, volume.archival)
        })?;
        let issued = issued(case, render);
        let lay_out = |volume_of: &Volume| self.typesetter.lay_out_volume(volume_of, volume.archival, issued);
        let found = |laid: &Laid| -> Vec<usize> {
            let places: BTreeMap<String, usize> = laid.places("r:").into_iter().collect();
            let page = |label: String| places.get(label.trim_start_matches("r:")).map_or(0, |page| page + 1);
            composed.dividers().map(page).collect()
        };
        let mut pages = composed.expected(&found(&lay_out(&composed.skeleton())?));
        // Numbers of more digits may move a line; that settles at once or never.
        for _ in 0..PAGINATIONS {
            let mut paginated = composed.clone();
            paginated.paginate(&pages);
            let laid = lay_out(&paginated)?;
            let now = found(&laid);
            if now == pages {
                return Ok(laid);
            }
            pages = now;
        }
        let message = "the pages of the volume of records do not settle";
        Err(Diagnostic::error("TYP-96", message).hint("look at `templates/typst/volume.typ` of the theme").into())
    }

    /// Lays out the letter to a recipient, with the receipt.
    ///
    /// # Errors
    /// As [`Engine::lay_out`].
    pub fn lay_out_delivery(
        &self,
        case: &Case,
        render: Render,
        sign_off: Option<&SignOff>,
        parcel: &Parcel<'_>,
    ) -> Result<Laid, Diagnostics> {
        let composed = self.with_sources(case, render, sign_off, |sources| compose::delivery(sources, parcel))?;
        self.typesetter.lay_out_delivery(&composed, issued(case, render))
    }

    /// Whether the fonts can show every character of a text.
    pub fn can_show(&self, text: &str) -> bool {
        self.typesetter.coverage().missing(text).is_empty()
    }

    /// Renders a document to PDF (PDF/A-3a and PDF/UA-1).
    ///
    /// # Errors
    /// As [`Engine::lay_out`].
    pub fn render(&self, case: &Case, render: Render) -> Result<Vec<u8>, Diagnostics> {
        self.lay_out(case, render)?.pdf()
    }

    /// The literature of a case and what is wrong with its file.
    pub fn library(&self, case: &Case) -> (Library, Vec<Diagnostic>) {
        rules::library(case)
    }

    fn compose_localized(
        &self,
        case: &Case,
        localized: &model::Case,
        library: &Library,
        render: Render,
        sign_off: Option<&SignOff>,
    ) -> Result<Document, Diagnostics> {
        let document = self
            .on_sources(case, localized, library, render, sign_off, |sources| compose::compose(sources, render.kind))?;
        // An entity such as `&#x0D06;` is a character only now.
        let written = serde_json::to_string(&document).unwrap_or_default();
        let missing = self.typesetter.coverage().missing(&written);
        if missing.is_empty() {
            return Ok(document);
        }
        let found = missing.into_iter().map(|c| unprintable_character("a text", c)).collect();
        Err(Diagnostics(found))
    }

    /// Does something with all that a document of the case is composed from.
    fn with_sources<T>(
        &self,
        case: &Case,
        render: Render,
        sign_off: Option<&SignOff>,
        work: impl FnOnce(&Sources<'_>) -> Result<T, Diagnostics>,
    ) -> Result<T, Diagnostics> {
        let (library, _) = self.library(case);
        let localized = case.localized(render.locale)?;
        self.on_sources(case, &localized, &library, render, sign_off, work)
    }

    fn on_sources<T>(
        &self,
        case: &Case,
        localized: &model::Case,
        library: &Library,
        render: Render,
        sign_off: Option<&SignOff>,
        work: impl FnOnce(&Sources<'_>) -> Result<T, Diagnostics>,
    ) -> Result<T, Diagnostics> {
        let (Some(locale), Some(letters)) =
            (self.locales.get(&render.locale), self.letters.get(&render.locale.as_str()[..2]))
        else {
            return Err(Diagnostic::error("LOC-02", format!("no words for {}", render.locale.as_str())).into());
        };
        let settings = self.theme.settings();
        let institution = Institution {
            name: settings.institution.name.clone(),
            tagline: settings.institution.tagline.get(locale.language()).cloned(),
            logo: settings.institution.logo.as_ref().map(|path| format!("/{path}")),
            omit_sections: settings.omit_sections.clone(),
        };
        let style = match settings.citation_style {
            CitationStyle::Nlm => Style::Nlm,
            CitationStyle::Ama => Style::Ama,
            CitationStyle::Apa => Style::Apa,
        };
        let sources = Sources {
            case: localized,
            files: &case.sources,
            source_locale: case.content.locale,
            locale,
            letters,
            library,
            style,
            institution: &institution,
            issued: PDate::Day(issued(case, render)),
            sign_off,
        };
        work(&sources)
    }

    /// Characters of the case that no font of the theme can show, each at its place.
    fn unprintable(&self, case: &Case, localized: &model::Case) -> Vec<Diagnostic> {
        let coverage = self.typesetter.coverage();
        let mut found = Vec::new();
        localized.texts(&BlockPath::root(), &mut |path, text| {
            for c in coverage.missing(text.as_str()) {
                let at = text.as_str().find(c).map_or(0..0, |at| at..at + c.len_utf8());
                let mut diagnostic = unprintable_character(&format!("`{path}`"), c).path(path.as_str());
                if let Some((file, range)) = place_in_text(&case.sources, text, at) {
                    diagnostic = diagnostic.label(file, range, "");
                }
                found.push(diagnostic);
            }
        });
        // Names and other strings are no texts and have no place of their own: the file is searched for the character.
        let strings = serde_json::to_string(&localized).unwrap_or_default();
        if found.is_empty() {
            for c in coverage.missing(&strings) {
                let mut diagnostic = unprintable_character("a name or label", c);
                if let Some((file, range)) = case.sources.find(&c.to_string()) {
                    diagnostic = diagnostic.label(file, range, "");
                }
                found.push(diagnostic);
            }
        }
        found
    }
}

fn unprintable_character(what: &str, c: char) -> Diagnostic {
    let message = format!("{what} has the character U+{:04X}, which no font of the theme can show", c as u32);
    Diagnostic::error("TYP-05", message)
        .hint("write it in Latin, Greek or Cyrillic letters, or add a font that has it to the theme")
}

/// The date of a document when none is given: never the clock's.
fn issued(case: &Case, render: Render) -> NaiveDate {
    render.issued.unwrap_or_else(|| {
        let dates = &case.content.dates;
        dates.released.or(dates.records_complete).unwrap_or(dates.requested).latest()
    })
}

/// The case as JSON, as it is attached to the PDFs: the same shape that is read.
fn case_json(case: &model::Case) -> Result<Vec<u8>, Diagnostics> {
    let mut bytes = serde_json::to_vec_pretty(case)
        .map_err(|error| Diagnostic::error("TYP-90", format!("the case cannot be written as JSON: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}
