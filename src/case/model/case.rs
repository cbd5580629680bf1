//! The case as a whole, its dates and its program.

use super::*;

/// The version of the case format this engine reads and writes.
pub const FORMAT_VERSION: u32 = 1;

vocabulary! {
    /// A locale the engine writes in. Always regional: number signs, spacing and emergency numbers differ by region.
    pub enum LocaleTag {
        /// English, United States.
        EnUs = "en-US",
        /// English, Canada.
        EnCa = "en-CA",
        /// Spanish, United States.
        EsUs = "es-US",
        /// Spanish, Mexico.
        EsMx = "es-MX",
        /// Spanish, Spain.
        EsEs = "es-ES",
        /// French, France.
        FrFr = "fr-FR",
        /// French, Canada.
        FrCa = "fr-CA",
    }
}

impl LocaleTag {
    /// The language without its region: `en`, `es` or `fr`.
    pub fn language(self) -> &'static str {
        &self.as_str()[..2]
    }
}

impl std::str::FromStr for LocaleTag {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|tag| tag.as_str() == name).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|tag| tag.as_str()).collect();
            format!("`{}` is not a locale; there are {}", name.escape_debug(), known.join(", "))
        })
    }
}

vocabulary! {
    /// The program under which the opinion is given.
    pub enum Program {
        /// Remote second opinion by several specialists, with re-reads.
        Access = "access",
        /// Second opinion in mental health.
        MentalHealth = "mental_health",
        /// Second opinion in pain management.
        PainManagement = "pain_management",
        /// Second opinion on specialty drugs.
        SpecialtyRx = "specialty_rx",
    }
}

vocabulary! {
    /// How far the case has come.
    pub enum CaseStatus {
        /// Being written.
        Draft = "draft",
        /// Complete, before the medical director.
        InReview = "in_review",
        /// Signed and sent.
        Released = "released",
        /// Taken back by a signed notice.
        Withdrawn = "withdrawn",
    }
}

vocabulary! {
    /// The units results are printed in.
    pub enum UnitSystem {
        /// International System (mmol/L, g/L, °C, kg).
        Si = "si",
        /// United States customary units of laboratory medicine (mg/dL, g/dL, °F, lb).
        Us = "us",
    }
}

vocabulary! {
    /// A medical specialty.
    pub enum Specialty {
        /// Allergy and immunology.
        Allergy = "allergy_immunology",
        /// Anesthesiology.
        Anesthesiology = "anesthesiology",
        /// Breast surgery.
        BreastSurgery = "breast_surgery",
        /// Cardiac surgery.
        CardiacSurgery = "cardiac_surgery",
        /// Cardiology.
        Cardiology = "cardiology",
        /// Clinical genetics.
        ClinicalGenetics = "clinical_genetics",
        /// Colorectal surgery.
        ColorectalSurgery = "colorectal_surgery",
        /// Dermatology.
        Dermatology = "dermatology",
        /// Emergency medicine.
        EmergencyMedicine = "emergency_medicine",
        /// Endocrinology.
        Endocrinology = "endocrinology",
        /// Family medicine.
        FamilyMedicine = "family_medicine",
        /// Gastroenterology.
        Gastroenterology = "gastroenterology",
        /// General surgery.
        GeneralSurgery = "general_surgery",
        /// Geriatrics.
        Geriatrics = "geriatrics",
        /// Gynecologic oncology.
        GynecologicOncology = "gynecologic_oncology",
        /// Gynecology and obstetrics.
        Gynecology = "gynecology_obstetrics",
        /// Hematology.
        Hematology = "hematology",
        /// Hepatology.
        Hepatology = "hepatology",
        /// Infectious diseases.
        InfectiousDiseases = "infectious_diseases",
        /// Internal medicine.
        InternalMedicine = "internal_medicine",
        /// Interventional radiology.
        InterventionalRadiology = "interventional_radiology",
        /// Medical oncology.
        Oncology = "oncology",
        /// Nephrology.
        Nephrology = "nephrology",
        /// Neurology.
        Neurology = "neurology",
        /// Neuroradiology.
        Neuroradiology = "neuroradiology",
        /// Neurosurgery.
        Neurosurgery = "neurosurgery",
        /// Nuclear medicine.
        NuclearMedicine = "nuclear_medicine",
        /// Ophthalmology.
        Ophthalmology = "ophthalmology",
        /// Orthopedic surgery.
        OrthopedicSurgery = "orthopedic_surgery",
        /// Otolaryngology.
        Otolaryngology = "otolaryngology",
        /// Pain medicine.
        PainMedicine = "pain_medicine",
        /// Palliative medicine.
        PalliativeMedicine = "palliative_medicine",
        /// Pathology.
        Pathology = "pathology",
        /// Pediatrics.
        Pediatrics = "pediatrics",
        /// Pharmacology and specialty pharmacy.
        Pharmacology = "clinical_pharmacology",
        /// Physical medicine and rehabilitation.
        Rehabilitation = "physical_medicine_rehabilitation",
        /// Plastic surgery.
        PlasticSurgery = "plastic_surgery",
        /// Psychiatry.
        Psychiatry = "psychiatry",
        /// Psychology.
        Psychology = "psychology",
        /// Pulmonology.
        Pulmonology = "pulmonology",
        /// Radiation oncology.
        RadiationOncology = "radiation_oncology",
        /// Radiology.
        Radiology = "radiology",
        /// Rheumatology.
        Rheumatology = "rheumatology",
        /// Spine surgery.
        SpineSurgery = "spine_surgery",
        /// Surgical oncology.
        SurgicalOncology = "surgical_oncology",
        /// Thoracic surgery.
        ThoracicSurgery = "thoracic_surgery",
        /// Transplant surgery.
        TransplantSurgery = "transplant_surgery",
        /// Urology.
        Urology = "urology",
        /// Vascular surgery.
        VascularSurgery = "vascular_surgery",
    }
}

entity! {
    /// The calendar of a case.
    pub struct CaseDates {
        /// The day the second opinion was asked for.
        pub requested: PDate,
        /// The day the last record needed had come in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub records_complete: Option<PDate>,
        /// The day the report is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<PDate>,
        /// The day of the report: printed on the cover, and the day against which dates are checked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub released: Option<PDate>,
    }
}

entity! {
    /// Who offers the program to the patient, as named on the cover.
    pub struct Sponsor {
        /// The sponsor's name, as it writes it (not translated).
        pub name: String,
        /// The words under the name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tagline: Option<Text>,
    }
}

entity! {
    /// One case: everything the three documents are made from.
    pub struct Case {
        /// Version of the case format: 1.
        pub opine: u32,
        /// Further files of the case, merged into it: one per specialist, say.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub include: Vec<String>,
        /// The case's own id, printed on every page.
        pub id: Id,
        /// Version of the documents: 1 at first release, one more with every amendment.
        #[serde(default = "first_version")]
        pub version: u32,
        /// The program the opinion is given under.
        pub program: Program,
        /// The specialties asked, the leading one first.
        #[schemars(length(min = 1))]
        pub specialties: Vec<Specialty>,
        /// The locale the case is written in.
        pub locale: LocaleTag,
        /// Further locales the documents are made in, each with its `translations/<locale>.yaml`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub locales: Vec<LocaleTag>,
        /// The units results are printed in.
        pub units: UnitSystem,
        /// The organization that offers the program.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sponsor: Option<Sponsor>,
        /// Ids of the requests this case fulfils.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub fulfils: Vec<String>,
        /// When it was asked for, due and released.
        pub dates: CaseDates,
        /// How far the case has come.
        pub status: CaseStatus,
        /// The patient.
        pub patient: Patient,
        /// What the patient agreed to.
        pub consent: Consent,
        /// What could make a remote opinion unsuitable.
        pub eligibility: Eligibility,
        /// Everyone who takes part, by id.
        pub parties: Vec<Party>,
        /// The treating physicians' acknowledgements.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub acknowledgements: Vec<Acknowledgement>,
        /// The questions asked, the patient's own first.
        pub questions: Vec<Question>,
        /// One answer for each question.
        pub answers: Vec<Answer>,
        /// The records reviewed.
        pub records: Vec<Record>,
        /// The history, as the records and the patient tell it.
        pub summary: Summary,
        /// What the specialists found in the records.
        pub findings: Vec<Finding>,
        /// The opinion the patient already had.
        pub first_opinion: FirstOpinion,
        /// The opinion given here.
        pub second_opinion: SecondOpinion,
        /// How the two compare.
        pub concordance: Concordance,
        /// What can be done, with what speaks for and against.
        pub options: Vec<TreatmentOption>,
        /// What is recommended.
        pub recommendations: Vec<Recommendation>,
        /// The literature: a file beside the case (`.bib .ris .nbib .json .yaml`) and what is known of each entry.
        pub references: References,
        /// Clinical trials worth asking about.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub trials: Vec<Trial>,
        /// Terms explained to the patient.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub glossary: Vec<GlossaryTerm>,
        /// When to call for help at once.
        pub safety_net: SafetyNet,
        /// What happens next, in order.
        pub next_steps: Vec<NextStep>,
        /// Questions the patient may put to the treating doctor.
        pub doctor_questions: Vec<DoctorQuestion>,
        /// What is included after the report.
        pub follow_up: FollowUp,
        /// Who stands behind what.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub attestations: Vec<Attestation>,
        /// Changes since an earlier signed version.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub amendments: Vec<Amendment>,
        /// Warnings accepted with a reason.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub waivers: Vec<Waiver>,
    }
}

fn first_version() -> u32 {
    1
}
