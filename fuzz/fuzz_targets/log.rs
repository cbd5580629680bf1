//! Any bytes as an audit log. `cargo +nightly fuzz run log`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::log(bytes));
