//! French: what is heard in careful speech.
//!
//! - A mute e counts inside a word ("mé-de-cin", "trai-te-ment") but neither at its end ("ma-la-die", "ta-ble" is one), nor
//!   after a vowel ("paie-ment"), nor in "geo" ("rou-geole"). The plural -es and the verbs' -ent are mute as well.
//! - i, y, u and ou before a vowel glide ("biop-sie", "pa-tient", "é-va-lua-tion"), except after a consonant and l or r
//!   ("cli-ent", "fé-vri-er", "cru-el"), where they are a syllable of their own; "ui" is one sound everywhere ("pluie").
//! - An accent or a diaeresis parts: "cré-a-ti-nine", "pro-té-ine", "thy-ro-ïde".

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Words that the rules get wrong, in lower case without a plural's s, and their syllables.
static EXCEPTIONS: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    [
        (
            1,
            "\
            août coach crient faon foehn jean paon poêle prient saoul souhait souhaite souhaitent spleen sweat \
            taon team toast week",
        ),
        (
            2,
            "\
            burnout business chaos feedback football leader lorsque oublient pays publient puisque quoique \
            souhaiter souhaitez souhaité",
        ),
        (
            3,
            "\
            abbaye alzheimer parkinson paysage paysan paysanne",
        ),
    ]
    .into_iter()
    .flat_map(|(syllables, words)| words.split(' ').map(move |word| (word, syllables)))
    .collect()
});

/// Nouns and adjectives in -ent, whose e is heard. In all other words in -ent but -ment it is taken for a verb's, and mute.
static HEARD_ENT: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "\
     absent abstinent accent accident adhérent afférent agent ambivalent antécédent apparent ardent argent arpent \
     astringent auvent avent cent cohérent compétent concurrent confident conséquent content continent contingent \
     convergent corpulent couvent dent différent diligent dissident divergent décadent décent déférent détergent \
     efférent excellent excédent fervent flatulent fluorescent fréquent gent grandiloquent immanent imminent \
     impertinent impotent imprudent impudent incident incohérent inconséquent incontinent indifférent indigent \
     indolent indulgent inhérent innocent insolent intelligent interférent intermittent latent lent munificent \
     mécontent négligent occident omnipotent onguent opulent paravent parent patent permanent pertinent pestilent \
     pourcent proéminent prudent précédent présent président purulent pénitent relent récent récurrent réfringent \
     régent rémanent rémittent résident réticent sanguinolent sergent serpent somnolent souvent strident \
     subséquent succulent talent tangent torrent transparent trident truculent turbulent urgent vent violent \
     virulent éloquent émergent éminent évent évident"
        .split(' ')
        .collect()
});

/// More of them: whatever ends so.
const HEARD_ENT_ENDS: &[&str] = &["escent", "jacent", "valent"];

/// Those in which the e follows a u.
const HEARD_UENT: &[&str] = &["affluent", "confluent", "congruent", "effluent", "influent"];

/// Verbs in -ment, whose e is mute (third person plural).
static MUTE_MENT: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "\
     abîment acclament aiment allument amalgament animent arment blâment calment charment chôment consomment \
     costument diffament dorment désarment embaument endorment enferment enflamment enrhument entament enveniment \
     escriment estiment exhument filment germent gomment inhument intiment légitiment mésestiment parfument \
     parsèment plument périment rament raniment referment renferment rythment réaniment somment subliment \
     surestiment sèment triment victiment écument"
        .split(' ')
        .collect()
});

/// More of them: whatever ends so.
const MUTE_MENT_ENDS: &[&str] =
    &["clament", "firment", "forment", "fument", "omment", "priment", "programment", "sument"];

/// Syllables of a word in lower case without apostrophes; 0 for an elided "l", "d", "qu".
pub(super) fn syllables(word: &str) -> usize {
    if word.len() > super::LONGEST_WORD {
        return nuclei(&word.chars().collect::<Vec<_>>());
    }
    let singular = word.strip_suffix('s').filter(|rest| rest.chars().count() > 2).unwrap_or(word);
    if let Some(syllables) = EXCEPTIONS.get(word).or_else(|| EXCEPTIONS.get(singular)) {
        return *syllables;
    }
    let chars: Vec<char> = word.chars().collect();
    let count = nuclei(&chars);
    let letters = chars.len();
    let heard = |at: usize| letters.checked_sub(at).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
    let mute = if singular.ends_with('e') {
        // The last e, unless it is all there is ("le", "des") or it has no nucleus of its own ("-ie", "-ue", "-ée").
        let before = heard(if singular.len() == word.len() { 2 } else { 3 });
        !is_vowel(before) || before == 'u' && after_q_or_g(&chars, singular.chars().count())
    } else if word.ends_with("ent") && word.len() > 3 {
        is_mute_ent(word) && follows_consonant(&chars)
    } else {
        false
    };
    if count > 1 { count - usize::from(mute) } else { count }
}

/// "fatigue", "risque": the u before the last e is silent, so that the e is alone.
fn after_q_or_g(chars: &[char], singular: usize) -> bool {
    singular.checked_sub(3).and_then(|at| chars.get(at)).is_some_and(|c| matches!(c, 'q' | 'g'))
}

/// Whether -ent follows a consonant, a y ("essayent") or the silent u of "expliquent", so that its e was counted.
fn follows_consonant(chars: &[char]) -> bool {
    let heard = |at: usize| chars.len().checked_sub(at).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
    match heard(4) {
        'u' => matches!(heard(5), 'q' | 'g'),
        c => c == 'y' || !is_vowel(c),
    }
}

/// Whether the e of -ent is mute: in verbs.
fn is_mute_ent(word: &str) -> bool {
    if word.ends_with("ment") {
        return MUTE_MENT.contains(word) || word != "comment" && MUTE_MENT_ENDS.iter().any(|end| word.ends_with(end));
    }
    !HEARD_ENT.contains(word) && !HEARD_ENT_ENDS.iter().any(|end| word.ends_with(end))
}

/// Vowel sounds as written, the mute e of the end among them if it follows a consonant.
fn nuclei(chars: &[char]) -> usize {
    let at = |at: usize| chars.get(at).copied().unwrap_or(' ');
    let mut count = 0;
    let mut i = 0;
    // Whether the letter before is a vowel that is heard.
    let mut after_vowel = false;
    while i < chars.len() {
        let c = at(i);
        let previous = if i == 0 { ' ' } else { at(i - 1) };
        if !is_vowel(c) {
            after_vowel = false;
            i += 1;
            continue;
        }
        // Silent: "qu", "gue", "gui"; but "aiguë", "ambiguïté" and, where the end of "-gu" is heard, "aigu".
        if c == 'u' && (previous == 'q' || previous == 'g' && matches!(at(i + 1), 'e' | 'é' | 'è' | 'ê' | 'i' | 'y'))
        {
            after_vowel = false;
            i += 1;
            continue;
        }
        // Silent: "rougeole", "mangeons", "rougeâtre".
        if c == 'e' && previous == 'g' && matches!(at(i + 1), 'a' | 'o' | 'â' | 'ô') {
            i += 1;
            continue;
        }
        // y between vowels is the consonant of "rayon"; at the start before one that of "yeux".
        if c == 'y' && is_vowel(at(i + 1)) && (i == 0 || after_vowel) {
            i += 1;
            continue;
        }
        // The i of "maille", "seuil", "bouillie" is part of the l, and ï between vowels a consonant ("faïence").
        if after_vowel
            && (c == 'i' && at(i + 1) == 'l' && matches!(at(i + 2), 'l' | 's' | ' ') || c == 'ï' && is_vowel(at(i + 1)))
        {
            i += 1;
            continue;
        }
        // A mute e after a vowel and before a consonant or at the end: "paiement", "maladie", "soierie".
        if c == 'e' && after_vowel && is_silent_after_vowel(chars, i) {
            i += 1;
            continue;
        }
        let length = digraph(chars, i);
        count += 1;
        after_vowel = true;
        i += length;
        // A glide goes with the vowel after it.
        if glides(chars, i, length) {
            let skip = digraph(chars, i);
            if at(i) == 'e' && is_silent_after_vowel(chars, i) {
                continue;
            }
            i += skip;
        }
    }
    count
}

/// Whether the e at `i`, after a vowel, is mute: at the end, before a plural s, in -ement, -erie, -era.
fn is_silent_after_vowel(chars: &[char], i: usize) -> bool {
    let rest = chars.get(i + 1..).unwrap_or_default();
    let before = i.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
    match rest {
        [] | ['s'] => true,
        ['m', 'e', 'n', 't'] | ['m', 'e', 'n', 't', 's'] => true,
        // "étaient", "soient", "créent", "diminuent"; but "client", "patient", "ingrédient" and the like.
        ['n', 't'] => {
            before == 'é'
                || before == 'u' && !is_heard_uent(chars)
                || before == 'i' && i.checked_sub(2).and_then(|at| chars.get(at)).is_some_and(|c| is_vowel(*c))
        }
        ['r', 'i', 'e', ..] | ['r', 'a' | 'o', ..] => matches!(before, 'i' | 'u') && rest.len() <= 4,
        _ => false,
    }
}

fn is_heard_uent(chars: &[char]) -> bool {
    HEARD_UENT.iter().any(|word| word.chars().eq(chars.iter().copied()))
}

/// Letters of the one vowel sound that starts at `i`.
fn digraph(chars: &[char], i: usize) -> usize {
    let at = |at: usize| chars.get(at).copied().unwrap_or(' ');
    match (at(i), at(i + 1), at(i + 2)) {
        ('e', 'a', 'u') | ('o', 'e', 'u') | ('o', 'e', 'i') => 3,
        ('e', 'o', 'i') => 3,
        ('o', 'e', _) if is_ligature(chars, i) => 2,
        // Loans and "alcool"; but "coopérer", "coordonner", "zoologie".
        ('o', 'o', 'p' | 'r' | 'l') if i == 1 => 1,
        ('o', 'o', _) | ('e', 'e', _) => 2,
        ('a', 'u' | 'i' | 'î' | 'y', _)
        | ('e', 'u' | 'û' | 'i' | 'î' | 'y', _)
        | ('o', 'u' | 'û' | 'ù' | 'i' | 'î' | 'y', _)
        | ('œ', 'u' | 'i', _)
        | ('u', 'i' | 'î' | 'ï' | 'y', _) => 2,
        _ => 1,
    }
}

/// "oedème", "foetus", "coeliaque", "oesophage": œ written with two letters, as against "coexister", "coefficient".
fn is_ligature(chars: &[char], i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
    matches!(
        (before, chars.get(i + 2).copied().unwrap_or(' ')),
        (' ', 's' | 'd' | 'n') | ('f', 't') | ('c', 'l') | ('m', 'l')
    )
}

/// Whether the vowel sound before `i`, `length` letters long, glides into the vowel at `i`.
fn glides(chars: &[char], i: usize, length: usize) -> bool {
    let at = |at: usize| chars.get(at).copied().unwrap_or(' ');
    let Some(start) = i.checked_sub(length) else { return false };
    let next = at(i);
    if !is_vowel(next) {
        return false;
    }
    let glide = match (length, at(start), at(start + 1)) {
        (1, 'i', _) => !matches!(next, 'i' | 'î' | 'ï'),
        (1, 'y', _) => !starts_with_poly(chars, start),
        (1, 'u', _) => !matches!(next, 'u' | 'y'),
        (2, 'o', 'u' | 'ù' | 'û') => matches!(next, 'i' | 'a' | 'e' | 'é' | 'è' | 'ï' | 'o' | 'â' | 'ê'),
        _ => false,
    };
    glide && !after_cluster(chars, start) && !after_prefix(chars, start)
}

/// Whether a consonant and l or r stand before `start`: "cl-ient", "fév-rier".
fn after_cluster(chars: &[char], start: usize) -> bool {
    let before = |by: usize| start.checked_sub(by).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
    matches!(before(1), 'l' | 'r') && matches!(before(2), 'b' | 'c' | 'd' | 'f' | 'g' | 'h' | 'k' | 'p' | 't' | 'v')
}

/// "polyarthrite" keeps its y apart.
fn starts_with_poly(chars: &[char], start: usize) -> bool {
    start == 3 && chars.starts_with(&['p', 'o', 'l'])
}

/// "antioxydant", "antiallergique" keep the i of the prefix apart.
fn after_prefix(chars: &[char], start: usize) -> bool {
    start == 3 && (chars.starts_with(&['a', 'n', 't', 'i']) || chars.starts_with(&['s', 'e', 'm', 'i']))
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'y'
            | 'à'
            | 'â'
            | 'ä'
            | 'é'
            | 'è'
            | 'ê'
            | 'ë'
            | 'î'
            | 'ï'
            | 'ô'
            | 'ö'
            | 'ù'
            | 'û'
            | 'ü'
            | 'ÿ'
            | 'œ'
            | 'æ'
            | 'í'
            | 'ó'
            | 'á'
            | 'ú'
            | 'ø'
            | 'å'
    )
}

#[cfg(test)]
mod tests {
    use super::syllables;

    #[track_caller]
    fn check(words: &[(&str, usize)]) {
        for (word, expected) in words {
            assert_eq!(syllables(word), *expected, "{word}");
        }
    }

    #[test]
    fn a_mute_e_counts_inside_a_word_only() {
        check(&[
            ("médecin", 3),
            ("traitement", 3),
            ("table", 1),
            ("maladies", 3),
            ("paiement", 2),
            ("soierie", 2),
            ("rougeole", 2),
        ]);
        check(&[
            ("le", 1),
            ("des", 1),
            ("que", 1),
            ("fatigue", 2),
            ("risques", 1),
            ("aiguë", 2),
            ("crée", 1),
            ("créée", 2),
        ]);
    }

    #[test]
    fn ent_is_heard_in_nouns_and_mute_in_verbs() {
        check(&[
            ("patient", 2),
            ("accident", 3),
            ("urgent", 2),
            ("parents", 2),
            ("fréquent", 2),
            ("client", 2),
            ("vraiment", 2),
        ]);
        check(&[
            ("parlent", 1),
            ("étaient", 2),
            ("aiment", 1),
            ("confirment", 2),
            ("expliquent", 2),
            ("étudient", 3),
            ("diminuent", 3),
        ]);
        check(&[("essayent", 2), ("médicament", 4), ("comment", 2), ("différent", 3), ("soient", 1), ("vient", 1)]);
    }

    #[test]
    fn glides_join_except_after_a_consonant_and_l_or_r() {
        check(&[
            ("biopsie", 2),
            ("évaluation", 4),
            ("jouer", 1),
            ("nuit", 1),
            ("pluie", 1),
            ("muscle", 1),
            ("yeux", 1),
            ("hier", 1),
        ]);
        check(&[("prier", 2), ("février", 3), ("cruel", 2), ("influence", 3), ("cryothérapie", 5), ("ganglion", 3)]);
        check(&[("antioxydant", 5), ("polyarthrite", 4)]);
    }

    #[test]
    fn accents_and_diaereses_part() {
        check(&[
            ("créatinine", 4),
            ("protéine", 3),
            ("thyroïde", 3),
            ("maïs", 2),
            ("faïence", 2),
            ("aïe", 1),
            ("ambiguïté", 4),
        ]);
        check(&[
            ("coopération", 5),
            ("alcool", 2),
            ("aorte", 2),
            ("pays", 2),
            ("cohérent", 3),
            ("œil", 1),
            ("fauteuil", 2),
            ("bouillie", 2),
        ]);
        check(&[
            ("oedème", 2),
            ("oesophage", 3),
            ("coefficient", 4),
            ("moelle", 1),
            ("rayon", 2),
            ("cuillère", 2),
            ("accueil", 2),
        ]);
    }
}
