//! Small changes to bytes, always the same for the same seed.

use std::convert::Infallible;

use signature::rand_core::{TryCryptoRng, TryRng};

/// A source of numbers (SplitMix64). Good enough to choose changes and to make keys for tests, and for nothing else.
pub struct Source(pub u64);

impl Source {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    fn choose<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

impl TryRng for Source {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.next() as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.iter_mut().for_each(|byte| *byte = self.next() as u8);
        Ok(())
    }
}

impl TryCryptoRng for Source {}

/// Numbers at which readers stumble.
const NUMBERS: [&str; 9] =
    ["0", "-1", "1", "65536", "2147483648", "4294967296", "9223372036854775808", "99999999999999999999", "1e309"];
/// Bytes at which readers stumble: of DER, UTF-8, ZIP and texts.
const BYTES: [&[u8]; 12] = [
    b"\0",
    b"\x80",
    b"\xff",
    b"\x30\x80",
    b"\x84\xff\xff\xff\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xc2\xad",
    b"\n",
    b"\\",
    b"\"",
    b"PK\x01\x02",
];
/// Longest input.
const MAX: usize = 400_000;

/// One to four small changes to `seed`; `others` lend pieces, `words` are what the format knows.
pub fn mutate(seed: &[u8], others: &[Vec<u8>], words: &[&str], source: &mut Source) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=source.below(4) {
        let at = source.below(bytes.len() + 1);
        let length = if source.below(3) == 0 { source.below(bytes.len() + 1) } else { source.below(24) };
        let end = (at + length).min(bytes.len());
        match source.below(10) {
            0 | 1 if at < bytes.len() => bytes[at] ^= 1 << source.below(8),
            2 if at < bytes.len() => bytes[at] = source.next() as u8,
            3 => drop(bytes.drain(at..end)),
            4 => {
                let piece = bytes[at..end].to_vec();
                let to = source.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            5 => {
                let other = &others[source.below(others.len())];
                let from = source.below(other.len() + 1);
                let piece = other[from..(from + length).min(other.len())].to_vec();
                let replaced = if source.below(2) == 0 { at } else { end };
                bytes.splice(at..replaced, piece);
            }
            6 => {
                // The next number of the text.
                let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|digit| at + digit) else {
                    continue;
                };
                let end = bytes[start..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |n| start + n);
                let number = source.choose(&NUMBERS).bytes();
                bytes.splice(start..end, number);
            }
            7 if !words.is_empty() => drop(bytes.splice(at..at, source.choose(words).bytes())),
            8 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, source.choose(&BYTES).iter().copied())),
        }
        bytes.truncate(MAX);
    }
    bytes
}
