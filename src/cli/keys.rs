//! `opine keys`: the keys that people sign with, from making them to renewing their certificates. What the institution's
//! authority does with them is in `authority`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::key_list::{List, moment};
use super::key_source::{KeySource, TokenOptions, contents};
use super::secrets::{PassphraseSource, new_passphrase, randomness, shown};
use super::{Failure, Shared, Terminal, authority, now};
use crate::files::write_atomic;
use crate::signing::authority::AuthorityFolder;
use crate::signing::certificates::{Certificate, SignerRole};
use crate::signing::identity::{Identity, NewIdentity};
use crate::signing::minisign::MinisignKey;
use crate::signing::private_files;
use crate::signing::requests::CertificateRequest;
use crate::signing::signer::KeyAlgorithm;

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Makes the two keys of a person, Ed25519 and P-256, under one passphrase
    New(New),
    /// Shows identities and authorities: roles, fingerprints, certificates and how long they last
    List(List),
    /// Prints the requests that the authority certifies
    Request(Request),
    /// Puts certificates that came back from the authority beside their keys
    Install(Install),
    /// Writes a key for other programs: the private one for OpenSSL, or the public one for minisign
    Export(Export),
    /// Prints the fingerprints of an identity, an authority, certificates or requests
    Fingerprint(FingerprintOf),
    /// Puts the keys of an identity or an authority under a new passphrase
    ChangePassphrase(ChangePassphrase),
    /// Makes a certificate authority for tests or a small clinic
    NewCa(authority::NewCa),
    /// Certifies keys
    Certify(authority::CertifyKeys),
    /// Revokes certificates and makes the revocation list anew
    Revoke(authority::Revoke),
    /// Makes the revocation list anew, so that readers may rely on it for longer
    Crl(authority::Crl),
    /// Prints the roots that verifiers trust
    Roots(authority::Roots),
}

impl Keys {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        match self {
            Self::New(command) => command.run(shared, terminal),
            Self::List(command) => command.run(terminal),
            Self::Request(command) => command.run(shared, terminal),
            Self::Install(command) => command.run(terminal),
            Self::Export(command) => command.run(shared, terminal),
            Self::Fingerprint(command) => command.run(terminal),
            Self::ChangePassphrase(command) => command.run(shared, terminal),
            Self::NewCa(command) => command.run(shared, terminal),
            Self::Certify(command) => command.run(shared, terminal),
            Self::Revoke(command) => command.run(shared, terminal),
            Self::Crl(command) => command.run(shared, terminal),
            Self::Roots(command) => command.run(terminal),
        }
    }
}

/// A role as the command line spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Role {
    /// Attests their own findings
    Specialist,
    /// Certifies that the case is complete
    CaseManager,
    /// Approves the release
    MedicalDirector,
}

impl From<Role> for SignerRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Specialist => Self::Specialist,
            Role::CaseManager => Self::CaseManager,
            Role::MedicalDirector => Self::MedicalDirector,
        }
    }
}

/// One of the two keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Curve {
    /// What today's PDF readers accept
    P256,
    /// What approval records and minisign use
    Ed25519,
}

impl From<Curve> for KeyAlgorithm {
    fn from(curve: Curve) -> Self {
        match curve {
            Curve::P256 => Self::P256Sha256,
            Curve::Ed25519 => Self::Ed25519,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// The name as certificates and signatures will carry it
    #[arg(long)]
    name: String,
    /// What the person asks to sign as; may be given more than once. The authority decides
    #[arg(long, required = true)]
    role: Vec<Role>,
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl New {
    fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        refuse_existing(&self.out)?;
        let passphrase = self.passphrase.new_one(&self.name, shared, terminal)?;
        let roles: Vec<SignerRole> = self.role.iter().copied().map(SignerRole::from).collect();
        let new = NewIdentity { name: &self.name, roles: &roles, created: now() };
        let identity = Identity::create(&self.out, &new, &passphrase, &mut randomness()?)?;
        terminal.say(&format!("made the keys of {} in `{}`", shown(identity.name()), self.out.display()));
        for algorithm in KeyAlgorithm::ALL {
            terminal.say(&format!("  {:8}{}", algorithm.as_str(), identity.key_fingerprint(algorithm)));
        }
        terminal.say(&format!(
            "next: have them certified (`opine keys request {}`), and keep a copy of the folder where nobody else reads it",
            self.out.display()
        ));
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Request {
    /// The folder of an identity
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// One of the two keys only
    #[arg(long)]
    curve: Option<Curve>,
    /// The name of the person, for keys on a token
    #[arg(long, requires = "pkcs11")]
    name: Option<String>,
    /// What the person asks to sign as, for keys on a token
    #[arg(long, requires = "pkcs11")]
    role: Vec<Role>,
    /// The file to write; standard output without this
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    token: TokenOptions,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl Request {
    fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let wanted = KeyAlgorithm::ALL
            .into_iter()
            .filter(|algorithm| self.curve.is_none_or(|curve| KeyAlgorithm::from(curve) == *algorithm));
        let source = KeySource::of(self.folder.as_deref(), &self.token, "DIR")?;
        let mut pem = String::new();
        match &source {
            // They were made with the keys: no passphrase is needed.
            KeySource::Identity(folder) => {
                let identity = Identity::open(folder)?;
                for algorithm in wanted {
                    pem.push_str(&identity.request(algorithm)?);
                }
            }
            KeySource::Token { .. } => {
                let Some(name) = &self.name else {
                    return Err(Failure::Usage(
                        "a token does not say whose it is\nhelp: use `--name` and `--role`".into(),
                    ));
                };
                let roles: Vec<SignerRole> = self.role.iter().copied().map(SignerRole::from).collect();
                let keys = source.open(&self.passphrase, shared, terminal)?;
                for algorithm in wanted {
                    pem.push_str(&CertificateRequest::create(keys.get(algorithm), name, &roles)?);
                }
            }
        }
        write(self.out.as_deref(), pem.as_bytes(), terminal)
    }
}

#[derive(Debug, Args)]
pub(super) struct Install {
    /// The folder of an identity
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The certificates, in PEM or DER
    #[arg(value_name = "CHAIN")]
    chain: PathBuf,
}

impl Install {
    fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let identity = Identity::open(&self.folder)?;
        installed(&identity, &contents(&self.chain)?, terminal)
    }
}

/// Puts certificates into an identity and says for which keys.
pub(super) fn installed(identity: &Identity, chain: &[u8], terminal: &Terminal) -> Result<(), Failure> {
    for algorithm in identity.install(chain)? {
        if let Some(own) = identity.certificates(algorithm)?.first() {
            terminal.say(&format!(
                "{}: certified by {} until {}",
                algorithm.as_str(),
                shown(&own.issuer_name()),
                moment(own.not_after())
            ));
        }
    }
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The folder of an identity
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Writes the private key so that OpenSSL 1.1 and later read it, under the same passphrase
    #[arg(long, required_unless_present = "minisign", conflicts_with = "minisign")]
    openssl: bool,
    /// Writes the public Ed25519 key as `minisign -V` reads it
    #[arg(long)]
    minisign: bool,
    /// Which private key
    #[arg(long, default_value = "p256", conflicts_with = "minisign")]
    curve: Curve,
    /// The file to make
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl Export {
    fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let identity = Identity::open(&self.folder)?;
        if self.minisign {
            let request = CertificateRequest::read(identity.request(KeyAlgorithm::Ed25519)?.as_bytes())?;
            let key = MinisignKey::from_public_key(request.public_key())?;
            write(Some(&self.out), key.to_string().as_bytes(), terminal)?;
            terminal.say(&format!("wrote the public key {} to `{}`", key.id(), self.out.display()));
            return Ok(());
        }
        refuse_existing(&self.out)?;
        let whose = format!("the keys of {}", shown(identity.name()));
        let passphrase = self.passphrase.existing(&whose, shared, terminal)?;
        let pem = identity.export_openssl(self.curve.into(), &passphrase, &mut randomness()?)?;
        private_files::write(&self.out, pem.as_bytes())?;
        terminal.say(&format!(
            "wrote the private {} key to `{}`: it costs less to guess its passphrase there, so remove it when it has served",
            KeyAlgorithm::from(self.curve).as_str(),
            self.out.display()
        ));
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct FingerprintOf {
    /// Folders of identities or authorities, files with certificates or requests
    #[arg(required = true, value_name = "DIR|FILE")]
    what: Vec<PathBuf>,
}

impl FingerprintOf {
    fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let mut text = String::new();
        let mut line = |what: &str, name: &str, fingerprint: String| {
            text.push_str(&format!("{fingerprint}  {what} of {}\n", shown(name)));
        };
        for path in &self.what {
            if AuthorityFolder::is_at(path) {
                let root = AuthorityFolder::root(path)?;
                line("root certificate", &root.name(), root.fingerprint().to_string());
            } else if path.is_dir() {
                let identity = Identity::open(path)?;
                for algorithm in KeyAlgorithm::ALL {
                    let what = format!("{} key", algorithm.as_str());
                    line(&what, identity.name(), identity.key_fingerprint(algorithm).to_string());
                }
            } else {
                let bytes = contents(path)?;
                if let Ok(requests) = CertificateRequest::read_all(&bytes) {
                    for request in requests {
                        let name = request.name().unwrap_or_default();
                        line("requested key", &name, request.key_fingerprint().to_string());
                    }
                    continue;
                }
                for certificate in Certificate::read_all(&bytes)? {
                    line("certificate", &certificate.name(), certificate.fingerprint().to_string());
                    line("key", &certificate.name(), certificate.key_fingerprint().to_string());
                }
            }
        }
        Ok(terminal.data(text.as_bytes())?)
    }
}

#[derive(Debug, Args)]
pub(super) struct ChangePassphrase {
    /// The folder of an identity or an authority
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// Reads the new passphrase from the first line of a file; asks for it without this. Where both are `-` the first
    /// line of standard input is the old one and the second the new one
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl ChangePassphrase {
    fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let new = |owner: &str| {
            let file = self.new_passphrase_file.as_deref();
            new_passphrase(file, "--new-passphrase-file", owner, shared, terminal)
        };
        if AuthorityFolder::is_at(&self.folder) {
            let authority = authority::open(&self.folder, &self.passphrase, shared, terminal)?;
            authority.change_passphrase(&new(&authority.certificate().name())?, &mut randomness()?)?;
        } else {
            let identity = Identity::open(&self.folder)?;
            let whose = format!("the keys of {}", shown(identity.name()));
            let old = self.passphrase.existing(&whose, shared, terminal)?;
            identity.change_passphrase(&old, &new(identity.name())?, &mut randomness()?)?;
        }
        terminal
            .say(&format!("`{}` has a new passphrase; copies of the folder keep the old one", self.folder.display()));
        Ok(())
    }
}

/// Keys are never overwritten; said before anybody types a passphrase.
pub(super) fn refuse_existing(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(Failure::Usage(format!(
            "`{}` is already there\nhelp: choose another name: keys are never overwritten",
            path.display()
        )));
    }
    Ok(())
}

/// Writes what is public to a file, or to standard output.
pub(super) fn write(out: Option<&Path>, bytes: &[u8], terminal: &Terminal) -> Result<(), Failure> {
    match out {
        Some(path) => {
            write_atomic(path, bytes).map_err(|error| Failure::Usage(format!("`{}`: {error}", path.display())))
        }
        None => Ok(terminal.data(bytes)?),
    }
}
