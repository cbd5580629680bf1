//! Foreign PDF files as records: what they hold, and their pages as form XObjects of another PDF.
//!
//! Pages are taken over as they are: content streams, fonts and images keep their bytes. Only what is drawn comes along
//! ([`copy`]): forms and notes are made part of the page ([`annotations`]), layers that are switched off are taken out
//! ([`layers`]), and scripts, actions, links and attachments stay behind and are counted ([`inventory`]). A file that cannot
//! be shown whole is refused with a [`Reason`].

mod annotations;
mod bounds;
mod chapters;
mod content;
mod copy;
mod draw;
mod fill;
mod inventory;
mod layers;
mod object_streams;
mod page_tree;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Rect, Stream};
use hayro_syntax::page::{Page, Rotation};
use hayro_syntax::{LoadPdfError, Pdf};

use super::objects::{self, Objects};
use super::picture::Reason;
pub use copy::{Copier, Stop};
pub use fill::{Destination, Filled, empty_figures, fill};
pub use inventory::Removed;
use layers::Layers;

/// The most pages of one record.
const MAX_PAGES: usize = 20_000;
/// The longest side of a page that PDF 1.7 knows, in points (ISO 32000-1, annex C.2).
const MAX_SIDE: f64 = 14_400.0;

/// A foreign PDF file that was opened.
pub struct PdfRecord {
    pdf: Pdf,
    sizes: Vec<PageSize>,
    removed: Removed,
    chapters: Vec<usize>,
}

/// How large a page looks, turned as it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
}

impl PdfRecord {
    /// Opens a file.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Reason> {
        guarded(|| Self::read(bytes)).unwrap_or(Err(Reason::Damaged))
    }

    fn read(bytes: Vec<u8>) -> Result<Self, Reason> {
        bounds::streams_that_are_unpacked_at_once(&bytes)?;
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(_) => Reason::Encrypted,
            LoadPdfError::Invalid => Reason::Damaged,
        })?;
        let mut record = Self { pdf, sizes: Vec::new(), removed: Removed::default(), chapters: Vec::new() };
        let catalog = record.catalog();
        if let Some(form) = catalog.get::<Dict<'_>>("AcroForm")
            && form.contains_key("XFA")
        {
            return Err(Reason::Xfa);
        }
        let pages = record.pdf.pages().len();
        if pages == 0 {
            return Err(Reason::NothingToShow);
        }
        if pages > MAX_PAGES {
            return Err(Reason::TooLarge);
        }
        // A page tree that is read only in part gives fewer pages than it says it has.
        let stated = catalog.get::<Dict<'_>>("Pages").and_then(|tree| tree.get::<i32>("Count"));
        if stated.is_some_and(|stated| usize::try_from(stated) != Ok(pages)) {
            return Err(Reason::Damaged);
        }
        drop(catalog);
        record.sizes = record.pdf.pages().iter().map(|page| Frame::of(page).size()).collect();
        record.removed = inventory::take(&record);
        record.chapters = record.find_chapters();
        Ok(record)
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.pdf.pages().len()
    }

    /// The size of each page.
    pub fn sizes(&self) -> &[PageSize] {
        &self.sizes
    }

    /// What is not taken over, and what becomes part of the pages.
    pub fn removed(&self) -> Removed {
        self.removed
    }

    /// The pages, from 0, on which chapters begin, ascending.
    pub fn chapters(&self) -> &[usize] {
        &self.chapters
    }

    /// Writes every page as a form XObject that fills the unit square, as an image does; gives their numbers in order.
    ///
    /// # Errors
    /// A page cannot be shown whole, or the disk refuses.
    pub fn write(&self, objects: &mut Objects<'_>) -> Result<Vec<u32>, Stop> {
        let write = || -> Result<Vec<u32>, Stop> {
            let layers = Layers::of(&self.catalog());
            let mut copier = Copier::new(&self.pdf, &layers);
            let mut forms = Vec::new();
            for page in self.pdf.pages().iter() {
                forms.push(write_page(page, &layers, &mut copier, objects)?);
                copier.drain(objects)?;
            }
            Ok(forms)
        };
        guarded(write).unwrap_or_else(|| Err(Reason::Damaged.into()))
    }

    fn catalog(&self) -> Dict<'_> {
        self.pdf.xref().get::<Dict<'_>>(self.pdf.xref().root_id()).unwrap_or_default()
    }
}

/// Runs what reads a foreign file; none if the reader panics: it unwraps values that are not there.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Whether these bytes are a PDF. Programs put a few lines of their own before its mark (ISO 32000-1, annex H, 3.4.1); a
/// text that speaks of PDF has it in the middle of one.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    head.starts_with(b"%PDF-")
        || head
            .windows(6)
            .any(|window| matches!(window, [before, rest @ ..] if rest == b"%PDF-" && !(b' '..0x7F).contains(before)))
}

/// How many pages a PDF has.
///
/// # Errors
/// It cannot be read.
pub fn page_count(bytes: &[u8]) -> Result<usize, Reason> {
    guarded(|| Pdf::new(bytes.to_vec()).map(|pdf| pdf.pages().len()).ok()).flatten().ok_or(Reason::Damaged)
}

/// The part of a page that is shown, and how it is turned.
struct Frame {
    left: f64,
    bottom: f64,
    width: f64,
    height: f64,
    /// Quarter turns clockwise.
    turns: u8,
    unit: f64,
}

impl Frame {
    fn of(page: &Page<'_>) -> Self {
        let mut shown = page.intersected_crop_box();
        if !says_its_size(page) {
            // Which paper is meant where none is named is a habit, not a rule: readers take letter.
            shown = Rect { x0: 0.0, y0: 0.0, x1: 612.0, y1: 792.0 };
        }
        let (mut left, mut bottom, mut width, mut height) = (shown.x0, shown.y0, shown.width(), shown.height());
        let usable = [left, bottom, width, height].iter().all(|value| value.is_finite() && value.abs() < 1e7);
        if !usable || width < 1.0 || height < 1.0 {
            // As readers do with a page that has no area.
            (left, bottom, width, height) = (0.0, 0.0, 595.0, 842.0);
        }
        let turns = match page.rotation() {
            Rotation::None => 0,
            Rotation::Horizontal => 1,
            Rotation::Flipped => 2,
            Rotation::FlippedHorizontal => 3,
        };
        let unit = page.raw().get::<f32>("UserUnit").map_or(1.0, f64::from);
        let unit = if unit.is_finite() && (0.01..=1_000.0).contains(&unit) { unit } else { 1.0 };
        Self { left, bottom, width, height, turns, unit }
    }

    fn size(&self) -> PageSize {
        let (mut width, mut height) = (self.width * self.unit, self.height * self.unit);
        if self.turns % 2 == 1 {
            std::mem::swap(&mut width, &mut height);
        }
        let shrink = (MAX_SIDE / width.max(height)).min(1.0);
        PageSize { width: width * shrink, height: height * shrink }
    }

    /// The matrix that lays the frame, turned, onto the unit square.
    fn onto_unit(&self) -> [f64; 6] {
        let (x, y) = (1.0 / self.width, 1.0 / self.height);
        let (l, b) = (-self.left * x, -self.bottom * y);
        match self.turns {
            0 => [x, 0.0, 0.0, y, l, b],
            1 => [0.0, -x, y, 0.0, b, 1.0 - l],
            2 => [-x, 0.0, 0.0, -y, 1.0 - l, 1.0 - b],
            _ => [0.0, x, -y, 0.0, 1.0 - b, l],
        }
    }
}

fn write_page(
    page: &Page<'_>,
    layers: &Layers,
    copier: &mut Copier<'_>,
    objects: &mut Objects<'_>,
) -> Result<u32, Stop> {
    let frame = Frame::of(page);
    let drawn = annotations::drawn(page, layers)?;
    let mut dictionary = b"/Type/XObject/Subtype/Form".to_vec();
    let bbox = [frame.left, frame.bottom, frame.left + frame.width, frame.bottom + frame.height];
    numbers("/BBox", &bbox, &mut dictionary);
    let form = if drawn.is_empty() {
        numbers("/Matrix", &frame.onto_unit(), &mut dictionary);
        write_content(page, layers, dictionary, copier, objects)?
    } else {
        let inner = write_content(page, layers, dictionary.clone(), copier, objects)?;
        let mut content = b"q /P Do Q\n".to_vec();
        let mut resources = format!("/Resources<</XObject<</P {inner} 0 R").into_bytes();
        for (index, look) in drawn.iter().enumerate() {
            let number = look.write(copier, objects)?;
            resources.extend_from_slice(format!("/A{index} {number} 0 R").as_bytes());
            let matrix: Vec<String> = look.matrix.iter().map(|value| objects::number(*value)).collect();
            content.extend_from_slice(format!("q {} cm /A{index} Do Q\n", matrix.join(" ")).as_bytes());
        }
        resources.extend_from_slice(b">>>>");
        numbers("/Matrix", &frame.onto_unit(), &mut dictionary);
        dictionary.extend_from_slice(&resources);
        let outer = objects.number();
        objects.deflated(outer, &dictionary, &content)?;
        outer
    };
    Ok(form)
}

/// The page's own content as a form. A single stream keeps its bytes.
fn write_content(
    page: &Page<'_>,
    layers: &Layers,
    mut dictionary: Vec<u8>,
    copier: &mut Copier<'_>,
    objects: &mut Objects<'_>,
) -> Result<u32, Stop> {
    if let Some(group) = page.raw().get_raw::<Object<'_>>("Group") {
        dictionary.extend_from_slice(b"/Group ");
        copier.value(&group, &mut dictionary, objects)?;
    }
    dictionary.extend_from_slice(b"/Resources ");
    let resources = resources(page);
    match &resources {
        Some(resources) => copier.value(resources, &mut dictionary, objects)?,
        None => dictionary.extend_from_slice(b"<<>>"),
    }
    let number = objects.number();
    let streams = content_streams(page.raw())?;
    if let ([stream], false) = (streams.as_slice(), layers.hide_something())
        && copy::keeps_its_bytes(stream)
    {
        bounds::decoded(stream)?;
        copier.packing_of(stream, &mut dictionary, objects)?;
        objects.stream(number, &dictionary, &stream.raw_data())?;
        return Ok(number);
    }
    let mut joined = Vec::new();
    for stream in &streams {
        joined.extend_from_slice(&bounds::decoded(stream)?);
        joined.push(b'\n');
        if joined.len() > bounds::MAX_CONTENT {
            return Err(Reason::TooLarge.into());
        }
    }
    if layers.hide_something() {
        let resources = resources.and_then(|found| resolved(page, found)).unwrap_or_default();
        joined = content::without_hidden(&joined, &resources, layers)?;
    }
    objects.deflated(number, &dictionary, &joined)?;
    Ok(number)
}

fn resolved<'a>(page: &Page<'a>, object: MaybeRef<Object<'a>>) -> Option<Dict<'a>> {
    match object {
        MaybeRef::NotRef(object) => object.into_dict(),
        MaybeRef::Ref(to) => page.xref().get::<Dict<'a>>(to.into()),
    }
}

/// The content streams of a page. One that is named and not there would leave a part of the page out.
fn content_streams<'a>(page: &Dict<'a>) -> Result<Vec<Stream<'a>>, Reason> {
    if let Some(stream) = page.get::<Stream<'_>>("Contents") {
        return Ok(vec![stream]);
    }
    match page.get::<Array<'_>>("Contents") {
        Some(parts) => {
            let streams: Vec<Stream<'_>> = parts.iter::<Stream<'_>>().collect();
            if streams.len() == parts.raw_iter().count() { Ok(streams) } else { Err(Reason::Damaged) }
        }
        // A page without content is blank, and that is what is shown.
        None if page.get_raw::<Object<'_>>("Contents").is_none() || is_null(page) => Ok(Vec::new()),
        None => Err(Reason::Damaged),
    }
}

fn is_null(page: &Dict<'_>) -> bool {
    matches!(page.get::<Object<'_>>("Contents"), Some(Object::Null(_)))
}

/// Whether a page or the page tree above it names a media box.
fn says_its_size(page: &Page<'_>) -> bool {
    inherited(page, "MediaBox").is_some()
}

/// The resources of a page, its own or those of the page tree above it (ISO 32000-1 7.7.3.4).
fn resources<'a>(page: &Page<'a>) -> Option<MaybeRef<Object<'a>>> {
    inherited(page, "Resources")
}

/// An entry of a page, or of the page tree above it.
fn inherited<'a>(page: &Page<'a>, key: &str) -> Option<MaybeRef<Object<'a>>> {
    let mut node = page.raw().clone();
    for _ in 0..64 {
        if let Some(found) = node.get_raw::<Object<'_>>(key) {
            return Some(found);
        }
        // Found anew: the reader gives nothing for what it has come through on its way to the page.
        let MaybeRef::Ref(above) = node.get_raw::<Object<'_>>("Parent")? else { return None };
        node = page.xref().get::<Dict<'_>>(above.into())?;
    }
    None
}

/// Four or six numbers as an array behind a key.
fn numbers(key: &str, values: &[f64], out: &mut Vec<u8>) {
    let values: Vec<String> = values.iter().map(|value| objects::number(*value)).collect();
    out.extend_from_slice(format!("{key}[{}]", values.join(" ")).as_bytes());
}

/// The entries of a dictionary by their keys; a value that cannot be read is none. (`Dict::entries` panics on one.)
fn entries<'a>(dict: &Dict<'a>) -> impl Iterator<Item = (Name<'a>, Option<MaybeRef<Object<'a>>>)> {
    let mut keys: Vec<Name<'a>> = dict.keys().collect();
    keys.sort_by(|one, other| one.as_ref().cmp(other.as_ref()));
    keys.into_iter().map(|key| {
        let value = dict.get_raw::<Object<'a>>(&*key);
        (key, value)
    })
}

/// Whether an entry is this name.
fn is(dict: &Dict<'_>, key: &str, expected: &str) -> bool {
    dict.get::<Name<'_>>(key).is_some_and(|name| name.as_str() == expected)
}

/// Numbers of an array of known length.
fn rect<const N: usize>(dict: &Dict<'_>, key: &str) -> Option<[f64; N]> {
    let array = dict.get::<Array<'_>>(key)?;
    let values: Vec<f64> = array.iter::<f32>().take(N + 1).map(f64::from).collect();
    <[f64; N]>::try_from(values).ok().filter(|values| values.iter().all(|value| value.is_finite()))
}

#[cfg(test)]
mod tests;
