//! Units as texts write them, in symbols and in the words of each language.

use super::tokens::{Kind, Tokens};

/// The unit that a symbol stands for. Symbols are told apart by case, except the few that no one writes strictly.
fn symbol(raw: &str) -> Option<&'static str> {
    Some(match raw {
        "mg" | "mgs" | "Mg" | "MG" => "mg",
        "g" | "gr" => "g",
        "kg" | "Kg" | "kgs" => "kg",
        "mcg" | "µg" | "μg" | "ug" => "mcg",
        "ng" => "ng",
        "pg" => "pg",
        "L" | "l" => "L",
        "dL" | "dl" => "dL",
        "cL" | "cl" => "cL",
        "mL" | "ml" | "cc" | "ML" => "mL",
        "µL" | "μL" | "uL" | "µl" | "μl" => "mcL",
        "fL" | "fl" => "fL",
        "km" => "km",
        "cm" => "cm",
        "mm" => "mm",
        "nm" => "nm",
        "µm" | "μm" => "mcm",
        "m" => "m",
        "m2" | "m²" => "m2",
        "cm2" | "cm²" => "cm2",
        "mm2" | "mm²" => "mm2",
        "cm3" | "cm³" => "cm3",
        "mm3" | "mm³" => "mm3",
        "m3" | "m³" => "m3",
        "mol" => "mol",
        "mmol" => "mmol",
        "µmol" | "μmol" | "umol" => "mcmol",
        "nmol" => "nmol",
        "pmol" => "pmol",
        "mEq" => "mEq",
        "mOsm" => "mOsm",
        "U" => "U",
        "kU" => "kU",
        "mU" => "mU",
        "IU" | "UI" => "IU",
        "mIU" | "mUI" => "mIU",
        "µIU" | "µUI" | "μIU" | "μUI" => "mcIU",
        "mmHg" => "mmHg",
        "cmH2O" | "cmH₂O" => "cmH2O",
        "kPa" => "kPa",
        "Pa" => "Pa",
        "Hz" => "Hz",
        "kHz" => "kHz",
        "MHz" => "MHz",
        "Gy" => "Gy",
        "cGy" => "cGy",
        "mGy" => "mGy",
        "Sv" => "Sv",
        "mSv" => "mSv",
        "Bq" => "Bq",
        "MBq" => "MBq",
        "GBq" => "GBq",
        "mCi" => "mCi",
        "T" => "T",
        "kcal" => "kcal",
        "kJ" => "kJ",
        "V" => "V",
        "kV" => "kV",
        "mV" => "mV",
        "µV" | "μV" => "mcV",
        "mA" => "mA",
        "dB" => "dB",
        "ppm" => "ppm",
        "bpm" | "lpm" => "/min",
        "ms" => "ms",
        "s" | "sec" | "secs" | "seg" => "s",
        "h" | "hr" | "hrs" => "h",
        "min" | "mins" => "min",
        "lb" | "lbs" => "lb",
        "oz" => "oz",
        "ft" => "ft",
        _ => return None,
    })
}

/// The unit that a word (in lower case) stands for.
fn word(language: &str, word: &str) -> Option<&'static str> {
    let unit = match language {
        "es" => match word {
            "año" | "años" => "a",
            "mes" | "meses" => "mo",
            "semana" | "semanas" => "wk",
            "día" | "días" | "dia" | "dias" => "d",
            "hora" | "horas" => "h",
            "minuto" | "minutos" => "min",
            "segundos" => "s",
            "grados" => "deg",
            "unidad" | "unidades" => "U",
            "microgramo" | "microgramos" => "mcg",
            "miligramo" | "miligramos" => "mg",
            "gramo" | "gramos" => "g",
            "kilo" | "kilos" | "kilogramo" | "kilogramos" => "kg",
            "mililitro" | "mililitros" => "mL",
            "decilitro" | "decilitros" => "dL",
            "litro" | "litros" => "L",
            "milímetro" | "milímetros" => "mm",
            "centímetro" | "centímetros" => "cm",
            "metro" | "metros" => "m",
            "kilómetro" | "kilómetros" => "km",
            "pulgada" | "pulgadas" => "in",
            "pie" | "pies" => "ft",
            "libra" | "libras" => "lb",
            "onza" | "onzas" => "oz",
            "tableta" | "tabletas" | "comprimido" | "comprimidos" | "pastilla" | "pastillas" => "tablet",
            "cápsula" | "cápsulas" => "capsule",
            "gota" | "gotas" => "drop",
            _ => return None,
        },
        "fr" => match word {
            "an" | "ans" | "année" | "années" => "a",
            "mois" => "mo",
            "semaine" | "semaines" | "sem" => "wk",
            "jour" | "jours" | "j" | "journée" => "d",
            "heure" | "heures" => "h",
            "minute" | "minutes" => "min",
            "secondes" => "s",
            "degrés" => "deg",
            "unité" | "unités" => "U",
            "microgramme" | "microgrammes" => "mcg",
            "milligramme" | "milligrammes" => "mg",
            "gramme" | "grammes" => "g",
            "kilo" | "kilos" | "kilogramme" | "kilogrammes" => "kg",
            "millilitre" | "millilitres" => "mL",
            "décilitre" | "décilitres" => "dL",
            "litre" | "litres" => "L",
            "millimètre" | "millimètres" => "mm",
            "centimètre" | "centimètres" => "cm",
            "mètre" | "mètres" => "m",
            "kilomètre" | "kilomètres" => "km",
            "pouce" | "pouces" | "po" => "in",
            "pied" | "pieds" | "pi" => "ft",
            "livre" | "livres" => "lb",
            "once" | "onces" => "oz",
            "comprimé" | "comprimés" | "pilule" | "pilules" => "tablet",
            "capsule" | "capsules" | "gélule" | "gélules" => "capsule",
            "goutte" | "gouttes" => "drop",
            _ => return None,
        },
        _ => match word {
            "year" | "years" | "yr" | "yrs" | "yo" => "a",
            "month" | "months" | "mo" | "mos" => "mo",
            "week" | "weeks" | "wk" | "wks" => "wk",
            "day" | "days" => "d",
            "hour" | "hours" => "h",
            "minute" | "minutes" => "min",
            "seconds" => "s",
            "degrees" => "deg",
            "unit" | "units" => "U",
            "microgram" | "micrograms" => "mcg",
            "milligram" | "milligrams" => "mg",
            "gram" | "grams" => "g",
            "kilogram" | "kilograms" | "kilo" | "kilos" => "kg",
            "milliliter" | "milliliters" | "millilitre" | "millilitres" => "mL",
            "deciliter" | "deciliters" | "decilitre" | "decilitres" => "dL",
            "liter" | "liters" | "litre" | "litres" => "L",
            "millimeter" | "millimeters" | "millimetre" | "millimetres" => "mm",
            "centimeter" | "centimeters" | "centimetre" | "centimetres" => "cm",
            "meter" | "meters" | "metre" | "metres" => "m",
            "kilometer" | "kilometers" | "kilometre" | "kilometres" => "km",
            "inch" | "inches" => "in",
            "foot" | "feet" => "ft",
            "pound" | "pounds" => "lb",
            "ounce" | "ounces" => "oz",
            "tablet" | "tablets" | "pill" | "pills" => "tablet",
            "capsule" | "capsules" => "capsule",
            "drop" | "drops" => "drop",
            _ => return None,
        },
    };
    Some(unit)
}

/// Whether a word between a number and a unit of time changes neither: "5 business days", "six infusion days". English puts
/// any noun there.
fn aside(language: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.text(at);
    match language {
        "en" => {
            let joins = matches!(
                word,
                "of" | "in"
                    | "to"
                    | "for"
                    | "and"
                    | "or"
                    | "per"
                    | "a"
                    | "an"
                    | "the"
                    | "times"
                    | "by"
                    | "at"
                    | "on"
                    | "from"
                    | "after"
                    | "before"
                    | "within"
                    | "every"
                    | "with"
                    | "x"
                    | "is"
                    | "was"
                    | "were"
                    | "are"
                    | "about"
                    | "over"
                    | "that"
                    | "this"
                    | "these"
                    | "those"
                    | "some"
                    | "his"
                    | "her"
                    | "your"
                    | "their"
                    | "our"
                    | "most"
                    | "all"
                    | "many"
                    | "few"
                    | "several"
                    | "had"
                    | "has"
                    | "have"
                    | "until"
                    | "since"
                    | "as"
                    | "than"
                    | "last"
                    | "past"
                    | "next"
            );
            !joins && tokens.text(at + 1).ends_with('s')
        }
        "es" => matches!(word, "largos" | "largas"),
        _ => matches!(word, "bons" | "bonnes" | "longs" | "longues" | "dernières" | "derniers" | "autres"),
    }
}

/// Whether a unit is one of time.
pub(super) fn is_time(unit: &str) -> bool {
    matches!(unit, "a" | "mo" | "wk" | "d" | "h" | "min" | "s")
}

/// The unit of an area or a volume.
fn powered(stem: &str, power: &str) -> Option<&'static str> {
    Some(match (stem, power) {
        ("m", "2") => "m2",
        ("cm", "2") => "cm2",
        ("mm", "2") => "mm2",
        ("m", "3") => "m3",
        ("cm", "3") => "cm3",
        ("mm", "3") => "mm3",
        _ => return None,
    })
}

/// The atom at a place and the place after it.
fn atom(tokens: &Tokens<'_>, at: usize) -> Option<(&'static str, usize)> {
    let token = tokens.get(at)?;
    let language = tokens.language();
    match token.kind {
        Kind::Mark => match (token.raw, tokens.get(at + 1)) {
            ("%", _) => Some(("%", at + 1)),
            ("‰", _) => Some(("‰", at + 1)),
            ("°" | "º", Some(next)) if next.raw == "C" => Some(("°C", at + 2)),
            ("°" | "º", Some(next)) if next.raw == "F" => Some(("°F", at + 2)),
            // "n.º", "1.º" and "1°" for "first" are not read here: the sign alone is of angles only.
            ("°", _) => Some(("deg", at + 1)),
            ("℃", _) => Some(("°C", at + 1)),
            ("℉", _) => Some(("°F", at + 1)),
            _ => None,
        },
        Kind::Word => {
            let next = tokens.text(at + 1);
            match (token.text.as_ref(), next) {
                ("percent", _) => return Some(("%", at + 1)),
                ("per", "cent") | ("pour", "cent") | ("por", "ciento" | "cien") => return Some(("%", at + 2)),
                ("international", "units") => return Some(("IU", at + 2)),
                ("unidades", "internacionales") | ("unités", "internationales") => return Some(("IU", at + 2)),
                ("mm", "hg") => return Some(("mmHg", at + 2)),
                ("mm", "de") if tokens.text(at + 2) == "hg" => return Some(("mmHg", at + 3)),
                ("square" | "cubic", _) => {
                    let power = if token.is("square") { "2" } else { "3" };
                    return word(language, next).and_then(|stem| powered(stem, power)).map(|unit| (unit, at + 2));
                }
                (stem, "cuadrado" | "cuadrados" | "carré" | "carrés") => {
                    return word(language, stem).and_then(|stem| powered(stem, "2")).map(|unit| (unit, at + 2));
                }
                (stem, "cúbico" | "cúbicos" | "cube" | "cubes") => {
                    return word(language, stem).and_then(|stem| powered(stem, "3")).map(|unit| (unit, at + 2));
                }
                // A score in units of its own: "unidades Agatston", "unités Hounsfield".
                ("unidad" | "unidades" | "unité" | "unités", _)
                    if tokens.get(at + 1).is_some_and(|next| next.raw.starts_with(char::is_uppercase)) =>
                {
                    return None;
                }
                ("grados", "celsius") | ("degrees", "celsius") | ("degrés", "celsius") => {
                    return Some(("°C", at + 2));
                }
                _ => {}
            }
            // A hyphenated symbol ("5-T magnet") is still one, but "2-m" in "2-m-old" does not occur.
            symbol(token.raw).or_else(|| word(language, &token.text)).map(|unit| (unit, at + 1))
        }
        _ => None,
    }
}

/// The unit that starts at a token, whole with what it is divided by ("mL/min/1.73m2", "mg/d"), and the place after it.
pub(super) fn unit(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let language = tokens.language();
    // A thousand millions per litre: "×10⁹/L", "x 10^9/L".
    if matches!(tokens.text(at), "×" | "x") && tokens.get(at + 1).is_some_and(|ten| ten.is("10")) {
        let (power, next) = match (tokens.text(at + 2), tokens.text(at + 3)) {
            ("^" | "*", power) => (power.to_owned(), at + 4),
            (power, _) => (
                power
                    .chars()
                    .filter_map(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|sign| sign == c))
                    .map(|digit| digit.to_string())
                    .collect(),
                at + 3,
            ),
        };
        if !power.is_empty() {
            let mut unit = format!("e{power}");
            let next = divisors(tokens, next, &mut unit);
            return Some((unit, next));
        }
    }
    let (mut start, mut hyphen) = (at, false);
    if matches!(tokens.text(at), "-" | "\u{2011}" | "–") && tokens.touches(at) && tokens.touches(at + 1) {
        (start, hyphen) = (at + 1, true);
    }
    let own = atom(tokens, start);
    if own.is_none() && tokens.get(start)?.is_word() && aside(language, tokens, start) {
        let (found, next) = atom(tokens, start + 1)?;
        return is_time(found).then(|| (found.to_owned(), next));
    }
    let (found, mut next) = own?;
    // "Trois secondes lectures", "dos segundos ciclos" are of an order.
    if matches!(tokens.text(start), "secondes" | "segundos")
        && tokens.get(next).is_some_and(|after| after.is_word() && after.text.len() > 4 && after.text.ends_with('s'))
    {
        return None;
    }
    // "5-a-day" and "3-m" are no units; a word after a hyphen or a symbol of a measure is.
    if hyphen && matches!(found, "L" | "s" | "V" | "T" | "%") {
        return None;
    }
    // "The 3 T 1 and L 5": a bare capital before a digit is no unit.
    if matches!(found, "L" | "T" | "V" | "U") && tokens.get(next).is_some_and(|after| after.is_number()) {
        let one_letter = tokens.get(start).is_some_and(|token| token.raw.len() == 1);
        if one_letter {
            return None;
        }
    }
    let mut unit = found.to_owned();
    next = divisors(tokens, next, &mut unit);
    if !is_time(found) && found != "%" {
        let (word, after) = (tokens.text(next), tokens.text(next + 1));
        let rate = match (language, word) {
            ("en", "daily") | ("es", "diario" | "diarios" | "diaria" | "diarias") => Some((Some("d"), next + 1)),
            ("fr", "quotidien" | "quotidiens" | "quotidienne" | "quotidiennes") => Some((Some("d"), next + 1)),
            ("en", "weekly") | ("es", "semanal" | "semanales") => Some((Some("wk"), next + 1)),
            ("en", "per" | "a") | ("es", "por" | "al") | ("fr", "par") if !after.is_empty() => {
                let found = atom(tokens, next + 1).filter(|(by, _)| *by != "%");
                // "a" is per only before a time; "per" before any unit.
                let found = found.filter(|(by, _)| is_time(by) || matches!(word, "per" | "por" | "par"));
                found.map(|(by, next)| (Some(by), next))
            }
            ("es", "a") if after == "la" => {
                atom(tokens, next + 2).filter(|(by, _)| is_time(by)).map(|(by, next)| (Some(by), next))
            }
            _ => None,
        };
        if let Some((Some(by), after)) = rate {
            unit.push('/');
            unit.push_str(by);
            next = after;
        }
    }
    Some((unit, next))
}

/// Takes "/dL", "/min/1.73 m²" and the like.
fn divisors(tokens: &Tokens<'_>, mut at: usize, unit: &mut String) -> usize {
    for _ in 0..3 {
        if tokens.text(at) != "/" {
            break;
        }
        let (number, from) = match tokens.get(at + 1) {
            Some(token) if token.is_number() => (token.text.as_ref(), at + 2),
            _ => ("", at + 1),
        };
        // Laboratories count per cubic millimetre, per field, per cell.
        let Some((by, next)) = atom(tokens, from) else { break };
        unit.push('/');
        unit.push_str(number);
        unit.push_str(by);
        at = next;
    }
    at
}

/// A quantity in the smallest unit of its kind, when the unit converts exactly: weeks to days, grams to micrograms.
pub(super) fn base(unit: &str) -> Option<(&'static str, f64)> {
    let (stem, by) = unit.split_once('/').unwrap_or((unit, ""));
    if !by.is_empty() {
        return None;
    }
    Some(match stem {
        "a" => ("mo", 12.0),
        "mo" => ("mo", 1.0),
        "wk" => ("h", 168.0),
        "d" => ("h", 24.0),
        "h" => ("h", 1.0),
        "kg" => ("mcg", 1e9),
        "g" => ("mcg", 1e6),
        "mg" => ("mcg", 1e3),
        "mcg" => ("mcg", 1.0),
        "L" => ("mL", 1e3),
        "dL" => ("mL", 1e2),
        "mL" | "cm3" => ("mL", 1.0),
        "m" => ("mm", 1e3),
        "cm" => ("mm", 10.0),
        "mm" => ("mm", 1.0),
        _ => return None,
    })
}

/// Whether a unit may stay unsaid in one of two languages: ages ("at 54", "a los 54 años") and angles.
pub(super) fn is_loose(unit: &str) -> bool {
    matches!(unit, "a" | "deg")
}
