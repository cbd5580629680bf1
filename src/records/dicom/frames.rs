//! Which frames are shown, and where the bytes of each are.

use std::borrow::Cow;

use super::KEY_FRAMES;
use crate::records::picture::Reason;

/// The numbers of the frames that are shown, from 1.
pub(super) fn chosen(wanted: &[u32], of: u32) -> Result<Vec<u32>, Reason> {
    if !wanted.is_empty() {
        let there = wanted.iter().all(|number| (1..=of).contains(number));
        return if there { Ok(wanted.to_vec()) } else { Err(Reason::NothingToShow) };
    }
    if of <= KEY_FRAMES {
        return Ok((1..=of).collect());
    }
    let last = u64::from(of - 1);
    let gaps = u64::from(KEY_FRAMES - 1);
    // Rounded to the nearest, so that first and last are among them.
    Ok((0..=gaps).filter_map(|place| u32::try_from((place * last + gaps / 2) / gaps + 1).ok()).collect())
}

/// Gives the packed bytes of each frame of encapsulated pixel data (PS3.5 A.4).
#[derive(Debug)]
pub(super) struct Encapsulated<'a> {
    fragments: &'a [&'a [u8]],
    /// The fragment each frame begins with.
    starts: Vec<usize>,
}

impl<'a> Encapsulated<'a> {
    /// Finds the frames by the offset table, or by what their fragments begin with.
    pub fn new(all: &'a [&'a [u8]], extended: Option<&[u8]>, of: u32, beginning: &[u8]) -> Result<Self, Reason> {
        let (table, fragments) = all.split_first().ok_or(Reason::Damaged)?;
        let of = usize::try_from(of).map_err(|_| Reason::TooLarge)?;
        if of > fragments.len() {
            return Err(Reason::Damaged);
        }
        let starts = if of == 1 {
            vec![0]
        } else if of == fragments.len() {
            (0..of).collect()
        } else {
            let basic = table.as_chunks::<4>().0.iter().map(|&four| u64::from(u32::from_le_bytes(four)));
            let offsets: Vec<u64> = match extended {
                Some(extended) => extended.as_chunks::<8>().0.iter().map(|&eight| u64::from_le_bytes(eight)).collect(),
                None => basic.collect(),
            };
            if offsets.is_empty() { by_beginning(fragments, beginning) } else { by_offset(fragments, &offsets)? }
        };
        if starts.len() != of { Err(Reason::Damaged) } else { Ok(Self { fragments, starts }) }
    }

    /// The packed bytes of a frame, counted from 0.
    pub fn frame(&self, index: usize) -> Option<Cow<'a, [u8]>> {
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.fragments.len());
        match self.fragments.get(start..end)? {
            [] => None,
            [one] => Some(Cow::Borrowed(one)),
            many => Some(Cow::Owned(many.concat())),
        }
    }
}

fn by_beginning(fragments: &[&[u8]], beginning: &[u8]) -> Vec<usize> {
    let starts = fragments.iter().enumerate().filter(|(_, fragment)| fragment.starts_with(beginning));
    starts.map(|(place, _)| place).collect()
}

/// Every offset must be where a fragment begins: 8 bytes of each are its header.
fn by_offset(fragments: &[&[u8]], offsets: &[u64]) -> Result<Vec<usize>, Reason> {
    let mut places = Vec::with_capacity(fragments.len());
    let mut at = 0_u64;
    for fragment in fragments {
        places.push(at);
        at = at.saturating_add(u64::try_from(fragment.len()).unwrap_or(u64::MAX)).saturating_add(8);
    }
    let starts: Result<Vec<usize>, _> = offsets.iter().map(|offset| places.binary_search(offset)).collect();
    let starts = starts.map_err(|_| Reason::Damaged)?;
    if starts.first() == Some(&0) && starts.is_sorted_by(|a, b| a < b) { Ok(starts) } else { Err(Reason::Damaged) }
}
