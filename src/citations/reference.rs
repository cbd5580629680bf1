//! One bibliographic reference, and a file of them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::identifiers;
use crate::diagnostics::SourceId;

/// What a reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Kind {
    /// An article in a journal, magazine or newspaper.
    Article,
    /// A book, edited book or whole proceedings sold as one.
    Book,
    /// A part of a book.
    Chapter,
    /// A report, standard or government document.
    Report,
    /// A page on the web, a guideline published there included.
    WebPage,
    /// A dissertation or thesis.
    Thesis,
    /// A paper given at a conference, or its proceedings.
    Conference,
    /// Anything else.
    #[default]
    Other,
}

/// A person as the source names them, in parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Person {
    /// Family name, without particle.
    pub family: String,
    /// Given names or initials, as written.
    pub given: String,
    /// Particle before the family name, such as `van` or `de la`; empty where there is none.
    pub particle: String,
    /// Suffix such as `Jr.` or `III`; empty where there is none.
    pub suffix: String,
}

/// An author or editor.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Name {
    /// A person.
    Person(Person),
    /// An organization or study group, printed as written.
    Group(String),
}

/// A season, as some quarterlies date their issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// Spring.
    Spring,
    /// Summer.
    Summer,
    /// Autumn.
    Autumn,
    /// Winter.
    Winter,
}

/// A date with as many parts as the source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date {
    /// Year of the common era.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Last month of an issue that covers several, 1 to 12.
    pub end_month: Option<u8>,
    /// Day of the month, 1 to 31.
    pub day: Option<u8>,
    /// Season, where there is no month.
    pub season: Option<Season>,
}

/// One bibliographic reference. Empty strings and `None` mean that the source does not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// Citation key, unique in its library.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// Title as written; may hold the inline marks `<i> <b> <sup> <sub>` that CSL allows.
    pub title: String,
    /// English translation of a title in another language, where the source has both; without brackets.
    pub translated_title: Option<String>,
    /// Authors in order.
    pub authors: Vec<Name>,
    /// Whether the source itself says that there are more authors than it lists.
    pub more_authors: bool,
    /// Editors in order (of the containing book, for a chapter).
    pub editors: Vec<Name>,
    /// Full title of the journal, book or site it is part of.
    pub container: Option<String>,
    /// Abbreviated title of the journal, as the National Library of Medicine abbreviates it.
    pub container_short: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// The date as written, where it could not be understood (`in press`).
    pub date_text: Option<String>,
    /// When it appeared online ahead of the issue.
    pub epub: Option<Date>,
    /// Volume, supplement and part included (`42 Suppl 2`).
    pub volume: Option<String>,
    /// Issue, supplement and part included (`12 Suppl 7`).
    pub issue: Option<String>,
    /// Pages as written, ranges with a plain hyphen.
    pub pages: Option<String>,
    /// Article number or e-locator (`e075234`).
    pub article_number: Option<String>,
    /// Publisher; the institution of a report, the university of a thesis.
    pub publisher: Option<String>,
    /// Place of publication.
    pub place: Option<String>,
    /// Edition, a number or words.
    pub edition: Option<String>,
    /// Series the book or report belongs to.
    pub series: Option<String>,
    /// Number of a report, standard or patent.
    pub number: Option<String>,
    /// Type in the source's words, such as `letter`, `abstract` or `dissertation`.
    pub genre: Option<String>,
    /// Name of the conference.
    pub event: Option<String>,
    /// Date of the conference.
    pub event_date: Option<String>,
    /// Place of the conference.
    pub event_place: Option<String>,
    /// DOI, lower-case, without resolver or prefix.
    pub doi: Option<String>,
    /// PubMed identifier, digits.
    pub pmid: Option<String>,
    /// PubMed Central identifier with its `PMC`.
    pub pmcid: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// The day it was read there.
    pub accessed: Option<Date>,
    /// Language of the work as a BCP 47 tag.
    pub language: Option<String>,
    /// Whether the source says that it has been retracted.
    pub retracted: bool,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

impl Reference {
    /// Year of publication.
    pub fn year(&self) -> Option<i32> {
        self.date.map(|date| date.year)
    }

    /// Whether there is nothing in it that a reader could find it by.
    pub(super) fn is_empty(&self) -> bool {
        self.title.is_empty()
            && self.authors.is_empty()
            && self.editors.is_empty()
            && self.container.is_none()
            && self.container_short.is_none()
            && self.doi.is_none()
            && self.pmid.is_none()
            && self.url.is_none()
    }
}

/// The references of one file, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    file: SourceId,
    entries: Vec<Reference>,
    keys: BTreeMap<String, usize>,
}

impl Library {
    /// A library of these entries. Where a key, PMID or DOI occurs twice, it means the first entry.
    pub fn new(file: SourceId, entries: Vec<Reference>) -> Self {
        let mut keys = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            keys.entry(entry.key.clone()).or_insert(index);
        }
        // Aliases come second, so that they never hide a key.
        for (index, entry) in entries.iter().enumerate() {
            if let Some(pmid) = &entry.pmid {
                keys.entry(format!("pmid:{pmid}")).or_insert(index);
            }
            if let Some(doi) = &entry.doi {
                keys.entry(format!("doi:{doi}")).or_insert(index);
            }
        }
        Self { file, entries, keys }
    }

    /// The file they were read from.
    pub fn file(&self) -> SourceId {
        self.file
    }

    /// The entry of a citation key, or of `pmid:…` or `doi:…`.
    pub fn get(&self, key: &str) -> Option<&Reference> {
        let index = match self.keys.get(key) {
            Some(index) => *index,
            None => *self.keys.get(&identifiers::alias(key)?)?,
        };
        self.entries.get(index)
    }

    /// The entries in file order.
    pub fn iter(&self) -> std::slice::Iter<'_, Reference> {
        self.entries.iter()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'a> IntoIterator for &'a Library {
    type Item = &'a Reference;
    type IntoIter = std::slice::Iter<'a, Reference>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
