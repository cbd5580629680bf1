//! A small tagged PDF of two pages, signed by nobody in particular.

use super::file::PdfFile;
use super::filter::deflate;
use super::*;
use chrono::DateTime;

/// A DER structure that stands for a signature.
pub(super) const CMS: [u8; 5] = [0x30, 3, 2, 1, 5];
/// Room kept in the files of the tests: little, so that they stay small.
pub(super) const ROOM: usize = 24;

fn objects() -> Vec<(u32, String)> {
    let content = "/P<</MCID 0>>BDC 0 0 10 10 re f EMC";
    [
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>/Lang(en-US)>>".to_owned(),
        "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 600 800]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 5 0 R/StructParents 0/Annots[12 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 5 0 R/StructParents 1>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/StructTreeRoot/K[7 0 R]/ParentTree<</Kids[8 0 R]>>/ParentTreeNextKey 3>>".to_owned(),
        "<</Type/StructElem/S/Document/P 6 0 R/K[9 0 R 10 0 R]>>".to_owned(),
        "<</Limits[0 2]/Nums[0 [9 0 R] 1 [10 0 R] 2 9 0 R]>>".to_owned(),
        "<</Type/StructElem/S/P/P 7 0 R/Pg 3 0 R/K[0 <</Type/OBJR/Obj 12 0 R>>]>>".to_owned(),
        "<</Type/StructElem/S/P/P 7 0 R/Pg 4 0 R/K 0>>".to_owned(),
        "<</Title(A \\(small\\) file)>>".to_owned(),
        "<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/Dest[4 0 R/Fit]/StructParent 2/Contents(Page 2)/F 4>>".to_owned(),
    ]
    .into_iter()
    .zip(1..)
    .map(|(object, number)| (number, object))
    .collect()
}

/// With a cross-reference table, and no end of line at the end, as Typst writes.
pub(super) fn tagged() -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n".to_vec();
    let mut table = String::from("xref\n0 13\n0000000000 65535 f\r\n");
    for (number, object) in objects() {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n\n").as_bytes());
    }
    let start = out.len();
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(
        format!("trailer\n<</Size 13/Root 1 0 R/Info 11 0 R/ID[(first) (first)]>>\nstartxref\n{start}\n%%EOF")
            .as_bytes(),
    );
    out
}

/// The same with an object stream and a cross-reference stream.
pub(super) fn packed() -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\x80\x80\x80\x80\n".to_vec();
    let (mut index, mut packed) = (String::new(), String::new());
    let mut rows: Vec<[u8; 4]> = vec![[0, 0, 0, 0]];
    let mut place = 0_u8;
    for (number, object) in objects() {
        if object.contains("stream") {
            rows.push([1, (out.len() >> 8) as u8, out.len() as u8, 0]);
            out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
        } else {
            rows.push([2, 0, 13, place]);
            place += 1;
            index.push_str(&format!("{number} {} ", packed.len()));
            packed.push_str(&object);
            packed.push(' ');
        }
    }
    let first = index.len();
    let data = deflate((index + &packed).as_bytes());
    rows.push([1, (out.len() >> 8) as u8, out.len() as u8, 0]);
    let header =
        format!("13 0 obj\n<</Type/ObjStm/N {place}/First {first}/Filter/FlateDecode/Length {}>>stream\n", data.len());
    out.extend_from_slice(header.as_bytes());
    out.extend_from_slice(&data);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    let start = out.len();
    rows.push([1, (start >> 8) as u8, start as u8, 0]);
    let data = deflate(&rows.concat());
    let header = format!(
        "14 0 obj\n<</Type/XRef/Size 15/W[1 2 1]/Root 1 0 R/Info 11 0 R/Filter/FlateDecode/Length {}>>stream\n",
        data.len()
    );
    out.extend_from_slice(header.as_bytes());
    out.extend_from_slice(&data);
    out.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    out
}

/// A block without text.
pub(super) fn frame() -> Appearance<'static> {
    let frame = Some(Rule { colour: [0, 90, 110], width: 1.0 });
    Appearance { fonts: &[], lines: &[], padding: 4.0, background: None, frame, bar: None, logo: None }
}

pub(super) fn field(name: &'static str, page: usize, x: f64, locks: bool) -> FieldRequest<'static> {
    FieldRequest {
        name,
        page,
        rect: Rect { x, y: 20.5, width: 150.0, height: 60.0 },
        locks,
        tooltip: "Signature",
        description: "Block of a signature",
        language: "en-US",
    }
}

pub(super) fn request<'a>(field: FieldChoice<'a>, purpose: Purpose) -> SignatureRequest<'a> {
    SignatureRequest {
        field,
        purpose,
        signer_name: "María Núñez",
        reason: "I approve this",
        location: Some("Chicago"),
        contact: None,
        signed_at: DateTime::parse_from_rfc3339("2026-03-05T14:07:09-05:00").unwrap(),
        appearance: frame(),
        room: ROOM,
    }
}

/// Certified by the manager, with fields for a reader and the director.
pub(super) fn certified(pdf: &[u8]) -> Vec<u8> {
    let reserved = [(field("Reader", 0, 200.0, false), frame()), (field("Director", 1, 200.0, true), frame())];
    let choice = FieldChoice::New { field: field("Manager", 1, 20.0, false), reserved: &reserved };
    prepare(pdf, &request(choice, Purpose::Certification)).unwrap().finish(&CMS).unwrap()
}

/// With one more signature in an empty field.
pub(super) fn approved(pdf: &[u8], name: &str, lock_all: bool) -> Vec<u8> {
    let choice = FieldChoice::Reserved(name);
    prepare(pdf, &request(choice, Purpose::Approval { lock_all })).unwrap().finish(&CMS).unwrap()
}

/// Appends an update as anybody could write one.
pub(super) fn append(pdf: &[u8], objects: &[(u32, &str)], in_trailer: &str) -> Vec<u8> {
    let file = PdfFile::open(pdf).unwrap();
    let mut out = pdf.to_vec();
    let mut table = String::from("xref\n");
    for (number, object) in objects {
        if object.is_empty() {
            table.push_str(&format!("{number} 1\n0000000000 00001 f\r\n"));
        } else {
            table.push_str(&format!("{number} 1\n{:010} 00000 n\r\n", out.len()));
            out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
        }
    }
    let start = out.len();
    let size = file.next_number().unwrap().max(objects.iter().map(|(number, _)| number + 1).max().unwrap_or(0));
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R/Info 11 0 R/ID[(first) (next)]/Prev {}>>", file.start);
    let trailer = if in_trailer.is_empty() { trailer } else { in_trailer.replace("PREV", &file.start.to_string()) };
    out.extend_from_slice(format!("{table}{trailer}\nstartxref\n{start}\n%%EOF\n").as_bytes());
    out
}

/// The verdicts on a file, signature by signature.
pub(super) fn verdicts(pdf: &[u8]) -> Vec<Verdict> {
    let found = signatures(pdf).unwrap();
    judge(pdf, &found).unwrap().signatures.into_iter().map(|judged| judged.verdict).collect()
}

/// The object of the field with this name.
pub(super) fn number_of(pdf: &[u8], name: &str) -> u32 {
    let fields = form::fields(&PdfFile::open(pdf).unwrap()).unwrap();
    fields.iter().find(|field| field.name == name).and_then(|field| field.number).unwrap()
}
