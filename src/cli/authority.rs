//! `opine keys new-ca`, `certify`, `revoke`, `crl` and `roots`: the institution's certificate authority.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use clap::Args;
use serde_json::{Value, json};

use super::key_list::{about, moment};
use super::key_source::contents;
use super::keys::{Role, installed, refuse_existing, write};
use super::secrets::{PassphraseSource, randomness, shown};
use super::{Failure, Shared, Terminal, now};
use crate::signing::authority::{AuthorityFolder, Certify, Profile, RevocationReason, ValidityPeriod};
use crate::signing::certificates::{Certificate, SignerRole};
use crate::signing::error::SigningError;
use crate::signing::identity::Identity;
use crate::signing::requests::CertificateRequest;
use crate::signing::signer::KeyAlgorithm;

/// How long readers may rely on a revocation list, in days.
const LIST_DAYS: u32 = 90;
/// How long a certificate lasts if nothing else is said, in days: three years.
const CERTIFICATE_DAYS: u32 = 1095;

/// Opens an authority with its passphrase.
pub(super) fn open(
    folder: &Path,
    passphrase: &PassphraseSource,
    shared: &Shared,
    terminal: &Terminal,
) -> Result<AuthorityFolder, Failure> {
    let name = AuthorityFolder::root(folder)?.name();
    let secret = passphrase.existing(&format!("the authority {}", shown(&name)), shared, terminal)?;
    Ok(AuthorityFolder::open(folder, &secret)?)
}

/// An authority as `list` shows it.
pub(super) fn describe(folder: &Path, now: DateTime<Utc>) -> Result<Value, SigningError> {
    let root = AuthorityFolder::root(folder)?;
    let list = AuthorityFolder::revocation_list_at(folder)?;
    let mut issued = Vec::new();
    for certificate in AuthorityFolder::issued_at(folder)? {
        let mut entry = about(&certificate, now);
        if let (Some(revoked), Some(state)) = (list.get(&certificate.serial()), entry.get_mut("state")) {
            *state = format!("revoked from {} on: {}", moment(revoked.at), revoked.reason).into();
        }
        issued.push(entry);
    }
    Ok(json!({
        "name": root.name(),
        "folder": folder.display().to_string(),
        "certificate_authority": about(&root, now),
        "revocation_list": {
            "number": list.number(),
            "made": moment(list.this_update()),
            "to_be_replaced_by": list.next_update().map(moment),
        },
        "issued": issued,
    }))
}

#[derive(Debug, Args)]
pub(super) struct NewCa {
    /// The name of the authority, such as "Hospital San Rafael Root 2026"
    #[arg(long)]
    name: String,
    /// The institution
    #[arg(long)]
    organization: Option<String>,
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// How many years it lasts
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=50))]
    years: u32,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl NewCa {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        refuse_existing(&self.out)?;
        let passphrase = self.passphrase.new_one(&self.name, shared, terminal)?;
        let from = now().to_utc();
        let until = from
            .checked_add_months(chrono::Months::new(12 * self.years))
            .ok_or_else(|| Failure::Usage("it would last too long".to_owned()))?;
        let made = AuthorityFolder::create(
            &self.out,
            &self.name,
            self.organization.as_deref(),
            ValidityPeriod { from, until },
            from + days(LIST_DAYS),
            &passphrase,
            &mut randomness()?,
        )?;
        terminal.say(&format!("made the authority {} in `{}`", shown(&self.name), self.out.display()));
        terminal.say(&format!("  {}", made.certificate().fingerprint()));
        terminal.say(&format!(
            "next: give `opine keys roots {}` to whoever verifies, and this fingerprint over another channel",
            self.out.display()
        ));
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct CertifyKeys {
    /// The folder of the authority
    #[arg(value_name = "CA")]
    authority: PathBuf,
    /// A file with requests, or the folder of an identity, which gets its certificates at once
    #[arg(value_name = "REQUEST|DIR")]
    request: PathBuf,
    /// What the person may sign as; may be given more than once. What they asked for without this
    #[arg(long)]
    role: Vec<Role>,
    /// The name of the person; what they asked for without this
    #[arg(long)]
    name: Option<String>,
    /// How long the certificates last in days [default: three years, or as long as the authority]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=18_250))]
    days: Option<u32>,
    /// The file that gets the certificates; standard output for a file with requests without this
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl CertifyKeys {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let identity = if self.request.is_dir() { Some(Identity::open(&self.request)?) } else { None };
        let requests = match &identity {
            Some(identity) => KeyAlgorithm::ALL
                .into_iter()
                .map(|algorithm| CertificateRequest::read(identity.request(algorithm)?.as_bytes()))
                .collect::<Result<Vec<_>, _>>()?,
            None => CertificateRequest::read_all(&contents(&self.request)?)?,
        };
        let people = requests.iter().map(|request| self.person(request)).collect::<Result<Vec<_>, _>>()?;
        // Before the passphrase: what is typed then confirms what stands here.
        for (request, (name, roles)) in requests.iter().zip(&people) {
            let titles: Vec<&str> = roles.iter().map(|role| role.title()).collect();
            terminal.say(&format!("certifies {} as {}", shown(name), titles.join(" and ")));
            terminal.say(&format!("  {}", request.key_fingerprint()));
        }
        let authority = open(&self.authority, &self.passphrase, shared, terminal)?;
        let validity = self.validity(authority.certificate());
        let (mut chain, mut rng) = (String::new(), randomness()?);
        for (request, (name, roles)) in requests.iter().zip(&people) {
            let what = Certify { profile: Profile::Signer, name, roles, validity };
            let certificate = authority.certify(request, &what, &mut rng)?;
            terminal.say(&format!("issued {} until {}", certificate.serial(), moment(certificate.not_after())));
            chain.push_str(&certificate.to_pem());
        }
        if let Some(identity) = &identity {
            installed(identity, chain.as_bytes(), terminal)?;
            if self.out.is_none() {
                return Ok(());
            }
        }
        write(self.out.as_deref(), chain.as_bytes(), terminal)
    }

    /// Whom the certificate names, and as what.
    fn person(&self, request: &CertificateRequest) -> Result<(String, Vec<SignerRole>), Failure> {
        let name = self.name.clone().or_else(|| request.name()).unwrap_or_default();
        if name.is_empty() {
            return Err(Failure::Usage("the request names nobody\nhelp: use `--name`".to_owned()));
        }
        let roles: Vec<SignerRole> = match self.role.as_slice() {
            [] => request.roles(),
            named => named.iter().copied().map(SignerRole::from).collect(),
        };
        if roles.is_empty() {
            return Err(Failure::Usage(format!(
                "the request of {} asks for no role\nhelp: use `--role`",
                shown(&name)
            )));
        }
        Ok((name, roles))
    }

    /// From now on, for as long as asked; if nothing was asked not beyond the end of the authority.
    fn validity(&self, root: &Certificate) -> ValidityPeriod {
        let from = now().to_utc();
        let until = match self.days {
            Some(asked) => from + days(asked),
            None => (from + days(CERTIFICATE_DAYS)).min(root.not_after()),
        };
        ValidityPeriod { from, until }
    }
}

#[derive(Debug, Args)]
pub(super) struct Revoke {
    /// The folder of the authority
    #[arg(value_name = "CA")]
    authority: PathBuf,
    /// The serial number of a certificate, a file with certificates, or the folder of an identity
    #[arg(value_name = "SERIAL|FILE|DIR")]
    what: String,
    /// Why: unspecified, key-compromise, ca-compromise, affiliation-changed, superseded, cessation-of-operation, hold or
    /// privilege-withdrawn
    #[arg(long)]
    reason: RevocationReason,
    /// From when on it does not count, such as 2026-03-09T14:30:00-05:00, where the key is suspected since; now without this
    #[arg(long, value_name = "TIME")]
    since: Option<DateTime<FixedOffset>>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl Revoke {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let now = now().to_utc();
        let at = self.since.map_or(now, |since| since.to_utc());
        if at > now {
            return Err(Failure::Usage("a certificate cannot be revoked from a day to come".to_owned()));
        }
        let serials = self.serials()?;
        let authority = open(&self.authority, &self.passphrase, shared, terminal)?;
        for serial in &serials {
            let list = authority.revoke(serial, self.reason, at, now, now + days(LIST_DAYS))?;
            terminal.say(&format!(
                "revoked {serial} ({}); the revocation list has number {}",
                self.reason,
                list.number()
            ));
        }
        terminal.say(&format!("next: give the list to whoever verifies (`{}`)", authority.list_path().display()));
        Ok(())
    }

    fn serials(&self) -> Result<Vec<String>, Failure> {
        let path = Path::new(&self.what);
        let certificates = if path.is_dir() {
            let identity = Identity::open(path)?;
            let own = |algorithm| Ok(identity.certificates(algorithm)?.into_iter().next());
            KeyAlgorithm::ALL
                .into_iter()
                .filter_map(|algorithm| own(algorithm).transpose())
                .collect::<Result<_, SigningError>>()?
        } else if path.is_file() {
            let root = AuthorityFolder::root(&self.authority)?;
            let mut all = Certificate::read_all(&contents(path)?)?;
            // A chain may bring certificates of other authorities.
            all.retain(|certificate| certificate.issuer_name() == root.name());
            all
        } else {
            let serial: String = self.what.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
            return Ok(vec![serial.to_lowercase()]);
        };
        if certificates.is_empty() {
            return Err(Failure::Usage(format!("`{}` has no certificate of this authority", path.display())));
        }
        Ok(certificates.iter().map(Certificate::serial).collect())
    }
}

#[derive(Debug, Args)]
pub(super) struct Crl {
    /// The folder of the authority
    #[arg(value_name = "CA")]
    authority: PathBuf,
    /// How many days readers may rely on it
    #[arg(long, default_value_t = LIST_DAYS, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    days: u32,
    /// The file to write; standard output without this
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl Crl {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let authority = open(&self.authority, &self.passphrase, shared, terminal)?;
        let now = now().to_utc();
        let list = authority.renew_revocation_list(now, now + days(self.days))?;
        terminal.say(&format!(
            "the revocation list has number {}, {} entries, and is to be replaced by {}",
            list.number(),
            list.entries().count(),
            list.next_update().map(moment).unwrap_or_default()
        ));
        write(self.out.as_deref(), list.to_pem().as_bytes(), terminal)
    }
}

#[derive(Debug, Args)]
pub(super) struct Roots {
    /// The folders of authorities
    #[arg(required = true, value_name = "CA")]
    authorities: Vec<PathBuf>,
    /// The file to write; standard output without this
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Roots {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let mut pem = String::new();
        for folder in &self.authorities {
            let root = AuthorityFolder::root(folder)?;
            terminal.say(&format!("{}\n  {}", shown(&root.name()), root.fingerprint()));
            pem.push_str(&root.to_pem());
        }
        write(self.out.as_deref(), pem.as_bytes(), terminal)
    }
}

fn days(count: u32) -> TimeDelta {
    TimeDelta::days(i64::from(count))
}
