//! An act that is stopped at any moment is done whole or not at all.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{
    APPROVED_AT, CERTIFIED_AT, act, acts, approve, attested, certified, command, copy_of, done, opine, released, text,
    tree,
};

/// Starts an act and kills it: after a while, or so long after its folder was begun.
fn kill(folder: &Path, arguments: &[String], when: When) {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut child: Child = command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    match when {
        When::After(time) => std::thread::sleep(time),
        When::Begun(time) => {
            let signatures = folder.join("case/signatures");
            let begun = || {
                fs::read_dir(&signatures)
                    .unwrap()
                    .any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with(".unfinished-"))
            };
            while !begun() && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(time);
        }
    }
    let _ = child.kill();
    child.wait().unwrap();
}

#[derive(Clone, Copy)]
enum When {
    After(Duration),
    Begun(Duration),
}

/// Kills an act at many moments; after each there are the acts of before or one more, and it can be done to the end.
fn survives(stage: &Path, arguments: impl Fn(&Path) -> Vec<String>, steps: u32, done: impl Fn(&Path)) {
    let before = acts(stage).len();
    let whole = copy_of(stage);
    let start = Instant::now();
    let first = arguments(whole.path());
    assert!(opine(&first.iter().map(String::as_str).collect::<Vec<_>>()).status.success());
    let takes = start.elapsed();
    let expected = tree(&whole.path().join("case"));
    let mut moments: Vec<When> = (1..=steps).map(|step| When::After(takes * step * 3 / (steps * 3 + 1))).collect();
    moments.extend((0..steps).map(|step| When::Begun(Duration::from_micros(u64::from(step * step) * 700))));
    let (mut copy, mut unfinished, mut finished) = (copy_of(stage), 0, 0);
    for when in moments {
        kill(copy.path(), &arguments(copy.path()), when);
        let names = fs::read_dir(copy.path().join("case/signatures")).unwrap();
        unfinished += names
            .filter(|name| name.as_ref().unwrap().file_name().to_string_lossy().starts_with(".unfinished"))
            .count();
        let now = acts(copy.path()).len();
        assert!(now == before || now == before + 1, "{now} acts");
        if now > before {
            finished += 1;
            done(copy.path());
            assert!(tree(&copy.path().join("case")) == expected, "the act is whole");
            copy = copy_of(stage);
        }
    }
    println!("{unfinished} of {} left something unfinished, {finished} were done", steps * 2);
    assert!(opine(&arguments(copy.path()).iter().map(String::as_str).collect::<Vec<_>>()).status.success());
    done(copy.path());
    assert!(tree(&copy.path().join("case")) == expected, "what was left unfinished is gone, and the act is the same");
}

#[test]
fn a_director_who_is_stopped_at_any_moment_has_signed_or_not() {
    let arguments = |folder: &Path| {
        let out = folder.join("out");
        act(folder, "medical-director", "director", "director", APPROVED_AT, &["--out", text(&out)])
    };
    let expected = tree(&released().join("out"));
    survives(certified(), arguments, 6, |folder| {
        // What was released without being handed over is handed over when the command is run again.
        done(&approve(folder, "2026-03-07T11:00:00-06:00"));
        assert!(tree(&folder.join("out")) == expected);
    });
}

#[test]
fn a_manager_who_is_stopped_at_any_moment_has_signed_or_not() {
    let arguments = |folder: &Path| act(folder, "case-manager", "manager", "manager", CERTIFIED_AT, &[]);
    survives(attested(), arguments, 3, |_| {});
}
