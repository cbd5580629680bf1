//! Any text as Markdown: set or refused by name, and both readers of it survive.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = opine::prose::blocks(text);
    let _ = opine::prose::inlines(text);
    let _ = opine::prose::plain(text);
    let _ = opine::locale::typography::typeset(opine::case::model::LocaleTag::FrFr, text);
});
