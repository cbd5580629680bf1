use super::*;
use LocaleTag::*;

/// The facts of a text in short: `5 mg`, `left`, `2026-05-03`, `17:00`; the uncertain ones in parentheses.
fn told(text: &str, locale: LocaleTag) -> Vec<String> {
    facts(text, locale)
        .iter()
        .map(|found| if found.certain { short(&found.fact) } else { format!("({})", short(&found.fact)) })
        .collect()
}

fn sure(text: &str, locale: LocaleTag) -> Vec<String> {
    facts(text, locale).iter().filter(|found| found.certain).map(|found| short(&found.fact)).collect()
}

fn short(fact: &Fact) -> String {
    match fact {
        Fact::Number { value, unit: Some(unit) } => format!("{value} {unit}"),
        Fact::Number { value, unit: None } => value.clone(),
        Fact::Ordinal(place) => format!("#{place}"),
        Fact::Date { year, month, day } => {
            let part = |part: Option<String>| part.unwrap_or_else(|| "?".to_owned());
            let year = part(year.map(|year| year.to_string()));
            format!("{year}-{}-{}", part(month.map(|m| m.to_string())), part(day.map(|d| d.to_string())))
        }
        Fact::Time { hour, minute } => format!("{hour}:{minute:02}"),
        Fact::Side(side) => format!("{side:?}").to_lowercase(),
        Fact::Level(level) => level.to_string(),
        Fact::Code(code) => format!("`{code}`"),
        Fact::Negation => "not".to_owned(),
    }
}

fn told_apart(source: &str, from: LocaleTag, target: &str, to: LocaleTag) -> Vec<String> {
    let found = differences(&facts(source, from), source, &facts(target, to), target);
    found.into_iter().map(|difference| difference.text).collect()
}

#[test]
fn numbers_have_their_units() {
    for (text, locale, expected) in [
        ("5 mg", EnUs, vec!["5 mg"]),
        ("10mg", EnUs, vec!["10 mg"]),
        ("5-10 mg", EnUs, vec!["5 mg", "10 mg"]),
        ("17, 19, and 16 ng/mL", EnUs, vec!["17 ng/mL", "19 ng/mL", "16 ng/mL"]),
        ("17, 19 y 16 ng/mL", EsUs, vec!["17 ng/mL", "19 ng/mL", "16 ng/mL"]),
        ("128/76 mmHg", EnUs, vec!["128 mmHg", "76 mmHg"]),
        ("128/76 mm Hg", FrCa, vec!["128 mmHg", "76 mmHg"]),
        ("87 mL/min/1.73 m2", EnUs, vec!["87 mL/min/1.73m2"]),
        ("87 mL/min/1,73 m²", FrFr, vec!["87 mL/min/1.73m2"]),
        ("81 mg una vez al día", EsUs, vec!["81 mg"]),
        ("81 mg al día", EsUs, vec!["81 mg/d"]),
        ("81 mg par jour", FrCa, vec!["81 mg/d"]),
        ("81 mg daily", EnUs, vec!["81 mg/d"]),
        ("6 mg/kg", EnUs, vec!["6 mg/kg"]),
        ("a 54-year-old", EnUs, vec!["54 a"]),
        ("five business days", EnUs, vec!["5 d"]),
        ("3 días hábiles", EsUs, vec!["3 d"]),
        ("six and a half weeks", EnUs, vec!["6.5 wk"]),
        ("6 semanas y media", EsUs, vec!["6.5 wk"]),
        ("six semaines et demie", FrCa, vec!["6.5 wk"]),
        ("0,8 centimètre carré", FrCa, vec!["0.8 cm2"]),
        ("250 ×10⁹/L", EnUs, vec!["250 e9/L"]),
        ("10 %", FrFr, vec!["10 %"]),
        ("diez por ciento", EsEs, vec!["10 %"]),
        ("5 to 10 percent", EnUs, vec!["5 %", "10 %"]),
        ("37,5 °C", FrFr, vec!["37.5 °C"]),
        ("10 µg", FrFr, vec!["10 mcg"]),
        ("10 mcg", EnUs, vec!["10 mcg"]),
        ("dos tabletas", EsMx, vec!["2 tablet"]),
        ("T-score −2.5", EnUs, vec!["-2.5"]),
        ("7/10", EnUs, vec!["7", "10"]),
        ("10 units", EnUs, vec!["10 U"]),
        ("2 910 unités Agatston", FrCa, vec!["2910"]),
        ("the 2nd dose", EnUs, vec!["#2"]),
        ("la 2.ª dosis", EsEs, vec!["#2"]),
        ("la 2e dose", FrCa, vec!["#2"]),
        ("one mg", EnUs, vec!["1 mg"]),
    ] {
        assert_eq!(sure(text, locale), expected, "{text}");
    }
}

#[test]
fn what_may_be_no_number_is_uncertain() {
    assert_eq!(told("a year", EnUs), ["(1 a)"]);
    assert_eq!(told("a visit", EnUs), Vec::<String>::new());
    assert_eq!(told("una dosis", EsUs), ["(1)"]);
    assert_eq!(told("both ways", EnUs), ["(both)", "(2)"]);
    assert_eq!(told("the second opinion", EnUs), ["(#2)"]);
    assert_eq!(told("neuf", FrFr), ["(9)"]);
}

#[test]
fn dates_read_alike_in_three_languages() {
    for (text, locale, expected) in [
        ("May 3, 2026", EnUs, "2026-5-3"),
        ("3 May 2026", EnCa, "2026-5-3"),
        ("3 de mayo de 2026", EsUs, "2026-5-3"),
        ("3 de mayo del 2026", EsMx, "2026-5-3"),
        ("3 mai 2026", FrCa, "2026-5-3"),
        ("1er mars 2026", FrFr, "2026-3-1"),
        ("1.º de marzo", EsUs, "?-3-1"),
        ("2026-05-03", EnUs, "2026-5-3"),
        ("March 2024", EnUs, "2024-3-?"),
        ("marzo de 2024", EsEs, "2024-3-?"),
        ("in May", EnUs, "?-5-?"),
        ("en août", FrFr, "?-8-?"),
        ("Feb. 2, 2026", EnUs, "2026-2-2"),
        ("2 févr. 2026", FrFr, "2026-2-2"),
    ] {
        assert_eq!(sure(text, locale), [expected], "{text}");
    }
    // A modal verb, a verb of walking, a planet in no date.
    for (text, locale) in [("It may help", EnUs), ("They march on", EnUs), ("May it help", EnUs)] {
        assert_eq!(sure(text, locale), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn times_of_day_read_alike() {
    for (text, locale, expected) in [
        ("5 p.m.", EnUs, "17:00"),
        ("5:30 PM", EnUs, "17:30"),
        ("5 p. m.", EsUs, "17:00"),
        ("5 de la tarde", EsEs, "17:00"),
        ("17:00 h", EsEs, "17:00"),
        ("à 17 h", FrCa, "17:00"),
        ("17 h 30", FrFr, "17:30"),
        ("5 heures du soir", FrFr, "17:00"),
        ("12 a.m.", EnUs, "0:00"),
        ("noon", EnUs, "12:00"),
        ("midi", FrCa, "12:00"),
    ] {
        assert_eq!(sure(text, locale), [expected], "{text}");
    }
    assert_eq!(
        sure("from 8 a.m. to 6 p.m.", EnUs),
        sure("de 8 h à 18 h", FrCa).iter().map(|t| t.replace("8 h", "8:00")).collect::<Vec<_>>()
    );
    assert_eq!(told_apart("From 8 a.m. to 6 p.m.", EnUs, "De 8 h à 18 h", FrCa), Vec::<String>::new());
    assert_eq!(told_apart("From 1 to 5 p.m.", EnUs, "De 13 h à 17 h", FrCa), Vec::<String>::new());
    // An interval is no time.
    assert_eq!(sure("toutes les 8 h", FrFr), ["8 h"]);
}

#[test]
fn sides_are_told_from_the_other_senses() {
    for (text, locale, expected) in [
        ("the right leg", EnUs, vec!["right"]),
        ("pain on the left", EnUs, vec!["left"]),
        ("left ventricle", EnUs, vec!["left"]),
        ("from left to right", EnUs, vec!["left", "right"]),
        ("right-sided weakness", EnUs, vec!["right"]),
        ("bilateral", EnUs, vec!["both"]),
        ("the right treatment", EnUs, vec![]),
        ("call right away", EnUs, vec![]),
        ("right now", EnUs, vec![]),
        ("all right", EnUs, vec![]),
        ("You have the right to refuse", EnUs, vec![]),
        ("She left the hospital", EnUs, vec![]),
        ("what is left", EnUs, vec![]),
        ("was left untreated", EnUs, vec![]),
        ("la pierna derecha", EsUs, vec!["right"]),
        ("el lado izquierdo", EsUs, vec!["left"]),
        ("el pie derecho a la altura", EsUs, vec!["right"]),
        ("Tiene derecho a una copia", EsUs, vec![]),
        ("sus derechos", EsUs, vec![]),
        ("el derecho a decidir", EsUs, vec![]),
        ("la jambe droite", FrCa, vec!["right"]),
        ("le sein gauche", FrCa, vec!["left"]),
        ("le pied droit", FrFr, vec!["right"]),
        ("avoir droit à un avis", FrFr, vec![]),
        ("vos droits", FrFr, vec![]),
        ("allez tout droit", FrFr, vec![]),
        ("des deux côtés", FrFr, vec!["both"]),
        ("ambos lados", EsEs, vec!["both"]),
    ] {
        assert_eq!(sure(text, locale), expected, "{text}");
    }
}

#[test]
fn levels_and_codes() {
    for (text, locale, expected) in [
        ("L4-L5", EnUs, vec!["L4", "L5"]),
        ("L4-5", EnUs, vec!["L4", "L5"]),
        ("L4/5", EsUs, vec!["L4", "L5"]),
        ("L5-S1", FrCa, vec!["L5", "S1"]),
        ("C5-6", EnUs, vec!["C5", "C6"]),
        ("T12", EnUs, vec!["T12"]),
        ("D12", EsUs, vec!["T12"]),
        ("D12", FrFr, vec!["T12"]),
        ("D12", EnUs, vec!["`d12`"]),
        ("vitamina D3", EsUs, vec!["`d3`"]),
        ("T2-weighted", EnUs, vec!["`t2`"]),
        ("fractura de T3", EsUs, vec!["T3"]),
        ("HER2", EnUs, vec!["`her2`"]),
        ("cT2N1", EnUs, vec!["`ct2n1`"]),
        ("stage IIIA", EnUs, vec!["`iiia`"]),
        ("IV contrast", EnUs, vec![]),
        ("HbA1c 8.3%", EnUs, vec!["`hba1c`", "8.3 %"]),
    ] {
        assert_eq!(sure(text, locale), expected, "{text}");
    }
}

#[test]
fn denials_count_once() {
    for (text, locale, count) in [
        ("It does not hurt.", EnUs, 1),
        ("It doesn't hurt.", EnUs, 1),
        ("No pain, no fever.", EnUs, 2),
        ("see No. 5", EnUs, 0),
        ("neither pain nor fever", EnUs, 1),
        ("whether or not", EnUs, 0),
        ("No tiene ningún dolor", EsUs, 1),
        ("sin dolor ni fiebre", EsUs, 1),
        ("Ningún ensayo lo probó", EsUs, 1),
        ("haya o no cirugía", EsUs, 0),
        ("sin embargo", EsUs, 0),
        ("tratamiento no quirúrgico", EsUs, 0),
        ("Il ne bouge pas", FrCa, 1),
        ("Aucun essai n’a montré", FrCa, 1),
        ("Ce n’est qu’un début", FrCa, 0),
        ("Elle ne voit plus rien", FrCa, 1),
        ("sans douleur", FrFr, 1),
        ("pas à pas", FrFr, 0),
        ("une personne", FrFr, 0),
        ("Personne ne sait", FrFr, 1),
        ("soins non chirurgicaux", FrFr, 0),
        ("Non, vous ne perdez pas", FrFr, 2),
        ("avant qu’il ne tombe", FrFr, 0),
    ] {
        let found = sure(text, locale).iter().filter(|fact| *fact == "not").count();
        assert_eq!(found, count, "{text}: {:?}", told(text, locale));
    }
}

#[test]
fn ways_of_saying_the_same_are_no_differences() {
    for (source, from, target, to) in [
        ("Two levels, 12 weeks.", EnUs, "2 niveles, doce semanas.", EsUs),
        ("In one year", EnUs, "En 1 año", EsUs),
        ("A week or two is fine.", EnUs, "Una o dos semanas están bien.", EsUs),
        ("12 months", EnUs, "un an", FrCa),
        ("From May 3 to 5, 2026", EnUs, "Del 3 al 5 de mayo de 2026", EsUs),
        ("Half of the patients", EnUs, "El 50% de los pacientes", EsUs),
        ("ICD-10 code", EnUs, "código CIE-10", EsUs),
        ("FEV1 fell", EnUs, "El VEF1 bajó", EsUs),
        ("Both knees hurt.", EnUs, "Le duelen las dos rodillas.", EsUs),
        ("aged 54", EnUs, "de 54 años", EsUs),
        ("twice", EnUs, "dos veces", EsUs),
        ("at 10 o'clock", EnUs, "à 10 heures", FrCa),
        ("not only A but B", EnUs, "non seulement A, mais B", FrCa),
        ("1,234 patients", EnUs, "1\u{a0}234 patients", FrCa),
        ("A T12 fracture", EnUs, "Une fracture de D12", FrFr),
        (
            "LVEF is normal; the left ventricle is small.",
            EnUs,
            "FEVI normal; el ventrículo izquierdo es pequeño.",
            EsUs,
        ),
        ("unchanged weakness", EnUs, "debilidad sin cambios", EsUs),
        ("nonsurgical care", EnUs, "soins non chirurgicaux", FrCa),
    ] {
        assert_eq!(told_apart(source, from, target, to), Vec::<String>::new(), "{source} | {target}");
    }
}

#[test]
fn differences_are_told_with_both_sides() {
    for (source, from, target, to, expected) in [
        ("Take 5 mg.", EnUs, "Tome 50 mg.", EsUs, "number: `5 mg` in the source, `50 mg` in the translation"),
        ("Take 5 mg.", EnUs, "Prenez 5 g.", FrCa, "number: `5 mg` in the source, `5 g` in the translation"),
        ("the left leg", EnUs, "la pierna derecha", EsUs, "side: `left` in the source, `derecha` in the translation"),
        ("At L4.", EnUs, "En L3.", EsUs, "spinal level: `L4` in the source, `L3` in the translation"),
        (
            "On May 3, 2026.",
            EnUs,
            "Le 3 juin 2026.",
            FrCa,
            "date: `May 3, 2026` in the source, `3 juin 2026` in the translation",
        ),
        ("stage IIB", EnUs, "estadio IIIB", EsUs, "code: `IIB` in the source, `IIIB` in the translation"),
        ("It is not benign.", EnUs, "Es benigno.", EsUs, "negation: `not` in the source, nothing in the translation"),
        (
            "It is benign.",
            EnUs,
            "Il n’est pas bénin.",
            FrCa,
            "negation: nothing in the source, `n’` in the translation",
        ),
        ("5 mg daily", EnUs, "5 mg", EsUs, ""),
        ("5 mg/day", EnUs, "5 mg/sem", FrCa, "number: `5 mg/day` in the source, `5 mg/sem` in the translation"),
        ("A biopsy.", EnUs, "Dos biopsias.", EsUs, "number: nothing in the source, `Dos` in the translation"),
    ] {
        let expected: Vec<String> = Some(expected.to_owned()).filter(|text| !text.is_empty()).into_iter().collect();
        assert_eq!(told_apart(source, from, target, to), expected, "{source} | {target}");
    }
    // Exchanged within one sentence each: nothing is missing, but not the same is said.
    assert_eq!(
        told_apart(
            "The left hip hurts. The right knee is well.",
            EnUs,
            "Le duele la cadera derecha. La rodilla izquierda está bien.",
            EsUs
        )
        .len(),
        2
    );
}

#[test]
fn hostile_texts_are_read() {
    let texts = [
        "1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1",
        "½½½",
        "....5",
        ",,,",
        "1,",
        "é’",
        "’’’",
        "5\u{301}",
        "0",
        "00000",
        "L",
        "L4-",
        "L4-L",
        "a. m.",
        "n.º",
        "٣ mg",
        "1 000 000 000 000 000 000 mg",
        "× 10",
        "x 10^",
        "1/",
        "1 a",
        "\u{202f}",
        "de",
        "ne",
        "no",
    ];
    for text in texts {
        for locale in LocaleTag::ALL {
            let found = facts(text, *locale);
            for found in &found {
                assert!(text.get(found.range.clone()).is_some(), "{text}");
            }
            differences(&found, text, &[], "");
            differences(&[], "", &found, text);
            dose_notations(text, *locale);
            wrong_decimal(text, *locale);
            percentages(text, *locale);
            natural_frequencies(text, *locale);
            relative_risk(text, *locale);
        }
        ambiguous_dates(text);
    }
}

#[test]
fn time_grows_with_the_text() {
    // Facts that all differ, in one sentence and in many: the square of this would take minutes.
    for unit in ["5 mg left not no. It is 3 de mayo ni ", "no sin ni ", "1,2,", "ne ", "L4-", "30% "] {
        let one = unit.repeat(4_000);
        let two = unit.replace(['5', '3', '4'], "6").repeat(4_000);
        let (a, b) = (facts(&one, EnUs), facts(&two, FrFr));
        differences(&a, &one, &b, &two);
        facts(&one, EsUs);
        dose_notations(&one, EnUs);
        relative_risk(&one, EnUs);
        natural_frequencies(&one, EsUs);
    }
}
