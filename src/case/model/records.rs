//! The records reviewed.

use super::*;

vocabulary! {
    /// The kind of a record.
    pub enum RecordKind {
        /// Radiology and other imaging.
        Imaging = "imaging",
        /// Pathology.
        Pathology = "pathology",
        /// Laboratory.
        Laboratory = "laboratory",
        /// Operation or procedure report.
        Operative = "operative",
        /// Visit, letter, discharge summary.
        Visit = "visit",
        /// Genetic or molecular test.
        Genetic = "genetic",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// How good a record is for the purpose.
    pub enum Quality {
        /// Fit for the purpose.
        Adequate = "adequate",
        /// Usable with care.
        Limited = "limited",
        /// Not usable.
        Inadequate = "inadequate",
    }
}

entity! {
    /// Identity as printed on a record, compared with the patient's.
    pub struct PrintedIdentity {
        /// The name on the record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// The patient number on the record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub identifier: Option<String>,
        /// The date of birth on the record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub birth_date: Option<PDate>,
    }
}

entity! {
    by id
    /// One record that was sent for review.
    pub struct Record {
        /// Short id, such as `REC-4`.
        pub id: Id,
        /// What kind of record it is.
        pub kind: RecordKind,
        /// The day of the examination, sample or visit.
        pub date: PDate,
        /// The day the record came in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub received_on: Option<PDate>,
        /// Who made it, as the institution writes its name.
        pub provider: String,
        /// What it is.
        pub title: Text,
        /// Number of pages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub pages: Option<u32>,
        /// The file beside the case, such as `records/ct-2026-01-12.pdf`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub file: Option<String>,
        /// SHA-256 of the file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sha256: Option<Sha256>,
        /// Media type of the file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub media_type: Option<String>,
        /// The images of a DICOM file with many that the appendix shows, counted from 1; a dozen spread evenly without this.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub key_images: Vec<u32>,
        /// Identity as printed on it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub printed: Option<PrintedIdentity>,
        /// Language of the record, as a language code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<Id>,
        /// Whether the original material (images, slides, tracings) came with it; left out where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub original_received: Option<bool>,
        /// How good it is for the purpose.
        pub quality: Quality,
        /// What limits it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub quality_note: Option<Text>,
        /// Whether it goes into the booklet's appendix.
        #[serde(default = "yes")]
        pub in_appendix: bool,
        /// Read, but nothing rests on it.
        #[serde(default)]
        pub not_contributory: bool,
        /// Categories of sensitive information in it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub sensitive: Vec<SensitiveCategory>,
    }
}

fn yes() -> bool {
    true
}
