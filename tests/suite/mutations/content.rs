//! Ways to break what a case says: who, which record, what rests on what, who signed.

use chrono::Datelike;
use opine::case::model::{
    ConflictCheck, DiagnosisConcordance, Direction, Disposition, EvidenceCertainty, EvidenceKind, FindingKind, Impact,
    Laterality, ListStatus, PDate, PrintedIdentity, Quality, QuestionSource, QuestionTopic, Recommendation,
    RecommendationType, RecordPage, RereadGrade, RereadScale, Role, SensitiveCategory, Specialty, Strength, Text,
    ThirdOpinion, TreatmentConcordance, Urgency,
};

use super::{Broken, Row};

pub(super) const ROWS: &[Row] = &[
    // The right patient.
    ("another birth date on a record", "PAT-01", |b| {
        let other = "1931-02-03".parse().ok();
        printed(b).map(|printed| printed.birth_date = other)
    }),
    ("another name on a record", "PAT-01", |b| printed(b).map(|printed| printed.name = Some("BRANDT, WALTER".into()))),
    ("another record number on a record", "PAT-01", |b| {
        printed(b).map(|printed| printed.identifier = Some("ZZ-9000001".into()))
    }),
    ("a record whose file is of another patient", "PAT-01", |b| {
        // Nothing but the DICOM file still says whose records these are.
        b.case.content.records.retain(|r| r.file.as_deref().is_some_and(|file| file.ends_with(".dcm")));
        b.case.content.records.iter_mut().for_each(|record| record.printed = None);
        let name = &mut b.case.content.patient.name;
        (name.family, name.given, name.display) = ("Brandt".into(), "Walter".into(), "Walter Brandt".into());
        b.case.content.records.first().map(|_| ())
    }),
    ("a patient without any record number", "PAT-02", |b| {
        b.case.content.patient.identifiers.clear();
        Some(())
    }),
    ("a finding on the other side", "PAT-05", |b| {
        let sided = |l: &Option<Laterality>| matches!(l, Some(Laterality::Left | Laterality::Right));
        let finding = b.case.content.findings.iter_mut().find(|finding| sided(&finding.laterality))?;
        let left = finding.laterality == Some(Laterality::Left);
        finding.laterality = Some(if left { Laterality::Right } else { Laterality::Left });
        Some(())
    }),
    // Consent and whether a remote opinion is suitable.
    ("consent that expired before the release", "CON-01", |b| {
        b.case.content.consent.expires_on = Some(b.case.content.consent.signed_on);
        Some(())
    }),
    ("consent signed after the work was done", "CON-01", |b| {
        b.case.content.consent.signed_on = b.case.content.dates.released?;
        b.case.content.consent.expires_on = None;
        b.case.content.dates.released = later(b, 2);
        b.day = b.case.content.dates.released?.latest();
        Some(())
    }),
    ("consent withdrawn", "CON-02", |b| {
        b.case.content.consent.withdrawn_on = b.case.content.dates.released;
        Some(())
    }),
    ("the treating doctor not among the recipients", "CON-03", |b| {
        let doctor = party(b, Role::TreatingPhysician)?;
        let before = b.case.content.consent.recipients.len();
        b.case.content.consent.recipients.retain(|id| id.as_str() != doctor);
        (b.case.content.consent.recipients.len() < before).then_some(())
    }),
    ("a genetic record without consent to genetics", "CON-04", |b| {
        b.case.content.consent.sensitive_categories.clear();
        b.case.content.records.first_mut()?.sensitive = vec![SensitiveCategory::Genetic];
        Some(())
    }),
    ("nobody acknowledged the request", "CON-05", |b| {
        b.case.content.acknowledgements.clear();
        Some(())
    }),
    ("a patient in hospital", "ELI-01", |b| {
        b.case.content.eligibility.in_hospital = true;
        Some(())
    }),
    ("treatment three weeks ago", "ELI-01", |b| {
        b.case.content.eligibility.treated_within_four_weeks = true;
        Some(())
    }),
    ("an emergency nobody decided about", "ELI-02", |b| {
        b.case.content.eligibility.emergency = true;
        Some(())
    }),
    // Records.
    ("a record known to the year only", "REC-01", |b| {
        let years: Vec<_> = b.case.content.records.iter().map(|r| r.date.latest().year()).collect();
        let shared = years.iter().position(|year| years.iter().filter(|other| *other == year).count() > 1)?;
        let record = b.case.content.records.get_mut(shared)?;
        record.date = format!("{}", record.date.latest().format("%Y")).parse().ok()?;
        Some(())
    }),
    ("a record whose file is another", "REC-02", |b| {
        let records = &mut b.case.content.records;
        let other = records.last()?.sha256.clone();
        records.first_mut()?.sha256 = other;
        Some(())
    }),
    ("a record whose file is gone", "REC-02", |b| {
        b.case.content.records.first_mut()?.file = Some("records/nothing-here.pdf".into());
        Some(())
    }),
    ("a record nobody used", "REC-03", |b| {
        let mut record = b.case.content.records.first()?.clone();
        record.id = "REC-99".parse().ok()?;
        record.not_contributory = false;
        b.case.content.records.push(record);
        Some(())
    }),
    ("an unreadable record and no word about it", "REC-04", |b| {
        let record = b.case.content.records.iter_mut().find(|record| record.quality == Quality::Adequate)?;
        record.quality = Quality::Inadequate;
        record.quality_note = None;
        Some(())
    }),
    ("images read again that were never received", "REC-05", |b| {
        let finding = b.case.content.findings.iter().find(|finding| finding.reread.is_some())?;
        let ids = finding.records.clone();
        b.case.content.records.iter_mut().filter(|r| ids.contains(&r.id)).for_each(|r| r.original_received = None);
        Some(())
    }),
    ("a page that the record does not have", "REC-06", |b| {
        let record = b.case.content.records.iter().find(|record| record.pages.is_some())?;
        let place = RecordPage { record: record.id.clone(), page: record.pages? + 1 };
        let finding = b.case.content.findings.iter_mut().find(|finding| finding.records.contains(&place.record))?;
        finding.pages = vec![place];
        Some(())
    }),
    ("a page of a record that a finding does not rest on", "REC-06", |b| {
        let finding = b.case.content.findings.first_mut()?;
        let other = b.case.content.records.iter().find(|record| !finding.records.contains(&record.id))?;
        finding.pages = vec![RecordPage { record: other.id.clone(), page: 1 }];
        Some(())
    }),
    ("a record that has lost a page", "REC-07", |b| {
        let is_pdf = |file: &String| file.ends_with(".pdf");
        let record = b.case.content.records.iter_mut().find(|record| record.file.as_ref().is_some_and(is_pdf))?;
        record.pages = record.pages.map(|pages| pages + 1);
        record.pages.map(|_| ())
    }),
    // Questions.
    ("an answer dropped", "QST-01", |b| {
        b.case.content.answers.remove(1);
        Some(())
    }),
    ("a question answered twice", "QST-01", |b| {
        let again = b.case.content.answers.first()?.clone();
        b.case.content.answers.push(again);
        Some(())
    }),
    ("no answer, and no reason", "QST-02", |b| {
        let answer = b.case.content.answers.first_mut()?;
        answer.disposition = Disposition::CannotAnswer;
        answer.reason = None;
        Some(())
    }),
    ("an answer that rests on nothing", "QST-03", |b| {
        let answer = b.case.content.answers.first_mut()?;
        answer.cites.clear();
        answer.clinician = Text::new("Yes, very probably.");
        answer.patient = Text::new("Yes, very likely.");
        Some(())
    }),
    ("no question in the patient's own words", "QST-04", |b| {
        b.case.content.questions.iter_mut().for_each(|question| question.source = QuestionSource::Standard);
        Some(())
    }),
    ("nothing asked about waiting", "QST-05", |b| {
        let waiting = b.case.content.questions.iter_mut().filter(|q| q.topic == QuestionTopic::Waiting);
        waiting.for_each(|question| question.topic = QuestionTopic::Other);
        Some(())
    }),
    // Findings and quantities.
    ("a grade of another scale", "FND-02", |b| {
        let mut rereads = b.case.content.findings.iter_mut().filter_map(|finding| finding.reread.as_mut());
        let reread = rereads.find(|reread| reread.scale == RereadScale::Imaging)?;
        reread.grade = RereadGrade::Major;
        Some(())
    }),
    ("an important change on second reading without impact", "FND-03", |b| {
        let reread = b.case.content.findings.iter_mut().find_map(|finding| finding.reread.as_mut())?;
        reread.grade = if reread.scale == RereadScale::Pathology { RereadGrade::Major } else { RereadGrade::Four };
        b.case.content.concordance.impact = Impact::None;
        Some(())
    }),
    ("a unit that UCUM does not know", "UNT-01", |b| {
        let measured = b.case.content.findings.iter_mut().find_map(|finding| finding.measured.first_mut())?;
        measured.unit = "mcg/dl".into();
        Some(())
    }),
    ("a vital sign without a unit", "UNT-01", |b| {
        b.case.content.summary.vitals.first_mut()?.unit.clear();
        Some(())
    }),
    ("one analyte in two units", "UNT-02", |b| {
        let findings = &mut b.case.content.findings;
        let mut measured = findings.iter().find_map(|finding| finding.measured.first())?.clone();
        measured.unit = "kat/L".into();
        findings.last_mut()?.measured.push(measured);
        Some(())
    }),
    ("a laboratory value without its range", "UNT-03", |b| {
        let laboratory = b.case.content.findings.iter_mut().filter(|f| f.kind == FindingKind::Laboratory);
        laboratory.flat_map(|f| &mut f.measured).find(|m| !m.unit.contains('{'))?.reference_range = None;
        Some(())
    }),
    // Diagnosis and options.
    ("diagnoses said to be the same, with other codes", "DX-02", |b| {
        b.case.content.concordance.diagnosis = DiagnosisConcordance::Same;
        b.case.content.first_opinion.codes.iter_mut().for_each(|code| code.code = "Z99.9".into());
        Some(())
    }),
    ("diagnoses said to differ, word for word alike", "DX-02", |b| {
        b.case.content.concordance.diagnosis = DiagnosisConcordance::Different;
        b.case.content.first_opinion.diagnosis = b.case.content.second_opinion.diagnosis.clone();
        Some(())
    }),
    ("a cancer without a stage", "DX-05", |b| {
        let cancer = b.case.content.second_opinion.codes.iter().any(|code| code.code.starts_with('C'));
        b.case.content.second_opinion.staging = None;
        cancer.then_some(())
    }),
    ("one option only", "OPT-01", |b| {
        b.case.content.options.truncate(1);
        Some(())
    }),
    ("no option of waiting", "OPT-01", |b| {
        b.case.content.options.iter_mut().for_each(|option| option.no_treatment = false);
        Some(())
    }),
    ("an option praised more than weighed", "OPT-03", |b| {
        let option = b.case.content.options.last_mut()?;
        let again = option.pros.clone();
        option.pros.extend(again);
        option.cons.truncate(1);
        option.cons.first_mut()?.patient = Text::new("It costs time.");
        Some(())
    }),
    ("another denominator", "OPT-04", |b| {
        b.case.content.options.last_mut()?.outcomes.first_mut()?.denominator = 1000;
        Some(())
    }),
    ("another horizon", "OPT-04", |b| {
        b.case.content.options.last_mut()?.outcomes.first_mut()?.horizon = Text::new("30 years");
        Some(())
    }),
    ("the first plan not among the options", "OPT-06", |b| {
        b.case.content.options.iter_mut().for_each(|option| option.original_plan = false);
        Some(())
    }),
    // Recommendations and evidence.
    ("a recommendation that rests on nothing", "RCM-02", |b| {
        let recommendation = b.case.content.recommendations.first_mut()?;
        recommendation.references.clear();
        recommendation.expert_opinion = None;
        recommendation.text.clinician = Text::new("We recommend this at once.");
        Some(())
    }),
    ("strong on very low certainty without a reason", "RCM-04", |b| {
        let recommendation = b.case.content.recommendations.first_mut()?;
        recommendation.strength = Strength::Strong;
        recommendation.certainty = EvidenceCertainty::VeryLow;
        recommendation.justification = None;
        Some(())
    }),
    ("an urgent recommendation without a time", "RCM-06", |b| {
        let recommendation = b.case.content.recommendations.first_mut()?;
        recommendation.urgency = Urgency::Days;
        recommendation.timeframe = None;
        Some(())
    }),
    ("a recommendation for tonight, among the routine ones", "RCM-07", |b| {
        let recommendation = b.case.content.recommendations.last_mut()?;
        recommendation.urgency = Urgency::Routine;
        recommendation.timeframe = Some(Text::new("Within 24 hours"));
        Some(())
    }),
    ("two opinions far apart, and no third", "RCM-08", |b| {
        let concordance = &mut b.case.content.concordance;
        concordance.diagnosis = DiagnosisConcordance::Different;
        concordance.treatment = TreatmentConcordance::Alternative;
        concordance.third_opinion = ThirdOpinion::NotNeeded;
        Some(())
    }),
    ("a trial looked up months ago", "RCM-09", |b| {
        b.case.content.trials.first_mut()?.status_checked_on = "2025-10-01".parse().ok()?;
        Some(())
    }),
    ("a reference nobody cites", "EVD-01", |b| {
        let key = b.library.iter().last()?.key.clone();
        b.forget(&key);
        Some(())
    }),
    ("a citation of nothing", "EVD-02", |b| {
        let finding = b.case.content.findings.first()?.id.clone();
        b.append(
            &format!("findings.{finding}.statement.clinician"),
            ["See [@nobody1999].", "Véase [@nobody1999].", "Voir [@nobody1999]."],
        )
    }),
    ("a DOI with a letter for a digit", "EVD-03", |b| {
        b.references(|text| text.contains("{10.").then(|| text.replacen("{10.", "{1O.", 1)))
    }),
    ("one DOI of two papers", "EVD-03", |b| {
        b.references(|text| {
            let doi = |part: &str| Some(part.split_once("{10.")?.1.split_once('}')?.0.to_owned());
            let (head, tail) = text.split_at(text.rfind("{10.")?);
            Some(format!("{head}{}", tail.replacen(&doi(tail)?, &doi(head)?, 1)))
        })
    }),
    ("guidelines of long ago", "EVD-04", |b| {
        let dated = b.references(|text| {
            let years = 2016..=2026;
            Some(years.fold(text.to_owned(), |text, year| text.replace(&format!("{{{year}}}"), "{2012}")))
        });
        b.case.content.references.entries.iter_mut().for_each(|entry| entry.kind = Some(EvidenceKind::Guideline));
        dated
    }),
    ("retractions never looked for", "EVD-05", |b| {
        b.case.content.references.entries.iter_mut().for_each(|entry| entry.retraction_checked_on = None);
        Some(())
    }),
    // Safety.
    ("nobody asked about allergies", "SAF-01", |b| {
        b.case.content.summary.allergies.status = ListStatus::NotAsked;
        b.case.content.summary.allergies.items.clear();
        Some(())
    }),
    ("allergies known, and none written", "SAF-01", |b| {
        b.case.content.summary.allergies.items.clear();
        Some(())
    }),
    ("a drug recommended without its conflict checks", "SAF-03", |b| {
        medication(b)?.conflicts_checked.clear();
        Some(())
    }),
    ("allergies not thought of", "SAF-03", |b| {
        medication(b)?.conflicts_checked.retain(|check| *check != ConflictCheck::Allergy);
        Some(())
    }),
    ("the emergency number of another country", "SAF-04", |b| {
        b.case.content.safety_net.emergency_number = "112".into();
        Some(())
    }),
    // Dates.
    ("a record of the future", "TIM-01", |b| {
        b.case.content.records.first_mut()?.date = "2031-01-05".parse().ok()?;
        Some(())
    }),
    ("a value measured in the future", "TIM-01", |b| {
        let measured = b.case.content.findings.iter_mut().find_map(|finding| finding.measured.first_mut())?;
        measured.values.last_mut()?.date = "2031-01-05".parse().ok()?;
        Some(())
    }),
    ("a record older than the patient", "TIM-02", |b| {
        b.case.content.records.first_mut()?.date = "1931-01-05".parse().ok()?;
        Some(())
    }),
    ("signed after the release", "TIM-03", |b| {
        let attestation = b.case.content.attestations.first_mut()?;
        attestation.at = "2026-04-20T10:00:00-05:00".parse().ok()?;
        b.day = "2026-05-01".parse().ok()?;
        Some(())
    }),
    ("released before anyone asked", "TIM-03", |b| {
        b.case.content.dates.requested = later(b, 3)?;
        Some(())
    }),
    ("late", "TIM-05", |b| {
        b.case.content.dates.due = later(b, -3);
        Some(())
    }),
    // Who signs.
    ("a specialist who did not attest", "SPC-01", |b| {
        let at = b.case.content.attestations.iter().position(|attestation| attestation.role == Role::Specialist)?;
        b.case.content.attestations.remove(at);
        Some(())
    }),
    ("an attestation of other content", "SPC-02", |b| {
        b.case.content.attestations.first_mut()?.content_digest = "0".repeat(64).parse().ok();
        Some(())
    }),
    ("a specialist without credentials", "SPC-03", |b| {
        let parties = &mut b.case.content.parties;
        parties.iter_mut().find(|party| party.role == Role::Specialist)?.credentials = None;
        Some(())
    }),
    ("no word on conflicts of interest", "SPC-04", |b| {
        let parties = &mut b.case.content.parties;
        parties.iter_mut().find(|party| party.role == Role::Specialist)?.conflict_of_interest = None;
        Some(())
    }),
    ("no specialist of the field", "SPC-05", |b| {
        b.case.content.specialties = vec![Specialty::Dermatology];
        Some(())
    }),
    ("the medical director did not sign", "SGN-01", |b| {
        b.case.content.attestations.retain(|attestation| attestation.role != Role::MedicalDirector);
        Some(())
    }),
    ("the medical director did not sign last", "SGN-01", |b| {
        let attestations = &mut b.case.content.attestations;
        let first = attestations.iter().map(|attestation| attestation.at).min()?;
        let director = attestations.iter_mut().find(|attestation| attestation.role == Role::MedicalDirector)?;
        director.at = first;
        let last = attestations.iter().position(|attestation| attestation.role == Role::MedicalDirector)?;
        let director = attestations.remove(last);
        attestations.insert(0, director);
        Some(())
    }),
    ("the case manager did not sign", "SGN-02", |b| {
        b.case.content.attestations.retain(|attestation| attestation.role != Role::CaseManager);
        Some(())
    }),
    ("the medical director the only author", "SGN-03", |b| {
        let director = party(b, Role::MedicalDirector)?;
        let content = &mut b.case.content;
        let director = content.parties.iter().find(|party| party.id.as_str() == director)?.id.clone();
        content.answers.iter_mut().for_each(|answer| answer.author = director.clone());
        content.findings.iter_mut().for_each(|finding| finding.author = Some(director.clone()));
        content.findings.iter_mut().for_each(|finding| finding.reread = None);
        content.attestations.retain(|attestation| attestation.role != Role::Specialist);
        content.parties.retain(|party| party.role != Role::Specialist);
        Some(())
    }),
    // The documents as a whole.
    ("no next steps", "BKL-01", |b| {
        b.case.content.next_steps.clear();
        Some(())
    }),
    ("a picture without words", "BKL-03", |b| {
        let picture = |kind: &Option<String>| kind.as_deref().is_some_and(|kind| kind.starts_with("image/"));
        let record = b.case.content.records.iter_mut().find(|record| picture(&record.media_type));
        record?.title = Text::new("IMG_0231.png");
        Some(())
    }),
    ("a case manager nobody can reach", "BKL-04", |b| {
        let manager = b.case.content.parties.iter_mut().find(|party| party.role == Role::CaseManager)?;
        manager.contact.as_mut()?.hours = None;
        Some(())
    }),
    ("two findings with one id", "ID-01", |b| {
        let id = b.case.content.findings.first()?.id.clone();
        b.case.content.findings.last_mut()?.id = id;
        Some(())
    }),
    ("a recommendation on a finding that is not there", "ID-02", |b| {
        b.case.content.recommendations.first_mut()?.findings.push("F99".parse().ok()?);
        Some(())
    }),
    ("a name wider than a page", "NAM-01", |b| {
        b.case.content.patient.name.family = "Papadimitropoulos".repeat(20);
        Some(())
    }),
    ("a waiver of words that changed", "WVR-01", |b| {
        b.case.content.eligibility.in_hospital = true;
        b.waive("ELI-01", "eligibility.in_hospital")?;
        b.case.content.waivers.last_mut()?.content_digest = "0".repeat(64).parse().ok()?;
        Some(())
    }),
    ("a waiver of an error", "WVR-02", |b| {
        b.case.content.options.iter_mut().for_each(|option| option.no_treatment = false);
        b.waive("OPT-01", "options")
    }),
    ("a waiver of nothing", "WVR-03", |b| b.waive("ELI-01", "eligibility.in_hospital")),
    ("a file named after the patient", "PRV-02", |b| {
        let family = b.case.content.patient.name.family.split(' ').next()?.to_lowercase();
        b.case.content.records.first_mut()?.file = Some(format!("records/{family}-ct.pdf"));
        Some(())
    }),
];

/// The identity printed on the first record that has all of it.
fn printed(b: &mut Broken) -> Option<&mut PrintedIdentity> {
    let printed = b.case.content.records.iter_mut().filter_map(|record| record.printed.as_mut());
    printed.into_iter().find(|p| p.name.is_some() && p.identifier.is_some() && p.birth_date.is_some())
}

/// The id of the first party of a role.
fn party(b: &Broken, role: Role) -> Option<String> {
    Some(b.case.content.parties.iter().find(|party| party.role == role)?.id.as_str().to_owned())
}

fn medication(b: &mut Broken) -> Option<&mut Recommendation> {
    let given = |r: &&mut Recommendation| r.type_ == RecommendationType::Medication && r.direction == Direction::For;
    b.case.content.recommendations.iter_mut().find(given)
}

/// The release date and some days.
fn later(b: &Broken, days: i64) -> Option<PDate> {
    let date = b.case.content.dates.released?.latest() + chrono::TimeDelta::days(days);
    date.format("%Y-%m-%d").to_string().parse().ok()
}
