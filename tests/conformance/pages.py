"""Pages as MuPDF draws them, compared. MuPDF shares no code with what made them."""

import subprocess
from functools import lru_cache

from pdf import ToolError

# Dots for an inch, and how much two drawings of the same page may differ: the mean over all dots, of 255.
DPI = 60
alike = 0.5


@lru_cache(maxsize=8)
def drawn(path, page, dpi=DPI):
    """Width, height and the dots of a page (numbered from 1), three bytes each."""
    done = subprocess.run(["mutool", "draw", "-q", "-r", str(dpi), "-c", "rgb", "-F", "ppm", "-o", "-", str(path), str(page)],
                          capture_output=True, timeout=120)
    if done.returncode != 0 or not done.stdout.startswith(b"P6"):
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ToolError(f"mutool ended with {done.returncode} on page {page}: {'; '.join(words[:3])}")
    # P6, width and height, the largest value: each on a line of its own or after one space.
    fields, at = [], 0
    while len(fields) < 4:
        end = min(i for i in (done.stdout.find(c, at) for c in (b" ", b"\n")) if i >= 0)
        if done.stdout[at : at + 1] == b"#":
            at = done.stdout.index(b"\n", at) + 1
            continue
        fields.append(done.stdout[at:end])
        at = end + 1
    return int(fields[1]), int(fields[2]), done.stdout[at:]


def same_page(original, number, volume, page):
    """How much a page of a record differs from the part of the volume's page that shows it: the mean over all dots.

    The volume's page has the record's at its top, in the middle where it is wider, and a strip below it.
    """
    width, height, theirs = drawn(original, number)
    wide, high, ours = drawn(volume, page)
    if wide < width - 1 or high < height - 1:
        raise ValueError(f"the page is {width} by {height} dots, the volume's {wide} by {high}")
    left = max(0, round((wide - width) / 2))
    width, rows = min(width, wide), min(height, high)
    theirs_wide = len(theirs) // 3 // height
    total = 0
    for row in range(rows):
        a = theirs[row * theirs_wide * 3 : (row * theirs_wide + width) * 3]
        b = ours[(row * wide + left) * 3 : (row * wide + left + width) * 3]
        if a != b:
            total += sum(map(abs, map(int.__sub__, a, b)))
    return total / (rows * width * 3)
