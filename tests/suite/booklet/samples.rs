//! A record of each kind, made here.

/// A PDF of these pages: width, height and content; `catalog` goes into its catalog.
pub fn pdf(pages: &[(u32, u32, &str)], catalog: &str, trailer: &str) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|index| format!("{} 0 R ", 3 + 2 * index)).collect();
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
    ];
    for (index, (width, height, content)) in pages.iter().enumerate() {
        let at = 4 + 2 * index;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {at} 0 R/Resources<<>>>>"
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    file(&objects.into_iter().map(String::into_bytes).collect::<Vec<_>>(), trailer)
}

/// A PDF of these objects, the first the catalog.
pub fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let start = out.len();
    let size = objects.len() + 1;
    out.extend(format!("{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

fn two_pages() -> Vec<u8> {
    let pages = [(400, 500, "% first page\n1 0 0 rg 9 9 90 90 re f"), (500, 400, "0 0 1 rg 9 9 90 90 re f")];
    pdf(&pages, "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", "")
}

fn locked() -> Vec<u8> {
    let encrypt = format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>", "ab".repeat(32));
    pdf(&[(100, 100, "")], "", &encrypt)
}

fn png() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 30, 20);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[90; 30 * 20 * 3]).unwrap();
    writer.finish().unwrap();
    out
}

/// An image of 4 by 4 pixels (explicit VR, little endian).
pub fn dicom() -> Vec<u8> {
    let mut out = vec![0; 128];
    out.extend(b"DICM");
    let element = |group: u16, number: u16, kind: &[u8; 2], value: &[u8]| {
        let mut one: Vec<u8> = [group.to_le_bytes(), number.to_le_bytes()].concat();
        one.extend(kind);
        let mut value = value.to_vec();
        if value.len() % 2 == 1 {
            value.push(if kind == b"UI" || kind == b"OB" { 0 } else { b' ' });
        }
        if matches!(kind, b"OB" | b"OW") {
            one.extend([0, 0]);
            one.extend((value.len() as u32).to_le_bytes());
        } else {
            one.extend((value.len() as u16).to_le_bytes());
        }
        one.extend(value);
        one
    };
    let syntax = element(2, 0x10, b"UI", b"1.2.840.10008.1.2.1");
    out.extend(element(2, 0, b"UL", &(syntax.len() as u32).to_le_bytes()));
    out.extend(syntax);
    let word = |value: u16| value.to_le_bytes();
    out.extend(element(8, 0x60, b"CS", b"MR"));
    out.extend(element(0x10, 0x10, b"PN", b"Ruiz^Ana"));
    for (number, value) in [(2, 1), (0x10, 4), (0x11, 4), (0x100, 8), (0x101, 8), (0x102, 7), (0x103, 0)] {
        if number == 0x10 {
            out.extend(element(0x28, 4, b"CS", b"MONOCHROME2"));
        }
        out.extend(element(0x28, number, b"US", &word(value)));
    }
    out.extend(element(0x7FE0, 0x10, b"OB", &(0..16).map(|value| value * 16).collect::<Vec<u8>>()));
    out
}

pub const CDA: &str = r#"<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Discharge letter</title>
<effectiveTime value="20260110"/><component><structuredBody><component><section><title>Course</title>
<text><paragraph>Discharged in good health.</paragraph></text></section></component></structuredBody></component></ClinicalDocument>"#;

/// File names and bytes, for `REC-6` and those that follow.
pub fn records() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("two pages.pdf", two_pages()),
        ("photo.png", png()),
        ("frame.dcm", dicom()),
        ("letter.xml", CDA.as_bytes().to_vec()),
        ("locked.pdf", locked()),
        ("film.mp4", [&b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"[..], &[7; 200]].concat()),
        ("data.zip", b"PK\x03\x04 and more".to_vec()),
        ("empty.pdf", Vec::new()),
        ("torn.pdf", two_pages()[..120].to_vec()),
        ("grüße & more.txt", "Grüße aus der Klinik.".as_bytes().to_vec()),
    ]
}

/// Why a record is not shown; none if it is.
pub fn reason(name: &str) -> Option<&'static str> {
    match name {
        "locked.pdf" => Some("encrypted"),
        "film.mp4" => Some("video"),
        "data.zip" => Some("kind"),
        "empty.pdf" => Some("nothing-to-show"),
        "torn.pdf" => Some("damaged"),
        _ => None,
    }
}

/// How many of its pages and pictures are shown.
pub fn sheets(name: &str) -> usize {
    match name {
        "two pages.pdf" => 2,
        "photo.png" | "frame.dcm" => 1,
        text if text.ends_with(".txt") || text.ends_with(".xml") => 1,
        _ => 0,
    }
}
