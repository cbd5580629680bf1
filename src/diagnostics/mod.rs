//! One [`Diagnostic`] for every stage: loading, checking, references, prose, typesetting.
//!
//! Every stage collects all it finds and returns it together; nothing stops at the first error unless going on would
//! only repeat it.

mod human;
mod machine;
mod source;

pub use human::{render_human, render_short};
pub use machine::{JSON_FORMAT_VERSION, render_json, render_sarif};
pub use source::{LineColumn, SourceFile, SourceId, SourceMap};

use std::fmt;
use std::ops::Range;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The documents must not be made or released like this.
    Error,
    /// Needs a mend or a waiver with a reason.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word printed before the code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A place in a source file, with what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub file: SourceId,
    /// Byte range in it.
    pub range: Range<usize>,
    /// What is said at this place; may be empty.
    pub text: String,
}

/// A mechanical mend: exact bytes of a file to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The file.
    pub file: SourceId,
    /// The bytes that go.
    pub range: Range<usize>,
    /// What takes their place.
    pub replacement: String,
}

/// One thing that is wrong, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code: a rule id such as `RCM-04`, or a loading code such as `YML-01`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// Where; the first label is the primary one. Empty only where there is no source.
    pub labels: Vec<Label>,
    /// How to mend it, each one sentence.
    pub hints: Vec<String>,
    /// The block of the case it is about, such as `findings.F1.statement.patient`.
    pub path: Option<String>,
    /// What `opine check --fix` writes, where the mend is mechanical.
    pub fix: Option<Box<Fix>>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A diagnostic of any severity.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), labels: Vec::new(), hints: Vec::new(), path: None, fix: None }
    }

    /// Adds a place.
    #[must_use]
    pub fn label(mut self, file: SourceId, range: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label { file, range, text: text.into() });
        self
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Names the block of the case it is about.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds the mechanical mend, if there is one.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix.map(Box::new);
        self
    }

    /// Whether it blocks.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity.as_str(), self.code, self.message)
    }
}

/// A list of diagnostics that stopped the work, as the error of a `Result`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Whether any of them blocks.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Diagnostic::is_error)
    }

    /// Sorts by file, place, severity and code, and drops exact repetitions.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            let place = |d: &Diagnostic| d.labels.first().map(|l| (l.file, l.range.start));
            (place(a), a.severity, a.code, &a.message).cmp(&(place(b), b.severity, b.code, &b.message))
        });
        self.0.dedup();
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
