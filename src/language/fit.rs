//! Statements that do not fit the patient's sex or age: a prostate in a woman's text, a pregnancy at 70.
//!
//! Kept conservative. Only organs, tests and states that nearly all people of the other sex do not have are looked for;
//! breast cancer, hormones and mammography fit both. A sentence about a relative, about other people ("in men"), a
//! question to exclude, or a negation raises nothing. Pronouns are left alone: "she" may be the surgeon. A patient whose
//! anatomy differs from the recorded sex (transgender or intersex patients) is the reason for this being a warning:
//! call with [`Sex::Other`] and nothing about sex is looked for.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::drugs::text::{Phrases, Sentence, Words, sentences};

/// The patient's sex, as far as it decides what fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Another or unknown: nothing about sex is looked for.
    Other,
}

/// Why a statement does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// Of male anatomy, in a woman's text.
    MaleOnly,
    /// Of female anatomy, in a man's text.
    FemaleOnly,
    /// Pregnancy, breastfeeding or menstruation over 60.
    TooOldForPregnancy,
    /// Pregnancy under 10.
    TooYoungForPregnancy,
    /// Of children, for an adult over 20.
    OfChildren,
    /// Of old age, for somebody under 18.
    OfOldAge,
}

impl Misfit {
    /// What is wrong, in the words of a finding.
    pub fn reason(self) -> &'static str {
        match self {
            Misfit::MaleOnly => "is of male anatomy, but the patient is a woman",
            Misfit::FemaleOnly => "is of female anatomy, but the patient is a man",
            Misfit::TooOldForPregnancy => "does not fit a patient over 60",
            Misfit::TooYoungForPregnancy => "does not fit a child under 10",
            Misfit::OfChildren => "is said of children, but the patient is an adult",
            Misfit::OfOldAge => "is said of old age, but the patient is a minor",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Topic {
    Male,
    Female,
    /// Pregnancy and menstruation: female, and of an age.
    Childbearing,
    Child,
    Old,
}

static TERMS: LazyLock<[Phrases<Topic>; 3]> = LazyLock::new(|| {
    [
        terms(
            "prostate;prostatic;prostatectomy;prostatitis;testicle;testicles;testicular;testis;testes;scrotum;scrotal;\
             penis;penile;PSA;erectile;vasectomy;epididymis;orchiectomy;seminal vesicle;seminal vesicles",
            "uterus;uterine;ovary;ovaries;ovarian;cervical cancer;cervical smear;pap smear;pap test;vagina;vaginal;\
             hysterectomy;endometrium;endometrial;endometriosis;fallopian tube;fallopian tubes;vulva;vulvar;\
             oophorectomy;menopause;postmenopausal;premenopausal;menopausal",
            "pregnant;pregnancy;pregnancies;breastfeeding;menstruation;menstrual;menstrual period;gestation;gestational",
            "pediatric;paediatric;pediatrician;newborn;toddler;infant;well-child",
            "postmenopausal;geriatric;nursing home resident",
        ),
        terms(
            "próstata;prostático;prostática;prostatectomía;prostatitis;testículo;testículos;testicular;escroto;escrotal;\
             pene;APE;PSA;eréctil;vasectomía;epidídimo;orquiectomía;vesícula seminal;vesículas seminales",
            "útero;uterino;uterina;matriz;ovario;ovarios;ovárico;ovárica;cuello uterino;cuello del útero;citología vaginal;\
             papanicolau;papanicolaou;vagina;vaginal;histerectomía;endometrio;endometrial;endometriosis;\
             trompas de Falopio;vulva;ooforectomía;menopausia;posmenopáusica;postmenopáusica;premenopáusica",
            "embarazo;embarazos;embarazada;lactancia;menstruación;menstrual;gestación;gestacional;gestante",
            "pediátrico;pediátrica;pediatra;recién nacido;lactante",
            "geriátrico;geriátrica",
        ),
        terms(
            "prostate;prostatique;prostatectomie;prostatite;testicule;testicules;testiculaire;scrotum;scrotal;pénis;\
             pénien;APS;PSA;érectile;vasectomie;épididyme;orchidectomie;vésicules séminales",
            "utérus;utérin;utérine;ovaire;ovaires;ovarien;ovarienne;col de l'utérus;frottis cervical;frottis vaginal;vagin;\
             vaginal;vaginale;hystérectomie;endomètre;endométrial;endométriose;trompes de Fallope;vulve;ovariectomie;\
             ménopause;ménopausée;préménopausée;postménopausée",
            "enceinte;grossesse;grossesses;allaitement;menstruation;menstruations;menstruel;menstruelles;gestationnel;\
             gestationnelle",
            "pédiatrique;pédiatre;nouveau-né;nourrisson",
            "gériatrique",
        ),
    ]
});

fn terms(male: &str, female: &str, childbearing: &str, child: &str, old: &str) -> Phrases<Topic> {
    let lists = [
        (male, Topic::Male),
        (female, Topic::Female),
        (childbearing, Topic::Childbearing),
        (child, Topic::Child),
        (old, Topic::Old),
    ];
    let entries = lists
        .into_iter()
        .flat_map(|(list, topic)| list.split(';').map(move |phrase| (super::drugs::text::folded_words(phrase), topic)));
    Phrases::new(entries)
}

/// Words that show a sentence to be about somebody else or about people in general.
const OTHERS: &[&str] = &[
    // Relatives.
    "mother",
    "father",
    "sister",
    "sisters",
    "brother",
    "brothers",
    "aunt",
    "uncle",
    "daughter",
    "daughters",
    "son",
    "sons",
    "grandmother",
    "grandfather",
    "granddaughter",
    "grandson",
    "wife",
    "husband",
    "partner",
    "cousin",
    "family",
    "relative",
    "relatives",
    "maternal",
    "paternal",
    "niece",
    "nephew",
    "madre",
    "padre",
    "hermana",
    "hermanas",
    "hermano",
    "hermanos",
    "tia",
    "tio",
    "hija",
    "hijas",
    "hijo",
    "hijos",
    "abuela",
    "abuelo",
    "nieta",
    "nieto",
    "esposa",
    "esposo",
    "marido",
    "pareja",
    "prima",
    "primo",
    "familia",
    "familiar",
    "familiares",
    "materna",
    "paterna",
    "materno",
    "paterno",
    "mere",
    "pere",
    "soeur",
    "soeurs",
    "frere",
    "freres",
    "tante",
    "oncle",
    "fille",
    "filles",
    "fils",
    "mari",
    "epouse",
    "conjoint",
    "conjointe",
    "famille",
    "familial",
    "familiaux",
    "familiale",
    "familiales",
    "maternelle",
    "paternelle",
    "cousine",
    // People in general, studies and guidelines.
    "men",
    "women",
    "people",
    "patients",
    "trial",
    "study",
    "studies",
    "trials",
    "participants",
    "guideline",
    "guidelines",
    "hombres",
    "mujeres",
    "personas",
    "pacientes",
    "estudio",
    "estudios",
    "ensayo",
    "ensayos",
    "participantes",
    "guia",
    "guias",
    "hommes",
    "femmes",
    "personnes",
    "etude",
    "etudes",
    "essai",
    "essais",
    "anyone",
    "everyone",
    "children",
    "ninos",
    "enfants",
    "inherited",
    "hereditary",
    "hereditario",
    "hereditaire",
    "brca",
    "brca1",
    "brca2",
    "gene",
    "genes",
    "gen",
    // A specialist, a department, a device size or a dose form, not the patient.
    "dr",
    "dra",
    "hospital",
    "department",
    "professor",
    "board",
    "certified",
    "catheter",
    "tube",
    "tubes",
    "cannula",
];

/// Words that deny or ask.
const DENYING: &[&str] = &[
    "no", "not", "without", "never", "neither", "nor", "denies", "negative", "absence", "sin", "ni", "nunca", "niega",
    "negativo", "negativa", "pas", "sans", "aucun", "aucune", "ni", "jamais", "nie", "cannot", "t", "rather", "if",
    "unless", "si",
];

/// What in a text does not fit a patient of this sex and age, with its place, in order.
pub fn misfits(text: &str, language: &str, sex: Sex, age_years: Option<u32>) -> Vec<(Range<usize>, Misfit)> {
    let words = Words::new(text);
    let terms = super::drugs::text::column_of(language)
        .and_then(|column| TERMS.get(column..=column))
        .unwrap_or(TERMS.as_slice());
    let mut found = Vec::new();
    for sentence in sentences(&words).iter().filter(|sentence| !sentence.asks) {
        let of_others = LazyCell::new(|| sentence.words.clone().any(|index| OTHERS.contains(&words.word(index))));
        let mut index = sentence.words.start;
        while index < sentence.words.end {
            let hit = terms.iter().find_map(|list| list.at(&words, index).next());
            if let Some((length, topic)) = hit
                && let Some(misfit) = misfit(topic, sex, age_years)
                && !*of_others
                && !is_denied(&words, sentence, index)
                && !is_ambiguous(&words, index, length)
            {
                found.push((words.place(index).start..words.place(index + length - 1).end, misfit));
            }
            index += hit.map_or(1, |(length, _)| length);
        }
    }
    found
}

fn misfit(topic: Topic, sex: Sex, age: Option<u32>) -> Option<Misfit> {
    match (topic, sex) {
        (Topic::Male, Sex::Female) => Some(Misfit::MaleOnly),
        (Topic::Female | Topic::Childbearing, Sex::Male) => Some(Misfit::FemaleOnly),
        (Topic::Childbearing, _) => match age? {
            years if years > 60 => Some(Misfit::TooOldForPregnancy),
            years if years < 10 => Some(Misfit::TooYoungForPregnancy),
            _ => None,
        },
        (Topic::Child, _) => (age? > 20).then_some(Misfit::OfChildren),
        (Topic::Old, _) => (age? < 18).then_some(Misfit::OfOldAge),
        _ => None,
    }
}

/// How many words back a denial holds.
const DENIAL_REACH: usize = 30;

/// Whether the sentence denies, excludes or only supposes the term, in the words before it or close after it.
fn is_denied(words: &Words<'_>, sentence: &Sentence, index: usize) -> bool {
    (index.saturating_sub(DENIAL_REACH).max(sentence.words.start)..index).any(|at| DENYING.contains(&words.word(at)))
        || (index + 1..(index + 4).min(sentence.words.end))
            .any(|at| matches!(words.word(at), "negative" | "none" | "denied" | "negativo" | "negativa" | "negatif"))
}

/// Terms that mean something else beside certain words: a past pregnancy at 70 is history, "gestational diabetes" too.
fn is_ambiguous(words: &Words<'_>, index: usize, length: usize) -> bool {
    let start = index.saturating_sub(6);
    let near = (start..index).chain(index + length..(index + length + 5).min(words.len()));
    near.into_iter().any(|at| {
        matches!(
            words.word(at),
            "history"
                | "previous"
                | "past"
                | "former"
                | "since"
                | "during"
                | "childhood"
                | "years"
                | "ago"
                | "her"
                | "antecedente"
                | "antecedentes"
                | "previo"
                | "previa"
                | "previos"
                | "anterior"
                | "durante"
                | "hace"
                | "infancia"
                | "desde"
                | "anterieure"
                | "anterieures"
                | "anterieur"
                | "pendant"
                | "enfance"
                | "depuis"
                | "ans"
                | "lors"
                | "size"
                | "dose"
                | "formula"
                | "first"
                | "term"
                | "primer"
                | "primero"
                | "primera"
                | "termino"
                | "terme"
                | "premiere"
        ) || words.word(at).len() == 4 && words.word(at).bytes().all(|byte| byte.is_ascii_digit())
    }) && !matches!(
        words.word(index),
        "prostate" | "prostata" | "uterus" | "utero" | "ovary" | "ovario" | "ovaire" | "psa" | "testicle" | "testiculo"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn clash(text: &str, language: &str, sex: Sex, age: u32, term: &str, reason: Misfit) {
        let found: Vec<(&str, Misfit)> =
            misfits(text, language, sex, Some(age)).into_iter().map(|(range, misfit)| (&text[range], misfit)).collect();
        assert_eq!(found, [(term, reason)], "{text}");
    }

    #[test]
    fn finds_anatomy_of_the_other_sex() {
        clash("Your prostate is enlarged.", "en", Sex::Female, 50, "prostate", Misfit::MaleOnly);
        clash("The PSA is 4.2 ng/mL.", "en-US", Sex::Female, 62, "PSA", Misfit::MaleOnly);
        clash("Su próstata está aumentada.", "es", Sex::Female, 50, "próstata", Misfit::MaleOnly);
        clash("Votre prostate est augmentée de volume.", "fr", Sex::Female, 50, "prostate", Misfit::MaleOnly);
        clash("Your uterus looks normal.", "en", Sex::Male, 50, "uterus", Misfit::FemaleOnly);
        clash("El útero es normal.", "es-MX", Sex::Male, 50, "útero", Misfit::FemaleOnly);
        clash("L’ovaire droit mesure 3 cm.", "fr-CA", Sex::Male, 50, "ovaire", Misfit::FemaleOnly);
        clash("You are pregnant.", "en", Sex::Male, 40, "pregnant", Misfit::FemaleOnly);
    }

    #[test]
    fn finds_what_does_not_fit_the_age() {
        clash("You are pregnant.", "en", Sex::Female, 70, "pregnant", Misfit::TooOldForPregnancy);
        clash("Usted está embarazada.", "es", Sex::Female, 66, "embarazada", Misfit::TooOldForPregnancy);
        clash("Vous êtes enceinte.", "fr", Sex::Female, 5, "enceinte", Misfit::TooYoungForPregnancy);
        clash("Ask your pediatrician.", "en", Sex::Male, 70, "pediatrician", Misfit::OfChildren);
        clash("Consulta geriátrica en abril.", "es", Sex::Other, 12, "geriátrica", Misfit::OfOldAge);
    }

    #[test]
    fn says_nothing_of_what_fits() {
        for (text, sex, age) in [
            ("Your prostate is enlarged.", Sex::Male, 70),
            ("Your uterus looks normal.", Sex::Female, 70),
            ("Your breast cancer is small. The mammogram is clear.", Sex::Male, 60),
            ("You are pregnant.", Sex::Female, 30),
            ("Your prostate is enlarged.", Sex::Other, 50),
            ("Ask your pediatrician.", Sex::Other, 12),
        ] {
            assert_eq!(misfits(text, "en", sex, Some(age)), [], "{text}");
        }
        assert_eq!(misfits("You are pregnant.", "en", Sex::Female, None), []);
    }

    #[test]
    fn relatives_others_and_negations_do_not_clash() {
        for (text, language, sex) in [
            ("Your mother's ovarian cancer matters for the gene test.", "en", Sex::Male),
            ("No ovarian, pancreatic or prostate cancer known.", "en", Sex::Female),
            ("In men, the prostate can be affected too.", "en", Sex::Female),
            ("One trial enrolled women after menopause.", "en", Sex::Male),
            ("Is my prostate fine?", "en", Sex::Female),
            ("You are not pregnant.", "en", Sex::Male),
            ("Prostate cancer, familial, in two relatives.", "en", Sex::Female),
            ("Su padre tuvo cáncer de próstata.", "es", Sex::Female),
            ("Sin cáncer de próstata.", "es", Sex::Female),
            ("En los hombres, la próstata puede afectarse.", "es", Sex::Female),
            ("Votre mère a eu un cancer de l’ovaire.", "fr", Sex::Male),
            ("Chez les femmes, l'utérus est plus souvent touché.", "fr", Sex::Male),
            ("Pas d’atteinte de la prostate.", "fr", Sex::Female),
        ] {
            assert_eq!(misfits(text, language, sex, Some(70)), [], "{text}");
        }
    }

    #[test]
    fn history_is_not_the_present() {
        for text in
            ["Two pregnancies in 1985 and 1988.", "History of gestational diabetes.", "Pregnancies: none in the past"]
        {
            assert_eq!(misfits(text, "en", Sex::Female, Some(70)), [], "{text}");
        }
    }
}
