//! Object streams inside object streams, which the standard forbids (ISO 32000-1 7.5.7) and which a reader may follow in a circle
//! until its stack is used up: told before it begins.

use std::collections::HashSet;

use super::bounds::find;
use crate::records::picture::Reason;

/// The most objects that are looked at.
const MAX_OBJECTS: usize = 8_000_000;

/// Which objects stand in object streams, and which object streams there are.
#[derive(Default)]
pub(super) struct Containers {
    contained: HashSet<u32>,
    containers: HashSet<u32>,
}

impl Containers {
    /// Takes an object stream: its own number, and the pairs of number and offset at its head.
    pub fn add_object_stream(&mut self, number: Option<u32>, data: &[u8], first: usize) {
        self.containers.extend(number);
        let head = data.get(..first.min(data.len())).unwrap_or_default();
        let numbers = head.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).map_while(integer);
        self.contained.extend(numbers.step_by(2).take(MAX_OBJECTS));
    }

    /// Takes a cross-reference stream (7.5.8), unpacked; what does not follow the standard says nothing.
    pub fn add_cross_references(&mut self, dictionary: &[u8], data: &[u8]) {
        let Some([kind, second, third]) = array(dictionary, b"/W").and_then(|w| <[u32; 3]>::try_from(w).ok()) else {
            return;
        };
        if kind > 8 || second > 8 || third > 8 {
            return;
        }
        let width = (kind + second + third) as usize;
        let rows = match value(dictionary, b"/Predictor") {
            Some(predictor) if predictor >= 10 => unpredicted(data, width),
            _ => data.to_vec(),
        };
        let size = value(dictionary, b"/Size").unwrap_or(0);
        let index = array(dictionary, b"/Index").unwrap_or_else(|| vec![0, size]);
        let numbers = index.chunks_exact(2).flat_map(|range| match range {
            [first, count] => *first..first.saturating_add(*count),
            _ => 0..0,
        });
        if width == 0 {
            return;
        }
        for (number, row) in numbers.zip(rows.chunks_exact(width)).take(MAX_OBJECTS) {
            let field = |from: u32, length: u32| {
                let bytes = row.get(from as usize..(from + length) as usize).unwrap_or_default();
                bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
            };
            // Without a field for the kind, entries stand in the file as they are.
            if kind > 0 && field(0, kind) == 2 {
                self.contained.insert(number);
                self.containers.extend(u32::try_from(field(kind, second)));
            }
        }
    }

    /// # Errors
    /// [`Reason::Damaged`] if an object stream stands in an object stream.
    pub fn check(&self) -> Result<(), Reason> {
        if self.containers.is_disjoint(&self.contained) { Ok(()) } else { Err(Reason::Damaged) }
    }
}

/// The rows of a table without their PNG predictors (ISO 32000-1 7.4.4.4; W3C PNG, 9.2), a byte to a sample.
fn unpredicted(data: &[u8], width: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0_u8; width];
    for row in data.chunks_exact(width + 1) {
        let Some((filter, samples)) = row.split_first() else { break };
        let mut line = vec![0_u8; width];
        let (mut left, mut corner) = (0_u8, 0_u8);
        for ((sample, up), own) in samples.iter().zip(&above).zip(&mut line) {
            let guess = match filter {
                1 => left,
                2 => *up,
                3 => u8::midpoint(left, *up),
                4 => {
                    let (a, b, c) = (i16::from(left), i16::from(*up), i16::from(corner));
                    let (pa, pb, pc) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
                    if pa <= pb && pa <= pc {
                        left
                    } else if pb <= pc {
                        *up
                    } else {
                        corner
                    }
                }
                _ => 0,
            };
            *own = sample.wrapping_add(guess);
            left = *own;
            corner = *up;
        }
        out.extend_from_slice(&line);
        above = line;
    }
    out
}

/// The number behind a key.
pub(super) fn value(dictionary: &[u8], key: &[u8]) -> Option<u32> {
    let after = dictionary.get(find(dictionary, key, 0)? + key.len()..)?;
    let digits: Vec<u8> =
        after.iter().copied().skip_while(u8::is_ascii_whitespace).take_while(u8::is_ascii_digit).collect();
    integer(&digits)
}

/// The numbers in the array behind a key.
fn array(dictionary: &[u8], key: &[u8]) -> Option<Vec<u32>> {
    let mut from = 0;
    loop {
        let at = find(dictionary, key, from)? + key.len();
        from = at;
        let after = dictionary.get(at..)?;
        // `/W` is also how longer keys begin.
        let skipped = after.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if after.get(skipped) != Some(&b'[') {
            continue;
        }
        let list = after.get(skipped + 1..)?;
        let list = list.get(..list.iter().position(|byte| *byte == b']')?)?;
        return list.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).map(integer).collect();
    }
}

fn integer(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_object_streams_is_damage() {
        let mut heads = Containers::default();
        heads.add_object_stream(Some(5), b"6 0 7 9 <<>>", 8);
        assert_eq!(heads.check(), Ok(()));
        heads.add_object_stream(Some(6), b"5 0 <<>>", 4);
        assert_eq!(heads.check(), Err(Reason::Damaged));
    }

    #[test]
    fn cross_references_are_read_with_and_without_predictor() {
        let rows = [[1, 0, 9, 0], [2, 0, 3, 0], [2, 0, 1, 0]];
        let plain = rows.concat();
        // Up: each row as its difference from the one above.
        let (mut packed, mut above) = (Vec::new(), [0_u8; 4]);
        for row in rows {
            packed.push(2);
            packed.extend(row.iter().zip(above).map(|(own, up): (&u8, u8)| own.wrapping_sub(up)));
            above = row;
        }
        for (dictionary, data) in [
            (&b"/Size 6/Index[1 2 3 1]/W[1 2 1]"[..], &plain),
            (b"/Size 6/Index [1 2 3 1]/W [1 2 1]/DecodeParms<</Predictor 12/Columns 4>>", &packed),
        ] {
            let mut found = Containers::default();
            found.add_cross_references(dictionary, data);
            assert_eq!((found.contained.len(), found.containers.len()), (2, 2));
            assert_eq!(found.check(), Err(Reason::Damaged), "object 2 stands in 3, and 3 in 1");
        }
        assert_eq!(unpredicted(&[4, 1, 2, 4, 1, 1], 2), [1, 3, 2, 4]);
    }
}
