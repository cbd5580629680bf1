//! `opine keys list`: identities and authorities, for people and for programs.

use std::path::PathBuf;

use chrono::{DateTime, SecondsFormat, Utc};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::secrets::{shown, told};
use super::{Failure, Terminal, authority, now};
use crate::signing::authority::AuthorityFolder;
use crate::signing::certificates::Certificate;
use crate::signing::error::SigningError;
use crate::signing::identity::Identity;
use crate::signing::signer::KeyAlgorithm;

#[derive(Debug, Args)]
pub(super) struct List {
    /// Folders of identities or authorities, or folders that hold some
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// How they are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// Versioned JSON
    Json,
}

impl List {
    pub fn run(&self, terminal: &Terminal) -> Result<(), Failure> {
        let (mut text, mut all) = (String::new(), Vec::new());
        let (mut damaged, now) = (false, now().to_utc());
        for folder in &self.folders {
            let mut found: Vec<Result<Value, SigningError>> = Vec::new();
            for identity in Identity::list(folder)? {
                found.push(identity.and_then(|identity| describe(&identity, now)));
            }
            if AuthorityFolder::is_at(folder) {
                found.push(authority::describe(folder, now));
            }
            if found.is_empty() {
                terminal.say(&format!("`{}` has no identities", folder.display()));
            }
            for described in found {
                match described {
                    Ok(described) => all.push(described),
                    Err(error) => {
                        terminal.error(&told(&error));
                        damaged = true;
                    }
                }
            }
        }
        if self.format == Format::Json {
            text = format!("{:#}\n", json!({ "version": 1, "keys": all }));
        } else {
            all.iter().for_each(|described| print(described, 0, &mut text));
        }
        terminal.data(text.as_bytes())?;
        if damaged { Err(Failure::Case) } else { Ok(()) }
    }
}

/// An identity as `list` shows it.
fn describe(identity: &Identity, now: DateTime<Utc>) -> Result<Value, SigningError> {
    let mut keys = serde_json::Map::new();
    for algorithm in KeyAlgorithm::ALL {
        let certificates = identity.certificates(algorithm)?;
        let certificate = certificates.first().map(|certificate| about(certificate, now));
        let entry = json!({
            "fingerprint": identity.key_fingerprint(algorithm).to_string(),
            "certificate": certificate.unwrap_or_else(|| json!({ "state": "not certified" })),
        });
        keys.insert(algorithm.as_str().to_owned(), entry);
    }
    let roles: Vec<&str> = identity.roles().iter().map(|role| role.title()).collect();
    Ok(json!({
        "name": identity.name(),
        "folder": identity.folder().display().to_string(),
        "asks_to_sign_as": roles,
        "made": moment(identity.created().to_utc()),
        "keys": keys,
    }))
}

/// A certificate as `list` shows it; whether it is revoked only the authority knows.
pub(super) fn about(certificate: &Certificate, now: DateTime<Utc>) -> Value {
    let state = if now < certificate.not_before() {
        "not valid yet"
    } else if now > certificate.not_after() {
        "expired"
    } else {
        "valid"
    };
    let roles: Vec<&str> = certificate.roles().iter().map(|role| role.title()).collect();
    json!({
        "state": state,
        "name": certificate.name(),
        "may_sign_as": roles,
        "issuer": certificate.issuer_name(),
        "from": moment(certificate.not_before()),
        "until": moment(certificate.not_after()),
        "serial": certificate.serial(),
        "fingerprint": certificate.fingerprint().to_string(),
    })
}

/// A moment in UTC, to the second.
pub(super) fn moment(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The same for people: the name, then one fact a line, and what belongs to a fact indented under it.
fn print(value: &Value, depth: usize, text: &mut String) {
    let words = |value: &Value| match value {
        Value::String(text) => shown(text),
        other => other.to_string(),
    };
    let indent = "  ".repeat(depth.max(1));
    for (index, (name, value)) in value.as_object().into_iter().flatten().enumerate() {
        let name = name.replace('_', " ");
        match value {
            Value::String(name) if depth == 0 && index == 0 => text.push_str(&format!("{}\n", shown(name))),
            Value::Object(_) => {
                text.push_str(&format!("{indent}{name}\n"));
                print(value, depth.max(1) + 1, text);
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for item in items {
                    text.push_str(&format!("{indent}{name}\n"));
                    print(item, depth.max(1) + 1, text);
                }
            }
            Value::Array(items) if items.is_empty() => {}
            Value::Array(items) => {
                let list: Vec<String> = items.iter().map(words).collect();
                text.push_str(&format!("{indent}{name}: {}\n", list.join(", ")));
            }
            other => text.push_str(&format!("{indent}{name}: {}\n", words(other))),
        }
    }
}
