//! How fast documents are made: `cargo bench --bench render`.
//!
//! Figures of one run belong together; between machines only ratios mean something. Every warm measurement changes the
//! texts of the case in every round, so that no cache answers for work that a new case would need.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use opine::case::model::{BlockPath, LocaleTag, Text, Texts};
use opine::{Case, DocumentKind, Engine, Render, Stage};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const KINDS: [DocumentKind; 3] = [DocumentKind::Consultation, DocumentKind::PatientSummary, DocumentKind::Booklet];
const ROUNDS: usize = 7;

fn sample(name: &str) -> Case {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
    Case::open(path).unwrap_or_else(|failure| panic!("{failure}"))
}

/// The case with every paragraph changed a little, as another case would be.
fn varied(case: &Case, round: usize) -> Case {
    let mut case = case.clone();
    case.content.texts_mut(&BlockPath::root(), &mut |_, text| {
        let long = text.as_str().split_whitespace().count() > 6 && !text.as_str().contains('|');
        if long {
            *text = Text::new(format!("{} ({round}.)", text.as_str().trim_end()));
        }
    });
    case
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// A line of `/proc/self/status` in megabytes; 0 where there is none.
fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|l| l.strip_prefix(line)?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1000.0
}

fn main() {
    // `cargo test --benches` only asks whether it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    cold();
    let engine = Engine::builder().build().unwrap();
    // Memory is told while nothing else has filled it.
    throughput(&engine);
    warm(&engine);
    check(&engine);
    growth(&engine);
    nine();
    edit();
}

fn cold() {
    println!("cold process to PDF (samples/spine, en-US), median of {ROUNDS}");
    for kind in KINDS {
        let times = (0..ROUNDS).map(|_| {
            let start = Instant::now();
            let output = Command::new(env!("CARGO_BIN_EXE_opine"))
                .args(["render", "samples/spine", "--document", kind.as_str(), "--locale", "en-US", "--out", "-"])
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .output()
                .unwrap();
            assert!(output.status.success());
            start.elapsed()
        });
        println!("  {:16} {:7.0} ms", kind.as_str(), median(times.collect()));
    }
}

fn warm(engine: &Engine) {
    println!("warm, another case each time, one thread, median of {ROUNDS}");
    for name in ["oncology", "cardiology", "spine"] {
        let case = sample(name);
        for kind in KINDS {
            let mut pages = 0;
            let (mut composing, mut layout, mut writing) = (Vec::new(), Vec::new(), Vec::new());
            for round in 0..ROUNDS {
                let case = varied(&case, round);
                let job = Render::new(kind, LocaleTag::EnUs);
                let start = Instant::now();
                let document = engine.compose(&case, job).unwrap();
                composing.push(start.elapsed());
                let start = Instant::now();
                let laid = engine.lay_out_document(&case, job, &document).unwrap();
                layout.push(start.elapsed());
                let start = Instant::now();
                laid.pdf().unwrap();
                writing.push(start.elapsed());
                pages = laid.pages();
            }
            let (a, b, c) = (median(composing), median(layout), median(writing));
            let total = a + b + c;
            println!(
                "  {name:10} {:16} {pages:3} pages {total:6.0} ms = compose {a:.0} + layout {b:.0} + PDF {c:.0}; {:.1} ms a page",
                kind.as_str(),
                total / pages as f64
            );
        }
    }
}

fn nine() {
    let case = sample("oncology");
    let engine = Engine::builder().kept_layouts(9).build().unwrap();
    let run = |kinds: &[DocumentKind]| {
        let start = Instant::now();
        for locale in case.locales() {
            for kind in kinds {
                engine.render(&case, Render::new(*kind, locale)).unwrap();
            }
        }
        start.elapsed().as_secs_f64()
    };
    // A fresh cache for each: evict everything.
    typst::comemo::evict(0);
    let booklets = run(&[DocumentKind::Booklet]);
    typst::comemo::evict(0);
    let all = run(&[DocumentKind::Booklet, DocumentKind::PatientSummary, DocumentKind::Consultation]);
    println!(
        "nine documents of a case: {all:.2} s; its three booklets alone: {booklets:.2} s; ratio {:.2}",
        all / booklets
    );
}

fn edit() {
    let engine = Engine::builder().kept_layouts(30).build().unwrap();
    let mut case = sample("spine");
    for kind in KINDS {
        let job = Render::new(kind, LocaleTag::EnUs);
        engine.render(&case, job).unwrap();
        let times = (0..ROUNDS).map(|round| {
            let text = format!("Edited text, number {round}. It stands where the answer stood.");
            case.content.answers[3].clinician = Text::new(text.clone());
            case.content.answers[3].patient = Text::new(text);
            let start = Instant::now();
            engine.render(&case, job).unwrap();
            start.elapsed()
        });
        println!("after an edit of one answer, to PDF: {:16} {:5.0} ms", kind.as_str(), median(times.collect()));
    }
}

fn check(engine: &Engine) {
    let case = sample("oncology");
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        assert!(!engine.check(&case, Stage::Release).has_errors());
        start.elapsed()
    });
    println!("check of the largest sample, three locales: {:.0} ms", median(times.collect()));
}

fn throughput(engine: &Engine) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let case = sample("spine");
    let start = Instant::now();
    let limit = Duration::from_secs(20);
    let counts: Vec<usize> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let case = &case;
                scope.spawn(move || {
                    let mut count = 0;
                    while start.elapsed() < limit {
                        let case = varied(case, worker * 1_000_000 + count);
                        engine.render(&case, Render::new(DocumentKind::Consultation, LocaleTag::EnUs)).unwrap();
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let reports: usize = counts.iter().sum();
    println!(
        "throughput on {threads} threads: {:.1} consultation reports a second over {reports}; memory now {:.0} MB, peak {:.0} MB",
        reports as f64 / start.elapsed().as_secs_f64(),
        memory("VmRSS:"),
        memory("VmHWM:")
    );
}

/// A case with as many findings as make the wanted number of pages.
fn growth(engine: &Engine) {
    println!("growth of a consultation report with its findings");
    let base = sample("spine");
    for findings in [10usize, 100, 1000, 6000] {
        let mut case = base.clone();
        let templates: Vec<_> = case.content.findings.iter().filter(|f| f.measured.is_empty()).cloned().collect();
        for index in 0..findings {
            let mut finding = templates[index % templates.len()].clone();
            finding.id = format!("X{index}").parse().unwrap();
            let text = format!("{} ({index}.)", finding.statement.clinician.as_str().trim_end());
            finding.statement.clinician = Text::new(text);
            case.content.findings.push(finding);
        }
        let start = Instant::now();
        let laid = engine.lay_out(&case, Render::new(DocumentKind::Consultation, LocaleTag::EnUs)).unwrap();
        let bytes = laid.pdf().unwrap();
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "  {:5} pages {seconds:6.2} s, {:5.1} ms a page, {:5.1} MB; peak memory {:.0} MB",
            laid.pages(),
            seconds * 1000.0 / laid.pages() as f64,
            bytes.len() as f64 / 1e6,
            memory("VmHWM:")
        );
    }
}
