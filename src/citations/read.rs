//! Reading a file of references in any of the formats, and checking what it says.

use std::ops::Range;

use super::reference::{Kind, Library, Name, Reference};
use super::{read_bibtex, read_csl_json, read_hayagriva, read_medline, read_ris, read_settle, text};
use crate::diagnostics::{Diagnostic, SourceId};

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 20_000_000;
/// Most entries that are read of one file.
pub const MAX_ENTRIES: usize = 50_000;
/// Longest field that is kept, in bytes; only lists of authors may be longer in their sum.
pub(super) const MAX_FIELD: usize = 16_384;
/// Most authors or editors of one entry.
pub(super) const MAX_NAMES: usize = 10_000;
/// How much of a line is searched to either side of a place, in bytes: a file may be a single line of megabytes.
const LONG_LINE: usize = 2_000;
/// Most diagnostics of one file; a file with more is a wrong file.
const MAX_DIAGNOSTICS: usize = 1_000;

/// A format of reference files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// BibTeX and BibLaTeX.
    BibTex,
    /// RIS, as EndNote, Zotero, Ovid, Embase, Scopus and others export it.
    Ris,
    /// PubMed's own (MEDLINE) format.
    Medline,
    /// CSL-JSON, as Zotero, Mendeley and pandoc write it.
    CslJson,
    /// Hayagriva YAML.
    Hayagriva,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::BibTex, Self::Ris, Self::Medline, Self::CslJson, Self::Hayagriva];

    /// The name people know it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BibTex => "BibTeX",
            Self::Ris => "RIS",
            Self::Medline => "PubMed",
            Self::CslJson => "CSL-JSON",
            Self::Hayagriva => "Hayagriva YAML",
        }
    }

    /// The format a file name tells. `None` for `.txt` and the like, where only the content can: see [`Format::sniff`].
    pub fn from_path(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "bib" | "bibtex" | "biblatex" => Self::BibTex,
            "ris" => Self::Ris,
            "nbib" | "medline" => Self::Medline,
            "json" | "csljson" => Self::CslJson,
            "yaml" | "yml" => Self::Hayagriva,
            _ => return None,
        })
    }

    /// The format the content shows: by its first line that decides.
    pub fn sniff(text: &str) -> Option<Self> {
        let text = text::cut(text, 65_536).trim_start_matches('\u{FEFF}').trim_start();
        if text.starts_with(['[', '{']) {
            return Some(Self::CslJson);
        }
        for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
            if let Some(rest) = line.trim_start().strip_prefix('@') {
                let kind = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
                if kind.len() < rest.len() && kind.trim_start().starts_with(['{', '(']) {
                    return Some(Self::BibTex);
                }
            }
            if line.starts_with("PMID- ") || line.starts_with("PMID -") {
                return Some(Self::Medline);
            }
            if read_ris::tag_line(line).is_some_and(|(tag, _)| tag == "TY") {
                return Some(Self::Ris);
            }
            let is_key = !line.starts_with([' ', '\t', '#', '%', '-']) && line.ends_with(':') && !line.contains(' ');
            if is_key {
                return Some(Self::Hayagriva);
            }
        }
        None
    }

    /// The format of a file by its name, or else by its content.
    pub fn of(name: &str, text: &str) -> Option<Self> {
        Self::from_path(name).or_else(|| Self::sniff(text))
    }
}

/// Reads a file of references. An entry that cannot be read is left out with a diagnostic at its place; the others are
/// kept. Codes: `CIT-01` a limit, `CIT-02` not the format, `CIT-03` an entry left out, `CIT-04` a part of an entry
/// ignored, `CIT-05` a key used twice, `CIT-06` a date not understood, `CIT-07` an entry without a title, `EVD-03` a
/// malformed or repeated DOI or PMID.
pub fn read(format: Format, text: &str, file: SourceId) -> (Library, Vec<Diagnostic>) {
    let mut intake = Intake { text, file, entries: Vec::new(), diagnostics: Vec::new(), unreported: 0, admitted: 0 };
    if text.len() > MAX_FILE_BYTES {
        intake.report(
            Diagnostic::error(
                "CIT-01",
                format!("the file of references is larger than {} MB", MAX_FILE_BYTES / 1_000_000),
            )
            .label(file, 0..0, "")
            .hint("export only the references this case cites"),
        );
        return (Library::new(file, Vec::new()), intake.diagnostics);
    }
    match format {
        Format::BibTex => read_bibtex::read(&mut intake),
        Format::Ris => read_ris::read(&mut intake),
        Format::Medline => read_medline::read(&mut intake),
        Format::CslJson => read_csl_json::read(&mut intake),
        Format::Hayagriva => read_hayagriva::read(&mut intake),
    }
    if intake.entries.is_empty()
        && intake.diagnostics.is_empty()
        && !text.trim_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']).is_empty()
    {
        let mut diagnostic = Diagnostic::error(
            "CIT-02",
            format!("no reference found: this is not {}", format.as_str()),
        )
        .label(file, intake.line_of(0), "");
        match Format::sniff(text).filter(|found| *found != format) {
            Some(found) => {
                diagnostic = diagnostic.hint(format!("it looks like {}; give the file that extension", found.as_str()))
            }
            None => {
                diagnostic =
                    diagnostic.hint("export it again as `.bib`, `.ris`, `.nbib`, CSL `.json` or Hayagriva `.yaml`")
            }
        }
        intake.report(diagnostic);
    }
    read_settle::check_identifiers(&mut intake);
    read_settle::settle_keys(&mut intake);
    if intake.unreported > 0 {
        let message = format!("{} more problems are not shown", intake.unreported);
        intake
            .diagnostics
            .push(Diagnostic::error("CIT-01", message).label(file, 0..0, "").hint("mend those above first"));
    }
    (Library::new(file, intake.entries), intake.diagnostics)
}

/// What the readers of the formats fill.
pub(super) struct Intake<'a> {
    /// The whole file.
    pub text: &'a str,
    /// Its id.
    pub file: SourceId,
    /// The entries so far.
    pub entries: Vec<Reference>,
    diagnostics: Vec<Diagnostic>,
    unreported: usize,
    admitted: usize,
}

impl<'a> Intake<'a> {
    /// Adds a diagnostic, up to the limit.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        } else {
            self.unreported += 1;
        }
    }

    /// Says that an entry could not be read.
    pub fn lost(&mut self, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let diagnostic =
            Diagnostic::error("CIT-03", message).label(self.file, range, "this entry is left out").hint(hint);
        self.report(diagnostic);
    }

    /// Says that a part of an entry could not be read.
    pub fn damaged(&mut self, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let diagnostic = Diagnostic::warning("CIT-04", message).label(self.file, range, "").hint(hint);
        self.report(diagnostic);
    }

    /// Says that a date could not be understood; it is printed as written.
    pub fn odd_date(&mut self, range: Range<usize>, text: &str) {
        let shown = text::cut(text, 60);
        let diagnostic =
            Diagnostic::warning("CIT-06", format!("the date `{shown}` is not understood and is printed as it is"))
                .label(self.file, range, "")
                .hint("write it as `2024`, `2024-03` or `2024-03-09`");
        self.report(diagnostic);
    }

    /// A field cleaned and cut to its longest length.
    pub fn field(&mut self, name: &str, raw: &str, range: &Range<usize>) -> Option<String> {
        if raw.len() > MAX_FIELD {
            let message = format!("`{name}` is longer than {MAX_FIELD} bytes and is cut");
            self.damaged(self.line_of(range.start), message, "shorten it");
        }
        text::some(text::cut(raw, MAX_FIELD))
    }

    /// Sets the publication date of an entry from text.
    pub fn set_date(&mut self, reference: &mut Reference, raw: &str) {
        let Some(text) = text::some(text::cut(raw, 200)) else {
            return;
        };
        match super::dates::parse(&text) {
            Some(date) => reference.date = Some(date),
            None => {
                self.odd_date(self.place_of(&reference.span, &text), &text);
                reference.date_text = Some(text);
            }
        }
    }

    /// Whether one more entry may be read, good or bad; said once when it may not.
    pub fn admit(&mut self, at: usize) -> bool {
        self.admitted += 1;
        if self.admitted == MAX_ENTRIES + 1 {
            let diagnostic = Diagnostic::error("CIT-01", format!("the file holds more than {MAX_ENTRIES} references"))
                .label(self.file, self.line_of(at), "the first that is left out")
                .hint("export only the references this case cites");
            self.report(diagnostic);
        }
        self.admitted <= MAX_ENTRIES
    }

    /// Adds an entry.
    pub fn push(&mut self, mut reference: Reference) {
        let line = self.line_of(reference.span.start);
        if reference.is_empty() {
            self.lost(
                line,
                "the entry says nothing: it has no title, no author and no identifier",
                "complete it or delete it",
            );
            return;
        }
        if reference.title.is_empty() {
            let diagnostic = Diagnostic::warning("CIT-07", "the reference has no title")
                .label(self.file, line.clone(), "")
                .hint("add its title");
            self.report(diagnostic);
        }
        for names in [&mut reference.authors, &mut reference.editors] {
            if names.len() > MAX_NAMES {
                names.truncate(MAX_NAMES);
                reference.more_authors = true;
                let diagnostic = Diagnostic::warning("CIT-04", format!("only the first {MAX_NAMES} names are kept"))
                    .label(self.file, line.clone(), "")
                    .hint("shorten the list");
                self.report(diagnostic);
            }
        }
        // "Citing Medicine": a work without author has none; nobody is called Anonymous.
        reference.authors.retain(|name| !matches!(name, Name::Group(name) if is_nobody(name)));
        // Some programs put the title of the work where that of what contains it belongs.
        if reference.kind != Kind::Article && reference.container.as_ref() == Some(&reference.title) {
            reference.container = None;
        }
        for (name, value) in [("volume", &reference.volume), ("issue", &reference.issue)] {
            if let Some(value) = value.as_ref().filter(|value| value.len() > 60) {
                let place = self.place_of(&reference.span, text::cut(value, 40));
                let diagnostic = Diagnostic::warning("CIT-04", format!("the {name} looks like something else"))
                    .label(self.file, place, "")
                    .hint("put a number here, or delete it");
                self.report(diagnostic);
            }
        }
        reference.retracted |= says_retracted(&reference.title);
        self.entries.push(reference);
    }

    /// The line a byte is on, as a range without its end; of a very long line only the part around the byte.
    pub fn line_of(&self, at: usize) -> Range<usize> {
        let at = text::cut(self.text, at).len();
        let first = text::cut(self.text, at.saturating_sub(LONG_LINE)).len();
        let last = text::cut(self.text, at + LONG_LINE).len();
        let before = self.text.get(first..at).unwrap_or_default();
        let after = self.text.get(at..last).unwrap_or_default();
        let start = before.rfind(['\n', '\r']).map_or(first, |end| first + end + 1);
        let end = after.find(['\n', '\r']).map_or(last, |end| at + end);
        start..end
    }

    /// Where a piece of text stands inside a range, or else the first line of the range.
    pub fn place_of(&self, range: &Range<usize>, piece: &str) -> Range<usize> {
        let found = self.text.get(range.clone()).and_then(|part| part.find(piece)).filter(|_| !piece.is_empty());
        match found {
            Some(at) => range.start + at..range.start + at + piece.len(),
            None => self.line_of(range.start),
        }
    }
}

fn is_nobody(name: &str) -> bool {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    ["anonymous", "anon", "no authors listed", "anónimo", "anonyme"].contains(&name.as_str())
}

/// Publishers mark a retracted article at the start of its title.
fn says_retracted(title: &str) -> bool {
    let start = text::cut(title.trim_start_matches(['[', '(', '"', '*']), 40).to_lowercase();
    ["retracted:", "retracted article", "retracted]", "retracted)", "article retracted", "withdrawn:"]
        .iter()
        .any(|mark| start.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_name_or_content() {
        assert_eq!(Format::from_path("a/b.NBIB"), Some(Format::Medline));
        assert_eq!(Format::from_path("references.txt"), None);
        assert_eq!(Format::sniff("\u{FEFF}\r\nTY  - JOUR\r\n"), Some(Format::Ris));
        assert_eq!(Format::sniff("\nPMID- 123\nTI  - x"), Some(Format::Medline));
        assert_eq!(Format::sniff("% comment\n@article{a,"), Some(Format::BibTex));
        assert_eq!(Format::sniff("[{\"id\": 1}]"), Some(Format::CslJson));
        assert_eq!(Format::sniff("# my references\nsmith2020:\n  type: article\n"), Some(Format::Hayagriva));
        assert_eq!(Format::sniff("Dear colleague,\nmail me @ home"), None);
        assert_eq!(Format::of("refs.bib", "TY  - JOUR"), Some(Format::BibTex));
    }

    #[test]
    fn a_file_over_the_limit_is_refused() {
        let text = " ".repeat(MAX_FILE_BYTES + 1);
        let (library, diagnostics) = read(Format::Ris, &text, SourceId(0));
        assert!(library.is_empty());
        assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["CIT-01"]);
    }

    #[test]
    fn the_wrong_format_is_named() {
        let (_, diagnostics) = read(Format::BibTex, "TY  - JOUR\nTI  - x\nER  - \n", SourceId(0));
        assert_eq!(diagnostics[0].code, "CIT-02");
        assert_eq!(diagnostics[0].hints, ["it looks like RIS; give the file that extension"]);
    }
}
