//! The entropy coding of JPEG (ITU-T T.81 annexes B, C and F): bits, and the tables that tell codes apart.

use super::Reason;

/// The bits that one look into a table takes.
const LOOK: u8 = 9;
/// The longest code.
const LONGEST: usize = 16;

/// A Huffman table.
#[derive(Debug, Clone)]
pub struct Table {
    /// For every beginning of `LOOK` bits the length of the code and its symbol; length 0 if the code is longer.
    short: Vec<(u8, u8)>,
    /// For every length the first code, the number of codes, and where their symbols begin.
    lengths: [(u32, u32, usize); LONGEST],
    symbols: Vec<u8>,
}

impl Table {
    /// Reads one table: the numbers of codes of each length, the symbols. Returns what follows it as well.
    pub fn read(bytes: &[u8]) -> Result<(Self, &[u8]), Reason> {
        let (counts, rest) = bytes.split_at_checked(LONGEST).ok_or(Reason::Damaged)?;
        let total = counts.iter().map(|count| usize::from(*count)).sum();
        let (symbols, rest) = rest.split_at_checked(total).ok_or(Reason::Damaged)?;
        let mut short = vec![(0, 0); 1 << LOOK];
        let mut lengths = [(0, 0, 0); LONGEST];
        let (mut code, mut from) = (0_u32, 0_usize);
        for ((length, count), noted) in (1_u8..).zip(counts).zip(&mut lengths) {
            let count = u32::from(*count);
            if code + count > 1 << length {
                return Err(Reason::Damaged);
            }
            *noted = (code, count, from);
            for _ in 0..count {
                let symbol = *symbols.get(from).ok_or(Reason::Damaged)?;
                if length <= LOOK {
                    let spare = LOOK - length;
                    let begin = usize::try_from(code << spare).map_err(|_| Reason::Damaged)?;
                    short.get_mut(begin..begin + (1 << spare)).ok_or(Reason::Damaged)?.fill((length, symbol));
                }
                code += 1;
                from += 1;
            }
            code <<= 1;
        }
        Ok((Self { short, lengths, symbols: symbols.to_vec() }, rest))
    }
}

/// The bits of a scan, which end at a marker.
pub struct Bits<'a> {
    bytes: &'a [u8],
    /// The byte that is read next.
    pub at: usize,
    /// Bits read ahead, the next one highest.
    ahead: u64,
    count: u8,
}

impl<'a> Bits<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, ahead: 0, count: 0 }
    }

    fn fill(&mut self) {
        while self.count <= 56 {
            let Some(byte) = self.bytes.get(self.at) else { return };
            if *byte == 0xFF {
                // A byte of all ones is followed by a zero; anything else is a marker.
                if self.bytes.get(self.at + 1) != Some(&0) {
                    return;
                }
                self.at += 1;
            }
            self.at += 1;
            self.ahead |= u64::from(*byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// Takes some bits, at most 16.
    #[inline]
    pub fn take(&mut self, count: u8) -> Result<u32, Reason> {
        if count == 0 {
            return Ok(0);
        }
        if self.count < count {
            self.fill();
            if self.count < count {
                return Err(Reason::Damaged);
            }
        }
        let bits = self.ahead >> (64 - count);
        self.ahead <<= count;
        self.count -= count;
        u32::try_from(bits).map_err(|_| Reason::Damaged)
    }

    /// Takes the symbol of one code.
    #[inline]
    pub fn symbol(&mut self, table: &Table) -> Result<u8, Reason> {
        if self.count < 16 {
            self.fill();
        }
        let look = usize::try_from(self.ahead >> (64 - LOOK)).map_err(|_| Reason::Damaged)?;
        let (length, symbol) = table.short.get(look).copied().unwrap_or_default();
        if length > 0 {
            self.take(length)?;
            return Ok(symbol);
        }
        for (length, (first, count, from)) in (1_u8..).zip(table.lengths) {
            let code = u32::try_from(self.ahead >> (64 - length)).map_err(|_| Reason::Damaged)?;
            if let Some(nth) = code.checked_sub(first).filter(|nth| *nth < count) {
                self.take(length)?;
                let nth = usize::try_from(nth).map_err(|_| Reason::Damaged)?;
                return table.symbols.get(from + nth).copied().ok_or(Reason::Damaged);
            }
        }
        Err(Reason::Damaged)
    }

    /// Drops the bits up to the restart marker `expected` (0 to 7) and goes behind it.
    pub fn restart(&mut self, expected: u8) -> Result<(), Reason> {
        (self.ahead, self.count) = (0, 0);
        if self.bytes.get(self.at) != Some(&0xFF) {
            return Err(Reason::Damaged);
        }
        while self.bytes.get(self.at) == Some(&0xFF) {
            self.at += 1;
        }
        if self.bytes.get(self.at) != Some(&(0xD0 + expected)) {
            return Err(Reason::Damaged);
        }
        self.at += 1;
        Ok(())
    }
}
