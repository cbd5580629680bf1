//! Any bytes as a signed PDF. `cargo +nightly fuzz run verify_pdf`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::verify_pdf(bytes));
