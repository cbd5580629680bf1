//! Characters that nobody sees but that change what a text says.

/// Characters that a reader cannot see and that could make a text say something else on the page than in the file:
/// directional overrides and isolates, zero-width characters, fillers, tags, controls. Each with its byte offset.
///
/// The soft hyphen (U+00AD), line feed and tab are allowed. See Unicode Technical Report 36 and "Trojan Source"
/// (CVE-2021-42574).
pub fn hidden_characters(text: &str) -> Vec<(usize, char)> {
    text.char_indices().filter(|(_, c)| is_hidden(*c)).collect()
}

fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control(),
    }
}

/// A hidden character as diagnostics name it, such as "U+202E (right-to-left override)".
pub fn hidden_name(c: char) -> String {
    let name = match c {
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}'..='\u{2068}' => "directional isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{feff}' => "byte order mark",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        '\u{e0100}'..='\u{e01ef}' => "variation selector",
        _ if c.is_control() => "control character",
        _ => "invisible character",
    };
    format!("U+{:04X} ({name})", u32::from(c))
}
