//! Files as such: identity, ways of writing, frames chosen, and what is wrong with them.

use super::super::{Identity, PersonName, is_dicom};
use super::*;

fn image() -> Set {
    let set = Set::new().text(tags::PATIENT_NAME, b"PN", "Muster^Anna").text(tags::PATIENT_ID, b"LO", "4711");
    set.text(tags::PATIENT_BIRTH_DATE, b"DA", "19611024").image("MONOCHROME2", 1, 4, 8, 8, false)
}

fn anna() -> Identity {
    let name = PersonName { family: "Muster".into(), given: "Anna".into(), display: "Anna Muster".into() };
    Identity { name: Some(name), identifier: Some("4711".into()), birth_date: Some("1961-10-24".into()) }
}

fn many(frames: u8) -> Vec<u8> {
    let set = Set::new().text(tags::NUMBER_OF_FRAMES, b"IS", &frames.to_string());
    let values: Vec<u8> = (0..frames).flat_map(|frame| [0, frame, 255]).collect();
    set.image("MONOCHROME2", 1, 3, 8, 8, false).bytes(tags::PIXEL_DATA, b"OB", &values).explicit()
}

fn named_in(set: &str, name: &[u8]) -> Option<PersonName> {
    let set = Set::new().text(tags::SPECIFIC_CHARACTER_SET, b"CS", set).bytes(tags::PATIENT_NAME, b"PN", name);
    named(set).identity.name
}

fn display(set: &str, name: &[u8]) -> String {
    named_in(set, name).map_or_else(String::new, |name| name.display)
}

#[test]
fn names_in_many_character_sets() {
    let jerome = PersonName { family: "Buc".into(), given: "Jérôme".into(), display: "Jérôme Buc".into() };
    assert_eq!(named_in("ISO_IR 100", b"Buc^J\xE9r\xF4me"), Some(jerome));
    assert_eq!(display("ISO_IR 192", "Dvořák^Antonín^^Prof.".as_bytes()), "Prof. Antonín Dvořák");
    assert_eq!(display("ISO_IR 101", b"Dvo\xF8\xE1k"), "Dvořák");
    assert_eq!(display("ISO_IR 148", b"G\xFCrb\xFCz^I\xFE\xFDk"), "Işık Gürbüz");
    assert_eq!(display("ISO_IR 144", b"\xBB\xEE\xDA"), "Люк");
    assert_eq!(display("\\ISO 2022 IR 144", b"A^\x1B-L\xBB\xEE\xDA^B"), "Люк B A");
    assert_eq!(display("\\ISO 2022 IR 87", b"=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B"), "太郎 山田");
    assert_eq!(display("\\ISO 2022 IR 149", b"Hong^Gildong=\x1B$)C\xFB\xF3"), "Gildong Hong");
    assert_eq!(display("GB18030", b"Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB="), "XiaoDong Wang");
}

#[test]
fn a_name_that_cannot_be_read_is_none() {
    assert_eq!(named_in("ISO_IR 999", b"M\xFCller"), None);
    assert_eq!(named_in("", b"M\xFCller"), None);
    assert_eq!(named_in("ISO_IR 192", b"M\xFCller"), None);
    assert_eq!(display("ISO_IR 999", b"Muller^Jo"), "Jo Muller");
    assert_eq!(named_in("", b"^^^^"), None);
}

#[test]
fn days_that_are_none_are_not_given() {
    let day = |text| named(Set::new().text(tags::PATIENT_BIRTH_DATE, b"DA", text)).identity.birth_date;
    assert_eq!(day("20000229").as_deref(), Some("2000-02-29"));
    assert_eq!(day("1961.10.24").as_deref(), Some("1961-10-24"));
    for none in ["19000229", "19611301", "19610431", "1961102", "00000101", "+9611024", "        "] {
        assert_eq!(day(none), None, "{none}");
    }
}

#[test]
fn every_way_of_writing_says_the_same() {
    let value = [0, 85, 170, 255];
    for (explicit, big) in [(true, false), (false, false), (true, true)] {
        let set = Set { explicit, big, ..Set::new() };
        let set = set.text(tags::SOP_CLASS_UID, b"UI", "1.2").text(tags::MODALITY, b"CS", "OT");
        let set = set.text(tags::PATIENT_NAME, b"PN", "Muster^Anna").text(tags::PATIENT_ID, b"LO", "4711");
        let set = set.text(tags::PATIENT_BIRTH_DATE, b"DA", "19611024").image("MONOCHROME2", 1, 4, 8, 8, false);
        let set = set.bytes(tags::PIXEL_DATA, b"OB", &value);
        let syntax = match (explicit, big) {
            (true, false) => uids::EXPLICIT_VR_LITTLE_ENDIAN,
            (false, _) => uids::IMPLICIT_VR_LITTLE_ENDIAN,
            (true, true) => "1.2.840.10008.1.2.2",
        };
        // Bare, told, told wrongly, and with zeros at the end.
        let wrong = if explicit { uids::IMPLICIT_VR_LITTLE_ENDIAN } else { uids::EXPLICIT_VR_LITTLE_ENDIAN };
        let padded = [set.clone().file(syntax), vec![0; 300]].concat();
        let mut files = vec![set.bytes.clone(), set.clone().file(syntax), padded];
        if !big {
            files.push(set.file(wrong));
        }
        for file in files {
            assert!(is_dicom(&file));
            let read = read(&file, &[]).unwrap();
            assert_eq!(read.identity, anna());
            assert_eq!(read.about.modality.as_deref(), Some("OT"));
            assert_eq!(samples(&file), value);
        }
    }
}

#[test]
fn words_with_the_most_significant_byte_first() {
    let set = Set { big: true, ..Set::new() }.image("MONOCHROME2", 1, 3, 16, 16, false);
    assert_eq!(
        samples(&set.words(tags::PIXEL_DATA, b"OW", &[1, 0x101, 0x201]).file("1.2.840.10008.1.2.2")),
        [0, 128, 255]
    );
    let set = Set { big: true, ..Set::new() }.image("MONOCHROME2", 1, 4, 8, 8, false);
    assert_eq!(
        samples(&set.bytes(tags::PIXEL_DATA, b"OW", &[85, 0, 255, 170]).file("1.2.840.10008.1.2.2")),
        [0, 85, 170, 255]
    );
}

#[test]
fn deflated() {
    use std::io::Write;
    let set = image().bytes(tags::PIXEL_DATA, b"OB", &[0, 85, 170, 255]);
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&set.bytes).unwrap();
    let packed = Set { bytes: packer.finish().unwrap(), ..Set::new() };
    assert_eq!(samples(&packed.file(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)), [0, 85, 170, 255]);
}

#[test]
fn key_frames_are_spread_with_the_first_and_the_last() {
    let numbers =
        |file: &[u8], wanted: &[u32]| shown(file, wanted).iter().map(|frame| frame.number).collect::<Vec<_>>();
    assert_eq!(numbers(&many(12), &[]), (1..=12).collect::<Vec<_>>());
    assert_eq!(numbers(&many(13), &[]), [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13]);
    assert_eq!(numbers(&many(100), &[]), [1, 10, 19, 28, 37, 46, 55, 64, 73, 82, 91, 100]);
    assert_eq!(numbers(&many(100), &[40, 7]), [40, 7]);
    assert_eq!(shown(&many(100), &[40])[0].picture.data, [0, 39, 255]);
    let too_far = read(&many(100), &[101]).unwrap().content;
    assert_eq!(too_far, Err(Reason::NothingToShow));
    assert_eq!(read(&many(100), &[0]).unwrap().content, Err(Reason::NothingToShow));
}

#[test]
fn whom_a_damaged_file_is_about_is_still_known() {
    let whole = image().bytes(tags::PIXEL_DATA, b"OB", &[0, 85, 170, 255]).explicit();
    for end in whole.len() - 60..whole.len() {
        let read = read(&whole[..end], &[]).unwrap();
        assert_eq!(read.identity, anna());
        assert!(read.content.is_err(), "{end}");
    }
    let read = read(&whole[..whole.len() - 1], &[]).unwrap();
    assert_eq!(read.content, Err(Reason::Damaged));
}

#[test]
fn what_is_declared_too_large_is_not_unpacked() {
    let set = Set::new().image("RGB", 65_535, 65_535, 16, 16, false);
    assert_eq!(refused(&set.clone().bytes(tags::PIXEL_DATA, b"OB", &[0; 8]).explicit()), Reason::TooLarge);
    assert_eq!(refused(&set.fragments(&[&[], &[0; 8]]).file(uids::RLE_LOSSLESS)), Reason::TooLarge);
    let set = Set::new().text(tags::NUMBER_OF_FRAMES, b"IS", "4000000000").image("MONOCHROME2", 9, 9, 8, 8, false);
    assert_eq!(refused(&set.clone().bytes(tags::PIXEL_DATA, b"OB", &[0; 8]).explicit()), Reason::Damaged);
    assert_eq!(refused(&set.fragments(&[&[], &[0; 8]]).file(uids::RLE_LOSSLESS)), Reason::Damaged);
    // Ten thousand by ten thousand out of a few bytes.
    let set = || Set::new().image("MONOCHROME2", 10_000, 10_000, 8, 8, false);
    let mut frame = vec![0; 64];
    (frame[0], frame[4]) = (1, 64);
    frame.extend([129, 0]);
    assert_eq!(refused(&set().fragments(&[&[], &frame]).file(uids::RLE_LOSSLESS)), Reason::Damaged);
}

#[test]
fn sequences_in_each_other_without_end() {
    let mut set = Set::new().text(tags::MODALITY, b"CS", "OT");
    for _ in 0..200_000 {
        set.header(tags::REFERENCED_IMAGE_SEQUENCE, b"SQ", u32::MAX);
        set.header(Tag(0xFFFE, 0xE000), b"  ", u32::MAX);
    }
    let read = read(&set.explicit(), &[]).unwrap();
    assert_eq!((read.about.modality.as_deref(), read.content), (Some("OT"), Err(Reason::Damaged)));
}

#[test]
fn what_shows_nothing() {
    assert_eq!(refused(&Set::new().text(tags::MODALITY, b"CS", "SR").explicit()), Reason::NothingToShow);
    let item = Set::new().text(tags::PATIENT_NAME, b"PN", "Muster^Anna");
    let directory = Set::new().item(tags::DIRECTORY_RECORD_SEQUENCE, item);
    assert_eq!(refused(&directory.explicit()), Reason::NothingToShow);
    assert_eq!(read(b"%PDF-1.7", &[]), Err(Reason::Kind));
    assert_eq!(read(&[], &[]), Err(Reason::Kind));
    assert_eq!(read(&Set::new().explicit(), &[]), Err(Reason::Damaged));
}

#[test]
fn other_files_are_not_taken_for_dicom() {
    let others: [&[u8]; 8] = [
        b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0",
        b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
        b"II*\0\x08\0\0\0\x0E\0\0\x01\x03\0\x01\0\0\0\x10\0\0\0",
        b"PK\x03\x04\x14\0\0\0\x08\0abcdefgh",
        b"{\"resourceType\": \"Bundle\"}",
        b"<?xml version=\"1.0\"?><ClinicalDocument/>",
        &[0; 400],
        &[8; 400],
    ];
    for other in others {
        assert!(!is_dicom(other), "{other:?}");
    }
}

#[test]
fn an_enclosed_pdf_is_given_without_its_padding() {
    let set = |kind: &str| {
        Set::new()
            .text(tags::PATIENT_NAME, b"PN", "Muster^Anna")
            .text(tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, b"LO", kind)
            .bytes(tags::ENCAPSULATED_DOCUMENT, b"OB", b"%PDF-1.7 %%EO")
    };
    assert_eq!(named(set("application/pdf")).content, Ok(Content::Pdf(b"%PDF-1.7 %%EO".to_vec())));
    assert_eq!(named(set("model/stl")).content, Err(Reason::Kind));
}
