//! Who receives a package: whether the patient has agreed to it, in which language, and what of everything.

use chrono::NaiveDate;

use crate::case::Case;
use crate::case::model::{LocaleTag, Party, Record, Role};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::DocumentKind;

/// A reader to whom a package goes.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'c> {
    /// Who it is.
    pub party: &'c Party,
    /// The language they read.
    pub locale: LocaleTag,
}

impl<'c> Recipient<'c> {
    /// The recipient of a name: `patient`, `treating-physician`, or the id of a party of the case.
    ///
    /// # Errors
    /// `CON-02` if consent was withdrawn, `CON-01` if none is in force on `day`, `CON-03` if it does not name this
    /// reader; `BKL-23` if there is no such party, or several.
    pub fn of(case: &'c Case, name: &str, day: NaiveDate) -> Result<Self, Diagnostics> {
        let party = party(case, name)?;
        let consent = &case.content.consent;
        let mut found = Vec::new();
        if consent.withdrawn_on.is_some() {
            let message = "the patient has withdrawn consent, so nothing goes out";
            found.push(case.at("consent.withdrawn_on", Diagnostic::error("CON-02", message)));
        }
        let before = day < consent.signed_on.earliest();
        let after = consent.expires_on.is_some_and(|end| day > end.latest());
        if before || after {
            let message = format!("the consent is not in force on {day}, so nothing goes out");
            let path = if before { "consent.signed_on" } else { "consent.expires_on" };
            let hint = "get a consent that covers the day on which it is sent";
            found.push(case.at(path, Diagnostic::error("CON-01", message).hint(hint)));
        }
        // Patients receive what is theirs, whoever else they named.
        if party.role != Role::Patient && !consent.recipients.contains(&party.id) {
            let message = format!("the patient has not named `{}` as a recipient", party.id);
            let hint = "ask the patient; name the recipient in `consent.recipients`";
            found.push(case.at("consent.recipients", Diagnostic::error("CON-03", message).hint(hint)));
        }
        if found.is_empty() { Ok(Self { party, locale: locale(case, party) }) } else { Err(Diagnostics(found)) }
    }

    /// Which documents this reader receives, what to read first at the front.
    pub fn documents(&self) -> &'static [DocumentKind] {
        match self.party.role {
            Role::Patient => &[DocumentKind::PatientSummary, DocumentKind::Booklet],
            Role::TreatingPhysician => &[DocumentKind::Consultation, DocumentKind::Booklet],
            _ => &[DocumentKind::Consultation],
        }
    }

    /// Whether a record stays back: it holds what the patient has not released. Patients receive their own records.
    pub fn is_withheld(&self, case: &Case, record: &Record) -> bool {
        let released = &case.content.consent.sensitive_categories;
        self.party.role != Role::Patient && record.sensitive.iter().any(|category| !released.contains(category))
    }

    /// The recipient in file names: a role, or the id of a party, and no name.
    pub fn slug(&self) -> &str {
        match self.party.role {
            Role::Patient => "patient",
            Role::TreatingPhysician => "treating-physician",
            _ => self.party.id.as_str(),
        }
    }
}

fn party<'c>(case: &'c Case, name: &str) -> Result<&'c Party, Diagnostics> {
    let parties = &case.content.parties;
    if let Some(party) = parties.iter().find(|party| party.id.as_str() == name) {
        return Ok(party);
    }
    let folded = name.replace('-', "_");
    let of_role: Vec<&Party> = parties.iter().filter(|party| party.role.as_str() == folded).collect();
    // Whom the patient named comes before others of the same role.
    let named: Vec<&Party> =
        of_role.iter().copied().filter(|party| case.content.consent.recipients.contains(&party.id)).collect();
    match (named.as_slice(), of_role.as_slice()) {
        ([one], _) | ([], [one]) => Ok(one),
        ([], []) => {
            let ids: Vec<&str> = parties.iter().map(|party| party.id.as_str()).collect();
            let message = format!("the case has no recipient `{}`", name.escape_debug());
            let hint = format!("there are `patient`, `treating-physician` and the ids {}", ids.join(", "));
            Err(Diagnostic::error("BKL-23", message).hint(hint).into())
        }
        (several, all) => {
            let list = if several.is_empty() { all } else { several };
            let ids: Vec<&str> = list.iter().map(|party| party.id.as_str()).collect();
            let message = format!("several parties are `{}`", name.escape_debug());
            Err(Diagnostic::error("BKL-23", message).hint(format!("name one by its id: {}", ids.join(", "))).into())
        }
    }
}

/// The locale of the case that a reader reads best.
fn locale(case: &Case, party: &Party) -> LocaleTag {
    let own = case.content.locale;
    let all = case.locales();
    if party.role == Role::Patient {
        let wanted = case.content.patient.preferred_locale;
        let close = all.iter().find(|tag| tag.as_str()[..2] == wanted.as_str()[..2]);
        return all.iter().find(|tag| **tag == wanted).or(close).copied().unwrap_or(own);
    }
    let speaks = |tag: &LocaleTag| party.languages.iter().any(|language| tag.as_str().starts_with(language.as_str()));
    if party.languages.is_empty() || speaks(&own) {
        return own;
    }
    let first = party.languages.iter().find_map(|l| all.iter().find(|tag| tag.as_str().starts_with(l.as_str())));
    first.copied().unwrap_or(own)
}
