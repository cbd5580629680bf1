//! Languages of works: what exports call them, as BCP 47 tags.

/// Primary tag, ISO 639-2 codes (both kinds), English name, and names other exports use.
const LANGUAGES: [(&str, &[&str]); 32] = [
    ("en", &["eng", "english", "american", "british", "inglés", "anglais"]),
    ("es", &["spa", "spanish", "español", "espagnol", "castellano", "esp"]),
    ("fr", &["fre", "fra", "french", "français", "francés", "canadien"]),
    ("de", &["ger", "deu", "german", "ngerman", "deutsch", "alemán", "allemand"]),
    ("pt", &["por", "portuguese", "português", "brazilian", "portugués", "portugais"]),
    ("it", &["ita", "italian", "italiano", "italien"]),
    ("nl", &["dut", "nld", "dutch", "nederlands"]),
    ("no", &["nor", "norwegian", "norsk", "nb", "nob", "nn", "nno"]),
    ("sv", &["swe", "swedish", "svenska"]),
    ("da", &["dan", "danish", "dansk"]),
    ("fi", &["fin", "finnish", "suomi"]),
    ("is", &["ice", "isl", "icelandic"]),
    ("pl", &["pol", "polish", "polski"]),
    ("cs", &["cze", "ces", "czech"]),
    ("sk", &["slo", "slk", "slovak"]),
    ("sl", &["slv", "slovene", "slovenian"]),
    ("hr", &["hrv", "croatian"]),
    ("sr", &["srp", "serbian"]),
    ("hu", &["hun", "hungarian", "magyar"]),
    ("ro", &["rum", "ron", "romanian"]),
    ("bg", &["bul", "bulgarian"]),
    ("el", &["gre", "ell", "greek"]),
    ("tr", &["tur", "turkish"]),
    ("ru", &["rus", "russian"]),
    ("uk", &["ukr", "ukrainian"]),
    ("he", &["heb", "hebrew"]),
    ("ar", &["ara", "arabic"]),
    ("fa", &["per", "fas", "persian", "farsi"]),
    ("zh", &["chi", "zho", "chinese"]),
    ("ja", &["jpn", "japanese"]),
    ("ko", &["kor", "korean"]),
    ("ca", &["cat", "catalan"]),
];

/// The BCP 47 tag of what a source calls a language; `None` where that is not known (`und`, `mul`, free words).
pub(super) fn tag(raw: &str) -> Option<String> {
    // Of several ("English; French") the first is the one the work is mainly in.
    let first = raw.split([';', ',', '/', '|']).next()?.trim().to_lowercase();
    let primary = first.split(['-', '_']).next()?;
    if let Some((tag, _)) = LANGUAGES.iter().find(|(tag, names)| *tag == primary || names.contains(&primary)) {
        return Some((*tag).to_owned());
    }
    // Any other two-letter code is passed on: it is a tag already.
    (primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase())).then(|| primary.to_owned())
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn languages_become_tags() {
        for (raw, expected) in [
            ("eng", Some("en")),
            ("English", Some("en")),
            ("en-US", Some("en")),
            ("fre", Some("fr")),
            ("fr_CA", Some("fr")),
            ("ngerman", Some("de")),
            ("English; French", Some("en")),
            ("eu", Some("eu")),
            ("mul", None),
            ("und", None),
            ("", None),
            ("Klingon of the north", None),
        ] {
            assert_eq!(tag(raw).as_deref(), expected, "{raw}");
        }
    }
}
