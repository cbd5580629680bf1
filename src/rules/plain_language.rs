//! Texts for the patient: short, plain, every term explained.

use std::collections::BTreeSet;
use std::ops::Range;

use super::rule::Rule;
use super::texts::{Audience, Block, Edition};
use super::{Checker, Stage};
use crate::diagnostics::{Diagnostic, Severity};
use crate::language::facts;
use crate::language::jargon::{JargonHit, JargonKind, fold_words};
use crate::language::readability::{self, Formula, HardSentence, Report};
use crate::theme::ReadabilityLimit;

static PLN_01: Rule = Rule {
    id: "PLN-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a section for the patient is over its readability limit",
    why: "A text the patient cannot read has not been given to the patient",
    example: "a section of Flesch-Kincaid grade 9 in English, INFLESZ 50 in Spanish or Kandel-Moles 55 in French",
    mend: "shorten the hardest sentences and explain or replace the long words; `opine readability` lists them",
    source: "AHRQ Health Literacy Universal Precautions Toolkit; INFLESZ (Barrio-Cantalejo et al., An Sist Sanit Navar 2008;31:135); Kandel and Moles 1958",
};

static PLN_02: Rule = Rule {
    id: "PLN-02",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a sentence for the patient is too long",
    why: "Long sentences are lost half way, most of all when they carry bad news",
    example: "a sentence of 31 words in a patient text",
    mend: "make two sentences of it",
    source: "Federal Plain Language Guidelines (2011); European Commission guideline on summaries for laypersons",
};

static PLN_03: Rule = Rule {
    id: "PLN-03",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a medical word or an abbreviation for the patient that is neither explained nor in the glossary",
    why: "One unknown word can hide the whole message",
    example: "\"stenosis\" or \"LVEF\" in a patient text, without a glossary entry",
    mend: "use the plain words, explain it where it first stands, or add it to `glossary`",
    source: "CDC Everyday Words for Public Health Communication; NCI Dictionary of Cancer Terms; practice of plain language",
};

static PLN_04: Rule = Rule {
    id: "PLN-04",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a statement for doctors without its version for the patient, or the reverse",
    why: "Whatever the doctor is told, the patient is told, in words of their own",
    example: "`patient: \"\"` beside a clinician's text",
    mend: "write the other version",
    source: "21st Century Cures Act, information blocking; practice of second opinion programs",
};

static PLN_06: Rule = Rule {
    id: "PLN-06",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "the main message does not stand on the at-a-glance page as one message",
    why: "It is the one thing a reader takes along; three paragraphs are none",
    example: "a main message of six sentences for the patient",
    mend: "say it in at most four short sentences; the reasons have a section of their own",
    source: "AHRQ, Patient Education Materials Assessment Tool (PEMAT): purpose and main message",
};

static PLN_08: Rule = Rule {
    id: "PLN-08",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a relative risk for the patient without the absolute risk",
    why: "\"Half the risk\" may be 1 of 1000 or 30 of 100",
    example: "\"This drug halves the risk of a stroke\" with no numbers of people",
    mend: "add how many of 100 people it is with and without",
    source: "Gigerenzer et al., Psychol Sci Public Interest 2007;8:53; IPDAS, presenting probabilities",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&PLN_01, &PLN_02, &PLN_03, &PLN_04, &PLN_06, &PLN_08];

pub(super) fn check(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for edition in &c.editions {
        readable(c, edition, &mut found);
        jargon(c, edition, &mut found);
        for block in edition.blocks.iter().filter(|block| block.audience == Audience::Patient) {
            long_sentences(c, block, &mut found);
            relative_risks(c, block, &mut found);
        }
        main_message(c, edition, &mut found);
    }
    registers(c, &mut found);
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// A section of the patient's texts in one locale, and how hard it is to read.
pub struct SectionReadability<'e, 'a> {
    /// The part of the case: `answers`, `options`, `summary`, …
    pub section: String,
    /// Its texts, joined by line feeds.
    pub text: String,
    /// Its scores, hardest sentences and words.
    pub report: Report,
    blocks: Vec<(usize, &'e Block<'a>)>,
}

impl<'e, 'a> SectionReadability<'e, 'a> {
    fn new(section: String, blocks: Vec<&'e Block<'a>>) -> Self {
        let language = blocks.first().map_or("en", |block| block.locale.language());
        let mut text = String::new();
        let mut placed = Vec::new();
        let mut sentences = Vec::new();
        for block in blocks {
            placed.push((text.len(), block));
            // A line ends a sentence, so those of the whole are those of its blocks.
            sentences.extend(block.sentences().iter().map(|sentence| sentence.shifted(text.len())));
            text.push_str(block.plain());
            text.push('\n');
        }
        let report = readability::report_of(&text, &sentences, language);
        Self { section, text, report, blocks: placed }
    }

    /// The block a range of the section's text lies in, and the range there.
    pub fn block_at(&self, range: &Range<usize>) -> Option<(&'e Block<'a>, Range<usize>)> {
        let at = self.blocks.partition_point(|(start, _)| *start <= range.start).checked_sub(1)?;
        let (start, block) = self.blocks.get(at)?;
        let end = (range.end - start).min(block.plain().len());
        Some((block, range.start - start..end))
    }
}

/// The patient's texts of a locale by section, in reading order, and `all` of them last.
pub fn sections_by_readability<'e, 'a>(edition: &'e Edition<'a>) -> Vec<SectionReadability<'e, 'a>> {
    let patient: Vec<&Block<'a>> = edition.blocks.iter().filter(|block| block.audience == Audience::Patient).collect();
    let section = |block: &Block<'_>| block.path.split('.').next().unwrap_or_default().to_owned();
    let mut names: Vec<String> = Vec::new();
    for block in &patient {
        if !names.contains(&section(block)) {
            names.push(section(block));
        }
    }
    let mut sections: Vec<SectionReadability<'e, 'a>> = names
        .into_iter()
        .map(|name| {
            let blocks = patient.iter().copied().filter(|block| section(block) == name).collect();
            SectionReadability::new(name, blocks)
        })
        .collect();
    sections.push(SectionReadability::new("all".to_owned(), patient));
    sections
}

/// Whether a score is beyond a limit.
fn beyond(formula: Formula, value: f64, limit: f64) -> bool {
    if formula.higher_is_easier() { value < limit } else { value > limit }
}

fn readable(c: &Checker<'_>, edition: &Edition<'_>, found: &mut Vec<Diagnostic>) {
    let thresholds = &c.settings.thresholds;
    let limit: ReadabilityLimit = match edition.locale.language() {
        "es" => thresholds.spanish_inflesz,
        "fr" => thresholds.french_kandel_moles,
        _ => thresholds.english_grade,
    };
    for section in sections_by_readability(edition) {
        let Some(score) = section.report.scores.first() else { continue };
        if section.report.counts.words < thresholds.section_words as usize
            || !beyond(score.formula, score.value, limit.warning)
        {
            continue;
        }
        let error = beyond(score.formula, score.value, limit.error);
        let at = section.report.hardest.first().and_then(|hard| section.block_at(&hard.range));
        let name =
            if section.section == "all" { "all texts".to_owned() } else { format!("section `{}`", section.section) };
        let message = format!(
            "{name} for the patient in {}: {} {:.1}, and the limit is {}",
            edition.locale.as_str(),
            score.formula.name(),
            score.value,
            if error { limit.error } else { limit.warning },
        );
        let mut diagnostic = match at {
            Some((block, range)) => c.in_text(&PLN_01, block, range, message),
            None => c.at(&PLN_01, section.section.clone(), message),
        };
        if !error {
            diagnostic.severity = Severity::Warning;
        }
        let longest =
            section.report.hardest.iter().map(|hard: &HardSentence| hard.words.to_string()).collect::<Vec<_>>();
        diagnostic = diagnostic.hint(format!("shorten the hardest sentences first (words: {})", longest.join(", ")));
        let words: Vec<&str> = section.report.hard_words.iter().take(6).map(|word| word.word.as_str()).collect();
        if !words.is_empty() {
            diagnostic = diagnostic.hint(format!("explain or replace long words: {}", words.join(", ")));
        }
        found.push(diagnostic);
    }
}

fn long_sentences(c: &Checker<'_>, block: &Block<'_>, found: &mut Vec<Diagnostic>) {
    let limit = c.settings.thresholds.sentence_words as usize;
    for sentence in block.sentences() {
        if sentence.words.len() > limit {
            let message = format!("a sentence of {} words, and {limit} are the limit", sentence.words.len());
            found.push(c.in_text(&PLN_02, block, sentence.range.clone(), message));
        }
    }
}

fn relative_risks(c: &Checker<'_>, block: &Block<'_>, found: &mut Vec<Diagnostic>) {
    let risks = facts::relative_risk(block.plain(), block.locale);
    if let Some(first) = risks.first()
        && facts::natural_frequencies(block.plain(), block.locale).is_empty()
    {
        found.push(c.in_text(&PLN_08, block, first.clone(), "a relative risk without the absolute one"));
    }
}

fn main_message(c: &Checker<'_>, edition: &Edition<'_>, found: &mut Vec<Diagnostic>) {
    let Some(block) = edition.block("second_opinion.main_message.patient") else { return };
    let count = block.sentences().len();
    if count > 4 {
        let message = format!("the main message for the patient has {count} sentences");
        found.push(c.in_text(&PLN_06, block, 0..block.plain().len(), message));
    }
}

/// Both registers of every statement, in the source; what a translation lacks is reported as such.
fn registers(c: &Checker<'_>, found: &mut Vec<Diagnostic>) {
    let source = c.source();
    for block in &source.blocks {
        for (this, other) in [(".clinician", ".patient"), (".patient", ".clinician")] {
            let Some(stem) = block.path.strip_suffix(this) else { continue };
            let path = format!("{stem}{other}");
            if source.block(&path).is_none() {
                let reader = if other == ".patient" { "the patient" } else { "doctors" };
                found.push(c.at(&PLN_04, path, format!("`{stem}` says nothing to {reader}")));
            }
        }
    }
}

/// What may stand in capitals for everyone.
const EVERYDAY_CAPITALS: &[&str] = &[
    "OK", "TV", "US", "USA", "UK", "EU", "UE", "EUA", "EE", "UU", "ID", "AM", "PM", "DVD", "CD", "PDF", "GPS", "SMS",
    "PIN", "ZIP", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "ACCESS", "NCT", "LOINC", "DNA", "ADN",
    "SOS", "WC", "FAQ", "QR", "MD", "RN", "MPH", "PHD",
];

/// A patient's block with the jargon and the capitals in it.
type Read<'e, 'a> = (&'e Block<'a>, Vec<JargonHit<'e>>, Vec<Range<usize>>);

fn jargon(c: &Checker<'_>, edition: &Edition<'_>, found: &mut Vec<Diagnostic>) {
    let language = edition.locale.language();
    let Some(list) = c.jargon(language) else { return };
    let mut explained: Vec<String> = edition
        .blocks
        .iter()
        .filter(|b| b.path.starts_with("glossary.") && (b.path.ends_with(".term") || b.path.contains(".forms.")))
        .map(|block| fold_words(block.plain()))
        .collect();
    let names = names(c);
    let mut reported: BTreeSet<String> = BTreeSet::new();
    // The glossary names technical words on purpose, where it explains them.
    let patient: Vec<Read<'_, '_>> = edition
        .blocks
        .iter()
        .filter(|b| b.audience == Audience::Patient && !b.path.starts_with("glossary."))
        .map(|block| (block, list.find(block.plain()), capitals(block.plain())))
        .collect();
    // A word explained in one place is explained: documents order the texts each in its own way.
    for (block, hits, abbreviations) in &patient {
        for hit in hits {
            if explains(block, &hit.range, &hit.term.plain) {
                explained.push(fold_words(&hit.term.term));
            }
        }
        for range in abbreviations {
            if explains(block, range, "") {
                explained.push(fold_words(block.plain().get(range.clone()).unwrap_or_default()));
            }
        }
    }
    for (block, hits, abbreviations) in patient {
        for hit in &hits {
            if hit.term.kind == JargonKind::Known
                || hit.term.is_among(&explained)
                || !reported.insert(hit.term.term.clone())
            {
                continue;
            }
            let written = block.plain().get(hit.range.clone()).unwrap_or_default();
            let message = format!("`{written}` is neither explained nor in the glossary");
            found.push(
                c.in_text(&PLN_03, block, hit.range.clone(), message)
                    .hint(format!("in plain words: {}", hit.term.plain))
                    .hint("or explain it where it first stands, or add it to `glossary`"),
            );
        }
        for range in abbreviations {
            let word = block.plain().get(range.clone()).unwrap_or_default();
            let known = EVERYDAY_CAPITALS.contains(&word)
                || names.contains(word)
                || hits.iter().any(|hit| hit.range.start < range.end && range.start < hit.range.end)
                || explained
                    .iter()
                    .any(|words| *words == fold_words(word) || words.split(' ').any(|w| w == fold_words(word)));
            if !known && reported.insert(word.to_owned()) {
                let message = format!("the abbreviation `{word}` is neither explained nor in the glossary");
                found.push(c.in_text(&PLN_03, block, range, message).hint("write it out, or add it to `glossary`"));
            }
        }
    }
}

/// Words of names: of people, institutions, the sponsor; they need no explanation.
fn names(c: &Checker<'_>) -> BTreeSet<String> {
    let content = c.content;
    let mut names = BTreeSet::new();
    let mut add = |name: &str| names.extend(name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
    for party in &content.parties {
        add(&party.name);
        [&party.institution, &party.credentials, &party.licence].into_iter().flatten().for_each(|name| add(name));
    }
    content.records.iter().for_each(|record| add(&record.provider));
    content.trials.iter().for_each(|trial| add(trial.id.as_str()));
    if let Some(sponsor) = &content.sponsor {
        add(&sponsor.name);
    }
    names
}

/// Words of two to six letters, all capitals (digits may follow): abbreviations.
fn capitals(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut words = Vec::new();
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    for range in words {
        let word = &text[range.clone()];
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        // A word among other words in capitals is emphasis or a heading, not an abbreviation.
        let abbreviation = (2..=6).contains(&letters)
            && word.chars().count() <= 7
            && word.starts_with(char::is_uppercase)
            && word.chars().all(|c| !c.is_lowercase())
            && !in_label(text, &range);
        if abbreviation {
            found.push(range);
        }
    }
    found
}

/// Whether a word stands inside a bracketed label, as cross references print: "[R1]".
fn in_label(text: &str, range: &Range<usize>) -> bool {
    let open = text[..range.start].rfind('[');
    let close = text[..range.start].rfind(']');
    open > close && text[range.end..].contains(']')
}

/// Words that announce an explanation.
const ANNOUNCE: [(&str, &[&str]); 3] = [
    (
        "en",
        &[
            "called",
            "means",
            "this is",
            "is a ",
            "is an ",
            "is the ",
            "are ",
            "that is",
            "which ",
            "or ",
            "known as",
            "stands for",
        ],
    ),
    (
        "es",
        &[
            "llama",
            "significa",
            "esto es",
            "es un ",
            "es una ",
            "es el ",
            "es la ",
            "es decir",
            "o sea",
            "son ",
            "quiere decir",
            "que ",
            "o ",
        ],
    ),
    (
        "fr",
        &[
            "appel",
            "signifie",
            "c'est",
            "est un ",
            "est une ",
            "est le ",
            "est la ",
            "sont ",
            "c'est-à-dire",
            "veut dire",
            "qui ",
            "ou ",
        ],
    ),
];

/// Whether a term is explained in its own sentence: by words in brackets or after a colon or dash beside it, by a word that
/// announces them, or by its plain alternative.
fn explains(block: &Block<'_>, range: &Range<usize>, plain: &str) -> bool {
    let (text, language) = (block.plain(), block.locale.language());
    let all = block.sentences();
    let Some(at) =
        all.iter().position(|sentence| sentence.range.start <= range.start && range.end <= sentence.range.end)
    else {
        return false;
    };
    let sentence = &text[all[at].range.clone()];
    let after = text[range.end..all[at].range.end].trim_start_matches(['"', '”', '»', '\u{a0}', '\u{202f}', ' ']);
    let before = text[all[at].range.start..range.start].trim_end();
    let words = |part: &str| part.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    if after.starts_with('(') && words(after.split(')').next().unwrap_or_default()) >= 2 {
        return true;
    }
    // "a look into the bowel (colonoscopy)"
    if before.ends_with('(') && words(before) >= 2 {
        return true;
    }
    if [":", "–", "—"].iter().any(|sign| after.starts_with(sign)) && words(after) >= 2 {
        return true;
    }
    let folded = fold_words(sentence);
    if !plain.is_empty() && folded.contains(&fold_words(plain)) {
        return true;
    }
    let announce = ANNOUNCE.iter().find(|(tag, _)| *tag == language).map_or(&[][..], |(_, words)| words);
    let after = fold_words(after.trim_start_matches(','));
    let after = after.trim_start();
    let follows = announce.iter().any(|word| after.starts_with(word)) && words(after) >= 3;
    let precedes = fold_words(before);
    let called = ["called", "known as", "llamad", "llama", "appel", "nomm"].iter().any(|word| precedes.contains(word));
    let next = all.get(at + 1).map(|next| fold_words(&text[next.range.clone()]));
    let means = next.is_some_and(|next| {
        [
            "this means",
            "that means",
            "this is",
            "it is",
            "esto es",
            "significa",
            "quiere decir",
            "es un",
            "c'est",
            "cela veut",
            "ce sont",
        ]
        .iter()
        .any(|start| next.trim_start().starts_with(start))
    });
    follows || called || means
}
