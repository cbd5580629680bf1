//! A time-stamping authority: for tests, and for an institution that stamps its own signatures.

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use signature::rand_core::CryptoRng;

use crate::signing::asn1;
use crate::signing::cms;
use crate::signing::error::Result;
use crate::signing::signer::Signer;
use crate::signing::timestamp::{ID_TST_INFO, TimeStampRequest};

/// Any policy (X.509, 2.5.29.32.0): such an authority has published none.
const ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32.0");

/// Answers a request for a time stamp (RFC 3161, clause 2.4.2) with a signed token; `time` is to the second.
///
/// The certificate of `signer` must be of [`super::Profile::TimeStamping`], or nobody will accept the token.
///
/// # Errors
/// The request cannot be read, or the signer refused.
pub fn time_stamp(
    signer: &dyn Signer,
    request: &[u8],
    time: DateTime<Utc>,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>> {
    let request = TimeStampRequest::read(request)?;
    let mut serial = [0; 8];
    rng.fill_bytes(&mut serial);
    let info = asn1::sequence(&[
        &asn1::small_integer(1),
        &asn1::oid(ANY_POLICY),
        request.imprint(),
        &asn1::unsigned_integer(&serial),
        &asn1::tlv(asn1::GENERALIZED_TIME, time.format("%Y%m%d%H%M%SZ").to_string().as_bytes()),
        request.nonce(),
    ]);
    let token = cms::sign(signer, ID_TST_INFO, &[&info], Some(&info))?;
    let granted = asn1::sequence(&[&asn1::small_integer(0)]);
    Ok(asn1::sequence(&[&granted, &token]))
}
