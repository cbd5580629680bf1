//! Page ranges: `284-287`, `S93-9`, `iii-v`, `e12`, `120-5, 130`.

/// One range, or one page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    start: String,
    end: Option<String>,
}

/// As the NLM prints them: figures of the last page that repeat the first are left out ("Citing Medicine", ch. 1).
pub(super) fn short(pages: &str) -> String {
    join(pages, "-", |start, end| match (split(start), split(end)) {
        (Some((prefix, first, "")), Some((end_prefix, last, ""))) if end_prefix == prefix || end_prefix.is_empty() => {
            if first.len() != last.len() {
                return last.to_owned();
            }
            let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
            last.get(same.min(last.len() - 1)..).unwrap_or(last).to_owned()
        }
        _ => end.to_owned(),
    })
}

/// In full, as AMA and APA print them; what the source shortened is completed.
pub(super) fn full(pages: &str, dash: &str) -> String {
    join(pages, dash, |start, end| match (split(start), split(end)) {
        (Some((prefix, first, "")), Some(("", last, ""))) if last.len() < first.len() => {
            format!("{prefix}{}{last}", first.get(..first.len() - last.len()).unwrap_or_default())
        }
        (Some((prefix, _, "")), Some(("", last, ""))) => format!("{prefix}{last}"),
        _ => end.to_owned(),
    })
}

/// Whether it is more than one page.
pub(super) fn is_plural(pages: &str) -> bool {
    let ranges = parse(pages);
    ranges.len() > 1 || ranges.iter().any(|range| range.end.is_some())
}

/// Whether the pages only count those of the article itself (`1-12`), as journals with article numbers do.
pub(super) fn starts_at_one(pages: &str) -> bool {
    parse(pages).first().is_some_and(|range| range.start == "1" && range.end.is_some())
}

fn join(pages: &str, dash: &str, end_of: impl Fn(&str, &str) -> String) -> String {
    let shown = parse(pages).into_iter().map(|range| match &range.end {
        Some(end) => format!("{}{dash}{}", range.start, end_of(&range.start, end)),
        None => range.start,
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn parse(pages: &str) -> Vec<Range> {
    let plain: String = pages.chars().map(|c| if matches!(c, '‐'..='―' | '−') { '-' } else { c }).collect();
    let plain = plain.trim();
    let plain = ["pp. ", "pp.", "pp ", "p. ", "p."].iter().find_map(|label| plain.strip_prefix(label)).unwrap_or(plain);
    plain.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(range).collect()
}

fn range(part: &str) -> Range {
    let whole = || Range { start: part.to_owned(), end: None };
    let Some((start, end)) = part.split_once('-') else {
        return whole();
    };
    let (start, end) = (start.trim(), end.trim_start_matches('-').trim());
    let page = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '.');
    if !page(start) || !page(end) {
        return whole();
    }
    Range { start: start.to_owned(), end: (start != end).then(|| end.to_owned()) }
}

/// Letters, figures and letters of a page such as `S93` or `1040A`.
fn split(page: &str) -> Option<(&str, &str, &str)> {
    let first = page.find(|c: char| c.is_ascii_digit())?;
    let (prefix, rest) = page.split_at(first);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, suffix) = rest.split_at(end);
    let letters = |text: &str| text.chars().all(char::is_alphabetic);
    (letters(prefix) && letters(suffix)).then_some((prefix, digits, suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_shortened_as_the_nlm_does() {
        for (pages, expected) in [
            ("284-287", "284-7"),
            ("284–7", "284-7"),
            ("875--888", "875-88"),
            ("99-101", "99-101"),
            ("1321-1328", "1321-8"),
            ("S93-S99", "S93-9"),
            ("S6-S12", "S6-12"),
            ("126A-127A", "126A-127A"),
            ("iii-v", "iii-v"),
            ("e12", "e12"),
            ("pp. 93-113", "93-113"),
            ("120-125, 130", "120-5, 130"),
            ("184-184", "184"),
            ("100-100a", "100-100a"),
            ("[about 1 p.]", "[about 1 p.]"),
            ("CD007917", "CD007917"),
            ("5-3", "5-3"),
        ] {
            assert_eq!(short(pages), expected, "{pages}");
        }
    }

    #[test]
    fn ranges_are_completed_for_the_others() {
        assert_eq!(full("284-7", "-"), "284-287");
        assert_eq!(full("S93-9", "–"), "S93–S99");
        assert_eq!(full("1321-1328", "–"), "1321–1328");
        assert_eq!(full("iii-v", "–"), "iii–v");
        assert!(is_plural("1-2") && is_plural("1, 3") && !is_plural("e12"));
        assert!(starts_at_one("1–12") && !starts_at_one("1") && !starts_at_one("11-12"));
    }
}
