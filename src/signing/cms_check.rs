//! What a SignedData and one of its signers say, fact by fact. Signatures of documents and time-stamp tokens share it.

use std::fmt;

use const_oid::ObjectIdentifier;
use spki::AlgorithmIdentifierOwned;

use super::algorithms::{self, DigestAlgorithm, SignatureFailure, SignatureTraits, key_algorithm};
use super::asn1;
use super::certificates::Certificate;
use super::cms::{
    ALGORITHM_PROTECTION, CONTENT_TYPE, ID_DATA, MESSAGE_DIGEST, Parts, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2,
    SIGNING_TIME, TIME_STAMP_TOKEN, assemble, signed_attributes,
};
use super::cms_read::{SignedData, SignerId, SignerInfo};
use super::timestamp::ID_TST_INFO;

/// Whether what was signed is what is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Integrity {
    /// The digest is the one that was signed.
    Intact,
    /// The digest is another one.
    Altered,
    /// It cannot be computed; the text says why.
    Unknown(String),
}

/// Whether the signature is one of the certified key over the signed attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureFact {
    /// It is.
    Valid,
    /// It is not.
    Invalid,
    /// The algorithm is not supported; the text names it.
    Unsupported(String),
    /// The certificate of the signer is not there.
    NoCertificate,
}

/// A way in which a signature is not of Opine's profile (see [`super::cms`]).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormProblem {
    /// It is not DER, or other bytes follow it.
    NotDer,
    /// There is more than one signer.
    SeveralSigners(usize),
    /// The signer comes with no signed attributes.
    NoSignedAttributes,
    /// The algorithms are others than Ed25519 and P-256.
    OtherAlgorithm,
    /// The content is inside.
    Encapsulated,
    /// The kind of content is stated wrongly.
    ContentType,
    /// An attribute is missing, by its name.
    MissingAttribute(&'static str),
    /// There is a signed attribute that does not belong here, by its object identifier.
    ExtraSignedAttribute(String),
    /// There is a signing-time attribute, which a PDF states elsewhere.
    SigningTime,
    /// There is an unsigned attribute that does not belong here, by its object identifier.
    ExtraUnsignedAttribute(String),
    /// The signed reference to the certificate is to another one.
    CertificateReference,
    /// The signed statement of the algorithms is of others than those used.
    AlgorithmProtection,
    /// There are certificates besides those that lead to the root.
    ExtraCertificate,
    /// Versions or lists of algorithms outside the signature are not what they must be.
    OuterFields,
    /// The ECDSA signature has another valid encoding.
    Malleable,
    /// The bytes differ from the one encoding that a signature of the profile has.
    NotCanonical,
    /// The time stamp does not hold; the text says why.
    TimeStamp(String),
}

impl FormProblem {
    /// Whether the parts of the signature contradict each other, which no honest program writes.
    pub(super) fn is_contradiction(&self) -> bool {
        matches!(self, Self::CertificateReference | Self::AlgorithmProtection | Self::ContentType)
    }
}

impl fmt::Display for FormProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDer => f.write_str("it is not plain DER"),
            Self::SeveralSigners(count) => write!(f, "it has {count} signers"),
            Self::NoSignedAttributes => f.write_str("it has no signed attributes"),
            Self::OtherAlgorithm => f.write_str("its algorithms are others than Ed25519 and P-256"),
            Self::Encapsulated => f.write_str("it has content inside"),
            Self::ContentType => f.write_str("it states another kind of content"),
            Self::MissingAttribute(name) => write!(f, "the signed attribute `{name}` is missing"),
            Self::ExtraSignedAttribute(oid) => write!(f, "the signed attribute {oid} does not belong in it"),
            Self::SigningTime => f.write_str("it states a time of its own"),
            Self::ExtraUnsignedAttribute(oid) => write!(f, "the unsigned attribute {oid} does not belong in it"),
            Self::CertificateReference => f.write_str("its certificate is not the one that was signed"),
            Self::AlgorithmProtection => f.write_str("its algorithms are not those that were signed"),
            Self::ExtraCertificate => f.write_str("it has certificates that do not belong to the signer"),
            Self::OuterFields => f.write_str("its outer fields are wrong"),
            Self::Malleable => f.write_str("the signature value has been, or could be, rewritten"),
            Self::NotCanonical => f.write_str("its bytes are not those of the only encoding it should have"),
            Self::TimeStamp(why) => write!(f, "its time stamp does not hold: {why}"),
        }
    }
}

/// What was found out about a signer.
#[derive(Debug)]
pub(super) struct Checked {
    pub integrity: Integrity,
    pub signature: SignatureFact,
    pub traits: SignatureTraits,
    /// The certificate of the signer.
    pub certificate: Option<Certificate>,
    /// The other certificates that came along.
    pub others: Vec<Certificate>,
    pub problems: Vec<FormProblem>,
}

/// Checks one signer over `content`. `known` are certificates that may be the signer's where none came along.
pub(super) fn check(
    data: &SignedData<'_>,
    signer: &SignerInfo<'_>,
    content: &[&[u8]],
    content_type: ObjectIdentifier,
    known: &[Certificate],
) -> Checked {
    let mut others: Vec<Certificate> =
        data.certificates.iter().filter_map(|der| Certificate::from_der(der).ok()).collect();
    let certificate = match others.iter().position(|certificate| signer.is_by(certificate)) {
        Some(index) => Some(others.remove(index)),
        None => known.iter().find(|certificate| signer.is_by(certificate)).cloned(),
    };
    let mut problems = Vec::new();
    let mut traits = SignatureTraits::default();
    let digest = DigestAlgorithm::from_oid(signer.digest_algorithm.oid);
    let message = match &signer.signed_attributes {
        Some(attributes) => asn1::tlv(asn1::SET, attributes.content),
        None => content.concat(),
    };
    let signature = match &certificate {
        None => SignatureFact::NoCertificate,
        Some(certificate) => {
            let verify = |message: &[u8]| {
                algorithms::verify(
                    certificate.public_key(),
                    &signer.signature_algorithm,
                    digest,
                    message,
                    signer.signature,
                )
            };
            // Some programs sign the attributes in DER order and write them in another.
            let verified = verify(&message).or_else(|failure| match &signer.signed_attributes {
                Some(attributes) => {
                    let sorted = attributes.list.iter().map(|attribute| attribute.raw.to_vec()).collect();
                    verify(&asn1::set_of(asn1::SET, sorted)).map_err(|_| failure)
                }
                None => Err(failure),
            });
            match verified {
                Ok(found) => {
                    traits = found;
                    SignatureFact::Valid
                }
                Err(SignatureFailure::Invalid) => SignatureFact::Invalid,
                Err(SignatureFailure::Unsupported(what)) => SignatureFact::Unsupported(what),
            }
        }
    };
    let integrity = match (digest, &signer.signed_attributes) {
        (None, _) => {
            Integrity::Unknown(format!("the digest algorithm {} is not supported", signer.digest_algorithm.oid))
        }
        // Without attributes the signature is over the content itself.
        (Some(_), None) => match &signature {
            SignatureFact::Valid => Integrity::Intact,
            SignatureFact::Invalid => Integrity::Altered,
            _ => Integrity::Unknown("the signature cannot be verified".to_owned()),
        },
        (Some(_), Some(_)) if data.content_type != content_type && data.content_type == ID_TST_INFO => {
            Integrity::Unknown("it is a time stamp, not a signature".to_owned())
        }
        (Some(digest), Some(_)) => match signer.signed_attribute(MESSAGE_DIGEST) {
            Some(stated) if stated.tag == asn1::OCTET_STRING && stated.content == digest.digest(content) => {
                Integrity::Intact
            }
            Some(_) => Integrity::Altered,
            None => Integrity::Unknown("the signature states no digest".to_owned()),
        },
    };
    if traits.malleable {
        problems.push(FormProblem::Malleable);
    }
    if !outer_fields_fit(data, signer) {
        problems.push(FormProblem::OuterFields);
    }
    attribute_problems(data, signer, certificate.as_ref(), content_type, &mut problems);
    Checked { integrity, signature, traits, certificate, others, problems }
}

/// Whether versions and digest lists are those that RFC 5652, clauses 5.1 and 5.3, demand.
fn outer_fields_fit(data: &SignedData<'_>, signer: &SignerInfo<'_>) -> bool {
    let signer_version: &[u8] = match signer.id {
        SignerId::IssuerAndSerial(..) => &[1],
        SignerId::KeyId(_) => &[3],
    };
    let data_version: &[u8] = if data.content_type == ID_DATA && signer_version == [1] { &[1] } else { &[3] };
    let plain = |algorithm: &AlgorithmIdentifierOwned| {
        algorithm.parameters.as_ref().is_none_or(|parameters| parameters == &der::Any::null())
    };
    let listed =
        data.digest_algorithms.iter().all(|algorithm| algorithm.oid == signer.digest_algorithm.oid && plain(algorithm));
    data.version == data_version
        && signer.version == signer_version
        && listed
        && data.digest_algorithms.len() == 1
        && plain(&signer.digest_algorithm)
}

fn attribute_problems(
    data: &SignedData<'_>,
    signer: &SignerInfo<'_>,
    certificate: Option<&Certificate>,
    content_type: ObjectIdentifier,
    problems: &mut Vec<FormProblem>,
) {
    let Some(attributes) = &signer.signed_attributes else {
        problems.push(FormProblem::NoSignedAttributes);
        return;
    };
    for attribute in &attributes.list {
        match attribute.oid {
            CONTENT_TYPE | MESSAGE_DIGEST | SIGNING_CERTIFICATE_V2 | ALGORITHM_PROTECTION => {}
            SIGNING_TIME => problems.push(FormProblem::SigningTime),
            other => problems.push(FormProblem::ExtraSignedAttribute(other.to_string())),
        }
    }
    for attribute in signer.unsigned_attributes.iter().filter(|attribute| attribute.oid != TIME_STAMP_TOKEN) {
        problems.push(FormProblem::ExtraUnsignedAttribute(attribute.oid.to_string()));
    }
    match signer.signed_attribute(CONTENT_TYPE).and_then(|value| value.oid().ok()) {
        Some(stated) if stated == data.content_type && stated == content_type => {}
        Some(_) => problems.push(FormProblem::ContentType),
        None => problems.push(FormProblem::MissingAttribute("content-type")),
    }
    match (certificate_digests(signer), certificate) {
        (Ok(None), _) => problems.push(FormProblem::MissingAttribute("signing-certificate-v2")),
        (Ok(Some(listed)), Some(certificate)) => {
            if listed.first().is_none_or(|(digest, value)| certificate.digest(*digest) != *value) {
                problems.push(FormProblem::CertificateReference);
            }
        }
        (Err(()), _) => problems.push(FormProblem::CertificateReference),
        (Ok(Some(_)), None) => {}
    }
    match algorithm_protection(signer) {
        Some(true) => {}
        Some(false) => problems.push(FormProblem::AlgorithmProtection),
        None => problems.push(FormProblem::MissingAttribute("cms-algorithm-protection")),
    }
}

/// The digest of a certificate, and by which algorithm.
type ListedDigest<'a> = (DigestAlgorithm, &'a [u8]);

/// The certificates that the signing-certificate attribute lists, version 2 before version 1 (RFC 5035), as digests; `None`
/// where there is no such attribute.
pub(super) fn certificate_digests<'a>(signer: &SignerInfo<'a>) -> Result<Option<Vec<ListedDigest<'a>>>, ()> {
    let present = |wanted| {
        signer.signed_attributes.iter().flat_map(|attributes| &attributes.list).any(|attribute| attribute.oid == wanted)
    };
    let oid = match (present(SIGNING_CERTIFICATE_V2), present(SIGNING_CERTIFICATE)) {
        (true, _) => SIGNING_CERTIFICATE_V2,
        (_, true) => SIGNING_CERTIFICATE,
        _ => return Ok(None),
    };
    let read = || {
        let attribute = signer.signed_attribute(oid)?;
        let ids = attribute.children().ok()?.expect(asn1::SEQUENCE).ok()?;
        let mut listed = Vec::new();
        for id in ids.children().ok()?.rest(super::certificates::MAX_CERTIFICATES).ok()? {
            let mut fields = id.children().ok()?;
            // Version 1 is always SHA-1; version 2 says which, or means SHA-256. The issuer and serial number may follow.
            let digest = match (oid == SIGNING_CERTIFICATE_V2, fields.take(asn1::SEQUENCE).ok()?) {
                (false, None) => DigestAlgorithm::Sha1,
                (true, None) => DigestAlgorithm::Sha256,
                (true, Some(algorithm)) => {
                    DigestAlgorithm::from_oid(algorithm.children().ok()?.expect(asn1::OID).ok()?.oid().ok()?)?
                }
                (false, Some(_)) => return None,
            };
            listed.push((digest, fields.expect(asn1::OCTET_STRING).ok()?.content));
        }
        Some(listed)
    };
    read().map(Some).ok_or(())
}

/// Whether the algorithms stated among the signed attributes are those used; `None` where none are stated.
fn algorithm_protection(signer: &SignerInfo<'_>) -> Option<bool> {
    signer.signed_attributes.as_ref()?.list.iter().find(|attribute| attribute.oid == ALGORITHM_PROTECTION)?;
    let agrees = || {
        let stated = signer.signed_attribute(ALGORITHM_PROTECTION)?;
        let mut fields = stated.children().ok()?;
        let digest = fields.expect(asn1::SEQUENCE).ok()?.children().ok()?.expect(asn1::OID).ok()?.oid().ok()?;
        let signature = fields.take(asn1::CONTEXT_1).ok()??.children().ok()?.expect(asn1::OID).ok()?.oid().ok()?;
        Some(digest == signer.digest_algorithm.oid && signature == signer.signature_algorithm.oid)
    };
    Some(agrees().unwrap_or(false))
}

/// Adds what sets a signature apart from Opine's profile, by building the one encoding it may have and comparing.
pub(super) fn compare_with_profile(
    input: &[u8],
    data: &SignedData<'_>,
    signer: &SignerInfo<'_>,
    content: &[&[u8]],
    checked: &mut Checked,
) {
    if data.signers.len() != 1 {
        checked.problems.push(FormProblem::SeveralSigners(data.signers.len()));
    }
    if data.content.is_some() {
        checked.problems.push(FormProblem::Encapsulated);
    }
    let algorithm = checked.certificate.as_ref().and_then(|certificate| key_algorithm(certificate.public_key()));
    let (Some(algorithm), Some(leaf), Some(attributes)) = (algorithm, &checked.certificate, &signer.signed_attributes)
    else {
        if checked.certificate.is_some() && algorithm.is_none() {
            checked.problems.push(FormProblem::OtherAlgorithm);
        }
        checked.problems.push(FormProblem::NotCanonical);
        return;
    };
    // The certificates in the order in which they were signed: the leaf, then each intermediate.
    let mut ordered = vec![leaf];
    for (digest, value) in certificate_digests(signer).ok().flatten().unwrap_or_default().into_iter().skip(1) {
        ordered.extend(checked.others.iter().find(|other| other.digest(digest) == value));
    }
    if ordered.len() != data.certificates.len() {
        checked.problems.push(FormProblem::ExtraCertificate);
    }
    let expected = signed_attributes(ID_DATA, &algorithm.digest().digest(content), &ordered, algorithm);
    let time_stamp = match signer.unsigned_attributes.as_slice() {
        [attribute] if attribute.oid == TIME_STAMP_TOKEN => match attribute.values.as_slice() {
            [token] => Some(token.raw),
            _ => None,
        },
        _ => None,
    };
    let rebuilt = assemble(&Parts {
        algorithm,
        content_type: ID_DATA,
        content: None,
        certificates: &ordered,
        signed_attributes: &expected,
        signature: signer.signature,
        time_stamp,
    });
    // Where the content was altered the digest differs anyway, and that is another fact.
    let same_attributes = expected == attributes.content || checked.integrity == Integrity::Altered;
    let rebuilt = if expected == attributes.content {
        rebuilt
    } else {
        assemble(&Parts {
            algorithm,
            content_type: ID_DATA,
            content: None,
            certificates: &ordered,
            signed_attributes: attributes.content,
            signature: signer.signature,
            time_stamp,
        })
    };
    if !same_attributes || rebuilt != input {
        checked.problems.push(FormProblem::NotCanonical);
    }
}
