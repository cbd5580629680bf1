//! Words that deny.
//!
//! Each language denies in its own way: French in two words, Spanish again with every word after "no". What counts here is
//! one per denial, so that the counts of two languages can be compared: "no … ni", "ne … pas" and "not … nor" are one
//! certain denial each, and the words that only carry it on are uncertain. Uncertain are also the words that say with
//! their own meaning what the other language may say with a denial: "lack", "unknown", "salvo", "manque".

use super::negation_french;
use super::tokens::{Kind, Tokens};

/// A denial at a token: its index, and whether it is certain.
pub(super) struct Denial {
    pub at: usize,
    pub certain: bool,
}

/// Whether a word may only carry on a denial before it, or say nothing: it has no word of its own in another language.
pub(super) fn carries(word: &str) -> bool {
    let lower = word.to_lowercase();
    matches!(
        lower.as_str(),
        "nor"
            | "neither"
            | "ni"
            | "nada"
            | "nadie"
            | "nunca"
            | "jamás"
            | "tampoco"
            | "ninguno"
            | "ninguna"
            | "ningún"
            | "no"
            | "aucun"
            | "aucune"
            | "rien"
            | "personne"
            | "jamais"
            | "ne"
            | "n'"
            | "n’"
            | "non"
            | "not"
    )
}

/// Whether a word denies by its prefix so plainly that the other language must deny too, in whatever way: "untreated" and "sin
/// tratar", "asintomático" and "without symptoms".
pub(super) fn demands(word: &str) -> bool {
    let lower = word.to_lowercase();
    starts_with_any(
        &lower,
        &[
            "unchanged",
            "untreated",
            "disagree",
            "nonsurgical",
            "nonsteroid",
            "nonoperative",
            "noninferior",
            "noninvasive",
            "asymptom",
            "uncomplicated",
            "unsupervised",
            "unoperated",
            "painless",
            "hardly",
            "against",
            "asintom",
            "inalterad",
            "inchangé",
            "desaconsej",
            "déconseill",
        ],
    )
}

/// Whether an uncertain word can answer for a denial in the other text: "stable" for "sin cambios", not for any other.
pub(super) fn answers(word: &str, other: &str) -> bool {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "same" | "stable" | "igual" | "mismo" | "estable" | "même" | "mêmes" => {
            ["cambi", "chang", "vari", "differ", "difer", "différ"].iter().any(|stem| other.contains(stem))
        }
        _ => true,
    }
}

/// The denials of a text in order.
pub(super) fn denials(tokens: &Tokens<'_>) -> Vec<Denial> {
    match tokens.language() {
        "es" => spanish(tokens),
        "fr" => negation_french::french(tokens),
        _ => english(tokens),
    }
}

/// Whether a clause ends at a token.
pub(super) fn ends_clause(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_none_or(|token| {
        token.kind == Kind::Mark && matches!(token.raw, "." | ";" | ":" | "!" | "?" | "\n" | "¿" | "¡" | "…" | "—")
    })
}

/// Whether a word comes again in its clause.
pub(super) fn again(tokens: &Tokens<'_>, at: usize, word: &str) -> bool {
    (at + 1..at + 30).take_while(|place| !ends_clause(tokens, *place)).any(|place| tokens.text(place) == word)
}

pub(super) fn starts_with_any(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

fn english(tokens: &Tokens<'_>) -> Vec<Denial> {
    let mut found = Vec::new();
    for at in 0..tokens.list.len() {
        let (before, next) = (tokens.before(at, 1), tokens.text(at + 1));
        if !tokens.get(at).is_some_and(|token| token.is_word()) {
            continue;
        }
        let certain = match tokens.text(at) {
            "no" => {
                // "No. 5", "no later than", "no more than", "no doubt", "whether or no".
                let number = next == "." && tokens.get(at + 2).is_some_and(|token| token.is_number());
                let heading = next == "." && tokens.list.len() == 2;
                if number || heading {
                    continue;
                }
                true
            }
            // "Or not" goes without saying in other languages; "not only" is kept by all.
            "not" => before != "or",
            "without" => next != "delay",
            "cannot" | "none" | "never" | "nobody" | "nowhere" | "neither" => true,
            "nothing" => true,
            "t" => matches!(
                before,
                "don'"
                    | "doesn'"
                    | "didn'"
                    | "isn'"
                    | "aren'"
                    | "wasn'"
                    | "weren'"
                    | "can'"
                    | "couldn'"
                    | "won'"
                    | "wouldn'"
                    | "shouldn'"
                    | "haven'"
                    | "hasn'"
                    | "hadn'"
                    | "mustn'"
                    | "needn'"
            ),
            "against" => {
                // "Recommend against a and against b", not "72% against 87%".
                let said =
                    (1..=14).take_while(|by| !matches!(tokens.before(at, *by), "." | ";" | ":" | "\n")).any(|by| {
                        starts_with_any(tokens.before(at, by), &["recommend", "advis", "advice", "suggest", "decid"])
                    });
                if !said || before == "%" {
                    continue;
                }
                false
            }
            "free" => {
                if before != "-" && !matches!(next, "of" | "from") {
                    continue;
                }
                false
            }
            "nor" | "non" | "unless" | "except" | "hardly" | "rarely" | "few" | "little" | "otherwise" | "same"
            | "stable" | "elective" | "numb" | "lose" | "loses" | "loss" | "lost" | "poorly" | "badly" | "starve"
            | "starves" | "stop" | "outside" => false,
            word => {
                let denies = starts_with_any(
                    word,
                    &[
                        "conservativ",
                        "lack",
                        "absen",
                        "fail",
                        "miss",
                        "avoid",
                        "exclu",
                        "deni",
                        "deny",
                        "refus",
                        "declin",
                        "negativ",
                        "non",
                        "disagree",
                        "differ",
                        "asymptom",
                        "depriv",
                        "withh",
                    ],
                ) || (word.starts_with("un")
                    && !starts_with_any(word, &["under", "until", "uni", "unto"]))
                    || (word.starts_with("in") && starts_with_any(word, &["inab", "inconclus", "inoper", "incomplet"]))
                    || word.ends_with("less")
                    || word.ends_with("free");
                if !denies {
                    continue;
                }
                false
            }
        };
        if tokens.text(at) == "t" && !certain {
            continue;
        }
        found.push(Denial { at, certain });
    }
    found
}

fn spanish(tokens: &Tokens<'_>) -> Vec<Denial> {
    let mut found = Vec::new();
    // Whether this clause has denied already, so that the next word only carries it on.
    let mut open = false;
    for at in 0..tokens.list.len() {
        if ends_clause(tokens, at) {
            open = false;
            continue;
        }
        let (before, next) = (tokens.before(at, 1), tokens.text(at + 1));
        if !tokens.get(at).is_some_and(|token| token.is_word()) {
            continue;
        }
        let certain = match tokens.text(at) {
            "no" => {
                if next == "obstante" {
                    continue;
                }
                // "Haya o no cirugía"; "¿no?" and "¿no será …?" expect a yes.
                let said = before != "o" && next != "?" && before != "¿" && !names_kind(next);
                open |= said;
                said
            }
            "sin" => {
                if matches!(next, "embargo" | "duda" | "rodeos") {
                    continue;
                }
                open = true;
                !matches!(next, "demora" | "retraso" | "esperar" | "tardar" | "aclarar")
            }
            "ni" | "tampoco" | "nada" | "nadie" | "nunca" | "jamás" | "ninguno" | "ninguna" | "ningún" | "ningunos" =>
            {
                // "Nunca" before the verb denies by itself; "ni" only with another.
                if tokens.text(at) == "ni"
                    && !open
                    && !again(tokens, at, "ni")
                    && !matches!(before, "" | "." | "\n" | "," | ";")
                {
                    continue;
                }
                let first = !open;
                open = true;
                first
            }
            "salvo" | "excepto" | "apenas" | "poco" | "poca" | "pocos" | "pocas" | "aine" | "aines" | "nulo"
            | "nula" | "mal" | "contrario" | "igual" | "mismo" | "estable" => false,
            "libre" | "libres" if next != "de" => continue,
            "libre" | "libres" => false,
            "falta" | "faltan" if matches!(before, "hace" | "haga" | "hará" | "hacen" | "hacía") => continue,
            word => {
                let denies = starts_with_any(
                    word,
                    &[
                        "falt",
                        "ausen",
                        "carec",
                        "imped",
                        "impid",
                        "evit",
                        "exclu",
                        "descart",
                        "negativ",
                        "nieg",
                        "negar",
                        "rechaz",
                        "desconoc",
                        "desaconsej",
                        "asintom",
                        "inalter",
                        "inconclus",
                        "incomplet",
                        "imposib",
                        "incapaz",
                        "pierd",
                        "perd",
                        "pérd",
                    ],
                );
                if !denies {
                    continue;
                }
                false
            }
        };
        found.push(Denial { at, certain });
    }
    found
}

/// Whether "no" before a word names a kind, as "nonsurgical" and "untreated" do in one word.
fn names_kind(word: &str) -> bool {
    let participle = ["ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"].iter().any(|end| word.ends_with(end));
    (participle && word.len() > 5)
        || starts_with_any(
            word,
            &[
                "quirúrgic",
                "específic",
                "esteroide",
                "invasiv",
                "urgente",
                "inferior",
                "farmacológic",
                "diabétic",
                "metastás",
                "fumador",
                "hodgkin",
                "isquémic",
                "sistémic",
                "pequeñ",
                "comercial",
                "electiv",
            ],
        )
}
