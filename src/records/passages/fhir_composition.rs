//! The composition of a FHIR document: its header and the narratives of its sections.

use serde_json::Value;

use super::FactKind;
use super::fhir::{Library, Shown, human_name, usual_name};
use super::fhir_values::{all, string, words};
use super::narrative::heading;
use crate::records::picture::Reason;

/// Reads a composition.
pub fn read(composition: &Value, library: &Library<'_>, shown: &mut Shown) -> Result<(), Reason> {
    if !all(composition, "modifierExtension").is_empty() || composition.get("implicitRules").is_some() {
        // What turns the meaning of a whole document is not read here.
        return Err(Reason::Kind);
    }
    shown.facts.extend(string(composition, "date").map(|date| (FactKind::DocumentDate, date)));
    for (field, kind) in [("author", FactKind::Author), ("custodian", FactKind::Custodian)] {
        let named = all(composition, field).iter().filter_map(|party| party_name(composition, party, library));
        shown.facts.extend(named.map(|name| (kind, name)));
    }
    // With sections it may say the same once more, or be their table of contents.
    if let Some(text) = composition.get("text").filter(|_| all(composition, "section").is_empty()) {
        shown.narrative(text, 0)?;
    }
    all(composition, "section").iter().try_for_each(|section| read_section(section, 1, shown))
}

/// Sections lie in each other no deeper than JSON may.
fn read_section(section: &Value, level: u8, shown: &mut Shown) -> Result<(), Reason> {
    let title = string(section, "title").or_else(|| words(section.get("code")));
    shown.passages.extend(title.and_then(|title| heading(level, &title)));
    let before = shown.passages.len();
    if let Some(text) = section.get("text") {
        shown.narrative(text, level)?;
    }
    if shown.passages.len() == before {
        // Why there is nothing, in the document's words.
        let reason = words(section.get("emptyReason"));
        shown
            .passages
            .extend(reason.map(|text| super::Passage::Para(vec![super::Run { text, ..super::Run::default() }])));
    }
    all(section, "section").iter().try_for_each(|inner| read_section(inner, level.saturating_add(1), shown))
}

fn party_name(from: &Value, reference: &Value, library: &Library<'_>) -> Option<String> {
    let found = || {
        let party = library.find(from, reference)?;
        match party.get("resourceType")?.as_str()? {
            "PractitionerRole" => {
                let person = party.get("practitioner").and_then(|practitioner| {
                    let found = library.find(party, practitioner).and_then(usual_name).and_then(human_name);
                    found.or_else(|| string(practitioner, "display"))
                });
                person.or_else(|| string(party.get("organization")?, "display"))
            }
            "Organization" => string(party, "name"),
            _ => usual_name(party).and_then(human_name),
        }
    };
    found().or_else(|| string(reference, "display"))
}

#[cfg(test)]
mod tests {
    use super::super::fhir;
    use super::super::tests::words_of;
    use super::super::{Passage, ResourceKind};
    use super::*;

    fn bundle(entries: &str) -> String {
        format!(r#"{{"resourceType": "Bundle", "type": "document", "entry": [{entries}]}}"#)
    }

    const PATIENT: &str = r#"{"fullUrl": "urn:p", "resource": {"resourceType": "Patient", "id": "p", "birthDate": "1980-02",
        "name": [{"use": "old", "family": "Alt"}, {"family": "Muster", "given": ["Maria", "Eva"]}],
        "identifier": [{"value": "77"}, {"value": "77"}]}}"#;

    #[test]
    fn a_document_is_read_in_its_order() {
        let composition = r#"{"resource": {"resourceType": "Composition", "title": "Brief", "date": "2024-01-02",
            "language": "de", "subject": {"reference": "urn:p"}, "author": [{"display": "Dr. Arzt"}], "section": [
            {"title": "A", "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'><p>eins</p></div>"},
             "section": [{"title": "B", "emptyReason": {"text": "leer"}}]},
            {"title": "C", "text": {"status": "empty", "div": "<div>nicht</div>"}}]}}"#;
        let condition = r#"{"resource": {"resourceType": "Condition", "code": {"text": "Gicht"}, "subject": {"reference": "urn:p"}}}"#;
        let other = PATIENT.replace("Muster", "Anders").replace("urn:p", "urn:q").replace("\"p\"", "\"q\"");
        let stranger = condition.replace("urn:p", "Patient/q");
        let claim = r#"{"resource": {"resourceType": "Claim"}}"#;
        let text = bundle(&[composition, PATIENT, condition, &other, &stranger, claim].join(","));
        let reading = fhir::read(&text).unwrap().unwrap();
        assert_eq!(words_of(&reading.passages), ["A", "B", "C", "Gicht", "eins", "leer"]);
        assert_eq!((reading.title.as_deref(), reading.language.as_deref()), (Some("Brief"), Some("de")));
        let identity = &reading.identity;
        assert_eq!(
            (identity.name.as_deref(), identity.birth_date.as_deref()),
            (Some("Maria Eva Muster"), Some("1980-02"))
        );
        assert_eq!(identity.identifiers, ["77"]);
        assert!(reading.facts.contains(&(FactKind::Author, "Dr. Arzt".to_owned())));
        assert_eq!(reading.left_out, 3);
        // Without the composition it would be the record of two people.
        assert_eq!(fhir::read(&bundle(&[PATIENT, &other].join(","))), Some(Err(Reason::Kind)));
    }

    #[test]
    fn a_patient_inside_of_a_resource_is_the_patient() {
        let text = r##"{"resourceType": "Observation", "code": {"text": "Apgar"}, "valueInteger": 9,
            "subject": {"reference": "#p"}, "contained": [{"resourceType": "Patient", "id": "p", "name": [{"text": "Mia"}]}]}"##;
        let reading = fhir::read(text).unwrap().unwrap();
        assert_eq!((reading.identity.name.as_deref(), reading.left_out), (Some("Mia"), 0));
        assert_eq!(words_of(&reading.passages), ["9", "Apgar"]);
    }

    #[test]
    fn files_are_decoded_and_rows_sorted() {
        let text = bundle(
            r#"{"resource": {"resourceType": "DiagnosticReport", "code": {"text": "X-ray"}, "effectiveDateTime": "2024-02-01",
                "presentedForm": [{"contentType": "application/pdf", "data": "aGVsbG8="}, {"url": "http://x"}],
                "result": [{"reference": "Observation/nowhere"}]}},
               {"resource": {"resourceType": "DiagnosticReport", "code": {"text": "Lab"}, "effectiveDateTime": "2023"}},
               {"resource": {"resourceType": "Condition", "modifierExtension": [{}], "code": {"text": "no"}}}"#,
        );
        let reading = fhir::read(&text).unwrap().unwrap();
        assert_eq!(reading.embedded.first().unwrap().bytes, b"hello");
        assert_eq!(reading.left_out, 3);
        let [Passage::Listing { kind: ResourceKind::DiagnosticReport, rows }] = reading.passages.as_slice() else {
            panic!("no listing")
        };
        assert_eq!(rows.iter().map(|row| row.what.as_str()).collect::<Vec<_>>(), ["Lab", "X-ray"]);
    }

    #[test]
    fn damaged_files_are_not_shown() {
        assert_eq!(fhir::read("{\"resourceType\": \"Bundle\""), Some(Err(Reason::Damaged)));
        let narrative = r#"{"resourceType": "CarePlan", "text": {"status": "generated", "div": "<div>a"}}"#;
        assert_eq!(fhir::read(narrative), Some(Err(Reason::Damaged)));
        assert_eq!(fhir::read("{\"a\": \"b\"}"), None);
        assert_eq!(fhir::read("{\"a\": {\"resourceType\": \"x\"}}"), None);
    }
}
