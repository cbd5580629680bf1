//! What is fuzzed: every reader of bytes that others made. The loop of the suite and the targets of `cargo fuzz` share it,
//! so it uses nothing but the library.

use std::io::Cursor;
use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset};
use opine::case::model::LocaleTag;
use opine::citations::{Format, Style, plain, read};
use opine::diagnostics::{SourceId, SourceMap, render_human};
use opine::records::objects::Objects;
use opine::records::passages::Passage;
use opine::records::pdf::{PageSize, PdfRecord, page_count};
use opine::records::picture::Picture;
use opine::records::{Opened, Paper, dicom, draw, passages, pictures};
use opine::signing::approval::{self, Approval, Notice};
use opine::signing::archive::Archive;
use opine::signing::authority::RevocationList;
use opine::signing::certificates::Certificate;
use opine::signing::cms_verify::{self, Moments, Policy};
use opine::signing::keys::{Passphrase, SoftwareKey};
use opine::signing::log::Log;
use opine::signing::minisign::MinisignKey;
use opine::signing::pdf::{self, Verdict};
use opine::signing::requests::CertificateRequest;
use opine::signing::timestamp;
use opine::signing::trust::TrustStore;
use opine::signing::verify::{self, Options, Report, SealedFile};
use opine::xliff;
use opine::{Case, Engine, Stage};

/// The present of all targets, so that the same bytes always go the same way.
pub fn present() -> DateTime<FixedOffset> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap_or_default().fixed_offset()
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::builder().build().unwrap_or_else(|error| panic!("{error}")))
}

/// Any bytes as a case: read and put under every rule, or refused by diagnostics that can be shown.
pub fn case(bytes: &[u8]) {
    match Case::from_bytes("case.yaml", bytes) {
        Ok(case) => {
            let found = engine().check_on(&case, Stage::Release, Some(present().date_naive()));
            for diagnostic in &found.0 {
                let _ = render_human(diagnostic, &case.sources, false);
            }
        }
        Err(failure) => {
            for diagnostic in &failure.diagnostics.0 {
                let _ = render_human(diagnostic, &failure.sources, false);
            }
        }
    }
}

/// Any text as references: the first byte chooses the format, and every entry read can be printed in every style.
pub fn references(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else { return };
    let format = Format::ALL[usize::from(*choice) % Format::ALL.len()];
    let (library, _) = read(format, &String::from_utf8_lossy(text), SourceId(0));
    for reference in library.iter().take(20) {
        for style in [Style::Nlm, Style::Ama, Style::Apa] {
            let _ = plain(reference, style, LocaleTag::FrCa);
        }
    }
}

/// Any text as Markdown: set or refused by name, and every reader of it survives.
pub fn markdown(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = opine::prose::blocks(&text);
    let _ = opine::prose::inlines(&text);
    let _ = opine::prose::plain(&text);
}

/// Any text under the typography of every locale: setting twice changes nothing more.
pub fn typography(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for locale in LocaleTag::ALL {
        let once = opine::locale::typography::typeset(*locale, &text).into_owned();
        assert_eq!(opine::locale::typography::typeset(*locale, &once), once, "{locale:?}");
    }
}

/// Any text as XLIFF: read or refused by diagnostics that can be shown; what is read comes apart and together again.
pub fn xliff(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match xliff::read(SourceId(0), &text, &xliff::Limits::default()) {
        Ok(document) => {
            let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            for unit in &document.units {
                for markdown in [unit.source_markdown(), unit.target_markdown().unwrap_or_default()] {
                    let whole = xliff::inline::join(&xliff::inline::protect(&markdown));
                    assert_eq!(folded(&whole), folded(&markdown));
                }
            }
        }
        Err(diagnostics) => {
            let mut sources = SourceMap::default();
            sources.add("back.xlf", &*text);
            for diagnostic in &diagnostics.0 {
                let _ = render_human(diagnostic, &sources, false);
            }
        }
    }
}

/// A report can be printed, and its exit code says what its facts say.
fn look_at(report: &Report) {
    assert_ne!(report.exit_code(), 0, "nobody is trusted");
    let _ = format!("{report:?}");
}

/// Any bytes as a PDF: its signatures are read, judged and verified. What nobody trusted signed never passes.
pub fn verify_pdf(bytes: &[u8]) {
    assert_eq!(pdf_passes(bytes, &TrustStore::new()), None);
    let _ = pdf::revisions(bytes);
    let trust = TrustStore::new();
    look_at(&verify::verify_pdf("a.pdf", bytes, &Options::strict(&trust, present())));
}

/// The bytes of a PDF that has signatures, all of them valid by someone trusted, and nothing of which was changed.
pub fn pdf_passes(bytes: &[u8], trust: &TrustStore) -> Option<Vec<u8>> {
    let signatures = pdf::signatures(bytes).ok()?;
    let judged = pdf::judge(bytes, &signatures).ok()?;
    let unchanged = judged.risks.is_empty()
        && judged.signatures.iter().all(|one| matches!(one.verdict, Verdict::Unchanged | Verdict::SignedAgain { .. }));
    let valid = signatures.iter().filter(|signature| {
        signature.covered(bytes).is_some_and(|covered| {
            let moments = Moments { now: present(), claimed: signature.signed_at };
            cms_verify::verify(&signature.cms, &covered, trust, &moments, &Policy::strict()).is_passed()
        })
    });
    (valid.count() == signatures.len() && unchanged && !signatures.is_empty()).then(|| bytes.to_vec())
}

/// Any bytes as a signature, a time stamp, certificates, requests and revocation lists.
pub fn cms(bytes: &[u8]) {
    assert_eq!(cms_passes(bytes, &TrustStore::new()), None);
    let content: [&[u8]; 1] = [CONTENT];
    let moments = Moments { now: present(), claimed: None };
    let _ = cms_verify::verify(bytes, &content, &TrustStore::new(), &moments, &Policy::lenient());
    let _ = timestamp::verify_token(bytes, &content, &TrustStore::new(), present().to_utc(), true);
    if let Ok(request) = timestamp::TimeStampRequest::read(bytes) {
        let _ = request.accept(bytes);
    }
    for certificate in Certificate::read_all(bytes).unwrap_or_default() {
        let _ = format!(
            "{certificate:?} {:?} {} {:?}",
            certificate.roles(),
            certificate.issuer_name(),
            certificate.serial()
        );
        let _ = TrustStore::new().add_roots(&certificate.to_pem().into_bytes());
    }
    let _ = RevocationList::read(bytes).map(|list| list.entries().count());
    let _ = CertificateRequest::read_all(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = MinisignKey::read(text);
        // A key file that is not ours: refused before it costs anything, or opened and found wrong.
        let _ = SoftwareKey::from_encrypted_pem(text, &Passphrase::new("any"));
    }
}

/// What the signatures among the seeds of [`cms`] cover.
pub const CONTENT: &[u8] = b"what is signed\n";

/// The signature, if it is one over [`CONTENT`] that is valid by someone trusted.
pub fn cms_passes(bytes: &[u8], trust: &TrustStore) -> Option<Vec<u8>> {
    let moments = Moments { now: present(), claimed: Some(present()) };
    cms_verify::verify(bytes, &[CONTENT], trust, &moments, &Policy::strict()).is_passed().then(|| bytes.to_vec())
}

/// Any bytes as an audit log: what is read says what it says once more.
pub fn log(bytes: &[u8]) {
    if let Ok(log) = Log::read(bytes) {
        assert!(log.contains(&log.head()).is_ok());
        for entry in log.entries() {
            let _ = format!("{entry:?}");
        }
    }
}

/// An approval or notice and its signatures, one after the other as [`joined`] puts them.
pub fn approval(bytes: &[u8]) {
    assert_eq!(approval_passes(bytes, &TrustStore::new()), None);
    let (record, cms, minisig) = parts(bytes);
    let trust = TrustStore::new();
    let file = SealedFile { name: "approval.json", record, cms, minisig: std::str::from_utf8(minisig).ok() };
    look_at(&verify::verify_record(&file, &Options::strict(&trust, present())));
    if let Ok(read) = Approval::read(record) {
        assert_eq!(read.to_bytes().ok().as_deref(), Some(record), "what is read strictly has one spelling");
    }
    if let Ok(read) = Notice::read(record) {
        assert_eq!(read.to_bytes().ok().as_deref(), Some(record), "what is read strictly has one spelling");
    }
}

/// The record and its CMS signature, if they are valid by someone trusted; the minisign file has a comment that nobody signs.
pub fn approval_passes(bytes: &[u8], trust: &TrustStore) -> Option<Vec<u8>> {
    let (record, cms, minisig) = parts(bytes);
    let minisig = std::str::from_utf8(minisig).ok().filter(|text| !text.is_empty());
    let facts = approval::verify(record, cms, minisig, trust, present(), &Policy::strict());
    facts.is_passed().then(|| joined(record, cms, b""))
}

/// A record, its CMS signature and its minisign signature as one input, each of the first two with its length before it.
pub fn joined(record: &[u8], cms: &[u8], minisig: &[u8]) -> Vec<u8> {
    let length = |part: &[u8]| u16::try_from(part.len()).unwrap_or(u16::MAX).to_be_bytes();
    [&length(record), record, &length(cms), cms, minisig].concat()
}

fn parts(bytes: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let part = |bytes: &'_ [u8]| -> (usize, usize) {
        let Some((length, rest)) = bytes.split_first_chunk::<2>() else { return (bytes.len(), bytes.len()) };
        (2, 2 + usize::from(u16::from_be_bytes(*length)).min(rest.len()))
    };
    let (start, end) = part(bytes);
    let (record, rest) = (&bytes[start..end], &bytes[end..]);
    let (start, end) = part(rest);
    (record, &rest[start..end], &rest[end..])
}

/// Any bytes as an archive: structure, list, manifest and every file.
pub fn archive(bytes: &[u8]) {
    let trust = TrustStore::new();
    assert_eq!(archive_passes(bytes, &trust), None);
    look_at(&verify::verify_archive("a.asice", Cursor::new(bytes), None, &Options::strict(&trust, present())));
}

/// The manifest of an archive that is whole and signed by someone trusted, with its signature and the names and digests of all
/// its files: the ZIP around them has fields that mean nothing, such as the program that made it.
pub fn archive_passes(bytes: &[u8], trust: &TrustStore) -> Option<Vec<u8>> {
    let mut archive = Archive::open(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = archive.members().map(|member| member.name.to_owned()).collect();
    for name in &names {
        let _ = archive.read(name, 1_000_000);
    }
    let contents = archive.check().ok()?;
    let moments = Moments { now: present(), claimed: Some(contents.signed_at) };
    let facts = cms_verify::verify(&contents.signature, &[&contents.manifest], trust, &moments, &Policy::strict());
    let held = format!("{names:?} {:?}", contents.digests).into_bytes();
    facts.is_passed().then(|| [contents.manifest, contents.signature, held].concat())
}

/// Runs what reads foreign files as [`opine::records::read`] does: with a large stack.
fn on_a_large_stack(work: impl FnOnce() + Send) {
    let finished = std::thread::scope(|scope| {
        let started = std::thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, work);
        started.map_or_else(|error| panic!("{error}"), |thread| thread.join())
    });
    if let Err(panic) = finished {
        std::panic::resume_unwind(panic);
    }
}

/// Ends a file with a page for each form, which must be one that can be read.
fn bind(mut objects: Objects<'_>, forms: &[u32]) -> bool {
    let mut write = || {
        let (root, tree) = (objects.number(), objects.number());
        let mut kids = String::new();
        for form in forms {
            let page = objects.number();
            kids.push_str(&format!("{page} 0 R "));
            let resources = format!("<</XObject<</P {form} 0 R>>>>");
            let body = format!("<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 9 9]/Resources{resources}>>");
            objects.object(page, body.as_bytes())?;
        }
        let pages = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", forms.len());
        objects.object(tree, pages.as_bytes())?;
        objects.object(root, format!("<</Type/Catalog/Pages {tree} 0 R>>").as_bytes())?;
        Ok::<u32, std::io::Error>(root)
    };
    write().and_then(|root| objects.finish(root, None)).is_ok()
}

/// Any bytes as a PDF of records: what is written of it can be read, and has as many pages.
pub fn record_pdf(bytes: &[u8]) {
    on_a_large_stack(|| {
        let Ok(record) = PdfRecord::open(bytes.to_vec()) else { return };
        let sizes = record.sizes().to_vec();
        let is_paper =
            |size: &PageSize| size.width > 0.0 && size.height > 0.0 && size.width.max(size.height) < 14_401.0;
        assert!(sizes.iter().all(is_paper), "{sizes:?}");
        let _ = (record.removed(), record.chapters());
        let mut out = Vec::new();
        let Ok(mut objects) = Objects::new(&mut out) else { return };
        let Ok(forms) = record.write(&mut objects) else { return };
        assert_eq!(forms.len(), sizes.len());
        assert!(bind(objects, &forms));
        assert_eq!(page_count(&out), Ok(forms.len()));
    });
}

/// Any bytes as the content of a page with a layer that is switched off.
pub fn record_content(bytes: &[u8]) {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let mut put = |object: &[u8]| {
        offsets.push(file.len());
        file.extend_from_slice(format!("{} 0 obj\n", offsets.len()).as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    };
    put(b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[6 0 R]>>>>>>");
    put(b"<</Type/Pages/Kids[3 0 R]/Count 1>>");
    let membership = "/M<</Type/OCMD/OCGs[5 0 R 6 0 R]/P/AllOn>>";
    put(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Properties<</On 5 0 R/Off 6 0 R{membership}>>>>>>").as_bytes());
    put(&[format!("<</Length {}>>stream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat());
    put(b"<</Type/OCG/Name(on)>>");
    put(b"<</Type/OCG/Name(off)>>");
    let start = file.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", offsets.len() + 1);
    offsets.iter().for_each(|offset| table.push_str(&format!("{offset:010} 00000 n\r\n")));
    table.push_str(&format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1));
    file.extend_from_slice(table.as_bytes());
    record_pdf(&file);
}

fn draw_all<'p>(pictures: impl Iterator<Item = &'p Picture>) {
    let mut out = Vec::new();
    let Ok(mut objects) = Objects::new(&mut out) else { return };
    let mut forms = Vec::new();
    for picture in pictures {
        assert!(picture.width > 0 && picture.height > 0 && (1..=8).contains(&picture.orientation), "{}", picture.width);
        assert!(picture.pixel_aspect.is_finite() && picture.pixel_aspect > 0.0);
        forms.extend(draw::picture(picture, &mut objects));
    }
    if !forms.is_empty() {
        assert!(bind(objects, &forms));
        assert_eq!(page_count(&out), Ok(forms.len()));
    }
}

/// Any bytes as pictures: what is read can be drawn.
pub fn record_pictures(bytes: &[u8]) {
    on_a_large_stack(|| {
        if let Some(Ok(found)) = pictures::read(bytes) {
            assert!(!found.pictures.is_empty());
            draw_all(found.pictures.iter());
        }
    });
}

/// Any bytes as DICOM, all frames and chosen ones.
pub fn record_dicom(bytes: &[u8]) {
    on_a_large_stack(|| {
        for wanted in [&[][..], &[1, 2, 99]] {
            if let Ok(dicom::Content::Frames { frames, of }) =
                dicom::read(bytes, wanted).and_then(|found| found.content)
            {
                assert!(frames.len() as u64 <= u64::from(of));
                draw_all(frames.iter().map(|frame| &frame.picture));
            }
        }
    });
}

/// Any bytes as text, CDA, FHIR, RTF or HTML: tables are rectangles, and what is inside other files ends.
pub fn record_passages(bytes: &[u8]) {
    on_a_large_stack(|| {
        if let Some(Ok(found)) = passages::read(bytes) {
            assert!(!found.passages.is_empty() || !found.embedded.is_empty());
            rectangles(&found.passages);
        }
        let _ = Opened::new(bytes.to_vec(), &[1], Paper { width: 612.0, height: 792.0 });
    });
}

fn rectangles(passages: &[Passage]) {
    for passage in passages {
        match passage {
            Passage::Table { head, rows } => {
                let width = head.iter().chain(rows).map(Vec::len).max().unwrap_or(0);
                assert!(head.iter().chain(rows).all(|row| row.len() == width), "a row has fewer cells");
            }
            Passage::List { items, .. } => items.iter().for_each(|item| rectangles(item)),
            _ => {}
        }
    }
}
