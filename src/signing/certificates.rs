//! Certificates, requests for them, and the fingerprints people compare.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use const_oid::{AssociatedOid, ObjectIdentifier};
use der::asn1::{Any, SetOfVec, Utf8StringRef};
use der::{Decode, Tag, Tagged};
use sha2::{Digest, Sha256};
use x509_cert::Certificate as X509;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::request::{CertReq, RequestBuilder};
use x509_cert::time::Time;

use super::algorithms::{self, DigestAlgorithm, SignatureFailure, SignatureTraits};
use super::asn1;
use super::error::{ErrorKind, Result, SigningError};
use super::signer::{Signer, build};

/// Largest certificate or request in bytes.
pub(super) const MAX_CERTIFICATE: usize = 64 * 1024;
/// Most certificates in one file or signature.
pub(super) const MAX_CERTIFICATES: usize = 64;
/// Longest name of a person or institution in characters (RFC 5280, appendix A.1, `ub-common-name`).
const MAX_NAME: usize = 64;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const TITLE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.12");

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

/// The SHA-256 of a certificate or a public key, for people to compare.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of these bytes: a certificate in DER, or a SubjectPublicKeyInfo in DER.
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hexadecimal digits, as files carry it.
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The first four groups, where the full one has no room.
    pub fn short(&self) -> String {
        self.to_string().chars().take(19).collect()
    }
}

impl fmt::Display for Fingerprint {
    /// Sixteen groups of four upper-case digits: `9F86 D081 …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if index > 0 && index % 2 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{byte:02X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({})", self.to_hex())
    }
}

impl FromStr for Fingerprint {
    type Err = SigningError;

    /// Reads 64 hexadecimal digits; spaces and colons between them are ignored.
    fn from_str(text: &str) -> Result<Self> {
        let digits: Vec<u32> = text
            .chars()
            .filter(|c| !matches!(c, ' ' | ':'))
            .take(65)
            .map(|c| c.to_digit(16))
            .collect::<Option<_>>()
            .unwrap_or_default();
        let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + *digit as u8)).collect();
        match <[u8; 32]>::try_from(bytes) {
            Ok(bytes) if digits.len() == 64 => Ok(Self(bytes)),
            _ => Err(SigningError::new(ErrorKind::Malformed, format!("`{text}` is not a fingerprint"))
                .with_hint("a fingerprint has 64 hexadecimal digits")),
        }
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
    pub(super) fn extension<'a, T: Decode<'a, Error = der::Error> + AssociatedOid>(&'a self) -> Result<Option<(bool, T)>> {
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

/// A request for a certificate (PKCS #10, RFC 2986): the private key never moves.
#[derive(Debug, Clone)]
pub struct CertificateRequest {
    request: CertReq,
    public_key: Vec<u8>,
}

impl CertificateRequest {
    /// Makes a request for the key of `signer` and signs it with that key. The roles are a wish; the authority decides.
    ///
    /// Returns PEM.
    ///
    /// # Errors
    /// The name is empty or too long, or the signer refused.
    pub fn create(signer: &dyn Signer, name: &str, roles: &[SignerRole]) -> Result<String> {
        let builder = RequestBuilder::new(subject(name, None, roles)?).map_err(SigningError::encoding)?;
        Ok(write_pem("CERTIFICATE REQUEST", &asn1::encode(&build(builder, signer)?)?))
    }

    /// Reads a request in PEM or DER and checks that whoever made it holds the private key.
    ///
    /// # Errors
    /// It cannot be read, or its signature is not one of its own key.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let der = if bytes.first() == Some(&asn1::SEQUENCE) {
            bytes.to_vec()
        } else {
            read_pem(bytes, "CERTIFICATE REQUEST")?.into_iter().next().unwrap_or_default()
        };
        limit(der.len(), "certificate request")?;
        let request =
            CertReq::from_der(&der).map_err(|error| SigningError::malformed("the certificate request", error))?;
        let signed_part = asn1::single(&der, asn1::SEQUENCE)?.children()?.expect(asn1::SEQUENCE)?;
        let public_key = asn1::encode(&request.info.public_key)?;
        let signature = request.signature.as_bytes().unwrap_or_default();
        algorithms::verify(&public_key, &request.algorithm, None, signed_part.raw, signature).map_err(|_| {
            SigningError::new(ErrorKind::Mismatch, "the certificate request is not signed with its own key")
                .with_hint("ask for the request again: it was changed, or made with another key")
        })?;
        Ok(Self { request, public_key })
    }

    /// The name asked for.
    pub fn name(&self) -> Option<String> {
        attribute(&self.request.info.subject, COMMON_NAME).next()
    }

    /// The roles asked for.
    pub fn roles(&self) -> Vec<SignerRole> {
        attribute(&self.request.info.subject, TITLE).filter_map(|title| title.parse().ok()).collect()
    }

    /// The public key as DER SubjectPublicKeyInfo.
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// The SHA-256 of the public key: what the authority compares with the applicant over another channel.
    pub fn key_fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.public_key)
    }
}

/// A subject: organization, titles, common name. A name with control characters or none at all is refused.
pub(super) fn subject(name: &str, organization: Option<&str>, roles: &[SignerRole]) -> Result<Name> {
    let mut roles = roles.to_vec();
    roles.sort();
    roles.dedup();
    let mut parts = RdnSequence::default();
    let titles = roles.iter().map(|role| (TITLE, role.title()));
    for (oid, text) in organization.map(|text| (ORGANIZATION, text)).into_iter().chain(titles).chain([(COMMON_NAME, name)]) {
        if text.trim().is_empty() || text.trim() != text || text.chars().any(char::is_control) || text.chars().count() > MAX_NAME {
            return Err(SigningError::new(ErrorKind::Invalid, format!("`{}` cannot be a name in a certificate", text.escape_debug()))
                .with_hint(format!("give a name of 1 to {MAX_NAME} characters without line breaks or spaces around it")));
        }
        let value = Any::new(Tag::Utf8String, text.as_bytes()).map_err(SigningError::encoding)?;
        let set = SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }]).map_err(SigningError::encoding)?;
        parts.push(RelativeDistinguishedName::from(set));
    }
    Name::from_der(&asn1::encode(&parts)?).map_err(SigningError::encoding)
}

/// The texts of an attribute in a name, in their order.
fn attribute(name: &Name, oid: ObjectIdentifier) -> impl Iterator<Item = String> + '_ {
    name.iter().filter(move |part| part.oid == oid).filter_map(|part| match part.value.tag() {
        Tag::BmpString => {
            let units = part.value.value().chunks_exact(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
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
    let time = der::DateTime::from_unix_duration(std::time::Duration::from_secs(seconds)).map_err(SigningError::encoding)?;
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

fn limit(length: usize, what: &str) -> Result<()> {
    if length <= MAX_CERTIFICATE {
        return Ok(());
    }
    Err(SigningError::new(ErrorKind::TooLarge, format!("the {what} is larger than {} kB", MAX_CERTIFICATE / 1024)))
}

/// The contents of all PEM blocks with this label; text between the blocks is skipped.
///
/// # Errors
/// There is no such block, there are more than 64, or one is damaged.
pub(super) fn read_pem(bytes: &[u8], label: &str) -> Result<Vec<Vec<u8>>> {
    let text = std::str::from_utf8(bytes).map_err(|error| SigningError::malformed("PEM", error))?;
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let mut rest = text;
    let mut found = Vec::new();
    while let Some(start) = rest.find(&begin) {
        let block = rest.get(start..).unwrap_or_default();
        let Some(length) = block.find(&end).map(|at| at + end.len()) else {
            return Err(SigningError::new(ErrorKind::Malformed, format!("a PEM block `{label}` has no end")));
        };
        let (block, after) = block.split_at(length);
        let (_, der) = der::pem::decode_vec(block.as_bytes()).map_err(|error| SigningError::malformed("PEM", error))?;
        if found.len() == MAX_CERTIFICATES {
            return Err(SigningError::new(ErrorKind::TooLarge, format!("there are more than {MAX_CERTIFICATES} PEM blocks")));
        }
        found.push(der);
        rest = after;
    }
    if found.is_empty() {
        return Err(SigningError::new(ErrorKind::Malformed, format!("there is no PEM block `{label}`"))
            .with_hint(format!("the file should have a line `{begin}`")));
    }
    Ok(found)
}

/// A PEM block with lines of 64 characters (RFC 7468).
pub(super) fn write_pem(label: &str, der: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    let body = Base64::encode_string(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in body.as_bytes().chunks(64) {
        out.extend(line.iter().copied().map(char::from));
        out.push('\n');
    }
    out + &format!("-----END {label}-----\n")
}
