### The words of the case model as readers see them. Ids: type-word. `.inline` stands inside a sentence.

## Programs

program-access = Multispecialty second opinion (ACCESS)
    .inline = multispecialty second opinion (ACCESS)
program-mental-health = Second opinion in mental health
    .inline = second opinion in mental health
program-pain-management = Second opinion in pain management
    .inline = second opinion in pain management
program-specialty-rx = Second opinion on specialty medications
    .inline = second opinion on specialty medications

## How far the case has come

case-status-draft = Draft
    .inline = draft
case-status-in-review = In review
    .inline = in review
case-status-released = Released
    .inline = released
case-status-withdrawn = Withdrawn
    .inline = withdrawn

## Unit systems

unit-system-si = International units (SI)
    .inline = international units (SI)
unit-system-us = U.S. customary units
    .inline = U.S. customary units

## Specialties

specialty-allergy-immunology = Allergy and immunology
    .inline = allergy and immunology
specialty-anesthesiology = Anesthesiology
    .inline = anesthesiology
specialty-breast-surgery = Breast surgery
    .inline = breast surgery
specialty-cardiac-surgery = Cardiac surgery
    .inline = cardiac surgery
specialty-cardiology = Cardiology
    .inline = cardiology
specialty-clinical-genetics = Clinical genetics
    .inline = clinical genetics
specialty-colorectal-surgery = Colorectal surgery
    .inline = colorectal surgery
specialty-dermatology = Dermatology
    .inline = dermatology
specialty-emergency-medicine = Emergency medicine
    .inline = emergency medicine
specialty-endocrinology = Endocrinology
    .inline = endocrinology
specialty-family-medicine = Family medicine
    .inline = family medicine
specialty-gastroenterology = Gastroenterology
    .inline = gastroenterology
specialty-general-surgery = General surgery
    .inline = general surgery
specialty-geriatrics = Geriatrics
    .inline = geriatrics
specialty-gynecologic-oncology = Gynecologic oncology
    .inline = gynecologic oncology
specialty-gynecology-obstetrics = Obstetrics and gynecology
    .inline = obstetrics and gynecology
specialty-hematology = Hematology
    .inline = hematology
specialty-hepatology = Hepatology
    .inline = hepatology
specialty-infectious-diseases = Infectious diseases
    .inline = infectious diseases
specialty-internal-medicine = Internal medicine
    .inline = internal medicine
specialty-interventional-radiology = Interventional radiology
    .inline = interventional radiology
specialty-oncology = Medical oncology
    .inline = medical oncology
specialty-nephrology = Nephrology
    .inline = nephrology
specialty-neurology = Neurology
    .inline = neurology
specialty-neuroradiology = Neuroradiology
    .inline = neuroradiology
specialty-neurosurgery = Neurosurgery
    .inline = neurosurgery
specialty-nuclear-medicine = Nuclear medicine
    .inline = nuclear medicine
specialty-ophthalmology = Ophthalmology
    .inline = ophthalmology
specialty-orthopedic-surgery = Orthopedic surgery
    .inline = orthopedic surgery
specialty-otolaryngology = Otolaryngology (ear, nose and throat)
    .inline = otolaryngology (ear, nose and throat)
specialty-pain-medicine = Pain medicine
    .inline = pain medicine
specialty-palliative-medicine = Palliative medicine
    .inline = palliative medicine
specialty-pathology = Pathology
    .inline = pathology
specialty-pediatrics = Pediatrics
    .inline = pediatrics
specialty-clinical-pharmacology = Clinical pharmacology
    .inline = clinical pharmacology
specialty-physical-medicine-rehabilitation = Physical medicine and rehabilitation
    .inline = physical medicine and rehabilitation
specialty-plastic-surgery = Plastic surgery
    .inline = plastic surgery
specialty-psychiatry = Psychiatry
    .inline = psychiatry
specialty-psychology = Psychology
    .inline = psychology
specialty-pulmonology = Pulmonology
    .inline = pulmonology
specialty-radiation-oncology = Radiation oncology
    .inline = radiation oncology
specialty-radiology = Radiology
    .inline = radiology
specialty-rheumatology = Rheumatology
    .inline = rheumatology
specialty-spine-surgery = Spine surgery
    .inline = spine surgery
specialty-surgical-oncology = Surgical oncology
    .inline = surgical oncology
specialty-thoracic-surgery = Thoracic surgery
    .inline = thoracic surgery
specialty-transplant-surgery = Transplant surgery
    .inline = transplant surgery
specialty-urology = Urology
    .inline = urology
specialty-vascular-surgery = Vascular surgery
    .inline = vascular surgery

## Kinds of evidence

evidence-kind-guideline = Clinical practice guideline
    .inline = clinical practice guideline
evidence-kind-systematic-review = Systematic review or meta-analysis
    .inline = systematic review or meta-analysis
evidence-kind-randomized-trial = Randomized trial
    .inline = randomized trial
evidence-kind-cohort = Cohort study
    .inline = cohort study
evidence-kind-case-control = Case-control study
    .inline = case-control study
evidence-kind-case-series = Case series or case report
    .inline = case series or case report
evidence-kind-diagnostic = Diagnostic accuracy study
    .inline = diagnostic accuracy study
evidence-kind-review = Narrative review or textbook
    .inline = narrative review or textbook
evidence-kind-other = Other source
    .inline = other source

## Whether a trial takes patients

trial-status-recruiting = Recruiting
    .inline = recruiting
trial-status-not-yet-recruiting = Not yet recruiting
    .inline = not yet recruiting
trial-status-active-not-recruiting = Active, no longer recruiting
    .inline = active, no longer recruiting
trial-status-completed = Completed
    .inline = completed
trial-status-stopped = Stopped early
    .inline = stopped early
trial-status-unknown = Status unknown
    .inline = status unknown

## Code systems

code-system-icd-10 = ICD-10
code-system-snomed-ct = SNOMED CT
code-system-loinc = LOINC
code-system-icd-o-3 = ICD-O-3

## Kinds of findings

finding-kind-imaging = Imaging
    .inline = imaging
finding-kind-pathology = Pathology
    .inline = pathology
finding-kind-laboratory = Laboratory
    .inline = laboratory
finding-kind-genetic = Genetics and molecular markers
    .inline = genetics and molecular markers
finding-kind-operative = Operation or procedure
    .inline = operation or procedure
finding-kind-clinical = History or examination
    .inline = history or examination
finding-kind-other = Other finding
    .inline = other finding

## Side of the body

laterality-left = Left
    .inline = left
laterality-right = Right
    .inline = right
laterality-bilateral = Both sides
    .inline = both sides
laterality-midline = Midline
    .inline = midline

## Second readings: the scales and what their grades mean

reread-scale-imaging-1-5 = Imaging discrepancy, grades 1 to 5
    .inline = imaging discrepancy, grades 1 to 5
reread-scale-radpeer = RADPEER score, 1 to 4
    .inline = RADPEER score, 1 to 4
reread-scale-pathology = Pathology discrepancy
    .inline = pathology discrepancy
reread-grade-imaging-1 = No discrepancy
    .inline = no discrepancy
reread-grade-imaging-2 = Unimportant discrepancy in detection
    .inline = unimportant discrepancy in detection
reread-grade-imaging-3 = Unimportant discrepancy in interpretation
    .inline = unimportant discrepancy in interpretation
reread-grade-imaging-4 = Important discrepancy in detection
    .inline = important discrepancy in detection
reread-grade-imaging-5 = Important discrepancy in interpretation
    .inline = important discrepancy in interpretation
reread-grade-radpeer-1 = Agrees with the first reading
    .inline = agrees with the first reading
reread-grade-radpeer-2 = Differs; difficult finding, not ordinarily expected to be made
    .inline = differs; difficult finding, not ordinarily expected to be made
reread-grade-radpeer-3 = Differs; finding should be made most of the time
    .inline = differs; finding should be made most of the time
reread-grade-radpeer-4 = Differs; finding should be made almost every time
    .inline = differs; finding should be made almost every time
reread-grade-pathology-none = No discrepancy
    .inline = no discrepancy
reread-grade-pathology-minor = Minor discrepancy: no change in treatment or prognosis
    .inline = minor discrepancy: no change in treatment or prognosis
reread-grade-pathology-major = Major discrepancy: changes treatment or prognosis
    .inline = major discrepancy: changes treatment or prognosis

## Certainty of the diagnosis

certainty-definite = Definite
    .inline = definite
certainty-probable = Probable
    .inline = probable
certainty-possible = Possible
    .inline = possible
certainty-undetermined = Undetermined
    .inline = undetermined

## How the diagnoses compare

diagnosis-concordance-same = Same diagnosis
    .inline = same diagnosis
diagnosis-concordance-refined = Same diagnosis, refined
    .inline = same diagnosis, refined
diagnosis-concordance-different = Different diagnosis
    .inline = different diagnosis
diagnosis-concordance-indeterminate = Cannot be said yet
    .inline = cannot be said yet

## How the treatments compare

treatment-concordance-endorsed = First plan endorsed
    .inline = first plan endorsed
treatment-concordance-modified = First plan, modified
    .inline = first plan, modified
treatment-concordance-alternative = Different treatment
    .inline = different treatment
treatment-concordance-workup-first = More tests before deciding
    .inline = more tests before deciding
treatment-concordance-indeterminate = Cannot be said yet
    .inline = cannot be said yet

## How much a difference matters

impact-none = None
    .inline = none
impact-minor = Minor
    .inline = minor
impact-moderate = Moderate
    .inline = moderate
impact-major = Major
    .inline = major

## Third opinion

third-opinion-not-needed = Not needed
    .inline = not needed
third-opinion-consider = Worth considering
    .inline = worth considering
third-opinion-advised = Advised
    .inline = advised

## What the reader is told about the two opinions

scenario-alignment = The two opinions agree
    .inline = the two opinions agree
scenario-partial = The two opinions agree in part
    .inline = the two opinions agree in part
scenario-divergence = The two opinions differ
    .inline = the two opinions differ
scenario-indeterminate = Too little is known to compare the two opinions
    .inline = too little is known to compare the two opinions

## What an option costs the patient

cost-tier-low = Low cost
    .inline = low cost
cost-tier-moderate = Moderate cost
    .inline = moderate cost
cost-tier-high = High cost
    .inline = high cost
cost-tier-unknown = Cost not known
    .inline = cost not known

## Sex

sex-female = Female
    .inline = female
sex-male = Male
    .inline = male
sex-other = Other
    .inline = other
sex-unknown = Not stated
    .inline = not stated

## The law that governs the patient’s data

jurisdiction-hipaa = Health Insurance Portability and Accountability Act (HIPAA), United States
    .short = HIPAA
jurisdiction-pipeda = Personal Information Protection and Electronic Documents Act (PIPEDA), Canada
    .short = PIPEDA
jurisdiction-quebec-law-25 = Act respecting the protection of personal information in the private sector (Law 25), Québec
    .short = Law 25
jurisdiction-gdpr = General Data Protection Regulation (GDPR), European Union
    .short = GDPR
jurisdiction-lfpdppp = Federal Law on Protection of Personal Data Held by Private Parties (LFPDPPP), Mexico
    .short = LFPDPPP

## Information that needs a consent of its own

sensitive-category-mental-health = Mental health
    .inline = mental health
sensitive-category-substance-use = Substance use
    .inline = substance use
sensitive-category-hiv = HIV status
    .inline = HIV status
sensitive-category-genetic = Genetic information
    .inline = genetic information
sensitive-category-reproductive = Reproductive health
    .inline = reproductive health

## Roles; $sex is female, male, other or unknown

role-patient = Patient
    .inline = patient
role-treating-physician = Treating physician
    .inline = treating physician
role-case-manager = Nurse case manager
    .inline = nurse case manager
role-specialist = Specialist
    .inline = specialist
role-medical-director = Medical director
    .inline = medical director
role-translator = Translator
    .inline = translator

## How a treating physician acknowledged the request

acknowledgement-method-letter = By letter
    .inline = by letter
acknowledgement-method-phone = By telephone
    .inline = by telephone
acknowledgement-method-email = By email
    .inline = by email
acknowledgement-method-fax = By fax
    .inline = by fax
acknowledgement-method-portal = Through the portal
    .inline = through the portal

## Where a question comes from

question-source-intake = Asked by the patient
    .inline = asked by the patient
question-source-standard = Standard question
    .inline = standard question
question-source-follow-up = Follow-up question
    .inline = follow-up question

## What a question is about

question-topic-diagnosis = Diagnosis
    .inline = diagnosis
question-topic-options = Treatment options
    .inline = treatment options
question-topic-waiting = Waiting or doing nothing
    .inline = waiting or doing nothing
question-topic-results = What to do with the results
    .inline = what to do with the results
question-topic-evidence = Evidence
    .inline = evidence
question-topic-prognosis = What to expect
    .inline = what to expect
question-topic-side-effects = Side effects and risks
    .inline = side effects and risks
question-topic-daily-life = Daily life
    .inline = daily life
question-topic-cost = Cost and access
    .inline = cost and access
question-topic-family = Family and heredity
    .inline = family and heredity
question-topic-other = Other topic
    .inline = other topic

## How far a question could be answered

disposition-answered = Answered
    .inline = answered
disposition-partly = Answered in part
    .inline = answered in part
disposition-cannot-answer = Cannot be answered from the records
    .inline = cannot be answered from the records

## Kinds of recommendations

recommendation-type-treatment = Treatment
    .inline = treatment
recommendation-type-test = Test
    .inline = test
recommendation-type-referral = Referral
    .inline = referral
recommendation-type-monitoring = Monitoring
    .inline = monitoring
recommendation-type-medication = Medication
    .inline = medication
recommendation-type-lifestyle = Lifestyle
    .inline = lifestyle
recommendation-type-trial = Clinical trial
    .inline = clinical trial

## For or against

direction-for = For
    .inline = for
direction-against = Against
    .inline = against

## Strength of a recommendation (GRADE)

strength-strong = Strong recommendation
    .inline = strong recommendation
strength-conditional = Conditional recommendation
    .inline = conditional recommendation
strength-good-practice = Good practice statement
    .inline = good practice statement

## Certainty of the evidence (GRADE)

evidence-certainty-high = High
    .inline = high
evidence-certainty-moderate = Moderate
    .inline = moderate
evidence-certainty-low = Low
    .inline = low
evidence-certainty-very-low = Very low
    .inline = very low
evidence-certainty-expert-opinion = Expert opinion
    .inline = expert opinion

## How soon

urgency-now = Now
    .inline = now
urgency-days = Within days
    .inline = within days
urgency-weeks = Within weeks
    .inline = within weeks
urgency-routine = At the next planned visit
    .inline = at the next planned visit

## What a medication was checked against

conflict-check-allergy = Allergies
    .inline = allergies
conflict-check-interaction = Drug interactions
    .inline = drug interactions
conflict-check-pregnancy = Pregnancy and breastfeeding
    .inline = pregnancy and breastfeeding
conflict-check-renal = Kidney function
    .inline = kidney function

## Kinds of records

record-kind-imaging = Imaging
    .inline = imaging
record-kind-pathology = Pathology
    .inline = pathology
record-kind-laboratory = Laboratory
    .inline = laboratory
record-kind-operative = Operation or procedure report
    .inline = operation or procedure report
record-kind-visit = Visit, letter or discharge summary
    .inline = visit, letter or discharge summary
record-kind-genetic = Genetic or molecular test
    .inline = genetic or molecular test
record-kind-other = Other record
    .inline = other record

## How good a record is for the purpose

quality-adequate = Adequate
    .inline = adequate
quality-limited = Limited
    .inline = limited
quality-inadequate = Inadequate
    .inline = inadequate

## How an amendment relates to the signed version

amendment-kind-replaces = Replaces the earlier version
    .inline = replaces the earlier version
amendment-kind-appends = Addendum to the earlier version
    .inline = addendum to the earlier version

## What is known of a list

list-status-known = Listed
    .inline = listed
list-status-none-known = None known
    .inline = none known
list-status-unavailable = Not available in the records
    .inline = not available in the records
list-status-not-asked = Not asked
    .inline = not asked

## How bad a reaction was

severity-mild = Mild
    .inline = mild
severity-moderate = Moderate
    .inline = moderate
severity-severe = Severe
    .inline = severe
