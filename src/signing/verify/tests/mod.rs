//! Files as they should be, and attacks on them: each with the status it must get.

#![allow(clippy::unwrap_used)]

mod archives;
mod beside;
mod fixture;
mod oracles;
mod pdfs;
mod records;

use super::*;

/// The status and whether the fact is there that must have led to it.
#[track_caller]
fn expect(attack: &str, report: &Report, status: Status, id: &str) {
    assert_eq!(report.status, status, "{attack}: {:#?}", report.all_facts());
    assert!(report.has(id), "{attack}: no {id} in {:#?}", report.all_facts());
    assert_ne!(report.exit_code() == 0, status != Status::Valid, "{attack}");
    // Every fact has a message that languages must have a sentence for.
    for fact in report.all_facts() {
        assert!(MESSAGES.iter().any(|(known, _)| *known == fact.id), "{}", fact.id);
    }
}

#[test]
fn the_gravest_fact_decides() {
    let order =
        [Status::Altered, Status::Untrusted, Status::Incomplete, Status::Withdrawn, Status::Superseded, Status::Valid];
    assert!(order.is_sorted());
    assert_eq!(order.map(Status::exit_code), [1, 2, 3, 4, 4, 0]);
}

#[test]
fn every_message_is_listed_once() {
    let mut ids: Vec<&str> = MESSAGES.iter().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
    assert!(ids.iter().all(|id| id.starts_with("verify-")));
}

#[test]
fn the_first_bytes_say_what_a_file_is() {
    assert_eq!(subject(b"%PDF-1.7\n"), Some(Subject::Pdf));
    assert_eq!(subject(b"\n\n%PDF-1.7\n"), Some(Subject::Pdf));
    assert_eq!(subject(b"PK\x03\x04mimetype"), Some(Subject::Archive));
    assert_eq!(subject(b"{\"act\":\"approve\"}"), Some(Subject::Approval));
    assert_eq!(subject(b"{\"approval\":\"00\"}"), Some(Subject::Notice));
    assert_eq!(subject(b""), None);
    assert_eq!(subject(b"hello"), None);
}
