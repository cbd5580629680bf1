//! Names of people and groups as the formats without name parts write them.

use super::reference::{Name, Person};
use super::text::clean;

/// A name written `Family, Given` or `Family, Given, Suffix`; without a comma it is a group, unless it ends in initials
/// as Embase and Web of Science write them (`Adler D.G.`).
pub(super) fn inverted(raw: &str) -> Option<Name> {
    let text = clean(raw);
    let text = text.trim_end_matches([',', ';']).trim();
    if text.is_empty() {
        return None;
    }
    let Some((family, rest)) = text.split_once(',') else {
        return Some(match trailing_initials(text) {
            Some((family, given)) => person(family, given, ""),
            None => Name::Group(text.to_owned()),
        });
    };
    let rest = rest.trim();
    let (given, suffix) = match rest.split_once(',') {
        Some((given, suffix)) if is_suffix(given.trim()) => (suffix.trim(), given.trim()),
        Some((given, suffix)) if is_suffix(suffix.trim()) => (given.trim(), suffix.trim()),
        Some(_) => return Some(Name::Group(text.to_owned())),
        None if is_suffix(rest) => match trailing_initials(family) {
            // `Smith J, Jr.`
            Some((family, given)) => return Some(person(family, given, rest)),
            None => ("", rest),
        },
        None => (rest, ""),
    };
    Some(person(family, given, suffix))
}

/// A person of family name and given names; the particle is taken off the family name, a suffix off the given names.
pub(super) fn person(family: &str, given: &str, suffix: &str) -> Name {
    let (family, given, mut suffix) = (clean(family), clean(given), clean(suffix));
    let mut given = given.as_str();
    if suffix.is_empty()
        && let Some((rest, last)) = given.rsplit_once(' ')
        && is_suffix(last)
    {
        given = rest.trim_end_matches(',').trim_end();
        suffix = last.to_owned();
    }
    let (given, behind) = split_trailing_particle(given);
    let (before, family) = split_particle(&family);
    let particle = [behind, before].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    // `Holtzheimer III, Paul`
    let family = match family.rsplit_once(' ') {
        Some((head, last)) if suffix.is_empty() && is_suffix(last) => {
            suffix = last.to_owned();
            head.trim_end_matches(',')
        }
        _ => family,
    };
    Name::Person(Person { family: family.to_owned(), given: given.to_owned(), particle, suffix })
}

/// Lower-case words before the family name are its particle (`van der Berg`, `de la Cruz`).
fn split_particle(family: &str) -> (&str, &str) {
    let mut at = 0;
    for word in family.split_inclusive(' ') {
        let is_particle = word.chars().next().is_some_and(char::is_lowercase) && word.ends_with(' ');
        if !is_particle {
            break;
        }
        at += word.len();
    }
    let (particle, family) = family.split_at(at);
    (particle.trim_end(), family)
}

/// Some programs put the particle behind the given names: `Beethoven, Ludwig van`, `Schutter, J. de`.
fn split_trailing_particle(given: &str) -> (&str, &str) {
    let lower = |word: &str| word.chars().all(char::is_lowercase) && word.len() > 1;
    let mut at = given.len();
    while let Some((head, word)) = given.get(..at).and_then(|head| head.rsplit_once(' ')) {
        if !lower(word) || !head.chars().any(char::is_uppercase) {
            break;
        }
        at = head.len();
    }
    let (given, particle) = given.split_at(at);
    (given, particle.trim_start())
}

/// Whether a word is a generational suffix.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Jr" | "Sr" | "jr" | "sr" | "JR" | "SR" | "II" | "III" | "IV" | "2nd" | "3rd" | "4th" | "5th"
    )
}

/// Splits `Adler D.G.` or `Jahanian-Najafabadi A` into family name and initials.
fn trailing_initials(text: &str) -> Option<(&str, &str)> {
    let (family, last) = text.rsplit_once(' ')?;
    let letters = last.chars().filter(|c| c.is_alphabetic()).count();
    // One capital after another, each with or without its full stop; `D.-G.` too.
    let initials = (1..=4).contains(&letters)
        && last.chars().all(|c| c.is_uppercase() || c == '.' || c == '-')
        && last.starts_with(char::is_uppercase);
    // Words that would make it a group: a lower-case `of`, `the`, `for`.
    let plain = !family.split(' ').any(|word| matches!(word, "of" | "the" | "for" | "and" | "&"))
        && family.chars().any(char::is_lowercase);
    (initials && plain).then_some((family.trim_end(), last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(raw: &str) -> [String; 4] {
        match inverted(raw) {
            Some(Name::Person(p)) => [p.particle, p.family, p.given, p.suffix],
            Some(Name::Group(name)) => ["group".into(), name, String::new(), String::new()],
            None => panic!("{raw} is nobody"),
        }
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(parts("Shahtalebi, M. A."), ["", "Shahtalebi", "M. A.", ""]);
        assert_eq!(parts("van der Berg, Jan"), ["van der", "Berg", "Jan", ""]);
        assert_eq!(parts("de la Cruz, Ana María"), ["de la", "Cruz", "Ana María", ""]);
        assert_eq!(parts("Smith, John, Jr."), ["", "Smith", "John", "Jr."]);
        assert_eq!(parts("Smith, Jr., John"), ["", "Smith", "John", "Jr."]);
        assert_eq!(parts("Diamond, Hugh H 3rd"), ["", "Diamond", "Hugh H", "3rd"]);
        assert_eq!(parts("Beethoven, Ludwig van"), ["van", "Beethoven", "Ludwig", ""]);
        assert_eq!(parts("Cruz, Ana de la"), ["de la", "Cruz", "Ana", ""]);
        assert_eq!(parts("hooks, bell"), ["", "hooks", "bell", ""]);
        assert_eq!(parts("Holtzheimer III, Paul E"), ["", "Holtzheimer", "Paul E", "III"]);
        assert_eq!(parts("Adler D.G."), ["", "Adler", "D.G.", ""]);
        assert_eq!(parts("van Moorselaar RJ"), ["van", "Moorselaar", "RJ", ""]);
    }

    #[test]
    fn groups_stay_whole() {
        for name in
            ["Alf-One Study Group", "World Health Organization", "WHO", "Department of Health UK", "A, B, C and D"]
        {
            assert_eq!(parts(name), ["group", name, "", ""]);
        }
        assert_eq!(inverted(" , "), None);
    }
}
