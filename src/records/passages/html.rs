//! HTML files that are also well-formed XML.

use super::Reading;
use super::encoding::{language, line};
use super::narrative::Narrator;
use super::xml::{Element, parse};
use crate::records::picture::Reason;

/// Reads a file. HTML that only a browser's rules for broken markup can read is not shown.
pub fn read(text: &str) -> Result<Reading, Reason> {
    let root = parse(text, true).map_err(|reason| if reason == Reason::Damaged { Reason::Kind } else { reason })?;
    let named = |parent: &Element, name: &str| parent.elements().position(|e| e.name.eq_ignore_ascii_case(name));
    let head = named(&root, "head").and_then(|at| root.elements().nth(at));
    let title = head.and_then(|head| head.elements().nth(named(head, "title")?));
    let mut narrator = Narrator::default();
    let passages = narrator.narrate(&root)?;
    Ok(Reading {
        kind: "html",
        title: title.and_then(|title| line(&title.text())),
        language: root.attribute("xml:lang").or_else(|| root.attribute("lang")).and_then(language),
        passages,
        embedded: narrator.embedded,
        left_out: narrator.left_out,
        ..Reading::default()
    })
}

/// The character of an entity of HTML that medical letters use.
pub fn named(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "iexcl" => '¡',
        "sect" => '§',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "laquo" => '«',
        "raquo" => '»',
        "deg" => '°',
        "plusmn" => '±',
        "sup1" => '¹',
        "sup2" => '²',
        "sup3" => '³',
        "micro" => 'µ',
        "middot" => '·',
        "frac12" => '½',
        "frac14" => '¼',
        "frac34" => '¾',
        "iquest" => '¿',
        "Agrave" => 'À',
        "Aacute" => 'Á',
        "Auml" => 'Ä',
        "Ccedil" => 'Ç',
        "Egrave" => 'È',
        "Eacute" => 'É',
        "Ntilde" => 'Ñ',
        "Oacute" => 'Ó',
        "Ouml" => 'Ö',
        "Oslash" => 'Ø',
        "Aring" => 'Å',
        "AElig" => 'Æ',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "agrave" => 'à',
        "aacute" => 'á',
        "acirc" => 'â',
        "atilde" => 'ã',
        "auml" => 'ä',
        "aring" => 'å',
        "aelig" => 'æ',
        "ccedil" => 'ç',
        "egrave" => 'è',
        "eacute" => 'é',
        "ecirc" => 'ê',
        "euml" => 'ë',
        "igrave" => 'ì',
        "iacute" => 'í',
        "icirc" => 'î',
        "iuml" => 'ï',
        "ntilde" => 'ñ',
        "ograve" => 'ò',
        "oacute" => 'ó',
        "ocirc" => 'ô',
        "otilde" => 'õ',
        "ouml" => 'ö',
        "times" => '×',
        "divide" => '÷',
        "oslash" => 'ø',
        "ugrave" => 'ù',
        "uacute" => 'ú',
        "ucirc" => 'û',
        "uuml" => 'ü',
        "alpha" => 'α',
        "beta" => 'β',
        "gamma" => 'γ',
        "delta" => 'δ',
        "mu" => 'μ',
        "Delta" => 'Δ',
        "Omega" => 'Ω',
        "bull" => '•',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "sbquo" => '‚',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "euro" => '€',
        "larr" => '←',
        "uarr" => '↑',
        "rarr" => '→',
        "darr" => '↓',
        "asymp" => '≈',
        "ne" => '≠',
        "le" => '≤',
        "ge" => '≥',
        "thinsp" => '\u{2009}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Passage;
    use super::super::tests::words_of;
    use super::*;

    #[test]
    fn well_formed_html_is_read() {
        let html = "<!DOCTYPE html>\n<html lang='fr'><head><title>Lettre</title><style>p{}</style></head><body>\
                    <h2>Cher&nbsp;ami</h2><p>un<script>x()</script></p><pre>a  b\n c</pre></body></html>";
        let reading = read(html).unwrap();
        assert_eq!((reading.title.as_deref(), reading.language.as_deref()), (Some("Lettre"), Some("fr")));
        assert_eq!(words_of(&reading.passages), ["Cher", "a", "ami", "b", "c", "un"]);
        assert_eq!(reading.passages.last(), Some(&Passage::Pre("a  b\n c".to_owned())));
    }

    #[test]
    fn other_html_is_not() {
        assert_eq!(read("<html><p>a<br>b</html>"), Err(Reason::Kind));
        assert_eq!(read("<!DOCTYPE html><html>&unknown;</html>"), Err(Reason::Kind));
    }
}
