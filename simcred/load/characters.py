"""Which characters may stand in a file, and in a name. After trust rules for text that people and terminals share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_BAD_ASCII = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
JOINERS = {"\u200c", "\u200d", "\u00ad"}
_BAD_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def bad_characters(text: str) -> Iterator[tuple[int, str]]:
    """Offsets and characters that may not stand in free text: control and format characters, surrogates, separators.

    Tab, line feed and carriage return may; so may the joiners U+200C, U+200D and U+00AD that some scripts need.
    """
    if text.isascii():
        yield from ((match.start(), match.group()) for match in _BAD_ASCII.finditer(text))
        return
    for offset, char in enumerate(text):
        if char in "\t\n\r" or char in JOINERS:
            continue
        if unicodedata.category(char) in _BAD_CATEGORIES:
            yield offset, char


def name_of(char: str) -> str:
    """A character's code point and name, for a message."""
    return f"U+{ord(char):04X} ({unicodedata.name(char, 'control character').lower()})"
