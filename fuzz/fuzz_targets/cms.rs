//! Any bytes as a signature, time stamp, certificate, request, list or key. `cargo +nightly fuzz run cms`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::cms(bytes));
