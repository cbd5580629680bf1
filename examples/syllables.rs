//! Prints how many syllables Opine counts in the words of lists: `cargo run --example syllables -- en=words.tsv es=palabras.tsv`.
//!
//! A list has one word a line; what follows a tab is ignored. Each line of the output is `language TAB word TAB count`, which
//! `tests/conformance/syllables.py` compares with the lists and with another counter.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of its own")]

use std::process::ExitCode;

use opine::language::syllables::syllables;

fn main() -> ExitCode {
    let lists: Vec<String> = std::env::args().skip(1).collect();
    if lists.is_empty() {
        eprintln!("usage: syllables LANGUAGE=FILE ...");
        return ExitCode::from(2);
    }
    for list in lists {
        let Some((language, path)) = list.split_once('=') else {
            eprintln!("error: `{list}` is not LANGUAGE=FILE");
            return ExitCode::from(2);
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("error: cannot read `{path}`: {error}");
                return ExitCode::FAILURE;
            }
        };
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let word = line.split('\t').next().unwrap_or_default();
            println!("{language}\t{word}\t{}", syllables(word, language));
        }
    }
    ExitCode::SUCCESS
}
