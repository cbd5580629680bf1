//! Portable bitmaps, greymaps and pixmaps (Netpbm, P1 to P6), one or several in a file.

use super::{Colour, MAX_PICTURES, MAX_SAMPLES, Picture, Pictures, Reason, check_size, plain, row_bytes};

/// Whether a file begins as one of them does.
pub fn is_pnm(bytes: &[u8]) -> bool {
    let [b'P', b'1'..=b'6', space, next, ..] = *bytes else { return false };
    space.is_ascii_whitespace() && (next.is_ascii_digit() || next == b'#')
}

/// Reads all pictures of a file.
pub fn read(bytes: &[u8]) -> Result<Pictures, Reason> {
    let (mut rest, mut pictures, mut total) = (bytes, Vec::new(), 0_u64);
    while !rest.trim_ascii_start().is_empty() {
        let (picture, after) = one(rest.trim_ascii_start())?;
        // A row of text takes at least as many bytes as it has samples, so only the sum needs a bound.
        total += u64::from(picture.width) * u64::from(picture.height);
        if pictures.len() == MAX_PICTURES || total > 5 * MAX_SAMPLES {
            return Err(Reason::TooLarge);
        }
        pictures.push(picture);
        rest = after;
    }
    Ok(Pictures { pictures, left_out: None })
}

/// A number in text, with the comments before it, and what follows its last digit.
fn number(mut bytes: &[u8]) -> Result<(u32, &[u8]), Reason> {
    loop {
        bytes = bytes.trim_ascii_start();
        let Some(comment) = bytes.strip_prefix(b"#") else { break };
        let end = comment.iter().position(|byte| matches!(byte, b'\n' | b'\r')).ok_or(Reason::Damaged)?;
        bytes = comment.get(end..).ok_or(Reason::Damaged)?;
    }
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at_checked(digits).ok_or(Reason::Damaged)?;
    let value = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).ok_or(Reason::Damaged)?;
    Ok((value, rest))
}

/// One picture, and what follows it.
fn one(bytes: &[u8]) -> Result<(Picture, &[u8]), Reason> {
    let [b'P', kind @ b'1'..=b'6', rest @ ..] = bytes else { return Err(Reason::Damaged) };
    let (width, rest) = number(rest)?;
    let (height, rest) = number(rest)?;
    let is_bitmap = matches!(kind, b'1' | b'4');
    let (most, mut rest) = if is_bitmap { (1, rest) } else { number(rest)? };
    if !(1..=65_535).contains(&most) {
        return Err(Reason::Damaged);
    }
    let colour = if matches!(kind, b'3' | b'6') { Colour::Rgb } else { Colour::Gray };
    let components: u64 = if colour == Colour::Rgb { 3 } else { 1 };
    let bits: u8 = if is_bitmap {
        1
    } else if most > 255 {
        16
    } else {
        8
    };
    let size = check_size(width, height, components * u64::from(bits))?;
    let mut samples = Vec::new();
    if *kind >= b'4' {
        // A single space or line end stands between the header and the samples.
        let (stored, after) = rest.get(1..).and_then(|rest| rest.split_at_checked(size)).ok_or(Reason::Damaged)?;
        samples = stored.to_vec();
        rest = after;
    } else if is_bitmap {
        let row = row_bytes(width, 1)?;
        for _ in 0..height {
            let mut bytes = vec![0_u8; row];
            for at in 0..width {
                rest = rest.trim_ascii_start();
                let (digit, after) =
                    rest.split_first().filter(|(digit, _)| matches!(digit, b'0' | b'1')).ok_or(Reason::Damaged)?;
                let place = usize::try_from(at / 8).map_err(|_| Reason::TooLarge)?;
                *bytes.get_mut(place).ok_or(Reason::Damaged)? |= (digit - b'0') << (7 - at % 8);
                rest = after;
            }
            samples.extend(bytes);
        }
    } else {
        while samples.len() < size {
            let (value, after) = number(rest)?;
            let value = u16::try_from(value).map_err(|_| Reason::Damaged)?.to_be_bytes();
            samples.extend_from_slice(if bits == 16 { &value } else { value.get(1..).unwrap_or_default() });
            rest = after;
        }
    }
    scale(&mut samples, bits, most)?;
    if is_bitmap {
        // Here a 1 is black.
        samples.iter_mut().for_each(|byte| *byte = !*byte);
    }
    Ok((plain(width, height, colour, bits, &samples)?, rest))
}

/// Makes the largest value the largest of its bits.
fn scale(samples: &mut [u8], bits: u8, most: u32) -> Result<(), Reason> {
    let full = if bits == 16 { 0xFFFF } else { 0xFF };
    if bits == 1 || most == full {
        return Ok(());
    }
    for sample in samples.chunks_exact_mut(usize::from(bits / 8)) {
        let value = sample.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
        let scaled = u16::try_from((value.min(most) * full + most / 2) / most).map_err(|_| Reason::Damaged)?;
        match sample {
            [only] => *only = u8::try_from(scaled).map_err(|_| Reason::Damaged)?,
            _ => sample.copy_from_slice(&scaled.to_be_bytes()),
        }
    }
    Ok(())
}
