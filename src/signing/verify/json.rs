//! The report for programs.

use serde_json::{Map, Value, json};

use super::facts::Fact;
use super::report::{Report, SignatureReport};
use crate::signing::approval::forms::moment;

/// The version of the JSON form; it grows when a field changes its meaning or goes.
const FORMAT: u32 = 1;

impl Report {
    /// The report as JSON: `opine_report` says the version of the form. True and false answer, null means that nobody
    /// can say or asked.
    pub fn to_json(&self) -> Value {
        let mut out = json!({ "opine_report": FORMAT });
        if let (Some(out), Value::Object(fields)) = (out.as_object_mut(), body(self)) {
            out.extend(fields);
        }
        out
    }
}

fn body(report: &Report) -> Value {
    json!({
        "file": report.file,
        "subject": report.subject.as_str(),
        "status": report.status.as_str(),
        "exit_code": report.exit_code(),
        "intact": report.intact.as_bool(),
        "valid": report.valid.as_bool(),
        "trusted": report.trusted.as_bool(),
        "complete": report.complete.as_bool(),
        "current": report.current.as_bool(),
        "case": report.case.as_ref().map(|case| json!({ "id": case.id, "version": case.version })),
        "signatures": report.signatures.iter().map(signature).collect::<Vec<_>>(),
        "facts": report.facts.iter().map(fact).collect::<Vec<_>>(),
        "members": report.members.iter().map(body).collect::<Vec<_>>(),
    })
}

fn signature(signature: &SignatureReport) -> Value {
    json!({
        "place": signature.place,
        "name": signature.name,
        "roles": signature.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>(),
        "key": signature.key.map(|key| key.to_hex()),
        "claimed_at": signature.claimed_at.as_ref().map(moment::text),
        "proven_at": signature.proven_at.map(|at| moment::text(&at.fixed_offset())),
        "certifies": signature.certifies,
        "locks": signature.locks,
        "intact": signature.intact.as_bool(),
        "valid": signature.valid.as_bool(),
        "trusted": signature.trusted.as_bool(),
        "indication": signature.indication.to_string(),
        "sub_indication": signature.sub_indication.map(|sub| sub.as_str()),
        "facts": signature.facts.iter().map(fact).collect::<Vec<_>>(),
    })
}

fn fact(fact: &Fact) -> Value {
    let arguments: Map<String, Value> =
        fact.arguments.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({ "message": fact.id, "status": fact.status.as_str(), "arguments": arguments })
}
