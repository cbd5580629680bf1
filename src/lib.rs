//! Opine authors reports and builds booklets for remote medical second opinions.
//!
//! Specialists, a case manager and a medical director write one *case* (YAML or JSON). Opine checks it and turns it into
//! three documents, each in every language of the case: a doctor-to-doctor **consultation report**, a plain-language
//! **patient summary**, and the **ACCESS booklet** that binds both. They are PDF/A-3a and PDF/UA-1: made to be kept and
//! to be read by everyone.
//!
//! ```
#![doc = include_str!("../examples/render.rs")]
//! ```
//!
//! The modules stand on floors, and each uses only what is below it (`docs/architecture.md`):
//! [`diagnostics`], [`files`] · [`case`], [`document`], [`locale`], [`theme`] · [`prose`], [`citations`], [`language`],
//! [`records`] · [`rules`], [`signing`], [`xliff`] · [`compose`] · [`typeset`] · [`Engine`] · [`booklet`], [`review`] · `cli`.
//!
//! Nothing below the command line reads the clock, the environment or randomness: the same case gives the same bytes.
#![forbid(unsafe_code)]

pub mod booklet;
pub mod case;
pub mod citations;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compose;
pub mod diagnostics;
pub mod document;
mod engine;
pub mod files;
pub mod language;
pub mod locale;
pub mod parallel;
pub mod prose;
pub mod records;
pub mod review;
pub mod rules;
pub mod signing;
pub mod theme;
pub mod typeset;
pub mod xliff;

pub use case::{Case, LoadFailure};
pub use document::DocumentKind;
pub use engine::{Engine, EngineBuilder, Render};
pub use rules::Stage;
pub use theme::Theme;
