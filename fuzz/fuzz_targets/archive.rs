//! Any bytes as an archive. `cargo +nightly fuzz run archive`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::archive(bytes));
