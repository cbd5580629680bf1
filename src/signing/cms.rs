//! Detached CMS signatures: CAdES and PAdES baseline B-B, and B-T with a time stamp.
//!
//! The profile has one encoding for one signature, so that a verifier can rebuild it and compare every byte:
//! SignedData version 1 with id-data and no content; one SignerInfo that names the issuer and serial number of its
//! certificate; the leaf and the intermediates, no root; signed attributes content-type, message-digest,
//! signing-certificate-v2 (RFC 5035) listing leaf and intermediates, and CMS algorithm protection (RFC 6211); at most one
//! unsigned attribute, the signature time stamp. There is no signing-time: in a PDF it stands in the signature dictionary (ETSI
//! EN 319 142-1, clause 6.3), in an approval record it is part of what is signed.

use const_oid::ObjectIdentifier;

use super::algorithms::DigestAlgorithm;
use super::asn1;
use super::certificates::Certificate;
use super::cms_read::SignedData;
use super::error::{ErrorKind, Result, SigningError};
use super::signer::{KeyAlgorithm, Signer};
use super::trust::MAX_PATH;

/// Largest signature in bytes.
pub const MAX_CMS: usize = 1_000_000;
/// Bytes to keep free for a time stamp: tokens of public authorities with their certificates take 4 to 8 kB.
pub const TIME_STAMP_ROOM: usize = 16 * 1024;

pub(super) const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(super) const ID_SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
pub(super) const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
pub(super) const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
pub(super) const TIME_STAMP_TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
pub(super) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
pub(super) const ALGORITHM_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");

/// Signs content without including it. `content` is given in pieces, such as the two byte ranges of a PDF.
///
/// # Errors
/// The signer has no certificate, or refused.
pub fn sign_detached(signer: &dyn Signer, content: &[&[u8]]) -> Result<Vec<u8>> {
    sign(signer, ID_DATA, content, None)
}

/// The most bytes that [`sign_detached`] can give with this signer, and with a time stamp [`TIME_STAMP_ROOM`] more.
///
/// # Errors
/// The signer has no certificate.
pub fn max_size(signer: &dyn Signer, with_time_stamp: bool) -> Result<usize> {
    let certificates = own_certificates(signer)?;
    let attributes =
        signed_attributes(ID_DATA, &signer.algorithm().digest().digest(&[]), &certificates, signer.algorithm());
    let signature = vec![0; signer.algorithm().max_signature()];
    let size = assemble(&Parts {
        algorithm: signer.algorithm(),
        content_type: ID_DATA,
        content: None,
        certificates: &certificates,
        signed_attributes: &attributes,
        signature: &signature,
        time_stamp: None,
    })
    .len();
    // Lengths grow by at most a few bytes when a time stamp makes the whole larger.
    Ok(size + if with_time_stamp { TIME_STAMP_ROOM } else { 8 })
}

/// The bytes that a signature time stamp must cover: the signature value of the only signer (ETSI EN 319 122-1, clause 5.3).
///
/// # Errors
/// `cms` is not a signature with exactly one signer.
pub fn signature_value(cms: &[u8]) -> Result<Vec<u8>> {
    Ok(SignedData::read(cms)?.only_signer()?.signature.to_vec())
}

/// Puts a time-stamp token into a signature that [`sign_detached`] made.
///
/// The token must have been checked against its request ([`super::timestamp::TimeStampRequest::accept`]).
///
/// # Errors
/// `cms` is not such a signature, or has a time stamp already.
pub fn add_time_stamp(cms: &[u8], token: &[u8]) -> Result<Vec<u8>> {
    let data = SignedData::read(cms)?;
    let signer = data.only_signer()?;
    let foreign = || {
        SigningError::new(ErrorKind::Unsupported, "the signature is not one that Opine made")
            .with_hint("sign the document again")
    };
    if !signer.unsigned_attributes.is_empty() {
        return Err(SigningError::new(ErrorKind::Exists, "the signature has a time stamp already"));
    }
    let certificates = data.certificates.iter().map(|der| Certificate::from_der(der)).collect::<Result<Vec<_>>>()?;
    let leaf = certificates.iter().position(|certificate| signer.is_by(certificate)).ok_or_else(foreign)?;
    let mut certificates: Vec<_> = certificates.iter().collect();
    certificates.swap(0, leaf);
    let parts = Parts {
        algorithm: super::algorithms::key_algorithm(certificates.first().ok_or_else(foreign)?.public_key())
            .ok_or_else(foreign)?,
        content_type: ID_DATA,
        content: None,
        certificates: &certificates,
        signed_attributes: signer.signed_attributes.as_ref().ok_or_else(foreign)?.content,
        signature: signer.signature,
        time_stamp: None,
    };
    // Only what the parts say entirely may be put together again.
    if assemble(&parts) != cms {
        return Err(foreign());
    }
    asn1::single(token, asn1::SEQUENCE)?;
    Ok(assemble(&Parts { time_stamp: Some(token), ..parts }))
}

/// Signs content; a time-stamp token carries it inside.
pub(super) fn sign(
    signer: &dyn Signer,
    content_type: ObjectIdentifier,
    content: &[&[u8]],
    inside: Option<&[u8]>,
) -> Result<Vec<u8>> {
    let certificates = own_certificates(signer)?;
    let algorithm = signer.algorithm();
    let attributes = signed_attributes(content_type, &algorithm.digest().digest(content), &certificates, algorithm);
    let signature = signer.sign(&asn1::tlv(asn1::SET, &attributes))?;
    let certificates: Vec<_> = certificates.iter().collect();
    Ok(assemble(&Parts {
        algorithm,
        content_type,
        content: inside,
        certificates: &certificates,
        signed_attributes: &attributes,
        signature: &signature,
        time_stamp: None,
    }))
}

/// The certificates of a signer, read, with the leaf checked to be for its key.
fn own_certificates(signer: &dyn Signer) -> Result<Vec<Certificate>> {
    let certificates =
        signer.certificates().iter().map(|der| Certificate::from_der(der)).collect::<Result<Vec<_>>>()?;
    match certificates.first() {
        Some(leaf) if leaf.public_key() == signer.public_key() && certificates.len() < MAX_PATH => Ok(certificates),
        Some(_) => Err(SigningError::new(ErrorKind::Mismatch, "the first certificate is for another key")),
        None => Err(SigningError::new(ErrorKind::NotFound, "the key has no certificate")
            .with_hint("have its request certified with `opine keys certify`, then install the certificate")),
    }
}

/// The signed attributes of the profile: the content of their SET, in DER order.
///
/// `certificates` begins with the leaf; all of them are listed, so that every certificate in the signature is bound by it.
pub(super) fn signed_attributes<C: AsRef<Certificate>>(
    content_type: ObjectIdentifier,
    digest: &[u8],
    certificates: &[C],
    algorithm: KeyAlgorithm,
) -> Vec<u8> {
    // ESSCertIDv2 with SHA-256, which is the default and therefore left out in DER, and without issuerSerial.
    let ids: Vec<Vec<u8>> = certificates
        .iter()
        .map(|certificate| {
            asn1::sequence(&[&asn1::octet_string(&certificate.as_ref().digest(DigestAlgorithm::Sha256))])
        })
        .collect();
    let signature = asn1::tlv(asn1::CONTEXT_1, &asn1::oid(algorithm.signature_oid()));
    let elements = vec![
        attribute(CONTENT_TYPE, &asn1::oid(content_type)),
        attribute(MESSAGE_DIGEST, &asn1::octet_string(digest)),
        attribute(SIGNING_CERTIFICATE_V2, &asn1::sequence(&[&asn1::tlv(asn1::SEQUENCE, &ids.concat())])),
        attribute(ALGORITHM_PROTECTION, &asn1::sequence(&[&asn1::algorithm(algorithm.digest().oid()), &signature])),
    ];
    let mut elements = elements;
    elements.sort();
    elements.concat()
}

fn attribute(oid: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(oid), &asn1::tlv(asn1::SET, value)])
}

/// What a signature of the profile consists of; nothing else is in it.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a, C> {
    pub algorithm: KeyAlgorithm,
    pub content_type: ObjectIdentifier,
    /// The content, where it is inside.
    pub content: Option<&'a [u8]>,
    /// The leaf first.
    pub certificates: &'a [C],
    /// The content of the SET of signed attributes.
    pub signed_attributes: &'a [u8],
    pub signature: &'a [u8],
    pub time_stamp: Option<&'a [u8]>,
}

/// The one encoding of a signature (RFC 5652, clause 5).
pub(super) fn assemble<C: AsRef<Certificate>>(parts: &Parts<'_, C>) -> Vec<u8> {
    let digest = asn1::algorithm(parts.algorithm.digest().oid());
    // Version 1 for data, 3 for any other content (RFC 5652, clause 5.1).
    let version = if parts.content_type == ID_DATA { 1 } else { 3 };
    let content =
        parts.content.map(|content| asn1::tlv(asn1::CONTEXT_0, &asn1::octet_string(content))).unwrap_or_default();
    let leaf = parts.certificates.first().map(AsRef::as_ref);
    let (issuer, serial) = leaf.map(|leaf| (leaf.issuer_der(), leaf.serial_der())).unwrap_or_default();
    let unsigned = parts
        .time_stamp
        .map(|token| asn1::tlv(asn1::CONTEXT_1, &attribute(TIME_STAMP_TOKEN, token)))
        .unwrap_or_default();
    let signer = asn1::sequence(&[
        &asn1::small_integer(1),
        &asn1::sequence(&[issuer, serial]),
        &digest,
        &asn1::tlv(asn1::CONTEXT_0, parts.signed_attributes),
        &asn1::algorithm(parts.algorithm.signature_oid()),
        &asn1::octet_string(parts.signature),
        &unsigned,
    ]);
    let certificates = parts.certificates.iter().map(|certificate| certificate.as_ref().der().to_vec()).collect();
    let data = asn1::sequence(&[
        &asn1::small_integer(version),
        &asn1::tlv(asn1::SET, &digest),
        &asn1::sequence(&[&asn1::oid(parts.content_type), &content]),
        &asn1::set_of(asn1::CONTEXT_0, certificates),
        &asn1::tlv(asn1::SET, &signer),
    ]);
    asn1::sequence(&[&asn1::oid(ID_SIGNED_DATA), &asn1::tlv(asn1::CONTEXT_0, &data)])
}
