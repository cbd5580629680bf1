//! Any text as XLIFF. `cargo +nightly fuzz run xliff`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::xliff(bytes));
