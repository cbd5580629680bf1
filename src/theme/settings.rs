//! `theme.yaml`: what an institution sets.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// All settings of a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Version of the theme format: 1.
    pub opine_theme: u32,
    /// Who gives the opinion.
    pub institution: InstitutionSettings,
    /// Paper.
    pub page: Page,
    /// Page margins in millimetres.
    pub margins: Margins,
    /// Colours.
    pub colours: Colours,
    /// Fonts.
    pub fonts: Fonts,
    /// Text sizes in points.
    pub sizes: Sizes,
    /// Sets the patient's parts in the large size.
    pub large_print: bool,
    /// How references are printed.
    pub citation_style: CitationStyle,
    /// Sections left out, by id.
    pub omit_sections: Vec<String>,
    /// What `opine check` asks for.
    pub rules: RuleSettings,
    /// What a reviewer answers with yes before signing.
    pub checklist: Vec<ChecklistItem>,
}

/// One question of the reviewer's checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// Its id, as the approval records it.
    pub id: String,
    /// The question, by language (`en`, `es`, `fr`).
    pub question: BTreeMap<String, String>,
}

/// What the institution sets of the rules.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleSettings {
    /// Another severity than the built-in one, by rule id.
    pub severities: BTreeMap<String, RuleSeverity>,
    /// The limits of rules that have one.
    pub thresholds: Thresholds,
}

/// How a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleSeverity {
    /// Blocks.
    Error,
    /// Needs a mend or a waiver.
    Warning,
    /// Worth knowing.
    Info,
    /// Not checked.
    Off,
}

/// A readability limit: beyond `warning` a section wants work, beyond `error` it is not plain.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadabilityLimit {
    /// Beyond it a section of the patient's is an error.
    pub error: f64,
    /// Beyond it a section of the patient's is a warning.
    pub warning: f64,
}

/// The limits of rules that have one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// PLN-01, English: Flesch-Kincaid grade, which must not be higher.
    pub english_grade: ReadabilityLimit,
    /// PLN-01, Spanish: INFLESZ (Szigriszt-Pazos), which must not be lower.
    pub spanish_inflesz: ReadabilityLimit,
    /// PLN-01, French: Kandel-Moles, which must not be lower.
    pub french_kandel_moles: ReadabilityLimit,
    /// PLN-01: words a section must have before its score says anything.
    pub section_words: u32,
    /// PLN-02: most words of a sentence for the patient.
    pub sentence_words: u32,
    /// OPT-03: how many times longer what speaks for an option may be than what speaks against it, and the reverse.
    pub balance: f64,
    /// EVD-04: most years since the newest guideline.
    pub guideline_years: u32,
    /// RCM-09: most days between the look at a trial's status and release.
    pub trial_status_days: u32,
    /// UNT-05: most difference between two printed forms of one quantity, as a fraction.
    pub conversion: f64,
    /// TIM-05: business days from complete records to release, where the case has no due date.
    pub turnaround_days: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            english_grade: ReadabilityLimit { error: 8.0, warning: 6.0 },
            spanish_inflesz: ReadabilityLimit { error: 55.0, warning: 65.0 },
            french_kandel_moles: ReadabilityLimit { error: 60.0, warning: 70.0 },
            section_words: 60,
            sentence_words: 25,
            balance: 3.0,
            guideline_years: 5,
            trial_status_days: 30,
            conversion: 0.01,
            turnaround_days: 10,
        }
    }
}

/// Who gives the opinion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstitutionSettings {
    /// Its name, as it writes it.
    pub name: String,
    /// The words under the name, by language (`en`, `es`, `fr`).
    pub tagline: BTreeMap<String, String>,
    /// A picture in `media/` (PNG, JPEG or SVG).
    pub logo: Option<String>,
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// 8.5 by 11 inches.
    UsLetter,
    /// 210 by 297 millimetres.
    A4,
}

/// Page margins in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    /// Above the text; the header stands in it.
    pub top: f64,
    /// Below the text; the footer stands in it.
    pub bottom: f64,
    /// On the left.
    pub left: f64,
    /// On the right.
    pub right: f64,
}

/// sRGB colours as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Text.
    pub ink: String,
    /// Text of less weight.
    pub muted: String,
    /// Headings and links of the clinician's parts.
    pub accent: String,
    /// Fields behind them.
    pub accent_soft: String,
    /// Headings and links of the patient's parts.
    pub patient: String,
    /// Fields behind them.
    pub patient_soft: String,
    /// Agreement, favourable marks.
    pub good: String,
    /// Fields behind them.
    pub good_soft: String,
    /// Partial agreement, remarks that ask for care.
    pub caution: String,
    /// Fields behind them.
    pub caution_soft: String,
    /// Danger, urgency.
    pub danger: String,
    /// Fields behind them.
    pub danger_soft: String,
    /// Lines.
    pub rule: String,
    /// Neutral fields.
    pub neutral_soft: String,
    /// The word across draft pages.
    pub draft: String,
    /// The paper.
    pub paper: String,
}

/// Families by the names inside the font files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fonts {
    /// Text of the clinician's parts.
    pub clinician: Vec<String>,
    /// Headings and tables of the clinician's parts.
    pub clinician_heading: Vec<String>,
    /// Text of the patient's parts.
    pub patient: Vec<String>,
    /// Headings of the patient's parts.
    pub patient_heading: Vec<String>,
    /// Code.
    pub mono: Vec<String>,
    /// Families for characters that the others lack.
    pub fallback: Vec<String>,
}

/// Text sizes in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// Clinician's parts.
    pub clinician: f64,
    /// Patient's parts.
    pub patient: f64,
    /// Patient's parts in large print.
    pub patient_large: f64,
    /// Header and footer.
    pub running: f64,
}

/// How references are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CitationStyle {
    /// National Library of Medicine (Vancouver).
    Nlm,
    /// American Medical Association.
    Ama,
    /// American Psychological Association.
    Apa,
}

impl Settings {
    /// Width and height of the paper in points.
    pub fn paper_points(&self) -> (f64, f64) {
        match self.page {
            Page::UsLetter => (612.0, 792.0),
            Page::A4 => (595.276, 841.89),
        }
    }

    /// What the Typst templates read as `/theme.json`.
    pub fn layout_json(&self) -> Value {
        serde_json::json!({
            "page": self.page,
            "margins": self.margins,
            "colours": self.colours,
            "fonts": self.fonts,
            "sizes": self.sizes,
            "large_print": self.large_print,
            "logo": Value::Null,
        })
    }
}

/// The JSON Schema (draft-07) of a complete `theme.yaml`.
pub fn settings_schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| SchemaSettings::draft07().into_generator().into_root_schema_for::<Settings>().to_value())
}
