//! `opine readability`: how hard the patient's texts are to read, section by section, and what makes them so.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Failure, Shared, Terminal, engine, locales, open};
use crate::language::readability::{Formula, Report};
use crate::rules::{Edition, SectionReadability, sections_by_readability};

#[derive(Debug, Args)]
pub(super) struct Readability {
    /// The case: a folder, a file, or `-` for standard input
    case: PathBuf,
    /// The locale, such as es-US; several may be named; all of the case without one
    #[arg(long)]
    locale: Vec<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table, the hardest sentences and the words to explain
    Human,
    /// Versioned JSON
    Json,
}

impl Readability {
    pub fn run(&self, shared: &Shared, terminal: &Terminal) -> Result<(), Failure> {
        let case = open(&self.case, terminal)?;
        let wanted = locales(&self.locale, &case)?;
        let thresholds = engine(shared, terminal, false)?.theme().settings().rules.thresholds;
        let mut out = String::new();
        let mut values = Vec::new();
        for edition in Edition::all(&case).into_iter().filter(|edition| wanted.contains(&edition.locale)) {
            let limit = match edition.locale.language() {
                "es" => thresholds.spanish_inflesz,
                "fr" => thresholds.french_kandel_moles,
                _ => thresholds.english_grade,
            };
            let sections = sections_by_readability(&edition);
            match self.format {
                Format::Human => {
                    let _ = writeln!(
                        out,
                        "{}: limits {} (error) and {} (warning)\n",
                        edition.locale.as_str(),
                        limit.error,
                        limit.warning
                    );
                    out += &table(&sections);
                }
                Format::Json => values.push(json!({
                    "locale": edition.locale.as_str(),
                    "limits": { "error": limit.error, "warning": limit.warning },
                    "sections": sections.iter().map(section_json).collect::<Vec<_>>(),
                })),
            }
        }
        if self.format == Format::Json {
            out = format!("{:#}\n", json!({ "version": 1, "locales": values }));
        }
        Ok(terminal.data(out.as_bytes())?)
    }
}

fn table(sections: &[SectionReadability<'_, '_>]) -> String {
    let formulas: Vec<Formula> =
        sections.last().map(|all| all.report.scores.iter().map(|score| score.formula).collect()).unwrap_or_default();
    let mut out = format!("{:<18} {:>6} {:>9}", "section", "words", "sentences");
    for formula in &formulas {
        let _ = write!(out, " {:>22}", formula.name());
    }
    out.push('\n');
    for section in sections {
        let counts = section.report.counts;
        let _ = write!(out, "{:<18} {:>6} {:>9}", section.section, counts.words, counts.sentences);
        for formula in &formulas {
            let score = section.report.scores.iter().find(|score| score.formula == *formula);
            // A formula made for longer texts is marked where the text is too short for it.
            let shown = score
                .map_or_else(String::new, |s| format!("{:.1}{}", s.value, if s.reliable { "" } else { " (short)" }));
            let _ = write!(out, " {shown:>22}");
        }
        out.push('\n');
    }
    if let Some(all) = sections.last() {
        out += &hardest(all);
    }
    out
}

fn hardest(all: &SectionReadability<'_, '_>) -> String {
    let mut out = String::from("\nhardest sentences\n");
    for sentence in &all.report.hardest {
        let place = all.block_at(&sentence.range).map_or_else(String::new, |(block, _)| block.path.clone());
        let words = all.text.get(sentence.range.clone()).unwrap_or_default().trim();
        let _ = writeln!(out, "  {place} ({} words)\n    {words}", sentence.words);
    }
    let words: Vec<String> =
        all.report.hard_words.iter().take(20).map(|word| format!("{} ({})", word.word, word.count)).collect();
    let _ = writeln!(out, "\nwords to explain or replace\n  {}\n", words.join(", "));
    out
}

fn section_json(section: &SectionReadability<'_, '_>) -> Value {
    let Report { counts, scores, hardest, hard_words } = &section.report;
    json!({
        "section": section.section,
        "words": counts.words,
        "sentences": counts.sentences,
        "syllables": counts.syllables,
        "polysyllables": counts.polysyllables,
        "scores": scores.iter().map(|s| json!({ "formula": s.formula.name(), "value": s.value, "reliable": s.reliable })).collect::<Vec<_>>(),
        "hardest": hardest.iter().map(|h| json!({
            "path": section.block_at(&h.range).map(|(block, _)| block.path.clone()),
            "text": section.text.get(h.range.clone()),
            "words": h.words,
            "syllables": h.syllables,
            "score": h.score,
        })).collect::<Vec<_>>(),
        "words_to_explain": hard_words.iter().take(20).map(|w| json!({ "word": w.word, "count": w.count, "syllables": w.syllables })).collect::<Vec<_>>(),
    })
}
