//! How recommendations are worded in three languages: the verbs of GRADE, and what cannot wait.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::case::model::{LocaleTag, Strength};

/// A word in lower case without accents, and its place.
pub(super) type Word = (String, Range<usize>);

/// The words of a text: letters and digits; apostrophes and hyphens divide.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || is_combining_mark(c);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text.get(from..at).unwrap_or_default();
                let plain = word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
                words.push((plain, from..at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Which of the two verbs of GRADE a word is, in any of its forms; nouns ("recommendation") are none.
pub(super) fn verb(word: &str, locale: LocaleTag) -> Option<Strength> {
    let (strong, conditional, nouns): (&[&str], &[&str], &[&str]) = match locale.language() {
        "es" => {
            (&["recomend", "recomiend"], &["suger", "sugier", "sugir"], &["recomendaci", "recomendable", "sugeren"])
        }
        "fr" => (&["recommand"], &["sugger"], &["recommandation", "recommandable"]),
        _ => (&["recommend"], &["suggest"], &["recommendation", "recommendable", "suggestion", "suggestive"]),
    };
    let starts = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    if starts(nouns) {
        None
    } else if starts(strong) {
        Some(Strength::Strong)
    } else if starts(conditional) {
        Some(Strength::Conditional)
    } else {
        None
    }
}

/// The verb a strength asks for, as the message names it.
pub(super) fn asked_for(strength: Strength, locale: LocaleTag) -> &'static str {
    match (strength, locale.language()) {
        (Strength::Strong, "es") => "recomendamos",
        (Strength::Strong, "fr") => "nous recommandons",
        (Strength::Strong, _) => "we recommend",
        (_, "es") => "sugerimos",
        (_, "fr") => "nous suggérons",
        _ => "we suggest",
    }
}

/// Words that follow one another.
type Phrases = &'static [&'static [&'static str]];

/// Where words say that something cannot wait a week; what is denied ("not urgent") does not.
pub(super) fn hurried(text: &str, locale: LocaleTag) -> Option<Range<usize>> {
    let (phrases, within, units, no): (Phrases, Phrases, &[&str], &[&str]) = match locale.language() {
        "es" => (
            &[
                &["hoy"],
                &["de", "inmediato"],
                &["inmediatamente"],
                &["cuanto", "antes"],
                &["lo", "antes", "posible"],
                &["urgente"],
                &["urgentemente"],
                &["sin", "demora"],
            ],
            &[&["dentro", "de"], &["en"], &["antes", "de"]],
            &["hora", "horas"],
            &["no", "sin", "nada"],
        ),
        "fr" => (
            &[
                &["aujourd", "hui"],
                &["immediatement"],
                &["sans", "delai"],
                &["sans", "tarder"],
                &["d", "urgence"],
                &["des", "que", "possible"],
                &["le", "plus", "tot", "possible"],
                &["urgent"],
            ],
            &[&["d", "ici"], &["dans", "les"], &["dans"], &["en"], &["avant"]],
            &["h", "heure", "heures"],
            &["pas", "non", "sans", "rien"],
        ),
        _ => (
            &[
                &["today"],
                &["tonight"],
                &["at", "once"],
                &["immediately"],
                &["right", "away"],
                &["without", "delay"],
                &["urgent"],
                &["urgently"],
                &["as", "soon", "as", "possible"],
                &["same", "day"],
            ],
            &[&["within"], &["in"], &["within", "the", "next"], &["in", "the", "next"]],
            &["h", "hour", "hours"],
            &["not", "no", "non", "without", "nothing"],
        ),
    };
    let words = words(text);
    let stands = |at: usize, phrase: &[&str]| {
        phrase.iter().enumerate().all(|(n, part)| words.get(at + n).is_some_and(|(word, _)| word == part))
    };
    let denied = |at: usize| {
        (1..=2).any(|back| {
            at.checked_sub(back).and_then(|at| words.get(at)).is_some_and(|(word, _)| no.contains(&word.as_str()))
        })
    };
    for at in 0..words.len() {
        let mut end = phrases.iter().find(|phrase| stands(at, phrase)).map(|phrase| at + phrase.len());
        if end.is_none()
            && let Some(number) = within.iter().filter(|p| stands(at, p)).map(|p| at + p.len()).max()
            && words.get(number).is_some_and(|(word, _)| word.bytes().all(|b| b.is_ascii_digit()))
            && words.get(number + 1).is_some_and(|(word, _)| units.contains(&word.as_str()))
        {
            end = Some(number + 2);
        }
        if let Some(end) = end
            && !denied(at)
        {
            let from = words.get(at).map_or(0, |(_, range)| range.start);
            let to = words.get(end - 1).map_or(from, |(_, range)| range.end);
            return Some(from..to);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_in_every_form_and_no_nouns() {
        use LocaleTag::*;
        for (word, locale, strength) in [
            ("recommend", EnUs, Strength::Strong),
            ("Recommended", EnCa, Strength::Strong),
            ("suggesting", EnUs, Strength::Conditional),
            ("recomendamos", EsUs, Strength::Strong),
            ("recomienda", EsMx, Strength::Strong),
            ("SUGERIMOS", EsEs, Strength::Conditional),
            ("sugiere", EsUs, Strength::Conditional),
            ("recommandé", FrFr, Strength::Strong),
            ("suggérons", FrCa, Strength::Conditional),
            ("sugge\u{300}re", FrCa, Strength::Conditional),
        ] {
            let words = words(word);
            assert_eq!(verb(&words[0].0, locale), Some(strength), "{word}");
        }
        for (word, locale) in [
            ("recommendation", EnUs),
            ("advise", EnUs),
            ("suggestive", EnUs),
            ("recomendaciones", EsUs),
            ("sugerencia", EsUs),
            ("aconsejamos", EsUs),
            ("recommandations", FrCa),
            ("suggestion", FrFr),
            ("conseillons", FrFr),
        ] {
            assert_eq!(verb(&words(word)[0].0, locale), None, "{word}");
        }
    }

    #[test]
    fn haste_is_read_and_its_denial() {
        use LocaleTag::*;
        for (text, locale, said) in [
            ("Within 24 hours", EnUs, "Within 24 hours"),
            ("Please call today.", EnUs, "today"),
            ("As soon as possible, by phone", EnUs, "As soon as possible"),
            ("Dentro de 48 horas", EsUs, "Dentro de 48 horas"),
            ("Lo antes posible", EsMx, "Lo antes posible"),
            ("Dès aujourd’hui", FrCa, "aujourd’hui"),
            ("D’ici 24 h", FrFr, "D’ici 24 h"),
            ("Sans délai", FrFr, "Sans délai"),
        ] {
            assert_eq!(hurried(text, locale).map(|range| &text[range]), Some(said), "{text}");
        }
        for (text, locale) in [
            ("Within 4 weeks; this is not urgent", EnUs),
            ("In 2026", EnUs),
            ("Telemetry for 24 hours at the next visit", EnUs),
            ("Sin fecha, no es urgente", EsUs),
            ("D’ici 4 semaines, rien d’urgent", FrCa),
        ] {
            assert_eq!(hurried(text, locale), None, "{text}");
        }
    }
}
