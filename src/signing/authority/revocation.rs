//! Certificate revocation lists (X.509 version 2, RFC 5280, clause 5).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use der::asn1::{BitString, GeneralizedTime, OctetString, Uint};
use der::{Decode, Encode};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Version;
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, CrlNumber, CrlReason};
use x509_cert::serial_number::SerialNumber;

use super::Authority;
use crate::signing::algorithms::{self, SignatureFailure};
use crate::signing::asn1;
use crate::signing::certificates::{Certificate, moment, serial_hex, x509_time};
use crate::signing::error::{ErrorKind, Result, SigningError};
use crate::signing::pem::{read_pem, write_pem};

/// Largest revocation list in bytes.
pub(in crate::signing) const MAX_LIST: usize = 8_000_000;

const AUTHORITY_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");
const REASON: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
const INVALIDITY_DATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");

/// Why a certificate was revoked (RFC 5280, clause 5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevocationReason {
    /// Not stated.
    Unspecified,
    /// Someone else has the key, or may have it.
    KeyCompromise,
    /// Someone else has the key of the authority, or may have it.
    AuthorityCompromise,
    /// The holder's name or role changed.
    AffiliationChanged,
    /// There is a new certificate.
    Superseded,
    /// The holder no longer signs.
    CessationOfOperation,
    /// On hold.
    Hold,
    /// The right to sign was withdrawn.
    PrivilegeWithdrawn,
}

impl RevocationReason {
    const ALL: [Self; 8] = [
        Self::Unspecified,
        Self::KeyCompromise,
        Self::AuthorityCompromise,
        Self::AffiliationChanged,
        Self::Superseded,
        Self::CessationOfOperation,
        Self::Hold,
        Self::PrivilegeWithdrawn,
    ];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "key-compromise",
            Self::AuthorityCompromise => "ca-compromise",
            Self::AffiliationChanged => "affiliation-changed",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessation-of-operation",
            Self::Hold => "hold",
            Self::PrivilegeWithdrawn => "privilege-withdrawn",
        }
    }

    /// Whether the holder may be trusted to have signed when they say they did: only where they left in good order. After
    /// any other revocation a claimed time proves nothing, for whoever has the key can claim any.
    pub(in crate::signing) fn is_orderly(self) -> bool {
        matches!(self, Self::AffiliationChanged | Self::Superseded | Self::CessationOfOperation)
    }

    fn to_x509(self) -> CrlReason {
        match self {
            Self::Unspecified => CrlReason::Unspecified,
            Self::KeyCompromise => CrlReason::KeyCompromise,
            Self::AuthorityCompromise => CrlReason::CaCompromise,
            Self::AffiliationChanged => CrlReason::AffiliationChanged,
            Self::Superseded => CrlReason::Superseded,
            Self::CessationOfOperation => CrlReason::CessationOfOperation,
            Self::Hold => CrlReason::CertificateHold,
            Self::PrivilegeWithdrawn => CrlReason::PrivilegeWithdrawn,
        }
    }

    fn from_x509(reason: CrlReason) -> Self {
        match reason {
            CrlReason::KeyCompromise => Self::KeyCompromise,
            CrlReason::CaCompromise | CrlReason::AaCompromise => Self::AuthorityCompromise,
            CrlReason::AffiliationChanged => Self::AffiliationChanged,
            CrlReason::Superseded => Self::Superseded,
            CrlReason::CessationOfOperation => Self::CessationOfOperation,
            CrlReason::CertificateHold => Self::Hold,
            CrlReason::PrivilegeWithdrawn => Self::PrivilegeWithdrawn,
            CrlReason::Unspecified | CrlReason::RemoveFromCRL => Self::Unspecified,
        }
    }
}

impl fmt::Display for RevocationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str().replace('-', " "))
    }
}

impl FromStr for RevocationReason {
    type Err = SigningError;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|reason| format!("`{}`", reason.as_str())).collect();
            SigningError::new(ErrorKind::Invalid, format!("`{text}` is not a reason to revoke"))
                .with_hint(format!("use one of {}", names.join(", ")))
        })
    }
}

/// One entry of a revocation list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The serial number of the certificate in hexadecimal digits.
    pub serial: String,
    /// From when on it does not count: the date of revocation, or an earlier one from which the key is suspected.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: RevocationReason,
}

/// A revocation list, read but not yet verified: that needs the certificate of its issuer.
#[derive(Debug, Clone)]
pub struct RevocationList {
    der: Vec<u8>,
    signed_part: Vec<u8>,
    issuer: Vec<u8>,
    algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
    this_update: DateTime<Utc>,
    next_update: Option<DateTime<Utc>>,
    number: u64,
    authority_key_id: Option<Vec<u8>>,
    entries: BTreeMap<String, Revocation>,
}

impl RevocationList {
    /// Reads a list in DER or PEM.
    ///
    /// # Errors
    /// It is too large, cannot be read, or has critical parts that are not understood (such as a list of changes only).
    pub fn read(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > MAX_LIST * 3 / 2 {
            return Err(too_large());
        }
        let der = if bytes.first() == Some(&asn1::SEQUENCE) {
            bytes.to_vec()
        } else {
            read_pem(bytes, "X509 CRL")?.into_iter().next().unwrap_or_default()
        };
        if der.len() > MAX_LIST {
            return Err(too_large());
        }
        let malformed = |error: der::Error| SigningError::malformed("the revocation list", error);
        let list: CertificateList = CertificateList::from_der(&der).map_err(malformed)?;
        let signed_part = asn1::single(&der, asn1::SEQUENCE)?.children()?.expect(asn1::SEQUENCE)?.raw.to_vec();
        let tbs = list.tbs_cert_list;
        if tbs.signature != list.signature_algorithm {
            return Err(SigningError::malformed(
                "the revocation list",
                "it states two algorithms (RFC 5280, clause 5.1.1.2)",
            ));
        }
        let (mut number, mut authority_key_id) = (0, None);
        for extension in tbs.crl_extensions.iter().flatten() {
            match extension.extn_id {
                CRL_NUMBER => {
                    let value = CrlNumber::from_der(extension.extn_value.as_bytes()).map_err(malformed)?;
                    let digits = value.0.as_bytes();
                    number = digits.iter().fold(0_u64, |number, byte| number.wrapping_shl(8) | u64::from(*byte));
                }
                AUTHORITY_KEY_ID => {
                    let id = AuthorityKeyIdentifier::from_der(extension.extn_value.as_bytes()).map_err(malformed)?;
                    authority_key_id = id.key_identifier.map(|id| id.as_bytes().to_vec());
                }
                other if extension.critical => return Err(critical(other)),
                _ => {}
            }
        }
        let mut entries = BTreeMap::new();
        for entry in tbs.revoked_certificates.into_iter().flatten() {
            let serial = serial_hex(entry.serial_number.as_bytes());
            let mut at = moment(entry.revocation_date);
            let mut reason = RevocationReason::Unspecified;
            for extension in entry.crl_entry_extensions.iter().flatten() {
                let value = extension.extn_value.as_bytes();
                match extension.extn_id {
                    REASON => reason = RevocationReason::from_x509(CrlReason::from_der(value).map_err(malformed)?),
                    INVALIDITY_DATE => {
                        let date = GeneralizedTime::from_der(value).map_err(malformed)?;
                        at = at.min(moment(date.into()));
                    }
                    other if extension.critical => return Err(critical(other)),
                    _ => {}
                }
            }
            entries.insert(serial.clone(), Revocation { serial, at, reason });
        }
        Ok(Self {
            issuer: tbs.issuer.to_der().map_err(malformed)?,
            algorithm: list.signature_algorithm,
            signature: list.signature.as_bytes().unwrap_or_default().to_vec(),
            this_update: moment(tbs.this_update),
            next_update: tbs.next_update.map(moment),
            der,
            signed_part,
            number,
            authority_key_id,
            entries,
        })
    }

    /// The exact bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The list as PEM.
    pub fn to_pem(&self) -> String {
        write_pem("X509 CRL", &self.der)
    }

    /// When it was made.
    pub fn this_update(&self) -> DateTime<Utc> {
        self.this_update
    }

    /// By when the next one comes.
    pub fn next_update(&self) -> Option<DateTime<Utc>> {
        self.next_update
    }

    /// Its number, which grows with every list of the same issuer.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What it revokes, by serial number.
    pub fn entries(&self) -> impl Iterator<Item = &Revocation> {
        self.entries.values()
    }

    /// The entry of a certificate, by its serial number.
    pub fn get(&self, serial: &str) -> Option<&Revocation> {
        self.entries.get(serial)
    }

    /// Whether it speaks for the certificates that this authority issued: the same name, and the same key where it says.
    pub(in crate::signing) fn is_by(&self, issuer: &Certificate) -> bool {
        let same_key = match (&self.authority_key_id, issuer.subject_key_id()) {
            (Some(list), Some(own)) => *list == own,
            _ => true,
        };
        same_key && self.issuer == issuer.subject_der()
    }

    /// Whether this authority signed it.
    pub(in crate::signing) fn verify(&self, issuer: &Certificate) -> Result<(), SignatureFailure> {
        algorithms::verify(issuer.public_key(), &self.algorithm, None, &self.signed_part, &self.signature).map(|_| ())
    }
}

fn too_large() -> SigningError {
    SigningError::new(ErrorKind::TooLarge, format!("the revocation list is larger than {} MB", MAX_LIST / 1_000_000))
}

fn critical(oid: ObjectIdentifier) -> SigningError {
    SigningError::new(ErrorKind::Unsupported, format!("the revocation list has the critical extension {oid}"))
        .with_hint("use a complete list, not one of changes only or for some reasons only")
}

impl Authority<'_> {
    /// Makes a revocation list.
    ///
    /// `number` must be larger than that of the list before; `this_update` and `next_update` say how long readers may rely on it.
    ///
    /// # Errors
    /// A serial number is not hexadecimal, or the next update comes before this one.
    pub fn revocation_list(
        &self,
        entries: &[Revocation],
        number: u64,
        this_update: DateTime<Utc>,
        next_update: DateTime<Utc>,
    ) -> Result<RevocationList> {
        if next_update <= this_update {
            return Err(SigningError::new(ErrorKind::Invalid, "the next revocation list would come before this one"));
        }
        let encoding = |error: der::Error| SigningError::encoding(error);
        let extension = |extn_id, value: Vec<u8>| {
            Ok::<Extension, SigningError>(Extension {
                extn_id,
                critical: false,
                extn_value: OctetString::new(value).map_err(encoding)?,
            })
        };
        let mut revoked: Vec<RevokedCert> = Vec::new();
        for entry in entries {
            let reason = entry.reason.to_x509();
            // RFC 5280, clause 5.3.1: an unspecified reason is left out.
            let extensions = if entry.reason == RevocationReason::Unspecified {
                None
            } else {
                Some(vec![extension(REASON, asn1::encode(&reason)?)?])
            };
            revoked.push(RevokedCert {
                serial_number: SerialNumber::new(&serial_bytes(&entry.serial)?).map_err(encoding)?,
                revocation_date: x509_time(entry.at)?,
                crl_entry_extensions: extensions,
            });
        }
        let key_id = match self.certificate.subject_key_id() {
            Some(id) => id,
            None => super::key_id(self.certificate.public_key())?,
        };
        let authority = AuthorityKeyIdentifier {
            key_identifier: Some(OctetString::new(key_id).map_err(encoding)?),
            ..AuthorityKeyIdentifier::default()
        };
        let number = CrlNumber(Uint::new(&number.to_be_bytes()).map_err(encoding)?);
        let algorithm = AlgorithmIdentifierOwned { oid: self.signer.algorithm().signature_oid(), parameters: None };
        let tbs = TbsCertList {
            version: Version::V2,
            signature: algorithm.clone(),
            issuer: self.certificate.x509().tbs_certificate().subject().clone(),
            this_update: x509_time(this_update)?,
            next_update: Some(x509_time(next_update)?),
            revoked_certificates: Some(revoked).filter(|revoked| !revoked.is_empty()),
            crl_extensions: Some(vec![
                extension(AUTHORITY_KEY_ID, asn1::encode(&authority)?)?,
                extension(CRL_NUMBER, asn1::encode(&number)?)?,
            ]),
        };
        let signature = self.signer.sign(&asn1::encode(&tbs)?)?;
        let list: CertificateList = CertificateList {
            tbs_cert_list: tbs,
            signature_algorithm: algorithm,
            signature: BitString::from_bytes(&signature).map_err(encoding)?,
        };
        RevocationList::read(&asn1::encode(&list)?)
    }
}

/// The bytes of a serial number given in hexadecimal digits.
fn serial_bytes(serial: &str) -> Result<Vec<u8>> {
    let digits: Option<Vec<u32>> = serial.chars().map(|c| c.to_digit(16)).collect();
    match digits {
        Some(digits) if !digits.is_empty() && digits.len() % 2 == 0 && digits.len() <= 40 => {
            Ok(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + *digit as u8)).collect())
        }
        _ => Err(SigningError::new(ErrorKind::Invalid, format!("`{serial}` is not a serial number")).with_hint(
            "a serial number is an even number of hexadecimal digits, as in the names of the files in `issued`",
        )),
    }
}
