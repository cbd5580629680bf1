#!/usr/bin/env python3
"""Checks the PDFs of the samples with tools that share no code with Opine: qpdf and poppler.

    checks.py [--only NAME[,NAME]] FOLDER

FOLDER has one folder for each sample, as `opine booklet build samples/NAME --out FOLDER/NAME` makes it. README.md says
what each check is for. The last line is `N passed, N failed`; the exit status is 0 if none failed.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

sys.dont_write_bytecode = True
import words
from pdf import Pdf, ToolError, run, squeeze, string
from words import ROOT, fold

KINDS = ("booklet", "consultation", "patient-summary")
LANGUAGES = ("en", "es", "fr")

CHECKS = {}


def check(function):
    """A check of one document: it yields what is wrong, each in words that name the page."""
    CHECKS[function.__name__] = function
    return function


def shown(text, length=90):
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


@cache
def attached_case(path):
    return json.loads(Pdf(path).attachment("case.json"))


@check
def syntax(pdf):
    """The file is sound: ISO 32000-1, as qpdf reads it."""
    try:
        # A warning is a failure too.
        run("qpdf", "--check", pdf.path)
    except ToolError as error:
        yield str(error)


@check
def metadata(pdf):
    """Title, language and the standards it claims: ISO 14289-1 7.1 and 7.2, ISO 19005-3 6.6."""
    expected = words.message(pdf.locale, f"title-{pdf.kind}")
    title = string(pdf.info.get("/Title", ""))
    if expected not in title:
        yield f"the title is “{title}”, without “{expected}”"
    if pdf.xmp_values("dc:title") != [title]:
        yield f"the title in XMP is {pdf.xmp_values('dc:title')}, in the information dictionary “{title}”"
    if (language := string(pdf.catalog.get("/Lang", ""))) != pdf.locale:
        yield f"the language is “{language}”"
    if (languages := pdf.xmp_values("dc:language")) != [pdf.locale]:
        yield f"the language in XMP is {languages}"
    if not (pdf.get(pdf.catalog.get("/ViewerPreferences")) or {}).get("/DisplayDocTitle"):
        yield "viewers are not told to show the title instead of the file name"
    if not (pdf.get(pdf.catalog.get("/MarkInfo")) or {}).get("/Marked"):
        yield "it is not marked as tagged"
    for tag, value in (("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")):
        if (found := pdf.xmp_values(tag)) != [value]:
            yield f"{tag} is {found}, not {value}"
    dates = attached_case(pdf.path)["dates"]
    day = dates.get("released") or dates.get("records_complete") or dates["requested"]
    for key in ("/CreationDate", "/ModDate"):
        if not string(pdf.info.get(key, "")).startswith(f"D:{day.replace('-', '')}000000"):
            yield f"{key} is {pdf.info.get(key)}, the day of the documents is {day}"


@check
def privacy(pdf):
    """Nothing of the patient stands where a folder or a search engine shows it without the document being opened."""
    patient = attached_case(pdf.path)["patient"]
    contact = patient.get("contact") or {}
    secrets = {
        "name": [patient["name"]["display"], patient["name"]["family"], patient["name"]["given"]],
        "identifier": [identifier["value"] for identifier in patient["identifiers"]],
        "birth date": [patient["birth_date"], patient["birth_date"].replace("-", "")],
        "contact": [value for value in (contact.get("phone"), contact.get("email")) if value],
        "representative": [patient["representative"]["name"]] if patient.get("representative") else [],
    }
    places = {
        "the file name": pdf.path.name,
        "the information dictionary": " ".join(string(value) for value in pdf.info.values()),
        "XMP": pdf.xmp,
        "the bookmarks": " ".join(title for title, _ in pdf.outline),
        "the names of destinations": " ".join(pdf.names("/Dests")),
        "the names of attachments": " ".join(pdf.names("/EmbeddedFiles")),
        "the attachments' file specifications": " ".join(
            string(value)
            for entry in pdf.names("/EmbeddedFiles").values()
            for value in pdf.get(entry).values()
            if isinstance(value, str)
        ),
    }
    for place, text in places.items():
        for what, values in secrets.items():
            for value in values:
                if value.casefold() in text.casefold():
                    yield f"{place} has the patient's {what}, “{value}”"


@check
def attachment(pdf):
    """The case is attached as the file's source: ISO 19005-3 6.8."""
    if (files := list(pdf.names("/EmbeddedFiles"))) != ["case.json"]:
        yield f"the attachments are {files}, not [case.json]"
        return
    file = pdf.get(pdf.names("/EmbeddedFiles")["case.json"])
    if file.get("/AFRelationship") != "/Source":
        yield f"the relationship of case.json is {file.get('/AFRelationship')}, not /Source"
    if not string(file.get("/Desc", "")).strip():
        yield "case.json has no description"
    embedded = pdf.get(pdf.get(file["/EF"])["/F"])
    if embedded.get("/Subtype") not in ("/application/json", "/application#2fjson", "/application#2Fjson"):
        yield f"the media type of case.json is {embedded.get('/Subtype')}"
    case = attached_case(pdf.path)
    source = (ROOT / "samples" / pdf.sample / "case.yaml").read_text("utf-8")
    written = re.search(r"(?m)^id:\s*[\"']?([^\s\"']+)", source)
    if not written or case["id"] != written[1]:
        yield f"the attached case is {case['id']}, the sample {written and written[1]}"


@check
def fonts(pdf):
    """Every font is embedded and every glyph has a character: ISO 19005-3 6.2.11, ISO 14289-1 7.21."""
    rows = run("pdffonts", pdf.path).decode().splitlines()[2:]
    if not rows:
        yield "it has no fonts"
    for row in rows:
        # From the right, because names and types have blanks: ... emb sub uni number generation
        name, (embedded, subset, unicode) = row.split()[0], row.split()[-5:-2]
        for value, what in ((embedded, "embedded"), (subset, "a subset"), (unicode, "mapped to Unicode")):
            if value != "yes":
                yield f"the font {name} is not {what}"
        if " Type 3 " in row:
            yield f"the font {name} is a Type 3 font"


@check
def running(pdf):
    """Case and patient stand on every page, and each page says which one it is of how many."""
    case = attached_case(pdf.path)
    pattern = re.escape(words.message(pdf.locale, "layout-page-of"))
    pattern = pattern.replace(r"\{page\}", r"(\d+)").replace(r"\{pages\}", r"(\d+)")
    count = len(pdf.page_refs)
    if len(pdf.pages) != count:
        yield f"pdftotext finds {len(pdf.pages)} pages, the page tree has {count}"
    for number, text in enumerate(pdf.pages, 1):
        flat = fold(text)
        for what, value in (("case", case["id"]), ("patient", case["patient"]["identifiers"][0]["value"])):
            if squeeze(value) not in squeeze(text):
                yield f"page {number}: the {what} id {value} is not there"
        if (found := re.findall(fold(pattern), flat)) != [(str(number), str(count))]:
            said = [" / ".join(pair) for pair in found] or "nothing"
            yield f"page {number} of {count} says {said} about its number"


@check
def draft(pdf):
    """Nothing unsigned looks like the real thing: every page says that it is a draft."""
    word = words.message(pdf.locale, "draft")
    for number, text in enumerate(pdf.pages, 1):
        if word.casefold() not in text.casefold():
            yield f"page {number}: “{word}” is not there"


def destination(pdf, target):
    """Page (from 0) and place of a destination; a text says why it leads nowhere."""
    for _ in range(5):
        target = pdf.get(target)
        if isinstance(target, dict):
            target = target.get("/D")
        elif isinstance(target, str) and target.startswith(("u:", "b:")):
            name = string(target)
            target = pdf.names("/Dests").get(name)
            if target is None:
                return f"there is no destination “{name}”"
        elif isinstance(target, str):
            target = (pdf.get(pdf.catalog.get("/Dests")) or {}).get(target)
    if not isinstance(target, list) or len(target) < 2:
        return f"its destination is {target}"
    page, fit, *numbers = target
    if page not in pdf.page_refs:
        return f"its destination is {page}, which is no page"
    index = pdf.page_refs.index(page)
    width, height = pdf.box(index)
    left, top = (numbers + [None, None])[:2] if fit == "/XYZ" else (None, None)
    if left is not None and not 0 <= left <= width or top is not None and not 0 <= top <= height:
        return f"its destination is at {left}, {top}, outside page {index + 1}"
    return index, left, top


def followed(pdf, entry):
    """Where an annotation or a bookmark leads: a destination, an address, or why neither."""
    action = pdf.get(entry.get("/A"))
    if "/Dest" in entry:
        return destination(pdf, entry["/Dest"])
    if not isinstance(action, dict):
        return "it has neither a destination nor an action"
    if action.get("/S") == "/GoTo":
        return destination(pdf, action.get("/D"))
    if action.get("/S") != "/URI":
        return f"its action is {action.get('/S')}"
    address = string(action.get("/URI", ""))
    # A page of a source record, in the volume that lies beside; `booklet` checks that it is there.
    if re.fullmatch(r"\./records/volume\.[a-z]{2}-[A-Z]{2}\.pdf#nameddest=[\w:/+-]+(\.\d+)?", address):
        return address.encode()
    parts = urlsplit(address)
    sound = {
        "http": "." in parts.netloc,
        "https": "." in parts.netloc,
        "mailto": re.fullmatch(r"[^@]+@[^@]+\.[^@]+", parts.path),
        # RFC 3966, with the country code.
        "tel": re.fullmatch(r"\+\d[\d.()-]{5,}", parts.path),
    }.get(parts.scheme)
    return address.encode() if sound and not re.search(r"\s", address) else f"its address is “{address}”"


@check
def links(pdf):
    """Every link and every bookmark leads somewhere, and something stands there: ISO 14289-1 7.18.5, WCAG 2.4.4."""
    inside = 0
    for number, ref in enumerate(pdf.page_refs, 1):
        for annotation in pdf.get(pdf.get(ref).get("/Annots")) or []:
            annotation = pdf.get(annotation)
            if annotation.get("/Subtype") != "/Link":
                continue
            left, bottom, right, top = annotation["/Rect"]
            width, height = pdf.box(number - 1)
            place = f"page {number}: the link at {left:.0f}, {height - top:.0f}"
            if right - left < 1 or top - bottom < 1 or left < 0 or bottom < 0 or right > width or top > height:
                yield f"{place} has the rectangle {annotation['/Rect']}"
            led = followed(pdf, annotation)
            if isinstance(led, str):
                yield f"{place}: {led}"
            elif isinstance(led, tuple):
                inside += 1
                yield from empty(pdf, place, led)
    if inside == 0:
        yield "it has no link inside itself"
    if not pdf.outline:
        yield "it has no bookmarks"
    for title, item in pdf.outline:
        led = followed(pdf, item)
        if isinstance(led, str):
            yield f"the bookmark “{shown(title)}”: {led}"
        elif isinstance(led, tuple) and squeeze(fold(title)) not in squeeze(fold(pdf.raw_pages[led[0]])):
            yield f"the bookmark “{shown(title)}” leads to page {led[0] + 1}, which does not have these words"


def empty(pdf, place, led):
    """A destination with nothing beside or below it is a wrong one."""
    index, _, top = led
    height = pdf.box(index)[1]
    below = height - top if top is not None else 0
    # The running footer, which is on every page, is nothing to lead to.
    if not any(below - 6 <= word[1] < height - 60 for word in pdf.words[index]):
        yield f"{place} leads to the foot of page {index + 1}, below all its text"


@check
def contents(pdf):
    """What the table of contents says is on a page is on that page, and its link leads there."""
    entry = re.compile(r"(\S.*?)[.·\s\u2060]{4,}(\d+)")
    found = 0
    for number, ref in enumerate(pdf.page_refs, 1):
        height = pdf.box(number - 1)[1]
        # The lines of one entry are links to the same place, one after the other.
        entries = []
        for annotation in map(pdf.get, pdf.get(pdf.get(ref).get("/Annots")) or []):
            led = followed(pdf, annotation) if annotation.get("/Subtype") == "/Link" else None
            if not isinstance(led, tuple):
                continue
            left, bottom, right, top = annotation["/Rect"]
            # Words whose middle is in the rectangle, without the huge letters of the word across a draft.
            text = " ".join(
                word[4]
                for word in pdf.words[number - 1]
                if left - 1 < (word[0] + word[2]) / 2 < right + 1
                and bottom < height - (word[1] + word[3]) / 2 < top
                and word[3] - word[1] < 30
            )
            if entries and entries[-1][1] == led:
                entries[-1][0] += " " + text
            else:
                entries.append([text, led])
        for text, led in entries:
            if not (match := entry.fullmatch(text.strip())):
                continue
            found += 1
            title, page = match[1], int(match[2])
            if led[0] + 1 != page:
                yield f"page {number}: “{shown(title)}” is said to be on page {page}, but its link leads to page {led[0] + 1}"
            if not 1 <= page <= len(pdf.pages):
                yield f"page {number}: “{shown(title)}” is said to be on page {page}, the last is {len(pdf.pages)}"
            elif squeeze(fold(title)) not in squeeze(fold(pdf.raw_pages[page - 1])):
                yield f"page {number}: “{shown(title)}” is said to be on page {page}, which does not have these words"
    if pdf.kind != "patient-summary" and found < 10:
        yield f"its table of contents has {found} entries"


@check
def tables(pdf):
    """Every table has header cells that say what they head: ISO 14289-1 7.5, WCAG 1.3.1."""

    def inside(node):
        todo = [node.get("/K")]
        while todo:
            value = pdf.get(todo.pop())
            if isinstance(value, list):
                todo += value
            elif isinstance(value, dict) and "/S" in value:
                yield value
                if value["/S"] != "/Table":
                    todo.append(value.get("/K"))

    def scope(cell):
        attributes = pdf.get(cell.get("/A")) or []
        attributes = [pdf.get(a) for a in (attributes if isinstance(attributes, list) else [attributes])]
        return any(isinstance(a, dict) and ("/Scope" in a or "/Headers" in a) for a in attributes)

    count = 0
    for kind, node in pdf.structure:
        if kind != "/Table":
            continue
        count += 1
        cells = list(inside(node))
        headers = [cell for cell in cells if cell["/S"] == "/TH"]
        if not headers:
            yield f"table {count} has no header cell"
        for cell in headers:
            if not scope(cell):
                yield f"a header cell of table {count} has no scope"
    if not pdf.structure:
        yield "it has no structure"


@check
def overflow(pdf):
    """Nothing runs off the paper: WCAG 1.4.10 in spirit; layout engines clip or spill in silence."""
    # The word across a draft is rotated, which poppler boxes roughly.
    draft_word = words.message(pdf.locale, "draft").upper()
    for index, page in enumerate(pdf.words):
        width, height = pdf.box(index)
        for left, top, right, bottom, text in page:
            if (left < 0 or top < 0 or right > width or bottom > height) and text.upper() not in draft_word:
                yield f"page {index + 1}: “{shown(text)}” runs off the paper ({left:.0f}–{right:.0f}, {top:.0f}–{bottom:.0f})"


HIDDEN = re.compile("[\u0000-\u0008\u000e-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ue000-\uf8ff]")


@check
def marks(pdf):
    """No bidirectional marks (Fluent's isolation), controls, private or lost characters, in print or read aloud."""
    texts = [(f"page {number}", text) for number, text in enumerate(pdf.pages, 1)]
    texts += [("a text that is read aloud", text) for text in pdf.spoken]
    texts += [(key, string(value)) for key, value in pdf.info.items()]
    for place, text in texts:
        for code, times in Counter(f"U+{ord(c):04X}" for c in HIDDEN.findall(text)).items():
            at = HIDDEN.search(text).start()
            yield f"{place} has {code} {times} times, first at “{shown(text[max(0, at - 30) : at + 30])}”"


LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\{ ?\$|\[@\w|\[#\w|\bundefined\b|\bpanicked\b|#\[|\\[*_#\[]")


@check
def leftovers(pdf):
    """No template syntax, unresolved reference or stray Markdown is left in print."""
    texts = [(f"page {number}", text) for number, text in enumerate(pdf.pages, 1)]
    texts += [("a text that is read aloud", text) for text in pdf.spoken]
    for place, text in texts:
        for match in LEFT_OVER.finditer(text):
            yield f"{place} has “{match[0]}” in “{shown(text[max(0, match.start() - 30) : match.end() + 30])}”"


@cache
def foreign_phrases(language, other):
    """Phrases of `other` that are none of `language`: long ones, and short ones that fill a line of their own."""
    own = words.corpus(language)
    allowed = allowed_phrases()
    long, short = words.phrases(other), words.phrases(other, words=1, letters=4)
    return [{p: o for p, o in found.items() if p not in own and p not in allowed} for found in (long, short)]


@cache
def names(path):
    """What a case does not translate, as one text: names of people and places, degrees, titles of publications."""
    case = attached_case(path)
    parts = [case["patient"], case.get("sponsor") or {}, *case["patient"]["identifiers"], *case["parties"], *case["records"]]
    keys = ("credentials", "institution", "licence", "name", "provider", "system")
    found = [part[key] for part in parts for key in keys if isinstance(part.get(key), str)]
    found += [file.read_text("utf-8") for file in (ROOT / "samples" / path.parent.name).glob("references.*")]
    found.append((ROOT / "templates" / "theme.yaml").read_text("utf-8"))
    return fold(" ".join(found))


@cache
def case_sentences(path):
    """Sentences of the case in the language it was written in, without the questions, which are shown as asked."""
    found = {}

    def walk(value, place):
        if isinstance(value, dict):
            for key, item in value.items():
                if key != "verbatim":
                    walk(item, f"{place}.{value.get('id', '')}.{key}".replace("..", "."))
        elif isinstance(value, list):
            for item in value:
                walk(item, place)
        elif isinstance(value, str):
            for sentence in words.sentences(re.sub(r"\[[@#][^\]]*\]", words.GAP, value)):
                for piece in map(fold, sentence.split(words.GAP)):
                    if len(piece.split()) >= 5 and piece not in names(path) and piece not in allowed_phrases():
                        found.setdefault(piece, f"case{place}")

    walk(attached_case(path), "")
    return found


@cache
def allowed_phrases():
    """Phrases of another language that may stand in a document, each with its reason after a tab."""
    lines = (Path(__file__).parent / "foreign-allowed.tsv").read_text("utf-8").splitlines()
    return {fold(line.split("\t")[0]) for line in lines if line.strip() and not line.startswith("#")}


@check
def language(pdf):
    """None of the engine's phrases of another language is in a document or read aloud: WCAG 3.1.1 and 3.1.2."""
    texts = [(f"page {number}", text) for number, text in enumerate(pdf.pages, 1)]
    texts += [(f"page {number}", text) for number, text in enumerate(pdf.raw_pages, 1)]
    texts += [("a text that is read aloud", text) for text in pdf.spoken]
    # With and without the hyphens of broken lines.
    folded = [(place, fold(text), fold(re.sub(r"-\n", "", text))) for place, text in texts]
    lines = [(place, {fold(line).strip(" .:") for line in text.splitlines()}) for place, text in texts]
    seen = set()
    for other in LANGUAGES:
        if other == pdf.language:
            continue
        long, short = foreign_phrases(pdf.language, other)
        hits = [(place, p, o) for p, o in long.items() for place, *forms in folded if any(p in form for form in forms)]
        # A line of a table may hold the end of a name; one that is a phrase as well proves nothing.
        short = {p: o for p, o in short.items() if p not in names(pdf.path)}
        hits += [(place, p, o) for p, o in short.items() for place, alone in lines if p in alone]
        if other == attached_case(pdf.path)["locale"][:2]:
            # The case itself is translated too; a block that is not would leave whole sentences.
            left = case_sentences(pdf.path)
            hits += [(place, p, o) for p, o in left.items() for place, *forms in folded if any(p in form for form in forms)]
        for place, phrase, origin in hits:
            if (place, phrase) not in seen:
                seen.add((place, phrase))
                yield f"{place} has “{shown(phrase)}” ({origin})"
    # The search is worth something only if it finds the document's own phrases.
    whole = "\n".join(form for _, *forms in folded for form in forms)
    own = sum(phrase in whole for phrase in words.phrases(pdf.language))
    if own < 60:
        yield f"only {own} of the phrases of its own language were found in it, so the search proves nothing"


# The run


def examine(path, wanted):
    pdf, results = Pdf(path), []
    for name in wanted:
        try:
            problems = list(CHECKS[name](pdf))
        except (ToolError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
            problems = [f"the check could not be made: {type(error).__name__}: {error}"]
        results.append((name, problems))
    return pdf.name, results


def expected(folder):
    """The documents that have to be there, and what is wrong with those that are."""
    samples = sorted(path.parent.name for path in (ROOT / "samples").glob("*/case.yaml"))
    found, problems = [], []
    if not samples:
        problems.append("there are no samples")
    for sample in samples:
        text = (ROOT / "samples" / sample / "case.yaml").read_text("utf-8")
        locales = re.findall(r"(?m)^locale:\s*([\w-]+)", text)
        more = re.search(r"(?m)^locales:\s*\[(.*?)\]", text)
        locales += [tag.strip() for tag in more[1].split(",")] if more else []
        if len({tag[:2] for tag in locales}) < len(LANGUAGES):
            problems.append(f"{sample} is in {locales}, not in all of {', '.join(LANGUAGES)}")
        names = {f"{kind}.{locale}.pdf" for kind in KINDS for locale in locales}
        there = {path.name for path in (folder / sample).glob("*")}
        problems += [f"{sample}/{name} is missing" for name in sorted(names - there)]
        # What goes with the documents is `booklet`'s to check.
        package = {"SHA256SUMS", "case.json", "index.html", "records"}
        others = {name for name in there - names - package if not re.fullmatch(r"[\w-]+-v\d+\.zip", name)}
        problems += [f"{sample}/{name} was not expected" for name in sorted(others)]
        found += [folder / sample / name for name in sorted(names & there)]
    return found, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="names of checks, separated by commas: " + ", ".join(CHECKS))
    arguments = parser.parse_args()
    wanted = arguments.only.split(",") if arguments.only else list(CHECKS)
    if unknown := set(wanted) - set(CHECKS):
        parser.error(f"there is no check {', '.join(sorted(unknown))}")

    paths, problems = expected(arguments.folder)
    passed, failed = (0, 1) if problems else (1, 0)
    print(f"{'documents':12} {len(paths)} documents of {len({path.parent for path in paths})} samples")
    for problem in problems:
        print(f"FAIL documents: {problem}")
    tally, failures = Counter(), {name: [] for name in wanted}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for document, results in pool.map(examine, paths, [wanted] * len(paths)):
            for name, found in results:
                tally[name] += not found
                failures[name] += [(document, found)] if found else []
    for name in wanted:
        print(f"{name:12} {tally[name]} of {len(paths)}: {CHECKS[name].__doc__.splitlines()[0]}")
        for document, found in failures[name]:
            for problem in found[:12]:
                print(f"FAIL {name}: {document}: {problem}")
            if len(found) > 12:
                print(f"FAIL {name}: {document}: and {len(found) - 12} more")
        passed += tally[name]
        failed += len(failures[name])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
