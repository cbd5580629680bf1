//! Ways to break one language and leave the others right.

use std::collections::BTreeMap;

use opine::case::Method;
use opine::case::TranslatedBlock;
use opine::case::model::LocaleTag;

use super::{Broken, Row};

const ES: LocaleTag = LocaleTag::EsUs;
const FR: LocaleTag = LocaleTag::FrCa;

pub(super) const ROWS: &[Row] = &[
    // Whole texts.
    ("a Spanish text dropped", "LNG-01", |b| drop_block(b, ES, |path| path.starts_with("answers."))),
    ("a French title dropped", "LNG-01", |b| drop_block(b, FR, |path| path.ends_with(".title.patient"))),
    ("no Spanish at all", "LNG-01", |b| b.case.translations.remove(&ES).map(drop)),
    ("a source edited after its translation", "LNG-02", |b| {
        b.sealed = false;
        b.reword(|path, text| path.ends_with("statement.patient").then(|| format!("{} This is new.", text.trim_end())))
    }),
    ("a French by machine alone", "LNG-04", |b| b.translation(FR, |file| file.method = Method::Machine)),
    ("a Spanish nobody reviewed", "LNG-04", |b| b.translation(ES, |file| file.reviewed_by = None)),
    ("a French reviewed by its own translator", "LNG-04", |b| {
        b.translation(FR, |file| file.reviewed_by = Some(file.translator.clone()))
    }),
    ("English left in the Spanish", "LNG-05", |b| {
        b.retranslate(ES, |path, source, _| path.ends_with("statement.patient").then(|| source.to_owned()))
    }),
    ("a Spanish text of nothing", "LNG-08", |b| {
        b.translation(ES, |file| {
            let mut block = file.blocks[0].clone();
            block.path = "findings.F99.title".to_owned();
            file.blocks.push(block);
        })
    }),
    // Sides, levels, numbers, doses, units, dates, drugs, negations.
    ("left for right in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |_, source, text| {
            let (left, right) = sides(source)?;
            let other = if left { "derech" } else { "izquierd" };
            let this = if left { "izquierd" } else { "derech" };
            (left != right && text.contains(this) && !text.contains(other)).then(|| text.replace(this, other))
        })
    }),
    ("left for right in French only", "LNG-03", |b| {
        b.retranslate(FR, |_, source, text| {
            let (left, right) = sides(source)?;
            (left && !right && text.contains("gauche") && !text.contains("droit"))
                .then(|| text.replace("gauche", "droite"))
        })
    }),
    ("both sides for one in French only", "LNG-03", |b| {
        b.retranslate(FR, |_, source, text| {
            let (left, right) = sides(source)?;
            (left != right && text.matches("gauche").count() + text.matches("droit").count() == 1)
                .then(|| {
                    text.replace(" du côté gauche", " des deux côtés")
                        .replace(" à gauche", " des deux côtés")
                        .replace(" à droite", " des deux côtés")
                        .replace(" gauche", " bilatéral")
                        .replace(" droite", " bilatérale")
                        .replace(" droit", " bilatéral")
                })
                .filter(|changed| changed != text)
        })
    }),
    ("another level of the spine in French only", "LNG-03", |b| {
        b.retranslate(FR, |_, source, text| {
            (source.contains("L4-L5") && text.contains("L4-L5") && !text.contains("L3-L4"))
                .then(|| text.replace("L4-L5", "L3-L4"))
        })
    }),
    ("ten times the dose in French only", "LNG-03", |b| {
        b.retranslate(FR, |_, _, text| at_number(text, "mg", |digits| format!("{digits}0")))
    }),
    ("ten times the dose in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |_, _, text| at_number(text, "mg", |digits| format!("{digits}0")))
    }),
    ("grams for milligrams in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |path, _, text| {
            path.ends_with(".dose")
                .then(|| text.replace(" mg", " g").replace("\u{a0}mg", "\u{a0}g"))
                .filter(|new| new != text)
        })
    }),
    ("centimeters for millimeters in French only", "LNG-03", |b| {
        b.retranslate(FR, |_, source, text| {
            let swapped = text.replacen("\u{a0}mm", "\u{a0}cm", 1).replacen(" mm", " cm", 1);
            (source.contains(" mm") && !source.contains("mm Hg") && swapped != text).then_some(swapped)
        })
    }),
    ("a minus lost in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |_, source, text| {
            let lost = text.replacen("-1", "1", 1).replacen("−1", "1", 1);
            (source.contains(" -1") && lost != text && !source.contains("L5-S1")).then_some(lost)
        })
    }),
    ("two digits turned round in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |_, source, text| {
            ["91", "87", "73", "49", "71", "12", "15"].into_iter().find_map(|digits| {
                let turned: String = digits.chars().rev().collect();
                let alone = |words: &str| words.matches(digits).count() == 1 && words.contains(&format!(" {digits} "));
                (alone(source) && alone(text)).then(|| text.replace(&format!(" {digits} "), &format!(" {turned} ")))
            })
        })
    }),
    ("of ten instead of a hundred in French only", "LNG-03", |b| {
        b.retranslate(FR, |_, source, text| {
            (source.matches("100").count() == 1 && text.matches("100").count() == 1 && text.contains("sur 100"))
                .then(|| text.replace("100", "10"))
        })
    }),
    ("another day in French only", "LNG-03", |b| {
        b.retranslate(FR, |_, _, text| {
            ["mars", "février", "janvier"].into_iter().find_map(|month| {
                at_number(text, &format!("{month} 2026"), |digits| if digits == "3" { "4" } else { "3" }.to_owned())
            })
        })
    }),
    ("another month in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |_, _, text| {
            let swapped =
                text.replacen(" de enero de", " de junio de", 1).replacen(" de febrero de", " de julio de", 1);
            (swapped != text).then_some(swapped)
        })
    }),
    ("another year in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |_, source, text| {
            (source.contains("2026") && text.matches("2026").count() == 1).then(|| text.replace("2026", "2027"))
        })
    }),
    ("another drug in Spanish only", "LNG-03", |b| {
        let others = [("trastuzumab", "rituximab"), ("naproxeno", "ibuprofeno"), ("tramadol", "morfina")];
        b.retranslate(ES, |_, _, text| {
            let (this, other) = others.into_iter().find(|(this, _)| text.contains(this))?;
            Some(text.replace(this, other))
        })
    }),
    ("a drug left out in French only", "LNG-03", |b| {
        let drugs = [" et de pertuzumab", " et pertuzumab", "perindopril", "périndopril", "gabapentine"];
        b.retranslate(FR, |_, _, text| {
            let drug = drugs.into_iter().find(|drug| text.contains(drug))?;
            Some(text.replace(drug, ""))
        })
    }),
    ("a negation lost in French only", "LNG-03", |b| {
        b.retranslate(FR, |_, source, text| {
            let positive = text.replacen("n’est pas ", "est ", 1).replacen("ne sont pas ", "sont ", 1);
            (negations(source) == 1 && positive != text && text.matches(" pas ").count() == 1).then_some(positive)
        })
    }),
    ("a negation lost in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |_, source, text| {
            let positive = text.replacen(" no ", " ", 1);
            (negations(source) == 1 && text.to_lowercase().matches("no ").count() == 1 && positive != text)
                .then_some(positive)
        })
    }),
    ("a negation of its own in Spanish only", "LNG-03", |b| {
        b.retranslate(ES, |_, source, text| {
            let negative = text.replacen(" es ", " no es ", 1);
            (negations(source) == 0 && negative != text && !text.to_lowercase().contains("no ")).then_some(negative)
        })
    }),
    // Citations, terms, numbers to call.
    ("a reference dropped in French only", "LNG-06", |b| b.retranslate(FR, |_, _, text| without(text, "[@"))),
    ("a finding dropped in Spanish only", "LNG-06", |b| b.retranslate(ES, |_, _, text| without(text, "[#"))),
    ("another finding in French only", "LNG-06", |b| {
        b.retranslate(FR, |_, source, text| {
            (source.contains("[#F1]") && text.contains("[#F1]") && !source.contains("[#F2]"))
                .then(|| text.replace("[#F1]", "[#F2]"))
        })
    }),
    ("a term in two words in Spanish", "LNG-07", |b| {
        let blocks: BTreeMap<String, String> = b.blocks().into_iter().collect();
        let used = |term: &str| {
            let patient = blocks.iter().filter(|(path, _)| path.ends_with(".patient"));
            patient.filter(|(_, text)| text.to_lowercase().contains(&term.to_lowercase())).count()
        };
        let terms = b.case.content.glossary.iter().filter(|term| term.forms.is_empty());
        let term = terms.max_by_key(|term| used(term.term.as_str()))?;
        let path = format!("glossary.{}.term", term.id);
        b.retranslate(ES, |at, _, _| (at == path).then(|| "cachivache".to_owned()))
    }),
    ("another emergency number in French only", "SAF-04", |b| {
        b.retranslate(FR, |path, _, text| (path == "safety_net.text").then(|| text.replace("911", "112")))
    }),
    ("red flags left out in Spanish only", "LNG-01", |b| {
        b.translation(ES, |file| file.blocks.retain(|block| !block.path.starts_with("safety_net.red_flags")))
    }),
    ("a drug to stop, and no doctor to ask, in Spanish only", "SAF-07", |b| {
        b.retranslate(ES, |path, source, _| {
            (path.starts_with("recommendations.")
                && path.ends_with("text.patient")
                && !path.contains(".R1.")
                && source.contains("you start, stop"))
            .then(|| "Deje de tomar naproxeno hoy.".to_owned())
        })
    }),
    ("units as letters in Spanish only", "SAF-06", |b| {
        b.retranslate(ES, |path, _, text| {
            path.ends_with("statement.clinician").then(|| format!("{} Dar insulina 10 UI.", text.trim_end()))
        })
    }),
    ("a strong recommendation that suggests, in French only", "RCM-05", |b| {
        b.retranslate(FR, |path, source, text| {
            (path.starts_with("recommendations.")
                && source.contains("We recommend")
                && text.contains("Nous recommandons"))
            .then(|| text.replace("Nous recommandons", "Nous suggérons"))
        })
    }),
    ("a strong recommendation that suggests, in Spanish only", "RCM-05", |b| {
        b.retranslate(ES, |path, source, text| {
            (path.starts_with("recommendations.") && source.contains("We recommend") && text.contains("Recomendamos"))
                .then(|| text.replace("Recomendamos", "Sugerimos"))
        })
    }),
    // Plain language and typography.
    ("a medical word in Spanish only", "PLN-03", |b| {
        b.retranslate(ES, |path, _, text| {
            (path == "concordance.rationale.patient").then(|| format!("{} Tiene disnea.", text.trim_end()))
        })
    }),
    ("a medical word in French only", "PLN-03", |b| {
        b.retranslate(FR, |path, _, text| {
            (path == "concordance.rationale.patient").then(|| format!("{} Vous avez une dyspnée.", text.trim_end()))
        })
    }),
    ("a sentence without end in Spanish only", "PLN-02", |b| {
        b.retranslate(ES, |path, _, text| {
            (path == "concordance.rationale.patient").then(|| {
                text.trim_end().trim_end_matches('.').replace(". ", " y también ").replace(".\n", " y también ") + "."
            })
        })
    }),
    ("a French no patient can read", "PLN-01", |b| {
        let hard =
            "L’administration concomitante d’immunosuppresseurs prédispose incontestablement à des complications \
                    infectieuses potentiellement irréversibles, conformément aux recommandations internationales \
                    particulièrement circonstanciées concernant l’anticoagulation périopératoire individualisée. "
                .repeat(6);
        b.retranslate(FR, |path, _, _| (path == "second_opinion.reasoning.patient").then(|| hard.clone()))
    }),
    ("quotation marks of another language in French", "TYP-01", |b| {
        b.retranslate(FR, |path, _, text| {
            path.ends_with("statement.patient").then(|| format!("{} C’est „urgent“.", text.trim_end()))
        })
    }),
    ("a question without its opening sign in Spanish", "TYP-02", |b| {
        b.retranslate(ES, |path, _, text| {
            (path.starts_with("doctor_questions") && text.contains('¿')).then(|| text.replace('¿', ""))
        })
    }),
    ("a decimal point in French", "TYP-04", |b| b.retranslate(FR, |_, _, text| decimal(text, ',', '.'))),
    ("a decimal comma in Spanish", "TYP-04", |b| b.retranslate(ES, |_, _, text| decimal(text, '.', ','))),
];

fn drop_block(b: &mut Broken, locale: LocaleTag, which: impl Fn(&str) -> bool) -> Option<()> {
    let mut dropped = false;
    b.translation(locale, |file| {
        let at = file.blocks.iter().position(|block: &TranslatedBlock| which(&block.path));
        if let Some(at) = at {
            file.blocks.remove(at);
            dropped = true;
        }
    })?;
    dropped.then_some(())
}

/// Whether an English text says left, and whether it says right.
fn sides(source: &str) -> Option<(bool, bool)> {
    let words: Vec<String> = source.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
    let says = |word: &str| words.iter().any(|said| said == word);
    (says("left") || says("right")).then(|| (says("left"), says("right")))
}

fn negations(source: &str) -> usize {
    let words = source.split(|c: char| !c.is_alphabetic() && c != '\'').map(str::to_lowercase);
    words
        .filter(|word| {
            matches!(
                word.as_str(),
                "no" | "not" | "never" | "without" | "none" | "nobody" | "cannot" | "neither" | "nor"
            ) || word.ends_with("n't")
        })
        .count()
}

/// The text with the whole number before a word changed, for the first such number that stands alone.
fn at_number(text: &str, before: &str, change: impl Fn(&str) -> String) -> Option<String> {
    for gap in [" ", "\u{a0}", "\u{202f}"] {
        for (at, _) in text.match_indices(&format!("{gap}{before}")) {
            let head = &text[..at];
            let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let start = at - digits;
            let mut preceding = head[..start].chars().rev();
            let alone = preceding.next().is_none_or(|c| c == ' ' || c == '(' || c == '\n')
                && preceding.next().is_none_or(|c| !c.is_ascii_digit());
            let after = text[at + gap.len() + before.len()..].chars().next();
            if digits > 0 && alone && after.is_none_or(|c| !c.is_alphabetic() && c != '/') {
                let changed = change(&text[start..at]);
                return (changed != text[start..at]).then(|| format!("{}{changed}{}", &text[..start], &text[at..]));
            }
        }
    }
    None
}

/// The text without its first bracket that begins so.
fn without(text: &str, opening: &str) -> Option<String> {
    let start = text.find(opening)?;
    let end = start + text[start..].find(']')? + 1;
    Some(format!("{}{}", text[..start].trim_end(), &text[end..]))
}

/// The text with the first decimal sign of one locale replaced by that of another.
fn decimal(text: &str, from: char, to: char) -> Option<String> {
    let (at, _) = text.match_indices(from).find(|(at, _)| {
        let before: Vec<char> = text[..*at].chars().rev().take(3).collect();
        let after: Vec<char> = text[at + 1..].chars().take(3).collect();
        let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        // "7.5": one digit behind, so that nothing is grouped, and no version or code around it.
        digit(before.first())
            && digit(after.first())
            && after.get(1).is_none_or(|c| *c == ' ' || *c == '\u{a0}')
            && before.iter().all(|c| c.is_ascii_digit() || *c == ' ')
    })?;
    Some(format!("{}{to}{}", &text[..at], &text[at + 1..]))
}
