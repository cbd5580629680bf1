//! Any bytes as the content of a page with hidden layers. `cargo +nightly fuzz run record_content`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::record_content(bytes));
