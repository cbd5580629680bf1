//! The volume of source records: reading the records of a case, and binding their pages into a volume for each locale.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::case::Case;
use crate::case::model::{Id, LocaleTag, Record};
use crate::compose::{SignOff, destination};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::engine::{Engine, Render, VolumeContent};
use crate::parallel::in_parallel;
use crate::records::objects::Objects;
use crate::records::pdf::{Destination, Filled, Stop, empty_figures, fill};
use crate::records::{self, Paper, Reading, Reason};
use crate::typeset::Laid;

/// The records of a case, read.
pub struct Records {
    records: Vec<ReadRecord>,
    withheld: usize,
}

/// A record that goes into the volume.
pub struct ReadRecord {
    /// Its id.
    pub id: Id,
    /// Where its file is, if the case names one.
    pub path: Option<PathBuf>,
    /// What the file holds.
    pub reading: Option<Reading>,
    /// Where the original is in the package.
    pub original: Option<String>,
    frames: Vec<u32>,
    paper: Paper,
}

/// A volume that was bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Its locale.
    pub locale: LocaleTag,
    /// How many pages it has.
    pub pages: usize,
    /// Length in bytes.
    pub size: u64,
}

impl Records {
    /// Reads the records of a case that go into its appendix, in chronological order. `withhold` says which of them this
    /// reader does not receive.
    pub fn read(engine: &Engine, case: &Case, jobs: usize, withhold: impl Fn(&Record) -> bool) -> Self {
        let (width, height) = engine.theme().settings().paper_points();
        let paper = Paper { width, height };
        let mut wanted: Vec<&Record> = case.content.records.iter().filter(|record| record.in_appendix).collect();
        let before = wanted.len();
        wanted.retain(|record| !withhold(record));
        let withheld = before - wanted.len();
        wanted.sort_by_key(|record| record.date);
        let mut records = in_parallel(jobs.max(1), &wanted, |record| {
            let path = case.folder.as_ref().zip(record.file.as_ref()).map(|(folder, file)| folder.join(file));
            let mut reading = path.as_ref().map(|path| records::read(path, &record.key_images, paper));
            // Text whose letters no font has would be full of holes.
            if let Some(found) = &mut reading
                && found
                    .text
                    .as_ref()
                    .is_some_and(|text| !engine.can_show(&format!("{:?}", (&text.title, &text.facts, &text.passages))))
            {
                *found =
                    Reading { attached: Some(Reason::Letters), identity: found.identity.clone(), ..Reading::default() };
            }
            ReadRecord {
                id: record.id.clone(),
                path,
                reading,
                original: record.file.as_deref().map(original),
                frames: record.key_images.clone(),
                paper,
            }
        });
        own_places(&mut records);
        Self { records, withheld }
    }

    /// The records, in the order of the volume.
    pub fn iter(&self) -> impl Iterator<Item = &ReadRecord> {
        self.records.iter()
    }

    /// How many records this reader does not receive.
    pub fn withheld(&self) -> usize {
        self.withheld
    }

    /// Whether there is anything to bind.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Whether nothing foreign goes into the volume but pictures whose colours it declares.
    fn archival(&self) -> bool {
        self.records.iter().filter_map(|record| record.reading.as_ref()).all(|reading| reading.archival)
    }
}

/// Where the original of a record is in the package.
fn original(file: &str) -> String {
    let name = file.strip_prefix("./").unwrap_or(file);
    format!("records/{}", name.strip_prefix("records/").unwrap_or(name))
}

/// Gives each original a place of its own: files of one name may come from different folders, and no original takes the
/// place of a volume. Folders of some systems do not tell capitals from small letters.
fn own_places(records: &mut [ReadRecord]) {
    let mut taken: BTreeMap<String, PathBuf> = BTreeMap::new();
    for record in records {
        let (Some(path), Some(original)) = (&record.path, &mut record.original) else { continue };
        let name = original.strip_prefix("records/").unwrap_or(original).to_owned();
        let mut folder = record.id.to_string();
        loop {
            let small = original.to_lowercase();
            let is_volume = small.starts_with("records/volume.") && small.ends_with(".pdf");
            if !is_volume && taken.get(&small).is_none_or(|other| other == path) {
                taken.insert(small, path.clone());
                break;
            }
            *original = format!("records/{folder}/{name}");
            folder.push('+');
        }
    }
}

/// A locale, where its volume is written, and who signed the documents it goes with.
pub struct Job<'w> {
    /// The locale.
    pub locale: LocaleTag,
    /// Where the volume is written.
    pub out: &'w mut dyn Write,
}

/// Binds a volume for each locale. Every record is opened once and written into all of them, so that no more than one is
/// in memory.
///
/// # Errors
/// What composing and typesetting find; a record that changed on disk since it was read; the disk refuses.
pub fn bind(
    engine: &Engine,
    case: &Case,
    records: &Records,
    issued: Option<NaiveDate>,
    sign_off: Option<&SignOff>,
    jobs: &mut [Job<'_>],
) -> Result<Vec<Bound>, Diagnostics> {
    let content: Vec<(&Id, Option<&Reading>, Option<String>)> =
        records.records.iter().map(|record| (&record.id, record.reading.as_ref(), record.original.clone())).collect();
    let content =
        VolumeContent { records: &content, withheld: records.withheld, archival: records.archival(), sign_off };
    // The records' pages come first in the file; the dividers and all else of a volume are set afterwards.
    let locales: Vec<LocaleTag> = jobs.iter().map(|job| job.locale).collect();
    let mut writers = Vec::new();
    for job in jobs.iter_mut() {
        writers.push((Objects::new(job.out).map_err(|error| disk(&error))?, Vec::new()));
    }
    for record in &records.records {
        let (Some(path), Some(reading)) = (&record.path, &record.reading) else { continue };
        if reading.sheets.is_empty() {
            continue;
        }
        let opened = records::open(path, &record.frames, record.paper).map_err(|_| changed(&record.id))?;
        for (objects, forms) in &mut writers {
            let own = opened.write(objects).map_err(|stop| stopped(stop, &record.id))?;
            if own.len() != reading.sheets.len() {
                return Err(changed(&record.id));
            }
            forms.extend(own);
        }
    }
    let mut bound = Vec::new();
    for (locale, (objects, forms)) in locales.into_iter().zip(writers) {
        let mut render = Render::new(crate::document::DocumentKind::Booklet, locale);
        if let Some(date) = issued {
            render = render.issued(date);
        }
        let laid = engine.lay_out_volume(case, render, &content)?;
        let title = laid.title();
        let destinations = destinations(&laid);
        let base = laid.pdf()?;
        drop(laid);
        let figures = empty_figures(&base).map_err(|_| inner())?;
        if figures.len() != forms.len() {
            return Err(inner());
        }
        let Filled { pages, size } = fill(base, &title, &forms, &destinations, objects).map_err(|stop| match stop {
            Stop::Io(error) => disk(&error),
            Stop::Reason(_) => inner(),
        })?;
        bound.push(Bound { locale, pages, size });
    }
    Ok(bound)
}

/// The places in a volume that links from outside name: dividers and pages, counted as the strips at their feet count.
fn destinations(laid: &Laid) -> Vec<Destination> {
    let (first, last) = (laid.places("first:"), laid.places("last:"));
    // A record that is text, from its first page to its last; pictures inside it follow.
    let text_pages = |id: &str| {
        let at = |places: &[(String, usize)]| places.iter().find(|(name, _)| name == id).map(|(_, page)| *page);
        at(&first).zip(at(&last)).map_or(0..0, |(first, last)| first..last + 1)
    };
    let mut destinations = Vec::new();
    for (name, page) in laid.places("r:") {
        match name.split_once('.') {
            None => {
                let pages = text_pages(&name);
                let own = pages.clone().zip(1..).map(|(page, number)| (destination(&name, Some(number)), page));
                destinations.extend(own.map(|(name, page)| Destination { name, page }));
                destinations.push(Destination { name, page });
            }
            Some((id, number)) => {
                let Ok(number) = number.parse::<u32>() else { continue };
                let before = u32::try_from(text_pages(id).len()).unwrap_or(u32::MAX);
                let name = destination(id, number.checked_add(before));
                destinations.push(Destination { name, page });
            }
        }
    }
    destinations
}

fn stopped(stop: Stop, id: &Id) -> Diagnostics {
    match stop {
        Stop::Io(error) => disk(&error),
        Stop::Reason(_) => changed(id),
    }
}

fn changed(id: &Id) -> Diagnostics {
    let message = format!("the file of `{id}` changed while the volume was bound");
    Diagnostic::error("BKL-20", message).hint("build once more").into()
}

fn disk(error: &io::Error) -> Diagnostics {
    Diagnostic::error("BKL-21", format!("the volume of records cannot be written: {error}")).into()
}

fn inner() -> Diagnostics {
    Diagnostic::error("BKL-22", "the volume's figures and the records' pages do not agree")
        .hint(
            "if the theme brings `templates/typst/volume.typ`, mend it there; if not, this is a mistake of the engine",
        )
        .into()
}
