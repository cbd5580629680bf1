//! The samples of a scan (ITU-T T.87 annex A): predicted by their neighbours, corrected by what was learnt in the same
//! surroundings; where all is flat, by runs.

use super::bits::Bits;

/// Surroundings by the quantized gradients, without regard to sign.
const CONTEXTS: usize = 365;
/// Lengths of runs as powers of two.
const RUNS: [u32; 32] =
    [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// How the components of a scan lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interleave {
    /// Line by line; also where there is but one.
    Line,
    /// Sample by sample.
    Sample,
}

/// What a scan is coded with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameters {
    most: i32,
    near: i32,
    thresholds: [i32; 3],
    reset: i32,
    range: i32,
    range_bits: u32,
    limit: u32,
}

impl Parameters {
    /// By the precision, how far samples may be off, and what the file presets (C.2.4.1.1); zeros preset nothing.
    pub fn new(precision: u32, near: i32, preset: [u16; 5]) -> Option<Self> {
        let [most, t1, t2, t3, reset] = preset.map(i32::from);
        let highest = (1_i32 << precision) - 1;
        let most = if most == 0 { highest } else { most };
        if most > highest || most < 1 || near > 255.min(most / 2) {
            return None;
        }
        let clamped = |number: i32, low: i32| if number > most || number < low { low } else { number };
        let usual = if most >= 128 {
            let factor = (most.min(4095) + 128) / 256;
            [factor + 2 + 3 * near, factor * 4 + 3 + 5 * near, factor * 17 + 4 + 7 * near]
        } else {
            let factor = 256 / (most + 1);
            [2.max(3 / factor + 3 * near), 3.max(7 / factor + 5 * near), 4.max(21 / factor + 7 * near)]
        };
        let first = if t1 == 0 { clamped(usual[0], near + 1) } else { t1 };
        let second = if t2 == 0 { clamped(usual[1], first) } else { t2 };
        let third = if t3 == 0 { clamped(usual[2], second) } else { t3 };
        if !(near < first && first <= second && second <= third && third <= most) {
            return None;
        }
        let reset = if reset == 0 { 64 } else { reset };
        let range = (most + 2 * near) / (2 * near + 1) + 1;
        let bits = |number: i32| i32::BITS - (number - 1).leading_zeros();
        let sample_bits = bits(most + 1).max(2);
        let limit = 2 * (sample_bits + sample_bits.max(8));
        (reset >= 3).then_some(Self {
            most,
            near,
            thresholds: [first, second, third],
            reset,
            range,
            range_bits: bits(range),
            limit,
        })
    }

    fn quantized(&self, gradient: i32) -> i32 {
        let size = gradient.abs();
        let [first, second, third] = self.thresholds;
        let level = if size <= self.near {
            0
        } else if size < first {
            1
        } else if size < second {
            2
        } else if size < third {
            3
        } else {
            4
        };
        if gradient < 0 { -level } else { level }
    }

    /// A prediction and its error as a sample.
    fn sample(&self, predicted: i32, error: i32) -> i32 {
        let step = 2 * self.near + 1;
        let mut sample = predicted + error * step;
        if sample < -self.near {
            sample += self.range * step;
        } else if sample > self.most + self.near {
            sample -= self.range * step;
        }
        sample.clamp(0, self.most)
    }
}

/// What was learnt in the same surroundings.
#[derive(Debug, Clone, Copy)]
struct Context {
    /// Sum of the sizes of errors.
    size: i32,
    /// Sum of the errors.
    bias: i32,
    correction: i32,
    count: i32,
}

/// What was learnt where runs end.
#[derive(Debug, Clone, Copy)]
struct RunContext {
    size: i32,
    count: i32,
    negative: i32,
}

/// Neighbours: left, above, above to the left, above to the right.
#[derive(Debug, Clone, Copy)]
struct Around {
    a: i32,
    b: i32,
    c: i32,
    d: i32,
}

/// How many low bits of an error are written as they are: the fewest that make `count` as large as `size`.
fn low_bits(count: i32, size: i32) -> u32 {
    let mut bits = 0;
    while bits < 24 && i64::from(count) << bits < i64::from(size) {
        bits += 1;
    }
    bits
}

struct Decoder<'a> {
    parameters: Parameters,
    bits: Bits<'a>,
    contexts: Vec<Context>,
    run_contexts: [RunContext; 2],
}

/// A line of one component with a sample before and one after it.
type Line = Vec<u16>;

fn at(line: &[u16], place: usize) -> i32 {
    line.get(place).copied().map_or(0, i32::from)
}

/// Reads a scan: the samples of each component, and how many bytes it takes.
pub(super) fn decode(
    coded: &[u8],
    parameters: Parameters,
    interleave: Interleave,
    components: usize,
    rows: usize,
    columns: usize,
) -> Option<(Vec<Vec<u16>>, usize)> {
    let size = 2.max((parameters.range + 32) / 64);
    let mut decoder = Decoder {
        parameters,
        bits: Bits::new(coded),
        contexts: vec![Context { size, bias: 0, correction: 0, count: 1 }; CONTEXTS],
        run_contexts: [RunContext { size, count: 1, negative: 0 }; 2],
    };
    let mut planes = vec![Vec::with_capacity(rows.checked_mul(columns)?); components];
    let mut above: Vec<Line> = vec![vec![0; columns + 2]; components];
    let mut lines = above.clone();
    let mut runs = vec![0_usize; components];
    for _ in 0..rows {
        for (line, above) in lines.iter_mut().zip(&mut above) {
            // Beyond the edges: before a line what is above its first sample, after the line above its last.
            *line.first_mut()? = *above.get(1)?;
            let last = *above.get(columns)?;
            *above.last_mut()? = last;
        }
        match interleave {
            Interleave::Line => {
                for ((line, above), run) in lines.iter_mut().zip(&above).zip(&mut runs) {
                    decoder.line(std::slice::from_mut(line), std::slice::from_ref(above), run, columns)?;
                }
            }
            Interleave::Sample => decoder.line(&mut lines, &above, runs.first_mut()?, columns)?,
        }
        for (plane, line) in planes.iter_mut().zip(&lines) {
            plane.extend(line.get(1..=columns)?);
        }
        std::mem::swap(&mut above, &mut lines);
    }
    Some((planes, decoder.bits.end()))
}

impl Decoder<'_> {
    /// Reads a line of components that lie sample by sample.
    fn line(&mut self, lines: &mut [Line], above: &[Line], run: &mut usize, columns: usize) -> Option<()> {
        let mut place = 1;
        while place <= columns {
            let flat =
                lines.iter().zip(above).all(|(line, above)| self.gradients(&around(line, above, place)) == [0; 3]);
            if flat {
                place = self.run(lines, above, run, place, columns)?;
                continue;
            }
            for (line, above) in lines.iter_mut().zip(above) {
                let sample = self.regular(around(line, above, place))?;
                *line.get_mut(place)? = u16::try_from(sample).ok()?;
            }
            place += 1;
        }
        Some(())
    }

    fn gradients(&self, near: &Around) -> [i32; 3] {
        [near.d - near.b, near.b - near.c, near.c - near.a].map(|gradient| self.parameters.quantized(gradient))
    }

    /// A number by Golomb's code of limited length (A.5.3).
    fn number(&mut self, low: u32, limit: u32) -> Option<i32> {
        let most = limit.checked_sub(self.parameters.range_bits + 1)?;
        let zeros = self.bits.zeros(most)?;
        let number = if zeros < most {
            (i32::try_from(zeros).ok()? << low) | self.bits.take(low)?
        } else {
            self.bits.take(self.parameters.range_bits)?.checked_add(1)?
        };
        // No error is larger than the range: what is would run out of numbers.
        (number <= 2 * self.parameters.range).then_some(number)
    }

    /// A sample by its surroundings (A.3 to A.6).
    fn regular(&mut self, near: Around) -> Option<i32> {
        let parameters = self.parameters;
        let [first, second, third] = self.gradients(&near);
        let number = (first * 9 + second) * 9 + third;
        let sign = if number < 0 { -1 } else { 1 };
        let index = usize::try_from(number.abs()).ok()?;
        let context = *self.contexts.get(index)?;
        let predicted = if near.c >= near.a.max(near.b) {
            near.a.min(near.b)
        } else if near.c <= near.a.min(near.b) {
            near.a.max(near.b)
        } else {
            near.a + near.b - near.c
        };
        let predicted = (predicted + sign * context.correction).clamp(0, parameters.most);
        let low = low_bits(context.count, context.size);
        let mapped = self.number(low, parameters.limit)?;
        let half = mapped >> 1;
        let mut error = if mapped & 1 == 0 { half } else { -half - 1 };
        if parameters.near == 0 && low == 0 && 2 * context.bias <= -context.count {
            error = -error - 1;
        }
        self.contexts.get_mut(index)?.learn(error, &parameters);
        Some(parameters.sample(predicted, sign * error))
    }

    /// A run of samples like the one before, and the sample that ends it (A.7). Gives where the next one is.
    fn run(
        &mut self,
        lines: &mut [Line],
        above: &[Line],
        run: &mut usize,
        start: usize,
        columns: usize,
    ) -> Option<usize> {
        let mut place = start;
        loop {
            let order = *RUNS.get(*run)?;
            let left = columns + 1 - place;
            let whole = self.bits.take(1)? == 1;
            let length = if whole { 1 << order } else { usize::try_from(self.bits.take(order)?).ok()? };
            if !whole && length >= left {
                return None;
            }
            let filled = length.min(left);
            for line in lines.iter_mut() {
                let value = *line.get(place - 1)?;
                line.get_mut(place..place + filled)?.fill(value);
            }
            place += filled;
            if whole && filled == length {
                *run = (*run + 1).min(RUNS.len() - 1);
            }
            if place > columns {
                return Some(place);
            }
            if whole {
                continue;
            }
            let many = lines.len() > 1;
            for (line, above) in lines.iter_mut().zip(above) {
                let sample = self.interruption(around(line, above, place), order, many)?;
                *line.get_mut(place)? = u16::try_from(sample).ok()?;
            }
            *run = run.saturating_sub(1);
            return Some(place + 1);
        }
    }

    /// The sample that ends a run (A.7.2). Components that lie sample by sample do not tell the two kinds of end apart.
    fn interruption(&mut self, near: Around, order: u32, many: bool) -> Option<i32> {
        let parameters = self.parameters;
        let like = !many && (near.a - near.b).abs() <= parameters.near;
        let kind = i32::from(like);
        let context = self.run_contexts.get_mut(usize::from(like))?;
        let size = if like { context.size + (context.count >> 1) } else { context.size };
        let (low, count, negative) = (low_bits(context.count, size), context.count, context.negative);
        let mapped = self.number(low, parameters.limit.checked_sub(order + 1)?)?;
        let both = mapped + kind;
        let odd = both & 1;
        let size = (both + odd) / 2;
        let error = if (low != 0 || 2 * negative >= count) == (odd == 1) { -size } else { size };
        let context = self.run_contexts.get_mut(usize::from(like))?;
        context.negative += i32::from(error < 0);
        context.size = context.size.checked_add((mapped + 1 - kind) >> 1)?;
        if context.count == parameters.reset {
            context.size >>= 1;
            context.count >>= 1;
            context.negative >>= 1;
        }
        context.count += 1;
        if like {
            return Some(parameters.sample(near.a, error));
        }
        Some(parameters.sample(near.b, if near.a > near.b { -error } else { error }))
    }
}

impl Context {
    fn learn(&mut self, error: i32, parameters: &Parameters) {
        self.bias = self.bias.saturating_add(error.saturating_mul(2 * parameters.near + 1));
        self.size = self.size.saturating_add(error.saturating_abs());
        if self.count == parameters.reset {
            self.size >>= 1;
            self.bias >>= 1;
            self.count >>= 1;
        }
        self.count += 1;
        if self.bias <= -self.count {
            self.bias = (self.bias + self.count).max(1 - self.count);
            self.correction = (self.correction - 1).max(-128);
        } else if self.bias > 0 {
            self.bias = (self.bias - self.count).min(0);
            self.correction = (self.correction + 1).min(127);
        }
    }
}

fn around(line: &[u16], above: &[u16], place: usize) -> Around {
    Around { a: at(line, place - 1), b: at(above, place), c: at(above, place - 1), d: at(above, place + 1) }
}
