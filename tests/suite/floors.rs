//! A module imports only from lower floors (`docs/architecture.md`).

use std::fs;
use std::path::Path;

use crate::support::repository;

/// Modules by floor.
const FLOORS: &[&[&str]] = &[
    &["diagnostics", "files", "parallel"],
    &["case", "document", "locale", "theme"],
    &["prose", "citations", "language", "records"],
    &["rules", "signing", "xliff"],
    &["compose"],
    &["typeset"],
    &["engine"],
    &["booklet", "review"],
    &["cli"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn modules_import_only_from_lower_floors() {
    let src = repository("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut wrong = Vec::new();
    for file in &files {
        let relative = file.strip_prefix(&src).unwrap();
        let module = relative.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        if module == "lib" || module == "main" {
            continue;
        }
        let own = floor(&module).unwrap_or_else(|| panic!("`{module}` is on no floor; add it to FLOORS and the docs"));
        let text = fs::read_to_string(file).unwrap();
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for (at, _) in code.match_indices("crate::") {
                let name: String = code[at + 7..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                // Types re-exported at the crate's root are named by their capital letter and belong to the command line.
                if name.is_empty() {
                    continue;
                }
                match floor(&name) {
                    Some(other) if other < own || name == module => {}
                    // Case and document know nothing of each other's content but share a floor with locale and theme.
                    Some(other) if other == own => {}
                    Some(_) => {
                        wrong.push(format!("{}:{}: `{module}` imports `{name}`", relative.display(), number + 1))
                    }
                    None => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports from a higher floor:\n{}", wrong.join("\n"));
}

#[test]
fn files_stay_short_enough_to_hold_in_the_head() {
    let mut files = Vec::new();
    sources(&repository("src"), &mut files);
    let long: Vec<String> = files
        .iter()
        .map(|file| (file, fs::read_to_string(file).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > 700)
        .map(|(file, lines)| format!("{} has {lines} lines", file.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
