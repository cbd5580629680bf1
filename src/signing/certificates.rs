//! Certificates: what they say, who issued them, and which role they carry.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use const_oid::{AssociatedOid, ObjectIdentifier};
use der::asn1::{Any, SetOfVec, Utf8StringRef};
use der::{Decode, Tag, Tagged};
use x509_cert::Certificate as X509;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::time::Time;

use crate::case::model::Role;

use super::algorithms::{self, DigestAlgorithm, SignatureFailure, SignatureTraits};
use super::asn1;
use super::error::{ErrorKind, Result, SigningError};
use super::fingerprint::Fingerprint;
use super::pem::{read_pem, write_pem};
use super::trust::MAX_PATH;

/// Largest certificate or request in bytes.
pub(super) const MAX_CERTIFICATE: usize = 64 * 1024;
/// Most certificates in one file or signature.
pub(super) const MAX_CERTIFICATES: usize = 64;
/// Longest name of a person or institution in characters (RFC 5280, appendix A.1, `ub-common-name`).
const MAX_NAME: usize = 64;

pub(super) const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
pub(super) const TITLE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.12");

/// What the holder of a certificate may sign as.
///
/// A certificate carries it as the subject's `title` attribute (X.520, 2.5.4.12), one for each role, with the value of
/// [`SignerRole::title`]: `medical director` and so on. Only the institution's authority puts it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignerRole {
    /// Attests their own findings.
    Specialist,
    /// Certifies that the case is complete.
    CaseManager,
    /// Approves the release.
    MedicalDirector,
}

impl SignerRole {
    /// All of them, in the order in which they sign.
    pub const ALL: [Self; 3] = [Self::Specialist, Self::CaseManager, Self::MedicalDirector];

    /// The identifier a case uses: `medical_director`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Specialist => "specialist",
            Self::CaseManager => "case_manager",
            Self::MedicalDirector => "medical_director",
        }
    }

    /// The role of a party of a case that signs as this.
    pub fn of_case(self) -> Role {
        match self {
            Self::Specialist => Role::Specialist,
            Self::CaseManager => Role::CaseManager,
            Self::MedicalDirector => Role::MedicalDirector,
        }
    }

    /// The value of the `title` attribute: `medical director`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Specialist => "specialist",
            Self::CaseManager => "case manager",
            Self::MedicalDirector => "medical director",
        }
    }
}

impl fmt::Display for SignerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl FromStr for SignerRole {
    type Err = SigningError;

    /// Reads `medical director`, `medical-director` or `medical_director`.
    fn from_str(text: &str) -> Result<Self> {
        let plain = text.replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|role| role.title() == plain).ok_or_else(|| {
            SigningError::new(ErrorKind::Invalid, format!("`{text}` is not a role that signs"))
                .with_hint("use `specialist`, `case-manager` or `medical-director`")
        })
    }
}

/// A certificate: its exact bytes, and what they say.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    signed_part: Vec<u8>,
    serial: Vec<u8>,
    issuer: Vec<u8>,
    subject: Vec<u8>,
    public_key: Vec<u8>,
    x509: X509,
}

impl Certificate {
    /// Reads one certificate in DER.
    ///
    /// # Errors
    /// It is too large or not a certificate of RFC 5280.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        limit(der.len(), "certificate")?;
        let malformed = |error| SigningError::malformed("the certificate", error);
        let x509 = X509::from_der(der).map_err(malformed)?;
        let signed_part = asn1::single(der, asn1::SEQUENCE)?.children()?.expect(asn1::SEQUENCE)?;
        let mut fields = signed_part.children()?;
        fields.take(asn1::CONTEXT_0)?;
        // The order of the fields: RFC 5280, clause 4.1.
        let serial = fields.expect(asn1::INTEGER)?.raw.to_vec();
        fields.expect(asn1::SEQUENCE)?;
        let issuer = fields.expect(asn1::SEQUENCE)?.raw.to_vec();
        fields.expect(asn1::SEQUENCE)?;
        let subject = fields.expect(asn1::SEQUENCE)?.raw.to_vec();
        let public_key = fields.expect(asn1::SEQUENCE)?.raw.to_vec();
        Ok(Self { der: der.to_vec(), signed_part: signed_part.raw.to_vec(), serial, issuer, subject, public_key, x509 })
    }

    /// Reads certificates: one in DER, or any number in PEM with text between them.
    ///
    /// # Errors
    /// There is none, there are more than 64, or one of them cannot be read.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<Self>> {
        if bytes.first() == Some(&asn1::SEQUENCE) {
            return Ok(vec![Self::from_der(bytes)?]);
        }
        read_pem(bytes, "CERTIFICATE")?.iter().map(|der| Self::from_der(der)).collect()
    }

    /// The exact bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate as PEM.
    pub fn to_pem(&self) -> String {
        write_pem("CERTIFICATE", &self.der)
    }

    /// The SHA-256 of the certificate.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.der)
    }

    /// The SHA-256 of its public key, which stays the same when the certificate is renewed.
    pub fn key_fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.public_key)
    }

    /// The public key as DER SubjectPublicKeyInfo.
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// The name of the holder: the subject's common name, or the whole subject where it has none.
    pub fn name(&self) -> String {
        attribute(self.x509.tbs_certificate().subject(), COMMON_NAME)
            .next()
            .unwrap_or_else(|| self.x509.tbs_certificate().subject().to_string())
    }

    /// The name of who issued it.
    pub fn issuer_name(&self) -> String {
        let issuer = self.x509.tbs_certificate().issuer();
        attribute(issuer, COMMON_NAME).next().unwrap_or_else(|| issuer.to_string())
    }

    /// The institution in the subject, if it names one.
    pub fn organization(&self) -> Option<String> {
        attribute(self.x509.tbs_certificate().subject(), ORGANIZATION).next()
    }

    /// What the holder may sign as.
    pub fn roles(&self) -> Vec<SignerRole> {
        let mut roles: Vec<_> = attribute(self.x509.tbs_certificate().subject(), TITLE)
            .filter_map(|title| SignerRole::ALL.into_iter().find(|role| role.title() == title))
            .collect();
        roles.sort();
        roles.dedup();
        roles
    }

    /// The serial number in hexadecimal digits, as file names and revocations use it.
    pub fn serial(&self) -> String {
        serial_hex(self.serial_bytes())
    }

    /// First moment at which it is valid.
    pub fn not_before(&self) -> DateTime<Utc> {
        moment(self.x509.tbs_certificate().validity().not_before)
    }

    /// Last moment at which it is valid.
    pub fn not_after(&self) -> DateTime<Utc> {
        moment(self.x509.tbs_certificate().validity().not_after)
    }

    pub(super) fn serial_bytes(&self) -> &[u8] {
        self.x509.tbs_certificate().serial_number().as_bytes()
    }

    pub(super) fn x509(&self) -> &X509 {
        &self.x509
    }

    /// The subject as it stands in the certificate; names are compared by their bytes.
    pub(super) fn subject_der(&self) -> &[u8] {
        &self.subject
    }

    pub(super) fn issuer_der(&self) -> &[u8] {
        &self.issuer
    }

    /// The INTEGER that is its serial number.
    pub(super) fn serial_der(&self) -> &[u8] {
        &self.serial
    }

    /// An extension: `None` when it is absent, an error when it is there twice or cannot be read.
    pub(super) fn extension<'a, T: Decode<'a, Error = der::Error> + AssociatedOid>(
        &'a self,
    ) -> Result<Option<(bool, T)>> {
        self.x509
            .tbs_certificate()
            .get_extension::<T>()
            .map_err(|error| SigningError::malformed("an extension of the certificate", error))
    }

    pub(super) fn is_authority(&self) -> bool {
        matches!(self.extension::<BasicConstraints>(), Ok(Some((_, constraints))) if constraints.ca)
    }

    pub(super) fn key_usage(&self) -> Result<Option<KeyUsage>> {
        Ok(self.extension::<KeyUsage>()?.map(|(_, usage)| usage))
    }

    pub(super) fn extended_key_usage(&self) -> Result<Option<(bool, ExtendedKeyUsage)>> {
        self.extension()
    }

    pub(super) fn subject_key_id(&self) -> Option<Vec<u8>> {
        self.extension::<SubjectKeyIdentifier>().ok().flatten().map(|(_, id)| id.0.as_bytes().to_vec())
    }

    pub(super) fn authority_key_id(&self) -> Option<Vec<u8>> {
        let (_, id) = self.extension::<AuthorityKeyIdentifier>().ok().flatten()?;
        Some(id.key_identifier?.as_bytes().to_vec())
    }

    /// Whether `issuer` signed this certificate, by the keys alone.
    pub(super) fn verify_issued_by(&self, issuer: &Self) -> Result<SignatureTraits, SignatureFailure> {
        // RFC 5280, clause 4.1.1.2: the two statements of the algorithm must agree.
        if self.x509.signature_algorithm() != self.x509.tbs_certificate().signature() {
            return Err(SignatureFailure::Invalid);
        }
        let signature = self.x509.signature().as_bytes().ok_or(SignatureFailure::Invalid)?;
        algorithms::verify(issuer.public_key(), self.x509.signature_algorithm(), None, &self.signed_part, signature)
    }

    /// This certificate and, from `others`, the intermediates that lead from it towards a root, without the root itself.
    pub fn path_among(&self, others: &[Self]) -> Vec<Self> {
        let mut path = vec![self.clone()];
        while let Some(last) = path.last().filter(|_| path.len() < MAX_PATH) {
            let above = others.iter().find(|certificate| {
                certificate.subject_der() == last.issuer_der()
                    && certificate.subject_der() != certificate.issuer_der()
                    && !path.contains(certificate)
                    && last.verify_issued_by(certificate).is_ok()
            });
            match above.cloned() {
                Some(above) => path.push(above),
                None => break,
            }
        }
        path
    }

    /// The digest of the whole certificate, as ESSCertID and ESSCertIDv2 state it.
    pub(super) fn digest(&self, algorithm: DigestAlgorithm) -> Vec<u8> {
        algorithm.digest(&[&self.der])
    }
}

impl AsRef<Self> for Certificate {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("name", &self.name())
            .field("serial", &self.serial())
            .field("fingerprint", &self.fingerprint())
            .finish_non_exhaustive()
    }
}

/// A subject: organization, titles, common name. A name with control characters or none at all is refused.
pub(super) fn subject(name: &str, organization: Option<&str>, roles: &[SignerRole]) -> Result<Name> {
    let mut roles = roles.to_vec();
    roles.sort();
    roles.dedup();
    let mut parts = RdnSequence::default();
    let titles = roles.iter().map(|role| (TITLE, role.title()));
    for (oid, text) in
        organization.map(|text| (ORGANIZATION, text)).into_iter().chain(titles).chain([(COMMON_NAME, name)])
    {
        if text.trim().is_empty()
            || text.trim() != text
            || text.chars().any(char::is_control)
            || text.chars().count() > MAX_NAME
        {
            return Err(SigningError::new(
                ErrorKind::Invalid,
                format!("`{}` cannot be a name in a certificate", text.escape_debug()),
            )
            .with_hint(format!("give a name of 1 to {MAX_NAME} characters without line breaks or spaces around it")));
        }
        let value = Any::new(Tag::Utf8String, text.as_bytes()).map_err(SigningError::encoding)?;
        let set = SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }]).map_err(SigningError::encoding)?;
        parts.push(RelativeDistinguishedName::from(set));
    }
    Name::from_der(&asn1::encode(&parts)?).map_err(SigningError::encoding)
}

/// The texts of an attribute in a name, in their order.
pub(super) fn attribute(name: &Name, oid: ObjectIdentifier) -> impl Iterator<Item = String> + '_ {
    name.iter().filter(move |part| part.oid == oid).filter_map(|part| match part.value.tag() {
        Tag::BmpString => {
            let units = part
                .value
                .value()
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
            Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String => {
            Utf8StringRef::new(part.value.value()).ok().map(|text| text.as_str().to_owned())
        }
        Tag::TeletexString => Some(part.value.value().iter().copied().map(char::from).collect()),
        _ => None,
    })
}

/// A time of X.509 as a moment.
pub(super) fn moment(time: Time) -> DateTime<Utc> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A moment as a time of X.509: UTCTime up to 2049, GeneralizedTime after (RFC 5280, clause 4.1.2.5).
pub(super) fn x509_time(moment: DateTime<Utc>) -> Result<Time> {
    let seconds = u64::try_from(moment.timestamp()).map_err(SigningError::encoding)?;
    let time =
        der::DateTime::from_unix_duration(std::time::Duration::from_secs(seconds)).map_err(SigningError::encoding)?;
    Ok(Time::from(time))
}

/// A serial number in lower-case hexadecimal digits, without the zero byte that only keeps it positive.
pub(super) fn serial_hex(bytes: &[u8]) -> String {
    let digits = match bytes {
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    digits.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn limit(length: usize, what: &str) -> Result<()> {
    if length <= MAX_CERTIFICATE {
        return Ok(());
    }
    Err(SigningError::new(ErrorKind::TooLarge, format!("the {what} is larger than {} kB", MAX_CERTIFICATE / 1024)))
}
