//! What keeps the patient safe: allergies, emergency and crisis numbers, doses, and the word "talk to your doctor".

mod allergies;
mod help;

use super::identity::age_on;
use super::rule::Rule;
use super::{Audience, Block, Checker, Stage};
use crate::case::model::{ConflictCheck, Direction, Id, ListStatus, Recommendation, RecommendationType, Sex};
use crate::diagnostics::Severity;
use crate::language::drugs::{self, Force};
use crate::language::facts::{DoseNotation, dose_notations};

static SAF_01: Rule = Rule {
    id: "SAF-01",
    severity: Severity::Error,
    from: Stage::Review,
    what: "allergies were not asked for, or are known without a substance",
    why: "An empty list reads as none; nothing can be checked against an allergy that nobody wrote down",
    example: "`allergies: {status: not_asked}`, or `status: known` without `items`",
    mend: "ask the patient and the treating doctor, and list the substances; where there are none write `none_known`",
    source: "HL7 C-CDA R2.1, Allergies and Intolerances Section; Joint Commission NPSG.03.06.01",
};

static SAF_02: Rule = Rule {
    id: "SAF-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a drug is recommended that the patient is allergic to, or one of its class, and nothing says that this is known",
    why: "A known allergy that is overlooked is the most avoidable of all harms by drugs",
    example: "amoxicillin recommended to a patient with `substance: Penicillin`, without a word on the allergy",
    mend: "choose another drug; or say in `justification` or `monitoring` why it is right in spite of the allergy, and add \
           `allergy` to `conflicts_checked`",
    source: "Joint Commission NPSG.03.06.01; drug labels and allergy practice parameters as the finding names them",
};

static SAF_03: Rule = Rule {
    id: "SAF-03",
    severity: Severity::Error,
    from: Stage::Review,
    what: "a medication is recommended without saying what it was checked against",
    why: "Who takes over the recommendation must know whether allergies and the other drugs were looked at",
    example: "`type: medication` with `conflicts_checked: [allergy]`",
    mend: "check the drug, then name what it was checked against: `allergy` and `interaction` always, `pregnancy` for a \
           woman of 12 to 55",
    source: "Joint Commission NPSG.03.06.01: medication reconciliation; WHO, Medication Without Harm (2017)",
};

static SAF_04: Rule = Rule {
    id: "SAF-04",
    severity: Severity::Error,
    from: Stage::Review,
    what: "the emergency number or the warning signs are missing, or the number is of another country",
    why: "In an emergency the patient calls the number that is printed, whatever country its translator was thinking of",
    example: "`emergency_number: \"112\"` for a patient in the United States, or `Llame al 112` in the Spanish text",
    mend: "write the emergency number of the patient's country in every language, and the signs for which to call it",
    source: "ITU-T Recommendation E.161.1 (emergency numbers); practice of discharge instructions",
};

static SAF_05: Rule = Rule {
    id: "SAF-05",
    severity: Severity::Error,
    from: Stage::Review,
    what: "suicide or self-harm is spoken of, or the program is mental health, and no crisis contact is given",
    why: "Whoever reads of it alone must find on the same pages whom to call now",
    example: "`program: mental_health` without `safety_net.crisis_contact`",
    mend: "name the crisis line of the patient's country in `safety_net.crisis_contact`, in every language",
    source: "WHO, Preventing suicide: a resource for media professionals (2023); Joint Commission NPSG.15.01.01",
};

static SAF_06: Rule = Rule {
    id: "SAF-06",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a dose is written in a way that has been misread before",
    why: "1.0 mg was given as 10 mg, U as a zero, QD as QID: the way of writing alone has killed",
    example: "`1.0 mg`, `.5 mg`, `10 U`, `QD`, `MSO4`, `10 µg`",
    mend: "write the dose out: `1 mg`, `0.5 mg`, `10 units`, `daily`, `morphine sulfate`, `10 mcg`",
    source: "ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations; Joint Commission IM.02.02.01 \
             (\"Do Not Use\" list)",
};

static SAF_07: Rule = Rule {
    id: "SAF-07",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a text tells the patient to start, stop or change a drug and not to talk to the doctor about it",
    why: "The specialists never saw the patient: a drug is changed by who can examine and follow up",
    example: "`Stop your metformin.` with no word on a doctor in the same part",
    mend: "add a sentence such as `Talk to your doctor before you start, stop, or change a medicine`",
    source: "practice of remote second opinion programs; Federation of State Medical Boards, telemedicine policy (2022)",
};

/// The rules of this file.
pub(super) static RULES: &[&Rule] = &[&SAF_01, &SAF_02, &SAF_03, &SAF_04, &SAF_05, &SAF_06, &SAF_07];

pub(super) fn check(c: &mut Checker<'_>) {
    allergies_known(c);
    allergies::check(c);
    conflicts_checked(c);
    help::check(c);
    doses(c);
    changes(c);
}

fn allergies_known(c: &mut Checker<'_>) {
    let allergies = &c.content.summary.allergies;
    match allergies.status {
        ListStatus::NotAsked => {
            c.report(&SAF_01, "summary.allergies.status", "nobody asked the patient for allergies");
        }
        ListStatus::Known if allergies.items.is_empty() => {
            c.report(&SAF_01, "summary.allergies.status", "allergies are said to be known, and none is listed");
        }
        ListStatus::Known | ListStatus::NoneKnown | ListStatus::Unavailable => {
            for (index, _) in allergies.items.iter().enumerate().filter(|(_, item)| item.substance.is_blank()) {
                let path = format!("summary.allergies.items.{}.substance", index + 1);
                c.report(&SAF_01, path, "an allergy without its substance");
            }
        }
    }
}

fn conflicts_checked(c: &mut Checker<'_>) {
    let content = c.content;
    let patient = &content.patient;
    let may_be_pregnant =
        patient.sex == Sex::Female && age_on(patient.birth_date, c.day).is_some_and(|age| (12..=55).contains(&age));
    for recommendation in &content.recommendations {
        if recommendation.type_ != RecommendationType::Medication || recommendation.direction != Direction::For {
            continue;
        }
        let wanted = [ConflictCheck::Allergy, ConflictCheck::Interaction]
            .into_iter()
            .chain(may_be_pregnant.then_some(ConflictCheck::Pregnancy));
        let missing: Vec<String> = wanted
            .filter(|check| !recommendation.conflicts_checked.contains(check))
            .map(|check| format!("`{}`", check.as_str()))
            .collect();
        if !missing.is_empty() {
            let path = format!("recommendations.{}.conflicts_checked", recommendation.id);
            let message =
                format!("`{}` does not say that it was checked for {}", recommendation.id, missing.join(", "));
            c.report(&SAF_03, path, message);
        }
    }
}

fn doses(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for block in c.editions.iter().flat_map(|edition| &edition.blocks) {
        if block.audience == Audience::OwnWords {
            continue;
        }
        for (range, notation, replacement) in dose_notations(block.plain(), block.locale) {
            let fix = replacement.as_ref().and_then(|words| c.fix(block, range.clone(), words.as_str()));
            let diagnostic = c.in_text(&SAF_06, block, range, misread(notation)).fix(fix);
            found.push(match replacement {
                Some(words) => diagnostic.hint(format!("write `{words}`")),
                None => diagnostic,
            });
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

fn misread(notation: DoseNotation) -> &'static str {
    match notation {
        DoseNotation::TrailingZero => "a dose with a zero after the decimal sign is read as ten times as much",
        DoseNotation::NakedDecimal => "a dose without a zero before the decimal sign is read as ten times as much",
        DoseNotation::Units => "`U` is read as a zero",
        DoseNotation::InternationalUnits => "this abbreviation of units is read as `IV` or as 10",
        DoseNotation::EveryDay => "`QD` is read as four times a day",
        DoseNotation::EveryOtherDay => "`QOD` is read as daily or four times a day",
        DoseNotation::Bedtime => "`HS` is read as half strength and as bedtime",
        DoseNotation::Subcutaneous => "this abbreviation of subcutaneous is read as sublingual or as `5 every`",
        DoseNotation::OnceDaily => "`OD` for once daily is read as the right eye",
        DoseNotation::MorphineOrMagnesium => "this stands for morphine sulfate and for magnesium sulfate",
        DoseNotation::Microgram => "`µg` is read as mg",
        DoseNotation::CubicCentimetre => "`cc` is read as units",
        DoseNotation::Drops => "`gtt` is unknown to many readers",
        DoseNotation::At => "`@` is read as 2",
    }
}

/// The part of the case that a reader takes in with a block: `recommendations.R1` of `recommendations.R1.title.patient`.
fn entity(path: &str) -> &str {
    let lists =
        ["recommendations.", "answers.", "options.", "next_steps.", "doctor_questions.", "findings.", "trials."];
    if !lists.iter().any(|list| path.starts_with(list)) {
        return path.rsplit_once('.').filter(|(parent, _)| parent.contains('.')).map_or(path, |(parent, _)| parent);
    }
    path.match_indices('.').nth(1).and_then(|(at, _)| path.get(..at)).unwrap_or(path)
}

/// The recommendations that a patient reads a block with: those that an answer cites, that an option is recommended by, that
/// a step comes from, and that the doctors' version of the same words points at.
fn recommendations_of<'a>(c: &Checker<'a>, path: &str) -> Vec<&'a Recommendation> {
    let content = c.content;
    let parts: Vec<&str> = path.split('.').collect();
    let mut ids: Vec<&str> = Vec::new();
    match parts.as_slice() {
        ["answers", question, ..] => {
            let answer = content.answers.iter().find(|answer| answer.question.as_str() == *question);
            ids.extend(answer.into_iter().flat_map(|answer| &answer.cites).map(Id::as_str));
        }
        ["options", option, ..] => {
            let by =
                content.recommendations.iter().filter(|r| r.option.as_ref().is_some_and(|id| id.as_str() == *option));
            ids.extend(by.map(|r| r.id.as_str()));
        }
        ["next_steps", number, ..] => {
            let step = number.parse::<usize>().ok().and_then(|number| content.next_steps.get(number.checked_sub(1)?));
            ids.extend(step.into_iter().flat_map(|step| &step.from).map(Id::as_str));
        }
        _ => {}
    }
    let doctors = path.strip_suffix(".patient").and_then(|path| c.source().block(&format!("{path}.clinician")));
    let doctors = doctors.map_or("", |block| block.text.as_str());
    let named = |r: &&Recommendation| ids.contains(&r.id.as_str()) || doctors.contains(&format!("[#{}]", r.id));
    content.recommendations.iter().filter(named).collect()
}

fn changes(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for edition in &c.editions {
        for block in edition.blocks.iter().filter(|block| block.audience == Audience::Patient) {
            // The first opinion is only told again; questions to the doctor send the reader there as they are.
            if ["doctor_questions.", "glossary.", "first_opinion."].iter().any(|start| block.path.starts_with(start)) {
                continue;
            }
            let language = block.locale.as_str();
            let told = drugs::changes_drug(block.plain(), language).into_iter();
            let mut alone = told.filter(|change| change.force != Force::Advice && !change.with_doctor);
            let Some(change) = alone.next() else { continue };
            // The title of a recommendation is read with its text, a step with who takes it.
            let sends = |near: &Block<'_>| {
                near.audience != Audience::Clinician && drugs::refers_to_doctor(near.plain(), language)
            };
            let sent = edition.under(entity(&block.path)).any(sends)
                || recommendations_of(c, &block.path)
                    .into_iter()
                    .filter_map(|r| edition.block(&format!("recommendations.{}.text.patient", r.id)))
                    .any(sends);
            if !sent {
                let message = "this tells the patient to start, stop or change a drug, and not to talk to the doctor";
                found.push(c.in_text(&SAF_07, block, change.range, message));
            }
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

#[cfg(test)]
mod tests {
    use super::entity;

    #[test]
    fn a_block_is_read_with_its_entity() {
        assert_eq!(entity("recommendations.R1.title.patient"), "recommendations.R1");
        assert_eq!(entity("next_steps.2.text"), "next_steps.2");
        assert_eq!(entity("options.O1.pros.2.patient"), "options.O1");
        assert_eq!(entity("second_opinion.plan.patient"), "second_opinion.plan");
        assert_eq!(entity("safety_net.text"), "safety_net.text");
    }
}
