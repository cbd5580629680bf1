### Noms de langues, de variantes régionales et de pays.

## Languages, as they stand in a sentence (ISO 639-1 codes)

language-ar = arabe
language-bn = bengali
language-ca = catalan
language-cs = tchèque
language-de = allemand
language-el = grec
language-en = anglais
language-es = espagnol
language-eu = basque
language-fa = persan
language-fr = français
language-gl = galicien
language-gu = gujarati
language-he = hébreu
language-hi = hindi
language-ht = créole haïtien
language-hu = hongrois
language-hy = arménien
language-id = indonésien
language-it = italien
language-iu = inuktitut
language-ja = japonais
language-ko = coréen
language-nl = néerlandais
language-pa = pendjabi
language-pl = polonais
language-pt = portugais
language-qu = quechua
language-ro = roumain
language-ru = russe
language-so = somali
language-sv = suédois
language-ta = tamoul
language-tl = tagalog
language-tr = turc
language-uk = ukrainien
language-ur = ourdou
language-vi = vietnamien
language-yi = yiddish
language-zh = chinois

## The locales documents are made in

locale-en-US = anglais (États-Unis)
locale-en-CA = anglais (Canada)
locale-es-US = espagnol (États-Unis)
locale-es-MX = espagnol (Mexique)
locale-es-ES = espagnol (Espagne)
locale-fr-FR = français (France)
locale-fr-CA = français (Canada)

## Countries (ISO 3166-1 codes)

country-AE = Émirats arabes unis
country-AR = Argentine
country-AU = Australie
country-BE = Belgique
country-BO = Bolivie
country-BR = Brésil
country-CA = Canada
country-CH = Suisse
country-CL = Chili
country-CN = Chine
country-CO = Colombie
country-CR = Costa Rica
country-CU = Cuba
country-DE = Allemagne
country-DO = République dominicaine
country-DZ = Algérie
country-EC = Équateur
country-ES = Espagne
country-FR = France
country-GB = Royaume-Uni
country-GT = Guatemala
country-HN = Honduras
country-HT = Haïti
country-IE = Irlande
country-IL = Israël
country-IN = Inde
country-IT = Italie
country-JP = Japon
country-LU = Luxembourg
country-MA = Maroc
country-MX = Mexique
country-NI = Nicaragua
country-NL = Pays-Bas
country-NZ = Nouvelle-Zélande
country-PA = Panama
country-PE = Pérou
country-PH = Philippines
country-PR = Porto Rico
country-PT = Portugal
country-PY = Paraguay
country-SA = Arabie saoudite
country-SN = Sénégal
country-SV = Salvador
country-TN = Tunisie
country-US = États-Unis
country-UY = Uruguay
country-VE = Venezuela
country-ZA = Afrique du Sud
