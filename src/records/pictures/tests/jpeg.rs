//! JPEG files.

use super::super::Colour;
use super::*;

type Segment = (u8, Vec<u8>);

/// A grey picture of components that are not subsampled, every code of which is one zero bit.
struct Draft {
    size: (u16, u16),
    ids: Vec<u8>,
    frame: u8,
    bits: u8,
    segments: Vec<Segment>,
    /// Blocks between restart markers.
    restart: u16,
}

impl Draft {
    fn new(ids: &[u8]) -> Self {
        Self { size: (60, 50), ids: ids.to_vec(), frame: 0xC0, bits: 8, segments: Vec::new(), restart: 0 }
    }

    fn with(mut self, marker: u8, body: &[u8]) -> Self {
        self.segments.push((marker, body.to_vec()));
        self
    }

    fn blocks(&self) -> usize {
        usize::from(self.size.0.div_ceil(8)) * usize::from(self.size.1.div_ceil(8))
    }

    fn scan(&self, out: &mut Vec<u8>, ids: &[u8], band: [u8; 3], codes: usize) {
        let mut header = vec![u8::try_from(ids.len()).unwrap()];
        ids.iter().for_each(|id| header.extend([*id, 0]));
        header.extend(band);
        segment(out, 0xDA, &header);
        let group = |out: &mut Vec<u8>, blocks: usize| {
            let codes = blocks * codes;
            out.extend(vec![0; codes / 8]);
            if !codes.is_multiple_of(8) {
                out.push(0xFF >> (codes % 8));
            }
        };
        let (mut left, mut nth) = (self.blocks(), 0_u8);
        while self.restart > 0 && left > usize::from(self.restart) {
            group(out, self.restart.into());
            out.extend([0xFF, 0xD0 + nth % 8]);
            nth += 1;
            left -= usize::from(self.restart);
        }
        group(out, left);
    }

    fn file(&self) -> Vec<u8> {
        let mut out = vec![0xFF, 0xD8];
        self.segments.iter().for_each(|(marker, body)| segment(&mut out, *marker, body));
        segment(&mut out, 0xDB, &[[0].as_slice(), &[1; 64]].concat());
        let mut frame = vec![self.bits];
        frame.extend(self.size.1.to_be_bytes());
        frame.extend(self.size.0.to_be_bytes());
        frame.push(u8::try_from(self.ids.len()).unwrap());
        self.ids.iter().for_each(|id| frame.extend([*id, 0x11, 0]));
        segment(&mut out, self.frame, &frame);
        for class in [0x00, 0x10] {
            let mut table = vec![class, 1];
            table.extend([0; 16]);
            segment(&mut out, 0xC4, &table);
        }
        if self.restart > 0 {
            segment(&mut out, 0xDD, &self.restart.to_be_bytes());
        }
        if self.frame == 0xC2 {
            self.scan(&mut out, &self.ids, [0, 0, 0], self.ids.len());
            self.ids.iter().for_each(|id| self.scan(&mut out, &[*id], [1, 63, 0], 1));
        } else {
            self.scan(&mut out, &self.ids, [0, 63, 0], 2 * self.ids.len());
        }
        out.extend([0xFF, 0xD9]);
        out
    }
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend([0xFF, marker]);
    out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    out.extend(body);
}

const JFIF: &[u8] = b"JFIF\0\x01\x02\x01\x00\xC8\x00\x64\0\0";

fn adobe(transform: u8) -> Vec<u8> {
    [b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat()
}

/// A file of three components for tests of other containers.
pub fn stream(size: (u16, u16), ids: &[u8]) -> Vec<u8> {
    Draft { size, ..Draft::new(ids) }.file()
}

#[test]
fn a_file_is_kept_byte_for_byte() {
    for frame in [0xC0, 0xC1, 0xC2] {
        for (ids, colour) in [(vec![1], Colour::Gray), (vec![1, 2, 3], Colour::Rgb), (vec![1, 2, 3, 4], Colour::Cmyk)] {
            for restart in [0, 7] {
                let draft = Draft { frame, restart, ..Draft::new(&ids) }.with(0xE0, JFIF);
                let picture = only(&draft.file());
                assert_eq!((picture.packing, picture.inverted), (Packing::Jpeg, false));
                assert_eq!((picture.width, picture.height, &picture.colour), (60, 50, &colour));
                assert_eq!(picture.data, draft.file());
                assert_eq!((picture.resolution, picture.pixel_aspect), (Some((200.0, 100.0)), 0.5));
            }
        }
    }
}

#[test]
fn every_orientation_is_told() {
    for orientation in 1..=8 {
        for little in [false, true] {
            let block = [b"Exif\0\0".as_slice(), &exif(orientation, little)].concat();
            let picture = only(&Draft::new(&[1, 2, 3]).with(0xE1, &block).file());
            assert_eq!(u16::from(picture.orientation), orientation);
            assert_eq!(picture.resolution, Some((300.0, 300.0)));
        }
    }
    for wrong in [0, 9, 65_535] {
        let block = [b"Exif\0\0".as_slice(), &exif(wrong, true)].concat();
        assert_eq!(only(&Draft::new(&[1]).with(0xE1, &block).file()).orientation, 1);
    }
}

#[test]
fn nothing_private_survives() {
    let thumbnail = [JFIF.get(..12).unwrap(), b"\x01\x01\x53\x45\x43"].concat();
    let exif = [b"Exif\0\0".as_slice(), &exif(6, true)].concat();
    let profile = [b"ICC_PROFILE\0\x01\x01".as_slice(), b"PROFILE"].concat();
    let draft = Draft::new(&[1, 2, 3, 4])
        .with(0xE0, &thumbnail)
        .with(0xE1, &exif)
        .with(0xE1, b"http://ns.adobe.com/xap/1.0/\0PATIENT")
        .with(0xE2, &profile)
        .with(0xED, b"Photoshop 3.0\0PATIENT")
        .with(0xEE, &[adobe(2), b"PATIENT".to_vec()].concat())
        .with(0xFE, b"PATIENT");
    let file = [draft.file(), b"PATIENT behind the end".to_vec()].concat();
    let picture = only(&file);
    let has = |what: &[u8]| picture.data.windows(what.len()).any(|part| part == what);
    assert!(!has(b"PATIENT") && !has(b"SEC") && !has(b"Exif") && !has(b"Photoshop"));
    assert!(has(b"JFIF") && has(b"PROFILE") && has(b"Adobe"));
    assert!(picture.data.ends_with(&[0xFF, 0xD9]));
    assert_eq!(only(&picture.data).data, picture.data);
}

#[test]
fn inks_of_adobe_are_inverted() {
    let both = Draft::new(&[1, 2, 3, 4]).with(0xE0, JFIF).with(0xEE, &adobe(2)).file();
    assert_eq!(only(&both).data, both);
    for transform in [0, 2] {
        let picture = only(&Draft::new(&[1, 2, 3, 4]).with(0xEE, &adobe(transform)).file());
        assert_eq!((picture.colour, picture.inverted, picture.packing), (Colour::Cmyk, true, Packing::Jpeg));
    }
}

#[test]
fn red_green_blue_is_decoded_and_not_taken_for_colour_differences() {
    for draft in [Draft::new(b"RGB"), Draft::new(&[1, 2, 3]).with(0xEE, &adobe(0))] {
        let picture = only(&draft.file());
        assert_eq!(picture.colour, Colour::Rgb);
        assert_eq!(samples(&picture), vec![128; 60 * 50 * 3]);
    }
    // JFIF says what the components are; Adobe's word against it is left out.
    let both = Draft::new(&[1, 2, 3]).with(0xE0, JFIF).with(0xEE, &adobe(0));
    assert_eq!(only(&both.file()).data, Draft::new(&[1, 2, 3]).with(0xE0, JFIF).file());
}

#[test]
fn a_file_cut_anywhere_is_damaged() {
    for frame in [0xC0, 0xC2] {
        let file = Draft { frame, restart: 9, ..Draft::new(&[1, 2, 3]) }.file();
        for end in 3..file.len() - 2 {
            assert_eq!(outcome(file.get(..end).unwrap()), Err(Reason::Damaged), "{frame:x} {end}");
        }
        // Only the mark of the end is missing: all of the picture is there.
        assert_eq!(only(file.get(..file.len() - 2).unwrap()).data, file);
    }
}

#[test]
fn a_scan_that_ends_early_is_damaged_although_the_file_ends_well() {
    for frame in [0xC0, 0xC2] {
        let mut file = Draft { frame, ..Draft::new(&[1]) }.file();
        let at = file.len() - 4;
        file.remove(at);
        assert_eq!(outcome(&file), Err(Reason::Damaged));
    }
    // The last scan of a progressive file is missing as a whole.
    let file = Draft { frame: 0xC2, ..Draft::new(&[1, 2, 3]) }.file();
    let last = file.windows(2).rposition(|pair| pair == [0xFF, 0xDA]).unwrap();
    assert_eq!(outcome(&[file.get(..last).unwrap(), &[0xFF, 0xD9]].concat()), Err(Reason::Damaged));
    // A restart marker is another than the next one.
    let mut file = Draft { restart: 5, ..Draft::new(&[1]) }.file();
    let second = file.windows(2).position(|pair| pair == [0xFF, 0xD1]).unwrap();
    file[second + 1] = 0xD2;
    assert_eq!(outcome(&file), Err(Reason::Damaged));
}

#[test]
fn what_a_pdf_cannot_hold_is_told() {
    let packing = |draft: Draft| assert_eq!(outcome(&draft.file()), Err(Reason::Packing));
    packing(Draft { bits: 12, frame: 0xC1, ..Draft::new(&[1]) });
    packing(Draft::new(&[1, 2]));
    packing(Draft { size: (60, 0), ..Draft::new(&[1]) });
    for frame in [0xC3, 0xC5, 0xC9, 0xCA, 0xF7] {
        packing(Draft { frame, ..Draft::new(&[1]) });
    }
}

#[test]
fn a_bomb_is_too_large() {
    let mut file = Draft::new(&[1]).file();
    let frame = file.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    file.splice(frame + 5..frame + 9, [0xFF; 4]);
    assert_eq!(outcome(&file), Err(Reason::TooLarge));
    // Many scans of a few bytes, each of which covers the whole picture.
    let draft = Draft { frame: 0xC2, ..Draft::new(&[1]) };
    let mut file = draft.file();
    file.truncate(file.len() - 2);
    for _ in 0..200 {
        draft.scan(&mut file, &[1], [1, 63, 0], 1);
    }
    assert!(matches!(outcome(&file), Err(Reason::Damaged | Reason::TooLarge)));
}

#[test]
fn further_views_are_told() {
    let mut index = b"MPF\0II*\0\x08\0\0\0\x01\0\x02\xB0\x07\0\x20\0\0\0\x1A\0\0\0\0\0\0\0".to_vec();
    index.extend([[0, 0, 3, 0].as_slice(), &[0; 12], &[2, 0, 2, 0], &[0; 12]].concat());
    let pictures = outcome(&Draft::new(&[1, 2, 3]).with(0xE2, &index).file()).unwrap();
    assert_eq!(pictures.left_out, Some(LeftOut::Frames { shown: 1, of: 2 }));
}
