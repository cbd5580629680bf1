//! What of a foreign PDF is not taken over, and what becomes part of its pages: counted, so that it can be said.

use std::collections::HashSet;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString};

use super::annotations::{self, Outcome};
use super::layers::Layers;
use super::{PdfRecord, is};

/// The most nodes of a name tree that are counted.
const MAX_NODES: usize = 10_000;

/// What was left behind or made part of the pages of one record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// Programs inside the file.
    pub scripts: usize,
    /// Actions that start programs, send data or open other files.
    pub actions: usize,
    /// Links to the outside.
    pub links: usize,
    /// Files attached to it.
    pub attachments: usize,
    /// Layers that are switched off, and what stands hidden on pages.
    pub hidden_layers: usize,
    /// Sound, video, 3D.
    pub media: usize,
    /// Comments whose words stand beside the page, not on it.
    pub comments: usize,
    /// Form fields that are now part of the page.
    pub form: usize,
    /// Notes and marks that are now part of the page.
    pub notes: usize,
}

impl Removed {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            scripts: self.scripts + other.scripts,
            actions: self.actions + other.actions,
            links: self.links + other.links,
            attachments: self.attachments + other.attachments,
            hidden_layers: self.hidden_layers + other.hidden_layers,
            media: self.media + other.media,
            comments: self.comments + other.comments,
            form: self.form + other.form,
            notes: self.notes + other.notes,
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

pub(super) fn take(record: &PdfRecord) -> Removed {
    let mut removed = Removed::default();
    let catalog = record.catalog();
    let layers = Layers::of(&catalog);
    removed.hidden_layers = layers.count();
    if let Some(names) = catalog.get::<Dict<'_>>("Names") {
        removed.scripts += leaves(&names, "JavaScript");
        removed.attachments += leaves(&names, "EmbeddedFiles");
    }
    if let Some(action) = catalog.get::<Dict<'_>>("OpenAction") {
        count_action(&action, &mut removed);
    }
    count_triggers(&catalog, &mut removed);
    for page in record.pdf.pages().iter() {
        count_triggers(page.raw(), &mut removed);
        for annotation in annotations::all(page) {
            count_annotation(&annotation, &layers, &mut removed);
        }
    }
    removed
}

fn count_annotation(annotation: &Dict<'_>, layers: &Layers, removed: &mut Removed) {
    let kind = annotations::kind(annotation);
    if let Some(action) = annotation.get::<Dict<'_>>("A") {
        count_action(&action, removed);
    }
    count_triggers(annotation, removed);
    match kind.as_str() {
        "FileAttachment" => removed.attachments += 1,
        "Sound" | "Movie" | "Screen" | "RichMedia" | "3D" => removed.media += 1,
        _ => {}
    }
    let markup = !matches!(kind.as_str(), "Link" | "Widget" | "Popup" | "FreeText" | "FileAttachment");
    if markup && annotation.get::<PdfString<'_>>("Contents").is_some_and(|words| !words.is_empty()) {
        removed.comments += 1;
    }
    match annotations::outcome(annotation, layers) {
        Ok(Outcome::Drawn(_)) if kind == "Widget" => removed.form += 1,
        Ok(Outcome::Drawn(_)) if kind != "Link" => removed.notes += 1,
        Ok(Outcome::Hidden) if kind != "Popup" && kind != "Link" => removed.hidden_layers += 1,
        _ => {}
    }
}

fn count_triggers(dict: &Dict<'_>, removed: &mut Removed) {
    if let Some(triggers) = dict.get::<Dict<'_>>("AA") {
        for (_, value) in super::entries(&triggers).take(64) {
            if let Some(MaybeRef::NotRef(Object::Dict(action))) = value {
                count_action(&action, removed);
            } else {
                removed.scripts += 1;
            }
        }
    }
}

fn count_action(action: &Dict<'_>, removed: &mut Removed) {
    let kind = action.get::<Name<'_>>("S").map(|name| name.as_str().to_owned()).unwrap_or_default();
    match kind.as_str() {
        "URI" => removed.links += 1,
        "JavaScript" => removed.scripts += 1,
        "Launch" | "SubmitForm" | "ImportData" | "ResetForm" | "GoToE" | "GoToR" | "Hide" | "Trans" | "SetOCGState" => {
            removed.actions += 1;
        }
        "Sound" | "Movie" | "Rendition" | "GoTo3DView" | "RichMediaExecute" => removed.media += 1,
        _ => {}
    }
    // Actions may be chained, the script behind the harmless one.
    if let Some(next) = action.get::<Dict<'_>>("Next")
        && !is(&next, "S", "GoTo")
    {
        removed.actions += 1;
    }
}

/// How many entries a name tree has.
fn leaves(names: &Dict<'_>, key: &str) -> usize {
    let Some(root) = names.get::<Dict<'_>>(key) else { return 0 };
    let mut seen: HashSet<ObjectIdentifier> = HashSet::new();
    let mut waiting = vec![root];
    let mut count = 0;
    while let Some(node) = waiting.pop() {
        if seen.len() > MAX_NODES || node.obj_id().is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        count += node.get::<Array<'_>>("Names").map_or(0, |pairs| pairs.raw_iter().count() / 2);
        if let Some(kids) = node.get::<Array<'_>>("Kids") {
            waiting.extend(kids.iter::<Dict<'_>>().take(MAX_NODES));
        }
    }
    count
}
