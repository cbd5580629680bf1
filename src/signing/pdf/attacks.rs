//! Attacks on signed files.

use super::changes::{self, Policy};
use super::file::PdfFile;
use super::filter::deflate;
use super::fixture::{CMS, ROOM, append, approved, certified, number_of, request, tagged, verdicts};
use super::object::{Dictionary, Object, write_hex};
use super::update::{self, Body};
use super::*;
use std::collections::BTreeMap;

/// The reasons why every one of the signatures is refused.
#[track_caller]
fn refused(attack: &str, pdf: &[u8], signed: usize) -> String {
    let verdicts = verdicts(pdf);
    assert_eq!(verdicts.len(), signed, "{attack}");
    let mut reasons = String::new();
    for verdict in verdicts {
        match verdict {
            Verdict::ChangedAfterSigning { what } => reasons = what.join("; "),
            other => panic!("{attack}: {other:?}"),
        }
    }
    reasons
}

#[test]
fn updates_by_others_are_seen() {
    let twice = approved(&certified(&tagged()), "Reader", false);
    let (manager, reader, director) =
        (number_of(&twice, "Manager"), number_of(&twice, "Reader"), number_of(&twice, "Director"));
    let file = PdfFile::open(&twice).unwrap();
    let next = file.next_number().unwrap();
    let text = |number: u32| {
        let mut out = Vec::new();
        file.object(number).unwrap().write(&mut out);
        String::from_utf8(out).unwrap()
    };
    let page = text(3);
    let catalog = text(1);
    let signature_of = |field: u32| file.dictionary(field).unwrap().reference("V").unwrap();
    let drawn = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 5>>stream\nBT ET\nendstream";
    let attacks: Vec<(&str, Vec<(u32, String)>)> = vec![
        ("hide: content replaced", vec![(5, "<</Length 3>>stream\nq Q\nendstream".into())]),
        ("replace: reference to the content switched", vec![(3, page.replace("5 0 R", "11 0 R"))]),
        ("replace: page replaced by another", vec![(2, text(2).replace("3 0 R", "4 0 R"))]),
        ("hide-and-replace: catalog with other pages", vec![(1, catalog.replace("2 0 R", "99 0 R"))]),
        (
            "hide-and-replace: an unused object comes to life",
            vec![(next, drawn.into()), (3, page.replace("12 0 R", &format!("{next} 0 R")))],
        ),
        (
            "overlay annotation",
            vec![
                (3, page.replace("/Annots [", &format!("/Annots [{next} 0 R "))),
                (next, "<</Type/Annot/Subtype/FreeText/Rect[0 0 600 800]/Contents(No)>>".into()),
            ],
        ),
        ("annotation turned into another", vec![(12, text(12).replace("Link", "Square"))]),
        ("type changed", vec![(12, text(12).replace("/Annot", "/Other"))]),
        ("font added", vec![(next, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".into())]),
        ("layer added", vec![(1, catalog.replace("/MarkInfo", "/OCProperties<</D<</OFF[5 0 R]>>>>/MarkInfo"))]),
        ("script added", vec![(1, catalog.replace("/MarkInfo", "/OpenAction<</S/JavaScript/JS(x)>>/MarkInfo"))]),
        ("title changed", vec![(11, "<</Title(Another)>>".into())]),
        ("structure changed", vec![(9, text(9).replace("/S /P", "/S /Artifact"))]),
        ("object removed", vec![(12, String::new())]),
        ("object written again as it was", vec![(11, text(11))]),
        ("validation data added", vec![(1, catalog.replace("/MarkInfo", "/DSS<</Certs[]>>/MarkInfo"))]),
        ("block moved", vec![(reader, text(reader).replace("200", "20"))]),
        (
            "block redrawn",
            vec![(
                file.dictionary(reader).unwrap().get("AP").unwrap().as_dictionary().unwrap().reference("N").unwrap(),
                drawn.into(),
            )],
        ),
        ("empty field changed", vec![(director, text(director).replace("(Signature)", "(Sign here)"))]),
        (
            "lock of an empty field loosened",
            vec![(
                file.dictionary(director).unwrap().reference("Lock").unwrap(),
                "<</Type/SigFieldLock/Action/Exclude/Fields[]>>".into(),
            )],
        ),
        (
            "form lets fields be drawn anew",
            vec![(
                file.catalog().unwrap().reference("AcroForm").unwrap(),
                format!("<</Fields[{manager} 0 R {reader} 0 R {director} 0 R]/SigFlags 3/NeedAppearances true>>"),
            )],
        ),
        ("nothing but a new end", vec![]),
    ];
    for (attack, objects) in &attacks {
        let objects: Vec<(u32, &str)> = objects.iter().map(|(number, object)| (*number, object.as_str())).collect();
        let changed = append(&twice, &objects, "");
        let reasons = refused(attack, &changed, 2);
        assert!(!reasons.is_empty(), "{attack}");
    }

    // References to an object end when its generation is another.
    let renewed = append(&twice, &[(12, &text(12))], "");
    let mut text_of = String::from_utf8_lossy(&renewed[twice.len()..]).into_owned();
    text_of = text_of.replace("12 0 obj", "12 1 obj").replace(" 00000 n", " 00001 n");
    assert_eq!(text_of.len() + twice.len(), renewed.len());
    let renewed = [twice.as_slice(), text_of.as_bytes()].concat();
    assert!(refused("new generation", &renewed, 2).contains("generation"));

    // A signature that is taken out of the form or given to another field is missing, and the others say why.
    let form = file.catalog().unwrap().reference("AcroForm").unwrap();
    let without = append(&twice, &[(form, &format!("<</Fields[{manager} 0 R {director} 0 R]/SigFlags 3>>"))], "");
    refused("signature taken out", &without, 1);
    let given = text(director).replace("/AP", &format!("/V {} 0 R/AP", signature_of(reader)));
    let found = signatures(&append(&twice, &[(director, &given)], "")).unwrap();
    let judged = judge(&append(&twice, &[(director, &given)], ""), &found).unwrap().signatures;
    assert!(judged.iter().all(|judged| matches!(judged.verdict, Verdict::ChangedAfterSigning { .. })), "{judged:?}");
}

#[test]
fn trailers_and_loose_bytes_are_seen() {
    let once = certified(&tagged());
    let root = "trailer\n<</Size 99/Root 98 0 R/Info 11 0 R/ID[(first) (x)]/Prev PREV>>";
    let other = append(&once, &[(98, "<</Type/Catalog/Pages 2 0 R>>")], root);
    assert_eq!(signatures(&other), Ok(vec![]), "another catalog has no signatures, which is not valid either");
    let form = PdfFile::open(&once).unwrap().catalog().unwrap().reference("AcroForm").unwrap();
    let same = append(&once, &[(98, &format!("<</Type/Catalog/Pages 2 0 R/AcroForm {form} 0 R>>"))], root);
    assert!(refused("another catalog with the form", &same, 1).contains("the trailer was changed"));
    for loose in ["\n", " ", "% a comment", "98 0 obj\nnull\nendobj\n"] {
        let longer = [once.as_slice(), loose.as_bytes()].concat();
        refused(loose, &longer, 1);
        assert!(
            prepare(&longer, &request(FieldChoice::Reserved("Reader"), Purpose::Approval { lock_all: false })).is_err()
        );
    }
    // An update that goes back to the file before the signature leaves no signature to be seen.
    let start = PdfFile::open(&tagged()).unwrap().start;
    let back =
        "trailer\n<</Size 98/Root 1 0 R/Info 11 0 R/ID[(first) (x)]/Prev PREV>>".replace("PREV", &start.to_string());
    assert_eq!(signatures(&append(&once, &[], &back)), Ok(vec![]));
}

/// A further signature as an attacker might write it: honest but for what `change` does to its objects.
fn forged(pdf: &[u8], name: &str, policy: Policy, change: impl Fn(&mut BTreeMap<u32, Body>, [u32; 3])) -> Vec<u8> {
    let file = PdfFile::open(pdf).unwrap();
    let next = file.next_number().unwrap();
    let field = form::fields(&file).unwrap().into_iter().find(|field| field.name == name).unwrap();
    let number = field.number.unwrap();
    let words = Dictionary::of([("M", Object::text("D:20260305140709-05'00'"))]);
    let mut block = changes::appearance(Object::Integer(150), Object::Integer(60));
    let content = deflate(b"0 0 150 60 re\nf\n");
    block.set("Filter", Object::name_of("FlateDecode"));
    block.set("Length", Object::Integer(content.len() as i64));
    let mut objects = BTreeMap::from([
        (number, Body::Object(Object::Dictionary(changes::filled(field.dictionary, Some(next), next + 1)))),
        (next, Body::Signature(changes::signature(policy, 1, words), ROOM)),
        (next + 1, Body::Stream(block, content)),
    ]);
    change(&mut objects, [number, next, next + 1]);
    let after = objects.last_key_value().unwrap().0 + 1;
    let mut written = update::write(&file, &objects, after).unwrap();
    let mut digits = Vec::new();
    write_hex(&CMS, &mut digits);
    let start = written.contents.start + 1;
    written.bytes[start..start + digits.len()].copy_from_slice(&digits);
    written.bytes
}

fn edit(objects: &mut BTreeMap<u32, Body>, number: u32, key: &str, value: Object) {
    match objects.get_mut(&number) {
        Some(Body::Object(Object::Dictionary(d)) | Body::Stream(d, _) | Body::Signature(d, _)) => d.set(key, value),
        _ => panic!("object {number} has no dictionary"),
    }
}

#[test]
fn changes_hidden_in_a_further_signature_are_seen() {
    let once = certified(&tagged());
    let honest = forged(&once, "Reader", Policy::Open, |_, _| {});
    assert!(matches!(verdicts(&honest).as_slice(), [Verdict::SignedAgain { .. }, Verdict::Unchanged]));
    let file = PdfFile::open(&once).unwrap();
    let mut catalog = file.catalog().unwrap();
    catalog.set("Lang", Object::text("fr"));
    type Change = Box<dyn Fn(&mut BTreeMap<u32, Body>, [u32; 3])>;
    let draws = |content: &'static [u8]| -> Change {
        Box::new(move |objects, [.., block]| {
            let data = deflate(content);
            edit(objects, block, "Length", Object::Integer(data.len() as i64));
            if let Some(Body::Stream(_, old)) = objects.get_mut(&block) {
                *old = data;
            }
        })
    };
    let attacks: Vec<(&str, &str, Policy, Change)> = vec![
        (
            "catalog",
            "Reader",
            Policy::Open,
            Box::new(move |objects, _| {
                objects.insert(1, Body::Object(Object::Dictionary(catalog.clone())));
            }),
        ),
        (
            "content of a page",
            "Reader",
            Policy::Open,
            Box::new(|objects, _| {
                let length = Dictionary::of([("Length", Object::Integer(3))]);
                objects.insert(5, Body::Stream(length, b"q Q".to_vec()));
            }),
        ),
        (
            "an object nobody needs",
            "Reader",
            Policy::Open,
            Box::new(|objects, [.., block]| {
                objects.insert(block + 1, Body::Object(Object::text("hidden")));
            }),
        ),
        ("text in the block", "Reader", Policy::Open, draws(b"BT (No) Tj ET")),
        ("image in the block", "Reader", Policy::Open, draws(b"/Im Do")),
        (
            "resources of the block",
            "Reader",
            Policy::Open,
            Box::new(|objects, [.., block]| {
                edit(objects, block, "Resources", Object::Dictionary(Dictionary::of([("Font", Object::to(5))])));
            }),
        ),
        (
            "block as large as the page",
            "Reader",
            Policy::Open,
            Box::new(|objects, [field, _, block]| {
                let all = Object::Array([0, 0, 600, 800].map(Object::Integer).to_vec());
                edit(objects, field, "Rect", all.clone());
                edit(objects, block, "BBox", all);
            }),
        ),
        (
            "matrix of the block",
            "Reader",
            Policy::Open,
            Box::new(|objects, [.., block]| {
                edit(objects, block, "Matrix", Object::Array([9, 0, 0, 9, 0, 0].map(Object::Integer).to_vec()));
            }),
        ),
        (
            "block is an older object",
            "Reader",
            Policy::Open,
            Box::new(|objects, [field, ..]| {
                edit(objects, field, "AP", Object::Dictionary(Dictionary::of([("N", Object::to(5))])));
            }),
        ),
        (
            "action of the field",
            "Reader",
            Policy::Open,
            Box::new(|objects, [field, ..]| {
                edit(objects, field, "A", Object::Dictionary(Dictionary::of([("S", Object::name_of("Launch"))])));
            }),
        ),
        (
            "hidden field",
            "Reader",
            Policy::Open,
            Box::new(|objects, [field, ..]| edit(objects, field, "F", Object::Integer(2))),
        ),
        (
            "foreign entry in the signature",
            "Reader",
            Policy::Open,
            Box::new(|objects, [_, signature, _]| {
                edit(objects, signature, "Cert", Object::text("x"));
            }),
        ),
        (
            "another filter",
            "Reader",
            Policy::Open,
            Box::new(|objects, [_, signature, _]| {
                edit(objects, signature, "Filter", Object::name_of("Other"));
            }),
        ),
        ("second certification", "Reader", Policy::Certifies, Box::new(|_, _| {})),
        ("lock where none was meant", "Reader", Policy::Locks, Box::new(|_, _| {})),
        ("no lock where one was meant", "Director", Policy::Open, Box::new(|_, _| {})),
    ];
    for (attack, field, policy, change) in attacks {
        let pdf = forged(&once, field, policy, change);
        match verdicts(&pdf).as_slice() {
            [Verdict::ChangedAfterSigning { what }, Verdict::Unchanged] => assert!(!what.is_empty()),
            other => panic!("{attack}: {other:?}"),
        }
    }

    let locked = approved(&once, "Director", true);
    let after_lock = forged(&locked, "Reader", Policy::Open, |_, _| {});
    let judged = verdicts(&after_lock);
    assert!(
        matches!(judged.as_slice(), [Verdict::ChangedAfterSigning { .. }, Verdict::ChangedAfterSigning { what }, Verdict::Unchanged]
        if what[0].contains("allowed nothing after it")),
        "{judged:?}"
    );

    // Bytes between two revisions, covered only by the second signature.
    let gap = [once.as_slice(), b"% between\n"].concat();
    let between = forged(&gap, "Reader", Policy::Open, |_, _| {});
    assert!(
        matches!(&verdicts(&between)[0], Verdict::ChangedAfterSigning { what } if what[0].contains("belong to nothing"))
    );
}

#[test]
fn what_hides_in_the_first_revision_is_a_risk() {
    let base = String::from_utf8_lossy(&tagged()).into_owned();
    assert!(base.len() > 100);
    let plain = tagged();
    let cases: [(&str, &str, &str); 9] = [
        ("MarkInfo<</Marked true>>", "OCProperties<</D<<>>  >>", "layers"),
        ("MarkInfo<</Marked true>>", "OpenAction[3 0 R/Fit]   ", "when it is opened"),
        ("MarkInfo<</Marked true>>", "X<</S/JavaScript/JS()>> ", "JavaScript"),
        ("MarkInfo<</Marked true>>", "AA<</O<</S/Launch>>  >> ", "run by themselves"),
        ("/Subtype/Link", "/Subtype/Ink ", "annotation of the kind `Ink`"),
        ("/Contents(Page 2)", "/FT/Tx/V(Page 2) ", "can be filled in"),
        ("/Info 11 0 R", "            ", "belong to nothing that is shown"),
        ("\nendobj\n\n11", "\nendobj\n%11", "cannot be read|belong to nothing"),
        ("/Lang(en-US)", "/Lang()/Lang", ""),
    ];
    for (from, to, expected) in cases {
        assert_eq!(from.len(), to.len(), "{from}");
        let at = plain.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        let mut changed = plain.clone();
        changed[at..at + from.len()].copy_from_slice(to.as_bytes());
        let outcome = judge(&changed, &[]);
        if expected.is_empty() {
            assert!(outcome.is_err(), "{to}");
            continue;
        }
        let risks = outcome.unwrap().risks.join("; ");
        assert!(expected.split('|').any(|part| risks.contains(part)), "{to}: {risks}");
    }
    // What was changed before the first signature, or together with it, was still signed by somebody: a risk.
    let updated = append(&[tagged().as_slice(), b"\n"].concat(), &[(11, "<</Title(Other)>>")], "");
    let signed = certified(&updated);
    let found = signatures(&signed).unwrap();
    assert!(judge(&signed, &found).unwrap().risks.iter().any(|risk| risk.contains("saved 3 times")));
}

#[test]
fn odd_byte_ranges_and_contents_are_no_signatures() {
    let once = certified(&tagged());
    let range_at = once.windows(12).rposition(|window| window == b"/ByteRange [").unwrap();
    let contents_at = once.windows(11).rposition(|window| window == b"/Contents <").unwrap() + 10;
    let [_, length, second, rest] = signatures(&once).unwrap()[0].byte_range.unwrap();
    assert_eq!(length, contents_at);
    let with = |at: usize, bytes: &str| {
        let mut changed = once.clone();
        changed[at..at + bytes.len()].copy_from_slice(bytes.as_bytes());
        changed
    };
    let range = |text: &str| with(range_at + 11, &format!("{text:<36}"));
    let attacks: Vec<(&str, Vec<u8>)> = vec![
        ("no byte range", with(range_at, "/BxteRange")),
        ("byte range is null", range("null")),
        ("byte range is a string", range("(0 1 2 3)")),
        ("three numbers", range(&format!("[0 {length} {second}]"))),
        ("five numbers", range(&format!("[0 {length} {second} {rest} 0]"))),
        ("negative", range(&format!("[0 -{length} {second} {rest}]"))),
        ("fraction", range(&format!("[0.0 {length} {second} {rest}]"))),
        ("reference", range(&format!("[0 {length} {second} 5 0 R]"))),
        ("first is not 0", range(&format!("[1 {length} {second} {rest}]"))),
        ("first piece too short", range(&format!("[0 {} {second} {rest}]", length - 1))),
        ("first piece too long", range(&format!("[0 {} {second} {rest}]", length + 1))),
        ("gap too wide", range(&format!("[0 {length} {} {}]", second + 1, rest - 1))),
        ("gap too narrow", range(&format!("[0 {length} {} {}]", second - 1, rest + 1))),
        ("overlap", range(&format!("[0 {second} {length} {rest}]"))),
        ("short of the end", range(&format!("[0 {length} {second} {}]", rest - 9))),
        ("beyond the end", range(&format!("[0 {length} {second} {}]", rest + 1))),
        ("far beyond the end", range(&format!("[0 {length} {second} 9223372036854775807]"))),
        ("nothing covered", range("[0 0 0 0]")),
        ("gap to the end", range(&format!("[0 {length} {} 0]", once.len()))),
        ("no contents", with(contents_at - 10, "/Cxntents")),
        ("contents are null", with(contents_at, &format!("{:<1$}", "null", 2 * ROOM + 2))),
        ("contents as a literal string", with(contents_at, &format!("({})", "0".repeat(2 * ROOM)))),
        ("space in the contents", with(contents_at + 3, " ")),
        ("something behind the contents", with(contents_at + 2 * ROOM, "1")),
        ("contents are no DER", with(contents_at + 1, "00")),
        ("contents claim more than there is", with(contents_at + 3, "7f")),
        ("contents of no fixed length", with(contents_at + 3, "80")),
        ("contents are empty", with(contents_at, &format!("<>{}", " ".repeat(2 * ROOM)))),
        ("same key twice", with(range_at - 40, "/Contents")),
    ];
    for (attack, pdf) in attacks {
        let Ok(found) = signatures(&pdf) else { continue };
        for signature in &found {
            assert!(!signature.defects.is_empty() && signature.covered(&pdf).is_none(), "{attack}");
        }
        let judged = judge(&pdf, &found).unwrap().signatures;
        assert!(
            judged.iter().all(|judged| matches!(judged.verdict, Verdict::Malformed { .. })),
            "{attack}: {judged:?}"
        );
    }
}
