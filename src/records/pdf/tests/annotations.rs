//! Forms, notes and marks on the page.

use super::*;

fn field(entries: &str) -> Made {
    Made::new("").annotated("5 0 R").object(format!("<</Subtype/Widget/Rect[10 10 60 30]{entries}>>"))
}

#[test]
fn a_text_field_is_shown_as_it_looks_or_not_at_all() {
    let filled = field("/FT/Tx/V(Aspirin)");
    assert_eq!(filled.refused(), Reason::FormWithoutLook);
    let look = filled.clone();
    let with = |content: &str| {
        let entries = "/FT/Tx/V(Aspirin)/AP<</N 6 0 R>>";
        field(entries).form("/BBox[0 0 50 20]/Resources<<>>", content)
    };
    assert_eq!(look.more.len(), 1);
    let drawn = with("/Tx BMC BT (Aspirin) Tj ET EMC");
    assert!(drawn.write().unwrap().has("(Aspirin) Tj"));
    assert_eq!(drawn.open().unwrap().removed().form, 1);
    // Filled in by a program that leaves the drawing to the reader: the look is still that of the empty field.
    assert_eq!(with("/Tx BMC EMC").refused(), Reason::FormWithoutLook);
    assert_eq!(with("0 0 50 20 re f /Tx BMC BT () Tj ET EMC").refused(), Reason::FormWithoutLook);
    // A value that is inherited from the field above is a value too.
    let above = field("/Parent 6 0 R").object("<</FT/Tx/V(Aspirin)/Kids[5 0 R]>>");
    assert_eq!(above.refused(), Reason::FormWithoutLook);
    // Nothing filled in, or nothing to be seen: nothing is missing.
    for empty in
        ["/FT/Tx", "/FT/Tx/V()", "/FT/Tx/V(  )", "/FT/Tx/V<FEFF0020>", "/FT/Tx/Ff 8192/V(secret)", "/FT/Btn/V/Yes"]
    {
        assert!(field(empty).write().is_ok(), "{empty}");
    }
    assert_eq!(field("/FT/Ch/V[(one)]").refused(), Reason::FormWithoutLook);
}

#[test]
fn a_box_is_shown_in_the_state_it_is_in() {
    let check = |state: &str| {
        let entries = format!("/FT/Btn/V/Yes{state}/AP<</N<</Yes 6 0 R/Off 7 0 R>>>>");
        let made = field(&entries).form("/BBox[0 0 9 9]", "% ticked").form("/BBox[0 0 9 9]", "% open");
        let made = made.write().unwrap();
        (made.has("% ticked"), made.has("% open"))
    };
    assert_eq!(check("/AS/Yes"), (true, false));
    assert_eq!(check("/AS/Off"), (false, true));
    assert_eq!(check("/AS/Other"), (false, false));
}

#[test]
fn what_is_hidden_is_not_drawn_and_what_has_no_look_is_no_comment() {
    for (flags, drawn) in [(0, true), (2, false), (32, false), (34, false), (4, true)] {
        let annotation = format!("<</Subtype/Stamp/F {flags}/Rect[10 10 60 30]/AP<</N 6 0 R>>>>");
        let made = Made::new("").annotated("5 0 R").object(annotation).form("/BBox[0 0 50 20]", "% the stamp");
        assert_eq!(made.write().unwrap().has("% the stamp"), drawn, "{flags}");
        let removed = made.open().unwrap().removed();
        assert_eq!((removed.notes, removed.hidden_layers), if drawn { (1, 0) } else { (0, 1) }, "{flags}");
    }
    let note = |annotation: &str| Made::new("").annotated("5 0 R").object(format!("<<{annotation}>>"));
    assert_eq!(note("/Subtype/Stamp/Rect[0 0 9 9]").refused(), Reason::FormWithoutLook);
    assert_eq!(note("/Subtype/FreeText/Rect[0 0 9 9]/Contents(words)").refused(), Reason::FormWithoutLook);
    assert!(note("/Subtype/FreeText/Rect[0 0 9 9]/Contents()").write().is_ok());
    let popup = note("/Subtype/Popup/Rect[0 0 9 9]/AP<</N 6 0 R>>").form("/BBox[0 0 9 9]", "% popup");
    assert!(!popup.write().unwrap().has("% popup"));
    let text = note("/Subtype/Text/Rect[0 0 9 9]/Contents(said)");
    assert_eq!(text.open().unwrap().removed().comments, 1);
    assert!(!text.write().unwrap().has("said"));
}

#[test]
fn marks_without_a_look_are_drawn_as_readers_draw_them() {
    let drawn = |annotation: &str| {
        let made = Made::new("").annotated("5 0 R").object(format!("<</Rect[10 20 50 60]{annotation}>>"));
        assert_eq!(made.open().unwrap().removed().notes, 1, "{annotation}");
        made.write().unwrap().text()
    };
    let has = |text: &str, words: &str| assert!(text.contains(words), "`{words}` in\n{text}");
    let quad = "/QuadPoints[10 60 50 60 10 20 50 20]";
    let highlight = drawn(&format!("/Subtype/Highlight/C[1 1 0]{quad}"));
    has(&highlight, "1 1 0 rg");
    has(&highlight, "10 60 m 50 60 l 50 20 l 10 20 l h f");
    has(&highlight, "/BM/Multiply");
    let underline = drawn(&format!("/Subtype/Underline/C[0 0 1]{quad}"));
    has(&underline, "10 20 m 50 20 l S");
    assert!(!underline.contains("Multiply"));
    has(&drawn(&format!("/Subtype/StrikeOut{quad}")), "10 40 m 50 40 l S");
    has(&drawn("/Subtype/Square/C[1 0 0]/BS<</W 2>>"), "1 0 0 RG 2 w 11 21 38 38 re S");
    has(&drawn("/Subtype/Square/C[0]/IC[0 1 0 0]"), "1 0 1 rg 0 0 0 RG 1 w 10.5 20.5 39 39 re B");
    has(&drawn("/Subtype/Circle"), "49.5 40 m");
    has(&drawn("/Subtype/Line/L[10 20 50 60]"), "10 20 m 50 60 l S");
    has(&drawn("/Subtype/Ink/InkList[[1 2 3 4][5 6 7 8 9 10]]"), "1 2 m 3 4 l S 5 6 m 7 8 l 9 10 l S");
    has(&drawn("/Subtype/PolyLine/Vertices[1 2 3 4 5 6]"), "1 2 m 3 4 l 5 6 l S");
    has(&drawn("/Subtype/Polygon/Vertices[1 2 3 4 5 6]"), "1 2 m 3 4 l 5 6 l s");
}

/// Where the corners of a look come to lie, given the look's own box and matrix.
fn placed(look: &str, corners: [(f64, f64); 2]) -> [(f64, f64); 2] {
    let made = Made::new("").annotated("5 0 R");
    let made = made.object("<</Subtype/Stamp/Rect[10 20 50 100]/AP<</N 6 0 R>>>>").form(look, "% look");
    let text = made.write().unwrap().text();
    let line = text.lines().find(|line| line.contains("cm /A0 Do")).unwrap();
    let m: Vec<f64> = line.split(' ').skip(1).map_while(|part| part.parse().ok()).collect();
    let inner: Vec<f64> = look.split_once("/Matrix[").map_or(vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0], |(_, rest)| {
        rest.trim_end_matches(']').split(' ').map(|part| part.parse().unwrap()).collect()
    });
    let apply = |m: &[f64], (x, y): (f64, f64)| (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]);
    let round = |(x, y): (f64, f64)| ((x * 1e3).round() / 1e3, (y * 1e3).round() / 1e3);
    corners.map(|corner| round(apply(&m, apply(&inner, corner))))
}

#[test]
fn a_look_is_laid_onto_its_rectangle_whatever_its_own_matrix() {
    let to = [(10.0, 20.0), (50.0, 100.0)];
    assert_eq!(placed("/BBox[0 0 20 10]", [(0.0, 0.0), (20.0, 10.0)]), to, "larger");
    assert_eq!(placed("/BBox[5 5 85 165]", [(5.0, 5.0), (85.0, 165.0)]), to, "smaller, and from elsewhere");
    // Turned a quarter against the clock: the look's right edge is the upper one.
    let turned = placed("/BBox[0 0 20 10]/Matrix[0 1 -1 0 0 0]", [(0.0, 10.0), (20.0, 0.0)]);
    assert_eq!(turned, to);
    // Turned by 45 degrees: the box around it fills the rectangle, so its lowest corner lies on the lower edge.
    let [lowest, highest] =
        placed("/BBox[0 0 10 10]/Matrix[0.70710678 0.70710678 -0.70710678 0.70710678 3 4]", [(0.0, 0.0), (10.0, 10.0)]);
    assert_eq!((lowest, highest), ((30.0, 20.0), (30.0, 100.0)));
}

#[test]
fn a_look_is_a_form_whatever_its_dictionary_says() {
    let look = stream("/BBox[0 0 9 9]", b"% bare look");
    let made = Made::new("").annotated("5 0 R").object("<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>").object(look);
    let text = made.write().unwrap().text();
    assert!(text.contains("% bare look") && text.matches("/Subtype/Form").count() == 3, "{text}");
    // One look that two annotations share.
    let two = Made::new("").annotated("5 0 R 6 0 R");
    let stamp = "<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 7 0 R>>>>";
    let two = two.object(stamp).object(stamp).form("/BBox[0 0 9 9]", "% shared");
    assert!(two.write().unwrap().has("/A1 Do"));
}

#[test]
fn parents_that_go_round_in_circles_end() {
    let made = field("/Parent 6 0 R/AP<</N 7 0 R>>")
        .object("<</Parent 5 0 R>>")
        .form("/BBox[0 0 9 9]/Parent 7 0 R/Resources<</XObject<</Self 7 0 R>>>>", "/Self Do % itself");
    assert!(made.write().unwrap().has("% itself"));
}
