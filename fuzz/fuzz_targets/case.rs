//! Any bytes as a case: read or refused, never a panic. `cargo +nightly fuzz run case`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::case(bytes));
