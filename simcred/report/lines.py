"""Text for people as lines with roles: what is said, apart from how a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from simcred.gate import visible

Tone = Literal["plain", "title", "good", "bad", "warn", "quiet", "code"]
Piece = tuple[str, Tone]
HANG = 2
"""How far at least a wrapped line hangs: what stands at the left margin is simcred's own, never the middle of a value."""


class Line(Struct, frozen=True):
    """Pieces of text with a tone each; wrapped lines are indented by `hang`. `whole` lines are never wrapped.

    `facts` are what the line says, one after another, where it is drawn without columns (report.plain).
    """

    pieces: tuple[Piece, ...] = ()
    indent: int = 0
    hang: int = 0
    whole: bool = False
    facts: tuple[str, ...] = ()


def line(*parts: str | Piece, indent: int = 0, hang: int | None = None, whole: bool = False, facts: Iterable[str] = ()) -> Line:
    """A line; every text passes the gate. Wrapped lines hang as far as the first is indented, and by `HANG` at least."""
    pieces: tuple[Piece, ...] = tuple(
        (visible(part), "plain") if isinstance(part, str) else (visible(part[0]), part[1]) for part in parts
    )
    return Line(
        pieces, indent, max(HANG, indent if hang is None else hang), whole, tuple(visible(fact) for fact in facts if fact)
    )


def blank() -> Line:
    """An empty line."""
    return Line()


def paragraphs(texts: Iterable[str], *, indent: int = 0) -> Iterator[Line]:
    """Texts of several lines; each line of each text on its own."""
    for text in texts:
        yield from (line(part, indent=indent) for part in text.splitlines())
