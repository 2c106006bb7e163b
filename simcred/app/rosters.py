"""The educator's list of students: taken from a class list, and what is known of it. No name of it is ever handed on."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from simcred import resources
from simcred.app.look import Look
from simcred.app.manifests import opened
from simcred.exits import Exit, Stop
from simcred.model.naming import ROSTER
from simcred.privacy.roster import MOST_BYTES, Roster, parse
from simcred.privacy.text import decoded
from simcred.snapshot.opening import read_regular
from simcred.words import both, count, reason
from simcred.workspace.changes import Changes

_HEAD = "# The students whose names must not leave: one a line. This list stays on this computer, and is never printed.\n"
_COLUMNS = {
    "last": ("last", "last name", "family", "family name", "surname", "student last name"),
    "first": ("first", "first name", "given", "given name", "student first name"),
    "middle": ("middle", "middle name"),
    "nickname": ("preferred", "preferred name", "nickname", "goes by", "preferred first name"),
    "number": ("id", "student id", "number", "student number", "local id", "student no", "id number", "sis id"),
    "name": ("name", "student", "student name", "full name", "student full name", "students"),
}
_MOST_LINES = 50_000
_IGNORED, _RULE = ".gitignore", b"/.simcred/*"
"""The file that keeps the list out of git, and the line in it that does."""


def take_over(path: Path, source: Path, look: Look, *, replace: bool) -> list[str]:
    """Adds the students of a class list (CSV, or one name a line) to the roster, or puts them in its place; remarks.

    Raises `Stop` where the list cannot be read, or holds nobody.
    """
    seen, _ = opened(path, look)
    root = seen.spot.root
    try:
        data = read_regular(source, MOST_BYTES + 1)[0]
    except OSError as error:
        raise Stop(f"{source.as_posix()} cannot be read: {reason(error)}", "Name a text file or a CSV.", Exit.USAGE) from None
    if len(data) > MOST_BYTES or data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise Stop(f"{source.as_posix()} is no text", "Save the class list as CSV, and name that.", Exit.USAGE)
    lines = list(dict.fromkeys(_students(decoded(data))))
    known = parse("\n".join(lines).encode())
    if not known.students:
        raise Stop(f"nobody is found in {source.as_posix()}", "One student a line: First Last, or Last, First.", Exit.USAGE)
    before = "" if replace else _text(root)
    there = {line.strip() for line in before.splitlines()}
    new = [line for line in lines if line not in there]
    text = (before or _HEAD).rstrip("\n") + "\n" + "".join(f"{line}\n" for line in new)
    ignored = _bytes(root / _IGNORED)
    if text != before:
        beside = [(_IGNORED, resources.data("templates/portfolio/gitignore"))] if ignored is None else []
        Changes(root, "wrote the list of students' names", writes=[*beside, (ROSTER, text.encode())]).apply()
    said = [f"{count(len(new), 'student')} {'is' if len(new) == 1 else 'are'} taken over.", *said_of(parse(text.encode()))]
    if ignored is not None and _RULE not in ignored.splitlines():
        said.append(f"Your {_IGNORED} does not keep the list out of git. Add this line to it: {_RULE.decode()}")
    return said


def known_of(path: Path, look: Look) -> list[str]:
    """What can be said of the roster of a portfolio."""
    seen, _ = opened(path, look)
    text = _text(seen.spot.root)
    if not text:
        return [
            "There is no list of your students' names yet, so nobody looks for them.",
            "Save your class list as CSV, or write one student a line: simcred privacy roster FILE",
        ]
    return said_of(parse(text.encode()))


def said_of(known: Roster) -> list[str]:
    """How many students are looked for, and which lines cannot be used."""
    said = [
        f"{count(len(known.students), 'student')} {'is' if len(known.students) == 1 else 'are'} looked for. The list ({ROSTER}) stays on this computer."
    ]
    if known.problems:
        lines = both([str(line) for line, _ in known.problems[:10]])
        more = f" and {len(known.problems) - 10} more" if len(known.problems) > 10 else ""
        said.append(f"What stands in line {lines}{more} of it cannot be used: {known.problems[0][1]}.")
    return said


def _text(root: Path) -> str:
    """The roster's text; empty where there is none."""
    try:
        return read_regular(root / ROSTER, MOST_BYTES + 1)[0].decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise Stop(f"{ROSTER} cannot be read", "Save it as UTF-8 text, or delete it.", Exit.CANNOT_JUDGE) from None


def _bytes(path: Path) -> bytes | None:
    """A file's bytes; None where there is none."""
    try:
        return read_regular(path, MOST_BYTES)[0]
    except OSError:
        return None


def _students(text: str) -> Iterator[str]:
    """Lines of a roster from a class list: as they are, or put together from the columns that its heading names."""
    lines = [line for line in islice(text.splitlines(), _MOST_LINES) if line.strip()]
    if not lines:
        return
    mark = next((mark for mark in ("\t", ";", ",") if mark in lines[0]), ",")
    heading = next(csv.reader(lines[:1], delimiter=mark), [])
    columns = _columns(heading)
    if not {"first", "last"} <= columns.keys() and "name" not in columns:
        yield from (line.strip() for line in lines if not line.lstrip().startswith("#"))
        return
    for row in csv.reader(lines[1:], delimiter=mark):
        cells = {use: row[at].strip() for use, at in columns.items() if at < len(row)}
        name = cells.get("name", "") or f"{cells.get('last', '')}, {cells.get('first', '')} {cells.get('middle', '')}".strip()
        number = cells.get("number", "")
        parts = [name, cells.get("nickname", ""), f"id {number}" if number else ""]
        if name.strip(", "):
            yield "; ".join(part.replace(";", " ") for part in parts if part)


def _columns(heading: Iterable[str]) -> dict[str, int]:
    """Which column holds what, by the words of its heading."""
    found: dict[str, int] = {}
    for at, title in enumerate(heading):
        plain = " ".join(title.casefold().replace("_", " ").split())
        for use, titles in _COLUMNS.items():
            if plain in titles:
                found.setdefault(use, at)
    return found
