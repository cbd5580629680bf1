//! Levels of the spine, and other names of letters and digits.

use std::ops::Range;

use super::tokens::Tokens;
use super::{Fact, Level};

/// Highest vertebra or root of a region: there is an eighth cervical root and sometimes a sixth lumbar vertebra.
fn highest(region: char) -> u8 {
    match region {
        'C' => 8,
        'T' => 12,
        'L' => 6,
        _ => 5,
    }
}

/// The level that a word is. "D12" is T12 in French and Spanish.
fn level_word(language: &str, raw: &str) -> Option<Level> {
    let mut letters = raw.chars();
    let region = match letters.next()? {
        'D' if language != "en" => 'T',
        region @ ('C' | 'T' | 'L' | 'S') => region,
        _ => return None,
    };
    let digits = letters.as_str();
    let number: u8 = digits.parse().ok().filter(|_| !digits.starts_with(['0', '+']))?;
    (1..=highest(region)).contains(&number).then_some(Level { region, number })
}

/// Words beside which T1 to T4 are of the spine, not of an image or a tumour.
fn is_spinal(word: &str) -> bool {
    [
        "vertebra",
        "vértebra",
        "vertèbre",
        "root",
        "raíz",
        "racine",
        "disc",
        "disco",
        "disque",
        "fractur",
        "level",
        "nivel",
        "niveau",
        "nerve",
        "nervio",
        "nerf",
        "spine",
        "columna",
        "colonne",
        "rachis",
        "thoracic",
        "dorsal",
        "torácic",
        "thoracique",
        "pedicle",
        "pedículo",
        "pédicule",
        "lamin",
    ]
    .iter()
    .any(|stem| word.starts_with(stem))
}

/// A level and its bytes.
type Placed = (Level, Range<usize>);

/// The levels of the spine at a place ("L4", "L4-L5", "L4-5", "L4/5"), and the place after them.
pub(super) fn levels(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<Placed>, usize)> {
    let token = tokens.get(at)?;
    let language = tokens.language();
    let first = level_word(language, token.raw)?;
    if token.raw.starts_with('D') && tokens.before(at, 1).starts_with("vitamin") {
        return None;
    }
    let mut found = vec![(first, token.start..token.end)];
    let mut next = at + 1;
    let joined = |next: usize| {
        matches!(tokens.text(next), "-" | "–" | "/" | "\u{2011}") && tokens.touches(next) && tokens.touches(next + 1)
    };
    while joined(next)
        && found.len() < 12
        && let Some(token) = tokens.get(next + 1)
    {
        let region = found.last().map_or(first.region, |(level, _)| level.region);
        let level = match token.whole() {
            // "L5/1" and "L5-1": the next region begins again at one.
            Some(1) if region == 'L' && found.last().is_some_and(|(level, _)| level.number >= 5) => {
                Some(Level { region: 'S', number: 1 })
            }
            Some(number) if token.raw.len() <= 2 && number <= u32::from(highest(region)) && number > 0 => {
                Some(Level { region, number: number as u8 })
            }
            Some(_) => None,
            None => level_word(language, token.raw),
        };
        let Some(level) = level else { break };
        found.push((level, token.start..token.end));
        next += 2;
    }
    // Weighting of an image, size of a tumour, hormones of the thyroid: T1 to T4 alone say nothing of the spine.
    if found.len() == 1 && first.region == 'T' && first.number <= 4 {
        let near = |word: &str| is_spinal(word);
        let context = (1..=3).any(|by| near(tokens.before(at, by)) || near(tokens.text(at + by)));
        if !context {
            return None;
        }
    }
    Some((found, next))
}

/// A word that mixes letters and digits, such as a gene, a stage or a test ("HER2", "cT2", "HbA1c"), or a Roman numeral; and
/// whether it is certain.
pub(super) fn code(tokens: &Tokens<'_>, at: usize) -> Option<(Fact, bool)> {
    let token = tokens.get(at).filter(|token| token.is_word() && token.raw.len() <= 40)?;
    if token.raw.bytes().any(|byte| byte.is_ascii_digit()) {
        return Some((Fact::Code(token.text.to_string()), true));
    }
    // "I", "V" and "X" are letters, "IV" a vein, "VI" a ventricle.
    let numeral = token.raw.strip_suffix(['A', 'B', 'C']).filter(|rest| roman(rest).is_some()).unwrap_or(token.raw);
    let value = roman(numeral)?;
    let certain = numeral.len() > 1 && !matches!(token.raw, "IV" | "VI" | "IX" | "XI" | "IC");
    (value > 1 && token.raw.len() > 1).then(|| (Fact::Code(token.text.to_string()), certain))
}

/// The value of a Roman numeral up to twelve.
pub(super) fn roman(text: &str) -> Option<u32> {
    const NUMERALS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    NUMERALS.iter().position(|numeral| *numeral == text).map(|index| index as u32 + 1)
}
