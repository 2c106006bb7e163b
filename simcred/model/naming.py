"""Where students of the roster are named: places only, never a word of what stands there."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

How = Literal["full", "initial", "family", "given", "number"]
"""How much of a name: given and family name, family name with an initial, one of the two alone, or the student's number."""

ROSTER = ".simcred/roster"
"""The educator's own list of students, from the portfolio's folder. It is never tracked, shared or printed."""


class NamedAt(Struct, frozen=True):
    """One place: the file, the line of a text or `where` in a document (None of both: the file's own name), how much, and how often."""

    path: str
    line: int | None
    how: How
    times: int = 1
    where: str | None = None


class Naming(Struct, frozen=True):
    """What a look for the roster's names came to: places, lines of the roster that cannot be used, and whether git tracks it.

    `unread` are documents in which nobody looked; `failed` names the mistake in simcred that kept it from looking at all.
    """

    places: tuple[NamedAt, ...] = ()
    unread: tuple[str, ...] = ()
    failed: str = ""
    problems: tuple[tuple[int, str], ...] = ()
    tracked: bool = False
