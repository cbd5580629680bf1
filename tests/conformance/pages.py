"""Pages as MuPDF and poppler draw them, compared. Neither shares code with what made them."""

import re
import subprocess
from functools import lru_cache

from pdf import ToolError

# Dots for an inch, and how much two drawings of the same page may differ: the mean over all dots, of 255. Pages are the same
# to the dot but for pictures whose edges come between dots, which a sheet of another height resamples: up to 0.9 was seen.
DPI = 60
alike = 1.2

DRAWERS = {
    "mutool": lambda path, page: ["mutool", "draw", "-q", "-r", str(DPI), "-c", "rgb", "-F", "ppm", "-o", "-", str(path), str(page)],
    # The crop box is what both programs show.
    "pdftoppm": lambda path, page: ["pdftoppm", "-q", "-cropbox", "-r", str(DPI), "-f", str(page), "-l", str(page), str(path)],
}


@lru_cache(maxsize=8)
def drawn(program, path, page):
    """Width, height and the dots of a page (numbered from 1), three bytes each."""
    done = subprocess.run(DRAWERS[program](path, page), capture_output=True, timeout=120)
    header = re.match(rb"P6\s(?:#[^\n]*\n)?(\d+)\s(\d+)\s255\s", done.stdout)
    if done.returncode != 0 or not header:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ToolError(f"{program} ended with {done.returncode} on page {page}: {'; '.join(words[:3])}")
    return int(header[1]), int(header[2]), done.stdout[header.end() :]


class Undrawable(Exception):
    """No program draws the original, so there is nothing to compare with."""


def difference(program, original, number, volume, page):
    """How much a page of a record differs from the part of the volume's page that shows it: the mean over all dots.

    The volume's page has the record's at its upper left, and a strip below it.
    """
    width, height, theirs = drawn(program, original, number)
    wide, high, ours = drawn(program, volume, page)
    if wide < width - 1 or high < height - 1:
        raise ValueError(f"the page is {width} by {height} dots, the volume's {wide} by {high}")
    inner, rows = min(width, wide), min(height, high)
    total = 0
    for row in range(rows):
        a = theirs[row * width * 3 : (row * width + inner) * 3]
        b = ours[row * wide * 3 : (row * wide + inner) * 3]
        if a != b:
            total += sum(map(abs, map(int.__sub__, a, b)))
    return total / (rows * inner * 3)


def unlike(original, number, volume, page):
    """Why a page of a record is not the volume's page; nothing where it is. What one program draws alike is alike: MuPDF draws
    an empty signature field although it has no look, and gives up on content that poppler draws up to the mistake in it."""
    said, undrawable = [], 0
    for program in DRAWERS:
        try:
            drawn(program, str(original), number)
        except ToolError as error:
            undrawable += 1
            said.append(str(error))
            continue
        try:
            found = difference(program, str(original), number, str(volume), page)
        except (ToolError, ValueError) as error:
            said.append(str(error))
            continue
        if found < alike:
            return None
        said.append(f"{program}: page {page} of the volume differs by {found:.2f} of 255")
    if undrawable == len(DRAWERS):
        raise Undrawable("; ".join(said))
    return "; ".join(said)
