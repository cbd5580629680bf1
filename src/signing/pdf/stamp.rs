//! The CMS structure of a signature taken out and another put in its place: how a time stamp comes in later.

use super::object::write_hex;
use super::{PdfError, PdfSignature, signatures};

/// The last signature of a file, the only one that can still be given a time stamp: those before it are covered by it.
///
/// # Errors
/// The file cannot be read; it has no signature, or its last one does not cover all of it ([`PdfError::Changed`]).
pub fn last_signature(pdf: &[u8]) -> Result<PdfSignature, PdfError> {
    let last = signatures(pdf)?.into_iter().filter(|signature| signature.defects.is_empty()).max_by_key(|s| s.end());
    let changed = |what: &str| PdfError::Changed { what: what.to_owned() };
    let last = last.ok_or_else(|| changed("it has no whole signature"))?;
    let trimmed = pdf.trim_ascii_end().len();
    if last.end().is_none_or(|end| end < trimmed) {
        return Err(changed("something follows its last signature"));
    }
    Ok(last)
}

/// The file with another CMS structure for its last signature. No byte that is covered changes.
///
/// # Errors
/// As [`last_signature`], and when the structure is longer than the room the signature has.
pub fn with_last_cms(pdf: &[u8], cms: &[u8]) -> Result<Vec<u8>, PdfError> {
    let last = last_signature(pdf)?;
    let [_, first, second, _] = last.byte_range.unwrap_or_default();
    // Between the two pieces stands `<` hexadecimal digits `>`.
    let room = second.saturating_sub(first).saturating_sub(2) / 2;
    if cms.len() > room {
        return Err(PdfError::NoRoom { length: cms.len(), room });
    }
    let mut digits = Vec::with_capacity(room * 2);
    write_hex(cms, &mut digits);
    digits.resize(room * 2, b'0');
    let mut out = pdf.to_vec();
    let place = first + 1..first + 1 + digits.len();
    out.get_mut(place).ok_or(PdfError::NotCms)?.copy_from_slice(&digits);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CMS, approved, certified, tagged};
    use super::*;

    #[test]
    fn the_last_signature_alone_gets_another_structure() {
        let pdf = approved(&certified(&tagged()), "Director", true);
        // A DER sequence a little longer than the one that is there.
        let mut longer = CMS.to_vec();
        longer.splice(1..2, [CMS[1] + 2]);
        longer.extend([0x05, 0x00]);
        let stamped = with_last_cms(&pdf, &longer).unwrap();
        assert_eq!(stamped.len(), pdf.len());
        let (before, after) = (signatures(&pdf).unwrap(), signatures(&stamped).unwrap());
        assert_eq!(after.last().map(|s| s.cms.as_slice()), Some(longer.as_slice()));
        assert_eq!(before[0].cms, after[0].cms);
        assert_eq!(before[1].covered(&pdf), after[1].covered(&stamped));
        assert!(matches!(with_last_cms(&pdf, &vec![0x30; 1 << 20]), Err(PdfError::NoRoom { .. })));
        assert!(matches!(with_last_cms(&tagged(), &longer), Err(PdfError::Changed { .. })));
    }
}
