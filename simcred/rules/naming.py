"""Students who are named in a portfolio, as far as the roster knows them, and the roster itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simcred.findings.finding import About, Finding, Place, found
from simcred.model.naming import ROSTER, How, NamedAt
from simcred.rules.case import Case
from simcred.words import count

_SAID: dict[How, tuple[str, str]] = {
    "full": ("MC701", "a student's full name"),
    "initial": ("MC701", "a student's family name with an initial"),
    "number": ("MC703", "a student's number"),
    "family": ("MC702", "what may be a student's family name"),
    "given": ("MC702", "what may be a student's given name"),
}


def students(case: Case) -> Iterator[Finding]:
    """A finding for each line, and each file's name, in which somebody of the roster is named.

    Raises RuntimeError where the look itself broke off, so that this is told as any rule's failure is.
    """
    if case.facts.naming.failed:
        raise RuntimeError(case.facts.naming.failed)
    told: Counter[tuple[str, How]] = Counter()
    for place in case.facts.naming.places:
        code, what = _SAID[place.how]
        told[_place(place).path, place.how] += 1
        often = f" ({count(place.times, 'time')})" if place.times > 1 else ""
        yield found(
            code,
            f"{what} stands in {_where(place)}{often}",
            _place(place),
            hint="Rename it."
            if place.line is None and place.where is None
            else "Write S01 or another made-up name in its place.",
            about=About(evidence=_item(place.path)),
            subject=f"{place.how} {place.where or place.line is None} {told[_place(place).path, place.how]}",
            severity="note" if place.how == "given" else None,
        )


def roster(case: Case) -> Iterator[Finding]:
    """What is wrong with the roster: lines that cannot be used, and that git has it."""
    naming = case.facts.naming
    if naming.tracked:
        hint = f"Take it out again before anything is shared: git rm --cached {ROSTER}"
        yield found("MC705", f"git tracks {ROSTER}, the list of your students' names", Place(ROSTER), hint=hint)
    for path in naming.unread:
        hint = "Look through it yourself, or hand in a PDF of it."
        yield found("MC706", f"{path} could not be read, so nobody looked for names in it", Place(path), hint=hint, subject=path)
    for number, (line, why) in enumerate(naming.problems):
        yield found(
            "MC704", why, Place(ROSTER, line), hint="Mend that line; who stands in it is not looked for.", subject=str(number)
        )


def _where(place: NamedAt) -> str:
    """Where it stands, in words."""
    if place.where is not None:
        return f"{place.where} of this file"
    return "the name of a file or folder in here" if place.line is None else "this line"


def _place(place: NamedAt) -> Place:
    """The line or the file; where its name is what tells, the folder, so that the name is not repeated."""
    if place.line is not None:
        return Place(place.path, place.line)
    return Place(place.path if place.where is not None else place.path.rpartition("/")[0] or ".")


def _item(path: str) -> str | None:
    """The item that a path belongs to."""
    parts = path.split("/")
    return parts[1] if parts[0] == "evidence" and len(parts) > 2 else None
