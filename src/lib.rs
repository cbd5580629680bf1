//! Opine authors reports and builds booklets for remote medical second opinions.
#![forbid(unsafe_code)]

pub mod case;
pub mod citations;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compose;
pub mod diagnostics;
pub mod document;
mod engine;
pub mod files;
pub mod locale;
pub mod prose;
pub mod rules;
pub mod theme;
pub mod typeset;

pub use case::{Case, LoadFailure};
pub use document::DocumentKind;
pub use engine::{Engine, EngineBuilder, Render};
pub use rules::Stage;
pub use theme::Theme;
