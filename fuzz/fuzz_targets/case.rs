//! Any bytes as a case: read or refused, never a panic. `cargo +nightly fuzz run case`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(failure) = opine::Case::from_bytes("case.yaml", bytes) {
        for diagnostic in &failure.diagnostics.0 {
            let _ = opine::diagnostics::render_human(diagnostic, &failure.sources, false);
        }
    }
});
