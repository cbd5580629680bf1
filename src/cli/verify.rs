//! `opine verify`: what can be said of a signed file, in plain sentences.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use clap::{Args, ValueEnum};

use super::{Failure, Shared, Terminal, engine, now, open};
use crate::case::model::{LocaleTag, Moment};
use crate::diagnostics::Diagnostics;
use crate::document::DocumentKind;
use crate::engine::{Engine, Render};
use crate::files::read_limited;
use crate::locale::{Arg, Locale, word_id};
use crate::review::{Folder, State};
use crate::signing::approval::first_revision;
use crate::signing::trust::TrustStore;
use crate::signing::verify::{
    Fact, Options, Report, SealedFile, Subject, subject, verify_archive, verify_pdf, verify_record, verify_rerender,
};

/// Exit code of a command line that cannot be followed (sysexits.h, `EX_USAGE`).
pub(super) const USAGE: u8 = 64;
/// Largest PDF that is read, in bytes.
const MAX_PDF: u64 = 512 * 1024 * 1024;
/// Largest record, list or log that is read, in bytes.
const MAX_SMALL: u64 = 16_000_000;

/// Exit codes: 0 valid, 1 altered, 2 untrusted, 3 incomplete, 4 superseded or withdrawn, 64 usage
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The file: a signed PDF, an approval or notice (.json), or an archive (.asice)
    file: PathBuf,
    /// The root certificates you trust (PEM); without any, nobody is trusted
    #[arg(long, value_name = "FILE")]
    roots: Vec<PathBuf>,
    /// Revocation lists (PEM or DER)
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// Approvals and notices that say what became of it, such as notice.json
    #[arg(long, value_name = "FILE")]
    status: Vec<PathBuf>,
    /// The audit log of the case
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Renders the case again and compares the signed bytes with what it gives
    #[arg(long, value_name = "CASE")]
    rerender: Option<PathBuf>,
    /// The language of the sentences, such as es-US
    #[arg(long, value_name = "TAG", default_value = "en-US")]
    locale: LocaleTag,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The moment it is verified for, such as 2036-03-09T14:30:00-05:00; now without this
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime<FixedOffset>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One plain sentence for each signature and fact, one for the whole
    Human,
    /// Versioned JSON
    Json,
}

/// A record with its signatures, read from the files beside it.
struct Sealed {
    name: String,
    record: Vec<u8>,
    cms: Vec<u8>,
    minisig: Option<String>,
}

impl Verify {
    /// The exit code of the verdict.
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<u8, Failure> {
        let mut trust = TrustStore::new();
        for path in &self.roots {
            trust.add_roots(&read(path, MAX_SMALL)?).map_err(|error| usage(path, &error))?;
        }
        for path in &self.crl {
            trust.add_revocation_list(&read(path, MAX_SMALL)?).map_err(|error| usage(path, &error))?;
        }
        let mut sealed = self.status.iter().map(|path| Sealed::read(path)).collect::<Result<Vec<_>, _>>()?;
        // An approval comes with the certification that lies beside it.
        let certification = self.file.with_file_name("certification.json");
        if file_name(&self.file) == "approval.json" && certification.exists() {
            sealed.push(Sealed::read(&certification)?);
        }
        let beside: Vec<SealedFile<'_>> = sealed.iter().map(Sealed::file).collect();
        let log = self.log.as_ref().map(|path| read(path, MAX_SMALL)).transpose()?;
        let at = self.at.unwrap_or_else(now);
        let options = Options { beside: &beside, log: log.as_deref(), ..Options::strict(&trust, at) };
        let report = self.report(&options, shared, terminal)?;
        match self.format {
            Format::Json => terminal.data(format!("{:#}\n", report.to_json()).as_bytes())?,
            Format::Human => {
                let engine = engine(shared, terminal, false)?;
                let locale = engine.locale(self.locale).ok_or_else(|| Failure::Usage("no such locale".to_owned()))?;
                let text = sentences(&report, locale).map_err(|found| Failure::Usage(found.to_string()))?;
                terminal.data(text.as_bytes())?;
            }
        }
        Ok(report.exit_code())
    }

    fn report(&self, options: &Options<'_>, shared: &Shared, terminal: &Terminal) -> Result<Report, Failure> {
        let name = file_name(&self.file);
        let mut first = vec![0; 2048];
        let length = File::open(&self.file)
            .and_then(|file| std::io::Read::read(&mut std::io::BufReader::new(file), &mut first))
            .map_err(|error| usage(&self.file, &error))?;
        first.truncate(length);
        match subject(&first) {
            Some(Subject::Pdf) => {
                let pdf = read(&self.file, MAX_PDF)?;
                let report = verify_pdf(&name, &pdf, options);
                match &self.rerender {
                    Some(case) => {
                        let expected = rerendered(case, &pdf, &name, shared, terminal)?;
                        let compared = verify_rerender(&pdf, &expected).map_err(|error| usage(&self.file, &error))?;
                        Ok(report.with_rerender(compared))
                    }
                    None => Ok(report),
                }
            }
            Some(Subject::Approval | Subject::Notice) => {
                let own = Sealed::read(&self.file)?;
                Ok(verify_record(&own.file(), options))
            }
            Some(Subject::Archive) if is_plain_zip(&self.file, &first) => Err(Failure::Usage(unsigned(&name))),
            Some(Subject::Archive) => {
                let file = File::open(&self.file).map_err(|error| usage(&self.file, &error))?;
                let minisig = optional(&with_ending(&self.file, "minisig"))?;
                Ok(verify_archive(&name, std::io::BufReader::new(file), minisig.as_deref(), options))
            }
            None => Err(Failure::Usage(format!("`{name}` is no PDF, approval, notice or archive"))),
        }
    }
}

impl Sealed {
    fn read(path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            name: file_name(path),
            record: read(path, MAX_SMALL)?,
            cms: read(&with_ending(path, "p7s"), MAX_SMALL)?,
            minisig: optional(&with_ending(path, "minisig"))?,
        })
    }

    fn file(&self) -> SealedFile<'_> {
        SealedFile { name: &self.name, record: &self.record, cms: &self.cms, minisig: self.minisig.as_deref() }
    }
}

/// What the case gives now for the document that a signed PDF is: rendered for the sign-off that the case's acts show.
fn rerendered(case: &Path, pdf: &[u8], name: &str, shared: &Shared, terminal: &Terminal) -> Result<Vec<u8>, Failure> {
    let case = open(case, terminal)?;
    let Some(folder) = case.folder.as_deref().map(Folder::of) else {
        return Err(Failure::Usage("a case from standard input has no acts to render for".to_owned()));
    };
    let state = State::read(&folder).map_err(|error| Failure::Usage(error.to_string()))?;
    let first = first_revision(pdf).map_err(|error| Failure::Usage(error.to_string()))?;
    let digest = crate::signing::approval::Sha256Digest::of(first);
    let version = case.content.version;
    let listed = state
        .of_version(version)
        .flat_map(|act| &act.record.documents)
        .find(|document| document.sha256 == digest)
        .or_else(|| {
            state.of_version(version).flat_map(|act| &act.record.documents).find(|document| document.file == name)
        });
    let Some(document) = listed else {
        return Err(Failure::Usage(format!("no act of the case is about `{name}`")));
    };
    let usage = |error: String| Failure::Usage(error);
    let kind: DocumentKind = document.kind.parse().map_err(usage)?;
    let tag: LocaleTag = document.locale.parse().map_err(usage)?;
    let engine: Engine = engine(shared, terminal, false)?;
    let attested = state.attested_now(&case);
    let sign_off = state.sign_off(&case, &attested);
    let show = |diagnostics: Diagnostics| super::refuse(&diagnostics, &case, terminal);
    engine.lay_out_for_signing(&case, Render::new(kind, tag), &sign_off).and_then(|laid| laid.pdf()).map_err(show)
}

/// The report as people read it: the whole first, then each signature, then what else was found.
pub(super) fn sentences(report: &Report, locale: &Locale) -> Result<String, Diagnostics> {
    let mut out = String::new();
    let verdict = format!("verify-status-{}", report.status.as_str().split('_').next().unwrap_or_default());
    let verdict = if report.exit_code() == 4 { "verify-status-superseded".to_owned() } else { verdict };
    out += &format!("{}: {}\n", report.file, locale.text(&verdict, &[])?);
    for signature in &report.signatures {
        for fact in &signature.facts {
            out += &format!("  {}\n", sentence(fact, locale)?);
        }
        let sub = signature.sub_indication.map(|sub| format!(" / {sub}")).unwrap_or_default();
        out += &format!("    [{}{sub}]\n", signature.indication);
    }
    for fact in &report.facts {
        out += &format!("  {}\n", sentence(fact, locale)?);
    }
    for member in &report.members {
        for line in sentences(member, locale)?.lines() {
            out += &format!("  {line}\n");
        }
    }
    Ok(out)
}

fn sentence(fact: &Fact, locale: &Locale) -> Result<String, Diagnostics> {
    let mut values = Vec::new();
    for (name, value) in &fact.arguments {
        let shown = match *name {
            "time" => value.parse::<Moment>().map_or_else(|_| value.clone(), |moment| locale.moment(&moment)),
            "role" | "roles" => {
                let words: Vec<String> = value.split(',').map(|word| role(word.trim(), locale)).collect();
                locale.list_and(&words)
            }
            _ => value.clone(),
        };
        values.push((*name, shown));
    }
    let arguments: Vec<(&str, Arg<'_>)> =
        values.iter().map(|(name, value)| (*name, Arg::from(value.as_str()))).collect();
    Ok(locale.text(fact.id, &arguments)?)
}

/// A role in the reader's words; a role we do not know as it is written.
fn role(word: &str, locale: &Locale) -> String {
    let id = word_id("role", &word.replace([' ', '-'], "_"));
    locale.text(&id, &[("sex", Arg::from("unknown"))]).unwrap_or_else(|_| word.to_owned())
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    read_limited(path, limit).map_err(|error| usage(path, &error))
}

/// A text that may be there.
fn optional(path: &Path) -> Result<Option<String>, Failure> {
    if !path.exists() {
        return Ok(None);
    }
    let bytes = read(path, MAX_SMALL)?;
    String::from_utf8(bytes).map(Some).map_err(|_| usage(path, &"is no text"))
}

/// Whether a file is an ordinary ZIP that never was a signed archive: an unsigned or locked package.
pub(super) fn is_plain_zip(path: &Path, first: &[u8]) -> bool {
    let ending = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    // The name of the first entry stands 30 bytes in; a signed archive begins with `mimetype`.
    ending && first.starts_with(b"PK\x03\x04") && first.get(30..38) != Some(b"mimetype")
}

/// What is said of it.
pub(super) fn unsigned(name: &str) -> String {
    format!(
        "`{name}` is an ordinary ZIP file: nobody has signed it\nhelp: a signed archive ends in .asice; a locked one holds it"
    )
}

/// The minisign signature beside an archive, if there is one.
pub(super) fn optional_minisig(archive: &Path) -> Result<Option<String>, Failure> {
    optional(&with_ending(archive, "minisig"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn usage(path: &Path, error: &impl std::fmt::Display) -> Failure {
    Failure::Usage(format!("`{}`: {error}", path.display()))
}
