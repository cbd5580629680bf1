//! What the loop begins with: the samples of the repository, and signed files made for it.

use std::fs;
use std::io::Read;
use std::path::Path;

use chrono::TimeDelta;
use opine::citations::Format;
use opine::signing::approval::{self, Act, Approval, Decision, Document, LogHead, Record, Sha256Digest, Signatory};
use opine::signing::archive::{self, NewFile};
use opine::signing::authority::{
    Authority, Certify, Profile, Revocation, RevocationReason, ValidityPeriod, time_stamp,
};
use opine::signing::certificates::SignerRole;
use opine::signing::cms;
use opine::signing::keys::SoftwareKey;
use opine::signing::log::{self, Action, NewEntry};
use opine::signing::minisign::MinisignKey;
use opine::signing::pdf::{Appearance, FieldChoice, FieldRequest, Purpose, Rect, SignatureRequest, prepare};
use opine::signing::requests::CertificateRequest;
use opine::signing::signer::{KeyAlgorithm, Signer};
use opine::signing::timestamp::TimeStampRequest;
use opine::signing::trust::TrustStore;
use opine::xliff::{Scope, export};

use super::mutate::Source;
use super::targets::{CONTENT, joined, present};
use crate::support::{repository, sample};

/// Largest file taken from the repository, in bytes: larger ones take too long each time.
const MAX_SEED: u64 = 60_000;

/// The files below a folder of the repository that end so.
fn files(folder: &Path, ends: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path, ends));
        } else if ends.iter().any(|end| name.ends_with(end)) && path.metadata().unwrap().len() <= MAX_SEED {
            found.push((name, fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn bytes(folder: &str, ends: &[&str]) -> Vec<Vec<u8>> {
    files(&repository(folder), ends).into_iter().map(|(_, bytes)| bytes).collect()
}

pub fn cases() -> Vec<Vec<u8>> {
    let mut all = bytes("templates/new", &[".yaml"]);
    all.extend(bytes("tests/fixtures", &["case.yaml"]));
    all
}

pub fn references() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for folder in ["templates/new/references", "samples", "tests/fixtures"] {
        for (name, bytes) in files(&repository(folder), &[".bib", ".ris", ".nbib", ".json", ".yaml", ".yml"]) {
            let Some(format) = Format::of(&name, &String::from_utf8_lossy(&bytes)) else { continue };
            let choice = Format::ALL.iter().position(|one| *one == format).unwrap() as u8;
            all.push([&[choice], bytes.as_slice()].concat());
        }
    }
    all
}

pub fn texts() -> Vec<Vec<u8>> {
    // Pieces, for the time of a run goes into tries and not into length.
    let mut all: Vec<Vec<u8>> =
        bytes("docs", &[".md"]).iter().flat_map(|text| text.chunks(1_500)).map(<[u8]>::to_vec).collect();
    all.push("« Bonjour » : 37,5 °C — 5 % ; “yes”, ‘no’… ¿Qué? 1 000 mg/m² ½ 2–3 x".as_bytes().to_vec());
    all.push(b"# A\n\n- *b* **c** `d` ~~e~~ [f](https://example.org \"g\") ![h](i)\n\n1. j\n   > k\n\n|l|m|\n|-|:-:|\n|n|o|\n\n[^1]: p\n".to_vec());
    all
}

/// What goes out to translators for a sample.
pub fn xliff() -> Vec<Vec<u8>> {
    let case = sample("spine");
    let others = case.locales().into_iter().filter(|locale| *locale != case.content.locale);
    others.map(|locale| short(&export(&case, locale, Scope::All).unwrap().xliff.unwrap())).collect()
}

/// An XLIFF file with its first units only: changes at few places of a long file tell little.
fn short(text: &str) -> Vec<u8> {
    let (cut, _) = text.match_indices("</unit>").nth(12).unwrap();
    [&text[..cut], &text[text.rfind("</unit>").unwrap()..]].concat().into_bytes()
}

/// A small tagged PDF of one page.
fn small_pdf() -> Vec<u8> {
    let content = "/P<</MCID 0>>BDC 0 0 10 10 re f EMC";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>/Lang(en-US)>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 600 800]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/StructParents 0>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/StructTreeRoot/K[6 0 R]/ParentTree<</Nums[0 [7 0 R]]>>/ParentTreeNextKey 1>>".to_owned(),
        "<</Type/StructElem/S/Document/P 5 0 R/K[7 0 R]>>".to_owned(),
        "<</Type/StructElem/S/P/P 6 0 R/Pg 3 0 R/K 0>>".to_owned(),
    ];
    let mut out = b"%PDF-1.7\n%\x80\x80\x80\x80\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let start = out.len();
    out.extend_from_slice(table.as_bytes());
    let end = format!("trailer\n<</Size {}/Root 1 0 R/ID[(a) (b)]>>\nstartxref\n{start}\n%%EOF", objects.len() + 1);
    out.extend_from_slice(end.as_bytes());
    out
}

/// An institution with one medical director, and what it signed.
pub struct Signed {
    pub trust: TrustStore,
    pub pdfs: Vec<Vec<u8>>,
    pub cms: Vec<Vec<u8>>,
    pub approvals: Vec<Vec<u8>>,
    pub archives: Vec<Vec<u8>>,
    pub logs: Vec<Vec<u8>>,
    /// Certificates, requests, lists, keys and time stamps: other things that [`super::targets::cms`] reads.
    pub loose: Vec<Vec<u8>>,
}

pub fn signed() -> Signed {
    let (mut source, now) = (Source(7), present().to_utc());
    let validity = ValidityPeriod { from: now - TimeDelta::days(1), until: now + TimeDelta::days(1000) };
    let (root_key, root) = Authority::new_root("Root", Some("Clinic"), validity, &mut source).unwrap();
    let authority = Authority::new(root.clone(), &root_key).unwrap();
    let mut trust = TrustStore::new();
    trust.add_roots(root.der()).unwrap();
    let mut loose = vec![root.der().to_vec(), root.to_pem().into_bytes()];
    let mut certified = |name: &str, algorithm, profile, roles: &[SignerRole], source: &mut Source| {
        let key = SoftwareKey::generate(algorithm, source).unwrap();
        let request = CertificateRequest::create(&key, name, roles).unwrap();
        loose.push(request.clone().into_bytes());
        let request = CertificateRequest::read(request.as_bytes()).unwrap();
        let what = Certify { profile, name, roles, validity };
        let certificate = authority.certify(&request, &what, source).unwrap();
        loose.push(certificate.der().to_vec());
        key.with_certificates(&[certificate]).unwrap()
    };
    let roles = [SignerRole::MedicalDirector];
    let ed25519 = certified("Ana", KeyAlgorithm::Ed25519, Profile::Signer, &roles, &mut source);
    let p256 = certified("Ana", KeyAlgorithm::P256Sha256, Profile::Signer, &roles, &mut source);
    let stamper = certified("Stamps", KeyAlgorithm::P256Sha256, Profile::TimeStamping, &[], &mut source);
    let mut signatures = Vec::new();
    for key in [&ed25519, &p256] {
        let plain = cms::sign_detached(key, &[CONTENT]).unwrap();
        let request = TimeStampRequest::new(&cms::signature_value(&plain).unwrap(), &mut source);
        let response = time_stamp(&stamper, request.der(), now, &mut source).unwrap();
        let token = request.accept(&response).unwrap();
        signatures.push(cms::add_time_stamp(&plain, &token).unwrap());
        loose.extend([request.der().to_vec(), response, token]);
        signatures.push(plain);
    }
    let revoked = Revocation { serial: "0a0b".to_owned(), at: now, reason: RevocationReason::KeyCompromise };
    let list = authority.revocation_list(&[revoked], 3, now, now + TimeDelta::days(30)).unwrap();
    loose.extend([list.der().to_vec(), MinisignKey::of(&ed25519).unwrap().to_string().into_bytes()]);
    let (log, head) = audit_log();
    Signed {
        trust,
        pdfs: signed_pdfs(&p256),
        cms: signatures,
        approvals: approvals(&ed25519, &p256, head),
        archives: [KeyAlgorithm::P256Sha256, KeyAlgorithm::Ed25519]
            .map(|algorithm| if algorithm == KeyAlgorithm::Ed25519 { &ed25519 } else { &p256 })
            .map(|key| {
                let file = |name: &str, text: &[u8]| NewFile::bytes(name, text.to_vec());
                let files = vec![file("a.txt", CONTENT), file("en/ü b.pdf", &small_pdf()), file("empty", b"")];
                archive::to_bytes(files, key, present()).unwrap()
            })
            .to_vec(),
        logs: vec![log],
        loose,
    }
}

fn signed_pdfs(key: &dyn Signer) -> Vec<Vec<u8>> {
    let look =
        || Appearance { fonts: &[], lines: &[], padding: 4.0, background: None, frame: None, bar: None, logo: None };
    let field = |name, x, locks| FieldRequest {
        name,
        page: 0,
        rect: Rect { x, y: 20.0, width: 150.0, height: 60.0 },
        locks,
        tooltip: "Signature",
        description: "Block of a signature",
        language: "en-US",
    };
    let sign = |pdf: &[u8], field, purpose| {
        let request = SignatureRequest {
            field,
            purpose,
            signer_name: "Ana",
            reason: "Approval",
            location: Some("Clinic"),
            contact: None,
            signed_at: present(),
            appearance: look(),
            room: 3_000,
        };
        let prepared = prepare(pdf, &request).unwrap();
        let cms = cms::sign_detached(key, &prepared.to_be_signed()).unwrap();
        prepared.finish(&cms).unwrap()
    };
    let unsigned = small_pdf();
    let reserved = [(field("Director", 300.0, true), look())];
    let first = FieldChoice::New { field: field("Manager", 20.0, false), reserved: &reserved };
    let one = sign(&unsigned, first, Purpose::Certification);
    let two = sign(&one, FieldChoice::Reserved("Director"), Purpose::Approval { lock_all: true });
    vec![unsigned, one, two]
}

fn approvals(ed25519: &SoftwareKey, p256: &SoftwareKey, log: LogHead) -> Vec<Vec<u8>> {
    let record = Record::Approval(Box::new(Approval {
        opine_approval: approval::FORMAT,
        case_id: "case-1".to_owned(),
        case_version: 1,
        case_digest: Sha256Digest::of(b"case"),
        act: Act::Approve,
        decision: Decision::Approved,
        signer: Signatory {
            party: "director".to_owned(),
            name: "Ana".to_owned(),
            role: SignerRole::MedicalDirector,
            ed25519: Some(Sha256Digest::from(ed25519.key_fingerprint())),
            p256: Some(Sha256Digest::from(p256.key_fingerprint())),
        },
        at: present(),
        documents: vec![Document::of("booklet", "en-US", "booklet.en-US.pdf", &small_pdf()).unwrap()],
        made_with: [("typst".to_owned(), "0.15".to_owned())].into(),
        waivers: Vec::new(),
        checklist: Vec::new(),
        comments: Vec::new(),
        supersedes: None,
        log,
    }));
    [ed25519, p256]
        .map(|key| {
            let signed = approval::sign(&record, key).unwrap();
            joined(&signed.record, &signed.cms, signed.minisig.unwrap_or_default().as_bytes())
        })
        .to_vec()
}

fn audit_log() -> (Vec<u8>, LogHead) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.jsonl");
    let entry = |minutes| NewEntry {
        at: present() + TimeDelta::minutes(minutes),
        actor: "director".to_owned(),
        action: [Action::Create, Action::Certify, Action::Approve][minutes as usize % 3],
        objects: Default::default(),
    };
    let head = log::append(&path, &[entry(0), entry(1), entry(2)]).unwrap();
    let mut bytes = Vec::new();
    fs::File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    (bytes, head)
}

/// PDFs that others signed, where they are beside the checkout.
pub fn foreign_pdfs() -> Vec<Vec<u8>> {
    let Some(data) = std::env::var_os("OPINE_DATA") else { return Vec::new() };
    files(&Path::new(&data).join("signatures"), &[".pdf"]).into_iter().map(|(_, bytes)| bytes).collect()
}

/// PDFs with what a record may hold: forms, notes, layers, packed objects.
pub fn record_pdfs() -> Vec<Vec<u8>> {
    use crate::booklet::samples::file;
    let page = |more: &str| format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R{more}>>");
    let stream = |dictionary: &str, data: &[u8]| {
        [format!("<<{dictionary}/Length {}>>stream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
    };
    let made = |catalog: &str, page: String, content: &[u8], more: &[Vec<u8>]| {
        let mut objects = vec![
            format!("<</Type/Catalog/Pages 2 0 R{catalog}>>").into_bytes(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F 5 0 R>>>>>>".to_vec(),
            page.into_bytes(),
            content.to_vec(),
        ];
        objects.extend(more.iter().cloned());
        file(&objects, "")
    };
    let packed = deflated(b"q 1 0 0 1 5 5 cm 0 0 9 9 re f Q");
    let form =
        stream("/Type/XObject/Subtype/Form/BBox[0 0 20 10]/Matrix[0 1 -1 0 0 0]/Resources<<>>", b"BT (look) Tj ET");
    let off = "/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[6 0 R]>>>>";
    let layered = "/Resources<</Properties<</P 6 0 R/M<</Type/OCMD/VE[/Not 6 0 R]>>>>/XObject<</X 7 0 R>>>>";
    let annotations = "/Rotate 90/CropBox[9 9 90 50]/Annots[5 0 R<</Subtype/Highlight/Rect[0 0 9 9]/QuadPoints[0 9 9 9 0 0 9 0]/C[1 1 0]>>\
        <</Subtype/Ink/Rect[0 0 9 9]/InkList[[1 2 3 4]]>><</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(x)/Next<</S/JavaScript/JS(y)>>>>>>]";
    let widget =
        b"<</Subtype/Widget/FT/Tx/V(words)/Rect[9 9 50 30]/AP<</N 6 0 R>>/AA<</K<</S/JavaScript/JS(z)>>>>>>".to_vec();
    let names = "/Outlines<</First 6 0 R>>/Names<</Dests<</Names[(a)[3 0 R/Fit]]>>/JavaScript<</Names[(b)<<>>]>>>>";
    vec![
        made(
            "",
            page(""),
            &stream("/Filter/FlateDecode", &packed),
            &[b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>".to_vec()],
        ),
        made("", page(annotations), &stream("", b"0 0 9 9 re f"), &[widget, form.clone()]),
        made(
            off,
            page(layered),
            &stream("", b"/OC/P BDC (a) Tj EMC /OC/M BDC (b) Tj EMC /X Do"),
            &[
                b"<</Type/OCG/Name(on)>>".to_vec(),
                b"<</Type/OCG/Name(off)>>".to_vec(),
                stream("/Subtype/Form/BBox[0 0 9 9]/OC 6 0 R", b"n"),
            ],
        ),
        made(
            names,
            page("/UserUnit 2"),
            &stream("", b""),
            &[b"<<>>".to_vec(), b"<</Title(t)/Dest(a)/Next 6 0 R>>".to_vec()],
        ),
        packed_objects(),
    ]
}

/// A PDF whose page tree is in an object stream and whose table is a stream.
fn packed_objects() -> Vec<u8> {
    let inner = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ];
    let (mut heads, mut bodies) = (String::new(), String::new());
    for (number, object) in (1..).zip(inner) {
        heads.push_str(&format!("{number} {} ", bodies.len()));
        bodies.push_str(&format!("{object} "));
    }
    let data = deflated(format!("{heads}{bodies}").as_bytes());
    let mut out = b"%PDF-1.7\n".to_vec();
    let at = out.len() as u8;
    out.extend(
        format!("4 0 obj\n<</Type/ObjStm/N 3/First {}/Filter/FlateDecode/Length {}>>stream\n", heads.len(), data.len())
            .bytes(),
    );
    out.extend(&data);
    out.extend(b"\nendstream\nendobj\n");
    let start = out.len();
    let rows: Vec<u8> = [[0, 0, 0], [2, 4, 0], [2, 4, 1], [2, 4, 2], [1, at, 0], [1, start as u8, 0]].concat();
    let table = deflated(&rows);
    out.extend(
        format!("5 0 obj\n<</Type/XRef/Size 6/W[1 1 1]/Root 1 0 R/Filter/FlateDecode/Length {}>>stream\n", table.len())
            .bytes(),
    );
    out.extend(&table);
    out.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::ZlibEncoder::new(data, flate2::Compression::default()).read_to_end(&mut out).unwrap();
    out
}

pub fn contents() -> Vec<Vec<u8>> {
    [
        "q 1 0 0 1 5 5 cm /OC/Off BDC 2 w (a(b)\\)) Tj 1 1 2 2 re f /F Do EMC [(c) 1 <41>] TJ /OC/On BDC (d) ' 1 2 (e) \" EMC Q",
        "/OC/M BDC BI /W 1/H 1/BPC 8/CS/G ID \u{1} EI EMC % (comment) Tj\n/Span<</ActualText(EMC)>>BDC (x) Tj EMC",
        "BT /F1 12 Tf 9 9 Td <4142> Tj ET 0 0 m 9 9 l S W n sh /P sh",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

pub fn pictures() -> Vec<Vec<u8>> {
    use image::{DynamicImage, ImageFormat};
    let pixels: Vec<u8> = (0..12 * 9 * 3).map(|at: usize| (at * 37 % 251) as u8).collect();
    let picture = DynamicImage::ImageRgb8(image::RgbImage::from_raw(12, 9, pixels).unwrap());
    let encoded = |picture: &DynamicImage, format| {
        let mut out = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    };
    let gray = DynamicImage::ImageLuma8(picture.to_luma8());
    let mut all = Vec::new();
    for picture in [&picture, &gray, &DynamicImage::ImageRgba8(picture.to_rgba8())] {
        all.push(encoded(picture, ImageFormat::Png));
        if !picture.color().has_alpha() {
            all.push(encoded(picture, ImageFormat::Jpeg));
        }
    }
    all.push(encoded(&DynamicImage::ImageRgba8(picture.to_rgba8()), ImageFormat::Gif));
    all.push(encoded(&picture, ImageFormat::WebP));
    let mut tiff = std::io::Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut tiff).unwrap();
    for page in [gray.as_bytes(), &[9; 12 * 9]] {
        encoder.write_image::<tiff::encoder::colortype::Gray8>(12, 9, page).unwrap();
    }
    all.push(tiff.into_inner());
    all.push([&b"P6 4 3 255\n"[..], &[99; 36]].concat());
    all.push(b"P1 4 2\n0 1 0 1\n1 0 1 0\n".to_vec());
    let head: Vec<u8> = [40, 4, 2].iter().flat_map(|value: &u32| value.to_le_bytes()).collect();
    let bitmap = [&head[..], &[1, 0, 24, 0], &[0; 24], &[77; 24]].concat();
    all.push([&b"BM"[..], &78_u32.to_le_bytes(), &[0; 4], &54_u32.to_le_bytes(), &bitmap].concat());
    all
}

pub fn dicom() -> Vec<Vec<u8>> {
    let plain = crate::booklet::samples::dicom();
    // What follows the head without a head, as some archives write it.
    let bare = plain[plain.windows(4).position(|window| window == [8, 0, 0x60, 0]).unwrap()..].to_vec();
    let packed = |syntax: &str, fragment: &[u8]| {
        let at = plain.windows(4).position(|window| window == [0xE0, 0x7F, 0x10, 0]).unwrap();
        let mut out = plain[..at].to_vec();
        let name = b"1.2.840.10008.1.2.1";
        let at = out.windows(name.len()).position(|window| window == name).unwrap();
        let syntax = [syntax.as_bytes(), &vec![0; syntax.len() % 2]].concat();
        out[at - 2..at].copy_from_slice(&(syntax.len() as u16).to_le_bytes());
        out.splice(at..at + name.len() + 1, syntax.iter().copied());
        out.extend([0xE0, 0x7F, 0x10, 0, b'O', b'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0]);
        out.extend([0xFE, 0xFF, 0, 0xE0]);
        out.extend((fragment.len() as u32).to_le_bytes());
        out.extend(fragment);
        out.extend([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        out
    };
    // One segment: sixteen equal bytes.
    let runs = [&[1, 0, 0, 0, 64, 0, 0, 0][..], &[0; 56], &[0xF1, 99]].concat();
    let square = image::DynamicImage::ImageLuma8(
        image::GrayImage::from_raw(4, 4, (0..16).map(|value| value * 16).collect()).unwrap(),
    );
    let mut jpeg = std::io::Cursor::new(Vec::new());
    square.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    vec![packed("1.2.840.10008.1.2.5", &runs), packed("1.2.840.10008.1.2.4.50", &jpeg), bare, plain]
}

pub fn passages() -> Vec<Vec<u8>> {
    let texts = [
        crate::booklet::samples::CDA,
        r#"<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section><text><table><thead><tr><th>A</th></tr></thead><tbody><tr><td rowspan="2">1</td><td>2</td></tr><tr><td colspan="2">3<br/>4</td></tr></tbody></table><list listType="ordered"><item>x<sup>2</sup></item></list></text></section></component></structuredBody></component></ClinicalDocument>"#,
        r#"<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody><text mediaType="text/plain" representation="B64">QSBsZXR0ZXIu</text></nonXMLBody></component></ClinicalDocument>"#,
        r#"{"resourceType":"Bundle","type":"document","entry":[{"resource":{"resourceType":"Patient","name":[{"family":"Ruiz","given":["Ana"]}],"birthDate":"1967-08"}},{"resource":{"resourceType":"Condition","code":{"text":"Asthma"},"onsetDateTime":"2020-01-02"}},{"resource":{"resourceType":"Observation","code":{"coding":[{"display":"HbA1c"}]},"valueQuantity":{"value":6.1,"unit":"%"},"status":"final"}},{"resource":{"resourceType":"DocumentReference","content":[{"attachment":{"contentType":"text/plain","data":"QSBsZXR0ZXIu"}}]}}]}"#,
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\b Bold\\b0  plain \\'e9 \\u233?\\par\\trowd\\cellx100\\cellx200 a\\cell b\\cell\\row\\pard{\\*\\generator x}{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt link}}\\par}",
        "<!DOCTYPE html><html><head><title>T</title><style>x</style></head><body><h1>A</h1><p>b <b>c</b><br/>d</p><ul><li>e</li><li>f</li></ul><table><tr><th>g</th><td>h</td></tr></table><pre> i\n  j</pre></body></html>",
        "name;value;unit\nHb;13,2;g/dl\nNa;140;mmol/l\n",
        "Seen today.\n\n  No complaints.\n\tTabs.\n\n- one\n- two\n",
    ];
    let mut all: Vec<Vec<u8>> = texts.map(|text| text.as_bytes().to_vec()).to_vec();
    all.push([0xFF, 0xFE].into_iter().chain("Größe 1½ m".encode_utf16().flat_map(u16::to_le_bytes)).collect());
    all.push(b"Gr\xF6\xDFe in einer alten Kodierung.".to_vec());
    all
}
