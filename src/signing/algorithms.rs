//! Digests and signature algorithms as they occur in certificates, signatures and time stamps, our own and others'.

use std::fmt;

use const_oid::ObjectIdentifier;
use der::Decode;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoRef};

use super::asn1;
use super::signer::{ECDSA_SHA256, ED25519, KeyAlgorithm};

pub(super) const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const ECDSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const RSA_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5");
const RSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");

/// Shortest RSA modulus in bits that counts as strong (ETSI TS 119 312).
const MIN_RSA_BITS: usize = 2048;
/// Longest RSA modulus in bits that is worked on at all: verifying costs its square.
const MAX_RSA_BITS: usize = 8192;

/// A digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DigestAlgorithm {
    /// SHA-1: only recognized in signatures of others, never trusted.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl DigestAlgorithm {
    /// The algorithm of an object identifier, if it is one of these.
    pub fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512].into_iter().find(|algorithm| algorithm.oid() == oid)
    }

    /// Its object identifier (RFC 5754).
    pub fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        })
    }

    /// The digest of several pieces one after another, such as the byte ranges of a PDF.
    pub fn digest(self, pieces: &[&[u8]]) -> Vec<u8> {
        fn run<D: Digest>(pieces: &[&[u8]]) -> Vec<u8> {
            pieces.iter().fold(D::new(), |digest, piece| digest.chain_update(piece)).finalize().to_vec()
        }
        match self {
            Self::Sha1 => run::<sha1::Sha1>(pieces),
            Self::Sha256 => run::<Sha256>(pieces),
            Self::Sha384 => run::<Sha384>(pieces),
            Self::Sha512 => run::<Sha512>(pieces),
        }
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        })
    }
}

/// Why a signature was not found valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureFailure {
    /// The signature is not one of this key over this message.
    Invalid,
    /// The algorithm or key is not one Opine can compute; the text names it.
    Unsupported(String),
}

/// What is worth knowing about a signature that is valid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignatureTraits {
    /// There is another encoding of the same signature: an ECDSA `s` in the upper half. Anyone can make one from the
    /// other without the key, so Opine's own profile refuses it.
    pub malleable: bool,
    /// Why the algorithm or key size is too weak to rely on, if it is.
    pub weakness: Option<String>,
}

/// Verifies a signature over a message with the key of a certificate.
///
/// `digest` is the digest algorithm stated beside the signature, which CMS needs where the signature algorithm only says
/// RSA. Ed25519 is verified strictly (no small-order points, canonical encodings only).
///
/// # Errors
/// Why it is not valid.
pub(super) fn verify(
    public_key: &[u8],
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<DigestAlgorithm>,
    message: &[u8],
    signature: &[u8],
) -> Result<SignatureTraits, SignatureFailure> {
    let unsupported = |what: &str| SignatureFailure::Unsupported(what.to_owned());
    let key = SubjectPublicKeyInfoRef::from_der(public_key).map_err(|_| unsupported("an unreadable public key"))?;
    let point = key.subject_public_key.as_bytes().ok_or_else(|| unsupported("an unreadable public key"))?;
    let curve = || key.algorithm.parameters_oid().ok();
    let hash = signature_digest(algorithm, digest);
    match (key.algorithm.oid, algorithm.oid) {
        (ED25519, ED25519) => {
            let key =
                <[u8; 32]>::try_from(point).ok().and_then(|bytes| ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok());
            let key = key.ok_or(SignatureFailure::Invalid)?;
            let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| SignatureFailure::Invalid)?;
            key.verify_strict(message, &signature).map_err(|_| SignatureFailure::Invalid)?;
            Ok(SignatureTraits::default())
        }
        (EC_PUBLIC_KEY, ECDSA_SHA256 | ECDSA_SHA384 | ECDSA_SHA512) => {
            let hash = hash.ok_or_else(|| unsupported("ECDSA with another digest"))?;
            let prehash = hash.digest(&[message]);
            let malleable = match curve() {
                Some(P256) => {
                    use p256::ecdsa::{Signature, VerifyingKey};
                    let key = VerifyingKey::from_sec1_bytes(point).map_err(|_| SignatureFailure::Invalid)?;
                    let signature = Signature::from_der(signature).map_err(|_| SignatureFailure::Invalid)?;
                    key.verify_prehash(&prehash, &signature).map_err(|_| SignatureFailure::Invalid)?;
                    signature.normalize_s() != signature
                }
                Some(P384) => {
                    use p384::ecdsa::{Signature, VerifyingKey};
                    let key = VerifyingKey::from_sec1_bytes(point).map_err(|_| SignatureFailure::Invalid)?;
                    let signature = Signature::from_der(signature).map_err(|_| SignatureFailure::Invalid)?;
                    key.verify_prehash(&prehash, &signature).map_err(|_| SignatureFailure::Invalid)?;
                    signature.normalize_s() != signature
                }
                Some(other) => return Err(SignatureFailure::Unsupported(format!("ECDSA on the curve {other}"))),
                None => return Err(unsupported("ECDSA on an unnamed curve")),
            };
            Ok(SignatureTraits { malleable, weakness: None })
        }
        (RSA | RSA_PSS, RSA | RSA_PSS | RSA_SHA1 | RSA_SHA256 | RSA_SHA384 | RSA_SHA512) => {
            verify_rsa(point, algorithm, hash, message, signature)
        }
        (_, other) => Err(SignatureFailure::Unsupported(format!("the algorithm {other}"))),
    }
}

/// The digest a signature algorithm works with.
fn signature_digest(algorithm: &AlgorithmIdentifierOwned, stated: Option<DigestAlgorithm>) -> Option<DigestAlgorithm> {
    match algorithm.oid {
        ECDSA_SHA256 | RSA_SHA256 => Some(DigestAlgorithm::Sha256),
        ECDSA_SHA384 | RSA_SHA384 => Some(DigestAlgorithm::Sha384),
        ECDSA_SHA512 | RSA_SHA512 => Some(DigestAlgorithm::Sha512),
        RSA_SHA1 => Some(DigestAlgorithm::Sha1),
        _ => stated,
    }
}

fn verify_rsa(
    key: &[u8],
    algorithm: &AlgorithmIdentifierOwned,
    hash: Option<DigestAlgorithm>,
    message: &[u8],
    signature: &[u8],
) -> Result<SignatureTraits, SignatureFailure> {
    use rsa::{BoxedUint, RsaPublicKey, pkcs1v15::Pkcs1v15Sign, pss::Pss};
    let unsupported = |what: &str| SignatureFailure::Unsupported(what.to_owned());
    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017, appendix A.1.1)
    let parse = || {
        let mut fields = asn1::single(key, asn1::SEQUENCE).ok()?.children().ok()?;
        let modulus = fields.expect(asn1::INTEGER).ok()?.content;
        // The zero byte that keeps the number positive is not part of its size.
        let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
        let exponent = fields.expect(asn1::INTEGER).ok()?.content;
        (modulus.len() <= MAX_RSA_BITS / 8 && exponent.len() <= 8).then_some((modulus, exponent))
    };
    let (modulus, exponent) = parse().ok_or_else(|| unsupported("an unusual RSA key"))?;
    let key = RsaPublicKey::new_with_size_limits(
        BoxedUint::from_be_slice_vartime(modulus),
        BoxedUint::from_be_slice_vartime(exponent),
        512..=MAX_RSA_BITS,
    )
    .map_err(|_| unsupported("an unusual RSA key"))?;
    let (hash, salt) = if algorithm.oid == RSA_PSS {
        let (hash, salt) = pss_parameters(algorithm).ok_or_else(|| unsupported("RSA-PSS with unusual parameters"))?;
        (hash, Some(salt))
    } else {
        (hash.ok_or_else(|| unsupported("RSA with another digest"))?, None)
    };
    let digest = hash.digest(&[message]);
    let verified = match (salt, hash) {
        (None, DigestAlgorithm::Sha1) => key.verify(Pkcs1v15Sign::new::<sha1::Sha1>(), &digest, signature),
        (None, DigestAlgorithm::Sha256) => key.verify(Pkcs1v15Sign::new::<Sha256>(), &digest, signature),
        (None, DigestAlgorithm::Sha384) => key.verify(Pkcs1v15Sign::new::<Sha384>(), &digest, signature),
        (None, DigestAlgorithm::Sha512) => key.verify(Pkcs1v15Sign::new::<Sha512>(), &digest, signature),
        (Some(salt), DigestAlgorithm::Sha256) => key.verify(Pss::<Sha256>::new_with_salt(salt), &digest, signature),
        (Some(salt), DigestAlgorithm::Sha384) => key.verify(Pss::<Sha384>::new_with_salt(salt), &digest, signature),
        (Some(salt), DigestAlgorithm::Sha512) => key.verify(Pss::<Sha512>::new_with_salt(salt), &digest, signature),
        (Some(_), DigestAlgorithm::Sha1) => return Err(unsupported("RSA-PSS with SHA-1")),
    };
    verified.map_err(|_| SignatureFailure::Invalid)?;
    let bits = key.n_bits_precision() as usize;
    let weakness = if hash == DigestAlgorithm::Sha1 {
        Some("SHA-1 can be forged".to_owned())
    } else if key.size() * 8 < MIN_RSA_BITS {
        Some(format!("an RSA key of {bits} bits is too short"))
    } else {
        None
    };
    Ok(SignatureTraits { malleable: false, weakness })
}

/// The digest and the length of the salt of RSASSA-PSS-params (RFC 4055, clause 3.1), where the mask is made with the
/// same digest.
fn pss_parameters(algorithm: &AlgorithmIdentifierOwned) -> Option<(DigestAlgorithm, usize)> {
    let parameters = asn1::encode(algorithm.parameters.as_ref()?).ok()?;
    let mut fields = asn1::single(&parameters, asn1::SEQUENCE).ok()?.children().ok()?;
    let hash = fields.take(asn1::CONTEXT_0).ok()??;
    let hash = asn1::single(hash.content, asn1::SEQUENCE).ok()?.children().ok()?.expect(asn1::OID).ok()?.oid().ok()?;
    let mask = fields.take(asn1::CONTEXT_1).ok()??;
    let mut mask = asn1::single(mask.content, asn1::SEQUENCE).ok()?.children().ok()?;
    mask.expect(asn1::OID).ok()?;
    let mask_hash = mask.expect(asn1::SEQUENCE).ok()?.children().ok()?.expect(asn1::OID).ok()?.oid().ok()?;
    let salt = match fields.take(0xA2).ok()? {
        Some(salt) => match asn1::single(salt.content, asn1::INTEGER).ok()?.content {
            [length] if *length < 0x80 => usize::from(*length),
            // OpenSSL takes the longest salt that fits, which is above 127 bytes.
            [high, low] if *high < 0x04 => usize::from(*high) << 8 | usize::from(*low),
            _ => return None,
        },
        None => 20,
    };
    (hash == mask_hash).then_some(())?;
    Some((DigestAlgorithm::from_oid(hash)?, salt))
}

/// The algorithm that a public key of one of our two kinds signs with.
pub(super) fn key_algorithm(public_key: &[u8]) -> Option<KeyAlgorithm> {
    let key = SubjectPublicKeyInfoRef::from_der(public_key).ok()?;
    match key.algorithm.oid {
        ED25519 => Some(KeyAlgorithm::Ed25519),
        EC_PUBLIC_KEY if key.algorithm.parameters_oid().ok()? == P256 => Some(KeyAlgorithm::P256Sha256),
        _ => None,
    }
}
