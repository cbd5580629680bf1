use super::markdown::{MAX_INLINES, MAX_LISTS, MAX_NODES, MAX_QUOTES};
use super::{blocks, inlines};
use crate::document::{Align, Block, Inline};

fn text(s: &str) -> Inline {
    Inline::Text { s: s.to_owned() }
}

fn para(s: &str) -> Block {
    Block::Para { c: vec![text(s)] }
}

fn clean(markdown: &str) -> Vec<Block> {
    let parsed = blocks(markdown);
    assert_eq!(parsed.problems, vec![], "{markdown}");
    parsed.value
}

/// The codes of the problems with the words they point at.
fn problems(markdown: &str) -> Vec<(&'static str, &str)> {
    blocks(markdown).problems.into_iter().map(|problem| (problem.code, &markdown[problem.range])).collect()
}

#[test]
fn inline_markup_becomes_inlines() {
    let [Block::Para { c }] = &clean("a *b* **c** ~~d~~ H~2~O 10^9^/L `e`\\\nf &amp; \\*g\\*")[..] else { panic!() };
    assert_eq!(
        c[..],
        [
            text("a "),
            Inline::Emph { c: vec![text("b")] },
            text(" "),
            Inline::Strong { c: vec![text("c")] },
            text(" "),
            Inline::Strike { c: vec![text("d")] },
            text(" H"),
            Inline::Sub { c: vec![text("2")] },
            text("O 10"),
            Inline::Sup { c: vec![text("9")] },
            text("/L "),
            Inline::Code { s: "e".into() },
            Inline::Break,
            text("f & *g*"),
        ]
    );
}

#[test]
fn exponents_inside_brackets_are_raised() {
    let [Block::Para { c }] = &clean("WBC [4.5–11 × 10^9^/L] high")[..] else { panic!() };
    assert_eq!(c[..], [text("WBC [4.5–11 × 10"), Inline::Sup { c: vec![text("9")] }, text("/L] high")]);
    assert_eq!(clean(r"[10\^9\^]"), [para("[10^9^]")]);
}

#[test]
fn signs_that_do_nothing_are_named() {
    assert_eq!(problems("about 10^9 cells"), [("MD-10", "about 10^9 cells")]);
    assert_eq!(problems("5~7 or 8~9"), [("MD-10", "~7 or 8~")]);
    assert_eq!(problems(r"10\^9, ~5 to ~7 cm, ^_^"), []);
}

#[test]
fn lists_keep_their_start_and_tightness() {
    assert_eq!(
        clean("3. a\n4. b\n\n- c\n\n- d\n"),
        [
            Block::List { start: Some(3), tight: true, items: vec![vec![para("a")], vec![para("b")]] },
            Block::List { start: None, tight: false, items: vec![vec![para("c")], vec![para("d")]] },
        ]
    );
}

#[test]
fn boxes_become_tasks() {
    let [Block::Tasks { items }] = &clean("- [ ] call\n- [x] sign")[..] else { panic!() };
    assert_eq!(items.iter().map(|task| task.done).collect::<Vec<_>>(), [false, true]);
    assert_eq!(items[0].c, [para("call")]);
    assert_eq!(problems("- [ ] call\n- sign"), [("MD-12", "- [ ] call\n- sign")]);
}

#[test]
fn tables_have_one_cell_for_each_column() {
    let [Block::Table { columns, head, rows, .. }] = &clean("| a | b |\n|:-:|--:|\n| `c\\|d` | |")[..] else {
        panic!()
    };
    assert_eq!(columns.iter().map(|column| column.align).collect::<Vec<_>>(), [Align::Center, Align::End]);
    assert_eq!(head[..], [vec![text("a")], vec![text("b")]]);
    assert_eq!(rows[..], [vec![vec![Block::Para { c: vec![Inline::Code { s: "c|d".into() }] }], vec![]]]);
}

#[test]
fn quotes_code_and_rules() {
    assert_eq!(
        clean("> a\n\n```text\nb\n  c\n```\n\n---\n"),
        [Block::Quote { lang: None, by: None, c: vec![para("a")] }, Block::Code { text: "b\n  c".into() }, Block::Rule,]
    );
}

#[test]
fn headings_start_at_one_without_gaps() {
    let levels = |markdown: &str| -> Vec<u8> {
        clean(markdown)
            .iter()
            .filter_map(|b| if let Block::Heading { level, .. } = b { Some(*level) } else { None })
            .collect()
    };
    assert_eq!(levels("## a\n\n#### b\n\n## c\n\n##### d"), [1, 2, 1, 2]);
    assert_eq!(levels("# a\n\n## b\n\n### c\n\n#### d"), [1, 2, 3, 3]);
    assert_eq!(levels("### a\n\n# b"), [1, 1]);
    assert_eq!(problems("#\n\na"), [("MD-13", "#")]);
}

#[test]
fn footnotes_stand_at_their_first_reference() {
    let [Block::Para { c }] = &clean("a[^n] b\n\n[^n]: *one*")[..] else { panic!() };
    let note = Inline::Note { c: vec![Block::Para { c: vec![Inline::Emph { c: vec![text("one")] }] }] };
    assert_eq!(c[..], [text("a"), note, text(" b")]);
    assert_eq!(problems("a[^n] b[^n]\n\n[^n]: one"), [("MD-09", "[^n]")]);
    assert_eq!(problems("a[^n]\n\n[^n]: one[^m]\n\n[^m]: two")[..1], [("MD-09", "[^m]")]);
    let lost = blocks("a\n\n[^n]: one");
    assert_eq!(lost.problems[0].code, "MD-08");
    assert_eq!(lost.value, [para("a"), para("one")]);
    assert_eq!(clean("a[^n]"), [para("a[^n]")]);
}

#[test]
fn citations_and_cross_references() {
    let [Block::Para { c }] = &clean("x [@a; @b-2], see [#F3; #REC-2]; `[@c]` \\[@d]")[..] else { panic!() };
    assert_eq!(
        c[..],
        [
            text("x "),
            Inline::CiteKeys { keys: vec!["a".into(), "b-2".into()] },
            text(", see "),
            Inline::CrossRef { id: "F3".into() },
            text(", "),
            Inline::CrossRef { id: "REC-2".into() },
            text("; "),
            Inline::Code { s: "[@c]".into() },
            text(" [@d]"),
        ]
    );
    assert_eq!(
        clean("[@a_1; @b_2]"),
        [Block::Para { c: vec![Inline::CiteKeys { keys: vec!["a_1".into(), "b_2".into()] }] }]
    );
}

#[test]
fn malformed_references_are_named_and_stay() {
    for (markdown, range) in [
        ("x [@a, p. 3] y", "[@a, p. 3]"),
        ("x [# of *beds*] y", "[# of *beds*]"),
        ("x [@a; #F1] y", "[@a; #F1]"),
        ("x [words][@a] y", "[words][@a]"),
        ("x [@a y", "[@"),
        ("x [@a][^b] y", "[@"),
        ("x [@a](n=40) y", "[@a](n=40)"),
        ("x [@a] y\n\n[@a]: https://e.org", "[@a]"),
    ] {
        assert_eq!(problems(markdown)[0], ("MD-07", range), "{markdown}");
    }
    let [Block::Para { c }] = &blocks("x [@a, *p*] y").value[..] else { panic!() };
    assert_eq!(c[..], [text("x [@a, "), Inline::Emph { c: vec![text("p")] }, text("] y")]);
}

#[test]
fn raw_html_stays_visible() {
    let parsed = blocks("a <b>c</b>\n\n<div>\nd\n</div>");
    assert_eq!(parsed.value[0], para("a <b>c</b>"));
    assert_eq!(
        parsed.value[1],
        Block::Para { c: vec![text("<div>"), Inline::Break, text("d"), Inline::Break, text("</div>")] }
    );
    assert_eq!(problems("a <b>c</b>"), [("MD-01", "<b>"), ("MD-01", "</b>")]);
    assert_eq!(problems("<!-- hidden -->"), [("MD-01", "<!-- hidden -->")]);
}

#[test]
fn links_go_to_safe_places_only() {
    let [Block::Para { c }] = &clean("[a](HTTPS://e.org/ä?x=<y>) <mailto:a@b.org> [t](tel:+1-312-555-0100)")[..]
    else {
        panic!()
    };
    let urls: Vec<_> =
        c.iter().filter_map(|i| if let Inline::Link { url, .. } = i { Some(url.as_str()) } else { None }).collect();
    assert_eq!(urls, ["https://e.org/%C3%A4?x=%3Cy%3E", "mailto:a@b.org", "tel:+1-312-555-0100"]);
    for url in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "x.html",
        "#F3",
        "data:text/html,x",
        "https://",
        "https:///x",
        "mailto:",
    ] {
        let markdown = format!("a [b]({url}) c");
        let parsed = blocks(&markdown);
        assert_eq!(parsed.problems[0].code, "MD-02", "{url}");
        assert_eq!(parsed.value, [para("a b c")]);
    }
    assert_eq!(problems("[](https://e.org)"), [("MD-02", "[](https://e.org)")]);
    assert_eq!(problems("[a](https://e.org \"b\")"), [("MD-08", "[a](https://e.org \"b\")")]);
}

#[test]
fn images_are_refused_by_name() {
    let parsed = blocks("a ![scan *one*](ct.png) b");
    assert_eq!(parsed.problems[0].code, "MD-04");
    assert!(parsed.problems[0].message.contains("`ct.png`"));
    assert_eq!(
        parsed.value,
        [Block::Para { c: vec![text("a scan "), Inline::Emph { c: vec![text("one")] }, text(" b")] }]
    );
}

#[test]
fn hidden_characters_are_found_wherever_they_are() {
    assert_eq!(problems("5\u{200b}0 mg"), [("MD-06", "\u{200b}")]);
    assert_eq!(problems("> * 5&#x202e;0 mg")[0].0, "MD-06");
    assert_eq!(problems("`a\u{202e}`"), [("MD-06", "\u{202e}")]);
    assert_eq!(blocks("5\u{200b}0 mg").value, [para("50 mg")]);
    assert_eq!(clean("\u{feff}a"), [para("a")]);
}

#[test]
fn words_that_would_vanish_are_named() {
    assert_eq!(problems("[Important]: call\n\nx"), [("MD-08", "[Important]: call")]);
    assert_eq!(problems("[a]: https://e.org\n\n[a]"), []);
}

#[test]
fn rows_of_another_length_are_named() {
    assert_eq!(
        problems("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |\n| 5 | \\| |"),
        [("MD-11", "| 1 | 2 | 3 |"), ("MD-11", "| 4 |")]
    );
    let [Block::Table { rows, columns, .. }] = &blocks("| a | b |\n|---|--:|\n| 1 | 2 | 3 |\n| 4 |").value[..] else {
        panic!()
    };
    assert!(rows.iter().all(|row| row.len() == 2));
    assert_eq!(columns.iter().map(|column| column.align).collect::<Vec<_>>(), [Align::Start, Align::End]);
    assert_eq!(rows[0][1], [para("2")]);
    assert!(rows[1][1].is_empty());
}

#[test]
fn labels_are_one_paragraph() {
    assert_eq!(inlines("Grade **2**").value, [text("Grade "), Inline::Strong { c: vec![text("2")] }]);
    assert_eq!(inlines("  ").value, []);
    for (label, what) in
        [("1. Wait", "a list"), ("# Wait", "a heading"), ("a\n\nb", "a second paragraph"), ("> a", "a quotation")]
    {
        let parsed = inlines(label);
        assert_eq!(parsed.problems[0].code, "MD-05", "{label}");
        assert!(parsed.problems[0].message.starts_with(what), "{}", parsed.problems[0].message);
        assert_eq!(parsed.value, [text(&label.split_whitespace().collect::<Vec<_>>().join(" "))]);
    }
    assert_eq!(inlines("1\\. Wait").problems, []);
}

#[test]
fn nesting_is_capped_and_no_word_lost() {
    let lists: String = (0..20).map(|depth| format!("{}- a{depth}\n", "  ".repeat(depth))).collect();
    let parsed = blocks(&lists);
    assert_eq!(parsed.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["MD-03"]);
    assert_eq!(list_depth(&parsed.value), MAX_LISTS);
    assert!(format!("{:?}", parsed.value).contains("a19"));

    let parsed = blocks(&format!("{}deep", "> ".repeat(50)));
    assert_eq!(parsed.problems[0].code, "MD-03");
    assert_eq!(format!("{:?}", parsed.value).matches("Quote").count(), MAX_QUOTES);

    let emphasis = format!("{}x{}", "*a _b ".repeat(30), " b_ a*".repeat(30));
    let parsed = blocks(&emphasis);
    assert_eq!(parsed.problems[0].code, "MD-03");
    assert!(format!("{:?}", parsed.value).matches("c: [").count() <= MAX_INLINES + 3);
}

fn list_depth(blocks: &[Block]) -> usize {
    let inner = |block: &Block| match block {
        Block::List { items, .. } => 1 + items.iter().map(|item| list_depth(item)).max().unwrap_or(0),
        _ => 0,
    };
    blocks.iter().map(inner).max().unwrap_or(0)
}

#[test]
fn hostile_sizes_end_quickly() {
    let many = blocks(&"*a* ".repeat(MAX_NODES));
    assert_eq!(many.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["MD-03"]);
    for hostile in [
        "> ".repeat(60_000),
        "- ".repeat(60_000),
        "[".repeat(100_000),
        "*a ".repeat(60_000),
        "[@a".repeat(50_000),
        "<a".repeat(50_000),
        "`a``b".repeat(20_000),
        format!("{}\n{}", "| a ".repeat(2_000), "|-".repeat(2_000)),
        "[^a]: [^a] ".repeat(10_000),
        "a\n".repeat(300_000),
    ] {
        let parsed = blocks(&hostile);
        assert!(parsed.problems.iter().all(|problem| hostile.get(problem.range.clone()).is_some()));
        inlines(&hostile);
        super::plain(&hostile);
    }
}
