//! Everything that depends on the reader's region: wording, numbers, dates, lists, sorting, units, typography.
//!
//! Fluent selects and pluralizes the sentences; ICU4X (CLDR) prints numbers, dates and lists and sorts. Wording is strict:
//! an unknown message or a missing argument is an error, never a fallback, since a report with an English sentence in its
//! Spanish text is a wrong report.

mod analytes;
mod conversion;
mod formats;
mod hidden;
mod messages;
#[cfg(test)]
mod tests;
pub mod typography;
pub mod units;
mod words;

use std::cmp::Ordering;

use crate::case::model::{Decimal, LocaleTag, Moment, PDate, RereadGrade, RereadScale};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub use conversion::{convert, convert_vital};
use formats::Formats;
pub use messages::Arg;
use messages::Messages;

/// No-break space.
pub(crate) const NBSP: char = '\u{a0}';
/// Narrow no-break space.
pub(crate) const NNBSP: char = '\u{202f}';
/// Minus sign.
pub(crate) const MINUS: char = '\u{2212}';

/// One regional language with its wording and its formats. Built once, shared by all threads.
pub struct Locale {
    tag: LocaleTag,
    messages: Messages,
    formats: Formats,
}

impl Locale {
    /// Builds a locale from Fluent resources, each with the name it is reported by.
    ///
    /// Later resources override messages of earlier ones: the language first, then the region, then a theme.
    ///
    /// # Errors
    /// Every mistake of every resource: `LOC-02` syntax, `LOC-03` a message defined twice in one file or overridden without
    /// one of its forms, `LOC-04` a reference to something that does not exist, `LOC-05` a hidden character, `LOC-06` missing
    /// locale data. File, line and column stand in the message, since these files are no part of a case's source map.
    pub fn new(tag: LocaleTag, resources: &[(String, String)]) -> Result<Self, Diagnostics> {
        let messages = Messages::new(tag, resources)?;
        let formats = Formats::new(tag)?;
        Ok(Self { tag, messages, formats })
    }

    /// The regional tag.
    pub fn tag(&self) -> LocaleTag {
        self.tag
    }

    /// The language alone: `en`, `es` or `fr`.
    pub fn language(&self) -> &'static str {
        language(self.tag)
    }

    /// The text of a message (`id`) or of one of its forms (`id.form`).
    ///
    /// # Errors
    /// `LOC-01` if there is no such message or form, or an argument it needs is missing.
    pub fn text(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Result<String, Diagnostic> {
        self.messages.text(id, args)
    }

    /// Whether a message (`id`) or form (`id.form`) exists.
    pub fn has(&self, id: &str) -> bool {
        self.messages.has(id)
    }

    /// Every id, sorted, forms as `id.form`.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.messages.ids()
    }

    /// The names of the arguments that a message uses in any of its forms, sorted, also through messages it refers to.
    pub fn arguments(&self, id: &str) -> Vec<&str> {
        self.messages.arguments(id)
    }

    /// A date in full: "March 1, 2026", "1 de marzo de 2026", "1er mars 2026"; month or year alone if no more is known.
    pub fn date(&self, date: PDate) -> String {
        self.formats.date(date)
    }

    /// A date for tables and axes: day, abbreviated month name, year. Never numeric, since `3/4/2026` reads both ways.
    pub fn short_date(&self, date: PDate) -> String {
        self.formats.short_date(date)
    }

    /// Month and year of a date; the year alone if no more is known.
    pub fn month_year(&self, date: PDate) -> String {
        self.formats.month_year(date)
    }

    /// A moment: date in full, time in the region's habit, and the zone ("March 9, 2026 at 2:30 p.m. (UTC−5)").
    pub fn moment(&self, moment: &Moment) -> String {
        self.formats.moment(moment)
    }

    /// A number with the fraction digits as written, and the region's grouping and decimal sign.
    pub fn number(&self, number: &Decimal) -> String {
        self.formats.number(number.as_str())
    }

    /// A whole number with the region's grouping.
    pub fn integer(&self, number: u64) -> String {
        self.formats.number(&number.to_string())
    }

    /// A percentage, such as "45%" or, with a no-break space, "45 %". `number` is written as in a case (`12.5`).
    pub fn percent(&self, number: &str) -> String {
        self.formats.percent(number)
    }

    /// A number and its UCUM unit, joined so that no line ends between them.
    pub fn quantity(&self, number: &Decimal, ucum: &str) -> String {
        units::join(self, &self.number(number), &units::label_for(self, ucum, self.formats.is_singular(number)))
    }

    /// A list joined by "and": "A, B, and C", "fiebre e infección".
    pub fn list_and(&self, items: &[String]) -> String {
        self.formats.list_and(items)
    }

    /// A list joined by "or": "A, B, or C", "seno u otro".
    pub fn list_or(&self, items: &[String]) -> String {
        self.formats.list_or(items)
    }

    /// The order of two words in the region's alphabet.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.formats.compare(a, b)
    }

    /// Text in the region's quotation marks; marks inside it become those of the second level.
    pub fn quote(&self, text: &str) -> String {
        typography::quote(self.tag, text)
    }

    /// Prose as it is set in this region; see [`typography::typeset`].
    pub fn typeset<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        typography::typeset(self.tag, text)
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Locale").field(&self.tag.as_str()).finish()
    }
}

/// The message id of a word of the case's vocabularies: `vocabulary` in kebab case and the word as a case writes it, so
/// `("urgency", "now")` is `urgency-now`. The words of [`RereadGrade`] have their meaning only with a scale: [`grade_id`].
pub fn word_id(vocabulary: &str, word: &str) -> String {
    format!("{vocabulary}-{}", word.replace('_', "-"))
}

/// The message id of a grade on its scale, such as `reread-grade-imaging-3`.
pub fn grade_id(scale: RereadScale, grade: RereadGrade) -> String {
    let scale = match scale {
        RereadScale::Imaging => "imaging",
        RereadScale::Radpeer => "radpeer",
        RereadScale::Pathology => "pathology",
    };
    format!("reread-grade-{scale}-{}", grade.as_str())
}

/// The language of a regional tag.
pub fn language(tag: LocaleTag) -> &'static str {
    match tag {
        LocaleTag::EnUs | LocaleTag::EnCa => "en",
        LocaleTag::EsUs | LocaleTag::EsMx | LocaleTag::EsEs => "es",
        LocaleTag::FrFr | LocaleTag::FrCa => "fr",
    }
}
