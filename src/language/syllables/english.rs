//! English: rules for the spelling and a list of words that follow none (`english.txt`), for the usual speech of the US.
//!
//! A word is looked up; failing that, an ending is taken off ("-s", "-ed", "-ing", "-ly", "-ness", …) or a combining form
//! from the front ("gastro-", "osteo-", "peri-", …), so that mute letters are met where they are; what is left is counted by
//! vowel groups, of which some are two syllables ("di-et", "ra-di-o-") and some that look like two are one ("-tion").

use std::collections::HashMap;
use std::sync::LazyLock;

use super::english_vowels::{ends_mute, groups, has_vowel, is_vowel};

static EXCEPTIONS: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| read(include_str!("english.txt")));

/// Lines of a number of syllables and the words that have it; `#` starts a comment.
fn read(list: &'static str) -> HashMap<&'static str, usize> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(syllables, words)| Some((syllables.parse().ok()?, words)))
        .flat_map(|(syllables, words)| words.split(' ').map(move |word| (word, syllables)))
        .collect()
}

/// Combining forms, prefixes and first parts of compounds with their syllables, by first letter and longest first.
static FORMS: LazyLock<[Vec<(&'static str, usize)>; 26]> = LazyLock::new(|| {
    let mut forms: Vec<_> = read(include_str!("english_forms.txt")).into_iter().collect();
    forms.sort_by_key(|(form, _)| std::cmp::Reverse((form.len(), *form)));
    let starting = |letter: u8| forms.iter().copied().filter(move |(form, _)| form.as_bytes().first() == Some(&letter));
    std::array::from_fn(|at| starting(b'a' + at as u8).collect())
});

/// No word has more endings and forms than this.
const MOST_PARTS: usize = 6;

/// Endings that make one syllable of their own and leave what is before as it is.
const ENDINGS: &[&str] =
    &["ness", "ment", "less", "ful", "ship", "hood", "ward", "wise", "yard", "let", "man", "men", "ly"];

/// Syllables of a word in lower case, apostrophes included.
pub(super) fn syllables(word: &str) -> usize {
    let plain = fold(word);
    if plain.len() > super::LONGEST_WORD { groups(plain.as_bytes()) } else { count(&plain, 0) }.max(1)
}

/// Letters a to z only: accents off ("é" becomes "ay", as it is said), apostrophes off.
fn fold(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let (word, plural) = match word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
        Some(owner) => (owner, true),
        None => (word, false),
    };
    // "n't" after a consonant is a syllable: "didn't", "couldn't".
    let (word, not) = match word.strip_suffix("n't").or_else(|| word.strip_suffix("n’t")) {
        Some(verb) => (verb, true),
        None => (word, false),
    };
    for c in word.chars() {
        match c {
            'a'..='z' => plain.push(c),
            'é' => plain.push_str("ay"),
            'à' | 'á' | 'â' | 'ä' | 'å' | 'ã' => plain.push('a'),
            'è' | 'ê' | 'ë' | 'æ' | 'œ' => plain.push('e'),
            'í' | 'î' | 'ï' | 'ì' => plain.push('i'),
            'ó' | 'ô' | 'ö' | 'ò' | 'õ' | 'ø' => plain.push('o'),
            'ú' | 'û' | 'ü' | 'ù' => plain.push('u'),
            'ñ' => plain.push('n'),
            'ç' => plain.push('c'),
            '\'' | '’' => {}
            _ => plain.push('x'),
        }
    }
    if not {
        let silent = plain.ends_with(['r', 'e', 'o', 'a', 'w']) || matches!(&*plain, "do" | "wo" | "ca" | "mus");
        plain.push_str(if silent { "nt" } else { "ant" });
    }
    if plural {
        plain.push('s');
    }
    plain
}

/// Syllables of a word or of a part of one; `depth` bounds how often something is taken off.
fn count(word: &str, depth: usize) -> usize {
    EXCEPTIONS.get(word).copied().unwrap_or_else(|| by_rules(word, depth))
}

fn by_rules(word: &str, depth: usize) -> usize {
    if depth < MOST_PARTS
        && let Some(count) =
            inflected(word, depth + 1).or_else(|| derived(word, depth + 1)).or_else(|| compound(word, depth + 1))
    {
        return count;
    }
    let bytes = word.as_bytes();
    let heart = groups(bytes);
    let mute = heart > 1 && ends_mute(bytes);
    // "-sm", "-thm": the m is a syllable.
    let syllabic = word.ends_with("sm") || word.ends_with("thm");
    heart - usize::from(mute) + usize::from(syllabic)
}

/// Plurals, past tenses, present participles.
fn inflected(word: &str, depth: usize) -> Option<usize> {
    if let Some(base) = word.strip_suffix('s')
        && !base.ends_with(['s', 'u', 'i'])
        && base.len() > 2
        && has_vowel(base)
    {
        if let Some(stem) = base.strip_suffix('e') {
            // "nurses", "diseases", "branches", "dosages": the e is heard after a hiss.
            let hiss = stem.ends_with(['s', 'x', 'z', 'c', 'g']) || stem.ends_with("ch") || stem.ends_with("sh");
            if hiss {
                let known = EXCEPTIONS.get(stem).copied();
                return Some(known.unwrap_or_else(|| count(base, depth)) + 1);
            }
            if let Some(stem) = stem.strip_suffix('i') {
                return Some(count(&format!("{stem}y"), depth));
            }
        }
        return Some(count(base, depth));
    }
    if let Some(stem) = word.strip_suffix("ed")
        && stem.len() > 1
        && has_vowel(stem)
        && !stem.ends_with('e')
    {
        if let Some(stem) = stem.strip_suffix('i')
            && has_vowel(stem)
        {
            return Some(count(&format!("{stem}y"), depth));
        }
        let base = restored(stem, depth);
        return Some(base + usize::from(stem.ends_with(['t', 'd'])));
    }
    if let Some(stem) = word.strip_suffix("ing")
        && stem.len() > 1
        && has_vowel(stem)
        && !(stem.ends_with("str") || stem.ends_with("spr"))
    {
        // "handl-ing", "troubl-ing" lose the syllable of the l.
        return Some(restored(stem, depth).max(1) + 1 - usize::from(ends_in_lost_l(stem)));
    }
    None
}

/// Syllables of a stem before "-ed" or "-ing", which may have lost an e or doubled its last consonant.
fn restored(stem: &str, depth: usize) -> usize {
    if stem.bytes().next_back().is_some_and(is_vowel) && !stem.ends_with('u') {
        return count(stem, depth);
    }
    let with_e = format!("{stem}e");
    let mut letters = stem.bytes().rev();
    let doubled = matches!((letters.next(), letters.next()), (Some(a), Some(b)) if a == b && !matches!(a, b'l' | b's' | b'e' | b'o'));
    EXCEPTIONS
        .get(&*with_e)
        .or_else(|| EXCEPTIONS.get(stem))
        .or_else(|| if doubled { stem.get(..stem.len() - 1).and_then(|stem| EXCEPTIONS.get(stem)) } else { None })
        .copied()
        .unwrap_or_else(|| count(&with_e, depth))
}

fn ends_in_lost_l(stem: &str) -> bool {
    let mut letters = stem.bytes().rev();
    letters.next() == Some(b'l') && letters.next().is_some_and(|c| !is_vowel(c) && !matches!(c, b'l' | b'r' | b'w'))
}

/// Endings with a syllable of their own.
fn derived(word: &str, depth: usize) -> Option<usize> {
    // "basically", "medically": -ly alone, the -al is not heard.
    if let Some(stem) = word.strip_suffix("ically")
        && has_vowel(stem)
    {
        return Some(count(&format!("{stem}ic"), depth) + 1);
    }
    for ending in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() > 2
            && has_vowel(stem)
        {
            // "happi-ness" is "happy" and "gentl-y" is "gent-ly".
            let count = match stem.strip_suffix('i') {
                Some(start) => count(&format!("{start}y"), depth),
                None => count(stem, depth),
            };
            return Some(count + 1);
        }
    }
    None
}

/// A combining form or the first part of a compound, and a rest that is long enough to stand alone.
fn compound(word: &str, depth: usize) -> Option<usize> {
    // The longest form wins: "homeo" before "home".
    let forms = FORMS.get(usize::from(word.bytes().next()?.checked_sub(b'a')?))?;
    forms.iter().find_map(|(form, syllables)| {
        let rest = word.strip_prefix(form)?;
        // A rest of two letters is an ending, and so is one whose only vowel is a mute e.
        let stands = rest.len() > 2 && has_vowel(rest.strip_suffix('e').unwrap_or(rest)) && !rest.starts_with("es");
        // A mute e stays mute only before a consonant; "unit" is not "un-it".
        let meets = match rest.bytes().next() {
            Some(c) if is_vowel(c) => !form.ends_with('e') && (form.len() > 2 || c != b'i'),
            _ => true,
        };
        (stands && meets).then(|| syllables + count(rest, depth))
    })
}

#[cfg(test)]
mod tests {
    use super::{EXCEPTIONS, FORMS, by_rules, read, syllables};

    #[track_caller]
    fn check(words: &[(&str, usize)]) {
        for (word, expected) in words {
            assert_eq!(syllables(word), *expected, "{word}");
        }
    }

    #[test]
    fn endings_keep_a_mute_e_mute() {
        check(&[
            ("careful", 2),
            ("safely", 2),
            ("movement", 2),
            ("healed", 1),
            ("treated", 2),
            ("muscles", 2),
            ("nurses", 2),
            ("herniated", 4),
        ]);
        check(&[
            ("handling", 2),
            ("imaging", 3),
            ("playing", 2),
            ("carried", 2),
            ("basically", 3),
            ("disabled", 3),
            ("scanned", 1),
            ("tingling", 2),
        ]);
    }

    #[test]
    fn compounds_are_counted_by_their_parts() {
        check(&[
            ("pacemaker", 3),
            ("wheelchair", 2),
            ("lifestyle", 2),
            ("somewhere", 2),
            ("gastroenterologist", 7),
            ("osteoarthritis", 6),
        ]);
        check(&[
            ("perioperative", 6),
            ("period", 3),
            ("therapy", 3),
            ("hereditary", 5),
            ("placebo", 3),
            ("tuberculosis", 5),
            ("antigen", 3),
        ]);
    }

    #[test]
    fn some_pairs_of_vowels_are_two_syllables() {
        check(&[
            ("diet", 2),
            ("science", 2),
            ("fluid", 2),
            ("area", 3),
            ("create", 2),
            ("reaction", 3),
            ("peritoneum", 5),
            ("opioid", 3),
        ]);
        check(&[
            ("patient", 2),
            ("section", 2),
            ("special", 2),
            ("surgeon", 2),
            ("treat", 1),
            ("guide", 1),
            ("tissue", 2),
            ("question", 2),
        ]);
        check(&[
            ("spasm", 2),
            ("rhythm", 2),
            ("easier", 3),
            ("previous", 3),
            ("anxious", 2),
            ("associated", 5),
            ("influenza", 4),
        ]);
    }

    #[test]
    fn accents_of_loans_are_heard() {
        check(&[("café", 2), ("résumé", 3), ("naïve", 2), ("sjögren", 2)]);
    }

    #[test]
    fn the_list_of_exceptions_holds_nothing_idle() {
        assert!(EXCEPTIONS.len() > 100);
        assert_eq!(FORMS.iter().flatten().count(), read(include_str!("english_forms.txt")).len());
        for (word, count) in EXCEPTIONS.iter() {
            assert!((1..=7).contains(count) && word.bytes().all(|c| c.is_ascii_lowercase()), "{word}");
            assert_ne!(by_rules(word, 0), *count, "the rules know `{word}`: take it out");
        }
    }
}
