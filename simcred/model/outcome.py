"""What an assessment says: one outcome a row, one state a goal, findings and next steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from simcred.findings.finding import Finding
from simcred.model.checklist import AttestationAsk, Checklist, EvidenceAsk, Row
from simcred.model.portfolio import Goal, Track

OutcomeWord = Literal["met", "unmet", "waiting", "outdated", "not-applicable", "cannot-tell"]
Judgement = Literal["none", "met", "not-yet", "question", "not-applicable"]
State = Literal["collecting", "ready", "submitted", "returned", "recommended", "awarded", "revoked"]
Why = Literal[
    "",
    "too-few",
    "not-different",
    "out-of-order",
    "no-person",
    "no-attestation",
    "no-consent",
    "people-unsaid",
    "no-badge",
    "spoiled",
    "not-yet",
    "asked",
    "unreadable",
]
STATES: tuple[State, ...] = ("collecting", "ready", "submitted", "returned", "recommended", "awarded", "revoked")


class Owed(Struct, frozen=True):
    """A statement that is still to come: `about` are the items it may be about (None: no single item).

    `whom` says in words who owes it, `ids` under which ids, as far as they are named.
    """

    ask: AttestationAsk
    whom: str
    ids: tuple[str, ...]
    about: tuple[str, ...] | None = None


class RowOutcome(Struct, frozen=True):
    """One row of one goal. `have` and `need` count items (parts, for all_of); `evidence` are the slugs that counted.

    `advised` is the recommended number where it is larger than what is there, else None. `why` names the kind of
    cause when the row is open; `reason` says it in a sentence. `findings` are about statements that do not hold any more.
    Where evidence is missing, `ask` is what is asked for, `near` the item that only lacks something in itself, and `first` the
    row to see to before, of this level or of the one that is looked at. `owed` are the statements of others that are still to come.
    """

    row: Row
    outcome: OutcomeWord
    judgement: Judgement = "none"
    have: int = 0
    need: int = 0
    advised: int | None = None
    evidence: tuple[str, ...] = ()
    waiting_for: str | None = None
    reason: str | None = None
    why: Why = ""
    findings: tuple[Finding, ...] = ()
    ask: EvidenceAsk | None = None
    near: str | None = None
    first: Row | None = None
    owed: tuple[Owed, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the row still needs something."""
        return self.outcome not in ("met", "not-applicable")


class Counts(Struct, frozen=True):
    """Must-rows of a goal; rows that do not apply are left out."""

    met: int
    open: int
    total: int


class GoalAssessment(Struct, frozen=True):
    """One goal: its checklist (None when there is none), its state and its rows in the checklist's order.

    `changed` says whether what was submitted has changed since; None before a submission. `heard` are the reviews that
    count, at least in part: their files, in the order they were made.
    """

    goal: Goal
    track: Track | None
    name: str
    checklist: Checklist | None
    state: State
    changed: bool | None
    assurance: Literal["claimed", "committed", "signed"]
    rows: tuple[RowOutcome, ...]
    heard: tuple[str, ...] = ()

    @property
    def counts(self) -> Counts:
        """Counts of the must-rows."""
        musts = [row for row in self.rows if row.row.category == "must" and row.outcome != "not-applicable"]
        met = sum(not row.open for row in musts)
        return Counts(met, len(musts) - met, len(musts))

    def open_rows(self, due: str | None = None) -> list[RowOutcome]:
        """Must-rows that are open, of one due date or of all."""
        return [r for r in self.rows if r.open and r.row.category == "must" and due in (None, r.row.due)]


class NextStep(Struct, frozen=True):
    """What to do next, in a sentence, and the command that does it (it starts with `simcred`)."""

    text: str
    command: str
    goal: str | None = None
    row: str | None = None


class Assessment(Struct, frozen=True):
    """Everything the machine says of one portfolio on one day.

    `path` is where it lies, relative to the report's base; `folder` is its name in commands. `item_titles` has every item
    that could be read. `id` is its own, wherever it lies; empty when it cannot be read.
    """

    path: str
    readable: bool
    educator: str | None
    snapshot: tuple[str, str | None]
    goals: tuple[GoalAssessment, ...]
    findings: tuple[Finding, ...]
    next: tuple[NextStep, ...]
    item_titles: Mapping[str, str]
    folder: str = "."
    id: str = ""


class Batch(Struct, frozen=True):
    """A whole report: its base folder, day, programme, portfolios, and findings that belong to no portfolio."""

    base: str
    date: dt.date
    programme: tuple[str, str, str, str]
    notice: str
    portfolios: tuple[Assessment, ...]
    findings: tuple[Finding, ...] = ()

    def all_findings(self) -> list[Finding]:
        """Every finding: the report's own and then each portfolio's."""
        return [*self.findings, *(finding for portfolio in self.portfolios for finding in portfolio.findings)]
