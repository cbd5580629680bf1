//! The institution's certificate authority: small enough for one clinic, and what tests certify their keys with.
//!
//! A self-signed P-256 root certifies requests and keeps a revocation list. On disk it is a folder: `root.pem`,
//! `root.key.pem` (encrypted), `crl.pem`, and `issued/SERIAL.pem` for every certificate it made. A hospital with a certificate
//! authority of its own uses that instead; any that issues certificates of [`Profile::Signer`] will do.

mod folder;
mod revocation;
mod time_stamping;

pub use folder::AuthorityFolder;
pub use revocation::{Revocation, RevocationList, RevocationReason};
pub use time_stamping::time_stamp;

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use der::Decode;
use der::asn1::OctetString;
use der::flagset::FlagSet;
use signature::rand_core::CryptoRng;
use spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::TbsCertificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, CertificateBuilder};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Validity;

use super::algorithms::DigestAlgorithm;
use super::asn1;
use super::certificates::{Certificate, SignerRole, subject, x509_time};
use super::error::{ErrorKind, Result, SigningError};
use super::keys::SoftwareKey;
use super::requests::CertificateRequest;
use super::signer::{KeyAlgorithm, Signer, build, public_key_info};

/// Signing documents (RFC 9336).
pub(super) const DOCUMENT_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36");
/// Electronic mail (RFC 5280, clause 4.2.1.12); poppler trusts no signature without it.
pub(super) const EMAIL_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4");
/// Time stamping (RFC 3161, clause 2.3).
pub(super) const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// A person who signs documents: key usage digitalSignature and nonRepudiation, extended key usage documentSigning and
    /// emailProtection.
    Signer,
    /// A time-stamping authority: key usage digitalSignature, critical extended key usage timeStamping and nothing else.
    TimeStamping,
    /// An authority below this one that may itself certify signers but no further authorities.
    Intermediate,
}

/// From when to when a certificate is valid, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValidityPeriod {
    /// First moment.
    pub from: DateTime<Utc>,
    /// Last moment.
    pub until: DateTime<Utc>,
}

impl ValidityPeriod {
    fn to_x509(self) -> Result<Validity> {
        if self.until <= self.from {
            return Err(SigningError::new(ErrorKind::Invalid, "the validity ends before it begins"));
        }
        Ok(Validity::new(x509_time(self.from)?, x509_time(self.until)?))
    }
}

/// What the authority puts into a certificate. The name and the roles of the request do not count unless repeated here.
#[derive(Debug, Clone)]
pub struct Certify<'a> {
    /// What it is for.
    pub profile: Profile,
    /// The name of the holder.
    pub name: &'a str,
    /// What the holder may sign as.
    pub roles: &'a [SignerRole],
    /// How long.
    pub validity: ValidityPeriod,
}

/// A certificate authority: its certificate and the key that signs for it, wherever that is.
pub struct Authority<'a> {
    certificate: Certificate,
    signer: &'a dyn Signer,
}

impl<'a> Authority<'a> {
    /// Makes a root: a P-256 key and its self-signed certificate with key usage keyCertSign and cRLSign.
    ///
    /// # Errors
    /// The name or the validity makes no sense.
    pub fn new_root(
        name: &str,
        organization: Option<&str>,
        validity: ValidityPeriod,
        rng: &mut dyn CryptoRng,
    ) -> Result<(SoftwareKey, Certificate)> {
        let key = SoftwareKey::generate(KeyAlgorithm::P256Sha256, rng)?;
        let name = subject(name, organization, &[])?;
        let profile =
            Extensions { issuer: name.clone(), issuer_key_id: key_id(key.public_key())?, subject: name, profile: None };
        let certificate = issue(profile, validity, public_key_info(&key)?, &key, rng)?;
        Ok((key, certificate))
    }

    /// An authority from its certificate and key.
    ///
    /// # Errors
    /// The key is not the one of the certificate, or the certificate may not sign others.
    pub fn new(certificate: Certificate, signer: &'a dyn Signer) -> Result<Self> {
        if certificate.public_key() != signer.public_key() {
            return Err(SigningError::new(ErrorKind::Mismatch, "the certificate of the authority is for another key"));
        }
        if !certificate.is_authority() {
            return Err(SigningError::new(
                ErrorKind::Mismatch,
                format!("`{}` may not certify others", certificate.name()),
            )
            .with_hint("use the folder that `opine keys new-ca` made"));
        }
        Ok(Self { certificate, signer })
    }

    /// Without the checks, to forge in tests.
    #[cfg(test)]
    pub(super) fn unchecked(certificate: Certificate, signer: &'a dyn Signer) -> Self {
        Self { certificate, signer }
    }

    /// Its own certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Certifies the key of a request. The serial number has 136 random bits.
    ///
    /// # Errors
    /// A name or the validity makes no sense, or the certificate would outlive the authority's own.
    pub fn certify(
        &self,
        request: &CertificateRequest,
        what: &Certify<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Certificate> {
        // To the second, as certificates state it.
        let (from, until) = (what.validity.from.timestamp(), what.validity.until.timestamp());
        if until > self.certificate.not_after().timestamp() || from < self.certificate.not_before().timestamp() {
            return Err(SigningError::new(
                ErrorKind::Invalid,
                "the certificate would be valid when the authority is not",
            )
            .with_hint(format!(
                "keep it between {} and {}",
                self.certificate.not_before().format("%Y-%m-%d"),
                self.certificate.not_after().format("%Y-%m-%d")
            )));
        }
        let issuer = self.certificate.x509().tbs_certificate().subject().clone();
        let issuer_key_id = match self.certificate.subject_key_id() {
            Some(id) => id,
            None => key_id(self.certificate.public_key())?,
        };
        let subject = subject(what.name, self.certificate.organization().as_deref(), what.roles)?;
        let profile = Extensions { issuer, issuer_key_id, subject, profile: Some(what.profile) };
        let key = SubjectPublicKeyInfoOwned::from_der(request.public_key())
            .map_err(|error| SigningError::malformed("the public key", error))?;
        issue(profile, what.validity, key, self.signer, rng)
    }
}

/// Builds and signs a certificate.
fn issue(
    profile: Extensions,
    validity: ValidityPeriod,
    key: SubjectPublicKeyInfoOwned,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate> {
    let mut serial = [0_u8; 17];
    rng.fill_bytes(&mut serial);
    // Not zero, positive and always of the same length.
    if let Some(first) = serial.first_mut() {
        *first = *first & 0x3F | 0x40;
    }
    let serial = SerialNumber::new(&serial).map_err(SigningError::encoding)?;
    let builder = CertificateBuilder::new(profile, serial, validity.to_x509()?, key).map_err(SigningError::encoding)?;
    Certificate::from_der(&asn1::encode(&build(builder, signer)?)?)
}

/// The key identifier: the leftmost 160 bits of the SHA-256 of the public key (RFC 7093, clause 2, method 1).
fn key_id(public_key: &[u8]) -> Result<Vec<u8>> {
    let key = SubjectPublicKeyInfoRef::from_der(public_key)
        .map_err(|error| SigningError::malformed("the public key", error))?;
    let mut id = DigestAlgorithm::Sha256.digest(&[key.subject_public_key.raw_bytes()]);
    id.truncate(20);
    Ok(id)
}

/// The names and extensions of a certificate; without a profile it is the root.
struct Extensions {
    issuer: Name,
    issuer_key_id: Vec<u8>,
    subject: Name,
    profile: Option<Profile>,
}

impl BuilderProfile for Extensions {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        key: SubjectPublicKeyInfoRef<'_>,
        _issuer_key: SubjectPublicKeyInfoRef<'_>,
        _tbs: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        let mut id = DigestAlgorithm::Sha256.digest(&[key.subject_public_key.raw_bytes()]);
        id.truncate(20);
        let path_len_constraint = self.profile.map(|_| 0);
        let ca = matches!(self.profile, None | Some(Profile::Intermediate));
        let usage: FlagSet<KeyUsages> = match self.profile {
            None | Some(Profile::Intermediate) => KeyUsages::KeyCertSign | KeyUsages::CRLSign,
            Some(Profile::Signer) => KeyUsages::DigitalSignature | KeyUsages::NonRepudiation,
            Some(Profile::TimeStamping) => KeyUsages::DigitalSignature.into(),
        };
        let extended = match self.profile {
            None | Some(Profile::Intermediate) => None,
            Some(Profile::Signer) => Some((false, vec![DOCUMENT_SIGNING, EMAIL_PROTECTION])),
            Some(Profile::TimeStamping) => Some((true, vec![TIME_STAMPING])),
        };
        let constraints = BasicConstraints { ca, path_len_constraint: path_len_constraint.filter(|_| ca) };
        let authority = AuthorityKeyIdentifier {
            key_identifier: Some(OctetString::new(self.issuer_key_id.as_slice())?),
            ..AuthorityKeyIdentifier::default()
        };
        let none: &[Extension] = &[];
        let mut all = vec![
            (true, &constraints).to_extension(&self.subject, none)?,
            (true, &KeyUsage(usage)).to_extension(&self.subject, none)?,
            (false, &SubjectKeyIdentifier(OctetString::new(id)?)).to_extension(&self.subject, none)?,
            (false, &authority).to_extension(&self.subject, none)?,
        ];
        if let Some((critical, purposes)) = extended {
            all.push((critical, &ExtendedKeyUsage(purposes)).to_extension(&self.subject, none)?);
        }
        Ok(all)
    }
}
