//! The samples and their translations as they are, and broken in one place at a time.

use std::collections::BTreeMap;
use std::path::Path;

use super::{DifferenceKind, differences, facts};
use crate::case::Case;
use crate::case::model::{BlockPath, LocaleTag, Texts};
use crate::prose::plain;

/// A block and its translation as reading text.
struct Pair {
    name: String,
    source: String,
    source_locale: LocaleTag,
    target: String,
    locale: LocaleTag,
}

fn pairs() -> Vec<Pair> {
    let mut pairs = Vec::new();
    for sample in ["spine", "oncology", "cardiology"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample);
        let case = Case::open(folder).unwrap_or_else(|failure| panic!("{sample}: {:?}", failure.diagnostics));
        for (locale, translation) in &case.translations {
            case.content.texts(&BlockPath::root(), &mut |path, text| {
                if let Some(block) = translation.block(path.as_str()) {
                    pairs.push(Pair {
                        name: format!("{sample} {} {}", locale.as_str(), path.as_str()),
                        source: plain(text.as_str()),
                        source_locale: case.content.locale,
                        target: plain(block.text.as_str()),
                        locale: *locale,
                    });
                }
            });
        }
    }
    assert!(pairs.len() > 2000, "{} pairs", pairs.len());
    pairs
}

fn found(pair: &Pair, target: &str) -> Vec<super::Difference> {
    let source = facts(&pair.source, pair.source_locale);
    differences(&source, &pair.source, &facts(target, pair.locale), target)
}

#[test]
fn the_translations_of_the_samples_say_the_same() {
    let told: Vec<String> = pairs()
        .iter()
        .flat_map(|pair| found(pair, &pair.target).into_iter().map(|found| format!("{}: {}", pair.name, found.text)))
        .collect();
    assert_eq!(told, Vec::<String>::new());
}

/// Every text made from `text` by changing one of its words, where `change` gives another for the word and what follows it.
fn words_changed(text: &str, change: impl Fn(&str, &str) -> Option<String>) -> Vec<String> {
    let mut made = Vec::new();
    let mut start = 0;
    let is_part = |c: char| c.is_alphanumeric();
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        if length == 0 {
            start += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        if let Some(other) = change(&rest[..length], &rest[length..]) {
            made.push(format!("{}{other}{}", &text[..start], &rest[length..]));
        }
        start += length;
    }
    made
}

fn numbers_changed(text: &str) -> Vec<String> {
    words_changed(text, |word, _| {
        let last = word.chars().next_back()?.to_digit(10)?;
        word.chars().all(|c| c.is_ascii_digit()).then(|| format!("{}{}", &word[..word.len() - 1], (last + 3) % 10))
    })
}

fn number_words_changed(text: &str, locale: LocaleTag) -> Vec<String> {
    words_changed(text, |word, _| {
        // "Dos" is the back in French.
        if word == "dos" && locale.language() == "fr" {
            return None;
        }
        Some(
            match word {
                "dos" => "tres",
                "tres" => "cuatro",
                "cuatro" => "seis",
                "seis" => "siete",
                "doce" => "dos",
                "deux" => "trois",
                "trois" => "quatre",
                "quatre" => "six",
                "six" => "sept",
                "douze" => "deux",
                _ => return None,
            }
            .to_owned(),
        )
    })
}

fn doses_changed(text: &str) -> Vec<String> {
    let is_dose = |after: &str| {
        let after = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        ["mg", "g ", "g,", "mL", "mcg", "UI"].iter().any(|unit| after.starts_with(unit)) && !after.starts_with("mg/dL")
    };
    words_changed(text, |word, after| {
        (word.chars().all(|c| c.is_ascii_digit()) && is_dose(after)).then(|| format!("1{word}"))
    })
}

fn units_changed(text: &str) -> Vec<String> {
    let numbers: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let mut made = Vec::new();
    for (unit, other) in [
        ("mg", "g"),
        ("cm", "mm"),
        ("mm", "cm"),
        ("ng", "mg"),
        ("mcg", "mg"),
        ("mL", "L"),
        ("mmHg", "cm"),
        ("años", "meses"),
        ("año", "mes"),
        ("meses", "semanas"),
        ("semanas", "días"),
        ("días", "horas"),
        ("horas", "minutos"),
        ("minutos", "horas"),
        ("ans", "mois"),
        ("mois", "semaines"),
        ("semaines", "jours"),
        ("jours", "heures"),
        ("heures", "minutes"),
        ("minutes", "heures"),
    ] {
        for at in &numbers {
            let Some(rest) = text.get(at + 1..) else { continue };
            let after = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
            let spaces = rest.len() - after.len();
            if let Some(tail) = after.strip_prefix(unit)
                && spaces > 0
                && !tail.starts_with(char::is_alphanumeric)
            {
                made.push(format!("{}{other}{tail}", &text[..at + 1 + spaces]));
            }
        }
    }
    made
}

fn sides_changed(text: &str) -> Vec<String> {
    words_changed(text, |word, after| {
        let entitled = after.starts_with(" a ") || after.starts_with(" à ") || after.starts_with(" de ");
        Some(
            match word {
                "izquierdo" | "Izquierdo" => "derecho",
                "izquierda" | "Izquierda" => "derecha",
                "derecho" if !entitled => "izquierdo",
                "derecha" | "Derecha" => "izquierda",
                "gauche" | "Gauche" => "droit",
                "droite" | "Droite" => "gauche",
                "droit" if !entitled => "gauche",
                _ => return None,
            }
            .to_owned(),
        )
    })
}

const MONTHS: [[&str; 12]; 2] = [
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
];

fn months_changed(text: &str) -> Vec<String> {
    words_changed(text, |word, _| {
        MONTHS.iter().find_map(|months| {
            let at = months.iter().position(|month| *month == word)?;
            Some(months[(at + 1) % 12].to_owned())
        })
    })
}

fn levels_changed(text: &str) -> Vec<String> {
    words_changed(text, |word, _| {
        let digit = word.strip_prefix(['L', 'S', 'C'])?.parse::<u32>().ok()?;
        Some(format!("{}{}", &word[..1], if digit > 2 { digit - 1 } else { digit + 1 }))
    })
}

fn codes_changed(text: &str) -> Vec<String> {
    words_changed(text, |word, _| {
        let known = ["HER2", "cT2", "T2", "cN1", "N1", "HbA1c", "BRCA1", "BRCA2", "II", "III"];
        let at = known.iter().position(|code| *code == word)?;
        let other = ["HER3", "cT3", "T3", "cN2", "N2", "HbA2c", "BRCA2", "BRCA1", "III", "II"];
        Some(other[at].to_owned())
    })
}

fn denials_dropped(text: &str, locale: LocaleTag) -> Vec<String> {
    let (spanish, french) = (locale.language() == "es", locale.language() == "fr");
    let mut made = Vec::new();
    // A denial that a second word still carries ("no … ningún", "aucun … n’") is not dropped but broken.
    let carried = |at: usize, after: usize| {
        let start = text[..at].rfind(['.', ';', ':', '\n']).map_or(0, |stop| stop + 1);
        let end = text[after..].find(['.', ';', ':', '\n']).map_or(text.len(), |stop| after + stop);
        let words: Vec<&str> =
            if spanish { text[after..end].split(' ').collect() } else { text[start..end].split(' ').collect() };
        words.iter().any(|word| {
            let word = word.trim_end_matches(',');
            matches!(word, "ni" | "ningún" | "ninguna" | "ninguno" | "nada" | "nadie" | "nunca" | "ne")
                || (french && (word.starts_with("n’") || word.starts_with("n'")))
        })
    };
    let dropped = |from: &str, to: &str, made: &mut Vec<String>| {
        for (at, _) in text.match_indices(from) {
            if from != " sans " && carried(at, at + from.len()) {
                continue;
            }
            made.push(format!("{}{to}{}", &text[..at], &text[at + from.len()..]));
        }
    };
    if spanish {
        dropped(" no ", " ", &mut made);
        dropped(" sin ", " con ", &mut made);
        for sentence in ["No ", "Sin ", "Ninguna ", "Nunca "] {
            if let Some(rest) = text.strip_prefix(sentence) {
                made.push(rest.to_owned());
            }
            dropped(&format!(". {sentence}"), ". ", &mut made);
        }
    }
    if french {
        dropped(" sans ", " avec ", &mut made);
        dropped(" aucune ", " une ", &mut made);
        dropped(" aucun ", " un ", &mut made);
        for ne in [" ne ", " n’", " n'"] {
            for (at, _) in text.match_indices(ne) {
                let after = &text[at + ne.len()..];
                let end = after.find(['.', ';', ',']).unwrap_or(after.len());
                if let Some(pas) = after[..end].find(" pas ") {
                    made.push(format!("{} {}{}", &text[..at], &after[..pas], &after[pas + 4..]));
                }
            }
        }
    }
    made
}

fn denials_inserted(text: &str, locale: LocaleTag) -> Vec<String> {
    let list: &[(&str, &str)] = match locale.language() {
        "es" => &[
            (" es ", " no es "),
            (" está ", " no está "),
            (" puede ", " no puede "),
            (" debe ", " no debe "),
            (" tiene ", " no tiene "),
            (" recomendamos ", " no recomendamos "),
            (" con ", " sin "),
        ],
        _ => &[
            (" est ", " n’est pas "),
            (" peut ", " ne peut pas "),
            (" doit ", " ne doit pas "),
            (" recommandons ", " ne recommandons pas "),
            (" avec ", " sans "),
        ],
    };
    let mut made = Vec::new();
    for (from, to) in list {
        let guarded = |before: &str| {
            // What is denied already would be denied twice.
            before.ends_with(" no") || before.ends_with(" ne") || before.ends_with(" se") || before.ends_with(" lo")
        };
        for (at, _) in text.match_indices(from) {
            if !guarded(&text[..at]) {
                made.push(format!("{}{to}{}", &text[..at], &text[at + from.len()..]));
            }
        }
    }
    made
}

/// The share of mutations found, and how many there were.
fn rates() -> BTreeMap<&'static str, (usize, usize, Vec<String>)> {
    let pairs = pairs();
    let mut rates: BTreeMap<&'static str, (usize, usize, Vec<String>)> = BTreeMap::new();
    for pair in &pairs {
        use DifferenceKind::*;
        let text = pair.target.as_str();
        let all: [(&'static str, Vec<String>, &[DifferenceKind]); 10] = [
            ("number", numbers_changed(text), &[Number, Date, Time, Code, Level]),
            ("number word", number_words_changed(text, pair.locale), &[Number]),
            ("dose", doses_changed(text), &[Number]),
            ("unit", units_changed(text), &[Number]),
            ("side", sides_changed(text), &[Side]),
            ("month", months_changed(text), &[Date]),
            ("level", levels_changed(text), &[Level, Code]),
            ("code", codes_changed(text), &[Code, Level, Number]),
            ("denial dropped", denials_dropped(text, pair.locale), &[Negation]),
            ("denial inserted", denials_inserted(text, pair.locale), &[Negation]),
        ];
        for (kind, mutants, kinds) in all {
            let rate = rates.entry(kind).or_default();
            for mutant in mutants {
                rate.1 += 1;
                if found(pair, &mutant).iter().any(|found| kinds.contains(&found.kind)) {
                    rate.0 += 1;
                } else {
                    rate.2.push(format!("{}: {mutant}", pair.name));
                }
            }
        }
    }
    rates
}

#[test]
fn a_translation_broken_in_one_place_is_found() {
    for (kind, (caught, all, missed)) in rates() {
        let needed = match kind {
            "denial dropped" | "denial inserted" => 85,
            // "Both" and "los tres" may be the same.
            "number word" => 95,
            _ => 100,
        };
        let rate = caught * 100 / all.max(1);
        assert!(all >= 10, "{kind}: only {all} mutations");
        assert!(
            rate >= needed,
            "{kind}: {caught} of {all} found, missed {:#?}",
            missed.iter().take(5).collect::<Vec<_>>()
        );
    }
}
