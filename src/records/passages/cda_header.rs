//! The header of a CDA document: whose it is, who wrote it and when.

use std::collections::BTreeSet;

use super::encoding::line;
use super::xml::{Child, Element};
use super::{FactKind, Identity};
use crate::records::picture::Reason;

/// What the header says.
pub fn read(document: &Element) -> Result<(Identity, Vec<(FactKind, String)>), Reason> {
    let identity = identity(document)?;
    let mut facts = Vec::new();
    let mut state = |kind: FactKind, value: Option<String>| facts.extend(value.map(|value| (kind, value)));
    state(FactKind::Patient, identity.name.clone());
    let birth = document.path(&["recordTarget", "patientRole", "patient", "birthTime"]);
    state(FactKind::BirthDate, identity.birth_date.clone().or_else(|| time(birth)));
    for identifier in &identity.identifiers {
        state(FactKind::Identifier, Some(identifier.clone()));
    }
    state(FactKind::DocumentDate, time(document.first("effectiveTime")));
    for author in document.all("author") {
        state(FactKind::Author, author.first("assignedAuthor").and_then(assigned_author));
    }
    let keeper = document.path(&["custodian", "assignedCustodian", "representedCustodianOrganization"]);
    state(FactKind::Custodian, keeper.and_then(name_of));
    for recipient in document.all("informationRecipient").filter_map(|r| r.first("intendedRecipient")) {
        let person = recipient.first("informationRecipient").and_then(name_of);
        let organization = recipient.first("receivedOrganization").and_then(name_of);
        state(FactKind::Recipient, joined(person, organization));
    }
    Ok((identity, facts))
}

/// Whose it is.
pub fn identity(document: &Element) -> Result<Identity, Reason> {
    let mut targets = document.all("recordTarget").filter_map(|target| target.first("patientRole"));
    let Some(role) = targets.next() else { return Ok(Identity::default()) };
    if targets.next().is_some() {
        // A document about several people is nobody's record.
        return Err(Reason::Kind);
    }
    let mut identity = Identity::default();
    let mut seen = BTreeSet::new();
    for id in role.all("id") {
        // The root says who gave the number; it is the number itself only if there is no other.
        let id = id.attribute("extension").and_then(line).or_else(|| id.attribute("root").and_then(line));
        identity.identifiers.extend(id.filter(|id| seen.insert(id.clone())));
    }
    let Some(patient) = role.first("patient") else { return Ok(identity) };
    if let Some(name) = usual_name(patient) {
        identity.name = line(&spaced(name));
        let part = |kind: &str| {
            // A call name and a name at birth are not the name.
            let plain = |part: &&Element| !matches!(part.attribute("qualifier"), Some("CL" | "BR"));
            let named: Vec<&Element> = name.all(kind).collect();
            let plain: Vec<&Element> = named.iter().copied().filter(plain).collect();
            let parts = if plain.is_empty() { named } else { plain };
            line(&parts.iter().map(|part| part.text()).collect::<Vec<_>>().join(" "))
        };
        (identity.family, identity.given) = (part("family"), part("given"));
    }
    identity.birth_date = patient.first("birthTime").and_then(|time| time.attribute("value")).and_then(birth_date);
    Ok(identity)
}

/// The legal name if it is marked, else the first.
fn usual_name(patient: &Element) -> Option<&Element> {
    let legal = |name: &&Element| name.attribute("use").is_some_and(|uses| uses.split_whitespace().any(|u| u == "L"));
    patient
        .all("name")
        .filter(|name| name.has_text())
        .find(legal)
        .or_else(|| patient.all("name").find(|n| n.has_text()))
}

fn name_of(element: &Element) -> Option<String> {
    element.all("name").find_map(|name| line(&spaced(name)))
}

/// The parts of a name with spaces between.
fn spaced(name: &Element) -> String {
    let mut out = String::new();
    for child in &name.children {
        match child {
            Child::Text(text) => out.push_str(text),
            Child::Element(part) if part.attribute("nullFlavor").is_some() => {}
            Child::Element(part) => out.push_str(&part.text()),
        }
        out.push(' ');
    }
    out
}

fn assigned_author(author: &Element) -> Option<String> {
    let person = author.first("assignedPerson").and_then(name_of);
    let device = || {
        let device = author.first("assignedAuthoringDevice")?;
        let name = device.first("softwareName").or_else(|| device.first("manufacturerModelName"))?;
        line(&name.text()).or_else(|| name.attribute("displayName").and_then(line))
    };
    joined(person.or_else(device), author.first("representedOrganization").and_then(name_of))
}

fn joined(person: Option<String>, organization: Option<String>) -> Option<String> {
    match (person, organization) {
        (Some(person), Some(organization)) => Some(format!("{person}, {organization}")),
        (one, other) => one.or(other),
    }
}

/// A point in time or the interval of one, as ISO 8601 if it can be read.
fn time(element: Option<&Element>) -> Option<String> {
    let element = element?;
    let value = element.attribute("value").or_else(|| element.first("low")?.attribute("value"))?;
    iso(value.trim()).or_else(|| line(value))
}

/// HL7's `YYYYMMDDHHMMSS.ffff±ZZzz`, or less of it, as ISO 8601 to the second.
pub fn iso(value: &str) -> Option<String> {
    let (moment, zone) = match value.find(['+', '-']) {
        Some(at) => value.split_at(at),
        None => (value, ""),
    };
    let digits = moment.split_once('.').map_or(moment, |(whole, _)| whole);
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 4 | 6 | 8 | 10 | 12 | 14) {
        return None;
    }
    let zone = match (zone.len(), zone.split_at_checked(3)) {
        (0, _) => String::new(),
        (5, Some((hours, minutes))) if digits.len() >= 8 && zone.bytes().skip(1).all(|b| b.is_ascii_digit()) => {
            format!("{hours}:{minutes}")
        }
        _ => return None,
    };
    let part = |from: usize, least: u32, most: u32| -> Option<Option<&str>> {
        let Some(part) = digits.get(from..from + 2) else { return Some(None) };
        let number: u32 = part.parse().ok()?;
        (least..=most).contains(&number).then_some(Some(part))
    };
    let mut out = digits.get(..4)?.to_owned();
    let (month, day) = (part(4, 1, 12)?, part(6, 1, 31)?);
    let (hour, minute, second) = (part(8, 0, 23)?, part(10, 0, 59)?, part(12, 0, 60)?);
    for part in [month, day].into_iter().flatten() {
        out.push('-');
        out.push_str(part);
    }
    if day.is_some() && chrono::NaiveDate::parse_from_str(&out, "%Y-%m-%d").is_err() {
        return None;
    }
    let Some(hour) = hour else { return Some(out) };
    out.push_str(&format!("T{hour}:{}", minute.unwrap_or("00")));
    if let Some(second) = second {
        out.push_str(&format!(":{second}"));
    }
    out.push_str(&zone);
    Some(out)
}

fn birth_date(value: &str) -> Option<String> {
    let iso = iso(value.trim())?;
    Some(iso.split_once('T').map_or(iso.as_str(), |(date, _)| date).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_iso() {
        for (hl7, expected) in [
            ("1975", Some("1975")),
            ("197505", Some("1975-05")),
            ("19750501", Some("1975-05-01")),
            ("201308151030-0800", Some("2013-08-15T10:30-08:00")),
            ("20130815103012.123+0100", Some("2013-08-15T10:30:12+01:00")),
            ("20130231", None),
            ("2013081", None),
            ("20131301", None),
            ("2013-08-15", None),
            ("é013", None),
        ] {
            assert_eq!(iso(hl7).as_deref(), expected, "{hl7}");
        }
        assert_eq!(birth_date("197505011200").as_deref(), Some("1975-05-01"));
    }
}
