//! Names and numbers of people as records print them, compared with those of the case.
//!
//! Case, accents, order, hyphens, titles and middle initials differ from record to record; so does how many given names and
//! surnames are printed. None of that makes another person. A name that differs in a letter does.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::case::model::PersonName;

/// A word of a text: what it says with case and accents folded, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, without accents; an apostrophe inside a name is left out (`obrien`).
    pub(super) folded: String,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
}

/// The words of a text: runs of letters and digits, held together by an apostrophe inside them.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let joins = matches!(c, '\'' | '’')
            && open.is_some()
            && text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphabetic);
        if c.is_alphanumeric() || joins || (open.is_some() && is_combining_mark(c)) {
            open.get_or_insert(at);
            end = at + c.len_utf8();
        } else if let Some(start) = open.take() {
            found.extend(text.get(start..end).map(|word| Word { folded: fold(word), range: start..end }));
        }
    }
    if let Some(start) = open {
        found.extend(text.get(start..end).map(|word| Word { folded: fold(word), range: start..end }));
    }
    found
}

/// The words that end before a place, the nearest first.
pub(super) fn before(list: &[Word], at: usize) -> impl Iterator<Item = &Word> {
    list.get(..list.partition_point(|word| word.range.end <= at)).unwrap_or_default().iter().rev()
}

/// The words that start at a place or after it.
pub(super) fn after(list: &[Word], at: usize) -> impl Iterator<Item = &Word> {
    list.get(list.partition_point(|word| word.range.start < at)..).unwrap_or_default().iter()
}

/// A name or number as it is compared: lower case, without accents, letters and digits alone.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

/// An identifier as it is compared: punctuation, case and leading zeros of each number left out.
pub(super) fn fold_identifier(identifier: &str) -> String {
    let mut folded = String::new();
    let mut in_number = false;
    for c in fold(identifier).chars() {
        if c == '0' && !in_number {
            continue;
        }
        in_number = c.is_ascii_digit();
        folded.push(c);
    }
    folded
}

/// Whether two identifiers are the same: [folded](fold_identifier), and a prefix of letters may be left out (`LM-448120`,
/// `448120`).
pub(super) fn same_identifier(one: &str, other: &str) -> bool {
    let (one, other) = (fold_identifier(one), fold_identifier(other));
    let digits = |text: &str| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let ends = |long: &str, short: &str| {
        digits(short) && long.strip_suffix(short).is_some_and(|rest| !rest.bytes().any(|byte| byte.is_ascii_digit()))
    };
    one == other || ends(&one, &other) || ends(&other, &one)
}

/// The part in which a name differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Differs {
    /// The family name.
    Family,
    /// The given name.
    Given,
    /// All of it.
    Whole,
}

impl Differs {
    /// In words.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Family => "family name",
            Self::Given => "given name",
            Self::Whole => "name",
        }
    }
}

/// Titles and degrees that are no part of a name.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "dra",
    "dre",
    "prof",
    "sr",
    "sra",
    "srta",
    "senor",
    "senora",
    "senorita",
    "don",
    "dona",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "jr",
    "ii",
    "iii",
    "iv",
    "md",
    "phd",
    "rn",
    "patient",
    "paciente",
];

/// Words inside a name that carry nothing.
const PARTICLES: &[&str] = &[
    "de", "del", "la", "las", "los", "el", "da", "das", "do", "dos", "di", "du", "des", "le", "les", "van", "von",
    "der", "den", "ter", "bin", "ibn", "al", "st", "ste", "saint", "sainte", "san", "santa",
];

/// Words after which another surname of the same person follows, of birth or of marriage.
const FORMERLY: &[&str] = &[
    "nee", "ne", "born", "nacida", "nacido", "epouse", "epoux", "ep", "vda", "viuda", "veuve", "vve", "formerly", "aka",
];

/// Compares a name as printed with the patient's; `None` where it can be the same person's.
///
/// One printed surname of two is the same name, and so is one of several given names; both surnames are compared where both
/// are printed. An initial is compared only where it is all that is printed of the given name.
pub(super) fn differs(patient: &PersonName, printed: &str) -> Option<Differs> {
    let family = Part::of(&patient.family);
    let given = Part::of(&patient.given);
    let (before, after) = match printed.split_once(',') {
        Some((before, after)) if !Part::of(after).is_empty() && !Part::of(before).is_empty() => (before, Some(after)),
        _ => (printed, None),
    };
    if Part::of(printed).is_empty() || Part::of(printed).is_the_same(&Part::of(&patient.display)) {
        return None;
    }
    if let Some(after) = after {
        let (surname, first) = (Part::of(before), Part::of(after));
        let reversed = family.fits(&first) && given.fits(&surname);
        return match (family.fits(&surname), given.fits(&first)) {
            _ if reversed => None,
            (true, true) => None,
            (true, false) => Some(Differs::Given),
            (false, true) => Some(Differs::Family),
            (false, false) => Some(Differs::Whole),
        };
    }
    let all = Part::of(before);
    if family.covers(&all) || given.covers(&all) {
        return None;
    }
    let (mut family_fits, mut given_fits) = (false, false);
    for at in 1..all.words.len() {
        let (start, end) = all.split(at);
        for (first, surname, given_first) in [(&start, &end, true), (&end, &start, false)] {
            if (given.is_empty() || given.fits(first)) && family.fits(surname) {
                // Where nothing shows the border between given names and surnames, more of the one and fewer of the
                // other than the case has are another name ("Ana Gómez Ruiz" is not "Ana Ruiz Montán").
                let more_surnames = surname.full() > family.full();
                let fewer_surnames = surname.full() < family.full();
                let more_given = first.full() > given.full();
                let fewer_given = first.full() < given.full() && first.full() > 0;
                let starts_alike = surname.words.first().is_some_and(|word| family.has(word));
                let another = (more_surnames && if given_first { !starts_alike } else { fewer_given })
                    || (fewer_surnames && more_given);
                if !another {
                    return None;
                }
            }
            family_fits |= family.fits(surname);
            given_fits |= given.fits(first);
        }
    }
    Some(match (family_fits, given_fits) {
        (true, _) => Differs::Given,
        (false, true) => Differs::Family,
        (false, false) => Differs::Whole,
    })
}

/// The words of one part of a name.
#[derive(Debug)]
struct Part {
    /// Words that count, folded.
    words: Vec<String>,
    /// The same with umlauts written out (`mueller`).
    long: Vec<String>,
    /// All words run together, particles too: "De La Cruz" is also printed "DELACRUZ".
    joined: String,
}

impl Part {
    fn of(text: &str) -> Self {
        let mut read: Vec<(String, String)> = words(text)
            .into_iter()
            .map(|word| (word.folded, fold(&written_out(text.get(word.range).unwrap_or("")))))
            .collect();
        read.retain(|(word, _)| !TITLES.contains(&word.as_str()));
        // "M." at the start is Monsieur, or an initial: it says nothing.
        if read.len() > 1 && read.first().is_some_and(|(word, _)| word == "m") {
            read.remove(0);
        }
        if let Some(at) = read.iter().position(|(word, _)| FORMERLY.contains(&word.as_str())).filter(|at| *at > 0) {
            read.truncate(at);
        }
        // The husband's surname after "de", where it closes the name: "Ana Ruiz Montán de Gómez".
        if let Some(at) = read.iter().rposition(|(word, _)| word == "de").filter(|at| *at >= 2 && at + 2 == read.len())
        {
            let surname_before = read.get(at - 1).is_some_and(|(word, _)| !PARTICLES.contains(&word.as_str()));
            if surname_before && read.len() > 4 {
                read.truncate(at);
            }
        }
        let joined = read.iter().map(|(word, _)| word.as_str()).collect();
        let counts: Vec<&(String, String)> =
            read.iter().filter(|(word, _)| !PARTICLES.contains(&word.as_str())).collect();
        // A name of particles alone ("Le", "Do") is a name.
        let counts = if counts.is_empty() { read.iter().collect() } else { counts };
        Self {
            words: counts.iter().map(|(word, _)| abbreviated(word).to_owned()).collect(),
            long: counts.iter().map(|(_, long)| long.clone()).collect(),
            joined,
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many words are more than initials.
    fn full(&self) -> usize {
        self.words.iter().filter(|word| word.chars().count() > 1).count()
    }

    fn has(&self, word: &String) -> bool {
        self.words.contains(word) || self.long.contains(word)
    }

    fn split(&self, at: usize) -> (Self, Self) {
        let part = |range: Range<usize>| {
            let words: Vec<String> = self.words.get(range.clone()).unwrap_or_default().to_vec();
            Self { joined: words.concat(), words, long: self.long.get(range).unwrap_or_default().to_vec() }
        };
        (part(0..at), part(at..self.words.len()))
    }

    fn within(&self, other: &Self) -> bool {
        self.words.iter().zip(&self.long).all(|(word, long)| other.has(word) || other.has(long))
    }

    fn is_the_same(&self, other: &Self) -> bool {
        self.words.len() == other.words.len() && self.within(other) && other.within(self)
    }

    /// Whether everything that is printed is of this part.
    fn covers(&self, printed: &Self) -> bool {
        !printed.is_empty() && (printed.within(self) || printed.joined == self.joined)
    }

    /// Whether one holds all that the other has. Initials count only where nothing else is printed.
    fn fits(&self, printed: &Self) -> bool {
        if self.is_empty() || printed.is_empty() {
            return false;
        }
        let initial = |word: &String| word.chars().next();
        if printed.full() == 0 {
            let printed = printed.words.first().and_then(initial);
            return self.words.iter().any(|word| initial(word) == printed);
        }
        let (known, printed) = (self.without_initials(), printed.without_initials());
        known.covers(&printed) || known.within(&printed)
    }

    fn without_initials(&self) -> Self {
        let of = |list: &[String]| -> Vec<String> {
            let pairs = list.iter().zip(&self.words).filter(|(_, word)| word.chars().count() > 1);
            pairs.map(|(word, _)| word.clone()).collect()
        };
        if self.full() == 0 {
            return Self { words: self.words.clone(), long: self.long.clone(), joined: self.joined.clone() };
        }
        Self { words: of(&self.words), long: of(&self.long), joined: self.joined.clone() }
    }
}

/// Umlauts as they are written without them: "Müller" is also printed "MUELLER".
fn written_out(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.nfc() {
        match c {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'å' | 'Å' => out.push_str("aa"),
            c => out.push(c),
        }
    }
    out
}

/// Given names that Spanish records abbreviate as a matter of course.
fn abbreviated(word: &str) -> &str {
    match word {
        "ma" => "maria",
        "fco" => "francisco",
        "fca" => "francisca",
        word => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(given: &str, family: &str) -> PersonName {
        PersonName { given: given.into(), family: family.into(), display: format!("{given} {family}") }
    }

    #[track_caller]
    fn same(given: &str, family: &str, printed: &[&str]) {
        for printed in printed {
            assert_eq!(differs(&name(given, family), printed), None, "{printed}");
        }
    }

    #[track_caller]
    fn other(given: &str, family: &str, printed: &[(&str, Differs)]) {
        for (printed, part) in printed {
            assert_eq!(differs(&name(given, family), printed), Some(*part), "{printed}");
        }
    }

    #[test]
    fn how_a_name_is_written_makes_no_other_person() {
        same(
            "Ana Lucía",
            "Ruiz Montán",
            &[
                "Ana Lucía Ruiz Montán",
                "RUIZ MONTAN, ANA LUCIA",
                "Ruiz Montan Ana Lucia",
                "RUIZ-MONTAN, ANA-LUCIA",
                "Montán Ruiz, Ana",
                "Ana Ruiz",
                "Ruiz, Ana",
                "Ana L. Ruiz",
                "A. L. Ruiz Montán",
                "RUIZ MONTAN, A",
                "Mrs. Ana Ruiz Montán",
                "Sra. Ruiz Montán",
                "Dra. Ana Lucía Ruiz Montán",
                "Lucía Ruiz",
                "ANALUCIA RUIZ MONTAN",
                "Ruiz y Montán, Ana Lucía",
                "  ",
                "Ana",
            ],
        );
    }

    #[test]
    fn surnames_of_birth_and_marriage_are_the_same_person() {
        same("Ana", "Ruiz Montán", &["Ana Ruiz Montán de Gómez", "Ana Ruiz née Montán", "RUIZ, ANA (née Montán)"]);
        same("Marie", "Tremblay", &["Marie Tremblay née Gagnon", "Mme Marie Tremblay, née Gagnon", "TREMBLAY Marie"]);
        same("Ana", "Ruiz", &["Ana Ruiz Gómez", "RUIZ GOMEZ, ANA", "Ana Ruiz-Gómez"]);
    }

    #[test]
    fn particles_apostrophes_and_umlauts_are_written_many_ways() {
        same("Juan", "de la Cruz", &["DELACRUZ, JUAN", "De La Cruz, Juan", "Juan Cruz", "CRUZ JUAN"]);
        same("Sean", "O'Brien", &["OBRIEN, SEAN", "Sean O’Brien", "O BRIEN, SEAN"]);
        same("Jörg", "Müller", &["MUELLER, JOERG", "Muller, Jorg", "MÜLLER Jörg"]);
        same("Jean-Paul", "St-Pierre", &["SAINT-PIERRE, JEAN PAUL", "Jean-Paul St Pierre"]);
        same("Thi", "Le", &["Thi Le", "LE, THI"]);
        same("María Elena", "Ibáñez Núñez", &["Ma. Elena Ibáñez", "Mª Elena Ibáñez Núñez", "IBANEZ NUNEZ MARIA ELENA"]);
    }

    #[test]
    fn another_name_is_another_person() {
        use Differs::{Family, Given, Whole};
        other(
            "Ana",
            "Ruiz",
            &[
                ("Eva Ruiz", Given),
                ("RUIZ, EVA", Given),
                ("Ana Riuz", Family),
                ("RIUZ, ANA", Family),
                ("E. Ruiz", Given),
                ("Eva Gómez", Whole),
                ("GOMEZ, EVA", Whole),
                ("Anna Ruis", Whole),
            ],
        );
        other("Ana Lucía", "Ruiz Montán", &[("Ana Lucía Ruiz Gómez", Family), ("RUIZ GOMEZ, ANA LUCIA", Family)]);
        other("María Elena", "Ibáñez", &[("MARÍA JOSÉ IBÁÑEZ", Given), ("IBANEZ, MARIA JOSE", Given)]);
        other("María Elena", "Ibáñez Núñez", &[("Maria Jose Ibanez Nunez", Given)]);
    }

    #[test]
    fn a_surname_put_between_makes_another_person() {
        assert!(differs(&name("Ana", "Ruiz Montán"), "Ana Gómez Ruiz").is_some());
        assert!(differs(&name("María Elena", "Ibáñez"), "Ibanez Jose Maria").is_some());
    }

    #[test]
    fn identifiers_differ_in_more_than_punctuation() {
        assert!(same_identifier("LM-448120", "lm 448120"));
        assert!(same_identifier("LM-448120", "448120"));
        assert!(same_identifier("00448120", "448120"));
        assert!(same_identifier("LM-0448120", "LM 448120"));
        assert!(!same_identifier("LM-448120", "LM-448102"));
        assert!(!same_identifier("LM-448120", "1448120"));
        assert!(!same_identifier("LM-448120", "MV-448120"));
        assert!(!same_identifier("100", "1000"));
    }

    #[test]
    fn words_keep_their_places() {
        let text = "Señora d’Arc, É. 12";
        let found: Vec<(String, &str)> = words(text).into_iter().map(|w| (w.folded, &text[w.range])).collect();
        let wanted = [("senora", "Señora"), ("darc", "d’Arc"), ("e", "É"), ("12", "12")];
        assert_eq!(found, wanted.map(|(a, b)| (a.to_owned(), b)));
    }
}
