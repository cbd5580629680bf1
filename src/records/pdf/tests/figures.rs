//! Our own files whose empty figures are filled.

use super::super::{Destination, empty_figures, fill};
use super::*;

const DOT: &str = "/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8";

/// Three pages with two, none and one figure, tags, a link, bookmarks and named places.
fn base() -> Vec<u8> {
    let page =
        |more: &str| format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 200]/Contents 4 0 R{more}>>").into_bytes();
    let objects = vec![
        b"<</Type/Catalog/Pages 2 0 R/Lang(en-US)/StructTreeRoot 9 0 R/Outlines 11 0 R/Names<</Dests<</Names[(loc-1)[5 0 R/XYZ 0 0 null](zz)<</D[6 0 R/XYZ 0 190 null]>>]>>/EmbeddedFiles<</Names[]>>>>>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R 5 0 R 6 0 R]/Count 3>>".to_vec(),
        page("/Resources<</XObject<</x0 7 0 R/x1 7 0 R/big 8 0 R>>>>/StructParents 0"),
        stream("", b"/x0 Do /x1 Do"),
        page("/Annots[<</Subtype/Link/Rect[0 0 9 9]/Dest[6 0 R/Fit]>>]"),
        page("/Resources<</XObject<</x5 7 0 R>>>>"),
        stream(DOT, b"\0"),
        stream("/Subtype/Image/Width 2/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", b"\0\0"),
        b"<</Type/StructTreeRoot/K 10 0 R>>".to_vec(),
        b"<</Type/StructElem/S/Figure/Alt(a page)/Pg 3 0 R/P 9 0 R/K 0>>".to_vec(),
        b"<</First 12 0 R/Last 16 0 R>>".to_vec(),
        b"<</Title(one)/Next 13 0 R/Dest[3 0 R/XYZ 0 200 null]/First 15 0 R>>".to_vec(),
        b"<</Title(low)/Next 14 0 R/Dest[5 0 R/XYZ 0 20 null]>>".to_vec(),
        b"<</Title(named)/Next 16 0 R/A<</S/GoTo/D(zz)>>>>".to_vec(),
        b"<</Title(inner)/Dest[5 0 R/XYZ 0 200 null]>>".to_vec(),
        b"<</Title(round)/Next 12 0 R/Dest(nowhere)>>".to_vec(),
    ];
    file(&objects, "")
}

fn filled(count: u32, destinations: &[Destination]) -> Result<(Vec<u8>, usize), Reason> {
    let mut bytes = Vec::new();
    let mut objects = Objects::new(&mut bytes).unwrap();
    let forms: Vec<u32> = (0..count)
        .map(|index| {
            let number = objects.number();
            objects.stream(number, b"/Subtype/Form/BBox[0 0 1 1]", format!("% form {index}").as_bytes()).unwrap();
            number
        })
        .collect();
    let done = fill(base(), "Volume: é", &forms, destinations, objects);
    match done {
        Ok(done) => {
            assert_eq!(done.size, bytes.len() as u64);
            Ok((bytes, done.pages))
        }
        Err(Stop::Reason(reason)) => Err(reason),
        Err(Stop::Io(error)) => panic!("{error}"),
    }
}

fn destination(name: &str, page: usize) -> Destination {
    Destination { name: name.to_owned(), page }
}

#[test]
fn figures_are_found_and_filled_in_their_order() {
    assert_eq!(empty_figures(&base()), Ok(vec![0, 0, 2]));
    assert_eq!(empty_figures(b"none"), Err(Reason::Damaged));
    let (bytes, pages) = filled(3, &[]).unwrap();
    assert_eq!(pages, 3);
    let pdf = Pdf::new(bytes.clone()).unwrap();
    assert_eq!(pdf.pages().len(), 3);
    let content = |page: usize, name: &str| {
        let resources = pdf.pages()[page].raw().get::<Dict<'_>>("Resources").unwrap();
        let forms = resources.get::<Dict<'_>>("XObject").unwrap();
        forms.get::<Stream<'_>>(name).unwrap().decoded().unwrap().into_owned()
    };
    assert_eq!(content(0, "x0"), b"% form 0");
    assert_eq!(content(0, "x1"), b"% form 1");
    assert_eq!(content(2, "x5"), b"% form 2");
    assert_eq!(content(0, "big"), b"\0\0", "a picture that is no dot stays");
    // Everything else stays: language, tags that lead to their page, links, what stands among the names.
    let text = Written { bytes, forms: vec![0; 3] }.text();
    for kept in ["/Lang", "/Figure", "/Pg ", "/StructParents 0", "/Link", "/EmbeddedFiles", "/Title"] {
        assert!(text.contains(kept), "{kept} in\n{text}");
    }
    assert!(
        empty_figures(&file(
            &[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[]/Count 0>>".to_vec()],
            ""
        ))
        .is_ok_and(|list| list.is_empty())
    );
}

#[test]
fn another_number_of_figures_than_forms_is_refused() {
    for count in [0, 2, 4] {
        assert_eq!(filled(count, &[]).err(), Some(Reason::Damaged), "{count}");
    }
    assert_eq!(filled(3, &[destination("REC-1", 3)]).err(), Some(Reason::Damaged), "a page that is not there");
}

#[test]
fn places_are_found_by_their_names() {
    let given = [destination("REC-10", 2), destination("REC-1", 0), destination("REC-1.2", 1), destination("aa", 1)];
    let (bytes, _) = filled(3, &given).unwrap();
    let pdf = Pdf::new(bytes).unwrap();
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap();
    let tree = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("Dests")).unwrap();
    let list = tree.get::<hayro_syntax::object::Array<'_>>("Names").unwrap();
    let names: Vec<Vec<u8>> = list
        .iter::<hayro_syntax::object::Object<'_>>()
        .filter_map(|one| one.into_string())
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted, "readers look them up by halves");
    assert_eq!(names.len(), 6);
    let pages: Vec<_> = pdf.pages().iter().map(|page| page.raw().obj_id().unwrap()).collect();
    for Destination { name, page } in given {
        let at = names.iter().position(|one| *one == name.as_bytes()).unwrap();
        let array = list.iter::<hayro_syntax::object::Object<'_>>().nth(2 * at + 1).unwrap().into_array().unwrap();
        let to = array.raw_iter().next().unwrap().as_obj_ref().unwrap();
        assert_eq!(pages[page], to.into(), "{name}");
    }
}

#[test]
fn chapters_are_bookmarks_to_the_head_of_a_page() {
    let (bytes, _) = filled(3, &[]).unwrap();
    assert_eq!(PdfRecord::open(base()).unwrap().chapters(), [0, 2]);
    assert_eq!(PdfRecord::open(bytes).unwrap().chapters(), [0, 2], "they stay where they were");
    assert_eq!(Made::new("").open().unwrap().chapters(), Vec::<usize>::new());
}
