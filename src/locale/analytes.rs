//! The analytes whose results are converted.
//!
//! Codes: LOINC (Regenstrief Institute). Customary and SI units as in the *AMA Manual of Style*, 11th edition, chapter 17;
//! molar masses from IUPAC standard atomic weights. Where laboratories of one system use two units, both are accepted and the
//! first is printed.

/// How the two systems relate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Relation {
    /// Mass against amount of substance, by the molar mass in g/mol.
    Molar(f64),
    /// The same quantity at another scale.
    Scale,
    /// Two units related by a factor.
    Pair { us: &'static str, si: &'static str, us_to_si: f64 },
    /// The IFCC master equation.
    Hba1c,
}

/// One analyte, with the LOINC codes under which it is reported (mass and molar codes alike, since laboratories mix them).
#[derive(Debug)]
pub(super) struct Analyte {
    pub(super) loinc: &'static [&'static str],
    pub(super) us: &'static [&'static str],
    pub(super) si: &'static [&'static str],
    pub(super) relation: Relation,
}

const fn molar(
    loinc: &'static [&'static str],
    us: &'static [&'static str],
    si: &'static [&'static str],
    mass: f64,
) -> Analyte {
    Analyte { loinc, us, si, relation: Relation::Molar(mass) }
}

const fn scale(loinc: &'static [&'static str], us: &'static [&'static str], si: &'static [&'static str]) -> Analyte {
    Analyte { loinc, us, si, relation: Relation::Scale }
}

const fn pair(
    loinc: &'static [&'static str],
    us: &'static [&'static str],
    si: &'static [&'static str],
    us_to_si: f64,
) -> Analyte {
    Analyte { loinc, us, si, relation: Relation::Pair { us: us[0], si: si[0], us_to_si } }
}

/// The table.
pub(super) const ANALYTES: &[Analyte] = &[
    // Metabolism and kidney.
    molar(&["2160-0", "14682-9"], &["mg/dL"], &["umol/L"], 113.12), // creatinine
    molar(&["2345-7", "1558-6", "2339-0", "14749-6"], &["mg/dL"], &["mmol/L"], 180.156), // glucose
    molar(&["3094-0", "14937-7"], &["mg/dL"], &["mmol/L"], 28.014), // urea nitrogen: two atoms of nitrogen a molecule of urea
    molar(&["3091-6", "22664-7"], &["mg/dL"], &["mmol/L"], 60.056), // urea
    molar(&["3084-1", "14933-6"], &["mg/dL"], &["umol/L"], 168.11), // urate
    molar(&["17861-6", "2000-8"], &["mg/dL"], &["mmol/L"], 40.078), // calcium
    molar(&["19123-9", "2601-3"], &["mg/dL"], &["mmol/L"], 24.305), // magnesium
    molar(&["2777-1", "14879-1"], &["mg/dL"], &["mmol/L"], 30.974), // phosphate, as phosphorus
    molar(&["14118-4", "2524-7"], &["mg/dL", "mmol/L"], &["mmol/L"], 90.078), // lactate; US laboratories report both
    scale(&["33863-2"], &["mg/L"], &["mg/L"]),                      // cystatin C
    pair(&["9318-7", "14959-1"], &["mg/g"], &["mg/mmol"], 0.113_12), // albumin/creatinine in urine
    pair(&["2951-2"], &["meq/L", "mmol/L"], &["mmol/L"], 1.0),      // sodium
    pair(&["2823-3"], &["meq/L", "mmol/L"], &["mmol/L"], 1.0),      // potassium
    pair(&["2075-0"], &["meq/L", "mmol/L"], &["mmol/L"], 1.0),      // chloride
    pair(&["1963-8", "2028-9"], &["meq/L", "mmol/L"], &["mmol/L"], 1.0), // bicarbonate, total carbon dioxide
    Analyte { loinc: &["4548-4", "59261-8"], us: &["%"], si: &["mmol/mol"], relation: Relation::Hba1c }, // HbA1c
    // Lipids.
    molar(&["2093-3", "14647-2"], &["mg/dL"], &["mmol/L"], 386.65), // cholesterol
    molar(&["2085-9", "14646-4"], &["mg/dL"], &["mmol/L"], 386.65), // HDL cholesterol
    molar(&["13457-7", "18262-6", "2089-1", "22748-8"], &["mg/dL"], &["mmol/L"], 386.65), // LDL cholesterol
    molar(&["43396-1"], &["mg/dL"], &["mmol/L"], 386.65),           // non-HDL cholesterol
    molar(&["2571-8", "14927-8"], &["mg/dL"], &["mmol/L"], 885.4),  // triglycerides, as triolein
    scale(&["1884-6"], &["mg/dL"], &["g/L"]),                       // apolipoprotein B
    // Liver and proteins.
    molar(&["1975-2", "14631-6"], &["mg/dL"], &["umol/L"], 584.66), // bilirubin
    molar(&["1968-7", "14629-0"], &["mg/dL"], &["umol/L"], 584.66), // direct bilirubin
    scale(&["1751-7"], &["g/dL"], &["g/L"]),                        // albumin
    scale(&["2885-2"], &["g/dL"], &["g/L"]),                        // total protein
    scale(&["1988-5", "30522-7"], &["mg/L", "mg/dL"], &["mg/L"]),   // C-reactive protein
    scale(&["2465-3"], &["mg/dL"], &["g/L"]),                       // immunoglobulin G
    scale(&["2458-8"], &["mg/dL"], &["g/L"]),                       // immunoglobulin A
    scale(&["2472-9"], &["mg/dL"], &["g/L"]),                       // immunoglobulin M
    scale(&["3255-7"], &["mg/dL"], &["g/L"]),                       // fibrinogen
    scale(&["3034-6"], &["mg/dL"], &["g/L"]),                       // transferrin
    scale(&["4542-7"], &["mg/dL"], &["g/L"]),                       // haptoglobin
    scale(&["4485-9"], &["mg/dL"], &["g/L"]),                       // complement C3
    scale(&["4498-2"], &["mg/dL"], &["g/L"]),                       // complement C4
    // Blood count.
    scale(&["718-7"], &["g/dL"], &["g/L"]),                       // hemoglobin
    scale(&["786-4"], &["g/dL"], &["g/L"]),                       // mean corpuscular hemoglobin concentration
    pair(&["6690-2", "26464-8"], &["10*3/uL"], &["10*9/L"], 1.0), // leukocytes
    pair(&["777-3", "26515-7"], &["10*3/uL"], &["10*9/L"], 1.0),  // platelets
    pair(&["751-8", "26499-4"], &["10*3/uL"], &["10*9/L"], 1.0),  // neutrophils
    pair(&["731-0", "26474-7"], &["10*3/uL"], &["10*9/L"], 1.0),  // lymphocytes
    pair(&["711-2", "26449-9"], &["10*3/uL"], &["10*9/L"], 1.0),  // eosinophils
    pair(&["789-8", "26453-1"], &["10*6/uL"], &["10*12/L"], 1.0), // erythrocytes
    // Iron and vitamins.
    molar(&["2498-4", "14798-3"], &["ug/dL"], &["umol/L"], 55.845), // iron
    molar(&["2500-7", "14800-7"], &["ug/dL"], &["umol/L"], 55.845), // iron binding capacity
    scale(&["2276-4"], &["ng/mL"], &["ug/L"]),                      // ferritin
    molar(&["1989-3", "62292-8", "14635-7"], &["ng/mL"], &["nmol/L"], 400.65), // 25-hydroxyvitamin D
    molar(&["2132-9", "14685-2"], &["pg/mL"], &["pmol/L"], 1355.38), // cobalamin
    molar(&["2284-8", "14732-2"], &["ng/mL"], &["nmol/L"], 441.40), // folate
    // Hormones.
    scale(&["3016-3", "11579-0"], &["m[IU]/L", "u[IU]/mL"], &["m[IU]/L"]), // thyrotropin: the same number in both
    molar(&["3024-7", "14920-3"], &["ng/dL"], &["pmol/L"], 776.87),        // free thyroxine
    molar(&["3026-2", "14921-1"], &["ug/dL"], &["nmol/L"], 776.87),        // thyroxine
    molar(&["3051-0", "14928-6"], &["pg/mL"], &["pmol/L"], 650.97),        // free triiodothyronine
    molar(&["3053-6", "14930-2"], &["ng/dL"], &["nmol/L"], 650.97),        // triiodothyronine
    molar(&["2143-6", "14675-3"], &["ug/dL"], &["nmol/L"], 362.46),        // cortisol
    molar(&["2986-8", "14913-8"], &["ng/dL"], &["nmol/L"], 288.42),        // testosterone
    molar(&["2243-4", "14715-7"], &["pg/mL"], &["pmol/L"], 272.38),        // estradiol
    molar(&["2839-9", "14890-8"], &["ng/mL"], &["nmol/L"], 314.46),        // progesterone
    scale(&["2731-8"], &["pg/mL"], &["ng/L"]),                             // parathyrin, intact
    // Heart and tumor markers.
    scale(&["33762-6"], &["pg/mL"], &["ng/L"]), // NT-proBNP
    scale(&["30934-4"], &["pg/mL"], &["ng/L"]), // natriuretic peptide B
    scale(&["10839-9"], &["ng/mL"], &["ug/L"]), // troponin I
    scale(&["6598-7"], &["ng/mL"], &["ug/L"]),  // troponin T
    scale(&["2857-1"], &["ng/mL"], &["ug/L"]),  // prostate-specific antigen
    scale(&["2039-6"], &["ng/mL"], &["ug/L"]),  // carcinoembryonic antigen
    scale(&["1834-1"], &["ng/mL"], &["ug/L"]),  // alpha-1-fetoprotein
];
