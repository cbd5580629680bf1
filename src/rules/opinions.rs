//! Diagnosis, concordance and options.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::Rule;
use super::texts::Edition;
use super::{Checker, Stage};
use crate::case::model::{CodeSystem, DiagnosisConcordance, Specialty};
use crate::diagnostics::Severity;
use crate::language::facts;

static DX_01: Rule = Rule {
    id: "DX-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "nothing says how the two opinions compare, or why",
    why: "Whether the opinions agree is what the patient came for",
    example: "`concordance` without `rationale`, or without `diagnosis`",
    mend: "say how diagnosis and treatment compare, how much it matters, and why",
    source: "practice of second opinion programs; concordance axes as in studies of second opinions (Van Such et al., J Eval Clin Pract 2017;23:870)",
};

static DX_02: Rule = Rule {
    id: "DX-02",
    severity: Severity::Error,
    from: Stage::Review,
    what: "the concordance of the diagnoses and the diagnoses themselves contradict each other",
    why: "The reader is told that the opinions agree or differ; the texts beside it must say the same",
    example: "`diagnosis: different` with the same text twice, or `diagnosis: same` with other ICD-10 categories",
    mend: "look again at `concordance.diagnosis`, at the codes and at the texts of both diagnoses",
    source: "ICD-10, three-character categories; practice of second opinion programs",
};

static DX_03: Rule = Rule {
    id: "DX-03",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "no uncertainty or no limitation is stated",
    why: "An opinion from records alone always has both",
    example: "`uncertainties: []` in the second opinion",
    mend: "say what is not certain, and what limits an opinion given from afar",
    source: "GRADE, certainty of evidence; practice of remote second opinions",
};

static DX_04: Rule = Rule {
    id: "DX-04",
    severity: Severity::Error,
    from: Stage::Review,
    what: "nothing says that the patient was not examined in person",
    why: "It is the first limit of a remote opinion, and readers must not assume otherwise",
    example: "`examination.performed: false`, and limitations that speak of slides only",
    mend: "say among the `limitations`, in both registers and every language, that nobody examined the patient in person",
    source: "AMA Code of Medical Ethics, opinion 1.2.12 (telemedicine)",
};

static DX_05: Rule = Rule {
    id: "DX-05",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "in oncology, stage or biomarkers are not stated",
    why: "Treatment follows from both; \"not tested\" is an answer, silence is none",
    example: "a cancer case without `second_opinion.staging`",
    mend: "write the stage with its edition, and every biomarker that matters, if only as not tested",
    source: "AJCC Cancer Staging Manual, 8th edition; College of American Pathologists, cancer protocols",
};

static OPT_01: Rule = Rule {
    id: "OPT-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "fewer than two options, or none of them is waiting or no treatment",
    why: "A choice among one is none, and doing nothing is always an option with its own course",
    example: "two operations, and nothing marked `no_treatment: true`",
    mend: "describe what happens if nothing is done, as an option with `no_treatment: true`",
    source: "IPDAS minimum standards: the option of doing nothing (Joseph-Williams et al., Med Decis Making 2014;34:699)",
};

static OPT_02: Rule = Rule {
    id: "OPT-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "an option without what speaks for it and what speaks against it",
    why: "Every way to go has both; leaving one out decides for the reader",
    example: "`cons: []` in an option",
    mend: "give at least one for and one against",
    source: "IPDAS minimum standards: positive and negative features of each option",
};

static OPT_03: Rule = Rule {
    id: "OPT-03",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "what speaks for an option and against it is out of balance",
    why: "Three lines for and one word against steer the reader",
    example: "60 words for an option and 15 against it, with a limit of 3:1",
    mend: "describe both sides in like detail",
    source: "IPDAS: equal detail for negative and positive features",
};

static OPT_04: Rule = Rule {
    id: "OPT-04",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "probabilities that cannot be compared: another denominator or horizon for the same outcome, or more than all",
    why: "3 of 20 and 12 of 100 look alike to nobody; two horizons compare two questions",
    example: "\"alive\" as 94 of 100 after 5 years in one option and 9 of 10 after 10 years in another",
    mend: "use one denominator and one horizon for an outcome in all options",
    source: "IPDAS: probabilities with the same denominator and time period (Trevena et al., BMC Med Inform Decis Mak 2013;13 Suppl 2:S7)",
};

static OPT_05: Rule = Rule {
    id: "OPT-05",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a percentage for the patient without its natural frequency",
    why: "\"12 of 100 people\" is understood by more readers than \"12%\"",
    example: "\"a 12% risk\" in a patient text",
    mend: "say it as so many of 100 people",
    source: "Gigerenzer et al., Psychol Sci Public Interest 2007;8:53; IPDAS, presenting probabilities",
};

static OPT_06: Rule = Rule {
    id: "OPT-06",
    severity: Severity::Error,
    from: Stage::Review,
    what: "the plan of the first opinion is not among the options",
    why: "The patient weighs what was offered; leaving it out is not a comparison",
    example: "no option with `original_plan: true`",
    mend: "describe the first plan as an option, as fairly as the others",
    source: "practice of second opinion programs; IPDAS, all relevant options",
};

/// The rules of this file. What must be there at all is asked when the case is read.
pub(super) static RULES: &[&Rule] =
    &[&DX_01, &DX_02, &DX_03, &DX_04, &DX_05, &OPT_01, &OPT_02, &OPT_03, &OPT_04, &OPT_05, &OPT_06];

pub(super) fn check(c: &mut Checker<'_>) {
    concordance(c);
    in_person(c);
    oncology(c);
    options(c);
    outcomes(c);
    percentages(c);
}

fn concordance(c: &mut Checker<'_>) {
    let content = c.content;
    let (first, second) = (&content.first_opinion, &content.second_opinion);
    let category = |codes: &[crate::case::model::Code]| -> BTreeSet<String> {
        let icd = codes.iter().filter(|code| code.system == CodeSystem::Icd10);
        icd.map(|code| code.code.chars().take(3).collect::<String>().to_uppercase()).collect()
    };
    let (a, b) = (category(&first.codes), category(&second.codes));
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    match content.concordance.diagnosis {
        DiagnosisConcordance::Different => {
            let same_text = folded(first.diagnosis.clinician.as_str()) == folded(second.diagnosis.clinician.as_str());
            let full = |codes: &[crate::case::model::Code]| -> BTreeSet<(CodeSystem, String)> {
                codes.iter().map(|code| (code.system, code.code.to_uppercase())).collect()
            };
            let (a, b) = (full(&first.codes), full(&second.codes));
            if same_text || (!a.is_empty() && a == b) {
                let what = if same_text { "both are written alike" } else { "both have the same codes" };
                c.report(&DX_02, "concordance.diagnosis", format!("the diagnoses are said to differ, and {what}"));
            }
        }
        DiagnosisConcordance::Same => {
            if !a.is_empty() && !b.is_empty() && a.is_disjoint(&b) {
                let message = "the diagnoses are said to be the same, and their codes are of other categories";
                c.report(&DX_02, "concordance.diagnosis", message);
            }
        }
        DiagnosisConcordance::Refined | DiagnosisConcordance::Indeterminate => {}
    }
}

/// Words by which a text says that nobody examined the patient, or that it was not in person.
const NOT_IN_PERSON: [(&str, &[&str]); 3] = [
    (
        "en",
        &[
            "in person",
            "not examine",
            "not been examined",
            "no examination",
            "without examin",
            "did not see you",
            "not seen in",
        ],
    ),
    (
        "es",
        &[
            "en persona",
            "no se exploró",
            "no se examinó",
            "no examin",
            "no la examin",
            "no lo examin",
            "sin explor",
            "sin examin",
            "no la vimos",
            "no lo vimos",
            "presencial",
        ],
    ),
    ("fr", &["en personne", "pas examin", "pas été examin", "sans examen", "aucun examen", "pas vu", "présentiel"]),
];

fn in_person(c: &mut Checker<'_>) {
    if c.content.summary.examination.performed {
        return;
    }
    let says = |edition: &Edition<'_>, register: &str| {
        let language = edition.locale.language();
        let words = NOT_IN_PERSON.iter().find(|(tag, _)| *tag == language).map_or(&[][..], |(_, words)| words);
        edition.under("second_opinion.limitations").filter(|block| block.path.ends_with(register)).any(|block| {
            let text = block.plain().to_lowercase();
            words.iter().any(|word| text.contains(word))
        })
    };
    let mut found = Vec::new();
    for edition in &c.editions {
        for (register, reader) in [(".clinician", "doctors"), (".patient", "the patient")] {
            // A translation that lacks the block is reported as such.
            let there = edition.under("second_opinion.limitations").any(|block| block.path.ends_with(register));
            if there && !says(edition, register) {
                let message = format!(
                    "no limitation tells {reader} in {} that there was no examination in person",
                    edition.locale.as_str()
                );
                let first = edition.under("second_opinion.limitations").find(|block| block.path.ends_with(register));
                match first.filter(|_| edition.locale != c.content.locale) {
                    Some(block) => found.push(c.in_text(&DX_04, block, 0..block.plain().len(), message)),
                    None => found.push(c.at(&DX_04, "second_opinion.limitations", message)),
                }
            }
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// Biomarkers by which cancers are treated.
const BIOMARKERS: &[&str] = &[
    "HER2",
    "ER ",
    "PR ",
    "estrogen receptor",
    "hormone receptor",
    "PD-L1",
    "EGFR",
    "ALK",
    "ROS1",
    "KRAS",
    "NRAS",
    "BRAF",
    "MET ",
    "RET ",
    "NTRK",
    "MSI",
    "microsatellite",
    "mismatch repair",
    "MMR",
    "MLH1",
    "BRCA",
    "PSA",
    "Gleason",
    "Ki-67",
    "CEA",
    "CA 19-9",
    "CA 125",
    "AFP",
    "IDH",
    "MGMT",
    "1p/19q",
    "TP53",
    "p16",
    "HPV",
    "JAK2",
    "BCR",
    "FLT3",
    "NPM1",
    "CD20",
    "FGFR",
    "PIK3CA",
    "PDGFRA",
    "KIT",
    "biomarker",
    "grade group",
    "lymphovascular",
    "M protein",
    "Philadelphia",
];

fn oncology(c: &mut Checker<'_>) {
    let content = c.content;
    let oncology = [
        Specialty::Oncology,
        Specialty::GynecologicOncology,
        Specialty::RadiationOncology,
        Specialty::SurgicalOncology,
    ];
    let cancer = content
        .second_opinion
        .codes
        .iter()
        .any(|code| code.system == CodeSystem::Icd10 && code.code.to_uppercase().starts_with('C'));
    if !cancer || !content.specialties.first().is_some_and(|leading| oncology.contains(leading)) {
        return;
    }
    if content.second_opinion.staging.as_ref().is_none_or(|staging| staging.is_blank()) {
        c.report(&DX_05, "second_opinion", "the second opinion states no stage");
    }
    let source = c.source();
    let parts = ["second_opinion", "findings", "first_opinion"];
    let named = parts.iter().flat_map(|part| source.under(part)).any(|block| {
        BIOMARKERS.iter().any(|marker| {
            block.plain().contains(marker) || block.plain().to_lowercase().contains(&marker.to_lowercase())
        })
    });
    if !named {
        c.report(&DX_05, "second_opinion.diagnosis", "no biomarker is named, not even as not tested");
    }
}

fn options(c: &mut Checker<'_>) {
    let content = c.content;
    if content.options.len() < 2 {
        c.report(&OPT_01, "options", "fewer than two options");
    } else if !content.options.iter().any(|option| option.no_treatment) {
        c.report(&OPT_01, "options", "no option is waiting or no treatment");
    }
    if !content.options.iter().any(|option| option.original_plan) {
        c.report(&OPT_06, "options", "no option is the plan of the first opinion");
    }
    let limit = c.settings.thresholds.balance;
    for option in &content.options {
        let words = |side: &str| -> usize {
            let prefix = format!("options.{}.{side}", option.id);
            let source = c.source();
            source
                .under(&prefix)
                .filter(|b| b.path.ends_with(".patient"))
                .map(|b| b.plain().split_whitespace().count())
                .sum()
        };
        let (pros, cons) = (words("pros") as f64, words("cons") as f64);
        // Short sides differ by chance: a sentence against half a sentence is no steering.
        if pros.max(cons) >= 20.0 && pros.max(cons) > limit * pros.min(cons) {
            let message = format!("`{}` has {pros} words for the patient in favour and {cons} against", option.id);
            c.report(&OPT_03, format!("options.{}", option.id), message);
        }
    }
}

fn outcomes(c: &mut Checker<'_>) {
    let content = c.content;
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut first: BTreeMap<String, (u32, String, String)> = BTreeMap::new();
    for option in &content.options {
        for (index, outcome) in option.outcomes.iter().enumerate() {
            let path = format!("options.{}.outcomes.{}", option.id, index + 1);
            let horizon = folded(outcome.horizon.as_str());
            match first.get(&folded(outcome.measure.as_str())) {
                Some((denominator, _, at)) if *denominator != outcome.denominator => {
                    let message =
                        format!("the same outcome is of {denominator} in `{at}` and of {} here", outcome.denominator);
                    c.report(&OPT_04, format!("{path}.denominator"), message);
                }
                Some((_, other, at)) if *other != horizon => {
                    c.report(
                        &OPT_04,
                        format!("{path}.horizon"),
                        format!("the same outcome has another horizon in `{at}`"),
                    );
                }
                Some(_) => {}
                None => {
                    first.insert(folded(outcome.measure.as_str()), (outcome.denominator, horizon, path));
                }
            }
        }
    }
}

fn percentages(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for edition in &c.editions {
        for block in edition.blocks.iter().filter(|block| block.audience == super::Audience::Patient) {
            let percentages = facts::percentages(block.plain(), edition.locale);
            if let Some(first) = percentages.first()
                && facts::natural_frequencies(block.plain(), edition.locale).is_empty()
            {
                found.push(c.in_text(
                    &OPT_05,
                    block,
                    first.range.clone(),
                    "a percentage without its natural frequency",
                ));
            }
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}
