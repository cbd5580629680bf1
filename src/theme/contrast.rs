//! Contrast of text on its background (WCAG 2.2, success criterion 1.4.3: at least 4.5:1).

use super::settings::Colours;

/// The ratio WCAG asks of text.
const REQUIRED: f64 = 4.5;

/// A `#rrggbb` colour as three channels.
pub(super) fn channels(colour: &str) -> Option<[u8; 3]> {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Relative luminance (WCAG 2.2, definition).
fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
}

fn ratio(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Every pair of text and background that falls short, in words; also colours that are none.
pub(super) fn problems(colours: &Colours) -> Vec<String> {
    let text = [
        ("ink", &colours.ink),
        ("muted", &colours.muted),
        ("accent", &colours.accent),
        ("patient", &colours.patient),
        ("good", &colours.good),
        ("caution", &colours.caution),
        ("danger", &colours.danger),
    ];
    let fields = [
        ("paper", &colours.paper),
        ("accent_soft", &colours.accent_soft),
        ("patient_soft", &colours.patient_soft),
        ("good_soft", &colours.good_soft),
        ("caution_soft", &colours.caution_soft),
        ("danger_soft", &colours.danger_soft),
        ("neutral_soft", &colours.neutral_soft),
    ];
    let mut problems = Vec::new();
    for (name, colour) in text.iter().chain(&fields).chain(&[("rule", &colours.rule), ("draft", &colours.draft)]) {
        if channels(colour).is_none() {
            problems.push(format!("`colours.{name}` is `{}`, not a colour such as `#0f4468`", colour.escape_debug()));
        }
    }
    for (text_name, text_colour) in text {
        for (field_name, field_colour) in fields {
            let (Some(a), Some(b)) = (channels(text_colour), channels(field_colour)) else { continue };
            let found = ratio(a, b);
            if found < REQUIRED {
                problems.push(format!(
                    "`colours.{text_name}` on `colours.{field_name}` has a contrast of {found:.2}:1; text needs {REQUIRED}:1"
                ));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_follows_wcag() {
        assert!((ratio([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 1e-9);
        assert!((ratio([0x76, 0x76, 0x76], [255, 255, 255]) - 4.54).abs() < 0.01);
        assert_eq!(channels("#0f4468"), Some([0x0f, 0x44, 0x68]));
        assert_eq!(channels("0f4468"), None);
        assert_eq!(channels("#0é44"), None);
    }
}
