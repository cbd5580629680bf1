//! Every reader of foreign bytes, under bytes nobody meant: no crash, no endless work, and nothing changed that passes.
//!
//! Each target runs for `OPINE_FUZZ_SECONDS`, one second without it. An input that fails is kept, and its path is in the
//! message; `OPINE_FUZZ_INPUT=FILE cargo test --test suite fuzz::NAME` runs it alone. `OPINE_FUZZ_SEED` goes another way
//! than the last time. The same targets under `cargo fuzz` are in `fuzz/`; `OPINE_FUZZ_CORPUS=FOLDER` writes what they begin
//! with. `tests/conformance/fuzz` runs either.

mod mutate;
mod seeds;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::{Duration, Instant};

use mutate::{Source, mutate};
use opine::records::pdf::PdfRecord;
use opine::records::{dicom, passages, pictures};
use opine::signing::trust::TrustStore;
use sha2::{Digest, Sha256};

/// Longest that one input may take, on a busy machine and without optimization.
const PATIENCE: Duration = Duration::from_secs(30);

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// Runs one input; what is wrong with it, if anything.
fn wrong(bytes: &[u8], target: &dyn Fn(&[u8])) -> Option<String> {
    let start = Instant::now();
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(bytes))) {
        let text = panic.downcast_ref::<String>().cloned();
        return Some(text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap_or_default());
    }
    (start.elapsed() > PATIENCE).then(|| format!("took {:?}", start.elapsed()))
}

fn kept(name: &str, bytes: &[u8]) -> PathBuf {
    let digest: String = Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz").join(name).join(digest);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Every seed as it is, then changed ones until the time is up.
fn fuzz(name: &str, seeds: &[Vec<u8>], words: &[&str], target: &dyn Fn(&[u8])) {
    assert!(!seeds.is_empty(), "`{name}` has nothing to begin with");
    if let Some(path) = std::env::var_os("OPINE_FUZZ_INPUT") {
        return target(&std::fs::read(path).unwrap());
    }
    if let Some(folder) = std::env::var_os("OPINE_FUZZ_CORPUS") {
        let folder = Path::new(&folder).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        for (number, seed) in seeds.iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number}")), seed).unwrap();
        }
        return;
    }
    // Panics of the reader of foreign PDFs are caught and become damage; a thousand traces of them would hide what matters.
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic.location().is_some_and(|place| place.file().contains("hayro")) {
                hook(panic);
            }
        }));
    });
    let run = |bytes: &[u8]| {
        if let Some(why) = wrong(bytes, target) {
            panic!("`{name}` fails on {}: {why}", kept(name, bytes).display());
        }
    };
    seeds.iter().for_each(|seed| run(seed));
    let end = Instant::now() + Duration::from_secs(number("OPINE_FUZZ_SECONDS", 1));
    let mut source = Source(number("OPINE_FUZZ_SEED", 1));
    let mut inputs = 0_u64;
    while Instant::now() < end {
        let seed = &seeds[source.below(seeds.len())];
        run(&mutate(seed, seeds, words, &mut source));
        inputs += 1;
    }
    println!("fuzz {name}: {} seeds, {inputs} changed inputs", seeds.len());
}

/// What is signed of an input that is valid by someone trusted.
type Passes<'a> = &'a dyn Fn(&[u8]) -> Option<Vec<u8>>;

/// The same for signed files: every one of `good` passes, and whatever else passes says the same as one of them.
fn forge(
    name: &str,
    good: &[Vec<u8>],
    others: Vec<Vec<u8>>,
    words: &[&str],
    target: &dyn Fn(&[u8]),
    passes: Passes<'_>,
) {
    let known: Vec<Vec<u8>> =
        good.iter().map(|seed| passes(seed).unwrap_or_else(|| panic!("a seed of `{name}` does not pass"))).collect();
    let seeds = [good.to_vec(), others].concat();
    fuzz(name, &seeds, words, &|bytes| {
        target(bytes);
        if let Some(signed) = passes(bytes) {
            // A PDF cut back to what an earlier signature covers is valid as far as it goes.
            assert!(known.iter().any(|known| known.starts_with(&signed)), "a changed file passes");
        }
    });
}

/// The keys are made and the files signed once for all tests.
fn signed() -> &'static seeds::Signed {
    static SIGNED: std::sync::OnceLock<seeds::Signed> = std::sync::OnceLock::new();
    SIGNED.get_or_init(seeds::signed)
}

fn trust() -> &'static TrustStore {
    &signed().trust
}

#[test]
fn case() {
    let words = ["\n  ", "- ", ": ", "&a ", "*a", "|\n", "null", "{}", "[]", "!!", "\n---\n", "2026-02-30", "{{ x }}"];
    fuzz("case", &seeds::cases(), &words, &targets::case);
}

#[test]
fn references() {
    let words =
        ["@article{x,", "}", "{", "author = {", "\nTY  - ", "\nER  - ", "\nPMID- ", "\"DOI\":", "\\'{e}", "$x$"];
    fuzz("references", &seeds::references(), &words, &targets::references);
}

#[test]
fn markdown() {
    let words = [
        "**", "_", "`", "```\n", "\n> ", "\n- ", "\n1. ", "[", "](", "![", "|", "\n|-|\n", "<b>", "[^1]", "&#0;", "\t",
    ];
    fuzz("markdown", &seeds::texts(), &words, &targets::markdown);
}

#[test]
fn typography() {
    let words = ["\u{a0}", "\u{202f}", "«", "»", "“", "'", "--", "...", " %", " :", "¿", "1 000", "½", "\u{200b}", "/"];
    fuzz("typography", &seeds::texts(), &words, &targets::typography);
}

#[test]
fn xliff() {
    let words = [
        "<pc id=\"1\">",
        "</pc>",
        "<ph id=\"2\"/>",
        "<sc id=\"3\"/>",
        "<ec startRef=\"3\"/>",
        "<segment>",
        "</unit>",
        "<target>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#x202e;",
        "&x;",
        "<!DOCTYPE a>",
        "<?p ?>",
        " id=\"1\"",
    ];
    fuzz("xliff", &seeds::xliff(), &words, &targets::xliff);
}

#[test]
fn verify_pdf() {
    let words = [
        "obj",
        "endobj",
        "stream\n",
        "endstream",
        "<<",
        ">>",
        "/ByteRange[0 1 2 3]",
        "xref\n",
        "trailer",
        "/Prev ",
        "/Root 1 0 R",
        "/Type/XRef",
        "/W[1 2 1]",
        "/Index[0 9]",
        "startxref\n",
        "%%EOF\n",
        "/Parent 2 0 R",
        "/Kids[2 0 R]",
    ];
    let good = signed().pdfs.get(1..).unwrap();
    let others = [signed().pdfs[..1].to_vec(), seeds::foreign_pdfs()].concat();
    forge("verify_pdf", good, others, &words, &targets::verify_pdf, &|bytes| targets::pdf_passes(bytes, trust()));
}

#[test]
fn cms() {
    let passes = |bytes: &[u8]| targets::cms_passes(bytes, trust());
    forge("cms", &signed().cms, signed().loose.clone(), &[], &targets::cms, &passes);
}

#[test]
fn approval() {
    let words = ["\"", ",", "{", "}", "\"act\":", "\"at\":", "null", "\\u0000", " ", "\n"];
    let passes = |bytes: &[u8]| targets::approval_passes(bytes, trust());
    forge("approval", &signed().approvals, Vec::new(), &words, &targets::approval, &passes);
}

#[test]
fn log() {
    let words = ["\"", ",", "{", "}", "\n", "\"sequence\":2", "null", "\\u0000", " "];
    fuzz("log", &signed().logs, &words, &targets::log);
}

#[test]
fn archive() {
    let words = ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "../", "mimetype", "META-INF/", "SHA256SUMS", "\\"];
    let passes = |bytes: &[u8]| targets::archive_passes(bytes, trust());
    forge("archive", &signed().archives, Vec::new(), &words, &targets::archive, &passes);
}

#[test]
fn record_pdf() {
    let words = [
        "obj",
        "endobj",
        "stream\n",
        "endstream",
        "<<",
        ">>",
        "[",
        "]",
        "/Kids[2 0 R]",
        "/Parent 3 0 R",
        "/Count 2",
        "/Rotate 90",
        "/Filter/FlateDecode",
        "/Filter[/LZWDecode/ASCIIHexDecode]",
        "/Annots[5 0 R]",
        "/AP<</N 6 0 R>>",
        "/Subtype/Widget",
        "/Subtype/Highlight",
        "/QuadPoints[1 2 3 4 5 6 7 8]",
        "/OC 6 0 R",
        "/Matrix[0 1 -1 0 0 0]",
        "/BBox[0 0 0 0]",
        "/AA<<",
        "/Type/ObjStm",
        "/Type/XRef",
        "/W[1 2 1]",
        "startxref\n",
        "/Prev ",
        "/Encrypt<<",
        "/UserUnit 1e9",
        "/CropBox[9 9 1 1]",
    ];
    let seeds = seeds::record_pdfs();
    assert!(seeds.iter().all(|seed| PdfRecord::open(seed.clone()).is_ok()));
    fuzz("record_pdf", &seeds, &words, &targets::record_pdf);
}

#[test]
fn record_content() {
    let words = [
        "/OC/Off BDC ",
        "/OC/M BDC ",
        "/OC <</Type/OCMD>> BDC ",
        "EMC ",
        "BMC ",
        "BI /W 1 ID x EI ",
        "(",
        ")",
        "\\(",
        "<",
        ">",
        "<<",
        ">>",
        "[",
        "]",
        "/F Do ",
        " Tj ",
        " TJ ",
        "'",
        "\"",
        "W n ",
        "f* ",
        "%",
        "true ",
        "{",
    ];
    fuzz("record_content", &seeds::contents(), &words, &targets::record_content);
}

#[test]
fn record_pictures() {
    let words = [
        "IHDR",
        "IDAT",
        "IEND",
        "PLTE",
        "II*\0",
        "MM\0*",
        "\u{ff}",
        "RIFF",
        "WEBPVP8X",
        "GIF89a",
        "BM",
        "P6 9 9 255\n",
        "Exif\0\0",
        "JFIF\0",
    ];
    let seeds = seeds::pictures();
    assert!(seeds.iter().all(|seed| matches!(pictures::read(seed), Some(Ok(_)))));
    fuzz("record_pictures", &seeds, &words, &targets::record_pictures);
}

#[test]
fn record_dicom() {
    let words = [
        "DICM",
        "OB",
        "OW",
        "SQ",
        "UN",
        "US",
        "1.2.840.10008.1.2.5",
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.4.50",
        "(\0\u{2}\0",
    ];
    let seeds = seeds::dicom();
    for (number, seed) in seeds.iter().enumerate() {
        assert!(
            dicom::read(seed, &[]).is_ok_and(|found| found.content.is_ok()),
            "seed {number}: {:?}",
            dicom::read(seed, &[]).map(|f| f.content.err())
        );
    }
    fuzz("record_dicom", &seeds, &words, &targets::record_dicom);
}

#[test]
fn record_passages() {
    let words = [
        "<table>",
        "</table>",
        "<td rowspan=\"3\" colspan=\"9\">",
        "<tr>",
        "<list>",
        "<item>",
        "&amp;",
        "&#x0;",
        "<![CDATA[",
        "<!--",
        "<br/>",
        "{\\rtf1",
        "\\trowd",
        "\\cellx99",
        "\\cell",
        "\\row",
        "{\\*\\pict",
        "\\bin9 ",
        "\\u-1?",
        "\\'e9",
        "\"resourceType\":\"Bundle\"",
        "\"entry\":[",
        "\"div\":\"<div>",
        "{",
        "}",
        "[",
        "]",
        "nullFlavor=\"UNK\"",
        "<nonXMLBody>",
    ];
    let seeds = seeds::passages();
    for (number, seed) in seeds.iter().enumerate() {
        assert!(matches!(passages::read(seed), Some(Ok(_))), "seed {number}: {:?}", passages::read(seed));
    }
    fuzz("record_passages", &seeds, &words, &targets::record_passages);
}
