//! AMA style: "AMA Manual of Style", 11th edition, chapter 3.

use super::format_names::compact;
use super::format_pages;
use super::format_terms::Terms;
use super::format_text::{self, Line};
use super::reference::{Kind, Name, Reference};
use crate::document::Inline;

/// One reference in AMA style.
pub(super) fn format(reference: &Reference, terms: &Terms) -> Vec<Inline> {
    let mut line = Line::new(terms.tag());
    let edited = reference.authors.is_empty() && !reference.editors.is_empty() && reference.kind != Kind::Article;
    if edited {
        editors(&mut line, reference, terms);
    } else {
        line.text(&list(&reference.authors, reference.more_authors));
        line.stop();
    }
    match reference.kind {
        Kind::Article => article(&mut line, reference, terms),
        Kind::Other if reference.volume.is_some() && reference.container.is_some() => {
            article(&mut line, reference, terms)
        }
        Kind::WebPage => web(&mut line, reference, terms),
        _ => book(&mut line, reference, terms, edited),
    }
    line.trim();
    line.finish()
}

/// All of up to six names; of more the first three.
fn list(names: &[Name], more: bool) -> String {
    // A source that breaks off with "and others" has left out at least one: such a list is cut in the same way.
    let cut = names.len() > 6 || (more && names.len() > 3);
    let shown = names.iter().take(if cut { 3 } else { 6 }).map(|name| compact(name, usize::MAX));
    let mut out = shown.collect::<Vec<_>>().join(", ");
    if (cut || more) && !out.is_empty() {
        out.push_str(", et al");
    }
    out
}

fn editors(line: &mut Line, reference: &Reference, terms: &Terms) {
    line.text(&format!("{}, {}", list(&reference.editors, false), terms.eds(reference.editors.len() > 1)));
    line.stop();
}

fn title(line: &mut Line, reference: &Reference, terms: &Terms, emphasized: bool) {
    format_text::work_title(line, reference, emphasized);
    if let Some(genre) = &reference.genre {
        line.stop();
        line.text(&capital(&terms.genre(genre)));
    }
    if reference.retracted && !reference.title.to_lowercase().contains("retract") {
        line.space();
        line.text(terms.retracted());
    }
    line.stop();
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn article(line: &mut Line, reference: &Reference, terms: &Terms) {
    title(line, reference, terms, false);
    let journal = format_text::journal(reference);
    if let Some(journal) = journal {
        line.rich(&journal, true);
        line.stop();
    }
    // With volume or pages the year is enough; without, the day of publication is all there is.
    let located = reference.volume.is_some() || reference.issue.is_some();
    match (&reference.date, &reference.date_text) {
        (Some(date), _) if located => line.text(&date.year.to_string()),
        (Some(date), _) => line.text(&terms.published(&terms.long(date))),
        (None, Some(text)) => line.text(text),
        (None, None) => {}
    }
    if located {
        line.text(&format!(";{}", reference.volume.as_deref().unwrap_or_default()));
        if let Some(issue) = &reference.issue {
            line.text(&format!("({issue})"));
        }
    }
    if let Some(location) = location(reference) {
        line.text(&format!(":{location}"));
    }
    line.stop();
    close(line, reference, terms);
}

fn location(reference: &Reference) -> Option<String> {
    match (&reference.pages, &reference.article_number) {
        (Some(pages), Some(number)) if format_pages::starts_at_one(pages) => Some(number.clone()),
        (Some(pages), _) => Some(format_pages::full(pages, "-")),
        (None, number) => number.clone(),
    }
}

fn book(line: &mut Line, reference: &Reference, terms: &Terms, edited: bool) {
    let container = reference.container.as_deref().map(format_text::container);
    let language = format_text::title_language(reference);
    match &container {
        Some(container) => {
            title(line, reference, terms, false);
            line.text(terms.within());
            if !edited && !reference.editors.is_empty() {
                editors(line, reference, terms);
            }
            line.foreign(container, language, true);
            line.stop();
        }
        None => {
            title(line, reference, terms, true);
            if !edited && !reference.editors.is_empty() {
                editors(line, reference, terms);
            }
        }
    }
    let event = reference.event.as_deref().filter(|event| container.as_deref() != Some(*event));
    for part in [event, reference.event_date.as_deref(), reference.event_place.as_deref()].into_iter().flatten() {
        line.rich(part, false);
        line.end_with(";");
        line.space();
    }
    if let Some(volume) = &reference.volume {
        line.text(&format!("{}{volume}", terms.volume()));
        line.stop();
    }
    if let Some(edition) = &reference.edition {
        line.text(&terms.edition(edition));
        line.stop();
    }
    if let Some(series) = &reference.series {
        line.rich(series, false);
        line.stop();
    }
    if let Some(publisher) = &reference.publisher {
        line.rich(publisher, false);
        line.text("; ");
    }
    match (&reference.date, &reference.date_text) {
        (Some(date), _) => line.text(&date.year.to_string()),
        (None, Some(text)) => line.text(text),
        (None, None) => line.trim(),
    }
    if let Some(location) = location(reference) {
        line.text(&format!(":{location}"));
    }
    line.stop();
    if let Some(number) = &reference.number {
        line.text(&if reference.kind == Kind::Report {
            format!("{}{number}", terms.report_number())
        } else {
            format!("No. {number}")
        });
        line.stop();
    }
    close(line, reference, terms);
}

fn web(line: &mut Line, reference: &Reference, terms: &Terms) {
    title(line, reference, terms, false);
    let site = reference.container.as_deref().map(format_text::container);
    for part in
        [site.as_deref(), reference.publisher.as_deref().filter(|publisher| site.as_deref() != Some(*publisher))]
            .into_iter()
            .flatten()
    {
        line.rich(part, false);
        line.stop();
    }
    if let Some(date) = &reference.date {
        line.text(&terms.published(&terms.long(date)));
        line.stop();
    }
    close(line, reference, terms);
}

/// DOI, or the day of access and the address; no full stop after either.
fn close(line: &mut Line, reference: &Reference, terms: &Terms) {
    if let Some(doi) = &reference.doi {
        line.text("doi:");
        format_text::doi(line, doi, doi);
    } else if let Some(url) = &reference.url {
        if let Some(accessed) = &reference.accessed {
            line.text(&terms.accessed(accessed));
            line.stop();
        }
        line.link(url, url);
    } else if let Some(pmid) = &reference.pmid {
        line.text("PMID: ");
        line.link(&super::identifiers::pmid_url(pmid), pmid);
    }
}
