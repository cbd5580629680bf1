### Mots de ce qui est remis : le volume des documents d’origine, la lettre et le reçu, la page d’accueil.

## Volume des documents d’origine
volume-title = Documents d’origine
volume-subtitle = Les documents sur lesquels repose votre deuxième avis, page par page
volume-intro = Ce volume réunit les documents sur lesquels repose le deuxième avis, chacun derrière une page de séparation. Les pages sont telles que nous les avons reçues; seule une bande au bas de la page est nouvelle, et elle nomme le document. Si quelque chose a été changé ou laissé de côté, la page de séparation le dit.
volume-note-standard = Les documents gardent leur propre forme et peuvent donc ne pas respecter les normes d’accessibilité; le livret, lui, les respecte. Si vous n’arrivez pas à lire une page, appelez la personne qui coordonne le dossier.
volume-contents = Table des matières
volume-column-record = Document
volume-column-date = Date
volume-column-title = Titre
volume-column-provider = Provenance
volume-column-page = Page
volume-findings-title = Sur quoi repose chaque constat
volume-findings-intro = Chaque constat du deuxième avis et les documents sur lesquels il repose. Le lien mène à la page.
volume-column-finding = Constat
volume-column-sources = Repose sur
volume-page-link = { $record }, page { $page }

## Page de séparation de chaque document
divider-kicker = Document { $record }
divider-date = Date du document
divider-provider = Provenance
divider-received = Reçu le
divider-pages = Pages
divider-pages-value = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
divider-language = Langue
divider-quality = Qualité pour cet examen du dossier
divider-original = Matériel original
divider-used-for = À quoi il a servi
divider-used-for-nothing = Lu; aucun constat ne repose sur ce document
divider-file = Fichier original dans l’envoi
divider-digest = SHA-256 de l’original
divider-identity = Nom inscrit sur le document

## Sur chaque page d’un document
stamp = { $record } · page { $page } de { $pages }
stamp-volume = Documents d’origine, page { $page }
page-alt = Page { $page } de { $pages } du document { $record }, { $title }, { $provider }, { $date }. La page est une image du document tel que reçu; le fichier original est { $file } et se trouve dans l’envoi.
picture-alt = Image { $page } de { $pages } du document { $record }, { $title }, { $provider }, { $date }. L’image est montrée telle que reçue; le fichier original est { $file } et se trouve dans l’envoi.
frame-alt = Image { $frame } de { $frames } ({ $modality }) du document { $record }, { $title }, { $provider }, { $date }. Le fichier original, avec toutes les images en pleine qualité, est { $file } et se trouve dans l’envoi.
frame-caption = Image { $frame } de { $frames }
frame-window = centre de la fenêtre { $centre }, largeur { $width }
frames-shown = { $shown } images sur { $of } sont montrées ici; toutes sont dans le fichier original.
first-frame-shown = Il s’agit d’une image animée. La première image est montrée ici; le tout est dans le fichier original.

## Un document joint en entier et non imprimé
attached-title = Ce document n’est pas imprimé ici
attached-where = Le fichier original se trouve en entier dans l’envoi : { $file }.
attached-encrypted = Le fichier est protégé par un mot de passe.
attached-damaged = Le fichier est endommagé; rien ne garantit que ses pages seraient montrées correctement.
attached-xfa = C’est un formulaire qui ne compose ses pages qu’une fois ouvert dans certains programmes (XFA).
attached-form-without-look = C’est un formulaire qui n’indique pas comment son contenu se présente sur la page. À l’impression, une partie pourrait manquer.
attached-video = C’est une vidéo.
attached-nothing-to-show = Il contient des données, mais aucune page ni image.
attached-too-large = Il est trop volumineux pour être imprimé ici.
attached-too-slow = Ses pages seraient trop longues à préparer.
attached-packing = Ses images sont enregistrées d’une façon qui ne permet pas de les montrer ici.
attached-kind = C’est un type de fichier qui ne peut pas être imprimé en pages.
attached-letters = Il est écrit dans des caractères qui ne peuvent pas être imprimés ici.
attached-unreadable = Le fichier n’a pas pu être lu.
attached-no-file = Le dossier ne nomme aucun fichier pour ce document.
withheld-records = { $sex ->
    [female] { $count ->
        [one] { $count } document n’est pas dans cet envoi, car la patiente n’en a pas autorisé la remise à ce destinataire.
       *[other] { $count } documents ne sont pas dans cet envoi, car la patiente n’en a pas autorisé la remise à ce destinataire.
    }
   *[other] { $count ->
        [one] { $count } document n’est pas dans cet envoi, car le patient n’en a pas autorisé la remise à ce destinataire.
       *[other] { $count } documents ne sont pas dans cet envoi, car le patient n’en a pas autorisé la remise à ce destinataire.
    }
}

## Ce qui a été retiré de la copie
removed-title = Retiré de cette copie
removed-intro = Les pages ont gardé leur apparence. Ces éléments ne servent à rien sur papier ou pourraient nuire, et ont été retirés; le fichier original les contient toujours.
removed-scripts = { $count ->
    [one] { $count } script (petit programme)
   *[other] { $count } scripts (petits programmes)
}
removed-actions = { $count ->
    [one] { $count } action qui lance un programme ou envoie des données
   *[other] { $count } actions qui lancent des programmes ou envoient des données
}
removed-links = { $count ->
    [one] { $count } lien
   *[other] { $count } liens
}
removed-attachments = { $count ->
    [one] { $count } fichier joint
   *[other] { $count } fichiers joints
}
removed-hidden-layers = { $count ->
    [one] { $count } calque masqué, qui n’était pas affiché
   *[other] { $count } calques masqués, qui n’étaient pas affichés
}
removed-media = { $count ->
    [one] { $count } élément sonore, vidéo ou 3D
   *[other] { $count } éléments sonores, vidéo ou 3D
}
removed-comments = { $count ->
    [one] { $count } commentaire qui n’a pas de place sur la page
   *[other] { $count } commentaires qui n’ont pas de place sur la page
}
flattened-form = { $count ->
    [one] { $count } champ de formulaire fait maintenant partie de la page
   *[other] { $count } champs de formulaire font maintenant partie de la page
}
flattened-notes = { $count ->
    [one] { $count } note ou marque fait maintenant partie de la page
   *[other] { $count } notes et marques font maintenant partie de la page
}

## Documents qui sont des données, imprimés comme texte
text-document-date = Date du document
text-author = Rédigé par
text-custodian = Conservé par
text-patient = { $sex ->
    [female] Patiente
   *[other] Patient
}
text-birth-date = Date de naissance
text-identifier = Identifiant
text-recipient = Adressé à
text-parts-left-out = { $count ->
    [one] { $count } partie du fichier ne peut pas être imprimée; elle se trouve dans l’original.
   *[other] { $count } parties du fichier ne peuvent pas être imprimées; elles se trouvent dans l’original.
}
listing-date = Date
listing-what = Élément
listing-value = Valeur
listing-status = État
resource-condition = Problème de santé
resource-observation = Mesure ou observation
resource-medication-request = Ordonnance
resource-procedure = Intervention
resource-encounter = Consultation ou séjour
resource-immunization = Vaccin
resource-allergy-intolerance = Allergie ou intolérance
resource-diagnostic-report = Rapport d’examen
resource-document-reference = Document
resource-care-plan = Plan de soins

## Dans le livret, section « Documents examinés »
records-volume-note = Les documents eux-mêmes sont dans le fichier { $file }; les liens y mènent.
fact-record-itself = Le document
source-open = ouvrir
source-page = page { $page }
records-volume-open = Ouvrir le document

## Remise : lettre et reçu
delivery-title = Remise de votre deuxième avis
delivery-title-other = Remise d’un deuxième avis
receipt-title = Accusé de réception
receipt-intro = Cette feuille énumère ce qui a été remis. Le long numéro à côté de chaque fichier (SHA-256) est comme une empreinte digitale : il permet à quiconque de vérifier que le fichier est bien celui nommé ici.
receipt-package = Envoi
receipt-recipient = Destinataire
receipt-language = Langue
receipt-date = Date
receipt-contents = Ce qui a été remis
receipt-column-file = Fichier
receipt-column-pages = Pages
receipt-column-digest = SHA-256
receipt-received-by = Reçu par (nom en lettres moulées)
receipt-signature = Signature
receipt-on = Reçu le
receipt-how = Mode de remise
receipt-by-hand = En personne
receipt-by-mail = Par la poste
receipt-by-portal = Par le portail en ligne
receipt-return = Veuillez signer cette feuille et la retourner à la personne qui coordonne le dossier.
recipient-patient = { $sex ->
    [female] Patiente
   *[other] Patient
}
recipient-treating-physician = { $sex ->
    [female] Médecin traitante
   *[other] Médecin traitant
}
recipient-other = Autre destinataire

## Page d’accueil de l’envoi
start-title = Deuxième avis médical
start-languages = Langues
start-skip = Aller aux documents en français
start-heading = Documents en français
start-intro = Ce dossier informatique contient les documents d’un deuxième avis. Choisissez un document ci-dessous pour l’ouvrir. Tout programme qui affiche des fichiers PDF convient.
start-on-this-page = Sur cette page
start-case = Dossier
start-version = Version
start-confidential = Renseignements de santé confidentiels. Gardez-les en lieu sûr et ne les partagez qu’avec des personnes de confiance.
start-draft = Ébauche
start-draft-note = Ces documents ne sont pas encore approuvés. Ne prenez aucune décision d’après ce qu’ils disent.
start-documents-title = Documents du deuxième avis
start-documents-intro = Commencez par le premier.
start-column-document = Document
start-column-pages = Pages
start-column-size = Taille
start-records-title = Documents d’origine
start-records-intro = Voici les documents qui ont été lus pour le deuxième avis.
start-records-intro-volume = Voici les documents qui ont été lus pour le deuxième avis. Vous pouvez voir les pages de chacun, ou ouvrir le fichier original que nous avons reçu. Certains fichiers originaux demandent un programme particulier.
start-volume = Tous les documents d’origine en un seul fichier
start-column-record = Document
start-column-date = Date
start-column-open = Ouvrir
start-open-page = Voir les pages
start-open-original = Fichier original
start-no-file = Aucun fichier
start-no-records = Cet envoi ne contient pas de documents d’origine.
start-check-title = Comment vérifier que rien n’a été changé
start-check-intro = Vous n’avez pas à le faire pour lire les documents. Toute personne à l’aise avec un ordinateur peut le faire pour vous, en deux étapes. À chacune, on ouvre une fenêtre de commande dans ce dossier informatique et on tape la ligne.
start-check-files = Les fichiers. Cette ligne passe en revue chaque fichier et dit s’il est bien celui que nous avons fait :
start-check-files-mac = Sur un Mac, tapez cette ligne :
start-check-signatures = Les signatures. Avec le programme Opine, cette ligne dit qui a signé un document et s’il a été changé depuis. Le fichier roots.pem indique à qui se fier; vous pouvez le demander à la personne qui coordonne le dossier :
start-check-result = Si un fichier a été changé ou manque, ne vous y fiez pas. Appelez-nous et nous vous l’enverrons de nouveau.
start-contact-title = Qui appeler
start-contact-intro = Si vous n’arrivez pas à ouvrir un document, ou si un point n’est pas clair, appelez. Il n’y a pas de petite question.
start-phone = Téléphone
start-hours = Horaire
start-email = Courriel
start-top = Retour en haut
start-letter = Lettre et accusé de réception
