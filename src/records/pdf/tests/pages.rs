//! Page sizes, turns, what pages inherit, contents in parts, and files that are not what they say.

use super::super::{PageSize, page_count};
use super::*;

fn size(page: &str) -> (f64, f64) {
    let PageSize { width, height } = Made::new("0 0 9 9 re f").page(page).open().unwrap().sizes()[0];
    (width, height)
}

#[test]
fn sizes_are_those_that_are_seen() {
    assert_eq!(size("/MediaBox[0 0 100 200]"), (100.0, 200.0));
    assert_eq!(size("/MediaBox[100 200 0 0]"), (100.0, 200.0), "corners in any order");
    assert_eq!(size("/MediaBox[0 0 100 200]/Rotate 90"), (200.0, 100.0));
    assert_eq!(size("/MediaBox[0 0 100 200]/Rotate 180"), (100.0, 200.0));
    assert_eq!(size("/MediaBox[0 0 100 200]/Rotate -90"), (200.0, 100.0));
    assert_eq!(size("/MediaBox[0 0 100 200]/CropBox[10 20 60 90]"), (50.0, 70.0));
    assert_eq!(size("/MediaBox[0 0 100 200]/CropBox[-50 -50 60 900]"), (60.0, 200.0), "no more than the paper");
    assert_eq!(size("/MediaBox[0 0 100 200]/CropBox[300 300 400 400]"), (595.0, 842.0), "no area at all");
    assert_eq!(size("/MediaBox[0 0 100 200]/UserUnit 3/Rotate 270"), (600.0, 300.0));
    assert_eq!(size("/MediaBox[0 0 100 200]/UserUnit 0"), (100.0, 200.0));
    assert_eq!(size("/MediaBox[0 0 200 100]/UserUnit 144"), (14_400.0, 7_200.0), "no longer than PDF 1.7 knows");
}

#[test]
fn each_turn_puts_every_corner_in_its_place() {
    // Lower left, lower right, upper right, upper left of what is shown.
    let corners = [(10.0, 20.0), (60.0, 20.0), (60.0, 90.0), (10.0, 90.0)];
    let unit = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
    // Clockwise, the lower left corner goes up, then to the right, then down.
    for (turn, first) in [(0, 0), (90, 3), (180, 2), (270, 1), (-90, 1), (450, 3)] {
        let page = format!("/MediaBox[0 0 100 200]/CropBox[10 20 60 90]/UserUnit 2/Rotate {turn}/Resources<<>>");
        let made = Made::new("0 0 9 9 re f").page(&page).write().unwrap();
        for (index, corner) in corners.into_iter().enumerate() {
            assert_eq!(made.place(0, corner), unit[(index + first) % 4], "{turn}: corner {index}");
        }
        let bbox = made.form(0, |dict, _| rect::<4>(dict, "BBox"));
        assert_eq!(bbox, Some([10.0, 20.0, 60.0, 90.0]), "what was cropped stays cropped");
    }
}

#[test]
fn what_a_page_inherits_comes_along() {
    let page = |parent: &str| format!("<</Type/Page/Parent {parent} 0 R/Contents 4 0 R>>");
    let made = Made::new("/Font1 9 Tf")
        .tree("/Kids[5 0 R 3 0 R]/Count 2/MediaBox[0 0 100 200]/Rotate 90/Resources<</Font<</Font1 7 0 R>>>>")
        .page("")
        .object("<</Type/Pages/Parent 2 0 R/Kids[6 0 R]/Count 1/CropBox[0 0 50 200]>>")
        .object(page("5"))
        .object("<</Type/Font/Subtype/Type1/BaseFont/Courier/Marker(two above)>>");
    let record = made.open().unwrap();
    let sizes: Vec<(f64, f64)> = record.sizes().iter().map(|size| (size.width, size.height)).collect();
    assert_eq!(sizes, [(200.0, 50.0), (200.0, 100.0)]);
    let made = made.write().unwrap();
    for index in 0..2 {
        let font = made.form(index, |dict, _| {
            let fonts = dict.get::<Dict<'_>>("Resources").and_then(|resources| resources.get::<Dict<'_>>("Font"));
            fonts.and_then(|fonts| fonts.get::<Dict<'_>>("Font1")).is_some_and(|font| font.contains_key("Marker"))
        });
        assert!(font, "page {index} has the font of the tree");
    }
}

#[test]
fn a_content_in_parts_is_joined_where_words_may_not_run_together() {
    let deflated = stream("/Filter/FlateDecode", &deflate(b"0 0 5 5"));
    let parts = |list: &str| {
        let mut made = Made::new("q 1").object(&deflated).object(stream("", b"re f Q"));
        made.page = made.page.replace("/Contents 4 0 R", "") + list;
        made
    };
    // The page's own entry comes last; readers take the last of two.
    let whole = parts("").bytes();
    let text = String::from_utf8_lossy(&whole).into_owned();
    assert!(text.contains("/Contents 4 0 R/MediaBox"));
    let with = |list: &str| {
        let made = parts("");
        let mut all = made.more.clone();
        let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>{list}>>");
        let mut objects = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            page.into_bytes(),
            made.content,
        ];
        objects.append(&mut all);
        PdfRecord::open(file(&objects, "")).and_then(|record| written(&record))
    };
    let joined = with("/Contents[4 0 R 5 0 R 6 0 R]").unwrap();
    assert_eq!(joined.form(0, |_, content| content.to_vec()), b"q 1\n0 0 5 5\nre f Q\n");
    assert_eq!(with("").unwrap().form(0, |_, content| content.len()), 0, "a page may be blank");
    assert_eq!(with("/Contents null").unwrap().form(0, |_, content| content.len()), 0);
    assert_eq!(with("/Contents[4 0 R 9 0 R 6 0 R]").err(), Some(Reason::Damaged), "a part is missing");
    assert_eq!(with("/Contents 9 0 R").err(), Some(Reason::Damaged), "all of it is missing");
    assert_eq!(with("/Contents[4 0 R(words)]").err(), Some(Reason::Damaged));
}

#[test]
fn a_single_stream_keeps_its_bytes() {
    let packed = deflate(b"0 0 5 5 re f");
    let mut made = Made::new("");
    made.content = stream("/Filter/FlateDecode", &packed);
    let made = made.write().unwrap();
    assert!(made.bytes.windows(packed.len()).any(|window| window == packed));
    assert_eq!(made.form(0, |_, content| content.to_vec()), b"0 0 5 5 re f");
}

#[test]
fn a_content_that_is_cut_shows_nothing_rather_than_a_part() {
    let words: String = (0..2_000).map(|line| format!("{} {line} 5 5 re f\n", line * 7919 % 1000)).collect();
    let packed = deflate(words.as_bytes());
    let cut = &packed[..packed.len() / 2];
    for dictionary in
        ["/Filter/FlateDecode", "/Filter[/FlateDecode]", "/Filter/FlateDecode/DecodeParms<</Predictor 1>>"]
    {
        let mut made = Made::new("");
        made.content = stream(dictionary, cut);
        assert_eq!(made.refused(), Reason::Damaged, "{dictionary}");
        made.content = stream(dictionary, &packed);
        made.write().unwrap();
    }
    // With a predictor: rows of 4 bytes, each with its kind before it.
    let rows: Vec<u8> = words.as_bytes().chunks_exact(4).flat_map(|row| [&[0], row].concat()).collect();
    let packed = deflate(&rows);
    let dictionary = "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 4>>";
    let mut made = Made::new("");
    made.content = stream(dictionary, &packed);
    assert!(made.write().unwrap().has("f\n"));
    made.content = stream(dictionary, &packed[..packed.len() / 2]);
    assert_eq!(made.refused(), Reason::Damaged, "with a predictor");
    // The same in a form that the page draws.
    let mut made = Made::new("/F Do").page("/MediaBox[0 0 100 200]/Resources<</XObject<</F 5 0 R>>>>");
    made = made.object(stream("/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode", cut));
    assert_eq!(made.refused(), Reason::Damaged, "in a form");
    // A checksum that is wrong behind a whole content does no harm.
    let mut wrong = deflate(words.as_bytes());
    let last = wrong.len() - 1;
    wrong[last] ^= 0x55;
    let mut made = Made::new("");
    made.content = stream("/Filter/FlateDecode", &wrong);
    made.write().unwrap();
}

#[test]
fn a_page_tree_that_lies_is_damaged() {
    let refused = |tree: &str| Made::new("").tree(tree).open().err();
    assert_eq!(refused("/Kids[3 0 R]/Count 2"), Some(Reason::Damaged));
    assert_eq!(refused("/Kids[3 0 R 3 0 R]/Count 1"), Some(Reason::Damaged));
    assert_eq!(refused("/Kids[3 0 R 9 0 R]/Count 2"), Some(Reason::Damaged), "a page that is not there");
    assert_eq!(refused("/Kids[3 0 R]/Count -1"), Some(Reason::Damaged));
    assert_eq!(refused("/Kids[3 0 R]/Count 1"), None);
    assert_eq!(refused("/Kids[]/Count 0"), Some(Reason::NothingToShow));
    assert_eq!(PdfRecord::open(b"%PDF-1.7\nnothing else".to_vec()).err(), Some(Reason::Damaged));
    assert_eq!(page_count(b"no PDF"), Err(Reason::Damaged));
    assert_eq!(page_count(&Made::new("").bytes()), Ok(1));
}

#[test]
fn a_value_that_cannot_be_read_is_damaged() {
    let made = Made::new("").page("/MediaBox[0 0 9 9]/Resources<</Pattern<</P 5 0 R>>>>");
    for value in ["/A#ZZ", "+-1"] {
        let made = made.clone().object(format!("<</Good 1/Bad {value}>>"));
        assert_eq!(made.refused(), Reason::Damaged, "{value}");
    }
}

const USER: &str = "a64e367000e34d42af67b3be5c91f5f87f252a369c6a874ea40a79129903a526";

/// A page encrypted by hand with RC4 of 40 bits; the user password is empty if `user` is [`USER`].
fn encrypted(user: &str) -> Made {
    let packed = "80c4f1d260c0f3d76f3b346bcf1486ebdb39fe29d461cf61d28f80fbabab6d88a4edbca354";
    let bytes: Vec<u8> =
        (0..packed.len() / 2).map(|at| u8::from_str_radix(&packed[2 * at..2 * at + 2], 16).unwrap()).collect();
    let mut made = Made::new("");
    made.content = stream("", &bytes);
    let owner = "2055c756c72e1ad702608e8196acad447ad32d17cff583235f6dd15fed7dab67";
    let id = "30313233343536373839616263646566";
    made.trailer = format!("/ID[<{id}><{id}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{owner}>/U<{user}>>>");
    made
}

#[test]
fn what_opens_without_a_password_is_shown_and_what_does_not_is_attached() {
    let made = encrypted(USER).write().unwrap();
    assert_eq!(made.form(0, |_, content| content.to_vec()), b"1 0 0 rg 10 10 80 80 re f % encrypted");
    assert!(!made.has("/Encrypt"));
    assert_eq!(encrypted(&USER.replace('a', "b")).open().err(), Some(Reason::Encrypted));
}

#[test]
fn xfa_forms_are_for_one_program_only() {
    assert_eq!(Made::new("").catalog("/AcroForm<</Fields[]/XFA[(template)5 0 R]>>").open().err(), Some(Reason::Xfa));
    assert!(Made::new("").catalog("/AcroForm<</Fields[]>>").open().is_ok());
}
