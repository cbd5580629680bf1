//! Opine
#![forbid(unsafe_code)]
pub mod case;
pub mod diagnostics;
pub mod files;
pub use case::{Case, LoadFailure};
