"""Lines for screen readers: one fact a line, nothing in columns, no colour; the words are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simcred.report.lines import HANG, Line

_GAP = re.compile(r" {2,}")
"""What parts the columns of a line."""
_DEEPEST = 4
"""How far at most a line is indented: further in there would be a column."""


def plainly(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines, each fact on a line of its own."""
    for line in lines:
        indent = min(line.indent, _DEEPEST)
        if line.whole:
            yield Line(line.pieces, indent, indent, True)
            continue
        first, *rest = line.facts or _facts(_words(line))
        yield Line(((first, "plain"),) if first else (), indent, max(HANG, indent))
        for fact in rest:
            yield Line(((fact, "plain"),), indent + HANG, indent + HANG)


def _facts(words: str) -> list[str]:
    """The facts of a line whose columns have gaps between them; the first of them names what the second says."""
    parts = _GAP.split(words.strip())
    if len(parts) > 1 and parts[0] and parts[0][-1] not in ":,;.":
        parts[:2] = [f"{parts[0]}: {parts[1]}"]
    return parts


def _words(line: Line) -> str:
    """A line's words; a label at its beginning has a gap behind it."""
    words = [piece for piece, _ in line.pieces]
    if len(words) > 1 and line.pieces[0][1] == "title" and words[0].endswith(" "):
        words[0] += " "
    return "".join(words)
