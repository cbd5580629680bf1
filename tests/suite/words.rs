//! Words: every message the engine asks for is there, and nothing is there that no one asks for.

use std::collections::BTreeSet;
use std::fs;

use crate::support::repository;

fn ids(language: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(repository(&format!("locales/{language}/documents.ftl"))).unwrap();
    text.lines()
        .filter_map(|line| line.split_once(" = ").or_else(|| line.split_once(" =")))
        .map(|(id, _)| id.trim().to_owned())
        .filter(|id| id.chars().next().is_some_and(|c| c.is_ascii_lowercase()))
        .collect()
}

fn code() -> String {
    fn gather(folder: &std::path::Path, all: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, all);
            } else {
                all.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut all = String::new();
    for folder in ["compose", "review"] {
        gather(&repository("src").join(folder), &mut all);
    }
    all
}

#[test]
fn every_language_has_the_same_words() {
    let en = ids("en");
    assert!(en.len() > 200, "only {} messages found", en.len());
    for language in ["es", "fr"] {
        let other = ids(language);
        let differing: Vec<_> = en.symmetric_difference(&other).collect();
        assert!(differing.is_empty(), "{language} and en differ in {differing:?}");
    }
}

/// What `verify` may say has a sentence in every language, and none is left over.
#[test]
fn every_fact_of_verify_has_a_sentence() {
    use opine::signing::verify::MESSAGES;
    for language in ["en", "es", "fr"] {
        let text = fs::read_to_string(repository(&format!("locales/{language}/verify.ftl"))).unwrap();
        let said: BTreeSet<&str> = text.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
        let known: BTreeSet<&str> = MESSAGES.iter().map(|(id, _)| *id).collect();
        assert_eq!(known.difference(&said).collect::<Vec<_>>(), Vec::<&&str>::new(), "{language}");
        let more = said.difference(&known).filter(|id| !id.starts_with("verify-status-"));
        assert_eq!(more.collect::<Vec<_>>(), Vec::<&&str>::new(), "{language}");
        for (id, arguments) in MESSAGES {
            let line = text.lines().find(|line| line.starts_with(&format!("{id} = "))).unwrap();
            // What a person has to know is never left out of the sentence.
            for argument in
                arguments.iter().filter(|argument| matches!(**argument, "name" | "time" | "reason" | "file"))
            {
                assert!(line.contains(&format!("${argument} ")), "{language} {id}: ${argument}");
            }
        }
    }
}

#[test]
fn no_word_is_left_over() {
    let code = code();
    // Ids that are put together: the part before the value.
    let families = [
        "section-",
        "scenario-",
        "third-opinion-sentence-",
        "strength-sentence-",
        "part-",
        "layout-",
        "problems-",
        "medications-",
        "allergies-",
        "amendment-",
    ];
    let unused: Vec<String> = ids("en")
        .into_iter()
        .filter(|id| !families.iter().any(|family| id.starts_with(family)) && !code.contains(&format!("\"{id}\"")))
        .collect();
    assert!(unused.is_empty(), "no code asks for {unused:?}");
}
