//! The patient, what they agreed to, and everyone who takes part.

use super::*;

vocabulary! {
    /// Sex as far as it matters to the clinical content (HL7 administrative gender).
    pub enum Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Other.
        Other = "other",
        /// Not known or not stated.
        Unknown = "unknown",
    }
}

entity! {
    /// An identifier given by an institution.
    pub struct Identifier {
        /// Who gave it, such as `Lakeshore University Hospital MRN`.
        pub system: String,
        /// The identifier.
        pub value: String,
    }
}

entity! {
    /// A person's name in parts, since records write it in different orders.
    pub struct PersonName {
        /// Family name or names.
        pub family: String,
        /// Given name or names.
        pub given: String,
        /// The name as it is to be printed.
        pub display: String,
    }
}

entity! {
    /// Someone who may act for the patient.
    pub struct Representative {
        /// Their name.
        pub name: String,
        /// What they are to the patient.
        pub relationship: Text,
        /// How to reach them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contact: Option<Contact>,
    }
}

entity! {
    /// How to reach someone.
    pub struct Contact {
        /// Telephone number as it is dialled, with the country code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// When they answer, such as "Monday to Friday, 8 a.m. to 6 p.m.".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hours: Option<Text>,
        /// The time zone of the hours, in words the patient knows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub time_zone: Option<Text>,
        /// Electronic mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
    }
}

entity! {
    /// The patient.
    pub struct Patient {
        /// Identifiers; the first one is printed on every page.
        #[schemars(length(min = 1))]
        pub identifiers: Vec<Identifier>,
        /// Name.
        pub name: PersonName,
        /// Date of birth.
        pub birth_date: PDate,
        /// Sex.
        pub sex: Sex,
        /// The locale the patient reads.
        pub preferred_locale: LocaleTag,
        /// The country the patient lives in: emergency numbers and notices follow from it.
        pub country: Country,
        /// How to reach the patient.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contact: Option<Contact>,
        /// Who may act for the patient.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub representative: Option<Representative>,
        /// What matters to the patient, in their own terms.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub goals: Option<Text>,
    }
}

vocabulary! {
    /// The law that governs the patient's data.
    pub enum Jurisdiction {
        /// Health Insurance Portability and Accountability Act (United States).
        Hipaa = "hipaa",
        /// Personal Information Protection and Electronic Documents Act (Canada).
        Pipeda = "pipeda",
        /// Act respecting the protection of personal information in the private sector (Québec, Law 25).
        QuebecLaw25 = "quebec_law_25",
        /// General Data Protection Regulation (European Union).
        Gdpr = "gdpr",
        /// Federal law on personal data held by private parties (Mexico).
        Lfpdppp = "lfpdppp",
    }
}

vocabulary! {
    /// A category of information that needs a consent of its own.
    pub enum SensitiveCategory {
        /// Mental health.
        MentalHealth = "mental_health",
        /// Substance use.
        SubstanceUse = "substance_use",
        /// HIV status.
        Hiv = "hiv",
        /// Genetic information.
        Genetic = "genetic",
        /// Reproductive health.
        Reproductive = "reproductive",
    }
}

entity! {
    /// The patient's consent to this second opinion.
    pub struct Consent {
        /// Its id.
        pub id: Id,
        /// What was agreed to.
        pub scope: Text,
        /// The day it was signed.
        pub signed_on: PDate,
        /// The day it ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub expires_on: Option<PDate>,
        /// The day it was withdrawn: nothing is rendered from then on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub withdrawn_on: Option<PDate>,
        /// Who signed.
        pub signer: String,
        /// The law it was given under.
        pub jurisdiction: Jurisdiction,
        /// Ids of the parties who may receive the documents.
        pub recipients: Vec<Id>,
        /// Sensitive categories the patient released.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub sensitive_categories: Vec<SensitiveCategory>,
    }
}

entity! {
    /// Why a remote opinion was given although it is not suited as a rule.
    pub struct EligibilityOverride {
        /// The party who decided.
        pub by: Id,
        /// The reason.
        pub reason: Text,
    }
}

entity! {
    /// Conditions under which a remote second opinion is not suited.
    pub struct Eligibility {
        /// The patient is in hospital or in intensive care.
        pub in_hospital: bool,
        /// Surgery or treatment within the last four weeks.
        pub treated_within_four_weeks: bool,
        /// It is an emergency.
        pub emergency: bool,
        /// The decision to go on all the same.
        #[serde(default, skip_serializing_if = "Option::is_none", rename = "override")]
        pub override_: Option<EligibilityOverride>,
    }
}

vocabulary! {
    /// What someone does in the case.
    pub enum Role {
        /// The patient.
        Patient = "patient",
        /// The doctor who treats the patient.
        TreatingPhysician = "treating_physician",
        /// The nurse who coordinates the case.
        CaseManager = "case_manager",
        /// A specialist who gives the opinion.
        Specialist = "specialist",
        /// The physician who reviews and signs.
        MedicalDirector = "medical_director",
        /// A translator or a reviewer of translations.
        Translator = "translator",
    }
}

entity! {
    by id
    /// Someone who takes part in the case.
    pub struct Party {
        /// Short id, such as `dr-alvarez`.
        pub id: Id,
        /// What they do here.
        pub role: Role,
        /// Name as printed, without credentials.
        pub name: String,
        /// Female or male, so that Spanish and French titles agree.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sex: Option<Sex>,
        /// Degrees and certifications after the name, such as `MD, FACC`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub credentials: Option<String>,
        /// Specialty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub specialty: Option<Specialty>,
        /// Institution, as it writes its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub institution: Option<String>,
        /// Licence number and place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub licence: Option<String>,
        /// Years of experience in the specialty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub years_of_experience: Option<u32>,
        /// Languages spoken, as language codes (`en`, `es`, `fr`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub languages: Vec<Id>,
        /// A few sentences about the person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub biography: Option<Text>,
        /// Statement on conflicts of interest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub conflict_of_interest: Option<Text>,
        /// How to reach them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contact: Option<Contact>,
    }
}

vocabulary! {
    /// How a treating physician acknowledged the request.
    pub enum AcknowledgementMethod {
        /// On paper.
        Letter = "letter",
        /// By telephone.
        Phone = "phone",
        /// By electronic mail.
        Email = "email",
        /// By fax.
        Fax = "fax",
        /// Through a portal.
        Portal = "portal",
    }
}

entity! {
    /// A treating physician knows of the second opinion and expects its report.
    pub struct Acknowledgement {
        /// The treating physician.
        pub by: Id,
        /// The day.
        pub on: PDate,
        /// The way.
        pub method: AcknowledgementMethod,
    }
}
