//! Time stamps (RFC 3161): from an authority on the network while signing, or by files for a machine that has no network.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;

use super::{Failure, Terminal};
use crate::files::{read_limited, write_atomic};
use crate::signing::cms;
use crate::signing::error::{ErrorKind, Result, SigningError};
use crate::signing::pdf;
use crate::signing::timestamp::{MAX_RESPONSE, TimeStampRequest};

/// How long an authority may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Largest file that is stamped, in bytes.
const MAX_FILE: u64 = 512 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct TimeStamp {
    /// A signed PDF (its last signature is stamped), or a `.p7s` file
    file: PathBuf,
    /// The request: written where there is no `--response`, read where there is one
    #[arg(long, value_name = "FILE.tsq")]
    request: Option<PathBuf>,
    /// The authority's answer to that request
    #[arg(long, value_name = "FILE.tsr", requires = "request", conflicts_with = "tsa")]
    response: Option<PathBuf>,
    /// Asks an authority on the network instead
    #[arg(long, value_name = "URL", conflicts_with = "request")]
    tsa: Option<String>,
    /// The stamped file
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl TimeStamp {
    pub fn run(&self, terminal: &Terminal) -> std::result::Result<(), Failure> {
        let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        let bytes = read(&self.file)?;
        let is_pdf = bytes.get(..1024.min(bytes.len())).unwrap_or_default().windows(5).any(|w| w == b"%PDF-");
        let signature = match is_pdf {
            true => pdf::last_signature(&bytes).map_err(|error| usage(&error))?.cms,
            false => bytes.clone(),
        };
        let value = cms::signature_value(&signature).map_err(|error| usage(&error))?;
        let token = match (&self.tsa, &self.request, &self.response) {
            (Some(url), ..) => stamp(url, &value).map_err(|error| usage(&error))?,
            (None, Some(request), Some(response)) => {
                let request = TimeStampRequest::read(&read(request)?).map_err(|error| usage(&error))?;
                if !request.is_about(&value) {
                    return Err(Failure::Usage("the request is about another signature".to_owned()));
                }
                request.accept(&read(response)?).map_err(|error| usage(&error))?
            }
            (None, Some(path), None) => {
                let request = TimeStampRequest::new(&value, &mut UnwrapErr(SysRng));
                write_atomic(path, request.der())?;
                terminal
                    .say(&format!("send `{}` to the authority, then name its answer with --response", path.display()));
                return Ok(());
            }
            (None, None, _) => {
                return Err(Failure::Usage("name an authority with --tsa, or a file with --request".to_owned()));
            }
        };
        let Some(out) = &self.out else {
            return Err(Failure::Usage("name the stamped file with --out".to_owned()));
        };
        let stamped = cms::add_time_stamp(&signature, &token).map_err(|error| usage(&error))?;
        let stamped = match is_pdf {
            true => pdf::with_last_cms(&bytes, &stamped).map_err(|error| usage(&error))?,
            false => stamped,
        };
        write_atomic(out, &stamped)?;
        terminal.say(&format!("stamped → {}", out.display()));
        Ok(())
    }
}

fn read(path: &Path) -> std::result::Result<Vec<u8>, Failure> {
    read_limited(path, MAX_FILE).map_err(|error| Failure::Usage(format!("`{}`: {error}", path.display())))
}

/// A token for a signature value.
pub(super) fn stamp(url: &str, value: &[u8]) -> Result<Vec<u8>> {
    let refused = |error: &dyn std::fmt::Display| {
        SigningError::new(ErrorKind::Refused, format!("the time-stamping authority: {error}"))
            .with_hint("sign without --tsa, or try again later")
    };
    let request = TimeStampRequest::new(value, &mut UnwrapErr(SysRng));
    let agent = ureq::Agent::new_with_config(ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build());
    let mut response = agent
        .post(url)
        .header("Content-Type", "application/timestamp-query")
        .header("Accept", "application/timestamp-reply")
        .send(request.der())
        .map_err(|error| refused(&error))?;
    let answer =
        response.body_mut().with_config().limit(MAX_RESPONSE as u64).read_to_vec().map_err(|error| refused(&error))?;
    request.accept(&answer)
}
