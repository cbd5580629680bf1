//! PEM (RFC 7468): any number of blocks with text between them.

use base64ct::{Base64, Encoding};

use super::error::{ErrorKind, Result, SigningError};

/// Most blocks in one file.
const MAX_BLOCKS: usize = 64;

/// The contents of all PEM blocks with this label; text between the blocks is skipped.
///
/// # Errors
/// There is no such block, there are more than 64, or one is damaged.
pub(super) fn read_pem(bytes: &[u8], label: &str) -> Result<Vec<Vec<u8>>> {
    let text = std::str::from_utf8(bytes).map_err(|error| SigningError::malformed("PEM", error))?;
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let mut rest = text;
    let mut found = Vec::new();
    while let Some(start) = rest.find(&begin) {
        let block = rest.get(start..).unwrap_or_default();
        let Some(length) = block.find(&end).map(|at| at + end.len()) else {
            return Err(SigningError::new(ErrorKind::Malformed, format!("a PEM block `{label}` has no end")));
        };
        let (block, after) = block.split_at(length);
        let (_, der) = der::pem::decode_vec(block.as_bytes()).map_err(|error| SigningError::malformed("PEM", error))?;
        if found.len() == MAX_BLOCKS {
            return Err(SigningError::new(ErrorKind::TooLarge, format!("there are more than {MAX_BLOCKS} PEM blocks")));
        }
        found.push(der);
        rest = after;
    }
    if found.is_empty() {
        return Err(SigningError::new(ErrorKind::Malformed, format!("there is no PEM block `{label}`"))
            .with_hint(format!("the file should have a line `{begin}`")));
    }
    Ok(found)
}

/// A PEM block with lines of 64 characters (RFC 7468).
pub(super) fn write_pem(label: &str, der: &[u8]) -> String {
    let body = Base64::encode_string(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in body.as_bytes().chunks(64) {
        out.extend(line.iter().copied().map(char::from));
        out.push('\n');
    }
    out + &format!("-----END {label}-----\n")
}
