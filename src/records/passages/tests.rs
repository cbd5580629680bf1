//! What all readers promise, and the words of passages to compare them with those of the source.

use super::*;

/// The words of passages, sorted, without the marks of items in cells.
pub fn words_of(passages: &[Passage]) -> Vec<String> {
    let mut out = Vec::new();
    collect(passages, &mut out);
    out.retain(|word| word != "•");
    out.sort();
    out
}

fn collect(passages: &[Passage], out: &mut Vec<String>) {
    for passage in passages {
        match passage {
            Passage::Heading { text, .. } | Passage::Pre(text) => split(text, out),
            Passage::Para(runs) => split(&narrative::plain(runs), out),
            Passage::List { items, .. } => items.iter().for_each(|item| collect(item, out)),
            Passage::Table { head, rows } => {
                head.iter().chain(rows).flatten().for_each(|cell| split(&narrative::plain(cell), out));
            }
            Passage::Listing { rows, .. } => {
                for row in rows {
                    let texts = [row.date.as_deref(), Some(&row.what), row.value.as_deref(), row.status.as_deref()];
                    texts.into_iter().flatten().for_each(|text| split(text, out));
                }
            }
        }
    }
}

fn split(text: &str, out: &mut Vec<String>) {
    out.extend(text.split_whitespace().map(str::to_owned));
}

fn kind(bytes: &[u8]) -> Option<Result<&'static str, Reason>> {
    read(bytes).map(|result| result.map(|reading| reading.kind))
}

#[test]
fn kinds_are_told_apart() {
    assert_eq!(kind(b"A letter."), Some(Ok("text")));
    assert_eq!(kind(b"\xef\xbb\xbf{\\rtf1 x"), Some(Ok("text")));
    assert_eq!(kind(b"{\\rtf1\\ansi x}"), Some(Ok("rtf")));
    assert_eq!(kind(b"<html><body>x</body></html>"), Some(Ok("html")));
    assert_eq!(kind(b"{\"a\": 1}"), Some(Ok("text")));
    assert_eq!(kind(b"{\"resourceType\": \"Patient\"}"), Some(Err(Reason::NothingToShow)));
    assert_eq!(kind(b"<Bundle xmlns=\"http://hl7.org/fhir\"/>"), Some(Err(Reason::Kind)));
    assert_eq!(kind(b"%PDF-1.7\n"), None);
    assert_eq!(kind(b"PK\x03\x04"), None);
    assert_eq!(kind(b"\0\0\0"), None);
    assert_eq!(kind(b" \n"), Some(Err(Reason::NothingToShow)));
}

#[test]
fn the_deepest_nesting_is_read() {
    let tables = 65;
    let html = format!("<html>{}deep{}</html>", "<table><tr><td>x".repeat(tables), "</td></tr></table>".repeat(tables));
    assert_eq!(kind(html.as_bytes()), Some(Ok("html")));
    let lists = format!("<html>{}deep{}</html>", "<ul><li>".repeat(99), "</li></ul>".repeat(99));
    assert_eq!(kind(lists.as_bytes()), Some(Ok("html")));
    let looks = format!("<html>{}</html>", "<b><br/></b><i><br/></i>".repeat(100_000));
    assert_eq!(kind(looks.as_bytes()), Some(Err(Reason::NothingToShow)));
}

#[test]
fn endless_records_are_refused() {
    assert_eq!(kind("x\n".repeat(MAX_PASSAGES + 1).as_bytes()), Some(Err(Reason::TooLarge)));
    assert_eq!(kind("a,b,c\n".repeat(MAX_PASSAGES + 1).as_bytes()), Some(Err(Reason::TooLarge)));
    assert_eq!(kind(&vec![b'x'; MAX_TEXT + 1]), Some(Err(Reason::TooLarge)));
    assert_eq!(kind("é".repeat((MAX_FHIR >> 1) + 1).as_bytes()), Some(Err(Reason::TooLarge)));
    let paragraphs = format!("<html>{}</html>", "<p>x</p>".repeat(MAX_PASSAGES + 1));
    assert_eq!(kind(paragraphs.as_bytes()), Some(Err(Reason::TooLarge)));
}
