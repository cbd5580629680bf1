//! Any text under the typography of every locale. `cargo +nightly fuzz run typography`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::typography(bytes));
