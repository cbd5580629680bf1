//! The data types of FHIR R4 as short texts, in the document's own words and codes.

use std::borrow::Cow;

use serde_json::Value;

use super::encoding::line;
use crate::records::picture::Reason;

/// The most values of a file.
const MAX_VALUES: usize = 3_000_000;

/// Reads JSON with its numbers as strings, for 1.50 is another measurement than 1.5 (FHIR R4, 2.24.0.1).
pub fn parse(text: &str) -> Result<Value, Reason> {
    serde_json::from_str(&quoted(text)?).map_err(|_| Reason::Damaged)
}

fn quoted(text: &str) -> Result<String, Reason> {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let (mut rest, mut values) = (text, 0_usize);
    while let Some(at) = rest.find(|c: char| matches!(c, '"' | '-' | '0'..='9' | ',' | '[' | '{')) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = match from.as_bytes().first() {
            Some(b'"') => string_length(from),
            Some(b',' | b'[' | b'{') => {
                values += 1;
                1
            }
            _ => {
                let end = from.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
                end.unwrap_or(from.len())
            }
        };
        if values > MAX_VALUES {
            return Err(Reason::TooLarge);
        }
        let (token, after) = from.split_at_checked(length).ok_or(Reason::Damaged)?;
        let is_number = token.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        if is_number {
            token.parse::<serde_json::Number>().map_err(|_| Reason::Damaged)?;
            out.extend(["\"", token, "\""]);
        } else {
            out.push_str(token);
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The length of the string that begins here, quotation marks included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The elements of an array, or the one value that stands where an array may.
pub fn all<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    match value.get(name) {
        Some(Value::Array(values)) => values,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// A string, as one line.
pub fn string(value: &Value, name: &str) -> Option<String> {
    line(value.get(name)?.as_str()?)
}

/// Words joined, `None` if there are none.
pub fn joined(parts: impl IntoIterator<Item = String>, separator: &str) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.is_empty() { None } else { Some(parts.join(separator)) }
}

/// What a code, a `CodeableConcept`, a `Coding`, a `Reference` or an array of them says.
pub fn words(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => line(text),
        Value::Array(values) => joined(values.iter().filter_map(|value| words(Some(value))), ", "),
        Value::Bool(value) => Some(value.to_string()),
        value @ Value::Object(fields) => string(value, "text")
            .or_else(|| coded(all(value, "coding")))
            .or_else(|| string(value, "display"))
            .or_else(|| string(value, "code"))
            .or_else(|| words(fields.get("concept"))),
        Value::Null | Value::Number(_) => None,
    }
}

/// Of several codes for the same the one that was chosen, else the first with words, else the first.
fn coded(codings: &[Value]) -> Option<String> {
    let chosen = codings.iter().filter(|coding| coding.get("userSelected") == Some(&Value::Bool(true)));
    chosen.chain(codings).find_map(|c| string(c, "display")).or_else(|| codings.iter().find_map(|c| string(c, "code")))
}

/// A `Quantity`: comparator, number, unit.
pub fn quantity(value: &Value) -> Option<String> {
    let number = string(value, "value")?;
    let comparator = string(value, "comparator").map(|comparator| format!("{comparator} "));
    let unit = string(value, "unit").or_else(|| string(value, "code")).filter(|unit| unit != "1");
    let unit = unit.map(|unit| format!(" {unit}"));
    Some(format!("{}{number}{}", comparator.unwrap_or_default(), unit.unwrap_or_default()))
}

/// A `Range`: low to high, or one of them.
fn range(value: &Value) -> Option<String> {
    let end = |name: &str| value.get(name).and_then(quantity);
    match (end("low"), end("high")) {
        (Some(low), Some(high)) => Some(format!("{low} – {high}")),
        (Some(low), None) => Some(format!("≥ {low}")),
        (None, Some(high)) => Some(format!("≤ {high}")),
        (None, None) => None,
    }
}

/// A `Period` as an interval of ISO 8601, open at its end if it has none.
pub fn period(value: &Value) -> Option<String> {
    match (string(value, "start"), string(value, "end")) {
        (Some(start), Some(end)) if day(&start) == day(&end) => Some(start),
        (Some(start), Some(end)) => Some(format!("{start}/{end}")),
        (Some(start), None) => Some(start),
        (None, Some(end)) => Some(format!("../{end}")),
        (None, None) => None,
    }
}

fn day(moment: &str) -> &str {
    moment.split_once('T').map_or(moment, |(day, _)| day)
}

/// The first of these that is there: dates, moments or periods.
pub fn date(resource: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match resource.get(*name)? {
        Value::String(text) => line(text).filter(|text| text.starts_with(|c: char| c.is_ascii_digit())),
        value => period(value),
    })
}

/// What sorts dates: moments as in UTC, partial dates before what they hold.
pub fn order(date: &str) -> Cow<'_, str> {
    let first = date.split_once('/').map_or(date, |(first, second)| if first == ".." { second } else { first });
    match chrono::DateTime::parse_from_rfc3339(first) {
        Ok(moment) => Cow::Owned(moment.to_utc().format("%Y-%m-%dT%H:%M:%S%.9f").to_string()),
        Err(_) => Cow::Borrowed(first),
    }
}

/// The value of an observation or of a component of it.
pub fn observed(value: &Value) -> Option<String> {
    let fields = value.as_object()?;
    let (name, found) = fields.iter().find(|(name, _)| name.starts_with("value"))?;
    match name.as_str() {
        "valueQuantity" => quantity(found),
        "valueRange" => range(found),
        "valuePeriod" => period(found),
        "valueRatio" => {
            let part = |name: &str| found.get(name).and_then(quantity);
            Some(format!("{} : {}", part("numerator")?, part("denominator")?))
        }
        "valueCodeableConcept" | "valueString" | "valueBoolean" | "valueInteger" | "valueTime" | "valueDateTime" => {
            words(Some(found))
        }
        _ => None,
    }
}

/// Value, interpretation and reference range of an observation or of a component of it.
pub fn finding(value: &Value) -> Option<String> {
    let found = observed(value).or_else(|| words(value.get("dataAbsentReason")))?;
    let interpretation = words(value.get("interpretation")).map(|words| format!(" [{words}]"));
    let ranges = all(value, "referenceRange").iter().filter_map(|reference| {
        let limits = string(reference, "text").or_else(|| range(reference))?;
        let applies =
            joined([words(reference.get("type")), words(reference.get("appliesTo"))].into_iter().flatten(), ", ");
        Some(applies.map_or(limits.clone(), |applies| format!("{applies}: {limits}")))
    });
    let ranges = joined(ranges, "; ").map(|ranges| format!(" ({ranges})"));
    Some(format!("{found}{}{}", interpretation.unwrap_or_default(), ranges.unwrap_or_default()))
}

/// What annotations say.
pub fn notes(resource: &Value) -> Vec<String> {
    all(resource, "note").iter().filter_map(|note| string(note, "text")).collect()
}

/// Whether a value has no other fields than these.
fn only(value: Option<&Value>, names: &[&str]) -> bool {
    let fields = value.and_then(Value::as_object);
    fields.is_none_or(|fields| fields.keys().all(|name| name == "id" || names.contains(&name.as_str())))
}

/// How a medicine is taken: the words, else dose, times and route. `None`: it says more than can be said here, and a
/// part of a dosage is another dosage.
pub fn dosage(dosage: &Value) -> Option<String> {
    let joined_all = |parts: Vec<Option<String>>| joined(parts.into_iter().flatten(), ", ");
    let instruction = string(dosage, "patientInstruction");
    if let Some(text) = string(dosage, "text") {
        let instruction = instruction.filter(|instruction| *instruction != text);
        return joined([Some(text), instruction].into_iter().flatten(), "; ");
    }
    let timing = dosage.get("timing");
    let repeat = timing.and_then(|timing| timing.get("repeat"));
    let whole = only(
        Some(dosage),
        &[
            "sequence",
            "patientInstruction",
            "timing",
            "doseAndRate",
            "route",
            "site",
            "method",
            "additionalInstruction",
            "asNeededBoolean",
            "asNeededCodeableConcept",
        ],
    ) && only(timing, &["repeat", "code"])
        && only(
            repeat,
            &["frequency", "period", "periodUnit", "when", "dayOfWeek", "timeOfDay", "boundsPeriod", "boundsDuration"],
        );
    let mut parts = Vec::new();
    for dose in all(dosage, "doseAndRate") {
        if !only(Some(dose), &["type", "doseQuantity", "doseRange", "rateQuantity", "rateRange"]) {
            return None;
        }
        parts.push(dose.get("doseQuantity").and_then(quantity).or_else(|| dose.get("doseRange").and_then(range)));
        parts.push(dose.get("rateQuantity").and_then(quantity).or_else(|| dose.get("rateRange").and_then(range)));
    }
    if let Some(repeat) = repeat {
        let often = string(repeat, "period").zip(string(repeat, "periodUnit")).map(|(period, unit)| {
            format!("{} × / {period} {unit}", string(repeat, "frequency").unwrap_or_else(|| "1".to_owned()))
        });
        if often.is_none() && (repeat.get("frequency").is_some() || repeat.get("period").is_some()) {
            return None;
        }
        parts.push(often);
        parts.extend(["when", "dayOfWeek", "timeOfDay"].map(|name| words(repeat.get(name))));
        parts.push(repeat.get("boundsDuration").and_then(quantity));
        parts.push(repeat.get("boundsPeriod").and_then(period));
    }
    parts.push(words(timing.and_then(|timing| timing.get("code"))));
    parts.extend(["route", "site", "method", "additionalInstruction"].map(|name| words(dosage.get(name))));
    parts.push(match dosage.get("asNeededBoolean") {
        Some(Value::Bool(true)) => Some("asNeeded".to_owned()),
        _ => words(dosage.get("asNeededCodeableConcept")).map(|why| format!("asNeeded: {why}")),
    });
    let built = joined_all(parts);
    let text = joined([built, instruction].into_iter().flatten(), "; ");
    if whole { Some(text.unwrap_or_default()) } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let value = parse(r#"{"value": 1.50, "a": "x \" 1.0 \\", "b": [-2e3, 0.10], "c": "é1"}"#).unwrap();
        assert_eq!(value, json!({"value": "1.50", "a": "x \" 1.0 \\", "b": ["-2e3", "0.10"], "c": "é1"}));
        for wrong in ["{\"a\": 01}", "{\"a\": 1-2}", "{\"a\": 1x}", "{\"a\": \"b}", "{1: 2}x", "[1 2]"] {
            assert_eq!(parse(wrong), Err(Reason::Damaged), "{wrong}");
        }
        assert_eq!(parse(&format!("[{}1]", "1,".repeat(MAX_VALUES))), Err(Reason::TooLarge));
        assert_eq!(parse(&"[".repeat(100_000)), Err(Reason::Damaged));
    }

    #[test]
    fn findings_are_whole() {
        let value = parse(
            r#"{"valueQuantity": {"value": 7.20, "comparator": "<", "unit": "mmol/l"},
                "interpretation": [{"coding": [{"code": "H"}]}],
                "referenceRange": [{"low": {"value": 3.9}, "high": {"value": 6.1}}]}"#,
        );
        assert_eq!(finding(&value.unwrap()).as_deref(), Some("< 7.20 mmol/l [H] (3.9 – 6.1)"));
        let absent = json!({"dataAbsentReason": {"text": "not asked"}});
        assert_eq!(finding(&absent).as_deref(), Some("not asked"));
    }

    #[test]
    fn dates_sort_as_they_happened() {
        let mut dates = ["2020-01-02", "2020-01-01T23:30:00-05:00", "2020-01-02T01:00:00+01:00", "2020", "../2019"];
        dates.sort_by(|a, b| order(a).cmp(&order(b)));
        assert_eq!(dates, ["../2019", "2020", "2020-01-02", "2020-01-02T01:00:00+01:00", "2020-01-01T23:30:00-05:00"]);
    }
}
