//! Layered assets: an institution's folder laid over the built-in templates, locales and fonts.
//!
//! First hit wins, file by file. `theme.yaml` is merged key by key. A file that is in no built-in place is named in a
//! diagnostic, never ignored, since a misspelt name would otherwise leave the built-in wording in a signed report.

mod assets;
mod contrast;
mod overlay;
mod settings;

pub use assets::built_in_files;
pub use overlay::{Theme, ThemeProblem};
pub use settings::{
    ChecklistItem, CitationStyle, Colours, Fonts, InstitutionSettings, Margins, Page, ReadabilityLimit, RuleSettings,
    RuleSeverity, Settings, Sizes, Thresholds, settings_schema,
};
