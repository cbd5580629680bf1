//! Page trees that come to more pages than any honest file has, told before a reader walks them: a tree whose branches share
//! their twigs has a few hundred bytes and a billion pages.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::bounds::find;
use crate::records::picture::Reason;

/// The most pages that a tree may come to.
const MAX_PAGES: u64 = 40_000;
/// The most kids that are looked at in a file.
const MAX_KIDS: usize = 4_000_000;

/// The branches of the page trees of a file, by object number. Of several objects of a number the last one counts.
#[derive(Default)]
pub(super) struct Branches {
    kids: HashMap<u32, Vec<u32>>,
    total: usize,
}

impl Branches {
    /// Takes the objects that stand in the file as they are.
    pub fn add_file(&mut self, bytes: &[u8]) {
        let mut from = 0;
        while let Some(at) = find(bytes, b"/Kids", from) {
            from = at + 5;
            let before = bytes.get(at.saturating_sub(4_096)..at).unwrap_or_default();
            let Some(end) = before.windows(4).rposition(|window| window == b" obj") else { continue };
            // "12 0 obj": the second number from the back is the object's.
            let mut words = before.get(..end).unwrap_or_default().rsplit(|byte| !byte.is_ascii_digit());
            let number = words.by_ref().filter(|word| !word.is_empty()).nth(1);
            if let Some(number) = number.and_then(integer) {
                self.add(number, bytes.get(from..).unwrap_or_default());
            }
        }
    }

    /// Takes the objects of an object stream (ISO 32000-1 7.5.7): pairs of number and offset, then the objects.
    pub fn add_stream(&mut self, data: &[u8], first: usize) {
        let head: Vec<u32> = data
            .get(..first)
            .unwrap_or_default()
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty())
            .map_while(integer)
            .collect();
        for pair in head.chunks_exact(2) {
            let [number, offset] = pair else { continue };
            let start = first.saturating_add(usize::try_from(*offset).unwrap_or(usize::MAX));
            let object = data.get(start..start.saturating_add(4_096).min(data.len())).unwrap_or_default();
            // The object's own dictionary begins with `<<`; another object's would stand further on.
            let end = find(object, b">>", 0).unwrap_or(object.len());
            if let Some(at) = find(object, b"/Kids", 0).filter(|at| *at < end) {
                self.add(*number, data.get(start + at + 5..).unwrap_or_default());
            }
        }
    }

    fn add(&mut self, number: u32, after: &[u8]) {
        let Some(open) = after.iter().take(8).position(|byte| *byte == b'[') else { return };
        let list = after.get(open + 1..).unwrap_or_default();
        let list = list.get(..list.iter().position(|byte| *byte == b']').unwrap_or(list.len())).unwrap_or_default();
        let words: Vec<&[u8]> = list.split(|byte| !byte.is_ascii_digit()).filter(|word| !word.is_empty()).collect();
        let kids: Vec<u32> = words.chunks_exact(2).filter_map(|pair| integer(pair.first()?)).collect();
        self.total = self.total.saturating_add(kids.len());
        if self.total <= MAX_KIDS {
            self.kids.insert(number, kids);
        }
    }

    /// # Errors
    /// [`Reason::TooLarge`] if a tree comes to more pages than it may.
    pub fn check(&self) -> Result<(), Reason> {
        if self.total > MAX_KIDS {
            return Err(Reason::TooLarge);
        }
        // Pages below each branch, reckoned from the twigs up; a branch within itself counts once.
        let mut pages: HashMap<u32, u64> = HashMap::new();
        for root in self.kids.keys() {
            let mut open = vec![(*root, false)];
            while let Some((number, done)) = open.pop() {
                let Some(kids) = self.kids.get(&number) else { continue };
                if done {
                    let sum = kids.iter().fold(0_u64, |sum, kid| {
                        let below = if self.kids.contains_key(kid) { pages.get(kid).copied().unwrap_or(1) } else { 1 };
                        sum.saturating_add(below)
                    });
                    if sum > MAX_PAGES {
                        return Err(Reason::TooLarge);
                    }
                    pages.insert(number, sum);
                } else if let Entry::Vacant(unknown) = pages.entry(number) {
                    // Taken as a twig until it is known, so that no branch is opened twice.
                    unknown.insert(1);
                    open.push((number, true));
                    open.extend(kids.iter().filter(|kid| !pages.contains_key(kid)).map(|kid| (*kid, false)));
                }
            }
        }
        Ok(())
    }
}

fn integer(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(levels: u32) -> String {
        (1..levels).map(|n| format!("{n} 0 obj\n<</Type/Pages/Kids[{0} 0 R {0} 0 R]>>\nendobj\n", n + 1)).collect()
    }

    #[test]
    fn a_tree_that_doubles_is_told_from_one_that_grows() {
        let check = |text: &str| {
            let mut branches = Branches::default();
            branches.add_file(text.as_bytes());
            branches.check()
        };
        assert_eq!(check(&tree(40)), Err(Reason::TooLarge));
        assert_eq!(check(&tree(10)), Ok(()));
        assert_eq!(check("7 0 obj <</Kids[7 0 R 7 0 R]>>"), Ok(()));
        // The newest object of a number counts, so a file that was saved often is no tree that doubles.
        assert_eq!(check(&format!("{}1 0 obj<</Kids[99 0 R]>>", tree(12)).repeat(3)), Ok(()));
    }

    #[test]
    fn an_object_stream_is_looked_into() {
        let objects: Vec<String> = (1..40).map(|n| format!("<</Kids[{0} 0 R {0} 0 R]>> ", n + 1)).collect();
        let (mut head, mut at) = (String::new(), 0);
        for (number, object) in (1..).zip(&objects) {
            head.push_str(&format!("{number} {at} "));
            at += object.len();
        }
        let mut branches = Branches::default();
        branches.add_stream(format!("{head}{}", objects.concat()).as_bytes(), head.len());
        assert_eq!(branches.check(), Err(Reason::TooLarge));
    }
}
