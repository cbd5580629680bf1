"""Checks the packages of the samples with programs that share no code with Opine. Called by `booklet FOLDER RELEASE`, which
brings the programs; RELEASE is what `sign-sample` made. OPINE names the command. Each check gives what is wrong, so that the
last part can give it something spoilt and see that it says so.

    booklet.py FOLDER RELEASE [PART,PART...]
"""

import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

sys.dont_write_bytecode = True
import browser
from checks import followed
from pages import unlike
from pdf import Pdf, ToolError, run, squeeze, string
from words import ROOT, fold

OPINE = os.environ["OPINE"]
HERE = Path(__file__).resolve().parent
WORK = Path(tempfile.mkdtemp(prefix="booklet-"))
PASSWORD = "four grey herons by the river 9"
passed = failed = 0


def check(name, problems):
    """Counts one check; what it found is printed."""
    global passed, failed
    problems = [problems] if isinstance(problems, str) else list(problems)
    if not problems:
        passed += 1
        return True
    failed += 1
    for problem in problems[:4]:
        print(f"FAIL booklet: {name}: {str(problem).strip()[-500:]}")
    if len(problems) > 4:
        print(f"FAIL booklet: {name}: … and {len(problems) - 4} more")
    return False


def must_find(name, problems):
    """A check that is given something spoilt has to say so."""
    check(f"selftest: {name}", [] if list(problems) else "the fault was not found")


def said(*command, **options):
    """Status and everything a program said."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
                          stdin=subprocess.DEVNULL, **options)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def opine(*arguments, **options):
    return said(OPINE, "--no-input", *arguments, **options)


def build(*arguments, **options):
    status, words = opine("booklet", "build", *arguments, **options)
    if status != 0:
        raise ToolError(f"booklet build ended with {status}: {words[-600:]}")
    return words


# The package


class StartPage(HTMLParser):
    """Links of the start page with the text of what they stand in, and its ids."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.loaded, self.rows, self.within = [], set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids |= {attributes["id"]} if "id" in attributes else set()
        if tag in ("tr", "p"):
            self.rows.append({"links": [], "text": ""})
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
            if self.rows:
                self.rows[-1]["links"].append(attributes["href"])
        for name in ("src", "srcset", "data", "action", "poster"):
            if name in attributes:
                self.loaded.append(attributes[name])

    def handle_data(self, data):
        if self.rows:
            self.rows[-1]["text"] += data

    def pages(self, file):
        """How many pages it says that a document has."""
        for row in self.rows:
            if file in row["links"]:
                text = row["text"].replace(file, " ")
                found = re.search(r"\b(\d+) (?:pages?|páginas?)\b", text)
                return int(found[1]) if found else None
        return None


class Package:
    """A folder as `opine booklet build` leaves it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.name = self.folder.name
        self.case = json.loads((self.folder / "case.json").read_text("utf-8"))
        self.start = StartPage((self.folder / "index.html").read_text("utf-8"))
        self.volumes = [Volume(path, self) for path in sorted((self.folder / "records").glob("volume.*.pdf"))]
        self.documents = [Pdf(path) for path in sorted(self.folder.glob("*.pdf")) + sorted(self.folder.glob("delivery/*.pdf"))]

    def records(self):
        """Records of the appendix in the order of the volume."""
        return sorted((r for r in self.case["records"] if r.get("in_appendix", True)), key=lambda record: record["date"])


class Volume(Pdf):
    """The records of a package in one locale."""

    def __init__(self, path, package):
        super().__init__(path)
        self.package = package

    @property
    def name(self):
        return f"{self.package.name}/records/{self.path.name}"

    def page_of(self, name):
        """The page (from 1) of a named destination."""
        target = self.get(self.names("/Dests").get(name))
        target = target.get("/D") if isinstance(target, dict) else target
        page = self.get(target)[0] if target else None
        return self.page_refs.index(page) + 1 if page in self.page_refs else None

    def strip(self, page):
        """Record, page and pages as the strip at the foot of a page (from 1) says, or nothing."""
        found = re.findall(r"(?m)^(REC-\d+)\s·\s\D+?(\d+)\D+?(\d+)\b", self.raw_pages[page - 1])
        return (found[-1][0], int(found[-1][1]), int(found[-1][2])) if found else None

    def pages_of(self, record):
        """Where the pages of a record are."""
        return [page for page in range(1, len(self.raw_pages) + 1) if (self.strip(page) or " ")[0] == record]


# What programs that are not ours say of a volume


def opens(pdf, expected):
    """qpdf finds no damage; MuPDF and poppler draw it; all count the same pages as the start page."""
    status, words = said("qpdf", "--check", pdf.path)
    if status != 0 or re.search(r"(?i)\bwarning\b", words):
        yield f"qpdf: {words}"
    counted = {"qpdf": said("qpdf", "--show-npages", pdf.path)[1].strip()}
    status, words = said("mutool", "info", pdf.path)
    counted["mutool"] = (re.search(r"(?m)^Pages: (\d+)", words) or [None, "none"])[1]
    status, words = said("pdfinfo", pdf.path)
    counted["pdfinfo"] = (re.search(r"(?m)^Pages:\s+(\d+)", words) or [None, "none"])[1]
    for program, count in counted.items():
        if count != str(expected):
            yield f"{program} counts {count} pages, {expected} are said"
    last = str(expected or 1)
    for command in (["mutool", "draw", "-q", "-r", "20", "-F", "ppm", "-o", "/dev/null", pdf.path, f"1,{last}"],
                    ["pdftoppm", "-q", "-r", "20", "-f", "1", "-l", "3", pdf.path, WORK / "page"],
                    ["pdftoppm", "-r", "20", "-f", last, "-l", last, pdf.path, WORK / "page"]):
        status, words = said(*command)
        if status != 0 or re.search(r"(?i)error", words):
            yield f"{command[0]} ended with {status}: {words}"


def leads(volume):
    """Bookmarks and links inside the volume end on a page of it; a bookmark on the page that has its words."""
    if len(volume.outline) < len(volume.package.records()):
        yield f"there are {len(volume.outline)} bookmarks for {len(volume.package.records())} records"
    for title, item in volume.outline:
        led = followed(volume, item)
        if not isinstance(led, tuple):
            yield f"the bookmark “{title}”: {led}"
        elif squeeze(fold(title)) not in squeeze(fold(volume.raw_pages[led[0]])):
            yield f"the bookmark “{title}” leads to page {led[0] + 1}, which does not have these words"
    inside = 0
    for number, ref in enumerate(volume.page_refs, 1):
        for annotation in map(volume.get, volume.get(volume.get(ref).get("/Annots")) or []):
            if annotation.get("/Subtype") != "/Link":
                continue
            led = followed(volume, annotation)
            inside += isinstance(led, tuple)
            if isinstance(led, str):
                yield f"page {number}: a link: {led}"
    if inside < len(volume.package.records()):
        yield f"it has {inside} links inside itself"


def destinations(volume):
    """`REC-n` is the divider, `REC-n.p` the page whose strip says so; every record and page has its own."""
    names = volume.names("/Dests")
    expected = set()
    for record in volume.package.records():
        own = record["id"]
        divider = volume.page_of(own)
        expected.add(own)
        if divider is None:
            yield f"there is no destination {own}"
            continue
        text = squeeze(volume.raw_pages[divider - 1])
        if squeeze(fold(own)) not in fold(text):
            yield f"{own} leads to page {divider}, which does not name it"
        pages = volume.pages_of(own)
        if record.get("media_type") == "application/pdf":
            counted = int(run("qpdf", "--show-npages", volume.package.folder / record["file"]))
            if len(pages) != counted:
                yield f"{own} has {counted} pages, the volume shows {len(pages)}"
        if not pages:
            yield f"{own} has no page of its own"
        if pages and pages != list(range(divider + 1, divider + 1 + len(pages))):
            yield f"{own}: the divider is page {divider}, its pages are {pages}"
        for index, page in enumerate(pages, 1):
            expected.add(f"{own}.{index}")
            if volume.strip(page) != (own, index, len(pages)):
                yield f"page {page}: the strip says {volume.strip(page)}, not {own}, page {index} of {len(pages)}"
            if volume.page_of(f"{own}.{index}") != page:
                yield f"{own}.{index} leads to page {volume.page_of(f'{own}.{index}')}, not {page}"
    numbered = {name for name in names if re.fullmatch(r"REC-\d+(\.\d+)?", name)}
    for name in sorted(numbered - expected):
        yield f"the destination {name} is of no record"


ACTIVE = {"/JS", "/JavaScript", "/Launch", "/AA", "/OpenAction", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition",
          "/RichMedia", "/Movie", "/Sound", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/AcroForm"}


def quiet(volume):
    """Nothing of a foreign file that does something came along: no scripts, actions, forms, attachments; no addresses."""
    addresses = 0

    def walk(value):
        nonlocal addresses
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in ACTIVE:
                    yield f"{key} is there"
                addresses += key == "/URI"
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)
        elif isinstance(value, str) and value in ACTIVE:
            yield f"{value} is there"

    for value in volume.objects.values():
        yield from walk(value)
    own = 0
    for number, ref in enumerate(volume.page_refs, 1):
        for annotation in map(volume.get, volume.get(volume.get(ref).get("/Annots")) or []):
            if "/URI" in (volume.get(annotation.get("/A")) or {}):
                own += 1
                if volume.strip(number):
                    yield f"page {number} of a record links to {annotation['/A']}"
    if addresses != own:
        yield f"{addresses} addresses are in the file, {own} are links of ours"


def page_true(volume, thorough):
    """The pages of PDF records look as they came, and have their text."""
    for record in volume.package.records():
        if record.get("media_type") != "application/pdf":
            continue
        original = volume.package.folder / record["file"]
        texts = run("pdftotext", "-enc", "UTF-8", "-raw", original, "-").decode("utf-8").split("\f")
        for number, page in enumerate(volume.pages_of(record["id"]), 1):
            if not thorough and number > 1:
                break
            if wrong := unlike(original, number, volume.path, page):
                yield f"{record['id']}, page {number}: {wrong}"
            if squeeze(texts[number - 1]) not in squeeze(volume.raw_pages[page - 1]):
                yield f"{record['id']}, page {number}: page {page} does not have its text"


def into_volume(document):
    """Links out of a document into a volume: file, destination and page of the link."""
    for number, ref in enumerate(document.page_refs, 1):
        for annotation in map(document.get, document.get(document.get(ref).get("/Annots")) or []):
            action = document.get(annotation.get("/A")) or {}
            address = string(action.get("/URI", ""))
            if action.get("/S") == "/GoToR":
                file = document.get(action.get("/F"))
                file = string(file.get("/UF", file.get("/F", ""))) if isinstance(file, dict) else string(file)
                address = f"{file}#nameddest={string(action.get('/D', ''))}"
            if found := re.fullmatch(r"(?:\./)?(records/volume\.[\w-]+\.pdf)(?:#(?:nameddest=)?(.*))?", unquote(address)):
                yield found[1], found[2], number


def cites(package, document):
    """Every finding's records can be opened from booklet and consultation, each at a place that the volume has."""
    linked = set()
    volumes = {f"records/{volume.path.name}": volume for volume in package.volumes}
    for file, place, page in into_volume(document):
        if file != f"records/volume.{document.locale}.pdf":
            yield f"page {page}: a link leads to {file}"
        elif file not in volumes or place is None or volumes[file].page_of(place) is None:
            yield f"page {page}: {file} has no destination {place}"
        else:
            linked.add(place.split(".")[0])
    bound = {record["id"] for record in package.records()}
    for finding in package.case["findings"]:
        for record in finding.get("records", []):
            if record in bound and record not in linked:
                yield f"finding {finding['id']} cites {record}, and no link leads to it"


def start_page(package):
    """Every link of the start page leads to a file of the package, and to a place that is there."""
    for href in package.start.links:
        path, _, fragment = href.partition("#")
        if re.match(r"[a-z]+:", path):
            if not re.fullmatch(r"(tel:\+[\d.()-]+|mailto:[^@\s]+@[^@\s]+|https?://\S+)", path):
                yield f"a link is {href}"
            continue
        if not path:
            if fragment not in package.start.ids:
                yield f"nothing has the id {fragment}"
            continue
        file = package.folder / unquote(path)
        if not file.resolve().is_relative_to(package.folder.resolve()) or not file.is_file():
            yield f"{href} is no file of the package"
        elif fragment:
            place = unquote(fragment.removeprefix("nameddest="))
            if not fragment.startswith("nameddest=") or Volume(file, package).page_of(place) is None:
                yield f"{href}: there is no such destination"
    for loaded in package.start.loaded:
        yield f"it loads {loaded}"
    listed = {unquote(href.partition("#")[0]) for href in package.start.links}
    for record in package.records():
        if record.get("file") and record["file"] not in listed:
            yield f"no link leads to the original {record['file']}"


def sums(folder):
    """`sha256sum` finds every file of the list, and every file is in it."""
    status, words = said("sha256sum", "--quiet", "--strict", "-c", "SHA256SUMS", cwd=folder)
    if status != 0:
        yield words
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    archives = {name for name in there if re.search(r"\.(zip|asice|asice\.minisig)$", name)}
    # What makes an archive one is in no list; the public key lies beside it.
    beside = archives | {"SHA256SUMS", "minisign.pub", "mimetype"} | {name for name in there if name.startswith("META-INF/")}
    for name in sorted(there - listed - beside):
        yield f"{name} is not in SHA256SUMS"


def unzips(archive, folder):
    """unzip and Python find an archive sound, and in it what is in the folder."""
    status, words = said("unzip", "-tqq", archive)
    if status != 0:
        yield words
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            beside = folder / name
            if name != "mimetype" and not name.startswith("META-INF/") and (
                    not beside.is_file() or beside.read_bytes() != opened.read(name)):
                yield f"{name} is not the file in the folder"
        for name in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
            if name.split("  ", 1)[1] not in opened.namelist():
                yield f"{name} is not in the archive"


def packages(out):
    for package in map(Package, sorted(path for path in out.iterdir() if (path / "index.html").is_file())):
        for volume in package.volumes:
            said_pages = package.start.pages(f"records/{volume.path.name}")
            check(f"{volume.name}: opens", opens(volume, said_pages))
            check(f"{volume.name}: links and bookmarks", leads(volume))
            check(f"{volume.name}: destinations", destinations(volume))
            check(f"{volume.name}: nothing active", quiet(volume))
            check(f"{volume.name}: page-true", page_true(volume, volume is package.volumes[0]))
        for document in package.documents:
            check(f"{document.name}: pages", [] if package.start.pages(document.path.name) == len(document.page_refs) else
                  f"the start page says {package.start.pages(document.path.name)}, there are {len(document.page_refs)}")
            if document.kind in ("booklet", "consultation"):
                check(f"{document.name}: links to records", cites(package, document))
        check(f"{package.name}: start page", start_page(package))
        check(f"{package.name}: SHA256SUMS", sums(package.folder))
        for archive in package.folder.glob("*.zip"):
            check(f"{package.name}: {archive.name}", unzips(archive, package.folder))


# Standards


def altered_case(sample, folder, change):
    """A copy of a sample whose records are changed by `change`, which is given each record's YAML."""
    shutil.copytree(ROOT / "samples" / sample, folder)
    path = folder / "case.yaml"
    text = path.read_text("utf-8")
    start = text.index("\nrecords:\n") + len("\nrecords:\n")
    end = start + re.search(r"(?m)^\w+:", text[start:]).start()
    entries = re.split(r"(?m)^(?=  - id:)", text[start:end])
    path.write_text(text[:start] + "".join(change(entry) for entry in entries) + text[end:], "utf-8")
    return folder


NOTE = "Visit note\n\nThe patient was seen today. No complaints.\n\nPlan: see again in four weeks.\n"


def archival_case(sample):
    """Only pictures, DICOM and a text go into the volume."""
    noted = []

    def change(entry):
        file = re.search(r"(?m)^    file: (\S+)", entry)
        if not file or not file[1].endswith(".pdf") or "in_appendix" in entry:
            return entry
        if noted:
            return entry.rstrip("\n") + "\n    in_appendix: false\n"
        noted.append(file[1])
        digest = hashlib.sha256(NOTE.encode()).hexdigest()
        entry = entry.replace(file[1], "records/note.txt").replace("application/pdf", "text/plain")
        return re.sub(r'sha256: "?\w+"?', f'sha256: "{digest}"', entry)

    folder = altered_case(sample, WORK / f"archival-{sample}", change)
    (folder / "records/note.txt").write_text(NOTE, "utf-8")
    return folder


def conforms(*files):
    """What veraPDF says against PDF/A-3a and PDF/UA-1."""
    status, words = said(HERE / "verapdf", "3a,ua1", *files)
    if status > 1:
        yield words
    if status == 1 or "FAIL" in words:
        yield from (line for line in words.splitlines() if not line.startswith("pass"))
    if words.count("pass ") + words.count("FAIL ") < 2 * len(files):
        yield f"veraPDF has said too little: {words}"


def standards(out):
    letters, volumes = [], []
    readers = [("oncology", "patient"), ("spine", "patient"), ("cardiology", "patient"), ("oncology", "treating-physician")]
    for sample, reader in readers:
        folder = WORK / f"{sample}-{reader}"
        build(ROOT / "samples" / sample, "--out", folder, "--for", reader, "--date", "2026-03-12")
        letters += sorted(folder.glob("delivery/letter.*.pdf"))
        package = Package(folder)
        check(f"{folder.name}: start page", start_page(package))
        check(f"{folder.name}: SHA256SUMS", sums(folder))
        check(f"{folder.name}: withheld", withheld(package, reader))
    check("letters", [] if len(letters) == len(readers) else f"there are {len(letters)} for {len(readers)} readers")
    check("letters: PDF/A-3a and PDF/UA-1", conforms(*letters))
    for sample in ("oncology", "spine", "cardiology"):
        folder = WORK / f"{sample}-archival"
        build(archival_case(sample), "--out", folder, "--locale", "en-US")
        volumes.append(folder / "records/volume.en-US.pdf")
        volume = Package(folder).volumes[0]
        check(f"{folder.name}: opens", opens(volume, volume.package.start.pages("records/volume.en-US.pdf")))
        check(f"{folder.name}: links and bookmarks", leads(volume))
        check(f"{folder.name}: destinations", destinations(volume))
    check("volumes of pictures, DICOM and text: PDF/A-3a and PDF/UA-1", conforms(*volumes))
    # `run` has asked veraPDF about the booklets.
    foreign = [out / "spine/records/volume.en-US.pdf"]
    status, words = said(HERE / "verapdf", "3a,ua1", *foreign)
    print("    for information, a volume with foreign PDFs:")
    print("\n".join("    " + line.replace(f"{out}/", "")[:220] for line in words.splitlines()))
    must_find("a volume that does not conform", conforms(foreign[0]) if status == 1 else conforms(spoilt(
        Volume(volumes[0], None), lambda objects: root(objects).pop("/Lang"))))


def withheld(package, reader):
    """What the patient has not released is in nobody else's package; the patient's own has everything."""
    released = set(package.case["consent"].get("sensitive_categories", []))
    volume = package.volumes[0]
    for record in package.records():
        closed = reader != "patient" and set(record.get("sensitive", [])) - released
        there = volume.page_of(record["id"]) is not None, (package.folder / record["file"]).exists()
        if closed and any(there):
            yield f"{record['id']} is there, though it is not released"
        if not closed and not all(there):
            yield f"{record['id']} is missing"


# Browser


def browsed(out):
    if os.environ.get("OPINE_WITHOUT_CHROMIUM") == "1":
        print("    skipped: Chromium, as OPINE_WITHOUT_CHROMIUM says")
        return
    for package in map(Package, sorted(path for path in out.iterdir() if (path / "index.html").is_file())):
        locale = package.case["locale"]
        with browser.Browser(package.folder) as chromium:
            for document in [*package.volumes[:1], *(d for d in package.documents if d.kind == "booklet" and d.locale == locale)]:
                check(f"{document.name}: pdf.js", pdfjs(chromium, document))
            check(f"{package.name}/index.html: Chromium", shown_page(chromium))
            check(f"{package.name}/index.html: axe", axe(chromium))
    # Something spoilt.
    folder = WORK / "spoilt-page"
    shutil.copytree(package.folder, folder, ignore=shutil.ignore_patterns("*.zip"))
    page = (folder / "index.html").read_text("utf-8")
    plain = re.sub(r"<meta http-equiv[^>]*>", "", page)

    def found(text, check_page):
        (folder / "index.html").write_text(text, "utf-8")
        with browser.Browser(folder) as chromium:
            return list(check_page(chromium))

    must_find("a picture from elsewhere", found(plain.replace("<main>", '<main><img src="http://example.org/x.png" alt="">'), shown_page))
    must_find("an error in the console", found(page.replace("<main>", "<main><script>1</script>"), shown_page))
    must_find("a link without words", found(page.replace("<main>", '<main><a href="case.json"></a>'), axe))
    document = package.volumes[0]
    fewer = spoilt(document, lambda objects: root(objects).pop("/Outlines"))
    with browser.Browser(fewer.path.parent) as chromium:
        must_find("a volume without bookmarks in pdf.js", pdfjs(chromium, fewer, document))


def pdfjs(chromium, document, expected=None):
    """pdf.js opens the file, draws two pages and finds as many pages, bookmarks and destinations."""
    expected = expected or document
    result = chromium.pdf(document.path)
    if "error" in result:
        yield result["error"]
        return
    for what, count in (("pages", len(expected.page_refs)), ("bookmarks", len(expected.outline)),
                        ("destinations", len(expected.names("/Dests")))):
        if result[what] != count:
            yield f"{result[what]} {what}, not {count}"
    for page, marked in result["drawn"].items():
        if marked < 500:
            yield f"page {page} is drawn with {marked} dots that are not white"
    for name, page in result["places"].items():
        if isinstance(document, Volume) and document.page_of(name) != page:
            yield f"{name} leads to page {page}, not {document.page_of(name)}"


def shown_page(chromium):
    """The start page asks for nothing else and has nothing to complain of."""
    result = chromium.page()
    yield from (f"the console says: {words}" for words in result["console"])
    yield from (f"it asks for {address}" for address in result["asked"])
    if result["words"] < 100:
        yield f"it shows {result['words']} words"


def axe(chromium):
    """No violation of WCAG 2.2 AA that axe can find, light and dark."""
    for scheme in ("light", "dark"):
        result = chromium.axe(scheme)
        if result.get("passes", 0) < 10:
            yield f"axe did not run: {result}"
        for violation in result.get("violations", []):
            yield f"{scheme}: {violation}"


# Archive


def opened(archive, release, folder=None):
    """Whether `booklet open` takes it: its exit status and what it said."""
    out = folder or WORK / f"opened-{time.monotonic_ns()}"
    return opine("booklet", "open", archive, "--roots", release / "roots.pem", "--crl", release / "crl.pem", "--out", out)


def members(archive):
    with zipfile.ZipFile(archive) as opened_zip:
        return [(info, opened_zip.read(info)) for info in opened_zip.infolist()]


def rewritten(archive, target, change):
    """The archive written anew by Python, its members as `change` gives them."""
    with zipfile.ZipFile(target, "w") as out:
        for info, data in change(members(archive)):
            fresh = zipfile.ZipInfo(info.filename, info.date_time)
            fresh.external_attr, fresh.create_system = info.external_attr, info.create_system
            out.writestr(fresh, data)


def appended(archive, target, name, data=b"more", mode=0o100644):
    shutil.copyfile(archive, target)
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    # Python warns of a name that is there twice.
    with zipfile.ZipFile(target, "a") as out, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out.writestr(info, data)


def central(data, name):
    """Where the entry of a name is in the central directory."""
    at = struct.unpack_from("<I", data, data.rindex(b"PK\5\6") + 16)[0]
    while data[at : at + 4] == b"PK\1\2":
        own, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        if data[at + 46 : at + 46 + own] == name.encode():
            return at
        at += 46 + own + extra + comment
    raise ValueError(f"no {name}")


def tampered(archive, folder):
    """Archives that are not as they were sealed, each by what was done to it."""
    data = archive.read_bytes()
    name = "records/volume.en-US.pdf"
    with zipfile.ZipFile(archive) as opened_zip:
        offset = opened_zip.getinfo(name).header_offset
    own, extra = struct.unpack_from("<HH", data, offset + 26)
    body = offset + 30 + own + extra
    entry, end = central(data, name), data.rindex(b"PK\5\6")

    def patched(*changes):
        out = bytearray(data)
        for at, new in changes:
            out[at : at + len(new)] = new
        return bytes(out)

    def grown(extra_field, sizes=None):
        """The central entry with an extra field more, and sizes that point to it."""
        length = struct.unpack_from("<H", data, entry + 30)[0]
        out = bytearray(data)
        if sizes is not None:
            out[entry + 20 : entry + 28] = sizes
        out[entry + 30 : entry + 32] = struct.pack("<H", length + len(extra_field))
        at = entry + 46 + len(name)
        out[at:at] = extra_field
        moved = end + len(extra_field)
        size = struct.unpack_from("<I", out, moved + 12)[0]
        out[moved + 12 : moved + 16] = struct.pack("<I", size + len(extra_field))
        return bytes(out)

    real = struct.pack("<II", *struct.unpack_from("<II", data, entry + 20))
    size = struct.unpack_from("<I", data, entry + 24)[0]
    yield "a byte of a record", patched((body + 5000, bytes([data[body + 5000] ^ 1])))
    yield "a byte in the signature", patched((lambda at: (at, bytes([data[at] ^ 1])))(
        zip_body(data, "META-INF/signature001.p7s") + 300))
    yield "an entry renamed", data.replace(name.encode(), name.replace("en-US", "en-GB").encode())
    yield "an entry renamed in the list alone", patched((entry + 46, name.replace("en-US", "en-GB").encode()))
    yield "an entry renamed in its own head alone", patched((offset + 30, name.replace("en-US", "en-GB").encode()))
    yield "bytes behind the end", data + b"\0" * 10
    yield "a second archive behind the end", data + data
    yield "bytes before the beginning", b"#!/bin/sh\n" + data
    yield "a comment", data[:-2] + struct.pack("<H", 4) + b"more"
    yield "another size in the list", patched((entry + 24, struct.pack("<I", size + 1)))
    yield "another offset in the list", patched((entry + 42, struct.pack("<I", 0)))
    yield "marked as encrypted", patched((entry + 8, struct.pack("<H", 1)))
    yield "another way of packing", patched((entry + 10, struct.pack("<H", 8)))
    yield "sizes of ZIP64 without any", patched((entry + 20, b"\xff" * 8))
    yield "sizes of ZIP64 that lie", grown(struct.pack("<HHQQ", 1, 16, size + 4096, size + 4096), b"\xff" * 8)
    yield "sizes of ZIP64 beyond all", grown(struct.pack("<HHQQ", 1, 16, 1 << 62, 1 << 62), b"\xff" * 8)
    yield "sizes of ZIP64 cut short", grown(struct.pack("<HHI", 1, 4, 7), b"\xff" * 8)
    yield "two sizes that differ", grown(struct.pack("<HHQQ", 1, 16, 1, 1), real)
    yield "an end of ZIP64 that leads nowhere", data[:end] + struct.pack("<4sIQI", b"PK\6\7", 0, 1 << 40, 1) + data[end:]
    count = struct.unpack_from("<H", data, end + 10)[0]
    yield "more entries than there are", patched((end + 8, struct.pack("<HH", count + 1, count + 1)))
    yield "fewer entries than there are", patched((end + 8, struct.pack("<HH", count - 1, count - 1)))
    yield "entries of ZIP64 without any", patched((end + 8, b"\xff" * 4))
    yield "cut short", data[: len(data) // 2]
    yield "empty", b""

    def made(how, *arguments, **options):
        target = folder / "made.asice"
        how(archive, target, *arguments, **options)
        return target.read_bytes()

    yield "an entry twice", made(appended, name)
    yield "an entry twice but for case", made(appended, name.upper())
    yield "an entry more", made(appended, "records/more.pdf")
    yield "a link", made(appended, "records/link", b"/etc/passwd", 0o120777)
    yield "a link in place of a record", made(rewritten, lambda all_of: [
        (linked(info) if info.filename == name else info, b"/etc/passwd" if info.filename == name else data) for info, data in all_of])
    yield "a way out", made(appended, "../outside.txt")
    yield "a hidden way out", made(appended, "records/../../outside.txt")
    yield "a way out for Windows", made(appended, "..\\outside.txt")
    yield "an absolute name", made(appended, "/tmp/outside.txt")
    yield "a folder", made(appended, "records/folder/", b"")
    yield "a name that ends in a dot", made(appended, "records/volume.en-US.pdf.")
    yield "a record less", made(rewritten, lambda all_of: [one for one in all_of if one[0].filename != name])
    yield "no signature", made(rewritten, lambda all_of: [one for one in all_of if not one[0].filename.endswith(".p7s")])
    yield "two records exchanged", made(rewritten, exchanged)


def zip_body(data, name):
    offset = struct.unpack_from("<I", data, central(data, name) + 42)[0]
    own, extra = struct.unpack_from("<HH", data, offset + 26)
    return offset + 30 + own + extra


def linked(info):
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def exchanged(all_of):
    names = [index for index, (info, _) in enumerate(all_of) if info.filename.startswith("records/") and info.filename.endswith(".pdf")]
    one, two = names[:2]
    return [(info, all_of[two if index == one else one if index == two else index][1]) for index, (info, _) in enumerate(all_of)]


def listing(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*"))
            if path.is_file()}


def archives(out, release):
    sealed = WORK / "sealed"
    manager = release / "keys/rn-okafor"
    key = ("--key", manager, "--passphrase-file", release / "keys/person.pass")
    build(release / "case", "--out", sealed, "--for", "patient", *key)
    archive = next(sealed.glob("*.asice"))
    check("archive: unzip", unzips(archive, sealed))
    check("archive: SHA256SUMS", sums(sealed))
    taken = WORK / "taken"
    status, words = opened(archive, release, taken)
    check("archive: booklet open", [] if status == 0 else f"ended with {status}: {words}")
    check("archive: taken out", sums(taken))
    same = {name: digest for name, digest in listing(taken).items() if name in listing(sealed)}
    check("archive: taken out as it was put in", [] if same.items() <= listing(sealed).items() and len(same) > 10 else "files differ")
    # The signature, by OpenSSL and minisign.
    with zipfile.ZipFile(archive) as members_of:
        (WORK / "p7s").write_bytes(members_of.read("META-INF/signature001.p7s"))
        manifest = members_of.read("META-INF/ASiCManifest001.xml")
        names, mimetype = members_of.namelist(), members_of.read(members_of.namelist()[0])
    check("archive: mimetype first", [] if names[0] == "mimetype" and mimetype == b"application/vnd.etsi.asic-e+zip" else names[:2])
    (WORK / "manifest").write_bytes(manifest)
    (WORK / "trust.pem").write_bytes((release / "roots.pem").read_bytes() + (release / "crl.pem").read_bytes())
    cms = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", WORK / "p7s", "-CAfile", WORK / "trust.pem",
           "-crl_check", "-out", "/dev/null", "-content"]
    status, words = said(*cms, WORK / "manifest")
    check("archive: openssl cms", [] if status == 0 else words)
    (WORK / "manifest").write_bytes(manifest.replace(b"records/", b"record5/", 1))
    must_find("openssl cms on another manifest", [] if said(*cms, WORK / "manifest")[0] == 0 else ["refused"])
    public = (sealed / "minisign.pub")
    minisign = ["minisign", "-Vm", archive, "-p", public]
    status, words = said(*minisign)
    check("archive: minisign", [] if status == 0 else words)
    # Refused, each time without the signature beside it, which would give everything away.
    folder = WORK / "tampered"
    folder.mkdir()
    control = folder / "control.asice"
    shutil.copyfile(archive, control)
    status, words = opened(control, release)
    check("archive: a copy", [] if status == 0 else f"ended with {status}: {words}")
    for what, data in tampered(archive, folder):
        target, into = folder / archive.name, folder / "into"
        target.write_bytes(data)
        status, words = opened(target, release, into)
        wrong = []
        if status == 0:
            wrong.append(f"was taken: {words}")
        if status not in (0, 1, 2, 3, 4, 64) or "panicked" in words:
            wrong.append(f"ended with {status}: {words}")
        if into.exists():
            wrong.append("something was taken out")
            shutil.rmtree(into)
        if list(folder.parent.glob("outside*")) or Path("/tmp/outside.txt").exists():
            wrong.append("something was written outside")
        check(f"archive: {what}", wrong)
    # The way with a password.
    password = WORK / "password"
    password.write_text(PASSWORD + "\n", "utf-8")
    password.chmod(0o600)
    locked = WORK / "locked"
    build(ROOT / "samples/spine", "--out", locked, "--for", "treating-physician", "--date", "2026-03-12",
          "--delivery-password-file", password)
    delivery = next(locked.glob("*-locked.zip"))
    status, words = said("7z", "t", f"-p{PASSWORD}", delivery)
    check("locked: 7z with the password", [] if status == 0 and "Everything is Ok" in words else words)
    status, words = said("7z", "t", "-pnot the password 7", delivery)
    check("locked: 7z with another", [] if status != 0 else words)
    status, words = said("7z", "l", "-slt", delivery)
    check("locked: AES-256", [] if "AES-256" in words and "Encrypted = -" not in words else words)
    status, words = said("7z", "x", "-y", f"-p{PASSWORD}", f"-o{WORK / 'unlocked'}", delivery)
    whole = list((WORK / "unlocked").glob("*.zip"))
    check("locked: what is in it", [] if len(whole) == 1 and whole[0].read_bytes() == (locked / whole[0].name).read_bytes()
          else f"{[path.name for path in whole]}: {words}")
    check("locked: no password in clear", [] if not any(PASSWORD.encode() in path.read_bytes() for path in locked.rglob("*")
          if path.is_file()) else "it is in a file")
    # The same bytes.
    twice = WORK / "twice"
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LANG": "es_ES.UTF-8", "LC_ALL": "", "HOME": "/nonexistent"}
    build(".", "--out", twice / "spine", "--jobs", "1", cwd=ROOT / "samples/spine", env=environment)
    check("the same bytes on one thread in another time zone and language", same_bytes(out / "spine", twice / "spine"))
    (twice / "spine/index.html").write_bytes(b"another")
    must_find("another byte", same_bytes(out / "spine", twice / "spine"))
    at = ("--at", time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()))
    for number in ("one", "two"):
        build(release / "case", "--out", twice / number, "--for", "patient", *key, *at, "--jobs", "1" if number == "one" else "2")
    check("the same sealed archive at the same moment", same_bytes(twice / "one", twice / "two"))
    # Something spoilt, for what is above.
    (sealed / "case.json").write_bytes(b"{}")
    must_find("a file that SHA256SUMS does not know", sums(sealed))
    must_find("an archive that is not what is beside it", unzips(archive, sealed))
    with archive.open("ab") as more:
        more.write(b"more")
    must_find("minisign on another archive", [] if said(*minisign)[0] == 0 else ["refused"])


def same_bytes(one, two):
    first, second = listing(one), listing(two)
    for name in sorted(first.keys() | second.keys()):
        if first.get(name) != second.get(name):
            yield f"{name}: {first.get(name, 'not there')[:12]}, {second.get(name, 'not there')[:12]}"


# Print


def printed(files, out, *options):
    """Sheets, sides and blank pages as `booklet print` says."""
    status, words = opine("booklet", "print", *files, "--out", out, *options)
    if status != 0:
        raise ToolError(f"booklet print ended with {status}: {words}")
    return tuple(int(number) for number in re.search(r"(\d+) sheets, (\d+) sides, (\d+) blank", words).groups())


def halves(path):
    """The words of the left and the right half of every side."""
    pdf = Pdf(path)
    width, height = (round(size) for size in pdf.box(0))
    half = width // 2
    texts = []
    for x in (0, half):
        text = run("pdftotext", "-enc", "UTF-8", "-raw", "-x", x, "-y", 0, "-W", half, "-H", height, "-r", 72, path, "-")
        texts.append(text.decode("utf-8").split("\f")[:-1])
    return list(zip(*texts))


def bag(text):
    # Letters of the word across a draft stand where they may, so single ones do not count.
    return sorted(word for word in text.split() if len(word) > 3)


def which(text, bags):
    """The page (from 0) with these words, or none for a blank one."""
    words = bag(text)
    if not text.strip():
        return None
    found = [index for index, own in enumerate(bags) if own == words]
    return found[0] if len(found) == 1 else f"words of {len(found)} pages: {' '.join(text.split())[:80]}"


def folded(path, document, most):
    """A print that is folded and read from the first page to the last has the document's pages in order."""
    bags = [bag(text) for text in document.raw_pages]
    sides = [tuple(which(text, bags) for text in side) for side in halves(path)]
    wrong = [place for side in sides for place in side if isinstance(place, str)]
    if wrong:
        yield from wrong
        return
    if len(sides) % 2:
        yield f"{len(sides)} sides are not whole sheets"
        return
    sheets = [(sides[index], sides[index + 1]) for index in range(0, len(sides), 2)]
    pages, signatures = [], []
    while sheets:
        # The front of a signature's outermost sheet has its last page at the left, its first at the right.
        last, first = sheets[0][0]
        count = len(sheets) if last is None or first is None else max(1, (last - first + 1) // 4)
        stack, sheets = sheets[:count], sheets[count:]
        signatures.append(count)
        for (_, right), (left, _) in stack:
            pages += [right, left]
        for (left, _), (_, right) in reversed(stack):
            pages += [right, left]
    expected = list(range(len(bags))) + [None] * (len(pages) - len(bags))
    if pages != expected:
        yield f"read in the order {pages}"
    if max(signatures) > most:
        yield f"signatures of {signatures} sheets, more than {most}"
    if len(pages) - len(bags) > 3:
        yield f"{len(pages) - len(bags)} blank pages"


def both_sides(path, documents, starts):
    """Every page once and in order, with nothing but blank pages between; what has to, begins on the right."""
    bags = [bag(text) for document in documents for text in document.raw_pages]
    order, following = [], 0
    for number, text in enumerate(Pdf(path).raw_pages, 1):
        if not text.strip():
            order.append(None)
            continue
        if following >= len(bags) or bag(text) != bags[following]:
            yield f"page {number} is not page {following + 1} of what was printed"
            return
        order.append(following)
        following += 1
    if following != len(bags):
        yield f"{following} pages of {len(bags)}"
    for start in starts:
        if start in order and order.index(start) % 2:
            yield f"page {start + 1} begins on the left"
    if any(one is None and two is None for one, two in zip(order, order[1:])):
        yield "two blank pages follow each other"


def imposed(out):
    package = Package(out / "spine")
    document = next(d for d in package.documents if d.kind == "booklet" and d.locale == "en-US")
    count = len(document.page_refs)
    for name, most, options in (("one signature", 100, ()), ("signatures of four", 4, ()), ("the usual", 10, ()),
                                ("tabloid", 10, ("--paper", "tabloid")), ("A4", 10, ("--paper", "a4"))):
        path = WORK / "folded.pdf"
        sheets, sides, blank = printed([document.path], path, *(("--signature", str(most)) if most != 10 else ()), *options)
        counted = Pdf(path)
        wrong = []
        if (sheets, sides, blank) != (-(-count // 4), 2 * -(-count // 4), -count % 4):
            wrong.append(f"{count} pages on {sheets} sheets, {sides} sides, {blank} blank")
        if len(counted.page_refs) != sides:
            wrong.append(f"{sides} sides are said, {len(counted.page_refs)} are there")
        check(f"print: {name}: sheets", wrong)
        check(f"print: {name}: qpdf", [] if said("qpdf", "--check", path)[0] == 0 else said("qpdf", "--check", path)[1])
        check(f"print: {name}: folded", folded(path, document, most))
    for pages in (1, 2, 3, 5, 18):
        short, laid = WORK / f"short-{pages}.pdf", WORK / "short-laid.pdf"
        run("qpdf", document.path, "--pages", document.path, f"1-{pages}", "--", short)
        said_of = printed([short], laid, "--signature", "2")
        check(f"print: {pages} pages", folded(laid, Pdf(short), 2) if said_of == (-(-pages // 4), 2 * -(-pages // 4), -pages % 4)
              else f"{said_of} are said")
    swapped = WORK / "swapped.pdf"
    run("qpdf", path, "--pages", path, "1,4,3,2,5-z", "--", swapped)
    must_find("two sides exchanged", folded(swapped, document, 10))
    # Both sides: dividers begin on the right.
    volume = package.volumes[0]
    starts = [0] + [volume.page_of(record["id"]) - 1 for record in package.records()]
    path = WORK / "duplex.pdf"
    printed([volume.path], path, "--layout", "duplex")
    check("print: both sides", both_sides(path, [volume], starts))
    check("print: both sides: qpdf", [] if said("qpdf", "--check", path)[0] == 0 else said("qpdf", "--check", path)[1])
    less = WORK / "less.pdf"
    run("qpdf", path, "--pages", path, "1,3-z", "--", less)
    must_find("a page less", both_sides(less, [volume], starts))
    shifted = WORK / "shifted.pdf"
    blank_page = next(i for i, text in enumerate(Pdf(path).raw_pages, 1) if not text.strip())
    run("qpdf", path, "--pages", path, f"1-{blank_page - 1},{blank_page + 1}-z", "--", shifted)
    must_find("a record that begins on the left", both_sides(shifted, [volume], starts))
    printed([document.path, volume.path], path, "--layout", "duplex")
    check("print: two documents", both_sides(path, [document, volume], [0] + [count + start for start in starts]))


# Something spoilt


def root(objects):
    return objects[f"obj:{objects['trailer']['value']['/Root']}"]["value"]


def spoilt(volume, fault):
    """A copy of a volume with a fault."""
    target = WORK / f"spoilt-{time.monotonic_ns()}" / "records" / volume.path.name
    target.parent.mkdir(parents=True)
    data = json.loads(run("qpdf", "--json-output", "--json-stream-data=inline", volume.path, "-"))
    fault(data["qpdf"][1])
    source = target.with_suffix(".json")
    source.write_text(json.dumps(data), "utf-8")
    run("qpdf", "--json-input", source, target, accept=(0, 3))
    source.unlink()
    return Volume(target, volume.package)


def objects_with(objects, key):
    return [entry["value"] for entry in objects.values() if isinstance(entry.get("value"), dict) and key in entry["value"]]


def selftest(out):
    package = Package(out / "spine")
    volume = package.volumes[0]

    def name_tree(objects, change):
        todo = [entry.get("value") for entry in objects.values()]
        while todo:
            node = todo.pop()
            if isinstance(node, dict):
                if isinstance(node.get("/Names"), list):
                    change(node["/Names"])
                todo += node.values()

    def one_place(objects):
        def change(pairs):
            at = {string(name): index for index, name in enumerate(pairs[::2])}
            if "REC-2.1" in at and "REC-3.1" in at:
                one, two = 2 * at["REC-2.1"] + 1, 2 * at["REC-3.1"] + 1
                pairs[one], pairs[two] = pairs[two], pairs[one]
        name_tree(objects, change)

    def fewer_places(objects):
        def change(pairs):
            at = {string(name): index for index, name in enumerate(pairs[::2])}
            if "REC-4.1" in at:
                del pairs[2 * at["REC-4.1"] : 2 * at["REC-4.1"] + 2]
        name_tree(objects, change)

    def bookmark(objects):
        items = [item for item in objects_with(objects, "/Title") if "/Dest" in item or "/A" in item]
        one, two = items[2], items[4]
        for key in ("/Dest", "/A"):
            if key in one and key in two:
                one[key], two[key] = two[key], one[key]

    def link(objects):
        for annotation in objects_with(objects, "/Subtype"):
            if annotation["/Subtype"] == "/Link":
                annotation.pop("/A", None)
                annotation["/Dest"] = "u:REC-99"
                return

    def pages_exchanged(objects):
        first, second = (volume.page_refs[volume.page_of(name) - 1] for name in ("REC-2.1", "REC-2.2"))
        one, two = objects[f"obj:{first}"]["value"], objects[f"obj:{second}"]["value"]
        one["/Contents"], two["/Contents"] = two["/Contents"], one["/Contents"]
        one["/Resources"], two["/Resources"] = two["/Resources"], one["/Resources"]

    def script(objects):
        root(objects)["/OpenAction"] = {"/S": "/JavaScript", "/JS": "u:app.alert(1)"}

    def address(objects):
        page = objects[f"obj:{volume.page_refs[volume.page_of('REC-1.1') - 1]}"]["value"]
        page["/Annots"] = [{"/Type": "/Annot", "/Subtype": "/Link", "/Rect": [0, 0, 9, 9],
                            "/A": {"/S": "/URI", "/URI": "u:https://example.org"}}]

    count = len(volume.page_refs)
    must_find("a page too many", opens(volume, count + 1))
    cut = WORK / "cut.pdf"
    cut.write_bytes(volume.path.read_bytes()[:-3000])
    must_find("a volume cut short", opens(Volume(cut, package), count))
    for name, fault, find in (("a bookmark to another record", bookmark, leads), ("a link to nowhere", link, leads),
                              ("two destinations exchanged", one_place, destinations), ("a destination less", fewer_places, destinations),
                              ("a script", script, quiet), ("an address on a record's page", address, quiet),
                              ("two pages exchanged", pages_exchanged, lambda pdf: page_true(pdf, True)),
                              ("two pages exchanged, by their strips", pages_exchanged, destinations)):
        must_find(name, find(spoilt(volume, fault)))
    document = next(d for d in package.documents if d.kind == "booklet" and d.locale == "en-US")

    def no_links(objects):
        for action in objects_with(objects, "/A"):
            if isinstance(action["/A"], dict) and "volume." in str(action["/A"]):
                action["/A"] = {"/S": "/URI", "/URI": "u:records/volume.en-US.pdf#nameddest=REC-99"}

    must_find("links to records that lead nowhere", cites(package, spoilt(Volume(document.path, package), no_links)))
    page = StartPage((package.folder / "index.html").read_text("utf-8"))
    other = Package(out / "spine")
    other.start = page
    page.links.append("records/volume.en-US.pdf#nameddest=REC-99")
    must_find("a start page that leads to no record", start_page(other))
    page.links[-1] = "../outside.pdf"
    must_find("a start page that leads out of the package", start_page(other))


PARTS = {
    "packages": lambda out, release: packages(out),
    "selftest": lambda out, release: selftest(out),
    "standards": lambda out, release: standards(out),
    "print": lambda out, release: imposed(out),
    "archive": archives,
    "browser": lambda out, release: browsed(out),
}


def main():
    out, release = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    for name in (sys.argv[3].split(",") if len(sys.argv) > 3 else PARTS):
        start = time.monotonic()
        before = passed + failed
        try:
            PARTS[name](out, release)
        except Exception as error:
            check(name, f"could not be finished: {error!r}: {traceback.format_exc()[-400:]}")
        print(f"    {name:10} {passed + failed - before} checks in {time.monotonic() - start:.0f} s", flush=True)
    shutil.rmtree(WORK, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
