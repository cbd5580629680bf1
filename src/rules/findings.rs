//! Findings, second readings, and what was measured.

use std::collections::BTreeMap;

use super::rule::Rule;
use super::{Checker, Stage};
use crate::case::model::{Decimal, FindingKind, Impact, Measured, RereadGrade, RereadScale, UnitSystem};
use crate::diagnostics::Severity;
use crate::locale::units;

static FND_01: Rule = Rule {
    id: "FND-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a finding names no record",
    why: "What was found must be found again, years later, in the record it was found in",
    example: "`records: []` in a finding",
    mend: "name the records it was found in",
    source: "practice of expert review; HL7 C-CDA R2.1, result observations with their source document",
};

static FND_02: Rule = Rule {
    id: "FND-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a second reading without its scale or grade, or with a grade of another scale",
    why: "How much two readings differ is said in a way that can be compared, or not at all",
    example: "`reread` without `grade`, or `scale: pathology` with `grade: \"4\"`",
    mend: "imaging_1_5 has 1 to 5, radpeer 1 to 4, pathology none, minor and major",
    source: "ACR RADPEER (Goldberg-Stein et al., J Am Coll Radiol 2017;14:1080); College of American Pathologists, second review",
};

static FND_03: Rule = Rule {
    id: "FND-03",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "an important change on second reading, while the impact is said to be none or minor",
    why: "One of the two is wrong, and the reader is told the impact first",
    example: "`grade: major` in a finding and `impact: minor` in `concordance`",
    mend: "look again at the grade and at `concordance.impact`",
    source: "practice of radiology and pathology second review: grade 4 and 5, or major, change what is done",
};

static UNT_01: Rule = Rule {
    id: "UNT-01",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a number without a unit, or with one that is no UCUM unit",
    why: "A value is half of a result; 5 of what?",
    example: "`unit: mcg/dl` or `unit: \"\"` for a measured value",
    mend: "write the unit in UCUM, such as `mg/dL`, `10*9/L` or `mm[Hg]`; `1` for a pure number, `{score}` for a score",
    source: "UCUM, The Unified Code for Units of Measure, version 2.1; FHIR R4, Quantity",
};

static UNT_02: Rule = Rule {
    id: "UNT-02",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "one analyte in two units",
    why: "Two curves of one analyte in different units cannot be compared, and are easily taken for each other",
    example: "creatinine in `mg/dL` in one finding and in `umol/L` in another",
    mend: "write all values of an analyte in one unit; the engine prints them in the case's unit system",
    source: "practice of laboratory medicine; FHIR R4, Observation",
};

static UNT_03: Rule = Rule {
    id: "UNT-03",
    severity: Severity::Warning,
    from: Stage::Draft,
    what: "a laboratory value without its reference range",
    why: "Ranges differ between laboratories; without one nobody can tell high from normal",
    example: "`measured` without `reference_range` in a laboratory finding",
    mend: "write the range of the laboratory that measured it",
    source: "CLSI EP28-A3c, reference intervals; CLIA, 42 CFR 493.1291(d)",
};

static UNT_05: Rule = Rule {
    id: "UNT-05",
    severity: Severity::Error,
    from: Stage::Draft,
    what: "a quantity written in two units that do not agree",
    why: "A reader takes the one in the unit they know; if it is off, a dose or a limit is",
    example: "\"100.4 °F (39 °C)\" or \"creatinine 1.2 mg/dL (160 µmol/L)\"",
    mend: "work out the conversion again",
    source: "NIST SP 811, appendix B; IUPAC standard atomic weights",
};

/// The rules of this file. That a finding has records, a scale and a grade is asked when the case is read.
pub(super) static RULES: &[&Rule] = &[&FND_01, &FND_02, &FND_03, &UNT_01, &UNT_02, &UNT_03, &UNT_05];

/// No unit is longer.
const LONGEST_UNIT: usize = 64;

pub(super) fn check(c: &mut Checker<'_>) {
    rereads(c);
    measured(c);
    conversions(c);
}

fn rereads(c: &mut Checker<'_>) {
    let content = c.content;
    if !matches!(content.concordance.impact, Impact::None | Impact::Minor) {
        return;
    }
    for finding in &content.findings {
        let Some(reread) = &finding.reread else { continue };
        use RereadGrade::{Five, Four, Major, Three};
        let important = match reread.scale {
            RereadScale::Imaging => matches!(reread.grade, Four | Five),
            RereadScale::Radpeer => matches!(reread.grade, Three | Four),
            RereadScale::Pathology => reread.grade == Major,
        };
        if important {
            let message = format!(
                "the second reading in `{}` is an important change, and `concordance.impact` is `{}`",
                finding.id,
                content.concordance.impact.as_str()
            );
            c.report(&FND_03, format!("findings.{}.reread.grade", finding.id), message);
        }
    }
}

fn measured(c: &mut Checker<'_>) {
    let content = c.content;
    let mut units_of: BTreeMap<String, (&str, String)> = BTreeMap::new();
    for finding in &content.findings {
        for (index, measured) in finding.measured.iter().enumerate() {
            let path = format!("findings.{}.measured.{}", finding.id, index + 1);
            unit(c, &measured.unit, format!("{path}.unit"));
            let key = measured.loinc.clone().unwrap_or_else(|| measured.analyte.as_str().trim().to_lowercase());
            match units_of.get(&key) {
                Some((unit, first)) if *unit != measured.unit => {
                    let message =
                        format!("the analyte of `{first}` is here in another unit, `{}`", measured.unit.escape_debug());
                    c.report(&UNT_02, format!("{path}.unit"), message);
                }
                Some(_) => {}
                None => {
                    units_of.insert(key, (&measured.unit, path.clone()));
                }
            }
            if finding.kind == FindingKind::Laboratory && wants_range(measured) {
                c.report(&UNT_03, path, format!("a laboratory value of `{}` has no reference range", finding.id));
            }
        }
    }
    for (index, vital) in content.summary.vitals.iter().enumerate() {
        unit(c, &vital.unit, format!("summary.vitals.{}.unit", index + 1));
    }
}

fn unit(c: &mut Checker<'_>, unit: &str, path: String) {
    if unit.trim().is_empty() {
        c.report(&UNT_01, path, "a number without a unit");
    } else if unit.len() > LONGEST_UNIT || octofhir_ucum::validate(unit).is_err() {
        c.report(&UNT_01, path, format!("`{}` is no UCUM unit", unit.escape_debug()));
    }
}

/// Scores, counts and doses have no range that a laboratory gives.
fn wants_range(measured: &Measured) -> bool {
    let range = measured.reference_range.as_ref().is_some_and(|range| range.low.is_some() || range.high.is_some());
    !range && !measured.unit.contains('{') && measured.unit != "1"
}

/// Quantities that stand in a text in two units: "100.4 °F (38 °C)".
fn conversions(c: &mut Checker<'_>) {
    let limit = c.settings.thresholds.conversion;
    // A LOINC code says which molar mass a concentration is converted by.
    let codes: BTreeMap<String, Vec<&str>> = c
        .content
        .findings
        .iter()
        .map(|finding| {
            let codes = finding.measured.iter().filter_map(|measured| measured.loinc.as_deref()).collect();
            (format!("findings.{}.", finding.id), codes)
        })
        .collect();
    let mut found = Vec::new();
    for edition in &c.editions {
        for block in &edition.blocks {
            for pair in pairs(block.plain()) {
                let loinc: &[&str] = codes
                    .iter()
                    .find(|(prefix, _)| block.path.starts_with(prefix.as_str()))
                    .map_or(&[], |(_, codes)| codes);
                if let Some(expected) = pair.expected(loinc, limit) {
                    let message = format!("the second quantity should be about {expected}");
                    found.push(c.in_text(&UNT_05, block, pair.at.clone(), message));
                }
            }
        }
    }
    found.into_iter().for_each(|diagnostic| c.push(diagnostic));
}

/// A quantity with another in parentheses behind it.
struct Pair {
    at: std::ops::Range<usize>,
    first: (Decimal, &'static str),
    second: (Decimal, &'static str),
}

/// Units as texts print them, with their UCUM codes.
const PRINTED: &[(&str, &str)] = &[
    ("°F", "[degF]"),
    ("°C", "Cel"),
    ("mg/dL", "mg/dL"),
    ("g/dL", "g/dL"),
    ("g/L", "g/L"),
    ("mmol/L", "mmol/L"),
    ("µmol/L", "umol/L"),
    ("umol/L", "umol/L"),
    ("nmol/L", "nmol/L"),
    ("pmol/L", "pmol/L"),
    ("ng/mL", "ng/mL"),
    ("mcg/L", "ug/L"),
    ("µg/L", "ug/L"),
    ("kg", "kg"),
    ("lb", "[lb_av]"),
    ("lbs", "[lb_av]"),
    ("pounds", "[lb_av]"),
    ("libras", "[lb_av]"),
    ("livres", "[lb_av]"),
    ("cm", "cm"),
    ("in", "[in_i]"),
    ("inches", "[in_i]"),
    ("pulgadas", "[in_i]"),
    ("pouces", "[in_i]"),
];

/// All such pairs of a text.
fn pairs(text: &str) -> Vec<Pair> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let inside = text[open + 1..].split(')').next().unwrap_or_default();
        let before = text[..open].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        let (Some((start, first)), Some(second)) = (ends_in_quantity(before), is_quantity(inside)) else { continue };
        if first.1 != second.1 {
            found.push(Pair { at: start..open + 1 + inside.len() + 1, first, second });
        }
    }
    found.retain(|pair| text.get(pair.at.clone()).is_some_and(|words| words.ends_with(')')));
    found
}

fn is_quantity(text: &str) -> Option<(Decimal, &'static str)> {
    match ends_in_quantity(text.trim()) {
        Some((0, quantity)) => Some(quantity),
        _ => None,
    }
}

/// The quantity at the end of a text, and where it starts.
fn ends_in_quantity(text: &str) -> Option<(usize, (Decimal, &'static str))> {
    let (label, code) =
        PRINTED.iter().filter(|(label, _)| text.ends_with(label)).max_by_key(|(label, _)| label.len())?;
    let number = text[..text.len() - label.len()].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    // "in" at the end of "within" is no unit.
    if number.len() + label.len() == text.len() && !label.starts_with('°') {
        return None;
    }
    let start = number
        .rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .map_or(0, |at| at + number[at..].chars().next().map_or(1, char::len_utf8));
    let digits = &number[start..];
    // A comma before three digits may group or divide: such a number is not judged.
    if digits.split(',').skip(1).any(|part| part.len() == 3) {
        return None;
    }
    let decimal = digits.replace(',', ".").parse().ok()?;
    Some((start, (decimal, code)))
}

impl Pair {
    /// What the second should be, where it is off by more than rounding to its own digits and the limit allow.
    fn expected(&self, loinc: &[&str], limit: f64) -> Option<String> {
        let (first, from) = &self.first;
        let (second, to) = &self.second;
        let fits = |(value, unit): &(Decimal, &'static str)| -> bool {
            let written = second.to_f64();
            // Half a unit of the last digit written is rounding.
            let rounding = 0.5 * 10f64.powi(-(second.fraction_digits() as i32));
            unit == to && (value.to_f64() - written).abs() <= (limit * written.abs()).max(rounding) + 1e-9
        };
        let candidates: Vec<(Decimal, &'static str)> = [UnitSystem::Us, UnitSystem::Si]
            .into_iter()
            .flat_map(|system| {
                units::convert_vital(first, from, system)
                    .into_iter()
                    .chain(loinc.iter().filter_map(move |code| units::convert(code, first, from, system)))
            })
            .filter(|(_, unit)| unit == to)
            .collect();
        if candidates.is_empty() || candidates.iter().any(fits) {
            return None;
        }
        candidates.first().map(|(value, _)| value.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(text: &str, loinc: &[&str]) -> Option<String> {
        pairs(text).first().and_then(|pair| pair.expected(loinc, 0.01))
    }

    #[test]
    fn a_conversion_that_is_off_is_found() {
        assert_eq!(expected("a fever of 100.4 °F (38 °C) or more", &[]), None);
        assert_eq!(expected("fiebre de 38 °C (100.4 °F)", &[]), None);
        assert!(expected("a fever of 100.4 °F (39 °C)", &[]).is_some());
        assert_eq!(expected("une fièvre de 38,5 °C (101,3 °F)", &[]), None);
        assert!(expected("150 lb (60 kg)", &[]).is_some());
        assert_eq!(expected("150 lb (68 kg)", &[]), None);
        assert_eq!(expected("creatinine 1.2 mg/dL (106 µmol/L)", &["2160-0"]), None);
        assert!(expected("creatinine 1.2 mg/dL (160 µmol/L)", &["2160-0"]).is_some());
        // Without knowing the analyte nothing can be said.
        assert_eq!(expected("1.2 mg/dL (160 µmol/L)", &[]), None);
    }

    #[test]
    fn what_is_no_pair_is_left_alone() {
        for text in
            ["a walk within (5 cm)", "3 mg (one tablet)", "12 kg (12 kg)", "(38 °C)", "1,234 kg (2,720 lb)", "at 5 ("]
        {
            assert_eq!(expected(text, &[]), None, "{text}");
        }
    }
}
