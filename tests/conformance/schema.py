#!/usr/bin/env python3
"""The published JSON Schemas, against tools not ours: the draft-07 meta-schema and a full validator (PyPI `jsonschema`).

    schema.py OUT        OUT has the documents of the samples; the case attached to each is what is validated

Checks that the schemas are draft-07, that every attached case fits, and that values broken one at a time are refused by
the schema and by the engine alike (`tests/suite/schema.rs` breaks the same ones).
"""
import copy
import glob
import json
import os
import subprocess
import sys
import tempfile
import venv

OPINE = os.environ["OPINE"]
VERSION = "4.23.0"

BROKEN = [
    ("program", "acces"),
    ("locale", "es"),
    ("patient/birth_date", "March 1"),
    ("patient/country", "usa"),
    ("eligibility/emergency", "no"),
    ("findings", "none"),
    ("questions/0/source", "patient"),
    ("options/0/outcomes/0/numerator", "twelve"),
    ("recommendations/0/findings", []),
    ("safety_net", None),
    ("second_opinion/limitations", []),
    ("records/0/sha256", "abc"),
]


def library():
    """`jsonschema`, installed beside nothing of the system's."""
    try:
        import jsonschema
        return jsonschema
    except ImportError:
        pass
    cache = os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))
    folder = os.path.join(cache, "opine-jsonschema", VERSION)
    if not os.path.isdir(os.path.join(folder, "jsonschema")):
        pip = [sys.executable, "-m", "pip"]
        if subprocess.run(pip + ["--version"], capture_output=True).returncode != 0:
            home = os.path.join(cache, "opine-jsonschema", "venv")
            venv.create(home, with_pip=True)
            pip = [os.path.join(home, "bin", "python"), "-m", "pip"]
        subprocess.run(pip + ["install", "-q", "--target", folder, f"jsonschema=={VERSION}"], check=True)
    sys.path.insert(0, folder)
    import jsonschema
    return jsonschema


def put(value, path, new):
    *parents, last = path.split("/")
    for part in parents:
        value = value[int(part)] if part.isdigit() else value[part]
    value[int(last) if last.isdigit() else last] = new


def main():
    jsonschema = library()
    passed, failed = 0, 0

    def verdict(good, name):
        nonlocal passed, failed
        if good:
            passed += 1
        else:
            failed += 1
            print(f"FAIL schema: {name}")

    schemas = {}
    for of in ("case", "translation", "theme"):
        schemas[of] = json.loads(subprocess.run([OPINE, "schema", of], check=True, capture_output=True).stdout)
        try:
            jsonschema.Draft7Validator.check_schema(schemas[of])
            verdict(schemas[of].get("$schema") == "http://json-schema.org/draft-07/schema#", f"`{of}` is not draft-07")
        except jsonschema.SchemaError as error:
            verdict(False, f"`{of}` is no schema: {error.message}")
    validator = jsonschema.Draft7Validator(schemas["case"])
    last = None
    with tempfile.TemporaryDirectory() as work:
        for pdf in sorted(glob.glob(os.path.join(sys.argv[1], "*", "consultation.en-*.pdf"))):
            target = os.path.join(work, "case.json")
            subprocess.run(["pdfdetach", "-save", "1", "-o", target, pdf], check=True)
            last = json.load(open(target, encoding="utf-8"))
            errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(last)]
            verdict(not errors, f"the case attached to {os.path.basename(os.path.dirname(pdf))}: {errors[:3]}")
        verdict(last is not None, "no document found")
        for path, value in BROKEN if last else []:
            case = copy.deepcopy(last)
            put(case, path, value)
            verdict(not validator.is_valid(case), f"the schema takes {path} = {value!r}")
            file = os.path.join(work, "broken.json")
            json.dump(case, open(file, "w", encoding="utf-8"))
            status = subprocess.run([OPINE, "check", file], capture_output=True).returncode
            verdict(status == 1, f"the engine ends with {status} on {path} = {value!r}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
