"""What other people said, and what the educator submitted. Shapes stand in schemas/review.json and submission.json."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

DecisionWord = Literal["met", "not-yet", "question", "not-applicable"]


class Pin(Struct, frozen=True):
    """A file as somebody saw it; `path` is from the portfolio's folder."""

    path: str
    sha256: str
    blob: str


class About(Struct, frozen=True):
    """Which portfolio, goal and attempt a file is about; `attempt` is None before the first submission."""

    id: str
    goal: str
    attempt: int | None = None


class ChecklistPin(Struct, frozen=True):
    """The checklist somebody worked from."""

    id: str
    version: str
    sha256: str


class Decision(Struct, frozen=True):
    """What a reviewer said of one row, having seen those files."""

    row: str
    decision: DecisionWord
    seen: tuple[Pin, ...]
    text: str | None = None


class AttachedFile(Struct, frozen=True):
    """A file the reviewer attached beside the review."""

    path: str
    sha256: str


class Attestation(Struct, frozen=True):
    """A statement or a filled-in form for one row."""

    row: str
    form: str | None = None
    item: str | None = None
    lesson_date: dt.date | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    statement: str | None = None
    file: AttachedFile | None = None
    seen: tuple[Pin, ...] = ()


class Review(Struct, frozen=True):
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

    @property
    def folder(self) -> str:
        """The folder that the review and the files attached to it lie in."""
        return self.path.rpartition("/")[0]

    @property
    def in_place(self) -> bool:
        """Whether folder and file name say the same as the contents: the goal, and who wrote it."""
        return self.path == f"reviews/{self.portfolio.goal}/{self.number:03}-{self.reviewer}.yaml"

    def pins(self) -> tuple[Pin, ...]:
        """Every file that the review says it saw."""
        decided = (pin for decision in self.decisions for pin in decision.seen)
        return (*self.seen, *decided, *(pin for said in self.attestations for pin in said.seen))


class Statements(Struct, frozen=True):
    """What the educator states when submitting."""

    ready: bool
    releases_held: bool
    own_work: bool


class Submission(Struct, frozen=True):
    """submissions/<goal>/<n>.yaml: the educator's Request Feedback."""

    path: str
    number: int
    portfolio: About
    date: dt.date
    checklist: ChecklistPin
    statements: Statements
    seen: tuple[Pin, ...]
    change_note: str | None = None

    @property
    def in_place(self) -> bool:
        """Whether folder and file name say the same as the contents: the goal, and the attempt."""
        return self.path == f"submissions/{self.portfolio.goal}/{self.number}.yaml" and self.portfolio.attempt == self.number
