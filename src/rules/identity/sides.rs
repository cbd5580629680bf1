//! The side and the level of a finding against its own words, and against what is built on it.
//!
//! Only the source locale is read: that a translation says the same is for `LNG-03`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::Checker;
use super::super::person_names::words;
use super::super::texts::{Block, Edition};
use super::{PAT_05, sentence_of};
use crate::case::model::{Case, Finding, Id, Laterality};
use crate::diagnostics::Diagnostic;
use crate::language::facts::{Fact, Level, Side, facts};

pub(super) fn check(c: &mut Checker<'_>) {
    let source = c.source();
    let grounds: Vec<Ground<'_>> = c.content.findings.iter().map(|finding| Ground::of(finding, source)).collect();
    let mut found = Vec::new();
    for ground in &grounds {
        own_words(c, ground, source, &mut found);
    }
    for (what, blocks, findings) in built(c.content, source) {
        let on: Vec<&Ground<'_>> = grounds.iter().filter(|ground| findings.contains(&ground.finding.id)).collect();
        for block in blocks {
            built_on(c, &what, block, &on, &mut found);
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// A finding, with the sides and levels it names.
struct Ground<'a> {
    finding: &'a Finding,
    sides: BTreeSet<Side>,
    levels: BTreeSet<Level>,
    title_levels: BTreeSet<Level>,
}

impl<'a> Ground<'a> {
    fn of(finding: &'a Finding, source: &Edition<'_>) -> Self {
        let mut ground = Self {
            finding,
            sides: stated(finding.laterality).into_iter().collect(),
            levels: BTreeSet::new(),
            title_levels: BTreeSet::new(),
        };
        for (field, block) in blocks_of(finding, source) {
            let said = Said::of(block);
            let meant = said.sides.iter().filter(|(_, range)| !sets_apart(block.plain(), range));
            ground.sides.extend(meant.map(|(side, _)| *side));
            ground.levels.extend(said.levels.iter().map(|(level, _)| *level));
            if field == "title" {
                ground.title_levels.extend(said.levels.iter().map(|(level, _)| *level));
            }
        }
        ground
    }
}

/// The texts that say where a finding is. The first reading may have erred in that: it is what a second is for.
fn blocks_of<'e, 'a>(
    finding: &Finding,
    source: &'e Edition<'a>,
) -> impl Iterator<Item = (&'static str, &'e Block<'a>)> {
    let prefix = format!("findings.{}", finding.id);
    ["title", "statement.clinician", "statement.patient", "reread.second"]
        .into_iter()
        .filter_map(move |field| Some((field, source.block(&format!("{prefix}.{field}"))?)))
}

fn stated(laterality: Option<Laterality>) -> Option<Side> {
    match laterality? {
        Laterality::Left => Some(Side::Left),
        Laterality::Right => Some(Side::Right),
        Laterality::Bilateral => Some(Side::Both),
        Laterality::Midline => None,
    }
}

fn opposite(side: Side) -> Option<Side> {
    match side {
        Side::Left => Some(Side::Right),
        Side::Right => Some(Side::Left),
        Side::Both => None,
    }
}

fn name(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
        Side::Both => "both sides",
    }
}

/// What a text says of sides and levels; what may mean something else is left out.
struct Said {
    sides: Vec<(Side, Range<usize>)>,
    levels: Vec<(Level, Range<usize>)>,
}

impl Said {
    fn of(block: &Block<'_>) -> Self {
        let mut said = Self { sides: Vec::new(), levels: Vec::new() };
        for found in facts(block.plain(), block.locale).into_iter().filter(|found| found.certain) {
            match found.fact {
                Fact::Side(side) => said.sides.push((side, found.range)),
                Fact::Level(level) => said.levels.push((level, found.range)),
                _ => {}
            }
        }
        said
    }

    /// Where the text names this side, if it names no other, and not to set it apart.
    fn only(&self, side: Side, text: &str) -> Option<Range<usize>> {
        let first = self.sides.first().filter(|_| self.sides.iter().all(|(named, _)| *named == side))?;
        let apart = self.sides.iter().all(|(_, range)| sets_apart(text, range));
        (!apart).then(|| first.1.clone())
    }
}

/// Words that deny what follows them.
const DENYING: &[&str] = &[
    "no", "not", "without", "never", "negative", "neither", "nor", "sin", "nunca", "ni", "pas", "sans", "aucun",
    "aucune",
];

/// Beginnings of words that set a side apart from the one in question, or that name what is done on the healthy side by
/// intent: a comparison, a port, a cane, a graft. Words of up to five letters are meant as they are.
const APART: &str = "normal;clear;unremarkable;healthy;unaffected;uninvolved;other;opposite;contralateral;compar;than;versus;\
    prior;previous;earlier;past;prophyla;symmetr;port;catheter;cane;crutch;donor;graft;harvest;sleep;lie;\
    lying;handed;heart;ventric;atria;atrial;coronar;bundle;\
    sano;sana;sanos;sanas;otro;otra;opuest;indemne;respecto;previo;previa;profila;simetr;reservorio;baston;\
    muleta;donante;injerto;duerma;acueste;diestro;diestra;zurdo;zurda;corazon;\
    sain;saine;autre;oppose;controlateral;precedent;prophylact;chambre;canne;bequille;donneur;greffe;dormez;\
    couchez;droitier;gaucher;coeur;auricul;oreillette";

/// Whether the clause around a side sets it apart from the side in question.
fn sets_apart(text: &str, range: &Range<usize>) -> bool {
    let sentence = sentence_of(text, range);
    let stops = [',', ';', ':', '(', ')'];
    let start = text
        .get(sentence.start..range.start)
        .and_then(|before| before.rfind(stops))
        .map_or(sentence.start, |at| sentence.start + at);
    let end =
        text.get(range.end..sentence.end).and_then(|after| after.find(stops)).map_or(sentence.end, |at| range.end + at);
    let apart = |word: &str| {
        APART.split(';').any(|start| if start.len() <= 5 { word == start } else { word.starts_with(start) })
    };
    let denied = text.get(start..range.start).map(words).unwrap_or_default();
    denied.iter().any(|word| DENYING.contains(&word.folded.as_str()))
        || text.get(start..end).map(words).unwrap_or_default().iter().any(|word| apart(&word.folded))
}

/// A finding against its own title, statement and second reading.
fn own_words(c: &Checker<'_>, ground: &Ground<'_>, source: &Edition<'_>, found: &mut Vec<Diagnostic>) {
    let side = stated(ground.finding.laterality).and_then(|side| Some((side, opposite(side)?)));
    for (field, block) in blocks_of(ground.finding, source) {
        let said = Said::of(block);
        if let Some((side, other)) = side
            && let Some(range) = said.only(other, block.plain())
        {
            let message = format!(
                "`{}` is on the {} side (`laterality`), and this says {}",
                ground.finding.id,
                name(side),
                name(other)
            );
            found.push(c.in_text(&PAT_05, block, range, message));
        }
        if field.starts_with("statement")
            && let Some(range) = another_level(&said, &ground.title_levels)
        {
            let message = format!("this names another level of the spine than the title of `{}`", ground.finding.id);
            found.push(c.in_text(&PAT_05, block, range, message));
        }
    }
}

/// Where a text names levels, if none is among the known ones.
fn another_level(said: &Said, known: &BTreeSet<Level>) -> Option<Range<usize>> {
    let first = said.levels.first()?;
    let none = !known.is_empty() && said.levels.iter().all(|(level, _)| !known.contains(level));
    none.then(|| first.1.clone())
}

/// What is built on findings: what it is called, its texts, and the findings.
type Built<'e, 'a> = (String, Vec<&'e Block<'a>>, BTreeSet<&'a Id>);

fn built<'e, 'a>(content: &'a Case, source: &'e Edition<'a>) -> Vec<Built<'e, 'a>> {
    let mut all: Vec<Built<'e, 'a>> = Vec::new();
    let blocks = |prefix: &str, fields: &[&str]| -> Vec<&'e Block<'a>> {
        let paths = fields.iter().map(|field| format!("{prefix}.{field}"));
        paths.filter_map(|path| source.block(&path)).collect()
    };
    for recommendation in &content.recommendations {
        let fields = ["title.clinician", "title.patient", "text.clinician", "text.patient"];
        let prefix = format!("recommendations.{}", recommendation.id);
        let findings = recommendation.findings.iter().collect();
        all.push((format!("`{}`", recommendation.id), blocks(&prefix, &fields), findings));
    }
    for option in &content.options {
        let fields = ["name", "description.clinician", "description.patient"];
        let by = content.recommendations.iter().filter(|r| r.option.as_ref() == Some(&option.id));
        let findings = by.flat_map(|r| &r.findings).collect();
        all.push((format!("`{}`", option.id), blocks(&format!("options.{}", option.id), &fields), findings));
    }
    for answer in &content.answers {
        let cited = |id: &Id| answer.cites.contains(id);
        let direct = content.findings.iter().map(|finding| &finding.id).filter(|id| cited(id));
        let through = content.recommendations.iter().filter(|r| cited(&r.id)).flat_map(|r| &r.findings);
        let prefix = format!("answers.{}", answer.question);
        let what = format!("the answer to `{}`", answer.question);
        all.push((what, blocks(&prefix, &["clinician", "patient"]), direct.chain(through).collect()));
    }
    all
}

/// A text against the findings it rests on.
fn built_on(c: &Checker<'_>, what: &str, block: &Block<'_>, on: &[&Ground<'_>], found: &mut Vec<Diagnostic>) {
    let said = Said::of(block);
    let sides: BTreeSet<Side> = on.iter().flat_map(|ground| ground.sides.iter().copied()).collect();
    let ids: Vec<String> =
        on.iter().filter(|ground| !ground.sides.is_empty()).map(|ground| format!("`{}`", ground.finding.id)).collect();
    if sides.len() == 1
        && let Some(side) = sides.first().copied()
        && let Some(other) = opposite(side)
        && let Some(range) = said.only(other, block.plain())
    {
        let message =
            format!("{what} says {} here, and rests on {}, on the {}", name(other), ids.join(", "), name(side));
        found.push(c.in_text(&PAT_05, block, range, message));
    }
    let levels: BTreeSet<Level> = on.iter().flat_map(|ground| ground.levels.iter().copied()).collect();
    if let Some(range) = another_level(&said, &levels) {
        let message = format!("{what} names a level of the spine that none of the findings it rests on names");
        found.push(c.in_text(&PAT_05, block, range, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_may_be_named_to_set_it_apart() {
        let apart = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            sets_apart(text, &(at..at + word.len()))
        };
        assert!(apart("A mass. The right breast is clear.", "right"));
        assert!(apart("Put the port on the right side.", "right"));
        assert!(!apart("Weak right tibialis anterior.", "right"));
        assert!(apart("La mama derecha está sana.", "derecha"));
        assert!(apart("Pas de lésion du sein droit.", "droit"));
        assert!(!apart("The other breast is clear. A mass in the right breast.", "right"));
        assert!(!apart("A mass of 14 mm in the right breast, without enlarged nodes.", "right"));
        assert!(apart("No mass in the right breast.", "right"));
    }
}
