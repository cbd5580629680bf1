//! Names of files in an archive: portable, with one spelling, and never a way out of the folder they are extracted
//! into.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::signing::approval::forms::is_hidden;

/// Longest name with its folders, in bytes.
pub const MAX_NAME: usize = 240;
/// Most folders above a file.
const MAX_FOLDERS: usize = 8;
/// Characters that Windows takes in no name.
const FORBIDDEN: [char; 8] = ['\\', ':', '*', '?', '"', '<', '>', '|'];
/// Names of devices on Windows, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Whether a name may stand in an archive.
///
/// # Errors
/// Why not.
pub fn check(name: &str) -> Result<(), &'static str> {
    if name.is_empty() || name.len() > MAX_NAME {
        return Err("it is empty or too long");
    }
    if name.starts_with('/') {
        return Err("it is absolute");
    }
    if name.chars().any(is_hidden) {
        return Err("it has a character that cannot be seen");
    }
    if name.contains(FORBIDDEN) {
        return Err("it has a character that not every system allows");
    }
    if !is_nfc(name) {
        return Err("its characters are not in Unicode's composed form");
    }
    let parts: Vec<&str> = name.split('/').collect();
    if parts.len() > MAX_FOLDERS + 1 {
        return Err("it is in too many folders");
    }
    for part in parts {
        if matches!(part, "" | "." | "..") {
            return Err("a part of it is empty or leads elsewhere");
        }
        if part.ends_with(['.', ' ']) || part.starts_with(' ') {
            return Err("a part of it begins or ends in a way that not every system keeps");
        }
        let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
        let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
        // Superscript digits count as well on Windows.
        let is_port = numbered.is_some_and(|rest| {
            matches!(rest, "¹" | "²" | "³")
                || (rest.len() == 1 && rest.as_bytes().first().is_some_and(u8::is_ascii_digit))
        });
        if DEVICES.contains(&stem.as_str()) || is_port {
            return Err("it is the name of a device on Windows");
        }
    }
    Ok(())
}

/// What two names must differ in to be two files on every system: letters without case, characters without variants.
pub fn fold(name: &str) -> String {
    // Capitals first, so that letters with several small forms (σ and ς, ß and ẞ) fall together.
    name.nfkc().collect::<String>().to_uppercase().to_lowercase().nfkc().collect()
}

/// The media type of a file by its extension; a closed list, so that the manifest of the same files is the same.
pub fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "pdf" => "application/pdf",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "html" => "text/html",
        "css" => "text/css",
        "txt" | "md" => "text/plain",
        "xml" => "application/xml",
        "csv" => "text/csv",
        "yaml" | "yml" => "application/yaml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "tif" | "tiff" => "image/tiff",
        "svg" => "image/svg+xml",
        "dcm" => "application/dicom",
        "p7s" => "application/pkcs7-signature",
        _ => "application/octet-stream",
    }
}

/// A name as URI reference: UTF-8 bytes outside the unreserved characters as `%XX` (RFC 3986, clause 2).
pub fn to_uri(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_names_pass() {
        for name in [
            "a",
            "documents/es-US/résumé final.pdf",
            "records/01-CT (2024).dcm",
            "a.b/c..d",
            ".hidden",
            "COM10.txt",
            "console.txt",
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn names_that_lead_elsewhere_or_look_like_others_do_not() {
        let long = "x".repeat(MAX_NAME + 1);
        for name in [
            "",
            "/etc/passwd",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "a\\b",
            "..\\a",
            "C:a",
            "c:/a",
            "a\0b",
            "a\nb",
            "a\u{7f}",
            "a\u{85}",
            "a\u{202e}fdp.exe",
            "a\u{200b}b",
            "re\u{301}sume",
            "a.",
            "a ",
            " a",
            "nul",
            "Con.txt",
            "a/aux.pdf",
            "COM1",
            "lpt9.log",
            "com¹",
            "a?",
            "a*",
            "a|b",
            "a/b/c/d/e/f/g/h/i/j",
            "a:stream",
            long.as_str(),
        ] {
            assert!(check(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn folded_names_fall_together() {
        for (one, other) in [
            ("Report.PDF", "report.pdf"),
            ("STRASSE", "straße"),
            ("ΣΑΣ", "σας"),
            ("ﬁle", "file"),
            ("re\u{301}", "ré"),
            ("K", "\u{212A}"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_ne!(fold("a"), fold("b"));
    }

    #[test]
    fn uris_are_escaped() {
        assert_eq!(to_uri("a b/é&<%.pdf"), "a%20b/%C3%A9%26%3C%25.pdf");
    }
}
