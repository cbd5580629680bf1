//! What binding records costs: `cargo bench --bench booklet`.
//!
//! A volume of 100, 500 and 2,000 pages of records, half of them pages of text and tables, half scans; each in a process of
//! its own, so that its peak of memory is its own. Where `qpdf` is at hand, the time of `qpdf --pages` over the same files
//! stands beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use opine::booklet::{Job, Records, bind};
use opine::case::model::Id;
use opine::records::objects::{Objects, number};
use opine::{Case, DocumentKind, Engine, Render};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 3] = [100, 500, 2_000];
/// Pages of one record.
const RECORD: usize = 20;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--pages") {
        return one(arguments[at + 1].parse().unwrap());
    }
    // `cargo test --benches` only asks whether it starts.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    println!("pages  read ms  bind ms  ms/page  qpdf ms  ratio  peak MB  records MB  volume MB  size ratio");
    for pages in SIZES {
        let status = Command::new(&arguments[0]).args(["--pages", &pages.to_string()]).status().unwrap();
        assert!(status.success());
    }
}

/// The sample with so many pages of records, made now, in a folder of its own.
fn case(folder: &Path, pages: usize, engine: &Engine) -> (Case, Vec<PathBuf>) {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/oncology");
    let mut case = Case::open(sample).unwrap_or_else(|failure| panic!("{failure}"));
    let text = engine.render(&case, Render::new(DocumentKind::Consultation, case.content.locale)).unwrap();
    let template = case.content.records[0].clone();
    let mut files = Vec::new();
    case.content.records.truncate(0);
    for index in 0..pages / RECORD {
        let name = format!("record-{index:03}.pdf");
        let bytes = if index % 2 == 0 { text_pages(&text, RECORD) } else { scans(index, RECORD) };
        std::fs::write(folder.join(&name), bytes).unwrap();
        files.push(folder.join(&name));
        let mut record = template.clone();
        record.id = format!("REC-{}", index + 1).parse::<Id>().unwrap();
        (record.file, record.sha256, record.pages) = (Some(name), None, Some(u32::try_from(RECORD).unwrap()));
        case.content.records.push(record);
    }
    case.folder = Some(folder.to_owned());
    (case, files)
}

/// The first pages of a PDF.
fn text_pages(pdf: &[u8], pages: usize) -> Vec<u8> {
    let record = opine::records::pdf::PdfRecord::open(pdf.to_vec()).unwrap();
    file(pages, |objects| record.write(objects).unwrap(), (612.0, 792.0))
}

/// Scans of a letter at 150 dots per inch: noise that says it is packed, so that nobody tries to pack it again.
fn scans(seed: usize, pages: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed as u64 + 1);
    let mut noise = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    let scan = |objects: &mut Objects<'_>, data: Vec<u8>| {
        let (image, form) = (objects.number(), objects.number());
        let about = b"/Type/XObject/Subtype/Image/Width 1275/Height 1650/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode";
        objects.stream(image, about, &data).unwrap();
        let about = format!("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</I {image} 0 R>>>>");
        objects.stream(form, about.as_bytes(), b"/I Do").unwrap();
        form
    };
    let data: Vec<Vec<u8>> = (0..pages).map(|_| (0..160 * 1650).map(|_| noise()).collect()).collect();
    file(pages, |objects| data.into_iter().map(|data| scan(objects, data)).collect(), (612.0, 792.0))
}

fn file(pages: usize, write: impl FnOnce(&mut Objects<'_>) -> Vec<u32>, (width, height): (f64, f64)) -> Vec<u8> {
    let mut out = Vec::new();
    let mut objects = Objects::new(&mut out).unwrap();
    let (root, tree) = (objects.number(), objects.number());
    let forms = write(&mut objects);
    let (w, h) = (number(width), number(height));
    let mut kids = String::new();
    for form in forms.iter().cycle().take(pages) {
        let (page, content) = (objects.number(), objects.number());
        kids.push_str(&format!("{page} 0 R "));
        objects.stream(content, b"", format!("q {w} 0 0 {h} 0 0 cm /X Do Q").as_bytes()).unwrap();
        let body = format!(
            "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {w} {h}]/Contents {content} 0 R/Resources<</XObject<</X {form} 0 R>>>>>>"
        );
        objects.object(page, body.as_bytes()).unwrap();
    }
    objects.object(tree, format!("<</Type/Pages/Kids[{kids}]/Count {pages}>>").as_bytes()).unwrap();
    objects.object(root, format!("<</Type/Catalog/Pages {tree} 0 R>>").as_bytes()).unwrap();
    objects.finish(root, None).unwrap();
    out
}

fn one(pages: usize) {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::builder().build().unwrap();
    let (case, files) = case(folder.path(), pages, &engine);
    let size: u64 = files.iter().map(|file| std::fs::metadata(file).unwrap().len()).sum();
    // What making the case took is not counted.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let start = Instant::now();
    let records = Records::read(&engine, &case, 1, |_| false);
    let read = start.elapsed().as_secs_f64() * 1000.0;
    assert!(records.iter().all(|record| record.reading.as_ref().is_some_and(|reading| reading.attached.is_none())));
    let path = folder.path().join("volume.pdf");
    let start = Instant::now();
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    let mut jobs = [Job { locale: case.content.locale, out: &mut out }];
    let bound = bind(&engine, &case, &records, None, None, &mut jobs).unwrap_or_else(|found| panic!("{found:?}"));
    drop(out);
    let time = start.elapsed().as_secs_f64() * 1000.0;
    let peak = memory("VmHWM:");
    let qpdf = qpdf(&files, folder.path());
    let ratio = qpdf.map_or("-".to_owned(), |qpdf| format!("{:.2}", (read + time) / qpdf));
    let qpdf = qpdf.map_or("-".to_owned(), |qpdf| format!("{qpdf:.0}"));
    println!(
        "{pages:5}  {read:7.0}  {time:7.0}  {:7.2}  {qpdf:>7}  {ratio:>5}  {peak:7.0}  {:10.1}  {:9.1}  {:10.3}",
        (read + time) / pages as f64,
        size as f64 / 1e6,
        bound[0].size as f64 / 1e6,
        bound[0].size as f64 / size as f64
    );
}

fn qpdf(files: &[PathBuf], folder: &Path) -> Option<f64> {
    let start = Instant::now();
    let mut command = Command::new("qpdf");
    command.arg("--empty").arg("--pages").args(files).arg("--").arg(folder.join("qpdf.pdf"));
    let done = command.status().ok()?.success();
    done.then(|| start.elapsed().as_secs_f64() * 1000.0)
}

/// A line of `/proc/self/status` in megabytes; 0 where there is none.
fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|l| l.strip_prefix(line)?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1000.0
}
