//! Names in bibliographies: `Smith JA Jr`, `de la Cruz J-P`, `Smith, J. A., Jr.`

use super::reference::{Name, Person};

/// An initial, and whether a hyphen joins it to the one before.
struct Initial {
    letter: String,
    hyphen: bool,
}

/// Family name and initials without stops, at most `most` of them ("Citing Medicine" allows two).
pub(super) fn compact(name: &Name, most: usize) -> String {
    let person = match name {
        Name::Group(name) => return name.clone(),
        Name::Person(person) => person,
    };
    let mut out = family(person);
    let given = match initials(&person.given) {
        Some(initials) => initials.iter().take(most).map(|initial| initial.letter.as_str()).collect(),
        None => person.given.clone(),
    };
    for part in [given, suffix(&person.suffix)] {
        if !part.is_empty() {
            out.push(' ');
            out.push_str(&part);
        }
    }
    out
}

/// `Smith, J.-P., Jr.` or, given name first, `J.-P. Smith, Jr.`
pub(super) fn dotted(name: &Name, given_first: bool) -> String {
    let person = match name {
        Name::Group(name) => return name.clone(),
        Name::Person(person) => person,
    };
    let mut given = String::new();
    match initials(&person.given) {
        Some(initials) => {
            for initial in initials {
                if !given.is_empty() {
                    given.push(if initial.hyphen { '-' } else { ' ' });
                }
                given.push_str(&initial.letter);
                given.push('.');
            }
        }
        None => given.clone_from(&person.given),
    }
    let family = family(person);
    let mut out = match (given.is_empty(), given_first) {
        (true, _) => family,
        (false, true) => format!("{given} {family}"),
        (false, false) => format!("{family}, {given}"),
    };
    if !person.suffix.is_empty() {
        let suffix = person.suffix.trim_end_matches('.');
        let stop = if matches!(suffix, "Jr" | "Sr") { "." } else { "" };
        out.push_str(&format!(", {suffix}{stop}"));
    }
    out
}

fn family(person: &Person) -> String {
    match (person.particle.is_empty(), person.particle.ends_with('\'') || person.particle.ends_with('’')) {
        (true, _) => person.family.clone(),
        (false, true) => format!("{}{}", person.particle, person.family),
        (false, false) => format!("{} {}", person.particle, person.family),
    }
}

/// Suffixes as the NLM writes them: no full stop, Roman numerals as ordinals.
fn suffix(suffix: &str) -> String {
    match suffix.trim_end_matches('.') {
        "II" => "2nd".to_owned(),
        "III" => "3rd".to_owned(),
        "IV" => "4th".to_owned(),
        "V" => "5th".to_owned(),
        other => other.to_owned(),
    }
}

/// Initials of given names; `None` where the script has no capitals, so that the name stays whole.
fn initials(given: &str) -> Option<Vec<Initial>> {
    if !given.chars().any(|c| c.is_uppercase() || c.is_lowercase()) {
        return if given.is_empty() { Some(Vec::new()) } else { None };
    }
    let any_capital = given.chars().any(char::is_uppercase);
    let is_initials = !given.chars().any(char::is_lowercase);
    let mut out = Vec::new();
    for word in given.split([' ', '.', '\u{A0}', ',']).filter(|word| !word.is_empty()) {
        for (index, part) in word.split(['-', '‐', '‑']).enumerate() {
            let Some(first) = part.chars().find(|c| c.is_alphabetic()) else {
                continue;
            };
            // A small word among names, such as `de` in `Maria de Lourdes`, has no initial.
            if any_capital && first.is_lowercase() && index == 0 {
                continue;
            }
            let hyphen = index > 0;
            let letters: Vec<char> = part.chars().filter(|c| c.is_alphabetic()).collect();
            // `JA` are two initials; `JOHN` in a file of capitals is one name.
            if is_initials && letters.len() <= 3 {
                let mut first = hyphen;
                for letter in letters {
                    out.push(Initial { letter: letter.to_string(), hyphen: std::mem::take(&mut first) });
                }
            } else {
                out.push(Initial { letter: first.to_uppercase().collect(), hyphen });
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citations::names::person;

    fn nlm(family: &str, given: &str, suffix: &str) -> String {
        compact(&person(family, given, suffix), 2)
    }

    #[test]
    fn names_as_the_nlm_writes_them() {
        assert_eq!(nlm("Halpern", "Scott D.", ""), "Halpern SD");
        assert_eq!(nlm("Sartre", "Jean-Paul", ""), "Sartre JP");
        assert_eq!(nlm("Sartre", "J.-P.", ""), "Sartre JP");
        assert_eq!(nlm("Tolkien", "J. R. R.", ""), "Tolkien JR");
        assert_eq!(nlm("van Moorselaar", "RJ", ""), "van Moorselaar RJ");
        assert_eq!(nlm("de la Cruz", "Maria de Lourdes", ""), "de la Cruz ML");
        assert_eq!(nlm("Gilstrap", "Larry C", "III"), "Gilstrap LC 3rd");
        assert_eq!(nlm("Smith", "John", "Jr."), "Smith J Jr");
        assert_eq!(nlm("O'Brien", "Élodie", ""), "O'Brien É");
        assert_eq!(nlm("SMITH", "JOHN", ""), "SMITH J");
        assert_eq!(nlm("王", "小明", ""), "王 小明");
        assert_eq!(nlm("Plato", "", ""), "Plato");
    }

    #[test]
    fn names_with_stops() {
        assert_eq!(dotted(&person("Sartre", "Jean-Paul", ""), false), "Sartre, J.-P.");
        assert_eq!(dotted(&person("van der Berg", "JA", ""), true), "J. A. van der Berg");
        assert_eq!(dotted(&person("Smith", "J. A.", "Jr"), false), "Smith, J. A., Jr.");
        assert_eq!(dotted(&person("Gilstrap", "L. C.", "III"), false), "Gilstrap, L. C., III");
    }
}
