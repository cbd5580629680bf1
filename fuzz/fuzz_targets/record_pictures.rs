//! Any bytes as pictures. `cargo +nightly fuzz run record_pictures`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::record_pictures(bytes));
