//! One record: what its file holds, told by its bytes and never by its name, and its pages for the volume.

use std::io;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use super::dicom::{self, Content};
use super::draw;
use super::objects::Objects;
use super::passages::{self, FactKind, Identity, Passage};
use super::pdf::{self, PdfRecord, Removed, Stop};
use super::picture::{Colour, Picture, Reason};
use super::pictures::{self, LeftOut};
use super::sheet::{Paper, Sheet, Shows};
use crate::files::read_limited;

/// The largest file that is shown, in bytes; a larger one is attached.
pub const MAX_FILE: u64 = 400_000_000;
/// How long a file may take to be read.
pub const MAX_TIME: Duration = Duration::from_secs(60);
/// How large the stack of a reading thread is: foreign files are nested deeper than our own.
const STACK: usize = 64 << 20;
/// Name of the threads that read foreign files.
pub const THREAD: &str = "record";
/// How deep files may stand inside files.
const MAX_DEPTH: usize = 3;

/// What a record holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Pages and pictures, in order.
    pub sheets: Vec<Sheet>,
    /// Text that is typeset.
    pub text: Option<TextRecord>,
    /// What was left behind or made part of the pages.
    pub removed: Removed,
    /// How many images are shown of how many there are, where not all are.
    pub frames: Option<(u32, u32)>,
    /// DICOM modality, such as `MR`.
    pub modality: Option<String>,
    /// Whether everything shown is of a kind that an archival PDF may hold: nothing out of foreign PDFs, no CMYK.
    pub archival: bool,
    /// Parts that are not shown.
    pub left_out: u32,
    /// Whose record the file says it is.
    pub identity: Identity,
    /// Why nothing of it is shown.
    pub attached: Option<Reason>,
}

impl Default for Reading {
    /// Nothing is shown yet, and nothing is what an archival PDF may hold.
    fn default() -> Self {
        Self {
            sheets: Vec::new(),
            text: None,
            removed: Removed::default(),
            frames: None,
            modality: None,
            archival: true,
            left_out: 0,
            identity: Identity::default(),
            attached: None,
        }
    }
}

/// A record that is text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRecord {
    /// The title that it gives itself.
    pub title: Option<String>,
    /// Its language (BCP 47), if it says so.
    pub language: Option<String>,
    /// What its header says.
    pub facts: Vec<(FactKind, String)>,
    /// What it says.
    pub passages: Vec<Passage>,
}

impl From<dicom::Identity> for Identity {
    fn from(identity: dicom::Identity) -> Self {
        let name = identity.name;
        Self {
            name: name.as_ref().map(|name| name.display.clone()),
            family: name.as_ref().map(|name| name.family.clone()),
            given: name.map(|name| name.given),
            identifiers: identity.identifier.into_iter().collect(),
            birth_date: identity.birth_date,
        }
    }
}

/// A record that is open: what it holds, and its pages.
pub struct Opened {
    /// What it holds.
    pub reading: Reading,
    parts: Vec<Part>,
}

/// Where sheets come from, in their order.
enum Part {
    Pdf(PdfRecord),
    Pictures(Vec<Picture>),
}

impl Opened {
    /// Reads a file. What cannot be shown is no error: [`Reading::attached`] says why.
    pub fn new(bytes: Vec<u8>, frames: &[u32], paper: Paper) -> Self {
        let mut opened = Self { reading: Reading::default(), parts: Vec::new() };
        if let Err(reason) = opened.add(bytes, frames, paper, 0) {
            opened.attach(reason);
        } else if opened.reading.sheets.is_empty() && opened.reading.text.is_none() {
            opened.attach(Reason::NothingToShow);
        }
        opened
    }

    /// Writes the forms of all sheets, in order; each fills the unit square.
    ///
    /// # Errors
    /// A page cannot be shown whole, or the disk refuses.
    pub fn write(&self, objects: &mut Objects<'_>) -> Result<Vec<u32>, Stop> {
        let mut forms = Vec::new();
        for part in &self.parts {
            match part {
                Part::Pdf(pdf) => forms.extend(pdf.write(objects)?),
                Part::Pictures(pictures) => {
                    for picture in pictures {
                        forms.push(draw::picture(picture, objects)?);
                    }
                }
            }
        }
        Ok(forms)
    }

    /// Nothing of the record is shown. Whose it is stays known.
    fn attach(&mut self, reason: Reason) {
        let identity = std::mem::take(&mut self.reading.identity);
        self.reading = Reading { attached: Some(reason), identity, ..Reading::default() };
        self.parts.clear();
    }

    fn add(&mut self, bytes: Vec<u8>, frames: &[u32], paper: Paper, depth: usize) -> Result<(), Reason> {
        if bytes.is_empty() {
            return Err(Reason::NothingToShow);
        }
        if depth > MAX_DEPTH {
            return Err(Reason::Kind);
        }
        if pdf::is_pdf(&bytes) {
            return self.add_pdf(bytes);
        }
        if let Some(found) = pictures::read(&bytes) {
            return self.add_pictures(found?, paper);
        }
        if dicom::is_dicom(&bytes) {
            return self.add_dicom(&bytes, frames, paper);
        }
        if let Some(reason) = passages::known_other(&bytes) {
            return Err(reason);
        }
        match passages::read(&bytes) {
            Some(found) => self.add_text(found?, paper, depth),
            None => Err(Reason::Kind),
        }
    }

    fn add_pdf(&mut self, bytes: Vec<u8>) -> Result<(), Reason> {
        let pdf = PdfRecord::open(bytes)?;
        self.reading.archival = false;
        self.reading.sheets.extend(pdf.sizes().iter().copied().map(Sheet::page));
        self.reading.removed = self.reading.removed.and(pdf.removed());
        self.parts.push(Part::Pdf(pdf));
        Ok(())
    }

    fn add_pictures(&mut self, found: pictures::Pictures, paper: Paper) -> Result<(), Reason> {
        let sheets = found.pictures.iter().map(|picture| Sheet::picture(picture, Shows::Picture, paper));
        self.reading.sheets.extend(sheets);
        if let Some(LeftOut::Frames { shown, of }) = found.left_out {
            let count = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
            self.reading.frames = Some((count(shown), count(of)));
        }
        self.reading.archival &= found.pictures.iter().all(|picture| picture.colour != Colour::Cmyk);
        self.parts.push(Part::Pictures(found.pictures));
        Ok(())
    }

    fn add_dicom(&mut self, bytes: &[u8], wanted: &[u32], paper: Paper) -> Result<(), Reason> {
        let found = dicom::read(bytes, wanted)?;
        self.reading.identity = found.identity.into();
        self.reading.modality = found.about.modality;
        match found.content? {
            Content::Pdf(bytes) => self.add_pdf(bytes),
            Content::Frames { frames, of } => {
                if frames.is_empty() {
                    return Err(Reason::NothingToShow);
                }
                for frame in &frames {
                    let shows = Shows::Frame { number: frame.number, of, window: frame.window };
                    self.reading.sheets.push(Sheet::picture(&frame.picture, shows, paper));
                }
                let shown = u32::try_from(frames.len()).unwrap_or(u32::MAX);
                self.reading.frames = (shown < of).then_some((shown, of));
                self.parts.push(Part::Pictures(frames.into_iter().map(|frame| frame.picture).collect()));
                Ok(())
            }
        }
    }

    fn add_text(&mut self, found: passages::Reading, paper: Paper, depth: usize) -> Result<(), Reason> {
        if depth == 0 {
            self.reading.identity = found.identity;
        }
        self.reading.left_out += found.left_out;
        let says_something = !found.passages.is_empty() || !found.facts.is_empty();
        let text =
            TextRecord { title: found.title, language: found.language, facts: found.facts, passages: found.passages };
        if says_something && self.reading.text.is_none() {
            self.reading.text = Some(text);
        } else if says_something {
            // Text inside text: it follows what encloses it.
            if let Some(outer) = &mut self.reading.text {
                outer.passages.extend(text.title.map(|text| Passage::Heading { level: 2, text }));
                outer.passages.extend(text.passages);
            }
        }
        let mut reason = None;
        for file in found.embedded {
            // What is inside and cannot be shown is counted; the file around it is shown.
            let (sheets, parts) = (self.reading.sheets.len(), self.parts.len());
            if let Err(why) = self.add(file.bytes, &[], paper, depth + 1) {
                self.reading.sheets.truncate(sheets);
                self.parts.truncate(parts);
                self.reading.left_out += 1;
                reason = reason.or(Some(why));
            }
        }
        let shows_only_its_header =
            self.reading.sheets.is_empty() && self.reading.text.as_ref().is_none_or(|text| text.passages.is_empty());
        match reason {
            Some(reason) if shows_only_its_header => Err(reason),
            _ => Ok(()),
        }
    }
}

/// Reads a file of a record and makes sure that every page of it can be written, in a thread that is left alone when it
/// takes longer than [`MAX_TIME`].
pub fn read(path: &Path, frames: &[u32], paper: Paper) -> Reading {
    let (path, frames) = (path.to_owned(), frames.to_vec());
    let work = move || match open(&path, &frames, paper) {
        Ok(opened) => tried(opened),
        Err(reason) => attached(reason),
    };
    bounded(work, MAX_TIME).unwrap_or_else(attached)
}

/// Opens a file of a record that was read before.
///
/// # Errors
/// It cannot be read from disk, or is larger than [`MAX_FILE`].
pub fn open(path: &Path, frames: &[u32], paper: Paper) -> Result<Opened, Reason> {
    let bytes = read_limited(path, MAX_FILE).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => Reason::TooLarge,
        _ => Reason::Unreadable,
    })?;
    Ok(Opened::new(bytes, frames, paper))
}

fn attached(reason: Reason) -> Reading {
    Reading { attached: Some(reason), ..Reading::default() }
}

/// Writes into nothing: what fails now does not fail when the volume is half written.
fn tried(mut opened: Opened) -> Reading {
    let mut nowhere = io::sink();
    let written = Objects::new(&mut nowhere).map_err(Stop::from).and_then(|mut objects| opened.write(&mut objects));
    match written {
        Ok(forms) if forms.len() == opened.reading.sheets.len() => {}
        Err(Stop::Reason(reason)) => opened.attach(reason),
        Ok(_) | Err(Stop::Io(_)) => opened.attach(Reason::Damaged),
    }
    opened.reading
}

/// Runs work that reads foreign bytes: a panic in a reader made by others means a file it was not made for.
pub(super) fn bounded<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    limit: Duration,
) -> Result<T, Reason> {
    let (sender, receiver) = mpsc::channel();
    let started = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK).spawn(move || {
        let _ = sender.send(work());
    });
    if started.is_err() {
        return Err(Reason::TooLarge);
    }
    match receiver.recv_timeout(limit) {
        Ok(result) => Ok(result),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Reason::TooSlow),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Reason::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Paper = Paper { width: 612.0, height: 792.0 };

    #[test]
    fn what_hangs_or_panics_is_attached() {
        let slow = bounded(|| std::thread::sleep(Duration::from_secs(5)), Duration::from_millis(20));
        assert_eq!(slow, Err(Reason::TooSlow));
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let broken: Result<(), Reason> = bounded(|| panic!("a reader's mistake"), Duration::from_secs(5));
        std::panic::set_hook(hook);
        assert_eq!(broken, Err(Reason::Damaged));
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let text = Opened::new(b"Seen today.\n\nNo complaints.".to_vec(), &[], PAPER).reading;
        assert!(text.text.is_some() && text.attached.is_none());
        let nothing = Opened::new(Vec::new(), &[], PAPER).reading;
        assert_eq!(nothing.attached, Some(Reason::NothingToShow));
        let unknown = Opened::new(vec![0, 1, 2, 3, 0, 0, 0, 9], &[], PAPER).reading;
        assert_eq!(unknown.attached, Some(Reason::Kind));
        let pdf = Opened::new(b"%PDF-1.7\nnothing".to_vec(), &[], PAPER).reading;
        assert!(pdf.attached.is_some());
        assert_eq!(read(Path::new("/nowhere/at/all"), &[], PAPER).attached, Some(Reason::Unreadable));
    }
}
