"""The engine's own words, read from `locales/` and `templates/prose/` without the engine."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# A place where a value is put in: no phrase goes across it.
GAP = "\0"


def fold(text):
    """Text as it is compared: quotes straight, white space of every kind one space, soft hyphens gone."""
    text = text.translate(str.maketrans("‘’“”\u2010\u2011", "''\"\"--"))
    return re.sub(r"[\s\u2060]+", " ", text.replace("\u00ad", "")).strip()


# Fluent (https://projectfluent.org), as much of it as the locale files use


def messages(language):
    """The messages of a language: id, or id and attribute (`part-for-you.note`), and value as written."""
    found = {}
    for file in sorted((ROOT / "locales" / language).glob("*.ftl")):
        key = None
        for line in file.read_text("utf-8").splitlines():
            if match := re.match(r"(-?[A-Za-z][\w-]*)\s*=\s?(.*)", line):
                message = key = match[1]
                found[key] = match[2]
            elif match := re.match(r"\s+\.([A-Za-z][\w-]*)\s*=\s?(.*)", line):
                key = f"{message}.{match[1]}"
                found[key] = match[2]
            elif key is not None and line[:1].isspace():
                found[key] += "\n" + line
            elif line.strip():
                key = None
    return found


def literals(value):
    """The texts of a Fluent value, one for each variant, with GAP where a placeable stands."""
    texts, current, at = [], "", 0
    while at < len(value):
        if value[at] != "{":
            current += value[at]
            at += 1
            continue
        end, depth, quoted = at, 0, False
        while end < len(value):
            c = value[end]
            quoted ^= c == '"'
            depth += 0 if quoted else (c == "{") - (c == "}")
            end += 1
            if depth == 0 and not quoted:
                break
        inner = value[at + 1 : end - 1]
        if "->" in inner:
            for variant in re.split(r"(?m)^\s*\*?\[[^\]]+\]", inner)[1:]:
                texts += literals(variant)
        literal = re.fullmatch(r'\s*"(.*)"\s*', inner, re.S)
        current += literal[1] if literal and "{" not in literal[1] else GAP
        at = end
    return texts + [current]


def message(locale, key):
    """A message that has no variants, of a locale such as `es-US`: its region's own or its language's."""
    for folder in (locale, locale[:2]):
        if (ROOT / "locales" / folder).is_dir() and (value := messages(folder).get(key)) is not None:
            return " ".join(re.sub(r'\{\s*"([^"]*)"\s*\}', r"\1", value).split())
    raise KeyError(f"no message `{key}` for {locale}")


# Prose: Markdown with minijinja


def sentences(markdown):
    """The sentences of a letter or notice as they are printed, with GAP where a value stands."""
    text = re.sub(r"\{#.*?#\}", "", markdown, flags=re.S)
    text = re.sub(r"\{%.*?%\}", "\n\n", text, flags=re.S)
    text = re.sub(r"\{\{.*?\}\}", GAP, text, flags=re.S)
    text = re.sub(r"\\\n", "\n\n", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?m)^\s*(?:#+|[-+*]|\d+[.)]|>)\s+", "\n\n", text)
    text = re.sub(r"[*_`]", "", text)
    for paragraph in re.split(r"\n\s*\n", text):
        yield from re.split(r"(?<=[.!?:])[\"”]?\s+", paragraph)


# What both give


def phrases(language, words=3, letters=12):
    """Phrases of a language that are printed without change: text and where it is written.

    Shorter ones than `words` words and `letters` characters would be found by chance.
    """
    found = {}

    def add(text, origin):
        for piece in text.split(GAP):
            piece = fold(piece).strip(" .,;:!?()[]{}\"'–—-·")
            if len(piece.split()) >= words and len(piece) >= letters:
                found.setdefault(piece, origin)

    for key, value in messages(language).items():
        for text in literals(value):
            add(text, f"locales/{language}: {key}")
    for file in sorted((ROOT / "templates" / "prose" / language).glob("*.md")):
        for sentence in sentences(file.read_text("utf-8")):
            add(sentence, f"templates/prose/{language}/{file.name}")
    return found


def corpus(language):
    """Everything a language says, as one text: what stands in it is of that language, whatever it looks like."""
    texts = [text for value in messages(language).values() for text in literals(value)]
    for file in sorted((ROOT / "templates" / "prose" / language).glob("*.md")):
        texts += sentences(file.read_text("utf-8"))
    return fold("\n".join(texts))
