//! Sentences of patient text that tell the reader to start, stop or change a medicine, and the words that send the
//! reader to a doctor.
//!
//! A sentence counts when a verb of starting, stopping or changing addresses the reader (an order: "stop taking", "deje
//! de tomar", "arrêtez"; a permission: "you can take"; an advice of the authors: "we suggest that you do not take") and a
//! drug or a word for medicine follows closely. Questions, what a doctor will do ("your doctor may lower the dose"),
//! conditions ("if you take ibuprofen") and the order to change nothing ("do not stop") do not count.

use std::ops::Range;

use super::grammars::{Act, Grammar, grammars};
use super::table::{ALL, TABLE};
use super::text::{Sentence, Words, sentences};

/// How a sentence tells the reader to change a medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// The authors' opinion: "we suggest that you do not take naproxen".
    Advice,
    /// "You can take ibuprofen."
    Permission,
    /// "Stop naproxen." "You must not take ibuprofen." "Hay que suspender la metformina."
    Order,
}

/// A sentence that tells the reader to start, stop or change a medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrugChange {
    /// The bytes of the sentence.
    pub range: Range<usize>,
    /// How it tells so.
    pub force: Force,
    /// Whether the sentence itself sends the reader to a doctor ("stop naproxen, with your doctor").
    pub with_doctor: bool,
}

/// Words that order something else than a medicine; after "and" an order may follow them.
const OTHER_ORDERS: &[&str] = &[
    "call",
    "rest",
    "go",
    "eat",
    "drink",
    "keep",
    "do",
    "bring",
    "tell",
    "walk",
    "wait",
    "try",
    "please",
    "sit",
    "llame",
    "descanse",
    "vaya",
    "beba",
    "coma",
    "siga",
    "procure",
    "espere",
    "appelez",
    "reposez",
    "allez",
    "buvez",
    "mangez",
    "continuez",
    "gardez",
    "essayez",
    "attendez",
];

const AND: &[&str] = &["and", "then", "y", "e", "luego", "et", "puis"];

/// The most words between a verb and the medicine it is about.
const REACH: usize = 7;

/// The sentences of a patient text that tell the reader to start, stop, take, skip or change a medicine.
///
/// An editor asks for "talk to your doctor" where [`Force::Order`] or [`Force::Permission`] is found and neither the
/// sentence nor the text [refers to a doctor](refers_to_doctor).
pub fn changes_drug(text: &str, language: &str) -> Vec<DrugChange> {
    let words = Words::new(text);
    let mut found = Vec::new();
    for sentence in sentences(&words).into_iter().filter(|sentence| !sentence.asks) {
        let force = grammars(language).iter().filter_map(|grammar| grammar.force_of(&words, &sentence)).max();
        if let Some(force) = force {
            let with_doctor =
                grammars(language).iter().any(|grammar| grammar.sends_to_doctor(&words, sentence.words.clone()));
            found.push(DrugChange { range: sentence.place, force, with_doctor });
        }
    }
    found
}

/// Whether a text sends its reader to a doctor, nurse or pharmacist: "talk to your doctor", "hable con su médico",
/// "parlez-en à votre médecin", "your doctor will decide".
pub fn refers_to_doctor(text: &str, language: &str) -> bool {
    let words = Words::new(text);
    grammars(language).iter().any(|grammar| grammar.sends_to_doctor(&words, 0..words.len()))
}

impl Grammar {
    fn force_of(&self, words: &Words<'_>, sentence: &Sentence) -> Option<Force> {
        let mut strongest = None;
        for index in sentence.words.clone() {
            let verb = self.verb_at(words, sentence, index);
            let force = verb.filter(|(_, after)| self.medicine_after(words, sentence, *after)).map(|(force, _)| force);
            let passive =
                self.passives.at(words, index).next().is_some() && self.medicine_before(words, sentence, index);
            strongest = strongest.max(force).max(passive.then_some(Force::Order));
        }
        strongest
    }

    /// The force of the verb at `index`, and the word after it.
    fn verb_at(&self, words: &Words<'_>, sentence: &Sentence, index: usize) -> Option<(Force, usize)> {
        let ordering = self.orders.at(words, index).next().and_then(|(length, act)| {
            let (head, negated) = self.head(words, sentence, index);
            let force = self.ordered(words, sentence, index, head)?;
            Some((length, act, negated, force))
        });
        let (length, act, negated, force) = ordering.or_else(|| {
            let (length, act) = self.infinitives.at(words, index).next()?;
            let (head, negated) = self.head(words, sentence, index);
            let force = self.governed(words, sentence, index, head)?;
            Some((length, act, negated, force))
        })?;
        // "Do not stop" changes nothing; "you can change" describes a plan more often than it permits.
        if negated && act == Act::Change {
            return None;
        }
        let vague = matches!(words.word(index), "change" | "switch" | "cambiar" | "changer" | "reduce" | "lower");
        if force == Force::Permission && vague {
            return None;
        }
        Some((force, index + length))
    }

    /// Where the words that belong to the verb at `index` begin, fillers included, and whether they deny it.
    fn head(&self, words: &Words<'_>, sentence: &Sentence, index: usize) -> (usize, bool) {
        let mut head = index;
        let mut negated = false;
        while head > sentence.words.start && !breaks_clause(words.gap_before(head)) {
            let previous = words.before(head);
            // "no longer take" denies, "no" alone belongs to the next word in English.
            if previous == "to" && words.before(head - 1) == "not" {
                head -= 1;
                continue;
            }
            if !has(&self.fillers, previous) || has(&self.reader, previous) {
                break;
            }
            negated |= has(&self.negations, previous) || (previous == "no" && words.word(head) == "longer");
            head -= 1;
        }
        (head, negated)
    }

    /// The force of an imperative, or of a plain English verb after "you can".
    fn ordered(&self, words: &Words<'_>, sentence: &Sentence, verb: usize, head: usize) -> Option<Force> {
        if self.opens_clause(words, sentence, verb, head) {
            return Some(Force::Order);
        }
        let previous = words.before(head);
        // "we recommend that you stop", "recomendamos que deje", "we advise you to stop"
        if has(&self.reader, previous) || previous == "que" || previous == "that" || previous == "to" {
            let start = head.saturating_sub(5).max(sentence.words.start);
            let clause =
                (start..head).rev().take_while(|at| *at + 1 == head || !breaks_clause(words.gap_before(*at + 1)));
            if clause.into_iter().any(|at| has(&self.advice, words.word(at))) {
                return Some(Force::Advice);
            }
        }
        self.permitted(words, sentence, head)
    }

    /// The force of an infinitive or gerund: "usted debe suspender", "we recommend stopping", "Suspender el naproxeno".
    fn governed(&self, words: &Words<'_>, sentence: &Sentence, verb: usize, head: usize) -> Option<Force> {
        let previous = words.before(head);
        // "Nous recommandons de", "we recommend that you consider", "nous recommandons que vous preniez"
        let that = usize::from(has(&self.reader, previous) && words.before(head - 1) == "que");
        if head > sentence.words.start && has(&self.advice, previous)
            || (has(&self.reader, previous) && head > that + 1 && has(&self.advice, words.before(head - 1 - that)))
        {
            return Some(Force::Advice);
        }
        if let Some(force) = self.permitted(words, sentence, head) {
            return Some(force);
        }
        // A title: "Suspender el naproxeno", "Ne pas prendre d'ibuprofène". A gerund heads none.
        let title = head == sentence.words.start && !words.word(verb).ends_with("ing") && !words.word(verb).is_empty();
        let bare = (head..verb).all(|at| matches!(words.word(at), "no" | "ne" | "n" | "pas" | "plus"));
        (title && bare).then_some(Force::Order)
    }

    /// Whether the reader can or must: "you should", "usted puede", "il faut".
    fn permitted(&self, words: &Words<'_>, sentence: &Sentence, head: usize) -> Option<Force> {
        (1..=2).find_map(|length| {
            let at = head.checked_sub(length).filter(|at| *at >= sentence.words.start)?;
            let (found, force) = self.permits.at(words, at).next()?;
            if found != length {
                return None;
            }
            let mut subject = at;
            while subject > sentence.words.start
                && has(&self.fillers, words.before(subject))
                && !has(&self.reader, words.before(subject))
                && !breaks_clause(words.gap_before(subject))
            {
                subject -= 1;
            }
            let addressed = has(&self.reader, words.before(subject)) && subject > sentence.words.start;
            let impersonal = matches!(words.word(at), "hay" | "faut" | "faudra" | "faudrait" | "conviene");
            let familiar = matches!(words.word(at), "puedes" | "debes" | "tienes" | "deberias");
            // Spanish leaves the subject out: "Puede tomar". A noun before the verb would be its subject.
            let silent = self.leaves_out_subject() && self.opens_clause(words, sentence, at, subject);
            (addressed || impersonal || familiar || silent).then_some(force)
        })
    }

    fn leaves_out_subject(&self) -> bool {
        has(&self.reader, "usted")
    }

    /// Whether a verb with its fillers from `head` opens a clause that can be an order.
    fn opens_clause(&self, words: &Words<'_>, sentence: &Sentence, verb: usize, head: usize) -> bool {
        let first = words.word(sentence.words.start);
        if head <= sentence.words.start {
            return true;
        }
        let gap = words.gap_before(head);
        let lists =
            |at: usize| self.orders.at(words, at).next().is_some() || self.infinitives.at(words, at).next().is_some();
        // "before you start, stop or change a medicine" lists verbs, it does not order.
        if verb != sentence.words.start && lists(head - 1) {
            return false;
        }
        if gap.contains(':') || gap.contains(['¡', '—']) {
            return true;
        }
        if gap.contains([',', ';']) {
            return has(&self.openers, first) || OTHER_ORDERS.contains(&first);
        }
        AND.contains(&words.before(head)) && OTHER_ORDERS.contains(&first)
    }

    /// Whether a medicine stands within reach after a verb.
    fn medicine_after(&self, words: &Words<'_>, sentence: &Sentence, from: usize) -> bool {
        let last = (from + REACH).min(sentence.words.end);
        let near = (from..last).take_while(|at| *at == from || !words.gap_before(*at).contains([':', ';', '.']));
        near.into_iter().any(|at| {
            let taking = matches!(words.before(at), "taking" | "tomar" | "prendre" | "using");
            (taking && matches!(words.word(at), "it" | "them"))
                || self.medicine_at(words, at).is_some_and(|length| !self.is_other_thing(words, at, length))
        })
    }

    fn medicine_before(&self, words: &Words<'_>, sentence: &Sentence, index: usize) -> bool {
        (index.saturating_sub(5).max(sentence.words.start)..index)
            .any(|at| self.medicine_at(words, at).is_some_and(|length| !self.is_other_thing(words, at, length)))
    }

    fn medicine_at(&self, words: &Words<'_>, at: usize) -> Option<usize> {
        let named = TABLE.find(words, at, ALL, false).filter(|(_, target)| TABLE.is_a_treatment(*target));
        named.map(|(length, _)| length).or_else(|| self.medicine.at(words, at).next().map(|(length, ())| length))
    }

    /// Whether the medicine at `at` only qualifies something else: "your medicine list", "la lista de medicamentos".
    fn is_other_thing(&self, words: &Words<'_>, at: usize, length: usize) -> bool {
        let before = at.saturating_sub(3)..at;
        has(&self.not_medicine, words.word(at + length))
            || before.into_iter().any(|index| has(&self.not_medicine, words.word(index)))
    }

    /// Whether the words in `range` send the reader to a doctor.
    fn sends_to_doctor(&self, words: &Words<'_>, range: Range<usize>) -> bool {
        range.clone().any(|at| {
            let Some((length, ())) = self.doctor.at(words, at).next() else { return false };
            let whole = |gap: &str| !gap.contains(['.', '!', '?', ';']);
            let acts = (at + length..(at + length + 3).min(range.end))
                .take_while(|index| whole(words.gap_before(*index)))
                .any(|index| has(&self.doctor_acts, words.word(index)));
            let theirs = matches!(words.before(at), "your" | "su" | "tu" | "votre" | "the" | "el" | "la" | "le")
                || matches!(words.before(at.saturating_sub(1)), "your" | "su" | "tu" | "votre");
            let start = at.saturating_sub(7).max(range.start);
            let contacted = (start..at)
                .rev()
                .take_while(|index| whole(words.gap_before(*index + 1)))
                .any(|index| self.to_doctor.at(words, index).next().is_some());
            contacted || (acts && theirs)
        })
    }
}

fn has(list: &[Box<str>], word: &str) -> bool {
    list.iter().any(|known| &**known == word)
}

/// Whether a clause ends in this gap between two words.
fn breaks_clause(gap: &str) -> bool {
    gap.contains([',', ';', ':', '(', ')', '¡', '—', '«', '“'])
}

#[cfg(test)]
#[path = "instructions_tests.rs"]
mod tests;
