//! How fast a case is checked: `cargo bench --bench check`.
//!
//! Everything happens in this process, after loading, at stage `release`, in three locales. A case ten and a hundred
//! times as large shows whether the time grows in proportion to the case. Figures of one run belong together; between
//! machines only ratios mean something.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use opine::case::Translation;
use opine::case::model::{BlockPath, Id, Texts};
use opine::rules::{self, Checker, Policy};
use opine::{Case, Engine, Stage};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Goal for the largest sample, in milliseconds.
const GOAL: f64 = 50.0;
const SAMPLES: [&str; 3] = ["oncology", "cardiology", "spine"];

fn sample(name: &str) -> Case {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
    Case::open(path).unwrap_or_else(|failure| panic!("{failure}"))
}

fn main() {
    // `cargo test --benches` only asks whether it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let engine = Engine::builder().build().unwrap();
    let policy = Policy::of(engine.theme()).unwrap();
    println!("check at stage release, three locales, in process after loading, median [fastest]");
    for name in SAMPLES {
        row(name, &engine, &policy, &sample(name), 21);
    }
    let largest = SAMPLES.into_iter().map(sample).max_by_key(words).unwrap();
    let once = row("the largest", &engine, &policy, &largest, 41);
    let verdict = if once.whole < GOAL { "kept" } else { "missed" };
    println!("goal of {GOAL:.0} ms for the largest: {verdict}");
    println!("the largest with its records, findings, answers and recommendations many times over");
    for (times, rounds) in [(10, 5), (100, 2)] {
        let large = multiplied(&largest, times);
        let growth = words(&large) as f64 / words(&largest) as f64;
        let took = row(&format!("× {times}"), &engine, &policy, &large, rounds);
        println!(
            "    {growth:.1} times the words: {:.1} times the time of the whole, {:.1} of the rules",
            took.whole / once.whole,
            took.rules / once.rules
        );
    }
}

/// Milliseconds of one case.
struct Took {
    whole: f64,
    rules: f64,
}

fn row(name: &str, engine: &Engine, policy: &Policy, case: &Case, rounds: usize) -> Took {
    let day = case.content.dates.released.unwrap().latest();
    let (library, _) = engine.library(case);
    let mut found = 0;
    let whole = timed(rounds, || found = engine.check(case, Stage::Release).0.len());
    let library_time = timed(rounds, || drop(std::hint::black_box(engine.library(case))));
    let reading = timed(rounds, || {
        std::hint::black_box(Checker::new(case, &library, Stage::Release, day, policy).editions.len());
    });
    let rules = timed(rounds, || drop(std::hint::black_box(rules::check(case, &library, Stage::Release, day, policy))));
    println!(
        "  {name:12} {:8} words, {found:4} found: {:7.1} ms [{:.1}] = library {:.1} + rules {:.1} [{:.1}] (of which reading the texts {:.1}) + composing",
        words(case),
        whole.0,
        whole.1,
        library_time.0,
        rules.0,
        rules.1,
        reading.0
    );
    Took { whole: whole.0, rules: rules.0 }
}

/// Median and fastest, in milliseconds; the first round, which warms up, does not count.
fn timed(rounds: usize, mut work: impl FnMut()) -> (f64, f64) {
    work();
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    (milliseconds(times[times.len() / 2]), milliseconds(times[0]))
}

/// Words of a case in all its languages.
fn words(case: &Case) -> usize {
    let mut count = 0;
    case.content.texts(&BlockPath::root(), &mut |_, text| count += text.as_str().split_whitespace().count());
    let translated = case.translations.values().flat_map(|translation| &translation.file.blocks);
    count + translated.map(|block| block.text.as_str().split_whitespace().count()).sum::<usize>()
}

/// The case with every record, finding, question, answer and recommendation so many times, under ids of their own,
/// and all that in its translations.
fn multiplied(base: &Case, times: usize) -> Case {
    let mut case = base.clone();
    for round in 1..times {
        let fresh = |id: &Id| -> Id { format!("{id}x{round}").parse().unwrap() };
        let content = &mut case.content;
        let is_record = |id: &Id| base.content.records.iter().any(|record| record.id == *id);
        let is_finding = |id: &Id| base.content.findings.iter().any(|finding| finding.id == *id);
        let is_recommendation = |id: &Id| base.content.recommendations.iter().any(|r| r.id == *id);
        for record in &base.content.records {
            let mut record = record.clone();
            record.id = fresh(&record.id);
            content.records.push(record);
        }
        for finding in &base.content.findings {
            let mut finding = finding.clone();
            finding.id = fresh(&finding.id);
            for id in finding.records.iter_mut().filter(|id| is_record(id)) {
                *id = fresh(id);
            }
            content.findings.push(finding);
        }
        for question in &base.content.questions {
            let mut question = question.clone();
            question.id = fresh(&question.id);
            content.questions.push(question);
        }
        for answer in &base.content.answers {
            let mut answer = answer.clone();
            answer.question = fresh(&answer.question);
            for id in answer.cites.iter_mut().filter(|id| is_finding(id) || is_recommendation(id)) {
                *id = fresh(id);
            }
            content.answers.push(answer);
        }
        for recommendation in &base.content.recommendations {
            let mut recommendation = recommendation.clone();
            recommendation.id = fresh(&recommendation.id);
            for id in &mut recommendation.findings {
                *id = fresh(id);
            }
            content.recommendations.push(recommendation);
        }
    }
    for translation in case.translations.values_mut() {
        let mut file = translation.file.clone();
        for block in &translation.file.blocks {
            let mut parts = block.path.splitn(3, '.');
            let (Some(list), Some(id), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { continue };
            if matches!(list, "records" | "findings" | "questions" | "answers" | "recommendations") {
                file.blocks.extend((1..times).map(|round| {
                    let mut copy = block.clone();
                    copy.path = format!("{list}.{id}x{round}.{rest}");
                    copy
                }));
            }
        }
        *translation = Translation::new(file, translation.source);
    }
    case
}
