//! The table of drugs, classes and cross-reactions, read once from the three files beside it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::text::{Phrases, Words, folded_words};
use super::{Drug, DrugClass, Weight};

/// Names of every language.
pub(super) const ALL: u8 = 0b111;

const DRUGS: &str = include_str!("../drugs.tsv");
const CLASSES: &str = include_str!("classes.tsv");
const CROSS_REACTIONS: &str = include_str!("cross_reactions.tsv");

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Drug(usize),
    Class(usize),
}

/// A row of the cross-reactions.
pub(super) struct CrossReaction {
    pub(super) from: usize,
    pub(super) to: Target,
    pub(super) weight: Weight,
    pub(super) source: &'static str,
    pub(super) note: &'static str,
}

/// A name in the index.
#[derive(Clone, Copy)]
struct Name {
    target: Target,
    languages: u8,
    only_in_allergies: bool,
    /// The only spelling that counts, for names that are also words.
    exact: Option<&'static str>,
}

pub(super) struct Table {
    pub(super) drugs: Vec<Drug>,
    pub(super) classes: Vec<DrugClass>,
    pub(super) cross_reactions: Vec<CrossReaction>,
    class_indices: HashMap<&'static str, usize>,
    with_members: HashSet<usize>,
    names: Phrases<Name>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// The cells of each row of a file, comments left out. A missing cell is empty.
fn rows(file: &'static str) -> impl Iterator<Item = [&'static str; 7]> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or(""))
    })
}

fn parts(cell: &'static str, separator: char) -> impl Iterator<Item = &'static str> {
    cell.split(separator).filter(|part| !part.is_empty())
}

/// A name without its mark.
fn plain(name: &'static str) -> &'static str {
    name.trim_start_matches(['=', '~'])
}

impl Table {
    fn read() -> Self {
        let class_indices: HashMap<&'static str, usize> =
            rows(CLASSES).enumerate().map(|(index, row)| (row[0], index)).collect();
        let mut names: Vec<(Vec<Box<str>>, Name)> = Vec::new();
        let mut add = |cell: &'static str, target: Target, languages: u8| -> Vec<&'static str> {
            parts(cell, '|')
                .map(|written| {
                    let name = plain(written);
                    let exact = written.starts_with('=').then_some(name);
                    let only_in_allergies = written.starts_with('~');
                    names.push((folded_words(name), Name { target, languages, only_in_allergies, exact }));
                    name
                })
                .collect()
        };
        let classes: Vec<DrugClass> = rows(CLASSES)
            .enumerate()
            .map(|(index, [id, reach, part_of, en, es, fr, _])| {
                let target = Target::Class(index);
                DrugClass {
                    id,
                    warns_of_all: reach == "members",
                    names: [add(en, target, 1), add(es, target, 2), add(fr, target, 4)],
                    part_of: class_indices.get(part_of).copied().filter(|parent| *parent != index),
                }
            })
            .collect();
        let drug_indices: HashMap<&'static str, usize> =
            rows(DRUGS).enumerate().map(|(index, row)| (first_name(row[1]), index)).collect();
        let drugs: Vec<Drug> = rows(DRUGS)
            .enumerate()
            .map(|(index, [atc, en, es, fr, brands, members, ingredients])| {
                let target = Target::Drug(index);
                add(brands, target, ALL);
                Drug {
                    name: first_name(en),
                    atc: Some(atc).filter(|atc| *atc != "-"),
                    names: [add(en, target, 1), add(es, target, 2), add(fr, target, 4)],
                    classes: parts(members, ',').filter_map(|id| class_indices.get(id).copied()).collect(),
                    ingredients: parts(ingredients, '|').filter_map(|name| drug_indices.get(name).copied()).collect(),
                    measured: parts(members, ',').any(|id| id == "measured"),
                }
            })
            .collect();
        let mut with_members: HashSet<usize> = drugs.iter().flat_map(|drug| drug.classes.iter().copied()).collect();
        let parents: Vec<usize> =
            with_members.iter().filter_map(|index| classes.get(*index).and_then(|class| class.part_of)).collect();
        with_members.extend(parents);
        let cross_reactions = rows(CROSS_REACTIONS)
            .filter_map(|[from, to, weight, source, note, _, _]| {
                let to = match to.strip_prefix("drug:") {
                    Some(name) => Target::Drug(*drug_indices.get(name)?),
                    None => Target::Class(*class_indices.get(to)?),
                };
                let weight = match weight {
                    "information" => Weight::Information,
                    "caution" => Weight::Caution,
                    _ => Weight::Alert,
                };
                Some(CrossReaction { from: *class_indices.get(from)?, to, weight, source, note })
            })
            .collect();
        Table { drugs, classes, cross_reactions, class_indices, with_members, names: Phrases::new(names) }
    }

    pub(super) fn class_index(&self, id: &str) -> Option<usize> {
        self.class_indices.get(id).copied()
    }

    /// Whether drugs of the table belong to the class, or to a part of it.
    pub(super) fn is_class_of_drugs(&self, index: usize) -> bool {
        self.with_members.contains(&index)
    }

    /// Whether to change it is to change a treatment: any drug, and any class of drugs.
    pub(super) fn is_a_treatment(&self, target: Target) -> bool {
        match target {
            Target::Drug(_) => true,
            Target::Class(index) => self.is_class_of_drugs(index),
        }
    }

    /// The longest name at word `index` in one of the languages of `mask`, with its number of words.
    pub(super) fn find(
        &self,
        words: &Words<'_>,
        index: usize,
        mask: u8,
        in_allergies: bool,
    ) -> Option<(usize, Target)> {
        let fits = |name: &Name| name.languages & mask != 0 && (in_allergies || !name.only_in_allergies);
        let whole = self.names.at(words, index).find(|(length, name)| {
            fits(name) && name.exact.is_none_or(|exact| *length != 1 || words.written(index) == exact)
        });
        if let Some((length, name)) = whole {
            return Some((length, name.target));
        }
        // Plurals: "aspirins", "insulinas". Short stems are left alone, they would be other words.
        let singular = words.word(index).strip_suffix('s').filter(|stem| stem.len() >= 6)?;
        let found = self
            .names
            .starting(singular)
            .iter()
            .find(|(phrase, name)| phrase.len() == 1 && fits(name) && name.exact.is_none())?;
        Some((1, found.1.target))
    }
}

fn first_name(cell: &'static str) -> &'static str {
    plain(cell.split('|').next().unwrap_or(cell))
}

/// The raw rows, for the tests of the data.
#[cfg(test)]
pub(super) fn raw() -> [Vec<[&'static str; 7]>; 3] {
    [rows(DRUGS).collect(), rows(CLASSES).collect(), rows(CROSS_REACTIONS).collect()]
}
