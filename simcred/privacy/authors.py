"""Whom a document names as its author, where that is a person and not a program, and not one of the portfolio's own people."""

from __future__ import annotations

from collections.abc import Iterable

_PROGRAMS_AS_TEXT = """
python-docx|openpyxl|python-pptx|reportlab|apache poi|libreoffice|microsoft office user|microsoft office|microsoft corporation|office user|
microsoft|windows user|user|users|owner|admin|administrator|author|anonymous|unknown|unnamed|un-named|default|guest|teacher|student|
canva|google|google docs|google workspace|adobe|pdf24|scanner|scan|xerox|hp|canon|epson|ricoh|konica minolta|unspecified|
none|n/a|pc|home|laptop|me|school|staff
"""
_PROGRAMS = frozenset(name.strip() for name in _PROGRAMS_AS_TEXT.split("|"))
"""What programs write for an author when nobody said who it is. Authored for this project."""


class Authors:
    """Tells authors that are nobody's concern from those that are."""

    def __init__(self, own: Iterable[str]) -> None:
        self._own = {_plain(name) for name in own}

    def of(self, text: str) -> str:
        """The people whom a text, one a line, names as authors; empty where it names nobody that matters."""
        said = (_plain(line) for line in text.splitlines())
        return "\n".join(name for name in said if any(char.isalpha() for char in name) and name not in self._own | _PROGRAMS)


def _plain(name: str) -> str:
    """A name without capitals and spare spaces and signs at its ends."""
    return " ".join(name.casefold().split()).strip("()[]<>.,; ")
