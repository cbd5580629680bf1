//! What the specialists found, measured and read again.

use super::*;

entity! {
    /// A code of a public terminology.
    pub struct Code {
        /// The code system.
        pub system: CodeSystem,
        /// The code.
        pub code: String,
    }
}

vocabulary! {
    /// A code system.
    pub enum CodeSystem {
        /// ICD-10 or its national modification.
        Icd10 = "icd_10",
        /// SNOMED CT.
        SnomedCt = "snomed_ct",
        /// LOINC.
        Loinc = "loinc",
        /// ICD-O-3.
        IcdO3 = "icd_o_3",
    }
}

vocabulary! {
    /// The kind of a finding.
    pub enum FindingKind {
        /// On imaging.
        Imaging = "imaging",
        /// In tissue.
        Pathology = "pathology",
        /// In the laboratory.
        Laboratory = "laboratory",
        /// In genes or molecular markers.
        Genetic = "genetic",
        /// At an operation or procedure.
        Operative = "operative",
        /// In history or examination.
        Clinical = "clinical",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// Side of the body.
    pub enum Laterality {
        /// Left.
        Left = "left",
        /// Right.
        Right = "right",
        /// Both sides.
        Bilateral = "bilateral",
        /// In the middle.
        Midline = "midline",
    }
}

entity! {
    /// The range a laboratory calls normal.
    pub struct ReferenceRange {
        /// Lowest normal value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub low: Option<Decimal>,
        /// Highest normal value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub high: Option<Decimal>,
    }
}

vocabulary! {
    /// The sign before a value that lies beyond what the method can measure.
    pub enum Comparator {
        /// Less than.
        Less = "<",
        /// At most.
        AtMost = "<=",
        /// At least.
        AtLeast = ">=",
        /// More than.
        More = ">",
    }
}

entity! {
    /// One measurement of a series.
    pub struct Measurement {
        /// When the sample was taken.
        pub date: PDate,
        /// The number.
        pub number: Decimal,
        /// The sign before it, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub comparator: Option<Comparator>,
        /// The record it was read from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub record: Option<Id>,
    }
}

entity! {
    /// A measured quantity, once or over time.
    pub struct Measured {
        /// What was measured.
        pub analyte: Text,
        /// Its LOINC code; with a code known to the engine, results are printed in the case's units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub loinc: Option<String>,
        /// UCUM unit of all values, such as `mg/dL`.
        pub unit: String,
        /// The normal range.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reference_range: Option<ReferenceRange>,
        /// The values, at least one.
        #[schemars(length(min = 1))]
        pub values: Vec<Measurement>,
    }
}

vocabulary! {
    /// The scale a second reading is graded on.
    pub enum RereadScale {
        /// Imaging, 1 to 5: none, unimportant detection, unimportant interpretation, important detection,
        /// important interpretation.
        Imaging = "imaging_1_5",
        /// RADPEER of the American College of Radiology, 1 to 4.
        Radpeer = "radpeer",
        /// Pathology: none, minor, major (changes treatment or prognosis).
        Pathology = "pathology",
    }
}

vocabulary! {
    /// The grade of a discrepancy; which ones fit depends on the scale.
    pub enum RereadGrade {
        /// Imaging and RADPEER grade 1.
        One = "1",
        /// Imaging and RADPEER grade 2.
        Two = "2",
        /// Imaging and RADPEER grade 3.
        Three = "3",
        /// Imaging and RADPEER grade 4.
        Four = "4",
        /// Imaging grade 5.
        Five = "5",
        /// Pathology: no discrepancy.
        None = "none",
        /// Pathology: minor discrepancy.
        Minor = "minor",
        /// Pathology: major discrepancy.
        Major = "major",
    }
}

impl RereadGrade {
    /// Whether the grade belongs to the scale.
    pub fn fits(self, scale: RereadScale) -> bool {
        use RereadGrade::*;
        match scale {
            RereadScale::Imaging => matches!(self, One | Two | Three | Four | Five),
            RereadScale::Radpeer => matches!(self, One | Two | Three | Four),
            RereadScale::Pathology => matches!(self, None | Minor | Major),
        }
    }
}

entity! {
    /// Images or slides read a second time.
    pub struct Reread {
        /// What the first report said.
        pub original: Text,
        /// What the second reader saw.
        pub second: Text,
        /// Who read it again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reader: Option<Id>,
        /// The scale of the grade.
        pub scale: RereadScale,
        /// The grade of the discrepancy.
        pub grade: RereadGrade,
        /// Whether the difference changes what is done.
        pub changes_management: bool,
    }
}

entity! {
    /// A page of a record.
    pub struct RecordPage {
        /// The record.
        pub record: Id,
        /// The page, counted from 1 as the volume of source records shows the record: a page of its PDF, a picture of its file,
        /// one of its key images.
        pub page: u32,
    }
}

entity! {
    by id
    /// Something found in the records.
    pub struct Finding {
        /// Short id, such as `F1`.
        pub id: Id,
        /// What kind of finding it is.
        pub kind: FindingKind,
        /// A few words that name it.
        pub title: Text,
        /// The records it was found in.
        #[schemars(length(min = 1))]
        pub records: Vec<Id>,
        /// Where in these records it stands; a record that is not named here is meant as a whole.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub pages: Vec<RecordPage>,
        /// What was found.
        pub statement: Statement,
        /// Side of the body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub laterality: Option<Laterality>,
        /// Values measured.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub measured: Vec<Measured>,
        /// The second reading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reread: Option<Reread>,
        /// The specialist who states it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub author: Option<Id>,
        /// What the records leave open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limitation: Option<Text>,
    }
}
