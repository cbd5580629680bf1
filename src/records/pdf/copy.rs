//! Copies objects of a foreign PDF: what is drawn, and nothing that acts.

use std::collections::HashMap;
use std::io;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Object, ObjectIdentifier, Stream};

use super::layers::Layers;
use super::{bounds, content, is};
use crate::records::objects::{self, Objects};
use crate::records::picture::Reason;

/// The most objects of one file.
const MAX_OBJECTS: usize = 2_000_000;
/// How deep arrays and dictionaries may be nested.
const MAX_DEPTH: usize = 64;

/// Keys that lead out of what is drawn: to structure, actions, other files, private data, other versions of an image.
const LEFT_BEHIND: [&[u8]; 22] = [
    b"A",
    b"AA",
    b"AF",
    b"Alternates",
    b"Annots",
    b"Dest",
    b"JS",
    b"LastModified",
    b"Measure",
    b"Metadata",
    b"Next",
    b"OC",
    b"OPI",
    b"PTEX.FileName",
    b"Parent",
    b"PieceInfo",
    b"PtData",
    b"Ref",
    b"StructParent",
    b"StructParents",
    b"Thumb",
    b"URI",
];

/// Entries of a resource dictionary: the keys in them are names that content uses, so any of them may be called `A`.
const NAMES: [&[u8]; 9] = [
    b"ColorSpace",
    b"ExtGState",
    b"Font",
    b"Pattern",
    b"Properties",
    b"Shading",
    b"XObject",
    b"CharProcs",
    b"Colorants",
];

/// Where a value stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    depth: usize,
    /// Whether the keys of this dictionary are names that content uses.
    names: bool,
}

/// Why copying stopped.
#[derive(Debug)]
pub enum Stop {
    /// The file cannot be shown whole.
    Reason(Reason),
    /// The new file cannot be written.
    Io(io::Error),
}

impl From<Reason> for Stop {
    fn from(reason: Reason) -> Self {
        Self::Reason(reason)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Copies objects and what they need, each once.
pub struct Copier<'a> {
    pdf: &'a Pdf,
    layers: &'a Layers,
    /// Whether everything is copied: a file of our own.
    whole: bool,
    numbers: HashMap<ObjectIdentifier, u32>,
    /// What is named but not yet written, and whether its keys are names that content uses.
    waiting: Vec<(ObjectIdentifier, u32, bool)>,
}

impl<'a> Copier<'a> {
    pub(super) fn new(pdf: &'a Pdf, layers: &'a Layers) -> Self {
        Self { pdf, layers, whole: false, numbers: HashMap::new(), waiting: Vec::new() }
    }

    /// Copies everything that is asked for, structure, links and metadata included.
    pub(super) fn whole(pdf: &'a Pdf, layers: &'a Layers) -> Self {
        Self { whole: true, ..Self::new(pdf, layers) }
    }

    /// The number of an object that the caller writes itself.
    pub(super) fn claim(&mut self, id: ObjectIdentifier, objects: &mut Objects<'_>) -> u32 {
        *self.numbers.entry(id).or_insert_with(|| objects.number())
    }

    /// Writes a value with the numbers of the new file; what it refers to is written by [`Self::drain`].
    ///
    /// # Errors
    /// It is nested too deeply, or there are too many objects.
    pub(super) fn value(
        &mut self,
        value: &MaybeRef<Object<'_>>,
        out: &mut Vec<u8>,
        objects: &mut Objects<'_>,
    ) -> Result<(), Stop> {
        self.any(value, out, objects, Place::default())
    }

    /// The number an object has in the new file.
    ///
    /// # Errors
    /// There are too many objects.
    fn number(&mut self, id: ObjectIdentifier, names: bool, objects: &mut Objects<'_>) -> Result<u32, Stop> {
        if let Some(number) = self.numbers.get(&id) {
            return Ok(*number);
        }
        if self.numbers.len() >= MAX_OBJECTS {
            return Err(Reason::TooLarge.into());
        }
        let number = objects.number();
        self.numbers.insert(id, number);
        self.waiting.push((id, number, names));
        Ok(number)
    }

    /// Writes all that was named and not yet written.
    ///
    /// # Errors
    /// An object cannot be shown whole, or the disk refuses.
    pub(super) fn drain(&mut self, objects: &mut Objects<'_>) -> Result<(), Stop> {
        while let Some((id, number, names)) = self.waiting.pop() {
            match self.pdf.xref().get::<Object<'_>>(id) {
                Some(Object::Stream(stream)) => self.stream(&stream, number, objects)?,
                Some(object) => {
                    let mut body = Vec::new();
                    self.direct(&object, &mut body, objects, Place { depth: 0, names })?;
                    objects.object(number, &body)?;
                }
                // A reference to an object that is not there is null (ISO 32000-1 7.3.10).
                None => objects.object(number, b"null")?,
            }
        }
        Ok(())
    }

    fn any(
        &mut self,
        value: &MaybeRef<Object<'_>>,
        out: &mut Vec<u8>,
        objects: &mut Objects<'_>,
        place: Place,
    ) -> Result<(), Stop> {
        match value {
            MaybeRef::NotRef(object) => self.direct(object, out, objects, place),
            MaybeRef::Ref(to) => {
                let number = self.number((*to).into(), place.names, objects)?;
                out.extend_from_slice(format!("{number} 0 R").as_bytes());
                Ok(())
            }
        }
    }

    fn direct(
        &mut self,
        object: &Object<'_>,
        out: &mut Vec<u8>,
        objects: &mut Objects<'_>,
        place: Place,
    ) -> Result<(), Stop> {
        if place.depth > MAX_DEPTH {
            return Err(Reason::TooLarge.into());
        }
        match object {
            Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Object::Number(value) => {
                let exact = value.as_f64();
                let whole = exact.fract() == 0.0 && exact.abs() < 9e15;
                let text = if whole { value.as_i64().to_string() } else { objects::number(exact) };
                out.extend_from_slice(text.as_bytes());
            }
            Object::String(bytes) => objects::string(bytes.as_bytes(), out),
            Object::Name(name) => objects::name(name, out),
            Object::Array(items) => {
                out.push(b'[');
                for item in items.raw_iter() {
                    self.any(&item, out, objects, Place { depth: place.depth + 1, names: false })?;
                    out.push(b' ');
                }
                out.push(b']');
            }
            Object::Dict(dict) => {
                out.extend_from_slice(b"<<");
                self.entries(dict, &[], out, objects, place)?;
                out.extend_from_slice(b">>");
            }
            // Neither null nor a stream inside another object says anything.
            Object::Null(_) | Object::Stream(_) => out.extend_from_slice(b"null"),
        }
        Ok(())
    }

    fn entries(
        &mut self,
        dict: &Dict<'_>,
        but: &[&[u8]],
        out: &mut Vec<u8>,
        objects: &mut Objects<'_>,
        place: Place,
    ) -> Result<(), Stop> {
        for (key, value) in super::entries(dict) {
            let key: &[u8] = &key;
            if but.contains(&key) || !self.whole && !place.names && LEFT_BEHIND.contains(&key) {
                continue;
            }
            let value = value.ok_or(Reason::Damaged)?;
            objects::name(key, out);
            out.push(b' ');
            let names = !place.names && NAMES.contains(&key);
            self.any(&value, out, objects, Place { depth: place.depth + 1, names })?;
        }
        Ok(())
    }

    /// Writes what says how a stream is packed.
    pub(super) fn packing_of(
        &mut self,
        stream: &Stream<'_>,
        out: &mut Vec<u8>,
        objects: &mut Objects<'_>,
    ) -> Result<(), Stop> {
        for key in ["Filter", "DecodeParms"] {
            if let Some(value) = stream.dict().get_raw::<Object<'_>>(key) {
                objects::name(key.as_bytes(), out);
                out.push(b' ');
                self.any(&value, out, objects, Place::default())?;
            }
        }
        Ok(())
    }

    /// Writes a look that the file stores as a form XObject, whatever its dictionary calls it.
    pub(super) fn look(&mut self, stream: &Stream<'_>, number: u32, objects: &mut Objects<'_>) -> Result<(), Stop> {
        if is(stream.dict(), "Subtype", "Form") {
            return self.stream(stream, number, objects);
        }
        let mut dictionary = b"/Type/XObject/Subtype/Form".to_vec();
        let but: &[&[u8]] = &[b"Type", b"Subtype", b"Length", b"Filter", b"DecodeParms", b"DL"];
        self.entries(stream.dict(), but, &mut dictionary, objects, Place::default())?;
        Ok(objects.deflated(number, &dictionary, &bounds::decoded(stream)?)?)
    }

    /// Writes a stream; a form's look is freed of hidden layers.
    pub(super) fn stream(&mut self, stream: &Stream<'_>, number: u32, objects: &mut Objects<'_>) -> Result<(), Stop> {
        let dict = stream.dict();
        let draws = is(dict, "Subtype", "Form") || dict.contains_key("PatternType");
        if is(dict, "Subtype", "PS") || self.layers.hide(dict, "OC") {
            let nothing = b"/Type/XObject/Subtype/Form/BBox[0 0 0 0]/Resources<<>>";
            return Ok(objects.stream(number, nothing, b"")?);
        }
        if is(dict, "Subtype", "Image") {
            bounds::image(dict)?;
        }
        let mut dictionary = Vec::new();
        let repack = !keeps_its_bytes(stream) || draws && self.layers.hide_something();
        let packing: &[&[u8]] = &[b"Length", b"Filter", b"DecodeParms", b"DL"];
        self.entries(
            dict,
            if repack { packing } else { &[b"Length", b"DL"] },
            &mut dictionary,
            objects,
            Place::default(),
        )?;
        if !repack {
            // What is drawn is shown whole or not at all.
            if draws {
                bounds::decoded(stream)?;
            }
            return Ok(objects.stream(number, &dictionary, &stream.raw_data())?);
        }
        let mut data = bounds::decoded(stream)?;
        if draws && self.layers.hide_something() {
            let resources = dict.get::<Dict<'_>>("Resources").unwrap_or_default();
            data = content::without_hidden(&data, &resources, self.layers)?;
        }
        Ok(objects.deflated(number, &dictionary, &data)?)
    }
}

/// Whether the bytes of a stream can be taken as they are: a file's own decryption is no filter of another file.
pub(super) fn keeps_its_bytes(stream: &Stream<'_>) -> bool {
    !bounds::filter_names(stream.dict()).iter().any(|filter| filter == "Crypt")
}
