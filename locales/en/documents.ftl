### Words of the documents themselves: titles, headings, labels and the sentences the engine writes.

## Titles, cover, running header and footer
title-consultation = Consultation report
title-patient-summary = Your second opinion in plain language
title-booklet = ACCESS booklet
subtitle-second-opinion = Second medical opinion: { $specialties }
subtitle-patient-summary = Prepared for { $name }
sponsored-by = Offered by { $name }
alt-logo = Logo of { $name }
footer-case = Case { $id }
footer-patient = Patient { $id }
draft = DRAFT
notice-confidential = Confidential health information, for the patient and the treating physician only.

## Words the layout needs
layout-page-of = Page { "{page}" } of { "{pages}" }
layout-contents = Contents
layout-case-data = The case this document was made from, as structured data (JSON)
layout-preferred = Preferred
layout-task-done = Done
layout-task-open = To do
layout-tone-agree = Agreement
layout-tone-caution = Take care
layout-tone-differ = Difference
layout-tone-emergency = Emergency
layout-tone-key = Main message
layout-tone-note = Note
layout-tone-partial = Partial agreement
layout-tone-unclear = Unclear

## Parts of the booklet
part-for-you = For you
    .note = Your second opinion in plain language: what we found, what we advise, and what you can do next.
part-for-doctors = For your doctors
    .note = The consultation report, written doctor to doctor. You may read it too, and you can share it.
part-behind = Behind this opinion
    .note = The records we read, the people who read them, the evidence, and the signatures.

## Sections
section-emergency = In an emergency
section-cover-letter = A letter to you
section-cover-letter-physician = To the treating physician
section-how-to-read = How to read this booklet
section-at-a-glance = At a glance
section-summary = Your story and what we found
section-questions-patient = Your questions, answered
section-questions-clinician = Answers to the patient’s questions
section-opinions = First and second opinion
section-when-opinions-differ = When opinions differ: what to do
section-options = Treatment options
section-recommendations = Recommendations
section-trials = Clinical trials
section-next-steps = Next steps
section-doctor-questions = Questions for your doctor
section-online-consultation = Preparing the online consultation
section-notes = My notes
section-follow-up = After this report
section-glossary = Glossary
section-references = References
section-privacy = Privacy and consent
section-contact = Contact and language help
section-request = Reason for referral
section-limitations = Records and limitations
section-history = History
section-medications-allergies = Medications and allergies
section-results = Test results and findings
section-rereads = Imaging and pathology read again
section-assessment = Assessment
section-records = Records reviewed
section-specialists = The specialists
section-how-reviewed = How the case was reviewed
section-addenda = Addenda
section-signatures = Signatures

## Headings inside sections
heading-present-illness = History of present illness
heading-problems = Active problems
heading-past-history = Past medical history
heading-surgeries = Surgical history
heading-family-history = Family history
heading-social-history = Social history
heading-functional-status = Functional status
heading-advance-directives = Advance directives
heading-vitals = Vital signs on record
heading-examination = Physical examination
heading-medications = Medications
heading-allergies = Allergies
heading-measured = Measured values
heading-diagnosis = Diagnosis
heading-differential = Differential diagnosis
heading-reasoning = Reasoning
heading-uncertainties = What remains uncertain
heading-prognosis = Prognosis
heading-peer-consultation = A talk between the doctors
heading-in-person = A visit in person
heading-translators = Translation
heading-waivers = Checks accepted with a reason
story-what-happened = What happened so far
story-what-matters = What matters to you
story-what-we-found = What we found in your records
story-what-we-think = What we think
story-what-to-expect = What to expect
story-not-sure = What we are not sure about
opinions-why = Why
opinions-dissent = Where our specialists differ
options-numbers = The options in numbers
glance-main-message = Main message
glance-actions = What to do first
glance-latest-values = Latest values

## Columns of tables
column-number = No.
column-recommendation = Recommendation
column-strength-certainty = Strength · evidence
column-when = When
column-quantity = Quantity
column-latest-value = Latest value
column-value = Value
column-as-printed = As reported
column-reference-range = Reference range
column-date = Date
column-record = Record
column-medication = Medication
column-dose = Dose
column-schedule = How taken
column-indication = For
column-diagnosis = Diagnosis
column-for = For
column-against = Against
column-rule = Rule
column-reason = Reason
column-by = By

## Rows of comparisons
row-diagnosis = Diagnosis
row-stage = Stage
row-plan = Plan
row-burden = What it asks of you
row-setting = Where
row-cost = Cost to you
mark-same = Same
mark-changed = Changed

## Labels
fact-patient = Patient
fact-birth-date = Date of birth
fact-patient-number = Patient number
fact-case = Case
fact-date = Date
fact-version = Version
fact-language = Language
fact-requested = Requested
fact-records-complete = Records complete
fact-program = Program
fact-acknowledged = Acknowledged by
fact-records = Records
fact-side = Side
fact-stated-by = Stated by
fact-limitation = Limitation
fact-grade = Grade of the difference
fact-changes-management = Changes management
fact-read-by = Read again by
fact-certainty = Certainty of the diagnosis
fact-concordance-diagnosis = Diagnosis
fact-concordance-treatment = Treatment
fact-impact = Impact of the difference
fact-third-opinion = Third opinion
fact-type = Kind
fact-responsible = Responsible
fact-when = When
fact-based-on = Based on
fact-option = Option
fact-justification = Why strong
fact-expert-opinion = Expert opinion
fact-monitoring = Monitoring
fact-stop-rule = Stop rule
fact-conflicts-checked = Checked for
fact-status = Status
fact-phase = Phase
fact-location = Where
fact-registry = Registry
fact-provider = From
fact-received = Received
fact-pages = Pages
fact-original = Original material
fact-use = Use
fact-specialty = Specialty
fact-institution = Institution
fact-experience = Experience
fact-licence = License
fact-languages = Languages
fact-conflict-of-interest = Conflicts of interest
fact-answers = Answers
fact-consent-scope = What you agreed to
fact-consent-signed = Signed
fact-consent-expires = Valid until
fact-consent-sensitive = Sensitive information released
fact-phone = Phone
fact-email = Email
fact-hours = Hours
fact-time-zone = Time zone
yes = Yes
no = No
not-stated = Not stated
original-received = Received and read
original-not-received = Not received
record-not-contributory = Read; the opinion does not rest on it
years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
since = since { $date }
flag-high = (high)
flag-low = (low)

## Badges
badge-changes-plan = Changes the plan
badge-changes-management = Changes management
badge-read-again = Read again
badge-first-plan = First plan
badge-preferred = Preferred by our specialists
badge-no-treatment = Waiting or no treatment
badge-certainty = Evidence: { $certainty }
note-certainty = evidence: { $certainty }
badge-quality = Quality: { $quality }

## Cross references and citations
label-question-number = Question { $number }
back-cited-in = Cited in:
back-first-used = First used in:
basis-references = the literature
basis-none = the judgment of the author

## Pictures
caption-timeline = Records and events in time
alt-timeline = Timeline of records and events. { $points }.
caption-opinions = First and second opinion side by side
alt-opinions = Comparison of the first and the second opinion. { $verdict }. Diagnosis: { $diagnosis }. Treatment: { $treatment }.
opinions-first = First opinion · { $by } · { $date }
opinions-second = Second opinion · { $date }
caption-options = The options compared
alt-options = Table that compares the options { $options }. Each number is also given in words.
caption-steps = Your next steps, in order
alt-steps = Next steps in order. { $steps }
caption-measured = Measured values in order of time
icons-title = { $measure }, { $horizon }
alt-icons = { $title }. { $values }.
alt-series = { $analyte } over time. { $values }.
alt-series-range = { $analyte } over time. { $values }. Reference range: { $range }.
range-label = Reference range { $range }
frequency = { $numerator } of { $denominator } people
frequency-horizon = { $numerator } of { $denominator } people, { $horizon }

## Sentences: at a glance
glance-contact = Questions about this booklet? Call { $name }, your { $role }: { $phone }.

## Sentences: comparison of the opinions
scenario-alignment-patient = Our specialists agree with your doctor on what you have and on how to treat it.
scenario-alignment-clinician = The second opinion concurs with the first on the diagnosis and endorses the plan.
scenario-partial-patient = Our specialists agree with your doctor on some points and advise to change others. Talk it over with your doctor before you decide.
scenario-partial-clinician = The second opinion concurs with the first in part; the differences and their consequences are set out below.
scenario-divergence-patient = Our specialists see things differently from your first doctor in a way that matters for your care. This booklet explains why, and what you can do now. Do not stop or change a treatment on your own.
scenario-divergence-clinician = The second opinion differs from the first in a way that changes management; we advise the treating physician to discuss it with our specialists before treatment starts.
scenario-indeterminate-patient = Some test results are missing. Until they are there, our specialists cannot say whether they agree with your first doctor.
scenario-indeterminate-clinician = The records do not allow a comparison of the opinions; the missing work-up is named below.
third-opinion-sentence-not-needed = We do not think that you need a third opinion.
third-opinion-sentence-consider = You may consider a third opinion. Your case manager can help you find one.
third-opinion-sentence-advised = We advise a third opinion. Your case manager can help you find one.

## Sentences: questions and answers
question-asked-by = { $name }
question-in-other-words = In English:
answer-reason = What is still needed for a full answer
answer-missing = This question has not been answered yet.
answer-based-on = Based on:

## Sentences: options and recommendations
options-intro-patient = There is more than one way to go. Here is each one, with what speaks for it and against it.
options-intro-clinician = The options, including the original plan and no treatment, described evenly. Frequencies are estimates for patients like this one.
options-for = For
options-against = Against
options-numbers-intro = Each small figure is one person like you. The filled figures are the people to whom it happens.
recommendations-intro-patient = This is what our specialists advise, the most urgent first. You decide, together with your doctor.
recommendations-intro-clinician = Most urgent first. Strength and certainty of evidence follow GRADE: “we recommend” is a strong recommendation, “we suggest” a conditional one.
recommendation-who = Who:
recommendation-when = When:
recommendation-why = Why:
strength-sentence-strong = We advise this strongly: we believe that most people in your situation would choose it.
strength-sentence-conditional = This depends on what matters to you: talk it over with your doctor.
strength-sentence-good-practice = This is good care for everyone in your situation.
medication-talk-first = Talk to your doctor before you start, stop or change a medicine.

## Sentences: records, results, history
records-count = { $count ->
    [one] This opinion rests on { $count } record.
   *[other] This opinion rests on { $count } records, listed in order of date at the end.
}
records-intro = All records that were reviewed, in order of date.
examination-not-performed = The authors of this opinion did not examine the patient in person.
examination-by = Examined by { $by }:
examination-by-on = Examined by { $by } on { $date }:
problems-known = See the history.
problems-none-known = No active problems known.
problems-unavailable = The records do not list active problems.
problems-not-asked = Active problems were not asked about.
medications-known = See the history.
medications-none-known = The patient takes no medication.
medications-unavailable = The records do not list medications.
medications-not-asked = Medications were not asked about.
allergies-known = See the history.
allergies-none-known = No known allergies.
allergies-unavailable = The records do not state the allergy status.
allergies-not-asked = Allergies were not asked about.
reread-original = First reading
reread-second = Second reading

## Sentences: next steps, notes, trials, follow-up, references
next-steps-intro = Take these steps one after the other. Tick them off as you go.
doctor-questions-intro = Take this list to your next visit. Tick the questions that matter most to you.
notes-intro = Write down what you want to ask or remember.
notes-label = Lines to write on
trials-intro = A clinical trial tests whether a new treatment works. Ask your doctor whether one of these could fit.
trials-intro-clinician = A clinical trial for which the patient may qualify; eligibility is for the trial team to decide.
trial-status = { $status } (looked up on { $date })
in-person-none = A visit in person is not part of this second opinion. Your case manager can help to arrange one.
references-intro-patient = These are the studies and guidelines behind this opinion. They are written for doctors, mostly in English.
references-none = No literature is cited.
emergency-title = Call { $number }

## Sentences: signatures and changes
signatures-intro = Everyone who signs stands behind their own part. The medical director signs last.
signatures-draft = This is a draft. It becomes valid with the signature of the medical director.
attestation-missing = Has not attested yet.
not-signed-yet = Not signed yet
signature-digital = Digitally signed
signature-key = Key { $fingerprint }
signature-awaiting = Awaiting the signature of { $name }
signature-tooltip = Signature of { $name }, { $role }
signature-description = Place of the signature of { $name }, { $role }. Who signed and when stands in the digital signature itself.
signature-reason-certify = I certify that the case is complete and the documents are those of this patient
signature-reason-approve = I have reviewed this second opinion and approve its release
signed-with-key = signed, key { $fingerprint }
statement-specialist = I reviewed the records listed and stand behind my findings and answers.
statement-case-manager = Every question is answered, the records are complete, and the documents are those of this patient.
statement-medical-director = I have reviewed this second opinion and approve its release.
amendment-replaces = Replaces version { $version }
amendment-appends = Addendum to version { $version }
