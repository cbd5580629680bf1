//! Drugs, drug classes and allergens in three languages: which a text names, and which of them clash.
//!
//! The names are international nonproprietary names in English (with the American name where it differs), Spanish and
//! French, and common brand names of the United States, Canada, Mexico, Spain and France. Codes are those of the WHO
//! Collaborating Centre for Drug Statistics Methodology (ATC). Cross-reactions each name their source. The table is a
//! safety net for editors, not a medical device; [`NOT_COVERED`] says what it leaves out.
//!
//! Names are found as whole words with case and accents folded, the longest first, in one pass over the text.

mod grammars;
mod instructions;
mod self_harm;
mod table;
pub(super) mod text;

use std::ops::Range;

pub use instructions::{DrugChange, Force, changes_drug, refers_to_doctor};
pub use self_harm::{SelfHarm, self_harm};
use table::{TABLE, Target};
use text::{Words, column_of};

/// What the table of drugs does not cover, in the words to print beside it.
pub const NOT_COVERED: &str = "\
The drug table knows about a thousand generic drugs with common brand names of five countries, and the main classes \
known for allergic reactions. It does not cover: drugs and brands that are not listed, misspelled names and most \
abbreviations; most combination products under their brand; excipients, except macrogol, polysorbate, polyoxyl castor \
oil, egg, soya, peanut, fish and gelatin in the few drugs where they matter most; foods, pollens, venoms, metals and \
adhesives; vaccines beyond five; interactions between drugs, doses, kidney and liver function, pregnancy; and whether \
a past reaction was a true allergy. A drug that raises no finding is not thereby safe.";

/// A drug of the table.
#[derive(Debug)]
pub struct Drug {
    /// The name by which the table knows it: the American name, or the international one where it has no other.
    pub name: &'static str,
    /// The ATC code, of five levels where certain and of four else; `None` where there is none.
    pub atc: Option<&'static str>,
    /// Names in English, Spanish and French, the usual one first.
    names: [Vec<&'static str>; 3],
    classes: Vec<usize>,
    ingredients: Vec<usize>,
    measured: bool,
}

impl PartialEq for Drug {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Drug {}

impl Drug {
    /// Its usual name in a language (`es`, `fr-CA`), in English for any other.
    pub fn name_in(&self, language: &str) -> &'static str {
        let column = column_of(language).unwrap_or(0);
        self.names.get(column).and_then(|names| names.first()).copied().unwrap_or(self.name)
    }

    /// The classes that it or an ingredient belongs to.
    pub fn classes(&self) -> Vec<&'static DrugClass> {
        let mut found: Vec<&'static DrugClass> = Vec::new();
        let inherited = self.ingredients().into_iter().flat_map(|drug| &drug.classes);
        for class in self.classes.iter().chain(inherited).filter_map(|index| TABLE.classes.get(*index)) {
            if !found.contains(&class) {
                found.push(class);
            }
        }
        found
    }

    /// The drugs of a combination; empty for a single drug.
    pub fn ingredients(&self) -> Vec<&'static Drug> {
        self.ingredients.iter().filter_map(|index| TABLE.drugs.get(*index)).collect()
    }

    /// What it consists of: its ingredients, or itself. Two texts name the same treatment when these agree: one may
    /// write "Percocet", the other "oxycodone and acetaminophen".
    pub fn substances(&'static self) -> Vec<&'static Drug> {
        if self.ingredients.is_empty() { vec![self] } else { self.ingredients() }
    }

    /// Whether laboratories also report it (insulin, testosterone, vitamin D), so that its name alone shows no treatment.
    pub fn is_also_measured(&self) -> bool {
        self.measured
    }
}

/// A class of drugs or another allergen.
#[derive(Debug)]
pub struct DrugClass {
    /// Its id, such as `sulfonamide_antibiotics`.
    pub id: &'static str,
    /// Whether a reaction to one member warns of every member. Else only an allergy to the class as such does.
    pub warns_of_all: bool,
    names: [Vec<&'static str>; 3],
    part_of: Option<usize>,
}

impl PartialEq for DrugClass {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for DrugClass {}

impl DrugClass {
    /// Its usual name in a language (`es`, `fr-CA`), in English for any other.
    pub fn name_in(&self, language: &str) -> &'static str {
        let column = column_of(language).unwrap_or(0);
        self.names.get(column).and_then(|names| names.first()).copied().unwrap_or(self.id)
    }

    /// Whether this class is `other` or a part of it, as penicillins are of beta-lactams.
    pub fn is_within(&self, other: &DrugClass) -> bool {
        self == other || self.part_of.and_then(|index| TABLE.classes.get(index)).is_some_and(|c| c.is_within(other))
    }
}

/// A drug or a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Substance {
    /// A drug.
    Drug(&'static Drug),
    /// A class of drugs, or an allergen that is none.
    Class(&'static DrugClass),
}

impl Substance {
    /// Its usual name in a language.
    pub fn name_in(&self, language: &str) -> &'static str {
        match self {
            Substance::Drug(drug) => drug.name_in(language),
            Substance::Class(class) => class.name_in(language),
        }
    }
}

/// A drug where a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The drug.
    pub drug: &'static Drug,
    /// The bytes of the text that name it.
    pub range: Range<usize>,
}

/// A class of drugs where a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassMention {
    /// The class.
    pub class: &'static DrugClass,
    /// The bytes of the text that name it.
    pub range: Range<usize>,
}

/// A drug, class or allergen where an allergy entry names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllergenMention {
    /// What it names.
    pub substance: Substance,
    /// The bytes of the text that name it.
    pub range: Range<usize>,
}

/// The drug with this name in any language or brand, spelled as in the table but for case and accents.
pub fn drug_named(name: &str) -> Option<&'static Drug> {
    let mentions = drugs_in(name, ANY_LANGUAGE);
    mentions.into_iter().find(|mention| mention.range == (0..name.len())).map(|mention| mention.drug)
}

/// The class with this id.
pub fn class(id: &str) -> Option<&'static DrugClass> {
    TABLE.class_index(id).and_then(|index| TABLE.classes.get(index))
}

/// Every drug of the table, by name.
pub fn drugs() -> &'static [Drug] {
    &TABLE.drugs
}

/// Every class of the table, by id.
pub fn classes() -> &'static [DrugClass] {
    &TABLE.classes
}

/// The language that stands for all languages of the table.
pub const ANY_LANGUAGE: &str = "any";

/// The drugs that a text names, in order, in the names of `language` (`en`, `es-US` …) and in brand names.
/// [`ANY_LANGUAGE`], and any language without names of its own, looks for the names of all.
pub fn drugs_in(text: &str, language: &str) -> Vec<Mention> {
    let words = Words::new(text);
    let mut found = Vec::new();
    scan(&words, language, false, |_, target, range| {
        if let Target::Drug(index) = target
            && let Some(drug) = TABLE.drugs.get(index)
        {
            found.push(Mention { drug, range });
        }
    });
    found
}

/// The classes of drugs that a text names ("a statin", "los opioides"), in order. Allergens that are no drugs, and words
/// that mean a drug class only in a list of allergies ("contrast"), are left out.
pub fn classes_in(text: &str, language: &str) -> Vec<ClassMention> {
    let words = Words::new(text);
    let mut found = Vec::new();
    scan(&words, language, false, |_, target, range| {
        if let Target::Class(index) = target
            && TABLE.is_class_of_drugs(index)
            && let Some(class) = TABLE.classes.get(index)
        {
            found.push(ClassMention { class, range });
        }
    });
    found
}

/// Words before an allergen that take it back: "tolerates cephalexin", "sin alergia a la penicilina".
const DENYING: &[&str] = &[
    "no",
    "not",
    "without",
    "denies",
    "denied",
    "tolerates",
    "tolerated",
    "sin",
    "niega",
    "tolera",
    "tolero",
    "pas",
    "sans",
    "aucune",
    "aucun",
    "nie",
    "tolere",
    "non",
];

/// The drugs, classes and other allergens that the substance of an allergy entry names: "Penicillin (rash as a child)",
/// "sulfa drugs", "medio de contraste yodado". What the entry says to be tolerated or denied is left out.
pub fn allergens_in(text: &str, language: &str) -> Vec<AllergenMention> {
    let words = Words::new(text);
    let mut found = Vec::new();
    scan(&words, language, true, |at, target, range| {
        let substance = match target {
            Target::Drug(index) => TABLE.drugs.get(index).map(Substance::Drug),
            Target::Class(index) => TABLE.classes.get(index).map(Substance::Class),
        };
        if let Some(substance) = substance
            && !is_denied(&words, at)
        {
            found.push(AllergenMention { substance, range });
        }
    });
    found
}

fn is_denied(words: &Words<'_>, at: usize) -> bool {
    let mut index = at;
    for _ in 0..5 {
        if index == 0 || words.gap_before(index).contains([',', ';', '.', '(', ')', ':', '\n']) {
            return false;
        }
        index -= 1;
        if DENYING.contains(&words.word(index)) {
            return true;
        }
    }
    false
}

/// How much a cross-reaction weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Some source warns, the evidence does not bear it out.
    Information,
    /// A reaction is possible: think about it, and say why the drug is still right.
    Caution,
    /// The drug should not be given without a specialist's decision.
    Alert,
}

/// Why an allergy and a drug clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictKind {
    /// The drug, or an ingredient of it, is what the patient reacted to.
    SameDrug,
    /// Drug and allergy share this class.
    SameClass(&'static DrugClass),
    /// The class of the allergy is known, or said, to cross-react.
    CrossReaction {
        /// The class of the allergy.
        from: &'static DrugClass,
        /// The class or the drug it cross-reacts with.
        to: Substance,
        /// How much it weighs.
        weight: Weight,
        /// Who says so.
        source: &'static str,
        /// What to know about it, in English.
        note: &'static str,
    },
}

/// A clash between an allergy and a drug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// The allergy.
    pub allergy: Substance,
    /// What was asked about, or the ingredient of it that clashes.
    pub with: Substance,
    /// Why.
    pub kind: ConflictKind,
}

impl Conflict {
    /// How much it weighs: the same drug and the same class are alerts.
    pub fn weight(&self) -> Weight {
        match self.kind {
            ConflictKind::SameDrug | ConflictKind::SameClass(_) => Weight::Alert,
            ConflictKind::CrossReaction { weight, .. } => weight,
        }
    }
}

/// The clashes of a drug, or of a class that a text recommends, with a patient's allergies, the gravest first.
/// Each allergy gives at most one reason for each ingredient: the same drug, else the same class, else cross-reactions.
pub fn conflicts(allergies: &[Substance], subject: Substance) -> Vec<Conflict> {
    let parts = match subject {
        Substance::Drug(drug) if !drug.ingredients.is_empty() => {
            drug.ingredients().into_iter().map(Substance::Drug).chain([subject]).collect()
        }
        _ => vec![subject],
    };
    let mut found: Vec<Conflict> = Vec::new();
    for allergy in allergies.iter().flat_map(|allergy| with_ingredients(*allergy)) {
        for part in &parts {
            for kind in reasons(allergy, *part) {
                let conflict = Conflict { allergy, with: *part, kind };
                if !found.iter().any(|known| known.allergy == conflict.allergy && known.kind == conflict.kind) {
                    found.push(conflict);
                }
            }
        }
    }
    found.sort_by_key(|conflict| std::cmp::Reverse(conflict.weight()));
    found
}

fn with_ingredients(substance: Substance) -> Vec<Substance> {
    match substance {
        Substance::Drug(drug) if !drug.ingredients.is_empty() => {
            drug.ingredients().into_iter().map(Substance::Drug).chain([substance]).collect()
        }
        _ => vec![substance],
    }
}

fn own_classes(substance: Substance) -> Vec<&'static DrugClass> {
    match substance {
        Substance::Drug(drug) => drug.classes.iter().filter_map(|index| TABLE.classes.get(*index)).collect(),
        Substance::Class(class) => vec![class],
    }
}

fn reasons(allergy: Substance, subject: Substance) -> Vec<ConflictKind> {
    if allergy == subject {
        return vec![match subject {
            Substance::Drug(_) => ConflictKind::SameDrug,
            Substance::Class(class) => ConflictKind::SameClass(class),
        }];
    }
    // What the allergy reaches: the classes of a drug that warn of all their members, or the class as named.
    let sources: Vec<&'static DrugClass> = match allergy {
        Substance::Drug(_) => own_classes(allergy).into_iter().filter(|class| class.warns_of_all).collect(),
        Substance::Class(class) => vec![class],
    };
    let targets = own_classes(subject);
    let shared = |target: &&&'static DrugClass| {
        sources.iter().any(|source| {
            target.is_within(source) || (matches!(subject, Substance::Class(_)) && source.is_within(target))
        })
    };
    if let Some(class) = targets.iter().find(shared) {
        return vec![ConflictKind::SameClass(class)];
    }
    let mut found = Vec::new();
    for row in &TABLE.cross_reactions {
        let Some(from) = TABLE.classes.get(row.from).filter(|from| sources.iter().any(|s| from.is_within(s))) else {
            continue;
        };
        let to = match row.to {
            Target::Drug(index) => TABLE.drugs.get(index).map(Substance::Drug).filter(|to| *to == subject),
            Target::Class(index) => TABLE
                .classes
                .get(index)
                .filter(|to| targets.iter().any(|target| target.is_within(to)))
                .map(Substance::Class),
        };
        if let Some(to) = to {
            let (weight, source, note) = (row.weight, row.source, row.note);
            found.push(ConflictKind::CrossReaction { from, to, weight, source, note });
        }
    }
    found
}

/// Calls `found` for every name in the text with its first word, what it names and its place; the longest name wins.
fn scan(words: &Words<'_>, language: &str, in_allergies: bool, mut found: impl FnMut(usize, Target, Range<usize>)) {
    let mask = column_of(language).map_or(table::ALL, |column| 1 << column);
    let mut index = 0;
    while index < words.len() {
        let hit = TABLE.find(words, index, mask, in_allergies);
        if let Some((length, target)) = hit {
            found(index, target, words.place(index).start..words.place(index + length - 1).end);
        }
        index += hit.map_or(1, |(length, _)| length);
    }
}

#[cfg(test)]
mod tests;
