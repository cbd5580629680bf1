//! Characters of RTF: the two symbol fonts whose letters are other signs, and the words that stand for a character.

/// A font whose letters mean something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolFont {
    /// Adobe's Symbol.
    Symbol,
    /// Microsoft's Wingdings.
    Wingdings,
}

/// The Greek letters of Symbol from `A` and from `a`.
const UPPER: [char; 26] = [
    'Α', 'Β', 'Χ', 'Δ', 'Ε', 'Φ', 'Γ', 'Η', 'Ι', 'ϑ', 'Κ', 'Λ', 'Μ', 'Ν', 'Ο', 'Π', 'Θ', 'Ρ', 'Σ', 'Τ', 'Υ', 'ς', 'Ω',
    'Ξ', 'Ψ', 'Ζ',
];
const LOWER: [char; 26] = [
    'α', 'β', 'χ', 'δ', 'ε', 'φ', 'γ', 'η', 'ι', 'ϕ', 'κ', 'λ', 'μ', 'ν', 'ο', 'π', 'θ', 'ρ', 'σ', 'τ', 'υ', 'ϖ', 'ω',
    'ξ', 'ψ', 'ζ',
];

/// The character of a byte in a symbol font, `None` if it is not known.
pub fn symbol(font: SymbolFont, byte: u8) -> Option<char> {
    Some(match (font, byte) {
        (_, b' ') => ' ',
        (_, 0xa0) => '\u{a0}',
        (SymbolFont::Symbol, b'A'..=b'Z') => *UPPER.get(usize::from(byte - b'A'))?,
        (SymbolFont::Symbol, b'a'..=b'z') => *LOWER.get(usize::from(byte - b'a'))?,
        (
            SymbolFont::Symbol,
            b'0'..=b'9' | b'(' | b')' | b'+' | b',' | b'.' | b'/' | b':' | b';' | b'<' | b'=' | b'>',
        ) => char::from(byte),
        (SymbolFont::Symbol, b'%' | b'&' | b'!' | b'?' | b'#' | b'[' | b']' | b'{' | b'}' | b'|' | b'_') => {
            char::from(byte)
        }
        (SymbolFont::Symbol, b'-') => '−',
        (SymbolFont::Symbol, b'*') => '∗',
        (SymbolFont::Symbol, 0x40) => '≅',
        (SymbolFont::Symbol, 0x7e) => '∼',
        (SymbolFont::Symbol, 0xa3) => '≤',
        (SymbolFont::Symbol, 0xa5) => '∞',
        (SymbolFont::Symbol, 0xab) => '↔',
        (SymbolFont::Symbol, 0xac) => '←',
        (SymbolFont::Symbol, 0xad) => '↑',
        (SymbolFont::Symbol, 0xae) => '→',
        (SymbolFont::Symbol, 0xaf) => '↓',
        (SymbolFont::Symbol, 0xb0) => '°',
        (SymbolFont::Symbol, 0xb1) => '±',
        (SymbolFont::Symbol, 0xb3) => '≥',
        (SymbolFont::Symbol, 0xb4) => '×',
        (SymbolFont::Symbol, 0xb7) => '•',
        (SymbolFont::Symbol, 0xb8) => '÷',
        (SymbolFont::Symbol, 0xb9) => '≠',
        (SymbolFont::Symbol, 0xbb) => '≈',
        (SymbolFont::Symbol, 0xbc) => '…',
        (SymbolFont::Symbol, 0xc6) => '∅',
        (SymbolFont::Symbol, 0xd0) => '∠',
        (SymbolFont::Symbol, 0xd6) => '√',
        (SymbolFont::Symbol, 0xde) => '⇒',
        (SymbolFont::Wingdings, b'l' | 0x9f) => '●',
        (SymbolFont::Wingdings, b'n') => '■',
        (SymbolFont::Wingdings, b'q' | b'o' | 0xa8) => '□',
        (SymbolFont::Wingdings, b'v') => '❖',
        (SymbolFont::Wingdings, 0xa7) => '▪',
        (SymbolFont::Wingdings, 0xd8) => '➢',
        (SymbolFont::Wingdings, 0xdf) => '←',
        (SymbolFont::Wingdings, 0xe0) => '→',
        (SymbolFont::Wingdings, 0xe1) => '↑',
        (SymbolFont::Wingdings, 0xe2) => '↓',
        (SymbolFont::Wingdings, 0xe8) => '➔',
        (SymbolFont::Wingdings, 0xfb) => '✗',
        (SymbolFont::Wingdings, 0xfc) => '✓',
        (SymbolFont::Wingdings, 0xfd) => '☒',
        (SymbolFont::Wingdings, 0xfe) => '☑',
        _ => return None,
    })
}

/// The character that a control word stands for.
pub fn character(word: &str) -> Option<char> {
    Some(match word {
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "tab" | "emspace" | "nestcell" => '\u{2003}',
        "enspace" => '\u{2002}',
        "qmspace" => '\u{2005}',
        "line" | "softline" | "nestrow" => '\n',
        _ => return None,
    })
}

/// Groups whose content is not text of the document.
pub fn is_data(word: &str) -> bool {
    matches!(
        word,
        "colortbl"
            | "stylesheet"
            | "listtable"
            | "listoverridetable"
            | "filetbl"
            | "revtbl"
            | "rsidtbl"
            | "xmlnstbl"
            | "pgdsctbl"
            | "themedata"
            | "colorschememapping"
            | "latentstyles"
            | "datastore"
            | "generator"
            | "userprops"
            | "template"
            | "private"
            | "xe"
            | "tc"
            | "tcn"
            | "rxe"
            | "txe"
            | "ftnsep"
            | "ftnsepc"
            | "ftncn"
            | "aftnsep"
            | "aftnsepc"
            | "aftncn"
            | "bkmkstart"
            | "bkmkend"
            | "atnid"
            | "atnauthor"
            | "atntime"
            | "atnicn"
            | "atnref"
            | "atnparent"
            | "atndate"
            | "atrfstart"
            | "atrfend"
            | "formfield"
            | "datafield"
            | "pntxta"
            | "pntxtb"
            | "pn"
            | "sn"
            | "sv"
            | "objdata"
            | "objclass"
            | "objname"
            | "objalias"
            | "objsect"
            | "nesttableprops"
            | "nonesttables"
            | "picprop"
            | "fname"
            | "falt"
            | "panose"
            | "mmathPr"
            | "wgrffmtfilter"
            | "docvar"
            | "background"
            | "passwordhash"
            | "protusertbl"
            | "factoidname"
            | "nextfile"
            | "hlinkbase"
    )
}
