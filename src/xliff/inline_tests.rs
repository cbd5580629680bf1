use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::inline::{CodeKind, Part, Piece, Side, flatten, join, protect};
use crate::case::block_digest;

/// `{kind data}` for codes, `|` between segments, gaps in `<>`.
fn shown(markdown: &str) -> String {
    let mut out = String::new();
    for part in protect(markdown) {
        match part {
            Part::Gap(gap) => out.push_str(&format!("<{}>", gap.replace('\n', "⏎"))),
            Part::Segment(pieces) => {
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => out.push_str(&text),
                        Piece::Code { side, kind, data } => {
                            let side = match side {
                                Side::Alone => "",
                                Side::Open => "+",
                                Side::Close => "-",
                            };
                            out.push_str(&format!("{{{side}{} {}}}", kind.as_str(), data.replace('\n', "⏎")));
                        }
                    }
                }
            }
        }
    }
    out
}

#[test]
fn words_are_text_and_the_rest_is_codes() {
    let table = [
        ("Take **5 mg** daily [@a; @b].", "Take {+emphasis **}5 mg{-emphasis **} daily {citation [@a; @b]}."),
        ("see [#F3] and `x`", "see {cross-reference [#F3]} and {verbatim `x`}"),
        ("0.8 cm^2^ of H~2~O", "0.8 cm{+emphasis ^}2{-emphasis ^} of H{+emphasis ~}2{-emphasis ~}O"),
        ("a [*b* c](https://e.org) d", "a {+link [}{+emphasis *}b{-emphasis *} c{-link ](https://e.org)} d"),
        ("a <https://e.org> b", "a {link <https://e.org>} b"),
        ("a\nb", "a b"),
        ("a [@k1;\n  @k2]", "a {citation [@k1; @k2]}"),
        ("a  \nb", "a{break   ⏎}b"),
        ("5&nbsp;mg \\*not\\*", "5{entity &nbsp;}mg \\*not\\*"),
        ("One.\n\nTwo.", "One.<⏎⏎>Two."),
        ("- *one*\n- two\n  more", "<- >{+emphasis *}one{-emphasis *}<⏎- >two more"),
        ("> a\n> b", "<> >a{structure ⏎> }b"),
        ("| a | b |\n|---|---|\n| 1 | \\*2 |", "<| >a< | >b< |⏎|---|---|⏎| >1< | >\\*2< |>"),
        ("## Head\n\nx[^1]\n\n[^1]: note", "<## >Head<⏎⏎>x{footnote [^1]}<⏎⏎[^1]: >note"),
        ("- [ ] do", "<- [ ] >do"),
        ("a ^ b ~ c 3~4", "a ^ b ~ c 3~4"),
        ("\\*a\n\\*b", "\\*a \\*b"),
        ("~~gone~~", "{+emphasis ~~}gone{-emphasis ~~}"),
    ];
    for (markdown, expected) in table {
        assert_eq!(shown(markdown), expected, "{markdown:?}");
    }
    assert!(protect("").is_empty());
    assert!(protect(" \n").is_empty());
}

#[test]
fn required_codes_are_those_that_carry_meaning() {
    assert!(CodeKind::Citation.is_required() && CodeKind::Link.is_required());
    assert!(!CodeKind::Emphasis.is_required() && !CodeKind::Structure.is_required());
}

/// Pieces that authors write, and that parsers trip over.
fn markdown() -> impl Strategy<Value = String> {
    let sign = proptest::sample::select(&[
        "*",
        "**",
        "_",
        "`",
        "[",
        "]",
        "(",
        ")",
        "!",
        "<",
        ">",
        "\\",
        "&amp;",
        "|",
        "é",
        "\u{a0}",
        "\t",
        "\r",
        "\u{1}",
        "# ",
        "- ",
        "* ",
        "1. ",
        "> ",
        "    ",
        "```\n",
        "---\n",
        "- [ ] ",
        "  \n",
        "\\\n",
        "[^a]",
        "\n\n[^a]: ",
        "[@k1] ",
        "[@k1; @k2] ",
        "[#F3] ",
        "[@] ",
        "[r]",
        "\n\n[r]: https://e.org\n\n",
        "[x](https://e.org)",
        "![x](y.png)",
        "<b>x",
        "\n<div>\n",
        "<https://e.org>",
        "~~",
        "H~2~O",
        "10^9^",
        "\n\n| a | b |\n|---|:-:|\n| c | *d* |\n\n",
    ]);
    let piece = prop_oneof![
        8 => "[a-zé]{1,6}",
        3 => Just(" ".to_owned()),
        2 => Just("\n".to_owned()),
        1 => Just("\n\n".to_owned()),
        2 => sign.prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1024,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(21),
        ..ProptestConfig::default()
    })]

    #[test]
    fn pieces_make_the_text_again(text in markdown()) {
        let parts = protect(&text);
        let whole = join(&parts);
        prop_assert_eq!(folded(&whole), folded(&text));
        prop_assert_eq!(block_digest(&whole), block_digest(&text));
        // What was put together comes apart in the same way: nothing moves on a second trip.
        prop_assert_eq!(join(&protect(&whole)), whole.trim_end());
        let mut depth = 0_i32;
        for piece in flatten(parts) {
            if let Piece::Code { side, .. } = piece {
                depth += match side { Side::Open => 1, Side::Close => -1, Side::Alone => 0 };
            }
            prop_assert!(depth >= 0);
        }
        prop_assert_eq!(depth, 0);
    }
}
