"""A PDF file as qpdf and poppler see it. Neither shares code with what wrote it."""

import json
import re
import subprocess
from functools import cached_property
from html import unescape
from pathlib import Path


class ToolError(Exception):
    """A tool that reads the file refused it."""


def run(*command, accept=(0,)):
    """The standard output of a command, as bytes."""
    result = subprocess.run([str(part) for part in command], capture_output=True, timeout=300)
    if result.returncode not in accept:
        words = result.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ToolError(f"{command[0]} ended with {result.returncode}: {'; '.join(words[:5])}")
    return result.stdout


def squeeze(text):
    """Text without any white space or soft hyphens: what stays the same however lines are broken."""
    return re.sub(r"[\s\u00ad\u2060]+", "", text)


class Pdf:
    """One document, named `<sample>/<kind>.<locale>.pdf`."""

    def __init__(self, path):
        self.path = Path(path)
        self.sample = self.path.parent.name
        self.kind, _, self.locale = self.path.stem.partition(".")
        self.language = self.locale[:2]

    @property
    def name(self):
        return f"{self.sample}/{self.path.name}"

    # Objects

    @cached_property
    def objects(self):
        """Every object by its reference, such as `12 0 R`; streams by their dictionary."""
        raw = json.loads(run("qpdf", "--json=2", "--json-key=qpdf", self.path, accept=(0, 3)))["qpdf"][1]
        found = {}
        for key, entry in raw.items():
            value = entry["value"] if "value" in entry else entry["stream"]["dict"]
            found["trailer" if key == "trailer" else key.removeprefix("obj:")] = value
        return found

    def get(self, value):
        """What a reference stands for; anything else as it is."""
        for _ in range(20):
            if not (isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value)):
                return value
            value = self.objects.get(value)
        raise ToolError(f"{self.name}: a chain of references does not end")

    @cached_property
    def catalog(self):
        return self.get(self.objects["trailer"]["/Root"])

    @cached_property
    def info(self):
        return self.get(self.objects["trailer"].get("/Info")) or {}

    @cached_property
    def xmp(self):
        return run("pdfinfo", "-meta", self.path).decode("utf-8")

    def xmp_values(self, tag):
        """The texts inside an XMP property, its containers left out."""
        texts = []
        for inner in re.findall(rf"<{tag}(?:\s[^>]*)?>(.*?)</{tag}>", self.xmp, re.S):
            texts += [unescape(text) for text in re.split(r"<[^>]+>", inner) if text.strip()]
        return texts

    @cached_property
    def page_refs(self):
        """References of the pages, in order."""
        found = []

        def walk(ref):
            node = self.get(ref)
            if node.get("/Type") == "/Pages":
                for kid in self.get(node["/Kids"]):
                    walk(kid)
            else:
                found.append(ref)

        walk(self.catalog["/Pages"])
        return found

    def box(self, page):
        """Width and height of a page, which are numbered from 0."""
        node = self.get(self.page_refs[page])
        while "/MediaBox" not in node:
            node = self.get(node["/Parent"])
        x0, y0, x1, y1 = self.get(node["/MediaBox"])
        return x1 - x0, y1 - y0

    def names(self, tree):
        """A name tree as a dictionary."""
        found = {}

        def walk(node):
            node = self.get(node) or {}
            pairs = self.get(node.get("/Names")) or []
            found.update(zip(map(string, pairs[::2]), pairs[1::2]))
            for kid in self.get(node.get("/Kids")) or []:
                walk(kid)

        walk((self.get(self.catalog.get("/Names")) or {}).get(tree))
        return found

    @cached_property
    def outline(self):
        """The bookmarks: title and entry, in order."""
        found = []

        def walk(ref):
            while ref is not None:
                item = self.get(ref)
                found.append((string(item.get("/Title", "")), item))
                walk(item.get("/First"))
                ref = item.get("/Next")

        walk((self.get(self.catalog.get("/Outlines")) or {}).get("/First"))
        return found

    @cached_property
    def structure(self):
        """Every structure element: its standard type and its dictionary."""
        root = self.get(self.catalog.get("/StructTreeRoot")) or {}
        roles = self.get(root.get("/RoleMap")) or {}
        found, todo = [], [root.get("/K")]
        while todo:
            node = self.get(todo.pop())
            if isinstance(node, list):
                todo += reversed(node)
            elif isinstance(node, dict) and "/S" in node and node.get("/Type") in (None, "/StructElem"):
                kind = node["/S"]
                for _ in range(10):
                    kind = roles.get(kind, kind)
                found.append((kind, node))
                todo.append(node.get("/K"))
            elif isinstance(node, dict) and "/K" in node:
                todo.append(node["/K"])
        return found

    @cached_property
    def spoken(self):
        """Texts that are not printed but read aloud or listed: alternative texts, bookmarks, descriptions of files."""
        texts = [title for title, _ in self.outline]
        for key in ("/Alt", "/ActualText", "/E", "/Contents", "/TU", "/Desc", "/T"):
            for value in self.objects.values():
                if isinstance(value, dict) and isinstance(value.get(key), str) and value[key].startswith("u:"):
                    texts.append(value[key][2:])
        return texts

    # Texts

    def _text(self, *options):
        text = run("pdftotext", "-enc", "UTF-8", *options, self.path, "-").decode("utf-8")
        return text.split("\f")[:-1]

    @cached_property
    def pages(self):
        """The text of each page in reading order."""
        return self._text()

    @cached_property
    def raw_pages(self):
        """The text of each page in the order in which it was written."""
        return self._text("-raw")

    @cached_property
    def words(self):
        """For each page its words, as (left, top, right, bottom, text) in points from the upper left corner."""
        page, pages = [], []
        html = run("pdftotext", "-enc", "UTF-8", "-bbox", self.path, "-").decode("utf-8")
        word = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
        for line in html.splitlines():
            if "<page " in line:
                page = []
                pages.append(page)
            elif match := word.search(line):
                page.append((*map(float, match.groups()[:4]), unescape(match[5])))
        return pages

    # Attachments

    def attachment(self, name):
        return run("qpdf", f"--show-attachment={name}", self.path)


def string(value):
    """A PDF string as text; a string that is no text as its hexadecimal digits."""
    if isinstance(value, str) and value[:2] in ("u:", "b:"):
        return value[2:]
    return value if isinstance(value, str) else ""
