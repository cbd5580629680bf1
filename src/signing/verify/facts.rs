//! Facts, answers and the status that follows.

use std::fmt;

/// What is to be thought of a file, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// It is not what was signed, or not in the form it must have.
    Altered,
    /// It is not signed by somebody trusted to.
    Untrusted,
    /// A signature is missing.
    Incomplete,
    /// It was valid and has been withdrawn.
    Withdrawn,
    /// It was valid and a newer version has taken its place.
    Superseded,
    /// Nothing is wrong with it.
    Valid,
}

impl Status {
    /// The exit code of `opine verify`. 64 is for a call that makes no sense, and not decided here.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Altered => 1,
            Self::Untrusted => 2,
            Self::Incomplete => 3,
            Self::Superseded | Self::Withdrawn => 4,
        }
    }

    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Untrusted => "untrusted",
            Self::Incomplete => "incomplete",
            Self::Withdrawn => "withdrawn",
            Self::Superseded => "superseded",
            Self::Valid => "valid",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// Nobody can say, or nobody asked.
    Unknown,
}

impl Answer {
    /// Both: no where either is no, yes where both are yes.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// As JSON has it: true, false, nothing.
    pub fn as_bool(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

impl From<bool> for Answer {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// Something found out, as the id of a message and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// One of [`MESSAGES`].
    pub id: &'static str,
    /// Its arguments by name. Times are RFC 3339; a `reason` is plain English from below.
    pub arguments: Vec<(&'static str, String)>,
    /// The status it leads to; [`Status::Valid`] for what is only worth knowing.
    pub status: Status,
}

impl Fact {
    pub(super) fn new(id: &'static str, status: Status, arguments: Vec<(&'static str, String)>) -> Self {
        debug_assert!(
            MESSAGES.iter().any(|(known, names)| *known == id && arguments.iter().map(|(name, _)| name).eq(*names)),
            "{id} {arguments:?}"
        );
        Self { id, arguments, status }
    }

    pub(super) fn altered(id: &'static str, arguments: Vec<(&'static str, String)>) -> Self {
        Self::new(id, Status::Altered, arguments)
    }

    pub(super) fn untrusted(id: &'static str, arguments: Vec<(&'static str, String)>) -> Self {
        Self::new(id, Status::Untrusted, arguments)
    }

    pub(super) fn incomplete(id: &'static str, arguments: Vec<(&'static str, String)>) -> Self {
        Self::new(id, Status::Incomplete, arguments)
    }

    pub(super) fn note(id: &'static str, arguments: Vec<(&'static str, String)>) -> Self {
        Self::new(id, Status::Valid, arguments)
    }

    /// An argument by its name.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// Every message a fact may name, with its arguments in order: what each language must have a sentence for.
pub const MESSAGES: &[(&str, &[&str])] = &[
    // A signature.
    ("verify-signature-valid", &["name", "roles", "time"]),
    ("verify-altered", &["name"]),
    ("verify-integrity-unknown", &["reason"]),
    ("verify-signature-unreadable", &["reason"]),
    ("verify-signature-invalid", &["name"]),
    ("verify-signature-unsupported", &["name", "reason"]),
    ("verify-no-certificate", &[]),
    ("verify-form", &["name", "reason"]),
    ("verify-not-trusted", &["name", "issuer"]),
    ("verify-not-yet-valid", &["name", "time"]),
    ("verify-expired", &["name", "time"]),
    ("verify-revoked", &["name", "time", "reason"]),
    ("verify-revocation-unknown", &["reason"]),
    ("verify-certificate-unsuitable", &["reason"]),
    ("verify-weak", &["reason"]),
    ("verify-not-passed", &["name", "reason"]),
    ("verify-no-role", &["name"]),
    ("verify-role-not-certified", &["name", "role"]),
    ("verify-name-differs", &["name", "claimed"]),
    ("verify-key-differs", &["name"]),
    ("verify-time-proven", &["time", "authority"]),
    ("verify-time-claimed", &["time"]),
    ("verify-minisign-valid", &[]),
    ("verify-minisign-invalid", &["reason"]),
    ("verify-minisign-not-checked", &[]),
    // A PDF.
    ("verify-unreadable", &["reason"]),
    ("verify-not-signed", &[]),
    ("verify-signature-malformed", &["field", "reason"]),
    ("verify-changed-after-signing", &["name", "reason"]),
    ("verify-signed-again", &["fields"]),
    ("verify-risk", &["reason"]),
    ("verify-rerender-same", &[]),
    ("verify-rerender-differs", &["byte"]),
    // Completeness.
    ("verify-complete", &["manager", "director"]),
    ("verify-missing-certification", &[]),
    ("verify-missing-approval", &[]),
    ("verify-approval-without-lock", &["name"]),
    ("verify-wrong-order", &[]),
    ("verify-several-approvals", &[]),
    ("verify-several-certifications", &[]),
    ("verify-same-person", &["name"]),
    ("verify-not-a-release", &["act"]),
    ("verify-other-signer", &["name", "expected"]),
    // Belonging together.
    ("verify-in-approval", &["case", "version", "kind", "locale"]),
    ("verify-not-in-approval", &["file"]),
    ("verify-document-swapped", &["file", "expected"]),
    ("verify-document-not-included", &["file"]),
    ("verify-no-documents", &[]),
    ("verify-other-case", &["case", "expected"]),
    ("verify-other-version", &["version", "expected"]),
    ("verify-case-changed", &["case"]),
    ("verify-log-matches", &["lines"]),
    ("verify-log-altered", &["reason"]),
    ("verify-log-cut", &["lines", "expected"]),
    ("verify-archive", &["problem", "file", "reason"]),
    ("verify-archive-intact", &["files"]),
    // Currency.
    ("verify-current", &[]),
    ("verify-current-not-checked", &[]),
    ("verify-withdrawn", &["time", "name", "reason"]),
    ("verify-superseded", &["version", "time", "name"]),
    ("verify-beside-refused", &["file", "reason"]),
];
