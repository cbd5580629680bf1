### Names of languages, locales and countries.

## Languages, as they stand in a sentence (ISO 639-1 codes)

language-ar = Arabic
language-bn = Bengali
language-ca = Catalan
language-cs = Czech
language-de = German
language-el = Greek
language-en = English
language-es = Spanish
language-eu = Basque
language-fa = Persian
language-fr = French
language-gl = Galician
language-gu = Gujarati
language-he = Hebrew
language-hi = Hindi
language-ht = Haitian Creole
language-hu = Hungarian
language-hy = Armenian
language-id = Indonesian
language-it = Italian
language-iu = Inuktitut
language-ja = Japanese
language-ko = Korean
language-nl = Dutch
language-pa = Punjabi
language-pl = Polish
language-pt = Portuguese
language-qu = Quechua
language-ro = Romanian
language-ru = Russian
language-so = Somali
language-sv = Swedish
language-ta = Tamil
language-tl = Tagalog
language-tr = Turkish
language-uk = Ukrainian
language-ur = Urdu
language-vi = Vietnamese
language-yi = Yiddish
language-zh = Chinese

## The locales documents are made in

locale-en-US = English (United States)
locale-en-CA = English (Canada)
locale-es-US = Spanish (United States)
locale-es-MX = Spanish (Mexico)
locale-es-ES = Spanish (Spain)
locale-fr-FR = French (France)
locale-fr-CA = French (Canada)

## Countries (ISO 3166-1 codes)

country-AE = United Arab Emirates
country-AR = Argentina
country-AU = Australia
country-BE = Belgium
country-BO = Bolivia
country-BR = Brazil
country-CA = Canada
country-CH = Switzerland
country-CL = Chile
country-CN = China
country-CO = Colombia
country-CR = Costa Rica
country-CU = Cuba
country-DE = Germany
country-DO = Dominican Republic
country-DZ = Algeria
country-EC = Ecuador
country-ES = Spain
country-FR = France
country-GB = United Kingdom
country-GT = Guatemala
country-HN = Honduras
country-HT = Haiti
country-IE = Ireland
country-IL = Israel
country-IN = India
country-IT = Italy
country-JP = Japan
country-LU = Luxembourg
country-MA = Morocco
country-MX = Mexico
country-NI = Nicaragua
country-NL = Netherlands
country-NZ = New Zealand
country-PA = Panama
country-PE = Peru
country-PH = Philippines
country-PR = Puerto Rico
country-PT = Portugal
country-PY = Paraguay
country-SA = Saudi Arabia
country-SN = Senegal
country-SV = El Salvador
country-TN = Tunisia
country-US = United States
country-UY = Uruguay
country-VE = Venezuela
country-ZA = South Africa
