//! What a file says of itself, without making anything of what it shows: whose record it is, how many pages it has.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use super::passages::Identity;
use super::passages::MAX_FHIR;
use super::pdf::{self, PdfRecord};
use super::reading::bounded;
use super::{dicom, passages, pictures};

/// How much of a file is looked at to tell what it is.
const HEAD: usize = 64 << 10;
/// How much of a DICOM file is read: the patient stands before the pixels.
const DICOM_HEAD: usize = 4 << 20;
/// The largest file whose pages are counted.
const MAX_COUNTED: usize = 20 << 20;
/// How long a glance may take.
const MAX_TIME: Duration = Duration::from_secs(10);

/// Whose record a file says it is: DICOM, CDA and FHIR documents do. `None` where it does not say, is of another kind, or
/// cannot be read. Pixels are not decoded, and of a large file only the head is read.
pub fn identity_of(path: &Path) -> Option<Identity> {
    let path = path.to_owned();
    bounded(move || identity(&path), MAX_TIME).ok()?.filter(|identity| *identity != Identity::default())
}

/// How many pages a file has, if it is a PDF or TIFF file of at most 20 MiB that can be read.
pub fn pages_of(path: &Path) -> Option<usize> {
    let path = path.to_owned();
    bounded(move || pages(&path), MAX_TIME).ok()?
}

fn identity(path: &Path) -> Option<Identity> {
    let mut file = Opened::new(path)?;
    if pdf::is_pdf(&file.bytes) {
        return None;
    }
    if dicom::is_dicom(&file.bytes) {
        file.read_up_to(DICOM_HEAD)?;
        return dicom::identity(&file.bytes).map(Identity::from);
    }
    if !may_be_document(&file.bytes) || !file.read_up_to(MAX_FHIR)? {
        return None;
    }
    passages::identity(&file.bytes)
}

fn pages(path: &Path) -> Option<usize> {
    let mut file = Opened::new(path)?;
    let (is_pdf, is_tiff) = (pdf::is_pdf(&file.bytes), pictures::is_tiff(&file.bytes));
    // DICOM leaves its first bytes to others.
    if !(is_pdf || is_tiff) || dicom::is_dicom(&file.bytes) || !file.read_up_to(MAX_COUNTED)? {
        return None;
    }
    if is_pdf { Some(PdfRecord::open(file.bytes).ok()?.pages()) } else { pictures::tiff_pages(&file.bytes).ok() }
}

/// Whether a file begins as XML or JSON does, in whatever encoding of Unicode.
fn may_be_document(head: &[u8]) -> bool {
    let skipped = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    let start = head.iter().position(|byte| !skipped(byte)).and_then(|at| head.get(at..)).unwrap_or_default();
    start.starts_with(b"<") || (start.starts_with(b"{") && !start.starts_with(b"{\\rtf"))
}

/// A file as far as it was read.
struct Opened {
    file: File,
    bytes: Vec<u8>,
}

impl Opened {
    /// Opens a file and reads its head.
    fn new(path: &Path) -> Option<Self> {
        let mut opened = Self { file: File::open(path).ok()?, bytes: Vec::new() };
        opened.read_up_to(HEAD)?;
        Some(opened)
    }

    /// Reads on, and says whether the file ends within so many bytes.
    fn read_up_to(&mut self, most: usize) -> Option<bool> {
        let wanted = (most + 1).saturating_sub(self.bytes.len());
        Read::by_ref(&mut self.file).take(u64::try_from(wanted).ok()?).read_to_end(&mut self.bytes).ok()?;
        Some(self.bytes.len() <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        file
    }

    fn identity(bytes: &[u8]) -> Option<Identity> {
        identity_of(written(bytes).path())
    }

    /// A data set in explicit little endian with short elements, as a file.
    fn dicom(elements: &[(u16, u16, &str, &str)]) -> Vec<u8> {
        let mut bytes = [vec![0; 128], b"DICM".to_vec()].concat();
        for (group, element, kind, value) in elements {
            bytes.extend([group.to_le_bytes(), element.to_le_bytes()].concat());
            bytes.extend(kind.as_bytes());
            let padded = format!("{value}{}", if value.len() % 2 == 1 { " " } else { "" });
            bytes.extend(u16::try_from(padded.len()).unwrap().to_le_bytes());
            bytes.extend(padded.as_bytes());
        }
        bytes
    }

    const ANA: [(u16, u16, &str, &str); 3] =
        [(0x10, 0x10, "PN", "RUIZ^ANA"), (0x10, 0x20, "LO", "LM-1"), (0x10, 0x30, "DA", "19670814")];

    #[test]
    fn dicom_says_whose_it_is_however_large_it_is() {
        let mut file = dicom(&ANA);
        let found = identity(&file).unwrap();
        assert_eq!((found.family.as_deref(), found.given.as_deref()), (Some("RUIZ"), Some("ANA")));
        assert_eq!((found.identifiers, found.birth_date.as_deref()), (vec!["LM-1".to_owned()], Some("1967-08-14")));
        // Pixels that are longer than what is read.
        file.extend(b"\xE0\x7F\x10\x00OW\0\0\x00\x00\x80\x00");
        file.resize(file.len() + DICOM_HEAD * 2, 7);
        assert_eq!(identity(&file).unwrap().name.as_deref(), Some("ANA RUIZ"));
    }

    #[test]
    fn an_identity_that_was_removed_is_none() {
        assert_eq!(identity(&dicom(&[(0x10, 0x10, "PN", ""), (0x10, 0x20, "LO", "")])), None);
        let mut named = ANA.to_vec();
        named.push((0x12, 0x62, "CS", "YES"));
        assert_eq!(identity(&dicom(&named)), None);
        named.pop();
        named.push((0x12, 0x62, "CS", "NO"));
        assert!(identity(&dicom(&named)).is_some());
    }

    #[test]
    fn documents_say_whose_they_are() {
        let cda = "\u{feff}<?xml version='1.0'?>\n<ClinicalDocument xmlns='urn:hl7-org:v3'><recordTarget><patientRole>\
                   <id root='1.2' extension='77'/><patient><name><given>Ana</given><family>Ruiz</family></name>\
                   <birthTime value='19670814'/></patient></patientRole></recordTarget></ClinicalDocument>";
        assert_eq!(identity(cda.as_bytes()).unwrap().name.as_deref(), Some("Ana Ruiz"));
        let wide: Vec<u8> = cda.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(identity(&wide).unwrap().birth_date.as_deref(), Some("1967-08-14"));
        let fhir = r#" {"resourceType":"Bundle","type":"document","entry":[{"resource":{"resourceType":"Patient",
                       "identifier":[{"value":"77"}],"name":[{"family":"Ruiz","given":["Ana"]}],"birthDate":"1967-08"}}]}"#;
        let found = identity(fhir.as_bytes()).unwrap();
        assert_eq!((found.family.as_deref(), found.birth_date.as_deref()), (Some("Ruiz"), Some("1967-08")));
        for other in
            ["", "Ana Ruiz", "<html><p>Ana Ruiz</p></html>", "{\\rtf1 Ana Ruiz}", "{\"name\": \"Ana\"}", "%PDF-1.7"]
        {
            assert_eq!(identity(other.as_bytes()), None, "{other}");
        }
        assert_eq!(identity_of(Path::new("/nowhere/at/all")), None);
        assert_eq!(identity_of(Path::new("/")), None);
    }

    #[test]
    fn pages_are_counted_without_showing_them() {
        // Two directories: one page of two by two, and a small preview of it.
        let directory = |entries: &[(u16, u32)], next: u32| {
            let mut bytes = u16::try_from(entries.len()).unwrap().to_le_bytes().to_vec();
            for (tag, value) in entries {
                bytes.extend([tag.to_le_bytes(), 4_u16.to_le_bytes()].concat());
                bytes.extend([1_u32.to_le_bytes(), value.to_le_bytes()].concat());
            }
            bytes.extend(next.to_le_bytes());
            bytes
        };
        let tiff = |subfile: u32| {
            let second = 8 + 2 + 12 * 2 + 4;
            let first = directory(&[(256, 2), (257, 2)], second);
            [b"II*\0\x08\0\0\0".to_vec(), first, directory(&[(254, subfile), (256, 2), (257, 2)], 0)].concat()
        };
        assert_eq!(pages_of(written(&tiff(0)).path()), Some(2));
        assert_eq!(pages_of(written(&tiff(1)).path()), Some(1));
        for other in [&b"%PDF-1.7\nbroken"[..], b"II*\0", b"text", b""] {
            assert_eq!(pages_of(written(other).path()), None);
        }
    }
}
