//! Review and sign: keys and certificates, signatures inside PDFs, approval records, the audit log, the archive, and what
//! anyone can verify of them years later.
//!
//! Nothing here reads a clock or makes randomness: moments and a source of randomness come in as arguments. What is
//! signed and who accepts it is laid out in `docs/signing.md`.

pub mod algorithms;
pub mod approval;
pub mod archive;
pub mod authority;
pub mod canonical;
pub mod certificates;
pub mod cms;
pub mod cms_verify;
pub mod error;
pub mod fingerprint;
pub mod identity;
pub mod keys;
pub mod log;
pub mod minisign;
pub mod pdf;
#[cfg(feature = "pkcs11")]
pub mod pkcs11;
pub mod requests;
pub mod signer;
pub mod timestamp;
pub mod trust;
pub mod verify;

mod asn1;
mod cms_check;
mod cms_read;
mod pem;
pub(crate) mod private_files;

#[cfg(test)]
mod cms_tests;
#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod identity_tests;
