//! Any bytes as a PDF of records. `cargo +nightly fuzz run record_pdf`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::record_pdf(bytes));
