//! The case: the model, reading it with source positions, its translations and its published schema.

#[macro_use]
pub mod model;
mod load;
pub(crate) mod read;
mod schema;
mod translation;

pub use load::{Case, Limits, LoadFailure, place_in_text};
pub use schema::{case_schema, translation_schema};
pub use translation::{
    BlockState, BlockStatus, Method, TranslatedBlock, Translation, TranslationFile, block_digest, block_states,
    localize,
};
pub(crate) use translation::{missing_block, stale_block};
