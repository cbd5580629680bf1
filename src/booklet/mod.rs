//! The package that goes out: the volume of source records, the documents, the letter, the start page, and what of all
//! that each reader receives; and how it is printed.
//!
//! The booklet itself stays what it is, PDF/A-3a and PDF/UA-1, and is what the medical director signs. The records go into
//! a volume of their own beside it (`docs/architecture.md` says why): its dividers, strips, links, bookmarks and
//! alternative texts are set here, its pages are the records' own.

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
