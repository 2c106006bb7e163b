"""The gate that every text from a portfolio passes on its way to a terminal, a log or a page."""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d\u00ad"


def visible(text: str) -> str:
    """One line in which nothing hides: control and format characters show as escapes, line breaks as spaces."""
    if text.isascii() and text.isprintable():
        return text
    return clean(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def clean(text: str) -> str:
    """Text of several lines in which nothing hides: control and format characters show as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char in "\n\t" else _shown(char) for char in text.replace("\r\n", "\n"))


def _shown(char: str) -> str:
    if char in _JOINERS or unicodedata.category(char) not in _HIDDEN:
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
