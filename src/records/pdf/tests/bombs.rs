//! Files that would take all memory or time.

use super::*;

/// Runs what reads foreign bytes as [`crate::records::read`] does: with a large stack.
fn on_a_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        std::thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, work).unwrap().join().unwrap()
    })
}

/// So many megabytes of spaces, deflated to a thousandth: one deflated megabyte over and over.
fn spaces(megabytes: usize) -> Vec<u8> {
    let mut piece = Vec::with_capacity(1 << 16);
    let mut deflater = flate2::Compress::new(flate2::Compression::best(), false);
    deflater.compress_vec(&vec![b' '; 1 << 20], &mut piece, flate2::FlushCompress::Full).unwrap();
    // An empty block ends it.
    [&[0x78, 0xDA], piece.repeat(megabytes).as_slice(), &[0x03, 0x00]].concat()
}

fn inflates(data: &[u8]) -> usize {
    let mut out = Vec::new();
    flate2::bufread::DeflateDecoder::new(&data[2..]).read_to_end(&mut out).unwrap()
}

#[test]
fn streams_that_grow_beyond_all_bounds_are_too_large() {
    let bomb = spaces(600);
    assert!(bomb.len() < 1_000_000 && inflates(&spaces(2)) == 2 << 20);
    // Every reader unpacks these as soon as it opens the file, however their dictionary spells what they are.
    for dictionary in [
        "/Type/ObjStm/N 1/First 9/Filter/FlateDecode",
        "/Type/#4FbjStm/N 1/First 9/Filter/Fl",
        "/Type/XRef/W[1 1 1]/Filter/FlateDecode",
    ] {
        let made = Made::new("").object(stream(dictionary, &bomb));
        assert_eq!(made.open().err(), Some(Reason::TooLarge), "{dictionary}");
    }
    let twice = stream("/Type/ObjStm/N 1/First 9/Filter[/FlateDecode/FlateDecode]", &deflate(&bomb));
    assert_eq!(Made::new("").object(twice).open().err(), Some(Reason::TooLarge));
    // A content is unpacked when its page is written.
    let mut made = Made::new("");
    let digits: String = bomb.iter().map(|byte| format!("{byte:02x}")).collect();
    for (filters, data) in [
        ("[/FlateDecode/FlateDecode]", deflate(&bomb)),
        ("[/FlateDecode/LZWDecode]", deflate(&bomb)),
        ("[/ASCIIHexDecode/FlateDecode]", format!("{digits}>").into_bytes()),
        ("/LZWDecode", bomb.clone()),
    ] {
        made.content = stream(&format!("/Filter{filters}"), &data);
        assert_eq!(made.refused(), Reason::TooLarge, "{filters}");
    }
    let twice = deflate(&deflate(b"0 0 9 9 re f"));
    made.content = stream("/Filter[/FlateDecode/FlateDecode]", &twice);
    made.write().unwrap();
    made.content = stream("/Filter/FlateDecode", &bomb);
    assert_eq!(made.refused(), Reason::TooLarge);
}

#[test]
fn object_streams_packed_otherwise_are_reckoned_too() {
    // As much as LZW can grow: a megabyte may become more than two gigabytes.
    let data = vec![0x55; 1 << 20];
    for filter in ["LZWDecode", "LZW"] {
        let made = Made::new("").object(stream(&format!("/Type/ObjStm/N 1/First 9/Filter/{filter}"), &data));
        assert_eq!(made.open().err(), Some(Reason::TooLarge), "{filter}");
    }
    // A small one cannot be looked into, and nobody writes such: where it leads is not tried out.
    let small = Made::new("").object(stream("/Type/ObjStm/N 1/First 9/Filter/LZWDecode", &data[..1_000]));
    assert_eq!(small.open().err(), Some(Reason::Damaged));
}

#[test]
fn images_that_declare_too_much_are_too_large() {
    let image = |width: &str, height: &str| {
        let dictionary =
            format!("/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width {width}/Height {height}");
        let page = "/MediaBox[0 0 9 9]/Resources<</XObject<</I 5 0 R>>>>";
        Made::new("/I Do").page(page).object(stream(&dictionary, b"data"))
    };
    assert_eq!(image("100000", "100000").refused(), Reason::TooLarge);
    assert_eq!(image("2147483647", "2147483647").refused(), Reason::TooLarge);
    assert_eq!(image("99999999999999999999", "99999999999999999999").refused(), Reason::TooLarge);
    image("1000", "1000").write().unwrap();
    image("-5", "0").write().unwrap();
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    for depth in [100, 10_000, 200_000] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let dicts = format!("{}1{}", "<</K ".repeat(depth), ">>".repeat(depth));
        for value in [deep, dicts] {
            let page = "/MediaBox[0 0 9 9]/Resources<</Pattern<</P 5 0 R>>>>";
            let made = Made::new("").page(page).object(format!("<</Deep {value}>>"));
            let result = on_a_large_stack(move || made.write().err());
            // The reader that comes first may find nothing there at all; nothing crashes.
            assert!(matches!(result, None | Some(Reason::TooLarge | Reason::Damaged)), "{depth}: {result:?}");
            assert!(depth != 100 || result == Some(Reason::TooLarge), "{depth}: {result:?}");
        }
    }
}

#[test]
fn circles_end() {
    // The page tree: its root among its own kids, and two nodes that hold each other.
    let circles = [
        Made::new("").tree("/Kids[2 0 R 3 0 R]/Count 1"),
        Made::new("").tree("/Kids[3 0 R 5 0 R]/Count 1").object("<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    ];
    for made in circles {
        on_a_large_stack(move || made.write().map(drop).unwrap_or_default());
    }
    // Objects that refer to each other are each written once.
    let made = Made::new("")
        .page("/MediaBox[0 0 9 9]/Resources<</Pattern<</P 5 0 R>>>>")
        .object("<</To 6 0 R>>")
        .object("[5 0 R 6 0 R 3 0 R]");
    assert_eq!(made.write().unwrap().text().matches("/To").count(), 1);
    let mut made = Made::new("");
    made.content = b"4 0 R".to_vec();
    assert_eq!(made.refused(), Reason::Damaged);
}

/// Each node of the page tree names the next one twice.
#[test]
fn a_page_tree_that_doubles_is_damaged() {
    let mut made = Made::new("").tree("/Kids[5 0 R 5 0 R]/Count 1");
    for next in 6..16 {
        made = made.object(format!("<</Type/Pages/Kids[{next} 0 R {next} 0 R]/Count 1>>"));
    }
    made = made.object("<</Type/Page/MediaBox[0 0 9 9]>>");
    assert_eq!(made.open().err(), Some(Reason::Damaged));
}
