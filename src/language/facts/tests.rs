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
fn error_prone_doses_have_their_mend() {
    use DoseNotation::*;
    for (text, locale, kind, bad, mend) in [
        ("1.0 mg daily", EnUs, TrailingZero, "1.0", Some("1")),
        ("2.50 mg", EnUs, TrailingZero, "2.50", Some("2.5")),
        ("1,0 mg", FrCa, TrailingZero, "1,0", Some("1")),
        ("1.0–2.5 mg", EnUs, TrailingZero, "1.0", Some("1")),
        (".5 mg", EnUs, NakedDecimal, ".5", Some("0.5")),
        ("tome ,5 mg", EsEs, NakedDecimal, ",5", Some("0,5")),
        ("10 U at night", EnUs, Units, "U", Some("units")),
        ("10U at night", EnUs, Units, "U", Some(" units")),
        ("10 U de insulina", EsUs, Units, "U", Some("unidades")),
        ("1 U", FrCa, Units, "U", Some("unité")),
        ("5000 UI", FrFr, InternationalUnits, "UI", Some("unités internationales")),
        ("1000 IU of vitamin D", EnUs, InternationalUnits, "IU", Some("international units")),
        ("warfarin 5 mg QD", EnUs, EveryDay, "QD", Some("daily")),
        ("5 mg q.d. by mouth", EnUs, EveryDay, "q.d.", Some("daily")),
        ("5 mg QOD", EnUs, EveryOtherDay, "QOD", Some("every other day")),
        ("5 mg Q.O.D.", EnUs, EveryOtherDay, "Q.O.D.", Some("every other day")),
        ("10 mg HS", EnUs, Bedtime, "HS", None),
        ("40 mg SC", EnUs, Subcutaneous, "SC", Some("subcutaneously")),
        ("5 mg OD", EnUs, OnceDaily, "OD", Some("once daily")),
        ("MS 10 mg", EnUs, MorphineOrMagnesium, "MS", None),
        ("10 mg MS", EnUs, MorphineOrMagnesium, "MS", None),
        ("MgSO4 2 g", EnUs, MorphineOrMagnesium, "MgSO4", Some("magnesium sulfate")),
        ("50 µg", EnUs, Microgram, "µg", Some("mcg")),
        ("50 µg/kg", FrCa, Microgram, "µg", Some("mcg")),
        ("2 cc", EnUs, CubicCentimetre, "cc", Some("mL")),
        ("2 c.c. de suero", EsUs, CubicCentimetre, "c.c.", Some("mL")),
        ("3 gtt", EsUs, Drops, "gtt", Some("gotas")),
        ("5 mg @ bedtime", EnUs, At, "@", Some("at")),
    ] {
        let found = dose_notations(text, locale);
        let shown: Vec<_> =
            found.iter().map(|(range, kind, mend)| (&text[range.clone()], *kind, mend.as_deref())).collect();
        assert_eq!(shown, [(bad, kind, mend)], "{text}");
    }
}

#[test]
fn what_is_no_dose_is_left_alone() {
    for (text, locale) in [
        ("albumin 4.0 g/dL", EnUs),
        ("a 1.0 cm nodule", EnUs),
        ("creatinine 1.0 mg/dL", EnUs),
        ("INR 2.0", EnUs),
        ("p < .05", EnUs),
        ("ALT 40 U/L", EnUs),
        ("TSH 2 mIU/L", EnUs),
        ("insulin 100 U/mL", EnUs),
        ("ferritine 45 µg/L", FrCa),
        ("50 µg", FrFr),
        ("MS since 2019, MRI with 5 plaques", EnUs),
        ("paciente con EM; MS grado 2", EsUs),
        ("5 U.S. centers", EnUs),
        ("1 u 2 dosis", EsUs),
        ("5 mg c/24 h", EsUs),
        ("5 mg BID", EnUs),
        ("L5 U-shaped", EnUs),
        ("10 mg.5 days later", EnUs),
        ("write to a@b.org", EnUs),
        ("10 mg once daily", EnUs),
    ] {
        assert_eq!(dose_notations(text, locale), [], "{text}");
    }
}

#[test]
fn ambiguous_dates_and_what_only_looks_like_them() {
    for text in ["03/04/2026", "3-4-26", "3.4.2026", "on 3/4/2026.", "(03-04-2026)", "25/03/26"] {
        let found = ambiguous_dates(text);
        assert_eq!(found.len(), 1, "{text}");
    }
    assert_eq!(ambiguous_dates("on 3/4/2026."), [3..11]);
    for text in [
        "25/03/2026",
        "05/05/2026",
        "2026-03-04",
        "128/76",
        "24/7",
        "1/2",
        "7/10",
        "4/5",
        "1.2.3",
        "version 3.4.26",
        "L4-5-6",
        "5-10",
        "1:1000",
        "pT2 N1 M0",
        "1/2/10 mg",
        "555-12-10-33",
        "10.1000/3.4.2026",
        "May 3, 2026",
        "15/16/2026",
    ] {
        assert_eq!(ambiguous_dates(text), [], "{text}");
    }
}

#[test]
fn wrong_decimals_have_their_mend() {
    for (text, locale, bad, mend) in [
        ("0.5 mg", FrFr, "0.5", "0,5"),
        ("une HbA1c de 8.3 %", FrCa, "8.3", "8,3"),
        ("p = 0.05", EsEs, "0.05", "0,05"),
        ("12.5%", EsEs, "12.5", "12,5"),
        ("0,5 mg", EnUs, "0,5", "0.5"),
        ("8,3%", EsUs, "8,3", "8.3"),
        ("0,375", EsMx, "0,375", "0.375"),
        ("INR 2.5", FrFr, "2.5", "2,5"),
    ] {
        let found = wrong_decimal(text, locale);
        let shown: Vec<_> = found.iter().map(|(range, mend)| (&text[range.clone()], mend.as_str())).collect();
        assert_eq!(shown, [(bad, mend)], "{text}");
    }
    for (text, locale) in [
        ("0,5 mg", FrFr),
        ("0.5 mg", EnUs),
        ("0.5 mg", EsMx),
        ("1,234 patients", EnUs),
        ("1.234 pacientes", EsEs),
        ("RECIST 1.1", FrFr),
        ("version 2.1", FrFr),
        ("v2.1", FrFr),
        ("doi 10.1000/xyz", FrFr),
        ("NCCN 3.2026", FrFr),
        ("a las 10.30", EsEs),
        ("section 4.2", FrFr),
        ("19q13.32", FrFr),
        ("grades 1,2 and 3", EnUs),
        ("[1,2]", EnUs),
        ("3.4.2026", FrFr),
        ("PI-RADS 2.1", FrFr),
        ("https://a.org/1.2", FrFr),
    ] {
        assert_eq!(wrong_decimal(text, locale), [], "{text}");
    }
}

#[test]
fn percentages_and_natural_frequencies() {
    let shown = |text: &str, locale| percentages(text, locale).into_iter().map(|found| found.value).collect::<Vec<_>>();
    assert_eq!(shown("12.5% and 5 to 10 percent", EnUs), ["12.5", "5", "10"]);
    assert_eq!(shown("un 30 por ciento, 5 %", EsUs), ["30", "5"]);
    assert_eq!(shown("12,5 % des cas, dix pour cent", FrCa), ["12.5", "10"]);
    assert_eq!(shown("5 mg", EnUs), Vec::<String>::new());
    for (text, locale, count, of) in [
        ("12 of 100", EnUs, "12", 100),
        ("12 in 100 people", EnUs, "12", 100),
        ("12 women out of every 100", EnUs, "12", 100),
        ("one in four", EnUs, "1", 4),
        ("Of 100 people, about 11 get a tear", EnUs, "11", 100),
        ("12 de cada 100", EsUs, "12", 100),
        ("12 de 100", EsUs, "12", 100),
        ("De cada 100 personas, unas 11", EsUs, "11", 100),
        ("una de cada cuatro", EsUs, "1", 4),
        ("12 sur 100", FrCa, "12", 100),
        ("12 personnes sur 100", FrCa, "12", 100),
        ("Sur 100 personnes, environ 11", FrCa, "11", 100),
    ] {
        let found = natural_frequencies(text, locale);
        let shown: Vec<_> = found.iter().map(|found| (found.count.as_str(), found.of)).collect();
        assert_eq!(shown, [(count, of)], "{text}");
    }
    for (text, locale) in [
        ("3 in 2025", EnUs),
        ("12 in 10 weeks", EnUs),
        ("2 de marzo", EsUs),
        ("un ensayo de 66 pacientes", EsUs),
        ("5 mg of 10 mg", EnUs),
        ("100 of 12", EnUs),
        ("L4 in 2 cases", EnUs),
    ] {
        assert_eq!(natural_frequencies(text, locale), [], "{text}");
    }
}

#[test]
fn relative_risks() {
    for (text, locale) in [
        ("You are 30% less likely to fall.", EnUs),
        ("It lowers the risk by 30%.", EnUs),
        ("It halves the risk.", EnUs),
        ("Twice as likely to return.", EnUs),
        ("Three times the risk.", EnUs),
        ("A 25% reduction in mortality.", EnUs),
        ("The hazard ratio was 0.7.", EnUs),
        ("death (HR 0.72)", EnUs),
        ("Reduce el riesgo un 30 %.", EsUs),
        ("Un 30% menos de riesgo.", EsUs),
        ("El doble de riesgo.", EsUs),
        ("Es tres veces más probable.", EsUs),
        ("Duplica la probabilidad.", EsUs),
        ("razón de riesgos de 0.7", EsUs),
        ("Réduit de 30 % le risque.", FrCa),
        ("Le risque diminue de 30 %.", FrCa),
        ("Deux fois plus probable.", FrCa),
        ("Le rapport de cotes était de 2,1.", FrCa),
        ("30 % moins de risque", FrFr),
    ] {
        assert_eq!(relative_risk(text, locale).len(), 1, "{text}: {:?}", relative_risk(text, locale));
    }
    for (text, locale) in [
        ("The risk is 12%.", EnUs),
        ("The risk falls from 10% to 5%.", EnUs),
        ("The risk of 5%.", EnUs),
        ("12 of 100 people.", EnUs),
        ("Take it two times a day.", EnUs),
        ("The dose was reduced by 30%.", EnUs),
        ("El riesgo es de 12%.", EsUs),
        ("El riesgo baja de 10% a 5%.", EsUs),
        ("Le risque passe de 10 % à 5 %.", FrCa),
        ("Le risque est de 12 %.", FrCa),
        ("deux fois par jour", FrCa),
        ("OR 5 was closed", EnUs),
    ] {
        assert_eq!(relative_risk(text, locale), [], "{text}");
    }
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
        let one = unit.repeat(20_000);
        let two = unit.replace(['5', '3', '4'], "6").repeat(20_000);
        let (a, b) = (facts(&one, EnUs), facts(&two, FrFr));
        differences(&a, &one, &b, &two);
        facts(&one, EsUs);
        dose_notations(&one, EnUs);
        relative_risk(&one, EnUs);
        natural_frequencies(&one, EsUs);
    }
}
