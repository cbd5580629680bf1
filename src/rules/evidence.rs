//! Citations in texts and notes on references: each points at something, every reference is cited, and the literature is
//! of today.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::rule::Rule;
use super::{Checker, Stage, unfinished};
use crate::case::model::{BlockPath, EvidenceKind, Text, Texts};
use crate::case::read::nearest;
use crate::case::{Case, place_in_text};
use crate::citations::{Kind, Library};
use crate::diagnostics::{Diagnostic, Severity};
use crate::document::Inline;
use crate::document::walk::{children, each_list};
use crate::prose;

static EVD_01: Rule = Rule {
    id: "EVD-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a reference is never cited",
    why: "A list of literature that supports no statement looks like evidence and is none",
    example: "an entry of `references.bib` that no text, answer, outcome or recommendation cites",
    mend: "cite it where it supports a statement, or take it out",
    source: "ICMJE Recommendations, IV.A.3.g; NLM, Citing Medicine: references are numbered as they are cited",
};

static EVD_02: Rule = Rule {
    id: "EVD-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a citation of a reference that is not there",
    why: "The statement claims evidence that no reader can look up",
    example: "`[@loibl2042]`, or `references: [loibl2042]`, where the references have `loibl2024`",
    mend: "write the key of a reference that is there, or add the reference",
    source: "ICMJE Recommendations, IV.A.3.g",
};

static EVD_03: Rule = Rule {
    id: "EVD-03",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a DOI, PMID or PMCID is malformed, or stands in two references",
    why: "The link leads nowhere or to another paper, and one paper counted twice looks like two",
    example: "`doi = {10.1200}`, or one PMID in two entries (found when the references are read, as are the problems whose \
              code starts with CIT)",
    mend: "copy the identifier from the publisher's or PubMed's page; keep one entry for one paper",
    source: "ISO 26324 and the DOI Handbook (syntax of a DOI name); NLM, PubMed Help (PMID)",
};

static EVD_04: Rule = Rule {
    id: "EVD-04",
    severity: Severity::Warning,
    from: Stage::Review,
    what: "the newest guideline cited is too old",
    why: "Half of all guidelines are out of date after about six years; what is advised may have been given up since",
    example: "`kind: guideline` for a paper of 2019 alone, in a case of 2026",
    mend: "look for a newer edition and cite it; if there is none, accept the warning and say so",
    source: "Shekelle, JAMA 2001;286:1461 (half of the guidelines outdated after 5.8 years); the limit is the program's",
};

static EVD_05: Rule = Rule {
    id: "EVD-05",
    severity: Severity::Warning,
    from: Stage::Review,
    what: "nobody has looked up whether a reference was retracted",
    why: "Retracted papers go on being cited for years; advice must not rest on one",
    example: "an article without `retraction_checked_on` in `references.entries`",
    mend: "look it up in PubMed or Crossref (Retraction Watch) and write the day as `retraction_checked_on`",
    source: "ICMJE Recommendations, IV.A.3.g: authors check that they do not cite retracted articles",
};

/// The rules of this file. `EVD-03` is found where the references are read, see [`crate::citations::read`].
pub(super) static RULES: &[&Rule] = &[&EVD_01, &EVD_02, &EVD_03, &EVD_04, &EVD_05];

pub(super) fn check(c: &mut Checker<'_>) {
    let (case, library, stage) = (c.case, c.library, c.stage);
    let mut found = Vec::new();
    integrity(case, library, stage, &mut found);
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
    guidelines(c);
    retractions(c);
}

/// The age of the newest guideline, by its year of publication.
fn guidelines(c: &mut Checker<'_>) {
    let (content, library) = (c.content, c.library);
    let guidelines = content.references.entries.iter().filter(|entry| entry.kind == Some(EvidenceKind::Guideline));
    let dated = guidelines.filter_map(|entry| Some((library.get(entry.key.as_str())?.year()?, &entry.key)));
    let Some((year, key)) = dated.max_by_key(|(year, _)| *year) else { return };
    let years = i64::from(c.day.year()) - i64::from(year);
    let most = c.settings.thresholds.guideline_years;
    if years > i64::from(most) {
        let message = format!("the newest guideline, `{key}`, is {years} years old; {most} are allowed");
        let path = format!("references.entries.{key}");
        let diagnostic = c.at(&EVD_04, format!("{path}.key"), message).path(path);
        c.push(diagnostic);
    }
}

/// Papers whose retraction nobody has looked up. What is no paper (a web page, a book) is not retracted.
fn retractions(c: &mut Checker<'_>) {
    let (case, library) = (c.case, c.library);
    for reference in library {
        let paper = matches!(reference.kind, Kind::Article | Kind::Conference)
            || reference.doi.is_some()
            || reference.pmid.is_some();
        let note = case.content.references.entries.iter().find(|entry| entry.key.as_str() == reference.key);
        if !paper || note.is_some_and(|note| note.retraction_checked_on.is_some()) {
            continue;
        }
        let message = format!("it was never looked up whether `{}` has been retracted", reference.key);
        let diagnostic = match (note, case.references) {
            (None, Some(file)) => Diagnostic::new(EVD_05.id, EVD_05.severity_at(c.stage), message)
                .label(file, reference.span.clone(), "")
                .path("references"),
            _ => {
                let path = format!("references.entries.{}", reference.key);
                c.at(&EVD_05, format!("{path}.key"), message).path(path)
            }
        };
        c.push(diagnostic);
    }
}

pub(super) fn integrity(case: &Case, library: &Library, stage: Stage, found: &mut Vec<Diagnostic>) {
    let content = &case.content;
    let mut cited: BTreeSet<&str> = BTreeSet::new();
    let mut note = |key: &str| {
        if let Some(reference) = library.get(key) {
            cited.insert(reference.key.as_str());
        }
    };
    content.answers.iter().flat_map(|answer| &answer.cites).for_each(|id| note(id.as_str()));
    content.recommendations.iter().flat_map(|r| &r.references).for_each(|id| note(id.as_str()));
    let outcomes = content.options.iter().flat_map(|option| &option.outcomes);
    outcomes.flat_map(|outcome| &outcome.references).for_each(|id| note(id.as_str()));

    let ids = named_ids(case);
    content.texts(&BlockPath::root(), &mut |path, text| {
        if !text.as_str().contains("[@") && !text.as_str().contains("[#") {
            return;
        }
        let cites = Cites::of(text.as_str());
        for key in cites.keys {
            if library.get(&key).is_some() {
                note(&key);
                continue;
            }
            let mut diagnostic = Diagnostic::error("EVD-02", format!("`[@{key}]` cites a reference that is not there"));
            diagnostic = match nearest(&key, library.iter().map(|r| r.key.as_str())) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint(format!("add `{key}` to the references")),
            };
            found.push(point(case, diagnostic, text, path, &format!("@{key}")));
        }
        for id in cites.ids {
            if !ids.contains(id.as_str()) {
                let mut diagnostic = Diagnostic::error("ID-02", format!("`[#{id}]` points at nothing in this case"));
                diagnostic = match nearest(&id, ids.iter().copied()) {
                    Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                    None => diagnostic.hint("name one that is there, or add it"),
                };
                found.push(point(case, diagnostic, text, path, &format!("#{id}")));
            }
        }
    });

    for entry in &content.references.entries {
        if library.get(entry.key.as_str()).is_none() {
            let mut diagnostic = Diagnostic::error("EVD-02", format!("no reference has the key `{}`", entry.key));
            diagnostic = match nearest(entry.key.as_str(), library.iter().map(|r| r.key.as_str())) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint("add the reference, or take the note out"),
            };
            found.push(case.at(format!("references.entries.{}.key", entry.key), diagnostic));
        }
    }
    for reference in library.iter().filter(|reference| !cited.contains(reference.key.as_str())) {
        let mut diagnostic = unfinished(stage, "EVD-01", format!("the reference `{}` is never cited", reference.key))
            .hint("cite it where it supports a statement, or take it out");
        if let Some(file) = case.references {
            diagnostic = diagnostic.label(file, reference.span.clone(), "");
        }
        found.push(diagnostic);
    }
}

/// What a text cites.
#[derive(Default)]
struct Cites {
    keys: BTreeSet<String>,
    ids: BTreeSet<String>,
}

impl Cites {
    fn of(markdown: &str) -> Self {
        let mut cites = Self::default();
        each_list(&mut prose::blocks(markdown).value, "", &mut |list, _| cites.gather(list));
        cites
    }

    fn gather(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::CiteKeys { keys } => self.keys.extend(keys.drain(..)),
                Inline::CrossRef { id } => {
                    self.ids.insert(std::mem::take(id));
                }
                _ => {
                    if let Some(inner) = children(inline) {
                        self.gather(inner);
                    }
                }
            }
        }
    }
}

/// Ids that texts may point at.
fn named_ids(case: &Case) -> BTreeSet<&str> {
    let content = &case.content;
    let questions = content.questions.iter().map(|x| x.id.as_str());
    let records = content.records.iter().map(|x| x.id.as_str());
    let findings = content.findings.iter().map(|x| x.id.as_str());
    let options = content.options.iter().map(|x| x.id.as_str());
    let recommendations = content.recommendations.iter().map(|x| x.id.as_str());
    questions.chain(records).chain(findings).chain(options).chain(recommendations).collect()
}

/// Points at the first place of the words in a text.
fn point(case: &Case, diagnostic: Diagnostic, text: &Text, path: &BlockPath, words: &str) -> Diagnostic {
    let diagnostic = diagnostic.path(path.as_str());
    let at = text.as_str().find(words).map_or(0..0, |at| at..at + words.len());
    match place_in_text(&case.sources, text, at) {
        Some((file, range)) => diagnostic.label(file, range, ""),
        None => diagnostic,
    }
}
