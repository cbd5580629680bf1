//! The mutation table: every sample, broken in some hundred ways, each found by the rule meant for it.
//!
//! A row says what is broken, how, and by which rule it has to be found; others may find it too. The edits look for
//! their place in whatever sample they are given ("the first block whose source and Spanish both say left"), so that
//! one table serves all. A row for which a sample has no place says so by `None`, and each sample has to have a place
//! for sixty at least. Translations are bound to their sources anew after every edit, unless a row is about that.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;
use opine::case::model::{BlockPath, LocaleTag, Text, Texts, Waiver};
use opine::case::{Case, Translation, TranslationFile, block_digest};
use opine::citations::Library;
use opine::diagnostics::Diagnostic;
use opine::rules::{self, Policy, Stage};

mod content;
mod demanded;
mod languages;
mod words;

/// Ways to break each sample, at least.
const WANTED: usize = 60;
const SAMPLES: [&str; 3] = ["oncology", "cardiology", "spine"];

/// A sample to be broken.
pub(super) struct Broken {
    pub(super) case: Case,
    pub(super) library: Library,
    /// What reading the file of references found.
    pub(super) read: Vec<Diagnostic>,
    /// The day it is checked for.
    pub(super) day: NaiveDate,
    /// Whether the translations are bound to their sources after the edit.
    pub(super) sealed: bool,
}

/// What is broken, the rule that has to find it, and the edit; `None` where the sample has no place for it.
pub(super) type Row = (&'static str, &'static str, fn(&mut Broken) -> Option<()>);

/// The whole table: what a case says, how it says it, how its translations say it.
fn rows() -> Vec<Row> {
    [content::ROWS, words::ROWS, languages::ROWS].concat()
}

impl Broken {
    fn load(name: &str) -> Self {
        let case = Case::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)).unwrap();
        let (library, problems) = rules::library(&case);
        assert!(problems.is_empty(), "{problems:?}");
        let day = case.content.dates.released.unwrap().latest();
        Self { case, library, read: problems, day, sealed: true }
    }

    fn copy(&self) -> Self {
        let (case, library, read) = (self.case.clone(), self.library.clone(), self.read.clone());
        Self { case, library, read, day: self.day, sealed: self.sealed }
    }

    /// The words of every block of the source locale.
    pub(super) fn blocks(&self) -> Vec<(String, String)> {
        let mut blocks = Vec::new();
        self.case.content.texts(&BlockPath::root(), &mut |path, text| {
            blocks.push((path.as_str().to_owned(), text.as_str().to_owned()));
        });
        blocks
    }

    /// Changes the first text of the source locale for which there is a change.
    pub(super) fn reword(&mut self, change: impl Fn(&str, &str) -> Option<String>) -> Option<()> {
        let mut done = None;
        self.case.content.texts_mut(&BlockPath::root(), &mut |path, text| {
            if done.is_none()
                && let Some(words) = change(path.as_str(), text.as_str())
            {
                assert_ne!(words, text.as_str(), "nothing changes at {}", path.as_str());
                *text = Text::new(words);
                done = Some(());
            }
        });
        done
    }

    /// Changes the first translated text for which there is a change; `change` sees path, source and translation.
    pub(super) fn retranslate(
        &mut self,
        locale: LocaleTag,
        change: impl Fn(&str, &str, &str) -> Option<String>,
    ) -> Option<()> {
        let sources: BTreeMap<String, String> = self.blocks().into_iter().collect();
        let mut done = None;
        self.translation(locale, |file| {
            for block in &mut file.blocks {
                let Some(source) = sources.get(&block.path) else { continue };
                if let Some(words) = change(&block.path, source, block.text.as_str()) {
                    assert_ne!(words, block.text.as_str(), "nothing changes at {}", block.path);
                    block.text = Text::new(words);
                    done = Some(());
                    return;
                }
            }
        })?;
        done
    }

    /// Edits a translation file.
    pub(super) fn translation(&mut self, locale: LocaleTag, edit: impl FnOnce(&mut TranslationFile)) -> Option<()> {
        let translation = self.case.translations.get_mut(&locale)?;
        let mut file = translation.file.clone();
        edit(&mut file);
        *translation = Translation::new(file, translation.source);
        Some(())
    }

    /// Its translations.
    fn languages(&self) -> Vec<LocaleTag> {
        self.case.translations.keys().copied().collect()
    }

    /// Leaves out the translations that an edit did not touch: what it broke is found without them, and sooner.
    fn confine(&mut self, to: &BTreeSet<LocaleTag>) {
        let untouched: Vec<LocaleTag> = self.languages().into_iter().filter(|locale| !to.contains(locale)).collect();
        self.case.content.locales.retain(|locale| !untouched.contains(locale));
        self.case.translations.retain(|locale, _| !untouched.contains(locale));
    }

    /// The translations that differ from those of another copy.
    fn touched(&self, before: &Self) -> BTreeSet<LocaleTag> {
        let file = |copy: &Self, locale: &LocaleTag| {
            copy.case.translations.get(locale).map(|translation| translation.file.clone())
        };
        let all = before.languages().into_iter();
        all.filter(|locale| !self.sealed || file(self, locale) != file(before, locale)).collect()
    }

    /// Adds a sentence to a block in every language.
    pub(super) fn append(&mut self, path: &str, words: [&str; 3]) -> Option<()> {
        self.reword(|at, text| (at == path).then(|| format!("{} {}", text.trim_end(), words[0])))?;
        for (locale, words) in [(LocaleTag::EsUs, words[1]), (LocaleTag::FrCa, words[2])] {
            self.retranslate(locale, |at, _, text| (at == path).then(|| format!("{} {words}", text.trim_end())))?;
        }
        Some(())
    }

    /// Replaces the words of a block in every language.
    pub(super) fn rewrite(&mut self, path: &str, words: [&str; 3]) -> Option<()> {
        self.reword(|at, _| (at == path).then(|| words[0].to_owned()))?;
        for (locale, words) in [(LocaleTag::EsUs, words[1]), (LocaleTag::FrCa, words[2])] {
            self.retranslate(locale, |at, _, _| (at == path).then(|| words.to_owned()))?;
        }
        Some(())
    }

    /// Takes the citations of a reference out of every text and list.
    pub(super) fn forget(&mut self, key: &str) {
        let without = |text: &str| {
            text.replace(&format!("; @{key}]"), "]")
                .replace(&format!("@{key}; "), "")
                .replace(&format!("@{key};\n"), "\n")
                .replace(&format!(" [@{key}]"), "")
                .replace(&format!("[@{key}]"), "")
        };
        let content = &mut self.case.content;
        content.texts_mut(&BlockPath::root(), &mut |_, text| {
            if text.as_str().contains(key) {
                *text = Text::new(without(text.as_str()));
            }
        });
        content.answers.iter_mut().for_each(|answer| answer.cites.retain(|id| id.as_str() != key));
        content.recommendations.iter_mut().for_each(|r| r.references.retain(|id| id.as_str() != key));
        for option in &mut content.options {
            option.outcomes.iter_mut().for_each(|outcome| outcome.references.retain(|id| id.as_str() != key));
        }
        for locale in [LocaleTag::EsUs, LocaleTag::FrCa] {
            let _ = self.translation(locale, |file| {
                for block in file.blocks.iter_mut().filter(|block| block.text.as_str().contains(key)) {
                    block.text = Text::new(without(block.text.as_str()));
                }
            });
        }
    }

    /// Replaces words of the file of references.
    pub(super) fn references(&mut self, change: impl Fn(&str) -> Option<String>) -> Option<()> {
        let source = self.case.sources.get(self.case.references?)?;
        let (name, text) = (source.name.clone(), change(&source.text)?);
        self.case.references = Some(self.case.sources.add(name, text));
        (self.library, self.read) = rules::library(&self.case);
        Some(())
    }

    /// Accepts a warning, bound to the present words.
    pub(super) fn waive(&mut self, rule: &str, path: &str) -> Option<()> {
        // It is bound to the words of every language.
        self.sealed = false;
        let content_digest = rules::content_digest(&self.case, path)?;
        let attestation = self.case.content.attestations.last()?;
        let (by, at) = (attestation.by.clone(), attestation.at);
        let waiver = Waiver {
            rule: rule.parse().ok()?,
            path: path.to_owned(),
            reason: Text::new("Accepted."),
            by,
            at,
            content_digest,
        };
        self.case.content.waivers.push(waiver);
        Some(())
    }

    /// Binds the translations to the present sources, as if they had been made from them.
    fn seal(&mut self) {
        let digests: BTreeMap<_, _> =
            self.blocks().into_iter().map(|(path, text)| (path, block_digest(&text))).collect();
        for locale in self.case.locales().into_iter().skip(1) {
            let _ = self.translation(locale, |file| {
                for block in &mut file.blocks {
                    if let (Some(digest), true) = (digests.get(&block.path), block.source.is_some()) {
                        block.source = Some(digest.clone());
                    }
                }
            });
        }
    }

    fn found(&self, policy: &Policy) -> Vec<Diagnostic> {
        let found = rules::check(&self.case, &self.library, Stage::Release, self.day, policy);
        self.read.iter().cloned().chain(found).collect()
    }
}

/// What one row did to one sample.
enum Fate {
    /// The sample has no place for it.
    NoPlace,
    Caught,
    /// Not found by its rule; by these instead.
    Missed(Vec<String>),
}

/// What is found in a sample before it is broken, in each choice of its translations.
type Before = BTreeMap<Vec<LocaleTag>, BTreeSet<String>>;

fn before(sample: &Broken, policy: &Policy) -> Before {
    let (es, fr) = (LocaleTag::EsUs, LocaleTag::FrCa);
    let choices = [vec![], vec![es], vec![fr], vec![es, fr]];
    let found = |choice: &Vec<LocaleTag>| {
        let mut copy = sample.copy();
        copy.confine(&choice.iter().copied().collect());
        copy.found(policy).iter().map(said).collect()
    };
    choices.into_iter().map(|choice| (choice.clone(), found(&choice))).collect()
}

fn attempt(sample: &Broken, before: &Before, row: &Row, policy: &Policy) -> Fate {
    let mut broken = sample.copy();
    if row.2(&mut broken).is_none() {
        return Fate::NoPlace;
    }
    let mut touched = broken.touched(sample);
    // What is wrong in every language alike is wrong in the source, which is there in any case.
    if broken.sealed && touched.len() == sample.languages().len() {
        touched.clear();
    }
    if broken.sealed {
        broken.seal();
    }
    broken.confine(&touched);
    let before = &before[&touched.into_iter().collect::<Vec<_>>()];
    let new: Vec<Diagnostic> =
        broken.found(policy).into_iter().filter(|found| !before.contains(&said(found))).collect();
    if new.iter().any(|found| found.code == row.1) {
        Fate::Caught
    } else {
        Fate::Missed(new.iter().map(said).collect())
    }
}

fn said(found: &Diagnostic) -> String {
    format!("{} at {}: {}", found.code, found.path.as_deref().unwrap_or("-"), found.message)
}

#[test]
fn every_way_to_break_a_sample_is_found_by_its_rule() {
    let policy = Policy::of(&opine::Theme::builtin().unwrap()).unwrap();
    let samples: Vec<(Broken, Before)> = std::thread::scope(|scope| {
        let load = |name| {
            let sample = Broken::load(name);
            let before = before(&sample, &policy);
            (sample, before)
        };
        let workers: Vec<_> = SAMPLES.iter().map(|name| scope.spawn(move || load(name))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let rows = rows();
    let wanted = std::env::var("OPINE_RULE").ok();
    let jobs: Vec<(usize, &Row)> = (0..samples.len())
        .flat_map(|sample| rows.iter().map(move |row| (sample, row)))
        .filter(|(_, row)| wanted.as_ref().is_none_or(|wanted| row.1.starts_with(wanted.as_str())))
        .collect();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut fates: Vec<(usize, Fate)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut fates = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some((sample, row)) = jobs.get(at) else { return fates };
                        let (sample, before) = &samples[*sample];
                        fates.push((at, attempt(sample, before, row, &policy)));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    fates.sort_by_key(|(at, _)| *at);
    let mut places = [0; SAMPLES.len()];
    let mut found = BTreeSet::new();
    let mut missed = 0;
    let mut report = String::new();
    for (at, fate) in &fates {
        let (sample, (what, rule, _)) = jobs[*at];
        let verdict = match fate {
            Fate::NoPlace => "no place for it".to_owned(),
            Fate::Caught => "found".to_owned(),
            Fate::Missed(others) if others.is_empty() => "MISSED".to_owned(),
            Fate::Missed(others) => format!("MISSED; found instead: {}", others.join(" | ")),
        };
        if !matches!(fate, Fate::NoPlace) {
            places[sample] += 1;
            found.insert(what);
        }
        missed += usize::from(matches!(fate, Fate::Missed(_)));
        report.push_str(&format!("{:11} {rule:7} {what}: {verdict}\n", SAMPLES[sample]));
    }
    report.push_str(&format!("{missed} of {} missed; places: {places:?} of {} rows\n", fates.len(), rows.len()));
    println!("{report}");
    assert_eq!(missed, 0, "{report}");
    if wanted.is_none() {
        let idle: Vec<&str> = rows.iter().map(|row| row.0).filter(|what| !found.contains(what)).collect();
        assert!(idle.is_empty(), "no sample has a place for {idle:?}");
        assert!(places.iter().all(|count| *count >= WANTED), "{places:?} of {WANTED} wanted\n{report}");
    }
}

#[test]
fn every_row_names_a_rule_and_stands_once() {
    let mut seen = BTreeSet::new();
    for (what, rule, _) in rows() {
        assert!(rules::rule(rule).is_some_and(|known| known.id == rule), "{rule}");
        assert!(seen.insert(what), "`{what}` stands twice");
    }
}
