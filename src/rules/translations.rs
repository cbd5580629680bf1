//! Translations: complete, of the present source, reviewed by someone qualified, and saying the same.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::rule::Rule;
use super::texts::{Audience, Block, Edition};
use super::{Checker, Stage, unfinished};
use crate::case::{BlockState, BlockStatus, Case, block_states, missing_block, stale_block};
use crate::diagnostics::{Diagnostic, Severity, SourceId};
use crate::language::drugs;
use crate::language::facts::{self, DifferenceKind};

static LNG_01: Rule = Rule {
    id: "LNG-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a text is not translated into a locale the documents are made in",
    why: "A page half in another language cannot be trusted, and a report never falls back silently",
    example: "a new recommendation that `translations/es-US.yaml` does not have yet",
    mend: "add the block to the translation file; `opine translate status` lists what is open",
    source: "Section 1557 of the Affordable Care Act, 45 CFR 92.201; Charte de la langue française (Québec)",
};

static LNG_02: Rule = Rule {
    id: "LNG-02",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a translation is of words that have changed since",
    why: "The patient would read what the specialists no longer say",
    example: "a source text edited after its translation",
    mend: "compare the two, mend the translation, then write the digest of the present source",
    source: "ISO 17100:2015, 5.3 (revision); practice of translation management",
};

static LNG_03: Rule = Rule {
    id: "LNG-03",
    severity: Severity::Error,
    from: Stage::Review,
    what: "numbers, units, dates, sides, levels, stages, drug names or negations differ between a text and its translation",
    why: "A wrong side or a lost \"not\" in one language harms the one who reads that language",
    example: "\"5 mg\" in English and \"50 mg\" in French, or \"left\" and \"derecho\"",
    mend: "compare both texts and mend the one that is wrong",
    source: "Joint Commission, Universal Protocol (wrong side); ISMP; practice of medical translation",
};

static LNG_04: Rule = Rule {
    id: "LNG-04",
    severity: Severity::Error,
    from: Stage::Release,
    what: "a translation that no qualified person other than its translator has reviewed, or one by a machine alone",
    why: "A machine's error in a medical text is fluent, and the translator reads over their own",
    example: "`method: machine`, or `reviewed_by` the translator",
    mend: "let a qualified person review it, and set `reviewed_by` and `reviewed_on`",
    source: "45 CFR 92.201(c)(3): machine translation of critical text is reviewed by a qualified human translator; ISO 17100:2015",
};

static LNG_05: Rule = Rule {
    id: "LNG-05",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a translation reads exactly as its source",
    why: "It may have been copied and forgotten",
    example: "an English sentence as the Spanish translation",
    mend: "translate it; names, doses and codes are not reported",
    source: "practice of translation management",
};

static LNG_06: Rule = Rule {
    id: "LNG-06",
    severity: Severity::Error,
    from: Stage::Review,
    what: "citations or cross references differ between a text and its translation",
    why: "The same sentence must rest on the same evidence in every language",
    example: "`[@smith2020]` in English and no citation in French",
    mend: "cite the same references and parts of the case in every language",
    source: "practice of medical translation: citations are not translated",
};

static LNG_07: Rule = Rule {
    id: "LNG-07",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a glossary term is translated in two ways",
    why: "The patient looks up one word and reads another",
    example: "the glossary has \"estenosis\" and the texts say something else where the source says \"stenosis\"",
    mend: "use the glossary's word, or add the other as one of its `forms`",
    source: "ISO 17100:2015, 5.3.1 (terminology)",
};

static LNG_08: Rule = Rule {
    id: "LNG-08",
    severity: Severity::Info,
    from: Stage::Draft,
    what: "a translation of a text that the case does not have any more",
    why: "It is not printed, and misleads whoever edits the file",
    example: "a block of a finding that was taken out",
    mend: "take the block out of the translation file",
    source: "practice of translation management",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&LNG_01, &LNG_02, &LNG_03, &LNG_04, &LNG_05, &LNG_06, &LNG_07, &LNG_08];

pub(super) fn check(c: &mut Checker<'_>) {
    let (case, stage) = (c.case, c.stage);
    let stale = states(case, stage, c.found_mut());
    let mut found = Vec::new();
    let source = &c.editions[0];
    let names = names(c);
    let mut readings = Readings::new();
    for edition in &c.editions[1..] {
        for block in &edition.blocks {
            let Some(original) = source.block(&block.path) else { continue };
            // Of a text that has changed it is known already that the translation is not of it.
            if stale.contains(&(edition.locale.as_str(), block.path.clone()))
                || original.locale.language() == edition.locale.language()
            {
                continue;
            }
            same_facts(c, original, block, &mut readings, &mut found);
            same_citations(c, original, block, &mut found);
            identical(c, original, block, &names, &mut found);
        }
        terms(c, source, edition, &mut found);
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// Facts and drugs of source blocks by their path: every translation is held against the same.
type Readings<'e> = HashMap<&'e str, (Vec<facts::Found>, Vec<Mention>)>;

/// A drug by its English name, and where it stands.
type Mention = (&'static str, Range<usize>);

/// The drugs of a text; one text may write a combination's name, the other its ingredients.
fn mentions(text: &str, language: &str) -> Vec<Mention> {
    let drugs = drugs::drugs_in(text, language).into_iter().filter(|mention| !mention.drug.is_also_measured());
    drugs.flat_map(|m| m.drug.substances().into_iter().map(move |drug| (drug.name_in("en"), m.range.clone()))).collect()
}

fn same_facts<'e>(
    c: &Checker<'_>,
    original: &'e Block<'_>,
    block: &Block<'_>,
    readings: &mut Readings<'e>,
    found: &mut Vec<Diagnostic>,
) {
    let (source, in_source) = readings.entry(&original.path).or_insert_with(|| {
        let facts = facts::facts(original.plain(), original.locale);
        (facts, mentions(original.plain(), original.locale.language()))
    });
    let target = facts::facts(block.plain(), block.locale);
    for difference in facts::differences(source, original.plain(), &target, block.plain()) {
        let range = difference.target.clone().unwrap_or(0..block.plain().len());
        let mut diagnostic = c.in_text(&LNG_03, block, range, difference.text.clone());
        let there = difference.source.clone().and_then(|range| original.place(c.case, range));
        if let Some((file, range)) = there {
            diagnostic = diagnostic.label(file, range, "the source says this");
        }
        found.push(match difference.kind {
            DifferenceKind::Side => diagnostic.hint("mend the side that is wrong; look at the images or the report"),
            DifferenceKind::Negation => {
                diagnostic.hint("one of the two says no where the other does not; mend the wrong one")
            }
            _ => diagnostic,
        });
    }
    let in_target = mentions(block.plain(), block.locale.language());
    let mut said = BTreeSet::new();
    for (name, range) in in_source.iter() {
        if !in_target.iter().any(|(other, _)| other == name) && said.insert(*name) {
            let message = format!("drug: `{name}` in the source, not in the translation");
            let mut diagnostic = c.in_text(&LNG_03, block, 0..block.plain().len(), message);
            if let Some((file, range)) = original.place(c.case, range.clone()) {
                diagnostic = diagnostic.label(file, range, "the source says this");
            }
            found.push(diagnostic);
        }
    }
    for (name, range) in in_target {
        if !in_source.iter().any(|(other, _)| *other == name) && said.insert(name) {
            let message = format!("drug: `{name}` in the translation, not in the source");
            found.push(c.in_text(&LNG_03, block, range, message));
        }
    }
}

/// `[@key]` and `[#id]`, each as often as it stands.
fn citations(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    for open in ["[@", "[#"] {
        for (at, _) in markdown.match_indices(open) {
            let inside = markdown[at + 1..].split(']').next().unwrap_or_default();
            found.extend(inside.split(';').map(|part| part.trim().to_owned()));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn same_citations(c: &Checker<'_>, original: &Block<'_>, block: &Block<'_>, found: &mut Vec<Diagnostic>) {
    let (source, target) = (citations(original.text.as_str()), citations(block.text.as_str()));
    let lost: Vec<&str> = source.iter().filter(|key| !target.contains(key)).map(String::as_str).collect();
    let added: Vec<&str> = target.iter().filter(|key| !source.contains(key)).map(String::as_str).collect();
    let mut say = |message: String| found.push(c.in_text(&LNG_06, block, 0..block.plain().len(), message));
    if !lost.is_empty() {
        say(format!("the source cites `{}`, and the translation does not", lost.join("`, `")));
    }
    if !added.is_empty() {
        say(format!("the translation cites `{}`, and the source does not", added.join("`, `")));
    }
}

/// Words that are the same in every language: names of the case.
fn names(c: &Checker<'_>) -> BTreeSet<String> {
    let content = c.content;
    let mut names = BTreeSet::new();
    let mut add = |text: &str| names.extend(text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase));
    content.parties.iter().for_each(|party| {
        add(&party.name);
        [&party.institution, &party.credentials].into_iter().flatten().for_each(|name| add(name));
    });
    content.records.iter().for_each(|record| add(&record.provider));
    names
}

fn identical(
    c: &Checker<'_>,
    original: &Block<'_>,
    block: &Block<'_>,
    names: &BTreeSet<String>,
    found: &mut Vec<Diagnostic>,
) {
    if block.audience == Audience::OwnWords || original.plain().trim() != block.plain().trim() {
        return;
    }
    // Short labels, names, doses and codes are often the same; three words of prose are not.
    let words: Vec<&str> = block
        .plain()
        .split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| {
            word.chars().count() > 2 && !names.contains(&word.to_lowercase()) && word.chars().any(char::is_lowercase)
        })
        .collect();
    let proper = words.iter().all(|word| word.starts_with(char::is_uppercase));
    if words.len() >= 3 && !proper {
        found.push(c.in_text(&LNG_05, block, 0..block.plain().len(), "the translation reads exactly as the source"));
    }
}

/// Where the source of a patient text says a glossary term, its translation says the glossary's word.
fn terms(c: &Checker<'_>, source: &Edition<'_>, edition: &Edition<'_>, found: &mut Vec<Diagnostic>) {
    let patient: Vec<(&Block<'_>, &Block<'_>)> = source
        .blocks
        .iter()
        .filter(|block| block.audience == Audience::Patient && !block.path.starts_with("glossary."))
        .filter_map(|block| Some((block, edition.block(&block.path)?)))
        .collect();
    for term in &c.content.glossary {
        let prefix = format!("glossary.{}", term.id);
        let words = |edition: &Edition<'_>| -> Vec<String> {
            edition
                .under(&prefix)
                .filter(|block| !block.path.ends_with(".explanation"))
                .map(|block| stem(block.folded()).to_owned())
                .collect()
        };
        let (here, there) = (words(source), words(edition));
        if here.is_empty() || there.is_empty() {
            continue;
        }
        let says = |text: &str, stems: &[String]| stems.iter().any(|stem| stands(text, stem));
        let mut missing: Vec<&Block<'_>> = Vec::new();
        let mut kept = 0;
        for (block, translated) in &patient {
            if says(block.folded(), &here) {
                if says(translated.folded(), &there) { kept += 1 } else { missing.push(translated) }
            }
        }
        // A language may drop or turn a word here and there; a term that mostly reads otherwise has another word.
        if let Some(first) = missing.first()
            && missing.len() > kept
        {
            let message = format!(
                "`glossary.{}` is said in other words than the glossary's in {} of {} texts",
                term.id,
                missing.len(),
                missing.len() + kept
            );
            found.push(c.in_text(&LNG_07, first, 0..first.plain().len(), message));
        }
    }
}

/// A word without its last letter, if it is long: endings change with number and gender.
fn stem(word: &str) -> &str {
    match word.char_indices().next_back() {
        Some((last, _)) if word.chars().count() > 5 => &word[..last],
        _ => word,
    }
}

/// Whether a word that begins so stands in a text.
fn stands(text: &str, stem: &str) -> bool {
    text.match_indices(stem).any(|(at, _)| text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
}

/// Reports how the blocks stand, and says which are stale.
fn states(case: &Case, stage: Stage, found: &mut Vec<Diagnostic>) -> BTreeSet<(&'static str, String)> {
    let mut stale = BTreeSet::new();
    for locale in case.locales().into_iter().skip(1) {
        let Some(translation) = case.translations.get(&locale) else {
            let message = format!("the case has no translation into {}", locale.as_str());
            let diagnostic = unfinished(stage, LNG_01.id, message)
                .hint(format!("write `translations/{}.yaml`, or take the locale out of `locales`", locale.as_str()));
            found.push(case.at("locales", diagnostic));
            continue;
        };
        for status in block_states(&case.content, translation) {
            let BlockStatus { path, state, translated_at, written_at, digest } = status;
            let place = |diagnostic: Diagnostic| match translated_at {
                Some(o) => diagnostic.label(SourceId(o.file), o.start as usize..o.end as usize, ""),
                None => diagnostic,
            };
            let mut diagnostic = match state {
                BlockState::Fresh => continue,
                BlockState::Missing => missing_block(locale, &path, written_at),
                BlockState::Stale => {
                    let Some(digest) = digest else { continue };
                    stale.insert((locale.as_str(), path.clone()));
                    stale_block(locale, &path, translated_at, written_at, &digest)
                }
                BlockState::Unreviewed => {
                    let message = format!("the {} translation of `{path}` has no qualified reviewer", locale.as_str());
                    place(Diagnostic::new(LNG_04.id, LNG_04.severity_at(stage), message))
                        .hint("set `reviewed_by` and `reviewed_on`; the reviewer is another person than the translator")
                        .path(&path)
                }
                BlockState::Orphan => {
                    let message =
                        format!("`{path}` is translated into {}, and the case has no such text", locale.as_str());
                    place(Diagnostic::new(LNG_08.id, Severity::Info, message)).hint("take the block out").path(&path)
                }
            };
            if stage == Stage::Draft && diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
            }
            found.push(diagnostic);
        }
    }
    stale
}
