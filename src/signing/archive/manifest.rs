//! The manifest of an archive, and the list for `sha256sum`.
//!
//! `ASiCManifest` of ETSI EN 319 162-1, annex A.4, in one spelling: reading takes it apart and demands that writing
//! gives the same bytes. The time of signing stands in an extension, for the profile of our CMS signatures has no
//! attribute for it.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding};
use chrono::{DateTime, FixedOffset};

use super::{SIGNATURE, names};
use crate::signing::approval::Sha256Digest;
use crate::signing::approval::forms::moment;

const HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\" ",
    "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n",
    "  <asic:SigReference URI=\"META-INF/signature001.p7s\" MimeType=\"application/pkcs7-signature\"/>\n",
);
const REFERENCE: [&str; 4] = [
    "  <asic:DataObjectReference URI=\"",
    "\" MimeType=\"",
    "\">\n    <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\n    <ds:DigestValue>",
    "</ds:DigestValue>\n  </asic:DataObjectReference>\n",
];
const TIME: [&str; 2] = [
    concat!(
        "  <asic:ASiCManifestExtensions>\n    <asic:Extension Critical=\"false\">\n      ",
        "<opine:SigningTime xmlns:opine=\"urn:opine:archive:1\">",
    ),
    "</opine:SigningTime>\n    </asic:Extension>\n  </asic:ASiCManifestExtensions>\n",
];
const TAIL: &str = "</asic:ASiCManifest>\n";

/// A file in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// SHA-256 of its bytes.
    pub sha256: Sha256Digest,
}

/// What the manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The files, in the order of the archive.
    pub references: Vec<Reference>,
    /// When it was signed, as the signer says.
    pub signed_at: DateTime<FixedOffset>,
}

impl Manifest {
    /// Its one spelling.
    pub fn to_xml(&self) -> String {
        debug_assert!(HEAD.contains(SIGNATURE));
        let mut out = HEAD.to_owned();
        for reference in &self.references {
            let [open, media_type, digest, close] = REFERENCE;
            // Names become URIs and digests base64: nothing is left that XML would have to escape.
            let uri = names::to_uri(&reference.name);
            let value = Base64::encode_string(reference.sha256.as_bytes());
            let _ = write!(out, "{open}{uri}{media_type}{}{digest}{value}{close}", reference.media_type);
        }
        let [open, close] = TIME;
        let _ = write!(out, "{open}{}{close}{TAIL}", moment::text(&self.signed_at));
        out
    }

    /// Reads a manifest in that spelling.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(xml: &[u8]) -> Result<Self, &'static str> {
        const OTHER: &str = "it is not in the form Opine writes";
        let text = str::from_utf8(xml).map_err(|_| "it is not UTF-8")?;
        let mut rest = text.strip_prefix(HEAD).ok_or(OTHER)?;
        let [open, media_type, digest, close] = REFERENCE;
        let mut references = Vec::new();
        while let Some(inner) = rest.strip_prefix(open) {
            let (uri, inner) = inner.split_once(media_type).ok_or(OTHER)?;
            let (kind, inner) = inner.split_once(digest).ok_or(OTHER)?;
            let (value, after) = inner.split_once(close).ok_or(OTHER)?;
            let mut bytes = [0; 32];
            let decoded = Base64::decode(value, &mut bytes).map_err(|_| "a digest is not base64")?;
            if decoded.len() != bytes.len() {
                return Err("a digest is not one of SHA-256");
            }
            let is_type = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'+' | b'-' | b'.');
            if kind.is_empty() || kind.len() > 100 || !kind.bytes().all(is_type) {
                return Err("a media type is malformed");
            }
            references.push(Reference {
                name: from_uri(uri).ok_or("a name is malformed")?,
                media_type: kind.to_owned(),
                sha256: Sha256Digest::from_bytes(bytes),
            });
            if references.len() > super::MAX_MEMBERS {
                return Err("it lists too many files");
            }
            rest = after;
        }
        let [open, close] = TIME;
        let time =
            rest.strip_prefix(open).and_then(|rest| rest.strip_suffix(TAIL)?.strip_suffix(close)).ok_or(OTHER)?;
        let signed_at = DateTime::parse_from_rfc3339(time).map_err(|_| "its time is malformed")?;
        let manifest = Self { references, signed_at };
        if manifest.to_xml().as_bytes() != xml {
            return Err(OTHER);
        }
        Ok(manifest)
    }
}

/// The list that `sha256sum -c` reads.
pub fn sums<'r>(references: impl Iterator<Item = &'r Reference>) -> String {
    let mut out = String::new();
    for reference in references {
        let _ = writeln!(out, "{}  {}", reference.sha256, reference.name);
    }
    out
}

fn from_uri(uri: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        if *byte == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn manifest() -> Manifest {
        let reference = |name: &str| Reference {
            name: name.to_owned(),
            media_type: names::media_type(name).to_owned(),
            sha256: Sha256Digest::of(name.as_bytes()),
        };
        Manifest {
            references: vec![reference("documents/résumé & co.pdf"), reference("SHA256SUMS")],
            signed_at: DateTime::parse_from_rfc3339("2026-03-01T09:30:00-06:00").unwrap(),
        }
    }

    #[test]
    fn a_manifest_is_read_as_written() {
        let xml = manifest().to_xml();
        assert_eq!(Manifest::read(xml.as_bytes()).unwrap(), manifest());
        assert!(xml.contains("URI=\"documents/r%C3%A9sum%C3%A9%20%26%20co.pdf\" MimeType=\"application/pdf\""));
    }

    #[test]
    fn any_other_spelling_is_refused() {
        let xml = manifest().to_xml();
        for (from, to) in [
            ("%C3", "%c3"),
            ("SHA256SUMS", "%53HA256SUMS"),
            ("-06:00", "-06:00 "),
            ("15", "15"),
            ("\n    <ds:DigestValue>", "<ds:DigestValue>"),
            ("</asic:ASiCManifest>\n", "</asic:ASiCManifest>"),
            ("<asic:SigReference", "<!-- --><asic:SigReference"),
            ("sha256\"", "sha1\""),
            ("application/pdf", "application/p\" x=\""),
            ("=</ds", "</ds"),
            ("%26", "%2"),
            ("09:30:00-06:00", "09:30:00.000-06:00"),
        ] {
            let changed = xml.replacen(from, to, 1);
            assert_eq!(Manifest::read(changed.as_bytes()).is_ok(), changed == xml, "{from} to {to}");
        }
        assert!(Manifest::read(b"\xff").is_err() && Manifest::read(b"").is_err());
    }
}
