### Palabras de los propios documentos: títulos, encabezados, etiquetas y las frases que escribe el programa.

## Títulos, portada, encabezado y pie de página
title-consultation = Informe de consulta
title-patient-summary = Su segunda opinión en lenguaje sencillo
title-booklet = Cuadernillo ACCESS
subtitle-second-opinion = Segunda opinión médica: { $specialties }
subtitle-patient-summary = Para { $name }
sponsored-by = Ofrecido por { $name }
alt-logo = Logotipo de { $name }
footer-case = Caso { $id }
footer-patient = Paciente { $id }
draft = BORRADOR
notice-confidential = { $sex ->
    [female] Información de salud confidencial, solo para la paciente y el médico tratante.
   *[other] Información de salud confidencial, solo para el paciente y el médico tratante.
}

## Palabras que necesita la maquetación
layout-page-of = Página { "{page}" } de { "{pages}" }
layout-contents = Contenido
layout-case-data = El caso a partir del cual se hizo este documento, como datos estructurados (JSON)
layout-preferred = Preferida
layout-task-done = Hecho
layout-task-open = Por hacer
layout-tone-agree = Coincidencia
layout-tone-caution = Atención
layout-tone-differ = Diferencia
layout-tone-emergency = Emergencia
layout-tone-key = Mensaje principal
layout-tone-note = Nota
layout-tone-partial = Coincidencia parcial
layout-tone-unclear = Sin aclarar

## Partes del cuadernillo
part-for-you = Para usted
    .note = Su segunda opinión en lenguaje sencillo: qué encontramos, qué aconsejamos y qué puede hacer ahora.
part-for-doctors = Para sus médicos
    .note = El informe de consulta, escrito de médico a médico. Usted también puede leerlo y compartirlo.
part-behind = En qué se apoya esta opinión
    .note = Los documentos que leímos, las personas que los leyeron, la evidencia y las firmas.

## Secciones
section-emergency = En caso de emergencia
section-cover-letter = Una carta para usted
section-cover-letter-physician = { $sex ->
    [female] A la médica tratante
   *[other] Al médico tratante
}
section-how-to-read = Cómo leer este cuadernillo
section-at-a-glance = De un vistazo
section-summary = Su historia y lo que encontramos
section-questions-patient = Respuestas a sus preguntas
section-questions-clinician = { $sex ->
    [female] Respuestas a las preguntas de la paciente
   *[other] Respuestas a las preguntas del paciente
}
section-opinions = Comparación de opiniones
section-when-opinions-differ = Cuando las opiniones difieren: qué hacer
section-options = Opciones de tratamiento
section-recommendations = Recomendaciones
section-trials = Ensayos clínicos
section-next-steps = Próximos pasos
section-doctor-questions = Preguntas para su médico
section-online-consultation = Cómo preparar la consulta en línea
section-notes = Mis notas
section-follow-up = Después de este informe
section-glossary = Glosario
section-references = Bibliografía
section-privacy = Privacidad y consentimiento
section-contact = Contacto y ayuda con el idioma
section-request = Motivo de consulta
section-limitations = Documentación y limitaciones
section-history = Historia clínica
section-medications-allergies = Medicación y alergias
section-results = Pruebas complementarias y hallazgos
section-rereads = Segunda lectura de imágenes y patología
section-assessment = Valoración
section-records = Documentación revisada
section-specialists = Los especialistas
section-how-reviewed = Cómo se revisó el caso
section-addenda = Adendas
section-signatures = Firmas

## Encabezados dentro de las secciones
heading-present-illness = Enfermedad actual
heading-problems = Problemas activos
heading-past-history = Antecedentes personales
heading-surgeries = Antecedentes quirúrgicos
heading-family-history = Antecedentes familiares
heading-social-history = Hábitos y situación social
heading-functional-status = Estado funcional
heading-advance-directives = Voluntades anticipadas
heading-vitals = Signos vitales registrados
heading-examination = Exploración física
heading-medications = Medicación actual
heading-allergies = Alergias e intolerancias
heading-measured = Valores medidos
heading-diagnosis = Diagnóstico principal
heading-differential = Diagnóstico diferencial
heading-reasoning = Razonamiento
heading-uncertainties = Lo que sigue sin saberse
heading-prognosis = Pronóstico
heading-peer-consultation = Una conversación entre los médicos
heading-in-person = Una visita en persona
heading-translators = Traducción
heading-waivers = Avisos aceptados con su motivo
story-what-happened = Qué ha pasado hasta ahora
story-what-matters = Qué es importante para usted
story-what-we-found = Qué encontramos en sus documentos
story-what-we-think = Qué pensamos
story-what-to-expect = Qué puede esperar
story-not-sure = De qué no estamos seguros
opinions-why = Por qué
opinions-dissent = En qué difieren nuestros especialistas
options-numbers = Las opciones en números
glance-main-message = Mensaje principal
glance-actions = Qué hacer primero
glance-latest-values = Últimos valores

## Columnas de las tablas
column-number = N.º
column-recommendation = Recomendación
column-strength-certainty = Fuerza · evidencia
column-when = Cuándo
column-quantity = Parámetro
column-latest-value = Último valor
column-value = Valor
column-as-printed = Según el informe
column-reference-range = Intervalo de referencia
column-date = Fecha
column-record = Documento
column-medication = Medicamento
column-dose = Dosis
column-schedule = Cómo se toma
column-indication = Para
column-diagnosis = Diagnóstico
column-for = A favor
column-against = En contra
column-rule = Regla
column-reason = Motivo
column-by = Por

## Filas de las comparaciones
row-diagnosis = Diagnóstico
row-stage = Estadio
row-plan = Plan
row-burden = Qué le exige
row-setting = Dónde
row-cost = Gasto de bolsillo
mark-same = Igual
mark-changed = Cambia

## Etiquetas
fact-patient = Paciente
fact-birth-date = Fecha de nacimiento
fact-patient-number = Número de paciente
fact-case = Caso
fact-date = Fecha
fact-version = Versión
fact-language = Idioma
fact-requested = Fecha de solicitud
fact-records-complete = Documentación completa
fact-program = Programa
fact-acknowledged = Acuse de recibo
fact-records = Documentos
fact-side = Lado
fact-stated-by = Informado por
fact-limitation = Limitación
fact-grade = Grado de la diferencia
fact-changes-management = Cambia la conducta
fact-read-by = Segunda lectura a cargo de
fact-certainty = Certeza del diagnóstico
fact-concordance-diagnosis = Diagnóstico
fact-concordance-treatment = Tratamiento
fact-impact = Repercusión de la diferencia
fact-third-opinion = Tercera opinión
fact-type = Tipo
fact-responsible = Responsable
fact-when = Cuándo
fact-based-on = Se basa en
fact-option = Opción
fact-justification = Por qué es fuerte
fact-expert-opinion = Opinión de expertos
fact-monitoring = Seguimiento
fact-stop-rule = Cuándo suspender
fact-conflicts-checked = Comprobaciones
fact-status = Estado
fact-phase = Fase
fact-location = Dónde
fact-registry = Registro
fact-provider = Procedencia
fact-received = Recibido
fact-pages = Páginas
fact-original = Material original
fact-use = Uso
fact-specialty = Especialidad
fact-institution = Institución
fact-experience = Experiencia
fact-licence = Licencia
fact-languages = Idiomas
fact-conflict-of-interest = Conflictos de interés
fact-answers = Responde a
fact-consent-scope = Lo que usted aceptó
fact-consent-signed = Firmado
fact-consent-expires = Válido hasta
fact-consent-sensitive = Información sensible autorizada
fact-phone = Teléfono
fact-email = Correo electrónico
fact-hours = Horario
fact-time-zone = Zona horaria
yes = Sí
no = No
not-stated = No consta
original-received = Recibido y leído
original-not-received = No recibido
record-not-contributory = Leído; la opinión no se apoya en él
years = { $count ->
    [one] { $count } año
   *[other] { $count } años
}
since = desde { $date }
flag-high = (alto)
flag-low = (bajo)

## Distintivos
badge-changes-plan = Cambia el plan
badge-changes-management = Cambia la conducta
badge-read-again = Segunda lectura
badge-first-plan = Plan inicial
badge-preferred = Preferida por nuestros especialistas
badge-no-treatment = Esperar o no tratar
badge-certainty = Evidencia: { $certainty }
note-certainty = evidencia: { $certainty }
badge-quality = Calidad: { $quality }

## Referencias cruzadas y citas
label-question-number = Pregunta { $number }
back-cited-in = Citado en:
back-first-used = Aparece por primera vez en:
basis-references = la bibliografía
basis-none = el criterio de quien responde

## Figuras
caption-timeline = Documentos y hechos en el tiempo
alt-timeline = Línea de tiempo de documentos y hechos. { $points }.
caption-opinions = La primera y la segunda opinión, lado a lado
alt-opinions = Comparación de la primera y la segunda opinión. { $verdict }. Diagnóstico: { $diagnosis }. Tratamiento: { $treatment }.
opinions-first = Primera opinión · { $by } · { $date }
opinions-second = Segunda opinión · { $date }
caption-options = Comparación de las opciones
alt-options = Tabla que compara las opciones { $options }. Cada número aparece también en palabras.
caption-steps = Sus próximos pasos, en orden
alt-steps = Próximos pasos en orden. { $steps }
caption-measured = Valores medidos, por orden de fecha
icons-title = { $measure }, a { $horizon }
alt-icons = { $title }. { $values }.
alt-series = { $analyte } a lo largo del tiempo. { $values }.
alt-series-range = { $analyte } a lo largo del tiempo. { $values }. Intervalo de referencia: { $range }.
range-label = Intervalo de referencia { $range }
frequency = { $numerator } de { $denominator } personas
frequency-horizon = { $numerator } de { $denominator } personas a { $horizon }

## Frases: de un vistazo
glance-contact = ¿Tiene preguntas sobre este documento? Llame a { $name }, su { $role }: { $phone }.

## Frases: comparación de opiniones
scenario-alignment-patient = Nuestros especialistas están de acuerdo con su médico sobre lo que usted tiene y sobre cómo tratarlo.
scenario-alignment-clinician = La segunda opinión coincide con la primera en el diagnóstico y respalda el plan.
scenario-partial-patient = Nuestros especialistas están de acuerdo con su médico en algunos puntos y aconsejan cambiar otros. Hable con su médico antes de decidir.
scenario-partial-clinician = La segunda opinión coincide en parte con la primera; las diferencias y sus consecuencias se exponen a continuación.
scenario-divergence-patient = Nuestros especialistas no ven su caso como lo vio su primer médico, y eso importa para su atención. Aquí explicamos por qué y qué puede hacer ahora. No deje ni cambie un tratamiento por su cuenta.
scenario-divergence-clinician = La segunda opinión difiere de la primera de un modo que cambia la conducta; aconsejamos que el médico tratante la comente con nuestros especialistas antes de iniciar el tratamiento.
scenario-indeterminate-patient = Faltan algunos resultados. Hasta que lleguen, nuestros especialistas no pueden decir si están de acuerdo con su primer médico.
scenario-indeterminate-clinician = La documentación no permite comparar las opiniones; los estudios que faltan se indican a continuación.
third-opinion-sentence-not-needed = No creemos que usted necesite una tercera opinión.
third-opinion-sentence-consider = Puede pensar en pedir una tercera opinión. Quien coordina su caso puede ayudarle a encontrarla.
third-opinion-sentence-advised = Le aconsejamos pedir una tercera opinión. Quien coordina su caso puede ayudarle a encontrarla.

## Frases: preguntas y respuestas
question-asked-by = { $name }
question-in-other-words = En español:
answer-reason = Qué falta para una respuesta completa
answer-missing = Esta pregunta todavía no tiene respuesta.
answer-based-on = Se basa en:

## Frases: opciones y recomendaciones
options-intro-patient = Hay más de un camino. Aquí está cada uno, con lo que tiene a favor y en contra.
options-intro-clinician = Las opciones, incluidos el plan inicial y no tratar, descritas con el mismo detalle. Las frecuencias son estimaciones para pacientes en esta situación; entre paréntesis, la certeza de la evidencia.
options-for = Ventajas
options-against = Inconvenientes
options-numbers-intro = Cada figura pequeña es una persona como usted. Las figuras rellenas son las personas a quienes les ocurre lo que dice el título. Entre paréntesis se dice qué tan segura es la evidencia.
recommendations-intro-patient = Esto es lo que aconsejan nuestros especialistas, lo más urgente primero. Usted decide, junto con su médico.
recommendations-intro-clinician = Lo más urgente primero. La fuerza y la certeza de la evidencia siguen el sistema GRADE: “recomendamos” es una recomendación fuerte; “sugerimos”, una condicional.
recommendation-who = Quién:
recommendation-when = Cuándo:
recommendation-why = Por qué:
strength-sentence-strong = Lo aconsejamos con firmeza: creemos que la mayoría de las personas en su situación lo elegiría.
strength-sentence-conditional = Depende de lo que sea importante para usted: hable con su médico.
strength-sentence-good-practice = Forma parte de una buena atención para cualquier persona en su situación.
medication-talk-first = Hable con su médico antes de empezar, dejar o cambiar una medicina.

## Frases: documentos, resultados, historia
records-count = { $count ->
    [one] Esta opinión se apoya en { $count } documento.
   *[other] Esta opinión se apoya en { $count } documentos, que se enumeran por fecha al final.
}
records-intro = Todos los documentos revisados, por orden de fecha.
examination-not-performed = { $sex ->
    [female] Los autores de esta opinión no exploraron a la paciente en persona.
   *[other] Los autores de esta opinión no exploraron al paciente en persona.
}
examination-by = Exploración realizada por { $by }:
examination-by-on = Exploración realizada por { $by } el { $date }:
problems-known = Véase la historia clínica.
problems-none-known = Sin problemas activos conocidos.
problems-unavailable = La documentación no recoge problemas activos.
problems-not-asked = No se preguntó por los problemas activos.
medications-known = Véase la historia clínica.
medications-none-known = No toma medicación.
medications-unavailable = La documentación no recoge la medicación.
medications-not-asked = No se preguntó por la medicación.
allergies-known = Véase la historia clínica.
allergies-none-known = Sin alergias conocidas.
allergies-unavailable = La documentación no indica si hay alergias.
allergies-not-asked = No se preguntó por las alergias.
reread-original = Primera lectura
reread-second = Segunda lectura

## Frases: próximos pasos, notas, ensayos, seguimiento, bibliografía
next-steps-intro = Siga estos pasos uno tras otro. Márquelos a medida que avance.
doctor-questions-intro = Lleve esta lista a su próxima visita. Marque las preguntas más importantes para usted.
notes-intro = Escriba lo que quiera preguntar o recordar.
notes-label = Líneas para escribir
trials-intro = Un ensayo clínico prueba si un tratamiento nuevo funciona. Pregunte a su médico si alguno de estos podría convenirle.
trials-intro-clinician = Un ensayo clínico para el que podría reunir los criterios; la elegibilidad la decide el equipo del ensayo.
trial-status = { $status } (consultado el { $date })
in-person-none = Una visita en persona no forma parte de esta segunda opinión. Quien coordina su caso puede ayudarle a organizarla.
references-intro-patient = Estos son los estudios y las guías en que se apoya esta opinión. Están escritos para médicos, en su mayoría en inglés.
references-none = No se cita bibliografía.
emergency-title = Llame al { $number }

## Frases: firmas y cambios
signatures-intro = Quien firma responde de su propia parte. La dirección médica firma al final.
signatures-draft = Esto es un borrador. Será válido cuando lo firme la dirección médica.
attestation-missing = Todavía no ha certificado su parte.
not-signed-yet = Sin firmar todavía
signature-digital = Firmado digitalmente
signature-key = Clave { $fingerprint }
signature-awaiting = Pendiente de la firma de { $name }
signature-tooltip = Firma de { $name }, { $role }
signature-description = Lugar de la firma de { $name }, { $role }. Quién firmó y cuándo consta en la propia firma digital.
signature-reason-certify = Certifico que el caso está completo y que los documentos son de este paciente
signature-reason-approve = He revisado esta segunda opinión y autorizo su entrega
signed-with-key = firmado, clave { $fingerprint }
statement-specialist = Revisé la documentación indicada y respondo de mis hallazgos y respuestas.
statement-case-manager = Cada pregunta tiene respuesta, la documentación está completa y los documentos son de este paciente.
statement-medical-director = He revisado esta segunda opinión y autorizo su entrega.
amendment-replaces = Reemplaza a la versión { $version }
amendment-appends = Adenda a la versión { $version }
