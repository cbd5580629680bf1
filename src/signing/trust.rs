//! Whom to trust: root certificates, revocation lists, and the way from a certificate up to a root.
//!
//! The way is checked as RFC 5280, clause 6 says, without policies and name constraints: a certificate that demands either
//! is refused. Names are compared by their bytes.

use std::fmt;

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use x509_cert::ext::pkix::BasicConstraints;

use super::algorithms::SignatureFailure;
use super::authority::{DOCUMENT_SIGNING, EMAIL_PROTECTION, RevocationList, RevocationReason, TIME_STAMPING};
use super::certificates::Certificate;
use super::error::{ErrorKind, Result, SigningError};
use super::fingerprint::Fingerprint;

/// Most certificates on the way from a leaf to a root, both included.
pub const MAX_PATH: usize = 8;
/// Most signatures tried while looking for a way: crossing certificates could otherwise make it endless.
const MAX_TRIES: usize = 200;
/// Most roots, further certificates or lists in a store.
const MAX_STORED: usize = 512;

/// Extensions that are understood, or harmless when critical: key identifiers and usage, alternative names, basic
/// constraints, distribution points, policies (any is accepted), authority information.
const UNDERSTOOD: [&str; 9] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.18",
    "2.5.29.19",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.35",
    "2.5.29.37",
];
/// Constraints that must be obeyed where they stand, and are not supported: names, policies.
const DEMANDING: [&str; 3] = ["2.5.29.30", "2.5.29.36", "2.5.29.54"];
const ANY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");

/// Roots, further certificates that help to reach them, and what was revoked.
#[derive(Debug, Clone, Default)]
pub struct TrustStore {
    roots: Vec<Certificate>,
    intermediates: Vec<Certificate>,
    lists: Vec<RevocationList>,
    revoked: Vec<RevokedKey>,
}

/// A certificate or key that an institution revoked by its own word, without a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokedKey {
    /// SHA-256 of the certificate or of its public key.
    pub fingerprint: Fingerprint,
    /// From when on.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: RevocationReason,
}

impl TrustStore {
    /// A store that trusts nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts the certificates of a file such as `roots.pem`, in PEM or DER.
    ///
    /// # Errors
    /// One cannot be read, or may not certify others.
    pub fn add_roots(&mut self, bytes: &[u8]) -> Result<()> {
        for root in Certificate::read_all(bytes)? {
            if !root.is_authority() {
                return Err(SigningError::new(
                    ErrorKind::Mismatch,
                    format!("`{}` may not certify others", root.name()),
                )
                .with_hint("trust the root of the institution, not the certificate of one person"));
            }
            push(&mut self.roots, root)?;
        }
        Ok(())
    }

    /// Knows certificates that may stand between a leaf and a root; this makes nothing trusted.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn add_intermediates(&mut self, bytes: &[u8]) -> Result<()> {
        Certificate::read_all(bytes)?.into_iter().try_for_each(|certificate| push(&mut self.intermediates, certificate))
    }

    /// Honours a revocation list, in PEM or DER. It counts once the authority that signed it is on the way.
    ///
    /// # Errors
    /// It cannot be read or has parts that are not understood.
    pub fn add_revocation_list(&mut self, bytes: &[u8]) -> Result<()> {
        push(&mut self.lists, RevocationList::read(bytes)?)
    }

    /// Honours the institution's own word that a certificate or key is revoked.
    pub fn add_revocation(&mut self, revoked: RevokedKey) {
        self.revoked.push(revoked);
    }

    /// Certificates that may stand between a leaf and a root.
    pub(super) fn intermediates(&self) -> &[Certificate] {
        &self.intermediates
    }

    /// The trusted roots.
    pub fn roots(&self) -> &[Certificate] {
        &self.roots
    }

    /// Looks for the way from `leaf` to a root, over `others` and the certificates known to the store.
    pub(super) fn chain(&self, leaf: &Certificate, others: &[Certificate], question: &Question) -> Chain {
        let mut search = Search { store: self, others, question, tries: 0, best: None };
        search.extend(&mut vec![leaf.clone()], &mut Vec::new());
        search.best.unwrap_or_else(|| Chain {
            certificates: vec![leaf.clone()],
            failure: Some(ChainFailure::NoWay),
            revocation: RevocationCheck::NotChecked,
        })
    }
}

fn push<T>(list: &mut Vec<T>, item: T) -> Result<()> {
    if list.len() == MAX_STORED {
        return Err(SigningError::new(
            ErrorKind::TooLarge,
            format!("there are more than {MAX_STORED} certificates or lists to trust"),
        ));
    }
    list.push(item);
    Ok(())
}

/// What the leaf is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    /// Signing documents; the extended key usage must say so.
    DocumentSigning,
    /// Signing documents; a certificate without extended key usage, or for electronic mail, will do.
    AnySigning,
    /// Stamping times.
    TimeStamping,
}

/// What is asked of a way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    pub usage: Usage,
    /// The moment at which everything must be valid.
    pub at: DateTime<Utc>,
    /// Whether it is proven that the signature existed at that moment.
    pub proven: bool,
    /// Whether every certificate needs a revocation list that covers the moment.
    pub needs_lists: bool,
}

/// Whether revocation was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationCheck {
    /// No list was given for any certificate of the way.
    NotChecked,
    /// There was a list for some of them, or one that does not reach to the moment.
    Partly,
    /// There was a list for each certificate below the root that reaches to the moment.
    Checked,
}

/// Why a way from a certificate to a root does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChainFailure {
    /// There is no way to a trusted root.
    NoWay,
    /// A certificate was not yet valid.
    NotYetValid {
        /// Whose.
        name: String,
        /// Its first moment.
        from: DateTime<Utc>,
    },
    /// A certificate was no longer valid.
    Expired {
        /// Whose.
        name: String,
        /// Its last moment.
        until: DateTime<Utc>,
    },
    /// A certificate was revoked.
    Revoked {
        /// Whose.
        name: String,
        /// From when on.
        at: DateTime<Utc>,
        /// Why.
        reason: RevocationReason,
        /// Whether it is that of an authority.
        authority: bool,
    },
    /// There is no revocation list that covers the moment, or it is not signed by the authority.
    RevocationUnknown(String),
    /// A certificate may not be used like this.
    Constraint(String),
    /// A certificate is signed in a way that is too weak.
    Weak(String),
}

impl fmt::Display for ChainFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWay => f.write_str("no trusted root stands behind the certificate"),
            Self::NotYetValid { name, from } => {
                write!(f, "the certificate of `{name}` is valid from {}", from.format("%Y-%m-%d"))
            }
            Self::Expired { name, until } => {
                write!(f, "the certificate of `{name}` was valid until {}", until.format("%Y-%m-%d"))
            }
            Self::Revoked { name, at, reason, .. } => {
                write!(f, "the certificate of `{name}` was revoked on {} ({reason})", at.format("%Y-%m-%d"))
            }
            Self::RevocationUnknown(text) | Self::Constraint(text) | Self::Weak(text) => f.write_str(text),
        }
    }
}

/// The way from a leaf towards a root, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Chain {
    /// From the leaf up; the root is last where one was reached.
    pub certificates: Vec<Certificate>,
    /// Why it does not hold; `None` when it does.
    pub failure: Option<ChainFailure>,
    /// Whether revocation was looked at.
    pub revocation: RevocationCheck,
}

impl Chain {
    /// Whether it leads to a trusted root and held at the moment.
    pub fn is_trusted(&self) -> bool {
        self.failure.is_none()
    }
}

struct Search<'a> {
    store: &'a TrustStore,
    others: &'a [Certificate],
    question: &'a Question,
    tries: usize,
    best: Option<Chain>,
}

impl Search<'_> {
    /// Tries every issuer of the last certificate of `path`; stops at the first way that holds.
    fn extend(&mut self, path: &mut Vec<Certificate>, weak: &mut Vec<String>) {
        let Some(last) = path.last().cloned().filter(|_| path.len() < MAX_PATH) else { return };
        let (store, others) = (self.store, self.others);
        let roots = store.roots.iter().map(|root| (root, true));
        for (issuer, is_root) in roots.chain(others.iter().chain(&store.intermediates).map(|other| (other, false))) {
            if self.best.as_ref().is_some_and(Chain::is_trusted) || self.tries == MAX_TRIES {
                return;
            }
            let same_key = match (last.authority_key_id(), issuer.subject_key_id()) {
                (Some(wanted), Some(own)) => wanted == own,
                _ => true,
            };
            if !same_key || issuer.subject_der() != last.issuer_der() || (!is_root && path.contains(issuer)) {
                continue;
            }
            self.tries += 1;
            let weakness = match last.verify_issued_by(issuer) {
                Ok(traits) => traits.weakness,
                Err(SignatureFailure::Invalid) => continue,
                Err(SignatureFailure::Unsupported(what)) => Some(format!("a certificate uses {what}")),
            };
            let unsupported = weakness.as_ref().is_some_and(|text| text.starts_with("a certificate uses"));
            let before = weak.len();
            weak.extend(weakness);
            path.push(issuer.clone());
            if is_root {
                self.judge(path, weak);
            } else if !unsupported {
                self.extend(path, weak);
            }
            path.pop();
            weak.truncate(before);
        }
    }

    fn judge(&mut self, path: &[Certificate], weak: &[String]) {
        let (revocation, revoked) = self.revocation(path);
        let failure = self.constraints(path).or_else(|| weak.first().cloned().map(ChainFailure::Weak)).or(revoked);
        let chain = Chain { certificates: path.to_vec(), failure, revocation };
        if chain.is_trusted() || self.best.is_none() {
            self.best = Some(chain);
        }
    }

    fn constraints(&self, path: &[Certificate]) -> Option<ChainFailure> {
        for (index, certificate) in path.iter().enumerate() {
            let name = certificate.name();
            let constraint = |what: &str| Some(ChainFailure::Constraint(format!("the certificate of `{name}` {what}")));
            for extension in certificate.x509().tbs_certificate().extensions().into_iter().flatten() {
                let id = extension.extn_id.to_string();
                if DEMANDING.contains(&id.as_str()) || (extension.critical && !UNDERSTOOD.contains(&id.as_str())) {
                    return constraint(&format!("has the extension {id}, which is not supported"));
                }
            }
            let (Ok(constraints), Ok(usage)) = (certificate.extension::<BasicConstraints>(), certificate.key_usage())
            else {
                return constraint("has an extension that cannot be read");
            };
            let constraints = constraints.map(|(_, constraints)| constraints);
            let is_authority = constraints.as_ref().is_some_and(|constraints| constraints.ca);
            if index > 0 {
                if !is_authority || usage.is_some_and(|usage| !usage.key_cert_sign()) {
                    return constraint("may not certify others");
                }
                let below = index - 1;
                if constraints
                    .and_then(|constraints| constraints.path_len_constraint)
                    .is_some_and(|most| below > usize::from(most))
                {
                    return constraint("may not have further authorities below it");
                }
            } else {
                if is_authority {
                    return constraint("is that of an authority, not of a signer");
                }
                if usage.is_some_and(|usage| !usage.digital_signature() && !usage.non_repudiation()) {
                    return constraint("may not sign");
                }
                let Ok(extended) = certificate.extended_key_usage() else {
                    return constraint("has an extension that cannot be read");
                };
                let allows = |wanted: &[ObjectIdentifier]| {
                    extended
                        .as_ref()
                        .is_some_and(|(_, purposes)| purposes.0.iter().any(|purpose| wanted.contains(purpose)))
                };
                let fits = match self.question.usage {
                    Usage::DocumentSigning => allows(&[DOCUMENT_SIGNING]),
                    Usage::AnySigning => {
                        extended.is_none()
                            || allows(&[DOCUMENT_SIGNING, EMAIL_PROTECTION, ANY_USAGE])
                            || !allows(&[TIME_STAMPING])
                    }
                    // RFC 3161, clause 2.3: critical, and this purpose alone.
                    Usage::TimeStamping => {
                        extended.as_ref().is_some_and(|(critical, purposes)| *critical && purposes.0 == [TIME_STAMPING])
                    }
                };
                if !fits {
                    return constraint(match self.question.usage {
                        Usage::TimeStamping => "is not for time stamps",
                        _ => "is not for signing documents",
                    });
                }
            }
            if self.question.at < certificate.not_before() {
                return Some(ChainFailure::NotYetValid { name, from: certificate.not_before() });
            }
            if self.question.at > certificate.not_after() {
                return Some(ChainFailure::Expired { name, until: certificate.not_after() });
            }
        }
        None
    }

    fn revocation(&self, path: &[Certificate]) -> (RevocationCheck, Option<ChainFailure>) {
        let (mut covered, mut partly) = (0, false);
        let mut unknown = None;
        for (index, certificate) in path.iter().enumerate() {
            let counts = |at: DateTime<Utc>, reason: RevocationReason| {
                at <= self.question.at || (!self.question.proven && !reason.is_orderly())
            };
            let failure =
                |at, reason| ChainFailure::Revoked { name: certificate.name(), at, reason, authority: index > 0 };
            let own = [certificate.fingerprint(), certificate.key_fingerprint()];
            for revoked in self.store.revoked.iter().filter(|revoked| own.contains(&revoked.fingerprint)) {
                if counts(revoked.at, revoked.reason) {
                    return (RevocationCheck::Partly, Some(failure(revoked.at, revoked.reason)));
                }
            }
            let Some(issuer) = path.get(index + 1) else { break };
            let mut reaches = false;
            for list in self.store.lists.iter().filter(|list| list.is_by(issuer)) {
                let may_sign = issuer.key_usage().is_ok_and(|usage| usage.is_none_or(|usage| usage.crl_sign()));
                if !may_sign || list.verify(issuer).is_err() {
                    unknown = Some(format!("the revocation list of `{}` is not signed by it", issuer.name()));
                    continue;
                }
                partly = true;
                reaches |= list.next_update().is_none_or(|next| next >= self.question.at);
                if let Some(entry) = list.get(&certificate.serial()).filter(|entry| counts(entry.at, entry.reason)) {
                    return (RevocationCheck::Partly, Some(failure(entry.at, entry.reason)));
                }
            }
            if reaches {
                covered += 1;
            } else if self.question.needs_lists {
                unknown.get_or_insert_with(|| format!("there is no current revocation list of `{}`", issuer.name()));
            }
        }
        let check = match (covered, partly) {
            (covered, _) if covered + 1 == path.len() => RevocationCheck::Checked,
            (_, true) => RevocationCheck::Partly,
            _ => RevocationCheck::NotChecked,
        };
        (check, unknown.map(ChainFailure::RevocationUnknown))
    }
}
