//! Document to PDF: embedded Typst, PDF/A-3a and PDF/UA-1 at once.
//!
//! The templates are evaluated over the document as JSON data; no string of a case is ever evaluated as Typst.

mod coverage;
mod world;

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use typst::diag::{Severity as TypstSeverity, SourceDiagnostic};
use typst::ecow::EcoString;
use typst::foundations::{Bytes, Datetime, Label, NativeElement, Selector, Smart};
use typst::introspection::{Introspector, MetadataElem};
use typst::model::HeadingElem;
use typst::utils::PicoStr;
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::case::model::LocaleTag;
use crate::compose::{Delivery, Volume};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::{Document, FrontMatter};
use crate::theme::Theme;

pub use coverage::Coverage;
use world::{Assets, Job, Template};

/// Sets documents. Built once for a theme, used from any number of threads.
pub struct Typesetter {
    assets: Arc<Assets>,
    coverage: Coverage,
    kept_layouts: usize,
}

/// A document that is laid out but not yet written to a file.
pub struct Laid {
    document: PagedDocument,
    issued: NaiveDate,
    ident: String,
    standards: &'static [PdfStandard],
}

/// Of every document of ours.
const ARCHIVAL: &[PdfStandard] = &[PdfStandard::A_3a, PdfStandard::Ua_1];

/// A field on a page that a signature is drawn into.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureSlot {
    /// Id of the party who signs there.
    pub party: String,
    /// Page, from 0.
    pub page: usize,
    /// Left, bottom, right, top in points from the page's lower left corner.
    pub rect: [f64; 4],
}

/// What goes into the file beside the pages.
pub struct Attachments {
    /// The case as JSON.
    pub case_json: Vec<u8>,
}

impl Typesetter {
    /// Reads templates and fonts of a theme. A piece of layout that `kept_layouts` further documents do not use is
    /// forgotten.
    ///
    /// # Errors
    /// `THM-08` for a font file that is none, `THM-09` for a family that no font file has.
    pub fn new(theme: &Theme, kept_layouts: usize) -> Result<Self, Diagnostics> {
        let assets = Assets::new(theme)?;
        let coverage = Coverage::new(&assets.fonts, theme.settings());
        Ok(Self { assets: Arc::new(assets), coverage, kept_layouts })
    }

    /// The characters the fonts can show.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Lays out a document.
    ///
    /// # Errors
    /// What Typst finds wrong, named by template, and characters that no font has. A case cannot cause the former; a
    /// theme's own template can.
    pub fn lay_out(
        &self,
        document: &Document,
        attachments: Attachments,
        issued: NaiveDate,
    ) -> Result<Laid, Diagnostics> {
        self.set(Template::Main, document, (&document.front, document.locale), attachments, issued, ARCHIVAL)
    }

    /// Lays out the volume of source records. It is tagged like every document; it says that it is PDF/A and PDF/UA
    /// only if it is `archival`: if nothing foreign is going to be bound into it.
    ///
    /// # Errors
    /// As [`Self::lay_out`].
    ///
    /// Volumes are long: of what was remembered of other documents nothing is kept, and of this one nothing after it.
    pub fn lay_out_volume(&self, volume: &Volume, archival: bool, issued: NaiveDate) -> Result<Laid, Diagnostics> {
        let standards = if archival { ARCHIVAL } else { &[] };
        let nothing = Attachments { case_json: Vec::new() };
        self.set(Template::Volume, volume, (&volume.front, volume.locale), nothing, issued, standards)
    }

    /// Lays out a letter that goes with the documents.
    ///
    /// # Errors
    /// As [`Self::lay_out`].
    pub fn lay_out_delivery(&self, letter: &Delivery, issued: NaiveDate) -> Result<Laid, Diagnostics> {
        let nothing = Attachments { case_json: Vec::new() };
        self.set(Template::Main, letter, (&letter.front, letter.locale), nothing, issued, ARCHIVAL)
    }

    fn set(
        &self,
        template: Template,
        document: &impl Serialize,
        (front, locale): (&FrontMatter, LocaleTag),
        attachments: Attachments,
        issued: NaiveDate,
        standards: &'static [PdfStandard],
    ) -> Result<Laid, Diagnostics> {
        let data = serde_json::to_vec(document)
            .map_err(|error| Diagnostic::error("TYP-90", format!("the document cannot be written as JSON: {error}")))?;
        let ident = format!("{}|{}|{}", front.case_id, front.title, locale.as_str());
        let title = format!("{} – {}", front.title, front.brand);
        let job = Job::new(Arc::clone(&self.assets), template, data, attachments.case_json);
        let mut laid = single_threaded(|| {
            // The guard evicts on every way out, a failed compilation included.
            let _evict = Evict(if template == Template::Volume { 0 } else { self.kept_layouts });
            let compiled = typst::compile::<PagedDocument>(&job);
            compiled.output.map_err(|errors| explain(&job, &errors))
        })??;
        let info = laid.info_mut();
        info.title = Some(title.into());
        info.author = vec![front.brand.as_str().into()];
        info.date = Smart::Custom(datetime(issued));
        Ok(Laid { document: laid, issued, ident, standards })
    }
}

impl Laid {
    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// Its title, as the file says it.
    pub fn title(&self) -> String {
        typst::model::Document::info(&self.document).title.as_deref().unwrap_or_default().to_owned()
    }

    /// Labels that begin with `prefix`, without it, each with its page from 0; in the order of the document.
    pub fn places(&self, prefix: &str) -> Vec<(String, usize)> {
        let introspector = self.document.introspector();
        let all = introspector.query(&Selector::Elem(MetadataElem::ELEM, None));
        let headings = introspector.query(&Selector::Elem(HeadingElem::ELEM, None));
        let mut found: Vec<(String, usize)> = all
            .iter()
            .chain(&headings)
            .filter_map(|content| {
                let name = content.label()?.resolve().to_string();
                let name = name.strip_prefix(prefix)?.to_owned();
                Some((name, introspector.position(content.location()?)?.page.get() - 1))
            })
            .collect();
        found.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        found
    }

    /// The fields that signatures are drawn into, in reading order: the first of each party.
    pub fn signature_slots(&self) -> Vec<SignatureSlot> {
        let introspector = self.document.introspector();
        let corners = |label: &str| -> Vec<(String, usize, f64, f64)> {
            let Some(label) = Label::new(PicoStr::intern(label)) else { return Vec::new() };
            introspector
                .query(&Selector::Label(label))
                .iter()
                .filter_map(|content| {
                    let name = content.to_packed::<MetadataElem>()?.value.clone().cast::<EcoString>().ok()?;
                    let position = introspector.position(content.location()?)?;
                    Some((name.to_string(), position.page.get(), position.point.x.to_pt(), position.point.y.to_pt()))
                })
                .collect()
        };
        let ends = corners("signature-slot-end");
        let mut slots: Vec<SignatureSlot> = Vec::new();
        for (party, page, left, top) in corners("signature-slot-start") {
            let end = ends.iter().find(|(name, end_page, ..)| *name == party && *end_page == page);
            let height = self.document.pages().get(page - 1).map(|page| page.frame.height().to_pt());
            if let (Some((.., right, bottom)), Some(height)) = (end, height)
                && !slots.iter().any(|slot| slot.party == party)
            {
                slots.push(SignatureSlot {
                    party,
                    page: page - 1,
                    rect: [left, height - bottom, *right, height - top],
                });
            }
        }
        slots
    }

    /// The PDF: PDF/A-3a and PDF/UA-1 (but for volumes of foreign pages), tagged, deterministic.
    ///
    /// # Errors
    /// What keeps the document from conforming, such as a picture without alternative text.
    pub fn pdf(&self) -> Result<Vec<u8>, Diagnostics> {
        let standards = PdfStandards::new(self.standards)
            .map_err(|error| Diagnostic::error("TYP-91", error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some(concat!("opine ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: datetime(self.issued).map(Timestamp::new_utc),
            standards,
            ..PdfOptions::default()
        };
        let result = single_threaded(|| typst_pdf::pdf(&self.document, &options))?;
        result.map_err(|errors| Diagnostics(errors.iter().map(|e| Diagnostic::error("TYP-92", describe(e))).collect()))
    }

    /// Each page as a PNG picture, at `dots` per inch.
    ///
    /// # Errors
    /// If a page cannot be written as PNG.
    pub fn png(&self, dots: f64) -> Result<Vec<Vec<u8>>, Diagnostics> {
        let options = typst_render::RenderOptions {
            pixel_per_pt: typst::utils::Scalar::new(dots.clamp(18.0, 600.0) / 72.0),
            ..Default::default()
        };
        self.document
            .pages()
            .iter()
            .map(|page| {
                typst_render::render(page, &options).encode_png().map_err(|error| {
                    Diagnostic::error("TYP-93", format!("a page cannot be written as PNG: {error}")).into()
                })
            })
            .collect()
    }
}

/// Runs inside a rayon pool of one thread: many reports side by side beat one report on many threads, and memory stays
/// flat (`docs/architecture.md`).
fn single_threaded<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Diagnostics> {
    thread_local! {
        static POOL: std::cell::OnceCell<Option<rayon::ThreadPool>> = const { std::cell::OnceCell::new() };
    }
    POOL.with(|pool| {
        let pool = pool.get_or_init(|| {
            // Deeply nested content recurses; 16 MB holds the deepest that prose lets through many times over.
            rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(16 << 20).build().ok()
        });
        match pool {
            Some(pool) => Ok(pool.install(work)),
            None => Err(Diagnostic::error("TYP-94", "the system gives no thread to set the document in").into()),
        }
    })
}

struct Evict(usize);

impl Drop for Evict {
    fn drop(&mut self) {
        typst::comemo::evict(self.0);
    }
}

fn datetime(date: NaiveDate) -> Option<Datetime> {
    Datetime::from_ymd_hms(date.year(), date.month() as u8, date.day() as u8, 0, 0, 0)
}

/// Typst's errors in words that name the template and line; a reader never sees them raw.
fn explain(world: &Job, errors: &[SourceDiagnostic]) -> Diagnostics {
    Diagnostics(
        errors
            .iter()
            .filter(|error| error.severity == TypstSeverity::Error)
            .map(|error| {
                let place = error.span.id().and_then(|id| {
                    let range = world.range(error.span)?;
                    let source = world.source(id).ok()?;
                    let line = source.lines().byte_to_line(range.start)? + 1;
                    Some(format!("template `{}`, line {line}: ", id.vpath().get_without_slash()))
                });
                Diagnostic::error("TYP-95", format!("{}{}", place.unwrap_or_default(), describe(error)))
                    .hint("if the theme brings this template, mend it there; if not, this is a mistake of the engine")
            })
            .collect(),
    )
}

fn describe(error: &SourceDiagnostic) -> String {
    let hints: String = error.hints.iter().map(|hint| format!("; {}", hint.v)).collect();
    format!("{}{hints}", error.message)
}

/// Bytes that Typst can share without copying.
fn shared(bytes: &Arc<[u8]>) -> Bytes {
    Bytes::new(Arc::clone(bytes))
}
