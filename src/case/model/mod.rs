//! The case model: what specialists, case manager and medical director write together.
//!
//! Every public name is the field's own (HL7 consultation note, GRADE, RADPEER, ISDM); each type is one entity of
//! `docs/case-format.md`. The types carry no behaviour beyond what follows from the data alone.

#[macro_use]
mod entity;
mod case;
mod evidence;
mod findings;
mod opinions;
mod people;
mod questions;
mod recommendations;
mod records;
mod sign_off;
mod summary;
mod values;

pub use case::*;
pub use entity::{BlockPath, Texts};
pub use evidence::*;
pub use findings::*;
pub use opinions::*;
pub use people::*;
pub use questions::*;
pub use recommendations::*;
pub use records::*;
pub use sign_off::*;
pub use summary::*;
pub use values::*;
