//! The denials of French, which take two words: "ne … pas", "aucun … ne".

use super::negation::{Denial, again, ends_clause, starts_with_any};
use super::tokens::Tokens;

/// The denials of a text in order.
pub(super) fn french(tokens: &Tokens<'_>) -> Vec<Denial> {
    let mut found: Vec<Denial> = Vec::new();
    // "Ne" that waits for its second word, as an index into `found`.
    let mut waiting: Option<usize> = None;
    // "Ne … que", which denies nothing.
    let mut only: Vec<usize> = Vec::new();
    let mut open = false;
    for at in 0..tokens.list.len() {
        if ends_clause(tokens, at) {
            // A "ne" without a second word denies nothing, unless it is the one of "avant qu'il ne", which may.
            only.extend(waiting.filter(|index| {
                found.get(*index).is_some_and(|denial| {
                    !denial.certain
                        && !(1..=8).any(|by| matches!(tokens.before(denial.at, by), "que" | "qu'" | "si" | "s'"))
                })
            }));
            (waiting, open) = (None, false);
            continue;
        }
        let (before, next) = (tokens.before(at, 1), tokens.text(at + 1));
        if !tokens.get(at).is_some_and(|token| token.is_word()) {
            continue;
        }
        let certain = match tokens.text(at) {
            "ne" | "n'" => {
                // After "aucun", "personne", "rien" and "ni" it belongs to them; alone it is literary or says nothing.
                let carried = open
                    && waiting.is_none()
                    && (1..=12).take_while(|by| !matches!(tokens.before(at, *by), "," | ";" | "." | ":" | "\n")).any(
                        |by| {
                            matches!(
                                tokens.before(at, by),
                                "aucun" | "aucune" | "personne" | "rien" | "ni" | "nul" | "nulle" | "jamais"
                            )
                        },
                    );
                if carried {
                    continue;
                }
                // "Ne peut" denies without a second word.
                let modal = starts_with_any(next, &["peu", "pouv", "pourr", "puis", "saur", "sach", "os", "cess"]);
                waiting = Some(found.len());
                open = true;
                modal
            }
            "pas" => {
                let step = matches!(
                    before,
                    "un" | "le" | "chaque" | "premier" | "grand" | "petit" | "à" | "au" | "faux" | "ce" | "de"
                ) || (next == "à" && tokens.text(at + 2) == "pas");
                if step && waiting.is_none() {
                    continue;
                }
                if let Some(index) = waiting.take() {
                    found.get_mut(index).into_iter().for_each(|denial| denial.certain = before != "ou");
                    continue;
                }
                open = true;
                before != "ou"
            }
            "aucun" | "aucune" | "aucuns" | "aucunes" | "rien" | "jamais" | "personne" | "ni" | "guère" | "nul"
            | "nulle" | "nullement" => {
                let word = tokens.text(at);
                if let Some(index) = waiting.take() {
                    found.get_mut(index).into_iter().for_each(|denial| denial.certain = true);
                    continue;
                }
                // "Une personne", "la personne", "si jamais", "résultat nul".
                let determined = matches!(
                    before,
                    "une" | "la" | "cette" | "par" | "chaque" | "première" | "autre" | "en" | "tierce" | "seule"
                );
                let alone = matches!(next, "ne" | "n'" | "d'" | "m'" | "t'" | "" | "." | "," | ";");
                if word == "personne" && (determined || !alone) {
                    continue;
                }
                if word == "ni" && !open && !again(tokens, at, "ni") && !matches!(before, "" | "." | "\n" | "," | ";") {
                    continue;
                }
                if matches!(word, "nul" | "nulle") && !matches!(before, "" | "." | "\n") {
                    found.push(Denial { at, certain: false });
                    continue;
                }
                let first = !open;
                open = true;
                first
            }
            "plus" | "point" => {
                // "Ne … plus" is "no longer"; else "more".
                if let Some(index) = waiting
                    && matches!(tokens.text(at), "plus")
                    && found.get(index).is_some_and(|denial| at - denial.at <= 4)
                    && !matches!(next, "que" | "qu'")
                {
                    waiting = None;
                    found.get_mut(index).into_iter().for_each(|denial| denial.certain = true);
                }
                continue;
            }
            "que" | "qu'" => {
                // "Ne … que" is "only".
                if let Some(index) = waiting
                    && found.get(index).is_some_and(|denial| at - denial.at <= 6)
                {
                    waiting = None;
                    only.push(index);
                }
                continue;
            }
            "sans" => {
                if next == "doute" {
                    continue;
                }
                open = true;
                !matches!(next, "attendre" | "délai" | "tarder" | "peine" | "crainte" | "équivoque")
            }
            "non" => {
                // "Ou non"; "non invasif" and "non-infériorité" name a kind, as "nonsurgical" does in one word.
                let answers = matches!(next, "" | "," | "." | ";" | ":" | "!" | "\n") && before != "ou";
                open |= answers;
                answers
            }
            "sauf" | "hormis" | "excepté" | "peu" | "rarement" | "peine" | "ains" | "mal" | "sinon" | "même"
            | "mêmes" | "stable" | "exempt" | "exempts" => false,
            "libre" | "libres" if next != "de" && next != "d'" => continue,
            "libre" | "libres" => false,
            word => {
                let denies = starts_with_any(
                    word,
                    &[
                        "conservat",
                        "désaccord",
                        "manqu",
                        "absen",
                        "empêch",
                        "évit",
                        "exclu",
                        "écart",
                        "négati",
                        "refus",
                        "échou",
                        "échec",
                        "inconnu",
                        "ignor",
                        "déconseill",
                        "asymptom",
                        "inchang",
                        "inachev",
                        "incomplet",
                        "impossib",
                        "incapable",
                        "perd",
                        "perte",
                        "priv",
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
    if let Some(index) = waiting {
        only.push(index);
    }
    let mut index = 0;
    let mut skipped = only.iter().peekable();
    found.retain(|_| {
        let drop = skipped.next_if(|only| **only == index).is_some();
        index += 1;
        !drop
    });
    found
}
