//! Section 1: cover, running header and footer.

use crate::case::model::Role;
use crate::compose::build::{fact, words};
use crate::compose::context::Context;
use crate::document::{DocumentKind, Fact, FrontMatter, Picture};
use crate::locale::Arg;

pub(crate) fn front_matter(cx: &Context<'_>) -> FrontMatter {
    let case = cx.case;
    let title = match cx.kind {
        DocumentKind::Consultation => cx.t("title-consultation"),
        DocumentKind::PatientSummary => cx.t("title-patient-summary"),
        DocumentKind::Booklet => cx.t("title-booklet"),
    };
    let specialties: Vec<String> =
        case.specialties.iter().map(|specialty| cx.word_inline("specialty", specialty.as_str())).collect();
    let subtitle = match cx.kind {
        DocumentKind::PatientSummary => {
            cx.tf("subtitle-patient-summary", &[("name", Arg::from(&*case.patient.name.display))])
        }
        _ => cx.tf("subtitle-second-opinion", &[("specialties", Arg::from(&*cx.locale.list_and(&specialties)))]),
    };
    let institution = cx.sources.institution;
    let patient_id = case.patient.identifiers.first().map_or("", |id| &*id.value);
    FrontMatter {
        title,
        subtitle,
        brand: institution.name.clone(),
        tagline: institution.tagline.clone(),
        sponsor: case.sponsor.as_ref().map(|sponsor| {
            let words = cx.tf("sponsored-by", &[("name", Arg::from(&*sponsor.name))]);
            match &sponsor.tagline {
                Some(tagline) => format!("{words} · {}", cx.plain(tagline)),
                None => words,
            }
        }),
        logo: institution.logo.as_ref().map(|path| Picture {
            path: path.clone(),
            alt: cx.tf("alt-logo", &[("name", Arg::from(&*institution.name))]),
        }),
        facts: facts(cx),
        case_id: cx.tf("footer-case", &[("id", Arg::from(case.id.as_str()))]),
        patient_id: cx.tf("footer-patient", &[("id", Arg::from(&*patient_id.to_owned()))]),
        date: cx.date(cx.sources.issued),
        draft: cx.sources.sign_off.is_none().then(|| cx.t("draft")),
        notice: cx.t("notice-confidential"),
    }
}

fn facts(cx: &Context<'_>) -> Vec<Fact> {
    let case = cx.case;
    let patient = &case.patient;
    let mut facts = vec![
        fact(cx.t("fact-patient"), words(patient.name.display.clone())),
        fact(cx.t("fact-birth-date"), words(cx.date(patient.birth_date))),
    ];
    for identifier in &patient.identifiers {
        let value = format!("{} ({})", identifier.value.clone(), identifier.system.clone());
        facts.push(fact(cx.t("fact-patient-number"), words(value)));
    }
    facts.push(fact(cx.t("fact-case"), words(case.id.as_str())));
    let physicians: Vec<_> = cx.parties(Role::TreatingPhysician).collect();
    if let Some(first) = physicians.first()
        && cx.kind != DocumentKind::PatientSummary
    {
        let names: Vec<String> = physicians.iter().map(|party| cx.party_name(party)).collect();
        facts.push(fact(cx.role(Role::TreatingPhysician, Some(first)), words(names.join("; "))));
    }
    facts.push(fact(cx.t("fact-date"), words(cx.date(cx.sources.issued))));
    facts.push(fact(cx.t("fact-version"), words(cx.locale.integer(u64::from(case.version)))));
    facts.push(fact(cx.t("fact-language"), words(cx.t(&format!("locale-{}", cx.locale.tag().as_str())))));
    facts
}
