//! Any text as XLIFF: read or refused, never a panic, and what is read comes apart and together again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use opine::diagnostics::{SourceId, SourceMap, render_human};
use opine::xliff::inline::{join, protect};
use opine::xliff::{Limits, read};

fuzz_target!(|text: &str| {
    match read(SourceId(0), text, &Limits::default()) {
        Ok(document) => {
            for unit in &document.units {
                let target = unit.target_markdown().unwrap_or_default();
                for markdown in [unit.source_markdown(), target] {
                    let whole = join(&protect(&markdown));
                    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                    assert_eq!(folded(&whole), folded(&markdown));
                }
            }
        }
        Err(diagnostics) => {
            let mut sources = SourceMap::default();
            sources.add("back.xlf", text);
            for diagnostic in &diagnostics.0 {
                let _ = render_human(diagnostic, &sources, false);
            }
        }
    }
});
