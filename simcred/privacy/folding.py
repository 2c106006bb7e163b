"""Text and names made alike: small letters without marks, apostrophes or invisible joints, so that spellings of one name meet.

A letter becomes one letter, so lines keep their numbers; what a letter can be written as besides (ß as ss, ö as oe) is a
matter of the names, which are few (`spellings`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_SINGLE = {
    "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ß": "s", "æ": "a", "œ": "o", "þ": "t", "ŋ": "n", "ə": "e",  # noqa: RUF001
}  # fmt: skip
_LONGER = {
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj", "ñ": "nh",
}  # fmt: skip
"""What a letter is also written as where a keyboard lacks it."""
_GONE = "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Joints that nobody sees."""
_APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02bd\u02b9\u2032\u00b4`\ua78c\uff07"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LAST = 0x1F00
"""Above it there are no Latin letters but the full-width ones."""


@cache
def _letters() -> dict[int, str | None]:
    """The one letter that each letter becomes; the same in capitals, so that capitals can still be told."""
    table: dict[int, str | None] = dict.fromkeys(map(ord, _GONE))
    for number in (*range(0x80, _LAST), *range(0xFF21, 0xFF5B)):
        char = chr(number)
        plain = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
        plain = _SINGLE.get(plain.lower(), plain.lower()) if len(plain) == 1 else plain.lower()[:1] if plain.isalpha() else ""
        if len(plain) == 1 and plain.isascii() and plain.isalpha():
            table[number] = plain.upper() if char.isupper() else plain
    table |= {ord(char): "-" for char in _HYPHENS} | {ord(char): " " for char in _SPACES}
    table |= {ord(char): "'" for char in _APOSTROPHES if char != "'"}
    table |= dict.fromkeys(range(768, 880))
    return table


def plain(text: str) -> str:
    """Text in plain letters, capitals kept: marks taken off, typographic signs as typed ones, a possessive s as blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_letters())
    return _without_apostrophes(text.replace("`", "'"))


_APOSTROPHE = re.compile(r"'(?<=[A-Za-z]')(?:[sS](?![A-Za-z])|(?=[A-Za-z]))")
"""One inside a word, or with the s of a possessive."""


def _without_apostrophes(text: str) -> str:
    """Text without the apostrophes inside words; one with an s at a word's end is two blanks, others stay."""
    return _APOSTROPHE.sub(lambda found: " " * len(found[0]) if len(found[0]) > 1 else "", text) if "'" in text else text


def spellings(word: str) -> Iterator[str]:
    """What a word of a name looks like in plain text, in small letters: without its marks, and as it is typed where those are missing."""
    whole = unicodedata.normalize("NFC", word).lower()
    yield plain(whole)
    longer = "".join(_LONGER.get(char, char) for char in whole)
    if longer != whole:
        yield plain(longer)
    if "ss" in whole:
        yield plain(whole.replace("ss", "ß"))
