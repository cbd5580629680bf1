//! Keys on cards and in hardware modules, through PKCS #11.
//!
//! The private key stays in the device; what it signs is verified with the public key before it is used.

use std::fmt;
use std::path::Path;
use std::sync::Mutex;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Pkcs11Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use spki::AlgorithmIdentifierOwned;

use super::algorithms::{self, DigestAlgorithm};
use super::asn1;
use super::certificates::Certificate;
use super::error::{ErrorKind, Result, SigningError};
use super::keys::Passphrase;
use super::signer::{KeyAlgorithm, Signer};

/// The OID of P-256 in DER, as CKA_EC_PARAMS carries it.
const P256: &[u8] = &[0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
/// Most keys with the same label that are looked at.
const MAX_KEYS: usize = 64;

/// Which key of which device.
#[derive(Debug, Clone, Copy)]
pub struct TokenKey<'a> {
    /// The library of the device's maker, such as `libsofthsm2.so`.
    pub module: &'a Path,
    /// The label of the token.
    pub token: &'a str,
    /// The label of the key pair on it.
    pub key: &'a str,
    /// Which kind of key, where a token has both under one label.
    pub algorithm: KeyAlgorithm,
}

/// A key in a device that is logged in.
pub struct Pkcs11Signer {
    // A session serves one operation at a time.
    session: Mutex<Session>,
    private_key: ObjectHandle,
    algorithm: KeyAlgorithm,
    public_key: Vec<u8>,
    certificates: Vec<Vec<u8>>,
}

impl Pkcs11Signer {
    /// Opens a key with the PIN of the token. A login is the whole program's: while one key of a token is open, another opens with
    /// any PIN.
    ///
    /// # Errors
    /// The library cannot be loaded, there is no such token or key, or the PIN is wrong. A wrong PIN is not tried twice: tokens
    /// lock themselves.
    pub fn open(which: &TokenKey<'_>, pin: &Passphrase) -> Result<Self> {
        let context = Pkcs11::new(which.module).map_err(|error| {
            SigningError::new(ErrorKind::NotFound, format!("`{}` cannot be loaded: {error}", which.module.display()))
                .with_hint("name the PKCS #11 library of the device, such as `/usr/lib/softhsm/libsofthsm2.so`")
        })?;
        match context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            // Another signer of this process uses the same library.
            Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(refused(&error)),
        }
        let mut slot = None;
        for candidate in context.get_slots_with_token().map_err(|error| refused(&error))? {
            let info = context.get_token_info(candidate).map_err(|error| refused(&error))?;
            if info.label() == which.token {
                slot = Some(candidate);
                break;
            }
        }
        let slot = slot.ok_or_else(|| {
            SigningError::new(ErrorKind::NotFound, format!("there is no token `{}`", which.token))
                .with_hint("is the card in the reader?")
        })?;
        let session = context.open_ro_session(slot).map_err(|error| refused(&error))?;
        match session.login(UserType::User, Some(&AuthPin::from(pin.as_str()))) {
            Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(Pkcs11Error::Pkcs11(RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange, _)) => {
                return Err(SigningError::new(
                    ErrorKind::WrongPassphrase,
                    format!("the PIN of the token `{}` is wrong", which.token),
                )
                .with_hint("a token locks itself after a few wrong PINs"));
            }
            Err(Pkcs11Error::Pkcs11(RvError::PinLocked, _)) => {
                return Err(SigningError::new(ErrorKind::Refused, format!("the token `{}` is locked", which.token))
                    .with_hint("who manages the token can unlock it"));
            }
            Err(error) => return Err(refused(&error)),
        }
        let private_key = find(&session, ObjectClass::PRIVATE_KEY, which)?;
        let public_key = public_key(&session, find(&session, ObjectClass::PUBLIC_KEY, which)?, which)?;
        Ok(Self {
            session: Mutex::new(session),
            private_key,
            algorithm: which.algorithm,
            public_key,
            certificates: Vec::new(),
        })
    }

    /// Gives the key its certificate and the intermediates above it, without the root.
    ///
    /// # Errors
    /// The first certificate is not for this key.
    pub fn with_certificates(mut self, chain: &[Certificate]) -> Result<Self> {
        match chain.first() {
            Some(own) if own.public_key() == self.public_key => {}
            _ => {
                return Err(SigningError::new(ErrorKind::Mismatch, "the certificate is for another key")
                    .with_hint("install the certificate that was made from this key's request"));
            }
        }
        self.certificates = chain.iter().map(|certificate| certificate.der().to_vec()).collect();
        Ok(self)
    }
}

/// The only object of a class with the label and the kind of key.
fn find(session: &Session, class: ObjectClass, which: &TokenKey<'_>) -> Result<ObjectHandle> {
    let kind = match which.algorithm {
        KeyAlgorithm::Ed25519 => KeyType::EC_EDWARDS,
        KeyAlgorithm::P256Sha256 => KeyType::EC,
    };
    let template = [Attribute::Class(class), Attribute::KeyType(kind), Attribute::Label(which.key.as_bytes().to_vec())];
    let found = session.find_objects(&template).map_err(|error| refused(&error))?;
    let count = found.len().min(MAX_KEYS);
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(SigningError::new(
            ErrorKind::NotFound,
            format!("the token `{}` has no {} key `{}`", which.token, which.algorithm.as_str(), which.key),
        )),
        _ => Err(SigningError::new(
            ErrorKind::Invalid,
            format!("the token `{}` has {count} keys `{}`", which.token, which.key),
        )
        .with_hint("give each key pair its own label")),
    }
}

/// The public key as SubjectPublicKeyInfo.
fn public_key(session: &Session, handle: ObjectHandle, which: &TokenKey<'_>) -> Result<Vec<u8>> {
    let wanted = [AttributeType::EcPoint, AttributeType::EcParams];
    let (mut point, mut parameters) = (Vec::new(), Vec::new());
    for attribute in session.get_attributes(handle, &wanted).map_err(|error| refused(&error))? {
        match attribute {
            Attribute::EcPoint(value) => point = value,
            Attribute::EcParams(value) => parameters = value,
            _ => {}
        }
    }
    // PKCS #11 wraps the point in an OCTET STRING; some devices give it bare.
    let point = asn1::single(&point, asn1::OCTET_STRING).map(|inner| inner.content.to_vec()).unwrap_or(point);
    let unusual = || {
        SigningError::new(ErrorKind::Unsupported, format!("the key `{}` is not on the curve it should be", which.key))
    };
    let algorithm = match which.algorithm {
        KeyAlgorithm::Ed25519 if point.len() == 32 => asn1::algorithm(super::signer::ED25519),
        KeyAlgorithm::P256Sha256 if point.len() == 65 && parameters == P256 => {
            asn1::sequence(&[&asn1::oid(algorithms::EC_PUBLIC_KEY), P256])
        }
        _ => return Err(unusual()),
    };
    let encoded = asn1::sequence(&[&algorithm, &asn1::constructed(asn1::BIT_STRING, &[&[0], &point])]);
    if algorithms::key_algorithm(&encoded) != Some(which.algorithm) {
        return Err(unusual());
    }
    Ok(encoded)
}

impl Signer for Pkcs11Signer {
    fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        // A panic of another thread while it held the session leaves the device in an unknown state.
        let session = self
            .session
            .lock()
            .map_err(|_| SigningError::new(ErrorKind::Refused, "the session with the device broke off"))?;
        let signature = match self.algorithm {
            KeyAlgorithm::Ed25519 => {
                let mechanism = Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Ed25519));
                session.sign(&mechanism, self.private_key, message).map_err(|error| refused(&error))?
            }
            KeyAlgorithm::P256Sha256 => {
                let digest = DigestAlgorithm::Sha256.digest(&[message]);
                let raw =
                    session.sign(&Mechanism::Ecdsa, self.private_key, &digest).map_err(|error| refused(&error))?;
                // The device gives r and s one after the other (PKCS #11 3.0, clause 2.3.1); certificates and CMS want DER.
                let signature = p256::ecdsa::Signature::from_slice(&raw).map_err(|_| {
                    SigningError::new(ErrorKind::Refused, "the device gave something that is no signature")
                })?;
                signature.normalize_s().to_der().as_bytes().to_vec()
            }
        };
        let algorithm = AlgorithmIdentifierOwned { oid: self.algorithm.signature_oid(), parameters: None };
        algorithms::verify(&self.public_key, &algorithm, None, message, &signature).map_err(|_| {
            SigningError::new(ErrorKind::Refused, "the device gave a signature that its own key does not verify")
        })?;
        Ok(signature)
    }
}

impl fmt::Debug for Pkcs11Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pkcs11Signer").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

fn refused(error: &Pkcs11Error) -> SigningError {
    SigningError::new(ErrorKind::Refused, format!("the device refused: {error}"))
}
