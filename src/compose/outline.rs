//! Which sections a document has, in which order.

use super::context::Context;
use super::sections::{
    addenda, answers, assessment, at_a_glance, emergency, follow_up, glossary, history, next_steps, notices, opinions,
    options, people, recommendations, records, references, results, signatures, story, trials,
};
use crate::document::{DocumentKind, Part, Register, Section};

use Register::{Clinician, Patient};

pub(crate) fn sections(cx: &Context<'_>) -> Vec<Section> {
    let mut sections = match cx.kind {
        DocumentKind::Consultation => consultation(cx),
        DocumentKind::PatientSummary => patient_summary(cx),
        DocumentKind::Booklet => booklet(cx),
    };
    sections.retain(|section| {
        let name = section.id.get(2..).unwrap_or_default();
        cx.wants(name) && cx.wants(&section.id)
    });
    if let Some(first) = sections.first_mut()
        && cx.kind != DocumentKind::Booklet
    {
        // The title block opens the first page, and the first section follows it there.
        first.new_page = false;
        first.one_page = false;
    }
    sections
}

/// The order of an HL7 consultation note, with the parts of a second opinion in their places.
fn consultation_body(cx: &Context<'_>) -> Vec<Section> {
    let mut all = vec![history::request(cx), history::limitations(cx), history::history(cx), history::medications(cx)];
    all.push(results::section(cx));
    all.extend(results::rereads(cx));
    all.push(opinions::section(cx, Clinician));
    all.push(assessment::section(cx));
    all.push(options::section(cx, Clinician));
    all.push(recommendations::section(cx, Clinician));
    all.push(answers::section(cx, Clinician));
    all.extend(trials::section(cx, Clinician));
    all
}

fn consultation(cx: &Context<'_>) -> Vec<Section> {
    let mut all = vec![at_a_glance::section(cx, Clinician)];
    all.extend(consultation_body(cx));
    all.push(follow_up::section(cx, Clinician));
    all.extend(addenda::section(cx, Clinician));
    all.push(records::section(cx));
    all.push(people::specialists(cx));
    all.push(people::how_reviewed(cx));
    all.push(references::section(cx, Clinician));
    all.push(signatures::section(cx, Clinician));
    all
}

fn patient_body(cx: &Context<'_>) -> Vec<Section> {
    let mut all = vec![story::section(cx), answers::section(cx, Patient), opinions::section(cx, Patient)];
    all.extend(opinions::when_they_differ(cx));
    all.push(options::section(cx, Patient));
    all.push(recommendations::section(cx, Patient));
    all.extend(trials::section(cx, Patient));
    all.push(next_steps::checklist(cx));
    all.push(next_steps::doctor_questions(cx));
    all.push(next_steps::online_consultation(cx));
    all.push(next_steps::notes(cx));
    all.push(follow_up::section(cx, Patient));
    all
}

fn patient_summary(cx: &Context<'_>) -> Vec<Section> {
    let mut all = vec![emergency::section(cx), at_a_glance::section(cx, Patient)];
    all.extend(patient_body(cx));
    all.extend(addenda::section(cx, Patient));
    all.extend(glossary::section(cx));
    all.push(references::section(cx, Patient));
    all.push(notices::privacy(cx));
    all.push(notices::contact(cx));
    all.push(signatures::section(cx, Patient));
    all
}

fn booklet(cx: &Context<'_>) -> Vec<Section> {
    let part = |id: &str| Some(Part { title: cx.t(&format!("part-{id}")), note: cx.t(&format!("part-{id}.note")) });
    let mut all = vec![emergency::section(cx), notices::cover_letter(cx), notices::how_to_read(cx)];
    let mut for_you = vec![at_a_glance::section(cx, Patient)];
    for_you.extend(patient_body(cx));
    for_you.extend(glossary::section(cx));
    for_you.push(notices::privacy(cx));
    for_you.push(notices::contact(cx));
    let mut for_doctors = vec![notices::cover_letter_physician(cx), at_a_glance::section(cx, Clinician)];
    for_doctors.extend(consultation_body(cx));
    let mut behind = vec![records::section(cx), people::specialists(cx), people::how_reviewed(cx)];
    behind.push(references::section(cx, Clinician));
    behind.extend(addenda::section(cx, Clinician));
    behind.push(signatures::section(cx, Clinician));
    for (name, mut sections) in [("for-you", for_you), ("for-doctors", for_doctors), ("behind", behind)] {
        if let Some(first) = sections.first_mut() {
            first.part = part(name);
        }
        all.append(&mut sections);
    }
    all
}
