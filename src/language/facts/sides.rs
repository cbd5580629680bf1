//! Sides of the body.
//!
//! "Right" and "left" are also words of every day: what is correct, what one is entitled to, what is left over. A use that
//! may be either is found as uncertain: it answers for the word of the other language, and is not missed there.

use super::Side;
use super::tokens::Tokens;

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
