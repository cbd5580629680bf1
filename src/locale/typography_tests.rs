use std::borrow::Cow;

use proptest::prelude::*;

use super::*;

fn all(text: &str, expected: &str) {
    for tag in LocaleTag::ALL {
        assert_eq!(typeset(*tag, text), expected, "{}", tag.as_str());
    }
}

fn one(tag: LocaleTag, text: &str, expected: &str) {
    assert_eq!(typeset(tag, text), expected, "{}", tag.as_str());
}

#[test]
fn text_that_is_set_already_is_borrowed() {
    assert!(matches!(typeset(LocaleTag::EnUs, "It’s “set” already."), Cow::Borrowed(_)));
}

#[test]
fn quotation_marks_are_those_of_the_region() {
    let text = "He said \"wait\" (\"no\"), \"then go\".";
    one(LocaleTag::EnUs, text, "He said “wait” (“no”), “then go”.");
    one(LocaleTag::EsMx, text, "He said “wait” (“no”), “then go”.");
    one(LocaleTag::EsEs, text, "He said «wait» («no»), «then go».");
    one(LocaleTag::FrFr, text, "He said «\u{a0}wait\u{a0}» («\u{a0}no\u{a0}»), «\u{a0}then go\u{a0}».");
    // A quotation over several runs, with words in bold type between.
    one(LocaleTag::EnUs, "the \"very ", "the “very ");
    one(LocaleTag::EnUs, "\", he said", "”, he said");
    one(LocaleTag::FrCa, "« mot »", "«\u{a0}mot\u{a0}»");
    one(LocaleTag::FrCa, "«mot»", "«\u{a0}mot\u{a0}»");
}

#[test]
fn apostrophes_and_single_marks_curl() {
    all("patient's doctors' l'avis '90s", "patient’s doctors’ l’avis ’90s");
    one(LocaleTag::EnUs, "the 'best' way", "the ‘best’ way");
    one(LocaleTag::EnUs, "\"'Tis so.\"", "“’Tis so.”");
    one(LocaleTag::EnUs, "she is 5'10\" tall", "she is 5′10″ tall");
}

#[test]
fn french_sets_spaces_before_high_punctuation() {
    let text = "Oui ; non? Quoi ?! Voici : deux choses! Fin: (voir ?)";
    one(LocaleTag::FrCa, text, "Oui; non? Quoi?! Voici\u{a0}: deux choses! Fin\u{a0}: (voir?)");
    one(
        LocaleTag::FrFr,
        text,
        "Oui\u{202f}; non\u{202f}? Quoi\u{202f}?! Voici\u{a0}: deux choses\u{202f}! Fin\u{a0}: (voir\u{202f}?)",
    );
    one(LocaleTag::EnUs, text, text);
    one(LocaleTag::EsEs, "¿Sí? ¡No! Nota: fin; ya", "¿Sí? ¡No! Nota: fin; ya");
    // The word before stands in bold type.
    one(LocaleTag::FrCa, " : suite", "\u{a0}: suite");
    one(LocaleTag::FrFr, "« Oui ! »", "«\u{a0}Oui\u{202f}!\u{a0}»");
}

#[test]
fn times_ratios_addresses_and_faces_stay() {
    for tag in [LocaleTag::FrCa, LocaleTag::FrFr] {
        for text in [
            "10:30",
            "un rapport 3:1",
            "https://exemple.ca/a?b=c:d!e",
            "std::fmt",
            "Bravo :)",
            "a@b.ca",
            "(?)",
            "doi:10.1056/a'b",
            "records/ct-1-2.pdf",
            "IRM_3-5",
        ] {
            one(tag, text, text);
        }
    }
    one(LocaleTag::FrFr, "Voir https://exemple.fr/a?b!", "Voir https://exemple.fr/a?b\u{202f}!");
}

#[test]
fn numbers_hold_their_units_and_names_their_titles() {
    all("take 50 mg, 5 mL or 12 of it", "take 50\u{a0}mg, 5\u{a0}mL or 12 of it");
    all("10 mg/dL and 3 cm² at 37 °C", "10\u{a0}mg/dL and 3\u{a0}cm² at 37\u{a0}°C");
    all("12 of 100, 12 de 100, 12 sur 100", "12 of\u{a0}100, 12 de\u{a0}100, 12 sur\u{a0}100");
    all("with Dr. Alvarez and Dra. Soto", "with Dr.\u{a0}Alvarez and Dra.\u{a0}Soto");
    all("see fig. 2 and p. 14", "see fig.\u{a0}2 and p.\u{a0}14");
    all("5 men and 12 games", "5 men and 12 games");
    all("HER2 g", "HER2 g");
    one(LocaleTag::FrCa, "à 14 h 30, 12 500 patients", "à 14\u{a0}h\u{a0}30, 12\u{a0}500 patients");
}

#[test]
fn dashes_stand_in_ranges_and_minus_signs_before_numbers() {
    all("5-10 %", "5–10\u{a0}%");
    all("5-10% of 0.5-1.5 mg in 4-6 weeks", "5–10% of 0.5–1.5\u{a0}mg in 4–6 weeks");
    all("a score of -2.5 (-3 to -1)", "a score of −2.5 (−3 to −1)");
    for text in [
        "2026-03-04",
        "555-1234",
        "HER-2",
        "L4-L5",
        "L4-5",
        "COVID-19",
        "10-5 mg",
        "F-18 FDG",
        "+1-800-555-0199",
        "5 -10 mg",
        "REC-4",
        "01-05 mg",
        "-5-7",
        "type 2-3",
    ] {
        let set = typeset(LocaleTag::EnUs, text).replace('\u{a0}', " ");
        assert_eq!(set, text);
    }
}

#[test]
fn three_dots_are_one_character() {
    all("wait... now....", "wait… now....");
}

#[test]
fn hidden_characters_are_found_and_named() {
    let text = "a\u{202e}b\u{200b}c\u{ad}d\n\te\u{7}\u{e0041}\u{feff}";
    let found: Vec<_> = hidden_characters(text).into_iter().map(|(at, c)| (at, hidden_name(c))).collect();
    let expected = [
        (1, "U+202E (right-to-left override)"),
        (5, "U+200B (zero-width space)"),
        (15, "U+0007 (control character)"),
        (16, "U+E0041 (tag character)"),
        (20, "U+FEFF (byte order mark)"),
    ];
    assert_eq!(found, expected.map(|(at, name)| (at, name.to_owned())));
    assert!(hidden_characters("é ’ « » — 10⁹ µ \u{a0}\u{202f}").is_empty());
}

/// Words and marks as they stand beside each other in prose, and anything else a keyboard gives.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            " ", "\"", "'", "...", ".", ";", ":", "!", "?", "-", "«", "»", "(", ")", "%", "mg", "h", "12", "5", "Dr.", "A", "de", "100",
            "mot", "\u{a0}", "\u{202f}", "\n", "@", "_", "/", "://", "′", "…", "“", "”", "’", "‘", "–", "−", "²", ",", "[", "]", "no",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn tag() -> impl Strategy<Value = LocaleTag> {
    prop::sample::select(LocaleTag::ALL)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn setting_twice_gives_the_same(tag in tag(), text in prose()) {
        let once = typeset(tag, &text).into_owned();
        prop_assert_eq!(typeset(tag, &once), once.as_str());
    }

    #[test]
    fn letters_and_digits_never_change(tag in tag(), text in prose()) {
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(words(&typeset(tag, &text)), words(&text));
    }
}
