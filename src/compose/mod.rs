//! Case, locale and theme become a [`Document`](document::Document).

pub mod document;
