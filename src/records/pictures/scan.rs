//! Whether the scans of a JPEG file hold every block of the picture (ITU-T T.81 annexes F and G). Blocks are counted,
//! not turned into pixels: decoders fill what is missing with grey and say nothing.

use super::Reason;
use super::huffman::{Bits, Table};

/// The most scans of a file; the honest have about ten. Each can be a few bytes and yet cover all of a large picture.
const MAX_SCANS: usize = 100;

/// A component of the frame.
#[derive(Debug, Clone)]
pub struct Component {
    pub id: u8,
    /// Blocks across and down in a unit of the picture.
    pub across: u32,
    pub down: u32,
    /// For every coefficient the lowest bit that came, if any came.
    precision: [Option<u8>; 64],
    /// For every block the coefficients that are not zero so far (progressive only).
    nonzero: Vec<u64>,
}

/// A frame of blocks.
#[derive(Debug, Clone)]
pub struct Frame {
    pub progressive: bool,
    pub width: u32,
    pub height: u32,
    pub components: Vec<Component>,
    scans: usize,
}

/// The tables in force.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    dc: [Option<Table>; 4],
    ac: [Option<Table>; 4],
    /// Units from one restart marker to the next; 0 if there are none.
    pub restart: u32,
}

impl Tables {
    /// Reads a segment of tables.
    pub fn read(&mut self, mut segment: &[u8]) -> Result<(), Reason> {
        while let Some((place, rest)) = segment.split_first() {
            let (table, rest) = Table::read(rest)?;
            let class = if place >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *class.get_mut(usize::from(place & 15)).ok_or(Reason::Damaged)? = Some(table);
            segment = rest;
        }
        Ok(())
    }
}

/// What a scan holds: which coefficients, how many of their bits.
#[derive(Debug, Clone, Copy)]
struct Band {
    first: usize,
    last: usize,
    /// The bit above which the coefficients came before; 0 for the first time.
    above: u8,
    low: u8,
}

/// A component in a scan.
struct Part<'a> {
    component: usize,
    dc: Option<&'a Table>,
    ac: Option<&'a Table>,
}

impl Frame {
    /// Reads the segment of a frame.
    pub fn read(segment: &[u8], progressive: bool) -> Result<Self, Reason> {
        let (head, rest) = segment.split_first_chunk::<6>().ok_or(Reason::Damaged)?;
        let [bits, h1, h0, w1, w0, count] = *head;
        if bits != 8 {
            return Err(Reason::Packing);
        }
        let (width, height) = (u16::from_be_bytes([w1, w0]).into(), u16::from_be_bytes([h1, h0]).into());
        if height == 0 {
            // The height comes behind the first scan; a PDF cannot know it then.
            return Err(Reason::Packing);
        }
        super::check_size(width, height, u64::from(count.max(1)) * 8)?;
        if ![1, 3, 4].contains(&count) {
            return Err(Reason::Packing);
        }
        let mut components = Vec::new();
        for part in rest.chunks_exact(3).take(count.into()) {
            let [id, sampling, _] = *part else { return Err(Reason::Damaged) };
            let (across, down) = (u32::from(sampling >> 4), u32::from(sampling & 15));
            let known = components.iter().any(|component: &Component| component.id == id);
            if !(1..=4).contains(&across) || !(1..=4).contains(&down) || known {
                return Err(Reason::Damaged);
            }
            components.push(Component { id, across, down, precision: [None; 64], nonzero: Vec::new() });
        }
        if components.len() != usize::from(count) {
            return Err(Reason::Damaged);
        }
        Ok(Self { progressive, width, height, components, scans: 0 })
    }

    /// Units of the picture across and down.
    fn units(&self) -> (u32, u32) {
        let across = self.components.iter().map(|component| component.across).max().unwrap_or(1);
        let down = self.components.iter().map(|component| component.down).max().unwrap_or(1);
        (self.width.div_ceil(8 * across), self.height.div_ceil(8 * down))
    }

    /// Reads a scan whose header is `segment` and whose bits begin at `at`; returns where they end.
    pub fn scan(&mut self, tables: &Tables, segment: &[u8], bytes: &[u8], at: usize) -> Result<usize, Reason> {
        self.scans += 1;
        if self.scans > MAX_SCANS {
            return Err(Reason::TooLarge);
        }
        let (count, rest) = segment.split_first().ok_or(Reason::Damaged)?;
        let (chosen, rest) = rest.split_at_checked(usize::from(*count) * 2).ok_or(Reason::Damaged)?;
        let mut parts: Vec<Part<'_>> = Vec::new();
        for pair in chosen.chunks_exact(2) {
            let [id, places] = *pair else { return Err(Reason::Damaged) };
            let component = self.components.iter().position(|component| component.id == id).ok_or(Reason::Damaged)?;
            if parts.iter().any(|part| part.component == component) {
                return Err(Reason::Damaged);
            }
            let dc = tables.dc.get(usize::from(places >> 4)).and_then(Option::as_ref);
            let ac = tables.ac.get(usize::from(places & 15)).and_then(Option::as_ref);
            parts.push(Part { component, dc, ac });
        }
        let [first, last, bits] = *rest.first_chunk::<3>().ok_or(Reason::Damaged)?;
        let band = if self.progressive {
            Band { first: first.into(), last: last.into(), above: bits >> 4, low: bits & 15 }
        } else {
            Band { first: 0, last: 63, above: 0, low: 0 }
        };
        self.note(&parts, band)?;
        self.blocks(&parts, band, tables.restart, Bits::new(bytes, at))
    }

    /// Notes which bits a scan brings, which must be the next ones.
    fn note(&mut self, parts: &[Part<'_>], band: Band) -> Result<(), Reason> {
        let in_order = band.first <= band.last && band.last < 64 && !parts.is_empty();
        let separate =
            !self.progressive || (band.first == 0) == (band.last == 0) && (band.first == 0 || parts.len() == 1);
        if !in_order || !separate {
            return Err(Reason::Damaged);
        }
        let (across, down) = self.units();
        for part in parts {
            let component = self.components.get_mut(part.component).ok_or(Reason::Damaged)?;
            for precision in component.precision.iter_mut().take(band.last + 1).skip(band.first) {
                let next = match *precision {
                    None => band.above == 0,
                    Some(low) => band.above == low && band.above == band.low + 1,
                };
                if !next {
                    return Err(Reason::Damaged);
                }
                *precision = Some(band.low);
            }
            if self.progressive && component.nonzero.is_empty() {
                let blocks = u64::from(across * component.across) * u64::from(down * component.down);
                component.nonzero = vec![0; usize::try_from(blocks).map_err(|_| Reason::TooLarge)?];
            }
        }
        Ok(())
    }

    fn blocks(&mut self, parts: &[Part<'_>], band: Band, restart: u32, mut bits: Bits<'_>) -> Result<usize, Reason> {
        let (units_across, units_down) = self.units();
        let most = |size: fn(&Component) -> u32| self.components.iter().map(size).max().unwrap_or(1);
        let (most_across, most_down) = (most(|component| component.across), most(|component| component.down));
        // A component alone comes in blocks, and only those that reach into the picture.
        let alone = if let [part] = parts { self.components.get(part.component) } else { None };
        let (across, down) = match alone {
            Some(component) => (
                (self.width * component.across).div_ceil(8 * most_across),
                (self.height * component.down).div_ceil(8 * most_down),
            ),
            None => (units_across, units_down),
        };
        let alone = alone.is_some();
        let (mut until_restart, mut next_restart, mut ends_in) = (restart, 0_u8, 0_u32);
        for y in 0..down {
            for x in 0..across {
                if restart > 0 && until_restart == 0 {
                    bits.restart(next_restart)?;
                    next_restart = (next_restart + 1) % 8;
                    (until_restart, ends_in) = (restart, 0);
                }
                until_restart = until_restart.wrapping_sub(1);
                for part in parts {
                    let component = self.components.get_mut(part.component).ok_or(Reason::Damaged)?;
                    let (wide, high) = if alone { (1, 1) } else { (component.across, component.down) };
                    for _ in 0..wide * high {
                        if !self.progressive {
                            sequential(&mut bits, part)?;
                        } else if band.first == 0 {
                            if band.above == 0 {
                                let size = bits.symbol(part.dc.ok_or(Reason::Damaged)?)?;
                                bits.take(within(size)?)?;
                            } else {
                                bits.take(1)?;
                            }
                        } else {
                            // Only a component alone has these.
                            let place = u64::from(y) * u64::from(units_across * component.across) + u64::from(x);
                            let place = usize::try_from(place).map_err(|_| Reason::TooLarge)?;
                            let nonzero = component.nonzero.get_mut(place).ok_or(Reason::Damaged)?;
                            let table = part.ac.ok_or(Reason::Damaged)?;
                            if band.above == 0 {
                                begin(&mut bits, table, band, nonzero, &mut ends_in)?;
                            } else {
                                refine(&mut bits, table, band, nonzero, &mut ends_in)?;
                            }
                        }
                    }
                }
            }
        }
        Ok(bits.at)
    }

    /// Whether every bit of every block came.
    pub fn is_whole(&self) -> bool {
        self.components.iter().all(|component| component.precision.iter().all(|precision| *precision == Some(0)))
    }
}

/// The bits of a number, of which there are at most 15.
fn within(size: u8) -> Result<u8, Reason> {
    if size < 16 { Ok(size) } else { Err(Reason::Damaged) }
}

/// A block of a sequential scan.
#[inline]
fn sequential(bits: &mut Bits<'_>, part: &Part<'_>) -> Result<(), Reason> {
    let (dc, ac) = (part.dc.ok_or(Reason::Damaged)?, part.ac.ok_or(Reason::Damaged)?);
    let size = bits.symbol(dc)?;
    bits.take(within(size)?)?;
    let mut at = 1_u8;
    while at < 64 {
        let symbol = bits.symbol(ac)?;
        let (zeros, size) = (symbol >> 4, symbol & 15);
        match (zeros, size) {
            (15, 0) => at += 16,
            (_, 0) => break,
            _ => {
                at += zeros;
                if at > 63 {
                    return Err(Reason::Damaged);
                }
                bits.take(size)?;
                at += 1;
            }
        }
    }
    Ok(())
}

/// A block of the first scan of a band: which of its coefficients are not zero.
fn begin(bits: &mut Bits<'_>, table: &Table, band: Band, nonzero: &mut u64, ends_in: &mut u32) -> Result<(), Reason> {
    if *ends_in > 0 {
        *ends_in -= 1;
        return Ok(());
    }
    let mut at = band.first;
    while at <= band.last {
        let symbol = bits.symbol(table)?;
        let (zeros, size) = (symbol >> 4, symbol & 15);
        match (zeros, size) {
            (15, 0) => at += 16,
            (_, 0) => {
                *ends_in = (1 << zeros) - 1 + bits.take(zeros)?;
                break;
            }
            _ => {
                at += usize::from(zeros);
                if at > band.last {
                    return Err(Reason::Damaged);
                }
                bits.take(size)?;
                *nonzero |= 1 << at;
                at += 1;
            }
        }
    }
    Ok(())
}

/// A block of a further scan of a band: one more bit of what is not zero, and what becomes so.
fn refine(bits: &mut Bits<'_>, table: &Table, band: Band, nonzero: &mut u64, ends_in: &mut u32) -> Result<(), Reason> {
    let mut at = band.first;
    if *ends_in == 0 {
        while at <= band.last {
            let symbol = bits.symbol(table)?;
            let (mut zeros, size) = (symbol >> 4, symbol & 15);
            match size {
                0 if zeros < 15 => {
                    *ends_in = (1 << zeros) + bits.take(zeros)?;
                    break;
                }
                0 => {}
                1 => {
                    bits.take(1)?;
                }
                _ => return Err(Reason::Damaged),
            }
            while at <= band.last {
                if *nonzero >> at & 1 == 1 {
                    bits.take(1)?;
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                at += 1;
            }
            if size == 1 {
                if at > band.last {
                    return Err(Reason::Damaged);
                }
                *nonzero |= 1 << at;
            }
            at += 1;
        }
    }
    if *ends_in > 0 {
        while at <= band.last {
            if *nonzero >> at & 1 == 1 {
                bits.take(1)?;
            }
            at += 1;
        }
        *ends_in -= 1;
    }
    Ok(())
}
