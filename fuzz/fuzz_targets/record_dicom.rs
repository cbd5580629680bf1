//! Any bytes as DICOM. `cargo +nightly fuzz run record_dicom`.
#![no_main]

#[path = "../../tests/suite/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::record_dicom(bytes));
