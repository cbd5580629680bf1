//! Prose: the Markdown of cases and letters, read, set and made from templates.
//!
//! comrak turns Markdown into blocks for setting ([`markdown`]); pulldown-cmark reads it with byte offsets for
//! readability, translation and diagnostics ([`plain`](mod@plain)); minijinja writes letters and notices as Markdown
//! ([`template`]).
//! A property test holds the two parsers to the same text.

mod convert;
pub mod escape;
mod hidden;
pub mod markdown;
pub mod plain;
mod reference;
pub mod template;

pub use escape::escape;
pub(crate) use hidden::prepare;
pub use markdown::{Parsed, Problem, blocks, inlines};
pub(crate) use plain::parser;
pub use plain::{Reading, Segment, plain, read, segments};
pub(crate) use reference::SCHEME as REFERENCE;
pub use template::Letters;

#[cfg(test)]
mod equality_tests;
#[cfg(test)]
mod letters_tests;
#[cfg(test)]
mod markdown_tests;
