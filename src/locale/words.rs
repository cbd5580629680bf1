//! The words that typography looks for.

/// Units after which a number holds on to its unit. `in` is left out: it is a word.
pub(super) const UNITS: &[&str] = &[
    "%", "‰", "°", "°C", "°F", "µg", "µL", "µm", "µmol", "μg", "μL", "μm", "μmol", "×10", "Bq", "CFU", "Ci", "Eq",
    "GBq", "Gy", "Hz", "IU", "J", "L", "MBq", "MHz", "MeV", "Pa", "Sv", "T", "U", "UFC", "UI", "V", "W", "a.m.", "bpm",
    "cGy", "cL", "cal", "cm", "cmH2O", "cmH₂O", "dB", "dL", "dl", "fL", "ft", "g", "h", "kBq", "kDa", "kHz", "kJ",
    "kPa", "kU", "kV", "kcal", "kg", "km", "l", "lb", "lbs", "lpm", "m", "mAs", "mCi", "mEq", "mGy", "mIU", "mL",
    "mOsm", "mSv", "mU", "mUI", "mV", "mW", "mcg", "mg", "min", "ml", "mm", "mmHg", "mmol", "mol", "ms", "ng", "nm",
    "nmol", "oz", "p.m.", "pg", "pmol", "ppm", "pH", "s", "€", "$",
];

/// Words after a pair of numbers that show it to be a range, beside the units.
pub(super) const RANGE_WORDS: &[&str] = &[
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minute", "minutes", "times",
    "points", "día", "días", "semana", "semanas", "mes", "meses", "año", "años", "hora", "horas", "minutos", "veces",
    "puntos", "jour", "jours", "semaine", "semaines", "mois", "an", "ans", "heure", "heures", "fois",
];

/// Titles that do not part from the name after them.
pub(super) const TITLES: &[&str] = &[
    "Dr.", "Dr", "Dra.", "Dra", "Dre", "Dres.", "Drs.", "Prof.", "Pr", "Pre", "Mr.", "Mrs.", "Ms.", "Sr.", "Sra.",
    "Srta.", "D.ª", "Dña.", "M.", "MM.", "Mme", "Mmes", "Mlle", "St.", "Ste.",
];

/// Abbreviations that do not part from the number after them.
pub(super) const COUNTERS: &[&str] = &[
    "No.", "no.", "Nos.", "nos.", "N.º", "n.º", "Nº", "nº", "N°", "n°", "no", "p.", "pp.", "pág.", "págs.", "fig.",
    "Fig.", "figs.", "vol.", "Vol.", "art.", "Art.", "cap.", "chap.", "ch.", "§",
];

/// Words of natural frequencies: "12 of 100", "12 de 100", "12 sur 100".
pub(super) const OUT_OF: &[&str] = &["of", "in", "de", "sur"];
