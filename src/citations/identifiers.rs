//! DOI (ISO 26324, DOI Handbook 2.2), PMID and PMCID: normalizing, checking, addresses.

/// A DOI without resolver or prefix, lower-case (DOI names are case-insensitive in ASCII); `None` if it is not one.
pub(super) fn doi(raw: &str) -> Option<String> {
    let mut text = raw.trim();
    let mut from_url = false;
    loop {
        let lower = text.to_ascii_lowercase();
        let prefix = [
            "https://",
            "http://",
            "dx.doi.org/",
            "www.doi.org/",
            "doi.org/",
            "doi.acm.org/",
            "doi:",
            "doi ",
            "doi=",
            "urn:",
        ]
        .into_iter()
        .find(|prefix| lower.starts_with(prefix));
        let Some(prefix) = prefix else { break };
        from_url |= prefix.ends_with('/');
        text = text.get(prefix.len()..)?.trim_start();
    }
    let text = text.trim_end_matches("[doi]").trim_end();
    let text = if from_url { percent_decode(text) } else { text.to_owned() };
    let text = text.trim_end_matches(['.', ',', ';']);
    let (registrant, suffix) = text.split_once('/')?;
    let number = registrant.strip_prefix("10.")?;
    let mut parts = number.split('.');
    let first = parts.next()?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = (4..=9).contains(&first.len())
        && digits(first)
        && parts.all(digits)
        && !suffix.is_empty()
        && text.len() <= 1024
        && !suffix.chars().any(|c| c.is_whitespace() || c.is_control());
    well_formed.then(|| text.to_ascii_lowercase())
}

/// A PMID: one to eight digits, not starting with a zero.
pub(super) fn pmid(raw: &str) -> Option<String> {
    let text = strip_label(
        raw,
        &["pmid:", "pmid ", "https://pubmed.ncbi.nlm.nih.gov/", "https://www.ncbi.nlm.nih.gov/pubmed/"],
    );
    let text = text.trim_end_matches('/');
    let well_formed =
        (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    well_formed.then(|| text.to_owned())
}

/// A PMCID, `PMC` and digits.
pub(super) fn pmcid(raw: &str) -> Option<String> {
    let text = strip_label(raw, &["pmcid:", "pmcid "]);
    let digits = text.strip_prefix("PMC").or_else(|| text.strip_prefix("pmc")).unwrap_or(text);
    // A version such as `PMC123.1` names the same article.
    let digits = digits.split('.').next().unwrap_or_default();
    let well_formed = (1..=10).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    well_formed.then(|| format!("PMC{digits}"))
}

fn strip_label<'a>(raw: &'a str, labels: &[&str]) -> &'a str {
    let text = raw.trim();
    let lower = text.to_ascii_lowercase();
    let label = labels.iter().find(|label| lower.starts_with(**label));
    label.and_then(|label| text.get(label.len()..)).unwrap_or(text).trim()
}

/// What a citation such as `pmid:123` or `DOI:10.1/X` is filed under.
pub(super) fn alias(key: &str) -> Option<String> {
    let (scheme, value) = key.split_once(':')?;
    if scheme.eq_ignore_ascii_case("pmid") {
        pmid(value).map(|pmid| format!("pmid:{pmid}"))
    } else if scheme.eq_ignore_ascii_case("doi") {
        doi(value).map(|doi| format!("doi:{doi}"))
    } else {
        None
    }
}

/// The address of a normalized DOI at the resolver of the DOI Foundation.
pub fn doi_url(doi: &str) -> String {
    let mut url = String::from("https://doi.org/");
    for byte in doi.bytes() {
        // Everything but RFC 3986 unreserved characters and those a path may hold is encoded.
        if byte.is_ascii_alphanumeric() || b"-._~/():;,@!$'*+=".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

/// The address of a PMID at PubMed.
pub fn pmid_url(pmid: &str) -> String {
    format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/")
}

/// The address of a PMCID at PubMed Central.
pub fn pmcid_url(pmcid: &str) -> String {
    format!("https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/")
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        let code = if *first == b'%' { tail.get(..2) } else { None };
        let value =
            code.and_then(|code| std::str::from_utf8(code).ok()).and_then(|code| u8::from_str_radix(code, 16).ok());
        match value {
            Some(value) => {
                out.push(value);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_found_under_any_of_its_writings() {
        for raw in [
            "10.1056/NEJMsb020632",
            "doi:10.1056/NEJMsb020632",
            "DOI: 10.1056/nejmsb020632.",
            "https://doi.org/10.1056/NEJMsb020632",
            "http://dx.doi.org/10.1056%2FNEJMsb020632",
            "10.1056/NEJMsb020632 [doi]",
        ] {
            assert_eq!(doi(raw).as_deref(), Some("10.1056/nejmsb020632"), "{raw}");
        }
        let old = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2";
        assert_eq!(doi(old).as_deref(), Some(old));
        assert!(doi_url(old).ends_with("17:15/16%3C1661::aid-sim968%3E3.0.co;2-2"));
    }

    #[test]
    fn what_is_not_a_doi_is_refused() {
        for raw in [
            "",
            "10.1056",
            "10.1056/",
            "10.12/abc",
            "11.1056/abc",
            "10.1056/a b",
            "https://example.org/",
            "10.x056/a",
            "10.1234567890/a",
            "10.1000./a",
        ] {
            assert_eq!(doi(raw), None, "{raw}");
        }
    }

    #[test]
    fn pubmed_identifiers_are_digits() {
        assert_eq!(pmid(" PMID: 12140307 ").as_deref(), Some("12140307"));
        assert_eq!(pmid("https://pubmed.ncbi.nlm.nih.gov/12140307/").as_deref(), Some("12140307"));
        for raw in ["", "123456789", "012", "12a", "PMC123"] {
            assert_eq!(pmid(raw), None, "{raw}");
        }
        assert_eq!(pmcid("PMCID: pmc5887696").as_deref(), Some("PMC5887696"));
        assert_eq!(pmcid("5887696.2").as_deref(), Some("PMC5887696"));
        assert_eq!(pmcid("PMCx"), None);
    }
}
