//! Which characters the fonts of a theme can show.

use std::collections::BTreeSet;

use typst::text::Font;

use crate::theme::Settings;

/// The characters that text and fallback families have glyphs for.
///
/// A character without a glyph would be an empty box in a medical document, and PDF/A forbids it; so it is refused by
/// name before anything is set.
pub struct Coverage {
    fonts: Vec<Font>,
}

impl Coverage {
    pub(super) fn new(fonts: &[Font], settings: &Settings) -> Self {
        let families: Vec<String> = settings.fonts.fallback.iter().map(|family| family.to_lowercase()).collect();
        // Text falls back to these for what its own face lacks, so what they lack cannot be shown everywhere.
        let fallback = fonts.iter().filter(|font| families.contains(&font.info().family.to_lowercase()));
        Self { fonts: fallback.cloned().collect() }
    }

    /// Whether a character can be shown.
    pub fn contains(&self, c: char) -> bool {
        // Layout deals with these itself; they need no glyph.
        matches!(c, '\n' | '\r' | '\t' | ' ' | '\u{AD}' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{200B}')
            || self.fonts.iter().any(|font| font.info().coverage.contains(c as u32))
    }

    /// The characters of a text that cannot be shown, each once.
    pub fn missing(&self, text: &str) -> BTreeSet<char> {
        text.chars().filter(|c| !c.is_ascii_graphic() && !self.contains(*c)).collect()
    }
}
