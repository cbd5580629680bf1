//! PDFs put together here, object by object; what is written of them is read again by another reader.

mod actions;
mod annotations;
mod bombs;
mod figures;
mod layers;
mod pages;

use std::io::{Read, Write};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream};

use super::{PdfRecord, Stop, rect};
use crate::records::objects::Objects;
use crate::records::picture::Reason;

/// A file that is put together: catalog 1, root of the page tree 2, page 3, its content 4, and whatever more from 5 on.
#[derive(Clone)]
struct Made {
    catalog: String,
    tree: String,
    page: String,
    content: Vec<u8>,
    more: Vec<Vec<u8>>,
    trailer: String,
}

impl Made {
    /// One page of 100 by 200 points.
    fn new(content: &str) -> Self {
        Self {
            catalog: "/Pages 2 0 R".to_owned(),
            tree: "/Kids[3 0 R]/Count 1".to_owned(),
            page: "/MediaBox[0 0 100 200]/Resources<<>>".to_owned(),
            content: stream("", content.as_bytes()),
            more: Vec::new(),
            trailer: String::new(),
        }
    }

    fn catalog(mut self, more: &str) -> Self {
        self.catalog.push_str(more);
        self
    }

    fn tree(mut self, tree: &str) -> Self {
        self.tree = tree.to_owned();
        self
    }

    fn page(mut self, page: &str) -> Self {
        self.page = page.to_owned();
        self
    }

    fn annotated(self, annotations: &str) -> Self {
        self.page(&format!("/MediaBox[0 0 100 200]/Resources<<>>/Annots[{annotations}]"))
    }

    fn object(mut self, body: impl AsRef<[u8]>) -> Self {
        self.more.push(body.as_ref().to_vec());
        self
    }

    fn form(self, dictionary: &str, content: &str) -> Self {
        self.object(stream(&format!("/Type/XObject/Subtype/Form{dictionary}"), content.as_bytes()))
    }

    fn bytes(&self) -> Vec<u8> {
        let mut all = vec![
            format!("<</Type/Catalog{}>>", self.catalog).into_bytes(),
            format!("<</Type/Pages{}>>", self.tree).into_bytes(),
            format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R{}>>", self.page).into_bytes(),
            self.content.clone(),
        ];
        all.extend(self.more.iter().cloned());
        file(&all, &self.trailer)
    }

    fn open(&self) -> Result<PdfRecord, Reason> {
        PdfRecord::open(self.bytes())
    }

    fn write(&self) -> Result<Written, Reason> {
        written(&self.open()?)
    }

    fn refused(&self) -> Reason {
        self.write().err().unwrap()
    }
}

/// A file of these objects, the first the catalog.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\x80\x80\x80\x80\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    let size = objects.len() + 1;
    table.push_str(&format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"));
    out.extend_from_slice(table.as_bytes());
    out
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A new file with a page for every page of a record.
struct Written {
    bytes: Vec<u8>,
    forms: Vec<u32>,
}

/// Writes a record into a new file, which is read again.
fn written(record: &PdfRecord) -> Result<Written, Reason> {
    let mut bytes = Vec::new();
    let mut objects = Objects::new(&mut bytes).unwrap();
    let forms = record.write(&mut objects).map_err(|stop| match stop {
        Stop::Reason(reason) => reason,
        Stop::Io(error) => panic!("{error}"),
    })?;
    let sizes = record.sizes();
    assert_eq!(forms.len(), sizes.len());
    let (root, tree) = (objects.number(), objects.number());
    let mut kids = String::new();
    for (form, size) in forms.iter().zip(sizes) {
        let (page, content) = (objects.number(), objects.number());
        kids.push_str(&format!("{page} 0 R "));
        let draw = format!("{} 0 0 {} 0 0 cm /P Do", size.width, size.height);
        objects.stream(content, b"", draw.as_bytes()).unwrap();
        let body = format!(
            "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {} {}]/Contents {content} 0 R/Resources<</XObject<</P {form} 0 R>>>>>>",
            size.width, size.height
        );
        objects.object(page, body.as_bytes()).unwrap();
    }
    let body = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", forms.len());
    objects.object(tree, body.as_bytes()).unwrap();
    objects.object(root, format!("<</Type/Catalog/Pages {tree} 0 R>>").as_bytes()).unwrap();
    objects.finish(root, None).unwrap();
    let found = Written { bytes, forms };
    let pdf = found.pdf();
    assert_eq!(pdf.pages().len(), found.forms.len(), "every page is there");
    Ok(found)
}

impl Written {
    fn pdf(&self) -> Pdf {
        Pdf::new(self.bytes.clone()).unwrap()
    }

    /// All of the file as text, its streams unpacked.
    fn text(&self) -> String {
        let mut out = String::new();
        for part in split(&self.bytes, b"endobj\n") {
            let mut parts = split(part, b"\nstream\n");
            let head = String::from_utf8_lossy(parts[0]).into_owned();
            out.push_str(&head);
            out.push('\n');
            if parts.len() > 1 {
                let data = &part[parts.remove(0).len() + 8..];
                let mut unpacked = Vec::new();
                if head.contains("/FlateDecode") {
                    flate2::read::ZlibDecoder::new(data).read_to_end(&mut unpacked).unwrap();
                } else {
                    unpacked = data.to_vec();
                }
                out.push_str(&String::from_utf8_lossy(&unpacked));
                out.push('\n');
            }
        }
        out
    }

    fn has(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Looks at the form of a page.
    fn form<T>(&self, page: usize, look: impl FnOnce(&Dict<'_>, &[u8]) -> T) -> T {
        let pdf = self.pdf();
        let resources = pdf.pages()[page].raw().get::<Dict<'_>>("Resources").unwrap();
        let forms = resources.get::<Dict<'_>>("XObject").unwrap();
        let form = forms.get::<Stream<'_>>("P").unwrap();
        look(form.dict(), &form.decoded().unwrap())
    }

    /// Where a point of a page comes to lie on the unit square.
    fn place(&self, page: usize, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.form(page, |dict, _| rect::<6>(dict, "Matrix").unwrap());
        let round = |value: f64| (value * 1e6).round() / 1e6 + 0.0;
        (round(a * x + c * y + e), round(b * x + d * y + f))
    }
}

fn split<'b>(bytes: &'b [u8], at: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(found) = super::bounds::find(bytes, at, from) {
        parts.push(&bytes[from..found]);
        from = found + at.len();
    }
    parts.push(&bytes[from..]);
    parts
}
