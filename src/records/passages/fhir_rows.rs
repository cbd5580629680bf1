//! FHIR resources without a narrative as rows of a listing.

use serde_json::Value;

use super::fhir::Library;
use super::fhir_values::{all, date, dosage, finding, joined, notes, observed, string, words};
use super::{ListingRow, ResourceKind};

/// The kinds in the order in which they are shown, with their names.
pub const KINDS: [(ResourceKind, &str); 10] = [
    (ResourceKind::Condition, "Condition"),
    (ResourceKind::AllergyIntolerance, "AllergyIntolerance"),
    (ResourceKind::MedicationRequest, "MedicationRequest"),
    (ResourceKind::Immunization, "Immunization"),
    (ResourceKind::Procedure, "Procedure"),
    (ResourceKind::DiagnosticReport, "DiagnosticReport"),
    (ResourceKind::Observation, "Observation"),
    (ResourceKind::Encounter, "Encounter"),
    (ResourceKind::CarePlan, "CarePlan"),
    (ResourceKind::DocumentReference, "DocumentReference"),
];

/// The kind of a resource, if it is listed.
pub fn kind(resource: &Value) -> Option<ResourceKind> {
    let name = resource.get("resourceType")?.as_str()?;
    KINDS.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
}

/// The row of a resource, `None` if it does not say what it is.
pub fn row(kind: ResourceKind, resource: &Value, library: &Library<'_>) -> Option<ListingRow> {
    let field = |name: &str| words(resource.get(name));
    let mut value: Vec<String> = Vec::new();
    let mut status: Vec<String> = string(resource, "status").into_iter().collect();
    let (date, what) = match kind {
        ResourceKind::Condition => {
            value.extend(["severity", "stage", "bodySite"].iter().filter_map(|name| match *name {
                "stage" => joined(all(resource, name).iter().filter_map(|stage| words(stage.get("summary"))), ", "),
                name => field(name),
            }));
            status.extend(["clinicalStatus", "verificationStatus"].iter().filter_map(|name| field(name)));
            let onset = date(resource, &["onsetDateTime", "onsetPeriod", "recordedDate"]);
            value.extend(field("onsetString"));
            let end = date(resource, &["abatementDateTime"]);
            value.extend(field("abatementString"));
            let interval = match (onset, end) {
                (Some(onset), Some(end)) if !onset.contains('/') => Some(format!("{onset}/{end}")),
                (onset, _) => onset,
            };
            (interval, field("code"))
        }
        ResourceKind::AllergyIntolerance => {
            let reactions = all(resource, "reaction").iter().filter_map(|reaction| {
                let parts = ["manifestation", "severity", "description"].map(|name| words(reaction.get(name)));
                joined(parts.into_iter().flatten(), ", ")
            });
            value.extend(reactions);
            status.extend(
                ["clinicalStatus", "verificationStatus", "type", "criticality"].iter().filter_map(|n| field(n)),
            );
            value.extend(field("onsetString"));
            // Without a code of its own, the substance of a reaction is what it is.
            let what = field("code").or_else(|| {
                joined(all(resource, "reaction").iter().filter_map(|reaction| words(reaction.get("substance"))), ", ")
            });
            (date(resource, &["onsetDateTime", "onsetPeriod", "recordedDate", "assertedDate"]), what)
        }
        ResourceKind::MedicationRequest => {
            for instruction in all(resource, "dosageInstruction") {
                value.push(dosage(instruction)?);
            }
            value.retain(|text| !text.is_empty());
            value.extend(field("reasonCode"));
            status.extend(string(resource, "intent").filter(|intent| intent != "order"));
            status.extend(field("statusReason"));
            if resource.get("doNotPerform") == Some(&Value::Bool(true)) {
                status.push("doNotPerform".to_owned());
            }
            let medication = resource.get("medication");
            let reference = resource.get("medicationReference").or_else(|| medication?.get("reference"));
            let referred = || {
                let found = library.find(resource, reference?).and_then(|medication| words(medication.get("code")));
                found.or_else(|| string(reference?, "display"))
            };
            (
                date(resource, &["authoredOn"]),
                field("medicationCodeableConcept").or_else(|| words(medication)).or_else(referred),
            )
        }
        ResourceKind::Immunization => {
            value.extend(resource.get("doseQuantity").and_then(super::fhir_values::quantity));
            value.extend(["site", "route", "reasonCode"].iter().filter_map(|name| field(name)));
            value.extend(string(resource, "occurrenceString"));
            status.extend(field("statusReason"));
            (date(resource, &["occurrenceDateTime", "date"]), field("vaccineCode"))
        }
        ResourceKind::Procedure => {
            value.extend(["outcome", "bodySite", "reasonCode", "complication"].iter().filter_map(|name| field(name)));
            value.extend(string(resource, "performedString"));
            status.extend(field("statusReason"));
            (
                date(resource, &["performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod"]),
                field("code"),
            )
        }
        ResourceKind::DiagnosticReport => {
            value.extend(string(resource, "conclusion"));
            value.extend(field("conclusionCode"));
            (date(resource, &["effectiveDateTime", "effectivePeriod", "issued"]), field("code"))
        }
        ResourceKind::Observation => {
            // A value in a form that is not written here must not look as if there were none.
            let has_value = resource.as_object()?.keys().any(|name| name.starts_with("value"));
            if has_value {
                observed(resource)?;
            }
            value.extend(finding(resource));
            for component in all(resource, "component") {
                let (name, found) = (words(component.get("code"))?, finding(component)?);
                value.push(format!("{name}: {found}"));
            }
            value.extend(["bodySite", "method"].iter().filter_map(|name| field(name)));
            let names = ["effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued"];
            (date(resource, &names), field("code"))
        }
        ResourceKind::Encounter => {
            value.extend(field("reasonCode"));
            (date(resource, &["period"]), field("type").or_else(|| field("serviceType")).or_else(|| field("class")))
        }
        ResourceKind::CarePlan => {
            value.extend(string(resource, "description"));
            let activities = all(resource, "activity").iter().filter_map(|activity| {
                let detail = activity.get("detail")?;
                let what = words(detail.get("code")).or_else(|| string(detail, "description"))?;
                Some(string(detail, "status").map_or(what.clone(), |status| format!("{what} [{status}]")))
            });
            value.extend(activities);
            status.extend(string(resource, "intent").filter(|intent| intent != "order"));
            (date(resource, &["period", "created"]), string(resource, "title").or_else(|| field("category")))
        }
        ResourceKind::DocumentReference => {
            let titles =
                all(resource, "content").iter().filter_map(|content| string(content.get("attachment")?, "title"));
            let titles = joined(titles, ", ");
            let description = string(resource, "description");
            status.extend(string(resource, "docStatus"));
            let what = field("type").or_else(|| description.clone()).or_else(|| titles.clone());
            value.extend([description, titles].into_iter().flatten().filter(|text| Some(text) != what.as_ref()));
            (date(resource, &["date", "created", "indexed"]), what)
        }
    };
    value.extend(notes(resource));
    Some(ListingRow { date, what: what?, value: joined(value, "; "), status: joined(status, ", ") })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows(resource: Value) -> ListingRow {
        row(kind(&resource).unwrap(), &resource, &Library::default()).unwrap()
    }

    #[test]
    fn what_must_not_be_done_is_said() {
        let row = rows(json!({"resourceType": "MedicationRequest", "status": "active", "intent": "plan",
            "doNotPerform": true, "medicationCodeableConcept": {"text": "Aspirin"}, "dosageInstruction": [{
            "doseAndRate": [{"doseQuantity": {"value": "100", "unit": "mg"}}],
            "timing": {"repeat": {"frequency": "1", "period": "1", "periodUnit": "d"}}, "asNeededBoolean": true}]}));
        assert_eq!(row.status.as_deref(), Some("active, plan, doNotPerform"));
        assert_eq!(row.value.as_deref(), Some("100 mg, 1 × / 1 d, asNeeded"));
    }

    #[test]
    fn a_dosage_is_whole_or_not_there() {
        let order = json!({"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "Aspirin"},
            "dosageInstruction": [{"maxDosePerPeriod": {}, "doseAndRate": []}]});
        assert_eq!(row(ResourceKind::MedicationRequest, &order, &Library::default()), None);
    }

    #[test]
    fn components_are_named_and_none_is_dropped() {
        let pressure = json!({"resourceType": "Observation", "code": {"text": "BP"}, "component": [
            {"code": {"text": "sys"}, "valueQuantity": {"value": "120", "unit": "mm[Hg]"}},
            {"code": {"text": "dia"}, "valueQuantity": {"value": "80", "unit": "mm[Hg]"}}]});
        assert_eq!(rows(pressure).value.as_deref(), Some("sys: 120 mm[Hg]; dia: 80 mm[Hg]"));
        let curve = json!({"resourceType": "Observation", "code": {"text": "ECG"}, "valueSampledData": {}});
        assert_eq!(row(ResourceKind::Observation, &curve, &Library::default()), None);
    }

    #[test]
    fn a_refuted_problem_is_called_so() {
        let row = rows(json!({"resourceType": "Condition", "code": {"coding": [{"display": "Gout"}]},
            "verificationStatus": {"coding": [{"code": "refuted"}]}, "onsetDateTime": "2001",
            "abatementDateTime": "2002-03"}));
        assert_eq!((row.status.as_deref(), row.date.as_deref()), (Some("refuted"), Some("2001/2002-03")));
    }
}
