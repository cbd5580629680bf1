//! Writes the objects of a new PDF one after another, so that no more than one of them is in memory.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// How much of each end of a stream goes into the identifier of the file, in bytes.
const SAMPLE: usize = 4_096;

/// A PDF that is being written.
pub struct Objects<'w> {
    out: &'w mut dyn Write,
    /// Bytes written so far.
    at: u64,
    /// Offset of each object by its number less one; 0 is not written yet.
    offsets: Vec<u64>,
    digest: Sha256,
}

impl<'w> Objects<'w> {
    /// Starts a PDF 1.7.
    ///
    /// # Errors
    /// The I/O error.
    pub fn new(out: &'w mut dyn Write) -> io::Result<Self> {
        let mut objects = Self { out, at: 0, offsets: Vec::new(), digest: Sha256::new() };
        // Four bytes above 127 tell programs that this is no text (ISO 32000-1 7.5.2; PDF/A asks for them).
        objects.put(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        Ok(objects)
    }

    /// The number of an object that is going to be written.
    pub fn number(&mut self) -> u32 {
        self.offsets.push(0);
        u32::try_from(self.offsets.len()).unwrap_or(u32::MAX)
    }

    /// Bytes written so far.
    pub fn written(&self) -> u64 {
        self.at
    }

    /// Writes an object.
    ///
    /// # Errors
    /// The I/O error.
    pub fn object(&mut self, number: u32, body: &[u8]) -> io::Result<()> {
        self.start(number)?;
        self.put(body)?;
        self.put(b"\nendobj\n")
    }

    /// Writes a stream; `dictionary` is what stands between `<<` and `>>`, without `/Length`.
    ///
    /// # Errors
    /// The I/O error.
    pub fn stream(&mut self, number: u32, dictionary: &[u8], data: &[u8]) -> io::Result<()> {
        self.start(number)?;
        self.put(b"<<")?;
        self.put(dictionary)?;
        self.put(format!("/Length {}>>\nstream\n", data.len()).as_bytes())?;
        self.put(data)?;
        self.put(b"\nendstream\nendobj\n")
    }

    /// Writes a stream and deflates it.
    ///
    /// # Errors
    /// The I/O error.
    pub fn deflated(&mut self, number: u32, dictionary: &[u8], data: &[u8]) -> io::Result<()> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(data)?;
        let packed = encoder.finish()?;
        let mut dictionary = dictionary.to_vec();
        dictionary.extend_from_slice(b"/Filter/FlateDecode");
        self.stream(number, &dictionary, &packed)
    }

    /// Writes the cross-reference table and the trailer; gives the length of the file.
    ///
    /// # Errors
    /// The I/O error. An object that was announced and never written becomes null.
    pub fn finish(mut self, root: u32, info: Option<u32>) -> io::Result<u64> {
        for index in 0..self.offsets.len() {
            if self.offsets.get(index) == Some(&0) {
                self.object(u32::try_from(index + 1).unwrap_or(u32::MAX), b"null")?;
            }
        }
        let start = self.at;
        let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", self.offsets.len() + 1);
        for offset in &self.offsets {
            table.push_str(&format!("{offset:010} 00000 n\r\n"));
        }
        let id: String = self.digest.clone().finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let info = info.map(|number| format!("/Info {number} 0 R")).unwrap_or_default();
        let size = self.offsets.len() + 1;
        table.push_str(&format!(
            "trailer\n<</Size {size}/Root {root} 0 R{info}/ID[<{id}><{id}>]>>\nstartxref\n{start}\n%%EOF\n"
        ));
        self.put(table.as_bytes())?;
        self.out.flush()?;
        Ok(self.at)
    }

    fn start(&mut self, number: u32) -> io::Result<()> {
        let index = usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(1);
        match self.offsets.get_mut(index) {
            Some(offset) if *offset == 0 => *offset = self.at,
            _ => return Err(io::Error::other("an object is written twice, or was never announced")),
        }
        // Ten digits are all that a cross-reference table has room for.
        if self.at > 9_999_999_999 {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the PDF becomes larger than 10 GB"));
        }
        self.put(format!("{number} 0 obj\n").as_bytes())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        // The file's identifier needs to differ where files differ, not to prove anything: of long streams the length and
        // both ends do.
        self.digest.update((bytes.len() as u64).to_le_bytes());
        match (bytes.first_chunk::<SAMPLE>(), bytes.last_chunk::<SAMPLE>()) {
            (Some(first), Some(last)) => {
                self.digest.update(first);
                self.digest.update(last);
            }
            _ => self.digest.update(bytes),
        }
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}

/// A number as PDF writes it: without an exponent, with six decimals, or twelve where it scales a page onto a unit square.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = if value.abs() < 0.5 { format!("{value:.12}") } else { format!("{value:.6}") };
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-" || text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Writes a name with its slash.
pub fn name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"#/%()<>[]{}".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

/// Writes a string in hexadecimal digits.
pub fn string(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'<');
    for byte in bytes {
        out.extend_from_slice(format!("{byte:02x}").as_bytes());
    }
    out.push(b'>');
}

/// A text string (ISO 32000-1 7.9.2.2).
pub fn text(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    let mut out = Vec::new();
    string(&bytes, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_exponent_and_no_idle_digits() {
        let cases = [(1.0, "1"), (0.5, "0.5"), (-1e-14, "0"), (1e-5, "0.00001"), (12345.25, "12345.25")];
        for (value, expected) in cases {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn a_table_finds_every_object() {
        let mut file = Vec::new();
        let mut objects = Objects::new(&mut file).unwrap();
        let (root, never, data) = (objects.number(), objects.number(), objects.number());
        objects.deflated(data, b"/Type/Test", b"some data").unwrap();
        objects.object(root, b"<</Type/Catalog>>").unwrap();
        assert!(objects.object(root, b"null").is_err());
        objects.finish(root, None).unwrap();
        let text = String::from_utf8_lossy(&file).into_owned();
        let at = |number: u32| text.find(&format!("\n{number} 0 obj")).unwrap();
        assert!(at(root) > at(data) && at(never) > at(root));
        assert!(text.ends_with("%%EOF\n"));
    }
}
