//! Words and sentences of plain text (Markdown already taken off), by byte ranges.
//!
//! A **word** is what stands between white space and has a letter or digit: "follow-up", "n'a", "l'imagerie", "0.75", "1 234,5"
//! (with no-break spaces), "p." and an address are one each (R. Flesch, *A new readability yardstick*, 1948: "contractions and
//! hyphenated words count as one"). A long dash, an ellipsis or a slash between letters parts two. Labels are none: "[1]",
//! "[2, 3]", and "3." or "b)" at the start of a line.
//!
//! A **sentence** ends at ".", "?", "!" or "…" and at the end of a line. A colon or semicolon ends none. A full stop does not
//! end one after an abbreviation or initial, nor before a word in lower case (Unicode UAX #29, SB8), unless the next word is
//! one that starts sentences.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::syllables::is_address;

/// A sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last visible character, in bytes of the text.
    pub range: Range<usize>,
    /// Its words in order, never empty; punctuation at their ends is left off. In bytes of the text.
    pub words: Vec<Range<usize>>,
}

impl Sentence {
    /// The sentence where its text begins so many bytes into another.
    pub fn shifted(&self, by: usize) -> Self {
        let moved = |range: &Range<usize>| range.start + by..range.end + by;
        Self { range: moved(&self.range), words: self.words.iter().map(moved).collect() }
    }
}

/// How a full stop after an abbreviation is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// Something always follows it: "Dr.", "e.g.", "vs.".
    Never,
    /// Before a figure it is "number": "No. 3".
    BeforeFigure,
    /// It may stand at the end: "etc.", "a.m.", "mg.". A capital after it starts a sentence.
    BeforeCapital,
    /// It may stand at the end, but names follow it too: "U.S.", "Ud.". Only a typical first word starts a sentence.
    BeforeStarter,
}

/// What is particular to a language: words parted by spaces, in lower case and without the last full stop.
struct Lists {
    never: &'static str,
    before_figure: &'static str,
    before_capital: &'static str,
    before_starter: &'static str,
    /// First words of sentences that are no names.
    starters: &'static str,
}

const ENGLISH: Lists = Lists {
    never: "\
        dr drs mr mrs ms prof rev hon st vs e.g i.e eg ie cf fig figs approx ca vol viz esp incl gen sgt capt",
    before_figure: "\
        no nos p pp ch sec art ed",
    before_capital: "\
        etc a.m p.m am pm mg ml kg cm mm mcg lb lbs oz hr hrs min wk yr yrs al jr sr inc ltd co tab tabs b.i.d \
        t.i.d q.d p.r.n",
    before_starter: "\
        dept univ ave jan feb mar apr jun jul aug sep sept oct nov dec ph.d rd",
    starters: "\
        a after all also an and as ask at because before both but call do each for he her his how however i if in \
        is it its many most my no not on once one or our please she since so some such take that the their then \
        there these they this those to until we what when where which while who why with you your",
};

const SPANISH: Lists = Lists {
    never: "\
        dr dra dres st sr sra sres srta d dña prof lic ing sto sta p ej p.ej cf fig figs aprox vs vol enf gral tel \
        tfno avda av",
    before_figure: "\
        no núm núms n pág págs art cap n.º nº nro",
    before_capital: "\
        etc a.m p.m mg ml kg cm mm mcg h hs min al comp máx mín",
    before_starter: "\
        ud uds vd vds ee uu ee.uu m dpto s.a c.v",
    starters: "\
        a al algunos antes aunque cada como con cuando de debe después durante el ella ellos en entonces es esta \
        estas este esto estos hay la las le llame lo los muchos más no nos nosotros o para pero por pregunte puede \
        que se según si sin sobre su sus también tiene todos tome un una usted y ya",
};

const FRENCH: Lists = Lists {
    never: "\
        m mm dr drs pr prof me st ste p ex p.ex c.-à-d c.à.d cf fig figs env vs vol tél av bd mme mlle",
    before_figure: "\
        no nos n n° art chap pp éd",
    before_capital: "\
        etc mg ml kg cm mm mcg h min al max cp a.m p.m",
    before_starter: "\
        janv févr avr juil sept oct nov déc s.a u.s é.-u",
    starters: "\
        afin appelez après au aussi aux avant avec ce ces cet cette comme dans de demandez des donc elle elles en \
        et il ils je la le les leur lors lorsque mais ne nous on ou par parlez pendant plusieurs pour prenez puis \
        quand que quel quelle qui sa sans se selon ses si son sur tous toutes un une vos votre vous y à",
};

/// The same, to look up in.
struct Habits {
    abbreviations: HashMap<&'static str, Stop>,
    starters: HashSet<&'static str>,
}

impl Habits {
    fn new(lists: &Lists) -> Self {
        let of = |words: &'static str, stop| words.split(' ').map(move |word| (word, stop));
        Self {
            abbreviations: of(lists.never, Stop::Never)
                .chain(of(lists.before_figure, Stop::BeforeFigure))
                .chain(of(lists.before_capital, Stop::BeforeCapital))
                .chain(of(lists.before_starter, Stop::BeforeStarter))
                .collect(),
            starters: lists.starters.split(' ').collect(),
        }
    }

    fn of(language: &str) -> &'static Self {
        static ALL: LazyLock<[Habits; 3]> = LazyLock::new(|| [&ENGLISH, &SPANISH, &FRENCH].map(Habits::new));
        let [english, spanish, french] = &*ALL;
        match language.split(['-', '_']).next() {
            Some("es") => spanish,
            Some("fr") => french,
            _ => english,
        }
    }
}

/// The sentences of `text` in `language` (`en`, `es`, `fr`, or a tag that starts with one; others are read as English), in
/// order. Those without any word are left out. Takes time linear in the text's length.
pub fn sentences(text: &str, language: &str) -> Vec<Sentence> {
    let habits = Habits::of(language);
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        of_line(text, start..start + line.len(), habits, &mut found);
        // All line ends but the ASCII ones are longer than a byte.
        start += line.len() + text[start + line.len()..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// What is between white space.
struct Token {
    range: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    /// "[1]", or "3." at the start of a line: belongs to the sentence but is not read.
    Label,
    /// "?", "–", "»" that stand alone.
    Mark,
}

/// A token with words, and the marks and labels around it that stand alone.
struct Item<'a> {
    range: Range<usize>,
    words: Range<usize>,
    written: &'a str,
    /// Up to the mark that may end the sentence; nothing closing after it.
    ended: &'a str,
    /// Whether "¿" or "¡" stands before it.
    opened: bool,
}

const STOPS: [char; 4] = ['.', '?', '!', '…'];

fn of_line(text: &str, line: Range<usize>, habits: &Habits, found: &mut Vec<Sentence>) {
    let items = items(text, &tokens(text, line));
    let mut words = Vec::new();
    let mut from = None;
    for (at, item) in items.iter().enumerate() {
        let first: usize = *from.get_or_insert(at);
        add_words(text, item.words.clone(), &mut words);
        let before = if at > first { items.get(at - 1) } else { None };
        if items.get(at + 1).is_none_or(|next| ends(before, item, next, habits)) {
            let start = items.get(first).map_or(item.range.start, |first| first.range.start);
            found.push(Sentence { range: start..item.range.end, words: std::mem::take(&mut words) });
            from = None;
        }
    }
}

fn items<'a>(text: &'a str, tokens: &[Token]) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = Vec::new();
    // Marks that open, and labels before the first word: they go with what follows.
    let mut opening = None;
    let mut opened = false;
    for token in tokens {
        let written = text.get(token.range.clone()).unwrap_or_default();
        match (token.kind, items.last_mut()) {
            (Kind::Word, _) => {
                let start = opening.take().unwrap_or(token.range.start);
                opened |= written.starts_with(['¿', '¡']);
                items.push(Item {
                    range: start..token.range.end,
                    words: token.range.clone(),
                    written,
                    ended: bare(written),
                    opened: std::mem::take(&mut opened),
                });
            }
            // "»" and "!" that stand alone, "%." after its figure.
            (Kind::Mark, Some(last))
                if opening.is_none() && (is_closing(written) || bare(written).ends_with(STOPS)) =>
            {
                last.range.end = token.range.end;
                let mark = bare(written);
                if mark.ends_with(STOPS) {
                    last.ended = mark;
                }
            }
            (Kind::Label, Some(last)) if opening.is_none() => {
                last.range.end = token.range.end;
                // "It is safe [2, 3]." ends after the label, "We agree. [4]" before it.
                let stop = written.rfind(']').and_then(|at| written.get(at + 1..)).map(bare).unwrap_or_default();
                if stop.ends_with(STOPS) && !last.ended.ends_with(STOPS) {
                    last.ended = stop;
                }
            }
            _ => {
                opening.get_or_insert(token.range.start);
                opened |= written.starts_with(['¿', '¡']);
            }
        }
    }
    items
}

fn tokens(text: &str, line: Range<usize>) -> Vec<Token> {
    let base = line.start;
    let line = text.get(line).unwrap_or_default();
    let mut tokens = Vec::new();
    let mut from = None;
    let mut before = ' ';
    let mut in_label = false;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        // A no-break space between digits groups them: "1 234,5".
        let grouping =
            matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}') && before.is_ascii_digit() && next.is_ascii_digit();
        if c.is_whitespace() && !grouping {
            if let Some(from) = from.take() {
                tokens.push(token(line, from..at, base, tokens.is_empty(), &mut in_label));
            }
        } else if from.is_none() {
            from = Some(at);
        }
        before = c;
    }
    if let Some(from) = from {
        tokens.push(token(line, from..line.len(), base, tokens.is_empty(), &mut in_label));
    }
    tokens
}

fn token(line: &str, range: Range<usize>, base: usize, first: bool, in_label: &mut bool) -> Token {
    let written = line.get(range.clone()).unwrap_or_default();
    let kind = if !written.chars().any(char::is_alphanumeric) {
        Kind::Mark
    } else if is_label(written, in_label) || first && is_list_label(written) {
        Kind::Label
    } else {
        Kind::Word
    };
    Token { range: base + range.start..base + range.end, kind }
}

/// "[1]", "[A2].", "[2–4]", "[@smith2020]", and each part of "[2, 3]"; `open` tells whether a bracket has not been closed yet.
fn is_label(written: &str, open: &mut bool) -> bool {
    let inner = written.trim_end_matches(['.', ',', ';', ':', '?', '!', ')', '…']);
    let starts = inner.starts_with('[');
    let ends = inner.ends_with(']');
    let inner = inner.trim_start_matches(['[', '(']).trim_end_matches(']');
    let short = inner.len() <= 12 && inner.bytes().any(|c| c.is_ascii_digit());
    let reference = inner.len() <= 64 && inner.starts_with(['@', '#']);
    let plain = inner.chars().all(|c| c.is_ascii_alphanumeric() || "-–,;][@#_".contains(c));
    let label = (short || reference) && plain && (starts || *open);
    *open = label && !ends;
    label
}

/// "3.", "3)", "(3)", "b)", "iv." before a list's item.
fn is_list_label(written: &str) -> bool {
    let Some(inner) = written.strip_suffix(['.', ')']) else { return false };
    let inner = inner.strip_prefix('(').unwrap_or(inner);
    let mut chars = inner.chars();
    let digits = !inner.is_empty() && inner.len() <= 3 && inner.bytes().all(|c| c.is_ascii_digit());
    digits
        || (written.ends_with(')') && chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next().is_none())
}

/// The words of a token: one, unless a long dash, an ellipsis or a slash is between letters.
fn add_words(text: &str, token: Range<usize>, words: &mut Vec<Range<usize>>) {
    let written = text.get(token.clone()).unwrap_or_default();
    let whole = is_address(written);
    let mut from = 0;
    let mut add = |from: usize, to: usize| {
        let part = written.get(from..to).unwrap_or_default();
        let left = part.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = left.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            let start = token.start + from + (part.len() - left.len());
            words.push(start..start + word.len());
        }
    };
    if !whole {
        let mut before = ' ';
        let mut chars = written.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map_or(' ', |(_, next)| *next);
            let parts = match c {
                '—' | '…' => true,
                '–' | '/' => before.is_alphabetic() && next.is_alphabetic(),
                '.' => next == '.' && before.is_alphanumeric(),
                _ => false,
            };
            if parts {
                add(from, at);
                from = at + c.len_utf8();
            }
            before = c;
        }
    }
    add(from, written.len());
}

/// Whether an item ends its sentence; `before` is the one before it in the same sentence.
fn ends(before: Option<&Item>, item: &Item, next: &Item, habits: &Habits) -> bool {
    let follows = if next.opened { Follows::Capital } else { Follows::of(next.written) };
    if !item.ended.ends_with(STOPS) || follows == Follows::Lower {
        return false;
    }
    let Some(stem) = item.ended.strip_suffix('.').filter(|stem| !stem.ends_with('.')) else { return true };
    let starter = || {
        let word = next.written.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.split(['\'', '’']).next().unwrap_or_default();
        next.opened || word.len() <= 16 && habits.starters.contains(&*word.to_lowercase())
    };
    let stem = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
    let after_figure = before.is_some_and(|before| Follows::of(before.written) == Follows::Figure);
    match abbreviation(stem, habits) {
        // "428 ms. Then" is no title.
        Some(Stop::Never) if !after_figure => false,
        Some(Stop::BeforeFigure) => follows != Follows::Figure,
        Some(Stop::BeforeCapital | Stop::Never) => follows == Follows::Capital,
        Some(Stop::BeforeStarter) => starter(),
        // An initial: "J. Smith", after a name or at the start. "Vitamin D." is none.
        None if is_initial(stem) => {
            before.is_some_and(|before| Follows::of(before.written) != Follows::Capital) || starter()
        }
        None => true,
    }
}

/// A token without the quotes and brackets that close it, nor a label glued to its end.
fn bare(written: &str) -> &str {
    let closed = |written: &'_ str| written.trim_end_matches(['"', '\'', '”', '’', '»', ')', '*', '_']).len();
    let mut bare = written.get(..closed(written)).unwrap_or_default();
    if bare.ends_with(']') {
        bare = match bare.rfind('[') {
            Some(open) if open > 0 => bare.get(..open).unwrap_or_default(),
            _ => bare.trim_end_matches(']'),
        };
    }
    bare.get(..closed(bare)).unwrap_or_default()
}

/// "»", ")" or a mark of exclamation that stands alone, as French sets them: they belong to what is before.
fn is_closing(written: &str) -> bool {
    !written.is_empty()
        && written.chars().all(|c| matches!(c, '»' | '”' | ')' | ']' | '?' | '!' | '…' | '"' | '.' | ','))
}

/// How the text goes on after a full stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    Lower,
    Figure,
    /// A capital, an opening mark, or the end.
    Capital,
}

impl Follows {
    fn of(next: &str) -> Self {
        match next.chars().find(|c| c.is_alphanumeric() || matches!(c, '¿' | '¡')) {
            Some(c) if c.is_lowercase() => Self::Lower,
            Some(c) if c.is_numeric() => Self::Figure,
            _ => Self::Capital,
        }
    }
}

fn abbreviation(stem: &str, habits: &Habits) -> Option<Stop> {
    // The longest is far shorter; a foreign text's tokens need not be.
    if stem.is_empty() || stem.len() > 16 {
        return None;
    }
    let lower = stem.to_lowercase();
    let listed = habits.abbreviations.get(&*lower).copied();
    // "U.S.A", "M.D", "I.V".
    listed.or_else(|| {
        let dotted = stem.chars().count() > 2
            && stem.chars().enumerate().all(|(at, c)| if at % 2 == 1 { c == '.' } else { c.is_alphabetic() });
        dotted.then_some(Stop::BeforeStarter)
    })
}

/// One capital: "J".
fn is_initial(stem: &str) -> bool {
    let mut chars = stem.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

#[cfg(test)]
#[path = "sentences_tests.rs"]
mod tests;
