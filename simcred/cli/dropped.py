"""A path as it is typed, pasted or dropped on a terminal: in quotes, with `~`, escaped, or as a file's address."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from simcred.cli.settings import settings
from simcred.snapshot.folder import is_there


def paths(text: str) -> list[str]:
    """The paths that are meant; several where several were dropped at once, else the one text that was typed."""
    for way in _ways(text):
        if (found := _found(way)) is not None:
            return [found]
    parts = _split(text)
    several = [found for part in parts if (found := next(filter(None, map(_found, _ways(part))), None)) is not None]
    if len(parts) > 1 and len(several) == len(parts):
        return several
    return [next(_ways(text))]


def _ways(text: str) -> Iterator[str]:
    """A text in the ways in which it can be the name of a file, the most likely first."""
    if text.lower().startswith("file:"):
        yield url2pathname(urlsplit(text).path)
        yield unquote(urlsplit(text).path)
    plain = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
    yield os.path.expanduser(plain)  # noqa: PTH111 - pathlib raises where there is no such user
    if os.name != "nt" and "\\" in text:
        yield os.path.expanduser("".join(_split(text)))  # noqa: PTH111 - the same


def _split(text: str) -> list[str]:
    """A text as words of a shell; nothing where its quotes do not fit."""
    try:
        return shlex.split(text, posix=os.name != "nt")
    except ValueError:
        return []


def _found(way: str) -> str | None:
    """The path that a way leads to, from the folder the command was started in; None where there is nothing."""
    here = settings().started_in
    if here and is_there(Path(here) / way):
        return way if settings().directory == "." else str(Path(here) / way)
    return way if is_there(Path(way)) else None
