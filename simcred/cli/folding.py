"""Wraps a remark for a terminal: by the columns its characters take, and never inside a command."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from simcred.cli.groups import GROUPS

_COMMANDS = "|".join(name for _, names in GROUPS for name in names)
_TOKEN = re.compile(rf"`[^`]*`\S*|simcred (?:{_COMMANDS})\b.*$|\S+")
"""A command in backquotes, a command up to the end of the text, or a word."""


def fold(text: str, width: int, indent: str) -> Iterator[str]:
    """A text as lines of at most `width` columns, but for a word or a command that is longer; all but the first are indented."""
    begin = text[: len(text) - len(text.lstrip())]
    row, used = begin, columns(begin)
    for token in _TOKEN.findall(text.lstrip()):
        gap = 1 if row.strip() else 0
        if row.strip() and used + gap + columns(token) > width:
            yield row
            row, used, gap = indent, columns(indent), 0
        row += " " * gap + token
        used += gap + columns(token)
    yield row


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: none for marks upon letters, two for wide characters."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
