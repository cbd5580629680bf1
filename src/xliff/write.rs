//! A case's texts as XLIFF 2.1: the same case gives the same bytes.

use std::collections::{BTreeMap, HashMap};

use quick_xml::escape::{escape, partial_escape};

use super::inline::{CodeKind, Part, Piece, Side, flatten, protect};
use super::{CORE, DIGEST, GLOSSARY, METADATA, STALE, place, states, texts, unit_id, words};
use crate::case::model::{LocaleTag, Text};
use crate::case::{BlockState, BlockStatus, Case};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Which texts go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// What is missing, stale or not reviewed: no more of a patient's texts than the work needs.
    #[default]
    Open,
    /// Every text.
    All,
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The file, UTF-8; nothing if no text is in the scope, since an XLIFF file has at least one unit.
    pub xliff: Option<String>,
    /// How many texts it has.
    pub units: usize,
    /// How many words their sources have.
    pub words: usize,
}

/// Writes the texts of a case for translation into one of its locales.
///
/// # Errors
/// `XLF-05` if the case is not to be in this locale, or is written in it.
pub fn export(case: &Case, locale: LocaleTag, scope: Scope) -> Result<Export, Diagnostics> {
    let source = case.content.locale;
    check_locale(case, locale)?;
    let texts = texts(case);
    let terms = Terms::new(case, locale);
    let translation = case.translations.get(&locale);
    let mut xml = Xml::default();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff");
    for (name, value) in [
        ("xmlns", CORE),
        ("xmlns:mda", METADATA),
        ("xmlns:gls", GLOSSARY),
        ("version", "2.1"),
        ("srcLang", source.as_str()),
        ("trgLang", locale.as_str()),
    ] {
        xml.attribute(name, value);
    }
    xml.raw(">\n<file id=\"case\"");
    xml.attribute("original", case.content.id.as_str());
    xml.attribute("xml:space", "preserve");
    xml.raw(">\n<notes>\n<note id=\"about\" category=\"instructions\">");
    xml.text(
        "Texts of one patient's case: confidential. Codes stand for citations, cross references, links and emphasis; \
         the first three have to be in the translation exactly as in the source. Numbers, doses, units, sides and dates \
         have to agree with the source.",
    );
    xml.raw("</note>\n</notes>\n");
    let (mut units, mut count) = (0, 0);
    for status in states(case, locale) {
        let wanted = match status.state {
            BlockState::Orphan => false,
            BlockState::Fresh => scope == Scope::All,
            BlockState::Missing | BlockState::Stale | BlockState::Unreviewed => true,
        };
        let Some(text) = texts.get(&status.path).filter(|_| wanted) else { continue };
        let target = translation.and_then(|t| t.block(&status.path)).map(|block| &block.text);
        unit(&mut xml, &status, text, target.filter(|text| !text.is_blank()), &terms);
        units += 1;
        count += words(text.as_str());
    }
    xml.raw("</file>\n</xliff>\n");
    Ok(Export { xliff: (units > 0).then_some(xml.out), units, words: count })
}

/// Whether the case is to be translated into a locale.
pub(super) fn check_locale(case: &Case, locale: LocaleTag) -> Result<(), Diagnostics> {
    let source = case.content.locale;
    if locale == source {
        let message = format!("the case is written in {}; there is nothing to translate", locale.as_str());
        return Err(case.at("locale", Diagnostic::error("XLF-05", message)).into());
    }
    if !case.locales().contains(&locale) {
        let message = format!("the case is not to be in {}", locale.as_str());
        let diagnostic = Diagnostic::error("XLF-05", message).hint("add the locale to `locales` in the case");
        return Err(case.at("locales", diagnostic).into());
    }
    Ok(())
}

/// The words of the glossary, with what they are called in the target.
struct Terms<'c> {
    entries: Vec<Term<'c>>,
}

struct Term<'c> {
    id: String,
    forms: Vec<String>,
    term: &'c Text,
    explanation: &'c Text,
    translation: Option<String>,
}

impl<'c> Terms<'c> {
    fn new(case: &'c Case, locale: LocaleTag) -> Self {
        let translation = case.translations.get(&locale);
        let fresh: BTreeMap<String, bool> = states(case, locale)
            .into_iter()
            .filter(|status| status.path.starts_with("glossary."))
            .map(|status| (status.path, matches!(status.state, BlockState::Fresh | BlockState::Unreviewed)))
            .collect();
        let entries = case.content.glossary.iter().map(|term| {
            let path = format!("glossary.{}.term", term.id);
            let known = translation.filter(|_| fresh.get(&path) == Some(&true)).and_then(|t| t.block(&path));
            Term {
                id: term.id.as_str().to_owned(),
                forms: std::iter::once(&term.term)
                    .chain(&term.forms)
                    .map(|f| f.as_str().trim().to_lowercase())
                    .collect(),
                term: &term.term,
                explanation: &term.explanation,
                translation: known.map(|block| crate::prose::plain(block.text.as_str())),
            }
        });
        Self { entries: entries.collect() }
    }

    /// The terms that stand in a text, as whole words.
    fn within(&self, path: &str, plain: &str) -> Vec<&Term<'c>> {
        let text = plain.to_lowercase();
        let own = |term: &&Term| path.strip_prefix("glossary.").and_then(|p| p.split('.').next()) == Some(&term.id);
        self.entries
            .iter()
            .filter(|term| !own(term))
            .filter(|term| term.forms.iter().any(|form| !form.is_empty() && has_word(&text, form)))
            .collect()
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn unit(xml: &mut Xml, status: &BlockStatus, source: &Text, target: Option<&Text>, terms: &Terms<'_>) {
    let (path, markdown) = (status.path.as_str(), source.as_str());
    xml.raw("<unit");
    xml.attribute("id", &unit_id(path));
    xml.attribute("name", path);
    xml.raw(">\n<mda:metadata>\n<mda:metaGroup category=\"opine\">\n<mda:meta type=\"");
    xml.raw(DIGEST);
    xml.raw("\">");
    xml.text(&status.digest.as_ref().map(ToString::to_string).unwrap_or_default());
    xml.raw("</mda:meta>\n</mda:metaGroup>\n</mda:metadata>\n");
    let plain = crate::prose::plain(markdown);
    let known = terms.within(path, &plain);
    if !known.is_empty() {
        xml.raw("<gls:glossary>\n");
        for term in known {
            xml.raw("<gls:glossEntry><gls:term>");
            xml.text(&crate::prose::plain(term.term.as_str()));
            xml.raw("</gls:term>");
            if let Some(translation) = &term.translation {
                xml.raw("<gls:translation>");
                xml.text(translation);
                xml.raw("</gls:translation>");
            }
            xml.raw("<gls:definition>");
            xml.text(&crate::prose::plain(term.explanation.as_str()));
            xml.raw("</gls:definition></gls:glossEntry>\n");
        }
        xml.raw("</gls:glossary>\n");
    }
    xml.raw("<notes>\n");
    for (id, note) in [
        ("audience", place::audience(path).to_owned()),
        ("field", place::field(path)),
        ("length", format!("{} characters, {} words", plain.chars().count(), words(markdown))),
    ] {
        xml.raw("<note");
        xml.attribute("id", id);
        xml.attribute("category", "context");
        xml.raw(">");
        xml.text(&note);
        xml.raw("</note>\n");
    }
    if status.state == BlockState::Stale {
        xml.raw("<note id=\"stale\" category=\"context\" priority=\"1\">");
        xml.text("The source has changed since this translation was made: compare the two.");
        xml.raw("</note>\n");
    }
    xml.raw("</notes>\n");
    segments(xml, status.state, protect(markdown), target.map(|text| protect(text.as_str())));
    xml.raw("</unit>\n");
}

/// The segments of a unit. A translation that is divided as its source is goes beside it part by part; otherwise the
/// whole unit is one segment, its structure in codes.
fn segments(xml: &mut Xml, state: BlockState, source: Vec<Part>, target: Option<Vec<Part>>) {
    let (source, target) = match target {
        Some(target) if !is_alike(&source, &target) => {
            (vec![Part::Segment(flatten(source))], Some(vec![Part::Segment(flatten(target))]))
        }
        target => (source, target),
    };
    let mut codes = Codes::default();
    let sources: Vec<Vec<Numbered>> = source.iter().map(|part| codes.source(part)).collect();
    let targets: Option<Vec<Vec<Numbered>>> = target
        .as_ref()
        .map(|parts| parts.iter().zip(&sources).map(|(part, beside)| codes.target(part, beside)).collect());
    if !codes.data.is_empty() {
        xml.raw("<originalData>\n");
        for (index, data) in codes.data.iter().enumerate() {
            xml.raw("<data");
            xml.attribute("id", &format!("d{}", index + 1));
            xml.raw(">");
            xml.text(data);
            xml.raw("</data>\n");
        }
        xml.raw("</originalData>\n");
    }
    let word = match state {
        BlockState::Fresh => "final",
        BlockState::Unreviewed => "translated",
        BlockState::Stale | BlockState::Missing | BlockState::Orphan => "initial",
    };
    let (mut segment, mut gap) = (0, 0);
    for (index, part) in source.iter().enumerate() {
        let element = if let Part::Segment(_) = part {
            segment += 1;
            xml.raw("<segment");
            xml.attribute("id", &format!("s{segment}"));
            xml.attribute("state", word);
            if state == BlockState::Stale {
                xml.attribute("subState", STALE);
            }
            "segment"
        } else {
            gap += 1;
            xml.raw("<ignorable");
            xml.attribute("id", &format!("g{gap}"));
            "ignorable"
        };
        xml.raw(">\n<source>");
        xml.pieces(sources.get(index).map(Vec::as_slice).unwrap_or_default());
        xml.raw("</source>\n");
        if let Some(pieces) = targets.as_ref().and_then(|targets| targets.get(index)) {
            xml.raw("<target>");
            xml.pieces(pieces);
            xml.raw("</target>\n");
        }
        xml.raw("</");
        xml.raw(element);
        xml.raw(">\n");
    }
}

/// Whether two texts are divided alike: the same kinds of parts, with the same marks between them.
pub(super) fn is_alike(a: &[Part], b: &[Part]) -> bool {
    let marks = |gap: &str| {
        // The dashes below a table's head, and how wide its cells are, say nothing.
        let mut marks: Vec<char> = gap.chars().filter(|c| !matches!(c, ' ' | '\t' | ':')).collect();
        marks.dedup();
        marks
    };
    a.len() == b.len()
        && a.iter().zip(b).all(|pair| match pair {
            (Part::Segment(_), Part::Segment(_)) => true,
            (Part::Gap(a), Part::Gap(b)) => marks(a) == marks(b),
            _ => false,
        })
}

/// A piece with the id of its code and of its data.
#[derive(Debug, Clone)]
enum Numbered {
    Text(String),
    Code { id: String, side: Side, kind: CodeKind, data: usize, close: Option<usize>, markdown: String },
    End,
}

/// What tells two codes apart: a pair is one code.
type Key = (CodeKind, usize, Option<usize>);

#[derive(Default)]
struct Codes {
    data: Vec<String>,
    index: HashMap<String, usize>,
    sources: usize,
    targets: usize,
    /// Codes of the source that no code of the target is yet, by content.
    free: HashMap<Key, Vec<String>>,
}

impl Codes {
    fn data(&mut self, data: &str) -> usize {
        if let Some(at) = self.index.get(data) {
            return *at;
        }
        self.data.push(data.to_owned());
        self.index.insert(data.to_owned(), self.data.len());
        self.data.len()
    }

    fn source(&mut self, part: &Part) -> Vec<Numbered> {
        let numbered = self.number(part, |codes, _| {
            codes.sources += 1;
            codes.sources.to_string()
        });
        for code in &numbered {
            if let Numbered::Code { id, kind, data, close, .. } = code {
                self.free.entry((*kind, *data, *close)).or_default().push(id.clone());
            }
        }
        numbered
    }

    /// A code of the translation is that of the source with the same content, of the same segment if it can be.
    fn target(&mut self, part: &Part, beside: &[Numbered]) -> Vec<Numbered> {
        let near: Vec<String> = beside
            .iter()
            .filter_map(|code| match code {
                Numbered::Code { id, .. } => Some(id.clone()),
                _ => None,
            })
            .collect();
        self.number(part, |codes, key| {
            let free = codes.free.entry(key).or_default();
            let at = free.iter().position(|id| near.contains(id)).or_else(|| (!free.is_empty()).then_some(0));
            at.map(|at| free.remove(at)).unwrap_or_else(|| {
                codes.targets += 1;
                format!("t{}", codes.targets)
            })
        })
    }

    fn number(&mut self, part: &Part, mut id: impl FnMut(&mut Self, Key) -> String) -> Vec<Numbered> {
        let gap;
        let pieces = match part {
            Part::Segment(pieces) => pieces.as_slice(),
            Part::Gap(data) => {
                gap = [Piece::Code { side: Side::Alone, kind: CodeKind::Structure, data: data.clone() }];
                &gap
            }
        };
        let mut numbered = Vec::with_capacity(pieces.len());
        for (at, piece) in pieces.iter().enumerate() {
            numbered.push(match piece {
                Piece::Text(text) => Numbered::Text(text.clone()),
                Piece::Code { side: Side::Close, .. } => Numbered::End,
                Piece::Code { side, kind, data } => {
                    let markdown = data.clone();
                    let data = self.data(data);
                    let close = (*side == Side::Open).then(|| closing(pieces, at)).flatten().map(|end| self.data(end));
                    let id = id(self, (*kind, data, close));
                    Numbered::Code { id, side: *side, kind: *kind, data, close, markdown }
                }
            });
        }
        numbered
    }
}

/// The Markdown that closes the pair opened at `at`.
fn closing(pieces: &[Piece], at: usize) -> Option<&str> {
    let mut depth = 0_usize;
    for piece in pieces.get(at..)? {
        match piece {
            Piece::Code { side: Side::Open, .. } => depth += 1,
            Piece::Code { side: Side::Close, data, .. } => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(data);
                }
            }
            _ => {}
        }
    }
    None
}

#[derive(Default)]
struct Xml {
    out: String,
}

impl Xml {
    fn raw(&mut self, raw: &str) {
        self.out.push_str(raw);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let clean: String = value.chars().map(|c| if is_xml(c) { c } else { '\u{fffd}' }).collect();
        let escaped = escape(clean.as_str()).replace('\n', "&#10;").replace('\t', "&#9;").replace('\r', "&#13;");
        self.out.push_str(&format!(" {name}=\"{escaped}\""));
    }

    /// Text; a character that XML cannot hold becomes `<cp>` (XLIFF 2.1, "cp").
    fn text(&mut self, text: &str) {
        let mut plain = String::new();
        for c in text.chars() {
            if c == '\r' {
                self.out.push_str(&partial_escape(std::mem::take(&mut plain)));
                self.out.push_str("&#13;");
            } else if is_xml(c) {
                plain.push(c);
            } else {
                self.out.push_str(&partial_escape(std::mem::take(&mut plain)));
                self.out.push_str(&format!("<cp hex=\"{:04X}\"/>", c as u32));
            }
        }
        self.out.push_str(&partial_escape(plain));
    }

    fn pieces(&mut self, pieces: &[Numbered]) {
        for piece in pieces {
            match piece {
                Numbered::Text(text) => self.text(text),
                Numbered::End => self.raw("</pc>"),
                Numbered::Code { id, side, kind, data, close, markdown } => {
                    let pair = *side == Side::Open;
                    self.raw(if pair { "<pc" } else { "<ph" });
                    self.attribute("id", id);
                    if kind.is_required() {
                        self.raw(" canCopy=\"no\" canDelete=\"no\"");
                    }
                    self.attribute(if pair { "dataRefStart" } else { "dataRef" }, &format!("d{data}"));
                    if let Some(close) = close {
                        self.attribute("dataRefEnd", &format!("d{close}"));
                    }
                    let shown = markdown.replace('\n', "\u{23ce}");
                    match pair {
                        true => self.attribute("dispStart", &shown),
                        false => self.attribute("disp", &shown),
                    }
                    self.attribute("type", form(*kind));
                    self.attribute("subType", &format!("opine:{}", kind.as_str()));
                    self.raw(if pair { ">" } else { "/>" });
                }
            }
        }
    }
}

/// The `type` of a code (XLIFF 2.1, "type").
fn form(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Emphasis | CodeKind::Break | CodeKind::Structure => "fmt",
        CodeKind::Link => "link",
        CodeKind::Citation
        | CodeKind::CrossReference
        | CodeKind::Footnote
        | CodeKind::Verbatim
        | CodeKind::Refused
        | CodeKind::Entity => "other",
    }
}

/// Whether XML 1.0 (2.2, Char) can hold a character.
pub(super) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
