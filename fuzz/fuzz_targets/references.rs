//! Any text as references in any format: every entry read can be printed in every style.
#![no_main]

use libfuzzer_sys::fuzz_target;
use opine::case::model::LocaleTag;
use opine::citations::{Format, Style, plain, read};
use opine::diagnostics::SourceId;

fuzz_target!(|data: (u8, &str)| {
    let (choice, text) = data;
    let format = Format::ALL[choice as usize % Format::ALL.len()];
    let (library, _) = read(format, text, SourceId(0));
    for reference in library.iter().take(20) {
        for style in [Style::Nlm, Style::Ama, Style::Apa] {
            let _ = plain(reference, style, LocaleTag::FrCa);
        }
    }
});
