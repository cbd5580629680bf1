//! One error for keys, certificates, signatures and time stamps.

use std::fmt;
use std::io;
use std::path::Path;

/// What sort of thing went wrong, for a program that must decide what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read or written.
    Io,
    /// There is already something where a new thing should go.
    Exists,
    /// A key, certificate, token or slot is not there.
    NotFound,
    /// The passphrase or PIN does not open the key.
    WrongPassphrase,
    /// The passphrase is refused for a new key.
    WeakPassphrase,
    /// Bytes do not have the form they should have.
    Malformed,
    /// Something is larger than its limit.
    TooLarge,
    /// An algorithm or variant that is not supported.
    Unsupported,
    /// Two things that belong together do not fit, such as a certificate and a key.
    Mismatch,
    /// An argument makes no sense, such as a validity that ends before it begins.
    Invalid,
    /// The cryptographic device or the time-stamping authority refused.
    Refused,
}

/// What went wrong, and how to mend it. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningError {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
}

impl SigningError {
    /// An error with its message: lower case, no full stop, names in backticks.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None }
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What sort of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What happened.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to mend it, when there is something to say.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    pub(super) fn malformed(what: &str, error: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Malformed, format!("{what} cannot be read: {error}"))
    }

    /// Encoding what we built ourselves fails only when something is too large for DER.
    pub(super) fn encoding(error: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Invalid, format!("cannot be encoded: {error}"))
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ErrorKind::NotFound,
            io::ErrorKind::AlreadyExists => ErrorKind::Exists,
            io::ErrorKind::FileTooLarge => ErrorKind::TooLarge,
            _ => ErrorKind::Io,
        };
        Self::new(kind, format!("`{}`: {error}", path.display()))
    }
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SigningError {}

/// The result of everything here that can fail.
pub type Result<T, E = SigningError> = std::result::Result<T, E>;
