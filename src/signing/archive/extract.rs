//! Taking the files out of a checked archive.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read, Seek, Write as _};
use std::path::Path;

use super::problem::ArchiveProblem as Problem;
use super::read::{Archive, Contents};

impl<R: Read + Seek> Archive<R> {
    /// Extracts every file into a new folder, whole or not at all: into a hidden folder beside it first, which is
    /// renamed at the end.
    ///
    /// `contents` comes from [`Self::check`]; each file is compared with it once more while it is written.
    ///
    /// # Errors
    /// There is already something at `into`, a file changed since the check, or the disk refuses. Nothing is left
    /// behind.
    pub fn extract(&mut self, contents: &Contents, into: &Path) -> Result<(), Problem> {
        let io = |error: std::io::Error| Problem::Io(format!("`{}`: {error}", into.display()));
        let exists = || Problem::Io(format!("`{}` already exists", into.display()));
        if into.symlink_metadata().is_ok() {
            return Err(exists());
        }
        let parent = into.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = tempfile::Builder::new().prefix(".opine-").tempdir_in(parent).map_err(io)?;
        let names: Vec<String> = self.members().map(|member| member.name.to_owned()).collect();
        for name in names {
            let path = temporary.path().join(&name);
            // Names are checked, so this holds; it is asked once more where it would do harm.
            if !path.starts_with(temporary.path()) {
                return Err(Problem::Name { name, why: "it leads elsewhere" });
            }
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(io)?;
            }
            let file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(io)?;
            let mut out = BufWriter::new(file);
            let digest = self.copy(&name, &mut out)?;
            out.flush().map_err(io)?;
            out.get_ref().sync_all().map_err(io)?;
            if contents.digests.get(&name).is_some_and(|expected| *expected != digest) {
                return Err(Problem::Digest(name));
            }
        }
        if into.symlink_metadata().is_ok() {
            return Err(exists());
        }
        #[cfg(unix)]
        {
            // A temporary folder is its owner's alone; a finished one follows the usual permissions.
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(temporary.path(), fs::Permissions::from_mode(0o755)).map_err(io)?;
        }
        fs::rename(temporary.path(), into).map_err(io)?;
        // The folder is no longer where it was made: there is nothing to clean up.
        let _ = temporary.keep();
        #[cfg(unix)]
        File::open(parent).and_then(|parent| parent.sync_all()).map_err(io)?;
        Ok(())
    }
}
