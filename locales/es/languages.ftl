### Nombres de idiomas, variantes regionales y países.

## Languages, as they stand in a sentence (ISO 639-1 codes)

language-ar = árabe
language-bn = bengalí
language-ca = catalán
language-cs = checo
language-de = alemán
language-el = griego
language-en = inglés
language-es = español
language-eu = euskera
language-fa = persa
language-fr = francés
language-gl = gallego
language-gu = guyaratí
language-he = hebreo
language-hi = hindi
language-ht = criollo haitiano
language-hu = húngaro
language-hy = armenio
language-id = indonesio
language-it = italiano
language-iu = inuktitut
language-ja = japonés
language-ko = coreano
language-nl = neerlandés
language-pa = panyabí
language-pl = polaco
language-pt = portugués
language-qu = quechua
language-ro = rumano
language-ru = ruso
language-so = somalí
language-sv = sueco
language-ta = tamil
language-tl = tagalo
language-tr = turco
language-uk = ucraniano
language-ur = urdu
language-vi = vietnamita
language-yi = yidis
language-zh = chino

## The locales documents are made in

locale-en-US = inglés (Estados Unidos)
locale-en-CA = inglés (Canadá)
locale-es-US = español (Estados Unidos)
locale-es-MX = español (México)
locale-es-ES = español (España)
locale-fr-FR = francés (Francia)
locale-fr-CA = francés (Canadá)

## Countries (ISO 3166-1 codes)

country-AE = Emiratos Árabes Unidos
country-AR = Argentina
country-AU = Australia
country-BE = Bélgica
country-BO = Bolivia
country-BR = Brasil
country-CA = Canadá
country-CH = Suiza
country-CL = Chile
country-CN = China
country-CO = Colombia
country-CR = Costa Rica
country-CU = Cuba
country-DE = Alemania
country-DO = República Dominicana
country-DZ = Argelia
country-EC = Ecuador
country-ES = España
country-FR = Francia
country-GB = Reino Unido
country-GT = Guatemala
country-HN = Honduras
country-HT = Haití
country-IE = Irlanda
country-IL = Israel
country-IN = India
country-IT = Italia
country-JP = Japón
country-LU = Luxemburgo
country-MA = Marruecos
country-MX = México
country-NI = Nicaragua
country-NL = Países Bajos
country-NZ = Nueva Zelanda
country-PA = Panamá
country-PE = Perú
country-PH = Filipinas
country-PR = Puerto Rico
country-PT = Portugal
country-PY = Paraguay
country-SA = Arabia Saudita
country-SN = Senegal
country-SV = El Salvador
country-TN = Túnez
country-US = Estados Unidos
country-UY = Uruguay
country-VE = Venezuela
country-ZA = Sudáfrica
