//! What a file may hide from the one who signs it: content that shows only later, elsewhere, or never.

use super::PdfError;
use super::compare::layout;
use super::file::PdfFile;
use super::object::{Dictionary, Object};
use super::signatures::revision_end;
use super::xref::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Actions that do more than go to a place in the document or open a web page.
const ACTIONS: [&[u8]; 15] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"ResetForm",
    b"GoToR",
    b"GoToE",
    b"Hide",
    b"SetOCGState",
    b"Movie",
    b"Sound",
    b"Rendition",
    b"Trans",
    b"GoTo3DView",
    b"RichMediaExecute",
];

/// The risks of a file, one plain reason each, every reason once.
pub(super) fn risks(file: &PdfFile<'_>) -> Result<Vec<String>, PdfError> {
    let mut found = Found::default();
    found.layout(file);
    let mut links: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let catalog = file.root_number()?;
    for (number, entry) in &file.entries {
        if *entry == Entry::Free {
            continue;
        }
        let Ok(object) = file.object(*number) else {
            found.add(format!("object {number} cannot be read"));
            continue;
        };
        let mut to = Vec::new();
        object.walk(&mut |inner| match inner {
            Object::Reference(number, generation) => {
                to.push(*number);
                let other = matches!(file.entries.get(number), Some(Entry::At(_, g)) if g != generation);
                found.when(other, "a reference leads to another generation of its object");
            }
            Object::Dictionary(dictionary) => found.dictionary(dictionary),
            Object::Stream(stream) => {
                found.dictionary(&stream.dictionary);
                found.stream(&stream.dictionary);
            }
            _ => {}
        });
        if *number == catalog
            && let Some(catalog) = object.as_dictionary()
        {
            found.catalog(catalog);
        }
        // Streams that hold other objects are reached through the cross-reference section.
        if object.as_dictionary().is_some_and(|d| matches!(d.name("Type"), Some(b"ObjStm" | b"XRef"))) {
            to.clear();
            found.holders.insert(*number);
        }
        links.insert(*number, to);
    }
    found.unreachable(file, &links);
    Ok(found.reasons)
}

#[derive(Default)]
struct Found {
    reasons: Vec<String>,
    holders: BTreeSet<u32>,
}

impl Found {
    fn add(&mut self, reason: String) {
        if !self.reasons.contains(&reason) && self.reasons.len() < 64 {
            self.reasons.push(reason);
        }
    }

    fn when(&mut self, is: bool, reason: &str) {
        if is {
            self.add(reason.to_owned());
        }
    }

    fn dictionary(&mut self, dictionary: &Dictionary) {
        let has = |key: &str| dictionary.get(key).is_some();
        if let Some(action) = dictionary.name("S").filter(|name| ACTIONS.contains(name)) {
            self.add(format!("it has an action of the kind `{}`", String::from_utf8_lossy(action)));
        }
        self.when(has("JS"), "it has JavaScript");
        self.when(has("AA"), "it has actions that run by themselves");
        self.when(has("XFA"), "it has a second form (XFA)");
        self.when(
            has("OCProperties") || has("OCGs") || dictionary.is("Type", "OCG"),
            "it has layers that can be hidden",
        );
        self.when(
            dictionary.get("NeedAppearances") == Some(&Object::Boolean(true)),
            "its form fields are drawn anew by each viewer",
        );
        match dictionary.name("FT") {
            Some(kind) if kind != b"Sig" => self.add("it has form fields that can be filled in".to_owned()),
            _ => {}
        }
        if has("Rect")
            && let Some(kind) = dictionary.name("Subtype")
            && !matches!(kind, b"Link" | b"Widget")
        {
            let kind: String =
                String::from_utf8_lossy(kind).chars().filter(char::is_ascii_alphanumeric).take(32).collect();
            self.add(format!("it has an annotation of the kind `{kind}`"));
        }
        let files = ["FontFile", "FontFile2", "FontFile3"];
        let embedded = files.into_iter().any(has);
        self.when(dictionary.is("Type", "FontDescriptor") && !embedded, "a font is not embedded");
        let simple = matches!(dictionary.name("Subtype"), Some(b"Type1" | b"TrueType" | b"MMType1"));
        self.when(dictionary.is("Type", "Font") && simple && !has("FontDescriptor"), "a font is not embedded");
    }

    fn stream(&mut self, dictionary: &Dictionary) {
        let has = |key: &str| dictionary.get(key).is_some();
        self.when(has("F"), "some of its content lies in another file");
        self.when(has("Ref") || has("OPI"), "some of its content lies in another file");
        self.when(has("Alternates"), "an image has other versions of itself");
        self.when(dictionary.is("Subtype", "PS"), "it has PostScript");
    }

    fn catalog(&mut self, catalog: &Dictionary) {
        self.when(catalog.get("OpenAction").is_some(), "it does something by itself when it is opened");
        self.when(catalog.get("Collection").is_some(), "it is shown as a collection of other files");
    }

    /// Whether every byte of the file's first revision belongs to something.
    fn layout(&mut self, file: &PdfFile<'_>) {
        let Some(oldest) = file.sections.last() else { return };
        let hybrid = file.sections.iter().any(|section| section.beside() != Ok(None));
        self.when(hybrid, "it shows older readers other objects than newer ones");
        let end = revision_end(file, oldest);
        let first = end.and_then(|end| file.prefix(end).ok()).filter(|first| first.sections.len() == 1);
        let Some((first, section)) = first.as_ref().and_then(|first| Some((first, first.sections.first()?))) else {
            return self.add("its first revision cannot be told apart".to_owned());
        };
        let line = |from: usize| {
            let rest = file.bytes.get(from..).unwrap_or_default();
            from + rest.iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count()
        };
        let version = line(0);
        // The second line is a comment of bytes above 127, so that the file is taken for binary (7.5.2).
        let second =
            file.bytes.get(version..).unwrap_or_default().iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let comment = version + second;
        let header = if file.bytes.get(comment) == Some(&b'%') { line(comment) } else { version };
        self.when(header > 64, "its header is longer than a header is");
        if let Err(reason) = layout(first, header, section) {
            self.add(reason);
        }
    }

    fn unreachable(&mut self, file: &PdfFile<'_>, links: &BTreeMap<u32, Vec<u32>>) {
        let mut reached: BTreeSet<u32> = BTreeSet::new();
        let mut next = Vec::new();
        Object::Dictionary(file.trailer().clone()).walk(&mut |object| next.extend(object.as_reference()));
        while let Some(number) = next.pop() {
            if reached.insert(number) {
                next.extend(links.get(&number).into_iter().flatten());
            }
        }
        let lost = links.keys().filter(|number| !reached.contains(number) && !self.holders.contains(number));
        let lost: Vec<String> = lost.map(u32::to_string).collect();
        if let Some(first) = lost.first() {
            self.add(format!("{} objects belong to nothing that is shown (object {first} first)", lost.len()));
        }
    }
}
