#![allow(clippy::unwrap_used)]

use super::*;
use crate::signing::fixtures::at;

fn entry(action: Action, time: &str) -> NewEntry {
    let objects =
        [(Object::Case, "OP-1"), (Object::Version, "1"), (Object::Locale, "es-US"), (Object::Kind, "booklet")];
    NewEntry {
        at: at(time),
        actor: "dr-alvarez".to_owned(),
        action,
        objects: objects.into_iter().map(|(object, value)| (object, value.to_owned())).collect(),
    }
}

const TIMES: [&str; 4] =
    ["2026-03-01T09:00:00-06:00", "2026-03-01T09:00:00-06:00", "2026-03-01T16:30:00+01:00", "2026-03-02T09:00:00Z"];

/// A log of four lines, and the head after each.
fn sample() -> (tempfile::TempDir, PathBuf, Vec<LogHead>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case/log.jsonl");
    let heads = TIMES.iter().map(|time| append(&path, &[entry(Action::Render, time)]).unwrap()).collect();
    (folder, path, heads)
}

#[test]
fn a_log_grows_and_keeps_its_heads() {
    let (_folder, path, heads) = sample();
    let log = Log::open(&path).unwrap();
    assert_eq!((log.entries().len(), log.head()), (4, heads[3]));
    assert!(heads.iter().all(|head| log.contains(head).is_ok()));
    assert!(log.contains(&LogHead { size: 0, head: Sha256Digest::ZERO }).is_ok());
    let bytes = fs::read(&path).unwrap();
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap();
    assert_eq!(
        String::from_utf8_lossy(first),
        format!(
            "{{\"action\":\"render\",\"actor\":\"dr-alvarez\",\"at\":\"2026-03-01T09:00:00-06:00\",\
             \"objects\":{{\"case\":\"OP-1\",\
             \"kind\":\"booklet\",\"locale\":\"es-US\",\"version\":\"1\"}},\"previous\":\"{}\",\"sequence\":1}}",
            Sha256Digest::ZERO
        )
    );
    assert_eq!(heads[0].head, Sha256Digest::of(first));
    // Several at once are all there.
    let head =
        append(&path, &[entry(Action::Approve, "2026-03-03T09:00:00Z"), entry(Action::Bind, "2026-03-03T09:00:00Z")])
            .unwrap();
    assert_eq!(head.size, 6);
    assert!(Log::open(&path).unwrap().contains(&heads[3]).is_ok());
    assert_eq!(
        Log::open(&path.with_file_name("none.jsonl")).unwrap().head(),
        LogHead { size: 0, head: Sha256Digest::ZERO }
    );
}

#[test]
fn every_change_is_seen() {
    let (_folder, path, heads) = sample();
    let bytes = fs::read(&path).unwrap();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let problem = |bytes: &[u8]| Log::read(bytes).unwrap_err();
    assert_eq!(problem(&[lines[0], lines[2], lines[3]].concat()), LogProblem::Chain { line: 2 });
    assert_eq!(problem(&lines[1..].concat()), LogProblem::Chain { line: 1 });
    assert_eq!(problem(&[lines[0], lines[0], lines[1]].concat()), LogProblem::Chain { line: 2 });
    assert_eq!(problem(&[lines[0], lines[2], lines[1], lines[3]].concat()), LogProblem::Chain { line: 2 });
    assert_eq!(problem(text.replacen("dr-alvarez", "dr-other", 1).as_bytes()), LogProblem::Chain { line: 2 });
    assert_eq!(problem(&bytes[..bytes.len() - 1]), LogProblem::Torn);
    assert_eq!(problem(&bytes[..bytes.len() - 20]), LogProblem::Torn);
    for (from, to) in [
        ("{\"action\"", "{ \"action\""),
        ("render", "unknown"),
        ("\"sequence\":1", "\"sequence\":1,\"z\":1"),
        ("es-US", "es US"),
        ("\n", "\r\n"),
        ("\n", "\n\n"),
    ] {
        assert!(matches!(problem(text.replacen(from, to, 1).as_bytes()), LogProblem::Line { .. }), "{from} {to}");
    }
    // Every flipped bit is seen: in the last line by a head alone.
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(Log::read(&changed).map_or(true, |log| log.contains(&heads[3]).is_err()), "{at}");
    }
    // A cut tail is seen by a head alone.
    for count in 0..4 {
        let cut = Log::read(&lines[..count].concat()).unwrap();
        assert_eq!(cut.contains(&heads[3]), Err(LogProblem::Cut { size: count as u64, was: 4 }));
    }
    let other = LogHead { size: 2, head: heads[2].head };
    assert_eq!(Log::read(&bytes).unwrap().contains(&other), Err(LogProblem::OtherHead { line: 2 }));
    assert!(Log::read(&vec![b'\n'; MAX_LOG + 1]).is_err());
}

#[test]
fn times_do_not_go_back() {
    let (_folder, path, _) = sample();
    let before = fs::read(&path).unwrap();
    let error = append(&path, &[entry(Action::Approve, "2026-03-02T08:59:59Z")]).unwrap_err();
    assert!(error.hint().unwrap().contains("clock"));
    assert_eq!(fs::read(&path).unwrap(), before);
    // A line with an earlier time and a chain that holds.
    let log = Log::read(&before).unwrap();
    let forged =
        Entry { at: at("2026-01-01T00:00:00Z"), previous: log.head().head, sequence: 5, ..log.entries()[0].clone() };
    let forged = [&before[..], &canonical::write(&forged).unwrap(), b"\n"].concat();
    assert_eq!(Log::read(&forged).unwrap_err(), LogProblem::Time { line: 5 });
}

#[test]
fn nothing_but_ids_gets_into_a_log() {
    let (_folder, path, _) = sample();
    let before = fs::read(&path).unwrap();
    for (object, value) in [
        (Object::Case, "Maria Lopez, born 1960"),
        (Object::Party, "Dr. A"),
        (Object::Approval, "abc"),
        (Object::Version, "01"),
        (Object::Version, "0"),
        (Object::Kind, "Lung cancer"),
        (Object::Locale, "english please"),
        (Object::Path, "has cancer"),
        (Object::Rule, "a b"),
    ] {
        let new = NewEntry {
            objects: BTreeMap::from([(object, value.to_owned())]),
            ..entry(Action::Deliver, "2026-03-05T00:00:00Z")
        };
        assert_eq!(append(&path, &[new]).unwrap_err().kind(), ErrorKind::Invalid, "{value}");
    }
    let named = NewEntry { actor: "María López".to_owned(), ..entry(Action::Deliver, "2026-03-05T00:00:00Z") };
    assert!(append(&path, &[entry(Action::Bind, "2026-03-05T00:00:00Z"), named]).is_err());
    assert_eq!(fs::read(&path).unwrap(), before, "of two lines neither is written when one is refused");
}

#[test]
fn a_damaged_log_is_not_written_to() {
    let (_folder, path, _) = sample();
    let mut bytes = fs::read(&path).unwrap();
    bytes.truncate(bytes.len() - 5);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(append(&path, &[entry(Action::Bind, "2026-03-05T00:00:00Z")]).unwrap_err().kind(), ErrorKind::Mismatch);
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn writers_wait_for_each_other_and_what_a_crash_leaves_is_no_log() {
    let (_folder, path, _) = sample();
    // What a process killed before the rename leaves beside the log, and a lock whose holder is gone.
    fs::write(path.with_file_name(".tmpXYZ"), b"{\"action\":").unwrap();
    fs::write(path.with_file_name("log.jsonl.lock"), b"").unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    append(&path, &[entry(Action::Check, "2026-03-05T00:00:00Z")]).unwrap();
                }
            });
        }
    });
    assert_eq!(Log::open(&path).unwrap().entries().len(), 24);
}
