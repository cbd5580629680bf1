### Words of what is handed over: the volume of source records, the letter and the receipt, the start page.

## Volume of source records
volume-title = Source records
volume-subtitle = The records behind your second opinion, page for page
volume-intro = This volume holds the records that the second opinion rests on, each behind a divider. The pages look as they did when we received them; only a strip at the foot is new, and it names the record. Where something was changed or left out, the divider says so.
volume-note-standard = The records keep their own form and so may not meet the standards for accessible documents; the booklet does meet them. If you cannot read a page, please call the case manager.
volume-contents = Contents
volume-column-record = Record
volume-column-date = Date
volume-column-title = Title
volume-column-provider = From
volume-column-page = Page
volume-findings-title = Where each finding rests
volume-findings-intro = Each finding of the second opinion, and the records it rests on. A link leads to the page.
volume-column-finding = Finding
volume-column-sources = Rests on
volume-page-link = { $record }, page { $page }

## Divider before each record
divider-kicker = Record { $record }
divider-date = Date of the record
divider-provider = From
divider-received = Received
divider-pages = Pages
divider-pages-value = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
divider-language = Language
divider-quality = Quality for this review
divider-original = Original material
divider-used-for = What it was used for
divider-used-for-nothing = Read; no finding rests on it
divider-file = Original file in the package
divider-digest = SHA-256 of the original
divider-identity = Name on the record

## On each page of a record
stamp = { $record } · page { $page } of { $pages }
stamp-volume = Source records, page { $page }
page-alt = Page { $page } of { $pages } of record { $record }, { $title }, { $provider }, { $date }. The page is a picture of the record as received; the original file is { $file } in the package.
picture-alt = Picture { $page } of { $pages } of record { $record }, { $title }, { $provider }, { $date }. The picture is shown as received; the original file is { $file } in the package.
frame-alt = Image { $frame } of { $frames } ({ $modality }) of record { $record }, { $title }, { $provider }, { $date }. The original file, with every image in full quality, is { $file } in the package.
frame-caption = Image { $frame } of { $frames }
frame-window = window centre { $centre }, width { $width }
frames-shown = { $shown } of { $of } images are shown here; all are in the original file.
first-frame-shown = This is a moving picture. Its first image is shown here; the whole is in the original file.

## A record that is attached whole and not printed
attached-title = This record is not printed here
attached-where = The whole original file is in the package: { $file }.
attached-encrypted = The file is locked with a password.
attached-damaged = The file is damaged, so its pages cannot be shown with certainty.
attached-xfa = It is a form that builds its pages only when it is opened in certain programs (XFA).
attached-form-without-look = It is a form that does not say how what was filled in looks on the page. Printed, some of it could be missing.
attached-video = It is a video.
attached-nothing-to-show = It holds data, but no page and no picture.
attached-too-large = It is too large to be printed here.
attached-too-slow = Its pages would take too long to prepare.
attached-packing = Its pictures are stored in a way that cannot be shown here.
attached-kind = It is a kind of file that cannot be printed as pages.
attached-letters = It is written in letters that cannot be printed here.
attached-unreadable = The file could not be read.
attached-no-file = The case names no file for this record.
withheld-records = { $count ->
    [one] { $count } record is not in this package, because the patient has not released it for this reader.
   *[other] { $count } records are not in this package, because the patient has not released them for this reader.
}

## What was taken out of the copy
removed-title = Taken out of this copy
removed-intro = The pages look as they did. These things do not work on paper or could do harm, and were taken out; the original file still has them.
removed-scripts = { $count ->
    [one] { $count } script (a small program)
   *[other] { $count } scripts (small programs)
}
removed-actions = { $count ->
    [one] { $count } action that starts a program or sends data
   *[other] { $count } actions that start programs or send data
}
removed-links = { $count ->
    [one] { $count } link
   *[other] { $count } links
}
removed-attachments = { $count ->
    [one] { $count } attached file
   *[other] { $count } attached files
}
removed-hidden-layers = { $count ->
    [one] { $count } hidden layer that was not shown
   *[other] { $count } hidden layers that were not shown
}
removed-media = { $count ->
    [one] { $count } sound, video or 3D object
   *[other] { $count } sounds, videos or 3D objects
}
removed-comments = { $count ->
    [one] { $count } comment that has no place on the page
   *[other] { $count } comments that have no place on the page
}
flattened-form = { $count ->
    [one] { $count } form field is now part of the page
   *[other] { $count } form fields are now part of the page
}
flattened-notes = { $count ->
    [one] { $count } note or mark is now part of the page
   *[other] { $count } notes and marks are now part of the page
}

## Records that are data, set as text
text-document-date = Date of the document
text-author = Written by
text-custodian = Kept by
text-patient = Patient
text-birth-date = Date of birth
text-identifier = Identifier
text-recipient = Sent to
text-parts-left-out = { $count ->
    [one] { $count } part of the file cannot be printed; it is in the original.
   *[other] { $count } parts of the file cannot be printed; they are in the original.
}
listing-date = Date
listing-what = What
listing-value = Value
listing-status = Status
resource-condition = Health problem
resource-observation = Measurement or observation
resource-medication-request = Prescription
resource-procedure = Procedure
resource-encounter = Visit or stay
resource-immunization = Vaccination
resource-allergy-intolerance = Allergy or intolerance
resource-diagnostic-report = Test report
resource-document-reference = Document
resource-care-plan = Care plan

## In the booklet, section “Records reviewed”
records-volume-note = The records themselves are in the file { $file }; the links lead there.
fact-record-itself = Record itself
source-open = open
source-page = page { $page }
records-volume-open = Open the record

## Delivery: letter and receipt
delivery-title = Delivery of your second opinion
delivery-title-other = Delivery of a second opinion
receipt-title = Delivery receipt
receipt-intro = This sheet lists what was handed over. The long number beside each file (SHA-256) is its fingerprint: with it anyone can check that the file is the one named here.
receipt-package = Package
receipt-recipient = Recipient
receipt-language = Language
receipt-date = Date
receipt-contents = What was handed over
receipt-column-file = File
receipt-column-pages = Pages
receipt-column-digest = SHA-256
receipt-received-by = Received by (name in block letters)
receipt-signature = Signature
receipt-on = Received on
receipt-how = How it was handed over
receipt-by-hand = In person
receipt-by-mail = By mail
receipt-by-portal = Through the online portal
receipt-return = Please sign this sheet and return it to the case manager.
recipient-patient = Patient
recipient-treating-physician = Treating physician
recipient-other = Other recipient

## Start page of the package
start-title = Second medical opinion
start-languages = Languages
start-skip = Skip to the documents in English
start-heading = Documents in English
start-intro = This folder holds the documents of a second opinion. Choose a document below to open it. Any program that shows PDF files will do.
start-on-this-page = On this page
start-case = Case
start-version = Version
start-confidential = Confidential health information. Please keep it safe, and share it only with people you trust.
start-draft = Draft
start-draft-note = These documents are not approved yet. Please do not base any decision on them.
start-documents-title = Documents
start-documents-intro = Start with the first one.
start-column-document = Document
start-column-pages = Pages
start-column-size = Size
start-records-title = Records
start-records-intro = These are the records that were read for the second opinion.
start-records-intro-volume = These are the records that were read for the second opinion. You can view the pages of each one, or open the original file that we received. Some original files need a special program.
start-volume = All source records in one document
start-column-record = Record
start-column-date = Date
start-column-open = Open
start-open-page = View the pages
start-open-original = Original file
start-no-file = No file
start-no-records = This package holds no records.
start-check-title = How to check that nothing was changed
start-check-intro = You do not have to do this to read the documents. Anyone who knows their way around a computer can do it for you, in two steps. In each, open a command window in this folder and type the line.
start-check-files = The files. This line goes through every file of the folder and says of each whether it is the one we made:
start-check-files-mac = On a Mac, type this line:
start-check-signatures = The signatures. With the Opine program, this line says who signed a document, and whether it was changed since. The file roots.pem says whom to trust; the case manager can send it to you:
start-check-result = If a file was changed or is missing, do not rely on it. Call us, and we will send it again.
start-contact-title = Whom to call
start-contact-intro = If you cannot open a document, or if something is not clear, please call. No question is too small.
start-phone = Phone
start-hours = Hours
start-email = Email
start-top = Back to the top
start-letter = Letter and delivery receipt
