//! Pages on the printer's sheets.

use super::*;

/// A PDF of so many pages, 300 by 400 points.
fn document(folder: &Path, name: &str, pages: usize) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, samples::pdf(&vec![(300, 400, "0 0 9 9 re f"); pages], "", "")).unwrap();
    path
}

fn print(files: &[&Path], out: &Path, more: &[&str]) -> Output {
    let files: Vec<&str> = files.iter().map(|path| text(path)).collect();
    opine(&[&["booklet", "print"], files.as_slice(), &["--out", text(out)], more].concat())
}

/// The matrices of what is drawn on each side, by name.
fn drawn(path: &Path) -> Vec<BTreeMap<String, Vec<f64>>> {
    let pdf = pdf(path);
    let side = |page: &hayro_syntax::page::Page<'_>| {
        let content = String::from_utf8(page.page_stream().unwrap_or_default().to_vec()).unwrap();
        let line = |line: &str| {
            let parts: Vec<&str> = line.split(' ').collect();
            (parts[8].to_owned(), parts[1..7].iter().map(|part| part.parse().unwrap()).collect())
        };
        content.lines().filter(|line| line.starts_with("q ")).map(line).collect()
    };
    pdf.pages().iter().map(side).collect()
}

#[test]
fn pages_and_blanks_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let (one, two, five) = (document(dir, "1.pdf", 1), document(dir, "2.pdf", 2), document(dir, "5.pdf", 5));
    let out = dir.join("out.pdf");
    let cases: [(&[&Path], &[&str], &str, usize); 7] = [
        (&[&five], &["--layout", "booklet"], "2 sheets, 4 sides, 3 blank pages", 4),
        (&[&five], &["--layout", "duplex"], "3 sheets, 6 sides, 1 blank pages", 6),
        (&[&two], &["--layout", "duplex"], "1 sheets, 2 sides, 0 blank pages", 2),
        // The second document begins on the right.
        (&[&one, &two], &["--layout", "duplex"], "2 sheets, 4 sides, 1 blank pages", 4),
        (&[&one, &two, &five], &["--layout", "booklet"], "2 sheets, 4 sides, 0 blank pages", 4),
        (&[&one], &[], "1 sheets, 2 sides, 3 blank pages", 2),
        (&[&five], &["--signature", "1"], "2 sheets, 4 sides, 3 blank pages", 4),
    ];
    for (files, more, expected, sides) in cases {
        let said = done(&print(files, &out, more));
        assert!(said.contains(expected), "{more:?}: {said}");
        assert_eq!(pdf(&out).pages().len(), sides, "{more:?}");
    }
    let size = |more: &[&str]| {
        done(&print(&[&two], &out, more));
        let (width, height) = pdf(&out).pages()[0].render_dimensions();
        (width.round(), height.round())
    };
    assert_eq!(size(&[]), (792.0, 612.0), "a letter sheet lying");
    assert_eq!(size(&["--paper", "a3"]), (1191.0, 842.0));
    assert_eq!(size(&["--layout", "duplex"]), (300.0, 400.0), "a page's own size");
    assert_eq!(size(&["--layout", "duplex", "--paper", "a4"]), (595.0, 842.0));
}

#[test]
fn inner_pages_move_towards_the_fold_by_the_paper_around_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = |name: &str| folder.path().join(name);
    let nine = document(folder.path(), "9.pdf", 9);
    done(&print(&[&nine], &out("flat.pdf"), &["--thickness", "0"]));
    done(&print(&[&nine], &out("thick.pdf"), &["--thickness", "0.5"]));
    let (flat, thick) = (drawn(&out("flat.pdf")), drawn(&out("thick.pdf")));
    assert_eq!(flat.len(), 6);
    for (side, (flat, thick)) in flat.iter().zip(&thick).enumerate() {
        // Front and back of the outermost sheet, then of those inside it.
        let moved = (side / 2) as f64 * 0.5 * 72.0 / 25.4;
        for (name, way) in [("/L", moved), ("/R", -moved)] {
            let (Some(flat), Some(thick)) = (flat.get(name), thick.get(name)) else { continue };
            assert!((thick[4] - flat[4] - way).abs() < 1e-3, "side {side} {name}: {flat:?} {thick:?}");
            assert_eq!((thick[0], thick[5]), (flat[0], flat[5]), "nothing else changes");
        }
    }
    // Two pages fit beside each other at the same scale: 396 by 612 points for each.
    let page = &flat[5]["/L"];
    assert!((page[0] - 396.0).abs() < 1e-3 && (page[3] - 528.0).abs() < 1e-3, "{page:?}");
    for thickness in ["-0.1", "1.5", "NaN"] {
        let arguments = format!("--thickness={thickness}");
        assert_eq!(print(&[&nine], &out("no.pdf"), &[&arguments]).status.code(), Some(2), "{thickness}");
    }
    assert!(!out("no.pdf").exists());
}

#[test]
fn what_is_no_pdf_is_not_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (good, out) = (document(folder.path(), "1.pdf", 1), folder.path().join("out.pdf"));
    for (name, bytes) in samples::records()
        .into_iter()
        .filter(|(name, _)| ["locked.pdf", "torn.pdf", "empty.pdf", "photo.png"].contains(name))
    {
        let bad = folder.path().join(name);
        fs::write(&bad, bytes).unwrap();
        let output = print(&[&good, &bad], &out, &[]);
        refused(&output, 2, "BKL-26");
        assert!(said(&output).contains("file 2"), "{name}: {}", said(&output));
        assert!(!out.exists());
    }
    refused(&print(&[&folder.path().join("none.pdf")], &out, &[]), 2, "none.pdf");
}

#[test]
fn a_booklet_is_printed_with_its_parts_on_the_right() {
    let booklet = kinds().0.join("out/booklet.en-US.pdf");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.pdf");
    let said = done(&print(&[&booklet], &out, &["--layout", "duplex"]));
    let (before, after) = (pdf(&booklet).pages().len(), pdf(&out).pages().len());
    let blank: usize = said.split(" sides, ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert_eq!(before + blank, after, "{said}");
    assert!(blank > 0 && after % 2 == 0, "{said}");
    // Nothing that acts or belongs to the signed file is on paper.
    let bytes = fs::read(&out).unwrap();
    for word in [&b"/StructTreeRoot"[..], b"/Annots", b"/AcroForm", b"/Metadata"] {
        assert!(!bytes.windows(word.len()).any(|window| window == word));
    }
}
