//! Time stamps from an authority on the network (RFC 3161 over HTTP, clause 3.4).

use std::time::Duration;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;

use crate::signing::error::{ErrorKind, Result, SigningError};
use crate::signing::timestamp::{MAX_RESPONSE, TimeStampRequest};

/// How long an authority may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A token for a signature value.
pub(super) fn stamp(url: &str, value: &[u8]) -> Result<Vec<u8>> {
    let refused = |error: &dyn std::fmt::Display| {
        SigningError::new(ErrorKind::Refused, format!("the time-stamping authority: {error}"))
            .with_hint("sign without --tsa, or try again later")
    };
    let request = TimeStampRequest::new(value, &mut UnwrapErr(SysRng));
    let agent = ureq::Agent::new_with_config(ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build());
    let mut response = agent
        .post(url)
        .header("Content-Type", "application/timestamp-query")
        .header("Accept", "application/timestamp-reply")
        .send(request.der())
        .map_err(|error| refused(&error))?;
    let answer =
        response.body_mut().with_config().limit(MAX_RESPONSE as u64).read_to_vec().map_err(|error| refused(&error))?;
    request.accept(&answer)
}
