//! Any bytes as an approval or notice with its signatures. `cargo +nightly fuzz run approval`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::approval(bytes));
