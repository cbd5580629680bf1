//! What acts stays behind and is counted; names of resources are names, whatever they are called.

use super::super::Removed;
use super::*;

#[test]
fn resources_may_have_any_name() {
    let page = "/MediaBox[0 0 9 9]/Resources<</XObject<</A 5 0 R/Next 6 0 R/Parent 7 0 R/OC 8 0 R>>\
        /ExtGState<</A<</ca .5/AA 1>>/URI<</CA .25>>>>/Font<</Font 9 0 R/JS 9 0 R>>/ColorSpace 10 0 R>>";
    let mut made = Made::new("/A Do").page(page);
    for name in ["A", "Next", "Parent", "OC"] {
        made = made.form("/BBox[0 0 9 9]", &format!("% form {name}"));
    }
    let made = made
        .object(
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/CharProcs<</A 11 0 R/AA 12 0 R>>>>",
        )
        .object("<</Metadata/DeviceRGB/Dest[/ICCBased 13 0 R]>>")
        .object(stream("", b"% glyph A"))
        .object(stream("", b"% glyph AA"))
        .object(stream("/N 3", b"% profile"));
    let text = made.write().unwrap().text();
    for name in ["form A", "form Next", "form Parent", "form OC", "glyph A\n", "glyph AA", "profile"] {
        assert!(text.contains(&format!("% {name}")), "{name} in\n{text}");
    }
    for entry in [
        "/A ",
        "/Next ",
        "/Parent ",
        "/OC ",
        "/ca 0.5",
        "/URI <<",
        "/CA 0.25",
        "/JS ",
        "/Metadata /DeviceRGB",
        "/Dest [",
    ] {
        assert!(text.contains(entry), "{entry} in\n{text}");
    }
    assert!(!text.contains("/AA 1>>"), "the keys of a graphics state are no names");
}

/// A file that has everything that acts.
fn acting() -> Made {
    Made::new("/F Do")
        .catalog(
            "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(b)>>]>>\
             /EmbeddedFiles<</Kids[12 0 R]>>>>/AA<</WC<</S/JavaScript/JS(c)>>>>/Metadata 11 0 R/StructTreeRoot 10 0 R",
        )
        .page(
            "/MediaBox[0 0 9 9]/StructParents 0/AA<</O<</S/Launch/F(calc.exe)>>>>/Metadata 11 0 R/PieceInfo<</X<<>>>>\
             /Resources<</XObject<</F 6 0 R>>>>/Annots[5 0 R 7 0 R 8 0 R 9 0 R 13 0 R]",
        )
        .object("<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://track.example)/Next<</S/JavaScript/JS(d)>>>>>>")
        .form("/BBox[0 0 9 9]/StructParents 1/Metadata 11 0 R/PieceInfo<</Y<<>>>>/AF[7 0 R]/OPI<<>>", "% drawn")
        .object("<</Subtype/FileAttachment/Rect[0 0 9 9]/FS<</F(virus.exe)>>/AP<</N 6 0 R>>>>")
        .object("<</Subtype/Screen/Rect[0 0 9 9]/A<</S/Rendition/JS(e)>>>>")
        .object("<</Subtype/Widget/FT/Btn/Rect[0 0 9 9]/A<</S/SubmitForm/F(http://x.example)>>/AP<</N 6 0 R>>>>")
        .object("<</Type/StructTreeRoot/K[]>>")
        .object(stream("/Type/Metadata", b"<x:xmpmeta>secret author</x:xmpmeta>"))
        .object("<</Names[(one)<<>>(two)<<>>]/Kids[12 0 R]>>")
        .object("<</Subtype/Link/Rect[0 0 9 9]/A<</S/GoToR/F(other.pdf)>>>>")
}

#[test]
fn nothing_that_acts_comes_along() {
    let written = acting().write().unwrap();
    let text = written.text();
    assert!(text.contains("% drawn"));
    for word in [
        "JavaScript",
        "/JS",
        "/URI",
        "/Launch",
        "/AA",
        "/OpenAction",
        "StructParent",
        "/Metadata",
        "xmpmeta",
        "secret",
        "PieceInfo",
        "/AF",
        "/OPI",
        "virus",
        "calc.exe",
        "example",
        "Rendition",
        "SubmitForm",
        "GoToR",
        "/Annots",
        "/Names",
    ] {
        assert!(!text.contains(word), "`{word}` in\n{text}");
    }
}

#[test]
fn what_stays_behind_is_counted() {
    let removed = acting().open().unwrap().removed();
    let expected = Removed {
        // The name tree, on opening, on closing.
        scripts: 3,
        // Launch, submit, another file, and what follows the link.
        actions: 4,
        links: 1,
        // Two in the tree, whose node names itself among its kids, and one on the page.
        attachments: 3,
        hidden_layers: 0,
        media: 2,
        comments: 0,
        form: 1,
        notes: 1,
    };
    assert_eq!(removed, expected);
    assert!(Made::new("").open().unwrap().removed().is_nothing());
    assert_eq!(removed.and(removed).links, 2);
    assert_eq!(removed.and(Removed::default()), removed);
}

#[test]
fn strings_and_names_come_through_whatever_is_in_them() {
    let page =
        "/MediaBox[0 0 9 9]/Resources<</Font<</F#20#231<</Type/Font/BaseFont/A#2FB/Text(\\050\\)\\n\\\\ \\377)>>>>>>";
    let made = Made::new("/F#20#231 9 Tf").page(page).write().unwrap();
    let found = made.form(0, |dict, _| {
        let fonts = dict.get::<Dict<'_>>("Resources").and_then(|all| all.get::<Dict<'_>>("Font")).unwrap();
        let font = fonts.get::<Dict<'_>>(b"F #1".as_slice()).unwrap();
        let base = font.get::<hayro_syntax::object::Name<'_>>("BaseFont").unwrap();
        let text = font.get::<hayro_syntax::object::String<'_>>("Text").unwrap();
        (base.to_vec(), text.as_bytes().to_vec())
    });
    assert_eq!(found, (b"A/B".to_vec(), b"()\n\\ \xFF".to_vec()));
}
