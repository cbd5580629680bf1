//! What texts say, in English, Spanish and French: sentences and syllables, how hard a text is, numbers and sides, drugs,
//! and the words a patient may not know.
//!
//! Everything here reads plain text (Markdown is read by [`crate::prose`]) and answers with byte ranges into it. It judges
//! nothing: that is for [`crate::rules`].
pub mod drugs;
pub mod facts;
pub mod fit;
pub mod help_numbers;
pub mod jargon;
pub mod readability;
pub mod sentences;
pub mod syllables;
