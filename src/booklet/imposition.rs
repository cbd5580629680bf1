//! Where each page goes on the printer's sheets.

/// One side of a sheet that is folded in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The page at the left, from 0; none is blank.
    pub left: Option<usize>,
    /// The page at the right.
    pub right: Option<usize>,
    /// How many sheets lie around this one in its signature: 0 is the outermost.
    pub depth: usize,
}

/// The sides of all sheets, front and back in turn, of a booklet that is folded and stitched through the spine. Sheets are
/// nested in signatures of at most `most` sheets each, as even as can be; what is over is blank at the end.
pub fn saddle_stitch(pages: usize, most: usize) -> Vec<Spread> {
    let sheets = pages.div_ceil(4);
    let signatures = sheets.div_ceil(most.max(1)).max(1);
    let mut spreads = Vec::with_capacity(2 * sheets);
    let mut first = 0;
    for signature in 0..signatures {
        // The first ones take what does not divide evenly.
        let own = sheets / signatures + usize::from(signature < sheets % signatures);
        let page = |index: usize| Some(first + index).filter(|page| *page < pages);
        for depth in 0..own {
            let last = 4 * own - 1;
            spreads.push(Spread { left: page(last - 2 * depth), right: page(2 * depth), depth });
            spreads.push(Spread { left: page(2 * depth + 1), right: page(last - 1 - 2 * depth), depth });
        }
        first += 4 * own;
    }
    spreads
}

/// The pages in the order of a print on both sides, where every page of `starts` (from 0, ascending) comes to lie on a
/// right-hand page: blanks are put in before it where they are needed, and at the end, so that what follows begins on a
/// sheet of its own.
pub fn duplex(pages: usize, starts: &[usize]) -> Vec<Option<usize>> {
    let mut order = Vec::with_capacity(pages + starts.len() + 1);
    for page in 0..pages {
        if order.len() % 2 == 1 && starts.binary_search(&page).is_ok() {
            order.push(None);
        }
        order.push(Some(page));
    }
    if order.len() % 2 == 1 {
        order.push(None);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folds a signature and reads it from the first page to the last.
    fn read(spreads: &[Spread]) -> Vec<Option<usize>> {
        let (fronts, backs): (Vec<&Spread>, Vec<&Spread>) =
            (spreads.iter().step_by(2).collect(), spreads.iter().skip(1).step_by(2).collect());
        let mut pages = Vec::new();
        for (front, back) in fronts.iter().zip(&backs) {
            pages.extend([front.right, back.left]);
        }
        for (front, back) in fronts.iter().zip(&backs).rev() {
            pages.extend([back.right, front.left]);
        }
        pages
    }

    #[test]
    fn a_folded_signature_reads_in_order() {
        for pages in 1..=64 {
            let spreads = saddle_stitch(pages, 100);
            assert_eq!(spreads.len(), 2 * pages.div_ceil(4));
            let read = read(&spreads);
            let expected: Vec<Option<usize>> =
                (0..read.len()).map(|page| Some(page).filter(|page| *page < pages)).collect();
            assert_eq!(read, expected, "{pages} pages");
        }
    }

    #[test]
    fn signatures_follow_each_other_and_are_even() {
        let spreads = saddle_stitch(50, 4);
        let starts: Vec<usize> = (0..spreads.len()).filter(|at| spreads[*at].depth == 0).step_by(2).collect();
        let mut lengths: Vec<usize> = starts.windows(2).map(|pair| (pair[1] - pair[0]) / 2).collect();
        lengths.push((spreads.len() - starts[starts.len() - 1]) / 2);
        assert_eq!(lengths, [4, 3, 3, 3]);
        let mut all = Vec::new();
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(spreads.len());
            all.extend(read(&spreads[*start..end]).into_iter().flatten());
        }
        assert_eq!(all, (0..50).collect::<Vec<_>>());
        assert_eq!(saddle_stitch(0, 4), []);
    }

    #[test]
    fn chapters_begin_on_the_right() {
        let order = duplex(6, &[0, 1, 4]);
        assert_eq!(order, [Some(0), None, Some(1), Some(2), Some(3), None, Some(4), Some(5)]);
        assert_eq!(duplex(3, &[]), [Some(0), Some(1), Some(2), None]);
    }
}
