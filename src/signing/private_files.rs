//! Writing what only its owner may read, whole or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::error::{ErrorKind, Result, SigningError};

/// Writes a file that only its owner may read (mode 0600), whole or not at all. One that is there is replaced.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let fail = |error: std::io::Error| SigningError::io(path, &error);
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file is private to its owner from the start, and stays so.
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    temporary.write_all(bytes).map_err(fail)?;
    temporary.as_file().sync_all().map_err(fail)?;
    temporary.persist(path).map_err(|error| fail(error.error))?;
    flush(folder);
    Ok(())
}

/// Writes a folder of files (mode 0700, each file 0600), whole or not at all.
///
/// # Errors
/// There is already something at `folder`, or it cannot be written.
pub(crate) fn write_folder(folder: &Path, files: &[(&str, &[u8])]) -> Result<()> {
    let fail = |error: std::io::Error| SigningError::io(folder, &error);
    if folder.symlink_metadata().is_ok() {
        return Err(SigningError::new(ErrorKind::Exists, format!("`{}` is already there", folder.display()))
            .with_hint("choose another folder: keys are never overwritten"));
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(fail)?;
    // Private to its owner from the start; removed again if anything below fails.
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    let temporary = builder.tempdir_in(parent).map_err(fail)?;
    for (name, bytes) in files {
        write(&temporary.path().join(name), bytes)?;
    }
    fs::rename(temporary.path(), folder).map_err(fail)?;
    // It has moved: there is nothing left to remove under the temporary name.
    let _ = temporary.keep();
    flush(parent);
    Ok(())
}

/// Lets a new name in a folder reach the disk too, where folders can be flushed.
fn flush(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}
