//! What people see: progress, diagnostics, summaries. All of it on standard error; data alone on standard output.

use std::io::{self, IsTerminal, Write};

use crate::diagnostics::{Diagnostics, Severity, SourceMap, render_human};

/// Most diagnostics shown in full; the rest is counted.
const SHOWN: usize = 200;

pub(super) struct Terminal {
    quiet: bool,
    colour: bool,
}

impl Terminal {
    pub fn new(quiet: bool) -> Self {
        let colour = io::stderr().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { quiet, colour }
    }

    /// Data for standard output. A reader that has gone away (`| head`) is no error.
    pub fn data(&self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }

    /// A line for people.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            self.put(&format!("{line}\n"));
        }
    }

    /// A question, without a line feed after it; asked even when nothing else is said.
    pub fn prompt(&self, question: &str) {
        self.put(question);
        let _ = io::stderr().flush();
    }

    pub fn error(&self, message: &str) {
        self.put(&format!("error: {}\n", message.trim_end()));
    }

    pub fn diagnostics(&self, diagnostics: &Diagnostics, sources: &SourceMap) {
        for diagnostic in diagnostics.0.iter().take(SHOWN) {
            self.put(&format!("{}\n", render_human(diagnostic, sources, self.colour)));
        }
        if diagnostics.0.len() > SHOWN {
            self.put(&format!("… and {} more\n\n", diagnostics.0.len() - SHOWN));
        }
    }

    /// "3 errors, 1 warning".
    pub fn summary(&self, diagnostics: &Diagnostics) {
        let count = |severity| diagnostics.0.iter().filter(|d| d.severity == severity).count();
        let words = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let parts: Vec<String> =
            [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "remark")]
                .into_iter()
                .map(|(severity, word)| (count(severity), word))
                .filter(|(n, _)| *n > 0)
                .map(|(n, word)| words(n, word))
                .collect();
        self.put(&if parts.is_empty() { "nothing found\n".to_owned() } else { format!("{}\n", parts.join(", ")) });
    }

    fn put(&self, text: &str) {
        // If standard error is closed there is no one left to tell.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}
