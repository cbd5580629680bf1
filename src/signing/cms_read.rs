//! A CMS SignedData taken apart without losing a byte: what was signed is checked as it stands.
//!
//! The `cms` crate decodes every certificate and sorts sets anew, both of which change what others have signed; here every
//! part stays a slice of the input.

use const_oid::ObjectIdentifier;
use der::Decode;
use spki::AlgorithmIdentifierOwned;

use super::asn1::{self, Cursor, Tlv};
use super::certificates::{Certificate, MAX_CERTIFICATES};
use super::cms::{ID_SIGNED_DATA, MAX_CMS};
use super::error::{ErrorKind, Result, SigningError};

/// Most signers, and most attributes of one.
const MAX_ELEMENTS: usize = 64;
/// `[2]`, the tag of the first kind of certificate that is not X.509.
const OTHER_CERTIFICATES: std::ops::RangeInclusive<u8> = 0xA0..=0xA3;

/// A SignedData (RFC 5652, clause 5.1).
#[derive(Debug)]
pub(super) struct SignedData<'a> {
    /// The content of the INTEGER.
    pub version: &'a [u8],
    pub digest_algorithms: Vec<AlgorithmIdentifierOwned>,
    pub content_type: ObjectIdentifier,
    /// The content, where it is inside: an OCTET STRING, or in PKCS #7 anything, whose content is what is signed.
    pub content: Option<Tlv<'a>>,
    /// The X.509 certificates, each in DER.
    pub certificates: Vec<&'a [u8]>,
    pub signers: Vec<SignerInfo<'a>>,
}

/// Which certificate a signer names.
#[derive(Debug)]
pub(super) enum SignerId<'a> {
    /// Issuer and serial number, each as encoded.
    IssuerAndSerial(&'a [u8], &'a [u8]),
    /// The subject key identifier.
    KeyId(&'a [u8]),
}

/// A SignerInfo (RFC 5652, clause 5.3).
#[derive(Debug)]
pub(super) struct SignerInfo<'a> {
    /// The content of the INTEGER.
    pub version: &'a [u8],
    pub id: SignerId<'a>,
    pub digest_algorithm: AlgorithmIdentifierOwned,
    pub signed_attributes: Option<SignedAttributes<'a>>,
    pub signature_algorithm: AlgorithmIdentifierOwned,
    pub signature: &'a [u8],
    pub unsigned_attributes: Vec<Attribute<'a>>,
}

/// The signed attributes, as a list and as the bytes that were signed.
#[derive(Debug)]
pub(super) struct SignedAttributes<'a> {
    /// The content of their SET.
    pub content: &'a [u8],
    pub list: Vec<Attribute<'a>>,
}

/// An attribute and its values.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    pub oid: ObjectIdentifier,
    pub values: Vec<Tlv<'a>>,
    pub raw: &'a [u8],
}

impl<'a> SignedData<'a> {
    /// Reads a ContentInfo with a SignedData in DER; nothing may follow it.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        if bytes.len() > MAX_CMS {
            return Err(SigningError::new(
                ErrorKind::TooLarge,
                format!("the signature is larger than {} MB", MAX_CMS / 1_000_000),
            ));
        }
        let mut info = asn1::single(bytes, asn1::SEQUENCE)?.children()?;
        if info.expect(asn1::OID)?.oid()? != ID_SIGNED_DATA {
            return Err(SigningError::new(ErrorKind::Unsupported, "the CMS is not a signature"));
        }
        let data = asn1::single(info.expect(asn1::CONTEXT_0)?.content, asn1::SEQUENCE)?;
        info.finish()?;
        let mut fields = data.children()?;
        let version = fields.expect(asn1::INTEGER)?.content;
        let mut digests = fields.expect(asn1::SET)?.children()?;
        let mut digest_algorithms = Vec::new();
        while digest_algorithms.len() < MAX_ELEMENTS && digests.clone().next()?.is_some() {
            digest_algorithms.push(algorithm(&mut digests)?);
        }
        let mut inner = fields.expect(asn1::SEQUENCE)?.children()?;
        let content_type = inner.expect(asn1::OID)?.oid()?;
        let content = match inner.take(asn1::CONTEXT_0)? {
            Some(content) => content.children()?.next()?,
            None => None,
        };
        inner.finish()?;
        let mut certificates = Vec::new();
        if let Some(set) = fields.take(asn1::CONTEXT_0)? {
            for tlv in set.children()?.rest(MAX_CERTIFICATES)? {
                match tlv.tag {
                    asn1::SEQUENCE => certificates.push(tlv.raw),
                    tag if OTHER_CERTIFICATES.contains(&tag) => {}
                    _ => {
                        return Err(SigningError::new(
                            ErrorKind::Malformed,
                            "the signature has a certificate of no known kind",
                        ));
                    }
                }
            }
        }
        fields.take(asn1::CONTEXT_1)?;
        let signers = fields.expect(asn1::SET)?.children()?.rest(MAX_ELEMENTS)?;
        fields.finish()?;
        let signers = signers.iter().map(SignerInfo::read).collect::<Result<_>>()?;
        Ok(Self { version, digest_algorithms, content_type, content, certificates, signers })
    }

    /// The signer, where there is exactly one.
    pub fn only_signer(&self) -> Result<&SignerInfo<'a>> {
        match self.signers.as_slice() {
            [signer] => Ok(signer),
            others => Err(SigningError::new(
                ErrorKind::Malformed,
                format!("the signature has {} signers, not one", others.len()),
            )),
        }
    }
}

impl<'a> SignerInfo<'a> {
    fn read(tlv: &Tlv<'a>) -> Result<Self> {
        if tlv.tag != asn1::SEQUENCE {
            return Err(SigningError::new(ErrorKind::Malformed, "a signer is not a sequence"));
        }
        let mut fields = tlv.children()?;
        let version = fields.expect(asn1::INTEGER)?.content;
        let id = match fields.take(0x80)? {
            Some(id) => SignerId::KeyId(id.content),
            None => {
                let mut id = fields.expect(asn1::SEQUENCE)?.children()?;
                let (issuer, serial) = (id.expect(asn1::SEQUENCE)?, id.expect(asn1::INTEGER)?);
                id.finish()?;
                SignerId::IssuerAndSerial(issuer.raw, serial.raw)
            }
        };
        let digest_algorithm = algorithm(&mut fields)?;
        let signed_attributes = match fields.take(asn1::CONTEXT_0)? {
            Some(set) => Some(SignedAttributes { content: set.content, list: attributes(&set)? }),
            None => None,
        };
        let signature_algorithm = algorithm(&mut fields)?;
        let signature = fields.expect(asn1::OCTET_STRING)?.content;
        let unsigned_attributes = match fields.take(asn1::CONTEXT_1)? {
            Some(set) => attributes(&set)?,
            None => Vec::new(),
        };
        fields.finish()?;
        Ok(Self {
            version,
            id,
            digest_algorithm,
            signed_attributes,
            signature_algorithm,
            signature,
            unsigned_attributes,
        })
    }

    /// Whether the signer names this certificate.
    pub fn is_by(&self, certificate: &Certificate) -> bool {
        match self.id {
            SignerId::IssuerAndSerial(issuer, serial) => {
                issuer == certificate.issuer_der() && serial == certificate.serial_der()
            }
            SignerId::KeyId(id) => certificate.subject_key_id().as_deref() == Some(id),
        }
    }

    /// The only value of a signed attribute that occurs exactly once.
    pub fn signed_attribute(&self, oid: ObjectIdentifier) -> Option<Tlv<'a>> {
        let mut found = self
            .signed_attributes
            .iter()
            .flat_map(|attributes| &attributes.list)
            .filter(|attribute| attribute.oid == oid);
        match (found.next()?.values.as_slice(), found.next()) {
            ([value], None) => Some(*value),
            _ => None,
        }
    }
}

fn algorithm(fields: &mut Cursor<'_>) -> Result<AlgorithmIdentifierOwned> {
    AlgorithmIdentifierOwned::from_der(fields.expect(asn1::SEQUENCE)?.raw)
        .map_err(|error| SigningError::malformed("an algorithm", error))
}

fn attributes<'a>(set: &Tlv<'a>) -> Result<Vec<Attribute<'a>>> {
    let mut all = Vec::new();
    for tlv in set.children()?.rest(MAX_ELEMENTS)? {
        let mut fields = asn1::single(tlv.raw, asn1::SEQUENCE)?.children()?;
        let oid = fields.expect(asn1::OID)?.oid()?;
        let values = fields.expect(asn1::SET)?.children()?.rest(MAX_ELEMENTS)?;
        fields.finish()?;
        all.push(Attribute { oid, values, raw: tlv.raw });
    }
    Ok(all)
}
