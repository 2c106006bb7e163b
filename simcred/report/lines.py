"""Text for people as lines with roles: what is said, apart from how a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from simcred.gate import visible

Tone = Literal["plain", "title", "good", "bad", "warn", "quiet", "code"]
Piece = tuple[str, Tone]
_COMMANDS = ("::", "##[", "##vso")
"""How lines begin that build servers take for commands; no line of ours begins so."""


class Line(Struct, frozen=True):
    """Pieces of text with a tone each; wrapped lines are indented by `hang`. `whole` lines are never wrapped."""

    pieces: tuple[Piece, ...] = ()
    indent: int = 0
    hang: int = 0
    whole: bool = False


def line(*parts: str | Piece, indent: int = 0, hang: int | None = None, whole: bool = False) -> Line:
    """A line; every text passes the gate."""
    pieces: tuple[Piece, ...] = tuple(
        (visible(part), "plain") if isinstance(part, str) else (visible(part[0]), part[1]) for part in parts
    )
    if indent == 0 and "".join(words for words, _ in pieces).lstrip().startswith(_COMMANDS):
        indent = 1
    return Line(pieces, indent, indent if hang is None else hang, whole)


def blank() -> Line:
    """An empty line."""
    return Line()


def paragraphs(texts: Iterable[str], *, indent: int = 0) -> Iterator[Line]:
    """Texts of several lines; each line of each text on its own."""
    for text in texts:
        yield from (line(part, indent=indent) for part in text.splitlines())
