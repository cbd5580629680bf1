use super::*;

fn force(text: &str, language: &str) -> Option<Force> {
    changes_drug(text, language).into_iter().map(|change| change.force).max()
}

#[track_caller]
fn all(language: &str, expected: Option<Force>, texts: &[&str]) {
    for text in texts {
        assert_eq!(force(text, language), expected, "{text}");
    }
}

#[test]
fn finds_english_orders() {
    all(
        "en",
        Some(Force::Order),
        &[
            "Stop taking naproxen today.",
            "Stop naproxen, with your doctor",
            "Please do not take ibuprofen.",
            "If your knees hurt, take acetaminophen.",
            "You should stop your blood thinner 5 days before.",
            "You must not take any anti-inflammatory drugs.",
            "You need to lower the dose of metformin.",
            "Do not take more pills.",
            "Skip the morning dose.",
            "Naproxen should be stopped.",
            "Stop taking it now.",
            "Rest and take ibuprofen.",
        ],
    );
    all("en", Some(Force::Permission), &["You can take more acetaminophen.", "You may also stop aspirin."]);
    all(
        "en",
        Some(Force::Advice),
        &[
            "We suggest that you do not take chemotherapy.",
            "We recommend that you no longer take naproxen (Aleve) or similar pain pills.",
            "We advise you to start iron pills.",
            "We recommend stopping naproxen.",
        ],
    );
}

#[test]
fn leaves_english_text_alone_that_orders_nothing() {
    all(
        "en",
        None,
        &[
            "Do not stop metformin without talking to your doctor.",
            "Never skip a dose.",
            "Talk to your doctor before you start, stop or change a medicine.",
            "Talk to your doctor before you start, stop, or change a medicine.",
            "If you take ibuprofen each day, it can harm your kidneys.",
            "Your doctor may lower the dose of metformin.",
            "Your heart team will check your kidneys and stop metformin.",
            "Should I stop aspirin?",
            "Which antibiotic should I take before dental work?",
            "Bring your medicine list. Take your medicine list to the visit.",
            "Take this report to your heart doctor.",
            "Stop smoking before surgery.",
            "Stop if you get short of breath.",
            "You take metformin for your sugar.",
            "The doctors cannot see how the tumor answers to medicine.",
            "If some cancer remains, you can switch to a stronger medicine.",
            "Starts the treatment of low iron.",
            "Start exercise within 3 weeks.",
        ],
    );
}

#[test]
fn finds_spanish_orders() {
    all(
        "es",
        Some(Force::Order),
        &[
            "Deje de tomar el naproxeno.",
            "Suspenda la metformina 48 horas antes.",
            "No tome ibuprofeno.",
            "Si le duele, tome paracetamol.",
            "Usted debe dejar de tomar la aspirina.",
            "Hay que suspender el anticoagulante.",
            "Empiece a tomar las pastillas de hierro.",
            "Suspender el naproxeno, con su médico",
            "El naproxeno debe suspenderse.",
            "Baje la dosis a la mitad.",
        ],
    );
    all("es-US", Some(Force::Permission), &["Puede tomar más acetaminofén.", "Usted también puede dejar la aspirina."]);
    all(
        "es",
        Some(Force::Advice),
        &[
            "Le recomendamos que ya no tome naproxeno.",
            "Sugerimos no tomar quimioterapia.",
            "Recomendamos que deje de tomar el naproxeno.",
        ],
    );
}

#[test]
fn leaves_spanish_text_alone_that_orders_nothing() {
    all(
        "es",
        None,
        &[
            "No deje de tomar la metformina sin hablar con su médico.",
            "No suspenda el anticoagulante por su cuenta.",
            "Hable con su médico antes de empezar, dejar o cambiar un medicamento.",
            "Hable con su médico antes de que empiece, suspenda o cambie un medicamento.",
            "Si toma ibuprofeno cada día, puede dañar los riñones.",
            "Su médico puede cambiar la dosis.",
            "¿Debo dejar la aspirina?",
            "Lleve su lista de medicamentos.",
            "Deje de fumar antes de la cirugía.",
            "Los médicos no podrían ver cómo responde el tumor a la medicina.",
        ],
    );
}

#[test]
fn finds_french_orders() {
    all(
        "fr",
        Some(Force::Order),
        &[
            "Arrêtez le naproxène.",
            "Ne prenez pas d’ibuprofène.",
            "Si vous avez mal, prenez de l'acétaminophène.",
            "Vous devez arrêter l'aspirine.",
            "Vous ne devez plus prendre d'anti-inflammatoires.",
            "Il faut suspendre la metformine.",
            "Commencez à prendre les comprimés de fer.",
            "Arrêter le naproxène, avec votre médecin",
            "Diminuez la dose.",
            "Le naproxène doit être arrêté.",
        ],
    );
    all("fr-CA", Some(Force::Permission), &["Vous pouvez prendre plus d'acétaminophène."]);
    all(
        "fr",
        Some(Force::Advice),
        &[
            "Nous vous recommandons de ne plus prendre de naproxène.",
            "Nous recommandons d'arrêter le naproxène.",
            "Nous recommandons que vous ne preniez plus de naproxène (Aleve).",
            "Nous vous suggérons de ne pas prendre de chimiothérapie.",
        ],
    );
}

#[test]
fn leaves_french_text_alone_that_orders_nothing() {
    all(
        "fr",
        None,
        &[
            "N'arrêtez pas la metformine sans en parler à votre médecin.",
            "Parlez-en à votre médecin avant de commencer, d'arrêter ou de changer un médicament.",
            "Si vous prenez de l'ibuprofène chaque jour, il peut nuire aux reins.",
            "Vous prenez de la metformine.",
            "Vous ne prenez pas d'aspirine.",
            "Votre médecin peut changer la dose.",
            "Dois-je arrêter l'aspirine ?",
            "Apportez la liste de vos médicaments.",
            "Arrêtez de fumer avant l'opération.",
        ],
    );
}

#[test]
fn knows_who_is_sent_to_the_doctor() {
    for (text, language) in [
        ("Talk to your doctor before you start, stop or change a medicine.", "en"),
        ("Ask your heart doctor first.", "en"),
        ("Your doctor will decide.", "en"),
        ("Decide together with your care team.", "en"),
        ("Hable con su médico.", "es"),
        ("Consulte a su oncóloga.", "es-MX"),
        ("Su médico le dirá cuándo.", "es"),
        ("Parlez-en à votre médecin.", "fr"),
        ("Parlez avec votre cardiologue.", "fr-FR"),
        ("Votre médecin décidera.", "fr"),
        ("Ask your pharmacist.", "any"),
    ] {
        assert!(refers_to_doctor(text, language), "{text}");
    }
    for (text, language) in [
        ("The doctors cannot see it.", "en"),
        ("Doctors call this stenosis.", "en"),
        ("Your doctor found a murmur.", "en"),
        ("Los médicos lo llaman estenosis.", "es"),
        ("Les médecins l'appellent sténose.", "fr"),
    ] {
        assert!(!refers_to_doctor(text, language), "{text}");
    }
    assert!(changes_drug("Stop naproxen, with your doctor", "en")[0].with_doctor);
    assert!(!changes_drug("Stop naproxen now. Call your doctor.", "en")[0].with_doctor);
}

#[test]
fn gives_the_place_of_the_sentence() {
    let text = "Rest today. Stop naproxen now! Then walk.";
    let found = changes_drug(text, "en");
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].range.clone()], "Stop naproxen now!");
}
