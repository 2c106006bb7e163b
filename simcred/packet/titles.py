"""Titles of posts: of the length that the badge site takes, and never cut inside what is one sign to the eye."""

from __future__ import annotations

import unicodedata

from simcred.model.blanks import is_blank

SHORTEST, LONGEST = 3, 140
"""Characters of a post's title (BadgeList's own code)."""
_MORE = "..."
_JOINER = "\u200d"
_FLAGS = range(0x1F1E6, 0x1F200)
_SKINS = range(0x1F3FB, 0x1F400)
_HANGUL_REST = range(0x1160, 0x1200)


def whole_title(text: str, row: str) -> str:
    """An item's title, with the title of the row it counts for behind it where it is shorter than the site takes."""
    line = " ".join(text.split())
    if sum(not is_blank(char) for char in line) >= SHORTEST:
        return line
    return row if is_blank(line) else f"{line}: {row}"


def post_title(text: str) -> str:
    """A title in one line, cut where the site takes no more: at a word, or within one that is longer than half of it."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    end = line.rfind(" ", 0, LONGEST - len(_MORE) + 1)
    if end < LONGEST // 2:
        end = _before(line, LONGEST - len(_MORE))
    return line[:end].rstrip(",;:. ") + _MORE


def _before(line: str, end: int) -> int:
    """The last place at or before `end` where two signs meet; `end` itself where all before it is one."""
    return next((place for place in range(end, 0, -1) if not _one_sign(line, place)), end)


def _one_sign(line: str, place: int) -> bool:
    """Whether the characters before and after a place are one sign: a letter and its accents, parts of an emoji, a flag."""
    before, after = line[place - 1], line[place]
    if unicodedata.category(after)[0] == "M" or unicodedata.category(after) == "Cf" or before == _JOINER:
        return True
    if ord(after) in _FLAGS:
        flags = 0
        while flags < place and ord(line[place - 1 - flags]) in _FLAGS:
            flags += 1
        return flags % 2 == 1
    return ord(after) in _SKINS or ord(after) in _HANGUL_REST
