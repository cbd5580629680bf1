//! A PDF for the printer: pages of finished documents laid onto sheets. Signatures and links stay in the documents; what
//! comes from here is for paper.

use std::io::Write;

use super::imposition::{Spread, duplex, saddle_stitch};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::records::objects::{Objects, number};
use crate::records::pdf::{PageSize, PdfRecord, Stop};

/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;

/// How pages are laid onto sheets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Layout {
    /// Two pages on each side of a sheet, to be folded and stitched.
    Folded {
        /// Width and height of the sheet lying, in points.
        sheet: PageSize,
        /// The most sheets of a signature.
        signature: usize,
        /// How thick the paper is, in millimetres: inner sheets stick out by as much for each sheet around them, so
        /// their pages are moved towards the fold.
        thickness: f64,
    },
    /// One page on each side; chapters begin on the right.
    Duplex {
        /// Width and height of the sheet; none keeps each page's own.
        sheet: Option<PageSize>,
    },
}

/// What was laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// Sheets of paper.
    pub sheets: usize,
    /// Sides that are laid out.
    pub sides: usize,
    /// Pages that are blank.
    pub blank: usize,
}

/// A page of the documents.
struct Page {
    form: u32,
    size: PageSize,
}

/// Lays out finished PDFs, one after the other; each begins on the right.
///
/// # Errors
/// `BKL-26` for a file that cannot be read as PDF, `BKL-21` if the disk refuses.
pub fn print(documents: Vec<Vec<u8>>, layout: Layout, out: &mut dyn Write) -> Result<Printed, Diagnostics> {
    let io = |error: std::io::Error| -> Diagnostics {
        Diagnostic::error("BKL-21", format!("the print cannot be written: {error}")).into()
    };
    let mut objects = Objects::new(out).map_err(io)?;
    let mut pages = Vec::new();
    let mut starts = Vec::new();
    for (index, bytes) in documents.into_iter().enumerate() {
        let refuse = |why: &str| -> Diagnostics {
            Diagnostic::error("BKL-26", format!("file {} cannot be printed: {why}", index + 1)).into()
        };
        let pdf = PdfRecord::open(bytes).map_err(|reason| refuse(reason.as_str()))?;
        starts.push(pages.len());
        starts.extend(pdf.chapters().iter().map(|page| pages.len() + page));
        let forms = pdf.write(&mut objects).map_err(|stop| match stop {
            Stop::Reason(reason) => refuse(reason.as_str()),
            Stop::Io(error) => io(error),
        })?;
        pages.extend(forms.into_iter().zip(pdf.sizes()).map(|(form, size)| Page { form, size: *size }));
    }
    starts.sort_unstable();
    starts.dedup();
    let order = duplex(pages.len(), &starts);
    let (sides, printed) = match layout {
        Layout::Duplex { sheet } => one_up(&pages, &order, sheet),
        Layout::Folded { sheet, signature, thickness } => {
            // In a folded booklet a chapter need not begin on the right: it would grow by blank pages.
            let spreads = saddle_stitch(pages.len(), signature);
            two_up(&pages, &spreads, sheet, thickness)
        }
    };
    let (root, tree) = (objects.number(), objects.number());
    let mut kids = String::new();
    for side in &sides {
        let (page, content) = (objects.number(), objects.number());
        kids.push_str(&format!("{page} 0 R "));
        objects.deflated(content, b"", side.content.as_bytes()).map_err(io)?;
        let body = format!(
            "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {} {}]/Contents {content} 0 R/Resources<</XObject<<{}>>>>>>",
            number(side.size.width),
            number(side.size.height),
            side.forms
        );
        objects.object(page, body.as_bytes()).map_err(io)?;
    }
    let count = sides.len();
    objects.object(tree, format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").as_bytes()).map_err(io)?;
    // Printers that read it turn the sheet as the layout needs.
    let flip = if matches!(layout, Layout::Folded { .. }) { "DuplexFlipShortEdge" } else { "DuplexFlipLongEdge" };
    let catalog = format!("<</Type/Catalog/Pages {tree} 0 R/ViewerPreferences<</Duplex/{flip}/PrintScaling/None>>>>");
    objects.object(root, catalog.as_bytes()).map_err(io)?;
    objects.finish(root, None).map_err(io)?;
    Ok(printed)
}

/// One side of a sheet.
struct Side {
    size: PageSize,
    content: String,
    forms: String,
}

impl Side {
    fn new(size: PageSize) -> Self {
        Self { size, content: String::new(), forms: String::new() }
    }

    /// Draws a page into a box: as large as it fits, in the middle, turned where that makes it larger.
    fn draw(&mut self, name: &str, page: &Page, [x, y, width, height]: [f64; 4]) {
        let fit = |w: f64, h: f64| (width / w).min(height / h);
        let (w, h) = (page.size.width, page.size.height);
        let turned = fit(h, w) > 1.2 * fit(w, h);
        let scale = if turned { fit(h, w) } else { fit(w, h) };
        let (w, h) = (w * scale, h * scale);
        let matrix = if turned {
            // A quarter turn against the clock, so that the head of the page lies at the left.
            let (left, bottom) = (x + (width - h) / 2.0, y + (height - w) / 2.0);
            [0.0, w, -h, 0.0, left + h, bottom]
        } else {
            [w, 0.0, 0.0, h, x + (width - w) / 2.0, y + (height - h) / 2.0]
        };
        let numbers: Vec<String> = matrix.iter().map(|value| number(*value)).collect();
        self.content.push_str(&format!("q {} cm /{name} Do Q\n", numbers.join(" ")));
        self.forms.push_str(&format!("/{name} {} 0 R", page.form));
    }
}

fn one_up(pages: &[Page], order: &[Option<usize>], sheet: Option<PageSize>) -> (Vec<Side>, Printed) {
    let mut sides = Vec::new();
    let mut last = sheet.or(pages.first().map(|page| page.size)).unwrap_or(PageSize { width: 612.0, height: 792.0 });
    for slot in order {
        let page = slot.and_then(|index| pages.get(index));
        // A blank page is as large as the one before it.
        let size = sheet.or(page.map(|page| page.size)).unwrap_or(last);
        last = size;
        let mut side = Side::new(size);
        if let Some(page) = page {
            side.draw("P", page, [0.0, 0.0, size.width, size.height]);
        }
        sides.push(side);
    }
    let blank = order.iter().filter(|slot| slot.is_none()).count();
    let printed = Printed { sheets: sides.len().div_ceil(2), sides: sides.len(), blank };
    (sides, printed)
}

fn two_up(pages: &[Page], spreads: &[Spread], sheet: PageSize, thickness: f64) -> (Vec<Side>, Printed) {
    let half = sheet.width / 2.0;
    let mut sides = Vec::new();
    let mut blank = 0;
    for spread in spreads {
        let creep = (spread.depth as f64 * thickness * MM).min(half / 4.0);
        let mut side = Side::new(sheet);
        for (name, slot, x) in [("L", spread.left, creep), ("R", spread.right, half - creep)] {
            match slot.and_then(|index| pages.get(index)) {
                Some(page) => side.draw(name, page, [x, 0.0, half, sheet.height]),
                None => blank += 1,
            }
        }
        sides.push(side);
    }
    let printed = Printed { sheets: sides.len() / 2, sides: sides.len(), blank };
    (sides, printed)
}
