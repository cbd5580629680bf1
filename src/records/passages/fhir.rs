//! FHIR R4 as JSON: a bundle or one resource.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::encoding::{language, line};
use super::fhir_values::{all, order, parse, string};
use super::media::{MAX_EMBEDDED, base64};
use super::narrative::Narrator;
use super::xml::Element;
use super::{
    Embedded, FactKind, Identity, ListingRow, MAX_FHIR, Passage, Reading, ResourceKind, fhir_composition, fhir_rows,
};
use crate::records::picture::Reason;

/// How deep bundles in bundles are read.
const MAX_BUNDLES: u8 = 4;

/// The resources of a file, and where others refer to them.
#[derive(Default)]
pub struct Library<'v> {
    resources: Vec<&'v Value>,
    places: BTreeMap<String, &'v Value>,
    /// What is in a resource, by where that is in memory and the inner ID.
    inside: BTreeMap<(usize, &'v str), &'v Value>,
}

impl<'v> Library<'v> {
    /// What a reference leads to: in the resource itself or in the bundle.
    pub fn find(&self, from: &Value, reference: &Value) -> Option<&'v Value> {
        let reference = reference.as_str().or_else(|| reference.get("reference")?.as_str())?;
        if let Some(id) = reference.strip_prefix('#') {
            return self.inside.get(&(place(from), id)).copied();
        }
        self.places.get(reference).copied()
    }

    /// The patients that a resource is about.
    fn patients(&self, resource: &Value) -> impl Iterator<Item = &'v Value> {
        let named = [resource.get("subject"), resource.get("patient")].into_iter().flatten();
        named.filter_map(|about| self.find(resource, about)).filter(|about| is(about, "Patient"))
    }

    fn add(&mut self, resource: &'v Value, url: Option<&str>) {
        let name = resource.get("resourceType").and_then(Value::as_str);
        if let (Some(name), Some(id)) = (name, resource.get("id").and_then(Value::as_str)) {
            self.places.entry(format!("{name}/{id}")).or_insert(resource);
        }
        if let Some(url) = url {
            self.places.insert(url.to_owned(), resource);
        }
        for inner in all(resource, "contained") {
            if let Some(id) = inner.get("id").and_then(Value::as_str) {
                self.inside.entry((place(resource), id)).or_insert(inner);
            }
        }
        self.resources.push(resource);
    }
}

/// What is gathered while the resources are read.
#[derive(Default)]
pub struct Shown {
    pub(super) narrator: Narrator,
    pub(super) passages: Vec<Passage>,
    pub(super) embedded: Vec<Embedded>,
    pub(super) facts: Vec<(FactKind, String)>,
    bytes: usize,
}

/// Reads a file. `None`: it is not FHIR.
pub fn read(text: &str) -> Option<Result<Reading, Reason>> {
    Some(resource(text)?.and_then(|root| shown(&root)))
}

/// Whose record it is, without what it says.
pub fn identity(text: &str) -> Option<Identity> {
    let root = resource(text)?.ok()?;
    let (mut library, mut shown) = (Library::default(), Shown::default());
    gather(&root, None, &mut library, &mut shown, 0).ok()?;
    people(&library, subject(&library)).ok().map(|(identity, _)| identity)
}

/// The bundle or resource of a file. `None`: it is not FHIR.
fn resource(text: &str) -> Option<Result<Value, Reason>> {
    let start = text.trim_start();
    if !start.starts_with('{') || !text.contains("\"resourceType\"") {
        return None;
    }
    if text.len() > MAX_FHIR {
        return Some(Err(Reason::TooLarge));
    }
    let root = match parse(text) {
        Ok(root) => root,
        Err(reason) => return Some(Err(reason)),
    };
    root.get("resourceType").and_then(Value::as_str)?;
    Some(Ok(root))
}

/// The patient that the first composition is about.
fn subject<'v>(library: &Library<'v>) -> Option<&'v Value> {
    let composition = library.resources.iter().copied().find(|resource| is(resource, "Composition"))?;
    library.find(composition, composition.get("subject")?).filter(|subject| is(subject, "Patient"))
}

fn is(resource: &Value, name: &str) -> bool {
    resource.get("resourceType").and_then(Value::as_str) == Some(name)
}

/// Where a value is in memory: which one it is, whatever it says.
fn place(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// Whose record it is, and which patients in it are others.
fn people(library: &Library<'_>, subject: Option<&Value>) -> Result<(Identity, BTreeSet<usize>), Reason> {
    let named = library.resources.iter().copied().filter(|resource| is(resource, "Patient"));
    let about = library.resources.iter().flat_map(|resource| library.patients(resource));
    let all: BTreeMap<usize, &Value> = named.chain(about).map(|patient| (place(patient), patient)).collect();
    let Some(first) = subject.or_else(|| all.values().next().copied()) else {
        return Ok((Identity::default(), BTreeSet::new()));
    };
    let identity = identity_of(first);
    // The same person may stand in each resource once more.
    let same = |patient: &Value| {
        place(patient) == place(first) || identity != Identity::default() && identity_of(patient) == identity
    };
    let strangers: BTreeSet<usize> =
        all.iter().filter(|(_, patient)| !same(patient)).map(|(place, _)| *place).collect();
    if subject.is_none() && !strangers.is_empty() {
        // Whose record it is would be a guess.
        return Err(Reason::Kind);
    }
    Ok((identity, strangers))
}

fn shown(root: &Value) -> Result<Reading, Reason> {
    let (mut library, mut shown) = (Library::default(), Shown::default());
    gather(root, None, &mut library, &mut shown, 0)?;
    let compositions: Vec<&Value> = library.resources.iter().copied().filter(|r| is(r, "Composition")).collect();
    let (identity, strangers) = people(&library, subject(&library))?;
    let mut reading = Reading { kind: "fhir", identity, ..Reading::default() };
    reading.language = root.get("language").and_then(|code| language(code.as_str()?));
    state(&reading.identity, &mut shown);
    for composition in &compositions {
        fhir_composition::read(composition, &library, &mut shown)?;
        reading.title = reading.title.or_else(|| string(composition, "title"));
        reading.language = reading.language.or_else(|| language(composition.get("language")?.as_str()?));
    }
    let mut listings: BTreeMap<ResourceKind, Vec<ListingRow>> = BTreeMap::new();
    for resource in library.resources.iter().filter(|resource| !is(resource, "Composition")) {
        let other = library.patients(resource).any(|about| strangers.contains(&place(about)));
        // A modifier that is not understood may turn what it says into its opposite.
        let modified = !all(resource, "modifierExtension").is_empty() || resource.get("implicitRules").is_some();
        if other || strangers.contains(&place(resource)) || modified {
            shown.narrator.leave_out(1);
            continue;
        }
        one(resource, &library, &mut shown, &mut listings)?;
    }
    for (kind, _) in fhir_rows::KINDS {
        let Some(mut rows) = listings.remove(&kind) else { continue };
        rows.sort_by_cached_key(|row| (row.date.is_none(), row.date.as_deref().map(|date| order(date).into_owned())));
        shown.passages.push(Passage::Listing { kind, rows });
    }
    reading.facts = shown.facts;
    reading.passages = shown.passages;
    reading.embedded = shown.embedded;
    reading.embedded.append(&mut shown.narrator.embedded);
    reading.left_out = shown.narrator.left_out;
    Ok(reading)
}

/// All resources of a bundle, those of bundles in it too.
fn gather<'v>(
    resource: &'v Value,
    url: Option<&str>,
    library: &mut Library<'v>,
    shown: &mut Shown,
    depth: u8,
) -> Result<(), Reason> {
    if resource.get("resourceType").and_then(Value::as_str) != Some("Bundle") {
        library.add(resource, url);
        // Results may stand inside of their report.
        let results =
            all(resource, "contained").iter().filter(|inner| fhir_rows::kind(inner) == Some(ResourceKind::Observation));
        library.resources.extend(results);
        return Ok(());
    }
    if depth >= MAX_BUNDLES {
        return Err(Reason::TooLarge);
    }
    if resource.get("type").and_then(Value::as_str) == Some("history") {
        // Versions of the same resource: what is true would be a guess.
        return Err(Reason::Kind);
    }
    for entry in all(resource, "entry") {
        match entry.get("resource") {
            Some(inner) => gather(inner, entry.get("fullUrl").and_then(Value::as_str), library, shown, depth + 1)?,
            None => shown.narrator.leave_out(1),
        }
    }
    let more = all(resource, "link").iter().any(|link| link.get("relation").and_then(Value::as_str) == Some("next"));
    shown.narrator.leave_out(usize::from(more));
    Ok(())
}

/// Shows a resource: its files, and its narrative or its row.
fn one(
    resource: &Value,
    library: &Library<'_>,
    shown: &mut Shown,
    listings: &mut BTreeMap<ResourceKind, Vec<ListingRow>>,
) -> Result<(), Reason> {
    let name = resource.get("resourceType").and_then(Value::as_str).unwrap_or("");
    match name {
        "Claim" | "ClaimResponse" | "ExplanationOfBenefit" => {
            shown.narrator.leave_out(1);
            return Ok(());
        }
        "DiagnosticReport" => {
            all(resource, "presentedForm").iter().try_for_each(|form| shown.attach(form))?;
            let missing =
                all(resource, "result").iter().filter(|result| library.find(resource, result).is_none()).count();
            shown.narrator.leave_out(missing);
        }
        "DocumentReference" => {
            let mut attachments = all(resource, "content").iter().filter_map(|content| content.get("attachment"));
            attachments.try_for_each(|attachment| shown.attach(attachment))?;
        }
        "Media" => all(resource, "content").iter().try_for_each(|content| shown.attach(content))?,
        "Binary" => shown.attach(resource)?,
        _ => {}
    }
    let before = shown.passages.len();
    if let Some(text) = resource.get("text") {
        shown.narrative(text, 0)?;
    }
    if shown.passages.len() > before || matches!(name, "Patient" | "Media" | "Binary") {
        return Ok(());
    }
    match fhir_rows::kind(resource).and_then(|kind| Some((kind, fhir_rows::row(kind, resource, library)?))) {
        Some((kind, row)) => listings.entry(kind).or_default().push(row),
        None => shown.narrator.leave_out(1),
    }
    Ok(())
}

impl Shown {
    /// Adds a FHIR `Narrative`, unless it says that it is empty.
    pub(super) fn narrative(&mut self, text: &Value, level: u8) -> Result<(), Reason> {
        if text.get("status").and_then(Value::as_str) == Some("empty") {
            return Ok(());
        }
        let Some(div) = text.get("div").and_then(Value::as_str).filter(|div| !div.trim().is_empty()) else {
            return Ok(());
        };
        // FHIR allows no entities of HTML here; they are common, and say the same in every browser.
        let tree: Element = super::xml::parse(div, true)?;
        self.narrator.level = level.min(5);
        self.passages.extend(self.narrator.narrate(&tree)?);
        Ok(())
    }

    /// Adds a FHIR `Attachment`, or counts it if its data are elsewhere.
    fn attach(&mut self, attachment: &Value) -> Result<(), Reason> {
        let Some(data) = attachment.get("data").and_then(Value::as_str) else {
            self.narrator.leave_out(1);
            return Ok(());
        };
        let bytes = base64(data).ok_or(Reason::Damaged)?;
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > MAX_EMBEDDED {
            return Err(Reason::TooLarge);
        }
        let (media_type, title) = (string(attachment, "contentType"), string(attachment, "title"));
        self.embedded.push(Embedded { media_type, title, bytes });
        Ok(())
    }
}

fn state(identity: &Identity, shown: &mut Shown) {
    shown.facts.extend(identity.name.clone().map(|name| (FactKind::Patient, name)));
    shown.facts.extend(identity.birth_date.clone().map(|date| (FactKind::BirthDate, date)));
    shown.facts.extend(identity.identifiers.iter().map(|number| (FactKind::Identifier, number.clone())));
}

/// A `HumanName` in one line.
pub fn human_name(name: &Value) -> Option<String> {
    let parts = |field: &str| all(name, field).iter().filter_map(Value::as_str).collect::<Vec<_>>();
    string(name, "text").or_else(|| {
        let parts = ["prefix", "given", "family", "suffix"].map(parts);
        line(&parts.concat().join(" "))
    })
}

/// The name in use: official, else usual, else the first that is not an old one.
pub fn usual_name(resource: &Value) -> Option<&Value> {
    let names = all(resource, "name");
    let used = |name: &&Value, wanted: &str| name.get("use").and_then(Value::as_str) == Some(wanted);
    let current = |name: &&Value| !used(name, "old") && !used(name, "maiden");
    let find = |wanted: &str| names.iter().find(|name| used(name, wanted));
    find("official").or_else(|| find("usual")).or_else(|| names.iter().find(current)).or(names.first())
}

fn identity_of(patient: &Value) -> Identity {
    let name = usual_name(patient);
    let part = |field: &str| {
        let parts: Vec<&str> = all(name?, field).iter().filter_map(Value::as_str).collect();
        line(&parts.join(" "))
    };
    let mut seen = BTreeSet::new();
    let numbers = all(patient, "identifier").iter().filter_map(|identifier| string(identifier, "value"));
    let identifiers = numbers.filter(|number| seen.insert(number.clone())).collect();
    let is_date = |date: &String| date.split('-').count() <= 3 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    Identity {
        name: name.and_then(human_name),
        family: part("family"),
        given: part("given"),
        identifiers,
        birth_date: string(patient, "birthDate").filter(|date| matches!(date.len(), 4 | 7 | 10)).filter(is_date),
    }
}
