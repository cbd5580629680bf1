//! How hard a text is to read: the formulas of each language on counts of words, sentences and syllables.
//!
//! The formulas measure length and nothing else. A low score shows a text that is hard; a good score does not show one that
//! is understood.

use std::collections::HashMap;
use std::ops::Range;

use super::sentences::{Sentence, sentences};
use super::syllables::syllables;

/// What the formulas are made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words, as [`sentences`] tells them.
    pub words: usize,
    /// Sentences with at least one word.
    pub sentences: usize,
    /// Syllables, as [`syllables`] tells them.
    pub syllables: usize,
    /// Words of three syllables or more.
    pub polysyllables: usize,
}

/// A readability formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Formula {
    /// R. Flesch, *A new readability yardstick*, 1948: 0 (hard) to 100 (easy), for English.
    FleschReadingEase,
    /// J. P. Kincaid et al., 1975: years of US schooling that are needed, for English.
    FleschKincaidGrade,
    /// G. H. McLaughlin, *SMOG grading*, 1969: years of US schooling; made for 30 sentences or more.
    Smog,
    /// J. Fernández Huerta, *Medidas sencillas de lecturabilidad*, 1959: 0 (hard) to 100 (easy), for Spanish. Of words per
    /// sentence: the paper is often misread as of sentences per hundred words.
    FernandezHuerta,
    /// F. Szigriszt Pazos, 1993, on whose scale INFLESZ (I. Barrio Cantalejo, 2008) reads: 0 (hard) to 100 (easy), for Spanish.
    SzigrisztPazos,
    /// L. Kandel and A. Moles, *Application de l'indice de Flesch à la langue française*, 1958: 0 (hard) to 100 (easy).
    KandelMoles,
}

/// Fewer sentences than this and SMOG is a guess.
const SMOG_SENTENCES: usize = 30;

impl Formula {
    /// The formulas made for a language (`en`, `es`, `fr` or a tag that starts with one), that of the patient gate first.
    pub fn of(language: &str) -> &'static [Self] {
        match language.split(['-', '_']).next() {
            Some("es") => &[Self::SzigrisztPazos, Self::FernandezHuerta],
            Some("fr") => &[Self::KandelMoles],
            _ => &[Self::FleschKincaidGrade, Self::FleschReadingEase, Self::Smog],
        }
    }

    /// Its name as it is known.
    pub fn name(self) -> &'static str {
        match self {
            Self::FleschReadingEase => "Flesch reading ease",
            Self::FleschKincaidGrade => "Flesch-Kincaid grade",
            Self::Smog => "SMOG",
            Self::FernandezHuerta => "Fernández-Huerta",
            Self::SzigrisztPazos => "Szigriszt-Pazos (INFLESZ)",
            Self::KandelMoles => "Kandel-Moles",
        }
    }

    /// Whether a higher value means an easier text. Grades are the other way round.
    pub fn higher_is_easier(self) -> bool {
        !matches!(self, Self::FleschKincaidGrade | Self::Smog)
    }

    /// Its value, `None` for a text without words.
    pub fn value(self, counts: Counts) -> Option<f64> {
        if counts.words == 0 || counts.sentences == 0 {
            return None;
        }
        let of_sentence = counts.words as f64 / counts.sentences as f64;
        let of_word = counts.syllables as f64 / counts.words as f64;
        if self == Self::Smog {
            return Some(1.0430 * (30.0 * counts.polysyllables as f64 / counts.sentences as f64).sqrt() + 3.1291);
        }
        Some(self.linear(of_sentence, of_word))
    }

    /// Whether enough sentences were counted for what the formula claims.
    pub fn is_reliable(self, counts: Counts) -> bool {
        self != Self::Smog || counts.sentences >= SMOG_SENTENCES
    }

    /// Of words per sentence and syllables per word. SMOG, which is of neither, stands on the grade's.
    fn linear(self, of_sentence: f64, of_word: f64) -> f64 {
        match self {
            Self::FleschReadingEase => 206.835 - 1.015 * of_sentence - 84.6 * of_word,
            Self::FleschKincaidGrade | Self::Smog => 0.39 * of_sentence + 11.8 * of_word - 15.59,
            Self::FernandezHuerta => 206.84 - 60.0 * of_word - 1.02 * of_sentence,
            Self::SzigrisztPazos => 206.835 - 62.3 * of_word - of_sentence,
            Self::KandelMoles => 207.0 - 1.015 * of_sentence - 73.6 * of_word,
        }
    }
}

/// The value of a formula for a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The formula.
    pub formula: Formula,
    /// Its value.
    pub value: f64,
    /// Whether the text has enough sentences for it.
    pub reliable: bool,
}

/// A sentence that makes a text hard.
#[derive(Debug, Clone, PartialEq)]
pub struct HardSentence {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// Its words.
    pub words: usize,
    /// Its syllables.
    pub syllables: usize,
    /// The value of the language's first formula for it alone.
    pub score: f64,
}

/// A long word to explain or replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HardWord {
    /// As it is first written, without an elided article.
    pub word: String,
    /// How often it stands in the text, its plural counted with it.
    pub count: usize,
    /// Its syllables.
    pub syllables: usize,
    /// Where it first stands, in bytes of the text.
    pub range: Range<usize>,
}

/// How hard a text is, and what makes it so.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What was counted.
    pub counts: Counts,
    /// The language's formulas, that of the patient gate first; empty for a text without words.
    pub scores: Vec<Score>,
    /// Up to three sentences, hardest first, each harder than the text as a whole (or all there is).
    pub hardest: Vec<HardSentence>,
    /// Long words that are not known to everyone, most frequent first, then longest.
    pub hard_words: Vec<HardWord>,
}

/// Counts the words, sentences and syllables of plain text in `language`. Takes time linear in its length.
pub fn count(text: &str, language: &str) -> Counts {
    let mut known = Known::new(language);
    tally(text, &sentences(text, language), &mut known).0
}

/// Scores plain text in `language` and finds its hardest sentences and words. Takes time linear in its length, but for the
/// sorting of what is found.
pub fn report(text: &str, language: &str) -> Report {
    report_of(text, &sentences(text, language), language)
}

/// The [report](report) on a text whose sentences are known.
pub fn report_of(text: &str, found: &[Sentence], language: &str) -> Report {
    let mut known = Known::new(language);
    let (counts, of_sentences) = tally(text, found, &mut known);
    let formulas = Formula::of(language);
    let score = |formula: &Formula| {
        formula.value(counts).map(|value| Score { formula: *formula, value, reliable: formula.is_reliable(counts) })
    };
    let hardest = formulas.first().map(|gate| hardest(*gate, counts, found, &of_sentences)).unwrap_or_default();
    Report {
        counts,
        scores: formulas.iter().filter_map(score).collect(),
        hardest,
        hard_words: hard_words(text, language, found, &mut known),
    }
}

/// Syllables of words met before: texts repeat theirs.
struct Known<'a> {
    language: &'a str,
    syllables: HashMap<&'a str, usize>,
}

impl<'a> Known<'a> {
    fn new(language: &'a str) -> Self {
        Self { language, syllables: HashMap::new() }
    }

    fn of(&mut self, word: &'a str) -> usize {
        *self.syllables.entry(word).or_insert_with(|| syllables(word, self.language))
    }
}

/// Counts of a text, and the syllables of each sentence.
fn tally<'a>(text: &'a str, found: &[Sentence], known: &mut Known<'a>) -> (Counts, Vec<usize>) {
    let mut counts = Counts { sentences: found.len(), ..Counts::default() };
    let mut of_sentences = Vec::with_capacity(found.len());
    for sentence in found {
        let before = counts.syllables;
        for word in &sentence.words {
            let syllables = known.of(text.get(word.clone()).unwrap_or_default());
            counts.words += 1;
            counts.syllables += syllables;
            counts.polysyllables += usize::from(syllables >= 3);
        }
        of_sentences.push(counts.syllables - before);
    }
    (counts, of_sentences)
}

/// Words that a sentence's syllables are averaged with, at the text's own average, for the ranking: a heading of one long
/// word is not the hardest sentence of a text.
const STEADYING_WORDS: f64 = 10.0;

/// The three hardest sentences by the language's own weights of length and syllables.
fn hardest(gate: Formula, counts: Counts, found: &[Sentence], of_sentences: &[usize]) -> Vec<HardSentence> {
    let Some(whole) = gate.value(counts) else { return Vec::new() };
    let average = counts.syllables as f64 / counts.words as f64;
    let sign = if gate.higher_is_easier() { -1.0 } else { 1.0 };
    let mut ranked: Vec<(f64, HardSentence)> = Vec::new();
    for (sentence, syllables) in found.iter().zip(of_sentences) {
        let words = sentence.words.len();
        let steady = (*syllables as f64 + STEADYING_WORDS * average) / (words as f64 + STEADYING_WORDS);
        let difficulty = sign * gate.linear(words as f64, steady);
        let own = Counts { words, sentences: 1, syllables: *syllables, polysyllables: 0 };
        let Some(score) = gate.value(own) else { continue };
        if difficulty >= sign * whole || found.len() == 1 {
            ranked.push((
                difficulty,
                HardSentence { range: sentence.range.clone(), words, syllables: *syllables, score },
            ));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.truncate(3);
    ranked.into_iter().map(|(_, sentence)| sentence).collect()
}

/// Long words that everyone knows, by language, in lower case; `#` starts a comment.
const PLAIN_WORDS: [&str; 3] =
    [include_str!("plain_words/en.txt"), include_str!("plain_words/es.txt"), include_str!("plain_words/fr.txt")];

/// From how many syllables a word counts as long, and the long words that are plain all the same.
fn plain(language: &str) -> (usize, std::collections::HashSet<&'static str>) {
    let (long, list) = match language.split(['-', '_']).next() {
        // Spanish and French words are longer than English ones of the same difficulty.
        Some("es") => (4, PLAIN_WORDS[1]),
        Some("fr") => (4, PLAIN_WORDS[2]),
        _ => (3, PLAIN_WORDS[0]),
    };
    (long, list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect())
}

fn hard_words<'a>(text: &'a str, language: &str, found: &[Sentence], known: &mut Known<'a>) -> Vec<HardWord> {
    let (long, plain) = plain(language);
    let mut words: HashMap<String, HardWord> = HashMap::new();
    // Words with a capital inside a sentence are names, unless they are also written without.
    let mut names: HashMap<String, bool> = HashMap::new();
    for sentence in found {
        for (at, range) in sentence.words.iter().enumerate() {
            let written = text.get(range.clone()).unwrap_or_default();
            if known.of(written) < long {
                continue;
            }
            let (written, start) = without_article(written, range.start, language);
            let syllables = known.of(written);
            // Units are short, whatever is read for them.
            let ordinary =
                written.len() > 4 && written.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
            let acronym = written.chars().filter(|c| c.is_uppercase()).count() > 1;
            if syllables < long || !ordinary || acronym {
                continue;
            }
            let lower = written.to_lowercase();
            let key = singular(&lower, language);
            if plain.contains(&*lower) || plain.contains(&*key) {
                continue;
            }
            match (written.starts_with(char::is_uppercase), at) {
                (false, _) => _ = names.insert(key.clone(), false),
                (true, 0) => {}
                (true, _) => _ = names.entry(key.clone()).or_insert(true),
            }
            words.entry(key).and_modify(|word| word.count += 1).or_insert_with(|| HardWord {
                word: written.to_owned(),
                count: 1,
                syllables,
                range: start..range.end,
            });
        }
    }
    let mut words: Vec<HardWord> =
        words.into_iter().filter(|(key, _)| names.get(key) != Some(&true)).map(|(_, word)| word).collect();
    words.sort_by(|a, b| {
        (b.count, b.syllables, b.word.chars().count())
            .cmp(&(a.count, a.syllables, a.word.chars().count()))
            .then(a.range.start.cmp(&b.range.start))
    });
    words
}

/// "l'imagerie" is about "imagerie".
fn without_article<'a>(written: &'a str, start: usize, language: &str) -> (&'a str, usize) {
    if language.starts_with("fr")
        && let Some(at) = written.find(['\'', '’']).filter(|at| *at <= 2)
    {
        let rest = written.get(at..).unwrap_or_default().trim_start_matches(['\'', '’']);
        return (rest, start + written.len() - rest.len());
    }
    (written, start)
}

/// A rough singular, to count a word's forms together.
fn singular(lower: &str, language: &str) -> String {
    let lower = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(lower);
    match language.split(['-', '_']).next() {
        Some("es") => match lower.strip_suffix("ones") {
            Some(stem) => format!("{stem}ón"),
            None => lower.strip_suffix('s').unwrap_or(lower).to_owned(),
        },
        Some("fr") => lower.strip_suffix('s').unwrap_or(lower).to_owned(),
        _ => match lower.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => lower.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'i', 'u'])).unwrap_or(lower).to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Formula, count, report, report_of, sentences};

    fn value(formula: Formula, words: usize, sentences: usize, syllables: usize) -> f64 {
        formula.value(Counts { words, sentences, syllables, polysyllables: 0 }).unwrap()
    }

    #[track_caller]
    fn same(found: f64, expected: f64, decimals: i32) {
        assert!((found - expected).abs() < 0.5 * 10f64.powi(-decimals) + 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn the_formulas_give_the_published_arithmetic() {
        for (words, sentences, syllables, expected) in [
            (100, 5, 150, [59.635, 9.910, 96.440, 93.385, 76.300]),
            (120, 8, 180, [64.710, 7.960, 101.540, 98.385, 81.375]),
            (372, 17, 549, [59.771, 10.359, 95.972, 93.010, 76.170]),
            (162, 6, 306, [19.630, 17.229, 65.967, 62.157, 40.573]),
        ] {
            let formulas = [
                Formula::FleschReadingEase,
                Formula::FleschKincaidGrade,
                Formula::FernandezHuerta,
                Formula::SzigrisztPazos,
                Formula::KandelMoles,
            ];
            for (formula, expected) in formulas.into_iter().zip(expected) {
                same(value(formula, words, sentences, syllables), expected, 3);
            }
        }
        for (polysyllables, sentences, expected) in
            [(6, 11, 7.3482), (38, 17, 11.6702), (30, 30, 8.8418), (4, 5, 8.2387)]
        {
            let counts = Counts { words: 100, sentences, syllables: 150, polysyllables };
            same(Formula::Smog.value(counts).unwrap(), expected, 4);
            assert_eq!(Formula::Smog.is_reliable(counts), sentences >= 30);
        }
        assert_eq!(Formula::KandelMoles.value(Counts::default()), None);
        assert_eq!(Formula::Smog.value(Counts::default()), None);
    }

    /// Plain and clinical wording of the same thing.
    const SPANISH: [&str; 2] = [
        "Usted tiene un bulto pequeño en el pulmón. Su médico quiere sacarlo. Estamos de acuerdo con este plan. Pregunte a su médico por los riesgos.",
        "La resonancia magnética confirma el diagnóstico inicial. El tratamiento propuesto es adecuado, aunque recomendamos una biopsia adicional antes de iniciar la quimioterapia.",
    ];
    const FRENCH: [&str; 2] = [
        "Vous avez une petite boule dans le poumon. Votre médecin veut la retirer. Nous sommes d'accord avec ce plan. Parlez des risques avec votre médecin.",
        "L'imagerie par résonance magnétique confirme le diagnostic initial. Le traitement proposé est adapté, mais nous recommandons une biopsie complémentaire avant de commencer la chimiothérapie.",
    ];

    #[test]
    fn texts_are_counted_exactly() {
        for (text, language, words, sentences, syllables) in [
            (SPANISH[0], "es-US", 25, 4, 46),
            (SPANISH[1], "es", 22, 2, 60),
            (FRENCH[0], "fr", 25, 4, 38),
            (FRENCH[1], "fr-CA", 24, 2, 56),
            ("You have a small lump in your lung. We agree: take it out.", "en", 13, 2, 14),
        ] {
            let counts = count(text, language);
            assert_eq!((counts.words, counts.sentences, counts.syllables), (words, sentences, syllables), "{text}");
        }
        same(report(SPANISH[0], "es").scores[0].value, 85.953, 3);
        same(report(SPANISH[0], "es").scores[1].value, 90.065, 3);
        same(report(SPANISH[1], "es").scores[0].value, 25.926, 3);
        same(report(SPANISH[1], "es").scores[1].value, 31.984, 3);
        same(report(FRENCH[0], "fr").scores[0].value, 88.784, 3);
        same(report(FRENCH[1], "fr").scores[0].value, 23.087, 3);
    }

    #[test]
    fn a_report_names_what_is_hard() {
        let text = "Chemotherapy\nYou can go home soon. The oncologist recommended chemotherapy before the operation, because \
                    metastases in the lymphatic system were suspected on the positron emission tomography. Eat well. \
                    Metastases are spots. A metastasis can be small. Mr. Alessandrini agrees.";
        let report = report(text, "en-US");
        let hardest: Vec<&str> = report.hardest.iter().map(|sentence| &text[sentence.range.clone()]).collect();
        assert!(hardest[0].starts_with("The oncologist") && hardest[0].ends_with("tomography."), "{hardest:?}");
        assert!(report.hardest[0].score > 12.0 && report.hardest[0].words == 20, "{:?}", report.hardest[0]);
        let words: Vec<(&str, usize)> = report.hard_words.iter().map(|word| (&*word.word, word.count)).collect();
        assert_eq!(words[..2], [("Chemotherapy", 2), ("metastases", 2)], "{words:?}");
        assert!(
            words.contains(&("oncologist", 1))
                && !words.iter().any(|(word, _)| *word == "Alessandrini" || *word == "because")
        );
        assert!(!report.scores.iter().any(|score| score.formula == Formula::Smog && score.reliable));
    }

    #[test]
    fn lines_read_one_by_one_read_as_the_whole() {
        let (mut text, mut found) = (String::new(), Vec::new());
        for line in [SPANISH[0], "1. Descanse\n2. Llame al Dr.", "", "¿Y después? Nada más"] {
            found.extend(sentences(line, "es").into_iter().map(|sentence| sentence.shifted(text.len())));
            text.push_str(line);
            text.push('\n');
        }
        assert_eq!(found, sentences(&text, "es"));
        assert_eq!(report_of(&text, &found, "es").counts, report(&text, "es").counts);
    }

    #[test]
    fn a_text_without_words_has_no_score() {
        let report = report(" …\n\n", "es");
        assert_eq!(
            (report.counts, report.scores.len(), report.hardest.len(), report.hard_words.len()),
            (Counts::default(), 0, 0, 0)
        );
    }

    #[test]
    fn an_elided_article_is_no_part_of_a_word_to_explain() {
        let report = report(FRENCH[1], "fr");
        assert!(
            report
                .hard_words
                .iter()
                .any(|word| word.word == "imagerie" && &FRENCH[1][word.range.clone()] == "imagerie")
        );
    }
}
