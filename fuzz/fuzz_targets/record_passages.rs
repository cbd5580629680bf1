//! Any bytes as text, CDA, FHIR, RTF or HTML. `cargo +nightly fuzz run record_passages`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::record_passages(bytes));
