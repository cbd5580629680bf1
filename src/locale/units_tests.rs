use super::super::tests::builtin;
use super::*;
use crate::case::model::UnitSystem;
use crate::locale::analytes::ANALYTES;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn units_are_printed_for_readers() {
    let english = builtin(LocaleTag::EnUs);
    let cases = [
        ("10*9/L", "×10⁹/L"),
        ("10*3/uL", "×10³/µL"),
        ("10*12/L", "×10¹²/L"),
        ("mm[Hg]", "mmHg"),
        ("Cel", "°C"),
        ("[degF]", "°F"),
        ("umol/L", "µmol/L"),
        ("ug", "mcg"),
        ("ug/dL", "mcg/dL"),
        ("{score}", ""),
        ("{ratio}", ""),
        ("1", ""),
        ("%", "%"),
        ("[IU]/L", "IU/L"),
        ("m[IU]/L", "mIU/L"),
        ("u[IU]/mL", "µIU/mL"),
        ("mL/min/{1.73_m2}", "mL/min/1.73\u{a0}m²"),
        ("[lb_av]", "lb"),
        ("kg", "kg"),
        ("kg/m2", "kg/m²"),
        ("[in_i]", "in"),
        ("a", "years"),
        ("mg/dL", "mg/dL"),
        ("meq/L", "mEq/L"),
        ("mosm/kg", "mOsm/kg"),
        ("/min", "/min"),
        ("{beats}/min", "beats/min"),
        ("{copies}/mL", "copies/mL"),
        ("fL", "fL"),
        ("%{saturation}", "%"),
        ("mg/(24.h)", "mg/24\u{a0}h"),
        ("mg/d", "mg/day"),
        ("cm[H2O]", "cmH₂O"),
        ("U/L", "U/L"),
        ("cGy", "cGy"),
        ("mmol/mol{Hb}", "mmol/mol"),
        ("mg/kg/d", "mg/kg/day"),
        ("/[HPF]", "/HPF"),
        ("s-1", "s⁻¹"),
        ("kg.m/s2", "kg·m/s²"),
        ("mm/h", "mm/h"),
        ("{INR}", ""),
        ("[pH]", ""),
        ("dB", "dB"),
        ("kPa", "kPa"),
        ("m[Hg", "m[Hg"),
        ("furlong", "furlong"),
        ("mg//dL", "mg//dL"),
        ("", ""),
    ];
    for (ucum, label) in cases {
        assert_eq!(unit_label(&english, ucum), label, "{ucum}");
    }
    let label = |tag, ucum| unit_label(&builtin(tag), ucum);
    assert_eq!(label(LocaleTag::EsUs, "[IU]/L"), "UI/L");
    assert_eq!(label(LocaleTag::EsEs, "mL/min/{1.73_m2}"), "mL/min/1,73\u{a0}m²");
    assert_eq!(label(LocaleTag::EsMx, "[in_i]"), "pulg.");
    assert_eq!(label(LocaleTag::FrCa, "mg/d"), "mg/jour");
    assert_eq!(label(LocaleTag::FrFr, "ug/L"), "µg/L");
    assert_eq!(label(LocaleTag::FrCa, "ug/L"), "mcg/L");
}

#[test]
fn quantities_hold_together_and_agree_in_number() {
    let quantity = |tag, number, unit| builtin(tag).quantity(&decimal(number), unit);
    assert_eq!(quantity(LocaleTag::EnUs, "4.50", "10*9/L"), "4.50\u{a0}×10⁹/L");
    assert_eq!(quantity(LocaleTag::EnUs, "45", "%"), "45%");
    assert_eq!(quantity(LocaleTag::FrCa, "45", "%"), "45\u{a0}%");
    assert_eq!(quantity(LocaleTag::EnUs, "72", "/min"), "72/min");
    assert_eq!(quantity(LocaleTag::EnUs, "1", "a"), "1\u{a0}year");
    assert_eq!(quantity(LocaleTag::EnUs, "64", "a"), "64\u{a0}years");
    assert_eq!(quantity(LocaleTag::FrCa, "1.5", "d"), "1,5\u{a0}jour");
    assert_eq!(quantity(LocaleTag::EsUs, "2", "wk"), "2\u{a0}semanas");
    assert_eq!(quantity(LocaleTag::EnUs, "7", "{score}"), "7");
}

#[test]
fn units_outside_ucum_are_known_as_such() {
    for unit in ["mg/dL", "10*9/L", "1", "%", "{score}", "mm[Hg]", "mL/min/{1.73_m2}", "/min", "ug/(24.h)"] {
        assert!(is_unit(unit), "{unit}");
    }
    for unit in ["", "mgdL", "mg/", "µg", "mmHg", "°C", "x10^9/L", "lbs", "{a", "((((((m))))))", "kCel", "mg dL"] {
        assert!(!is_unit(unit), "{unit}");
    }
}

/// Pairs as laboratories publish them, both ways where the digits allow.
#[test]
fn results_convert_as_laboratories_publish_them() {
    let pairs = [
        ("2160-0", "1.2", "mg/dL", "106", "umol/L"),
        ("2160-0", "0.9", "mg/dL", "80", "umol/L"),
        ("2345-7", "126", "mg/dL", "6.99", "mmol/L"),
        ("2345-7", "99", "mg/dL", "5.5", "mmol/L"),
        ("2093-3", "200", "mg/dL", "5.17", "mmol/L"),
        ("2085-9", "40", "mg/dL", "1.03", "mmol/L"),
        ("13457-7", "70", "mg/dL", "1.8", "mmol/L"),
        ("2571-8", "150", "mg/dL", "1.69", "mmol/L"),
        ("1975-2", "1.0", "mg/dL", "17", "umol/L"),
        ("17861-6", "9.2", "mg/dL", "2.3", "mmol/L"),
        ("3094-0", "15", "mg/dL", "5.4", "mmol/L"),
        ("3084-1", "6.8", "mg/dL", "404", "umol/L"),
        ("718-7", "13.5", "g/dL", "135", "g/L"),
        ("1751-7", "4.0", "g/dL", "40", "g/L"),
        ("19123-9", "2.0", "mg/dL", "0.82", "mmol/L"),
        ("2777-1", "3.5", "mg/dL", "1.13", "mmol/L"),
        ("2498-4", "60", "ug/dL", "10.7", "umol/L"),
        ("2276-4", "15", "ng/mL", "15", "ug/L"),
        ("1989-3", "30", "ng/mL", "75", "nmol/L"),
        ("2132-9", "300", "pg/mL", "221", "pmol/L"),
        ("2284-8", "4.0", "ng/mL", "9.1", "nmol/L"),
        ("2143-6", "18.0", "ug/dL", "497", "nmol/L"),
        ("3024-7", "1.2", "ng/dL", "15.4", "pmol/L"),
        ("2986-8", "450", "ng/dL", "15.6", "nmol/L"),
        ("33762-6", "1250", "pg/mL", "1250", "ng/L"),
        ("2857-1", "4.0", "ng/mL", "4.0", "ug/L"),
        ("9318-7", "30", "mg/g", "3.4", "mg/mmol"),
        ("777-3", "150", "10*3/uL", "150", "10*9/L"),
        ("3255-7", "300", "mg/dL", "3.00", "g/L"),
        ("2951-2", "140", "meq/L", "140", "mmol/L"),
    ];
    for (loinc, us, us_unit, si, si_unit) in pairs {
        let converted = convert(loinc, &decimal(us), us_unit, UnitSystem::Si);
        assert_eq!(converted, Some((decimal(si), si_unit)), "{loinc}");
        let (back, unit) = convert(loinc, &decimal(si), si_unit, UnitSystem::Us).unwrap_or((decimal(us), us_unit));
        let off = (back.to_f64() / decimal(us).to_f64() - 1.0).abs();
        assert!(unit == us_unit && off < 0.02, "{loinc}: {us} came back as {back}");
    }
}

#[test]
fn glycated_hemoglobin_follows_the_master_equation() {
    let si = |value| convert("4548-4", &decimal(value), "%", UnitSystem::Si).unwrap().0;
    assert_eq!((si("6.5"), si("7.0"), si("5.7")), (decimal("48"), decimal("53"), decimal("39")));
    let (ngsp, unit) = convert("59261-8", &decimal("48"), "mmol/mol", UnitSystem::Us).unwrap();
    assert_eq!((ngsp, unit), (decimal("6.5"), "%"));
}

#[test]
fn what_needs_no_conversion_or_cannot_have_one_is_none() {
    let none = |loinc, unit, to| convert(loinc, &decimal("5.0"), unit, to).is_none();
    assert!(none("2345-7", "mg/dL", UnitSystem::Us));
    assert!(none("2345-7", "mmol/L", UnitSystem::Si));
    assert!(none("2345-7", "m[IU]/L", UnitSystem::Us));
    assert!(none("2345-7", "mg", UnitSystem::Si));
    assert!(none("3016-3", "m[IU]/L", UnitSystem::Us));
    assert!(none("1988-5", "mg/L", UnitSystem::Us));
    assert!(none("99999-9", "mg/dL", UnitSystem::Si));
    assert_eq!(convert("2345-7", &decimal("1234567890123"), "mg/dL", UnitSystem::Si), None);
}

#[test]
fn other_scales_of_the_same_quantity_are_understood() {
    assert_eq!(convert("2345-7", &decimal("0.99"), "g/L", UnitSystem::Si), Some((decimal("5.5"), "mmol/L")));
    assert_eq!(convert("2345-7", &decimal("0.99"), "g/L", UnitSystem::Us), Some((decimal("99"), "mg/dL")));
    assert_eq!(convert("3016-3", &decimal("2.4"), "u[IU]/mL", UnitSystem::Si), Some((decimal("2.4"), "m[IU]/L")));
    assert_eq!(convert("2345-7", &decimal("0.0"), "mg/dL", UnitSystem::Si), Some((decimal("0"), "mmol/L")));
}

#[test]
fn vital_signs_keep_their_fraction_digits() {
    let vital =
        |value, unit, to| convert_vital(&decimal(value), unit, to).map(|(number, unit)| (number.to_string(), unit));
    let some = |value: &str, unit| Some((value.to_owned(), unit));
    assert_eq!(vital("37.0", "Cel", UnitSystem::Us), some("98.6", "[degF]"));
    assert_eq!(vital("98.6", "[degF]", UnitSystem::Si), some("37.0", "Cel"));
    assert_eq!(vital("-0.1", "Cel", UnitSystem::Us), some("31.8", "[degF]"));
    assert_eq!(vital("31.9", "[degF]", UnitSystem::Si), some("-0.1", "Cel"));
    assert_eq!(vital("32", "[degF]", UnitSystem::Si), some("0", "Cel"));
    assert_eq!(vital("70", "kg", UnitSystem::Us), some("154", "[lb_av]"));
    assert_eq!(vital("154", "[lb_av]", UnitSystem::Si), some("70", "kg"));
    assert_eq!(vital("1.70", "m", UnitSystem::Us), some("67", "[in_i]"));
    assert_eq!(vital("67", "[in_i]", UnitSystem::Si), some("170", "cm"));
    assert_eq!(vital("170", "cm", UnitSystem::Si), None);
    assert_eq!(vital("128", "mm[Hg]", UnitSystem::Us), None);
    assert_eq!(convert("8310-5", &decimal("38.5"), "Cel", UnitSystem::Us), Some((decimal("101.3"), "[degF]")));
}

/// LOINC codes end in a Luhn check digit (LOINC Users' Guide), so a mistyped one is found.
#[test]
fn the_table_is_sound() {
    let mut seen = std::collections::BTreeSet::new();
    for analyte in ANALYTES {
        for code in analyte.loinc {
            assert!(seen.insert(*code), "{code} twice");
            let digits: Vec<u32> = code.chars().filter_map(|c| c.to_digit(10)).collect();
            let sum: u32 = digits
                .iter()
                .rev()
                .enumerate()
                .map(|(at, digit)| if at % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 })
                .sum();
            assert!(sum.is_multiple_of(10) && code.rfind('-') == Some(code.len() - 2), "{code}");
        }
        for unit in analyte.us.iter().chain(analyte.si) {
            assert!(is_unit(unit), "{unit}");
        }
    }
    assert!(ANALYTES.len() >= 40);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_unit_is_too_strange_to_print(unit in "[a-zA-Z0-9%{}()\\[\\]./*^+'µ-]{0,20}", number in "-?[0-9]{1,9}(\\.[0-9]{1,9})?") {
        let locale = builtin(LocaleTag::FrFr);
        let printed = locale.quantity(&decimal(&number), &unit);
        proptest::prop_assert!(printed.starts_with(&locale.number(&decimal(&number))));
        for analyte in ANALYTES {
            for unit in analyte.us.iter().chain(analyte.si) {
                for to in UnitSystem::ALL {
                    convert(analyte.loinc[0], &decimal(&number), unit, *to);
                }
            }
        }
    }
}
