"""Draws lines for a terminal or a pipe: width, wrapping, colour where the stream can show it.

Rich draws whatever has colour or characters that are not one column wide; plain lines are wrapped without loading it.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from simcred.gate import inert
from simcred.report.lines import Line, Tone

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_STYLES: dict[Tone, str] = {
    "plain": "",
    "title": "bold",
    "good": "green",
    "bad": "red",
    "warn": "yellow",
    "quiet": "dim",
    "code": "cyan",
}
_WIDTH = 80
_WIDEST = 100


def draw(lines: Iterable[Line], stream: TextIO, *, color: bool | None = None) -> None:
    """Writes lines to a stream. `color` None means: when the stream is a terminal and NO_COLOR is not set."""
    if color is None:
        color = _wants_color(stream)
    width = _width(stream)
    console: Console | None = None
    for line in lines:
        words = "".join(part for part, _ in line.pieces)
        if not color and words.isascii():
            stream.write(_plain(line, words, width))
            continue
        console = console or _console(stream, width, color)
        for text in _wrapped(line, console):
            console.print(_inert(text), soft_wrap=True)


def _inert(text: Text) -> Text:
    """A drawn line that is no command to a build server; where one had to be broken, the line loses its colour."""
    words = inert(text.plain)
    return text if words == text.plain else type(text)(words)


def _plain(line: Line, words: str, width: int) -> str:
    """A line without colour, wrapped."""
    first, rest = " " * line.indent, " " * line.hang
    if line.whole or line.indent + len(words) <= width:
        return inert(f"{first}{words}".rstrip()) + "\n"
    rows = textwrap.wrap(
        words, max(20, width), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, replace_whitespace=False
    )
    return "\n".join(map(inert, rows)) + "\n"


def _console(stream: TextIO, width: int, color: bool) -> Console:
    """Rich's console, with nothing interpreted and nothing added."""
    from rich.console import Console

    return Console(
        file=stream,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )


def _wants_color(stream: TextIO) -> bool:
    """NO_COLOR and FORCE_COLOR first, then whether the stream is a terminal that has colours."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _width(stream: TextIO) -> int:
    """How wide to write: what the terminal has, up to a readable measure; 80 in a pipe."""
    set_by_hand = os.environ.get("COLUMNS", "")
    if set_by_hand.isdigit() and int(set_by_hand) > 0:
        return max(20, min(int(set_by_hand), _WIDEST))
    if not stream.isatty():
        return _WIDTH
    try:
        return max(20, min(os.get_terminal_size(stream.fileno()).columns, _WIDEST))
    except (OSError, ValueError):
        return _WIDTH


def _wrapped(line: Line, console: Console) -> list[Text]:
    """A line's text in as many lines as it needs."""
    from rich.text import Text

    text = Text()
    for words, tone in line.pieces:
        text.append(words, style=_STYLES[tone])
    if line.whole:
        return [Text(" " * line.indent) + text]
    rows = list(text.wrap(console, max(10, console.width - line.indent)))
    if len(rows) > 1 and line.hang != line.indent:
        rest = text[len(rows[0].plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        rows = [rows[0], *rest.wrap(console, max(10, console.width - line.hang))]
    for number, row in enumerate(rows):
        row.rstrip()
        row.pad_left(line.indent if number == 0 else line.hang)
    return rows or [Text()]
