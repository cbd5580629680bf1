### Ce qui se dit autrement en France, dans les documents eux-mêmes.

title-consultation = Compte rendu de consultation
part-for-doctors = Pour vos médecins
    .note = Le compte rendu de consultation, écrit de médecin à médecin. Vous pouvez aussi le lire et le partager.
draft = PROJET
signatures-draft = Ce document est un projet. Il devient valide quand la direction médicale l’a signé.
section-medications-allergies = Traitements et allergies
heading-medications = Traitements en cours
heading-social-history = Mode de vie
heading-vitals = Constantes au dossier
heading-examination = Examen clinique
fact-hours = Horaires
fact-licence = Autorisation d’exercice
