//! The bits of a scan: after a byte of ones, one bit is left out of the next.

/// Reads bits, the highest of each byte first.
#[derive(Debug, Clone)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
    after_ones: bool,
}

impl<'a> Bits<'a> {
    /// From the first byte of a scan.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, held: 0, count: 0, after_ones: false }
    }

    /// Takes in as many bytes as there is room for, up to the next marker.
    fn fill(&mut self) {
        while self.count <= 48 {
            let Some(&byte) = self.bytes.get(self.at) else { return };
            if byte == 0xFF && self.bytes.get(self.at + 1).is_none_or(|next| next & 0x80 != 0) {
                return;
            }
            let bits = if self.after_ones { 7 } else { 8 };
            self.held = (self.held << bits) | u64::from(byte & if self.after_ones { 0x7F } else { 0xFF });
            self.count += bits;
            self.after_ones = byte == 0xFF;
            self.at += 1;
        }
    }

    /// The next bits as a number, at most 32.
    pub fn take(&mut self, bits: u32) -> Option<i32> {
        if bits > self.count {
            self.fill();
        }
        self.count = self.count.checked_sub(bits)?;
        i32::try_from((self.held >> self.count) & ((1 << bits) - 1)).ok()
    }

    /// How many zeros come before the next one, which is taken too; nothing if there are more than allowed.
    pub fn zeros(&mut self, most: u32) -> Option<u32> {
        let mut zeros = 0;
        while self.take(1)? == 0 {
            zeros += 1;
            if zeros > most {
                return None;
            }
        }
        Some(zeros)
    }

    /// Where the marker after the scan is. What is held by then only fills the last byte.
    pub fn end(mut self) -> usize {
        self.fill();
        self.at
    }
}
