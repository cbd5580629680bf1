//! What is done to all entries of a file once they are read: identifiers checked, keys settled.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::read::Intake;
use super::reference::{Name, Reference};
use super::{identifiers, text};
use crate::diagnostics::Diagnostic;

/// How one kind of identifier is checked.
struct Check<'a> {
    name: &'static str,
    normalize: fn(&str) -> Option<String>,
    field: &'a mut Option<String>,
    hint: &'static str,
}

fn check<'a>(
    name: &'static str,
    normalize: fn(&str) -> Option<String>,
    field: &'a mut Option<String>,
    hint: &'static str,
) -> Check<'a> {
    Check { name, normalize, field, hint }
}

/// Normalizes DOI, PMID and PMCID of every entry, and says which are malformed or repeated.
pub(super) fn check_identifiers(intake: &mut Intake) {
    let mut entries = std::mem::take(&mut intake.entries);
    let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
    for entry in &mut entries {
        take_from_address(entry);
        let checks = [
            check("DOI", identifiers::doi, &mut entry.doi, "a DOI looks like `10.1056/NEJMoa1200303`"),
            check("PMID", identifiers::pmid, &mut entry.pmid, "a PMID is a number of at most eight digits"),
            check("PMCID", identifiers::pmcid, &mut entry.pmcid, "a PMCID is `PMC` and digits"),
        ];
        for Check { name, normalize, field, hint } in checks {
            let Some(raw) = field.take() else { continue };
            let place = intake.place_of(&entry.span, &raw);
            let Some(value) = normalize(&raw) else {
                let message = format!("malformed {name} `{}`", text::cut(&raw, 80));
                let diagnostic = Diagnostic::error("EVD-03", message).label(intake.file, place, "").hint(hint);
                intake.report(diagnostic);
                continue;
            };
            if let Some(first) = seen.get(&format!("{name} {value}")) {
                let diagnostic = Diagnostic::error("EVD-03", format!("the {name} `{value}` stands in two references"))
                    .label(intake.file, place, "here again")
                    .label(intake.file, first.clone(), "first here")
                    .hint("delete one of the two, or correct the wrong one");
                intake.report(diagnostic);
            } else {
                seen.insert(format!("{name} {value}"), place);
            }
            *field = Some(value);
        }
    }
    intake.entries = entries;
}

/// Leaves out entries whose key is taken, and makes keys for those without: first author, year, and `b`, `c`, … from
/// the second of the same name on.
pub(super) fn settle_keys(intake: &mut Intake) {
    let entries = std::mem::take(&mut intake.entries);
    let mut taken: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut kept = Vec::with_capacity(entries.len());
    for entry in entries {
        if entry.key.is_empty() {
            kept.push(entry);
            continue;
        }
        let place = intake.place_of(&entry.span, &entry.key);
        if let Some(first) = taken.get(&entry.key) {
            let diagnostic =
                Diagnostic::error("CIT-05", format!("the citation key `{}` is used twice", text::cut(&entry.key, 80)))
                    .label(intake.file, place, "this entry is left out")
                    .label(intake.file, first.clone(), "first used here")
                    .hint("give one of the two another key");
            intake.report(diagnostic);
        } else {
            taken.insert(entry.key.clone(), place);
            kept.push(entry);
        }
    }
    let mut used: BTreeSet<String> = taken.into_keys().collect();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for entry in kept.iter_mut().filter(|entry| entry.key.is_empty()) {
        let base = made_key(entry);
        let count = next.entry(base.clone()).or_insert(0);
        entry.key = loop {
            let key = format!("{base}{}", letters(*count));
            *count += 1;
            if used.insert(key.clone()) {
                break key;
            }
        };
    }
    intake.entries = kept;
}

/// An address at the DOI resolver, PubMed or PubMed Central is the identifier.
fn take_from_address(entry: &mut Reference) {
    let Some(url) = &entry.url else { return };
    let after =
        |mark: &str| url.find(mark).and_then(|at| url.get(at + mark.len()..)).map(|rest| rest.trim_end_matches('/'));
    if entry.doi.is_none()
        && let Some(doi) = after("doi.org/")
    {
        entry.doi = identifiers::doi(&format!("https://doi.org/{doi}"));
    }
    if entry.pmid.is_none() {
        entry.pmid =
            after("pubmed.ncbi.nlm.nih.gov/").or_else(|| after("ncbi.nlm.nih.gov/pubmed/")).and_then(identifiers::pmid);
    }
    if entry.pmcid.is_none() {
        entry.pmcid =
            after(".nih.gov/articles/").or_else(|| after("nlm.nih.gov/pmc/articles/")).and_then(identifiers::pmcid);
    }
}

/// First author's family name, or the first telling word of group or title, and the year.
fn made_key(entry: &Reference) -> String {
    let words = |text: &str| {
        let words = text.split_whitespace().map(text::ascii_key);
        words
            .into_iter()
            .find(|word| word.len() > 3)
            .or_else(|| Some(text::ascii_key(text)).filter(|key| !key.is_empty()))
    };
    let name = match entry.authors.first().or(entry.editors.first()) {
        Some(Name::Person(person)) => Some(text::ascii_key(&format!("{}{}", person.particle, person.family))),
        Some(Name::Group(name)) => words(name),
        None => words(&entry.title),
    };
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| "ref".to_owned());
    let year = entry.year().map_or_else(|| "nd".to_owned(), |year| year.to_string());
    format!("{}{year}", text::cut(&name, 40))
}

/// Nothing, then `b`, `c`, … `z`, `aa`, `ab`, …
fn letters(count: usize) -> String {
    let mut rest = count;
    let mut out = Vec::new();
    if count == 0 {
        return String::new();
    }
    loop {
        out.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
        if rest == 0 {
            break;
        }
        rest -= 1;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_count_on() {
        let shown: Vec<String> = [0, 1, 25, 26, 27, 702].into_iter().map(letters).collect();
        assert_eq!(shown, ["", "b", "z", "aa", "ab", "aaa"]);
    }
}
