//! `index.html`: what is in a package, in every language of it, with links; no script, nothing from outside.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde_json::json;

use super::package::{Made, Package};
use crate::case::Case;
use crate::case::model::{self, LocaleTag, Role};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::engine::Engine;
use crate::locale::{Arg, Locale};

/// Where the template is.
const TEMPLATE: &str = "templates/html/index.html";
/// Instructions of the template engine for one page.
const FUEL: u64 = 5_000_000;
/// Message ids of the page, without their prefix.
const WORDS: [&str; 39] = [
    "title",
    "languages",
    "skip",
    "heading",
    "intro",
    "on-this-page",
    "case",
    "version",
    "confidential",
    "draft",
    "draft-note",
    "documents-title",
    "documents-intro",
    "column-document",
    "column-pages",
    "column-size",
    "records-title",
    "records-intro",
    "records-intro-volume",
    "volume",
    "column-record",
    "column-date",
    "column-open",
    "open-page",
    "open-original",
    "no-file",
    "no-records",
    "check-title",
    "check-intro",
    "check-files",
    "check-files-mac",
    "check-signatures",
    "check-result",
    "contact-title",
    "contact-intro",
    "phone",
    "hours",
    "email",
    "top",
];

/// Whether the theme's template of the page can be read.
///
/// # Errors
/// `BKL-24` with the line.
pub fn check_template(engine: &Engine) -> Result<(), Diagnostics> {
    environment(engine).map(|_| ()).map_err(|error| failed(&error))
}

fn failed(error: &minijinja::Error) -> Diagnostics {
    // Without the template's values: they are the patient's.
    let line = error.line().map(|line| format!(", line {line}")).unwrap_or_default();
    let message = format!("the start page cannot be written: {}{line}", error.kind());
    Diagnostic::error("BKL-24", message).hint(format!("look at `{TEMPLATE}` of the theme")).into()
}

/// Writes the page.
pub(super) fn page(engine: &Engine, case: &Case, package: &Package<'_>) -> Result<String, Diagnostics> {
    let mut languages = Vec::new();
    let mut title = String::new();
    for tag in &package.locales {
        let localized = case.localized(*tag)?;
        let locale = engine.locale(*tag).ok_or_else(|| Diagnostic::error("LOC-02", "no words for a locale"))?;
        let part = language(&localized, locale, *tag, package)?;
        if title.is_empty() {
            title = locale.text("start-title", &[])?;
        }
        languages.push(part);
    }
    let values = json!({
        "title": title,
        "draft": package.draft,
        "brand": engine.theme().settings().institution.name,
        "case_id": case.content.id.as_str(),
        "version": case.content.version,
        "languages": languages,
    });
    environment(engine)
        .and_then(|environment| environment.get_template("index.html")?.render(Value::from(Serde(values))))
        .map_err(|error| failed(&error))
}

fn environment(engine: &Engine) -> Result<Environment<'static>, minijinja::Error> {
    let texts = engine.theme().texts_in("templates/html/").unwrap_or_default();
    let source = texts.into_iter().find(|(path, _)| path == TEMPLATE).map(|(_, text)| text).unwrap_or_default();
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_fuel(Some(FUEL));
    environment.add_filter("length", |value: &Value| value.len().unwrap_or(0));
    if let Ok(syntax) = minijinja::syntax::SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.add_template_owned("index.html".to_owned(), source)?;
    Ok(environment)
}

fn language(
    case: &model::Case,
    locale: &Locale,
    tag: LocaleTag,
    package: &Package<'_>,
) -> Result<serde_json::Value, Diagnostics> {
    let sex = [("sex", Arg::from(case.patient.sex.as_str()))];
    let mut words = serde_json::Map::new();
    for id in WORDS {
        words.insert(id.replace('-', "_"), locale.text(&format!("start-{id}"), &sex)?.into());
    }
    let own = |made: &&Made| made.locale == tag;
    let shown = |made: &Made| -> Result<serde_json::Value, Diagnostics> {
        let pages = locale.text("divider-pages-value", &[("count", Arg::Count(made.pages as u64))])?;
        Ok(
            json!({ "title": made.title, "file": encoded(&made.file), "pages_text": pages, "size_text": size(locale, made.size) }),
        )
    };
    let documents = package.documents.iter().filter(own).map(shown).collect::<Result<Vec<_>, _>>()?;
    let volume = package.volumes.iter().find(own).map(shown).transpose()?;
    let mut records = Vec::new();
    for read in package.records.iter() {
        let Some(record) = case.records.iter().find(|record| record.id == read.id) else { continue };
        let attached = read.reading.as_ref().and_then(|reading| reading.attached);
        let note = attached.map(|reason| locale.text(&format!("attached-{}", reason.as_str()), &[])).transpose()?;
        let volume_link = package
            .volumes
            .iter()
            .find(own)
            .map(|made| format!("{}#nameddest={}", encoded(&made.file), encoded(record.id.as_str())));
        records.push(json!({
            "id": record.id.as_str(),
            "date": locale.date(record.date),
            "title": crate::prose::plain(record.title.as_str()),
            "provider": record.provider,
            "file": read.original.as_deref().map(encoded),
            "volume_link": volume_link,
            "note": note,
        }));
    }
    let manager = case.parties.iter().find(|party| party.role == Role::CaseManager);
    let contact = manager.map(|party| {
        let contact = party.contact.as_ref();
        let words = |text: &model::Text| crate::prose::plain(text.as_str());
        let hours = contact.and_then(|c| c.hours.as_ref()).map(words);
        let zone = contact.and_then(|c| c.time_zone.as_ref()).map(words);
        json!({
            "name": party.name,
            "phone": contact.and_then(|c| c.phone.as_deref()),
            "hours": match (hours, zone) { (Some(hours), Some(zone)) => Some(format!("{hours} ({zone})")), (hours, _) => hours },
            "email": contact.and_then(|c| c.email.as_deref()),
        })
    });
    let withheld = package.records.withheld();
    let withheld_note = if withheld > 0 {
        let arguments = [("count", Arg::Count(withheld as u64)), ("sex", Arg::from(case.patient.sex.as_str()))];
        Some(locale.text("withheld-records", &arguments)?)
    } else {
        None
    };
    Ok(json!({
        "lang": tag.as_str(),
        "name": locale.text(&format!("locale-{}", tag.as_str()), &[])?,
        "words": words,
        "documents": documents,
        "volume": volume,
        "records": records,
        "contact": contact,
        "withheld_note": withheld_note,
    }))
}

/// "1.4 MB" as the language writes it (decimal prefixes, ISO 80000-1).
fn size(locale: &Locale, bytes: u64) -> String {
    let unit = if locale.language() == "fr" { ("ko", "Mo") } else { ("kB", "MB") };
    let space = "\u{A0}";
    if bytes < 1_000_000 {
        return format!("{}{space}{}", locale.integer(bytes.div_ceil(1_000)), unit.0);
    }
    let tenths = bytes.div_ceil(100_000);
    let text = format!("{}.{}", tenths / 10, tenths % 10);
    let number = text.parse().map_or(text, |number| locale.number(&number));
    format!("{number}{space}{}", unit.1)
}

/// A relative path as a link: all but unreserved characters and slashes as percent signs (RFC 3986, clause 2.3).
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_path_is_a_link_whatever_is_in_it() {
        assert_eq!(encoded("records/a b#c?.pdf"), "records/a%20b%23c%3F.pdf");
        assert_eq!(encoded("records/é.pdf"), "records/%C3%A9.pdf");
    }
}
