//! The vowels of English words: which letters make one syllable and which two.

/// Whether the e at the end is mute: after a consonant, except "-le" ("ta-ble") and "-re" after one ("a-cre").
pub(super) fn ends_mute(word: &[u8]) -> bool {
    match word {
        [.., b'g' | b'q', b'u', b'e'] => true,
        [.., before, b'l' | b'r', b'e'] => {
            is_vowel(*before)
                || word.ends_with(b"lle")
                || word.ends_with(b"rre")
                || word.ends_with(b"rle")
                || word.ends_with(b"wle")
        }
        [.., before, b'e'] => !is_vowel(*before),
        _ => false,
    }
}

pub(super) fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

pub(super) fn has_vowel(word: &str) -> bool {
    word.bytes().any(is_vowel)
}

/// Syllables by groups of vowels, of which some are two; a mute e at the end is counted.
pub(super) fn groups(word: &[u8]) -> usize {
    let mut count = 0;
    let mut after_vowel = false;
    for (i, c) in word.iter().enumerate() {
        let vowel = is_vowel(*c) && !is_glide(word, i);
        count += usize::from(vowel && (!after_vowel || parts(word, i)));
        after_vowel = vowel;
    }
    count
}

/// Whether the vowel letter at `i` is no vowel: "qu-it", "lan-gu-age", "y-ear", "be-yond".
fn is_glide(word: &[u8], i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|at| word.get(at)).copied().unwrap_or(b' ');
    let rest = word.get(i + 1..).unwrap_or_default();
    match (word.get(i), rest) {
        (Some(b'u'), _) if before == b'q' => true,
        // But "ambigu-ity".
        (Some(b'u'), [b'i', b't', b'y']) => false,
        (Some(b'u'), [b'e' | b'i' | b'a' | b'y', ..]) => before == b'g',
        (Some(b'y'), [next, ..]) => is_vowel(*next) && (i == 0 || is_vowel(before) && before != b'y'),
        _ => false,
    }
}

/// Whether the vowel at `i`, which follows another, starts a syllable of its own.
fn parts(word: &[u8], i: usize) -> bool {
    let (Some(start), Some([first, second, rest @ ..])) =
        (word.get(..i.saturating_sub(1)), word.get(i.saturating_sub(1)..))
    else {
        return false;
    };
    let goes_on = |ends: &[&str]| ends.iter().any(|end| rest.starts_with(end.as_bytes()));
    match (first, second) {
        (b'i', b'a') => !joins_ia(start, rest),
        (b'i', b'o') => !joins_io(start, rest),
        (b'i', b'e') => parts_ie(start, rest),
        (b'i', b'u' | b'i') | (b'u', b'u') | (b'a', b'o' | b'a') => true,
        (b'e', b'a') => parts_ea(start, rest),
        // "surgeon", "courageous", "people", "jeopardy", "leopard" are one.
        (b'e', b'o') => {
            !(start.ends_with(b"g") && (rest == b"n" || goes_on(&["u"])) || matches!(start, b"p" | b"j" | b"l"))
        }
        // "peritoneum", "nucleus", "reuse".
        (b'e', b'u') => matches!(rest, b"m" | b"s") && !start.is_empty() || start == b"r" && goes_on(&["s", "ni"]),
        // "homogeneity", "nuclei", "reimburse", "being".
        (b'e', b'i') => {
            rest == b"ty"
                || rest.is_empty()
                || start == b"r" && rest.len() > 2 && !goes_on(&["g", "nd"])
                || start == b"b" && goes_on(&["n"])
        }
        (b'e', b'e') => start == b"r" && goes_on(&["v", "x", "s", "l"]),
        (b'u', b'a') => !start.ends_with(b"rs"),
        (b'u', b'o') => !(start.ends_with(b"fl") && goes_on(&["r"])),
        // "fluent", "influence", "influenza", "fuel", "duet", "duello".
        (b'u', b'e') => goes_on(&["nt", "nc", "nz", "ll"]) || matches!(rest, b"l" | b"t"),
        // "annuity", "intuition", "fluid", "ruin", "genuine", "suicide", "altruism".
        (b'u', b'i') => matches!(rest, b"d" | b"n" | b"ne" | b"ty") || goes_on(&["ti", "ci", "st", "di", "sm"]),
        // "mosaic", "stoic", "heroism", "coincide".
        (b'a' | b'o', b'i') => matches!(rest, b"c" | b"sm") || start == b"c" && goes_on(&["nc"]),
        // "coagulate", "coalition", "oasis".
        (b'o', b'a') => start == b"c" && goes_on(&["g", "li"]) || rest == b"sis" || rest == b"n" && start.len() > 2,
        // "poem", "poet", "coexist", "coefficient", "gastroenteritis", "neuroendocrine".
        (b'o', b'e') => start == b"p" && goes_on(&["t", "m"]) || goes_on(&["x", "ff", "nt", "nc"]),
        (b'o', b'o') => start == b"c" && goes_on(&["rd", "pera"]) || start == b"z" && goes_on(&["l"]),
        (b'y', b'e') => !rest.is_empty(),
        (b'y', _) => true,
        _ => false,
    }
}

/// "-cial", "-tian", "-liar", "-iage": ia is one syllable.
fn joins_ia(start: &[u8], rest: &[u8]) -> bool {
    match start.last() {
        Some(b'c' | b't') => {
            rest.is_empty()
                || matches!(rest, [b'l' | b'n', ..])
                    && !(rest.starts_with(b"ne") || rest.starts_with(b"lit") || start == b"tr")
        }
        Some(b's') => rest.is_empty() && !start.ends_with(b"ps") || rest.starts_with(b"n") || rest == b"l",
        Some(b'g') => rest.is_empty() || rest == b"n",
        Some(b'l') => {
            start.len() > 1 && (matches!(rest, b"r" | b"n") || start.ends_with(b"ll") && rest.starts_with(b"n"))
        }
        _ => rest == b"ge",
    }
}

/// "-tion", "-sion", "-cious", "-nion": io is one syllable.
fn joins_io(start: &[u8], rest: &[u8]) -> bool {
    let nasal = rest.starts_with(b"n");
    let ous = rest.starts_with(b"us");
    match start.last() {
        Some(b't' | b's' | b'c' | b'g' | b'x') => nasal || ous,
        Some(b'h') => start.ends_with(b"sh") && nasal,
        Some(b'n') => rest == b"n" || rest == b"r",
        Some(b'l') => start.len() > 1 && nasal,
        Some(b'v') => start.ends_with(b"av") && rest.starts_with(b"r"),
        _ => false,
    }
}

/// "di-et", "sci-ence", "anxi-ety", "nutri-ent", "easi-er": ie is two syllables.
fn parts_ie(start: &[u8], rest: &[u8]) -> bool {
    match rest {
        [b't', ..] => true,
        [b'n', b't' | b'c', ..] => !matches!(start.last(), Some(b't' | b'c')) || start == b"sc" || start == b"c",
        [b'r'] | [b's', b't'] => start.len() > 1 && !matches!(start.last(), Some(b'c')) && has_vowel_bytes(start),
        [b'r', b'a', ..] => true,
        _ => false,
    }
}

fn has_vowel_bytes(word: &[u8]) -> bool {
    word.iter().any(|c| is_vowel(*c))
}

/// "are-a", "ure-a", "cre-ate", "re-act", "esophage-al": ea is two syllables.
fn parts_ea(start: &[u8], rest: &[u8]) -> bool {
    match rest {
        // "area", "nausea", "apnea"; but "tea", "sea".
        [] => has_vowel_bytes(start) || start.ends_with(b"rrh"),
        // "corneal"; but "heal", "reveal".
        [b'l'] | [b'l', b'l', b'y'] => start.len() > 2 && has_vowel_bytes(start),
        [b'n'] => start.len() > 2 && has_vowel_bytes(start),
        // "create", "creatinine", "pancreas"; but "treat", "cream".
        [b't', ..] | [b's'] if start.ends_with(b"cr") => true,
        _ => {
            start == b"r"
                && [&b"ct"[..], b"ss", b"dm", b"pp", b"li", b"ll", b"tt", b"rr", b"bs", b"ff"]
                    .iter()
                    .any(|next| rest.starts_with(next))
        }
    }
}
