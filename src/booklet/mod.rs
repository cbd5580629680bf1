//! The package that goes out: the volume of source records, the documents, the letter, the start page, and what of all
//! that each reader receives; and how it is printed.
//!
//! The booklet itself stays what it is, PDF/A-3a and PDF/UA-1, and is what the medical director signs. The records go into
//! a volume of their own beside it (`docs/architecture.md` says why): its dividers, strips, links, bookmarks and
//! alternative texts are set here, its pages are the records' own.
//!
//! ```
//! use opine::booklet::{Build, Recipient};
//! use opine::{Case, Engine};
//!
//! let engine = Engine::builder().build().map_err(|found| format!("{found:?}"))?;
//! let case = Case::open("samples/spine").map_err(|failure| failure.to_string())?;
//! let day = "2026-04-20".parse()?;
//! let build = Build {
//!     engine: &engine,
//!     case: &case,
//!     locales: &[],
//!     issued: None,
//!     signed: None,
//!     recipient: Some(Recipient::of(&case, "treating-physician", day).map_err(|found| format!("{found:?}"))?),
//!     beside: &[],
//!     jobs: 2,
//! };
//! let folder = tempfile::tempdir()?;
//! let records = build.records();
//! let package = build.into_folder(&records, folder.path()).map_err(|found| format!("{found:?}"))?;
//! assert!(package.draft && folder.path().join("index.html").exists());
//! assert!(package.volumes.iter().all(|volume| volume.pages > 10));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod imposition;
mod package;
mod print;
mod recipient;
mod start_page;
mod volume;

pub use imposition::{Spread, duplex, saddle_stitch};
pub use package::{Build, Made, Package, START_PAGE, SUMS, paths, volume_file};
pub use print::{Layout, Printed, print};
pub use recipient::Recipient;
pub use start_page::check_template;
pub use volume::{Bound, Job, ReadRecord, Records, bind};
