### Les mots du modèle tels que le lecteur les voit. `.inline` s’emploie à l’intérieur d’une phrase.

## Programs

program-access = Deuxième avis multispécialisé (ACCESS)
    .inline = deuxième avis multispécialisé (ACCESS)
program-mental-health = Deuxième avis en santé mentale
    .inline = deuxième avis en santé mentale
program-pain-management = Deuxième avis en traitement de la douleur
    .inline = deuxième avis en traitement de la douleur
program-specialty-rx = Deuxième avis sur les médicaments de spécialité
    .inline = deuxième avis sur les médicaments de spécialité

## How far the case has come

case-status-draft = Ébauche
    .inline = ébauche
case-status-in-review = En cours de révision
    .inline = en cours de révision
case-status-released = Transmis
    .inline = transmis
case-status-withdrawn = Retiré
    .inline = retiré

## Unit systems

unit-system-si = Unités internationales (SI)
    .inline = unités internationales (SI)
unit-system-us = Unités usuelles des États-Unis
    .inline = unités usuelles des États-Unis

## Specialties

specialty-allergy-immunology = Allergologie et immunologie
    .inline = allergologie et immunologie
specialty-anesthesiology = Anesthésiologie
    .inline = anesthésiologie
specialty-breast-surgery = Chirurgie du sein
    .inline = chirurgie du sein
specialty-cardiac-surgery = Chirurgie cardiaque
    .inline = chirurgie cardiaque
specialty-cardiology = Cardiologie
    .inline = cardiologie
specialty-clinical-genetics = Génétique médicale
    .inline = génétique médicale
specialty-colorectal-surgery = Chirurgie colorectale
    .inline = chirurgie colorectale
specialty-dermatology = Dermatologie
    .inline = dermatologie
specialty-emergency-medicine = Médecine d’urgence
    .inline = médecine d’urgence
specialty-endocrinology = Endocrinologie
    .inline = endocrinologie
specialty-family-medicine = Médecine familiale
    .inline = médecine familiale
specialty-gastroenterology = Gastroentérologie
    .inline = gastroentérologie
specialty-general-surgery = Chirurgie générale
    .inline = chirurgie générale
specialty-geriatrics = Gériatrie
    .inline = gériatrie
specialty-gynecologic-oncology = Gynécologie oncologique
    .inline = gynécologie oncologique
specialty-gynecology-obstetrics = Gynécologie et obstétrique
    .inline = gynécologie et obstétrique
specialty-hematology = Hématologie
    .inline = hématologie
specialty-hepatology = Hépatologie
    .inline = hépatologie
specialty-infectious-diseases = Infectiologie
    .inline = infectiologie
specialty-internal-medicine = Médecine interne
    .inline = médecine interne
specialty-interventional-radiology = Radiologie interventionnelle
    .inline = radiologie interventionnelle
specialty-oncology = Oncologie médicale
    .inline = oncologie médicale
specialty-nephrology = Néphrologie
    .inline = néphrologie
specialty-neurology = Neurologie
    .inline = neurologie
specialty-neuroradiology = Neuroradiologie
    .inline = neuroradiologie
specialty-neurosurgery = Neurochirurgie
    .inline = neurochirurgie
specialty-nuclear-medicine = Médecine nucléaire
    .inline = médecine nucléaire
specialty-ophthalmology = Ophtalmologie
    .inline = ophtalmologie
specialty-orthopedic-surgery = Chirurgie orthopédique
    .inline = chirurgie orthopédique
specialty-otolaryngology = Oto-rhino-laryngologie
    .inline = oto-rhino-laryngologie
specialty-pain-medicine = Médecine de la douleur
    .inline = médecine de la douleur
specialty-palliative-medicine = Médecine palliative
    .inline = médecine palliative
specialty-pathology = Pathologie
    .inline = pathologie
specialty-pediatrics = Pédiatrie
    .inline = pédiatrie
specialty-clinical-pharmacology = Pharmacologie clinique
    .inline = pharmacologie clinique
specialty-physical-medicine-rehabilitation = Médecine physique et de réadaptation
    .inline = médecine physique et de réadaptation
specialty-plastic-surgery = Chirurgie plastique
    .inline = chirurgie plastique
specialty-psychiatry = Psychiatrie
    .inline = psychiatrie
specialty-psychology = Psychologie
    .inline = psychologie
specialty-pulmonology = Pneumologie
    .inline = pneumologie
specialty-radiation-oncology = Radio-oncologie
    .inline = radio-oncologie
specialty-radiology = Radiologie
    .inline = radiologie
specialty-rheumatology = Rhumatologie
    .inline = rhumatologie
specialty-spine-surgery = Chirurgie du rachis
    .inline = chirurgie du rachis
specialty-surgical-oncology = Chirurgie oncologique
    .inline = chirurgie oncologique
specialty-thoracic-surgery = Chirurgie thoracique
    .inline = chirurgie thoracique
specialty-transplant-surgery = Chirurgie de transplantation
    .inline = chirurgie de transplantation
specialty-urology = Urologie
    .inline = urologie
specialty-vascular-surgery = Chirurgie vasculaire
    .inline = chirurgie vasculaire

## Kinds of evidence

evidence-kind-guideline = Lignes directrices de pratique clinique
    .inline = lignes directrices de pratique clinique
evidence-kind-systematic-review = Revue systématique ou méta-analyse
    .inline = revue systématique ou méta-analyse
evidence-kind-randomized-trial = Essai clinique à répartition aléatoire
    .inline = essai clinique à répartition aléatoire
evidence-kind-cohort = Étude de cohorte
    .inline = étude de cohorte
evidence-kind-case-control = Étude cas-témoins
    .inline = étude cas-témoins
evidence-kind-case-series = Série de cas ou étude de cas
    .inline = série de cas ou étude de cas
evidence-kind-diagnostic = Étude d’exactitude diagnostique
    .inline = étude d’exactitude diagnostique
evidence-kind-review = Revue narrative ou manuel
    .inline = revue narrative ou manuel
evidence-kind-other = Autre source
    .inline = autre source

## Whether a trial takes patients

trial-status-recruiting = En recrutement
    .inline = en recrutement
trial-status-not-yet-recruiting = Recrutement pas encore ouvert
    .inline = recrutement pas encore ouvert
trial-status-active-not-recruiting = En cours, recrutement terminé
    .inline = en cours, recrutement terminé
trial-status-completed = Terminé
    .inline = terminé
trial-status-stopped = Arrêté avant la fin
    .inline = arrêté avant la fin
trial-status-unknown = Inconnu
    .inline = inconnu

## Code systems

code-system-icd-10 = CIM-10
code-system-snomed-ct = SNOMED CT
code-system-loinc = LOINC
code-system-icd-o-3 = CIM-O-3

## Kinds of findings

finding-kind-imaging = Imagerie
    .inline = imagerie
finding-kind-pathology = Pathologie
    .inline = pathologie
finding-kind-laboratory = Laboratoire
    .inline = laboratoire
finding-kind-genetic = Génétique et marqueurs moléculaires
    .inline = génétique et marqueurs moléculaires
finding-kind-operative = Opération ou intervention
    .inline = opération ou intervention
finding-kind-clinical = Antécédents ou examen clinique
    .inline = antécédents ou examen clinique
finding-kind-other = Autre constatation
    .inline = autre constatation

## Side of the body

laterality-left = Gauche
    .inline = gauche
laterality-right = Droit
    .inline = droit
laterality-bilateral = Des deux côtés
    .inline = des deux côtés
laterality-midline = Ligne médiane
    .inline = ligne médiane

## Second readings: the scales and what their grades mean

reread-scale-imaging-1-5 = Discordance en imagerie, degrés 1 à 5
    .inline = discordance en imagerie, degrés 1 à 5
reread-scale-radpeer = Score RADPEER, de 1 à 4
    .inline = score RADPEER, de 1 à 4
reread-scale-pathology = Discordance en pathologie
    .inline = discordance en pathologie
reread-grade-imaging-1 = Aucune discordance
    .inline = aucune discordance
reread-grade-imaging-2 = Discordance de détection sans importance clinique
    .inline = discordance de détection sans importance clinique
reread-grade-imaging-3 = Discordance d’interprétation sans importance clinique
    .inline = discordance d’interprétation sans importance clinique
reread-grade-imaging-4 = Discordance de détection importante sur le plan clinique
    .inline = discordance de détection importante sur le plan clinique
reread-grade-imaging-5 = Discordance d’interprétation importante sur le plan clinique
    .inline = discordance d’interprétation importante sur le plan clinique
reread-grade-radpeer-1 = Concorde avec la première lecture
    .inline = concorde avec la première lecture
reread-grade-radpeer-2 = Diffère; constatation difficile, que l’on ne s’attend pas d’ordinaire à relever
    .inline = diffère; constatation difficile, que l’on ne s’attend pas d’ordinaire à relever
reread-grade-radpeer-3 = Diffère; constatation qui devrait être relevée la plupart du temps
    .inline = diffère; constatation qui devrait être relevée la plupart du temps
reread-grade-radpeer-4 = Diffère; constatation qui devrait être relevée presque à chaque fois
    .inline = diffère; constatation qui devrait être relevée presque à chaque fois
reread-grade-pathology-none = Aucune discordance
    .inline = aucune discordance
reread-grade-pathology-minor = Discordance mineure : sans effet sur le traitement ni le pronostic
    .inline = discordance mineure : sans effet sur le traitement ni le pronostic
reread-grade-pathology-major = Discordance majeure : modifie le traitement ou le pronostic
    .inline = discordance majeure : modifie le traitement ou le pronostic

## Certainty of the diagnosis

certainty-definite = Certain
    .inline = certain
certainty-probable = Probable
    .inline = probable
certainty-possible = Possible
    .inline = possible
certainty-undetermined = Indéterminé
    .inline = indéterminé

## How the diagnoses compare

diagnosis-concordance-same = Même diagnostic
    .inline = même diagnostic
diagnosis-concordance-refined = Même diagnostic, précisé
    .inline = même diagnostic, précisé
diagnosis-concordance-different = Diagnostic différent
    .inline = diagnostic différent
diagnosis-concordance-indeterminate = Impossible à dire pour l’instant
    .inline = impossible à dire pour l’instant

## How the treatments compare

treatment-concordance-endorsed = Plan initial approuvé
    .inline = plan initial approuvé
treatment-concordance-modified = Plan initial, modifié
    .inline = plan initial, modifié
treatment-concordance-alternative = Traitement différent
    .inline = traitement différent
treatment-concordance-workup-first = D’autres examens avant de décider
    .inline = d’autres examens avant de décider
treatment-concordance-indeterminate = Impossible à dire pour l’instant
    .inline = impossible à dire pour l’instant

## How much a difference matters

impact-none = Aucune
    .inline = aucune
impact-minor = Mineure
    .inline = mineure
impact-moderate = Modérée
    .inline = modérée
impact-major = Majeure
    .inline = majeure

## Third opinion

third-opinion-not-needed = Pas nécessaire
    .inline = pas nécessaire
third-opinion-consider = À envisager
    .inline = à envisager
third-opinion-advised = Conseillé
    .inline = conseillé

## What the reader is told about the two opinions

scenario-alignment = Les deux avis concordent
    .inline = les deux avis concordent
scenario-partial = Les deux avis concordent en partie
    .inline = les deux avis concordent en partie
scenario-divergence = Les deux avis divergent
    .inline = les deux avis divergent
scenario-indeterminate = Il manque des données pour comparer les deux avis
    .inline = il manque des données pour comparer les deux avis

## What an option costs the patient

cost-tier-low = Faible
    .inline = faible
cost-tier-moderate = Modéré
    .inline = modéré
cost-tier-high = Élevé
    .inline = élevé
cost-tier-unknown = Inconnu
    .inline = inconnu

## Sex

sex-female = Féminin
    .inline = féminin
sex-male = Masculin
    .inline = masculin
sex-other = Autre
    .inline = autre
sex-unknown = Non précisé
    .inline = non précisé

## The law that governs the patient’s data

jurisdiction-hipaa = Health Insurance Portability and Accountability Act (HIPAA), États-Unis
    .short = HIPAA
jurisdiction-pipeda = Loi sur la protection des renseignements personnels et les documents électroniques (LPRPDE), Canada
    .short = LPRPDE
jurisdiction-quebec-law-25 = Loi sur la protection des renseignements personnels dans le secteur privé (Loi 25), Québec
    .short = Loi 25
jurisdiction-gdpr = Règlement général sur la protection des données (RGPD), Union européenne
    .short = RGPD
jurisdiction-lfpdppp = Loi fédérale sur la protection des données personnelles détenues par des particuliers (LFPDPPP), Mexique
    .short = LFPDPPP

## Information that needs a consent of its own

sensitive-category-mental-health = Santé mentale
    .inline = santé mentale
sensitive-category-substance-use = Consommation de substances
    .inline = consommation de substances
sensitive-category-hiv = Statut VIH
    .inline = statut VIH
sensitive-category-genetic = Renseignements génétiques
    .inline = renseignements génétiques
sensitive-category-reproductive = Santé reproductive
    .inline = santé reproductive

## Roles; $sex is female, male, other or unknown

role-patient =
    { $sex ->
        [female] Patiente
       *[other] Patient
    }
    .inline =
        { $sex ->
            [female] patiente
           *[other] patient
        }
role-treating-physician =
    { $sex ->
        [female] Médecin traitante
       *[other] Médecin traitant
    }
    .inline =
        { $sex ->
            [female] médecin traitante
           *[other] médecin traitant
        }
role-case-manager =
    { $sex ->
        [female] Infirmière gestionnaire de cas
        [male] Infirmier gestionnaire de cas
       *[other] Gestionnaire de cas en soins infirmiers
    }
    .inline =
        { $sex ->
            [female] infirmière gestionnaire de cas
            [male] infirmier gestionnaire de cas
           *[other] gestionnaire de cas en soins infirmiers
        }
role-specialist = Médecin spécialiste
    .inline = médecin spécialiste
role-medical-director =
    { $sex ->
        [female] Directrice médicale
        [male] Directeur médical
       *[other] Direction médicale
    }
    .inline =
        { $sex ->
            [female] directrice médicale
            [male] directeur médical
           *[other] direction médicale
        }
role-translator =
    { $sex ->
        [female] Traductrice
        [male] Traducteur
       *[other] Traduction
    }
    .inline =
        { $sex ->
            [female] traductrice
            [male] traducteur
           *[other] traduction
        }

## How a treating physician acknowledged the request

acknowledgement-method-letter = Par lettre
    .inline = par lettre
acknowledgement-method-phone = Par téléphone
    .inline = par téléphone
acknowledgement-method-email = Par courriel
    .inline = par courriel
acknowledgement-method-fax = Par télécopieur
    .inline = par télécopieur
acknowledgement-method-portal = Par le portail
    .inline = par le portail

## Where a question comes from

question-source-intake = Question jointe à la demande
    .inline = question jointe à la demande
question-source-standard = Question standard
    .inline = question standard
question-source-follow-up = Question de suivi
    .inline = question de suivi

## What a question is about

question-topic-diagnosis = Diagnostic
    .inline = diagnostic
question-topic-options = Options de traitement
    .inline = options de traitement
question-topic-waiting = Attendre ou ne rien faire
    .inline = attendre ou ne rien faire
question-topic-results = Que faire des résultats
    .inline = que faire des résultats
question-topic-evidence = Données probantes
    .inline = données probantes
question-topic-prognosis = À quoi s’attendre
    .inline = à quoi s’attendre
question-topic-side-effects = Effets secondaires et risques
    .inline = effets secondaires et risques
question-topic-daily-life = Vie quotidienne
    .inline = vie quotidienne
question-topic-cost = Coût et accès
    .inline = coût et accès
question-topic-family = Famille et hérédité
    .inline = famille et hérédité
question-topic-other = Autre sujet
    .inline = autre sujet

## How far a question could be answered

disposition-answered = Répondue
    .inline = répondue
disposition-partly = Répondue en partie
    .inline = répondue en partie
disposition-cannot-answer = Sans réponse possible d’après les documents
    .inline = sans réponse possible d’après les documents

## Kinds of recommendations

recommendation-type-treatment = Traitement
    .inline = traitement
recommendation-type-test = Examen
    .inline = examen
recommendation-type-referral = Orientation
    .inline = orientation
recommendation-type-monitoring = Surveillance
    .inline = surveillance
recommendation-type-medication = Médicament
    .inline = médicament
recommendation-type-lifestyle = Mode de vie
    .inline = mode de vie
recommendation-type-trial = Essai clinique
    .inline = essai clinique

## For or against

direction-for = Pour
    .inline = pour
direction-against = Contre
    .inline = contre

## Strength of a recommendation (GRADE)

strength-strong = Recommandation forte
    .inline = recommandation forte
strength-conditional = Recommandation conditionnelle
    .inline = recommandation conditionnelle
strength-good-practice = Énoncé de bonne pratique
    .inline = énoncé de bonne pratique

## Certainty of the evidence (GRADE)

evidence-certainty-high = Élevée
    .inline = élevée
evidence-certainty-moderate = Modérée
    .inline = modérée
evidence-certainty-low = Faible
    .inline = faible
evidence-certainty-very-low = Très faible
    .inline = très faible
evidence-certainty-expert-opinion = Avis d’experts
    .inline = avis d’experts

## How soon

urgency-now = Sans attendre
    .inline = sans attendre
urgency-days = Dans les prochains jours
    .inline = dans les prochains jours
urgency-weeks = Dans les prochaines semaines
    .inline = dans les prochaines semaines
urgency-routine = Au prochain rendez-vous prévu
    .inline = au prochain rendez-vous prévu

## What a medication was checked against

conflict-check-allergy = Allergies
    .inline = allergies
conflict-check-interaction = Interactions médicamenteuses
    .inline = interactions médicamenteuses
conflict-check-pregnancy = Grossesse et allaitement
    .inline = grossesse et allaitement
conflict-check-renal = Fonction rénale
    .inline = fonction rénale

## Kinds of records

record-kind-imaging = Imagerie
    .inline = imagerie
record-kind-pathology = Pathologie
    .inline = pathologie
record-kind-laboratory = Laboratoire
    .inline = laboratoire
record-kind-operative = Protocole opératoire ou rapport d’intervention
    .inline = protocole opératoire ou rapport d’intervention
record-kind-visit = Consultation, lettre ou sommaire de congé
    .inline = consultation, lettre ou sommaire de congé
record-kind-genetic = Test génétique ou moléculaire
    .inline = test génétique ou moléculaire
record-kind-other = Autre document
    .inline = autre document

## How good a record is for the purpose

quality-adequate = Adéquate
    .inline = adéquate
quality-limited = Limitée
    .inline = limitée
quality-inadequate = Insuffisante
    .inline = insuffisante

## How an amendment relates to the signed version

amendment-kind-replaces = Remplace la version précédente
    .inline = remplace la version précédente
amendment-kind-appends = Addenda à la version précédente
    .inline = addenda à la version précédente

## What is known of a list

list-status-known = Répertorié
    .inline = répertorié
list-status-none-known = Aucun connu
    .inline = aucun connu
list-status-unavailable = Non disponible dans les documents
    .inline = non disponible dans les documents
list-status-not-asked = Question non posée
    .inline = question non posée

## How bad a reaction was

severity-mild = Légère
    .inline = légère
severity-moderate = Modérée
    .inline = modérée
severity-severe = Grave
    .inline = grave
