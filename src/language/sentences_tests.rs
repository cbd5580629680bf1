use super::{Sentence, sentences};

/// Sentences as written, words parted by `|`.
fn split(text: &str, language: &str) -> Vec<String> {
    let words =
        |sentence: &Sentence| sentence.words.iter().map(|word| &text[word.clone()]).collect::<Vec<_>>().join("|");
    sentences(text, language).iter().map(words).collect()
}

fn check(language: &str, text: &str, expected: &[&str]) {
    let found: Vec<&str> = Vec::from_iter(expected.iter().copied());
    let ranges: Vec<String> =
        sentences(text, language).iter().map(|sentence| text[sentence.range.clone()].to_owned()).collect();
    assert_eq!(ranges, found, "{text}");
}

#[test]
fn abbreviations_end_no_sentence() {
    check("en", "Dr. Smith saw you. He agrees.", &["Dr. Smith saw you.", "He agrees."]);
    check("en", "Mrs. A. B. Jones was seen, e.g. at St. Mary's.", &["Mrs. A. B. Jones was seen, e.g. at St. Mary's."]);
    check(
        "en",
        "Surgery vs. Radiation was asked, i.e. The main question.",
        &["Surgery vs. Radiation was asked, i.e. The main question."],
    );
    check("en", "See option No. 3. We agree.", &["See option No. 3.", "We agree."]);
    check("en", "Do you need it? No. We agree.", &["Do you need it?", "No.", "We agree."]);
    check(
        "es",
        "La Dra. Gómez y el Sr. Ruiz. Hable, p. ej., con ella.",
        &["La Dra. Gómez y el Sr. Ruiz.", "Hable, p. ej., con ella."],
    );
    check("es", "Hay pruebas (p. ej. TAC). Otra cosa.", &["Hay pruebas (p. ej. TAC).", "Otra cosa."]);
    check(
        "fr",
        "M. Martin et Mme Roy ont vu le Dr. Bel. Ils sont d'accord.",
        &["M. Martin et Mme Roy ont vu le Dr. Bel.", "Ils sont d'accord."],
    );
    check("fr", "Un calmant, p. ex. Doliprane, suffit. Merci.", &["Un calmant, p. ex. Doliprane, suffit.", "Merci."]);
}

#[test]
fn an_abbreviation_at_the_end_of_a_sentence_ends_it_where_the_next_clearly_starts() {
    check("en", "Come at 9 a.m. Bring your pills.", &["Come at 9 a.m.", "Bring your pills."]);
    check("en", "Come at 9 a.m. on Monday.", &["Come at 9 a.m. on Monday."]);
    check("en", "She lives in the U.S. The plan covers it.", &["She lives in the U.S.", "The plan covers it."]);
    check("en", "It is U.S. Food policy.", &["It is U.S. Food policy."]);
    check("en", "Take 5 mg. Then rest.", &["Take 5 mg.", "Then rest."]);
    check("en", "QTc is 428 ms. Ms. Roy knows.", &["QTc is 428 ms.", "Ms. Roy knows."]);
    check("fr", "Ki-67 à 35 %. Petite lésion.", &["Ki-67 à 35 %.", "Petite lésion."]);
    check("en", "You lack vitamin D. Eat fish.", &["You lack vitamin D.", "Eat fish."]);
    check("es", "Pregunte a Ud. Si duele, llame.", &["Pregunte a Ud.", "Si duele, llame."]);
    check("es", "Le dieron agua, etc. ¿Le duele?", &["Le dieron agua, etc.", "¿Le duele?"]);
    check("fr", "Fièvre, toux, etc. Appelez-nous.", &["Fièvre, toux, etc.", "Appelez-nous."]);
}

#[test]
fn figures_and_addresses_hold_together() {
    assert_eq!(split("It was 0.75. Then 1,234.5 cells.", "en"), ["It|was|0.75", "Then|1,234.5|cells"]);
    assert_eq!(split("Mide 0,75 cm. Pesa 3.5 kg.", "es"), ["Mide|0,75|cm", "Pesa|3.5|kg"]);
    assert_eq!(split("Il y a 1\u{202f}234,5 cellules\u{a0}!", "fr"), ["Il|y|a|1\u{202f}234,5|cellules"]);
    assert_eq!(
        split("See https://example.org/a.b/c?d=E. Or mail me@example.org.", "en"),
        ["See|https://example.org/a.b/c?d=E", "Or|mail|me@example.org"]
    );
    assert_eq!(split("El 1.º de mayo. La 2.ª dosis.", "es"), ["El|1.º|de|mayo", "La|2.ª|dosis"]);
}

#[test]
fn an_elided_article_and_a_hyphen_make_no_word_of_their_own() {
    assert_eq!(split("Il n'a pas d’IRM. L'imagerie est prête.", "fr"), ["Il|n'a|pas|d’IRM", "L'imagerie|est|prête"]);
    assert_eq!(split("A follow-up visit—soon, and/or a call.", "en"), ["A|follow-up|visit|soon|and|or|a|call"]);
}

#[test]
fn lines_lists_and_labels() {
    assert_eq!(
        split("Next steps:\n1. Rest.\n2. Call us\r\n- Eat well\n\n• Sleep", "en"),
        ["Next|steps", "Rest", "Call|us", "Eat|well", "Sleep"]
    );
    check(
        "en",
        "It helps most people.[1] It is safe [2, 3]. We agree. [4] You can wait.",
        &["It helps most people.[1]", "It is safe [2, 3].", "We agree. [4]", "You can wait."],
    );
    assert_eq!(split("It is safe [2, 3].", "en"), ["It|is|safe"]);
    assert_eq!(split("In a registry [@roy2005; @bel2020]; see [#R1].", "en"), ["In|a|registry|see"]);
    assert_eq!(split("[We] think [the left] is fine.", "en"), ["We|think|the|left|is|fine"]);
    assert_eq!(split("a) first b) second", "en"), ["first|b|second"]);
}

#[test]
fn marks_that_end_and_marks_that_do_not() {
    check("en", "Wait... what? Really?! \"Yes.\" Good.", &["Wait... what?", "Really?!", "\"Yes.\"", "Good."]);
    check(
        "en",
        "\"Will it hurt?\" she asked. We say: no; not much.",
        &["\"Will it hurt?\" she asked.", "We say: no; not much."],
    );
    check("fr", "Avez-vous mal ? Oui ! « Je tousse. » Bien.", &["Avez-vous mal ?", "Oui !", "« Je tousse. »", "Bien."]);
    check("es", "¿Le duele? ¡Llame! Espere… ¿Y ahora?", &["¿Le duele?", "¡Llame!", "Espere…", "¿Y ahora?"]);
    assert_eq!(sentences("… — ?! \n . \n", "en"), []);
    assert_eq!(sentences("", "fr"), []);
}

#[test]
fn ranges_are_in_order_inside_the_text_and_at_its_characters() {
    let text = "«É.\u{2028}ñ—…ß」 ¿[1] a.b.c. 🙂 x\u{301}.\r\n[9";
    for language in ["en", "es", "fr"] {
        let mut end = 0;
        for sentence in sentences(text, language) {
            assert!(end <= sentence.range.start && sentence.range.end <= text.len());
            let mut at = sentence.range.start;
            for word in &sentence.words {
                assert!(at <= word.start && word.start < word.end && word.end <= sentence.range.end);
                assert!(text.get(word.clone()).is_some());
                at = word.end;
            }
            end = sentence.range.end;
        }
    }
}
