//! Recommended drugs against the patient's allergies.

use std::collections::HashMap;
use std::ops::Range;

use super::super::person_names::{Word, after, before, words};
use super::super::texts::Block;
use super::super::{Checker, identity::sentence_of};
use super::SAF_02;
use crate::case::model::{ConflictCheck, Direction, Recommendation, RecommendationType};
use crate::diagnostics::{Diagnostic, Severity};
use crate::language::drugs::{self, Conflict, ConflictKind, Substance, Weight};

pub(super) fn check(c: &mut Checker<'_>) {
    let language = c.content.locale.as_str();
    let mut allergies: Vec<(usize, Substance)> = Vec::new();
    for (index, item) in c.content.summary.allergies.items.iter().enumerate() {
        let named = drugs::allergens_in(item.substance.as_str(), language);
        for mention in named {
            if !allergies.iter().any(|(_, known)| *known == mention.substance) {
                allergies.push((index + 1, mention.substance));
            }
        }
    }
    if allergies.is_empty() {
        return;
    }
    let mut named = HashMap::new();
    let mut found = Vec::new();
    for recommendation in &c.content.recommendations {
        let gives = matches!(recommendation.type_, RecommendationType::Medication | RecommendationType::Treatment);
        if gives && recommendation.direction == Direction::For {
            found.extend(clashes(c, recommendation, &allergies, &mut named));
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// The texts that name what is recommended.
fn texts_of(recommendation: &Recommendation) -> Vec<String> {
    let own = ["title.clinician", "title.patient", "text.clinician", "text.patient"];
    let of_option = ["name", "description.clinician", "description.patient"];
    let own = own.iter().map(|field| format!("recommendations.{}.{field}", recommendation.id));
    let option = recommendation.option.iter();
    own.chain(option.flat_map(|id| of_option.iter().map(move |field| format!("options.{id}.{field}")))).collect()
}

/// The clashes of a recommendation that nobody has acknowledged: each allergy and drug once, where it is first named.
fn clashes(
    c: &Checker<'_>,
    recommendation: &Recommendation,
    allergies: &[(usize, Substance)],
    named: &mut HashMap<String, Vec<(Substance, Range<usize>)>>,
) -> Vec<Diagnostic> {
    let source = c.source();
    let told = Told::of(c, recommendation);
    let mut seen: Vec<Substance> = Vec::new();
    let mut found = Vec::new();
    for path in texts_of(recommendation) {
        let Some(block) = source.block(&path) else { continue };
        for (subject, range) in named.entry(path).or_insert_with(|| named_drugs(block)) {
            if seen.contains(subject) {
                continue;
            }
            seen.push(*subject);
            for (item, allergy) in allergies {
                if let Some(conflict) = drugs::conflicts(&[*allergy], *subject).into_iter().next()
                    && !told.acknowledges(*allergy, *subject)
                {
                    found.push(report(c, recommendation, block, range.clone(), *item, &conflict));
                }
            }
        }
    }
    found
}

fn report(
    c: &Checker<'_>,
    recommendation: &Recommendation,
    block: &Block<'_>,
    range: Range<usize>,
    item: usize,
    conflict: &Conflict,
) -> Diagnostic {
    let why = match conflict.kind {
        ConflictKind::SameDrug => "it is the same drug",
        ConflictKind::SameClass(_) => "it is of the same class",
        ConflictKind::CrossReaction { .. } => "a cross-reaction is known or said of it",
    };
    let message =
        format!("`{}` recommends what clashes with `summary.allergies.items.{item}`: {why}", recommendation.id);
    let mut diagnostic = c.in_text(&SAF_02, block, range, message).hint(SAF_02.mend);
    if conflict.weight() != Weight::Alert {
        diagnostic.severity = Severity::Warning;
    }
    if let ConflictKind::CrossReaction { source, note, .. } = conflict.kind {
        diagnostic = diagnostic.hint(format!("{note} ({source})"));
    }
    diagnostic
}

/// The drugs and classes that a text names in order to give them.
fn named_drugs(block: &Block<'_>) -> Vec<(Substance, Range<usize>)> {
    let (text, language) = (block.plain(), block.locale.as_str());
    let list = words(text);
    let drugs = drugs::drugs_in(text, language).into_iter().map(|m| (Substance::Drug(m.drug), m.range));
    let classes = drugs::classes_in(text, language).into_iter().map(|m| (Substance::Class(m.class), m.range));
    let mut named: Vec<(Substance, Range<usize>)> =
        drugs.chain(classes).filter(|(_, range)| is_given(text, &list, range)).collect();
    named.sort_by_key(|(_, range)| range.start);
    named
}

/// Words before a drug that take it back.
const NOT_GIVEN: &[&str] = &[
    "no",
    "not",
    "without",
    "avoid",
    "avoiding",
    "avoids",
    "never",
    "stop",
    "stopping",
    "discontinue",
    "withdraw",
    "withhold",
    "replace",
    "replacing",
    "instead",
    "than",
    "against",
    "cannot",
    "allergy",
    "allergic",
    "hypersensitivity",
    "except",
    "sin",
    "evite",
    "evitar",
    "evitando",
    "nunca",
    "suspender",
    "suspenda",
    "retirar",
    "lugar",
    "vez",
    "contra",
    "alergia",
    "alergico",
    "alergica",
    "hipersensibilidad",
    "sustituir",
    "salvo",
    "pas",
    "sans",
    "eviter",
    "evitez",
    "jamais",
    "arreter",
    "arretez",
    "cesser",
    "lieu",
    "plutot",
    "contre",
    "allergie",
    "allergique",
    "hypersensibilite",
    "remplacer",
    "sauf",
    "ni",
    "nor",
];

/// Words after a drug that take it back: "penicillin allergy", "amoxicillin be withdrawn".
const TAKEN_BACK: &[&str] = &[
    "allergy",
    "allergic",
    "hypersensitivity",
    "withdrawn",
    "stopped",
    "avoided",
    "replaced",
    "discontinued",
    "contraindicated",
    "suspendida",
    "suspendido",
    "contraindicada",
    "contraindicado",
    "contre",
    "arrete",
    "arretee",
    "interdit",
];

fn is_given(text: &str, list: &[Word], range: &Range<usize>) -> bool {
    let sentence = sentence_of(text, range);
    // A comma before the drug ends what a "no" is about; a "not" further off is about something else.
    let mut taken = before(list, range.start)
        .take_while(|word| word.range.start >= sentence.start)
        .take(5)
        .take_while(|word| text.get(word.range.end..range.start).is_some_and(|gap| !gap.contains([',', '(', ':'])));
    let mut follows = after(list, range.end).take_while(|word| word.range.end <= sentence.end).take(4);
    !taken.any(|word| NOT_GIVEN.contains(&word.folded.as_str()))
        && !follows.any(|word| TAKEN_BACK.contains(&word.folded.as_str()))
}

/// What a recommendation says of allergies.
struct Told {
    /// Whether it says to have been checked for them.
    checked: bool,
    /// Whether one of its texts speaks of an allergy.
    says: bool,
    /// What its reasons and its monitoring name.
    in_reasons: Vec<Substance>,
    /// What its title and text name.
    in_texts: Vec<Substance>,
}

impl Told {
    fn of(c: &Checker<'_>, recommendation: &Recommendation) -> Self {
        let language = c.content.locale.as_str();
        let checked = recommendation.conflicts_checked.contains(&ConflictCheck::Allergy);
        let mut told = Self { checked, says: false, in_reasons: Vec::new(), in_texts: Vec::new() };
        let mut read = |fields: &[&str]| {
            let mut named: Vec<Substance> = Vec::new();
            for field in fields {
                let path = format!("recommendations.{}.{field}", recommendation.id);
                let Some(block) = c.source().block(&path) else { continue };
                told.says |= says_allergy(block.plain());
                for mention in drugs::allergens_in(block.plain(), language) {
                    if !named.contains(&mention.substance) {
                        named.push(mention.substance);
                    }
                }
            }
            named
        };
        let in_reasons = read(&["justification", "monitoring"]);
        let in_texts = read(&["title.clinician", "title.patient", "text.clinician", "text.patient"]);
        Self { in_reasons, in_texts, ..told }
    }

    /// Whether it shows that the allergy is known: it was checked for, and a text speaks of it.
    fn acknowledges(&self, allergy: Substance, subject: Substance) -> bool {
        let reasoned = self.in_reasons.iter().any(|named| *named == allergy || shares(*named, allergy));
        // That the text names the drug it recommends shows nothing; that it names the allergy beside it does.
        let beside = allergy != subject && self.in_texts.contains(&allergy);
        self.checked && (self.says || reasoned || beside)
    }
}

/// Whether one is a class of the other.
fn shares(one: Substance, other: Substance) -> bool {
    let within = |drug: Substance, class: Substance| match (drug, class) {
        (Substance::Drug(drug), Substance::Class(class)) => drug.classes().iter().any(|own| own.is_within(class)),
        (Substance::Class(part), Substance::Class(class)) => part.is_within(class),
        _ => false,
    };
    within(one, other) || within(other, one)
}

fn says_allergy(text: &str) -> bool {
    words(text).iter().any(|word| {
        ["allerg", "alerg", "hypersensi", "hipersensi", "anaphyla", "anafila"]
            .iter()
            .any(|stem| word.folded.starts_with(stem))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str, drug: &str) -> bool {
        let at = text.find(drug).unwrap();
        is_given(text, &words(text), &(at..at + drug.len()))
    }

    #[test]
    fn what_is_named_to_be_avoided_is_not_given() {
        assert!(given("We recommend amoxicillin 2 g.", "amoxicillin"));
        assert!(given("No fever now. Take amoxicillin.", "amoxicillin"));
        assert!(given("If she does not tolerate it, amoxicillin is next.", "amoxicillin"));
        assert!(!given("Clindamycin instead of amoxicillin.", "amoxicillin"));
        assert!(!given("Use clindamycin, given the penicillin allergy.", "penicillin"));
        assert!(!given("We recommend that the amoxicillin instruction be withdrawn.", "amoxicillin"));
        assert!(!given("Evite la penicilina.", "penicilina"));
        assert!(!given("Pas de pénicilline.", "pénicilline"));
    }
}
