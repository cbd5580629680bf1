//! Sections 3, 4, 23 and 25: letters and notices, worded in the templates of each language.

use serde_json::{Value, json};

use crate::case::model::{Party, Role};
use crate::compose::build::{fact, para, text, words};
use crate::compose::context::Context;
use crate::document::{Block, Inline, Register, Section};
use crate::locale::Arg;

/// The case manager's letter to the patient.
pub(crate) fn cover_letter(cx: &Context<'_>) -> Section {
    let mut section = cx.section("cover-letter", Register::Patient, cx.letter("cover-letter", &letter_values(cx)));
    section.new_page = true;
    section
}

/// The case manager's letter to the treating physician.
pub(crate) fn cover_letter_physician(cx: &Context<'_>) -> Section {
    let mut values = letter_values(cx);
    let physician = cx.parties(Role::TreatingPhysician).next();
    if let Some(map) = values.as_object_mut() {
        map.insert("physician_name".to_owned(), json!(physician.map(|party| &party.name)));
        map.insert("physician_sex".to_owned(), json!(physician.and_then(|party| party.sex).map(|sex| sex.as_str())));
    }
    let sex = physician.and_then(|party| party.sex).map_or("unknown", |sex| sex.as_str());
    let title = cx.tf("section-cover-letter-physician", &[("sex", Arg::from(sex))]);
    let letter = cx.letter("cover-letter-physician", &values);
    let mut section = cx.titled("cover-letter-physician", title, Register::Clinician, letter);
    section.new_page = true;
    section
}

fn letter_values(cx: &Context<'_>) -> Value {
    let case = cx.case;
    let manager = cx.parties(Role::CaseManager).next();
    let specialists: Vec<Value> = cx
        .parties(Role::Specialist)
        .map(|party| {
            let specialty = party.specialty.map(|s| cx.word_inline("specialty", s.as_str())).unwrap_or_default();
            json!({ "name": cx.party_name(party), "specialty": specialty })
        })
        .collect();
    json!({
        "patient_name": case.patient.name.display,
        "salutation_sex": case.patient.sex.as_str(),
        "case_manager": manager.map(|party| manager_values(cx, party)),
        "institution": cx.sources.institution.name,
        "specialists": specialists,
        "question_count": case.questions.len(),
        "scenario": case.concordance.scenario().as_str(),
        "date": cx.date(cx.sources.issued),
        "follow_up_questions": case.follow_up.included_questions,
        "questions_until": case.follow_up.questions_until.map(|date| cx.date(date)),
    })
}

pub(crate) fn manager_values(cx: &Context<'_>, party: &Party) -> Value {
    let contact = party.contact.as_ref();
    json!({
        "name": party.name,
        "credentials": party.credentials,
        "phone": contact.and_then(|c| c.phone.as_deref()),
        "hours": contact.and_then(|c| c.hours.as_ref()).map(|hours| cx.plain(hours)),
        "time_zone": contact.and_then(|c| c.time_zone.as_ref()).map(|zone| cx.plain(zone)),
        "email": contact.and_then(|c| c.email.as_deref()),
    })
}

pub(crate) fn how_to_read(cx: &Context<'_>) -> Section {
    let mut section = cx.section("how-to-read", Register::Patient, cx.letter("how-to-read", &json!({})));
    section.new_page = true;
    section
}

/// What an opinion from records cannot do.
pub(crate) fn limits(cx: &Context<'_>, register: Register) -> Vec<Block> {
    let name = match register {
        Register::Clinician => "limits",
        Register::Patient => "limits-patient",
    };
    cx.letter(name, &json!({ "date": cx.date(cx.sources.issued) }))
}

pub(crate) fn privacy(cx: &Context<'_>) -> Section {
    let consent = &cx.case.consent;
    let recipients: Vec<String> =
        consent.recipients.iter().filter_map(|id| cx.party(id)).map(|party| cx.party_name(party)).collect();
    let mut blocks =
        cx.letter("privacy", &json!({ "jurisdiction": consent.jurisdiction.as_str(), "recipients": recipients }));
    let mut facts = vec![
        fact(cx.t("fact-consent-scope"), cx.inlines(&consent.scope)),
        fact(
            cx.t("fact-consent-signed"),
            words(format!("{} · {}", consent.signer.clone(), cx.date(consent.signed_on))),
        ),
    ];
    if let Some(expires) = consent.expires_on {
        facts.push(fact(cx.t("fact-consent-expires"), words(cx.date(expires))));
    }
    if !consent.sensitive_categories.is_empty() {
        let names: Vec<String> =
            consent.sensitive_categories.iter().map(|c| cx.word_inline("sensitive-category", c.as_str())).collect();
        facts.push(fact(cx.t("fact-consent-sensitive"), words(cx.locale.list_and(&names))));
    }
    blocks.push(Block::Facts { items: facts });
    cx.section("privacy", Register::Patient, blocks)
}

pub(crate) fn contact(cx: &Context<'_>) -> Section {
    let mut blocks = Vec::new();
    for party in cx.parties(Role::CaseManager) {
        let mut line = vec![crate::compose::build::strong(cx.party_name(party))];
        line.push(text(format!(" · {}", cx.role(party.role, Some(party)))));
        blocks.push(para(line));
        let Some(contact) = &party.contact else { continue };
        let mut facts = Vec::new();
        if let Some(phone) = &contact.phone {
            let url = format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>());
            let c = words(phone.to_owned());
            facts.push(fact(cx.t("fact-phone"), vec![Inline::Link { url, c }]));
        }
        if let Some(email) = &contact.email {
            let c = words(email.to_owned());
            facts.push(fact(cx.t("fact-email"), vec![Inline::Link { url: format!("mailto:{email}"), c }]));
        }
        if let Some(hours) = &contact.hours {
            facts.push(fact(cx.t("fact-hours"), cx.inlines(hours)));
        }
        if let Some(zone) = &contact.time_zone {
            facts.push(fact(cx.t("fact-time-zone"), cx.inlines(zone)));
        }
        blocks.push(Block::Facts { items: facts });
    }
    let manager = cx.parties(Role::CaseManager).next();
    blocks
        .extend(cx.letter("language-help", &json!({ "case_manager": manager.map(|party| manager_values(cx, party)) })));
    let mut section = cx.section("contact", Register::Patient, blocks);
    // Whom to call is looked up in a hurry: it does not begin at the foot of a page.
    section.new_page = true;
    section
}
