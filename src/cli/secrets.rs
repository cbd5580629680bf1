//! Passphrases and PINs: asked for without echo or read from a file, never taken from an argument or the environment,
//! and wiped from memory after use.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use getrandom::SysRng;
use getrandom::rand_core::{TryRng, UnwrapErr};
use zeroize::{Zeroize, Zeroizing};

use super::{Failure, Shared, Terminal};
use crate::signing::error::SigningError;
use crate::signing::keys::Passphrase;

/// Longest line of a passphrase file in bytes.
const MAX_LINE: usize = 4096;
/// How often a new passphrase is asked for before the command gives up.
const TRIES: usize = 3;

/// Where a passphrase comes from.
#[derive(Debug, Clone, Args)]
pub(super) struct PassphraseSource {
    /// Reads the passphrase from the first line of a file, `-` is standard input; asks for it without this
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseSource {
    /// The passphrase that opens `what`, such as "the key of Dr. Ana Directora".
    pub fn existing(&self, what: &str, shared: &Shared, terminal: &Terminal) -> Result<Passphrase, Failure> {
        match &self.passphrase_file {
            Some(path) => from_file(path, terminal),
            None => prompt(&format!("Passphrase of {what}: "), "--passphrase-file", shared),
        }
    }

    /// The PIN of a token. It is asked for once only, for tokens lock themselves.
    pub fn pin(&self, token: &str, shared: &Shared, terminal: &Terminal) -> Result<Passphrase, Failure> {
        match &self.passphrase_file {
            Some(path) => from_file(path, terminal),
            None => prompt(&format!("PIN of the token `{}`: ", shown(token)), "--passphrase-file", shared),
        }
    }

    /// A passphrase for a new key that belongs to `owner`.
    pub fn new_one(&self, owner: &str, shared: &Shared, terminal: &Terminal) -> Result<Passphrase, Failure> {
        new_passphrase(self.passphrase_file.as_deref(), "--passphrase-file", owner, shared, terminal)
    }
}

/// The password that locks a package for the way, from the first line of a file.
pub(super) fn delivery_password(path: &Path, terminal: &Terminal) -> Result<Zeroizing<String>, Failure> {
    let file = File::open(path).map_err(|error| Failure::Usage(format!("`{}`: {error}", path.display())))?;
    if others_may_read(&file) {
        terminal
            .say(&format!("warning: others may read `{}`\nhelp: `chmod 600` keeps it to its owner", path.display()));
    }
    let line = first_line(file, &format!("`{}`", path.display()))?;
    let text =
        std::str::from_utf8(&line).map_err(|_| Failure::Usage("the delivery password is not UTF-8".to_owned()))?;
    Passphrase::new(text)
        .check_strength("")
        .map_err(|weak| Failure::Usage(told(&weak).replace("passphrase", "delivery password")))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// A new passphrase, from a file or asked for twice; refused where it is weak.
pub(super) fn new_passphrase(
    file: Option<&Path>,
    option: &str,
    owner: &str,
    shared: &Shared,
    terminal: &Terminal,
) -> Result<Passphrase, Failure> {
    if let Some(path) = file {
        let passphrase = from_file(path, terminal)?;
        passphrase.check_strength(owner)?;
        return Ok(passphrase);
    }
    let mut last = String::new();
    for _ in 0..TRIES {
        let passphrase = prompt("New passphrase: ", option, shared)?;
        if let Err(weak) = passphrase.check_strength(owner) {
            last = told(&weak);
        } else if prompt("The same again: ", option, shared)?.is_same_as(&passphrase) {
            return Ok(passphrase);
        } else {
            last = "the two are not the same".to_owned();
        }
        terminal.say(&last);
    }
    Err(Failure::Usage(format!("no new passphrase after {TRIES} tries: {last}")))
}

/// Asks on the terminal, whatever standard input and output are.
fn prompt(text: &str, option: &str, shared: &Shared) -> Result<Passphrase, Failure> {
    if shared.no_input {
        return Err(Failure::Usage(format!(
            "a passphrase is needed, and `--no-input` forbids to ask for it\nhelp: use `{option} FILE`"
        )));
    }
    let typed = rpassword::prompt_password(text).map(Zeroizing::new).map_err(|error| {
        Failure::Usage(format!("a passphrase cannot be asked for: {error}\nhelp: use `{option} FILE`"))
    })?;
    if typed.is_empty() {
        return Err(Failure::Usage("no passphrase was given".to_owned()));
    }
    Ok(Passphrase::new(&typed))
}

/// The next line of standard input, or the first line of a file.
fn from_file(path: &Path, terminal: &Terminal) -> Result<Passphrase, Failure> {
    let name = if path == Path::new("-") { "standard input".to_owned() } else { format!("`{}`", path.display()) };
    let fail = |error: std::io::Error| Failure::Usage(format!("{name}: {error}"));
    let line = if path == Path::new("-") {
        first_line(standard_input().map_err(fail)?, &name)?
    } else {
        let file = File::open(path).map_err(fail)?;
        if others_may_read(&file) {
            terminal.say(&format!("warning: others may read {name}\nhelp: `chmod 600` keeps it to its owner"));
        }
        first_line(file, &name)?
    };
    let text =
        std::str::from_utf8(&line).map_err(|_| Failure::Usage(format!("the first line of {name} is not UTF-8")))?;
    if text.is_empty() {
        return Err(Failure::Usage(format!("the first line of {name} is empty: it holds no passphrase")));
    }
    Ok(Passphrase::new(text))
}

/// Standard input without the buffer that the standard library keeps for good, and with whatever comes after the line
/// left for the next who reads.
#[cfg(unix)]
fn standard_input() -> std::io::Result<impl Read> {
    use std::os::fd::AsFd;
    std::io::stdin().as_fd().try_clone_to_owned().map(File::from)
}

#[cfg(not(unix))]
fn standard_input() -> std::io::Result<impl Read> {
    Ok(std::io::stdin())
}

/// The bytes up to the first line break, without it. Read one by one into memory that never moves.
fn first_line(mut source: impl Read, name: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_LINE));
    let mut byte = [0];
    loop {
        match source.read(&mut byte) {
            Ok(0) => break,
            Ok(_) if byte == *b"\n" => break,
            Ok(_) if line.len() == MAX_LINE => {
                return Err(Failure::Usage(format!("the first line of {name} is longer than {MAX_LINE} bytes")));
            }
            Ok(_) => line.extend_from_slice(&byte),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::Usage(format!("{name}: {error}"))),
        }
    }
    byte.zeroize();
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(line)
}

/// Whether anybody but its owner may read a file; pipes belong to the process alone.
#[cfg(unix)]
fn others_may_read(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_file: &File) -> bool {
    false
}

/// The randomness of the operating system, after a look that there is any.
pub(super) fn randomness() -> Result<UnwrapErr<SysRng>, Failure> {
    let mut probe = Zeroizing::new([0; 16]);
    SysRng
        .try_fill_bytes(&mut *probe)
        .map_err(|error| Failure::Usage(format!("the system gives no random numbers: {error}")))?;
    Ok(UnwrapErr(SysRng))
}

/// A name from a certificate or a file as it may stand on a terminal: what would move the cursor or turn the direction of
/// the line is spelled out.
pub(super) fn shown(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
            text.extend(c.escape_unicode());
        } else {
            text.push(c);
        }
    }
    text
}

/// An error of signing as people read it.
pub(super) fn told(error: &SigningError) -> String {
    match error.hint() {
        Some(hint) => format!("{}\nhelp: {hint}", error.message()),
        None => error.message().to_owned(),
    }
}

impl From<SigningError> for Failure {
    fn from(error: SigningError) -> Self {
        Self::Usage(told(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_its_break_and_the_next_is_left() {
        let mut source = "étagère one\r\ntwo\nthree".as_bytes();
        let read = |source: &mut &[u8]| first_line(source, "it").ok().map(|line| line.to_vec());
        assert_eq!(read(&mut source).as_deref(), Some("étagère one".as_bytes()));
        assert_eq!(read(&mut source).as_deref(), Some(b"two".as_slice()));
        assert_eq!(read(&mut source).as_deref(), Some(b"three".as_slice()));
        assert_eq!(read(&mut source).as_deref(), Some(b"".as_slice()));
        assert!(read(&mut vec![b'x'; MAX_LINE + 1].as_slice()).is_none());
        assert!(read(&mut vec![b'x'; MAX_LINE].as_slice()).is_some());
    }

    #[test]
    fn without_input_nothing_is_asked() {
        let shared = Shared { theme: Vec::new(), quiet: true, no_input: true };
        let source = PassphraseSource { passphrase_file: None };
        let terminal = Terminal::new(true);
        for asked in [source.existing("a key", &shared, &terminal), source.pin("a token", &shared, &terminal)] {
            assert!(matches!(asked, Err(Failure::Usage(message)) if message.contains("--passphrase-file")));
        }
    }
}
