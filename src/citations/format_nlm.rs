//! NLM style: "Samples of Formatted References for Authors of Journal Articles" (NLM, from ICMJE) and "Citing Medicine",
//! 2nd edition. The order of parts and their punctuation are the standard's in every language; its words are translated.

use super::format_names::compact;
use super::format_terms::Terms;
use super::format_text::{self, Line};
use super::reference::{Kind, Name, Reference};
use super::{format_pages, identifiers};
use crate::document::Inline;

/// Names that are listed before "et al."
const LISTED: usize = 6;
/// Initials of a name.
const INITIALS: usize = 2;

/// One reference in NLM style.
pub(super) fn format(reference: &Reference, terms: &Terms) -> Vec<Inline> {
    let mut line = Line::new(terms.tag());
    match reference.kind {
        Kind::Article => article(&mut line, reference, terms),
        Kind::Chapter => part(&mut line, reference, terms),
        Kind::Conference if reference.container.is_some() => part(&mut line, reference, terms),
        Kind::Other if reference.volume.is_some() && reference.container.is_some() => {
            article(&mut line, reference, terms)
        }
        _ => book(&mut line, reference, terms),
    }
    line.trim();
    line.finish()
}

fn article(line: &mut Line, reference: &Reference, terms: &Terms) {
    authors(line, &reference.authors, reference.more_authors);
    let internet = is_read_online(reference);
    let journal = format_text::journal(reference);
    title(line, reference, terms, if internet && journal.is_none() { terms.internet() } else { "" });
    if let Some(journal) = journal {
        line.rich(&journal, false);
        if internet {
            line.space();
            line.text(terms.internet());
        }
        line.stop();
    }
    date(line, reference, terms);
    if internet && let Some(accessed) = &reference.accessed {
        line.text(&format!(" {}", terms.cited(accessed)));
    }
    volume(line, reference);
    let location = location(reference);
    if let Some(location) = &location {
        line.text(&format!(":{location}"));
    }
    line.stop();
    language(line, reference, terms);
    if internet {
        available(line, reference, terms);
    }
    identifiers(line, reference, terms);
}

/// `;347(4)`, `;42 Suppl 2`, `;58(12 Suppl 7)`, `;(401)`.
fn volume(line: &mut Line, reference: &Reference) {
    let issue = reference.issue.as_deref().map(issue_text);
    match (&reference.volume, issue) {
        (None, None) => {}
        // A supplement to the whole volume stands beside it, one to an issue in brackets with the issue.
        (Some(volume), Some(issue)) if issue.starts_with("Suppl") => line.text(&format!(";{volume} {issue}")),
        (Some(volume), issue) => {
            line.text(&format!(";{}", issue_text(volume)));
            if let Some(issue) = issue {
                line.text(&format!("({issue})"));
            }
        }
        (None, Some(issue)) => line.text(&format!(";({issue})")),
    }
}

/// `Supplement 2` and `Suppl. 2` as the NLM abbreviates them, `Part 2` likewise.
fn issue_text(raw: &str) -> String {
    let text = raw
        .replace("Supplement", "Suppl")
        .replace("supplement", "Suppl")
        .replace("Suppl.", "Suppl")
        .replace("suppl.", "Suppl");
    let text = text.replace("Part ", "Pt ").replace("Pt. ", "Pt ").replace(['–', '—'], "-").replace("_", " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Pages, or the article number where the journal has that instead.
fn location(reference: &Reference) -> Option<String> {
    match (&reference.pages, &reference.article_number) {
        (Some(pages), Some(number)) if format_pages::starts_at_one(pages) => Some(number.clone()),
        (Some(pages), _) => Some(format_pages::short(pages)),
        (None, number) => number.clone(),
    }
}

/// Whether an article is cited from the web: then its address and the day it was read are given. With a DOI or PubMed
/// number the address adds nothing.
fn is_read_online(reference: &Reference) -> bool {
    reference.url.is_some() && reference.doi.is_none() && reference.pmid.is_none() && reference.pmcid.is_none()
}

fn authors(line: &mut Line, names: &[Name], more: bool) {
    list(line, names, more);
    line.stop();
}

/// Persons are separated by commas, groups by semicolons; after six persons comes "et al."
fn list(line: &mut Line, names: &[Name], more: bool) {
    let persons = names.iter().filter(|name| matches!(name, Name::Person(_))).count();
    let cut = persons > LISTED;
    let mut listed = 0;
    let mut omitted = false;
    let mut before: Option<&Name> = None;
    for name in names {
        let is_person = matches!(name, Name::Person(_));
        if is_person && cut && listed == LISTED {
            if !omitted {
                line.text(", et al.");
                omitted = true;
            }
            continue;
        }
        match (before, name) {
            (None, _) => {}
            (Some(Name::Person(_)), Name::Person(_)) => line.text(", "),
            _ => line.text("; "),
        }
        line.text(&compact(name, INITIALS));
        listed += usize::from(is_person);
        before = Some(name);
    }
    if more && !omitted && !names.is_empty() {
        line.text(", et al.");
    }
}

/// Title, type in brackets and medium, as one sentence.
fn title(line: &mut Line, reference: &Reference, terms: &Terms, medium: &str) {
    format_text::work_title(line, reference, false);
    if let Some(genre) = &reference.genre {
        line.space();
        line.text(&format!("[{}]", terms.genre(genre)));
    }
    let marked =
        reference.title.to_lowercase().contains("retract") || reference.title.to_lowercase().starts_with("withdrawn");
    if reference.retracted && !marked {
        line.space();
        line.text(terms.retracted());
    }
    if !medium.is_empty() {
        line.space();
        line.text(medium);
    }
    line.stop();
}

fn date(line: &mut Line, reference: &Reference, terms: &Terms) {
    match (&reference.date, &reference.date_text) {
        (Some(date), _) => line.text(&terms.year_first(date)),
        (None, Some(text)) => line.text(text),
        (None, None) => line.text(terms.date_unknown()),
    }
}

fn book(line: &mut Line, reference: &Reference, terms: &Terms) {
    let online = reference.kind == Kind::WebPage || (reference.url.is_some() && reference.doi.is_none());
    let edited = reference.authors.is_empty() && !reference.editors.is_empty();
    if edited {
        editors(line, reference, terms);
    } else {
        authors(line, &reference.authors, reference.more_authors);
    }
    let site = reference
        .container
        .as_deref()
        .map(format_text::container)
        .filter(|site| Some(site) != reference.publisher.as_ref());
    let in_site = site.is_some() && reference.publisher.is_some();
    title(line, reference, terms, if online && !in_site { terms.internet() } else { "" });
    if let Some(site) = site.as_ref().filter(|_| in_site) {
        line.text(terms.within());
        line.foreign(site, format_text::title_language(reference), false);
        if online {
            line.space();
            line.text(terms.internet());
        }
        line.stop();
    }
    if reference.kind == Kind::Conference {
        event(line, reference);
    }
    edition_and_volume(line, reference, terms);
    if !edited && !reference.editors.is_empty() {
        editors(line, reference, terms);
    }
    let site = if in_site { None } else { site };
    imprint(line, reference, terms, site.as_deref());
    if online && let Some(accessed) = &reference.accessed {
        line.text(&format!(" {}", terms.cited(accessed)));
    }
    line.stop();
    if let Some(pages) = location(reference) {
        line.text(&format!("{}{pages}", terms.page()));
        line.stop();
    }
    tail(line, reference, terms, online);
}

fn part(line: &mut Line, reference: &Reference, terms: &Terms) {
    let online = reference.url.is_some() && reference.doi.is_none();
    authors(line, &reference.authors, reference.more_authors);
    title(line, reference, terms, "");
    line.text(terms.within());
    if !reference.editors.is_empty() {
        editors(line, reference, terms);
    }
    if let Some(container) = &reference.container {
        line.foreign(&format_text::container(container), format_text::title_language(reference), false);
        if online {
            line.space();
            line.text(terms.internet());
        }
        line.stop();
    }
    event(line, reference);
    edition_and_volume(line, reference, terms);
    imprint(line, reference, terms, None);
    if online && let Some(accessed) = &reference.accessed {
        line.text(&format!(" {}", terms.cited(accessed)));
    }
    line.stop();
    if let Some(pages) = location(reference) {
        line.text(&format!("{}{pages}", terms.page()));
        line.stop();
    }
    tail(line, reference, terms, online);
}

/// Conference: name; date; place.
fn event(line: &mut Line, reference: &Reference) {
    let same = |event: &&String| reference.container.as_deref() != Some(event.as_str()) && reference.title != **event;
    let parts = [reference.event.as_ref().filter(same), reference.event_date.as_ref(), reference.event_place.as_ref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if !parts.is_empty() {
        line.rich(&parts.join("; "), false);
        line.stop();
    }
}

fn edition_and_volume(line: &mut Line, reference: &Reference, terms: &Terms) {
    if let Some(edition) = &reference.edition {
        line.text(&terms.edition(edition));
        line.stop();
    }
    if let Some(volume) = &reference.volume {
        line.text(&format!("{}{volume}", terms.volume()));
        line.stop();
    }
}

fn editors(line: &mut Line, reference: &Reference, terms: &Terms) {
    list(line, &reference.editors, false);
    line.text(&format!(", {}", terms.editors(reference.editors.len() > 1)));
    line.stop();
}

/// Place: publisher; date.
fn imprint(line: &mut Line, reference: &Reference, terms: &Terms, site: Option<&str>) {
    let publisher = reference.publisher.as_deref().or(site);
    match (&reference.place, publisher) {
        (Some(place), Some(publisher)) => line.rich(&format!("{place}: {publisher}; "), false),
        (Some(one), None) => line.rich(&format!("{one}; "), false),
        (None, Some(one)) => line.rich(&format!("{one}; "), false),
        (None, None) => {}
    }
    date(line, reference, terms);
}

fn tail(line: &mut Line, reference: &Reference, terms: &Terms, online: bool) {
    if let Some(series) = reference.series.as_ref() {
        let number = reference.number.as_ref().filter(|_| reference.kind != Kind::Report);
        let number = number.map(|number| format!("; {number}")).unwrap_or_default();
        line.rich(&format!("({series}{number})"), false);
        line.stop();
    }
    match (&reference.number, reference.kind) {
        (Some(number), Kind::Report) => {
            line.text(&format!("{}{number}", terms.report_number()));
            line.stop();
        }
        (Some(number), _) if reference.series.is_none() => {
            line.text(&format!("No. {number}"));
            line.stop();
        }
        _ => {}
    }
    language(line, reference, terms);
    if online {
        available(line, reference, terms);
    }
    identifiers(line, reference, terms);
}

/// The language of the work, where it is neither English nor the reader's.
fn language(line: &mut Line, reference: &Reference, terms: &Terms) {
    let tag = reference.language.as_deref().filter(|tag| *tag != "en" && *tag != terms.tag());
    if let Some(name) = tag.and_then(|tag| terms.language_name(tag)) {
        line.text(name);
        line.stop();
    }
}

/// The address; a full stop follows only where it ends in a slash, so that none is taken for a part of it.
fn available(line: &mut Line, reference: &Reference, terms: &Terms) {
    if let Some(url) = &reference.url {
        line.text(terms.available());
        line.link(url, url);
        if url.ends_with('/') {
            line.text(".");
        }
        line.space();
    }
}

/// `doi: …. Epub …. PMID: …; PMCID: ….`, in PubMed's order.
fn identifiers(line: &mut Line, reference: &Reference, terms: &Terms) {
    if let Some(doi) = &reference.doi {
        line.text("doi: ");
        format_text::doi(line, doi, doi);
        line.stop();
    }
    if let Some(epub) = &reference.epub {
        line.text(&format!("Epub {}", terms.year_first(epub)));
        line.stop();
    }
    if let Some(pmid) = &reference.pmid {
        line.text("PMID: ");
        line.link(&identifiers::pmid_url(pmid), pmid);
    }
    if let Some(pmcid) = &reference.pmcid {
        line.text(if reference.pmid.is_some() { "; PMCID: " } else { "PMCID: " });
        line.link(&identifiers::pmcid_url(pmcid), pmcid);
    }
    if reference.pmid.is_some() || reference.pmcid.is_some() {
        line.stop();
    }
}
