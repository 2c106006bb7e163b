"""The gate that every text from a portfolio passes on its way to a terminal, a log or a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextvars import ContextVar

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d\u00ad"
_COMMAND = re.compile(r"(?<!\S)::|##(?=[\w-]*\[)")
"""What build servers take for a command in a log: `::` at the start of a line, indented or not, and `##[` or `##vso[` anywhere."""


_unsaid: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("unsaid", default=())


def leave_unsaid(names: Iterable[str]) -> None:
    """From here on, what passes the gate does not repeat these names of files: the ending stays, the rest shows as [name]."""
    known = {name for name, _ in _unsaid.get()}
    longest_first = sorted(known.union(names), key=len, reverse=True)
    _unsaid.set(tuple((name, "[name]" + "".join(_ENDING.findall(name))) for name in longest_first))


def anything_unsaid() -> bool:
    """Whether there is anything that is to be left unsaid."""
    return bool(_unsaid.get())


def told(text: str) -> str:
    """A text without the names that are to be left unsaid."""
    for name, instead in _unsaid.get():
        text = text.replace(name, instead)
    return text


_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")


def visible(text: str) -> str:
    """One line in which nothing hides and nothing commands.

    Control and format characters show as escapes, line breaks as spaces, commands to build servers as `inert` writes them; names
    that are to be left unsaid are not in it.
    """
    text = told(text)
    if not (text.isascii() and text.isprintable()):
        text = clean(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))
    return inert(text)


def inert(line: str) -> str:
    """A line that no build server takes for a command: the first character of what begins one shows as an escape.

    `::` is broken after every space, because a terminal's line may begin there.
    """
    if "::" not in line and "##" not in line:
        return line
    return _COMMAND.sub(lambda begin: f"\\u{ord(begin[0][0]):04x}{begin[0][1:]}", line)


def clean(text: str) -> str:
    """Text of several lines in which nothing hides: control and format characters show as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char in "\n\t" else _shown(char) for char in text.replace("\r\n", "\n"))


def _shown(char: str) -> str:
    if char in _JOINERS or unicodedata.category(char) not in _HIDDEN:
        return char
    if "\udc80" <= char <= "\udcff":  # a byte of a file's name that is no text, as Python hands it on
        return f"\\x{ord(char) - 0xDC00:02x}"
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
