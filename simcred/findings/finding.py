"""One problem: code, severity, message, place, hint. The long text is looked up by code."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from posixpath import normpath
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from simcred.findings.catalogue import code_of

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Place(Struct, frozen=True):
    """Where: a path, and lines and columns from 1 in code points, None where they are unknown."""

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class About(Struct, frozen=True):
    """What a finding concerns: a goal, a row, an evidence item, each by its id, or None."""

    goal: str | None = None
    row: str | None = None
    evidence: str | None = None


_NOTHING = About()
_NUMBERS = re.compile("[0-9]+")


class Finding(Struct, frozen=True):
    """One problem in somebody's files. `subject` tells apart findings of one code in one file; it holds no line."""

    code: str
    severity: Severity
    message: str
    place: Place
    hint: str = ""
    about: About = _NOTHING
    subject: str = ""

    def moved(self, prefix: str) -> Finding:
        """The same finding with its path below `prefix`, without the detours of a path that leads out of it."""
        path = normpath(f"{prefix}/{self.place.path}") if prefix not in ("", ".") else self.place.path
        return replace(self, place=replace(self.place, path=path))


def found(
    code: str,
    message: str,
    place: Place,
    *,
    hint: str = "",
    about: About = _NOTHING,
    subject: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding of that code, with the severity of the catalogue unless another is given."""
    return Finding(code, severity or code_of(code).severity, message, place, hint, about, subject)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order people read them: by file, then line, then code."""
    return tuple(
        sorted(findings, key=lambda f: (f.place.path, f.place.line or 0, f.place.column or 0, f.code, f.subject, f.message))
    )


def fingerprints(findings: Iterable[tuple[str, Finding]]) -> Iterator[str]:
    """One fingerprint a finding, in order, for findings that each come with the id of their portfolio.

    It is made of what stays when lines move and when the same portfolio is checked from another folder: the portfolio's id,
    the path inside it, the code, what the finding concerns, and its subject; where it has no subject, its message without
    numbers. Never the same twice in one report: findings that are alike in all of that are numbered in their order, so that
    only of such twins one may take the other's place when one is mended.
    """
    seen: Counter[str] = Counter()
    for portfolio, finding in findings:
        about = finding.about
        telling = finding.subject or _NUMBERS.sub("0", finding.message)
        parts = (portfolio, finding.code, finding.place.path, about.goal, about.row, about.evidence, telling)
        base = "\0".join(part or "" for part in parts)
        seen[base] += 1
        yield hashlib.sha256(f"{base}\0{seen[base]}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
