//! Results and vital signs from one unit system to the other.
//!
//! Mass and amount of substance are related by the molar mass alone, so the table in `analytes` holds molar masses (IUPAC
//! standard atomic weights) and no factors that someone has rounded. HbA1c follows the IFCC master equation for NGSP
//! (Hoelzel et al., Clin Chem 2004;50:166): NGSP = 0.09148 · IFCC + 2.152.

use super::analytes::{ANALYTES, Analyte, Relation};
use crate::case::model::{Decimal, UnitSystem};

/// More digits than a float holds exactly are not converted.
const MAX_DIGITS: usize = 12;
/// What rounding may change of a value, as a share of it.
const MAX_ROUNDING: f64 = 0.01;

/// A laboratory result, by its LOINC code, in the units of `to`: the number and its UCUM unit.
///
/// `None` if the analyte is not in the table, the unit does not fit it, or the result is in that system already. The number
/// keeps the significant digits of the source (at least two), and one more only where rounding to them would move the value
/// by more than one percent (1.2 mg/dL of creatinine is 106 µmol/L, not 110). LOINC codes of temperature, weight and height go to [`convert_vital`].
pub fn convert(loinc: &str, value: &Decimal, unit: &str, to: UnitSystem) -> Option<(Decimal, &'static str)> {
    if matches!(loinc, "8310-5" | "8331-1" | "29463-7" | "3141-9" | "8302-2" | "3137-7") {
        return convert_vital(value, unit, to);
    }
    let analyte = ANALYTES.iter().find(|analyte| analyte.loinc.contains(&loinc))?;
    let accepted = match to {
        UnitSystem::Us => analyte.us,
        UnitSystem::Si => analyte.si,
    };
    let target = *accepted.first()?;
    if accepted.contains(&unit) {
        return None;
    }
    if analyte.relation == Relation::Hba1c {
        let source = number(value)?;
        return match (unit, to) {
            ("%", UnitSystem::Si) => Some((fixed((source - 2.152) / 0.09148, 0)?, target)),
            ("mmol/mol", UnitSystem::Us) => Some((fixed(0.09148 * source + 2.152, 1)?, target)),
            _ => None,
        };
    }
    let result = number(value)? * factor(analyte, unit, target)?;
    Some((significant(value, result)?, target))
}

/// Temperature, weight or height in the units of `to`, with as many fraction digits as it was measured with.
///
/// `None` for another unit, or if it is in that system already.
pub fn convert_vital(value: &Decimal, unit: &str, to: UnitSystem) -> Option<(Decimal, &'static str)> {
    // The international pound and inch are exact: 0.453 592 37 kg and 2.54 cm (NIST SP 811, appendix B).
    let source = number(value)?;
    let digits = value.fraction_digits();
    let (result, digits, unit) = match (unit, to) {
        ("Cel", UnitSystem::Us) => (source * 1.8 + 32.0, digits, "[degF]"),
        ("[degF]", UnitSystem::Si) => ((source - 32.0) / 1.8, digits, "Cel"),
        ("kg", UnitSystem::Us) => (source / 0.453_592_37, digits, "[lb_av]"),
        ("[lb_av]", UnitSystem::Si) => (source * 0.453_592_37, digits, "kg"),
        ("cm", UnitSystem::Us) => (source / 2.54, digits, "[in_i]"),
        ("m", UnitSystem::Us) => (source / 0.0254, digits.saturating_sub(2), "[in_i]"),
        ("[in_i]", UnitSystem::Si) => (source * 2.54, digits, "cm"),
        ("[ft_i]", UnitSystem::Si) => (source * 30.48, digits.saturating_sub(1), "cm"),
        _ => return None,
    };
    Some((fixed(result, digits)?, unit))
}

fn number(value: &Decimal) -> Option<f64> {
    let digits = value.as_str().bytes().filter(u8::is_ascii_digit).count();
    (digits <= MAX_DIGITS).then(|| value.to_f64())
}

/// What a number in `from` is multiplied with to be one in `to`.
fn factor(analyte: &Analyte, from: &str, to: &str) -> Option<f64> {
    if let Relation::Pair { us, si, us_to_si } = analyte.relation {
        return match (from, to) {
            _ if from == us && to == si => Some(us_to_si),
            _ if from == si && to == us => Some(1.0 / us_to_si),
            _ => None,
        };
    }
    let molar = match analyte.relation {
        Relation::Molar(mass) => Some(mass),
        _ => None,
    };
    let (from, to) = (concentration(from)?, concentration(to)?);
    let scale = from.scale / to.scale;
    match (from.kind, to.kind) {
        (a, b) if a == b => Some(scale),
        (Kind::Mass, Kind::Amount) => Some(scale / molar?),
        (Kind::Amount, Kind::Mass) => Some(scale * molar?),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mass,
    Amount,
    Activity,
}

/// A concentration: what of, and how many g, mol or IU a litre holds.
struct Concentration {
    kind: Kind,
    scale: f64,
}

fn concentration(unit: &str) -> Option<Concentration> {
    let (above, below) = unit.split_once('/')?;
    let prefix = |prefix: &str| {
        Some(match prefix {
            "" => 1.0,
            "k" => 1e3,
            "d" => 1e-1,
            "m" => 1e-3,
            "u" => 1e-6,
            "n" => 1e-9,
            "p" => 1e-12,
            _ => return None,
        })
    };
    let volume = prefix(below.strip_suffix('L')?)?;
    let kinds = [("mol", Kind::Amount), ("[IU]", Kind::Activity), ("[iU]", Kind::Activity), ("g", Kind::Mass)];
    let (kind, above) = kinds.into_iter().find_map(|(unit, kind)| Some((kind, prefix(above.strip_suffix(unit)?)?)))?;
    Some(Concentration { kind, scale: above / volume })
}

/// `result` with the precision of `source`.
fn significant(source: &Decimal, result: f64) -> Option<Decimal> {
    let digits: String = source.as_str().chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() || result == 0.0 {
        return fixed(0.0, 0);
    }
    let rounded = |digits: usize| format!("{:.*e}", digits - 1, result).parse::<f64>().ok();
    let mut kept = digits.len().max(2);
    if (rounded(kept)? / result - 1.0).abs() > MAX_ROUNDING {
        kept += 1;
    }
    // Rounding may carry into one more digit (9.96 to 10), so the exponent is that of the rounded number.
    let rounded = rounded(kept)?;
    let exponent = rounded.abs().log10().floor() as i32;
    let places = kept as i32 - 1 - exponent;
    fixed(rounded, places.max(0) as usize)
}

fn fixed(value: f64, digits: usize) -> Option<Decimal> {
    let text = format!("{value:.digits$}");
    let text = text.strip_prefix('-').filter(|rest| rest.bytes().all(|b| matches!(b, b'0' | b'.'))).unwrap_or(&text);
    text.parse().ok()
}
