//! Integration tests, one module for each promise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, clippy::print_stdout, missing_docs)]

mod booklet;
mod cases;
mod cli;
mod commonmark;
mod determinism;
mod documents;
mod floors;
mod fuzz;
mod hostile;
mod keys;
mod mutations;
mod noise;
mod pages;
mod rules;
mod samples;
mod schema;
mod signing;
mod support;
mod themes;
mod translate;
mod words;
