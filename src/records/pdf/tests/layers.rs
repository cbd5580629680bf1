//! Optional content: what a reader that opens the file does not show is not in what is written.

use super::*;

/// Layers 5 (on) and 6 (off); marked content of `/On`, `/Off` and whatever `more` names.
fn layered(content: &str, more: &str) -> Made {
    Made::new(content)
        .catalog("/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[6 0 R]>>>>")
        .page(&format!(
            "/MediaBox[0 0 9 9]/Resources<</Properties<</On 5 0 R/Off 6 0 R{more}>>/XObject<</F 7 0 R/G 8 0 R>>>>"
        ))
        .object("<</Type/OCG/Name(on)>>")
        .object("<</Type/OCG/Name(off)>>")
}

fn page(content: &str, more: &str) -> String {
    let made = layered(content, more).form("/BBox[0 0 9 9]", "").form("/BBox[0 0 9 9]", "").write().unwrap();
    made.form(0, |_, content| String::from_utf8(content.to_vec()).unwrap())
}

#[test]
fn what_stands_on_a_hidden_layer_is_left_out() {
    let shown = page("(a) Tj /OC/Off BDC 2 w (b) Tj 1 1 2 2 re f /F Do EMC (c) Tj /OC/On BDC (d) Tj EMC", "");
    for (words, there) in [("(a)", true), ("(b)", false), ("/F Do", false), ("(c)", true), ("(d)", true), ("2 w", true)]
    {
        assert_eq!(shown.contains(words), there, "{words} in {shown}");
    }
    assert!(shown.contains("re\nn"), "a path that is not painted ends: {shown}");
    // Inside it hides too; after it nothing.
    let nested = page("/OC/Off BDC /Span BMC (a) Tj EMC /OC/On BDC (b) Tj EMC (c) Tj EMC (d) Tj", "");
    assert!(!nested.contains("(a)") && !nested.contains("(b)") && !nested.contains("(c)") && nested.contains("(d)"));
    assert_eq!(nested.matches("BDC").count() + nested.matches("BMC").count(), nested.matches("EMC").count());
    let image = page("/OC/Off BDC BI /W 1/H 1/BPC 8/CS/G ID \x01 EI EMC (a) Tj", "");
    assert!(!image.contains("BI") && image.contains("(a)"));
    // Spacing that was set for hidden words stays set for those that follow.
    let quoted = page("/OC/Off BDC 1 2(secret)\" (hidden)' EMC (a)'", "");
    assert!(quoted.contains("1 Tw 2 Tc T*") && !quoted.contains("secret") && !quoted.contains("hidden"), "{quoted}");
    let escaped = page("/O#43/O#66f BDC (a) Tj EMC (b) Tj", "");
    assert!(!escaped.contains("(a)") && escaped.contains("(b)"));
    // Operators inside strings are none.
    let strings = page("(EMC /OC/Off BDC) Tj /OC/Off BDC (EMC) Tj (x) Tj EMC (y) Tj", "");
    assert!(!strings.contains("(x)") && strings.contains("(y)") && strings.contains("(EMC /OC/Off BDC)"));
}

#[test]
fn memberships_follow_their_policy() {
    let hidden = |membership: &str| {
        let shown = page("/OC/M BDC (a) Tj EMC", &format!("/M<</Type/OCMD{membership}>>"));
        !shown.contains("(a)")
    };
    for (membership, expected) in [
        ("/OCGs 6 0 R", true),
        ("/OCGs 5 0 R", false),
        ("/OCGs[5 0 R 6 0 R]", false),
        ("/OCGs[5 0 R 6 0 R]/P/AllOn", true),
        ("/OCGs[5 0 R 6 0 R]/P/AnyOff", false),
        ("/OCGs[5 0 R]/P/AnyOff", true),
        ("/OCGs[5 0 R 6 0 R]/P/AllOff", true),
        ("/OCGs[6 0 R]/P/AllOff", false),
        ("/OCGs[]", false),
        ("/VE[/Not 6 0 R]", false),
        ("/VE[/Not 5 0 R]", true),
        ("/VE[/And 5 0 R 6 0 R]", true),
        ("/VE[/Or 5 0 R 6 0 R]", false),
        ("/VE[/And 5 0 R[/Not 6 0 R]]", false),
        ("/VE[/Or[/Not 5 0 R][/And 5 0 R 6 0 R]]", true),
        // The expression counts, whatever the groups say.
        ("/OCGs[6 0 R]/VE[/Or 5 0 R]", false),
    ] {
        assert_eq!(hidden(membership), expected, "{membership}");
    }
}

#[test]
fn forms_and_notes_on_hidden_layers_are_empty() {
    let made = layered("/F Do /G Do", "")
        .form("/BBox[0 0 9 9]/OC 6 0 R", "% whole form")
        .form("/BBox[0 0 9 9]/Resources<</Properties<</P 6 0 R>>>>", "/OC/P BDC (in a form) Tj EMC (shown) Tj");
    let text = made.write().unwrap().text();
    assert!(!text.contains("% whole form") && !text.contains("in a form") && text.contains("(shown)"));
    assert_eq!(made.open().unwrap().removed().hidden_layers, 1);
    let mut noted = layered("", "").form("/BBox[0 0 9 9]", "% note").form("/BBox[0 0 9 9]", "");
    noted.page.push_str("/Annots[<</Subtype/Stamp/Rect[0 0 9 9]/OC 6 0 R/AP<</N 7 0 R>>>>]");
    assert!(!noted.write().unwrap().has("/A0 Do"));
    // A layer that is on hides nothing.
    noted.page = noted.page.replace("/OC 6 0 R", "/OC 5 0 R");
    assert!(noted.write().unwrap().has("/A0 Do"));
}

#[test]
fn all_layers_may_be_off_but_some() {
    let content = "/OC/On BDC (a) Tj EMC /OC/Off BDC (b) Tj EMC";
    let mut made = layered(content, "").form("/BBox[0 0 9 9]", "").form("/BBox[0 0 9 9]", "");
    made.catalog = made.catalog.replace("/D<</OFF[6 0 R]>>", "/D<</BaseState/OFF/ON[6 0 R]>>");
    let text = made.write().unwrap().text();
    assert!(!text.contains("(a)") && text.contains("(b)"));
    made.catalog = made.catalog.replace("/BaseState/OFF", "");
    let text = made.write().unwrap().text();
    assert!(text.contains("(a)") && text.contains("(b)"));
}

#[test]
fn a_content_that_cannot_be_taken_apart_is_damaged() {
    let whole = layered("(a) Tj", "").form("/BBox[0 0 9 9]", "").form("/BBox[0 0 9 9]", "");
    assert!(whole.write().is_ok());
    for content in ["(open Tj", "<41 Tj", "BI /W 1 ID abc", ") Tj"] {
        let made = layered(content, "").form("/BBox[0 0 9 9]", "").form("/BBox[0 0 9 9]", "");
        assert_eq!(made.refused(), Reason::Damaged, "{content}");
    }
}
