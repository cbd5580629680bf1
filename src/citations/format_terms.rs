//! The words of a bibliography in the language of the document.
//!
//! They are part of the citation styles and not of the reports' wording, so they stand here and not in the locales' files:
//! Spanish as in the Spanish version of the ICMJE Recommendations, French as French-speaking faculties teach Vancouver.

use super::reference::{Date, Season};
use crate::case::model::LocaleTag;

/// A language of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Spanish,
    French,
}

/// The words.
pub(super) struct Terms {
    pub language: Language,
    pub locale: LocaleTag,
}

/// The words for a locale.
pub(super) fn terms(locale: LocaleTag) -> Terms {
    let language = match locale {
        LocaleTag::EnUs | LocaleTag::EnCa => Language::English,
        LocaleTag::EsUs | LocaleTag::EsMx | LocaleTag::EsEs => Language::Spanish,
        LocaleTag::FrFr | LocaleTag::FrCa => Language::French,
    };
    Terms { language, locale }
}

impl Terms {
    fn pick(&self, english: &'static str, spanish: &'static str, french: &'static str) -> &'static str {
        match self.language {
            Language::English => english,
            Language::Spanish => spanish,
            Language::French => french,
        }
    }

    /// Primary tag of the language.
    pub fn tag(&self) -> &'static str {
        self.pick("en", "es", "fr")
    }

    /// Before the book a chapter is in, colon and space included (NLM, AMA).
    pub fn within(&self) -> &'static str {
        self.pick("In: ", "En: ", "Dans\u{A0}: ")
    }

    /// The same word in APA style.
    pub fn within_apa(&self) -> &'static str {
        self.pick("In ", "En ", "Dans ")
    }

    /// After the editors' names (NLM).
    pub fn editors(&self, several: bool) -> &'static str {
        if several { self.pick("editors", "editores", "éditeurs") } else { self.pick("editor", "editor", "éditeur") }
    }

    /// After the editors' names, abbreviated (AMA).
    pub fn eds(&self, several: bool) -> &'static str {
        if several { self.pick("eds", "eds", "éds") } else { self.pick("ed", "ed", "éd") }
    }

    /// After the editors' names, in brackets (APA).
    pub fn eds_apa(&self, several: bool) -> &'static str {
        if several { self.pick("Eds.", "Eds.", "dir.") } else { self.pick("Ed.", "Ed.", "dir.") }
    }

    /// Before the address (NLM).
    pub fn available(&self) -> &'static str {
        self.pick("Available from: ", "Disponible en: ", "Disponible sur\u{A0}: ")
    }

    /// The medium of a work on the web (NLM).
    pub fn internet(&self) -> &'static str {
        self.pick("[Internet]", "[Internet]", "[en ligne]")
    }

    /// The day a page was read, in brackets (NLM).
    pub fn cited(&self, date: &Date) -> String {
        match self.language {
            Language::English => format!("[cited {}]", self.year_first(date)),
            Language::Spanish => format!("[citado {}]", self.day_first(date, false)),
            Language::French => format!("[cité le {}]", self.day_first(date, false)),
        }
    }

    /// The day a page was read (AMA), as the start of a sentence.
    pub fn accessed(&self, date: &Date) -> String {
        match self.language {
            Language::English => format!("Accessed {}", self.long(date)),
            Language::Spanish => format!("Consultado el {}", self.long(date)),
            Language::French => format!("Consulté le {}", self.long(date)),
        }
    }

    /// The day a page was read (APA), up to the address.
    pub fn retrieved(&self, date: &Date) -> String {
        match self.language {
            Language::English => format!("Retrieved {}, from ", self.long(date)),
            Language::Spanish => format!("Recuperado el {}, de ", self.long(date)),
            Language::French => format!("Consulté le {}, sur ", self.long(date)),
        }
    }

    /// When a page was published (AMA).
    pub fn published(&self, date: &str) -> String {
        format!("{} {date}", self.pick("Published", "Publicado", "Publié"))
    }

    /// Where the date is not known (NLM).
    pub fn date_unknown(&self) -> &'static str {
        self.pick("[date unknown]", "[fecha desconocida]", "[date inconnue]")
    }

    /// Where the date is not known (APA).
    pub fn no_date(&self) -> &'static str {
        self.pick("n.d.", "s. f.", "s. d.")
    }

    /// Between the last two names (APA).
    pub fn and(&self) -> &'static str {
        self.pick("&", "y", "et")
    }

    /// What a retracted work is marked with.
    pub fn retracted(&self) -> &'static str {
        self.pick("[retracted]", "[artículo retractado]", "[article rétracté]")
    }

    /// Before the number of a report (NLM).
    pub fn report_number(&self) -> &'static str {
        self.pick("Report No.: ", "Informe n.º: ", "Rapport n°\u{A0}: ")
    }

    /// Before a volume of a book.
    pub fn volume(&self) -> &'static str {
        self.pick("Vol. ", "Vol. ", "Vol. ")
    }

    /// Before the pages of a chapter (NLM; one word for one page or several).
    pub fn page(&self) -> &'static str {
        self.pick("p. ", "p. ", "p. ")
    }

    /// Before the pages of a chapter (APA).
    pub fn pages(&self, several: bool) -> &'static str {
        if several { self.pick("pp. ", "pp. ", "p. ") } else { "p. " }
    }

    /// Before an article number (APA).
    pub fn article(&self) -> &'static str {
        self.pick("Article ", "Artículo ", "Article ")
    }

    /// An edition: `2nd ed.`, `2.ª ed.`, `2e éd.`; words of the source's own stay as they are.
    pub fn edition(&self, edition: &str) -> String {
        let raw = edition.trim();
        let number = raw.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '.' | 'ª' | ' '));
        let number = number.parse::<u32>().ok().or_else(|| in_words(raw));
        let abbreviation = self.pick("ed.", "ed.", "éd.");
        match number {
            Some(number) => match self.language {
                Language::English => format!("{number}{} {abbreviation}", english_ordinal(number)),
                Language::Spanish => format!("{number}.ª {abbreviation}"),
                Language::French if number == 1 => format!("1re {abbreviation}"),
                Language::French => format!("{number}e {abbreviation}"),
            },
            None if ["ed", "éd"]
                .iter()
                .any(|word| raw.to_lowercase().split([' ', '.']).any(|part| part.starts_with(word))) =>
            {
                raw.to_owned()
            }
            None => format!("{raw} {abbreviation}"),
        }
    }

    /// A type of work in brackets; one that is not known here stays as the source has it.
    pub fn genre(&self, genre: &str) -> String {
        let known = match genre.to_lowercase().as_str() {
            "letter" => self.pick("letter", "carta", "lettre"),
            "editorial" => self.pick("editorial", "editorial", "éditorial"),
            "abstract" => self.pick("abstract", "resumen", "résumé"),
            "preprint" => self.pick("preprint", "prepublicación", "prépublication"),
            "dissertation" | "phd thesis" | "doctoral dissertation" | "doctoral thesis" => {
                self.pick("dissertation", "tesis doctoral", "thèse de doctorat")
            }
            "master's thesis" | "masters thesis" => {
                self.pick("master's thesis", "tesis de maestría", "mémoire de maîtrise")
            }
            "thesis" => self.pick("thesis", "tesis", "thèse"),
            "technical report" => self.pick("technical report", "informe técnico", "rapport technique"),
            _ => return genre.to_owned(),
        };
        known.to_owned()
    }

    /// Short name of a month, without full stop.
    pub fn month(&self, month: u8) -> &'static str {
        let index = usize::from(month.clamp(1, 12) - 1);
        const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const ES: [&str; 12] = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
        const FR: [&str; 12] =
            ["janv", "févr", "mars", "avr", "mai", "juin", "juill", "août", "sept", "oct", "nov", "déc"];
        let names = match self.language {
            Language::English => &EN,
            Language::Spanish => &ES,
            Language::French => &FR,
        };
        let name = names.get(index).copied().unwrap_or_default();
        // CLDR: Spain writes `sept`, America `sep`.
        if name == "sep" && self.locale == LocaleTag::EsEs { "sept" } else { name }
    }

    fn long_month(&self, month: u8) -> &'static str {
        let index = usize::from(month.clamp(1, 12) - 1);
        const EN: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        const ES: [&str; 12] = [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ];
        const FR: [&str; 12] = [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ];
        let names = match self.language {
            Language::English => &EN,
            Language::Spanish => &ES,
            Language::French => &FR,
        };
        names.get(index).copied().unwrap_or_default()
    }

    fn season(&self, season: Season) -> &'static str {
        match season {
            Season::Spring => self.pick("Spring", "primavera", "printemps"),
            Season::Summer => self.pick("Summer", "verano", "été"),
            Season::Autumn => self.pick("Fall", "otoño", "automne"),
            Season::Winter => self.pick("Winter", "invierno", "hiver"),
        }
    }

    /// `2002 Jul 25`, `2002 Jan-Feb`, `2002 Spring`: the order of the NLM in every language.
    pub fn year_first(&self, date: &Date) -> String {
        let mut out = date.year.to_string();
        match (date.month, date.season) {
            (Some(month), _) => {
                out.push_str(&format!(" {}", self.month(month)));
                if let Some(end) = date.end_month {
                    out.push_str(&format!("-{}", self.month(end)));
                } else if let Some(day) = date.day {
                    out.push_str(&format!(" {day}"));
                }
            }
            (None, Some(season)) => out.push_str(&format!(" {}", self.season(season))),
            _ => {}
        }
        out
    }

    fn day_first(&self, date: &Date, long: bool) -> String {
        let Some(month) = date.month else {
            return date.year.to_string();
        };
        let of = if long && self.language == Language::Spanish { " de" } else { "" };
        let name = if long { self.long_month(month) } else { self.month(month) };
        match date.day {
            Some(1) if self.language == Language::French => format!("1er {name} {}", date.year),
            Some(day) => format!("{day}{of} {name}{of} {}", date.year),
            None => format!("{name}{of} {}", date.year),
        }
    }

    /// `March 1, 2026`, `1 de marzo de 2026`, `1er mars 2026`.
    pub fn long(&self, date: &Date) -> String {
        match (self.language, date.month, date.day) {
            (Language::English, Some(month), Some(day)) => format!("{} {day}, {}", self.long_month(month), date.year),
            (Language::English, Some(month), None) => format!("{} {}", self.long_month(month), date.year),
            _ => self.day_first(date, true),
        }
    }

    /// What APA puts in brackets: `2020, March 5`; in Spanish and French the day comes before the month.
    pub fn apa_date(&self, date: &Date) -> String {
        let Some(month) = date.month else {
            return match date.season {
                Some(season) => format!("{}, {}", date.year, self.season(season)),
                None => date.year.to_string(),
            };
        };
        let name = self.long_month(month);
        match (self.language, date.day, date.end_month) {
            (_, _, Some(end)) => format!("{}, {name}–{}", date.year, self.long_month(end)),
            (Language::English, Some(day), None) => format!("{}, {name} {day}", date.year),
            (Language::Spanish, Some(day), None) => format!("{}, {day} de {name}", date.year),
            (Language::French, Some(1), None) => format!("{}, 1er {name}", date.year),
            (Language::French, Some(day), None) => format!("{}, {day} {name}", date.year),
            (_, None, None) => format!("{}, {name}", date.year),
        }
    }

    /// Name of the language a work is in; `None` for those without a name here.
    pub fn language_name(&self, tag: &str) -> Option<&'static str> {
        Some(match tag {
            "en" => self.pick("English", "Inglés", "Anglais"),
            "es" => self.pick("Spanish", "Español", "Espagnol"),
            "fr" => self.pick("French", "Francés", "Français"),
            "de" => self.pick("German", "Alemán", "Allemand"),
            "pt" => self.pick("Portuguese", "Portugués", "Portugais"),
            "it" => self.pick("Italian", "Italiano", "Italien"),
            "nl" => self.pick("Dutch", "Neerlandés", "Néerlandais"),
            "no" => self.pick("Norwegian", "Noruego", "Norvégien"),
            "sv" => self.pick("Swedish", "Sueco", "Suédois"),
            "da" => self.pick("Danish", "Danés", "Danois"),
            "fi" => self.pick("Finnish", "Finés", "Finnois"),
            "is" => self.pick("Icelandic", "Islandés", "Islandais"),
            "pl" => self.pick("Polish", "Polaco", "Polonais"),
            "cs" => self.pick("Czech", "Checo", "Tchèque"),
            "sk" => self.pick("Slovak", "Eslovaco", "Slovaque"),
            "sl" => self.pick("Slovenian", "Esloveno", "Slovène"),
            "hr" => self.pick("Croatian", "Croata", "Croate"),
            "sr" => self.pick("Serbian", "Serbio", "Serbe"),
            "hu" => self.pick("Hungarian", "Húngaro", "Hongrois"),
            "ro" => self.pick("Romanian", "Rumano", "Roumain"),
            "bg" => self.pick("Bulgarian", "Búlgaro", "Bulgare"),
            "el" => self.pick("Greek", "Griego", "Grec"),
            "tr" => self.pick("Turkish", "Turco", "Turc"),
            "ru" => self.pick("Russian", "Ruso", "Russe"),
            "uk" => self.pick("Ukrainian", "Ucraniano", "Ukrainien"),
            "he" => self.pick("Hebrew", "Hebreo", "Hébreu"),
            "ar" => self.pick("Arabic", "Árabe", "Arabe"),
            "fa" => self.pick("Persian", "Persa", "Persan"),
            "zh" => self.pick("Chinese", "Chino", "Chinois"),
            "ja" => self.pick("Japanese", "Japonés", "Japonais"),
            "ko" => self.pick("Korean", "Coreano", "Coréen"),
            "ca" => self.pick("Catalan", "Catalán", "Catalan"),
            _ => return None,
        })
    }
}

fn english_ordinal(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (1, last) if last != 11 => "st",
        (2, last) if last != 12 => "nd",
        (3, last) if last != 13 => "rd",
        _ => "th",
    }
}

fn in_words(edition: &str) -> Option<u32> {
    let word = edition.to_lowercase();
    let word = word.split(' ').next()?;
    let words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    words.iter().position(|known| *known == word).and_then(|at| u32::try_from(at + 1).ok())
}
