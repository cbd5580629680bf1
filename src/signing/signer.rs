//! What signs: a key in memory, a card or a hardware module, all behind one trait.

use const_oid::ObjectIdentifier;
use der::asn1::BitString;
use signature::Keypair;
use spki::{AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, EncodePublicKey, SubjectPublicKeyInfoOwned};
use x509_cert::builder::Builder;

use super::algorithms::DigestAlgorithm;
use super::error::{Result, SigningError};

/// Ed25519 as key and as signature algorithm (RFC 8410).
pub(super) const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// ECDSA with SHA-256 (RFC 5758, clause 3.2).
pub(super) const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// The two ways Opine signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyAlgorithm {
    /// Ed25519 (RFC 8032); in CMS with SHA-512 (RFC 8419).
    Ed25519,
    /// ECDSA on P-256 with SHA-256 (FIPS 186-5), which today's PDF readers accept.
    P256Sha256,
}

impl KeyAlgorithm {
    /// Both, the order in which an identity lists them.
    pub const ALL: [Self; 2] = [Self::Ed25519, Self::P256Sha256];

    /// The name in files and messages: `ed25519` or `p256`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::P256Sha256 => "p256",
        }
    }

    /// The digest that CMS uses with it.
    pub fn digest(self) -> DigestAlgorithm {
        match self {
            Self::Ed25519 => DigestAlgorithm::Sha512,
            Self::P256Sha256 => DigestAlgorithm::Sha256,
        }
    }

    /// The object identifier of the signature algorithm; it has no parameters.
    pub(super) fn signature_oid(self) -> ObjectIdentifier {
        match self {
            Self::Ed25519 => ED25519,
            Self::P256Sha256 => ECDSA_SHA256,
        }
    }

    /// Longest signature in bytes.
    pub(super) fn max_signature(self) -> usize {
        match self {
            Self::Ed25519 => 64,
            Self::P256Sha256 => 72,
        }
    }
}

/// Something that signs for one person with one key.
///
/// Implementations hold the private key or the way to it; they never hand it out.
pub trait Signer: Send + Sync {
    /// How it signs.
    fn algorithm(&self) -> KeyAlgorithm;

    /// The public key as DER SubjectPublicKeyInfo (RFC 5280, clause 4.1).
    fn public_key(&self) -> &[u8];

    /// The certificate of this key, then the intermediates up to but without the root, each in DER. Empty as long as
    /// the key is not certified.
    fn certificates(&self) -> &[Vec<u8>];

    /// Signs a message; hashing it is part of the algorithm.
    ///
    /// Returns 64 bytes for Ed25519, and for P-256 the DER `ECDSA-Sig-Value` with the smaller of the two possible `s`,
    /// so that there is one encoding of one signature.
    ///
    /// # Errors
    /// The device refused, or gave a signature that its own public key does not verify.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>>;
}

/// A signer in the clothes that the certificate builders of `x509-cert` expect.
pub(super) struct BuilderKey<'a>(pub &'a dyn Signer);

/// A public key that is already encoded.
#[derive(Clone)]
pub(super) struct EncodedKey(Vec<u8>);

impl EncodePublicKey for EncodedKey {
    fn to_public_key_der(&self) -> spki::Result<der::Document> {
        Ok(der::Document::try_from(self.0.as_slice())?)
    }
}

impl Keypair for BuilderKey<'_> {
    type VerifyingKey = EncodedKey;

    fn verifying_key(&self) -> Self::VerifyingKey {
        EncodedKey(self.0.public_key().to_vec())
    }
}

impl DynSignatureAlgorithmIdentifier for BuilderKey<'_> {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(AlgorithmIdentifierOwned { oid: self.0.algorithm().signature_oid(), parameters: None })
    }
}

/// Completes a certificate, request or revocation list with the signature of `signer`.
pub(super) fn build<B: Builder>(mut builder: B, signer: &dyn Signer) -> Result<B::Output> {
    let key = BuilderKey(signer);
    let message = builder.finalize(&key).map_err(SigningError::encoding)?;
    let signature = BitString::from_bytes(&signer.sign(&message)?).map_err(SigningError::encoding)?;
    builder.assemble(signature, &key).map_err(SigningError::encoding)
}

/// The public key of a signer, read.
pub(super) fn public_key_info(signer: &dyn Signer) -> Result<SubjectPublicKeyInfoOwned> {
    use der::Decode;
    SubjectPublicKeyInfoOwned::from_der(signer.public_key())
        .map_err(|error| SigningError::malformed("the public key", error))
}
