//! Sides of the body and levels of the spine.
//!
//! "Right" and "left" are also words of every day: what is correct, what one is entitled to, what is left over. A use that
//! may be either is found as uncertain: it answers for the word of the other language, and is not missed there.

use super::tokens::Tokens;
use super::{Fact, Level, Side};

/// A side at a place, whether it is certain, and the place after it.
pub(super) fn side(tokens: &Tokens<'_>, at: usize) -> Option<(Side, bool, usize)> {
    match tokens.language() {
        "es" => spanish(tokens, at),
        "fr" => french(tokens, at),
        _ => english(tokens, at),
    }
}

fn english(tokens: &Tokens<'_>, at: usize) -> Option<(Side, bool, usize)> {
    let (next, before, earlier) = (tokens.text(at + 1), tokens.before(at, 1), tokens.before(at, 2));
    let other_side = |word: &str| matches!(word, "left" | "right");
    match tokens.text(at) {
        "left" => {
            let paired = (matches!(before, "or" | "and" | "to" | "from" | "/" | "-" | "versus" | "than")
                && (other_side(earlier) || earlier == "from"))
                || (matches!(next, "or" | "and" | "to" | "/" | "than" | "versus") && other_side(tokens.text(at + 2)));
            let remains = matches!(
                before,
                "has"
                    | "have"
                    | "had"
                    | "was"
                    | "were"
                    | "is"
                    | "are"
                    | "be"
                    | "been"
                    | "being"
                    | "get"
                    | "she"
                    | "he"
                    | "they"
                    | "i"
                    | "we"
                    | "you"
                    | "who"
                    | "patient"
                    | "patients"
                    | "people"
                    | "nothing"
                    | "anything"
                    | "something"
                    | "what"
                    | "time"
                    | "options"
                    | "option"
                    | "much"
                    | "little"
                    | "not"
                    | "never"
            );
            let ends = matches!(
                next,
                "" | "."
                    | ","
                    | ";"
                    | ":"
                    | "?"
                    | "!"
                    | ")"
                    | "\n"
                    | "with"
                    | "in"
                    | "out"
                    | "over"
                    | "alone"
                    | "behind"
                    | "to"
                    | "the"
                    | "him"
                    | "her"
                    | "it"
                    | "them"
                    | "us"
                    | "a"
                    | "an"
                    | "as"
                    | "off"
                    | "for"
                    | "by"
                    | "on"
                    | "at"
                    | "open"
                    | "untreated"
                    | "unchanged"
                    | "before"
                    | "after"
                    | "when"
                    | "because"
                    | "and"
                    | "without"
                    | "work"
                    | "home"
                    | "early"
                    | "intact"
                    | "some"
                    | "no"
                    | "any"
            );
            if paired || !remains {
                let placed = matches!(
                    before,
                    "" | "the"
                        | "on"
                        | "to"
                        | "from"
                        | "his"
                        | "her"
                        | "your"
                        | "my"
                        | "its"
                        | "their"
                        | "a"
                        | "more"
                        | "than"
                        | "("
                        | ","
                        | "and"
                        | "or"
                        | ":"
                        | "."
                );
                // "No indication left at L5" may be of either kind, "on the left at L5" may not.
                let loose = !placed
                    && matches!(
                        next,
                        "at" | "to" | "for" | "with" | "by" | "in" | "when" | "as" | "without" | "him" | "them" | "it"
                    );
                let adrift = matches!(next, "over" | "behind" | "untreated" | "unchanged" | "alone" | "out");
                let certain = paired || !(adrift || loose);
                return Some((Side::Left, certain, at + 1));
            }
            // "The pain is left lateral" is a side, "what is left" is not.
            (!ends).then_some((Side::Left, true, at + 1))
        }
        "right" => {
            let paired = (matches!(before, "or" | "and" | "to" | "/" | "-" | "versus" | "than") && earlier == "left")
                || (matches!(next, "or" | "and" | "to" | "/" | "than" | "versus") && tokens.text(at + 2) == "left")
                || before == "from";
            if paired {
                return Some((Side::Right, true, at + 1));
            }
            if matches!(before, "all" | "alright" | "quite" | "just" | "your" | "a" | "patient's") && next == "to"
                || matches!(before, "all" | "just")
            {
                return None;
            }
            let correct = matches!(
                next,
                "away"
                    | "now"
                    | "before"
                    | "after"
                    | "here"
                    | "there"
                    | "where"
                    | "when"
                    | "next"
                    | "choice"
                    | "choices"
                    | "time"
                    | "decision"
                    | "dose"
                    | "way"
                    | "person"
                    | "people"
                    | "place"
                    | "thing"
                    | "answer"
                    | "answers"
                    | "question"
                    | "questions"
                    | "plan"
                    | "for"
                    | "diagnosis"
                    | "moment"
                    | "doctor"
                    | "option"
                    | "track"
                    | "balance"
                    | "amount"
                    | "kind"
                    | "size"
                    | "conditions"
                    | "word"
                    | "words"
                    | "care"
                    | "medicine"
                    | "medicines"
                    | "drug"
                    | "test"
                    | "tests"
                    | "treatment"
                    | "treatments"
                    | "approach"
                    | "order"
                    | "spot"
                    | "reason"
                    | "patient"
                    | "patients"
                    | "path"
                    | "step"
                    | "move"
                    | "call"
                    | "type"
                    | "one"
                    | "direction"
                    | "about"
                    | "that"
                    | "up"
                    | "then"
                    | "information"
                    | "level"
                    | "fit"
                    | "valve"
                    | "not"
            );
            if correct {
                // "The right valve" and "the right one" may be either.
                let either = matches!(next, "one" | "level" | "valve" | "direction" | "size" | "spot" | "place")
                    .then_some((Side::Right, false, at + 1));
                return either;
            }
            if next == "to" {
                // "The right to refuse", but "on the right to the knee".
                let placed = matches!(earlier, "on" | "in" | "at") || matches!(before, "side");
                return placed.then_some((Side::Right, true, at + 1));
            }
            let judged =
                matches!(before, "is" | "are" | "was" | "were" | "be" | "feel" | "feels" | "felt" | "seems" | "get");
            if judged
                && matches!(next, "" | "." | "," | ";" | ":" | "?" | "!" | ")" | "\n" | "and" | "or" | "but" | "if")
            {
                return None;
            }
            if matches!(next, "of") && matches!(before, "the" | "a") && !matches!(earlier, "to" | "on") {
                return Some((Side::Right, false, at + 1));
            }
            Some((Side::Right, true, at + 1))
        }
        "bilateral" | "bilaterally" => Some((Side::Both, true, at + 1)),
        "both" => {
            let certain = matches!(next, "sides");
            Some((Side::Both, certain, at + if certain { 2 } else { 1 }))
        }
        // The left and right heart, bundle, coronary and quadrant in the short forms of the language.
        "lv" | "lvef" | "lvh" | "lvot" | "lbbb" | "lad" | "luq" | "llq" | "lca" | "lmca" | "la" | "os"
            if is_capitals(tokens, at) =>
        {
            Some((Side::Left, false, at + 1))
        }
        "rv" | "rvef" | "rbbb" | "rca" | "ruq" | "rlq" | "rvot" | "od" if is_capitals(tokens, at) => {
            Some((Side::Right, false, at + 1))
        }
        _ => None,
    }
}

fn is_capitals(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.raw.chars().all(char::is_uppercase))
}

fn spanish(tokens: &Tokens<'_>, at: usize) -> Option<(Side, bool, usize)> {
    let (next, before) = (tokens.text(at + 1), tokens.before(at, 1));
    match tokens.text(at) {
        "izquierdo" | "izquierda" | "izquierdos" | "izquierdas" => Some((Side::Left, true, at + 1)),
        "zurdo" | "zurda" => Some((Side::Left, true, at + 1)),
        "derecha" | "derechas" | "diestro" | "diestra" => Some((Side::Right, true, at + 1)),
        "derecho" => {
            let owned = matches!(
                before,
                "el" | "su"
                    | "tu"
                    | "mi"
                    | "un"
                    | "tiene"
                    | "tienen"
                    | "tenía"
                    | "tener"
                    | "tengo"
                    | "con"
                    | "de"
                    | "da"
                    | "este"
                    | "ese"
                    | "pleno"
            );
            match (owned, next) {
                // "El derecho a decidir", but "del oído derecho a la mandíbula".
                (true, "a" | "al" | "de" | "que") => {
                    Some((Side::Right, false, at + 1)).filter(|_| before == "el" && next != "a")
                }
                // "El izquierdo y el derecho".
                (true, _) => Some((Side::Right, false, at + 1)),
                _ => Some((Side::Right, !matches!(before, "siga" | "recto" | "todo"), at + 1)),
            }
        }
        "derechos" => {
            let owned = matches!(
                before,
                "los" | "sus" | "tus" | "mis" | "de" | "tiene" | "todos" | "otros" | "estos" | "nuestros" | "y" | "con"
            );
            (!owned).then_some((Side::Right, true, at + 1))
        }
        "bilateral" | "bilaterales" | "bilateralmente" => Some((Side::Both, true, at + 1)),
        "ambos" | "ambas" => {
            let certain = matches!(next, "lados");
            Some((Side::Both, certain, at + if certain { 2 } else { 1 }))
        }
        "dos" if matches!(before, "los" | "las") => {
            let certain = next == "lados";
            Some((Side::Both, certain, at + if certain { 2 } else { 1 }))
        }
        "vi" | "fevi" | "hvi" | "ai" | "bri" | "brihh" | "tsvi" | "oi" | "ad" if is_capitals(tokens, at) => {
            // "AD" is the right atrium.
            let side = if tokens.text(at) == "ad" { Side::Right } else { Side::Left };
            Some((side, false, at + 1))
        }
        "vd" | "brd" | "brdhh" | "cd" | "acd" | "od" if is_capitals(tokens, at) => Some((Side::Right, false, at + 1)),
        _ => None,
    }
}

fn french(tokens: &Tokens<'_>, at: usize) -> Option<(Side, bool, usize)> {
    let (next, before) = (tokens.text(at + 1), tokens.before(at, 1));
    match tokens.text(at) {
        "gauche" | "gauches" | "gaucher" | "gauchère" => Some((Side::Left, true, at + 1)),
        "droitier" | "droitière" => Some((Side::Right, true, at + 1)),
        "droite" | "droites" => {
            let straight = matches!(before, "ligne" | "lignes" | "tenir" | "tenez" | "angle" | "bien" | "rester");
            Some((Side::Right, !straight, at + 1))
        }
        "droit" => {
            let owned = matches!(
                before,
                "le" | "un"
                    | "votre"
                    | "son"
                    | "leur"
                    | "mon"
                    | "notre"
                    | "a"
                    | "as"
                    | "ai"
                    | "avez"
                    | "ont"
                    | "avoir"
                    | "avait"
                    | "avaient"
                    | "ayant"
                    | "plein"
                    | "bon"
                    | "du"
                    | "de"
                    | "au"
                    | "ce"
                    | "en"
                    | "tout"
                    | "donne"
                    | "sans"
            );
            match (owned, next) {
                _ if matches!(before, "tout" | "plein" | "bon" | "en") => None,
                (true, "à" | "au" | "aux" | "de" | "d'" | "que") => None,
                (true, _) => Some((Side::Right, false, at + 1)),
                _ => Some((Side::Right, true, at + 1)),
            }
        }
        "droits" => {
            let owned = matches!(
                before,
                "vos" | "les" | "ses" | "des" | "mes" | "leurs" | "aux" | "nos" | "tous" | "ces" | "de" | "et"
            );
            (!owned).then_some((Side::Right, true, at + 1))
        }
        "bilatéral" | "bilatérale" | "bilatérales" | "bilatéraux" | "bilatéralement" => {
            Some((Side::Both, true, at + 1))
        }
        "deux" if matches!(before, "les" | "des" | "aux") => {
            let certain = next == "côtés";
            Some((Side::Both, certain, at + if certain { 2 } else { 1 }))
        }
        "vg" | "fevg" | "hvg" | "og" | "bbg" | "ccvg" if is_capitals(tokens, at) => Some((Side::Left, false, at + 1)),
        "vd" | "od" | "bbd" | "cd" if is_capitals(tokens, at) => Some((Side::Right, false, at + 1)),
        _ => None,
    }
}

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

/// The levels of the spine at a place ("L4", "L4-L5", "L4-5", "L4/5"), and the place after them.
pub(super) fn levels(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<(Level, std::ops::Range<usize>)>, usize)> {
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
