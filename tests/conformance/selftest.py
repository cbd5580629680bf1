#!/usr/bin/env python3
"""Shows that the checks can fail: spoils a good document in one way after the other and runs the checks on it.

    selftest.py DOCUMENT         an English consultation report of a sample: FOLDER/SAMPLE/consultation.en-US.pdf

The last line is `N passed, N failed`; what passes here is a check that found the fault.
"""

import json
import os
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
import checks
from pdf import Pdf, run


def entries(objects):
    """Dictionaries of all objects, the trailer's and streams' included."""
    for entry in objects.values():
        value = entry.get("value") if "value" in entry else entry["stream"]["dict"]
        if isinstance(value, dict):
            yield value


def first(objects, key, value=None):
    """The first dictionary that has the key, and if given the value."""
    return next(e for e in entries(objects) if key in e and (value is None or e[key] == value))


def language_lost(objects):
    first(objects, "/Type", "/Catalog")["/Lang"] = "u:de-CH"


def title_lost(objects):
    del first(objects, "/CreationDate")["/Title"]


def name_in_title(objects):
    info = first(objects, "/CreationDate")
    info["/Title"] += " for " + checks.attached_case(SOURCE)["patient"]["name"]["display"]


def attachment_renamed(objects):
    first(objects, "/Type", "/Catalog")["/Names"]["/EmbeddedFiles"]["/Names"][0] = "u:patient.json"


def font_not_embedded(objects):
    descriptor = first(objects, "/Type", "/FontDescriptor")
    for key in ("/FontFile2", "/FontFile3"):
        descriptor.pop(key, None)


def pages_swapped(objects):
    kids = first(objects, "/Type", "/Pages")["/Kids"]
    if not isinstance(kids, list):
        kids = objects[f"obj:{kids}"]["value"]
    kids[2], kids[3] = kids[3], kids[2]


def destination_lost(objects):
    link = next(e for e in entries(objects) if e.get("/Subtype") == "/Link" and str(e.get("/Dest", "")).startswith("u:"))
    link["/Dest"] = "u:nowhere"


def address_lost(objects):
    action = first(objects, "/S", "/URI") if any(e.get("/S") == "/URI" for e in entries(objects)) else None
    action = action or next(e["/A"] for e in entries(objects) if isinstance(e.get("/A"), dict) and e["/A"].get("/S") == "/URI")
    action["/URI"] = "u:javascript:alert(1)"


def headers_lost(objects):
    for entry in entries(objects):
        if entry.get("/S") == "/TH":
            entry["/S"] = "/TD"


def paper_narrow(objects):
    for entry in entries(objects):
        if "/MediaBox" in entry:
            entry["/MediaBox"] = [0, 0, 400, 792]


def isolation_mark(objects):
    first(objects, "/Alt")["/Alt"] += "\u2068"


def template_left(objects):
    first(objects, "/Alt")["/Alt"] += " {{ patient_name }}"


def alt_in_spanish(objects):
    first(objects, "/Alt")["/Alt"] += " " + next(p for p in checks.words.phrases("es") if len(p) > 30)


# A fault and the checks that have to find it.
FAULTS = {
    language_lost: {"metadata"},
    title_lost: {"metadata"},
    name_in_title: {"privacy"},
    attachment_renamed: {"attachment"},
    font_not_embedded: {"fonts"},
    pages_swapped: {"running", "contents"},
    destination_lost: {"links"},
    address_lost: {"links"},
    headers_lost: {"tables"},
    paper_narrow: {"overflow"},
    isolation_mark: {"marks"},
    template_left: {"leftovers"},
    alt_in_spanish: {"language"},
}

SOURCE = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None


def spoiled(document, fault, target):
    """A copy of the document with the fault."""
    data = json.loads(run("qpdf", "--json-output", "--json-stream-data=inline", document, "-"))
    fault(data["qpdf"][1])
    source = target.with_suffix(".json")
    source.write_text(json.dumps(data), "utf-8")
    run("qpdf", "--json-input", source, target, accept=(0, 3))
    source.unlink()


def found(fault, document):
    """The checks that find the fault."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder, document.parent.name)
        folder.mkdir()
        target = folder / document.name
        spoiled(document, fault, target)
        if fault is attachment_renamed:
            return {"attachment"} if list(checks.attachment(Pdf(target))) else set()
        return {name for name, problems in checks.examine(target, list(checks.CHECKS))[1] if problems}


def taken_for_another(document):
    """The checks that notice that an English document is called a Spanish one."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder, document.parent.name)
        folder.mkdir()
        target = folder / document.name.replace(".en-US", ".es-US")
        shutil.copy(document, target)
        return {name for name, problems in checks.examine(target, list(checks.CHECKS))[1] if problems}


def cut_short(document):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, document.name)
        target.write_bytes(document.read_bytes()[:-2000])
        return {"syntax"} if list(checks.syntax(Pdf(target))) else set()


def main():
    if SOURCE is None:
        sys.exit(__doc__)
    results = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = {fault.__name__: (pool.submit(found, fault, SOURCE), wanted) for fault, wanted in FAULTS.items()}
        jobs["taken_for_another"] = (
            pool.submit(taken_for_another, SOURCE),
            {"metadata", "running", "draft", "language"},
        )
        jobs["cut_short"] = (pool.submit(cut_short, SOURCE), {"syntax"})
        results = {name: (job.result(), wanted) for name, (job, wanted) in jobs.items()}
    missed = {name: wanted - seen for name, (seen, wanted) in results.items() if wanted - seen}
    for name, lost in missed.items():
        print(f"FAIL selftest: {name}: not found by {', '.join(sorted(lost))}")
    print(f"{'selftest':12} {len(results) - len(missed)} of {len(results)} faults were found")
    print(f"{len(results) - len(missed)} passed, {len(missed)} failed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
