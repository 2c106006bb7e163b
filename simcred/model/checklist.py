"""Checklists and what their rows ask. Shapes stand in schemas/checklist.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Category = Literal["must", "should", "optional"]
Due = Literal["submit", "recommend", "award"]
Basis = Literal["real", "near", "assumed"]


@dataclass(frozen=True, slots=True)
class EvidenceAsk:
    """Evidence that must be there, asked for by what it is."""

    kind: tuple[str, ...]
    where: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    at_least: int = 1
    recommended: int | None = None
    distinct_by: tuple[str, ...] = ()
    teacher: Literal["own", "guided"] = "own"
    after: str | None = None
    within: str | None = None
    follows: str | None = None

    def rows_named(self) -> Iterator[str]:
        """The other rows this one depends on."""
        yield from (row for row in (self.after, self.within, self.follows) if row is not None)


@dataclass(frozen=True, slots=True)
class AttestationAsk:
    """A statement that another person must make; `by` is an 'or' of relations and roles."""

    by: tuple[str, ...]
    form: str | None = None
    statement: str | None = None
    complete: bool = False
    after: str | None = None


@dataclass(frozen=True, slots=True)
class PersonAsk:
    """A person who must be named, in one of `roles`, active on the days named."""

    who: Literal["partner", "session-leader"]
    roles: tuple[str, ...]
    active_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a row that asks for several things."""

    evidence: EvidenceAsk | None = None
    attestation: AttestationAsk | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: exactly one of evidence, attestation, person, consent, any_of and all_of is set."""

    id: str
    title: str
    category: Category
    due: Due
    basis: Basis
    source: str
    why: str
    how: str
    item: int | None = None
    assumed: tuple[str, ...] = ()
    evidence: EvidenceAsk | None = None
    attestation: AttestationAsk | None = None
    person: PersonAsk | None = None
    consent: Literal["every"] | None = None
    any_of: tuple[Part, ...] = ()
    all_of: tuple[Part, ...] = ()

    def evidence_asks(self) -> Iterator[EvidenceAsk]:
        """Every evidence part of the row."""
        if self.evidence is not None:
            yield self.evidence
        yield from (part.evidence for part in (*self.any_of, *self.all_of) if part.evidence is not None)

    def attestation_asks(self) -> Iterator[AttestationAsk]:
        """Every attestation part of the row."""
        if self.attestation is not None:
            yield self.attestation
        yield from (part.attestation for part in self.all_of if part.attestation is not None)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The rows of one level and track. `digest` is the SHA-256 of the checklist's contents in canonical JSON."""

    id: str
    version: str
    title: str
    status: Literal["starter", "official", "placeholder"]
    level: int
    track: Literal["cer", "ls", "any"]
    rows: tuple[Row, ...]
    digest: str = ""

    def row(self, row_id: str) -> Row | None:
        """The row of that id."""
        return next((row for row in self.rows if row.id == row_id), None)
