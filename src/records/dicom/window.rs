//! From stored value to grey (PS3.3 C.11.1 and C.11.2): the modality's scale, then the window, then the paper.

use dicom_dictionary_std::tags;

use super::elements::DataSet;
use super::pixels::{Groups, Samples, Stored};
use crate::records::picture::Reason;

/// Numbers of up to this many bits are looked up instead of worked out one by one.
const TABLE_BITS: u32 = 16;

/// A table of numbers: entries below the first have its value, those beyond the last the last one's.
#[derive(Debug, Clone)]
struct Table {
    first: f64,
    entries: Vec<u16>,
    /// The highest value an entry may have.
    most: f64,
}

impl Table {
    fn read(item: &DataSet, signed: bool) -> Result<Self, Reason> {
        let described = item.words(tags::LUT_DESCRIPTOR).ok_or(Reason::Damaged)?;
        let [count, first, bits] = *described.as_slice() else { return Err(Reason::Damaged) };
        let count = if count == 0 { 0x1_0000 } else { usize::from(count) };
        let first = if signed { f64::from(first.cast_signed()) } else { f64::from(first) };
        let bytes = item.bytes(tags::LUT_DATA).ok_or(Reason::Damaged)?;
        let entries: Vec<u16> = if bits == 8 && bytes.len() < count * 2 {
            bytes.iter().map(|&byte| u16::from(byte)).take(count).collect()
        } else {
            item.words(tags::LUT_DATA).unwrap_or_default().into_iter().take(count).collect()
        };
        if entries.len() != count || !(8..=16).contains(&bits) {
            return Err(Reason::Damaged);
        }
        Ok(Self { first, entries, most: f64::from((1_u32 << bits) - 1) })
    }

    fn at(&self, value: f64) -> f64 {
        let last = self.entries.len().saturating_sub(1);
        // Past the ends a cast stops at the highest number there is.
        let place = ((value - self.first).round().max(0.0) as usize).min(last);
        self.entries.get(place).copied().map_or(0.0, f64::from)
    }
}

/// The modality's scale: from stored values to what they measure.
#[derive(Debug, Clone)]
enum Modality {
    Line { slope: f64, intercept: f64 },
    Table(Table),
}

impl Modality {
    fn at(&self, stored: f64) -> f64 {
        match self {
            Self::Line { slope, intercept } => stored * slope + intercept,
            Self::Table(table) => table.at(stored),
        }
    }
}

/// The window: from measured values to shades between 0 and 1.
#[derive(Debug, Clone)]
enum Window {
    Linear {
        centre: f64,
        width: f64,
    },
    LinearExact {
        centre: f64,
        width: f64,
    },
    Sigmoid {
        centre: f64,
        width: f64,
    },
    Table(Table),
    /// From the lowest to the highest value of the frame.
    Frame,
}

impl Window {
    fn at(&self, value: f64) -> f64 {
        match self {
            // PS3.3 C.11.2.1.2.1
            Self::Linear { centre, width } if *width <= 1.0 => f64::from(u8::from(value > centre - 0.5)),
            Self::Linear { centre, width } => (value - (centre - 0.5)) / (width - 1.0) + 0.5,
            Self::LinearExact { centre, width } => (value - centre) / width + 0.5,
            Self::Sigmoid { centre, width } => 1.0 / (1.0 + (-4.0 * (value - centre) / width).exp()),
            Self::Table(table) => table.at(value) / table.most,
            Self::Frame => value,
        }
    }
}

/// How stored values become grey.
#[derive(Debug, Clone)]
pub(super) struct Shades {
    stored: Stored,
    modality: Modality,
    window: Window,
    /// Stored values that stand for no pixel.
    padding: Option<(i64, i64)>,
    inverted: bool,
}

impl Shades {
    /// Reads what is stated for a frame.
    pub fn read(set: &DataSet, groups: &Groups, stored: Stored, inverted: bool) -> Result<Self, Reason> {
        let scale = groups.item(tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE);
        let modality = modality(scale.as_ref().unwrap_or(set), stored.signed)?;
        let seen = groups.item(tags::FRAME_VOILUT_SEQUENCE);
        let window = window(seen.as_ref().unwrap_or(set), stored.signed)?;
        Ok(Self { stored, modality, window, padding: padding(set, stored), inverted })
    }

    /// Centre and width of the window, if one is stated.
    pub fn stated(&self) -> Option<(f64, f64)> {
        match self.window {
            Window::Linear { centre, width }
            | Window::LinearExact { centre, width }
            | Window::Sigmoid { centre, width } => Some((centre, width)),
            Window::Table(_) | Window::Frame => None,
        }
    }

    /// The shades of a frame.
    pub fn grey(&self, samples: &Samples) -> Vec<u8> {
        let (low, high) = match self.window {
            Window::Frame => self.range(samples),
            _ => (0.0, 1.0),
        };
        let shade = |raw: u32| {
            let value = self.window.at(self.measured(raw));
            let share = if high > low { (value - low) / (high - low) } else { 0.0 };
            let share = if self.inverted { 1.0 - share } else { share };
            // In range by the clamp: nothing is cut off.
            (share.clamp(0.0, 1.0) * 255.0).round() as u8
        };
        let bits = u32::try_from(samples.width * 8).unwrap_or(u32::MAX);
        if bits <= TABLE_BITS && samples.bytes.len() > 1 << bits {
            let table: Vec<u8> = (0..1_u32 << bits).map(shade).collect();
            let place = |raw: u32| usize::try_from(raw).ok().and_then(|raw| table.get(raw)).copied().unwrap_or(0);
            return samples.raw().map(place).collect();
        }
        samples.raw().map(shade).collect()
    }

    fn measured(&self, raw: u32) -> f64 {
        // 32 bits at most: every one has a place in the fraction.
        self.modality.at(self.stored.number(raw) as f64)
    }

    /// The lowest and the highest value of a frame, leaving out what stands for no pixel. A frame of one value is shown
    /// on the scale of all values it could have.
    fn range(&self, samples: &Samples) -> (f64, f64) {
        let mut range: Option<(i64, i64)> = None;
        let mut measured: Option<(f64, f64)> = None;
        let mut last = None;
        for raw in samples.raw() {
            if last == Some(raw) {
                continue;
            }
            last = Some(raw);
            let number = self.stored.number(raw);
            if self.padding.is_some_and(|(from, to)| (from..=to).contains(&number)) {
                continue;
            }
            let value = self.measured(raw);
            range = Some(range.map_or((number, number), |(low, high)| (low.min(number), high.max(number))));
            measured = Some(measured.map_or((value, value), |(low, high)| (low.min(value), high.max(value))));
        }
        match (range, measured) {
            (Some((low, high)), Some(measured)) if low < high && measured.0 < measured.1 => measured,
            _ => {
                let span = 1_i64 << self.stored.bits;
                let low = if self.stored.signed { -span / 2 } else { 0 };
                let ends = [low, low + span - 1].map(|end| self.modality.at(end as f64));
                (ends[0].min(ends[1]), ends[0].max(ends[1]))
            }
        }
    }
}

fn modality(set: &DataSet, signed: bool) -> Result<Modality, Reason> {
    if let Some(item) = set.item(tags::MODALITY_LUT_SEQUENCE) {
        return Table::read(&item, signed).map(Modality::Table);
    }
    let number = |tag, usual| match set.decimals(tag) {
        Some(numbers) => numbers.first().copied().ok_or(Reason::Damaged),
        None if set.bytes(tag).is_some_and(|bytes| bytes.iter().any(|&byte| byte != b' ' && byte != 0)) => {
            Err(Reason::Damaged)
        }
        None => Ok(usual),
    };
    let (slope, intercept) = (number(tags::RESCALE_SLOPE, 1.0)?, number(tags::RESCALE_INTERCEPT, 0.0)?);
    // A slope of nothing would make one shade of all.
    Ok(Modality::Line { slope: if slope == 0.0 { 1.0 } else { slope }, intercept })
}

/// The first window; the table if there is none.
fn window(set: &DataSet, signed: bool) -> Result<Window, Reason> {
    let first = |tag| set.decimals(tag).and_then(|numbers| numbers.first().copied());
    if let (Some(centre), Some(width)) = (first(tags::WINDOW_CENTER), first(tags::WINDOW_WIDTH)) {
        match set.text(tags::VOILUT_FUNCTION) {
            Some("SIGMOID") if width > 0.0 => return Ok(Window::Sigmoid { centre, width }),
            Some("LINEAR_EXACT") if width > 0.0 => return Ok(Window::LinearExact { centre, width }),
            Some("SIGMOID" | "LINEAR_EXACT") => {}
            _ if width >= 1.0 => return Ok(Window::Linear { centre, width }),
            _ => {}
        }
    }
    match set.item(tags::VOILUT_SEQUENCE) {
        Some(item) => Table::read(&item, signed).map(Window::Table),
        None => Ok(Window::Frame),
    }
}

/// Which stored values stand for no pixel (PS3.3 C.7.5.1.1.2).
fn padding(set: &DataSet, stored: Stored) -> Option<(i64, i64)> {
    let number = |tag| set.number(tag).map(|word| stored.number_of_word(word));
    let value = number(tags::PIXEL_PADDING_VALUE)?;
    let limit = number(tags::PIXEL_PADDING_RANGE_LIMIT).unwrap_or(value);
    Some((value.min(limit), value.max(limit)))
}
