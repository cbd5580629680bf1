//! Requests for certificates: what leaves an identity so that the authority can certify it.

use der::Decode;
use x509_cert::request::{CertReq, RequestBuilder};

use super::algorithms;
use super::asn1;
use super::certificates::{COMMON_NAME, SignerRole, TITLE, attribute, limit, subject};
use super::error::{ErrorKind, Result, SigningError};
use super::fingerprint::Fingerprint;
use super::pem::{read_pem, write_pem};
use super::signer::{Signer, build};

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
        if bytes.first() == Some(&asn1::SEQUENCE) {
            return Self::from_der(bytes);
        }
        Self::from_der(&read_pem(bytes, "CERTIFICATE REQUEST")?.into_iter().next().unwrap_or_default())
    }

    /// Reads every request of a file, such as the two of one person that `opine keys request` prints: one in DER, or any
    /// number in PEM.
    ///
    /// # Errors
    /// As [`CertificateRequest::read`], for any of them.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<Self>> {
        if bytes.first() == Some(&asn1::SEQUENCE) {
            return Ok(vec![Self::from_der(bytes)?]);
        }
        read_pem(bytes, "CERTIFICATE REQUEST")?.iter().map(|der| Self::from_der(der)).collect()
    }

    fn from_der(der: &[u8]) -> Result<Self> {
        limit(der.len(), "certificate request")?;
        let request =
            CertReq::from_der(der).map_err(|error| SigningError::malformed("the certificate request", error))?;
        let signed_part = asn1::single(der, asn1::SEQUENCE)?.children()?.expect(asn1::SEQUENCE)?;
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
