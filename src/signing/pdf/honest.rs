//! Files that are signed as they should be, and requests that are refused.

use super::file::PdfFile;
use super::fixture::{
    CMS, ROOM, append, approved, certified, field, frame, number_of, packed, request, tagged, verdicts,
};
use super::object::Object;
use super::*;

#[test]
fn honest_signatures_are_whole() {
    for base in [tagged(), packed()] {
        let once = certified(&base);
        let twice = approved(&once, "Reader", false);
        let thrice = approved(&twice, "Director", true);
        assert!(thrice.starts_with(&base) && thrice.starts_with(&once) && thrice.starts_with(&twice));
        assert_eq!(verdicts(&once), [Verdict::Unchanged]);
        let by = |names: &[&str]| Verdict::SignedAgain { by: names.iter().map(|name| (*name).to_owned()).collect() };
        assert_eq!(verdicts(&thrice), [by(&["Reader", "Director"]), by(&["Director"]), Verdict::Unchanged]);

        let found = signatures(&thrice).unwrap();
        let judgement = judge(&thrice, &found).unwrap();
        assert_eq!((judgement.risks, judgement.empty_fields), (Vec::<String>::new(), Vec::<String>::new()));
        let facts: Vec<_> =
            found.iter().map(|s| (s.field_name.as_str(), s.page, s.certifies, s.doc_mdp, s.locks)).collect();
        assert_eq!(
            facts,
            [
                ("Manager", Some(1), true, Some(2), false),
                ("Reader", Some(0), false, None, false),
                ("Director", Some(1), false, None, true),
            ]
        );
        for (signature, whole) in found.iter().zip([&once, &twice, &thrice]) {
            let [first, second] = signature.covered(&thrice).unwrap();
            assert_eq!(first.len() + second.len() + 2 * ROOM + 2, whole.len());
            assert_eq!(signature.cms, CMS);
            assert_eq!(signature.name.as_deref(), Some("María Núñez"));
            assert_eq!(signature.signed_at.map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-05T14:07:09-05:00"));
        }
        assert_eq!(revisions(&thrice).unwrap().first(), Some(&base.trim_ascii_end().len()));
    }
}

#[test]
fn the_same_request_gives_the_same_bytes_and_another_file_another_identifier() {
    let id = |pdf: &[u8]| PdfFile::open(pdf).unwrap().trailer().get("ID").cloned().unwrap();
    assert_eq!(certified(&tagged()), certified(&tagged()));
    let (one, two) = (certified(&tagged()), approved(&certified(&tagged()), "Reader", false));
    assert_ne!(id(&one), id(&two));
    assert_eq!(id(&one).as_array().unwrap().first(), Some(&Object::String(b"first".to_vec())));
}

#[test]
fn the_structure_tree_learns_of_every_field() {
    let pdf = certified(&tagged());
    let file = PdfFile::open(&pdf).unwrap();
    let kids = file.dictionary(7).unwrap().get("K").unwrap().as_array().unwrap().to_vec();
    let said = |object: &Object| file.resolve(object).unwrap().as_dictionary().unwrap().name("S").unwrap().to_vec();
    // The reader's block is on the first page, so it is read before the second page.
    assert_eq!(kids.iter().map(said).collect::<Vec<_>>(), [&b"P"[..], b"Form", b"P", b"Form", b"Form"]);
    let leaf = file.dictionary(8).unwrap();
    assert_eq!(leaf.get("Limits"), Some(&Object::Array(vec![Object::Integer(0), Object::Integer(5)])));
    let (_, root) = tags::root(&file).unwrap().unwrap();
    assert_eq!(root.integer("ParentTreeNextKey"), Some(6));
    for name in ["Manager", "Reader", "Director"] {
        let widget = file.dictionary(number_of(&pdf, name)).unwrap();
        let key = Object::Integer(widget.integer("StructParent").unwrap());
        let numbers = leaf.get("Nums").unwrap().as_array().unwrap();
        let at = numbers.iter().step_by(2).position(|number| *number == key).unwrap();
        let element = file.resolve(&numbers[2 * at + 1]).unwrap();
        let kid = element.as_dictionary().unwrap().get("K").unwrap().as_dictionary().unwrap();
        assert_eq!(kid.reference("Obj"), Some(number_of(&pdf, name)));
    }
}

#[test]
fn a_file_cut_back_shows_which_signatures_it_has() {
    let once = certified(&tagged());
    let whole = approved(&once, "Director", true);
    let ends = revisions(&whole).unwrap();
    let cut = &whole[..ends[1] + 1];
    assert_eq!(cut, once);
    let found = signatures(cut).unwrap();
    let judgement = judge(cut, &found).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(judgement.signatures[0].verdict, Verdict::Unchanged);
    assert_eq!(judgement.empty_fields, ["Reader", "Director"]);
    for end in (ends[1] + 2..ends[2]).step_by(7) {
        let outcome = signatures(&whole[..end]).and_then(|found| judge(&whole[..end], &found));
        let intact = outcome.is_ok_and(|j| j.signatures.iter().any(|s| s.verdict == Verdict::Unchanged));
        assert!(!intact, "cut at {end}");
    }
}

#[test]
fn no_flipped_byte_goes_unseen() {
    let pdf = approved(&certified(&tagged()), "Director", true);
    let original = signatures(&pdf).unwrap();
    let step = if cfg!(debug_assertions) { 5 } else { 1 };
    for (at, bit) in (0..pdf.len()).step_by(step).zip([1_u8, 0x20, 0x80, 4].into_iter().cycle()) {
        let mut changed = pdf.clone();
        changed[at] ^= bit;
        let Ok(found) = signatures(&changed) else { continue };
        let Ok(judgement) = judge(&changed, &found) else { continue };
        let all_fine = judgement
            .signatures
            .iter()
            .all(|judged| matches!(judged.verdict, Verdict::Unchanged | Verdict::SignedAgain { .. }));
        let same = found.len() == original.len()
            && found.iter().zip(&original).all(|(a, b)| a.cms == b.cms && a.covered(&changed) == b.covered(&pdf));
        // What is covered is for the digest to notice: here nothing may change without changing what is covered.
        assert!(!(all_fine && same), "byte {at}");
    }
}

#[test]
fn requests_that_do_not_fit_are_refused() {
    let base = tagged();
    let once = certified(&base);
    let approval = Purpose::Approval { lock_all: false };
    let error = |pdf: &[u8], choice: FieldChoice<'_>, purpose| prepare(pdf, &request(choice, purpose)).unwrap_err();
    let new = |field| FieldChoice::New { field, reserved: &[] };
    let wide = FieldRequest { rect: Rect { x: 1.0, y: 1.0, width: 590.0, height: 700.0 }, ..field("A", 0, 1.0, false) };
    assert!(matches!(error(&base, new(wide), approval), PdfError::Place { .. }));
    assert!(matches!(error(&base, new(field("A", 0, 500.0, false)), approval), PdfError::Place { .. }));
    assert!(matches!(error(&base, new(field("A", 0, f64::NAN, false)), approval), PdfError::Place { .. }));
    assert!(matches!(
        error(&base, new(field("A", 2, 1.0, false)), approval),
        PdfError::NoSuchPage { page: 2, pages: 2 }
    ));
    assert!(matches!(error(&base, new(field("A.B", 0, 1.0, false)), approval), PdfError::FieldName { .. }));
    assert!(matches!(error(&base, new(field("A", 0, 1.0, true)), approval), PdfError::OtherPurpose { .. }));
    let two = [(field("A", 0, 300.0, false), frame())];
    let choice = FieldChoice::New { field: field("A", 0, 1.0, false), reserved: &two };
    assert!(matches!(error(&base, choice, approval), PdfError::FieldName { .. }));
    let over = [(field("B", 0, 100.0, false), frame())];
    let choice = FieldChoice::New { field: field("A", 0, 1.0, false), reserved: &over };
    assert!(matches!(error(&base, choice, approval), PdfError::Place { .. }));
    assert_eq!(error(&once, new(field("New", 0, 1.0, false)), approval), PdfError::NotFirst);
    assert_eq!(error(&once, FieldChoice::Reserved("Reader"), Purpose::Certification), PdfError::NotFirst);
    assert!(matches!(error(&once, FieldChoice::Reserved("Director"), approval), PdfError::OtherPurpose { .. }));
    assert!(matches!(error(&once, FieldChoice::Reserved("Nobody"), approval), PdfError::FieldName { .. }));
    assert!(matches!(error(&once, FieldChoice::Reserved("Manager"), approval), PdfError::FieldName { .. }));
    let locked = approved(&once, "Director", true);
    assert!(matches!(error(&locked, FieldChoice::Reserved("Reader"), approval), PdfError::Locked { .. }));
    let changed = append(&once, &[(11, "<</Title(Other)>>")], "");
    assert!(matches!(error(&changed, FieldChoice::Reserved("Reader"), approval), PdfError::Changed { .. }));

    let prepared = || prepare(&once, &request(FieldChoice::Reserved("Reader"), approval)).unwrap();
    assert_eq!(prepared().room(), ROOM);
    assert_eq!(prepared().to_be_signed().concat().len() + 2 * ROOM + 2, prepared().finish(&CMS).unwrap().len());
    let long = [&[0x30, 30][..], &[0; 30]].concat();
    assert_eq!(prepared().finish(&long), Err(PdfError::NoRoom { length: 32, room: ROOM }));
    assert_eq!(prepared().finish(&[0x30, 3, 2, 1]), Err(PdfError::NotCms));
    assert_eq!(prepared().finish(&[0x30, 1, 2, 1]), Err(PdfError::NotCms));
}

#[test]
fn text_is_drawn_as_paths_and_missing_letters_are_named() {
    let font: &[u8] = include_bytes!("../../../fonts/source-sans-3/SourceSans3-Regular.otf");
    let line = |text: &str| [Line { text: text.to_owned(), size: 10.0, font: 0, colour: [0, 0, 0] }];
    let drawn = |text: &str| {
        let lines = line(text);
        let block = Appearance { fonts: &[font], lines: &lines, ..frame() };
        appearance::draw(&block, 200.0, 30.0)
    };
    let content = drawn("María · 5 €").unwrap();
    assert!(content.contains(" c\n") && appearance::only_fills_paths(content.as_bytes()));
    assert!(drawn("東").is_err_and(|error| error.to_string().contains('東')));
    assert!(drawn(&"many words that do not fit ".repeat(20)).is_err_and(|error| error.to_string().contains("fit")));
    let broken = Appearance { fonts: &[&font[..100]], ..frame() };
    assert!(appearance::draw(&broken, 200.0, 30.0).is_err());
}

#[test]
fn eight_may_sign_and_no_ninth() {
    const NAMES: [&str; 9] = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
    let small = |index: usize| {
        let y = 20.0 + 60.0 * index as f64;
        FieldRequest { rect: Rect { x: 20.0, y, width: 90.0, height: 50.0 }, ..field(NAMES[index], 1, 0.0, index == 7) }
    };
    let reserved = |last: usize| (1..=last).map(|index| (small(index), frame())).collect::<Vec<_>>();
    let first = |reserved: &[(FieldRequest<'_>, Appearance<'_>)]| {
        prepare(&packed(), &request(FieldChoice::New { field: small(0), reserved }, Purpose::Certification))
    };
    assert_eq!(first(&reserved(8)).unwrap_err(), PdfError::TooManySignatures);
    let mut pdf = first(&reserved(7)).unwrap().finish(&CMS).unwrap();
    for (index, name) in NAMES.iter().enumerate().take(8).skip(1) {
        pdf = approved(&pdf, name, index == 7);
    }
    let verdicts = verdicts(&pdf);
    assert_eq!(verdicts.len(), 8);
    assert!(verdicts.iter().take(7).all(|verdict| matches!(verdict, Verdict::SignedAgain { .. })));
    assert_eq!(verdicts.last(), Some(&Verdict::Unchanged));
}
