//! Spanish: the syllables that the spelling shows (RAE, *Ortografía de la lengua española*, 2010, I.3.2 and II.2).
//!
//! Strong vowels (a, e, o, and i, u with an accent) each make a syllable. A weak vowel (i, u, ü) beside a strong one, or
//! beside another weak one, makes a diphthong or triphthong whatever is said in a region ("guion", "diurno", "cruel" are
//! one, two and one). A silent h between does not part them ("prohi-bir", "ahu-mar"), except before a strong vowel ("a-ho-go").

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Strong,
    /// i, u, ü without an accent.
    Weak,
    /// í, ú: never part of a diphthong with a strong vowel.
    Stressed,
    Consonant,
}

/// Syllables of a word in lower case.
pub(super) fn syllables(word: &str) -> usize {
    let mut chars = word.chars().peekable();
    let mut before = Sound::Consonant;
    let mut previous = ' ';
    let mut count = 0;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let sound = match c {
            'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'à' | 'è' | 'ò' | 'â' | 'ê' | 'ô' | 'ä' | 'ë' | 'ö' | 'ã' | 'õ' | 'œ' | 'æ' => Sound::Strong,
            // Silent in "que", "qui", "gue", "gui"; in "agua" and "cuota" it glides.
            'u' if previous == 'q' || (previous == 'g' && matches!(next, 'e' | 'i' | 'é' | 'í')) => {
                previous = c;
                continue;
            }
            'í' | 'ú' | 'ï' => Sound::Stressed,
            'i' | 'u' | 'ü' => Sound::Weak,
            // A vowel at the end of a word ("hoy", "muy", "y") and before consonants (in names), else a consonant ("yeso").
            'y' if next.is_alphabetic() && is_vowel(next) => Sound::Consonant,
            'y' => Sound::Weak,
            // Silent; it parts nothing, but for "ch".
            'h' if previous != 'c' => {
                previous = c;
                continue;
            }
            _ => Sound::Consonant,
        };
        let own = match (before, sound) {
            (_, Sound::Consonant) => false,
            (Sound::Consonant, _) | (Sound::Strong, Sound::Strong | Sound::Stressed) => true,
            // "país" parts, and so does "día"; "lingüístico", "cuídate" and "construí" do not.
            (Sound::Stressed, Sound::Strong) => true,
            (Sound::Strong, Sound::Weak) => {
                // "a-ho-ra" is one thing, "cacahue-te", "alde-huela" another: after h, u and a vowel start a syllable,
                // and so does i before a vowel: "deshie-lo" has a consonant, "a-hie" does not.
                (previous == 'h' && is_vowel(next)) || (is_vowel(next) && c == 'i' && previous != 'h' && starts_syllable(next))
            }
            (Sound::Weak, Sound::Weak) => previous == c || (previous == 'h' && is_vowel(next)),
            (Sound::Weak, Sound::Strong) => false,
            (Sound::Weak, Sound::Stressed) => previous == 'i' && c == 'í',
            (Sound::Stressed, _) => false,
        };
        count += usize::from(own);
        // After a weak vowel that closes a diphthong a strong one starts anew only if written apart: "ca-í-as".
        before = match (before, sound) {
            (Sound::Weak, Sound::Strong | Sound::Stressed) => Sound::Strong,
            (Sound::Strong, Sound::Weak) if !own => Sound::Weak,
            _ => sound,
        };
        previous = c;
    }
    count.max(1)
}

/// "paranoia" (pa-ra-no-ia): i between two strong vowels starts the syllable of the second, as y does.
fn starts_syllable(next: char) -> bool {
    matches!(next, 'a' | 'e' | 'o' | 'á' | 'é' | 'ó')
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'á' | 'é' | 'í' | 'ó' | 'ú' | 'ü')
}
