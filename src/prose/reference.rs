//! Citations `[@key; @key]` and cross references `[#F3]` inside Markdown.
//!
//! Both parsers are asked to resolve them as shortcut reference links that no definition answers, so that escapes, code
//! and entities are told apart by the parser itself and never by a search in the text.

/// Starts the address under which a citation or cross reference comes back from a parser. No address that an author
/// writes can start with it: control characters are removed before parsing.
pub(crate) const SCHEME: &str = "\u{1}reference:";

/// At most this many keys in one pair of brackets.
const MAX_KEYS: usize = 20;

/// What stands in a pair of brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    /// Keys of the literature.
    Cite(Vec<String>),
    /// Ids of parts of the case.
    Cross(Vec<String>),
}

/// Whether the content of brackets is meant as a citation or a cross reference, well formed or not.
pub(super) fn is_meant(label: &str) -> bool {
    label.trim_start().starts_with(['@', '#'])
}

/// Reads the content of brackets; the error says what is wrong with it.
pub(super) fn parse(label: &str) -> Result<Reference, &'static str> {
    let label = label.trim();
    let sign = if label.starts_with('@') { '@' } else { '#' };
    let mut keys = Vec::new();
    for part in label.split(';') {
        let part = part.trim();
        let Some(key) = part.strip_prefix(sign) else {
            return Err(if part.starts_with(['@', '#']) {
                "literature and parts of the case are mixed"
            } else {
                "a key does not start with its sign"
            });
        };
        if !is_key(key) {
            return Err("a key holds characters it cannot hold");
        }
        if keys.len() == MAX_KEYS {
            return Err("there are more than 20 keys");
        }
        keys.push(key.to_owned());
    }
    Ok(if sign == '@' { Reference::Cite(keys) } else { Reference::Cross(keys) })
}

/// The form of an `Id` of the case.
fn is_key(key: &str) -> bool {
    let mut chars = key.chars();
    key.len() <= 64
        && chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '/' | '+'))
}

/// Whether the words of a link are the label that was resolved, as they are unless it was written `[words][@key]`.
/// Only letters and digits count, since delimiters inside a malformed label may have become markup.
pub(super) fn is_shortcut(words: &str, label: &str) -> bool {
    let significant = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    significant(words) == significant(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_citations_and_cross_references() {
        assert_eq!(parse("@smith2020"), Ok(Reference::Cite(vec!["smith2020".into()])));
        assert_eq!(parse(" @a ;\n@b-2 "), Ok(Reference::Cite(vec!["a".into(), "b-2".into()])));
        assert_eq!(parse("#REC-2; #F3"), Ok(Reference::Cross(vec!["REC-2".into(), "F3".into()])));
    }

    #[test]
    fn refuses_what_is_malformed() {
        for label in ["@", "#", "@a; b", "@a; #F1", "#F1, #F2", "@a b", "@a;", "@é", "# of patients", "@a, p. 5"] {
            assert!(parse(label).is_err(), "{label}");
        }
        assert!(parse(&["@a"; 21].join(";")).is_err());
        assert!(parse(&["@a"; 20].join(";")).is_ok());
    }
}
