//! Records as they came in: what a file holds, whose it says it is, and its pages for the volume that binds them.
//!
//! A file is what its bytes say: a PDF, pictures, DICOM, a text, a C-CDA or FHIR document ([`Reading`]). Pages of a PDF and
//! pictures become form XObjects of the volume and keep their bytes; texts become [`passages`] that are typeset. What
//! cannot be shown whole is attached, with the [`Reason`]: never dropped, never half shown. Everything here reads foreign
//! bytes and is bounded by what a file declares, before anything of that size is made.

pub mod dicom;
pub mod draw;
mod glance;
pub mod objects;
pub mod passages;
pub mod pdf;
pub mod picture;
pub mod pictures;
mod reading;
pub mod sheet;

pub use glance::{identity_of, pages_of};
pub use passages::Identity;
pub use picture::Reason;
pub use reading::{MAX_FILE, MAX_TIME, Opened, Reading, THREAD, TextRecord, open, read};
pub use sheet::{Paper, Sheet, Shows};
