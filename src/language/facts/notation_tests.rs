use super::*;
use LocaleTag::*;

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
    assert_eq!(ambiguous_dates("on 3/4/2026.").first(), Some(&(3..11)));
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
        assert!(ambiguous_dates(text).is_empty(), "{text}");
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
        assert!(relative_risk(text, locale).is_empty(), "{text}");
    }
}
