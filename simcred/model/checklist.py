"""Checklists and what their rows ask. Shapes stand in schemas/checklist.json."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from simcred.model.several import Several

Category = Literal["must", "should", "optional"]
Due = Literal["submit", "recommend", "award"]
Basis = Literal["real", "near", "assumed"]


class EvidenceAsk(Struct, frozen=True):
    """Evidence that must be there, asked for by what it is."""

    kind: tuple[str, ...]
    where: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    at_least: int = 1
    recommended: int | None = None
    distinct_by: Several = Several()
    teacher: Literal["own", "guided"] = "own"
    after: str | None = None
    within: str | None = None
    follows: str | None = None


class AttestationAsk(Struct, frozen=True):
    """A statement that another person must make; `by` is an 'or' of relations and roles."""

    by: tuple[str, ...]
    form: str | None = None
    statement: str | None = None
    complete: bool = False
    after: str | None = None


class PersonAsk(Struct, frozen=True):
    """A person who must be named, in one of `roles`, active on the days named."""

    who: Literal["partner", "session-leader"]
    roles: tuple[str, ...]
    active_on: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """One part of a row that asks for several things."""

    evidence: EvidenceAsk | None = None
    attestation: AttestationAsk | None = None


class Row(Struct, frozen=True):
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


class Checklist(Struct, frozen=True):
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
