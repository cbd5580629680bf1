//! Emergency numbers and crisis help lines by country, so that a patient reads the right ones.
//!
//! The numbers are public facts as published by governments, telecom regulators, the European Union (112) and the help
//! lines themselves, known as of [`KNOWN_AS_OF`]. They change: whoever releases a document for a country checks them
//! there. A country that is not listed gives `None`, which means unknown, not that there is no number.

/// The date to which the numbers were known (year and month).
pub const KNOWN_AS_OF: &str = "2025-01";

/// Emergency numbers for an ambulance, the one to print first: `(ISO 3166-1 alpha-2, numbers)`, sorted.
const EMERGENCY: &[(&str, &[&str])] = &[
    ("AD", &["112", "116"]),
    ("AE", &["998", "999", "112"]),
    ("AR", &["911", "107"]),
    ("AT", &["112", "144"]),
    ("AU", &["000", "112"]),
    ("BE", &["112"]),
    ("BG", &["112"]),
    ("BR", &["192", "190"]),
    ("BZ", &["911"]),
    ("CA", &["911"]),
    ("CH", &["144", "112"]),
    ("CI", &["185"]),
    ("CL", &["131"]),
    ("CN", &["120", "110"]),
    ("CO", &["123", "112"]),
    ("CR", &["911"]),
    ("CU", &["104", "106"]),
    ("CY", &["112", "199"]),
    ("CZ", &["112", "155"]),
    ("DE", &["112"]),
    ("DK", &["112"]),
    ("DO", &["911"]),
    ("DZ", &["14", "1021"]),
    ("EC", &["911"]),
    ("EE", &["112"]),
    ("EG", &["123"]),
    ("ES", &["112", "061"]),
    ("FI", &["112"]),
    ("FR", &["112", "15", "114"]),
    ("GB", &["999", "112"]),
    ("GF", &["15", "112"]),
    ("GP", &["15", "112"]),
    ("GR", &["112", "166"]),
    ("GT", &["122", "123", "128"]),
    ("HK", &["999", "112"]),
    ("HN", &["911"]),
    ("HR", &["112", "194"]),
    ("HT", &["116", "118", "114"]),
    ("HU", &["112", "104"]),
    ("ID", &["112", "119"]),
    ("IE", &["112", "999"]),
    ("IL", &["101"]),
    ("IN", &["112", "108"]),
    ("IS", &["112"]),
    ("IT", &["112", "118"]),
    ("JM", &["110", "119"]),
    ("JP", &["119"]),
    ("KE", &["999", "112"]),
    ("KR", &["119"]),
    ("LB", &["140", "112"]),
    ("LT", &["112"]),
    ("LU", &["112"]),
    ("LV", &["112", "113"]),
    ("MA", &["15", "150"]),
    ("MC", &["112", "15"]),
    ("MQ", &["15", "112"]),
    ("MT", &["112"]),
    ("MX", &["911"]),
    ("MY", &["999", "112"]),
    ("NG", &["112"]),
    ("NI", &["128", "118"]),
    ("NL", &["112"]),
    ("NO", &["113", "112"]),
    ("NZ", &["111"]),
    ("PA", &["911", "103"]),
    ("PE", &["106", "105", "117"]),
    ("PH", &["911"]),
    ("PK", &["1122", "115"]),
    ("PL", &["112", "999"]),
    ("PR", &["911"]),
    ("PT", &["112"]),
    ("PY", &["911", "141"]),
    ("RE", &["15", "112"]),
    ("RO", &["112"]),
    ("RU", &["112", "103"]),
    ("SA", &["997", "911", "112"]),
    ("SE", &["112"]),
    ("SG", &["995"]),
    ("SI", &["112"]),
    ("SK", &["112", "155"]),
    ("SN", &["1515"]),
    ("SV", &["911", "132"]),
    ("TH", &["1669"]),
    ("TN", &["190"]),
    ("TR", &["112"]),
    ("TT", &["811", "911", "990"]),
    ("TW", &["119"]),
    ("UA", &["112", "103"]),
    ("US", &["911"]),
    ("UY", &["911", "105"]),
    ("VE", &["911", "171"]),
    ("VN", &["115"]),
    ("ZA", &["112", "10177"]),
];

/// A help line for people in a mental crisis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrisisContact {
    /// Its name, in a language of the country.
    pub name: &'static str,
    /// The number to call, spaced as it is printed.
    pub phone: &'static str,
    /// How to reach it in writing, where that is possible.
    pub text: Option<&'static str>,
}

const fn line(name: &'static str, phone: &'static str) -> CrisisContact {
    CrisisContact { name, phone, text: None }
}

/// Crisis help lines, the one to print first: `(ISO 3166-1 alpha-2, contacts)`, sorted.
const CRISIS: &[(&str, &[CrisisContact])] = &[
    ("AR", &[line("Centro de Asistencia al Suicida", "135")]),
    ("AT", &[line("TelefonSeelsorge", "142")]),
    ("AU", &[line("Lifeline", "13 11 14")]),
    ("BE", &[line("Centre de Prévention du Suicide", "0800 32 123"), line("Zelfmoordlijn", "1813")]),
    ("BR", &[line("CVV", "188")]),
    (
        "CA",
        &[
            CrisisContact { name: "988 Suicide Crisis Helpline", phone: "988", text: Some("988") },
            CrisisContact {
                name: "Ligne québécoise de prévention du suicide",
                phone: "1 866 277-3553",
                text: Some("535353"),
            },
        ],
    ),
    ("CH", &[line("Die Dargebotene Hand / La Main Tendue", "143")]),
    ("CL", &[line("Línea de Prevención del Suicidio", "*4141")]),
    ("CO", &[line("Línea 106 (Bogotá)", "106")]),
    ("DE", &[line("TelefonSeelsorge", "0800 111 0 111")]),
    ("DK", &[line("Livslinien", "70 201 201")]),
    (
        "ES",
        &[line("Línea 024 de atención a la conducta suicida", "024"), line("Teléfono de la Esperanza", "717 003 717")],
    ),
    ("FI", &[line("MIELI Kriisipuhelin", "09 2525 0111")]),
    ("FR", &[line("Numéro national de prévention du suicide", "3114")]),
    (
        "GB",
        &[line("Samaritans", "116 123"), CrisisContact { name: "Shout", phone: "85258", text: Some("SHOUT 85258") }],
    ),
    ("GF", &[line("Numéro national de prévention du suicide", "3114")]),
    ("GP", &[line("Numéro national de prévention du suicide", "3114")]),
    ("IE", &[line("Samaritans", "116 123")]),
    ("IL", &[line("ERAN", "1201")]),
    ("IN", &[line("Tele-MANAS", "14416")]),
    ("IT", &[line("Telefono Amico Italia", "02 2327 2327")]),
    ("MQ", &[line("Numéro national de prévention du suicide", "3114")]),
    ("MX", &[line("Línea de la Vida", "800 911 2000"), line("SAPTEL", "55 5259 8121")]),
    ("NL", &[line("113 Zelfmoordpreventie", "113")]),
    ("NO", &[line("Mental Helse", "116 123")]),
    ("NZ", &[CrisisContact { name: "1737 Need to talk?", phone: "1737", text: Some("1737") }]),
    ("PE", &[line("Línea 113 Salud, opción 5", "113")]),
    ("PR", &[CrisisContact { name: "988 Línea de Prevención del Suicidio y Crisis", phone: "988", text: Some("988") }]),
    ("PT", &[line("Aconselhamento psicológico SNS 24", "808 24 24 24")]),
    ("RE", &[line("Numéro national de prévention du suicide", "3114")]),
    ("SE", &[line("Mind Självmordslinjen", "90101")]),
    ("SG", &[line("Samaritans of Singapore", "1767")]),
    ("US", &[CrisisContact { name: "988 Suicide & Crisis Lifeline", phone: "988", text: Some("988") }]),
    ("UY", &[line("Línea Vida", "0800 0767")]),
    ("ZA", &[line("SADAG Suicide Crisis Line", "0800 567 567")]),
];

/// The emergency numbers of a country for an ambulance, the one to print first, by ISO 3166-1 alpha-2 code in either
/// case; `None` when the country is not known here.
pub fn emergency_numbers(country: &str) -> Option<&'static [&'static str]> {
    look_up(EMERGENCY, country)
}

/// The crisis help lines of a country, the one to print first; `None` when none is known here.
pub fn crisis_contacts(country: &str) -> Option<&'static [CrisisContact]> {
    look_up(CRISIS, country)
}

/// Whether a number as written in a text ("9-1-1", "Call 911", "800 911 2000") is one of the country's emergency numbers,
/// told by its digits; `None` when the country is not known here.
pub fn is_emergency_number(number: &str, country: &str) -> Option<bool> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    emergency_numbers(country).map(|numbers| numbers.contains(&digits.as_str()))
}

fn look_up<T>(table: &'static [(&'static str, &'static [T])], country: &str) -> Option<&'static [T]> {
    let code = country.trim().to_ascii_uppercase();
    let index = table.binary_search_by_key(&code.as_str(), |(known, _)| known).ok()?;
    table.get(index).map(|(_, found)| *found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_without_doubles_and_well_formed() {
        assert!(EMERGENCY.is_sorted_by(|a, b| a.0 < b.0));
        assert!(CRISIS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(EMERGENCY.len() >= 60, "{}", EMERGENCY.len());
        for (country, numbers) in EMERGENCY {
            assert!(country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()), "{country}");
            assert!(!numbers.is_empty(), "{country}");
            assert!(numbers.iter().all(|n| n.len() <= 5 && n.bytes().all(|b| b.is_ascii_digit())), "{country}");
        }
        for (country, contacts) in CRISIS {
            assert!(emergency_numbers(country).is_some(), "{country}");
            assert!(contacts.iter().all(|c| !c.name.is_empty() && c.phone.contains(|d: char| d.is_ascii_digit())));
        }
    }

    #[test]
    fn knows_the_numbers_of_the_languages_countries() {
        for country in ["US", "CA", "MX", "us"] {
            assert_eq!(emergency_numbers(country).unwrap()[0], "911");
        }
        assert_eq!(emergency_numbers("FR"), Some(["112", "15", "114"].as_slice()));
        assert_eq!(emergency_numbers("ES"), Some(["112", "061"].as_slice()));
        assert_eq!(crisis_contacts("US").unwrap()[0].phone, "988");
        assert_eq!(crisis_contacts("CA").unwrap()[0].phone, "988");
        assert_eq!(crisis_contacts("ES").unwrap()[0].phone, "024");
        assert_eq!(crisis_contacts("fr").unwrap()[0].phone, "3114");
        assert_eq!(crisis_contacts("MX").unwrap()[0].phone, "800 911 2000");
        assert_eq!(crisis_contacts("GB").unwrap()[0].phone, "116 123");
    }

    #[test]
    fn an_unknown_country_is_unknown() {
        assert_eq!(emergency_numbers("XX"), None);
        assert_eq!(emergency_numbers(""), None);
        assert_eq!(crisis_contacts("AQ"), None);
        assert_eq!(is_emergency_number("911", "XX"), None);
    }

    #[test]
    fn compares_numbers_by_their_digits() {
        assert_eq!(is_emergency_number("9-1-1", "US"), Some(true));
        assert_eq!(is_emergency_number("911", "FR"), Some(false));
        assert_eq!(is_emergency_number("800 911 2000", "MX"), Some(false));
    }
}
