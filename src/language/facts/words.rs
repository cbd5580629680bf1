//! Numbers in words.

use super::tokens::Tokens;

/// How a word takes part in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// 2 to 19, and 21 to 29 in Spanish: stands alone or after tens.
    Small(u32),
    /// 20 to 90.
    Tens(u32),
    /// "hundred", "cent": multiplies what is before it.
    Hundred,
    /// Spanish hundreds in one word.
    Hundreds(u32),
    /// "thousand", "mil", "mille".
    Thousand,
}

fn part(language: &str, word: &str) -> Option<Part> {
    use Part::*;
    Some(match language {
        "es" => match word {
            "dos" => Small(2),
            "tres" => Small(3),
            "cuatro" => Small(4),
            "cinco" => Small(5),
            "seis" => Small(6),
            "siete" => Small(7),
            "ocho" => Small(8),
            "nueve" => Small(9),
            "diez" => Small(10),
            "once" => Small(11),
            "doce" => Small(12),
            "trece" => Small(13),
            "catorce" => Small(14),
            "quince" => Small(15),
            "dieciséis" => Small(16),
            "diecisiete" => Small(17),
            "dieciocho" => Small(18),
            "diecinueve" => Small(19),
            "veintiuno" | "veintiún" | "veintiuna" => Small(21),
            "veintidós" => Small(22),
            "veintitrés" => Small(23),
            "veinticuatro" => Small(24),
            "veinticinco" => Small(25),
            "veintiséis" => Small(26),
            "veintisiete" => Small(27),
            "veintiocho" => Small(28),
            "veintinueve" => Small(29),
            "veinte" => Tens(20),
            "treinta" => Tens(30),
            "cuarenta" => Tens(40),
            "cincuenta" => Tens(50),
            "sesenta" => Tens(60),
            "setenta" => Tens(70),
            "ochenta" => Tens(80),
            "noventa" => Tens(90),
            "cien" | "ciento" => Hundreds(100),
            "doscientos" | "doscientas" => Hundreds(200),
            "trescientos" | "trescientas" => Hundreds(300),
            "cuatrocientos" | "cuatrocientas" => Hundreds(400),
            "quinientos" | "quinientas" => Hundreds(500),
            "seiscientos" | "seiscientas" => Hundreds(600),
            "setecientos" | "setecientas" => Hundreds(700),
            "ochocientos" | "ochocientas" => Hundreds(800),
            "novecientos" | "novecientas" => Hundreds(900),
            "mil" => Thousand,
            _ => return None,
        },
        "fr" => match word {
            "deux" => Small(2),
            "trois" => Small(3),
            "quatre" => Small(4),
            "cinq" => Small(5),
            "six" => Small(6),
            "sept" => Small(7),
            "huit" => Small(8),
            "neuf" => Small(9),
            "dix" => Small(10),
            "onze" => Small(11),
            "douze" => Small(12),
            "treize" => Small(13),
            "quatorze" => Small(14),
            "quinze" => Small(15),
            "seize" => Small(16),
            "vingt" | "vingts" => Tens(20),
            "trente" => Tens(30),
            "quarante" => Tens(40),
            "cinquante" => Tens(50),
            "soixante" => Tens(60),
            "septante" => Tens(70),
            "nonante" => Tens(90),
            "cent" | "cents" => Hundred,
            "mille" => Thousand,
            _ => return None,
        },
        _ => match word {
            "two" => Small(2),
            "three" => Small(3),
            "four" => Small(4),
            "five" => Small(5),
            "six" => Small(6),
            "seven" => Small(7),
            "eight" => Small(8),
            "nine" => Small(9),
            "ten" => Small(10),
            "eleven" => Small(11),
            "twelve" => Small(12),
            "thirteen" => Small(13),
            "fourteen" => Small(14),
            "fifteen" => Small(15),
            "sixteen" => Small(16),
            "seventeen" => Small(17),
            "eighteen" => Small(18),
            "nineteen" => Small(19),
            "twenty" => Tens(20),
            "thirty" => Tens(30),
            "forty" => Tens(40),
            "fifty" => Tens(50),
            "sixty" => Tens(60),
            "seventy" => Tens(70),
            "eighty" => Tens(80),
            "ninety" => Tens(90),
            "hundred" => Hundred,
            "thousand" => Thousand,
            _ => return None,
        },
    })
}

/// "One" as a number, an article or a pronoun.
fn is_one(language: &str, word: &str) -> bool {
    match language {
        "es" => matches!(word, "un" | "una" | "uno"),
        "fr" => matches!(word, "un" | "une"),
        _ => matches!(word, "one" | "a" | "an"),
    }
}

/// A number in words at a place: its value, the place after it, and whether it is surely a number.
pub(super) fn number_words(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize, bool)> {
    let language = tokens.language();
    let (mut total, mut current, mut next) = (0u32, 0u32, at);
    let mut last: Option<Part> = None;
    let mut certain = true;
    if is_one(language, tokens.text(at)) {
        // "a hundred", "one thousand": else it is no more than an article.
        match part(language, tokens.text(at + 1)) {
            Some(Part::Hundred | Part::Thousand) if language == "en" => {
                (current, next, last) = (1, at + 1, Some(Part::Small(1)));
            }
            _ => return Some((1, at + 1, false)),
        }
    }
    // A number in words has at most a dozen of them.
    for _ in 0..12 {
        let (joint, place) = match tokens.text(next) {
            "-" | "\u{2011}" if last.is_some() && tokens.touches(next) && tokens.touches(next + 1) => (true, next + 1),
            "and" | "y" | "et" if last.is_some() => (true, next + 1),
            _ => (false, next),
        };
        let word = tokens.text(place);
        let hyphen = joint && tokens.touches(place);
        let found = part(language, word);
        let unit = match (last, found) {
            // "twenty-one", "vingt et un", "treinta y uno".
            (Some(Part::Tens(_)), None) if joint && is_one(language, word) && !matches!(word, "a" | "an") => 1,
            _ => 0,
        };
        if unit == 1 {
            current += 1;
            next = place + 1;
            break;
        }
        let Some(found) = found else { break };
        let fits = match (last, found) {
            (None, Part::Hundred | Part::Thousand) => {
                // A hundred or thousand of its own: a number in French and Spanish, a noun in English.
                if language == "en" {
                    return None;
                }
                certain = false;
                !joint
            }
            (None, _) => !joint,
            // Soixante-dix, quatre-vingt-douze; else tens take 1 to 9.
            (Some(Part::Tens(tens)), Part::Small(small)) => match language {
                "fr" => (small < 10 || matches!(tens, 60 | 80)) && (hyphen || !joint || small == 11),
                "es" => small < 10 && joint,
                _ => small < 10 && (hyphen || !joint),
            },
            (Some(Part::Small(4)), Part::Tens(20)) if language == "fr" => true,
            (Some(Part::Small(10)), Part::Small(small)) if language == "fr" => hyphen && (7..=9).contains(&small),
            (Some(Part::Small(small)), Part::Hundred) => small < 20 && (!joint || hyphen),
            (Some(Part::Hundred | Part::Hundreds(_)), Part::Small(_) | Part::Tens(_)) => !joint || language == "en",
            (Some(Part::Thousand), Part::Small(_) | Part::Tens(_) | Part::Hundreds(_)) => !joint || language == "en",
            (Some(Part::Thousand), Part::Hundred) => language == "fr" && !joint,
            (Some(Part::Small(_) | Part::Tens(_) | Part::Hundred | Part::Hundreds(_)), Part::Thousand) => {
                !joint && total == 0
            }
            _ => false,
        };
        if !fits {
            break;
        }
        last = Some(match found {
            Part::Small(small) => {
                current += small;
                found
            }
            Part::Tens(20) if current % 100 == 4 && language == "fr" && last == Some(Part::Small(4)) => {
                current += 76;
                Part::Tens(80)
            }
            Part::Tens(tens) | Part::Hundreds(tens) => {
                current += tens;
                found
            }
            Part::Hundred => {
                current = current.max(1) * 100;
                found
            }
            Part::Thousand => {
                total += current.max(1) * 1000;
                current = 0;
                found
            }
        });
        next = place + 1;
    }
    last?;
    let value = total + current;
    // "Neuf" is also new.
    if language == "fr" && value == 9 && next == at + 1 {
        certain = false;
    }
    Some((value, next, certain))
}

/// Words that may say a number, and often say no more than "again" or "the other": the number in thousandths.
pub(super) fn near_number(language: &str, word: &str) -> Option<u32> {
    Some(match language {
        "es" => match word {
            "cero" | "nulo" | "nula" => 0,
            "ambos" | "ambas" | "doble" | "par" | "dupla" | "duplica" | "duplicar" => 2000,
            "triple" | "triplica" => 3000,
            "decena" | "decenas" => 10_000,
            "docena" | "docenas" => 12_000,
            "quincena" => 15_000,
            "centenar" | "centenares" => 100_000,
            "mitad" | "medio" | "media" => 500,
            "tercio" => 333,
            _ => return None,
        },
        "fr" => match word {
            "zéro" | "nul" | "nulle" => 0,
            "double" | "doubler" | "couple" | "paire" => 2000,
            "triple" => 3000,
            "dizaine" | "dizaines" => 10_000,
            "douzaine" => 12_000,
            "quinzaine" => 15_000,
            "vingtaine" => 20_000,
            "trentaine" => 30_000,
            "quarantaine" => 40_000,
            "cinquantaine" => 50_000,
            "soixantaine" => 60_000,
            "centaine" | "centaines" => 100_000,
            "moitié" | "demi" | "demie" => 500,
            "tiers" => 333,
            "quart" => 250,
            _ => return None,
        },
        _ => match word {
            "zero" => 0,
            "once" | "single" => 1000,
            "both" | "twice" | "either" | "neither" | "couple" | "pair" | "double" | "doubles" | "twofold" => 2000,
            "triple" | "threefold" | "thrice" => 3000,
            "fourfold" => 4000,
            "fivefold" => 5000,
            "tenfold" => 10_000,
            "dozen" | "dozens" => 12_000,
            "fortnight" => 14_000,
            "half" => 500,
            "quarter" => 250,
            _ => return None,
        },
    })
}

/// The number in the first syllable of a word of anatomy ("tricuspid", "de dos valvas"), in thousandths.
pub(super) fn prefixed(word: &str) -> Option<u32> {
    let counts = |rest: &str| {
        ["leaf", "cusp", "cúsp", "fol", "vas", "valv", "fasc", "compart", "ven"]
            .iter()
            .any(|stem| rest.starts_with(stem))
    };
    let count = |prefix: &str| word.strip_prefix(prefix).is_some_and(counts);
    if count("bi") {
        Some(2000)
    } else if count("tri") {
        Some(3000)
    } else {
        None
    }
}

/// The place of a word in an order: "second", "segunda", "deuxième".
pub(super) fn ordinal_word(language: &str, word: &str) -> Option<u32> {
    let list: &[(&str, u32)] = match language {
        "es" => &[
            ("primer", 1),
            ("segund", 2),
            ("tercer", 3),
            ("cuart", 4),
            ("quint", 5),
            ("sext", 6),
            ("séptim", 7),
            ("octav", 8),
            ("noven", 9),
            ("décim", 10),
        ],
        "fr" => &[
            ("premier", 1),
            ("première", 1),
            ("premièr", 1),
            ("second", 2),
            ("deuxième", 2),
            ("troisième", 3),
            ("quatrième", 4),
            ("cinquième", 5),
            ("sixième", 6),
            ("septième", 7),
            ("huitième", 8),
            ("neuvième", 9),
            ("dixième", 10),
        ],
        _ => &[
            ("first", 1),
            ("second", 2),
            ("third", 3),
            ("fourth", 4),
            ("fifth", 5),
            ("sixth", 6),
            ("seventh", 7),
            ("eighth", 8),
            ("ninth", 9),
            ("tenth", 10),
        ],
    };
    list.iter()
        .find(|(stem, _)| {
            word.strip_prefix(stem)
                .is_some_and(|rest| matches!(rest, "" | "a" | "o" | "as" | "os" | "s" | "e" | "es" | "ly"))
        })
        .map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;
    use crate::case::model::LocaleTag;

    fn value(text: &str, locale: LocaleTag) -> Option<(u32, bool)> {
        let tokens = tokens(text, locale);
        number_words(&tokens, 0).filter(|(_, next, _)| *next == tokens.list.len()).map(|(value, _, sure)| (value, sure))
    }

    #[test]
    fn numbers_in_words_of_three_languages() {
        use LocaleTag::*;
        for (text, locale, expected) in [
            ("two", EnUs, 2),
            ("twenty-five", EnUs, 25),
            ("twenty-one", EnUs, 21),
            ("a hundred", EnUs, 100),
            ("two hundred and forty", EnUs, 240),
            ("three thousand five hundred", EnUs, 3500),
            ("veintidós", EsUs, 22),
            ("treinta y uno", EsUs, 31),
            ("ciento cincuenta y cinco", EsEs, 155),
            ("dos mil quinientos", EsMx, 2500),
            ("vingt et un", FrFr, 21),
            ("dix-sept", FrFr, 17),
            ("soixante-quinze", FrCa, 75),
            ("soixante et onze", FrCa, 71),
            ("quatre-vingts", FrCa, 80),
            ("quatre-vingt-dix-sept", FrCa, 97),
            ("deux cent quarante", FrCa, 240),
            ("trois mille cinq cents", FrCa, 3500),
        ] {
            assert_eq!(value(text, locale), Some((expected, true)), "{text}");
        }
    }

    #[test]
    fn two_numbers_are_not_one() {
        for (text, locale) in [
            ("two three", LocaleTag::EnUs),
            ("dos y tres", LocaleTag::EsUs),
            ("deux et trois", LocaleTag::FrFr),
            ("two and three", LocaleTag::EnUs),
            ("twenty and five", LocaleTag::EnUs),
        ] {
            assert_eq!(value(text, locale), None, "{text}");
        }
        assert_eq!(value("one", LocaleTag::EnUs), Some((1, false)));
        assert_eq!(value("neuf", LocaleTag::FrFr), Some((9, false)));
        assert_eq!(value("hundred", LocaleTag::EnUs), None);
    }
}
