//! APA style: "Publication Manual of the American Psychological Association", 7th edition, chapters 9 and 10.

use super::format_names::dotted;
use super::format_terms::{Language, Terms};
use super::format_text::{self, Line};
use super::reference::{Kind, Name, Reference};
use super::{format_pages, identifiers};
use crate::document::Inline;

/// One reference in APA style.
pub(super) fn format(reference: &Reference, terms: &Terms) -> Vec<Inline> {
    let mut line = Line::new(terms.tag());
    let part = matches!(reference.kind, Kind::Article | Kind::Chapter)
        || (reference.kind == Kind::Conference && reference.container.is_some());
    let edited = reference.authors.is_empty() && !reference.editors.is_empty() && !part;
    if edited {
        line.text(&format!(
            "{} ({})",
            list(&reference.editors, false, terms),
            terms.eds_apa(reference.editors.len() > 1)
        ));
        line.stop();
    } else if !reference.authors.is_empty() {
        line.text(&list(&reference.authors, reference.more_authors, terms));
        line.stop();
    }
    // Without author the title takes its place, before the date.
    let nobody = line.is_empty();
    if nobody {
        title(&mut line, reference, terms, part);
    }
    line.text(&format!("({})", date(reference, terms)));
    line.stop();
    if !nobody {
        title(&mut line, reference, terms, part);
    }
    match reference.kind {
        Kind::Article => article(&mut line, reference, terms),
        _ if part => chapter(&mut line, reference, terms),
        _ => source(&mut line, reference, terms),
    }
    close(&mut line, reference, terms);
    line.trim();
    line.finish()
}

/// Up to twenty names; of more the first nineteen and the last.
fn list(names: &[Name], more: bool, terms: &Terms) -> String {
    let shown = |names: &[Name]| names.iter().map(|name| dotted(name, false)).collect::<Vec<_>>();
    match names {
        [] => String::new(),
        _ if more => format!("{}, et al.", shown(names.get(..19).unwrap_or(names)).join(", ")),
        [one] => dotted(one, false),
        [first @ .., last] if names.len() > 20 => {
            format!("{}, . . . {}", shown(first.get(..19).unwrap_or(first)).join(", "), dotted(last, false))
        }
        [first @ .., last] => {
            // Spanish and French set no comma before the last name.
            let comma = if terms.language == Language::English { "," } else { "" };
            format!("{}{comma} {} {}", shown(first).join(", "), terms.and(), dotted(last, false))
        }
    }
}

fn date(reference: &Reference, terms: &Terms) -> String {
    match (&reference.date, &reference.date_text) {
        // Journals and books are dated by year, pages and papers by the day.
        (Some(date), _) if matches!(reference.kind, Kind::WebPage | Kind::Conference | Kind::Report) => {
            terms.apa_date(date)
        }
        (Some(date), _)
            if reference.kind == Kind::Article && reference.volume.is_none() && reference.issue.is_none() =>
        {
            terms.apa_date(date)
        }
        (Some(date), _) => date.year.to_string(),
        (None, Some(text)) => text.clone(),
        (None, None) => terms.no_date().to_owned(),
    }
}

/// The title; what belongs to it in brackets goes before its full stop.
fn title(line: &mut Line, reference: &Reference, terms: &Terms, part: bool) {
    if reference.title.is_empty() {
        return;
    }
    format_text::work_title(line, reference, !part);
    if !part {
        brackets(line, reference, terms, None);
    }
    let institution = reference.publisher.as_deref().filter(|_| reference.kind == Kind::Thesis);
    match (&reference.genre, institution) {
        (Some(genre), Some(institution)) => line.text(&format!(" [{}, {institution}]", terms.genre(genre))),
        (Some(genre), None) => line.text(&format!(" [{}]", terms.genre(genre))),
        _ => {}
    }
    if reference.retracted && !reference.title.to_lowercase().contains("retract") {
        line.space();
        line.text(terms.retracted());
    }
    line.stop();
}

/// `(2nd ed., Vol. 3, pp. 93–113)`.
fn brackets(line: &mut Line, reference: &Reference, terms: &Terms, pages: Option<String>) {
    let edition = reference.edition.as_deref().map(|edition| terms.edition(edition));
    let volume = reference.volume.as_deref().map(|volume| format!("{}{volume}", terms.volume()));
    let number = reference.number.as_deref().map(|number| match reference.kind {
        Kind::Report => format!(
            "{}{number}",
            terms.report_number().replace(".: ", ". ").replace("\u{A0}: ", " ").replace(": ", " ")
        ),
        _ => format!("No. {number}"),
    });
    let parts: Vec<String> = [edition, volume, number, pages].into_iter().flatten().collect();
    if !parts.is_empty() {
        line.text(&format!(" ({})", parts.join(", ")));
    }
}

fn article(line: &mut Line, reference: &Reference, terms: &Terms) {
    let journal = reference.container.as_deref().map(format_text::container);
    let journal = journal.or_else(|| reference.container_short.as_deref().map(format_text::abbreviation));
    let mut started = false;
    if let Some(journal) = journal {
        line.rich(&journal, true);
        started = true;
    }
    if let Some(volume) = &reference.volume {
        line.text(if started { ", " } else { "" });
        line.rich(volume, true);
        started = true;
    }
    if let Some(issue) = &reference.issue {
        line.text(if reference.volume.is_none() && started { ", " } else { "" });
        line.text(&format!("({issue})"));
        started = true;
    }
    let location = match (&reference.pages, &reference.article_number) {
        (Some(pages), Some(number)) if format_pages::starts_at_one(pages) => {
            Some(format!("{}{number}", terms.article()))
        }
        (Some(pages), _) => Some(format_pages::full(pages, "–")),
        (None, Some(number)) => Some(format!("{}{number}", terms.article())),
        (None, None) => None,
    };
    if let Some(location) = location {
        line.text(&format!("{}{location}", if started { ", " } else { "" }));
    }
    line.stop();
}

fn chapter(line: &mut Line, reference: &Reference, terms: &Terms) {
    line.text(terms.within_apa());
    if !reference.editors.is_empty() {
        let names: Vec<String> = reference.editors.iter().map(|name| dotted(name, true)).collect();
        let joined = match names.as_slice() {
            [first @ .., last] if !first.is_empty() => {
                let comma = if terms.language == Language::English && first.len() > 1 { "," } else { "" };
                format!("{}{comma} {} {last}", first.join(", "), terms.and())
            }
            _ => names.join(", "),
        };
        line.text(&format!("{joined} ({}), ", terms.eds_apa(names.len() > 1)));
    }
    if let Some(container) = &reference.container {
        line.foreign(&format_text::container(container), format_text::title_language(reference), true);
    }
    let pages = reference
        .pages
        .as_deref()
        .map(|pages| format!("{}{}", terms.pages(format_pages::is_plural(pages)), format_pages::full(pages, "–")));
    let pages =
        pages.or_else(|| reference.article_number.as_deref().map(|number| format!("{}{number}", terms.article())));
    brackets(line, reference, terms, pages);
    line.stop();
    source(line, reference, terms);
}

/// Series, event, site and publisher.
fn source(line: &mut Line, reference: &Reference, terms: &Terms) {
    let part = matches!(reference.kind, Kind::Chapter | Kind::Conference);
    let site = reference.container.as_deref().filter(|_| !part).map(format_text::container);
    let same_as_author = |publisher: &&str| {
        reference.kind == Kind::Thesis && reference.genre.is_some()
            || matches!(reference.authors.as_slice(), [Name::Group(group)] if group == publisher)
    };
    let publisher = reference
        .publisher
        .as_deref()
        .filter(|publisher| !same_as_author(publisher) && site.as_deref() != Some(*publisher));
    let event = match (reference.event.as_deref(), reference.event_place.as_deref()) {
        (Some(event), Some(place)) => Some(format!("{event}, {place}")),
        (event, place) => event.or(place).map(str::to_owned),
    };
    let event = event.filter(|event| reference.container.as_deref() != Some(event));
    for text in [event.as_deref(), site.as_deref(), reference.series.as_deref(), publisher].into_iter().flatten() {
        line.rich(text, false);
        line.stop();
    }
    // Pages of a whole book that is cited by them.
    if !part && let Some(pages) = &reference.pages {
        line.text(&format!("{}{}", terms.pages(format_pages::is_plural(pages)), format_pages::full(pages, "–")));
        line.stop();
    }
}

/// DOI as an address, or the address with the day of retrieval; no full stop after either.
fn close(line: &mut Line, reference: &Reference, terms: &Terms) {
    if let Some(doi) = &reference.doi {
        let url = identifiers::doi_url(doi);
        line.link(&url, &format!("https://doi.org/{doi}"));
    } else if let Some(url) = &reference.url {
        if let Some(accessed) = &reference.accessed {
            line.text(&terms.retrieved(accessed));
        }
        line.link(url, url);
    }
}
