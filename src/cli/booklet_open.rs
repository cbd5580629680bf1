//! `opine booklet open`: an archive verified, then listed or taken apart.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::Args;

use super::verify::{is_plain_zip, optional_minisig, sentences, unsigned};
use super::{Failure, Shared, Terminal, engine, now};
use crate::case::model::LocaleTag;
use crate::files::read_limited;
use crate::signing::archive::Archive;
use crate::signing::trust::TrustStore;
use crate::signing::verify::{Options, verify_archive};

/// Largest file of certificates or revocations that is read, in bytes.
const MAX_SMALL: u64 = 16_000_000;

/// Exit codes: 0 valid, 1 altered, 2 untrusted, 3 incomplete, 4 superseded or withdrawn, 64 usage
#[derive(Debug, Args)]
pub(super) struct Open {
    /// The archive (.asice)
    file: PathBuf,
    /// Takes its files out into this new folder; lists them without this
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The root certificates you trust (PEM); without any, nobody is trusted
    #[arg(long, value_name = "FILE")]
    roots: Vec<PathBuf>,
    /// Revocation lists (PEM or DER)
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// Takes the files out although it is not valid, so that they can be looked into; never of an altered archive
    #[arg(long, requires = "out")]
    not_valid: bool,
    /// The language of the sentences, such as es-US
    #[arg(long, value_name = "TAG", default_value = "en-US")]
    locale: LocaleTag,
    /// The moment it is verified for; now without this
    #[arg(long, value_name = "TIME")]
    at: Option<DateTime<FixedOffset>>,
}

impl Open {
    /// The exit code of the verdict.
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<u8, Failure> {
        let mut trust = TrustStore::new();
        let small = |path: &PathBuf| {
            read_limited(path, MAX_SMALL).map_err(|error| Failure::Usage(format!("`{}`: {error}", path.display())))
        };
        for path in &self.roots {
            trust.add_roots(&small(path)?)?;
        }
        for path in &self.crl {
            trust.add_revocation_list(&small(path)?)?;
        }
        let fail = |error: &dyn std::fmt::Display| Failure::Usage(format!("`{}`: {error}", self.file.display()));
        let file = || File::open(&self.file).map(BufReader::new).map_err(|error| fail(&error));
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(out) = self.out.as_ref().filter(|out| out.symlink_metadata().is_ok()) {
            return Err(Failure::Usage(format!("`{}` already exists", out.display())));
        }
        let mut first = [0; 64];
        let length = file()?.read(&mut first).map_err(|error| fail(&error))?;
        if is_plain_zip(&self.file, first.get(..length).unwrap_or_default()) {
            return Err(Failure::Usage(unsigned(&name)));
        }
        let options = Options::strict(&trust, self.at.unwrap_or_else(now));
        let minisig = optional_minisig(&self.file)?;
        let report = verify_archive(&name, file()?, minisig.as_deref(), &options);
        let engine = engine(shared, terminal, false)?;
        let locale = engine.locale(self.locale).ok_or_else(|| Failure::Usage("no such locale".to_owned()))?;
        let text = sentences(&report, locale).map_err(|found| Failure::Usage(found.to_string()))?;
        terminal.say(text.trim_end());
        let code = report.exit_code();
        // What is altered is not taken apart: its parts may be anything.
        if code == 1 {
            return Ok(code);
        }
        let mut archive = Archive::open(file()?).map_err(|problem| fail(&problem))?;
        match &self.out {
            None => {
                let mut list = String::new();
                for member in archive.members() {
                    list.push_str(&format!("{:>12}  {}\n", member.size, member.name));
                }
                terminal.data(list.as_bytes())?;
            }
            Some(_) if code != 0 && !self.not_valid => {
                terminal.say("nothing was taken out: the archive is not valid\nhelp: name the roots you trust with `--roots`, or take the files out all the same with `--not-valid`");
            }
            Some(out) => {
                let contents = archive.check().map_err(|problem| fail(&problem))?;
                archive.extract(&contents, out).map_err(|problem| fail(&problem))?;
                terminal.say(&format!("{} files → {}", contents.digests.len() + 3, out.display()));
            }
        }
        Ok(code)
    }
}
