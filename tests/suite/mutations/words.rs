//! Ways to break how a case says it, in all its languages alike.

use opine::case::model::{Direction, Laterality, LocaleTag, Recommendation, RecommendationType, Sex, Strength, Text};

use super::{Broken, Row};

pub(super) const ROWS: &[Row] = &[
    // The right patient.
    ("another person in the text", "PAT-03", |b| {
        b.append(
            &clinician(b)?,
            [
                "Mr. Walter Brandt, MRN 7734120, was seen the same day.",
                "El Sr. Walter Brandt, expediente 7734120, fue visto el mismo día.",
                "M. Walter Brandt, dossier 7734120, a été vu le même jour.",
            ],
        )
    }),
    ("an organ the patient does not have", "PAT-04", |b| {
        let words = match b.case.content.patient.sex {
            Sex::Male => {
                ["The cervix and the uterus are normal.", "El cuello uterino es normal.", "L’utérus est normal."]
            }
            _ => [
                "Prostate cancer was excluded.",
                "Se descartó un cáncer de próstata.",
                "Un cancer de la prostate a été exclu.",
            ],
        };
        b.append(&clinician(b)?, words)
    }),
    ("a child among the words on an adult", "PAT-04", |b| {
        b.append(
            "summary.present_illness",
            ["The toddler was seen again.", "El lactante fue visto de nuevo.", "Le nourrisson a été revu."],
        )
    }),
    ("a recommendation on the other side, in all languages", "PAT-05", |b| {
        let sided = |f: &&opine::case::model::Finding| f.laterality.is_some_and(|l| l != Laterality::Bilateral);
        let finding = b.case.content.findings.iter().find(sided)?;
        let (id, left) = (finding.id.clone(), finding.laterality == Some(Laterality::Left));
        let recommendation =
            b.case.content.recommendations.iter_mut().find(|r| r.type_ == RecommendationType::Test).or(None)?;
        recommendation.findings = vec![id];
        let path = format!("recommendations.{}.text.clinician", recommendation.id);
        let words = if left {
            [
                "We recommend a biopsy on the right.",
                "Recomendamos una biopsia del lado derecho.",
                "Nous recommandons une biopsie du côté droit.",
            ]
        } else {
            [
                "We recommend a biopsy on the left.",
                "Recomendamos una biopsia del lado izquierdo.",
                "Nous recommandons une biopsie du côté gauche.",
            ]
        };
        b.rewrite(&path, words)
    }),
    ("a daughter's name and number for all to read", "PRV-01", |b| {
        b.append(
            "concordance.rationale.patient",
            [
                "Her daughter Lucy Brandt, born on May 4, 1990, can be reached at +1 505 555 0177.",
                "Su hija Lucy Brandt, nacida el 4 de mayo de 1990, contesta en el +1 505 555 0177.",
                "Sa fille Lucy Brandt, née le 4 mai 1990, répond au +1 505 555 0177.",
            ],
        )
    }),
    // What has to be said.
    ("nobody says that the patient was not examined", "DX-04", |b| {
        let limitation = b.case.content.second_opinion.limitations.first()?.clone();
        b.case.content.second_opinion.limitations = vec![limitation];
        let words =
            ["Some records were faint.", "Algunos registros eran borrosos.", "Certains dossiers étaient pâles."];
        b.rewrite("second_opinion.limitations.1.clinician", words)?;
        b.rewrite("second_opinion.limitations.1.patient", words)
    }),
    ("a percentage without people", "OPT-05", |b| {
        b.append(
            "concordance.rationale.patient",
            [
                "There is a 12% risk of a leak.",
                "Hay un riesgo de fuga del 12%.",
                "Le risque de fuite est de 12\u{a0}%.",
            ],
        )
    }),
    ("half the risk, of what nobody knows", "PLN-08", |b| {
        b.append(
            "concordance.rationale.patient",
            [
                "This plan halves the risk of a stroke.",
                "Este plan reduce a la mitad el riesgo de un derrame.",
                "Ce plan réduit de moitié le risque d’un AVC.",
            ],
        )
    }),
    ("a main message of eight sentences", "PLN-06", |b| {
        b.append(
            "second_opinion.main_message.patient",
            [
                "Rest. Eat well. Sleep. Walk a lot. Call us.",
                "Descanse. Coma bien. Duerma. Camine mucho. Llámenos.",
                "Reposez-vous. Mangez bien. Dormez. Marchez. Appelez-nous.",
            ],
        )
    }),
    ("nothing said to the patient", "PLN-04", |b| {
        b.case.content.findings.first_mut()?.statement.patient = Text::new("");
        Some(())
    }),
    ("nothing said to doctors", "PLN-04", |b| {
        b.case.content.findings.first_mut()?.statement.clinician = Text::new("");
        Some(())
    }),
    ("a strong recommendation that suggests", "RCM-05", |b| {
        let strong = b
            .case
            .content
            .recommendations
            .iter()
            .find(|r| r.strength == Strength::Strong && r.text.clinician.as_str().contains("We recommend"))?;
        let path = format!("recommendations.{}.text.clinician", strong.id);
        b.reword(|at, text| (at == path).then(|| text.replace("We recommend", "We suggest")))?;
        b.retranslate(LocaleTag::EsUs, |at, _, text| (at == path).then(|| text.replace("ecomendamos", "ugerimos")))?;
        b.retranslate(LocaleTag::FrCa, |at, _, text| (at == path).then(|| text.replace("recommandons", "suggérons")))
    }),
    // Safety.
    ("the drug of the allergy recommended", "SAF-02", |b| {
        let id = medication(b)?;
        b.append(
            &format!("recommendations.{id}.text.clinician"),
            [
                "We recommend amoxicillin 500 mg three times daily.",
                "Recomendamos amoxicilina 500 mg tres veces al día.",
                "Nous recommandons l’amoxicilline 500 mg trois fois par jour.",
            ],
        )
    }),
    ("another drug of the allergy's class recommended", "SAF-02", |b| {
        let id = medication(b)?;
        b.append(
            &format!("recommendations.{id}.text.clinician"),
            [
                "We recommend ampicillin 1 g every 6 hours.",
                "Recomendamos ampicilina 1 g cada 6 horas.",
                "Nous recommandons l’ampicilline 1 g toutes les 6 heures.",
            ],
        )
    }),
    ("thoughts of suicide without a crisis contact", "SAF-05", |b| {
        b.case.content.safety_net.crisis_contact = None;
        b.append(
            "summary.present_illness",
            ["She reports suicidal thoughts.", "Refiere ideas de suicidio.", "Elle a des idées de suicide."],
        )
    }),
    ("a trailing zero", "SAF-06", |b| dose(b, "5.0 mg")),
    ("a naked decimal point", "SAF-06", |b| dose(b, ".5 mg")),
    ("units as a letter", "SAF-06", |b| dose(b, "10 U")),
    ("every day in Latin letters", "SAF-06", |b| {
        b.append(
            &clinician(b)?,
            ["Continue warfarin 5 mg QD.", "Continuar warfarina 5 mg QD.", "Poursuivre la warfarine 5 mg QD."],
        )
    }),
    ("morphine as two letters", "SAF-06", |b| {
        b.append(
            &clinician(b)?,
            ["Give MS 10 mg every 4 hours.", "Dar MS 10 mg cada 4 horas.", "Donner MS 10 mg toutes les 4 heures."],
        )
    }),
    ("a drug to stop, and no doctor to ask", "SAF-07", |b| {
        let id = medication(b)?;
        b.rewrite(
            &format!("recommendations.{id}.text.patient"),
            [
                "Stop taking naproxen today.",
                "Deje de tomar naproxeno hoy.",
                "Cessez de prendre le naproxène aujourd’hui.",
            ],
        )
    }),
    // Numbers and dates.
    ("a fever in two units that differ", "UNT-05", |b| {
        b.append(
            "safety_net.text",
            [
                "A fever is 100.4 °F (39 °C) or more.",
                "La fiebre es de 100.4 °F (39 °C) o más.",
                "La fièvre, c’est 100,4\u{a0}°F (39\u{a0}°C) ou plus.",
            ],
        )
    }),
    ("a date that is two dates", "TIM-04", |b| {
        b.append(&clinician(b)?, ["Seen again on 03/04/2026.", "Visto de nuevo el 03/04/2026.", "Revu le 03/04/2026."])
    }),
    // Plain language.
    ("a section no patient can read", "PLN-01", |b| b.rewrite("second_opinion.reasoning.patient", HARD)),
    ("a sentence without end", "PLN-02", |b| {
        b.append(
            "concordance.rationale.patient",
            [
                "We think that you and your doctor should sit down and talk about all of this in the next few days because it is good to have a plan that you both like.",
                "Creemos que usted y su médico deben sentarse y hablar de todo esto en los próximos días porque es bueno tener un plan que les guste a los dos y que sea seguro.",
                "Nous pensons que vous et votre médecin devriez vous asseoir et parler de tout cela dans les prochains jours, car il est bon d’avoir un plan qui vous plaît à tous les deux.",
            ],
        )
    }),
    ("a medical word left unexplained", "PLN-03", |b| {
        b.append(
            "concordance.rationale.patient",
            ["You have dyspnea.", "Usted tiene disnea.", "Vous avez une dyspnée."],
        )
    }),
    ("an abbreviation left unexplained", "PLN-03", |b| {
        b.append("concordance.rationale.patient", ["Ask for a KQZ.", "Pida un KQZ.", "Demandez un KQZ."])
    }),
    // Names are looked at as they are read; hidden characters of prose are found where documents are composed.
    ("a name turned round by a hidden mark", "TYP-03", |b| {
        b.case.content.parties.first_mut()?.name = "Marit\u{202E} Solheim".to_owned();
        Some(())
    }),
    ("a letter of a name with two accents", "TYP-06", |b| {
        b.case.content.parties.first_mut()?.name = "Q\u{0302}\u{0323}ren Solheim".to_owned();
        Some(())
    }),
];

/// Path of the clinician's words of the first finding.
fn clinician(b: &Broken) -> Option<String> {
    Some(format!("findings.{}.statement.clinician", b.case.content.findings.first()?.id))
}

/// The last recommendation to take a medicine.
fn medication(b: &Broken) -> Option<String> {
    let given = |r: &&Recommendation| r.type_ == RecommendationType::Medication && r.direction == Direction::For;
    Some(b.case.content.recommendations.iter().rfind(given)?.id.as_str().to_owned())
}

/// The first medicine in another dose, in every language.
fn dose(b: &mut Broken, dose: &str) -> Option<()> {
    b.rewrite("summary.medications.items.1.dose", [dose; 3])
}

/// What a patient should never have to read.
const HARD: [&str; 3] = [
    "Notwithstanding considerable heterogeneity concerning methodological characteristics, multidisciplinary evaluation \
     demonstrates unambiguously favorable proportionality between anticipated therapeutic effectiveness and foreseeable \
     perioperative complications. Individualized consideration regarding physiological reserve, comorbidity, anticipated \
     rehabilitation requirements and psychosocial circumstances nevertheless remains indispensable before irrevocable \
     interventional commitments. Institutional specialization additionally determines postoperative recuperation, \
     particularly regarding cardiopulmonary decompensation, intercurrent infection and prolonged immobilization. \
     Consequently, interdisciplinary deliberation incorporating anesthesiological evaluation represents an uncompromising \
     prerequisite preceding definitive authorization.",
    "No obstante la considerable heterogeneidad relativa a las características metodológicas, la evaluación \
     multidisciplinaria demuestra inequívocamente una proporcionalidad favorable entre la efectividad terapéutica \
     anticipada y las complicaciones perioperatorias previsibles. La consideración individualizada de la reserva \
     fisiológica, la comorbilidad, las necesidades anticipadas de rehabilitación y las circunstancias psicosociales \
     permanece, sin embargo, indispensable con anterioridad a compromisos intervencionistas irrevocables. La \
     especialización institucional determina adicionalmente la recuperación posoperatoria, particularmente respecto de \
     la descompensación cardiopulmonar, la infección intercurrente y la inmovilización prolongada.",
    "Nonobstant une hétérogénéité considérable des caractéristiques méthodologiques, l’évaluation multidisciplinaire \
     démontre incontestablement une proportionnalité favorable entre l’efficacité thérapeutique anticipée et les \
     complications périopératoires prévisibles. La considération individualisée de la réserve physiologique, des \
     comorbidités, des nécessités anticipées de réadaptation et des circonstances psychosociales demeure néanmoins \
     indispensable préalablement à des engagements interventionnels irrévocables. La spécialisation institutionnelle \
     détermine additionnellement la récupération postopératoire, particulièrement concernant la décompensation \
     cardiorespiratoire, les infections intercurrentes et l’immobilisation prolongée.",
];
