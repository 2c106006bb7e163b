"""What other people said, and what the educator submitted. Shapes stand in schemas/review.json and submission.json."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

DecisionWord = Literal["met", "not-yet", "question", "not-applicable"]


@dataclass(frozen=True, slots=True)
class Pin:
    """A file as somebody saw it; `path` is from the portfolio's folder."""

    path: str
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True)
class About:
    """Which portfolio, goal and attempt a file is about; `attempt` is None before the first submission."""

    id: str
    goal: str
    attempt: int | None = None


@dataclass(frozen=True, slots=True)
class ChecklistPin:
    """The checklist somebody worked from."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said of one row, having seen those files."""

    row: str
    decision: DecisionWord
    seen: tuple[Pin, ...]
    text: str | None = None


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file the reviewer attached beside the review."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Attestation:
    """A statement or a filled-in form for one row."""

    row: str
    form: str | None = None
    item: str | None = None
    lesson_date: dt.date | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    statement: str | None = None
    file: AttachedFile | None = None
    seen: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """reviews/<goal>/<nnn>-<person>.yaml. `path` is from the portfolio's folder; `number` is the nnn of its name."""

    path: str
    number: int
    portfolio: About
    reviewer: str
    date: dt.date
    checklist: ChecklistPin
    verdict: Literal["recommend", "return"] | None = None
    decisions: tuple[Decision, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    text: str | None = None
    seen: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """What the educator states when submitting."""

    ready: bool
    releases_held: bool
    own_work: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """submissions/<goal>/<n>.yaml: the educator's Request Feedback."""

    path: str
    number: int
    portfolio: About
    date: dt.date
    checklist: ChecklistPin
    statements: Statements
    seen: tuple[Pin, ...]
    change_note: str | None = None
