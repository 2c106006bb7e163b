"""The educator's list of students: taken from a class list, and what is known of it. No name of it is ever handed on."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
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
    "last": ("last", "last name", "lastname", "family", "family name", "surname", "student last name", "student last", "legal last name"),
    "first": ("first", "first name", "firstname", "given", "given name", "student first name", "student first", "legal first name"),
    "middle": ("middle", "middle name"),
    "nickname": ("preferred", "preferred name", "nickname", "goes by", "preferred first name", "known as"),
    "number": (
        "student id", "student number", "student no", "local id", "local student id", "sis user id", "sis id", "perm id", "state id",
        "id number", "pupil number", "student #", "number", "id",
    ),
    "name": (
        "student name", "student full name", "full name", "last, first", "last name, first name", "student (last, first)", "students",
        "student", "learner", "pupil", "sortable name", "display name", "name",
    ),
}  # fmt: skip
"""What the columns of gradebooks are called, in the order in which they are preferred."""
_NOBODY = ("points possible", "student, test", "test student", "total", "average", "class average")
"""Lines of gradebooks that are no student."""
_HEADINGS_WITHIN = 6
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
    text = decoded(data)
    if "\0" in text or text.lstrip()[:1] == "<":
        raise Stop(f"{source.as_posix()} is no list", "Save the class list as CSV, and name that.", Exit.USAGE)
    lines, how = _students(text, source)
    known = parse("\n".join(lines).encode())
    if not known.students or len(known.problems) > len(known.students):
        hint = "One student a line: First Last, or Last, First. Or a CSV with the headings First name and Last name."
        raise Stop(f"nobody is found in {source.as_posix()}", hint, Exit.USAGE)
    before = "" if replace else _text(root)
    there = {line.strip() for line in before.splitlines()}
    new = [line for line in lines if line not in there]
    whole = (before or _HEAD).rstrip("\n") + "\n" + "".join(f"{line}\n" for line in new)
    ignored = _bytes(root / _IGNORED)
    if whole != before:
        beside = [(_IGNORED, resources.data("templates/portfolio/gitignore"))] if ignored is None else []
        Changes(root, "wrote the list of students' names", writes=[*beside, (ROSTER, whole.encode())]).apply()
    said = [f"{count(len(new), 'student')} {'is' if len(new) == 1 else 'are'} taken over{how}.", *said_of(parse(whole.encode()))]
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


def _students(text: str, source: Path) -> tuple[list[str], str]:
    """Lines of a roster from a class list, and how it was read: by the columns that a heading names, else every line as it is.

    Raises `Stop` for a table whose headings are not known.
    """
    lines = [line for line in islice(text.splitlines(), _MOST_LINES) if line.strip() and not line.lstrip().startswith("#")]
    for at in range(min(len(lines), _HEADINGS_WITHIN)):
        mark = max("\t;,", key=lines[at].count)
        heading = next(csv.reader([lines[at]], delimiter=mark), [])
        columns = _columns(heading)
        if {"first", "last"} <= columns.keys() or ("name" in columns and (len(heading) > 1 or at == 0)):
            used = [columns[use] for use in columns if use != "name" or not {"first", "last"} <= columns.keys()]
            rows = csv.reader(lines[at + 1 :], delimiter=mark)
            found = list(dict.fromkeys(line for row in rows if (line := _student(row, columns)) is not None))
            return found, f", by the columns {both([heading[column].strip() for column in sorted(used)])}"
    if any(line.count("\t") or line.count(",") > 1 for line in lines[:_HEADINGS_WITHIN]):
        hint = "Call the columns First name and Last name (or Student name), and Student ID, and save it as CSV again."
        raise Stop(f"the headings of {source.as_posix()} are not known", hint, Exit.USAGE)
    return list(dict.fromkeys(line.strip() for line in lines)), ", every line as one of them"


def _student(row: Sequence[str], columns: Mapping[str, int]) -> str | None:
    """One student's line; None for a row that is nobody."""
    cells = {use: row[at].strip() for use, at in columns.items() if at < len(row)}
    if {"first", "last"} <= columns.keys():
        name = f"{cells.get('last', '')}, {cells.get('first', '')} {cells.get('middle', '')}".strip()
    else:
        name = cells.get("name", "")
    if not name.strip(", ") or name.casefold() in _NOBODY:
        return None
    number = cells.get("number", "")
    parts = [name, cells.get("nickname", ""), f"id {number}" if number else ""]
    return "; ".join(part.replace(";", " ") for part in parts if part)


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by the words of its heading; the first of those that are preferred."""
    plain = [" ".join(title.casefold().replace("_", " ").split()) for title in heading]
    found: dict[str, int] = {}
    for use, titles in _COLUMNS.items():
        at = next((plain.index(title) for title in titles if title in plain), None)
        if at is not None:
            found[use] = at
    return found
