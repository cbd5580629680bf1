//! Mentions of suicide and self-harm, so that a text which has them also has a crisis contact.

use std::ops::Range;
use std::sync::LazyLock;

use super::text::{Phrases, Words, column_of};

/// A mention of suicide or self-harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfHarm {
    /// The bytes that mention it.
    pub range: Range<usize>,
    /// Whether the text denies it ("no suicidal thoughts"). A crisis contact is wanted all the same.
    pub denied: bool,
    /// Whether it is told of a relative ("father died by suicide").
    pub of_relative: bool,
}

static PHRASES: LazyLock<[Phrases<()>; 3]> = LazyLock::new(|| {
    [
        Phrases::of_list(
            "self-harm;self harm;self-harming;self-injury;self injury;self-injurious;hurt yourself;harm yourself;\
             hurting yourself;harming yourself;hurt himself;hurt herself;harm himself;harm herself;hurt themselves;\
             harm themselves;hurting himself;hurting herself;harming himself;harming herself;kill yourself;kill himself;\
             kill herself;kill themselves;killing yourself;killing himself;killing herself;killed himself;killed herself;\
             end your life;end his life;end her life;end their life;ending your life;ending his life;ending her life;\
             take your own life;take his own life;take her own life;taking your own life;took his own life;\
             took her own life;wants to die;want to die;wish to die;wishes to die;wished to die;wish to be dead;\
             better off dead;wishing to be dead;intentional overdose;overdosed on purpose;cutting yourself;cutting himself;\
             cutting herself;parasuicide;parasuicidal;not want to live;no reason to live",
            (),
        ),
        Phrases::of_list(
            "autolesión;autolesiones;autolesionarse;autolesivo;autolesiva;autolesivas;autolesivos;hacerse daño;\
             haga daño a sí mismo;daño a sí mismo;daño a sí misma;lastimarse;quitarse la vida;se quitó la vida;\
             acabar con su vida;terminar con su vida;acabar con la vida;quiere morir;quiere morirse;deseos de morir;\
             deseo de morir;ganas de morir;ganas de morirse;ideas de muerte;ideas autolíticas;ideación autolítica;\
             intento autolítico;autolítico;autolítica;autoagresión;autoagresiones;matarse;sobredosis intencional;\
             no querer vivir;no quiere vivir",
            (),
        ),
        Phrases::of_list(
            "automutilation;automutilations;auto-mutilation;automutiler;se faire du mal;vous faire du mal;vous faites du mal;\
             se fait du mal;se blesser volontairement;se tuer;vous tuer;s'ôter la vie;vous ôter la vie;\
             mettre fin à ses jours;mettre fin à vos jours;mettre fin à sa vie;mettre fin à votre vie;mis fin à ses jours;\
             attenter à ses jours;envie de mourir;veut mourir;idées noires;idées de mort;désir de mort;\
             auto-agression;autoagression;intoxication médicamenteuse volontaire;surdose volontaire;ne plus vouloir vivre",
            (),
        ),
    ]
});

const DENYING: &[&str] = &[
    "no", "not", "denies", "denied", "denying", "without", "never", "negative", "none", "absence", "nor", "sin",
    "niega", "nunca", "negaba", "nego", "ni", "tampoco", "ausencia", "nie", "pas", "aucun", "aucune", "sans", "jamais",
    "absente",
];

/// After a mention: "suicidal ideation: none", "ideación suicida negada".
const DENIED_AFTER: &[&str] = &[
    "none", "denied", "absent", "no", "negative", "negada", "negado", "ausente", "ausentes", "niega", "nie", "niee",
    "niees", "absentes", "absence", "aucune", "negative", "negatif", "non",
];

const RELATIVES: &[&str] = &[
    "father",
    "mother",
    "brother",
    "sister",
    "uncle",
    "aunt",
    "cousin",
    "grandfather",
    "grandmother",
    "son",
    "daughter",
    "husband",
    "wife",
    "family",
    "padre",
    "madre",
    "hermano",
    "hermana",
    "tio",
    "tia",
    "primo",
    "prima",
    "abuelo",
    "abuela",
    "hijo",
    "hija",
    "esposo",
    "esposa",
    "familiares",
    "familiar",
    "pere",
    "mere",
    "frere",
    "soeur",
    "oncle",
    "tante",
    "cousine",
    "fils",
    "fille",
    "mari",
    "familiaux",
    "familial",
];

/// Words beside "suicide" that make of it the name of a service, a gene or a legal matter.
const OTHER_SENSE: &[&str] = &[
    "lifeline",
    "hotline",
    "prevention",
    "crisis",
    "gene",
    "inhibitor",
    "inhibition",
    "substrate",
    "linea",
    "prevencion",
    "inhibidor",
    "gen",
    "ligne",
    "inhibiteur",
    "assisted",
    "asistido",
    "assiste",
    "headache",
];

/// The mentions of suicide and self-harm in a text, denied ones included. The names of help lines ("988 Suicide & Crisis
/// Lifeline"), assisted suicide and enzyme kinetics are left out.
pub fn self_harm(text: &str, language: &str) -> Vec<SelfHarm> {
    let words = Words::new(text);
    let lists = match column_of(language) {
        Some(column) => PHRASES.get(column..=column).unwrap_or_default(),
        None => PHRASES.as_slice(),
    };
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let stem = words.word(index).starts_with("suicid") && !other_sense(&words, index);
        let phrase = lists.iter().filter_map(|list| list.at(&words, index).next()).map(|(length, ())| length).max();
        let length = phrase.or(stem.then_some(1));
        if let Some(length) = length {
            let after = index + length;
            found.push(SelfHarm {
                range: words.place(index).start..words.place(after - 1).end,
                denied: near(&words, index, 7, DENYING) || follows(&words, after, DENIED_AFTER),
                of_relative: near(&words, index, 6, RELATIVES),
            });
        }
        index += length.unwrap_or(1);
    }
    found
}

fn other_sense(words: &Words<'_>, index: usize) -> bool {
    let after = (index + 1..index + 4)
        .take_while(|at| same_clause(words.gap_before(*at)))
        .any(|at| OTHER_SENSE.contains(&words.word(at)));
    let before = (1..=3)
        .take_while(|back| index >= *back && same_clause(words.gap_before(index + 1 - back)))
        .any(|back| OTHER_SENSE.contains(&words.word(index - back)));
    after || before
}

/// Whether one of `list` stands up to `reach` words before `index` in the same clause.
fn near(words: &Words<'_>, index: usize, reach: usize, list: &[&str]) -> bool {
    (1..=reach)
        .take_while(|back| index >= *back && same_clause(words.gap_before(index + 1 - back)))
        .any(|back| list.contains(&words.word(index - back)))
}

/// Whether one of `list` follows within three words of the same sentence.
fn follows(words: &Words<'_>, index: usize, list: &[&str]) -> bool {
    (index..(index + 3).min(words.len()))
        .take_while(|at| !words.gap_before(*at).contains(['.', '!', '?', ';', ',']))
        .any(|at| list.contains(&words.word(at)))
}

fn same_clause(gap: &str) -> bool {
    !gap.contains(['.', '!', '?', ';', '\u{2014}']) && gap.matches('\n').count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, language: &str) -> Vec<(String, bool)> {
        self_harm(text, language).into_iter().map(|m| (text[m.range].to_owned(), m.denied)).collect()
    }

    fn one(text: &str, language: &str, what: &str, denied: bool) {
        assert_eq!(seen(text, language), [(what.to_owned(), denied)], "{text}");
    }

    #[test]
    fn finds_it_in_three_languages() {
        one("You told us of suicidal thoughts.", "en", "suicidal", false);
        one("Call 988 if you think of hurting yourself.", "en-US", "hurting yourself", false);
        one("Refiere ideación suicida desde marzo.", "es", "suicida", false);
        one("Si piensa en quitarse la vida, llame.", "es-US", "quitarse la vida", false);
        one("Elle a des idées suicidaires.", "fr", "suicidaires", false);
        one("Il pense à se faire du mal.", "fr-CA", "se faire du mal", false);
        one("Il a voulu mettre fin à ses jours.", "any", "mettre fin à ses jours", false);
    }

    #[test]
    fn tells_what_is_denied() {
        one("Denies suicidal ideation or plan.", "en", "suicidal", true);
        one("Suicidal ideation: none.", "en", "Suicidal", true);
        one("Niega ideación suicida.", "es", "suicida", true);
        one("Sin autolesiones.", "es", "autolesiones", true);
        one("Pas d'idées suicidaires.", "fr", "suicidaires", true);
        one("No fever. Suicidal thoughts since May.", "en", "Suicidal", false);
    }

    #[test]
    fn tells_a_relative_apart() {
        let found = self_harm("Her father died by suicide in 1990.", "en");
        assert_eq!(found.len(), 1);
        assert!(found[0].of_relative && !found[0].denied);
        assert!(!self_harm("She has suicidal thoughts.", "en")[0].of_relative);
    }

    #[test]
    fn leaves_help_lines_and_other_senses_out() {
        for (text, language) in [
            ("988 Suicide & Crisis Lifeline", "en"),
            ("a suicide prevention hotline", "en"),
            ("Clavulanate is a suicide inhibitor.", "en"),
            ("La línea de prevención del suicidio", "es"),
            ("Ligne de prévention du suicide", "fr"),
            ("Does walking hurt your back?", "en"),
            ("El suicidio asistido no es tema de este informe.", "es"),
        ] {
            assert_eq!(seen(text, language), [], "{text}");
        }
    }
}
