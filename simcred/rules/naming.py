"""Students who are named in a portfolio, what leads to anybody in private, and the roster itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from simcred.findings.finding import About, Finding, Place, Severity, found
from simcred.load.paths import ending_of, item_of
from simcred.model.naming import ROSTER, How, NamedAt, Naming, Verdict
from simcred.rules.case import Case
from simcred.rules.filetypes import PICTURES, RECORDINGS
from simcred.words import count

_SAID: dict[How, tuple[str, str]] = {
    "full": ("MC701", "a student's full name"),
    "initial": ("MC701", "a student's family name with an initial"),
    "number": ("MC703", "a student's number"),
    "school-number": ("MC703", "what looks like a student's number"),
    "family": ("MC702", "what may be a student's family name"),
    "given": ("MC702", "what may be a student's given name"),
    "email": ("MC708", "somebody's e-mail address"),
    "phone": ("MC709", "a telephone number"),
    "digits": ("MC709", "what may be a telephone number"),
    "author": ("MC710", "the name of somebody who made it"),
    "ssn": ("MC711", "what looks like a social security number"),
    "address": ("MC712", "what looks like a home address"),
    "birth": ("MC713", "a day of birth"),
}
_ONLY: dict[How, Severity] = {"given": "note", "digits": "note", "school-number": "warning"}
"""What is less serious than others of its code."""
_NOT_S01 = {
    "MC708": "Take it out; nobody needs it here.",
    "MC709": "Take it out; nobody needs it here.",
    "MC710": "`simcred privacy strip` makes a copy that says nothing of itself.",
    "MC711": "Take it out, wherever else it stands too.",
    "MC712": "Take it out; nobody needs it here.",
    "MC713": "Write the age in its place, or take it out.",
}


def students(case: Case) -> Iterator[Finding]:
    """A finding for each line, and each file's name, in which somebody is named; not for what the educator let stand.

    Raises RuntimeError where the look itself broke off, so that this is told as any rule's failure is.
    """
    if case.facts.naming.failed:
        raise RuntimeError(case.facts.naming.failed)
    for _, finding in told_of(case.facts.naming):
        yield finding


def told_of(naming: Naming) -> Iterator[tuple[NamedAt, Finding]]:
    """The same, each with its place."""
    told: Counter[tuple[str, How]] = Counter()
    for place in naming.places:
        code, what = _SAID[place.how]
        told[_place(place).path, place.how] += 1
        if place.mark and id_of(place) in naming.let_stand:
            continue
        often = f" ({count(place.times, 'time')})" if place.times > 1 else ""
        finding = found(
            code,
            f"{what} stands in {_where(place)}{often}",
            _place(place),
            hint=_hint(place, code),
            about=About(evidence=item_of(place.path)),
            subject=f"{place.how} {place.where or place.line is None} {told[_place(place).path, place.how]}",
            severity=_ONLY.get(place.how),
        )
        yield place, finding


def as_naming(path: str, verdict: Verdict) -> Naming:
    """What was told of one file by itself; nothing of it can be let stand."""
    return Naming(tuple(NamedAt(path, line, how, times, where or None) for where, line, how, times, _ in verdict.places))


def id_of(place: NamedAt) -> str:
    """What a place is called when somebody lets it stand: it is another one once other words stand there."""
    return hashlib.sha256(f"{place.path}\0{place.where}\0{place.how}\0{place.mark}".encode("utf-8", "replace")).hexdigest()[:10]


def _hint(place: NamedAt, code: str) -> str:
    """What to do about it."""
    if place.line is None and place.where is None:
        return "Rename it."
    return _NOT_S01.get(code, "Write S01 or another made-up name in its place.")


def roster(case: Case) -> Iterator[Finding]:
    """What is wrong with the roster: lines that cannot be used, and that git has it; and where nobody could look for its names."""
    naming = case.facts.naming
    if naming.tracked:
        hint = f"Take it out again before anything is shared: git rm --cached {ROSTER}"
        yield found("MC705", f"git tracks {ROSTER}, the list of your students' names", Place(ROSTER), hint=hint)
    for path, why in naming.unread if naming.looked is not None else ():
        seen = ending_of(path) in PICTURES | RECORDINGS
        hint = "Look at it and listen to it yourself." if seen else "Look through it yourself, or hand in a PDF of it."
        about = About(evidence=item_of(path))
        yield found("MC706", f"nobody looked for names in {path}: {why}", Place(path), hint=hint, about=about, subject=path)
    for number, (line, why) in enumerate(naming.problems):
        hint = (
            "Nobody is looked for until it is mended."
            if naming.unusable
            else "Mend that line; who stands in it is not looked for."
        )
        severity: Severity | None = "error" if naming.unusable else None
        yield found("MC704", why, Place(ROSTER, line), hint=hint, subject=str(number), severity=severity)


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
