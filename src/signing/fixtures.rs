//! Keys, an authority and certificates for the unit tests of signing; always the same for the same seed.

#![allow(clippy::unwrap_used)]

use std::convert::Infallible;

use chrono::{DateTime, FixedOffset, Utc};
use sha2::{Digest, Sha256};
use signature::rand_core::{TryCryptoRng, TryRng};

use super::authority::{Authority, Certify, Profile, ValidityPeriod};
use super::certificates::{Certificate, SignerRole};
use super::cms_verify::Moments;
use super::keys::SoftwareKey;
use super::requests::CertificateRequest;
use super::signer::KeyAlgorithm;
use super::trust::TrustStore;

/// Bytes that look random and are the same in every run: SHA-256 of a seed and a counter.
pub struct Source {
    seed: u64,
    counter: u64,
}

impl Source {
    pub fn new(seed: u64) -> Self {
        Self { seed, counter: 0 }
    }
}

impl TryRng for Source {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(32) {
            let block = Sha256::digest([self.seed.to_le_bytes(), self.counter.to_le_bytes()].concat());
            self.counter += 1;
            chunk.iter_mut().zip(block).for_each(|(byte, random)| *byte = random);
        }
        Ok(())
    }
}

impl TryCryptoRng for Source {}

/// A moment, from RFC 3339.
pub fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// The same in UTC.
pub fn utc(text: &str) -> DateTime<Utc> {
    at(text).to_utc()
}

pub fn key(algorithm: KeyAlgorithm, source: &mut Source) -> SoftwareKey {
    SoftwareKey::generate(algorithm, source).unwrap()
}

/// An institution: a root, a certified medical director for each algorithm, and a time-stamping authority.
pub struct Institution {
    pub root_key: SoftwareKey,
    pub root: Certificate,
    pub director: Vec<SoftwareKey>,
    pub stamper: SoftwareKey,
    pub source: Source,
}

impl Institution {
    pub fn new(seed: u64) -> Self {
        let mut source = Source::new(seed);
        let validity = ValidityPeriod { from: utc("2025-01-01T00:00:00Z"), until: utc("2045-01-01T00:00:00Z") };
        let (root_key, root) =
            Authority::new_root("Test Root", Some("Northwestern Test"), validity, &mut source).unwrap();
        let mut new =
            Self { root_key, root, director: Vec::new(), stamper: key(KeyAlgorithm::P256Sha256, &mut source), source };
        for algorithm in KeyAlgorithm::ALL {
            let director = key(algorithm, &mut new.source);
            let director = new.certify(director, Profile::Signer, "Dr. Ana Directora", &[SignerRole::MedicalDirector]);
            new.director.push(director);
        }
        let stamper = key(KeyAlgorithm::P256Sha256, &mut new.source);
        new.stamper = new.certify(stamper, Profile::TimeStamping, "Test Time", &[]);
        new
    }

    pub fn certify(&mut self, key: SoftwareKey, profile: Profile, name: &str, roles: &[SignerRole]) -> SoftwareKey {
        let request =
            CertificateRequest::read(CertificateRequest::create(&key, name, roles).unwrap().as_bytes()).unwrap();
        let validity = ValidityPeriod { from: utc("2026-01-01T00:00:00Z"), until: utc("2029-01-01T00:00:00Z") };
        let what = Certify { profile, name, roles, validity };
        let authority = Authority::new(self.root.clone(), &self.root_key).unwrap();
        let certificate = authority.certify(&request, &what, &mut self.source).unwrap();
        key.with_certificates(&[certificate]).unwrap()
    }

    pub fn authority(&self) -> Authority<'_> {
        Authority::new(self.root.clone(), &self.root_key).unwrap()
    }

    pub fn director(&self, algorithm: KeyAlgorithm) -> &SoftwareKey {
        let index = KeyAlgorithm::ALL.iter().position(|one| *one == algorithm).unwrap();
        &self.director[index]
    }

    pub fn trust(&self) -> TrustStore {
        let mut trust = TrustStore::new();
        trust.add_roots(self.root.to_pem().as_bytes()).unwrap();
        trust
    }
}

/// Signed in March 2026, looked at in April.
pub fn moments() -> Moments {
    Moments { now: at("2026-04-01T12:00:00+02:00"), claimed: Some(at("2026-03-01T09:30:00-06:00")) }
}
