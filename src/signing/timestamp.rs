//! Time stamps (RFC 3161): the request, the answer, and what a token proves.
//!
//! Sending the request is not done here: it is bytes out (`application/timestamp-query`, or a `.tsq` file) and bytes in
//! (`application/timestamp-reply`, or a `.tsr` file).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use const_oid::ObjectIdentifier;
use signature::rand_core::CryptoRng;

use super::algorithms::DigestAlgorithm;
use super::asn1;
use super::certificates::Certificate;
use super::cms_check::{FormProblem, Integrity, SignatureFact, check};
use super::cms_read::SignedData;
use super::error::{ErrorKind, Result, SigningError};
use super::trust::{Chain, Question, TrustStore, Usage};

/// The kind of content of a token: TSTInfo.
pub(super) const ID_TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// Largest answer in bytes.
pub const MAX_RESPONSE: usize = 256 * 1024;
/// How far clocks may differ: a token from further in the future is refused.
pub(super) const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(10);

/// A request for a time stamp over a signature value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStampRequest {
    der: Vec<u8>,
    imprint: Vec<u8>,
    nonce: Option<Vec<u8>>,
}

impl TimeStampRequest {
    /// Asks for a time stamp over `covered` with SHA-256, a random nonce, and the certificates of the authority.
    pub fn new(covered: &[u8], rng: &mut dyn CryptoRng) -> Self {
        let mut nonce = [0; 8];
        rng.fill_bytes(&mut nonce);
        let nonce = asn1::unsigned_integer(&nonce);
        let imprint = asn1::sequence(&[
            &asn1::algorithm(DigestAlgorithm::Sha256.oid()),
            &asn1::octet_string(&DigestAlgorithm::Sha256.digest(&[covered])),
        ]);
        let der = asn1::sequence(&[&asn1::small_integer(1), &imprint, &nonce, &asn1::tlv(asn1::BOOLEAN, &[0xFF])]);
        Self { der, imprint, nonce: Some(nonce) }
    }

    /// Reads a request, such as a `.tsq` file written earlier.
    ///
    /// # Errors
    /// It is no request of RFC 3161.
    pub fn read(der: &[u8]) -> Result<Self> {
        if der.len() > MAX_RESPONSE {
            return Err(SigningError::new(ErrorKind::TooLarge, "the time-stamp request is too large"));
        }
        let mut fields = asn1::single(der, asn1::SEQUENCE)?.children()?;
        fields.expect(asn1::INTEGER)?;
        let imprint = fields.expect(asn1::SEQUENCE)?.raw.to_vec();
        fields.take(asn1::OID)?;
        let nonce = fields.take(asn1::INTEGER)?.map(|nonce| nonce.raw.to_vec());
        Ok(Self { der: der.to_vec(), imprint, nonce })
    }

    /// The bytes to send.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it asks about these bytes.
    pub fn is_about(&self, covered: &[u8]) -> bool {
        imprint_fits(&self.imprint, &[covered])
    }

    pub(super) fn imprint(&self) -> &[u8] {
        &self.imprint
    }

    pub(super) fn nonce(&self) -> &[u8] {
        self.nonce.as_deref().unwrap_or_default()
    }

    /// Takes the token out of the authority's answer, after checking that it answers this request: granted, the same imprint,
    /// the same nonce, and a signature of its own certificate. Whether that certificate is trusted is asked when verifying.
    ///
    /// # Errors
    /// The authority refused (with its reason), or the answer does not fit.
    pub fn accept(&self, response: &[u8]) -> Result<Vec<u8>> {
        if response.len() > MAX_RESPONSE {
            return Err(SigningError::new(
                ErrorKind::TooLarge,
                "the answer of the time-stamping authority is too large",
            ));
        }
        let mut fields = asn1::single(response, asn1::SEQUENCE)?.children()?;
        let mut status = fields.expect(asn1::SEQUENCE)?.children()?;
        let code = status.expect(asn1::INTEGER)?.content;
        // 0 is granted, 1 granted with changes (RFC 3161, clause 2.4.2).
        if !matches!(code, [0 | 1]) {
            let texts = status
                .take(asn1::SEQUENCE)?
                .map(|texts| texts.children().and_then(|texts| texts.rest(8)))
                .transpose()?;
            let text: Vec<_> = texts
                .iter()
                .flatten()
                .map(|text| String::from_utf8_lossy(text.content).escape_debug().to_string())
                .collect();
            let text = if text.is_empty() {
                format!("status {}", code.first().copied().unwrap_or(255))
            } else {
                text.join("; ")
            };
            return Err(SigningError::new(ErrorKind::Refused, format!("the time-stamping authority refused: {text}")));
        }
        let token = fields.expect(asn1::SEQUENCE)?.raw.to_vec();
        fields.finish()?;
        let data = SignedData::read(&token)?;
        let info = TimeStampInfo::inside(&data)?;
        let misfit = |what: &str| {
            SigningError::new(ErrorKind::Mismatch, format!("the time stamp {what}"))
                .with_hint("ask the authority again with a new request")
        };
        if info.imprint != self.imprint {
            return Err(misfit("is about other bytes than the request"));
        }
        if info.nonce != self.nonce {
            return Err(misfit("answers another request"));
        }
        match consistent(&data) {
            Ok(_) => Ok(token),
            Err(why) => Err(misfit(&why)),
        }
    }
}

/// What a token states (TSTInfo, RFC 3161, clause 2.4.2).
#[derive(Debug, Clone)]
pub(super) struct TimeStampInfo {
    pub imprint: Vec<u8>,
    pub time: DateTime<Utc>,
    pub nonce: Option<Vec<u8>>,
}

impl TimeStampInfo {
    /// What the token holds inside.
    fn inside(data: &SignedData<'_>) -> Result<Self> {
        match data.content {
            Some(content) if content.tag == asn1::OCTET_STRING => Self::read(content.content),
            _ => Err(SigningError::new(ErrorKind::Malformed, "the time stamp states nothing")),
        }
    }

    fn read(der: &[u8]) -> Result<Self> {
        let mut fields = asn1::single(der, asn1::SEQUENCE)?.children()?;
        fields.expect(asn1::INTEGER)?;
        fields.expect(asn1::OID)?;
        let imprint = fields.expect(asn1::SEQUENCE)?.raw.to_vec();
        fields.expect(asn1::INTEGER)?;
        let time = fields.expect(asn1::GENERALIZED_TIME)?.content;
        let time = generalized_time(time)
            .ok_or_else(|| SigningError::new(ErrorKind::Malformed, "the time stamp has no readable time"))?;
        fields.take(asn1::SEQUENCE)?;
        fields.take(asn1::BOOLEAN)?;
        let nonce = fields.take(asn1::INTEGER)?.map(|nonce| nonce.raw.to_vec());
        Ok(Self { imprint, time, nonce })
    }
}

/// A GeneralizedTime with seconds, possibly with fractions of them, in UTC (RFC 3161, clause 2.4.2). The `der` crate reads no
/// fractions, which many authorities write.
fn generalized_time(text: &[u8]) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() != 14
        || fraction.len() > 9
        || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let number = |range: std::ops::Range<usize>| whole.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(0..4)?).ok()?;
    let nanos = format!("{fraction:0<9}").parse().ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(4..6)?, number(6..8)?)?;
    Some(date.and_hms_nano_opt(number(8..10)?, number(10..12)?, number(12..14)?, nanos)?.and_utc())
}

/// Whether a MessageImprint is the digest of these bytes, by SHA-256 or longer.
fn imprint_fits(imprint: &[u8], covered: &[&[u8]]) -> bool {
    let fits = || {
        let mut fields = asn1::single(imprint, asn1::SEQUENCE).ok()?.children().ok()?;
        let oid = fields.expect(asn1::SEQUENCE).ok()?.children().ok()?.expect(asn1::OID).ok()?.oid().ok()?;
        let digest = DigestAlgorithm::from_oid(oid).filter(|digest| *digest != DigestAlgorithm::Sha1)?;
        Some(fields.expect(asn1::OCTET_STRING).ok()?.content == digest.digest(covered))
    };
    fits().unwrap_or(false)
}

/// What a time-stamp token proves.
#[derive(Debug, Clone)]
pub struct TimeStampFacts {
    /// The time it states; `None` where it cannot be read.
    pub time: Option<DateTime<Utc>>,
    /// Who stamped, by the name in the certificate.
    pub authority: Option<String>,
    /// Why it proves nothing: it is about other bytes, its signature is wrong, its form is. `None` when it is sound.
    pub problem: Option<String>,
    /// The way from the authority's certificate to a root, at the time stated.
    pub chain: Option<Chain>,
}

impl TimeStampFacts {
    /// Whether it proves that the signature existed at its time.
    pub fn is_proof(&self) -> bool {
        self.problem.is_none() && self.chain.as_ref().is_some_and(Chain::is_trusted)
    }

    /// Why it is no proof.
    pub(super) fn why_not(&self) -> Option<String> {
        match (&self.problem, &self.chain) {
            (Some(problem), _) => Some(problem.clone()),
            (None, Some(chain)) => chain.failure.as_ref().map(ToString::to_string),
            (None, None) => Some("it has no certificate".to_owned()),
        }
    }
}

/// Verifies a token over bytes given in pieces: the value of a signature, or the byte ranges of a PDF with a document time
/// stamp (ETSI EN 319 142-1, clause 5.4.3).
///
/// `needs_lists` asks for a current revocation list of every authority on the way.
pub fn verify_token(
    token: &[u8],
    covered: &[&[u8]],
    trust: &TrustStore,
    now: DateTime<Utc>,
    needs_lists: bool,
) -> TimeStampFacts {
    let mut facts = TimeStampFacts { time: None, authority: None, problem: None, chain: None };
    let data = match SignedData::read(token) {
        Ok(data) => data,
        Err(error) => return TimeStampFacts { problem: Some(error.to_string()), ..facts },
    };
    let info = match TimeStampInfo::inside(&data) {
        Ok(info) => info,
        Err(error) => return TimeStampFacts { problem: Some(error.to_string()), ..facts },
    };
    facts.time = Some(info.time);
    if !imprint_fits(&info.imprint, covered) {
        facts.problem = Some("it is about other bytes".to_owned());
    } else if info.time > now + CLOCK_TOLERANCE {
        facts.problem = Some("it comes from the future".to_owned());
    }
    match consistent(&data) {
        Ok((certificate, others)) => {
            facts.authority = Some(certificate.name());
            // Nothing proves when the authority's key was stolen, so a revocation that is not orderly always counts.
            let question = Question { usage: Usage::TimeStamping, at: info.time, proven: false, needs_lists };
            facts.chain = Some(trust.chain(&certificate, &others, &question));
        }
        Err(why) => facts.problem = facts.problem.or(Some(why)),
    }
    facts
}

/// Checks a token by itself: one signer whose signature over the TSTInfo holds and who names its certificate.
fn consistent(data: &SignedData<'_>) -> Result<(Certificate, Vec<Certificate>), String> {
    let signer = data.only_signer().map_err(|error| error.to_string())?;
    if data.content_type != ID_TST_INFO {
        return Err("is not a time stamp".to_owned());
    }
    let content = data.content.map(|content| content.content).unwrap_or_default();
    let checked = check(data, signer, &[content], ID_TST_INFO, &[]);
    if checked.integrity != Integrity::Intact {
        return Err("has been altered".to_owned());
    }
    match checked.signature {
        SignatureFact::Valid => {}
        SignatureFact::Invalid => return Err("has a wrong signature".to_owned()),
        SignatureFact::Unsupported(what) => return Err(format!("is signed with {what}, which is not supported")),
        SignatureFact::NoCertificate => return Err("has no certificate of its authority".to_owned()),
    }
    if let Some(weakness) = checked.traits.weakness {
        return Err(format!("is weak: {weakness}"));
    }
    let fatal = |problem: &&FormProblem| {
        problem.is_contradiction()
            || matches!(problem, FormProblem::MissingAttribute("signing-certificate-v2" | "content-type"))
            || matches!(problem, FormProblem::OuterFields | FormProblem::NoSignedAttributes)
    };
    if let Some(problem) = checked.problems.iter().find(fatal) {
        return Err(format!("is not well formed: {problem}"));
    }
    checked.certificate.map(|certificate| (certificate, checked.others)).ok_or_else(|| "has no certificate".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn times_may_have_fractions() {
        let time = |text: &str| generalized_time(text.as_bytes()).map(|time| time.to_rfc3339());
        assert_eq!(time("20260301123456Z").unwrap(), "2026-03-01T12:34:56+00:00");
        assert_eq!(time("20260301123456.25Z").unwrap(), "2026-03-01T12:34:56.250+00:00");
        for bad in [
            "20260301123456",
            "202603011234Z",
            "20261301123456Z",
            "20260301123456+0100",
            "20260301123456.1234567890Z",
            "",
        ] {
            assert_eq!(time(bad), None, "{bad}");
        }
    }
}
