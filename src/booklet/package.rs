//! The package: documents, volumes, originals, the case, the letter and the start page, as files of one folder.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::recipient::Recipient;
use super::start_page;
use super::volume::{self, Records, bind};
use crate::case::Case;
use crate::case::model::LocaleTag;
use crate::compose::{Delivered, Parcel, SignOff};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::DocumentKind;
use crate::engine::{Engine, Render};
use crate::files::write_atomic;
use crate::locale::Arg;
use crate::parallel::in_parallel;
use crate::records::pdf;

/// The start page of a package.
pub const START_PAGE: &str = "index.html";
/// The list for `sha256sum -c`.
pub const SUMS: &str = "SHA256SUMS";
/// Folder of originals and volumes.
const RECORDS: &str = "records/";
/// Folder of the letter.
const DELIVERY: &str = "delivery/";

/// What a package is built from.
pub struct Build<'a> {
    /// The engine.
    pub engine: &'a Engine,
    /// The case.
    pub case: &'a Case,
    /// The locales, without a recipient.
    pub locales: &'a [LocaleTag],
    /// The date of documents that are made now.
    pub issued: Option<NaiveDate>,
    /// The documents as they were signed: file name and bytes. Without them drafts are made.
    pub signed: Option<&'a [(String, Vec<u8>)]>,
    /// To whom the package goes; everything in all locales without.
    pub recipient: Option<Recipient<'a>>,
    /// Further files: approvals, the audit log, keys.
    pub beside: &'a [(String, Vec<u8>)],
    /// How many documents are made at the same time.
    pub jobs: usize,
}

/// A PDF of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its name in the package.
    pub file: String,
    /// What it is, in its own language.
    pub title: String,
    /// Its locale.
    pub locale: LocaleTag,
    /// How many pages it has.
    pub pages: usize,
    /// Length in bytes.
    pub size: u64,
}

/// What was built.
pub struct Package<'a> {
    /// The locales of it.
    pub locales: Vec<LocaleTag>,
    /// Documents, what to read first at the front.
    pub documents: Vec<Made>,
    /// Volumes of source records.
    pub volumes: Vec<Made>,
    /// The letter to the recipient.
    pub letter: Option<Made>,
    /// The records, and what became of each.
    pub records: &'a Records,
    /// Whether the documents are drafts.
    pub draft: bool,
    /// Every file of the package by name, [`SUMS`] the last.
    pub files: Vec<String>,
}

impl Build<'_> {
    /// Reads the records that go into the package.
    pub fn records(&self) -> Records {
        Records::read(self.engine, self.case, self.jobs, |record| {
            self.recipient.is_some_and(|recipient| recipient.is_withheld(self.case, record))
        })
    }

    /// Builds the package into a folder, which should be new and empty.
    ///
    /// # Errors
    /// What keeps a document from being made; a record that is missing or is not the one that was reviewed (`REC-02`);
    /// the disk refuses (`BKL-21`). What was written then is of no use.
    pub fn into_folder<'r>(&self, records: &'r Records, folder: &Path) -> Result<Package<'r>, Diagnostics> {
        let locales = match self.recipient {
            Some(recipient) => vec![recipient.locale],
            None => self.locales.to_vec(),
        };
        let mut files = Vec::new();
        let documents = self.documents(&locales, folder)?;
        files.extend(documents.iter().map(|made| made.file.clone()));
        files.extend(self.originals(records, folder)?);
        let volumes = self.volumes(&locales, records, folder)?;
        files.extend(volumes.iter().map(|made| made.file.clone()));
        let mut case = serde_json::to_vec_pretty(&self.case.content)
            .map_err(|error| Diagnostic::error("TYP-90", format!("the case cannot be written as JSON: {error}")))?;
        case.push(b'\n');
        let mut put = |name: &str, bytes: &[u8]| -> Result<(), Diagnostics> {
            write_atomic(&folder.join(name), bytes).map_err(|error| disk(name, &error))?;
            files.push(name.to_owned());
            Ok(())
        };
        put("case.json", &case)?;
        for (name, bytes) in self.beside {
            put(name, bytes)?;
        }
        let mut package =
            Package { locales, documents, volumes, letter: None, records, draft: self.signed.is_none(), files };
        if let Some(recipient) = self.recipient {
            let letter = self.letter(&recipient, &package, folder)?;
            package.files.push(letter.file.clone());
            // The letter says what to do, so it comes first.
            package.documents.insert(0, letter.clone());
            package.letter = Some(letter);
        }
        let page = start_page::page(self.engine, self.case, &package)?;
        write_atomic(&folder.join(START_PAGE), page.as_bytes()).map_err(|error| disk(START_PAGE, &error))?;
        package.files.push(START_PAGE.to_owned());
        package.files.sort();
        let mut sums = String::new();
        for name in &package.files {
            sums.push_str(&format!("{}  {name}\n", digest(&folder.join(name)).map_err(|error| disk(name, &error))?));
        }
        write_atomic(&folder.join(SUMS), sums.as_bytes()).map_err(|error| disk(SUMS, &error))?;
        package.files.push(SUMS.to_owned());
        Ok(package)
    }

    fn kinds(&self) -> &'static [DocumentKind] {
        match &self.recipient {
            Some(recipient) => recipient.documents(),
            None => &[DocumentKind::PatientSummary, DocumentKind::Booklet, DocumentKind::Consultation],
        }
    }

    fn documents(&self, locales: &[LocaleTag], folder: &Path) -> Result<Vec<Made>, Diagnostics> {
        // The booklets take longest, so they start first.
        let mut wanted: Vec<(DocumentKind, LocaleTag)> =
            self.kinds().iter().flat_map(|kind| locales.iter().map(move |locale| (*kind, *locale))).collect();
        wanted.sort_by_key(|(kind, _)| *kind != DocumentKind::Booklet);
        let results = in_parallel(self.jobs.clamp(1, wanted.len().max(1)), &wanted, |(kind, locale)| {
            self.document(*kind, *locale, folder)
        });
        let mut made = Vec::new();
        let mut failed = Diagnostics::default();
        for result in results {
            match result {
                Ok(one) => made.push(one),
                Err(diagnostics) => failed.0.extend(diagnostics.0),
            }
        }
        if !failed.0.is_empty() {
            failed.sort();
            failed.0.dedup();
            return Err(failed);
        }
        let order = |made: &(DocumentKind, Made)| {
            let place = self.kinds().iter().position(|kind| *kind == made.0);
            (locales.iter().position(|locale| *locale == made.1.locale), place)
        };
        made.sort_by_key(order);
        Ok(made.into_iter().map(|(_, made)| made).collect())
    }

    fn document(
        &self,
        kind: DocumentKind,
        locale: LocaleTag,
        folder: &Path,
    ) -> Result<(DocumentKind, Made), Diagnostics> {
        let file = format!("{}.{}.pdf", kind.as_str(), locale.as_str());
        let title = self.word(locale, &format!("title-{}", kind.as_str()))?;
        let (bytes, pages) = match self.signed {
            Some(signed) => {
                let Some((_, bytes)) = signed.iter().find(|(name, _)| *name == file) else {
                    let message = format!("the release has no `{file}`");
                    return Err(Diagnostic::error("BKL-25", message).hint("choose another locale").into());
                };
                (bytes.clone(), pdf::page_count(bytes).map_err(|_| disk(&file, &"it is no PDF"))?)
            }
            None => {
                let laid = self.engine.lay_out(self.case, self.render(kind, locale))?;
                (laid.pdf()?, laid.pages())
            }
        };
        write_atomic(&folder.join(&file), &bytes).map_err(|error| disk(&file, &error))?;
        Ok((kind, Made { file, title, locale, pages, size: bytes.len() as u64 }))
    }

    fn render(&self, kind: DocumentKind, locale: LocaleTag) -> Render {
        let render = Render::new(kind, locale);
        match self.issued {
            Some(date) => render.issued(date),
            None => render,
        }
    }

    /// What a released package shows: whoever signed stands in the documents themselves.
    fn sign_off(&self) -> Option<SignOff> {
        self.signed.map(|_| SignOff::default())
    }

    /// Copies the originals, each held against the digest that the case has of it.
    fn originals(&self, records: &Records, folder: &Path) -> Result<Vec<String>, Diagnostics> {
        let mut files = Vec::new();
        for read in records.iter() {
            let (Some(path), Some(name)) = (&read.path, &read.original) else { continue };
            // Several records may be in one file.
            let is_there = files.contains(name);
            let found = if is_there { digest(path) } else { copy(path, &folder.join(name)) };
            let record = self.case.content.records.iter().find(|record| record.id == read.id);
            let expected = record.and_then(|record| record.sha256.as_ref());
            let refuse = |message: String| -> Diagnostics {
                let path = format!("records.{}.file", read.id);
                let hint = "put the record where the case says it is; compare it, then write its `sha256`";
                self.case.at(path, Diagnostic::error("REC-02", message).hint(hint)).into()
            };
            match (found, expected) {
                (Err(error), _) => return Err(refuse(format!("the file of `{}` cannot be read: {error}", read.id))),
                (Ok(digest), Some(expected)) if digest != expected.as_str() => {
                    return Err(refuse(format!("the file of `{}` is not the one that was reviewed", read.id)));
                }
                (Ok(_), _) if is_there => {}
                (Ok(_), _) => files.push(name.clone()),
            }
        }
        Ok(files)
    }

    fn volumes(&self, locales: &[LocaleTag], records: &Records, folder: &Path) -> Result<Vec<Made>, Diagnostics> {
        if records.is_empty() && records.withheld() == 0 {
            return Ok(Vec::new());
        }
        fs::create_dir_all(folder.join(RECORDS)).map_err(|error| disk(RECORDS, &error))?;
        let names: Vec<String> = locales.iter().map(|locale| volume_file(*locale)).collect();
        let mut outs = Vec::new();
        for name in &names {
            // A record of this very name would be overwritten.
            let file = File::create_new(folder.join(name)).map_err(|error| disk(name, &error))?;
            outs.push(BufWriter::with_capacity(1 << 20, file));
        }
        let mut jobs: Vec<volume::Job<'_>> =
            locales.iter().zip(&mut outs).map(|(locale, out)| volume::Job { locale: *locale, out }).collect();
        let sign_off = self.sign_off();
        let bound = bind(self.engine, self.case, records, self.issued, sign_off.as_ref(), &mut jobs)?;
        drop(jobs);
        for out in &mut outs {
            out.flush().map_err(|error| disk(RECORDS, &error))?;
        }
        let mut volumes = Vec::new();
        for (one, file) in bound.into_iter().zip(names) {
            let title = self.word(one.locale, "volume-title")?;
            volumes.push(Made { file, title, locale: one.locale, pages: one.pages, size: one.size });
        }
        Ok(volumes)
    }

    fn letter(&self, recipient: &Recipient<'_>, package: &Package<'_>, folder: &Path) -> Result<Made, Diagnostics> {
        let locale = recipient.locale;
        let file = format!("{DELIVERY}letter.{}.pdf", locale.as_str());
        let delivered = |made: &Made| -> Result<Delivered, Diagnostics> {
            let sha256 = digest(&folder.join(&made.file)).map_err(|error| disk(&made.file, &error))?;
            Ok(Delivered { file: made.file.clone(), title: made.title.clone(), pages: Some(made.pages), sha256 })
        };
        let files = package.documents.iter().chain(&package.volumes).map(delivered).collect::<Result<Vec<_>, _>>()?;
        let parcel = Parcel {
            recipient: recipient.party,
            files: &files,
            records: package.records.iter().count(),
            withheld: package.records.withheld(),
        };
        let sign_off = self.sign_off();
        let render = self.render(DocumentKind::Booklet, locale);
        let laid = self.engine.lay_out_delivery(self.case, render, sign_off.as_ref(), &parcel)?;
        let bytes = laid.pdf()?;
        write_atomic(&folder.join(&file), &bytes).map_err(|error| disk(&file, &error))?;
        let title = self.word(locale, "start-letter")?;
        Ok(Made { file, title, locale, pages: laid.pages(), size: bytes.len() as u64 })
    }

    fn word(&self, locale: LocaleTag, id: &str) -> Result<String, Diagnostics> {
        let words = self.engine.locale(locale).ok_or_else(|| Diagnostic::error("LOC-02", "no words for a locale"))?;
        Ok(words.text(id, &[("sex", Arg::from(self.case.content.patient.sex.as_str()))])?)
    }
}

/// Name of the volume of a locale in the package.
pub fn volume_file(locale: LocaleTag) -> String {
    format!("{RECORDS}volume.{}.pdf", locale.as_str())
}

/// Where the files of a package are, for an archive.
pub fn paths(package: &Package<'_>, folder: &Path) -> Vec<(String, PathBuf)> {
    package.files.iter().filter(|name| *name != SUMS).map(|name| (name.clone(), folder.join(name))).collect()
}

fn disk(name: &str, error: &dyn std::fmt::Display) -> Diagnostics {
    Diagnostic::error("BKL-21", format!("`{name}` of the package cannot be written: {error}")).into()
}

/// Copies a file and gives its SHA-256.
fn copy(from: &Path, to: &Path) -> io::Result<String> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut out = BufWriter::new(File::create_new(to)?);
    let digest = pour(&mut File::open(from)?, &mut out)?;
    out.flush()?;
    Ok(digest)
}

fn digest(path: &Path) -> io::Result<String> {
    pour(&mut File::open(path)?, &mut io::sink())
}

fn pour(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let chunk = buffer.get(..count).unwrap_or_default();
        digest.update(chunk);
        to.write_all(chunk)?;
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
