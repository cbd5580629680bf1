//! Reads the signatures of a file: what each says, what it covers, and whether it is well formed.

use super::file::PdfFile;
use super::form::{self, Field};
use super::object::{Dictionary, Object, decode_text, read_date};
use super::parse::{Parser, hex_value};
use super::xref::{Entry, Section};
use super::{MAX_SIGNATURES, PdfError};
use chrono::{DateTime, FixedOffset};
use std::ops::Range;

/// The longest `/Contents` that is read, in hexadecimal digits.
const MAX_CONTENTS: usize = 8 * 1024 * 1024;

/// A signature field that has a value.
#[derive(Debug, Clone, PartialEq)]
pub struct PdfSignature {
    /// The whole name of the field.
    pub field_name: String,
    /// Index of the page its block is on, counted from 0.
    pub page: Option<usize>,
    /// Object number of the signature dictionary; none where it stands inside the field.
    pub object: Option<u32>,
    /// Object number of the field; none where it stands inside another object.
    pub field_object: Option<u32>,
    /// `/SubFilter`: the kind of what is in [`Self::cms`], `ETSI.CAdES.detached` for ours.
    pub sub_filter: String,
    /// `/Name`: who signs, as the file says. Believe the certificate.
    pub name: Option<String>,
    /// `/Reason`.
    pub reason: Option<String>,
    /// `/Location`.
    pub location: Option<String>,
    /// `/ContactInfo`.
    pub contact: Option<String>,
    /// `/M`: when, as the file says; none where it is missing or is no complete date with a zone.
    pub signed_at: Option<DateTime<FixedOffset>>,
    /// P of a `DocMDP` transform: 1 no changes, 2 filling forms and signing, 3 also annotations.
    pub doc_mdp: Option<i64>,
    /// Whether the catalog of its revision names it as the certification.
    pub certifies: bool,
    /// Whether it allows no change at all afterwards: `DocMDP` with P = 1, or a lock of all fields.
    pub locks: bool,
    /// `/ByteRange`, if it is four whole numbers: offset and length of two pieces.
    pub byte_range: Option<[usize; 4]>,
    /// Number of the revision it closes, counted from 1; 0 where it closes none.
    pub revision: usize,
    /// The DER structure in `/Contents` without the zeros behind it; empty where there is none.
    pub cms: Vec<u8>,
    /// Why it is no well-formed signature, one plain reason each. Empty for one that may be valid.
    pub defects: Vec<String>,
}

impl PdfSignature {
    /// The bytes it covers: all of its revision but its own `/Contents`. None for one that has defects.
    pub fn covered<'p>(&self, pdf: &'p [u8]) -> Option<[&'p [u8]; 2]> {
        let [first, length, second, rest] = self.byte_range.filter(|_| self.defects.is_empty())?;
        Some([pdf.get(first..first.checked_add(length)?)?, pdf.get(second..second.checked_add(rest)?)?])
    }

    /// Offset behind the last byte it covers. None for one that has defects.
    pub fn end(&self) -> Option<usize> {
        let [.., second, rest] = self.byte_range.filter(|_| self.defects.is_empty())?;
        second.checked_add(rest)
    }
}

/// Every signature of the file's newest revision, in the order of what they cover; those with defects come last.
///
/// A file cut back to an earlier revision shows only the signatures of that revision, as whole and unchanged as they
/// were then: whoever asks has to know which signatures there must be.
///
/// # Errors
/// When the file cannot be read; see [`PdfError`]. A signature that is malformed is no error but has
/// [`PdfSignature::defects`].
pub fn signatures(pdf: &[u8]) -> Result<Vec<PdfSignature>, PdfError> {
    let file = PdfFile::open(pdf)?;
    let fields = form::fields(&file)?;
    let signed: Vec<&Field> = fields.iter().filter(|field| field.kind == b"Sig" && field.value.is_some()).collect();
    if signed.len() > MAX_SIGNATURES {
        return Err(PdfError::TooManySignatures);
    }
    if signed.is_empty() {
        return Ok(Vec::new());
    }
    // A page tree that was spoilt later must not keep the signatures from being judged.
    let pages = form::pages(&file).unwrap_or_default();
    let mut found = Vec::new();
    for field in signed {
        let mut signature = read(&file, field)?;
        signature.page = field.page.and_then(|page| pages.iter().position(|other| other.number == Some(page)));
        found.push(signature);
    }
    found.sort_by_key(|signature| (signature.end().unwrap_or(usize::MAX), signature.object));
    Ok(found)
}

/// Offsets behind the `%%EOF` of each revision, the oldest first. The first is where the file ended before anybody
/// signed or changed it; the end of line that may follow is not counted.
///
/// # Errors
/// When the file cannot be read.
pub fn revisions(pdf: &[u8]) -> Result<Vec<usize>, PdfError> {
    let file = PdfFile::open(pdf)?;
    let mut ends: Vec<usize> = file.sections.iter().filter_map(|section| revision_end(&file, section)).collect();
    ends.sort_unstable();
    Ok(ends)
}

/// Offset behind the `%%EOF` that follows a section and leads back to it.
pub(super) fn revision_end(file: &PdfFile<'_>, section: &Section) -> Option<usize> {
    let mut parser = Parser::new(file.bytes, section.end);
    parser.skip_white();
    if !parser.keyword("startxref") {
        return None;
    }
    parser.skip_white();
    let start = parser.unsigned()?;
    parser.skip_white();
    (usize::try_from(start) == Ok(section.start) && parser.eat(b"%%EOF")).then_some(parser.pos)
}

fn read(file: &PdfFile<'_>, field: &Field) -> Result<PdfSignature, PdfError> {
    let object = field.value.as_ref().and_then(Object::as_reference);
    let value = field.value.as_ref().map_or(Ok(Object::Null), |value| file.resolve(value))?;
    let empty = Dictionary::new();
    let said = value.as_dictionary().unwrap_or(&empty);
    let text =
        |key: &str| -> Result<Option<String>, PdfError> { Ok(file.value(said, key)?.as_string().map(decode_text)) };
    let transforms = Transforms::read(file, said, &field.dictionary)?;
    let mut signature = PdfSignature {
        field_name: field.name.clone(),
        page: None,
        object,
        field_object: field.number,
        sub_filter: file.value(said, "SubFilter")?.as_name().map(decode_text).unwrap_or_default(),
        name: text("Name")?,
        reason: text("Reason")?,
        location: text("Location")?,
        contact: text("ContactInfo")?,
        signed_at: text("M")?.and_then(|date| read_date(&date)),
        doc_mdp: transforms.doc_mdp,
        certifies: false,
        locks: transforms.locks,
        byte_range: None,
        revision: 0,
        cms: Vec::new(),
        defects: Vec::new(),
    };
    if let Err(defect) = check(file, said, &mut signature) {
        signature.defects.push(defect);
    }
    Ok(signature)
}

/// What a signature says may follow it.
struct Transforms {
    doc_mdp: Option<i64>,
    locks: bool,
}

impl Transforms {
    fn read(file: &PdfFile<'_>, signature: &Dictionary, field: &Dictionary) -> Result<Self, PdfError> {
        let mut found = Self { doc_mdp: None, locks: false };
        if let Object::Array(references) = file.value(signature, "Reference")? {
            for reference in references.iter().take(16) {
                let reference = file.resolve(reference)?;
                let Some(reference) = reference.as_dictionary() else { continue };
                let parameters = file.value(reference, "TransformParams")?;
                let parameters = parameters.as_dictionary();
                match reference.name("TransformMethod") {
                    // P is 2 where it is missing (12.8.2.2, table 254).
                    Some(b"DocMDP") => found.doc_mdp = Some(parameters.and_then(|p| p.integer("P")).unwrap_or(2)),
                    Some(b"FieldMDP") => found.locks |= parameters.is_some_and(|p| p.is("Action", "All")),
                    _ => {}
                }
            }
        }
        if let Object::Dictionary(lock) = file.value(field, "Lock")? {
            found.locks |= lock.is("Action", "All") && lock.integer("P") == Some(1);
        }
        found.locks |= found.doc_mdp == Some(1);
        Ok(found)
    }
}

/// Checks the shape of a signature and fills in what follows from it. The error is the first thing that is wrong.
fn check(file: &PdfFile<'_>, said: &Dictionary, signature: &mut PdfSignature) -> Result<(), String> {
    let number = signature.object.ok_or("its dictionary is no object of its own")?;
    let Some(Entry::At(offset, _)) = file.entries.get(&number).copied() else {
        return Err("its dictionary does not stand in the file itself".to_owned());
    };
    let indirect = file.indirect(number, offset).map_err(|error| error.to_string())?;
    if indirect.repeated_key {
        return Err("its dictionary has the same key twice".to_owned());
    }
    let span = |key: &[u8]| indirect.spans.iter().find(|(k, _)| k == key).map(|(_, span)| span.clone());
    let range: Option<Vec<usize>> = said
        .get("ByteRange")
        .and_then(Object::as_array)
        .and_then(|numbers| numbers.iter().map(|n| n.as_integer().and_then(|n| usize::try_from(n).ok())).collect());
    let range: Option<[usize; 4]> = range.and_then(|range| range.try_into().ok());
    signature.byte_range = range;
    let [first, length, second, rest] = range.ok_or("its byte range is not four whole numbers")?;
    let contents = span(b"Contents").ok_or("it has no contents")?;
    if contents.len() > MAX_CONTENTS {
        return Err("its contents are longer than any signature".to_owned());
    }
    let digits = digits(file.bytes, &contents).ok_or("its contents are not written as hexadecimal digits alone")?;
    if has_mixed_case(digits) {
        return Err("its contents are written in small and in capital digits".to_owned());
    }
    if first != 0 || length != contents.start || second != contents.end {
        return Err("its byte range leaves out something else than its own contents".to_owned());
    }
    signature.cms = cms(digits)?;
    let end = second.checked_add(rest).filter(|end| *end <= file.bytes.len());
    let end = end.ok_or("its byte range goes beyond the end of the file")?;
    let revision = file.prefix(end).map_err(|_| "what it covers does not end where a revision ends")?;
    let after: &[u8] = revision.bytes.get(revision.end..).unwrap_or_default();
    if !matches!(after, b"" | b"\n" | b"\r" | b"\r\n") {
        return Err("what it covers does not end where a revision ends".to_owned());
    }
    if revision.entries.get(&number) != Some(&Entry::At(offset, indirect.generation)) {
        return Err("it is not part of the revision it covers".to_owned());
    }
    signature.revision = revision.sections.len();
    let perms = revision.catalog().and_then(|catalog| revision.value(&catalog, "Perms"));
    signature.certifies = signature.doc_mdp.is_some()
        && matches!(perms, Ok(Object::Dictionary(perms)) if perms.reference("DocMDP") == Some(number));
    Ok(())
}

/// The digits between `<` and `>`, if there is nothing but digits in pairs.
fn digits<'p>(bytes: &'p [u8], span: &Range<usize>) -> Option<&'p [u8]> {
    let digits = bytes.get(span.clone())?.strip_prefix(b"<")?.strip_suffix(b">")?;
    (digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit)).then_some(digits)
}

/// Whether digits above 9 are written in both ways. Whoever writes a signature writes them in one; nobody signs the digits, so
/// one that was changed from small to capital would otherwise go unseen.
fn has_mixed_case(digits: &[u8]) -> bool {
    digits.iter().any(u8::is_ascii_lowercase) && digits.iter().any(u8::is_ascii_uppercase)
}

/// The DER structure that begins the contents; behind it only zeros may follow.
fn cms(digits: &[u8]) -> Result<Vec<u8>, String> {
    let value = |digit: &u8| hex_value(*digit).unwrap_or(0);
    let bytes: Vec<u8> =
        digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | value(digit))).collect();
    let length = der_length(&bytes).ok_or("its contents are not one whole DER structure")?;
    let (cms, padding) = bytes.split_at_checked(length).ok_or("its contents are not one whole DER structure")?;
    if padding.iter().any(|byte| *byte != 0) {
        return Err("something is hidden behind its contents".to_owned());
    }
    Ok(cms.to_vec())
}

/// The length of the DER SEQUENCE that these bytes begin with, header included (X.690 8.1.3, 10.1): none where they are
/// no such thing, are too short, or say the length in more bytes than needed.
pub(super) fn der_length(bytes: &[u8]) -> Option<usize> {
    let [0x30, first, rest @ ..] = bytes else { return None };
    let (header, length) = match first {
        0..=0x7F => (2, usize::from(*first)),
        0x81..=0x84 => {
            let count = usize::from(first & 0x7F);
            let length = rest.get(..count)?.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
            let shortest = length > 0x7F && rest.first() != Some(&0);
            shortest.then_some((2 + count, length))?
        }
        _ => return None,
    };
    length.checked_add(header).filter(|whole| *whole <= bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_both_cases() {
        for (digits, mixed) in [("30af", false), ("30AF", false), ("3000", false), ("30aF", true)] {
            assert_eq!(has_mixed_case(digits.as_bytes()), mixed, "{digits}");
        }
    }

    #[test]
    fn der_lengths() {
        assert_eq!(der_length(&[0x30, 2, 1, 1, 0, 0]), Some(4));
        let mut long = vec![0x30, 0x81, 0x80];
        long.resize(3 + 0x80, 7);
        assert_eq!(der_length(&long), Some(0x83));
        for bad in [&[][..], &[0x30], &[0x31, 0], &[0x30, 0x80, 0, 0], &[0x30, 0x81, 5, 1, 1, 1, 1, 1], &[0x30, 3, 1]] {
            assert_eq!(der_length(bad), None, "{bad:?}");
        }
    }
}
