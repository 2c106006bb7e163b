"""Checklists and what their rows ask. Shapes stand in schemas/checklist.json."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from simcred.model.several import Several

Category = Literal["must", "should", "optional"]
Due = Literal["submit", "recommend", "award"]
Basis = Literal["real", "near", "assumed"]


Field = Literal["group", "format", "device"]


class Spread(Struct, frozen=True, omit_defaults=True):
    """How many different values of a field of the catalogue the routines or strategies must have; `of`: those that count."""

    field: Field
    at_least: int
    of: tuple[str, ...] = ()


class Amount(Struct, frozen=True, omit_defaults=True):
    """Fewest that are needed of one value, and most that count."""

    at_least: int = 0
    at_most: int | None = None


class Mix(Struct, frozen=True, omit_defaults=True):
    """How many routines or strategies of which value of a field of the catalogue."""

    field: Field
    of: Mapping[str, Amount]


class EvidenceAsk(Struct, frozen=True, omit_defaults=True):
    """Evidence that must be there, asked for by what it is. Shapes and meanings stand in schemas/checklist.json."""

    kind: tuple[str, ...]
    where: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    at_least: int = 1
    recommended: int | None = None
    distinct_by: Several = Several()
    teacher: Literal["own", "guided", "any"] = "own"
    after: str | None = None
    after_day: str | None = None
    within: str | None = None
    follows: str | None = None
    whole: bool = False
    spread: Spread | None = None
    mix: Mix | None = None
    valid_on: Literal["submission"] | None = None


class AttestationAsk(Struct, frozen=True, omit_defaults=True):
    """A statement that another person must make; `by` is an 'or' of relations and roles."""

    by: tuple[str, ...]
    form: str | None = None
    statement: str | None = None
    complete: bool = False
    after: str | None = None
    before: Literal["submission"] | None = None
    seen: bool = False


class PersonAsk(Struct, frozen=True, omit_defaults=True):
    """A person who must be named, in one of `roles`, active on the days named."""

    who: Literal["partner", "session-leader"]
    roles: tuple[str, ...]
    active_on: tuple[str, ...] = ()


class FromGoal(Struct, frozen=True, omit_defaults=True):
    """Another level's rows, met by the same portfolio (no goal of that level is needed), or its badge where `or_earned`."""

    level: int
    same: Literal["intervention", "track"]
    rows: tuple[str, ...] = ()
    or_earned: bool = False


class Part(Struct, frozen=True, omit_defaults=True):
    """One part of a row that asks for several things; in `any_of`, a statement may stand beside the evidence it is about."""

    evidence: EvidenceAsk | None = None
    attestation: AttestationAsk | None = None
    from_goal: FromGoal | None = None


class Row(Struct, frozen=True, omit_defaults=True):
    """One requirement: exactly one of evidence, attestation, person, consent, from_goal, any_of and all_of is set."""

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
    from_goal: FromGoal | None = None
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
        yield from (part.attestation for part in (*self.any_of, *self.all_of) if part.attestation is not None)

    def from_goals(self) -> Iterator[FromGoal]:
        """Every part of the row that another level's rows meet."""
        if self.from_goal is not None:
            yield self.from_goal
        yield from (part.from_goal for part in (*self.any_of, *self.all_of) if part.from_goal is not None)


class Texts(Struct, frozen=True, omit_defaults=True):
    """A row's texts for some routines or strategies, where they read differently."""

    intervention: Several
    row: str
    title: str | None = None
    why: str | None = None
    how: str | None = None

    def over(self, row: Row) -> Row:
        """The row with these texts in place of its own."""
        own = {name: text for name in ("title", "why", "how") if (text := getattr(self, name)) is not None}
        return replace(row, **own)


class Checklist(Struct, frozen=True, omit_defaults=True):
    """The rows of one level and track. `digest` is the SHA-256 of the checklist's contents in canonical JSON.

    `extends` is the checklist that an overlay made it from.
    """

    id: str
    version: str
    title: str
    status: Literal["starter", "official", "placeholder"]
    level: int
    track: Literal["cer", "ls", "any"]
    rows: tuple[Row, ...]
    texts: tuple[Texts, ...] = ()
    extends: str | None = None
    digest: str = ""

    def row(self, row_id: str) -> Row | None:
        """The row of that id."""
        return next((row for row in self.rows if row.id == row_id), None)

    def rows_for(self, intervention: str | None) -> tuple[Row, ...]:
        """The rows with the texts they have for a routine or strategy."""
        own = [texts for texts in self.texts if intervention in texts.intervention]
        rows = {row.id: row for row in self.rows}
        for texts in own:
            rows[texts.row] = texts.over(rows[texts.row])
        return tuple(rows.values()) if own else self.rows
