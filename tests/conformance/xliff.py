#!/usr/bin/env python3
"""The XLIFF that `opine translate export` writes for the samples, against tools and a schema not ours.

    xliff.py              checks every sample in every locale; OPINE names the command
    xliff.py --install    only fetches what is needed, once

Each file is validated with the core schema of OASIS (lxml), against the constraints that the standard states in words
(XLIFF 2.1, "Constraints" of each element, and those of the Metadata and Glossary modules), and is read by the Translate
Toolkit, which changes a translation and writes the file back; the engine has to take it. Every check also has to refuse
files broken on purpose.

The schema comes from Debian's package `php-symfony-translation`, which carries the OASIS file; XLIFF 2.1 has the core
schema of 2.0 unchanged. Its digest is below. The modules' own schemas are in no package: their constraints are checked
here.
"""
import copy
import glob
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "opine-xliff")
LIBRARIES = {"lxml": "6.1.3", "translate-toolkit": "3.20.4"}
SCHEMAS = {
    "xliff-core-2.0.xsd": "86869fdd384cc4c0bfda9097ded6b2058ccdc027973d5ce6177fceac17e96f89",
    "xml.xsd": "4811c301144dd763dca0cd9f8d0b4029c0a4ad1d84c73132c2531ec5f06ac340",
}
# Where the core schema imports that of `xml:lang` and `xml:space` from.
IMPORTED = "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd"
X = "{urn:oasis:names:tc:xliff:document:2.0}"
M = "{urn:oasis:names:tc:xliff:metadata:2.0}"
G = "{urn:oasis:names:tc:xliff:glossary:2.0}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TAG = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def libraries():
    """lxml and the Translate Toolkit, installed beside nothing of the system's."""
    folder = os.path.join(CACHE, "python-" + "-".join(LIBRARIES.values()))
    if not os.path.isdir(os.path.join(folder, "translate")):
        pip = [sys.executable, "-m", "pip"]
        if subprocess.run(pip + ["--version"], capture_output=True).returncode != 0:
            home = os.path.join(CACHE, "venv")
            venv.create(home, with_pip=True)
            pip = [os.path.join(home, "bin", "python"), "-m", "pip"]
        wanted = [f"{name}=={version}" for name, version in LIBRARIES.items()]
        subprocess.run(pip + ["install", "-q", "--target", folder] + wanted, check=True)
    sys.path.insert(0, folder)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def schema():
    """The folder with the core schema, fetched from Debian unless it is there."""
    core, imported = os.path.join(CACHE, "xliff-core-2.0.xsd"), os.path.join(CACHE, IMPORTED)
    for path, name in ((core, "xliff-core-2.0.xsd"), (imported, "xml.xsd")):
        if not os.path.isfile(path) or digest(path) != SCHEMAS[name]:
            break
    else:
        return core
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        fetch = ["apt-get", "-qq", "download", "php-symfony-translation"]
        if subprocess.run(fetch, cwd=work, capture_output=True).returncode != 0:
            # The lists of packages may never have been fetched on this machine.
            root = [] if os.geteuid() == 0 else ["sudo", "-n"]
            subprocess.run(root + ["apt-get", "-qq", "update"], check=True)
            subprocess.run(fetch, cwd=work, check=True)
        (package,) = glob.glob(os.path.join(work, "*.deb"))
        subprocess.run(["dpkg-deb", "-x", package, os.path.join(work, "deb")], check=True)
        (found,) = glob.glob(os.path.join(work, "deb", "usr", "share", "php", "**", "xliff-core-2.0.xsd"), recursive=True)
        for path, name in ((core, "xliff-core-2.0.xsd"), (imported, "xml.xsd")):
            source = os.path.join(os.path.dirname(found), name)
            if digest(source) != SCHEMAS[name]:
                raise SystemExit(f"{name} of Debian's package is another file than the one checked with so far")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            shutil.copyfile(source, path)
    return core


def unique(elements, what, wrong):
    seen = set()
    for element in elements:
        value = element.get("id")
        if value is not None and value in seen:
            wrong.append(f"{what} id `{value}` stands twice")
        seen.add(value)


def constraints(root):
    """What the standard says in words and its schema does not."""
    wrong = []
    if root.get("version") not in ("2.0", "2.1"):
        wrong.append("version")
    if not TAG.fullmatch(root.get("srcLang", "")):
        wrong.append("srcLang is no language tag")
    if next(root.iter(f"{X}target"), None) is not None and not TAG.fullmatch(root.get("trgLang", "")):
        wrong.append("trgLang is no language tag")
    unique(root.iter(f"{X}file"), "file", wrong)
    for file in root.iter(f"{X}file"):
        unique(file.iter(f"{X}unit"), "unit", wrong)
    for unit in root.iter(f"{X}unit"):
        wrong.extend(f"unit {unit.get('id')}: {found}" for found in unit_constraints(unit))
    return wrong


def unit_constraints(unit):
    wrong = []
    parts = [e for e in unit if e.tag in (f"{X}segment", f"{X}ignorable")]
    if not any(part.tag == f"{X}segment" for part in parts):
        wrong.append("no segment")
    unique(parts, "segment", wrong)
    data = list(unit.iter(f"{X}data"))
    unique(data, "data", wrong)
    unique(unit.iterfind(f"{X}notes/{X}note"), "note", wrong)
    known = {element.get("id") for element in data}
    used = set()
    sides = {}
    for side in ("source", "target"):
        codes = [e for part in parts for e in part.iterfind(f"{X}{side}//*") if e.get("id")]
        unique(codes, f"inline ({side})", wrong)
        sides[side] = {e.get("id"): e for e in codes}
        for code in codes:
            for name in ("dataRef", "dataRefStart", "dataRefEnd"):
                value = code.get(name)
                if value is not None and value not in known:
                    wrong.append(f"{name} `{value}` is no data of the unit")
                used.add(value)
            if code.get("subType") is not None and code.get("type") is None:
                wrong.append("subType without type")
    if known - used:
        wrong.append(f"data without use: {sorted(known - used)}")
    for code, element in sides["target"].items():
        source = sides["source"].get(code)
        if source is not None and any(source.get(a) != element.get(a) for a in ("dataRef", "dataRefStart", "dataRefEnd")):
            wrong.append(f"`{code}` is one code in the source and another in the target")
    if any(part.find(f"{X}target") is not None for part in parts):
        for code, element in sides["source"].items():
            if element.get("canDelete") == "no" and code not in sides["target"]:
                wrong.append(f"the target lacks `{code}`, which cannot be deleted")
    for segment in unit.iter(f"{X}segment"):
        if segment.get("subState") is not None and segment.get("state") is None:
            wrong.append("subState without state")
        if segment.get("state") in ("translated", "reviewed", "final") and segment.find(f"{X}target") is None:
            wrong.append(f"state {segment.get('state')} without target")
    orders = [part.find(f"{X}target").get("order") for part in parts if part.find(f"{X}target") is not None]
    orders = [order for order in orders if order]
    if len(orders) != len(set(orders)):
        wrong.append("two targets have one order")
    # The Metadata module: metadata holds groups, a group holds metas or groups, a meta has a type.
    for element in unit.iter(f"{M}*"):
        inside = {child.tag for child in element}
        allowed = {f"{M}metadata": {f"{M}metaGroup"}, f"{M}metaGroup": {f"{M}metaGroup", f"{M}meta"}, f"{M}meta": set()}
        if element.tag not in allowed or inside - allowed[element.tag] or (element.tag != f"{M}meta" and not inside):
            wrong.append(f"{element.tag} of the Metadata module is not as it should be")
        if element.tag == f"{M}meta" and element.get("type") is None:
            wrong.append("meta without type")
    # The Glossary module: an entry has one term, then translations, then at most one definition, and one of the latter two.
    for entry in unit.iter(f"{G}glossEntry"):
        order = "".join({f"{G}term": "t", f"{G}translation": "r", f"{G}definition": "d"}.get(c.tag, "x") for c in entry)
        if not re.fullmatch("t(r+d?|d)", order):
            wrong.append("a glossEntry is not as it should be")
    for glossary in unit.iter(f"{G}glossary"):
        if len(glossary) == 0 or glossary.getparent() is not unit:
            wrong.append("glossary without entry, or elsewhere than in a unit")
    return wrong


def breaks(etree, root):
    """Copies of a file, each broken in one way, and what it is that should be found."""
    def changed(what, change):
        other = copy.deepcopy(root)
        change(other)
        return what, other

    def coded(other):
        return next(e for e in other.iter(f"{X}ph") if e.get("canDelete") == "no" and e.getparent().tag == f"{X}target")

    def first(other, tag):
        return next(other.iter(tag))

    yield changed("unit without id", lambda r: first(r, f"{X}unit").attrib.pop("id"))
    yield changed("unknown attribute", lambda r: first(r, f"{X}segment").set("colour", "red"))
    yield changed("unknown element", lambda r: etree.SubElement(first(r, f"{X}source"), f"{X}bold"))
    yield changed("unknown state", lambda r: first(r, f"{X}segment").set("state", "done"))
    yield changed("no source", lambda r: first(r, f"{X}segment").remove(first(r, f"{X}source")))
    yield changed("unit twice", lambda r: first(r, f"{X}file").append(copy.deepcopy(first(r, f"{X}unit"))))
    yield changed("data gone", lambda r: coded(r).set("dataRef", "d999"))
    yield changed("code gone", lambda r: coded(r).getparent().remove(coded(r)))
    yield changed("another code", lambda r: coded(r).set("id", "t77"))
    yield changed("no type", lambda r: coded(r).attrib.pop("type"))
    yield changed("no language", lambda r: r.attrib.pop("srcLang"))
    yield changed("bad meta", lambda r: first(r, f"{M}meta").attrib.pop("type"))
    yield changed("bad term", lambda r: first(r, f"{G}glossEntry").remove(first(r, f"{G}term")))
    yield changed("notes last", lambda r: first(r, f"{X}unit").append(first(r, f"{X}unit").find(f"{X}notes")))


def toolkit(path, text, opine, sample, work):
    """Another reader: finds every segment, changes one and writes the file; the engine takes the change and no other."""
    from translate.storage import xliff2
    store = xliff2.Xliff2File.parsefile(path)
    units = [unit for unit in store.units if unit.istranslatable()]
    if len(units) != text.count("<segment "):
        return f"reads {len(units)} segments of {text.count('<segment ')}"
    if any(not unit.source for unit in units):
        return "reads a segment without source"
    unit = next(u for u in units if u.getid() == "summary.functional_status" or u.getid().startswith("summary.functional_status:"))
    unit.target = unit.target + " Xyz."
    unit.marktranslated()
    back = os.path.join(work, "back.xlf")
    store.savefile(back)
    run = subprocess.run([opine, "translate", "import", sample, back, "--dry-run"], capture_output=True, text=True)
    changes = [line for line in run.stdout.splitlines() if not line.startswith(" ")]
    if run.returncode != 0 or changes != ["changed: summary.functional_status"]:
        return f"written back by the Translate Toolkit it ends with {run.returncode}: {changes[:3]} {run.stderr[:300]}"
    return None


def main():
    libraries()
    core = schema()
    if sys.argv[1:] == ["--install"]:
        return
    from lxml import etree
    opine = os.environ["OPINE"]
    validator = etree.XMLSchema(etree.parse(core))
    passed = failed = 0

    def verdict(good, name):
        nonlocal passed, failed
        passed, failed = passed + bool(good), failed + (not good)
        if not good:
            print(f"FAIL xliff: {name}")

    def problems(root):
        return [str(e) for e in validator.error_log] if not validator.validate(root) else constraints(root)

    with tempfile.TemporaryDirectory() as work:
        for sample in sorted(glob.glob(os.path.join(ROOT, "samples", "*", "case.yaml"))):
            folder, name = os.path.dirname(sample), os.path.basename(os.path.dirname(sample))
            for file in sorted(glob.glob(os.path.join(folder, "translations", "*.yaml"))):
                locale = os.path.basename(file)[:-len(".yaml")]
                path = os.path.join(work, f"{name}.{locale}.xlf")
                export = [opine, "translate", "export", folder, "--locale", locale, "--all", "--out", path]
                subprocess.run(export, check=True, capture_output=True)
                text = open(path, encoding="utf-8").read()
                # Without targets as well, as it goes out the first time.
                root = etree.fromstring(text.encode())
                bare = copy.deepcopy(root)
                for target in list(bare.iter(f"{X}target")):
                    target.getparent().remove(target)
                for segment in bare.iter(f"{X}segment"):
                    segment.set("state", "initial")
                for data in [d for d in bare.iter(f"{X}data") if d.get("id") not in bare_uses(d)]:
                    data.getparent().remove(data)
                for empty in [o for o in bare.iter(f"{X}originalData") if len(o) == 0]:
                    empty.getparent().remove(empty)
                for what, document in (("", root), (" without targets", bare)):
                    found = problems(document)
                    verdict(not found, f"{name} {locale}{what}: {found[:3]}")
                verdict(root.find(f"{X}file").get(SPACE) == "preserve", f"{name} {locale}: white space is not kept")
                said = toolkit(path, text, opine, folder, work)
                verdict(said is None, f"{name} {locale}: {said}")
                for what, broken in breaks(etree, root):
                    verdict(problems(broken), f"{name} {locale}: nothing is found though there is: {what}")
    verdict(passed > 0, "no sample has a translation")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def bare_uses(data):
    """The data that the sources of a unit use."""
    unit = data.getparent().getparent()
    return {code.get(name) for code in unit.iterfind(".//*") for name in ("dataRef", "dataRefStart", "dataRefEnd")}


main()
