//! What several tests need.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use opine::{Case, Engine};

/// The engine with the built-in theme, built once for all tests.
pub fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::builder().build().unwrap_or_else(|error| panic!("{error}")))
}

/// A path in the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The samples by name.
pub const SAMPLES: [&str; 3] = ["oncology", "cardiology", "spine"];

/// A sample.
pub fn sample(name: &str) -> Case {
    Case::open(repository("samples").join(name)).unwrap_or_else(|failure| panic!("{failure}"))
}

/// The case that `opine new` writes for oncology, as a folder.
pub fn starter() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_starter(folder.path());
    folder
}

/// Writes that case into a folder.
pub fn copy_starter(folder: &Path) {
    for (from, to) in [("oncology.yaml", "case.yaml"), ("references/oncology.bib", "references.bib")] {
        std::fs::copy(repository("templates/new").join(from), folder.join(to)).unwrap();
    }
}

/// The starter case with a change made to its text.
pub fn changed(change: impl FnOnce(String) -> String) -> Result<Case, opine::LoadFailure> {
    let folder = starter();
    let path = folder.path().join("case.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, change(text)).unwrap();
    Case::open(folder.path())
}
