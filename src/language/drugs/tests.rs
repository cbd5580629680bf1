use std::collections::{BTreeMap, BTreeSet};

use super::text::folded_words;
use super::*;

fn names(text: &str, language: &str) -> Vec<&'static str> {
    drugs_in(text, language).into_iter().map(|mention| mention.drug.name).collect()
}

fn drug(name: &str) -> Substance {
    Substance::Drug(drug_named(name).unwrap_or_else(|| panic!("{name} is not in the table")))
}

fn named(id: &str) -> Substance {
    Substance::Class(class(id).unwrap_or_else(|| panic!("{id} is not in the table")))
}

fn allergens(text: &str, language: &str) -> Vec<String> {
    let name = |substance| match substance {
        Substance::Drug(drug) => drug.name.to_owned(),
        Substance::Class(class) => format!("[{}]", class.id),
    };
    allergens_in(text, language).into_iter().map(|mention| name(mention.substance)).collect()
}

#[test]
fn finds_names_in_three_languages() {
    assert_eq!(
        names("Take acetaminophen (Tylenol) or Aleve.", "en-US"),
        ["acetaminophen", "acetaminophen", "naproxen"]
    );
    assert_eq!(
        names("ACETAMINOFÉN, paracetamol o ácido acetilsalicílico", "es"),
        ["acetaminophen", "acetaminophen", "aspirin"]
    );
    assert_eq!(names("de l’acide\n  acétylsalicylique et du paracetamol", "fr-CA"), ["aspirin", "acetaminophen"]);
    assert_eq!(
        names("5-FU, T-DM1, nab‑paclitaxel, co-trimoxazole", "en"),
        ["fluorouracil", "trastuzumab emtansine", "nab-paclitaxel", "sulfamethoxazole and trimethoprim"]
    );
}

#[test]
fn takes_the_longest_name_and_plurals() {
    assert_eq!(names("trastuzumab deruxtecan after trastuzumab", "en"), ["trastuzumab deruxtecan", "trastuzumab"]);
    assert_eq!(names("metoprolol succinate, insulin glargine", "en"), ["metoprolol", "insulin glargine"]);
    assert_eq!(names("two aspirins; dos aspirinas", "any"), ["aspirin", "aspirin"]);
    assert_eq!(names("vitamin K antagonist", "en"), [""; 0]);
}

#[test]
fn keeps_to_whole_words_and_to_the_language() {
    assert_eq!(names("paracetamolol xibuprofen ibuprofenx", "en"), [""; 0]);
    assert_eq!(names("ibuprofène", "en"), [""; 0]);
    assert_eq!(names("ibuprofène", ANY_LANGUAGE), ["ibuprofen"]);
    assert_eq!(names("aspirin.\n\nPenicillin V", "en"), ["aspirin", "penicillin V"]);
    // Names that are also words.
    assert_eq!(names("los actos de la vida; dos soma", "es"), [""; 0]);
    assert_eq!(names("She takes Actos and is versed in it; luminal A, a tabloid.", "en"), ["pioglitazone"]);
    assert_eq!(names("El cuadro cambia. Low iron, calcium and oxygen.", "any"), [""; 0]);
}

#[test]
fn gives_places_in_the_text() {
    let text = "Évitez l’ibuprofène (Advil).";
    let mentions = drugs_in(text, "fr");
    assert_eq!(&text[mentions[0].range.clone()], "ibuprofène");
    assert_eq!(&text[mentions[1].range.clone()], "Advil");
}

#[test]
fn gives_names_in_other_languages() {
    let drug = drug_named("paracetamol").unwrap();
    assert_eq!(
        (drug.name_in("en"), drug.name_in("es-US"), drug.name_in("fr-CA")),
        ("acetaminophen", "paracetamol", "paracétamol")
    );
    assert_eq!(class("nsaids").unwrap().name_in("fr"), "anti-inflammatoire non stéroïdien");
    assert!(drug_named("insulin").unwrap().is_also_measured());
    assert!(!drug_named("metformin").unwrap().is_also_measured());
}

#[test]
fn finds_classes_of_drugs_and_no_foods() {
    let ids = |text: &str, language: &str| -> Vec<&str> {
        classes_in(text, language).into_iter().map(|mention| mention.class.id).collect()
    };
    assert_eq!(ids("A statin, an ACE inhibitor and NSAIDs", "en"), ["statins", "ace_inhibitors", "nsaids"]);
    assert_eq!(ids("AINE, opioides, medio de contraste yodado", "es"), ["nsaids", "opioids", "iodinated_contrast"]);
    assert_eq!(
        ids("bêta-bloquant, IPP, produit de contraste iodé", "fr"),
        ["beta_blockers", "ppis", "iodinated_contrast"]
    );
    assert_eq!(ids("In contrast, eggs, fish, latex and red meat; PEG tube", "en"), [""; 0]);
    assert_eq!(ids("ICP (PCI), gélatine", "fr"), [""; 0]);
}

#[test]
fn reads_allergy_entries() {
    assert_eq!(allergens("Penicillin (rash as a child)", "en"), ["[penicillins]"]);
    assert_eq!(allergens("Penicillin (amoxicillin)", "en"), ["[penicillins]", "amoxicillin"]);
    assert_eq!(allergens("sulfa drugs", "en"), ["[sulfonamide_antibiotics]"]);
    assert_eq!(allergens("contrast dye", "en"), ["[iodinated_contrast]"]);
    assert_eq!(allergens("contrast", "en"), ["[contrast_media]"]);
    assert_eq!(allergens("ibuprofen", "en"), ["ibuprofen"]);
    assert_eq!(
        allergens("penicilina, sulfamidas, AINE, medio de contraste", "es"),
        ["[penicillins]", "[sulfonamide_antibiotics]", "[nsaids]", "[contrast_media]"]
    );
    assert_eq!(
        allergens("pénicilline; produit de contraste iodé; œufs", "fr"),
        ["[penicillins]", "[iodinated_contrast]", "[egg]"]
    );
    assert_eq!(allergens("Penicillin (tolerates cephalexin)", "en"), ["[penicillins]"]);
    assert_eq!(allergens("sin alergia a la penicilina", "es"), [""; 0]);
    assert_eq!(allergens("pollen", "en"), [""; 0]);
}

#[test]
fn the_same_drug_and_class_alert() {
    let found = conflicts(&[drug("amoxicillin")], drug("amoxicilina"));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind, found[0].weight()), (ConflictKind::SameDrug, Weight::Alert));
    for (allergy, recommended, id) in [
        (named("penicillins"), drug("Augmentin"), "penicillins"),
        (named("beta_lactams"), drug("cefazolin"), "cephalosporins"),
        (drug("codeine"), drug("morphine"), "opioid_phenanthrenes"),
        (drug("naproxen"), drug("ibuprofen"), "nsaids"),
        (drug("amoxicillin"), drug("cephalexin"), "r1_aminopenicillin"),
        (drug("ceftazidime"), drug("aztreonam"), "r1_ceftazidime"),
        (named("contrast_media"), drug("iohexol"), "iodinated_contrast"),
        (drug("simvastatin"), named("statins"), "statins"),
        (named("opioids"), drug("fentanyl"), "opioid_phenylpiperidines"),
        (drug("trastuzumab"), drug("T-DM1"), "anti_her2"),
        (drug("Bactrim"), drug("sulfadiazine"), "sulfonamide_antibiotics"),
        (named("penicillins"), named("beta_lactams"), "beta_lactams"),
    ] {
        let found = conflicts(&[allergy], recommended);
        assert!(
            found.iter().any(|c| c.kind == ConflictKind::SameClass(class(id).unwrap())),
            "{recommended:?}: {found:?}"
        );
        assert_eq!(found[0].weight(), Weight::Alert);
    }
}

#[test]
fn a_combination_is_its_ingredients() {
    let of =
        |name: &str| -> Vec<&str> { drug_named(name).unwrap().substances().iter().map(|drug| drug.name).collect() };
    assert_eq!(of("Percocet"), ["oxycodone", "acetaminophen"]);
    assert_eq!(of("aspirin"), ["aspirin"]);
}

#[test]
fn an_ingredient_counts() {
    let found = conflicts(&[drug("acetaminophen")], drug("Percocet"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, ConflictKind::SameDrug);
    assert_eq!(found[0].with, drug("acetaminophen"));
}

#[test]
fn cross_reactions_name_their_source() {
    for (allergy, recommended, expected) in [
        (named("penicillins"), drug("cefazolin"), Weight::Caution),
        (named("penicillins"), drug("meropenem"), Weight::Information),
        (drug("lisinopril"), drug("losartan"), Weight::Caution),
        (drug("lisinopril"), drug("Entresto"), Weight::Alert),
        (named("sulfonamide_antibiotics"), drug("furosemide"), Weight::Information),
        (drug("ibuprofen"), drug("celecoxib"), Weight::Caution),
        (drug("ibuprofen"), drug("metamizole"), Weight::Caution),
        (named("alpha_gal"), drug("enoxaparin"), Weight::Caution),
        (named("egg"), drug("propofol"), Weight::Caution),
        (named("peanut"), drug("progesterone"), Weight::Alert),
        (named("beta_lactams"), named("cephalosporins"), Weight::Alert),
    ] {
        let found = conflicts(&[allergy], recommended);
        assert_eq!(found.first().map(Conflict::weight), Some(expected), "{allergy:?} {recommended:?}");
        if let ConflictKind::CrossReaction { source, .. } = found[0].kind {
            assert!(!source.is_empty());
        }
    }
}

#[test]
fn unrelated_drugs_do_not_clash() {
    for (allergy, recommended) in [
        (named("penicillins"), drug("azithromycin")),
        (named("penicillins"), drug("aztreonam")),
        (named("shellfish"), drug("iohexol")),
        (named("shellfish"), named("iodinated_contrast")),
        (drug("iohexol"), drug("gadobutrol")),
        (drug("trastuzumab"), drug("pembrolizumab")),
        (drug("lidocaine"), drug("procaine")),
        (drug("codeine"), drug("fentanyl")),
        (drug("ibuprofen"), drug("acetaminophen")),
        (named("egg"), drug("flu vaccine")),
        (drug("furosemide"), drug("hydrochlorothiazide")),
        (named("latex"), drug("metformin")),
    ] {
        assert_eq!(conflicts(&[allergy], recommended), [], "{allergy:?} {recommended:?}");
    }
    assert_eq!(conflicts(&[], drug("aspirin")), []);
}

#[test]
fn the_gravest_comes_first() {
    let found = conflicts(&[named("penicillins"), drug("cefazolin")], drug("cefazolin"));
    assert_eq!(found[0].kind, ConflictKind::SameDrug);
    assert_eq!(found[1].weight(), Weight::Caution);
}

#[test]
fn the_table_is_sound() {
    let [drugs, classes, cross_reactions] = table::raw();
    assert!(drugs.len() >= 500, "{}", drugs.len());
    let ids: BTreeSet<&str> = classes.iter().map(|row| row[0]).collect();
    let first = |row: &[&'static str; 7]| row[1].split('|').next().unwrap().trim_start_matches('=');
    let drug_names: BTreeSet<&str> = drugs.iter().map(first).collect();
    assert_eq!(drug_names.len(), drugs.len(), "two drugs of one name");
    assert_eq!(ids.len(), classes.len(), "two classes of one id");

    assert!(drugs.is_sorted_by_key(first), "drugs are not sorted by name");
    assert!(classes.is_sorted_by_key(|row| row[0]), "classes are not sorted");
    assert!(cross_reactions.is_sorted_by_key(|row| (row[0], row[1])), "cross-reactions are not sorted");

    let mut owners: BTreeMap<Vec<Box<str>>, BTreeSet<&str>> = BTreeMap::new();
    for row in &drugs {
        assert!(is_atc(row[0]), "{row:?}");
        for cell in &row[1..=4] {
            for name in cell.split('|').filter(|name| !name.is_empty()) {
                assert!(name.trim() == name && !folded_words(name).is_empty(), "{name:?} in {row:?}");
                owners.entry(folded_words(name)).or_default().insert(first(row));
            }
        }
        assert!(row[1..=3].iter().all(|cell| !cell.is_empty()), "a language is missing: {row:?}");
        for id in row[5].split(',').filter(|id| !id.is_empty() && *id != "measured") {
            assert!(ids.contains(id), "unknown class {id}: {row:?}");
        }
        for ingredient in row[6].split('|').filter(|name| !name.is_empty()) {
            assert!(drug_names.contains(ingredient), "unknown ingredient {ingredient}: {row:?}");
        }
    }
    for row in &classes {
        assert!(matches!(row[1], "members" | "named"), "{row:?}");
        assert!(
            row[2].is_empty() || classes.iter().any(|parent| parent[0] == row[2] && parent[2].is_empty()),
            "{row:?}"
        );
        for cell in &row[3..=5] {
            assert!(!cell.is_empty(), "a language is missing: {row:?}");
            for name in cell.split('|') {
                owners.entry(folded_words(name)).or_default().insert(row[0]);
            }
        }
    }
    let shared: Vec<_> = owners.iter().filter(|(_, owners)| owners.len() > 1).collect();
    assert!(shared.is_empty(), "one name for two: {shared:?}");
    for row in &cross_reactions {
        assert!(ids.contains(row[0]), "{row:?}");
        let target = row[1].strip_prefix("drug:").map_or(ids.contains(row[1]), |name| drug_names.contains(name));
        assert!(target, "{row:?}");
        assert!(matches!(row[2], "alert" | "caution" | "information"), "{row:?}");
        assert!(!row[3].is_empty() && !row[4].is_empty(), "no source or note: {row:?}");
    }
}

/// ATC: letter, two digits, letter, letter, and for the fifth level two digits.
fn is_atc(code: &str) -> bool {
    let shape: String = code
        .chars()
        .map(|c| {
            if c.is_ascii_digit() {
                '0'
            } else if c.is_ascii_uppercase() {
                'A'
            } else {
                '?'
            }
        })
        .collect();
    code == "-" || ((shape == "A00AA" || shape == "A00AA00") && "ABCDGHJLMNPRSV".contains(&code[..1]))
}

#[test]
fn every_name_finds_its_own_drug_and_class() {
    let [rows, classes, _] = table::raw();
    for row in rows {
        let owner = row[1].split('|').next().unwrap().trim_start_matches('=');
        for (cell, language) in [(1, "en"), (2, "es"), (3, "fr"), (4, "en"), (4, "es"), (4, "fr")] {
            for name in row[cell].split('|').filter(|name| !name.is_empty()) {
                assert_eq!(names(name.trim_start_matches('='), language), [owner], "{name}");
            }
        }
    }
    for row in classes {
        for (cell, language) in [(3, "en"), (4, "es"), (5, "fr")] {
            for name in row[cell].split('|') {
                let name = name.trim_start_matches(['~', '=']);
                assert_eq!(allergens(name, language), [format!("[{}]", row[0])], "{name}");
            }
        }
    }
}

#[test]
fn a_long_text_is_read_in_linear_time() {
    let text = "Le patient prend de l’ibuprofène et du méthotrexate, mais pas d'aspirine. ".repeat(2000);
    assert_eq!(drugs_in(&text, "fr").len(), 6000);
}

#[test]
fn hostile_text_neither_panics_nor_takes_long() {
    let start = std::time::Instant::now();
    for piece in [
        "stop ",
        "don't not ",
        "prostate ",
        "doctor ",
        "suicide no ",
        "\u{301}",
        "\n",
        "a\u{ad}-",
        "ﷺ",
        "İß'",
        "if, ",
        "we recommend ",
    ] {
        let text = piece.repeat(20_000 / piece.len());
        for language in ["en", "es", "fr", "any", ""] {
            let found = drugs_in(&text, language).len() + allergens_in(&text, language).len();
            assert_eq!(found, 0, "{piece:?}");
            changes_drug(&text, language);
            refers_to_doctor(&text, language);
            self_harm(&text, language);
        }
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

/// Time for a mebibyte of text. Run by hand in release: `cargo test --release -- --ignored --nocapture reads_a_mebibyte`.
#[test]
#[ignore = "a measurement"]
fn reads_a_mebibyte_in_under_fifty_milliseconds() {
    let sentence = "Le patient prend de l’ibuprofène, du méthotrexate et de l'énalapril ; pas d'aspirine depuis mars. ";
    let text = sentence.repeat((1 << 20) / sentence.len());
    drugs_in("aspirin", "en");
    let start = std::time::Instant::now();
    let found = drugs_in(&text, ANY_LANGUAGE).len();
    let elapsed = start.elapsed();
    assert!(found > 10_000);
    assert!(elapsed.as_millis() < 50, "{elapsed:?}");
}
