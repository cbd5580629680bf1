"""Checks a signed release with programs that share no code with Opine. Called by `signing-oracles OUT`, which brings
pyHanko and the other programs; OUT is what `sign-sample` made. OPINE names the command."""

import asyncio
import base64
import hashlib
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from urllib.parse import unquote

from asn1crypto import cms, crl, pem
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_detached_cms, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)
HERE = Path(__file__).resolve().parent
OUT = Path(sys.argv[1]).resolve()
OPINE = os.environ["OPINE"]
ROOTS, LIST = OUT / "roots.pem", OUT / "crl.pem"
WORK = Path(tempfile.mkdtemp(prefix="signing-"))
passed = failed = 0


def check(name, holds, detail=""):
    """Counts one check; only failures are printed."""
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {name}: {str(detail).strip()[-600:]}")
    return holds


def run(*command, **options):
    """Status and everything a program said. Nothing here may take long."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
                          stdin=options.pop("stdin", subprocess.DEVNULL), **options)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def succeeds(name, *command, **options):
    status, said = run(*command, **options)
    check(name, status == 0, said)
    return said


def fails(name, *command, because, **options):
    """A check that could not fail would show nothing: the same program on what was spoilt has to refuse it."""
    status, said = run(*command, **options)
    check(name, status != 0 and re.search(because, said), said)


def trusted(**options):
    return ValidationContext(trust_roots=[load_cert_from_pemder(str(ROOTS))], allow_fetching=False, **options)


def listed():
    """Trusts the roots and asks the revocation list of every certificate."""
    der = pem.unarmor(LIST.read_bytes())[2]
    return trusted(crls=[crl.CertificateList.load(der)], revocation_mode="require")


def pieces(pdf, signature):
    """What a signature covers, and the DER structure in it, cut out here and not by a PDF library."""
    first, length, second, rest = (int(number) for number in signature.byte_range)
    covered = pdf[first:first + length] + pdf[second:second + rest]
    digits = pdf[first + length:second]
    assert digits[:1] == b"<" and digits[-1:] == b">"
    padded = bytes.fromhex(digits[1:-1].decode("ascii"))
    der = cms.ContentInfo.load(padded).dump()
    assert padded[:len(der)] == der and not padded[len(der):].strip(b"\0")
    return covered, der


def uses_ed25519(der):
    return b"\x06\x03\x2b\x65\x70" in cms.ContentInfo.load(der)["content"]["signer_infos"][0]["signature_algorithm"].dump()


def openssl_cms(name, der, content, expect=True):
    if uses_ed25519(der):
        # OpenSSL 3.0 takes no Ed25519 in CMS; pyHanko checks these.
        print(f"    skipped: openssl on {name}: Ed25519")
        return
    (WORK / "cms.der").write_bytes(der)
    (WORK / "content").write_bytes(content)
    # `cms` takes no `-CRLfile`, but finds the list beside the roots.
    (WORK / "roots-and-list.pem").write_bytes(ROOTS.read_bytes() + LIST.read_bytes())
    command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", WORK / "cms.der", "-content",
               WORK / "content", "-CAfile", WORK / "roots-and-list.pem", "-crl_check", "-out", "/dev/null"]
    if expect:
        succeeds(f"openssl cms: {name}", *command)
    else:
        fails(f"openssl cms: {name}", *command, because="digest failure|verification failure|signature failure")


def pdfs():
    found = sorted(OUT.glob("*.pdf"))
    check("documents", len(found) >= 3, f"only {len(found)} PDFs in {OUT}")
    return found


def pyhanko(path):
    """Every signature intact, valid and trusted, certified first, locked last, and nothing else changed."""
    name, data = path.name, path.read_bytes()
    with path.open("rb") as file:
        signatures = PdfFileReader(file).embedded_signatures
        check(f"pyhanko: {name}: signed by two", len(signatures) >= 2, len(signatures))
        for number, signature in enumerate(signatures):
            label = f"{name}: {signature.field_name}"
            status = validate_pdf_signature(signature, trusted())
            for fact in ("intact", "valid", "trusted", "docmdp_ok", "bottom_line"):
                check(f"pyhanko: {label}: {fact}", getattr(status, fact), status.pretty_print_details())
            allowed = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
            check(f"pyhanko: {label}: changes", status.modification_level in allowed, status.modification_level)
            listed_status = validate_pdf_signature(signature, listed())
            check(f"pyhanko: {label}: revocation list", listed_status.bottom_line, listed_status.pretty_print_details())
            check(f"pyhanko: {label}: roots", not validate_pdf_signature(signature, ValidationContext(trust_roots=[])).trusted)
            check(f"pyhanko: {label}: kind", signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached")
            if number == 0:
                check(f"pyhanko: {label}: certifies", signature.docmdp_level == MDPPerm.FILL_FORMS, signature.docmdp_level)
            if number == len(signatures) - 1:
                check(f"pyhanko: {label}: covers all", status.coverage == SignatureCoverageLevel.ENTIRE_FILE, status.coverage)
                lock = signature.fieldmdp
                check(f"pyhanko: {label}: locks all", lock is not None and lock.action.value == "/All", lock)
            covered, der = pieces(data, signature)
            openssl_cms(label, der, covered)
            openssl_cms(f"{label}: altered", der, covered[:-20] + b"x" + covered[-19:], expect=False)
    # One byte of the comment in the second line, which means nothing and can be read as before.
    place = data.index(b"\n%") + 2
    (WORK / "altered.pdf").write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
    with (WORK / "altered.pdf").open("rb") as file:
        altered = [validate_pdf_signature(one, trusted()) for one in PdfFileReader(file).embedded_signatures]
    check(f"pyhanko: {name}: altered", not any(status.intact or status.bottom_line for status in altered))
    return len(signatures), any(uses_ed25519(pieces(data, one)[1]) for one in signatures)


def certificate_store():
    folder = WORK / "nss"
    folder.mkdir()
    succeeds("nss: new", "certutil", "-N", "--empty-password", "-d", f"sql:{folder}")
    succeeds("nss: roots", "certutil", "-A", "-n", "root", "-t", "CT,C,C", "-a", "-d", f"sql:{folder}", "-i", ROOTS)
    return folder


def pdfsig(path, count, store):
    # Not with `-no-ocsp`: then NSS finds no way at all. The certificates name no server that could be asked.
    status, said = run("pdfsig", "-nssdir", store, path)
    check(f"pdfsig: {path.name}: valid", status == 0 and said.count("Signature is Valid.") == count, said)
    check(f"pdfsig: {path.name}: trusted", said.count("Certificate is Trusted.") == count, said)
    status, said = run("pdfsig", "-nssdir", store, WORK / "altered.pdf")
    check(f"pdfsig: {path.name}: altered", "Signature is Valid." not in said, said)


def documents():
    store, found = certificate_store(), pdfs()
    for path in found:
        count, ed25519 = pyhanko(path)
        if ed25519:
            print(f"    skipped: pdfsig on {path.name}: poppler takes no Ed25519")
        else:
            pdfsig(path, count, store)
        succeeds(f"qpdf: {path.name}", "qpdf", "--check", path)
    status, said = run(HERE / "verapdf", "3a,ua1", *found)
    good = len(re.findall(r"^pass", said, re.M))
    check("verapdf: PDF/A-3a and PDF/UA-1 after signing", status == 0 and good >= len(found), said)


def detached(name, der, content):
    """A detached signature by pyHanko, which takes both curves."""
    info = cms.ContentInfo.load(der, strict=True)["content"]

    def validate(data):
        return asyncio.run(async_validate_detached_cms(data, info, signer_validation_context=listed()))

    status = validate(content)
    check(f"pyhanko: {name}", status.intact and status.valid and status.trusted, status.pretty_print_details())
    check(f"pyhanko: {name}: altered", not validate(content + b" ").intact)
    openssl_cms(name, der, content)


def minisign(name, path):
    succeeds(f"minisign: {name}", "minisign", "-Vm", path, "-p", OUT / "minisign.pub")
    altered = WORK / path.name
    altered.write_bytes(path.read_bytes() + b" ")
    shutil.copy(f"{path}.minisig", f"{altered}.minisig")
    fails(f"minisign: {name}: altered", "minisign", "-Vm", altered, "-p", OUT / "minisign.pub", because="verification failed")


def archive():
    found = sorted(OUT.glob("*.asice"))
    if not check("archive", len(found) == 1, found):
        return
    [path] = found
    succeeds("unzip", "unzip", "-tq", path)
    minisign("archive", path)
    with zipfile.ZipFile(path) as zipped:
        entries = zipped.infolist()
        mimetype = b"application/vnd.etsi.asic-e+zip"
        check("archive: mimetype", entries[0].filename == "mimetype" and entries[0].compress_type == zipfile.ZIP_STORED
              and zipped.read("mimetype") == mimetype and path.read_bytes()[38:38 + len(mimetype)] == mimetype)
        names = [entry.filename for entry in entries]
        check("archive: names", len({name.casefold() for name in names}) == len(names), names)
        folder = WORK / "archive"
        zipped.extractall(folder)
        manifest = zipped.read("META-INF/ASiCManifest001.xml")
        detached("archive", zipped.read("META-INF/signature001.p7s"), manifest)
    succeeds("sha256sum", "sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS", cwd=folder)
    # EN 319 162-1, clause A.4: every file with its digest; Python reads it and reckons again.
    referenced = {}
    spaces = {"asic": "http://uri.etsi.org/02918/v1.2.1#", "ds": "http://www.w3.org/2000/09/xmldsig#"}
    for reference in ElementTree.fromstring(manifest).iterfind("asic:DataObjectReference", spaces):
        method = reference.find("ds:DigestMethod", spaces).get("Algorithm")
        check("archive: digest method", method == "http://www.w3.org/2001/04/xmlenc#sha256", method)
        referenced[unquote(reference.get("URI"))] = reference.findtext("ds:DigestValue", "", spaces)
    held = {name for name in names if name != "mimetype" and not name.startswith("META-INF/")}
    check("archive: manifest names every file", set(referenced) == held, held ^ set(referenced))
    for name, digest in referenced.items():
        own = base64.b64encode(hashlib.sha256((folder / name).read_bytes()).digest()).decode()
        check(f"archive: {name}", own == digest.strip(), digest)
    for pdf in pdfs():
        same = [name for name in held if (folder / name).name == pdf.name and (folder / name).read_bytes() == pdf.read_bytes()]
        check(f"archive: holds {pdf.name}", len(same) == 1, same)


def approval():
    """The record in canonical form, its signatures, the documents it names and the log it was made with."""
    raw = (OUT / "approval.json").read_bytes()
    record = json.loads(raw)
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    check("approval: canonical", raw == canonical)
    detached("approval", (OUT / "approval.json.p7s").read_bytes(), raw)
    minisign("approval", OUT / "approval.json")
    check("approval: decision", (record["act"], record["decision"]) == ("approve", "approved"), record["act"])
    check("approval: documents", sorted(one["file"] for one in record["documents"]) == [pdf.name for pdf in pdfs()])
    for one in record["documents"]:
        # The first bytes of a signed file are the file as typeset.
        typeset = (OUT / one["file"]).read_bytes()[:one["size"]]
        check(f"approval: {one['file']}", hashlib.sha256(typeset).hexdigest() == one["sha256"]
              and typeset.endswith(b"%%EOF"))
    previous, heads = "0" * 64, {}
    for number, line in enumerate((OUT / "log.jsonl").read_bytes().splitlines(), 1):
        entry = json.loads(line)
        check(f"log: line {number}", entry["previous"] == previous and entry["sequence"] == number, entry)
        previous = hashlib.sha256(line).hexdigest()
        heads[number] = previous
    heads[0] = "0" * 64
    check("log: head in the approval", heads.get(record["log"]["size"]) == record["log"]["head"], record["log"])


def opine(*arguments, passphrase=None):
    command = [OPINE, "--no-input", "keys", *arguments]
    if passphrase:
        command += ["--passphrase-file", passphrase]
    return run(*command)


def secret(name, text):
    path = WORK / name
    path.touch(0o600)
    path.write_text(text + "\n")
    return path


def keys():
    """Keys, requests, certificates and lists by OpenSSL, for a new authority with one certificate revoked."""
    words = secret("passphrase", "seven lanterns 42 in a harbour")
    wrong = secret("wrong", "eight lanterns 42 in a harbour")
    ca, person, gone = WORK / "ca", WORK / "person", WORK / "gone"
    made = [opine("new-ca", "--name", "Test Root", "--out", ca, passphrase=words)]
    for folder, name in ((person, "Dr. Ana Muñoz"), (gone, "Dr. Bo Left")):
        made.append(opine("new", "--name", name, "--role", "medical-director", "--out", folder, passphrase=words))
        made.append(opine("certify", ca, folder, passphrase=words))
    made.append(opine("revoke", ca, gone, "--reason", "key-compromise", passphrase=words))
    made.append(opine("crl", ca, "--out", WORK / "list.pem", passphrase=words))
    made.append(opine("roots", ca, "--out", WORK / "root.pem"))
    check("keys: made", all(status == 0 for status, _ in made), made)
    root, revocations = WORK / "root.pem", WORK / "list.pem"
    succeeds("openssl verify: root", "openssl", "verify", "-x509_strict", "-CAfile", root, root)
    said = succeeds("openssl crl", "openssl", "crl", "-in", revocations, "-CAfile", root, "-noout", "-text")
    check("openssl crl: signature", "verify OK" in said, said)
    check("openssl crl: two revoked", said.count("Key Compromise") == 2, said)
    for curve in ("p256", "ed25519"):
        chain, key = person / f"{curve}.chain.pem", WORK / f"{curve}.openssl.pem"
        for purpose in ("any", "smimesign"):
            succeeds(f"openssl verify: {curve}: {purpose}", "openssl", "verify", "-x509_strict", "-crl_check", "-purpose",
                     purpose, "-CAfile", root, "-CRLfile", revocations, chain)
        fails(f"openssl verify: {curve}: revoked", "openssl", "verify", "-crl_check", "-CAfile", root, "-CRLfile",
              revocations, gone / f"{curve}.chain.pem", because="certificate revoked")
        fails(f"openssl verify: {curve}: another root", "openssl", "verify", "-CAfile", ROOTS, chain,
              because="unable to get local issuer")
        said = succeeds(f"openssl req: {curve}", "openssl", "req", "-in", person / f"{curve}.csr.pem", "-noout", "-verify")
        check(f"openssl req: {curve}: signature", "verify OK" in said, said)
        status, said = opine("export", person, "--openssl", "--curve", curve, "--out", key, passphrase=words)
        check(f"keys export: {curve}", status == 0, said)
        public = succeeds(f"openssl pkey: {curve}", "openssl", "pkey", "-in", key, "-passin", f"file:{words}", "-pubout")
        certified = succeeds(f"openssl x509: {curve}", "openssl", "x509", "-in", chain, "-noout", "-pubkey")
        check(f"openssl: {curve}: key of the certificate", public == certified, certified)
        fails(f"openssl pkey: {curve}: wrong passphrase", "openssl", "pkey", "-in", key, "-passin", f"file:{wrong}",
              "-noout", because="(?i)decrypt|could not")
        text = run("openssl", "x509", "-in", chain, "-noout", "-text", "-nameopt", "utf8,sep_comma_plus")[1]
        for part in ("Digital Signature, Non Repudiation", "E-mail Protection", "1.3.6.1.5.5.7.3.36", "CA:FALSE", "Muñoz"):
            check(f"openssl x509: {curve}: {part}", part in text, text)
    token(ca, root, revocations, words)


def token(ca, root, revocations, words):
    """Both curves on a SoftHSM2 token: what the token signs, OpenSSL verifies."""
    places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so",
              *sorted(str(path) for path in Path("/usr/lib").glob("*/softhsm/libsofthsm2.so"))]
    module = next((place for place in places if Path(place).exists()), None)
    if module is None or not shutil.which("softhsm2-util"):
        print("    skipped: SoftHSM2 cannot be installed here")
        return
    (WORK / "tokens").mkdir()
    configuration = WORK / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {WORK / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    pin, bad_pin = secret("pin", "314159"), secret("bad-pin", "271828")
    succeeds("softhsm2: token", "softhsm2-util", "--init-token", "--free", "--label", "clinic", "--pin", "314159",
             "--so-pin", "000000")
    for number, options in enumerate((["-algorithm", "ed25519"], ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"])):
        succeeds("softhsm2: key", "openssl", "genpkey", *options, "-out", WORK / "token.pem")
        succeeds("softhsm2: import", "softhsm2-util", "--import", WORK / "token.pem", "--token", "clinic", "--label",
                 "director", "--id", f"0{number}", "--pin", "314159")
    keys = ["--pkcs11", module, "--token", "clinic", "--key-label", "director"]
    request = ["request", *keys, "--name", "Dr. Token", "--role", "medical-director"]
    status, said = opine(*request, "--out", WORK / "token.csr.pem", passphrase=pin)
    check("pkcs11: request", status == 0, said)
    for curve in ("ed25519", "p256"):
        status, said = opine(*request, "--curve", curve, "--out", WORK / "one.csr.pem", passphrase=pin)
        said = succeeds(f"pkcs11: {curve}: signature", "openssl", "req", "-in", WORK / "one.csr.pem", "-noout", "-verify")
        check(f"pkcs11: {curve}: signature verifies", "verify OK" in said, said)
    status, said = opine("certify", ca, WORK / "token.csr.pem", "--out", WORK / "token.chain.pem", passphrase=words)
    check("pkcs11: certified", status == 0, said)
    succeeds("pkcs11: chain", "openssl", "verify", "-x509_strict", "-crl_check", "-CAfile", root, "-CRLfile", revocations,
             WORK / "token.chain.pem")
    status, said = opine(*request, "--certificates", WORK / "token.chain.pem", passphrase=pin)
    check("pkcs11: opened with its certificates", status == 0, said)
    status, said = opine(*request, passphrase=bad_pin)
    check("pkcs11: wrong PIN", status == 2 and "the PIN of the token `clinic` is wrong" in said, said)
    status, said = opine("request", "--pkcs11", module, "--token", "none", "--key-label", "director", "--name", "X", passphrase=pin)
    check("pkcs11: no token", status == 2 and "there is no token `none`" in said, said)
    signs_with_token(module, pin, words)


def signs_with_token(module, pin, words):
    """A specialist whose keys are on the token attests the findings of a sample; pyHanko verifies the record."""
    sample = OUT / "case"
    if not (sample / "case.yaml").exists():
        return
    case, out = WORK / "case", WORK / "token-out"
    shutil.copytree(sample, case)
    shutil.rmtree(case / "signatures", ignore_errors=True)
    attested = sorted((sample / "signatures").glob("*-attest-*"))
    if not check("pkcs11: somebody attested", attested, sample):
        return
    signer = json.loads((attested[0] / "approval.json").read_bytes())["signer"]
    ca = OUT / "keys" / "ca"
    keys = ["--pkcs11", module, "--token", "clinic", "--key-label", "director"]
    status, said = opine("request", *keys, "--name", signer["name"], "--role", "specialist", "--out", WORK / "s.csr.pem", passphrase=pin)
    check("pkcs11: request of a specialist", status == 0, said)
    status, said = opine("certify", ca, WORK / "s.csr.pem", "--days", "30", "--out", WORK / "s.chain.pem",
                         passphrase=OUT / "keys" / "ca.pass")
    check("pkcs11: specialist certified", status == 0, said)
    status, said = run(OPINE, "--no-input", "review-and-sign", case, "--role", "specialist", "--as", signer["party"], *keys,
                       "--certificates", WORK / "s.chain.pem", "--decision", "approve", "--checklist", "all",
                       "--passphrase-file", pin, "--out", out)
    if not check("pkcs11: attests", status == 0, said):
        return
    [folder] = sorted((case / "signatures").glob("*-attest-*"))
    detached("pkcs11: approval", (folder / "approval.json.p7s").read_bytes(), (folder / "approval.json").read_bytes())


def main():
    try:
        for part in (documents, archive, approval, keys):
            print(f"--- {part.__name__}", flush=True)
            try:
                part()
            except Exception as error:  # One that breaks off has failed, and the others still run.
                check(part.__name__, False, f"{type(error).__name__}: {error}")
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
