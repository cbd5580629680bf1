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

use std::ops::Range;

use super::syllables::is_address;

/// A sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last visible character, in bytes of the text.
    pub range: Range<usize>,
    /// Its words in order, never empty; punctuation at their ends is left off. In bytes of the text.
    pub words: Vec<Range<usize>>,
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

/// What is particular to a language.
struct Habits {
    /// In lower case without the last full stop.
    abbreviations: &'static [(&'static [&'static str], Stop)],
    /// First words of sentences that are no names, in lower case.
    starters: &'static [&'static str],
}

const ENGLISH: Habits = Habits {
    abbreviations: &[
        (&["dr", "drs", "mr", "mrs", "ms", "prof", "rev", "hon", "st", "vs", "e.g", "i.e", "eg", "ie", "cf", "fig", "figs", "approx", "ca", "vol", "viz", "esp", "incl", "gen", "sgt", "capt"], Stop::Never),
        (&["no", "nos", "p", "pp", "ch", "sec", "art", "ed"], Stop::BeforeFigure),
        (&["etc", "a.m", "p.m", "am", "pm", "mg", "ml", "kg", "cm", "mm", "mcg", "lb", "lbs", "oz", "hr", "hrs", "min", "wk", "yr", "yrs", "al", "jr", "sr", "inc", "ltd", "co", "tab", "tabs", "b.i.d", "t.i.d", "q.d", "p.r.n"], Stop::BeforeCapital),
        (&["dept", "univ", "ave", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ph.d", "rd"], Stop::BeforeStarter),
    ],
    starters: &[
        "a", "after", "all", "also", "an", "and", "as", "ask", "at", "because", "before", "both", "but", "call", "do", "each", "for", "he", "her", "his", "how",
        "however", "i", "if", "in", "is", "it", "its", "many", "most", "my", "no", "not", "on", "once", "one", "or", "our", "please", "she", "since", "so", "some", "such", "take",
        "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "until", "we", "what", "when", "where", "which", "while", "who", "why",
        "with", "you", "your",
    ],
};

const SPANISH: Habits = Habits {
    abbreviations: &[
        (&["dr", "dra", "dres", "sr", "sra", "sres", "srta", "d", "dña", "prof", "lic", "ing", "sto", "sta", "p", "ej", "p.ej", "cf", "fig", "figs", "aprox", "vs", "vol", "enf", "gral", "tel", "tfno", "avda", "av"], Stop::Never),
        (&["no", "núm", "núms", "n", "pág", "págs", "art", "cap", "n.º", "nº", "nro"], Stop::BeforeFigure),
        (&["etc", "a.m", "p.m", "a. m", "mg", "ml", "kg", "cm", "mm", "mcg", "h", "hs", "min", "al", "comp", "máx", "mín"], Stop::BeforeCapital),
        (&["ud", "uds", "vd", "vds", "ee", "uu", "ee.uu", "m", "dpto", "s.a", "c.v"], Stop::BeforeStarter),
    ],
    starters: &[
        "a", "al", "algunos", "antes", "aunque", "cada", "como", "con", "cuando", "de", "debe", "después", "durante", "el", "ella", "ellos", "en", "entonces", "es", "esta", "estas",
        "este", "esto", "estos", "hay", "la", "las", "lo", "los", "le", "llame", "más", "muchos", "no", "nos", "nosotros", "o", "para", "pero", "por", "pregunte", "puede", "que", "se", "según", "si",
        "sin", "sobre", "su", "sus", "también", "tiene", "todos", "tome", "un", "una", "usted", "y", "ya",
    ],
};

const FRENCH: Habits = Habits {
    abbreviations: &[
        (&["m", "mm", "dr", "drs", "pr", "prof", "me", "st", "ste", "p", "ex", "p.ex", "c.-à-d", "c.à.d", "cf", "fig", "figs", "env", "vs", "vol", "tél", "av", "bd", "mme", "mlle"], Stop::Never),
        (&["no", "nos", "n", "n°", "art", "chap", "pp", "éd"], Stop::BeforeFigure),
        (&["etc", "mg", "ml", "kg", "cm", "mm", "mcg", "h", "min", "al", "max", "cp", "a.m", "p.m"], Stop::BeforeCapital),
        (&["janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc", "s.a", "u.s", "é.-u"], Stop::BeforeStarter),
    ],
    starters: &[
        "à", "afin", "après", "au", "aussi", "aux", "avant", "avec", "ce", "ces", "cet", "cette", "comme", "dans", "de", "des", "demandez", "donc", "elle", "elles", "en", "et", "il", "ils", "je", "la",
        "le", "les", "leur", "lors", "lorsque", "mais", "ne", "nous", "on", "ou", "par", "parlez", "pendant", "plusieurs", "pour", "prenez", "puis", "quand", "que", "quel", "quelle", "qui",
        "sa", "sans", "se", "selon", "ses", "si", "son", "sur", "toutes", "tous", "un", "une", "votre", "vos", "vous", "y", "appelez",
    ],
};

fn habits(language: &str) -> &'static Habits {
    match language.split(['-', '_']).next() {
        Some("es") => &SPANISH,
        Some("fr") => &FRENCH,
        _ => &ENGLISH,
    }
}

/// The sentences of `text` in `language` (`en`, `es`, `fr`, or a tag that starts with one; others are read as English), in
/// order. Those without any word are left out. Takes time linear in the text's length.
pub fn sentences(text: &str, language: &str) -> Vec<Sentence> {
    let habits = habits(language);
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

fn of_line(text: &str, line: Range<usize>, habits: &Habits, found: &mut Vec<Sentence>) {
    let tokens = tokens(text, line);
    let mut words = Vec::new();
    let mut from = None;
    for (at, token) in tokens.iter().enumerate() {
        let first = *from.get_or_insert(token.range.start);
        if token.kind == Kind::Word {
            add_words(text, token.range.clone(), &mut words);
        }
        let rest = tokens.get(at + 1..).unwrap_or_default();
        if rest.is_empty() || ends(text, &tokens, at, words.len(), habits) {
            if !words.is_empty() {
                found.push(Sentence { range: first..token.range.end, words: std::mem::take(&mut words) });
            }
            from = None;
        }
    }
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
        let grouping = matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}') && before.is_ascii_digit() && next.is_ascii_digit();
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

/// "[1]", "[A2].", "[2–4]", and each half of "[2, 3]".
fn is_label(written: &str, open: &mut bool) -> bool {
    let inner = written.trim_end_matches(|c: char| matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | ')'));
    let starts = inner.starts_with('[');
    let ends = inner.ends_with(']');
    let inner = inner.trim_start_matches(['[', '(']).trim_end_matches(']');
    let short = inner.len() <= 12 && inner.chars().any(|c| c.is_ascii_digit()) && inner.chars().all(|c| c.is_ascii_alphanumeric() || "-–,][".contains(c));
    let label = short && (starts || *open);
    *open = label && !ends;
    label
}

/// "3.", "3)", "(3)", "b)", "iv." before a list's item.
fn is_list_label(written: &str) -> bool {
    let Some(inner) = written.strip_suffix(['.', ')']) else { return false };
    let inner = inner.strip_prefix('(').unwrap_or(inner);
    let mut chars = inner.chars();
    let digits = !inner.is_empty() && inner.len() <= 3 && inner.bytes().all(|c| c.is_ascii_digit());
    digits || (written.ends_with(')') && chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next().is_none())
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

/// Whether the token at `at` ends its sentence, which has `words` words so far.
fn ends(text: &str, tokens: &[Token], at: usize, words: usize, habits: &Habits) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    if token.kind == Kind::Label && words == 0 {
        return false;
    }
    let written = text.get(token.range.clone()).unwrap_or_default();
    let bare = bare(written);
    // A closing mark that stands alone: « Quoi ? » Then what follows it decides, and it stays with what it closes.
    if tokens.get(at + 1).is_some_and(|next| is_closing(text.get(next.range.clone()).unwrap_or_default())) {
        return false;
    }
    let ended = if bare.is_empty() && at > 0 && is_closing(written) {
        tokens.get(at - 1).map(|before| self::bare(text.get(before.range.clone()).unwrap_or_default())).unwrap_or_default()
    } else {
        bare
    };
    // Whether the end is that of the token before "[1]": "text. [1] Next".
    let ended = match tokens.get(at + 1) {
        Some(next) if next.kind == Kind::Label && ended.ends_with(['.', '?', '!', '…']) && !is_abbreviated(ended, habits) => return false,
        _ if token.kind == Kind::Label && !ended.ends_with(['.', '?', '!', '…']) => {
            at.checked_sub(1).and_then(|at| tokens.get(at)).map(|before| self::bare(text.get(before.range.clone()).unwrap_or_default())).unwrap_or_default()
        }
        _ => ended,
    };
    let next = tokens.get(at + 1..).unwrap_or_default().iter().find(|token| token.kind != Kind::Mark || text.get(token.range.clone()).is_some_and(|t| t.starts_with(['¿', '¡'])));
    let next = next.and_then(|next| text.get(next.range.clone())).unwrap_or_default();
    let follows = Follows::of(next);
    if ended.ends_with(['?', '!']) || ended.ends_with('…') || ended.ends_with("..") {
        return follows != Follows::Lower;
    }
    let Some(stem) = ended.strip_suffix('.') else { return false };
    if follows == Follows::Lower {
        return false;
    }
    let starter = || {
        let word = next.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.split(['\'', '’']).next().unwrap_or_default().to_lowercase();
        next.starts_with(['¿', '¡']) || habits.starters.contains(&&*word)
    };
    let stem = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
    match abbreviation(stem, habits) {
        Some(Stop::Never) => false,
        Some(Stop::BeforeFigure) => follows != Follows::Figure,
        Some(Stop::BeforeCapital) => follows == Follows::Capital,
        Some(Stop::BeforeStarter) => starter(),
        // An initial: "J. Smith", after a name or at the start. "Vitamin D." is none.
        None if is_initial(stem) => {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at)).and_then(|before| text.get(before.range.clone())).unwrap_or_default();
            let in_name = words <= 1 || Follows::of(before) == Follows::Capital;
            !in_name || starter()
        }
        None => true,
    }
}

/// A token without the quotes and brackets that close it, nor a label glued to its end.
fn bare(written: &str) -> &str {
    let closed = |written: &'_ str| written.trim_end_matches(|c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | '*' | '_')).len();
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
    !written.is_empty() && written.chars().all(|c| matches!(c, '»' | '”' | ')' | ']' | '?' | '!' | '…' | '"' | '.' | ','))
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
    let listed = habits.abbreviations.iter().find(|(written, _)| written.contains(&&*lower)).map(|(_, stop)| *stop);
    // "U.S.A", "M.D", "I.V".
    listed.or_else(|| {
        let dotted = stem.chars().count() > 2 && stem.chars().enumerate().all(|(at, c)| if at % 2 == 1 { c == '.' } else { c.is_alphabetic() });
        dotted.then_some(Stop::BeforeStarter)
    })
}

fn is_abbreviated(ended: &str, habits: &Habits) -> bool {
    ended.strip_suffix('.').is_some_and(|stem| abbreviation(stem, habits).is_some())
}

/// One capital: "J".
fn is_initial(stem: &str) -> bool {
    let mut chars = stem.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{Sentence, sentences};

    /// Sentences as written, words parted by `|`.
    fn split(text: &str, language: &str) -> Vec<String> {
        let words = |sentence: &Sentence| sentence.words.iter().map(|word| &text[word.clone()]).collect::<Vec<_>>().join("|");
        sentences(text, language).iter().map(words).collect()
    }

    fn check(language: &str, text: &str, expected: &[&str]) {
        let found: Vec<&str> = Vec::from_iter(expected.iter().copied());
        let ranges: Vec<String> = sentences(text, language).iter().map(|sentence| text[sentence.range.clone()].to_owned()).collect();
        assert_eq!(ranges, found, "{text}");
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        check("en", "Dr. Smith saw you. He agrees.", &["Dr. Smith saw you.", "He agrees."]);
        check("en", "Mrs. A. B. Jones was seen, e.g. at St. Mary's.", &["Mrs. A. B. Jones was seen, e.g. at St. Mary's."]);
        check("en", "Surgery vs. Radiation was asked, i.e. The main question.", &["Surgery vs. Radiation was asked, i.e. The main question."]);
        check("en", "See option No. 3. We agree.", &["See option No. 3.", "We agree."]);
        check("en", "Do you need it? No. We agree.", &["Do you need it?", "No.", "We agree."]);
        check("es", "La Dra. Gómez y el Sr. Ruiz. Hable, p. ej., con ella.", &["La Dra. Gómez y el Sr. Ruiz.", "Hable, p. ej., con ella."]);
        check("es", "Hay pruebas (p. ej. TAC). Otra cosa.", &["Hay pruebas (p. ej. TAC).", "Otra cosa."]);
        check("fr", "M. Martin et Mme Roy ont vu le Dr. Bel. Ils sont d'accord.", &["M. Martin et Mme Roy ont vu le Dr. Bel.", "Ils sont d'accord."]);
        check("fr", "Un calmant, p. ex. Doliprane, suffit. Merci.", &["Un calmant, p. ex. Doliprane, suffit.", "Merci."]);
    }

    #[test]
    fn an_abbreviation_at_the_end_of_a_sentence_ends_it_where_the_next_clearly_starts() {
        check("en", "Come at 9 a.m. Bring your pills.", &["Come at 9 a.m.", "Bring your pills."]);
        check("en", "Come at 9 a.m. on Monday.", &["Come at 9 a.m. on Monday."]);
        check("en", "She lives in the U.S. The plan covers it.", &["She lives in the U.S.", "The plan covers it."]);
        check("en", "It is U.S. Food policy.", &["It is U.S. Food policy."]);
        check("en", "Take 5 mg. Then rest.", &["Take 5 mg.", "Then rest."]);
        check("en", "You lack vitamin D. Eat fish.", &["You lack vitamin D.", "Eat fish."]);
        check("es", "Pregunte a Ud. Si duele, llame.", &["Pregunte a Ud.", "Si duele, llame."]);
        check("es", "Le dieron agua, etc. ¿Le duele?", &["Le dieron agua, etc.", "¿Le duele?"]);
        check("fr", "Fièvre, toux, etc. Appelez-nous.", &["Fièvre, toux, etc.", "Appelez-nous."]);
    }

    #[test]
    fn figures_and_addresses_hold_together() {
        assert_eq!(split("It was 0.75. Then 1,234.5 cells.", "en"), ["It|was|0.75", "Then|1,234.5|cells"]);
        assert_eq!(split("Mide 0,75 cm. Pesa 3.5 kg.", "es"), ["Mide|0,75|cm", "Pesa|3.5|kg"]);
        assert_eq!(split("Il y a 1\u{202f}234,5 cellules\u{a0}!", "fr"), ["Il|y|a|1\u{202f}234,5|cellules"]);
        assert_eq!(split("See https://example.org/a.b/c?d=E. Or mail me@example.org.", "en"), ["See|https://example.org/a.b/c?d=E", "Or|mail|me@example.org"]);
        assert_eq!(split("El 1.º de mayo. La 2.ª dosis.", "es"), ["El|1.º|de|mayo", "La|2.ª|dosis"]);
    }

    #[test]
    fn an_elided_article_and_a_hyphen_make_no_word_of_their_own() {
        assert_eq!(split("Il n'a pas d’IRM. L'imagerie est prête.", "fr"), ["Il|n'a|pas|d’IRM", "L'imagerie|est|prête"]);
        assert_eq!(split("A follow-up visit—soon, and/or a call.", "en"), ["A|follow-up|visit|soon|and|or|a|call"]);
    }

    #[test]
    fn lines_lists_and_labels() {
        assert_eq!(split("Next steps:\n1. Rest.\n2. Call us\r\n- Eat well\n\n• Sleep", "en"), ["Next|steps", "Rest", "Call|us", "Eat|well", "Sleep"]);
        check("en", "It helps most people.[1] It is safe [2, 3]. We agree. [4] You can wait.", &[
            "It helps most people.[1]",
            "It is safe [2, 3].",
            "We agree. [4]",
            "You can wait.",
        ]);
        assert_eq!(split("It is safe [2, 3].", "en"), ["It|is|safe"]);
        assert_eq!(split("a) first b) second", "en"), ["first|b|second"]);
    }

    #[test]
    fn marks_that_end_and_marks_that_do_not() {
        check("en", "Wait... what? Really?! \"Yes.\" Good.", &["Wait... what?", "Really?!", "\"Yes.\"", "Good."]);
        check("en", "\"Will it hurt?\" she asked. We say: no; not much.", &["\"Will it hurt?\" she asked.", "We say: no; not much."]);
        check("fr", "Avez-vous mal ? Oui ! « Je tousse. » Bien.", &["Avez-vous mal ?", "Oui !", "« Je tousse. »", "Bien."]);
        check("es", "¿Le duele? ¡Llame! Espere… ¿Y ahora?", &["¿Le duele?", "¡Llame!", "Espere…", "¿Y ahora?"]);
        assert_eq!(sentences("… — ?! \n . \n", "en"), []);
        assert_eq!(sentences("", "fr"), []);
    }

    #[test]
    fn ranges_are_in_order_inside_the_text_and_at_its_characters() {
        let text = "«É.\u{2028}ñ—…ß」 ¿[1] a.b.c. 🙂 x\u{301}.\r\n[9";
        for language in ["en", "es", "fr"] {
            let mut end = 0;
            for sentence in sentences(text, language) {
                assert!(end <= sentence.range.start && sentence.range.end <= text.len());
                let mut at = sentence.range.start;
                for word in &sentence.words {
                    assert!(at <= word.start && word.start < word.end && word.end <= sentence.range.end);
                    assert!(text.get(word.clone()).is_some());
                    at = word.end;
                }
                end = sentence.range.end;
            }
        }
    }
}
