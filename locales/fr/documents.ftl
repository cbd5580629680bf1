### Mots des documents eux-mêmes : titres, intitulés, étiquettes et phrases écrites par le programme.

## Titres, couverture, en-tête et pied de page
title-consultation = Rapport de consultation
title-patient-summary = Votre deuxième avis en langage clair
title-booklet = Livret ACCESS
subtitle-second-opinion = Deuxième avis médical : { $specialties }
subtitle-patient-summary = Pour { $name }
sponsored-by = Offert par { $name }
alt-logo = Logo de { $name }
footer-case = Dossier { $id }
footer-patient = { $sex ->
    [female] Patiente { $id }
   *[other] Patient { $id }
}
draft = ÉBAUCHE
notice-confidential = { $sex ->
    [female] Renseignements de santé confidentiels, réservés à la patiente et au médecin traitant.
   *[other] Renseignements de santé confidentiels, réservés au patient et au médecin traitant.
}

## Mots dont la mise en page a besoin
layout-page-of = Page { "{page}" } de { "{pages}" }
layout-contents = Table des matières
layout-case-data = Le dossier à l’origine de ce document, sous forme de données structurées (JSON)
layout-preferred = Préférée
layout-task-done = Fait
layout-task-open = À faire
layout-tone-agree = Accord
layout-tone-caution = Attention
layout-tone-differ = Différence
layout-tone-emergency = Urgence
layout-tone-key = Message principal
layout-tone-note = Remarque
layout-tone-partial = Accord partiel
layout-tone-unclear = À préciser

## Parties du livret
part-for-you = Pour vous
    .note = Votre deuxième avis en langage clair : ce que nous avons trouvé, ce que nous conseillons et ce que vous pouvez faire maintenant.
part-for-doctors = Pour vos médecins
    .note = Le rapport de consultation, écrit de médecin à médecin. Vous pouvez aussi le lire et le partager.
part-behind = Sur quoi repose cet avis
    .note = Les documents lus, les personnes qui les ont lus, les données scientifiques et les signatures.

## Sections
section-emergency = En cas d’urgence
section-cover-letter = Une lettre pour vous
section-cover-letter-physician = { $sex ->
    [female] À la médecin traitante
   *[other] Au médecin traitant
}
section-how-to-read = Comment lire ce livret
section-at-a-glance = En bref
section-summary = Votre histoire et ce que nous avons trouvé
section-questions-patient = Réponses à vos questions
section-questions-clinician = { $sex ->
    [female] Réponses aux questions de la patiente
   *[other] Réponses aux questions du patient
}
section-opinions = Comparaison des avis
section-when-opinions-differ = Quand les avis diffèrent : que faire
section-options = Options de traitement
section-recommendations = Recommandations
section-trials = Essais cliniques
section-next-steps = Prochaines étapes
section-doctor-questions = Questions à poser à votre médecin
section-online-consultation = Préparer la consultation en ligne
section-notes = Mes notes
section-follow-up = Après ce rapport
section-glossary = Glossaire
section-references = Références bibliographiques
section-privacy = Confidentialité et consentement
section-contact = Contact et aide linguistique
section-request = Motif de la consultation
section-limitations = Documents et limites
section-history = Histoire clinique
section-medications-allergies = Médicaments et allergies
section-results = Résultats d’examens et constats
section-rereads = Relecture de l’imagerie et de la pathologie
section-assessment = Évaluation
section-records = Documents examinés
section-specialists = Les spécialistes
section-how-reviewed = Comment le dossier a été étudié
section-addenda = Addenda
section-signatures = Signatures

## Intitulés dans les sections
heading-present-illness = Histoire de la maladie
heading-problems = Problèmes actifs
heading-past-history = Antécédents médicaux
heading-surgeries = Antécédents chirurgicaux
heading-family-history = Antécédents familiaux
heading-social-history = Habitudes de vie
heading-functional-status = État fonctionnel
heading-advance-directives = Directives médicales anticipées
heading-vitals = Signes vitaux au dossier
heading-examination = Examen physique
heading-medications = Médicaments
heading-allergies = Allergies et hypersensibilités
heading-measured = Valeurs mesurées
heading-diagnosis = Diagnostic
heading-differential = Diagnostic différentiel
heading-reasoning = Raisonnement
heading-uncertainties = Ce qui reste incertain
heading-prognosis = Pronostic
heading-peer-consultation = Un échange entre les médecins
heading-in-person = Une consultation en personne
heading-translators = Traduction
heading-waivers = Avertissements acceptés et leur motif
story-what-happened = Ce qui s’est passé jusqu’ici
story-what-matters = Ce qui compte pour vous
story-what-we-found = Ce que nous avons trouvé dans vos documents
story-what-we-think = Ce que nous pensons
story-what-to-expect = À quoi vous attendre
story-not-sure = Ce dont nous ne sommes pas sûrs
opinions-why = Pourquoi
opinions-dissent = Points de désaccord entre nos spécialistes
options-numbers = Les options en chiffres
glance-main-message = Message principal
glance-actions = Que faire d’abord
glance-latest-values = Dernières valeurs

## Colonnes des tableaux
column-number = N°
column-recommendation = Recommandation
column-strength-certainty = Force · certitude
column-when = Quand
column-quantity = Paramètre
column-latest-value = Dernière valeur
column-value = Valeur
column-as-printed = Selon le rapport
column-reference-range = Intervalle de référence
column-date = Date
column-record = Document
column-medication = Médicament
column-dose = Dose
column-schedule = Mode de prise
column-indication = Indication
column-diagnosis = Diagnostic
column-for = Pour
column-against = Contre
column-rule = Règle
column-reason = Motif
column-by = Par

## Lignes des comparaisons
row-diagnosis = Diagnostic
row-stage = Stade
row-plan = Plan
row-burden = Ce que cela vous demande
row-setting = Où
row-cost = Coût pour vous
mark-same = Identique
mark-changed = Modifié

## Étiquettes
fact-patient = { $sex ->
    [female] Patiente
   *[other] Patient
}
fact-birth-date = Date de naissance
fact-patient-number = { $sex ->
    [female] Numéro de patiente
   *[other] Numéro de patient
}
fact-case = Dossier
fact-date = Date
fact-version = Version
fact-language = Langue
fact-requested = Demandé le
fact-records-complete = Documents complets le
fact-program = Programme
fact-acknowledged = Accusé de réception
fact-records = Documents
fact-side = Côté
fact-stated-by = Constaté par
fact-limitation = Limite
fact-grade = Degré de l’écart
fact-changes-management = Change la conduite à tenir
fact-read-by = Relu par
fact-certainty = Certitude du diagnostic
fact-concordance-diagnosis = Diagnostic
fact-concordance-treatment = Traitement
fact-impact = Portée de l’écart
fact-third-opinion = Troisième avis
fact-type = Type
fact-responsible = Responsable
fact-when = Quand
fact-based-on = D’après
fact-option = Option
fact-justification = Pourquoi une recommandation forte
fact-expert-opinion = Avis d’experts
fact-monitoring = Surveillance
fact-stop-rule = Quand arrêter
fact-conflicts-checked = Vérifications
fact-status = État
fact-phase = Phase
fact-location = Où
fact-registry = Registre
fact-provider = Provenance
fact-received = Reçu le
fact-pages = Pages
fact-original = Matériel original
fact-use = Utilisation
fact-specialty = Spécialité
fact-institution = Établissement
fact-experience = Expérience
fact-licence = Permis
fact-languages = Langues
fact-conflict-of-interest = Conflits d’intérêts
fact-answers = Répond à
fact-consent-scope = Ce que vous avez accepté
fact-consent-signed = Signé
fact-consent-expires = Valide jusqu’au
fact-consent-sensitive = Renseignements sensibles autorisés
fact-phone = Téléphone
fact-email = Courriel
fact-hours = Horaire
fact-time-zone = Fuseau horaire
yes = Oui
no = Non
not-stated = Non précisé
original-received = Reçu et lu
original-not-received = Non reçu
record-not-contributory = Lu ; l’avis ne s’appuie pas sur ce document
years = { $count ->
    [one] { $count } an
   *[other] { $count } ans
}
since = depuis { $date }
flag-high = (élevé)
flag-low = (bas)

## Mentions
badge-changes-plan = Change le plan
badge-changes-management = Change la conduite à tenir
badge-read-again = Relu
badge-first-plan = Premier plan
badge-preferred = Préférée par nos spécialistes
badge-no-treatment = Attendre ou ne pas traiter
badge-certainty = Certitude : { $certainty }
note-certainty = certitude : { $certainty }
badge-quality = Qualité : { $quality }

## Renvois et citations
label-question-number = Question { $number }
back-cited-in = Cité dans :
back-first-used = Première mention :
basis-references = les références bibliographiques
basis-none = le jugement de l’auteur

## Figures
caption-timeline = Documents et événements dans le temps
alt-timeline = Ligne du temps des documents et des événements. { $points }.
caption-opinions = Le premier et le deuxième avis côte à côte
alt-opinions = Comparaison du premier et du deuxième avis. { $verdict }. Diagnostic : { $diagnosis }. Traitement : { $treatment }.
opinions-first = Premier avis · { $by } · { $date }
opinions-second = Deuxième avis · { $date }
caption-options = Comparaison des options
alt-options = Tableau qui compare les options { $options }. Chaque nombre est aussi donné en mots.
caption-steps = Vos prochaines étapes, dans l’ordre
alt-steps = Prochaines étapes dans l’ordre. { $steps }
caption-measured = Valeurs mesurées, par ordre de date
icons-title = { $measure }, { $horizon }
alt-icons = { $title }. { $values }.
alt-series = { $analyte } au fil du temps. { $values }.
alt-series-range = { $analyte } au fil du temps. { $values }. Intervalle de référence : { $range }.
range-label = Intervalle de référence { $range }
frequency = { $numerator } personnes sur { $denominator }
frequency-horizon = { $numerator } personnes sur { $denominator }, { $horizon }

## Phrases : en bref
glance-contact = Des questions sur ce document ? Appelez { $name }, votre { $role } : { $phone }.

## Phrases : comparaison des avis
scenario-alignment-patient = Nos spécialistes sont d’accord avec votre médecin sur ce que vous avez et sur la façon de le traiter.
scenario-alignment-clinician = Le deuxième avis rejoint le premier sur le diagnostic et appuie le plan.
scenario-partial-patient = Nos spécialistes sont d’accord avec votre médecin sur certains points et conseillent d’en changer d’autres. Parlez-en avec votre médecin avant de décider.
scenario-partial-clinician = Le deuxième avis rejoint le premier en partie ; les différences et leurs conséquences sont exposées ci-dessous.
scenario-divergence-patient = Nos spécialistes voient votre situation autrement que votre premier médecin, et cela compte pour vos soins. Nous expliquons ici pourquoi et ce que vous pouvez faire maintenant. N’arrêtez pas et ne changez pas un traitement par vous-même.
scenario-divergence-clinician = Le deuxième avis diffère du premier d’une façon qui change la conduite à tenir ; nous conseillons au médecin traitant d’en discuter avec nos spécialistes avant le début du traitement.
scenario-indeterminate-patient = Il manque des résultats. Tant qu’ils ne sont pas là, nos spécialistes ne peuvent pas dire s’ils sont d’accord avec votre premier médecin.
scenario-indeterminate-clinician = Les documents ne permettent pas de comparer les avis ; les examens manquants sont nommés ci-dessous.
third-opinion-sentence-not-needed = Nous ne pensons pas que vous ayez besoin d’un troisième avis.
third-opinion-sentence-consider = Vous pouvez envisager un troisième avis. La personne qui coordonne votre dossier peut vous aider à l’obtenir.
third-opinion-sentence-advised = Nous vous conseillons un troisième avis. La personne qui coordonne votre dossier peut vous aider à l’obtenir.

## Phrases : questions et réponses
question-asked-by = { $name }
question-in-other-words = En français :
answer-reason = Ce qu’il faut encore pour une réponse complète
answer-missing = Cette question n’a pas encore de réponse.
answer-based-on = D’après :

## Phrases : options et recommandations
options-intro-patient = Il y a plus d’un choix possible. Voici chacun d’eux, avec le pour et le contre.
options-intro-clinician = Les options, y compris le plan initial et l’absence de traitement, décrites de façon égale. Les fréquences sont des estimations pour des personnes semblables.
options-for = Avantages
options-against = Inconvénients
options-numbers-intro = Chaque petit personnage est une personne comme vous. Les personnages pleins sont ceux à qui cela arrive. Le mot entre parenthèses dit à quel point ce chiffre est sûr.
recommendations-intro-patient = Voici ce que conseillent nos spécialistes, le plus urgent d’abord. Vous décidez, avec votre médecin.
recommendations-intro-clinician = Le plus urgent d’abord. La force et la certitude des données suivent GRADE : « nous recommandons » est une recommandation forte, « nous suggérons » une recommandation conditionnelle.
recommendation-who = Qui :
recommendation-when = Quand :
recommendation-why = Pourquoi :
strength-sentence-strong = Nous le conseillons fortement : nous croyons que la plupart des gens dans votre situation feraient ce choix.
strength-sentence-conditional = Cela dépend de ce qui compte pour vous : parlez-en avec votre médecin.
strength-sentence-good-practice = Ce sont de bons soins pour toute personne dans votre situation.
medication-talk-first = Parlez à votre médecin avant de commencer, d’arrêter ou de changer un médicament.

## Phrases : documents, résultats, histoire
records-count = { $count ->
    [one] Cet avis repose sur { $count } document.
   *[other] Cet avis repose sur { $count } documents, énumérés par date à la fin.
}
records-intro = Tous les documents examinés, par ordre de date.
examination-not-performed = { $sex ->
    [female] Les auteurs de cet avis n’ont pas examiné la patiente en personne.
   *[other] Les auteurs de cet avis n’ont pas examiné le patient en personne.
}
examination-by = Examen fait par { $by } :
examination-by-on = Examen fait par { $by } le { $date } :
problems-known = Voir l’histoire clinique.
problems-none-known = Aucun problème actif connu.
problems-unavailable = Les documents n’indiquent pas de problèmes actifs.
problems-not-asked = La question des problèmes actifs n’a pas été posée.
medications-known = Voir l’histoire clinique.
medications-none-known = Ne prend aucun médicament.
medications-unavailable = Les documents n’indiquent pas les médicaments.
medications-not-asked = La question des médicaments n’a pas été posée.
allergies-known = Voir l’histoire clinique.
allergies-none-known = Aucune allergie connue.
allergies-unavailable = Les documents ne précisent pas les allergies.
allergies-not-asked = La question des allergies n’a pas été posée.
reread-original = Première lecture
reread-second = Deuxième lecture

## Phrases : prochaines étapes, notes, essais, suivi, références
next-steps-intro = Suivez ces étapes l’une après l’autre. Cochez-les au fur et à mesure.
doctor-questions-intro = Apportez cette liste à votre prochain rendez-vous. Cochez les questions qui comptent le plus pour vous.
notes-intro = Notez ce que vous voulez demander ou retenir.
notes-label = Lignes pour écrire
trials-intro = Un essai clinique vérifie si un nouveau traitement fonctionne. Demandez à votre médecin si l’un de ceux-ci pourrait vous convenir.
trials-intro-clinician = Un essai clinique auquel la personne pourrait être admissible; l’équipe de l’essai en décide.
trial-status = { $status } (vérifié le { $date })
in-person-none = Une consultation en personne ne fait pas partie de ce deuxième avis. La personne qui coordonne votre dossier peut vous aider à en organiser une.
references-intro-patient = Voici les études et les lignes directrices sur lesquelles repose cet avis. Elles sont écrites pour des médecins, le plus souvent en anglais.
references-none = Aucune référence n’est citée.
emergency-title = Appelez le { $number }

## Phrases : signatures et changements
signatures-intro = Chaque signataire répond de sa propre partie. La direction médicale signe en dernier.
signatures-draft = Ce document est une ébauche. Il devient valide quand la direction médicale l’a signé.
attestation-missing = N’a pas encore attesté sa partie.
not-signed-yet = Pas encore signé
signature-digital = Signé numériquement
signature-key = Clé { $fingerprint }
signature-awaiting = En attente de la signature de { $name }
signature-tooltip = Signature de { $name }, { $role }
signature-description = Emplacement de la signature de { $name }, { $role }. L’auteur et la date figurent dans la signature numérique elle-même.
signature-reason-certify = Je certifie que le dossier est complet et que les documents sont ceux de cette personne
signature-reason-approve = J’ai revu ce deuxième avis et j’en autorise la remise
signed-with-key = signé, clé { $fingerprint }
statement-specialist = J’ai examiné les documents indiqués et je réponds de mes constatations et de mes réponses.
statement-case-manager = Chaque question a reçu une réponse, le dossier est complet et les documents sont ceux de cette personne.
statement-medical-director = J’ai revu ce deuxième avis et j’en autorise la remise.
amendment-replaces = Remplace la version { $version }
amendment-appends = Addenda à la version { $version }
