//! Spanish: the syllables that the spelling shows (RAE, *Ortografía de la lengua española*, 2010, chapter II, 2.2).
//!
//! Each strong vowel (a, e, o) is the heart of a syllable, and so is an i or u with an accent. Without an accent, i and u glide
//! towards a vowel beside them, whatever is said in a region: "guion", "diurno" and "cruel" have one, two and one. A silent h
//! between vowels changes nothing: "prohi-bir" and "ahu-mar", but "a-ho-go".

/// Syllables of a word in lower case.
pub(super) fn syllables(word: &str) -> usize {
    // A prefix that keeps its vowel apart: "au-to-in-mu-ne".
    let (mut count, word) = match word.strip_prefix("auto").filter(|rest| rest.starts_with("in")) {
        Some(rest) => (2, rest),
        None => (0, word),
    };
    let mut chars = word.chars().peekable();
    let mut previous = ' ';
    // The run of vowels we are in: whether it has a heart, and its last glide.
    let mut hearts = 0;
    let mut glide = None;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            // Silent in "que" and "guía"; it glides in "agua" and "cuota", and so does the ü of "cigüeña".
            'u' if previous == 'q' || (previous == 'g' && matches!(next, 'e' | 'i' | 'é' | 'í')) => {}
            'i' | 'u' | 'ü' => glides(c, &mut glide, &mut hearts),
            // A vowel at the end ("hoy", "muy", "y") and before consonants (in names), a consonant before vowels.
            'y' if !is_vowel(next) => glides('i', &mut glide, &mut hearts),
            'h' if previous != 'c' => {}
            _ if is_vowel(c) => {
                hearts += 1;
                glide = None;
            }
            _ => {
                count += close(&mut hearts, &mut glide);
            }
        }
        previous = c;
    }
    (count + close(&mut hearts, &mut glide)).max(1)
}

/// Takes a weak vowel into the run. The same one twice makes two syllables: "chi-i-ta", "an-ti-in-fla-ma-to-rio".
fn glides(c: char, glide: &mut Option<char>, hearts: &mut usize) {
    if *glide == Some(c) {
        *hearts += 2;
    }
    *glide = Some(c);
}

/// Ends a run of vowels: one syllable for each heart, and one for glides that found none ("muy", "viu-da").
fn close(hearts: &mut usize, glide: &mut Option<char>) -> usize {
    let found = std::mem::take(hearts);
    if glide.take().is_some() { found.max(1) } else { found }
}

/// Vowels, with those of names and loans.
fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'á'
            | 'é'
            | 'í'
            | 'ó'
            | 'ú'
            | 'ü'
            | 'à'
            | 'è'
            | 'ò'
            | 'â'
            | 'ê'
            | 'ô'
            | 'ä'
            | 'ë'
            | 'ï'
            | 'ö'
            | 'ã'
            | 'õ'
            | 'œ'
            | 'æ'
            | 'ø'
            | 'å'
    )
}

#[cfg(test)]
mod tests {
    use super::syllables;

    #[test]
    fn vowels_part_and_join_as_the_spelling_says() {
        for (word, expected) in [
            ("país", 2),
            ("baúl", 2),
            ("oír", 2),
            ("día", 2),
            ("guía", 2),
            ("guion", 1),
            ("cuídate", 3),
            ("construí", 2),
            ("lingüística", 4),
            ("cigüeña", 3),
            ("desagüe", 3),
            ("ahora", 3),
            ("ahumado", 3),
            ("prohibir", 2),
            ("vehículo", 4),
            ("búho", 2),
            ("cacahuete", 4),
            ("deshielo", 3),
            ("inhalador", 4),
            ("paranoia", 4),
            ("antiinflamatorio", 7),
            ("aéreo", 4),
            ("leer", 2),
            ("microondas", 4),
            ("viuda", 2),
            ("ciudad", 2),
            ("muy", 1),
            ("hoy", 1),
            ("y", 1),
            ("ley", 1),
            ("yo", 1),
            ("ayuda", 3),
            ("queso", 2),
            ("quirúrgico", 4),
            ("cuota", 2),
            ("agua", 2),
            ("estudiáis", 3),
            ("muchacho", 3),
            ("evalúe", 4),
        ] {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }
}
