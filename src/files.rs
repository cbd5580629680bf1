//! Reading with limits and writing whole or not at all.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Reads a whole file of at most `limit` bytes; a larger one is refused before more than that is read.
///
/// # Errors
/// The I/O error, or [`io::ErrorKind::FileTooLarge`] with the limit in its text.
pub fn read_limited(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a folder, not a file"));
    }
    read_from(file, limit)
}

/// Reads all of `source`, at most `limit` bytes.
///
/// # Errors
/// As [`read_limited`].
pub fn read_from(source: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let text = format!("is larger than {} MB", limit / 1_000_000);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
    }
    Ok(bytes)
}

/// Writes a file so that it appears whole or not at all: into a temporary file beside it, flushed to disk, renamed.
///
/// # Errors
/// The I/O error; an existing file is then untouched.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    #[cfg(unix)]
    {
        // A temporary file is private to its owner; a finished document follows the usual permissions.
        use std::os::unix::fs::PermissionsExt;
        temporary.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    temporary.persist(path).map_err(|error| error.error)?;
    Ok(())
}
