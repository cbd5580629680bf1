### Las palabras del modelo del caso tal como las ve el lector. `.inline` va dentro de una frase.

## Programs

program-access = Segunda opinión de varias especialidades (ACCESS)
    .inline = segunda opinión de varias especialidades (ACCESS)
program-mental-health = Segunda opinión en salud mental
    .inline = segunda opinión en salud mental
program-pain-management = Segunda opinión en tratamiento del dolor
    .inline = segunda opinión en tratamiento del dolor
program-specialty-rx = Segunda opinión sobre medicamentos de especialidad
    .inline = segunda opinión sobre medicamentos de especialidad

## How far the case has come

case-status-draft = Borrador
    .inline = borrador
case-status-in-review = En revisión
    .inline = en revisión
case-status-released = Entregado
    .inline = entregado
case-status-withdrawn = Retirado
    .inline = retirado

## Unit systems

unit-system-si = Unidades internacionales (SI)
    .inline = unidades internacionales (SI)
unit-system-us = Unidades convencionales de EE. UU.
    .inline = unidades convencionales de EE. UU.

## Specialties

specialty-allergy-immunology = Alergología e inmunología
    .inline = alergología e inmunología
specialty-anesthesiology = Anestesiología
    .inline = anestesiología
specialty-breast-surgery = Cirugía de mama
    .inline = cirugía de mama
specialty-cardiac-surgery = Cirugía cardíaca
    .inline = cirugía cardíaca
specialty-cardiology = Cardiología
    .inline = cardiología
specialty-clinical-genetics = Genética clínica
    .inline = genética clínica
specialty-colorectal-surgery = Cirugía colorrectal
    .inline = cirugía colorrectal
specialty-dermatology = Dermatología
    .inline = dermatología
specialty-emergency-medicine = Medicina de emergencia
    .inline = medicina de emergencia
specialty-endocrinology = Endocrinología
    .inline = endocrinología
specialty-family-medicine = Medicina familiar
    .inline = medicina familiar
specialty-gastroenterology = Gastroenterología
    .inline = gastroenterología
specialty-general-surgery = Cirugía general
    .inline = cirugía general
specialty-geriatrics = Geriatría
    .inline = geriatría
specialty-gynecologic-oncology = Oncología ginecológica
    .inline = oncología ginecológica
specialty-gynecology-obstetrics = Ginecología y obstetricia
    .inline = ginecología y obstetricia
specialty-hematology = Hematología
    .inline = hematología
specialty-hepatology = Hepatología
    .inline = hepatología
specialty-infectious-diseases = Infectología
    .inline = infectología
specialty-internal-medicine = Medicina interna
    .inline = medicina interna
specialty-interventional-radiology = Radiología intervencionista
    .inline = radiología intervencionista
specialty-oncology = Oncología médica
    .inline = oncología médica
specialty-nephrology = Nefrología
    .inline = nefrología
specialty-neurology = Neurología
    .inline = neurología
specialty-neuroradiology = Neurorradiología
    .inline = neurorradiología
specialty-neurosurgery = Neurocirugía
    .inline = neurocirugía
specialty-nuclear-medicine = Medicina nuclear
    .inline = medicina nuclear
specialty-ophthalmology = Oftalmología
    .inline = oftalmología
specialty-orthopedic-surgery = Cirugía ortopédica
    .inline = cirugía ortopédica
specialty-otolaryngology = Otorrinolaringología
    .inline = otorrinolaringología
specialty-pain-medicine = Medicina del dolor
    .inline = medicina del dolor
specialty-palliative-medicine = Medicina paliativa
    .inline = medicina paliativa
specialty-pathology = Patología
    .inline = patología
specialty-pediatrics = Pediatría
    .inline = pediatría
specialty-clinical-pharmacology = Farmacología clínica
    .inline = farmacología clínica
specialty-physical-medicine-rehabilitation = Medicina física y rehabilitación
    .inline = medicina física y rehabilitación
specialty-plastic-surgery = Cirugía plástica
    .inline = cirugía plástica
specialty-psychiatry = Psiquiatría
    .inline = psiquiatría
specialty-psychology = Psicología
    .inline = psicología
specialty-pulmonology = Neumología
    .inline = neumología
specialty-radiation-oncology = Oncología radioterápica
    .inline = oncología radioterápica
specialty-radiology = Radiología
    .inline = radiología
specialty-rheumatology = Reumatología
    .inline = reumatología
specialty-spine-surgery = Cirugía de columna
    .inline = cirugía de columna
specialty-surgical-oncology = Cirugía oncológica
    .inline = cirugía oncológica
specialty-thoracic-surgery = Cirugía torácica
    .inline = cirugía torácica
specialty-transplant-surgery = Cirugía de trasplantes
    .inline = cirugía de trasplantes
specialty-urology = Urología
    .inline = urología
specialty-vascular-surgery = Cirugía vascular
    .inline = cirugía vascular

## Kinds of evidence

evidence-kind-guideline = Guía de práctica clínica
    .inline = guía de práctica clínica
evidence-kind-systematic-review = Revisión sistemática o metaanálisis
    .inline = revisión sistemática o metaanálisis
evidence-kind-randomized-trial = Ensayo clínico aleatorizado
    .inline = ensayo clínico aleatorizado
evidence-kind-cohort = Estudio de cohortes
    .inline = estudio de cohortes
evidence-kind-case-control = Estudio de casos y controles
    .inline = estudio de casos y controles
evidence-kind-case-series = Serie de casos o caso clínico
    .inline = serie de casos o caso clínico
evidence-kind-diagnostic = Estudio de precisión diagnóstica
    .inline = estudio de precisión diagnóstica
evidence-kind-review = Revisión narrativa o manual
    .inline = revisión narrativa o manual
evidence-kind-other = Otra fuente
    .inline = otra fuente

## Whether a trial takes patients

trial-status-recruiting = Reclutando participantes
    .inline = reclutando participantes
trial-status-not-yet-recruiting = Aún no recluta participantes
    .inline = aún no recluta participantes
trial-status-active-not-recruiting = Activo, ya no recluta participantes
    .inline = activo, ya no recluta participantes
trial-status-completed = Finalizado
    .inline = finalizado
trial-status-stopped = Suspendido antes de tiempo
    .inline = suspendido antes de tiempo
trial-status-unknown = Desconocido
    .inline = desconocido

## Code systems

code-system-icd-10 = CIE-10
code-system-snomed-ct = SNOMED CT
code-system-loinc = LOINC
code-system-icd-o-3 = CIE-O-3

## Kinds of findings

finding-kind-imaging = Diagnóstico por imagen
    .inline = diagnóstico por imagen
finding-kind-pathology = Anatomía patológica
    .inline = anatomía patológica
finding-kind-laboratory = Laboratorio
    .inline = laboratorio
finding-kind-genetic = Genética y marcadores moleculares
    .inline = genética y marcadores moleculares
finding-kind-operative = Cirugía o procedimiento
    .inline = cirugía o procedimiento
finding-kind-clinical = Historia clínica o exploración
    .inline = historia clínica o exploración
finding-kind-other = Otro hallazgo
    .inline = otro hallazgo

## Side of the body

laterality-left = Izquierdo
    .inline = izquierdo
laterality-right = Derecho
    .inline = derecho
laterality-bilateral = Ambos
    .inline = ambos
laterality-midline = Línea media
    .inline = línea media

## Second readings: the scales and what their grades mean

reread-scale-imaging-1-5 = Escala de imagen, grados 1 a 5
    .inline = escala de imagen, grados 1 a 5
reread-scale-radpeer = Escala RADPEER, 1 a 4
    .inline = escala RADPEER, 1 a 4
reread-scale-pathology = Escala de anatomía patológica
    .inline = escala de anatomía patológica
reread-grade-imaging-1 = Sin discrepancia
    .inline = sin discrepancia
reread-grade-imaging-2 = Discrepancia de detección sin importancia clínica
    .inline = discrepancia de detección sin importancia clínica
reread-grade-imaging-3 = Discrepancia de interpretación sin importancia clínica
    .inline = discrepancia de interpretación sin importancia clínica
reread-grade-imaging-4 = Discrepancia de detección con importancia clínica
    .inline = discrepancia de detección con importancia clínica
reread-grade-imaging-5 = Discrepancia de interpretación con importancia clínica
    .inline = discrepancia de interpretación con importancia clínica
reread-grade-radpeer-1 = Concuerda con la primera lectura
    .inline = concuerda con la primera lectura
reread-grade-radpeer-2 = Difiere; hallazgo difícil, que no suele esperarse que se detecte
    .inline = difiere; hallazgo difícil, que no suele esperarse que se detecte
reread-grade-radpeer-3 = Difiere; hallazgo que debería detectarse la mayoría de las veces
    .inline = difiere; hallazgo que debería detectarse la mayoría de las veces
reread-grade-radpeer-4 = Difiere; hallazgo que debería detectarse casi siempre
    .inline = difiere; hallazgo que debería detectarse casi siempre
reread-grade-pathology-none = Sin discrepancia
    .inline = sin discrepancia
reread-grade-pathology-minor = Discrepancia menor, que no cambia el tratamiento ni el pronóstico
    .inline = discrepancia menor, que no cambia el tratamiento ni el pronóstico
reread-grade-pathology-major = Discrepancia mayor, que cambia el tratamiento o el pronóstico
    .inline = discrepancia mayor, que cambia el tratamiento o el pronóstico

## Certainty of the diagnosis

certainty-definite = Confirmado
    .inline = confirmado
certainty-probable = Probable
    .inline = probable
certainty-possible = Posible
    .inline = posible
certainty-undetermined = Indeterminado
    .inline = indeterminado

## How the diagnoses compare

diagnosis-concordance-same = Mismo diagnóstico
    .inline = mismo diagnóstico
diagnosis-concordance-refined = Mismo diagnóstico, con más precisión
    .inline = mismo diagnóstico, con más precisión
diagnosis-concordance-different = Diagnóstico diferente
    .inline = diagnóstico diferente
diagnosis-concordance-indeterminate = Aún no se puede determinar
    .inline = aún no se puede determinar

## How the treatments compare

treatment-concordance-endorsed = Se respalda el plan inicial
    .inline = se respalda el plan inicial
treatment-concordance-modified = Plan inicial, modificado
    .inline = plan inicial, modificado
treatment-concordance-alternative = Tratamiento diferente
    .inline = tratamiento diferente
treatment-concordance-workup-first = Más pruebas antes de decidir
    .inline = más pruebas antes de decidir
treatment-concordance-indeterminate = Aún no se puede determinar
    .inline = aún no se puede determinar

## How much a difference matters

impact-none = Ninguna
    .inline = ninguna
impact-minor = Menor
    .inline = menor
impact-moderate = Moderada
    .inline = moderada
impact-major = Mayor
    .inline = mayor

## Third opinion

third-opinion-not-needed = No es necesaria
    .inline = no es necesaria
third-opinion-consider = Conviene considerarla
    .inline = conviene considerarla
third-opinion-advised = Se aconseja
    .inline = se aconseja

## What the reader is told about the two opinions

scenario-alignment = Las dos opiniones coinciden
    .inline = las dos opiniones coinciden
scenario-partial = Las dos opiniones coinciden en parte
    .inline = las dos opiniones coinciden en parte
scenario-divergence = Las dos opiniones difieren
    .inline = las dos opiniones difieren
scenario-indeterminate = Faltan datos para comparar las dos opiniones
    .inline = faltan datos para comparar las dos opiniones

## What an option costs the patient

cost-tier-low = Bajo
    .inline = bajo
cost-tier-moderate = Moderado
    .inline = moderado
cost-tier-high = Alto
    .inline = alto
cost-tier-unknown = Desconocido
    .inline = desconocido

## Sex

sex-female = Femenino
    .inline = femenino
sex-male = Masculino
    .inline = masculino
sex-other = Otro
    .inline = otro
sex-unknown = No consta
    .inline = no consta

## The law that governs the patient’s data

jurisdiction-hipaa = Ley de Portabilidad y Responsabilidad del Seguro Médico (HIPAA), Estados Unidos
    .short = HIPAA
jurisdiction-pipeda = Ley de Protección de la Información Personal y los Documentos Electrónicos (PIPEDA), Canadá
    .short = PIPEDA
jurisdiction-quebec-law-25 = Ley sobre la protección de la información personal en el sector privado (Ley 25), Quebec
    .short = Ley 25
jurisdiction-gdpr = Reglamento General de Protección de Datos (RGPD), Unión Europea
    .short = RGPD
jurisdiction-lfpdppp = Ley Federal de Protección de Datos Personales en Posesión de los Particulares (LFPDPPP), México
    .short = LFPDPPP

## Information that needs a consent of its own

sensitive-category-mental-health = Salud mental
    .inline = salud mental
sensitive-category-substance-use = Consumo de sustancias
    .inline = consumo de sustancias
sensitive-category-hiv = Estado serológico respecto al VIH
    .inline = estado serológico respecto al VIH
sensitive-category-genetic = Información genética
    .inline = información genética
sensitive-category-reproductive = Salud reproductiva
    .inline = salud reproductiva

## Roles; $sex is female, male, other or unknown

role-patient = Paciente
    .inline = paciente
role-treating-physician =
    { $sex ->
        [female] Médica tratante
       *[other] Médico tratante
    }
    .inline =
        { $sex ->
            [female] médica tratante
           *[other] médico tratante
        }
role-case-manager =
    { $sex ->
        [female] Enfermera gestora de casos
        [male] Enfermero gestor de casos
       *[other] Enfermería de gestión de casos
    }
    .inline =
        { $sex ->
            [female] enfermera gestora de casos
            [male] enfermero gestor de casos
           *[other] enfermería de gestión de casos
        }
role-specialist =
    { $sex ->
        [female] Médica especialista
        [male] Médico especialista
       *[other] Especialista
    }
    .inline =
        { $sex ->
            [female] médica especialista
            [male] médico especialista
           *[other] especialista
        }
role-medical-director =
    { $sex ->
        [female] Directora médica
        [male] Director médico
       *[other] Dirección médica
    }
    .inline =
        { $sex ->
            [female] directora médica
            [male] director médico
           *[other] dirección médica
        }
role-translator =
    { $sex ->
        [female] Traductora
        [male] Traductor
       *[other] Traducción
    }
    .inline =
        { $sex ->
            [female] traductora
            [male] traductor
           *[other] traducción
        }

## How a treating physician acknowledged the request

acknowledgement-method-letter = Por carta
    .inline = por carta
acknowledgement-method-phone = Por teléfono
    .inline = por teléfono
acknowledgement-method-email = Por correo electrónico
    .inline = por correo electrónico
acknowledgement-method-fax = Por fax
    .inline = por fax
acknowledgement-method-portal = A través del portal
    .inline = a través del portal

## Where a question comes from

question-source-intake = Pregunta propia
    .inline = pregunta propia
question-source-standard = Pregunta estándar
    .inline = pregunta estándar
question-source-follow-up = Pregunta de seguimiento
    .inline = pregunta de seguimiento

## What a question is about

question-topic-diagnosis = Diagnóstico
    .inline = diagnóstico
question-topic-options = Opciones de tratamiento
    .inline = opciones de tratamiento
question-topic-waiting = Esperar o no hacer nada
    .inline = esperar o no hacer nada
question-topic-results = Qué hacer con los resultados
    .inline = qué hacer con los resultados
question-topic-evidence = Evidencia
    .inline = evidencia
question-topic-prognosis = Qué cabe esperar
    .inline = qué cabe esperar
question-topic-side-effects = Efectos secundarios y riesgos
    .inline = efectos secundarios y riesgos
question-topic-daily-life = Vida diaria
    .inline = vida diaria
question-topic-cost = Costo y acceso
    .inline = costo y acceso
question-topic-family = Familia y herencia
    .inline = familia y herencia
question-topic-other = Otro tema
    .inline = otro tema

## How far a question could be answered

disposition-answered = Respondida
    .inline = respondida
disposition-partly = Respondida en parte
    .inline = respondida en parte
disposition-cannot-answer = No se puede responder con la documentación
    .inline = no se puede responder con la documentación

## Kinds of recommendations

recommendation-type-treatment = Tratamiento
    .inline = tratamiento
recommendation-type-test = Prueba
    .inline = prueba
recommendation-type-referral = Derivación
    .inline = derivación
recommendation-type-monitoring = Seguimiento
    .inline = seguimiento
recommendation-type-medication = Medicamento
    .inline = medicamento
recommendation-type-lifestyle = Estilo de vida
    .inline = estilo de vida
recommendation-type-trial = Ensayo clínico
    .inline = ensayo clínico

## For or against

direction-for = A favor
    .inline = a favor
direction-against = En contra
    .inline = en contra

## Strength of a recommendation (GRADE)

strength-strong = Recomendación fuerte
    .inline = recomendación fuerte
strength-conditional = Recomendación condicional
    .inline = recomendación condicional
strength-good-practice = Recomendación de buena práctica
    .inline = recomendación de buena práctica

## Certainty of the evidence (GRADE)

evidence-certainty-high = Alta
    .inline = alta
evidence-certainty-moderate = Moderada
    .inline = moderada
evidence-certainty-low = Baja
    .inline = baja
evidence-certainty-very-low = Muy baja
    .inline = muy baja
evidence-certainty-expert-opinion = Opinión de expertos
    .inline = opinión de expertos

## How soon

urgency-now = De inmediato
    .inline = de inmediato
urgency-days = En los próximos días
    .inline = en los próximos días
urgency-weeks = En las próximas semanas
    .inline = en las próximas semanas
urgency-routine = En la próxima visita programada
    .inline = en la próxima visita programada

## What a medication was checked against

conflict-check-allergy = Alergias
    .inline = alergias
conflict-check-interaction = Interacciones farmacológicas
    .inline = interacciones farmacológicas
conflict-check-pregnancy = Embarazo o lactancia
    .inline = embarazo o lactancia
conflict-check-renal = Función renal
    .inline = función renal

## Kinds of records

record-kind-imaging = Diagnóstico por imagen
    .inline = diagnóstico por imagen
record-kind-pathology = Anatomía patológica
    .inline = anatomía patológica
record-kind-laboratory = Laboratorio
    .inline = laboratorio
record-kind-operative = Informe quirúrgico o de procedimiento
    .inline = informe quirúrgico o de procedimiento
record-kind-visit = Consulta, carta o informe de alta
    .inline = consulta, carta o informe de alta
record-kind-genetic = Prueba genética o molecular
    .inline = prueba genética o molecular
record-kind-other = Otro documento
    .inline = otro documento

## How good a record is for the purpose

quality-adequate = Adecuada
    .inline = adecuada
quality-limited = Limitada
    .inline = limitada
quality-inadequate = Insuficiente
    .inline = insuficiente

## How an amendment relates to the signed version

amendment-kind-replaces = Reemplaza a la versión anterior
    .inline = reemplaza a la versión anterior
amendment-kind-appends = Adenda a la versión anterior
    .inline = adenda a la versión anterior

## What is known of a list

list-status-known = Consta
    .inline = consta
list-status-none-known = Ninguno conocido
    .inline = ninguno conocido
list-status-unavailable = No consta en la documentación
    .inline = no consta en la documentación
list-status-not-asked = No se preguntó
    .inline = no se preguntó

## How bad a reaction was

severity-mild = Leve
    .inline = leve
severity-moderate = Moderada
    .inline = moderada
severity-severe = Grave
    .inline = grave
